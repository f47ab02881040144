package national_test

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/numbering"
)

// memory is the part of a store that the link uses, for one goroutine. fail, when
// set, is asked before each write: a crash at a chosen place.
type memory struct {
	seq     int64
	entries []store.Entry
	of      map[string][]store.Entry
	records map[store.Ref]store.Record
	bearers map[numbering.Number]string
	fail    func(act *store.Act) error
}

func newMemory() *memory {
	return &memory{of: map[string][]store.Entry{}, records: map[store.Ref]store.Record{}, bearers: map[numbering.Number]string{}}
}

func (m *memory) Write(_ context.Context, act *store.Act) (store.Written, error) {
	if m.fail != nil {
		if err := m.fail(act); err != nil {
			return store.Written{}, err
		}
	}
	for _, r := range act.Records {
		if now := m.records[store.Ref{Kind: r.Kind, Key: r.Key}].Version; r.Version != store.AnyVersion && r.Version != now {
			return store.Written{}, &store.StaleError{Kind: r.Kind, Key: r.Key, Current: now}
		}
	}
	for _, key := range act.Erase {
		delete(m.of, key)
		m.entries = slices.DeleteFunc(m.entries, func(e store.Entry) bool { return e.Event.Demand == key })
		for n, bearer := range m.bearers {
			if bearer == key {
				delete(m.bearers, n)
			}
		}
	}
	for _, e := range act.Events {
		m.seq++
		m.entries = append(m.entries, store.Entry{Seq: m.seq, Event: e})
		m.of[e.Demand] = append(m.of[e.Demand], store.Entry{Seq: m.seq, Event: e})
		if !e.Number.IsZero() {
			m.bearers[e.Number] = e.Demand
		}
	}
	for _, r := range act.Records {
		ref := store.Ref{Kind: r.Kind, Key: r.Key}
		r.Version = m.records[ref].Version + 1
		r.Body = slices.Clone(r.Body)
		m.records[ref] = r
	}
	for _, ref := range act.Remove {
		delete(m.records, ref)
	}
	return store.Written{}, nil
}

func (m *memory) Of(_ context.Context, key string) ([]store.Entry, error) {
	return slices.Clone(m.of[key]), nil
}

func (m *memory) Since(_ context.Context, after int64, limit int) ([]store.Entry, error) {
	i, _ := slices.BinarySearchFunc(m.entries, after+1, func(e store.Entry, seq int64) int { return cmp.Compare(e.Seq, seq) })
	return slices.Clone(m.entries[i:min(len(m.entries), i+limit)]), nil
}

func (m *memory) Last(context.Context) (int64, error) { return m.seq, nil }

func (m *memory) Bearer(_ context.Context, n numbering.Number) (string, error) {
	key, ok := m.bearers[n]
	if !ok {
		return "", store.ErrNotFound
	}
	return key, nil
}

func (m *memory) Record(_ context.Context, kind, key string, _ time.Time) (store.Record, error) {
	r, ok := m.records[store.Ref{Kind: kind, Key: key}]
	if !ok {
		return r, store.ErrNotFound
	}
	return r, nil
}

func (m *memory) Records(_ context.Context, kind, prefix string, _ time.Time) iter.Seq2[store.Record, error] {
	var out []store.Record
	for ref, r := range m.records {
		if ref.Kind == kind && strings.HasPrefix(ref.Key, prefix) {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b store.Record) int { return cmp.Compare(a.Key, b.Key) })
	return func(yield func(store.Record, error) bool) {
		for _, r := range out {
			if !yield(r, nil) {
				return
			}
		}
	}
}

var errCrash = errors.New("crash")

func day(text string) demand.Date { return demand.MustDate(text) }

// clock is the time of a test, in Paris or near it.
type clock struct{ at time.Time }

var paris = time.FixedZone("", 3600)

func at(text string) *clock {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, paris)
	if err != nil {
		panic(err)
	}
	return &clock{t}
}

func (c *clock) now() time.Time { return c.at }

func (c *clock) today() demand.Date {
	d, _ := demand.NewDate(c.at.Year(), int(c.at.Month()), c.at.Day())
	return d
}

// desk writes events into a store.
type desk struct {
	t       testing.TB
	store   *memory
	clock   *clock
	counter uint64
}

const deskCode = "21001"

func (d *desk) event(key string, kind journal.Kind, on demand.Date) journal.Event {
	d.counter++
	return journal.Event{
		ID: journal.ID{Origin: deskCode, Counter: d.counter}, Demand: key, Kind: kind, On: on,
		Entered: journal.MomentOf(d.clock.at), Author: "a1", Service: deskCode,
	}
}

func (d *desk) write(events ...journal.Event) {
	d.t.Helper()
	if _, err := d.store.Write(context.Background(), &store.Act{Events: events, At: d.clock.at}); err != nil {
		d.t.Fatal(err)
	}
}

// form is a household that the interface takes whole, told by a rank.
func form(rank int) demand.Form {
	f := demand.Form{Version: demand.Form01}
	f.Applicant = demand.Person{
		Civility: demand.Civility2, UsedName: "Zzyzx" + letters(rank), FirstNames: "Anatole", BirthDate: day("1980-01-01").AddDays(rank),
		Nationality: demand.Nationality1, FamilySituation: demand.FamilySituationC, Address: demand.Address{Number: "1", Street: "rue du Test", PostalCode: "21000", Commune: "21231"},
	}
	f.Dependants = []demand.Dependant{}
	f.Wanted = demand.Wanted{Extended: demand.Yes, Types: []demand.DwellingType{demand.DwellingTypeT2}, Places: []demand.WantedPlace{{Commune: "21231"}}}
	return f
}

func letters(n int) string {
	return string([]byte{'a' + byte(n/676%26), 'a' + byte(n/26%26), 'a' + byte(n%26)})
}

// number gives the number of a rank, deposited on a day.
func number(t testing.TB, on demand.Date, rank int) numbering.Number {
	t.Helper()
	n, err := numbering.New(numbering.Deposit{Territory: "021", Year: on.Year(), Month: on.Month()}, rank, deskCode)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// register creates a demand and numbers it.
func (d *desk) register(key string, rank int, on demand.Date) numbering.Number {
	d.t.Helper()
	f := form(rank)
	create := d.event(key, journal.Create, on)
	create.Number, create.Values, create.Set = number(d.t, on, rank), &f, journal.Given(&f)
	create.Origins = []demand.Origin{{Kind: demand.FromApplicant}}
	d.write(create)
	return create.Number
}

func (d *desk) modify(key string, on demand.Date, rent int) {
	d.t.Helper()
	e := d.event(key, journal.Modify, on)
	f := demand.Form{PersonsToHouse: rent}
	e.Values, e.Origins = &f, []demand.Origin{{Kind: demand.FromApplicant}}
	e.Set = journal.Given(&f)
	d.write(e)
}

func (d *desk) strikeOff(key string, on demand.Date, motive demand.StrikeOffMotive) {
	d.t.Helper()
	e := d.event(key, journal.StrikeOff, on)
	e.Motive = motive
	d.write(e)
}
