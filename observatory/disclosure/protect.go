package disclosure

import (
	"cmp"
	"slices"

	"github.com/fichier-unique/rules/demand"
)

// Protect decides which cells are hidden, so that no reader comes closer to a
// hidden value than the policy allows, and audits what it decided. With a
// blocking fault there is no outcome: nothing may be published.
func Protect(r Release, policy Policy) (*Outcome, demand.Faults) {
	faults := append(policy.Check(), r.Check()...)
	if faults.Blocking() {
		return nil, faults
	}
	g := &guard{release: &r, policy: policy, prover: newProver(compile(&r, policy.zero))}
	g.settle(&r, policy)
	g.loosen(&r)
	if faults = g.refuseKnown(); faults.Blocking() {
		return nil, faults
	}
	if bad := g.secureAll(); len(bad) > 0 {
		return nil, bad
	}
	g.reveal()
	if bad := g.secureAll(); len(bad) > 0 {
		return nil, bad
	}
	return g.outcome()
}

// guard protects a release.
type guard struct {
	*prover
	release *Release
	policy  Policy
	noughts int           // that were veiled, for which a programme was wanted
	vain    int           // searches in vain for such noughts
	hard    int           // searches for a total and a column together
	harder  map[int32]int // times that something had to be hidden near a class
}

// refuseKnown finds what should be hidden and is already known: the same figure
// is out, here or in an earlier release.
func (g *guard) refuseKnown() demand.Faults {
	var out demand.Faults
	for i := range g.classes {
		k := &g.classes[i]
		if k.slack || !k.out || !k.primary {
			continue
		}
		g.show(int32(i)) // whatever is out stays out
		for _, c := range k.cells {
			if cell := &g.release.Cells[c]; cell.State != Out && g.policy.sensitive(cell) {
				out = append(out, fault("SEC-AUD-01", cell.ID, "cell", cell.ID))
				break
			}
		}
	}
	return out
}

// hiddenClasses lists the classes that are hidden and are cells, the ones that
// are hardest to protect first: the small ones, in few equations.
func (g *guard) hiddenClasses() []int32 {
	var out []int32
	for i := range g.classes {
		if k := &g.classes[i]; k.hidden && !k.slack {
			out = append(out, int32(i))
		}
	}
	slices.SortStableFunc(out, func(a, b int32) int {
		return cmp.Or(-cmp.Compare(g.classes[a].need.up, g.classes[b].need.up), cmp.Compare(a, b))
	})
	return out
}

// secureAll protects every hidden class against every reader.
func (g *guard) secureAll() demand.Faults {
	attackers := g.attackers()
	for again := true; again; {
		again = false
		if bad := g.secure(g.hiddenClasses()); len(bad) > 0 {
			return bad
		}
		for _, known := range attackers {
			before := len(g.fresh)
			var bad demand.Faults
			g.knowing(known, func(touched []int32) { bad = g.secure(touched) })
			if len(bad) > 0 {
				return bad
			}
			again = again || len(g.fresh) > before
		}
	}
	return nil
}

// secure protects classes and those it had to hide for them.
func (g *guard) secure(queue []int32) demand.Faults {
	for len(queue) > 0 {
		var left []int32
		for _, c := range queue {
			if g.waits(c) && !g.attempt(c) {
				left = append(left, c)
			}
		}
		slices.SortStableFunc(left, func(a, b int32) int { return cmp.Compare(len(g.classes[b].links), len(g.classes[a].links)) })
		for _, c := range left {
			if !g.keepAway(c) {
				id := g.release.Cells[g.classes[c].cells[0]].ID
				return demand.Faults{fault("SEC-AUD-01", id, "cell", id)}
			}
		}
		queue = slices.Clone(g.fresh[g.taken:])
		g.taken = len(g.fresh)
	}
	return nil
}

// keepAway protects a class by what is quickest first, hiding more if it must; false
// when nothing does.
func (g *guard) keepAway(c int32) bool {
	g.untie(c)
	if g.waits(c) && !g.attempt(c) && !g.veiled(c) && !g.freely(c) {
		g.ask(c)
	}
	if g.waits(c) && !(g.veiled(c) && g.tired(g.vain, many)) {
		g.follow(c)
	}
	for g.waits(c) {
		if !g.repair(c) && !g.unveil(c) {
			return false
		}
	}
	return true
}

// untie protects what a group makes without its totals, if it can be.
func (g *guard) untie(c int32) {
	if !g.tied(c) || g.attempt(c) {
		return
	}
	g.still(func() {
		for again := true; again; {
			again = g.waits(c) && g.tied(c) && g.repair(c)
		}
	})
	if g.tied(c) {
		g.alone[c] = -1 // only with the totals
	}
}

// waits says that a class is still to be protected.
func (g *guard) waits(c int32) bool {
	k := &g.classes[c]
	return k.hidden && !k.slack && !g.frozen[c] && !g.certified(c)
}

// simple is in how many equations a class may stand for the quick search to be
// asked what to hide for it, and modest what it may cost.
const (
	simple = 4
	modest = 9.0
)

// ask looks, with the quick search, for the cheapest move through cells that are
// still published, and hides these if they are few.
func (g *guard) ask(c int32) {
	if len(g.classes[c].links) > simple {
		return
	}
	n := g.classes[c].need
	var best []term
	price := modest
	g.publish = true
	for _, by := range [...]int64{max(n.up, n.width-g.down[c]), -max(n.down, n.width-g.up[c])} {
		if by > 0 && by <= g.up[c] || by <= 0 && (-by <= g.down[c] || g.up[c] < n.up) {
			continue
		}
		for first := range tries {
			if g.push(c, by, first) {
				if p, move := g.price(); p < price {
					price, best = p, move
				}
			}
		}
	}
	g.publish = false
	if best != nil {
		g.reset()
		for _, t := range best {
			g.move(t.at, t.coef)
		}
		g.keep()
	}
}

// price gives what the move costs, and a copy of it.
func (g *guard) price() (float64, []term) {
	sum := 0.0
	var move []term
	for _, c := range g.moved {
		if g.d[c] != 0 {
			if !g.classes[c].hidden {
				sum += g.classes[c].cost
			}
			move = append(move, term{c, g.d[c]})
		}
	}
	return sum, move
}

// patience is how many programmes made for others a class is tried in: it then
// waits for its own.
const patience = 2

// plans protects a class, and all that wait around it, with one programme. whole
// says that nothing that could move is outside.
func (g *guard) plans(c int32, size, fan int) (whole bool) {
	b := g.peel(g.near(c, size, fan))
	if !slices.Contains(b.vars, c) || len(b.vars)*len(b.rels) > tableau {
		return b.whole
	}
	k := g.prepare(b, g.classes[c].need)
	g.failed = lengthen(g.failed, len(g.classes))
	for _, j := range append([]int32{c}, b.vars...) {
		if !g.waits(j) || !k.has(j) || j != c && (g.failed[j] >= patience || g.certify(j)) {
			continue
		}
		g.plan(k, j, true)
		if n := g.classes[j].need; g.waits(j) && g.up[j] >= n.up {
			g.plan(k, j, false)
		}
		if g.waits(j) {
			g.failed[j]++
		}
	}
	return b.whole
}

// attackers lists what each reader knows, in classes. The only contributor of
// an amount knows it.
func (g *guard) attackers() [][]int32 {
	var out [][]int32
	add := func(cells []int) {
		var known []int32
		for _, c := range cells {
			if k := g.of[c]; k != none && !slices.Contains(known, k) {
				known = append(known, k)
			}
		}
		if len(known) > 0 {
			slices.Sort(known)
			out = append(out, known)
		}
	}
	for _, a := range g.release.Attackers {
		add(a.Knows)
	}
	for i := range g.release.Cells {
		if c := &g.release.Cells[i]; c.Amount && c.Contributors == 1 && c.State != Out {
			add([]int{i})
		}
	}
	slices.SortFunc(out, slices.Compare)
	return slices.CompactFunc(out, slices.Equal)
}

// knowing runs with some classes known to the reader: witnesses that change
// them are worth nothing to him. run gets the other classes of those witnesses.
func (g *guard) knowing(known []int32, run func(touched []int32)) {
	for _, c := range known {
		g.frozen[c] = true
	}
	killed, touched := g.kill(known)
	run(touched)
	for _, c := range known {
		g.frozen[c] = false
	}
	g.revive(killed, touched)
}

// kill sets aside the witnesses that change some classes, and works out again
// how far the others go.
func (v *prover) kill(classes []int32) (killed, touched []int32) {
	for _, c := range classes {
		for _, w := range v.used[c] {
			if v.witnesses[w.at].dead {
				continue
			}
			v.witnesses[w.at].dead = true
			killed = append(killed, w.at)
			for _, t := range v.witnesses[w.at].by {
				if t.coef == v.up[t.at] || -t.coef == v.down[t.at] {
					touched = append(touched, t.at)
				}
			}
		}
	}
	slices.Sort(touched)
	touched = slices.Compact(touched)
	for _, c := range touched {
		v.measure(c)
	}
	return killed, touched
}

// revive takes them back.
func (v *prover) revive(killed, touched []int32) {
	for _, w := range killed {
		v.witnesses[w].dead = false
	}
	for _, c := range touched {
		v.measure(c)
	}
}

// measure works out how far the witnesses of a class go.
func (v *prover) measure(c int32) {
	v.up[c], v.down[c] = 0, 0
	alone := v.alone != nil && v.alone[c] >= 0
	if alone {
		v.alone[c] = 0
	}
	for _, w := range v.used[c] {
		if !v.witnesses[w.at].dead {
			v.up[c], v.down[c] = max(v.up[c], w.coef), max(v.down[c], -w.coef)
			if alone && w.coef > v.alone[c] && v.leaves(v.witnesses[w.at].by) {
				v.alone[c] = w.coef
			}
		}
	}
}

// worth bounds the trials of reveal: a cell on which more witnesses rest is
// taken to be needed.
const worth = 60

// reveal shows again, the dearest first, what was hidden for others and is not
// needed: each cell that rested on it finds another witness.
func (g *guard) reveal() {
	var spare []int32
	for _, c := range g.hiddenClasses() {
		if !g.classes[c].primary {
			spare = append(spare, c)
		}
	}
	slices.SortStableFunc(spare, func(a, b int32) int {
		return cmp.Or(-cmp.Compare(g.classes[a].cost, g.classes[b].cost), cmp.Compare(a, b))
	})
	for _, c := range spare {
		if len(g.used[c]) > worth {
			continue
		}
		g.show(c)
		killed, touched := g.kill([]int32{c})
		if !slices.ContainsFunc(touched, func(t int32) bool {
			k := &g.classes[t]
			return k.hidden && !k.slack && !g.certify(t)
		}) {
			continue
		}
		g.hide(c)
		g.revive(killed, touched)
	}
}

// outcome gives what was decided, once the audit has passed.
func (g *guard) outcome() (*Outcome, demand.Faults) {
	o := &Outcome{Reasons: make([]Reason, len(g.release.Cells)), Intervals: make([]Interval, len(g.release.Cells)), Derived: make([]bool, len(g.release.Derived))}
	g.reasons(o)
	g.veil(o)
	shown := g.loss(o)
	for i, d := range g.release.Derived {
		o.Derived[i] = !slices.ContainsFunc(d.Of, o.Hidden)
	}
	if shown == 0 && len(g.release.Cells) > 0 {
		return nil, demand.Faults{fault("SEC-TAB-01", "")}
	}
	if bad := g.prove(o); len(bad) > 0 {
		return nil, bad
	}
	return o, nil
}

// reasons says of each cell why it is hidden, but for those of groups.
func (g *guard) reasons(o *Outcome) {
	for i, k := range g.of {
		if k == none || !g.classes[k].hidden {
			continue
		}
		o.Reasons[i] = Secondary
		if g.policy.byItself(&g.release.Cells[i]) {
			o.Reasons[i] = Primary
		}
	}
}

// loss measures what is not published, and gives how many cells are.
func (g *guard) loss(o *Outcome) (shown int) {
	for i := range g.release.Cells {
		cell := &g.release.Cells[i]
		if cell.stands() {
			continue
		}
		if cell.State != Implied && !g.policy.zero(cell) {
			o.Loss.Cells++
		}
		switch o.Reasons[i] {
		case Shown:
			shown++
		case Primary:
			o.Loss.Primary++
		default:
			o.Loss.Secondary++
			if !cell.Amount {
				o.Loss.Value += cell.Value
			}
		}
	}
	if o.Loss.Cells > 0 {
		o.Loss.Share = float64(o.Loss.Secondary) / float64(o.Loss.Cells)
	}
	return shown
}
