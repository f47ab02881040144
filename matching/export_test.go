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

// Limits the tests count with.
const (
	BlockCap   = blockCap
	WindowSpan = windowSpan
	MaxCluster = maxCluster
)
