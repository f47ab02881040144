package observatory

import "slices"

// key is the rank of a cell among all those of a table, too many for a counter
// each: a table of four dimensions over all the communes, or the waits of each
// commune by month.
type key interface{ uint32 | uint64 }

// tally counts keys: those added since the last time it was settled, then each key
// once, in order, with its count. What it holds does not depend on the order nor
// on the grouping in which keys came.
type tally[K key] struct {
	fresh  []K
	keys   []K
	counts []uint32
	spare  []K // scratch of the sort
}

// patience is how many keys wait at least before they are sorted.
const patience = 1 << 18

func (t *tally[K]) add(k K) {
	if len(t.fresh) == cap(t.fresh) && len(t.fresh) >= max(patience, 2*len(t.keys)) {
		t.settle()
	}
	t.fresh = append(t.fresh, k)
}

// settle sorts and counts what was added.
func (t *tally[K]) settle() {
	if len(t.fresh) == 0 {
		return
	}
	t.sort()
	counts := make([]uint32, len(t.fresh))
	n, last := 0, t.fresh[0]
	for _, k := range t.fresh {
		if k != last {
			n++
			last = k
		}
		t.fresh[n] = k
		counts[n]++
	}
	fresh := t.fresh[:n+1]
	counts = counts[:n+1]
	if len(t.keys) == 0 {
		t.keys, t.counts, t.fresh = fresh, counts, nil
		return
	}
	t.keys, t.counts = joined(t.keys, t.counts, fresh, counts)
	t.fresh = t.fresh[:0]
}

// sort orders the fresh keys by their bytes, the lowest first; short lists and
// orders already right cost less.
func (t *tally[K]) sort() {
	if len(t.fresh) < 2048 {
		slices.Sort(t.fresh)
		return
	}
	top := slices.Max(t.fresh)
	if cap(t.spare) < len(t.fresh) {
		t.spare = make([]K, len(t.fresh))
	}
	from, to := t.fresh, t.spare[:len(t.fresh)]
	const bits = 11
	for shift := 0; shift < 64 && top>>shift > 0; shift += bits {
		var at [1 << bits]uint32
		for _, k := range from {
			at[k>>shift&(1<<bits-1)]++
		}
		sum := uint32(0)
		for i, n := range at {
			at[i], sum = sum, sum+n
		}
		for _, k := range from {
			d := k >> shift & (1<<bits - 1)
			to[at[d]] = k
			at[d]++
		}
		from, to = to, from
	}
	t.fresh, t.spare = from, to
}

// joined merges two lists of counted keys in order.
func joined[K key](a []K, na []uint32, b []K, nb []uint32) ([]K, []uint32) {
	keys, counts := make([]K, len(a)+len(b)), make([]uint32, len(a)+len(b))
	i, j, n := 0, 0, 0
	for i < len(a) && j < len(b) {
		x, y := a[i], b[j]
		switch {
		case x < y:
			keys[n], counts[n] = x, na[i]
			i++
		case x > y:
			keys[n], counts[n] = y, nb[j]
			j++
		default:
			keys[n], counts[n] = x, na[i]+nb[j]
			i++
			j++
		}
		n++
	}
	copy(counts[n:], na[i:])
	n += copy(keys[n:], a[i:])
	copy(counts[n:], nb[j:])
	n += copy(keys[n:], b[j:])
	return keys[:n], counts[:n]
}

// merge adds the keys of another tally, which is settled by it.
func (t *tally[K]) merge(o *tally[K]) {
	t.settle()
	o.settle()
	switch {
	case len(o.keys) == 0:
	case len(t.keys) == 0:
		t.keys, t.counts = slices.Clone(o.keys), slices.Clone(o.counts)
	default:
		t.keys, t.counts = joined(t.keys, t.counts, o.keys, o.counts)
	}
}

// many is a tally of narrow keys when they are enough, of wide ones otherwise.
type many struct {
	narrow tally[uint32]
	wide   *tally[uint64]
}

// newMany chooses the width for keys under a limit.
func newMany(limit uint64) *many {
	if limit > 1<<32 {
		return &many{wide: &tally[uint64]{}}
	}
	return &many{}
}

func (m *many) add(k uint64) {
	if m.wide != nil {
		m.wide.add(k)
		return
	}
	m.narrow.add(uint32(k))
}

func (m *many) settle() {
	if m.wide != nil {
		m.wide.settle()
		return
	}
	m.narrow.settle()
}

func (m *many) merge(o *many) {
	if m.wide != nil {
		m.wide.merge(o.wide)
		return
	}
	m.narrow.merge(&o.narrow)
}

// each gives every key, in order, with its count. The tally must be settled.
func (m *many) each(visit func(k uint64, n uint32)) {
	if m.wide != nil {
		for i, k := range m.wide.keys {
			visit(k, m.wide.counts[i])
		}
		return
	}
	for i, k := range m.narrow.keys {
		visit(uint64(k), m.narrow.counts[i])
	}
}

// len counts the distinct keys.
func (m *many) len() int {
	if m.wide != nil {
		return len(m.wide.keys)
	}
	return len(m.narrow.keys)
}

// put appends a counted key that comes after the others.
func (m *many) put(k uint64, n uint32) {
	if m.wide != nil {
		m.wide.keys, m.wide.counts = append(m.wide.keys, k), append(m.wide.counts, n)
		return
	}
	m.narrow.keys, m.narrow.counts = append(m.narrow.keys, uint32(k)), append(m.narrow.counts, n)
}
