package priority_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/fichier-unique/rules/charter/priority"
	"github.com/fichier-unique/rules/demand"
)

func TestEndOfALabel(t *testing.T) {
	kind := priority.LabelKind{ValidMonths: 6}
	for until, want := range map[string]string{"": "2011-08-28", "2011-08-27": "2011-08-27", "2011-08-28": "2011-08-28", "2012-01-01": "2011-08-28"} {
		l := priority.Label{On: day("2011-02-28"), Until: day(until)}
		if got := l.End(kind); got != day(want) {
			t.Errorf("%q: %s, want %s", until, got, want)
		}
		if got := l.End(priority.LabelKind{}); got != day(until) {
			t.Errorf("%q without a validity: %s", until, got)
		}
	}
}

func TestQuotasOfDALO(t *testing.T) {
	for employee, want := range map[demand.Answer][]demand.Quota{demand.NotSaid: {"PPRIOR", "COLACT"}, demand.Yes: {"PPRIOR", "COLACT"}, demand.No: {"PPRIOR"}} {
		if got := priority.DALOEffects(demand.DALOStatusACTIF, employee, day("2026-06-30")).Quotas; !slices.Equal(got, want) {
			t.Errorf("%d: %v", employee, got)
		}
	}
	if got := priority.DALOEffects(demand.DALOStatusNON, demand.Yes, day("2026-06-30")); len(got.Quotas) > 0 || len(got.Effects) > 0 {
		t.Errorf("%+v", got)
	}
}

func TestProgressOfAnAccord(t *testing.T) {
	a := priority.Accord{Kind: "ACD", From: day("2011-03-01"), To: day("2014-02-28"), Landlords: []priority.Undertaking{{Landlord: "a", Yearly: 2}, {Landlord: "b", Yearly: 1}}}
	account := &priority.Account{}
	for i, e := range []priority.Allocation{
		{Landlord: "a", LeasedOn: day("2011-02-28"), Accord: "ACD"}, // before it began
		{Landlord: "a", LeasedOn: day("2011-03-01"), Accord: "ACD"},
		{Landlord: "a", LeasedOn: day("2011-12-31"), Accord: "ACI"}, // another one
		{Landlord: "a", LeasedOn: day("2012-01-01"), Accord: "ACD"}, // the next year
		{Landlord: "b", LeasedOn: day("2011-06-01"), Accord: "ACD"},
		{Landlord: "b", LeasedOn: day("2011-06-01"), Accord: "ACD"},
	} {
		e.ID, e.Quota = fmt.Sprint(i), "PPRIOR"
		account.Add(e)
	}
	got := a.Progress(account, 2011)
	want := []priority.Progress{{Landlord: "a", Year: 2011, Yearly: 2, Done: 1, Remaining: 1}, {Landlord: "b", Year: 2011, Yearly: 1, Done: 2, Beyond: 1}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	nobody := priority.Accord{Kind: "ACD", From: day("2011-01-01"), To: day("2013-12-31"), Landlords: []priority.Undertaking{{Yearly: 2, Support: []string{"suivi"}}}}
	if faults := nobody.Check(); !faults.Has("PRI-ACC-03") {
		t.Errorf("a landlord without a code: %v", faults)
	}
	if _, v := a.Designation("c", day("2012-01-01")); v.Rule != "PRI-ACC-07" || v.Remedy != "PRI-REM-09" {
		t.Errorf("%+v", v)
	}
}

func TestWhatAnAgreementIsCharged(t *testing.T) {
	r := priority.Reservation{Holder: "mairie", Landlord: "a", Quota: "COLTER", Mode: priority.Stock, Programme: "p1", Dwellings: 9, Of: 50, From: day("2011-01-01"), To: day("2013-12-31")}
	base := priority.Allocation{Landlord: "a", Quota: "COLTER", Holder: "mairie", Programme: "p1", Dwelling: "d1", LeasedOn: day("2012-03-01")}
	for _, c := range []struct {
		name   string
		change func(e *priority.Allocation)
		want   int
	}{
		{"its own", func(*priority.Allocation) {}, 1},
		{"holder not said", func(e *priority.Allocation) { e.Holder = "" }, 1},
		{"of another holder", func(e *priority.Allocation) { e.Holder = "epci" }, 0},
		{"of another programme", func(e *priority.Allocation) { e.Programme = "p2" }, 0},
		{"of another quota", func(e *priority.Allocation) { e.Quota = "PPRIOR" }, 0},
		{"of another landlord", func(e *priority.Allocation) { e.Landlord = "b" }, 0},
		{"before it", func(e *priority.Allocation) { e.LeasedOn = day("2010-12-31") }, 0},
		{"after it", func(e *priority.Allocation) { e.LeasedOn = day("2014-01-01") }, 0},
	} {
		e, account := base, &priority.Account{}
		e.ID = "1"
		c.change(&e)
		account.Add(e)
		if got := account.BalanceOf(r, 2012, demand.Date{}); got.Consumed != c.want {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	account := &priority.Account{}
	for _, id := range []string{"1", "2"} { // two dwellings whose identifier nobody gave
		e := base
		e.ID, e.Dwelling = id, ""
		account.Add(e)
	}
	if got := account.BalanceOf(r, 2012, demand.Date{}); got.Consumed != 2 || got.Remaining != 7 {
		t.Errorf("%+v", got)
	}
}

// The base follows the law of the day of each lease.
func TestBaseFollowsTheLaw(t *testing.T) {
	for _, c := range []struct {
		name, leased, flowOnly string
		transfer               demand.Answer
		want                   priority.Base
	}{
		{"by the law read in 2017", "2017-01-21", "", demand.Yes, priority.Base{All: 1}},
		{"between the two laws read", "2017-01-22", "", demand.Yes, priority.Base{All: 1, Unsure: 1}},
		{"between, no transfer", "2020-01-22", "", demand.No, priority.Base{All: 1}},
		{"by the law read in 2026", "2026-11-23", "", demand.Yes, priority.Base{All: 1, Excluded: 1}},
		{"not said", "2026-11-23", "", demand.NotSaid, priority.Base{All: 1, Unsure: 1}},
		{"the day before the change", "2019-12-31", "2020-01-01", demand.Yes, priority.Base{All: 1}},
		{"the day of the change", "2020-01-01", "2020-01-01", demand.Yes, priority.Base{All: 1, Excluded: 1}},
	} {
		account := &priority.Account{}
		account.Add(priority.Allocation{ID: "1", Landlord: "a", Quota: "AUCUN", LeasedOn: day(c.leased), Transfer: c.transfer, Renewal: demand.No})
		if got := account.FlowBase(priority.Scope{}, day(c.flowOnly)); got != c.want {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

func TestMaximaOfReservations(t *testing.T) {
	signed := func(list ...priority.Reservation) []priority.Reservation {
		for i := range list {
			list[i].Landlord, list[i].Signed, list[i].Sent = "a", day("2010-06-01"), day("2010-06-02")
			list[i].Holder = fmt.Sprint(i)
		}
		return list
	}
	town := func(dwellings int) priority.Reservation {
		return priority.Reservation{Quota: "COLTER", Mode: priority.Stock, Programme: "p1", Dwellings: dwellings, Of: 50, Against: priority.LoanGuarantee}
	}
	state := func(q demand.Quota, percent string) priority.Reservation {
		list, _ := priority.LoadReservations([]byte(`{"reservations":[{"quota":"` + string(q) + `","mode":"flow","percent":` + percent + `}]}`))
		return list[0]
	}
	owned := func(dwellings int) priority.Reservation {
		return priority.Reservation{Quota: "PPRIOR", Mode: priority.Stock, Dwellings: dwellings, Of: 100}
	}
	ordered, chamber, army := town(11), town(5), town(1)
	ordered.Order = "arrêté"
	chamber.Quota, chamber.Chamber = "AUTRES", true
	army.Quota, army.Defence = "PFONCT", true
	for _, c := range []struct {
		name string
		on   string
		list []priority.Reservation
		want string
	}{
		{"together at the maximum", "2011-03-02", signed(town(5), town(5)), "PRI-QUO-12"},
		{"together over it", "2011-03-02", signed(town(5), town(6)), "PRI-QUO-04"},
		{"a chamber counts with them", "2011-03-02", signed(town(6), chamber), "PRI-QUO-04"},
		{"an order is the prefect's only", "2011-03-02", signed(ordered), "PRI-QUO-04"},
		{"the State at its maximum by flow", "2026-11-23", signed(state("PPRIOR", `25`), state("PFONCT", `5`)), "PRI-QUO-12"},
		{"a hair over by flow", "2026-11-23", signed(state("PPRIOR", `"25.000001"`), state("PFONCT", `5`)), "PRI-QUO-01"},
		{"its staff a hair over", "2026-11-23", signed(state("PFONCT", `"5.000001"`)), "PRI-QUO-02"},
		{"a percentage beyond sense", "2026-11-23", signed(state("PPRIOR", `1e-9999`)), "PRI-QUO-11"},
		{"a percentage over a hundred", "2026-11-23", signed(state("COLTER", `101`)), "PRI-QUO-11"},
		{"nothing at all", "2026-11-23", nil, "PRI-QUO-12"},
		{"nothing at all, and no day", "", nil, "PRI-QUO-12"},
		{"no day", "", signed(state("PPRIOR", `5`)), "PRI-QUO-16"},
		{"two ways, together at the maximum", "2011-03-02", signed(state("PPRIOR", `20`), owned(10)), "PRI-QUO-12"},
		{"two ways, together a hair over", "2011-03-02", signed(state("PPRIOR", `"20.000001"`), owned(10)), "PRI-QUO-15"},
		{"two ways, one over", "2011-03-02", signed(state("PPRIOR", `20`), owned(31)), "PRI-QUO-01"},
	} {
		if v := priority.CheckReservations(c.list, demand.Date{}, day(c.on)); v.Rule != c.want {
			t.Errorf("%s: %s, want %s", c.name, v.Rule, c.want)
		}
	}
	plain := state("PFONCT", `2`)
	twice := signed(plain, army)
	twice[1].Holder = twice[0].Holder
	if v := priority.CheckReservations(twice, demand.Date{}, day("2026-11-23")); v.Faults().Has("PRI-QUO-09") || v.Faults().Has("PRI-QUO-06") {
		t.Errorf("defence keeps given dwellings: %s", v.Rule)
	}
}

func TestWhenAMeasureCounts(t *testing.T) {
	m, _ := priority.FindMeasure("communities_priority")
	one := func(leased string) priority.Share {
		return m.Of(tallyOf(t, m, []priority.Granted{{LeasedOn: day(leased), Quota: "COLTER", Priority: demand.Yes}}))
	}
	if s := one("2017-01-26"); s.Ruling.Code != "PRI-MES-06" || s.Denominator != 0 {
		t.Errorf("before the law: %+v", s)
	}
	if s := one("2017-01-27"); s.Reached != demand.Yes || s.Numerator != 1 {
		t.Errorf("from the day of the law: %+v", s)
	}
	if s := one(""); s.Reached.Known() || s.Unsure != 1 || s.Denominator != 0 {
		t.Errorf("a lease without a day: %+v", s)
	}
	if _, ok := m.Adjusted(30, ""); ok {
		t.Error("a percentage changes by an act")
	}
	if changed, ok := m.Adjusted(30, "convention intercommunale"); !ok || changed.Percent != 30 || m.Percent != 25 {
		t.Errorf("%+v", changed)
	}
	for _, m := range priority.Measures() {
		if m.Numerator == "" || m.Denominator == "" || m.Source.Confidence == "" || m.French == "" || m.English == "" {
			t.Errorf("%+v", m)
		}
	}
}

// A label of the day of the commission is not one given before it: the session
// and the label say the same.
func TestLabelOfTheDayOfTheCommission(t *testing.T) {
	for given, want := range map[string]bool{"2011-03-09": false, "2011-03-10": true} {
		v := priority.Check(priority.Label{Code: "DALO", On: day(given)}, priority.MediationCommission, day("2011-03-10"), nil, day("2011-03-20"))
		if v.Outcome != priority.Allowed || v.Faults().Has("PRI-LAB-16") != want {
			t.Errorf("%s: %+v", given, v)
		}
	}
}
