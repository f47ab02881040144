package costkey_test

import (
	"bytes"
	"encoding/json"
	"math/rand"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/charter/costkey"
	"github.com/fichier-unique/rules/demand"
)

func TestYearOf(t *testing.T) {
	for _, c := range []struct {
		starts       int
		on, from, to string
		days         int
	}{
		{0, "2012-02-29", "2012-01-01", "2012-12-31", 366}, {1, "2011-12-31", "2011-01-01", "2011-12-31", 365},
		{4, "2011-03-31", "2010-04-01", "2011-03-31", 365}, {4, "2011-04-01", "2011-04-01", "2012-03-31", 366}, {12, "2011-11-30", "2010-12-01", "2011-11-30", 365},
	} {
		k := costkey.Key{YearStarts: c.starts}
		y, ok := k.YearOf(day(c.on))
		if !ok || y.From != day(c.from) || y.To != day(c.to) || y.Days() != c.days || !y.Has(day(c.on)) || y.Has(y.To.AddDays(1)) || y.Has(demand.Date{}) {
			t.Errorf("%d %s: %+v", c.starts, c.on, y)
		}
	}
	k := costkey.Key{}
	for _, bad := range []demand.Date{{}, day("9999-01-01")} {
		if _, ok := k.YearOf(bad); ok {
			t.Errorf("%s has a year", bad)
		}
	}
}

func TestKeyInForce(t *testing.T) {
	keys := []costkey.Key{{Version: "2", ValidFrom: day("2012-01-01"), ValidTo: day("2013-12-31")}, {Version: "1", ValidFrom: day("2010-01-01"), ValidTo: day("2011-12-31")}, {Version: "2b", ValidFrom: day("2013-01-01"), ValidTo: day("2013-12-31")}}
	for on, want := range map[string]string{"2009-12-31": "", "2010-01-01": "1", "2011-12-31": "1", "2012-01-01": "2", "2013-01-01": "2b", "2014-01-01": ""} {
		k, ok := costkey.At(keys, day(on))
		if ok != (want != "") || ok && k.Version != want {
			t.Errorf("%s: %+v", on, k)
		}
	}
	if _, ok := costkey.At(keys, demand.Date{}); ok {
		t.Error("no day, and a key")
	}
}

// A field of the key that nobody reads would change nobody's part.
func TestKeyIsWrittenAsItIsRead(t *testing.T) {
	for seed := range int64(50) {
		k, _, _ := randomKey(rand.New(rand.NewSource(seed)))
		k.Agreement, k.YearStarts, k.ValidTo = "convention", 4, day("2012-12-31")
		data, err := json.Marshal(k)
		if err != nil {
			t.Fatal(err)
		}
		back, faults := costkey.Decode(data)
		if diff := cmp.Diff(k, back, cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) }), cmp.Comparer(func(a, b demand.Date) bool { return a == b })); diff != "" || len(faults) > 0 {
			t.Fatalf("%v %s", faults, diff)
		}
	}
	if _, faults := costkey.Decode(bytes.Repeat([]byte(" "), costkey.MaxKeyBytes+1)); !faults.Has("CLE-LEC-01") {
		t.Error(faults)
	}
}

func FuzzDecode(f *testing.F) {
	for _, r := range costkey.Rules() {
		f.Add([]byte(r.Accepts))
		f.Add([]byte(r.Refuses))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		k, faults := costkey.Decode(data)
		if len(faults) > 0 {
			return
		}
		again, err := json.Marshal(k)
		if err != nil {
			t.Fatal(err)
		}
		if back, faults := costkey.Decode(again); len(again) <= costkey.MaxKeyBytes && len(faults) > 0 {
			t.Fatalf("%s is refused: %v %+v", again, faults, back)
		}
		stock := map[string]int64{}
		for _, p := range k.Partners {
			stock[p.ID] = 3
		}
		amounts := []costkey.Amount{{Expense: k.Expenses[0].Code, Euros: eur("1000.01")}}
		s, faults := costkey.Share(&k, amounts, costkey.Measures{Stock: stock}, k.ValidFrom)
		sum := decimal.Zero
		for _, o := range s.Owed {
			sum = sum.Add(o.Amount)
		}
		if !faults.Blocking() && !sum.Equal(eur("1000.01")) {
			t.Fatalf("%s of 1000.01 from %s", sum, again)
		}
	})
}
