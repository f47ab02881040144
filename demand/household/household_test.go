package household_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/household"
)

func euros(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func read(t *testing.T, text string) household.Case {
	t.Helper()
	c, faults := household.Decode([]byte(text))
	if len(faults) > 0 {
		t.Fatalf("%s: %v", text, faults)
	}
	return c
}

// spoken gathers the codes of every rule that had a say.
func spoken(text string) []string {
	c, faults := household.Decode([]byte(text))
	var codes []string
	for _, f := range faults {
		codes = append(codes, f.Code)
	}
	a := household.Assess(&c, household.Published())
	for _, f := range a.Faults {
		codes = append(codes, f.Code)
	}
	codes = append(codes, a.Category.Rule, a.Income.Rule, a.Income.Unknown)
	for _, e := range a.Financings {
		codes = append(codes, e.Rule)
	}
	return codes
}

// spokenOf is spoken for the rules whose example is not a case.
func spokenOf(t *testing.T, code, text string) []string {
	day := demand.ExampleDay
	switch code {
	case "FOY-REV-04", "FOY-SAI-13", "FOY-SAI-14":
		f, faults := demand.DecodeForm([]byte(text))
		if len(faults) > 0 {
			t.Fatalf("%s: %v", code, faults)
		}
		_, faults = household.FromForm(&f, "21231", day)
		return strings.Fields(faults.Codes())
	case "FOY-PLF-03", "FOY-PLF-05":
		var f, z, d string
		var category, extra int
		if _, err := fmt.Sscan(text, &f, &z, &category, &extra, &d); err != nil {
			t.Fatal(err)
		}
		return []string{household.Published().Ceiling(household.Financing(f), household.Zone(z), category, extra, demand.MustDate(d)).Unknown}
	case "FOY-QUA-01", "FOY-QUA-02":
		var limit household.Threshold
		if err := json.Unmarshal([]byte(text), &limit); err != nil || limit.From.IsZero() {
			t.Fatal(err)
		}
		_, said := household.FirstQuartile(&household.Case{Date: day, Adults: make([]household.Adult, 1), Incomes: household.Incomes{2024: euros("8500")}}, limit)
		return []string{said}
	}
	return spoken(text)
}

func TestRulesBehaveAsTheirExamples(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range household.Rules() {
		if seen[r.Code] {
			t.Errorf("%s: given twice", r.Code)
		}
		seen[r.Code] = true
		if r.Accepts == "" || r.Refuses == "" {
			t.Errorf("%s: has no example", r.Code)
			continue
		}
		if got := spokenOf(t, r.Code, string(r.Accepts)); slices.Contains(got, r.Code) {
			t.Errorf("%s: speaks on its accepting example: %v", r.Code, got)
		}
		if got := spokenOf(t, r.Code, string(r.Refuses)); !slices.Contains(got, r.Code) {
			t.Errorf("%s: is silent on its refusing example: %v", r.Code, got)
		}
	}
	if _, err := demand.NewRulebook(household.Rules()); err != nil {
		t.Error(err)
	}
}

func TestCategory(t *testing.T) {
	for _, c := range []struct {
		name, given string
		want        household.Category
	}{
		{"one person", `"adults":[{"age":30}]`, household.Category{Number: 1, Persons: 1, Rule: "FOY-CAT-01"}},
		{"one disabled person", `"adults":[{"age":30,"disabled":true}]`, household.Category{Number: 2, Persons: 1, Rule: "FOY-CAT-04"}},
		{"a couple of 56 years together", `"adults":[{"age":30},{"age":26}],"couple":true`, household.Category{Number: 2, Persons: 2, Rule: "FOY-CAT-01"}},
		{"a couple of 55 years together", `"adults":[{"age":30},{"age":25}],"couple":true`, household.Category{Number: 3, Persons: 2, Rule: "FOY-CAT-03"}},
		{"a couple of unknown ages", `"adults":[{},{"age":25}],"couple":true`, household.Category{Number: 2, Persons: 2, Rule: "FOY-CAT-01"}},
		{"two young co-tenants", `"adults":[{"age":30},{"age":25}]`, household.Category{Number: 2, Persons: 2, Rule: "FOY-CAT-01"}},
		{"a disabled couple", `"adults":[{"age":60,"disabled":true},{"age":61,"disabled":true}],"couple":true`, household.Category{Number: 3, Persons: 2, Rule: "FOY-CAT-04"}},
		{"a young couple, one disabled", `"adults":[{"age":20,"disabled":true},{"age":21}],"couple":true`, household.Category{Number: 3, Persons: 2, Rule: "FOY-CAT-03"}},
		{"a young couple with a child", `"adults":[{"age":20},{"age":21}],"couple":true,"dependants":[{"age":1}]`, household.Category{Number: 3, Persons: 3, Rule: "FOY-CAT-01"}},
		{"three adults", `"adults":[{"age":20},{"age":21},{"age":22}]`, household.Category{Number: 3, Persons: 3, Rule: "FOY-CAT-01"}},
		{"one and one", `"adults":[{"age":30}],"dependants":[{"age":1}]`, household.Category{Number: 3, Persons: 2, Rule: "FOY-CAT-02"}},
		{"one disabled and one: no double lift", `"adults":[{"age":30,"disabled":true}],"dependants":[{"age":1}]`, household.Category{Number: 3, Persons: 2, Rule: "FOY-CAT-02"}},
		{"one and a disabled one", `"adults":[{"age":30}],"dependants":[{"age":1,"disabled":true}]`, household.Category{Number: 3, Persons: 2, Rule: "FOY-CAT-02"}},
		{"one and four", `"adults":[{"age":30}],"dependants":[{"age":1},{"age":2},{"age":3},{"age":4}]`, household.Category{Number: 6, Persons: 5, Rule: "FOY-CAT-02"}},
		{"one and five", `"adults":[{"age":30}],"dependants":[{"age":1},{"age":2},{"age":3},{"age":4},{"age":5}]`, household.Category{Number: 6, Extra: 1, Persons: 6, Rule: "FOY-CAT-06"}},
		{"one and six", `"adults":[{"age":30}],"dependants":[{"age":1},{"age":2},{"age":3},{"age":4},{"age":5},{"age":6}]`, household.Category{Number: 6, Extra: 2, Persons: 7, Rule: "FOY-CAT-06"}},
		{"five, one disabled", `"adults":[{"age":30},{"age":31}],"dependants":[{"age":1},{"age":2},{"age":3,"disabled":true}]`, household.Category{Number: 6, Persons: 5, Rule: "FOY-CAT-04"}},
		{"six, one disabled", `"adults":[{"age":30},{"age":31}],"dependants":[{"age":1},{"age":2},{"age":3,"disabled":true},{"age":4}]`, household.Category{Number: 6, Persons: 6, Rule: "FOY-CAT-01"}},
		{"eight", `"adults":[{"age":30},{"age":31}],"dependants":[{"age":1},{"age":2},{"age":3},{"age":4},{"age":5},{"age":6}]`, household.Category{Number: 6, Extra: 2, Persons: 8, Rule: "FOY-CAT-05"}},
		{"shared custody counts", `"adults":[{"age":30},{"age":31}],"couple":true,"dependants":[{"age":8,"custody":"shared"}]`, household.Category{Number: 3, Persons: 3, Rule: "FOY-CAT-01"}},
		{"visiting right counts since 2018", `"adults":[{"age":40}],"dependants":[{"age":8,"custody":"visiting"}]`, household.Category{Number: 3, Persons: 2, Rule: "FOY-CAT-02"}},
		{"unborn children do not count yet", `"adults":[{"age":40}],"unborn":1`, household.Category{Number: 1, Persons: 1, Rule: "FOY-CAT-01"}},
	} {
		given := read(t, `{"date":"2020-06-01","zone":"autres_regions",`+c.given+`}`)
		if got := household.CategoryOf(&given); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestVisitingRightIsDated(t *testing.T) {
	for day, want := range map[string]int{"2018-11-24": 1, "2018-11-25": 3} {
		c := read(t, `{"date":"`+day+`","zone":"autres_regions","adults":[{"age":40}],"dependants":[{"age":8,"custody":"visiting"}]}`)
		if got := household.CategoryOf(&c).Number; got != want {
			t.Errorf("%s: category %d, want %d", day, got, want)
		}
	}
}

func TestUnborn(t *testing.T) {
	c := read(t, `{"date":"2020-06-01","zone":"autres_regions","adults":[{"age":40}],"unborn":2}`)
	a := household.Assess(&c, household.Published())
	if a.WithUnborn == nil || a.WithUnborn.Number != 4 || a.Category.Number != 1 {
		t.Errorf("now %+v, then %+v; want category 1, then 4", a.Category, a.WithUnborn)
	}
	if len(c.Dependants) != 0 {
		t.Error("the case was modified")
	}
}

// Properties: one more person never lowers the category nor the ceiling.
func TestMorePersonsNeverLowerTheCeiling(t *testing.T) {
	day := demand.MustDate("2026-03-01")
	for adults := 1; adults <= 4; adults++ {
		for _, disabled := range []bool{false, true} {
			last := decimal.Zero
			for dependants := range 9 {
				c := household.Case{Date: day, Zone: household.ZoneOther, Adults: make([]household.Adult, adults), Dependants: make([]household.Dependant, dependants)}
				c.Adults[0].Disabled = disabled
				k := household.CategoryOf(&c)
				got := household.Published().Ceiling(household.PLUS, c.Zone, k.Number, k.Extra, day)
				if !got.Known() || got.Amount.LessThan(last) {
					t.Errorf("%d adults, %d dependants: %v after %v (%+v)", adults, dependants, got.Amount, last, k)
				}
				last = got.Amount
			}
		}
	}
}

func TestZoneOf(t *testing.T) {
	for code, want := range map[string]household.Zone{
		"75056": household.ZoneParis, "75113": household.ZoneParis, "92012": household.ZoneParis, "93006": household.ZoneParis,
		"93008": household.ZoneIDF, "94058": household.ZoneIDF, "78646": household.ZoneIDF, "93059": household.ZoneIDF,
		"13055": household.ZoneOther, "69381": household.ZoneOther, "2A004": household.ZoneOther, "21231": household.ZoneOther,
		"01039": household.ZoneOther, "97411": household.ZoneOverseas, "97611": household.ZoneOverseas,
		"99999": "", "": "", "7": "", "2A": "", "75": "", "97501": "", "98818": "",
	} {
		got, ok := household.ZoneOf(code)
		if got != want || ok != (want != "") {
			t.Errorf("%q: %q %v, want %q", code, got, ok, want)
		}
	}
}

func TestCeiling(t *testing.T) {
	for _, c := range []struct {
		financing       household.Financing
		zone            household.Zone
		category, extra int
		day             string
		want            string
		status          household.Status
	}{
		{household.PLAI, household.ZoneParis, 6, 2, "2017-06-01", "48752", household.Official},
		{household.PLAI, household.ZoneParis, 2, 0, "2022-01-01", "21805", household.Corrected},
		{household.PLUS, household.ZoneOther, 4, 0, "2026-12-31", "45374", household.Official},
		{household.PLS, household.ZoneOther, 1, 0, "2009-05-31", "26620", household.Computed},
		{household.PLS, household.ZoneOther, 1, 0, "2009-06-01", "24642", household.Computed},
		{household.LLS, household.ZoneOverseas, 1, 0, "2026-01-01", "21063", household.Computed},
		{household.PLAI, household.ZoneOther, 1, 0, "2012-05-01", "10678", household.Confirmed},
		{household.PLAI, household.ZoneOther, 1, 0, "2010-05-01", "10457", household.Derived},
	} {
		got := household.Published().Ceiling(c.financing, c.zone, c.category, c.extra, demand.MustDate(c.day))
		if got.Unknown != "" || !got.Amount.Equal(euros(c.want)) || got.Status != c.status || got.Act == "" || got.From.IsZero() {
			t.Errorf("%+v: %+v", c, got)
		}
	}
}

func TestCeilingUnknown(t *testing.T) {
	table := household.Published()
	for _, c := range []struct {
		financing       household.Financing
		zone            household.Zone
		category, extra int
		day, want       string
	}{
		{household.PLUS, household.ZoneOther, 1, 0, "2027-01-01", "FOY-PLF-01"},
		{household.LLS, household.ZoneOverseas, 1, 0, "2030-01-01", "FOY-PLF-01"},
		{household.PLUS, household.ZoneOther, 1, 0, "2007-12-31", "FOY-PLF-02"},
		{household.PLAI, household.ZoneOther, 1, 0, "2009-12-31", "FOY-PLF-02"},
		{household.PLUS, household.ZoneOther, 1, 0, "", "FOY-PLF-02"},
		{household.PLUS, household.ZoneOverseas, 1, 0, "2020-01-01", "FOY-PLF-03"},
		{household.LLS, household.ZoneOther, 1, 0, "2020-01-01", "FOY-PLF-03"},
		{"PTZ", household.ZoneOther, 1, 0, "2020-01-01", "FOY-PLF-03"},
		{household.PLS, household.ZoneOverseas, 1, 0, "2020-01-01", "FOY-PLF-04"},
		{household.PLUS, household.ZoneOther, 0, 0, "2020-01-01", "FOY-PLF-05"},
		{household.PLUS, household.ZoneOther, 7, 0, "2020-01-01", "FOY-PLF-05"},
		{household.PLUS, household.ZoneOther, 5, 1, "2020-01-01", "FOY-PLF-05"},
		{household.PLUS, household.ZoneOther, 6, -1, "2020-01-01", "FOY-PLF-05"},
		{household.PLUS, "lyon", 1, 0, "2020-01-01", "FOY-PLF-06"},
	} {
		if got := table.Ceiling(c.financing, c.zone, c.category, c.extra, demand.MustDate(c.day)); got.Unknown != c.want || got.Known() {
			t.Errorf("%+v: %q, want %q", c, got.Unknown, c.want)
		}
	}
	if got := table.CeilingIn(household.LLS, "97611", 1, 0, demand.MustDate("2014-12-02")); got.Unknown != "FOY-PLF-07" {
		t.Errorf("Mayotte before its date: %+v", got)
	}
	if got := table.CeilingIn(household.PLUS, "99999", 1, 0, demand.MustDate("2020-01-01")); got.Unknown != "FOY-PLF-06" {
		t.Errorf("no such commune: %+v", got)
	}
}

func TestNextYearsTable(t *testing.T) {
	old := household.Published()
	row := household.Row{Financing: household.PLUS, Zone: household.ZoneOther, From: demand.MustDate("2027-01-01"),
		Amounts: [6]int{23500, 31400, 37700, 45500, 53600, 60400}, Extra: 6800, Act: "arrêté fictif du 20 décembre 2026"}
	next, err := old.With(row)
	if err != nil {
		t.Fatal(err)
	}
	day := demand.MustDate("2027-06-01")
	got := next.Ceiling(household.PLUS, household.ZoneOther, 6, 1, day)
	if !got.Amount.Equal(euros("67200")) || got.Status != household.Supplied || got.Act != row.Act {
		t.Errorf("next year: %+v", got)
	}
	if old.Ceiling(household.PLUS, household.ZoneOther, 6, 1, day).Known() {
		t.Error("the table it was made from has changed")
	}
	if last := next.LastDay(household.PLUS, household.ZoneOther); last != demand.MustDate("2027-12-31") {
		t.Errorf("last day %s", last)
	}
	if _, err := old.With(household.Row{}, row, household.Row{Financing: household.PLUS, Zone: "lyon"}); err == nil ||
		!strings.Contains(err.Error(), "row 1") || !strings.Contains(err.Error(), "row 3") {
		t.Errorf("bad rows: %v", err)
	}
	for name, spoil := range map[string]func(r *household.Row){
		"first day": func(r *household.Row) { r.From = demand.Date{} },
		"act":       func(r *household.Row) { r.Act = "" },
		"extra":     func(r *household.Row) { r.Extra = 0 },
		"amount":    func(r *household.Row) { r.Amounts[3] = 1 },
	} {
		bad := row
		spoil(&bad)
		if _, err := old.With(bad); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	replaced, err := next.With(household.Row{Financing: row.Financing, Zone: row.Zone, From: row.From, Amounts: row.Amounts, Extra: 7000, Act: row.Act})
	if err != nil || !replaced.Ceiling(household.PLUS, household.ZoneOther, 6, 1, day).Amount.Equal(euros("67400")) {
		t.Errorf("a row of the same day replaces: %v", err)
	}
}

func TestIncome(t *testing.T) {
	for _, c := range []struct {
		name, given string
		year        int
		rule        string
	}{
		{"N-2", `"incomes":{"2016":20000,"2017":19000}`, 2016, "FOY-REV-01"},
		{"exactly 10 % lower", `"incomes":{"2016":20000,"2017":18000}`, 2017, "FOY-REV-02"},
		{"one cent too much", `"incomes":{"2016":20000,"2017":"18000.01"}`, 2016, "FOY-REV-01"},
		{"last twelve months", `"incomes":{"2016":12850,"2017":12700,"2018":11428}`, 2018, "FOY-REV-02"},
		{"the lower of two", `"incomes":{"2016":20000,"2017":10000,"2018":12000}`, 2017, "FOY-REV-02"},
		{"zero of zero is N-2", `"incomes":{"2016":0,"2017":0}`, 2016, "FOY-REV-01"},
		{"own income alone", `"apart":"protection_order","incomes":{"2016":50000},"own_incomes":{"2016":9000}`, 2016, "FOY-REV-01"},
		{"own income of one person", `"apart":"divorce","incomes":{"2016":9000}`, 2016, "FOY-REV-01"},
	} {
		given := read(t, `{"date":"2018-01-15","zone":"autres_regions","adults":[{"age":30}],`+c.given+`}`)
		got := household.IncomeOf(&given)
		if !got.Known() || got.Year != c.year || got.Rule != c.rule || got.Apart != (given.Apart != "") {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

func TestUnknownIsNeverARefusal(t *testing.T) {
	for name, given := range map[string]string{
		"no income":      `{"date":"2018-01-15","zone":"autres_regions","adults":[{"age":30}]}`,
		"past the table": `{"date":"2028-01-15","zone":"autres_regions","adults":[{"age":30}],"incomes":{"2026":1}}`,
		"only N-1":       `{"date":"2018-01-15","zone":"autres_regions","adults":[{"age":30}],"incomes":{"2017":1}}`,
	} {
		c := read(t, given)
		for _, e := range household.Assess(&c, household.Published()).Financings {
			if e.Verdict != household.Unknown || e.Rule == "" {
				t.Errorf("%s: %+v", name, e)
			}
		}
	}
}

func TestPercentAndBands(t *testing.T) {
	for _, c := range []struct {
		income, percent string
		band            household.Band
	}{
		{"0", "0", household.UpTo60}, {"14041.80", "60", household.UpTo60}, {"14041.81", "60", household.UpTo100},
		{"23403", "100", household.UpTo100}, {"23403.01", "100", household.UpTo120}, {"28083.60", "120", household.UpTo120}, {"28083.61", "120", household.Beyond120},
	} {
		plus := euros("23403")
		if got := household.Percent(euros(c.income), plus); !got.Equal(euros(c.percent)) {
			t.Errorf("%s: %s %%", c.income, got)
		}
		if got := household.BandOf(euros(c.income), plus); got != c.band {
			t.Errorf("%s: %s", c.income, got)
		}
	}
	if !household.Percent(euros("1"), decimal.Zero).IsZero() {
		t.Error("a ceiling of zero")
	}
}

func TestFirstQuartile(t *testing.T) {
	limit := household.Threshold{Amount: euros("8500"), From: demand.MustDate("2024-01-01"), To: demand.MustDate("2024-12-31"), Act: "arrêté fictif"}
	family := `"adults":[{"age":40},{"age":41}],"couple":true,"dependants":[{"age":14},{"age":13}]` // 2.3 units
	for _, c := range []struct {
		day, incomes string
		want         household.Verdict
		code         string
	}{
		{"2024-05-01", `"incomes":{"2022":19550}`, household.Eligible, "FOY-QUA-01"},
		{"2024-05-01", `"incomes":{"2022":19550.02}`, household.NotEligible, "FOY-QUA-01"},
		{"2025-01-01", `"incomes":{"2023":100}`, household.Unknown, "FOY-QUA-02"},
		{"2024-05-01", `"unborn":0`, household.Unknown, "FOY-REV-03"},
	} {
		given := read(t, `{"date":"`+c.day+`","zone":"autres_regions",`+family+`,`+c.incomes+`}`)
		if got, code := household.FirstQuartile(&given, limit); got != c.want || code != c.code {
			t.Errorf("%s %s: %s %s", c.day, c.incomes, got, code)
		}
	}
	empty := household.Case{Date: demand.MustDate("2024-05-01"), Incomes: map[int]decimal.Decimal{2022: euros("1")}}
	if got, code := household.FirstQuartile(&empty, limit); got != household.Unknown || code != "FOY-SAI-02" {
		t.Errorf("nobody: %s %s", got, code)
	}
}

func TestFromForm(t *testing.T) {
	amount := func(s string) decimal.NullDecimal { return decimal.NewNullDecimal(euros(s)) }
	form := demand.Form{
		DepositedOn: demand.MustDate("2018-01-10"),
		Applicant: demand.Person{BirthDate: demand.MustDate("1988-01-16"), Income: demand.Income{YearMinus1: 2017, AmountMinus1: amount("9000"),
			YearMinus2: 2016, AmountMinus2: amount("10000")}},
		CoHolders:  []demand.CoHolder{{Link: demand.CoHolderLinkP, Person: demand.Person{BirthDate: demand.MustDate("1991-05-05"), Income: demand.Income{YearMinus2: 2016, AmountMinus2: amount("5000.50")}}}},
		Dependants: []demand.Dependant{{BirthDate: demand.MustDate("2016-02-01")}},
		Custody:    []demand.CustodyChild{{BirthDate: demand.MustDate("2010-02-01"), Arrangement: demand.CoParentingD}, {Arrangement: demand.CoParentingG}},
		Unborn:     demand.Unborn{Count: 1},
	}
	c, faults := household.FromForm(&form, "21231", demand.MustDate("2018-01-15"))
	if c.Adults[0].Age != 29 || !c.Couple || len(c.Dependants) != 3 || c.Dependants[0].Age != 1 || c.Dependants[1].Custody != household.Visiting || c.Unborn != 1 {
		t.Errorf("case: %+v", c)
	}
	if len(faults) != 1 || faults[0].Code != "FOY-REV-04" || faults[0].Path != "co_holders[0].person.income" || faults[0].Param("year") != "2017" || faults.Blocking() {
		t.Errorf("faults: %v", faults)
	}
	if got := household.IncomeOf(&c); !got.Amount.Equal(euros("15000.50")) || got.Year != 2016 {
		t.Errorf("income: %+v", got)
	}
	c.Apart = household.Divorce
	if got := household.IncomeOf(&c); !got.Amount.Equal(euros("9000")) || got.Year != 2017 { // exactly 10 % lower
		t.Errorf("own income: %+v", got)
	}
	asso := demand.Form{Association: demand.Association{Name: "Toit Provisoire"}}
	if _, faults := household.FromForm(&asso, "21231", demand.MustDate("2018-01-15")); !faults.Has("FOY-SAI-13") {
		t.Errorf("an association has no household: %v", faults)
	}
}

// A few bytes that would take gigabytes once added are refused, at once.
func TestMonstrousIncomeIsRefused(t *testing.T) {
	for _, amount := range []string{"1e9999", "1e-9999", "123456789012345"} {
		c := read(t, `{"date":"2018-01-15","zone":"autres_regions","adults":[{"age":30}],"apart":"divorce","incomes":{"2016":`+amount+`,"2017":1},"own_incomes":{"2016":`+amount+`}}`)
		if got := household.Assess(&c, household.Published()).Faults; len(got) != 2 || got[0].Code != "FOY-SAI-05" || got[1].Path != "own_incomes.2016" {
			t.Errorf("%s: %v", amount, got)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, r := range household.Rules() {
		f.Add([]byte(r.Accepts))
		f.Add([]byte(r.Refuses))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, faults := household.Decode(data)
		if len(faults) > 0 {
			return
		}
		first := fmt.Sprintf("%+v", household.Assess(&c, household.Published()))
		again, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		back, faults := household.Decode(again)
		if len(again) <= household.MaxCaseBytes && len(faults) > 0 {
			t.Fatalf("%s is refused: %v", again, faults)
		}
		if second := fmt.Sprintf("%+v", household.Assess(&back, household.Published())); len(faults) == 0 && stripped(first) != stripped(second) {
			t.Fatalf("%s\n%s", first, second)
		}
	})
}

// stripped leaves out addresses of pointers, which differ from one run to the next.
func stripped(s string) string {
	for {
		i := strings.Index(s, "0x")
		if i < 0 {
			return s
		}
		end := i + 2
		for end < len(s) && strings.ContainsRune("0123456789abcdef", rune(s[end])) {
			end++
		}
		s = s[:i] + s[end:]
	}
}

func BenchmarkCategoryAndThreeCeilings(b *testing.B) {
	c := household.Case{Date: demand.MustDate("2026-03-01"), Zone: household.ZoneOther, Adults: []household.Adult{{Age: 40}, {Age: 38}}, Couple: true,
		Dependants: []household.Dependant{{Age: 12}, {Age: 8}, {Age: 3, Custody: household.Shared}}}
	table := household.Published()
	b.ReportAllocs()
	for b.Loop() {
		k := household.CategoryOf(&c)
		for _, f := range [...]household.Financing{household.PLAI, household.PLUS, household.PLS} {
			if !table.Ceiling(f, c.Zone, k.Number, k.Extra, c.Date).Known() {
				b.Fatal("unknown")
			}
		}
	}
}

func BenchmarkAssess(b *testing.B) {
	c := household.Case{Date: demand.MustDate("2026-03-01"), Commune: "21231", Adults: []household.Adult{{Age: 40}, {Age: 38}}, Couple: true,
		Dependants: []household.Dependant{{Age: 12}, {Age: 8}, {Age: 3}}, Incomes: map[int]decimal.Decimal{2024: euros("32000"), 2025: euros("31000")}}
	table := household.Published()
	b.ReportAllocs()
	for b.Loop() {
		household.Assess(&c, table)
	}
}
