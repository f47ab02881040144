package registry

import (
	"context"
	"iter"
	"maps"
	"strconv"
	"sync"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/charter/exchange"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/matching"
)

// States folds the demands that a query chooses, one by one, as they stand today.
// They are for the programs of the file (lists, figures, transfers), and are shown
// to nobody as they are.
func (r *Registry) States(ctx context.Context, q store.Query) iter.Seq2[journal.State, error] {
	return func(yield func(journal.State, error) bool) {
		today := r.Today()
		c, err := r.CharterOn(today)
		if err != nil {
			yield(journal.State{}, err)
			return
		}
		for key, j := range r.Journals(ctx, q) {
			if j.err != nil {
				yield(journal.State{}, j.err)
				return
			}
			if !yield(exchange.Fold(c, j.Journal, key, journal.At{Day: today}), nil) {
				return
			}
		}
	}
}

// History is the journal of one demand, or the reason why it cannot be read.
type History struct {
	journal.Journal
	Seq int64 // of its last event
	err error
}

// Err is the reason why the journal cannot be read.
func (h History) Err() error { return h.err }

// Journals gives the events of the demands that a query chooses, by key.
func (r *Registry) Journals(ctx context.Context, q store.Query) iter.Seq2[string, History] {
	return func(yield func(string, History) bool) {
		for row, err := range r.store.Rows(ctx, q) {
			var h History
			if err == nil {
				var entries []store.Entry
				if entries, err = r.store.Of(ctx, row.Demand); err == nil {
					h.Journal, h.Seq = journalOf(entries), seqOf(entries)
				}
			}
			if h.err = err; !yield(row.Demand, h) || err != nil {
				return
			}
		}
	}
}

// agendaCache keeps what the calendar of each demand depends on, as it stood after
// a sequence: what was written since is taken in, the rest is not read again.
type agendaCache struct {
	mu     sync.Mutex
	day    demand.Date
	last   int64
	cases  map[string]calendar.Case
	agenda *calendar.Agenda // of the whole file; nil when something was written since
}

// Agenda gives the lists of the day: notices to send, strike-offs due, what is to
// be erased. It reads the whole file the first time of a day, then what was written
// since.
func (r *Registry) Agenda(ctx context.Context) (*calendar.Agenda, demand.Date, error) {
	r.agenda.mu.Lock()
	defer r.agenda.mu.Unlock()
	c, today, err := r.cases(ctx)
	if err != nil {
		return nil, today, err
	}
	if r.agenda.agenda == nil {
		r.agenda.agenda = calendar.Build(maps.All(r.agenda.cases), c.Calendar, c.Profile)
	}
	return r.agenda.agenda, today, nil
}

// AgendaOf is Agenda for some demands alone: those of a desk.
func (r *Registry) AgendaOf(ctx context.Context, keys iter.Seq[string]) (*calendar.Agenda, demand.Date, error) {
	r.agenda.mu.Lock()
	defer r.agenda.mu.Unlock()
	c, today, err := r.cases(ctx)
	if err != nil {
		return nil, today, err
	}
	chosen := func(yield func(string, calendar.Case) bool) {
		for key := range keys {
			if one, ok := r.agenda.cases[key]; ok && !yield(key, one) {
				return
			}
		}
	}
	return calendar.Build(chosen, c.Calendar, c.Profile), today, nil
}

// cases brings the cases up to date.
func (r *Registry) cases(ctx context.Context) (*charter.Charter, demand.Date, error) {
	today, a := r.Today(), &r.agenda
	c, err := r.CharterOn(today)
	if err != nil {
		return nil, today, err
	}
	if a.cases == nil || a.day != today {
		return c, today, r.allCases(ctx, c, today)
	}
	for {
		entries, err := r.store.Since(ctx, a.last, feedPage)
		if err != nil || len(entries) == 0 {
			return c, today, err
		}
		a.agenda = nil
		moved := map[string]bool{}
		for i := range entries {
			moved[entries[i].Event.Demand] = true
		}
		for key := range moved {
			of, err := r.store.Of(ctx, key)
			if err != nil {
				a.cases = nil // half taken in: all of it is read next time
				return c, today, err
			}
			a.take(key, journalOf(of), c)
		}
		a.last = entries[len(entries)-1].Seq
	}
}

// allCases reads the whole file.
func (r *Registry) allCases(ctx context.Context, c *charter.Charter, today demand.Date) error {
	a := &r.agenda
	a.cases, a.agenda = nil, nil
	last, err := r.store.Last(ctx)
	if err != nil {
		return err
	}
	a.day, a.cases = today, map[string]calendar.Case{}
	for key, h := range r.Journals(ctx, store.Query{}) {
		if h.err != nil {
			a.cases = nil
			return h.err
		}
		a.take(key, h.Journal, c)
	}
	a.last = last
	return nil
}

// take puts the case of a demand in the place of the one it had.
func (a *agendaCache) take(key string, j journal.Journal, c *charter.Charter) {
	one, runs := calendar.CaseIn(j, key, journal.At{Day: a.day}, c.Calendar.TimeZone)
	if !runs {
		delete(a.cases, key)
		return
	}
	a.cases[key] = one
}

// places are the ends of the identifiers of the persons of a demand: see
// matching.FromForm.
var places = sync.OnceValue(func() []string {
	out := []string{string(matching.RoleApplicant), string(matching.RoleAssociation)}
	for i := range maxOthers {
		n := strconv.Itoa(i + 1)
		out = append(out, string(matching.RoleCoHolder)+"/"+n, string(matching.RoleDependant)+"/"+n)
	}
	return out
})
