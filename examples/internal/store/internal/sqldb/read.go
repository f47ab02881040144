package sqldb

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/numbering"
)

// Of gives the events of a demand; see store.Store.
func (db *DB) Of(ctx context.Context, key string) ([]store.Entry, error) {
	rows, err := db.query(ctx, "SELECT seq, line FROM events WHERE demand = ? ORDER BY seq", key)
	return collect(rows, err, scanEntry)
}

// OfEach gives the events of several demands; see store.Store. They are asked for some
// at a time, always as many, so that the statement is prepared once.
func (db *DB) OfEach(ctx context.Context, keys []string) (map[string][]store.Entry, error) {
	const many = 100
	out := make(map[string][]store.Entry, len(keys))
	for some := range slices.Chunk(keys, many) {
		args := make([]any, many)
		for i := range args {
			args[i] = some[min(i, len(some)-1)]
		}
		rows, err := db.query(ctx, "SELECT seq, line FROM events WHERE demand IN "+marks(many)+" ORDER BY demand, seq", args...)
		all, err := collect(rows, err, scanEntry)
		if err != nil {
			return nil, err
		}
		for i := range all {
			out[all[i].Event.Demand] = append(out[all[i].Event.Demand], all[i])
		}
	}
	return out, nil
}

// Since gives the events after a sequence; see store.Store.
func (db *DB) Since(ctx context.Context, after int64, limit int) ([]store.Entry, error) {
	if limit <= 0 {
		return nil, nil
	}
	rows, err := db.query(ctx, "SELECT seq, line FROM events WHERE seq > ? ORDER BY seq LIMIT ?", after, limit)
	return collect(rows, err, scanEntry)
}

func scanEntry(s scanner) (store.Entry, error) {
	var seq int64
	var line sql.RawBytes // decoded before the next row is read
	if err := s.Scan(&seq, &line); err != nil {
		return store.Entry{}, fmt.Errorf("store: read: %w", err)
	}
	return entry(seq, line)
}

func entry(seq int64, line []byte) (store.Entry, error) {
	e, faults := journal.DecodeEvent(line)
	if faults.Blocking() {
		return store.Entry{}, fmt.Errorf("store: event %d cannot be read: %v", seq, faults)
	}
	return store.Entry{Seq: seq, Event: e}, nil
}

// Last is the sequence of the last event written; see store.Store.
func (db *DB) Last(ctx context.Context) (int64, error) {
	return one(ctx, db, scanned[int64], "SELECT last FROM counters WHERE name = ?", counterNames[eventCounter])
}

// Bearer gives the demand that bears a number; see store.Store.
func (db *DB) Bearer(ctx context.Context, number numbering.Number) (string, error) {
	return one(ctx, db, scanned[string], "SELECT demand FROM numbers WHERE number = ?", number.String())
}

// AccessSince gives the lines of the access journal; see store.Store.
func (db *DB) AccessSince(ctx context.Context, after int64, limit int) ([]store.AccessLine, error) {
	if limit <= 0 {
		return nil, nil
	}
	rows, err := db.query(ctx, "SELECT rank, at, line FROM access WHERE rank > ? ORDER BY rank LIMIT ?", after, limit)
	return collect(rows, err, scanAccess)
}

func scanAccess(s scanner) (store.AccessLine, error) {
	var l store.AccessLine
	var at int64
	err := s.Scan(&l.Rank, &at, &l.Line)
	l.At = moment(at)
	return l, err
}

// tables are what Counts counts.
var tables = []string{"events", "demands", "numbers", "papers", "records", "access", "messages", "answers"}

// Counts gives the number of rows of each table; see store.Store.
func (db *DB) Counts(ctx context.Context) (map[string]int64, error) {
	counts := map[string]int64{}
	for _, table := range tables {
		n, err := one(ctx, db, scanned[int64], "SELECT count(*) FROM "+table)
		if err != nil {
			return nil, err
		}
		counts[table] = n
	}
	return counts, nil
}
