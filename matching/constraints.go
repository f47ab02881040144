package matching

import (
	"cmp"
	"slices"
)

// Constraints are what persons decided of pairs of records, named by their IDs: a search obeys them.
// Records that are the same are together whatever the weights and the guards say; records that are
// distinct are never together, and are not asked about again. Where the two contradict each other, through
// a chain of the first, the records are kept apart.
type Constraints struct {
	Same     [][2]string
	Distinct [][2]string
}

// Obeyed says what became of constraints.
type Obeyed struct {
	Same, Distinct int // that were applied
	// Unknown counts the decisions about records that the set does not hold, and Broken those that records
	// are the same and that other decisions contradict.
	Unknown, Broken int
}

// ClustersUnder is [Set.ClustersWith] under the decisions of persons.
func (s *Set) ClustersUnder(c *Constraints, run Runner) (*Result, Obeyed) {
	if run == nil {
		run = oneByOne
	}
	shares := make([]*Share, compareParts)
	run(compareParts, func(i int) { shares[i] = s.Compare(i, compareParts) })
	return s.AssembleUnder(c, shares...)
}

// AssembleUnder is [Set.Assemble] under the decisions of persons.
func (s *Set) AssembleUnder(c *Constraints, shares ...*Share) (*Result, Obeyed) {
	f := newForest(s)
	var o Obeyed
	if c == nil {
		return s.assemble(f, shares), o
	}
	distinct, unknown := s.decided(c.Distinct)
	o.Unknown, o.Distinct = unknown, len(distinct)
	for _, p := range distinct {
		f.keepApart(p[0], p[1])
	}
	same, unknown := s.decided(c.Same)
	o.Unknown += unknown
	for _, p := range same {
		if f.force(p[0], p[1]) {
			o.Same++
		} else {
			o.Broken++
		}
	}
	return s.assemble(f, shares), o
}

// decided gives the rows of pairs of IDs, each pair once, in order.
func (s *Set) decided(pairs [][2]string) (rows [][2]uint32, unknown int) {
	for _, p := range pairs {
		i, known := s.Index(p[0])
		j, too := s.Index(p[1])
		if !known || !too || i == j {
			unknown++
			continue
		}
		rows = append(rows, [2]uint32{uint32(min(i, j)), uint32(max(i, j))})
	}
	slices.SortFunc(rows, func(a, b [2]uint32) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return slices.Compact(rows), unknown
}

// keepApart notes that two records are distinct. Both clusters are still one record each.
func (f *forest) keepApart(i, j uint32) {
	f.judged = true
	for _, p := range [...][2]uint32{{i, j}, {j, i}} {
		t := f.tree(p[0])
		if t.apart == nil {
			t.apart = map[uint32]bool{}
		}
		t.apart[p[1]] = true
		t.judged = []uint32{p[0]}
		f.members[p[0]] = t
	}
}

// parted reports records of two clusters that somebody decided to be distinct.
func (x *tree) parted(y *tree) bool {
	if len(x.judged) > len(y.judged) {
		x, y = y, x
	}
	return slices.ContainsFunc(x.judged, func(row uint32) bool { return y.apart[row] })
}

// force unites the clusters of two records that are the same by decision.
func (f *forest) force(i, j uint32) bool {
	p, q := f.find(i), f.find(j)
	if p == q {
		return true
	}
	x, y := f.tree(p), f.tree(q)
	if x.parted(y) {
		return false
	}
	f.unite(p, q, x, y)
	return true
}
