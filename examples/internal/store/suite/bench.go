package suite

import (
	"context"
	"sync"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// Bench writes acts from 64 goroutines, as Act makes them: two events, a number,
// a row, a line of the access journal and an answer. It reports acts by second.
func Bench(b *testing.B, s store.Store) {
	b.ReportAllocs()
	ranks := make(chan int, 64)
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() {
			for n := range ranks {
				if _, err := s.Write(context.Background(), Act(n)); err != nil {
					b.Error(err)
				}
			}
		})
	}
	n := 0
	for b.Loop() {
		ranks <- n
		n++
	}
	close(ranks)
	wg.Wait()
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "acts/s")
}
