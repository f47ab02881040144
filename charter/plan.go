package charter

import (
	"sync"

	"github.com/fichier-unique/rules/demand"
)

// plan holds what is heard on each act, by its rank.
type plan [len(acts)]agenda

// agenda holds the rules of an act, the facts they look at, and for a strike-off
// the rules of each motive.
type agenda struct {
	rules   []*row
	facts   factSet
	motives [motiveCount + 1][]*row // the last: of no motive of the law
}

func (a *agenda) add(r *row) {
	a.rules = append(a.rules, r)
	a.facts |= r.facts
	for i := range a.motives {
		if r.motives == 0 || r.motives&(1<<i) != 0 {
			a.motives[i] = append(a.motives[i], r)
		}
	}
}

// of gives the rules to hear: for a strike-off, those of its motive.
func (a *agenda) of(act Act, motive uint8) []*row {
	if act == StrikeOff {
		return a.motives[motiveRank(motive)]
	}
	return a.rules
}

// features are what a charter may have or not, and some rules speak of.
type features uint8

const (
	hasParties features = 1 << iota
	hasMandates
	hasDerogations
	hasRights
	hasEntry // a day from which applicants enter their demands themselves
	hasVerifiers
)

func (c *Charter) features() (f features) {
	for i, there := range [...]bool{len(c.Parties) > 0, len(c.Mandates) > 0, len(c.Derogations) > 0, len(c.Rights) > 0, !c.Online.From.IsZero(), len(c.Online.Verifies) > 0} {
		if there {
			f |= 1 << i
		}
	}
	return f
}

// standing is what the rules of a charter depend on.
type standing struct {
	law     Law
	profile demand.Profile
	has     features
}

func (c *Charter) standing() standing { return standing{c.Law, c.Profile, c.features()} }

// prepare draws up the plan of the charter as it stands.
func (c *Charter) prepare() {
	c.planned, c.plan = c.standing(), new(plan)
	for k := range rows {
		if r := &rows[k]; r.applies(c) && r.wants&^c.planned.has == 0 && r.lacks&c.planned.has == 0 {
			c.plan.add(r)
		}
	}
}

func (p *plan) add(r *row) {
	for rank, a := range acts {
		if r.acts&a.bit() != 0 {
			p[rank].add(r)
		}
	}
}

// plans are those of French law under each profile, then that of another law, for
// a charter that was not loaded, or was changed since.
var plans = sync.OnceValue(func() *[len(profiles) + 1]plan {
	out := new([len(profiles) + 1]plan)
	for i := range out {
		c := &Charter{Law: Local}
		if i < len(profiles) {
			c = &Charter{Profile: profiles[i]}
		}
		for k := range rows {
			if r := &rows[k]; r.applies(c) {
				out[i].add(r)
			}
		}
	}
	return out
})

var profiles = [...]demand.Profile{demand.Profile2000, demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017}

// agendaOf gives what is heard on an act under a charter.
func agendaOf(c *Charter, a Act) *agenda {
	p := c.plan
	if p == nil || c.planned != c.standing() {
		p = general(c)
	}
	if rank := a.rank(); p != nil && rank >= 0 {
		return &p[rank]
	}
	return &unknownAct
}

// general gives the plan of any charter of the same law and profile.
func general(c *Charter) *plan {
	all := plans()
	if c.Law == Local {
		return &all[len(profiles)]
	}
	for i := range profiles {
		if profiles[i] == c.Profile {
			return &all[i]
		}
	}
	return nil
}

// unknownAct is all there is to say of an act that is not in the list: the last row.
var unknownAct = agenda{rules: []*row{&rows[len(rows)-1]}}
