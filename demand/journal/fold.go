package journal

import "github.com/fichier-unique/rules/demand"

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
		s.Form.Number = e.Number
	case Renew:
		s.renew(e)
	case StrikeOff:
		s.Status, s.Motive, s.SubMotive, s.StruckOffOn = StruckOff, e.Motive, e.SubMotive, e.On
	case Restore, Reactivate:
		s.revive(e)
	case Delete:
		s.Status = Deleted
	case Modify, Correct:
	default:
		s.mark(e)
	}
	s.set(e, rank)
}

// repeats reports whether an earlier event of the same kind bears the receipt.
func (s *State) repeats(e *Event, rank int) bool {
	for k := range rank {
		if p := &s.events[k]; p.Receipt == e.Receipt && p.Kind == e.Kind && s.knows(p) {
			return true
		}
	}
	return false
}

func (s *State) create(e *Event) {
	if s.Status != Absent { // a second deposit of the same demand: a renewal typed as a creation
		s.Tasks = append(s.Tasks, Task{"JOU-TAC-02", e.On, e.ID})
		return
	}
	s.Status = Active
	if e.Online {
		s.Status = ToVerify
	}
	s.Desk, s.Form.Desk, s.Form.DepositedOn, s.Seniority = e.Service, e.Service, e.On, e.On
	if e.Seniority.Before(e.On) {
		s.Seniority = e.Seniority
	}
	if !e.Number.IsZero() {
		s.Form.Number = e.Number
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
	s.done("JOU-TAC-03")
	if e.Kind == Reactivate && s.Form.RenewedOn != e.On {
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
		s.Merges = append(s.Merges, Joined{e.Other, e.Seniority, e.Absorbed, e.ID})
	case Unmerge:
		kept := s.Merges[:0]
		for _, m := range s.Merges {
			if m.Other != e.Other {
				kept = append(kept, m)
			}
		}
		s.Merges = kept
	default:
		s.Unknown = append(s.Unknown, e.ID)
	}
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
			if p := &s.events[before-1]; p.On == e.On && p.Service != e.Service {
				if s.prevails != nil && s.prevails(table[at].name, p, e) {
					s.Conflicts = append(s.Conflicts, Conflict{table[at].name, p.ID, e.ID})
					continue
				}
				s.Conflicts = append(s.Conflicts, Conflict{table[at].name, e.ID, p.ID})
			}
		}
		table[at].copy(&s.Form, e.Values)
		s.sources[at] = rank
	}
}

// conclude works out what no event says: labels past their end, expiry.
func (s *State) conclude() {
	s.Labels, s.Quotas = s.standing(s.Labels), s.standing(s.Quotas)
	last := s.Form.DepositedOn
	if s.Form.RenewedOn.After(last) {
		last = s.Form.RenewedOn
	}
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
