package webhook

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

// Partner is who is called.
type Partner struct {
	ID      string
	URL     string
	Secrets [][]byte // each signs: the new one beside the old while it is changed
	// Networks are the private networks where its address may be. The loopback too is
	// opened here, and lets plain http pass.
	Networks []netip.Prefix
}

// errAddress says that a partner's address is not one to call. It quotes nothing.
var errAddress = errors.New("webhook: the address is not one of the public Internet; open its network in the configuration of the partner")

// Check says what is wrong in a partner's configuration.
func (p *Partner) Check() error {
	if len(p.Secrets) == 0 {
		return errors.New("webhook: the partner has no secret")
	}
	for _, s := range p.Secrets {
		if len(s) < minSecret {
			return fmt.Errorf("webhook: a secret has at least %d bytes", minSecret)
		}
	}
	u, err := url.Parse(p.URL)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Fragment != "" || u.Opaque != "" {
		return errors.New("webhook: the address is not an absolute https address without user nor fragment")
	}
	return p.checkHost(u)
}

// checkHost looks at the scheme, and at an address written as such; a name is looked
// at when the connection is made.
func (p *Partner) checkHost(u *url.URL) error {
	literal, err := netip.ParseAddr(u.Hostname())
	switch written := err == nil; {
	case written && !p.allows(literal):
		return errAddress
	case u.Scheme == "https", u.Scheme == "http" && written && literal.Unmap().IsLoopback():
		return nil
	}
	return errors.New("webhook: only https is called, but on an opened loopback address")
}

// shut are the blocks that are not the public Internet, besides what netip tells.
var shut = prefixes("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
	"::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10")

func prefixes(all ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(all))
	for i, text := range all {
		out[i] = netip.MustParsePrefix(text)
	}
	return out
}

// allows says whether an address may be called.
func (p *Partner) allows(a netip.Addr) bool {
	if a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	for _, n := range p.Networks {
		if n.Contains(a) {
			return true
		}
	}
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	for _, n := range shut {
		if n.Contains(a) {
			return false
		}
	}
	return true
}

type partnerKey struct{}

// newClient makes a client that looks at each address when it connects, so that a
// name that changes its mind between two looks leads nowhere.
func newClient(timeout time.Duration) *http.Client {
	dialer := &net.Dialer{Timeout: timeout, ControlContext: func(ctx context.Context, _, address string, _ syscall.RawConn) error {
		p, _ := ctx.Value(partnerKey{}).(*Partner)
		at, err := netip.ParseAddrPort(address)
		if p == nil || err != nil || !p.allows(at.Addr()) {
			return errAddress
		}
		return nil
	}}
	return &http.Client{
		Timeout:       timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy: nil, DialContext: dialer.DialContext, DisableKeepAlives: true, // a connection opened for one partner serves no other
			TLSHandshakeTimeout: timeout, ResponseHeaderTimeout: timeout, MaxResponseHeaderBytes: 16 << 10, ForceAttemptHTTP2: false,
		},
	}
}
