package server_test

import (
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/pgtest"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/numbering"
)

// A server killed again and again while partners register: what was acknowledged
// is there, whole; nothing is by half; the same requests have the same answers.
func TestServerKilled(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { killed(t, newPlace(t, ""), 4) })
	t.Run("postgres", func(t *testing.T) { killed(t, newPlace(t, pgtest.Start(t).Database(t)), 3) })
}

// kept is what clients know.
type kept struct {
	mu    sync.Mutex
	told  map[int]said // acknowledged
	asked int          // how many households were sent
}

func killed(t *testing.T, p *place, rounds int) {
	k := &kept{told: map[int]said{}}
	for round := range rounds {
		s := p.run(t)
		before := len(k.told)
		k.hammer(t, s, time.Duration(80+110*round)*time.Millisecond)
		t.Logf("round %d: %d sent, %d acknowledged", round, k.asked, len(k.told))
		if len(k.told) == before {
			t.Errorf("round %d: killed before any answer", round)
		}
	}
	s := p.run(t)
	k.again(t, s)
	s.stop()
	k.whole(t, p)
}

// hammer registers households until the server is killed, a while after its first
// answer.
func (k *kept) hammer(t *testing.T, s *process, after time.Duration) {
	var first sync.Once
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for {
				k.mu.Lock()
				n := k.asked
				k.asked++
				k.mu.Unlock()
				got, err := s.register(n)
				if err != nil {
					return // killed
				}
				if got.status != 201 {
					t.Errorf("household %d: %d %s", n, got.status, got.body)
					s.kill()
					return
				}
				k.mu.Lock()
				k.told[n] = got
				k.mu.Unlock()
				first.Do(func() { time.AfterFunc(after, func() { _ = s.command.Process.Kill() }) })
			}
		})
	}
	wait.Wait()
	s.kill()
}

// again sends every request again: those that were answered have the same answer,
// the others have one, and keep it.
func (k *kept) again(t *testing.T, s *process) {
	t.Helper()
	for n := range k.asked {
		got, err := s.register(n)
		if err != nil || got.status != 201 {
			t.Fatalf("household %d sent again: %v, %d %s\n%s", n, err, got.status, got.body, s.log())
		}
		before, acknowledged := k.told[n]
		if !acknowledged {
			if before = got; got.status == 201 {
				got, err = s.register(n)
			}
		}
		if err != nil || got.body != before.body || !got.replayed {
			t.Errorf("household %d: answered %s, then %s (replayed: %v, %v)", n, before.body, got.body, got.replayed, err)
		}
		k.told[n] = before
	}
}

// whole reads the store: each household is there once, with its number, its row and
// its two events, and nothing else is.
func (k *kept) whole(t *testing.T, p *place) {
	t.Helper()
	s := p.store(t)
	defer s.Close()
	numbers := map[string]string{} // of each demand, as it was answered
	for n, a := range k.told {
		var out struct{ Demand, Number string }
		if err := json.Unmarshal([]byte(a.body), &out); err != nil || out.Number == "" {
			t.Fatalf("household %d: %v in %s", n, err, a.body)
		}
		numbers[out.Demand] = out.Number
	}
	if len(numbers) != k.asked || len(slices.Compact(slices.Sorted(maps.Values(numbers)))) != k.asked {
		t.Errorf("%d households have %d demands", k.asked, len(numbers))
	}
	rows := 0
	for row, err := range s.Rows(t.Context(), store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		rows++
		if numbers[row.Demand] == "" || row.Number != numbers[row.Demand] {
			t.Errorf("a row has number %q, answered %q", row.Number, numbers[row.Demand])
		}
		number, err := numbering.Parse(row.Number)
		if err != nil {
			t.Fatal(err)
		}
		if bearer, err := s.Bearer(t.Context(), number); err != nil || bearer != row.Demand {
			t.Errorf("the number of a demand is borne by another: %v", err)
		}
		events, err := s.Of(t.Context(), row.Demand)
		if err != nil || len(events) != 2 || events[0].Event.Kind != journal.Create || events[1].Event.Kind != journal.Number {
			t.Errorf("a demand has %d events (%v)", len(events), err)
		}
	}
	if rows != k.asked {
		t.Errorf("%d rows for %d households", rows, k.asked)
	}
	all, err := s.Since(t.Context(), 0, 10*k.asked)
	if err != nil || len(all) != 2*k.asked {
		t.Errorf("%d events for %d households (%v)", len(all), k.asked, err)
	}
}
