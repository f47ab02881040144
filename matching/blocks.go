package matching

import (
	"cmp"
	"slices"
)

const (
	blockCap   = 128 // records of a block compared all with all
	windowSpan = 12  // neighbours on each side in a block that cannot be split
	copiesCap  = 8   // copies of one content compared all with all
	wholeFile  = 1200
)

// broadBudget is the number of pairs a broad key may propose.
func broadBudget(records int) int { return 100_000 + records/2 }

// bitset is a set of positions.
type bitset []uint64

func newBitset(n int) bitset    { return make(bitset, (n+63)/64) }
func (b bitset) has(i int) bool { return b[i>>6]&(1<<(i&63)) != 0 }
func (b bitset) add(i int)      { b[i>>6] |= 1 << (i & 63) }

// keyIndex lists the records of one key, block after block. Blocks of one record are left out.
type keyIndex struct {
	rows     []uint32
	left     []uint16 // by place: records that follow in the block, until link takes them over
	start    bitset   // first record of a block
	windowed bitset   // the block is compared by neighbourhood
}

// blocks joins the indexes of all keys: each record knows its positions, but for those where nobody follows.
type blocks struct {
	keys []keyIndex
	from []uint32 // by row: where its places begin
	at   []uint32 // places: positions in the list of the key
	what []uint16 // the key, and above it how many records follow in the block
}

const (
	keyBits = 5
	far     = 1<<(16-keyBits) - 1 // the block is compared by neighbourhood, or goes further than a place can tell
)

var _ [1<<keyBits - keyCount]struct{} // a key fits

// foldCopies finds records that repeat one content in great number; see [Report].
func (s *Set) foldCopies() {
	entries := make([]uint64, len(s.rows))
	for i := range s.rows {
		entries[i] = s.rows[i].hash()&^0xffffffff | uint64(i)
	}
	entries = radixSort(entries, nil)
	s.copyOf = make(map[uint32]uint32)
	for from := 0; from < len(entries); {
		to := from + 1
		for to < len(entries) && entries[to]>>32 == entries[from]>>32 {
			to++
		}
		if to-from > copiesCap {
			s.foldGroup(entries[from:to])
		}
		from = to
	}
	s.report.CopiesFolded = len(s.copyOf)
	// A record filed a thousand times makes no name common.
	for i := range s.copyOf {
		s.lex.count(&s.rows[i], -1)
	}
}

func (s *Set) foldGroup(group []uint64) {
	first := uint32(group[0])
	model := s.rows[first]
	model.demand = 0
	var same []uint32
	for _, e := range group[1:] {
		r := s.rows[uint32(e)]
		r.demand = 0
		if r == model {
			same = append(same, uint32(e))
		}
	}
	if len(same) >= copiesCap {
		for _, i := range same {
			s.copyOf[i] = first
		}
	}
}

func (r *row) hash() uint64 {
	h := mix(uint64(r.birth)<<32|uint64(r.used), uint64(r.phone)<<32|uint64(r.street))
	h = mix(h, uint64(r.date.number())<<32|uint64(r.house))
	h = mix(h, uint64(r.first[0])<<32|uint64(r.firstAll))
	h = mix(h, uint64(r.local)<<32|uint64(r.domain))
	h = mix(h, uint64(r.identifier)<<32|uint64(r.uniqNumber))
	return mix(h, uint64(r.place)<<32|uint64(r.postal)^uint64(r.city)<<40)
}

// radixSort orders by the upper 32 bits; what is equal there must come in order of the lower ones, and
// stays so. It returns the sorted slice, which may be the spare one.
func radixSort(src, dst []uint64) []uint64 {
	if len(src) < 1<<digitBits {
		slices.Sort(src)
		return src
	}
	if cap(dst) < len(src) {
		dst = make([]uint64, len(src))
	}
	dst = dst[:len(src)]
	var counts [2][1 << digitBits]uint32
	for _, e := range src {
		counts[0][e>>(64-2*digitBits)&digitMask]++
		counts[1][e>>(64-digitBits)]++
	}
	for n := range counts {
		at := uint32(0)
		for digit, count := range counts[n] {
			counts[n][digit] = at
			at += count
		}
		place, shift := &counts[n], 64-digitBits*(2-n)
		for _, e := range src {
			digit := e >> shift & digitMask
			dst[place[digit]] = e
			place[digit]++
		}
		src, dst = dst, src
	}
	sortRest(src)
	return src
}

// sortRest ends what the digits began: what is out of order lies within a run of equal digits, which are short
// but for those of values that many hold.
func sortRest(list []uint64) {
	const shift = 64 - 2*digitBits
	for i := 1; i < len(list); i++ {
		if list[i-1] <= list[i] {
			continue
		}
		from, to := i-1, i+1
		for from > 0 && list[from-1]>>shift == list[i]>>shift {
			from--
		}
		for to < len(list) && list[to]>>shift == list[i]>>shift {
			to++
		}
		slices.Sort(list[from:to])
		i = to - 1
	}
}

const (
	digitBits = 11
	digitMask = 1<<digitBits - 1
)

// builder indexes one key.
type builder struct {
	set    *Set
	key    Key
	t      traits
	index  keyIndex
	report KeyReport
}

// indexKey builds the blocks of a key. Keys are independent of one another.
func (s *Set) indexKey(k Key) (keyIndex, KeyReport) {
	b := builder{set: s, key: k, t: traits{lex: &s.lex, h: s.hashes}, report: KeyReport{Key: k}}
	entries := make([]uint64, 0, len(s.rows))
	for i := range s.rows {
		if s.folded(uint32(i)) {
			continue
		}
		b.open(uint32(i))
		keys := b.t.values(k)
		if keys[0] != 0 || keys[1] != 0 {
			b.report.Records++
		}
		for _, key := range keys {
			if key != 0 {
				entries = append(entries, mix(key, uint64(k))&^0xffffffff|uint64(i))
			}
		}
	}
	entries = radixSort(entries, nil)
	most := blockCap
	if k >= keyBroad {
		most = b.affordable(entries)
	}
	b.index = keyIndex{start: newBitset(len(entries) + 1), windowed: newBitset(len(entries) + 1)}
	eachBlock(entries, func(block []uint64) { b.addBlock(block, most) })
	b.index.rows = slices.Clip(b.index.rows)
	b.index.start.add(len(b.index.rows))
	return b.index, b.report
}

func (b *builder) open(i uint32) { b.t.r = &b.set.rows[i] }

// eachBlock visits the runs of at least two entries of one value.
func eachBlock(entries []uint64, visit func([]uint64)) {
	for from := 0; from < len(entries); {
		to := from + 1
		for to < len(entries) && entries[to]>>32 == entries[from]>>32 {
			to++
		}
		if to-from > 1 {
			visit(entries[from:to])
		}
		from = to
	}
}

// affordable is the size of the largest blocks of a broad key that its budget allows.
func (b *builder) affordable(entries []uint64) int {
	sizes := make(map[int]int)
	eachBlock(entries, func(block []uint64) { sizes[len(block)]++ })
	var order []int
	for n := range sizes {
		order = append(order, n)
	}
	slices.Sort(order)
	left, most := broadBudget(len(b.set.rows)), 1
	for _, n := range order {
		left -= sizes[n] * (n * (n - 1) / 2)
		if left < 0 {
			break
		}
		most = n
	}
	return most
}

// addBlock takes the records of one value of a key, in order of row.
func (b *builder) addBlock(block []uint64, most int) {
	n := len(block)
	b.report.Blocks++
	b.report.Largest = max(b.report.Largest, n)
	if n <= most {
		b.report.Pairs += b.add(block, false)
		return
	}
	if b.key >= keyBroad {
		b.report.Purged++
		b.report.Skipped += n * (n - 1) / 2
		return
	}
	b.report.Capped++
	skipped := n * (n - 1) / 2
	parts := make([]uint64, n)
	for i, e := range block {
		b.open(uint32(e))
		parts[i] = mix(b.t.second(b.key), 3)&^0xffffffff | e&0xffffffff
	}
	eachBlock(radixSort(parts, nil), func(part []uint64) {
		wide := len(part) > blockCap
		if wide {
			b.report.Windowed++
			slices.SortFunc(part, b.neighbours)
		}
		pairs := b.add(part, wide)
		b.report.Pairs += pairs
		skipped -= pairs
	})
	b.report.Skipped += skipped
}

// neighbours orders records so that those most alike come together.
func (b *builder) neighbours(p, q uint64) int {
	x, y := &b.set.rows[uint32(p)], &b.set.rows[uint32(q)]
	n, f := b.set.lex.names.words, b.set.lex.firsts.words
	return cmp.Or(
		cmp.Compare(n[x.birth].text, n[y.birth].text),
		cmp.Compare(f[x.first[0]].text, f[y.first[0]].text),
		cmp.Compare(x.date.number(), y.date.number()),
		cmp.Compare(x.phone, y.phone),
		cmp.Compare(uint32(p), uint32(q)),
	)
}

// add appends a block and tells how many pairs it proposes.
func (b *builder) add(block []uint64, windowed bool) int {
	x := &b.index
	x.start.add(len(x.rows))
	n := len(block)
	for i, e := range block {
		left := min(n-1-i, far)
		if windowed {
			x.windowed.add(len(x.rows))
			left = far
		}
		x.rows, x.left = append(x.rows, uint32(e)), append(x.left, uint16(left))
	}
	if !windowed {
		return n * (n - 1) / 2
	}
	return n*windowSpan - windowSpan*(windowSpan+1)/2
}

// link lists for each record its places in the keys.
func (s *Set) link() {
	b := &s.blocks
	b.from = make([]uint32, len(s.rows)+1)
	for k := range b.keys {
		left := b.keys[k].left
		for at, r := range b.keys[k].rows {
			if left[at] > 0 {
				b.from[r+1]++
			}
		}
	}
	for i := 1; i < len(b.from); i++ {
		b.from[i] += b.from[i-1]
	}
	total := b.from[len(s.rows)]
	b.at, b.what = make([]uint32, total), make([]uint16, total)
	next := slices.Clone(b.from)
	for k := range b.keys {
		left := b.keys[k].left
		for at, r := range b.keys[k].rows {
			if left[at] > 0 {
				b.at[next[r]], b.what[next[r]] = uint32(at), uint16(k)|left[at]<<keyBits
				next[r]++
			}
		}
		b.keys[k].left = nil
	}
}

// later visits the later rows that meet row a at one of its places.
func (x *keyIndex) later(a uint32, at int, visit func(b uint32)) {
	span := len(x.rows)
	if x.windowed.has(at) {
		span = windowSpan
		for i := at; i > at-span && !x.start.has(i); i-- {
			if b := x.rows[i-1]; b > a {
				visit(b)
			}
		}
	}
	for i := at + 1; i <= at+span && !x.start.has(i); i++ {
		if b := x.rows[i]; b > a {
			visit(b)
		}
	}
}
