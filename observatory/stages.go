package observatory

import (
	"fmt"
	"math/bits"
	"slices"

	"github.com/fichier-unique/rules/observatory/disclosure"
	"github.com/fichier-unique/rules/observatory/territory"
)

// A release is protected in two stages. First the numbers of demands of the
// territories: the totals, and the flows, whose columns are totals. What is published
// of them is then out, what is not takes its whole row with it, and each table is
// protected beside them.

// summit reports whether a column is decided in the first stage.
func (t *Table) summit(column int) bool { return column == len(t.Columns)-1 || t.populations() }

// populations reports whether the columns of a table are populations.
func (t *Table) populations() bool { return t.Measure.Total == "active" }

// totals gives the release of the first stage, and the cell of each of its cells.
func (s *sheaf) totals(p Policy) (r disclosure.Release, of []int) {
	at := make([]int, len(s.release.Cells))
	for cell := range at {
		if at[cell] = -1; s.implies(cell) {
			at[cell] = len(of)
			of = append(of, cell)
			r.Cells = append(r.Cells, s.release.Cells[cell])
		}
	}
	for i := range s.tables {
		t := &s.tables[i]
		t.cells(func(row, k int, _ *Cell) {
			cell := s.at(i, row, k)
			if t.summit(k) {
				at[cell] = len(of)
				of = append(of, cell)
				c := s.release.Cells[cell]
				if c.Weight = t.rank(row); s.isTwin(t, row, k, cell) {
					c.Weight = 1e-3 // what they all hold is hidden once
				}
				r.Cells = append(r.Cells, c)
			}
		})
	}
	for _, rel := range s.release.Relations {
		known := true
		move := func(cells []int) []int {
			out := slices.Clone(cells)
			for k, c := range cells {
				out[k] = at[c]
				known = known && at[c] >= 0
			}
			return out
		}
		rel.Total = move([]int{rel.Total})[0]
		rel.Parts, rel.Minus = move(rel.Parts), move(rel.Minus)
		if known {
			r.Relations = append(r.Relations, rel)
		}
	}
	for any, first := range s.chosenOf() { // alone, a count by any choice would tell that the other is small
		if v := s.release.Cells[first].Value; v > 0 && v < int64(p.Threshold) && r.Cells[at[any]].State == disclosure.Open {
			r.Cells[at[any]].State = disclosure.Kept
		}
	}
	partners(&r, int64(p.Threshold))
	return r, of
}

// implies reports whether a cell is what one territory has more than another in the
// totals.
func (s *sheaf) implies(cell int) bool {
	table, ok := s.implied[cell]
	if !ok {
		return false
	}
	columns := s.tables[table].Columns
	return s.tables[table].populations() || s.names[cell].Column == columns[len(columns)-1].Code
}

func (s *sheaf) isTwin(t *Table, row, column, cell int) bool {
	name := t.meaning(row, column)
	return name != "" && s.twins[name] != cell
}

// rank is what hiding a total costs: the more, the wider its territory.
func (t *Table) rank(row int) float64 {
	w := 1 + float64(bits.Len(uint(max(t.row(row).Cells[len(t.Columns)-1].Value, 0))))/4
	switch t.Level {
	case "epci", "canton", "arrondissement":
		w *= 4
	case "departement":
		w *= 8
	case "region", "france":
		w *= 16
	}
	if row == len(t.Rows) {
		w *= 12
	}
	return w
}

// partners hides, beside the small totals of a group of territories that the same
// sums hold, another one, where those hidden leave each other little room: without it,
// what they hide could only be sought beyond the group, through every table at once.
func partners(r *disclosure.Release, threshold int64) {
	sums := make([][]int, len(r.Cells))
	for i := range r.Relations {
		if rel := &r.Relations[i]; !rel.AtMost && len(rel.Minus) == 0 && len(rel.Parts) > 1 {
			for _, c := range rel.Parts {
				sums[c] = append(sums[c], i)
			}
		}
	}
	groups := map[string][]int{}
	for c := range r.Cells {
		if len(sums[c]) > 1 && r.Cells[c].Value > 0 {
			key := fmt.Sprint(sums[c])
			groups[key] = append(groups[key], c)
		}
	}
	for _, group := range groups { // each decides for itself: their order is nothing
		pair(r, group, threshold)
	}
}

// pair hides one more of a group if it must: the least that leaves room enough, or
// else the greatest.
func pair(r *disclosure.Release, group []int, threshold int64) {
	hidden, room, partner := 0, int64(0), -1
	enough := 2 * threshold
	for _, c := range group {
		v := r.Cells[c].Value
		switch best := partner >= 0 && r.Cells[partner].Value >= enough; {
		case v < threshold || r.Cells[c].State == disclosure.Kept:
			hidden++
			room += v - 1
		case r.Cells[c].State != disclosure.Open:
		case partner < 0, !best && v > r.Cells[partner].Value, best && v >= enough && v < r.Cells[partner].Value:
			partner = c
		}
	}
	if hidden > 0 && room < enough && partner >= 0 {
		r.Cells[partner].State = disclosure.Kept
	}
}

// settle keeps what was decided of the totals, and veils the noughts of the rows whose
// total is hidden or small.
func (s *sheaf) settle(of []int, hidden func(i int) bool, p Policy) {
	for i, c := range of {
		if _, implied := s.implied[c]; implied || s.tableOf(c) >= s.newer {
			continue // published nowhere, or decided long ago
		}
		s.release.Cells[c].State = disclosure.Out
		if hidden(i) {
			s.release.Cells[c].State = disclosure.Kept
		}
	}
	for i := range s.newer {
		t := &s.tables[i]
		for r := range len(t.Rows) + 1 {
			if !s.small(i, r, p) {
				continue
			}
			for k := range len(t.Columns) - 1 {
				cell := &s.release.Cells[s.at(i, r, k)]
				if cell.State != disclosure.Open {
					continue
				}
				cell.Nought = true
				switch total := s.release.Cells[s.at(i, r, len(t.Columns)-1)].State; {
				case t.populations():
				case cell.Value == 0:
					cell.State = disclosure.Veiled
				case total == disclosure.Kept:
					cell.State = disclosure.Kept
				}
			}
		}
	}
	s.under()
	s.alike(p)
	s.assure(p)
}

// alike lets a count that is all of its row, by noughts that are published, be
// published with the total: it says nothing more.
func (s *sheaf) alike(p Policy) {
	for i := range s.newer {
		t := &s.tables[i]
		for r := range len(t.Rows) + 1 {
			alone, only := 0, 0
			for k := range len(t.Columns) - 1 {
				at := s.at(i, r, k)
				if c := &s.release.Cells[at]; c.Value == 0 && c.State == disclosure.Open && !s.hidden[at] {
					continue
				}
				alone, only = alone+1, at
			}
			if alone == 1 && t.Measure.Sensitive {
				s.release.Cells[only].Minimum = int64(p.Threshold)
			}
		}
	}
}

// small reports whether noughts are hidden in a row: its total is hidden, or so small
// that beside noughts published some of its counts could not reach the threshold,
// whatever the other figures.
func (s *sheaf) small(table, row int, p Policy) bool {
	t := &s.tables[table]
	last := len(t.Columns) - 1
	at := s.at(table, row, last)
	total := &s.release.Cells[at]
	if s.hidden[at] || total.State == disclosure.Kept {
		return true
	}
	return total.Value > 0 && total.Value < t.threshold(p)+int64(last)-1
}

// under shows again the noughts that a nought published of a wider territory gives.
func (s *sheaf) under() {
	for again := true; again; {
		again = false
		for i := range s.release.Relations {
			r := &s.release.Relations[i]
			total := &s.release.Cells[r.Total]
			if total.Value != 0 || total.State == disclosure.Veiled || len(r.Minus) > 0 {
				continue
			}
			for _, c := range r.Parts {
				if cell := &s.release.Cells[c]; cell.State == disclosure.Veiled {
					cell.State, again = disclosure.Open, true
				}
			}
		}
	}
}

// withheld reports a table of which no count is published but those of totals, and of
// what is all there is in its row.
func (t *Table) withheld() bool {
	return !slices.ContainsFunc(t.Rows, func(r Row) bool { return !r.bare() })
}

// bare reports a row of which nothing but the total is published, and what is all of it.
func (r *Row) bare() bool {
	total := r.Cells[len(r.Cells)-1]
	return !slices.ContainsFunc(r.Cells[:len(r.Cells)-1], func(c Cell) bool {
		return !c.Hidden && c.Value > 0 && (total.Hidden || c.Value != total.Value)
	})
}

// doubt says, of tables that are published, which hidden counts may be noughts: those
// of the rows whose total is hidden or small, or of a table that is withheld, unless
// noughts are shown there.
func (s *sheaf) doubt(p Policy) {
	for i := range s.tables {
		t := &s.tables[i]
		small := s.doubtful(i, p)
		if s.plain(i, small) {
			continue // who published this hides no nought
		}
		for _, r := range small {
			for k := range len(t.Columns) - 1 {
				s.release.Cells[s.at(i, r, k)].Nought = true
			}
		}
	}
}

// doubtful gives the rows of a table where noughts may be hidden.
func (s *sheaf) doubtful(table int, p Policy) []int {
	t := &s.tables[table]
	var out []int
	withheld := t.withheld()
	for r := range len(t.Rows) + 1 {
		if s.small(table, r, p) || withheld && (r < len(t.Rows) || t.Total.bare()) {
			out = append(out, r)
		}
	}
	return out
}

// plain reports whether noughts are shown in such rows, more than are given by those of
// wider territories.
func (s *sheaf) plain(table int, rows []int) bool {
	t := &s.tables[table]
	holders := s.holders(table)
	shown, hidden := 0, 0
	for _, r := range rows {
		for k := range len(t.Columns) - 1 {
			switch c := t.row(r).Cells[k]; {
			case c.Hidden:
				hidden++
			case c.Value == 0 && !slices.ContainsFunc(holders, func(of map[int]*Row) bool {
				h := of[r]
				return h != nil && !h.Cells[k].Hidden && h.Cells[k].Value == 0
			}):
				shown++
			}
		}
	}
	return 2*shown > hidden
}

// holders gives, for the total and each wider level of the same counts, the row that
// holds each row of a table.
func (s *sheaf) holders(table int) []map[int]*Row {
	t := &s.tables[table]
	all := map[int]*Row{}
	for r := range t.Rows {
		all[r] = &t.Total
	}
	out := []map[int]*Row{all}
	g := s.geography(t)
	for j := range s.tables {
		u := &s.tables[j]
		if g == nil || u.Measure.Code != t.Measure.Code || u.AsOf != t.AsOf || u.From != t.From || u.GeographyYear != t.GeographyYear || len(u.Columns) != len(t.Columns) || !territory.Nests(t.Level, u.Level) {
			continue
		}
		rows, of := u.ranks(), map[int]*Row{}
		for r := range t.Rows {
			if a, ok := rows[holder(g, t.Level, t.Rows[r].Code, u.Level)]; ok {
				of[r] = &u.Rows[a]
			}
		}
		out = append(out, of)
	}
	return out
}

// chosenOf gives, for the counts by any choice, the count by first choice of the same
// territory.
func (s *sheaf) chosenOf() map[int]int {
	out := map[int]int{}
	for i := range s.tables {
		for j := range s.tables {
			t, u := &s.tables[i], &s.tables[j]
			if t.Measure.Code != "stock_first" || u.Measure.Code != "stock_any" || t.Level != u.Level || t.AsOf != u.AsOf || t.GeographyYear != u.GeographyYear {
				continue
			}
			of := u.ranks()
			for r := range t.Rows {
				if a, ok := of[t.Rows[r].Code]; ok {
					out[s.at(j, a, 0)] = s.at(i, r, 0)
				}
			}
		}
	}
	return out
}
