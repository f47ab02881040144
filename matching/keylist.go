package matching

import (
	"math/bits"
	"slices"
)

// keyList is the entries of one key, sorted, each the upper half of the hash of a value and a row, with where the
// hashes of each range begin.
type keyList struct {
	entries []uint64
	starts  []uint32
	shift   int
}

// rangeEntries is about how many entries a range holds.
const rangeEntries = 8

func newKeyList(entries []uint64) keyList {
	size := bits.Len(uint(len(entries)) / rangeEntries)
	l := keyList{entries: entries, starts: make([]uint32, 1<<size+1), shift: 64 - size}
	for _, e := range entries {
		l.starts[e>>l.shift+1]++
	}
	for i := 1; i < len(l.starts); i++ {
		l.starts[i] += l.starts[i-1]
	}
	return l
}

// bounds gives the range of a hash.
func (l *keyList) bounds(hash uint64) (from, to uint32) {
	at := hash >> l.shift
	return l.starts[at], l.starts[at+1]
}

// in finds the entries of a hash among those of its range, at most limit of them.
func (l *keyList) in(from, to uint32, hash uint64, limit int) []uint64 {
	list := l.entries[from:to]
	if len(list) > 8*rangeEntries { // a value that many hold
		at, _ := slices.BinarySearch(list, hash&^0xffffffff)
		list = list[at:]
	}
	begin := 0
	for begin < len(list) && list[begin]>>32 < hash>>32 {
		begin++
	}
	end := begin
	for end < min(len(list), begin+limit) && list[end]>>32 == hash>>32 {
		end++
	}
	return list[begin:end]
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
			s.reach += s.index.keys[p.key].entries[p.from]
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
