package access_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"runtime"
	"testing"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand/journal"
)

// Every consultation and every export is counted.
func TestEverythingIsCounted(t *testing.T) {
	r := rand.New(rand.NewSource(4))
	w, want := &world{}, map[access.Act]access.Counted{}
	outside := uint64(0)
	for range 3000 {
		act := access.Acts()[r.Intn(len(access.Acts()))]
		on := day("2023-12-01").AddDays(r.Intn(420))
		w.add("b", fmt.Sprintf("a%d", r.Intn(9)), act, on, 1)
		if on.Before(year.From) || on.After(year.To) {
			outside++
			continue
		}
		c := want[act]
		c.Act = act
		c.Events++
		switch act {
		case access.Consult, access.Download:
			c.Demands++
		case access.Export:
			c.Demands += 50
		}
		want[act] = c
	}
	got := review(t, w, access.List{}, access.Settings{})
	for _, c := range got.Counted {
		if c != want[c.Act] {
			t.Errorf("%+v, want %+v", c, want[c.Act])
		}
	}
	if got.Outside != outside || len(got.Counted) != len(access.Acts()) || got.Unknown != 0 {
		t.Errorf("%d outside, want %d", got.Outside, outside)
	}
	odd := access.Event{ID: journal.ID{Origin: "srv", Counter: w.counter["srv"] + 1}, Act: "peek", At: noon(day("2024-02-01"))}
	w.events = append(w.events, odd)
	if got := review(t, w, access.List{}, access.Settings{}); got.Unknown != 1 {
		t.Error("an act nobody knows is not told")
	}
}

func randomWorld(r *rand.Rand, n int) *world {
	w := &world{}
	for range n {
		w.add(string(rune('p'+r.Intn(3))), string(rune('a'+r.Intn(6))), access.Acts()[r.Intn(len(access.Acts()))], day("2023-12-20").AddDays(r.Intn(390)), 1)
		e := &w.events[len(w.events)-1]
		e.ID.Origin = string(rune('x' + r.Intn(2)))
		if e.Commune != "" {
			e.Commune = []string{"21231", "21001", ""}[r.Intn(3)]
		}
	}
	return w
}

// The order and the grouping of the events change neither the bytes nor the report.
func TestAccumulatorsMerge(t *testing.T) {
	l := access.List{Territories: []access.Territory{{Party: "p", Communes: []string{"21231"}}}}
	for seed := range int64(60) {
		r := rand.New(rand.NewSource(seed))
		w := randomWorld(r, r.Intn(400))
		whole := w.count(t, year)
		r.Shuffle(len(w.events), func(i, j int) { w.events[i], w.events[j] = w.events[j], w.events[i] })
		var pieces [3]*access.Accumulator
		for i := range pieces {
			pieces[i], _ = access.NewAccumulator(year)
		}
		for i := range w.events {
			pieces[r.Intn(3)].Add(&w.events[i])
		}
		merged, _ := access.NewAccumulator(year)
		for _, i := range r.Perm(3) {
			data, _ := pieces[i].MarshalBinary()
			var back access.Accumulator
			if err := back.UnmarshalBinary(data); err != nil {
				t.Fatal(err)
			}
			if err := merged.Merge(&back); err != nil {
				t.Fatal(err)
			}
		}
		a, _ := whole.MarshalBinary()
		b, _ := merged.MarshalBinary()
		if !bytes.Equal(a, b) || merged.Outside() != whole.Outside() || merged.Window() != year {
			t.Fatalf("%d: other bytes", seed)
		}
		one, _ := access.Review(whole, &l, access.Settings{Least: 1, MinPeers: 1, MinPast: 1, Times: 1}, month)
		two, _ := access.Review(merged, &l, access.Settings{Least: 1, MinPeers: 1, MinPast: 1, Times: 1}, month)
		x, _ := json.Marshal(one)
		y, _ := json.Marshal(two)
		if !bytes.Equal(x, y) {
			t.Fatalf("%d: another report\n%s\n%s", seed, x, y)
		}
		if seed == 0 {
			for cut := range a {
				if new(access.Accumulator).UnmarshalBinary(a[:cut]) == nil {
					t.Fatalf("cut at %d: accepted", cut)
				}
			}
		}
	}
	other, _ := access.NewAccumulator(month)
	if err := other.Merge((&world{}).count(t, year)); err == nil {
		t.Error("two windows add up")
	}
}

func FuzzAccumulator(f *testing.F) {
	data, _ := randomWorld(rand.New(rand.NewSource(1)), 20).count(f, month).MarshalBinary()
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		var a, back access.Accumulator
		if a.UnmarshalBinary(data) != nil {
			return
		}
		once, _ := a.MarshalBinary()
		if err := back.UnmarshalBinary(once); err != nil {
			t.Fatal(err)
		}
		if twice, _ := back.MarshalBinary(); !bytes.Equal(once, twice) {
			t.Fatal("written again, other bytes")
		}
		_, _ = access.Review(&a, &access.List{}, access.Settings{}, a.Window())
	})
}

// tenMillion writes the accesses of 4 000 accounts of 100 parties over a year,
// one after the other, into one event that is used again.
func tenMillion(n int, each func(e *access.Event)) {
	agents, parties, keys, communes := make([]string, 4000), make([]string, 100), make([]string, 5000), make([]string, 25)
	for i := range agents {
		agents[i] = fmt.Sprintf("agent-%04d", i)
	}
	for i := range parties {
		parties[i] = fmt.Sprintf("party-%02d", i)
	}
	for i := range keys {
		keys[i] = fmt.Sprintf("d%05d", i)
	}
	for i := range communes {
		communes[i] = fmt.Sprintf("21%03d", i)
	}
	r := rand.New(rand.NewSource(1))
	start := int64(noon(day("2024-01-01")))
	var e access.Event
	for i := range n {
		a := r.Intn(4000)
		e = access.Event{ID: journal.ID{Origin: "srv", Counter: uint64(i + 1)}, At: journal.Moment(start + r.Int63n(365)*86_400_000), Agent: agents[a], Party: parties[a%100],
			Act: access.Consult, Demand: keys[r.Intn(5000)], Commune: communes[r.Intn(25)], Purpose: access.Allocating}
		each(&e)
	}
}

func BenchmarkTenMillion(b *testing.B) {
	const n = 10_000_000
	b.ReportAllocs()
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		acc, _ := access.NewAccumulator(year)
		tenMillion(n, acc.Add)
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB-held")
		r, faults := access.Review(acc, &access.List{}, access.Settings{}, month)
		if len(faults) > 0 || r.Used != 4000 || r.Counted[0].Events != n {
			b.Fatal(r.Used, faults)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/event")
}
