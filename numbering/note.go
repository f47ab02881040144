package numbering

import (
	"slices"

	"github.com/fichier-unique/rules/internal/refdata/departements"
)

// Note is a remark on a number that is well formed: a territory which is not
// known, a month that does not fit. It refuses nothing by itself; the level of
// its code tells whether a person should look.
type Note struct {
	Code   string            `json:"code"`
	Params map[string]string `json:"params,omitempty"`
}

// Record is what a file knows of a demand apart from its number. An empty field
// is not compared.
type Record struct {
	Territory string   // code of the territory where housing is wanted
	Deposit   Month    // month of first deposit
	Desks     []string // codes of the desks known to the file
}

// firstObliged is the month from which every demand must have a number.
// Law: décret 2000-1079, arrêté du 7 novembre 2000. Confidence: V. Trials began
// in 1999, and a first deposit may be older than its registration.
var firstObliged = Month{Year: 2000, Month: 11}

// Notes returns what the number alone lets one remark: its territory and its
// month. It is nil for a number with nothing to remark, and for no number.
func (n Number) Notes() []Note {
	if n.IsZero() {
		return nil
	}
	var notes []Note
	month := n.Month()
	if departements.Settled(n.b[0], n.b[1], n.b[2]) && month.Compare(firstObliged) >= 0 {
		return nil
	}
	switch t, ok := departements.LookupTerritory(n.Territory()); {
	case !ok:
		notes = append(notes, Note{"NUM-TER-01", map[string]string{"territory": n.Territory()}})
	case t.Confidence == "U":
		notes = append(notes, Note{"NUM-TER-02", map[string]string{"territory": t.Code, "name": t.Name}})
	case t.Until != (departements.Month{}) && !t.Holds(departements.Month(month)):
		// A deposit older than a code's beginning is no remark: when 111 began, the
		// demands already there kept their first deposit.
		notes = append(notes, Note{"NUM-TER-03", map[string]string{"territory": t.Code, "name": t.Name, "month": month.String()}})
	}
	if month.Compare(firstObliged) < 0 {
		notes = append(notes, Note{"NUM-DEP-01", map[string]string{"month": month.String()}})
	}
	return notes
}

// Against compares the number with the record that bears it. A number has no
// check digit: with [Number.Notes], this is the only way to see a typing error
// that leaves it well formed.
func (n Number) Against(r Record) []Note {
	if n.IsZero() {
		return nil
	}
	var notes []Note
	if r.Territory != "" && string(n.b[:endTerritory]) != r.Territory {
		notes = append(notes, Note{"NUM-REC-01", map[string]string{"territory": n.Territory(), "expected": r.Territory}})
	}
	if m := n.Month(); r.Deposit != (Month{}) && m != r.Deposit {
		notes = append(notes, Note{"NUM-REC-02", map[string]string{"month": m.String(), "expected": r.Deposit.String()}})
	}
	if len(r.Desks) > 0 && !slices.Contains(r.Desks, n.Desk()) {
		notes = append(notes, Note{"NUM-REC-03", map[string]string{"desk": n.Desk()}})
	}
	return notes
}
