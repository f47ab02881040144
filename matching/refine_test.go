package matching_test

import (
	"fmt"
	"math"
	"math/rand"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/matching"
)

// spoilt is a file whose desks err far oftener than by default: half of the dates have another day, people move and
// change names, and households of relatives share all but first name and date.
func spoilt(seed int64, n int) (out []matching.Record, truth map[string]string) {
	r := rand.New(rand.NewSource(seed))
	truth = make(map[string]string)
	add := func(p matching.Record, who string) {
		p.ID = fmt.Sprintf("N%06d", len(out))
		out, truth[p.ID] = append(out, p), who
	}
	for h := 0; len(out) < n; h++ {
		for k, p := range home(h, nil, nil, nil)[:1+r.Intn(3)] {
			if r.Intn(2) == 0 {
				p.FirstNames = givens[r.Intn(len(givens))]
			}
			who := fmt.Sprintf("%d-%d", h, k)
			add(p, who)
			for range r.Intn(3) {
				add(respelt(r, p), who)
			}
		}
	}
	return out, truth
}

func respelt(r *rand.Rand, p matching.Record) matching.Record {
	if r.Intn(2) == 0 {
		p.BirthDate = fmt.Sprintf("%s-%02d-%02d", p.BirthDate[:4], 1+r.Intn(12), 1+r.Intn(28))
	}
	if r.Intn(3) == 0 {
		p.FirstNames = smudge(r, p.FirstNames)
	}
	if r.Intn(4) == 0 {
		p.BirthName = surname(r)
	}
	if r.Intn(2) == 0 {
		p.Address, p.PostalCode = fmt.Sprintf("%d rue %s", 1+r.Intn(90), surname(r)), fmt.Sprintf("21%02d0", r.Intn(90))
	}
	if r.Intn(2) == 0 {
		p.Phone = ""
	}
	if r.Intn(3) == 0 {
		p.BirthPlace = ""
	}
	return p
}

// decisionsFrom draws decisions of the truth among the pairs that look somewhat alike.
func decisionsFrom(s *matching.Set, truth map[string]string, seed int64, each int) *matching.Constraints {
	c := &matching.Constraints{}
	for p := range s.Pairs() {
		if truth[p.A] == truth[p.B] {
			c.Same = append(c.Same, [2]string{p.A, p.B})
		} else if p.Bits > -12 {
			c.Distinct = append(c.Distinct, [2]string{p.A, p.B})
		}
	}
	r := rand.New(rand.NewSource(seed))
	for _, list := range []*[][2]string{&c.Same, &c.Distinct} {
		r.Shuffle(len(*list), func(i, j int) { (*list)[i], (*list)[j] = (*list)[j], (*list)[i] })
		*list = (*list)[:min(each, len(*list))]
	}
	return c
}

func clustersF1(s *matching.Set, truth map[string]string) float64 {
	got := ratio{true: truePairs(truth)}
	for _, c := range s.Clusters().Clusters {
		for i, a := range c.Members {
			for _, b := range c.Members[:i] {
				got.count(truth[a] == truth[b], true)
			}
		}
	}
	return got.f1()
}

// TestDecisionsRefine: in a file whose noise is not that of the defaults, decisions of the truth, not obeyed but only
// learned from, find more of what nobody decided.
func TestDecisionsRefine(t *testing.T) {
	before, after := 0.0, 0.0
	for seed := range int64(3) {
		records, truth := spoilt(seed, 2000)
		s := newSet(t, records)
		refined, l := s.Refined(decisionsFrom(s, truth, seed, 250), nil)
		if !l.Refined || l.Same < 200 || l.Distinct < 200 {
			t.Fatalf("%+v", l)
		}
		was, is := clustersF1(s, truth), clustersF1(refined, truth)
		t.Logf("F1 %.4f, then %.4f", was, is)
		if is < was-0.002 {
			t.Errorf("seed %d: F1 falls from %.4f to %.4f", seed, was, is)
		}
		before, after = before+was, after+is
	}
	if after <= before {
		t.Errorf("decisions improve nothing: %.4f, then %.4f", before/3, after/3)
	}
}

// TestDecisionsRefineWithinBounds: a handful teaches nothing, no set of decisions, were they all wrong, moves a weight
// by more than a bit, and their order is nothing.
func TestDecisionsRefineWithinBounds(t *testing.T) {
	records, truth := spoilt(9, 1500)
	s := newSet(t, records)
	c := decisionsFrom(s, truth, 9, 120)
	for _, few := range []*matching.Constraints{
		nil, {}, {Same: c.Same[:matching.LeastDecisions-1], Distinct: c.Distinct}, {Same: c.Same, Distinct: c.Distinct[:matching.LeastDecisions-1]},
		// The same decision over and over, and decisions that contradict each other, are not many.
		{Same: slices.Repeat(c.Same[:1], 100), Distinct: c.Distinct}, {Same: c.Same, Distinct: c.Same},
		{Same: [][2]string{{"elsewhere", "nowhere"}}, Distinct: c.Distinct},
	} {
		if refined, l := s.Refined(few, nil); refined != s || l.Refined {
			t.Errorf("%+v refine the weights", l)
		}
	}
	right, _ := s.Refined(c, nil)
	wrong, _ := s.Refined(&matching.Constraints{Same: c.Distinct, Distinct: c.Same}, nil)
	moved := 0.0
	for p := range s.Pairs() {
		was := s.Score(p.I, p.J)
		for _, refined := range []*matching.Set{right, wrong} {
			is := refined.Score(p.I, p.J)
			for i, f := range is.Fields {
				by := math.Abs(f.Bits - was.Fields[i].Bits)
				if moved = max(moved, by); by > 1+1e-4 {
					t.Fatalf("%v %v moves by %.2f bits", f.Field, f.Level, by)
				}
			}
			if by := math.Abs(is.Prior - was.Prior); by > 1+1e-4 {
				t.Fatalf("the prior moves by %.2f bits", by)
			}
		}
	}
	if moved < 0.1 {
		t.Errorf("no weight moves by more than %.2f bits", moved)
	}
	turned := &matching.Constraints{}
	for _, p := range c.Same {
		turned.Same = append(turned.Same, [2]string{p[1], p[0]})
	}
	turned.Same, turned.Distinct = append(turned.Same, c.Same[3]), slices.Clone(c.Distinct)
	slices.Reverse(turned.Same)
	slices.Reverse(turned.Distinct)
	again, _ := s.Refined(turned, backwards)
	if d := cmp.Diff(slices.Collect(right.Pairs()), slices.Collect(again.Pairs())); d != "" {
		t.Errorf("the order of the decisions changes the weights:\n%.500s", d)
	}
}
