package webhook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Headers of a call.
const (
	headerID        = "Webhook-Id"
	headerTimestamp = "Webhook-Timestamp"
	headerSignature = "Webhook-Signature"
)

// Tolerance is how far the clocks of the two sides may be apart, and how old a call
// may be.
const Tolerance = 5 * time.Minute

// MaxBytes bounds the body of a call.
const MaxBytes = 64 << 10

// minSecret is the shortest secret that signs.
const minSecret = 24

// Errors of Verify that a caller may branch on.
var (
	ErrUnsigned = errors.New("webhook: the call is not signed by any of the secrets")
	ErrTooOld   = errors.New("webhook: the call is too old, or the clocks are apart")
	ErrReplayed = errors.New("webhook: the call was received already")
	ErrBusy     = errors.New("webhook: too many calls are remembered to tell a replay")
)

// Sign sets the headers of a call.
func Sign(h http.Header, id string, at time.Time, body []byte, secrets [][]byte) {
	timestamp := strconv.FormatInt(at.Unix(), 10)
	var all []string
	for _, secret := range secrets {
		all = append(all, "v1,"+base64.StdEncoding.EncodeToString(mac(secret, id, timestamp, body)))
	}
	h.Set(headerID, id)
	h.Set(headerTimestamp, timestamp)
	h.Set(headerSignature, strings.Join(all, " "))
}

func mac(secret []byte, id, timestamp string, body []byte) []byte {
	m := hmac.New(sha256.New, secret)
	m.Write([]byte(id + "." + timestamp + "."))
	m.Write(body)
	return m.Sum(nil)
}

// Verify says whether a call comes from who holds one of the secrets, and when it
// was made; it gives its identifier. A call verified may be an old one sent again
// within the tolerance: Guard tells.
func Verify(h http.Header, body []byte, secrets [][]byte, now time.Time) (id string, err error) {
	id, timestamp := h.Get(headerID), h.Get(headerTimestamp)
	// A point in the identifier would let two calls have the same signed text.
	if id == "" || len(id) > 128 || strings.Contains(id, ".") {
		return "", ErrUnsigned
	}
	if !signed(h.Get(headerSignature), id, timestamp, body, secrets) {
		return "", ErrUnsigned
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return "", ErrTooOld
	}
	if apart := now.Sub(time.Unix(seconds, 0)); apart > Tolerance || apart < -Tolerance {
		return "", ErrTooOld
	}
	return id, nil
}

// signed compares each signature with each secret, in constant time.
func signed(header, id, timestamp string, body []byte, secrets [][]byte) bool {
	found := false
	for i, one := range strings.Fields(header) {
		text, ok := strings.CutPrefix(one, "v1,")
		got, err := base64.StdEncoding.DecodeString(text)
		if !ok || err != nil || i >= 16 {
			continue
		}
		for _, secret := range secrets {
			if len(secret) >= minSecret && hmac.Equal(got, mac(secret, id, timestamp, body)) {
				found = true
			}
		}
	}
	return found
}

// Guard remembers the calls received, for as long as they could be sent again by
// somebody who listened. The zero Guard is ready; several goroutines may use it.
type Guard struct {
	mu   sync.Mutex
	seen map[string]time.Time
	next time.Time // when to forget
}

// guarded is how many calls a Guard remembers: ten minutes at a hundred a second.
const guarded = 60_000

// First says whether a call is the first of its identifier, ErrReplayed when it is
// not.
func (g *Guard) First(id string, now time.Time) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.seen == nil {
		g.seen = map[string]time.Time{}
	}
	if !now.Before(g.next) { // once a minute: a flood costs no more
		for old, at := range g.seen {
			if now.Sub(at) > 2*Tolerance {
				delete(g.seen, old)
			}
		}
		g.next = now.Add(time.Minute)
	}
	if at, ok := g.seen[id]; ok && now.Sub(at) <= 2*Tolerance {
		return ErrReplayed
	}
	if len(g.seen) >= guarded {
		return ErrBusy
	}
	g.seen[id] = now
	return nil
}

// forget lets a call come again: what it asked for failed.
func (g *Guard) forget(id string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.seen, id)
}

// Receiver is a handler for programs that are called: it verifies, and gives to
// handle each call once. An error of handle makes the call come again.
func Receiver(secrets [][]byte, now func() time.Time, handle func(ctx context.Context, body []byte) error) http.Handler {
	guard := &Guard{}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			http.Error(w, "POST only", http.StatusMethodNotAllowed)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBytes))
		if err != nil {
			http.Error(w, "body too large or cut", http.StatusRequestEntityTooLarge)
			return
		}
		id, err := Verify(r.Header, body, secrets, now())
		if err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
			return
		}
		switch err := guard.First(id, now()); {
		case errors.Is(err, ErrReplayed):
			w.WriteHeader(http.StatusOK) // done already: the sender may stop
			return
		case err != nil:
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		if err := handle(r.Context(), bytes.Clone(body)); err != nil {
			guard.forget(id)
			http.Error(w, "not now", http.StatusServiceUnavailable)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
}
