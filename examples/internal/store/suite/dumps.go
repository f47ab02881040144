package suite

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// fill writes something in every table, and erases some.
func fill(t testing.TB, s store.Store) {
	t.Helper()
	for n := range 120 {
		write(t, s, Act(n))
	}
	write(t, s, &store.Act{Erase: []string{Name(3)}})
	odd := modify(2, 6, 1)
	odd.Events[0].Unknown = map[string]string{"later": `{"a":[1,"<é\u2028>"]}`}
	odd.Key, odd.Digest = "clé", "d"
	odd.Answer = func(store.Written) ([]byte, error) { return []byte{0xff, 0, 1}, nil }
	odd.Rows = []store.Row{{Demand: Name(2), Status: journal.ToVerify, Communes: []string{"71076", "21054", "71076"}, Online: true, Renewed: demand.MustDate("2026-11-02")}}
	odd.Papers = []store.Paper{
		{ID: "z", Owner: Name(2), Code: "identity", Type: "image/png", Received: Start, Until: demand.MustDate("2027-01-01"), Refused: true, Body: []byte{1, 2, 255}},
		{ID: "Z", Owner: "draft", Code: "income", Body: []byte("<b>&amp;</b>")},
		{ID: "é", Owner: "draft", Code: "empty"},
	}
	odd.Records = []store.Record{
		{Kind: "account", Key: "a", Body: []byte(`{"name":"<Zoé>"}`)}, {Kind: "account", Key: "É", Until: Start.Add(time.Hour)}, {Kind: "account", Key: "B", Body: []byte{0xfe}},
		{Kind: store.SessionKind, Key: "secret", Body: []byte("token")},
	}
	odd.Access = []store.AccessLine{{Line: []byte("not\xffJSON\n")}}
	odd.Messages = []store.Message{{Topic: "mail", Due: Start, Body: []byte("m")}, {Topic: "mail", Due: Start.Add(time.Hour)}, {Topic: "hook"}}
	write(t, s, odd)
	claimed, err := s.Claim(context.Background(), "mail", Start, time.Hour, 1)
	if err != nil || len(claimed) != 1 {
		t.Fatalf("claimed %d (%v)", len(claimed), err)
	}
}

// dumped dumps a store and gives the text of each file.
func dumped(t testing.TB, s store.Store) (dir string, files map[string]string, m store.Manifest) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "dump")
	m, err := s.Dump(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return dir, read(t, dir), m
}

func read(t testing.TB, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(text)
	}
	return files
}

// DumpAndLoad dumps one store into another, of the same kind or not, and checks
// that a dump of the second has the same bytes.
func DumpAndLoad(t *testing.T, from, to store.Store) {
	ctx := context.Background()
	fill(t, from)
	dir, first, m := dumped(t, from)
	rows := map[string]int64{"counters": 4, "events": 239, "demands": 119, "numbers": 119, "papers": 3, "records": 3, "access": 121, "messages": 3, "answers": 121}
	for _, f := range m.Files {
		want := rows[strings.TrimSuffix(f.Name, ".jsonl")]
		if f.Rows != want || strings.Count(first[f.Name], "\n") != int(want) {
			t.Errorf("%s has %d rows, want %d", f.Name, f.Rows, want)
		}
	}
	for name, text := range first {
		if strings.Contains(text, "secret") {
			t.Errorf("%s holds a session", name)
		}
	}
	loaded, err := to.Load(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m, loaded); diff != "" {
		t.Error(diff)
	}
	_, second, _ := dumped(t, to)
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("the second dump differs: %s", diff)
	}
	goesOn(t, to)
	if _, err := to.Load(ctx, dir); !errors.Is(err, store.ErrNotEmpty) {
		t.Errorf("load into a store that is not empty: %v", err)
	}
	if _, err := from.Dump(ctx, dir); err == nil {
		t.Error("a dump was written over another")
	}
}

// goesOn checks that a store filled by a dump goes on: sequences, keys, communes.
func goesOn(t *testing.T, to store.Store) {
	t.Helper()
	if w := write(t, to, Act(200)); w.Seqs[0] != 242 {
		t.Errorf("the next sequence is %d", w.Seqs[0])
	}
	if w := write(t, to, Act(7)); !w.Replay {
		t.Error("a key is forgotten")
	}
	if rows := all(t, to.Rows(context.Background(), store.Query{Commune: []string{"71076"}})); len(rows) != 1 || rows[0].Demand != Name(2) {
		t.Errorf("found by commune: %+v", rows)
	}
}

// testLoadChanged loads dumps that were changed: nothing of them is kept.
func testLoadChanged(t *testing.T, from, to store.Store) {
	fill(t, from)
	_, files, m := dumped(t, from)
	sign := func(files map[string]string) { // a manifest that agrees with the files
		files["manifest.json"] = signed(t, m, files)
	}
	for name, change := range map[string]func(map[string]string){
		"no manifest":         func(f map[string]string) { delete(f, "manifest.json") },
		"no file":             func(f map[string]string) { delete(f, "answers.jsonl") },
		"another format":      func(f map[string]string) { replace(f, "manifest.json", store.Format, "fichier-dump-9") },
		"manifest changed":    func(f map[string]string) { replace(f, "manifest.json", `"rows": 239`, `"rows": 238`) },
		"digest changed":      func(f map[string]string) { replace(f, "manifest.json", m.Files[1].SHA256, m.Files[2].SHA256) },
		"a byte changed":      func(f map[string]string) { replace(f, "answers.jsonl", "digest-d0000119", "digest-d0000118") },
		"the last line gone":  func(f map[string]string) { f["answers.jsonl"] = f["answers.jsonl"][:len(f["answers.jsonl"])-40] },
		"a line more":         func(f map[string]string) { f["access.jsonl"] += `{"rank":122,"text":"x"}` + "\n" },
		"signed, not JSON":    func(f map[string]string) { f["messages.jsonl"] = "{\n"; sign(f) },
		"signed, other field": func(f map[string]string) { replace(f, "messages.jsonl", `"topic"`, `"tropic"`); sign(f) },
		"signed, ranks":       func(f map[string]string) { replace(f, "messages.jsonl", `"id":2`, `"id":1`); sign(f) },
		"signed, counter": func(f map[string]string) {
			replace(f, "counters.jsonl", `"event","last":241`, `"event","last":240`)
			sign(f)
		},
		"signed, event": func(f map[string]string) { replace(f, "events.jsonl", `"kind":"create"`, `"kind":7`); sign(f) },
		"signed, body":  func(f map[string]string) { replace(f, "papers.jsonl", `"body":"AQL/"`, `"body":"AQLA"`); sign(f) },
		"signed, twice": func(f map[string]string) {
			replace(f, "numbers.jsonl", Number(5).String(), Number(4).String())
			sign(f)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			changed := map[string]string{}
			for name, text := range files {
				changed[name] = text
			}
			change(changed)
			if diff := cmp.Diff(files, changed); diff == "" {
				t.Fatal("nothing was changed")
			}
			for name, text := range changed {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := to.Load(context.Background(), dir); err == nil {
				t.Error("it was loaded")
			}
			for table, n := range counts(t, to) {
				if n != 0 {
					t.Errorf("%d rows of %s stay", n, table)
				}
			}
		})
	}
	write(t, to, Act(1)) // and it still works
}

func replace(files map[string]string, name, from, to string) {
	files[name] = strings.Replace(files[name], from, to, 1)
}

// signed gives a manifest that agrees with files that somebody changed.
func signed(t testing.TB, m store.Manifest, files map[string]string) string {
	t.Helper()
	m.Files = slices.Clone(m.Files)
	var list strings.Builder
	for i := range m.Files {
		f := &m.Files[i]
		f.Rows = int64(strings.Count(files[f.Name], "\n"))
		f.SHA256 = sum(files[f.Name])
		fmt.Fprintf(&list, "%s  %s\n", f.SHA256, f.Name)
	}
	m.Digest = sum(list.String())
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func sum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// testDumpMeanwhile dumps while others write: a dump is the store at one moment.
func testDumpMeanwhile(t *testing.T, s store.Store) {
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				if _, err := s.Write(context.Background(), Act(1000*i+n)); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for range 5 {
		_, files, _ := dumped(t, s)
		n := strings.Count(files["demands.jsonl"], "\n")
		want := map[string]int{"events": 2 * n, "numbers": n, "access": n, "answers": n}
		got := map[string]int{}
		for name := range want {
			got[name] = strings.Count(files[name+".jsonl"], "\n")
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("a dump of several moments: %s", diff)
		}
		if !strings.Contains(files["counters.jsonl"], fmt.Sprintf(`{"name":"event","last":%d}`, 2*n)) {
			t.Errorf("%d demands and counters %s", n, files["counters.jsonl"])
		}
	}
	close(stop)
	wg.Wait()
}

func testRebuild(t *testing.T, s store.Store) {
	ctx := context.Background()
	for n := range 1250 {
		write(t, s, Act(n))
	}
	write(t, s, &store.Act{Erase: []string{Name(1249)}})
	before := all(t, s.Rows(ctx, store.Query{}))
	broken := &store.Act{Rows: []store.Row{{Demand: "a-ghost"}, {Demand: Name(100) + "-ghost"}, {Demand: "z-ghost", Communes: []string{"21231"}}}}
	for n := range 200 {
		broken.Rows = append(broken.Rows, store.Row{Demand: Name(n), Status: journal.Merged, Communes: []string{"71076"}})
	}
	write(t, s, broken)
	n, err := s.Rebuild(ctx, func(key string, events []store.Entry) (store.Row, error) {
		if len(events) != 2 || events[0].Event.Demand != key {
			return store.Row{}, fmt.Errorf("%d events", len(events))
		}
		return store.Row{Number: events[1].Event.Number.String(), Status: journal.Active, Desk: events[0].Event.Service,
			Deposited: events[0].Event.On, Communes: []string{"21231", "21054"}}, nil
	})
	if n != 1249 || err != nil {
		t.Fatalf("%d rows made again (%v)", n, err)
	}
	if diff := cmp.Diff(before, all(t, s.Rows(ctx, store.Query{})), cmp.Comparer(sameDay)); diff != "" {
		t.Error(diff)
	}
	for commune, want := range map[string]int{"21231": 1249, "71076": 0} {
		if rows := all(t, s.Rows(ctx, store.Query{Commune: []string{commune}})); len(rows) != want {
			t.Errorf("%d rows want %s", len(rows), commune)
		}
	}
	want := errors.New("no")
	if _, err := s.Rebuild(ctx, func(string, []store.Entry) (store.Row, error) { return store.Row{}, want }); !errors.Is(err, want) {
		t.Errorf("error %v, want that of the projection", err)
	}
}
