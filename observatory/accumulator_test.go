package observatory_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// anyone makes a demand that may say anything of everything.
func anyone(rng *rand.Rand) observatory.Demand {
	types := []demand.DwellingType{"C", "T1", "T2", "T3", "T4", "T5", "T6P", ""}
	quotas := []demand.Quota{"PPRIOR", "PFONCT", "COLTER", "COLACT", "AUTRES", "AUCUN", "?"}
	places := append(slices.Clone(communes), "99999", "21213", "75113", "98735", "29083")
	d := observatory.Demand{DepositedOn: asOf.AddDays(-rng.IntN(2500)), Household: rng.IntN(9), Target: types[rng.IntN(8)],
		Transfer: demand.Answer(rng.IntN(3)), Abnormal: demand.Answer(rng.IntN(3)), Quartile: demand.Answer(rng.IntN(3)), Association: rng.IntN(9) == 0,
		Reason:  demand.ReasonCode([]string{"01", "07", "23", "24", ""}[rng.IntN(5)]),
		Ceiling: []observatory.Ceiling{observatory.UnderPLAI, observatory.Under60PLUS, observatory.UnderPLUS, observatory.UnderPLS, observatory.AboveAll, ""}[rng.IntN(6)]}
	if rng.IntN(20) == 0 {
		d.DepositedOn = demand.Date{}
	}
	for range rng.IntN(4) {
		d.Places = append(d.Places, places[int(float64(len(places))*rng.Float64()*rng.Float64())])
	}
	for range rng.IntN(4) {
		d.Types = append(d.Types, types[rng.IntN(8)])
		d.Quotas = append(d.Quotas, quotas[rng.IntN(7)])
	}
	return d
}

func fullPlan(tb testing.TB) *observatory.Plan {
	p, err := observatory.NewPlan(levels(), crossing, pairs, everywhere)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

var (
	crossing   = observatory.Cross{Dimensions: []string{"type", "size", "age", "transfer"}}
	pairs      = observatory.Cross{Dimensions: []string{"type", "quota"}, Waits: true}
	everywhere = observatory.Cross{Dimensions: []string{"target", "size", "reason"}, Any: true}
)

// Any partition of the demands, merged in any order, gives the same bytes as all
// of them counted at once, whatever has been read or shipped on the way.
func TestMergeOfAFullPlan(t *testing.T) {
	p := fullPlan(t)
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(seed, 7))
		coder := observatory.NewCoder(territory.Today(), asOf)
		facts := make([]observatory.Fact, 1500)
		whole := p.Accumulator(territory.Today(), demand.Date{}, asOf)
		for i := range facts {
			d := anyone(rng)
			coder.Code(observatory.Kind(rng.IntN(int(observatory.Refused)+1)), &d, &facts[i])
			whole.AddFact(&facts[i])
		}
		want, _ := whole.MarshalBinary()
		rng.Shuffle(len(facts), func(i, j int) { facts[i], facts[j] = facts[j], facts[i] })
		parts := make([]*observatory.Accumulator, 1+rng.IntN(4))
		for i := range parts {
			parts[i] = p.Accumulator(territory.Today(), demand.Date{}, asOf)
		}
		for i := range facts {
			k := rng.IntN(len(parts))
			parts[k].AddFact(&facts[i])
			if rng.IntN(300) == 0 {
				parts[k].Settle()
			}
		}
		for len(parts) > 1 {
			i := rng.IntN(len(parts) - 1)
			data, _ := parts[i+1].MarshalBinary()
			shipped := p.Accumulator(territory.Today(), demand.Date{}, asOf)
			if err := shipped.UnmarshalBinary(data); err != nil {
				t.Fatal(err)
			}
			if err := parts[i].Merge(shipped); err != nil {
				t.Fatal(err)
			}
			parts = slices.Delete(parts, i+1, i+2)
		}
		if got, _ := parts[0].MarshalBinary(); !bytes.Equal(got, want) {
			t.Fatalf("seed %d: the parts do not give the whole", seed)
		}
	}
}

func TestMergeRefuses(t *testing.T) {
	p := fullPlan(t)
	old, _ := territory.France().On(demand.MustDate("2015-01-01"))
	a := p.Accumulator(territory.Today(), demand.Date{}, asOf)
	for name, b := range map[string]*observatory.Accumulator{
		"plan": wanted(t).Accumulator(territory.Today(), demand.Date{}, asOf), "geography": p.Accumulator(old, demand.Date{}, asOf),
		"day": p.Accumulator(territory.Today(), demand.Date{}, asOf.AddDays(1)), "period": p.Accumulator(territory.Today(), asOf, asOf),
	} {
		if a.Merge(b) == nil {
			t.Errorf("another %s merges", name)
		}
		data, _ := b.MarshalBinary()
		if a.UnmarshalBinary(data) == nil {
			t.Errorf("bytes of another %s are read", name)
		}
	}
	data, _ := a.MarshalBinary()
	for n := range data {
		if a.UnmarshalBinary(data[:n]) == nil {
			t.Errorf("%d bytes of %d are read", n, len(data))
		}
	}
}

// Counts, crossings and waits are those of a plain loop over the demands.
func TestAgainstAPlainLoop(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	a := fullPlan(t).Accumulator(territory.Today(), demand.Date{}, asOf)
	g := territory.Today()
	waits := map[string][]int{}
	cells := map[string]int{}
	for range 4000 {
		d := anyone(rng)
		a.Add(d)
		first := ""
		if len(d.Places) > 0 {
			if rank, _ := g.Locate(d.Places[0]); rank >= 0 {
				of, _ := g.Of(rank, territory.Departement)
				if of >= 0 {
					first = g.Units(territory.Departement)[of].Code
				}
			}
		}
		types := map[string]bool{}
		for _, x := range d.Types {
			if x != "" {
				types[string(x)] = true
			}
		}
		if len(types) == 0 {
			types["none"] = true
		}
		quotas := map[string]bool{}
		for _, q := range d.Quotas {
			if q != "AUCUN" && q != "?" {
				quotas[string(q)] = true
			}
		}
		if len(quotas) == 0 {
			quotas["none"] = true
		}
		for x := range types {
			for q := range quotas {
				cells[first+" "+x+"|"+q]++
				if !d.DepositedOn.IsZero() {
					waits[first+" "+x+"|"+q] = append(waits[first+" "+x+"|"+q], asOf.MonthsSince(d.DepositedOn))
				}
			}
		}
	}
	table, ok := a.CrossTable(pairs, territory.Departement)
	if !ok {
		t.Fatal("no crossing")
	}
	name := func(k observatory.CellKey) string {
		code := ""
		if k.Unit >= 0 {
			code = g.Units(territory.Departement)[k.Unit].Code
		}
		return code + " " + table.Columns[k.Column].Code
	}
	seen := 0
	for k, n := range a.Cells(pairs, territory.Departement) {
		seen++
		if cells[name(k)] != n {
			t.Errorf("%s: %d demands, the loop says %d", name(k), n, cells[name(k)])
		}
	}
	if seen != len(cells) {
		t.Errorf("%d cells, the loop says %d", seen, len(cells))
	}
	for _, r := range table.Rows {
		for i, c := range r.Cells[:len(r.Cells)-1] {
			if want := cells[r.Code+" "+table.Columns[i].Code]; c.Value != want {
				t.Errorf("table %s %s: %d, the loop says %d", r.Code, table.Columns[i].Code, c.Value, want)
			}
		}
	}
	for k, w := range a.Waits(pairs, territory.Departement) {
		all := waits[name(k)]
		slices.Sort(all)
		median, _ := w.Median()
		ninth, _ := w.Quantile(9, 10)
		sum := 0
		for _, v := range all {
			sum += v
		}
		n := len(all)
		if w.Count != int64(n) || w.Months != int64(sum) || median != int64(all[(n-1)/2]+all[n/2]) || ninth != all[max(0, (9*n+9)/10-1)] {
			t.Errorf("%s: %d waits, %d months, median %d/2, ninth decile %d; the loop says %v", name(k), w.Count, w.Months, median, ninth, all)
		}
		delete(waits, name(k))
	}
	if len(waits) > 0 {
		t.Errorf("%d cells without their waits", len(waits))
	}
}

// The same crossing gives the same counts at three levels, whether its cells have
// counters or are tallied.
func TestCellsAtEveryLevel(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	a := fullPlan(t).Accumulator(territory.Today(), demand.Date{}, asOf)
	for range 3000 {
		a.Add(anyone(rng))
	}
	for _, level := range levels() {
		table, _ := a.CrossTable(crossing, level)
		sums := make([]int, len(table.Columns))
		for k, n := range a.Cells(crossing, level) {
			sums[k.Column] += n
		}
		for i, c := range table.Total.Cells[:len(table.Columns)-1] {
			if sums[i] != c.Value {
				t.Fatalf("%s, column %s: %d in the cells, %d in the table", level, table.Columns[i].Code, sums[i], c.Value)
			}
		}
		if x, ok := a.CrossTable(everywhere, level); !ok || len(x.Rows) == 0 || x.Total.Cells[len(x.Columns)-1].Value != a.Total() {
			t.Errorf("%s: crossing by any choice: %v", level, ok)
		}
	}
}

func TestPlanRefuses(t *testing.T) {
	for name, x := range map[string]observatory.Cross{
		"no dimension": {Dimensions: []string{"colour"}}, "twice": {Dimensions: []string{"age", "age"}},
		"five": {Dimensions: []string{"age", "size", "type", "transfer", "quota"}}, "waits by any choice": {Dimensions: []string{"age"}, Any: true, Waits: true},
	} {
		if _, err := observatory.NewCrossPlan(levels(), x); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestWaits(t *testing.T) {
	var none observatory.Waits
	if _, ok := none.Median(); ok {
		t.Error("a median of nothing")
	}
	if _, ok := none.Quantile(9, 10); ok {
		t.Error("a decile of nothing")
	}
}
