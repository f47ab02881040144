package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/sqlite"
)

// filled makes the folder of a server with one demand in it.
func filledServer(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	s, err := sqlite.Open(t.Context(), filepath.Join(dir, "fichier.db"))
	if err != nil {
		t.Fatal(err)
	}
	day := demand.MustDate("2011-03-10")
	e := journal.Event{ID: journal.ID{Origin: "x", Counter: 1}, Demand: "d1", Kind: journal.Create, On: day, Entered: 1, Author: "a", Service: "21001"}
	act := store.Act{Events: []journal.Event{e}, Rows: []store.Row{{Demand: "d1", Status: journal.Active, Deposited: day}}, Expect: map[string]int64{"d1": 0}, At: time.Unix(1, 0),
		Records: []store.Record{{Kind: "charter", Key: "c", Body: []byte("{}")}}}
	if _, err := s.Write(t.Context(), &act); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// The whole file comes out and goes back: a second export has the same bytes.
func TestExportImportExport(t *testing.T) {
	data, first, second := filledServer(t), filepath.Join(t.TempDir(), "un"), filepath.Join(t.TempDir(), "deux")
	fresh := t.TempDir()
	runOK := func(args ...string) {
		t.Helper()
		var out, errs bytes.Buffer
		if code := run(console{nil, &out, &errs}, args); code != exitDone || !strings.Contains(out.String(), "sha256") {
			t.Fatalf("%v: %d %s", args, code, errs.String())
		}
	}
	runOK("export", "-data", data, "-out", first)
	runOK("import", "-data", fresh, first)
	runOK("export", "-data", fresh, "-out", second)
	entries, err := os.ReadDir(first)
	if err != nil || len(entries) < 5 {
		t.Fatal(entries, err)
	}
	for _, e := range entries {
		a, err := os.ReadFile(filepath.Join(first, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(second, e.Name()))
		if err != nil || !bytes.Equal(a, b) {
			t.Errorf("%s differs: %v", e.Name(), err)
		}
	}
	for _, args := range [][]string{{"import", "-data", fresh, first}, {"import", "-data", t.TempDir(), t.TempDir()}, {"export", "-data", "nowhere", "-out", t.TempDir()}, {"export"}, {"import"}} {
		var out, errs bytes.Buffer
		if code := run(console{nil, &out, &errs}, args); code != exitFailed || errs.Len() == 0 {
			t.Errorf("%v: %d %s", args, code, errs.String())
		}
	}
}
