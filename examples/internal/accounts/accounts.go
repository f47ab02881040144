package accounts

import (
	"cmp"
	"context"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/seal"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// Errors a caller may branch on.
var (
	// ErrRefused says that what was given opens nothing, and no more than that.
	ErrRefused = errors.New("accounts: refused")
	// ErrTaken says that the code or the login of an account is another's.
	ErrTaken = errors.New("accounts: the code or the login belongs to another account; choose another one")
	// ErrNoPassword says that an account has no password that an invitation would
	// choose.
	ErrNoPassword = errors.New("accounts: the account is closed, of a program, or signs in with its provider: it has no password to choose")
	// ErrUnknown says that there is no such account, token or session.
	ErrUnknown = errors.New("accounts: there is none of this code")
	// ErrAccount answers who writes an account that cannot be; the text says why.
	ErrAccount = errors.New("accounts: no such account is kept")
	// ErrToken answers who asks for a token that cannot be; the text says why.
	ErrToken = errors.New("accounts: no such token is made")
)

// WaitError says that too many attempts were made, and how long to wait.
type WaitError struct{ Wait time.Duration }

// Error says how long to wait.
func (e *WaitError) Error() string {
	return fmt.Sprintf("accounts: too many attempts; wait %s", e.Wait.Round(time.Second))
}

// Find gives the demand that bears a number, if its applicant was born on that
// day, with the e-mail address of its form; false when there is none, or no
// address.
type Find func(ctx context.Context, number, birth string) (demand, email string, ok bool)

// Settings are what the accounts of a server need. What is marked optional has a
// default.
type Settings struct {
	Store store.Store
	Now   func() time.Time
	Zone  *time.Location // of the civil days
	// Key is 32 bytes that stay on the server, outside of the database: it seals the
	// secrets of second factors and hides what attempts are counted by. With another
	// key, second factors are enrolled again.
	Key []byte
	// Origin is how browsers see the server, such as https://fichier.example: links and
	// the name of the cookie follow from it.
	Origin string
	// Organisation is shown in authenticators, and refused in passwords.
	Organisation string
	Find         Find       // optional: without it, no link is sent
	Providers    []Provider // optional
	Log          *slog.Logger
	// Proxies are the addresses of what stands before the server, whose word on where
	// a request comes from is taken. Without them, everybody behind a proxy is counted
	// as one, and slowed down as one.
	Proxies []netip.Prefix // optional
	// Demo lets EnterAs sign anybody in without proof: for a demonstration on one's own
	// machine, and refused for any other origin than plain http there.
	Demo bool

	// Breached tells a password that is known to have been stolen, from a list on this
	// machine: a password is sent nowhere. None is shipped.
	Breached func(password string) bool // optional

	Hash        HashCost      // optional
	AgentIdle   time.Duration // optional: 30 minutes
	AgentLife   time.Duration // optional: 12 hours
	MaxSessions int           // optional: 10
}

// Accounts knows who is who.
type Accounts struct {
	set       Settings
	origin    *url.URL
	sessions  *scs.SessionManager
	hasher    *hasher
	seal      cipher.AEAD
	blind     []byte // key under which logins, numbers and addresses are counted
	providers []*provider
}

// check tells why a server cannot have such accounts.
func (set *Settings) check() (*url.URL, error) {
	switch {
	case set.Store == nil || set.Now == nil || set.Zone == nil:
		return nil, errors.New("accounts: a store, a clock and a zone are needed")
	case len(set.Key) != seal.KeySize:
		return nil, errors.New("accounts: the key has not 32 bytes; make one with a random generator and keep it apart from the database")
	}
	origin, err := parseOrigin(set.Origin)
	if err == nil && set.Demo && origin.Scheme != "http" {
		err = errors.New("accounts: a demonstration lets everybody in; run it on http://127.0.0.1 only")
	}
	return origin, err
}

// parseOrigin reads how browsers see the server: plain http on this machine only.
func parseOrigin(text string) (*url.URL, error) {
	origin, err := url.Parse(text)
	switch {
	case err != nil || origin.Host == "" || origin.Scheme != "https" && origin.Scheme != "http" || origin.Path != "" || origin.RawQuery != "":
		return nil, errors.New("accounts: the origin is not an address such as https://fichier.example; give the scheme and the host that browsers see")
	case origin.Scheme == "http" && !loopback(origin.Hostname()):
		return nil, errors.New("accounts: the origin is plain http on another host than this machine; put a certificate before the server and give its https address")
	}
	return origin, nil
}

// New makes the accounts of a server.
func New(set Settings) (*Accounts, error) {
	origin, err := set.check()
	if err != nil {
		return nil, err
	}
	set.Hash = set.Hash.orDefault()
	set.AgentIdle = cmp.Or(set.AgentIdle, 30*time.Minute)
	set.AgentLife = cmp.Or(set.AgentLife, 12*time.Hour)
	set.MaxSessions = cmp.Or(set.MaxSessions, 10)
	set.Organisation = cmp.Or(set.Organisation, "Fichier partagé")
	set.Log = cmp.Or(set.Log, slog.New(slog.DiscardHandler))
	a := &Accounts{set: set, origin: origin, hasher: newHasher(set.Hash)}
	if err := a.keys(); err != nil {
		return nil, err
	}
	for _, p := range set.Providers {
		made, err := newProvider(p, a)
		if err != nil {
			return nil, err
		}
		a.providers = append(a.providers, made)
	}
	a.sessions = a.manager()
	return a, nil
}

// keys draws from the key of the server one key for each use.
func (a *Accounts) keys() (err error) {
	if a.seal, err = seal.New(a.set.Key, "second factors"); err != nil {
		return fmt.Errorf("accounts: %w", err)
	}
	if a.blind, err = seal.Key(a.set.Key, "counting"); err != nil {
		return fmt.Errorf("accounts: %w", err)
	}
	return nil
}

func loopback(host string) bool {
	return host == "localhost" || host == "::1" || strings.HasPrefix(host, "127.")
}

func (a *Accounts) secure() bool { return a.origin.Scheme == "https" }

// now is the moment, without what a record would not keep.
func (a *Accounts) now() time.Time { return a.set.Now().UTC().Truncate(time.Millisecond) }

// today is the civil day.
func (a *Accounts) today() demand.Date {
	now := a.set.Now().In(a.set.Zone)
	day, _ := demand.NewDate(now.Year(), int(now.Month()), now.Day())
	return day
}

// link writes an address of the server.
func (a *Accounts) link(parts ...string) string { return a.origin.JoinPath(parts...).String() }

// hidden gives what stands for something said, so that neither a login, nor a
// number, nor an address is a key of the store.
func (a *Accounts) hidden(said ...string) string {
	mac := hmac.New(sha256.New, a.blind)
	for _, s := range said {
		fmt.Fprintf(mac, "%d:%s", len(s), s)
	}
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// random gives 256 bits as text.
func random() string {
	var b [32]byte
	rand.Read(b[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// digest is under what a random text is kept.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// record makes the record of a value.
func record(kind, key string, version int64, until time.Time, v any) (store.Record, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return store.Record{}, fmt.Errorf("accounts: write %s: %w", kind, err)
	}
	return store.Record{Kind: kind, Key: key, Version: version, Until: until, Body: body}, nil
}

// write commits records.
func (a *Accounts) write(ctx context.Context, records ...store.Record) error {
	_, err := a.set.Store.Write(ctx, &store.Act{At: a.now(), Records: records})
	return err
}

// records reads every record of a kind whose key begins with a prefix.
func (a *Accounts) records(ctx context.Context, kind, prefix string) ([]store.Record, error) {
	var out []store.Record
	for r, err := range a.set.Store.Records(ctx, kind, prefix, a.now()) {
		if err != nil {
			return nil, fmt.Errorf("accounts: list %s: %w", kind, err)
		}
		out = append(out, r)
	}
	return out, nil
}

// stale reports an act that failed because something moved since it was read.
func stale(err error) bool {
	var moved *store.StaleError
	return errors.As(err, &moved)
}

// attempts bounds how often a change is tried again when others change the same
// record: each failure means that another one succeeded.
const attempts = 50

// alter reads a record, lets a function change its value, and writes it, again if
// another came between. The function sees the zero value when there is none; what
// it returns for an end is the record's. An error of its own stops it.
func alter[T any](ctx context.Context, a *Accounts, kind, key string, change func(v *T, found bool) (until time.Time, err error)) error {
	for range attempts {
		var v T
		got, err := a.set.Store.Record(ctx, kind, key, a.now())
		found := err == nil
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("accounts: read %s: %w", kind, err)
		}
		if found {
			if err := json.Unmarshal(got.Body, &v); err != nil {
				return fmt.Errorf("accounts: read %s: %w", kind, err)
			}
		}
		until, err := change(&v, found)
		if err != nil {
			return err
		}
		changed, err := record(kind, key, got.Version, until, v)
		if err != nil {
			return err
		}
		if err = a.write(ctx, changed); !stale(err) {
			return err
		}
	}
	return fmt.Errorf("accounts: write %s: others changed it all the time; try again", kind)
}
