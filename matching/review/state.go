package review

import (
	"cmp"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// Pair is two records, A < B.
type Pair struct{ A, B string }

func (p Pair) compare(q Pair) int {
	return cmp.Or(strings.Compare(p.A, q.A), strings.Compare(p.B, q.B))
}

// Standing is what holds of a pair.
type Standing struct {
	Pair
	Decision Decision     // Same or Distinct; Distinct in a conflict
	By       []journal.ID // entries in force, in order
	Conflict bool         // entries in force differ
}

// Conflict is something a person must look at again: Fault says what, Pair and By where. By
// holds the entries that differ, or those of the two records said to be distinct.
type Conflict struct {
	demand.Fault
	Pair
	By []journal.ID
}

// State is a log folded.
type State struct {
	Standings []Standing // in order of A then B
	Conflicts []Conflict // in order of code, then of A and B
}

// State folds the log.
func (l *Log) State() *State {
	byPair := map[Pair][]Entry{}
	byID := map[journal.ID]int{}
	s := &State{}
	for _, e := range l.entries {
		if byID[e.ID]++; byID[e.ID] == 2 {
			s.Conflicts = append(s.Conflicts, Conflict{Fault: fault("REV-CON-03", "id"), By: []journal.ID{e.ID}})
		}
		if e.Decision != Undo && !l.replaced[e.ID] {
			byPair[Pair{e.A, e.B}] = append(byPair[Pair{e.A, e.B}], e)
		}
	}
	for pair, entries := range byPair {
		s.Standings = append(s.Standings, standing(pair, entries))
	}
	slices.SortFunc(s.Standings, func(a, b Standing) int { return a.compare(b.Pair) })
	for _, st := range s.Standings {
		if st.Conflict {
			s.Conflicts = append(s.Conflicts, Conflict{fault("REV-CON-01", "decision"), st.Pair, st.By})
		}
	}
	s.Conflicts = append(s.Conflicts, s.chains()...)
	slices.SortFunc(s.Conflicts, func(a, b Conflict) int {
		return cmp.Or(strings.Compare(a.Code, b.Code), a.compare(b.Pair), slices.CompareFunc(a.By, b.By, compareIDs))
	})
	return s
}

func standing(pair Pair, entries []Entry) Standing {
	st := Standing{Pair: pair, Decision: entries[0].Decision}
	for _, e := range entries {
		st.By = append(st.By, e.ID)
		if e.Decision != st.Decision {
			st.Conflict = true
		}
	}
	if st.Conflict {
		st.Decision = Distinct // kept apart until somebody decides
	}
	slices.SortFunc(st.By, compareIDs)
	st.By = slices.Compact(st.By)
	return st
}

// chains finds the pairs said to be distinct that other decisions bring together.
func (s *State) chains() []Conflict {
	parent := map[string]string{}
	find := func(r string) string {
		for parent[r] != "" {
			if up := parent[parent[r]]; up != "" {
				parent[r] = up
			}
			r = parent[r]
		}
		return r
	}
	for _, st := range s.Standings {
		if a, b := find(st.A), find(st.B); st.Decision == Same && a != b {
			parent[max(a, b)] = min(a, b)
		}
	}
	var out []Conflict
	for _, st := range s.Standings {
		if st.Decision == Distinct && find(st.A) == find(st.B) {
			out = append(out, Conflict{fault("REV-CON-02", "decision"), st.Pair, st.By})
		}
	}
	return out
}

// Of tells what holds of two records, given in any order.
func (s *State) Of(a, b string) (Standing, bool) {
	p := Pair{min(a, b), max(a, b)}
	i, ok := slices.BinarySearchFunc(s.Standings, p, func(st Standing, p Pair) int { return st.compare(p) })
	if !ok {
		return Standing{}, false
	}
	return s.Standings[i], true
}

// Constraints gives the pairs that must be together and those that must not, in order. Pairs in
// conflict must not. When a chain contradicts a pair said to be distinct both are given: the search must
// keep the two apart and break the chain where it is weakest.
func (s *State) Constraints() (same, distinct []Pair) {
	for _, st := range s.Standings {
		if st.Decision == Same {
			same = append(same, st.Pair)
		} else {
			distinct = append(distinct, st.Pair)
		}
	}
	return same, distinct
}
