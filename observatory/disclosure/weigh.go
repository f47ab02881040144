package disclosure

import "math"

// choice is a class that may move, and how far.
type choice struct {
	score float64 // the lower the better
	class int32
	by    int64
}

// best picks what mends an equation at the least cost: the class and its change.
// What cannot be among the best is not weighed to the end: the most promising one is
// weighed first.
func (v *prover) best(at, target int32, rank int) (int32, int64) {
	all, hope := v.candidates(at, target)
	most := math.Inf(1)
	if rank == 0 && hope >= 0 {
		k := &all[hope]
		score, _ := v.score(k.class, k.by, k.often, most)
		most = score - k.bonus
	}
	var top [tries]choice
	n := 0
	for i := range all {
		k := &all[i]
		if n > rank {
			most = top[rank].score
		}
		score, weighed := v.score(k.class, k.by, k.often, most+k.bonus)
		if !weighed {
			continue
		}
		s := choice{score - k.bonus, k.class, k.by}
		for i := range min(n, rank+1) {
			if s.score < top[i].score {
				s, top[i] = top[i], s
			}
		}
		if n <= rank {
			top[n] = s
			n++
		}
	}
	if n <= rank {
		return none, 0
	}
	return top[rank].class, top[rank].by
}

// candidate is a class that may mend an equation: by how much at once, how often it
// would have to, and what its room is worth.
type candidate struct {
	class        int32
	by           int64
	often, bonus float64
}

// candidates lists what may mend an equation, and the rank of the one that seems to
// cost least; -1 when there is none.
func (v *prover) candidates(at, target int32) (all []candidate, hope int) {
	all, hope = v.able[:0], -1
	rest, least := v.rest[at], math.Inf(1)
	for _, t := range v.rels[at].terms {
		if t.at == target || rest%t.coef != 0 {
			continue
		}
		k := candidate{class: t.at, by: -rest / t.coef, often: 1}
		room := v.free(t.at, k.by)
		if room <= 0 {
			continue
		}
		if k.by > room || k.by < -room {
			k.often = float64(max(k.by, -k.by)) / float64(room)
			k.by = max(-room, min(room, k.by))
		}
		k.bonus = float64(0.01 * min(float64(room)/float64(max(k.by, -k.by)), 10))
		pain, gain := v.glance(t.at, k.by)
		if s := float64(pain*k.often) - gain - k.bonus; s < least {
			least, hope = s, len(all)
		}
		all = append(all, k)
	}
	v.able = all
	return all, hope
}

// free is how far a class may go in the direction of a change: not at all if it
// is published and must stay so, or has gone the other way: the search ends.
func (v *prover) free(c int32, by int64) int64 {
	k := &v.classes[c]
	if !k.hidden && (!v.publish || k.out) || v.frozen[c] || !v.loose && v.d[c] != 0 && (v.d[c] > 0) != (by > 0) {
		return 0
	}
	return v.room(c, by > 0)
}

// What an equation costs to mend, in cells: nothing can be said for sure, but
// more than nought, and much when nothing in it can move.
const (
	usual   = 0.6
	hopeful = 0.1
	dire    = 4.0
	looked  = 64 // terms looked at
)

// score weighs a change that mends an equation by so much: what must be hidden
// for it and what it costs to mend the equations it breaks, times how often it
// would have to be done, less the equations it mends. It stops, and says false, when
// that is sure to be more than most.
func (v *prover) score(c int32, by int64, often, most float64) (score float64, weighed bool) {
	pain, gain := v.glance(c, by)
	for _, l := range v.classes[c].links {
		if float64(pain*often)-gain > most+small {
			return 0, false
		}
		if v.rest[l.at] == 0 {
			pain += v.outlook(l.at, c, l.coef*by) - hopeful
		}
	}
	return float64(pain*often) - gain, true
}

// glance gives what a change costs at least, and what it gains.
func (v *prover) glance(c int32, by int64) (pain, gain float64) {
	k := &v.classes[c]
	if !k.hidden && v.d[c] == 0 {
		pain += k.cost
	}
	for _, l := range k.links {
		before, after := v.rest[l.at], v.rest[l.at]+l.coef*by
		a, b := max(after, -after), max(before, -before)
		switch {
		case before == 0:
			pain += hopeful
		case a < b:
			gain += usual * float64(b-a) / float64(b)
		default:
			pain += usual * float64(a-b) / float64(b)
		}
	}
	return pain, gain
}

// outlook guesses what an equation will cost to mend: it looks for a class that
// mends it and, at best, another one that is wrong already.
func (v *prover) outlook(at, but int32, rest int64) float64 {
	best := dire
	terms := v.rels[at].terms
	for _, t := range terms[:min(len(terms), looked)] {
		by := -rest * t.coef
		if t.at == but {
			continue
		}
		room := v.free(t.at, by)
		if room <= 0 {
			continue
		}
		s := usual
		k := &v.classes[t.at]
		if !k.hidden && v.d[t.at] == 0 {
			s += k.cost
		}
		for _, l := range k.links {
			if r := v.rest[l.at]; l.at == at {
				continue
			} else if r != 0 && (r > 0) != (l.coef*by > 0) {
				s -= usual
			} else {
				s += usual
			}
		}
		if size := max(by, -by); room < size {
			s = (s + usual) * float64(size) / float64(room)
		}
		if best = min(best, s); best <= hopeful {
			return hopeful
		}
	}
	return best
}

// tries is how many first steps are compared when something has to be hidden.
const tries = 4
