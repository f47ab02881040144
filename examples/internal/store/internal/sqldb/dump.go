package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/numbering"
)

// exports reads each table of a dump, in the order of its key.
var exports = map[string]struct {
	query string
	line  func(scanner) (any, error)
}{
	"counters": {"SELECT name, last FROM counters ORDER BY name", func(s scanner) (any, error) {
		var c store.DumpedCounter
		return &c, s.Scan(&c.Name, &c.Last)
	}},
	"events": {"SELECT seq, line FROM events ORDER BY seq", func(s scanner) (any, error) {
		var e store.DumpedEvent
		return &e, s.Scan(&e.Seq, (*[]byte)(&e.Event))
	}},
	"demands": {"SELECT " + rowColumns + " FROM demands ORDER BY demand", func(s scanner) (any, error) { return scanRow(s) }},
	"numbers": {"SELECT number, demand FROM numbers ORDER BY number", func(s scanner) (any, error) {
		var n store.DumpedNumber
		var text string
		err := s.Scan(&text, &n.Demand)
		if err == nil {
			n.Number, err = numbering.Parse(text)
		}
		return &n, err
	}},
	"papers": {"SELECT " + paperColumns + ", body FROM papers ORDER BY id", func(s scanner) (any, error) { return scanPaperBody(s) }},
	"records": {"SELECT " + recordColumns + " FROM records WHERE kind <> '" + store.SessionKind + "' ORDER BY kind, key", func(s scanner) (any, error) {
		r, err := scanRecord(s)
		return &store.DumpedRecord{Kind: r.Kind, Key: r.Key, Version: r.Version, Until: r.Until, Content: store.ContentOf(r.Body)}, err
	}},
	"access": {"SELECT rank, at, line FROM access ORDER BY rank", func(s scanner) (any, error) {
		l, err := scanAccess(s)
		return &store.DumpedAccess{Rank: l.Rank, At: l.At, Content: store.ContentOf(l.Line)}, err
	}},
	"messages": {"SELECT " + messageColumns + " FROM messages ORDER BY id", func(s scanner) (any, error) {
		m, err := scanMessage(s)
		return &store.DumpedMessage{ID: m.ID, Topic: m.Topic, Due: m.Due, Attempts: m.Attempts, Content: store.ContentOf(m.Body)}, err
	}},
	"answers": {"SELECT key, digest, at, answer FROM answers ORDER BY key", func(s scanner) (any, error) {
		var a store.DumpedAnswer
		var at int64
		var answer []byte
		err := s.Scan(&a.Key, &a.Digest, &at, &answer)
		a.At, a.Content = moment(at), store.ContentOf(answer)
		return &a, err
	}},
}

// Dump writes everything; see store.Store.
func (db *DB) Dump(ctx context.Context, dir string) (m store.Manifest, err error) {
	conn, err := db.read.Conn(ctx)
	if err != nil {
		return m, fmt.Errorf("store: dump: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, db.dialect.Snapshot); err != nil {
		return m, fmt.Errorf("store: dump: %w", err)
	}
	// The context may be what stopped the dump: the connection is freed all the same.
	defer func() {
		_, end := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		err = errors.Join(err, end)
	}()
	d, err := store.NewDumper(dir)
	if err != nil {
		return m, err
	}
	defer d.Abandon()
	for {
		name, more, err := d.Table()
		if err != nil {
			return m, err
		}
		if !more {
			return d.Finish()
		}
		if err := dumpTable(ctx, conn, d, name); err != nil {
			return m, err
		}
	}
}

func dumpTable(ctx context.Context, conn *sql.Conn, d *store.Dumper, name string) error {
	export := exports[name]
	rows, err := conn.QueryContext(ctx, export.query)
	if err != nil {
		return fmt.Errorf("store: dump: %s: %w", name, err)
	}
	defer rows.Close()
	for rows.Next() {
		line, err := export.line(rows)
		if err != nil {
			return fmt.Errorf("store: dump: %s: %w", name, err)
		}
		if err := d.Line(line); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("store: dump: %s: %w", name, err)
	}
	return nil
}
