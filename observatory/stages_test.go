package observatory_test

import (
	"slices"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory"
)

// villages counts demands of so many of each commune, of sizes, reasons and types that
// go round.
func villages(of map[string]int) []observatory.Table {
	a := full()
	reasons := []demand.ReasonCode{"01", "02", "03"}
	types := []demand.DwellingType{"T1", "T2", "T3", "T4"}
	for commune, n := range of {
		for i := range n {
			a.Add(observatory.Demand{Places: []string{commune}, DepositedOn: demand.MustDate("2010-01-01"), Household: 1 + i%4, Target: types[i%4], Reason: reasons[i%3]})
		}
	}
	return a.Tables(levels()...)
}

// A territory whose number is hidden shows nothing, not even a nought, but those that
// a nought of its département gives.
func TestNoughtsOfSmallTerritories(t *testing.T) {
	p, err := observatory.Secure(villages(map[string]int{"21231": 300, "21166": 60, "21617": 9, "21515": 4, "21355": 25, "21105": 2}), observatory.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	noughts, given := 0, 0
	for i := range p.Tables {
		x := &p.Tables[i]
		if x.Level != observatory.Commune || !x.Measure.SumsUp {
			continue
		}
		for _, r := range x.Rows {
			if !r.Cells[len(r.Cells)-1].Hidden {
				continue
			}
			for k, c := range r.Cells {
				switch {
				case c.Hidden:
					noughts++
				case x.Total.Cells[k].Hidden || x.Total.Cells[k].Value != 0:
					t.Errorf("%s: %s shows %d of %s", x.FileName(), r.Code, c.Value, x.Columns[k].Code)
				default:
					given++
				}
			}
		}
	}
	if noughts == 0 || given == 0 {
		t.Errorf("%d hidden, %d given: the test no longer tests", noughts, given)
	}
}

// What is sensitive is hidden under the higher threshold, and does not drag the
// totals of small territories with it.
func TestSensitiveTablesLeaveTotals(t *testing.T) {
	raw := villages(map[string]int{"21231": 300, "21166": 10, "21617": 11, "21515": 9, "21355": 10, "21105": 12})
	p, err := observatory.Secure(raw, observatory.DefaultPolicy())
	if err != nil || len(p.Nothing) > 0 || len(p.Withheld) > 0 {
		t.Fatal(err, p.Nothing, p.Withheld)
	}
	for i := range p.Tables {
		x := &p.Tables[i]
		last := len(x.Columns) - 1
		for _, r := range append(x.Rows, x.Total) {
			if r.Cells[last].Hidden && x.Measure.Code == "stock_first" {
				t.Errorf("the number of %s is hidden in %s", r.Code, x.FileName())
			}
			for _, c := range r.Cells[:last] {
				if x.Measure.Sensitive && !c.Hidden && c.Value > 0 && c.Value < 11 && c.Value != r.Cells[last].Value {
					t.Errorf("%s: %s shows %d", x.FileName(), r.Code, c.Value)
				}
			}
		}
	}
	if got, err := observatory.Audit(p.Tables, observatory.DefaultPolicy()); err != nil || len(got.Recovered)+len(got.Exposed)+got.Unproved > 0 {
		t.Errorf("%v %+v", err, got)
	}
}

// Two départements that EPCI tie, published together: whoever has everything finds
// nothing, and the same bytes come out each time.
func TestDepartementsTogether(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a while on a slow machine")
	}
	raw := shared(t, 20000, "90", "25")
	p, err := observatory.Secure(raw, observatory.DefaultPolicy())
	if err != nil || len(p.Nothing) > 0 {
		t.Fatal(err, p.Nothing)
	}
	got, err := observatory.Audit(p.Tables, observatory.DefaultPolicy())
	if err != nil || len(got.Recovered)+len(got.Exposed)+got.Unproved > 0 || got.Hidden != len(p.Hidden) {
		t.Errorf("%v: %d recovered, %d exposed, %d unproved", err, len(got.Recovered), len(got.Exposed), got.Unproved)
	}
	t.Logf("%d hidden, %d unproved, %+v, withheld %v", got.Hidden, got.Unproved, p.Loss, p.Withheld)
	again, err := observatory.Secure(raw, observatory.DefaultPolicy())
	if err != nil || !slices.Equal(again.Hidden, p.Hidden) {
		t.Error("the same tables are protected otherwise the second time", err)
	}
}

// A stock so thin that most communes have a demand or two is published all the same:
// communes that are small are one group with those beside them.
func TestThinStock(t *testing.T) {
	raw := shared(t, 1000, "21")
	p, err := observatory.Secure(raw, observatory.DefaultPolicy())
	if err != nil || len(p.Nothing)+len(p.Withheld) > 0 {
		t.Fatal(err, p.Nothing, p.Withheld)
	}
	shown := map[observatory.Level]int{}
	for i := range p.Tables {
		x := &p.Tables[i]
		for _, r := range x.Rows {
			for _, c := range r.Cells[:len(r.Cells)-1] {
				if c.Value > 0 && !c.Hidden {
					shown[x.Level]++
				}
			}
		}
	}
	if shown[observatory.Commune] < 40 || shown[observatory.EPCI] < 200 || shown[observatory.Departement] < 40 {
		t.Errorf("counts of columns published by level: %v", shown)
	}
	got, err := observatory.Audit(p.Tables, observatory.DefaultPolicy())
	if err != nil || len(got.Recovered)+len(got.Exposed)+got.Unproved > 0 || got.Hidden != len(p.Hidden) {
		t.Errorf("%v: %d recovered, %d exposed, %d unproved", err, len(got.Recovered), len(got.Exposed), got.Unproved)
	}
	t.Logf("%v published, %d hidden, %+v", shown, len(p.Hidden), p.Loss)
}
