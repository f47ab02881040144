package postgres_test

import (
	"context"
	"os"
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

func TestMain(m *testing.M) {
	suite.Child(func(ctx context.Context, address string) (store.Store, error) { return postgres.Open(ctx, address) })
	os.Exit(m.Run())
}

// TestKills kills the program that writes; then the server under it, started
// again at once, and the program.
func TestKills(t *testing.T) {
	server := pgtest.Start(t)
	address := server.Database(t)
	suite.Kills(t, 4, address, func(t testing.TB) store.Store { return opened(t, address) }, nil)
	address = server.Database(t)
	suite.Kills(t, 3, address, func(t testing.TB) store.Store { return opened(t, address) }, func(int) {
		server.Stop(t)
		server.Start(t)
	})
}

// TestServerBack stops the server under a store, which goes on when it is back.
func TestServerBack(t *testing.T) {
	ctx := context.Background()
	server := pgtest.Start(t)
	s := opened(t, server.Database(t))
	if _, err := s.Write(ctx, suite.Act(1)); err != nil {
		t.Fatal(err)
	}
	server.Stop(t)
	_, told := s.Write(ctx, suite.Act(2))
	if told == nil {
		t.Fatal("written without a server")
	}
	if err := s.Ping(ctx); err == nil {
		t.Error("it says it is well without a server")
	}
	server.Start(t)
	if err := s.Ping(ctx); err != nil {
		t.Error(err)
	}
	if _, err := s.Write(ctx, suite.Act(3)); err != nil {
		t.Fatal(err)
	}
	suite.CheckWhole(t, s, 1, nil)
	suite.CheckWhole(t, s, 2, told)
	suite.CheckWhole(t, s, 3, nil)
}

// TestTwoProcesses has two stores on one database, as two processes have: an act
// expected by both is written by one, and a reader misses no sequence.
func TestTwoProcesses(t *testing.T) {
	server := pgtest.Start(t)
	address := server.Database(t)
	suite.Several(t, opened(t, address), opened(t, address), opened(t, address))
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
