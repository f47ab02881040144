package mail

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// Deliver hands one message over. A message that will never go is told by
// ErrNever; any other error is tried again.
type Deliver func(ctx context.Context, ref string, m *gomail.Msg) error

// ErrNever says that a message was refused for good.
var ErrNever = errors.New("mail: refused for good")

// Settings are what a sender needs.
type Settings struct {
	Store   store.Store
	Now     func() time.Time
	From    string // address that messages come from
	Name    string // optional: beside the address
	Deliver Deliver
	// Templates are read beside those of this package: templates/x.txt, with "subject"
	// and "body".
	Templates []fs.FS
	Log       *slog.Logger // optional
}

// Sender sends the messages that wait in the store.
type Sender struct {
	set   Settings
	texts texts
}

// How messages are tried.
const (
	batch     = 5
	patience  = 30 * time.Second // for one message
	lease     = 5 * time.Minute  // above batch × patience
	firstWait = time.Minute
	mostWait  = 6 * time.Hour
	giveUp    = 72 * time.Hour
)

// New makes a sender.
func New(set Settings) (*Sender, error) {
	if set.Store == nil || set.Now == nil || set.Deliver == nil {
		return nil, errors.New("mail: a store, a clock and a way to deliver are needed")
	}
	if _, err := address(set.From); err != nil {
		return nil, fmt.Errorf("mail: the sender: %w", err)
	}
	set.Log = cmp.Or(set.Log, slog.New(slog.DiscardHandler))
	t, err := read(set.Templates...)
	if err != nil {
		return nil, err
	}
	return &Sender{set: set, texts: t}, nil
}

// Send sends the messages that are due, a few at a time, and says how many it took:
// zero when none is due. An error is of the store; a message that does not go is
// put off, and the log says so.
func (s *Sender) Send(ctx context.Context) (int, error) {
	claimed, err := s.set.Store.Claim(ctx, Topic, s.set.Now(), lease, batch)
	if err != nil {
		return 0, fmt.Errorf("mail: take messages: %w", err)
	}
	for i, m := range claimed {
		if err := ctx.Err(); err != nil {
			return i, err // the others come back when the lease ends
		}
		if err := s.set.Store.Settle(ctx, m.ID, s.next(ctx, &m)); err != nil {
			return i, fmt.Errorf("mail: settle message: %w", err)
		}
	}
	return len(claimed), nil
}

// next sends one message and says when to try again; zero: never.
func (s *Sender) next(ctx context.Context, m *store.Message) time.Time {
	var q queued
	if err := json.Unmarshal(m.Body, &q); err != nil {
		s.set.Log.ErrorContext(ctx, "mail cannot be read", "message", m.ID)
		return time.Time{}
	}
	err := s.deliver(ctx, &q)
	now := s.set.Now()
	switch age := now.Sub(q.Made); {
	case err == nil:
		s.set.Log.InfoContext(ctx, "mail sent", "ref", q.Ref, "template", q.Template)
	case errors.Is(err, ErrNever):
		s.set.Log.WarnContext(ctx, "mail refused for good", "ref", q.Ref, "template", q.Template)
	case age > giveUp:
		s.set.Log.ErrorContext(ctx, "mail given up", "ref", q.Ref, "template", q.Template, "attempts", m.Attempts)
	default:
		s.set.Log.WarnContext(ctx, "mail put off", "ref", q.Ref, "template", q.Template, "attempts", m.Attempts, "why", kind(err))
		return now.Add(wait(m.Attempts))
	}
	return time.Time{}
}

// wait is how long after so many attempts the next one comes.
func wait(attempts int) time.Duration {
	d := firstWait
	for range max(0, attempts-1) {
		if d *= 2; d >= mostWait {
			return mostWait
		}
	}
	return d
}

// kind says what went wrong without a word of the message: the errors of the
// library hold addresses.
func kind(err error) string {
	var refused *gomail.SendError
	switch {
	case errors.As(err, &refused):
		return fmt.Sprintf("%s (%d)", refused.Reason, refused.ErrorCode())
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	case errors.Is(err, errText):
		return "the template cannot be filled"
	}
	return "not delivered"
}

// errText says that a message could not be written.
var errText = errors.New("mail: write")

// deliver writes a message and hands it over.
func (s *Sender) deliver(ctx context.Context, q *queued) error {
	text, err := s.texts.write(q)
	if err != nil {
		return fmt.Errorf("%w: %w", errText, err)
	}
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingQP))
	if err := errors.Join(m.FromFormat(s.set.Name, s.set.From), m.To(q.To)); err != nil {
		return ErrNever
	}
	m.SetMessageIDWithValue(q.Ref + "@" + domain(s.set.From))
	m.SetDateWithValue(q.Made)
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader("Content-Language", "fr")
	m.Subject(text.Subject)
	m.SetBodyString(gomail.TypeTextPlain, text.Body)
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	return s.set.Deliver(ctx, q.Ref, m)
}
