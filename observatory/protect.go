package observatory

import (
	"fmt"
	"slices"

	"github.com/fichier-unique/rules/internal/refdata/territories"
)

// Policy says which counts are too small to be published. No text gives a
// number: the threshold is a choice of the partners.
type Policy struct {
	Threshold int
	Reason    string
}

// DefaultPolicy hides the counts of 1 to 4.
func DefaultPolicy() Policy {
	return Policy{5, "choix des partenaires : aucun texte ne fixe de seuil (arrêté du 28 mars 2011, art. 4 II)"}
}

// Hidden is a count that is not published. Why is "primary" for a small count,
// "secondary" for one that would give a small one away.
type Hidden struct {
	Measure   string `json:"measure"`
	Level     Level  `json:"level"`
	Territory string `json:"territory"`
	Column    string `json:"column"`
	Why       string `json:"why"`
}

// sum is an addition that a reader can make: the parts and their total.
type sum struct {
	parts []*Cell
	total *Cell
}

// Protect hides the counts under the threshold, then others until no hidden
// count comes out of an addition by subtraction. Zero is published: it says of
// nobody what he asked. The tables given are not modified.
func Protect(tables []Table, p Policy) ([]Table, []Hidden, error) {
	if p.Threshold < 2 {
		return nil, nil, fmt.Errorf("observatory: protect tables: a threshold of %d hides nothing; give 2 or more, 5 is usual", p.Threshold)
	}
	out := make([]Table, len(tables))
	for i := range tables {
		out[i] = clone(tables[i])
	}
	for i := range out {
		out[i].cells(func(_ *Row, _ int, c *Cell) { c.Hidden = c.Value > 0 && c.Value < p.Threshold })
	}
	primary := map[*Cell]bool{}
	for i := range out {
		out[i].cells(func(_ *Row, _ int, c *Cell) { primary[c] = c.Hidden })
	}
	sums := additions(out)
	for changed := true; changed; {
		changed = false
		for _, s := range sums {
			changed = s.protect(p.Threshold) || changed
		}
	}
	var hidden []Hidden
	for i := range out {
		t := &out[i]
		t.cells(func(r *Row, column int, c *Cell) {
			if c.Hidden {
				why := "secondary"
				if primary[c] {
					why = "primary"
				}
				hidden = append(hidden, Hidden{t.Measure.Code, t.Level, r.Code, t.Columns[column].Code, why})
				c.Value = 0 // the value itself never leaves
			}
		})
	}
	return out, hidden, nil
}

func clone(t Table) Table {
	t.Rows = slices.Clone(t.Rows)
	for i := range t.Rows {
		t.Rows[i].Cells = slices.Clone(t.Rows[i].Cells)
	}
	t.Total.Cells = slices.Clone(t.Total.Cells)
	return t
}

// cells visits every cell, the total row last.
func (t *Table) cells(visit func(r *Row, column int, c *Cell)) {
	for i := range t.Rows {
		for k := range t.Rows[i].Cells {
			visit(&t.Rows[i], k, &t.Rows[i].Cells[k])
		}
	}
	for k := range t.Total.Cells {
		visit(&t.Total, k, &t.Total.Cells[k])
	}
}

// additions lists every sum a reader can check: along rows, down columns, and
// from a level to the next one, in an order that depends on nothing else.
func additions(tables []Table) []sum {
	var out []sum
	for i := range tables {
		t := &tables[i]
		last := len(t.Columns) - 1
		if t.Measure.Additive && last > 0 {
			for r := range t.Rows {
				out = append(out, rowSum(&t.Rows[r]))
			}
			out = append(out, rowSum(&t.Total))
		}
		if !t.Measure.SumsUp {
			continue
		}
		for k := range t.Columns {
			s := sum{total: &t.Total.Cells[k]}
			for r := range t.Rows {
				s.parts = append(s.parts, &t.Rows[r].Cells[k])
			}
			out = append(out, s)
		}
		for j := range tables {
			if tables[j].Measure.Code == t.Measure.Code && above(t.Level) == tables[j].Level {
				out = append(out, levels(t, &tables[j])...)
			}
		}
	}
	return append(out, twins(tables)...)
}

// above gives the level whose territories are made of those of a level.
// Communes make EPCI; EPCI cross the borders of départements and do not make them.
func above(l Level) Level {
	if l == Commune {
		return EPCI
	}
	return ""
}

func rowSum(r *Row) sum {
	s := sum{total: &r.Cells[len(r.Cells)-1]}
	for k := range len(r.Cells) - 1 {
		s.parts = append(s.parts, &r.Cells[k])
	}
	return s
}

// levels lists the sums from the communes of a table to a table of EPCI, and
// to a table of départements.
func levels(communes, upperTable *Table) []sum {
	var out []sum
	for u := range upperTable.Rows {
		for k := range communes.Columns {
			s := sum{total: &upperTable.Rows[u].Cells[k]}
			for r := range communes.Rows {
				if upper(communes.Rows[r].Code, upperTable.Level) == upperTable.Rows[u].Code {
					s.parts = append(s.parts, &communes.Rows[r].Cells[k])
				}
			}
			out = append(out, s)
		}
	}
	return out
}

// twins lists the cells that say the same in two tables (totals of rows, rows
// of totals, départements made of communes): a sum of one part each.
func twins(tables []Table) []sum {
	var out []sum
	first := map[string]*Cell{}
	for i := range tables {
		out = tables[i].twins(out, first)
	}
	for i := range tables {
		for j := range tables {
			if tables[i].Level == Commune && tables[j].Level == Departement && tables[i].Measure.Code == tables[j].Measure.Code && tables[i].Measure.SumsUp {
				out = append(out, levels(&tables[i], &tables[j])...)
			}
		}
	}
	return out
}

// twins adds the cells of a table that other tables hold too.
func (t *Table) twins(out []sum, first map[string]*Cell) []sum {
	last := len(t.Columns) - 1
	for k := range t.Columns {
		what := t.counts(k)
		if t.Measure.SumsUp && what != "" {
			for r := range t.Rows {
				out = same(out, first, "row "+what+" "+string(t.Level)+" "+t.Rows[r].Code, &t.Rows[r].Cells[k])
			}
		}
		name := t.Measure.Code + " " + t.Columns[k].Code
		switch {
		case !t.Measure.SumsUp && k == last:
			name = "all " + totals[Stock] // the total of the counts by any choice is that of the stock
		case what != "":
			name = "all " + what
		}
		out = same(out, first, "total "+name, &t.Total.Cells[k])
	}
	return out
}

// counts names what a column counts when the total of some measure counts the
// same: the total itself, or a column that bears its name.
func (t *Table) counts(column int) string {
	if column == len(t.Columns)-1 {
		return t.Measure.Total
	}
	for _, name := range totals {
		if t.Columns[column].Code == name {
			return name
		}
	}
	return ""
}

func same(out []sum, first map[string]*Cell, name string, c *Cell) []sum {
	if f := first[name]; f != nil {
		return append(out, sum{parts: []*Cell{f}, total: c})
	}
	first[name] = c
	return out
}

// protect hides one more cell of the sum when its hidden ones come out by
// subtraction, or together stay under the threshold. It reports a change.
func (s sum) protect(threshold int) bool {
	var hidden, shown []*Cell
	for _, c := range s.parts {
		if c.Hidden {
			hidden = append(hidden, c)
		} else if c.Value > 0 {
			shown = append(shown, c)
		}
	}
	if s.total.Hidden {
		// One unknown in all: a lone hidden total is the sum of its parts.
		if len(hidden) == 0 && len(shown) > 0 {
			smallest(shown).Hidden = true
			return true
		}
		return false
	}
	together := 0
	for _, c := range hidden {
		together += c.Value
	}
	if len(hidden) == 0 || len(hidden) > 1 && together >= threshold {
		return false
	}
	if len(shown) == 0 {
		s.total.Hidden = true
		return true
	}
	smallest(shown).Hidden = true
	return true
}

// smallest gives the smallest count; the first of equals.
func smallest(cells []*Cell) *Cell {
	best := cells[0]
	for _, c := range cells {
		if c.Value < best.Value {
			best = c
		}
	}
	return best
}

// GeographyYear is the year of the territories in every table.
func GeographyYear() int { return territories.GeographyYear }
