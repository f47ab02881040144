package disclosure_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/fichier-unique/rules/observatory/disclosure"
)

// brute tries every table of whole numbers that agrees with a publication and
// gives the true ends of each hidden cell. most bounds the values tried.
func brute(r disclosure.Release, hidden []bool, least, most int64) (low, high []int64, tables int) {
	var unknown []int
	x := make([]int64, len(r.Cells))
	for i, c := range r.Cells {
		if x[i] = c.Value; hidden[i] {
			unknown = append(unknown, i)
		}
	}
	low, high = make([]int64, len(r.Cells)), make([]int64, len(r.Cells))
	for _, i := range unknown {
		low[i], high[i] = most+1, -1
	}
	// an equation is looked at as soon as its last unknown is set
	last := make([][]int, len(unknown)+1)
	for i, rel := range r.Relations {
		at := 0
		for _, c := range append(append([]int{rel.Total}, rel.Parts...), rel.Minus...) {
			for k, u := range unknown {
				if u == c {
					at = max(at, k+1)
				}
			}
		}
		last[at] = append(last[at], i)
	}
	holds := func(at int) bool {
		for _, i := range last[at] {
			rel := r.Relations[i]
			sum := -x[rel.Total]
			for _, c := range rel.Parts {
				sum += x[c]
			}
			for _, c := range rel.Minus {
				sum -= x[c]
			}
			if sum > 0 || sum < 0 && !rel.AtMost {
				return false
			}
		}
		return true
	}
	var set func(k int)
	set = func(k int) {
		if k == len(unknown) {
			tables++
			for _, i := range unknown {
				low[i], high[i] = min(low[i], x[i]), max(high[i], x[i])
			}
			return
		}
		for v := least; v <= most; v++ {
			if x[unknown[k]] = v; holds(k + 1) {
				set(k + 1)
			}
		}
	}
	if holds(0) {
		set(0)
	}
	return low, high, tables
}

// cut says that the tables tried stop short of what is possible.
func cut(hidden []bool, high []int64, most int64) bool {
	for i, h := range hidden {
		if h && (high[i] == most || high[i] < 0) {
			return true
		}
	}
	return false
}

// tiny draws a small release of one of several shapes.
func tiny(rng *rand.Rand, shape int) disclosure.Release {
	b := disclosure.NewBuilder()
	leaf := func([]string) int64 { return []int64{0, 0, 1, 1, 2, 3, 5, 6}[rng.IntN(8)] }
	switch shape {
	case 0:
		counted(b, "t", leaf, disclosure.Flat("l", "L", letters("l", 3)...), disclosure.Flat("c", "C", letters("c", 3)...))
	case 1:
		two := disclosure.Flat("x", "X", "a", "b")
		counted(b, "t", leaf, two, two, two)
	case 2:
		counted(b, "t", leaf, disclosure.Axis{Name: "h", Nodes: []disclosure.Node{{"D", ""}, {"E", "D"}, {"F", "D"}, {"e1", "E"}, {"e2", "E"}, {"f1", "F"}, {"f2", "F"}}}, disclosure.Flat("c", "C", "a", "b"))
	case 3: // the same leaves in two hierarchies that are not nested
		memo := map[string]int64{}
		same := func(codes []string) int64 {
			if _, ok := memo[codes[0]]; !ok {
				memo[codes[0]] = leaf(nil)
			}
			return memo[codes[0]]
		}
		counted(b, "t", same, disclosure.Axis{Name: "epci", Nodes: []disclosure.Node{{"D", ""}, {"E", "D"}, {"F", "D"}, {"a", "E"}, {"b", "E"}, {"c", "F"}, {"d", "F"}}})
		counted(b, "t", same, disclosure.Axis{Name: "canton", Nodes: []disclosure.Node{{"D", ""}, {"K", "D"}, {"M", "D"}, {"a", "K"}, {"c", "K"}, {"b", "M"}, {"d", "M"}}})
	case 4: // stock, flows, and a choice among the stock
		var ids []int
		old, in := leaf(nil)+3, leaf(nil)
		out := min(leaf(nil), old+in)
		for i, v := range []int64{old, in, out, old + in - out, min(leaf(nil), old)} {
			ids = append(ids, b.Cell(disclosure.Cell{ID: fmt.Sprint("s", i), Value: v}))
		}
		b.Relate(disclosure.Relation{Name: "flux", Total: ids[3], Parts: []int{ids[0], ids[1]}, Minus: []int{ids[2]}})
		b.Relate(disclosure.Relation{Name: "choix", Total: ids[0], Parts: []int{ids[4]}, AtMost: true})
	}
	r, _ := b.Release()
	return r
}

const shapes = 5

// The interval of the auditor never goes beyond what whole tables allow, and a
// recovery is never claimed of more than they allow.
func TestAuditAgainstEveryTable(t *testing.T) {
	policy := disclosure.DefaultPolicy()
	policy.Minimum, policy.Width = 3, 2
	recovered, safe, unproved := 0, 0, 0
	for seed := range 1500 {
		rng := seeded(seed)
		r := tiny(rng, seed%shapes)
		hidden := make([]bool, len(r.Cells))
		n := 0
		for i, c := range r.Cells {
			if n < 8 && c.Value > 0 && c.Value < 12 && rng.IntN(3) > 0 {
				hidden[i] = true
				n++
			}
		}
		low, high, tables := brute(r, hidden, 1, 24)
		if tables == 0 {
			t.Fatalf("seed %d: the true table is not found", seed)
		}
		if cut(hidden, high, 24) {
			continue
		}
		report, faults := disclosure.Audit(r, hidden, policy)
		if len(faults) > 0 {
			t.Fatalf("seed %d: %s", seed, faults.Codes())
		}
		bad := map[int]bool{}
		for _, x := range report.Recovered {
			bad[x.Cell] = true
			if low[x.Cell] < x.Low || high[x.Cell] > x.High {
				t.Errorf("seed %d: %s said to be from %d to %d, and is from %d to %d", seed, r.Cells[x.Cell].ID, x.Low, x.High, low[x.Cell], high[x.Cell])
			}
		}
		for _, i := range report.Unproved {
			bad[i] = true
			unproved++
		}
		for i := range r.Cells {
			if !hidden[i] {
				continue
			}
			close := high[i] < policy.Minimum || high[i]-low[i] < policy.Width
			if close && !bad[i] {
				t.Errorf("seed %d: %s is from %d to %d, and was said to be safe", seed, r.Cells[i].ID, low[i], high[i])
			}
			if in := report.Intervals[i]; !bad[i] && (in.Low < low[i] || in.High > high[i]) {
				t.Errorf("seed %d: %s: proved from %d to %d, and is from %d to %d", seed, r.Cells[i].ID, in.Low, in.High, low[i], high[i])
			}
			if bad[i] && !close {
				t.Errorf("seed %d: %s is from %d to %d, and was said to be recovered", seed, r.Cells[i].ID, low[i], high[i])
			}
			if close {
				recovered++
			} else {
				safe++
			}
		}
	}
	t.Logf("%d recovered, %d safe, %d unproved", recovered, safe, unproved)
	if recovered < 100 || safe < 100 {
		t.Errorf("%d recovered and %d safe: the test no longer tests", recovered, safe)
	}
}

// Whatever the table, what Protect lets out bounds no hidden cell closer than
// the policy allows, even to one who tries every table.
func TestProtectAgainstEveryTable(t *testing.T) {
	policy := disclosure.DefaultPolicy()
	policy.Minimum, policy.Width = 3, 2
	hiddenCells, refused := 0, 0
	for seed := range 800 {
		rng := seeded(seed)
		r := tiny(rng, seed%shapes)
		if len(r.Cells) > 5 && r.Cells[0].Value >= policy.Minimum && seed%3 > 0 {
			r.Cells[0].State = disclosure.Out // nothing is without limit
		}
		o, faults := disclosure.Protect(r, policy)
		if len(faults) > 0 {
			refused++
			continue
		}
		hidden := make([]bool, len(r.Cells))
		n := 0
		for i, c := range r.Cells {
			if hidden[i] = o.Hidden(i); hidden[i] {
				n++
			} else if c.Value > 0 && c.Value < policy.Minimum {
				t.Errorf("seed %d: %s is published", seed, c.ID)
			}
		}
		if n > 10 {
			continue
		}
		low, high, _ := brute(r, hidden, 1, 17)
		if cut(hidden, high, 17) {
			continue
		}
		hiddenCells += n
		for i := range r.Cells {
			if hidden[i] && (high[i] < policy.Minimum || high[i]-low[i] < policy.Width) {
				t.Errorf("seed %d: %s = %d is hidden, and is known to be from %d to %d", seed, r.Cells[i].ID, r.Cells[i].Value, low[i], high[i])
			}
			if in := o.Intervals[i]; hidden[i] && (in.Low < low[i] || in.High > high[i]) {
				t.Errorf("seed %d: %s: proved from %d to %d, and is from %d to %d", seed, r.Cells[i].ID, in.Low, in.High, low[i], high[i])
			}
		}
	}
	t.Logf("%d cells, %d releases refused", hiddenCells, refused)
	if hiddenCells < 1000 {
		t.Errorf("%d hidden cells: the test no longer tests", hiddenCells)
	}
}
