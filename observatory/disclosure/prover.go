package disclosure

import (
	"cmp"
	"slices"
)

// A prover looks for tables that a reader cannot tell from the true one: same
// publication, other hidden values. Each one found is a witness: it proves, for
// every cell that differs in it, that the reader cannot exclude that value.
type prover struct {
	*problem
	x         []int64 // a table that agrees with the publication: the true one, or one found
	up, down  []int64 // how far the witnesses go above and under x
	witnesses []witness
	used      [][]term // witnesses by class, with what they change of it

	// scratch of the search
	d       []int64 // the move
	moved   []int32
	rest    []int64 // what each equation lacks
	open    []int32 // equations that lack something
	frozen  []bool  // classes that may not move
	publish bool    // published classes may move too: they would have to be hidden
	loose   bool    // a class may come back on its way
	stuck   int32   // equation that stopped the last search, or none
	fresh   []int32 // classes hidden by keep
	taken   int     // of those, how many are in the queue of what is to be protected
	lp      lp
	want    []float64
	inBall  []int32 // classes and equations of the last ball bear its number
	ofBall  []int32
	balls   int32
	failed  []int32 // programmes of others in vain, by class
	able    []candidate
	totals  []int32 // hidden totals of the rows of groups
	alone   []int64 // of what a group makes: how far the witnesses go that leave these totals; -1: of no group, or in vain
}

// witness is a move from x to another table.
type witness struct {
	by   []term // class and difference
	dead bool   // uses a class that has been shown since
}

func newProver(p *problem) *prover {
	n := len(p.classes)
	v := &prover{problem: p, x: make([]int64, n), up: make([]int64, n), down: make([]int64, n), used: make([][]term, n),
		d: make([]int64, n), rest: make([]int64, len(p.rels)), frozen: make([]bool, n)}
	for i := range p.classes {
		v.x[i] = p.classes[i].value
	}
	return v
}

// reset forgets the move.
func (v *prover) reset() {
	for _, c := range v.moved {
		v.d[c] = 0
		for _, l := range v.classes[c].links {
			v.rest[l.at] = 0
		}
	}
	v.moved, v.open = v.moved[:0], v.open[:0]
}

// move adds to the difference of a class.
func (v *prover) move(c int32, by int64) {
	if v.d[c] == 0 {
		v.moved = append(v.moved, c)
	}
	v.d[c] += by
	for _, l := range v.classes[c].links {
		before := v.rest[l.at]
		v.rest[l.at] += l.coef * by
		switch {
		case before == 0:
			v.open = append(v.open, l.at)
		case v.rest[l.at] == 0:
			i := slices.Index(v.open, l.at)
			v.open[i] = v.open[len(v.open)-1]
			v.open = v.open[:len(v.open)-1]
		}
	}
}

// room is how far a class may still go in a direction.
func (v *prover) room(c int32, up bool) int64 {
	k := &v.classes[c]
	if up {
		return k.high - v.x[c] - v.d[c]
	}
	return v.x[c] + v.d[c] - k.low
}

// steps bounds a search: beyond it the simplex takes over.
const steps = 80

// push looks for a move that changes a class by an amount and leaves every
// published figure as it is, mending at each step the shortest equation that
// is wrong. first says which of the candidates of the first step is taken.
func (v *prover) push(c int32, by int64, first int) bool {
	v.reset()
	v.stuck = none
	if v.frozen[c] || v.room(c, by > 0) < max(by, -by) {
		return false
	}
	v.move(c, by)
	return v.mend(c, first)
}

// mend completes a move without touching its first class.
func (v *prover) mend(c int32, first int) bool {
	for step := 0; len(v.open) > 0; step++ {
		at := v.open[0]
		for _, r := range v.open[1:] {
			if a, b := v.rels[r].order, v.rels[at].order; a < b || a == b && r < at {
				at = r
			}
		}
		if step > 0 {
			first = 0
		}
		k, t := v.best(at, c, first)
		if k == none || step > steps {
			v.stuck = at
			return false
		}
		v.move(k, t)
	}
	return true
}

// keep records the move as a witness, and its opposite when that is one too.
// Published classes that move are hidden.
func (v *prover) keep() {
	slices.Sort(v.moved) // one that came back to nought and left again is there twice
	v.moved = slices.Compact(v.moved)
	by := make([]term, 0, len(v.moved))
	back := true
	for _, c := range v.moved {
		if v.d[c] == 0 {
			continue
		}
		if !v.classes[c].hidden {
			v.hide(c)
			v.fresh = append(v.fresh, c)
		}
		by = append(by, term{c, v.d[c]})
		k := &v.classes[c]
		back = back && v.x[c]-v.d[c] >= k.low && v.x[c]-v.d[c] <= k.high
	}
	v.record(by)
	if back {
		opposite := slices.Clone(by)
		for i := range opposite {
			opposite[i].coef = -opposite[i].coef
		}
		v.record(opposite)
	}
}

// record keeps a witness if it proves something new.
func (v *prover) record(by []term) {
	leaves := v.leaves(by)
	if !slices.ContainsFunc(by, func(t term) bool {
		return t.coef > v.up[t.at] || -t.coef > v.down[t.at] || leaves && v.alone != nil && v.alone[t.at] >= 0 && t.coef > v.alone[t.at]
	}) {
		return
	}
	id := int32(len(v.witnesses))
	v.witnesses = append(v.witnesses, witness{by: by})
	for _, t := range by {
		v.used[t.at] = append(v.used[t.at], term{id, t.coef})
		v.up[t.at], v.down[t.at] = max(v.up[t.at], t.coef), max(v.down[t.at], -t.coef)
		if leaves && v.alone != nil && v.alone[t.at] >= 0 {
			v.alone[t.at] = max(v.alone[t.at], t.coef)
		}
	}
}

// certified says that the witnesses keep the reader far enough from a class.
func (v *prover) certified(c int32) bool { return v.reaches(c, v.classes[c].need) && !v.tied(c) }

func (v *prover) reaches(c int32, n need) bool {
	return v.up[c] >= n.up && v.down[c] >= n.down && v.up[c]+v.down[c] >= n.width
}

// certify looks for the witnesses that a class needs: by the quick search, which finds
// most of them soonest, then beside the witnesses of others.
func (v *prover) certify(c int32) bool {
	if v.certified(c) || v.stay(c) && v.certified(c) {
		return true
	}
	return (v.seek(c, v.classes[c].need) || v.mate(c) || v.lift(c)) && !v.tied(c)
}

// lift takes a class up with the total of an equation of its own, which goes up as far
// already: what the other parts took of it is given to the class.
func (v *prover) lift(c int32) bool {
	k := &v.classes[c]
	by := max(k.need.up, k.need.width-v.down[c])
	if by <= v.up[c] || k.need.down > 0 || v.frozen[c] {
		return false
	}
	for _, l := range k.links {
		for _, t := range v.rels[l.at].terms {
			if t.coef != -l.coef || v.up[t.at] < by {
				continue
			}
			at := slices.IndexFunc(v.used[t.at], func(w term) bool { return w.coef >= by && !v.witnesses[w.at].dead })
			if at < 0 || !v.give(c, by, l, v.used[t.at][at].at) {
				continue
			}
			v.keep()
			return v.certified(c)
		}
	}
	return false
}

// give lays a witness out, and gives a class what other parts of an equation took in it.
func (v *prover) give(c int32, by int64, l term, witness int32) bool {
	v.reset()
	v.stuck = none
	for _, t := range v.witnesses[witness].by {
		v.move(t.at, t.coef)
	}
	by -= v.d[c]
	if by > v.room(c, true) {
		return false
	}
	v.move(c, by)
	for _, t := range v.rels[l.at].terms {
		if less := min(by, v.d[t.at]); t.at != c && t.coef == l.coef && less > 0 {
			v.move(t.at, -less)
			by -= less
		}
	}
	v.loose = true
	defer func() { v.loose = false }()
	return v.mend(c, 0)
}

// freely looks for the same witnesses by moves that may come back on their way: what
// one total gives another goes through many small counts.
func (v *prover) freely(c int32) bool {
	v.loose = true
	defer func() { v.loose = false }()
	return v.seek(c, v.classes[c].need) && !v.tied(c)
}

// mate takes a class up as another of its shortest equation went, where that is all
// it needs: most of the way is made already.
func (v *prover) mate(c int32) bool {
	k := &v.classes[c]
	by := max(k.need.up, k.need.width-v.down[c])
	if by <= v.up[c] || k.need.down > 0 || len(k.links) == 0 {
		return false
	}
	l := slices.MinFunc(k.links, func(x, y term) int { return cmp.Compare(len(v.rels[x.at].terms), len(v.rels[y.at].terms)) })
	for _, t := range v.rels[l.at].terms {
		if t.at == c || t.coef != l.coef || v.up[t.at] < by {
			continue
		}
		at := slices.IndexFunc(v.used[t.at], func(w term) bool { return w.coef >= by && !v.witnesses[w.at].dead })
		if at < 0 {
			continue
		}
		v.loose = true
		found := v.change(c, t.at, by, v.used[t.at][at].at)
		v.loose = false
		if found {
			v.keep()
		}
		return v.certified(c)
	}
	return false
}

// follow looks for a witness that takes a class up from one that takes up another
// class of the same equation: the two change places in it.
func (v *prover) follow(c int32) bool {
	n := v.classes[c].need
	by := max(n.up, n.width-v.down[c])
	if by <= v.up[c] {
		return false
	}
	v.loose = true
	defer func() { v.loose = false }()
	var mates []choice
	for _, l := range v.classes[c].links {
		for _, t := range v.rels[l.at].terms {
			if t.at != c && t.coef == l.coef && v.up[t.at] > 0 && len(v.classes[t.at].links) <= len(v.classes[c].links)+1 {
				mates = append(mates, choice{-float64(v.up[t.at]), t.at, v.up[t.at]})
			}
		}
	}
	slices.SortStableFunc(mates, func(x, y choice) int { return cmp.Or(cmp.Compare(x.score, y.score), cmp.Compare(x.class, y.class)) })
	for _, m := range mates[:min(len(mates), follows)] {
		at := slices.IndexFunc(v.used[m.class], func(w term) bool { return w.coef == m.by && !v.witnesses[w.at].dead })
		if at >= 0 && v.change(c, m.class, by, v.used[m.class][at].at) {
			v.keep()
			if v.certified(c) {
				return true
			}
		}
	}
	return false
}

// follows is how many witnesses of others are tried for a class.
const follows = 5

// change puts a class in the place of another in a witness, and mends.
func (v *prover) change(c, other int32, by int64, witness int32) bool {
	v.reset()
	v.stuck = none
	for _, t := range v.witnesses[witness].by {
		v.move(t.at, t.coef)
	}
	if v.frozen[c] {
		return false
	}
	by -= v.d[c]
	if by > v.room(c, true) || by <= 0 {
		return false
	}
	v.move(c, by)
	v.move(other, -min(by, v.d[other]))
	return v.mend(c, 0)
}

// seek looks for the witnesses that take a class so far.
func (v *prover) seek(c int32, n need) bool {
	before := int64(0)
	for _, by := range [...]int64{max(n.up, n.width-v.down[c]), n.up, -max(n.down, n.width-v.up[c]), -n.down} {
		again := by == before
		before = by
		if !again && (by > v.up[c] || -by > v.down[c]) {
			if v.push(c, by, 0) { // another first step hardly ever succeeds where the best has failed
				v.keep()
			}
			if v.reaches(c, n) {
				return true
			}
		}
	}
	// what is missing on one side may be had on the other
	if v.up[c] >= n.up && v.down[c] >= n.down {
		if by := n.width - v.up[c]; by > v.down[c] && v.push(c, -by, 0) {
			v.keep()
		}
	}
	return v.reaches(c, n)
}
