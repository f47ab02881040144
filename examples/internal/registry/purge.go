package registry

import (
	"context"
	"encoding/json"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/charter/retention"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// Kinds of the records of the retention of data.
const (
	HoldKind  = "hold"  // holds (gels), as charter/retention writes them, one a record
	ProofKind = "proof" // proofs of erasure, by day and digest
)

// proof is what is kept of an erasure: the proof, and the list it covers.
type proof struct {
	Proof  retention.Proof  `json:"proof"`
	Erased []retention.Item `json:"erased"`
}

// Hold suspends the erasure of a demand, until a day when one is given.
func (r *Registry) Hold(ctx context.Context, agent Agent, key string, reason retention.Reason, until demand.Date) error {
	if _, err := r.store.Row(ctx, key); err != nil {
		return err
	}
	return r.writeHold(ctx, &agent, key, retention.Hold{Demand: key, Reason: reason, Until: until})
}

// Lift ends a hold.
func (r *Registry) Lift(ctx context.Context, agent Agent, hold journal.ID) error {
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
	_, err = r.store.Write(ctx, &store.Act{Records: []store.Record{{Kind: HoldKind, Key: h.ID.String(), Body: text}},
		Access: r.accessLines(agent, access.Manage, key, "", 0), At: r.now()})
	return err
}

// Holds lists the holds that were written, those that were lifted too.
func (r *Registry) Holds(ctx context.Context) ([]retention.Hold, error) {
	var out []retention.Hold
	for rec, err := range r.store.Records(ctx, HoldKind, "", r.now()) {
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

// file gathers what may have to be erased: the demands struck off or absorbed,
// with their papers, and the drafts.
func (r *Registry) file(ctx context.Context) (retention.File, error) {
	var f retention.File
	var events []journal.Event
	q := store.Query{Status: []journal.Status{journal.StruckOff, journal.Merged, journal.Deleted}}
	for key, h := range r.Journals(ctx, q) {
		if h.err != nil {
			return f, h.err
		}
		for _, e := range h.Events() {
			events = append(events, *e)
		}
		held, err := r.store.Papers(ctx, key)
		if err != nil {
			return f, err
		}
		for _, p := range held {
			f.Holdings = append(f.Holdings, retention.Holding{Class: retention.Upload, Demand: key, Service: r.origin, Ref: p.ID, On: dayOf(p.Received.UnixMilli())})
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

func dayOf(ms int64) demand.Date {
	day, _ := calendar.Zone("").Day(journal.Moment(ms))
	return day
}

// Due lists what must be erased today.
func (r *Registry) Due(ctx context.Context) (retention.Report, error) {
	today := r.Today()
	c, err := r.CharterOn(today)
	if err != nil {
		return retention.Report{}, err
	}
	f, err := r.file(ctx)
	if err != nil {
		return retention.Report{}, err
	}
	return f.Due(c.Retention, today), nil
}

// Purge erases what is due today, all of it or only of some demands, and keeps
// the proof: no value of the persons is left in the journal, the rows, the
// numbers, the papers, the drafts or the index. Who may, the charter says.
func (r *Registry) Purge(ctx context.Context, agent Agent, keys ...string) (retention.Proof, demand.Faults, error) {
	today := r.Today()
	c, err := r.CharterOn(today)
	if err != nil {
		return retention.Proof{}, nil, err
	}
	d := charter.Decide(c, agent.Actor, charter.Erase, charter.Facts{Status: journal.StruckOff, StruckOffOn: today.AddYears(-2), Hold: demand.No, Person: demand.Yes}, today)
	if d.Outcome != charter.Allowed {
		return retention.Proof{}, nil, &RefusedError{d}
	}
	f, err := r.file(ctx)
	if err != nil {
		return retention.Proof{}, nil, err
	}
	report := f.Due(c.Retention, today)
	items := report.Items
	if len(keys) > 0 {
		items = report.Of(keys...)
	}
	if len(items) == 0 {
		return retention.Proof{}, report.Notices, ErrNothing
	}
	first, err := r.events.Reserve(ctx, r.origin, len(items))
	if err != nil {
		return retention.Proof{}, nil, err
	}
	done, faults := f.Purge(c.Retention, items, retention.Act{Day: today, Entered: journal.MomentOf(r.now()), Origin: r.origin,
		Counter: uint64(first), Author: agent.Code, Service: agent.Actor.Party})
	if len(done.Erased) == 0 {
		return retention.Proof{}, faults, ErrNothing
	}
	return done.Proof, faults, r.erase(ctx, &agent, &done)
}

// erase writes what a purge left.
func (r *Registry) erase(ctx context.Context, agent *Agent, done *retention.Purged) error {
	text, err := json.Marshal(proof{done.Proof, done.Erased})
	if err != nil {
		return err
	}
	act := store.Act{At: r.now(), Access: r.accessLines(agent, "manage", "", "", uint64(len(done.Erased))),
		Records: []store.Record{{Kind: ProofKind, Key: done.Proof.Day.String() + " " + done.Proof.Digest, Version: store.AnyVersion, Body: text}}}
	for _, item := range done.Erased {
		switch item.Class {
		case retention.Request:
			act.Erase = append(act.Erase, item.Demand)
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
	for _, key := range act.Erase {
		if err := r.persons.refresh(&journal.State{Demand: key, Status: journal.Deleted}); err != nil {
			return err
		}
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
