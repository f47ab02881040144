package review

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/internal/strict"
)

// Version is written on every line.
const Version = 1

// maxLine bounds a line.
const maxLine = 64 << 10

// line is the JSON of an entry. The names are a contract.
type line struct {
	V        int          `json:"v"`
	ID       journal.ID   `json:"id"`
	At       string       `json:"at"`
	Who      string       `json:"who"`
	Decision Decision     `json:"decision"`
	A        string       `json:"a"`
	B        string       `json:"b"`
	Replaces []journal.ID `json:"replaces,omitempty"`
}

// line writes an entry; the same entry always gives the same bytes.
func (e *Entry) line() []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(line{Version, e.ID, e.At.String(), e.Who, e.Decision, e.A, e.B, e.Replaces}) // every field has a JSON form
	return b.Bytes()
}

// Append writes an entry as a line, with its end, after dst.
func (e *Entry) Append(dst []byte) []byte { return append(dst, e.line()...) }

// Append writes the log after dst, in order of [Log.Entries].
func (l *Log) Append(dst []byte) []byte {
	for _, e := range l.Entries() {
		dst = e.Append(dst)
	}
	return dst
}

var codeOf = map[strict.Kind]string{strict.Syntax: "REV-LIG-01", strict.Unknown: "REV-LIG-02", strict.Twice: "REV-LIG-03", strict.Wrong: "REV-LIG-04"}

// Read reads a log, one JSON object a line. A line that cannot be read is told with its number and
// left out; the others are read all the same.
func Read(data []byte) (*Log, []demand.Finding) {
	l := &Log{}
	var findings []demand.Finding
	row := 0
	for raw := range bytes.Lines(data) {
		row++
		if len(bytes.TrimSpace(raw)) == 0 {
			continue
		}
		e, faults := parse(raw)
		if len(faults) == 0 {
			faults = l.Add(e)
		}
		for _, f := range faults {
			findings = append(findings, demand.Finding{Fault: f, Row: row})
		}
	}
	return l, findings
}

func parse(raw []byte) (Entry, demand.Faults) {
	var n line
	if len(raw) > maxLine {
		return Entry{}, demand.Faults{fault("REV-LIG-01", "")}
	}
	var faults demand.Faults
	for _, p := range strict.Decode(raw, &n) {
		faults = append(faults, fault(codeOf[p.Kind], p.Path))
	}
	if len(faults) > 0 {
		return Entry{}, faults
	}
	if n.V != Version {
		return Entry{}, demand.Faults{fault("REV-LIG-05", "v")}
	}
	at, ok := journal.ParseMoment(n.At)
	if !ok {
		return Entry{}, demand.Faults{fault("REV-DEC-02", "at")}
	}
	return Entry{ID: n.ID, At: at, Who: n.Who, Decision: n.Decision, A: n.A, B: n.B, Replaces: slices.Clip(n.Replaces)}, nil
}
