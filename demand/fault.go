package demand

import "strings"

// Severity says what a fault prevents.
type Severity uint8

// The severities, from the lightest.
const (
	Information Severity = iota // nothing to do: a notice
	ToConfirm                   // possible but surprising: a person confirms
	Blocking                    // cannot be registered as it is
)

var severityNames = [...]string{"information", "to_confirm", "blocking"}

// String gives information, to_confirm or blocking.
func (s Severity) String() string {
	if int(s) < len(severityNames) {
		return severityNames[s]
	}
	return "unknown"
}

// MarshalText writes the name of the severity.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the name of the severity.
func (s *Severity) UnmarshalText(text []byte) error {
	for i, name := range severityNames {
		if name == string(text) {
			*s = Severity(i)
			return nil
		}
	}
	return errSeverity
}

const errSeverity = dateError("demand: parse severity: not one of information, to_confirm, blocking")

// Param is a named value of a fault's sentence. It never holds a name, a date
// of birth, an address or a number of a person: a code, a limit, a count, an
// expected form.
type Param struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Fault is one finding about data. Code is stable for ever; the sentence is
// made at the edge, in the language asked, by a Rulebook.
type Fault struct {
	Code     string   `json:"code"`
	Path     string   `json:"path"` // JSON path in the form: "dependants[1].birth_date"; "" is the whole form
	Severity Severity `json:"severity"`
	Params   []Param  `json:"params,omitempty"`
}

// Param gives the value of a parameter, or "".
func (f Fault) Param(name string) string {
	for _, p := range f.Params {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// Error makes a Fault usable as a Go error: the code and the place, nothing of
// the person.
func (f Fault) Error() string {
	if f.Path == "" {
		return "demand: fault " + f.Code
	}
	return "demand: fault " + f.Code + " at " + f.Path
}

// typed shows a number of persons that somebody typed; one that no household has
// could be a telephone number put in the wrong place, and is not repeated.
func typed(n int) string {
	if n < 0 || n > 99 {
		return "?"
	}
	return count(n)
}

// Faults is a list of findings in a stable order.
type Faults []Fault

// Blocking reports whether one of the faults prevents registration.
func (fs Faults) Blocking() bool {
	for _, f := range fs {
		if f.Severity == Blocking {
			return true
		}
	}
	return false
}

// Has reports whether a code is among the faults.
func (fs Faults) Has(code string) bool {
	for _, f := range fs {
		if f.Code == code {
			return true
		}
	}
	return false
}

// Codes lists the codes, in order, blank-separated: handy in a log.
func (fs Faults) Codes() string {
	codes := make([]string, len(fs))
	for i, f := range fs {
		codes[i] = f.Code
	}
	return strings.Join(codes, " ")
}

// Finding is a fault with its place in a file, as a desk or a vendor needs it
// to mend the file.
type Finding struct {
	Fault
	Row  int    `json:"row"`            // 1 is the first line of the file, the header; for XML, the rank of the demand
	Cell string `json:"cell,omitempty"` // "AB12" in a table; the element path in XML
}
