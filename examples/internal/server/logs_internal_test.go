package server

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// shared is a buffer that a server writes to while a test waits.
type shared struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *shared) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *shared) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// What net/http says of a connection, with the address of the visitor and whatever
// panicked, is a line of our log without a word of it.
func TestConnectionsTellNobody(t *testing.T) {
	var out shared
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("MARQUEUR") }))
	s.Config.ErrorLog = connections(newLog(&out, "text"))
	s.Start()
	if _, err := s.Client().Get(s.URL); err == nil {
		t.Error("answered")
	}
	s.Close() // waits for the connection to end
	said := out.String()
	if !strings.Contains(said, "kind=panic") || strings.Contains(said, "MARQUEUR") || strings.Contains(said, "127.0.0.1") || strings.Count(said, "\n") != 1 {
		t.Errorf("%q", said)
	}
}
