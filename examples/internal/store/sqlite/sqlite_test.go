package sqlite_test

import (
	"context"
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

func TestSuite(t *testing.T) {
	suite.Run(t, func(t testing.TB) store.Store { return opened(t, filepath.Join(t.TempDir(), "a b%?#é", "store.db")) })
}

// BenchmarkWrite, on a machine of two shared cores: see the report of the commit.
func BenchmarkWrite(b *testing.B) {
	suite.Bench(b, opened(b, filepath.Join(b.TempDir(), "store.db")))
}
