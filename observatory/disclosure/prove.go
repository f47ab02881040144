package disclosure

import "github.com/fichier-unique/rules/demand"

// prove is the audit of a release before it leaves. It takes nothing of the
// search for granted: every witness is laid out cell by cell, checked on the
// relations as they were given, and only then counted for the intervals.
func (g *guard) prove(o *Outcome) demand.Faults {
	r := g.release
	links, sums := r.layOut()
	for i := range r.Cells {
		if o.Hidden(i) {
			o.Intervals[i] = Interval{Low: r.Cells[i].Value, High: r.Cells[i].Value}
			if !r.Cells[i].stands() {
				o.Audit.Hidden++
			}
		}
	}
	seen := map[int32]bool{}
	for i := range g.witnesses {
		w := &g.witnesses[i]
		if !w.dead && g.holds(w, o, links, sums, seen) {
			g.widen(w, o)
			o.Audit.Witnesses++
		}
	}
	for i := range g.classes { // nothing more is hidden
		g.classes[i].out = g.classes[i].out || !g.classes[i].hidden
	}
	g.dealt(o, func(by []term) bool { return g.holds(&witness{by: by}, o, links, sums, seen) })
	o.Audit.Relations = len(seen)
	var out demand.Faults
	for i := range r.Cells {
		if code := g.verdict(&r.Cells[i], o.Hidden(i), o.Intervals[i]); code != "" {
			out = append(out, fault(code, r.Cells[i].ID, "cell", r.Cells[i].ID))
		}
	}
	return out
}

// verdict gives the code of what is wrong with a cell, or "".
func (g *guard) verdict(cell *Cell, hidden bool, in Interval) string {
	n, sensitive := g.policy.assured(cell), g.policy.sensitive(cell)
	switch {
	case cell.State == Implied && !sensitive:
	case !hidden && sensitive && cell.State != Out && cell.State != Veiled && cell.State != Joint:
		return "SEC-AUD-05"
	case hidden && (in.High-cell.Value < n.up || cell.Value-in.Low < n.down || in.High-in.Low < n.width):
		return "SEC-AUD-01"
	}
	return ""
}

// layOut gives the relations of each cell, and what each relation adds up to
// in the true table, parts less total.
func (r *Release) layOut() (links [][]term, sums []int64) {
	links, sums = make([][]term, len(r.Cells)), make([]int64, len(r.Relations))
	for i := range r.Relations {
		rel := &r.Relations[i]
		add := func(cell int, coef int64) {
			links[cell] = append(links[cell], term{int32(i), coef})
			sums[i] += coef * r.Cells[cell].Value
		}
		add(rel.Total, -1)
		for _, c := range rel.Parts {
			add(c, 1)
		}
		for _, c := range rel.Minus {
			add(c, -1)
		}
	}
	return links, sums
}

// holds checks that a witness gives the same publication: published cells are
// untouched, hidden ones stay within what a reader knows beforehand, and every
// relation holds.
func (g *guard) holds(w *witness, o *Outcome, links [][]term, sums []int64, seen map[int32]bool) bool {
	change := map[int32]int64{}
	for _, t := range w.by {
		for _, c := range g.classes[t.at].cells {
			cell := &g.release.Cells[c]
			if !o.Hidden(int(c)) || cell.Value+t.coef < g.policy.low(cell) {
				return false
			}
			for _, l := range links[c] {
				change[l.at] += l.coef * t.coef
			}
		}
	}
	for rel, by := range change {
		if g.release.Relations[rel].AtMost && sums[rel]+by > 0 || !g.release.Relations[rel].AtMost && by != 0 {
			return false
		}
		seen[rel] = true
	}
	return true
}

func (g *guard) widen(w *witness, o *Outcome) {
	for _, t := range w.by {
		for _, c := range g.classes[t.at].cells {
			in, v := &o.Intervals[c], g.release.Cells[c].Value
			in.Low, in.High = min(in.Low, v+t.coef), max(in.High, v+t.coef)
		}
	}
}
