package api

import (
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/fichier-unique/rules/examples/internal/web"
)

// What an operation counts for, in requests: those that read or write much at once
// keep the server busy for as long as so many others.
const (
	aPage  = 10  // up to a thousand demands or events
	aFile  = 100 // an export that is made already, or as much as one sends at once
	aWhole = 600 // the whole file, demand by demand
)

// quota bounds the requests of each token. A token gathers, while it is at rest, what
// it may spend in a minute, and no more. It counts in memory: of several processes,
// each counts what it is asked.
type quota struct {
	most float64 // requests a minute, and at once; 0: no limit
	now  func() time.Time

	mu     sync.Mutex
	tokens map[string]*spent
}

// spent is what a token may still spend, at a moment.
type spent struct {
	left float64
	at   time.Time
}

func newQuota(most int, now func() time.Time) *quota {
	return &quota{most: float64(max(0, most)), now: now, tokens: map[string]*spent{}}
}

// take counts a request of a token; 0 counts for one. It answers one too many with an
// Error, and with the time to wait. An operation that counts for more than a minute
// allows waits for a whole minute of rest.
func (q *quota) take(w http.ResponseWriter, token string, weight int) error {
	if q.most == 0 {
		return nil
	}
	cost := min(float64(max(1, weight)), q.most)
	now := q.now()
	q.mu.Lock()
	defer q.mu.Unlock()
	s := q.tokens[token] // tokens that open nothing do not come here: there are few
	if s == nil {
		s = &spent{left: q.most, at: now}
		q.tokens[token] = s
	}
	if rest := now.Sub(s.at).Minutes(); rest > 0 { // a clock that goes back gives nothing
		s.left = min(q.most, s.left+rest*q.most)
	}
	s.at = now
	if s.left >= cost {
		s.left -= cost
		return nil
	}
	wait := math.Ceil((cost - s.left) / q.most * 60)
	w.Header().Set("Retry-After", strconv.Itoa(int(max(1, wait))))
	return &web.Error{Status: http.StatusTooManyRequests, Detail: "Ce jeton a envoyé trop de requêtes depuis une minute : celle-ci n’a eu aucun effet.",
		Remedy: "Attendre le nombre de secondes de l’en-tête Retry-After, puis l’envoyer de nouveau. Pour suivre le fichier, lire ce qui a changé plutôt que de l’exporter en entier."}
}
