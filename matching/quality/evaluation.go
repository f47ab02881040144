package quality

import (
	"cmp"
	"math"
	"slices"
)

// Thresholds are those at which scores are measured when [New] is given none.
var defaultThresholds = []float64{0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9999}

// bounds of the calibration table; the last bin holds 1.
var bounds = [...]float64{0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1}

// Evaluation gathers what a search for duplicates found.
type Evaluation struct {
	truth      *Truth
	clusters   map[string]uint32
	names      []string // of clusters
	clusterOf  []uint32 // of a record of the truth
	sizes      []int64  // of clusters, records of unknown truth included
	unassigned int      // records given a cluster whose truth is not known
	assigned   int

	thresholds []float64
	atLeast    []tally // pairs between a threshold and the next
	below      tally
	bins       [len(bounds) - 1]bin
	unknown    int64 // scored pairs whose truth is not known

	queue      [][2]uint32 // queued pairs that are one, to be joined
	queued     map[uint32]bool
	queuePairs int64
	queueKnown int64
}

// tally is a number of pairs, and how many of them are right.
type tally struct{ pairs, right int64 }

func (t *tally) add(right bool) {
	t.pairs++
	if right {
		t.right++
	}
}

// bin sums probabilities in units of 2⁻⁴⁰, so that their sum is the same in any order.
type bin struct {
	tally
	sum uint64
}

// New starts an evaluation. Thresholds may be left out; those that are no
// probability are not used.
func New(truth *Truth, thresholds ...float64) *Evaluation {
	if len(thresholds) == 0 {
		thresholds = defaultThresholds
	}
	thresholds = slices.DeleteFunc(slices.Clone(thresholds), func(x float64) bool { return !(x >= 0 && x <= 1) })
	slices.Sort(thresholds)
	e := &Evaluation{truth: truth, clusters: map[string]uint32{}, thresholds: slices.Compact(thresholds), queued: map[uint32]bool{}}
	e.atLeast = make([]tally, len(e.thresholds))
	e.clusterOf = make([]uint32, len(truth.entityOf))
	for i := range e.clusterOf {
		e.clusterOf[i] = none
	}
	return e
}

// Assign tells the cluster of a record.
func (e *Evaluation) Assign(record, cluster string) error {
	c, known := e.clusters[cluster]
	if !known {
		c = uint32(len(e.names))
		e.clusters[cluster] = c
		e.names = append(e.names, cluster)
		e.sizes = append(e.sizes, 0)
	}
	r, known := e.truth.records[record]
	if known && e.clusterOf[r] != none {
		return ErrCluster
	}
	e.sizes[c]++
	e.assigned++
	if !known || len(e.truth.labels) == 0 && e.truth.entityOf[r] == none {
		e.unassigned++
		if !known {
			return nil
		}
	}
	e.clusterOf[r] = c
	return nil
}

// Score tells a scored pair, before closure; each pair once.
func (e *Evaluation) Score(a, b string, probability float64) {
	right, known := e.judge(a, b)
	if !known || math.IsNaN(probability) {
		e.unknown++
		return
	}
	probability = min(max(probability, 0), 1)
	if at, exact := slices.BinarySearch(e.thresholds, probability); exact {
		e.atLeast[at].add(right)
	} else if at > 0 {
		e.atLeast[at-1].add(right)
	} else {
		e.below.add(right)
	}
	at, exact := slices.BinarySearch(bounds[:len(bounds)-1], probability)
	if !exact {
		at--
	}
	e.bins[at].add(right)
	e.bins[at].sum += uint64(probability * (1 << 40))
}

// Queue tells a pair left to a person; each pair once.
func (e *Evaluation) Queue(a, b string) {
	e.queuePairs++
	right, known := e.judge(a, b)
	if !known {
		return
	}
	e.queueKnown++
	x, y := e.truth.records[a], e.truth.records[b]
	e.queued[x], e.queued[y] = true, true
	if right {
		e.queue = append(e.queue, [2]uint32{x, y})
	}
}

func (e *Evaluation) judge(a, b string) (same, known bool) {
	x, ok := e.truth.records[a]
	y, too := e.truth.records[b]
	if !ok || !too {
		return false, false
	}
	return e.truth.same(x, y)
}

// Report measures what was told so far.
func (e *Evaluation) Report() Report {
	all := e.truth.pairs()
	r := Report{Records: e.assigned, Unknown: e.unassigned, Clusters: len(e.names), Entities: len(e.truth.sizes)}
	for i, c := range e.clusterOf {
		if c == none && (len(e.truth.labels) > 0 || e.truth.entityOf[i] != none) {
			r.Missing++
		}
	}
	if len(e.truth.labels) > 0 {
		r.Pairs = e.labelled(all, e.clusterOf)
	} else {
		table := e.contingency(e.clusterOf)
		r.Pairs = table.pairs(all)
		b := table.bCubed()
		r.BCubed = &b
		r.MixedClusters, r.SplitEntities = table.mixed, table.split
		r.Largest = e.largest(table)
	}
	r.Scores, r.Best = e.scores(all)
	r.Calibration = e.calibration()
	r.Review = e.review(all)
	return r
}

// labelled measures clusters on the labelled pairs.
func (e *Evaluation) labelled(all int64, clusterOf []uint32) Measure {
	var found tally
	for key, same := range e.truth.labels {
		a, b := clusterOf[key>>32], clusterOf[uint32(key)]
		if a == b && a != none {
			found.add(same)
		}
	}
	return measure(found, all)
}

func (e *Evaluation) scores(all int64) (rows []AtThreshold, best *AtThreshold) {
	var sum tally
	rows = []AtThreshold{}
	for i, t := range slices.Backward(e.thresholds) {
		sum.pairs += e.atLeast[i].pairs
		sum.right += e.atLeast[i].right
		rows = append(rows, AtThreshold{Threshold: t, Measure: measure(sum, all)})
	}
	slices.Reverse(rows)
	if sum.pairs+e.below.pairs == 0 {
		return []AtThreshold{}, nil
	}
	if len(rows) == 0 {
		return rows, nil
	}
	top := slices.MaxFunc(rows, func(a, b AtThreshold) int { return cmp.Compare(a.F1, b.F1) })
	return rows, &top
}

func (e *Evaluation) calibration() []Bin {
	var out []Bin
	for i, b := range e.bins {
		row := Bin{From: bounds[i], To: bounds[i+1], Pairs: b.pairs, Right: b.right}
		if b.pairs > 0 {
			row.Share = float64(b.right) / float64(b.pairs)
			row.Mean = float64(b.sum) / (1 << 40) / float64(b.pairs)
		}
		out = append(out, row)
	}
	return out
}

// review joins the clusters that a person would, and measures what is then found.
func (e *Evaluation) review(all int64) Review {
	r := Review{Pairs: e.queuePairs, Known: e.queueKnown, Right: int64(len(e.queue)), Records: len(e.queued)}
	if e.assigned > 0 {
		r.QueueShare = float64(e.queuePairs) / float64(e.assigned)
	}
	joined := slices.Clone(e.clusterOf)
	parent := make([]uint32, len(e.names))
	for i := range parent {
		parent[i] = uint32(i)
	}
	find := func(c uint32) uint32 {
		for parent[c] != c {
			parent[c] = parent[parent[c]]
			c = parent[c]
		}
		return c
	}
	for _, q := range e.queue {
		a, b := e.clusterOf[q[0]], e.clusterOf[q[1]]
		if a != none && b != none {
			a, b = find(a), find(b)
			parent[max(a, b)] = min(a, b)
		}
	}
	for i, c := range joined {
		if c != none {
			joined[i] = find(c)
		}
	}
	if len(e.truth.labels) > 0 {
		r.Recall = e.labelled(all, joined).Recall
		return r
	}
	r.Recall = e.contingency(joined).pairs(all).Recall
	return r
}
