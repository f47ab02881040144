package national_test

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/national/simulator"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/numbering"
)

// fate is what becomes of a household of the year.
type fate int

const (
	renews fate = iota // at the notice, at a desk
	online             // at the notice, on the national portal
	leaves             // never renews: struck off at thirteen months
	late               // renews after the strike-off, before eighteen months
	housed             // allocated
	gives              // renounces, at a desk
	quits              // renounces, on the national portal
	parts              // a member of the couple files apart
	fates
)

// household is one of the demands of the year.
type household struct {
	key    string
	number numbering.Number
	fate   fate
	from   demand.Date
	done   bool // its fate is accomplished
	erased bool
}

// year is a registry in a few lines, beside a national system.
type year struct {
	*scene
	sim        *simulator.Simulator
	server     *httptest.Server
	households []*household
	collected  int // files of the portal

	erasures, restored, struck, proposals, replays, refusals, outages int
}

const fewHouseholds = 240

// states gives the state of a household on the day of the clock.
func (y *year) state(h *household) (journal.State, calendar.Dates) {
	entries, _ := y.store.Of(context.Background(), h.key)
	var events []journal.Event
	for _, e := range entries {
		events = append(events, e.Event)
	}
	j, _ := journal.New(events...)
	s := j.Fold(h.key, journal.At{Day: y.clock.today()})
	c, _ := calendar.CaseOf(&s, "")
	return s, calendar.Of(c, calendar.Settings{}, s.Profile)
}

// live makes a household live one day.
func (y *year) live(h *household) {
	today := y.clock.today()
	if h.erased || today.Before(h.from) {
		return
	}
	if today == h.from {
		h.number = y.register(h.key, len(h.key)+int(h.number.Sequence()), today)
		return
	}
	s, dates := y.state(h)
	switch s.Status {
	case journal.StruckOff:
		y.afterwards(h, &s, &dates)
		return
	case journal.Absent:
		return
	}
	age := today.DaysSince(h.from)
	switch {
	case age == 40:
		y.modify(h.key, today, 2+age%5)
	case dates.Notice.On == today:
		e := y.event(h.key, journal.Letter, today)
		e.Dispatch = journal.Dispatch{Subject: journal.RenewalNotice, Ref: "P" + h.key, Channel: journal.Post, Sent: today}
		y.write(e)
	case dates.StrikeOff.On == today:
		y.strikeOff(h.key, today, demand.StrikeOffMotiveRADREN)
		y.struck++
	default:
		y.choose(h, &dates, age)
	}
}

// choose does what the household has in mind.
func (y *year) choose(h *household, dates *calendar.Dates, age int) {
	today := y.clock.today()
	noticed := dates.Notice.On.AddDays(9) == today
	switch {
	case (h.fate == renews || h.fate == parts || h.fate == late && h.done) && noticed:
		y.write(y.event(h.key, journal.Renew, today))
	case h.fate == online && noticed:
		if err := y.sim.RenewOnline(h.number, today); err != nil {
			y.write(y.event(h.key, journal.Renew, today)) // not known there yet
		}
	case h.done:
	case h.fate == housed && age == 200:
		h.done = true
		y.strikeOff(h.key, today, demand.StrikeOffMotiveRADATT)
	case h.fate == gives && age == 150:
		h.done = true
		y.strikeOff(h.key, today, demand.StrikeOffMotiveRADABA)
	case h.fate == quits && age >= 150:
		h.done = y.sim.RenounceOnline(h.number, today) == nil
	case h.fate == parts && age == 100:
		h.done = true
		y.apart(h)
	}
}

// apart registers the member of the couple who leaves.
func (y *year) apart(h *household) {
	today := y.clock.today()
	o := &household{key: h.key + "x", fate: renews, from: today, number: number(y.t, today, 500_000+h.number.Sequence())}
	f := form(3000 + h.number.Sequence())
	e := y.event(o.key, journal.Separate, today)
	e.Other, e.Seniority, e.Case = h.key, h.from, "married"
	e.Number, e.Values, e.Set = o.number, &f, journal.Given(&f)
	e.Origins = []demand.Origin{{Kind: demand.FromApplicant}}
	y.write(e)
	y.households = append(y.households, o)
}

// afterwards is what happens to a demand struck off.
func (y *year) afterwards(h *household, s *journal.State, dates *calendar.Dates) {
	today := y.clock.today()
	switch {
	case h.fate == late && !h.done && dates.ReactivableUntil.On.AddDays(-20) == today:
		h.done = true
		y.write(y.event(h.key, journal.Reactivate, today), y.event(h.key, journal.Renew, today))
		y.restored++
	case dates.Erasure.Known() && dates.Erasure.On.Before(today):
		if got := s.StruckOffOn.AddYears(1); got.AddDays(1) != today {
			y.t.Errorf("erased on %s, struck off on %s", today, s.StruckOffOn)
		}
		h.erased = true
		y.erasures++
		tomb := y.event(h.key, journal.Delete, today)
		if _, err := y.store.Write(context.Background(), &store.Act{Erase: []string{h.key}, Events: []journal.Event{tomb}}); err != nil {
			y.t.Fatal(err)
		}
	}
}

// exchange is the evening: files out, answers and acts in, findings treated.
func (y *year) exchange() {
	ctx := context.Background()
	if _, err := y.link.Run(ctx); err != nil {
		y.t.Fatal(err)
	}
	if _, err := y.link.Deliver(ctx, national.HTTP{Base: y.server.URL, Client: y.server.Client()}); err != nil {
		y.outages++
	}
	for _, again := range y.sim.Repeated() {
		r, err := y.link.Receive(ctx, national.AnswerName(again.Name), again.Body)
		if err != nil {
			y.t.Fatal(err)
		}
		if r.Replay {
			y.replays++
		}
	}
	y.collect()
	found, err := y.link.Findings(ctx, "")
	if err != nil {
		y.t.Fatal(err)
	}
	for _, f := range found {
		if f.Code != "SIM_SANS_RAISON" {
			y.t.Errorf("%s: %s %s: %s", y.clock.today(), f.Demand, f.Kind, f.Code)
		}
		y.refusals++
		if err := y.link.Settle(ctx, f.Key); err != nil {
			y.t.Fatal(err)
		}
		if err := y.link.Again(ctx, f.Demand); err != nil {
			y.t.Fatal(err)
		}
	}
}

// collect takes the acts of the national portal, as a registry would: a receipt
// already written has no second effect.
func (y *year) collect() {
	ctx := context.Background()
	files, err := y.sim.Outgoing(y.collected)
	if err != nil {
		return
	}
	for _, f := range files {
		y.collected++
		r, err := y.link.Receive(ctx, f.Name, f.Body)
		if err != nil {
			y.t.Fatal(err)
		}
		for _, p := range r.Proposals {
			if y.written(p.Event.Receipt) {
				y.replays++
				continue
			}
			e := y.event(p.Event.Demand, p.Event.Kind, p.Event.On)
			e.Receipt, e.Motive, e.Set, e.Values, e.Origins = p.Event.Receipt, p.Event.Motive, p.Event.Set, p.Event.Values, p.Event.Origins
			y.write(e)
			if err := y.link.Took(ctx, e.Demand, p); err != nil {
				y.t.Fatal(err)
			}
			y.proposals++
		}
	}
}

func (y *year) written(receipt string) bool {
	for _, e := range y.store.entries {
		if e.Event.Receipt == receipt {
			return true
		}
	}
	return false
}

// here is the side of the file.
func (y *year) here() iter.Seq2[national.Side, error] {
	return func(yield func(national.Side, error) bool) {
		for _, h := range y.households {
			if h.erased || y.clock.today().Before(h.from) {
				continue
			}
			s, _ := y.state(h)
			side, ok := national.SideOf(&s, s.Seniority != s.Form.DepositedOn)
			if ok && !yield(side, nil) {
				return
			}
		}
	}
}

func (y *year) reconcile() ([]national.Difference, national.Balance) {
	y.t.Helper()
	var extract bytes.Buffer
	if err := y.sim.Extract(&extract); err != nil {
		y.t.Fatal(err)
	}
	d, b, err := y.link.Reconcile(context.Background(), y.here(), national.ReadExtract(&extract))
	if err != nil {
		y.t.Fatal(err)
	}
	return d, b
}

func newYear(t *testing.T) *year {
	y := &year{scene: begin(t, "2013-05-01 20:00")}
	y.link.Allocation = func(_ context.Context, s *journal.State) (*sne.StrikeOff, error) {
		return &sne.StrikeOff{
			Landlord: "123456782", LeaseOn: s.StruckOffOn, AlreadyTenant: demand.No, RPLS: "2100000001",
			Agreement: demand.CollectiveAgreementAUCUN, Quota: demand.QuotaAUCUN,
		}, nil
	}
	sim, err := simulator.New(simulator.Settings{Seed: 7, Territory: "021", Now: y.clock.now, Faults: simulator.Faults{
		Outage: 0.05, Slow: 0.1, SlowBy: 30 * time.Hour, Anomalies: 0.02, OnlyOnce: true, Lost: 0.05, Twice: 0.1,
	}})
	if err != nil {
		t.Fatal(err)
	}
	y.sim, y.server = sim, httptest.NewServer(sim.Handler())
	t.Cleanup(y.server.Close)
	for i := range fewHouseholds {
		// Spread over three years; some on the last days of months, whose thirteen
		// months end on another day.
		from := y.clock.today().AddDays(i * 1100 / fewHouseholds)
		if i%9 == 0 {
			from = from.AddDays(-from.Day() + 1).AddMonths(1).AddDays(-1)
		}
		y.households = append(y.households, &household{key: fmt.Sprintf("h%04d", i), fate: fate(i) % fates, from: from, number: number(t, from, i+1)})
	}
	return y
}

// A year of exchanges with a national system that has its bad days: at the end no
// demand is on one side only, and the days of the calendar are kept on both.
func TestAYear(t *testing.T) {
	t.Parallel() // most of the time goes to the disk
	y := newYear(t)
	day := func(exchange bool) {
		for _, h := range y.households {
			y.live(h)
		}
		if exchange {
			y.exchange()
		}
		y.tomorrow()
	}
	for y.clock.today().Before(demand.MustDate("2015-06-01")) {
		day(false) // the file has a life before it is linked
	}
	for n := range 365 {
		day(true)
		if n%30 == 29 {
			if d, b := y.reconcile(); b.Unexplained > 0 {
				t.Fatalf("day %d: %d differences without reason: %+v", n, b.Unexplained, d)
			}
		}
	}
	if err := y.sim.SetFaults(simulator.Faults{}); err != nil {
		t.Fatal(err)
	}
	for range 4 { // what is late arrives
		y.exchange()
		y.tomorrow()
	}
	differences, b := y.reconcile()
	if len(differences) > 0 || b.Here != b.There || b.Same != b.Here || b.Here < 100 {
		t.Errorf("%+v", b)
		if err := national.Report(os.Stdout, differences, b); err != nil {
			t.Error(err)
		}
	}
	y.calendarKept()
	y.everythingHappened()
	if err := checkManifests(y.link.Folder); err != nil {
		t.Error(err)
	}
}

// calendarKept looks at the days that the other side holds.
func (y *year) calendarKept() {
	var extract bytes.Buffer
	if err := y.sim.Extract(&extract); err != nil {
		y.t.Fatal(err)
	}
	struck := 0
	for s, err := range national.ReadExtract(&extract) {
		if err != nil {
			y.t.Fatal(err)
		}
		last := s.Deposited
		if s.Renewed.After(last) {
			last = s.Renewed
		}
		if s.Motive == demand.StrikeOffMotiveRADREN {
			if struck++; s.StruckOff != last.AddMonths(13) {
				y.t.Errorf("struck off on %s, thirteen months after %s are %s", s.StruckOff, last, last.AddMonths(13))
			}
		}
		if _, month := s.Number.Deposit(); month != s.Deposited.Month() {
			continue // created after a separation: the day is that of the first demand
		}
		if s.Motive == "" && last.AddMonths(13).Before(y.clock.today().AddDays(-5)) {
			y.t.Errorf("not renewed since %s, and not struck off on %s", last, y.clock.today())
		}
	}
	if struck == 0 {
		y.t.Error("nobody is struck off for lack of renewal")
	}
}

// everythingHappened holds the year to what it is to show.
func (y *year) everythingHappened() {
	for what, n := range map[string]int{
		"erasures": y.erasures, "demands restored": y.restored, "strike-offs": y.struck, "proposals": y.proposals,
		"replays": y.replays, "refusals": y.refusals, "outages": y.outages,
	} {
		y.t.Logf("%s: %d", what, n)
		if n == 0 {
			y.t.Errorf("the year has no %s", what)
		}
	}
}

// checkManifests looks for holes in the numbers of increments.
func checkManifests(folder string) error {
	found, err := filepath.Glob(filepath.Join(folder, "MAN*.json"))
	if err != nil {
		return err
	}
	for i, name := range found {
		if want := fmt.Sprintf("MANG2100-%06d.json", i+1); filepath.Base(name) != want {
			return fmt.Errorf("increment %s where %s was expected", filepath.Base(name), want)
		}
	}
	if len(found) < 365 {
		return fmt.Errorf("%d increments in a year", len(found))
	}
	return nil
}
