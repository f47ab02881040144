package observatory_test

import (
	"slices"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// crossedTables counts demands by size and by age, and by both.
func crossedTables(t *testing.T) []observatory.Table {
	t.Helper()
	x := observatory.Cross{Dimensions: []string{"size", "age"}}
	plan, err := observatory.NewPlan(levels(), x)
	if err != nil {
		t.Fatal(err)
	}
	a := plan.Accumulator(territory.Today(), demand.Date{}, asOf)
	for commune, n := range map[string]int{"21231": 240, "21166": 60, "21617": 33, "21515": 4} {
		for i := range n {
			a.Add(observatory.Demand{Places: []string{commune}, DepositedOn: asOf.AddDays(-60 * (i % 19)), Household: 1 + i%7%5})
		}
	}
	var out []observatory.Table
	for _, level := range levels() {
		for _, y := range a.Tables(level) {
			if slices.Contains([]string{"by_size", "by_age", "stock_first"}, y.Measure.Code) {
				out = append(out, y)
			}
		}
		y, ok := a.CrossTable(x, level)
		if !ok {
			t.Fatal("no crossing")
		}
		out = append(out, y)
	}
	return out
}

// A crossing and the tables that it sums to are one: protected apart they give each
// other away, together they do not.
func TestCrossingsAreLinkedToTheirMargins(t *testing.T) {
	raw := crossedTables(t)
	p := observatory.DefaultPolicy()
	var apart, alone []observatory.Table
	for _, x := range raw {
		if x.Measure.Code == "size_by_age" {
			alone = append(alone, x)
		} else {
			apart = append(apart, x)
		}
	}
	var naive []observatory.Table
	for _, part := range [][]observatory.Table{apart, alone} {
		x, err := observatory.Secure(part, p)
		if err != nil {
			t.Fatal(err)
		}
		naive = append(naive, x.Tables...)
	}
	if got, err := observatory.Audit(naive, p); err == nil && len(got.Recovered)+got.Unproved == 0 {
		t.Errorf("protected apart, nothing is recovered: %+v", got)
	}
	x, err := observatory.Secure(raw, p)
	if err != nil || len(x.Nothing) > 0 {
		t.Fatal(err, x.Nothing)
	}
	got, err := observatory.Audit(x.Tables, p)
	if err != nil || len(got.Recovered)+len(got.Exposed)+got.Unproved > 0 || got.Hidden == 0 {
		t.Errorf("%v %+v", err, got)
	}
	t.Log(x.Loss, x.Withheld)
}
