package matching

import (
	"cmp"
	"iter"
	"slices"
)

// maxCluster is the number of different contents a cluster may hold; folded copies do not count.
const maxCluster = 24

// Reasons for which a pair is left to a person, beside the vetoes, which are reasons too.
const (
	// ReasonDoubt: the weight lies between the two thresholds.
	ReasonDoubt = "doubt"
	// ReasonDecided: somebody decided that they hold different persons.
	ReasonDecided = "decided"
	// ReasonClusterNumbers: the two clusters hold two different unique numbers.
	ReasonClusterNumbers = "cluster_numbers"
	// ReasonClusterVeto: some record of one cluster has a veto against some record of the other.
	ReasonClusterVeto = "cluster_veto"
	// ReasonClusterDemand: the clusters hold two persons of one demand.
	ReasonClusterDemand = "cluster_demand"
	// ReasonClusterSize: together they would hold more records than one person plausibly files.
	ReasonClusterSize = "cluster_size"
	// ReasonClusterWeak: the pair is strong, but the records of the two clusters taken together are not.
	ReasonClusterWeak = "cluster_weak"
)

// Cluster is the records found to be one person. ID is the smallest of the record IDs, and Members
// are sorted; a record like no other is a cluster of its own.
type Cluster struct {
	ID      string
	Members []string
}

// Review is a pair left to a person. Of all the pairs between the same two clusters only the
// strongest is given, and Pairs tells how many there are.
type Review struct {
	Pair
	Reason string
	Pairs  int
}

// Result is the outcome of [Set.Clusters].
type Result struct {
	// Clusters is a partition of the records, in order of ID.
	Clusters []Cluster
	// Of gives the cluster (its position in Clusters) of each record of the set.
	Of []int
	// Reviews are in order of weight, the surest first, then of IDs.
	Reviews []Review
	// Compared counts the scored pairs, and ByKey the same under the first key the two records
	// share, by [Key].
	Compared int
	ByKey    []int
	// Merges counts pairs whose verdict is merge, and Refused those a guard kept from merging.
	Merges, Refused int
	// ExpectedFalse is how many of the merged pairs the model expects to be wrong.
	ExpectedFalse float64
}

// edge is a pair worth keeping.
type edge struct {
	i, j   uint32
	key    Key
	vetoes vetoSet
	bits   float32
	reason string
}

// Share is what one part of the comparison found: the pairs worth keeping, and counts.
type Share struct {
	merges, reviews []edge
	compared        int
	byKey           []int
}

// Compare does part i of n of the comparison. The parts are independent; [Set.Assemble] wants all of
// them, in any order.
func (s *Set) Compare(i, n int) *Share {
	out := &Share{byKey: make([]int, keyCount)}
	w := s.newWalk(i, n)
	w.each(func(b uint32, k Key, e *evidence, o *outcome) bool {
		out.compared++
		if int(k) < len(out.byKey) {
			out.byKey[k]++
		}
		if o.verdict == VerdictDistinct {
			return true
		}
		found := edge{i: w.a, j: b, key: k, vetoes: o.vetoes, bits: o.bits}
		if o.verdict == VerdictMerge {
			out.merges = append(out.merges, found)
		} else {
			found.reason = reasonOf(o.vetoes)
			out.reviews = append(out.reviews, found)
		}
		return true
	})
	return out
}

// Kept yields the pairs of some parts that are not distinct, in no order: those of [Set.Pairs] but for the
// distinct ones, without comparing again.
func (s *Set) Kept(shares ...*Share) iter.Seq[Pair] {
	return func(yield func(Pair) bool) {
		for _, p := range shares {
			for _, e := range p.merges {
				if !yield(s.pair(e.i, e.j, e.key, float64(e.bits), VerdictMerge)) {
					return
				}
			}
			for _, e := range p.reviews {
				if !yield(s.pair(e.i, e.j, e.key, float64(e.bits), VerdictReview)) {
					return
				}
			}
		}
	}
}

// Clusters compares the pairs and joins those to be merged, the surest first. Guards keep two
// clusters apart when joining them would contradict something known; what they refuse becomes a
// [Review]. The outcome does not depend on the order in which records were given.
func (s *Set) Clusters() *Result { return s.ClustersWith(nil) }

// ClustersWith is [Set.Clusters] with a runner.
func (s *Set) ClustersWith(run Runner) *Result {
	if run == nil {
		run = oneByOne
	}
	shares := make([]*Share, compareParts)
	run(compareParts, func(i int) { shares[i] = s.Compare(i, compareParts) })
	return s.Assemble(shares...)
}

const compareParts = 8

// Assemble makes clusters of what the parts of the comparison found.
func (s *Set) Assemble(shares ...*Share) *Result { return s.assemble(newForest(s), shares) }

func (s *Set) assemble(f *forest, shares []*Share) *Result {
	r := &Result{ByKey: make([]int, keyCount)}
	var merges, reviews []edge
	for _, p := range shares {
		r.Compared += p.compared
		for k, n := range p.byKey {
			r.ByKey[k] += n
		}
		merges, reviews = append(merges, p.merges...), append(reviews, p.reviews...)
	}
	r.Merges = len(merges)
	slices.SortFunc(merges, surest)
	for _, e := range merges {
		r.ExpectedFalse += 1 - probability(float64(e.bits)) // in this order: a sum of another order ends otherwise
	}
	for _, e := range merges {
		if e.reason = f.join(e.i, e.j); e.reason != "" {
			r.Refused++
			reviews = append(reviews, e)
		}
	}
	r.partition(s, f)
	r.review(s, f, reviews)
	return r
}

func surest(p, q edge) int {
	return cmp.Or(-cmp.Compare(p.bits, q.bits), cmp.Compare(p.i, q.i), cmp.Compare(p.j, q.j))
}

func reasonOf(vetoes vetoSet) string {
	for i, name := range vetoNames {
		if vetoes&(1<<i) != 0 {
			return name
		}
	}
	return ReasonDoubt
}

func (r *Result) partition(s *Set, f *forest) {
	r.Of = make([]int, s.Len())
	place := make([]uint32, s.Len()) // by root: the cluster, plus one
	var sizes []uint32
	for i := range s.ids {
		root := f.find(uint32(i))
		if place[root] == 0 {
			// Rows are in order of ID: the first member met has the smallest.
			sizes = append(sizes, 0)
			place[root] = uint32(len(sizes))
		}
		r.Of[i] = int(place[root]) - 1
		sizes[r.Of[i]]++
	}
	if len(sizes) == 0 {
		return
	}
	r.Clusters = make([]Cluster, len(sizes))
	all := make([]string, s.Len())
	for at, n := range sizes {
		r.Clusters[at].Members, all = all[:0:n], all[n:]
	}
	for i, at := range r.Of {
		c := &r.Clusters[at]
		c.Members = append(c.Members, s.ids[i])
		c.ID = c.Members[0]
	}
}

func (r *Result) review(s *Set, f *forest, reviews []edge) {
	slices.SortFunc(reviews, surest)
	met := make(map[[2]int]int)
	for _, e := range reviews {
		p, q := r.Of[e.i], r.Of[e.j]
		if p == q || f.judged && f.tree(f.find(e.i)).parted(f.tree(f.find(e.j))) {
			continue // settled by stronger pairs, or by a person
		}
		between := [2]int{min(p, q), max(p, q)}
		if at, ok := met[between]; ok {
			r.Reviews[at].Pairs++
			continue
		}
		met[between] = len(r.Reviews)
		r.Reviews = append(r.Reviews, Review{Pair: s.pair(e.i, e.j, e.key, float64(e.bits), VerdictReview), Reason: e.reason, Pairs: 1})
	}
}

// forest is a union–find whose unions are guarded.
type forest struct {
	set     *Set
	c       *comparer
	parent  []uint32
	members map[uint32]*tree // clusters of two records or more, by root
	judged  bool             // somebody decided that records are distinct
}

// tree is what the guards must know of a cluster.
type tree struct {
	rows    []uint32 // without folded copies
	demands map[uint32]bool
	number  uint32
	judged  []uint32        // rows that somebody decided to be distinct from others
	apart   map[uint32]bool // from these
}

func newForest(s *Set) *forest {
	f := &forest{set: s, c: newComparer(s), parent: make([]uint32, s.Len()), members: make(map[uint32]*tree)}
	for i := range f.parent {
		f.parent[i] = uint32(i)
	}
	return f
}

func (f *forest) find(i uint32) uint32 {
	for f.parent[i] != i {
		f.parent[i] = f.parent[f.parent[i]]
		i = f.parent[i]
	}
	return i
}

func (f *forest) tree(root uint32) *tree {
	if t := f.members[root]; t != nil {
		return t
	}
	r := &f.set.rows[root]
	t := &tree{number: r.uniqNumber, demands: make(map[uint32]bool, 2)}
	if !f.set.folded(root) {
		t.rows = []uint32{root}
	}
	if r.demand != 0 {
		t.demands[r.demand] = true
	}
	return t
}

// join unites the clusters of two records, or gives the reason why not.
func (f *forest) join(i, j uint32) string {
	p, q := f.find(i), f.find(j)
	if p == q {
		return ""
	}
	x, y := f.tree(p), f.tree(q)
	if len(x.demands) < len(y.demands) || len(x.demands) == len(y.demands) && p > q {
		p, q, x, y = q, p, y, x
	}
	if reason := f.contradiction(x, y); reason != "" {
		return reason
	}
	f.unite(p, q, x, y)
	return ""
}

// unite puts the cluster of root q into that of root p.
func (f *forest) unite(p, q uint32, x, y *tree) {
	f.parent[q] = p
	x.rows = append(x.rows, y.rows...)
	x.number = max(x.number, y.number) // one of them is 0, or they are equal, but for a decision
	for d := range y.demands {
		x.demands[d] = true
	}
	x.judged = append(x.judged, y.judged...)
	for row := range y.apart {
		if x.apart == nil {
			x.apart = map[uint32]bool{}
		}
		x.apart[row] = true
	}
	delete(f.members, q)
	f.members[p] = x
}

// contradiction looks for a reason to keep two clusters apart.
func (f *forest) contradiction(x, y *tree) string {
	if x.parted(y) {
		return ReasonDecided
	}
	if x.number != 0 && y.number != 0 && x.number != y.number {
		return ReasonClusterNumbers
	}
	for d := range y.demands {
		if x.demands[d] {
			return ReasonClusterDemand
		}
	}
	if len(x.rows)+len(y.rows) > maxCluster {
		return ReasonClusterSize
	}
	if len(x.rows) == 0 || len(y.rows) == 0 || len(x.rows)+len(y.rows) == 2 {
		return ""
	}
	return f.across(x, y)
}

// across compares every record of a cluster with every record of another.
func (f *forest) across(x, y *tree) string {
	const against = vetoesDistinct | vetoTwins | vetoNumbers
	var v, w view
	var e evidence
	sum := 0.0
	rows := f.set.rows
	for _, a := range x.rows {
		f.set.lex.open(&rows[a], &v)
		for _, b := range y.rows {
			f.set.lex.open(&rows[b], &w)
			f.c.compare(&v, &w, &e)
			o := f.set.model.outcome(&v, &w, &e)
			if o.vetoes&against != 0 {
				return ReasonClusterVeto
			}
			sum += float64(o.bits)
		}
	}
	if sum/float64(len(x.rows)*len(y.rows)) < reviewBits {
		return ReasonClusterWeak
	}
	return ""
}
