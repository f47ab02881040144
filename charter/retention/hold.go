package retention

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/internal/strict"
)

// Reason is why an erasure is suspended.
type Reason string

// The reasons of a hold.
const (
	Litigation    Reason = "litigation"     // a court may ask for the data
	Inspection    Reason = "inspection"     // an authority inspects the file
	Complaint     Reason = "complaint"      // a complaint of the person is being answered
	PersonRequest Reason = "person_request" // the person asks that the data be kept (limitation)
)

// Known reports whether r is one of the reasons.
func (r Reason) Known() bool {
	switch r {
	case Litigation, Inspection, Complaint, PersonRequest:
		return true
	}
	return false
}

// Hold suspends the erasure of the data of a demand (gel), or lifts a hold.
type Hold struct {
	ID      journal.ID  `json:"id"`
	Lifts   journal.ID  `json:"lifts,omitzero"` // the hold this record ends, from From on; the other fields but Author are then empty
	Demand  string      `json:"demand,omitempty"`
	Classes []Class     `json:"classes,omitempty"` // none: every class
	Reason  Reason      `json:"reason,omitempty"`  // a code, never a sentence
	Author  string      `json:"author"`            // code of the agent
	From    demand.Date `json:"from"`
	Until   demand.Date `json:"until,omitzero"` // last day; none: until lifted
}

// lifts reports a record that ends a hold.
func (h *Hold) lifts() bool { return h.Lifts != journal.ID{} }

// Check lists what is wrong in a hold.
func (h *Hold) Check() demand.Faults {
	var out demand.Faults
	refuse := func(bad bool, code, path string) {
		if bad {
			out = append(out, fault(code, path))
		}
	}
	refuse(h.ID.Origin == "" || h.ID.Counter == 0 || h.Author == "" || h.From.IsZero(), "CON-GEL-01", "id")
	if h.lifts() {
		refuse(h.Demand != "" || h.Reason != "" || len(h.Classes) > 0 || !h.Until.IsZero(), "CON-GEL-02", "lifts")
		return out
	}
	refuse(h.Demand == "" || !h.Reason.Known(), "CON-GEL-02", "reason")
	refuse(slices.ContainsFunc(h.Classes, func(c Class) bool { return !c.Known() }), "CON-GEL-02", "classes")
	refuse(h.Until.Before(h.From), "CON-GEL-03", "until")
	refuse(h.Until.IsZero(), "CON-GEL-04", "until")
	return out
}

// MaxLineBytes bounds one line of holds.
const MaxLineBytes = 64 << 10

// DecodeHolds reads holds from JSON lines, strictly; blank lines are skipped. A
// line with a blocking fault is left out: the findings name it by its rank.
func DecodeHolds(data []byte) ([]Hold, []demand.Finding) {
	var out []Hold
	var findings []demand.Finding
	seen := map[journal.ID]string{}
	row := 0
	for text := range bytes.Lines(data) {
		row++
		if text = bytes.TrimSpace(text); len(text) == 0 {
			continue
		}
		var h Hold
		faults := read(text, &h, MaxLineBytes)
		if !faults.Blocking() {
			faults = append(faults, h.Check()...)
		}
		if !faults.Blocking() {
			line, _ := json.Marshal(h)
			switch before, twice := seen[h.ID]; {
			case !twice:
				seen[h.ID] = string(line)
				out = append(out, h)
			case before != string(line):
				faults = append(faults, fault("CON-GEL-05", "id"))
				out = append(out, h) // both suspend: erasing is what cannot be undone
			}
		}
		for _, f := range faults {
			findings = append(findings, demand.Finding{Fault: f, Row: row})
		}
	}
	return out, findings
}

var reading = map[strict.Kind]string{
	strict.Syntax: "CON-LEC-01", strict.Unknown: "CON-LEC-02", strict.Twice: "CON-LEC-03", strict.Wrong: "CON-LEC-04",
}

// read decodes one JSON value strictly.
func read(data []byte, into any, limit int) demand.Faults {
	if len(data) > limit {
		return demand.Faults{fault("CON-LEC-01", "")}
	}
	var out demand.Faults
	for _, p := range strict.Decode(data, into) {
		out = append(out, fault(reading[p.Kind], p.Path))
	}
	return out
}

// standing lists the holds on a class of data of a demand, that day, by ID.
func standing(holds []Hold, key string, class Class, day demand.Date) []journal.ID {
	var out []journal.ID
	for i := range holds {
		h := &holds[i]
		if h.lifts() || h.Demand != key || len(h.Classes) > 0 && !slices.Contains(h.Classes, class) || day.Before(h.From) || day.After(h.Until) {
			continue
		}
		lifted := slices.ContainsFunc(holds, func(l Hold) bool { return l.Lifts == h.ID && !day.Before(l.From) })
		if !lifted && !slices.Contains(out, h.ID) {
			out = append(out, h.ID)
		}
	}
	slices.SortFunc(out, compareID)
	return out
}
