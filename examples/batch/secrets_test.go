package main

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/attestation"
	"github.com/fichier-unique/rules/demand/household"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/papers"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/demand/tabular"
	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/matching/columns"
	"github.com/fichier-unique/rules/matching/review"
	"github.com/fichier-unique/rules/numbering"
)

// marks are the data of persons, made so that they are found wherever they come
// out: each text holds "zqwx", each number "98765", each birth is
// the fifth of June 1987.
var marks = []string{
	"Zqwxard", "ZQWXARD", "zqwxard", "zqwxard_anatole", "Anatole Zqwxine", "zqwxine", "1987-06-05", "05/06/1987", "05/06/87", "19870605", "5 juin 1987 zqwx", "1987-06-31",
	"0639987650", "06 39 98 76 50", "+33639987650", "639987650", "zqwx@example.org", "zqwx", "3 rue Zqwxou", "rueZqwxou", "185069876543221", "1 85 06 98765 432 21",
	"021101098765421001", "021 1010 987654 21001", "98765", "98765.43", "98765,43 €", "zqwx é", "zqwx\x00", "zqwx\xff", "<zqwx>", "{zqwx}", `"zqwx"`, "[98765]",
}

var squeeze = strings.NewReplacer(" ", "", "-", "", ".", "", "/", "")

// betrayed gives what a text says of a person, or "".
func betrayed(said string) string {
	squeezed := squeeze.Replace(strings.ToLower(said))
	for _, sign := range []string{"zqwx", "98765", "19870605", "19870631", "050687", "05061987", "39987"} {
		if strings.Contains(squeezed, sign) {
			return sign
		}
	}
	return ""
}

// ear hears all that is said and fails the test when a person is heard.
type ear struct {
	t    *testing.T
	book *demand.Rulebook
	from string
	n    int
}

func (e *ear) text(where, said string) {
	e.n++
	if sign := betrayed(said); sign != "" {
		e.t.Fatalf("%s tells %q: %q\nfrom %.2000q", where, sign, said, e.from)
	}
}

func (e *ear) faults(where string, faults demand.Faults) {
	for _, f := range faults {
		e.text(where, f.Error()+" "+fmt.Sprint(f.Code, f.Path, f.Severity, f.Params))
		for _, tag := range []language.Tag{language.French, language.English} {
			e.text(where, e.book.Sentence(tag, f))
		}
	}
}

func (e *ear) findings(where string, findings []demand.Finding) {
	for _, f := range findings {
		e.text(where, f.Cell)
		e.faults(where, demand.Faults{f.Fault})
	}
}

func (e *ear) err(where string, err error) {
	if err != nil {
		e.text(where, err.Error())
	}
}

// form asks every room that speaks of a form.
func (e *ear) form(f *demand.Form) {
	for _, p := range []demand.Profile{demand.Profile2000, demand.Profile2010, demand.Profile2017} {
		in := demand.Setting{AsOf: demand.MustDate("2018-06-30"), Profile: p, Territory: "021"}
		e.faults("Validate", demand.Validate(f, in))
		missing := demand.Registrable(f, in)
		e.faults("Registrable", missing)
		e.faults("Complete", demand.Complete(f, in))
		c, _ := charter.Named("exemple-cote-d-or")
		decision := charter.Decide(c, charter.Actor{Desk: f.Desk}, charter.Register, charter.FactsOf(f, missing), in.AsOf)
		e.faults("charter.Decide", decision.Faults())
		for _, step := range []papers.Step{papers.Register, papers.Renew, papers.Separate, papers.Instruct, papers.Allocate} {
			e.text("papers.DueFor", fmt.Sprint(papers.DueFor(f, papers.Setting{Step: step, AsOf: in.AsOf, Profile: p, Case: "married"})))
		}
		doc, _ := attestation.Build(f, attestation.Facts{}, attestation.Registration, p)
		e.faults("attestation.Missing", doc.Missing())
	}
	for _, l := range demand.Layouts() {
		_, lost := demand.Convert(f, l.Layout)
		e.faults("Convert", lost)
	}
	kase, faults := household.FromForm(f, "21231", demand.MustDate("2018-06-30"))
	e.faults("household.FromForm", append(faults, household.Check(&kase)...))
	e.faults("household.Assess", household.Assess(&kase, household.Published()).Faults)
	e.faults("sne.Lost", sne.Lost(f))
	if e.n%8 > 0 { // writing a table is slow
		return
	}
	lost, err := tabular.Write(&strings.Builder{}, tabular.Rental(), func(yield func(demand.Form) bool) { yield(*f) })
	e.err("tabular.Write", err)
	for _, l := range lost {
		e.faults("tabular.Write", demand.Faults{l.Fault})
	}
}

// document reads a document in every way there is; the ways that take longest
// only when it looks like theirs, or now and then.
func (e *ear) document(text string) {
	e.from = text
	if now := e.n%16 == 0; now || strings.HasPrefix(text, "<") {
		e.xml(text)
		if !now {
			return
		}
	} else if !strings.HasPrefix(text, "{") {
		e.table(text)
		return
	}
	if e.n%16 == 0 {
		e.table(text)
	}
	f, faults := demand.DecodeForm([]byte(text))
	e.faults("DecodeForm", faults)
	e.form(&f)
	_, faults = household.Decode([]byte(text))
	e.faults("household.Decode", faults)
	_, faults = charter.Load([]byte(text))
	e.faults("charter.Load", faults)
	j, findings := journal.Decode([]byte(text))
	e.findings("journal.Decode", findings)
	e.faults("journal.Check", j.Check())
	for key := range j.Demands() {
		s := j.Fold(key, journal.At{Day: demand.MustDate("2018-06-30")})
		e.form(&s.Form)
	}
	e.people(text)
	_, err := numbering.Parse(text)
	e.err("numbering.Parse", err)
	_, err = demand.ParseDate(text)
	e.err("ParseDate", err)
	_, err = sne.ParseFileName(text)
	e.err("ParseFileName", err)
}

func (e *ear) xml(text string) {
	r, err := sne.Read(strings.NewReader(text), sne.Limits{})
	if e.err("sne.Read", err); err != nil {
		return
	}
	for rec, err := range r.Records() {
		e.err("sne.Records", err)
		if err != nil {
			return
		}
		e.findings("sne", rec.Findings)
		e.findings("sne.Check", sne.Check(r.Header(), &rec, sne.Creation))
		_, found, _ := rec.StrikeOff()
		e.findings("sne.StrikeOff", found)
		e.form(&rec.Form)
	}
}

func (e *ear) table(text string) {
	e.people(text)
	r, err := tabular.Open(strings.NewReader(text), tabular.Limits{})
	if e.err("tabular.Open", err); err != nil {
		return
	}
	e.findings("tabular.Open", r.Detected().Findings)
	p, ok := tabular.Detect(r.Detected().Header)
	if !ok {
		p = tabular.Own()
	}
	m, found := p.Bind(r.Detected().Header)
	e.findings("tabular.Bind", found)
	for row, err := range r.Rows() {
		e.err("tabular.Rows", err)
		rec := m.Form(row)
		e.findings("tabular.Form", rec.Findings)
		e.form(&rec.Form)
	}
}

// people reads a file to be matched, and a document as a map of columns and as a
// log of decisions.
func (e *ear) people(text string) {
	_, faults := columns.ParseMap([]byte(text))
	e.faults("columns.ParseMap", faults)
	log, findings := review.Read([]byte(text))
	e.findings("review.Read", findings)
	for _, c := range log.State().Conflicts {
		e.faults("review.State", demand.Faults{c.Fault})
	}
	own := columns.Map{Columns: columns.Fields{BirthName: columns.Names{"nom", "applicant.used_name"}, BirthDate: columns.Names{"date"}}}
	for _, m := range []columns.Map{columns.Default(), own} {
		r, faults, err := columns.Open(strings.NewReader(text), m)
		e.err("columns.Open", err)
		if e.faults("columns.Open", faults); r == nil {
			continue
		}
		for _, err := range r.Batches() {
			e.err("columns.Batches", err)
		}
		for _, n := range r.Account().Notes {
			e.faults("columns.Account", demand.Faults{n.Fault})
		}
	}
}

// person fills every field of a form with marks, some good and some not.
func person(rng *rand.Rand, v reflect.Value) {
	switch x := v.Addr().Interface().(type) {
	case *demand.Date:
		*x = demand.MustDate("1987-06-05")
		return
	case *numbering.Number:
		*x, _ = numbering.Parse("021101098765421001")
		return
	case *decimal.NullDecimal:
		*x = decimal.NewNullDecimal(decimal.New(9876543, -2))
		return
	case *demand.Answer:
		*x = demand.AnswerOf(rng.Intn(2) == 0)
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(marks[rng.Intn(len(marks))])
		if c, ok := v.Interface().(interface{ ListName() string }); ok && rng.Intn(3) > 0 {
			l, _ := demand.FindCodeList(c.ListName())
			v.SetString(l.Entries[rng.Intn(len(l.Entries))].Code)
		}
	case reflect.Int:
		v.SetInt([]int64{98765, 2, 0, -98765}[rng.Intn(4)])
	case reflect.Slice:
		n := rng.Intn(3)
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			person(rng, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if rng.Intn(4) > 0 {
				person(rng, v.Field(i))
			}
		}
	}
}

// misplaced puts marks in the place of fields, values, lists and objects.
func misplaced(rng *rand.Rand, v any, often int) any {
	if rng.Intn(often) == 0 {
		return []any{marks[rng.Intn(len(marks))], map[string]any{marks[rng.Intn(len(marks))]: 1}, []any{marks[rng.Intn(len(marks))]}, 98765, 9876543210, -987.65}[rng.Intn(6)]
	}
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, inner := range v {
			if rng.Intn(often) == 0 {
				name = marks[rng.Intn(len(marks))]
			}
			out[name] = misplaced(rng, inner, often)
		}
		return out
	case []any:
		for i := range v {
			v[i] = misplaced(rng, v[i], often)
		}
	}
	return v
}

func asJSON(v any) string {
	data, _ := json.Marshal(v)
	return string(data)
}

// jsonOf gives the JSON of a person, here and there misplaced.
func jsonOf(rng *rand.Rand) string {
	var f demand.Form
	person(rng, reflect.ValueOf(&f).Elem())
	var tree any
	_ = json.Unmarshal([]byte(asJSON(f)), &tree)
	if rng.Intn(3) > 0 {
		tree = misplaced(rng, tree, 4+rng.Intn(60))
	}
	text := asJSON(tree)
	if rng.Intn(20) == 0 {
		text = text[:rng.Intn(len(text)+1)]
	}
	return text
}

func csvOf(rng *rand.Rand) string {
	p := tabular.Profiles()[rng.Intn(3)]
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = []rune(";,\t|")[rng.Intn(4)]
	columns := p.Columns[:5+rng.Intn(len(p.Columns)-5)]
	for row := range 1 + rng.Intn(4) {
		var cells []string
		for _, c := range columns {
			cell := c.Header
			if row > 0 || rng.Intn(12) == 0 {
				cell = marks[rng.Intn(len(marks))]
			}
			cells = append(cells, cell)
		}
		_ = w.Write(cells)
	}
	w.Flush()
	text := b.String()
	if rng.Intn(10) == 0 {
		text = text[rng.Intn(len(text)):]
	}
	return text
}

func xmlOf(rng *rand.Rand) string {
	var f demand.Form
	person(rng, reflect.ValueOf(&f).Elem())
	var b strings.Builder
	_ = sne.Write(&b, sne.Header{Version: "02.01", FileType: "CRE", FileDate: "2018-06-30T09:00:00+02:00"}, func(yield func(sne.Record) bool) { yield(sne.Record{Form: f}) })
	text := b.String()
	for range rng.Intn(6) { // elements, attributes and texts that are persons
		mark := marks[rng.Intn(len(marks))]
		at := rng.Intn(len(text))
		at += strings.IndexByte(text[at:], '>') + 1
		var safe strings.Builder
		_ = xml.EscapeText(&safe, []byte(mark))
		piece := []string{safe.String(), "<" + mark + "/>", "<zqwxard>" + safe.String() + "</zqwxard>", "<ns1:Zqwxard a='" + safe.String() + "'/>",
			"<ns1:nom zqwxard='1'/>", "<ns1:nir>185069876543221</ns1:nir>", "<!-- zqwx -->", "<ns1:zqwxine code='zqwx'/>", "&zqwx;", "<?zqwx?>", "<!DOCTYPE zqwx>"}[rng.Intn(11)]
		text = text[:at] + piece + text[at:]
	}
	return text
}

func journalOf(rng *rand.Rand) string {
	var b strings.Builder
	for i := range 1 + rng.Intn(4) {
		mark := func(usual string) string {
			if rng.Intn(6) == 0 {
				return marks[rng.Intn(len(marks))]
			}
			return usual
		}
		var values any
		_ = json.Unmarshal([]byte(jsonOf(rng)), &values)
		var tree any = map[string]any{"v": 1, "id": map[string]any{"origin": mark("21001"), "counter": i + 1}, "demand": mark("d1"),
			"kind": mark([]string{"create", "modify", "renew", "strike_off", "merge", "treat", "separate"}[rng.Intn(7)]), "on": mark("2015-06-01"), "entered": mark("2015-06-01T09:00:00Z"),
			"author": mark("a1"), "service": mark("21001"), "receipt": mark("r1"), "values": values, "motive": mark("RADREN"), "sub_motive": mark("IRRRES"), "other": mark("d2"), "reason": mark("erreur"),
			"case": mark("married"), "mark": map[string]any{"code": mark("DALO"), "issuer": mark("x")}, "treatment": map[string]any{"step": mark("visited"), "reason": mark("x"), "outcome": mark("x")},
			"origins": []any{map[string]any{"path": mark(""), "kind": mark("applicant"), "by": mark("x")}}, mark("speed"): mark("fast")}
		if rng.Intn(3) == 0 {
			tree = misplaced(rng, tree, 20)
		}
		b.WriteString(asJSON(tree) + "\n")
		if event, ok := tree.(map[string]any); ok && rng.Intn(4) == 0 { // the same event, otherwise
			event["author"] = marks[rng.Intn(len(marks))]
			b.WriteString(asJSON(tree) + "\n")
		}
	}
	return b.String()
}

func householdOf(rng *rand.Rand) string {
	var tree any
	_ = json.Unmarshal([]byte(`{"date":"2018-01-15","commune":"21231","adults":[{"age":30},{"age":26,"disabled":true}],"couple":true,"dependants":[{"age":12},{"age":8,"custody":"shared"}],"incomes":{"2016":12850},"own_incomes":{"2017":1},"zone":"3","apart":"divorce"}`), &tree)
	return asJSON(misplaced(rng, tree, 8))
}

// Whatever is typed, and wherever, nothing that is said of it holds a name, a
// birth date, a telephone, an address or a number of a person.
func TestNothingSaidHoldsAPerson(t *testing.T) {
	book, err := app.Rulebook()
	if err != nil {
		t.Fatal(err)
	}
	e := &ear{t: t, book: book}
	rng := rand.New(rand.NewSource(7))
	rounds := 60
	if n, err := strconv.Atoi(os.Getenv("FICHIER_PERSONS")); err == nil {
		rounds = n
	}
	for range rounds {
		for _, make := range []func(*rand.Rand) string{jsonOf, csvOf, xmlOf, journalOf, householdOf} {
			e.document(make(rng))
		}
	}
	for _, m := range marks {
		e.document(m)
	}
	if e.n < 200*rounds {
		t.Errorf("only %d things were said", e.n)
	}
}

// What the program says and writes for people to read holds no person either,
// whatever the format of the file.
func TestTheProgramTellsNoPerson(t *testing.T) {
	rng := rand.New(rand.NewSource(8))
	folder := t.TempDir()
	var files []string
	for i := range 25 {
		var lines strings.Builder
		for range 4 {
			lines.WriteString(jsonOf(rng) + "\n")
		}
		for name, text := range map[string]string{"t.csv": csvOf(rng), "f.xml": xmlOf(rng), "l.jsonl": lines.String(), "j.jsonl": journalOf(rng)} {
			path := filepath.Join(folder, fmt.Sprint(i, name))
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			files = append(files, path)
		}
	}
	good := filepath.Join(folder, "bons.csv") // persons that are registered: what is found of them later is told too
	rows := "Guichet;Nom;Prénoms;Date de naissance;Date de dépôt;Types souhaités;Communes souhaitées;Portable;Courriel;Voie;Numéro unique\n"
	for _, first := range []string{"Zqwxine", "Zqwxina", "Zqwxin", "Zqwxine"} {
		rows += "21001;Zqwxard;" + first + ";05/06/1987;15/10/2010;T2;21231;0639987650;zqwx@example.org;3 rue Zqwxou;021101098765421001\n"
	}
	if err := os.WriteFile(good, []byte(rows), 0o644); err != nil {
		t.Fatal(err)
	}
	files = append(files, good)
	out := filepath.Join(folder, "out")
	for _, lang := range []string{"fr", "en"} {
		code, screen, errs := call(append([]string{"check", "-asof", "2018-06-30", "-lang", lang}, files...)...)
		tell(t, "check", screen)
		tell(t, "check, errors", errs)
		if code == 0 {
			t.Error("nothing is refused")
		}
	}
	_, screen, errs := call(append([]string{"run", "-asof", "2018-06-30", "-out", out}, files...)...)
	tell(t, "run", screen)
	tell(t, "run, errors", errs)
	for _, name := range []string{"findings.csv", "report.html", "manifest.json", "review.csv", "clusters.csv"} {
		data, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		tell(t, name, digest.ReplaceAllString(string(data), "")) // sixty-four digits hold any five of them now and then
	}
	households := filepath.Join(folder, "foyers.jsonl")
	if err := os.WriteFile(households, []byte(householdOf(rng)+"\n"+householdOf(rng)+"\n"+jsonOf(rng)+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, screen, errs = call("household", households)
	tell(t, "household", screen+errs)
}

// digest is the digest of a file.
var digest = regexp.MustCompile(`\b[0-9a-f]{64}\b`)

// tell reads line by line, so that two numbers that follow are not one.
func tell(t *testing.T, where, said string) {
	t.Helper()
	for line := range strings.Lines(said) {
		for cell := range strings.SplitSeq(line, ",") {
			if sign := betrayed(cell); sign != "" {
				t.Errorf("%s tells %q: %.300s", where, sign, line)
				return
			}
		}
	}
}

func FuzzNothingSaidHoldsAPerson(f *testing.F) {
	book, err := app.Rulebook()
	if err != nil {
		f.Fatal(err)
	}
	for seed := range int64(20) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed int64) {
		rng := rand.New(rand.NewSource(seed))
		e := &ear{t: t, book: book}
		for _, make := range []func(*rand.Rand) string{jsonOf, csvOf, xmlOf, journalOf, householdOf} {
			e.document(make(rng))
		}
	})
}
