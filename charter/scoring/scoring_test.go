package scoring_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter/scoring"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/internal/strict"
)

func day(text string) demand.Date { return demand.MustDate(text) }

var today = day("2022-06-30")

func example(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/exemple.json")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func load(t testing.TB, data []byte) *scoring.Grid {
	t.Helper()
	g, faults := scoring.Load(data)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return g
}

func facts(t testing.TB, text string) scoring.Facts {
	t.Helper()
	f, faults := scoring.DecodeFacts([]byte(text))
	if len(faults) > 0 {
		t.Fatalf("%s: %v", text, faults)
	}
	return f
}

// question is what the examples of the rules hold.
type question struct {
	Grid         json.RawMessage   `json:"grid"`
	Facts        json.RawMessage   `json:"facts"`
	Override     *scoring.Override `json:"override"`
	OtherVersion bool              `json:"other_version"`
	Stock        []struct {
		ID          string      `json:"id"`
		DepositedOn demand.Date `json:"deposited_on"`
	} `json:"stock"`
}

// spoken gives the codes of every rule that had a say.
func spoken(t *testing.T, e demand.Example) []string {
	t.Helper()
	var q question
	if where, ok := strict.First([]byte(e), 10000, &q); !ok {
		t.Fatalf("%s: cannot be read at %q", e, where)
	}
	g, faults := scoring.Load(q.Grid)
	out := strings.Fields(faults.Codes())
	if g == nil {
		return out
	}
	say := func(all []demand.Fault) {
		for _, f := range all {
			out = append(out, f.Code)
		}
	}
	if q.Facts != nil {
		f, faults := scoring.DecodeFacts(q.Facts)
		say(faults)
		r := scoring.Score(g, &f)
		recorded := scoring.Recorded{Computed: r}
		if q.Override != nil {
			if q.OtherVersion {
				r.Version = "2"
			}
			recorded, faults = g.Record(r, *q.Override)
			say(faults)
		}
		say(scoring.ExplainRecorded(language.French, g, &recorded))
	}
	var stock []scoring.Candidate
	for _, c := range q.Stock {
		stock = append(stock, scoring.Candidate{ID: c.ID, DepositedOn: c.DepositedOn})
	}
	places := scoring.Rank(g, stock, today)
	for i := range places {
		say(scoring.ExplainPlace(language.French, &places[i], scoring.Waiting(places, 24)))
	}
	return out
}

func TestRulesBehaveAsTheirExamples(t *testing.T) {
	for _, r := range scoring.Rules() {
		if r.Accepts == "" || r.Refuses == "" {
			t.Errorf("%s: has no example", r.Code)
			continue
		}
		if got := spoken(t, r.Accepts); slices.Contains(got, r.Code) {
			t.Errorf("%s: speaks on its accepting example: %v", r.Code, got)
		}
		if got := spoken(t, r.Refuses); !slices.Contains(got, r.Code) {
			t.Errorf("%s: is silent on its refusing example: %v", r.Code, got)
		}
		if r.Severity == demand.Blocking && r.Source.Confidence == demand.Unverified {
			t.Errorf("%s: blocks on what nobody verified", r.Code)
		}
	}
	if _, err := demand.NewRulebook(scoring.Rules()); err != nil {
		t.Error(err)
	}
}

func TestLoadRefuses(t *testing.T) {
	good := string(example(t))
	for _, c := range []struct{ from, to, code string }{
		{`"fact": "dalo"`, `"fact": "nationality"`, "COT-LOI-02"},
		{`"fact": "dalo"`, `"fact": "lieu_de_naissance"`, "COT-LOI-02"},
		{`"fact": "dalo"`, `"fact": "Religion"`, "COT-LOI-02"},
		{`"fact": "dalo"`, `"fact": "etat_de_sante"`, "COT-LOI-02"},
		{`"fact": "dalo"`, `"fact": "origine"`, "COT-LOI-02"},
		{`"fact": "dalo"`, `"fact": "channel"`, "COT-LOI-01"},
		{`"fact": "dalo"`, `"fact": "demande_en_ligne"`, "COT-LOI-01"},
		{`"fact": "dalo"`, `"fact": "anciennete_guichet"`, "COT-LOI-01"},
		{`"op": "is"`, `"desk": "21001", "op": "is"`, "COT-LOI-01"},
		{`"op": "is"`, `"if": "persons > 3", "op": "is"`, "COT-FIC-01"},
		{`"fact": "dalo"`, `"fact": "refusals"`, "COT-GRI-05"},
		{`"fact": "dalo"`, `"fact": "Dalo"`, "COT-GRI-05"},
		{`"op": "is"`, `"op": "matches"`, "COT-GRI-06"},
		{`"op": "is", "answer": true`, `"op": "is"`, "COT-GRI-07"},
		{`"op": "is", "answer": true`, `"op": "is", "answer": true, "min": 1`, "COT-GRI-07"},
		{`"codes": ["03", "05"]`, `"codes": ["03", "99"]`, "COT-GRI-07"},
		{`"codes": ["03", "05"]`, `"codes": []`, "COT-GRI-07"},
		{`"min": 24`, `"min": -1`, "COT-GRI-07"},
		{`"points": 100`, `"points": 100001`, "COT-GRI-04"},
		{`"points": 100`, `"points": 1.5`, "COT-FIC-01"},
		{`"code": "DALO"`, `"code": "dalo"`, "COT-GRI-01"},
		{`"code": "PRIO"`, `"code": "DALO"`, "COT-GRI-01"},
		{`"most": 2`, `"most": 0`, "COT-GRI-08"},
		{`"source": "plan partenarial d'exemple, annexe 2, ligne 7"`, `"source": ""`, "COT-GRI-03"},
		{`"code": "URGENCE"`, `"code": ""`, "COT-GRI-09"},
		{`"version": "1",`, `"version": "1", "version": "2",`, "COT-FIC-01"},
	} {
		changed := strings.Replace(good, c.from, c.to, 1)
		g, faults := scoring.Load([]byte(changed))
		if g != nil || !faults.Has(c.code) || changed == good {
			t.Errorf("%s: %v", c.to, faults)
		}
	}
	punished := strings.Replace(good, `"points": 100`, `"points": -100`, 1)
	if g, faults := scoring.Load([]byte(punished)); g == nil || !faults.Has("COT-LOI-03") {
		t.Errorf("points taken from DALO carry out no priority: %v", faults)
	}
	both := strings.Replace(strings.Replace(good, `"points": 100`, `"points": 0`, 1), `"min": 24`, `"max": 24`, 1)
	if _, faults := scoring.Load([]byte(both)); !faults.Has("COT-GRI-04") || !faults.Has("COT-GRI-07") {
		t.Errorf("all that is wrong is told at once: %v", faults)
	}
}

func TestScore(t *testing.T) {
	g := load(t, example(t))
	for _, c := range []struct {
		name, facts      string
		total, low, high int
		lines            string
	}{
		{"everything said", `{"dalo":true,"priority_public":true,"waiting_months":24,"reasons":["05"],"income_percent":100,"refusals":0,"transfer":false}`, 185, 185, 185, "100 50 0 15 20 0 0"},
		{"on the edge below", `{"dalo":false,"priority_public":false,"waiting_months":23,"reasons":[],"income_percent":101,"refusals":1,"transfer":false}`, -45, -45, -45, "0 0 5 0 0 -40 -10"},
		{"a year less a month", `{"dalo":false,"priority_public":false,"waiting_months":11,"reasons":["01"],"income_percent":0,"refusals":9,"transfer":false}`, -20, -20, -20, "0 0 0 0 0 0 -20"},
		{"nothing said of a demand", `{"transfer":false}`, 0, -60, 190, "0 0 0 0 0 0 0"},
		{"nothing said at all", `{}`, 0, -60, 190, "0 0 0 0 0 0 0"},
		{"a transfer", `{"transfer":true,"dalo":false,"under_occupied":true,"refusals":0,"waiting_months":240}`, 30, 30, 30, "0 30 0"},
		{"a transfer partly said", `{"transfer":true,"under_occupied":true}`, 30, 10, 130, "0 30 0"},
	} {
		f := facts(t, c.facts)
		r := scoring.Score(g, &f)
		var points []string
		for _, l := range r.Lines {
			points = append(points, fmt.Sprint(l.Points))
		}
		if r.Total != c.total || r.Low != c.low || r.High != c.high || strings.Join(points, " ") != c.lines {
			t.Errorf("%s: %+v, lines %v", c.name, r.Points, points)
		}
	}
	capped := strings.Replace(string(example(t)), `"cap": 200`, `"cap": 120`, 1)
	f := facts(t, `{"dalo":true,"priority_public":true,"transfer":false}`)
	r := scoring.Score(load(t, []byte(capped)), &f)
	if last := r.Lines[len(r.Lines)-1]; r.Total != 120 || last.Code != scoring.CapLine || last.Points != -30 {
		t.Errorf("%+v", r)
	}
}

func TestFacts(t *testing.T) {
	rng := rand.New(rand.NewSource(6))
	for range 500 {
		f := anyFacts(rng, 6)
		text, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		var back scoring.Facts
		if err := json.Unmarshal(text, &back); err != nil || back != f {
			t.Fatalf("%s: %v", text, err)
		}
	}
	var f scoring.Facts
	if f.SetYes(scoring.Persons, demand.Yes) || f.SetCount(scoring.DALO, 1) || f.SetCodes(scoring.DALO, "01") || f.SetCount(scoring.Persons, -1) || f.SetCount(scoring.Persons, scoring.MaxCount+1) || f.SetCodes(scoring.Reasons, "99") || f != (scoring.Facts{}) {
		t.Error("a value of another form is taken")
	}
	f.SetYes(scoring.DALO, demand.Yes)
	if f.SetYes(scoring.DALO, demand.NotSaid); f != (scoring.Facts{}) {
		t.Error("not said is unknown again")
	}
	for text, path := range map[string]string{`{"Anatole Zzyzx":true}`: "?", `{"Zzyzx":true}`: "?", `{"minor_dependants":3}`: "minor_dependants"} {
		if _, faults := scoring.DecodeFacts([]byte(text)); len(faults) != 1 || faults[0].Path != path || faults[0].Code != "COT-FAI-01" {
			t.Errorf("%s: %v, want the path %s", text, faults, path)
		}
	}
	if _, faults := scoring.DecodeFacts([]byte(`{"dallo":true,"persons":"3","reasons":"01"}`)); faults.Codes() != "COT-FAI-01 COT-FAI-02 COT-FAI-02" {
		t.Errorf("%v", faults)
	}
	if _, faults := scoring.DecodeFacts([]byte(`{"dalo":true,"dalo":false}`)); !faults.Has("COT-FIC-01") {
		t.Errorf("%v", faults)
	}
	if scoring.Fact(200).String() != "unknown" || f.Said(scoring.Fact(200)) || f.Text(scoring.Fact(200)) != "" {
		t.Error("a fact that is none")
	}
}

func TestVocabulary(t *testing.T) {
	seen := map[string]bool{}
	for i, v := range scoring.Vocabulary() {
		fact, ok := scoring.FactNamed(v.Name)
		if !ok || int(fact) != i || seen[v.Name] || v.French == "" || v.English == "" || v.Source == "" {
			t.Errorf("%d: %+v", i, v)
		}
		seen[v.Name] = true
		list, ok := demand.FindCodeList(v.List)
		if ok != (v.Form == scoring.Codes) || len(list.Entries) > 31 {
			t.Errorf("%s: list %q of %d", v.Name, v.List, len(list.Entries))
		}
		for _, banned := range []string{"channel", "desk", "national", "origin", "birth", "relig", "health", "sex", "name"} {
			if strings.Contains(v.Name, banned) {
				t.Errorf("%s must not be looked at", v.Name)
			}
		}
	}
	if scoring.Vocabulary()[scoring.Refusals].Name != "refusals" || scoring.Vocabulary()[scoring.Reasons].Name != "reasons" {
		t.Error("the table is not in the order of the constants")
	}
}

// The schema and the reader have the same fields, facts and operators.
func TestSchema(t *testing.T) {
	var s struct {
		Properties map[string]any
		Required   []string
		Defs       struct {
			Line struct {
				OneOf []struct {
					Properties map[string]json.RawMessage
					Required   []string
				}
			}
		} `json:"$defs"`
	}
	if err := json.Unmarshal(scoring.Schema(), &s); err != nil {
		t.Fatal(err)
	}
	one := 1
	text, _ := json.Marshal(scoring.Definition{Territory: "x", ValidTo: day("2022-01-01"), Cap: 1, Transfers: []scoring.Line{{}}, Refusal: &scoring.RefusalEffect{}, OverrideReasons: []scoring.OverrideReason{{}}})
	var whole map[string]any
	_ = json.Unmarshal(text, &whole)
	if !slices.Equal(slices.Sorted(maps.Keys(whole)), slices.Sorted(maps.Keys(s.Properties))) {
		t.Errorf("fields of a grid: %v", slices.Sorted(maps.Keys(s.Properties)))
	}
	text, _ = json.Marshal(scoring.Line{Answer: demand.Yes, Min: &one, Max: &one, Codes: []string{"A"}})
	whole = nil
	_ = json.Unmarshal(text, &whole)
	fields, names, ops := map[string]bool{}, map[string]bool{}, []string{}
	for _, o := range s.Defs.Line.OneOf {
		for name := range o.Properties {
			fields[name] = true
		}
		var facts struct{ Enum []string }
		var op struct{ Const string }
		_ = json.Unmarshal(o.Properties["fact"], &facts)
		_ = json.Unmarshal(o.Properties["op"], &op)
		ops = append(ops, op.Const)
		for _, f := range facts.Enum {
			names[f] = true
		}
	}
	if !slices.Equal(slices.Sorted(maps.Keys(whole)), slices.Sorted(maps.Keys(fields))) || strings.Join(ops, " ") != "is at_least between one_of" {
		t.Errorf("fields of a line: %v, operators %v", fields, ops)
	}
	for _, v := range scoring.Vocabulary() {
		if names[v.Name] != (v.Name != "refusals") {
			t.Errorf("%s is in the schema: %v", v.Name, names[v.Name])
		}
	}
}

func TestWordsHoldNoPersonalData(t *testing.T) {
	const secret = "Zzyzx"
	for _, text := range []string{`{"` + secret + `":true}`, `{"reasons":["` + secret + `"]}`, `{"persons":"` + secret + `"}`} {
		_, faults := scoring.DecodeFacts([]byte(text))
		for _, line := range scoring.Words(language.French, faults) {
			if strings.Contains(line, secret) {
				t.Error(line)
			}
		}
	}
	g := load(t, example(t))
	f := facts(t, `{}`)
	_, faults := g.Record(scoring.Score(g, &f), scoring.Override{Reason: secret, Author: secret + " " + secret})
	for _, line := range scoring.Words(language.English, faults) {
		if strings.Contains(line, secret) {
			t.Error(line)
		}
	}
}

func TestEveryWordIsThere(t *testing.T) {
	rng := rand.New(rand.NewSource(7))
	for range 300 {
		g, f := made(t, anyGrid(rng)), anyFacts(rng, 5)
		r := scoring.Score(g, &f)
		for _, tag := range []language.Tag{language.French, language.English, language.BritishEnglish, language.German} {
			words := scoring.Words(tag, scoring.Explain(tag, g, &r))
			if len(words) < len(r.Lines)+2 {
				t.Fatalf("%d sentences for %d lines", len(words), len(r.Lines))
			}
			for _, w := range words {
				if strings.Contains(w, "…") || strings.Contains(w, "COT-") {
					t.Fatal(w)
				}
				if french := strings.Contains(w, "ligne"); french && (tag == language.English || tag == language.BritishEnglish) {
					t.Fatalf("%v: %s", tag, w)
				}
			}
		}
	}
}

func TestUnitsAgree(t *testing.T) {
	for n, want := range map[int][2]string{0: {"0 point", "0 points"}, 1: {"1 point", "1 point"}, 2: {"2 points", "2 points"}, -1: {"-1 point", "-1 point"}, -2: {"-2 points", "-2 points"}} {
		d := anyGrid(rand.New(rand.NewSource(1)))
		d.Cap, d.Refusal, d.Transfers, d.Lines = 0, nil, nil, d.Lines[:1]
		d.Lines[0].Points = max(n, -n) + 1000
		g := made(t, d)
		r := scoring.Result{Points: scoring.Points{Total: n, Low: n, High: n}}
		for i, tag := range []language.Tag{language.French, language.English} {
			if got := scoring.Explain(tag, g, &r)[0].Param("total"); got != want[i] {
				t.Errorf("%v %d: %s", tag, n, got)
			}
		}
	}
}

// A grid that has ended counts for nobody, nor does one that has not begun.
func TestGridInForce(t *testing.T) {
	dated := func(version, from, to string) *scoring.Grid {
		d := load(t, example(t)).Definition()
		d.Version, d.ValidFrom, d.ValidTo = version, day(from), day(to)
		return made(t, d)
	}
	grids := []*scoring.Grid{dated("2", "2023-01-01", "2024-12-31"), nil, dated("1", "2022-02-01", "2022-12-31"), dated("2b", "2024-01-01", "2024-12-31")}
	for on, want := range map[string]string{"2022-01-31": "", "2022-02-01": "1", "2022-12-31": "1", "2023-01-01": "2", "2024-01-01": "2b", "2024-12-31": "2b", "2025-01-01": "", "": ""} {
		g, ok := scoring.At(grids, day(on))
		if ok != (want != "") || ok && g.Definition().Version != want {
			t.Errorf("%q: %v, want %q", on, ok, want)
		}
	}
}

// Who files apart after a separation has waited since the first deposit.
func TestSeniorityKept(t *testing.T) {
	for _, c := range []struct {
		kind  journal.Kind
		first string
		on    string
		want  string
	}{
		{journal.Create, "", "2022-06-30", "12"}, {journal.Separate, "2018-06-30", "2022-06-30", "48"}, {journal.Separate, "2018-07-01", "2022-06-30", "47"},
		{journal.Separate, "2018-06-30", "2021-06-29", ""}, {journal.Create, "", "", ""},
	} {
		e := journal.Event{ID: journal.ID{Origin: "21001", Counter: 1}, Demand: "d2", Kind: c.kind, On: day("2021-06-30"), Entered: 1, Author: "a", Service: "21001", Seniority: day(c.first)}
		j, faults := journal.New(e)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		s := j.Fold("d2", journal.At{Day: day(c.on)})
		f := scoring.FactsIn(&s, day(c.on))
		if got := f.Text(scoring.WaitingMonths); got != c.want || f.Said(scoring.WaitingMonths) != (c.want != "") {
			t.Errorf("%s %q on %q: %q months, want %q", c.kind, c.first, c.on, got, c.want)
		}
	}
}
