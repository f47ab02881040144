package observatory_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// many makes facts of demands over all the communes of France, more of them where
// the list begins, as towns do.
func many(n int) []observatory.Fact {
	rng := rand.New(rand.NewPCG(1, 2))
	coder := observatory.NewCoder(territory.Today(), asOf)
	communes := territory.Today().Units(territory.Commune)
	types := []demand.DwellingType{"T1", "T2", "T3", "T4", "T5", "T6P"}
	facts := make([]observatory.Fact, n)
	d := observatory.Demand{}
	for i := range facts {
		d.Places, d.Types = d.Places[:0], d.Types[:0]
		for range 1 + rng.IntN(2) {
			u := rng.Float64()
			d.Places = append(d.Places, communes[int(u*u*u*float64(len(communes)))].Code)
		}
		for range 1 + rng.IntN(2) {
			d.Types = append(d.Types, types[rng.IntN(len(types))])
		}
		d.DepositedOn, d.Household = asOf.AddDays(-rng.IntN(1800)), 1+rng.IntN(7)
		d.Target, d.Transfer = types[rng.IntN(len(types))], demand.Answer(rng.IntN(3))
		coder.Code(observatory.Stock, &d, &facts[i])
	}
	return facts
}

// wanted is the crossing of the target: counts, medians and ninth deciles of the
// age by type, counts by four dimensions.
func wanted(tb testing.TB) *observatory.Plan {
	p, err := observatory.NewCrossPlan(nil,
		observatory.Cross{Dimensions: []string{"target"}, Waits: true},
		observatory.Cross{Dimensions: []string{"target", "size", "age", "transfer"}})
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// countAll counts facts on two goroutines, merges, and makes the tables and the figures.
func countAll(tb testing.TB, p *observatory.Plan, facts []observatory.Fact) *observatory.Accumulator {
	var both [2]*observatory.Accumulator
	var wait sync.WaitGroup
	for k := range both {
		both[k] = p.Accumulator(territory.Today(), demand.Date{}, asOf)
		wait.Go(func() {
			half := facts[k*len(facts)/2 : (k+1)*len(facts)/2]
			for i := range half {
				both[k].AddFact(&half[i])
			}
			both[k].Settle()
		})
	}
	wait.Wait()
	if err := both[0].Merge(both[1]); err != nil {
		tb.Fatal(err)
	}
	return both[0]
}

// read goes through every cell: counts by four dimensions, median and ninth decile
// of the age by type, at three levels.
func read(a *observatory.Accumulator) (demands int, medians int64) {
	for _, level := range levels() {
		for _, n := range a.Cells(observatory.Cross{Dimensions: []string{"target", "size", "age", "transfer"}}, level) {
			demands += n
		}
		for _, w := range a.Waits(observatory.Cross{Dimensions: []string{"target"}}, level) {
			twice, _ := w.Median()
			ninth, _ := w.Quantile(9, 10)
			medians += twice + int64(ninth)
		}
	}
	return demands, medians
}

// BenchmarkMillion counts a million demands from memory; FICHIER_DEMANDS asks for another number.
func BenchmarkMillion(b *testing.B) {
	n := 1_000_000
	if s := os.Getenv("FICHIER_DEMANDS"); s != "" {
		n, _ = strconv.Atoi(s)
	}
	facts, p := many(n), wanted(b)
	b.ReportAllocs()
	for b.Loop() {
		a := countAll(b, p, facts)
		if demands, medians := read(a); demands != 3*n || medians == 0 {
			b.Fatalf("%d demands in the cells of three levels, want %d", demands, 3*n)
		}
	}
}

// BenchmarkAddFact adds a demand to every measure.
func BenchmarkAddFact(b *testing.B) {
	p, err := observatory.NewPlan(levels())
	if err != nil {
		b.Fatal(err)
	}
	facts := many(200_000)
	a := p.Accumulator(territory.Today(), demand.Date{}, asOf)
	for i := range facts {
		a.AddFact(&facts[i])
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		a.AddFact(&facts[i])
		if i++; i == len(facts) {
			i = 0
		}
	}
}

func BenchmarkCode(b *testing.B) {
	coder := observatory.NewCoder(territory.Today(), asOf)
	d := observatory.Demand{Places: []string{"21231", "21166"}, Types: []demand.DwellingType{"T2", "T3"}, DepositedOn: demand.MustDate("2009-05-12"), Household: 3, Reason: "05"}
	var f observatory.Fact
	b.ReportAllocs()
	for b.Loop() {
		coder.Code(observatory.Stock, &d, &f)
	}
}
