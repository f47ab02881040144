package disclosure

import "math"

// ball is a part of the problem around a class: some classes, and every
// equation in which they stand. What is outside does not move: a move found
// inside is a move of the whole.
type ball struct {
	vars  []int32
	rels  []int32
	whole bool // nothing that could move is tied to it outside
}

// far bounds a move: further proves nothing more.
const far = float64(Unbounded)

// optimum is how far the equations of a ball let a class go, each unknown
// within what is known of it.
func (v *prover) optimum(b ball, c int32, sign int64) (float64, bool) {
	p := &v.lp
	at := make(map[int32]int, len(b.vars))
	p.begin(len(b.rels), len(b.vars))
	for k, j := range b.vars {
		at[j] = k
		p.lo[k], p.hi[k] = float64(v.classes[j].low-v.x[j]), min(far, float64(v.classes[j].high-v.x[j]))
	}
	for i, r := range b.rels {
		for _, t := range v.rels[r].terms {
			if k, ok := at[t.at]; ok {
				p.t[i*p.n+k] = float64(t.coef)
			}
		}
	}
	p.eliminate(func(k int) int { return len(v.classes[b.vars[k]].links) })
	p.restart()
	target := at[c]
	v.want = grow(v.want, p.n)
	v.want[target] = float64(sign)
	p.aim(v.want)
	best := p.maximise(nil)
	return p.at(target), best
}

// whole puts a move found by the simplex in place. Where it is not made of
// whole numbers, it is cut to whole ones and mended.
func (v *prover) whole(b ball, y []float64, c int32) bool {
	v.reset()
	whole := true
	for k, j := range b.vars {
		by := int64(math.Round(y[k]))
		if math.Abs(y[k]-float64(by)) > small {
			whole = false
			by = int64(y[k])
			if j == c {
				by = int64(math.Round(y[k] + math.Copysign(0.5-small, y[k]))) // no less than asked
			}
		}
		if x := v.x[j] + by; by != 0 && x >= v.classes[j].low && x <= v.classes[j].high {
			v.move(j, by)
		}
	}
	return v.d[c] != 0 && (len(v.open) == 0 || !whole && v.mend(c, 0))
}

// round keeps such a move.
func (v *prover) round(b ball, y []float64, c int32) {
	if v.whole(b, y, c) {
		v.keep()
	}
}
