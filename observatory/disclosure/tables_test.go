package disclosure_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/fichier-unique/rules/observatory/disclosure"
)

func TestAxes(t *testing.T) {
	for _, c := range []struct {
		codes string
		nodes []disclosure.Node
	}{
		{"", []disclosure.Node{{"D", ""}, {"E", "D"}, {"a", "E"}}},
		{"SEC-HIE-01", []disclosure.Node{{"D", ""}, {"E", "F"}, {"F", "E"}}},
		{"SEC-HIE-02", []disclosure.Node{{"D", ""}, {"a", "E"}}},
		{"SEC-HIE-03", []disclosure.Node{{"D", ""}, {"a", "D"}, {"a", "D"}}},
		{"SEC-HIE-03", []disclosure.Node{{"D", ""}, {"", "D"}}},
	} {
		b := disclosure.NewBuilder()
		b.Grid("t", func([]string) int64 { return 0 }, disclosure.Axis{Name: "x", Nodes: c.nodes})
		if r, faults := b.Release(); faults.Codes() != c.codes || (len(r.Cells) == 0) != (c.codes != "") {
			t.Errorf("%v: %q, want %q", c.nodes, faults.Codes(), c.codes)
		}
	}
	b := disclosure.NewBuilder()
	b.Cell(disclosure.Cell{ID: "a", Value: 1})
	b.Cell(disclosure.Cell{ID: "a", Value: 2})
	if _, faults := b.Release(); faults.Codes() != "SEC-CEL-01" {
		t.Errorf("two values under one name: %s", faults.Codes())
	}
}

// Grand Dijon with its 24 communes, then 23: the subtraction gives the 24th.
func TestPerimetersOverTime(t *testing.T) {
	counts := map[string]int64{"21231": 6000, "21166": 900, "21617": 800, "21270": 3, "21355": 2, "21278": 7}
	count := func(part string) int64 { return counts[part] }
	old := disclosure.Perimeter{Name: "2013", Parts: []string{"21231", "21166", "21617", "21270"}}
	recent := disclosure.Perimeter{Name: "2019", Parts: []string{"21231", "21166", "21617"}}
	policy := disclosure.DefaultPolicy()
	faults := disclosure.Differences([]disclosure.Perimeter{old, recent}, count, policy)
	if faults.Codes() != "SEC-DIF-01" || faults[0].Param("first") != "2013" || faults[0].Param("parts") != "1" {
		t.Errorf("%+v", faults)
	}
	large := disclosure.Perimeter{Name: "canton", Parts: []string{"21278", "21231", "21166", "21617"}}
	if faults := disclosure.Differences([]disclosure.Perimeter{recent, large}, count, policy); len(faults) > 0 {
		t.Errorf("seven demands are isolated from nobody: %s", faults.Codes())
	}
	b := disclosure.NewBuilder()
	b.Perimeters("stock", []disclosure.Perimeter{old, recent}, count)
	r, bad := b.Release()
	if len(bad) > 0 {
		t.Fatal(bad.Codes())
	}
	o := protect(t, r, policy)
	shown := 0
	for i, c := range r.Cells {
		if (c.ID == "stock/2013" || c.ID == "stock/2019") && !o.Hidden(i) {
			shown++
		}
	}
	if shown != 1 {
		t.Errorf("%d of two perimeters are published: %v", shown, o.Reasons)
	}
	// three perimeters, none within another, whose sums differ by a commune of 2
	b = disclosure.NewBuilder()
	b.Perimeters("stock", []disclosure.Perimeter{
		{Name: "a", Parts: []string{"21231", "21355"}}, {Name: "b", Parts: []string{"21166"}}, {Name: "union", Parts: []string{"21231", "21166"}},
	}, count)
	r, _ = b.Release()
	o = protect(t, r, policy)
	n := 0
	for i := range r.Cells {
		if r.Cells[i].State == disclosure.Open && o.Hidden(i) {
			n++
		}
	}
	if n == 0 {
		t.Error("a + b - union gives the commune of 2 demands")
	}
	policy.Minimum = 1
	if faults := disclosure.Differences(nil, count, policy); faults.Codes() != "SEC-SEU-01" {
		t.Errorf("%s", faults.Codes())
	}
}

func TestRound(t *testing.T) {
	moved, broken := 0, 0
	for seed := range 120 {
		rng := seeded(seed)
		b := disclosure.NewBuilder()
		counted(b, "t", func([]string) int64 { return rural(rng) }, territories(3, 4), disclosure.Flat("c", "C", letters("c", 3+rng.IntN(5))...))
		r, _ := b.Release()
		got, faults := disclosure.Round(r, 5, disclosure.DefaultPolicy())
		if faults.Blocking() || len(faults) != len(got.Broken) {
			t.Fatalf("seed %d: %s", seed, faults.Codes())
		}
		for i, c := range r.Cells {
			if v := got.Values[i]; v%5 != 0 || v <= c.Value-5 || v >= c.Value+5 || c.Value%5 == 0 && v != c.Value {
				t.Errorf("seed %d: %s: %d is rounded to %d", seed, c.ID, c.Value, v)
			}
		}
		for i, rel := range r.Relations {
			sum := -got.Values[rel.Total]
			for _, p := range rel.Parts {
				sum += got.Values[p]
			}
			if (sum != 0) != slices.Contains(got.Broken, i) {
				t.Errorf("seed %d: %s does not add up", seed, rel.Name)
			}
		}
		moved += got.Moved
		broken += len(got.Broken)
	}
	if moved == 0 || broken > 0 {
		t.Errorf("%d moved, %d broken", moved, broken)
	}
	for _, base := range []int64{0, 2, 4, 2000} {
		if got, faults := disclosure.Round(disclosure.Release{}, base, disclosure.DefaultPolicy()); got != nil || faults.Codes() != "SEC-ARR-01" {
			t.Errorf("base %d: %s", base, faults.Codes())
		}
	}
	// three pairs of three that make 6: of each pair one goes up, which cannot be
	s := newSheet().cells("a", 3, "b", 3, "c", 3, "ab", 6, "bc", 6, "ca", 6).sum("ab = a + b").sum("bc = b + c").sum("ca = c + a")
	got, faults := disclosure.Round(s.Release, 6, disclosure.DefaultPolicy())
	if faults.Codes() != "SEC-ARR-02" || len(got.Broken) != 1 {
		t.Errorf("%s", faults.Codes())
	}
}

// The order of the cells and of the relations decides nothing.
func TestOrderDecidesNothing(t *testing.T) {
	for seed := range 25 {
		rng := seeded(seed)
		b := disclosure.NewBuilder()
		counted(b, "t", func([]string) int64 { return rural(rng) }, territories(3, 5), disclosure.Flat("c", "C", letters("c", 5)...))
		r, _ := b.Release()
		want := map[string]string{}
		o := protect(t, r, disclosure.DefaultPolicy())
		for i, c := range r.Cells {
			want[c.ID] = fmt.Sprint(o.Reasons[i], o.Intervals[i])
		}
		order := rng.Perm(len(r.Cells))
		mixed := disclosure.Release{Cells: make([]disclosure.Cell, len(order))}
		for i, to := range order {
			mixed.Cells[to] = r.Cells[i]
		}
		for _, k := range rng.Perm(len(r.Relations)) {
			rel := disclosure.Relation{Name: r.Relations[k].Name, Total: order[r.Relations[k].Total]}
			for _, p := range r.Relations[k].Parts {
				rel.Parts = append(rel.Parts, order[p])
			}
			rng.Shuffle(len(rel.Parts), func(i, j int) { rel.Parts[i], rel.Parts[j] = rel.Parts[j], rel.Parts[i] })
			mixed.Relations = append(mixed.Relations, rel)
		}
		o = protect(t, mixed, disclosure.DefaultPolicy())
		for i, c := range mixed.Cells {
			if got := fmt.Sprint(o.Reasons[i], o.Intervals[i]); got != want[c.ID] {
				t.Fatalf("seed %d: %s: %s, and %s in another order", seed, c.ID, want[c.ID], got)
			}
		}
	}
}
