package accounts

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// Session is a session of an account, as its owner sees it.
type Session struct {
	Name    string
	Began   time.Time
	Seen    time.Time
	Browser string
	key     string
}

// Sessions lists the open sessions of an account, the latest first.
func (a *Accounts) Sessions(ctx context.Context, agent string) ([]Session, error) {
	k, err := a.load(ctx, agent)
	if err != nil {
		return nil, err
	}
	found, err := a.records(ctx, store.SessionKind, members(agent))
	if err != nil {
		return nil, err
	}
	var out []Session
	now := a.now()
	for _, r := range found {
		key := strings.TrimPrefix(r.Key, members(agent))
		body, err := a.set.Store.Record(ctx, store.SessionKind, key, now)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		var s state
		if err == nil {
			err = json.Unmarshal(body.Body, &s)
		}
		if err != nil {
			return nil, fmt.Errorf("accounts: list sessions: %w", err)
		}
		if s.Agent == agent && s.Generation == k.Generation && !a.over(&s, now) {
			out = append(out, Session{s.Name, s.Began, s.Seen, s.Browser, key})
		}
	}
	slices.SortFunc(out, func(x, y Session) int { return y.Seen.Compare(x.Seen) })
	return out, nil
}

// EndSession ends one session of an account, by its name.
func (a *Accounts) EndSession(ctx context.Context, agent, name string) error {
	all, err := a.Sessions(ctx, agent)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(s Session) bool { return s.Name == name })
	if i < 0 {
		return ErrUnknown
	}
	return a.end(ctx, agent, all[i:i+1])
}

// EndSessions ends every session of an account, at once: the manager's way.
func (a *Accounts) EndSessions(ctx context.Context, agent string) error {
	if err := a.update(ctx, agent, func(k *kept) error { k.Generation++; return nil }); err != nil {
		return err
	}
	a.set.Log.InfoContext(ctx, "sessions ended", "agent", agent)
	return a.forgetSessions(ctx, agent, "")
}

// EndEverySession ends the sessions of all accounts.
func (a *Accounts) EndEverySession(ctx context.Context) error {
	all, err := a.All(ctx)
	for i := range all {
		if err == nil {
			err = a.EndSessions(ctx, all[i].Agent)
		}
	}
	return err
}

// forgetSessions removes the sessions of an account but one. They are over already
// when the generation has changed: this only makes room.
func (a *Accounts) forgetSessions(ctx context.Context, agent, but string) error {
	found, err := a.records(ctx, store.SessionKind, members(agent))
	if err != nil {
		return err
	}
	var over []Session
	now := a.now()
	for _, r := range found {
		key := strings.TrimPrefix(r.Key, members(agent))
		var s state
		body, err := a.set.Store.Record(ctx, store.SessionKind, key, now)
		if err == nil && json.Unmarshal(body.Body, &s) == nil && but != "" && s.Name == but {
			continue
		}
		over = append(over, Session{key: key})
	}
	return a.end(ctx, agent, over)
}

// fewer ends the sessions used longest ago, but so many.
func (a *Accounts) fewer(ctx context.Context, agent string, but int) error {
	all, err := a.Sessions(ctx, agent)
	if err != nil || len(all) <= but {
		return err
	}
	return a.end(ctx, agent, all[but:])
}

// end removes sessions.
func (a *Accounts) end(ctx context.Context, agent string, over []Session) error {
	if len(over) == 0 {
		return nil
	}
	act := &store.Act{At: a.now()}
	for _, s := range over {
		act.Remove = append(act.Remove, store.Ref{Kind: store.SessionKind, Key: s.key}, store.Ref{Kind: store.SessionKind, Key: members(agent) + s.key})
	}
	if _, err := a.set.Store.Write(ctx, act); err != nil {
		return fmt.Errorf("accounts: end sessions: %w", err)
	}
	return nil
}
