package matching_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/matching"
)

// crowd is a small file in which many look alike: three records each of persons who
// share letters of their names.
func crowd(n int) []matching.Record {
	var out []matching.Record
	for i := range n {
		for k := range 3 {
			out = append(out, matching.Record{
				ID: fmt.Sprintf("r%03d-%d", i, k), Role: matching.RoleApplicant, BirthName: []string{"Zorbec", "Zorbek", "Zorbecq"}[k] + string(rune('a'+i%26)),
				FirstNames: []string{"Odilon", "Ysaline"}[i%2], BirthDate: fmt.Sprintf("1980-%02d-%02d", 1+i%12, 1+i%28), PostalCode: "21000",
			})
		}
	}
	return out
}

func clusterOf(s *matching.Set, r *matching.Result, id string) int {
	i, _ := s.Index(id)
	return r.Of[i]
}

func TestDecisionsAreObeyed(t *testing.T) {
	s, err := matching.New(crowd(20))
	if err != nil {
		t.Fatal(err)
	}
	free := s.Clusters()
	if none, o := s.ClustersUnder(nil, nil); cmp.Diff(free, none) != "" || o != (matching.Obeyed{}) {
		t.Error("no decision changes something")
	}
	if none, o := s.ClustersUnder(&matching.Constraints{Same: [][2]string{{"r000-0", "elsewhere"}, {"r000-0", "r000-0"}}}, nil); cmp.Diff(free, none) != "" || o.Unknown != 2 {
		t.Errorf("unknown records: %+v", o)
	}
	c := &matching.Constraints{
		Same:     [][2]string{{"r001-0", "r014-2"}, {"r014-2", "r007-1"}, {"r002-0", "r003-0"}},
		Distinct: [][2]string{{"r000-0", "r000-1"}, {"r000-1", "r000-2"}, {"r003-0", "r002-0"}},
	}
	r, o := s.ClustersUnder(c, nil)
	if o != (matching.Obeyed{Same: 2, Distinct: 3, Broken: 1}) {
		t.Errorf("%+v", o)
	}
	if clusterOf(s, r, "r001-0") != clusterOf(s, r, "r007-1") {
		t.Error("the same by a chain of decisions, and apart")
	}
	for _, p := range c.Distinct {
		if clusterOf(s, r, p[0]) == clusterOf(s, r, p[1]) {
			t.Errorf("%v: distinct by decision, and together", p)
		}
		for _, q := range r.Reviews {
			if clusterOf(s, r, q.A) == clusterOf(s, r, p[0]) && clusterOf(s, r, q.B) == clusterOf(s, r, p[1]) {
				t.Errorf("%v: decided, and asked again", p)
			}
		}
	}
}

// Whatever is decided: what is distinct is apart, what is the same is together
// unless that contradicts it, and the order of the decisions changes nothing.
func TestDecisionsHoldWhateverTheyAre(t *testing.T) {
	records := crowd(12)
	s, err := matching.New(records)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(5, 9))
	for range 200 {
		pair := func() [2]string {
			return [2]string{records[rng.IntN(len(records))].ID, records[rng.IntN(len(records))].ID}
		}
		c := &matching.Constraints{}
		for range rng.IntN(8) {
			c.Same = append(c.Same, pair())
		}
		for range rng.IntN(8) {
			c.Distinct = append(c.Distinct, pair())
		}
		r, o := s.ClustersUnder(c, nil)
		for _, p := range c.Distinct {
			if p[0] != p[1] && clusterOf(s, r, p[0]) == clusterOf(s, r, p[1]) {
				t.Fatalf("%+v: %v are together", c, p)
			}
		}
		apart := 0
		for _, p := range c.Same {
			if clusterOf(s, r, p[0]) != clusterOf(s, r, p[1]) {
				apart++
			}
		}
		if apart > 0 && o.Broken == 0 {
			t.Fatalf("%+v: %d pairs that are the same are apart, and it is not said", c, apart)
		}
		turned := &matching.Constraints{}
		for _, p := range c.Same {
			turned.Same = append(turned.Same, [2]string{p[1], p[0]})
		}
		for _, p := range c.Distinct {
			turned.Distinct = append(turned.Distinct, [2]string{p[1], p[0]})
		}
		slices.Reverse(turned.Same)
		slices.Reverse(turned.Distinct)
		again, same := s.ClustersUnder(turned, nil)
		if diff := cmp.Diff(r, again); diff != "" || o != same {
			t.Fatalf("the order of decisions changes the outcome: %s", diff)
		}
	}
}

// What a person decided holds against the weights, also through a third record and
// among records that are copies of one another.
func TestDecisionsAgainstTheWeights(t *testing.T) {
	sister := changed("S", func(r *matching.Record) { r.FirstNames, r.BirthDate = "Manon", "1987-11-30" })
	s := newSet(t, []matching.Record{changed("A", nil), changed("B", nil), changed("C", nil), sister})
	for _, row := range []struct {
		name string
		c    matching.Constraints
		want string
	}{
		{"nothing decided", matching.Constraints{}, "[A B C] [S]"},
		{"a sister who is the same", matching.Constraints{Same: [][2]string{{"A", "S"}}}, "[A S] [B C]"},
		{"one apart from its copies", matching.Constraints{Distinct: [][2]string{{"A", "B"}, {"A", "C"}}}, "[A] [B C] [S]"},
		{"a chain that contradicts itself", matching.Constraints{Same: [][2]string{{"A", "B"}, {"B", "C"}}, Distinct: [][2]string{{"C", "A"}}}, "[A B] [C] [S]"},
	} {
		r, _ := s.ClustersUnder(&row.c, nil)
		var got []string
		for _, c := range r.Clusters {
			got = append(got, fmt.Sprint(c.Members))
		}
		if text := strings.Join(got, " "); text != row.want {
			t.Errorf("%s: %s, want %s", row.name, text, row.want)
		}
	}
	if a, b := matching.Memory(1_000_000), matching.Memory(2_000_000); a < 500<<20 || a > 1500<<20 || b <= a {
		t.Errorf("%d and %d bytes", a, b)
	}
}
