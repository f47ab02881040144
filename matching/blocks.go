package matching

import (
	"cmp"
	"slices"
)

const (
	blockCap   = 128 // records of a block compared all with all
	windowSpan = 12  // neighbours on each side in a block that cannot be split
	copiesCap  = 8   // copies of one content compared all with all

	none = ^uint32(0)
)

// entry is a record under a value of a key.
type entry struct {
	key  uint64
	row  uint32
	slot uint32
}

// bitset is a set of positions.
type bitset []uint64

func newBitset(n int) bitset    { return make(bitset, (n+63)/64) }
func (b bitset) has(i int) bool { return b[i>>6]&(1<<(i&63)) != 0 }
func (b bitset) add(i int)      { b[i>>6] |= 1 << (i & 63) }

// keyIndex lists the records of one key, block after block. Blocks of one record are left out.
type keyIndex struct {
	rows     []uint32
	start    bitset // first record of a block
	windowed bitset // the block is compared by neighbourhood
	at       [maxSlots][]uint32
}

// foldCopies finds records that repeat one content in great number; see [Report].
func (s *Set) foldCopies() {
	type content struct{ row row }
	groups := make(map[content]uint32, len(s.rows)) // content → first row
	counts := make(map[uint32]int)
	plain := func(i int) content {
		r := s.rows[i]
		r.demand = 0
		return content{r}
	}
	for i := range s.rows {
		if first, ok := groups[plain(i)]; ok {
			counts[first]++
		} else {
			groups[plain(i)] = uint32(i)
		}
	}
	s.copyOf = make(map[uint32]uint32)
	for i := range s.rows {
		if first := groups[plain(i)]; first != uint32(i) && counts[first] >= copiesCap {
			s.copyOf[uint32(i)] = first
			s.report.CopiesFolded++
		}
	}
}

func (s *Set) buildIndex() {
	s.index = make([]keyIndex, keyCount)
	s.report.Keys = make([]KeyReport, keyCount)
	all := make([]traits, len(s.rows))
	for i := range s.rows {
		all[i] = s.lex.traits(&s.rows[i])
	}
	b := builder{set: s, traits: all}
	for k := range keyCount {
		s.index[k], s.report.Keys[k] = b.build(k)
	}
}

// builder holds what is shared by the keys while they are indexed.
type builder struct {
	set     *Set
	traits  []traits
	entries []entry
	spare   []entry
}

func (b *builder) build(k Key) (keyIndex, KeyReport) {
	report := KeyReport{Key: k}
	b.entries = b.entries[:0]
	slots := 1
	for i := range b.traits {
		if _, folded := b.set.copyOf[uint32(i)]; folded {
			continue
		}
		keys, _ := b.traits[i].values(k)
		if keys[0] != 0 || keys[1] != 0 {
			report.Records++
		}
		for slot, key := range keys {
			if key != 0 {
				b.entries = append(b.entries, entry{key, uint32(i), uint32(slot)})
				slots = max(slots, slot+1)
			}
		}
	}
	b.sort()
	x := keyIndex{start: newBitset(len(b.entries) + 1), windowed: newBitset(len(b.entries) + 1)}
	for slot := range slots {
		x.at[slot] = make([]uint32, len(b.traits))
		for i := range x.at[slot] {
			x.at[slot][i] = none
		}
	}
	for from := 0; from < len(b.entries); {
		to := from + 1
		for to < len(b.entries) && b.entries[to].key == b.entries[from].key {
			to++
		}
		b.addBlock(k, b.entries[from:to], &x, &report)
		from = to
	}
	x.rows = slices.Clip(x.rows)
	x.start.add(len(x.rows))
	return x, report
}

// addBlock takes the records of one value of a key, in order of row.
func (b *builder) addBlock(k Key, block []entry, x *keyIndex, report *KeyReport) {
	if len(block) < 2 {
		return
	}
	report.Blocks++
	report.Largest = max(report.Largest, len(block))
	if len(block) <= blockCap {
		report.Pairs += x.add(block, false)
		return
	}
	report.Capped++
	skipped := len(block) * (len(block) - 1) / 2
	for i, e := range block {
		_, second := b.traits[e.row].values(k)
		block[i].key = second
	}
	slices.SortFunc(block, func(p, q entry) int { return cmp.Or(cmp.Compare(p.key, q.key), cmp.Compare(p.row, q.row)) })
	for from := 0; from < len(block); {
		to := from + 1
		for to < len(block) && block[to].key == block[from].key {
			to++
		}
		part := block[from:to]
		from = to
		if len(part) < 2 {
			continue
		}
		wide := len(part) > blockCap
		if wide {
			report.Windowed++
			slices.SortFunc(part, b.neighbours)
		}
		pairs := x.add(part, wide)
		report.Pairs += pairs
		skipped -= pairs
	}
	report.Skipped += skipped
}

// neighbours orders records so that those most alike come together.
func (b *builder) neighbours(p, q entry) int {
	x, y := &b.set.rows[p.row], &b.set.rows[q.row]
	n, f := b.set.lex.names.words, b.set.lex.firsts.words
	return cmp.Or(
		cmp.Compare(n[x.birth].text, n[y.birth].text),
		cmp.Compare(f[x.first[0]].text, f[y.first[0]].text),
		cmp.Compare(x.date.number(), y.date.number()),
		cmp.Compare(x.phone, y.phone),
		cmp.Compare(p.row, q.row),
	)
}

// add appends a block and tells how many pairs it proposes.
func (x *keyIndex) add(block []entry, windowed bool) int {
	x.start.add(len(x.rows))
	for _, e := range block {
		if windowed {
			x.windowed.add(len(x.rows))
		}
		x.at[e.slot][e.row] = uint32(len(x.rows))
		x.rows = append(x.rows, e.row)
	}
	n := len(block)
	if !windowed {
		return n * (n - 1) / 2
	}
	return n*windowSpan - windowSpan*(windowSpan+1)/2
}

// candidates appends row<<8 | key for each later row that meets row a under the key.
func (x *keyIndex) candidates(k Key, a uint32, to []uint64) []uint64 {
	for slot := range x.at {
		if x.at[slot] == nil || x.at[slot][a] == none {
			continue
		}
		at := int(x.at[slot][a])
		span := blockCap
		if x.windowed.has(at) {
			span = windowSpan
			for i := at; i > at-span && !x.start.has(i); i-- {
				if b := x.rows[i-1]; b > a {
					to = append(to, uint64(b)<<8|uint64(k))
				}
			}
		}
		for i := at + 1; i <= at+span && !x.start.has(i); i++ {
			if b := x.rows[i]; b > a {
				to = append(to, uint64(b)<<8|uint64(k))
			}
		}
	}
	return to
}

// sort orders entries by key; entries were added by row, and the sort is stable, so that rows stay
// in order within a key.
func (b *builder) sort() {
	if len(b.entries) < 4096 {
		slices.SortStableFunc(b.entries, func(p, q entry) int { return cmp.Compare(p.key, q.key) })
		return
	}
	b.spare = slices.Grow(b.spare[:0], len(b.entries))[:len(b.entries)]
	src, dst := b.entries, b.spare
	for shift := 0; shift < 64; shift += 8 {
		var count [257]int
		for i := range src {
			count[(src[i].key>>shift&0xff)+1]++
		}
		for i := 1; i < len(count); i++ {
			count[i] += count[i-1]
		}
		for i := range src {
			digit := src[i].key >> shift & 0xff
			dst[count[digit]] = src[i]
			count[digit]++
		}
		src, dst = dst, src
	}
	b.entries, b.spare = src, dst
}
