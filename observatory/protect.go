package observatory

import (
	"fmt"
	"slices"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/refdata/territories"
	"github.com/fichier-unique/rules/observatory/disclosure"
)

// Hidden is a count that is not published. Why is "secret", whether it is small
// or would give a small one away: saying which would tell that it is small.
type Hidden struct {
	Measure   string `json:"measure"`
	Level     Level  `json:"level"`
	Territory string `json:"territory"`
	Column    string `json:"column"`
	Why       string `json:"why"`
}

// Withdrawal is a measure whose columns could not be published, but their totals, at a
// level and under it; at none when Level is "".
type Withdrawal struct {
	Measure string `json:"measure"`
	Level   Level  `json:"level,omitempty"`
}

// whySecret is the one reason published.
const whySecret = "secret"

// Protection is what may be published, with what it cost and what was proved.
type Protection struct {
	Tables []Table
	Hidden []Hidden
	Loss   disclosure.Loss
	Audit  disclosure.Certificate
	// Withheld lists what could not be published of a measure, beside its totals.
	Withheld []Withdrawal
	// Nothing says why nothing at all could be published: everything is hidden then.
	Nothing demand.Faults
}

// Protect hides the counts under the threshold, then as little else as it finds
// until no hidden count can be bounded closely from everything in the tables
// together: see package disclosure. Zero is published: it says of nobody what he
// asked. The tables given are not modified. When nothing at all can be published,
// everything is hidden.
func Protect(tables []Table, p Policy) ([]Table, []Hidden, error) {
	protection, err := Secure(tables, p)
	return protection.Tables, protection.Hidden, err
}

// Secure protects tables and tells what that hides and proves. Nothing comes out
// of it without its audit.
func Secure(tables []Table, p Policy) (Protection, error) {
	return gather(tables, p, true).secure(tables, p)
}

// secure protects the newer tables of a sheaf.
func (s *sheaf) secure(tables []Table, p Policy) (Protection, error) {
	outcome, withheld, faults := s.protect(p)
	if faults.Has("SEC-TAB-01") || faults.Has("SEC-AUD-01") {
		out := Protection{Nothing: faults}
		out.Tables, out.Hidden = s.without(tables, func(int) bool { return true })
		out.Audit.Hidden = len(out.Hidden)
		return out, nil
	}
	if len(faults) > 0 {
		return Protection{}, refusal("protect tables", faults[0])
	}
	out := Protection{Loss: outcome.Loss, Audit: outcome.Audit, Withheld: withheld}
	if s.newer < len(s.tables) {
		out.Loss = s.loss(outcome)
	}
	chosen := s.chosenOf()
	out.Tables, out.Hidden = s.without(tables, func(cell int) bool {
		first, ok := chosen[cell]
		return outcome.Hidden(cell) || ok && outcome.Hidden(first)
	})
	out.Audit.Hidden = len(out.Hidden)
	return out, nil
}

// protect protects the totals, then the tables. What cannot be protected is withheld.
func (s *sheaf) protect(p Policy) (*disclosure.Outcome, []Withdrawal, demand.Faults) {
	first, of := s.totals(p)
	decided, faults := s.decide(&first, of, p)
	if len(faults) > 0 {
		return nil, nil, faults
	}
	s.settle(of, decided.Hidden, p)
	var withheld []Withdrawal
	for {
		release, stands := s.grouped(s.thin, int64(p.Threshold))
		outcome, faults := disclosure.Protect(release, p.policy())
		if !faults.Has("SEC-AUD-01") {
			return outcome, withheld, faults
		}
		cell := slices.IndexFunc(release.Cells, func(c disclosure.Cell) bool { return c.ID == faults[0].Path })
		if first, ok := stands[cell]; ok {
			cell = first
		}
		w := s.retreat(cell)
		if w.Measure == "" {
			return s.totalsOnly(decided, of), withheld, nil
		}
		withheld = append(withheld, w)
	}
}

// thin reports whether a count is hidden for certain, before the protection.
func (s *sheaf) thin(cell int) bool {
	switch c := &s.release.Cells[cell]; c.State {
	case disclosure.Kept, disclosure.Veiled, disclosure.Withheld:
		return c.Nought
	case disclosure.Open:
		return c.Nought && c.Value > 0 && c.Value < c.Minimum
	}
	return false
}

// totalsOnly gives what was decided of the totals, and hides the rest.
func (s *sheaf) totalsOnly(decided *disclosure.Outcome, of []int) *disclosure.Outcome {
	out := &disclosure.Outcome{Reasons: make([]disclosure.Reason, len(s.release.Cells)), Loss: decided.Loss, Audit: decided.Audit}
	for i := range out.Reasons {
		out.Reasons[i] = disclosure.Primary
	}
	for i, c := range of {
		out.Reasons[c] = decided.Reasons[i]
	}
	return out
}

// refusal makes an error of a fault, with its sentence.
func refusal(what string, f demand.Fault) error {
	text := f.Code
	if book, err := demand.NewRulebook(disclosure.Rules()); err == nil {
		text = book.Sentence(language.English, f)
	}
	return fmt.Errorf("observatory: %s: %s: %w", what, text, f)
}

// Recovery is a hidden count that published tables give away: it is from Low to
// High, and nothing else.
type Recovery struct {
	Hidden
	Table     int // rank of its table among those given
	Low, High int // High is -1 when nothing bounds it
}

// Attack is what somebody who holds published tables can find.
type Attack struct {
	Hidden    int        // counts attacked
	Recovered []Recovery // those known too closely
	Exposed   []Recovery // counts published under the threshold
	Unproved  int        // those neither recovered nor proved safe
}

// Audit attacks protected tables, of one release or of several: it rebuilds every
// addition that a reader can make, along rows and columns, from level to level,
// from measure to measure, from a year to the next, and tries to bound the hidden
// counts.
func Audit(tables []Table, p Policy) (Attack, error) {
	s := gather(tables, p, false)
	release, _ := s.grouped(func(cell int) bool { return s.hidden[cell] && s.release.Cells[cell].Nought }, 0)
	report, faults := disclosure.Audit(release, s.hidden, p.policy())
	if len(faults) > 0 {
		return Attack{}, refusal("audit tables", faults[0])
	}
	out := Attack{Hidden: report.Hidden, Unproved: len(report.Unproved)}
	for _, x := range report.Recovered {
		if s.beyond(x) {
			continue
		}
		high := -1
		if x.High < disclosure.Unbounded {
			high = int(x.High)
		}
		out.Recovered = append(out.Recovered, Recovery{s.names[x.Cell], s.tableOf(x.Cell), int(x.Low), high})
	}
	for _, c := range report.Exposed {
		v := int(s.release.Cells[c].Value)
		out.Exposed = append(out.Exposed, Recovery{s.names[c], s.tableOf(c), v, v})
	}
	return out, nil
}

// without gives the tables less the hidden cells, whose values never leave.
func (s *sheaf) without(tables []Table, hide func(cell int) bool) ([]Table, []Hidden) {
	out := make([]Table, len(tables))
	var hidden []Hidden
	for i := range tables {
		out[i] = clone(tables[i])
		out[i].cells(func(r, k int, c *Cell) {
			if at := s.at(i, r, k); hide(at) {
				*c = Cell{Hidden: true}
				hidden = append(hidden, s.names[at])
			}
		})
	}
	return out, hidden
}

func clone(t Table) Table {
	t.Rows = slices.Clone(t.Rows)
	for i := range t.Rows {
		t.Rows[i].Cells = slices.Clone(t.Rows[i].Cells)
	}
	t.Total.Cells = slices.Clone(t.Total.Cells)
	return t
}

// cells visits every cell; the row of the total comes last, after the others.
func (t *Table) cells(visit func(row, column int, c *Cell)) {
	for i := range t.Rows {
		for k := range t.Rows[i].Cells {
			visit(i, k, &t.Rows[i].Cells[k])
		}
	}
	for k := range t.Total.Cells {
		visit(len(t.Rows), k, &t.Total.Cells[k])
	}
}

// row gives a row, the total after the others.
func (t *Table) row(i int) *Row {
	if i == len(t.Rows) {
		return &t.Total
	}
	return &t.Rows[i]
}

// GeographyYear is the year of the territories in every table.
func GeographyYear() int { return territories.GeographyYear }
