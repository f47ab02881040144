package household_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/household"
)

// seen is what a case leads to, in short: category and extra persons, zone, then
// each financing with its ceiling and its verdict.
func seen(c *household.Case) string {
	a := household.Assess(c, household.Published())
	if a.Faults.Blocking() {
		return "refused " + a.Faults.Codes()
	}
	out := fmt.Sprintf("%d+%d %s", a.Category.Number, a.Category.Extra, a.Zone)
	for _, e := range a.Financings {
		amount := e.Ceiling.Unknown
		if e.Ceiling.Known() {
			amount = e.Ceiling.Amount.String()
		}
		out += fmt.Sprintf(" %s:%s:%s", e.Financing, amount, e.Verdict)
	}
	return out
}

// Answers worked out by hand from the list of categories and the annexes of the
// arrêtés.
func TestCasesByHand(t *testing.T) {
	for _, c := range []struct{ name, given, want string }{
		{"last day of 2017", `{"date":"2017-12-31","commune":"21231","adults":[{"age":40}],"incomes":{"2015":11067}}`,
			"1+0 autres_regions PLAI:11067:yes PLUS:20123:yes PLS:26160:yes"},
		{"first day of 2018, another N-2", `{"date":"2018-01-01","commune":"21231","adults":[{"age":40}],"incomes":{"2015":11067}}`,
			"1+0 autres_regions PLAI:11167:unknown PLUS:20304:unknown PLS:26395:unknown"},
		{"first day of the table, no PLAI yet", `{"date":"2008-01-01","zone":"ile_de_france","adults":[{"age":40}],"incomes":{"2006":23553}}`,
			"1+0 ile_de_france PLAI:FOY-PLF-02:unknown PLUS:23553:yes PLS:30619:yes"},
		{"31 May 2009", `{"date":"2009-05-31","zone":"autres_regions","adults":[{"age":40}],"incomes":{"2007":18955.01}}`,
			"1+0 autres_regions PLAI:FOY-PLF-02:unknown PLUS:20477:yes PLS:26620:yes"},
		{"1 June 2009", `{"date":"2009-06-01","zone":"autres_regions","adults":[{"age":40}],"incomes":{"2007":18955.01}}`,
			"1+0 autres_regions PLAI:FOY-PLF-02:unknown PLUS:18955:no PLS:24642:yes"},
		{"the day before the table", `{"date":"2007-12-31","zone":"autres_regions","adults":[{"age":40}],"incomes":{"2005":1}}`,
			"1+0 autres_regions PLAI:FOY-PLF-02:unknown PLUS:FOY-PLF-02:unknown PLS:FOY-PLF-02:unknown"},
		{"last day of the table", `{"date":"2026-12-31","commune":"21231","adults":[{"age":40},{"age":41}],"incomes":{"2024":31254}}`,
			"2+0 autres_regions PLAI:18753:no PLUS:31254:yes PLS:40630:yes"},
		{"the day after", `{"date":"2027-01-01","commune":"21231","adults":[{"age":40},{"age":41}],"incomes":{"2025":31254}}`,
			"2+0 autres_regions PLAI:FOY-PLF-01:unknown PLUS:FOY-PLF-01:unknown PLS:FOY-PLF-01:unknown"},
		{"one cent above", `{"date":"2026-12-31","commune":"21231","adults":[{"age":40},{"age":41}],"incomes":{"2024":31254.01}}`,
			"2+0 autres_regions PLAI:18753:no PLUS:31254:no PLS:40630:yes"},
		{"a couple of 55 in Paris", `{"date":"2018-06-01","commune":"75120","adults":[{"age":29},{"age":26}],"couple":true,"incomes":{"2016":27452}}`,
			"3+0 paris_communes_limitrophes PLAI:27452:yes PLUS:45755:yes PLS:59482:yes"},
		{"a couple of 56 in Paris", `{"date":"2018-06-01","commune":"75101","adults":[{"age":29},{"age":27}],"couple":true,"incomes":{"2016":27452}}`,
			"2+0 paris_communes_limitrophes PLAI:20943:no PLUS:34904:yes PLS:45375:yes"},
		{"one person disabled", `{"date":"2018-06-01","zone":"ile_de_france","adults":[{"age":60,"disabled":true}],"incomes":{"2016":20943}}`,
			"2+0 ile_de_france PLAI:20943:yes PLUS:34904:yes PLS:45375:yes"},
		{"two disabled are lifted once", `{"date":"2018-06-01","zone":"ile_de_france","adults":[{"age":60,"disabled":true},{"age":61,"disabled":true}],"couple":true,"incomes":{"2016":25174}}`,
			"3+0 ile_de_france PLAI:25174:yes PLUS:41957:yes PLS:54544:yes"},
		{"a disabled child of a couple", `{"date":"2018-06-01","zone":"ile_de_france","adults":[{"age":40},{"age":41}],"couple":true,"dependants":[{"age":9,"disabled":true}],"incomes":{"2016":1}}`,
			"4+0 ile_de_france PLAI:27641:yes PLUS:50257:yes PLS:65334:yes"},
		{"a disabled child of one alone: once only", `{"date":"2018-06-01","zone":"ile_de_france","adults":[{"age":40}],"dependants":[{"age":9,"disabled":true}],"incomes":{"2016":1}}`,
			"3+0 ile_de_france PLAI:25174:yes PLUS:41957:yes PLS:54544:yes"},
		{"three adults", `{"date":"2018-06-01","zone":"autres_regions","adults":[{"age":40},{"age":41},{"age":19}],"incomes":{"2016":1}}`,
			"3+0 autres_regions PLAI:19565:yes PLUS:32607:yes PLS:42389:yes"},
		{"seven adults and no dependant", `{"date":"2018-06-01","zone":"autres_regions","adults":[{},{},{},{},{},{},{}],"incomes":{"2016":1}}`,
			"6+1 autres_regions PLAI:31906:yes PLUS:58010:yes PLS:75413:yes"},
		{"one alone with five: the sixth person is extra", `{"date":"2026-06-01","zone":"autres_regions","adults":[{"age":40}],"dependants":[{"age":1},{"age":2},{"age":3},{"age":4},{"age":5}],"incomes":{"2024":36775}}`,
			"6+1 autres_regions PLAI:36775:yes PLUS:66866:yes PLS:86926:yes"},
		{"shared custody", `{"date":"2018-01-15","commune":"21231","adults":[{"age":30},{"age":26,"disabled":true}],"couple":true,"dependants":[{"age":12},{"age":8,"custody":"shared"}],"incomes":{"2016":12850,"2017":12700,"2018":11428}}`,
			"5+0 autres_regions PLAI:25470:yes PLUS:46308:yes PLS:60200:yes"},
		{"visiting right before the law", `{"date":"2018-11-24","zone":"autres_regions","adults":[{"age":40},{"age":41}],"dependants":[{"age":8,"custody":"visiting"}],"incomes":{"2016":1}}`,
			"2+0 autres_regions PLAI:16270:yes PLUS:27114:yes PLS:35248:yes"},
		{"overseas", `{"date":"2018-06-01","commune":"97411","adults":[{"age":40}],"incomes":{"2016":13705.5}}`,
			"1+0 outre_mer LLTS:13705:no LLS:18274:yes PLS:FOY-PLF-04:unknown"},
		{"N-1 exactly 10 % lower", `{"date":"2018-06-01","zone":"autres_regions","adults":[{"age":40}],"incomes":{"2016":12407.77,"2017":11166.993}}`,
			"1+0 autres_regions PLAI:11167:yes PLUS:20304:yes PLS:26395:yes"},
		{"N-1 a thousandth above", `{"date":"2018-06-01","zone":"autres_regions","adults":[{"age":40}],"incomes":{"2016":12407.77,"2017":11166.994}}`,
			"1+0 autres_regions PLAI:11167:no PLUS:20304:yes PLS:26395:yes"},
		{"N-2 null is N-2 missing", `{"date":"2018-06-01","zone":"autres_regions","adults":[{"age":40}],"incomes":{"2016":null,"2017":1}}`,
			"1+0 autres_regions PLAI:11167:unknown PLUS:20304:unknown PLS:26395:unknown"},
		{"N-1 null does not replace", `{"date":"2018-06-01","zone":"autres_regions","adults":[{"age":40}],"incomes":{"2016":20000,"2017":null}}`,
			"1+0 autres_regions PLAI:11167:no PLUS:20304:yes PLS:26395:yes"},
		{"1e4 is ten thousand", `{"date":"2018-06-01","zone":"autres_regions","adults":[{"age":40}],"incomes":{"2016":1e4}}`,
			"1+0 autres_regions PLAI:11167:yes PLUS:20304:yes PLS:26395:yes"},
		{"no place: the category all the same", `{"date":"2018-06-01","adults":[{"age":40}],"dependants":[{"age":1}],"incomes":{"2016":1}}`,
			"3+0  PLAI:FOY-SAI-08:unknown PLUS:FOY-SAI-08:unknown PLS:FOY-SAI-08:unknown"},
		{"the old commune of a merged one", `{"date":"2018-06-01","commune":"21513","adults":[{"age":40}],"incomes":{"2016":11168}}`,
			"1+0 autres_regions PLAI:11167:no PLUS:20304:yes PLS:26395:yes"},
		{"a collectivity without these ceilings", `{"date":"2018-06-01","commune":"97501","adults":[{"age":40}]}`, "refused FOY-PLF-06"},
		{"nothing", `{}`, "refused FOY-SAI-03 FOY-SAI-02 FOY-SAI-08"},
	} {
		given := read(t, c.given)
		if diff := cmp.Diff(c.want, seen(&given)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestDecodeIsStrict(t *testing.T) {
	for _, c := range []struct{ given, want string }{
		{`{"date":"2018-02-30"}`, "FOY-SAI-12 date"},
		{`{"date":"01/03/2018"}`, "FOY-SAI-12 date"},
		{`{"date":20180301}`, "FOY-SAI-01 date"},
		{`{"Couple":true}`, "FOY-SAI-10 Couple"},
		{`{"dependents":[],"own_income":{}}`, "FOY-SAI-10 dependents, FOY-SAI-10 own_income"},
		{`{"couples":true,"adults":[{"age":30,"name":"Zzyzx"}]}`, "FOY-SAI-10 ?, FOY-SAI-10 adults[0].?"},
		{`{"adults":[{"Zzyzx Berthe":1}]}`, "FOY-SAI-10 adults[0].?"},
		{`{"adults":[{"age":30}],"adults":[{"disabled":true}]}`, "FOY-SAI-11 adults"},
		{`{"dependants":[{"age":3},{"age":4,"age":5}]}`, "FOY-SAI-11 dependants[1].age"},
		{`{"incomes":{"2016":1,"2016":2}}`, "FOY-SAI-11 incomes.2016"},
		{`{"incomes":{"deux":1}}`, "FOY-SAI-10 incomes.?"},
		{`{"incomes":{"16":1}}`, "FOY-SAI-10 incomes.?"},
		{`{"incomes":{"2016":"12 850,50"}}`, "FOY-SAI-05 incomes.2016"},
		{`{"own_incomes":{"2016":true}}`, "FOY-SAI-05 own_incomes.2016"},
		{`{"adults":[{"age":30.5}]}`, "FOY-SAI-01 adults.age"},
		{`{"adults":[{"age":1e3}]}`, "FOY-SAI-01 adults.age"},
		{`{"adults":{"age":30}}`, "FOY-SAI-01 adults"},
		{`{"incomes":[1]}`, "FOY-SAI-01 incomes"},
		{`{"unborn":99999999999999999999}`, "FOY-SAI-01 unborn"},
		{`null`, "FOY-SAI-01 "}, {`[]`, "FOY-SAI-01 "}, {``, "FOY-SAI-01 "}, {`{"date":"2018-01-01"} {}`, "FOY-SAI-01 "}, {`{"date"`, "FOY-SAI-01 "},
		{strings.Repeat(`{"adults":[`, 5000), "FOY-SAI-10 adults[0].adults"},
	} {
		_, faults := household.Decode([]byte(c.given))
		var got []string
		for _, f := range faults {
			got = append(got, f.Code+" "+f.Path)
		}
		if len(got) > 3 {
			got = got[:1]
		}
		if strings.Join(got, ", ") != c.want || len(faults) > 0 && !faults.Blocking() {
			t.Errorf("%.60s: %v, want %s", c.given, got, c.want)
		}
	}
}

func TestImplausibleValuesAreRefused(t *testing.T) {
	for _, c := range []struct{ given, want string }{
		{`"adults":[{"age":-1}]`, "refused FOY-SAI-04"},
		{`"adults":[{"age":131}],"dependants":[{"age":-2}]`, "refused FOY-SAI-04 FOY-SAI-04"},
		{`"adults":[{"age":40}],"incomes":{"2016":-0.01}`, "refused FOY-SAI-05"},
		{`"adults":[{"age":40}],"incomes":{"2016":1e999}`, "refused FOY-SAI-05"},
		{`"adults":[{"age":40}],"incomes":{"2016":99999999999999999999999}`, "refused FOY-SAI-05"},
		{`"adults":[{"age":40}],"unborn":-1`, "refused FOY-SAI-07"},
		{`"adults":[{"age":40}],"commune":"75056"`, "refused FOY-SAI-09"},
	} {
		given := read(t, `{"date":"2018-06-01","zone":"autres_regions",`+c.given+`}`)
		if got := seen(&given); got != c.want {
			t.Errorf("%s: %s, want %s", c.given, got, c.want)
		}
	}
}

// Every district and every commune of the list is in the Paris zone.
func TestZonesAtTheirEdges(t *testing.T) {
	for n := 1; n <= 20; n++ {
		if z, ok := household.ZoneOf(fmt.Sprintf("751%02d", n)); !ok || z != household.ZoneParis {
			t.Errorf("district %d of Paris: %s", n, z)
		}
	}
	for code, want := range map[string]household.Zone{
		"69123": household.ZoneOther, "69389": household.ZoneOther, "13216": household.ZoneOther, "2B033": household.ZoneOther,
		"93066": household.ZoneParis, "94080": household.ZoneParis, "92026": household.ZoneIDF, "95018": household.ZoneIDF,
		"97105": household.ZoneOverseas, "97209": household.ZoneOverseas, "97302": household.ZoneOverseas, "97801": household.ZoneOverseas,
		"75121": "", "75100": "", "69390": "", "13217": "", "97701": "", "98735": "", "99100": "", "20004": "", "2C004": "", "0": "", "212311": "",
	} {
		if got, ok := household.ZoneOf(code); got != want || ok != (want != "") {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}

func TestRatios(t *testing.T) {
	c := read(t, `{"date":"2026-06-01","zone":"autres_regions","adults":[{"age":40}],"incomes":{"2024":23060,"2025":20000,"2026":11701.5,"2027":5}}`)
	var got []string
	for _, r := range household.Ratios(&c, household.Published(), household.PLUS) {
		got = append(got, fmt.Sprint(r.Year, " ", r.Income.Decimal, " ", r.Ceiling.Amount, " ", r.Ceiling.From, " ", r.Ceiling.Unknown, " ", r.Percent.Decimal))
	}
	want := []string{"2024 23060 22642 2024-01-01  101.85", "2025 20000 23201 2025-01-01  86.2", "2026 11701.5 23403 2026-01-01  50", "2027 5 0  FOY-PLF-01 0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if r := household.Ratios(&household.Case{Date: demand.MustDate("2026-06-01"), Adults: make([]household.Adult, 1)}, household.Published(), household.PLUS); r[0].Ceiling.Unknown != "FOY-SAI-08" || r[0].Percent.Valid {
		t.Errorf("%+v", r[0])
	}
}

// No rounding decides the first quartile: a hundredth of a euro is enough.
func TestFirstQuartileIsExact(t *testing.T) {
	limit := household.Threshold{Amount: euros("8500"), From: demand.MustDate("2024-01-01"), To: demand.MustDate("2024-12-31"), Act: "arrêté fictif"}
	c := household.Case{Date: demand.MustDate("2024-05-01"), Adults: make([]household.Adult, 2), Dependants: []household.Dependant{{Age: 14}, {Age: 13}},
		Incomes: household.Incomes{2022: euros("19550.01")}} // 8500.004... a unit: 8500.00 once rounded
	if got, _ := household.FirstQuartile(&c, limit); got != household.NotEligible {
		t.Errorf("a cent above: %s", got)
	}
	if perUnit, ok := household.IncomePerUnit(&c); !ok || !perUnit.Equal(euros("8500")) {
		t.Errorf("shown: %s", perUnit)
	}
}

// A child born after the day judged is a child to be born that day.
func TestFromFormOnAnEarlierDay(t *testing.T) {
	form := demand.Form{Applicant: demand.Person{BirthDate: demand.MustDate("1990-01-01")},
		Dependants:   []demand.Dependant{{BirthDate: demand.MustDate("2018-06-01")}, {}},
		Disabilities: []demand.Disability{{Person: "applicant"}}}
	for day, want := range map[string][2]int{"2018-05-31": {1, 1}, "2018-06-01": {2, 0}} {
		c, faults := household.FromForm(&form, "21231", demand.MustDate(day))
		if len(c.Dependants) != want[0] || c.Unborn != want[1] {
			t.Errorf("%s: %d dependants, %d to be born", day, len(c.Dependants), c.Unborn)
		}
		if !faults.Has("FOY-SAI-14") || faults.Blocking() {
			t.Errorf("the card is to be said: %v", faults)
		}
	}
}

func ExampleTable_With() {
	next, err := household.Published().With(household.Row{
		Financing: household.PLUS, Zone: household.ZoneOther, From: demand.MustDate("2027-01-01"),
		Amounts: [6]int{23500, 31400, 37700, 45500, 53600, 60400}, Extra: 6800, // figures made up
		Act: "arrêté fictif du 20 décembre 2026",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	day := demand.MustDate("2027-06-01")
	fmt.Println(household.Published().Ceiling(household.PLUS, household.ZoneOther, 6, 1, day).Unknown)
	c := next.Ceiling(household.PLUS, household.ZoneOther, 6, 1, day)
	fmt.Println(c.Amount, c.Act, c.Status)
	// Output:
	// FOY-PLF-01
	// 67200 arrêté fictif du 20 décembre 2026 supplied
}

// The ends of the calendar and an empty case are answered, never a panic.
func TestEndsOfTheCalendar(t *testing.T) {
	for _, day := range []string{"", "0001-01-01", "0002-03-01", "9999-12-31"} {
		c := household.Case{Date: demand.MustDate(day), Zone: household.ZoneOther, Adults: make([]household.Adult, 1)}
		for _, r := range household.Ratios(&c, household.Published(), household.PLUS) {
			if r.Ceiling.Known() {
				t.Errorf("%s: %+v", day, r)
			}
		}
		if a := household.Assess(&c, household.Published()); !a.Faults.Blocking() && a.Financings[0].Verdict != household.Unknown {
			t.Errorf("%s: %+v", day, a)
		}
	}
	household.Assess(&household.Case{}, household.Published())
}
