package matching

import "github.com/fichier-unique/rules/internal/closeness"

// What the tests of the kernels need.
var (
	Winkler    = closeness.Winkler
	Similarity = similarity
	Sound      = sound
	ParseBirth = func(s string) (text string, impossible, unread bool) {
		b := parseBirth(s)
		return b.String(), b.impossible, b.unread
	}
	CompareDates = func(a, b string) Level { return compareDates(parseBirth(a), parseBirth(b)) }
	PhoneNumber  = phoneNumber
	PlaceCode    = func(s string) string { return string(placeCode([]byte(s))) }
	Slips        = slips
	MayReach     = func(a, b string, bound float64) bool { return mayReach(letterSet(a), letterSet(b), a, b, bound) }
	VariantClass = variantClass
)

// Ideas are the parts of the model that a test may leave out.
var Ideas = map[string]ideas{"relatives": ideaRelatives, "namesakes": ideaNamesakes, "joint rarity": ideaJointRarity}

// Without is New with ideas left out.
func Without(off ideas, records []Record) *Set {
	b := NewBatch()
	for i := range records {
		b.Add(&records[i])
	}
	s := &Set{model: model{off: off}}
	if err := s.gather(oneByOne, []*Batch{b}); err != nil {
		panic(err)
	}
	s.foldCopies()
	s.prepare(oneByOne)
	return s
}

// Limits the tests count with.
const (
	BlockCap   = blockCap
	WindowSpan = windowSpan
	MaxCluster = maxCluster
)
