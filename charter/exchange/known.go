package exchange

import (
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/fichier-unique/rules/demand/journal"
)

// Known tells which events a system has: for each origin, runs of counters. It is
// small, and takes late, missing and repeated files as they come.
type Known struct {
	runs map[string][]run
}

// run is a run of counters, both ends included.
type run struct{ from, to uint64 }

// KnownOf tells what a journal has. Events without a rank (counter 0), which are
// at fault, are never known: they are sent again, which changes nothing.
func KnownOf(j journal.Journal) Known {
	counters := map[string][]run{}
	for _, e := range j.Events() {
		if e.ID.Counter > 0 {
			counters[e.ID.Origin] = append(counters[e.ID.Origin], run{e.ID.Counter, e.ID.Counter})
		}
	}
	for origin, runs := range counters {
		counters[origin] = joined(runs)
	}
	return Known{counters}
}

// find gives the place of a counter among runs, and whether one holds it.
func find(runs []run, counter uint64) (int, bool) {
	return slices.BinarySearchFunc(runs, counter, func(r run, n uint64) int {
		switch {
		case r.to < n:
			return -1
		case r.from > n:
			return 1
		}
		return 0
	})
}

// Add takes note of an event.
func (k *Known) Add(id journal.ID) {
	if k.runs == nil {
		k.runs = map[string][]run{}
	}
	runs := k.runs[id.Origin]
	i, found := find(runs, id.Counter)
	if found || id.Counter == 0 {
		return
	}
	runs = slices.Insert(runs, i, run{id.Counter, id.Counter})
	if i+1 < len(runs) && runs[i+1].from-1 == runs[i].to {
		runs[i].to = runs[i+1].to
		runs = slices.Delete(runs, i+1, i+2)
	}
	if i > 0 && runs[i-1].to+1 == runs[i].from {
		runs[i-1].to = runs[i].to
		runs = slices.Delete(runs, i, i+1)
	}
	k.runs[id.Origin] = runs
}

// Has reports whether an event is known.
func (k *Known) Has(id journal.ID) bool {
	_, found := find(k.runs[id.Origin], id.Counter)
	return found
}

// MarshalJSON writes {"v":1,"known":{"21001":[[1,40],[43,43]]}}, origins in order.
func (k Known) MarshalJSON() ([]byte, error) {
	out := knownLine{Version: 1, Known: map[string][][2]uint64{}}
	for origin, runs := range k.runs {
		for _, r := range runs {
			out.Known[origin] = append(out.Known[origin], [2]uint64{r.from, r.to})
		}
	}
	return json.Marshal(out)
}

type knownLine struct {
	Version int                    `json:"v"`
	Known   map[string][][2]uint64 `json:"known"`
}

// maxRuns is how many runs one text may hold: more is not what a system knows.
const maxRuns = 1 << 20

// UnmarshalJSON reads what MarshalJSON writes, whatever the order of the runs.
func (k *Known) UnmarshalJSON(data []byte) error {
	var in knownLine
	if err := json.Unmarshal(data, &in); err != nil {
		return fmt.Errorf("exchange: read known: %w", err)
	}
	if in.Version != 1 {
		return fmt.Errorf("exchange: read known: version %d is not known; 1 is", in.Version)
	}
	out := map[string][]run{}
	for origin, list := range in.Known {
		if len(list) > maxRuns {
			return fmt.Errorf("exchange: read known: over %d runs", maxRuns)
		}
		for _, r := range list {
			if r[0] == 0 || r[1] < r[0] {
				return fmt.Errorf("exchange: read known: a run goes from a counter of 1 or more to one that is not lower")
			}
			out[origin] = append(out[origin], run{r[0], r[1]})
		}
		out[origin] = joined(out[origin])
	}
	k.runs = out
	return nil
}

// joined puts runs in order and joins those that meet.
func joined(runs []run) []run {
	slices.SortFunc(runs, func(a, b run) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	out := runs[:0]
	for _, r := range runs {
		if n := len(out); n > 0 && r.from-1 <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, r.to)
			continue
		}
		out = append(out, r)
	}
	return out
}

// Origins lists the origins known, in order.
func (k *Known) Origins() []string { return slices.Sorted(maps.Keys(k.runs)) }

// Lacking gives the events of a journal that another system does not have: what
// to send it. The other makes the union with its own.
func Lacking(j journal.Journal, known Known) iter.Seq[*journal.Event] {
	return func(yield func(*journal.Event) bool) {
		for _, e := range j.Events() {
			if !known.Has(e.ID) && !yield(e) {
				return
			}
		}
	}
}
