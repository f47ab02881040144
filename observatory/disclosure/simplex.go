package disclosure

import "math"

// lp is a linear programme in a dense tableau, kept small by the caller:
// maximise z·y under A y = 0, with bounds on y around the starting point 0.
// Rows begin with an artificial variable held at 0, so that the start is
// feasible and no first phase is wanted. Zeroes of the tableau are skipped: the
// matrices are made of a few 1 and -1. Products are rounded before they are added, so
// that every processor finds the same.
type lp struct {
	m, n         int
	t            []float64 // m rows of n
	z            []float64
	lo, hi, y    []float64 // by variable
	basis        []int     // variable of each row, or -1: the artificial one
	value        []float64 // of the basic variable of each row
	blo, bhi     []float64
	basic        []bool
	nonzero      []int // columns of the pivot row
	degenerate   int
	pivots, most int
	start        []float64 // the tableau after eliminate
	startBasis   []int
	dirty        []bool // rows that differ from the start
}

const (
	tiny  = 1e-9
	small = 1e-7
)

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// begin makes room for m rows and n variables.
func (p *lp) begin(m, n int) {
	p.m, p.n = m, n
	p.t = grow(p.t, m*n)
	p.z, p.lo, p.hi, p.y = grow(p.z, n), grow(p.lo, n), grow(p.hi, n), grow(p.y, n)
	p.basis, p.value, p.blo, p.bhi = grow(p.basis, m), grow(p.value, m), grow(p.blo, m), grow(p.bhi, m)
	p.basic = grow(p.basic, n)
	p.dirty = grow(p.dirty, m)
	for i := range p.basis {
		p.basis[i] = -1
	}
	p.degenerate, p.pivots = 0, 0
	p.most = 200 + 4*(m+n)
}

// aim sets what is to be maximised, from the point reached.
func (p *lp) aim(want []float64) {
	copy(p.z, want)
	for i, b := range p.basis {
		if b < 0 || want[b] == 0 {
			continue
		}
		for k, a := range p.t[i*p.n : i*p.n+p.n] {
			p.z[k] -= float64(want[b] * a)
		}
	}
	for _, b := range p.basis {
		if b >= 0 {
			p.z[b] = 0
		}
	}
	p.degenerate = 0
}

// eliminate makes a basis before the search, from the variables that order
// puts first, while everything is still at 0: the search then starts with
// hardly any artificial variable to drive out.
func (p *lp) eliminate(order func(k int) int) {
	for i := range p.m {
		best, rank := -1, 0
		for k, a := range p.t[i*p.n : i*p.n+p.n] {
			if math.Abs(a) > 0.5 {
				if r := order(k); best < 0 || r < rank {
					best, rank = k, r
				}
			}
		}
		if best >= 0 {
			p.pivot(i, best)
		}
	}
	p.start = append(p.start[:0], p.t...)
	p.startBasis = append(p.startBasis[:0], p.basis...)
	p.dirty = grow(p.dirty, p.m)
}

// restart comes back to the point 0 and to that basis.
func (p *lp) restart() {
	for i, d := range p.dirty {
		if d {
			copy(p.t[i*p.n:i*p.n+p.n], p.start[i*p.n:])
			p.dirty[i] = false
		}
	}
	copy(p.basis, p.startBasis)
	clear(p.y)
	clear(p.value)
	clear(p.basic)
	for i, k := range p.basis {
		p.blo[i], p.bhi[i] = 0, 0
		if k >= 0 {
			p.basic[k] = true
			p.blo[i], p.bhi[i] = p.lo[k], p.hi[k]
		}
	}
}

// maximise runs the simplex until no step helps, stop says so, or too many
// pivots were made. It reports that the optimum was reached.
func (p *lp) maximise(stop func() bool) bool {
	for p.pivots = 0; p.pivots < p.most; p.pivots++ {
		if stop != nil && stop() {
			return false
		}
		k := p.entering()
		if k < 0 {
			return true
		}
		if !p.step(k) {
			return false // unbounded: cannot be with the bounds given
		}
	}
	return false
}

// entering picks the variable that gains most; after many steps without gain,
// the first one that gains (Bland), which cannot turn in circles.
func (p *lp) entering() int {
	best, gain := -1, small
	for k := range p.n {
		if p.basic[k] || p.z[k] == 0 {
			continue
		}
		g := p.z[k]
		if g > 0 && p.y[k] >= p.hi[k] || g < 0 && p.y[k] <= p.lo[k] {
			continue
		}
		if g = math.Abs(g); g > gain {
			if p.degenerate > 60 {
				return k
			}
			best, gain = k, g
		}
	}
	return best
}

// step moves variable k as far as it goes and pivots.
func (p *lp) step(k int) bool {
	dir, length := 1.0, p.hi[k]-p.y[k]
	if p.z[k] < 0 {
		dir, length = -1, p.y[k]-p.lo[k]
	}
	row := p.leaving(k, dir, &length)
	if length > 1e17 {
		return false
	}
	if length > tiny {
		p.degenerate = 0
	} else {
		p.degenerate++
	}
	for i := range p.m {
		if a := p.t[i*p.n+k]; a != 0 {
			p.value[i] -= float64(a * dir * length)
		}
	}
	p.y[k] += float64(dir * length)
	if row < 0 {
		if dir > 0 {
			p.y[k] = p.hi[k]
		} else {
			p.y[k] = p.lo[k]
		}
		return true
	}
	if out := p.basis[row]; out >= 0 {
		p.basic[out] = false
		p.y[out] = p.blo[row]
		if math.Abs(p.value[row]-p.bhi[row]) < math.Abs(p.value[row]-p.blo[row]) {
			p.y[out] = p.bhi[row]
		}
	}
	p.pivot(row, k)
	return true
}

// leaving finds the row that limits the step, and shortens it. Among equals it
// takes an artificial variable, then the greatest pivot.
func (p *lp) leaving(k int, dir float64, length *float64) int {
	row, size := -1, 0.0
	for i := range p.m {
		a := p.t[i*p.n+k]
		if a == 0 {
			continue
		}
		room := p.value[i] - p.blo[i]
		if a*dir < 0 {
			room = p.bhi[i] - p.value[i]
		}
		reach := max(0, room) / math.Abs(a)
		weight := math.Abs(a)
		if p.basis[i] < 0 {
			weight += 1e3
		}
		if reach < *length-tiny || reach <= *length+tiny && weight > size {
			*length, row, size = min(reach, *length), i, weight
		}
	}
	return row
}

// pivot makes variable k basic in a row.
func (p *lp) pivot(row, k int) {
	pr := p.t[row*p.n : row*p.n+p.n]
	inv := 1 / pr[k]
	p.nonzero = p.nonzero[:0]
	for j, a := range pr {
		if a != 0 {
			pr[j] = a * inv
			p.nonzero = append(p.nonzero, j)
		}
	}
	pr[k] = 1
	for i := range p.m {
		if i == row {
			continue
		}
		r := p.t[i*p.n : i*p.n+p.n]
		if f := r[k]; f != 0 {
			p.clear(r, pr, f, k)
			p.dirty[i] = true
		}
	}
	p.dirty[row] = true
	if f := p.z[k]; f != 0 {
		p.clear(p.z, pr, f, k)
	}
	p.basis[row], p.basic[k] = k, true
	p.value[row], p.blo[row], p.bhi[row] = p.y[k], p.lo[k], p.hi[k]
}

func (p *lp) clear(r, pr []float64, f float64, k int) {
	for _, j := range p.nonzero {
		if a := r[j] - float64(f*pr[j]); math.Abs(a) > 1e-11 {
			r[j] = a
		} else {
			r[j] = 0
		}
	}
	r[k] = 0
}

// at gives the value of a variable.
func (p *lp) at(k int) float64 {
	if !p.basic[k] {
		return p.y[k]
	}
	for i, b := range p.basis {
		if b == k {
			return p.value[i]
		}
	}
	return 0
}

// values gives them all.
func (p *lp) values() []float64 {
	out := append([]float64(nil), p.y...)
	for i, b := range p.basis {
		if b >= 0 {
			out[b] = p.value[i]
		}
	}
	return out
}
