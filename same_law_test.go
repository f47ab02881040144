package rules_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/charter/commission"
	"github.com/fichier-unique/rules/charter/priority"
	"github.com/fichier-unique/rules/charter/retention"
	"github.com/fichier-unique/rules/charter/scoring"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// Rooms of one floor know nothing of each other and say, here and there, the same
// law: these tests hold them to the same figures, on any day.

// days gives days of every kind: ends of months, leap years, and others.
func days(seed uint64) []demand.Date {
	out := []demand.Date{}
	for _, text := range []string{"2012-02-29", "2012-02-28", "2011-02-28", "2013-12-31", "2014-01-01", "2012-08-31", "2012-11-30", "2011-12-29", "2016-01-31", "2016-02-29"} {
		out = append(out, demand.MustDate(text))
	}
	r := rand.New(rand.NewPCG(seed, 1))
	for range 400 {
		out = append(out, demand.MustDate("2010-12-01").AddDays(r.IntN(5000)))
	}
	return out
}

var since2010 = []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017}

func TestTenDaysToAnswer(t *testing.T) {
	for _, made := range days(1) {
		for _, p := range append(since2010, demand.Profile2000) {
			due := calendar.Of(calendar.Case{Offer: calendar.Offer{Made: made}}, calendar.Settings{}, p).Offer
			if due.On != made.AddDays(commission.OfferDays) {
				t.Fatalf("%s %s: the calendar says %s", p, made, due.On)
			}
			c := commission.Candidacy{State: commission.Offered, Since: made, Until: due.On}
			if c.At(due.On).State != commission.Offered || c.At(due.On.AddDays(1)).State != commission.Silent {
				t.Fatalf("%s: silence is not the day after %s", made, due.On)
			}
		}
		for extra, blocks := range map[int]bool{-1: true, 0: false} {
			_, faults, _ := commission.Apply(commission.Candidacy{ID: "c", Demand: "d", State: commission.Allocated, Since: made},
				commission.Move{Step: commission.Offer, On: made, Until: made.AddDays(commission.OfferDays + extra), Numbered: true})
			if faults.Has("COM-OFF-01") != blocks {
				t.Fatalf("%s %+d: %v", made, extra, faults)
			}
		}
	}
}

func TestDaysOfTheMediationCommission(t *testing.T) {
	places := map[calendar.MediationPlace]priority.Seizure{"": {}, calendar.MediationOverseas: {Overseas: true}, calendar.MediationLarge: {LargeAgglomeration: true}}
	for _, on := range days(2) {
		for place, s := range places {
			for _, shelter := range []bool{false, true} {
				s.On, s.ForShelter = on, shelter
				for _, p := range since2010 {
					due := calendar.Of(calendar.Case{Mediation: calendar.Mediation{Seized: on, Shelter: shelter}}, calendar.Settings{Mediation: place}, p).Mediation
					if due.On != s.DecideBy() {
						t.Fatalf("%s %s %q shelter %v: calendar %s, priority %s", p, on, place, shelter, due.On, s.DecideBy())
					}
				}
			}
		}
	}
}

func TestAbnormalDelay(t *testing.T) {
	for i, on := range days(3) {
		months := 1 + i%60
		due := calendar.Of(calendar.Case{Deposited: on}, calendar.Settings{AbnormalDelayMonths: months}, demand.Profile2015).AbnormalDelay
		for _, g := range priority.Grounds(&priority.Facts{DepositedOn: on, AdaptedProposal: demand.No}, due.On, months) {
			if g.Key == priority.AbnormalDelay && (g.From != due.On || g.Open != demand.Yes) {
				t.Fatalf("%s, %d months: calendar %s, priority %s %v", on, months, due.On, g.From, g.Open)
			}
		}
	}
}

// A seniority kept after a separation counts for the calendar, for the grounds of
// the DALO and for the points alike.
func TestSeniorityCountsEverywhere(t *testing.T) {
	for i, on := range days(6) {
		first := on.AddDays(-1 - 7*i)
		j, faults := journal.New(journal.Event{ID: journal.ID{Origin: "21001", Counter: 1}, Demand: "d2", Kind: journal.Separate, On: on, Entered: 1, Author: "a", Service: "21001", Other: "d1", Seniority: first})
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		day := on.AddDays(300)
		s := j.Fold("d2", journal.At{Day: day})
		c, _ := calendar.CaseOf(&s, "")
		due := calendar.Of(c, calendar.Settings{AbnormalDelayMonths: 24}, demand.Profile2015).AbnormalDelay.On
		facts := priority.FactsIn(&s, day)
		facts.AdaptedProposal = demand.No
		points := scoring.FactsIn(&s, day)
		for _, g := range priority.Grounds(&facts, day, 24) {
			if g.Key == priority.AbnormalDelay && g.From != due {
				t.Fatalf("first deposit %s: calendar %s, grounds %s", first, due, g.From)
			}
		}
		if got := points.Text(scoring.WaitingMonths); got != strconv.Itoa(day.MonthsSince(first)) {
			t.Fatalf("first deposit %s: %s months on %s", first, got, day)
		}
	}
}

func TestMonthAfterTheWarning(t *testing.T) {
	for _, on := range days(4) {
		_, faults, effects := commission.Apply(commission.Candidacy{ID: "c", Demand: "d", State: commission.Inadmissible, Since: on, Landlord: "b"}, commission.Move{Step: commission.Notify, On: on})
		for _, p := range since2010 {
			due := calendar.Of(calendar.Case{Inadmissible: calendar.Warning{Delivered: on}}, calendar.Settings{}, p).Inadmissible
			if len(effects) == 0 || effects[0].Kind != commission.StrikeOff || effects[0].On != due.On {
				t.Fatalf("%s %s: calendar %s, commission %v %v", p, on, due.On, effects, faults)
			}
		}
	}
}

// struck is the journal of a demand, struck off unless off is no day.
func struck(t *testing.T, on, off demand.Date) journal.Journal {
	t.Helper()
	events := []journal.Event{{ID: journal.ID{Origin: "21001", Counter: 1}, Demand: "d1", Kind: journal.Create, On: on, Entered: 1, Author: "a", Service: "21001"}}
	if !off.IsZero() {
		events = append(events, journal.Event{ID: journal.ID{Origin: "21001", Counter: 2}, Demand: "d1", Kind: journal.StrikeOff, On: off, Entered: 2, Author: "a", Service: "21001", Motive: demand.StrikeOffMotiveRADREN})
	}
	j, faults := journal.New(events...)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return j
}

func TestErasureIsThatOfTheCalendar(t *testing.T) {
	for _, on := range days(5) {
		d := calendar.Of(calendar.Case{Deposited: on}, calendar.Settings{}, demand.Profile2015)
		f := retention.File{Journal: struck(t, on, demand.Date{})}
		if late := f.Due(retention.Settings{}, d.StrikeOff.On.AddDays(1)); late.Notices.Codes() != "CON-SIG-02" {
			t.Fatalf("%s: the day after %s, retention says %v", on, d.StrikeOff.On, late.Notices)
		}
		if early := f.Due(retention.Settings{}, d.StrikeOff.On); len(early.Notices) > 0 {
			t.Fatalf("%s: on %s, retention says %v", on, d.StrikeOff.On, early.Notices)
		}
		for _, p := range since2010 {
			off := d.StrikeOff.On
			last := calendar.Of(calendar.Case{Deposited: on, StruckOff: off, Motive: demand.StrikeOffMotiveRADREN}, calendar.Settings{}, p).Erasure.On
			f := retention.File{Journal: struck(t, on, off)}
			if kept, gone := f.Due(retention.Settings{}, last), f.Due(retention.Settings{}, last.AddDays(1)); len(kept.Items) > 0 || len(gone.Items) != 1 {
				t.Fatalf("%s struck off %s: kept until %s by the calendar, %v and %v by retention", on, off, last, kept.Items, gone.Items)
			}
		}
	}
}

// A label is judged alike by the session that counts on it and by itself.
func TestLabelAndCommission(t *testing.T) {
	settings := priority.Settings{Labels: []priority.LabelKind{{Code: "DALO", Urgent: true}}}
	held := demand.MustDate("2016-03-01")
	for _, c := range []struct {
		given, urgent, session, label string
		outcome                       priority.Outcome
	}{
		{"2016-02-29", "", "", "", priority.Allowed},
		{"2016-03-01", "", "COM-LAB-03", "PRI-LAB-16", priority.Allowed},
		{"2016-03-02", "", "COM-LAB-01", "PRI-LAB-07", priority.Refused},
		{"2016-03-02", "FIRE", "COM-LAB-02", "PRI-LAB-09", priority.Allowed},
	} {
		on := demand.MustDate(c.given)
		v := priority.Check(priority.Label{Code: "DALO", On: on, Urgent: c.urgent}, priority.MediationCommission, held, &settings, held.AddDays(20))
		if got := v.Faults().Codes(); got != c.label || v.Outcome != c.outcome {
			t.Errorf("%s %q: the label says %q, %s", c.given, c.urgent, got, v.Outcome)
		}
		minutes := commission.Hold(&commission.Session{Dwelling: "L7", Landlord: "B1", On: held, TooFew: true,
			Entries: []commission.Entry{{Candidacy: "c1", Demand: "d1", Numbered: true, Decision: commission.Reject, Reason: "other", Labels: []commission.Label{{Code: "DALO", On: on, Urgent: c.urgent}}}}})
		got, blocks := "", false
		for _, e := range minutes.Entries {
			got, blocks = e.Faults.Codes(), e.Faults.Blocking()
		}
		if got != c.session || blocks != (c.outcome == priority.Refused) {
			t.Errorf("%s %q: the session says %q", c.given, c.urgent, got)
		}
	}
}

// The measure outside priority districts begins on one day for the search of
// candidates and for the count; the exception of the DALO to the rule of three,
// for what is told of the household and for the session.
func TestFirstDays(t *testing.T) {
	m, ok := priority.FindMeasure("outside_qpv_first_quartile")
	if r, found := commission.Rule("COM-REC-27"); !ok || !found || r.From != m.From {
		t.Errorf("search %s, measure %s", r.From, m.From)
	}
	for _, on := range []string{"2009-12-31", "2010-01-01", "2010-12-31", "2011-01-01", "2020-01-01"} {
		day := demand.MustDate(on)
		told := false
		for _, r := range priority.DALOEffects(demand.DALOStatusACTIF, demand.NotSaid, day).Effects {
			told = told || r.Code == "PRI-DAL-05"
		}
		if refused := commission.Enough(1, day, commission.DALODesignated) == "COM-SES-01"; refused == told {
			t.Errorf("%s: told %v, refused %v", on, told, refused)
		}
	}
}
