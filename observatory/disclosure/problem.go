package disclosure

import (
	"cmp"
	"math/bits"
	"slices"
)

// A problem is the release as an attacker writes it: unknowns and equations.
// Cells that a reader knows to be equal (the same figure in two tables, a total
// with one part) are one unknown; zeroes that are published are gone.
type problem struct {
	classes []class
	rels    []rel
	of      []int32 // class of each cell, or none
}

// none is the class of a published zero.
const none = int32(-1)

// class is one unknown: what the search looks at all the time, and the rest.
type class struct {
	low, high int64 // what the reader knows beforehand
	cost      float64
	links     []term // the equations it stands in
	hidden    bool
	out       bool // cannot be hidden
	slack     bool // what an inequality leaves: unknown, but no cell
	*unknown
}

// unknown is what is seldom looked at of a class.
type unknown struct {
	value   int64 // true, or published; of a slack, what is left
	need    need
	cells   []int32
	primary bool
}

// term is a class in an equation, or an equation of a class.
type term struct {
	at   int32
	coef int64
}

// rel is an equation: the terms add up to nought.
type rel struct {
	terms  []term
	from   int32 // relation it comes from
	hidden int   // terms that are hidden
	order  int   // which is mended first: the lowest
}

// merger finds which cells are one unknown.
type merger struct {
	parent []int32
	skip   []bool // published zeroes
	rank   []int32
}

func (m *merger) find(c int32) int32 {
	for m.parent[c] != c {
		m.parent[c] = m.parent[m.parent[c]]
		c = m.parent[c]
	}
	return c
}

// join makes two cells one; the one first in order of ID speaks for both.
func (m *merger) join(a, b int32) bool {
	a, b = m.find(a), m.find(b)
	if a == b {
		return false
	}
	if m.rank[b] < m.rank[a] {
		a, b = b, a
	}
	m.parent[b] = a
	return true
}

// terms gives the equation of a relation, in cells that speak for others.
func (m *merger) terms(r *Relation) []term {
	out := make([]term, 0, 1+len(r.Parts)+len(r.Minus))
	add := func(cell int, coef int64) {
		if !m.skip[cell] {
			out = append(out, term{m.find(int32(cell)), coef})
		}
	}
	add(r.Total, -1)
	for _, c := range r.Parts {
		add(c, 1)
	}
	for _, c := range r.Minus {
		add(c, -1)
	}
	slices.SortFunc(out, func(a, b term) int { return cmp.Compare(m.rank[a.at], m.rank[b.at]) })
	kept := out[:0]
	for _, t := range out {
		if last := len(kept) - 1; last >= 0 && kept[last].at == t.at {
			kept[last].coef += t.coef
		} else {
			kept = append(kept, t)
		}
	}
	return slices.DeleteFunc(kept, func(t term) bool { return t.coef == 0 })
}

// unite joins the cells that the relations make equal: the only part of a total, and
// two of which neither is more than the other.
func (m *merger) unite(r *Release) {
	for again := true; again; {
		again = false
		under := map[[2]int32]bool{}
		for i := range r.Relations {
			t := m.terms(&r.Relations[i])
			if len(t) != 2 || t[0].coef != -t[1].coef {
				continue
			}
			pair := [2]int32{t[0].at, t[1].at} // the lesser first
			if t[0].coef < 0 {
				pair[0], pair[1] = pair[1], pair[0]
			}
			if under[pair] = true; !r.Relations[i].AtMost || under[[2]int32{pair[1], pair[0]}] {
				again = m.join(pair[0], pair[1]) || again
			}
		}
	}
}

// compile writes the problem. zero says which cells are published zeroes.
func compile(r *Release, zero func(*Cell) bool) *problem {
	n := len(r.Cells)
	order := make([]int32, n)
	m := &merger{parent: make([]int32, n), skip: make([]bool, n), rank: make([]int32, n)}
	for i := range order {
		order[i], m.parent[i] = int32(i), int32(i)
		m.skip[i] = zero(&r.Cells[i])
	}
	inside := r.inside()
	for i := range m.skip {
		m.skip[i] = m.skip[i] || inside[i]
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(r.Cells[a].ID, r.Cells[b].ID) })
	for rank, c := range order {
		m.rank[c] = int32(rank)
	}
	m.unite(r)
	p := &problem{of: make([]int32, n)}
	at := make([]int32, n)
	for _, c := range order {
		p.of[c] = none
		if m.skip[c] {
			continue
		}
		root := m.find(c)
		if root == c {
			at[c] = int32(len(p.classes))
			p.classes = append(p.classes, class{high: Unbounded, unknown: &unknown{value: r.Cells[c].Value}})
		}
		p.of[c] = at[root]
		k := &p.classes[at[root]]
		k.cells = append(k.cells, c)
	}
	p.equations(r, m, at)
	return p
}

// row is an equation being written.
type row struct {
	terms  []term
	from   int32
	atMost bool
}

// sparsen writes long sums with the totals of their parts: the communes of a
// département are its EPCI, and those that no EPCI holds whole. What reads the
// same in the end is one equation; unknowns then stand in few of them.
func sparsen(rows []row, classes int) {
	order := make([]int, len(rows)) // the shortest first: they are written before they serve
	in := make([][]int32, classes)
	for i := range rows {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(len(rows[a].terms), len(rows[b].terms)), slices.CompareFunc(rows[a].terms, rows[b].terms, func(x, y term) int {
			return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.coef, y.coef))
		}))
	})
	for _, i := range order {
		if !rows[i].atMost {
			for again := true; again; {
				again = rows[i].shorten(rows, in, i)
			}
			for _, t := range rows[i].terms {
				in[t.at] = append(in[t.at], int32(i))
			}
		}
	}
}

// shorten takes another equation away from this one if all its terms but one are
// in it.
func (w *row) shorten(rows []row, in [][]int32, self int) bool {
	if len(w.terms) < 4 {
		return false
	}
	coef := make(map[int32]int64, len(w.terms))
	for _, t := range w.terms {
		coef[t.at] = t.coef
	}
	tried := map[int32]bool{}
	for _, t := range w.terms {
		for _, i := range in[t.at] {
			if tried[i] || int(i) == self {
				continue
			}
			tried[i] = true
			if by, ok := within(rows[i].terms, coef); ok {
				w.subtract(rows[i].terms, by)
				return true
			}
		}
	}
	return false
}

// within says that all the terms of an equation but one are in another, with the
// same factor.
func within(terms []term, coef map[int32]int64) (factor int64, ok bool) {
	if len(terms) < 3 {
		return 0, false
	}
	missing := 0
	for _, t := range terms {
		c := coef[t.at] * t.coef // coefficients are 1 or -1, the factor their product
		switch {
		case c == 0:
			missing++
		case c != 1 && c != -1 || factor != 0 && c != factor:
			return 0, false
		default:
			factor = c
		}
		if missing > 1 {
			return 0, false
		}
	}
	return factor, true
}

// subtract takes an equation away, so many times. Both are in order of class.
func (w *row) subtract(terms []term, times int64) {
	out := make([]term, 0, len(w.terms)+len(terms))
	for a, b := w.terms, terms; len(a)+len(b) > 0; {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].at < b[0].at:
			out, a = append(out, a[0]), a[1:]
		case len(a) == 0 || b[0].at < a[0].at:
			out, b = append(out, term{b[0].at, -times * b[0].coef}), b[1:]
		default:
			if c := a[0].coef - times*b[0].coef; c != 0 {
				out = append(out, term{a[0].at, c})
			}
			a, b = a[1:], b[1:]
		}
	}
	w.terms = out
}

// equations writes each relation once, in an order that depends on its content only.
func (p *problem) equations(r *Release, m *merger, at []int32) {
	var rows []row
	for i := range r.Relations {
		t := m.terms(&r.Relations[i])
		if len(t) == 0 {
			continue
		}
		for k := range t {
			t[k].at = at[t[k].at]
		}
		rows = append(rows, row{t, int32(i), r.Relations[i].AtMost})
	}
	sparsen(rows, len(p.classes))
	rows = slices.DeleteFunc(rows, func(w row) bool { return len(w.terms) == 0 })
	byContent := func(a, b row) int {
		if c := slices.CompareFunc(a.terms, b.terms, func(x, y term) int {
			return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.coef, y.coef))
		}); c != 0 || a.atMost == b.atMost {
			return c
		}
		if a.atMost {
			return 1
		}
		return -1
	}
	slices.SortStableFunc(rows, byContent)
	rows = slices.CompactFunc(rows, func(a, b row) bool { return byContent(a, b) == 0 })
	for _, w := range rows {
		if w.atMost {
			left := int64(0)
			for _, t := range w.terms {
				left -= t.coef * p.classes[t.at].value
			}
			w.terms = append(w.terms, term{int32(len(p.classes)), 1})
			p.classes = append(p.classes, class{high: Unbounded, slack: true, unknown: &unknown{value: left}})
		}
		for _, t := range w.terms {
			k := &p.classes[t.at]
			k.links = append(k.links, term{int32(len(p.rels)), t.coef})
		}
		p.rels = append(p.rels, rel{terms: w.terms, from: w.from})
	}
	p.rank()
}

// rank says in which order equations are mended: first those whose classes stand
// in many equations, for what they choose decides of the others; then the short ones.
func (p *problem) rank() {
	for i := range p.rels {
		r := &p.rels[i]
		sum := 0
		for _, t := range r.terms {
			sum += len(p.classes[t.at].links)
		}
		r.order = min(len(r.terms), 999) - 1000*(sum/len(r.terms))
	}
}

// hide and show keep the count of the hidden terms of each equation.
func (p *problem) hide(c int32) { p.set(c, true) }
func (p *problem) show(c int32) { p.set(c, false) }

func (p *problem) set(c int32, hidden bool) {
	k := &p.classes[c]
	if k.hidden == hidden {
		return
	}
	k.hidden = hidden
	for _, l := range k.links {
		if hidden {
			p.rels[l.at].hidden++
		} else {
			p.rels[l.at].hidden--
		}
	}
}

// cost of hiding a cell: one, and a little more for each doubling of its value,
// so that as few cells as possible are hidden, and the small ones first.
func cost(c *Cell) float64 {
	if c.Weight > 0 {
		return c.Weight
	}
	return 1 + float64(bits.Len64(uint64(max(c.Value, 0))))/4
}

// settle gives each class what its cells need under a policy.
func (p *problem) settle(r *Release, policy Policy) {
	for i := range p.classes {
		k := &p.classes[i]
		if k.slack {
			p.hide(int32(i))
			continue
		}
		k.primary = true // as long as all of it is implied
		for _, c := range k.cells {
			cell := &r.Cells[c]
			k.low = max(k.low, policy.low(cell))
			k.primary = k.primary && cell.nowhere()
		}
		for _, c := range k.cells {
			cell := &r.Cells[c]
			if sensitive := policy.sensitive(cell); cell.State != Implied || sensitive {
				k.need = k.need.most(policy.assured(cell))
				k.primary = k.primary || sensitive
			}
			k.cost += cost(cell)
			k.out = k.out || cell.State == Out
		}
		if k.primary {
			p.hide(int32(i))
		}
	}
	p.tighten()
}

// tighten raises what a reader knows of the totals: no less than their parts.
// It follows from the rest, and keeps the search out of dead ends.
func (p *problem) tighten() {
	for again, pass := true, 0; again && pass < 20; pass++ {
		again = false
		for i := range p.rels {
			total, least := none, int64(0)
			for _, t := range p.rels[i].terms {
				switch {
				case t.coef == 1:
					least += p.classes[t.at].low
				case t.coef == -1 && total == none:
					total = t.at
				default:
					total, least = none, -Unbounded
				}
			}
			if total != none && least > p.classes[total].low {
				p.classes[total].low, again = least, true
			}
		}
	}
}
