package matching

// levelCache remembers the levels of pairs of words: common names meet over and over. An entry is the
// pair, stirred, with its level in the bits that its place in the cache stands for.
type levelCache []uint64

const (
	cacheBits = 15
	levelMask = 1<<cacheBits - 1
)

func newLevelCache() levelCache { return make(levelCache, 1<<cacheBits) }

// at gives the entry of a pair of words, with the level if it is known.
func (m levelCache) at(x, y *word) (entry *uint64, level Level) {
	a, b := x.rank, y.rank
	if a > b {
		a, b = b, a
	}
	stirred := (uint64(a)<<32 | uint64(b)) * 0x9e3779b97f4a7c15 // odd: no two pairs give the same
	entry = &m[stirred>>(64-cacheBits)]
	if pair := stirred << cacheBits; *entry&^levelMask != pair {
		*entry = pair
	}
	return entry, Level(*entry & levelMask)
}

// level gives the level of two words, found if it is not remembered.
func (m levelCache) level(x, y *word, find func(x, y *word) Level) Level {
	if x.rank == 0 || y.rank == 0 || m == nil {
		return find(x, y)
	}
	entry, level := m.at(x, y)
	if level == LevelMissing {
		level = find(x, y)
		*entry |= uint64(level)
	}
	return level
}
