package registry

import (
	"context"
	"errors"
	"slices"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/internal/refdata/territories"
	"github.com/fichier-unique/rules/numbering"
)

// register takes a new demand in: its form, the persons who are there already,
// the charter, then the number when nothing keeps it from being given.
func register(ctx context.Context, w *work) error {
	form, err := w.newForm()
	if err != nil {
		return err
	}
	found, err := w.candidates(ctx, form, w.cmd.Distinct)
	if err != nil {
		return err
	}
	f := w.factsOfNew(form)
	if len(found) > 0 {
		switch {
		case w.agent.isApplicant():
			w.out.Likely = len(found) // shown to the desk that verifies, never to who types a name
		default:
			numbered := func(c Candidate) bool { return c.Sure && c.Number != "" }
			if i := slices.IndexFunc(found, numbered); i >= 0 {
				f.Numbered, f.Status = demand.Yes, found[i].Status
			}
		}
	}
	decision := w.decide(charter.Register, f)
	var refused *RefusedError
	switch {
	case errors.As(decision, &refused) && f.Numbered != demand.Yes:
		return decision
	case len(found) > 0 && !w.agent.isApplicant():
		return w.twins(ctx, found)
	case decision != nil:
		return decision
	}
	if err := w.create(ctx, form, journal.Create); err != nil {
		return err
	}
	if !form.Number.IsZero() {
		w.number = form.Number
		return nil
	}
	return w.numberAfter(ctx)
}

// twins refuses a demand whose persons may be in the file, and says which. It tells
// of them as a search does, and the access journal has it as one: who files a demand
// so as to learn who is in the file leaves a trace.
func (w *work) twins(ctx context.Context, found []Candidate) error {
	shown := w.shown(ctx, w.agent, found)
	if _, err := w.store.Write(ctx, &store.Act{Access: w.accessLines(w.agent, access.Search, "", "", uint64(len(shown))), At: w.now}); err != nil {
		return err
	}
	return &DuplicatesError{shown}
}

// shown takes from candidates what the charter does not open to the agent: that a
// demand is there it must know, so as not to file another; its number and what its
// persons say, only where it may see them.
func (r *Registry) shown(ctx context.Context, agent *Agent, found []Candidate) []Candidate {
	for i := range found {
		c := &found[i]
		v, err := r.look(ctx, agent, c.Demand)
		if err != nil || !v.Sight.May(charter.FieldNumber) {
			c.Number = ""
		}
		if err != nil || !v.Sight.May(charter.FieldDates) {
			c.Deposited = demand.Date{}
		}
		if err != nil || !v.Sight.May(charter.FieldIdentity) {
			for j := range c.Persons {
				c.Persons[j].French, c.Persons[j].English = "", ""
			}
		}
	}
	return found
}

// newForm is the form of a new demand, without fault.
func (w *work) newForm() (*demand.Form, error) {
	if w.cmd.Form == nil {
		return nil, ErrNoForm
	}
	form := *w.cmd.Form
	form.Desk, form.DepositedOn = w.service(), w.day
	form.RenewedOn, form.Origins = demand.Date{}, nil
	if w.agent.isApplicant() {
		form.Number, form.FormerNumbers = numbering.Number{}, nil // the file gives numbers, and finds who has one
	}
	w.online = w.cmd.Online || w.agent.isApplicant()
	if missing := demand.Registrable(&form, w.setting); missing.Has("DEM-MIN-01") || missing.Has("DEM-MIN-09") {
		return nil, &InvalidError{missing} // nobody's: what else lacks is waited for, without a number
	}
	return &form, w.check(&form)
}

// check keeps what blocks from being written, and tells the rest.
func (w *work) check(form *demand.Form) error {
	faults := demand.Validate(form, w.setting)
	if faults.Blocking() {
		return &InvalidError{faults}
	}
	w.out.Findings = append(w.out.Findings, faults...)
	return nil
}

// factsOfNew are the facts of a demand that is not in the file yet.
func (w *work) factsOfNew(form *demand.Form) charter.Facts {
	f := charter.FactsOf(form, charter.Minimum(w.charter, form, w.setting))
	w.said(&f)
	f.Numbered, f.Purpose = demand.AnswerOf(!form.Number.IsZero()), w.purpose()
	f.Person = demand.AnswerOf(!w.agent.Program && !w.agent.isApplicant())
	if w.agent.isApplicant() {
		f.Own = demand.Yes
	}
	return f
}

func (w *work) create(ctx context.Context, form *demand.Form, kind journal.Kind) error {
	e, err := w.event(ctx, w.key, kind)
	if err != nil {
		return err
	}
	if e.Receipt = w.cmd.Receipt; e.Receipt == "" {
		if e.Receipt, err = w.newKey("r"); err != nil {
			return err
		}
	}
	w.out.Receipt = e.Receipt
	e.Online, e.Number = w.online, form.Number
	e.Set, e.Values, e.Origins = journal.Given(form), form, w.origins()
	w.events = append(w.events, e)
	return nil
}

// origins says where the new values come from: the applicant, unless somebody
// says otherwise. It is the service of the agent that writes them down, and no other.
func (w *work) origins() []demand.Origin {
	if len(w.cmd.Origins) > 0 {
		out := slices.Clone(w.cmd.Origins)
		for i := range out {
			out[i].By = w.service()
		}
		return out
	}
	o := demand.Origin{Kind: demand.FromApplicant, On: w.day, By: w.service()}
	if w.cmd.Act == charter.Correct {
		o.Kind = demand.FromPaper
	}
	if w.cmd.Facts.Origin != "" {
		o.Kind, o.Validated = w.cmd.Facts.Origin, w.cmd.Facts.Validated
	}
	return []demand.Origin{o}
}

// numberAfter gives the number when the charter allows it, and says why not when
// it does not: the demand is registered all the same, its seniority runs.
func (w *work) numberAfter(ctx context.Context) error {
	err := w.giveNumber(ctx)
	var refused *RefusedError
	if errors.As(err, &refused) {
		why := refused.Decision.Explain()
		w.out.Unnumbered = &why
		s, _ := w.fold(w.key, w.past, w.today)
		for _, f := range charter.Minimum(w.charter, &s.Form, w.setting) {
			f.Severity = demand.Information // the demand is registered: what it waits for is worth knowing
			w.out.Findings = append(w.out.Findings, f)
		}
		return nil
	}
	return err
}

func issueNumber(ctx context.Context, w *work) error { return w.giveNumber(ctx) }

// giveNumber asks the charter about the demand as the events so far leave it.
func (w *work) giveNumber(ctx context.Context) error {
	s, _ := w.fold(w.key, w.past, w.today)
	f := charter.FactsOfState(w.charter, &s, "", charter.Minimum(w.charter, &s.Form, w.setting))
	w.said(&f)
	f.Purpose, f.Person = w.purpose(), demand.AnswerOf(!w.agent.Program && !w.agent.isApplicant())
	if w.agent.isApplicant() {
		f.Own = demand.Yes
	}
	if f.Identity == demand.NotSaid {
		var err error
		if f.Identity, err = w.identityHeld(ctx); err != nil {
			return err
		}
	}
	if !s.Form.Number.IsZero() && w.cmd.Act != charter.IssueNumber {
		return nil
	}
	if err := w.decide(charter.IssueNumber, f); err != nil {
		return err
	}
	n, err := w.numbers.Load().Next(ctx, w.depositOf(&s.Form), s.Desk)
	if err != nil {
		return err
	}
	e, err := w.event(ctx, w.key, journal.Number)
	if err != nil {
		return err
	}
	e.Number, w.number = n, n
	w.events = append(w.events, e)
	return nil
}

// depositOf says where and when a demand was deposited: in the territory of the
// first commune it wants, when the file numbers several.
func (w *work) depositOf(f *demand.Form) numbering.Deposit {
	on := f.DepositedOn
	out := numbering.Deposit{Territory: w.charter.Territory.Number, Year: on.Year(), Month: on.Month()}
	for _, p := range f.Wanted.Places {
		row, known := territories.Commune(p.Commune)
		if !known {
			continue
		}
		t, known := numbering.TerritoryOf(row.Departement)
		if known && slices.Contains(w.charter.Territory.Others, t.Code) {
			out.Territory = t.Code
		}
		break
	}
	return out
}

// identityHeld reports an identity paper that a desk took in and did not refuse.
func (w *work) identityHeld(ctx context.Context) (demand.Answer, error) {
	held, err := w.store.Papers(ctx, w.key)
	for _, p := range held {
		if p.Code == "identity" && !p.Refused && p.Service != "" {
			return demand.Yes, nil
		}
	}
	return demand.NotSaid, err
}

// allowedFrom asks the charter about each origin that is written.
func (w *work) allowedFrom(f charter.Facts) error {
	for _, o := range w.cmd.Origins {
		f.Origin, f.Validated = o.Kind, o.Validated
		if err := w.allowed(w.cmd.Act, f); err != nil {
			return err
		}
	}
	return nil
}

// change gives a demand the values of a form: those that differ, and that the
// agent may see. What is hidden from who writes stays as it is.
func change(kind journal.Kind) func(context.Context, *work) error {
	return func(ctx context.Context, w *work) error {
		if w.cmd.Form == nil && kind != journal.Renew {
			return ErrNoForm
		}
		f := w.facts(w.cmd.Act)
		if f.Origin == "" {
			f.Origin = w.origins()[0].Kind
		}
		if w.agent.isApplicant() {
			f.Received = demand.Yes
		}
		if err := w.allowedFrom(f); err != nil {
			return err
		}
		if err := w.decide(w.cmd.Act, f); err != nil {
			return err
		}
		e, err := w.event(ctx, w.key, kind)
		if err != nil {
			return err
		}
		if w.cmd.Form != nil {
			e.Set, e.Values, e.Origins = w.open(journal.Changed(&w.before.Form, w.cmd.Form)), w.cmd.Form, w.origins()
		}
		if kind == journal.Renew {
			if e.Receipt = w.cmd.Receipt; e.Receipt == "" {
				if e.Receipt, err = w.newKey("r"); err != nil {
					return err
				}
			}
			w.out.Receipt = e.Receipt
		} else if e.Set.IsEmpty() {
			return ErrNothing
		}
		if e.Set.IsEmpty() {
			e.Values, e.Origins = nil, nil
		}
		w.events = append(w.events, e)
		after, _ := w.fold(w.key, w.past, w.today)
		return w.check(&after.Form)
	}
}

// open keeps the paths the agent may see.
func (w *work) open(changed journal.Paths) journal.Paths {
	var out journal.Paths
	for path := range changed.All() {
		if w.sight.May(charter.FieldOf(path)) {
			out.Add(path)
		}
	}
	return out
}

// separate makes the demand of a member of the couple who files apart: the
// seniority of the first is kept for both.
func separate(ctx context.Context, w *work) error {
	first, past, _, err := w.state(ctx, w.cmd.Other, w.today)
	if err != nil {
		return err
	}
	form, err := w.newForm()
	if err != nil {
		return err
	}
	form.Number, form.FormerNumbers = numbering.Number{}, nil
	f := w.about(w.cmd.Other, first, past).facts(charter.Separate)
	if err := w.decide(charter.Separate, f); err != nil {
		return err
	}
	found, err := w.candidates(ctx, form, append([]string{w.cmd.Other}, w.cmd.Distinct...))
	if err != nil {
		return err
	}
	if len(found) > 0 && !w.agent.isApplicant() {
		return w.twins(ctx, found)
	}
	if err := w.create(ctx, form, journal.Separate); err != nil {
		return err
	}
	e := &w.events[len(w.events)-1]
	e.Other, e.Seniority, e.Case = w.cmd.Other, first.Seniority, w.cmd.Case
	return w.numberAfter(ctx)
}
