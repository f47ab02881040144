package observatory

import (
	"cmp"
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory/disclosure"
)

// flows reports whether a column counts what happened in the period: it then adds up
// over periods that follow each other, as a stock never does.
func (t *Table) flows(column int) bool {
	switch code := t.Columns[column].Code; t.Measure.Code {
	case movements[0].Code, movements[1].Code:
		return code != "stock_start" && code != totals[Stock] && code != "total"
	}
	switch t.Measure.Total {
	case totals[Allocated], totals[StruckOff], totals[Refused], totals[Renewed]:
		return true
	}
	return false
}

// lighten makes the cells of short periods and of past days cheaper to hide than
// those of the count itself.
func (s *sheaf) lighten() {
	latest, longest := demand.Date{}, 0
	days := func(t *Table) int { return t.AsOf.DaysSince(t.From) + 1 }
	for i := range s.tables {
		t := &s.tables[i]
		if t.AsOf.After(latest) {
			latest = t.AsOf
		}
		if !t.From.IsZero() {
			longest = max(longest, days(t))
		}
	}
	for i := range s.tables {
		t, factor := &s.tables[i], 1.0
		if !t.From.IsZero() {
			factor = float64(days(t)) / float64(longest)
		}
		if t.AsOf != latest {
			factor *= pastWeight
		}
		t.cells(func(r, k int, _ *Cell) { s.release.Cells[s.at(i, r, k)].Weight *= max(factor, leastWeight) })
	}
}

// What hiding a cell of a past day costs, beside one of the latest, and the least
// that it costs.
const pastWeight, leastWeight = 0.3, 0.02

// kept names the tables whose periods may add up.
type kept struct {
	measure string
	level   Level
	year    int
}

// overTime adds that a period is made of those that follow each other within it:
// a year of its months. Periods that overlap in part are not to be published together.
func (s *sheaf) overTime() {
	s.lighten()
	groups := map[kept][]int{}
	var order []kept
	for i := range s.tables {
		t := &s.tables[i]
		if t.From.IsZero() || !t.anyFlow() {
			continue
		}
		k := kept{t.Measure.Code, t.Level, t.GeographyYear}
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], i)
	}
	for _, k := range order {
		group := groups[k]
		slices.SortStableFunc(group, func(a, b int) int { // the shortest first
			return cmp.Or(s.tables[a].From.Compare(s.tables[b].From), s.tables[a].AsOf.Compare(s.tables[b].AsOf))
		})
		for _, whole := range group {
			if parts := s.chain(group, whole); len(parts) > 1 {
				s.sumOver(whole, parts)
			}
		}
	}
}

// anyFlow reports whether a column counts what happened.
func (t *Table) anyFlow() bool {
	for k := range t.Columns {
		if t.flows(k) {
			return true
		}
	}
	return false
}

// chain finds, among tables in order of period, those that follow each other from
// the first day of one to its last; nil when there are none.
func (s *sheaf) chain(group []int, whole int) []int {
	var out []int
	next, last := s.tables[whole].From, s.tables[whole].AsOf
	for _, i := range group {
		t := &s.tables[i]
		if i != whole && t.From == next && !t.AsOf.After(last) && !(t.From == s.tables[whole].From && t.AsOf == last) {
			out = append(out, i)
			next = t.AsOf.AddDays(1)
		}
	}
	if next != last.AddDays(1) {
		return nil
	}
	return out
}

// sumOver adds that each count of a period is the sum of those of its parts. A
// territory without a row has nothing to count.
func (s *sheaf) sumOver(whole int, parts []int) {
	t := &s.tables[whole]
	rows := make([]map[string]int, len(parts))
	for n, p := range parts {
		rows[n] = s.tables[p].ranks()
		rows[n][s.tables[p].Total.Code] = len(s.tables[p].Rows)
	}
	for r := range len(t.Rows) + 1 {
		for k, c := range t.Columns {
			if !t.flows(k) {
				continue
			}
			var cells []int
			for n, p := range parts {
				at := slices.IndexFunc(s.tables[p].Columns, func(x Column) bool { return x.Code == c.Code })
				if row, ok := rows[n][t.row(r).Code]; ok && at >= 0 {
					cells = append(cells, s.at(p, row, at))
				}
			}
			if len(cells) > 0 {
				s.add(disclosure.Relation{Total: s.at(whole, r, k), Parts: cells})
			}
		}
	}
}
