package observatory

import (
	"cmp"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory/disclosure"
)

// What cannot be protected is given up a little at a time: the columns of a measure at
// the level where a count could not be, and under it; then those of the whole measure;
// when it is a total that cannot, those of the table that tells least. In the end the
// totals are left, which are safe alone.

// decide protects the totals. What cannot be, of the smallest territories, is hidden.
func (s *sheaf) decide(first *disclosure.Release, of []int, p Policy) (*disclosure.Outcome, demand.Faults) {
	wide := p.policy()
	wide.Width = 2 * wide.Minimum // room enough for every table to follow
	for _, level := range append([]Level{""}, s.levelsOf()...) {
		for i, c := range of {
			if cell := &first.Cells[i]; s.names[c].Level == level && cell.State == disclosure.Open {
				cell.State = disclosure.Kept
			}
		}
		for _, policy := range [...]disclosure.Policy{wide, p.policy()} {
			decided, faults := disclosure.Protect(*first, policy)
			if !faults.Has("SEC-AUD-01") {
				return decided, faults
			}
			if level == s.levelsOf()[len(s.levelsOf())-1] && policy.Width == 0 {
				return nil, faults
			}
		}
	}
	return nil, nil
}

// levelsOf gives the levels of the tables, that of the most territories first.
func (s *sheaf) levelsOf() []Level {
	var out []Level
	rows := map[Level]int{}
	for i := range s.newer {
		l := s.tables[i].Level
		if !slices.Contains(out, l) {
			out = append(out, l)
		}
		rows[l] = max(rows[l], len(s.tables[i].Rows))
	}
	slices.SortStableFunc(out, func(a, b Level) int { return cmp.Or(cmp.Compare(rows[b], rows[a]), cmp.Compare(a, b)) })
	return out
}

// retreat gives up some columns after a count that could not be protected, and says
// which; "" when nothing is left to give up.
func (s *sheaf) retreat(cell int) Withdrawal {
	levels := s.levelsOf()
	table := s.tableOf(cell)
	t := &s.tables[table]
	if inner := s.names[cell].Column != t.Columns[len(t.Columns)-1].Code && !t.populations(); inner && table < s.newer {
		from := slices.Index(levels, t.Level)
		if s.names[cell].Territory == t.Total.Code {
			from = len(levels)
		}
		for ; from <= len(levels); from++ {
			if w, ok := s.withdraw(t.Measure.Code, levels, from); ok {
				return w
			}
		}
	}
	for from := range len(levels) + 1 {
		for _, code := range s.leastFirst() {
			if w, ok := s.withdraw(code, levels, from); ok {
				return w
			}
		}
	}
	return Withdrawal{}
}

// withdraw gives up a measure at a level and under it; at all of them, and in the row
// of the total, after the last. It is false when that is done already.
func (s *sheaf) withdraw(code string, levels []Level, from int) (Withdrawal, bool) {
	if from == len(levels) {
		return Withdrawal{code, ""}, s.withhold(code, levels, true)
	}
	return Withdrawal{code, levels[from]}, s.withhold(code, levels[:from+1], false)
}

// leastFirst gives the measures, the ones that tell least to most readers first:
// crossings, what is sensitive, then from the last of the list to the first.
func (s *sheaf) leastFirst() []string {
	var all []*Measure
	for i := range s.newer {
		m := &s.tables[i].Measure
		if !slices.ContainsFunc(all, func(o *Measure) bool { return o.Code == m.Code }) {
			all = append(all, m)
		}
	}
	slices.Reverse(all)
	slices.SortStableFunc(all, func(a, b *Measure) int {
		rank := func(m *Measure) int {
			switch {
			case strings.Count(m.Code, "_by_") > 1:
				return 0
			case m.Sensitive:
				return 1
			}
			return 2
		}
		return cmp.Compare(rank(a), rank(b))
	})
	out := make([]string, len(all))
	for i, m := range all {
		out[i] = m.Code
	}
	return out
}

// withhold hides the columns of a measure, but totals, at some levels; and in the row
// of the total. It reports that something was not hidden yet.
func (s *sheaf) withhold(code string, levels []Level, whole bool) bool {
	changed := false
	for i := range s.newer {
		t := &s.tables[i]
		if done := s.withdrawn[i]; t.Measure.Code != code || !slices.Contains(levels, t.Level) || done == 2 || done == 1 && !whole {
			continue
		}
		s.withdrawn[i] = 1
		rows := len(t.Rows)
		if whole {
			if s.withdrawn[i] = 2; !t.oneColumn() {
				rows++
			}
		}
		t.cells(func(r, k int, _ *Cell) {
			if r < rows && !t.summit(k) {
				changed = s.conceal(&s.release.Cells[s.at(i, r, k)]) || changed
			}
		})
	}
	if changed {
		s.under()
		s.leave(code)
	}
	return changed
}

// conceal hides a count that is not out, and reports that it was not hidden yet.
func (s *sheaf) conceal(c *disclosure.Cell) bool {
	if c.State == disclosure.Out || c.State == disclosure.Withheld || c.State == disclosure.Veiled && c.Nought {
		return false
	}
	if c.Nought, c.State = true, disclosure.Withheld; c.Value == 0 {
		c.State = disclosure.Veiled
	}
	return true
}

// oneColumn reports whether all that a table counts is in one column: hiding it would
// want noughts to be hidden for nothing else.
func (t *Table) oneColumn() bool {
	some := 0
	for _, c := range t.Total.Cells[:len(t.Total.Cells)-1] {
		if c.Value > 0 {
			some++
		}
	}
	return some < 2
}

// leave takes back what a row makes in the only column that noughts published leave to
// it: the total says it.
func (s *sheaf) leave(code string) {
	for i := range s.newer {
		t := &s.tables[i]
		if t.Measure.Code != code || t.populations() {
			continue
		}
		for r := range len(t.Rows) + 1 {
			some, only := 0, 0
			for k := range len(t.Columns) - 1 {
				if c := &s.release.Cells[s.at(i, r, k)]; c.Value > 0 || c.State != disclosure.Open {
					some, only = some+1, s.at(i, r, k)
				}
			}
			if c := &s.release.Cells[only]; some == 1 && c.State == disclosure.Withheld {
				c.State = s.release.Cells[s.at(i, r, len(t.Columns)-1)].State
			}
		}
	}
}
