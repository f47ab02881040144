package access

import (
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/internal/strict"
	"github.com/fichier-unique/rules/numbering"
)

// Act is what an agent does, and the right to do it.
type Act string

// The acts.
const (
	Consult   Act = "consult"  // one demand is shown
	Search    Act = "search"   // Count demands were listed; what was searched for is not written
	Download  Act = "download" // one paper of a demand
	Export    Act = "export"   // Count demands taken out in one file
	Register  Act = "register"
	Modify    Act = "modify"
	Renew     Act = "renew"
	StrikeOff Act = "strike_off"
	Manage    Act = "manage" // accounts, rights, settings
)

const actCount = 9

var actList = [actCount]Act{Consult, Search, Download, Export, Register, Modify, Renew, StrikeOff, Manage}

// Acts lists the acts.
func Acts() []Act { return actList[:] }

// rank gives the place of an act in the list, -1 for an unknown one.
func (a Act) rank() int {
	for i := range actList {
		if actList[i] == a {
			return i
		}
	}
	return -1
}

// Known reports whether a is one of the acts.
func (a Act) Known() bool { return a.rank() >= 0 }

// aboutMany reports an act about any number of demands, said by Count.
func (a Act) aboutMany() bool { return a == Search || a == Export }

// aboutOne reports an act about one demand.
func (a Act) aboutOne() bool { return !a.aboutMany() && a != Manage }

// Purpose is what an access is for.
type Purpose string

// The purposes. Law: CCH R.441-2-6, exclusively to allocate social housing;
// arrêté du 28 mars 2011, art. 1. Confidence: V; the codes are ours.
const (
	Registering   Purpose = "registering"
	Following     Purpose = "following" // modification, renewal, strike-off
	Allocating    Purpose = "allocating"
	PersonAsks    Purpose = "person_asks" // access or rectification asked by the applicant
	Statistics    Purpose = "statistics"
	Administering Purpose = "administering"
)

// Known reports whether p is one of the purposes.
func (p Purpose) Known() bool {
	switch p {
	case Registering, Following, Allocating, PersonAsks, Statistics, Administering:
		return true
	}
	return false
}

// Event is one access. All its texts are codes, never a name nor what was typed.
type Event struct {
	ID      journal.ID     // counters of an origin follow each other without gap
	At      journal.Moment // when
	Agent   string         // code of the account
	Party   string         // the partner the agent works for
	Act     Act
	Demand  string // key of the demand; none for a search, an export, an administration
	Commune string // INSEE code that places the demand, when it is known
	Count   uint64 // of a search or an export: demands in it
	Purpose Purpose
}

// seen is the number of demands the agent got to know: what is compared.
func (e *Event) seen() uint64 {
	switch e.Act {
	case Consult, Download:
		return 1
	case Export:
		return e.Count
	}
	return 0
}

// line is the JSON of an event. The names are a contract.
type line struct {
	V       int     `json:"v"`
	Origin  string  `json:"origin"`
	Counter uint64  `json:"counter"`
	At      string  `json:"at"`
	Agent   string  `json:"agent"`
	Party   string  `json:"party"`
	Act     Act     `json:"act"`
	Demand  string  `json:"demand,omitempty"`
	Commune string  `json:"commune,omitempty"`
	Count   uint64  `json:"count,omitempty"`
	Purpose Purpose `json:"purpose"`
}

const (
	lineVersion = 1
	// MaxLineBytes bounds one line.
	MaxLineBytes = 4 << 10
	// maxCount is far above the demands of the whole country.
	maxCount = 1_000_000_000
)

// Append writes an event as one line of JSON, with its end of line. The event is
// one that DecodeEvent accepts.
func (e *Event) Append(dst []byte) []byte {
	dst = append(dst, `{"v":1`...)
	dst = field(dst, "origin", e.ID.Origin)
	dst = strconv.AppendUint(append(dst, `,"counter":`...), e.ID.Counter, 10)
	dst = field(dst, "at", e.At.String())
	dst = field(dst, "agent", e.Agent)
	dst = field(dst, "party", e.Party)
	dst = field(dst, "act", string(e.Act))
	if e.Demand != "" {
		dst = field(dst, "demand", e.Demand)
	}
	if e.Commune != "" {
		dst = field(dst, "commune", e.Commune)
	}
	if e.Count != 0 {
		dst = strconv.AppendUint(append(dst, `,"count":`...), e.Count, 10)
	}
	return append(field(dst, "purpose", string(e.Purpose)), '}', '\n')
}

// field writes a code, which has no character to escape.
func field(dst []byte, name, code string) []byte {
	dst = append(append(append(dst, `,"`...), name...), `":"`...)
	return append(append(dst, code...), '"')
}

var reading = map[strict.Kind]string{
	strict.Syntax: "ACC-LIG-01", strict.Unknown: "ACC-LIG-02", strict.Twice: "ACC-LIG-03", strict.Wrong: "ACC-LIG-04",
}

// read decodes one JSON value strictly.
func read(data []byte, into any, limit int) demand.Faults {
	if len(data) > limit {
		return demand.Faults{fault("ACC-LIG-01", "")}
	}
	var out demand.Faults
	for _, p := range strict.Decode(data, into) {
		out = append(out, fault(reading[p.Kind], p.Path))
	}
	return out
}

// DecodeEvent reads one line, strictly: whatever is not understood is a fault,
// all reported at once.
func DecodeEvent(data []byte) (Event, demand.Faults) { return decode(data, nil) }

// decode reads one line; codes that come again and again are kept once.
func decode(data []byte, in *intern) (Event, demand.Faults) {
	l, ok := line{}, false
	if len(data) <= MaxLineBytes {
		l, ok = scan(data, in)
	}
	if !ok {
		l = line{}
		if faults := read(data, &l, MaxLineBytes); len(faults) > 0 {
			return Event{}, faults
		}
	}
	at, faults := l.check()
	if len(faults) > 0 {
		return Event{}, faults
	}
	return Event{journal.ID{Origin: l.Origin, Counter: l.Counter}, at, l.Agent, l.Party, l.Act, l.Demand, l.Commune, l.Count, l.Purpose}, nil
}

// check lists what is wrong in a line.
func (l *line) check() (journal.Moment, demand.Faults) {
	var out demand.Faults
	refuse := func(bad bool, code, path string) {
		if bad {
			out = append(out, fault(code, path))
		}
	}
	at, ok := journal.ParseMoment(l.At)
	refuse(l.V != lineVersion, "ACC-LIG-05", "v")
	refuse(!ok || at == 0, "ACC-LIG-05", "at")
	refuse(l.Counter == 0, "ACC-LIG-05", "counter")
	refuse(!isCode(l.Origin), "ACC-LIG-08", "origin")
	refuse(!isCode(l.Agent), "ACC-LIG-08", "agent")
	refuse(!isCode(l.Party), "ACC-LIG-08", "party")
	refuse(l.Demand != "" && !isCode(l.Demand), "ACC-LIG-08", "demand")
	refuse(l.Commune != "" && !isCode(l.Commune), "ACC-LIG-08", "commune")
	refuse(!l.Act.Known(), "ACC-LIG-06", "act")
	refuse(!l.Purpose.Known(), "ACC-LIG-06", "purpose")
	refuse(l.Act.Known() && l.Act.aboutOne() != (l.Demand != "") || l.Demand == "" && l.Commune != "", "ACC-LIG-07", "demand")
	refuse(l.Count > maxCount || l.Count > 0 && !l.Act.aboutMany(), "ACC-LIG-07", "count")
	return at, out
}

// isCode reports a code: letters, digits and a few marks, no blank nor @, so that
// neither a full name nor an e-mail address passes. Nor does a unique number,
// which points at a household.
func isCode(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	if len(s) >= numbering.Size && s[0] <= '9' {
		if _, err := numbering.Parse(s); err == nil {
			return false
		}
	}
	for i := range len(s) {
		c := s[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && strings.IndexByte("-_.:/", c) < 0 {
			return false
		}
	}
	return true
}
