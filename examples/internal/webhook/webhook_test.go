package webhook_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/webhook"
)

var (
	secret  = []byte("0123456789abcdef0123456789abcdef")
	another = []byte("fedcba9876543210fedcba9876543210")
	start   = time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
)

// queue is the part of a store that a sender uses.
type queue struct {
	messages []store.Message
	dead     []store.Record
}

func (q *queue) add(calls ...webhook.Call) {
	for _, c := range calls {
		m := webhook.Message(c, start)
		m.ID = int64(len(q.messages) + 1)
		q.messages = append(q.messages, m)
	}
}

func (q *queue) Claim(_ context.Context, topic string, now time.Time, lease time.Duration, limit int) ([]store.Message, error) {
	var out []store.Message
	for i := range q.messages {
		if m := &q.messages[i]; m.Topic == topic && !m.Due.After(now) && len(out) < limit {
			m.Attempts++
			m.Due = now.Add(lease)
			out = append(out, *m)
		}
	}
	return out, nil
}

func (q *queue) Settle(_ context.Context, id int64, next time.Time) error {
	i := slices.IndexFunc(q.messages, func(m store.Message) bool { return m.ID == id })
	switch {
	case i < 0:
		return store.ErrNotFound
	case next.IsZero():
		q.messages = slices.Delete(q.messages, i, i+1)
	default:
		q.messages[i].Due = next
	}
	return nil
}

func (q *queue) Write(_ context.Context, act *store.Act) (store.Written, error) {
	q.dead = append(q.dead, act.Records...)
	return store.Written{}, nil
}

// scene is a sender and the partners it calls, on a clock.
type scene struct {
	*queue
	*webhook.Sender
	now      time.Time
	partners map[string]webhook.Partner
}

func begin() *scene {
	s := &scene{queue: &queue{}, now: start, partners: map[string]webhook.Partner{}}
	s.Sender = &webhook.Sender{
		Queue: s.queue, Now: func() time.Time { return s.now },
		Partners: func(_ context.Context, id string) (webhook.Partner, bool, error) {
			p, ok := s.partners[id]
			return p, ok, nil
		},
	}
	return s
}

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

// partner is a server that answers as told, and what it was told.
func (s *scene) partner(t *testing.T, id string, handler http.Handler) *httptest.Server {
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	s.partners[id] = webhook.Partner{ID: id, URL: server.URL + "/appel", Secrets: [][]byte{secret}, Networks: loopback}
	return server
}

func (s *scene) pass(t *testing.T, want webhook.Pass) {
	t.Helper()
	got, err := s.Pass(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func status(code int, headers ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(code)
	})
}

func TestSentAndReceived(t *testing.T) {
	s := begin()
	var got []string
	fail := true
	s.partner(t, "bailleur-a", webhook.Receiver([][]byte{another, secret}, func() time.Time { return s.now }, func(_ context.Context, body []byte) error {
		if fail {
			fail = false
			return errors.New("not ready")
		}
		got = append(got, string(body))
		return nil
	}))
	s.add(webhook.Call{Partner: "bailleur-a", Kind: webhook.Moved, Seq: 12})
	s.pass(t, webhook.Pass{Again: 1})
	s.pass(t, webhook.Pass{}) // not due yet
	s.now = s.now.Add(time.Minute)
	s.pass(t, webhook.Pass{Sent: 1})
	want := []string{`{"partner":"bailleur-a","kind":"feed.moved","seq":12}`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(s.messages) > 0 {
		t.Errorf("left %+v", s.messages)
	}
}

// Waits grow, a partner's own wish is heard, and in the end the call is given up
// and kept.
func TestRetries(t *testing.T) {
	s := begin()
	s.Attempts = 12
	s.partner(t, "deaf", status(http.StatusInternalServerError))
	s.partner(t, "busy", status(http.StatusTooManyRequests, "Retry-After", "7200"))
	s.partner(t, "gone", status(http.StatusGone))
	s.add(webhook.Call{Partner: "busy"}, webhook.Call{Partner: "gone"}, webhook.Call{Partner: "left"})
	s.pass(t, webhook.Pass{Again: 1, GivenUp: 2})
	if wait := s.messages[0].Due.Sub(s.now); wait != 2*time.Hour {
		t.Errorf("asked to wait two hours, waits %s", wait)
	}
	s.messages = nil
	s.add(webhook.Call{Partner: "deaf"})
	before := time.Duration(0)
	for n := 1; n < 12; n++ {
		s.pass(t, webhook.Pass{Again: 1})
		wait := s.messages[0].Due.Sub(s.now)
		if wait < before*4/5 || wait < 30*time.Second || wait > 8*time.Hour {
			t.Errorf("attempt %d: waits %s after %s", n, wait, before)
		}
		before, s.now = wait, s.messages[0].Due
	}
	s.pass(t, webhook.Pass{GivenUp: 1})
	if last := s.dead[len(s.dead)-1]; len(s.dead) != 3 || last.Kind != "webhook-dead" || !strings.Contains(string(last.Body), "status 500") || last.Until.IsZero() {
		t.Errorf("kept %d, the last %s", len(s.dead), last.Body)
	}
}

// A deaf partner is tried once a pass and keeps nobody else waiting.
func TestDeafPartner(t *testing.T) {
	s := begin()
	calls := 0
	s.partner(t, "deaf", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls++
		w.WriteHeader(http.StatusBadGateway)
	}))
	s.partner(t, "well", status(http.StatusOK))
	s.add(webhook.Call{Partner: "deaf"}, webhook.Call{Partner: "deaf"}, webhook.Call{Partner: "well"}, webhook.Call{Partner: "deaf"})
	s.pass(t, webhook.Pass{Sent: 1, Again: 3})
	if calls != 1 {
		t.Errorf("called %d times", calls)
	}
}

// Nothing leads the server to its own doors.
func TestWhereItMayGo(t *testing.T) {
	var inner atomic.Int32 // connections, for one that is refused after it is made has knocked already
	within := httptest.NewUnstartedServer(status(http.StatusOK))
	within.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			inner.Add(1)
		}
	}
	within.Start()
	defer within.Close()
	port := within.URL[strings.LastIndex(within.URL, ":"):]
	s := begin()
	s.partner(t, "redirects", status(http.StatusTemporaryRedirect, "Location", within.URL))
	add := func(id, url string, networks ...netip.Prefix) {
		s.partners[id] = webhook.Partner{ID: id, URL: url, Secrets: [][]byte{secret}, Networks: networks}
	}
	add("loopback", within.URL)
	add("by name", "https://localhost"+port+"/")
	add("mapped", "https://[::ffff:127.0.0.1]"+port+"/")
	add("plain", "http://localhost"+port+"/", loopback...)
	add("user", "https://a:b@example.org/")
	add("file", "file:///etc/passwd")
	for id := range s.partners {
		s.add(webhook.Call{Partner: id})
	}
	for range 3 {
		if _, err := s.Pass(context.Background()); err != nil {
			t.Fatal(err)
		}
		s.now = s.now.Add(24 * time.Hour)
	}
	if n := inner.Load(); n > 0 || len(s.messages) != 7 {
		t.Errorf("the inner server was knocked at %d times, %d messages wait", n, len(s.messages))
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name, url string
		networks  string
		ok        bool
	}{
		{"public name", "https://partenaire.example/appel?x=1", "", true},
		{"public address", "https://8.8.8.8/", "", true},
		{"public address, version six", "https://[2606:4700::1111]/", "", true},
		{"plain", "http://partenaire.example/", "", false},
		{"private", "https://10.1.2.3/", "", false},
		{"private, opened", "https://10.1.2.3/", "10.1.0.0/16", true},
		{"private, another opened", "https://10.2.2.3/", "10.1.0.0/16", false},
		{"plain in a private network", "http://10.1.2.3/", "10.1.0.0/16", false},
		{"metadata of a cloud", "https://169.254.169.254/", "", false},
		{"shared by operators", "https://100.64.0.1/", "", false},
		{"any", "https://0.0.0.0/", "", false},
		{"broadcast", "https://255.255.255.255/", "", false},
		{"documentation", "https://192.0.2.1/", "", false},
		{"unique local", "https://[fd00::1]/", "", false},
		{"link-local", "https://[fe80::1]/", "", false},
		{"with a zone", "https://[fe80::1%25eth0]/", "fe80::/10", false},
		{"mapped private", "https://[::ffff:10.0.0.1]/", "", false},
		{"mapped, shared by operators", "https://[::ffff:100.64.0.1]/", "", false},
		{"private through a translator", "https://[64:ff9b::a00:1]/", "", false},
		{"private through 6to4", "https://[2002:a00:1::]/", "", false},
		{"loopback, opened", "http://127.0.0.1:8080/", "127.0.0.0/8", true},
		{"no host", "https:///x", "", false},
		{"relative", "/x", "", false},
		{"fragment", "https://partenaire.example/#x", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := webhook.Partner{URL: c.url, Secrets: [][]byte{secret}}
			if c.networks != "" {
				p.Networks = []netip.Prefix{netip.MustParsePrefix(c.networks)}
			}
			if err := p.Check(); (err == nil) != c.ok {
				t.Errorf("%v", err)
			}
		})
	}
	for _, secrets := range [][][]byte{nil, {secret, []byte("court")}} {
		if p := (webhook.Partner{URL: "https://partenaire.example/", Secrets: secrets}); p.Check() == nil {
			t.Errorf("%d secrets pass", len(secrets))
		}
	}
}

func TestVerify(t *testing.T) {
	body := []byte(`{"seq":1}`)
	signed := func(change func(http.Header)) http.Header {
		h := http.Header{}
		webhook.Sign(h, "42", start, body, [][]byte{secret, another})
		change(h)
		return h
	}
	keep := func(http.Header) {}
	for _, c := range []struct {
		name    string
		headers http.Header
		body    string
		secrets [][]byte
		after   time.Duration
		want    error
	}{
		{"right", signed(keep), string(body), [][]byte{secret}, 0, nil},
		{"with the other secret", signed(keep), string(body), [][]byte{another}, 0, nil},
		{"a little late", signed(keep), string(body), [][]byte{secret}, webhook.Tolerance, nil},
		{"too late", signed(keep), string(body), [][]byte{secret}, webhook.Tolerance + time.Second, webhook.ErrTooOld},
		{"too soon", signed(keep), string(body), [][]byte{secret}, -webhook.Tolerance - time.Second, webhook.ErrTooOld},
		{"another body", signed(keep), `{"seq":2}`, [][]byte{secret}, 0, webhook.ErrUnsigned},
		{"another secret", signed(keep), string(body), [][]byte{[]byte(strings.Repeat("x", 32))}, 0, webhook.ErrUnsigned},
		{"no secret", signed(keep), string(body), nil, 0, webhook.ErrUnsigned},
		{"an empty secret", signed(func(h http.Header) { webhook.Sign(h, "42", start, body, [][]byte{{}}) }), string(body), [][]byte{{}}, 0, webhook.ErrUnsigned},
		{"another identifier", signed(func(h http.Header) { h.Set("Webhook-Id", "43") }), string(body), [][]byte{secret}, 0, webhook.ErrUnsigned},
		{"another moment", signed(func(h http.Header) { h.Set("Webhook-Timestamp", strconv.FormatInt(start.Unix()+1, 10)) }), string(body), [][]byte{secret}, 0, webhook.ErrUnsigned},
		{"no signature", signed(func(h http.Header) { h.Del("Webhook-Signature") }), string(body), [][]byte{secret}, 0, webhook.ErrUnsigned},
		{"another version", signed(func(h http.Header) {
			h.Set("Webhook-Signature", strings.ReplaceAll(h.Get("Webhook-Signature"), "v1,", "v2,"))
		}), string(body), [][]byte{secret}, 0, webhook.ErrUnsigned},
		{"moved point", signed(func(h http.Header) { h.Set("Webhook-Id", "42.1") }), string(body), [][]byte{secret}, 0, webhook.ErrUnsigned},
	} {
		t.Run(c.name, func(t *testing.T) {
			id, err := webhook.Verify(c.headers, []byte(c.body), c.secrets, start.Add(c.after))
			if !errors.Is(err, c.want) || (c.want == nil) != (err == nil) || err == nil && id != "42" {
				t.Errorf("%q %v, want %v", id, err, c.want)
			}
		})
	}
}

// The signature of a known call: what another language has to find.
func TestVector(t *testing.T) {
	h := http.Header{}
	webhook.Sign(h, "42", start, []byte(`{"partner":"bailleur-a","kind":"demand.changed","seq":12}`), [][]byte{secret})
	want := http.Header{"Webhook-Id": {"42"}, "Webhook-Timestamp": {"1767603600"}, "Webhook-Signature": {"v1,Y3IJpOQz+bg+TJWTerKhWaVD8Bzzrlhlco4nONemfUo="}}
	if diff := cmp.Diff(want, h); diff != "" {
		t.Error(diff)
	}
}

func TestGuard(t *testing.T) {
	var g webhook.Guard
	if err := g.First("1", start); err != nil {
		t.Error(err)
	}
	if err := g.First("1", start.Add(webhook.Tolerance)); !errors.Is(err, webhook.ErrReplayed) {
		t.Errorf("%v", err)
	}
	for i := range 70_000 {
		err := g.First("x"+strconv.Itoa(i), start)
		if i > 60_000 && !errors.Is(err, webhook.ErrBusy) {
			t.Fatalf("call %d: %v", i, err)
		}
	}
	if err := g.First("2", start.Add(3*webhook.Tolerance)); err != nil {
		t.Errorf("later: %v", err)
	}
}

func TestReceiver(t *testing.T) {
	taken := 0
	h := webhook.Receiver([][]byte{secret}, func() time.Time { return start }, func(context.Context, []byte) error { taken++; return nil })
	send := func(method, body string, sign bool) int {
		r := httptest.NewRequest(method, "/", strings.NewReader(body))
		if sign {
			webhook.Sign(r.Header, "7", start, []byte(body), [][]byte{secret})
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		_, _ = io.Copy(io.Discard, w.Body)
		return w.Code
	}
	got := []int{
		send(http.MethodGet, "", true), send(http.MethodPost, "{}", false), send(http.MethodPost, strings.Repeat("x", webhook.MaxBytes+1), true),
		send(http.MethodPost, "{}", true), send(http.MethodPost, "{}", true),
	}
	want := []int{http.StatusMethodNotAllowed, http.StatusUnauthorized, http.StatusRequestEntityTooLarge, http.StatusNoContent, http.StatusOK}
	if diff := cmp.Diff(want, got); diff != "" || taken != 1 {
		t.Errorf("taken %d\n%s", taken, diff)
	}
}

// No header crashes a receiver, and none passes without a secret.
func FuzzVerify(f *testing.F) {
	f.Add("42", "1767603600", "v1,AAAA", []byte("{}"))
	f.Fuzz(func(t *testing.T, id, timestamp, signature string, body []byte) {
		h := http.Header{"Webhook-Id": {id}, "Webhook-Timestamp": {timestamp}, "Webhook-Signature": {signature}}
		if _, err := webhook.Verify(h, body, [][]byte{secret}, start); err == nil {
			t.Fatal("a forged call passes")
		}
	})
}
