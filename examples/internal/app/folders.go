package app

import (
	"runtime"
	"sync"

	"github.com/fichier-unique/rules/matching"
	"github.com/fichier-unique/rules/matching/columns"
)

// folders fold records on all processors while others are read.
type folders struct {
	work    chan []matching.Record
	batches []*matching.Batch
	all     sync.WaitGroup
}

func newFolders() *folders {
	f := &folders{work: make(chan []matching.Record, 4)}
	for range runtime.GOMAXPROCS(0) {
		b := matching.NewBatch()
		f.batches = append(f.batches, b)
		f.all.Go(func() {
			for records := range f.work {
				for i := range records {
					b.Add(&records[i])
				}
			}
		})
	}
	return f
}

// take hands records over.
func (f *folders) take(b *columns.Batch) { f.work <- b.Records }

// done waits for the folding to end and gives its batches.
func (f *folders) done() []*matching.Batch {
	close(f.work)
	f.all.Wait()
	return f.batches
}
