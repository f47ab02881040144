package observatory

import (
	"fmt"
	"math/bits"
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory/territory"
)

// record is a fact that waits to be counted.
type record struct {
	packed packed
	first  int32
}

// Accumulator counts demands. Accumulators of parts of a file merge, in any
// grouping and order, into the accumulator of the whole. It is not to be used from
// two goroutines at once: give one to each, and merge.
type Accumulator struct {
	plan      *Plan
	geography *territory.Geography
	from      demand.Date // first day of the period; zero: the stock only
	asOf      demand.Date

	total int64
	told  [3]int64 // in order of the faults: moved, unknown or split, future
	first []uint32 // counters of the rows of each first commune, in order; the last row: not known
	any   []anyLevel
	cells []*many // cells of the wide cubes, by first commune
	waits []*many // waits of the cubes that ask for them, by first commune

	// Facts wait here and are counted commune by commune: the counters of one
	// commune then stay in the cache of the processor.
	waiting []record
	sorted  []record
	ranks   []uint32

	coder   *Coder
	scratch Fact
	seen    []int32
}

// anyLevel counts by any choice at a level.
type anyLevel struct {
	of    []int32 // territory of each commune, nil when it is the commune itself
	rows  []uint32
	cells []*many
}

// room is how many facts wait at most.
const room = 1 << 17

// waitBits is how many bits of a key of waits hold the month.
const waitBits = 11

// NewAccumulator counts the stock of a file of forms as of a day, in the latest
// geography: the measures up to by_size.
func NewAccumulator(asOf demand.Date) *Accumulator {
	return basicPlan().Accumulator(territory.Today(), demand.Date{}, asOf)
}

// Accumulator starts a count of the plan in a geography: stock at asOf, flows from
// the first day of the period to asOf.
func (p *Plan) Accumulator(g *territory.Geography, from, asOf demand.Date) *Accumulator {
	rows := g.Len() + 1
	a := &Accumulator{plan: p, geography: g, from: from, asOf: asOf, first: make([]uint32, rows*p.rows[0]), coder: NewCoder(g, asOf)}
	for _, size := range p.dists {
		a.waits = append(a.waits, newMany(uint64(rows)*uint64(size)<<waitBits))
	}
	for _, size := range p.tallies {
		a.cells = append(a.cells, newMany(uint64(rows)*uint64(size)))
	}
	for _, level := range p.levels {
		units := len(g.Units(level))
		l := anyLevel{of: g.Holders(level), rows: make([]uint32, units*p.rows[1])}
		for _, size := range p.tallies {
			l.cells = append(l.cells, newMany(uint64(units)*uint64(size)))
		}
		a.any = append(a.any, l)
	}
	return a
}

// Total counts the demands of the stock; those dated after the count are not in it.
func (a *Accumulator) Total() int { return int(a.total) }

// Unplaced counts, by code, the demands without place that were added by Add and
// AddJournal: see [Coder.Unplaced]. Merge leaves it to each part.
func (a *Accumulator) Unplaced() map[string]int { return a.coder.Unplaced() }

// Geography gives the territories of the count.
func (a *Accumulator) Geography() *territory.Geography { return a.geography }

// Add counts one demand of the stock.
func (a *Accumulator) Add(d Demand) {
	a.coder.Code(Stock, &d, &a.scratch)
	a.AddFact(&a.scratch)
}

// AddFact counts one fact made by a coder of the same geography and day.
func (a *Accumulator) AddFact(f *Fact) {
	kind := f.kind()
	if kind == Stock {
		if f.flags&flagFuture != 0 {
			a.told[2]++
			return
		}
		a.total++
		switch {
		case f.first < 0:
			a.told[1]++
		case f.flags&flagMoved != 0:
			a.told[0]++
		}
	}
	if len(a.plan.byKind[kind][1]) > 0 {
		a.addAny(f)
	}
	if len(a.waiting) == cap(a.waiting) && len(a.waiting) >= room {
		a.settle()
	}
	at := f.first
	if at < 0 {
		at = int32(a.geography.Len())
	}
	a.waiting = append(a.waiting, record{f.packed, at})
}

// settle counts the facts that wait, those of each commune together.
func (a *Accumulator) settle() {
	if len(a.waiting) == 0 {
		return
	}
	for _, r := range a.byCommune() {
		base := int(r.first) * a.plan.rows[0]
		row := a.first[base : base+a.plan.rows[0]]
		for _, i := range a.plan.byKind[r.packed.get(kindField)][0] {
			a.count(&a.plan.cubes[i], row, r)
		}
	}
	a.waiting = a.waiting[:0]
}

// byCommune puts the facts that wait in order of their first commune.
func (a *Accumulator) byCommune() []record {
	if len(a.waiting) < 256 {
		return a.waiting
	}
	if a.ranks == nil {
		a.ranks = make([]uint32, a.geography.Len()+1)
	}
	if cap(a.sorted) < len(a.waiting) {
		a.sorted = make([]record, cap(a.waiting))
	}
	sorted := a.sorted[:len(a.waiting)]
	clear(a.ranks)
	for i := range a.waiting {
		a.ranks[a.waiting[i].first]++
	}
	sum := uint32(0)
	for i, n := range a.ranks {
		a.ranks[i], sum = sum, sum+n
	}
	for i := range a.waiting {
		at := &a.ranks[a.waiting[i].first]
		sorted[*at] = a.waiting[i]
		*at++
	}
	return sorted
}

// count adds a fact to the cells of a cube.
func (a *Accumulator) count(c *cube, row []uint32, r record) {
	at := c.cell(r.packed)
	if len(c.multi) == 0 {
		a.cell(c, row, r, at)
		return
	}
	stride := c.multi[0].stride
	for m := uint8(r.packed.get(c.multi[0].field)); m != 0; m &= m - 1 {
		one := at + bits.TrailingZeros8(m)*stride
		if len(c.multi) == 1 {
			a.cell(c, row, r, one)
			continue
		}
		for n := uint8(r.packed.get(c.multi[1].field)); n != 0; n &= n - 1 {
			a.cell(c, row, r, one+bits.TrailingZeros8(n)*c.multi[1].stride)
		}
	}
}

func (a *Accumulator) cell(c *cube, row []uint32, r record, at int) {
	if c.at >= 0 {
		row[c.at+at]++
	} else {
		a.cells[c.tally].add(uint64(r.first)*uint64(c.size) + uint64(at))
	}
	if c.dist >= 0 {
		if wait := r.packed.get(waitField); wait != unwaited {
			a.waits[c.dist].add((uint64(r.first)*uint64(c.size)+uint64(at))<<waitBits | uint64(wait))
		}
	}
}

// cell gives the rank of the cell by the dimensions where a demand is in one column.
func (c *cube) cell(p packed) int {
	at := 0
	for i := range c.single {
		at += p.get(c.single[i].field) * c.single[i].stride
	}
	return at
}

// each gives the cells of the cube in which a fact counts.
func (c *cube) each(p packed, visit func(cell int)) {
	at := c.cell(p)
	switch len(c.multi) {
	case 0:
		visit(at)
	case 1:
		for m := uint8(p.get(c.multi[0].field)); m != 0; m &= m - 1 {
			visit(at + bits.TrailingZeros8(m)*c.multi[0].stride)
		}
	default:
		for m := uint8(p.get(c.multi[0].field)); m != 0; m &= m - 1 {
			for n := uint8(p.get(c.multi[1].field)); n != 0; n &= n - 1 {
				visit(at + bits.TrailingZeros8(m)*c.multi[0].stride + bits.TrailingZeros8(n)*c.multi[1].stride)
			}
		}
	}
}

// addAny counts the fact once in each territory of each level that it accepts.
func (a *Accumulator) addAny(f *Fact) {
	cubes := a.plan.byKind[f.kind()][1]
	for k := range a.any {
		l := &a.any[k]
		a.seen = a.seen[:0]
		for _, commune := range f.near[:f.count] {
			a.addWanted(l, int32(commune), f, cubes)
		}
		if f.more != nil {
			for _, commune := range *f.more {
				a.addWanted(l, commune, f, cubes)
			}
		}
	}
}

func (a *Accumulator) addWanted(l *anyLevel, at int32, f *Fact, cubes []int) {
	if l.of != nil {
		at = l.of[at]
	}
	if at < 0 || slices.Contains(a.seen, at) {
		return
	}
	a.seen = append(a.seen, at)
	base := int(at) * a.plan.rows[1]
	for _, i := range cubes {
		c := &a.plan.cubes[i]
		if c.size == 1 {
			l.rows[base+c.at]++
			continue
		}
		c.each(f.packed, func(cell int) {
			if c.at >= 0 {
				l.rows[base+c.at+cell]++
			} else {
				l.cells[c.tally].add(uint64(at)*uint64(c.size) + uint64(cell))
			}
		})
	}
}

// Settle counts the facts that wait and sorts what has to be. Reading does it too;
// programs that merge call it in each goroutine, so that it is done there.
func (a *Accumulator) Settle() {
	a.settle()
	a.waiting, a.sorted = nil, nil
	for _, m := range a.tallied() {
		m.release()
	}
}

// tallied lists every tally, in the order of the plan.
func (a *Accumulator) tallied() []*many {
	out := slices.Concat(a.cells, a.waits)
	for k := range a.any {
		out = append(out, a.any[k].cells...)
	}
	return out
}

// counters lists every list of counters, in the order of the plan.
func (a *Accumulator) counters() [][]uint32 {
	out := [][]uint32{a.first}
	for k := range a.any {
		out = append(out, a.any[k].rows)
	}
	return out
}

// Merge adds the counts of another accumulator of the same plan, days and geography.
func (a *Accumulator) Merge(b *Accumulator) error {
	switch {
	case a.asOf != b.asOf || a.from != b.from:
		return fmt.Errorf("observatory: merge accumulators: counts as of %s and %s, from %s and %s, do not add up; count both over the same days", a.asOf, b.asOf, a.from, b.from)
	case a.geography.Day() != b.geography.Day():
		return fmt.Errorf("observatory: merge accumulators: counts in the geographies of %s and %s do not add up; count both in one", a.geography.Day(), b.geography.Day())
	case a.plan != b.plan && a.plan.signature() != b.plan.signature():
		return fmt.Errorf("observatory: merge accumulators: two plans count different things; make both from one plan")
	case a.total+b.total >= 1<<32:
		return fmt.Errorf("observatory: merge accumulators: %d demands are more than one count holds; count fewer at a time", a.total+b.total)
	}
	a.Settle()
	b.Settle()
	a.total += b.total
	for i, n := range b.told {
		a.told[i] += n
	}
	from := b.counters()
	for k, into := range a.counters() {
		for i, n := range from[k] {
			into[i] += n
		}
	}
	theirs := b.tallied()
	for k, m := range a.tallied() {
		m.merge(theirs[k])
	}
	return nil
}
