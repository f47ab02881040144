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
	if len(t.fresh) == cap(t.fresh) && len(t.fresh) >= max(patience, len(t.keys)/4) {
		t.settle()
	}
	t.fresh = append(t.fresh, k)
}

// settle sorts what was added and puts it among the keys, in their own place: at
// ten million demands a copy of everything would be half of the memory.
func (t *tally[K]) settle() {
	if len(t.fresh) == 0 {
		return
	}
	t.sort()
	fresh, at, more := t.fresh, 0, 0
	for j := 0; j < len(fresh); j++ {
		if j > 0 && fresh[j] == fresh[j-1] {
			continue
		}
		for at < len(t.keys) && t.keys[at] < fresh[j] {
			at++
		}
		if at == len(t.keys) || t.keys[at] != fresh[j] {
			more++
		}
	}
	i, at := t.grow(more)
	for j := len(fresh) - 1; j >= 0; {
		k, n := fresh[j], uint32(0)
		for ; j >= 0 && fresh[j] == k; j-- {
			n++
		}
		i, at = t.insert(i, at, k, n)
	}
	t.fresh = t.fresh[:0]
}

// grow makes room for more keys; it gives the rank of the last key and that of the
// last place, from which both go down. Each time it takes half as much again as it
// wants: what is left behind waits for the collector, beside the demands.
func (t *tally[K]) grow(more int) (last, place int) {
	n := len(t.keys)
	if n+more > cap(t.keys) {
		room := n + more
		if n > 0 {
			room += room / 2
		}
		keys, counts := make([]K, n, room), make([]uint32, n, room)
		copy(keys, t.keys)
		copy(counts, t.counts)
		t.keys, t.counts = keys, counts
	}
	t.keys, t.counts = t.keys[:n+more], t.counts[:n+more]
	return n - 1, n + more - 1
}

// insert moves up the keys after k, from rank i to the place at, and counts k there.
func (t *tally[K]) insert(i, at int, k K, n uint32) (int, int) {
	for ; i >= 0 && t.keys[i] > k; i, at = i-1, at-1 {
		t.keys[at], t.counts[at] = t.keys[i], t.counts[i]
	}
	if i >= 0 && t.keys[i] == k {
		n += t.counts[i]
		i--
	}
	t.keys[at], t.counts[at] = k, n
	return i, at - 1
}

// release settles and lets go of the room of what is added.
func (t *tally[K]) release() {
	t.settle()
	t.fresh, t.spare = nil, nil
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

// merge adds the keys of another tally, which is settled by it.
func (t *tally[K]) merge(o *tally[K]) {
	t.settle()
	o.settle()
	at, more := 0, 0
	for _, k := range o.keys {
		for at < len(t.keys) && t.keys[at] < k {
			at++
		}
		if at == len(t.keys) || t.keys[at] != k {
			more++
		}
	}
	i, at := t.grow(more)
	for j := len(o.keys) - 1; j >= 0; j-- {
		i, at = t.insert(i, at, o.keys[j], o.counts[j])
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

// release settles and lets go of the room of what is added.
func (m *many) release() {
	if m.wide != nil {
		m.wide.release()
		return
	}
	m.narrow.release()
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
