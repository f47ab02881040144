package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/gofrs/flock"
	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"

	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/internal/sqldb"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Memory, as a path, asks for a store that is gone when it is closed, and that
// waits for no disk: for tests.
const Memory = ":memory:"

// DB is a store in a SQLite database.
type DB struct {
	*sqldb.DB
	path string
}

var _ store.Store = (*DB)(nil)

// dialect: a group is as large as what fits in a few pages of the journal.
var dialect = sqldb.Dialect{
	Name:     "sqlite",
	Begin:    "BEGIN IMMEDIATE",
	Lock:     "SELECT name, last, '' FROM counters",
	Snapshot: "BEGIN",
	Group:    512,
	Linger:   2 * time.Millisecond,
}

// Open opens the database of a path, made if it is not there, and brings its
// tables to the latest schema.
func Open(ctx context.Context, path string) (*DB, error) {
	return open(ctx, path, settings{migrations: migrations})
}

// settings are what tests change.
type settings struct {
	migrations fs.FS
	wrap       func(driver.Connector) driver.Connector // around the writer's connections
	pragmas    []string                                // of the writer, after the others
}

func open(ctx context.Context, path string, s settings) (*DB, error) {
	var after func() error
	synchronous := "FULL"
	if path == Memory {
		dir, err := os.MkdirTemp("", "fichier-")
		if err != nil {
			return nil, fmt.Errorf("store: open: %w", err)
		}
		after = func() error { return os.RemoveAll(dir) }
		path, synchronous = filepath.Join(dir, "store.db"), "OFF"
	}
	db, err := openFile(ctx, path, synchronous, s, after)
	if err != nil && after != nil {
		err = errors.Join(err, after())
	}
	return db, err
}

func openFile(ctx context.Context, path, synchronous string, s settings, after func() error) (*DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	// The file is made here so that nobody else on the machine reads it; SQLite gives
	// the files beside it the same permissions.
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	// busy_timeout comes first: the others may have to wait too.
	pragmas := []string{"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(" + synchronous + ")", "foreign_keys(1)", "secure_delete(1)",
		"temp_store(MEMORY)"}
	writes, err := connect(path, slices.Concat(pragmas, []string{"cache_size(-8192)", "wal_autocheckpoint(4000)"}, s.pragmas), s.wrap)
	if err != nil {
		return nil, err
	}
	writes.SetMaxOpenConns(1)
	if err := migrate(ctx, path, writes, s.migrations); err != nil {
		return nil, errors.Join(err, writes.Close())
	}
	// The pages that readers share are those of the system's own cache; what each keeps
	// for itself is counted once a connection, and thrown away when somebody writes.
	reads, err := connect(path, slices.Concat(pragmas, []string{"cache_size(-2048)", "query_only(1)"}), nil)
	if err != nil {
		return nil, errors.Join(err, writes.Close())
	}
	most := max(4, 2*runtime.GOMAXPROCS(0))
	reads.SetMaxOpenConns(most)
	reads.SetMaxIdleConns(most)
	return &DB{sqldb.Open(dialect, writes, reads, after), path}, nil
}

// Scrub empties the journal beside the database: what was erased is overwritten in
// the database (secure_delete), and its former pages are in the journal until then.
// It waits a little for those who read, and keeps others from writing meanwhile.
func (db *DB) Scrub(ctx context.Context) error {
	c, err := connect(db.path, []string{"busy_timeout(500)"}, nil)
	if err != nil {
		return err
	}
	var busy, pages, moved int
	err = c.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved)
	if err = errors.Join(err, c.Close()); err != nil {
		return fmt.Errorf("store: scrub: %w", err)
	}
	if busy != 0 {
		return store.ErrBusy
	}
	return nil
}

func connect(path string, pragmas []string, wrap func(driver.Connector) driver.Connector) (*sql.DB, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	name := url.URL{Scheme: "file", Path: filepath.ToSlash(absolute), RawQuery: url.Values{"_pragma": pragmas}.Encode()}
	c, err := sqlite.NewConnector(name.String())
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	if wrap != nil {
		c = wrap(c)
	}
	return sql.OpenDB(c), nil
}

// migrate holds a lock beside the database, so that two processes that start
// together do not both make the tables.
func migrate(ctx context.Context, path string, db *sql.DB, migrations fs.FS) error {
	lock := flock.New(path + ".lock")
	if err := lock.Lock(); err != nil {
		return fmt.Errorf("store: open: %w", err)
	}
	defer lock.Close()
	steps, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("store: open: %w", err)
	}
	_, err = sqldb.Migrate(ctx, goose.DialectSQLite3, db, steps)
	return err
}
