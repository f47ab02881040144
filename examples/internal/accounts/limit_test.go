package accounts_test

import (
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fichier-unique/rules/examples/internal/accounts"
)

// guess tries a wrong password, and gives the status.
func (w *world) guess(login, from string) int {
	w.t.Helper()
	w.comeFrom(from + ":1")
	return w.person().post("/connexion", "login", login, "password", "pas celui-là du tout").last.StatusCode
}

// After five failures of a pair each one doubles the delay; it has a ceiling, and
// the right password passes once it is over.
func TestPairSlowedDown(t *testing.T) {
	for _, login := range []string{login, "personne"} { // whether it exists or not
		w := newWorld(t)
		owner := w.member(agent("A-0007", "a.durand"))
		var waits []int
		for range 20 {
			if status := w.guess(login, "203.0.113.9"); status == http.StatusUnprocessableEntity {
				waits = append(waits, 0)
				continue
			}
			p := w.person().post("/connexion", "login", login, "password", "encore une autre")
			wait, err := strconv.Atoi(p.last.Header.Get("Retry-After"))
			if err != nil || p.last.StatusCode != http.StatusTooManyRequests || !strings.Contains(p.problem(), "Attendez") {
				t.Fatalf("%d, %v, %s", p.last.StatusCode, err, p.problem())
			}
			waits = append(waits, wait)
			w.pass(time.Duration(wait) * time.Second)
		}
		want := "[0 0 0 0 0 2 0 4 0 8 0 16 0 32 0 64 0 128 0 256]"
		if got := fmt.Sprint(waits); got != want {
			t.Errorf("%s: %s", login, got)
		}
		if login == "personne" {
			continue
		}
		w.pass(15 * time.Minute)
		owner.elsewhere().signIn(login).expect(http.StatusOK, "/qui")
	}
}

// A stranger who tries without end does not keep the owner out, even at an address
// nobody knows.
func TestNoLockout(t *testing.T) {
	w := newWorld(t)
	owner := w.member(agent("A-0007", login)) // from 192.0.2.1
	for i := range 200 {
		w.guess(login, fmt.Sprintf("198.51.%d.7", i))
	}
	w.comeFrom("192.0.2.1:1")
	owner.elsewhere().signIn(login).expect(http.StatusOK, "/qui")
	for i := range 100 {
		w.guess(login, fmt.Sprintf("203.0.%d.7", i))
	}
	w.comeFrom("203.0.113.200:1")
	p := owner.elsewhere().post("/connexion", "login", login, "password", password)
	if p.last.StatusCode == http.StatusTooManyRequests {
		w.pass(30 * time.Second) // the most a login alone makes wait
		p.post("/connexion", "login", login, "password", password)
	}
	p.expect(http.StatusOK, "/connexion/code")
}

func TestAddressSlowedDown(t *testing.T) {
	w := newWorld(t)
	refused := 0
	for i := range 40 {
		if w.guess(fmt.Sprintf("quelquun.%d", i), "203.0.113.9") == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused != 10 {
		t.Errorf("%d refused of forty logins from one address", refused)
	}
	// One subscriber's IPv6 addresses are one, another's is not.
	refused = 0
	for i := range 40 {
		if w.guess(fmt.Sprintf("autre.%d", i), fmt.Sprintf("[2001:db8:1:2::%d]", i+1)) == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused != 10 || w.guess("autre", "[2001:db8:1:3::1]") != http.StatusUnprocessableEntity {
		t.Errorf("%d refused of forty addresses of one network", refused)
	}
}

// Signing in does not wash out what was tried on other accounts from an address.
func TestSuccessWashesNothingElse(t *testing.T) {
	w := newWorld(t)
	owner := w.member(agent("A-0007", login))
	w.comeFrom("203.0.113.9:1")
	for i := range 29 {
		w.guess(fmt.Sprintf("quelquun.%d", i), "203.0.113.9")
	}
	owner.elsewhere().signIn(login).expect(http.StatusOK, "/qui")
	w.pass(-time.Minute)
	if w.guess("un.autre", "203.0.113.9") != http.StatusUnprocessableEntity || w.guess("un.de.plus", "203.0.113.9") != http.StatusTooManyRequests {
		t.Error("the failures of the address were forgotten, or the success was counted")
	}
}

// Many attempts at once are not more than many in turn.
func TestLimitRace(t *testing.T) {
	w := newWorld(t)
	w.member(agent("A-0007", login))
	w.comeFrom("203.0.113.9:1")
	var tried atomic.Int64
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if w.person().post("/connexion", "login", login, "password", "pas celui-là du tout").last.StatusCode == http.StatusUnprocessableEntity {
				tried.Add(1)
			}
		})
	}
	if all.Wait(); tried.Load() != 5 {
		t.Errorf("%d of sixteen attempts at once", tried.Load())
	}
}

// The mistakes of a whole town hall, behind one address, do not add up over days.
func TestMistakesForgiven(t *testing.T) {
	w := newWorld(t)
	for i := range 300 {
		if w.guess(fmt.Sprintf("quelquun.%d", i%100), "203.0.113.9") != http.StatusUnprocessableEntity {
			t.Fatalf("slowed down at the mistake %d", i)
		}
		w.pass(20 * time.Minute)
	}
	// Somebody who never stops is held to one attempt each quarter of an hour.
	tried := 0
	for range 24 * 60 {
		if w.guess(login, "203.0.113.10") == http.StatusUnprocessableEntity {
			tried++
		}
		w.pass(time.Minute)
	}
	if tried < 90 || tried > 120 {
		t.Errorf("%d attempts in a day", tried)
	}
}

// A clock that goes back does not make a delay of days.
func TestLimitClockBack(t *testing.T) {
	w := newWorld(t)
	for range 5 {
		w.guess(login, "203.0.113.9")
	}
	if w.guess(login, "203.0.113.9") != http.StatusTooManyRequests {
		t.Fatal("no delay")
	}
	w.pass(-100 * time.Hour)
	if w.guess(login, "203.0.113.9") != http.StatusUnprocessableEntity {
		t.Error("a delay of a hundred hours")
	}
}

// Codes are counted apart from passwords.
func TestCodesSlowedDown(t *testing.T) {
	w := newWorld(t)
	p := w.member(agent("A-0007", login))
	w.comeFrom("203.0.113.9:1")
	tried, refused := 0, 0
	for range 4 {
		q := p.elsewhere().post("/connexion", "login", login, "password", password)
		for range 4 {
			if q.post("/connexion/code", "code", "000000"); q.last.StatusCode == http.StatusTooManyRequests {
				refused++
			} else {
				tried++
			}
		}
	}
	if tried != 5 || refused != 11 {
		t.Errorf("%d codes tried, %d refused", tried, refused)
	}
	w.pass(15 * time.Minute)
	if p.elsewhere().signIn(login).who().Kind != accounts.Agent {
		t.Error("kept out after the delay")
	}
}

func TestAddress(t *testing.T) {
	w := newWorld(t, func(s *accounts.Settings) {
		s.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8")}
	})
	for _, c := range []struct {
		from string
		said []string
		want string
	}{
		{"192.0.2.1:1234", nil, "192.0.2.1"},
		{"[2001:db8:1:2:3::4]:1", nil, "2001:db8:1:2::/64"},
		{"[::ffff:192.0.2.1]:1", nil, "192.0.2.1"},
		{"[fe80::1%eth0]:1", nil, "fe80::/64"},
		{"192.0.2.1", nil, "192.0.2.1"},
		{"", nil, "unknown"},
		{"@", []string{"192.0.2.1"}, "unknown"},
		{"192.0.2.1:1", []string{"198.51.100.7"}, "192.0.2.1"}, // nobody we know says so
		{"127.0.0.1:1", []string{"198.51.100.7"}, "198.51.100.7"},
		{"127.0.0.1:1", []string{"203.0.113.1, 198.51.100.7, 10.1.2.3"}, "198.51.100.7"}, // what the visitor says counts for nothing
		{"127.0.0.1:1", []string{"203.0.113.1", "2001:db8::1"}, "2001:db8::/64"},
		{"127.0.0.1:1", []string{"198.51.100.7:443"}, "198.51.100.7"},
		{"127.0.0.1:1", []string{"198.51.100.7, bad"}, "127.0.0.1"},
		{"127.0.0.1:1", nil, "127.0.0.1"},
	} {
		r := &http.Request{RemoteAddr: c.from, Header: http.Header{"X-Forwarded-For": c.said}}
		if got := w.a.Address(r); got != c.want {
			t.Errorf("%q %q: %q, want %q", c.from, c.said, got, c.want)
		}
	}
}

// FuzzAddress: whatever is said, the answer is an address, and a visitor who comes
// without a proxy is where they are.
func FuzzAddress(f *testing.F) {
	w := newWorld(f, func(s *accounts.Settings) { s.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")} })
	f.Add("127.0.0.1:1", "198.51.100.7, ::1")
	f.Add("192.0.2.1:1", "127.0.0.1")
	f.Add("[::1%25lo]:1", ",,")
	f.Fuzz(func(t *testing.T, from, said string) {
		got := w.a.Address(&http.Request{RemoteAddr: from, Header: http.Header{"X-Forwarded-For": {said}}})
		_, plain := netip.ParseAddr(got)
		_, network := netip.ParsePrefix(got)
		if got != "unknown" && plain != nil && network != nil {
			t.Errorf("%q is no address", got)
		}
		if bare := w.a.Address(&http.Request{RemoteAddr: from}); bare != "127.0.0.1" && got != bare {
			t.Errorf("%q said %q: %q, not %q", from, said, got, bare)
		}
	})
}
