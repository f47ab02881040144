package commission_test

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/charter/commission"
	"github.com/fichier-unique/rules/demand"
)

// explore walks at random, with moves that are often wrong, and gives each step
// made: what holds on every walk is asked of all of them.
func explore(rng *rand.Rand, length int, visit func(before, after commission.Candidacy, m commission.Move, faults demand.Faults)) {
	c := commission.Candidacy{}
	today := day("2009-06-01").AddDays(rng.Intn(4500))
	all, transitions := commission.Steps(), commission.Transitions()
	for range length {
		today = today.AddDays(rng.Intn(12) - 1)
		m := commission.Move{Step: all[rng.Intn(len(all))], On: today, Candidacy: "c1", Demand: "d1", By: pick(rng, "B1", "B1", "B1", "B2"), Numbered: rng.Intn(5) > 0,
			Rank: rng.Intn(3), Ahead: rng.Intn(3) / 2, Until: today.AddDays(5 + rng.Intn(20)), DALO: rng.Intn(4) == 0, Warned: rng.Intn(2) == 0,
			Reason: pick(rng, "", "other", "other"), SubMotive: demand.StrikeOffSubMotive(pick(rng, "", "IRRRES", "IRRSEJ", "XXX"))}
		if rng.Intn(6) == 0 {
			m.On = demand.Date{}
		}
		if rng.Intn(2) == 0 {
			m.Lease = lease(today.String())
		}
		if rng.Intn(3) > 0 { // help the walk along
			var legal []commission.Step
			for _, tr := range transitions {
				if tr.From == c.State && tr.Step != commission.Withdraw && tr.Step != commission.Cancel {
					legal = append(legal, tr.Step)
				}
			}
			if len(legal) > 0 {
				m.Step = legal[rng.Intn(len(legal))]
			}
		}
		before := c
		next, faults, _ := commission.Apply(c, m)
		visit(before, next, m, faults)
		c = next
	}
}

func pick(rng *rand.Rand, of ...string) string { return of[rng.Intn(len(of))] }

// No way to a lease but through an offer and its acceptance, no allocation
// without a number, and a finished candidacy stays finished.
func TestRandomWalks(t *testing.T) {
	rng := rand.New(rand.NewSource(11))
	reached := map[commission.State]int{}
	for range 3000 {
		var path []commission.State
		numbered := true
		explore(rng, 40, func(before, after commission.Candidacy, m commission.Move, faults demand.Faults) {
			switch {
			case faults.Blocking() && after != before:
				t.Fatalf("%s from %q: moved though refused: %v", m.Step, before.State, faults)
			case before.State.Finished() && after.State != before.State:
				t.Fatalf("%s: left %q for %q", m.Step, before.State, after.State)
			case after.Since.Before(before.Since):
				t.Fatalf("%s: went back in time", m.Step)
			}
			if faults.Blocking() {
				return
			}
			reached[after.State]++
			path = append(path, after.State)
			switch after.State {
			case commission.Examined, commission.Allocated, commission.Ranked, commission.Conditional, commission.Offered, commission.Leased:
				numbered = numbered && m.Numbered
			case commission.Silent:
				if !m.On.After(before.Until) {
					t.Fatal("silent before the end")
				}
			case commission.Accepted, commission.Refused:
				if m.On.After(before.Until) {
					t.Fatal("answered after the end")
				}
			}
			if before.Bound && after.State == commission.Cancelled {
				t.Fatal("cancelled though bound to sign")
			}
		})
		offered, accepted, leased := slices.Index(path, commission.Offered), slices.Index(path, commission.Accepted), slices.Index(path, commission.Leased)
		if leased >= 0 && (offered < 0 || accepted < offered || leased < accepted) {
			t.Fatalf("a lease by %v", path)
		}
		if !numbered {
			t.Fatalf("examined or allocated without a number: %v", path)
		}
	}
	for _, s := range commission.States() {
		if s != commission.None && reached[s] == 0 {
			t.Errorf("no walk reached %s: the walks prove nothing of it", s)
		}
	}
}

// No fault or effect holds what a caller put in keys and reasons.
func TestFaultsHoldNoData(t *testing.T) {
	const secret = "SECRETDUPERSONNE"
	for _, state := range commission.States() {
		for _, step := range commission.Steps() {
			c, m := at(state), sound(step)
			c.Demand, c.ID, m.Demand, m.Candidacy, m.Reason = secret, secret, secret, secret, secret
			m.SubMotive = secret
			_, faults, _ := commission.Apply(c, m)
			if strings.Contains(fmt.Sprint(faults), secret) {
				t.Fatal(faults)
			}
		}
	}
}

func FuzzApply(f *testing.F) {
	for _, r := range commission.Rules() {
		if strings.HasPrefix(string(r.Refuses), `{"candidacy"`) {
			f.Add([]byte(r.Accepts))
			f.Add([]byte(r.Refuses))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var s sample
		if json.Unmarshal(data, &s) != nil || s.Candidacy == nil {
			return
		}
		after, faults, effects := commission.Apply(*s.Candidacy, s.Move)
		if faults.Blocking() && (after != *s.Candidacy || effects != nil) {
			t.Fatalf("refused and moved: %v", faults)
		}
		if !faults.Blocking() && after.Since != s.Move.On {
			t.Fatal("moved without its day")
		}
		_, _ = after.At(s.On), after.Since
		commission.ProgressOf(after.Demand, s.On, []commission.Candidacy{after}, s.Move.On)
		commission.Round{*s.Candidacy, after}.Apply(s.ID, s.Move)
	})
}

func BenchmarkApply(b *testing.B) {
	c, m := at(commission.Allocated), sound(commission.Offer)
	b.ReportAllocs()
	for b.Loop() {
		if _, faults, _ := commission.Apply(c, m); len(faults) > 0 {
			b.Fatal(faults)
		}
	}
}
