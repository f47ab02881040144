package costkey_test

import (
	"bytes"
	"math/rand"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter/costkey"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// Acts weigh what the key says, and 1 when it says nothing.
func TestWeightedActs(t *testing.T) {
	k := simple("use", costkey.Partner{ID: "a"}, costkey.Partner{ID: "b"})
	year, _ := k.YearOf(day("2011-01-01"))
	use := costkey.NewUse(year)
	use.Add("a", costkey.Registration, day("2011-02-01"), 1)
	use.Add("b", costkey.Consultation, day("2011-02-01"), 3)
	if got := owed(mustShare(t, k, running("100"), costkey.Measures{Use: use}, "2011-12-31")); got != "a 25.00, b 75.00" {
		t.Error(got)
	}
	k.Expenses[0].Splits[0].Acts = []costkey.Weight{{Of: "registration", Weight: eur("9")}, {Of: "consultation", Weight: eur("1")}}
	if got := owed(mustShare(t, k, running("100"), costkey.Measures{Use: use}, "2011-12-31")); got != "a 75.00, b 25.00" {
		t.Error(got)
	}
	k.Expenses[0].Splits[0].Acts = k.Expenses[0].Splits[0].Acts[:1]
	if got := owed(mustShare(t, k, running("100"), costkey.Measures{Use: use}, "2011-12-31")); got != "a 100.00, b 0.00" {
		t.Error(got)
	}
}

func event(origin string, counter uint64, key string, kind journal.Kind, on string) journal.Event {
	return journal.Event{ID: journal.ID{Origin: origin, Counter: counter}, Demand: key, Kind: kind, On: day(on), Entered: journal.Moment(1), Service: origin}
}

func TestUseFromAJournal(t *testing.T) {
	k := simple("use", costkey.Partner{ID: "a", Desks: []string{"21001"}, To: day("2011-06-30")}, costkey.Partner{ID: "b", Desks: []string{"21002", "21001"}, From: day("2011-07-01")})
	if faults := costkey.Check(&k); len(faults) > 0 {
		t.Fatal(faults)
	}
	renew := event("21001", 3, "d1", journal.Renew, "2011-08-01")
	renew.Receipt = "R-1"
	again := event("21002", 3, "d1", journal.Renew, "2011-08-02")
	again.Receipt = "R-1"
	other := event("21002", 4, "d2", journal.Renew, "2011-08-02")
	other.Receipt = "R-1"
	j, _ := journal.New(
		event("21001", 1, "d1", journal.Create, "2011-01-10"), event("21002", 1, "d1", journal.Create, "2011-07-10"), // a renewal typed as a creation
		event("21002", 2, "d2", journal.Create, "2011-07-10"), renew, again, other,
		event("21001", 9, "d1", journal.Modify, "2011-09-01"), event("99999", 1, "d1", journal.Correct, "2011-09-01"), event("21001", 10, "d1", journal.Renew, "2012-08-01"),
		event("21001", 11, "d1", journal.Label, "2011-09-01"))
	year, _ := k.YearOf(day("2011-01-01"))
	use := costkey.NewUse(year)
	use.AddJournal(&k, j)
	want := []costkey.Row{{Act: costkey.Modification, Count: 1}, {Partner: "a", Act: costkey.Registration, Count: 1}, {Partner: "b", Act: costkey.Modification, Count: 1}, {Partner: "b", Act: costkey.Registration, Count: 1}, {Partner: "b", Act: costkey.Renewal, Count: 2}}
	if diff := cmp.Diff(want, use.Rows()); diff != "" {
		t.Error(diff)
	}
	if use.Outside() != 1 || use.Count("b", costkey.Renewal) != 2 || use.Year() != year {
		t.Errorf("outside %d", use.Outside())
	}
}

// Five départements of one file, one partner active in three: the table of each,
// and of the whole.
func TestSeveralDepartements(t *testing.T) {
	year := costkey.Year{From: day("2024-01-01"), To: day("2024-12-31")}
	whole := costkey.NewUse(year)
	for i, dep := range []string{"44", "49", "53", "72", "85"} {
		one := costkey.NewUse(year)
		one.Add("local-"+dep, costkey.Registration, day("2024-03-01"), 10)
		if i < 3 {
			one.Add("regional", costkey.Consultation, day("2024-03-01"), 100)
		}
		if err := whole.Merge(one); err != nil {
			t.Fatal(err)
		}
	}
	if rows := whole.Rows(); len(rows) != 6 || rows[5] != (costkey.Row{Partner: "regional", Act: costkey.Consultation, Count: 300}) {
		t.Errorf("%v", rows)
	}
}

// Whatever the order and the grouping of the acts, the same bytes.
func TestUseMerges(t *testing.T) {
	year := costkey.Year{From: day("2011-01-01"), To: day("2011-12-31")}
	kinds := []costkey.Act{costkey.Registration, costkey.Renewal, costkey.Modification, costkey.Consultation, costkey.Export}
	for seed := range int64(100) {
		r := rand.New(rand.NewSource(seed))
		type act struct {
			partner string
			act     costkey.Act
			on      demand.Date
			n       uint64
		}
		var acts []act
		for range r.Intn(60) {
			acts = append(acts, act{string(rune('a' + r.Intn(5))), kinds[r.Intn(5)], day("2010-11-01").AddDays(r.Intn(500)), uint64(r.Intn(4))})
		}
		whole := costkey.NewUse(year)
		for _, a := range acts {
			whole.Add(a.partner, a.act, a.on, a.n)
		}
		r.Shuffle(len(acts), func(i, j int) { acts[i], acts[j] = acts[j], acts[i] })
		pieces := []*costkey.Use{costkey.NewUse(year), costkey.NewUse(year), costkey.NewUse(year)}
		for _, a := range acts {
			pieces[r.Intn(3)].Add(a.partner, a.act, a.on, a.n)
		}
		merged := costkey.NewUse(year)
		for _, i := range r.Perm(3) {
			data, _ := pieces[i].MarshalBinary()
			var back costkey.Use
			if err := back.UnmarshalBinary(data); err != nil {
				t.Fatal(err)
			}
			if err := merged.Merge(&back); err != nil {
				t.Fatal(err)
			}
		}
		a, _ := whole.MarshalBinary()
		b, _ := merged.MarshalBinary()
		if !bytes.Equal(a, b) {
			t.Fatalf("%d: %v\n%v", seed, whole.Rows(), merged.Rows())
		}
	}
	if err := costkey.NewUse(year).Merge(costkey.NewUse(costkey.Year{From: day("2012-01-01"), To: day("2012-12-31")})); err == nil {
		t.Error("two years add up")
	}
	use := costkey.NewUse(year)
	use.Add("a", costkey.Renewal, day("2011-02-01"), 300)
	data, _ := use.MarshalBinary()
	for cut := range data {
		if err := new(costkey.Use).UnmarshalBinary(data[:cut]); err == nil {
			t.Errorf("cut at %d: accepted", cut)
		}
	}
	if err := new(costkey.Use).UnmarshalBinary(append(data, 0)); err == nil {
		t.Error("a byte too many is accepted")
	}
}

func FuzzUse(f *testing.F) {
	use := costkey.NewUse(costkey.Year{From: day("2011-01-01"), To: day("2011-12-31")})
	use.Add("a", costkey.Renewal, day("2011-02-01"), 300)
	data, _ := use.MarshalBinary()
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		var u, back costkey.Use
		if u.UnmarshalBinary(data) != nil {
			return
		}
		once, _ := u.MarshalBinary()
		if err := back.UnmarshalBinary(once); err != nil {
			t.Fatal(err)
		}
		if twice, _ := back.MarshalBinary(); !bytes.Equal(once, twice) {
			t.Fatalf("%v\n%v", once, twice)
		}
	})
}
