package sqlite_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/sqlite"
	"github.com/fichier-unique/rules/examples/internal/store/suite"
)

func opened(t testing.TB, path string) store.Store {
	t.Helper()
	db, err := sqlite.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func TestMain(m *testing.M) {
	suite.Child(func(ctx context.Context, path string) (store.Store, error) { return sqlite.Open(ctx, path) })
	os.Exit(m.Run())
}

func TestKills(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	suite.Kills(t, 8, path, func(t testing.TB) store.Store { return opened(t, path) }, nil)
}

// TestTwoProcesses has several stores on one file, as several processes have.
func TestTwoProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	suite.Several(t, opened(t, path), opened(t, path), opened(t, path))
}

// TestPermissions sees that nobody else on the machine reads the file.
func TestPermissions(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has other permissions")
	}
	dir := filepath.Join(t.TempDir(), "data")
	s := opened(t, filepath.Join(dir, "store.db"))
	if _, err := s.Write(context.Background(), suite.Act(1)); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) < 3 {
		t.Fatalf("%d files (%v)", len(entries), err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has permissions %v (%v)", e.Name(), info.Mode(), err)
		}
	}
}

// TestErased sees that what was erased is in no file once the store is closed.
func TestErased(t *testing.T) {
	dir := t.TempDir()
	ctx := context.Background()
	s := opened(t, filepath.Join(dir, "store.db"))
	act := suite.Act(1)
	act.Papers = []store.Paper{{ID: "p", Owner: suite.Name(1), Code: "identity", Body: bytes.Repeat([]byte("camille "), 4000)}}
	for _, act := range []*store.Act{act, {Erase: []string{suite.Name(1)}}} {
		if _, err := s.Write(ctx, act); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(text, []byte("camille")) {
			t.Errorf("%s holds what was erased", e.Name())
		}
	}
}

func TestSuite(t *testing.T) {
	suite.Run(t, func(t testing.TB) store.Store { return opened(t, filepath.Join(t.TempDir(), "a b%?#é", "store.db")) })
}

// BenchmarkWrite: 9,400 to 13,400 acts/s on two cores of a Xeon left to
// it, groups of 32 acts, 52 µs an act and 0.8 ms a commit on the disk.
func BenchmarkWrite(b *testing.B) {
	suite.Bench(b, opened(b, filepath.Join(b.TempDir(), "store.db")))
}
