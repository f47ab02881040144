package web_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/web"
)

// slow is a body whose sender stops in the midst until it is told to go on.
type slow struct {
	begun chan<- struct{}
	on    <-chan struct{}
	left  int
}

func (s *slow) Read(p []byte) (int, error) {
	if s.begun != nil {
		s.begun <- struct{}{}
		s.begun = nil
		<-s.on
	}
	if s.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), s.left)
	s.left -= n
	return n, nil
}

// Those who hold large bodies open take so much memory and no more: neither do they
// keep out those who send little, nor people of another audience.
func TestBodiesUnderWay(t *testing.T) {
	rt, _ := router(t, func(c *web.Config) {
		c.Admit = func(*http.Request, web.Audience) web.Verdict { return web.Admitted }
		c.Address = func(r *http.Request) string { return r.Header.Get("X-From") }
	})
	read := func(_ http.ResponseWriter, r *http.Request) error {
		_, err := io.ReadAll(r.Body)
		return err
	}
	const document = 5 << 20
	rt.Page("POST /document", web.Public, read, web.Body(document))
	rt.Page("POST /own", web.Applicant, read, web.Body(document))
	rt.Page("POST /desk", web.Agent, read, web.Body(document))
	rt.Page("POST /stream", web.Public, read, web.Body(document), web.Streamed())
	send := func(path, from string, body io.Reader, length int64) *http.Response {
		r := httptest.NewRequest("POST", path, body)
		r.Header.Set("X-From", from)
		r.ContentLength = length
		return ask(rt, r)
	}
	small := func() io.Reader { return strings.NewReader(strings.Repeat("x", 1000)) }
	large := func() io.Reader { return bytes.NewReader(make([]byte, document)) }
	begun, on, ended := make(chan struct{}), make(chan struct{}), make(chan int)
	held := 0
	hold := func(path, from string, length int64) {
		go func() { ended <- send(path, from, &slow{begun: begun, on: on, left: 10}, length).StatusCode }()
		<-begun
		held++
	}
	for range 4 {
		hold("/document", "a", document)
	}
	refused := send("/document", "a", large(), document)
	if refused.StatusCode != http.StatusTooManyRequests || refused.Header.Get("Retry-After") == "" {
		t.Errorf("the fifth of one address: %d", refused.StatusCode)
	}
	if got := send("/document", "a", large(), -1).StatusCode; got != http.StatusTooManyRequests {
		t.Errorf("one that does not say its length: %d", got)
	}
	if got := send("/document", "a", small(), 1000).StatusCode; got != http.StatusOK {
		t.Errorf("a small one: %d", got)
	}
	if got := send("/stream", "a", large(), document).StatusCode; got != http.StatusOK {
		t.Errorf("one that is read as it comes: %d", got)
	}
	for _, from := range []string{"b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p"} {
		hold("/own", from, -1)
	}
	refused = send("/document", "q", large(), document)
	if refused.StatusCode != http.StatusServiceUnavailable || refused.Header.Get("Retry-After") == "" {
		t.Errorf("one beyond all: %d", refused.StatusCode)
	}
	if got := send("/desk", "a", large(), document).StatusCode; got != http.StatusOK {
		t.Errorf("a desk: %d", got)
	}
	close(on)
	for range held {
		if got := <-ended; got != http.StatusOK {
			t.Errorf("one that went on: %d", got)
		}
	}
	for range 30 {
		if got := send("/document", "a", large(), document).StatusCode; got != http.StatusOK {
			t.Fatalf("once they have ended: %d", got)
		}
	}
}
