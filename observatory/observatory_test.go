package observatory_test

import (
	"bytes"
	"fmt"
	"math/rand"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory"
)

var asOf = demand.MustDate("2011-06-30")

var communes = []string{"21231", "21166", "21617", "21515", "21355", "21054", "21038", "21292", "21425", "21154", "71270", "21003"}

func random(rng *rand.Rand) observatory.Demand {
	types := []demand.DwellingType{"T1", "T2", "T3", "T4", "T5", "T6P"}
	d := observatory.Demand{DepositedOn: asOf.AddDays(-rng.Intn(1500)), Household: 1 + rng.Intn(7)}
	for range 1 + rng.Intn(3) {
		d.Places = append(d.Places, communes[int(float64(len(communes))*rng.Float64()*rng.Float64())])
	}
	for range 1 + rng.Intn(2) {
		d.Types = append(d.Types, types[rng.Intn(len(types))])
	}
	return d
}

func levels() []observatory.Level {
	return []observatory.Level{observatory.Commune, observatory.EPCI, observatory.Departement}
}

func find(t *testing.T, tables []observatory.Table, code string, level observatory.Level) observatory.Table {
	t.Helper()
	for _, x := range tables {
		if x.Measure.Code == code && x.Level == level {
			return x
		}
	}
	t.Fatalf("no table %s %s", code, level)
	return observatory.Table{}
}

func TestCounts(t *testing.T) {
	a := observatory.NewAccumulator(asOf)
	a.Add(observatory.Demand{Places: []string{"21231", "21166"}, Types: []demand.DwellingType{"T2", "T3", "T2"}, DepositedOn: demand.MustDate("2011-06-30"), Household: 2})
	a.Add(observatory.Demand{Places: []string{"21166", "21231"}, Types: nil, DepositedOn: demand.MustDate("2008-06-30"), Household: 9})
	a.Add(observatory.Demand{Places: []string{"01039"}, DepositedOn: demand.MustDate("2010-06-30")})
	a.Add(observatory.Demand{Places: []string{"99999"}})
	a.Add(observatory.Demand{Places: []string{"21231"}, DepositedOn: demand.MustDate("2012-01-01")})
	if a.Total() != 4 {
		t.Errorf("total %d", a.Total())
	}
	if got := a.Faults().Codes(); got != "OBS-TER-01 OBS-TER-02 OBS-DAT-01" {
		t.Errorf("faults %s", got)
	}
	tables := a.Tables(levels()...)
	for _, c := range []struct{ measure, row, column, want string }{
		{"stock_first", "21231", "total", "1"}, {"stock_first", "01138", "total", "1"}, {"stock_first", "", "total", "1"}, {"stock_first", "TOTAL", "total", "4"},
		{"stock_any", "21231", "total", "2"}, {"stock_any", "21166", "total", "2"},
		{"by_type", "21231", "T2", "1"}, {"by_type", "21231", "T3", "1"}, {"by_type", "21166", "none", "1"},
		{"by_age", "21231", "under_6_months", "1"}, {"by_age", "21166", "36_months_and_more", "1"}, {"by_age", "01138", "12_to_23_months", "1"}, {"by_age", "", "unknown", "1"},
		{"by_size", "21166", "6_and_more", "1"}, {"by_size", "21231", "2", "1"},
	} {
		x := find(t, tables, c.measure, observatory.Commune)
		got := "none"
		for _, r := range append(x.Rows, x.Total) {
			for k, col := range x.Columns {
				if r.Code == c.row && col.Code == c.column {
					got = fmt.Sprint(r.Cells[k].Value)
				}
			}
		}
		if got != c.want {
			t.Errorf("%s %s %s = %s, want %s", c.measure, c.row, c.column, got, c.want)
		}
	}
	if x := find(t, tables, "stock_any", observatory.EPCI); x.Rows[1].Name != "Dijon Métropole" || x.Rows[1].Cells[0].Value != 2 {
		t.Errorf("a demand is counted twice in an EPCI: %+v", x.Rows)
	}
}

// What sums must sum, at every level.
func TestIdentities(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	a := observatory.NewAccumulator(asOf)
	for range 3000 {
		a.Add(random(rng))
	}
	for _, x := range a.Tables(levels()...) {
		last := len(x.Columns) - 1
		if x.Total.Cells[last].Value != a.Total() {
			t.Errorf("%s: total %d", x.FileName(), x.Total.Cells[last].Value)
		}
		for k := range x.Columns {
			sum := 0
			for _, r := range x.Rows {
				sum += r.Cells[k].Value
			}
			if x.Measure.SumsUp && sum != x.Total.Cells[k].Value {
				t.Errorf("%s, column %s: %d, total %d", x.FileName(), x.Columns[k].Code, sum, x.Total.Cells[k].Value)
			}
		}
		for _, r := range append(x.Rows, x.Total) {
			sum := 0
			for _, c := range r.Cells[:last] {
				sum += c.Value
			}
			if x.Measure.Additive && last > 0 && sum != r.Cells[last].Value {
				t.Errorf("%s, row %s: %d, total %d", x.FileName(), r.Code, sum, r.Cells[last].Value)
			}
		}
	}
}

func TestMergeInAnyOrder(t *testing.T) {
	for seed := range int64(30) {
		rng := rand.New(rand.NewSource(seed))
		demands := make([]observatory.Demand, 200)
		whole := observatory.NewAccumulator(asOf)
		for i := range demands {
			demands[i] = random(rng)
			whole.Add(demands[i])
		}
		want, _ := whole.MarshalBinary()
		rng.Shuffle(len(demands), func(i, j int) { demands[i], demands[j] = demands[j], demands[i] })
		parts := make([]*observatory.Accumulator, 1+rng.Intn(6))
		for i := range parts {
			parts[i] = observatory.NewAccumulator(asOf)
		}
		for _, d := range demands {
			parts[rng.Intn(len(parts))].Add(d)
		}
		for len(parts) > 1 {
			i := rng.Intn(len(parts) - 1)
			data, _ := parts[i+1].MarshalBinary()
			var shipped observatory.Accumulator
			if err := shipped.UnmarshalBinary(data); err != nil {
				t.Fatal(err)
			}
			if err := parts[i].Merge(&shipped); err != nil {
				t.Fatal(err)
			}
			parts = append(parts[:i+1], parts[i+2:]...)
		}
		if got, _ := parts[0].MarshalBinary(); !bytes.Equal(got, want) {
			t.Fatalf("seed %d: the parts do not give the whole", seed)
		}
	}
	if err := observatory.NewAccumulator(asOf).Merge(observatory.NewAccumulator(asOf.AddDays(1))); err == nil {
		t.Error("two days merge")
	}
}

// An attacker who adds and subtracts everything published, row by row, column
// by column and level by level, finds no hidden count.
func TestSubtractionFindsNothing(t *testing.T) {
	for seed := range int64(60) {
		rng := rand.New(rand.NewSource(seed))
		a := observatory.NewAccumulator(asOf)
		for range 20 + rng.Intn(400) {
			a.Add(random(rng))
		}
		raw := a.Tables(levels()...)
		tables, hidden, err := observatory.Protect(raw, observatory.DefaultPolicy())
		if err != nil {
			t.Fatal(err)
		}
		if len(hidden) == 0 {
			t.Fatalf("seed %d: nothing was hidden: the test no longer tests", seed)
		}
		for i, x := range tables {
			for r, row := range x.Rows {
				for k, c := range row.Cells {
					if v := raw[i].Rows[r].Cells[k].Value; !c.Hidden && (c.Value != v || v > 0 && v < 5) {
						t.Fatalf("seed %d %s %s: %d is published for %d", seed, x.FileName(), row.Code, c.Value, v)
					}
				}
			}
			if x.Measure.SumsUp {
				for k := range x.Columns {
					unknown := 0
					for _, row := range x.Rows {
						if row.Cells[k].Hidden {
							unknown++
						}
					}
					if x.Total.Cells[k].Hidden {
						unknown++
					}
					if unknown == 1 {
						t.Errorf("seed %d %s: column %s gives its hidden count away", seed, x.FileName(), x.Columns[k].Code)
					}
				}
			}
			if x.Measure.Additive && len(x.Columns) > 1 {
				for _, row := range append(x.Rows, x.Total) {
					unknown := 0
					for _, c := range row.Cells {
						if c.Hidden {
							unknown++
						}
					}
					if unknown == 1 {
						t.Errorf("seed %d %s: row %s gives its hidden count away", seed, x.FileName(), row.Code)
					}
				}
			}
		}
	}
}

func TestPolicy(t *testing.T) {
	for _, threshold := range []int{-1, 0, 1} {
		if _, _, err := observatory.Protect(nil, observatory.Policy{Threshold: threshold}); err == nil {
			t.Errorf("a threshold of %d is accepted", threshold)
		}
	}
}

func TestRulesAreWhole(t *testing.T) {
	if _, err := demand.NewRulebook(observatory.Rules()); err != nil {
		t.Error(err)
	}
	for _, m := range observatory.Measures() {
		if m.Title == "" || m.Definition == "" || m.English == "" || m.Unit == "" || m.Source.Confidence == "" || m.Version == 0 {
			t.Errorf("%s is not whole", m.Code)
		}
	}
}

func TestFromForm(t *testing.T) {
	f := demand.Form{CoHolders: make([]demand.CoHolder, 1), Unborn: demand.Unborn{Count: 1}, Wanted: demand.Wanted{Places: []demand.WantedPlace{{Commune: "21231"}}}}
	if diff := cmp.Diff(observatory.Demand{Places: []string{"21231"}, Household: 3, Target: "T3"}, observatory.FromForm(&f), cmp.Comparer(func(a, b demand.Date) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
}

func FuzzUnmarshalBinary(f *testing.F) {
	a := observatory.NewAccumulator(asOf)
	a.Add(random(rand.New(rand.NewSource(1))))
	data, _ := a.MarshalBinary()
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		var a observatory.Accumulator
		if a.UnmarshalBinary(data) != nil {
			return
		}
		again, _ := a.MarshalBinary()
		var b observatory.Accumulator
		if err := b.UnmarshalBinary(again); err != nil {
			t.Fatal(err)
		}
		a.Tables(levels()...)
	})
}

func ExampleWriteCSV() {
	a := observatory.NewAccumulator(demand.MustDate("2011-06-30"))
	for range 7 {
		a.Add(observatory.Demand{Places: []string{"21231"}, DepositedOn: demand.MustDate("2011-01-01")})
	}
	tables, _, err := observatory.Protect(a.Tables(observatory.Commune), observatory.DefaultPolicy())
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := observatory.WriteCSV(os.Stdout, tables[0]); err != nil {
		fmt.Println(err)
	}
	// Output:
	// territory_code,territory_name,total
	// 21231,Dijon,7
	// TOTAL,Ensemble,7
}

func BenchmarkAdd(b *testing.B) {
	a := observatory.NewAccumulator(asOf)
	d := random(rand.New(rand.NewSource(1)))
	a.Add(d)
	b.ReportAllocs()
	for b.Loop() {
		a.Add(d)
	}
}
