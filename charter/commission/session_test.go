package commission_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter/commission"
	"github.com/fichier-unique/rules/demand"
)

// round makes n ranked candidacies of one dwelling.
func round(n int) commission.Round {
	var out commission.Round
	for i := range n {
		c := at(commission.Ranked)
		c.ID, c.Demand, c.Rank = fmt.Sprint("c", i+1), fmt.Sprint("d", i+1), i+1
		out = append(out, c)
	}
	return out
}

func step(t *testing.T, r commission.Round, id string, m commission.Move) (commission.Round, []commission.Effect) {
	t.Helper()
	next, faults, effects := r.Apply(id, m)
	if faults.Blocking() {
		t.Fatalf("%s %s: %v", id, m.Step, faults)
	}
	return next, effects
}

// Rank 1 refuses, rank 2 keeps silent, rank 3 signs, rank 4 is told.
func TestRanksInTurn(t *testing.T) {
	r := round(4)
	offer := commission.Move{Step: commission.Offer, On: day("2018-03-05"), Until: day("2018-03-15"), Numbered: true}
	if _, faults, _ := r.Apply("c2", offer); !faults.Has("COM-RAN-04") || faults[0].Param("count") != "1" {
		t.Error(faults)
	}
	if next, ok := r.Next(); !ok || next.ID != "c1" {
		t.Errorf("%+v", next)
	}
	r, _ = step(t, r, "c1", offer)
	if _, ok := r.Next(); ok {
		t.Error("the dwelling is offered already")
	}
	if _, faults, _ := r.Apply("c2", offer); !faults.Has("COM-UNE-01") {
		t.Error(faults)
	}
	r, effects := step(t, r, "c1", commission.Move{Step: commission.Refuse, On: day("2018-03-07"), Reason: "too_far"})
	if e := effects[2]; e.Kind != commission.OfferNext || e.Rank != 2 {
		t.Errorf("%+v", e)
	}
	offer.On, offer.Until = day("2018-03-08"), day("2018-03-18")
	r, _ = step(t, r, "c2", offer)
	// Nobody writes the silence of rank 2 down: the calendar is enough.
	offer.On, offer.Until = day("2018-03-18"), day("2018-03-28")
	if _, faults, _ := r.Apply("c3", offer); !faults.Has("COM-UNE-01") {
		t.Error(faults)
	}
	offer.On, offer.Until = day("2018-03-19"), day("2018-03-29")
	r, _ = step(t, r, "c3", offer)
	r, _ = step(t, r, "c3", commission.Move{Step: commission.Accept, On: day("2018-03-20")})
	sign := commission.Move{Step: commission.Sign, On: day("2018-04-02"), By: "B1", Numbered: true, Lease: lease("2018-04-02")}
	r, effects = step(t, r, "c3", sign)
	if got := kinds(effects); got != "strike_off:COM-EFF-05 end_others:COM-EFF-13 update_household:COM-EFF-10 tell_not_served:COM-EFF-11" || effects[3].Candidacy != "c4" {
		t.Errorf("%s %+v", got, effects)
	}
	r, _ = step(t, r, "c4", commission.Move{Step: commission.PassOver, On: day("2018-04-02")})
	var states []commission.State
	for _, c := range r.At(day("2018-04-02")) {
		states = append(states, c.State)
	}
	if want := []commission.State{commission.Refused, commission.Silent, commission.Leased, commission.NotServed}; !slices.Equal(states, want) {
		t.Errorf("%v", states)
	}
	if n := commission.Refusals("d2", r, day("2018-03-18")); n != 0 {
		t.Errorf("%d refusals on the last day to answer", n)
	}
	if n := commission.Refusals("d2", r, day("2018-03-19")); n != 1 {
		t.Errorf("%d refusals the day after", n)
	}
}

func TestRoundDesignates(t *testing.T) {
	r, _ := step(t, nil, "c1", commission.Move{Step: commission.Designate, On: day("2018-03-01"), Demand: "d1", Dwelling: "L7"})
	if len(r) != 1 || r[0].State != commission.Designated || r[0].ID != "c1" {
		t.Errorf("%+v", r)
	}
	if _, faults, _ := r.Apply("c2", commission.Move{Step: commission.Examine}); !faults.Has("COM-UNE-02") {
		t.Error(faults)
	}
	if n := r.Ahead("c9"); n != 0 {
		t.Error(n)
	}
	if _, ok := r.Next(); ok {
		t.Error("nobody was allocated the dwelling")
	}
}

// On every walk of a whole round, one candidate at most holds the dwelling, and
// the order in which the candidacies are given changes nothing.
func TestRoundWalks(t *testing.T) {
	rng := rand.New(rand.NewSource(5))
	steps, leases := commission.Steps(), 0
	for range 800 {
		r := round(3)
		if rng.Intn(3) == 0 {
			r[0].State, r[0].Rank = commission.Allocated, 0
		}
		today := day("2018-03-05")
		for range 30 {
			today = today.AddDays(rng.Intn(8))
			m := commission.Move{Step: steps[rng.Intn(len(steps))], On: today, By: "B1", Numbered: true, Rank: 1 + rng.Intn(3), Until: today.AddDays(10 + rng.Intn(5)), Reason: "other"}
			if rng.Intn(2) == 0 {
				m.Step = []commission.Step{commission.Offer, commission.Accept, commission.Sign}[rng.Intn(3)]
			}
			id := fmt.Sprint("c", 1+rng.Intn(3))
			next, faults, effects := r.Apply(id, m)
			shuffled := slices.Clone(r)
			rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			again, faults2, effects2 := shuffled.Apply(id, m)
			if !slices.Equal(next, again) || faults.Codes() != faults2.Codes() || kinds(effects) != kinds(effects2) {
				t.Fatalf("the order of entry counts: %v %v", next, again)
			}
			r = next
			holders := 0
			for _, c := range r.At(today) {
				switch c.State {
				case commission.Leased:
					leases++
					holders++
				case commission.Offered, commission.Accepted:
					holders++
				}
			}
			if holders > 1 {
				t.Fatalf("%d candidates hold the dwelling: %+v", holders, r)
			}
		}
	}
	if leases == 0 {
		t.Error("no walk reached a lease")
	}
}

func session(decisions ...commission.Entry) commission.Session {
	s := commission.Session{Dwelling: "L7", Landlord: "B1", On: day("2016-03-01"), Previous: day("2016-01-15")}
	for i, e := range decisions {
		e.Candidacy, e.Demand, e.Numbered = fmt.Sprint("c", i+1), fmt.Sprint("d", i+1), true
		s.Entries = append(s.Entries, e)
	}
	return s
}

func TestHold(t *testing.T) {
	s := session(commission.Entry{Decision: commission.Rank, Rank: 2}, commission.Entry{Decision: commission.Rank, Rank: 1},
		commission.Entry{Decision: commission.Reject, Reason: "owner"}, commission.Entry{Decision: commission.RuleOut, SubMotive: demand.StrikeOffSubMotiveIRRRES},
		commission.Entry{Decision: commission.Condition, Reason: "paper", Until: day("2016-03-20")})
	m := commission.Hold(&s)
	if m.Blocking() || len(m.Faults) > 0 || len(m.Entries) > 0 {
		t.Fatalf("%+v", m)
	}
	var states []string
	for _, c := range m.Round {
		states = append(states, string(c.State))
		if c.Landlord != "B1" || c.DecidedOn != s.On || c.Dwelling != "L7" {
			t.Errorf("%+v", c)
		}
	}
	if got := strings.Join(states, " "); got != "ranked ranked not_allocated inadmissible conditional" {
		t.Error(got)
	}
	if got := kinds(m.Effects); got != "tell_in_writing:COM-EFF-02 stays_active:COM-EFF-01 warn:COM-EFF-03" {
		t.Error(got)
	}
	if next, _ := m.Round.Next(); next.ID != "c2" {
		t.Errorf("%+v", next)
	}
	// A demand without number is not examined: the others are.
	s.Entries[1].Numbered = false
	m = commission.Hold(&s)
	if !m.Blocking() || len(m.Entries) != 1 || m.Entries[0].Faults.Codes() != "COM-NUM-01" || m.Round[1].State != commission.Designated || m.Round[0].State != commission.Ranked {
		t.Errorf("%+v", m)
	}
	if m.Faults.Codes() != "COM-SES-07" { // rank 1 is missing
		t.Error(m.Faults)
	}
}

// The order in which the entries are made changes nothing, even when some are wrong.
func TestOrderOfEntriesChangesNothing(t *testing.T) {
	rng := rand.New(rand.NewSource(8))
	decisions := append([]commission.Step{"", commission.Offer}, commission.Allocate, commission.Rank, commission.Condition, commission.Reject, commission.RuleOut)
	faulty := 0
	for range 400 {
		s := commission.Session{Dwelling: "L7", Landlord: "B1", On: day("2010-06-01").AddDays(rng.Intn(3000)), TooFew: rng.Intn(4) == 0, PLAIAdapted: rng.Intn(4) == 0}
		for range 1 + rng.Intn(6) {
			s.Entries = append(s.Entries, commission.Entry{Candidacy: fmt.Sprint("c", rng.Intn(9)), Demand: fmt.Sprint("d", rng.Intn(9)), Numbered: rng.Intn(6) > 0,
				ByPrefect: rng.Intn(4) == 0, Decision: decisions[rng.Intn(len(decisions))], Rank: rng.Intn(3), Until: s.On.AddDays(rng.Intn(30)), Reason: pick(rng, "", "other")})
		}
		want := commission.Hold(&s)
		rng.Shuffle(len(s.Entries), func(i, j int) { s.Entries[i], s.Entries[j] = s.Entries[j], s.Entries[i] })
		if diff := cmp.Diff(want, commission.Hold(&s), cmp.AllowUnexported(demand.Date{})); diff != "" {
			t.Fatal(diff)
		}
		if want.Blocking() {
			faulty++
		}
	}
	if faulty < 50 || faulty > 399 {
		t.Errorf("%d sessions of 400 at fault: the property is not put to the test", faulty)
	}
}

// Each exception to the rule of three, on the edge of its days.
func TestThreeDemands(t *testing.T) {
	for _, c := range []struct {
		on             string
		n              int
		dalo, adapted  bool
		tooFew         bool
		want           string
		blocks, silent bool
	}{
		{on: "2012-05-02", n: 3, silent: true},
		{on: "2012-05-02", n: 2, want: "COM-SES-01", blocks: true},
		{on: "2012-05-02", n: 1, tooFew: true, want: "COM-SES-02"},
		{on: "2009-12-31", n: 1, dalo: true, want: "COM-SES-01", blocks: true},
		{on: "2010-01-01", n: 1, dalo: true, want: "COM-SES-05"},
		{on: "2011-01-01", n: 1, dalo: true, want: "COM-SES-03"},
		{on: "2010-12-31", n: 1, adapted: true, want: "COM-SES-01", blocks: true},
		{on: "2017-01-20", n: 1, adapted: true, want: "COM-SES-05"},
		{on: "2017-01-21", n: 1, adapted: true, want: "COM-SES-04"},
		{on: "2017-01-20", n: 1, adapted: true, tooFew: true, want: "COM-SES-02"},
	} {
		s := session(slices.Repeat([]commission.Entry{{Decision: commission.Reject, Reason: "other"}}, c.n)...)
		s.On, s.Previous, s.TooFew, s.PLAIAdapted, s.Entries[0].ByPrefect = day(c.on), demand.Date{}, c.tooFew, c.adapted, c.dalo
		m := commission.Hold(&s)
		if m.Faults.Codes() != c.want || m.Blocking() != c.blocks || c.silent && len(m.Faults) > 0 {
			t.Errorf("%+v: %v", c, m.Faults)
		}
		if c.want != "" && m.Faults[0].Param("count") != fmt.Sprint(c.n) {
			t.Errorf("%+v", m.Faults)
		}
	}
}

func TestComposition(t *testing.T) {
	votes, casting := 0, 0
	for _, s := range commission.Seats() {
		if s.Source.Confidence != demand.Verified {
			t.Errorf("%+v", s)
		}
		if s.Votes {
			votes += s.Count
		}
		if s.Casting {
			casting++
		}
	}
	if votes != 7 || casting != 1 {
		t.Errorf("%d voices, %d casting", votes, casting)
	}
	late := commission.CheckComposition(nil, day("2017-01-22"))
	if late.Blocking() || !late.Has("COM-CMP-05") {
		t.Errorf("after the versions read, nothing blocks: %v", late)
	}
	for _, edge := range []string{"2011-03-01", "2017-01-21"} {
		if got := commission.CheckComposition(nil, day(edge)); !got.Blocking() || got.Has("COM-CMP-05") {
			t.Errorf("%s: %v", edge, got)
		}
	}
	for _, c := range []struct {
		yes, no int
		mayor   demand.Answer
		want    demand.Answer
	}{
		{4, 3, demand.No, demand.Yes}, {2, 3, demand.Yes, demand.No}, {3, 3, demand.Yes, demand.Yes}, {3, 3, demand.No, demand.No}, {3, 3, demand.NotSaid, demand.NotSaid},
	} {
		if got := commission.Tally(c.yes, c.no, c.mayor); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func BenchmarkHold(b *testing.B) {
	s := session(commission.Entry{Decision: commission.Rank, Rank: 1}, commission.Entry{Decision: commission.Rank, Rank: 2}, commission.Entry{Decision: commission.Reject, Reason: "other"})
	b.ReportAllocs()
	for b.Loop() {
		if m := commission.Hold(&s); m.Blocking() {
			b.Fatal(m)
		}
	}
}

// Two allocations without rank cannot both be made, nor a demand be heard twice.
func TestOneDwellingOneDemand(t *testing.T) {
	r := commission.Round{at(commission.Allocated), at(commission.Examined)}
	r[1].ID, r[1].Demand = "c2", "d2"
	if _, faults, _ := r.Apply("c2", sound(commission.Allocate)); !faults.Has("COM-UNE-01") {
		t.Error(faults)
	}
	r[0].State = commission.Ranked
	if _, faults, _ := r.Apply("c2", sound(commission.Allocate)); len(faults) > 0 {
		t.Error(faults)
	}
	r[0].State, r[1].State = commission.Allocated, commission.Allocated
	if next, ok := r.Next(); !ok || next.ID != "c1" {
		t.Errorf("%+v", next)
	}
	if _, faults, _ := r.Apply("c2", sound(commission.Offer)); len(faults) > 0 { // wrong at the session, not here
		t.Error(faults)
	}
	reject := commission.Entry{Decision: commission.Reject, Reason: "other"}
	for name, spoil := range map[string]func(e *commission.Entry){"demand": func(e *commission.Entry) { e.Demand = "d1" }, "candidacy": func(e *commission.Entry) { e.Candidacy = "c1" }} {
		s := session(reject, reject, reject, reject)
		spoil(&s.Entries[2])
		m := commission.Hold(&s)
		if len(m.Entries) != 1 || m.Entries[0].Faults.Codes() != "COM-SES-06" || !m.Blocking() {
			t.Errorf("%s: %+v", name, m.Entries)
		}
	}
	s := session(reject, reject, reject)
	s.Entries[2].Demand = "d1" // two demands only, though three lines
	if m := commission.Hold(&s); !m.Faults.Has("COM-SES-01") || m.Faults[0].Param("count") != "2" {
		t.Errorf("%+v", m.Faults)
	}
	s = session(reject, reject, reject)
	s.Members = []commission.Member{{Role: commission.Mayor}}
	if m := commission.Hold(&s); !m.Faults.Has("COM-CMP-01") || !m.Faults.Has("COM-CMP-02") {
		t.Errorf("%+v", m.Faults)
	}
}

// Only the better ranked are ahead: a candidacy without rank is not.
func TestAheadCountsRanksOnly(t *testing.T) {
	r := round(3)
	r[1].State, r[1].Rank = commission.Examined, 0
	if n := r.Ahead("c3"); n != 1 {
		t.Errorf("%d ahead, want c1 alone", n)
	}
	r[0].State = commission.Refused
	if n := r.Ahead("c3"); n != 0 {
		t.Errorf("%d ahead, want nobody", n)
	}
}
