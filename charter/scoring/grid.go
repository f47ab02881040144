package scoring

import (
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/strict"
)

// Operator compares the value of a fact with a line.
type Operator string

// The operators: the whole list.
const (
	Is      Operator = "is"       // yes-or-no facts: the answer
	AtLeast Operator = "at_least" // counts: min
	Between Operator = "between"  // counts: min and max, both included
	OneOf   Operator = "one_of"   // codes: at least one of them
)

// Line is one criterion of a grid.
type Line struct {
	Code    string        `json:"code"`
	French  string        `json:"fr"`
	English string        `json:"en"`
	Fact    string        `json:"fact"` // name in the vocabulary
	Op      Operator      `json:"op"`
	Answer  demand.Answer `json:"answer,omitzero"` // of "is"
	Min     *int          `json:"min,omitzero"`    // of "at_least" and "between"
	Max     *int          `json:"max,omitzero"`    // of "between"
	Codes   []string      `json:"codes,omitzero"`  // of "one_of"
	Points  int           `json:"points"`
	Source  string        `json:"source"`   // act and article: the plan partenarial
	VotedOn demand.Date   `json:"voted_on"` // day of the vote
}

// RefusalEffect is what refusing a suitable dwelling does to the points.
type RefusalEffect struct {
	French  string      `json:"fr"`
	English string      `json:"en"`
	Points  int         `json:"points"` // of each refusal, negative
	Most    int         `json:"most"`   // so many refusals count at most
	Source  string      `json:"source"`
	VotedOn demand.Date `json:"voted_on"`
}

// OverrideReason is a reason for which a person may keep other points.
type OverrideReason struct {
	Code    string `json:"code"`
	French  string `json:"fr"`
	English string `json:"en"`
}

// Definition is a grid as a territory voted it, as data.
type Definition struct {
	Name            string           `json:"name"`
	Version         string           `json:"version"`
	Territory       string           `json:"territory,omitzero"`
	ValidFrom       demand.Date      `json:"valid_from"`
	ValidTo         demand.Date      `json:"valid_to,omitzero"`
	Source          string           `json:"source"`
	VotedOn         demand.Date      `json:"voted_on"`
	Cap             int              `json:"cap,omitzero"` // the total is at most this; 0: no cap
	Lines           []Line           `json:"lines"`
	Transfers       []Line           `json:"transfers,omitzero"` // a grid of their own for transfers
	Refusal         *RefusalEffect   `json:"refusal,omitzero"`
	OverrideReasons []OverrideReason `json:"override_reasons,omitzero"`
}

// Grid is a definition that was checked and is ready to count. It never changes
// and may be used by several goroutines at once.
type Grid struct {
	def              Definition
	lines, transfers []compiled
}

// compiled is a line ready to count.
type compiled struct {
	a, b   int32
	points int32
	fact   Fact
	op     uint8
}

const (
	opIs uint8 = iota
	opAtLeast
	opBetween
	opOneOf
)

// meets compares a value with the line.
func (c *compiled) meets(v int32) bool {
	switch c.op {
	case opIs:
		return v == c.a
	case opAtLeast:
		return v >= c.a
	case opBetween:
		return v >= c.a && v <= c.b
	}
	return v&c.a != 0
}

// Limits of a grid.
const (
	MaxPoints = 100_000
	MaxLines  = 500
)

// Load reads a grid from JSON, strictly, and refuses one that goes under the law
// or whose criteria nobody voted. What does not block is told beside the grid.
func Load(data []byte) (*Grid, demand.Faults) {
	var def Definition
	if len(data) > MaxBytes {
		return nil, demand.Faults{fault("COT-FIC-01", "")}
	}
	var faults demand.Faults
	for _, p := range strict.Decode(data, &def) {
		code := "COT-FIC-01"
		if forbidden, why := unlawful(p.Name); why {
			code = forbidden
		}
		faults = append(faults, fault(code, p.Path))
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return New(def)
}

// New checks a definition and makes its grid, which is nil when a fault blocks.
func New(def Definition) (*Grid, demand.Faults) {
	c := checker{}
	c.whole(&def)
	g := &Grid{def: def.clone()}
	g.lines = c.lines(def.Lines, "lines")
	g.transfers = c.lines(def.Transfers, "transfers")
	c.refusal(def.Refusal)
	c.reasons(def.OverrideReasons)
	if c.faults.Blocking() {
		return nil, c.faults
	}
	return g, c.faults
}

// Definition gives the data of the grid, of which the caller may do what it wants.
func (g *Grid) Definition() Definition { return g.def.clone() }

// clone copies what a definition shares, so that a grid never changes.
func (d Definition) clone() Definition {
	d.Lines, d.Transfers, d.OverrideReasons = cloneLines(d.Lines), cloneLines(d.Transfers), slices.Clone(d.OverrideReasons)
	if d.Refusal != nil {
		r := *d.Refusal
		d.Refusal = &r
	}
	return d
}

func cloneLines(all []Line) []Line {
	out := slices.Clone(all)
	for i := range out {
		l := &out[i]
		l.Codes, l.Min, l.Max = slices.Clone(l.Codes), cloneInt(l.Min), cloneInt(l.Max)
	}
	return out
}

func cloneInt(n *int) *int {
	if n == nil {
		return nil
	}
	v := *n
	return &v
}

// InForce reports whether the grid applies on a day.
func (g *Grid) InForce(day demand.Date) bool {
	return !day.IsZero() && !day.Before(g.def.ValidFrom) && !day.After(g.def.ValidTo)
}

// of gives the lines that serve a demand; unsure when there are two grids and it
// is not said whether the demand is a transfer.
func (g *Grid) of(f *Facts) (lines []compiled, defs []Line, unsure bool) {
	switch {
	case len(g.transfers) == 0:
	case !f.Said(Transfer):
		unsure = true
	case f.values[Transfer] == 1:
		return g.transfers, g.def.Transfers, false
	}
	return g.lines, g.def.Lines, unsure
}

// At finds the grid in force on a day: the one whose first day is the latest. It
// is false when there is none: a grid that has ended is never used in its place.
func At(grids []*Grid, day demand.Date) (*Grid, bool) {
	var found *Grid
	for _, g := range grids {
		if g != nil && g.InForce(day) && (found == nil || g.def.ValidFrom.After(found.def.ValidFrom)) {
			found = g
		}
	}
	return found, found != nil
}
