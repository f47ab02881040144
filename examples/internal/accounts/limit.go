package accounts

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// rule says how attempts of a sort are slowed down: so many are free, then each
// one makes the next wait, twice as long each time, up to a ceiling. One attempt is
// forgiven each time that the leak passes. Nobody is ever locked out: at worst, one
// attempt passes each ceiling.
type rule struct {
	name    string
	free    int
	first   time.Duration
	ceiling time.Duration
	leak    time.Duration
}

// The rules of attempts. Each line of a sign-in is counted by the pair of login and
// address, by address, and by login alone; the last has a low ceiling, and does not
// hold at an address where the account has signed in before. An address may be that
// of a whole town hall: its mistakes are soon forgiven.
var (
	byPair    = rule{"pair", 5, 2 * time.Second, 15 * time.Minute, 15 * time.Minute}
	byAddress = rule{"address", 30, 2 * time.Second, 15 * time.Minute, 30 * time.Second}
	byLogin   = rule{"login", 20, time.Second, 30 * time.Second, 30 * time.Second}

	// Codes, once the password is known: a million codes, three of which are right.
	factorPair  = rule{"factor-pair", 5, 4 * time.Second, 15 * time.Minute, 15 * time.Minute}
	factorAlone = rule{"factor", 10, 4 * time.Second, 5 * time.Minute, 5 * time.Minute}

	// Links: every request counts, whether or not it meets a demand. That of a number
	// with a date bounds the messages that one person gets; that of a number alone is
	// looser, so that a stranger who knows the number does not keep its owner out.
	linkAsked   = rule{"link", 3, 5 * time.Minute, 12 * time.Hour, 12 * time.Hour}
	linkNumber  = rule{"link-number", 20, time.Minute, 10 * time.Minute, 10 * time.Minute}
	linkAddress = rule{"link-address", 10, 30 * time.Second, time.Hour, 5 * time.Minute}
	linkOpened  = rule{"link-open", 20, 2 * time.Second, 15 * time.Minute, time.Minute}
)

// forgetting is when attempts are forgotten, counted from the last one.
const forgetting = 24 * time.Hour

// delay is how long the attempt after the nth waits.
func (r rule) delay(n int) time.Duration {
	if n < r.free {
		return 0
	}
	d := r.first
	for range n - r.free {
		if d *= 2; d >= r.ceiling {
			return r.ceiling
		}
	}
	return d
}

// count is what is kept of attempts.
type count struct {
	N    int       `json:"n"`
	From time.Time `json:"from,omitzero"` // from when the leak is counted
	Next time.Time `json:"next,omitzero"`
}

// forgive takes away what has leaked.
func (c *count) forgive(r rule, now time.Time) {
	leaked := now.Sub(c.From) / r.leak
	if c.N == 0 || leaked < 0 || int64(leaked) >= int64(c.N) {
		c.N, c.From = max(0, c.N-max(0, int(leaked))), now
		return
	}
	c.N -= int(leaked)
	c.From = c.From.Add(leaked * r.leak)
}

// counted is an attempt that was counted.
type counted struct {
	rule rule
	key  string
}

func limitKey(a *Accounts, r rule, subject []string) string {
	return r.name + "/" + a.hidden(append([]string{r.name}, subject...)...)
}

// attempt counts an attempt before it is made, so that many at once are not more
// than many in turn; a WaitError says that it may not be made, and it is not
// counted then.
func (a *Accounts) attempt(ctx context.Context, r rule, subject ...string) (counted, error) {
	key := limitKey(a, r, subject)
	now := a.now()
	err := alter(ctx, a, "limit", key, func(c *count, _ bool) (time.Time, error) {
		// A delay longer than the rule gives comes from a clock that went back.
		if wait := c.Next.Sub(now); wait > 0 && wait <= r.delay(c.N) {
			return time.Time{}, &WaitError{wait}
		}
		c.forgive(r, now)
		c.N++
		c.Next = now.Add(r.delay(c.N))
		return now.Add(forgetting), nil
	})
	return counted{r, key}, err
}

// attemptAll counts an attempt under several rules; refused under one, it is taken
// back from the others.
func (a *Accounts) attemptAll(ctx context.Context, under ...func() (counted, error)) ([]counted, error) {
	var done []counted
	for _, one := range under {
		c, err := one()
		if err != nil {
			a.takeBack(ctx, done...)
			return nil, err
		}
		done = append(done, c)
	}
	return done, nil
}

// takeBack uncounts attempts that succeeded, or were not made. A failure to write
// leaves them counted, which only slows down.
func (a *Accounts) takeBack(ctx context.Context, done ...counted) {
	for _, one := range done {
		now := a.now()
		_ = alter(ctx, a, "limit", one.key, func(c *count, _ bool) (time.Time, error) {
			c.N = max(0, c.N-1)
			c.Next = now.Add(min(one.rule.delay(c.N), max(0, c.Next.Sub(now))))
			return now.Add(forgetting), nil
		})
	}
}

// succeeded forgets the failures of a login and of a pair, and takes back the
// attempt from an address: signing in to one account does not wash out what was
// tried on others.
func (a *Accounts) succeeded(ctx context.Context, done ...counted) {
	for _, one := range done {
		if one.rule.name == byAddress.name {
			a.takeBack(ctx, one)
			continue
		}
		_ = alter(ctx, a, "limit", one.key, func(c *count, _ bool) (time.Time, error) {
			*c = count{}
			return a.now().Add(time.Second), nil
		})
	}
}

// recognised is how long an account is known at an address.
const recognised = 30 * 24 * time.Hour

// knownAt reports an account that signed in from an address not long ago.
func (a *Accounts) knownAt(ctx context.Context, login, address string) bool {
	_, err := a.set.Store.Record(ctx, "known", a.hidden("known", login, address), a.now())
	return err == nil
}

// seenAt remembers that an account signed in from an address.
func (a *Accounts) seenAt(ctx context.Context, login, address string) error {
	until := a.now().Add(recognised)
	r, err := record("known", a.hidden("known", login, address), store.AnyVersion, until, struct{}{})
	if err != nil {
		return err
	}
	return a.write(ctx, r)
}

// Address gives where a request comes from, as it is counted: the host of an IPv4
// address, the network of an IPv6 one, of which a subscriber has many. What a proxy
// says of those before it counts when the proxy is one of Settings.Proxies.
func (a *Accounts) Address(r *http.Request) string {
	ip := parseAddress(r.RemoteAddr)
	said := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(said) - 1; i >= 0 && a.trusted(ip); i-- {
		before := parseAddress(strings.TrimSpace(said[i]))
		if !before.IsValid() {
			break
		}
		ip = before
	}
	switch {
	case !ip.IsValid():
		return "unknown"
	case ip.Is6():
		network, _ := ip.Prefix(64) // 64 is a length of any of them
		return network.String()
	}
	return ip.String()
}

// trusted reports one of the proxies of the server.
func (a *Accounts) trusted(ip netip.Addr) bool {
	return ip.IsValid() && slices.ContainsFunc(a.set.Proxies, func(p netip.Prefix) bool { return p.Contains(ip) })
}

// parseAddress reads an address, with or without a port.
func parseAddress(text string) netip.Addr {
	if host, _, err := net.SplitHostPort(text); err == nil {
		text = host
	}
	ip, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Addr{}
	}
	return ip.Unmap().WithZone("")
}
