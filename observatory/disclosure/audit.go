package disclosure

import (
	"cmp"
	"math"
	"slices"

	"github.com/fichier-unique/rules/demand"
)

// Report is what an attack found.
type Report struct {
	Hidden    int        // hidden cells attacked
	Recovered []Recovery // those that a reader bounds too closely
	Exposed   []int      // cells published although their count is under the minimum
	Unproved  []int      // those neither recovered nor proved safe
	Intervals []Interval // by cell; of the hidden ones
}

// Recovery is a hidden cell that a reader knows too closely.
type Recovery struct {
	Cell int
	Interval
}

// Faults says what the attack found, in the order of the cells' names.
func (r *Report) Faults(cells []Cell) demand.Faults {
	var out demand.Faults
	for _, x := range r.Recovered {
		high := number(x.High)
		if x.High >= Unbounded {
			high = "?"
		}
		out = append(out, fault("SEC-AUD-02", cells[x.Cell].ID, "cell", cells[x.Cell].ID, "low", number(x.Low), "high", high))
	}
	for _, c := range r.Exposed {
		out = append(out, fault("SEC-AUD-05", cells[c].ID, "cell", cells[c].ID))
	}
	for _, c := range r.Unproved {
		out = append(out, fault("SEC-AUD-03", cells[c].ID, "cell", cells[c].ID))
	}
	return out
}

// Audit attacks a publication: hidden says which cells are not in it, whose
// values are not looked at. A cell is recovered when the reader can be sure
// that it is under the minimum, or has fewer possible values than the policy
// wants; both ends of the interval of a recovery are proved by the published
// figures alone.
func Audit(r Release, hidden []bool, policy Policy) (*Report, demand.Faults) {
	a, faults := attack(r, hidden, policy)
	if len(faults) > 0 {
		return nil, faults
	}
	return a.report(), nil
}

// auditor attacks with nothing but what is published.
type auditor struct {
	*guard
	known []bool // classes that are published
	least int64
	found bool // a table that agrees is in x
}

func newAuditor(r *Release, policy Policy, least int64) *auditor {
	p := compile(r, func(c *Cell) bool { return c.State == Out && c.Value == 0 })
	a := &auditor{known: make([]bool, len(p.classes)), least: least}
	for i := range p.classes {
		k := &p.classes[i]
		k.out = true
		for _, c := range k.cells {
			if !r.Cells[c].Nought && !a.known[i] {
				k.low = least
			}
			if r.Cells[c].State == Out {
				a.known[i] = true
				k.value = r.Cells[c].Value
				k.low, k.high = k.value, k.value
			}
		}
		if !a.known[i] {
			p.hide(int32(i))
		}
	}
	a.guard = &guard{release: r, policy: policy, prover: newProver(p)}
	return a
}

// begin narrows what is known, and looks for a table.
func (a *auditor) begin() demand.Faults {
	for i := range a.classes { // the same figure, published twice with two values
		for _, c := range a.classes[i].cells {
			if cell := &a.release.Cells[c]; cell.State == Out && cell.Value != a.classes[i].value {
				return demand.Faults{fault("SEC-AUD-04", cell.ID, "relation", cell.ID)}
			}
		}
	}
	if bad := a.narrow(); bad != none {
		name := a.release.Relations[a.rels[bad].from].Name
		return demand.Faults{fault("SEC-AUD-04", name, "relation", name)}
	}
	a.spread()
	a.loosen(a.release)
	a.found = len(a.gaps()) == 0
	return nil
}

func (a *auditor) report() *Report {
	report := &Report{Intervals: make([]Interval, len(a.release.Cells))}
	if a.found {
		a.search()
	}
	inner := map[int]verdict{}
	a.dealt(report, inner)
	for i := range a.release.Cells {
		switch cell := &a.release.Cells[i]; cell.State {
		case Out:
			if a.policy.sensitive(cell) {
				report.Exposed = append(report.Exposed, i)
			}
			continue
		case Joint, Free:
			continue
		}
		report.Hidden++
		in, verdict := report.Intervals[i], safe
		if v, ok := inner[i]; ok {
			verdict = v
		} else {
			in, verdict = a.judge(a.of[i], a.found)
		}
		report.Intervals[i] = in
		switch verdict {
		case recovered:
			report.Recovered = append(report.Recovered, Recovery{i, in})
		case unproved:
			report.Unproved = append(report.Unproved, i)
		}
	}
	slices.SortFunc(report.Recovered, func(x, y Recovery) int {
		return cmp.Compare(a.release.Cells[x.Cell].ID, a.release.Cells[y.Cell].ID)
	})
	return report
}

// rounds bounds the propagation, which may creep by one at each round.
const rounds = 200

// narrow bounds each unknown by the equations it stands in, until nothing
// moves. It gives an equation that cannot hold, or none.
func (a *auditor) narrow() int32 {
	queue := make([]int32, len(a.rels))
	waiting := make([]bool, len(a.rels))
	for i := range queue {
		queue[i], waiting[i] = int32(i), true
	}
	for work := 0; len(queue) > 0 && work < rounds*len(a.rels); work++ {
		r := queue[0]
		queue, waiting[r] = queue[1:], false
		changed, ok := a.bound(r)
		if !ok {
			return r
		}
		for _, c := range changed {
			for _, l := range a.classes[c].links {
				if !waiting[l.at] {
					queue, waiting[l.at] = append(queue, l.at), true
				}
			}
		}
	}
	return none
}

// span is what a reader knows of a term: its least and its greatest value, or
// that it has none.
func (a *auditor) span(t term) (low, high end) {
	k := &a.classes[t.at]
	low, high = end{t.coef * k.low, false}, end{t.coef * k.high, k.high >= Unbounded}
	if t.coef < 0 {
		return high, low
	}
	return low, high
}

// end is an end of what is known, or the absence of one.
type end struct {
	value int64
	open  bool
}

// ends adds up ends: the sum of those there are, and how many there are not.
type ends struct {
	sum  int64
	open int
}

func (e *ends) add(x end) {
	if x.open {
		e.open++
	} else {
		e.sum += x.value
	}
}

func (e *ends) above() bool { return e.open == 0 && e.sum > 0 }
func (e *ends) under() bool { return e.open == 0 && e.sum < 0 }

// others gives the sum of all but one, if there is one.
func (e *ends) others(x end) (int64, bool) {
	switch {
	case e.open == 0:
		return e.sum - x.value, true
	case e.open == 1 && x.open:
		return e.sum, true
	}
	return 0, false
}

// bound narrows the first unknown of an equation that can be. It gives it, and
// false when the equation cannot hold.
func (a *auditor) bound(r int32) (changed []int32, ok bool) {
	var low, high ends
	for _, t := range a.rels[r].terms {
		l, h := a.span(t)
		low.add(l)
		high.add(h)
	}
	if low.above() || high.under() {
		return nil, false
	}
	for _, t := range a.rels[r].terms {
		k := &a.classes[t.at]
		if k.low == k.high || t.coef != 1 && t.coef != -1 {
			continue
		}
		l, h := a.span(t)
		least, most := -Unbounded, Unbounded // of the term, from the others
		if rest, known := high.others(h); known {
			least = -rest
		}
		if rest, known := low.others(l); known {
			most = -rest
		}
		if t.coef < 0 {
			least, most = -most, -least
		}
		if least <= k.low && most >= k.high {
			continue
		}
		k.low, k.high = max(k.low, least), min(k.high, most)
		return []int32{t.at}, k.low <= k.high
	}
	return nil, true
}

// search looks for the witnesses that the policy wants, around the table found.
func (a *auditor) search() {
	var queue []int32
	for i := range a.classes {
		k := &a.classes[i]
		if k.slack || a.known[i] || k.low == k.high {
			continue // of these, no witness goes away
		}
		for _, c := range k.cells {
			cell := &a.release.Cells[c]
			if cell.State == Free {
				continue
			}
			n := need{width: max(1, a.x[i]*a.policy.margin()/100)}
			if !cell.Amount {
				sure := a.policy.sure(cell)
				n = need{up: max(0, a.policy.least(sure)-a.x[i]), width: a.policy.width(sure)}
			}
			k.need = k.need.most(n)
		}
		queue = append(queue, int32(i))
	}
	for _, c := range queue {
		if !a.waits(c) || a.certify(c) {
			continue
		}
		if a.tied(c) {
			if a.still(func() { a.widely(c) }); a.tied(c) {
				a.alone[c] = -1 // only with the totals
			}
		}
		a.widely(c)
		if a.waits(c) {
			a.farther(c)
		}
	}
}

// farther looks for witnesses a long way off: the table found may be far from the
// others, when totals are hidden.
func (a *auditor) farther(c int32) {
	b := a.peel(a.near(c, 3000, 1000))
	if slices.Contains(b.vars, c) && len(b.vars)*len(b.rels) <= tableau {
		k := a.prepare(b, need{width: 1 << 16})
		a.plan(k, c, true)
		a.plan(k, c, false)
	}
}

type verdict uint8

const (
	safe verdict = iota
	unproved
	recovered
)

// judge gives what a reader knows of a hidden class.
func (a *auditor) judge(c int32, found bool) (Interval, verdict) {
	if c == none {
		return Interval{0, 0, true}, recovered
	}
	k := &a.classes[c]
	outer := Interval{k.low, k.high, k.low == k.high}
	if a.tooClose(c, outer) {
		return outer, recovered
	}
	if !found {
		return outer, unproved
	}
	inner := Interval{a.x[c] - a.down[c], a.x[c] + a.up[c], false}
	if a.certified(c) {
		inner.Exact = inner.Low == outer.Low && inner.High == outer.High
		return inner, safe
	}
	outer = a.outer(c, outer)
	if a.tooClose(c, outer) {
		outer.Exact = outer.Low == inner.Low && outer.High == inner.High
		return outer, recovered
	}
	return outer, unproved
}

// tooClose says that an interval which the reader can be sure of gives too much.
func (a *auditor) tooClose(c int32, in Interval) bool {
	if in.Low == in.High {
		return true
	}
	return slices.ContainsFunc(a.classes[c].cells, func(i int32) bool { return a.tells(&a.release.Cells[i], in) })
}

// tells says that an interval gives too much of a cell.
func (a *auditor) tells(cell *Cell, in Interval) bool {
	switch {
	case cell.State == Free:
		return false
	case in.Low == in.High:
		return true
	case cell.Amount:
		return in.High-in.Low < max(1, in.Low*a.policy.margin()/100)
	}
	sure := a.policy.sure(cell)
	return in.High < a.policy.least(sure) || in.High-in.Low < a.policy.width(sure)
}

// outer bounds a class by the programme of all the equations around it: what is
// further is left free, so the reader can be sure of the result.
func (a *auditor) outer(c int32, in Interval) Interval {
	var b ball
	for _, size := range [...]int{2000, 400, 100, 30} {
		b = a.near(c, size, 1000)
		if len(b.rels) <= 500 {
			break
		}
	}
	b.vars, b.whole = nil, true
	seen := map[int32]bool{}
	for _, r := range b.rels {
		for _, t := range a.rels[r].terms {
			if a.classes[t.at].hidden && !seen[t.at] {
				seen[t.at] = true
				b.vars = append(b.vars, t.at)
			}
		}
	}
	if len(b.vars)*len(b.rels) > tableau || !seen[c] {
		return in
	}
	for _, sign := range [...]int64{1, -1} {
		y, best := a.optimum(b, c, sign)
		switch {
		case !best:
		case sign > 0:
			in.High = min(in.High, a.x[c]+int64(math.Floor(y+1e-4)))
		default:
			in.Low = max(in.Low, a.x[c]+int64(math.Ceil(y-1e-4)))
		}
	}
	return in
}
