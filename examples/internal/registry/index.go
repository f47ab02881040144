package registry

import (
	"context"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/google/renameio/v2"

	"github.com/fichier-unique/rules/demand/journal"
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
	f := &finder{}
	if at, x := readCache(r.cache); x != nil {
		last, err := r.store.Last(ctx)
		if err != nil {
			return nil, err
		}
		if at <= last {
			f.index.Store(x)
			f.at, f.learnt = at, x.Len()
			return f, r.catchUp(ctx, f)
		}
	}
	return f, r.fill(ctx, f)
}

// Reindex makes the index of persons again, so that its weights are those of the
// file as it is today. Searches go on meanwhile; acts wait for a few seconds.
func (r *Registry) Reindex(ctx context.Context) error {
	r.persons.writing.Lock()
	defer r.persons.writing.Unlock()
	return r.fill(ctx, r.persons)
}

// fill makes the index from every demand.
func (r *Registry) fill(ctx context.Context, f *finder) error {
	last, err := r.store.Last(ctx)
	if err != nil {
		return err
	}
	batch := matching.NewBatch()
	for s, err := range r.States(ctx, store.Query{}) {
		if err != nil {
			return err
		}
		if followed(&s) {
			for _, rec := range matching.FromForm(s.Demand, s.Form) {
				batch.Add(&rec)
			}
		}
	}
	set, err := matching.Join(everyProcessor, []*matching.Batch{batch})
	if err != nil {
		return err
	}
	f.index.Store(matching.NewIndex(set))
	f.at, f.learnt = last, set.Len()
	return nil
}

// everyProcessor runs tasks on all processors.
func everyProcessor(n int, task func(i int)) {
	var wait sync.WaitGroup
	tasks := make(chan int)
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for i := range tasks {
				task(i)
			}
		})
	}
	for i := range n {
		tasks <- i
	}
	close(tasks)
	wait.Wait()
}

// catchUp takes in what was written since the index was kept.
func (r *Registry) catchUp(ctx context.Context, f *finder) error {
	for {
		entries, err := r.store.Since(ctx, f.at, feedPage)
		if err != nil || len(entries) == 0 {
			return err
		}
		seen := map[string]bool{}
		for i := range entries {
			f.at = entries[i].Seq
			key := entries[i].Event.Demand
			if seen[key] {
				continue
			}
			seen[key] = true
			s, _, _, err := r.state(ctx, key, r.Today())
			if errors.Is(err, store.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			if err := f.refresh(&s); err != nil {
				return err
			}
		}
	}
}

// maxOthers is how many co-holders or dependants of an older state are looked for
// when that state is not known.
const maxOthers = 40

// refresh puts the persons of a demand in the place of those the index has,
// whatever they were.
func (f *finder) refresh(s *journal.State) error {
	x := f.index.Load()
	for _, place := range places() {
		x.Remove(s.Demand + "/" + place)
	}
	return f.set(nil, s)
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
