package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// page is how many rows are read at a time: nothing is held between two.
const page = 500

const rowColumns = "demand, seq, number, status, desk, deposited, renewed, struck_off, communes, online"

// projections are the rows of an act, with what was read for them.
type projections struct {
	rows []store.Row
	last map[string]int64    // sequence of the last event of each demand
	was  map[string][]string // communes of the row that is there
}

// wrote tells that an event of a demand was written.
func (p *projections) wrote(key string, seq int64) { p.last[key] = seq }

// project reads what the rows of an act need.
func (t *tx) project(a *store.Act) (*projections, error) {
	p := &projections{rows: a.Rows, last: make(map[string]int64, len(a.Rows)), was: make(map[string][]string, len(a.Rows))}
	for i := range a.Events {
		p.last[a.Events[i].Demand] = 0 // told later
	}
	for i := range a.Rows {
		key := a.Rows[i].Demand
		if _, read := p.was[key]; read {
			continue
		}
		var err error
		if p.was[key], err = t.wanted(key); err != nil {
			return nil, err
		}
		if _, writes := p.last[key]; writes {
			continue
		}
		if p.last[key], err = t.last(key); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// putRows writes the projections, with the sequence of the last event of each.
func (t *tx) putRows(p *projections) error {
	for _, r := range p.rows {
		r.Seq = p.last[r.Demand]
		if err := t.putRow(&r, p.was[r.Demand]); err != nil {
			return err
		}
		p.was[r.Demand] = r.Communes // for another row of the same demand
	}
	return nil
}

// putRow writes a row in the place of one that had some communes.
func (t *tx) putRow(r *store.Row, was []string) error {
	if err := t.later("INSERT INTO demands ("+rowColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (demand) DO UPDATE SET seq = excluded.seq, number = excluded.number, status = excluded.status, desk = excluded.desk,
		deposited = excluded.deposited, renewed = excluded.renewed, struck_off = excluded.struck_off, communes = excluded.communes, online = excluded.online`,
		rowValues(r), nil); err != nil {
		return err
	}
	for _, commune := range was {
		if slices.Contains(r.Communes, commune) {
			continue
		}
		if err := t.later("DELETE FROM wanted WHERE commune = ? AND demand = ?", []any{commune, r.Demand}, nil); err != nil {
			return err
		}
	}
	added := t.insert("wanted", "commune, demand", "(commune, demand)", nil)
	for _, commune := range r.Communes {
		if slices.Contains(was, commune) {
			continue
		}
		if err := added.add(commune, r.Demand); err != nil {
			return err
		}
	}
	return added.flush()
}

// rowValues are the columns of a row.
func rowValues(r *store.Row) []any {
	online := 0
	if r.Online {
		online = 1
	}
	return []any{r.Demand, r.Seq, r.Number, string(r.Status), r.Desk, day(r.Deposited), day(r.Renewed), day(r.StruckOff), strings.Join(r.Communes, " "), online}
}

// wanted gives the communes of the row of a demand.
func (t *tx) wanted(key string) ([]string, error) {
	var communes string
	err := t.row("SELECT communes FROM demands WHERE demand = ?", []any{key}, &communes)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return strings.Fields(communes), err
}

func (t *tx) removeRow(key string) error {
	was, err := t.wanted(key)
	if err != nil {
		return err
	}
	for _, commune := range was {
		if err := t.later("DELETE FROM wanted WHERE commune = ? AND demand = ?", []any{commune, key}, nil); err != nil {
			return err
		}
	}
	return t.later("DELETE FROM demands WHERE demand = ?", []any{key}, nil)
}

// Row gives the projection of a demand; see store.Store.
func (db *DB) Row(ctx context.Context, key string) (store.Row, error) {
	return one(ctx, db, scanRow, "SELECT "+rowColumns+" FROM demands WHERE demand = ?", key)
}

// Rows gives the rows that a query asks for; see store.Store.
func (db *DB) Rows(ctx context.Context, q store.Query) iter.Seq2[store.Row, error] {
	return func(yield func(store.Row, error) bool) {
		for left := q.Limit; ; {
			size := page
			if q.Limit > 0 {
				size = min(page, left)
			}
			query, args := choose(q, size)
			var rows *sql.Rows
			err := db.retried(func() (err error) {
				rows, err = db.read.QueryContext(ctx, db.dialect.sql(query), args...)
				return err
			})
			if err != nil {
				err = fmt.Errorf("store: read: %w", err)
			}
			all, err := collect(rows, err, scanRow)
			if err != nil {
				yield(store.Row{}, err)
				return
			}
			for _, r := range all {
				if !yield(r, nil) {
					return
				}
			}
			left -= len(all)
			if len(all) < size || q.Limit > 0 && left == 0 {
				return
			}
			q.After = all[len(all)-1].Demand
		}
	}
}

// choose writes the statement that reads a page.
func choose(q store.Query, size int) (string, []any) {
	query, args := "SELECT "+rowColumns+" FROM demands WHERE demand > ?", []any{q.After}
	if len(q.Status) > 0 {
		query += " AND status IN " + marks(len(q.Status))
		for _, s := range q.Status {
			args = append(args, string(s))
		}
	}
	if len(q.Desk) > 0 {
		query += " AND desk IN " + marks(len(q.Desk))
		for _, d := range q.Desk {
			args = append(args, d)
		}
	}
	if len(q.Commune) > 0 {
		query += " AND demand IN (SELECT demand FROM wanted WHERE commune IN " + marks(len(q.Commune)) + ")"
		for _, c := range q.Commune {
			args = append(args, c)
		}
	}
	return query + " ORDER BY demand LIMIT ?", append(args, size)
}

func scanRow(s scanner) (store.Row, error) {
	var r store.Row
	var status, deposited, renewed, struckOff, communes string
	var online int
	if err := s.Scan(&r.Demand, &r.Seq, &r.Number, &status, &r.Desk, &deposited, &renewed, &struckOff, &communes, &online); err != nil {
		return r, err
	}
	r.Status, r.Online = journal.Status(status), online != 0
	if communes != "" {
		r.Communes = strings.Split(communes, " ")
	}
	r.Deposited, r.Renewed, r.StruckOff = demand.MustDate(deposited), demand.MustDate(renewed), demand.MustDate(struckOff)
	return r, nil
}
