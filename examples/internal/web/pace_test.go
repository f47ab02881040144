package web_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/fichier-unique/rules/examples/internal/web"
)

func TestPace(t *testing.T) {
	now := time.Date(2026, 11, 26, 10, 20, 0, 0, time.UTC)
	p := web.NewPace(2, func() time.Time { return now }, nil)
	ask := func(from string) (int, string) {
		r := httptest.NewRequest("POST", "/", nil)
		r.RemoteAddr = from
		w := httptest.NewRecorder()
		var refused *web.Error
		if err := p.Take(w, r); errors.As(err, &refused) {
			return refused.Status, w.Header().Get("Retry-After")
		}
		return 0, ""
	}
	for i, test := range []struct {
		from   string
		status int
		retry  string
	}{
		{"192.0.2.1:1", 0, ""}, {"192.0.2.1:2", 0, ""}, {"192.0.2.1:3", 429, "2400"}, {"[::ffff:192.0.2.1]:4", 429, "2400"}, {"192.0.2.2:1", 0, ""},
		{"[2001:db8::1]:1", 0, ""}, {"[2001:db8::2]:1", 0, ""}, {"[2001:db8::3]:1", 429, "2400"}, {"[2001:db8:0:1::1]:1", 0, ""},
	} {
		if status, retry := ask(test.from); status != test.status || retry != test.retry {
			t.Errorf("%d, %s: %d after %q, want %d after %q", i, test.from, status, retry, test.status, test.retry)
		}
	}
	one := web.NewPace(1, func() time.Time { return now }, func(r *http.Request) string { return r.Header.Get("X-From") })
	for _, from := range []string{"a", "b"} {
		r := httptest.NewRequest("POST", "/", nil)
		r.Header.Set("X-From", from)
		if err := one.Take(httptest.NewRecorder(), r); err != nil {
			t.Errorf("the address that a proxy tells is not looked at: %v", err)
		}
	}
	now = now.Add(time.Hour)
	if status, _ := ask("192.0.2.1:5"); status != 0 {
		t.Errorf("the next hour: %d", status)
	}
}
