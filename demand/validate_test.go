package demand_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/numbering"
)

func euros(text string) decimal.NullDecimal {
	return decimal.NewNullDecimal(decimal.RequireFromString(text))
}

// goodForm is a household of five with nothing to say against it.
func goodForm() demand.Form {
	number, _ := numbering.Parse("021101000012321001")
	return demand.Form{
		Version: demand.Form01, Number: number, Desk: "21001",
		DepositedOn: demand.MustDate("2010-10-15"), RenewedOn: demand.MustDate("2011-10-01"),
		Applicant: demand.Person{
			Civility: demand.Civility1, UsedName: "Zzyzx", FirstNames: "Anatole Prosper", BirthDate: demand.MustDate("1975-03-02"),
			Sex: demand.SexM, Nationality: demand.Nationality1, FamilySituation: demand.FamilySituationM,
			MobilePhone: "06 39 98 12 34", Email: "zzyzx@example.org",
			Address:  demand.Address{Number: "3", Street: "rue des Essais", PostalCode: "21000", Commune: "21231"},
			Work:     demand.Work{Situation: demand.WorkSituationCDI, Profession: "menuisier"},
			Income:   demand.Income{YearMinus1: 2010, AmountMinus1: euros("21000.50"), YearMinus2: 2009, AmountMinus2: euros("20000")},
			Received: []demand.Resource{{Code: demand.ResourceReceivedSAL, Monthly: euros("1500")}, {Code: demand.ResourceReceivedAF, Monthly: euros("127.05")}},
		},
		CoHolders: []demand.CoHolder{{Link: demand.CoHolderLinkM, Person: demand.Person{
			Civility: demand.Civility2, UsedName: "Zzyzx", BirthName: "Qwfpgj", FirstNames: "Berthe", BirthDate: demand.MustDate("1977-07-12"),
			FamilySituation: demand.FamilySituationM}}},
		Dependants: []demand.Dependant{
			{Name: "Zzyzx", FirstNames: "Colin", BirthDate: demand.MustDate("2003-05-06"), Sex: demand.SexM, Kinship: demand.KinshipE},
			{Name: "Zzyzx", FirstNames: "Doris", BirthDate: demand.MustDate("2005-09-17"), Sex: demand.SexF, Kinship: demand.KinshipE},
		},
		Custody:        []demand.CustodyChild{{BirthDate: demand.MustDate("2001-01-03"), Sex: demand.SexM, Arrangement: demand.CoParentingD}},
		PersonsToHouse: 4,
		Present: demand.PresentHousing{Kinds: []demand.HousingKind{demand.HousingKindLP}, MonthlyRent: euros("480"), Occupants: 4,
			Category: demand.DwellingCategoryA, Type: demand.DwellingTypeT2, Surface: euros("45.5"), SocialTenant: demand.No},
		Reasons: []demand.Reason{{Code: demand.ReasonCode13}, {Code: demand.ReasonCode09}},
		Wanted: demand.Wanted{Extended: demand.Yes, Category: demand.WantedCategoryI, Types: []demand.DwellingType{demand.DwellingTypeT4},
			Places: []demand.WantedPlace{{Commune: "21231"}, {Commune: "21166"}}},
		Disabilities: []demand.Disability{{Person: "dependants[1]", State: demand.DisabilityStateSTA, Aids: []demand.MobilityAid{demand.MobilityAid2}}},
		Origins:      []demand.Origin{{Path: "", Kind: demand.FromApplicant, On: demand.MustDate("2010-10-15")}, {Path: "applicant.income", Kind: demand.FromThirdParty, Validated: demand.Yes}},
	}
}

func association() demand.Form {
	return demand.Form{
		DepositedOn: demand.MustDate("2010-10-15"), Desk: "21001",
		Association: demand.Association{Name: "Toit Provisoire", CreatedOn: demand.MustDate("1999-01-01")},
		Wanted:      demand.Wanted{Types: []demand.DwellingType{demand.DwellingTypeT2}, Places: []demand.WantedPlace{{Commune: "21231"}}},
	}
}

var setting2011 = demand.Setting{AsOf: demand.MustDate("2011-12-01"), Profile: demand.Profile2010}

func TestGoodFormHasNoFault(t *testing.T) {
	for name, form := range map[string]demand.Form{"household": goodForm(), "association": association()} {
		for _, p := range demand.Profiles() {
			in := demand.Setting{AsOf: setting2011.AsOf, Profile: p.Profile}
			if p.Profile == demand.Profile2000 && name == "association" {
				form.PersonsToHouse, form.Association.Address = 5, demand.Address{Street: "rue des Essais"}
			}
			if got := append(demand.Validate(&form, in), demand.Registrable(&form, in)...); len(got) > 0 {
				t.Errorf("%s, profile %s: %v", name, p.Profile, got)
			}
		}
	}
}

// Each case breaks the good form in one way and names the fault and its path.
var broken = []struct {
	code, path string
	profile    demand.Profile
	breakIt    func(f *demand.Form)
}{
	{"DEM-COD-01", "applicant.civility", "", func(f *demand.Form) { f.Applicant.Civility = "9" }},
	{"DEM-COD-01", "co_holders[0].person.nationality", "", func(f *demand.Form) { f.CoHolders[0].Person.Nationality = "FR" }},
	{"DEM-COD-01", "co_holders[0].link", "", func(f *demand.Form) { f.CoHolders[0].Link = "X" }},
	{"DEM-COD-01", "dependants[1].kinship", "", func(f *demand.Form) { f.Dependants[1].Kinship = "Z" }},
	{"DEM-COD-01", "dependants[1].sex", "", func(f *demand.Form) { f.Dependants[1].Sex = "Z" }},
	{"DEM-COD-01", "custody[0].arrangement", "", func(f *demand.Form) { f.Custody[0].Arrangement = "Z" }},
	{"DEM-COD-01", "custody[0].sex", "", func(f *demand.Form) { f.Custody[0].Sex = "Z" }},
	{"DEM-COD-01", "applicant.received[1].code", "", func(f *demand.Form) { f.Applicant.Received[1].Code = "APL" }},
	{"DEM-COD-01", "applicant.paid[0].code", "", func(f *demand.Form) { f.Applicant.Paid = []demand.Payment{{Code: "X"}} }},
	{"DEM-COD-01", "applicant.work.situation", "", func(f *demand.Form) { f.Applicant.Work.Situation = "X" }},
	{"DEM-COD-01", "applicant.family_situation", "", func(f *demand.Form) { f.Applicant.FamilySituation = "X" }},
	{"DEM-COD-01", "applicant.sex", "", func(f *demand.Form) { f.Applicant.Sex = "X" }},
	{"DEM-COD-01", "present_housing.kinds[0]", "", func(f *demand.Form) { f.Present.Kinds[0] = "X" }},
	{"DEM-COD-01", "present_housing.category", "", func(f *demand.Form) { f.Present.Category = "X" }},
	{"DEM-COD-01", "present_housing.type", "", func(f *demand.Form) { f.Present.Type = "T9" }},
	{"DEM-COD-01", "wanted.types[0]", "", func(f *demand.Form) { f.Wanted.Types[0] = "T6" }},
	{"DEM-COD-01", "wanted.category", "", func(f *demand.Form) { f.Wanted.Category = "X" }},
	{"DEM-COD-01", "reasons[0].code", "", func(f *demand.Form) { f.Reasons[0].Code = "24" }},
	{"DEM-COD-01", "disabilities[0].state", "", func(f *demand.Form) { f.Disabilities[0].State = "X" }},
	{"DEM-COD-01", "disabilities[0].steps", "", func(f *demand.Form) { f.Disabilities[0].Steps = "9" }},
	{"DEM-COD-01", "disabilities[0].aids[0]", "", func(f *demand.Form) { f.Disabilities[0].Aids[0] = "9" }},
	{"DEM-COD-02", "version", "", func(f *demand.Form) { f.Version = "14069*99" }},
	{"DEM-COD-03", "origins[0].kind", "", func(f *demand.Form) { f.Origins[0].Kind = "neighbour" }},
	{"DEM-COD-04", "origins[1].validated", "", func(f *demand.Form) { f.Origins[1].Validated = demand.NotSaid }},
	{"NUM-REC-02", "number", "", func(f *demand.Form) { f.DepositedOn = demand.MustDate("2010-09-15") }},
	{"NUM-TER-01", "number", "", func(f *demand.Form) { f.Number, _ = numbering.Parse("999101000012321001") }},
	{"DEM-DAT-01", "deposited_on", "", func(f *demand.Form) { f.DepositedOn = demand.MustDate("2012-10-15") }},
	{"DEM-DAT-02", "renewed_on", "", func(f *demand.Form) { f.RenewedOn = demand.MustDate("2010-10-14") }},
	{"DEM-DAT-03", "applicant.birth_date", "", func(f *demand.Form) { f.Applicant.BirthDate = demand.MustDate("2010-10-16") }},
	{"DEM-DAT-04", "applicant.birth_date", "", func(f *demand.Form) { f.Applicant.BirthDate = demand.MustDate("1992-10-16") }},
	{"DEM-DAT-05", "applicant.birth_date", "", func(f *demand.Form) { f.Applicant.BirthDate = demand.MustDate("1875-03-02") }},
	{"DEM-DAT-12", "applicant.birth_date", "", func(f *demand.Form) { f.Applicant.BirthDate = demand.MustDate("0001-01-01") }},
	{"DEM-DAT-12", "dependants[1].birth_date", "", func(f *demand.Form) { f.Dependants[1].BirthDate = demand.MustDate("0205-09-17") }},
	{"DEM-IDE-06", "applicant.used_name", "", func(f *demand.Form) { f.Applicant.UsedName = "Zz\x00yzx" }},
	{"DEM-IDE-06", "co_holders[0].person.birth_name", "", func(f *demand.Form) { f.CoHolders[0].Person.BirthName = "Qwf\u0085pgj" }},
	{"DEM-IDE-06", "dependants[0].first_names", "", func(f *demand.Form) { f.Dependants[0].FirstNames = "Colin\u202e" }},
	{"DEM-IDE-06", "dependants[1].name", "", func(f *demand.Form) { f.Dependants[1].Name = "Zz\nyzx" }},
	{"DEM-IDE-06", "custody[0].name", "", func(f *demand.Form) { f.Custody[0].Name = "Zzyzx\x7f" }},
	{"DEM-DAT-06", "deposited_on", "", func(f *demand.Form) { f.DepositedOn = demand.MustDate("1999-10-15") }},
	{"DEM-DAT-07", "unborn.expected_on", "", func(f *demand.Form) { f.Unborn = demand.Unborn{Count: 1, ExpectedOn: demand.MustDate("2009-01-01")} }},
	{"DEM-DAT-08", "renewed_on", "", func(f *demand.Form) { f.RenewedOn = demand.MustDate("2021-10-01") }},
	{"DEM-CON-01", "applicant.email", "", func(f *demand.Form) { f.Applicant.Email = "zzyzx@example,org" }},
	{"DEM-CON-02", "applicant.mobile_phone", "", func(f *demand.Form) { f.Applicant.MobilePhone = "639981234" }},
	{"DEM-CON-03", "applicant.address.postal_code", "", func(f *demand.Form) { f.Applicant.Address.PostalCode = "2100" }},
	{"DEM-CON-03", "applicant.address.commune", "", func(f *demand.Form) { f.Applicant.Address.Commune = "Dijon" }},
	{"DEM-CON-04", "wanted.places[1].commune", "", func(f *demand.Form) { f.Wanted.Places[1].Commune = "21999" }},
	{"DEM-CON-05", "wanted.places[1].commune", "", func(f *demand.Form) { f.Wanted.Places[1].Commune = "01039" }},
	{"DEM-HOU-01", "dependants[0].birth_date", "", func(f *demand.Form) { f.Dependants[0].BirthDate = demand.MustDate("1980-05-06") }},
	{"DEM-HOU-02", "applicant.family_situation", "", func(f *demand.Form) { f.CoHolders = nil }},
	{"DEM-HOU-03", "persons_to_house", "", func(f *demand.Form) { f.PersonsToHouse = 2 }},
	{"DEM-HOU-04", "present_housing.occupants", "", func(f *demand.Form) { f.Present.Occupants = -1 }},
	{"DEM-HOU-05", "dependants[1]", "", func(f *demand.Form) { f.Dependants[1] = f.Dependants[0] }},
	{"DEM-HOU-06", "association", "", func(f *demand.Form) { f.Association.Name = "Toit Provisoire" }},
	{"DEM-RES-01", "applicant.received[0].monthly", "", func(f *demand.Form) { f.Applicant.Received[0].Monthly = euros("-1") }},
	{"DEM-RES-02", "applicant.income.amount_minus_2", "", func(f *demand.Form) { f.Applicant.Income.AmountMinus2 = euros("2000000") }},
	{"DEM-RES-03", "applicant.income.year_minus_2", "", func(f *demand.Form) { f.Applicant.Income.YearMinus2 = 2005 }},
	{"DEM-RES-04", "applicant.received[1].code", "", func(f *demand.Form) { f.Applicant.Received[1].Code = demand.ResourceReceivedSAL }},
	{"DEM-WAN-01", "wanted.places", "", func(f *demand.Form) {
		for _, c := range []string{"21003", "21105", "21106", "21171", "21223", "21263", "21270", "21278", "21315"} {
			f.Wanted.Places = append(f.Wanted.Places, demand.WantedPlace{Commune: c})
		}
	}},
	{"DEM-WAN-02", "wanted.places[1]", "", func(f *demand.Form) { f.Wanted.Places[1] = f.Wanted.Places[0] }},
	{"DEM-WAN-03", "reasons", "", func(f *demand.Form) {
		f.Reasons = append(f.Reasons, demand.Reason{Code: "18"}, demand.Reason{Code: "19"})
	}},
	{"DEM-WAN-04", "reasons[1].detail", "", func(f *demand.Form) { f.Reasons[1].Code = demand.ReasonCode23 }},
	{"DEM-WAN-05", "reasons[1].code", "", func(f *demand.Form) { f.Reasons[1].Code = f.Reasons[0].Code }},
	{"DEM-LOG-01", "present_housing.surface", "", func(f *demand.Form) { f.Present.Surface = euros("4550") }},
	{"DEM-LOG-02", "present_housing.kinds", "", func(f *demand.Form) { f.Present.Kinds[0] = demand.HousingKindHLM }},
	{"DEM-HAN-01", "disabilities[0].person", "", func(f *demand.Form) { f.Disabilities[0].Person = "dependants[7]" }},
	{"DEM-MIN-01", "applicant.used_name", "", func(f *demand.Form) { f.Applicant.UsedName = "" }},
	{"DEM-MIN-02", "applicant.first_names", "", func(f *demand.Form) { f.Applicant.FirstNames = "" }},
	{"DEM-MIN-03", "applicant.birth_date", "", func(f *demand.Form) { f.Applicant.BirthDate = demand.Date{} }},
	{"DEM-MIN-04", "deposited_on", "", func(f *demand.Form) { f.DepositedOn = demand.Date{} }},
	{"DEM-MIN-05", "wanted.places", "", func(f *demand.Form) { f.Wanted.Places = nil }},
	{"DEM-MIN-06", "wanted.types", "", func(f *demand.Form) { f.Wanted.Types = nil }},
	{"DEM-MIN-07", "applicant.address", demand.Profile2000, func(f *demand.Form) { f.Applicant.Address = demand.Address{} }},
	{"DEM-MIN-08", "persons_to_house", demand.Profile2000, func(f *demand.Form) { f.PersonsToHouse = 0 }},
	{"DEM-MIN-10", "present_housing.social_tenant", demand.Profile2000, func(f *demand.Form) { f.Present.SocialTenant = demand.NotSaid }},
}

func TestEachRuleRefuses(t *testing.T) {
	for _, c := range broken {
		t.Run(c.code+" "+c.path, func(t *testing.T) {
			form := goodForm()
			c.breakIt(&form)
			in := setting2011
			if c.profile != "" {
				in.Profile = c.profile
			}
			all := append(demand.Validate(&form, in), demand.Registrable(&form, in)...)
			if !slices.ContainsFunc(all, func(f demand.Fault) bool { return f.Code == c.code && f.Path == c.path }) {
				t.Errorf("got %v", all)
			}
		})
	}
}

// What the law of 2010 no longer asks must not be asked.
func TestMinimumFollowsTheProfile(t *testing.T) {
	form := demand.Form{
		DepositedOn: demand.MustDate("2010-10-15"),
		Applicant:   demand.Person{UsedName: "Zzyzx", FirstNames: "Anatole", BirthDate: demand.MustDate("1975-03-02")},
		Wanted:      demand.Wanted{Types: []demand.DwellingType{demand.DwellingTypeT2}, Places: []demand.WantedPlace{{Commune: "21231"}}},
	}
	if got := demand.Registrable(&form, setting2011); len(got) > 0 {
		t.Errorf("profile 2010: %v", got)
	}
	before := demand.Setting{AsOf: demand.MustDate("2009-06-01"), Profile: demand.Profile2000}
	form.Wanted.Types = nil
	if diff := cmp.Diff("DEM-MIN-07 DEM-MIN-08 DEM-MIN-10", demand.Registrable(&form, before).Codes()); diff != "" {
		t.Error(diff)
	}
}

func TestAssociationMinimum(t *testing.T) {
	form := association()
	form.Association.Name = ""
	if got := demand.Registrable(&form, setting2011).Codes(); got != "DEM-MIN-09" {
		t.Errorf("got %q", got)
	}
}

func TestRulesAreWhole(t *testing.T) {
	book, err := demand.NewRulebook(demand.Rules())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range book.Rules() {
		if r.Chapter == "" || r.French == "" || r.English == "" {
			t.Errorf("%s: chapter, French and English must be there", r.Code)
		}
		if r.Source.Confidence == demand.Unverified && r.Severity == demand.Blocking {
			t.Errorf("%s: a recollection is never a blocking rule", r.Code)
		}
	}
	fault := demand.Fault{Code: "DEM-HOU-03", Params: []demand.Param{{Name: "declared", Value: "2"}, {Name: "named", Value: "4"}}}
	if got := book.Sentence(language.MustParse("fr-CA"), fault); !strings.Contains(got, "(2)") || !strings.Contains(got, "(4)") {
		t.Errorf("French: %q", got)
	}
	if got := book.Sentence(language.English, fault); !strings.Contains(got, "declared number") {
		t.Errorf("English: %q", got)
	}
}

// No fault may quote what a person wrote, wherever he wrote it.
func TestFaultsHoldNoPersonalData(t *testing.T) {
	const secret = "SECRETDUPERSONNE"
	form := goodForm()
	p := &form.Applicant
	p.Civility, p.Sex, p.Nationality, p.FamilySituation = secret, secret, secret, secret
	p.Email, p.MobilePhone, p.Address.PostalCode, p.Address.Commune = secret, secret, secret, secret
	p.Work.Situation, p.Received[0].Code = secret, secret
	form.Wanted.Places[0].Commune, form.Wanted.Types[0], form.Reasons[0].Code = secret, secret, secret
	form.Version, form.Disabilities[0].Person, form.Origins[0].Kind = secret, secret, secret
	book, err := demand.NewRulebook(demand.Rules())
	if err != nil {
		t.Fatal(err)
	}
	faults := demand.Validate(&form, setting2011)
	if len(faults) < 10 {
		t.Fatalf("only %d faults: the test no longer tests", len(faults))
	}
	for _, f := range faults {
		if text := f.Error() + book.Sentence(language.French, f) + f.Path; strings.Contains(text, secret) {
			t.Errorf("%s quotes the value: %s", f.Code, text)
		}
	}
}

func TestValidateNeverModifies(t *testing.T) {
	for _, c := range broken {
		form := goodForm()
		c.breakIt(&form)
		before := encode(t, &form)
		demand.Validate(&form, setting2011)
		demand.Registrable(&form, setting2011)
		if diff := cmp.Diff(before, encode(t, &form)); diff != "" {
			t.Errorf("%s: %s", c.code, diff)
		}
	}
}

func TestOriginOf(t *testing.T) {
	form := goodForm()
	for path, want := range map[string]demand.OriginKind{
		"applicant.income":              demand.FromThirdParty,
		"applicant.income.year_minus_1": demand.FromThirdParty,
		"applicant.incomes":             demand.FromApplicant,
		"wanted.types":                  demand.FromApplicant,
	} {
		if got, ok := form.OriginOf(path); !ok || got.Kind != want {
			t.Errorf("OriginOf(%q) = %v, %v; want %s", path, got, ok, want)
		}
	}
}

func TestPersons(t *testing.T) {
	form := goodForm()
	form.Unborn.Count = 1
	if got := form.Persons(); got != 6 {
		t.Errorf("Persons() = %d, want 6", got)
	}
}

func BenchmarkValidate(b *testing.B) {
	form := goodForm()
	b.ReportAllocs()
	for b.Loop() {
		if len(demand.Validate(&form, setting2011)) > 0 || len(demand.Registrable(&form, setting2011)) > 0 {
			b.Fatal("the good form has a fault")
		}
	}
}

// Ten faults of an ordinary kind, in five chapters.
func BenchmarkValidateTenFaults(b *testing.B) {
	form := goodForm()
	wanted := []string{
		"applicant.civility", "co_holders[0].link", "dependants[1].kinship", "custody[0].arrangement", "applicant.sex", "applicant.email",
		"wanted.places[1].commune", "persons_to_house", "applicant.received[0].monthly", "applicant.income.year_minus_2",
	}
	for i := range broken {
		if slices.Contains(wanted, broken[i].path) {
			broken[i].breakIt(&form)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if n := len(demand.Validate(&form, setting2011)); n != 10 {
			b.Fatal(n, "faults")
		}
	}
}
