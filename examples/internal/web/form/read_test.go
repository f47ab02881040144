package form_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/web/form"
)

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

// TestTooLong: a text that is too long is kept as it was typed and said, in the form
// only once it is shortened; a commune whose name is endless is looked for like
// another.
func TestTooLong(t *testing.T) {
	step := demand.EntryStep{Fields: []string{"applicant.used_name", "remarks", "applicant.birth_place.commune"}}
	read := func(f demand.Form) string { return f.Applicant.UsedName + f.Remarks + f.Applicant.BirthPlace.Commune }
	const search = "applicant.birth_place.commune.search"
	for _, test := range []struct {
		path string
		most int
		says string
	}{{"applicant.used_name", 500, "501 caractères, 500 au plus"}, {"remarks", 5000, "5001 caractères, 5000 au plus"}, {search, 0, "Aucune commune"}} {
		typed := strings.Repeat("é", test.most)
		if got := form.Read(&demand.Form{}, step, url.Values{test.path: {typed}}, form.Options{}); read(got.Form) != typed || len(got.Raw) > 0 {
			t.Errorf("%s: %d signs are not taken", test.path, test.most)
		}
		typed += "é"
		if test.most == 0 {
			typed = strings.Repeat("é", 9000)
		}
		got := form.Read(&demand.Form{}, step, url.Values{test.path: {typed}}, form.Options{})
		if read(got.Form) != "" || got.Raw[test.path] != typed {
			t.Errorf("%s: cut to %d bytes, %d kept as typed", test.path, len(read(got.Form)), len(got.Raw[test.path]))
		}
		fields := form.Fields(&got.Form, step, form.Options{Raw: got.Raw})
		if said := form.Summary(fields); len(said) != 1 || said[0].Doubt || !strings.Contains(said[0].Text, test.says) {
			t.Errorf("%s: said %v, want %q", test.path, said, test.says)
		}
		html := newShell(t).html(t, fields)
		if !strings.Contains(html, typed) || strings.Contains(html, "maxlength") {
			t.Errorf("%s: the page does not show again what was typed, or cuts it", test.path)
		}
		again := form.Read(&got.Form, step, url.Values{test.path: {"Dijon"}}, form.Options{Raw: got.Raw, Departement: "21"})
		if read(again.Form) == "" || len(again.Raw) > 0 {
			t.Errorf("%s: shortened, it is not taken: %v", test.path, again.Raw)
		}
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
