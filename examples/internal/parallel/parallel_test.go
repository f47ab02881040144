package parallel_test

import (
	"sync/atomic"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/parallel"
	"github.com/fichier-unique/rules/matching"
)

var _ matching.Runner = parallel.Run

func TestRun(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 1000} {
		done := make([]atomic.Int64, n)
		parallel.Run(n, func(i int) { done[i].Add(1) })
		for i := range done {
			if got := done[i].Load(); got != 1 {
				t.Errorf("%d tasks: task %d was done %d times", n, i, got)
			}
		}
	}
}

// TestAmong gives as many hands as there are tasks, of which each waits for all the
// others to be begun: with fewer, none would end.
func TestAmong(t *testing.T) {
	const n = 8
	var begun atomic.Int64
	all := make(chan struct{})
	parallel.Among(n, n, func(int) {
		if begun.Add(1) == n {
			close(all)
		}
		<-all
	})
}
