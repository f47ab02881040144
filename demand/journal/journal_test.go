package journal_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

func day(text string) demand.Date { return demand.MustDate(text) }

func at(text string) journal.At { return journal.At{Day: day(text)} }

func moment(text string) journal.Moment {
	m, _ := journal.ParseMoment(text + "T09:00:00Z")
	return m
}

var said = []demand.Origin{{Kind: demand.FromApplicant}}

// event makes an event of the day, entered that day by the desk.
func event(desk string, counter uint64, kind journal.Kind, on string) journal.Event {
	return journal.Event{ID: journal.ID{Origin: desk, Counter: counter}, Demand: "d1", Kind: kind, On: day(on), Entered: moment(on), Author: "a1", Service: desk}
}

// giving adds values said by the applicant.
func giving(e journal.Event, f demand.Form, paths ...string) journal.Event {
	e.Values, e.Origins = &f, said
	set, ok := journal.PathsOf(paths...)
	if !ok {
		panic(paths)
	}
	e.Set = set
	return e
}

func mail(text string) demand.Form { return demand.Form{Applicant: demand.Person{Email: text}} }

func gather(t testing.TB, events ...journal.Event) journal.Journal {
	t.Helper()
	j, faults := journal.New(events...)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return j
}

// tasks are codes no example raises: the states below do.
func TestRulesBehaveAsTheirExamples(t *testing.T) {
	raised := func(text demand.Example) []string {
		j, findings := journal.Decode([]byte(text))
		var codes []string
		for _, f := range findings {
			codes = append(codes, f.Code)
		}
		for _, f := range j.Check() {
			codes = append(codes, f.Code)
		}
		return codes
	}
	for _, r := range journal.Rules() {
		if strings.HasPrefix(r.Code, "JOU-TAC") {
			continue
		}
		if got := raised(r.Accepts); slices.Contains(got, r.Code) || r.Accepts == "" {
			t.Errorf("%s: raised by its accepting example: %v", r.Code, got)
		}
		if got := raised(r.Refuses); !slices.Contains(got, r.Code) {
			t.Errorf("%s: not raised by its refusing example: %v", r.Code, got)
		}
	}
	if _, err := demand.NewRulebook(journal.Rules()); err != nil {
		t.Error(err)
	}
}

// Every field of the form is set by exactly one path, but those that the events
// themselves give.
func TestPathsCoverTheForm(t *testing.T) {
	byEvent := []string{"number", "former_numbers", "desk", "deposited_on", "renewed_on", "origins"}
	var leaves []string
	names := journal.PathNames()
	var walk func(typ reflect.Type, path string)
	walk = func(typ reflect.Type, path string) {
		for i := range typ.NumField() {
			name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			full := strings.TrimPrefix(path+"."+name, ".")
			switch {
			case slices.Contains(byEvent, full):
			case slices.Contains(names, full):
				leaves = append(leaves, full)
			case typ.Field(i).Type.Kind() == reflect.Struct:
				walk(typ.Field(i).Type, full)
			default:
				t.Errorf("no event can set %s", full)
			}
		}
	}
	walk(reflect.TypeFor[demand.Form](), "")
	if diff := cmp.Diff(leaves, names); diff != "" {
		t.Error(diff)
	}
}

func TestSameIDTwoEvents(t *testing.T) {
	a, b := event("21001", 1, journal.Create, "2015-01-10"), event("21001", 1, journal.Create, "2015-01-10")
	b.Author = "a2"
	for _, events := range [][]journal.Event{{a, b}, {b, a}, {a, b, a, b}} {
		j, faults := journal.New(events...)
		if !faults.Has("JOU-EVE-01") || j.Len() != 1 {
			t.Fatalf("%v", faults)
		}
		for _, e := range j.Events() {
			if e.Author != "a1" {
				t.Error("the one that is kept depends on the order")
			}
		}
	}
}

// random makes a small journal of a few demands, desks and days, so that ties
// and repetitions are frequent.
func random(rng *rand.Rand) []journal.Event {
	kinds := []journal.Kind{journal.Create, journal.Renew, journal.Modify, journal.StrikeOff, journal.Reactivate, journal.Merge, journal.Unmerge, journal.Label, "other"}
	var out []journal.Event
	for i := range 3 + rng.Intn(6) {
		on, _ := demand.NewDate(2015+rng.Intn(2), 1+rng.Intn(12), 1+rng.Intn(3))
		e := journal.Event{ID: journal.ID{Origin: []string{"A", "B"}[rng.Intn(2)], Counter: uint64(i + 1)}, Demand: []string{"d1", "d2"}[rng.Intn(2)],
			Kind: kinds[rng.Intn(len(kinds))], On: on, Entered: journal.Moment(1_420_000_000_000 + int64(rng.Intn(3))), Author: "a", Service: "s", Receipt: []string{"", "r"}[rng.Intn(2)]}
		switch rng.Intn(3) {
		case 0:
			e = giving(e, mail("m"+strconv.Itoa(i)), "applicant.email")
		case 1:
			e = giving(e, demand.Form{PersonsToHouse: i}, "persons_to_house")
		}
		if e.Kind == journal.Merge || e.Kind == journal.Unmerge {
			e.Other, e.Seniority = "d9", demand.MustDate("2011-01-01")
		}
		if rng.Intn(20) == 0 {
			e.ID.Counter = 1 // sometimes the ID of another event
		}
		out = append(out, e)
	}
	return out
}

func ids(j journal.Journal) string {
	var b strings.Builder
	for _, e := range j.Events() {
		fmt.Fprint(&b, e.Demand, e.ID, e.On, e.Kind, e.Receipt, "|")
	}
	return b.String()
}

// Union commutes, associates and forgets repetitions; FICHIER_JOURNALS sets how
// many random journals are tried: a million takes some seven minutes on one core.
func TestUnionLaws(t *testing.T) {
	tries := 8_000
	if n, err := strconv.Atoi(os.Getenv("FICHIER_JOURNALS")); err == nil {
		tries = n
	}
	rng := rand.New(rand.NewSource(3))
	for range tries {
		events := random(rng)
		want, _ := journal.New(events...)
		shuffled := append(slices.Clone(events), events[rng.Intn(len(events))], events[0])
		rng.Shuffle(len(shuffled), func(a, b int) { shuffled[a], shuffled[b] = shuffled[b], shuffled[a] })
		cut := rng.Intn(len(shuffled))
		a, _ := journal.New(shuffled[:cut]...)
		b, _ := journal.New(shuffled[cut:]...)
		c, _ := journal.New(events[rng.Intn(len(events))])
		ab, _ := journal.Union(a, b)
		ba, _ := journal.Union(b, a)
		abc, _ := journal.Union(ab, c)
		bc, _ := journal.Union(b, c)
		grouped, _ := journal.Union(a, bc)
		twice, _ := journal.Union(want, want)
		for name, got := range map[string]journal.Journal{"ab": ab, "ba": ba, "(ab)c": abc, "a(bc)": grouped, "twice": twice} {
			if ids(got) != ids(want) {
				t.Fatalf("%s:\n%s\n%s", name, ids(got), ids(want))
			}
		}
	}
}

// A demand folds the same from any union.
func TestFoldDoesNotDependOnTheOrder(t *testing.T) {
	rng := rand.New(rand.NewSource(4))
	for range 1_000 {
		events := random(rng)
		want, _ := journal.New(events...)
		rng.Shuffle(len(events), func(a, b int) { events[a], events[b] = events[b], events[a] })
		got, _ := journal.New(events...)
		for key := range want.Demands() {
			for _, on := range []string{"2015-06-01", "2016-06-01", "2017-01-01"} {
				a, b := want.Fold(key, at(on)), got.Fold(key, at(on))
				if a.Status != b.Status || a.Seniority != b.Seniority || a.Form.Applicant.Email != b.Form.Applicant.Email || a.Form.PersonsToHouse != b.Form.PersonsToHouse ||
					fmt.Sprint(a.Tasks, a.Conflicts, a.Repeated, a.Merges) != fmt.Sprint(b.Tasks, b.Conflicts, b.Repeated, b.Merges) {
					t.Fatalf("%s on %s: %+v\n%+v", key, on, a, b)
				}
			}
		}
	}
}

func TestRandomJournalsRoundTrip(t *testing.T) {
	rng := rand.New(rand.NewSource(5))
	for range 300 {
		j, _ := journal.New(random(rng)...)
		var b, again bytes.Buffer
		_, _ = j.WriteTo(&b)
		back, _ := journal.Decode(b.Bytes())
		_, _ = back.WriteTo(&again)
		if b.String() != again.String() || back.Len() != j.Len() {
			t.Fatal(cmp.Diff(b.String(), again.String()))
		}
	}
}

func TestMoment(t *testing.T) {
	for _, text := range []string{"2015-06-01T09:00:00Z", "2015-06-01T09:00:00.5+11:00"} {
		m, ok := journal.ParseMoment(text)
		back, ok2 := journal.ParseMoment(m.String())
		if !ok || !ok2 || back != m {
			t.Errorf("%s: %s", text, m)
		}
	}
	if _, ok := journal.ParseMoment("hier"); ok {
		t.Error("yesterday is no moment")
	}
	if journal.MomentOf(time.Date(2015, 6, 1, 9, 0, 0, 0, time.UTC)) != moment("2015-06-01") {
		t.Error("MomentOf")
	}
}

// No fault may quote what a line holds.
func TestFaultsHoldNoPersonalData(t *testing.T) {
	const secret = "SECRETDUPERSONNE"
	for _, line := range []string{
		`{"v":1,"` + secret + `":1}`, `{"v":1,"demand":["` + secret + `"]}`, `{"v":1,"values":{"` + secret + `":1}}`,
		`{"v":1,"secretdupersonne":1}`, `{"v":1,"values":{"secretdupersonne":1}}`, `{"v":1,"values":{"applicant":{"secretdupersonne":1}}}`,
		`{"v":1,"values":{"applicant":{"birth_date":"` + secret + `","` + secret + `":{}}}}`, `{"v":1,"on":"` + secret + `"}`, `{"v":1,"entered":"` + secret + `"}`, secret,
	} {
		_, findings := journal.Decode([]byte(line))
		if len(findings) == 0 {
			t.Errorf("%s: accepted", line)
		}
		for _, f := range findings {
			if strings.Contains(strings.ToUpper(fmt.Sprint(f.Fault, f.Path, f.Params)), secret) {
				t.Errorf("%s quotes it: %v", f.Code, f)
			}
		}
	}
}

// An event is named by its desk and its rank; what is not the code of a desk, or
// is too large for a rank, is not repeated.
func TestFaultsNameTheEvent(t *testing.T) {
	for _, c := range []struct {
		id   journal.ID
		want string
	}{
		{journal.ID{Origin: "21001", Counter: 12}, "21001-12.author"},
		{journal.ID{Origin: "GDPUB", Counter: 9_999_999}, "GDPUB-9999999.author"},
		{journal.ID{Origin: "Zzyzx Anatole", Counter: 3}, "?-3.author"},
		{journal.ID{Origin: "zzyzx", Counter: 3}, "?-3.author"},
		{journal.ID{Origin: "21001", Counter: 639_980_001}, "21001-?.author"},
	} {
		e := event("21001", 1, journal.Create, "2015-01-10")
		e.ID, e.Author, e.Service = c.id, "", ""
		if got := gather(t, e).Check(); len(got) != 1 || got[0].Path != c.want {
			t.Errorf("%v: %v", c.id, got)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, r := range journal.Rules() {
		f.Add([]byte(r.Accepts))
		f.Add([]byte(r.Refuses))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		j, _ := journal.Decode(data)
		var b, again bytes.Buffer
		_, _ = j.WriteTo(&b)
		back, findings := journal.Decode(b.Bytes())
		for _, f := range findings {
			if f.Severity == demand.Blocking {
				t.Fatalf("what was read is refused when written again: %v\n%s", f, b.String())
			}
		}
		_, _ = back.WriteTo(&again)
		if b.String() != again.String() {
			t.Fatalf("%s\n%s", b.String(), again.String())
		}
		j.Check()
		for key := range j.Demands() {
			j.Fold(key, at("2020-01-01"))
		}
	})
}

// twenty is the journal of a demand of five persons over some years.
func twenty() []journal.Event {
	income := demand.Form{Applicant: demand.Person{Income: demand.Income{YearMinus2: 2013, AmountMinus2: decimal.NewNullDecimal(decimal.NewFromInt(12000))}}}
	create := giving(event("21001", 1, journal.Create, "2012-01-10"), demand.Form{
		Applicant: demand.Person{UsedName: "Zzyzx", FirstNames: "Anatole", BirthDate: day("1980-01-01"), Email: "a@example.org"}, PersonsToHouse: 5,
		CoHolders: []demand.CoHolder{{Link: "M"}}, Dependants: make([]demand.Dependant, 3), Reasons: []demand.Reason{{Code: "13"}},
		Wanted: demand.Wanted{Types: []demand.DwellingType{"T4"}, Places: []demand.WantedPlace{{Commune: "21231"}}}},
		"applicant.used_name", "applicant.first_names", "applicant.birth_date", "applicant.email", "persons_to_house", "co_holders", "dependants", "reasons", "wanted.types", "wanted.places")
	events := []journal.Event{create}
	for i := range 4 {
		year := strconv.Itoa(2013 + i)
		r := giving(event("21001", uint64(10+i), journal.Renew, year+"-01-05"), income, "applicant.income")
		r.Receipt = "R" + year
		m := giving(event("21002", uint64(10+i), journal.Modify, year+"-03-05"), mail(year+"@example.org"), "applicant.email")
		events = append(events, r, m)
	}
	for i := range 11 {
		e := event("BAIL1", uint64(i+1), journal.Treat, "2016-04-"+strconv.Itoa(10+i))
		e.Treatment = journal.Treatment{Step: journal.Visited}
		events = append(events, e)
	}
	return events
}

func BenchmarkFold(b *testing.B) {
	j := gather(b, twenty()...)
	if j.Len() != 20 {
		b.Fatal(j.Len())
	}
	b.ReportAllocs()
	for b.Loop() {
		if s := j.Fold("d1", at("2016-12-31")); s.Status != journal.Active {
			b.Fatal(s.Status)
		}
	}
}

func BenchmarkWriteLine(b *testing.B) {
	j := gather(b, twenty()[:1]...)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := j.WriteTo(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecodeLine(b *testing.B) {
	var out bytes.Buffer
	_, _ = gather(b, twenty()[:1]...).WriteTo(&out)
	b.SetBytes(int64(out.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, findings := journal.Decode(out.Bytes()); len(findings) > 0 {
			b.Fatal(findings)
		}
	}
}

// Every value of a full form comes back from the line, and each alone gives the
// same text as among the others.
func TestEveryValueIsWritten(t *testing.T) {
	form, faults := demand.DecodeForm([]byte(`{"version":"14069*01","applicant":{"civility":"1","used_name":"Zzyzx","first_names":"Anatole","birth_date":"1980-01-01",
		"email":"a@example.org","address":{"postal_code":"21000","commune":"21231"},"work":{"situation":"CDI","profession":"x","commune":"21231"},
		"income":{"year_minus_2":2013,"amount_minus_2":"12000"},"received":[{"code":"SAL","monthly":"1200"}]},"association":{"name":"x"},
		"co_holders":[{"link":"M"}],"dependants":[{"first_names":"Colin"}],"unborn":{"count":1},"persons_to_house":4,
		"present_housing":{"kinds":["LP"],"monthly_rent":"500","occupants":4},"reasons":[{"code":"13"}],
		"wanted":{"category":"A","types":["T4"],"places":[{"commune":"21231"}],"parking":true},"remarks":"x"}`))
	if faults.Blocking() {
		t.Fatal(faults)
	}
	all := event("21001", 1, journal.Create, "2015-01-10")
	all.Values, all.Set = &form, journal.Given(&form)
	line := func(e journal.Event) string {
		var b bytes.Buffer
		_, _ = gather(t, e).WriteTo(&b)
		return b.String()
	}
	whole, n := line(all), 0
	for name := range all.Set.All() {
		one := all
		one.Set, _ = journal.PathsOf(name)
		text := line(one)
		value := text[strings.LastIndex(text, `"`+name[strings.LastIndex(name, ".")+1:]+`":`):]
		if value = strings.TrimRight(value, "}\n"); !strings.Contains(whole, value) {
			t.Errorf("%s: %s is not in %s", name, value, whole)
		}
		n++
	}
	back, findings := journal.DecodeEvent([]byte(whole))
	want, _ := json.Marshal(&form)
	got, _ := json.Marshal(back.Values)
	if diff := cmp.Diff(string(want), string(got)); diff != "" || back.Set != all.Set || n < 20 {
		t.Errorf("%d values, %v\n%s", n, findings, diff)
	}
}
