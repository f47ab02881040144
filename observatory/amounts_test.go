package observatory_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

func TestAmounts(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	whole := observatory.NewAmounts(territory.Today())
	parts := []*observatory.Amounts{observatory.NewAmounts(territory.Today()), observatory.NewAmounts(territory.Today())}
	var all []int64
	for range 3001 {
		cents := int64(rng.IntN(2_500_000))
		commune := []string{"21231", "21166", "21213"}[rng.IntN(3)]
		all = append(all, cents)
		whole.Add(commune, decimal.New(cents, -2))
		parts[rng.IntN(2)].Add(commune, decimal.New(cents, -2))
	}
	slices.Sort(all)
	got := whole.Quantile(observatory.EPCI, 1, 4)
	if len(got) != 1 || got[0].Territory.Code != "242100410" || !got[0].Quantile.Equal(decimal.New(all[(3001+3)/4-1], -2)) || got[0].Count != 3001 || !got[0].Largest.Equal(decimal.New(all[3000], -2)) {
		t.Errorf("%+v, want %s", got, decimal.New(all[(3001+3)/4-1], -2))
	}
	want, _ := whole.MarshalBinary()
	data, _ := parts[0].MarshalBinary()
	shipped := observatory.NewAmounts(territory.Today())
	if err := shipped.UnmarshalBinary(data); err != nil {
		t.Fatal(err)
	}
	if err := parts[1].Merge(shipped); err != nil {
		t.Fatal(err)
	}
	if got, _ := parts[1].MarshalBinary(); !bytes.Equal(got, want) {
		t.Error("the parts do not give the whole")
	}
	for n := range data {
		if shipped.UnmarshalBinary(data[:n]) == nil {
			t.Fatalf("%d bytes are read", n)
		}
	}
	for _, bad := range []struct {
		commune string
		amount  decimal.Decimal
	}{{"99999", decimal.NewFromInt(1)}, {"21231", decimal.NewFromInt(-1)}, {"21231", decimal.NewFromInt(50_000_000)}} {
		if whole.Add(bad.commune, bad.amount) {
			t.Errorf("%+v is taken", bad)
		}
	}
	if whole.Refused() != 3 || whole.Quantile(observatory.EPCI, 2, 1) != nil || whole.Quantile("galaxie", 1, 4) != nil {
		t.Error("what cannot be given is given")
	}
	old, _ := territory.France().On(demand.MustDate("2015-01-01"))
	if whole.Merge(observatory.NewAmounts(old)) == nil {
		t.Error("two geographies merge")
	}
}

// A person with a demand in two départements counts once in each and once in all.
func TestPersons(t *testing.T) {
	p, q := observatory.NewPersons(territory.Today()), observatory.NewPersons(territory.Today())
	p.Add("a", "21231")
	p.Add("a", "21166")
	p.Add("b", "21231")
	q.Add("a", "71270")
	q.Add("c", "99999")
	q.Add("a", "21213")
	before, _ := p.MarshalBinary()
	again := observatory.NewPersons(territory.Today())
	if err := again.UnmarshalBinary(before); err != nil {
		t.Fatal(err)
	}
	if err := p.Merge(q); err != nil {
		t.Fatal(err)
	}
	if err := q.Merge(again); err != nil {
		t.Fatal(err)
	}
	one, _ := p.MarshalBinary()
	other, _ := q.MarshalBinary()
	if !bytes.Equal(one, other) {
		t.Error("the order of the merges changes the bytes")
	}
	for level, want := range map[observatory.Level]string{observatory.Commune: "21166:1 21231:2 21452:1 71270:1 TOTAL:3 ", observatory.Departement: "21:2 71:1 TOTAL:3 ", territory.Country: "FR:2 TOTAL:3 "} {
		x, got := p.Table(level), ""
		for _, r := range append(x.Rows, x.Total) {
			got += r.Code + ":" + string(rune('0'+r.Cells[0].Value)) + " "
		}
		if got != want {
			t.Errorf("%s: %s, want %s", level, got, want)
		}
	}
	for n := range one {
		if again.UnmarshalBinary(one[:n]) == nil {
			t.Fatalf("%d bytes are read", n)
		}
	}
	old, _ := territory.France().On(demand.MustDate("2015-01-01"))
	if p.Merge(observatory.NewPersons(old)) == nil {
		t.Error("two geographies merge")
	}
}

// Dijon beside its EPCI, its département and itself a year before, before and after
// a merger at constant geography.
func TestCompare(t *testing.T) {
	plan, _ := observatory.NewPlan(levels())
	from, to := demand.MustDate("2019-01-01"), demand.MustDate("2019-12-31")
	count := func(g *territory.Geography, stock map[string]int) []observatory.FigureTable {
		a, c := plan.Accumulator(g, from, to), observatory.NewCoder(g, to)
		var f observatory.Fact
		for code, n := range stock {
			d := observatory.Demand{Places: []string{code}, DepositedOn: from}
			c.Code(observatory.Stock, &d, &f)
			for range n {
				a.AddFact(&f)
			}
			c.Code(observatory.Allocated, &d, &f)
			for range 10 {
				a.AddFact(&f)
			}
		}
		return a.Figures(levels()...)
	}
	g := territory.Today()
	now := count(g, map[string]int{"21452": 60, "21231": 30, "21054": 10})
	before := count(g, map[string]int{"21452": 20, "21213": 20, "21231": 30}) // two communes that merged since
	old, _ := territory.France().On(demand.MustDate("2015-01-01"))
	find := func(all []observatory.Beside) observatory.Beside {
		for _, b := range all {
			if b.Measure.Code == "pressure" {
				return b
			}
		}
		t.Fatal("no pressure")
		return observatory.Beside{}
	}
	b := find(observatory.Compare(g, observatory.Commune, "21452", now, before))
	if b.Here.String() != "6" || len(b.Holders) != 2 || b.Holders[0].Territory.Code != "242100410" || b.Holders[0].Figure.String() != "4.5" || b.Holders[1].Figure.String() != "3.33" || b.Before.String() != "2" {
		t.Errorf("%+v before %v", b, b.Before)
	}
	if c := observatory.Change(b.Here, *b.Before); c.String() != "4" {
		t.Errorf("change %s", c)
	}
	b = find(observatory.Compare(g, observatory.Commune, "21452", now, count(old, map[string]int{"21452": 20})))
	if b.Before.Missing != observatory.NotComparable || observatory.Change(b.Here, *b.Before).Available() {
		t.Errorf("two geographies compare: %+v", b.Before)
	}
	if b = find(observatory.Compare(g, observatory.Commune, "21166", now, nil)); b.Here.Missing != observatory.NoDemand || b.Before != nil || observatory.Change(b.Here, b.Here).Available() {
		t.Errorf("a commune without demands: %+v", b)
	}
	if observatory.Compare(g, observatory.Commune, "99999", now, nil) != nil {
		t.Error("a commune that never existed")
	}
	if b = find(observatory.Compare(g, observatory.EPCI, "242100410", now, nil)); len(b.Holders) != 0 {
		t.Errorf("an EPCI lies in no département: %+v", b.Holders)
	}
}
