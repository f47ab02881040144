package scoring_test

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter/scoring"
	"github.com/fichier-unique/rules/demand"
)

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

func BenchmarkRank100000(b *testing.B) {
	g := load(b, example(b))
	stock := anyStock(rand.New(rand.NewSource(9)), 100_000)
	b.ReportAllocs()
	for b.Loop() {
		scoring.Rank(g, stock, today)
	}
}
