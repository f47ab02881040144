package observatory

import (
	"math/rand"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory/disclosure"
	"github.com/fichier-unique/rules/observatory/territory"
)

// thinStock counts demands in the communes of a small département: three for a commune.
func thinStock(t *testing.T, seed int64, n int, crosses ...Cross) []Table {
	t.Helper()
	plan, err := NewPlan([]Level{Commune, EPCI, Departement}, crosses...)
	if err != nil {
		t.Fatal(err)
	}
	day := demand.MustDate("2011-06-30")
	a := plan.Accumulator(territory.Today(), demand.Date{}, day)
	rng := rand.New(rand.NewSource(seed))
	communes := territory.Today().Members(Departement, "90")
	types := []demand.DwellingType{"T1", "T2", "T3", "T4", "T5", "T6P"}
	for range n {
		u := rng.Float64()
		d := Demand{Places: []string{communes[int(u*u*float64(len(communes)))].Code}, DepositedOn: day.AddDays(-rng.Intn(1500)), Household: 1 + rng.Intn(7),
			Transfer: demand.Answer(rng.Intn(3)), Types: []demand.DwellingType{types[rng.Intn(6)]}, Ceiling: UnderPLAI, Reason: "01"}
		if rng.Intn(3) == 0 {
			d.Types, d.Ceiling, d.Reason = append(d.Types, types[rng.Intn(6)]), UnderPLUS, "02"
		}
		d.Target = []demand.DwellingType{"T1", "T2", "T3", "T4", "T5", "T6P", "T6P"}[d.Household-1]
		a.Add(d)
	}
	return a.Tables(Commune, EPCI, Departement)
}

// Groups are a way of counting, and tell nothing else: who attacks every count one by
// one finds nothing either.
func TestGroupsHideNothingFromTheAudit(t *testing.T) {
	policy := DefaultPolicy()
	for seed, crosses := range [][]Cross{nil, {{Dimensions: []string{"target", "transfer"}}}} {
		p, err := Secure(thinStock(t, int64(seed), 300, crosses...), policy)
		if err != nil || len(p.Nothing) > 0 {
			t.Fatal(err, p.Nothing)
		}
		s := gather(p.Tables, policy, false)
		release, _ := s.grouped(func(cell int) bool { return s.hidden[cell] && s.release.Cells[cell].Nought }, 0)
		inside := 0
		for i := range release.Groups {
			inside += len(release.Groups[i].Rows) * len(release.Groups[i].Columns)
		}
		if inside*2 < len(p.Hidden) {
			t.Errorf("%d of %d hidden counts are in groups: the test no longer tests", inside, len(p.Hidden))
		}
		for name, r := range map[string]disclosure.Release{"grouped": release, "one by one": s.release} {
			report, faults := disclosure.Audit(r, s.hidden, policy.policy())
			if len(faults) > 0 || len(report.Recovered)+len(report.Exposed) > 0 || report.Hidden != len(p.Hidden) {
				t.Errorf("%s: %v, %d recovered, %d exposed, %d hidden of %d", name, faults, len(report.Recovered), len(report.Exposed), report.Hidden, len(p.Hidden))
			}
			t.Logf("%s: %d hidden, %d unproved, withheld %v", name, report.Hidden, len(report.Unproved), p.Withheld)
		}
	}
}

// Whatever is given up on the way, to the totals alone, gives nothing away; and in the
// end nothing is left to give up.
func TestWhatIsGivenUp(t *testing.T) {
	policy := DefaultPolicy()
	tables := thinStock(t, 2, 300)
	s := gather(tables, policy, true)
	first, of := s.totals(policy)
	decided, faults := s.decide(&first, of, policy)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	s.settle(of, decided.Hidden, policy)
	attack := func(what string, outcome *disclosure.Outcome) int {
		out, hidden := s.without(tables, outcome.Hidden)
		got, err := Audit(out, policy)
		if err != nil || len(got.Recovered)+len(got.Exposed)+got.Unproved > 0 || got.Hidden != len(hidden) {
			t.Errorf("%s: %v, %d recovered, %d exposed, %d unproved", what, err, len(got.Recovered), len(got.Exposed), got.Unproved)
		}
		return len(hidden)
	}
	given, seen := 0, map[Withdrawal]bool{}
	for cell := s.at(0, 0, 0); ; given++ {
		if given%7 == 0 {
			release, _ := s.grouped(s.thin, int64(policy.Threshold))
			outcome, faults := disclosure.Protect(release, policy.policy())
			if len(faults) > 0 {
				t.Fatalf("after %d: %v %v", given, faults[0], s.withdrawn)
			}
			t.Logf("after %d given up: %d hidden", given, attack("some given up", outcome))
		}
		w := s.retreat(cell)
		if w.Measure == "" {
			break
		}
		if seen[w] {
			t.Fatalf("%v is given up twice", w)
		}
		seen[w] = true
	}
	if given < 20 {
		t.Errorf("%d given up", given)
	}
	t.Logf("totals only: %d hidden", attack("totals only", s.totalsOnly(decided, of)))
}

// However thin a stock is, what is published of it gives nothing away, and something is.
func TestThinStocks(t *testing.T) {
	crosses := [][]Cross{nil, {{Dimensions: []string{"target", "transfer"}}}, {{Dimensions: []string{"type", "age"}}}}
	for seed := range int64(12) {
		n := []int{60, 90, 150, 250, 400, 700}[seed%6]
		p, err := Secure(thinStock(t, seed, n, crosses[seed%3]...), DefaultPolicy())
		if err != nil || len(p.Nothing) > 0 {
			t.Errorf("seed %d: %v %v", seed, err, p.Nothing)
			continue
		}
		got, err := Audit(p.Tables, DefaultPolicy())
		if err != nil || len(got.Recovered)+len(got.Exposed)+got.Unproved > 0 || got.Hidden != len(p.Hidden) {
			t.Errorf("seed %d, %d demands: %v, %d recovered, %d exposed, %d unproved, withheld %v", seed, n, err, len(got.Recovered), len(got.Exposed), got.Unproved, p.Withheld)
		}
		t.Logf("seed %d, %d demands: %d hidden, withheld %v", seed, n, got.Hidden, p.Withheld)
	}
}
