package accounts

import (
	"context"
	"crypto/rand"
	"errors"
	"time"
)

// freshFor is how long a full sign-in is enough for what is sensitive, such as
// changing the second factor.
const freshFor = 10 * time.Minute

// usable reports an account that may sign in.
func (a *Accounts) usable(k *kept) bool {
	return k.Agent != "" && k.Open(a.today()) && k.Role != ProgramRole
}

// password checks the first step of a sign-in: the same work, the same time and the
// same answer whatever is wrong.
func (a *Accounts) password(ctx context.Context, login, password, address string) (kept, error) {
	login = foldLogin(login)
	under := []func() (counted, error){
		func() (counted, error) { return a.attempt(ctx, byAddress, address) },
		func() (counted, error) { return a.attempt(ctx, byPair, login, address) },
	}
	if !a.knownAt(ctx, login, address) {
		under = append(under, func() (counted, error) { return a.attempt(ctx, byLogin, login) })
	}
	done, err := a.attemptAll(ctx, under...)
	if err != nil {
		return kept{}, err
	}
	k, err := a.byLogin(ctx, login)
	if err != nil && !errors.Is(err, ErrUnknown) {
		return kept{}, err
	}
	ok, again, err := a.hasher.matches(ctx, password, k.Password)
	if err != nil {
		return kept{}, err
	}
	if !ok || !a.usable(&k) || k.Provider != "" {
		a.set.Log.WarnContext(ctx, "password refused", "agent", k.Agent)
		return kept{}, ErrRefused
	}
	a.succeeded(ctx, done...)
	if again {
		a.rehash(ctx, &k, password)
	}
	return k, nil
}

// rehash keeps a password under the cost of today. When it fails, the next sign-in
// tries again.
func (a *Accounts) rehash(ctx context.Context, k *kept, password string) {
	now, err := a.hasher.hash(ctx, password)
	if err != nil {
		return
	}
	old := k.Password
	_ = a.update(ctx, k.Agent, func(k *kept) error {
		if k.Password != old {
			return ErrRefused
		}
		k.Password = now
		return nil
	})
}

// first opens the second step of a sign-in in the session of the request.
func (a *Accounts) first(ctx context.Context, k *kept) error {
	s := a.begun(ctx)
	if s.Agent != k.Agent || s.Generation != k.Generation { // whoever was signed in here no longer is
		s = &state{Began: a.now(), Seen: a.now(), Back: s.Back}
	}
	s.Pending = &pending{Agent: k.Agent, Generation: k.Generation, Since: a.now()}
	s.Enrol, s.Flow = nil, nil
	return a.renew(ctx, s)
}

// waiting gives the account whose first step is done in this session.
func (a *Accounts) waiting(ctx context.Context) (*state, kept, error) {
	s := a.state(ctx)
	if s == nil || s.Pending == nil {
		return nil, kept{}, ErrRefused
	}
	since := a.now().Sub(s.Pending.Since)
	k, err := a.load(ctx, s.Pending.Agent)
	if err != nil && !errors.Is(err, ErrUnknown) {
		return nil, kept{}, err
	}
	if since > pendingLife || since < -backwardsTolerance || !a.usable(&k) || k.Generation != s.Pending.Generation {
		s.Pending, s.Enrol = nil, nil
		a.put(ctx, s)
		return nil, kept{}, ErrRefused
	}
	return s, k, nil
}

// wrongCodes is how many codes may be refused before the password is asked again.
const wrongCodes = 5

// factor checks the second step of a sign-in and, if it is right, signs in.
func (a *Accounts) factor(ctx context.Context, code, address, userAgent string) error {
	s, k, err := a.waiting(ctx)
	if err != nil {
		return err
	}
	done, err := a.attemptFactor(ctx, &k, address)
	if err != nil {
		return err
	}
	err = a.update(ctx, k.Agent, func(now *kept) error { return a.useFactor(now, code) })
	if errors.Is(err, ErrRefused) {
		a.set.Log.WarnContext(ctx, "code refused", "agent", k.Agent)
		if s.Pending.Wrong++; s.Pending.Wrong >= wrongCodes {
			s.Pending = nil
		}
		a.put(ctx, s)
	}
	if err != nil {
		return err
	}
	a.succeeded(ctx, done...)
	return a.finish(ctx, s, &k, address, userAgent)
}

// attemptFactor counts a code.
func (a *Accounts) attemptFactor(ctx context.Context, k *kept, address string) ([]counted, error) {
	under := []func() (counted, error){func() (counted, error) { return a.attempt(ctx, factorPair, k.Agent, address) }}
	if !a.knownAt(ctx, k.Login, address) {
		under = append(under, func() (counted, error) { return a.attempt(ctx, factorAlone, k.Agent) })
	}
	return a.attemptAll(ctx, under...)
}

// finish signs in: a new session under a new token. When somebody proves again who
// they are, the session keeps its age.
func (a *Accounts) finish(ctx context.Context, s *state, k *kept, address, userAgent string) error {
	now := a.now()
	fresh := &state{Agent: k.Agent, Generation: k.Generation, Began: now, Seen: now, Fresh: now, Browser: browser(userAgent), Back: s.Back}
	if fresh.Kind = Agent; k.Role == ManagerRole {
		fresh.Kind = Manager
	}
	if s.Agent == k.Agent {
		fresh.Began = s.Began
	}
	if err := a.update(ctx, k.Agent, func(k *kept) error {
		k.LastUsed = now
		return nil
	}); err != nil {
		return err
	}
	if err := a.seenAt(ctx, k.Login, address); err != nil {
		return err
	}
	if err := a.sessions.RenewToken(ctx); err != nil {
		return err
	}
	fresh.Name = random()[:16]
	a.put(ctx, fresh)
	a.set.Log.InfoContext(ctx, "signed in", "agent", k.Agent)
	return a.fewer(ctx, k.Agent, a.set.MaxSessions-1)
}

// enrolling gives the secret that the session enrols, and begins when there is none.
// It is for somebody who has no second factor yet, once the password is right, or
// who has just proved who they are.
func (a *Accounts) enrolling(ctx context.Context) (*state, kept, []byte, error) {
	s, k, err := a.mayEnrol(ctx)
	if err != nil {
		return nil, k, nil, err
	}
	if len(s.Enrol) > 0 {
		if secret, err := a.unsealed(k.Agent, s.Enrol); err == nil {
			return s, k, secret, nil
		}
	}
	secret := make([]byte, secretBytes)
	rand.Read(secret) // never fails
	s.Enrol = a.sealed(k.Agent, secret)
	a.put(ctx, s)
	return s, k, secret, nil
}

func (a *Accounts) mayEnrol(ctx context.Context) (*state, kept, error) {
	if s := a.state(ctx); s != nil && s.Agent != "" {
		if !From(ctx).FreshAt(a.now(), freshFor) {
			return nil, kept{}, errNotFresh
		}
		k, err := a.load(ctx, s.Agent)
		return s, k, err
	}
	s, k, err := a.waiting(ctx)
	if err == nil && len(k.Secret) > 0 {
		err = ErrRefused
	}
	return s, k, err
}

// errNotFresh says that the whole of a sign-in is asked again.
var errNotFresh = errors.New("accounts: sign in again")

// enrol keeps the secret that the session enrols, once a code shows that the
// authenticator has it, and gives the recovery codes. Other sessions end; this one
// is signed in.
func (a *Accounts) enrol(ctx context.Context, code, address, userAgent string) ([]string, error) {
	s, k, secret, err := a.enrolling(ctx)
	if err != nil {
		return nil, err
	}
	done, err := a.attemptFactor(ctx, &k, address)
	if err != nil {
		return nil, err
	}
	n, ok := step(secret, foldCode(code), a.now())
	if !ok {
		return nil, ErrRefused
	}
	shown, keptAs := newRecovery()
	replaces := s.Agent != ""
	err = a.update(ctx, k.Agent, func(now *kept) error {
		if len(now.Secret) > 0 && !replaces || now.Generation != k.Generation {
			return ErrRefused // another browser was faster
		}
		now.Secret, now.Steps, now.Recovery = a.sealed(now.Agent, secret), []int64{n}, keptAs
		now.Generation++
		k = *now
		return nil
	})
	if err != nil {
		return nil, err
	}
	a.succeeded(ctx, done...)
	a.set.Log.InfoContext(ctx, "second factor enrolled", "agent", k.Agent)
	if err := a.forgetSessions(ctx, k.Agent, s.Name); err != nil {
		return nil, err
	}
	return shown, a.finish(ctx, s, &k, address, userAgent)
}

// knows gives the account of this session, whose member gives its password: an
// attempt that is counted as in a sign-in.
func (a *Accounts) knows(ctx context.Context, password, address string) (*state, kept, error) {
	s := a.state(ctx)
	if s == nil || s.Agent == "" {
		return nil, kept{}, ErrRefused
	}
	k, err := a.load(ctx, s.Agent)
	if err == nil {
		_, err = a.password(ctx, k.Login, password, address)
	}
	return s, k, err
}

// changePassword replaces a password by its owner: the current one is asked, and
// counted as in a sign-in. Other sessions end, this one has a new token.
func (a *Accounts) changePassword(ctx context.Context, current, next, address string) error {
	s, k, err := a.knows(ctx, current, address)
	if err != nil {
		return err
	}
	if current == next {
		return Unchanged
	}
	if err := a.refuses(next, k.Login); err != nil {
		return err
	}
	hash, err := a.hasher.hash(ctx, next)
	if err != nil {
		return err
	}
	err = a.update(ctx, k.Agent, func(now *kept) error {
		if now.Generation != k.Generation {
			return ErrRefused
		}
		now.Password = hash
		now.Generation++
		k = *now
		return nil
	})
	if err != nil {
		return err
	}
	a.set.Log.InfoContext(ctx, "password changed", "agent", k.Agent)
	if err := a.forgetSessions(ctx, k.Agent, s.Name); err != nil {
		return err
	}
	s.Generation = k.Generation
	return a.renew(ctx, s)
}

// again proves who somebody is, within a session: the password, then the code.
func (a *Accounts) again(ctx context.Context, password, code, address, userAgent string) error {
	s, k, err := a.knows(ctx, password, address)
	if err != nil {
		return err
	}
	done, err := a.attemptFactor(ctx, &k, address)
	if err != nil {
		return err
	}
	if err := a.update(ctx, k.Agent, func(now *kept) error { return a.useFactor(now, code) }); err != nil {
		return err
	}
	a.succeeded(ctx, done...)
	return a.finish(ctx, s, &k, address, userAgent)
}

// EnterAs signs in to an account without password nor code, in the session of the
// request: for a demonstration, see Settings.Demo.
func (a *Accounts) EnterAs(ctx context.Context, agent string) error {
	if !a.set.Demo {
		return errors.New("accounts: nobody enters without proof outside of a demonstration")
	}
	k, err := a.load(ctx, agent)
	if err != nil {
		return err
	}
	if !a.usable(&k) {
		return ErrRefused
	}
	return a.finish(ctx, a.begun(ctx), &k, "demo", "")
}
