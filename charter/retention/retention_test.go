package retention_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter/retention"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/numbering"
)

var sameDate = cmp.Comparer(func(a, b demand.Date) bool { return a == b })

func day(text string) demand.Date { return demand.MustDate(text) }

func moment(text string) journal.Moment {
	m, _ := journal.ParseMoment(text + "T09:00:00Z")
	return m
}

// given is the example of a rule about what is due.
type given struct {
	Events   []json.RawMessage   `json:"events"`
	Holdings []retention.Holding `json:"holdings"`
	Holds    []retention.Hold    `json:"holds"`
	Settings retention.Settings  `json:"settings"`
	Day      demand.Date         `json:"day"`
}

func fileOf(t *testing.T, text string) (retention.File, retention.Settings, demand.Date) {
	t.Helper()
	var g given
	if err := json.Unmarshal([]byte(text), &g); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	var lines []byte
	for _, e := range g.Events {
		lines = append(append(lines, e...), '\n')
	}
	j, findings := journal.Decode(lines)
	if len(findings) > 0 {
		t.Fatalf("%v: %s", findings, text)
	}
	return retention.File{Journal: j, Holdings: g.Holdings, Holds: g.Holds}, g.Settings, g.Day
}

// spoken are the codes that an example makes the package say.
func spoken(t *testing.T, code, text string) []string {
	var codes []string
	if strings.HasPrefix(code, "CON-GEL") || strings.HasPrefix(code, "CON-LEC") {
		_, findings := retention.DecodeHolds([]byte(text))
		for _, f := range findings {
			codes = append(codes, f.Code)
		}
		return codes
	}
	file, settings, on := fileOf(t, text)
	report := file.Due(settings, on)
	for _, i := range report.Items {
		codes = append(codes, i.Rule)
	}
	for _, f := range report.Notices {
		codes = append(codes, f.Code)
	}
	return codes
}

func TestRulesBehaveAsTheirExamples(t *testing.T) {
	for _, r := range retention.Rules() {
		if strings.HasPrefix(r.Code, "CON-PUR") || strings.HasPrefix(r.Code, "CON-PRE") {
			continue // TestPurgeRefuses, TestProof
		}
		if r.Code == "CON-GEL-06" {
			continue // of a whole list of holds: TestLiftsThatLiftNothing
		}
		if got := spoken(t, r.Code, string(r.Accepts)); slices.Contains(got, r.Code) || r.Accepts == "" {
			t.Errorf("%s: said of its accepting example: %v", r.Code, got)
		}
		if got := spoken(t, r.Code, string(r.Refuses)); !slices.Contains(got, r.Code) {
			t.Errorf("%s: not said of its refusing example: %v", r.Code, got)
		}
	}
	if _, err := demand.NewRulebook(retention.Rules()); err != nil {
		t.Error(err)
	}
}

func event(origin string, counter uint64, key string, kind journal.Kind, on string) journal.Event {
	return journal.Event{ID: journal.ID{Origin: origin, Counter: counter}, Demand: key, Kind: kind, On: day(on), Entered: moment(on), Author: "a1", Service: origin}
}

func gather(t testing.TB, events ...journal.Event) journal.Journal {
	t.Helper()
	j, faults := journal.New(events...)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return j
}

func list(items []retention.Item) string {
	var out []string
	for _, i := range items {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s %s %s", i.Demand, i.Class, i.Service, i.Since, i.Rule)))
	}
	return strings.Join(out, "; ")
}

func struck(key string, counter uint64, deposited, off string) []journal.Event {
	e := event("21001", counter+1, key, journal.StrikeOff, off)
	e.Motive = demand.StrikeOffMotiveRADREN
	return []journal.Event{event("21001", counter, key, journal.Create, deposited), e}
}

func TestDueFollowsTheStateOfTheDay(t *testing.T) {
	events := struck("d1", 1, "2010-10-15", "2011-11-15")
	revived := append(slices.Clone(events), event("21001", 3, "d1", journal.Reactivate, "2012-02-01"))
	for _, c := range []struct {
		name   string
		events []journal.Event
		day    string
		want   string
	}{
		{"a year to the day", events, "2012-11-15", ""},
		{"the day after", events, "2012-11-16", "d1 request  2012-11-16 CON-DUR-01"},
		{"before the strike-off", events, "2011-11-14", ""},
		{"reactivated", revived, "2012-11-16", ""},
		{"struck off on 29 February", struck("d1", 1, "2010-10-15", "2012-02-29"), "2013-02-28", ""},
		{"the day after 28 February", struck("d1", 1, "2010-10-15", "2012-02-29"), "2013-03-01", "d1 request  2013-03-01 CON-DUR-01"},
		{"struck off, and its deposit is unknown", events[1:], "2012-11-16", "d1 request  2012-11-16 CON-DUR-01"},
		{"a deposit to come", []journal.Event{event("21001", 1, "d1", journal.Create, "2030-01-01")}, "2012-11-16", ""},
	} {
		f := retention.File{Journal: gather(t, c.events...)}
		r := f.Due(retention.Settings{}, day(c.day))
		if got := list(r.Items); got != c.want || len(r.Notices) > 0 && c.name != "reactivated" {
			t.Errorf("%s: %q %v", c.name, got, r.Notices)
		}
	}
}

func TestNotices(t *testing.T) {
	noDate := event("21001", 1, "d1", journal.StrikeOff, "")
	online := event("21001", 1, "d1", journal.Create, "2010-10-15")
	online.Online = true
	lost := event("21001", 2, "d1", journal.Merge, "2011-01-01")
	lost.Other, lost.Absorbed, lost.Seniority = "d9", true, day("2010-01-01")
	for _, c := range []struct {
		name   string
		events []journal.Event
		want   string
	}{
		{"struck off without a date", []journal.Event{noDate}, "CON-SIG-01"},
		{"no creation at all", []journal.Event{event("21001", 1, "d1", journal.Modify, "2010-10-15")}, "CON-SIG-01"},
		{"entered online and never verified", []journal.Event{online}, "CON-SIG-02"},
		{"joined to a demand that nobody has", []journal.Event{event("21001", 1, "d1", journal.Create, "2010-10-15"), lost}, "CON-SIG-05"},
	} {
		f := retention.File{Journal: gather(t, c.events...)}
		if r := f.Due(retention.Settings{}, day("2015-01-01")); r.Notices.Codes() != c.want || len(r.Items) > 0 || r.Notices[0].Path != "d1" {
			t.Errorf("%s: %v %v", c.name, r.Notices, r.Items)
		}
	}
	f := retention.File{Holdings: []retention.Holding{{Class: "gossip", Demand: "d1", On: day("2011-01-01")}}}
	if r := f.Due(retention.Settings{}, day("2015-01-01")); r.Notices.Codes() != "CON-SIG-06" {
		t.Errorf("%v", r.Notices)
	}
	if r := f.Due(retention.Settings{}, demand.Date{}); len(r.Items)+len(r.Notices) > 0 {
		t.Error("no day, and something is due")
	}
	if got := (retention.Settings{DraftMonths: 1201, AccessMonths: -1}).Check(); got.Codes() != "CON-REG-01 CON-REG-01" {
		t.Error(got)
	}
}

// Two demands that absorb each other are due through nobody, and end.
func TestAbsorbedInACircle(t *testing.T) {
	a, b := event("21001", 3, "d1", journal.Merge, "2011-01-01"), event("21001", 4, "d2", journal.Merge, "2011-01-01")
	a.Other, a.Absorbed, b.Other, b.Absorbed = "d2", true, "d1", true
	f := retention.File{Journal: gather(t, event("21001", 1, "d1", journal.Create, "2010-10-15"), event("21001", 2, "d2", journal.Create, "2010-10-15"), a, b)}
	if r := f.Due(retention.Settings{}, day("2015-01-01")); len(r.Items) > 0 {
		t.Error(list(r.Items))
	}
}

func TestLandlordCopies(t *testing.T) {
	lease := event("21001", 3, "d1", journal.Treat, "2014-03-01")
	lease.Treatment = journal.Treatment{Step: journal.Leased}
	events := append(struck("d1", 1, "2013-10-15", "2014-03-10"), lease)
	f := retention.File{Journal: gather(t, append(events, event("21001", 9, "d2", journal.Create, "2013-12-01"))...), Holdings: []retention.Holding{
		{Class: retention.LandlordCopy, Demand: "d1", Service: "bailleur-2"}, {Class: retention.LandlordCopy, Demand: "d1", Service: "bailleur-1", Tenancy: true},
		{Class: retention.LandlordCopy, Demand: "d2", Service: "bailleur-2"}}}
	for on, want := range map[string]string{"2014-02-28": "", "2014-03-01": "d1 landlord_copy bailleur-2 2014-03-01 CON-DUR-06", "2014-03-20": "d1 landlord_copy bailleur-2 2014-03-01 CON-DUR-06"} {
		r := f.Due(retention.Settings{}, day(on))
		if got := list(r.Items); got != want {
			t.Errorf("%s: %s", on, got)
		}
	}
}

func TestHolds(t *testing.T) {
	holds, findings := retention.DecodeHolds([]byte(`
{"id": {"origin": "gest", "counter": 1}, "demand": "d1", "reason": "litigation", "author": "a1", "from": "2012-12-01", "until": "2013-06-30"}
{"id": {"origin": "gest", "counter": 2}, "demand": "d1", "classes": ["upload"], "reason": "complaint", "author": "a1", "from": "2012-12-01", "until": "2014-06-30"}
{"id": {"origin": "gest", "counter": 3}, "lifts": {"origin": "gest", "counter": 1}, "author": "a2", "from": "2013-03-01"}
{"id": {"origin": "gest", "counter": 1}, "demand": "d1", "reason": "litigation", "author": "a1", "from": "2012-12-01", "until": "2013-06-30"}
`))
	if len(findings) > 0 || len(holds) != 3 {
		t.Fatal(findings, holds)
	}
	f := retention.File{Journal: gather(t, struck("d1", 1, "2010-10-15", "2011-11-15")...), Holds: holds,
		Holdings: []retention.Holding{{Class: retention.Upload, Demand: "d1", Service: "21001"}}}
	for _, c := range []struct {
		day         string
		items, held int
		by          string
	}{
		{"2012-11-30", 2, 0, ""}, {"2012-12-01", 0, 2, "[gest-1] [gest-1 gest-2]"}, {"2013-02-28", 0, 2, "[gest-1] [gest-1 gest-2]"},
		{"2013-03-01", 1, 1, "[gest-2]"}, {"2014-06-30", 1, 1, "[gest-2]"}, {"2014-07-01", 2, 0, ""},
	} {
		r := f.Due(retention.Settings{}, day(c.day))
		var by []string
		for _, i := range r.Held {
			by = append(by, fmt.Sprint(i.Holds))
		}
		if len(r.Items) != c.items || len(r.Held) != c.held || strings.Join(by, " ") != c.by {
			t.Errorf("%s: %d due, %d held by %v", c.day, len(r.Items), len(r.Held), by)
		}
	}
}

func act(counter uint64) retention.Act {
	return retention.Act{Day: day("2013-01-10"), Entered: moment("2013-01-10"), Origin: "GESTI", Counter: counter, Author: "agent-7", Service: "gestionnaire"}
}

func TestPurgeRefuses(t *testing.T) {
	f := retention.File{Journal: gather(t, append(struck("d1", 1, "2010-10-15", "2011-11-15"), struck("d2", 3, "2010-10-15", "2012-11-15")...)...)}
	r := f.Due(retention.Settings{}, act(1).Day)
	if list(r.Items) != "d1 request  2012-11-16 CON-DUR-01" {
		t.Fatal(list(r.Items))
	}
	before := lines(f.Journal)
	nobody := act(1)
	nobody.Author = ""
	if out, faults := f.Purge(retention.Settings{}, r.Items, nobody); faults.Codes() != "CON-PUR-01" || lines(out.File.Journal) != before {
		t.Errorf("without an author: %v", faults)
	}
	early := []retention.Item{{Demand: "d2", Class: retention.Request}, {Demand: "d9", Class: retention.Request}}
	if out, faults := f.Purge(retention.Settings{}, early, act(1)); faults.Codes() != "CON-PUR-02 CON-PUR-02" || lines(out.File.Journal) != before || len(out.Erased) > 0 {
		t.Errorf("not due: %v", faults)
	}
	held := f
	held.Holds = []retention.Hold{{ID: journal.ID{Origin: "g", Counter: 1}, Demand: "d1", Reason: retention.Inspection, Author: "a", From: day("2013-01-01"), Until: day("2013-12-31")}}
	if out, faults := held.Purge(retention.Settings{}, r.Items, act(1)); faults.Codes() != "CON-PUR-03" || lines(out.File.Journal) != before {
		t.Errorf("held: %v", faults)
	}
	taken := act(2)
	taken.Origin = "21001"
	if out, faults := f.Purge(retention.Settings{}, r.Items, taken); faults.Codes() != "CON-PUR-04" || lines(out.File.Journal) != before {
		t.Errorf("identifiers taken: %v", faults)
	}
	out, faults := f.Purge(retention.Settings{}, r.Items, act(1))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if _, faults := out.File.Purge(retention.Settings{}, r.Items, act(2)); faults.Codes() != "CON-PUR-02" {
		t.Errorf("erased twice: %v", faults)
	}
}

func lines(j journal.Journal) string {
	var b bytes.Buffer
	_, _ = j.WriteTo(&b)
	return b.String()
}

func TestPurgeLeavesATombstone(t *testing.T) {
	f := retention.File{
		Journal:  gather(t, append(struck("d1", 1, "2010-10-15", "2011-11-15"), event("21001", 3, "d2", journal.Create, "2012-10-15"))...),
		Holdings: []retention.Holding{{Class: retention.Upload, Demand: "d1", Ref: "f1"}, {Class: retention.Upload, Demand: "d2", Ref: "f2"}},
	}
	r := f.Due(retention.Settings{}, act(1).Day)
	out, faults := f.Purge(retention.Settings{}, r.Of("d1"), act(5))
	if len(faults) > 0 || len(out.Erased) != 2 || len(out.File.Holdings) != 1 || out.File.Holdings[0].Ref != "f2" {
		t.Fatalf("%v %+v", faults, out)
	}
	want := `{"v":1,"id":{"origin":"GESTI","counter":5},"demand":"d1","kind":"delete","on":"2013-01-10","entered":"2013-01-10T09:00:00.000Z","author":"agent-7","service":"gestionnaire","case":"erasure"}`
	if got := lines(out.File.Journal.Of("d1")); got != want+"\n" {
		t.Error(got)
	}
	if faults := out.File.Journal.Check(); len(faults) > 0 {
		t.Errorf("the journal that is left has faults: %v", faults)
	}
	if s := out.File.Journal.Fold("d1", journal.At{Day: day("2014-01-01")}); s.Status != journal.Deleted || !s.Form.DepositedOn.IsZero() {
		t.Errorf("%+v", s)
	}
	if s := out.File.Journal.Fold("d2", journal.At{Day: day("2013-01-10")}); s.Status != journal.Active {
		t.Errorf("%+v", s)
	}
	rows := out.Kept.Rows()
	if len(rows) != 1 || rows[0] != (retention.Counted{Group: retention.Group{Desk: "21001", Deposited: 2010, StruckOff: 2011, Motive: "RADREN"}, Count: 1}) {
		t.Errorf("%+v", rows)
	}
	if after := out.File.Due(retention.Settings{}, day("2013-01-11")); len(after.Items)+len(after.Notices) > 0 {
		t.Errorf("%v %v", after.Items, after.Notices)
	}
}

// What hangs on an erased demand is still listed, until it goes too.
func TestWhatHangsOnAnErasedDemand(t *testing.T) {
	f := retention.File{Journal: gather(t, struck("d1", 1, "2013-10-15", "2014-11-15")...), Holdings: []retention.Holding{{Class: retention.Upload, Demand: "d1"}, {Class: retention.LandlordCopy, Demand: "d1"}}}
	a := act(1)
	a.Day = day("2016-01-10")
	out, faults := f.Purge(retention.Settings{}, []retention.Item{{Demand: "d1", Class: retention.Request}}, a)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	r := out.File.Due(retention.Settings{}, a.Day)
	if got := list(r.Items); got != "d1 landlord_copy  2016-01-10 CON-DUR-06; d1 upload  2016-01-10 CON-DUR-05" {
		t.Error(got)
	}
}

// markers are values that no other part of a journal holds.
type markers struct {
	r     *rand.Rand
	given []string
}

func (m *markers) text(prefix string) string {
	s := fmt.Sprintf("%s%08xZ", prefix, m.r.Uint32())
	m.given = append(m.given, s)
	return s
}

func (m *markers) person() demand.Person {
	birth := day("1930-01-01").AddDays(m.r.Intn(25000))
	m.given = append(m.given, birth.String())
	return demand.Person{UsedName: m.text("Nom"), BirthName: m.text("Naissance"), FirstNames: m.text("Prenom"), BirthDate: birth, Email: m.text("mail") + "@example.org",
		MobilePhone: m.text("06"), Address: demand.Address{Street: m.text("rue"), City: m.text("Ville")}, Work: demand.Work{Profession: m.text("metier"), Employer: m.text("employeur")}}
}

// demandOf makes the events of a demand whose every value is a marker.
func (m *markers) demandOf(key string, counter uint64, off string) []journal.Event {
	form := demand.Form{Applicant: m.person(), CoHolders: []demand.CoHolder{{Person: m.person()}}, Dependants: []demand.Dependant{{Name: m.text("Enfant"), FirstNames: m.text("Petit")}}, Remarks: m.text("remarque")}
	create := event("21001", counter, key, journal.Create, "2010-10-15")
	create.Values, create.Set, create.Origins = &form, journal.Given(&form), []demand.Origin{{Kind: demand.FromApplicant}}
	create.Receipt = m.text("recu")
	create.Unknown = map[string]string{"later": `"` + m.text("inconnu") + `"`}
	number := event("21001", counter+1, key, journal.Number, "2010-10-16")
	number.Number, _ = numbering.Parse(fmt.Sprintf("0211010%06d21001", m.r.Intn(1_000_000)))
	m.given = append(m.given, number.Number.String())
	changed := demand.Form{Applicant: m.person()}
	modify := event("21002", counter+2, key, journal.Modify, "2011-02-01")
	modify.Values, modify.Set, modify.Origins = &changed, journal.Given(&changed), create.Origins
	strike := event("21001", counter+3, key, journal.StrikeOff, off)
	strike.Motive = demand.StrikeOffMotiveRADABA
	return []journal.Event{create, number, modify, strike}
}

// After the purge no value of the persons is left: not in the journal, not in the
// proof, not in the counts, not in a fault.
func TestNothingOfThePersonIsLeft(t *testing.T) {
	for seed := range int64(6) {
		gone, staying := &markers{r: rand.New(rand.NewSource(seed))}, &markers{r: rand.New(rand.NewSource(seed + 1000))}
		var events []journal.Event
		for i := range 5 {
			events = append(events, gone.demandOf(fmt.Sprintf("d%d", i), uint64(1+10*i), "2011-11-15")...)
			events = append(events, staying.demandOf(fmt.Sprintf("e%d", i), uint64(1001+10*i), "2012-11-15")...)
		}
		f := retention.File{Journal: gather(t, events...)}
		before := lines(f.Journal)
		for _, m := range slices.Concat(gone.given, staying.given) {
			if !strings.Contains(before, m) {
				t.Fatalf("%s is in no event", m)
			}
		}
		r := f.Due(retention.Settings{}, act(1).Day)
		out, faults := f.Purge(retention.Settings{}, r.Items, act(1))
		if len(faults) > 0 || len(out.Erased) != 5 {
			t.Fatal(faults, list(out.Erased))
		}
		proof, _ := json.Marshal(out.Proof)
		erased, _ := json.Marshal(out.Erased)
		counts, _ := out.Kept.MarshalBinary()
		swept, _ := retention.Sweep(gather(t, slices.Concat(eventsOf(out.File.Journal), events)...))
		for name, text := range map[string]string{"the journal": lines(out.File.Journal), "the proof": string(proof), "the list": string(erased), "the counts": string(counts),
			"the faults": fmt.Sprint(r.Notices, out.Proof.Verify(out.Erased, f.Journal)), "the journal swept after the old copy came back": lines(swept)} {
			for _, m := range gone.given {
				if strings.Contains(text, m) {
					t.Fatalf("%d: %s still holds %s", seed, name, m)
				}
			}
		}
		for _, m := range staying.given {
			if !strings.Contains(lines(out.File.Journal), m) {
				t.Fatalf("%d: %s was erased with the others", seed, m)
			}
		}
	}
}

func eventsOf(j journal.Journal) []journal.Event {
	var out []journal.Event
	for _, e := range j.Events() {
		out = append(out, *e)
	}
	return out
}

// Two machines purge different demands, a third one has an old copy, a fourth one
// writes something late about a demand that is gone. Whatever the order and the
// grouping of the unions, and whether one sweeps on the way or only at the end,
// the journal is the same and the persons do not come back.
func TestTombstonesWin(t *testing.T) {
	for seed := range int64(25) {
		r := rand.New(rand.NewSource(seed))
		m := &markers{r: r}
		var events []journal.Event
		for i := range 6 {
			off := "2011-11-15"
			if i >= 4 {
				off = "2012-12-15"
			}
			events = append(events, m.demandOf(fmt.Sprintf("d%d", i), uint64(1+10*i), off)...)
		}
		old := gather(t, events...)
		f := retention.File{Journal: old}
		purge := func(origin string, keys ...string) journal.Journal {
			a := act(1)
			a.Origin = origin
			report := f.Due(retention.Settings{}, a.Day)
			out, faults := f.Purge(retention.Settings{}, report.Of(keys...), a)
			if len(faults) > 0 || len(out.Erased) != len(keys) {
				t.Fatal(faults, list(out.Erased))
			}
			return out.File.Journal
		}
		copies := []journal.Journal{old, purge("GES-A", "d0", "d1"), purge("GES-B", "d1", "d2"), gather(t, event("21009", 7, "d0", journal.Renew, "2013-02-01")), old}
		all, _ := journal.Union(copies...)
		want, removed := retention.Sweep(all)
		if strings.Join(removed, " ") != "d0 d1 d2" || want.Of("d1").Len() != 2 || want.Of("d0").Len() != 1 || want.Of("d3").Len() != 4 {
			t.Fatal(removed, want.Len())
		}
		got := journal.Journal{}
		for _, i := range r.Perm(len(copies)) {
			if r.Intn(2) == 0 {
				got, _ = journal.Union(got, copies[i])
			} else {
				got, _ = journal.Union(copies[i], got)
			}
			if r.Intn(2) == 0 {
				got, _ = retention.Sweep(got)
			}
		}
		got, _ = retention.Sweep(got)
		if lines(got) != lines(want) {
			t.Fatalf("%d: another journal\n%s\n%s", seed, lines(got), lines(want))
		}
		if again, removed := retention.Sweep(got); lines(again) != lines(got) || len(removed) > 0 {
			t.Fatalf("%d: sweeping twice removes %v", seed, removed)
		}
	}
}

// Something that looks like a tombstone and carries a value is none: it would be
// a way to keep the value.
func TestIsTombstone(t *testing.T) {
	bare := event("g", 1, "d1", journal.Delete, "2013-01-10")
	bare.Case = retention.Tombstone
	if !retention.IsTombstone(&bare) {
		t.Error("the tombstone is not one")
	}
	for name, change := range map[string]func(e *journal.Event){
		"another kind": func(e *journal.Event) { e.Kind = journal.Modify }, "a mistake deleted": func(e *journal.Event) { e.Case = "" },
		"a value": func(e *journal.Event) { e.Values = &demand.Form{} }, "a receipt": func(e *journal.Event) { e.Receipt = "R1" },
		"a number": func(e *journal.Event) { e.Number, _ = numbering.Parse("021101000012321001") }, "a later field": func(e *journal.Event) { e.Unknown = map[string]string{"x": "1"} },
		"a label": func(e *journal.Event) { e.Mark.Code = "DALO" }, "another demand": func(e *journal.Event) { e.Other = "d2" },
		"a step": func(e *journal.Event) { e.Treatment.Reason = "x" }, "a motive": func(e *journal.Event) { e.Motive = "RADREN" },
	} {
		e := bare
		if change(&e); retention.IsTombstone(&e) {
			t.Errorf("with %s it is a tombstone", name)
		}
	}
}

func TestProof(t *testing.T) {
	f := retention.File{
		Journal:  gather(t, append(struck("d1", 1, "2010-10-15", "2011-11-15"), struck("d2", 3, "2010-10-15", "2011-11-15")...)...),
		Holdings: []retention.Holding{{Class: retention.Upload, Demand: "d1", Service: "21001", Ref: "bulletin Zzyzx.pdf"}},
	}
	r := f.Due(retention.Settings{}, act(1).Day)
	out, faults := f.Purge(retention.Settings{}, r.Items, act(1))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	data, err := json.Marshal(out.Proof)
	if err != nil {
		t.Fatal(err)
	}
	p, faults := retention.DecodeProof(data)
	if diff := cmp.Diff(out.Proof, p, sameDate); diff != "" || len(faults) > 0 {
		t.Fatalf("%v %s", faults, diff)
	}
	if strings.Contains(string(data), "Zzyzx") {
		t.Error("the proof holds a reference")
	}
	if faults := p.Verify(out.Erased, out.File.Journal); len(faults) > 0 {
		t.Errorf("the proof does not hold: %v", faults)
	}
	shuffled := slices.Clone(out.Erased)
	slices.Reverse(shuffled)
	for i := range shuffled {
		shuffled[i].Ref = "" // references are not under the digest
	}
	if faults := p.Verify(shuffled, out.File.Journal); len(faults) > 0 {
		t.Errorf("the order or the references matter: %v", faults)
	}
	if got := p.Verify(out.Erased[:2], out.File.Journal); got.Codes() != "CON-PRE-02 CON-PRE-03 CON-PRE-03" {
		t.Errorf("an item short: %v", got)
	}
	forged := p
	forged.Author = "agent-8"
	if got := forged.Verify(out.Erased, out.File.Journal); got.Codes() != "CON-PRE-02" {
		t.Errorf("another author: %v", got)
	}
	back, _ := journal.Union(out.File.Journal, f.Journal)
	if got := p.Verify(out.Erased, back); got.Codes() != "CON-PRE-04 CON-PRE-04" {
		t.Errorf("the persons came back: %v", got)
	}
	for _, text := range []string{`{"v":2}`, `{"v":1,"day":"2013-01-10","author":"a","digest":"00"}`} {
		if _, faults := retention.DecodeProof([]byte(text)); !faults.Has("CON-PRE-01") {
			t.Errorf("%s: %v", text, faults)
		}
	}
	if _, faults := retention.DecodeProof(bytes.Repeat([]byte(" "), retention.MaxProofBytes+1)); !faults.Has("CON-LEC-01") {
		t.Error(faults)
	}
	book, _ := demand.NewRulebook(retention.Rules())
	var said []string
	for _, s := range p.Sentences() {
		said = append(said, s.Code+" "+book.Sentence(language.French, s))
	}
	if len(said) != 4 || !strings.HasPrefix(said[0], "CON-PRE-05 Le 2013-01-10, l'agent agent-7 (gestionnaire) a effacé 3") || !strings.Contains(said[1], "CON-DUR-01") || !strings.HasPrefix(said[2], "CON-PRE-06 Classe upload : 1,") || !strings.HasPrefix(said[3], "CON-PRE-07 ") || !strings.HasSuffix(said[3], p.Digest+".") {
		t.Errorf("%q", said)
	}
}

// The counts of several purges add up to the same bytes in any order.
func TestTallyMerges(t *testing.T) {
	for seed := range int64(60) {
		r := rand.New(rand.NewSource(seed))
		whole, parts := retention.NewTally(), []*retention.Tally{retention.NewTally(), retention.NewTally(), retention.NewTally()}
		for range r.Intn(50) {
			s := journal.State{Desk: string(rune('a' + r.Intn(3))), StruckOffOn: day("2010-06-01").AddYears(r.Intn(3)), Motive: demand.StrikeOffMotiveRADREN}
			s.Form.DepositedOn = day("2008-06-01").AddYears(r.Intn(3))
			whole.Add(&s)
			parts[r.Intn(3)].Add(&s)
		}
		merged := retention.NewTally()
		for _, i := range r.Perm(3) {
			data, _ := parts[i].MarshalBinary()
			var back retention.Tally
			if err := back.UnmarshalBinary(data); err != nil {
				t.Fatal(err)
			}
			merged.Merge(&back)
		}
		a, _ := whole.MarshalBinary()
		b, _ := merged.MarshalBinary()
		if !bytes.Equal(a, b) {
			t.Fatalf("%d: %v\n%v", seed, whole.Rows(), merged.Rows())
		}
		for cut := range a {
			if new(retention.Tally).UnmarshalBinary(a[:cut]) == nil {
				t.Fatalf("cut at %d: accepted", cut)
			}
		}
	}
}

// The same file, given in any order, gives the same report.
func TestDueIsStable(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	m := &markers{r: r}
	var events []journal.Event
	var holdings []retention.Holding
	for i := range 8 {
		key := fmt.Sprintf("d%d", i)
		events = append(events, m.demandOf(key, uint64(1+10*i), "2011-0"+fmt.Sprint(i+1)+"-15")...)
		holdings = append(holdings, retention.Holding{Class: retention.Upload, Demand: key, Service: "21001"}, retention.Holding{Class: retention.LandlordCopy, Demand: key, Service: "b"})
	}
	want := ""
	for range 10 {
		r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		r.Shuffle(len(holdings), func(i, j int) { holdings[i], holdings[j] = holdings[j], holdings[i] })
		f := retention.File{Journal: gather(t, events...), Holdings: holdings}
		data, _ := json.Marshal(f.Due(retention.Settings{}, day("2014-06-01")))
		if want == "" {
			want = string(data)
		}
		if string(data) != want {
			t.Fatal("the order changes the report")
		}
	}
	if !strings.Contains(want, "CON-DUR-06") || !strings.Contains(want, "CON-DUR-01") {
		t.Error(want)
	}
}

func FuzzDecodeHolds(f *testing.F) {
	for _, r := range retention.Rules() {
		if strings.HasPrefix(r.Code, "CON-GEL") {
			f.Add([]byte(r.Accepts))
			f.Add([]byte(r.Refuses))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		holds, _ := retention.DecodeHolds(data)
		var again []byte
		for _, h := range holds {
			line, err := json.Marshal(h)
			if err != nil {
				t.Fatal(err)
			}
			again = append(append(again, line...), '\n')
		}
		back, findings := retention.DecodeHolds(again)
		for _, finding := range findings {
			if finding.Severity == demand.Blocking {
				t.Fatalf("%s is refused: %v", again, finding)
			}
		}
		if len(back) != len(holds) {
			t.Fatalf("%d holds, then %d: %s", len(holds), len(back), again)
		}
	})
}

func FuzzDecodeProof(f *testing.F) {
	f.Add([]byte(`{"v":1,"day":"2013-01-10","entered":"","author":"a","service":"s","origin":"o","counter":1,"tombstones":0,"lines":[],"digest":"` + strings.Repeat("0", 64) + `"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, faults := retention.DecodeProof(data)
		if len(faults) > 0 {
			return
		}
		again, _ := json.Marshal(p)
		if back, faults := retention.DecodeProof(again); len(again) <= retention.MaxProofBytes && (len(faults) > 0 || !cmp.Equal(p, back, sameDate)) && len(p.Lines) > 0 {
			t.Fatalf("%s: %v", again, faults)
		}
	})
}

func BenchmarkDue(b *testing.B) {
	m := &markers{r: rand.New(rand.NewSource(1))}
	var events []journal.Event
	for i := range 1000 {
		events = append(events, m.demandOf(fmt.Sprintf("d%04d", i), uint64(1+10*i), "2011-11-15")...)
	}
	f := retention.File{Journal: gather(b, events...)}
	b.ReportAllocs()
	for b.Loop() {
		if r := f.Due(retention.Settings{}, day("2013-01-01")); len(r.Items) != 1000 {
			b.Fatal(len(r.Items))
		}
	}
}
