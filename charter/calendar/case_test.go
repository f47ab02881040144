package calendar_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

var sameDay = cmp.Comparer(func(a, b demand.Date) bool { return a == b })

// happen makes events of demand d1, entered at noon of the day given in meta, or
// of the day of effect.
func happen(t *testing.T, events ...journal.Event) journal.Journal {
	t.Helper()
	for i := range events {
		e := &events[i]
		e.ID, e.Demand, e.Author, e.Service = journal.ID{Origin: "21001", Counter: uint64(i + 1)}, "d1", "a1", "21001"
		if e.Entered == 0 {
			e.Entered = noon(t, e.On.String())
		}
	}
	j, faults := journal.New(events...)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return j
}

func noon(t *testing.T, day string) journal.Moment {
	t.Helper()
	m, ok := journal.ParseMoment(day + "T12:00:00Z")
	if !ok {
		t.Fatalf("%s is no day", day)
	}
	return m
}

func step(day string, s journal.Step, candidacy string) journal.Event {
	return journal.Event{Kind: journal.Treat, On: date(day), Treatment: journal.Treatment{Step: s, Candidacy: candidacy, Reason: "01"}}
}

func TestCaseOf(t *testing.T) {
	create := journal.Event{Kind: journal.Create, On: date("2015-10-15")}
	renew := func(day, receipt string) journal.Event {
		return journal.Event{Kind: journal.Renew, On: date(day), Receipt: receipt}
	}
	late := renew("2016-10-01", "r2")
	late.Entered = noon(t, "2017-01-10")
	paper := step("2016-02-20", journal.PaperReceived, "")
	paper.Entered, _ = journal.ParseMoment("2016-03-06T21:30:00Z") // the 7th in Réunion
	until := step("2016-02-20", journal.Offered, "c1")
	until.Treatment.Until = date("2016-03-11")
	for _, c := range []struct {
		name   string
		events []journal.Event
		at     journal.At
		zone   calendar.Zone
		want   calendar.Case
		runs   bool
	}{
		{"not deposited", []journal.Event{create}, journal.At{Day: date("2015-10-14")}, "", calendar.Case{}, false},
		{"deposited", []journal.Event{create}, journal.At{Day: date("2015-10-15")}, "", calendar.Case{Deposited: date("2015-10-15")}, true},
		{"deleted", []journal.Event{create, {Kind: journal.Delete, On: date("2015-10-20")}}, journal.At{Day: date("2016-01-01")}, "", calendar.Case{}, false},
		{"merged", []journal.Event{create, {Kind: journal.Merge, On: date("2015-10-20"), Other: "d0", Seniority: date("2014-01-01"), Absorbed: true}}, journal.At{Day: date("2016-01-01")}, "", calendar.Case{}, false},
		{"goes on after a merge", []journal.Event{create, {Kind: journal.Merge, On: date("2015-10-20"), Other: "d0", Seniority: date("2014-01-01")}}, journal.At{Day: date("2016-01-01")}, "",
			calendar.Case{Deposited: date("2015-10-15"), Seniority: date("2014-01-01")}, true},
		{"after a separation", []journal.Event{{Kind: journal.Separate, On: date("2015-10-15"), Other: "d0", Seniority: date("2012-01-01")}}, journal.At{Day: date("2016-01-01")}, "",
			calendar.Case{Deposited: date("2015-10-15"), Seniority: date("2012-01-01")}, true},
		{"renewed, once sent twice, once later", []journal.Event{create, renew("2016-09-20", "r1"), renew("2016-09-25", "r1"), renew("2017-09-20", "")}, journal.At{Day: date("2016-12-01")}, "",
			calendar.Case{Deposited: date("2015-10-15"), Renewals: []demand.Date{date("2016-09-20")}}, true},
		{"two renewals, one not known yet", []journal.Event{create, renew("2016-09-20", "r1"), late}, journal.At{Day: date("2017-01-05"), KnownBy: noon(t, "2017-01-05")}, "",
			calendar.Case{Deposited: date("2015-10-15"), Renewals: []demand.Date{date("2016-09-20")}}, true},
		{"two renewals, known", []journal.Event{create, renew("2016-09-20", "r1"), late}, journal.At{Day: date("2017-01-05")}, "",
			calendar.Case{Deposited: date("2015-10-15"), Renewals: []demand.Date{date("2016-09-20"), date("2016-10-01")}}, true},
		{"struck off", []journal.Event{create, {Kind: journal.StrikeOff, On: date("2016-11-15"), Motive: "RADREN"}}, journal.At{Day: date("2016-12-01")}, "",
			calendar.Case{Deposited: date("2015-10-15"), StruckOff: date("2016-11-15"), Motive: "RADREN"}, true},
		{"reactivated", []journal.Event{create, {Kind: journal.StrikeOff, On: date("2016-11-15"), Motive: "RADREN"}, {Kind: journal.Reactivate, On: date("2016-11-20")}}, journal.At{Day: date("2016-12-01")}, "",
			calendar.Case{Deposited: date("2015-10-15")}, true},
		{"a paper, in Réunion", []journal.Event{create, paper}, journal.At{Day: date("2016-12-01")}, calendar.ZoneReunion,
			calendar.Case{Deposited: date("2015-10-15"), Paper: calendar.Paper{Received: date("2016-02-20"), Filed: date("2016-03-07")}}, true},
		{"offered, another refused", []journal.Event{create, step("2016-02-20", journal.Offered, "c2"), step("2016-02-21", journal.Refused, "c1")}, journal.At{Day: date("2016-12-01")}, "",
			calendar.Case{Deposited: date("2015-10-15"), Offer: calendar.Offer{Made: date("2016-02-20")}}, true},
		{"offered, refused, offered", []journal.Event{create, step("2016-02-20", journal.Offered, "c1"), step("2016-02-21", journal.Refused, "c1"), step("2016-03-20", journal.Offered, "c2")}, journal.At{Day: date("2016-12-01")}, "",
			calendar.Case{Deposited: date("2015-10-15"), Offer: calendar.Offer{Made: date("2016-03-20")}}, true},
		{"offered, leased", []journal.Event{create, step("2016-02-20", journal.Offered, "c1"), step("2016-02-21", journal.Leased, "c1")}, journal.At{Day: date("2016-12-01")}, "",
			calendar.Case{Deposited: date("2015-10-15"), Offer: calendar.Offer{Made: date("2016-02-20"), Answered: date("2016-02-21")}}, true},
		{"offered, the applicant withdraws", []journal.Event{create, step("2016-02-20", journal.Offered, "c1"), step("2016-02-25", journal.Withdrawn, "c1")}, journal.At{Day: date("2016-12-01")}, "",
			calendar.Case{Deposited: date("2015-10-15"), Offer: calendar.Offer{Made: date("2016-02-20"), Answered: date("2016-02-25")}}, true},
		{"offered, the dwelling is no longer to let", []journal.Event{create, step("2016-02-20", journal.Offered, "c1"), step("2016-02-25", journal.Cancelled, "c1")}, journal.At{Day: date("2016-12-01")}, "",
			calendar.Case{Deposited: date("2015-10-15")}, true},
		{"offered, another is no longer to let", []journal.Event{create, step("2016-02-20", journal.Offered, "c1"), step("2016-02-25", journal.Cancelled, "c2")}, journal.At{Day: date("2016-12-01")}, "",
			calendar.Case{Deposited: date("2015-10-15"), Offer: calendar.Offer{Made: date("2016-02-20")}}, true},
		{"offered until a day", []journal.Event{create, until}, journal.At{Day: date("2016-12-01")}, "",
			calendar.Case{Deposited: date("2015-10-15"), Offer: calendar.Offer{Made: date("2016-02-20"), Days: 20}}, true},
		{"accepted, then leased: answered the first day", []journal.Event{create, step("2016-02-20", journal.Offered, "c1"), step("2016-02-21", journal.Accepted, "c1"), step("2016-04-01", journal.Leased, "c1")}, journal.At{Day: date("2016-12-01")}, "",
			calendar.Case{Deposited: date("2015-10-15"), Offer: calendar.Offer{Made: date("2016-02-20"), Answered: date("2016-02-21")}}, true},
	} {
		j := happen(t, c.events...)
		got, runs := calendar.CaseIn(j, "d1", c.at, c.zone)
		if diff := cmp.Diff(c.want, got, sameDay); diff != "" || runs != c.runs {
			t.Errorf("%s: runs %v\n%s", c.name, runs, diff)
		}
		state := j.Fold("d1", c.at)
		one, runs := calendar.CaseOf(&state, c.zone)
		if n := len(c.want.Renewals); n > 1 { // a state knows the last one
			got.Renewals = got.Renewals[n-1:]
		}
		if diff := cmp.Diff(got, one, sameDay); diff != "" || runs != c.runs {
			t.Errorf("%s, from the state: runs %v\n%s", c.name, runs, diff)
		}
	}
}

func letter(on string, d journal.Dispatch) journal.Event {
	return journal.Event{Kind: journal.Letter, On: date(on), Dispatch: d}
}

// TestDatesOfLettersOfTheJournal: the delays after a warning run from what the
// journal says of it, day after day.
func TestDatesOfLettersOfTheJournal(t *testing.T) {
	create := journal.Event{Kind: journal.Create, On: date("2010-10-15")}
	warn := func(motive demand.StrikeOffMotive) journal.Event {
		return letter("2011-03-07", journal.Dispatch{Subject: journal.Warning, Ref: "c1", Motive: motive, Channel: journal.Registered, Sent: date("2011-03-07")})
	}
	delivered := letter("2011-03-10", journal.Dispatch{Subject: journal.Warning, Ref: "c1", Proof: "AR", Received: date("2011-03-10")})
	answered := letter("2011-03-20", journal.Dispatch{Subject: journal.Warning, Ref: "c1", Answered: date("2011-03-20")})
	struck := journal.Event{Kind: journal.StrikeOff, On: date("2011-05-20"), Motive: "RADCON"}
	simple := letter("2011-09-10", journal.Dispatch{Subject: journal.RenewalNotice, Channel: journal.Post, Sent: date("2011-09-10")})
	registered := letter("2011-11-02", journal.Dispatch{Subject: journal.RenewalNotice, Channel: journal.Registered, Sent: date("2011-11-02")})
	attested := letter("2010-11-10", journal.Dispatch{Subject: journal.AttestationSent, Channel: journal.Email, Sent: date("2010-11-10")})
	later := letter("2011-10-20", journal.Dispatch{Subject: journal.AttestationSent, Channel: journal.Email, Sent: date("2011-10-20")})
	for _, c := range []struct {
		name    string
		events  []journal.Event
		on      string
		profile demand.Profile
		date    string
		want    string
		rule    string
	}{
		{"2010: a month after the delivery", []journal.Event{create, warn("RADCON"), delivered}, "2011-03-10", demand.Profile2010, "no_answer_strike_off", "2011-04-10", "CAL-AVE-01"},
		{"2010: not delivered that day yet", []journal.Event{create, warn("RADCON"), delivered}, "2011-03-09", demand.Profile2010, "no_answer_strike_off", "", "CAL-AVE-06"},
		{"2015: two months after the sending", []journal.Event{create, warn("RADCON"), delivered}, "2011-03-10", demand.Profile2015, "no_answer_strike_off", "2011-05-07", "CAL-AVE-02"},
		{"inadmissible", []journal.Event{create, warn("RADIRR"), delivered}, "2011-03-10", demand.Profile2015, "inadmissible_strike_off", "2011-04-10", "CAL-AVE-04"},
		{"of another motive", []journal.Event{create, warn("RADIRR"), delivered}, "2011-03-10", demand.Profile2015, "no_answer_strike_off", "", "CAL-AVE-05"},
		{"answered", []journal.Event{create, warn("RADCON"), delivered, answered}, "2011-03-20", demand.Profile2015, "no_answer_strike_off", "", "CAL-AVE-08"},
		{"five months to come back", []journal.Event{create, warn("RADCON"), delivered, struck}, "2011-06-01", demand.Profile2015, "late_answer_until", "2011-10-20", "CAL-REA-03"},
		{"reactivated: the warning is settled", []journal.Event{create, warn("RADCON"), delivered, struck, {Kind: journal.Reactivate, On: date("2011-06-01")}}, "2011-06-01", demand.Profile2015, "no_answer_strike_off", "", "CAL-AVE-05"},
		{"a late notice pushes back the strike-off", []journal.Event{create, simple, registered}, "2011-11-02", demand.Profile2015, "strike_off", "2011-12-02", "CAL-RAD-05"},
		{"before it, thirteen months", []journal.Event{create, simple, registered}, "2011-11-01", demand.Profile2015, "strike_off", "2011-11-15", "CAL-RAD-01"},
	} {
		got, runs := calendar.CaseIn(happen(t, c.events...), "d1", journal.At{Day: date(c.on)}, "")
		dates := calendar.Of(got, calendar.Settings{}, c.profile)
		for name, due := range dates.All() {
			if name == c.date && (due.On.String() != c.want || due.Rule+due.Unknown != c.rule || !runs) {
				t.Errorf("%s: %s by %s%s, want %s by %s", c.name, due.On, due.Rule, due.Unknown, c.want, c.rule)
			}
		}
	}
	got, _ := calendar.CaseIn(happen(t, create, attested, later), "d1", journal.At{Day: date("2011-10-31")}, "")
	if got.Attested != date("2010-11-10") {
		t.Errorf("attested %s", got.Attested)
	}
}

// TestExpiryIsThatOfTheJournal: the journal works out by itself that a demand
// has expired; both must name the same day.
func TestExpiryIsThatOfTheJournal(t *testing.T) {
	for _, deposit := range []string{"2015-10-15", "2016-02-29", "2015-01-31"} {
		j := happen(t, journal.Event{Kind: journal.Create, On: date(deposit)})
		c, _ := calendar.CaseIn(j, "d1", journal.At{Day: date(deposit)}, "")
		end := calendar.Of(c, calendar.Settings{}, demand.Profile2015).ValidUntil.On
		if a, b := j.Fold("d1", journal.At{Day: end}).Status, j.Fold("d1", journal.At{Day: end.AddDays(1)}).Status; a != journal.Active || b != journal.Expired {
			t.Errorf("%s: %s on the last day, %s the day after", deposit, a, b)
		}
	}
}

// FuzzOf gives any case and settings: there is always a day or a reason, and a
// day counted from a day of the calendar.
func FuzzOf(f *testing.F) {
	for _, r := range calendar.Rules() {
		f.Add([]byte(r.Refuses))
	}
	f.Add([]byte(`{"profile":"2015","case":{"deposited":"9999-12-31","offer":{"made":"9999-12-31","days":9223372036854775807}},"settings":{"strike_off_months":9223372036854775807}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var e example
		if json.Unmarshal(data, &e) != nil {
			return
		}
		calendar.Check(e.Settings, e.Profile)
		dates := calendar.Of(e.Case, e.Settings, e.Profile)
		for name, d := range dates.All() {
			if d.Known() == (d.Unknown != "") || d.Known() != (d.Rule != "") || d.Source().Article == "" {
				t.Errorf("%s: %+v", name, d)
			}
		}
		agenda := calendar.Build(func(yield func(string, calendar.Case) bool) { yield("d", e.Case) }, e.Settings, e.Profile)
		for x := range agenda.Between(date("0001-01-01"), date("9999-12-31")) {
			if x.To.Before(x.From) || x.Rule == "" {
				t.Errorf("%+v", x)
			}
		}
	})
}

// An offer that leaves more than ten days is not refused by silence before its
// own last day; one that leaves fewer leaves ten.
func TestLastDayWrittenInAnOffer(t *testing.T) {
	for written, last := range map[string]string{"": "2016-03-01", "2016-02-25": "2016-03-01", "2016-03-01": "2016-03-01", "2016-03-02": "2016-03-02", "2016-03-21": "2016-03-21", "2015-01-01": "2016-03-01"} {
		offered := step("2016-02-20", journal.Offered, "c1")
		offered.Treatment.Until = date(written)
		j := happen(t, journal.Event{Kind: journal.Create, On: date("2015-10-15")}, offered)
		c, _ := calendar.CaseIn(j, "d1", journal.At{Day: date("2016-02-21")}, "")
		if due := calendar.Of(c, calendar.Settings{}, demand.Profile2015).Offer; due.On != date(last) {
			t.Errorf("%q: %s, want %s", written, due.On, last)
		}
	}
}
