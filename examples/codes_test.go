package examples_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/demand/tabular"
	"github.com/fichier-unique/rules/numbering"
)

// fill gives every field of a form a value of its kind, and two items to each
// list; step chooses the code of each list.
func fill(t *testing.T, v reflect.Value, step int, turn *int, seen map[string]map[string]bool) {
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
		*x = decimal.NewNullDecimal(decimal.New(int64(*turn)*100+25, -2))
		return
	case *numbering.Number:
		*x, _ = numbering.Parse("0210516000123G2101")
		return
	}
	if code, ok := v.Interface().(interface{ ListName() string }); ok {
		list, found := demand.FindCodeList(code.ListName())
		if !found {
			t.Fatalf("no list %s", code.ListName())
		}
		c := list.Entries[step%len(list.Entries)].Code
		v.SetString(c)
		if seen[list.Name] == nil {
			seen[list.Name] = map[string]bool{}
		}
		seen[list.Name][c] = true
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
			fill(t, v.Index(i), step+i, turn, seen)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i), step, turn, seen)
		}
	default:
		t.Fatalf("no way to fill a %s", v.Type())
	}
}

// leaves lists the values of a form by JSON path.
func leaves(t *testing.T, f *demand.Form) map[string]string {
	t.Helper()
	data, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	var visit func(path string, v any)
	visit = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, inner := range v {
				visit(strings.TrimPrefix(path+"."+name, "."), inner)
			}
		case []any:
			for i, inner := range v {
				visit(fmt.Sprintf("%s[%d]", path, i), inner)
			}
		default:
			out[path] = fmt.Sprint(v)
		}
	}
	visit("", tree)
	return out
}

// elsewhere are the lists that are not of the form: what carries their codes.
var elsewhere = map[string]string{
	"file_type": "the header of the national XML", "strike_off_motive": "journals and the strike-off of the national XML",
	"strike_off_sub_motive": "journals and the strike-off of the national XML", "dalo_status": "labels of journals",
	"collective_agreement": "labels of journals", "zus_status": "the allocated dwelling, not read yet", "rpls_type": "the allocated dwelling, not read yet",
	"three_way": "the national XML, as an answer", "quota": "quotas of journals", "service": "the name of a service of the State",
}

// ways carry a form to a file and back; what they say is lost is given by path.
var ways = map[string]func(t *testing.T, f *demand.Form) (demand.Form, []string){
	"JSON": func(t *testing.T, f *demand.Form) (demand.Form, []string) {
		data, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		back, faults := demand.DecodeForm(data)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		return back, nil
	},
	"CSV": func(t *testing.T, f *demand.Form) (demand.Form, []string) {
		var b bytes.Buffer
		said, err := tabular.Write(&b, tabular.Own(), slices.Values([]demand.Form{*f}))
		if err != nil {
			t.Fatal(err)
		}
		var lost []string
		for _, l := range said {
			lost = append(lost, l.Fault.Path)
		}
		r, err := tabular.Open(&b, tabular.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		m, found := tabular.Own().Bind(r.Detected().Header)
		for row, err := range r.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			rec := m.Form(row)
			if found = append(found, rec.Findings...); len(found)+len(rec.Extra) > 0 {
				t.Fatal(found, rec.Extra)
			}
			return rec.Form, lost
		}
		t.Fatal("no row comes back")
		return demand.Form{}, nil
	},
	"XML": func(t *testing.T, f *demand.Form) (demand.Form, []string) {
		var b bytes.Buffer
		if err := sne.Write(&b, sne.Header{Version: "02.01"}, slices.Values([]sne.Record{{Form: *f}})); err != nil {
			t.Fatal(err)
		}
		var lost []string
		for _, l := range sne.Lost(f) {
			if l.Code == "SNE-PER-01" { // the others say that a place is not certain
				lost = append(lost, l.Path)
			}
		}
		r, err := sne.Read(&b, sne.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		for rec, err := range r.Records() {
			if err != nil || len(rec.Findings)+len(rec.Extra) > 0 {
				t.Fatal(err, rec.Findings, rec.Extra)
			}
			return rec.Form, lost
		}
		t.Fatal("no demand comes back")
		return demand.Form{}, nil
	},
}

// Every code of every list goes through JSON, the columns and the national XML
// and comes back the same, or its place is named among what is lost.
func TestEveryCodeOfEveryListComesBack(t *testing.T) {
	seen := map[string]map[string]bool{}
	longest := 0
	for _, l := range demand.CodeLists() {
		longest = max(longest, len(l.Entries))
	}
	for step := range longest {
		var form demand.Form
		turn := 0
		fill(t, reflect.ValueOf(&form).Elem(), step, &turn, seen)
		want := leaves(t, &form)
		for name, way := range ways {
			back, lost := way(t, &form)
			got := leaves(t, &back)
			announced := func(path string) bool {
				return slices.ContainsFunc(lost, func(l string) bool {
					return path == l || strings.HasPrefix(path, l+".") || strings.HasPrefix(path, l+"[")
				})
			}
			for path, value := range want {
				if was, ok := got[path]; (ok && was == value) == announced(path) {
					t.Errorf("%s, %s: %q comes back as %q, lost is said: %v", name, path, value, was, announced(path))
				}
			}
			for path := range got {
				if _, ok := want[path]; !ok {
					t.Errorf("%s: %s comes back and was not there", name, path)
				}
			}
		}
		if t.Failed() {
			return
		}
	}
	for _, l := range demand.CodeLists() {
		for _, e := range l.Entries {
			if _, other := elsewhere[l.Name]; !seen[l.Name][e.Code] && !other {
				t.Errorf("code %s of %s was not tried", e.Code, l.Name)
			}
		}
		if other := elsewhere[l.Name]; seen[l.Name] != nil && other != "" {
			t.Errorf("list %s is of the form, and said to be of %s", l.Name, other)
		}
	}
}
