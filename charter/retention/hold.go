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
	Lifts   journal.ID  `json:"lifts,omitzero"`    // the hold this record ends, from From on; the other fields but Author are then empty
	Demand  string      `json:"demand,omitempty"`  // with the demands joined to it; none: of the access journal alone
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
	refuse(h.Demand == "" && !slices.Equal(h.Classes, []Class{AccessLog}), "CON-GEL-02", "demand")
	refuse(!h.Reason.Known(), "CON-GEL-02", "reason")
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

// same reports two records that say the same.
func (h *Hold) same(o *Hold) bool {
	return h.ID == o.ID && h.Lifts == o.Lifts && h.Demand == o.Demand && h.Reason == o.Reason && h.Author == o.Author && h.From == o.From && h.Until == o.Until &&
		slices.Equal(h.Classes, o.Classes)
}

// holds are the holds of a file, in order to be asked about many demands. A
// record that is not sound errs on the side of keeping, since what is erased does
// not come back: a hold suspends, whatever its dates and classes; a lift ends
// nothing, nor does one of an identifier that two different holds bear.
type holds struct {
	of      map[string][]*Hold // by demand, or by the demands joined together
	unsound map[*Hold]bool
	first   map[journal.ID]*Hold
	doubled map[journal.ID]bool
	lifts   map[journal.ID]demand.Date // first day on which a hold is lifted
	notices demand.Faults
}

// gather reads the holds of a file; root names the demands joined together.
func gather(list []Hold, root func(string) string) *holds {
	g := &holds{of: map[string][]*Hold{}, unsound: map[*Hold]bool{}, first: map[journal.ID]*Hold{}, doubled: map[journal.ID]bool{}, lifts: map[journal.ID]demand.Date{}}
	for i := range list {
		h := &list[i]
		faults := h.Check()
		if !h.lifts() {
			key := root(h.Demand)
			g.of[key] = append(g.of[key], h)
			g.unsound[h] = faults.Blocking()
			if before := g.first[h.ID]; before == nil {
				g.first[h.ID] = h
			} else if !before.same(h) && !g.doubled[h.ID] {
				g.doubled[h.ID] = true
				faults = append(faults, fault("CON-GEL-05", "id"))
			}
		} else if since, twice := g.lifts[h.Lifts]; !faults.Blocking() && (!twice || h.From.Before(since)) {
			g.lifts[h.Lifts] = h.From
		}
		g.note(i, faults)
	}
	for i := range list {
		if h := &list[i]; h.lifts() && g.first[h.Lifts] == nil {
			g.note(i, demand.Faults{fault("CON-GEL-06", "lifts")})
		}
	}
	return g
}

// note keeps what is wrong in a hold, with its rank.
func (g *holds) note(rank int, faults demand.Faults) {
	for _, f := range faults {
		f.Path = "holds[" + count(rank) + "]." + f.Path
		g.notices = append(g.notices, f)
	}
}

// standing lists the holds on a class of data of some demands, that day, by ID.
func (g *holds) standing(root string, class Class, day demand.Date) []journal.ID {
	var out []journal.ID
	for _, h := range g.of[root] {
		aside := len(h.Classes) > 0 && !slices.Contains(h.Classes, class) || day.Before(h.From) || day.After(h.Until)
		if aside && !g.unsound[h] {
			continue
		}
		since, lifted := g.lifts[h.ID]
		if lifted = lifted && !g.doubled[h.ID] && !day.Before(since); !lifted && !slices.Contains(out, h.ID) {
			out = append(out, h.ID)
		}
	}
	slices.SortFunc(out, compareID)
	return out
}
