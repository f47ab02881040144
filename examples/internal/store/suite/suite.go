package suite

import (
	"context"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// Opener opens an empty store, closed at the end of the test.
type Opener func(t testing.TB) store.Store

// Run runs the whole suite.
func Run(t *testing.T, open Opener) {
	for _, one := range []struct {
		name string
		test func(*testing.T, store.Store)
	}{
		{"write and read", testWriteAndRead},
		{"expect", testExpect},
		{"numbers", testNumbers},
		{"events taken", testEventsTaken},
		{"keys", testKeys},
		{"the same key at once", testKeysAtOnce},
		{"two writers of one demand", testTwoWriters},
		{"erase", testErase},
		{"rows", testRows},
		{"papers", testPapers},
		{"records", testRecords},
		{"expire", testExpire},
		{"messages", testMessages},
		{"access", testAccess},
		{"refused acts", testRefused},
		{"answer that fails", testAnswerFails},
		{"since while others write", testSince},
		{"limits", testLimits},
		{"contexts", testContexts},
		{"given up", testGivenUp},
		{"rebuild", testRebuild},
		{"dump while others write", testDumpMeanwhile},
		{"closed", testClosed},
	} {
		t.Run(one.name, func(t *testing.T) { one.test(t, open(t)) })
	}
	t.Run("dump and load", func(t *testing.T) { DumpAndLoad(t, open(t), open(t)) })
	t.Run("load what was changed", func(t *testing.T) { testLoadChanged(t, open(t), open(t)) })
}

func write(t testing.TB, s store.Store, act *store.Act) store.Written {
	t.Helper()
	w, err := s.Write(context.Background(), act)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func counts(t testing.TB, s store.Store) map[string]int64 {
	t.Helper()
	c, err := s.Counts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return c
}
