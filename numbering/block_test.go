package numbering_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/numbering"
)

func window(y1, m1, y2, m2 int) numbering.Window {
	return numbering.Window{From: numbering.Month{Year: y1, Month: m1}, Until: numbering.Month{Year: y2, Month: m2}}
}

func TestBlock(t *testing.T) {
	ctx := context.Background()
	var c numbering.MemoryCounter
	var taken numbering.MemoryTaken
	_ = c.Set("021", 999997)
	for _, s := range []int{999997, 999999, 1} {
		taken.Add(number(t, "021", 2010, 11, s, "GDPUB"))
	}
	i := issuer(t, &c, numbering.WithTaken(&taken))
	b, err := i.ReserveBlock(ctx, "021", 6, window(2010, 9, 2010, 12))
	if err != nil {
		t.Fatal(err)
	}
	if b.Territory() != "021" || b.Window() != window(2010, 9, 2010, 12) || b.Remaining() != 3 {
		t.Errorf("block %+v, %d remain", b, b.Remaining())
	}
	text, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"version":1,"territory":"021","first":999997,"size":6,"used":0,"from":"2010-09","until":"2010-12","skip":[999997,999999,1000001]}`
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Error(diff)
	}
	start := b
	for _, s := range []int{999998, 0, 2} {
		for sequence, covered := range map[int]bool{s: true, 999997: false, 3: false, 500000: false} {
			if got := b.Covers(number(t, "021", 2010, 9, sequence, "GDPUB")); got != covered {
				t.Errorf("Covers sequence %d: %v", sequence, got)
			}
		}
		if _, after, err := b.Next(numbering.Month{Year: 2010, Month: 8}, "21002"); !errors.Is(err, numbering.ErrOutsideWindow) || after.Remaining() != b.Remaining() {
			t.Errorf("outside: %v", err)
		}
		var p *numbering.ParseError
		if _, after, err := b.Next(numbering.Month{Year: 2010, Month: 10}, "2100"); !errors.As(err, &p) || after.Remaining() != b.Remaining() {
			t.Errorf("bad desk: %v", err)
		}
		n, after, err := b.Next(numbering.Month{Year: 2010, Month: 10}, "21002")
		if err != nil || n.Sequence() != s {
			t.Fatalf("%v, %v", n, err)
		}
		if !start.Covers(n) || after.Covers(n) {
			t.Error("the block as reserved covers what was given, the one that remains does not")
		}
		text, _ := json.Marshal(after)
		if err := json.Unmarshal(text, &b); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := b.Next(numbering.Month{Year: 2010, Month: 10}, "21002"); !errors.Is(err, numbering.ErrBlockEmpty) {
		t.Errorf("empty: %v", err)
	}
	if start.Covers(numbering.Number{}) || start.Covers(number(t, "071", 2010, 10, 0, "21001")) || start.Covers(number(t, "021", 2011, 10, 0, "21001")) {
		t.Error("covers another territory or month")
	}
	if _, _, err := (numbering.Block{}).Next(numbering.Month{Year: 2010, Month: 10}, "21002"); !errors.Is(err, numbering.ErrBlockEmpty) {
		t.Errorf("zero block: %v", err)
	}
}

func TestReserveBlockRefuses(t *testing.T) {
	ctx := context.Background()
	var c numbering.MemoryCounter
	all := takenFunc(func(numbering.Number) (bool, error) { return true, nil })
	i := issuer(t, &c, numbering.WithTaken(all))
	for name, w := range map[string]numbering.Window{
		"none": {}, "too long": window(2010, 1, 2013, 1), "backwards": window(2010, 2, 2010, 1), "half": {From: numbering.Month{Year: 2010, Month: 1}},
	} {
		if _, err := i.ReserveBlock(ctx, "021", 5, w); err == nil || errors.Is(err, numbering.ErrExhausted) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := i.ReserveBlock(ctx, "021", 5, window(2010, 1, 2010, 1)); !errors.Is(err, numbering.ErrExhausted) {
		t.Errorf("all taken: %v", err)
	}
}

func TestBlockJSONRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"not JSON":      `{`,
		"version":       `{"version":2,"territory":"021","first":1,"size":1,"used":0}`,
		"unknown field": `{"version":1,"territory":"021","first":1,"size":1,"used":0,"x":1}`,
		"territory":     `{"version":1,"territory":"21","first":1,"size":1,"used":0}`,
		"negative":      `{"version":1,"territory":"021","first":-1,"size":1,"used":0}`,
		"far":           `{"version":1,"territory":"021","first":9223372036854775807,"size":1,"used":0}`,
		"size":          `{"version":1,"territory":"021","first":1,"size":100001,"used":0}`,
		"used":          `{"version":1,"territory":"021","first":1,"size":1,"used":2}`,
		"skip outside":  `{"version":1,"territory":"021","first":1,"size":1,"used":0,"skip":[2]}`,
		"skip order":    `{"version":1,"territory":"021","first":1,"size":5,"used":0,"skip":[3,2]}`,
		"window":        `{"version":1,"territory":"021","first":1,"size":5,"used":0,"from":"2010-02","until":"2010-01"}`,
		"month":         `{"version":1,"territory":"021","first":1,"size":5,"used":0,"from":"2010-13"}`,
	} {
		var b numbering.Block
		if err := json.Unmarshal([]byte(text), &b); err == nil {
			t.Errorf("%s: read as %+v", name, b)
		}
	}
}

// file plays a whole file: an issuer on line, desks off line, over several
// rounds of the sequences.
type file struct {
	t       *testing.T
	r       *rand.Rand
	counter numbering.MemoryCounter
	taken   numbering.MemoryTaken
	issuer  *numbering.Issuer
	desks   [4]struct {
		reserved, now numbering.Block
		given         []numbering.Number
	}
	given []numbering.Number // on line, and handed back
}

// late returns a month of deposit, often the same one, so that rounds meet.
func (f *file) late() numbering.Month {
	return numbering.Month{Year: 2010, Month: 9 + f.r.Intn(3)}
}

func (f *file) step() {
	ctx := context.Background()
	d := f.r.Intn(len(f.desks))
	desk := &f.desks[d]
	m := f.late()
	switch k := f.r.Intn(10); {
	case k < 3:
		got, err := f.issuer.NextN(ctx, numbering.Deposit{Territory: "021", Year: m.Year, Month: m.Month}, "21001", 1+f.r.Intn(8))
		if err != nil {
			f.t.Fatal(err)
		}
		for _, n := range got {
			f.taken.Add(n)
		}
		f.given = append(f.given, got...)
	case k < 7:
		n, after, err := desk.now.Next(m, fmt.Sprintf("2100%d", d))
		if errors.Is(err, numbering.ErrBlockEmpty) || errors.Is(err, numbering.ErrOutsideWindow) {
			return
		}
		if err != nil {
			f.t.Fatal(err)
		}
		text, err := json.Marshal(after)
		if err != nil {
			f.t.Fatal(err)
		}
		if err := json.Unmarshal(text, &desk.now); err != nil {
			f.t.Fatal(err)
		}
		desk.given = append(desk.given, n)
	case k < 9:
		f.exchange(d)
	default: // hardly more than a round goes by, so that the same sequences come back
		if err := f.counter.Set("021", f.counter.Positions()["021"]+999980+int64(f.r.Intn(15))); err != nil {
			f.t.Fatal(err)
		}
	}
}

// exchange is a desk coming on line: it hands back what it gave, and takes
// another block.
func (f *file) exchange(d int) {
	desk := &f.desks[d]
	for _, n := range desk.given {
		f.taken.Add(n)
	}
	f.given = append(f.given, desk.given...)
	f.taken.CloseBlock(desk.reserved)
	desk.given = nil
	b, err := f.issuer.ReserveBlock(context.Background(), "021", 1+f.r.Intn(20), window(2010, 9, 2010, 10+f.r.Intn(2)))
	if errors.Is(err, numbering.ErrExhausted) {
		b = numbering.Block{}
	} else if err != nil {
		f.t.Fatal(err)
	}
	desk.reserved, desk.now = b, b
	f.taken.AddBlock(b)
}

func TestBlocksNeverCollide(t *testing.T) {
	rounds := 0
	for seed := range int64(60) {
		f := &file{t: t, r: rand.New(rand.NewSource(seed))}
		_ = f.counter.Set("021", 999990)
		f.issuer = issuer(t, &f.counter, numbering.WithTaken(&f.taken))
		for range 300 {
			f.step()
		}
		union := slices.Clone(f.given)
		for _, d := range f.r.Perm(len(f.desks)) {
			union = append(union, f.desks[d].given...)
		}
		seen := map[numbering.Root]bool{}
		for _, n := range union {
			if seen[n.Root()] {
				t.Fatalf("seed %d: a root twice: %v", seed, n)
			}
			seen[n.Root()] = true
		}
		rounds += int(f.counter.Positions()["021"] / numbering.SequenceLimit)
	}
	if rounds < 60 {
		t.Errorf("only %d rounds: the sequences did not roll over", rounds)
	}
}

// Without a Taken, blocks and issuer are disjoint within one round.
func TestBlocksOfOneRoundNeedNoTaken(t *testing.T) {
	ctx := context.Background()
	r := rand.New(rand.NewSource(1))
	var c numbering.MemoryCounter
	i := issuer(t, &c)
	seen := map[int]bool{}
	var blocks []numbering.Block
	for range 400 {
		var n numbering.Number
		var err error
		if k := r.Intn(len(blocks) + 2); k < len(blocks) {
			if n, blocks[k], err = blocks[k].Next(numbering.Month{Year: 2010, Month: 1 + r.Intn(12)}, "21002"); errors.Is(err, numbering.ErrBlockEmpty) {
				continue
			}
		} else if k == len(blocks) {
			b, err := i.ReserveBlock(ctx, "021", 1+r.Intn(9), numbering.Window{})
			if err != nil {
				t.Fatal(err)
			}
			blocks = append(blocks, b)
			continue
		} else {
			n, err = i.Next(ctx, october, "21001")
		}
		if err != nil || seen[n.Sequence()] {
			t.Fatalf("%v, %v", n, err)
		}
		seen[n.Sequence()] = true
	}
}

func FuzzBlockJSON(f *testing.F) {
	f.Add(`{"version":1,"territory":"021","first":999997,"size":6,"used":0,"from":"2010-09","until":"2010-12","skip":[999997,999999,1000001]}`)
	f.Add(`{"version":1,"territory":"021","first":1,"size":1,"used":0}`)
	f.Fuzz(func(t *testing.T, s string) {
		var b numbering.Block
		if json.Unmarshal([]byte(s), &b) != nil {
			return
		}
		text, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		var again numbering.Block
		if err := json.Unmarshal(text, &again); err != nil || again.Remaining() != b.Remaining() {
			t.Fatalf("does not read back: %v", err)
		}
		before := b.Remaining()
		n, after, err := b.Next(b.Window().From, "21001")
		if err == nil && (after.Remaining() != before-1 || !b.Covers(n) || after.Covers(n)) {
			t.Fatal("Next, Remaining and Covers disagree")
		}
	})
}
