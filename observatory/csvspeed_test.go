package observatory_test

import (
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// BenchmarkCountingFile counts every measure of a million rows of a counting file,
// on two goroutines.
func BenchmarkCountingFile(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	demands := make([]observatory.Demand, 10_000)
	for i := range demands {
		demands[i] = random2(rng)
	}
	block := counting(demands)
	header := len("\n")
	for _, c := range observatory.CountingColumns() {
		header += len(c) + 1
	}
	header--
	data := append([]byte(nil), block...)
	for range 99 {
		data = append(data, block[header:]...)
	}
	plan, _ := observatory.NewPlan(levels())
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		f, _ := observatory.OpenCountingFile(data)
		parts := f.Split(2)
		accs := make([]*observatory.Accumulator, len(parts))
		var wait sync.WaitGroup
		for k, p := range parts {
			accs[k] = plan.Accumulator(territory.Today(), demand.Date{}, asOf)
			wait.Go(func() {
				coder := observatory.NewCoder(territory.Today(), asOf)
				var fact observatory.Fact
				for d, bad := range p.Demands() {
					if bad == nil {
						coder.Code(observatory.Stock, d, &fact)
						accs[k].AddFact(&fact)
					}
				}
				accs[k].Settle()
			})
		}
		wait.Wait()
		if err := accs[0].Merge(accs[1]); err != nil || accs[0].Total() != 1_000_000 {
			b.Fatalf("%v, %d demands", err, accs[0].Total())
		}
	}
}

func random2(rng *rand.Rand) observatory.Demand {
	d := anyone(rng)
	d.Types, d.Quotas, d.Reason = []demand.DwellingType{"T2", "T3"}[:rng.IntN(3)], nil, ""
	return d
}
