package parallel

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Run does the tasks 0 to n-1 on all processors, each once, and comes back when
// all are done. It is a Runner of the room matching.
func Run(n int, task func(i int)) { Among(runtime.GOMAXPROCS(0), n, task) }

// Among is Run with a number of tasks under way at once that is not that of the
// processors: more, when tasks wait for a disk.
func Among(hands, n int, task func(i int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(hands, n) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				task(i)
			}
		})
	}
	all.Wait()
}
