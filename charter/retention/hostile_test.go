package retention_test

import (
	"fmt"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/fichier-unique/rules/charter/retention"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

func hold(counter uint64, key, from, until string) retention.Hold {
	return retention.Hold{ID: journal.ID{Origin: "gest", Counter: counter}, Demand: key, Reason: retention.Litigation, Author: "a1", From: day(from), Until: day(until)}
}

func held(r retention.Report) string {
	var out []string
	for _, i := range r.Held {
		out = append(out, fmt.Sprint(i.Demand, " ", i.Class, " ", i.Holds))
	}
	return strings.Join(out, "; ")
}

// joined are two demands found to be of one household: d0 goes on as d1, which is
// struck off.
func joined() []journal.Event {
	m := event("21001", 11, "d0", journal.Merge, "2010-10-20")
	m.Other, m.Absorbed, m.Seniority = "d1", true, day("2010-10-15")
	return append(struck("d1", 1, "2010-10-15", "2011-11-15"), event("21001", 10, "d0", journal.Create, "2010-10-15"), m)
}

// A court that asks for the data of a household asks for those of the demands
// that were joined to it as well.
func TestHoldReachesJoinedDemands(t *testing.T) {
	f := retention.File{Journal: gather(t, joined()...), Holdings: []retention.Holding{{Class: retention.Upload, Demand: "d0", Ref: "f1"}}}
	if r := f.Due(retention.Settings{}, day("2013-01-10")); len(r.Items) != 3 {
		t.Fatal(list(r.Items))
	}
	for _, key := range []string{"d0", "d1"} {
		f.Holds = []retention.Hold{hold(1, key, "2012-01-01", "2014-01-01")}
		r := f.Due(retention.Settings{}, day("2013-01-10"))
		if got := held(r); got != "d0 request [gest-1]; d0 upload [gest-1]; d1 request [gest-1]" || len(r.Items) > 0 {
			t.Errorf("hold on %s: held %s, due %s", key, got, list(r.Items))
		}
		out, faults := f.Purge(retention.Settings{}, []retention.Item{{Demand: "d0", Class: retention.Request}, {Demand: "d1", Class: retention.Request}}, act(1))
		if faults.Codes() != "CON-PUR-03 CON-PUR-03" || lines(out.File.Journal) != lines(f.Journal) {
			t.Errorf("hold on %s: %v", key, faults)
		}
	}
}

// A demand said to go on as two others stays until both are due.
func TestJoinedToTwo(t *testing.T) {
	again := event("21002", 12, "d0", journal.Merge, "2010-10-21")
	again.Other, again.Absorbed, again.Seniority = "d2", true, day("2010-10-15")
	events := append(joined(), again)
	for _, c := range []struct {
		name, want string
		events     []journal.Event
	}{
		{"one of them lives", "d1 request  2012-11-16 CON-DUR-01", append(events, event("21001", 20, "d2", journal.Create, "2012-10-10"))},
		{"the other is struck off later", "d0 request  2013-01-10 CON-DUR-03; d1 request  2012-11-16 CON-DUR-01; d2 request  2013-01-10 CON-DUR-01", append(events, struck("d2", 20, "2010-10-10", "2012-01-09")...)},
	} {
		f := retention.File{Journal: gather(t, c.events...)}
		if got := list(f.Due(retention.Settings{}, day("2013-01-10")).Items); got != c.want {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

// Erasing cannot be undone: a record that lifts a hold does so only when it is
// sound, and when it is plain which hold it ends.
func TestLiftsThatLiftNothing(t *testing.T) {
	lift := retention.Hold{ID: journal.ID{Origin: "gest", Counter: 2}, Lifts: journal.ID{Origin: "gest", Counter: 1}, Author: "a2", From: day("2012-06-01")}
	noAuthor, noDate, both, other := lift, lift, lift, lift
	noAuthor.Author, noDate.From, both.Reason, other.Lifts.Counter = "", demand.Date{}, retention.Complaint, 9
	for _, c := range []struct {
		name  string
		holds []retention.Hold
		held  bool
		codes string
	}{
		{"a sound one", []retention.Hold{hold(1, "d1", "2012-01-01", "2014-01-01"), lift}, false, ""},
		{"without author", []retention.Hold{hold(1, "d1", "2012-01-01", "2014-01-01"), noAuthor}, true, "CON-GEL-01"},
		{"without a day", []retention.Hold{hold(1, "d1", "2012-01-01", "2014-01-01"), noDate}, true, "CON-GEL-01"},
		{"hold and lift at once", []retention.Hold{hold(1, "d1", "2012-01-01", "2014-01-01"), both}, true, "CON-GEL-02"},
		{"of a hold nobody has", []retention.Hold{hold(1, "d1", "2012-01-01", "2014-01-01"), other}, true, "CON-GEL-06"},
		{"of two holds of one name", []retention.Hold{hold(1, "d1", "2012-01-01", "2014-01-01"), hold(1, "d2", "2012-01-01", "2014-01-01"), lift}, true, "CON-GEL-05"},
		{"of a hold given twice", []retention.Hold{hold(1, "d1", "2012-01-01", "2014-01-01"), hold(1, "d1", "2012-01-01", "2014-01-01"), lift}, false, ""},
		{"before its day", []retention.Hold{hold(1, "d1", "2012-01-01", "2014-01-01"), {ID: lift.ID, Lifts: lift.Lifts, Author: "a2", From: day("2013-01-11")}}, true, ""},
		{"a hold that ends before it begins", []retention.Hold{hold(1, "d1", "2014-01-01", "2012-01-01")}, true, "CON-GEL-03"},
		{"a hold without reason", []retention.Hold{{ID: lift.ID, Demand: "d1", Author: "a", From: day("2012-01-01"), Until: day("2014-01-01")}}, true, "CON-GEL-02"},
	} {
		f := retention.File{Journal: gather(t, struck("d1", 1, "2010-10-15", "2011-11-15")...), Holds: c.holds}
		r := f.Due(retention.Settings{}, act(1).Day)
		if (len(r.Held) == 1) != c.held || len(r.Held)+len(r.Items) != 1 || r.Notices.Codes() != c.codes {
			t.Errorf("%s: due %s, held %s, %v", c.name, list(r.Items), held(r), r.Notices)
		}
	}
}

// An authority that inspects the accesses holds their journal, which is of no
// demand in particular.
func TestHoldOnTheAccessJournal(t *testing.T) {
	holds, findings := retention.DecodeHolds([]byte(`{"id": {"origin": "gest", "counter": 1}, "classes": ["access_log"], "reason": "inspection", "author": "a1", "from": "2012-01-01", "until": "2013-06-30"}
{"id": {"origin": "gest", "counter": 2}, "reason": "inspection", "author": "a1", "from": "2012-01-01", "until": "2013-06-30"}
{"id": {"origin": "gest", "counter": 3}, "classes": ["request"], "reason": "inspection", "author": "a1", "from": "2012-01-01", "until": "2013-06-30"}
{"id": {"origin": "gest", "counter": 4}, "classes": ["access_log", "upload"], "reason": "inspection", "author": "a1", "from": "2012-01-01", "until": "2013-06-30"}`))
	if len(holds) != 1 || len(findings) != 3 {
		t.Fatal(holds, findings)
	}
	f := retention.File{Holds: holds, Holdings: []retention.Holding{{Class: retention.AccessLog, Ref: "2011-01", On: day("2011-01-31")}}, Journal: gather(t, struck("d1", 1, "2010-10-15", "2011-11-15")...)}
	s := retention.Settings{AccessMonths: 12}
	for on, want := range map[string]int{"2012-11-20": 1, "2013-06-30": 1, "2013-07-01": 0} {
		if r := f.Due(s, day(on)); len(r.Held) != want || len(r.Items) != 2-want {
			t.Errorf("%s: due %s, held %s", on, list(r.Items), held(r))
		}
	}
}

// What has no date, or dates that cannot be, is said, and erased by nobody.
func TestDatesThatCannotBe(t *testing.T) {
	for _, c := range []struct {
		name   string
		events []journal.Event
		want   string
	}{
		{"deleted without a date", []journal.Event{event("21001", 1, "d1", journal.Create, "2010-10-15"), event("21001", 2, "d1", journal.Delete, "")}, "CON-SIG-01"},
		{"struck off before the deposit", struck("d1", 1, "2010-10-15", "2001-11-15"), "CON-SIG-08"},
		{"struck off the day of the deposit", struck("d1", 1, "2010-10-15", "2010-10-15"), ""},
	} {
		f := retention.File{Journal: gather(t, c.events...)}
		r := f.Due(retention.Settings{}, day("2011-10-15"))
		if r.Notices.Codes() != c.want || len(r.Items) > 0 {
			t.Errorf("%s: due %s, %v", c.name, list(r.Items), r.Notices)
		}
	}
	f := retention.File{Holdings: []retention.Holding{{Class: retention.Draft, Demand: "e1", On: day("9999-12-15")}, {Class: retention.AccessLog, Ref: "a", On: day("9999-12-15")}}}
	if r := f.Due(retention.Settings{AccessMonths: 12}, day("2011-10-15")); r.Notices.Codes() != "CON-SIG-06 CON-SIG-06" || len(r.Items) > 0 {
		t.Errorf("%v", r.Notices)
	}
}

// A key that is a unique number would stay in the tombstone, and be found again
// in the digest by trying the numbers one by one.
func TestKeyThatIsANumber(t *testing.T) {
	const number = "021101000012321001"
	f := retention.File{Journal: gather(t, append(struck(number, 1, "2010-10-15", "2011-11-15"), struck("d2", 3, "2010-10-15", "2011-11-15")...)...)}
	r := f.Due(retention.Settings{}, act(1).Day)
	if r.Notices.Codes() != "CON-SIG-09" || r.Notices[0].Path != "" || len(r.Items) != 2 {
		t.Errorf("%v %s", r.Notices, list(r.Items))
	}
	out, faults := f.Purge(retention.Settings{}, r.Items, act(1))
	if faults.Codes() != "CON-PUR-05" || list(out.Erased) != "d2 request  2012-11-16 CON-DUR-01" || strings.Contains(fmt.Sprint(faults), number) {
		t.Errorf("%v %s", faults, list(out.Erased))
	}
}

// An agent is a code: a name or an address would stay in the proof for ever.
func TestActByACode(t *testing.T) {
	f := retention.File{Journal: gather(t, struck("d1", 1, "2010-10-15", "2011-11-15")...)}
	r := f.Due(retention.Settings{}, act(1).Day)
	for _, name := range []string{"Anatole Zzyzx", "a@example.org", "agenté", strings.Repeat("a", 65), "a\n"} {
		for i := range 3 {
			a := act(1)
			*[]*string{&a.Author, &a.Service, &a.Origin}[i] = name
			if out, faults := f.Purge(retention.Settings{}, r.Items, a); faults.Codes() != "CON-PUR-01" || len(out.Erased) > 0 || strings.Contains(fmt.Sprint(faults), "Zzyzx") {
				t.Errorf("%q: %v", name, faults)
			}
		}
	}
}

func TestTallyOfNothing(t *testing.T) {
	var one, two retention.Tally
	one.Add(&journal.State{Desk: "21001"})
	two.Merge(&one)
	if len(two.Rows()) != 1 {
		t.Error(two.Rows())
	}
}

// Many holds on many demands do not multiply.
func TestManyHolds(t *testing.T) {
	var events []journal.Event
	var holds []retention.Hold
	for i := range 10_000 {
		key := fmt.Sprintf("d%05d", i)
		events = append(events, struck(key, uint64(1+2*i), "2010-10-15", "2011-11-15")...)
		holds = append(holds, hold(uint64(1+2*i), key, "2012-01-01", "2014-01-01"), retention.Hold{ID: journal.ID{Origin: "gest", Counter: uint64(2 + 2*i)}, Lifts: journal.ID{Origin: "gest", Counter: uint64(1 + 2*i)}, Author: "a", From: day("2012-06-01").AddDays(i)})
	}
	f := retention.File{Journal: gather(t, events...), Holds: holds}
	began := time.Now()
	r := f.Due(retention.Settings{}, day("2013-01-10"))
	if took := time.Since(began); took > 30*time.Second || len(r.Items) != 224 || len(r.Items)+len(r.Held) != 10_000 {
		t.Errorf("%v: %d due, %d held", took, len(r.Items), len(r.Held))
	}
}

// A chain of demands joined one to the next, of any length and from either end,
// is followed to the last one; a long circle is due through nobody.
func TestLongChain(t *testing.T) {
	const n = 10_000
	defer debug.SetMaxStack(debug.SetMaxStack(8 << 20)) // what a chain a hundred times as long would take, followed by recursion
	for _, c := range []struct {
		name   string
		of     func(i int) int
		circle bool
		due    int
	}{
		{"from the last key", func(i int) int { return i }, false, n},
		{"from the first key", func(i int) int { return n - 1 - i }, false, n},
		{"in a circle", func(i int) int { return i }, true, 0},
	} {
		key := func(i int) string { return fmt.Sprintf("d%06d", c.of(i%n)) }
		var events []journal.Event
		for i := range n {
			events = append(events, event("21001", uint64(2*i+1), key(i), journal.Create, "2010-10-15"))
			switch {
			case i > 0 || c.circle:
				m := event("21001", uint64(2*i+2), key(i), journal.Merge, "2010-10-20")
				m.Other, m.Absorbed, m.Seniority = key(i+n-1), true, day("2010-10-15")
				events = append(events, m)
			default:
				events = append(events, struck(key(0), 1, "2010-10-15", "2011-11-15")[1])
			}
		}
		f := retention.File{Journal: gather(t, events...), Holds: []retention.Hold{hold(1, key(n/2), "2012-01-01", "2012-12-31")}}
		if r := f.Due(retention.Settings{}, day("2013-01-10")); len(r.Items) != c.due {
			t.Errorf("%s: %d due", c.name, len(r.Items))
		}
		if r := f.Due(retention.Settings{}, day("2012-12-31")); len(r.Held) != c.due || len(r.Items) > 0 {
			t.Errorf("%s: %d held, %d due", c.name, len(r.Held), len(r.Items))
		}
	}
}

// A copy erased elsewhere, which a hold keeps here, is not swept away before the
// hold ends; the others are.
func TestSweepUnderAHold(t *testing.T) {
	here := retention.File{Journal: gather(t, append(struck("d1", 1, "2010-10-15", "2011-11-15"), struck("d2", 3, "2010-10-15", "2011-11-15")...)...)}
	there := here
	out, faults := there.Purge(retention.Settings{}, there.Due(retention.Settings{}, act(1).Day).Items, act(1))
	if len(faults) > 0 || len(out.Erased) != 2 {
		t.Fatal(faults)
	}
	here.Holds = []retention.Hold{hold(1, "d2", "2012-01-01", "2014-01-01")}
	here.Journal, _ = journal.Union(here.Journal, out.File.Journal)
	for on, want := range map[string]string{"2013-02-01": "[d1] [d2] 4", "2014-01-01": "[d1] [d2] 4", "2014-01-02": "[d1 d2] [] 2"} {
		swept, removed, held := here.Sweep(day(on))
		if got := fmt.Sprint(removed, held, swept.Len()); got != want {
			t.Errorf("%s: %s, want %s", on, got, want)
		}
	}
	if swept, removed := retention.Sweep(here.Journal); len(removed) != 2 || swept.Len() != 2 {
		t.Errorf("%v %d", removed, swept.Len())
	}
	joinedHere := retention.File{Journal: gather(t, joined()...), Holds: []retention.Hold{hold(1, "d1", "2012-01-01", "2014-01-01")}}
	bare := event("GESTI", 1, "d1", journal.Delete, "2013-01-10")
	bare.Case = retention.Tombstone
	stone := gather(t, bare)
	joinedHere.Journal, _ = journal.Union(joinedHere.Journal, stone)
	if _, removed, held := joinedHere.Sweep(day("2013-02-01")); len(removed) > 0 || fmt.Sprint(held) != "[d1]" {
		t.Errorf("%v %v", removed, held)
	}
}
