package disclosure_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/observatory/disclosure"
)

// hypercube is the simple method to compare with: for each small cell of a
// table, the cheapest set of cells that makes a rectangle (a box in more
// dimensions) with it is hidden, one level of the hierarchy after the other,
// until nothing changes. It looks at no other table.
func hypercube(cells map[string]int64, axes []disclosure.Axis, minimum int64) map[string]bool {
	hidden := map[string]bool{}
	for id, v := range cells {
		if v > 0 && v < minimum {
			hidden[id] = true
		}
	}
	siblings := make([]map[string][]string, len(axes)) // a node, with those of its parent and the parent itself
	for k, a := range axes {
		siblings[k] = map[string][]string{}
		family := map[string][]string{}
		for _, n := range a.Nodes {
			family[n.Parent] = append(family[n.Parent], n.Code)
		}
		for _, n := range a.Nodes {
			group := family[n.Parent]
			if n.Parent != "" {
				group = append(slices.Clone(group), n.Parent)
			}
			siblings[k][n.Code] = append(siblings[k][n.Code], group...)
			siblings[k][n.Code] = append(siblings[k][n.Code], family[n.Code]...)
		}
	}
	done := map[string]bool{}
	for again := true; again; {
		again = false
		queue := make([]string, 0, len(hidden))
		for id := range hidden {
			if !done[id] {
				queue = append(queue, id)
			}
		}
		slices.Sort(queue)
		for _, id := range queue {
			done[id], again = true, true
			for _, other := range cheapestBox(cells, hidden, strings.Split(id, "/"), siblings, minimum) {
				hidden[other] = true
			}
		}
	}
	return hidden
}

// cheapestBox tries, on each axis, every other node of the family: the corners
// of the box are the cells to hide. They must hold enough for the interval.
func cheapestBox(cells map[string]int64, hidden map[string]bool, at []string, siblings []map[string][]string, minimum int64) []string {
	var best []string
	lowest := math.Inf(1)
	other := make([]string, len(at))
	var choose func(k int)
	choose = func(k int) {
		if k < len(at) {
			for _, s := range siblings[k][at[k]] {
				if s != at[k] {
					other[k] = s
					choose(k + 1)
				}
			}
			return
		}
		var box []string
		price := 0.0
		for mask := 1; mask < 1<<len(at); mask++ {
			codes := slices.Clone(at)
			odd := 0
			for k := range at {
				if mask>>k&1 == 1 {
					codes[k] = other[k]
					odd++
				}
			}
			id := strings.Join(codes, "/")
			if cells[id] == 0 || odd%2 == 1 && cells[id] < minimum {
				return // a nought is no corner, nor a cell that cannot give
			}
			box = append(box, id)
			if !hidden[id] {
				price += 1 + math.Log2(float64(1+cells[id]))/4
			}
		}
		if price < lowest {
			lowest, best = price, box
		}
	}
	choose(0)
	return best
}

// The information lost on the same tables, with the same interval wanted.
func TestLessIsLostThanWithAHypercube(t *testing.T) {
	ours, theirs, leaks := 0, 0, 0
	for seed := range 25 {
		rng := seeded(seed)
		axes := []disclosure.Axis{territories(3, 5+rng.IntN(4)), disclosure.Flat("c", "C", letters("c", 4+rng.IntN(5))...)}
		b := disclosure.NewBuilder()
		counted(b, "t", func([]string) int64 { return rural(rng) }, axes...)
		r, _ := b.Release()
		o := protect(t, r, disclosure.DefaultPolicy())
		cells := map[string]int64{}
		for _, c := range r.Cells {
			cells[strings.TrimPrefix(c.ID, "t/")] = c.Value
		}
		boxes := hypercube(cells, axes, 5)
		hidden := make([]bool, len(r.Cells))
		for i, c := range r.Cells {
			hidden[i] = boxes[strings.TrimPrefix(c.ID, "t/")]
		}
		if report, faults := disclosure.Audit(r, hidden, disclosure.DefaultPolicy()); len(faults) == 0 && len(report.Recovered) > 0 {
			leaks++
		}
		ours += o.Loss.Secondary
		theirs += len(boxes) - o.Loss.Primary
	}
	t.Logf("hidden for others: %d, by hypercube %d, which leaked in %d of 25 tables", ours, theirs, leaks)
	if ours >= theirs {
		t.Errorf("%d cells hidden for others, %d by hypercube", ours, theirs)
	}
}

func ExampleProtect() {
	b := disclosure.NewBuilder()
	counts := map[string]int64{"Ahuy/T2": 3, "Ahuy/T3": 12, "Dijon/T2": 410, "Dijon/T3": 530, "Talant/T2": 25, "Talant/T3": 31}
	counted(b, "stock", func(codes []string) int64 { return counts[strings.Join(codes, "/")] },
		disclosure.Flat("commune", "EPCI", "Ahuy", "Dijon", "Talant"), disclosure.Flat("type", "total", "T2", "T3"))
	release, _ := b.Release()
	outcome, faults := disclosure.Protect(release, disclosure.DefaultPolicy())
	if len(faults) > 0 {
		fmt.Println(faults.Codes())
		return
	}
	for i, c := range release.Cells {
		if outcome.Hidden(i) {
			fmt.Println(c.ID, outcome.Reasons[i])
		}
	}
	// Output:
	// stock/Ahuy/T2 primary
	// stock/Ahuy/T3 secondary
	// stock/Talant/T2 secondary
	// stock/Talant/T3 secondary
}

func FuzzProtect(f *testing.F) {
	f.Add([]byte{3, 40, 0, 1, 6, 9, 2, 200, 7}, int64(5))
	f.Add([]byte{1, 1, 1, 1}, int64(3))
	f.Add([]byte{}, int64(0))
	f.Fuzz(func(t *testing.T, counts []byte, minimum int64) {
		b := disclosure.NewBuilder()
		next := 0
		counted(b, "t", func([]string) int64 {
			if next++; next <= len(counts) {
				return int64(counts[next-1]) % 60
			}
			return 0
		}, territories(2, 3), disclosure.Flat("c", "C", "a", "b", "c"))
		r, _ := b.Release()
		policy := disclosure.DefaultPolicy()
		policy.Minimum = minimum
		o, faults := disclosure.Protect(r, policy)
		if faults.Blocking() {
			return
		}
		hidden := make([]bool, len(r.Cells))
		for i := range hidden {
			hidden[i] = o.Hidden(i)
		}
		report, bad := disclosure.Audit(r, hidden, policy)
		if len(bad) > 0 || len(report.Recovered) > 0 || len(report.Exposed) > 0 {
			t.Errorf("%s %+v", bad.Codes(), report)
		}
	})
}
