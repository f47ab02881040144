package priority_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter/priority"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/household"
	"github.com/fichier-unique/rules/demand/journal"
)

func pick[T any](rng *rand.Rand, from ...T) T { return from[rng.Intn(len(from))] }

func anyDay(rng *rand.Rand) demand.Date {
	return day("2009-01-01").AddDays(rng.Intn(7000))
}

func anyAnswer(rng *rand.Rand) demand.Answer { return demand.Answer(rng.Intn(3)) }

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

func anyFacts(rng *rand.Rand) priority.Facts {
	var f priority.Facts
	parts := []string{}
	for _, name := range []string{"disability", "disabled_dependant", "minor_child", "disadvantaged", "badly_housed", "homeless", "hosted", "temporarily_housed", "eviction_threat", "eviction_judged",
		"unfit", "non_decent", "unworthy", "overcrowded", "violence", "protection_order", "back_to_work", "leaving_prostitution", "trafficking", "leaving_child_welfare", "rape_at_home", "volunteer_firefighter", "adapted_proposal"} {
		parts = append(parts, fmt.Sprintf("%q:%s", name, pick(rng, "null", "true", "false")))
	}
	_ = json.Unmarshal([]byte("{"+strings.Join(parts, ",")+"}"), &f)
	f.DALO = pick(rng, "", demand.DALOStatusNON, demand.DALOStatusACTIF, demand.DALOStatusCADUC)
	f.ShelterSince, f.TransitionalSince, f.DepositedOn = pick(rng, demand.Date{}, anyDay(rng)), pick(rng, demand.Date{}, anyDay(rng)), pick(rng, demand.Date{}, anyDay(rng))
	return f
}

// Only the DALO label recognises; nothing said gives nothing but hints.
func TestNothingIsGuessed(t *testing.T) {
	rng := rand.New(rand.NewSource(11))
	for range 500 {
		f, on := anyFacts(rng), anyDay(rng)
		all, faults := priority.Priorities(&f, on)
		if (len(faults) > 0) == (len(all) > 0) {
			t.Fatalf("%s: %d publics, %v", on, len(all), faults)
		}
		for _, p := range all {
			for _, name := range p.Missing {
				if words, ok := priority.FactNamed(name); !ok || words.French == "" || words.English == "" {
					t.Fatalf("%s has no words", name)
				}
			}
			if p.Standing == priority.Recognised && (p.Key != "dalo" || f.DALO != demand.DALOStatusACTIF) {
				t.Fatalf("%s: %s is recognised by nobody", on, p.Code)
			}
			if (p.Standing == priority.NotSaid || p.Standing == priority.Hinted) != (len(p.Missing) > 0) {
				t.Fatalf("%s: %+v", on, p)
			}
		}
		for _, g := range priority.Grounds(&f, on, pick(rng, 0, 24)) {
			for _, name := range g.Missing {
				if _, ok := priority.FactNamed(name); !ok {
					t.Fatalf("%s has no words", name)
				}
			}
			if g.Open.Known() != (len(g.Missing) == 0) {
				t.Fatalf("%s: %+v", on, g)
			}
		}
	}
	for code := 1; code <= 23; code++ {
		for _, kind := range []demand.HousingKind{"HLM", "LP", "RS", "RHVS", "RE", "SLHT", "SH", "CDEFCM", "CPE", "CP", "LTG", "FONC", "POCC", "CAMCAR", "HOT", "SD", "SQUAT"} {
			form := demand.Form{Reasons: []demand.Reason{{Code: demand.ReasonCode(fmt.Sprintf("%02d", code))}}, Present: demand.PresentHousing{Kinds: []demand.HousingKind{kind}}}
			for _, on := range []string{"2011-03-02", "2026-06-30"} {
				facts := priority.FactsOf(&form, day(on))
				all, _ := priority.Priorities(&facts, day(on))
				for _, p := range all {
					if p.Standing != priority.Hinted && p.Standing != priority.NotSaid {
						t.Errorf("%02d %s: a form makes nobody %s", code, kind, p.Standing)
					}
				}
			}
		}
	}
}

// Neither the desk, nor the channel, nor who the person is changes the facts.
func TestChannelNeverCounts(t *testing.T) {
	base, faults := demand.DecodeForm([]byte(`{"reasons":[{"code":"05"}],"present_housing":{"kinds":["SH"]},"dependants":[{"birth_date":"2015-01-01"}],"disabilities":[]}`))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	want := priority.FactsOf(&base, day("2026-06-30"))
	if want.MinorChild != demand.Yes || want.Disability != demand.No {
		t.Fatalf("%+v", want)
	}
	rng := rand.New(rand.NewSource(12))
	for range 200 {
		f := base
		f.Desk, f.Remarks = pick(rng, "21001", "GDPUB"), fmt.Sprint(rng.Int())
		f.Origins = []demand.Origin{{Kind: pick(rng, demand.FromApplicant, demand.FromPaper), By: f.Desk}}
		f.Applicant = demand.Person{UsedName: fmt.Sprint(rng.Int()), Nationality: pick(rng, demand.Nationality("1"), "3"), BirthPlace: demand.Place{Country: fmt.Sprint(rng.Int())}}
		got := priority.FactsOf(&f, day("2026-06-30"))
		if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b demand.Date) bool { return a == b })); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestDisabledDependant(t *testing.T) {
	f, _ := demand.DecodeForm([]byte(`{"disabilities":[{"person":"dependants[0]"}]}`))
	if got := priority.FactsOf(&f, day("2026-06-30")); got.DisabledDependant != demand.Yes || got.Disability != demand.Yes {
		t.Errorf("%+v", got)
	}
	f, _ = demand.DecodeForm([]byte(`{"association":{"name":"Toit Provisoire"},"deposited_on":"2020-01-01","reasons":[{"code":"06"}]}`))
	if got := priority.FactsOf(&f, day("2026-06-30")); got.Reasons != nil || got.DepositedOn != day("2020-01-01") {
		t.Errorf("an association is no household: %+v", got)
	}
}

// No settings that are accepted let a landlord give a label of the State or of
// the charter.
func TestLandlordNeverGivesALabel(t *testing.T) {
	rng := rand.New(rand.NewSource(13))
	issuers := []priority.Issuer{"landlord", "community", "epci", "state_service", "reservation_holder", "mediation_commission", "coordination_commission", "plan_committee"}
	accepted := 0
	for range 3000 {
		s := priority.Settings{}
		for _, code := range []string{"DALO", "ACD", "ACI", "CLPP", "PRIO"} {
			if rng.Intn(3) > 0 {
				s.Labels = append(s.Labels, priority.LabelKind{Code: code, French: "a", English: "b", Act: "charte", Urgent: rng.Intn(2) == 0, Issuers: []priority.Issuer{pick(rng, issuers...)}})
			}
		}
		if priority.CheckSettings(&s).Blocking() {
			continue
		}
		accepted++
		for _, code := range []string{"DALO", "ACD", "ACI", "PDALPD", "COORD", "CLPP"} {
			v := priority.Check(priority.Label{Code: code, On: day("2012-03-01")}, priority.Landlord, demand.Date{}, &s, day("2012-03-02"))
			if v.Outcome != priority.Refused || !v.Faults().Blocking() {
				t.Fatalf("%s by a landlord: %s %s", code, v.Outcome, v.Rule)
			}
		}
	}
	if accepted < 50 {
		t.Errorf("only %d settings accepted", accepted)
	}
}

func TestLabelKinds(t *testing.T) {
	s, faults := priority.LoadSettings([]byte(`{"labels":[{"code":"CLPP","fr":"commission locale","en":"local commission","issuers":["state_service"],"act":"charte, art. 4","valid_months":12},{"code":"DALO","issuers":["state_service"]}]}`))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	local := priority.Label{Code: "CLPP", On: day("2011-03-01")}
	for _, c := range []struct {
		name       string
		label      priority.Label
		by         priority.Issuer
		commission string
		want       string
	}{
		{"local", local, "state_service", "2011-03-10", "PRI-LAB-14"},
		{"the same day", local, "state_service", "2011-03-01", "PRI-LAB-14"},
		{"the last day", local, "state_service", "2012-03-01", "PRI-LAB-14"},
		{"the day after", local, "state_service", "2012-03-02", "PRI-LAB-12"},
		{"narrowed", priority.Label{Code: "DALO", On: day("2011-03-01")}, "mediation_commission", "2011-03-10", "PRI-LAB-02"},
		{"kept by the law", priority.Label{Code: "ACI", On: day("2011-03-01")}, "epci", "2011-03-10", "PRI-LAB-14"},
		{"the plan before its new name", priority.Label{Code: "PDALHPD", On: day("2015-05-13")}, "plan_committee", "2015-06-01", "PRI-LAB-03"},
		{"the plan after its old name", priority.Label{Code: "PDALPD", On: day("2015-05-14")}, "plan_committee", "2015-06-01", "PRI-LAB-03"},
		{"recognised in its own name", priority.Label{Code: "PRIO", On: day("2015-05-14")}, "landlord", "2015-06-01", "PRI-LAB-14"},
	} {
		if v := priority.Check(c.label, c.by, day(c.commission), &s, day("2016-01-01")); v.Rule != c.want {
			t.Errorf("%s: %s, want %s", c.name, v.Rule, c.want)
		}
	}
	from := priority.LabelOf(journal.Dated{Mark: journal.Mark{Code: "DALO", Until: day("2011-06-30")}, Since: day("2011-03-01")})
	if from != (priority.Label{Code: "DALO", On: day("2011-03-01"), Until: day("2011-06-30")}) {
		t.Errorf("%+v", from)
	}
	for _, k := range priority.LegalKinds() {
		src, ok := priority.KindSource(k.Code)
		if !ok || src.Article == "" || src.Confidence == demand.Unverified || len(k.Issuers) == 0 || k.From.IsZero() {
			t.Errorf("%+v: %v", k, src)
		}
		for _, i := range k.Issuers {
			if !i.Known() {
				t.Errorf("%s: %s", k.Code, i)
			}
		}
	}
	if _, ok := priority.KindSource("CLPP"); ok {
		t.Error("CLPP has no source in the law")
	}
}

func TestGroundsOnTheEdge(t *testing.T) {
	for _, g := range priority.GroundsOf() {
		if g.Source.Article == "" || g.Source.Confidence != demand.Verified {
			t.Errorf("%+v", g)
		}
	}
	adapted := priority.Facts{DepositedOn: day("2010-10-15"), AdaptedProposal: demand.Yes}
	if g := priority.Grounds(&adapted, day("2015-01-01"), 0)[0]; g.Open != demand.No {
		t.Errorf("an adapted proposal closes the ground: %+v", g)
	}
	unsaid := priority.Facts{DepositedOn: day("2010-10-15")}
	if g := priority.Grounds(&unsaid, day("2015-01-01"), 24)[0]; g.Open.Known() || g.Missing[0] != "adapted_proposal" {
		t.Errorf("%+v", g)
	}
	for _, c := range []struct {
		s    priority.Seizure
		want string
	}{
		{priority.Seizure{On: day("2011-01-31")}, "2011-04-30"},
		{priority.Seizure{On: day("2011-01-31"), Overseas: true}, "2011-07-31"},
		{priority.Seizure{On: day("2013-12-31"), LargeAgglomeration: true}, "2014-06-30"},
		{priority.Seizure{On: day("2014-01-01"), LargeAgglomeration: true}, "2014-04-01"},
		{priority.Seizure{On: day("2011-01-01"), ForShelter: true}, "2011-02-12"},
	} {
		if got := c.s.DecideBy(); got != day(c.want) {
			t.Errorf("%+v: %s", c.s, got)
		}
	}
}

func TestAccords(t *testing.T) {
	a := priority.Accord{Kind: "ACI", From: day("2011-01-01"), To: day("2013-12-31"), Approved: day("2011-06-01"), Landlords: []priority.Undertaking{{Landlord: "a", Yearly: 1, Proposed: day("2010-08-31")}}}
	for on, want := range map[string]bool{"2011-05-31": false, "2011-06-01": true, "2013-12-31": true, "2014-01-01": false} {
		if a.Replaces(day(on)) != want {
			t.Errorf("%s: %v", on, !want)
		}
	}
	by, v := a.Designation("a", day("2011-02-28"))
	if by != priority.EPCI || v.Outcome != priority.Allowed {
		t.Errorf("%s %s", by, v.Rule)
	}
	if got := priority.AdviceDeemed(day("2010-12-31")); got != day("2011-02-28") {
		t.Errorf("%s", got)
	}
	if _, faults := priority.LoadAccord([]byte(`{"kind":"ACD","from":"2011-01-01","to":"2014-01-01","landlords":[]}`)); !faults.Has("PRI-ACC-03") || faults.Has("PRI-ACC-02") {
		t.Errorf("%v", faults)
	}
	if _, faults := priority.LoadAccord([]byte(`{"sort":"ACD"}`)); !faults.Has("PRI-FIC-01") || faults[0].Path != "?" {
		t.Errorf("%v", faults)
	}
}

func TestPublicsAreWhole(t *testing.T) {
	for _, p := range priority.Publics() {
		if p.Key == "" || len(p.Needs) == 0 || p.From.IsZero() || p.Source.Confidence == "" || p.French == "" || p.English == "" {
			t.Errorf("%+v", p)
		}
		if !p.Perhaps.IsZero() && !p.Perhaps.Before(p.From) {
			t.Errorf("%s: %s is not before %s", p.Code, p.Perhaps, p.From)
		}
	}
	count := func(on string) (n, doubtful int) {
		all, _ := priority.Priorities(&priority.Facts{}, day(on))
		for _, p := range all {
			if p.Doubtful {
				doubtful++
			}
		}
		return len(all), doubtful
	}
	for on, want := range map[string][2]int{"2010-05-02": {5, 0}, "2016-01-01": {5, 0}, "2016-01-02": {7, 2}, "2017-01-21": {7, 0}, "2017-01-26": {7, 0}, "2017-01-27": {14, 4}, "2023-05-02": {14, 0}} {
		if n, doubtful := count(on); [2]int{n, doubtful} != want {
			t.Errorf("%s: %d publics, %d doubtful", on, n, doubtful)
		}
	}
	order := func(on string) int {
		all, _ := priority.Priorities(&priority.Facts{Violence: demand.Yes}, day(on))
		return len(all[4].Proofs)
	}
	if order("2010-09-30") != 0 || order("2010-10-01") != 1 {
		t.Error("a protection order proves violence since 1 October 2010")
	}
}

// What a person wrote never comes out in a sentence.
func TestNothingPersonalComesOut(t *testing.T) {
	book, err := demand.NewRulebook(priority.Rules())
	if err != nil {
		t.Fatal(err)
	}
	const secret = "Zzyzx secret"
	s := priority.Settings{Labels: []priority.LabelKind{{Code: "DALO", Urgent: true}}, UrgentReasons: []priority.UrgentReason{{Code: "A", French: secret, English: secret}}}
	v := priority.Check(priority.Label{Code: "DALO", On: day("2011-03-11"), Urgent: secret}, priority.Landlord, day("2011-03-10"), &s, day("2011-03-12"))
	var account priority.Account
	faults := append(v.Faults(), priority.Check(priority.Label{Code: secret, On: day("2011-03-11"), Urgent: secret}, secret, day("2011-03-10"), nil, day("2011-03-12")).Faults()...)
	faults = append(faults, account.Add(priority.Allocation{ID: secret, Landlord: secret, LeasedOn: day("2011-03-12"), Quota: "PPRIOR"})...)
	faults = append(faults, account.Add(priority.Allocation{ID: secret, Landlord: secret, LeasedOn: day("2011-03-12"), Quota: "COLTER", DALO: "ACTIF"})...)
	for _, f := range faults {
		if text := fmt.Sprint(f, book.Sentence(language.French, f)); strings.Contains(text, secret) {
			t.Error(text)
		}
	}
}

func FuzzLoadSettings(f *testing.F) {
	f.Add([]byte(`{"labels":[{"code":"CLPP","fr":"a","en":"b","issuers":["state_service"],"act":"c","valid_months":12,"urgent":true}],"urgent_reasons":[{"code":"A","fr":"a","en":"b"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, faults := priority.LoadSettings(data)
		if faults.Blocking() {
			return
		}
		priority.Check(priority.Label{Code: "CLPP", On: day("2011-03-01"), Urgent: "A"}, priority.StateService, day("2011-02-01"), &s, day("2011-03-02"))
		text, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if _, again := priority.LoadSettings(text); again.Blocking() && len(text) < 1<<19 {
			t.Fatalf("%s: %v", text, again)
		}
	})
}

func FuzzLoadAccord(f *testing.F) {
	f.Add([]byte(`{"kind":"ACD","territory":"21","from":"2011-01-01","to":"2013-12-31","landlords":[{"landlord":"a","yearly":10,"support":["suivi"]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if a, faults := priority.LoadAccord(data); !faults.Blocking() {
			a.Progress(&priority.Account{}, 2011)
			a.Designation("a", day("2011-03-02"))
		}
	})
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

func BenchmarkCheck(b *testing.B) {
	label := priority.Label{Code: "DALO", On: day("2011-03-01")}
	b.ReportAllocs()
	for b.Loop() {
		priority.Check(label, priority.MediationCommission, day("2011-03-10"), nil, day("2011-03-12"))
	}
}

func BenchmarkPriorities(b *testing.B) {
	facts := priority.Facts{Violence: demand.Yes, Reasons: []demand.ReasonCode{"05"}, Housing: []demand.HousingKind{"SH"}}
	b.ReportAllocs()
	for b.Loop() {
		priority.Priorities(&facts, day("2026-06-30"))
	}
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
