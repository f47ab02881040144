package commission_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/charter/commission"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/household"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/numbering"
)

var asOf = demand.ExampleDay

func euros(text string) decimal.NullDecimal {
	return decimal.NewNullDecimal(decimal.RequireFromString(text))
}

func vacant() commission.Dwelling {
	return commission.Dwelling{ID: "L7", Commune: "21231", Type: demand.DwellingTypeT3, Category: demand.DwellingCategoryA, Financing: household.PLUS, Rent: euros("420")}
}

func number(t testing.TB, text string) numbering.Number {
	t.Helper()
	n, err := numbering.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// candidate is a demand that suits the vacant dwelling.
func candidate(t testing.TB, key string) commission.Candidate {
	return commission.Candidate{Demand: key, Status: journal.Active, Seniority: day("2020-01-10"), Form: &demand.Form{
		Number:         number(t, "021012000012321001"),
		Applicant:      demand.Person{BirthDate: day("1980-05-01"), Income: demand.Income{YearMinus2: 2024, AmountMinus2: euros("12000")}},
		PersonsToHouse: 3,
		Wanted:         demand.Wanted{Places: []demand.WantedPlace{{Commune: "21054"}, {Commune: "21231"}}, Types: []demand.DwellingType{demand.DwellingTypeT2, demand.DwellingTypeT3}}}}
}

func codes(p commission.Proposed) string { return p.Reasons.Codes() }

// Every reason is given, of the demands kept as of those left.
func TestEveryReason(t *testing.T) {
	d := vacant()
	good := candidate(t, "d1")
	bad := candidate(t, "d2")
	bad.Status = journal.StruckOff
	bad.Form.Number = numbering.Number{}
	bad.Form.Applicant.Income.AmountMinus2 = euros("90000")
	bad.Form.Wanted = demand.Wanted{Places: []demand.WantedPlace{{Commune: "21054"}}, Types: []demand.DwellingType{demand.DwellingTypeT5}, Category: demand.WantedCategoryM,
		MaxRent: euros("400"), Parking: demand.Yes, GroundFloor: demand.Yes, WithoutLift: demand.No, Adapted: demand.Yes}
	d.Adapted, d.Quota = demand.No, demand.QuotaPPRIOR
	bad.Quotas = []demand.Quota{}
	good.Quotas = []demand.Quota{demand.QuotaPPRIOR}
	p := commission.Propose(&d, []commission.Candidate{bad, good}, asOf, commission.Settings{})
	if len(p.Proposed) != 1 || len(p.Left) != 1 || len(p.Faults) > 0 {
		t.Fatalf("%+v", p)
	}
	if got := codes(p.Proposed[0]); got != "COM-REC-01 COM-REC-07 COM-REC-18 COM-REC-28" || p.Proposed[0].Reasons[0].Param("rank") != "2" {
		t.Error(got)
	}
	if got := codes(p.Left[0]); got != "COM-REC-21 COM-REC-23 COM-REC-03 COM-REC-08 COM-REC-11 COM-REC-17 COM-REC-12 COM-REC-24 COM-REC-25 COM-REC-26 COM-REC-19 COM-REC-29" {
		t.Error(got)
	}
	if p.Left[0].Place != 0 || p.Proposed[0].Place != 1 {
		t.Error("places")
	}
}

// What is not known is a reason to look, never one to leave somebody out.
func TestUnknownLeavesNobodyOut(t *testing.T) {
	bare := commission.Candidate{Demand: "d1", Status: journal.Active, Form: &demand.Form{Number: number(t, "021012000012321001")}}
	full := vacant()
	full.Quota = demand.QuotaCOLTER
	for name, d := range map[string]commission.Dwelling{"nothing known of the demand": full, "nothing known of either": {}} {
		p := commission.Propose(&d, []commission.Candidate{bare}, asOf, commission.Settings{})
		if len(p.Left) > 0 || len(p.Proposed) != 1 {
			t.Errorf("%s: left for %v", name, p.Left)
		}
	}
	p := commission.Propose(&commission.Dwelling{}, []commission.Candidate{candidate(t, "d1")}, asOf, commission.Settings{})
	if len(p.Left) > 0 || !p.Faults.Has("COM-REC-31") || len(p.Faults) != 5 {
		t.Errorf("%+v", p)
	}
	// Past the ceilings known, and in a year whose income is not given.
	d := vacant()
	for _, on := range []string{"2027-01-01", "2025-06-30"} {
		p = commission.Propose(&d, []commission.Candidate{candidate(t, "d1")}, day(on), commission.Settings{})
		if len(p.Left) > 0 || !p.Proposed[0].Reasons.Has("COM-REC-20") || !strings.HasPrefix(p.Proposed[0].Reasons[2].Param("rule"), "FOY-") {
			t.Errorf("%s: %+v", on, p)
		}
	}
	// An association has no income of a household.
	club := candidate(t, "d1")
	club.Form.Applicant, club.Form.Association = demand.Person{}, demand.Association{Name: "Les Toits d'essai"}
	if p = commission.Propose(&d, []commission.Candidate{club}, asOf, commission.Settings{}); len(p.Proposed) != 1 || !p.Proposed[0].Reasons.Has("COM-REC-20") {
		t.Errorf("%+v", p)
	}
}

// The verdict of the ceilings is household.Assess's.
func TestCeilingsAreThoseOfTheHouseholdRoom(t *testing.T) {
	rng := rand.New(rand.NewSource(4))
	seen := map[household.Verdict]int{}
	for range 2000 {
		c := candidate(t, "d1")
		f := c.Form
		f.Applicant.BirthDate = day("1950-01-01").AddDays(rng.Intn(18000))
		f.Applicant.Income = demand.Income{YearMinus2: 2023 + rng.Intn(2), AmountMinus2: euros(fmt.Sprint(rng.Intn(60000))), YearMinus1: 2025, AmountMinus1: euros(fmt.Sprint(rng.Intn(60000)))}
		for range rng.Intn(3) {
			f.Dependants = append(f.Dependants, demand.Dependant{BirthDate: day("2015-01-01")})
		}
		if rng.Intn(3) == 0 {
			f.CoHolders = []demand.CoHolder{{Link: demand.CoHolderLinkM, Person: demand.Person{BirthDate: day("1990-01-01"), Income: f.Applicant.Income}}}
		}
		d := vacant()
		d.Financing = []household.Financing{household.PLAI, household.PLUS, household.PLS}[rng.Intn(3)]
		d.Commune = pick(rng, "21231", "75112", "92050", "97105")
		f.Wanted.Places = []demand.WantedPlace{{Commune: d.Commune}}
		want := household.Verdict(household.Unknown)
		hc, _ := household.FromForm(f, d.Commune, asOf)
		for _, e := range household.Assess(&hc, household.Published()).Financings {
			if e.Financing == d.Financing {
				want = e.Verdict
			}
		}
		seen[want]++
		p := commission.Propose(&d, []commission.Candidate{c}, asOf, commission.Settings{})
		reasons := slices.Concat(p.Proposed, p.Left)[0].Reasons
		got := map[bool]household.Verdict{reasons.Has("COM-REC-18"): household.Eligible, reasons.Has("COM-REC-19"): household.NotEligible, reasons.Has("COM-REC-20"): household.Unknown}[true]
		if got != want {
			t.Fatalf("%s in %s: %s, the household room says %s", d.Financing, d.Commune, got, want)
		}
	}
	if seen[household.Eligible] < 100 || seen[household.NotEligible] < 100 || seen[household.Unknown] < 100 {
		t.Errorf("%v: a verdict is not put to the test", seen)
	}
	// The caller may know more than the form: an invalidity card, a separation.
	c, d := candidate(t, "d1"), vacant()
	c.Household = &household.Case{Adults: []household.Adult{{Age: 46}}, Incomes: map[int]decimal.Decimal{2024: decimal.NewFromInt(90000)}}
	if p := commission.Propose(&d, []commission.Candidate{c}, asOf, commission.Settings{}); len(p.Left) != 1 || !p.Left[0].Reasons.Has("COM-REC-19") {
		t.Errorf("%+v", p)
	}
}

// Any wanted place counts, merged communes and districts are told apart.
func TestPlaces(t *testing.T) {
	for _, c := range []struct {
		name, dwelling, quarter string
		wanted                  demand.WantedPlace
		want                    string
	}{
		{"the same", "21231", "", demand.WantedPlace{Commune: "21231"}, "COM-REC-01"},
		{"another", "21231", "", demand.WantedPlace{Commune: "21054"}, "COM-REC-03"},
		{"merged, wanted under its old code", "01033", "", demand.WantedPlace{Commune: "01091"}, "COM-REC-02"},
		{"merged, the dwelling under its old code", "01091", "", demand.WantedPlace{Commune: "01033"}, "COM-REC-02"},
		{"the same quarter", "21231", "Q1", demand.WantedPlace{Commune: "21231", Quarter: "Q1"}, "COM-REC-01"},
		{"another quarter", "21231", "Q1", demand.WantedPlace{Commune: "21231", Quarter: "Q2"}, "COM-REC-06"},
		{"quarter of the dwelling not known", "21231", "", demand.WantedPlace{Commune: "21231", Quarter: "Q2"}, "COM-REC-01"},
		{"a district", "69383", "", demand.WantedPlace{Commune: "69383"}, "COM-REC-01"},
		{"a district, the whole city wanted", "69383", "", demand.WantedPlace{Commune: "69123"}, "COM-REC-01"},
		{"another district", "69383", "", demand.WantedPlace{Commune: "69384"}, "COM-REC-03"},
		{"the city, a district wanted", "69123", "", demand.WantedPlace{Commune: "69384"}, "COM-REC-35"},
		{"a code that is none", "21231", "", demand.WantedPlace{Commune: "SECRET"}, "COM-REC-03"},
	} {
		d, one := vacant(), candidate(t, "d1")
		d.Commune, d.Quarter, one.Form.Wanted.Places = c.dwelling, c.quarter, []demand.WantedPlace{{Commune: "21999"}, c.wanted}
		p := commission.Propose(&d, []commission.Candidate{one}, asOf, commission.Settings{})
		if got := slices.Concat(p.Proposed, p.Left)[0]; !got.Reasons.Has(c.want) || len(got.Reasons) != 3 {
			t.Errorf("%s: %s, want %s", c.name, codes(got), c.want)
		}
	}
}

// An adapted dwelling goes first to who needs it, then to the aged and to hosts,
// then to the others, whatever their priority (R.441-4).
func TestAdaptedDwelling(t *testing.T) {
	d := vacant()
	d.Adapted, d.Equipment = demand.Yes, []demand.AdaptedEquipment{demand.AdaptedEquipment3}
	plain, needs, supplement, hosts, aged := candidate(t, "plain"), candidate(t, "needs"), candidate(t, "supplement"), candidate(t, "hosts"), candidate(t, "aged")
	plain.Priority.Level, plain.Seniority = 1, day("2001-01-01")
	needs.Form.Wanted.Adapted = demand.Yes
	supplement.Form.Disabilities = []demand.Disability{{Equipment: []demand.AdaptedEquipment{demand.AdaptedEquipment3, demand.AdaptedEquipment4}}}
	supplement.Seniority = day("2019-01-10")
	hosts.HostsDisabled = demand.Yes
	aged.Form.Applicant.BirthDate = day("1961-06-30")
	all := []commission.Candidate{plain, needs, supplement, hosts, aged}
	order := func(in commission.Settings) string {
		var out []string
		for _, p := range commission.Propose(&d, all, asOf, in).Proposed {
			out = append(out, fmt.Sprint(p.Demand, p.Adapted))
		}
		return strings.Join(out, " ")
	}
	if got := order(commission.Settings{AgedFrom: 65}); got != "supplement0 needs0 aged1 hosts1 plain2" {
		t.Error(got)
	}
	if got := order(commission.Settings{AgedFrom: 66}); got != "supplement0 needs0 hosts1 plain2 aged2" {
		t.Error(got)
	}
	if got := order(commission.Settings{Order: []commission.Criterion{commission.ByPriority, commission.BySeniority}}); !strings.HasPrefix(got, "plain2 supplement0") {
		t.Error(got)
	}
	p := commission.Propose(&d, all, asOf, commission.Settings{})
	if !p.Proposed[0].Reasons.Has("COM-REC-13") || p.Proposed[1].Reasons.Has("COM-REC-13") {
		t.Errorf("the equipment: %s, %s", codes(p.Proposed[0]), codes(p.Proposed[1]))
	}
	for i, want := range []string{"COM-TRI-01", "COM-TRI-02", "COM-TRI-03"} {
		if got := p.Order[i].RuleOf(); got != want {
			t.Errorf("%s: %s", p.Order[i], got)
		}
	}
	if commission.Criterion("channel").RuleOf() != "" {
		t.Error("the channel is no criterion")
	}
}

// Priority, then seniority; those who are equal have the same place.
func TestPlacesInTheList(t *testing.T) {
	rows := []struct {
		key, since string
		level      int
	}{{"e", "2010-01-01", 0}, {"b", "2015-01-01", 2}, {"a", "2016-01-01", 1}, {"d", "2009-01-01", 0}, {"c", "2015-01-01", 2}, {"f", "", 0}}
	var all []commission.Candidate
	for _, r := range rows {
		c := candidate(t, r.key)
		c.Seniority, c.Priority.Level = day(r.since), r.level
		all = append(all, c)
	}
	d := vacant()
	var got []string
	for _, p := range commission.Propose(&d, all, asOf, commission.Settings{}).Proposed {
		got = append(got, fmt.Sprint(p.Place, p.Demand))
	}
	if strings.Join(got, " ") != "1a 2b 2c 4d 5e 6f" {
		t.Error(got)
	}
}

// stock makes demands of every kind.
func stock(t testing.TB, n int, rng *rand.Rand) []commission.Candidate {
	types := []demand.DwellingType{demand.DwellingTypeT1, demand.DwellingTypeT2, demand.DwellingTypeT3, demand.DwellingTypeT4}
	communes := []string{"21231", "21231", "21054", "21166", "21515", "21617"}
	statuses := []journal.Status{journal.Active, journal.Active, journal.Active, journal.Expired, journal.ToVerify, journal.StruckOff}
	out := make([]commission.Candidate, n)
	base := number(t, "021012000012321001")
	for i := range out {
		f := &demand.Form{Number: base, PersonsToHouse: 1 + rng.Intn(5), Applicant: demand.Person{BirthDate: day("1950-01-01").AddDays(rng.Intn(18000)),
			Income: demand.Income{YearMinus2: 2024, AmountMinus2: decimal.NewNullDecimal(decimal.NewFromInt(int64(rng.Intn(50000))))}},
			Wanted: demand.Wanted{Types: []demand.DwellingType{types[rng.Intn(4)], types[rng.Intn(4)]}, MaxRent: decimal.NewNullDecimal(decimal.NewFromInt(int64(300 + rng.Intn(500))))}}
		for range 1 + rng.Intn(4) {
			f.Wanted.Places = append(f.Wanted.Places, demand.WantedPlace{Commune: communes[rng.Intn(len(communes))]})
		}
		for range rng.Intn(3) {
			f.Dependants = append(f.Dependants, demand.Dependant{BirthDate: day("2012-01-01").AddDays(rng.Intn(4000))})
		}
		f.Wanted.Adapted = demand.Answer(rng.Intn(3))
		out[i] = commission.Candidate{Demand: fmt.Sprintf("d%06d", i), Form: f, Status: statuses[rng.Intn(len(statuses))], Seniority: day("2015-01-01").AddDays(rng.Intn(4000)),
			Priority: commission.Priority{Level: rng.Intn(4)}, FirstQuartile: household.Verdict(pick(rng, "yes", "no", "unknown"))}
	}
	return out
}

// Metamorphic: the desk, the number it gave, the channel and the order of the
// rows never change who is proposed, nor the place, nor a reason.
func TestChannelDeskAndOrderChangeNothing(t *testing.T) {
	rng := rand.New(rand.NewSource(9))
	for round := range 20 {
		all, d := stock(t, 300, rng), vacant()
		d.Adapted = demand.Answer(round % 3)
		want := commission.Propose(&d, all, asOf, commission.Settings{AgedFrom: 65})
		if len(want.Proposed)+len(want.Left) != 300 || len(want.Proposed) == 0 || len(want.Left) == 0 {
			t.Fatalf("%d proposed, %d left", len(want.Proposed), len(want.Left))
		}
		for i := range all {
			f := *all[i].Form
			f.Desk = pick(rng, "21001", "GDPUB", "G1104")
			f.Number = number(t, "0210120"+fmt.Sprintf("%06d", rng.Intn(999999))+f.Desk)
			f.Origins = []demand.Origin{{Kind: demand.FromApplicant, By: f.Desk, On: day("2020-01-10")}}
			f.Version = demand.FormVersion(pick(rng, "14069*03", "14069*05"))
			all[i].Form = &f
		}
		rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		if diff := cmp.Diff(want, commission.Propose(&d, all, asOf, commission.Settings{AgedFrom: 65}), cmp.AllowUnexported(demand.Date{})); diff != "" {
			t.Fatal(diff)
		}
	}
}

// A reason never quotes the form.
func TestReasonsHoldNoPersonalData(t *testing.T) {
	const secret = "SECRETDUPERSONNE"
	c, d := candidate(t, "d1"), vacant()
	c.Form.Applicant.UsedName, c.Form.Applicant.Email, c.Form.Remarks = secret, secret, secret
	c.Form.Wanted.Places = append(c.Form.Wanted.Places, demand.WantedPlace{Commune: secret, Quarter: secret})
	c.Form.Disabilities = []demand.Disability{{Person: secret, Motor: []demand.MotorDisability{secret}}}
	for _, adapted := range []demand.Answer{demand.NotSaid, demand.Yes, demand.No} {
		d.Adapted = adapted
		p := commission.Propose(&d, []commission.Candidate{c}, asOf, commission.Settings{})
		if text := fmt.Sprint(p); strings.Contains(text, secret) {
			t.Fatal(text)
		}
	}
}

func TestCandidateOfAState(t *testing.T) {
	create := journal.Event{ID: journal.ID{Origin: "21001", Counter: 1}, Demand: "d1", Kind: journal.Create, On: day("2020-01-10"), Service: "21001"}
	quota := journal.Event{ID: journal.ID{Origin: "21001", Counter: 2}, Demand: "d1", Kind: journal.Quota, On: day("2020-02-10"), Service: "21001", Mark: journal.Mark{Code: "PPRIOR"}}
	j, _ := journal.New(create, quota)
	s := j.Fold("d1", journal.At{Day: day("2020-06-01")})
	c := commission.CandidateOf(&s)
	if c.Demand != "d1" || c.Status != journal.Active || c.Seniority != day("2020-01-10") || !slices.Equal(c.Quotas, []demand.Quota{demand.QuotaPPRIOR}) || c.Form != &s.Form {
		t.Errorf("%+v", c)
	}
	s = j.Fold("d1", journal.At{Day: day("2020-01-10")})
	if c := commission.CandidateOf(&s); c.Quotas != nil {
		t.Error("nothing was said of the quotas")
	}
}

// A hundred thousand demands take well under a second on one core.
func TestHundredThousandDemands(t *testing.T) {
	all, d := stock(t, 100_000, rand.New(rand.NewSource(1))), vacant()
	household.Published()
	best := time.Hour
	for range 3 {
		start := time.Now()
		p := commission.Propose(&d, all, asOf, commission.Settings{})
		best = min(best, time.Since(start))
		if len(p.Proposed)+len(p.Left) != len(all) {
			t.Fatal("a demand is lost")
		}
	}
	if best > 20*time.Second { // generous: a busy machine is no defect
		t.Errorf("%v for 100,000 demands", best)
	}
}

func BenchmarkPropose(b *testing.B) {
	for _, n := range []int{1000, 100_000} {
		all, d := stock(b, n, rand.New(rand.NewSource(1))), vacant()
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				commission.Propose(&d, all, asOf, commission.Settings{})
			}
		})
	}
}

// The edges of what the local settings and the dwelling say.
func TestEdgesOfTheSearch(t *testing.T) {
	has := func(d commission.Dwelling, c commission.Candidate, in commission.Settings, code string) bool {
		p := commission.Propose(&d, []commission.Candidate{c}, asOf, in)
		return slices.Concat(p.Proposed, p.Left)[0].Reasons.Has(code)
	}
	c := candidate(t, "d1")
	sizes := commission.Settings{Sizes: []commission.Size{{Type: demand.DwellingTypeT2, Min: 9}, {Type: demand.DwellingTypeT3, Min: 2, Max: 4}}}
	for persons, want := range map[int]bool{1: true, 2: false, 4: false, 5: true} {
		c.Form.PersonsToHouse = persons
		if has(vacant(), c, sizes, "COM-REC-10") != want {
			t.Errorf("%d persons in a T3", persons)
		}
	}
	c.Form.PersonsToHouse = 0 // the form names one person
	if !has(vacant(), c, sizes, "COM-REC-10") {
		t.Error("the persons named are counted")
	}
	sizes.Sizes[1].Max = 0
	c.Form.PersonsToHouse = 12
	if has(vacant(), c, sizes, "COM-REC-10") {
		t.Error("no upper limit was given")
	}
	for quota, want := range map[demand.Quota]bool{"": false, demand.QuotaAUCUN: false, demand.QuotaPPRIOR: true, "XXX": false} {
		d := vacant()
		d.Quota = quota
		if has(d, c, commission.Settings{}, "COM-REC-30") != want {
			t.Errorf("quota %q", quota)
		}
	}
	d := vacant()
	d.Adapted = demand.Yes
	c.Form.CoHolders = []demand.CoHolder{{Person: demand.Person{BirthDate: day("1950-01-01")}}}
	if !has(d, c, commission.Settings{AgedFrom: 70}, "COM-REC-15") || has(d, c, commission.Settings{AgedFrom: 80}, "COM-REC-15") || has(d, c, commission.Settings{}, "COM-REC-15") {
		t.Error("the age of a co-holder")
	}
	c.FirstQuartile, d.QPV = household.Eligible, demand.No
	for on, want := range map[string]bool{"2017-01-26": false, "2017-01-27": true} {
		p := commission.Propose(&d, []commission.Candidate{c}, day(on), commission.Settings{})
		if slices.Concat(p.Proposed, p.Left)[0].Reasons.Has("COM-REC-27") != want {
			t.Errorf("outside priority districts on %s", on)
		}
	}
	c = candidate(t, "d1")
	c.Form.Wanted.Places = append(slices.Repeat([]demand.WantedPlace{{Commune: "21054"}}, 14), demand.WantedPlace{Commune: "21231"})
	p := commission.Propose(&commission.Dwelling{Commune: "21231"}, []commission.Candidate{c}, asOf, commission.Settings{})
	if got := p.Proposed[0].Reasons[0].Param("rank"); got != "15" {
		t.Errorf("choice %s", got)
	}
	// Amounts that no reader lets in, made by a program, are not compared.
	d = vacant()
	d.Rent = decimal.NewNullDecimal(decimal.New(1, 900_000_000))
	c.Form.Wanted.MaxRent = euros("400")
	if p := commission.Propose(&d, []commission.Candidate{c}, asOf, commission.Settings{}); !p.Faults.Has("COM-REC-31") || len(p.Left) > 0 {
		t.Errorf("%+v", p)
	}
}
