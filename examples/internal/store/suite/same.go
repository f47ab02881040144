package suite

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// Same does the same things to two stores, drawn from a seed, well and badly:
// both answer the same, and hold the same in the end.
func Same(t *testing.T, a, b store.Store, seed uint64, steps int) {
	draw := &drawn{Rand: rand.New(rand.NewPCG(seed, 1)), counter: 1}
	refused := 0
	for step := range steps {
		act := draw.act()
		first, second := outcome(a, act), outcome(b, act)
		if diff := cmp.Diff(first, second); diff != "" {
			t.Fatalf("seed %d, step %d: %s", seed, step, diff)
		}
		if first.Err != "" {
			refused++
		}
		if draw.IntN(20) == 0 {
			draw.clock(t, a, b)
		}
	}
	_, before, _ := dumped(t, a)
	_, after, _ := dumped(t, b)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("seed %d: %s", seed, diff)
	}
	if refused < steps/20 || refused > steps*19/20 {
		t.Errorf("seed %d: %d acts of %d were refused: too few of one kind", seed, refused, steps)
	}
}

// answer is how a write ended.
type answer struct {
	Written store.Written
	Err     string
}

func outcome(s store.Store, act *store.Act) answer {
	w, err := s.Write(context.Background(), act)
	if err == nil {
		return answer{Written: w}
	}
	stale := (*store.StaleError)(nil)
	for _, known := range []error{store.ErrNumberTaken, store.ErrEventTaken, store.ErrKeyReused, store.ErrNotFound} {
		if errors.Is(err, known) {
			return answer{Err: known.Error()}
		}
	}
	if errors.As(err, &stale) {
		return answer{Err: fmt.Sprintf("%+v", *stale)}
	}
	return answer{Err: err.Error()} // of a check, whose words are the same
}

// drawn draws acts on few demands, so that they meet.
type drawn struct {
	*rand.Rand
	counter uint64
	now     time.Duration
}

func (d *drawn) key() string { return fmt.Sprintf("d%d", d.IntN(6)) }

// some calls a function a few times, most often none or one.
func (d *drawn) some(f func()) {
	for range []int{0, 0, 1, 1, 1, 2, 3}[d.IntN(7)] {
		f()
	}
}

func (d *drawn) act() *store.Act {
	d.now += time.Duration(d.IntN(2000)-500) * time.Millisecond // the clock goes back at times
	a := &store.Act{At: Start.Add(d.now), Expect: map[string]int64{}}
	if d.IntN(3) == 0 {
		a.Key, a.Digest = fmt.Sprintf("k%d", d.IntN(30)), fmt.Sprint(d.IntN(4)/3)
		a.Answer = func(w store.Written) ([]byte, error) { return fmt.Append(nil, w.Seqs), nil }
	}
	d.some(func() { d.event(a) })
	d.some(func() { a.Rows = append(a.Rows, d.row(d.key())) })
	if d.IntN(8) == 0 {
		a.Expect[d.key()] = int64(d.IntN(3))
	}
	if d.IntN(15) == 0 {
		a.Erase = append(a.Erase, d.key())
	}
	if d.IntN(4) == 0 {
		a.Numbers = append(a.Numbers, store.Given{Number: Number(d.IntN(40)), Demand: d.key()})
	}
	d.beside(a)
	return a
}

func (d *drawn) event(a *store.Act) {
	key := d.key()
	id := journal.ID{Origin: "21001", Counter: d.counter}
	d.counter++
	if d.IntN(12) == 0 {
		id.Counter = 1 + d.Uint64N(d.counter) // taken, most often
	}
	e := modify(0, 0, 0).Events[0]
	e.ID, e.Demand = id, key
	a.Events = append(a.Events, e)
	if d.IntN(15) != 0 {
		a.Rows = append(a.Rows, d.row(key))
	}
}

func (d *drawn) row(key string) store.Row {
	r := store.Row{Demand: key, Status: journal.Active, Desk: fmt.Sprint(d.IntN(3))}
	d.some(func() { r.Communes = append(r.Communes, fmt.Sprintf("2100%d", d.IntN(5))) })
	return r
}

// beside draws papers, records, messages and lines of the access journal.
func (d *drawn) beside(a *store.Act) {
	d.some(func() {
		p := store.Paper{ID: fmt.Sprint("p", d.IntN(5)), Owner: d.key(), Code: "identity", Received: a.At, Body: fmt.Append(nil, d.IntN(3))}
		if d.IntN(4) == 0 { // keeps the body that is there
			p.Body, p.Size, p.Digest = nil, 1, sum("1")
		}
		a.Papers = append(a.Papers, p)
	})
	d.some(func() {
		r := store.Record{Kind: "k", Key: fmt.Sprint("é", d.IntN(4)), Version: store.AnyVersion, Body: fmt.Append(nil, d.IntN(3))}
		if d.IntN(3) == 0 {
			r.Version = int64(d.IntN(3))
		}
		if d.IntN(3) == 0 {
			r.Until = a.At.Add(time.Duration(d.IntN(3)) * time.Second)
		}
		a.Records = append(a.Records, r)
	})
	if d.IntN(6) == 0 {
		a.Remove = append(a.Remove, store.Ref{Kind: "k", Key: fmt.Sprint("é", d.IntN(4))})
		a.RemovePapers = append(a.RemovePapers, fmt.Sprint("p", d.IntN(5)))
	}
	d.some(func() {
		a.Messages = append(a.Messages, store.Message{Topic: "mail", Due: a.At.Add(time.Duration(d.IntN(3)) * time.Second)})
	})
	d.some(func() { a.Access = append(a.Access, store.AccessLine{At: a.At, Line: []byte("{}")}) })
}

// clock does what time brings to both stores.
func (d *drawn) clock(t *testing.T, stores ...store.Store) {
	t.Helper()
	now, limit, before := Start.Add(d.now), d.IntN(4), Start.Add(d.now-time.Minute)
	settle := d.IntN(2) == 0
	var seen []string
	for _, s := range stores {
		messages, err1 := s.Claim(context.Background(), "mail", now, 2*time.Second, limit)
		var err2 error
		if settle && len(messages) > 0 {
			err2 = s.Settle(context.Background(), messages[0].ID, time.Time{})
		}
		gone, err3 := s.Expire(context.Background(), now, before)
		if err := errors.Join(err1, err2, err3); err != nil {
			t.Fatal(err)
		}
		seen = append(seen, fmt.Sprint(messages, gone))
	}
	if diff := cmp.Diff(seen[0], seen[1]); diff != "" {
		t.Fatal(diff)
	}
}
