package api_test

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fichier-unique/rules/examples/internal/api"
)

// A token that asks too often is told how long to wait; the others are not held up,
// and what it is refused has no effect.
func TestTokenQuota(t *testing.T) {
	s := startAt(t, 30)
	const at = "/api/v1/charter"
	ask := func(token, path string, want int) *answer {
		t.Helper()
		w := s.call(token, "GET", path, nil)
		if w.status != want {
			t.Fatalf("%s %s: %d, want %d: %.200s", token, path, w.status, want, w.body)
		}
		return w
	}
	for range 30 {
		ask("a", at, http.StatusOK)
	}
	w := ask("a", at, http.StatusTooManyRequests)
	if got := w.header.Get("Retry-After"); got != "2" {
		t.Errorf("wait %q", got)
	}
	if w := s.call("a", "POST", "/api/v1/demands", registering(1)); w.status != http.StatusTooManyRequests {
		t.Errorf("%d", w.status)
	}
	if last, err := s.file.Store().Last(t.Context()); err != nil || last != 0 {
		t.Errorf("a request that was refused wrote: %d, %v", last, err)
	}
	ask("b", at, http.StatusOK)
	ask("", "/api/v1/rules", http.StatusOK) // public: of no token
	s.file.Pass(2 * time.Second)
	ask("a", at, http.StatusOK)
	ask("a", at, http.StatusTooManyRequests)
	s.file.Pass(-time.Hour) // a clock that goes back gives nothing, and takes nothing
	ask("a", at, http.StatusTooManyRequests)
	s.file.Pass(2 * time.Second)
	ask("a", at, http.StatusOK)
	// What reads the whole file counts for many; where a minute allows no so many, it
	// wants a whole minute of rest.
	s.file.Pass(time.Hour)
	ask("a", "/api/v1/exports/demands", http.StatusOK)
	if w := ask("a", at, http.StatusTooManyRequests); w.header.Get("Retry-After") != "2" {
		t.Errorf("wait %q", w.header.Get("Retry-After"))
	}
	if w := ask("a", "/api/v1/exports/demands", http.StatusTooManyRequests); w.header.Get("Retry-After") != "60" {
		t.Errorf("wait %q", w.header.Get("Retry-After"))
	}
}

// Many requests at once are counted as many in turn.
func TestTokenQuotaRace(t *testing.T) {
	s := startAt(t, 20)
	var passed atomic.Int32
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if w := s.call("a", "GET", "/api/v1/charter", nil); w.status == http.StatusOK {
				passed.Add(1)
			}
		})
	}
	all.Wait()
	if n := passed.Load(); n != 20 {
		t.Errorf("%d requests passed, want 20", n)
	}
}

// The description says of each operation that wants a token that it may be refused
// for asking too often, and what it counts for.
func TestQuotaIsDescribed(t *testing.T) {
	doc, err := api.Document()
	if err != nil {
		t.Fatal(err)
	}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			too := op.Responses.Value("429")
			if wants := op.Security != nil; wants != (too != nil) || wants && too.Value.Headers["Retry-After"] == nil {
				t.Errorf("%s %s wants a token: %t; its 429: %v", method, path, wants, too)
			}
		}
	}
	if got := doc.Paths.Value("/api/v1/exports/demands").Get.Description; got != "Counts for 600 requests of the quota of the token." {
		t.Error(got)
	}
}
