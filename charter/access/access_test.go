package access_test

import (
	"bytes"
	stdcmp "cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

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

func TestRulesBehaveAsTheirExamples(t *testing.T) {
	for _, r := range access.Rules() {
		raised := func(text demand.Example) demand.Faults {
			if strings.HasPrefix(r.Code, "ACC-LIG") {
				_, faults := access.DecodeEvent([]byte(text))
				return faults
			}
			_, faults := access.DecodeList([]byte(text))
			return faults
		}
		if !strings.HasPrefix(r.Code, "ACC-LIG") && !strings.HasPrefix(r.Code, "ACC-LIS") {
			continue // the review: TestReview, TestUnusualAgainstPeers…
		}
		if got := raised(r.Accepts); len(got) > 0 || r.Accepts == "" {
			t.Errorf("%s: its accepting example has faults: %v", r.Code, got)
		}
		if got := raised(r.Refuses); got.Codes() != r.Code {
			t.Errorf("%s: its refusing example has the faults %v", r.Code, got)
		}
	}
	if _, err := demand.NewRulebook(access.Rules()); err != nil {
		t.Error(err)
	}
}

func TestLineIsWrittenAsItIsRead(t *testing.T) {
	for _, text := range []string{
		`{"v":1,"origin":"srv","counter":18,"at":"2024-03-05T09:30:00.000Z","agent":"a-17","party":"bailleur-1","act":"consult","demand":"d1","commune":"21231","purpose":"allocating"}`,
		`{"v":1,"origin":"srv","counter":19,"at":"2024-03-05T09:30:00.000Z","agent":"a-17","party":"bailleur-1","act":"export","count":120,"purpose":"statistics"}`,
		`{"v":1,"origin":"srv","counter":20,"at":"2024-03-05T09:30:00.000Z","agent":"a-17","party":"bailleur-1","act":"search","purpose":"following"}`,
		`{"v":1,"origin":"srv","counter":21,"at":"2024-03-05T09:30:00.000Z","agent":"a-17","party":"bailleur-1","act":"manage","purpose":"administering"}`,
	} {
		e, faults := access.DecodeEvent([]byte(text))
		if got := string(e.Append(nil)); got != text+"\n" || len(faults) > 0 {
			t.Errorf("%v %s", faults, got)
		}
		// The same line written another way: blanks, escapes, order of the fields.
		var fields map[string]json.RawMessage
		_ = json.Unmarshal([]byte(text), &fields)
		other, _ := json.MarshalIndent(fields, "", " ")
		other = bytes.Replace(other, []byte("srv"), []byte(`\u0073rv`), 1)
		if back, faults := access.DecodeEvent(other); back != e || len(faults) > 0 {
			t.Errorf("%s: %v %+v", other, faults, back)
		}
	}
}

func TestLineRefused(t *testing.T) {
	line := func(old, replacement string) string {
		return strings.Replace(`{"v":1,"origin":"srv","counter":18,"at":"2024-03-05T09:30:00Z","agent":"a-17","party":"b1","act":"consult","demand":"d1","commune":"21231","purpose":"allocating"}`, old, replacement, 1)
	}
	for text, want := range map[string]string{
		line("", ""):                         "",
		line(`"v":1`, `"v":2`):               "ACC-LIG-05",
		line(`"v":1,`, ``):                   "ACC-LIG-05",
		line(`:18`, `:0`):                    "ACC-LIG-05",
		line(`:18`, `:-1`):                   "ACC-LIG-04",
		line(`:18`, `:18446744073709551615`): "",
		line(`2024-03-05T09:30:00Z`, ``):     "ACC-LIG-05",
		line(`2024-03-05T09:30:00Z`, `1970-01-01T00:00:00Z`):                             "ACC-LIG-05",
		line(`"a-17"`, `"Anatole Zzyzx"`):                                                "ACC-LIG-08",
		line(`"a-17"`, `"ana@example.org"`):                                              "ACC-LIG-08",
		line(`"a-17"`, `"agenté"`):                                                       "ACC-LIG-08",
		line(`"a-17"`, `""`):                                                             "ACC-LIG-08",
		line(`"d1"`, `"`+strings.Repeat("d", 65)+`"`):                                    "ACC-LIG-08",
		line(`"demand":"d1",`, ``):                                                       "ACC-LIG-07",
		line(`"demand":"d1","commune":"21231",`, ``):                                     "ACC-LIG-07",
		line(`"commune":"21231"`, `"count":1`):                                           "ACC-LIG-07",
		line(`"consult"`, `"export"`):                                                    "ACC-LIG-07",
		line(`"consult","demand":"d1","commune":"21231"`, `"export","count":1000000001`): "ACC-LIG-07",
		line(`"consult"`, `"peek"`):                                                      "ACC-LIG-06",
		line(`"consult"`, `null`):                                                        "ACC-LIG-06",
	} {
		_, faults := access.DecodeEvent([]byte(text))
		if faults.Codes() != want {
			t.Errorf("%s: %v, want %s", text, faults, want)
		}
		if strings.Contains(fmt.Sprint(faults), "Zzyzx") {
			t.Errorf("a name shows in %v", faults)
		}
	}
}

// Nothing is lost: each line is an event or has faults, long ones too.
func TestLines(t *testing.T) {
	good := string((&access.Event{ID: journal.ID{Origin: "srv", Counter: 1}, At: moment("2024-03-05T09:30:00Z"), Agent: "a", Party: "b", Act: access.Search, Purpose: access.Following}).Append(nil))
	text := good + "\n" + "{}\n" + strings.Repeat("x", 3*access.MaxLineBytes) + "\r\n" + "  " + strings.TrimSpace(good) + strings.Repeat(" ", access.MaxLineBytes) + "\n" + strings.TrimSpace(good)
	var rows []string
	for l, err := range access.Lines(iotest.OneByteReader(strings.NewReader(text))) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, fmt.Sprintf("%d:%s:%s", l.Row, l.Event.Agent, l.Faults.Codes()))
	}
	want := []string{"1:a:", "3::ACC-LIG-05 ACC-LIG-05 ACC-LIG-05 ACC-LIG-08 ACC-LIG-08 ACC-LIG-08 ACC-LIG-06 ACC-LIG-06", "4::ACC-LIG-01", "5::ACC-LIG-01", "6:a:"}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	broken := errors.New("the disk is gone")
	n, last := 0, error(nil)
	for l, err := range access.Lines(io.MultiReader(strings.NewReader(good+good), iotest.ErrReader(broken))) {
		if err == nil && l.Event.Agent == "a" {
			n++
		}
		last = err
	}
	if n != 2 || !errors.Is(last, broken) {
		t.Errorf("%d lines, then %v", n, last)
	}
	for range access.Lines(strings.NewReader(good + good)) {
		break // a caller may stop
	}
}

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

// Every consultation and every export is counted.
func TestEverythingIsCounted(t *testing.T) {
	r := rand.New(rand.NewSource(4))
	w, want := &world{}, map[access.Act]access.Counted{}
	outside := uint64(0)
	for range 3000 {
		act := access.Acts()[r.Intn(len(access.Acts()))]
		on := day("2023-12-01").AddDays(r.Intn(420))
		w.add("b", fmt.Sprintf("a%d", r.Intn(9)), act, on, 1)
		if on.Before(year.From) || on.After(year.To) {
			outside++
			continue
		}
		c := want[act]
		c.Act = act
		c.Events++
		switch act {
		case access.Consult, access.Download:
			c.Demands++
		case access.Export:
			c.Demands += 50
		}
		want[act] = c
	}
	got := review(t, w, access.List{}, access.Settings{})
	for _, c := range got.Counted {
		if c != want[c.Act] {
			t.Errorf("%+v, want %+v", c, want[c.Act])
		}
	}
	if got.Outside != outside || len(got.Counted) != len(access.Acts()) || got.Unknown != 0 {
		t.Errorf("%d outside, want %d", got.Outside, outside)
	}
	odd := access.Event{ID: journal.ID{Origin: "srv", Counter: w.counter["srv"] + 1}, Act: "peek", At: noon(day("2024-02-01"))}
	w.events = append(w.events, odd)
	if got := review(t, w, access.List{}, access.Settings{}); got.Unknown != 1 {
		t.Error("an act nobody knows is not told")
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

func randomWorld(r *rand.Rand, n int) *world {
	w := &world{}
	for range n {
		w.add(string(rune('p'+r.Intn(3))), string(rune('a'+r.Intn(6))), access.Acts()[r.Intn(len(access.Acts()))], day("2023-12-20").AddDays(r.Intn(390)), 1)
		e := &w.events[len(w.events)-1]
		e.ID.Origin = string(rune('x' + r.Intn(2)))
		if e.Commune != "" {
			e.Commune = []string{"21231", "21001", ""}[r.Intn(3)]
		}
	}
	return w
}

// The order and the grouping of the events change neither the bytes nor the report.
func TestAccumulatorsMerge(t *testing.T) {
	l := access.List{Territories: []access.Territory{{Party: "p", Communes: []string{"21231"}}}}
	for seed := range int64(60) {
		r := rand.New(rand.NewSource(seed))
		w := randomWorld(r, r.Intn(400))
		whole := w.count(t, year)
		r.Shuffle(len(w.events), func(i, j int) { w.events[i], w.events[j] = w.events[j], w.events[i] })
		var pieces [3]*access.Accumulator
		for i := range pieces {
			pieces[i], _ = access.NewAccumulator(year)
		}
		for i := range w.events {
			pieces[r.Intn(3)].Add(&w.events[i])
		}
		merged, _ := access.NewAccumulator(year)
		for _, i := range r.Perm(3) {
			data, _ := pieces[i].MarshalBinary()
			var back access.Accumulator
			if err := back.UnmarshalBinary(data); err != nil {
				t.Fatal(err)
			}
			if err := merged.Merge(&back); err != nil {
				t.Fatal(err)
			}
		}
		a, _ := whole.MarshalBinary()
		b, _ := merged.MarshalBinary()
		if !bytes.Equal(a, b) || merged.Outside() != whole.Outside() || merged.Window() != year {
			t.Fatalf("%d: other bytes", seed)
		}
		one, _ := access.Review(whole, &l, access.Settings{Least: 1, MinPeers: 1, MinPast: 1, Times: 1}, month)
		two, _ := access.Review(merged, &l, access.Settings{Least: 1, MinPeers: 1, MinPast: 1, Times: 1}, month)
		x, _ := json.Marshal(one)
		y, _ := json.Marshal(two)
		if !bytes.Equal(x, y) {
			t.Fatalf("%d: another report\n%s\n%s", seed, x, y)
		}
		if seed == 0 {
			for cut := range a {
				if new(access.Accumulator).UnmarshalBinary(a[:cut]) == nil {
					t.Fatalf("cut at %d: accepted", cut)
				}
			}
		}
	}
	other, _ := access.NewAccumulator(month)
	if err := other.Merge((&world{}).count(t, year)); err == nil {
		t.Error("two windows add up")
	}
}

func FuzzDecode(f *testing.F) {
	for _, r := range access.Rules() {
		f.Add([]byte(r.Accepts))
		f.Add([]byte(r.Refuses))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		e, faults := access.DecodeEvent(data)
		if len(faults) == 0 {
			if back, faults := access.DecodeEvent(e.Append(nil)); back != e || len(faults) > 0 {
				t.Fatalf("%s: %v %+v", data, faults, back)
			}
		}
		l, faults := access.DecodeList(data)
		if len(faults) == 0 {
			again, _ := json.Marshal(l)
			if _, faults := access.DecodeList(again); len(l.Accounts) > 0 && len(faults) > 0 {
				t.Fatalf("%s: %v", again, faults)
			}
		}
		for range access.Lines(bytes.NewReader(data)) { // no panic, and an end
		}
	})
}

func FuzzAccumulator(f *testing.F) {
	data, _ := randomWorld(rand.New(rand.NewSource(1)), 20).count(f, month).MarshalBinary()
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		var a, back access.Accumulator
		if a.UnmarshalBinary(data) != nil {
			return
		}
		once, _ := a.MarshalBinary()
		if err := back.UnmarshalBinary(once); err != nil {
			t.Fatal(err)
		}
		if twice, _ := back.MarshalBinary(); !bytes.Equal(once, twice) {
			t.Fatal("written again, other bytes")
		}
		_, _ = access.Review(&a, &access.List{}, access.Settings{}, a.Window())
	})
}

// tenMillion writes the accesses of 4 000 accounts of 100 parties over a year,
// one after the other, into one event that is used again.
func tenMillion(n int, each func(e *access.Event)) {
	agents, parties, keys, communes := make([]string, 4000), make([]string, 100), make([]string, 5000), make([]string, 25)
	for i := range agents {
		agents[i] = fmt.Sprintf("agent-%04d", i)
	}
	for i := range parties {
		parties[i] = fmt.Sprintf("party-%02d", i)
	}
	for i := range keys {
		keys[i] = fmt.Sprintf("d%05d", i)
	}
	for i := range communes {
		communes[i] = fmt.Sprintf("21%03d", i)
	}
	r := rand.New(rand.NewSource(1))
	start := int64(noon(day("2024-01-01")))
	var e access.Event
	for i := range n {
		a := r.Intn(4000)
		e = access.Event{ID: journal.ID{Origin: "srv", Counter: uint64(i + 1)}, At: journal.Moment(start + r.Int63n(365)*86_400_000), Agent: agents[a], Party: parties[a%100],
			Act: access.Consult, Demand: keys[r.Intn(5000)], Commune: communes[r.Intn(25)], Purpose: access.Allocating}
		each(&e)
	}
}

func BenchmarkTenMillion(b *testing.B) {
	const n = 10_000_000
	b.ReportAllocs()
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		acc, _ := access.NewAccumulator(year)
		tenMillion(n, acc.Add)
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB-held")
		r, faults := access.Review(acc, &access.List{}, access.Settings{}, month)
		if len(faults) > 0 || r.Used != 4000 || r.Counted[0].Events != n {
			b.Fatal(r.Used, faults)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/event")
}

func BenchmarkLines(b *testing.B) {
	var text []byte
	tenMillion(20_000, func(e *access.Event) { text = e.Append(text) })
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for l, err := range access.Lines(bytes.NewReader(text)) {
			if err != nil || len(l.Faults) > 0 {
				b.Fatal(err, l.Faults)
			}
			n++
		}
		if n != 20_000 {
			b.Fatal(n)
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
