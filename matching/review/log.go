package review

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// Decision is what a person says of two records.
type Decision string

// The decisions.
const (
	Same     Decision = "same"     // the two are one person
	Distinct Decision = "distinct" // they are two
	Undo     Decision = "undo"     // what was decided no longer holds
)

// Entry is a line of the log.
type Entry struct {
	ID       journal.ID
	At       journal.Moment
	Who      string // the clerk
	Decision Decision
	A, B     string       // records, A < B
	Replaces []journal.ID // entries that no longer hold, in order
}

// Log is a set of entries. The zero Log is empty.
type Log struct {
	entries  map[string]Entry // by line: two entries are one when their bytes are
	highest  map[string]uint64
	byPair   map[Pair][]string   // lines
	replaced map[journal.ID]bool // by some entry
}

// maxID bounds an identifier.
const maxID = 200

// Add enters an entry; what is wrong with it is told, and it is then not entered.
func (l *Log) Add(e Entry) demand.Faults {
	e.Replaces = slices.Clone(e.Replaces)
	slices.SortFunc(e.Replaces, compareIDs)
	e.Replaces = slices.Compact(e.Replaces)
	if faults := e.check(); len(faults) > 0 {
		return faults
	}
	l.put(string(e.line()), e)
	return nil
}

func (l *Log) put(line string, e Entry) {
	if l.entries == nil {
		l.entries, l.highest, l.byPair, l.replaced = map[string]Entry{}, map[string]uint64{}, map[Pair][]string{}, map[journal.ID]bool{}
	}
	if _, had := l.entries[line]; had {
		return
	}
	l.entries[line] = e
	l.highest[e.ID.Origin] = max(l.highest[e.ID.Origin], e.ID.Counter)
	l.byPair[Pair{e.A, e.B}] = append(l.byPair[Pair{e.A, e.B}], line)
	for _, id := range e.Replaces {
		l.replaced[id] = true
	}
}

func compareIDs(a, b journal.ID) int {
	return cmp.Or(strings.Compare(a.Origin, b.Origin), cmp.Compare(a.Counter, b.Counter))
}

// check tells what is wrong with an entry.
func (e *Entry) check() demand.Faults {
	var faults demand.Faults
	say := func(wrong bool, code, path string, params ...demand.Param) {
		if wrong {
			faults = append(faults, fault(code, path, params...))
		}
	}
	say(e.ID.Origin == "" || e.ID.Counter == 0, "REV-DEC-01", "id")
	say(e.At == 0, "REV-DEC-02", "at")
	say(e.Who == "", "REV-DEC-03", "who")
	say(e.Decision != Same && e.Decision != Distinct && e.Decision != Undo, "REV-DEC-04", "decision")
	say(e.A == "" || e.A >= e.B, "REV-DEC-05", "a")
	say(e.Decision == Undo && len(e.Replaces) == 0, "REV-DEC-06", "replaces")
	limit := demand.Param{Name: "limit", Value: strconv.Itoa(maxID)}
	say(!sound(e.ID.Origin), "REV-DEC-07", "id.origin", limit)
	say(!sound(e.Who), "REV-DEC-07", "who", limit)
	say(!sound(e.A), "REV-DEC-07", "a", limit)
	say(!sound(e.B), "REV-DEC-07", "b", limit)
	say(slices.ContainsFunc(e.Replaces, func(id journal.ID) bool { return !sound(id.Origin) }), "REV-DEC-07", "replaces", limit)
	return faults
}

// sound reports an identifier that may stand on a line.
func sound(id string) bool {
	if len(id) > maxID || strings.ToValidUTF8(id, "") != id {
		return false
	}
	return !strings.ContainsFunc(id, func(r rune) bool { return r < 0x20 || r == 0x7f })
}

// Len is the number of entries.
func (l *Log) Len() int { return len(l.entries) }

// Entries gives the entries in order of instant, origin and counter.
func (l *Log) Entries() []Entry {
	lines := slices.SortedFunc(maps.Keys(l.entries), func(p, q string) int {
		a, b := l.entries[p], l.entries[q]
		return cmp.Or(cmp.Compare(a.At, b.At), compareIDs(a.ID, b.ID), strings.Compare(p, q))
	})
	out := make([]Entry, len(lines))
	for i, line := range lines {
		out[i] = l.entries[line]
	}
	return out
}

// Union gathers the entries of several logs. Order, repetition and grouping change nothing.
func Union(logs ...*Log) *Log {
	out := &Log{}
	for _, l := range logs {
		for line, e := range l.entries {
			out.put(line, e)
		}
	}
	return out
}

// Author is who decides, where and when. Origin is the desk or the program that records; no
// two that record at once may bear the same.
type Author struct {
	Origin string
	Who    string
	At     journal.Moment
}

// Decide enters a decision on two records, in any order, and gives its entry, to be appended to the
// file of the log. It replaces all that is in force on the two, in this log. An undo of what was
// never decided is a fault.
func (l *Log) Decide(by Author, a, b string, d Decision) (Entry, demand.Faults) {
	e := Entry{ID: journal.ID{Origin: by.Origin, Counter: l.highest[by.Origin] + 1}, At: by.At, Who: by.Who, Decision: d, A: min(a, b), B: max(a, b)}
	for _, line := range l.byPair[Pair{e.A, e.B}] {
		if o := l.entries[line]; o.Decision != Undo && !l.replaced[o.ID] {
			e.Replaces = append(e.Replaces, o.ID)
		}
	}
	slices.SortFunc(e.Replaces, compareIDs)
	e.Replaces = slices.Compact(e.Replaces)
	return e, l.Add(e)
}
