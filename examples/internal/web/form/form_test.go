package form_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/form"
	"github.com/fichier-unique/rules/numbering"
)

// same compares forms: amounts by value, an empty list and no list apart.
var same = cmp.Options{
	cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) }),
	cmp.Comparer(func(a, b numbering.Number) bool { return a == b }),
	cmp.Comparer(func(a, b demand.Date) bool { return a == b }),
}

// boxed compares sets of boxes without their order, which a page cannot show.
var boxed = cmp.Options{same,
	cmpopts.SortSlices(func(a, b demand.DwellingType) bool { return a < b }),
	cmpopts.SortSlices(func(a, b demand.HousingKind) bool { return a < b }),
	cmpopts.SortSlices(func(a, b demand.MotorDisability) bool { return a < b }),
	cmpopts.SortSlices(func(a, b demand.SensoryDisability) bool { return a < b }),
	cmpopts.SortSlices(func(a, b demand.MobilityAid) bool { return a < b }),
	cmpopts.SortSlices(func(a, b demand.AdaptedEquipment) bool { return a < b }),
}

// shell shows the fields of a form as a page would.
type shell struct {
	rt    *web.Router
	pages *web.Pages
}

func newShell(t testing.TB) shell {
	t.Helper()
	book, err := demand.NewRulebook(rules.All())
	if err != nil {
		t.Fatal(err)
	}
	rt, err := web.New(web.Config{Book: book})
	if err != nil {
		t.Fatal(err)
	}
	if err := form.Routes(rt, "21"); err != nil {
		t.Fatal(err)
	}
	pages, err := rt.Pages(nil, form.Templates(), fstest.MapFS{"page.html": {Data: []byte(`{{define "main"}}<form>{{template "fields" .Data}}</form>{{end}}`)}})
	if err != nil {
		t.Fatal(err)
	}
	return shell{rt, pages}
}

func (s shell) html(t testing.TB, fields []form.Field) string {
	t.Helper()
	w := httptest.NewRecorder()
	if err := s.pages.Fragment(w, "page.html", "main", web.View{Data: fields}); err != nil {
		t.Fatal(err)
	}
	return w.Body.String()
}

// posted gives what a browser posts for a form: its successful controls.
func posted(t testing.TB, html string) url.Values {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(html))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	values, ids := url.Values{}, map[string]bool{}
	var area, list string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return values
		}
		if err != nil {
			t.Fatalf("the page is not well formed: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			attr := map[string]string{}
			for _, a := range token.Attr {
				attr[a.Name.Local] = a.Value
			}
			if id := attr["id"]; id != "" {
				if ids[id] {
					t.Fatalf("the identifier %s is there twice", id)
				}
				ids[id] = true
			}
			_, checked := attr["checked"]
			_, selected := attr["selected"]
			switch {
			case token.Name.Local == "input" && (attr["type"] != "radio" && attr["type"] != "checkbox" || checked):
				values.Add(attr["name"], attr["value"])
			case token.Name.Local == "textarea":
				area = attr["name"]
				values.Add(area, "")
			case token.Name.Local == "select":
				list = attr["name"]
				values.Set(list, "")
			case token.Name.Local == "option" && selected:
				values.Set(list, attr["value"])
			}
		case xml.CharData:
			if area != "" {
				values.Set(area, values.Get(area)+strings.TrimPrefix(string(token), "\n"))
			}
		case xml.EndElement:
			if token.Name.Local == "textarea" {
				area = ""
			}
		}
	}
}

// drawer fills a form by chance, to the last field.
type drawer struct{ rng *rand.Rand }

var texts = []string{"Zzyzx", "d’Épinoy-L’Œuvre", "a & b <i>\"'", "  ", "été", "12 bis", "日本"}

func (d drawer) fill(v reflect.Value, name string) {
	if d.rng.IntN(4) == 0 {
		return
	}
	switch v.Interface().(type) {
	case demand.Date:
		v.Set(reflect.ValueOf(demand.MustDate("1980-02-29").AddDays(d.rng.IntN(20000))))
		return
	case demand.Answer:
		v.Set(reflect.ValueOf(demand.Answer(d.rng.IntN(3))))
		return
	case decimal.NullDecimal:
		v.Set(reflect.ValueOf(decimal.NewNullDecimal(decimal.New(d.rng.Int64N(1e9)-1000, -int32(d.rng.IntN(5))))))
		return
	case numbering.Number:
		n, err := numbering.Parse("021032601698221001")
		if err == nil {
			v.Set(reflect.ValueOf(n))
		}
		return
	}
	switch v.Kind() {
	case reflect.Int:
		v.SetInt(d.rng.Int64N(30))
	case reflect.String:
		text := texts[d.rng.IntN(len(texts))]
		if l, ok := v.Interface().(interface{ ListName() string }); ok {
			list, _ := demand.FindCodeList(l.ListName())
			text = list.Entries[d.rng.IntN(len(list.Entries))].Code
			if d.rng.IntN(10) == 0 {
				text = "HORSLISTE"
			}
		}
		if name == "commune" {
			text = []string{"21231", "75113", "2A004", "99351", "21213"}[d.rng.IntN(5)]
		}
		v.SetString(strings.TrimSpace(text))
	case reflect.Slice:
		n := d.rng.IntN(4)
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			d.fill(v.Index(i), name)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			field, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			d.fill(v.Field(i), field)
		}
	}
}

// form draws a form that a page can say: sets of boxes without repeats, no list
// that is empty rather than unknown where there is no box to say so.
func (d drawer) form() demand.Form {
	var f demand.Form
	d.fill(reflect.ValueOf(&f).Elem(), "")
	settle(reflect.ValueOf(&f).Elem(), "")
	return f
}

var deniable = []string{"co_holders", "dependants", "custody", "received", "paid", "dependants_received", "dependants_paid"}

func settle(v reflect.Value, name string) {
	switch v.Kind() {
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.String && v.Type().Elem() != reflect.TypeFor[string]() {
			seen := map[string]bool{"": true}
			out := reflect.MakeSlice(v.Type(), 0, v.Len())
			for i := range v.Len() {
				if code := v.Index(i).String(); !seen[code] {
					seen[code] = true
					out = reflect.Append(out, v.Index(i))
				}
			}
			v.Set(out)
		}
		if v.Len() == 0 && !slices.Contains(deniable, name) {
			v.SetZero()
		}
		for i := range v.Len() {
			settle(v.Index(i), name)
		}
	case reflect.Struct:
		if v.Type().PkgPath() != reflect.TypeFor[demand.Form]().PkgPath() || v.Type() == reflect.TypeFor[demand.Date]() {
			return
		}
		for i := range v.NumField() {
			field, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			settle(v.Field(i), field)
		}
	}
}

// through shows every step of a form and posts it back, over a base.
func through(t testing.TB, s shell, f, base demand.Form, o form.Options) demand.Form {
	t.Helper()
	for _, step := range demand.EntrySteps() {
		values := posted(t, s.html(t, form.Fields(&f, step, o)))
		reading := form.Read(&base, step, values, o)
		if len(reading.Raw) > 0 {
			t.Fatalf("step %s: not read: %v", step.Name, reading.Raw)
		}
		base = reading.Form
	}
	return base
}

// TestRoundTrip: a form shown, step by step, and posted as it is, is the same
// form; posted over itself, to the order of the boxes.
func TestRoundTrip(t *testing.T) {
	s := newShell(t)
	d := drawer{rand.New(rand.NewPCG(7, 11))}
	o := form.Options{Every: true}
	for range 40 {
		f := d.form()
		if diff := cmp.Diff(f, through(t, s, f, demand.Form{}, o), boxed); diff != "" {
			t.Fatal(diff)
		}
		if diff := cmp.Diff(f, through(t, s, f, f, o), same); diff != "" {
			t.Fatal(diff)
		}
	}
}

// TestNothingAskedNothingLost: what the page does not show keeps its value.
func TestNothingAskedNothingLost(t *testing.T) {
	s := newShell(t)
	d := drawer{rand.New(rand.NewPCG(3, 5))}
	for range 50 {
		f := d.form()
		o := form.Options{Hide: func(path string) bool { return strings.HasPrefix(path, "applicant.work") || path == "number" }}
		if diff := cmp.Diff(f, through(t, s, f, f, o), same); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestWords(t *testing.T) {
	d := drawer{rand.New(rand.NewPCG(1, 1))}
	var look func(fields []form.Field)
	seen := 0
	look = func(fields []form.Field) {
		for _, f := range fields {
			seen++
			if f.Label == "" {
				t.Errorf("%s has no label", f.Name)
			}
			if f.Kind == "rows" && f.Add == "" && len(f.Rows) < 3 {
				t.Errorf("%s has no button to add a line", f.Name)
			}
			look(f.Fields)
			for _, row := range f.Rows {
				if row.Title == "" {
					t.Errorf("a line of %s has no title", f.Name)
				}
				look(row.Fields)
			}
		}
	}
	for range 20 {
		f := d.form()
		for _, step := range demand.EntrySteps() {
			look(form.Fields(&f, step, form.Options{Every: true}))
		}
	}
	if seen < 1000 {
		t.Errorf("only %d fields were seen", seen)
	}
}

func TestConditions(t *testing.T) {
	f := demand.Form{Reasons: []demand.Reason{{Code: "09"}, {Code: "23"}}}
	f.Applicant.Work = demand.Work{Situation: "CDI", Employer: "X", Until: demand.MustDate("2026-01-01")}
	f.Present.Kinds = []demand.HousingKind{"CPE"}
	f.Disabilities = []demand.Disability{{Person: "applicant"}}
	for path, want := range map[string]bool{"reasons[0].detail": false, "reasons[1].detail": true, "applicant.work.until": false, "applicant.work.employer": true,
		"present_housing.monthly_rent": false, "present_housing.occupants": true, "disabilities": false, "unborn.expected_on": false} {
		if got := form.Asked(&f, path); got != want {
			t.Errorf("%s: asked %v, want %v", path, got, want)
		}
	}
	name := func(steps []demand.EntryStep) (out []string) {
		for _, s := range steps {
			out = append(out, s.Name)
		}
		return out
	}
	if got := name(form.Steps(&f, form.Options{})); slices.Contains(got, "handicap") || !slices.Contains(got, "justificatifs") {
		t.Errorf("steps %v", got)
	}
	pruned := form.Prune(&f)
	if !pruned.Applicant.Work.Until.IsZero() || pruned.Disabilities != nil || pruned.Applicant.Work.Employer != "X" || f.Disabilities == nil {
		t.Errorf("pruned: %+v", pruned)
	}
	f.Wanted.Adapted = demand.Yes
	if got := name(form.Steps(&f, form.Options{})); !slices.Contains(got, "handicap") {
		t.Errorf("steps %v", got)
	}
	tidy := form.Tidy(&demand.Form{Dependants: []demand.Dependant{{}, {FirstNames: "A"}}, CoHolders: []demand.CoHolder{{}}, Custody: []demand.CustodyChild{}})
	if len(tidy.Dependants) != 1 || tidy.CoHolders != nil || tidy.Custody == nil {
		t.Errorf("tidy: %+v", tidy)
	}
}

// A list left as it came is answered in the words of the page, not in codes.
func TestNothingChosen(t *testing.T) {
	f := demand.Form{Applicant: demand.Person{Received: []demand.Resource{{}}}}
	step, _ := form.Step("ressources")
	faults := demand.Validate(&f, demand.Setting{AsOf: demand.MustDate("2026-11-26"), Profile: demand.Profile2017})
	var got []string
	for _, s := range form.Summary(form.Fields(&f, step, form.Options{Faults: faults, Say: func(f demand.Fault) string { return f.Code }})) {
		if s.ID == "applicant-received-0-code" {
			got = append(got, s.Text)
		}
	}
	if diff := cmp.Diff([]string{"Choisissez une réponse dans la liste."}, got); diff != "" {
		t.Error(diff)
	}
}

func TestFaultsInPlace(t *testing.T) {
	f := demand.Form{Dependants: []demand.Dependant{{FirstNames: "A"}}}
	step, _ := form.Step("famille")
	faults := demand.Faults{{Code: "A", Path: "dependants[0].birth_date", Severity: demand.Blocking}, {Code: "B", Path: "dependants[0]", Severity: demand.ToConfirm},
		{Code: "C", Path: "dependants", Severity: demand.Blocking}, {Code: "D", Path: "unborn.expected_on", Severity: demand.ToConfirm}, {Code: "E", Path: "wanted.types", Severity: demand.Blocking}}
	fields := form.Fields(&f, step, form.Options{Faults: faults, Say: func(f demand.Fault) string { return "<" + f.Code + ">" }})
	var got []string
	for _, s := range form.Summary(fields) {
		got = append(got, fmt.Sprint(s.ID, " ", s.Text, " ", s.Doubt))
	}
	want := []string{"dependants <C> false", "dependants-0 <B> true", "dependants-0-birth_date <A> false", "unborn <D> true"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	html := newShell(t).html(t, fields)
	for _, want := range []string{`id="dependants-0-birth_date"`, `aria-describedby="dependants-0-birth_date-aide dependants-0-birth_date-faute"`, `aria-invalid="true"`, "&lt;A&gt;"} {
		if !strings.Contains(html, want) {
			t.Errorf("the page does not hold %s", want)
		}
	}
	if of := form.Of(step, faults); len(of) != 4 {
		t.Errorf("the step can mend %d faults, want 4", len(of))
	}
}

func TestOmit(t *testing.T) {
	step := demand.EntryStep{Fields: []string{"applicant.civility"}}
	o := form.Options{Omit: func(list, code string) bool { return list == "civility" && code == "3" }}
	for chosen, want := range map[demand.Civility]int{"": 2, "2": 2, "3": 3} {
		f := demand.Form{Applicant: demand.Person{Civility: chosen}}
		if got := len(form.Fields(&f, step, o)[0].Choices); got != want {
			t.Errorf("chosen %q: %d choices, want %d", chosen, got, want)
		}
	}
}

func TestTemplatesThere(t *testing.T) {
	if names, err := fs.Glob(form.Templates(), "*.html"); err != nil || len(names) < 2 {
		t.Errorf("templates %v, %v", names, err)
	}
}
