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

// putRows writes the projections, with the sequence of the last event of each.
func (t *tx) putRows(p *prepared, seqs []int64) error {
	if len(p.act.Rows) == 0 {
		return nil
	}
	last := map[string]int64{}
	for i := range p.act.Events {
		last[p.act.Events[i].Demand] = seqs[i]
	}
	for i := range p.act.Rows {
		r := p.act.Rows[i]
		seq, written := last[r.Demand]
		if !written {
			var err error
			if seq, err = t.last(r.Demand); err != nil {
				return err
			}
		}
		r.Seq = seq
		if err := t.putRow(&r); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) putRow(r *store.Row) error {
	was, err := t.wanted(r.Demand)
	if err != nil {
		return err
	}
	if _, err := t.exec("INSERT INTO demands ("+rowColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (demand) DO UPDATE SET seq = excluded.seq, number = excluded.number, status = excluded.status, desk = excluded.desk,
		deposited = excluded.deposited, renewed = excluded.renewed, struck_off = excluded.struck_off, communes = excluded.communes, online = excluded.online`,
		rowValues(r)...); err != nil {
		return err
	}
	for _, commune := range was {
		if slices.Contains(r.Communes, commune) {
			continue
		}
		if _, err := t.exec("DELETE FROM wanted WHERE commune = ? AND demand = ?", commune, r.Demand); err != nil {
			return err
		}
	}
	added := t.insert("wanted", "commune, demand", "(commune, demand)")
	for _, commune := range r.Communes {
		if slices.Contains(was, commune) {
			continue
		}
		if err := added.add(commune, r.Demand); err != nil {
			return err
		}
	}
	_, err = added.end()
	return err
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
		if _, err := t.exec("DELETE FROM wanted WHERE commune = ? AND demand = ?", commune, key); err != nil {
			return err
		}
	}
	_, err = t.exec("DELETE FROM demands WHERE demand = ?", key)
	return err
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
