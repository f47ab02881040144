package journal

import (
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/numbering"
)

// At says which day is asked for, and what was known when.
type At struct {
	Day     demand.Date // events with effect after it are left out
	KnownBy Moment      // events entered after it are left out; 0: everything known today
	// Prevails settles two values that two services set for the same day: it
	// reports whether the first in the order of the journal stands against the
	// second. nil: the second stands. It must only look at what it is given.
	Prevails func(path string, first, second *Event) bool
}

// Validity of a demand, in months after its deposit or last renewal.
// Law: CCH R.441-2-7. Confidence: V.
const validMonths = 12

// Fold gives the state of a demand on a day: every event up to that day, in
// order, under the profile in force that day. The same events give the same
// state whatever the order in which they came.
func (j Journal) Fold(key string, at At) State {
	events := j.Of(key).events
	s := State{Demand: key, Day: at.Day, knownBy: at.KnownBy, prevails: at.Prevails, events: events}
	s.Profile, _ = demand.ProfileAt(at.Day)
	for i := range events {
		e := &events[i]
		if e.On.After(at.Day) {
			break // in order of effect
		}
		if s.knows(e) {
			s.apply(e, int32(i+1))
		}
	}
	s.conclude()
	return s
}

func (s *State) knows(e *Event) bool { return s.knownBy == 0 || e.Entered <= s.knownBy }

func (s *State) apply(e *Event, rank int32) {
	if e.Receipt != "" && s.repeats(e, int(rank)-1) {
		s.Repeated = append(s.Repeated, e.ID)
		return
	}
	switch e.Kind {
	case Create, Separate:
		s.create(e)
	case Verify:
		if s.Status == ToVerify {
			s.Status = Active
		}
	case Number:
		s.number(e.Number)
	case Renew:
		s.renew(e)
	case StrikeOff:
		s.strikeOff(e)
	case Restore, Reactivate:
		s.revive(e)
	case Delete:
		s.Status = Deleted
	case Letter:
		s.post(e)
	case Modify, Correct:
	default:
		s.mark(e)
	}
	s.set(e, rank)
}

// manyEvents is from how many events of a demand receipts are looked up in a map.
const manyEvents = 64

// receipt is what a receipt is the receipt of.
type receipt struct {
	kind Kind
	text string
}

// repeats reports whether an earlier event of the same kind bears the receipt.
func (s *State) repeats(e *Event, rank int) bool {
	if len(s.events) >= manyEvents {
		if s.receipts == nil {
			s.receipts = map[receipt]bool{}
		}
		r := receipt{e.Kind, e.Receipt}
		before := s.receipts[r]
		s.receipts[r] = true
		return before
	}
	for k := range rank {
		if p := &s.events[k]; p.Receipt == e.Receipt && p.Kind == e.Kind && s.knows(p) {
			return true
		}
	}
	return false
}

func (s *State) create(e *Event) {
	s.number(e.Number)
	if !s.Form.DepositedOn.IsZero() || s.Status == Deleted { // a second deposit of the same demand: a renewal typed as a creation
		s.Tasks = append(s.Tasks, Task{"JOU-TAC-02", e.On, e.ID})
		return
	}
	// What came before the deposit, by a wrong date, cannot have ended the demand.
	s.Motive, s.SubMotive, s.StruckOffOn = "", "", demand.Date{}
	s.Status = Active
	if e.Online {
		s.Status = ToVerify
	}
	s.Desk, s.Form.Desk, s.Form.DepositedOn, s.Seniority = e.Service, e.Service, e.On, e.On
	if e.Seniority.Before(e.On) {
		s.Seniority = e.Seniority
	}
}

// number gives the demand its number; the one it bore before, which should have
// stayed, becomes a former number.
func (s *State) number(n numbering.Number) {
	if n.IsZero() || n == s.Form.Number {
		return
	}
	former := slices.DeleteFunc(s.Form.FormerNumbers, func(f string) bool { return f == n.String() })
	if old := s.Form.Number; !old.IsZero() {
		former = append(former, old.String())
	}
	s.Form.Number, s.Form.FormerNumbers = n, former
}

// last is the day from which the validity under way runs.
func (s *State) last() demand.Date {
	if s.Form.RenewedOn.After(s.Form.DepositedOn) {
		return s.Form.RenewedOn
	}
	return s.Form.DepositedOn
}

// strikeOff ends the demand. Struck off again for the same motive, it stays
// struck off since the first day: the erasure counts from it.
func (s *State) strikeOff(e *Event) {
	switch {
	case s.Status == Deleted:
		return
	case s.Status == StruckOff && s.Motive == e.Motive:
		if e.SubMotive != "" {
			s.SubMotive = e.SubMotive
		}
		return
	case s.Status == StruckOff:
		s.Tasks = append(s.Tasks, Task{"JOU-TAC-05", e.On, e.ID})
	}
	s.done("JOU-TAC-01")
	s.done("JOU-TAC-04")
	s.Status, s.Motive, s.SubMotive, s.StruckOffOn = StruckOff, e.Motive, e.SubMotive, e.On
	if end := s.last().AddMonths(validMonths); e.Motive == demand.StrikeOffMotiveRADREN && !end.IsZero() && !e.On.After(end) {
		s.Tasks = append(s.Tasks, Task{"JOU-TAC-04", e.On, e.ID})
	}
}

func (s *State) renew(e *Event) {
	if s.Status == StruckOff {
		s.Tasks = append(s.Tasks, Task{"JOU-TAC-03", e.On, e.ID})
	}
	s.Form.RenewedOn = e.On
	s.done("JOU-TAC-01")
}

// revive undoes a strike-off. A demand reactivated late must be renewed.
func (s *State) revive(e *Event) {
	if s.Status != StruckOff {
		return
	}
	s.Status, s.Motive, s.SubMotive, s.StruckOffOn = Active, "", "", demand.Date{}
	for _, code := range []string{"JOU-TAC-03", "JOU-TAC-04", "JOU-TAC-05"} {
		s.done(code)
	}
	if e.Kind == Restore {
		return
	}
	s.settleWarnings()
	if s.Form.RenewedOn != e.On {
		s.Tasks = append(s.Tasks, Task{"JOU-TAC-01", e.On, e.ID})
	}
}

// done removes the tasks of a code.
func (s *State) done(code string) {
	kept := s.Tasks[:0]
	for _, t := range s.Tasks {
		if t.Code != code {
			kept = append(kept, t)
		}
	}
	s.Tasks = kept
}

func (s *State) mark(e *Event) {
	switch e.Kind {
	case Label:
		s.Labels = append(s.Labels, Dated{e.Mark, e.On, e.ID})
	case Quota:
		s.Quotas = append(s.Quotas, Dated{e.Mark, e.On, e.ID})
	case Unlabel:
		s.Labels, s.Quotas = without(s.Labels, e.Mark.Code), without(s.Quotas, e.Mark.Code)
	case Treat:
		s.Treatments = append(s.Treatments, e)
	case Merge:
		s.merge(e)
	case Unmerge:
		s.Merges = slices.DeleteFunc(s.Merges, func(m Joined) bool { return m.Other == e.Other })
	default:
		s.Unknown = append(s.Unknown, e.ID)
	}
}

// merge notes what a clerk found. Two clerks who merged the same two demands the
// other way round are not both followed, or nothing would go on: the last one is.
// The earliest seniority found stays, until the merge is undone.
func (s *State) merge(e *Event) {
	if e.Other == e.Demand {
		return
	}
	j := Joined{e.Other, e.Seniority, e.Absorbed, e.ID}
	s.Merges = slices.DeleteFunc(s.Merges, func(m Joined) bool {
		if m.Other == j.Other && (j.Seniority.IsZero() || m.Seniority.Before(j.Seniority)) {
			j.Seniority = m.Seniority
		}
		return m.Other == j.Other
	})
	s.Merges = append(s.Merges, j)
}

func without(all []Dated, code string) []Dated {
	kept := all[:0]
	for _, d := range all {
		if d.Code != code {
			kept = append(kept, d)
		}
	}
	return kept
}

// set copies the values of an event into the state.
func (s *State) set(e *Event, rank int32) {
	if e.Values == nil {
		return
	}
	for at := range e.Set.ranks() {
		if at >= len(table) {
			return
		}
		if before := s.sources[at]; before != 0 {
			if p := &s.events[before-1]; p.On == e.On && p.Service != e.Service && differ(at, p.Values, e.Values) {
				if s.prevails != nil && s.prevails(table[at].name, p, e) {
					s.dispute(at, p, e)
					continue
				}
				s.dispute(at, e, p)
			}
		}
		table[at].copy(&s.Form, e.Values)
		s.sources[at] = rank
	}
}

// differ reports whether two events give a value two contents.
func differ(at int, a, b *demand.Form) bool {
	return !sameAt(places()[at], a, b)
}

// dispute notes a conflict, and its day.
func (s *State) dispute(at int, kept, dropped *Event) {
	s.Conflicts = append(s.Conflicts, Conflict{table[at].name, kept.ID, dropped.ID})
	s.disputed = append(s.disputed, kept.On)
}

// conflicts keeps those that still stand, with the event whose value does: a
// value given again on a later day ends the conflict of the day before.
func (s *State) conflicts() {
	kept := s.Conflicts[:0]
	for i, c := range s.Conflicts {
		if stands := s.Source(c.Path); stands.On == s.disputed[i] {
			c.Kept = stands.ID
			kept = append(kept, c)
		}
	}
	s.Conflicts = kept
}

// conclude works out what no event says: labels past their end, expiry.
func (s *State) conclude() {
	s.Labels, s.Quotas = s.standing(s.Labels), s.standing(s.Quotas)
	s.conflicts()
	last := s.last()
	for _, m := range s.Merges {
		if m.Seniority.Before(s.Seniority) {
			s.Seniority = m.Seniority
		}
		if m.Absorbed && s.Status != Deleted {
			s.Status = Merged
		}
	}
	if s.Status == Active && s.Day.After(last.AddMonths(validMonths)) {
		s.Status = Expired
	}
}

func (s *State) standing(all []Dated) []Dated {
	kept := all[:0]
	for _, d := range all {
		if d.Until.IsZero() || !s.Day.After(d.Until) {
			kept = append(kept, d)
		}
	}
	return kept
}
