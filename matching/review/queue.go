package review

import (
	"cmp"
	"math"
	"slices"
)

// Candidate is a pair that a search for duplicates leaves to a person.
type Candidate struct {
	Pair
	Probability float64
	Held        bool   // a guard or a veto held it back, whatever its probability
	ClusterA    string // that the search put A in
	ClusterB    string
	SizeA       int // records of the cluster; at least 1
	SizeB       int
	Household   string // key of the household that the two share, if any
}

// Item is a candidate with what a decision is worth. Items of a group stand together.
type Item struct {
	Candidate
	Worth    float64 // doubt in bits × pairs of records settled
	Group    int     // from 1
	Conflict bool    // persons differ on it
}

// least is the doubt left about a pair that looks settled, in bits: nothing is ever sure.
const least = 0.02

func (c *Candidate) worth() float64 {
	doubt := 1.0
	if !c.Held {
		p := min(max(c.Probability, 0), 1)
		doubt = least
		if p > 0 && p < 1 {
			doubt = max(least, -p*math.Log2(p)-(1-p)*math.Log2(1-p))
		}
	}
	return doubt * float64(max(1, c.SizeA)) * float64(max(1, c.SizeB))
}

// Queue orders candidates by what a decision is worth, group by group. Pairs that were decided
// are left out, those in conflict kept; state may be nil. The order does not depend on that of
// the candidates.
func Queue(candidates []Candidate, state *State) []Item {
	var items []Item
	for _, c := range candidates {
		item := Item{Candidate: c, Worth: c.worth()}
		if item.A > item.B {
			item.A, item.B, item.ClusterA, item.ClusterB, item.SizeA, item.SizeB = item.B, item.A, item.ClusterB, item.ClusterA, item.SizeB, item.SizeA
		}
		if state != nil {
			if st, decided := state.Of(c.A, c.B); decided {
				if !st.Conflict {
					continue
				}
				item.Conflict = true
			}
		}
		items = append(items, item)
	}
	slices.SortFunc(items, better)
	group(items)
	slices.SortStableFunc(items, func(a, b Item) int { return cmp.Compare(a.Group, b.Group) })
	return items
}

// better orders items: conflicts between persons first, then by worth.
func better(a, b Item) int {
	return cmp.Or(cmp.Compare(bit(b.Conflict), bit(a.Conflict)), cmp.Compare(b.Worth, a.Worth), a.compare(b.Pair))
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// group numbers the groups of items, in order of their best one: items are linked
// by their clusters and by their household.
func group(items []Item) {
	parent := make([]int, len(items))
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	type key struct{ kind, name string }
	first := map[key]int{}
	for i := range items {
		parent[i] = i
		for _, k := range [...]key{{"cluster", items[i].ClusterA}, {"cluster", items[i].ClusterB}, {"household", items[i].Household}} {
			if k.name == "" {
				continue
			}
			if j, met := first[k]; met {
				p, q := find(i), find(j)
				parent[max(p, q)] = min(p, q)
			} else {
				first[k] = i
			}
		}
	}
	n := 0
	numbers := make([]int, len(items))
	for i := range items {
		root := find(i)
		if numbers[root] == 0 {
			n++
			numbers[root] = n
		}
		items[i].Group = numbers[root]
	}
}
