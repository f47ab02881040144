package disclosure

import (
	"slices"

	"github.com/fichier-unique/rules/demand"
)

// Group is some rows whose counts are all hidden and which only their sums tie to the
// rest: small communes of an EPCI. Its demands are as many lots to be dealt to the
// rows: any deal that leaves the totals of the rows and what the rows make together
// in each column agrees with all that is published. The counts of the group need no
// unknown of their own: of k demands of a column among n of the group, a row of t has
// from max(0, k+t-n) to min(k, t).
//
// The rows of an EPCI that is small itself, and of others like it, make one group with
// its own: the demands are then dealt to communes, and the count of an EPCI is theirs.
//
// Whoever makes a group vouches that no relation but those of its columns ties its
// counts, or only such as hold of demands one by one, and then between the columns.
type Group struct {
	Whole   []int   // the totals that are together the demands of the group
	Rows    []int   // the total of each row
	Columns []int   // what the rows make together in each column, of State Joint
	Inner   [][]int // the counts, by row and column: hidden, noughts among them ([Cell.Nought]), in no relation
}

// inside marks the counts of the groups.
func (r *Release) inside() []bool {
	out := make([]bool, len(r.Cells))
	for i := range r.Groups {
		for _, row := range r.Groups[i].Inner {
			for _, c := range row {
				out[c] = true
			}
		}
	}
	return out
}

// checkGroups says what makes groups unfit for a reader too, who has not their counts.
func (r *Release) checkGroups() demand.Faults {
	var out demand.Faults
	for i := range r.Groups {
		g := &r.Groups[i]
		lists := append([][]int{g.Columns}, g.Inner...)
		bad := r.checkRanks("groupe", lists...)
		if bad = append(bad, append(r.checkRanks("groupe", g.Rows), r.checkRanks("groupe", g.Whole)...)...); len(bad) > 0 {
			return bad
		}
		if cell := r.checkShape(g); cell != "" {
			out = append(out, fault("SEC-GRO-01", cell, "cell", cell))
		}
	}
	inside := r.inside()
	for i := range r.Relations {
		rel := &r.Relations[i]
		for _, c := range slices.Concat([]int{rel.Total}, rel.Parts, rel.Minus) {
			if c >= 0 && c < len(inside) && inside[c] {
				out = append(out, fault("SEC-GRO-01", r.Cells[c].ID, "cell", r.Cells[c].ID))
			}
		}
	}
	return out
}

// checkShape gives what is missing of a group, or cannot be dealt: a count that is
// published, or of which a reader knows that it is no nought; or "".
func (r *Release) checkShape(g *Group) string {
	if len(g.Inner) != len(g.Rows) || slices.ContainsFunc(g.Inner, func(row []int) bool { return len(row) != len(g.Columns) }) {
		if len(g.Rows) == 0 {
			return "?"
		}
		return r.Cells[g.Rows[0]].ID
	}
	for _, row := range g.Inner {
		for _, c := range row {
			if cell := &r.Cells[c]; cell.State == Out || !cell.Nought {
				return cell.ID
			}
		}
	}
	return ""
}

// checkDeals says which counts of groups are not a deal of their demands.
func (r *Release) checkDeals() demand.Faults {
	var out demand.Faults
	for i := range r.Groups {
		if cell := r.checkDeal(&r.Groups[i]); cell != "" {
			out = append(out, fault("SEC-GRO-01", cell, "cell", cell))
		}
	}
	return out
}

// checkDeal gives a count of a group that is more, or less, than could be dealt, or "".
func (r *Release) checkDeal(g *Group) string {
	whole := int64(0)
	for _, c := range g.Whole {
		whole += r.Cells[c].Value
	}
	for k, row := range g.Inner {
		total := r.Cells[g.Rows[k]].Value
		for j, c := range row {
			if v, column := r.Cells[c].Value, r.Cells[g.Columns[j]].Value; v > min(total, column) || v < column+total-whole {
				return r.Cells[c].ID
			}
		}
	}
	return ""
}

// loosen says which unknowns are made by a group of which totals are hidden: how far
// they go by themselves is wanted, for a reader to believe of a row that its total and
// its count in a column are both large.
func (v *prover) loosen(r *Release) {
	if len(r.Groups) == 0 {
		return
	}
	v.alone = make([]int64, len(v.classes))
	for i := range v.alone {
		v.alone[i] = -1
	}
	columns := v.makers(r)
	for i := range r.Cells { // what hidden totals make together
		if k := v.of[i]; k != none && r.Cells[i].State == Free && !columns[i] {
			v.totals = append(v.totals, k)
		}
	}
	slices.Sort(v.totals)
	v.totals = slices.Compact(v.totals)
	for _, k := range v.totals {
		v.alone[k] = -1 // a column that is all there is
	}
}

// makers gathers the hidden totals of the groups, and gives their columns.
func (v *prover) makers(r *Release) map[int]bool {
	columns := map[int]bool{}
	for i := range r.Groups {
		g, some := &r.Groups[i], false
		for _, c := range g.Rows {
			if k := v.of[c]; k != none && v.classes[k].hidden {
				some = true
				v.totals = append(v.totals, k)
			}
		}
		for _, c := range g.Columns {
			columns[c] = true
			if k := v.of[c]; k != none && some {
				v.alone[k] = 0
			}
		}
	}
	return columns
}

// tied says that an unknown made by a group does not go up far enough by itself.
func (v *prover) tied(c int32) bool {
	return v.alone != nil && v.alone[c] >= 0 && v.alone[c] < v.classes[c].need.up
}

// leaves says that a move leaves the hidden totals of groups as they are.
func (v *prover) leaves(by []term) bool {
	return v.alone != nil && !slices.ContainsFunc(by, func(t term) bool { _, ok := slices.BinarySearch(v.totals, t.at); return ok })
}

// still runs with the hidden totals of groups held as they are.
func (v *prover) still(run func()) {
	var held []int32
	for _, c := range v.totals {
		if !v.frozen[c] {
			v.frozen[c] = true
			held = append(held, c)
		}
	}
	run()
	for _, c := range held {
		v.frozen[c] = false
	}
}

// stay looks for a witness that takes up what a group makes, and leaves the totals.
func (v *prover) stay(c int32) (found bool) {
	if !v.tied(c) {
		return false
	}
	v.still(func() {
		for _, loose := range [...]bool{false, true} {
			v.loose = loose
			if found = v.push(c, v.classes[c].need.up, 0); found {
				break
			}
		}
		v.loose = false
		if found {
			v.keep()
		}
	})
	return found
}
