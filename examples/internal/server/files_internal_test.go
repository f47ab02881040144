package server

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// What holds persons and was there to be taken long enough leaves the folder; what is
// recent, what holds nobody, and what is not the server's stays.
func TestClearFiles(t *testing.T) {
	data := t.TempDir()
	now := time.Date(2026, 11, 26, 10, 0, 0, 0, time.UTC)
	s := &Server{config: Config{Data: data, Now: func() time.Time { return now }}}
	if err := s.clearFiles(t.Context()); err != nil {
		t.Fatal(err) // nothing there yet
	}
	const day = 24 * time.Hour
	for name, test := range map[string]struct {
		age   time.Duration
		stays bool
	}{
		"exports/bailleur-a/demandes-000001.csv":   {90 * day, false},
		"exports/bailleur-a/manifeste-000001.json": {90 * day, false},
		"exports/bailleur-a/demandes-000002.csv":   {61 * day, true},
		"exports/bailleur-a/dictionnaire.csv":      {90 * day, true},
		"courriers/abc.eml":                        {63 * day, false},
		"courriers/def.eml":                        {day, true},
		"server.key":                               {900 * day, true},
		"fichier.db":                               {900 * day, true},
	} {
		path := filepath.Join(data, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, now.Add(-test.age), now.Add(-test.age)); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if _, err := os.Stat(path); (err == nil) != test.stays {
				t.Errorf("%s of %s: there: %t", name, test.age, err == nil)
			}
		}()
	}
	if err := s.clearFiles(t.Context()); err != nil {
		t.Fatal(err)
	}
}
