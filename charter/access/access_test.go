package access_test

import (
	stdcmp "cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

func day(text string) demand.Date { return demand.MustDate(text) }

func moment(text string) journal.Moment {
	m, _ := journal.ParseMoment(text)
	return m
}

// noon is midday of a day.
func noon(d demand.Date) journal.Moment { return moment(d.String() + "T12:00:00Z") }

// world writes the accesses of some agents.
type world struct {
	events  []access.Event
	counter map[string]uint64
}

func (w *world) add(party, agent string, act access.Act, on demand.Date, times int) {
	if w.counter == nil {
		w.counter = map[string]uint64{}
	}
	for range times {
		w.counter["srv"]++
		e := access.Event{ID: journal.ID{Origin: "srv", Counter: w.counter["srv"]}, At: noon(on), Agent: agent, Party: party, Act: act, Purpose: access.Allocating}
		if act == access.Export {
			e.Count = 50
		} else if act != access.Search && act != access.Manage {
			e.Demand, e.Commune = fmt.Sprintf("d%d", w.counter["srv"]), "21231"
		}
		w.events = append(w.events, e)
	}
}

// number gives the counters again in the order of the moments, as a journal does.
func (w *world) number() {
	slices.SortStableFunc(w.events, func(a, b access.Event) int { return stdcmp.Compare(a.At, b.At) })
	for i := range w.events {
		w.events[i].ID.Counter = uint64(i + 1)
	}
}

func (w *world) count(t testing.TB, win access.Window) *access.Accumulator {
	t.Helper()
	a, ok := access.NewAccumulator(win)
	if !ok {
		t.Fatal("no window")
	}
	for i := range w.events {
		a.Add(&w.events[i])
	}
	return a
}

var (
	year  = access.Window{From: day("2024-01-01"), To: day("2024-12-31")}
	month = access.Window{From: day("2024-12-01"), To: day("2024-12-31")}
)

func review(t testing.TB, w *world, l access.List, s access.Settings) access.Report {
	t.Helper()
	r, faults := access.Review(w.count(t, year), &l, s, month)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return r
}

func said(r access.Report) []string {
	var out []string
	for _, a := range r.Alerts {
		out = append(out, strings.TrimRight(fmt.Sprintf("%s %s%s %s %s %d %s", a.Code, a.Agent, a.Origin, a.Act, a.Day, a.Count, a.Demand), " 0"))
	}
	return out
}

func TestReview(t *testing.T) {
	rights := []access.Act{access.Consult, access.Export}
	w := &world{}
	w.add("b", "works", access.Consult, day("2024-12-02"), 3)
	w.add("b", "works", access.Export, day("2024-12-03"), 2)
	w.add("b", "slept", access.Consult, day("2024-09-01"), 1)
	w.add("b", "on-the-edge", access.Consult, day("2024-10-02"), 1) // ninety days before the 31st
	w.add("b", "half", access.Consult, day("2024-12-02"), 1)
	w.add("b", "ghost", access.Consult, day("2024-12-04"), 1)
	w.add("b", "left", access.Consult, day("2024-12-05"), 1)
	w.add("b", "early", access.Consult, day("2024-11-05"), 1)
	w.add("b", "beyond", access.StrikeOff, day("2024-12-02"), 4)
	w.add("b", "beyond", access.Consult, day("2024-12-02"), 1)
	w.add("other", "works", access.Consult, day("2024-12-02"), 1)
	account := func(agent string) access.Account {
		return access.Account{Agent: agent, Party: "b", Named: true, Rights: rights[:1], OpenedOn: day("2020-01-01")}
	}
	l := access.List{Accounts: []access.Account{account("works"), account("slept"), account("never"), account("on-the-edge"), account("half"), account("left"), account("early"), account("new"), account("shared"), account("beyond"), account("closed")},
		Territories: []access.Territory{{Party: "b", Everywhere: true}, {Party: "other", Everywhere: true}}}
	l.Accounts[0].Rights, l.Accounts[4].Rights = rights, rights
	l.Accounts[5].ClosedOn = day("2024-12-01")
	l.Accounts[6].OpenedOn = day("2024-11-20")
	l.Accounts[7].OpenedOn = day("2024-12-15")
	l.Accounts[8].Named, l.Accounts[8].OpenedOn = false, day("2024-12-15")
	l.Accounts[10].Named, l.Accounts[10].ClosedOn = false, day("2023-12-31")
	w.number()
	r := review(t, w, l, access.Settings{})
	want := []string{
		"ACC-COM-01 never", "ACC-COM-01 slept  2024-09-01", "ACC-COM-02 shared", "ACC-COM-03 ghost  2024-12-04", "ACC-COM-03 works  2024-12-02",
		"ACC-COM-04 early  2024-11-05", "ACC-COM-04 left  2024-12-05", "ACC-DRO-01 half export 2024-01-01", "ACC-DRO-02 beyond strike_off  4", "ACC-EXP-01 works export  1",
	}
	if diff := cmp.Diff(want, said(r)); diff != "" {
		t.Error(diff)
	}
	if r.Listed != 11 || r.Used != 9 || r.Settings.DormantDays != 90 || r.Period != month || r.WithoutPeers != 6 || r.WithoutPast != 6 {
		t.Errorf("%+v", r)
	}
	// The book writes every alert, with its figures and without a hole.
	book, _ := demand.NewRulebook(access.Rules())
	for _, a := range r.Alerts {
		if s := book.Sentence(language.French, a.Fault()); strings.ContainsAny(s, "{}") || strings.Contains(s, "  ") || s == "" {
			t.Errorf("%s: %q", a.Code, s)
		}
	}
	export := r.Alerts[len(r.Alerts)-1]
	if export.Count != 100 || export.Party != "b" {
		t.Errorf("%+v", export)
	}
	// Too short a window says nothing of dormancy.
	short, _ := access.Review(w.count(t, month), &l, access.Settings{}, month)
	for _, a := range short.Alerts {
		if a.Code == "ACC-COM-01" || a.Code == "ACC-DRO-01" {
			t.Errorf("in one month: %+v", a)
		}
	}
}

func TestUnusualAgainstPeers(t *testing.T) {
	// Six agents who see 40 to 60 demands in the month; the seventh sees more and more.
	for extra, want := range map[int]string{80: "", 140: "", 141: "ACC-USA-01 g 141 6 50 15 140", 2000: "ACC-USA-01 g 2000 6 50 15 140"} {
		w := &world{}
		for i, n := range []int{35, 35, 40, 60, 65, 65} {
			w.add("b", string(rune('a'+i)), access.Consult, day("2024-12-10"), n)
		}
		w.add("b", "g", access.Consult, day("2024-12-10"), extra)
		w.add("c", "lonely", access.Consult, day("2024-12-10"), 5000)
		r := review(t, w, access.List{}, access.Settings{})
		got := ""
		for _, a := range r.Alerts {
			if a.Code == "ACC-USA-01" {
				got += fmt.Sprint(a.Code, " ", a.Agent, " ", a.Count, " ", a.Figures.Compared, " ", a.Figures.Median, " ", a.Figures.Spread, " ", a.Figures.Threshold)
			}
		}
		if got != want || r.WithoutPeers != 1 {
			t.Errorf("%d: %q, %d without peers", extra, got, r.WithoutPeers)
		}
	}
	// Few demands point at nobody, however far from the others.
	w := &world{}
	for i := range 8 {
		w.add("b", string(rune('a'+i)), access.Consult, day("2024-12-10"), 1+28*(i/7))
	}
	if r := review(t, w, access.List{}, access.Settings{}); slices.ContainsFunc(r.Alerts, func(a access.Alert) bool { return a.Code == "ACC-USA-01" }) {
		t.Errorf("%v", said(r))
	}
	if r := review(t, w, access.List{}, access.Settings{Least: 29}); !slices.ContainsFunc(r.Alerts, func(a access.Alert) bool { return a.Code == "ACC-USA-01" && a.Agent == "h" }) {
		t.Errorf("%v", said(r))
	}
}

func TestUnusualAgainstOneself(t *testing.T) {
	w := &world{}
	for i := range 25 { // ten demands a day in the past
		w.add("b", "a", access.Consult, day("2024-10-01").AddDays(i), 10)
		w.add("b", "new", access.Consult, day("2024-11-12").AddDays(i), 10)
	}
	w.add("b", "a", access.Consult, day("2024-12-03"), 29) // above 16, under the least
	w.add("b", "a", access.Consult, day("2024-12-05"), 31)
	w.add("b", "a", access.Export, day("2024-12-07"), 3) // 150 demands in three exports
	w.add("b", "new", access.Consult, day("2024-12-20"), 900)
	r := review(t, w, access.List{}, access.Settings{})
	var got []access.Alert
	for _, a := range r.Alerts {
		if a.Code == "ACC-USA-02" {
			got = append(got, a)
		}
	}
	if len(got) != 1 || got[0].Agent != "a" || got[0].Count != 150 || got[0].Day != day("2024-12-07") || got[0].Days != 2 || got[0].Figures.Compared != 25 || got[0].Figures.Threshold.String() != "16" {
		t.Errorf("%+v", got)
	}
	if r.WithoutPast != 1 { // nineteen days are not twenty
		t.Errorf("%d without past", r.WithoutPast)
	}
	book, _ := demand.NewRulebook(access.Rules())
	if s := book.Sentence(language.French, got[0].Fault()); s != "Le compte a (b) a vu 150 demandes le 2024-12-07 (2 jour(s) de ce genre) ; ses 25 jours passés : médiane 10, écart 1, seuil 16. À comprendre avec l'agent." {
		t.Error(s)
	}
}

func TestTerritories(t *testing.T) {
	w := &world{}
	see := func(party, agent, key, commune, on string) {
		w.add(party, agent, access.Consult, day(on), 1)
		w.events[len(w.events)-1].Demand, w.events[len(w.events)-1].Commune = key, commune
	}
	see("commune-1", "a", "d1", "21001", "2024-05-01")
	see("commune-1", "a", "d3", "21231", "2024-05-03")
	see("commune-1", "a", "d2", "21999", "2024-05-02")
	see("commune-1", "b", "d4", "21001", "2024-05-01")
	see("commune-1", "b", "d5", "", "2024-05-01")
	see("bailleur", "c", "d6", "21999", "2024-05-01")
	see("unknown", "d", "d7", "21999", "2024-05-01")
	l := access.List{Territories: []access.Territory{{Party: "commune-1", Communes: []string{"21001"}}, {Party: "bailleur", Everywhere: true}}}
	r := review(t, w, l, access.Settings{})
	var got []string
	for _, s := range said(r) {
		if strings.HasPrefix(s, "ACC-TER") {
			got = append(got, s)
		}
	}
	if diff := cmp.Diff([]string{"ACC-TER-01 a  2024-05-02 2 d2"}, got); diff != "" || r.Unplaced != 2 {
		t.Errorf("%s, %d unplaced", diff, r.Unplaced)
	}
	text, _ := json.Marshal(r)
	if strings.Contains(string(text), "21999") || strings.Contains(string(text), "21231") {
		t.Error("a commune of a demand is in the report")
	}
}

func TestLinesMissingAndGivenTwice(t *testing.T) {
	for _, c := range []struct {
		name     string
		counters []uint64
		want     []string
	}{
		{"whole", []uint64{3, 1, 2, 4}, nil},
		{"from the middle", []uint64{30, 31, 32}, nil},
		{"one missing", []uint64{1, 2, 4}, []string{"ACC-JRN-01 srv   1"}},
		{"five missing", []uint64{1, 7}, []string{"ACC-JRN-01 srv   5"}},
		{"one twice", []uint64{1, 2, 2, 3}, []string{"ACC-JRN-02 srv   1"}},
		{"one missing, one twice", []uint64{1, 2, 2, 4}, []string{"ACC-JRN-01 srv   1", "ACC-JRN-02 srv   1"}},
	} {
		w := &world{}
		for _, n := range c.counters {
			w.events = append(w.events, access.Event{ID: journal.ID{Origin: "srv", Counter: n}, At: noon(day("2024-02-01")), Agent: "a", Party: "b", Act: access.Search})
		}
		var got []string
		for _, s := range said(review(t, w, access.List{}, access.Settings{})) {
			if strings.HasPrefix(s, "ACC-JRN") {
				got = append(got, s)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestReviewRefuses(t *testing.T) {
	acc := (&world{}).count(t, year)
	bad := access.List{Accounts: []access.Account{{Agent: "Anatole Zzyzx", Party: "b"}}}
	late := access.Window{From: day("2024-12-01"), To: day("2025-01-01")}
	_, faults := access.Review(acc, &bad, access.Settings{DormantDays: -1, Least: 1 << 40}, late)
	if got := faults.Codes(); got != "ACC-REG-01 ACC-REG-01 ACC-LIS-01 ACC-REG-02" {
		t.Error(got)
	}
	for _, w := range []access.Window{{}, {From: day("2024-01-02"), To: day("2024-01-01")}, {From: day("2020-01-01"), To: day("2024-01-01")}, {To: day("2024-01-01")}} {
		if _, ok := access.NewAccumulator(w); ok || w.Days() != 0 {
			t.Errorf("%v is a window", w)
		}
	}
}

func BenchmarkReview(b *testing.B) {
	acc, _ := access.NewAccumulator(year)
	tenMillion(200_000, acc.Add)
	b.ReportAllocs()
	for b.Loop() {
		if _, faults := access.Review(acc, &access.List{}, access.Settings{}, month); len(faults) > 0 {
			b.Fatal(faults)
		}
	}
}
