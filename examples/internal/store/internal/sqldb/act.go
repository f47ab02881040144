package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// Write commits an act; see store.Store.
func (db *DB) Write(ctx context.Context, act *store.Act) (store.Written, error) {
	p, err := prepare(act)
	if err != nil {
		return store.Written{}, fmt.Errorf("%w: %w", store.ErrUnfit, err)
	}
	var w store.Written
	err = db.writer.do(ctx, func(t *tx) (err error) {
		w, err = t.act(p)
		return err
	})
	if err != nil {
		return store.Written{}, err
	}
	return w, nil
}

func (t *tx) act(p *prepared) (store.Written, error) {
	a := p.act
	if a.Key != "" {
		w, err := t.replay(a)
		if err != nil || w.Replay {
			return w, err
		}
	}
	// Everything is read before anything is written, but for what the act erases: an
	// act refused for what it read leaves nothing to undo.
	for _, key := range slices.Sorted(maps.Keys(a.Expect)) {
		if err := t.expect(key, a.Expect[key]); err != nil {
			return store.Written{}, err
		}
	}
	if err := t.expectRecords(a); err != nil {
		return store.Written{}, err
	}
	if err := t.erase(a); err != nil {
		return store.Written{}, err
	}
	rows, err := t.project(a)
	if err != nil {
		return store.Written{}, err
	}
	w := store.Written{Seqs: make([]int64, len(a.Events))}
	for i := range a.Events {
		w.Seqs[i] = t.next(eventCounter)
		rows.wrote(a.Events[i].Demand, w.Seqs[i])
	}
	for _, step := range []func() error{
		func() error { return t.events(p, w.Seqs) },
		func() error { return t.numbers(a) },
		func() error { return t.putRows(rows) },
		func() error { return t.papers(p) },
		func() error { return t.records(a) },
		func() error { return t.access(a) },
		func() error { return t.messages(a) },
		func() error { return t.answer(a, w) },
	} {
		if err := step(); err != nil {
			return store.Written{}, err
		}
	}
	return w, nil
}

// replay finds what was answered to the key, if anything was.
func (t *tx) replay(a *store.Act) (store.Written, error) {
	var digest string
	var answer []byte
	err := t.row("SELECT digest, answer FROM answers WHERE key = ?", []any{a.Key}, &digest, &answer)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return store.Written{}, nil
	case err != nil:
		return store.Written{}, err
	case digest != a.Digest:
		return store.Written{}, store.ErrKeyReused
	}
	return store.Written{Replay: true, Replayed: answer}, nil
}

// answer keeps what is answered under the key of the act.
func (t *tx) answer(a *store.Act, w store.Written) error {
	answer := []byte{}
	if a.Answer != nil {
		given, err := a.Answer(w)
		if err != nil {
			return err
		}
		answer = append(answer, given...)
	}
	if a.Key == "" {
		return nil
	}
	return t.later("INSERT INTO answers (key, digest, answer, at) VALUES (?, ?, ?, ?)", []any{a.Key, a.Digest, answer, micros(a.At)}, nil)
}

// expect checks that a demand is where it was read.
func (t *tx) expect(key string, seq int64) error {
	last, err := t.last(key)
	if err != nil {
		return err
	}
	if last != seq {
		return &store.StaleError{Demand: key, Current: last}
	}
	return nil
}

// last is the sequence of the last event of a demand, 0 without any. It comes
// from the events, which are the truth, rather than from the row.
func (t *tx) last(key string) (int64, error) {
	var last int64
	err := t.row("SELECT seq FROM events WHERE demand = ? ORDER BY demand, seq DESC LIMIT 1", []any{key}, &last)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return last, err
}

func (t *tx) erase(a *store.Act) error {
	for _, key := range a.Erase {
		if err := t.removeRow(key); err != nil {
			return err
		}
		for _, query := range []string{
			"DELETE FROM events WHERE demand = ?",
			"DELETE FROM numbers WHERE demand = ?",
			"DELETE FROM papers WHERE owner = ?",
		} {
			if err := t.later(query, []any{key}, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *tx) events(p *prepared, seqs []int64) error {
	rows := t.insert("events", "seq, origin, counter, demand, kind, entered, line", "(origin, counter)", store.ErrEventTaken)
	for i := range p.act.Events {
		e := &p.act.Events[i]
		if err := rows.add(seqs[i], e.ID.Origin, rank(e.ID.Counter), e.Demand, string(e.Kind), int64(e.Entered), p.lines[i]); err != nil {
			return err
		}
	}
	return rows.flush()
}

// rank keeps a counter of 64 bits in a signed column: it is compared for
// equality only, and the line bears it as it is.
func rank(counter uint64) int64 { return int64(counter) }

func (t *tx) numbers(a *store.Act) error {
	rows := t.insert("numbers", "number, demand", "(number)", store.ErrNumberTaken)
	for _, g := range a.Numbers {
		if err := rows.add(g.Number.String(), g.Demand); err != nil {
			return err
		}
	}
	return rows.flush()
}

func (t *tx) access(a *store.Act) error {
	rows := t.insert("access", "rank, at, line", "", nil)
	for _, line := range a.Access {
		if err := rows.add(t.next(accessCounter), micros(line.At), line.Line); err != nil {
			return err
		}
	}
	return rows.flush()
}
