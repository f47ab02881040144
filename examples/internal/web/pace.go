package web

import (
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"
)

// Pace bounds how often an address may ask for something that costs: new drafts,
// uploads, codes that are tried. It counts in memory, by hour; the limits are wide,
// for many people share an address behind a mobile network or at a town hall.
type Pace struct {
	most    int
	now     func() time.Time
	address func(*http.Request) string

	mu     sync.Mutex
	hour   int64
	counts map[string]int
}

// maxPaced bounds the addresses that are remembered in an hour; beyond it, those
// who are not known yet share one count.
const maxPaced = 100_000

// NewPace allows an address so many times an hour. Behind a proxy, the address is
// what a function finds in the request; none: where the connection comes from.
func NewPace(most int, now func() time.Time, address func(*http.Request) string) *Pace {
	if address == nil {
		address = origin
	}
	return &Pace{most: most, now: now, address: address, counts: map[string]int{}}
}

// Take counts a request. It answers one too many with an Error, and with the time
// to wait.
func (p *Pace) Take(w http.ResponseWriter, r *http.Request) error {
	wait := p.count(p.address(r))
	if wait == 0 {
		return nil
	}
	w.Header().Set("Retry-After", strconv.FormatInt(wait, 10))
	return &Error{Status: http.StatusTooManyRequests, Detail: "Trop de demandes sont venues de votre connexion depuis une heure.",
		Remedy: "Attendez un peu, ou réessayez depuis une autre connexion. Ce que vous avez enregistré est conservé."}
}

// Allow counts something that is not bounded by where it comes from, but by whom it
// reaches, and reports whether it is not one too many.
func (p *Pace) Allow(whom string) bool { return p.count(whom) == 0 }

// count counts one, and gives the seconds to wait when it is one too many.
func (p *Pace) count(key string) (wait int64) {
	now := p.now()
	hour := now.Unix() / 3600
	p.mu.Lock()
	defer p.mu.Unlock()
	if hour != p.hour {
		p.hour, p.counts = hour, map[string]int{}
	}
	if _, known := p.counts[key]; !known && len(p.counts) >= maxPaced {
		key = ""
	}
	p.counts[key]++
	if p.counts[key] <= p.most {
		return 0
	}
	return (hour+1)*3600 - now.Unix()
}

// origin is where a request comes from, as it is counted: an address, or the
// network of an IPv6 one, of which a subscriber has many.
func origin(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if ip = ip.Unmap(); ip.Is6() {
		if network, err := ip.WithZone("").Prefix(64); err == nil {
			return network.String()
		}
	}
	return ip.String()
}
