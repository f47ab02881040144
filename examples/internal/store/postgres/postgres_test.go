package postgres_test

import (
	"context"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/pgtest"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/postgres"
	"github.com/fichier-unique/rules/examples/internal/store/sqlite"
	"github.com/fichier-unique/rules/examples/internal/store/suite"
)

func opened(t testing.TB, address string) store.Store {
	t.Helper()
	db, err := postgres.Open(context.Background(), address)
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
	server := pgtest.Start(t)
	suite.Run(t, func(t testing.TB) store.Store { return opened(t, server.Database(t)) })
}

// TestMove takes a file from one kind of store to the other: the dumps are the
// same bytes.
func TestMove(t *testing.T) {
	server := pgtest.Start(t)
	light := func() store.Store {
		db, err := sqlite.Open(context.Background(), sqlite.Memory)
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
	t.Run("sqlite to postgres", func(t *testing.T) { suite.DumpAndLoad(t, light(), opened(t, server.Database(t))) })
	t.Run("postgres to sqlite", func(t *testing.T) { suite.DumpAndLoad(t, opened(t, server.Database(t)), light()) })
}

func BenchmarkWrite(b *testing.B) {
	suite.Bench(b, opened(b, pgtest.Start(b).Database(b)))
}
