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
	"github.com/fichier-unique/rules/numbering"
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

func TestLifeOfADemand(t *testing.T) {
	number, _ := numbering.Parse("021101000012321001")
	create := giving(event("21001", 1, journal.Create, "2010-10-15"), demand.Form{Applicant: demand.Person{UsedName: "Zzyzx", Email: "a@example.org"}, PersonsToHouse: 2},
		"applicant.used_name", "applicant.email", "persons_to_house")
	given := event("21001", 2, journal.Number, "2010-10-16")
	given.Number = number
	renew := giving(event("21002", 1, journal.Renew, "2011-09-20"), mail("b@example.org"), "applicant.email")
	strike := event("GESTI", 1, journal.StrikeOff, "2012-10-20")
	strike.Motive = demand.StrikeOffMotiveRADREN
	revive := event("21001", 3, journal.Reactivate, "2012-12-01")
	late := event("21001", 4, journal.Renew, "2012-12-05")
	j := gather(t, late, strike, create, revive, given, renew)
	for _, c := range []struct {
		day    string
		status journal.Status
		mail   string
		tasks  int
	}{
		{"2010-10-14", journal.Absent, "", 0}, {"2010-10-15", journal.Active, "a@example.org", 0}, {"2011-09-20", journal.Active, "b@example.org", 0},
		{"2012-09-20", journal.Active, "b@example.org", 0}, {"2012-09-21", journal.Expired, "b@example.org", 0}, {"2012-10-20", journal.StruckOff, "b@example.org", 0},
		{"2012-12-02", journal.Expired, "b@example.org", 1}, {"2012-12-05", journal.Active, "b@example.org", 0},
	} {
		s := j.Fold("d1", at(c.day))
		if s.Status != c.status || s.Form.Applicant.Email != c.mail || len(s.Tasks) != c.tasks {
			t.Errorf("%s: %s, %d tasks %v", c.day, s.Status, len(s.Tasks), s.Tasks)
		}
		if s.Status != journal.Absent && (s.Seniority != day("2010-10-15") || s.Desk != "21001") {
			t.Errorf("%s: seniority %s, desk %s", c.day, s.Seniority, s.Desk)
		}
	}
	s := j.Fold("d1", at("2012-12-31"))
	if s.Form.Number != number || s.Form.RenewedOn != day("2012-12-05") || s.Profile != demand.Profile2012 {
		t.Errorf("%+v", s.Form)
	}
	if from := s.Source("applicant.email"); from == nil || from.ID != renew.ID {
		t.Errorf("the e-mail comes from %+v", from)
	}
	if o, ok := s.OriginOf("applicant.email"); !ok || o.Kind != demand.FromApplicant {
		t.Errorf("origin %+v", o)
	}
	if s.Source("applicant.sex") != nil || s.Source("nothing") != nil {
		t.Error("a value nobody gave has a source")
	}
	if got := j.Fold("d1", at("2012-12-02")).Tasks[0].Code; got != "JOU-TAC-01" {
		t.Errorf("task %s", got)
	}
	struck := j.Fold("d1", at("2012-11-01"))
	if struck.Motive != demand.StrikeOffMotiveRADREN || struck.StruckOffOn != day("2012-10-20") {
		t.Errorf("%+v", struck.Motive)
	}
	if got := j.Check(); len(got) > 0 {
		t.Errorf("%v", got)
	}
}

// The state as it was known: an event of March entered in June is not seen in April.
func TestKnownBy(t *testing.T) {
	create := event("21001", 1, journal.Create, "2015-01-10")
	late := giving(event("21001", 2, journal.Modify, "2015-03-01"), mail("late@example.org"), "applicant.email")
	late.Entered = moment("2015-06-01")
	j := gather(t, create, late)
	if got := j.Fold("d1", at("2015-04-01")).Form.Applicant.Email; got != "late@example.org" {
		t.Errorf("as it was: %q", got)
	}
	if got := j.Fold("d1", journal.At{Day: day("2015-04-01"), KnownBy: moment("2015-04-01")}).Form.Applicant.Email; got != "" {
		t.Errorf("as it was known: %q", got)
	}
}

func TestTwoDesksTheSameDay(t *testing.T) {
	create := event("21001", 1, journal.Create, "2015-01-10")
	a := giving(event("21001", 2, journal.Modify, "2015-03-01"), mail("a@example.org"), "applicant.email")
	b := giving(event("21002", 1, journal.Modify, "2015-03-01"), demand.Form{Applicant: demand.Person{MobilePhone: "06 39 98 00 01"}}, "applicant.mobile_phone")
	c := giving(event("21003", 1, journal.Modify, "2015-03-01"), mail("c@example.org"), "applicant.email")
	s := gather(t, c, b, a, create).Fold("d1", at("2015-03-01"))
	if s.Form.Applicant.Email != "c@example.org" || s.Form.Applicant.MobilePhone == "" {
		t.Errorf("%+v", s.Form.Applicant)
	}
	want := []journal.Conflict{{Path: "applicant.email", Kept: c.ID, Dropped: a.ID}}
	if diff := cmp.Diff(want, s.Conflicts); diff != "" {
		t.Error(diff)
	}
}

// The same renewal sent three times has one effect.
func TestReceipt(t *testing.T) {
	events := []journal.Event{event("21001", 1, journal.Create, "2015-01-10")}
	for i, on := range []string{"2015-12-20", "2015-12-21", "2016-01-05"} {
		r := event("PORTA", uint64(i+1), journal.Renew, on)
		r.Receipt = "R-77"
		events = append(events, r)
	}
	other := event("PORTA", 9, journal.Renew, "2016-12-01")
	other.Receipt = "R-78"
	s := gather(t, append(events, other)...).Fold("d1", at("2016-06-01"))
	if s.Form.RenewedOn != day("2015-12-20") || len(s.Repeated) != 2 {
		t.Errorf("renewed %s, %d repeated", s.Form.RenewedOn, len(s.Repeated))
	}
}

func TestCreatedTwice(t *testing.T) {
	j := gather(t, event("21001", 1, journal.Create, "2015-01-10"), event("21002", 1, journal.Create, "2016-01-05"))
	s := j.Fold("d1", at("2016-02-01"))
	if s.Seniority != day("2015-01-10") || s.Desk != "21001" || len(s.Tasks) != 1 || s.Tasks[0].Code != "JOU-TAC-02" {
		t.Errorf("%+v", s.Tasks)
	}
	if !j.Check().Has("JOU-EVE-09") {
		t.Errorf("%v", j.Check())
	}
}

func TestRenewalWhileStruckOff(t *testing.T) {
	strike := event("GESTI", 1, journal.StrikeOff, "2016-02-10")
	strike.Motive = demand.StrikeOffMotiveRADREN
	events := []journal.Event{event("21001", 1, journal.Create, "2015-01-10"), strike, event("21001", 2, journal.Renew, "2016-03-01")}
	if s := gather(t, events...).Fold("d1", at("2016-03-02")); s.Status != journal.StruckOff || len(s.Tasks) != 1 || s.Tasks[0].Code != "JOU-TAC-03" {
		t.Errorf("%s %v", s.Status, s.Tasks)
	}
	events = append(events, event("21001", 3, journal.Reactivate, "2016-03-01"))
	if s := gather(t, events...).Fold("d1", at("2016-03-02")); s.Status != journal.Active || len(s.Tasks) != 0 {
		t.Errorf("%s %v", s.Status, s.Tasks)
	}
}

func TestOnlineVerifiedOnDayTwenty(t *testing.T) {
	create := event("PORTA", 1, journal.Create, "2015-01-10")
	create.Online = true
	j := gather(t, create, event("21001", 1, journal.Verify, "2015-01-30"))
	if got := j.Fold("d1", at("2015-01-29")).Status; got != journal.ToVerify {
		t.Errorf("%s", got)
	}
	if s := j.Fold("d1", at("2015-01-30")); s.Status != journal.Active || s.Seniority != day("2015-01-10") {
		t.Errorf("%s %s", s.Status, s.Seniority)
	}
}

func TestMergeAndUnmerge(t *testing.T) {
	merge := event("21001", 2, journal.Merge, "2015-05-01")
	merge.Other, merge.Seniority = "d0", day("2012-03-04")
	unmerge := event("21001", 3, journal.Unmerge, "2015-06-01")
	unmerge.Other = "d0"
	j := gather(t, event("21001", 1, journal.Create, "2015-01-10"), merge, unmerge)
	for on, want := range map[string]string{"2015-04-30": "2015-01-10", "2015-05-01": "2012-03-04", "2015-06-01": "2015-01-10"} {
		if got := j.Fold("d1", at(on)).Seniority; got != day(want) {
			t.Errorf("%s: %s", on, got)
		}
	}
	merge.Absorbed = true
	if got := gather(t, event("21001", 1, journal.Create, "2015-01-10"), merge).Fold("d1", at("2015-07-01")).Status; got != journal.Merged {
		t.Errorf("%s", got)
	}
}

func TestSeparationKeepsSeniority(t *testing.T) {
	couple := giving(event("21001", 1, journal.Create, "2012-01-10"), demand.Form{Applicant: demand.Person{UsedName: "Zzyzx"},
		CoHolders:  []demand.CoHolder{{Link: demand.CoHolderLinkM, Person: demand.Person{UsedName: "Qwfpgj", DependantsReceived: []demand.Resource{{Code: "AF"}}}}},
		Dependants: []demand.Dependant{{FirstNames: "Colin"}}}, "applicant.used_name", "co_holders", "dependants")
	first := gather(t, couple).Fold("d1", at("2015-06-01"))
	form, seniority, ok := first.Leave(0)
	if !ok || form.Applicant.UsedName != "Qwfpgj" || len(form.Dependants)+len(form.CoHolders)+len(form.Applicant.DependantsReceived) > 0 || seniority != day("2012-01-10") {
		t.Errorf("%+v %s", form, seniority)
	}
	if len(first.Form.CoHolders[0].Person.DependantsReceived) != 1 {
		t.Error("the first demand was changed")
	}
	if _, _, ok := first.Leave(1); ok {
		t.Error("nobody leaves")
	}
	alone := giving(event("21001", 2, journal.Separate, "2015-06-02"), form, "applicant.used_name")
	alone.Demand, alone.Other, alone.Seniority, alone.Case = "d2", "d1", seniority, "married"
	j := gather(t, couple, alone)
	if a, b := j.Fold("d1", at("2015-07-01")).Seniority, j.Fold("d2", at("2015-07-01")).Seniority; a != b || a != day("2012-01-10") {
		t.Errorf("%s and %s", a, b)
	}
	if got := j.Fold("d2", at("2015-07-01")).Form.DepositedOn; got != day("2015-06-02") {
		t.Errorf("deposited %s", got)
	}
}

func TestLabelsQuotasAndTreatments(t *testing.T) {
	label, quota, off := event("ETAT1", 1, journal.Label, "2015-02-01"), event("ETAT1", 2, journal.Quota, "2015-02-01"), event("ETAT1", 3, journal.Unlabel, "2015-09-01")
	label.Mark = journal.Mark{Code: "DALO", Issuer: "ETAT", Until: day("2015-06-30")}
	quota.Mark, off.Mark = journal.Mark{Code: "PPRIOR"}, journal.Mark{Code: "PPRIOR"}
	visit := event("BAIL1", 1, journal.Treat, "2015-03-01")
	visit.Treatment = journal.Treatment{Step: journal.Visited, Candidacy: "c1"}
	j := gather(t, event("21001", 1, journal.Create, "2015-01-10"), label, quota, off, visit)
	for on, want := range map[string][3]int{"2015-06-30": {1, 1, 1}, "2015-07-01": {0, 1, 1}, "2015-09-01": {0, 0, 1}, "2015-01-15": {0, 0, 0}} {
		s := j.Fold("d1", at(on))
		if got := [3]int{len(s.Labels), len(s.Quotas), len(s.Treatments)}; got != want {
			t.Errorf("%s: %v", on, got)
		}
	}
}

func TestStale(t *testing.T) {
	create := giving(event("21001", 1, journal.Create, "2015-01-10"), demand.Form{PersonsToHouse: 2, Applicant: demand.Person{Email: "a@example.org", FirstNames: "Anatole"}},
		"persons_to_house", "applicant.email", "applicant.first_names")
	renew := giving(event("21001", 2, journal.Renew, "2015-12-20"), mail("b@example.org"), "applicant.email")
	s := gather(t, create, renew).Fold("d1", at("2016-02-01"))
	if got := slices.Collect(s.Stale(day("2016-02-01")).All()); !slices.Equal(got, []string{"persons_to_house"}) {
		t.Errorf("%v", got)
	}
}

func TestClearedAndUnknownValues(t *testing.T) {
	clear := giving(event("21001", 2, journal.Modify, "2015-02-01"), demand.Form{}, "applicant.email")
	odd := event("FUTUR", 1, "teleport", "2015-03-01")
	odd.Unknown = map[string]string{"speed": `{"c":[1,2]}`}
	j := gather(t, giving(event("21001", 1, journal.Create, "2015-01-10"), mail("a@example.org"), "applicant.email"), clear, odd)
	s := j.Fold("d1", at("2015-04-01"))
	if s.Form.Applicant.Email != "" || len(s.Unknown) != 1 || s.Source("applicant.email").ID != clear.ID {
		t.Errorf("%+v", s)
	}
	var b bytes.Buffer
	if _, err := j.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `"values":{"applicant":{"email":null}}`) || !strings.Contains(b.String(), `"speed":{"c":[1,2]}`) {
		t.Error(b.String())
	}
	back, findings := journal.Decode(b.Bytes())
	for _, f := range findings {
		if f.Severity == demand.Blocking {
			t.Error(f)
		}
	}
	var again bytes.Buffer
	_, _ = back.WriteTo(&again)
	if diff := cmp.Diff(b.String(), again.String()); diff != "" {
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

// The number of a demand is given once: the same one may be told again, another
// one may not, whatever the event that bears it.
func TestNumberNeverChanges(t *testing.T) {
	first, second := numbered("021061500000121001"), numbered("021061500000221001")
	create, again, other := event("21001", 1, journal.Create, "2015-06-01"), event("21001", 2, journal.Number, "2015-06-02"), event("21001", 3, journal.Number, "2015-06-03")
	create.Number, again.Number, other.Number = first, first, second
	elsewhere := event("21001", 4, journal.Create, "2015-06-01")
	elsewhere.Demand, elsewhere.Number = "d2", second
	if got := gather(t, create, again, elsewhere).Check(); got.Has("JOU-EVE-13") {
		t.Errorf("the same number, and that of another demand: %v", got)
	}
	if got := gather(t, create, again, other, elsewhere).Check().Codes(); got != "JOU-EVE-13" {
		t.Errorf("another number: %s", got)
	}
}

func numbered(text string) numbering.Number {
	n, err := numbering.Parse(text)
	if err != nil {
		panic(err)
	}
	return n
}

// Which motive and sub-motive go together, and since when.
func TestMotives(t *testing.T) {
	for _, c := range []struct {
		on     string
		motive demand.StrikeOffMotive
		sub    demand.StrikeOffSubMotive
		want   string
	}{
		{"2015-06-01", "RADIRR", "IRRSEJ", ""},
		{"2012-12-31", "RADIRR", "", ""},
		{"2013-01-01", "RADIRR", "", "JOU-EVE-06"},
		{"2015-06-01", "RADCON", "IRRSEJ", "JOU-EVE-14"},
		{"2010-05-02", "RADCON", "", ""},
		{"2010-05-01", "RADCON", "", "JOU-EVE-15"},
		{"2010-05-01", "RADABA", "", ""},
		{"2010-05-01", "RADXXX", "IRRSEJ", "JOU-EVE-05"},
	} {
		create, strike := event("21001", 1, journal.Create, "2008-06-01"), event("21001", 2, journal.StrikeOff, c.on)
		strike.Motive, strike.SubMotive = c.motive, c.sub
		if got := gather(t, create, strike).Check().Codes(); got != c.want {
			t.Errorf("%s %s %s: %q, want %q", c.on, c.motive, c.sub, got, c.want)
		}
	}
}

// What the life of a demand above does not show: a correction drawn from a paper, a label that a
// strike-off leaves in place, the undo of a strike-off, the end.
func TestCorrectionLabelUndoAndEnd(t *testing.T) {
	create := giving(event("21001", 1, journal.Create, "2015-01-10"), demand.Form{PersonsToHouse: 2}, "persons_to_house")
	correct := giving(event("BAIL1", 1, journal.Correct, "2015-02-01"), demand.Form{PersonsToHouse: 3}, "persons_to_house")
	correct.Origins = []demand.Origin{{Path: "persons_to_house", Kind: demand.FromPaper}}
	label := event("ETAT1", 1, journal.Label, "2015-02-10")
	label.Mark = journal.Mark{Code: "DALO"}
	lease, strike := event("BAIL1", 2, journal.Treat, "2015-03-01"), event("BAIL1", 3, journal.StrikeOff, "2015-03-01")
	lease.Treatment, strike.Motive = journal.Treatment{Step: journal.Leased}, demand.StrikeOffMotiveRADATT
	j := gather(t, create, correct, label, lease, strike, event("BAIL1", 4, journal.Restore, "2015-03-05"), event("GESTI", 1, journal.Delete, "2016-04-01"))
	if got := j.Check(); len(got) > 0 {
		t.Errorf("%v", got)
	}
	struck := j.Fold("d1", at("2015-03-04"))
	if o, ok := struck.OriginOf("persons_to_house"); !ok || o.Kind != demand.FromPaper || struck.Form.PersonsToHouse != 3 {
		t.Errorf("corrected: %d, from %v", struck.Form.PersonsToHouse, o)
	}
	if struck.Status != journal.StruckOff || struck.Motive != demand.StrikeOffMotiveRADATT || len(struck.Labels) != 1 || len(struck.Treatments) != 1 {
		t.Errorf("struck off: %s %s, %d labels, %d steps", struck.Status, struck.Motive, len(struck.Labels), len(struck.Treatments))
	}
	if s := j.Fold("d1", at("2015-03-05")); s.Status != journal.Active || s.Motive != "" || !s.StruckOffOn.IsZero() || len(s.Tasks) > 0 {
		t.Errorf("restored: %s %s %s %v", s.Status, s.Motive, s.StruckOffOn, s.Tasks)
	}
	if s := j.Fold("d1", at("2016-04-01")); s.Status != journal.Deleted {
		t.Errorf("deleted: %s", s.Status)
	}
}

// Every step of a candidacy is written, read again and accepted with its fields.
func TestStepsOfACandidacy(t *testing.T) {
	steps := []journal.Step{journal.PaperRequested, journal.PaperReceived, journal.Designated, journal.Visited, journal.Examined, journal.Decided, journal.ConditionMet,
		journal.ConditionUnmet, journal.Notified, journal.Offered, journal.Accepted, journal.Refused, journal.Silent, journal.Leased, journal.Withdrawn, journal.Cancelled, journal.NotServed}
	create := event("21001", 1, journal.Create, "2018-01-10")
	create.Number, _ = numbering.Parse("021011800012321001")
	events := []journal.Event{create}
	for i, step := range steps {
		e := event("BAIL1", uint64(i+1), journal.Treat, "2018-03-0"+strconv.Itoa(1+i/2))
		e.Treatment = journal.Treatment{Step: step, Candidacy: "c1", Dwelling: "L7", Rank: 2, Until: day("2018-04-01"), Warned: true, Reason: "x"}
		events = append(events, e)
	}
	j := gather(t, events...)
	if faults := j.Check(); faults.Has("JOU-EVE-11") || faults.Blocking() {
		t.Error(faults)
	}
	var out bytes.Buffer
	_, _ = j.WriteTo(&out)
	back, findings := journal.Decode(out.Bytes())
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	got := map[journal.Step]bool{}
	for _, e := range back.Fold("d1", at("2018-12-31")).Treatments {
		got[e.Treatment.Step] = e.Treatment.Until == day("2018-04-01") && e.Treatment.Dwelling == "L7" && e.Treatment.Warned
	}
	for _, step := range steps {
		if !got[step] {
			t.Errorf("%s: lost a field on the way", step)
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
