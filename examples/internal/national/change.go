package national

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/numbering"
)

// Change is a demand as the transfer needs it, however the registry is written.
type Change struct {
	Demand string
	Now    journal.State    // at the end of the day
	Events []*journal.Event // its events, those with effect after the day included
	// Allocation is what R.441-2-9 asks of a strike-off for allocation and the
	// journal does not hold: landlord, lease, dwelling, quota. nil: not known.
	Allocation *sne.StrikeOff
}

// separated reports a demand created by a member of a couple who files apart.
func (c *Change) separated() bool {
	return slices.ContainsFunc(c.Events, func(e *journal.Event) bool { return e.Kind == journal.Separate })
}

// later reports an event that has no effect yet.
func (c *Change) later() bool {
	return slices.ContainsFunc(c.Events, func(e *journal.Event) bool { return e.On.After(c.Now.Day) })
}

// revived gives the day of the last act that undid a strike-off.
func (c *Change) revived() demand.Date {
	var on demand.Date
	for _, e := range c.Events {
		if (e.Kind == journal.Restore || e.Kind == journal.Reactivate) && !e.On.After(c.Now.Day) && e.On.Compare(on) > 0 {
			on = e.On
		}
	}
	return on
}

// Store is what of the server's store the link uses.
type Store interface {
	Write(ctx context.Context, act *store.Act) (store.Written, error)
	Of(ctx context.Context, demand string) ([]store.Entry, error)
	Since(ctx context.Context, after int64, limit int) ([]store.Entry, error)
	Last(ctx context.Context) (int64, error)
	Bearer(ctx context.Context, number numbering.Number) (string, error)
	Record(ctx context.Context, kind, key string, now time.Time) (store.Record, error)
	Records(ctx context.Context, kind, prefix string, now time.Time) iter.Seq2[store.Record, error]
}

// pageOfFeed is how many events are read at once.
const pageOfFeed = 500

// touched gives the demands with an event written after one sequence and up to
// another, in the order of their keys.
func touched(ctx context.Context, s Store, after, to int64) ([]string, error) {
	seen := map[string]bool{}
	for after < to {
		entries, err := s.Since(ctx, after, pageOfFeed)
		if err != nil {
			return nil, fmt.Errorf("national: read the feed: %w", err)
		}
		if len(entries) == 0 {
			break
		}
		for i := range entries {
			if after = entries[i].Seq; after > to {
				break
			}
			seen[entries[i].Event.Demand] = true
		}
	}
	keys := make([]string, 0, len(seen))
	for key := range seen {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys, nil
}

// changeOf folds a demand as the journal stood at a sequence.
func (l *Link) changeOf(ctx context.Context, key string, to int64, day demand.Date) (Change, error) {
	entries, err := l.Store.Of(ctx, key)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return Change{}, fmt.Errorf("national: read a demand: %w", err)
	}
	var events []journal.Event
	for i := range entries {
		if entries[i].Seq <= to {
			events = append(events, entries[i].Event)
		}
	}
	j, _ := journal.New(events...)
	fold := l.Fold
	if fold == nil {
		fold = journal.Journal.Fold
	}
	c := Change{Demand: key, Now: fold(j, key, journal.At{Day: day})}
	for _, e := range j.Events() {
		c.Events = append(c.Events, e)
	}
	return c, nil
}
