package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5/stdlib"

	"github.com/fichier-unique/rules/examples/internal/pgtest"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/internal/fault"
	"github.com/fichier-unique/rules/examples/internal/store/internal/sqldb"
	"github.com/fichier-unique/rules/examples/internal/store/sqlite"
	"github.com/fichier-unique/rules/examples/internal/store/suite"
)

func TestMain(m *testing.M) {
	suite.Child(func(ctx context.Context, address string) (store.Store, error) { return Open(ctx, address) })
	os.Exit(m.Run())
}

// closed closes a store at the end of a test.
func closed[S store.Store](t testing.TB, s S, err error) S {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func opened(t testing.TB, address string) store.Store {
	t.Helper()
	db, err := Open(context.Background(), address)
	return closed(t, db, err)
}

func TestStore(t *testing.T) {
	server := pgtest.Start(t)
	t.Run("suite", func(t *testing.T) {
		suite.Run(t, func(t testing.TB) store.Store { return opened(t, server.Database(t)) })
	})
	// An act expected by several processes is written by one, and a reader misses no
	// sequence.
	t.Run("several processes", func(t *testing.T) {
		address := server.Database(t)
		suite.Several(t, opened(t, address), opened(t, address), opened(t, address))
	})
	t.Run("killed", func(t *testing.T) {
		address := server.Database(t)
		suite.Kills(t, 4, address, func(t testing.TB) store.Store { return opened(t, address) }, nil)
	})
	t.Run("faults", func(t *testing.T) { testFaults(t, server.Database(t)) })
	t.Run("migrations", func(t *testing.T) { testMigrations(t, server) })
	// From one kind of store to the other, the dumps are the same bytes.
	light := func() store.Store {
		db, err := sqlite.Open(context.Background(), sqlite.Memory)
		return closed(t, db, err)
	}
	t.Run("same as sqlite", func(t *testing.T) {
		for seed := range uint64(3) {
			suite.Same(t, light(), opened(t, server.Database(t)), seed, 150)
		}
	})
	t.Run("from sqlite", func(t *testing.T) { suite.DumpAndLoad(t, light(), opened(t, server.Database(t))) })
	t.Run("to sqlite", func(t *testing.T) { suite.DumpAndLoad(t, opened(t, server.Database(t)), light()) })
}

func testFaults(t *testing.T, address string) {
	plan := &fault.Plan{Cut: func(c driver.Conn) {
		_ = c.(*stdlib.Conn).Conn().PgConn().Conn().Close() // as the network would
	}}
	faulty := func(ctx context.Context, conn *sql.Conn, batch []sqldb.Statement) (changed []int64, err error) {
		err = conn.Raw(func(c any) error {
			return plan.Batch(c.(driver.Conn), len(batch), func(inner driver.Conn, spoilt int) (err error) {
				if spoilt >= 0 {
					batch = slices.Clone(batch)
					batch[spoilt] = sqldb.Statement{SQL: "SELECT 1/0"}
				}
				changed, err = send(ctx, inner.(*stdlib.Conn).Conn(), batch)
				return err
			})
		})
		return changed, err
	}
	db, err := open(context.Background(), address, settings{migrations: migrations, wrap: plan.Wrap, pipeline: faulty})
	suite.Faults(t, closed(t, db, err), plan, fault.Refuse, fault.CutBefore, fault.CutAfter)
}

func testMigrations(t *testing.T, server *pgtest.Server) {
	address := ""
	suite.Migrations(t, migrations, suite.Migrator{
		Fresh: func(t *testing.T) { address = server.Database(t) },
		Open: func(files suite.Files) (store.Store, error) {
			db, err := open(context.Background(), address, settings{migrations: files})
			if err != nil {
				return nil, err
			}
			return db, nil
		},
		Exec: func(statement string) error {
			db, err := sql.Open("pgx", address)
			if err == nil {
				_, err = db.Exec(statement)
				err = errors.Join(err, db.Close())
			}
			return err
		},
		Blob: func(body []byte) string { return fmt.Sprintf(`'\x%x'`, body) },
	})
}

// TestServerStops stops the server at once, as a power cut would, under a store
// that goes on when it is back, then under a program that is killed after it.
func TestServerStops(t *testing.T) {
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

	address := server.Database(t)
	suite.Kills(t, 3, address, func(t testing.TB) store.Store { return opened(t, address) }, func(int) {
		server.Stop(t)
		server.Start(t)
	})
}

// BenchmarkWrite: 2,400 acts/s on two cores shared with the server.
func BenchmarkWrite(b *testing.B) {
	suite.Bench(b, opened(b, pgtest.Start(b).Database(b)))
}
