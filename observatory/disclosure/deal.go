package disclosure

import "slices"

// dealer tells what a reader may believe of the counts of a group, from witnesses of
// its columns and of the totals of its rows.
type dealer struct {
	*guard
	ok      func(by []term) bool // a move is a witness
	rows    []int32              // classes of the totals
	whole   int64                // demands of the group, in x
	group   map[int32]int64      // how often a class is in the whole
	sums    map[int32]int64      // by how much a witness changes the demands of the group
	best    map[term]int32       // the witness that takes a class farthest up (1) or down (-1)
	pairs   map[[2]int32]bool    // witnesses that are one together
	apartOf map[term]int32       // the witness that takes a column up and leaves the totals
}

// deal begins a group.
func (v *guard) deal(g *Group, ok func(by []term) bool) *dealer {
	d := &dealer{guard: v, ok: ok, group: map[int32]int64{}, sums: map[int32]int64{}, best: map[term]int32{}, pairs: map[[2]int32]bool{}, apartOf: map[term]int32{}}
	for _, c := range g.Rows {
		d.rows = append(d.rows, v.of[c])
	}
	for _, c := range g.Whole {
		if k := v.of[c]; k != none {
			d.group[k]++
			d.whole += v.x[k]
		}
	}
	return d
}

// farthest gives the witness that takes a class farthest, or none.
func (d *dealer) farthest(c int32, way int64) int32 {
	if c == none {
		return none
	}
	key := term{c, way}
	if w, ok := d.best[key]; ok {
		return w
	}
	all := slices.Clone(d.used[c])
	slices.SortStableFunc(all, func(a, b term) int { return int(way * (b.coef - a.coef)) })
	best := none
	for _, w := range all {
		if way*w.coef <= 0 {
			break
		}
		if !d.witnesses[w.at].dead && d.ok(d.witnesses[w.at].by) {
			best = w.at
			break
		}
	}
	d.best[key] = best
	return best
}

// changed gives by how much a witness changes a class.
func (d *dealer) changed(w, c int32) int64 {
	if w == none || c == none {
		return 0
	}
	for _, t := range d.witnesses[w].by {
		if t.at == c {
			return t.coef
		}
	}
	return 0
}

// sum gives by how much a witness changes the demands of the group.
func (d *dealer) sum(w int32) int64 {
	if w == none {
		return 0
	}
	s, ok := d.sums[w]
	if !ok {
		for _, t := range d.witnesses[w].by {
			s += t.coef * d.group[t.at]
		}
		d.sums[w] = s
	}
	return s
}

// fit says that two witnesses make one together.
func (d *dealer) fit(a, b int32) bool {
	if a == none || b == none {
		return true
	}
	if a == b {
		return false
	}
	key := [2]int32{a, b}
	done, known := d.pairs[key]
	if !known {
		by := slices.Clone(d.witnesses[a].by)
		for _, t := range d.witnesses[b].by {
			if i := slices.IndexFunc(by, func(o term) bool { return o.at == t.at }); i >= 0 {
				by[i].coef += t.coef
			} else {
				by = append(by, t)
			}
		}
		done = d.ok(by)
		d.pairs[key] = done
	}
	return done
}

// apart gives a witness that takes a column so far and leaves the totals of the rows as
// they are, or none.
func (d *dealer) apart(column int32, want int64) int32 {
	if column == none {
		return none
	}
	key := term{column, want}
	if w, ok := d.apartOf[key]; ok {
		return w
	}
	w := none
	for _, o := range d.used[column] {
		if by := d.witnesses[o.at].by; o.coef >= want-d.x[column] && !d.witnesses[o.at].dead && d.leaves(by) && d.ok(by) {
			w = o.at
			break
		}
	}
	if w == none {
		d.still(func() {
			d.loose = true
			for first := 0; first < tries && w == none; first++ {
				if d.push(column, want-d.x[column], first) {
					w = d.laid()
				}
			}
			d.loose = false
		})
	}
	d.apartOf[key] = w
	return w
}

// onto gives a witness that takes a column so far from another witness, or none.
func (d *dealer) onto(base, row, column int32, want int64) int32 {
	if base == none || column == none || d.frozen[column] || d.frozen[row] {
		return none
	}
	d.reset()
	d.stuck = none
	for _, t := range d.witnesses[base].by {
		d.move(t.at, t.coef)
	}
	by := want - d.x[column] - d.d[column]
	if by <= 0 || by > d.room(column, true) {
		return none
	}
	d.move(column, by)
	d.frozen[row], d.loose = true, true
	done := d.mend(column, 0)
	d.frozen[row], d.loose = false, false
	if !done {
		return none
	}
	return d.laid()
}

// hardest bounds the searches for a total and a column together.
const hardest = 500

// both gives a witness that takes the total of a row and a column so far together, or
// none: it looks for it as for one unknown that is no more than either.
func (d *dealer) both(row, column int32, want int64) int32 {
	if row == none || column == none || row == column || d.hard >= hardest {
		return none
	}
	d.hard++
	c := d.least(row, column, want)
	defer d.cut(c)
	d.loose = true
	for first := range tries {
		if d.push(c, want-d.x[c], first) {
			d.keep()
			break
		}
	}
	d.loose = false
	d.widely(c)
	for _, w := range d.used[c] {
		if w.coef >= want-d.x[c] {
			by := slices.DeleteFunc(slices.Clone(d.witnesses[w.at].by), func(t term) bool { return t.at >= c })
			if d.ok(by) {
				d.witnesses = append(d.witnesses, witness{by: by})
				return int32(len(d.witnesses) - 1)
			}
		}
	}
	return none
}

// least adds an unknown that is no more than two others.
func (v *prover) least(a, b int32, want int64) int32 {
	c := int32(len(v.classes))
	x := min(v.x[a], v.x[b])
	v.enlarge(class{high: Unbounded, hidden: true, unknown: &unknown{need: need{up: want - x}}}, x)
	for _, of := range [...]int32{a, b} {
		s, r := int32(len(v.classes)), int32(len(v.rels))
		v.enlarge(class{high: Unbounded, hidden: true, slack: true, out: true, unknown: &unknown{}}, v.x[of]-x)
		e := rel{terms: []term{{of, -1}, {c, 1}, {s, 1}}, hidden: 3}
		for _, t := range e.terms {
			v.classes[t.at].links = append(v.classes[t.at].links, term{r, t.coef})
		}
		v.rels, v.rest = append(v.rels, e), append(v.rest, 0)
	}
	return c
}

// enlarge adds an unknown.
func (v *prover) enlarge(k class, x int64) {
	v.classes, v.x, v.d = append(v.classes, k), append(v.x, x), append(v.d, 0)
	v.up, v.down, v.used, v.frozen = append(v.up, 0), append(v.down, 0), append(v.used, nil), append(v.frozen, false)
	if v.alone != nil {
		v.alone = append(v.alone, -1)
	}
}

// cut takes an unknown and those after it away, with their equations, and forgets the
// witnesses that change it.
func (v *prover) cut(c int32) {
	v.reset()
	for i := len(v.rels) - 2; i < len(v.rels); i++ {
		of := v.rels[i].terms[0].at
		v.classes[of].links = v.classes[of].links[:len(v.classes[of].links)-1]
	}
	for s := c; int(s) < len(v.classes); s++ {
		v.kill([]int32{s})
	}
	v.rels, v.rest = v.rels[:len(v.rels)-2], v.rest[:len(v.rest)-2]
	v.classes, v.x, v.d = v.classes[:c], v.x[:c], v.d[:c]
	v.up, v.down, v.used, v.frozen = v.up[:c], v.down[:c], v.used[:c], v.frozen[:c]
	if v.alone != nil {
		v.alone = v.alone[:c]
	}
}

// laid keeps the move as a witness if it is one.
func (d *dealer) laid() int32 {
	var by []term
	slices.Sort(d.moved)
	d.moved = slices.Compact(d.moved)
	for _, c := range d.moved {
		if d.d[c] != 0 {
			by = append(by, term{c, d.d[c]})
		}
	}
	if !d.ok(by) {
		return none
	}
	d.witnesses = append(d.witnesses, witness{by: by})
	return int32(len(d.witnesses) - 1)
}

// interval gives what a reader may believe at least of a count, as far as it is needed:
// high and low are such that he cannot exclude them.
func (d *dealer) interval(row, column int32, value, want int64, enough func(low, high int64) bool) (low, high int64) {
	low, high = value, value
	at := func(c int32) int64 {
		if c == none {
			return 0
		}
		return d.x[c]
	}
	try := func(a, b int32) bool {
		if d.fit(a, b) {
			k := at(column) + d.changed(a, column) + d.changed(b, column)
			t := at(row) + d.changed(a, row) + d.changed(b, row)
			n := d.whole + d.sum(a) + d.sum(b)
			low, high = min(low, max(0, k+t-n)), max(high, min(k, t))
		}
		return enough(low, high)
	}
	up, down := d.farthest(column, 1), d.farthest(column, -1)
	more, less := d.farthest(row, 1), d.farthest(row, -1)
	for _, p := range [...][2]int32{{none, none}, {up, none}, {none, more}, {up, more}, {down, none}, {none, less}, {down, less}} {
		if try(p[0], p[1]) {
			return low, high
		}
	}
	if w := d.apart(column, want); w != none && (try(w, none) || try(w, more)) {
		return low, high
	}
	if w := d.onto(more, row, column, want); w == none || !try(w, none) {
		try(d.both(row, column, want), none)
	}
	return low, high
}

// dealt tells what a reader may believe of every count of the groups.
func (g *guard) dealt(o *Outcome, ok func(by []term) bool) {
	for i := range g.release.Groups {
		group := &g.release.Groups[i]
		d := g.deal(group, ok)
		for k, row := range group.Inner {
			for j, c := range row {
				if !o.Hidden(c) {
					continue
				}
				cell := &g.release.Cells[c]
				n := g.policy.assured(cell)
				o.Intervals[c].Low, o.Intervals[c].High = d.interval(d.rows[k], g.of[group.Columns[j]], cell.Value, cell.Value+n.up, func(low, high int64) bool {
					return high-cell.Value >= n.up && cell.Value-low >= n.down && high-low >= n.width
				})
			}
		}
	}
}

// veil decides of the counts of the groups: they are hidden, but noughts where the
// group has none.
func (g *guard) veil(o *Outcome) {
	for i := range g.release.Groups {
		group := &g.release.Groups[i]
		for _, row := range group.Inner {
			for j, c := range row {
				if r := group.Columns[j]; g.release.Cells[r].Value == 0 && !o.Hidden(r) {
					continue
				}
				o.Reasons[c] = Secondary
				if g.policy.byItself(&g.release.Cells[c]) {
					o.Reasons[c] = Primary
				}
			}
		}
	}
}

// dealt tells what a reader knows of the counts of the groups, and what is safe.
func (a *auditor) dealt(report *Report, verdicts map[int]verdict) {
	for i := range a.release.Groups {
		group := &a.release.Groups[i]
		d := a.deal(group, a.possible)
		var most ends
		for _, t := range group.Whole {
			if k := a.of[t]; k != none {
				most.add(end{a.classes[k].high, a.classes[k].high >= Unbounded})
			}
		}
		for k, row := range group.Inner {
			for j, c := range row {
				report.Intervals[c], verdicts[c] = a.judgeInner(d, &most, c, d.rows[k], a.of[group.Columns[j]])
			}
		}
	}
}

// possible says that a move leaves each unknown within what is known of it.
func (a *auditor) possible(by []term) bool {
	return !slices.ContainsFunc(by, func(t term) bool {
		k, x := &a.classes[t.at], a.x[t.at]+t.coef
		return x < k.low || x > k.high
	})
}

// judgeInner gives what a reader knows of a count of a group.
func (a *auditor) judgeInner(d *dealer, most *ends, cell int, row, column int32) (Interval, verdict) {
	if row == none || column == none {
		return Interval{0, 0, true}, recovered
	}
	c, t := &a.classes[column], &a.classes[row]
	outer := Interval{0, min(c.high, t.high), false}
	if most.open == 0 {
		outer.Low = max(0, c.low+t.low-most.sum)
	}
	close := func(in Interval) bool { return a.tells(&a.release.Cells[cell], in) }
	if close(outer) {
		return outer, recovered
	}
	if !a.found {
		return outer, unproved
	}
	k, total := a.x[column], a.x[row]
	value := max(0, k+total-d.whole)
	low, high := d.interval(row, column, value, a.policy.least(a.policy.sure(&a.release.Cells[cell])), func(low, high int64) bool { return !close(Interval{low, high, false}) })
	if in := (Interval{low, high, low == outer.Low && high == outer.High}); !close(in) {
		return in, safe
	}
	ends := a.outer(column, Interval{c.low, c.high, false})
	outer.High = min(outer.High, ends.High)
	if most.open == 0 {
		outer.Low = max(outer.Low, ends.Low+t.low-most.sum)
	}
	if close(outer) {
		return outer, recovered
	}
	return outer, unproved
}
