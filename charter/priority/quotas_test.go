package priority_test

import (
	"bytes"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/charter/priority"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/household"
)

func anyAllocation(rng *rand.Rand) priority.Allocation {
	return priority.Allocation{ID: fmt.Sprint(rng.Intn(40)), Landlord: pick(rng, "a", "b"), Quota: pick(rng, demand.QuotaPPRIOR, demand.QuotaPFONCT, demand.QuotaCOLTER, demand.QuotaCOLACT, demand.QuotaAUTRES, demand.QuotaAUCUN),
		Holder: pick(rng, "", "mairie", "epci"), Programme: pick(rng, "", "p1"), Dwelling: pick(rng, "", "d1", "d2"), LeasedOn: anyDay(rng),
		Accord: pick(rng, demand.CollectiveAgreement(""), demand.CollectiveAgreementACD), DALO: pick(rng, demand.DALOStatusNON, demand.DALOStatusACTIF), Transfer: anyAnswer(rng), Renewal: anyAnswer(rng)}
}

func written(t *testing.T, c *priority.Account) string {
	t.Helper()
	b, err := c.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var back priority.Account
	if err := back.UnmarshalBinary(b); err != nil {
		t.Fatal(err)
	}
	again, _ := back.MarshalBinary()
	if !bytes.Equal(b, again) {
		t.Fatal("an account is read back otherwise")
	}
	return string(b)
}

func merged(accounts ...*priority.Account) *priority.Account {
	out := &priority.Account{}
	for _, c := range accounts {
		out.Merge(c)
	}
	return out
}

func TestAccountsMerge(t *testing.T) {
	rng := rand.New(rand.NewSource(7))
	for range 200 {
		var parts [3]*priority.Account
		whole := &priority.Account{}
		for i := range parts {
			parts[i] = &priority.Account{}
			for range rng.Intn(30) {
				e := anyAllocation(rng)
				parts[i].Add(e)
				whole.Add(e)
			}
		}
		a, b, c := parts[0], parts[1], parts[2]
		want := written(t, whole)
		for name, got := range map[string]*priority.Account{
			"a+b+c": merged(a, b, c), "c+b+a": merged(c, b, a), "a+(b+c)": merged(a, merged(b, c)), "(a+b)+(b+c)": merged(merged(a, b), merged(b, c)), "twice": merged(a, b, c, a, b, c),
		} {
			if written(t, got) != want {
				t.Fatalf("%s differs", name)
			}
		}
		sum := 0
		for _, q := range []demand.Quota{"PPRIOR", "PFONCT", "COLTER", "COLACT", "AUTRES", "AUCUN"} {
			sum += whole.Charged(q, priority.Scope{})
		}
		if sum != whole.Len() {
			t.Fatalf("%d allocations, %d charged: each is charged once", whole.Len(), sum)
		}
		years := 0
		for year := 2008; year < 2030; year++ {
			base := whole.FlowBase(priority.Scope{Year: year}, anyDay(rng))
			years += base.All
			if base.Least() > base.Most() || base.Least() < 0 {
				t.Fatalf("%+v", base)
			}
		}
		if years != whole.Len() {
			t.Fatalf("%d allocations, %d by year", whole.Len(), years)
		}
	}
}

func TestBytesCutShort(t *testing.T) {
	rng := rand.New(rand.NewSource(15))
	var c priority.Account
	for range 20 {
		c.Add(anyAllocation(rng))
	}
	m, _ := priority.FindMeasure("communities_priority")
	whole, _ := c.MarshalBinary()
	tally, _ := priority.NewTally(m).MarshalBinary()
	for i := range whole {
		var back priority.Account
		if back.UnmarshalBinary(whole[:i]) == nil {
			t.Fatalf("an account cut at byte %d is read", i)
		}
	}
	for i := range tally {
		var back priority.Tally
		if back.UnmarshalBinary(tally[:i]) == nil {
			t.Fatalf("a tally cut at byte %d is read", i)
		}
	}
	whole[0], tally[0] = 2, 2
	if c.UnmarshalBinary(whole) == nil || new(priority.Tally).UnmarshalBinary(tally) == nil {
		t.Error("bytes of another version are read")
	}
	if c.Len() == 0 {
		t.Error("a refused reading leaves the account as it was")
	}
}

func TestAllocationWrittenTwice(t *testing.T) {
	one := priority.Allocation{ID: "1", Landlord: "a", Quota: "COLTER", LeasedOn: day("2024-03-01")}
	other := one
	other.Quota = "PPRIOR"
	var a, b priority.Account
	a.Add(one)
	if faults := a.Add(one); len(faults) > 0 {
		t.Errorf("the same again: %v", faults)
	}
	b.Add(other)
	b.Merge(&a)
	if got := b.Conflicts(); !slices.Equal(got, []string{"1"}) || b.Len() != 1 || b.Charged("COLTER", priority.Scope{}) != 1 || b.Charged("PPRIOR", priority.Scope{}) != 0 {
		t.Errorf("%v, %d", got, b.Len())
	}
}

func TestBalance(t *testing.T) {
	flow := func(percent string) priority.Reservation {
		list, faults := priority.LoadReservations([]byte(`{"reservations":[{"holder":"mairie","landlord":"a","departement":"21","quota":"COLTER","mode":"flow","percent":` + percent + `}]}`))
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		return list[0]
	}
	fill := func(quotas string, unsure int) *priority.Account {
		c := &priority.Account{}
		for i, q := range strings.Fields(quotas) {
			e := priority.Allocation{ID: fmt.Sprint(i), Landlord: "a", Quota: demand.Quota(q), LeasedOn: day("2024-03-01"), Transfer: demand.No, Renewal: demand.No}
			if i < unsure {
				e.Renewal = demand.NotSaid
			}
			c.Add(e)
		}
		c.Add(priority.Allocation{ID: "moved", Landlord: "a", Quota: "COLTER", LeasedOn: day("2024-03-01"), Transfer: demand.Yes, Renewal: demand.No})
		c.Add(priority.Allocation{ID: "elsewhere", Landlord: "b", Quota: "COLTER", LeasedOn: day("2024-03-01"), Transfer: demand.No, Renewal: demand.No})
		c.Add(priority.Allocation{ID: "another year", Landlord: "a", Quota: "COLTER", LeasedOn: day("2023-12-31"), Transfer: demand.No, Renewal: demand.No})
		return c
	}
	for _, c := range []struct {
		name, percent, quotas          string
		unsure                         int
		agreed, most, consumed, remain int
		over                           int
	}{
		{"a quarter of four", `"25"`, "COLTER AUCUN AUCUN AUCUN", 0, 1, 1, 1, 0, 0},
		{"just under one", `"24.999999"`, "COLTER AUCUN AUCUN AUCUN", 0, 0, 0, 1, 0, 1},
		{"nothing yet", `50`, "AUCUN AUCUN AUCUN PPRIOR", 0, 2, 2, 0, 2, 0},
		{"unsure in the base", `50`, "AUCUN AUCUN COLTER COLTER", 2, 1, 2, 2, 0, 0},
		{"unsure and charged", `50`, "COLTER COLTER AUCUN AUCUN", 2, 1, 2, 2, 0, 0},
		{"over whatever the answers", `25`, "AUCUN COLTER COLTER COLTER", 1, 0, 1, 3, 0, 2},
	} {
		got := fill(c.quotas, c.unsure).BalanceOf(flow(c.percent), 2024, day("2020-01-01"))
		if got.Agreed != c.agreed || got.AgreedMost != c.most || got.Consumed != c.consumed || got.Remaining != c.remain || got.Over != c.over || !got.Known {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	stock := priority.Reservation{Landlord: "a", Quota: "COLTER", Mode: priority.Stock, Programme: "p1", Dwellings: 1, Of: 5}
	c := &priority.Account{}
	for i, dwelling := range []string{"d1", "d1", "d2"} {
		c.Add(priority.Allocation{ID: fmt.Sprint(i), Landlord: "a", Quota: "COLTER", Programme: "p1", Dwelling: dwelling, LeasedOn: day("2011-03-01").AddYears(i)})
	}
	if got := c.BalanceOf(stock, 2011, demand.Date{}); got.Consumed != 2 || got.Over != 1 {
		t.Errorf("a dwelling let twice is one dwelling: %+v", got)
	}
	if got := c.BalanceOf(priority.Reservation{Quota: "COLTER", Landlord: "a", Mode: priority.Flow}, 2011, demand.Date{}); got.Known {
		t.Errorf("a share that is not said: %+v", got)
	}
}

func anyReservation(rng *rand.Rand) priority.Reservation {
	r := priority.Reservation{Holder: pick(rng, "etat", "mairie"), Landlord: pick(rng, "a", "b"), Departement: "21", Quota: pick(rng, demand.QuotaPPRIOR, demand.QuotaPFONCT, demand.QuotaCOLTER),
		Mode: priority.Stock, Programme: pick(rng, "p1", "p2"), Dwellings: rng.Intn(20), Of: pick(rng, 50, 50, 100), Against: pick(rng, priority.LoanGuarantee, priority.Land),
		Signed: day("2010-06-01"), Sent: pick(rng, day("2010-06-02"), demand.Date{}), Order: pick(rng, "", "", "arrêté")}
	return r
}

func TestOrderOfAgreementsChangesNothing(t *testing.T) {
	rng := rand.New(rand.NewSource(8))
	seen := map[priority.Outcome]int{}
	for range 500 {
		list := make([]priority.Reservation, rng.Intn(6))
		for i := range list {
			list[i] = anyReservation(rng)
		}
		a := priority.CheckReservations(list, demand.Date{}, day("2011-03-02"))
		rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		b := priority.CheckReservations(list, demand.Date{}, day("2011-03-02"))
		ca, cb := codes(a.Spoken), codes(b.Spoken)
		slices.Sort(ca)
		slices.Sort(cb)
		if a.Outcome != b.Outcome || !slices.Equal(ca, cb) {
			t.Fatalf("%v, then %v", ca, cb)
		}
		seen[a.Outcome]++
	}
	if seen[priority.Allowed] == 0 || seen[priority.Refused] == 0 || seen[priority.Unknown] == 0 {
		t.Errorf("not every outcome was met: %v", seen)
	}
}

func TestChangeToFlow(t *testing.T) {
	stock := []priority.Reservation{{Landlord: "a", Quota: "AUTRES", Mode: priority.Stock, Dwellings: 1, Of: 5, Signed: day("2011-01-01"), Sent: day("2011-01-02")}}
	for _, c := range []struct {
		from, on string
		want     string
	}{
		{"", "2017-01-21", "PRI-QUO-12"}, {"", "2017-01-22", "PRI-QUO-07"}, {"", "2026-11-22", "PRI-QUO-07"}, {"", "2026-11-23", "PRI-QUO-06"}, {"", "", "PRI-QUO-16"},
		{"2020-01-01", "2019-12-31", "PRI-QUO-12"}, {"2020-01-01", "2020-01-01", "PRI-QUO-06"},
	} {
		in := slices.Clone(stock)
		if v := priority.CheckReservations(in, day(c.from), day(c.on)); v.Rule != c.want {
			t.Errorf("%s with %q: %s, want %s", c.on, c.from, v.Rule, c.want)
		}
	}
	for _, l := range priority.Limits() {
		if l.Percent <= 0 || l.Source.Confidence != demand.Verified || len(l.Quotas) == 0 {
			t.Errorf("%+v", l)
		}
	}
}

// Whatever the missing answers turn out to be, a measure said to be reached is
// reached, and one said to be missed is missed.
func TestMeasureIsSound(t *testing.T) {
	rng := rand.New(rand.NewSource(9))
	verdicts := []household.Verdict{household.Eligible, household.NotEligible, household.Unknown}
	seen := map[demand.Answer]int{}
	for range 2000 {
		m, _ := priority.FindMeasure("outside_qpv_first_quartile")
		m, _ = m.Adjusted(1+rng.Intn(100), "acte")
		var granted []priority.Granted
		for range rng.Intn(8) {
			granted = append(granted, priority.Granted{LeasedOn: day("2024-03-01"), OutsideQPV: anyAnswer(rng), FirstQuartile: verdicts[rng.Intn(3)]})
		}
		share := m.Of(tallyOf(t, m, granted))
		seen[share.Reached]++
		for range 10 { // a way to complete what is not said
			num, den := 0, 0
			for _, g := range granted {
				in, of := g.OutsideQPV == demand.Yes, g.FirstQuartile == household.Eligible
				if g.OutsideQPV == demand.NotSaid {
					in = rng.Intn(2) == 0
				}
				if g.FirstQuartile == household.Unknown {
					of = rng.Intn(2) == 0
				}
				if in {
					den++
					if of {
						num++
					}
				}
			}
			reached := 100*num >= m.Percent*den
			if den > 0 && share.Reached.Known() && reached != (share.Reached == demand.Yes) {
				t.Fatalf("%+v: %d of %d", share, num, den)
			}
		}
	}
	if len(seen) != 3 {
		t.Errorf("answers met: %v", seen)
	}
}

func tallyOf(t *testing.T, m priority.Measure, granted []priority.Granted) *priority.Tally {
	t.Helper()
	out := priority.NewTally(m)
	for _, g := range granted {
		if err := out.Add(m, g); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestTalliesMerge(t *testing.T) {
	rng := rand.New(rand.NewSource(10))
	m, _ := priority.FindMeasure("communities_priority")
	for range 200 {
		var parts [3][]priority.Granted
		var all []priority.Granted
		for i := range parts {
			for range rng.Intn(20) {
				g := priority.Granted{LeasedOn: pick(rng, day("2024-03-01"), day("2016-03-01"), demand.Date{}), Quota: pick(rng, demand.Quota(""), demand.QuotaCOLTER, demand.QuotaCOLACT), Priority: anyAnswer(rng)}
				parts[i], all = append(parts[i], g), append(all, g)
			}
		}
		want, _ := tallyOf(t, m, all).MarshalBinary()
		for _, order := range [][]int{{0, 1, 2}, {2, 0, 1}, {1, 2, 0}} {
			var into priority.Tally
			for _, i := range order {
				data, _ := tallyOf(t, m, parts[i]).MarshalBinary()
				var part priority.Tally
				if err := part.UnmarshalBinary(data); err != nil {
					t.Fatal(err)
				}
				if err := into.Merge(&part); err != nil {
					t.Fatal(err)
				}
			}
			if got, _ := into.MarshalBinary(); !bytes.Equal(got, want) {
				t.Fatalf("order %v changes the counts", order)
			}
		}
	}
	other, _ := priority.FindMeasure("action_logement_priority")
	if err := priority.NewTally(m).Merge(priority.NewTally(other)); err == nil {
		t.Error("two measures do not add up")
	}
	if err := priority.NewTally(m).Add(other, priority.Granted{}); err == nil {
		t.Error("two measures do not add up")
	}
}

func FuzzLoadReservations(f *testing.F) {
	f.Add([]byte(`{"reservations":[{"landlord":"a","quota":"COLTER","mode":"flow","percent":"12.5"},{"landlord":"a","quota":"PPRIOR","mode":"stock","dwellings":3,"of":10}]}`))
	f.Add([]byte(`{"reservations":[{"landlord":"a","quota":"PPRIOR","mode":"flow","percent":1e9999}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, faults := priority.LoadReservations(data)
		if len(faults) > 0 {
			return
		}
		priority.CheckReservations(list, demand.Date{}, day("2026-11-23"))
		var c priority.Account
		for _, r := range list {
			if b := c.BalanceOf(r, 2024, demand.Date{}); b.Remaining < 0 || b.Over < 0 {
				t.Fatalf("%+v", b)
			}
		}
	})
}

func FuzzAccountBytes(f *testing.F) {
	var c priority.Account
	c.Add(priority.Allocation{ID: "1", Landlord: "a", Quota: "COLTER", LeasedOn: day("2024-03-01")})
	c.Add(priority.Allocation{ID: "1", Landlord: "a", Quota: "PPRIOR", LeasedOn: day("2024-03-01")})
	seed, _ := c.MarshalBinary()
	f.Add(seed)
	f.Add([]byte{1, 0})
	f.Add([]byte{2, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		var c priority.Account
		if c.UnmarshalBinary(data) != nil {
			return
		}
		if again, _ := c.MarshalBinary(); !bytes.Equal(again, data) {
			t.Fatalf("%q is written back as %q", data, again)
		}
	})
}

func FuzzTallyBytes(f *testing.F) {
	m, _ := priority.FindMeasure("communities_priority")
	seed, _ := priority.NewTally(m).MarshalBinary()
	f.Add(seed)
	f.Fuzz(func(t *testing.T, data []byte) {
		var tally priority.Tally
		if tally.UnmarshalBinary(data) != nil {
			return
		}
		m.Of(&tally)
		if again, _ := tally.MarshalBinary(); !bytes.Equal(again, data) {
			t.Fatalf("%q is written back as %q", data, again)
		}
	})
}

func BenchmarkAccount(b *testing.B) {
	rng := rand.New(rand.NewSource(14))
	list := make([]priority.Allocation, 1000)
	for i := range list {
		list[i] = anyAllocation(rng)
		list[i].ID = fmt.Sprint(i)
	}
	b.ReportAllocs()
	for b.Loop() {
		var c priority.Account
		for _, e := range list {
			c.Add(e)
		}
	}
}
