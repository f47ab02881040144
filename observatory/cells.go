package observatory

import (
	"iter"

	"github.com/fichier-unique/rules/observatory/territory"
)

// CellKey says which cell of a crossing: the rank of its territory among the units
// of the level (-1: in none, or not known), and the rank of its column among those
// of the crossing, the last dimension the fastest.
type CellKey struct{ Unit, Column int }

// Cells gives the cells of a crossing at a level that are not zero: what a crossing
// of many columns is read by. By first choice only; nothing when the plan has no
// such crossing. Territories come in order for a level of communes.
func (a *Accumulator) Cells(x Cross, level Level) iter.Seq2[CellKey, int] {
	return func(yield func(CellKey, int) bool) {
		c := a.cubeOf(x)
		if c == nil {
			return
		}
		a.Settle()
		of, units := a.geography.Holders(level), len(a.geography.Units(level))
		if c.at < 0 && of == nil { // as tallied
			going := true
			a.cells[c.tally].each(func(k uint64, n uint32) {
				unit := int(k / uint64(c.size))
				if unit == units {
					unit = -1
				}
				going = going && yield(CellKey{unit, int(k % uint64(c.size))}, int(n))
			})
			return
		}
		flat := make([]int, (units+1)*c.size)
		a.eachCell(c, func(commune, cell, n int) { flat[a.unitOf(of, commune, units)*c.size+cell] += n })
		for i, n := range flat {
			unit := i / c.size
			if unit == units {
				unit = -1
			}
			if n > 0 && !yield(CellKey{unit, i % c.size}, n) {
				return
			}
		}
	}
}

// eachCell gives the cells of a cube by first commune.
func (a *Accumulator) eachCell(c *cube, visit func(commune, cell, n int)) {
	if c.at < 0 {
		a.cells[c.tally].each(func(k uint64, n uint32) {
			visit(int(k/uint64(c.size)), int(k%uint64(c.size)), int(n))
		})
		return
	}
	width := a.plan.rows[0]
	for commune := range a.geography.Len() + 1 {
		for cell, n := range a.first[commune*width+c.at : commune*width+c.at+c.size] {
			if n > 0 {
				visit(commune, cell, int(n))
			}
		}
	}
}

// cubeOf finds the cube of a crossing.
func (a *Accumulator) cubeOf(x Cross) *cube {
	var ds []dim
	for _, code := range x.Dimensions {
		d, ok := dimOf(code)
		if !ok {
			return nil
		}
		ds = append(ds, d)
	}
	return a.plan.find(x.Kind, x.Any, ds...)
}

// Waits gives the waits of the cells of a crossing at a level, those that have any:
// ages of the stock, delays of the allocations, whose Kind is that of the crossing.
// The waits given stand until the next ones; Clone keeps them.
func (a *Accumulator) Waits(x Cross, level Level) iter.Seq2[CellKey, *Waits] {
	return func(yield func(CellKey, *Waits) bool) {
		c := a.cubeOf(x)
		if c == nil || c.dist < 0 {
			return
		}
		a.Settle()
		tally := a.waitsOf(c, level)
		var w Waits
		last, going := uint64(0), true
		flush := func() {
			if w.Count > 0 && going {
				unit := int(last / uint64(c.size))
				if unit == len(a.geography.Units(level)) {
					unit = -1
				}
				going = yield(CellKey{unit, int(last % uint64(c.size))}, &w)
			}
			w.reset()
		}
		tally.each(func(k uint64, n uint32) {
			if cell := k >> waitBits; cell != last {
				flush()
				last = cell
			}
			w.add(int16(k&(1<<waitBits-1)), int64(n))
		})
		flush()
	}
}

// Clone keeps waits that Accumulator.Waits gives.
func (w *Waits) Clone() Waits { return w.clone() }

// waitsOf gives the waits by territory of a level: those of communes as they are
// tallied, those of a larger level once more in order.
func (a *Accumulator) waitsOf(c *cube, level Level) *many {
	if level == territory.Commune {
		return a.waits[c.dist]
	}
	of, units := a.geography.Holders(level), len(a.geography.Units(level))
	size, stride := uint64(c.size), uint64(0)
	a.waits[c.dist].each(func(k uint64, _ uint32) { stride = max(stride, k&(1<<waitBits-1)+1) })
	months := make([]uint32, uint64((units+1)*c.size)*stride)
	a.waits[c.dist].each(func(k uint64, n uint32) {
		cell := k >> waitBits
		unit := a.unitOf(of, int(cell/size), units)
		months[(uint64(unit)*size+cell%size)*stride+k&(1<<waitBits-1)] += n
	})
	out := newMany(uint64((units+1)*c.size) << waitBits)
	for k, n := range months {
		if n > 0 {
			out.put(uint64(k)/stride<<waitBits|uint64(k)%stride, n)
		}
	}
	return out
}
