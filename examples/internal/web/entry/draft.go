package entry

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// draft is a form that is being filled in.
type draft struct {
	Form        demand.Form       `json:"form"`
	Raw         map[string]string `json:"raw,omitempty"`     // what could not be read, as it was typed
	Visited     map[string]bool   `json:"visited,omitempty"` // steps that were sent
	Told        map[string]string `json:"told,omitempty"`    // doubts shown once already, by step
	Association bool              `json:"association,omitempty"`
	Papers      []paper           `json:"papers,omitempty"`
	Changed     demand.Date       `json:"changed"`

	// Of a change to a demand.
	Verb string       `json:"verb,omitempty"` // modifier, renouveler
	Seen int64        `json:"seen,omitempty"` // sequence at which the demand was read
	Was  *demand.Form `json:"was,omitempty"`  // the demand as it was read

	// Once deposited, nothing else is left.
	Deposited string `json:"deposited,omitempty"` // key of the demand

	key     string // of the record
	code    string // of the applicant
	version int64
}

// paper is a document uploaded with a draft.
type paper struct {
	ID     string `json:"id"`
	Code   string `json:"code"`
	Person string `json:"person,omitempty"`
	Type   string `json:"type"`
	Size   int64  `json:"size"`
}

// errNoDraft says that the browser has no draft, or one that is over.
var errNoDraft = errors.New("entry: no draft")

const cookieLife = 31 * 24 * time.Hour

// The cookies: that of the draft opens it, and what it became until a number is
// given; that of the receipt opens nothing, it lets the page show the code once
// more to who is signed in.
const (
	draftCookie   = "brouillon"
	receiptCookie = "reprise"
)

// receiptLife is how long the receipt shows the code after the deposit.
const receiptLife = time.Hour

func (e *Entry) cookieName(r *http.Request, name string) string {
	if e.Router.Secure(r) {
		return "__Host-" + name
	}
	return name
}

func (e *Entry) setCookie(w http.ResponseWriter, r *http.Request, name, code string, life time.Duration) {
	c := &http.Cookie{Name: e.cookieName(r, name), Value: code, Path: "/", HttpOnly: true, Secure: e.Router.Secure(r), SameSite: http.SameSiteLaxMode, MaxAge: int(life.Seconds())}
	if life <= 0 {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// newCode draws the code of a draft: ninety bits, in letters and digits that are
// not taken for one another over the telephone.
func (e *Entry) newCode() (string, error) {
	var raw [12]byte
	if _, err := io.ReadFull(e.Random, raw[:]); err != nil {
		return "", fmt.Errorf("entry: draw a code: %w", err)
	}
	return codeAlphabet.EncodeToString(raw[:])[:18], nil
}

// codeAlphabet is that of Crockford: an O is a 0, an I and an L are a 1, there is
// no U.
var codeAlphabet = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// shownCode writes a code as it is read aloud.
func shownCode(code string) string {
	var parts []string
	for len(code) > 6 {
		parts, code = append(parts, code[:6]), code[6:]
	}
	return strings.Join(append(parts, code), "-")
}

// typedCode reads a code as people type it.
func typedCode(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'O':
			return '0'
		case r == 'I' || r == 'L':
			return '1'
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		}
		return -1
	}, strings.ToUpper(text))
}

// keyOf is the key of the record of a draft: nobody who reads the store knows the
// code.
func keyOf(code string) string {
	sum := sha256.Sum256([]byte("brouillon " + code))
	return "b" + hex.EncodeToString(sum[:16])
}

// changeKey is the key of the draft of a change to a demand.
func changeKey(demand string) string {
	sum := sha256.Sum256([]byte("changement " + demand))
	return "c" + hex.EncodeToString(sum[:16])
}

// mine gives the draft of the browser.
func (e *Entry) mine(r *http.Request) (*draft, error) { return e.named(r, draftCookie) }

// named finds a draft by the code that a cookie holds.
func (e *Entry) named(r *http.Request, name string) (*draft, error) {
	cookie, err := r.Cookie(e.cookieName(r, name))
	if err != nil || len(cookie.Value) != 18 {
		return nil, errNoDraft
	}
	return e.byCode(r.Context(), cookie.Value)
}

func (e *Entry) byCode(ctx context.Context, code string) (*draft, error) {
	d, err := e.load(ctx, keyOf(code))
	if d != nil {
		d.code = code
	}
	return d, err
}

func (e *Entry) load(ctx context.Context, key string) (*draft, error) {
	record, err := e.Registry.Store().Record(ctx, registry.DraftKind, key, e.Now())
	if errors.Is(err, store.ErrNotFound) {
		return nil, errNoDraft
	}
	if err != nil {
		return nil, err
	}
	d := &draft{key: key, version: record.Version}
	if err := json.Unmarshal(record.Body, d); err != nil {
		return nil, fmt.Errorf("entry: read a draft: %w", err)
	}
	if d.over(e.Registry.Today(), e.months()) {
		return nil, errNoDraft
	}
	return d, nil
}

// months is how long a draft is kept.
func (e *Entry) months() int {
	if _, c, err := e.setting(); err == nil && c.Retention.DraftMonths > 0 {
		return c.Retention.DraftMonths
	}
	return 1
}

func (d *draft) over(today demand.Date, months int) bool {
	return today.After(d.Changed.AddMonths(months))
}

// save writes a draft; a store.StaleError says that it moved meanwhile.
func (e *Entry) save(ctx context.Context, d *draft) error {
	return e.write(ctx, d, &store.Act{})
}

func (e *Entry) write(ctx context.Context, d *draft, act *store.Act) error {
	d.Changed = e.Registry.Today()
	body, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("entry: write a draft: %w", err)
	}
	act.Records = append(act.Records, store.Record{Kind: registry.DraftKind, Key: d.key, Version: d.version, Body: body})
	act.At = e.Now()
	_, err = e.Registry.Store().Write(ctx, act)
	return err
}

// update reads a draft, changes it and writes it; taken up again when two pages of
// one browser write at once.
func (e *Entry) update(ctx context.Context, key string, change func(*draft) error) (*draft, error) {
	for try := 0; ; try++ {
		d, err := e.load(ctx, key)
		if err != nil {
			return nil, err
		}
		if err := change(d); err != nil {
			return nil, err
		}
		err = e.save(ctx, d)
		var stale *store.StaleError
		if errors.As(err, &stale) && try < 5 {
			continue
		}
		return d, err
	}
}

// drop erases a draft with its papers.
func (e *Entry) drop(ctx context.Context, d *draft) error {
	act := &store.Act{Remove: []store.Ref{{Kind: registry.DraftKind, Key: d.key}}, At: e.Now()}
	held, err := e.Registry.Store().Papers(ctx, d.key)
	if err != nil {
		return err
	}
	for _, p := range held {
		act.RemovePapers = append(act.RemovePapers, p.ID)
	}
	_, err = e.Registry.Store().Write(ctx, act)
	return err
}

// Clean erases the drafts whose delay has passed, with their papers, and says how
// many. It is to be called before Registry.Purge, which keeps the proof of the
// rest.
func (e *Entry) Clean(ctx context.Context) (int, error) {
	today, months := e.Registry.Today(), e.months()
	var over []*draft
	for record, err := range e.Registry.Store().Records(ctx, registry.DraftKind, "", e.Now()) {
		if err != nil {
			return 0, err
		}
		d := &draft{key: record.Key}
		if json.Unmarshal(record.Body, d) == nil && d.over(today, months) {
			over = append(over, d)
		}
	}
	for i, d := range over {
		if err := e.drop(ctx, d); err != nil {
			return i, err
		}
	}
	return len(over), nil
}
