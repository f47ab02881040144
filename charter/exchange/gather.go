package exchange

import (
	"maps"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// System is one of the systems that hold demands.
type System struct {
	Party   string // partner whose keys it holds; "" for a shared base, whose keys are those of the whole
	Journal journal.Journal
}

// Gather puts the journals of several partners together, by their identifiers.
// The key of each demand takes that of its partner: "bailleur-a/d1". A key that
// bears the identifier of one of the partners already, as what the pool sent back
// does, keeps it: gathering again changes nothing. Every partner is to be named,
// with an empty journal when it sent nothing. Under "" is what is in the whole
// already: its keys stay.
//
// Systems that hold the same demands under the same keys, as twins do, meet by
// [journal.Union] instead.
func Gather(journals map[string]journal.Journal) (journal.Journal, demand.Faults) {
	var systems []System
	for _, party := range slices.Sorted(maps.Keys(journals)) {
		systems = append(systems, System{party, journals[party]})
	}
	return whole(systems)
}

// Split gives each partner the demands that its desks registered: from a shared
// base to a pool. Keys stay as they are, but those of the demands of others, which
// take the identifier of their partner, so that Gather finds them again. Under ""
// are the demands of desks that no partner, nor the successor of one, holds that day.
func Split(c *charter.Charter, j journal.Journal, day demand.Date) map[string]journal.Journal {
	holders := map[string]string{}
	for key := range j.Demands() {
		s := j.Fold(key, journal.At{Day: day})
		holders[key] = holder(c, s.Desk, day)
	}
	events := map[string][]journal.Event{}
	for _, e := range j.Events() {
		mine := *e
		if to := holders[e.Other]; e.Other != "" && to != "" && to != holders[e.Demand] {
			mine.Other = to + "/" + e.Other
		}
		events[holders[e.Demand]] = append(events[holders[e.Demand]], mine)
	}
	out := map[string]journal.Journal{}
	for party, list := range events {
		out[party], _ = journal.New(list...) // each ID once, as in j
	}
	return out
}

// keys says how the keys of systems are written in the whole.
type keys struct {
	parties []string
	shared  map[string]bool // keys of the shared bases
}

func keysOf(systems []System) keys {
	k := keys{shared: map[string]bool{}}
	for _, s := range systems {
		if s.Party != "" {
			k.parties = append(k.parties, s.Party)
			continue
		}
		for key := range s.Journal.Demands() {
			k.shared[key] = true
		}
	}
	return k
}

// of gives the key of a demand of a system in the whole.
func (k *keys) of(s *System, key string) string {
	if s.Party == "" || key == "" {
		return key
	}
	for _, p := range k.parties {
		if strings.HasPrefix(key, p) && strings.HasPrefix(key[len(p):], "/") {
			return key
		}
	}
	if k.shared[key] && s.Journal.Of(key).Len() == 0 {
		return key
	}
	return s.Party + "/" + key
}

// whole puts systems together.
func whole(systems []System) (journal.Journal, demand.Faults) {
	k := keysOf(systems)
	var all []journal.Event
	for i := range systems {
		for _, e := range systems[i].Journal.Events() {
			all = append(all, k.moved(&systems[i], e))
		}
	}
	return journal.New(all...)
}

// moved is an event under the keys of the whole.
func (k *keys) moved(s *System, e *journal.Event) journal.Event {
	moved := *e
	moved.Demand, moved.Other = k.of(s, e.Demand), k.of(s, e.Other)
	return moved
}
