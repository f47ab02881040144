package form_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
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

// TestForgedFields: nobody posts a value into a field that was not shown.
func TestForgedFields(t *testing.T) {
	hidden := func(path string) bool { return path == "deposited_on" || path == "number" || path == "desk" }
	identity, _ := form.Step("identite")
	first, _ := form.Step("demande")
	values := url.Values{"number": {"021032601698221001"}, "deposited_on": {"01/01/1999"}, "desk": {"21001"}, "applicant.used_name": {"Zzyzx"}, "wanted.max_rent": {"3"}}
	for _, step := range []demand.EntryStep{identity, first} {
		got := form.Read(&demand.Form{}, step, values, form.Options{Hide: hidden}).Form
		if !got.Number.IsZero() || !got.DepositedOn.IsZero() || got.Desk != "" || got.Wanted.MaxRent.Valid {
			t.Errorf("step %s: a hidden field was written: %+v", step.Name, got)
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

func TestReadValues(t *testing.T) {
	step := demand.EntryStep{Fields: []string{"applicant.birth_date", "wanted.max_rent", "persons_to_house", "wanted.parking", "remarks"}}
	date := func(f demand.Form) string { return f.Applicant.BirthDate.String() }
	rent := func(f demand.Form) string { return f.Wanted.MaxRent.Decimal.String() }
	count := func(f demand.Form) string { return fmt.Sprint(f.PersonsToHouse) }
	tests := []struct {
		path, typed, want string
		read              func(demand.Form) string
		raw               bool
	}{
		{"applicant.birth_date", "31/12/1980", "1980-12-31", date, false},
		{"applicant.birth_date", " 1 / 2 / 1980 ", "1980-02-01", date, false},
		{"applicant.birth_date", "31121980", "1980-12-31", date, false},
		{"applicant.birth_date", "31.12.1980", "1980-12-31", date, false},
		{"applicant.birth_date", "1980-12-31", "1980-12-31", date, false},
		{"applicant.birth_date", "1er août 1980", "1980-08-01", date, false},
		{"applicant.birth_date", "31/02/1980", "", date, true},
		{"applicant.birth_date", "31/12/80", "", date, true},
		{"applicant.birth_date", "hier", "", date, true},
		{"applicant.birth_date", "", "", date, false},
		{"wanted.max_rent", "1 250,50 €", "1250.5", rent, false},
		{"wanted.max_rent", "1.250,50", "1250.5", rent, false},
		{"wanted.max_rent", "450.5", "450.5", rent, false},
		{"wanted.max_rent", "0450", "450", rent, false},
		{"wanted.max_rent", "450 euros", "450", rent, false},
		{"wanted.max_rent", "1.250", "0", rent, true},
		{"wanted.max_rent", "1e9", "0", rent, true},
		{"wanted.max_rent", "douze", "0", rent, true},
		{"persons_to_house", " 3 ", "3", count, false},
		{"persons_to_house", "trois", "0", count, true},
		{"persons_to_house", "99999999999999999999", "0", count, true},
		{"wanted.parking", "oui", "1", func(f demand.Form) string { return fmt.Sprint(f.Wanted.Parking) }, false},
		{"wanted.parking", "", "0", func(f demand.Form) string { return fmt.Sprint(f.Wanted.Parking) }, false},
		{"remarks", " a\r\nb\x00 ", "a\nb", func(f demand.Form) string { return f.Remarks }, false},
	}
	for _, test := range tests {
		t.Run(test.typed, func(t *testing.T) {
			r := form.Read(&demand.Form{}, step, url.Values{test.path: {test.typed}}, form.Options{})
			raw, kept := r.Raw[test.path]
			if got := test.read(r.Form); got != test.want || kept != test.raw || kept && raw != test.typed {
				t.Errorf("%q is read %q, kept as typed %v (%q); want %q, %v", test.typed, got, kept, raw, test.want, test.raw)
			}
			again := form.Fields(&r.Form, step, form.Options{Raw: r.Raw})
			wrong := form.Summary(again)
			if (len(wrong) == 1) != test.raw {
				t.Errorf("said: %v", wrong)
			}
			if i := slices.IndexFunc(again, func(f form.Field) bool { return f.Name == test.path }); test.raw && again[i].Value != test.typed {
				t.Errorf("%q is not shown again but %q", test.typed, again[i].Value)
			}
			mended := form.Read(&r.Form, step, url.Values{test.path: {""}}, form.Options{Raw: r.Raw})
			if len(mended.Raw) != 0 {
				t.Errorf("once emptied, still unreadable: %v", mended.Raw)
			}
		})
	}
}

func TestRows(t *testing.T) {
	step, _ := form.Step("famille")
	o := form.Options{}
	base := demand.Form{Dependants: []demand.Dependant{{FirstNames: "Un"}, {FirstNames: "Deux"}, {FirstNames: "Trois"}},
		Disabilities: []demand.Disability{{Person: "dependants[0]"}, {Person: "dependants[2]"}}}
	tests := []struct {
		name, action string
		raw          map[string]string
		names        []string
		persons      []string
		rawAfter     map[string]string
		show         string
		ok           bool
	}{
		{"add", "add:dependants", nil, []string{"Un", "Deux", "Trois", ""}, []string{"dependants[0]", "dependants[2]"}, map[string]string{}, "dependants[3]", true},
		{"remove the first", "remove:dependants[0]", map[string]string{"dependants[0].birth_date": "x", "dependants[1].birth_date": "hier"},
			[]string{"Deux", "Trois"}, []string{"", "dependants[1]"}, map[string]string{"dependants[0].birth_date": "hier"}, "dependants", true},
		{"move up", "up:dependants[2]", map[string]string{"dependants[2].birth_date": "hier"},
			[]string{"Un", "Trois", "Deux"}, []string{"dependants[0]", "dependants[1]"}, map[string]string{"dependants[1].birth_date": "hier"}, "dependants[1]", true},
		{"a line that is not there", "remove:dependants[9]", nil, []string{"Un", "Deux", "Trois"}, []string{"dependants[0]", "dependants[2]"}, map[string]string{}, "", false},
		{"another step", "remove:disabilities[0]", nil, []string{"Un", "Deux", "Trois"}, []string{"dependants[0]", "dependants[2]"}, map[string]string{}, "", false},
		{"not a list", "add:unborn", nil, []string{"Un", "Deux", "Trois"}, []string{"dependants[0]", "dependants[2]"}, map[string]string{}, "", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o.Raw = test.raw
			r := form.Read(&base, step, url.Values{"action": {test.action}}, o)
			show, ok := r.Act(step, o)
			var names, persons []string
			for _, d := range r.Form.Dependants {
				names = append(names, d.FirstNames)
			}
			for _, d := range r.Form.Disabilities {
				persons = append(persons, d.Person)
			}
			if diff := cmp.Diff(test.names, names) + cmp.Diff(test.persons, persons) + cmp.Diff(test.rawAfter, r.Raw, cmpopts.EquateEmpty()); diff != "" || show != test.show || ok != test.ok {
				t.Errorf("show %q, %v; %s", show, ok, diff)
			}
		})
	}
	if base.Dependants[0].FirstNames != "Un" || len(base.Dependants) != 3 {
		t.Error("the form given was changed")
	}
	full := form.Reading{Form: demand.Form{Reasons: make([]demand.Reason, 3)}, Action: form.Action{Verb: "add", Path: "reasons"}}
	present, _ := form.Step("logement_actuel")
	if _, ok := full.Act(present, o); ok || len(full.Form.Reasons) != 3 {
		t.Error("a full list took one more line")
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

func TestCommunes(t *testing.T) {
	labels := func(all []form.Commune) (out []string) {
		for _, c := range all {
			out = append(out, c.Code)
		}
		return out
	}
	tests := []struct {
		text string
		want []string // the first ones
	}{
		{"dijon", []string{"21231"}},
		{"21000", []string{"21231"}},
		{"chenove", []string{"21166"}},
		{"saint apollinaire", []string{"21540"}},
		{"st apollinaire", []string{"21540"}},
		{"x", nil}, {"", nil}, {"Nulle part du tout", nil},
	}
	for _, test := range tests {
		got := labels(form.Search(test.text, "21"))
		if len(got) < len(test.want) || !slices.Equal(got[:min(len(got), max(1, len(test.want)))], test.want) && len(test.want) > 0 || len(test.want) == 0 && len(got) > 0 {
			t.Errorf("%q gives %v, want %v first", test.text, got, test.want)
		}
	}
	if c := form.CommuneOf("21231"); c.Label != "Dijon (21000)" {
		t.Errorf("Dijon is %q", c.Label)
	}
	if code, ok := form.Town("21 000", "DIJON"); !ok || code != "21231" {
		t.Errorf("Dijon is at %q", code)
	}
	if _, ok := form.Town("21000", "Paris"); ok {
		t.Error("Paris is not at 21000")
	}
}

// TestCommuneChosen walks the search without JavaScript: type, look, choose.
func TestCommuneChosen(t *testing.T) {
	step := demand.EntryStep{Fields: []string{"applicant.birth_place"}}
	const path = "applicant.birth_place.commune"
	o := form.Options{Departement: "21"}
	r := form.Read(&demand.Form{}, step, url.Values{path + ".search": {"chenove"}}, o)
	if r.Form.Applicant.BirthPlace.Commune != "21166" || len(r.Raw) > 0 {
		t.Fatalf("a name that one commune bears is not taken: %+v", r)
	}
	r = form.Read(&demand.Form{}, step, url.Values{path + ".search": {"saint"}, "action": {"search:" + path}}, o)
	if show, ok := r.Act(step, o); !ok || show != path || r.Raw[path+".search"] != "saint" || r.Form.Applicant.BirthPlace.Commune != "" {
		t.Fatalf("a search: %v %v %v", show, ok, r.Raw)
	}
	o.Raw = r.Raw
	fields := form.Fields(&r.Form, step, o)
	if c := fields[0].Fields[0]; len(c.Choices) != form.MaxMatches || len(form.Summary(fields)) != 1 {
		t.Fatalf("the matches are not shown: %+v", c)
	}
	r = form.Read(&r.Form, step, url.Values{path + ".search": {"saint"}, path: {"21540"}}, o)
	if r.Form.Applicant.BirthPlace.Commune != "21540" || len(r.Raw) > 0 {
		t.Errorf("the commune chosen is not taken: %+v", r)
	}
}

func TestSuggestions(t *testing.T) {
	s := newShell(t)
	ask := func(values url.Values) *httptest.ResponseRecorder {
		r := httptest.NewRequest("POST", "/communes", strings.NewReader(values.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		s.rt.ServeHTTP(w, r)
		return w
	}
	w := ask(url.Values{"path": {"wanted.places[2].commune"}, "wanted.places[2].commune.search": {"dij"}})
	if w.Code != 200 || !strings.Contains(w.Body.String(), `name="wanted.places[2].commune" value="21231"`) || strings.Contains(w.Body.String(), "<html") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	if w := ask(url.Values{"path": {"<script>"}}); w.Code != http.StatusBadRequest {
		t.Errorf("another path: status %d", w.Code)
	}
}

func TestTemplatesThere(t *testing.T) {
	if names, err := fs.Glob(form.Templates(), "*.html"); err != nil || len(names) < 2 {
		t.Errorf("templates %v, %v", names, err)
	}
}

// FuzzRead: whatever is posted, the form that comes out is one that the library
// writes and reads again, and no field that is hidden is touched.
func FuzzRead(f *testing.F) {
	f.Add("dependants.rows=2&dependants[1].birth_date=31/12/2000&action=remove:dependants[0]")
	f.Add("wanted.places.rows=1&wanted.places[0].commune.search=dijon&wanted.types.shown=1&wanted.types=T3&wanted.max_rent=1.250,50")
	f.Add("applicant.birth_date=1e9&persons_to_house=-1&number=x&remarks=%ff%00&reasons.rows=3&reasons[0].code=23&action=up:reasons[2]")
	o := form.Options{Departement: "21", Hide: func(path string) bool { return path == "number" }}
	base := demand.Form{Dependants: []demand.Dependant{{FirstNames: "A"}, {FirstNames: "B"}}}
	f.Fuzz(func(t *testing.T, query string) {
		values, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		out := base
		for _, step := range demand.EntrySteps() {
			r := form.Read(&out, step, values, o)
			if _, ok := r.Act(step, o); ok {
				o.Raw = r.Raw
			}
			form.Fields(&r.Form, step, form.Options{Raw: r.Raw, Every: true})
			out = r.Form
		}
		o.Raw = nil
		if !out.Number.IsZero() {
			t.Error("a hidden field was written")
		}
		checkWritable(t, out)
	})
}

func checkWritable(t *testing.T, f demand.Form) {
	t.Helper()
	data, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	back, faults := demand.DecodeForm(data)
	if len(faults) > 0 {
		t.Fatalf("the form is not read again: %v", faults.Codes())
	}
	if diff := cmp.Diff(f, back, same, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	demand.Validate(&f, demand.Setting{AsOf: demand.ExampleDay}) // must not panic
}

// BenchmarkTown is done at each step that a page posts.
func BenchmarkTown(b *testing.B) {
	form.Town("21000", "Dijon") // the tables are read once
	b.ReportAllocs()
	for b.Loop() {
		form.Town("21000", "Dijon")
	}
}

// BenchmarkRead is a step read and shown again.
func BenchmarkRead(b *testing.B) {
	step, _ := form.Step("famille")
	base := demand.Form{Dependants: make([]demand.Dependant, 3)}
	values := url.Values{"dependants.rows": {"3"}, "dependants[0].birth_date": {"12/05/2016"}, "dependants[2].name": {"Zzyzx"}, "persons_to_house": {"4"}}
	b.ReportAllocs()
	for b.Loop() {
		r := form.Read(&base, step, values, form.Options{})
		form.Fields(&r.Form, step, form.Options{})
	}
}
