package registry

import (
	"context"
	"encoding/json"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/charter/exchange"
	"github.com/fichier-unique/rules/charter/retention"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// Kinds of the records of the retention of data.
const (
	holdKind  = "hold"  // holds (gels), as charter/retention writes them, one a record
	ProofKind = "proof" // proofs of erasure, by day and digest
)

// proof is what is kept of an erasure: the proof, and the list it covers.
type proof struct {
	Proof  retention.Proof  `json:"proof"`
	Erased []retention.Item `json:"erased"`
}

// Hold suspends the erasure of a demand, until a day when one is given.
func (r *Registry) Hold(ctx context.Context, agent Agent, key string, reason retention.Reason, until demand.Date) error {
	if err := agent.Holds(access.Manage); err != nil {
		return err
	}
	if _, err := r.store.Row(ctx, key); err != nil {
		return err
	}
	return r.writeHold(ctx, &agent, key, retention.Hold{Demand: key, Reason: reason, Until: until})
}

// Lift ends a hold.
func (r *Registry) Lift(ctx context.Context, agent Agent, hold journal.ID) error {
	if err := agent.Holds(access.Manage); err != nil {
		return err
	}
	return r.writeHold(ctx, &agent, "", retention.Hold{Lifts: hold})
}

func (r *Registry) writeHold(ctx context.Context, agent *Agent, key string, h retention.Hold) error {
	rank, err := r.events.Reserve(ctx, r.origin, 1)
	if err != nil {
		return err
	}
	h.ID, h.Author, h.From = journal.ID{Origin: r.origin, Counter: uint64(rank)}, agent.Code, r.Today()
	if faults := h.Check(); faults.Blocking() {
		return &InvalidError{faults}
	}
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	_, err = r.store.Write(ctx, &store.Act{Records: []store.Record{{Kind: holdKind, Key: h.ID.String(), Body: text}},
		Access: r.accessLines(agent, access.Manage, key, "", 0), At: r.now()})
	return err
}

// Holds lists the holds that were written, those that were lifted too.
func (r *Registry) Holds(ctx context.Context) ([]retention.Hold, error) {
	var out []retention.Hold
	for rec, err := range r.store.Records(ctx, holdKind, "", r.now()) {
		if err != nil {
			return nil, err
		}
		holds, faults := retention.DecodeHolds(rec.Body)
		for _, f := range faults {
			if f.Severity == demand.Blocking {
				return nil, &InvalidError{demand.Faults{f.Fault}}
			}
		}
		out = append(out, holds...)
	}
	return out, nil
}

// stock is what may have to be erased, with the sequence at which each demand was
// read.
type stock struct {
	retention.File
	seqs map[string]int64
}

// stock gathers what may have to be erased: the demands struck off or absorbed,
// with their papers, and the drafts.
func (r *Registry) stock(ctx context.Context) (stock, error) {
	f := stock{seqs: map[string]int64{}}
	var events []journal.Event
	q := store.Query{Status: []journal.Status{journal.StruckOff, journal.Merged, journal.Deleted}}
	for key, h := range r.Journals(ctx, q) {
		if h.err != nil {
			return f, h.err
		}
		f.seqs[key] = h.Seq
		for _, e := range h.Events() {
			events = append(events, *e)
		}
		held, err := r.store.Papers(ctx, key)
		if err != nil {
			return f, err
		}
		for _, p := range held {
			f.Holdings = append(f.Holdings, retention.Holding{Class: retention.Upload, Demand: key, Service: r.origin, Ref: p.ID, On: r.dayOf(p.Received)})
		}
	}
	f.Journal, _ = journal.New(events...)
	now := r.now()
	for rec, err := range r.store.Records(ctx, DraftKind, "", now) {
		if err != nil {
			return f, err
		}
		var d struct {
			Changed demand.Date `json:"changed"`
		}
		_ = json.Unmarshal(rec.Body, &d) // a draft nobody can read has no day, and is listed as such
		f.Holdings = append(f.Holdings, retention.Holding{Class: retention.Draft, Demand: rec.Key, Service: r.origin, Ref: rec.Key, On: d.Changed})
	}
	var err error
	f.Holds, err = r.Holds(ctx)
	return f, err
}

// Due lists what must be erased today.
func (r *Registry) Due(ctx context.Context) (retention.Report, error) {
	today := r.Today()
	c, err := r.CharterOn(today)
	if err != nil {
		return retention.Report{}, err
	}
	f, err := r.stock(ctx)
	if err != nil {
		return retention.Report{}, err
	}
	return f.Due(c.Retention, today), nil
}

// Purge erases what is due today, all of it or only of some demands, and keeps
// the proof: no value of the persons is left in the journal, the rows, the
// numbers, the papers, the drafts or the index. Who may, the charter says.
func (r *Registry) Purge(ctx context.Context, agent Agent, keys ...string) (retention.Proof, demand.Faults, error) {
	if err := agent.Holds(access.Manage); err != nil {
		return retention.Proof{}, nil, err
	}
	today := r.Today()
	c, err := r.CharterOn(today)
	if err != nil {
		return retention.Proof{}, nil, err
	}
	if d := charter.Decide(c, agent.Actor, charter.ManageAccess, charter.Facts{}, today); d.Outcome != charter.Allowed {
		return retention.Proof{}, nil, &RefusedError{d}
	}
	f, err := r.stock(ctx)
	if err != nil {
		return retention.Proof{}, nil, err
	}
	report := f.Due(c.Retention, today)
	items := report.Items
	if len(keys) > 0 {
		items = report.Of(keys...)
	}
	items, refused := f.allowed(c, &agent, items, today)
	if len(items) == 0 {
		return retention.Proof{}, append(report.Notices, refused...), ErrNothing
	}
	first, err := r.events.Reserve(ctx, r.origin, len(items))
	if err != nil {
		return retention.Proof{}, nil, err
	}
	done, faults := f.Purge(c.Retention, items, retention.Act{Day: today, Entered: journal.MomentOf(r.now()), Origin: r.origin,
		Counter: uint64(first), Author: agent.Code, Service: agent.Actor.Party})
	faults = append(faults, refused...)
	if len(done.Erased) == 0 {
		return retention.Proof{}, faults, ErrNothing
	}
	return done.Proof, faults, r.erase(ctx, &agent, &done, f.seqs)
}

// allowed keeps of what is due the items that the charter lets go, and says what
// keeps the others.
func (f *stock) allowed(c *charter.Charter, agent *Agent, items []retention.Item, today demand.Date) ([]retention.Item, demand.Faults) {
	var out []retention.Item
	var kept demand.Faults
	for i := range items {
		if items[i].Class != retention.Request {
			out = append(out, items[i]) // no demand: a document or a draft that is due
			continue
		}
		d := f.mayErase(c, agent, &items[i], today)
		if d.Outcome == charter.Allowed {
			out = append(out, items[i])
			continue
		}
		for _, fault := range d.Faults() {
			fault.Path = items[i].Demand
			kept = append(kept, fault)
		}
	}
	return out, kept
}

// mayErase asks the charter about a demand that is due. One that was absorbed goes
// with the one that absorbed it: the strike-off of that one counts.
func (f *stock) mayErase(c *charter.Charter, agent *Agent, item *retention.Item, today demand.Date) charter.Decision {
	key, goes := f.Journal.GoesOn(item.Demand, journal.At{Day: today})
	if !goes {
		key = item.Demand
	}
	s := exchange.Fold(c, f.Journal, key, journal.At{Day: today})
	facts := charter.FactsOfState(c, &s, "", nil)
	facts.Hold = demand.AnswerOf(len(item.Holds) > 0)
	facts.Person = demand.AnswerOf(!agent.Program)
	return charter.Decide(c, agent.Actor, charter.Erase, facts, today)
}

// erase writes what a purge left.
func (r *Registry) erase(ctx context.Context, agent *Agent, done *retention.Purged, seqs map[string]int64) error {
	text, err := json.Marshal(proof{done.Proof, done.Erased})
	if err != nil {
		return err
	}
	act := store.Act{At: r.now(), Expect: map[string]int64{}, Access: r.accessLines(agent, access.Manage, "", "", uint64(len(done.Erased))),
		Records: []store.Record{{Kind: ProofKind, Key: done.Proof.Day.String() + " " + done.Proof.Digest, Version: store.AnyVersion, Body: text}}}
	for _, item := range done.Erased {
		switch item.Class {
		case retention.Request:
			act.Erase, act.Expect[item.Demand] = append(act.Erase, item.Demand), seqs[item.Demand]
			act.Rows = append(act.Rows, store.Row{Demand: item.Demand, Status: journal.Deleted})
		case retention.Upload:
			act.RemovePapers = append(act.RemovePapers, item.Ref)
		case retention.Draft:
			if err := r.dropPapers(ctx, &act, item.Ref); err != nil {
				return err
			}
			act.Remove = append(act.Remove, store.Ref{Kind: DraftKind, Key: item.Ref})
		}
	}
	for _, e := range done.File.Journal.Events() {
		if retention.IsTombstone(e) && e.ID.Origin == done.Proof.Origin && e.ID.Counter >= done.Proof.Counter {
			act.Events = append(act.Events, *e)
		}
	}
	if _, err := r.store.Write(ctx, &act); err != nil {
		return err
	}
	if err := r.CatchUp(ctx); err != nil {
		return err
	}
	_ = r.store.Scrub(ctx) // a reader puts it off: whoever runs the server calls it every so often too
	return nil
}

// dropPapers has an act remove every document of an owner.
func (r *Registry) dropPapers(ctx context.Context, act *store.Act, owner string) error {
	held, err := r.store.Papers(ctx, owner)
	for _, p := range held {
		act.RemovePapers = append(act.RemovePapers, p.ID)
	}
	return err
}
