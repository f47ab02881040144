package registry

import (
	"context"
	"iter"
	"strconv"
	"sync"

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
					h.Journal = journalOf(entries)
				}
			}
			if h.err = err; !yield(row.Demand, h) || err != nil {
				return
			}
		}
	}
}

// agendaCache keeps the agenda of a day while nothing is written.
type agendaCache struct {
	mu     sync.Mutex
	day    demand.Date
	last   int64
	agenda *calendar.Agenda
}

// Agenda gives the lists of the day: notices to send, strike-offs due, what is to
// be erased. It reads the whole file the first time after something was written.
func (r *Registry) Agenda(ctx context.Context) (*calendar.Agenda, demand.Date, error) {
	r.agenda.mu.Lock()
	defer r.agenda.mu.Unlock()
	today := r.Today()
	last, err := r.store.Last(ctx)
	if err != nil {
		return nil, today, err
	}
	if a := &r.agenda; a.agenda != nil && a.day == today && a.last == last {
		return a.agenda, today, nil
	}
	c, err := r.CharterOn(today)
	if err != nil {
		return nil, today, err
	}
	var failed error
	cases := func(yield func(string, calendar.Case) bool) {
		for key, h := range r.Journals(ctx, store.Query{}) {
			if failed = h.err; failed != nil {
				return
			}
			if one, ok := calendar.CaseIn(h.Journal, key, journal.At{Day: today}, c.Calendar.TimeZone); ok && !yield(key, one) {
				return
			}
		}
	}
	agenda := calendar.Build(cases, c.Calendar, c.Profile)
	if failed != nil {
		return nil, today, failed
	}
	r.agenda.day, r.agenda.last, r.agenda.agenda = today, last, agenda
	return agenda, today, nil
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
