package numbering

import (
	"context"
	"fmt"
	"maps"
	"sync"
)

// MemoryCounter is a [Counter] kept in memory, for tests, trials and programs
// that write its positions down themselves. The zero value starts every
// territory at position 1. It is safe for concurrent use; do not copy it.
//
// In a database, one row per territory and one statement make a counter that
// many processes may share:
//
//	INSERT INTO sequence (territory, next) VALUES ($1, 1 + $2)
//	ON CONFLICT (territory) DO UPDATE SET next = sequence.next + $2
//	RETURNING next - $2
//
// in a transaction of its own, committed before the number is used: if the
// demand then fails to be recorded, a position is lost and nothing is given
// twice. In a file, under a lock held by one process: write the new position to
// a second file, sync it, rename it over the first, sync the directory, and only
// then return.
type MemoryCounter struct {
	mu   sync.Mutex
	next map[string]int64
}

// Reserve implements [Counter].
func (c *MemoryCounter) Reserve(ctx context.Context, territory string, n int) (int64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if n < 1 {
		return 0, fmt.Errorf("numbering: reserve positions: %d asked for: ask for one or more", n)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	first := c.position(territory)
	if first > lastPosition-int64(n) {
		return 0, fmt.Errorf("numbering: reserve positions: the counter is at its end: set it anew")
	}
	c.set(territory, first+int64(n))
	return first, nil
}

// Set makes next the next position of a territory. It can go back only by
// hand, with [Taken] set on the issuer.
func (c *MemoryCounter) Set(territory string, next int64) error {
	if next < 0 || next > lastPosition {
		return fmt.Errorf("numbering: set counter: position %d: give 0 or more", next)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.set(territory, next)
	return nil
}

// Positions returns the next position of every territory used so far, to be
// written down and given back to Set.
func (c *MemoryCounter) Positions() map[string]int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := maps.Clone(c.next)
	if out == nil {
		out = map[string]int64{}
	}
	return out
}

func (c *MemoryCounter) position(territory string) int64 {
	if p, ok := c.next[territory]; ok {
		return p
	}
	return 1
}

func (c *MemoryCounter) set(territory string, next int64) {
	if c.next == nil {
		c.next = map[string]int64{}
	}
	c.next[territory] = next
}

// MemoryTaken is a [Taken] kept in memory: the numbers given and the blocks that
// are out. The zero value is empty. It is safe for concurrent use; do not copy
// it.
//
// In a database it is a unique index on the first thirteen characters of the
// number, and a small table of blocks.
type MemoryTaken struct {
	mu     sync.Mutex
	roots  map[Root]struct{}
	blocks map[string]map[int64]Block
}

// Add records a number as given, and reports whether its root was free.
func (t *MemoryTaken) Add(n Number) bool {
	if n.IsZero() {
		return false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.roots == nil {
		t.roots = map[Root]struct{}{}
	}
	_, was := t.roots[n.Root()]
	t.roots[n.Root()] = struct{}{}
	return !was
}

// AddBlock records a block as being out, in the state it was reserved in.
func (t *MemoryTaken) AddBlock(b Block) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.blocks == nil {
		t.blocks = map[string]map[int64]Block{}
	}
	if t.blocks[b.territory] == nil {
		t.blocks[b.territory] = map[int64]Block{}
	}
	t.blocks[b.territory][b.first] = b
}

// CloseBlock records a block as handed back. Add what it has given first.
func (t *MemoryTaken) CloseBlock(b Block) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.blocks[b.territory], b.first)
}

// Taken implements [Taken].
func (t *MemoryTaken) Taken(ctx context.Context, n Number) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, ok := t.roots[n.Root()]; ok {
		return true, nil
	}
	for _, b := range t.blocks[n.Territory()] {
		if b.Covers(n) {
			return true, nil
		}
	}
	return false, nil
}
