package disclosure

import "slices"

// gaps closes, one after the other, the gaps of the equations between the
// values they start from. It gives the equations that stay open.
func (a *auditor) gaps() []int32 {
	var open, stay []int32
	for r := range a.rels {
		rest := int64(0)
		for _, t := range a.rels[r].terms {
			rest += t.coef * a.x[t.at]
		}
		if rest == 0 {
			continue
		}
		coef := int64(-1)
		if rest < 0 {
			coef, rest = 1, -rest
		}
		c := int32(len(a.classes))
		a.classes = append(a.classes, class{low: 0, high: rest, slack: true, hidden: true, out: true, links: []term{{int32(r), coef}}, unknown: &unknown{need: need{down: rest}}})
		a.rels[r].terms = append(a.rels[r].terms, term{c, coef})
		a.rels[r].hidden++
		a.x, a.d, a.up, a.down = append(a.x, rest), append(a.d, 0), append(a.up, 0), append(a.down, 0)
		a.used, a.frozen, a.known = append(a.used, nil), append(a.frozen, false), append(a.known, false)
		if a.alone != nil {
			a.alone = append(a.alone, -1)
		}
		open = append(open, c)
	}
	for round := range patient { // what one closes may leave room to another
		a.loose = round > 0
		all := slices.Clone(open)
		open = slices.DeleteFunc(open, func(c int32) bool { return a.close(c, round > 0, all) })
	}
	a.loose = false
	for _, c := range open {
		stay = append(stay, a.classes[c].links[0].at)
	}
	return stay
}

// patient is how many times the gaps are gone through, from the second on with the
// simplex.
const patient = 4

// close brings a gap to nought, with others that are open if it must.
func (a *auditor) close(c int32, simplex bool, open []int32) bool {
	for a.x[c] > 0 {
		done := false
		for by := a.x[c]; by > 0 && !done; by /= 2 {
			for first := range tries {
				if done = a.push(c, -by, first); done {
					break
				}
			}
		}
		if !done && simplex { // within the tables of a measure first
			others := slices.DeleteFunc(slices.Clone(open), func(o int32) bool { return o == c || a.x[o] == 0 })
			a.still(func() { done = a.program(c) || a.program(c, others...) })
			done = done || a.program(c)
		}
		if !done {
			return false
		}
		for _, m := range a.moved {
			a.x[m] += a.d[m]
			a.d[m] = 0 // it may be there twice
		}
		a.reset()
	}
	a.classes[c].high = 0
	return true
}

// program moves a gap down with the simplex in wider and wider neighbourhoods.
func (a *auditor) program(c int32, with ...int32) bool {
	for _, r := range reaches {
		b := a.near(c, r.size, r.fan, with...)
		if b = a.peel(b); !slices.Contains(b.vars, c) || len(b.vars)*len(b.rels) > tableau {
			continue
		}
		if a.direct(a.prepare(b, need{down: a.x[c]}), c) {
			return true
		}
	}
	return false
}

// direct moves a gap down with the simplex, and leaves the move in place.
func (a *auditor) direct(b *block, c int32) bool {
	p := &a.lp
	a.want = grow(a.want, p.n)
	for j, at := range b.at { // whatever other gaps may be closed at once
		if k := &a.classes[j]; k.slack && k.need.down > 0 {
			a.want[at] = -0.1
		}
	}
	a.want[b.at[c]] = -1
	p.restart()
	p.aim(a.want)
	p.maximise(nil)
	return a.whole(b.ball, p.values(), c) && a.d[c] < 0
}
