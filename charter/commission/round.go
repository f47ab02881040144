package commission

import (
	"cmp"
	"slices"

	"github.com/fichier-unique/rules/demand"
)

// Round is the candidacies for one dwelling. A Round never changes: Apply makes
// another one.
type Round []Candidacy

// sorted gives the round in order of ID: the order of entry tells nothing.
func (r Round) sorted() Round {
	out := slices.Clone(r)
	slices.SortStableFunc(out, func(a, b Candidacy) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

func (r Round) index(id string) int {
	return slices.IndexFunc(r, func(c Candidacy) bool { return c.ID == id })
}

// At gives the round as it stands on a day: see Candidacy.At.
func (r Round) At(day demand.Date) Round {
	out := make(Round, len(r))
	for i := range r {
		out[i] = r[i].At(day)
	}
	return out
}

// Ahead counts the better ranked candidacies that have not refused, kept silent
// or otherwise ended.
func (r Round) Ahead(id string) int {
	i, n := r.index(id), 0
	if i < 0 {
		return 0
	}
	for k := range r {
		if r[k].Rank > 0 && r[k].Rank < r[i].Rank && !r[k].State.Finished() {
			n++
		}
	}
	return n
}

// Next gives the candidacy the dwelling is to be offered to: the one allocated,
// else the best rank still open; false when an offer is pending or accepted, or
// nobody is left.
func (r Round) Next() (Candidacy, bool) {
	best := -1
	for i := range r {
		switch c := &r[i]; {
		case c.State.committed():
			return Candidacy{}, false
		case c.State == Allocated || c.State == Ranked:
			if best < 0 || before(c, &r[best]) {
				best = i
			}
		}
	}
	if best < 0 {
		return Candidacy{}, false
	}
	return r[best], true
}

// before puts an allocation first (it has no rank), then the ranks.
func before(a, b *Candidacy) bool {
	if a.Rank != b.Rank {
		return a.Rank < b.Rank
	}
	return a.ID < b.ID
}

// Apply makes one step of one candidacy of the round, as the function Apply
// does, and looks at the others: a dwelling is offered to one candidate at a
// time, in the order of the ranks, and let once. The signature of the lease
// tells whom to pass over.
func (r Round) Apply(id string, m Move) (Round, demand.Faults, []Effect) {
	out := r.sorted()
	i := out.index(id)
	if i < 0 {
		if m.Step != Designate {
			return out, demand.Faults{fault("COM-UNE-02", "move.candidacy")}, nil
		}
		m.Candidacy = id
		out = append(out, Candidacy{})
		i = len(out) - 1
	}
	that := out.At(m.On)
	m.Ahead = that.Ahead(id)
	if that.taken(id, m.Step) {
		return r.sorted(), demand.Faults{fault("COM-UNE-01", "move.step")}, nil
	}
	next, faults, effects := Apply(out[i], m)
	if faults.Blocking() {
		return r.sorted(), faults, nil
	}
	out[i] = next
	if next.State == Leased {
		for k := range out {
			if c := &out[k]; c.State == Ranked {
				effects = append(effects, Effect{Kind: TellNotServed, Rule: "COM-EFF-11", Candidacy: c.ID, Demand: c.Demand, On: m.On, By: TheLandlord, Rank: c.Rank})
			}
		}
	}
	return out.sorted(), faults, effects
}

// taken reports that the dwelling is offered, accepted or let to another
// candidate, or allocated to another without rank.
func (r Round) taken(id string, step Step) bool {
	switch step {
	case Offer, Accept, Sign, Allocate, Meet:
	default:
		return false
	}
	return slices.ContainsFunc(r, func(c Candidacy) bool {
		return c.ID != id && (c.State.committed() || step == Allocate && c.State == Allocated)
	})
}
