package papers_test

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/papers"
)

func form(t testing.TB, text string) demand.Form {
	t.Helper()
	f, faults := demand.DecodeForm([]byte(text))
	if len(faults) > 0 {
		t.Fatalf("%s: %v", text, faults)
	}
	return f
}

var today = demand.MustDate("2026-06-30")

func codes(items []papers.Item) []string {
	var out []string
	for _, i := range items {
		out = append(out, i.Code)
	}
	return out
}

var steps = []papers.Step{papers.Register, papers.Renew, papers.Modify, papers.Separate, papers.Instruct, papers.Allocate}

// said gives the codes of papers to ask for, or of papers not to ask for when
// the rule is a ban, that an example leads to at every step.
func said(t *testing.T, r demand.Rule, e demand.Example) []string {
	in := papers.Setting{AsOf: demand.ExampleDay, Profile: demand.Profile2017}
	if len(r.Profiles) > 0 {
		in.Profile = r.Profiles[len(r.Profiles)-1]
	}
	ban := strings.HasPrefix(r.Code, "PAP-INT")
	f := demand.Form{}
	step, paper, ofStep := strings.Cut(string(e), " ")
	switch {
	case r.Code == "PAP-INT-03" || r.Code == "PAP-DEL-01":
		var h papers.Held
		if err := json.Unmarshal([]byte(e), &h); err != nil {
			t.Fatal(err)
		}
		if !ban {
			return codes(papers.Overdue([]papers.Held{h}, func(papers.Held) bool { return false }, in.AsOf, in.Profile))
		}
		in.Held, f.Present.Kinds = []papers.Held{h}, []demand.HousingKind{demand.HousingKindLP}
	case strings.HasPrefix(string(e), "{"):
		f = form(t, string(e))
	case ofStep:
		in.Step = papers.Step(step)
		var out []string
		for _, i := range papers.DueFor(&f, in).Forbidden {
			if string(i.Paper) == paper {
				out = append(out, i.Code)
			}
		}
		return out
	default:
		in.Case = papers.Couple(e)
	}
	var out []string
	for _, step := range steps {
		in.Step = step
		list := papers.DueFor(&f, in)
		if ban {
			out = append(out, codes(list.Forbidden)...)
			continue
		}
		out = append(out, codes(list.Ask)...)
	}
	return out
}

func TestRulesBehaveAsTheirExamples(t *testing.T) {
	for _, r := range papers.Rules() {
		if r.Source.Article == "" || r.Source.Confidence == "" {
			t.Errorf("%s: has no source", r.Code)
		}
		if r.Accepts == "" || r.Refuses == "" {
			t.Errorf("%s: has no example", r.Code)
			continue
		}
		if got := said(t, r, r.Accepts); slices.Contains(got, r.Code) {
			t.Errorf("%s: speaks with its first example: %v", r.Code, got)
		}
		if got := said(t, r, r.Refuses); !slices.Contains(got, r.Code) {
			t.Errorf("%s: is silent with its second example: %v", r.Code, got)
		}
	}
	if _, err := demand.NewRulebook(papers.Rules()); err != nil {
		t.Error(err)
	}
}

// Nothing but identity and regular stay at registration, whoever asks.
func TestOnlyIdentityAndStayToRegister(t *testing.T) {
	for _, text := range []string{`{}`, `{"applicant":{"nationality":"3","work":{"situation":"CDI"}},"dependants":[{}],"unborn":{"count":1},"present_housing":{"kinds":["LP"]},"reasons":[{"code":"05"}]}`} {
		f := form(t, text)
		for _, p := range demand.Profiles() {
			list := papers.DueFor(&f, papers.Setting{Step: papers.Register, AsOf: today, Profile: p.Profile})
			for _, i := range list.Ask {
				if i.Paper != papers.Identity && i.Paper != papers.Stay {
					t.Errorf("profile %s asks for %s", p.Profile, i.Paper)
				}
			}
			if p.Profile == demand.Profile2000 && len(list.Ask) > 0 {
				t.Errorf("2000: %v", list.Ask)
			}
			if got := codes(list.Forbidden); !slices.Contains(got, "PAP-INT-01") || !slices.Contains(got, "PAP-INT-02") || !slices.Contains(got, "PAP-INT-04") ||
				!slices.Contains(got, "PAP-INT-05") || !slices.Contains(got, "PAP-INT-06") {
				t.Errorf("forbidden: %v", got)
			}
		}
	}
	abroad := form(t, `{"applicant":{"nationality":"3"}}`)
	for profile, want := range map[demand.Profile]string{demand.Profile2010: "PAP-ENR-01 PAP-ENR-03", demand.Profile2015: "PAP-ENR-03"} {
		if got := strings.Join(codes(papers.DueFor(&abroad, papers.Setting{Step: papers.Register, AsOf: today, Profile: profile}).Ask), " "); got != want {
			t.Errorf("%s: %s, want %s", profile, got, want)
		}
	}
}

// A paper that stands is never asked for twice, and the answer says who has it.
func TestHeldPapersAreNotAskedAgain(t *testing.T) {
	f := form(t, `{"applicant":{"nationality":"1"},"co_holders":[{"person":{"nationality":"1"}}]}`)
	held := func(h ...papers.Held) papers.List {
		return papers.DueFor(&f, papers.Setting{Step: papers.Instruct, AsOf: today, Profile: demand.Profile2017, Held: h})
	}
	notice := papers.Held{Paper: papers.TaxNotice, Person: "applicant", Service: "21001", ReceivedOn: demand.MustDate("2025-10-01"), Year: 2024}
	list := held(notice)
	if len(list.Ask) != 1 || list.Ask[0].Person != "co_holders[0].person" || list.Ask[0].Year != 2024 || len(list.Held) != 1 || list.Held[0].Service != "21001" {
		t.Errorf("%+v", list)
	}
	if last := list.Forbidden[len(list.Forbidden)-1]; last.Code != "PAP-INT-03" || last.Service != "21001" {
		t.Errorf("%+v", last)
	}
	for name, spoil := range map[string]func(h *papers.Held){
		"of another year":   func(h *papers.Held) { h.Year = 2023 },
		"past its date":     func(h *papers.Held) { h.ValidUntil = demand.MustDate("2026-06-29") },
		"refused":           func(h *papers.Held) { h.Refused = true },
		"of another person": func(h *papers.Held) { h.Person = "dependants[0]" },
	} {
		bad := notice
		spoil(&bad)
		if got := held(bad); len(got.Ask) != 2 {
			t.Errorf("%s: %+v", name, got.Ask)
		}
	}
	until := notice
	until.ValidUntil = today
	if got := held(until); len(got.Held) != 1 {
		t.Errorf("on its last day: %+v", got)
	}
}

// Recent papers age: three months after they were handed in.
func TestRecentPapersAge(t *testing.T) {
	f := form(t, `{"present_housing":{"kinds":["LP"]}}`)
	for received, want := range map[string]int{"2026-03-30": 1, "2026-03-29": 0} {
		h := papers.Held{Paper: papers.RentReceipt, Service: "21001", ReceivedOn: demand.MustDate(received)}
		if got := papers.DueFor(&f, papers.Setting{Step: papers.Instruct, AsOf: today, Profile: demand.Profile2017, Held: []papers.Held{h}}); len(got.Held) != want {
			t.Errorf("%s: %+v", received, got.Held)
		}
	}
}

func TestFifteenDays(t *testing.T) {
	if day, ok := papers.RecordBy(demand.MustDate("2018-02-20"), demand.Profile2017); !ok || day != demand.MustDate("2018-03-07") {
		t.Errorf("%s %v", day, ok)
	}
	if _, ok := papers.RecordBy(demand.MustDate("2017-01-20"), demand.Profile2015); ok {
		t.Error("no limit was read before 21 January 2017")
	}
	if day, ok := papers.RecordBy(demand.MustDate("2017-01-21"), demand.Profile2015); !ok || day != demand.MustDate("2017-02-05") {
		t.Errorf("from that day: %s", day)
	}
	handed := []papers.Held{{Paper: papers.Identity, Service: "21001", ReceivedOn: demand.MustDate("2018-02-20")}, {Paper: papers.Stay, ReceivedOn: demand.MustDate("2018-02-20")}}
	recorded := func(h papers.Held) bool { return h.Paper == papers.Stay }
	if got := papers.Overdue(handed, recorded, demand.MustDate("2018-03-08"), demand.Profile2017); len(got) != 1 || got[0].Code != "PAP-DEL-01" || got[0].By != demand.MustDate("2018-03-07") {
		t.Errorf("%v", got)
	}
	if got := papers.Overdue(handed, recorded, demand.MustDate("2018-03-07"), demand.Profile2017); len(got) != 0 {
		t.Errorf("on the last day: %v", got)
	}
}

func TestInfos(t *testing.T) {
	for _, i := range papers.Infos() {
		if i.French == "" || i.Source.Confidence == "" {
			t.Errorf("%s: %+v", i.Paper, i)
		}
	}
	if i, ok := papers.Lookup(papers.Identity); !ok || !i.EvenLapsed {
		t.Errorf("%+v", i)
	}
	if _, ok := papers.Lookup("passport of the cat"); ok {
		t.Error("a paper that is none")
	}
	if n, m := len(papers.StayTitles(demand.Profile2010)), len(papers.StayTitles(demand.Profile2017)); n != 3 || m != 16 {
		t.Errorf("%d and %d titles", n, m)
	}
	if !papers.Instruct.Known() || papers.Step("x").Known() {
		t.Error("steps")
	}
}

// No reason may quote the form.
func TestReasonsHoldNoPersonalData(t *testing.T) {
	book, err := demand.NewRulebook(papers.Rules())
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewSource(1))
	for range 300 {
		secret := fmt.Sprint("SECRET", rng.Int())
		f := demand.Form{Applicant: demand.Person{UsedName: secret, FirstNames: secret, Nationality: demand.Nationality(fmt.Sprint(1 + rng.Intn(3))),
			Work: demand.Work{Situation: demand.WorkSituationCDI, Employer: secret}}, Dependants: []demand.Dependant{{Name: secret}},
			Reasons: []demand.Reason{{Code: demand.ReasonCode(fmt.Sprintf("%02d", 1+rng.Intn(23))), Detail: secret}}, Remarks: secret}
		for _, step := range []papers.Step{papers.Register, papers.Separate, papers.Instruct} {
			list := papers.DueFor(&f, papers.Setting{Step: step, AsOf: today, Profile: demand.Profile2017, Case: "pacs"})
			for _, i := range slices.Concat(list.Ask, list.Held, list.Forbidden) {
				if text := fmt.Sprint(i, book.Sentence(language.French, demand.Fault{Code: i.Code})); strings.Contains(text, secret) {
					t.Fatal(text)
				}
			}
		}
	}
}

// Households nobody meets: what is asked is still one paper a person, with a year
// that exists, and nothing that is also forbidden.
func TestAbsurdHouseholds(t *testing.T) {
	rng := rand.New(rand.NewSource(4))
	kinds := []demand.HousingKind{"HLM", "LP", "SD", "CP", "POCC", "HOT", "SQUAT", "moon"}
	for range 2_000 {
		f := demand.Form{Unborn: demand.Unborn{Count: rng.Intn(4) - 1}, Dependants: make([]demand.Dependant, rng.Intn(60)), Custody: make([]demand.CustodyChild, rng.Intn(3)),
			CoHolders: make([]demand.CoHolder, rng.Intn(4)), Disabilities: make([]demand.Disability, rng.Intn(3)), Reasons: []demand.Reason{{Code: demand.ReasonCode(fmt.Sprintf("%02d", rng.Intn(30)))}},
			Present: demand.PresentHousing{Kinds: []demand.HousingKind{kinds[rng.Intn(8)], kinds[rng.Intn(8)]}, Owner: demand.Yes}}
		for i := range f.CoHolders {
			f.CoHolders[i].Person.Nationality = demand.Nationality(fmt.Sprint(rng.Intn(5)))
		}
		for i := range f.Disabilities {
			f.Disabilities[i].Person = fmt.Sprintf("dependants[%d]", rng.Intn(2))
		}
		if rng.Intn(5) == 0 {
			f.Association.Name = "Toit Provisoire"
		}
		f.Applicant.Nationality = demand.Nationality(fmt.Sprint(rng.Intn(5)))
		in := papers.Setting{Step: steps[rng.Intn(len(steps))], Profile: append([]demand.Profile{""}, demand.Profile2000, demand.Profile2010, demand.Profile2015, demand.Profile2017)[rng.Intn(5)], Case: papers.Couple([]string{"", "married", "widowed"}[rng.Intn(3)])}
		if rng.Intn(2) == 0 {
			in.AsOf = today
		}
		list := papers.DueFor(&f, in)
		seen, banned := map[string]bool{}, map[string]bool{}
		for _, i := range list.Forbidden {
			banned[fmt.Sprint(i.Paper, i.Person)] = true
		}
		for _, i := range list.Ask {
			key := fmt.Sprint(i.Paper, " ", i.Person, " ", i.Code[:7])
			if seen[key] && i.Paper != papers.Separation || i.Year < 0 || banned[fmt.Sprint(i.Paper, i.Person)] || banned[string(i.Paper)] {
				t.Fatalf("%+v: %+v", in, i)
			}
			seen[key] = true
		}
		if f.IsAssociation() && len(list.Ask) > 0 {
			t.Fatalf("an association is asked for %v", list.Ask)
		}
	}
}

// The proof follows the couple; a couple that is not said makes none due.
func TestProofsOfSeparation(t *testing.T) {
	f := form(t, `{"applicant":{"nationality":"1"}}`)
	for couple, want := range map[papers.Couple]string{
		papers.Married: "PAP-SEP-01 due", papers.Partners: "PAP-SEP-02 due", papers.Cohabiting: "PAP-SEP-03 possible", papers.Violence: "PAP-SEP-04 due",
		"": "PAP-SEP-01 possible PAP-SEP-02 possible PAP-SEP-03 possible PAP-SEP-04 possible", "maried": "PAP-SEP-01 possible PAP-SEP-02 possible PAP-SEP-03 possible PAP-SEP-04 possible",
	} {
		var got []string
		for _, i := range papers.DueFor(&f, papers.Setting{Step: papers.Separate, AsOf: today, Case: couple}).Ask {
			got = append(got, i.Code, string(i.Necessity))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v", couple, got)
		}
	}
	if !papers.Violence.Known() || papers.Couple("").Known() {
		t.Error("couples")
	}
}

// Without a profile, that of the day; one identity paper, not two.
func TestProfileFollowsTheDay(t *testing.T) {
	f := form(t, `{"applicant":{"nationality":"3"}}`)
	for day, want := range map[string]string{"2011-01-01": "PAP-ENR-01 PAP-ENR-03", "2026-06-30": "PAP-ENR-03", "": "PAP-ENR-03", "2001-01-01": ""} {
		if got := strings.Join(codes(papers.DueFor(&f, papers.Setting{Step: papers.Register, AsOf: demand.MustDate(day)}).Ask), " "); got != want {
			t.Errorf("%q: %s, want %s", day, got, want)
		}
	}
}

// A French identity paper holds even lapsed, another does not; a paper that came
// later was not there.
func TestIdentityAndItsDate(t *testing.T) {
	for _, c := range []struct {
		nationality, received, until string
		held                         int
	}{{"1", "2020-01-01", "2021-01-01", 1}, {"2", "2020-01-01", "2021-01-01", 0}, {"2", "2020-01-01", "2027-01-01", 1}, {"1", "2026-07-01", "", 0}} {
		f := form(t, `{"applicant":{"nationality":"`+c.nationality+`"}}`)
		h := papers.Held{Paper: papers.Identity, Person: "applicant", Service: "21001", ReceivedOn: demand.MustDate(c.received), ValidUntil: demand.MustDate(c.until)}
		if got := papers.DueFor(&f, papers.Setting{Step: papers.Register, AsOf: today, Profile: demand.Profile2017, Held: []papers.Held{h}}); len(got.Held) != c.held || len(got.Ask) != 1-c.held {
			t.Errorf("%+v: %+v", c, got)
		}
	}
}

// Before the lease, only what no longer stands is asked for: the tax notice is
// that of the second year before the signature.
func TestBeforeTheLease(t *testing.T) {
	f := form(t, `{"applicant":{"nationality":"1"}}`)
	h := []papers.Held{{Paper: papers.TaxNotice, Person: "applicant", Service: "21001", ReceivedOn: demand.MustDate("2025-10-01"), Year: 2023}}
	for day, want := range map[string]int{"2025-12-31": 0, "2026-01-01": 2024} {
		list := papers.DueFor(&f, papers.Setting{Step: papers.Allocate, AsOf: demand.MustDate(day), Profile: demand.Profile2017, Held: h})
		if want == 0 && len(list.Ask) > 0 || want > 0 && (len(list.Ask) != 1 || list.Ask[0].Year != want) {
			t.Errorf("%s: %+v", day, list.Ask)
		}
	}
}

func BenchmarkDueFor(b *testing.B) {
	f := form(b, `{"applicant":{"nationality":"3","work":{"situation":"CDI"},"received":[{"code":"SAL","monthly":"1500"}]},"co_holders":[{"person":{"nationality":"1"}}],"dependants":[{},{}],"present_housing":{"kinds":["LP"]}}`)
	b.ReportAllocs()
	for b.Loop() {
		papers.DueFor(&f, papers.Setting{Step: papers.Instruct, AsOf: today, Profile: demand.Profile2017})
	}
}

func ExampleDueFor() {
	f, _ := demand.DecodeForm([]byte(`{"applicant":{"nationality":"3"}}`))
	list := papers.DueFor(&f, papers.Setting{Step: papers.Register, AsOf: demand.MustDate("2026-06-30"), Profile: demand.Profile2017})
	for _, i := range list.Ask {
		info, _ := papers.Lookup(i.Paper)
		fmt.Println(i.Code, i.Necessity, info.French, i.Person)
	}
	// Output:
	// PAP-ENR-03 due titre de séjour applicant
}

// A supplement that names nobody of the household is told by its own place.
func TestDisabilityCardOfNobody(t *testing.T) {
	form := demand.Form{Applicant: demand.Person{UsedName: "Zzyzx"}, Dependants: []demand.Dependant{{}}, CoHolders: []demand.CoHolder{{}}, Custody: []demand.CustodyChild{{}},
		Disabilities: []demand.Disability{{Person: "applicant"}, {Person: "dependants[0]"}, {Person: "co_holders[0]"}, {Person: "custody[0]"}, {}, {Person: "Zzyzx Anatole"}, {Person: "dependants[1]"}}}
	var got []string
	for _, item := range papers.DueFor(&form, papers.Setting{Step: papers.Instruct, AsOf: demand.MustDate("2018-06-30"), Profile: demand.Profile2017}).Ask {
		if item.Paper == papers.DisabilityCard {
			got = append(got, item.Person)
		}
	}
	want := []string{"applicant", "dependants[0]", "co_holders[0]", "custody[0]", "", "disabilities[5]", "disabilities[6]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
