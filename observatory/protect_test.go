package observatory_test

import (
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// Everything published together gives nothing away; hiding the small counts
// alone gives many of them.
func TestAuditOfWhatIsPublished(t *testing.T) {
	for seed := range int64(12) {
		rng := rand.New(rand.NewSource(seed))
		a := observatory.NewAccumulator(asOf)
		for range 20 + rng.Intn(400) {
			a.Add(random(rng))
		}
		raw := a.Tables(levels()...)
		p, err := observatory.Secure(raw, observatory.DefaultPolicy())
		if err != nil {
			t.Fatal(err)
		}
		got, err := observatory.Audit(p.Tables, observatory.DefaultPolicy())
		if err != nil || len(got.Recovered) > 0 || len(got.Exposed) > 0 || got.Unproved > 0 || got.Hidden != len(p.Hidden) || p.Audit.Hidden != got.Hidden {
			t.Errorf("seed %d: %v %+v", seed, err, got)
		}
		naive := make([]observatory.Table, len(raw))
		for i, x := range raw {
			naive[i] = x
			naive[i].Rows = nil
			for _, r := range append(x.Rows, x.Total) {
				cells := make([]observatory.Cell, len(r.Cells))
				for k, c := range r.Cells {
					if cells[k] = c; c.Value > 0 && c.Value < 5 {
						cells[k] = observatory.Cell{Hidden: true}
					}
				}
				r.Cells = cells
				naive[i].Rows = append(naive[i].Rows, r)
			}
			naive[i].Total = naive[i].Rows[len(naive[i].Rows)-1]
			naive[i].Rows = naive[i].Rows[:len(naive[i].Rows)-1]
		}
		if got, err = observatory.Audit(naive, observatory.DefaultPolicy()); err != nil || len(got.Recovered) == 0 {
			t.Errorf("seed %d: nothing is recovered from tables that are not protected: %v %+v", seed, err, got)
		}
		for _, r := range got.Recovered {
			if v := valueOf(t, raw, r.Hidden); v < r.Low || v > r.High {
				t.Errorf("seed %d: %+v is %d", seed, r, v)
			}
			if r.Why != "secret" {
				t.Errorf("the reason tells too much: %q", r.Why)
			}
		}
	}
}

func valueOf(t *testing.T, tables []observatory.Table, h observatory.Hidden) int {
	t.Helper()
	x := find(t, tables, h.Measure, h.Level)
	for _, r := range append(x.Rows, x.Total) {
		for k, c := range x.Columns {
			if r.Code == h.Territory && c.Code == h.Column {
				return r.Cells[k].Value
			}
		}
	}
	t.Fatalf("no cell %+v", h)
	return 0
}

// Two releases that differ by one demand: the second is audited with the first.
func TestTwoReleasesDifferByOneDemand(t *testing.T) {
	count := func(day string, n, more int) []observatory.Table {
		a := observatory.NewAccumulator(demand.MustDate(day))
		for i := range n {
			a.Add(observatory.Demand{Places: []string{[]string{"21231", "21166", "21617"}[i%3]}, DepositedOn: demand.MustDate("2010-01-01"), Household: 1 + i%4})
		}
		for range more {
			a.Add(observatory.Demand{Places: []string{"21515"}, DepositedOn: demand.MustDate("2010-01-01"), Household: 2})
		}
		return a.Tables(levels()...)
	}
	first, err := observatory.Secure(count("2011-06-30", 90, 3), observatory.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	second, err := observatory.Secure(count("2011-12-31", 90, 4), observatory.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	got, err := observatory.Audit(append(first.Tables, second.Tables...), observatory.DefaultPolicy())
	if err != nil || len(got.Recovered) > 0 || got.Hidden != len(first.Hidden)+len(second.Hidden) {
		t.Errorf("%v %+v", err, got)
	}
}

func TestNothingCanBePublished(t *testing.T) {
	a := observatory.NewAccumulator(asOf)
	a.Add(observatory.Demand{Places: []string{"21231"}, DepositedOn: asOf, Household: 1})
	p, err := observatory.Secure(a.Tables(levels()...), observatory.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range p.Tables {
		for _, r := range append(x.Rows, x.Total) {
			for _, c := range r.Cells {
				if c.Value != 0 {
					t.Errorf("%s: %d is published", x.FileName(), c.Value)
				}
			}
		}
	}
}

// shared counts the demands of départements in all measures of the stock: most
// communes are wanted by few, some towns by thousands.
func shared(tb testing.TB, n int, departements ...string) []observatory.Table {
	tb.Helper()
	plan, err := observatory.NewPlan([]observatory.Level{observatory.Commune, observatory.EPCI, observatory.Departement})
	if err != nil {
		tb.Fatal(err)
	}
	a := plan.Accumulator(territory.Today(), demand.Date{}, asOf)
	rng := rand.New(rand.NewSource(1))
	var communes []string
	for _, d := range departements {
		for _, u := range territory.Today().Members(observatory.Departement, d) {
			communes = append(communes, u.Code)
		}
	}
	rng.Shuffle(len(communes), func(i, j int) { communes[i], communes[j] = communes[j], communes[i] })
	types := []demand.DwellingType{"T1", "T2", "T3", "T4", "T5", "T6P"}
	ceilings := []observatory.Ceiling{observatory.UnderPLAI, observatory.Under60PLUS, observatory.UnderPLUS, observatory.UnderPLS, observatory.AboveAll}
	list, _ := demand.FindCodeList(demand.ReasonCode01.ListName())
	few := func(n int) int { return int(float64(n) * rng.Float64() * rng.Float64()) }
	for range n {
		d := observatory.Demand{DepositedOn: asOf.AddDays(-few(1500)), Household: 1 + few(7), Transfer: demand.Answer(rng.Intn(3)), Target: types[few(6)], Ceiling: ceilings[few(5)],
			Quartile: demand.Answer(rng.Intn(3)), Abnormal: demand.Answer(rng.Intn(3)), Reason: demand.ReasonCode(list.Entries[few(len(list.Entries))].Code)}
		for range 1 + few(4) {
			u := rng.Float64()
			d.Places = append(d.Places, communes[int(u*u*u*u*u*float64(len(communes)))])
		}
		for range 1 + rng.Intn(2) {
			d.Types = append(d.Types, types[few(6)])
		}
		a.Add(d)
	}
	return a.Tables(levels()...)
}

func benchmarkSecure(b *testing.B, n int, departements ...string) {
	raw := shared(b, n, departements...)
	b.ReportAllocs()
	for b.Loop() {
		p, err := observatory.Secure(raw, observatory.DefaultPolicy())
		if err != nil || p.Audit.Witnesses == 0 {
			b.Fatal(err, p.Audit)
		}
		b.ReportMetric(float64(p.Loss.Cells), "cells")
		b.ReportMetric(float64(p.Loss.Primary), "primary")
		b.ReportMetric(float64(p.Loss.Secondary), "secondary")
	}
}

// benchmarkAudit attacks what is published, from it alone, and proves each hidden count.
func benchmarkAudit(b *testing.B, n int, departements ...string) {
	p, err := observatory.Secure(shared(b, n, departements...), observatory.DefaultPolicy())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		got, err := observatory.Audit(p.Tables, observatory.DefaultPolicy())
		if err != nil || len(got.Recovered)+len(got.Exposed)+got.Unproved > 0 || got.Hidden != len(p.Hidden) {
			b.Fatalf("%v: %d recovered, %d exposed, %d unproved of %d", err, len(got.Recovered), len(got.Exposed), got.Unproved, got.Hidden)
		}
	}
}

func BenchmarkAuditDepartement(b *testing.B) { benchmarkAudit(b, 15000, "21") }
func BenchmarkAuditRegion(b *testing.B) {
	benchmarkAudit(b, 80000, "21", "25", "39", "58", "70", "71", "89", "90")
}

func BenchmarkSecureDepartement(b *testing.B) { benchmarkSecure(b, 15000, "21") }
func BenchmarkSecureRegion(b *testing.B) {
	benchmarkSecure(b, 80000, "21", "25", "39", "58", "70", "71", "89", "90")
}

// full counts every measure.
func full() *observatory.Accumulator {
	plan, err := observatory.NewPlan(levels())
	if err != nil {
		panic(err)
	}
	return plan.Accumulator(territory.Today(), demand.Date{}, asOf)
}

// town counts households of one commune, so many of each size.
func town(sizes ...int) []observatory.Table {
	a := full()
	types := []demand.DwellingType{"", "T1", "T2", "T3", "T4", "T5", "T6P"}
	for k, n := range sizes {
		for range n {
			a.Add(observatory.Demand{Places: []string{"21054"}, DepositedOn: demand.MustDate("2010-01-01"), Household: k + 1, Target: types[k+1]})
		}
	}
	return a.Tables(levels()...)
}

// The target type is made from the size of the household: what one table hides,
// the other must not tell.
func TestSizeAndTargetTypeAreOneCount(t *testing.T) {
	raw := town(93, 40, 17, 8, 2)
	hide := map[string]string{"by_size": "2 5", "by_target": "T4 T5"}
	naive := make([]observatory.Table, 0, len(raw))
	for _, x := range raw {
		if x.Measure.Code != "by_size" && x.Measure.Code != "by_target" && x.Measure.Code != "stock_first" {
			continue
		}
		for _, row := range append(x.Rows, x.Total) {
			for k, c := range x.Columns {
				if slices.Contains(strings.Fields(hide[x.Measure.Code]), c.Code) {
					row.Cells[k] = observatory.Cell{Hidden: true}
				}
			}
		}
		naive = append(naive, x)
	}
	got, err := observatory.Audit(naive, observatory.DefaultPolicy())
	if err != nil || !slices.ContainsFunc(got.Recovered, func(r observatory.Recovery) bool {
		return r.Measure == "by_target" && r.Column == "T5" && r.Low == 2 && r.High == 2
	}) {
		t.Errorf("%v %+v", err, got)
	}
	p, err := observatory.Secure(town(93, 40, 17, 8, 2), observatory.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	if got, err = observatory.Audit(p.Tables, observatory.DefaultPolicy()); err != nil || len(got.Recovered)+got.Unproved > 0 {
		t.Errorf("%v %+v", err, got)
	}
}

// What is large and wide is not hidden for what is small: the number of demands,
// a commune of many, a wide territory.
func TestTotalsArePublished(t *testing.T) {
	a := full()
	reasons := []demand.ReasonCode{"01", "02", "03"}
	types := []demand.DwellingType{"T1", "T2", "T3", "T4"}
	for commune, n := range map[string]int{"21231": 300, "21166": 60, "21617": 9, "21515": 4, "21355": 25, "71270": 40} {
		for i := range n {
			a.Add(observatory.Demand{Places: []string{commune}, DepositedOn: demand.MustDate("2010-01-01"), Household: 1 + i%4, Target: types[i%4], Reason: reasons[i%3]})
		}
	}
	p, err := observatory.Secure(a.Tables(levels()...), observatory.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Nothing) > 0 {
		t.Error(p.Nothing)
	}
	for _, level := range levels() {
		x := find(t, p.Tables, "stock_first", level)
		for _, r := range append(x.Rows, x.Total) {
			if c := r.Cells[0]; c.Hidden && (r.Code == x.Total.Code || r.Code == "21231" || r.Code == "21" || r.Code == "71") {
				t.Errorf("%s %s is hidden", level, r.Code)
			}
		}
	}
	for code, hidden := range map[string]bool{"21515": true, "71270": false} {
		x := find(t, p.Tables, "stock_first", observatory.Commune)
		for _, r := range x.Rows {
			if r.Code == code && r.Cells[0].Hidden != hidden {
				t.Errorf("%s: hidden %v", code, r.Cells[0].Hidden)
			}
		}
	}
	if got, err := observatory.Audit(p.Tables, observatory.DefaultPolicy()); err != nil || len(got.Recovered)+got.Unproved > 0 {
		t.Errorf("%v %+v", err, got)
	}
}
