package observatory

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory/disclosure"
	"github.com/fichier-unique/rules/observatory/territory"
)

// A sheaf is tables as a reader holds them: their cells, and every addition that
// he can make between them.
type sheaf struct {
	tables    []Table
	first     []int // rank of the first cell of each table
	release   disclosure.Release
	hidden    []bool
	names     []Hidden
	known     bool // the values are known: an addition that does not hold is none
	twins     map[string]int
	atlas     map[demand.Date]*territory.Geography
	implied   map[int]int // cells published nowhere, with the table that they are told under
	kinds     []kind      // of the relations
	withdrawn map[int]int // tables of which nothing but totals is published: 1, but the row of the total; 2
	newer     int         // tables to be protected: those after are of earlier releases
}

// gather lays the tables out. known says that their values are true ones, to be
// protected; otherwise some are hidden.
func gather(tables []Table, p Policy, known bool) *sheaf {
	s := &sheaf{tables: tables, known: known, twins: map[string]int{}, atlas: map[demand.Date]*territory.Geography{}, implied: map[int]int{}, withdrawn: map[int]int{}, newer: len(tables)}
	taken := map[string]bool{}
	for i := range tables {
		t := &tables[i]
		s.first = append(s.first, len(s.release.Cells))
		table := t.Measure.Code + "@" + spanOf(t.From, t.AsOf) + "/" + string(t.Level) + "/" + strconv.Itoa(t.GeographyYear)
		for taken[table] {
			table += "'"
		}
		taken[table] = true
		t.cells(func(r, k int, c *Cell) {
			code, column := t.row(r).Code, t.Columns[k].Code
			s.names = append(s.names, Hidden{t.Measure.Code, t.Level, code, column, whySecret})
			s.hidden = append(s.hidden, c.Hidden)
			cell := disclosure.Cell{ID: table + "/" + code + "/" + column, Value: int64(c.Value), Weight: t.weight(r, k)}
			s.state(&cell, t, r, k, p)
			s.release.Cells = append(s.release.Cells, cell)
		})
	}
	if !known {
		s.doubt(p)
		s.alike(p)
		s.assure(p)
	}
	for i := range tables {
		s.inside(i)
		s.same(i)
		for j := range tables {
			s.between(i, j)
			s.shifted(i, j)
		}
	}
	s.overTime()
	return s
}

// state says what is decided of a cell before the protection. The grand total of a
// stock is published: it is the number of demands read, which the account of the
// files tells.
func (s *sheaf) state(cell *disclosure.Cell, t *Table, row, column int, p Policy) {
	last := len(t.Columns) - 1
	cell.Minimum = int64(p.Threshold)
	if t.Measure.Sensitive && column < last { // the total says nothing of what is sensitive
		cell.Minimum, cell.Assured = t.threshold(p), int64(p.Threshold)
	}
	if s.known && row == len(t.Rows) && column == last && t.Measure.Total == totals[Stock] && cell.Value >= int64(p.Threshold) {
		cell.State = disclosure.Out
	}
}

// weight is what hiding a cell costs a reader of the tables: the more, the more it
// counts, and the wider its territory.
func (t *Table) weight(row, column int) float64 {
	w := 1 + math.Sqrt(float64(max(t.row(row).Cells[column].Value, 0)))/2
	switch t.Level {
	case "epci", "canton", "arrondissement":
		w *= 3
	case "departement":
		w *= 6
	case "region", "france":
		w *= 12
	}
	if column == len(t.Columns)-1 {
		w *= 4
	}
	if row == len(t.Rows) {
		w *= 12
	}
	return w
}

// typologyPairs are the sizes of household and the types that are the same count.
var typologyPairs = [...][2]string{{"1", "T1"}, {"4", "T4"}, {"5", "T5"}}

// typology ties the target type to the size of the household it is made from: see
// TargetOf. A household of two is a T2, or a T3 for one adult with one child.
func (s *sheaf) typology(size, target int) {
	t, u := &s.tables[size], &s.tables[target]
	column := func(t *Table, code string) int {
		return slices.IndexFunc(t.Columns, func(c Column) bool { return c.Code == code })
	}
	of := u.ranks()
	of[u.Total.Code] = len(u.Rows)
	for r := range len(t.Rows) + 1 { // targets that were given otherwise tell nothing of sizes
		for _, p := range typologyPairs {
			if a, ok := of[t.row(r).Code]; ok {
				if x, y := t.row(r).Cells[column(t, p[0])], u.row(a).Cells[column(u, p[1])]; !x.Hidden && !y.Hidden && x.Value != y.Value {
					return
				}
			}
		}
	}
	for r := range len(t.Rows) + 1 {
		a, ok := of[t.row(r).Code]
		if !ok {
			continue
		}
		in := func(code string) int { return s.at(size, r, column(t, code)) }
		out := func(code string) int { return s.at(target, a, column(u, code)) }
		for _, p := range typologyPairs {
			s.add(disclosure.Relation{Total: in(p[0]), Parts: []int{out(p[1])}}, across)
		}
		s.add(disclosure.Relation{Total: in("6_and_more"), Parts: []int{out("T6P")}, AtMost: true}, across)
		s.add(disclosure.Relation{Total: out("none"), Parts: []int{in("unknown")}, AtMost: true}, across)
		s.add(disclosure.Relation{Total: out("T2"), Parts: []int{in("2"), in("3")}, Minus: []int{out("T3")}}, across)
	}
}

// spanOf writes a period, or a day.
func spanOf(from, asOf demand.Date) string {
	if from.IsZero() {
		return asOf.String()
	}
	return from.String() + "/" + asOf.String()
}

// at gives the rank of a cell.
func (s *sheaf) at(table, row, column int) int {
	return s.first[table] + row*len(s.tables[table].Columns) + column
}

// tableOf gives the table of a cell.
func (s *sheaf) tableOf(cell int) int {
	if table, ok := s.implied[cell]; ok {
		return table
	}
	at, _ := slices.BinarySearch(s.first, cell+1)
	return at - 1
}

// kind says where an addition stands.
type kind uint8

const (
	elsewhere kind = iota
	along          // along a row of a table
	down           // down a column, from one territory to those that make it
	across         // between the columns of a territory in tables of the same demands
)

// add keeps an addition, unless its figures are all known and it does not hold.
func (s *sheaf) add(r disclosure.Relation, where ...kind) {
	sum, whole := int64(0), s.known || !s.hidden[r.Total]
	for _, c := range r.Parts {
		sum += s.release.Cells[c].Value
		whole = whole && (s.known || !s.hidden[c])
	}
	for _, c := range r.Minus {
		sum -= s.release.Cells[c].Value
		whole = whole && (s.known || !s.hidden[c])
	}
	if total := s.release.Cells[r.Total].Value; whole && (sum > total || sum < total && !r.AtMost) {
		return
	}
	if r.Name == "" {
		r.Name = "somme de " + s.release.Cells[r.Total].ID
	}
	s.release.Relations = append(s.release.Relations, r)
	s.kinds = append(s.kinds, append(where, elsewhere)[0])
}

// inside adds what holds within a table: along rows, down columns.
func (s *sheaf) inside(i int) {
	t := &s.tables[i]
	last := len(t.Columns) - 1
	for r := range len(t.Rows) + 1 {
		var parts []int
		for k := range last {
			parts = append(parts, s.at(i, r, k))
		}
		switch total := s.at(i, r, last); {
		case last == 0:
		case t.Measure.Additive:
			s.add(disclosure.Relation{Total: total, Parts: parts}, along)
		default: // each demand is in one column or more
			s.cover(total, parts, along)
		}
	}
	if !t.Measure.SumsUp {
		return
	}
	for k := range t.Columns {
		var parts []int
		for r := range t.Rows {
			parts = append(parts, s.at(i, r, k))
		}
		if len(parts) > 0 {
			s.add(disclosure.Relation{Total: s.at(i, len(t.Rows), k), Parts: parts}, down)
		}
	}
}

// cover adds that parts overlap: none is more than the whole, and the whole is no
// more than their sum.
func (s *sheaf) cover(whole int, parts []int, where ...kind) {
	for _, c := range parts {
		s.add(disclosure.Relation{Total: whole, Parts: []int{c}, AtMost: true}, where...)
	}
	if len(parts) > 0 {
		s.add(disclosure.Relation{Total: parts[0], Parts: []int{whole}, Minus: parts[1:], AtMost: true, Name: "somme de " + s.release.Cells[whole].ID}, where...)
	}
}

// same ties the cells that hold the same counts in two tables: totals of the same
// demands, a stock at the end of a year and at the start of the next.
func (s *sheaf) same(i int) {
	t := &s.tables[i]
	for r := range len(t.Rows) + 1 {
		for k := range t.Columns {
			name := t.meaning(r, k)
			if name == "" {
				continue
			}
			at := s.at(i, r, k)
			if first, ok := s.twins[name]; ok {
				s.add(disclosure.Relation{Total: first, Parts: []int{at}, Name: "même compte que " + s.release.Cells[at].ID})
			} else {
				s.twins[name] = at
			}
		}
	}
}

// meaning names what a cell counts, the same for the same count elsewhere.
func (t *Table) meaning(row, column int) string {
	total := row == len(t.Rows)
	what, day := t.counts(column)
	switch {
	case total && !t.Measure.SumsUp && column == len(t.Columns)-1:
		what, day = totals[Stock], t.AsOf.String() // of the counts by any choice: each demand once
	case what == "" || what == t.Measure.Code && !t.Measure.SumsUp:
		what = t.Measure.Code + "/" + t.Columns[column].Code
	}
	if total {
		return what + "@" + day
	}
	return fmt.Sprintf("%s@%s/%s/%d/%s", what, day, t.Level, t.GeographyYear, t.row(row).Code)
}

// counts names what a column counts when the total of some measure counts the
// same, and the day or the period of it.
func (t *Table) counts(column int) (what, day string) {
	what = t.Columns[column].Code
	if column == len(t.Columns)-1 {
		what = t.Measure.Total
	}
	switch what {
	case totals[Stock]:
		return what, t.AsOf.String()
	case "stock_start":
		if t.From.IsZero() {
			return "", ""
		}
		return totals[Stock], t.From.AddDays(-1).String()
	}
	for _, name := range totals {
		if name == what {
			return what, spanOf(t.From, t.AsOf)
		}
	}
	if column == len(t.Columns)-1 && what != "" {
		return what, spanOf(t.From, t.AsOf)
	}
	return "", spanOf(t.From, t.AsOf)
}

// between adds what ties two tables: territories that make others, first choices
// among all choices.
func (s *sheaf) between(i, j int) {
	t, u := &s.tables[i], &s.tables[j]
	switch {
	case i == j || t.AsOf != u.AsOf || t.GeographyYear != u.GeographyYear:
	case t.Level == u.Level:
		if t.Measure.Code == "stock_first" && u.Measure.Code == "stock_any" {
			s.chosen(i, j)
		}
		if t.Measure.Code == "by_size" && u.Measure.Code == "by_target" {
			s.typology(i, j)
		}
		s.crossed(i, j)
	case t.Measure.Code == u.Measure.Code && t.From == u.From && territory.Nests(t.Level, u.Level):
		s.levels(i, j)
	}
}

// chosen adds that the first choices of a territory are among all the choices.
func (s *sheaf) chosen(first, all int) {
	of := s.tables[all].ranks()
	for r := range s.tables[first].Rows {
		if a, ok := of[s.tables[first].Rows[r].Code]; ok {
			s.add(disclosure.Relation{Total: s.at(all, a, 0), Parts: []int{s.at(first, r, 0)}, AtMost: true})
		}
	}
}

func (t *Table) ranks() map[string]int {
	out := make(map[string]int, len(t.Rows))
	for r := range t.Rows {
		out[t.Rows[r].Code] = r
	}
	return out
}

// levels adds that the territories of a table are made of those of another.
func (s *sheaf) levels(inner, outer int) {
	t, u := &s.tables[inner], &s.tables[outer]
	g := s.geography(t)
	if g == nil || len(t.Columns) != len(u.Columns) {
		return
	}
	members := map[string][]int{}
	for r := range t.Rows {
		code := holder(g, t.Level, t.Rows[r].Code, u.Level)
		members[code] = append(members[code], r)
	}
	for a := range u.Rows {
		for k := range u.Columns {
			var parts []int
			for _, r := range members[u.Rows[a].Code] {
				parts = append(parts, s.at(inner, r, k))
			}
			switch whole := s.at(outer, a, k); {
			case len(parts) == 0:
			case t.Measure.SumsUp:
				s.add(disclosure.Relation{Total: whole, Parts: parts}, down)
			default:
				s.cover(whole, parts)
			}
		}
	}
}

// geography gives the territories of a table, nil when they are not known.
func (s *sheaf) geography(t *Table) *territory.Geography {
	day := t.AsOf
	if today := territory.Today(); t.GeographyYear == today.Year() {
		return today
	} else if day.Year() != t.GeographyYear {
		day, _ = demand.NewDate(t.GeographyYear, 1, 1)
	}
	g, ok := s.atlas[day]
	if !ok {
		var faults demand.Faults
		if g, faults = territory.France().On(day); len(faults) > 0 {
			g = nil
		}
		s.atlas[day] = g
	}
	return g
}

// holder gives the territory of a level that holds another, "" for none.
func holder(g *territory.Geography, inner Level, code string, outer Level) string {
	rank := -1
	if inner == Commune {
		rank, _ = g.Locate(code)
	} else if at := g.Rank(inner, code); at >= 0 {
		rank = slices.Index(g.Holders(inner), int32(at)) // any commune of it
	}
	if of, _ := g.Of(rank, outer); of >= 0 {
		return g.Units(outer)[of].Code
	}
	return ""
}
