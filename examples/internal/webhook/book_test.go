package webhook_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/seal"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/sqlite"
	"github.com/fichier-unique/rules/examples/internal/webhook"
)

// keyed is a book under a key of the server made of one byte.
func keyed(t *testing.T, s store.Store, now func() time.Time, key byte) *webhook.Book {
	t.Helper()
	box, err := seal.New(bytes.Repeat([]byte{key}, seal.KeySize), "calls")
	if err != nil {
		t.Fatal(err)
	}
	return &webhook.Book{Store: s, Seal: box, Now: now}
}

func bookOf(t *testing.T, s store.Store, now func() time.Time) *webhook.Book {
	return keyed(t, s, now, 1)
}

func memory(t *testing.T) store.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// bodies gives the records of partners as the database holds them.
func bodies(t *testing.T, s store.Store) []byte {
	t.Helper()
	var out []byte
	for rec, err := range s.Records(t.Context(), "webhook", "", start) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, rec.Body...)
	}
	return out
}

// The database alone gives no secret of a partner, neither does the record of
// another one.
func TestSecretsAreSealed(t *testing.T) {
	s := memory(t)
	now := func() time.Time { return start }
	b := bookOf(t, s, now)
	want := webhook.Partner{ID: "a", URL: "https://partner.example/appel", Secrets: [][]byte{secret, another}}
	if err := b.Save(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	kept := bodies(t, s)
	for _, one := range want.Secrets {
		if bytes.Contains(kept, one) || bytes.Contains(kept, []byte(base64.StdEncoding.EncodeToString(one))) {
			t.Error("a secret is in the open")
		}
	}
	got, known, err := b.Find(t.Context(), "a")
	if err != nil || !known {
		t.Fatal(known, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, err := s.Write(t.Context(), &store.Act{Records: []store.Record{{Kind: "webhook", Key: "b", Version: store.AnyVersion, Body: kept}}, At: start}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.Find(t.Context(), "b"); !errors.Is(err, webhook.ErrSealed) {
		t.Errorf("the secrets of a partner open for another: %v", err)
	}
	if _, _, err := keyed(t, s, now, 2).Find(t.Context(), "a"); !errors.Is(err, webhook.ErrSealed) {
		t.Errorf("the secrets open with another key: %v", err)
	}
}

// What a former version kept in the open signs as before, and is sealed at the start.
func TestSealAll(t *testing.T) {
	s := memory(t)
	b := bookOf(t, s, func() time.Time { return start })
	clear := `{"url":"https://partner.example/appel","secrets":["` + base64.StdEncoding.EncodeToString(secret) + `","` + base64.StdEncoding.EncodeToString(another) + `"]}`
	if _, err := s.Write(t.Context(), &store.Act{Records: []store.Record{{Kind: "webhook", Key: "a", Version: store.AnyVersion, Body: []byte(clear)}}, At: start}); err != nil {
		t.Fatal(err)
	}
	if err := b.Save(t.Context(), webhook.Partner{ID: "b", URL: "https://other.example/", Secrets: [][]byte{secret}}); err != nil {
		t.Fatal(err)
	}
	before, _, err := b.Find(t.Context(), "a")
	if err != nil || len(before.Secrets) != 2 {
		t.Fatalf("%+v, %v", before, err)
	}
	for _, want := range []int{1, 0} {
		if n, err := b.SealAll(t.Context()); err != nil || n != want {
			t.Errorf("%d sealed, %v; want %d", n, err, want)
		}
	}
	if kept := bodies(t, s); bytes.Contains(kept, []byte(base64.StdEncoding.EncodeToString(secret))) || bytes.Contains(kept, []byte(`"secrets"`)) {
		t.Errorf("a secret stays in the open: %s", kept)
	}
	after, _, err := b.Find(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Error(diff)
	}
}

// A partner whose secrets do not open, the key of the server being another, waits;
// the others are called.
func TestSealedPartnerHoldsUpNobody(t *testing.T) {
	s := memory(t)
	now := func() time.Time { return start }
	told := 0
	partner := httptest.NewServer(webhook.Receiver([][]byte{secret}, now, func(context.Context, []byte) error { told++; return nil }))
	defer partner.Close()
	for id, book := range map[string]*webhook.Book{"a": keyed(t, s, now, 2), "b": bookOf(t, s, now)} {
		if err := book.Save(t.Context(), webhook.Partner{ID: id, URL: partner.URL, Secrets: [][]byte{secret}, Networks: loopback}); err != nil {
			t.Fatal(err)
		}
	}
	e := journal.Event{ID: journal.ID{Origin: "21001", Counter: 1}, Demand: "d1", Kind: journal.Create, On: demand.MustDate("2026-01-05"), Entered: journal.MomentOf(start), Service: "21001"}
	if _, err := s.Write(t.Context(), &store.Act{Events: []journal.Event{e}, Rows: []store.Row{{Demand: "d1", Status: journal.Active}}, At: start}); err != nil {
		t.Fatal(err)
	}
	if _, err := webhook.Announce(t.Context(), s, start); err != nil {
		t.Fatal(err)
	}
	sender := &webhook.Sender{Queue: s, Now: now, Partners: bookOf(t, s, now).Find}
	got, err := sender.Pass(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(webhook.Pass{Sent: 1, Again: 1}, got); diff != "" || told != 1 {
		t.Errorf("%s; %d calls", diff, told)
	}
}
