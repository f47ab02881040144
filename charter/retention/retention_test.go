package retention_test

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter/retention"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
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
		if got := list(r.Items); got != want || len(r.Notices) > 0 {
			t.Errorf("%s: %s %v", on, got, r.Notices)
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
