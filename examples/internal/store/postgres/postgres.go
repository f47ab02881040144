package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/internal/sqldb"
)

//go:embed migrations/*.sql
var migrations embed.FS

// DB is a store in a PostgreSQL database.
type DB struct{ *sqldb.DB }

var _ store.Store = (*DB)(nil)

// patience bounds a transaction, and the time taken to learn what became of one.
const patience = 30 * time.Second

// dialect: a group stays under 64 acts, the most savepoints of a transaction that
// PostgreSQL keeps in memory; past it every reader slows down.
var dialect = sqldb.Dialect{
	Name:     "postgres",
	Numbered: true,
	Begin:    "BEGIN",
	// Whoever comes next waits here, and reads after the wait: what it then sees
	// includes all that was committed before.
	Lock:      "SELECT name, last, pg_current_xact_id()::text FROM counters ORDER BY name FOR UPDATE",
	Snapshot:  "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
	Group:     60,
	Patience:  patience,
	Pipeline:  pipeline,
	Lost:      lost,
	Idle:      idle,
	Committed: committed,
}

// idle is how many connections the pool of readers has.
const idle = 10

// lost: neither the server answered, nor was it sought in vain, nor is it the
// caller who gave up.
func lost(err error) bool {
	var answered *pgconn.PgError
	var sought *pgconn.ConnectError
	return !errors.As(err, &answered) && !errors.As(err, &sought) && !errors.Is(err, sql.ErrNoRows) &&
		!errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded)
}

// Open opens a database by its address (postgres://user@host/name) and brings its
// tables to the latest schema.
func Open(ctx context.Context, address string) (*DB, error) {
	return open(ctx, address, settings{migrations: migrations})
}

// settings are what tests change.
type settings struct {
	migrations fs.FS
	wrap       func(driver.Connector) driver.Connector // around the writer's connections
	pipeline   func(context.Context, *sql.Conn, []sqldb.Statement) ([]int64, error)
}

func open(ctx context.Context, address string, s settings) (*DB, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "fichier"
	}
	reads := sql.OpenDB(stdlib.GetConnector(*config))
	reads.SetMaxOpenConns(idle)
	reads.SetMaxIdleConns(idle)

	// A writer that vanishes with its machine must not keep the others waiting, and
	// what was answered must be on the disk whatever the server's default is.
	config.RuntimeParams["idle_in_transaction_session_timeout"] = "60000"
	connector := stdlib.GetConnector(*config, stdlib.OptionAfterConnect(func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'")
		return err
	}))
	if s.wrap != nil {
		connector = s.wrap(connector)
	}
	writes := sql.OpenDB(connector)
	writes.SetMaxOpenConns(2) // the writer's, and one to ask what became of a transaction

	steps, err := fs.Sub(s.migrations, "migrations")
	if err == nil {
		_, err = sqldb.Migrate(ctx, goose.DialectPostgres, reads, steps)
	}
	if err != nil {
		return nil, errors.Join(err, writes.Close(), reads.Close())
	}
	d := dialect
	if s.pipeline != nil {
		d.Pipeline = s.pipeline
	}
	return &DB{sqldb.Open(d, writes, reads, nil)}, nil
}

// Scrub does nothing: PostgreSQL writes over what was erased when it needs the room
// (autovacuum), and recycles its journal by itself; whoever runs the database says
// how long its archives keep it.
func (db *DB) Scrub(context.Context) error { return nil }

// pipeline sends statements together rather than wait for the answer of each.
func pipeline(ctx context.Context, conn *sql.Conn, batch []sqldb.Statement) (changed []int64, err error) {
	err = conn.Raw(func(c any) (err error) {
		changed, err = send(ctx, c.(*stdlib.Conn).Conn(), batch)
		return err
	})
	return changed, err
}

func send(ctx context.Context, conn *pgx.Conn, batch []sqldb.Statement) ([]int64, error) {
	var b pgx.Batch
	for _, s := range batch {
		b.Queue(s.SQL, s.Args...)
	}
	results := conn.SendBatch(ctx, &b)
	changed := make([]int64, len(batch))
	for i := range batch {
		tag, err := results.Exec()
		if err != nil {
			_ = results.Close() // for the same reason
			return nil, err
		}
		changed[i] = tag.RowsAffected()
	}
	return changed, results.Close()
}

// committed asks what became of a transaction, as long as the server may be
// coming back or still at it.
func committed(ctx context.Context, db *sql.DB, token string) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		var status sql.NullString
		err := db.QueryRowContext(ctx, "SELECT pg_xact_status($1::text::xid8)", token).Scan(&status)
		switch {
		case err == nil && status.String == "committed":
			return true, nil
		case err == nil && status.String == "aborted":
			return false, nil
		case err == nil && !status.Valid:
			return false, errors.New("store: the server no longer knows the transaction")
		case err == nil:
			err = errors.New("store: the transaction is still under way")
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return false, err
		}
	}
}
