package webhook_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/sqlite"
	"github.com/fichier-unique/rules/examples/internal/webhook"
)

// From a change of the file to a partner's system, on a real store.
func TestAnnounce(t *testing.T) {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	now := start
	var got []string
	partner := httptest.NewServer(webhook.Receiver([][]byte{secret}, func() time.Time { return now }, func(_ context.Context, body []byte) error {
		got = append(got, string(body))
		return nil
	}))
	defer partner.Close()
	deaf := httptest.NewServer(status(http.StatusInternalServerError))
	defer deaf.Close()
	book := bookOf(t, s, func() time.Time { return now })
	for id, url := range map[string]string{"a": partner.URL, "b": deaf.URL} {
		if err := book.Save(ctx, webhook.Partner{ID: id, URL: url, Secrets: [][]byte{secret}, Networks: loopback}); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.Save(ctx, webhook.Partner{ID: "c", URL: partner.URL, Secrets: [][]byte{secret}}); err == nil {
		t.Error("an address that is not opened is kept")
	}
	change := func(counter uint64) {
		t.Helper()
		e := journal.Event{ID: journal.ID{Origin: "21001", Counter: counter}, Demand: "d1", Kind: journal.Create, On: demand.MustDate("2026-01-05"), Entered: journal.MomentOf(now), Service: "21001"}
		if _, err := s.Write(ctx, &store.Act{Events: []journal.Event{e}, Rows: []store.Row{{Demand: "d1", Status: journal.Active}}, At: now}); err != nil {
			t.Fatal(err)
		}
	}
	announce := func(want int) {
		t.Helper()
		if n, err := webhook.Announce(ctx, s, now); err != nil || n != want {
			t.Errorf("%d announced, %v; want %d", n, err, want)
		}
	}
	announce(0)
	change(1)
	change(2)
	announce(2)
	announce(0)
	sender := &webhook.Sender{Queue: s, Now: func() time.Time { return now }, Partners: book.Find}
	pass := func(want webhook.Pass) {
		t.Helper()
		p, err := sender.Pass(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, p); diff != "" {
			t.Error(diff)
		}
	}
	pass(webhook.Pass{Sent: 1, Again: 1})
	if !slices.Equal(got, []string{`{"partner":"a","kind":"feed.moved","seq":2}`}) {
		t.Errorf("%v", got)
	}
	if err := book.Forget(ctx, "b"); err != nil {
		t.Fatal(err)
	}
	now = now.Add(time.Hour)
	pass(webhook.Pass{GivenUp: 1})
	change(3)
	announce(1)
	pass(webhook.Pass{Sent: 1})
	pass(webhook.Pass{})
}
