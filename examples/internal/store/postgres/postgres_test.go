package postgres_test

import (
	"context"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/pgtest"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/postgres"
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

func BenchmarkWrite(b *testing.B) {
	suite.Bench(b, opened(b, pgtest.Start(b).Database(b)))
}
