package manager

import (
	"maps"
	"slices"
	"time"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/examples/internal/registry"
)

// maxReads is how many accesses of one account a page shows: the last ones.
const maxReads = 500

// readView is one access as the page shows it.
type readView struct {
	At, Act, Demand string
	Count           uint64
}

// reads gathers what one account looked at, and which accounts looked at anything.
type reads struct {
	of     string // code of the account; "" asks for none
	since  time.Time
	agents map[string]bool
	events []access.Event
	more   int // older ones, left out
}

func (r *reads) add(e *access.Event) {
	if e.Agent == "" || e.Agent == registry.Applicant || at(e).Before(r.since) {
		return
	}
	r.agents[e.Agent] = true
	if e.Agent != r.of {
		return
	}
	if r.events = append(r.events, *e); len(r.events) == 2*maxReads {
		r.events, r.more = slices.Clone(r.events[maxReads:]), r.more+maxReads
	}
}

// at is the moment of an access.
func at(e *access.Event) time.Time { return time.UnixMilli(int64(e.At)) }

// show puts what was gathered on the page, the latest first.
func (r *reads) show(v *visit, page *reviewPage) {
	page.Agents, page.Agent = slices.Sorted(maps.Keys(r.agents)), r.of
	if over := len(r.events) - maxReads; over > 0 {
		r.events, r.more = r.events[over:], r.more+over
	}
	page.Older = r.more
	for _, e := range slices.Backward(r.events) {
		page.Reads = append(page.Reads, readView{v.moment(at(&e)), rightNames[e.Act], e.Demand, e.Count})
	}
}
