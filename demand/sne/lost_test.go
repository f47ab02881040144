package sne_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/numbering"
)

// fill gives every field of a form a value of its kind: each code of a list in
// turn, two items in each list.
func fill(t *testing.T, v reflect.Value, turn *int) {
	t.Helper()
	*turn++
	switch x := v.Addr().Interface().(type) {
	case *demand.Date:
		*x = demand.MustDate("1990-01-01").AddDays(*turn)
		return
	case *demand.Answer:
		*x = demand.AnswerOf(*turn%2 == 0)
		return
	case *decimal.NullDecimal:
		*x = decimal.NewNullDecimal(decimal.New(int64(*turn), -2))
		return
	case *numbering.Number:
		n, err := numbering.Parse("0210516000123G2101")
		if err != nil {
			t.Fatal(err)
		}
		*x = n
		return
	case *demand.OriginKind:
		*x = demand.FromPaper
		return
	}
	if code, ok := v.Interface().(interface{ ListName() string }); ok {
		l, _ := demand.FindCodeList(code.ListName())
		v.SetString(l.Entries[*turn%len(l.Entries)].Code)
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("texte %d", *turn))
	case reflect.Int:
		v.SetInt(int64(*turn))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(t, v.Index(i), turn)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i), turn)
		}
	default:
		t.Fatalf("no way to fill a %s", v.Type())
	}
}

// leaves lists the values of a form by JSON path.
func leaves(path string, v any, out map[string]string) {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			leaves(strings.TrimPrefix(path+"."+name, "."), inner, out)
		}
	case []any:
		for i, inner := range v {
			leaves(fmt.Sprintf("%s[%d]", path, i), inner, out)
		}
	default:
		out[path] = fmt.Sprint(v)
	}
}

func leavesOf(t *testing.T, f *demand.Form) map[string]string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(asJSON(t, f)), &v); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	leaves("", v, out)
	return out
}

// Every field of a full form either comes back from the XML or is listed by
// Lost: nothing goes without a word. A new field of the form must be in a table
// or in Lost.
func TestEveryFieldComesBackOrIsLost(t *testing.T) {
	var form demand.Form
	turn := 0
	fill(t, reflect.ValueOf(&form).Elem(), &turn)
	_, recs, err := readAll(write(t, sne.Header{Version: "02.01"}, []sne.Record{{Form: form}}))
	if err != nil || len(recs) != 1 || len(recs[0].Findings)+len(recs[0].Extra) > 0 {
		t.Fatalf("%v %+v", err, recs)
	}
	var lost []string
	for _, f := range sne.Lost(&form) {
		if f.Code == "SNE-PER-01" {
			lost = append(lost, f.Path)
		}
	}
	announced := func(path string) bool {
		return slices.ContainsFunc(lost, func(l string) bool {
			return path == l || strings.HasPrefix(path, l+".") || strings.HasPrefix(path, l+"[")
		})
	}
	want, got := leavesOf(t, &form), leavesOf(t, &recs[0].Form)
	for path, value := range want {
		if back, ok := got[path]; (ok && back == value) == announced(path) {
			t.Errorf("%s: came back %v, announced as lost %v", path, ok, announced(path))
		}
	}
	if len(want) < 200 {
		t.Errorf("only %d values were tried", len(want))
	}
}

// Every code of every list comes back, wherever the form has one.
func TestEveryCodeComesBack(t *testing.T) {
	var form demand.Form
	turn := 0
	fill(t, reflect.ValueOf(&form).Elem(), &turn)
	seen := map[string]bool{}
	for step := range 24 { // the longest list has 23 codes
		eachCode(reflect.ValueOf(&form).Elem(), func(v reflect.Value, list demand.CodeList) {
			v.SetString(list.Entries[step%len(list.Entries)].Code)
			seen[list.Name] = true
		})
		_, recs, err := readAll(write(t, sne.Header{Version: "02.01"}, []sne.Record{{Form: form}}))
		if err != nil || len(recs[0].Findings) > 0 {
			t.Fatalf("%v %+v", err, recs)
		}
		back := recs[0].Form
		// What is lost is tested elsewhere.
		back.Version, back.FormerNumbers, back.Remarks, back.Origins = form.Version, form.FormerNumbers, form.Remarks, form.Origins
		w := &form.Wanted
		back.Wanted.Parking, back.Wanted.GroundFloor, back.Wanted.WithoutLift, back.Wanted.Adapted = w.Parking, w.GroundFloor, w.WithoutLift, w.Adapted
		for i := range back.CoHolders {
			p := &form.CoHolders[i].Person
			back.CoHolders[i].Person.DependantsReceived, back.CoHolders[i].Person.DependantsPaid = p.DependantsReceived, p.DependantsPaid
		}
		if diff := cmp.Diff(asJSON(t, form), asJSON(t, back)); diff != "" {
			t.Fatal(diff)
		}
	}
	if len(seen) != 21 {
		t.Errorf("%d lists were tried: %v", len(seen), seen)
	}
}

func eachCode(v reflect.Value, do func(reflect.Value, demand.CodeList)) {
	if code, ok := v.Interface().(interface{ ListName() string }); ok {
		list, _ := demand.FindCodeList(code.ListName())
		do(v, list)
		return
	}
	switch {
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			eachCode(v.Index(i), do)
		}
	case v.Kind() == reflect.Struct && strings.HasSuffix(v.Type().PkgPath(), "/demand"):
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				eachCode(v.Field(i), do)
			}
		}
	}
}

func TestLost(t *testing.T) {
	form := demand.Form{
		Remarks:      "x",
		Applicant:    demand.Person{UsedName: "a\x00b", HomePhone: "0199000000"},
		CoHolders:    []demand.CoHolder{{}, {Person: demand.Person{DependantsPaid: []demand.Payment{}, FirstNames: "a\xff"}}},
		Reasons:      []demand.Reason{},
		Disabilities: []demand.Disability{{State: demand.DisabilityStateEVO}},
		Association:  demand.Association{Address: demand.Address{City: "Dijon"}},
		Wanted:       demand.Wanted{Places: []demand.WantedPlace{{Commune: "21231"}, {Commune: "21231", Quarter: "x"}}},
	}
	var got []string
	for _, f := range sne.Lost(&form) {
		got = append(got, f.Code+" "+f.Path+" "+f.Severity.String())
	}
	want := []string{
		"SNE-PER-01 remarks to_confirm",
		"SNE-PER-01 co_holders[1].person.dependants_paid to_confirm",
		"SNE-PER-02 association information",
		"SNE-PER-03 applicant.used_name to_confirm",
		"SNE-PER-02 applicant.home_phone information",
		"SNE-PER-03 co_holders[1].person.first_names to_confirm",
		"SNE-PER-02 reasons information",
		"SNE-PER-02 disabilities information",
		"SNE-PER-02 wanted.places[1].quarter information",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, name := range []string{"outbound.xml"} {
		_, recs, err := readAll(fixture(t, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, rec := range recs {
			if lost := sne.Lost(&rec.Form); len(lost) > 0 {
				t.Errorf("%s: %v", name, lost)
			}
		}
	}
	// What Lost announced as replaced is still XML.
	if _, recs, err := readAll(write(t, sne.Header{}, []sne.Record{{Form: form}})); err != nil || recs[0].Form.Applicant.UsedName != "a\uFFFDb" {
		t.Errorf("%v %v", recs, err)
	}
}
