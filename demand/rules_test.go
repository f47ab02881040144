package demand_test

import (
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand"
)

// judge gives the codes an example raises: those of reading, of the three
// levels, under the last profile of the rule.
func judge(r demand.Rule, example demand.Example) demand.Faults {
	form, faults := demand.DecodeForm([]byte(example))
	in := demand.Setting{AsOf: demand.ExampleDay, Profile: demand.Profile2017}
	if len(r.Profiles) > 0 {
		in.Profile = r.Profiles[len(r.Profiles)-1]
	}
	faults = append(faults, demand.Validate(&form, in)...)
	faults = append(faults, demand.Registrable(&form, in)...)
	for _, l := range demand.Layouts() {
		_, lost := demand.Convert(&form, l.Layout)
		faults = append(faults, lost...)
	}
	return append(faults, demand.Complete(&form, in)...)
}

func TestRulesBehaveAsTheirExamples(t *testing.T) {
	for _, r := range demand.Rules() {
		if !strings.HasPrefix(r.Code, "DEM-") || r.Code == "DEM-JSN-05" || r.Code == "DEM-VER-06" {
			continue // the number has vectors of its own; a mebibyte is no example, nor a layout
		}
		if r.Accepts == "" || r.Refuses == "" {
			t.Errorf("%s: give an accepting and a refusing example", r.Code)
			continue
		}
		if got := judge(r, r.Accepts); got.Has(r.Code) {
			t.Errorf("%s: raised by its accepting example", r.Code)
		}
		got := judge(r, r.Refuses)
		if !got.Has(r.Code) {
			t.Errorf("%s: not raised by its refusing example: %s", r.Code, got.Codes())
		}
		if strings.HasPrefix(r.Code, "DEM-JSN") {
			continue
		}
		for _, e := range [...]demand.Example{r.Accepts, r.Refuses} { // an example shows one rule at a time
			if _, faults := demand.DecodeForm([]byte(e)); len(faults) > 0 {
				t.Errorf("%s: its example is not read: %v", r.Code, faults)
			}
		}
	}
}

// A partial form is legal: what is absent raises nothing at the first level.
func TestNothingSaidIsValid(t *testing.T) {
	var empty demand.Form
	for _, p := range demand.Profiles() {
		if got := demand.Validate(&empty, demand.Setting{AsOf: demand.ExampleDay, Profile: p.Profile}); len(got) > 0 {
			t.Errorf("profile %s: %v", p.Profile, got)
		}
	}
	if got := demand.Complete(&empty, demand.Setting{Profile: demand.Profile2000}); len(got) > 0 {
		t.Errorf("nothing was fixed for the instruction before 2010: %v", got)
	}
}

// What the instruction needs never blocks: it may not delay a registration.
func TestInstructionNeverBlocks(t *testing.T) {
	for _, form := range []demand.Form{{}, goodForm(), association()} {
		if got := demand.Complete(&form, setting2011); got.Blocking() {
			t.Errorf("%v", got)
		}
	}
	minimal := demand.Form{
		DepositedOn: demand.MustDate("2010-10-15"),
		Applicant:   demand.Person{UsedName: "Zzyzx", FirstNames: "Anatole", BirthDate: demand.MustDate("1975-03-02")},
		Wanted:      demand.Wanted{Types: []demand.DwellingType{demand.DwellingTypeT2}, Places: []demand.WantedPlace{{Commune: "21231"}}},
	}
	if got := demand.Registrable(&minimal, setting2011); len(got) > 0 {
		t.Errorf("registrable: %v", got)
	}
	if got := len(demand.Complete(&minimal, setting2011)); got < 10 {
		t.Errorf("only %d things are said to be missing for the instruction", got)
	}
	full := goodForm()
	full.CoHolders[0].Person.Nationality, full.CoHolders[0].Person.Work.Situation = demand.Nationality1, demand.WorkSituationRET
	full.CoHolders[0].Person.Income = full.Applicant.Income
	if got := demand.Complete(&full, setting2011); len(got) > 0 {
		t.Errorf("complete: %v", got)
	}
	asso := association()
	if got := demand.Complete(&asso, setting2011).Codes(); got != "DEM-INS-08 DEM-INS-09 DEM-INS-23 DEM-INS-24" {
		t.Errorf("association: %s", got)
	}
}

// Rules that may block rest on a text that was read, or on plain logic.
func TestNoRecollectionBlocks(t *testing.T) {
	for _, r := range demand.Rules() {
		if r.Source.Confidence == demand.Unverified && r.Severity == demand.Blocking {
			t.Errorf("%s: a recollection blocks", r.Code)
		}
	}
}
