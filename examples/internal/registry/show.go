package registry

import (
	"context"
	"slices"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/charter/commission"
	"github.com/fichier-unique/rules/charter/exchange"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/papers"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/numbering"
)

// View is a demand as somebody may see it, at a moment.
type View struct {
	Demand  string
	Seq     int64            // to be given back as Command.Seen
	Charter *charter.Charter // in force today
	State   journal.State    // the form holds only what is open; Treatments, Labels and Letters are there if they are
	Sight   charter.Sight    // what is hidden, and why
	Form    demand.Form      // that of the state
	Dates   calendar.Dates   // deadlines, each with its rule or the reason why there is none
	Dated   bool             // there are dates: the demand runs, or was struck off
	Stale   []string         // paths given a year ago or more: to look at again when renewing
	Due     papers.List      // papers to ask for at instruction, those held already
	Held    []store.Paper    // documents, without their bodies
	Lacking demand.Faults    // what instruction still needs
	GoesOn  string           // the demand that goes on in place of this one, when it was merged
	Likely  []Candidate      // demands that may be of the same persons: for desks, when the demand is to be verified

	full    journal.State
	journal journal.Journal
}

// History gives the events of the demand, in order, when its origins are open.
func (v *View) History() []*journal.Event {
	if !v.Sight.May(charter.FieldOrigins) {
		return nil
	}
	var out []*journal.Event
	for _, e := range v.journal.Events() {
		out = append(out, e)
	}
	return out
}

// Candidacies gives where the demand stands before the commissions, when its
// treatment is open.
func (v *View) Candidacies() []commission.Candidacy {
	if !v.Sight.May(charter.FieldTreatment) {
		return nil
	}
	landlords := map[string]string{}
	for i := range v.Charter.Parties {
		for _, desk := range v.Charter.Parties[i].Desks {
			landlords[desk] = v.Charter.Parties[i].ID
		}
	}
	all, _ := commission.FromJournal(v.journal, v.Demand, journal.At{Day: v.full.Day}, landlords)
	return all
}

// May asks the charter whether the viewer may do an act now, as far as the
// journal tells; what only a person can say is missing from the answer.
func (r *Registry) May(v *View, agent Agent, act charter.Act, said charter.Facts) charter.Decision {
	return r.Ask(v, agent, Command{Act: act, Facts: said})
}

// Ask is May for a command with all that comes with it: motive, label, candidacy.
// Nothing is done.
func (r *Registry) Ask(v *View, agent Agent, cmd Command) charter.Decision {
	cmd.Demand = v.Demand
	w := r.workOn(&agent, &cmd, v.Charter, r.Today())
	w.past, w.before = v.journal, v.full
	if v.Sight.May(charter.FieldPapers) {
		w.due = &v.Due
	}
	return charter.Decide(v.Charter, agent.Actor, cmd.Act, w.facts(cmd.Act), w.day)
}

// Show gives a demand as the charter opens it to an agent, and writes to the
// access journal that it was shown. Nothing open is a RefusedError.
func (r *Registry) Show(ctx context.Context, agent Agent, key string) (View, error) {
	if err := agent.Holds(access.Consult); err != nil {
		return View{}, err
	}
	v, err := r.look(ctx, &agent, key)
	if err != nil {
		return View{}, err
	}
	if v.State.Status == journal.ToVerify && !agent.isApplicant() && v.Sight.May(charter.FieldIdentity) {
		if v.Likely, err = r.candidates(ctx, &v.full.Form, []string{key}); err != nil {
			return View{}, err
		}
		v.Likely = r.shown(ctx, &agent, r.undecided(ctx, key, v.Likely))
	}
	_, err = r.store.Write(ctx, &store.Act{Access: r.accessLines(&agent, access.Consult, key, firstCommune(&v.full), 0), At: r.now()})
	return v, err
}

// look is Show without its trace.
func (r *Registry) look(ctx context.Context, agent *Agent, key string) (View, error) {
	today := r.Today()
	state, past, seq, err := r.state(ctx, key, today)
	if err != nil {
		return View{}, err
	}
	c, err := r.CharterOn(today)
	if err != nil {
		return View{}, err
	}
	w := r.workOn(agent, &Command{Demand: key}, c, today)
	w.past, w.before = past, state
	v := View{Demand: key, Seq: seq, Charter: c, Sight: charter.View(c, agent.Actor, w.facts(charter.See), today), full: state, journal: past}
	if len(v.Sight.Fields()) == 0 {
		d, _ := v.Sight.Decision(charter.FieldNumber)
		return View{}, &RefusedError{d}
	}
	v.State = redact(&v.Sight, &state)
	v.Form = v.State.Form
	if cs, ok := calendar.CaseIn(past, key, journal.At{Day: today}, c.Calendar.TimeZone); ok {
		v.Dates, v.Dated = calendar.Of(cs, c.Calendar, c.Profile), true
	}
	stale := state.Stale(today)
	for path := range stale.All() {
		if v.Sight.May(charter.FieldOf(path)) {
			v.Stale = append(v.Stale, path)
		}
	}
	if state.Status == journal.Merged {
		if v.GoesOn, err = r.goesOn(ctx, past, key, journal.At{Day: today}); err != nil {
			return View{}, err
		}
	}
	if v.Lacking = demand.Complete(&v.Form, w.setting); c.Law != charter.France {
		v.Lacking = charter.Minimum(c, &v.Form, w.setting)
	}
	return v, r.papersOf(ctx, &v, w.setting)
}

// goesOn follows a demand that was absorbed to the one that goes on, which may have
// absorbed the one that absorbed it.
func (r *Registry) goesOn(ctx context.Context, whole journal.Journal, key string, at journal.At) (string, error) {
	for {
		next, found := whole.GoesOn(key, at)
		if found || whole.Of(next).Len() > 0 {
			return next, nil
		}
		entries, err := r.store.Of(ctx, next)
		if err != nil || len(entries) == 0 {
			return next, err
		}
		if whole, _ = journal.Union(whole, journalOf(entries)); whole.Of(next).Len() == 0 {
			return next, nil
		}
	}
}

func (r *Registry) papersOf(ctx context.Context, v *View, in demand.Setting) error {
	if !v.Sight.May(charter.FieldPapers) {
		return nil
	}
	var err error
	if v.Held, err = r.store.Papers(ctx, v.Demand); err != nil {
		return err
	}
	v.Due = r.dueOf(&v.full.Form, v.Held, in)
	return nil
}

// dueOf lists the papers to ask for at instruction.
func (r *Registry) dueOf(form *demand.Form, held []store.Paper, in demand.Setting) papers.List {
	return papers.DueFor(form, papers.Setting{Step: papers.Instruct, AsOf: in.AsOf, Profile: in.Profile, Held: r.heldOf(held)})
}

func (r *Registry) heldOf(held []store.Paper) []papers.Held {
	out := make([]papers.Held, 0, len(held))
	for _, p := range held {
		received := r.dayOf(p.Received)
		out = append(out, papers.Held{Paper: papers.Paper(p.Code), Person: p.Person, Service: p.Service, ReceivedOn: received, ValidUntil: p.Until, Year: p.Year, Refused: p.Refused})
	}
	return out
}

// redact keeps of a state what is open.
func redact(sight *charter.Sight, s *journal.State) journal.State {
	out := *s
	out.Form = sight.Redact(&s.Form)
	if !sight.May(charter.FieldLabels) {
		out.Labels, out.Quotas = nil, nil
	}
	if !sight.May(charter.FieldTreatment) {
		out.Treatments, out.Letters = nil, nil
	}
	if !sight.May(charter.FieldDates) {
		out.Seniority, out.StruckOffOn, out.Motive, out.SubMotive = demand.Date{}, demand.Date{}, "", ""
	}
	out.Conflicts = slices.DeleteFunc(slices.Clone(out.Conflicts), func(c journal.Conflict) bool { return !sight.May(charter.FieldOf(c.Path)) })
	return out
}

// ByNumber finds the demand that bears, or bore, a unique number as people type
// it. A text that is no number gives a *numbering.ParseError; a number nobody
// bears, store.ErrNotFound.
func (r *Registry) ByNumber(ctx context.Context, text string) (string, error) {
	n, err := numbering.Parse(text)
	if err != nil {
		return "", err
	}
	return r.store.Bearer(ctx, n)
}

// Search finds the demands of the persons of a partial form: names, birth date,
// what is known. It says who was asked for to nobody: the access journal has the
// count alone.
func (r *Registry) Search(ctx context.Context, agent Agent, form *demand.Form) ([]Candidate, error) {
	if err := agent.Holds(access.Search); err != nil {
		return nil, err
	}
	found, err := r.candidates(ctx, form, nil)
	if err != nil {
		return nil, err
	}
	open := found[:0]
	for _, c := range found {
		v, err := r.look(ctx, &agent, c.Demand)
		if err == nil && v.Sight.May(charter.FieldIdentity) {
			open = append(open, c)
		}
	}
	_, err = r.store.Write(ctx, &store.Act{Access: r.accessLines(&agent, access.Search, "", "", uint64(len(open))), At: r.now()})
	return open, err
}

// Feed gives an agent what changed after a sequence, as the charter opens it, and
// the sequence to ask from next time. A demand that was erased is told by its key
// and status alone. It is an export: the account of the agent must have that right.
func (r *Registry) Feed(ctx context.Context, agent Agent, after int64, limit int) ([]View, int64, error) {
	if err := agent.Holds(access.Export); err != nil {
		return nil, after, err
	}
	entries, err := r.store.Since(ctx, after, limit)
	if err != nil || len(entries) == 0 {
		return nil, after, err
	}
	var out []View
	told := map[string]bool{}
	for i := range entries {
		key := entries[i].Event.Demand
		after = entries[i].Seq
		if told[key] {
			continue
		}
		told[key] = true
		v, err := r.look(ctx, &agent, key)
		if err != nil {
			var refused *RefusedError
			if asRefused(err, &refused) {
				if row, err := r.store.Row(ctx, key); err == nil && row.Status == journal.Deleted {
					out = append(out, View{Demand: key, Seq: row.Seq, State: journal.State{Demand: key, Status: journal.Deleted}})
				}
				continue
			}
			return nil, after, err
		}
		out = append(out, v)
	}
	_, err = r.store.Write(ctx, &store.Act{Access: r.accessLines(&agent, access.Export, "", "", uint64(len(out))), At: r.now()})
	return out, after, err
}

// Lacking gives the events another system does not have, at most limit, as the
// journal holds them: between systems that share the file whole.
func (r *Registry) Lacking(ctx context.Context, known exchange.Known, after int64, limit int) ([]journal.Event, int64, error) {
	entries, err := r.store.Since(ctx, after, limit)
	if err != nil {
		return nil, after, err
	}
	var out []journal.Event
	for i := range entries {
		after = entries[i].Seq
		if !known.Has(entries[i].Event.ID) {
			out = append(out, entries[i].Event)
		}
	}
	return out, after, nil
}
