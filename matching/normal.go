package matching

import (
	"math"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/internal/fold"
)

const maxFirst = 4 // first names compared; the form seldom holds more

// row is one record, folded, every text replaced by its place in the lexicon; 0 is missing.
type row struct {
	birth, used            uint32 // names
	first                  [maxFirst]uint32
	firstAll               uint32 // all first names glued, told apart from a first name by its own table
	date                   birth
	sex                    byte
	association            bool
	place, country         uint32
	street, postal, city   uint32
	phone                  uint64
	local, domain          uint32
	identifier, uniqNumber uint32
	demand                 uint32
}

// word is a folded text met at least once in the set.
type word struct {
	text  string
	core  string   // the text without particles (names), the street without its type (addresses)
	parts []string // the parts of a compound name, when there are several
	digit string   // street number
	sound string
	class string  // variant class of a first name
	count int32   // records that hold it
	bits  float64 // rarity: log2 of one over the smoothed frequency, capped
	hash  uint64
	heard uint64 // hash of sound
	kind  uint64 // hash of class
}

type table struct {
	ids   map[string]uint32
	words []word
}

func newTable() table { return table{ids: make(map[string]uint32), words: make([]word, 1)} }

func (t *table) intern(text string, build func(string) word) uint32 {
	if text == "" {
		return 0
	}
	id, ok := t.ids[text]
	if !ok {
		id = uint32(len(t.words))
		w := word{text: text}
		if build != nil {
			w = build(text)
		}
		w.hash = hashText(w.text)
		t.ids[text] = id
		t.words = append(t.words, w)
	}
	t.words[id].count++
	return id
}

// lexicon holds the tables of a set: names, first names, places, streets, everything else.
type lexicon struct{ names, firsts, places, streets, texts table }

func newLexicon() lexicon {
	return lexicon{newTable(), newTable(), newTable(), newTable(), newTable()}
}

func (l *lexicon) row(r *Record) row {
	out := row{
		birth:       l.name(r.BirthName),
		used:        l.name(r.UsedName),
		date:        parseBirth(r.BirthDate),
		association: r.Role == RoleAssociation,
		place:       l.places.intern(placeCode(r.BirthPlace), nil),
		country:     l.texts.intern(fold.String(r.BirthCountry), nil),
		street:      l.streets.intern(fold.String(r.Address), buildStreet),
		postal:      l.texts.intern(fold.String(r.PostalCode), nil),
		city:        l.texts.intern(placeCode(r.Commune), nil),
		phone:       phoneNumber(r.Phone),
		identifier:  l.texts.intern(fold.Glued(r.Identifier), nil),
		uniqNumber:  l.texts.intern(fold.Glued(r.Number), nil),
		demand:      l.texts.intern(r.Demand, nil),
	}
	if l.names.words[out.used].text == l.names.words[out.birth].text {
		out.used = 0
	}
	if out.birth == 0 {
		out.birth, out.used = out.used, 0
	}
	out.sex = sexLetter(fold.String(r.Sex))
	all := fold.String(r.FirstNames)
	n := 0
	for name := range strings.FieldsSeq(all) {
		id := l.firsts.intern(name, buildFirst)
		if n < maxFirst && !slices.Contains(out.first[:n], id) {
			out.first[n] = id
			n++
		}
	}
	if n > 0 {
		out.firstAll = l.texts.intern(strings.ReplaceAll(all, " ", ""), nil)
	}
	local, domain := mailParts(r.Email)
	out.local, out.domain = l.texts.intern(local, nil), l.texts.intern(domain, nil)
	return out
}

// sexLetter reads M, F, H (homme), 1 and 2; anything else is kept by its first letter.
func sexLetter(folded string) byte {
	if folded == "" {
		return 0
	}
	switch folded[0] {
	case 'H', '1':
		return 'M'
	case '2':
		return 'F'
	}
	return folded[0]
}

func (l *lexicon) name(s string) uint32 {
	return l.names.intern(fold.String(s), buildName)
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
	w := word{text: strings.ReplaceAll(folded, " ", "")}
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
		w.core = w.text
	}
	w.sound = sound(w.core)
	w.heard = hashText(w.sound)
	w.kind = hashText(w.core)
	return w
}

func buildFirst(folded string) word {
	w := word{text: folded, core: folded, sound: sound(folded), class: variantClass(folded)}
	w.heard, w.kind = hashText(w.sound), hashText(w.class)
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
}

var streetNoise = map[string]bool{
	"APT": true, "APPT": true, "APPARTEMENT": true, "APPART": true, "BAT": true, "BATIMENT": true, "ESC": true, "ESCALIER": true,
	"ETG": true, "ETAGE": true, "PORTE": true, "BP": true, "CHEZ": true, "HALL": true,
}

func buildStreet(folded string) word {
	w := word{text: folded}
	var core strings.Builder
	for part := range strings.FieldsSeq(folded) {
		if streetNoise[part] {
			break
		}
		if part[0] >= '0' && part[0] <= '9' && w.digit == "" {
			w.digit = strings.TrimRight(part, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
			continue
		}
		if !streetTypes[part] {
			core.WriteString(part)
		}
	}
	w.core = core.String()
	w.kind = hashText(w.digit + " " + w.core)
	return w
}

// placeCode folds the districts of Paris, Lyon and Marseille into the city: applicants and clerks
// write either. Source: Insee, code officiel géographique. Confidence: V.
func placeCode(s string) string {
	code := fold.Glued(s)
	if len(code) != 5 {
		return code
	}
	switch {
	case code >= "75101" && code <= "75120":
		return "75056"
	case code >= "69381" && code <= "69389":
		return "69123"
	case code >= "13201" && code <= "13216":
		return "13055"
	}
	return code
}

// phoneNumber keeps the last nine digits, which are the national number of a French telephone
// whatever stands before it. Fewer digits, or one digit repeated, is no number.
func phoneNumber(s string) uint64 {
	var digits [9]byte
	n := 0
	for i := len(s) - 1; i >= 0 && n < 9; i-- {
		if c := s[i]; c >= '0' && c <= '9' {
			n++
			digits[9-n] = c - '0'
		}
	}
	if n < 9 {
		return 0
	}
	var number uint64
	same := true
	for _, d := range digits {
		number = number*10 + uint64(d)
		same = same && d == digits[0]
	}
	if same {
		return 0
	}
	return number
}

// mailParts gives the local part without its plus-tag, and the domain, both in lower case.
func mailParts(s string) (local, domain string) {
	s = strings.ToLower(strings.TrimSpace(s))
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || domain == "" {
		return "", ""
	}
	if tag := strings.IndexByte(local, '+'); tag > 0 {
		local = local[:tag]
	}
	return local, domain
}

// Smoothing: a set counts as if it stood in a file of smoothing records more, where the average
// value has the frequency given to weigh.
const smoothing = 5000

// weigh sets the rarity of names, first names and birth places once all records are in.
func (l *lexicon) weigh(records int) {
	weigh := func(t *table, usual, least, most float64) {
		for i := range t.words {
			w := &t.words[i]
			seen := math.Max(0, float64(w.count)-1) + smoothing*math.Exp2(-usual)
			bits := -math.Log2(seen / float64(records+smoothing))
			w.bits = math.Min(most, math.Max(least, math.Round(bits*64)/64))
		}
	}
	weigh(&l.names, 12, 4, 13)
	weigh(&l.firsts, 8, 2.5, 8.5)
	weigh(&l.places, 8, 2, 8)
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// hashText is FNV-1a, finished by mix; the empty text gives 0, which never makes a key.
func hashText(s string) uint64 {
	if s == "" {
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
