package costkey_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/charter/costkey"
	"github.com/fichier-unique/rules/demand"
)

func day(text string) demand.Date { return demand.MustDate(text) }

func eur(text string) decimal.Decimal { return decimal.RequireFromString(text) }

// given is the example of a rule about a sharing.
type given struct {
	Key     json.RawMessage  `json:"key"`
	Amounts []costkey.Amount `json:"amounts"`
	Stock   map[string]int64 `json:"stock"`
	Acts    []struct {
		Partner string      `json:"partner"`
		Act     costkey.Act `json:"act"`
		On      demand.Date `json:"on"`
		Count   uint64      `json:"count"`
	} `json:"acts"`
	Counted demand.Date `json:"counted"` // a day of the year the acts are counted for
	Day     demand.Date `json:"day"`
}

func share(t *testing.T, text string) (costkey.Sharing, demand.Faults) {
	t.Helper()
	var g given
	if err := json.Unmarshal([]byte(text), &g); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	key, faults := costkey.Decode(g.Key)
	if len(faults) > 0 {
		t.Fatalf("%v: %s", faults, text)
	}
	if g.Counted.IsZero() {
		g.Counted = g.Day
	}
	year, _ := key.YearOf(g.Counted)
	use := costkey.NewUse(year)
	for _, a := range g.Acts {
		use.Add(a.Partner, a.Act, a.On, a.Count)
	}
	return costkey.Share(&key, g.Amounts, costkey.Measures{Stock: g.Stock, Use: use}, g.Day)
}

// applied are the rules that a part names; the tests below meet them.
var applied = map[string]string{"CLE-ARR-01": "TestTies", "CLE-PRO-01": "TestJoinsInTheYear", "CLE-SUC-01": "TestMerger", "CLE-EXO-01": "TestExempt"}

func TestRulesBehaveAsTheirExamples(t *testing.T) {
	for _, r := range costkey.Rules() {
		if applied[r.Code] != "" {
			continue
		}
		raised := func(text demand.Example) demand.Faults {
			if strings.HasPrefix(r.Code, "CLE-LEC") || strings.HasPrefix(r.Code, "CLE-CLE") {
				_, faults := costkey.Decode([]byte(text))
				return faults
			}
			_, faults := share(t, string(text))
			return faults
		}
		if got := raised(r.Accepts); len(got) > 0 || r.Accepts == "" {
			t.Errorf("%s: its accepting example has faults: %v", r.Code, got)
		}
		got := raised(r.Refuses)
		if !got.Has(r.Code) {
			t.Errorf("%s: not raised by its refusing example: %v", r.Code, got)
		}
		for _, f := range got {
			if f.Code == r.Code && f.Severity != r.Severity {
				t.Errorf("%s: severity %s", r.Code, f.Severity)
			}
		}
	}
	if _, err := demand.NewRulebook(costkey.Rules()); err != nil {
		t.Error(err)
	}
}

// simple makes a key of one expense and one group.
func simple(by string, partners ...costkey.Partner) costkey.Key {
	k := costkey.Key{Name: "essai", Version: "1", ValidFrom: day("2010-01-01"), Groups: []costkey.Group{{ID: "g"}}, Partners: partners,
		Expenses: []costkey.Expense{{Code: costkey.Running, Splits: []costkey.Split{{Group: "g", Percent: eur("100"), By: costkey.Base(by)}}}}}
	for i := range k.Partners {
		if !k.Partners[i].Exempt {
			k.Partners[i].Group = "g"
		}
	}
	return k
}

func running(euros string) []costkey.Amount {
	return []costkey.Amount{{Expense: costkey.Running, Euros: eur(euros)}}
}

func parts(s costkey.Sharing) string {
	var out []string
	for _, p := range s.Parts {
		out = append(out, fmt.Sprintf("%s %s +%d", p.Partner, p.Amount.StringFixed(2), p.Cents))
	}
	return strings.Join(out, ", ")
}

func owed(s costkey.Sharing) string {
	var out []string
	for _, o := range s.Owed {
		out = append(out, o.Partner+" "+o.Amount.StringFixed(2))
	}
	return strings.Join(out, ", ")
}

func mustShare(t *testing.T, k costkey.Key, amounts []costkey.Amount, m costkey.Measures, on string) costkey.Sharing {
	t.Helper()
	s, faults := costkey.Share(&k, amounts, m, day(on))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return s
}

// The cents left go to the largest remainders, then to the smallest identifiers.
func TestTies(t *testing.T) {
	for _, c := range []struct {
		name, euros string
		stock       map[string]int64
		want        string
	}{
		{"nothing left", "9.00", map[string]int64{"a": 1, "b": 1, "c": 1}, "a 3.00 +0, b 3.00 +0, c 3.00 +0"},
		{"one cent, three equal", "10.00", map[string]int64{"a": 1, "b": 1, "c": 1}, "a 3.34 +1, b 3.33 +0, c 3.33 +0"},
		{"two cents, three equal", "10.01", map[string]int64{"a": 1, "b": 1, "c": 1}, "a 3.34 +1, b 3.34 +1, c 3.33 +0"},
		{"the largest remainder first", "0.01", map[string]int64{"a": 1, "b": 2, "c": 1}, "a 0.00 +0, b 0.01 +1, c 0.00 +0"},
		{"one cent less", "9.99", map[string]int64{"a": 1, "b": 1, "c": 1}, "a 3.33 +0, b 3.33 +0, c 3.33 +0"},
		{"who has nothing pays nothing", "0.05", map[string]int64{"a": 0, "b": 3, "c": 3}, "a 0.00 +0, b 0.03 +1, c 0.02 +0"},
		{"nothing to share", "0", map[string]int64{"a": 1, "b": 1, "c": 1}, "a 0.00 +0, b 0.00 +0, c 0.00 +0"},
	} {
		k := simple("stock", costkey.Partner{ID: "c"}, costkey.Partner{ID: "a"}, costkey.Partner{ID: "b"})
		s := mustShare(t, k, running(c.euros), costkey.Measures{Stock: c.stock}, "2011-05-01")
		if got := parts(s); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if !slices.Equal(s.Parts[0].Rules, []string{"CLE-ARR-01"}) {
			t.Errorf("%s: rules %v", c.name, s.Parts[0].Rules)
		}
	}
}

func TestPartIsExplained(t *testing.T) {
	s, faults := share(t, string(costkey.Rules()[slices.IndexFunc(costkey.Rules(), func(r demand.Rule) bool { return r.Code == "CLE-DAT-01" })].Accepts))
	if len(faults) > 0 || len(s.Parts) != 2 {
		t.Fatalf("%v %+v", faults, s)
	}
	want := costkey.Part{Expense: "running", Partner: "c1", Group: "collectivites", GroupPercent: eur("30"), GroupEuros: eur("12000"), By: costkey.ByUse, Measure: eur("12"),
		Days: 365, OfDays: 365, Numerator: eur("12"), Denominator: eur("12"), Amount: eur("12000"), Rules: []string{"CLE-ARR-01"}}
	if diff := cmp.Diff(want, s.Parts[1], cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) })); diff != "" {
		t.Error(diff)
	}
	if s.Day != day("2011-06-30") || s.Year != (costkey.Year{From: day("2011-01-01"), To: day("2011-12-31")}) || s.Key != "essai" || s.Version != "1" {
		t.Errorf("%+v", s)
	}
}

func TestJoinsInTheYear(t *testing.T) {
	for _, c := range []struct {
		name string
		b    costkey.Partner
		on   string
		want string
		days int
	}{
		{"all year", costkey.Partner{ID: "b"}, "2011-12-31", "a 182.50 +0, b 182.50 +0", 365},
		{"joins on 1 January", costkey.Partner{ID: "b", From: day("2011-01-01")}, "2011-12-31", "a 182.50 +0, b 182.50 +0", 365},
		{"joins on 31 December", costkey.Partner{ID: "b", From: day("2011-12-31")}, "2011-12-31", "a 364.00 +0, b 1.00 +1", 1},
		{"leaves on 1 January", costkey.Partner{ID: "b", To: day("2011-01-01")}, "2011-12-31", "a 364.00 +0, b 1.00 +1", 1},
		{"one quarter", costkey.Partner{ID: "b", From: day("2011-02-01"), To: day("2011-04-30")}, "2011-12-31", "a 293.45 +1, b 71.55 +0", 89},
		{"left the year before", costkey.Partner{ID: "b", To: day("2010-12-31")}, "2011-12-31", "a 365.00 +0", 0},
		{"joins the year after", costkey.Partner{ID: "b", From: day("2012-01-01")}, "2011-12-31", "a 365.00 +0", 0},
	} {
		s := mustShare(t, simple("stock", costkey.Partner{ID: "a"}, c.b), running("365"), costkey.Measures{Stock: map[string]int64{"a": 10, "b": 10}}, c.on)
		if got := parts(s); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		for _, p := range s.Parts {
			if p.Partner == "b" && (p.Days != c.days || slices.Contains(p.Rules, "CLE-PRO-01") != (c.days < 365)) {
				t.Errorf("%s: %d days, rules %v", c.name, p.Days, p.Rules)
			}
		}
	}
}

// merged is a key in which a and b become c on 1 July 2011.
func merged() costkey.Key {
	k := simple("stock", costkey.Partner{ID: "a", To: day("2011-06-30")}, costkey.Partner{ID: "b", To: day("2011-06-30")}, costkey.Partner{ID: "c", From: day("2011-07-01")}, costkey.Partner{ID: "d"})
	k.Successions = []costkey.Succession{{On: day("2011-07-01"), Gone: []string{"a", "b"}, By: []costkey.Successor{{Partner: "c", Percent: eur("100")}}}}
	return k
}

func TestMerger(t *testing.T) {
	stock := costkey.Measures{Stock: map[string]int64{"a": 10, "b": 10, "c": 20, "d": 20}}
	before := mustShare(t, merged(), running("365"), stock, "2011-06-30")
	if got := owed(before); got != "a 45.25, b 45.25, c 92.00, d 182.50" {
		t.Errorf("the day before: %s", got)
	}
	after := mustShare(t, merged(), running("365"), stock, "2011-07-01")
	if got := owed(after); got != "c 182.50, d 182.50" {
		t.Errorf("from the merger: %s", got)
	}
	if got := parts(after); got != parts(before) {
		t.Errorf("the parts have moved: %s", got)
	}
	if p := after.Parts[0]; !slices.Contains(p.Rules, "CLE-SUC-01") || len(p.OwedBy) != 1 || p.OwedBy[0].Partner != "c" {
		t.Errorf("%+v", p)
	}
	// A split, the year after, of what came from the merger: c becomes e and f, to the cent.
	k := merged()
	k.Partners[2].To = day("2011-11-30")
	k.Partners = append(k.Partners, costkey.Partner{ID: "e", Group: "g", From: day("2011-12-01")}, costkey.Partner{ID: "f", Group: "g", From: day("2011-12-01")})
	k.Successions = append([]costkey.Succession{{On: day("2011-12-01"), Gone: []string{"c"}, By: []costkey.Successor{{Partner: "f", Percent: eur("33.3")}, {Partner: "e", Percent: eur("66.7")}}}}, k.Successions...)
	stock.Stock["e"], stock.Stock["f"] = 0, 0
	split := mustShare(t, k, running("365"), stock, "2011-12-31")
	sum := decimal.Zero
	for _, o := range split.Owed {
		sum = sum.Add(o.Amount)
	}
	if !sum.Equal(eur("365")) || len(split.Owed) != 3 || split.Owed[0].Partner != "d" {
		t.Errorf("%s, in all %s", owed(split), sum)
	}
}

func TestExempt(t *testing.T) {
	k := simple("use", costkey.Partner{ID: "a"}, costkey.Partner{ID: "epci", Exempt: true}, costkey.Partner{ID: "old", Exempt: true, To: day("2010-12-31")})
	year, _ := k.YearOf(day("2011-01-01"))
	use := costkey.NewUse(year)
	use.Add("a", costkey.Consultation, day("2011-02-01"), 1)
	use.Add("epci", costkey.Consultation, day("2011-02-01"), 900)
	s := mustShare(t, k, running("100"), costkey.Measures{Use: use}, "2011-12-31")
	if owed(s) != "a 100.00" || !slices.Equal(s.Exempt, []string{"epci"}) || len(s.Use) != 2 || s.Use[1].Count != 900 {
		t.Errorf("%s %v %v", owed(s), s.Exempt, s.Use)
	}
	if !slices.ContainsFunc(costkey.Rules(), func(r demand.Rule) bool { return r.Code == "CLE-EXO-01" }) {
		t.Error("CLE-EXO-01 has no rule")
	}
}

func TestFixedWeights(t *testing.T) {
	k := simple("fixed", costkey.Partner{ID: "a"}, costkey.Partner{ID: "b"}, costkey.Partner{ID: "c", From: day("2011-07-02")})
	k.Expenses[0].Splits[0].Weights = []costkey.Weight{{Of: "a", Weight: eur("0.5")}, {Of: "b", Weight: eur("0.25")}, {Of: "c", Weight: eur("0.5")}}
	s := mustShare(t, k, running("1000"), costkey.Measures{}, "2011-12-31")
	// 0.5 × 365, 0.25 × 365 and 0.5 × 183 of 365.25
	if got := parts(s); got != "a 499.66 +1, b 249.83 +1, c 250.51 +0" {
		t.Error(got)
	}
}

// An amount that no memory could hold is refused, and so is anything under a cent.
func TestAmountsThatAreRefused(t *testing.T) {
	k := simple("stock", costkey.Partner{ID: "a"})
	for _, euros := range []decimal.Decimal{eur("-1"), eur("0.001"), decimal.New(1, 999_999_999), decimal.New(1, -999_999_999), eur("1000000000000")} {
		s, faults := costkey.Share(&k, []costkey.Amount{{Expense: costkey.Running, Euros: euros}}, costkey.Measures{Stock: map[string]int64{"a": 1}}, day("2011-01-01"))
		if !faults.Has("CLE-MON-01") || len(s.Parts) > 0 {
			t.Errorf("%d: %v", euros.Exponent(), faults)
		}
	}
	k.Expenses[0].Splits[0].Percent = decimal.New(1, 999_999_999)
	if got := costkey.Check(&k); !got.Has("CLE-CLE-10") {
		t.Error(got)
	}
}

// randomKey makes a sound key and its measures.
func randomKey(r *rand.Rand) (costkey.Key, []costkey.Amount, costkey.Measures) {
	k := costkey.Key{Name: "essai", Version: "1", ValidFrom: day("2010-01-01"), Groups: []costkey.Group{{ID: "g0"}, {ID: "g1"}, {ID: "g2"}}}
	year, _ := k.YearOf(day("2011-06-30"))
	m := costkey.Measures{Stock: map[string]int64{}, Use: costkey.NewUse(year)}
	var weights [3][]costkey.Weight
	for i := range 3 + r.Intn(20) {
		g := i % 3
		p := costkey.Partner{ID: fmt.Sprintf("p%02d", i), Group: fmt.Sprintf("g%d", g)}
		if i >= 3 && r.Intn(3) == 0 {
			p.From = day("2011-01-01").AddDays(r.Intn(365))
		}
		k.Partners = append(k.Partners, p)
		m.Stock[p.ID] = int64(r.Intn(20000)) + 1
		m.Use.Add(p.ID, costkey.Renewal, day("2011-12-31"), uint64(r.Intn(5)+1))
		weights[g] = append(weights[g], costkey.Weight{Of: p.ID, Weight: decimal.New(int64(r.Intn(999)+1), -2)})
	}
	var amounts []costkey.Amount
	for _, code := range []string{costkey.Investment, costkey.Running, "training"} {
		e := costkey.Expense{Code: code}
		left := int64(10000)
		for g := range 3 {
			share := left
			if g < 2 {
				share = r.Int63n(left + 1)
			}
			left -= share
			s := costkey.Split{Group: fmt.Sprintf("g%d", g), Percent: decimal.New(share, -2), By: []costkey.Base{costkey.ByStock, costkey.ByUse, costkey.Fixed}[r.Intn(3)]}
			if s.By == costkey.Fixed {
				s.Weights = weights[g]
			}
			e.Splits = append(e.Splits, s)
		}
		k.Expenses = append(k.Expenses, e)
		amounts = append(amounts, costkey.Amount{Expense: code, Euros: decimal.New(r.Int63n(100_000_000), -2)})
	}
	return k, amounts, m
}

// The parts sum to the amount, none is negative, each is within one cent of the
// exact part, and the order of the partners, groups and weights changes nothing.
func TestSharingIsExact(t *testing.T) {
	for seed := range int64(300) {
		r := rand.New(rand.NewSource(seed))
		k, amounts, m := randomKey(r)
		s, faults := costkey.Share(&k, amounts, m, day("2011-06-30"))
		if len(faults) > 0 {
			t.Fatal(seed, faults)
		}
		sums := map[string]decimal.Decimal{}
		total := decimal.Zero
		for _, p := range s.Parts {
			sums[p.Expense] = sums[p.Expense].Add(p.Amount)
			off := p.Amount.Sub(p.GroupEuros.Mul(p.Numerator).Div(p.Denominator)).Abs()
			if p.Amount.IsNegative() || !p.Amount.Equal(p.Amount.Truncate(2)) || off.GreaterThanOrEqual(eur("0.01")) || p.Cents < 0 || p.Cents > 1 {
				t.Fatalf("%d: %+v", seed, p)
			}
		}
		for _, a := range amounts {
			if !sums[a.Expense].Equal(a.Euros) {
				t.Fatalf("%d: %s: the parts make %s of %s", seed, a.Expense, sums[a.Expense], a.Euros)
			}
			total = total.Sub(a.Euros)
		}
		for _, o := range s.Owed {
			total = total.Add(o.Amount)
		}
		if !total.IsZero() {
			t.Fatalf("%d: what is owed is off by %s", seed, total)
		}
		r.Shuffle(len(k.Partners), func(i, j int) { k.Partners[i], k.Partners[j] = k.Partners[j], k.Partners[i] })
		again, _ := costkey.Share(&k, amounts, m, day("2011-06-30"))
		a, _ := json.Marshal(s)
		b, _ := json.Marshal(again)
		if !bytes.Equal(a, b) {
			t.Fatalf("%d: the order of the partners changes the sharing", seed)
		}
	}
}

func BenchmarkShare(b *testing.B) {
	k, amounts, m := randomKey(rand.New(rand.NewSource(3)))
	b.ReportAllocs()
	for b.Loop() {
		if _, faults := costkey.Share(&k, amounts, m, day("2011-06-30")); len(faults) > 0 {
			b.Fatal(faults)
		}
	}
}
