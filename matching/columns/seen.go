package columns

import "math/bits"

// hashSet holds hashes, whose upper bits are spread well. The zero set is ready.
type hashSet struct {
	slots []uint64 // 0 is free
	n     int
}

// add enters a hash, and reports that it was there.
func (s *hashSet) add(h uint64) (had bool) {
	h = max(h, 1)
	if 3*s.n >= 2*len(s.slots) {
		s.widen()
	}
	shift := bits.LeadingZeros64(uint64(len(s.slots) - 1))
	for at := h >> shift; ; at = (at + 1) & uint64(len(s.slots)-1) {
		switch s.slots[at] {
		case h:
			return true
		case 0:
			s.slots[at] = h
			s.n++
			return false
		}
	}
}

func (s *hashSet) widen() {
	old := s.slots
	*s = hashSet{slots: make([]uint64, max(1024, 2*len(old)))}
	for _, h := range old {
		if h != 0 {
			s.add(h)
		}
	}
}
