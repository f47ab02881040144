package matching_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/matching"
)

// backwards runs the tasks from the last.
func backwards(n int, task func(int)) {
	for i := n - 1; i >= 0; i-- {
		task(i)
	}
}

// dealt makes a set of records dealt to n batches.
func dealt(t *testing.T, records []matching.Record, n int, run matching.Runner) *matching.Set {
	t.Helper()
	batches := make([]*matching.Batch, n)
	for i := range batches {
		batches[i] = matching.NewBatch()
	}
	for i := range records {
		batches[i*7%n].Add(&records[i])
	}
	s, err := matching.Join(run, batches)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestPartitionDoesNotMatter deals rows, keys and pairs in several ways and wants one outcome.
func TestPartitionDoesNotMatter(t *testing.T) {
	records := population(rand.New(rand.NewSource(17)), 3000)
	records = append(records, family(len(records), 150)...)
	whole := newSet(t, records)
	pairs, result := slices.Collect(whole.Pairs()), whole.Clusters()
	for _, n := range []int{2, 5} {
		s := dealt(t, records, n, backwards)
		if d := cmp.Diff(result, s.ClustersWith(backwards)); d != "" {
			t.Fatalf("%d batches change the clusters:\n%s", n, d)
		}
		if d := cmp.Diff(whole.Report(), s.Report()); d != "" {
			t.Fatalf("%d batches change the report:\n%s", n, d)
		}
		var shares []*matching.Share
		var dealtPairs []matching.Pair
		for i := range n {
			shares = append(shares, s.Compare(n-1-i, n))
			dealtPairs = append(dealtPairs, slices.Collect(s.PairsOf(i, n))...)
		}
		if d := cmp.Diff(result, s.Assemble(shares...)); d != "" {
			t.Fatalf("%d shares change the clusters:\n%s", n, d)
		}
		slices.SortFunc(dealtPairs, func(p, q matching.Pair) int { return (p.I-q.I)*len(records) + p.J - q.J })
		if !slices.Equal(pairs, dealtPairs) {
			t.Fatalf("%d parts give %d pairs, not the same as the %d of one", n, len(dealtPairs), len(pairs))
		}
	}
}

// TestShortcutsChangeNothing: what is left early when clusters are made is distinct when all fields
// are compared.
func TestShortcutsChangeNothing(t *testing.T) {
	s := newSet(t, population(rand.New(rand.NewSource(19)), 4000))
	verdicts := make(map[matching.Verdict]int)
	for p := range s.Pairs() {
		verdicts[p.Verdict]++
	}
	r := s.Clusters()
	if r.Merges != verdicts[matching.VerdictMerge] || r.Compared != verdicts[matching.VerdictMerge]+verdicts[matching.VerdictReview]+verdicts[matching.VerdictDistinct] {
		t.Errorf("%d merges of %d in clusters, %v in pairs", r.Merges, r.Compared, verdicts)
	}
	if r.Merges == 0 || r.ExpectedFalse <= 0 || r.ExpectedFalse > float64(r.Merges)/5 {
		t.Errorf("%d merges, %.2f expected to be false", r.Merges, r.ExpectedFalse)
	}
}

// home is a household at one address, with one telephone, whose members the caller changes.
func home(i int, members ...func(*matching.Record)) []matching.Record {
	r := rand.New(rand.NewSource(int64(i)))
	base := matching.Record{
		BirthName: surname(r), Address: fmt.Sprintf("%d rue %s", 1+r.Intn(200), surname(r)), PostalCode: fmt.Sprintf("21%02d0", r.Intn(90)),
		Phone: fmt.Sprintf("06399%05d", i), BirthPlace: fmt.Sprintf("21%03d", 1+r.Intn(700)),
	}
	var out []matching.Record
	for n, change := range members {
		m := base
		m.ID = fmt.Sprintf("H%05d-%d", i, n)
		m.FirstNames = surname(r) + " " + surname(r)
		m.BirthDate = fmt.Sprintf("%d-%02d-%02d", 1950+r.Intn(50), 2+r.Intn(11), 1+r.Intn(28))
		if change != nil {
			change(&m)
		}
		out = append(out, m)
	}
	return out
}

// lostFields are records of one person each filed twice, the second time with another first name and
// another date of birth, at the same address.
func lostFields(n int, kin bool) []matching.Record {
	var out []matching.Record
	for i := range n {
		r := rand.New(rand.NewSource(int64(i)))
		two := home(i, nil, nil)
		if !kin {
			// The same person: names and date as before, but for one field in four.
			two[1].FirstNames, two[1].BirthDate = two[0].FirstNames, two[0].BirthDate
			switch r.Intn(12) {
			case 0:
				two[1].FirstNames = surname(r)
			case 1:
				two[1].BirthDate = "1961-12-28"
			case 2:
				two[1].FirstNames, two[1].BirthDate = surname(r), "1961-12-28"
			}
		}
		out = append(out, two...)
	}
	return out
}

// TestHouseholdsAreLearned: in a file where addresses are shared by relatives a shared address makes
// nobody one person; in one where no relatives are, a record that lost first name and date is found
// by it.
func TestHouseholdsAreLearned(t *testing.T) {
	merged := func(records []matching.Record) int {
		n := 0
		for _, c := range newSet(t, records).Clusters().Clusters {
			if len(c.Members) > 1 {
				n++
			}
		}
		return n
	}
	if n := merged(lostFields(1500, true)); n > 0 {
		t.Errorf("%d households of relatives are merged", n)
	}
	if n := merged(lostFields(1500, false)); n < 1440 {
		t.Errorf("%d persons of 1500 found again in a file without relatives", n)
	}
}

// TestWeightsAreLearned: where half of the dates are wrong, a date at odds weighs less than where
// none is.
func TestWeightsAreLearned(t *testing.T) {
	weight := func(wrong int) float64 {
		var records []matching.Record
		for i := range 1500 {
			two := home(i, nil, nil)
			two[1].FirstNames, two[1].BirthDate = two[0].FirstNames, two[0].BirthDate
			if i%100 < wrong {
				two[1].BirthDate = fmt.Sprintf("%s-12-28", two[0].BirthDate[:4])
			}
			records = append(records, two...)
		}
		s := newSet(t, records)
		for _, f := range s.Score(0, 1).Fields {
			if f.Field == matching.FieldBirthDate {
				return f.Bits
			}
		}
		return 0
	}
	// The first household has a wrong date in both files.
	if few, many := weight(1), weight(50); many < few+3 {
		t.Errorf("a date of another day weighs %.1f bits where few are wrong and %.1f where half are", few, many)
	}
}

func TestHugeAndOddCells(t *testing.T) {
	long := strings.Repeat("é", 1<<20)
	odd := "\x00\x07\u202eVasselin\xff\u200b\n\r\t"
	records := []matching.Record{
		{ID: "a", BirthName: long, FirstNames: strings.Repeat("Anne ", 1<<18), Address: strings.Repeat("12 rue ", 1<<17), Email: long + "@" + long, BirthDate: "1984-03-09"},
		{ID: "b", BirthName: long + "x", FirstNames: strings.Repeat("Anne ", 1<<18), Address: strings.Repeat("12 rue ", 1<<17), Email: long + "@" + long, BirthDate: "1984-03-09"},
		{ID: "c", BirthName: odd, FirstNames: odd, BirthDate: odd, Phone: odd, Email: odd + "@" + odd, Address: odd, PostalCode: odd, Commune: odd, Sex: odd, Identifier: odd},
		{ID: "d", BirthName: "Vasselin", FirstNames: "Vasselin"},
	}
	s := newSet(t, records)
	if got := s.Report().Shortened; got != 8 {
		t.Errorf("%d values shortened, want 8", got)
	}
	if r := s.Clusters(); r.Compared == 0 {
		t.Error("nothing compared")
	}
	for p := range s.Pairs() {
		s.Score(p.I, p.J)
	}
}

// TestKept: the pairs that the parts keep, which leave most pairs early, are those that are not distinct
// when every field is compared, with the same weights.
func TestKept(t *testing.T) {
	r := rand.New(rand.NewSource(41))
	strip := func(records []matching.Record, change func(i int, r *matching.Record)) []matching.Record {
		for i := range records {
			change(i, &records[i])
		}
		return records
	}
	for name, records := range map[string][]matching.Record{
		"persons":       population(r, 1500),
		"households":    append(lostFields(400, true), population(r, 900)...),
		"no households": lostFields(700, false),
		"no contacts":   strip(population(r, 1300), func(_ int, r *matching.Record) { r.Phone, r.Email, r.Address = "", "", "" }),
		"places by name": strip(population(r, 1300), func(_ int, r *matching.Record) {
			r.BirthPlace, r.Commune = "Ville"+r.BirthPlace[3:], "Bourg"+r.PostalCode[2:]
		}),
		"one telephone": strip(population(r, 1300), func(i int, r *matching.Record) { r.Phone = fmt.Sprintf("06399800%02d", i%30) }),
		"one place":     strip(population(r, 1300), func(i int, r *matching.Record) { r.BirthPlace, r.PostalCode = "21231", "21000" }),
		"identifiers":   strip(population(r, 1300), func(i int, r *matching.Record) { r.Identifier = fmt.Sprintf("%07d", i*7919%3000) }),
		"swapped names": strip(population(r, 1300), func(i int, r *matching.Record) {
			if i%3 == 0 {
				r.BirthName, r.FirstNames = r.FirstNames, r.BirthName
			}
		}),
		"names at times": strip(population(r, 1300), func(i int, r *matching.Record) {
			if i%4 == 0 {
				r.BirthName = ""
			} else if i%5 == 0 {
				r.FirstNames = ""
			} else if i%7 == 0 {
				r.BirthDate = ""
			}
		}),
	} {
		t.Run(name, func(t *testing.T) {
			s := newSet(t, records)
			if broken, pairs := matching.BrokenCeilings(s); len(broken) > 0 || pairs < 1000 {
				t.Errorf("of %d pairs some weigh more than was said possible: %v", pairs, broken)
			}
			var want []matching.Pair
			for p := range s.Pairs() {
				if p.Verdict != matching.VerdictDistinct {
					want = append(want, p)
				}
			}
			got := slices.Collect(s.Kept(s.Compare(1, 2), s.Compare(0, 2)))
			slices.SortFunc(got, func(p, q matching.Pair) int { return (p.I-q.I)*len(records) + p.J - q.J })
			if d := cmp.Diff(want, got); d != "" || len(want) < 100 {
				t.Errorf("%d pairs are kept of %d:\n%s", len(got), len(want), d)
			}
			for range s.Kept(s.Compare(0, 1)) {
				break // asking for no more is no error
			}
		})
	}
}
