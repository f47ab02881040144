package observatory_test

import (
	"math/rand"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory"
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

func BenchmarkSecure(b *testing.B) {
	rng := rand.New(rand.NewSource(1))
	a := observatory.NewAccumulator(asOf)
	for range 20000 {
		a.Add(random(rng))
	}
	raw := a.Tables(levels()...)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := observatory.Secure(raw, observatory.DefaultPolicy()); err != nil {
			b.Fatal(err)
		}
	}
}
