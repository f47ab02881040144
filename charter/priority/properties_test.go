package priority_test

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter/priority"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

func pick[T any](rng *rand.Rand, from ...T) T { return from[rng.Intn(len(from))] }

func anyDay(rng *rand.Rand) demand.Date {
	return day("2009-01-01").AddDays(rng.Intn(7000))
}

func anyAnswer(rng *rand.Rand) demand.Answer { return demand.Answer(rng.Intn(3)) }

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
