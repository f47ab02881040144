package journal_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// These tests are about desks that worked apart, and about events that come late,
// twice, or in an order nobody wanted.

func striking(desk string, counter uint64, on string, motive demand.StrikeOffMotive) journal.Event {
	e := event(desk, counter, journal.StrikeOff, on)
	e.Motive = motive
	return e
}

func codesOf(tasks []journal.Task) string {
	var out []string
	for _, t := range tasks {
		out = append(out, t.Code)
	}
	return strings.Join(out, " ")
}

// The manager strikes off for lack of renewal, a desk cut off from it renews: the
// same day in either order, or renewed in time and known late.
func TestStrikeOffAndRenewalApart(t *testing.T) {
	for _, c := range []struct {
		name, renewed, entered, want string
	}{
		{"renewed first, the same day", "2016-02-10", "2016-02-10T08:00:00Z", "JOU-TAC-04"},
		{"struck off first, the same day", "2016-02-10", "2016-02-10T10:00:00Z", "JOU-TAC-03"},
		{"renewed in time, known a month later", "2016-01-08", "2016-03-10T10:00:00Z", "JOU-TAC-04"},
		{"renewed after", "2016-02-20", "2016-02-20T10:00:00Z", "JOU-TAC-03"},
	} {
		renew := event("21001", 2, journal.Renew, c.renewed)
		renew.Entered, _ = journal.ParseMoment(c.entered)
		events := []journal.Event{event("21001", 1, journal.Create, "2015-01-10"), renew, striking("GESTI", 1, "2016-02-10", "RADREN")}
		s := gather(t, events...).Fold("d1", at("2016-03-31"))
		if s.Status != journal.StruckOff || codesOf(s.Tasks) != c.want || s.Form.RenewedOn != day(c.renewed) {
			t.Errorf("%s: %s, tasks %s, want %s", c.name, s.Status, codesOf(s.Tasks), c.want)
		}
		undone := gather(t, append(events, event("GESTI", 2, journal.Restore, "2016-04-01"))...).Fold("d1", at("2016-04-01"))
		if undone.Status != journal.Active || len(undone.Tasks) > 0 || undone.Seniority != day("2015-01-10") {
			t.Errorf("%s, undone: %s %v", c.name, undone.Status, undone.Tasks)
		}
	}
	plain := gather(t, event("21001", 1, journal.Create, "2015-01-10"), striking("GESTI", 1, "2016-01-11", "RADREN")).Fold("d1", at("2016-01-11"))
	if len(plain.Tasks) > 0 {
		t.Errorf("the day after the year: %v", plain.Tasks)
	}
}

// Struck off twice, by two desks.
func TestStruckOffTwice(t *testing.T) {
	create := event("21001", 1, journal.Create, "2015-01-10")
	same := gather(t, create, striking("GESTI", 1, "2016-02-10", "RADREN"), striking("GEST2", 1, "2016-03-10", "RADREN")).Fold("d1", at("2016-04-01"))
	if same.StruckOffOn != day("2016-02-10") || len(same.Tasks) > 0 {
		t.Errorf("same motive: since %s, %v", same.StruckOffOn, same.Tasks)
	}
	events := []journal.Event{create, striking("GESTI", 1, "2016-02-10", "RADREN"), striking("BAIL1", 1, "2016-02-20", "RADATT")}
	other := gather(t, events...).Fold("d1", at("2016-04-01"))
	if other.Motive != "RADATT" || other.StruckOffOn != day("2016-02-20") || codesOf(other.Tasks) != "JOU-TAC-05" {
		t.Errorf("another motive: %s since %s, %v", other.Motive, other.StruckOffOn, other.Tasks)
	}
	precise := striking("BAIL1", 2, "2016-03-01", "RADIRR")
	precise.SubMotive = "IRRRES"
	if s := gather(t, create, striking("BAIL1", 1, "2016-02-20", "RADIRR"), precise).Fold("d1", at("2016-04-01")); s.SubMotive != "IRRRES" || s.StruckOffOn != day("2016-02-20") {
		t.Errorf("sub-motive given later: %q since %s", s.SubMotive, s.StruckOffOn)
	}
}

// The undo of an undo is a new strike-off; an undo without anything to undo
// changes nothing.
func TestUndoOfUndo(t *testing.T) {
	j := gather(t, event("21001", 1, journal.Create, "2015-01-10"), event("BAIL1", 1, journal.Restore, "2015-02-01"),
		striking("BAIL1", 2, "2015-03-01", "RADABA"), event("BAIL1", 3, journal.Restore, "2015-03-02"), event("BAIL1", 4, journal.Restore, "2015-03-03"),
		striking("BAIL1", 5, "2015-03-04", "RADABA"))
	for on, want := range map[string]journal.Status{"2015-02-01": journal.Active, "2015-03-01": journal.StruckOff, "2015-03-02": journal.Active, "2015-03-03": journal.Active, "2015-03-04": journal.StruckOff} {
		if s := j.Fold("d1", at(on)); s.Status != want || len(s.Tasks) > 0 {
			t.Errorf("%s: %s %v", on, s.Status, s.Tasks)
		}
	}
	again := gather(t, event("21001", 1, journal.Create, "2015-01-10"), striking("GESTI", 1, "2016-02-10", "RADREN"),
		event("21001", 2, journal.Reactivate, "2016-02-20"), striking("GESTI", 2, "2016-04-10", "RADREN")).Fold("d1", at("2016-05-01"))
	if again.Status != journal.StruckOff || len(again.Tasks) > 0 || again.StruckOffOn != day("2016-04-10") {
		t.Errorf("reactivated, then struck off: nothing is left to renew: %v", again.Tasks)
	}
}

// Nothing brings back a demand that was deleted, however late it comes.
func TestDeletedIsFinal(t *testing.T) {
	events := []journal.Event{event("21001", 1, journal.Create, "2015-01-10"), event("GESTI", 1, journal.Delete, "2016-04-01"),
		striking("21002", 1, "2016-05-01", "RADREN"), event("21002", 2, journal.Restore, "2016-05-02"), event("21002", 3, journal.Renew, "2016-05-03"),
		event("21002", 4, journal.Create, "2016-05-04"), event("21002", 5, journal.Verify, "2016-05-05")}
	if s := gather(t, events...).Fold("d1", at("2016-06-01")); s.Status != journal.Deleted {
		t.Errorf("%s", s.Status)
	}
	if s := gather(t, events[1:]...).Fold("d1", at("2016-06-01")); s.Status != journal.Deleted {
		t.Errorf("its creation swept away: %s", s.Status)
	}
}

// What is dated before the deposit, by a wrong year, costs the demand nothing.
func TestEventsBeforeTheDeposit(t *testing.T) {
	create := event("21001", 1, journal.Create, "2015-01-10")
	create.Number = numbered("021011500000121001")
	early := giving(event("21001", 2, journal.Renew, "2014-12-20"), mail("a@example.org"), "applicant.email")
	j := gather(t, create, early, striking("GESTI", 1, "2014-02-10", "RADREN"))
	s := j.Fold("d1", at("2015-06-01"))
	if s.Status != journal.Active || s.Form.DepositedOn != day("2015-01-10") || s.Seniority != day("2015-01-10") || s.Form.Number != create.Number || s.Motive != "" || s.Form.Applicant.Email == "" {
		t.Errorf("%s, deposited %s, number %v, %+v", s.Status, s.Form.DepositedOn, s.Form.Number, s.Tasks)
	}
	if !j.Check().Has("JOU-EVE-03") {
		t.Error("nothing is said of it")
	}
	if s := j.Fold("d1", at("2015-01-09")); s.Status != journal.StruckOff {
		t.Errorf("before: %s", s.Status)
	}
}

// No number is lost: given twice, or borne by the creation that came second.
func TestEveryNumberStays(t *testing.T) {
	n1, n2 := numbered("021061500000121001"), numbered("021061500000221001")
	first, second, back := event("21001", 1, journal.Create, "2015-06-01"), event("21002", 1, journal.Create, "2015-06-02"), event("21001", 2, journal.Number, "2015-06-03")
	second.Number, back.Number = n1, n2
	for _, c := range []struct {
		events []journal.Event
		number string
		former []string
	}{
		{[]journal.Event{first, second}, n1.String(), nil},
		{[]journal.Event{first, second, back}, n2.String(), []string{n1.String()}},
	} {
		s := gather(t, c.events...).Fold("d1", at("2015-07-01"))
		if s.Form.Number.String() != c.number || !slices.Equal(s.Form.FormerNumbers, c.former) || s.Form.DepositedOn != day("2015-06-01") {
			t.Errorf("%v, formerly %v", s.Form.Number, s.Form.FormerNumbers)
		}
	}
	again := event("21001", 3, journal.Number, "2015-06-04")
	again.Number = n1
	if s := gather(t, first, second, back, again).Fold("d1", at("2015-07-01")); s.Form.Number != n1 || !slices.Equal(s.Form.FormerNumbers, []string{n2.String()}) {
		t.Errorf("%v, formerly %v", s.Form.Number, s.Form.FormerNumbers)
	}
}

// Conflicts: none when both say the same; the one that stands is named, whoever
// wrote in between; a later day ends them.
func TestConflictsThatStand(t *testing.T) {
	create := event("21001", 1, journal.Create, "2015-01-10")
	say := func(desk string, counter uint64, on, hour, text string) journal.Event {
		e := giving(event(desk, counter, journal.Modify, on), mail(text), "applicant.email")
		e.Entered, _ = journal.ParseMoment(on + "T" + hour + ":00:00Z")
		return e
	}
	a, b, c := say("21001", 2, "2015-03-01", "09", "a@example.org"), say("21002", 1, "2015-03-01", "10", "b@example.org"), say("21003", 1, "2015-03-01", "11", "c@example.org")
	for _, one := range []struct {
		name   string
		events []journal.Event
		on     string
		owner  string // whose value prevails
		want   []journal.Conflict
	}{
		{"the same text twice", []journal.Event{create, a, say("21002", 1, "2015-03-01", "10", "a@example.org")}, "2015-03-01", "", nil},
		{"three desks", []journal.Event{create, a, b, c}, "2015-03-01", "", []journal.Conflict{{Path: "applicant.email", Kept: c.ID, Dropped: a.ID}, {Path: "applicant.email", Kept: c.ID, Dropped: b.ID}}},
		{"three desks, the first owns the value", []journal.Event{create, a, b, c}, "2015-03-01", "21001", []journal.Conflict{{Path: "applicant.email", Kept: a.ID, Dropped: b.ID}, {Path: "applicant.email", Kept: a.ID, Dropped: c.ID}}},
		{"settled the next day", []journal.Event{create, a, b, say("21002", 2, "2015-03-02", "09", "d@example.org")}, "2015-03-02", "", nil},
	} {
		when := at(one.on)
		if one.owner != "" {
			when.Prevails = func(_ string, first, second *journal.Event) bool {
				return first.Service == one.owner && second.Service != one.owner
			}
		}
		s := gather(t, one.events...).Fold("d1", when)
		if diff := cmp.Diff(one.want, s.Conflicts); diff != "" && len(one.want)+len(s.Conflicts) > 0 {
			t.Errorf("%s: %s", one.name, diff)
		}
	}
}

func merging(desk string, counter uint64, key, other, seniority string, absorbed bool, hour string) journal.Event {
	e := event(desk, counter, journal.Merge, "2015-05-01")
	e.Demand, e.Other, e.Seniority, e.Absorbed = key, other, day(seniority), absorbed
	e.Entered, _ = journal.ParseMoment("2015-05-01T" + hour + ":00:00Z")
	return e
}

// Two clerks merge the same two demands the other way round: one goes on, with
// the earliest seniority. A circle of three is told and nobody goes on; undone in
// one place, somebody does.
func TestMergesInACircle(t *testing.T) {
	d1, d2, d3 := event("21001", 1, journal.Create, "2015-01-10"), event("21001", 2, journal.Create, "2014-02-10"), event("21001", 3, journal.Create, "2013-03-10")
	d2.Demand, d3.Demand = "d2", "d3"
	two := gather(t, d1, d2, merging("21001", 4, "d1", "d2", "2014-02-10", false, "10"), merging("21001", 5, "d2", "d1", "2015-01-10", true, "10"),
		merging("21002", 1, "d1", "d2", "2014-02-10", true, "11"), merging("21002", 2, "d2", "d1", "2015-01-10", false, "11"))
	a, b := two.Fold("d1", at("2015-06-01")), two.Fold("d2", at("2015-06-01"))
	if a.Status != journal.Merged || b.Status != journal.Expired || b.Seniority != day("2014-02-10") || two.Check().Has("JOU-EVE-17") {
		t.Errorf("%s and %s since %s: %v", a.Status, b.Status, b.Seniority, two.Check())
	}
	if goes, ok := two.GoesOn("d1", at("2015-06-01")); goes != "d2" || !ok {
		t.Errorf("%s goes on", goes)
	}
	late := gather(t, d1, d2, merging("21001", 4, "d1", "d2", "2014-02-10", false, "10"), merging("21002", 1, "d1", "d2", "2015-02-10", false, "11")).Fold("d1", at("2015-06-01"))
	if late.Seniority != day("2014-02-10") || len(late.Merges) != 1 {
		t.Errorf("seniority %s, %v", late.Seniority, late.Merges)
	}

	events := []journal.Event{d1, d2, d3, merging("21001", 6, "d1", "d2", "2014-02-10", true, "10"), merging("21001", 7, "d2", "d3", "2013-03-10", true, "10"), merging("21001", 8, "d3", "d1", "2015-01-10", true, "10")}
	three := gather(t, events...)
	if got := three.Check().Codes(); strings.Count(fmt.Sprint(three.Check()), "JOU-EVE-17") != 3 {
		t.Errorf("a circle of three: %s", got)
	}
	if _, ok := three.GoesOn("d2", at("2015-06-01")); ok {
		t.Error("somebody goes on")
	}
	undo := event("21001", 9, journal.Unmerge, "2015-05-02")
	undo.Demand, undo.Other = "d3", "d1"
	open := gather(t, append(events, undo)...)
	if goes, ok := open.GoesOn("d1", at("2015-06-01")); goes != "d3" || !ok || open.Check().Has("JOU-EVE-17") {
		t.Errorf("%s goes on: %v", goes, open.Check())
	}
	itself := gather(t, d1, merging("21001", 4, "d1", "d1", "2014-02-10", true, "10"))
	if s := itself.Fold("d1", at("2015-06-01")); s.Status != journal.Active || !itself.Check().Has("JOU-EVE-17") {
		t.Errorf("merged with itself: %s", s.Status)
	}
	if _, ok := itself.GoesOn("d9", at("2015-06-01")); ok {
		t.Error("a demand nobody knows goes on")
	}
}

// A seniority written later than the deposit it speaks of is told, until the merge
// is undone; an earlier one is not, nor is that of a demand that is not here.
func TestLateSenioritiesAreTold(t *testing.T) {
	d1, d2 := event("21001", 1, journal.Create, "2015-01-10"), event("21001", 2, journal.Separate, "2014-12-10")
	d2.Demand, d2.Other, d2.Seniority = "d2", "d0", day("2012-03-04") // d0 is not in this journal
	undo := event("21001", 4, journal.Unmerge, "2015-05-10")
	undo.Other = "d2"
	for seniority, want := range map[string]string{"2012-03-04": "", "2011-01-01": "", "2012-03-05": "JOU-EVE-18", "2014-12-10": "JOU-EVE-18"} {
		merge := merging("21001", 3, "d1", "d2", seniority, false, "10")
		if got := gather(t, d1, d2, merge).Check().Codes(); got != want {
			t.Errorf("%s: %q, want %q", seniority, got, want)
		}
		if got := gather(t, d1, d2, merge, undo).Check().Codes(); got != "" {
			t.Errorf("%s, undone: %q", seniority, got)
		}
	}
	d3 := event("21001", 5, journal.Separate, "2015-06-01")
	d3.Demand, d3.Other, d3.Seniority = "d3", "d1", day("2015-01-11")
	if got := gather(t, d1, d3).Check(); got.Codes() != "JOU-EVE-18" || got[0].Path != "21001-5.seniority" {
		t.Errorf("a separation: %v", got)
	}
}

// Merged, then separated by mistake of the merge: each demand is as it was.
func TestMergeThenUndo(t *testing.T) {
	d1, d2 := event("21001", 1, journal.Create, "2015-01-10"), event("21001", 2, journal.Create, "2014-12-10")
	d2.Demand = "d2"
	u1, u2 := event("21001", 5, journal.Unmerge, "2015-05-10"), event("21001", 6, journal.Unmerge, "2015-05-10")
	u1.Other, u2.Demand, u2.Other = "d2", "d2", "d1"
	j := gather(t, d1, d2, merging("21001", 3, "d1", "d2", "2014-12-10", false, "10"), merging("21001", 4, "d2", "d1", "2015-01-10", true, "10"), u1, u2)
	if a, b := j.Fold("d1", at("2015-05-09")), j.Fold("d2", at("2015-05-09")); a.Seniority != day("2014-12-10") || b.Status != journal.Merged {
		t.Errorf("%s, %s", a.Seniority, b.Status)
	}
	if a, b := j.Fold("d1", at("2015-05-10")), j.Fold("d2", at("2015-05-10")); a.Seniority != day("2015-01-10") || b.Status != journal.Active || b.Seniority != day("2014-12-10") {
		t.Errorf("undone: %s, %s %s", a.Seniority, b.Status, b.Seniority)
	}
}

// A clock that goes back is told; the same desk on two days is not.
func TestClockGoesBack(t *testing.T) {
	create, one, two := event("21001", 1, journal.Create, "2015-01-10"), event("21001", 2, journal.Renew, "2015-12-01"), event("21001", 3, journal.Modify, "2015-12-01")
	two.Entered = one.Entered - 60_000
	if got := gather(t, create, one, two).Check(); got.Codes() != "JOU-EVE-16" || got[0].Path != "21001-2.entered" {
		t.Errorf("%v", got)
	}
	two.On = day("2015-11-30")
	if got := gather(t, create, one, two).Check(); len(got) > 0 {
		t.Errorf("typed later, of the day before: %v", got)
	}
}

// long is the journal of one demand with n events.
func long(n int) []journal.Event {
	events := []journal.Event{event("21001", 1, journal.Create, "2012-01-10")}
	for i := range n {
		e := giving(event([]string{"21001", "21002"}[i%2], uint64(i+2), journal.Modify, "2012-03-05"), mail(strconv.Itoa(i)+"@example.org"), "applicant.email")
		e.Entered += journal.Moment(i)
		if i%3 == 0 {
			e.Kind, e.Receipt = journal.Renew, "R"+strconv.Itoa(i)
		}
		events = append(events, e)
	}
	return events
}

// Sixteen times more events take sixteen times more time: a square would take two
// hundred and fifty-six times more, and never less than sixty-four. On a busy
// machine one try among many is enough.
func TestLongJournalsAreLinear(t *testing.T) {
	few, many := gather(t, long(1_000)...), gather(t, long(16_000)...)
	spent := func(j journal.Journal) time.Duration {
		start := time.Now()
		if s := j.Fold("d1", at("2012-06-01")); len(s.Repeated) > 0 {
			t.Fatal(s.Repeated)
		}
		j.Check()
		return time.Since(start)
	}
	small, large := time.Hour, time.Hour
	for range 50 {
		small, large = min(small, spent(few)), min(large, spent(many))
		if large < 64*small {
			return
		}
	}
	t.Errorf("1,000 events: %s; 16,000: %s", small, large)
}

// The same receipt is found in a long journal as in a short one.
func TestReceiptsOfALongJournal(t *testing.T) {
	events := long(200)
	again := event("PORTA", 1, journal.Renew, "2012-04-01")
	again.Receipt = "R3"
	other := event("PORTA", 2, journal.Reactivate, "2012-04-02")
	other.Receipt = "R3"
	if s := gather(t, append(events, again, other)...).Fold("d1", at("2012-06-01")); !slices.Equal(s.Repeated, []journal.ID{again.ID}) || s.Form.RenewedOn != day("2012-03-05") {
		t.Errorf("%v, renewed %s", s.Repeated, s.Form.RenewedOn)
	}
}

// Journals that share their events meet without a line being written: it is what
// two desks do every night.
func TestUnionOfWhatIsShared(t *testing.T) {
	j := gather(t, long(500)...)
	if n := testing.AllocsPerRun(3, func() { _, _ = journal.Union(j, j, j) }); n > 200 {
		t.Errorf("%.0f allocations", n)
	}
	if all, faults := journal.Union(j, j, j); len(faults) > 0 || all.Len() != 501 {
		t.Error(faults, all.Len())
	}
}

// Whatever is mixed, a fold never panics, and keeps number, deposit and seniority
// once the demand is deposited.
func TestNothingUndoesADeposit(t *testing.T) {
	kinds := []journal.Kind{journal.Create, journal.Separate, journal.Verify, journal.Number, journal.Modify, journal.Correct, journal.Renew, journal.StrikeOff, journal.Restore,
		journal.Reactivate, journal.Label, journal.Unlabel, journal.Quota, journal.Treat, journal.Letter, journal.Merge, journal.Unmerge, journal.Delete}
	for seed := range uint64(2_000) {
		rng := rand.New(rand.NewPCG(seed, 9))
		create := event("21001", 1_000, journal.Create, "2015-06-15")
		create.Number = numbered("021061500000121001")
		events := []journal.Event{create}
		for i := range 12 {
			on, _ := demand.NewDate(2015, 1+rng.IntN(12), 1+rng.IntN(28))
			e := event([]string{"21001", "21002"}[rng.IntN(2)], uint64(i+1), kinds[rng.IntN(len(kinds))], on.String())
			e.Other, e.Motive, e.Receipt = []string{"d1", "d2"}[rng.IntN(2)], "RADREN", []string{"", "r"}[rng.IntN(2)]
			e.Absorbed = rng.IntN(2) == 0
			if e.Kind == journal.Create || e.Kind == journal.Separate {
				e.Kind, e.Receipt = journal.Modify, "" // one creation
			}
			if e.Kind == journal.Delete && !on.After(create.On) {
				e.Kind = journal.StrikeOff // a deletion is final even before
			}
			events = append(events, e)
		}
		j := gather(t, events...)
		s := j.Fold("d1", at("2015-12-31"))
		if s.Form.DepositedOn != create.On || s.Form.Number != create.Number || s.Seniority != create.On || s.Status == journal.Absent {
			t.Fatalf("seed %d: %s, deposited %s, number %v, since %s", seed, s.Status, s.Form.DepositedOn, s.Form.Number, s.Seniority)
		}
		j.Check()
	}
}

// A line of a later version is handed on under its version.
func TestLaterVersionIsHandedOn(t *testing.T) {
	const line = `{"v":2,"id":{"origin":"21001","counter":1},"demand":"d1","kind":"create","on":"2015-06-01","author":"a1","mood":"good"}` + "\n"
	j, findings := journal.Decode([]byte(line))
	for _, f := range findings {
		if f.Code != "JOU-LIG-06" {
			t.Error(f)
		}
	}
	var b bytes.Buffer
	_, _ = j.WriteTo(&b)
	if b.String() != line {
		t.Errorf("%s\n%s", b.String(), line)
	}
}
