package accounts

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/fichier-unique/rules/examples/internal/mail"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web/form"
	"github.com/fichier-unique/rules/numbering"
)

const (
	// linkLife is how long the link of an applicant opens the demand.
	linkLife = 30 * time.Minute
	// linkTopic is where requests for a link wait.
	linkTopic = "applicant-link"
	// linkLate is when a request that waited is let go: the applicant has asked again.
	linkLate = 2 * time.Hour
)

// linkRequest is a request for a link, as it waits.
type linkRequest struct {
	Number string    `json:"number,omitempty"`
	Birth  string    `json:"birth,omitempty"`
	At     time.Time `json:"at"`
}

// oneLink is what is kept of a link, under the digest of its token.
type oneLink struct {
	Demand string `json:"demand"`
	Used   bool   `json:"used,omitempty"`
}

// parseBirth reads a date of birth as people write it in the form of a demand.
func parseBirth(text string) (string, bool) {
	d, ok := form.Day(text)
	if !ok {
		return "", false
	}
	return d.String(), true
}

// parseNumber reads a unique number as people write it.
func parseNumber(text string) (string, bool) {
	folded := strings.ToUpper(strings.Join(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" -.\t\u00a0\u202f", r) }), ""))
	n, err := numbering.Parse(folded)
	if err != nil {
		return "", false
	}
	return n.String(), true
}

// askLink asks for a link to be sent to the address of a demand. Whether there is
// such a demand is found out later, by SendLinks: the answer is the same, after the
// same work, for a demand that exists, one that does not, one without an address,
// and a number asked for too often. A WaitError is about the sender alone.
func (a *Accounts) askLink(ctx context.Context, number, birth, address string) error {
	if _, err := a.attempt(ctx, linkAddress, address); err != nil {
		return err
	}
	request := linkRequest{Number: number, Birth: birth, At: a.now()}
	_, err := a.attemptAll(ctx,
		func() (counted, error) { return a.attempt(ctx, linkNumber, number) },
		func() (counted, error) { return a.attempt(ctx, linkAsked, number, birth) })
	var wait *WaitError
	if errors.As(err, &wait) {
		request.Number, request.Birth = "", "" // as much is written, which asks for nothing
	} else if err != nil {
		return err
	}
	body, err := json.Marshal(request)
	if err != nil {
		return fmt.Errorf("accounts: ask for a link: %w", err)
	}
	_, err = a.set.Store.Write(ctx, &store.Act{At: a.now(), Messages: []store.Message{{Topic: linkTopic, Due: a.now(), Body: body}}})
	if err != nil {
		return fmt.Errorf("accounts: ask for a link: %w", err)
	}
	return nil
}

// SendLinks answers the requests for a link that wait, and says how many there
// were. The server calls it every second or so. A request may be answered twice
// when the server stops in between: both links work once.
func (a *Accounts) SendLinks(ctx context.Context) (int, error) {
	const batch = 20
	claimed, err := a.set.Store.Claim(ctx, linkTopic, a.now(), time.Minute, batch)
	if err != nil {
		return 0, fmt.Errorf("accounts: send links: %w", err)
	}
	for i, m := range claimed {
		var request linkRequest
		if err := json.Unmarshal(m.Body, &request); err == nil {
			if err := a.sendLink(ctx, request); err != nil {
				return i, err
			}
		}
		if err := a.set.Store.Settle(ctx, m.ID, time.Time{}); err != nil {
			return i, fmt.Errorf("accounts: send links: %w", err)
		}
	}
	return len(claimed), nil
}

func (a *Accounts) sendLink(ctx context.Context, request linkRequest) error {
	if a.set.Find == nil || request.Number == "" || a.now().Sub(request.At) > linkLate {
		return nil
	}
	key, email, ok := a.set.Find(ctx, request.Number, request.Birth)
	if !ok || key == "" || !mail.Reaches(email) {
		return nil // an address that is none must not hold up the requests behind it
	}
	token := random()
	link, err := record("link", digest(token), 0, a.now().Add(linkLife), oneLink{Demand: key})
	if err != nil {
		return err
	}
	message, err := mail.Message(email, "lien", map[string]string{
		"Link": a.link("acces", token), "Minutes": fmt.Sprint(int(linkLife.Minutes())),
	}, a.now())
	if err != nil {
		return fmt.Errorf("accounts: send links: %w", err)
	}
	if _, err := a.set.Store.Write(ctx, &store.Act{At: a.now(), Records: []store.Record{link}, Messages: []store.Message{message}}); err != nil {
		return fmt.Errorf("accounts: send links: %w", err)
	}
	return nil
}

// linkWaits reports a link that was not used yet. It uses nothing: programs that
// look into mails open links too.
func (a *Accounts) linkWaits(ctx context.Context, token string) (bool, error) {
	var l oneLink
	r, err := a.set.Store.Record(ctx, "link", digest(token), a.now())
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err == nil {
		err = json.Unmarshal(r.Body, &l)
	}
	if err != nil {
		return false, fmt.Errorf("accounts: read link: %w", err)
	}
	return !l.Used, nil
}

// openLink uses a link and signs in: a session bound to that one demand.
func (a *Accounts) openLink(ctx context.Context, token, address string) error {
	done, err := a.attempt(ctx, linkOpened, address)
	if err != nil {
		return err
	}
	var l oneLink
	now := a.now()
	err = alter(ctx, a, "link", digest(token), func(v *oneLink, found bool) (time.Time, error) {
		if !found || v.Used {
			return time.Time{}, ErrRefused
		}
		l = *v
		v.Used = true
		return now.Add(linkLife), nil
	})
	if err != nil {
		return err
	}
	a.takeBack(ctx, done)
	return a.EnterAsApplicant(ctx, l.Demand)
}

// EnterAsApplicant opens, in the session of the request, the one demand of an
// applicant: after a link, or right after the demand was registered in this very
// session.
func (a *Accounts) EnterAsApplicant(ctx context.Context, demand string) error {
	now := a.now()
	if err := a.sessions.RenewToken(ctx); err != nil {
		return fmt.Errorf("accounts: open session: %w", err)
	}
	a.put(ctx, &state{Name: random()[:16], Kind: Applicant, Demand: demand, Began: now, Seen: now, Fresh: now})
	a.set.Log.InfoContext(ctx, "applicant entered")
	return nil
}
