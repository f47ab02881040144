package retention

import (
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// Tombstone is the case of the event of kind Delete that stands for a demand
// whose data were erased.
const Tombstone = "erasure"

// IsTombstone reports an event that says a demand was erased, and nothing else.
func IsTombstone(e *journal.Event) bool {
	return e.Kind == journal.Delete && e.Case == Tombstone && !gives(e) && e.Mark == (journal.Mark{}) && e.Treatment == (journal.Treatment{}) &&
		e.Dispatch == (journal.Dispatch{}) && e.Motive == "" && e.SubMotive == "" && e.Reason == "" && e.Other == "" && e.Seniority.IsZero() && !e.Absorbed && !e.Online
}

// gives reports an event that gives a value, a number, a receipt, or a field this
// version does not know.
func gives(e *journal.Event) bool {
	return e.Values != nil || !e.Set.IsEmpty() || len(e.Origins) > 0 || len(e.Unknown) > 0 || !e.Number.IsZero() || e.Receipt != ""
}

// buried gives the day of the first tombstone of a demand, none when it has none
// by that day; mixed when other events stand beside it.
func buried(j journal.Journal, day demand.Date) (since demand.Date, mixed bool) {
	for _, e := range j.Events() {
		switch {
		case !IsTombstone(e):
			mixed = true
		case since.IsZero() && !e.On.After(day):
			since = e.On
		}
	}
	return since, mixed
}

// Sweep removes every event of the demands that have a tombstone, but the
// tombstones, and lists the demands where something was removed. It is to be
// called after each union with another copy: the tombstone wins, whatever the
// order and the grouping of the copies, and however late an old one comes back.
// It knows no hold: see File.Sweep.
func Sweep(j journal.Journal) (journal.Journal, []string) {
	swept, removed, _ := sweep(j, func(string) bool { return false })
	return swept, removed
}

// Sweep is the function Sweep, but for the demands that a hold keeps here on a
// day: another copy erased them without knowing of it. They are listed, and stay
// until the hold ends.
func (f *File) Sweep(day demand.Date) (swept journal.Journal, removed, held []string) {
	d := dues{file: f, report: Report{Day: day}, known: map[string]*due{}, into: map[string]string{}}
	for key := range f.Journal.Demands() {
		d.request(key)
	}
	d.holds = gather(f.Holds, d.root)
	return sweep(f.Journal, func(key string) bool { return len(d.holds.standing(d.root(key), Request, day)) > 0 })
}

func sweep(j journal.Journal, holds func(key string) bool) (swept journal.Journal, removed, held []string) {
	dead := map[string]bool{}
	for _, e := range j.Events() {
		if IsTombstone(e) {
			dead[e.Demand] = true
		}
	}
	var kept []journal.Event
	spared := map[string]bool{} // of the dead that still have events, those a hold keeps
	for _, e := range j.Events() {
		gone := dead[e.Demand] && !IsTombstone(e)
		if _, met := spared[e.Demand]; gone && !met {
			if spared[e.Demand] = holds(e.Demand); spared[e.Demand] {
				held = append(held, e.Demand)
			} else {
				removed = append(removed, e.Demand)
			}
		}
		if !gone || spared[e.Demand] {
			kept = append(kept, *e)
		}
	}
	swept, _ = journal.New(kept...) // the IDs were unique already
	return swept, removed, held
}

// Act is the act of erasing: who, when, and the identifiers of its events.
type Act struct {
	Day     demand.Date
	Entered journal.Moment
	Origin  string // of the tombstones
	Counter uint64 // of the first tombstone; the next ones follow
	Author  string // code of the agent
	Service string
}

// Purged is what a purge leaves.
type Purged struct {
	File   File   // without what was erased
	Erased []Item // what was erased, in order: also what is to be destroyed in files, indexes and backups
	Kept   *Tally // counts drawn from the demands before they went; before any control of disclosure
	Proof  Proof
}

// Purge erases items that are due, as File.Due lists them that day. An item that
// is not due, or is held, is a fault and stays; the others go. Without the name
// of who erases, or with identifiers the journal already has, nothing is done.
// What is of a demand whose key is its unique number stays until the key is
// changed: the tombstone and the digest would keep the number.
//
// Each demand erased leaves a tombstone. Erasing again what is erased has no
// effect but a fault: it is not due any more.
func (f *File) Purge(s Settings, items []Item, act Act) (Purged, demand.Faults) {
	out := Purged{File: *f, Kept: NewTally()}
	if act.Day.IsZero() || act.Entered == 0 || act.Counter == 0 || !isCode(act.Origin) || !isCode(act.Author) || !isCode(act.Service) {
		return out, demand.Faults{fault("CON-PUR-01", "act")}
	}
	report := f.Due(s, act.Day)
	chosen, faults := choose(&report, items)
	if f.usesCounters(act, chosen) {
		return out, append(faults, fault("CON-PUR-04", "act.counter"))
	}
	out.Erased = chosen
	tombstones := f.erase(&out, act)
	out.Proof = prove(chosen, act, tombstones)
	return out, faults
}

// isCode reports a code of at most 64 letters, digits and marks: what a name or
// an e-mail address is not. The tombstone and the proof keep it for ever.
func isCode(s string) bool {
	for i := range len(s) {
		c := s[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && strings.IndexByte("-_.:/", c) < 0 {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

// choose keeps the items that are due, in the order of the report, each once.
func choose(report *Report, items []Item) ([]Item, demand.Faults) {
	type key struct {
		demand, service, ref string
		class                Class
	}
	of := func(i *Item) key { return key{i.Demand, i.Service, i.Ref, i.Class} }
	due, held, asked := map[key]bool{}, map[key]bool{}, map[key]bool{}
	for i := range report.Items {
		due[of(&report.Items[i])] = true
	}
	for i := range report.Held {
		held[of(&report.Held[i])] = true
	}
	var faults demand.Faults
	for i := range items {
		k := of(&items[i])
		asked[k] = !numbered(k.demand)
		switch {
		case !asked[k]:
			faults = append(faults, fault("CON-PUR-05", "", "class", string(k.class)))
		case held[k]:
			faults = append(faults, fault("CON-PUR-03", k.demand, "class", string(k.class)))
		case !due[k]:
			faults = append(faults, fault("CON-PUR-02", k.demand, "class", string(k.class)))
		}
	}
	var chosen []Item
	for i := range report.Items {
		if k := of(&report.Items[i]); asked[k] && !held[k] {
			chosen = append(chosen, report.Items[i])
		}
	}
	return chosen, faults
}

// usesCounters reports that the journal already has one of the identifiers the
// tombstones would bear.
func (f *File) usesCounters(act Act, chosen []Item) bool {
	n := uint64(0)
	for i := range chosen {
		if chosen[i].Class == Request {
			n++
		}
	}
	if n > 0 && act.Counter+n-1 < act.Counter {
		return true // past the last number
	}
	for _, e := range f.Journal.Events() {
		if e.ID.Origin == act.Origin && e.ID.Counter >= act.Counter && e.ID.Counter-act.Counter < n {
			return true
		}
	}
	return false
}

// erase makes the file without what was chosen, and counts the tombstones.
func (f *File) erase(out *Purged, act Act) int {
	gone, kept, n := map[string]bool{}, []journal.Event{}, 0
	holdings := map[Holding]bool{}
	for i := range out.Erased {
		item := &out.Erased[i]
		if item.Class != Request {
			holdings[Holding{Class: item.Class, Demand: item.Demand, Service: item.Service, Ref: item.Ref}] = true
			continue
		}
		gone[item.Demand] = true
		s := f.Journal.Fold(item.Demand, journal.At{Day: act.Day})
		out.Kept.Add(&s)
		kept = append(kept, journal.Event{ID: journal.ID{Origin: act.Origin, Counter: act.Counter + uint64(n)}, Demand: item.Demand, Kind: journal.Delete,
			On: act.Day, Entered: act.Entered, Author: act.Author, Service: act.Service, Case: Tombstone})
		n++
	}
	for _, e := range f.Journal.Events() {
		if !gone[e.Demand] {
			kept = append(kept, *e)
		}
	}
	out.File.Journal, _ = journal.New(kept...) // the IDs are unique: see usesCounters
	out.File.Holdings = nil
	for _, h := range f.Holdings {
		if !holdings[h.name()] {
			out.File.Holdings = append(out.File.Holdings, h)
		}
	}
	return n
}
