package webhook

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// topic of the messages in the store.
const topic = "webhook"

// kindDead is the record of a call given up, for the manager.
const kindDead = "webhook-dead"

// Call is what a partner is told: nothing of a demand, whose feed it reads with its
// own rights.
type Call struct {
	Partner string `json:"partner"`
	Kind    string `json:"kind"` // Moved
	Seq     int64  `json:"seq"`  // of the feed: read up to it
}

// Message makes the message to be written with an act.
func Message(c Call, due time.Time) store.Message {
	body, _ := json.Marshal(c) // plain data: cannot fail
	return store.Message{Topic: topic, Due: due, Body: body}
}

// Queue is what of the store a sender uses.
type Queue interface {
	Claim(ctx context.Context, topic string, now time.Time, lease time.Duration, limit int) ([]store.Message, error)
	Settle(ctx context.Context, id int64, next time.Time) error
	Write(ctx context.Context, act *store.Act) (store.Written, error)
}

// Sender sends the calls that are due. Several may share a store.
type Sender struct {
	Queue    Queue
	Partners func(ctx context.Context, id string) (Partner, bool, error)
	Now      func() time.Time
	Timeout  time.Duration // of one call; 0: 10 seconds
	Attempts int           // before a call is given up; 0: 16, some two days

	client *http.Client
}

// Pass says what one pass did.
type Pass struct {
	Sent    int
	Again   int // to be tried later
	GivenUp int // kept as records of kind webhook-dead
}

// Calls taken at once, and how long they are kept from other senders.
const (
	batch = 20
	lease = 10 * time.Minute
)

// Pass sends what is due, once. A partner that does not answer is not tried again
// in the same pass: it keeps nobody else waiting.
func (s *Sender) Pass(ctx context.Context) (Pass, error) {
	if s.client == nil {
		if s.Timeout <= 0 {
			s.Timeout = 10 * time.Second
		}
		if s.Attempts <= 0 {
			s.Attempts = 16
		}
		s.client = newClient(s.Timeout)
	}
	var out Pass
	messages, err := s.Queue.Claim(ctx, topic, s.Now(), lease, batch)
	if err != nil {
		return out, fmt.Errorf("webhook: take the calls that are due: %w", err)
	}
	deaf := map[string]bool{}
	for i := range messages {
		if err := s.one(ctx, &messages[i], deaf, &out); err != nil {
			return out, err
		}
	}
	return out, nil
}

// failure is why a call did not pass.
type failure struct {
	reason string
	after  time.Duration // asked for by the partner
	final  bool
}

// one sends a message and settles it.
func (s *Sender) one(ctx context.Context, m *store.Message, deaf map[string]bool, out *Pass) error {
	var c Call
	if err := json.Unmarshal(m.Body, &c); err != nil {
		return s.giveUp(ctx, m, "the message is not a call", out)
	}
	f := &failure{reason: "the partner did not answer a moment ago"}
	if !deaf[c.Partner] {
		p, known, err := s.Partners(ctx, c.Partner)
		switch {
		case errors.Is(err, ErrSealed): // the others are called meanwhile
			f = &failure{reason: ErrSealed.Error()}
		case err != nil:
			return fmt.Errorf("webhook: look for a partner: %w", err)
		case !known:
			return s.giveUp(ctx, m, "the partner is not called any more", out)
		default:
			f = s.send(ctx, &p, m, &c)
		}
	}
	switch {
	case f == nil:
		if err := s.Queue.Settle(ctx, m.ID, time.Time{}); err != nil {
			return fmt.Errorf("webhook: settle a call: %w", err)
		}
		out.Sent++
		return nil
	case f.final, m.Attempts >= s.Attempts:
		return s.giveUp(ctx, m, f.reason, out)
	}
	deaf[c.Partner] = true
	out.Again++
	if err := s.Queue.Settle(ctx, m.ID, s.Now().Add(max(delay(m), f.after))); err != nil {
		return fmt.Errorf("webhook: put a call off: %w", err)
	}
	return nil
}

// longest is the longest wait between two tries.
const longest = 6 * time.Hour

// delay doubles from thirty seconds, and spreads the calls of one moment.
func delay(m *store.Message) time.Duration {
	wait := longest
	if n := max(m.Attempts, 1); n < 11 {
		wait = min(longest, 30*time.Second<<(n-1))
	}
	h := fnv.New32a()
	_, _ = fmt.Fprintf(h, "%d/%d", m.ID, m.Attempts) // a hash never fails
	return wait + time.Duration(h.Sum32()%1000)*wait/5000
}

// giveUp keeps what could not be sent.
func (s *Sender) giveUp(ctx context.Context, m *store.Message, reason string, out *Pass) error {
	body, _ := json.Marshal(map[string]any{"reason": reason, "attempts": m.Attempts, "on": s.Now().UTC().Format(time.RFC3339), "body": m.Body})
	dead := store.Record{Kind: kindDead, Key: strconv.FormatInt(m.ID, 10), Version: store.AnyVersion, Body: body, Until: s.Now().AddDate(0, 1, 0)}
	if _, err := s.Queue.Write(ctx, &store.Act{Records: []store.Record{dead}, At: s.Now()}); err != nil {
		return fmt.Errorf("webhook: keep a call given up: %w", err)
	}
	if err := s.Queue.Settle(ctx, m.ID, time.Time{}); err != nil {
		return fmt.Errorf("webhook: settle a call given up: %w", err)
	}
	out.GivenUp++
	return nil
}

// send makes the call; nil when it passed.
func (s *Sender) send(ctx context.Context, p *Partner, m *store.Message, c *Call) *failure {
	if err := p.Check(); err != nil {
		return &failure{reason: err.Error()}
	}
	body, _ := json.Marshal(c) // plain data: cannot fail
	ctx = context.WithValue(ctx, partnerKey{}, p)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.URL, bytes.NewReader(body))
	if err != nil {
		return &failure{reason: "the address cannot be called"}
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "fichier-unique")
	Sign(req.Header, strconv.FormatInt(m.ID, 10), s.Now(), body, p.Secrets)
	resp, err := s.client.Do(req)
	if err != nil {
		if errors.Is(err, errAddress) {
			return &failure{reason: errAddress.Error()}
		}
		return &failure{reason: "the partner does not answer"}
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, MaxBytes)) // what it says is of no use
	switch {
	case resp.StatusCode >= 200 && resp.StatusCode < 300:
		return nil
	case resp.StatusCode == http.StatusGone:
		return &failure{reason: "the partner asks to be called no more", final: true}
	}
	f := &failure{reason: fmt.Sprintf("the partner answers with status %d", resp.StatusCode)}
	if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && seconds > 0 {
		f.after = min(longest, time.Duration(min(seconds, 86_400))*time.Second)
	}
	return f
}
