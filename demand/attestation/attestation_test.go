package attestation_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/attestation"
	"github.com/fichier-unique/rules/numbering"
)

var update = flag.Bool("update", false, "write the golden texts")

func household() demand.Form {
	number, _ := numbering.Parse("021101000012321001")
	return demand.Form{Number: number, DepositedOn: demand.MustDate("2010-10-15"), PersonsToHouse: 3,
		Applicant: demand.Person{Civility: "2", UsedName: "Zzyzx", BirthName: "Qwfpgj", FirstNames: "Berthe", Address: demand.Address{Number: "3", Street: "rue des Essais", PostalCode: "21000", City: "Dijon"}},
		Wanted:    demand.Wanted{Types: []demand.DwellingType{"T3", "T4"}, Places: []demand.WantedPlace{{Commune: "21231"}, {Commune: "21166"}}}}
}

func facts() attestation.Facts {
	return attestation.Facts{
		Service:   attestation.Contact{Name: "Guichet des Essais", Address: "1 place du Test, 21000 Dijon"},
		Landlords: []string{"Bailleur des Essais", "Habitat du Test"},
		Mediation: attestation.Mediation{Cases: []string{"Si aucun logement adapté ne vous a été proposé au terme du délai fixé par le préfet.", "Sans attendre, si vous êtes sans logement, menacé d'expulsion, hébergé, ou dans des locaux impropres ou dangereux."},
			From: demand.MustDate("2012-10-15"), Address: "53 rue du Test, 21000 Dijon"},
		Progress: "Auprès du guichet, ou en ligne avec votre numéro unique.", NextSteps: []string{"Un bailleur examine votre demande et vous demande les pièces utiles.", "Quand un logement vous correspond, une commission d'attribution étudie votre demande."},
		PapersDue: []string{"avis d'imposition sur les revenus de l'avant-dernière année, pour chaque adulte"}, IssuedOn: demand.MustDate("2010-10-20"),
	}
}

func TestTexts(t *testing.T) {
	for _, p := range demand.Profiles() {
		f := household()
		for _, k := range []attestation.Kind{attestation.Registration, attestation.Renewal} {
			x := facts()
			if k == attestation.Renewal {
				f.RenewedOn, x.IssuedOn = demand.MustDate("2011-09-20"), demand.MustDate("2011-10-01")
			}
			doc, given := attestation.Build(&f, x, k, p.Profile)
			if missing := doc.Missing(); !given || len(missing) > 0 {
				t.Errorf("%s %s: %v", p.Profile, k, missing)
			}
			name := filepath.Join("testdata", string(p.Profile)+"-"+string(k)+".txt")
			if *update {
				if err := os.WriteFile(name, []byte(doc.Text()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), doc.Text()); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	}
}

// Each mention, once nothing fills it, makes the attestation invalid.
func TestMissing(t *testing.T) {
	for _, c := range []struct {
		code, path string
		spoil      func(f *demand.Form, x *attestation.Facts)
	}{
		{"ATT-MEN-01", "applicant", func(f *demand.Form, _ *attestation.Facts) { f.Applicant.Address = demand.Address{} }},
		{"ATT-MEN-02", "facts.service", func(_ *demand.Form, x *attestation.Facts) { x.Service.Address = "" }},
		{"ATT-MEN-03", "number", func(f *demand.Form, _ *attestation.Facts) { f.Number = numbering.Number{} }},
		{"ATT-MEN-04", "renewed_on", func(f *demand.Form, _ *attestation.Facts) { f.RenewedOn = demand.Date{} }},
		{"ATT-MEN-05", "facts.landlords", func(_ *demand.Form, x *attestation.Facts) { x.Landlords = nil }},
		{"ATT-MEN-06", "facts.mediation.cases", func(_ *demand.Form, x *attestation.Facts) { x.Mediation.Cases = nil }},
		{"ATT-MEN-07", "facts.mediation.from", func(_ *demand.Form, x *attestation.Facts) { x.Mediation.From = demand.Date{} }},
		{"ATT-MEN-09", "facts.progress", func(_ *demand.Form, x *attestation.Facts) { x.Progress = "" }},
		{"ATT-MEN-10", "facts.papers_due", func(_ *demand.Form, x *attestation.Facts) { x.PapersDue = nil }},
		{"ATT-MEN-11", "wanted.places", func(f *demand.Form, _ *attestation.Facts) { f.Wanted.Types = nil }},
		{"ATT-MEN-12", "facts.next_steps", func(_ *demand.Form, x *attestation.Facts) { x.NextSteps = nil }},
	} {
		f, x := household(), facts()
		f.RenewedOn = demand.MustDate("2011-09-20")
		c.spoil(&f, &x)
		doc, _ := attestation.Build(&f, x, attestation.Renewal, demand.Profile2017)
		got := doc.Missing()
		if len(got) != 1 || got[0].Code != c.code || got[0].Path != c.path || !strings.Contains(doc.Text(), "(à compléter)") {
			t.Errorf("%s: %v", c.code, got)
		}
	}
	f := household()
	f.DepositedOn = demand.Date{}
	doc, _ := attestation.Build(&f, facts(), attestation.Registration, demand.Profile2010)
	if got := doc.Missing().Codes(); got != "ATT-MEN-04 ATT-MEN-08" {
		t.Errorf("without date of deposit: %s", got)
	}
}

// What the law of a time does not ask for is not missing.
func TestMentionsFollowTheProfile(t *testing.T) {
	f, empty := household(), attestation.Facts{}
	for profile, want := range map[demand.Profile]int{demand.Profile2000: 1, demand.Profile2010: 5, demand.Profile2012: 5, demand.Profile2015: 6, demand.Profile2017: 7} {
		doc, _ := attestation.Build(&f, empty, attestation.Registration, profile)
		if got := doc.Missing(); len(got) != want {
			t.Errorf("%s: %v", profile, got)
		}
	}
}

// The examples of a mention: filled with the first, missing with the second.
func TestRulesBehaveAsTheirExamples(t *testing.T) {
	missing := func(r demand.Rule, e demand.Example) bool {
		var facts attestation.Facts
		f, faults := demand.DecodeForm([]byte(e))
		if len(faults) > 0 { // not a form: the caller's facts
			f = demand.Form{}
			if err := json.Unmarshal([]byte(e), &facts); err != nil {
				t.Fatalf("%s: %v", r.Code, err)
			}
		}
		doc, _ := attestation.Build(&f, facts, attestation.Registration, demand.Profile2017)
		return doc.Missing().Has(r.Code)
	}
	for _, r := range attestation.Rules() {
		if r.Accepts == "" || r.Refuses == "" {
			t.Errorf("%s: has no example", r.Code)
			continue
		}
		if missing(r, r.Accepts) || !missing(r, r.Refuses) {
			t.Errorf("%s: does not behave as its examples", r.Code)
		}
	}
}

func TestNames(t *testing.T) {
	address := demand.Address{Street: "rue des Essais", City: "Dijon"}
	for _, c := range []struct {
		p    demand.Person
		want string
	}{
		{demand.Person{UsedName: "Zzyzx", BirthName: "Zzyzx", FirstNames: "Berthe"}, "Berthe Zzyzx"},
		{demand.Person{BirthName: "Zzyzx", FirstNames: "Berthe"}, "Berthe Zzyzx"},
		{demand.Person{UsedName: "Zzyzx", BirthName: "Qwfpgj", Civility: "1"}, "Zzyzx, né Qwfpgj"},
		{demand.Person{UsedName: "Zzyzx", BirthName: "Qwfpgj"}, "Zzyzx, né(e) Qwfpgj"},
		{demand.Person{UsedName: "Zzyzx\n\nVotre numéro unique\n  021", FirstNames: " "}, "Zzyzx Votre numéro unique 021"},
		{demand.Person{FirstNames: "Berthe"}, ""},
	} {
		c.p.Address = address
		f := demand.Form{Applicant: c.p}
		doc, _ := attestation.Build(&f, facts(), attestation.Registration, demand.Profile2010)
		got := ""
		if lines := doc.Mentions[0].Lines; len(lines) > 0 {
			got = lines[0]
		}
		if got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// How to update is a mention of the current decree only; the caller's own words win.
func TestUpdateAndValidity(t *testing.T) {
	f, x := household(), facts()
	x.Update, x.ValidUntil = "Au guichet unique seulement.", demand.MustDate("2012-03-01")
	for profile, want := range map[demand.Profile]bool{demand.Profile2010: false, demand.Profile2015: false, demand.Profile2017: true, "": true} {
		doc, _ := attestation.Build(&f, x, attestation.Registration, profile)
		if text := doc.Text(); strings.Contains(text, x.Update) != want || !strings.Contains(text, "jusqu'au 1er mars 2012.") {
			t.Errorf("%s: %s", profile, text)
		}
	}
	if doc, _ := attestation.Build(&f, attestation.Facts{Landlords: []string{" ", ""}}, attestation.Registration, demand.Profile2010); !doc.Missing().Has("ATT-MEN-05") {
		t.Error("blank lines fill a mention")
	}
}

func TestGivenAndDeadline(t *testing.T) {
	f := household()
	if _, given := attestation.Build(&f, facts(), attestation.Modification, demand.Profile2010); given {
		t.Error("none is given for a modification since 2010")
	}
	if doc, given := attestation.Build(&f, facts(), attestation.Modification, demand.Profile2000); !given || len(doc.Mentions) != 4 {
		t.Error("one was given for a modification before 2010")
	}
	if attestation.Given("lease", demand.Profile2010) {
		t.Error("an act without attestation")
	}
	for deposit, want := range map[string]string{"2010-10-15": "2010-11-15", "2011-01-31": "2011-02-28"} {
		if got := attestation.Deadline(demand.MustDate(deposit)); got != demand.MustDate(want) {
			t.Errorf("%s: %s", deposit, got)
		}
	}
}

func TestAssociation(t *testing.T) {
	f := demand.Form{Association: demand.Association{Name: "Toit Provisoire", Address: demand.Address{Street: "rue des Essais", PostalCode: "21000", City: "Dijon"}}, DepositedOn: demand.MustDate("2010-10-15")}
	doc, _ := attestation.Build(&f, facts(), attestation.Registration, demand.Profile2010)
	if doc.Mentions[0].Lines[0] != "Toit Provisoire" || doc.Missing().Codes() != "ATT-MEN-03" {
		t.Errorf("%v %v", doc.Mentions[0], doc.Missing())
	}
}

func TestFaultsHoldNoPersonalData(t *testing.T) {
	book, err := demand.NewRulebook(attestation.Rules())
	if err != nil {
		t.Fatal(err)
	}
	f := household()
	doc, _ := attestation.Build(&f, attestation.Facts{}, attestation.Registration, demand.Profile2017)
	for _, fault := range doc.Missing() {
		if text := fmt.Sprint(fault, book.Sentence(language.French, fault)); strings.Contains(text, "Zzyzx") || strings.Contains(text, "0211010") {
			t.Error(text)
		}
	}
	if data, err := json.Marshal(doc); err != nil || !strings.Contains(string(data), `"letter":"a"`) {
		t.Errorf("%s %v", data, err)
	}
}

func ExampleBuild() {
	f, _ := demand.DecodeForm([]byte(`{"number":"021101000012321001","deposited_on":"2010-10-15"}`))
	doc, _ := attestation.Build(&f, attestation.Facts{Service: attestation.Contact{Name: "Guichet", Address: "Dijon"}}, attestation.Registration, demand.Profile2010)
	for _, fault := range doc.Missing() {
		fmt.Println(fault.Code, fault.Path)
	}
	// Output:
	// ATT-MEN-01 applicant
	// ATT-MEN-05 facts.landlords
	// ATT-MEN-06 facts.mediation.cases
	// ATT-MEN-07 facts.mediation.from
	// ATT-MEN-10 facts.papers_due
}

// Valid one year from the deposit or the last renewal, as the text counts, or
// until the day the caller gives: that of the anniversary, where it is the use.
func TestValidUntil(t *testing.T) {
	for _, c := range []struct{ renewed, given, want string }{
		{"", "", "15 octobre 2011"}, {"2011-09-20", "", "20 septembre 2012"}, {"2011-09-20", "2012-10-15", "15 octobre 2012"},
	} {
		f, x := household(), facts()
		f.DepositedOn, f.RenewedOn, x.ValidUntil = demand.MustDate("2010-10-15"), demand.MustDate(c.renewed), demand.MustDate(c.given)
		doc, _ := attestation.Build(&f, x, attestation.Registration, demand.Profile2010)
		i := slices.IndexFunc(doc.Mentions, func(m attestation.Mention) bool { return m.Code == "ATT-MEN-08" })
		if said := strings.Join(doc.Mentions[i].Lines, " "); !strings.Contains(said, "valable jusqu'au "+c.want) || !strings.Contains(said, "Au moins un mois avant, une lettre") {
			t.Errorf("renewed %q, given %q: not until %s, or no notice: %s", c.renewed, c.given, c.want, said)
		}
	}
}
