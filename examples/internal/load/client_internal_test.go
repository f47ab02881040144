package load

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// The answers of a server are counted for what they are, whatever their form, and on
// connections that are kept.
func TestSend(t *testing.T) {
	var asked, connections atomic.Int64
	answers := []func(w http.ResponseWriter){
		func(w http.ResponseWriter) { _, _ = w.Write([]byte("short")) },
		func(w http.ResponseWriter) { _, _ = io.Copy(w, strings.NewReader(strings.Repeat("long", 10_000))) },
		func(w http.ResponseWriter) { w.WriteHeader(http.StatusConflict) },
		func(w http.ResponseWriter) { w.WriteHeader(http.StatusServiceUnavailable) },
		func(w http.ResponseWriter) {
			w.Header().Set("Connection", "close")
			w.WriteHeader(http.StatusNoContent)
		},
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || string(body) != "{}" || r.Header.Get("X-A") != "b" || r.Method != http.MethodPost || r.URL.Path != "/x" {
			t.Errorf("%v %s %q %v", err, r.Method, body, r.Header)
		}
		answers[int(asked.Add(1)-1)%len(answers)](w)
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	request, err := written(t.Context(), "POST", server.URL+"/x", http.Header{"X-A": {"b"}}, []byte("{}"))
	if err != nil {
		t.Fatal(err)
	}
	const rounds = 20
	left := rounds * len(answers)
	s := &process{pid: "self", address: strings.TrimPrefix(server.URL, "http://")}
	out, err := s.send(t.Context(), &plan{clients: 1, seconds: time.Minute}, func() []byte {
		if left--; left < 0 {
			return nil
		}
		return request
	})
	if err != nil {
		t.Fatal(err)
	}
	if out.Done != 3*rounds || out.Refused != rounds || out.Failed != rounds || out.P50MS > out.P99MS {
		t.Errorf("%+v", out)
	}
	if n := connections.Load(); n != rounds {
		t.Errorf("%d connections, want one until each that the server closes: %d", n, rounds)
	}
	server.Close()
	if out, err := s.send(t.Context(), &plan{clients: 1, seconds: time.Millisecond}, func() []byte { return request }); err == nil {
		t.Errorf("nobody listens: %+v", out)
	}
}

func TestSendEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { cancel() }))
	defer server.Close()
	request, err := written(ctx, "GET", server.URL+"/", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &process{pid: "self", address: strings.TrimPrefix(server.URL, "http://")}
	if _, err := s.send(ctx, &plan{clients: 2, seconds: time.Hour}, func() []byte { return request }); err != context.Canceled {
		t.Errorf("%v, want that it was ended", err)
	}
}

func TestRegistrationsMadeReady(t *testing.T) {
	s := &process{address: "127.0.0.1:1"}
	all, err := s.registrations(t.Context(), "secret", 50)
	if err != nil {
		t.Fatal(err)
	}
	different := map[string]bool{}
	for _, one := range all {
		different[string(one)] = true
		if !strings.HasPrefix(string(one), "POST /api/v1/demands HTTP/1.1\r\n") || !strings.Contains(string(one), "Bearer secret") || !strings.Contains(string(one), `"identity":true`) {
			t.Fatalf("%s", one)
		}
	}
	if len(different) != 50 {
		t.Errorf("%d requests, want 50", len(different))
	}
}
