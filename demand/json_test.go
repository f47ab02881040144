package demand_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/numbering"
)

var sameForm = cmp.Options{
	cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) }),
	cmp.Comparer(func(a, b numbering.Number) bool { return a == b }),
	cmp.Comparer(func(a, b demand.Date) bool { return a == b }),
}

func encode(t testing.TB, f *demand.Form) string {
	t.Helper()
	data, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestFormRoundTrip(t *testing.T) {
	for name, form := range map[string]demand.Form{"household": goodForm(), "association": association(), "empty": {}} {
		got, faults := demand.DecodeForm([]byte(encode(t, &form)))
		if len(faults) > 0 {
			t.Errorf("%s: %v", name, faults)
		}
		if diff := cmp.Diff(form, got, sameForm); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// An empty list says "asked, and there is none"; it must survive.
func TestEmptyListIsNotAbsent(t *testing.T) {
	form, faults := demand.DecodeForm([]byte(`{"dependants":[],"applicant":{"received":[]}}`))
	if len(faults) > 0 || form.Dependants == nil || form.Applicant.Received == nil || form.CoHolders != nil {
		t.Errorf("%v %v", form, faults)
	}
	if got := encode(t, &form); got != `{"applicant":{"received":[]},"dependants":[]}` {
		t.Errorf("got %s", got)
	}
}

func TestStrictDecoding(t *testing.T) {
	for _, c := range []struct{ text, code, path string }{
		{`{"colour":"red"}`, "DEM-JSN-01", "?"},
		{`{"applicant":{"nickname":"x"}}`, "DEM-JSN-01", "applicant.?"},
		{`{"applicant":{"birthdate":"2000-01-01"}}`, "DEM-JSN-01", "applicant.birthdate"},
		{`{"dependents":[]}`, "DEM-JSN-01", "dependents"},
		{`{"applicant":{"birth_name.zzyzx":"x"}}`, "DEM-JSN-01", "applicant.?"},
		{`{"dependants":[{},{"name":"a","Secret Name Typed Here":1}]}`, "DEM-JSN-01", "dependants[1].?"},
		{`{"deposited_on":"31/02/2010"}`, "DEM-JSN-02", "deposited_on"},
		{`{"deposited_on":"2010-02-31"}`, "DEM-JSN-02", "deposited_on"},
		{`{"desk":"a","desk":"b"}`, "DEM-JSN-03", "desk"},
		{`{"desk":"a"`, "DEM-JSN-04", ""},
		{`{"desk":"a"} {}`, "DEM-JSN-04", ""},
		{``, "DEM-JSN-04", ""},
		{strings.Repeat(" ", demand.MaxFormBytes+1), "DEM-JSN-05", ""},
		{`{"wanted":{"extended":"oui"}}`, "DEM-JSN-06", "wanted.extended"},
		{`{"persons_to_house":"three"}`, "DEM-JSN-07", "persons_to_house"},
		{`{"persons_to_house":1.5}`, "DEM-JSN-07", "persons_to_house"},
		{`{"desk":21001}`, "DEM-JSN-08", "desk"},
		{`{"dependants":{}}`, "DEM-JSN-09", "dependants"},
		{`{"applicant":"x"}`, "DEM-JSN-10", "applicant"},
		{`[]`, "DEM-JSN-10", ""},
		{`{"present_housing":{"monthly_rent":"cher"}}`, "DEM-JSN-11", "present_housing.monthly_rent"},
		{`{"number":21}`, "DEM-JSN-12", "number"},
		{"{\"desk\":\"\xe9\"}", "DEM-JSN-13", ""},
		{`{"applicant":{"used_name":"a\udc00"}}`, "DEM-JSN-13", "applicant.used_name"},
		{`{"applicant":{"nir":"285052199999928","used_name":"Zzyzx"}}`, "DEM-JSN-14", "applicant.nir"},
		{`{"applicant":{"Numero_Securite_Sociale":"285052199999928"}}`, "DEM-JSN-14", "applicant.?"},
		{`{"Desk":"21001"}`, "DEM-JSN-01", "Desk"},
		{`{"wanted":{"max_rent":"1e9"}}`, "DEM-JSN-11", "wanted.max_rent"},
		{`{"wanted":{"max_rent":1e9999}}`, "DEM-JSN-11", "wanted.max_rent"},
		{`{"wanted":{"max_rent":1000000000000}}`, "DEM-JSN-11", "wanted.max_rent"},
		{`{"wanted":{"max_rent":0.0000001}}`, "DEM-JSN-11", "wanted.max_rent"},
		{`{"persons_to_house":2147483648}`, "DEM-JSN-07", "persons_to_house"},
		{`{"persons_to_house":true}`, "DEM-JSN-07", "persons_to_house"},
		{`{"number":"021131000012321001"}`, "NUM-MON-01", "number"},
	} {
		_, faults := demand.DecodeForm([]byte(c.text))
		if len(faults) != 1 || faults[0].Code != c.code || faults[0].Path != c.path {
			t.Errorf("%.40s: got %v, want %s at %q", c.text, faults, c.code, c.path)
		}
	}
}

// JSON knows one kind of number: 3, 3.0 and 3e0 are the same.
func TestNumbersAreRead(t *testing.T) {
	form, faults := demand.DecodeForm([]byte(`{"persons_to_house":3.0,"unborn":{"count":1e0},"wanted":{"max_rent":4.5e2},"present_housing":{"monthly_rent":450.5,"surface":"45.50"},"remarks":"\ud83d\ude00 \ufffd"}`))
	if len(faults) > 0 || form.PersonsToHouse != 3 || form.Unborn.Count != 1 || form.Wanted.MaxRent.Decimal.String() != "450" ||
		form.Present.MonthlyRent.Decimal.String() != "450.5" || form.Present.Surface.Decimal.String() != "45.5" || form.Remarks != "😀 \ufffd" {
		t.Errorf("%+v %v", form, faults)
	}
}

func TestAllFaultsAtOnceAndTheRestKept(t *testing.T) {
	form, faults := demand.DecodeForm([]byte(`{"desk":"21001","x":1,"applicant":{"birth_date":"?","used_name":"Zzyzx","y":2},
		"dependants":[{"birth_date":"2003-05-06"},{"birth_date":5}],"deposited_on":null}`))
	if got := faults.Codes(); got != "DEM-JSN-01 DEM-JSN-02 DEM-JSN-01 DEM-JSN-02" {
		t.Errorf("got %s", got)
	}
	if form.Desk != "21001" || form.Applicant.UsedName != "Zzyzx" || len(form.Dependants) != 2 || form.Dependants[0].BirthDate.IsZero() {
		t.Errorf("what could be read is not kept: %+v", form)
	}
}

// Strict decoding and the standard library must agree on every accepted text.
func FuzzDecodeForm(f *testing.F) {
	good, alone := goodForm(), association()
	f.Add([]byte(encode(f, &good)))
	f.Add([]byte(encode(f, &alone)))
	f.Add([]byte(`{"dependants":[{}],"applicant":{"income":{"amount_minus_1":"12.5"}}}`))
	f.Add([]byte(`{"number":"O21 1010 000123 21001"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		form, faults := demand.DecodeForm(data)
		if faults.Blocking() {
			return
		}
		again, faults := demand.DecodeForm([]byte(encode(t, &form)))
		if len(faults) > 0 {
			t.Fatalf("what was accepted is refused when written again: %v", faults)
		}
		if diff := cmp.Diff(form, again, sameForm); diff != "" {
			t.Fatal(diff)
		}
		demand.Validate(&again, setting2011)
		demand.Registrable(&again, setting2011)
	})
}

// Every field of the form must survive a round trip: none forgotten, none
// misnamed. The form is filled by reflection, so that a new field is tested the
// day it is added.
func TestEveryFieldRoundTrips(t *testing.T) {
	var form demand.Form
	fill(t, reflect.ValueOf(&form).Elem())
	got, faults := demand.DecodeForm([]byte(encode(t, &form)))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if diff := cmp.Diff(form, got, sameForm); diff != "" {
		t.Error(diff)
	}
}

func fill(t *testing.T, v reflect.Value) {
	switch v.Interface().(type) {
	case demand.Date:
		v.Set(reflect.ValueOf(demand.MustDate("2010-10-15")))
		return
	case numbering.Number:
		n, _ := numbering.Parse("021101000012321001")
		v.Set(reflect.ValueOf(n))
		return
	case decimal.NullDecimal:
		v.Set(reflect.ValueOf(euros("12.34")))
		return
	case demand.Answer:
		v.Set(reflect.ValueOf(demand.No))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(t, v.Index(0))
		fill(t, v.Index(1))
	case reflect.String:
		v.SetString("x")
	case reflect.Int:
		v.SetInt(7)
	default:
		t.Fatalf("field of kind %s: teach the test", v.Kind())
	}
}

func BenchmarkDecodeForm(b *testing.B) {
	form := goodForm()
	data := []byte(encode(b, &form))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, faults := demand.DecodeForm(data); len(faults) > 0 {
			b.Fatal(faults)
		}
	}
}

func BenchmarkStandardLibraryDecode(b *testing.B) {
	form := goodForm()
	data := []byte(encode(b, &form))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var f demand.Form
		if err := json.Unmarshal(data, &f); err != nil {
			b.Fatal(err)
		}
	}
}
