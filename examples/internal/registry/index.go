package registry

import (
	"context"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"

	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/parallel"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/matching"
)

// cacheName is the file of the index of persons. It holds personal data, as the
// store does, and can be thrown away: it is made again.
const (
	cacheName  = "persons.index"
	cacheMagic = "persons1"
	feedPage   = 2000
)

// openFinder reads the index kept at the last stop and brings it up to date, or
// makes it from the journal.
func (r *Registry) openFinder(ctx context.Context) (*finder, error) {
	f := &finder{beyond: map[int64]struct{}{}}
	if at, x := readCache(r.cache); x != nil {
		last, err := r.store.Last(ctx)
		if err != nil {
			return nil, err
		}
		if at <= last {
			f.index.Store(x)
			f.at, f.learnt = at, x.Len()
			r.persons = f
			return f, r.CatchUp(ctx)
		}
	}
	x, at, err := r.everybody(ctx)
	if err != nil {
		return nil, err
	}
	f.index.Store(x)
	f.at, f.learnt = at, x.Len()
	return f, nil
}

// Reindex makes the index of persons again, so that its weights are those of the
// file as it is today. Searches and acts go on meanwhile.
func (r *Registry) Reindex(ctx context.Context) error {
	x, at, err := r.everybody(ctx)
	if err != nil {
		return err
	}
	f := r.persons
	learnt := x.Len()
	f.writing.Lock()
	defer f.writing.Unlock()
	if at, err = r.takeIn(ctx, x, at, nil); err != nil { // what was written while it was made
		return err
	}
	f.index.Store(x)
	f.at, f.learnt = max(at, f.at), learnt
	for seq := range f.beyond {
		if seq <= f.at {
			delete(f.beyond, seq)
		}
	}
	f.advance()
	return nil
}

// learn makes the index of persons again beside the acts.
func (r *Registry) learn() {
	r.persons.learners.Go(func() {
		defer r.persons.learning.Store(false)
		_ = r.Reindex(context.Background()) // tried again when the file has grown; until then the former weights serve
	})
}

// everybody makes an index from every demand, and gives the sequence from which on
// it may lack something.
func (r *Registry) everybody(ctx context.Context) (*matching.Index, int64, error) {
	last, err := r.store.Last(ctx)
	if err != nil {
		return nil, 0, err
	}
	batch := matching.NewBatch()
	for s, err := range r.States(ctx, store.Query{}) {
		if err != nil {
			return nil, 0, err
		}
		if followed(&s) {
			for _, rec := range matching.FromForm(s.Demand, s.Form) {
				batch.Add(&rec)
			}
		}
	}
	set, err := matching.Join(parallel.Run, []*matching.Batch{batch})
	if err != nil {
		return nil, 0, err
	}
	return matching.NewIndex(set), last, nil
}

// CatchUp takes in what other processes that share the store wrote: charters, and
// the persons of their acts; and whatever an act of this one could not take in. It
// costs two looks at the store when there is nothing. Between two calls, a household
// registered by two processes is found by neither: call it every few seconds.
func (r *Registry) CatchUp(ctx context.Context) error {
	if err := r.newCharters(ctx); err != nil {
		return err
	}
	f := r.persons
	f.writing.Lock()
	defer f.writing.Unlock()
	at, err := r.takeIn(ctx, f.index.Load(), f.at, f.beyond)
	f.at = max(at, f.at)
	f.advance()
	return err
}

// takeIn takes into an index what was written after a sequence, but for the events
// that are known, and gives the sequence it came to.
func (r *Registry) takeIn(ctx context.Context, x *matching.Index, at int64, known map[int64]struct{}) (int64, error) {
	for {
		entries, err := r.store.Since(ctx, at, feedPage)
		if err != nil || len(entries) == 0 {
			return at, err
		}
		touched := map[string]bool{}
		for i := range entries {
			if _, there := known[entries[i].Seq]; there {
				delete(known, entries[i].Seq)
				continue
			}
			touched[entries[i].Event.Demand] = true
		}
		for key := range touched {
			s, _, _, err := r.state(ctx, key, r.Today())
			if errors.Is(err, store.ErrNotFound) {
				s = journal.State{Demand: key, Status: journal.Deleted}
			} else if err != nil {
				return at, err
			}
			if err := refresh(x, &s); err != nil {
				return at, err
			}
		}
		at = entries[len(entries)-1].Seq
	}
}

// maxOthers is how many co-holders or dependants of an older state are looked for
// when that state is not known.
const maxOthers = 40

// refresh puts the persons of a demand in the place of those the index has,
// whatever they were.
func refresh(x *matching.Index, s *journal.State) error {
	for _, place := range places() {
		x.Remove(s.Demand + "/" + place)
	}
	return put(x, nil, s)
}

// save writes the index down.
func (f *finder) save(dir string) error {
	if dir == "" {
		return nil
	}
	f.writing.Lock()
	defer f.writing.Unlock()
	head := append([]byte(cacheMagic), binary.BigEndian.AppendUint64(nil, uint64(f.at))...)
	return renameio.WriteFile(filepath.Join(dir, cacheName), f.index.Load().Snapshot(head), 0o600)
}

// readCache reads the index kept; nil when there is none, or none that this
// version reads.
func readCache(dir string) (int64, *matching.Index) {
	if dir == "" {
		return 0, nil
	}
	data, err := os.ReadFile(filepath.Join(dir, cacheName))
	if errors.Is(err, fs.ErrNotExist) || err != nil || len(data) < len(cacheMagic)+8 || string(data[:len(cacheMagic)]) != cacheMagic {
		return 0, nil
	}
	x, err := matching.OpenIndex(data[len(cacheMagic)+8:])
	if err != nil {
		return 0, nil
	}
	return int64(binary.BigEndian.Uint64(data[len(cacheMagic):])), x
}
