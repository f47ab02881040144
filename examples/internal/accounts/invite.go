package accounts

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// invitationLife is how long an invitation opens an account.
const invitationLife = 72 * time.Hour

// invitation is what is kept of an invitation, under the digest of its secret.
type invitation struct {
	Agent string `json:"agent"`
}

// Invite gives the address of the page where the owner of an account chooses a
// password: used once, within three days; an earlier one opens nothing any more.
// It is for a new account and for a forgotten password: a second factor that is
// enrolled stays, and is asked. The manager hands it over, and never knows the
// password.
func (a *Accounts) Invite(ctx context.Context, agent string) (link string, err error) {
	secret := random()
	until := a.now().Add(invitationLife)
	r, err := record("invitation", digest(secret), 0, until, invitation{agent})
	if err != nil {
		return "", err
	}
	if err := a.write(ctx, r); err != nil {
		return "", fmt.Errorf("accounts: invite: %w", err)
	}
	err = a.update(ctx, agent, func(k *kept) error {
		if !a.usable(k) || k.Provider != "" {
			return ErrNoPassword
		}
		k.Invited = digest(secret)
		return nil
	})
	if err != nil {
		return "", err
	}
	a.set.Log.InfoContext(ctx, "invited", "agent", agent)
	return a.link("invitation", secret), nil
}

// ResetFactor takes away the second factor of an account whose owner lost it, with
// the password and the sessions. The manager makes sure of who asks, as when the
// account was opened, then hands over the new invitation. An account that signs in
// with its provider has no invitation: its next sign-in enrols another factor.
func (a *Accounts) ResetFactor(ctx context.Context, agent string) (link string, err error) {
	local := true
	err = a.update(ctx, agent, func(k *kept) error {
		if !a.usable(k) {
			return ErrNoPassword
		}
		local = k.Provider == ""
		k.Secret, k.Steps, k.Recovery, k.Password = nil, nil, nil, ""
		k.Generation++
		return nil
	})
	if err != nil {
		return "", err
	}
	a.set.Log.InfoContext(ctx, "second factor reset", "agent", agent)
	if err := a.forgetSessions(ctx, agent, ""); err != nil {
		return "", err
	}
	if !local {
		return "", nil
	}
	return a.Invite(ctx, agent)
}

// invited gives the account that an invitation opens.
func (a *Accounts) invited(ctx context.Context, secret string) (kept, error) {
	var i invitation
	r, err := a.set.Store.Record(ctx, "invitation", digest(secret), a.now())
	if errors.Is(err, store.ErrNotFound) {
		return kept{}, ErrRefused
	}
	if err == nil {
		err = json.Unmarshal(r.Body, &i)
	}
	if err != nil {
		return kept{}, fmt.Errorf("accounts: read invitation: %w", err)
	}
	k, err := a.load(ctx, i.Agent)
	if errors.Is(err, ErrUnknown) || err == nil && (!a.usable(&k) || k.Invited != digest(secret)) {
		return kept{}, ErrRefused
	}
	return k, err
}

// accept uses an invitation: the password is chosen, and the second step of the
// sign-in opens in the session of the request. Every session of the account ends.
func (a *Accounts) accept(ctx context.Context, secret, password string) error {
	k, err := a.invited(ctx, secret)
	if err != nil {
		return err
	}
	if err := a.refuses(password, k.Login); err != nil {
		return err
	}
	hash, err := a.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	err = a.update(ctx, k.Agent, func(now *kept) error {
		if now.Invited != digest(secret) {
			return ErrRefused // used meanwhile
		}
		now.Password, now.Invited = hash, ""
		now.Generation++
		k = *now
		return nil
	})
	if err != nil {
		return err
	}
	a.set.Log.InfoContext(ctx, "password chosen", "agent", k.Agent)
	if err := a.forgetSessions(ctx, k.Agent, ""); err != nil {
		return err
	}
	return a.first(ctx, &k)
}

// Bootstrap gives a new server its first manager: an account of that login and
// party, and the address where its password is chosen, which the program prints.
// Once a manager can sign in it does nothing and gives no address; until then,
// each start gives a new one. A server whose managers are all closed is as new.
func (a *Accounts) Bootstrap(ctx context.Context, login, party string) (link string, err error) {
	all, err := a.All(ctx)
	if err != nil {
		return "", err
	}
	waiting, free := "", 1
	for i := range all {
		if all[i].Agent == firstCode(free) { // the list is by code
			free++
		}
		if all[i].Role != ManagerRole || !all[i].Open(a.today()) {
			continue
		}
		k, err := a.load(ctx, all[i].Agent)
		if err != nil {
			return "", err
		}
		if k.Password != "" || k.Provider != "" {
			return "", nil
		}
		waiting = k.Agent
	}
	if waiting == "" {
		waiting = firstCode(free)
		err := a.Create(ctx, Account{Agent: waiting, Login: login, Party: party, Role: ManagerRole, Rights: access.Acts(), Named: true, OpenedOn: a.today()})
		if errors.Is(err, ErrTaken) {
			return "", errors.New("accounts: no manager can sign in, and the login of the new one belongs to another account; start with another login")
		}
		if err != nil {
			return "", err
		}
	}
	return a.Invite(ctx, waiting)
}

// firstCode is the code of an account that the server opens by itself.
func firstCode(n int) string { return fmt.Sprintf("A-%04d", n) }
