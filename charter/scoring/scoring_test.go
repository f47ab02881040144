package scoring_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter/scoring"
	"github.com/fichier-unique/rules/demand"
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

// anyFacts makes facts; said is how many in ten are said.
func anyFacts(rng *rand.Rand, said int) scoring.Facts {
	var f scoring.Facts
	for i, v := range scoring.Vocabulary() {
		fact := scoring.Fact(i)
		if rng.Intn(10) >= said {
			continue
		}
		switch v.Form {
		case scoring.YesNo:
			f.SetYes(fact, demand.AnswerOf(rng.Intn(2) == 0))
		case scoring.Count:
			f.SetCount(fact, rng.Intn(60))
		case scoring.Codes:
			list, _ := demand.FindCodeList(v.List)
			var codes []string
			for range rng.Intn(3) {
				codes = append(codes, list.Entries[rng.Intn(len(list.Entries))].Code)
			}
			f.SetCodes(fact, codes...)
		}
	}
	return f
}

// anyGrid makes a grid that Load accepts.
func anyGrid(rng *rand.Rand) scoring.Definition {
	d := scoring.Definition{Name: "x", Version: "1", ValidFrom: day("2021-09-01"), Source: "plan", VotedOn: day("2021-06-30"), Lines: anyLines(rng)}
	if rng.Intn(2) == 0 {
		d.Transfers = anyLines(rng)
	}
	if rng.Intn(2) == 0 {
		d.Cap = 1 + rng.Intn(100)
	}
	if rng.Intn(2) == 0 {
		d.Refusal = &scoring.RefusalEffect{French: "a", English: "b", Points: -1 - rng.Intn(20), Most: 1 + rng.Intn(3), Source: "plan", VotedOn: day("2021-06-30")}
	}
	return d
}

func anyLines(rng *rand.Rand) []scoring.Line {
	one := scoring.Line{Code: "DALO", French: "reconnu DALO", English: "DALO", Fact: "dalo", Op: scoring.Is, Answer: demand.Yes, Points: 50, Source: "plan", VotedOn: day("2021-06-30")}
	out := []scoring.Line{one}
	for i := range 1 + rng.Intn(12) {
		fact := scoring.Fact(rng.Intn(len(scoring.Vocabulary())))
		info := fact.Info()
		l := scoring.Line{Code: fmt.Sprint("L", i), French: fmt.Sprint("ligne ", i), English: fmt.Sprint("line ", i), Fact: info.Name, Points: 1 + rng.Intn(40), Source: "plan", VotedOn: day("2021-06-30")}
		if rng.Intn(4) == 0 {
			l.Points = -l.Points
		}
		low, high := rng.Intn(20), 20+rng.Intn(20)
		switch info.Form {
		case scoring.YesNo:
			l.Op, l.Answer = scoring.Is, demand.AnswerOf(rng.Intn(2) == 0)
		case scoring.Count:
			if info.Name == "refusals" {
				continue
			}
			l.Op, l.Min = scoring.AtLeast, &low
			if rng.Intn(2) == 0 {
				l.Op, l.Max = scoring.Between, &high
			}
		case scoring.Codes:
			list, _ := demand.FindCodeList(info.List)
			l.Op, l.Codes = scoring.OneOf, []string{list.Entries[0].Code, list.Entries[2].Code}
		}
		out = append(out, l)
	}
	return out
}

func made(t testing.TB, d scoring.Definition) *scoring.Grid {
	t.Helper()
	g, faults := scoring.New(d)
	if g == nil {
		t.Fatal(faults)
	}
	return g
}

func TestPointsAddUp(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	for range 3000 {
		g, f := made(t, anyGrid(rng)), anyFacts(rng, rng.Intn(11))
		r := scoring.Score(g, &f)
		sum, unknown := 0, 0
		for _, l := range r.Lines {
			sum += l.Points
			if !l.Met.Known() {
				unknown++
				if l.Points != 0 || l.Would == 0 {
					t.Fatalf("%+v", l)
				}
			}
		}
		if sum != r.Total || r.Points != g.Points(&f) || r.Low > r.Total || r.High < r.Total || unknown != len(r.Unknown()) {
			t.Fatalf("%+v adds up to %d", r, sum)
		}
		if unknown == 0 && !r.Unsure && r.Low != r.High {
			t.Fatalf("nothing is unknown: %+v", r.Points)
		}
	}
}

// Whatever is said afterwards, the total stays within the bounds.
func TestBoundsHold(t *testing.T) {
	rng := rand.New(rand.NewSource(2))
	inside := 0
	for range 2000 {
		g, f := made(t, anyGrid(rng)), anyFacts(rng, 5)
		before := g.Points(&f)
		whole := anyFacts(rng, 10)
		for i := range scoring.Vocabulary() {
			if fact := scoring.Fact(i); !f.Said(fact) {
				copyFact(t, &f, &whole, fact)
			}
		}
		after := g.Points(&f).Total
		if after < before.Low || after > before.High {
			t.Fatalf("%d is out of %+v", after, before)
		}
		if before.Low < after && after < before.High {
			inside++
		}
	}
	if inside == 0 {
		t.Error("no total was strictly inside its bounds")
	}
}

func copyFact(t *testing.T, to, from *scoring.Facts, fact scoring.Fact) {
	t.Helper()
	text := from.Text(fact)
	ok := false
	switch fact.Info().Form {
	case scoring.YesNo:
		ok = to.SetYes(fact, demand.AnswerOf(text == "true"))
	case scoring.Count:
		n := 0
		fmt.Sscan(text, &n)
		ok = to.SetCount(fact, n)
	case scoring.Codes:
		ok = to.SetCodes(fact, strings.Fields(text)...)
	}
	if !ok || to.Text(fact) != text {
		t.Fatalf("%s: %q is not copied", fact, text)
	}
}

func TestOrderOfLinesChangesNothing(t *testing.T) {
	rng := rand.New(rand.NewSource(3))
	for range 500 {
		d := anyGrid(rng)
		f := anyFacts(rng, 7)
		a := scoring.Score(made(t, d), &f)
		d.Lines, d.Transfers = slices.Clone(d.Lines), slices.Clone(d.Transfers)
		rng.Shuffle(len(d.Lines), func(i, j int) { d.Lines[i], d.Lines[j] = d.Lines[j], d.Lines[i] })
		rng.Shuffle(len(d.Transfers), func(i, j int) { d.Transfers[i], d.Transfers[j] = d.Transfers[j], d.Transfers[i] })
		b := scoring.Score(made(t, d), &f)
		byCode := func(r scoring.Result) map[string]scoring.Scored {
			out := map[string]scoring.Scored{}
			for _, l := range r.Lines {
				out[l.Code] = l
			}
			return out
		}
		if a.Points != b.Points || !maps.Equal(byCode(a), byCode(b)) {
			t.Fatalf("%+v, then %+v", a, b)
		}
	}
}

func anyStock(rng *rand.Rand, n int) []scoring.Candidate {
	out := make([]scoring.Candidate, n)
	for i := range out {
		out[i] = scoring.Candidate{ID: fmt.Sprintf("d%06d", i), Facts: anyFacts(rng, 8)}
		if rng.Intn(10) > 0 {
			out[i].DepositedOn = day("2018-01-01").AddDays(rng.Intn(30) * 50)
		}
	}
	return out
}

var byDay = cmp.Comparer(func(a, b demand.Date) bool { return a == b })

func TestRank(t *testing.T) {
	rng := rand.New(rand.NewSource(4))
	for range 100 {
		g, stock := made(t, anyGrid(rng)), anyStock(rng, rng.Intn(40))
		places := scoring.Rank(g, stock, today)
		shuffled := slices.Clone(stock)
		rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		again := scoring.Rank(g, shuffled, today)
		if diff := cmp.Diff(places, again, cmp.AllowUnexported(scoring.Place{}), byDay); diff != "" {
			t.Fatal(diff)
		}
		deposits := map[string]demand.Date{}
		for _, c := range stock {
			deposits[c.ID] = c.DepositedOn
		}
		for _, p := range places { // by the definition, in n²
			better, among := 0, 0
			for _, o := range places {
				if o.Transfers != p.Transfers {
					continue
				}
				among++
				a, b := deposits[o.ID], deposits[p.ID]
				older := !a.IsZero() && (b.IsZero() || a.Before(b))
				if o.Points > p.Points || o.Points == p.Points && older {
					better++
				}
			}
			if p.Position != better+1 || p.Of != among {
				t.Fatalf("%+v: %d before it, among %d", p, better, among)
			}
		}
	}
}

func TestRankKeepsWhatWasReckoned(t *testing.T) {
	g := load(t, example(t))
	f := facts(t, `{"dalo":false,"priority_public":false,"waiting_months":1,"reasons":[],"income_percent":1,"refusals":0,"transfer":false}`)
	kept := &scoring.Override{Points: 60, Reason: "URGENCE", Author: "a1", On: today}
	unsigned := &scoring.Override{Points: 90, Reason: "URGENCE", On: today}
	places := scoring.Rank(g, []scoring.Candidate{{ID: "a", Facts: f}, {ID: "b", Facts: f, Override: kept}, {ID: "c", Facts: f, Override: unsigned}}, today)
	if p := places[0]; p.ID != "b" || p.Points != 60 || p.Computed.Total != 0 || !p.Overridden || p.Position != 1 {
		t.Errorf("%+v", p)
	}
	if places[1].Position != 2 || places[2].Position != 2 || places[2].Points != 0 || places[2].Overridden {
		t.Errorf("%+v", places)
	}
	r := scoring.Score(g, &f)
	recorded, faults := g.Record(r, *kept)
	if len(faults) > 0 || recorded.Effective() != 60 || recorded.Computed.Total != 0 {
		t.Errorf("%+v %v", recorded, faults)
	}
	named := *kept
	for _, author := range []string{"Jeanne Zzyzx", "a1\n", strings.Repeat("a", 65), "a@example.org", "Zoé"} {
		if named.Author = author; g.CheckOverride(&named).Codes() != "COT-DER-02" {
			t.Errorf("%q is taken for a code", author)
		}
	}
	recorded, faults = g.Record(r, *unsigned)
	if !faults.Has("COT-DER-02") || recorded.Effective() != 0 || recorded.Override != nil {
		t.Errorf("%+v %v", recorded, faults)
	}
}

func TestWaiting(t *testing.T) {
	g := load(t, example(t))
	var stock []scoring.Candidate
	for i, deposit := range []string{"2020-06-30", "2020-07-01", "2022-06-30", "2022-07-01", ""} {
		stock = append(stock, scoring.Candidate{ID: fmt.Sprint(i), DepositedOn: day(deposit)})
	}
	got := scoring.Waiting(scoring.Rank(g, stock, today), 24)
	if want := (scoring.Figures{Demands: 5, Known: 3, Median: 23, Longest: 24, Beyond: 1}); got != want {
		t.Errorf("%+v", got)
	}
	even := append(stock[:4:4], scoring.Candidate{ID: "e", DepositedOn: day("2022-05-30")})
	if got := scoring.Waiting(scoring.Rank(g, even, today), 24); got.Known != 4 || got.Median != 1 {
		t.Errorf("half of an even number: %+v", got)
	}
	if got := scoring.Waiting(nil, 24); got != (scoring.Figures{Median: -1, Longest: -1}) {
		t.Errorf("%+v", got)
	}
	if got := scoring.Waiting(scoring.Rank(g, stock, today), 0); got.Beyond != 0 {
		t.Errorf("an unknown delay is passed by nobody: %+v", got)
	}
}

// The desk, the channel, the nationality, the name and the health of the persons
// change no fact.
func TestChannelNeverCounts(t *testing.T) {
	base, faults := demand.DecodeForm([]byte(`{"deposited_on":"2020-06-30","persons_to_house":3,"reasons":[{"code":"05"}],"present_housing":{"kinds":["SH"],"social_tenant":false},"dependants":[{"birth_date":"2015-01-01"}],"disabilities":[{"person":"applicant"}],"wanted":{"adapted":true}}`))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	want := scoring.FactsOf(&base, today)
	said, err := json.Marshal(want)
	if err != nil || string(said) != `{"adapted_dwelling":true,"dependants":1,"disability":true,"housing":["SH"],"minor_child":true,"persons":3,"reasons":["05"],"transfer":false,"waiting_months":24}` {
		t.Fatalf("%s %v", said, err)
	}
	rng := rand.New(rand.NewSource(5))
	for range 200 {
		f := base
		f.Desk, f.Remarks, f.RenewedOn = fmt.Sprintf("%05d", rng.Intn(99999)), fmt.Sprint(rng.Int()), day("2021-06-30")
		f.Origins = []demand.Origin{{Kind: demand.FromApplicant, By: f.Desk}}
		f.Applicant = demand.Person{UsedName: fmt.Sprint(rng.Int()), Nationality: demand.Nationality(fmt.Sprint(1 + rng.Intn(3))), BirthPlace: demand.Place{Country: fmt.Sprint(rng.Int())}, Sex: demand.Sex([]string{"M", "F"}[rng.Intn(2)])}
		f.Disabilities = []demand.Disability{{Person: "applicant", Motor: []demand.MotorDisability{"MS"}, Aids: []demand.MobilityAid{"4"}}}
		if got := scoring.FactsOf(&f, today); got != want {
			t.Fatal("the facts changed")
		}
	}
	if got := scoring.FactsOf(&demand.Form{}, today); got != (scoring.Facts{}) {
		t.Error("an empty form says nothing")
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

// What was recorded is read back as it was.
func TestRecordedIsReadBack(t *testing.T) {
	rng := rand.New(rand.NewSource(10))
	for range 200 {
		g, f := made(t, anyGrid(rng)), anyFacts(rng, 5)
		in := scoring.Recorded{Computed: scoring.Score(g, &f), Override: &scoring.Override{Points: 3, Reason: "A", Author: "a1", On: today}}
		text, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		var back scoring.Recorded
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(in, back, byDay); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestAGridNeverChanges(t *testing.T) {
	d := anyGrid(rand.New(rand.NewSource(11)))
	low := 1
	d.Lines = append(d.Lines, scoring.Line{Code: "Z", French: "a", English: "b", Fact: "persons", Op: scoring.AtLeast, Min: &low, Points: 1, Source: "plan", VotedOn: day("2021-06-30")},
		scoring.Line{Code: "Y", French: "a", English: "b", Fact: "reasons", Op: scoring.OneOf, Codes: []string{"01"}, Points: 1, Source: "plan", VotedOn: day("2021-06-30")})
	g := made(t, d)
	before, _ := json.Marshal(g.Definition())
	spoil := func(d scoring.Definition) {
		for i := range d.Lines {
			d.Lines[i].French = "changed"
			if d.Lines[i].Min != nil {
				*d.Lines[i].Min = 999
			}
			if len(d.Lines[i].Codes) > 0 {
				d.Lines[i].Codes[0] = "99"
			}
		}
		if d.Refusal != nil {
			d.Refusal.Points = -999
		}
	}
	spoil(d)
	spoil(g.Definition())
	if after, _ := json.Marshal(g.Definition()); !bytes.Equal(before, after) {
		t.Errorf("%s\nthen %s", before, after)
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

func TestPointsAllocatesNothing(t *testing.T) {
	g := load(t, example(t))
	f := facts(t, `{"dalo":true,"waiting_months":30,"reasons":["05"]}`)
	if n := testing.AllocsPerRun(100, func() { g.Points(&f) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(example(f))
	for _, r := range scoring.Rules() {
		var q question
		if _, ok := strict.First([]byte(r.Refuses), 10000, &q); ok {
			f.Add([]byte(q.Grid))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		g, faults := scoring.Load(data)
		if (g == nil) != faults.Blocking() {
			t.Fatalf("%v", faults)
		}
		if g == nil {
			return
		}
		text, err := json.Marshal(g.Definition())
		if err != nil {
			t.Fatal(err)
		}
		again, faults := scoring.Load(text)
		if again == nil {
			t.Fatalf("%s: %v", text, faults)
		}
		known := facts(t, `{"dalo":true,"waiting_months":30,"reasons":["05"],"persons":3}`)
		if a, b := scoring.Score(g, &known), scoring.Score(again, &known); cmp.Diff(a, b) != "" {
			t.Fatal(cmp.Diff(a, b))
		}
	})
}

func FuzzDecodeFacts(f *testing.F) {
	f.Add([]byte(`{"dalo":true,"waiting_months":30,"reasons":["05"],"persons":null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, faults := scoring.DecodeFacts(data)
		if len(faults) > 0 {
			return
		}
		text, _ := json.Marshal(got)
		again, faults := scoring.DecodeFacts(text)
		if again != got || len(faults) > 0 || bytes.Contains(text, []byte("null")) {
			t.Fatalf("%s: %v", text, faults)
		}
	})
}

func BenchmarkPoints(b *testing.B) {
	g := load(b, example(b))
	stock := anyStock(rand.New(rand.NewSource(8)), 1000)
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		g.Points(&stock[i%len(stock)].Facts)
		i++
	}
}

func BenchmarkScore(b *testing.B) {
	g := load(b, example(b))
	f := facts(b, `{"dalo":true,"waiting_months":30,"reasons":["05"]}`)
	b.ReportAllocs()
	for b.Loop() {
		scoring.Score(g, &f)
	}
}

func BenchmarkRank100000(b *testing.B) {
	g := load(b, example(b))
	stock := anyStock(rand.New(rand.NewSource(9)), 100_000)
	b.ReportAllocs()
	for b.Loop() {
		scoring.Rank(g, stock, today)
	}
}
