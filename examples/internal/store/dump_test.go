package store_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// FuzzContent writes any body in a line of a dump, and reads it back.
func FuzzContent(f *testing.F) {
	for _, seed := range []string{"", "texte", "<é&\u2028>", "\xff\x00", `{"a":1}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		line, err := json.Marshal(store.DumpedRecord{Kind: "k", Content: store.ContentOf(body)})
		if err != nil {
			t.Fatal(err)
		}
		var back store.DumpedRecord
		if err := json.Unmarshal(line, &back); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(body, back.Bytes()) {
			t.Errorf("%q came back %q", body, back.Bytes())
		}
	})
}

// FuzzReadTable reads any file: one that passes gives the same bytes when it is
// dumped again, or was not written by Dumper.
func FuzzReadTable(f *testing.F) {
	f.Add([]byte(`{"rank":1,"at":"2026-11-02T09:30:00.123456Z","text":"é"}` + "\n"))
	f.Add([]byte(`{"rank":2,"base64":"/w=="}` + "\n{}\n"))
	f.Add([]byte("\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "access.jsonl"), text, 0o600); err != nil {
			t.Fatal(err)
		}
		var lines []store.DumpedAccess
		// the manifest is wrong, which is told at the end: every line was read
		err := store.ReadTable(dir, store.File{Name: "access.jsonl", Rows: -1}, func(l store.DumpedAccess) error {
			lines = append(lines, l)
			return nil
		})
		if err == nil {
			t.Fatal("a file that its manifest does not know passed")
		}
		var first, second bytes.Buffer
		for i := range lines {
			if err := json.NewEncoder(&first).Encode(lines[i]); err != nil {
				t.Fatal(err)
			}
		}
		for line := range bytes.Lines(first.Bytes()) {
			var again store.DumpedAccess
			if err := json.Unmarshal(line, &again); err != nil {
				t.Fatal(err)
			}
			if err := json.NewEncoder(&second).Encode(again); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(first.String(), second.String()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestReadManifest(t *testing.T) {
	whole := func() (string, store.Manifest) {
		dir := filepath.Join(t.TempDir(), "dump")
		d, err := store.NewDumper(dir)
		if err != nil {
			t.Fatal(err)
		}
		for {
			_, more, err := d.Table()
			if err != nil {
				t.Fatal(err)
			}
			if !more {
				break
			}
		}
		m, err := d.Finish()
		if err != nil {
			t.Fatal(err)
		}
		return dir, m
	}
	dir, want := whole()
	got, err := store.ReadManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for name, text := range map[string]string{
		"empty":         "",
		"other fields":  `{"format":"fichier-dump-1","more":1}`,
		"other format":  `{"format":"fichier-dump-2"}`,
		"without files": `{"format":"fichier-dump-1"}`,
		"other files":   `{"format":"fichier-dump-1","files":[{},{},{},{},{},{},{},{},{}]}`,
	} {
		dir, _ := whole()
		if err := os.WriteFile(filepath.Join(dir, "manifest.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := store.ReadManifest(dir); err == nil {
			t.Errorf("%s passed", name)
		}
	}
}
