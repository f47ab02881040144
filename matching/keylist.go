package matching

import (
	"encoding/binary"
	"math/bits"
	"sort"
)

// keyList is the entries of one key, sorted by hash and row, with where the hashes of each range begin. What the
// range does not tell of the hash, and the row, take six bytes an entry where there are many: they are most of an
// index.
type keyList struct {
	packed []byte
	width  uint32 // bytes an entry: six, or eight of a short list
	starts []uint32
	shift  int
}

const (
	rangeEntries = 8  // about how many entries a range holds
	shortList    = 12 // binary digits of the ranges below which sixteen more do not tell hashes apart well enough
	padding      = 2  // so that eight bytes may be read at the last entry
)

// newKeyList packs sorted entries, each the upper half of the hash of a value and a row.
func newKeyList(entries []uint64) keyList {
	size := bits.Len(uint(len(entries)) / rangeEntries)
	l := keyList{width: 6, starts: make([]uint32, 1<<size+1), shift: 64 - size}
	if size < shortList {
		l.width = 8
	}
	l.packed = make([]byte, 0, len(entries)*int(l.width)+padding)
	for _, e := range entries {
		l.starts[e>>l.shift+1]++
		l.packed = binary.LittleEndian.AppendUint64(l.packed, l.rest(e)<<32|e&0xffffffff)
		l.packed = l.packed[:len(l.packed)-8+int(l.width)]
	}
	l.packed = l.packed[:cap(l.packed)]
	for i := 1; i < len(l.starts); i++ {
		l.starts[i] += l.starts[i-1]
	}
	return l
}

// rest is what the range does not tell of the upper half of a hash.
func (l *keyList) rest(hash uint64) uint64 {
	return (hash &^ 0xffffffff) << (64 - l.shift) >> (96 - 8*l.width)
}

// entry gives the rest of a hash, above, and the row, below.
func (l *keyList) entry(i uint32) uint64 {
	return binary.LittleEndian.Uint64(l.packed[i*l.width:]) << (64 - 8*l.width) >> (64 - 8*l.width)
}

// bounds gives the range of a hash.
func (l *keyList) bounds(hash uint64) (from, to uint32) {
	at := hash >> l.shift
	return l.starts[at], l.starts[at+1]
}

// in puts into dst the rows of a hash found in its range, at most limit of them.
func (l *keyList) in(dst []uint64, from, to uint32, hash uint64, limit int) []uint64 {
	dst, rest := dst[:0], l.rest(hash)
	if n := int(to - from); n > 8*rangeEntries { // a value that many hold
		from += uint32(sort.Search(n, func(i int) bool { return l.entry(from+uint32(i))>>32 >= rest }))
	}
	for from < to && l.entry(from)>>32 < rest {
		from++
	}
	for ; from < to && len(dst) < limit; from++ {
		e := l.entry(from)
		if e>>32 != rest {
			break
		}
		dst = append(dst, e&0xffffffff)
	}
	return dst
}

// probe is a value that a search looks for in the list of a key.
type probe struct {
	hash     uint64
	from, to uint32
	key      Key
}

// look finds where the values of all keys may be, before any is looked at: the lists lie all over the memory, and
// one after the other each would be waited for.
func (s *Searcher) look() {
	t := traits{lex: &s.lex, r: &s.row}
	s.probes = s.probes[:0]
	for k := range keyCount {
		for _, key := range t.values(k) {
			if key != 0 {
				s.probes = append(s.probes, probe{hash: mix(key, uint64(k)), key: k})
			}
		}
	}
	for i := range s.probes {
		p := &s.probes[i]
		p.from, p.to = s.index.keys[p.key].bounds(p.hash)
	}
	for i := range s.probes {
		p := &s.probes[i]
		if p.from < p.to {
			s.reach += s.index.keys[p.key].entry(p.from)
		}
	}
}

// near brings the rows found into reach, all at once.
func (s *Searcher) near() {
	rows := s.index.set.rows
	for _, f := range s.found {
		if at := int(f >> 8); at < len(rows) {
			s.reach += uint64(rows[at].birth) + uint64(rows[at].local)
		}
	}
}
