package registry

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/charter/exchange"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/numbering"
)

// Settings are what a registry is opened with.
type Settings struct {
	Store   store.Store
	Charter *charter.Charter // in force from its first day; later versions are records of the store
	Now     func() time.Time
	Random  io.Reader // of keys and receipts: crypto/rand
	Origin  string    // of the events written here: a code of this server, for ever; none: "fichier"
	// Searched is told how long the search for duplicates of a registration took; none:
	// nobody is.
	Searched func(time.Duration)
	// Numbered makes the messages that leave with the number of a demand that its
	// applicant entered: nobody is there to say it. None: nothing is sent.
	Numbered func(f *demand.Form, at time.Time) ([]store.Message, error)
	Cache    string // folder where the index of persons is kept between two starts; none: made again at each start
}

// Registry is a shared file at work. It may be used by several goroutines.
type Registry struct {
	store    store.Store
	now      func() time.Time
	random   io.Reader
	origin   string
	cache    string
	first    *charter.Charter
	charters atomic.Pointer[[]*charter.Charter] // by first day
	searched func(time.Duration)
	numbered func(*demand.Form, time.Time) ([]store.Message, error)
	counter  numbering.Counter
	numbers  atomic.Pointer[numbering.Issuer] // for the territories of the charters
	events   *counter
	persons  *finder
	same     [1024]sync.Mutex // registrations of persons born the same day wait for each other
	agenda   agendaCache
}

// Open opens the file: it reads the charters and the index of persons.
func Open(ctx context.Context, s Settings) (*Registry, error) {
	if s.Store == nil || s.Charter == nil || s.Now == nil || s.Random == nil {
		return nil, errors.New("registry: open: a store, a charter, a clock and a source of random bytes are needed")
	}
	r := &Registry{store: s.Store, now: s.Now, random: s.Random, origin: s.Origin, cache: s.Cache, first: s.Charter, searched: s.Searched, numbered: s.Numbered}
	if r.origin == "" {
		r.origin = "fichier"
	}
	r.events, r.counter = newCounter(s.Store, "event", 1000), newCounter(s.Store, "number", 100)
	if err := r.loadCharters(ctx, s.Charter); err != nil {
		return nil, err
	}
	var err error
	if r.persons, err = r.openFinder(ctx); err != nil {
		return nil, fmt.Errorf("registry: open the index of persons: %w", err)
	}
	return r, nil
}

// Close writes the index of persons down, so that the next start is quick. It
// does not close the store.
func (r *Registry) Close() error {
	r.persons.learners.Wait()
	return r.persons.save(r.cache)
}

// Store is the store behind.
func (r *Registry) Store() store.Store { return r.store }

// Today is the civil day of the territory.
func (r *Registry) Today() demand.Date {
	return r.dayOf(r.now())
}

// dayOf is the civil day of a moment in the zone of the charter.
func (r *Registry) dayOf(t time.Time) demand.Date {
	zone := calendar.Zone("")
	if all := *r.charters.Load(); len(all) > 0 {
		zone = all[len(all)-1].Calendar.TimeZone
	}
	if day, ok := zone.Day(journal.MomentOf(t)); ok {
		return day
	}
	day, _ := demand.NewDate(t.Year(), int(t.Month()), t.Day())
	return day
}

// charterKind is the kind of the records that hold charters.
const charterKind = "charter"

// loadCharters reads the charters of the store; first rules before them.
func (r *Registry) loadCharters(ctx context.Context, first *charter.Charter) error {
	all := []*charter.Charter{first}
	for rec, err := range r.store.Records(ctx, charterKind, "", r.now()) {
		if err != nil {
			return fmt.Errorf("registry: read the charters: %w", err)
		}
		c, faults := charter.Load(rec.Body)
		if faults.Blocking() {
			return fmt.Errorf("registry: the charter %s of the store is not readable any more: %s", rec.Key, faults.Codes())
		}
		all = append(all, c)
	}
	return r.setCharters(all)
}

// newCharters reads the charters again when another process activated one.
func (r *Registry) newCharters(ctx context.Context) error {
	n := 1
	for _, err := range r.store.Records(ctx, charterKind, "", r.now()) {
		if err != nil {
			return fmt.Errorf("registry: read the charters: %w", err)
		}
		n++
	}
	if n == len(*r.charters.Load()) {
		return nil
	}
	return r.loadCharters(ctx, r.first)
}

// setCharters keeps the charters, and numbers for their territories: under another
// law, one that the table of French territories does not hold.
func (r *Registry) setCharters(all []*charter.Charter) error {
	slices.SortStableFunc(all, func(a, b *charter.Charter) int { return a.ValidFrom.Compare(b.ValidFrom) })
	var territories []string
	for _, c := range all {
		territories = append(append(territories, c.Territory.Number), c.Territory.Others...)
	}
	numbers, err := numbering.NewIssuer(r.counter, numbering.WithTerritories(territories...))
	if err != nil {
		return fmt.Errorf("registry: number under the charters: %w", err)
	}
	r.numbers.Store(numbers)
	r.charters.Store(&all)
	return nil
}

// Charters lists the charters, by first day.
func (r *Registry) Charters() []*charter.Charter { return slices.Clone(*r.charters.Load()) }

// CharterOn gives the charter in force on a day: the last one that has begun and
// has not ended.
func (r *Registry) CharterOn(day demand.Date) (*charter.Charter, error) {
	all := *r.charters.Load()
	for _, c := range slices.Backward(all) {
		if !day.Before(c.ValidFrom) && (c.ValidTo.IsZero() || !day.After(c.ValidTo)) {
			return c, nil
		}
	}
	return nil, ErrDay
}

// Activate adds a charter, which rules from its first day. It is refused whole
// when it goes under the law, and when its first day has passed: a day that has
// been decided is not decided again under other rules.
func (r *Registry) Activate(ctx context.Context, agent Agent, text []byte) (*charter.Charter, error) {
	if err := agent.Holds(access.Manage); err != nil {
		return nil, err
	}
	c, faults := charter.Load(text)
	if faults.Blocking() {
		return nil, &InvalidError{faults}
	}
	today := r.Today()
	current, err := r.CharterOn(today)
	if err != nil {
		return nil, err
	}
	d := charter.Decide(current, agent.Actor, charter.ManageAccess, charter.Facts{}, today)
	if d.Outcome != charter.Allowed {
		return nil, &RefusedError{d}
	}
	if c.ValidFrom.Before(today) {
		return nil, ErrPast
	}
	key := c.ValidFrom.String() + " " + c.Name + " " + c.Version
	act := store.Act{Records: []store.Record{{Kind: charterKind, Key: key, Body: text}}, Access: r.accessLines(&agent, access.Manage, "", "", 0), At: r.now()}
	if _, err := r.store.Write(ctx, &act); err != nil {
		return nil, err
	}
	return c, r.setCharters(append(r.Charters(), c))
}

// state folds a demand as it stands on a day under its charter.
func (r *Registry) state(ctx context.Context, key string, day demand.Date) (journal.State, journal.Journal, int64, error) {
	entries, err := r.store.Of(ctx, key)
	if err != nil {
		return journal.State{}, journal.Journal{}, 0, err
	}
	if len(entries) == 0 {
		return journal.State{}, journal.Journal{}, 0, store.ErrNotFound
	}
	j := journalOf(entries)
	c, err := r.CharterOn(day)
	if err != nil {
		return journal.State{}, journal.Journal{}, 0, err
	}
	return exchange.Fold(c, j, key, journal.At{Day: day}), j, entries[len(entries)-1].Seq, nil
}

func journalOf(entries []store.Entry) journal.Journal {
	events := make([]journal.Event, len(entries))
	for i := range entries {
		events[i] = entries[i].Event
	}
	j, _ := journal.New(events...) // the store refuses two events of one identifier
	return j
}

// project makes the row of a demand from its state.
func project(s *journal.State, online bool) store.Row {
	row := store.Row{Demand: s.Demand, Status: s.Status, Desk: s.Desk, Deposited: s.Form.DepositedOn, Renewed: s.Form.RenewedOn,
		StruckOff: s.StruckOffOn, Online: online}
	if !s.Form.Number.IsZero() {
		row.Number = s.Form.Number.String()
	}
	for _, p := range s.Form.Wanted.Places {
		if !slices.Contains(row.Communes, p.Commune) {
			row.Communes = append(row.Communes, p.Commune)
		}
	}
	return row
}

// Rebuild makes the rows of all demands again from their events, and tells how many:
// the journal is the truth. Acts go on meanwhile.
func (r *Registry) Rebuild(ctx context.Context) (int, error) {
	return r.store.Rebuild(ctx, r.projected)
}

// projected makes the row of a demand from its events.
func (r *Registry) projected(key string, entries []store.Entry) (store.Row, error) {
	if len(entries) == 0 {
		return store.Row{}, store.ErrNotFound
	}
	day := r.Today()
	c, err := r.CharterOn(day)
	if err != nil {
		return store.Row{}, err
	}
	j := journalOf(entries)
	s := exchange.Fold(c, j, key, journal.At{Day: day})
	row := project(&s, enteredOnline(j))
	row.Seq = entries[len(entries)-1].Seq
	return row, nil
}

// enteredOnline reports a demand that its applicant entered.
func enteredOnline(j journal.Journal) bool {
	for _, e := range j.Events() {
		if e.Kind == journal.Create && e.Online {
			return true
		}
	}
	return false
}
