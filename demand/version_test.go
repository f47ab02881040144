package demand_test

import (
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
)

func names(all []demand.LayoutInfo) []demand.Layout {
	var out []demand.Layout
	for _, l := range all {
		out = append(out, l.Layout)
	}
	return out
}

// Two versions are in force at once while the old one is still accepted.
func TestLayoutsAt(t *testing.T) {
	for day, want := range map[string][]demand.Layout{
		"2010-09-30": nil, "2010-10-01": {demand.Layout01}, "2012-10-01": {demand.Layout2012, demand.Layout01}, "2013-07-24": {demand.Layout02, demand.Layout2012},
		"2018-09-09": {demand.Layout02, demand.Layout2012}, "2018-09-10": {demand.Layout03, demand.Layout02, demand.Layout2012},
		"2019-09-09": {demand.Layout03, demand.Layout02, demand.Layout2012}, "2019-09-10": {demand.Layout03}, "2021-02-01": {demand.Layout04, demand.Layout03}, "": nil,
	} {
		if diff := cmp.Diff(want, names(demand.LayoutsAt(demand.MustDate(day)))); diff != "" {
			t.Errorf("%s: %s", day, diff)
		}
	}
}

func TestConvert(t *testing.T) {
	form := goodForm()
	form.Wanted.Places = []demand.WantedPlace{{Commune: "21231", Quarter: "Montchapet"}, {Commune: "21166"}, {Commune: "21231", Quarter: "Toison d'Or"},
		{Commune: "21617"}, {Commune: "21515"}, {Commune: "21355"}, {Commune: "21054"}}
	form.Present.Kinds = []demand.HousingKind{"CP", "HOT"}
	form.Applicant.Address = demand.Address{Foreign: demand.Yes, Street: "rue du Test", Complement: "étage 2", City: "Liège", Country: "Belgique"}
	form.CoHolders[0].Person.Civility = demand.Civility3
	before := encode(t, &form)
	for layout, want := range map[demand.Layout]string{
		demand.Layout01:   "DEM-VER-02 DEM-VER-02 DEM-VER-03 DEM-VER-04",
		demand.Layout2012: "DEM-VER-01 DEM-VER-01",
		demand.Layout05:   "DEM-VER-01 DEM-VER-01 DEM-VER-05",
		"14069*99":        "DEM-VER-06",
	} {
		got, lost := demand.Convert(&form, layout)
		if lost.Codes() != want {
			t.Errorf("%s: %s, want %s", layout, lost.Codes(), want)
		}
		if diff := cmp.Diff(before, encode(t, &form)); diff != "" {
			t.Fatalf("%s modified the form: %s", layout, diff)
		}
		info, known := demand.FindLayout(layout)
		if !known {
			continue
		}
		if got.Version != info.Version || len(got.Wanted.Places) > info.Communes {
			t.Errorf("%s: %+v", layout, got.Wanted.Places)
		}
		if again, lost := demand.Convert(&got, layout); len(lost) > 0 || encode(t, &again) != encode(t, &got) {
			t.Errorf("%s: converted twice, %v", layout, lost)
		}
	}
	v1, _ := demand.Convert(&form, demand.Layout01)
	if a := v1.Applicant.Address; a.Complement != "étage 2, Liège, Belgique" || a.Foreign != demand.NotSaid || len(v1.Wanted.Places) != 5 || v1.Wanted.Places[0].Quarter == "" {
		t.Errorf("%+v %+v", a, v1.Wanted.Places)
	}
	v2, _ := demand.Convert(&form, demand.Layout2012)
	if len(v2.Wanted.Places) != 6 || v2.Wanted.Places[0] != (demand.WantedPlace{Commune: "21231"}) {
		t.Errorf("%+v", v2.Wanted.Places)
	}
	v5, _ := demand.Convert(&form, demand.Layout05)
	if v5.CoHolders[0].Person.Civility != demand.Civility2 {
		t.Error("Mademoiselle is still there")
	}
}

// What is left out takes its origin along; what moves keeps its own.
func TestOriginsFollow(t *testing.T) {
	form := goodForm()
	form.Present.Kinds = []demand.HousingKind{"CP", "HOT"}
	form.Wanted.Places = []demand.WantedPlace{{Commune: "21231", Quarter: "Montchapet"}, {Commune: "21231", Quarter: "Toison d'Or"}, {Commune: "21166"}, {Commune: "21617", Quarter: "Nord"}}
	form.Origins = []demand.Origin{{Path: "", Kind: demand.FromApplicant}, {Path: "wanted.places[1]", Kind: demand.FromPaper}, {Path: "wanted.places[2].commune", Kind: demand.FromThirdParty},
		{Path: "wanted.places[3]", Kind: demand.FromPaper}, {Path: "present_housing.kinds[1]", Kind: demand.FromPaper}}
	for layout, want := range map[demand.Layout]string{
		demand.Layout2012: " wanted.places[1].commune wanted.places[2] present_housing.kinds[1]",
		demand.Layout01:   " wanted.places[1] wanted.places[2].commune wanted.places[3]",
	} {
		before := encode(t, &form)
		got, _ := demand.Convert(&form, layout)
		var paths []string
		for _, o := range got.Origins {
			paths = append(paths, o.Path)
		}
		if strings.Join(paths, " ") != want || encode(t, &form) != before {
			t.Errorf("%s: %q, want %q", layout, paths, want)
		}
	}
}

// An association abroad is converted as a person is.
func TestConvertAssociationAbroad(t *testing.T) {
	form := demand.Form{Association: demand.Association{Name: "Toit Provisoire", Address: demand.Address{Foreign: demand.Yes, City: "Liège", Country: "Belgique"}}}
	got, lost := demand.Convert(&form, demand.Layout01)
	if a := got.Association.Address; lost.Codes() != "DEM-VER-04" || lost[0].Path != "association.address" || a.Complement != "Liège, Belgique" || a.Foreign != demand.NotSaid {
		t.Errorf("%v %+v", lost, a)
	}
	if _, lost := demand.Convert(&form, demand.Layout05); len(lost) > 0 {
		t.Errorf("the form *05 has addresses abroad: %v", lost)
	}
}

// When nothing is said to be lost, nothing is: the form comes back the same.
func TestConvertThereAndBack(t *testing.T) {
	rng := rand.New(rand.NewSource(2))
	layouts := demand.Layouts()
	kept := 0
	for range 2_000 {
		form := goodForm()
		form.Wanted.Places = form.Wanted.Places[:rng.Intn(3)]
		if rng.Intn(2) == 0 {
			form.Wanted.Places = append(form.Wanted.Places, demand.WantedPlace{Commune: "21617", Quarter: []string{"", "Nord"}[rng.Intn(2)]})
		}
		form.Applicant.Civility = []demand.Civility{"1", "2", "3"}[rng.Intn(3)]
		form.Applicant.Address.Foreign = []demand.Answer{demand.NotSaid, demand.No, demand.Yes}[rng.Intn(3)]
		form.Present.Kinds = []demand.HousingKind{"CP", "HOT"}[:rng.Intn(3)]
		a, b := layouts[rng.Intn(len(layouts))], layouts[rng.Intn(len(layouts))]
		form.Version = a.Version
		there, lost := demand.Convert(&form, b.Layout)
		back, lostBack := demand.Convert(&there, a.Layout)
		if len(lost)+len(lostBack) > 0 {
			continue
		}
		kept++
		if diff := cmp.Diff(encode(t, &form), encode(t, &back)); diff != "" {
			t.Fatalf("%s to %s and back: %s", a.Layout, b.Layout, diff)
		}
	}
	if kept < 200 {
		t.Errorf("only %d forms came through whole: the test no longer tests", kept)
	}
}

// Every field of the form is asked for in exactly one step.
func TestEveryFieldHasOneStep(t *testing.T) {
	var walk func(typ reflect.Type, path string)
	walk = func(typ reflect.Type, path string) {
		for i := range typ.NumField() {
			name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			full := strings.TrimPrefix(path+"."+name, ".")
			steps := 0
			for _, s := range demand.EntrySteps() {
				for _, field := range s.Fields {
					if field == full || strings.HasPrefix(full, field+".") {
						steps++
					}
				}
			}
			if _, found := demand.StepOf(full); steps == 1 && found {
				continue
			}
			if sub := typ.Field(i).Type; steps == 0 && sub.Kind() == reflect.Struct {
				walk(sub, full)
				continue
			}
			t.Errorf("%s is asked for in %d steps", full, steps)
		}
	}
	walk(reflect.TypeFor[demand.Form](), "")
	letters := ""
	for _, s := range demand.EntrySteps() {
		letters += s.Rubrics
	}
	for _, l := range "abcdefghi" {
		if !strings.ContainsRune(letters, l) {
			t.Errorf("no step for section %c of R.441-2-2", l)
		}
	}
}

func TestAsked(t *testing.T) {
	said := map[string][]string{"applicant.work.situation": {"CDI"}, "reasons[].code": {"13", "23"}}
	look := func(path string) []string { return said[path] }
	for field, want := range map[string]bool{
		"applicant.work.until": false, "applicant.work.employer": true, "reasons[1].detail": true, "disabilities[0].state": false, "applicant.email": true, "unborn.expected_on": false,
	} {
		if got := demand.Asked(field, look); got != want {
			t.Errorf("%s: %v", field, got)
		}
	}
	said["reasons[].code"] = []string{"07"}
	if !demand.Asked("disabilities", look) {
		t.Error("the disability supplement follows reason 07")
	}
	if !slices.ContainsFunc(demand.EntrySteps(), func(s demand.EntryStep) bool { return s.Name == "identite" }) {
		t.Error("no step of identity")
	}
}

// What each version holds, as far as it was read.
func TestLayouts(t *testing.T) {
	type holds struct {
		Version         demand.FormVersion
		From            string
		Communes, Kinds int
		Quarters        bool
		ForeignPlaces   bool
		Miss            bool
	}
	want := map[demand.Layout]holds{
		demand.Layout01:   {demand.Form01, "2010-10-01", 5, 1, true, false, true},
		demand.Layout2012: {demand.Form01, "2012-10-01", 10, 0, false, true, true},
		demand.Layout02:   {demand.Form02, "2013-07-24", 10, 0, false, true, true},
		demand.Layout03:   {demand.Form03, "2018-09-10", 10, 0, false, true, true},
		demand.Layout04:   {demand.Form04, "2021-02-01", 10, 0, false, true, true},
		demand.Layout05:   {demand.Form05, "2023-05-02", 10, 0, false, true, false},
	}
	got := map[demand.Layout]holds{}
	for _, l := range demand.Layouts() {
		got[l.Layout] = holds{l.Version, l.From.String(), l.Communes, l.Kinds, l.Quarters, l.ForeignPlaces, l.Miss}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
