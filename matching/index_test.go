package matching_test

import (
	"errors"
	"fmt"
	"math/rand"
	"sync"
	"testing"

	"github.com/fichier-unique/rules/matching"
)

// TestIndexScoresAsTheSet: the same pair has the same score in the batch and in the index.
func TestIndexScoresAsTheSet(t *testing.T) {
	records := population(rand.New(rand.NewSource(23)), 2000)
	s := newSet(t, records)
	x := matching.NewIndex(s)
	search := x.Searcher()
	byID := make(map[string]*matching.Record)
	for i := range records {
		byID[records[i].ID] = &records[i]
	}
	merges, found := 0, 0
	for p := range s.Pairs() {
		a := *byID[p.A]
		c, ok := search.Score(&a, p.B)
		if !ok || float64(c.Bits) != p.Bits || c.Verdict != p.Verdict || c.Probability != p.Probability {
			t.Fatalf("%s with %s: %v %s in the index, %v %s in the set", p.A, p.B, c.Bits, c.Verdict, p.Bits, p.Verdict)
		}
		if p.Verdict != matching.VerdictMerge {
			continue
		}
		merges++
		for _, h := range search.Find(&a, 20, nil) {
			if h.ID == p.B {
				found++
				if h.Bits != p.Bits || h.Verdict != p.Verdict {
					t.Fatalf("%s finds %s with %v, %v in the set", p.A, p.B, h.Bits, p.Bits)
				}
			}
		}
	}
	if merges < 100 || found < merges*99/100 {
		t.Errorf("%d of %d found", found, merges)
	}
}

func TestIndexLives(t *testing.T) {
	records := population(rand.New(rand.NewSource(29)), 1500)
	x := matching.NewIndex(newSet(t, records))
	search := x.Searcher()
	newcomer := claire()
	newcomer.ID = "Z1"
	has := func(id string, r matching.Record) bool {
		for _, h := range search.Find(&r, 5, nil) {
			if h.ID == id {
				return true
			}
		}
		return false
	}
	if has("Z1", newcomer) {
		t.Fatal("found before it is there")
	}
	if err := x.Insert(&newcomer); err != nil {
		t.Fatal(err)
	}
	misspelt := newcomer
	misspelt.Demand, misspelt.FirstNames, misspelt.Phone = "other", "Clairre", ""
	if !has("Z1", misspelt) || x.Len() != 1501 {
		t.Fatalf("inserted and not found, %d records", x.Len())
	}
	if err := x.Insert(&newcomer); !errors.Is(err, matching.ErrRecordID) {
		t.Errorf("inserted twice: %v", err)
	}
	if err := x.Insert(&matching.Record{}); !errors.Is(err, matching.ErrRecordID) {
		t.Errorf("inserted without an ID: %v", err)
	}
	other := hector()
	other.ID = "Z1"
	if err := x.Update(&other); err != nil || x.Len() != 1501 {
		t.Fatal(err, x.Len())
	}
	asked := hector()
	asked.Demand = "other"
	if has("Z1", misspelt) || !has("Z1", asked) {
		t.Error("an update is not seen")
	}
	old := records[7]
	old.Demand = ""
	if !x.Remove("Z1") || x.Remove("Z1") || has("Z1", asked) || !has(old.ID, old) || !x.Remove(old.ID) || has(old.ID, old) || x.Len() != 1499 {
		t.Error("a removal is not seen, or seen twice")
	}
}

// TestIndexManyInserts: readers go on while records are inserted, and all are found.
func TestIndexManyInserts(t *testing.T) {
	records := population(rand.New(rand.NewSource(31)), 3000)
	x := matching.NewIndex(newSet(t, records[:1000]))
	var readers sync.WaitGroup
	stop := make(chan struct{})
	readers.Add(1)
	go func() {
		defer readers.Done()
		search := x.Searcher()
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				search.Find(&records[i%1000], 10, nil)
			}
		}
	}()
	for i := 1000; i < len(records); i++ {
		if err := x.Insert(&records[i]); err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	readers.Wait()
	search := x.Searcher()
	for i := range records {
		r := records[i]
		r.Demand = ""
		ok := false
		for _, h := range search.Find(&r, 10, nil) {
			ok = ok || h.ID == r.ID
		}
		if !ok {
			t.Fatalf("record %d of %d is not found", i, len(records))
		}
	}
}

// TestSnapshot: an index read back finds the same with the same scores, and bytes cut short or
// changed are refused or read, never worse.
func TestSnapshot(t *testing.T) {
	records := population(rand.New(rand.NewSource(37)), 900)
	x := matching.NewIndex(newSet(t, records[:600]))
	for i := 600; i < 900; i++ {
		if err := x.Insert(&records[i]); err != nil {
			t.Fatal(err)
		}
	}
	x.Remove(records[3].ID)
	x.Remove(records[700].ID)
	data := x.Snapshot(nil)
	y, err := matching.OpenIndex(data)
	if err != nil {
		t.Fatal(err)
	}
	if y.Len() != x.Len() || y.Len() != 898 {
		t.Fatalf("%d records, then %d", x.Len(), y.Len())
	}
	if string(y.Snapshot(nil)) != string(data) {
		t.Error("a snapshot read back gives other bytes")
	}
	a, b := x.Searcher(), y.Searcher()
	for i := range records {
		r := records[i]
		r.Demand = ""
		p, q := a.Find(&r, 1000, nil), b.Find(&r, 1000, nil)
		score := make(map[string]float64)
		for _, h := range p {
			score[h.ID] = h.Bits
		}
		// Broad keys are looked at list by list, so that a few weak hits may differ.
		for _, h := range q {
			if bits, ok := score[h.ID]; ok && bits != h.Bits || !ok && h.Verdict == matching.VerdictMerge {
				t.Fatalf("record %d: %s has %v, then %v", i, h.ID, bits, h.Bits)
			}
		}
	}
	for _, bad := range [][]byte{nil, {0}, {1}, data[:len(data)-1], append(data[:len(data):len(data)], 0), append([]byte{2}, data[1:]...)} {
		if _, err := matching.OpenIndex(bad); !errors.Is(err, matching.ErrSnapshot) {
			t.Errorf("%d bytes: %v", len(bad), err)
		}
	}
}

func FuzzOpenIndex(f *testing.F) {
	f.Add([]byte{1})
	s, err := matching.New([]matching.Record{claire()})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(matching.NewIndex(s).Snapshot(nil))
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := matching.OpenIndex(data)
		if err != nil {
			return
		}
		r := claire()
		x.Searcher().Find(&r, 5, nil)
		if y, err := matching.OpenIndex(x.Snapshot(nil)); err != nil || y.Len() != x.Len() {
			t.Fatal(err)
		}
	})
}

func BenchmarkIndexFind(b *testing.B) {
	records := population(rand.New(rand.NewSource(1)), 100_000)
	search := matching.NewIndex(newSet(b, records)).Searcher()
	var hits []matching.Hit
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		hits = search.Find(&records[i*7919%len(records)], 10, hits[:0])
		i++
	}
}

func BenchmarkIndexInsert(b *testing.B) {
	records := population(rand.New(rand.NewSource(1)), 100_000)
	x := matching.NewIndex(newSet(b, records[:50_000]))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		r := records[50_000+i%50_000]
		r.ID = fmt.Sprintf("I%09d", i)
		if err := x.Insert(&r); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
