package registry

import (
	"cmp"
	"context"
	"slices"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/commission"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// acts says how each act is done: what is asked of the charter, and the events.
var acts = map[charter.Act]func(context.Context, *work) error{
	charter.Register:     register,
	charter.Separate:     separate,
	charter.Verify:       verify,
	charter.IssueNumber:  issueNumber,
	charter.Attest:       attest,
	charter.Modify:       change(journal.Modify),
	charter.Correct:      change(journal.Correct),
	charter.Renew:        change(journal.Renew),
	charter.StrikeOff:    strikeOff,
	charter.Restore:      reasoned(journal.Restore),
	charter.Reactivate:   reasoned(journal.Reactivate),
	charter.Merge:        merge(journal.Merge),
	charter.Unmerge:      merge(journal.Unmerge),
	charter.GiveLabel:    mark(journal.Label),
	charter.EndLabel:     mark(journal.Unlabel),
	charter.RequestPaper: treat,
	charter.FilePaper:    treat,
	charter.Designate:    treat,
	charter.Examine:      treat,
	charter.Allocate:     treat,
	charter.Offer:        treat,
	charter.AnswerOffer:  treat,
	charter.Lease:        treat,
	Letter:               letter,
}

// steps are the steps of the treatment that an act may write down.
var steps = map[charter.Act][]journal.Step{
	charter.RequestPaper: {journal.PaperRequested},
	charter.FilePaper:    {journal.PaperReceived},
	charter.Designate:    {journal.Designated, journal.Withdrawn, journal.Cancelled},
	charter.Examine:      {journal.Examined, journal.Visited, journal.Decided, journal.Notified},
	charter.Allocate:     {journal.Decided, journal.ConditionMet, journal.ConditionUnmet, journal.NotServed},
	charter.Offer:        {journal.Offered},
	charter.AnswerOffer:  {journal.Accepted, journal.Refused, journal.Silent, journal.Withdrawn},
	charter.Lease:        {journal.Leased},
}

// plain writes one event without anything else.
func plain(kind journal.Kind) func(context.Context, *work) error {
	return func(ctx context.Context, w *work) error {
		if err := w.decide(w.cmd.Act, w.facts(w.cmd.Act)); err != nil {
			return err
		}
		e, err := w.event(ctx, w.key, kind)
		if err != nil {
			return err
		}
		w.events = append(w.events, e)
		return nil
	}
}

// reasoned writes one event with the reason that was given.
func reasoned(kind journal.Kind) func(context.Context, *work) error {
	return func(ctx context.Context, w *work) error {
		if err := plain(kind)(ctx, w); err != nil {
			return err
		}
		w.events[len(w.events)-1].Reason = w.facts(w.cmd.Act).Reason
		return nil
	}
}

// verify takes a demand entered online as the desk saw it, and numbers it.
func verify(ctx context.Context, w *work) error {
	if err := plain(journal.Verify)(ctx, w); err != nil {
		return err
	}
	return w.numberAfter(ctx)
}

func strikeOff(ctx context.Context, w *work) error {
	f, actor := w.facts(charter.StrikeOff), w.agent.Actor
	if f.Motive == demand.StrikeOffMotiveRADABA && w.agent.isApplicant() && f.Own == demand.Yes {
		// The renunciation of the applicant is received by the service that registered
		// the demand, which strikes it off without delay.
		f.Received, actor = demand.Yes, charter.Actor{Desk: w.before.Desk}
		if len(w.charter.Parties) == 0 {
			actor = charter.Actor{Kind: charter.StateService}
		}
	}
	if err := w.decideFor(actor, charter.StrikeOff, f); err != nil {
		return err
	}
	e, err := w.event(ctx, w.key, journal.StrikeOff)
	if err != nil {
		return err
	}
	e.Motive, e.SubMotive = w.cmd.Motive, w.cmd.SubMotive
	w.events = append(w.events, e)
	return nil
}

func mark(kind journal.Kind) func(context.Context, *work) error {
	return func(ctx context.Context, w *work) error {
		if w.cmd.Mark.Code == "" {
			return ErrAct
		}
		if err := plain(kind)(ctx, w); err != nil {
			return err
		}
		e := &w.events[len(w.events)-1]
		if e.Mark = w.cmd.Mark; e.Mark.Issuer == "" {
			e.Mark.Issuer = w.agent.Actor.Party
		}
		return nil
	}
}

func treat(ctx context.Context, w *work) error {
	if !slices.Contains(steps[w.cmd.Act], w.cmd.Treatment.Step) {
		return ErrAct
	}
	if w.cmd.Act == charter.RequestPaper { // what is due and what is held, the file knows
		held, err := w.store.Papers(ctx, w.key)
		if err != nil {
			return err
		}
		due := w.dueOf(&w.before.Form, held, w.setting)
		w.due = &due
	}
	if err := plain(journal.Treat)(ctx, w); err != nil {
		return err
	}
	e := &w.events[len(w.events)-1]
	e.Treatment = w.cmd.Treatment
	if e.Treatment.Outcome == "inadmissible" {
		e.SubMotive = w.cmd.SubMotive
	}
	if _, known := commission.MoveOf(e); !known && e.Treatment.Step == journal.Decided {
		return ErrAct // a decision that does not say what was decided
	}
	return nil
}

// letter writes a letter down. Whoever may see how to reach the applicant may
// write to it.
func letter(ctx context.Context, w *work) error {
	if w.cmd.Letter == nil {
		return ErrAct
	}
	if err := w.sees(charter.FieldContact); err != nil {
		return err
	}
	return w.post(ctx, *w.cmd.Letter)
}

func (w *work) post(ctx context.Context, l journal.Dispatch) error {
	e, err := w.event(ctx, w.key, journal.Letter)
	if err != nil {
		return err
	}
	e.Dispatch = l
	w.events = append(w.events, e)
	return nil
}

// attest writes down that the attestation was handed over.
func attest(ctx context.Context, w *work) error {
	f := w.facts(charter.Attest)
	if f.Presented == "" {
		f.Presented = "registration"
		if !w.before.Form.RenewedOn.IsZero() {
			f.Presented = "renewal"
		}
	}
	if err := w.decide(charter.Attest, f); err != nil {
		return err
	}
	l := journal.Dispatch{Subject: journal.AttestationSent, Channel: journal.Handed, Sent: w.day, Received: w.day}
	if w.cmd.Letter != nil {
		l = *w.cmd.Letter
		l.Subject = journal.AttestationSent
	}
	return w.post(ctx, l)
}

// about is the same work seen from another demand.
func (w *work) about(key string, state journal.State, past journal.Journal) *work {
	of := *w
	cmd := *w.cmd
	cmd.Demand = key
	of.cmd, of.key, of.before, of.past = &cmd, key, state, past
	sight := charter.View(of.charter, of.agent.Actor, of.facts(charter.See), of.day)
	of.sight = &sight
	return &of
}

// sees refuses an agent to whom a class of data of the demand is hidden.
func (w *work) sees(field charter.Field) error {
	if d, ok := w.sight.Decision(field); ok && d.Outcome != charter.Allowed {
		return &RefusedError{d}
	}
	return nil
}

// merge writes on both demands what a clerk found: the one that stops and the one
// that goes on; or undoes it. The charter is asked about both, and who cannot see
// whose they are cannot say that they are of one person.
func merge(kind journal.Kind) func(context.Context, *work) error {
	return func(ctx context.Context, w *work) error {
		if w.cmd.Other == "" || w.cmd.Other == w.key {
			return ErrAct
		}
		second, past, seq, err := w.state(ctx, w.cmd.Other, w.today)
		if err != nil {
			return err
		}
		f := w.facts(w.cmd.Act)
		f.Distinct = w.distinct(ctx, w.key, w.cmd.Other)
		if err := w.decide(w.cmd.Act, f); err != nil {
			return err
		}
		// The other demand changes too: what is not allowed on it is not done by way of
		// the first.
		of := w.about(w.cmd.Other, second, past)
		if err := cmp.Or(w.sees(charter.FieldIdentity), of.sees(charter.FieldIdentity)); err != nil {
			return err
		}
		f = of.facts(w.cmd.Act)
		f.Distinct = w.distinct(ctx, w.key, w.cmd.Other)
		if err := of.allowed(w.cmd.Act, f); err != nil {
			return err
		}
		stops, err := w.event(ctx, w.key, kind)
		if err != nil {
			return err
		}
		goes, err := w.event(ctx, w.cmd.Other, kind)
		if err != nil {
			return err
		}
		stops.Other, goes.Other = w.cmd.Other, w.key
		if kind == journal.Merge {
			stops.Absorbed, stops.Seniority, goes.Seniority = true, second.Seniority, w.before.Seniority
		} else {
			stops.Reason, goes.Reason = f.Reason, f.Reason
		}
		w.events = append(w.events, stops, goes)
		after, _ := w.fold(w.cmd.Other, past, w.today)
		w.others = append(w.others, other{after, seq, enteredOnline(past)})
		return nil
	}
}
