package scoring_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter/scoring"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/strict"
)

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
