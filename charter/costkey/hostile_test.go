package costkey_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/charter/costkey"
	"github.com/fichier-unique/rules/demand"
)

// A key within the bound of bytes and made to hang, or to be refused a hundred
// million times, is read in a moment and refused in few words.
func TestKeyMadeToHang(t *testing.T) {
	many := func(n int, one func(i int) string) string {
		var out []string
		for i := range n {
			out = append(out, one(i))
		}
		return strings.Join(out, ",")
	}
	const head = `{"name": "essai", "version": "1", "valid_from": "2010-01-01", "groups": [{"id": "g"}], `
	const tail = `"expenses": [{"code": "running", "splits": [{"group": "g", "percent": 100, "by": "stock"}]}]}`
	for name, text := range map[string]string{
		"one desk for all": head + `"partners": [` + many(20_000, func(i int) string { return fmt.Sprintf(`{"id":"%d","group":"g","desks":["1"]}`, i) }) + `], ` + tail,
		"many desks each": head + `"partners": [` + many(300, func(i int) string {
			return fmt.Sprintf(`{"id":"%d","group":"g","desks":[%s]}`, i, many(380, func(k int) string { return fmt.Sprintf(`"%d"`, 400*i+k) }))
		}) + `], ` + tail,
		"one desk, days apart": head + `"partners": [` + many(9_000, func(i int) string {
			on := day("2010-01-01").AddDays(i)
			return fmt.Sprintf(`{"id":"%d","group":"g","desks":["1"],"from":"%s","to":"%s"}`, i, on, on)
		}) + `], ` + tail,
		"weights forgotten": head + `"partners": [` + many(10_000, func(i int) string { return fmt.Sprintf(`{"id":"%d","group":"g"}`, i) }) +
			`], "expenses": [{"code": "running", "splits": [` + many(9_000, func(int) string { return `{"group":"g","percent":0,"by":"fixed"}` }) + `]}]}`,
		"unknown groups": head + `"partners": [` + many(20_000, func(int) string { return `{"group":"h","desks":["1"]}` }) + `], ` + tail,
	} {
		if len(text) > costkey.MaxKeyBytes {
			t.Fatalf("%s: %d bytes", name, len(text))
		}
		began := time.Now()
		_, faults := costkey.Decode([]byte(text))
		if took := time.Since(began); took > 30*time.Second { // it took minutes and all the memory; a busy machine is no defect
			t.Errorf("%s: %v", name, took)
		}
		if sound := name == "many desks each" || name == "one desk, days apart"; sound != (len(faults) == 0) || len(faults) > 100_000 {
			t.Errorf("%s: %d faults", name, len(faults))
		}
	}
}

// A percent that is not one hides no other fault of the key.
func TestEveryFaultOfASplitAtOnce(t *testing.T) {
	k := simple("stock", costkey.Partner{ID: "a"})
	k.Expenses[0].Splits = []costkey.Split{
		{Group: "g", Percent: eur("-1"), By: "gossip"},
		{Group: "nobody", Percent: eur("101"), By: costkey.ByUse, Acts: []costkey.Weight{{Of: "coffee", Weight: eur("1")}}},
	}
	if got := costkey.Check(&k).Codes(); got != "CLE-CLE-10 CLE-CLE-11 CLE-CLE-09 CLE-CLE-10 CLE-CLE-12" {
		t.Error(got)
	}
}

// Who is exempt pays nothing: it cannot take over what another owes.
func TestExemptTakesNothingOver(t *testing.T) {
	k := merged()
	if faults := costkey.Check(&k); len(faults) > 0 {
		t.Fatal(faults)
	}
	k.Partners[2].Group, k.Partners[2].Exempt = "", true
	if got := costkey.Check(&k).Codes(); got != "CLE-CLE-14" {
		t.Errorf("%q", got)
	}
	if s, faults := costkey.Share(&k, running("10"), costkey.Measures{Stock: map[string]int64{"a": 1, "b": 1, "d": 1}}, day("2011-12-31")); len(s.Owed) > 0 {
		t.Errorf("%v %v", s.Owed, faults)
	}
}

// Acts beyond counting do not turn round to a few: they are refused.
func TestActsBeyondCounting(t *testing.T) {
	k := simple("use", costkey.Partner{ID: "a"}, costkey.Partner{ID: "b"})
	year, _ := k.YearOf(day("2011-01-01"))
	use, more := costkey.NewUse(year), costkey.NewUse(year)
	use.Add("a", costkey.Renewal, day("2011-02-01"), math.MaxUint64)
	use.Add("a", costkey.Renewal, day("2011-02-02"), 2)
	use.Add("b", costkey.Renewal, day("2011-02-01"), 1)
	use.Add("b", costkey.Renewal, day("2010-02-01"), math.MaxUint64)
	use.Add("b", costkey.Renewal, day("2010-02-01"), 5)
	more.Add("a", costkey.Renewal, day("2011-02-01"), 7)
	if err := more.Merge(use); err != nil || more.Count("a", costkey.Renewal) != math.MaxUint64 || use.Count("a", costkey.Renewal) != math.MaxUint64 || use.Outside() != math.MaxUint64 {
		t.Errorf("%v: %d, %d and %d outside", err, more.Count("a", costkey.Renewal), use.Count("a", costkey.Renewal), use.Outside())
	}
	s, faults := costkey.Share(&k, running("100"), costkey.Measures{Use: use}, day("2011-12-31"))
	if faults.Codes() != "CLE-MES-07" || len(s.Parts) > 0 {
		t.Errorf("%v %v", faults, s.Parts)
	}
}

// The zero Use counts nothing, and says so, without falling over.
func TestUseOfNoYear(t *testing.T) {
	var none costkey.Use
	none.Add("a", costkey.Renewal, day("2011-02-01"), 3)
	if err := none.Merge(costkey.NewUse(costkey.Year{})); err != nil || none.Outside() != 3 || len(none.Rows()) > 0 {
		t.Errorf("%v %d %v", err, none.Outside(), none.Rows())
	}
}

// The order in which the agreement lists its groups, splits, weights, successions
// and expenses moves no cent.
func TestOrderOfTheKeyMovesNoCent(t *testing.T) {
	for seed := range int64(200) {
		k, amounts, m := randomKey(rand.New(rand.NewSource(seed)))
		r := rand.New(rand.NewSource(seed + 1000))
		// Two partners of the first group become one, which then splits in three.
		k.Partners[0].To, k.Partners[0].From = day("2011-03-31"), demand.Date{}
		for i, id := range []string{"s1", "s2", "s3"} {
			k.Partners = append(k.Partners, costkey.Partner{ID: id, Group: "g0", From: day("2011-04-01"), To: []demand.Date{day("2011-08-31"), {}, {}}[i]})
			m.Stock[id] = int64(r.Intn(100))
		}
		for _, id := range []string{"t1", "t2", "t3"} {
			k.Partners = append(k.Partners, costkey.Partner{ID: id, Group: "g0", From: day("2011-09-01")})
			m.Stock[id] = int64(r.Intn(100))
		}
		k.Successions = []costkey.Succession{
			{On: day("2011-04-01"), Gone: []string{"p00"}, By: []costkey.Successor{{Partner: "s1", Percent: eur("33.34")}, {Partner: "s2", Percent: eur("33.33")}, {Partner: "s3", Percent: eur("33.33")}}},
			{On: day("2011-09-01"), Gone: []string{"s1"}, By: []costkey.Successor{{Partner: "t1", Percent: eur("50")}, {Partner: "t2", Percent: eur("49.9")}, {Partner: "t3", Percent: eur("0.1")}}},
		}
		for i := range k.Expenses {
			for n := range k.Expenses[i].Splits {
				if s := &k.Expenses[i].Splits[n]; s.By == costkey.Fixed && s.Group == "g0" {
					s.Weights = slices.Clone(s.Weights)
					for _, id := range []string{"s1", "s2", "s3", "t1", "t2", "t3"} {
						s.Weights = append(s.Weights, costkey.Weight{Of: id, Weight: eur("0.5")})
					}
				}
			}
		}
		first, faults := costkey.Share(&k, amounts, m, day("2011-12-31"))
		if len(faults) > 0 {
			t.Fatal(seed, faults)
		}
		shuffle(r, k.Partners)
		shuffle(r, k.Groups)
		shuffle(r, k.Expenses)
		shuffle(r, k.Successions)
		shuffle(r, amounts)
		for i := range k.Expenses {
			shuffle(r, k.Expenses[i].Splits)
			for n := range k.Expenses[i].Splits {
				shuffle(r, k.Expenses[i].Splits[n].Weights)
			}
		}
		for i := range k.Successions {
			shuffle(r, k.Successions[i].By)
		}
		second, faults := costkey.Share(&k, amounts, m, day("2011-12-31"))
		one, _ := json.Marshal(first.Owed)
		two, _ := json.Marshal(second.Owed)
		if !bytes.Equal(one, two) || len(faults) > 0 {
			t.Fatalf("%d: %v\n%s\n%s", seed, faults, one, two)
		}
		sum := decimal.Zero
		for _, a := range amounts {
			sum = sum.Add(a.Euros)
		}
		for _, o := range second.Owed {
			if o.Partner == "p00" || o.Partner == "s1" {
				t.Fatalf("%d: %s is gone and owes", seed, o.Partner)
			}
			sum = sum.Sub(o.Amount)
		}
		if !sum.IsZero() {
			t.Fatalf("%d: off by %s", seed, sum)
		}
	}
}

func shuffle[T any](r *rand.Rand, list []T) {
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

// The parts of a huge and of a tiny expense between shares as far apart as a key
// can write them sum to the cent.
func TestSharesFarApart(t *testing.T) {
	k := simple("fixed", costkey.Partner{ID: "a"}, costkey.Partner{ID: "b"}, costkey.Partner{ID: "c"}, costkey.Partner{ID: "d"})
	k.Expenses[0].Splits[0].Weights = []costkey.Weight{{Of: "a", Weight: eur("999999999999.999999")}, {Of: "b", Weight: eur("0.000001")}, {Of: "c", Weight: eur("0.000001")}, {Of: "d", Weight: eur("0")}}
	for _, c := range []struct{ euros, want string }{
		{"999999999999.99", "a 999999999999.99, b 0.00, c 0.00, d 0.00"},
		{"0.01", "a 0.01, b 0.00, c 0.00, d 0.00"},
		{"0.00", "a 0.00, b 0.00, c 0.00, d 0.00"},
	} {
		if got := owed(mustShare(t, k, running(c.euros), costkey.Measures{}, "2011-12-31")); got != c.want {
			t.Errorf("%s: %s", c.euros, got)
		}
	}
}
