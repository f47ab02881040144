package matching

import (
	"math/bits"
	"strings"

	"github.com/fichier-unique/rules/internal/fold"
)

// word is a folded text met at least once in the set. What most comparisons look at comes first: it fits
// in 64 bytes, and the whole in 128.
type word struct {
	text    string // as compared: names and streets are glued
	hash    uint64
	heard   uint64 // hash of the phonetic key
	kind    uint64 // hash of the variant class (first names) or of the core
	letters uint64 // which letters, and which of them twice: see letterSet
	count   int32  // records that hold it
	bits    float32

	compound bool // a name that has parts, or a particle

	key   string   // the folded text under which it is interned
	core  string   // the text without particles (names), the street without its type (addresses)
	parts []string // the parts of a compound name or of a street, when there are several
	pairs uint64   // which pairs of neighbouring letters: see pairSet
}

// plain is a text that has no parts: a code, a town, a mail.
type plain struct {
	text    string
	hash    uint64
	letters uint64
	count   int32
	bits    float32
}

// letterSet marks each letter met in bit 2k and each letter met again in bit 2k+1, so that the
// letters two texts may share are counted by one intersection; other bytes share the last places.
func letterSet(s string) uint64 {
	var set uint64
	for i := 0; i < len(s); i++ {
		k := s[i] - 'A'
		if k > 25 {
			k = 26 + s[i]%6
		}
		one := uint64(1) << (2 * k)
		if set&one != 0 {
			one <<= 1
		}
		set |= one
	}
	return set
}

// mask is the letters without their repeats.
func mask(letters uint64) uint32 {
	const once = 0x5555555555555555
	x := letters & once
	x = (x | x>>1) & 0x3333333333333333
	x = (x | x>>2) & 0x0f0f0f0f0f0f0f0f
	x = (x | x>>4) & 0x00ff00ff00ff00ff
	x = (x | x>>8) & 0x0000ffff0000ffff
	return uint32(x | x>>16)
}

// mayReach says whether the Jaro–Winkler similarity of two words can reach a bound: the matching
// letters are at most those in common, and letters met three times are counted as slack.
func mayReach(x, y uint64, a, b string, bound float64) bool {
	la, lb := len(a), len(b)
	slack := min(la-bits.OnesCount64(x), lb-bits.OnesCount64(y))
	m := min(bits.OnesCount64(x&y)+max(0, slack), la, lb)
	sum, area := float64(m*(la+lb)), float64(la*lb)
	if sum < area*leastShared(bound, 4) {
		return false // whatever the prefix
	}
	prefix := 0
	for prefix < 4 && prefix < la && prefix < lb && a[prefix] == b[prefix] {
		prefix++
	}
	return sum >= area*leastShared(bound, prefix)
}

// leastShared is the least of m/len(a) + m/len(b), m letters being shared, with which texts that begin alike
// may reach a bound; a little less, lest it be rounded up.
func leastShared(bound float64, prefix int) float64 {
	boost := 0.1 * float64(prefix)
	return 3*(bound-boost)*boosted[prefix] - 1 - 1e-9
}

// boosted is one over what the boost of a prefix leaves.
var boosted = [5]float64{1, 1 / 0.9, 1 / 0.8, 1 / 0.7, 1 / 0.6}

// pairSet marks the pairs of neighbouring letters, hashed to 64 places.
func pairSet(s string) uint64 {
	var set uint64
	for i := 1; i < len(s); i++ {
		set |= 1 << ((uint32(s[i-1])*31 + uint32(s[i])*17) & 63)
	}
	return set
}

// sharedPairs is the share of the pairs of the shorter text that the other has too.
func sharedPairs(x, y uint64) float64 {
	least := min(bits.OnesCount64(x), bits.OnesCount64(y))
	return float64(bits.OnesCount64(x&y)) / float64(max(1, least))
}

// particle says that a word is dropped when names are compared a second time: particles are often
// left out or glued, and a marital note is no part of the name.
func particle(word string) bool {
	switch word {
	case "DELA", "EP", "EPOUSE", "VEUVE", "NEE":
		return true
	}
	return fold.Particle(word)
}

// buildName keeps the glued form as text: blanks say nothing about a name.
func buildName(folded string) word {
	if strings.IndexByte(folded, ' ') < 0 {
		w := word{key: folded, text: folded, core: folded}
		w.finish(folded)
		return w
	}
	w := word{key: folded}
	glued := strings.ReplaceAll(folded, " ", "")
	var core strings.Builder
	for part := range strings.FieldsSeq(folded) {
		if particle(part) {
			continue
		}
		core.WriteString(part)
		if len(part) >= 3 {
			w.parts = append(w.parts, part)
		}
	}
	if len(w.parts) < 2 {
		w.parts = nil
	}
	w.core = core.String()
	if w.core == "" {
		w.core = glued
	}
	w.text = glued
	w.compound = w.parts != nil || len(w.core) != len(w.text)
	w.finish(w.core)
	return w
}

func buildFirst(folded string) word {
	w := word{key: folded, text: folded, core: folded}
	w.finish(variantClass(folded))
	return w
}

func buildPlain(folded string) plain {
	return plain{text: folded, hash: hashText(folded), letters: letterSet(folded)}
}

func (w *word) finish(class string) {
	w.hash, w.heard, w.kind = hashText(w.text), hashText(sound(w.core)), hashText(class)
	w.letters = letterSet(w.text)
}

// buildStreet keeps the words of an address without its number and its type of street.
func buildStreet(folded string) word {
	w := word{key: folded, text: strings.ReplaceAll(folded, " ", "")}
	var core strings.Builder
	for part := range strings.FieldsSeq(folded) {
		if streetTypes[part] {
			continue
		}
		core.WriteString(part)
		if len(part) >= 3 {
			w.parts = append(w.parts, part)
		}
	}
	w.core = core.String()
	if w.core == "" {
		w.core = w.text
	}
	w.hash, w.kind = hashText(folded), hashText(w.core)
	w.letters, w.pairs = letterSet(w.core), pairSet(w.core)
	return w
}

// streetTypes and streetNoise leave the core of an address: the type is written in too many ways,
// and what follows the noise is inside the building.
var streetTypes = map[string]bool{
	"RUE": true, "R": true, "AVENUE": true, "AV": true, "AVE": true, "BOULEVARD": true, "BD": true, "BLD": true, "BLVD": true, "BVD": true,
	"PLACE": true, "PL": true, "CHEMIN": true, "CH": true, "CHE": true, "CHEM": true, "ALLEE": true, "ALLEES": true, "ALL": true,
	"IMPASSE": true, "IMP": true, "ROUTE": true, "RTE": true, "RT": true, "SQUARE": true, "SQ": true, "COURS": true, "CRS": true, "QUAI": true,
	"RESIDENCE": true, "RES": true, "LOTISSEMENT": true, "LOT": true, "PASSAGE": true, "PAS": true, "VOIE": true, "LIEU": true, "DIT": true,
	"DE": true, "DU": true, "DES": true, "LA": true, "LE": true, "LES": true, "L": true, "D": true, "BIS": true, "TER": true, "QUATER": true,
	"STREET": true, "ROAD": true, "CRESCENT": true, "COURT": true, "DRIVE": true, "CLOSE": true,
}

func streetNoise(word string) bool {
	switch word {
	case "APT", "APPT", "APPARTEMENT", "APPART", "BAT", "BATIMENT", "ESC", "ESCALIER", "ETG", "ETAGE", "PORTE", "BP", "CHEZ", "HALL":
		return true
	}
	return false
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// hashText is FNV-1a, finished by mix; the empty text gives 0, which never makes a key.
func hashText[T string | []byte](s T) uint64 {
	if len(s) == 0 {
		return 0
	}
	h := uint64(fnvOffset)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * fnvPrime
	}
	return mix(h, 0)
}

// mix stirs two hashes into one, not symmetric, never 0.
func mix(a, b uint64) uint64 {
	x := a + 0x9e3779b97f4a7c15 + b*0xbf58476d1ce4e5b9
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	x ^= x >> 31
	return max(x, 1)
}
