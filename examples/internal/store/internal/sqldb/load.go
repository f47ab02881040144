package sqldb

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// Load reads a dump into an empty store; see store.Store. It is one transaction:
// whatever is wrong in the dump, the store stays empty.
func (db *DB) Load(ctx context.Context, dir string) (store.Manifest, error) {
	m, err := store.ReadManifest(dir)
	if err != nil {
		return store.Manifest{}, err
	}
	err = db.writer.submit(ctx, &job{alone: true, done: make(chan error, 1), run: func(t *tx) error {
		if err := t.empty(); err != nil {
			return err
		}
		l := &loader{t: t, ctx: ctx}
		for i, read := range []func(string, store.File) error{
			l.counters, l.events, l.demands, l.numbers, l.papers, l.records, l.access, l.messages, l.answers,
		} {
			if err := read(dir, m.Files[i]); err != nil {
				return err
			}
		}
		t.now = l.last
		return nil
	}})
	if err != nil {
		return store.Manifest{}, err
	}
	return m, nil
}

// empty checks that nothing is, nor ever was, in the store: a sequence would have
// two meanings for who read the first.
func (t *tx) empty() error {
	if t.now != (counters{}) {
		return store.ErrNotEmpty
	}
	for _, table := range tables {
		var n int64
		if err := t.row("SELECT count(*) FROM "+table, nil, &n); err != nil {
			return err
		}
		if n != 0 {
			return store.ErrNotEmpty
		}
	}
	return nil
}

// loader writes the lines of a dump. It checks what the columns are made from:
// a dump may have been written by hand.
type loader struct {
	t    *tx
	ctx  context.Context
	last counters // what the dump says was given last
	most counters // what is seen in its lines
}

// load reads a file into a table.
func load[T any](l *loader, dir string, f store.File, into *inserter, use func(T) error) error {
	err := store.ReadTable(dir, f, func(line T) error {
		if err := l.ctx.Err(); err != nil {
			return err
		}
		return use(line)
	})
	if err != nil {
		return err
	}
	if err := into.flush(); err != nil {
		return fmt.Errorf("store: load: %s: %w", f.Name, err)
	}
	return nil
}

// above checks that a rank comes after those seen, and was given.
func (l *loader) above(counter int, rank int64) error {
	if rank <= l.most[counter] || rank > l.last[counter] {
		return errors.New("the ranks are not in order, or beyond the counter")
	}
	l.most[counter] = rank
	return nil
}

func (l *loader) counters(dir string, f store.File) error {
	return store.ReadTable(dir, f, func(c store.DumpedCounter) error {
		i := slices.Index(counterNames[:], c.Name)
		if i < 0 || c.Last < 0 {
			return errors.New("no such counter")
		}
		l.last[i] = c.Last
		return nil
	})
}

func (l *loader) events(dir string, f store.File) error {
	b := l.t.insert("events", "seq, origin, counter, demand, kind, entered, line", "", nil)
	return load(l, dir, f, b, func(d store.DumpedEvent) error {
		if err := l.above(eventCounter, d.Seq); err != nil {
			return err
		}
		e, faults := journal.DecodeEvent(d.Event)
		if faults.Blocking() {
			return fmt.Errorf("the event cannot be read: %v", faults)
		}
		if err := texts("event", e.ID.Origin, e.Demand, string(e.Kind)); err != nil {
			return err
		}
		return b.add(d.Seq, e.ID.Origin, rank(e.ID.Counter), e.Demand, string(e.Kind), int64(e.Entered), []byte(d.Event))
	})
}

func (l *loader) demands(dir string, f store.File) error {
	b, wanted := l.t.insert("demands", rowColumns, "", nil), l.t.insert("wanted", "commune, demand", "", nil)
	err := load(l, dir, f, b, func(r store.Row) error {
		if err := checkRow(&r); err != nil {
			return err
		}
		for i, commune := range r.Communes {
			if slices.Contains(r.Communes[:i], commune) {
				continue
			}
			if err := wanted.add(commune, r.Demand); err != nil {
				return err
			}
		}
		return b.add(rowValues(&r)...)
	})
	if err != nil {
		return err
	}
	return wanted.flush()
}

func (l *loader) numbers(dir string, f store.File) error {
	b := l.t.insert("numbers", "number, demand", "", nil)
	return load(l, dir, f, b, func(n store.DumpedNumber) error {
		if n.Number.IsZero() {
			return errors.New("a number is empty")
		}
		if err := texts("demand", n.Demand); err != nil {
			return err
		}
		return b.add(n.Number.String(), n.Demand)
	})
}

func (l *loader) papers(dir string, f store.File) error {
	return store.ReadTable(dir, f, func(one store.Paper) error {
		if int64(len(one.Body)) != one.Size {
			return errors.New("the body has not the size that is told")
		}
		p := &prepared{act: &store.Act{Papers: []store.Paper{one}}}
		if err := p.preparePapers(); err != nil {
			return err
		}
		if err := l.ctx.Err(); err != nil {
			return err
		}
		return l.t.putPaper(&p.papers[0])
	})
}

func (l *loader) records(dir string, f store.File) error {
	b := l.t.insert("records", recordColumns, "", nil)
	return load(l, dir, f, b, func(r store.DumpedRecord) error {
		if err := texts("record", r.Kind, r.Key); err != nil {
			return err
		}
		if r.Version < 1 || r.Version > l.last[recordCounter] {
			return errors.New("the version is beyond the counter")
		}
		return b.add(r.Kind, r.Key, r.Version, micros(r.Until), r.Bytes())
	})
}

func (l *loader) access(dir string, f store.File) error {
	b := l.t.insert("access", "rank, at, line", "", nil)
	return load(l, dir, f, b, func(a store.DumpedAccess) error {
		if err := l.above(accessCounter, a.Rank); err != nil {
			return err
		}
		return b.add(a.Rank, micros(a.At), a.Bytes())
	})
}

func (l *loader) messages(dir string, f store.File) error {
	b := l.t.insert("messages", messageColumns+", lease", "", nil)
	return load(l, dir, f, b, func(m store.DumpedMessage) error {
		if err := l.above(messageCounter, m.ID); err != nil {
			return err
		}
		if err := texts("topic", m.Topic); err != nil {
			return err
		}
		return b.add(m.ID, m.Topic, micros(m.Due), m.Attempts, m.Bytes(), 0)
	})
}

func (l *loader) answers(dir string, f store.File) error {
	b := l.t.insert("answers", "key, digest, at, answer", "", nil)
	return load(l, dir, f, b, func(a store.DumpedAnswer) error {
		if err := texts("key", a.Key, a.Digest+"-"); err != nil {
			return err
		}
		return b.add(a.Key, a.Digest, micros(a.At), a.Bytes())
	})
}
