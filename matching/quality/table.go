package quality

import (
	"cmp"
	"maps"
	"slices"
)

// contingency counts the records of each cluster by entity.
type contingency struct {
	cells    map[uint64]int64 // cluster and entity → records
	sizes    []int64          // of clusters, records of known truth only
	entities []int64          // of clusters, how many entities they hold
	mixed    int
	split    int
	bySize   map[int64]int64 // size of cluster → sum of squares of its cells
	byEntity map[int64]int64 // size of entity → sum of squares of its cells
	known    int64
	rightSum int64
	foundSum int64
}

func (e *Evaluation) contingency(clusterOf []uint32) *contingency {
	t := &contingency{cells: make(map[uint64]int64, len(clusterOf)), sizes: make([]int64, len(e.names)), entities: make([]int64, len(e.names)),
		bySize: map[int64]int64{}, byEntity: map[int64]int64{}}
	alone := int64(0) // records without a cluster: each is a cluster of one
	for i, c := range clusterOf {
		entity := e.truth.entityOf[i]
		if entity == none {
			continue
		}
		t.known++
		if c == none {
			alone++
			t.byEntity[e.truth.sizes[entity]]++
			continue
		}
		t.cells[uint64(c)<<32|uint64(entity)]++
		t.sizes[c]++
	}
	spread := make([]int64, len(e.truth.sizes))
	for key, n := range t.cells {
		c, entity := key>>32, uint32(key)
		t.entities[c]++
		spread[entity]++
		t.rightSum += n * (n - 1) / 2
		t.bySize[t.sizes[c]] += n * n
		t.byEntity[e.truth.sizes[entity]] += n * n
	}
	if alone > 0 {
		t.bySize[1] += alone
	}
	for c, size := range t.sizes {
		t.foundSum += size * (size - 1) / 2
		if t.entities[c] > 1 {
			t.mixed++
		}
	}
	for _, n := range spread {
		if n > 1 {
			t.split++
		}
	}
	return t
}

func (t *contingency) pairs(all int64) Measure {
	return measure(tally{t.foundSum, t.rightSum}, all)
}

// bCubed is the mean over the records. Squares are summed as whole numbers by
// size, so that the figure is the same in any order.
func (t *contingency) bCubed() BCubed {
	mean := func(squares map[int64]int64) float64 {
		sum := 0.0
		for _, size := range slices.Sorted(maps.Keys(squares)) {
			sum += float64(squares[size]) / float64(size)
		}
		if t.known == 0 {
			return 1
		}
		return sum / float64(t.known)
	}
	b := BCubed{Precision: mean(t.bySize), Recall: mean(t.byEntity)}
	b.F1 = harmonic(b.Precision, b.Recall)
	return b
}

// largestShown is how many clusters a report names.
const largestShown = 10

func (e *Evaluation) largest(t *contingency) []Cluster {
	out := []Cluster{}
	for c, size := range e.sizes {
		if size > 1 {
			out = append(out, Cluster{ID: e.names[c], Size: int(size), Entities: int(t.entities[c])})
		}
	}
	slices.SortFunc(out, func(a, b Cluster) int { return cmp.Or(cmp.Compare(b.Size, a.Size), cmp.Compare(a.ID, b.ID)) })
	return slices.Clone(out[:min(len(out), largestShown)])
}
