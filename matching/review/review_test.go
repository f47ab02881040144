package review_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/matching/review"
)

func by(origin string, at int) review.Author {
	return review.Author{Origin: origin, Who: "agent-" + origin, At: journal.Moment(1_700_000_000_000 + at*1000)}
}

func decide(t testing.TB, l *review.Log, who review.Author, a, b string, d review.Decision) review.Entry {
	t.Helper()
	e, faults := l.Decide(who, a, b, d)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return e
}

func Example() {
	var log review.Log
	e, _ := log.Decide(by("21001", 0), "r7", "r3", review.Same)
	fmt.Print(string(e.Append(nil)))
	e, _ = log.Decide(by("21001", 60), "r3", "r7", review.Distinct)
	fmt.Println(e.Replaces)
	same, distinct := log.State().Constraints()
	fmt.Println(same, distinct)
	for _, item := range review.Queue([]review.Candidate{
		{Pair: review.Pair{A: "r3", B: "r7"}, Probability: 0.6},
		{Pair: review.Pair{A: "r1", B: "r2"}, Probability: 0.97, ClusterA: "r1", ClusterB: "r2", SizeA: 1, SizeB: 1},
		{Pair: review.Pair{A: "r4", B: "r9"}, Probability: 0.8, ClusterA: "r4", ClusterB: "r9", SizeA: 3, SizeB: 2},
	}, log.State()) {
		fmt.Printf("%s %s %.2f\n", item.A, item.B, item.Worth)
	}
	// Output:
	// {"v":1,"id":{"origin":"21001","counter":1},"at":"2023-11-14T22:13:20.000Z","who":"agent-21001","decision":"same","a":"r3","b":"r7"}
	// [21001-1]
	// [] [{r3 r7}]
	// r4 r9 4.33
	// r1 r2 0.19
}

// What desks wrote apart from one another gives one state, whatever the order in
// which their logs meet, and however often.
func TestUnionLaws(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 9))
	for range 300 {
		logs := make([]*review.Log, 3)
		for i := range logs {
			logs[i] = &review.Log{}
		}
		for n := range 25 {
			i := rng.IntN(3)
			a, b := rng.IntN(5), rng.IntN(5)
			if a == b {
				continue
			}
			d := []review.Decision{review.Same, review.Same, review.Distinct, review.Undo}[rng.IntN(4)]
			_, faults := logs[i].Decide(by(fmt.Sprint("desk", i), n), fmt.Sprint("r", a), fmt.Sprint("r", b), d)
			if len(faults) > 0 && (d != review.Undo || faults.Codes() != "REV-DEC-06") {
				t.Fatal(faults)
			}
			if rng.IntN(6) == 0 {
				logs[i] = review.Union(logs[i], logs[rng.IntN(3)])
			}
		}
		a, b, c := logs[0], logs[1], logs[2]
		want := review.Union(a, b, c)
		for name, got := range map[string]*review.Log{"reversed": review.Union(c, b, a), "grouped": review.Union(review.Union(a, b), review.Union(b, c)),
			"twice": review.Union(want, want, a), "read again": reread(t, want), "shuffled": shuffled(t, want, rng)} {
			if diff := cmp.Diff(want.State(), got.State()); diff != "" {
				t.Fatalf("%s: %s", name, diff)
			}
			if !bytes.Equal(want.Append(nil), got.Append(nil)) {
				t.Fatalf("%s: other bytes", name)
			}
		}
		checkState(t, want)
	}
}

func reread(t *testing.T, l *review.Log) *review.Log {
	t.Helper()
	out, findings := review.Read(l.Append(nil))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return out
}

func shuffled(t *testing.T, l *review.Log, rng *rand.Rand) *review.Log {
	t.Helper()
	entries := l.Entries()
	rng.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	out := &review.Log{}
	for _, e := range entries {
		if faults := out.Add(e); len(faults) > 0 {
			t.Fatal(faults)
		}
	}
	return out
}

// checkState folds the log again, pair by pair.
func checkState(t *testing.T, l *review.Log) {
	t.Helper()
	entries := l.Entries()
	in := func(e review.Entry) bool {
		return e.Decision != review.Undo && !slices.ContainsFunc(entries, func(o review.Entry) bool { return slices.Contains(o.Replaces, e.ID) })
	}
	pairs := map[review.Pair]map[review.Decision]bool{}
	for _, e := range entries {
		if in(e) {
			p := review.Pair{A: e.A, B: e.B}
			if pairs[p] == nil {
				pairs[p] = map[review.Decision]bool{}
			}
			pairs[p][e.Decision] = true
		}
	}
	s := l.State()
	if len(s.Standings) != len(pairs) {
		t.Fatalf("%d pairs for %d", len(s.Standings), len(pairs))
	}
	for _, st := range s.Standings {
		said := pairs[st.Pair]
		if st.Conflict != (len(said) == 2) || !said[st.Decision] || st.Conflict && st.Decision != review.Distinct {
			t.Fatalf("%+v for %v", st, said)
		}
	}
	same, distinct := s.Constraints()
	if len(same)+len(distinct) != len(s.Standings) {
		t.Fatal("a pair has no constraint")
	}
}

func TestDecisionsAndConflicts(t *testing.T) {
	var left, right review.Log
	decide(t, &left, by("21001", 1), "a", "b", review.Same)
	right = *review.Union(&left)
	decide(t, &left, by("21001", 2), "a", "b", review.Distinct)
	decide(t, &right, by("21002", 3), "a", "b", review.Undo)
	both := review.Union(&left, &right)
	if st, ok := both.State().Of("b", "a"); !ok || st.Conflict || st.Decision != review.Distinct {
		t.Errorf("%+v: an undo touches only what its author saw", st)
	}
	decide(t, &right, by("21002", 4), "a", "b", review.Same)
	both = review.Union(&left, &right)
	st, _ := both.State().Of("a", "b")
	if !st.Conflict || st.Decision != review.Distinct || len(st.By) != 2 || both.State().Conflicts[0].Code != "REV-CON-01" {
		t.Errorf("%+v", both.State())
	}
	if q := review.Queue([]review.Candidate{{Pair: review.Pair{A: "c", B: "d"}, Probability: 0.5}, {Pair: st.Pair, Probability: 1}}, both.State()); len(q) != 2 || !q[0].Conflict || q[0].A != "a" {
		t.Errorf("%+v", q)
	}
	decide(t, both, by("21003", 5), "b", "a", review.Same) // somebody decides again
	if st, _ := both.State().Of("a", "b"); st.Conflict || st.Decision != review.Same || len(both.State().Conflicts) > 0 {
		t.Errorf("%+v", both.State())
	}
	decide(t, both, by("21003", 6), "b", "c", review.Same)
	decide(t, both, by("21003", 7), "c", "a", review.Distinct)
	if c := both.State().Conflicts; len(c) != 1 || c[0].Code != "REV-CON-02" || c[0].Pair != (review.Pair{A: "a", B: "c"}) {
		t.Errorf("%+v", c)
	}
	e := both.Entries()[0]
	e.Who = "another"
	if faults := both.Add(e); len(faults) > 0 {
		t.Fatal(faults)
	}
	if c := both.State().Conflicts; len(c) != 2 || c[1].Code != "REV-CON-03" {
		t.Errorf("%+v", c)
	}
	decide(t, both, by("21003", 8), "c", "a", review.Undo)
	if _, ok := both.State().Of("a", "c"); ok {
		t.Error("what was undone holds")
	}
}

func TestWhatIsRefused(t *testing.T) {
	book, err := demand.NewRulebook(review.Rules())
	if err != nil {
		t.Fatal(err)
	}
	good := `{"v":1,"id":{"origin":"21001","counter":1},"at":"2024-03-05T09:30:00Z","who":"a1","decision":"same","a":"r1","b":"r2"}`
	for _, c := range []struct{ line, codes, path string }{
		{good, "", ""}, {"", "", ""}, {good + good, "REV-LIG-01", ""}, {strings.Replace(good, "{", "", 1), "REV-LIG-01", ""}, {strings.Replace(good, "r1", strings.Repeat("r", 70_000), 1), "REV-LIG-01", ""},
		{strings.Replace(good, `"v":1`, `"v":1,"zqwx":2`, 1), "REV-LIG-02", "?"}, {strings.Replace(good, `"v":1`, `"v":1,"v":1`, 1), "REV-LIG-03", "v"},
		{strings.Replace(good, `"a1"`, `3`, 1), "REV-LIG-04", "who"}, {strings.Replace(good, `"v":1`, `"v":2`, 1), "REV-LIG-05", "v"}, {strings.Replace(good, `"counter":1`, `"counter":0`, 1), "REV-DEC-01", "id"},
		{strings.Replace(good, "09:30", "9h30", 1), "REV-DEC-02", "at"}, {strings.Replace(good, `"a1"`, `""`, 1), "REV-DEC-03", "who"}, {strings.Replace(good, "same", "perhaps", 1), "REV-DEC-04", "decision"},
		{strings.Replace(good, "r2", "r1", 1), "REV-DEC-05", "a"}, {strings.Replace(good, "r2", "r0", 1), "REV-DEC-05", "a"}, {strings.Replace(good, "same", "undo", 1), "REV-DEC-06", "replaces"},
		{strings.Replace(good, "r2", `r2\u0000`, 1), "REV-DEC-07", "b"}, {strings.Replace(good, "a1", strings.Repeat("a", 300), 1), "REV-DEC-07", "who"},
	} {
		l, findings := review.Read([]byte(good + "\n" + c.line + "\n"))
		var faults demand.Faults
		for _, f := range findings {
			faults = append(faults, f.Fault)
			if f.Row != 2 {
				t.Errorf("%s: row %d", c.line, f.Row)
			}
			for _, tag := range []language.Tag{language.French, language.English} {
				if s := book.Sentence(tag, f.Fault); s == "" || strings.ContainsAny(s, "{}") || strings.Contains(s, "zqwx") {
					t.Errorf("%s: %q", f.Code, s)
				}
			}
		}
		if faults.Codes() != c.codes || l.Len() != 1 || len(faults) > 0 && faults[0].Path != c.path {
			t.Errorf("%.80s: %s at %v, want %s", c.line, faults.Codes(), faults, c.codes)
		}
	}
}

// The order of the queue is that of worth, group by group, whatever the order in
// which pairs come.
func TestQueue(t *testing.T) {
	c := func(a, b string, p float64, sizeA, sizeB int, household string) review.Candidate {
		return review.Candidate{Pair: review.Pair{A: a, B: b}, Probability: p, ClusterA: "c" + a, ClusterB: "c" + b, SizeA: sizeA, SizeB: sizeB, Household: household}
	}
	held := c("m", "n", 1, 1, 1, "")
	held.Held = true
	all := []review.Candidate{c("b", "a", 0.5, 2, 3, ""), c("c", "d", 0.999, 1, 1, "h1"), held, c("e", "f", 0.9, 1, 1, "h1"), c("a", "g", 0.99, 3, 1, ""), c("p", "q", 1, 1, 1, "")}
	want := []string{"a-b 1", "a-g 1", "m-n 2", "e-f 3", "c-d 3", "p-q 4"}
	rng := rand.New(rand.NewPCG(1, 5))
	for range 50 {
		rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		var got []string
		for _, item := range review.Queue(all, nil) {
			got = append(got, fmt.Sprintf("%s-%s %d", item.A, item.B, item.Group))
			if item.Worth <= 0 {
				t.Errorf("%+v is worth nothing", item)
			}
			if item.A == "a" && item.B == "b" && (item.SizeA != 3 || item.ClusterA != "ca") {
				t.Errorf("%+v", item)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"v":1,"id":{"origin":"21001","counter":1},"at":"2024-03-05T09:30:00Z","who":"a1","decision":"same","a":"r1","b":"r2"}` + "\n" +
		`{"v":1,"id":{"origin":"21001","counter":2},"at":"2024-03-05T09:31:00Z","who":"a1","decision":"undo","a":"r1","b":"r2","replaces":[{"origin":"21001","counter":1}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		l, findings := review.Read([]byte(text))
		for _, x := range findings {
			if x.Row < 1 || x.Row > strings.Count(text, "\n")+1 {
				t.Fatalf("row %d", x.Row)
			}
		}
		again, findings := review.Read(l.Append(nil))
		if len(findings) > 0 || !bytes.Equal(l.Append(nil), again.Append(nil)) {
			t.Fatal("what was written is not read back")
		}
		if diff := cmp.Diff(l.State(), again.State()); diff != "" {
			t.Fatal(diff)
		}
	})
}

func BenchmarkState(b *testing.B) {
	var l review.Log
	for i := range 10_000 {
		decide(b, &l, by("21001", i), fmt.Sprint("r", i), fmt.Sprint("r", i*7+1), review.Same)
	}
	b.ReportAllocs()
	for b.Loop() {
		if n := len(l.State().Standings); n != 10_000 {
			b.Fatal(n)
		}
	}
}
