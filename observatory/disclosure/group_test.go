package disclosure_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/fichier-unique/rules/observatory/disclosure"
)

// hamlets is some small communes of an EPCI beside a town: the same release twice, with
// every count, and with the small communes as one group.
type hamlets struct {
	whole, grouped disclosure.Release
	hidden         []bool // of the cells of both
	rows           int
	limits         [][2]int // the second is no more than the first: it follows from the rest, and spares the test a while
}

func newHamlets(rng *rand.Rand, measures int) *hamlets {
	h := &hamlets{rows: 2}
	if measures == 1 {
		h.rows += rng.IntN(2)
	}
	cell := func(id string, value int64, hide bool) int {
		h.whole.Cells = append(h.whole.Cells, disclosure.Cell{ID: id, Value: value, Nought: true})
		h.hidden = append(h.hidden, hide)
		return len(h.hidden) - 1
	}
	both := func(r disclosure.Relation) {
		h.whole.Relations = append(h.whole.Relations, r)
		h.grouped.Relations = append(h.grouped.Relations, r)
	}
	one := cell("one", 1, false)
	town := int64(3 + rng.IntN(4))
	var values []int64
	var rows []int
	sum := town
	small := rng.IntN(4) > 0
	for r := range h.rows {
		v := int64(1 + rng.IntN(3))
		values, sum = append(values, v), sum+v
		rows = append(rows, cell(fmt.Sprintf("t%d", r), v, v < 3 || small))
		h.limits = append(h.limits, [2]int{-1, rows[r]})
		both(disclosure.Relation{Name: "some", Total: rows[r], Parts: []int{one}, AtMost: true})
	}
	townTotal, all := cell("town", town, small && rng.IntN(2) == 0), cell("all", sum, false)
	both(disclosure.Relation{Name: "all", Total: all, Parts: append([]int{townTotal}, rows...)})
	for m := range measures {
		h.measure(rng, m, cell, values, rows, town, townTotal, all, rng.IntN(3) > 0)
	}
	for _, l := range h.limits {
		if l[0] < 0 {
			l[0] = all
		}
		h.whole.Relations = append(h.whole.Relations, disclosure.Relation{Name: "limit", Total: l[0], Parts: []int{l[1]}, AtMost: true})
	}
	h.grouped.Cells = append(h.whole.Cells, h.grouped.Cells...)
	return h
}

// measure adds the two columns of a measure; a demand is in one of them, or in one at
// least.
func (h *hamlets) measure(rng *rand.Rand, m int, cell func(string, int64, bool) int, totals []int64, rows []int, town int64, townTotal, all int, additive bool) {
	var values [2][]int64
	var cells, towns, alls [2]int
	group := disclosure.Group{Whole: rows, Rows: rows, Inner: make([][]int, h.rows)}
	deal := func(total int64) [2]int64 {
		a := rng.Int64N(total + 1)
		if additive {
			return [2]int64{a, total - a}
		}
		return [2]int64{a, total - rng.Int64N(a+1)}
	}
	for r := range h.rows {
		v := deal(totals[r])
		for k := range 2 {
			values[k] = append(values[k], v[k])
			c := cell(fmt.Sprintf("m%d/%d/%d", m, r, k), v[k], true)
			group.Inner[r] = append(group.Inner[r], c)
			h.limits = append(h.limits, [2]int{rows[r], c})
		}
		h.whole.Relations = append(h.whole.Relations, covers(rows[r], group.Inner[r], additive)...)
	}
	at := deal(town)
	for k := range 2 {
		sum := at[k]
		for _, v := range values[k] {
			sum += v
		}
		towns[k] = cell(fmt.Sprintf("m%d/town/%d", m, k), at[k], at[k] < 3)
		alls[k] = cell(fmt.Sprintf("m%d/all/%d", m, k), sum, sum < 3 || rng.IntN(4) == 0)
		cells[k] = 1000*(m+1) + k // until its rank is known
		parts := []int{towns[k]}
		for r := range h.rows {
			parts = append(parts, group.Inner[r][k])
		}
		h.whole.Relations = append(h.whole.Relations, disclosure.Relation{Name: "sum", Total: alls[k], Parts: parts})
		h.grouped.Relations = append(h.grouped.Relations, disclosure.Relation{Name: "sum", Total: alls[k], Parts: []int{towns[k], cells[k]}})
		h.grouped.Cells = append(h.grouped.Cells, disclosure.Cell{ID: fmt.Sprintf("m%d/group/%d", m, k), Value: sum - at[k], State: disclosure.Joint, Nought: true})
	}
	for _, r := range [...]disclosure.Relation{{Total: townTotal, Parts: towns[:]}, {Total: all, Parts: alls[:]}} {
		for _, x := range covers(r.Total, r.Parts, additive) {
			h.whole.Relations, h.grouped.Relations = append(h.whole.Relations, x), append(h.grouped.Relations, x)
		}
	}
	group.Columns = cells[:]
	h.grouped.Groups = append(h.grouped.Groups, group)
	if additive {
		h.grouped.Relations = append(h.grouped.Relations, disclosure.Relation{Name: "group", Total: rows[0], Parts: cells[:], Minus: rows[1:]})
		return
	}
	for _, c := range cells {
		h.grouped.Relations = append(h.grouped.Relations, disclosure.Relation{Name: "group", Total: rows[0], Parts: []int{c}, Minus: rows[1:], AtMost: true})
	}
	h.grouped.Relations = append(h.grouped.Relations, disclosure.Relation{Name: "group", Total: cells[0], Parts: rows, Minus: cells[1:], AtMost: true})
}

func covers(total int, parts []int, additive bool) []disclosure.Relation {
	if additive {
		return []disclosure.Relation{{Name: "row", Total: total, Parts: parts}}
	}
	out := []disclosure.Relation{{Name: "row", Total: parts[0], Parts: []int{total}, Minus: parts[1:], AtMost: true}}
	for _, c := range parts {
		out = append(out, disclosure.Relation{Name: "row", Total: total, Parts: []int{c}, AtMost: true})
	}
	return out
}

// rank gives what the groups make their ranks.
func (h *hamlets) rank() {
	at := len(h.whole.Cells)
	of := map[int]int{}
	for m := range h.grouped.Groups {
		for k := range 2 {
			of[1000*(m+1)+k] = at
			at++
		}
	}
	move := func(cells []int) []int {
		out := append([]int(nil), cells...)
		for i, c := range out {
			if to, ok := of[c]; ok {
				out[i] = to
			}
		}
		return out
	}
	for i := range h.grouped.Relations {
		r := &h.grouped.Relations[i]
		r.Total, r.Parts, r.Minus = move([]int{r.Total})[0], move(r.Parts), move(r.Minus)
	}
	for i := range h.grouped.Groups {
		h.grouped.Groups[i].Columns = move(h.grouped.Groups[i].Columns)
	}
}

// What is said of a group is what every table of each of its counts says: nothing is
// safe that can be known, nothing recovered that cannot.
func TestGroupsAgainstEveryTable(t *testing.T) {
	policy := disclosure.DefaultPolicy()
	policy.Minimum, policy.Width = 3, 2
	recovered, safe, unproved := 0, 0, 0
	for seed := range 400 {
		rng := seeded(seed)
		h := newHamlets(rng, 1+seed%2)
		h.rank()
		low, high, tables := brute(h.whole, h.hidden, 0, 14)
		if tables == 0 {
			t.Fatalf("seed %d: the true table is not found", seed)
		}
		report, faults := disclosure.Audit(h.grouped, h.hidden, policy)
		if len(faults) > 0 {
			t.Fatalf("seed %d: %s", seed, faults.Codes())
		}
		bad := map[int]bool{}
		for _, x := range report.Recovered {
			bad[x.Cell] = true
			if low[x.Cell] < x.Low || high[x.Cell] > x.High {
				t.Errorf("seed %d: %s said to be from %d to %d, and is from %d to %d", seed, h.whole.Cells[x.Cell].ID, x.Low, x.High, low[x.Cell], high[x.Cell])
			}
		}
		open := map[int]bool{}
		for _, i := range report.Unproved {
			open[i] = true
			unproved++
		}
		for i := range h.whole.Cells {
			id, close := h.whole.Cells[i].ID, high[i] < policy.Minimum || high[i]-low[i] < policy.Width
			switch in := report.Intervals[i]; {
			case !h.hidden[i] || open[i]:
				continue
			case close != bad[i]:
				t.Errorf("seed %d: %s is from %d to %d; said to be recovered: %v", seed, id, low[i], high[i], bad[i])
			case !bad[i] && (in.Low < low[i] || in.High > high[i]):
				t.Errorf("seed %d: %s: proved from %d to %d, and is from %d to %d", seed, id, in.Low, in.High, low[i], high[i])
			}
			if close {
				recovered++
			} else {
				safe++
			}
		}
	}
	t.Logf("%d recovered, %d safe, %d unproved", recovered, safe, unproved)
	if recovered < 500 || safe < 500 || unproved > (recovered+safe)/50 {
		t.Errorf("%d recovered, %d safe, %d unproved: the test no longer tests", recovered, safe, unproved)
	}
}

// What Protect lets out of a group bounds no count of it closer than the policy allows.
func TestProtectGroups(t *testing.T) {
	policy := disclosure.DefaultPolicy()
	policy.Minimum, policy.Width = 3, 2
	counts, refused := 0, 0
	for seed := range 200 {
		rng := seeded(seed)
		h := newHamlets(rng, 1+seed%2)
		h.rank()
		for i := range h.whole.Cells {
			if c := &h.grouped.Cells[i]; h.hidden[i] {
				c.State = disclosure.Kept
				if c.Value == 0 {
					c.State = disclosure.Veiled
				}
			} else if c.ID == "one" || c.ID == "all" || seed%3 == 0 {
				c.State = disclosure.Out
			}
		}
		for _, g := range h.grouped.Groups {
			for _, c := range g.Rows { // rows are never nought
				h.grouped.Cells[c].Nought = false
			}
		}
		o, faults := disclosure.Protect(h.grouped, policy)
		if len(faults) > 0 {
			refused++
			continue
		}
		hidden := make([]bool, len(h.whole.Cells))
		for i := range hidden {
			hidden[i] = o.Hidden(i)
		}
		low, high, _ := brute(h.whole, hidden, 0, 14)
		if cut(hidden, high, 14) {
			continue
		}
		for i, c := range h.whole.Cells {
			if !hidden[i] {
				continue
			}
			counts++
			if high[i] < policy.Minimum || high[i]-low[i] < policy.Width {
				t.Errorf("seed %d: %s = %d is hidden, and is known to be from %d to %d", seed, c.ID, c.Value, low[i], high[i])
			}
			if in := o.Intervals[i]; in.Low < low[i] || in.High > high[i] {
				t.Errorf("seed %d: %s: proved from %d to %d, and is from %d to %d", seed, c.ID, in.Low, in.High, low[i], high[i])
			}
		}
	}
	t.Logf("%d counts, %d releases refused", counts, refused)
	if counts < 300 {
		t.Errorf("%d hidden counts, %d refused: the test no longer tests", counts, refused)
	}
}

func TestGroupsAreWhole(t *testing.T) {
	for name, spoil := range map[string]func(h *hamlets){
		"more than its column":     func(h *hamlets) { h.grouped.Cells[h.grouped.Groups[0].Inner[0][0]].Value += 40 },
		"a column is missing":      func(h *hamlets) { h.grouped.Groups[0].Columns = h.grouped.Groups[0].Columns[:1] },
		"a cell that is not there": func(h *hamlets) { h.grouped.Groups[0].Rows[0] = 1 << 20 },
		"a count that is added": func(h *hamlets) {
			h.grouped.Relations = append(h.grouped.Relations, h.whole.Relations[len(h.whole.Relations)-1], disclosure.Relation{Name: "x", Total: h.grouped.Groups[0].Inner[0][0], Parts: []int{0}, AtMost: true})
		},
	} {
		h := newHamlets(seeded(3), 1)
		h.rank()
		spoil(h)
		if _, faults := disclosure.Protect(h.grouped, disclosure.DefaultPolicy()); !faults.Has("SEC-GRO-01") && !faults.Has("SEC-REL-01") {
			t.Errorf("%s: %v", name, faults.Codes())
		}
	}
}

// Who attacks has no counts, but what cannot be dealt is refused all the same: of a count
// that is published, or no nought, a deal would promise too much.
func TestGroupsThatCannotBeDealt(t *testing.T) {
	policy := disclosure.DefaultPolicy()
	for name, spoil := range map[string]func(h *hamlets, g *disclosure.Group){
		"a row is missing":         func(h *hamlets, g *disclosure.Group) { g.Inner = g.Inner[1:] },
		"a column is missing":      func(h *hamlets, g *disclosure.Group) { g.Columns = g.Columns[:1] },
		"a cell that is not there": func(h *hamlets, g *disclosure.Group) { g.Rows[0] = 1 << 20 },
		"a count that is no nought": func(h *hamlets, g *disclosure.Group) {
			h.grouped.Cells[g.Inner[0][0]].Nought = false
		},
		"a count that is published": func(h *hamlets, g *disclosure.Group) {
			h.grouped.Cells[g.Inner[1][0]].State, h.hidden[g.Inner[1][0]] = disclosure.Out, false
		},
		"a count that is added": func(h *hamlets, g *disclosure.Group) {
			h.grouped.Relations = append(h.grouped.Relations, disclosure.Relation{Name: "x", Total: 1, Parts: []int{g.Inner[0][0]}, AtMost: true})
		},
	} {
		h := newHamlets(seeded(3), 1)
		h.rank()
		if _, faults := disclosure.Audit(h.grouped, h.hidden, policy); len(faults) > 0 {
			t.Fatal(faults)
		}
		spoil(h, &h.grouped.Groups[0])
		if _, faults := disclosure.Audit(h.grouped, h.hidden, policy); !faults.Has("SEC-GRO-01") && !faults.Has("SEC-REL-01") {
			t.Errorf("%s, attacked: %v", name, faults.Codes())
		}
		if _, faults := disclosure.Protect(h.grouped, policy); !faults.Has("SEC-GRO-01") && !faults.Has("SEC-REL-01") {
			t.Errorf("%s, protected: %v", name, faults.Codes())
		}
	}
}
