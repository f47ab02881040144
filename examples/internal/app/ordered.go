package app

import (
	"iter"
	"runtime"
)

// ordered runs the work of a sequence on all processors and gives the results
// in the order of the sequence, whatever the order they end in. At most a few
// works are under way, so memory does not grow with the file.
func ordered[T any](works iter.Seq2[func() T, error]) iter.Seq2[T, error] {
	type outcome struct {
		value T
		err   error
	}
	return func(yield func(T, error) bool) {
		workers := runtime.GOMAXPROCS(0)
		queue := make(chan chan outcome, 2*workers)
		slots := make(chan struct{}, workers)
		stop := make(chan struct{})
		go func() {
			defer close(queue)
			for work, err := range works {
				result := make(chan outcome, 1)
				select {
				case queue <- result:
				case <-stop:
					return
				}
				if err != nil {
					result <- outcome{err: err}
					return
				}
				slots <- struct{}{}
				go func() {
					defer func() { <-slots }()
					result <- outcome{value: work()}
				}()
			}
		}()
		// Leaving early stops the reading, then waits for it: the file is not
		// closed under the reader's feet.
		defer func() {
			for range queue {
			}
		}()
		defer close(stop)
		for result := range queue {
			o := <-result
			if !yield(o.value, o.err) || o.err != nil {
				return
			}
		}
	}
}
