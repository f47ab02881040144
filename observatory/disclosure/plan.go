package disclosure

import (
	"cmp"
	"math"
	"slices"
)

// near gathers the classes nearest to one, hidden or that could be, through the
// shortest equations first. Of a long equation only the fan most promising
// terms are taken: those in equations already reached, then those with most room.
func (v *prover) near(c int32, size, fan int, with ...int32) ball {
	b := ball{vars: append([]int32{c}, with...), whole: true}
	v.balls++
	v.inBall, v.ofBall = lengthen(v.inBall, len(v.classes)), lengthen(v.ofBall, len(v.rels))
	for _, k := range b.vars {
		v.inBall[k] = v.balls
	}
	var found []choice
	var links []term
	for i := 0; i < len(b.vars); i++ {
		links = append(links[:0], v.classes[b.vars[i]].links...)
		slices.SortFunc(links, func(x, y term) int {
			return cmp.Or(cmp.Compare(len(v.rels[x.at].terms), len(v.rels[y.at].terms)), cmp.Compare(x.at, y.at))
		})
		for _, l := range links {
			if v.ofBall[l.at] == v.balls {
				continue
			}
			v.ofBall[l.at] = v.balls
			b.rels = append(b.rels, l.at)
			found = v.promising(l.at, found[:0])
			if len(found) > fan {
				slices.SortFunc(found, func(x, y choice) int {
					return cmp.Or(cmp.Compare(x.score, y.score), cmp.Compare(x.class, y.class))
				})
				found = found[:fan]
				b.whole = false
			}
			for _, f := range found {
				if len(b.vars) >= size {
					b.whole = false
					break
				}
				v.inBall[f.class] = v.balls
				b.vars = append(b.vars, f.class)
			}
		}
	}
	return b
}

// promising lists the terms of an equation that may move and are not in the ball
// yet, with the worth of each: the lower the better.
func (v *prover) promising(r int32, found []choice) []choice {
	for _, t := range v.rels[r].terms {
		k := &v.classes[t.at]
		if k.out && !k.hidden || v.frozen[t.at] || v.inBall[t.at] == v.balls {
			continue
		}
		s := float64(min(v.x[t.at]-k.low, 50)) / 50
		for _, l := range k.links {
			if v.ofBall[l.at] == v.balls {
				s++
			}
		}
		found = append(found, choice{-s, t.at, 0})
	}
	return found
}

func lengthen(s []int32, n int) []int32 {
	for len(s) < n {
		s = append(s, 0)
	}
	return s
}

// peel takes away what cannot move: an equation with one class left holds it.
func (v *prover) peel(b ball) ball {
	at := make(map[int32]int, len(b.rels))
	for i, r := range b.rels {
		at[r] = i
	}
	count := make([]int, len(b.rels))
	in := make(map[int32]bool, len(b.vars))
	for _, j := range b.vars {
		in[j] = true
		for _, l := range v.classes[j].links {
			count[at[l.at]]++
		}
	}
	var lone []int
	take := func(j int32) {
		delete(in, j)
		for _, l := range v.classes[j].links {
			k := at[l.at]
			if count[k]--; count[k] == 1 {
				lone = append(lone, k)
			}
		}
	}
	for i := range count {
		lone = append(lone, i)
	}
	for len(lone) > 0 {
		i := lone[len(lone)-1]
		lone = lone[:len(lone)-1]
		if count[i] == 1 {
			terms := v.rels[b.rels[i]].terms
			take(terms[slices.IndexFunc(terms, func(t term) bool { return in[t.at] })].at)
		}
	}
	out := ball{whole: b.whole}
	for _, j := range b.vars {
		if in[j] {
			out.vars = append(out.vars, j)
		}
	}
	for i, r := range b.rels {
		if count[i] > 0 {
			out.rels = append(out.rels, r)
		}
	}
	return out
}

// A block is a ball with its programme: the same tableau serves for each class
// of the ball in turn, and each search starts where the last one ended.
type block struct {
	ball
	at    map[int32]int // variable of a class
	twice []int         // variables of published classes: they move up; and down by another variable
	down  map[int]int   // that other variable
}

func (b *block) has(c int32) bool {
	_, ok := b.at[c]
	return ok
}

// prepare writes the programme of a ball.
func (v *prover) prepare(b ball, need need) *block {
	p := &v.lp
	most := float64(16 * max(need.up, need.down, need.width)) // far enough, and close enough for whole numbers
	k := &block{ball: b, at: make(map[int32]int, len(b.vars)), down: map[int]int{}}
	n := len(b.vars)
	for i, j := range b.vars {
		k.at[j] = i
		if !v.classes[j].hidden {
			k.down[i] = n + len(k.twice)
			k.twice = append(k.twice, i)
		}
	}
	p.begin(len(b.rels), n+len(k.twice))
	for i, j := range b.vars {
		p.lo[i], p.hi[i] = max(-most, float64(v.classes[j].low-v.x[j])), min(most, float64(v.classes[j].high-v.x[j]))
		if d, ok := k.down[i]; ok {
			p.hi[d], p.lo[i] = -p.lo[i], 0
		}
	}
	for i, r := range b.rels {
		for _, t := range v.rels[r].terms {
			if k, ok := k.at[t.at]; ok {
				p.t[i*p.n+k] = float64(t.coef)
			}
		}
		for e, k := range k.twice {
			p.t[i*p.n+n+e] = -p.t[i*p.n+k]
		}
	}
	p.eliminate(func(i int) int {
		if i >= n {
			return math.MaxInt
		}
		j := &v.classes[b.vars[i]]
		rank := len(j.links)
		if !j.hidden {
			rank += 200
		}
		if p.lo[i] == 0 || p.hi[i] == 0 {
			rank += 100
		}
		return rank
	})
	return k
}

// plan looks, with the simplex, for a move that takes a class as far as it
// needs, hiding as little as it can: a published cell costs what hiding it
// loses, by unit of change.
func (v *prover) plan(b *block, c int32, up bool) {
	p := &v.lp
	want := grow(v.want, p.n)
	v.want = want
	for i, j := range b.twice {
		if k := &v.classes[b.vars[j]]; !k.hidden {
			want[j] = -k.cost / float64(v.classes[c].need.width+1)
			want[len(b.vars)+i] = want[j]
		}
	}
	target, n := b.at[c], v.classes[c].need
	enough := float64(max(n.up, n.width-v.down[c]))
	want[target] = 1e4
	if !up {
		enough = float64(max(n.down, n.width-v.up[c]))
		want[target] = -1e4
	}
	for attempt := range attempts {
		p.restart()
		p.aim(want)
		p.maximise(func() bool {
			return attempt%2 == 0 && math.Abs(p.at(target)) >= enough-small && (p.at(target) > 0) == up
		})
		y := p.values()
		for _, k := range b.twice {
			y[k] -= y[b.down[k]]
		}
		v.publish = true
		v.round(b.ball, y, c)
		v.publish = false
		if math.Abs(p.at(target)) < enough-small || up && v.up[c] >= int64(enough) || !up && v.down[c] >= int64(enough) {
			return // it cannot go so far, or it does
		}
		if attempt%2 == 1 {
			lean(want, len(b.vars), target, attempt)
		}
	}
}

// attempts is how many points are tried when they are not whole: the first that
// is far enough, the farthest, and others on their way.
const attempts = 6

// lean pushes every variable a little to one side, another one each time, so
// that another of the points of equal worth is found.
func lean(want []float64, n, target, attempt int) {
	for k := range n {
		if k != target {
			want[k] += float64((k*7919+attempt*104729)%17-8) / 10
		}
	}
}
