package exchange

import (
	"iter"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// Change is a demand that has changed, as a partner may see it.
type Change struct {
	Demand   string
	By       []journal.ID     // the events it does not have, in order
	State    journal.State    // only what the charter opens to the partner, without the events behind
	Form     demand.Form      // its form
	Sight    charter.Sight    // why a class of data is hidden
	Disputes []Dispute        // those the partner has to settle
	Decision charter.Decision // on the identity: whether the demand is open at all
}

// News gives a partner the demands that changed since what it knows and that the
// charter opens to it, one by one, with the fields it may see. It is for those who
// read the file without holding it: a landlord's rental base, a portal. A demand
// that was erased is told by its key and its status alone, to whoever asks, so that
// copies are erased too.
func News(c *charter.Charter, j journal.Journal, known Known, party string, day demand.Date) iter.Seq[Change] {
	return func(yield func(Change) bool) {
		for key := range j.Demands() {
			change := Change{Demand: key}
			for _, e := range j.Of(key).Events() {
				if !known.Has(e.ID) && !e.On.After(day) {
					change.By = append(change.By, e.ID)
				}
			}
			if len(change.By) == 0 {
				continue
			}
			change.look(c, j, party, day)
			if (change.Decision.Outcome == charter.Allowed || change.State.Status == journal.Deleted) && !yield(change) {
				return
			}
		}
	}
}

func (n *Change) look(c *charter.Charter, j journal.Journal, party string, day demand.Date) {
	s := Fold(c, j, n.Demand, journal.At{Day: day})
	if s.Status == journal.Deleted {
		s = journal.State{Demand: s.Demand, Day: s.Day, Profile: s.Profile, Status: s.Status}
	}
	facts := charter.FactsOf(&s.Form, nil)
	facts.Purpose, facts.Status = "allocation", s.Status
	if p, ok := c.PartyOfDesk(s.Desk, day); ok {
		facts.RegisteredBy = p.ID
	}
	n.Sight = charter.View(c, charter.Actor{Party: party}, facts, day)
	n.Decision, _ = n.Sight.Decision(charter.FieldIdentity)
	for _, d := range Disputes(c, &s) {
		if d.To == party && n.Sight.May(d.Field) {
			n.Disputes = append(n.Disputes, d)
		}
	}
	n.State = open(&n.Sight, &s)
	n.Form = n.State.Form
}

// open gives what may be seen of a state. It is made again from nothing: the events
// behind a state hold every value.
func open(sight *charter.Sight, s *journal.State) journal.State {
	out := journal.State{Demand: s.Demand, Day: s.Day, Profile: s.Profile, Status: s.Status, Form: sight.Redact(&s.Form), Merges: s.Merges, Tasks: s.Tasks, Repeated: s.Repeated, Unknown: s.Unknown}
	if sight.May(charter.FieldNumber) {
		out.Desk = s.Desk
	}
	if sight.May(charter.FieldDates) {
		out.Seniority, out.Motive, out.SubMotive, out.StruckOffOn = s.Seniority, s.Motive, s.SubMotive, s.StruckOffOn
	}
	if sight.May(charter.FieldLabels) {
		out.Labels, out.Quotas = s.Labels, s.Quotas
	}
	if sight.May(charter.FieldTreatment) {
		out.Letters = s.Letters
		for _, e := range s.Treatments {
			step := *e
			step.Set, step.Values, step.Origins, step.Unknown = journal.Paths{}, nil, nil, nil
			out.Treatments = append(out.Treatments, &step)
		}
	}
	for _, k := range s.Conflicts {
		if sight.May(charter.FieldOf(k.Path)) {
			out.Conflicts = append(out.Conflicts, k)
		}
	}
	return out
}
