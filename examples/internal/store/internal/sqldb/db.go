package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// DB is a store in a database. Its methods are those of store.Store.
type DB struct {
	dialect Dialect
	read    *sql.DB
	writer  *writer
	after   func() error

	mu         sync.Mutex
	statements map[string]*sql.Stmt
}

// Open makes a store of a database whose tables are there already. write serves
// the one writer, read everybody else; they may be the same. Close closes both,
// then calls after.
func Open(d Dialect, write, read *sql.DB, after func() error) *DB {
	return &DB{dialect: d, read: read, after: after, writer: startWriter(d, write), statements: map[string]*sql.Stmt{}}
}

// Close waits for the acts under way and closes the database.
func (db *DB) Close() error {
	if !db.writer.close() {
		return nil
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	var errs []error
	for _, s := range db.statements {
		errs = append(errs, s.Close())
	}
	clear(db.statements)
	errs = append(errs, db.writer.db.Close())
	if db.read != db.writer.db {
		errs = append(errs, db.read.Close())
	}
	if db.after != nil {
		errs = append(errs, db.after())
	}
	return errors.Join(errs...)
}

// Ping says whether the store answers and can write: it writes.
func (db *DB) Ping(ctx context.Context) error {
	return db.writer.do(ctx, func(t *tx) error {
		return t.later("UPDATE counters SET last = last WHERE name = ?", []any{counterNames[eventCounter]}, nil)
	})
}

// prepared gives a statement that reads, prepared once.
func (db *DB) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	if s := db.statements[query]; s != nil {
		return s, nil
	}
	var s *sql.Stmt
	err := db.retried(func() (err error) {
		s, err = db.read.PrepareContext(ctx, db.dialect.sql(query))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("store: read: %w", err)
	}
	db.statements[query] = s
	return s, nil
}

// retried runs something that only reads. After a server was started again, every
// connection of the pool has to be found dead before one is made.
func (db *DB) retried(read func() error) error {
	for left := db.dialect.Idle; ; left-- {
		err := read()
		if err == nil || left == 0 || !db.dialect.Lost(err) {
			return err
		}
	}
}

func (db *DB) query(ctx context.Context, query string, args ...any) (rows *sql.Rows, err error) {
	s, err := db.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	err = db.retried(func() (err error) {
		rows, err = s.QueryContext(ctx, args...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("store: read: %w", err)
	}
	return rows, nil
}

// one reads one row, or gives ErrNotFound.
func one[T any](ctx context.Context, db *DB, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	var none T
	s, err := db.prepared(ctx, query)
	if err != nil {
		return none, err
	}
	var out T
	err = db.retried(func() (err error) {
		out, err = scan(s.QueryRowContext(ctx, args...))
		return err
	})
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return none, store.ErrNotFound
	case err != nil:
		return none, fmt.Errorf("store: read: %w", err)
	}
	return out, nil
}

// collect reads every row of an answer.
func collect[T any](rows *sql.Rows, err error, scan func(scanner) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("store: read: %w", err)
	}
	return out, nil
}

// scanner is a row of an answer.
type scanner interface{ Scan(dest ...any) error }

// scanned reads a row of one column.
func scanned[T any](s scanner) (T, error) {
	var out T
	err := s.Scan(&out)
	return out, err
}
