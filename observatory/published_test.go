package observatory_test

import (
	"encoding/csv"
	"os"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// populate adds n demands of a kind in Dijon.
func populate(a *observatory.Accumulator, c *observatory.Coder, kind observatory.Kind, n int, transfer demand.Answer) {
	d := observatory.Demand{Places: []string{"21231"}, DepositedOn: demand.MustDate("2020-01-01"), Transfer: transfer}
	var f observatory.Fact
	c.Code(kind, &d, &f)
	for range n {
		a.AddFact(&f)
	}
}

// The figures that press, landlords and statisticians printed come out of as many
// demands, by the definition of the measure of the same name.
func TestPublishedFigures(t *testing.T) {
	file, err := os.Open("testdata/published.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r := csv.NewReader(file)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	plan, err := observatory.NewPlan(nil)
	if err != nil {
		t.Fatal(err)
	}
	from, to := demand.MustDate("2025-01-01"), demand.MustDate("2025-12-31")
	for _, row := range rows[1:] {
		num, _ := strconv.Atoi(row[3])
		den, _ := strconv.Atoi(row[4])
		a := plan.Accumulator(territory.Today(), from, to)
		c := observatory.NewCoder(territory.Today(), to)
		switch row[0] {
		case "pressure":
			populate(a, c, observatory.Stock, num, demand.NotSaid)
			populate(a, c, observatory.Allocated, den, demand.NotSaid)
		case "pressure_without_transfers":
			populate(a, c, observatory.Stock, num, demand.No)
			populate(a, c, observatory.Stock, 1000, demand.Yes)
			populate(a, c, observatory.Allocated, den, demand.No)
			populate(a, c, observatory.Allocated, 10, demand.Yes)
		case "transfer_share":
			populate(a, c, observatory.Stock, num, demand.Yes)
			populate(a, c, observatory.Stock, den-num, demand.No)
		case "allocated_transfer_share":
			populate(a, c, observatory.Allocated, num, demand.Yes)
			populate(a, c, observatory.Allocated, den-num, demand.No)
		case "satisfied_share":
			populate(a, c, observatory.StockStart, 46600, demand.NotSaid)
			populate(a, c, observatory.New, den-46600, demand.NotSaid)
			populate(a, c, observatory.Allocated, num, demand.NotSaid)
		}
		places, _ := strconv.Atoi(row[6])
		got := "none"
		for _, f := range a.Figures(observatory.Commune) {
			if f.Measure.Code == row[0] {
				v, _ := f.Rows[0].Figures[0].Value(int32(places))
				got = v.String()
			}
		}
		if want := decimal.RequireFromString(row[5]); got != want.String() {
			t.Errorf("%s, %s %s: %s, printed %s (%s)", row[0], row[1], row[2], got, row[5], row[7])
		}
	}
}

// The identity of the stock, on the flows of Bourgogne-Franche-Comté in 2021: the
// stock of 31 December 2021 is 50 400.
func TestPublishedIdentity(t *testing.T) {
	plan, _ := observatory.NewPlan(nil)
	from, to := demand.MustDate("2021-01-01"), demand.MustDate("2021-12-31")
	a, c := plan.Accumulator(territory.Today(), from, to), observatory.NewCoder(territory.Today(), to)
	for kind, n := range map[observatory.Kind]int{observatory.StockStart: 46600, observatory.New: 51700, observatory.Allocated: 21300, observatory.StruckOff: 26600, observatory.Stock: 50400} {
		populate(a, c, kind, n, demand.NotSaid)
	}
	tables := a.Tables(observatory.Departement)
	entries, exits := find(t, tables, "entries", observatory.Departement), find(t, tables, "exits", observatory.Departement)
	if bad := observatory.Identity(&entries, &exits); bad != nil {
		t.Errorf("the published flows do not give the published stock: %+v", bad)
	}
}

// The ratio of the law wants three years, and leaves internal transfers out.
func TestSRURatio(t *testing.T) {
	if f := observatory.SRURatio(4000, 1000, []int64{600, 600, 600}, []int64{100, 100, 100}); f.String() != "6" {
		t.Errorf("ratio %s", f)
	}
	if f := observatory.SRURatio(4000, 1000, []int64{600, 600}, []int64{100, 100}); f.Available() || f.Missing != observatory.OneYear {
		t.Errorf("two years give %s", f)
	}
	if f := observatory.SRURatio(4000, 1000, []int64{0, 0, 0}, []int64{0, 0, 0}); f.Available() || f.String() != "na:no_demand" {
		t.Errorf("no allocation gives %s", f)
	}
	for _, code := range []string{observatory.NoDemand, observatory.NoPeriod, observatory.NotKnown, observatory.HiddenFigure, observatory.OneYear, observatory.NotComparable} {
		if fr, en := observatory.WhyMissing(code); fr == "" || en == "" {
			t.Errorf("%s has no sentence", code)
		}
	}
}

// Pressure by type over the whole pressure: 1 is the same access (DRIHL).
func TestImbalances(t *testing.T) {
	r := observatory.FigureRow{Figures: []observatory.Figure{{Num: 30, Den: 3}, {Missing: observatory.NoDemand}, {Num: 100, Den: 20}}}
	got := observatory.Imbalances(r)
	if got[0].String() != "2" || got[1].Available() || got[2].String() != "1" {
		t.Errorf("%v", got)
	}
}
