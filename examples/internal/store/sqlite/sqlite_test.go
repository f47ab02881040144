package sqlite_test

import (
	"context"
	"os"
	"path/filepath"
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

func TestSuite(t *testing.T) {
	suite.Run(t, func(t testing.TB) store.Store { return opened(t, filepath.Join(t.TempDir(), "a b%?#é", "store.db")) })
}

// BenchmarkWrite, on a machine of two shared cores: see the report of the commit.
func BenchmarkWrite(b *testing.B) {
	suite.Bench(b, opened(b, filepath.Join(b.TempDir(), "store.db")))
}
