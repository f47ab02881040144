package server

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/open"
)

// A server that starts on the store of a former version seals the secrets of calls
// that it finds, and goes on signing with them.
func TestSecretsSealedAtStart(t *testing.T) {
	dir := t.TempDir()
	before, err := open.Store(t.Context(), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	const clear = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
	rec := store.Record{Kind: "webhook", Key: "bailleur-a", Version: store.AnyVersion, Body: []byte(`{"url":"https://partner.example/","secrets":["` + clear + `"]}`)}
	if _, err := before.Write(t.Context(), &store.Act{Records: []store.Record{rec}, At: time.Now()}); err != nil {
		t.Fatal(err)
	}
	if err := before.Close(); err != nil {
		t.Fatal(err)
	}
	c, err := Read([]string{"-data", dir, "-addr", "127.0.0.1:8080"}, func(string) string { return "" }, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	s, err := New(t.Context(), c, log)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	kept, err := s.store.Record(t.Context(), "webhook", "bailleur-a", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(kept.Body, []byte(clear)) {
		t.Errorf("a secret stays in the open: %s", kept.Body)
	}
	p, known, err := s.called.Find(t.Context(), "bailleur-a")
	if err != nil || !known || string(p.Secrets[0]) != "0123456789abcdef0123456789abcdef" {
		t.Errorf("%+v, %v, %v", p, known, err)
	}
}
