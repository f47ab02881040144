package matching

import "maps"

// LeastDecisions is the number of decisions of each kind, that records are the same and that they are distinct, from
// which they refine the weights of a file.
const LeastDecisions = 50

// mostLearned is how far, in bits, all decisions together may move a weight from what the file alone teaches: a
// clerk who errs, or an unusual day, changes no more than that.
const mostLearned = 1

// Lessons says what a set learned from decisions.
type Lessons struct {
	Same, Distinct int // pairs that could be learned from
	// Refined says that there were enough of both; if not, the weights are those of the file alone.
	Refined bool
}

// Refined is the set under weights refined by decisions. A decided pair is one of the pairs on which the
// weights are learned, whose class is known instead of being estimated, and counts as one pair: pairs are decided
// because they were in doubt, and must not stand for others. Pairs decided both ways, and those of records that
// the set does not hold, teach nothing. The set itself does not change, and the order of the decisions does not
// matter; pass the same decisions to [Set.ClustersUnder] on what is returned to have them obeyed too.
func (s *Set) Refined(c *Constraints, run Runner) (*Set, Lessons) {
	if c == nil {
		return s, Lessons{}
	}
	if run == nil {
		run = oneByOne
	}
	same, distinct := s.agreed(c)
	out := Lessons{Same: len(same), Distinct: len(distinct)}
	if len(same) < LeastDecisions || len(distinct) < LeastDecisions {
		return s, out
	}
	out.Refined = true
	known, kept := s.patternsOf(same), s.patternsOf(distinct)
	all, scale := s.sample(run)
	// What the file alone teaches is learned again from the same pairs, so that only the decisions make a
	// difference.
	without := all.cells(scale, 0)
	rest := maps.Clone(all)
	for _, decided := range [...]patterns{known, kept} {
		for key, n := range decided {
			if left := rest[key] - n/scale; left > 0 {
				rest[key] = left
			} else {
				delete(rest, key)
			}
		}
	}
	with := append(rest.cells(scale, 0), append(known.cells(1, decidedSame), kept.cells(1, decidedDistinct)...)...)
	before, after := *s, *s
	before.rounds(run, without)
	after.rounds(run, with)
	refined := *s
	was, is := before.model.floats(), after.model.floats()
	for i, weight := range refined.model.floats() {
		*weight += min(mostLearned, max(-mostLearned, *is[i]-*was[i]))
	}
	return &refined, out
}

// agreed gives the pairs of decisions that no other decision contradicts.
func (s *Set) agreed(c *Constraints) (same, distinct [][2]uint32) {
	together, _ := s.decided(c.Same)
	apart, _ := s.decided(c.Distinct)
	both := make(map[[2]uint32]int, len(together))
	for _, p := range together {
		both[p]++
	}
	for _, p := range apart {
		if both[p] > 0 {
			both[p]++
			continue
		}
		distinct = append(distinct, p)
	}
	for _, p := range together {
		if both[p] == 1 {
			same = append(same, p)
		}
	}
	return same, distinct
}

// patternsOf compares pairs in full.
func (s *Set) patternsOf(pairs [][2]uint32) patterns {
	out := make(patterns)
	c := newComparer(s)
	var v, w view
	var e evidence
	for _, p := range pairs {
		s.lex.open(&s.rows[p[0]], &v)
		s.lex.open(&s.rows[p[1]], &w)
		c.compare(&v, &w, &e)
		out.add(&e, s.stats.share(&v, &w))
	}
	return out
}
