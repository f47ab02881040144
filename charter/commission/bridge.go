package commission

import (
	"cmp"
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// FromJournal gives the candidacies of a demand on a day, as its events of
// treatment tell them. An event that the law or the state of the candidacy does
// not allow changes nothing and is a fault, whose path begins with its ID. Steps
// that an event supposes (a decision supposes the examination) are understood.
//
// landlords gives the landlord of each service that records events; a service
// that is not in it stands for itself.
func FromJournal(j journal.Journal, key string, at journal.At, landlords map[string]string) ([]Candidacy, demand.Faults) {
	r := reader{landlords: landlords, at: map[string]int{}, receipts: map[string]bool{}}
	for _, e := range j.Of(key).Events() {
		if e.On.After(at.Day) {
			break // in order of effect
		}
		if at.KnownBy == 0 || e.Entered <= at.KnownBy {
			r.read(e)
		}
	}
	for i := range r.all {
		r.all[i] = r.all[i].At(at.Day)
	}
	slices.SortFunc(r.all, func(a, b Candidacy) int { return cmp.Compare(a.ID, b.ID) })
	return r.all, r.faults
}

type reader struct {
	landlords map[string]string
	all       []Candidacy
	at        map[string]int // candidacy by its key
	receipts  map[string]bool
	faults    demand.Faults
	numbered  bool
	dalo      bool
	daloUntil demand.Date
}

func (r *reader) fault(e *journal.Event, f demand.Fault) {
	f.Path = e.ID.String() + "." + f.Path
	r.faults = append(r.faults, f)
}

func (r *reader) read(e *journal.Event) {
	r.numbered = r.numbered || !e.Number.IsZero()
	switch e.Kind {
	case journal.Label:
		if e.Mark.Code == dalo {
			r.dalo, r.daloUntil = true, e.Mark.Until
		}
	case journal.Unlabel:
		r.dalo = r.dalo && e.Mark.Code != dalo
	case journal.Treat:
		if e.Receipt != "" && r.receipts[e.Receipt] {
			return // sent again
		}
		r.receipts[e.Receipt] = true
		r.treat(e)
	}
}

// dalo is the code of the label of a household recognised by the mediation commission.
const dalo = "DALO"

func (r *reader) treat(e *journal.Event) {
	m, ok := MoveOf(e)
	if !ok {
		if e.Treatment.Step == journal.Decided {
			r.fault(e, fault("COM-JOU-03", "treatment.outcome"))
		}
		return
	}
	if m.Candidacy == "" {
		r.fault(e, fault("COM-JOU-04", "treatment.candidacy"))
		return
	}
	i, seen := r.at[m.Candidacy]
	if !seen {
		i = len(r.all)
	}
	c := Candidacy{}
	if seen {
		c = r.all[i]
	}
	r.complete(&m, e)
	done := true
	for _, step := range supposed(c.State, m.Step) {
		before := m
		before.Step = step
		if c, done = r.apply(c, before, e); !done {
			break
		}
		r.fault(e, fault("COM-JOU-01", "treatment.step", string(step)))
	}
	if done {
		c, done = r.apply(c, m, e)
	}
	switch {
	case seen:
		r.all[i] = c
	case done || c.State != None:
		r.all = append(r.all, c)
		r.at[m.Candidacy] = i
	}
}

func (r *reader) apply(c Candidacy, m Move, e *journal.Event) (Candidacy, bool) {
	next, faults, _ := Apply(c, m)
	for _, f := range faults {
		if f.Code != "COM-BAI-01" { // the data of the lease come with the strike-off
			r.fault(e, f)
		}
	}
	return next, !faults.Blocking()
}

// complete adds to a move what the journal tells elsewhere, or leaves unsaid.
func (r *reader) complete(m *Move, e *journal.Event) {
	m.Numbered = r.numbered
	if landlord, ok := r.landlords[m.By]; ok {
		m.By = landlord
	}
	switch m.Step {
	case Offer:
		m.DALO = r.dalo && !e.On.After(r.daloUntil)
		if first := e.On.AddDays(OfferDays); m.Until.Compare(first) < 0 {
			m.Until = first
			r.fault(e, fault("COM-JOU-02", "treatment.until", first.French()))
		}
	case Reject, Miss, Cancel:
		if m.Reason == "" {
			m.Reason = notSaid
			r.fault(e, fault("COM-JOU-05", "treatment.reason"))
		}
	}
}

// notSaid stands for a reason that an event should have given.
const notSaid = "not_said"

// supposed lists the steps that must have been made before a step, and that a
// service often does not record.
func supposed(from State, step Step) []Step {
	var out []Step
	if from == None && step != Designate {
		out, from = append(out, Designate), Designated
	}
	if from == Designated && step.Decides() {
		out = append(out, Examine)
	}
	if from == Offered && step == Sign {
		out = append(out, Accept)
	}
	return out
}

// words pairs the steps with the events of the journal.
var words = []struct {
	step    Step
	event   journal.Step
	outcome string
}{
	{Designate, journal.Designated, ""},
	{Examine, journal.Examined, ""},
	{Allocate, journal.Decided, "allocated"},
	{Rank, journal.Decided, "ranked"},
	{Condition, journal.Decided, "conditional"},
	{Reject, journal.Decided, "not_allocated"},
	{RuleOut, journal.Decided, "inadmissible"},
	{Meet, journal.ConditionMet, ""},
	{Miss, journal.ConditionUnmet, ""},
	{Offer, journal.Offered, ""},
	{Accept, journal.Accepted, ""},
	{Refuse, journal.Refused, ""},
	{Silence, journal.Silent, ""},
	{Sign, journal.Leased, ""},
	{Withdraw, journal.Withdrawn, ""},
	{Cancel, journal.Cancelled, ""},
	{PassOver, journal.NotServed, ""},
	{Notify, journal.Notified, ""},
}

// MoveOf reads a step of a candidacy in an event; false for an event of another
// kind, or of a step that moves no candidacy (a visit, a paper). Whether the
// demand is numbered is for the caller to say.
func MoveOf(e *journal.Event) (Move, bool) {
	t := &e.Treatment
	if e.Kind != journal.Treat {
		return Move{}, false
	}
	for _, w := range words {
		if w.event == t.Step && (t.Step != journal.Decided || w.outcome == t.Outcome) {
			return Move{Step: w.step, On: e.On, Candidacy: t.Candidacy, Demand: e.Demand, Dwelling: t.Dwelling, By: e.Service, Rank: t.Rank,
				Until: t.Until, Warned: t.Warned, Reason: t.Reason, SubMotive: e.SubMotive}, true
		}
	}
	return Move{}, false
}

// EventOf writes a step of a candidacy as an event of the journal; false for a
// step that is not known. The caller gives it its ID, its author and the moment
// of entry. The data of a lease are not in it: they go with the strike-off.
func EventOf(c *Candidacy, m Move) (journal.Event, bool) {
	e := journal.Event{Demand: cmp.Or(c.Demand, m.Demand), Kind: journal.Treat, On: m.On, Service: m.By, SubMotive: m.SubMotive}
	for _, w := range words {
		if w.step == m.Step {
			e.Treatment = journal.Treatment{Step: w.event, Candidacy: cmp.Or(c.ID, m.Candidacy), Dwelling: cmp.Or(c.Dwelling, m.Dwelling), Outcome: w.outcome,
				Rank: m.Rank, Until: m.Until, Warned: m.Warned, Reason: m.Reason}
			return e, true
		}
	}
	return journal.Event{}, false
}
