package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
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
	if held(t, dir, "camille") {
		t.Error("the disk holds what was erased")
	}
}

// TestScrub sees that what was erased leaves the disk while the store is open, and
// that a reader who is still at it is not waited for without end.
func TestScrub(t *testing.T) {
	dir := t.TempDir()
	ctx := context.Background()
	s := opened(t, filepath.Join(dir, "store.db"))
	for n := range 3 {
		if _, err := s.Write(ctx, suite.Act(n)); err != nil {
			t.Fatal(err)
		}
	}
	act := suite.Act(3)
	act.Papers = []store.Paper{{ID: "p", Owner: suite.Name(3), Code: "identity", Body: bytes.Repeat([]byte("erased-one "), 4000)}}
	for _, act := range []*store.Act{act, {Erase: []string{suite.Name(3)}}} {
		if _, err := s.Write(ctx, act); err != nil {
			t.Fatal(err)
		}
	}
	if !held(t, dir, "erased-one") {
		t.Fatal("the journal holds nothing before: the test shows nothing")
	}
	if err := s.Scrub(ctx); err != nil {
		t.Fatal(err)
	}
	if held(t, dir, "erased-one") {
		t.Error("what was erased is still on the disk")
	}
	if _, err := s.Write(ctx, suite.Act(4)); err != nil {
		t.Errorf("written after: %v", err)
	}
}

// TestScrubBusy has somebody read meanwhile.
func TestScrubBusy(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "store.db")
	s := opened(t, path)
	if _, err := s.Write(ctx, suite.Act(1)); err != nil {
		t.Fatal(err)
	}
	reader, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	tx, err := reader.Begin()
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := tx.QueryRow("SELECT count(*) FROM events").Scan(&n); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Write(ctx, suite.Act(2)); err != nil {
		t.Fatal(err)
	}
	if err := s.Scrub(ctx); !errors.Is(err, store.ErrBusy) {
		t.Errorf("while somebody reads: %v", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := s.Scrub(ctx); err != nil {
		t.Error(err)
	}
}

// held reports whether a file of a folder holds a word.
func held(t *testing.T, dir, word string) bool {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(text, []byte(word)) {
			return true
		}
	}
	return false
}

func TestSuite(t *testing.T) {
	suite.Run(t, func(t testing.TB) store.Store { return opened(t, filepath.Join(t.TempDir(), "a b%?#é", "store.db")) })
}

// BenchmarkWrite: 9,400 to 13,400 acts/s on two cores of a Xeon left to
// it, groups of 32 acts, 52 µs an act and 0.8 ms a commit on the disk.
func BenchmarkWrite(b *testing.B) {
	suite.Bench(b, opened(b, filepath.Join(b.TempDir(), "store.db")))
}
