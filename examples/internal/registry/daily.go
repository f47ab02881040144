package registry

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
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
		var keys []string
		tell := func() bool {
			all, err := r.store.OfEach(ctx, keys)
			if err != nil {
				yield(keys[0], History{err: err})
				return false
			}
			for _, key := range keys {
				if entries := all[key]; !yield(key, History{Journal: journalOf(entries), Seq: seqOf(entries)}) {
					return false
				}
			}
			keys = keys[:0]
			return true
		}
		for row, err := range r.store.Rows(ctx, q) {
			if err != nil {
				yield(row.Demand, History{err: err})
				return
			}
			if keys = append(keys, row.Demand); len(keys) == together && !tell() {
				return
			}
		}
		if len(keys) > 0 {
			tell()
		}
	}
}

// together is how many demands are read at once.
const together = 100

// agendaCache keeps what is on the lists of a day, as it stood after a sequence: what
// was written since is taken in, the rest is not read again. Demands on no list that
// day, most of them, take no room.
type agendaCache struct {
	mu       sync.Mutex
	day      demand.Date
	last     int64
	standing map[string][]standing // by demand; nil: the file is to be read whole
	rules    []string
}

// standing is a calendar.Entry of a demand, whose rule has its rank among those met.
type standing struct {
	from, to demand.Date
	list     calendar.List
	rule     uint8
}

// Agenda gives what is on the lists of the day, by first day, list and key: notices to
// send, strike-offs due, what is to be erased. It reads the whole file the first time
// of a day, then what was written since.
func (r *Registry) Agenda(ctx context.Context) ([]calendar.Entry, demand.Date, error) {
	return r.agendaOf(ctx, func(a *agendaCache) iter.Seq[string] { return maps.Keys(a.standing) })
}

// AgendaOf is Agenda for some demands alone: those of a desk.
func (r *Registry) AgendaOf(ctx context.Context, keys iter.Seq[string]) ([]calendar.Entry, demand.Date, error) {
	return r.agendaOf(ctx, func(*agendaCache) iter.Seq[string] { return keys })
}

func (r *Registry) agendaOf(ctx context.Context, keys func(*agendaCache) iter.Seq[string]) ([]calendar.Entry, demand.Date, error) {
	a := &r.agenda
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := r.follow(ctx); err != nil {
		return nil, a.day, err
	}
	var out []calendar.Entry
	for key := range keys(a) {
		for _, s := range a.standing[key] {
			out = append(out, calendar.Entry{List: s.list, Demand: key, From: s.from, To: s.to, Rule: a.rules[s.rule]})
		}
	}
	slices.SortFunc(out, func(x, y calendar.Entry) int {
		return cmp.Or(x.From.Compare(y.From), cmp.Compare(x.List, y.List), cmp.Compare(x.Demand, y.Demand), x.To.Compare(y.To), cmp.Compare(x.Rule, y.Rule))
	})
	return out, a.day, nil
}

// follow brings the lists up to date.
func (r *Registry) follow(ctx context.Context) error {
	today, a := r.Today(), &r.agenda
	c, err := r.CharterOn(today)
	if err != nil {
		return err
	}
	if a.standing == nil || a.day != today {
		return r.readAll(ctx, c, today)
	}
	for {
		entries, err := r.store.Since(ctx, a.last, feedPage)
		if err != nil || len(entries) == 0 {
			return err
		}
		moved := map[string]bool{}
		for i := range entries {
			moved[entries[i].Event.Demand] = true
		}
		for key := range moved {
			of, err := r.store.Of(ctx, key)
			if err != nil {
				a.standing = nil // half taken in: all of it is read next time
				return err
			}
			a.take(key, journalOf(of), c)
		}
		a.last = entries[len(entries)-1].Seq
	}
}

// readAll reads the whole file.
func (r *Registry) readAll(ctx context.Context, c *charter.Charter, today demand.Date) error {
	a := &r.agenda
	a.standing = nil
	last, err := r.store.Last(ctx)
	if err != nil {
		return err
	}
	a.day, a.standing, a.rules = today, map[string][]standing{}, nil
	for key, h := range r.Journals(ctx, store.Query{}) {
		if h.err != nil {
			a.standing = nil
			return h.err
		}
		a.take(key, h.Journal, c)
	}
	a.last = last
	return nil
}

// take puts a demand on the lists where it stands, in the place of those where it
// stood.
func (a *agendaCache) take(key string, j journal.Journal, c *charter.Charter) {
	delete(a.standing, key)
	one, runs := calendar.CaseIn(j, key, journal.At{Day: a.day}, c.Calendar.TimeZone)
	if !runs {
		return
	}
	for e := range calendar.Build(maps.All(map[string]calendar.Case{key: one}), c.Calendar, c.Profile).Standing(a.day) {
		rule := slices.Index(a.rules, e.Rule)
		if rule < 0 {
			rule, a.rules = len(a.rules), append(a.rules, e.Rule)
		}
		a.standing[key] = append(a.standing[key], standing{e.From, e.To, e.List, uint8(rule)})
	}
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
