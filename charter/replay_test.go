package charter_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

func pick[T any](random *rand.Rand, all ...T) T { return all[random.IntN(len(all))] }

var answers = []demand.Answer{demand.NotSaid, demand.Yes, demand.Yes, demand.No}

// randomQuestion makes questions of which some are allowed, some refused and some
// lack facts.
func randomQuestion(random *rand.Rand, c *charter.Charter) charter.Question {
	say := func() demand.Answer { return pick(random, answers...) }
	date := func() demand.Date {
		return pick(random, demand.Date{}, demand.MustDate("2018-01-10").AddDays(random.IntN(900)), demand.MustDate("2010-06-10").AddDays(random.IntN(3000)))
	}
	who := func() string { return pick(random, "", "bailleur-a", "etat", "landlord", "grand-dijon") }
	q := charter.Question{Act: pick(random, charter.Acts()...), On: date()}
	if n := len(c.Parties); n > 0 && random.IntN(5) > 0 {
		p := c.Parties[random.IntN(n)]
		q.Actor.Party = p.ID
		if len(p.Desks) > 0 && random.IntN(2) == 0 {
			q.Actor = charter.Actor{Desk: p.Desks[0]}
		}
	} else {
		q.Actor.Kind = pick(random, charter.Landlord, charter.Community, charter.Manager, charter.StateService, charter.Applicant, "")
	}
	q.Facts = charter.Facts{
		Minimum: say(), Numbered: say(), Status: pick(random, journal.Absent, journal.Active, journal.Expired, journal.StruckOff, journal.ToVerify),
		Deposited: date(), Renewed: date(), RegisteredBy: who(), OwnPublic: say(), Identity: say(), Received: say(), Presented: pick(random, "", "registration", "renewal", "modification"),
		Origin: pick(random, "", demand.FromApplicant, demand.FromThirdParty), Validated: say(),
		Motive: pick(random, "", demand.StrikeOffMotiveRADATT, demand.StrikeOffMotiveRADCON, demand.StrikeOffMotiveRADREN, "RADX"), SubMotive: pick(random, "", demand.StrikeOffSubMotiveIRRRES),
		AllocatedBy: who(), RuledBy: who(), SentBy: who(), LeaseOn: date(), LeaseData: say(), WarnedOn: date(), NoticeOn: date(), DeliveredOn: date(), Delivered: say(),
		StruckOffOn: date(), StruckOffBy: who(), DALO: say(), Field: pick(random, "", "identity", "disability"), Purpose: pick(random, "", "allocation", "autre"),
		Aggregated: say(), Protected: say(), DisabilityNature: say(), Paper: pick(random, "", "avis"), Held: say(), Due: say(), Label: pick(random, "", "DALO", "ACI", "X"),
		CommissionOn: date(), Urgent: say(), Reason: pick(random, "", "r"), Candidates: random.IntN(5), Exception: pick(random, "", "few_candidates"), Examined: say(),
		UnderCeiling: say(), Allocated: say(), OfferedOn: date(), AnswerBy: date(), Accepted: say(), Person: say(), Proof: say(), Distinct: say(), Hold: say(),
	}
	for range random.IntN(3) {
		q.Facts.Communes = append(q.Facts.Communes, pick(random, "21231", "21054", "71270", "01039", "x"))
	}
	return q
}

// A decision written down is taken again with the charter of its day, identical;
// and the same file loaded twice answers the same.
func TestReplayIsIdentical(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	names := charter.Names()
	var all, again []*charter.Charter
	for _, n := range names {
		all, again = append(all, named(t, n)), append(again, named(t, n))
	}
	outcomes := map[charter.Outcome]int{}
	for i := range 10_000 {
		c := all[i%len(all)]
		q := randomQuestion(random, c)
		d := charter.Decide(c, q.Actor, q.Act, q.Facts, q.On)
		outcomes[d.Outcome]++
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var record charter.Explanation
		if err := json.Unmarshal(text, &record); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		now, same, err := charter.Replay(record, again...)
		if err != nil || !same {
			t.Fatalf("%v\n%s", err, cmp.Diff(fmt.Sprint(record), fmt.Sprint(now)))
		}
		if d.Outcome != charter.Allowed && d.Remedy() == "" {
			t.Fatalf("%s by %s without remedy", d.Outcome, d.Rule)
		}
	}
	if outcomes[charter.Allowed] < 100 || outcomes[charter.Refused] < 1000 || outcomes[charter.Unknown] < 1000 {
		t.Errorf("%v: the test no longer tests", outcomes)
	}
}

func TestReplayNeedsTheCharter(t *testing.T) {
	d := charter.Decide(named(t, "national-2017"), charter.Actor{Kind: charter.Landlord}, charter.Renew, charter.Facts{}, day)
	if _, _, err := charter.Replay(d.Explain(), named(t, "national-2015")); err == nil {
		t.Error("replayed with another charter")
	}
	changed := *named(t, "national-2017")
	changed.Profile = demand.Profile2010
	d = charter.Decide(named(t, "national-2017"), charter.Actor{Kind: charter.Applicant}, charter.Renew, charter.Facts{Status: "active"}, day)
	if now, same, err := charter.Replay(d.Explain(), &changed); err != nil || same || now.Rule != "CHA-DRO-04" {
		t.Errorf("%v %v %s", same, err, now.Rule)
	}
}

// One line of the file is changed: the decisions that change are exactly those
// the simulation predicted.
func TestSimulationPredictsWhatChanges(t *testing.T) {
	before := named(t, "grand-dijon-2010")
	after := *before
	after.Version, after.Parties = "3", slices.Clone(before.Parties)
	for i := range after.Parties {
		if after.Parties[i].ID == "conseil-general" {
			after.Parties[i].Title.SignedOn = demand.MustDate("2012-01-01")
		}
	}
	random := rand.New(rand.NewPCG(5, 6))
	var s charter.Simulation
	var stock []charter.Question
	for range 5000 {
		stock = append(stock, randomQuestion(random, before))
	}
	predicted := map[charter.Change]int{}
	for i := range stock {
		shift := s.Add(before, &after, &stock[i])
		predicted[shift.Change()]++
		if shift.Change() != charter.Unchanged && shift.Party != "conseil-general" {
			t.Errorf("%+v changes, and it is another partner", shift)
		}
	}
	actual := map[charter.Change]int{}
	for _, q := range stock {
		a, b := charter.Decide(before, q.Actor, q.Act, q.Facts, q.On), charter.Decide(&after, q.Actor, q.Act, q.Facts, q.On)
		switch {
		case a.Outcome == charter.Allowed && b.Outcome != charter.Allowed:
			actual[charter.Leaving]++
		case a.Outcome != charter.Allowed && b.Outcome == charter.Allowed:
			actual[charter.Entering]++
		case a.Outcome != b.Outcome || a.Rule != b.Rule:
			actual[charter.Altered]++
		default:
			actual[charter.Unchanged]++
		}
	}
	if diff := cmp.Diff(actual, predicted); diff != "" || actual[charter.Leaving] == 0 {
		t.Errorf("%v: %s", actual, diff)
	}
	if diff := cmp.Diff(predicted, s.Totals()); diff != "" {
		t.Error(diff)
	}
}

// The parts of a simulation, counted apart and put together in any order and any
// grouping, give the same bytes.
func TestSimulationsMerge(t *testing.T) {
	before, after := named(t, "grand-dijon-2010"), named(t, "exemple-cote-d-or")
	for seed := range uint64(40) {
		random := rand.New(rand.NewPCG(seed, 9))
		var whole charter.Simulation
		parts := make([]charter.Simulation, 1+random.IntN(5))
		for range 200 {
			q := randomQuestion(random, before)
			whole.Add(before, after, &q)
			parts[random.IntN(len(parts))].Add(before, after, &q)
		}
		var merged charter.Simulation
		for _, i := range random.Perm(len(parts)) {
			data, _ := parts[i].MarshalBinary()
			var back charter.Simulation
			if err := back.UnmarshalBinary(data); err != nil {
				t.Fatal(err)
			}
			merged.Merge(&back)
		}
		a, _ := whole.MarshalBinary()
		b, _ := merged.MarshalBinary()
		if !bytes.Equal(a, b) {
			t.Fatalf("seed %d: %d and %d bytes", seed, len(a), len(b))
		}
		var cut charter.Simulation
		if n := random.IntN(len(a)); cut.UnmarshalBinary(a[:n]) == nil && count(&cut) >= count(&whole) {
			t.Fatalf("cut at %d of %d bytes: %d questions", n, len(a), count(&cut))
		}
	}
	var s charter.Simulation
	for _, bad := range [][]byte{nil, {2}, {1, 200}, {1, 3, 'a'}, bytes.Repeat([]byte{255}, 30)} {
		if s.UnmarshalBinary(bad) == nil {
			t.Errorf("%v is read", bad)
		}
	}
}

func count(s *charter.Simulation) (n int) {
	for _, k := range s.Totals() {
		n += k
	}
	return n
}

func BenchmarkSimulate(b *testing.B) {
	before, after := named(b, "grand-dijon-2010"), named(b, "exemple-cote-d-or")
	q := charter.Question{Actor: charter.Actor{Desk: "21001"}, Act: charter.Register, Facts: charter.Facts{Communes: []string{"21231", "21166"}, Numbered: demand.No, Deposited: day}, On: day}
	var s charter.Simulation
	b.ReportAllocs()
	for b.Loop() {
		s.Add(before, after, &q)
	}
}
