package registry

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// counter gives ranks that are never given twice, by this process or another:
// it sets lots aside in the store and deals them from memory. What is left of a
// lot when the process ends is lost, which leaves a hole and harms nobody.
type counter struct {
	store store.Store
	kind  string
	lot   int64

	mu   sync.Mutex
	lots map[string]*lot
}

type lot struct{ next, end int64 }

func newCounter(s store.Store, kind string, size int64) *counter {
	return &counter{store: s, kind: "counter-" + kind, lot: size, lots: map[string]*lot{}}
}

// Reserve gives the first of n ranks in a row.
func (c *counter) Reserve(ctx context.Context, name string, n int) (int64, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	l := c.lots[name]
	if l == nil {
		l = &lot{}
		c.lots[name] = l
	}
	if l.end-l.next < int64(n) {
		first, size, err := c.setAside(ctx, name, max(c.lot, int64(n)))
		if err != nil {
			return 0, err
		}
		l.next, l.end = first, first+size
	}
	first := l.next
	l.next += int64(n)
	return first, nil
}

// setAside takes a lot in the store, against other processes.
func (c *counter) setAside(ctx context.Context, name string, size int64) (first, taken int64, err error) {
	for {
		rec, err := c.store.Record(ctx, c.kind, name, time.Time{})
		first := int64(1)
		switch {
		case errors.Is(err, store.ErrNotFound):
			rec = store.Record{Kind: c.kind, Key: name}
		case err != nil:
			return 0, 0, fmt.Errorf("registry: read the counter %s: %w", c.kind, err)
		default:
			if first, err = strconv.ParseInt(string(rec.Body), 10, 64); err != nil {
				return 0, 0, fmt.Errorf("registry: the counter %s is not a number: restore the store from its last dump", c.kind)
			}
		}
		rec.Body = strconv.AppendInt(nil, first+size, 10)
		var stale *store.StaleError
		_, err = c.store.Write(ctx, &store.Act{Records: []store.Record{rec}})
		if errors.As(err, &stale) {
			continue // another process took a lot meanwhile
		}
		if err != nil {
			return 0, 0, fmt.Errorf("registry: write the counter %s: %w", c.kind, err)
		}
		return first, size, nil
	}
}
