package observatory

import (
	"fmt"
	"maps"
	"slices"

	"github.com/fichier-unique/rules/observatory/disclosure"
	"github.com/fichier-unique/rules/observatory/territory"
)

// SecureAfter protects tables that come after others: earlier holds the tables of
// what was published before, as readers have them, with their hidden counts. What is
// out there stays out, what is hidden there stays hidden, and the new tables do not
// give it: the same counts, the flows from one day to another, territories that
// merged or changed hands. An error says that the figures contradict each other: two
// counts of one day that are not the same must not both be published.
func SecureAfter(tables, earlier []Table, p Policy) (Protection, error) {
	if len(earlier) == 0 {
		return Secure(tables, p)
	}
	all := slices.Concat(tables, earlier)
	read := gather(all, p, false)
	values, faults := disclosure.Complete(read.release, read.hidden, p.policy())
	if len(faults) > 0 {
		return Protection{}, refusal("protect tables after earlier ones", faults[0])
	}
	whole := slices.Clone(all)
	for i := len(tables); i < len(all); i++ { // any counts that the reader cannot exclude
		whole[i] = clone(all[i])
		whole[i].cells(func(r, k int, c *Cell) { *c = Cell{Value: int(values[read.at(i, r, k)])} })
	}
	s := gather(whole, p, true)
	s.newer = len(tables)
	s.precede(read)
	return s.secure(tables, p)
}

// precede says what earlier releases decided: of their own cells, and of those of the
// new tables that are the same counts.
func (s *sheaf) precede(read *sheaf) {
	decided := map[string]disclosure.State{}
	for i := s.newer; i < len(s.tables); i++ {
		t := &s.tables[i]
		t.cells(func(r, k int, _ *Cell) {
			at := s.at(i, r, k)
			c := &s.release.Cells[at]
			c.State, c.Nought = disclosure.Out, read.release.Cells[at].Nought
			if read.hidden[at] {
				c.State = disclosure.Kept
			}
			if name := t.meaning(r, k); name != "" {
				decided[name] = c.State
			}
		})
	}
	for i := range s.newer {
		t := &s.tables[i]
		t.cells(func(r, k int, _ *Cell) {
			if state, ok := decided[t.meaning(r, k)]; ok {
				s.release.Cells[s.at(i, r, k)].State = state
			}
		})
	}
}

// loss measures what the new tables lose, without those of earlier releases.
func (s *sheaf) loss(o *disclosure.Outcome) disclosure.Loss {
	var out disclosure.Loss
	for i := range s.newer {
		t := &s.tables[i]
		t.cells(func(r, k int, c *Cell) {
			at := s.at(i, r, k)
			if c.Value > 0 || o.Hidden(at) {
				out.Cells++
			}
			switch o.Reasons[at] {
			case disclosure.Primary:
				out.Primary++
			case disclosure.Secondary:
				out.Secondary++
				out.Value += int64(c.Value)
			}
		})
	}
	if out.Cells > 0 {
		out.Share = float64(out.Secondary) / float64(out.Cells)
	}
	return out
}

// shifted adds what ties two tables of the same counts in the geographies of two
// years: a territory that others made, one that is the same, one that is another and
// some communes more.
func (s *sheaf) shifted(i, j int) {
	t, u := &s.tables[i], &s.tables[j]
	if t.GeographyYear >= u.GeographyYear || !t.alike(u) {
		return
	}
	old, now := s.geography(t), s.geography(u)
	if old == nil || now == nil {
		return
	}
	before, after := extents(old, t.Level, now), extents(now, u.Level, now)
	if t.Level == territory.Commune {
		s.merged(i, j, before)
		return
	}
	rows := u.ranks()
	for r := range t.Rows {
		for _, code := range slices.Sorted(maps.Keys(after)) {
			b, ok := rows[code]
			if !ok || len(before[t.Rows[r].Code]) == 0 {
				continue
			}
			for k := range t.Columns {
				s.differ(s.at(i, r, k), s.at(j, b, k), before[t.Rows[r].Code], after[code])
			}
		}
	}
}

// alike reports whether two tables are of the same counts, which rows add up.
func (t *Table) alike(u *Table) bool {
	return t.Measure.Code == u.Measure.Code && t.Level == u.Level && t.AsOf == u.AsOf && t.From == u.From && len(t.Columns) == len(u.Columns) && t.Measure.SumsUp
}

// extents gives, for the territories of a level, the ranks of their communes in a
// geography.
func extents(of *territory.Geography, level Level, in *territory.Geography) map[string]map[int]bool {
	out := map[string]map[int]bool{}
	for rank := range of.Len() {
		unit := rank
		if level != territory.Commune {
			if unit, _ = of.Of(rank, level); unit < 0 {
				continue
			}
		}
		at, _ := in.Locate(of.Units(territory.Commune)[rank].Code)
		if at < 0 {
			continue
		}
		code := of.Units(level)[unit].Code
		if out[code] == nil {
			out[code] = map[int]bool{}
		}
		out[code][at] = true
	}
	return out
}

// merged adds that a commune is made of those that it was before.
func (s *sheaf) merged(older, newer int, before map[string]map[int]bool) {
	t, u := &s.tables[older], &s.tables[newer]
	makers := map[int][]int{}
	for r := range t.Rows {
		for at := range before[t.Rows[r].Code] {
			makers[at] = append(makers[at], r)
		}
	}
	g := s.geography(u)
	for b := range u.Rows {
		rank, _ := g.Locate(u.Rows[b].Code)
		for k := range u.Columns {
			var parts []int
			for _, r := range makers[rank] {
				parts = append(parts, s.at(older, r, k))
			}
			if rank >= 0 && len(parts) > 0 {
				s.add(disclosure.Relation{Total: s.at(newer, b, k), Parts: parts})
			}
		}
	}
}

// differ adds what the communes of two territories tell of their counts: the same, or
// one more by some communes, whose own count is implied, and as sensitive as theirs.
func (s *sheaf) differ(a, b int, of, in map[int]bool) {
	if len(of) < len(in) {
		a, b, of, in = b, a, in, of
	}
	for at := range in {
		if !of[at] {
			return
		}
	}
	if len(of) == len(in) {
		s.add(disclosure.Relation{Total: a, Parts: []int{b}})
		return
	}
	left := s.release.Cells[a].Value - s.release.Cells[b].Value
	least := max(s.release.Cells[a].Minimum, s.release.Cells[b].Minimum)
	if shown := s.known || !s.hidden[a] && !s.hidden[b]; shown && (left <= 0 || left >= least) {
		return
	}
	cell := len(s.release.Cells)
	s.implied[cell] = s.tableOf(a)
	s.names = append(s.names, s.names[a])
	s.hidden = append(s.hidden, true)
	s.release.Cells = append(s.release.Cells, disclosure.Cell{ID: fmt.Sprintf("%s less %s", s.release.Cells[a].ID, s.release.Cells[b].ID),
		Value: max(0, left), State: disclosure.Implied, Nought: true, Minimum: least, Assured: max(s.release.Cells[a].Assured, s.release.Cells[b].Assured)})
	s.add(disclosure.Relation{Total: a, Parts: []int{b, cell}})
}

// beyond reports whether a recovery is of no cell, and of no small count: what one
// territory has more than another may be known when it is not small.
func (s *sheaf) beyond(x disclosure.Recovery) bool {
	_, implied := s.implied[x.Cell]
	return implied && (x.Low >= s.release.Cells[x.Cell].Minimum || x.High == 0)
}
