package commission_test

import (
	"bytes"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter/commission"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// story makes the journal of demand d1 from lines: "day step[:outcome] candidacy [fields]".
func story(t testing.TB, lines string) []journal.Event {
	t.Helper()
	create := journal.Event{ID: journal.ID{Origin: "21001", Counter: 1}, Demand: "d1", Kind: journal.Create, On: day("2015-06-01"), Entered: 1, Service: "21001"}
	events := []journal.Event{create}
	for line := range strings.SplitSeq(strings.TrimSpace(lines), "\n") {
		f := strings.Fields(line)
		n := uint64(len(events) + 1)
		e := journal.Event{ID: journal.ID{Origin: "B1", Counter: n}, Demand: "d1", Kind: journal.Treat, On: day(f[0]), Entered: journal.Moment(n), Service: "B1"}
		step, outcome, _ := strings.Cut(f[1], ":")
		e.Treatment = journal.Treatment{Step: journal.Step(step), Outcome: outcome}
		switch step {
		case "number":
			e.Kind, e.Treatment, e.Number = journal.Number, journal.Treatment{}, number(t, "021061500012321001")
		case "label", "unlabel":
			e.Kind, e.Treatment, e.Mark = journal.Kind(step), journal.Treatment{}, journal.Mark{Code: "DALO"}
		}
		for _, field := range f[2:] {
			name, value, _ := strings.Cut(field, "=")
			switch name {
			case "c":
				e.Treatment.Candidacy = value
			case "until":
				e.Treatment.Until = day(value)
			case "reason":
				e.Treatment.Reason = value
			case "rank":
				_, _ = fmt.Sscan(value, &e.Treatment.Rank)
			case "by":
				e.Service = value
			case "sub":
				e.SubMotive = demand.StrikeOffSubMotive(value)
			case "warned":
				e.Treatment.Warned = true
			case "receipt":
				e.Receipt = value
			}
		}
		events = append(events, e)
	}
	return events
}

func gather(t testing.TB, events []journal.Event) journal.Journal {
	t.Helper()
	j, faults := journal.New(events...)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return j
}

const twoDwellings = `
2015-06-02 number
2016-02-01 designated c=c1
2016-02-02 visited c=c1
2016-03-01 examined c=c1
2016-03-01 decided:ranked c=c1 rank=2
2016-03-01 designated c=c2
2016-03-02 decided:not_allocated c=c2 reason=owner
2016-03-05 notified c=c2
2016-03-20 offered c=c1 until=2016-04-02
2016-03-25 accepted c=c1
2016-04-10 leased c=c1`

func stateOn(t testing.TB, j journal.Journal, on string) (string, demand.Faults) {
	t.Helper()
	all, faults := commission.FromJournal(j, "d1", journal.At{Day: day(on)}, nil)
	var out []string
	for _, c := range all {
		out = append(out, c.ID+"="+string(c.State))
	}
	return strings.Join(out, " "), faults
}

// The candidacies of a demand on any day, from its journal.
func TestFromJournal(t *testing.T) {
	j := gather(t, story(t, twoDwellings))
	for _, c := range []struct{ on, want string }{
		{"2016-01-31", ""},
		{"2016-02-15", "c1=designated"},
		{"2016-03-01", "c1=ranked c2=designated"},
		{"2016-03-10", "c1=ranked c2=not_allocated"},
		{"2016-03-20", "c1=offered c2=not_allocated"},
		{"2016-04-01", "c1=accepted c2=not_allocated"},
		{"2016-12-31", "c1=leased c2=not_allocated"},
	} {
		if got, faults := stateOn(t, j, c.on); got != c.want || faults.Blocking() {
			t.Errorf("%s: %q, want %q (%v)", c.on, got, c.want, faults)
		}
	}
	all, faults := commission.FromJournal(j, "d1", journal.At{Day: day("2016-12-31")}, nil)
	if faults.Codes() != "COM-JOU-01" || faults[0].Path != "B1-8.treatment.step" { // c2 was decided: its examination is understood
		t.Error(faults)
	}
	if all[0].Rank != 2 || all[1].Reason != "owner" || all[1].NotifiedOn != day("2016-03-05") || all[0].Landlord != "B1" {
		t.Errorf("%+v", all)
	}
	if all, _ = commission.FromJournal(j, "d1", journal.At{Day: day("2016-12-31"), KnownBy: 5}, nil); all[0].State != commission.Examined || len(all) != 1 {
		t.Errorf("as it was known: %+v", all)
	}
	if all, _ = commission.FromJournal(j, "d2", journal.At{Day: day("2016-12-31")}, nil); len(all) != 0 {
		t.Errorf("of another demand: %+v", all)
	}
}

// What a journal leaves unsaid, and what it says wrongly.
func TestJournalsAsTheyCome(t *testing.T) {
	for _, c := range []struct{ name, lines, on, want, faults string }{
		{"silence is not written down", "2015-06-02 number\n2016-03-01 decided:allocated c=c1\n2016-03-10 offered c=c1 until=2016-03-25", "2016-03-26", "c1=silent", "COM-JOU-01 COM-JOU-01"},
		{"the last day to answer is not over", "2015-06-02 number\n2016-03-01 decided:allocated c=c1\n2016-03-10 offered c=c1 until=2016-03-25", "2016-03-25", "c1=offered", "COM-JOU-01 COM-JOU-01"},
		{"ten days when the offer says nothing", "2015-06-02 number\n2016-03-01 decided:allocated c=c1\n2016-03-10 offered c=c1", "2016-03-21", "c1=silent", "COM-JOU-01 COM-JOU-01 COM-JOU-02"},
		{"ten days when it says less", "2015-06-02 number\n2016-03-01 decided:allocated c=c1\n2016-03-10 offered c=c1 until=2016-03-12\n2016-03-20 accepted c=c1", "2016-03-21", "c1=accepted", "COM-JOU-01 COM-JOU-01 COM-JOU-02"},
		{"a lease without a word of acceptance", "2015-06-02 number\n2016-03-01 decided:allocated c=c1\n2016-03-10 offered c=c1 until=2016-03-25\n2016-03-20 leased c=c1", "2016-03-21", "c1=leased", "COM-JOU-01 COM-JOU-01 COM-JOU-01"},
		{"a lease without an offer", "2015-06-02 number\n2016-03-01 decided:allocated c=c1\n2016-03-20 leased c=c1", "2016-03-21", "c1=allocated", "COM-JOU-01 COM-JOU-01 COM-PAS-07"},
		{"no number", "2016-03-01 designated c=c1\n2016-03-01 examined c=c1\n2016-03-02 decided:allocated c=c1", "2016-03-21", "c1=designated", "COM-NUM-01 COM-NUM-01"},
		{"a number given too late", "2016-03-01 designated c=c1\n2016-03-01 examined c=c1\n2016-03-02 number", "2016-03-21", "c1=designated", "COM-NUM-01"},
		{"a decision that is none", "2015-06-02 number\n2016-03-01 designated c=c1\n2016-03-01 decided:perhaps c=c1", "2016-03-21", "c1=designated", "COM-JOU-03"},
		{"no candidacy", "2015-06-02 number\n2016-03-01 designated", "2016-03-21", "", "COM-JOU-04"},
		{"a rejection without reason", "2015-06-02 number\n2016-03-01 designated c=c1\n2016-03-01 examined c=c1\n2016-03-01 decided:not_allocated c=c1", "2016-03-21", "c1=not_allocated", "COM-JOU-05"},
		{"papers and visits", "2016-03-01 paper_requested\n2016-03-01 paper_received c=c1\n2016-03-01 visited c=c1", "2016-03-21", "", ""},
		{"a rank before the number and the decree", "2015-06-02 number\n2016-03-01 designated c=c1\n2010-06-01 decided:ranked c=c2 rank=1", "2016-03-21", "c1=designated c2=designated", "COM-JOU-01 COM-NUM-01"},
		{"a DALO offer without its warning", "2015-06-02 number\n2015-09-01 label\n2016-03-01 decided:allocated c=c1\n2016-03-10 offered c=c1 until=2016-03-25", "2016-03-20", "c1=offered", "COM-JOU-01 COM-JOU-01 COM-OFF-05"},
		{"a DALO offer with it", "2015-06-02 number\n2015-09-01 label\n2016-03-01 decided:allocated c=c1\n2016-03-10 offered c=c1 until=2016-03-25 warned", "2016-03-20", "c1=offered", "COM-JOU-01 COM-JOU-01"},
		{"the label had ended", "2015-06-02 number\n2015-09-01 label\n2015-10-01 unlabel\n2016-03-01 decided:allocated c=c1\n2016-03-10 offered c=c1 until=2016-03-25", "2016-03-20", "c1=offered", "COM-JOU-01 COM-JOU-01"},
		{"the same receipt twice", "2015-06-02 number\n2016-03-01 designated c=c1 receipt=R1\n2016-03-02 designated c=c1 receipt=R1", "2016-03-20", "c1=designated", ""},
		{"an inadmissibility without its ground", "2015-06-02 number\n2016-03-01 designated c=c1\n2016-03-01 examined c=c1\n2016-03-01 decided:inadmissible c=c1", "2016-03-20", "c1=examined", "COM-IRR-01"},
		{"an inadmissibility", "2015-06-02 number\n2016-03-01 designated c=c1\n2016-03-01 examined c=c1\n2016-03-01 decided:inadmissible c=c1 sub=IRRRES", "2016-03-20", "c1=inadmissible", ""},
		{"signed by another landlord", "2015-06-02 number\n2016-03-01 decided:allocated c=c1\n2016-03-10 offered c=c1 until=2016-03-25\n2016-03-20 leased c=c1 by=B2", "2016-03-21", "c1=accepted", "COM-JOU-01 COM-JOU-01 COM-JOU-01 COM-QUI-01"},
	} {
		got, faults := stateOn(t, gather(t, story(t, c.lines)), c.on)
		if got != c.want || faults.Codes() != c.faults {
			t.Errorf("%s: %q with %q; want %q with %q", c.name, got, faults.Codes(), c.want, c.faults)
		}
	}
	// A label with an end holds to its last day.
	for until, want := range map[string]bool{"2016-03-10": true, "2016-03-09": false} {
		events := story(t, "2015-06-02 number\n2015-09-01 label\n2016-03-01 decided:allocated c=c1\n2016-03-10 offered c=c1 until=2016-03-25 warned")
		events[2].Mark.Until = day(until)
		if all, _ := commission.FromJournal(gather(t, events), "d1", journal.At{Day: day("2016-03-20")}, nil); all[0].DALO != want {
			t.Errorf("label until %s: %+v", until, all)
		}
	}
	// Two services of one landlord are one.
	j := gather(t, story(t, "2015-06-02 number\n2016-03-01 decided:allocated c=c1\n2016-03-10 offered c=c1 until=2016-03-25\n2016-03-20 leased c=c1 by=AGE02"))
	all, faults := commission.FromJournal(j, "d1", journal.At{Day: day("2016-03-21")}, map[string]string{"AGE02": "B1"})
	if all[0].State != commission.Leased || faults.Blocking() {
		t.Errorf("%+v %v", all, faults)
	}
}

// The journal given in any order, cut and joined, written and read again, gives
// the same candidacies on every day.
func TestShuffledJournalGivesTheSame(t *testing.T) {
	rng := rand.New(rand.NewSource(6))
	events := story(t, twoDwellings)
	days := []string{"2016-02-15", "2016-03-01", "2016-03-19", "2016-03-26", "2016-12-31"}
	want := gather(t, events)
	for range 200 {
		mixed := slices.Concat(events, events[:rng.Intn(len(events))])
		rng.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		cut := rng.Intn(len(mixed))
		j, faults := journal.Union(gather(t, mixed[:cut]), gather(t, mixed[cut:]))
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		var b bytes.Buffer
		_, _ = j.WriteTo(&b)
		back, _ := journal.Decode(b.Bytes())
		for _, on := range days {
			a, af := commission.FromJournal(want, "d1", journal.At{Day: day(on)}, nil)
			for _, other := range []journal.Journal{j, back} {
				b, bf := commission.FromJournal(other, "d1", journal.At{Day: day(on)}, nil)
				if diff := cmp.Diff(a, b, cmp.AllowUnexported(demand.Date{})); diff != "" || af.Codes() != bf.Codes() {
					t.Fatalf("%s: %s", on, diff)
				}
			}
		}
	}
}

// A walk written down event by event is told by the journal as it was lived.
func TestWalksThroughTheJournal(t *testing.T) {
	rng := rand.New(rand.NewSource(12))
	reached := map[commission.State]bool{}
	for range 400 {
		create := journal.Event{ID: journal.ID{Origin: "21001", Counter: 1}, Demand: "d1", Kind: journal.Create, On: day("2001-01-01"), Entered: 1, Service: "21001",
			Number: number(t, "021010100012321001")}
		events := []journal.Event{create}
		var lived commission.Candidacy
		explore(rng, 1+rng.Intn(14), func(before, after commission.Candidacy, m commission.Move, faults demand.Faults) {
			// What the journal does not carry is put aside: a rank ahead, a label, an empty reason.
			if faults.Blocking() || lived.State != before.State {
				return
			}
			m.Lease, m.DALO, m.Numbered, m.Ahead = nil, false, true, 0
			if m.Reason == "" {
				m.Reason = "other"
			}
			next, wrong, _ := commission.Apply(lived, m)
			e, ok := commission.EventOf(&lived, m)
			if wrong.Blocking() || !ok {
				return
			}
			n := uint64(len(events) + 1)
			e.ID, e.Entered = journal.ID{Origin: "B1", Counter: n}, journal.Moment(n)
			events, lived = append(events, e), next
		})
		if lived.State == commission.None {
			continue
		}
		told, faults := commission.FromJournal(gather(t, events), "d1", journal.At{Day: lived.Since}, nil)
		if faults.Blocking() || len(told) != 1 {
			t.Fatalf("%v %v", told, faults)
		}
		if lived.Warned { // the label is not in this journal: the offer is an ordinary one
			told[0].Warned = lived.Warned
		}
		if diff := cmp.Diff(lived, told[0], cmp.AllowUnexported(demand.Date{})); diff != "" {
			t.Fatal(diff)
		}
		reached[lived.State] = true
	}
	if len(reached) < 13 {
		t.Errorf("only %d states are told: %v", len(reached), reached)
	}
}

func TestEventsAndMoves(t *testing.T) {
	for _, step := range commission.Steps() {
		m := commission.Move{Step: step, On: day("2018-03-05"), Candidacy: "c1", Demand: "d1", Dwelling: "L7", By: "B1", Rank: 2, Until: day("2018-03-20"), Warned: true,
			Reason: "other", SubMotive: demand.StrikeOffSubMotiveIRRSEJ}
		e, ok := commission.EventOf(&commission.Candidacy{}, m)
		if !ok {
			t.Fatalf("%s: no event", step)
		}
		back, ok := commission.MoveOf(&e)
		if diff := cmp.Diff(m, back, cmp.AllowUnexported(demand.Date{})); diff != "" || !ok {
			t.Errorf("%s: %s", step, diff)
		}
		e.ID, e.Entered = journal.ID{Origin: "B1", Counter: 1}, 1521000000000
		j := gather(t, []journal.Event{e})
		if faults := j.Check(); faults.Has("JOU-EVE-11") {
			t.Errorf("%s: the journal does not know the step", step)
		}
	}
	if _, ok := commission.EventOf(&commission.Candidacy{}, commission.Move{Step: "dance"}); ok {
		t.Error("a step that is none")
	}
	for _, e := range []journal.Event{{Kind: journal.Renew}, {Kind: journal.Treat, Treatment: journal.Treatment{Step: journal.Visited}}} {
		if _, ok := commission.MoveOf(&e); ok {
			t.Errorf("%+v moves no candidacy", e)
		}
	}
}

func BenchmarkFromJournal(b *testing.B) {
	j := gather(b, story(b, twoDwellings))
	b.ReportAllocs()
	for b.Loop() {
		commission.FromJournal(j, "d1", journal.At{Day: day("2016-12-31")}, nil)
	}
}
