package disclosure_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/fichier-unique/rules/observatory/disclosure"
)

func seeded(n int) *rand.Rand { return rand.New(rand.NewPCG(uint64(n), 7)) }

func letters(prefix string, n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("%s%02d", prefix, i))
	}
	return out
}

// counted makes a table from the counts of its smallest cells.
func counted(b *disclosure.Builder, name string, leaf func(codes []string) int64, axes ...disclosure.Axis) {
	memo := map[string]int64{}
	parts := make([]map[string][]string, len(axes))
	for k, a := range axes {
		parts[k] = map[string][]string{}
		for _, n := range a.Nodes {
			parts[k][n.Parent] = append(parts[k][n.Parent], n.Code)
		}
	}
	var value func(codes []string) int64
	value = func(codes []string) int64 {
		key := fmt.Sprint(codes)
		if v, ok := memo[key]; ok {
			return v
		}
		sum, whole := int64(0), true
		for k, c := range codes {
			if len(parts[k][c]) > 0 {
				whole = false
				for _, p := range parts[k][c] {
					next := slices.Clone(codes)
					next[k] = p
					sum += value(next)
				}
				break
			}
		}
		if whole {
			sum = leaf(codes)
		}
		memo[key] = sum
		return sum
	}
	b.Grid(name, value, axes...)
}

// territories is three levels: communes in EPCI in a département.
func territories(epci, communes int) disclosure.Axis {
	a := disclosure.Axis{Name: "territoire", Nodes: []disclosure.Node{{Code: "D"}}}
	for e := range epci {
		code := fmt.Sprintf("E%03d", e)
		a.Nodes = append(a.Nodes, disclosure.Node{Code: code, Parent: "D"})
		for c := range communes {
			a.Nodes = append(a.Nodes, disclosure.Node{Code: fmt.Sprintf("%s-C%03d", code, c), Parent: code})
		}
	}
	return a
}

// rural draws counts as they are in a département: many small communes, a few towns.
func rural(rng *rand.Rand) int64 {
	switch k := rng.IntN(100); {
	case k < 55:
		return 0
	case k < 80:
		return int64(1 + rng.IntN(4))
	case k < 97:
		return int64(5 + rng.IntN(40))
	}
	return int64(100 + rng.IntN(3000))
}

func protect(t testing.TB, r disclosure.Release, p disclosure.Policy) *disclosure.Outcome {
	t.Helper()
	o, faults := disclosure.Protect(r, p)
	if len(faults) > 0 {
		t.Fatalf("%s %s", faults.Codes(), sentence(t, faults[0]))
	}
	return o
}

func TestProtectTwoDimensions(t *testing.T) {
	for seed := range 200 {
		rng := seeded(seed)
		b := disclosure.NewBuilder()
		counted(b, "t", func([]string) int64 { return rural(rng) }, disclosure.Flat("l", "L", letters("l", 4+rng.IntN(8))...), disclosure.Flat("c", "C", letters("c", 3+rng.IntN(6))...))
		r, faults := b.Release()
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		o := protect(t, r, disclosure.DefaultPolicy())
		for i, c := range r.Cells {
			if o.Hidden(i) != (o.Reasons[i] != disclosure.Shown) || !o.Hidden(i) && c.Value > 0 && c.Value < 5 {
				t.Fatalf("seed %d: %s shown", seed, c.ID)
			}
		}
	}
}

func benchmarkRelease(rng *rand.Rand, epci, communes, measures, columns int) disclosure.Release {
	b := disclosure.NewBuilder()
	where := territories(epci, communes)
	size := map[string]int64{}
	for _, n := range where.Nodes {
		size[n.Code] = []int64{0, 1, 2, 3, 5, 8, 20, 60, 400}[min(8, rng.IntN(6)+rng.IntN(5)*rng.IntN(2))]
		if rng.IntN(60) == 0 {
			size[n.Code] = 3000
		}
	}
	for m := range measures {
		name := fmt.Sprintf("m%02d", m)
		n := 3 + (m*7)%(columns-2)
		left := map[string][]int64{}
		for _, t := range where.Nodes {
			cells := make([]int64, n)
			for range size[t.Code] {
				k := min(rng.IntN(n), rng.IntN(n))
				cells[k]++
			}
			left[t.Code] = cells
		}
		counted(b, name, func(codes []string) int64 {
			var k int
			fmt.Sscanf(codes[1], "c%02d", &k)
			return left[codes[0]][k]
		}, where, disclosure.Flat("c", "total", letters("c", n)...))
	}
	r, faults := b.Release()
	if len(faults) > 0 {
		panic(faults)
	}
	// the total of a territory is the same in every measure
	at := map[string]int{}
	for i, c := range r.Cells {
		at[c.ID] = i
	}
	for _, n := range where.Nodes {
		for m := 1; m < measures; m++ {
			a, z := at["m00/"+n.Code+"/total"], at[fmt.Sprintf("m%02d/%s/total", m, n.Code)]
			r.Relations = append(r.Relations, disclosure.Relation{Name: "même total", Total: a, Parts: []int{z}})
		}
	}
	return r
}

func BenchmarkDepartement(b *testing.B) {
	r := benchmarkRelease(seeded(1), 30, 23, 10, 20)
	b.ReportAllocs()
	for b.Loop() {
		o := protect(b, r, disclosure.DefaultPolicy())
		b.ReportMetric(float64(o.Loss.Primary), "primary")
		b.ReportMetric(float64(o.Loss.Secondary), "secondary")
		b.ReportMetric(float64(o.Loss.Cells), "cells")
	}
}
