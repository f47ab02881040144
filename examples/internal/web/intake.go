package web

import (
	"net/http"
	"strconv"
	"sync"
)

// What the bodies of requests under way may take in memory, in bytes: all together,
// and from one address. Those who send nothing while they hold a connection hold so
// much and no more. Bodies that are no larger than a form count for nothing.
const (
	bodyFree    = 64 << 10
	bodiesMost  = 96 << 20
	bodiesEach  = 24 << 20 // four documents at once
	streamed    = 1 << 20  // of a body that is read as it comes
	bodiesAgain = 10       // seconds to wait
)

// intake bounds the bodies of some audiences, apart from those of the others: people
// whom nobody knows do not keep a desk from working.
type intake struct {
	most, each int64

	mu   sync.Mutex
	all  int64
	from map[string]int64
}

func newIntake(most, each int64) *intake {
	return &intake{most: most, each: each, from: map[string]int64{}}
}

// intakes gives the bounds of each audience. Agents share the address of their town
// hall, programs that of their host: they are bounded together only.
func intakes() map[Audience]*intake {
	strangers, staff, programs := newIntake(bodiesMost, bodiesEach), newIntake(bodiesMost, bodiesMost), newIntake(2*bodiesMost, 2*bodiesMost)
	return map[Audience]*intake{Public: strangers, Applicant: strangers, Agent: staff, Manager: staff, Partner: programs}
}

// take counts a body; it answers one too many with an Error. What it gives uncounts
// it.
func (i *intake) take(w http.ResponseWriter, address string, size int64) (leave func(), err error) {
	if size <= bodyFree {
		return func() {}, nil
	}
	size = min(size, i.each)
	i.mu.Lock()
	defer i.mu.Unlock()
	switch {
	case i.from[address]+size > i.each:
		w.Header().Set("Retry-After", strconv.Itoa(bodiesAgain))
		return nil, &Error{Status: http.StatusTooManyRequests, Detail: "Trop de documents arrivent en même temps de votre connexion.",
			Remedy: "Attendez que les autres soient reçus, puis recommencez. Ce que vous avez enregistré est conservé."}
	case i.all+size > i.most:
		w.Header().Set("Retry-After", strconv.Itoa(bodiesAgain))
		return nil, &Error{Status: http.StatusServiceUnavailable, Detail: "Trop de documents arrivent en même temps."}
	}
	i.all += size
	i.from[address] += size
	return func() {
		i.mu.Lock()
		defer i.mu.Unlock()
		i.all -= size
		if i.from[address] -= size; i.from[address] <= 0 {
			delete(i.from, address)
		}
	}, nil
}

// heldBy is what the body of a request may take in memory.
func (s *served) heldBy(r *http.Request) int64 {
	size := s.maxBody
	if r.ContentLength >= 0 {
		size = min(size, r.ContentLength)
	}
	if s.streamed {
		size = min(size, streamed)
	}
	return size
}
