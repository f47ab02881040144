package observatory_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// stockOf counts demands of some communes at a day in the geography of another.
func stockOf(t *testing.T, day, geography string, of map[string]int) []observatory.Table {
	t.Helper()
	g := territory.Today()
	if geography != "" {
		var faults demand.Faults
		if g, faults = territory.France().On(demand.MustDate(geography)); len(faults) > 0 {
			t.Fatal(faults)
		}
	}
	places := []observatory.Level{observatory.Commune, observatory.Departement}
	if of["21192"] > 0 {
		places[0] = observatory.EPCI
	}
	plan, err := observatory.NewPlan(places)
	if err != nil {
		t.Fatal(err)
	}
	a := plan.Accumulator(g, demand.Date{}, demand.MustDate(day))
	for commune, n := range of {
		for i := range n {
			a.Add(observatory.Demand{Places: []string{commune}, DepositedOn: demand.MustDate("2010-01-01"), Household: 1 + i%4})
		}
	}
	return slices.DeleteFunc(a.Tables(places...), func(x observatory.Table) bool {
		return x.Measure.Code != "stock_first" && x.Measure.Code != "by_size"
	})
}

// mergers are the communes of a count; Crimolois (21213) and Neuilly (21452) are one
// since 2019.
var mergers = map[string]int{"21452": 30, "21213": 3, "21231": 300, "21515": 4, "21617": 21}

func total(t *testing.T, tables []observatory.Table, code string) observatory.Cell {
	t.Helper()
	x := find(t, tables, "stock_first", observatory.Commune)
	for _, r := range x.Rows {
		if r.Code == code {
			return r.Cells[0]
		}
	}
	t.Fatalf("no row of %s", code)
	return observatory.Cell{}
}

// A commune that was two, less one of them that is published, is the other.
func TestReleaseAfterAMerger(t *testing.T) {
	p := observatory.DefaultPolicy()
	first, err := observatory.Secure(stockOf(t, "2018-12-31", "2018-12-31", mergers), p)
	if err != nil || total(t, first.Tables, "21452").Hidden || !total(t, first.Tables, "21213").Hidden {
		t.Fatal(err, "the first release does not show the greater of the two and hide the smaller")
	}
	raw := stockOf(t, "2018-12-31", "", mergers)
	merged := "21452"
	if x := find(t, raw, "stock_first", observatory.Commune); !slices.ContainsFunc(x.Rows, func(r observatory.Row) bool { return r.Code == merged && r.Cells[0].Value == 33 }) {
		t.Fatalf("the two communes are not one: %v", x.Rows)
	}
	alone, err := observatory.Secure(raw, p)
	if err != nil {
		t.Fatal(err)
	}
	got, err := observatory.Audit(slices.Concat(first.Tables, alone.Tables), p)
	if err != nil || !slices.ContainsFunc(got.Recovered, func(r observatory.Recovery) bool {
		return r.Territory == "21213" && r.Low == 3 && r.High == 3
	}) {
		t.Errorf("the merger gives nothing away: %v %+v", err, got)
	}
	after, err := observatory.SecureAfter(raw, first.Tables, p)
	if err != nil || len(after.Nothing) > 0 {
		t.Fatal(err, after.Nothing)
	}
	if !total(t, after.Tables, merged).Hidden || total(t, after.Tables, "21231").Hidden {
		t.Error("the new commune is shown, or Dijon is hidden")
	}
	if got, err = observatory.Audit(slices.Concat(first.Tables, after.Tables), p); err != nil || len(got.Recovered)+len(got.Exposed)+got.Unproved > 0 {
		t.Errorf("%v %+v", err, got)
	}
	if after.Loss.Cells == 0 || after.Loss.Secondary == 0 {
		t.Errorf("%+v", after.Loss)
	}
}

// The same release twice is the same release.
func TestReleaseAfterItself(t *testing.T) {
	p := observatory.DefaultPolicy()
	raw := stockOf(t, "2018-12-31", "", mergers)
	first, err := observatory.Secure(raw, p)
	if err != nil {
		t.Fatal(err)
	}
	again, err := observatory.SecureAfter(raw, first.Tables, p)
	if err != nil || len(again.Nothing) > 0 || len(again.Hidden) != len(first.Hidden) {
		t.Errorf("%v %v: %d hidden, then %d", err, again.Nothing, len(first.Hidden), len(again.Hidden))
	}
}

// Two counts of one day that are not the same cannot both be published.
func TestReleaseAgainstAnother(t *testing.T) {
	p := observatory.DefaultPolicy()
	first, err := observatory.Secure(stockOf(t, "2018-12-31", "", mergers), p)
	if err != nil {
		t.Fatal(err)
	}
	other := map[string]int{"21452": 30, "21213": 3, "21231": 301, "21515": 4, "21617": 21}
	if _, err = observatory.SecureAfter(stockOf(t, "2018-12-31", "", other), first.Tables, p); err == nil || !strings.Contains(err.Error(), "contradict") {
		t.Errorf("another count of the same day: %v", err)
	}
}

// Grand Dijon had two communes less in 2012: by EPCI alone, one year less the other is
// those two.
func TestReleaseAfterAnEPCIGrew(t *testing.T) {
	p := observatory.DefaultPolicy()
	of := map[string]int{"21231": 300, "21192": 3, "21270": 1, "21054": 80, "21425": 60}
	first, err := observatory.Secure(stockOf(t, "2012-12-31", "2012-12-31", of), p)
	if err != nil {
		t.Fatal(err)
	}
	raw := stockOf(t, "2012-12-31", "", of)
	alone, err := observatory.Secure(raw, p)
	if err != nil {
		t.Fatal(err)
	}
	got, err := observatory.Audit(slices.Concat(first.Tables, alone.Tables), p)
	if err != nil || !slices.ContainsFunc(got.Recovered, func(r observatory.Recovery) bool { return r.Low == 4 && r.High == 4 }) {
		t.Errorf("the two communes are not given away: %v %+v", err, got)
	}
	after, err := observatory.SecureAfter(raw, first.Tables, p)
	if err != nil || len(after.Nothing) > 0 {
		t.Fatal(err, after.Nothing)
	}
	if got, err = observatory.Audit(slices.Concat(first.Tables, after.Tables), p); err != nil || len(got.Recovered)+got.Unproved > 0 {
		t.Errorf("%v %+v", err, got)
	}
	if x := find(t, after.Tables, "stock_first", observatory.EPCI); !slices.ContainsFunc(x.Rows, func(r observatory.Row) bool { return r.Cells[0].Hidden }) {
		t.Error("nothing is hidden")
	}
}

// What an EPCI has more of a sensitive count is a count of some communes too: it is held
// to the same minimum.
func TestReleaseAfterAnEPCIGrewOfSensitiveCounts(t *testing.T) {
	p := observatory.DefaultPolicy()
	plan, err := observatory.NewPlan([]observatory.Level{observatory.EPCI, observatory.Departement})
	if err != nil {
		t.Fatal(err)
	}
	day := demand.MustDate("2012-12-31")
	counted := func(g *territory.Geography) []observatory.Table {
		a := plan.Accumulator(g, demand.Date{}, day)
		add := func(commune string, ceiling observatory.Ceiling, n int) {
			for range n {
				a.Add(observatory.Demand{Places: []string{commune}, DepositedOn: demand.MustDate("2010-01-01"), Household: 1, Ceiling: ceiling})
			}
		}
		for _, ceiling := range []observatory.Ceiling{observatory.UnderPLAI, observatory.Under60PLUS, observatory.UnderPLUS} {
			add("21231", ceiling, 100)
			add("21054", ceiling, 80)
		}
		add("21192", observatory.UnderPLAI, 7)
		add("21192", observatory.UnderPLUS, 40)
		return slices.DeleteFunc(a.Tables(observatory.EPCI, observatory.Departement), func(x observatory.Table) bool {
			return x.Measure.Code != "stock_first" && x.Measure.Code != "by_ceiling"
		})
	}
	old, faults := territory.France().On(day)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	first, err := observatory.Secure(counted(old), p)
	if err != nil || len(first.Hidden) > 0 {
		t.Fatal(err, first.Hidden)
	}
	raw := counted(territory.Today())
	alone, err := observatory.Secure(raw, p)
	if err != nil || len(alone.Hidden) > 0 {
		t.Fatal(err, alone.Hidden)
	}
	got, err := observatory.Audit(slices.Concat(first.Tables, alone.Tables), p)
	if err != nil || !slices.ContainsFunc(got.Recovered, func(r observatory.Recovery) bool {
		return r.Column == string(observatory.UnderPLAI) && r.Low == 7 && r.High == 7
	}) {
		t.Errorf("the seven incomes of the commune are not given away: %v %+v", err, got)
	}
	after, err := observatory.SecureAfter(raw, first.Tables, p)
	if err != nil || len(after.Nothing) > 0 {
		t.Fatal(err, after.Nothing)
	}
	if got, err = observatory.Audit(slices.Concat(first.Tables, after.Tables), p); err != nil || len(got.Recovered)+len(got.Exposed)+got.Unproved > 0 {
		t.Errorf("%v %+v", err, got)
	}
	x := find(t, after.Tables, "by_ceiling", observatory.EPCI)
	if !slices.ContainsFunc(x.Rows, func(r observatory.Row) bool { return r.Cells[0].Hidden }) {
		t.Errorf("nothing is hidden: %v", x.Rows)
	}
}
