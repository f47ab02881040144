package accounts

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// What a session lasts, beside those of agents, which are settings.
const (
	applicantIdle = 30 * time.Minute
	applicantLife = 2 * time.Hour
	anonymousIdle = 2 * time.Hour // somebody fills in a form
	anonymousLife = 24 * time.Hour
	pendingLife   = 10 * time.Minute // between the password and the code
	// seenEvery is how often the use of a session is written.
	seenEvery = time.Minute
	// backwardsTolerance is how far a clock may go back without ending sessions.
	backwardsTolerance = 2 * time.Minute
)

// state is what a session holds.
type state struct {
	Name       string    `json:"name"` // by which its owner ends it
	Kind       Kind      `json:"kind,omitempty"`
	Agent      string    `json:"agent,omitempty"`
	Demand     string    `json:"demand,omitempty"`
	Generation int       `json:"generation,omitempty"`
	Began      time.Time `json:"began"`
	Seen       time.Time `json:"seen"`
	Fresh      time.Time `json:"fresh,omitzero"`
	Browser    string    `json:"browser,omitempty"`
	Pending    *pending  `json:"pending,omitempty"`
	Enrol      []byte    `json:"enrol,omitempty"` // secret being enrolled, sealed
	Flow       *flow     `json:"flow,omitempty"`
	Back       string    `json:"back,omitempty"` // page asked for
}

// pending is a sign-in of which the first step is done.
type pending struct {
	Agent      string    `json:"agent"`
	Generation int       `json:"generation"`
	Since      time.Time `json:"since"`
	Wrong      int       `json:"wrong,omitempty"` // codes refused
}

// times gives how long a session of this sort lasts without use, and at most.
func (a *Accounts) times(s *state) (idle, life time.Duration) {
	switch s.Kind {
	case Applicant:
		return applicantIdle, applicantLife
	case Agent, Manager:
		return a.set.AgentIdle, a.set.AgentLife
	}
	return anonymousIdle, anonymousLife
}

// until is when a session ends if it is not used again.
func (a *Accounts) until(s *state) time.Time {
	idle, life := a.times(s)
	end := s.Seen.Add(idle)
	if last := s.Began.Add(life); last.Before(end) {
		return last
	}
	return end
}

// over reports a session that ended. One that began or was used in the future was
// written by a clock that has gone back since.
func (a *Accounts) over(s *state, now time.Time) bool {
	ahead := now.Add(backwardsTolerance)
	return !now.Before(a.until(s)) || s.Began.After(ahead) || s.Seen.After(ahead)
}

// manager makes the sessions of scs, which keeps cookies and tokens; moments are
// those of our clock, in the state.
func (a *Accounts) manager() *scs.SessionManager {
	m := scs.New()
	m.Store = sessionStore{a}
	m.Codec = sessionCodec{}
	m.HashTokenInStore = true
	m.Lifetime = max(a.set.AgentLife, anonymousLife)
	m.Cookie.Name, m.Cookie.Secure = "session", false
	if a.secure() {
		m.Cookie.Name, m.Cookie.Secure = "__Host-session", true
	}
	m.Cookie.Path, m.Cookie.HttpOnly, m.Cookie.SameSite = "/", true, http.SameSiteLaxMode
	m.Cookie.Persist = false
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		a.set.Log.ErrorContext(r.Context(), "session", "error", err)
		http.Error(w, "Le service est momentanément indisponible. Réessayez dans quelques minutes.", http.StatusServiceUnavailable)
	}
	return m
}

// stateKey is the only value of a session.
const stateKey = "state"

// sessionCodec writes a session as JSON, so that a dump of the store can be read.
type sessionCodec struct{}

func (sessionCodec) Encode(_ time.Time, values map[string]any) ([]byte, error) {
	s, ok := values[stateKey].(*state)
	if !ok {
		s = &state{}
	}
	return json.Marshal(s)
}

func (sessionCodec) Decode(b []byte) (time.Time, map[string]any, error) {
	s := &state{}
	if err := json.Unmarshal(b, s); err != nil {
		return time.Time{}, nil, fmt.Errorf("accounts: read session: %w", err)
	}
	return s.Seen.Add(anonymousLife), map[string]any{stateKey: s}, nil
}

// versions remembers, for one request, the versions of the sessions it read, so
// that a session ended meanwhile is not written again.
type versions struct {
	mu   sync.Mutex
	read map[string]int64
}

type versionsKey struct{}

// sessionStore keeps the sessions of scs as records of one kind, which no dump
// holds: each by the digest of its token, and the same digest by account, to list
// them.
type sessionStore struct{ a *Accounts }

// members is the prefix of the sessions of an account. A digest has no stroke.
func members(agent string) string { return "member/" + agent + "/" }

func memberKey(s *state, key string) string { return members(s.Agent) + key }

// FindCtx gives a session.
func (s sessionStore) FindCtx(ctx context.Context, key string) ([]byte, bool, error) {
	r, err := s.a.set.Store.Record(ctx, store.SessionKind, key, s.a.now())
	if errors.Is(err, store.ErrNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("accounts: read session: %w", err)
	}
	if v, ok := ctx.Value(versionsKey{}).(*versions); ok {
		v.mu.Lock()
		v.read[key] = r.Version
		v.mu.Unlock()
	}
	return r.Body, true, nil
}

// CommitCtx writes a session, unless it was ended since it was read.
func (s sessionStore) CommitCtx(ctx context.Context, key string, b []byte, _ time.Time) error {
	st := &state{}
	if err := json.Unmarshal(b, st); err != nil {
		return fmt.Errorf("accounts: write session: %w", err)
	}
	until := s.a.until(st)
	version := int64(0) // a new token
	if v, ok := ctx.Value(versionsKey{}).(*versions); ok {
		v.mu.Lock()
		version = v.read[key]
		v.mu.Unlock()
	}
	for range attempts {
		act := &store.Act{At: s.a.now(), Records: []store.Record{{Kind: store.SessionKind, Key: key, Version: version, Until: until, Body: b}}}
		if st.Agent != "" {
			act.Records = append(act.Records, store.Record{Kind: store.SessionKind, Key: memberKey(st, key), Version: store.AnyVersion, Until: until})
		}
		_, err := s.a.set.Store.Write(ctx, act)
		if err == nil {
			return nil
		}
		if !stale(err) {
			return fmt.Errorf("accounts: write session: %w", err)
		}
		now, err := s.a.set.Store.Record(ctx, store.SessionKind, key, s.a.now())
		if errors.Is(err, store.ErrNotFound) {
			return nil // ended by somebody else: it stays so
		}
		if err != nil {
			return fmt.Errorf("accounts: write session: %w", err)
		}
		version = now.Version // another request of the same browser: the last one stands
	}
	return nil
}

// DeleteCtx ends a session.
func (s sessionStore) DeleteCtx(ctx context.Context, key string) error {
	refs := []store.Ref{{Kind: store.SessionKind, Key: key}}
	r, err := s.a.set.Store.Record(ctx, store.SessionKind, key, s.a.now())
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil
	case err != nil:
		return fmt.Errorf("accounts: end session: %w", err)
	}
	st := &state{}
	if json.Unmarshal(r.Body, st) == nil && st.Agent != "" {
		refs = append(refs, store.Ref{Kind: store.SessionKind, Key: memberKey(st, key)})
	}
	if _, err := s.a.set.Store.Write(ctx, &store.Act{At: s.a.now(), Remove: refs}); err != nil {
		return fmt.Errorf("accounts: end session: %w", err)
	}
	return nil
}

// Find, Commit and Delete are those of a store that knows no context; scs does not
// call them.
func (s sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx.
func (s sessionStore) Commit(token string, b []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, b, expiry)
}

// Delete is DeleteCtx.
func (s sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// Load finds out who makes a request, for From. It goes around every handler of the
// server.
func (a *Accounts) Load(next http.Handler) http.Handler {
	inner := a.sessions.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i, err := a.identify(r.Context())
		if err != nil {
			a.sessions.ErrorFunc(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(with(r.Context(), i)))
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if bearer, ok := bearer(r); ok { // a program: cookies count for nothing
			i, err := a.program(r.Context(), bearer)
			if err != nil {
				a.sessions.ErrorFunc(w, r, err)
				return
			}
			next.ServeHTTP(w, r.WithContext(with(r.Context(), i)))
			return
		}
		inner.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), versionsKey{}, &versions{read: map[string]int64{}})))
	})
}

// identify tells who a session belongs to, and ends it when it is over.
func (a *Accounts) identify(ctx context.Context) (Identity, error) {
	s := a.state(ctx)
	if s == nil {
		return Identity{}, nil
	}
	now := a.now()
	if a.over(s, now) {
		return Identity{}, a.sessions.Destroy(ctx)
	}
	i := Identity{Kind: s.Kind, Session: s.Name, Fresh: s.Fresh, Agent: s.Agent, Demand: s.Demand}
	if s.Agent != "" {
		k, err := a.load(ctx, s.Agent)
		if errors.Is(err, ErrUnknown) || err == nil && (!k.Open(a.today()) || k.Generation != s.Generation) {
			return Identity{}, a.sessions.Destroy(ctx)
		}
		if err != nil {
			return Identity{}, err
		}
		i.Party, i.Desk, i.Rights = k.Party, k.Desk, k.Rights
	}
	if now.Sub(s.Seen) >= seenEvery {
		s.Seen = now
		a.put(ctx, s)
	}
	return i, nil
}

// state gives what the session of a request holds, nil when there is none. Outside
// of Load there is none.
func (a *Accounts) state(ctx context.Context) *state {
	if _, inside := ctx.Value(versionsKey{}).(*versions); !inside {
		return nil
	}
	s, _ := a.sessions.Get(ctx, stateKey).(*state)
	return s
}

// begun gives what the session of a request holds, and begins one when there is
// none.
func (a *Accounts) begun(ctx context.Context) *state {
	if s := a.state(ctx); s != nil {
		return s
	}
	now := a.now()
	return &state{Name: random()[:16], Began: now, Seen: now}
}

// put writes what the session of a request holds.
func (a *Accounts) put(ctx context.Context, s *state) { a.sessions.Put(ctx, stateKey, s) }

// renew gives the session a new token; the old one opens nothing any more.
func (a *Accounts) renew(ctx context.Context, s *state) error {
	if err := a.sessions.RenewToken(ctx); err != nil {
		return fmt.Errorf("accounts: renew session: %w", err)
	}
	s.Name = random()[:16]
	a.put(ctx, s)
	return nil
}

// signOut ends the session of a request.
func (a *Accounts) signOut(ctx context.Context) error {
	if s := a.state(ctx); s != nil && s.Agent != "" {
		a.set.Log.InfoContext(ctx, "signed out", "agent", s.Agent)
	}
	return a.sessions.Destroy(ctx)
}

// browser gives the family of a browser and its system, enough for an agent to know
// a session again.
func browser(agent string) string {
	find := func(known ...string) string {
		for i := 0; i < len(known); i += 2 {
			if strings.Contains(agent, known[i]) {
				return known[i+1]
			}
		}
		return ""
	}
	name := find("Edg", "Edge", "OPR", "Opera", "Firefox", "Firefox", "Chrom", "Chrome", "Safari", "Safari")
	system := find("Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Windows", "Windows", "Mac OS", "macOS", "Linux", "Linux")
	if name == "" || system == "" {
		return "Navigateur inconnu"
	}
	return name + ", " + system
}
