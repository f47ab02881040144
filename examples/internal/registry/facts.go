package registry

import (
	"slices"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/papers"
)

// facts gathers what the charter may look at: what the journal holds, and what
// only somebody who was there can say.
func (w *work) facts(act charter.Act) charter.Facts {
	f := charter.FactsOfState(w.charter, &w.before, w.cmd.Motive, charter.Minimum(w.charter, &w.before.Form, w.setting))
	w.said(&f)
	f.Purpose = w.purpose()
	f.Person = demand.AnswerOf(!w.agent.Program && !w.agent.isApplicant())
	if w.agent.isApplicant() {
		f.Own = demand.AnswerOf(w.agent.Demand != "" && w.agent.Demand == w.cmd.Demand || creates(act))
	}
	f.SubMotive = w.cmd.SubMotive
	if act != charter.StrikeOff {
		f.SubMotive = w.before.SubMotive
	}
	f.Label, f.Reason = w.cmd.Mark.Code, w.cmd.Treatment.Reason
	if f.Reason == "" {
		f.Reason = w.cmd.Facts.Reason
	}
	if w.due != nil && act == charter.RequestPaper {
		paper := papers.Paper(f.Paper)
		named := func(i papers.Item) bool { return i.Paper == paper }
		f.Held, f.Due = demand.AnswerOf(slices.ContainsFunc(w.due.Held, named)), demand.AnswerOf(slices.ContainsFunc(w.due.Ask, named))
	}
	w.writers(&f)
	w.candidacy(&f)
	return f
}

// purpose is what the charter calls the purpose of the access. An applicant, who
// sees its own demand, and whoever answers one, serve the allocation of a dwelling.
func (w *work) purpose() string {
	switch w.agent.Purpose {
	case access.Administering:
		return "management"
	case access.Statistics:
		return "statistics"
	}
	return "allocation"
}

// said takes what the agent says and the journal cannot know.
func (w *work) said(f *charter.Facts) {
	s := &w.cmd.Facts
	f.OwnPublic, f.Identity, f.Received, f.Presented = s.OwnPublic, s.Identity, s.Received, s.Presented
	f.Origin, f.Validated = s.Origin, s.Validated
	f.LeaseOn, f.LeaseData, f.AllocatedBy, f.RuledBy = s.LeaseOn, s.LeaseData, s.AllocatedBy, s.RuledBy
	f.CommissionOn, f.Urgent, f.Candidates, f.Exception = s.CommissionOn, s.Urgent, s.Candidates, s.Exception
	f.UnderCeiling, f.Proof, f.Hold = s.UnderCeiling, s.Proof, s.Hold
	f.Paper, f.Held, f.Due = s.Paper, s.Held, s.Due
	f.AnswerBy, f.Accepted = s.AnswerBy, s.Accepted
	if f.WarnedOn.IsZero() {
		f.WarnedOn = s.WarnedOn
	}
	if f.Delivered == demand.NotSaid && f.DeliveredOn.IsZero() {
		f.Delivered, f.DeliveredOn = s.Delivered, s.DeliveredOn
	}
}

// writers names the partners behind what the journal holds: who sent the letter,
// who struck off, whose commission ruled.
func (w *work) writers(f *charter.Facts) {
	motive := w.cmd.Motive
	if motive == demand.StrikeOffMotiveRADCON || motive == demand.StrikeOffMotiveRADIRR {
		if letter, ok := w.before.LastLetter(journal.Warning, motive); ok {
			f.SentBy = w.partyOf(w.past.Event(letter.By))
		}
	}
	for _, e := range w.past.Events() {
		switch e.Kind {
		case journal.StrikeOff:
			f.StruckOffBy = w.partyOf(e)
		case journal.Treat:
			switch t := e.Treatment; {
			case t.Step == journal.Leased:
				f.LeaseOn, f.AllocatedBy = e.On, w.partyOf(e)
			case t.Step == journal.Decided && t.Outcome == "inadmissible":
				f.RuledBy = w.partyOf(e)
			}
		}
	}
}

// partyOf is the partner of the service that wrote an event.
func (w *work) partyOf(e *journal.Event) string {
	if e == nil {
		return ""
	}
	if p, ok := w.charter.PartyOfDesk(e.Service, e.On); ok {
		return p.ID
	}
	return e.Service
}

// candidacy takes where the candidacy to a dwelling stands from its steps.
func (w *work) candidacy(f *charter.Facts) {
	name := w.cmd.Treatment.Candidacy
	if name == "" {
		return
	}
	f.Examined, f.Allocated = demand.No, demand.No
	for _, e := range w.before.Treatments {
		t := &e.Treatment
		if t.Candidacy != name {
			continue
		}
		switch t.Step {
		case journal.Examined:
			f.Examined = demand.Yes
		case journal.Decided:
			f.Examined = demand.Yes
			f.Allocated = demand.AnswerOf(slices.Contains([]string{"allocated", "ranked", "conditional"}, t.Outcome))
			f.CommissionOn = e.On
		case journal.Offered:
			f.OfferedOn, f.AnswerBy = e.On, t.Until
		case journal.Accepted:
			f.Accepted = demand.Yes
		case journal.Refused, journal.Silent:
			f.Accepted = demand.No
		}
	}
	switch w.cmd.Treatment.Step {
	case journal.Offered:
		f.AnswerBy = w.cmd.Treatment.Until
	case journal.Accepted:
		f.Accepted = demand.Yes
	case journal.Refused:
		f.Accepted = demand.No
	}
}
