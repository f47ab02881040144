package matching

import (
	"strings"

	"github.com/fichier-unique/rules/internal/fold"
)

const maxFirst = 4 // first names compared; the form seldom holds more

// row is one record, folded, every text replaced by its place in a table; 0 is missing. What tells most
// records apart comes first, in 32 bytes.
type row struct {
	date                birth
	sex                 byte
	association         bool
	referenced          bool   // has a number or an identifier
	nameMask, firstMask uint32 // letters of the birth name and of the first first name
	birth, used         uint32 // names
	firstAll            uint32 // hash of all first names glued
	first               [maxFirst]uint32

	phone                  uint32
	place, country         uint32
	postal, city           uint32
	street, house          uint32 // house is a number, or the hash of one, and 0 when there is none
	local, domain          uint32 // of the mail
	identifier, uniqNumber uint32
	demand                 uint32
}

// lexicon holds the tables of a set.
type lexicon struct {
	names, firsts, streets                          table[word]
	places, cities, postals, domains, locals, texts table[plain]
}

func newLexicon(texts *arena) lexicon {
	words := func() table[word] { return newTable(wordKey, texts) }
	plains := func() table[plain] { return newTable(plainKey, texts) }
	return lexicon{words(), words(), words(), plains(), plains(), plains(), plains(), plains(), plains()}
}

func (l *lexicon) wordTables() [3]*table[word] {
	return [3]*table[word]{&l.names, &l.firsts, &l.streets}
}

func (l *lexicon) plainTables() [6]*table[plain] {
	return [6]*table[plain]{&l.places, &l.cities, &l.postals, &l.domains, &l.locals, &l.texts}
}

// settle ends the building: what only finds words again is let go.
func (l *lexicon) settle() {
	for _, t := range l.wordTables() {
		t.slots, t.texts = nil, nil
	}
	for _, t := range l.plainTables() {
		t.slots, t.texts = nil, nil
	}
}

// count adds n to the records that hold each of the words of a row.
func (l *lexicon) count(r *row, n int32) {
	l.names.words[r.birth].count += n
	l.names.words[r.used].count += n
	for _, id := range r.first {
		l.firsts.words[id].count += n
	}
	l.streets.words[r.street].count += n
	l.places.words[r.place].count += n
	l.cities.words[r.city].count += n
	l.postals.words[r.postal].count += n
	l.domains.words[r.domain].count += n
	l.locals.words[r.local].count += n
	for _, id := range [...]uint32{r.country, r.identifier, r.uniqNumber} {
		l.texts.words[id].count += n
	}
}

// folder folds texts into one buffer that is used again for each record.
type folder struct {
	buf  []byte
	none filler
}

func (f *folder) fold(s string) []byte {
	if s == "" {
		return nil
	}
	if len(s) > maxText {
		s = s[:maxText]
	}
	f.buf = fold.Append(f.buf[:0], s)
	return f.buf
}

func (f *folder) glued(s string) []byte {
	b := f.fold(s)
	n := 0
	for _, c := range b {
		if c != ' ' {
			b[n] = c
			n++
		}
	}
	return b[:n]
}

// maxText is the number of bytes of a value that are read: no name comes near it, and a cell of a
// megabyte costs no more than a long one. What is cut is counted in [Report].
const maxText = 512

func (l *lexicon) row(f *folder, r *Record) row {
	f.none.open()
	out := row{
		birth:       l.name(f, r.BirthName),
		used:        l.name(f, r.UsedName),
		date:        parseBirth(r.BirthDate),
		sex:         sexLetter(f.fold(r.Sex)),
		association: r.Role == RoleAssociation,
		place:       l.places.find(placeCode(f.glued(r.BirthPlace)), buildPlain),
		country:     l.texts.find(f.fold(r.BirthCountry), buildPlain),
		postal:      l.postals.find(f.glued(r.PostalCode), buildPlain),
		city:        l.cities.find(placeCode(f.glued(r.Commune)), buildPlain),
		phone:       phoneNumber(r.Phone),
		identifier:  l.texts.find(f.glued(r.Identifier), buildPlain),
		uniqNumber:  l.texts.find(f.glued(r.Number), buildPlain),
	}
	if f.none.date(out.date) {
		out.date = birth{}
	}
	if f.none.phone(out.phone) {
		out.phone = 0
	}
	if r.Demand != "" {
		out.demand = l.texts.find([]byte(r.Demand), buildPlain)
	}
	if out.birth != 0 && l.names.words[out.used].text == l.names.words[out.birth].text {
		out.used = 0
	}
	if out.birth == 0 {
		out.birth, out.used = out.used, 0
	}
	l.firstNames(f, r, &out)
	out.house, out.street = l.address(f, r.Address)
	local, domain := mailParts(r.Email)
	if local != "" && !f.none.mail(local, domain) {
		out.local = l.locals.find(f.lower(local), buildPlain)
		out.domain = l.domains.find(f.lower(domain), buildPlain)
	}
	out.referenced = out.identifier != 0 || out.uniqNumber != 0
	out.nameMask = mask(l.names.words[out.birth].letters)
	out.firstMask = mask(l.firsts.words[out.first[0]].letters)
	return out
}

func (l *lexicon) name(f *folder, s string) uint32 {
	folded := f.fold(s)
	if f.none.name(folded) {
		return 0
	}
	return l.names.find(folded, buildName)
}

// lower keeps the signs of a mail address, which folding would drop.
func (f *folder) lower(s string) []byte {
	f.buf = append(f.buf[:0], s[:min(len(s), maxText)]...)
	for i, c := range f.buf {
		if c-'a' < 26 {
			f.buf[i] = c - 'a' + 'A'
		}
	}
	return f.buf
}

func (l *lexicon) firstNames(f *folder, r *Record, out *row) {
	all := f.fold(r.FirstNames)
	if f.none.first(all) {
		return
	}
	n, glued := 0, uint64(fnvOffset)
	for start := 0; start < len(all); {
		end := start
		for end < len(all) && all[end] != ' ' {
			glued = (glued ^ uint64(all[end])) * fnvPrime
			end++
		}
		if n < maxFirst && end > start {
			id := l.firsts.find(all[start:end], buildFirst)
			if !holds(out.first[:n], id) {
				out.first[n] = id
				n++
			}
		}
		start = end + 1
	}
	if n > 0 {
		out.firstAll = max(1, uint32(mix(glued, 1)))
	}
}

func holds(ids []uint32, id uint32) bool {
	for _, x := range ids {
		if x == id {
			return true
		}
	}
	return false
}

// address cuts the number of the house and what is inside the building from the street.
func (l *lexicon) address(f *folder, s string) (house, street uint32) {
	all := f.fold(s)
	keep, at := f.buf[:0], 0
	for at < len(all) {
		end := at
		for end < len(all) && all[end] != ' ' {
			end++
		}
		part := all[at:end]
		at = end + 1
		if streetNoise(string(part)) && len(keep) > 0 {
			break
		}
		if c := part[0]; c >= '0' && c <= '9' {
			if house == 0 {
				house = houseNumber(part)
			}
			continue
		}
		if len(keep) > 0 {
			keep = append(keep, ' ')
		}
		keep = append(keep, part...)
	}
	return house, l.streets.find(keep, buildStreet)
}

// houseNumber reads the digits at the beginning: 12B is 12.
func houseNumber(part []byte) uint32 {
	n := uint32(0)
	for _, c := range part {
		if c < '0' || c > '9' {
			break
		}
		n = (n*10 + uint32(c-'0')) % 100_000_000
	}
	return n + 1
}

// sexLetter reads M, F, H (homme), 1 and 2; anything else is kept by its first letter.
func sexLetter(folded []byte) byte {
	if len(folded) == 0 {
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

// placeCode folds the districts of Paris, Lyon and Marseille into the city: applicants and clerks
// write either. Source: Insee, code officiel géographique. Confidence: V.
func placeCode(code []byte) []byte {
	if len(code) != 5 {
		return code
	}
	switch s := string(code); {
	case s >= "75101" && s <= "75120":
		copy(code, "75056")
	case s >= "69381" && s <= "69389":
		copy(code, "69123")
	case s >= "13201" && s <= "13216":
		copy(code, "13055")
	}
	return code
}

// phoneNumber keeps the last nine digits, which are the national number of a French telephone
// whatever stands before it. Fewer digits, or one digit repeated, is no number.
func phoneNumber(s string) uint32 {
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
	var number uint32
	same := true
	for _, d := range digits {
		number = number*10 + uint32(d)
		same = same && d == digits[0]
	}
	if same {
		return 0
	}
	return number
}

// mailParts gives the local part without its plus-tag, and the domain.
func mailParts(s string) (local, domain string) {
	s = strings.TrimSpace(s)
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || domain == "" {
		return "", ""
	}
	if tag := strings.IndexByte(local, '+'); tag > 0 {
		local = local[:tag]
	}
	return local, domain
}
