package journal

import (
	"bytes"
	"iter"
	"slices"
	"sort"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/numbering"
)

// Journal is a set of events in order: by demand, then by day of effect, moment
// of entry, origin and counter. The zero Journal is empty. A Journal never
// changes; Union makes another one.
type Journal struct{ events []Event }

// New gathers events, in any order and given any number of times. Two different
// events under one ID are a fault; the one that comes first in order is kept.
func New(events ...Event) (Journal, demand.Faults) {
	sorted := slices.Clone(events)
	slices.SortFunc(sorted, order)
	return unique(sorted)
}

// Union gathers the events of several journals. Order, repetition and grouping
// change nothing: a ∪ b = b ∪ a, a ∪ a = a, (a ∪ b) ∪ c = a ∪ (b ∪ c).
func Union(journals ...Journal) (Journal, demand.Faults) {
	var all []Event
	for _, j := range journals {
		all = append(all, j.events...)
	}
	return New(all...)
}

// order is total even on two different events that bear one ID, so that the
// same one is kept whatever the order of arrival.
func order(a, b Event) int {
	if c := strings.Compare(a.Demand, b.Demand); c != 0 {
		return c
	}
	if c := a.before(&b); c != 0 {
		return c
	}
	if a.copied(&b) {
		return 0
	}
	return strings.Compare(string(a.Line()), string(b.Line()))
}

// copied reports the same event met twice in memory, as when two desks that share
// most of their events are joined: their lines need not be written to compare them.
func (e *Event) copied(o *Event) bool {
	switch {
	case e.plain() != o.plain(), len(e.Origins) != len(o.Origins), len(e.Unknown)+len(o.Unknown) > 0:
		return false
	}
	return len(e.Origins) == 0 || &e.Origins[0] == &o.Origins[0]
}

// plain is an event without its lists, which can be compared at once.
type plain struct {
	id                                                       ID
	kind                                                     Kind
	on, seniority                                            demand.Date
	entered                                                  Moment
	demand, author, service, receipt, motive, sub, other, in string
	number                                                   numbering.Number
	set                                                      Paths
	values                                                   *demand.Form
	absorbed, online                                         bool
	mark                                                     Mark
	treatment                                                Treatment
	dispatch                                                 Dispatch
}

func (e *Event) plain() plain {
	return plain{e.ID, e.Kind, e.On, e.Seniority, e.Entered, e.Demand, e.Author, e.Service, e.Receipt, string(e.Motive), string(e.SubMotive), e.Other, e.Case,
		e.Number, e.Set, e.Values, e.Absorbed, e.Online, e.Mark, e.Treatment, e.Dispatch}
}

// SameAs reports whether two events say the same, to the last field.
func (e *Event) SameAs(o *Event) bool { return e.copied(o) || bytes.Equal(e.Line(), o.Line()) }

// unique keeps the first event of each ID.
func unique(sorted []Event) (Journal, demand.Faults) {
	var faults demand.Faults
	seen := make(map[ID]int, len(sorted))
	out := sorted[:0]
	for i := range sorted {
		e := &sorted[i]
		first, twice := seen[e.ID]
		if !twice {
			seen[e.ID] = len(out)
			out = append(out, *e)
			continue
		}
		if !out[first].SameAs(e) {
			faults = append(faults, demand.Fault{Code: "JOU-EVE-01", Path: e.ID.shown(), Severity: demand.Blocking})
		}
	}
	return Journal{out[:len(out):len(out)]}, faults
}

// Len counts the events.
func (j Journal) Len() int { return len(j.events) }

// Events gives the events in order. They are not to be modified.
func (j Journal) Events() iter.Seq2[int, *Event] {
	return func(yield func(int, *Event) bool) {
		for i := range j.events {
			if !yield(i, &j.events[i]) {
				return
			}
		}
	}
}

// Demands gives the key of each demand, in order.
func (j Journal) Demands() iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range j.events {
			if (i == 0 || j.events[i].Demand != j.events[i-1].Demand) && !yield(j.events[i].Demand) {
				return
			}
		}
	}
}

// Of gives the events of one demand, found by bisection and not copied.
func (j Journal) Of(key string) Journal {
	if n := len(j.events); n > 0 && j.events[0].Demand == key && j.events[n-1].Demand == key {
		return j
	}
	from := sort.Search(len(j.events), func(i int) bool { return j.events[i].Demand >= key })
	to := from + sort.Search(len(j.events)-from, func(i int) bool { return j.events[from+i].Demand > key })
	return Journal{j.events[from:to:to]}
}

// GoesOn gives the demand that goes on in the place of one on a day: itself, or
// the one that absorbed it, and so on. It is false when none does: they absorb
// each other, or the journal does not hold the one that should.
func (j Journal) GoesOn(key string, at At) (string, bool) {
	met := map[string]bool{}
	for !met[key] {
		met[key] = true
		s := j.Fold(key, at)
		if s.Status != Merged {
			return key, s.Status != Absent
		}
		for _, m := range s.Merges { // the last finding
			if m.Absorbed {
				key = m.Other
			}
		}
	}
	return key, false
}

// Event finds an event by its ID, nil when the journal does not hold it.
func (j Journal) Event(id ID) *Event {
	for i := range j.events {
		if j.events[i].ID == id {
			return &j.events[i]
		}
	}
	return nil
}
