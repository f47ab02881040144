package charter

import (
	"slices"
	"strings"

	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/charter/costkey"
	"github.com/fichier-unique/rules/charter/priority"
	"github.com/fichier-unique/rules/charter/scoring"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/refdata/territories"
	"github.com/fichier-unique/rules/numbering"
)

// checker gathers what is wrong in a charter.
type checker struct{ faults demand.Faults }

func (k *checker) refuse(bad bool, code, path string) {
	if bad {
		k.faults = append(k.faults, fileFault(code, path, 0))
	}
}

func (k *checker) check(c *Charter) {
	k.refuse(c.Name == "", "CHA-FIC-02", "name")
	k.refuse(c.Version == "", "CHA-FIC-02", "version")
	k.refuse(c.ValidFrom.IsZero(), "CHA-FIC-02", "valid_from")
	k.refuse(c.ValidTo.Before(c.ValidFrom), "CHA-FIC-04", "valid_to")
	k.law(c)
	k.territory(c)
	k.parties(c)
	k.mandates(c)
	k.derogations(c)
	k.rights(c)
	k.exchange(c)
	k.calendar(c)
	k.schemes(c)
}

// schemes refuses labels, quotas and a grid that their rooms refuse.
func (k *checker) schemes(c *Charter) {
	k.adopt("priorities", priority.CheckSettings(&c.Priorities))
	if verdict := priority.CheckReservations(c.Reservations, demand.Date{}, c.ValidFrom); verdict.Outcome == priority.Refused {
		for _, f := range verdict.Faults() {
			if f.Path == "" { // a sum over several agreements
				f.Path = "reservations"
			}
			k.adopt("", demand.Faults{f})
		}
	}
	if c.Scoring != nil {
		_, faults := scoring.New(*c.Scoring)
		k.adopt("scoring", faults)
	}
	for i := range c.CostKeys {
		k.adopt(at("cost_keys", i), costkey.Check(&c.CostKeys[i]))
	}
	k.adopt("retention", c.Retention.Check())
	k.adopt("access", c.Access.Check())
}

// adopt takes the blocking faults of a part of the charter.
func (k *checker) adopt(part string, faults demand.Faults) {
	for _, f := range faults {
		if f.Severity == demand.Blocking {
			f.Path = strings.Trim(part+"."+f.Path, ".")
			k.faults = append(k.faults, f)
		}
	}
}

// calendar refuses delays under the law. What only informs is left to the caller.
func (k *checker) calendar(c *Charter) {
	if c.Law != France {
		return
	}
	if c.Profile.Known() {
		k.adopt("calendar", calendar.Check(c.Calendar, c.Profile))
	}
}

func (k *checker) law(c *Charter) {
	switch c.Law {
	case France:
		k.refuse(!c.Profile.Known(), "CHA-FIC-03", "profile")
		k.refuse(len(c.Required) > 0, "CHA-LOI-02", "required")
	case Local:
		k.refuse(c.Profile != "", "CHA-FIC-03", "profile")
		k.refuse(len(c.Required) == 0, "CHA-FIC-14", "required")
	default:
		k.refuse(true, "CHA-FIC-03", "law")
	}
	for i, m := range c.Motives {
		k.refuse(!m.Known(), "CHA-LOI-03", at("motives", i))
	}
}

func (k *checker) territory(c *Charter) {
	if c.Law == France {
		for i, n := range append([]string{c.Territory.Number}, c.Territory.Others...) {
			path := "territory.number"
			if i > 0 {
				path = at("territory.others", i-1)
			}
			_, known := numbering.LookupTerritory(n)
			k.refuse(!known, "CHA-FIC-05", path)
		}
	}
	k.refuse(len(c.Territory.Departements) == 0, "CHA-FIC-06", "territory.departements")
	for i, d := range c.Territory.Departements {
		_, ok := territories.Departement(d)
		k.refuse(!ok && c.Law == France, "CHA-FIC-06", at("territory.departements", i))
	}
}

func (k *checker) parties(c *Charter) {
	ids := map[string]bool{}
	for i := range c.Parties {
		p, path := &c.Parties[i], at("parties", i)
		k.refuse(!p.Kind.Known() || p.Kind == Applicant, "CHA-FIC-07", path+".kind")
		k.refuse(p.ID == "" || ids[p.ID], "CHA-FIC-08", path+".id")
		ids[p.ID] = true
		for n, d := range p.Desks {
			k.refuse(len(d) != 5 || c.taken(i, n), "CHA-FIC-09", path+"."+at("desks", n))
		}
		k.refuse(p.To.Before(p.From), "CHA-FIC-04", path+".to")
		k.refuse(p.Title.EndsOn.Before(p.Title.SignedOn), "CHA-FIC-04", path+".title.ends_on")
		k.party(c, p, path)
	}
}

// taken reports a desk that is another partner's on a same day, or given twice:
// after a merger it may pass to the one that takes over, once the first has ended.
func (c *Charter) taken(party, desk int) bool {
	p := &c.Parties[party]
	d := p.Desks[desk]
	return slices.Contains(p.Desks[:desk], d) || slices.ContainsFunc(c.Parties[:party], func(o Party) bool {
		return slices.Contains(o.Desks, d) && meet(o.From, o.To, p.From, p.To)
	})
}

// party compares a partner with the law.
func (k *checker) party(c *Charter, p *Party, path string) {
	if c.Law == France && p.Kind == Landlord {
		k.refuse(p.OwnPublicOnly, "CHA-LOI-01", path+".own_public_only")
		k.refuse(len(p.Desks) == 0 && !c.relieved(p.ID), "CHA-LOI-01", path+".desks")
	}
	k.refuse(c.Law == France && p.Kind == SIAO && c.Profile < demand.Profile2015, "CHA-LOI-04", path+".kind")
	k.refuse(p.CollectiveAgreement && p.Kind != EPCI, "CHA-FIC-18", path+".collective_agreement")
	if p.Into != "" {
		k.refuse(c.party(p.Into) == nil || p.Into == p.ID || p.To.IsZero(), "CHA-FIC-17", path+".into")
	}
	k.places(c, p, path)
}

func (k *checker) places(c *Charter, p *Party, path string) {
	if p.Kind == Community || p.Kind == EPCI || p.Kind == SIAO {
		k.refuse(len(p.Territory) == 0, "CHA-FIC-15", path+".territory")
	}
	for i, place := range p.Territory {
		k.refuse(c.Law == France && !isPlace(place), "CHA-FIC-16", path+"."+at("territory", i))
	}
	for i, s := range p.Stock {
		k.refuse(s.Dwellings < 0 || c.Law == France && !isPlace(s.Place), "CHA-FIC-16", path+"."+at("stock", i))
	}
}

// relieved reports a landlord whose registration another does: mandate or single desk.
func (c *Charter) relieved(id string) bool {
	for i := range c.Mandates {
		if c.Mandates[i].By == id && slices.Contains(c.Mandates[i].Acts, Register) {
			return true
		}
	}
	for i := range c.Derogations {
		if slices.Contains(c.Derogations[i].Acts, Register) {
			return true
		}
	}
	return false
}

func isPlace(code string) bool {
	_, departement := territories.Departement(code)
	_, epci := territories.EPCI(code)
	_, commune := territories.Current(code)
	return departement || epci || commune
}

func (k *checker) mandates(c *Charter) {
	for i := range c.Mandates {
		m, path := &c.Mandates[i], at("mandates", i)
		k.refuse(c.party(m.By) == nil || m.By == m.To, "CHA-FIC-17", path+".by")
		k.refuse(c.party(m.To) == nil, "CHA-FIC-17", path+".to")
		k.refuse(m.End.Before(m.From), "CHA-FIC-04", path+".end")
		k.refuse(m.From.IsZero(), "CHA-FIC-02", path+".from")
		k.acts(m.Acts, path)
		k.refuse(c.cycle(m.By, m.To, map[string]bool{}), "CHA-FIC-19", path)
		k.refuse(c.Law == France && !c.entrusted(m), "CHA-LOI-10", path+".acts")
	}
}

// cycle reports whether mandates lead from a partner back to another.
func (c *Charter) cycle(target, from string, seen map[string]bool) bool {
	if from == target {
		return true
	}
	if seen[from] {
		return false
	}
	seen[from] = true
	for i := range c.Mandates {
		if c.Mandates[i].By == from && c.cycle(target, c.Mandates[i].To, seen) {
			return true
		}
	}
	return false
}

// entrusted reports a mandate the law admits: registration may be entrusted to
// another; the manager may have its own tasks done. What a landlord's commission
// decides, and what is reserved to one body, stays there.
func (c *Charter) entrusted(m *Mandate) bool {
	by := c.party(m.By)
	for _, a := range m.Acts {
		switch {
		case slices.Contains(registering, a) || a == RequestPaper || a.rank() < 0:
		case by != nil && by.Kind == Manager && actsOf(StrikeOff, Restore, ManageAccess, Erase, PublishStatistics, See, Export).has(a):
		default:
			return false
		}
	}
	return true
}

func (k *checker) acts(list []Act, path string) {
	k.refuse(len(list) == 0, "CHA-FIC-20", path+".acts")
	for i, a := range list {
		k.refuse(a.rank() < 0, "CHA-FIC-20", path+"."+at("acts", i))
	}
}

func (k *checker) derogations(c *Charter) {
	for i := range c.Derogations {
		d, path := &c.Derogations[i], at("derogations", i)
		k.refuse(c.party(d.Desk) == nil, "CHA-FIC-17", path+".desk")
		k.refuse(d.From.IsZero(), "CHA-FIC-02", path+".from")
		k.refuse(d.End.Before(d.From), "CHA-FIC-04", path+".end")
		k.refuse(!d.PublicInformed || d.Agreed.IsZero() || d.Agreed.After(d.From), "CHA-LOI-05", path)
		k.acts(d.Acts, path)
		for _, a := range d.Acts {
			k.refuse(c.Law == France && !slices.Contains(registering, a), "CHA-LOI-06", path+".acts")
			k.refuse(c.contradicted(i, a), "CHA-FIC-21", path+".acts")
		}
	}
}

// contradicted reports another derogation that reserves the act to another desk
// on a same day, or a right that gives it to somebody else.
func (c *Charter) contradicted(i int, a Act) bool {
	d := &c.Derogations[i]
	for n := range c.Derogations {
		o := &c.Derogations[n]
		if n != i && o.Desk != d.Desk && slices.Contains(o.Acts, a) && meet(d.From, d.End, o.From, o.End) {
			return true
		}
	}
	for n := range c.Rights {
		r := &c.Rights[n]
		if slices.Contains(r.Acts, a) && meet(d.From, d.End, r.From, r.End) && !slices.Contains(r.Parties, d.Desk) {
			return true
		}
	}
	return false
}

// meet reports whether two periods share a day; no end is for ever.
func meet(from, end, from2, end2 demand.Date) bool { return !end.Before(from2) && !end2.Before(from) }

// exclusive are the acts the law reserves: no charter gives them to another.
var exclusive = actsOf(StrikeOff, Examine, Allocate, Lease, ManageAccess, Erase, GiveLabel)

func (k *checker) rights(c *Charter) {
	for i := range c.Rights {
		r, path := &c.Rights[i], at("rights", i)
		k.refuse(len(r.Parties) == 0 && !r.Kind.Known(), "CHA-FIC-17", path+".kind")
		for n, id := range r.Parties {
			k.refuse(c.party(id) == nil, "CHA-FIC-17", path+"."+at("parties", n))
		}
		k.refuse(r.From.IsZero(), "CHA-FIC-02", path+".from")
		k.refuse(r.End.Before(r.From), "CHA-FIC-04", path+".end")
		k.acts(r.Acts, path)
		for _, a := range r.Acts {
			k.refuse(c.Law == France && a.bit()&exclusive != 0, "CHA-LOI-07", path+".acts")
			k.refuse(c.Law == France && a == Register, "CHA-LOI-08", path+".acts")
			k.refuse((a == See || a == Export) && strings.TrimSpace(r.Basis) == "", "CHA-LOI-09", path+".basis")
		}
	}
}

func (k *checker) exchange(c *Charter) {
	switch c.Scenario {
	case "", Integrated, Pooled, Twin:
	default:
		k.refuse(true, "CHA-FIC-22", "scenario")
	}
	k.refuse(c.Scenario == Twin && len(c.Owners) == 0, "CHA-FIC-23", "owners")
	seen := map[string]bool{}
	for i := range c.Owners {
		o, path := &c.Owners[i], at("owners", i)
		k.refuse(c.party(o.Party) == nil, "CHA-FIC-17", path+".party")
		k.refuse(seen[o.Path], "CHA-FIC-24", path+".path")
		seen[o.Path] = true
	}
	for i, id := range c.Online.Verifies {
		k.refuse(c.party(id) == nil, "CHA-FIC-17", "online."+at("verifies", i))
	}
}
