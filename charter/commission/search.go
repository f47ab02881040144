package commission

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/household"
	"github.com/fichier-unique/rules/demand/journal"
)

// Dwelling is a vacant dwelling. What is not known is left empty, and is then a
// reason to look, never one to leave somebody out.
type Dwelling struct {
	ID          string                    `json:"id"`
	Commune     string                    `json:"commune"`          // INSEE code
	Quarter     string                    `json:"quarter,omitzero"` // as the form names it
	Type        demand.DwellingType       `json:"type,omitzero"`
	Category    demand.DwellingCategory   `json:"category,omitzero"`
	Financing   household.Financing       `json:"financing,omitzero"`
	Rent        decimal.NullDecimal       `json:"rent,omitzero"`    // monthly, compared with the highest rent of the demand
	Adapted     demand.Answer             `json:"adapted,omitzero"` // to a disability
	Equipment   []demand.AdaptedEquipment `json:"equipment,omitzero"`
	GroundFloor demand.Answer             `json:"ground_floor,omitzero"`
	Lift        demand.Answer             `json:"lift,omitzero"`
	Parking     demand.Answer             `json:"parking,omitzero"`
	QPV         demand.Answer             `json:"qpv,omitzero"`   // in a priority district
	Quota       demand.Quota              `json:"quota,omitzero"` // reserved to; none or AUCUN: to nobody
}

// Candidate is a demand that might suit. It holds nothing of the channel or the
// desk it came through.
type Candidate struct {
	Demand    string         `json:"demand"` // key, given once
	Form      *demand.Form   `json:"form"`
	Status    journal.Status `json:"status"`
	Seniority demand.Date    `json:"seniority"`
	Quotas    []demand.Quota `json:"quotas,omitzero"` // eligible for; nil: not said
	// Priority is the caller's: 1 before 2, and 0, no priority, last. Reasons are
	// codes of the rules that gave it.
	Priority Priority `json:"priority,omitzero"`
	// HostsDisabled says that the household would house a disabled person.
	HostsDisabled demand.Answer `json:"hosts_disabled,omitzero"`
	// FirstQuartile says whether the household is of the poorest quarter.
	FirstQuartile household.Verdict `json:"first_quartile,omitzero"`
	// Household is the case of the ceilings, when the caller knows more than the
	// form (an invalidity card, a separation); none: it is made from the form.
	Household *household.Case `json:"household,omitzero"`
}

// Priority is a level with its reasons.
type Priority struct {
	Level   int      `json:"level,omitzero"`
	Reasons []string `json:"reasons,omitzero"`
}

// CandidateOf draws a candidate from the state of a demand.
func CandidateOf(s *journal.State) Candidate {
	c := Candidate{Demand: s.Demand, Form: &s.Form, Status: s.Status, Seniority: s.Seniority}
	for _, q := range s.Quotas {
		c.Quotas = append(c.Quotas, demand.Quota(q.Code))
	}
	return c
}

// Criterion is one key of the order of the demands kept.
type Criterion string

// The criteria. No other exists: neither the channel of a demand, nor its desk,
// nor its number, nor its place in a file is one.
const (
	ByAdapted   Criterion = "adapted"   // dwelling adapted to a disability: R.441-4
	ByPriority  Criterion = "priority"  // level given by the caller
	BySeniority Criterion = "seniority" // first deposit
)

// Criteria is the order used when the settings give none: each criterion with
// the rule that says why.
func Criteria() []Criterion { return []Criterion{ByAdapted, ByPriority, BySeniority} }

// RuleOf gives the code of the rule of a criterion; "" for one that is none.
func (c Criterion) RuleOf() string {
	switch c {
	case ByAdapted:
		return "COM-TRI-01"
	case ByPriority:
		return "COM-TRI-02"
	case BySeniority:
		return "COM-TRI-03"
	}
	return ""
}

// Size is how many persons a type of dwelling is meant for.
type Size struct {
	Type demand.DwellingType `json:"type"`
	Min  int                 `json:"min,omitzero"`
	Max  int                 `json:"max,omitzero"` // none: no upper limit
}

// Settings are the local choices.
type Settings struct {
	Ceilings *household.Table `json:"-"`              // none: those published
	Order    []Criterion      `json:"order,omitzero"` // none: Criteria
	// Sizes are the local persons per type. No text read fixes them: none by
	// default, and a household out of them is a reason to look only.
	Sizes []Size `json:"sizes,omitzero"`
	// AgedFrom is the age of an aged person for R.441-4, which does not say it.
	// None: nobody goes before another for age.
	AgedFrom int `json:"aged_from,omitzero"`
}

// Proposal is a list of demands to look at for a dwelling. It allocates nothing:
// the commission alone does, after having examined each candidacy.
type Proposal struct {
	Dwelling string      `json:"dwelling"`
	AsOf     demand.Date `json:"as_of"`
	Order    []Criterion `json:"order"`
	// Proposed is in the order of the criteria; those with the same Place are
	// equal, and listed by key. Left is listed by key.
	Proposed []Proposed    `json:"proposed"`
	Left     []Proposed    `json:"left"`
	Faults   demand.Faults `json:"faults"` // of the dwelling, the settings and the list
}

// Proposed is what was found of one demand: every reason, not the first only. A
// reason that blocks leaves the demand out, one to confirm asks somebody to look,
// the others speak for it.
type Proposed struct {
	Demand    string        `json:"demand"`
	Place     int           `json:"place,omitempty"` // from 1, the same for equals; 0: left
	Adapted   int           `json:"adapted"`         // order of R.441-4 for an adapted dwelling: 0, then 1, then 2; 0 for any other dwelling
	Priority  Priority      `json:"priority,omitzero"`
	Seniority demand.Date   `json:"seniority,omitzero"`
	Reasons   demand.Faults `json:"reasons"`
}

// Propose gives, for each demand, every reason to keep it for a vacant dwelling
// or to leave it, and puts those kept in order. It proposes, it never allocates.
func Propose(d *Dwelling, candidates []Candidate, asOf demand.Date, in Settings) Proposal {
	s := newSearch(d, asOf, in)
	out := Proposal{Dwelling: d.ID, AsOf: asOf, Order: s.order, Faults: s.faults}
	all := make([]Proposed, len(candidates))
	ends := make([]int, len(candidates))
	s.reasons = make(demand.Faults, 0, 6*len(candidates))
	kept := 0
	for i := range candidates {
		from := len(s.reasons)
		s.look(&candidates[i])
		c := &candidates[i]
		all[i] = Proposed{Demand: c.Demand, Adapted: s.tier, Priority: c.Priority, Seniority: c.Seniority}
		ends[i] = len(s.reasons)
		if !s.reasons[from:].Blocking() {
			all[i].Place = 1
			kept++
		}
	}
	from := 0
	out.Proposed, out.Left = make([]Proposed, 0, kept), make([]Proposed, 0, len(all)-kept)
	for i := range all {
		all[i].Reasons = s.reasons[from:ends[i]:ends[i]]
		from = ends[i]
		if all[i].Place > 0 {
			out.Proposed = append(out.Proposed, all[i])
		} else {
			out.Left = append(out.Left, all[i])
		}
	}
	out.sort()
	return out
}

// compare puts two demands in the order of the criteria; 0 for equals.
func (p *Proposal) compare(a, b *Proposed) int {
	for _, c := range p.Order {
		n := 0
		switch c {
		case ByAdapted:
			n = cmp.Compare(a.Adapted, b.Adapted)
		case ByPriority:
			n = cmp.Compare(a.Priority.rank(), b.Priority.rank())
		case BySeniority:
			n = cmp.Compare(rankOfDate(a.Seniority), rankOfDate(b.Seniority))
		}
		if n != 0 {
			return n
		}
	}
	return 0
}

// rank puts level 0, no priority, after every level.
func (p *Priority) rank() int {
	if p.Level <= 0 {
		return int(^uint(0) >> 1)
	}
	return p.Level
}

// rankOfDate puts an unknown seniority last.
func rankOfDate(d demand.Date) int {
	if d.IsZero() {
		return int(^uint(0) >> 1)
	}
	return d.Compare(demand.Date{})
}

func (p *Proposal) sort() {
	slices.SortFunc(p.Proposed, func(a, b Proposed) int {
		return cmp.Or(p.compare(&a, &b), cmp.Compare(a.Demand, b.Demand))
	})
	slices.SortFunc(p.Left, func(a, b Proposed) int { return cmp.Compare(a.Demand, b.Demand) })
	keys := make([]string, 0, len(p.Proposed)+len(p.Left))
	for i := range p.Proposed {
		row := &p.Proposed[i]
		row.Place = i + 1
		if i > 0 && p.compare(&p.Proposed[i-1], row) == 0 {
			row.Place = p.Proposed[i-1].Place
		}
		keys = append(keys, row.Demand)
	}
	for i := range p.Left {
		keys = append(keys, p.Left[i].Demand)
	}
	slices.Sort(keys)
	for i := 1; i < len(keys); i++ {
		if keys[i] == keys[i-1] {
			p.Faults = append(p.Faults, fault("COM-REC-32", "candidates"))
			break
		}
	}
}
