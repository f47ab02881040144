package disclosure

import "slices"

// attempt certifies a class. After so many veiled noughts in vain, it looks for those
// that are left no farther than beside the witnesses of their row.
func (g *guard) attempt(c int32) bool {
	if !g.veiled(c) {
		return g.certify(c)
	}
	if g.tired(g.vain, many) {
		return g.mate(c)
	}
	done := g.certify(c)
	if !done {
		g.vain++
	}
	return done
}

// unveil shows what cannot be protected and need not be hidden: a nought that was
// hidden with those around it, a cell hidden for others. What rested on it is to be
// protected again.
func (g *guard) unveil(c int32) bool {
	k := &g.classes[c]
	if k.primary && !g.veiled(c) {
		return false
	}
	g.show(c)
	k.out = true
	_, touched := g.kill([]int32{c})
	for _, t := range touched {
		if g.waits(t) {
			g.fresh = append(g.fresh, t)
		}
	}
	return true
}

// veiled says that a class is a nought that is hidden only if it can be.
func (g *guard) veiled(c int32) bool {
	return !slices.ContainsFunc(g.classes[c].cells, func(i int32) bool { return !g.release.Cells[i].veiled() })
}

// veiled says that a cell is hidden only if it can be.
func (c *Cell) veiled() bool { return c.State == Veiled || c.State == Joint && c.Value == 0 }

// reaches are the neighbourhoods in which the simplex looks for a move, and
// tableau is how large its programme may be. Few terms of each equation and many
// equations succeed more often, and sooner, than the contrary.
var reaches = [...]struct{ size, fan int }{{150, 1000}, {400, 2}, {1200, 3}, {2500, 4}, {4000, 8}, {3000, 1000}}

const tableau = 6_000_000

// few and many bound what is done for the noughts that are only veiled: so many
// programmes, and searches in vain, for each hundred unknowns; those that are left
// then are shown. large is how many unknowns make the first neighbourhood, which is
// whole in little releases, worth nothing.
const (
	few   = 1
	many  = 10
	large = 2000
)

// tired says that so many in a hundred have been tried.
func (g *guard) tired(tried, percent int) bool { return tried*100 > percent*len(g.classes)+large }

// repair hides what costs least for a class to be protected: it looks for a
// move through what is hidden already and cells that are still published. It
// reports that something was gained.
func (g *guard) repair(c int32) bool {
	veiled := g.veiled(c)
	if veiled {
		if g.noughts++; g.tired(g.noughts, few) {
			return false
		}
	}
	for i, r := range reaches {
		if i == 0 && (len(g.classes[c].links) > simple || len(g.classes) > large) || veiled && i > 2 {
			continue
		}
		whole := g.plans(c, r.size, r.fan)
		if g.certified(c) {
			return true
		}
		if whole {
			break
		}
	}
	return !veiled && g.hideMore(c)
}

// widely looks for witnesses of a class in wider and wider neighbourhoods.
func (g *guard) widely(c int32) {
	for _, r := range reaches {
		if !g.waits(c) || g.plans(c, r.size, r.fan) {
			return
		}
	}
}

// hideMore hides cells around a class that no programme could protect: twice as
// many each time, so that a hard case ends.
func (g *guard) hideMore(c int32) bool {
	if g.harder == nil {
		g.harder = map[int32]int{}
	}
	n := 1 << min(g.harder[c], 12)
	g.harder[c]++
	for i := range n {
		if !g.hideNear(c) {
			return i > 0
		}
	}
	return true
}

// hideNear hides the cheapest cell of the equations of the class, or of those
// of its neighbours.
func (g *guard) hideNear(c int32) bool {
	best := none
	consider := func(r int32) {
		for _, t := range g.rels[r].terms {
			k := &g.classes[t.at]
			if !k.hidden && !k.out && (best == none || k.cost < g.classes[best].cost) {
				best = t.at
			}
		}
	}
	for _, l := range g.classes[c].links {
		if best == none {
			consider(l.at)
		}
	}
	if best == none {
		for _, r := range g.near(c, 400, 1000).rels {
			consider(r)
		}
	}
	if best == none {
		return false
	}
	g.hide(best)
	g.fresh = append(g.fresh, best)
	return true
}
