package observatory

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/fichier-unique/rules/observatory/disclosure"
)

// A thin row is one of which nothing but the total may be published: most communes of
// a département. Those that the same sums hold are one group for the protection and
// for the attack: see disclosure.Group. What one has, another could have, whatever the
// other tables say: that leaves hardly anything to look for.

// grouping makes the groups of a sheaf.
type grouping struct {
	*sheaf
	thin    func(cell int) bool // a count that is hidden, and could be a nought
	free    int64               // what a group makes is of no matter from here on, if it leaves as much; 0: values are not known
	release disclosure.Release
	touch   [][]int32               // additions of each cell
	to      map[int]int             // the count of its group, by cell
	held    map[string]int          // what hidden totals make together
	first   map[int]int             // a cell of the group, by what the group makes
	sums    [][]disclosure.Relation // additions of each group: what its columns make
	holds   []disclosure.Relation   // and of hidden totals
	joints  map[int]*jointly
}

// jointly is what is known of what a group makes in a column.
type jointly struct {
	group int         // rank of the group
	cells map[int]int // how many cells of each table it makes together
	rels  []int32     // the sums that hold it
}

// grouped gives the release with its groups; first names a cell for each count that
// stands for a group.
func (s *sheaf) grouped(thin func(cell int) bool, free int64) (r disclosure.Release, first map[int]int) {
	g := &grouping{sheaf: s, thin: thin, free: free, release: s.release, to: map[int]int{}, held: map[string]int{}, first: map[int]int{}, joints: map[int]*jointly{}}
	g.release.Cells = slices.Clone(s.release.Cells)
	g.touch = make([][]int32, len(s.release.Cells))
	for i := range s.release.Relations {
		for _, c := range members(&s.release.Relations[i]) {
			g.touch[c] = append(g.touch[c], int32(i))
		}
	}
	for _, family := range g.families() {
		for _, rows := range g.alike(family) {
			g.group(family, rows)
		}
	}
	g.release.Relations = append(g.rewritten(), g.holds...)
	for _, sums := range g.sums {
		g.release.Relations = append(g.release.Relations, sums...)
	}
	g.release.Groups = slices.DeleteFunc(g.release.Groups, func(x disclosure.Group) bool { return len(x.Rows) == 0 })
	return g.release, g.first
}

func members(r *disclosure.Relation) []int {
	return slices.Concat([]int{r.Total}, r.Parts, r.Minus)
}

// families gives the tables that additions across columns tie, each with the others:
// the ones of the smallest territories first.
func (g *grouping) families() [][]int {
	of := make([]int, len(g.tables))
	for i := range of {
		of[i] = i
	}
	for i := range g.sheaf.release.Relations {
		if g.kinds[i] != across {
			continue
		}
		all := members(&g.sheaf.release.Relations[i])
		for _, c := range all[1:] {
			if a, b := of[g.tableOf(all[0])], of[g.tableOf(c)]; a != b {
				for k := range of {
					if of[k] == max(a, b) {
						of[k] = min(a, b)
					}
				}
			}
		}
	}
	out := make([][]int, len(g.tables))
	for i := range g.tables {
		out[of[i]] = append(out[of[i]], i)
	}
	out = slices.DeleteFunc(out, func(f []int) bool { return len(f) == 0 })
	levels := g.levelsOf()
	slices.SortStableFunc(out, func(a, b []int) int {
		return cmp.Compare(slices.Index(levels, g.tables[a[0]].Level), slices.Index(levels, g.tables[b[0]].Level))
	})
	return out
}

// member is the rank of the row of a territory in each table of a family; -1: it has none.
type member []int

// alike gives the thin rows of a family that the same sums hold.
func (g *grouping) alike(family []int) [][]member {
	for _, i := range family {
		if t := &g.tables[i]; i >= g.newer || !t.Measure.SumsUp || t.populations() || len(t.Columns) < 2 {
			return nil
		}
	}
	ranks := make([]map[string]int, len(family))
	var codes []string
	seen := map[string]bool{}
	for n, i := range family {
		ranks[n] = g.tables[i].ranks()
		for r := range g.tables[i].Rows {
			if code := g.tables[i].Rows[r].Code; !seen[code] {
				seen[code] = true
				codes = append(codes, code)
			}
		}
	}
	at := map[string]int{}
	var out [][]member
	for _, code := range codes {
		m := make(member, len(family))
		for n := range family {
			m[n] = -1
			if r, ok := ranks[n][code]; ok {
				m[n] = r
			}
		}
		key := g.key(family, m)
		if key == "" {
			continue
		}
		k, ok := at[key]
		if !ok {
			k = len(out)
			at[key] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], m)
	}
	return slices.DeleteFunc(out, func(rows []member) bool { return len(rows) < 2 })
}

// key says which sums hold the counts of a row, in each column; "" when it is not thin,
// or when something else ties them.
func (g *grouping) key(family []int, m member) string {
	var out []byte
	some := false
	for n, i := range family {
		if m[n] < 0 {
			out = append(out, '-')
			continue
		}
		last := len(g.tables[i].Columns) - 1
		if total := g.at(i, m[n], last); !g.hides(total) && g.sheaf.release.Cells[total].Value == 0 {
			return ""
		}
		for k := range last {
			c := g.at(i, m[n], k)
			if !g.thin(c) {
				if g.hides(c) || g.sheaf.release.Cells[c].Value != 0 {
					return ""
				}
				out = append(out, 'z')
				continue
			}
			some = true
			out = append(out, ' ')
			rels, ok := g.holding(c)
			if !ok {
				return ""
			}
			for _, r := range rels {
				out = binary.AppendUvarint(append(out, '.'), uint64(r))
			}
		}
	}
	if !some {
		return ""
	}
	return string(out)
}

// holding gives the sums that hold a cell: not those that make it of a whole group. It
// is false when something else ties the cell.
func (g *grouping) holding(cell int) (out []int32, ok bool) {
	var within []int32
	var made *jointly
	for _, r := range g.touch[cell] {
		switch rel := &g.sheaf.release.Relations[r]; {
		case g.kinds[r] == elsewhere:
			return nil, false
		case g.kinds[r] != down:
		case rel.Total != cell:
			out = append(out, r)
		default:
			if j := g.makes(rel); j != nil {
				made, within = j, append(within, r)
			} else {
				out = append(out, r)
			}
		}
	}
	if made != nil {
		for _, r := range made.rels {
			if !slices.Contains(within, r) {
				out = append(out, r)
			}
		}
	}
	return out, true
}

// makes gives the column of a group that makes the total of a sum, all of it; or nil.
func (g *grouping) makes(r *disclosure.Relation) *jointly {
	first := g.to[r.Parts[0]]
	j := g.joints[first]
	if j == nil || j.cells[g.tableOf(r.Parts[0])] != len(r.Parts) || slices.ContainsFunc(r.Parts, func(c int) bool { return g.to[c] != first }) {
		return nil
	}
	return j
}

// child gives the group that makes a cell, or -1.
func (g *grouping) child(cell int) int {
	for _, r := range g.touch[cell] {
		if rel := &g.sheaf.release.Relations[r]; g.kinds[r] == down && rel.Total == cell {
			if j := g.makes(rel); j != nil {
				return j.group
			}
		}
	}
	return -1
}

// hides reports whether a cell is hidden for certain.
func (g *grouping) hides(cell int) bool {
	state := g.sheaf.release.Cells[cell].State
	return g.hidden[cell] || g.thin(cell) || state == disclosure.Kept || state == disclosure.Withheld
}

// group makes one group of rows, and of those that they are made of, in each table of a
// family.
func (g *grouping) group(family []int, rows []member) {
	for n, i := range family {
		if rows[0][n] < 0 {
			continue
		}
		t := &g.tables[i]
		last := len(t.Columns) - 1
		var group disclosure.Group
		var children []int
		whole := int64(0)
		for _, m := range rows {
			total := g.twin(i, m[n], last)
			group.Whole = append(group.Whole, total)
			whole += g.release.Cells[total].Value
			var inner []int
			for k := range last {
				if c := g.at(i, m[n], k); g.thin(c) {
					inner = append(inner, c)
				}
			}
			if child := g.child(inner[0]); child >= 0 {
				children = append(children, child)
			}
			group.Inner = append(group.Inner, inner)
		}
		group.Rows = slices.Clone(group.Whole)
		for _, c := range children {
			old := &g.release.Groups[c]
			group.Rows, group.Inner = append(group.Rows, old.Rows...), append(group.Inner, old.Inner...)
			for _, j := range old.Columns {
				g.release.Cells[j].State = disclosure.Free // stands for nothing any more
			}
			*old, g.sums[c] = disclosure.Group{}, nil
		}
		for k := range group.Inner[0] {
			group.Columns = append(group.Columns, g.joint(&group, k, whole))
		}
		g.release.Groups = append(g.release.Groups, group)
		g.sums = append(g.sums, g.made(t, &group))
	}
}

// twin gives the cell that stands for all those of the same total.
func (g *grouping) twin(table, row, column int) int {
	cell := g.at(table, row, column)
	if first, ok := g.twins[g.tables[table].meaning(row, column)]; ok && g.hidden[first] == g.hidden[cell] {
		return first
	}
	return cell
}

// joint adds what the cells of a column make together: those of the rows first.
func (g *grouping) joint(group *disclosure.Group, column int, whole int64) int {
	at := len(g.release.Cells)
	first := group.Inner[0][column]
	j := &jointly{group: len(g.release.Groups), cells: map[int]int{}}
	j.rels, _ = g.holding(first)
	c := g.release.Cells[first]
	c.ID, c.State, c.Nought, c.Weight, c.Value = fmt.Sprintf("%s and %d more", c.ID, len(group.Inner)-1), disclosure.Joint, true, 0, 0
	for r, row := range group.Inner {
		if r < len(group.Whole) {
			c.Value += g.release.Cells[row[column]].Value
		}
		c.Assured = max(c.Assured, g.release.Cells[row[column]].Assured)
		g.to[row[column]] = at
		j.cells[g.tableOf(row[column])]++
	}
	if len(group.Inner[0]) == 1 || g.free > 0 && c.Value >= g.free && whole-c.Value >= g.free {
		c.State = disclosure.Free
	}
	g.first[at], g.joints[at] = first, j
	g.release.Cells = append(g.release.Cells, c)
	return at
}

// made gives what the columns of a group make: the totals of its rows, or no less.
func (g *grouping) made(t *Table, group *disclosure.Group) []disclosure.Relation {
	var known, hidden []int
	for _, total := range group.Whole {
		if g.hides(total) {
			hidden = append(hidden, total)
		} else {
			known = append(known, total)
		}
	}
	whole := g.hold(hidden)
	if whole < 0 {
		whole, known = known[0], known[1:]
	}
	name := "somme de " + g.release.Cells[group.Columns[0]].ID
	if t.Measure.Additive {
		return []disclosure.Relation{{Name: name, Total: whole, Parts: group.Columns, Minus: known}}
	}
	var out []disclosure.Relation
	for _, c := range group.Columns {
		out = append(out, disclosure.Relation{Name: name, Total: whole, Parts: []int{c}, Minus: known, AtMost: true})
	}
	return append(out, disclosure.Relation{Name: name, Total: group.Columns[0], Parts: append([]int{whole}, known...), Minus: group.Columns[1:], AtMost: true})
}

// hold gives the cell of what hidden totals make together; -1 when there are none.
func (g *grouping) hold(totals []int) int {
	if len(totals) == 0 {
		return -1
	}
	totals = slices.Sorted(slices.Values(totals))
	var key []byte
	for _, c := range totals {
		key = binary.AppendUvarint(key, uint64(c))
	}
	if at, ok := g.held[string(key)]; ok {
		return at
	}
	at := len(g.release.Cells)
	g.held[string(key)] = at
	c := disclosure.Cell{ID: fmt.Sprintf("%s and %d more hidden", g.release.Cells[totals[0]].ID, len(totals)-1), State: disclosure.Free, Nought: true}
	for _, total := range totals {
		c.Value += g.release.Cells[total].Value
	}
	g.first[at] = totals[0]
	g.release.Cells = append(g.release.Cells, c)
	g.holds = append(g.holds, disclosure.Relation{Name: "somme de " + c.ID, Total: at, Parts: totals})
	return at
}

// rewritten gives the additions with what the groups make in the place of their counts.
func (g *grouping) rewritten() []disclosure.Relation {
	var out []disclosure.Relation
	seen := map[string]bool{}
	for i, r := range g.sheaf.release.Relations {
		if g.kinds[i] == elsewhere || !slices.ContainsFunc(members(&r), func(c int) bool { return g.to[c] > 0 }) {
			out = append(out, r)
			continue
		}
		if g.kinds[i] == along {
			continue
		}
		done := map[int]bool{}
		swap := func(cells []int) []int {
			var kept []int
			for _, c := range cells {
				if to, ok := g.to[c]; ok {
					c = to
				}
				if !done[c] {
					done[c] = true
					kept = append(kept, c)
				}
			}
			return kept
		}
		r.Total = swap([]int{r.Total})[0]
		r.Parts, r.Minus = swap(r.Parts), swap(r.Minus)
		if g.kinds[i] == down && len(r.Parts) == 0 || g.kinds[i] == across && g.repeated(&r, seen) {
			continue // a whole made of itself, the same for another row
		}
		out = append(out, r)
	}
	return out
}

// repeated reports whether an addition of a group is there already: it is the same for
// each of its rows, but for the noughts that they show.
func (g *grouping) repeated(r *disclosure.Relation, seen map[string]bool) bool {
	key := []byte{0}
	if r.AtMost {
		key[0] = 1
	}
	for _, cells := range [...][]int{{r.Total}, r.Parts, r.Minus} {
		for _, c := range cells {
			if g.isJoint(c) {
				key = binary.AppendUvarint(key, uint64(c))
			}
		}
		key = append(key, '/')
	}
	done := seen[string(key)]
	seen[string(key)] = true
	return done
}

func (g *grouping) isJoint(c int) bool { return c >= len(g.sheaf.release.Cells) }
