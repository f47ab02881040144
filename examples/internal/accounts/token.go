package accounts

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// Token is the key of a partner's program, as the manager sees it. Its text is shown
// once, when it is made.
type Token struct {
	ID       string      `json:"id"`              // opaque code
	Label    string      `json:"label,omitempty"` // of the manager: which system
	Party    string      `json:"party"`
	Agent    string      `json:"agent,omitempty"` // account of role api that stands in the journal of accesses
	Scopes   []string    `json:"scopes"`
	Made     time.Time   `json:"made"`
	Until    demand.Date `json:"until"` // last day
	Revoked  time.Time   `json:"revoked,omitzero"`
	LastUsed time.Time   `json:"last_used,omitzero"`
}

// tokenMark begins the text of a token, so that one left in a file is recognised.
const tokenMark = "fichier_"

// maxTokenDays is the longest life of a token.
const maxTokenDays = 366

// usedEvery is how often the use of a token is written.
const usedEvery = 10 * time.Minute

// Issue makes a token and gives its text, which is not kept: the program that uses
// it must write it down now.
func (a *Accounts) Issue(ctx context.Context, t Token) (text string, issued Token, err error) {
	today := a.today()
	switch {
	case !codeShape.MatchString(t.Party):
		return "", t, fmt.Errorf("%w: the token has no party; give the code of a party of the charter", ErrToken)
	case len(t.Scopes) == 0:
		return "", t, fmt.Errorf("%w: the token opens nothing; give it scopes", ErrToken)
	case t.Until.Before(today) || t.Until.IsZero() || t.Until.DaysSince(today) > maxTokenDays:
		return "", t, fmt.Errorf("%w: give the token a last day, within a year", ErrToken)
	}
	if t.Agent != "" {
		k, err := a.load(ctx, t.Agent)
		if err != nil {
			return "", t, err
		}
		if k.Role != ProgramRole || k.Party != t.Party {
			return "", t, fmt.Errorf("%w: the account of a token has the role api and the party of the token", ErrToken)
		}
	}
	text = tokenMark + random()
	t.ID, t.Made, t.Revoked, t.LastUsed = "T-"+digest(text)[:12], a.now(), time.Time{}, time.Time{}
	t.Scopes = slices.Compact(slices.Sorted(slices.Values(t.Scopes)))
	r, err := record("token", digest(text), 0, time.Time{}, t)
	if err == nil {
		err = a.write(ctx, r)
	}
	if err != nil {
		return "", t, fmt.Errorf("accounts: issue token: %w", err)
	}
	a.set.Log.InfoContext(ctx, "token issued", "token", t.ID)
	return text, t, nil
}

// Tokens lists every token, those revoked and ended too, the newest first.
func (a *Accounts) Tokens(ctx context.Context) ([]Token, error) {
	all, err := a.records(ctx, "token", "")
	out := make([]Token, len(all))
	for i, r := range all {
		if err := json.Unmarshal(r.Body, &out[i]); err != nil {
			return nil, fmt.Errorf("accounts: list tokens: %w", err)
		}
	}
	slices.SortStableFunc(out, func(x, y Token) int { return y.Made.Compare(x.Made) })
	return out, err
}

// Revoke ends a token at once.
func (a *Accounts) Revoke(ctx context.Context, id string) error {
	// The code of a token begins its digest.
	part, ok := strings.CutPrefix(id, "T-")
	if !ok || len(part) != 12 {
		return ErrUnknown
	}
	found, err := a.records(ctx, "token", part)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return ErrUnknown
	}
	err = alter(ctx, a, "token", found[0].Key, func(t *Token, _ bool) (time.Time, error) {
		if t.Revoked.IsZero() {
			t.Revoked = a.now()
		}
		return time.Time{}, nil
	})
	if err == nil {
		a.set.Log.InfoContext(ctx, "token revoked", "token", id)
	}
	return err
}

// bearer reads the token of a request.
func bearer(r *http.Request) (string, bool) {
	scheme, text, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return "", false
	}
	return strings.TrimSpace(text), true
}

// program tells who a token belongs to; Anonymous when it opens nothing.
func (a *Accounts) program(ctx context.Context, text string) (Identity, error) {
	if !strings.HasPrefix(text, tokenMark) || len(text) > 200 {
		return Identity{}, nil
	}
	key := digest(text)
	r, err := a.set.Store.Record(ctx, "token", key, a.now())
	if errors.Is(err, store.ErrNotFound) {
		return Identity{}, nil
	}
	var t Token
	if err == nil {
		err = json.Unmarshal(r.Body, &t)
	}
	if err != nil {
		return Identity{}, fmt.Errorf("accounts: read token: %w", err)
	}
	k, opens, err := a.opens(ctx, &t)
	if !opens || err != nil {
		return Identity{}, err
	}
	if now := a.now(); now.Sub(t.LastUsed) >= usedEvery {
		a.used(ctx, key, t.Agent, now)
	}
	return Identity{Kind: Partner, Party: t.Party, Agent: t.Agent, Rights: k.Rights, Scopes: t.Scopes, Token: t.ID}, nil
}

// opens reports a token that is neither revoked nor ended, of an account that is
// open, and gives that account, if it bears one. One made in the future was made by a clock that has gone back since.
func (a *Accounts) opens(ctx context.Context, t *Token) (Account, bool, error) {
	if !t.Revoked.IsZero() || a.today().After(t.Until) || t.Made.After(a.now().Add(backwardsTolerance)) {
		return Account{}, false, nil
	}
	if t.Agent == "" {
		return Account{}, true, nil
	}
	k, err := a.load(ctx, t.Agent)
	if errors.Is(err, ErrUnknown) {
		return Account{}, false, nil
	}
	return k.Account, err == nil && k.Open(a.today()) && k.Role == ProgramRole && k.Party == t.Party, err
}

// used writes when a token was used. It fails without harm: the next request does
// it.
func (a *Accounts) used(ctx context.Context, key, agent string, now time.Time) {
	_ = alter(ctx, a, "token", key, func(t *Token, found bool) (time.Time, error) {
		if !found || !t.Revoked.IsZero() {
			return time.Time{}, ErrUnknown
		}
		t.LastUsed = now
		return time.Time{}, nil
	})
	if agent != "" {
		_ = a.update(ctx, agent, func(k *kept) error { k.LastUsed = now; return nil })
	}
}
