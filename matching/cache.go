package matching

// levelCache remembers the levels of pairs of words: common names meet over and over. An entry is the
// pair, stirred, with its level in the bits that its place in the cache stands for.
type levelCache []uint64

const (
	cacheBits = 15
	levelMask = 1<<cacheBits - 1
)

func newLevelCache() levelCache { return make(levelCache, 1<<cacheBits) }

// level gives the level of two words, found if it is not remembered.
func (m levelCache) level(x, y *word, find func(x, y *word) Level) Level {
	return m.levelOf(x.rank, y.rank, x, y, find)
}

// levelOf is level of words whose places in the set are at hand; 0 and places unknown are not remembered.
func (m levelCache) levelOf(a, b uint32, x, y *word, find func(x, y *word) Level) Level {
	if a == 0 || b == 0 || (a|b)&unknown != 0 || m == nil {
		return find(x, y)
	}
	stirred := (uint64(min(a, b))<<32 | uint64(max(a, b))) * 0x9e3779b97f4a7c15 // odd: no two pairs give the same
	entry := &m[stirred>>(64-cacheBits)]
	pair := stirred << cacheBits
	if *entry&^levelMask != pair || *entry == pair {
		*entry = pair | uint64(find(x, y))
	}
	return Level(*entry & levelMask)
}
