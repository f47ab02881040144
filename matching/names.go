package matching

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// Weights of the levels of a name under exact agreement, which is worth the rarity of the name.
// A fuzzy agreement is never worth more than the rarity of the commoner name less one bit.
var nameBits = [levelCount]float64{
	LevelVariant: 8, LevelClose: 7, LevelSound: 5, LevelPart: 4, LevelNear: 3.5, LevelDifferent: -5.5,
}

var firstBits = [levelCount]float64{
	LevelVariant: 4, LevelClose: 5, LevelSound: 4, LevelPart: 3, LevelNear: 2, LevelInitial: 0.5, LevelDifferent: -5.5,
}

const (
	bothNamesBits  = 2.5  // a used name that agrees too
	crossNameBits  = -1.5 // the agreement found crosswise
	otherBirthBits = -2   // both birth names known and at odds, though another pair of names agrees
	moreFirstsBits = 2.5  // several first names, all the same
	lessFirstsBits = -1   // same first one, others at odds
)

// nameLevel compares two surnames. It is symmetric.
func nameLevel(x, y *word) Level {
	switch {
	case x.hash == y.hash && x.text == y.text:
		return LevelExact
	case x.kind == y.kind && x.core == y.core:
		return LevelVariant
	}
	jw := similarity(x.text, y.text)
	switch {
	case jw >= 0.95:
		return LevelClose
	case x.heard == y.heard && x.heard != 0:
		return LevelSound
	case commonPart(x, y):
		return LevelPart
	case jw >= 0.88:
		return LevelNear
	}
	return LevelDifferent
}

// commonPart says that a compound name holds the other name, or a part of it, or that one of the
// two has a particle glued to it.
func commonPart(x, y *word) bool {
	for _, p := range x.parts {
		if p == y.core || slices.Contains(y.parts, p) {
			return true
		}
	}
	if slices.Contains(y.parts, x.core) {
		return true
	}
	long, short := x.text, y.core
	if len(long) < len(short) {
		long, short = y.text, x.core
	}
	head, ok := strings.CutSuffix(long, short)
	return ok && len(short) >= 4 && particle(head)
}

func (w *word) fuzzy(o *word, level Level, bits *[levelCount]float64) float64 {
	commoner := math.Min(w.bits, o.bits)
	switch level {
	case LevelExact:
		return commoner
	case LevelDifferent, LevelInitial:
		return bits[level]
	}
	return math.Min(bits[level], commoner-1)
}

// compareNames compares birth and used names crosswise and keeps the best pair: a married woman is
// known by either name. Only one of the three fields of names is set.
func (l *lexicon) compareNames(a, b *row, c *score) {
	if a.birth == 0 || b.birth == 0 {
		return
	}
	w := l.names.words
	level := nameLevel(&w[a.birth], &w[b.birth])
	bits := w[a.birth].fuzzy(&w[b.birth], level, &nameBits)
	if level == LevelExact || a.used == 0 && b.used == 0 {
		if a.used != 0 && b.used != 0 && w[a.used].text == w[b.used].text {
			bits += bothNamesBits
		}
		c.set(FieldBirthName, level, bits)
		return
	}
	field := FieldBirthName
	other := 0.0
	if level == LevelDifferent {
		other = otherBirthBits
	}
	try := func(x, y uint32, f Field, fee float64) {
		if x == 0 || y == 0 {
			return
		}
		lv := nameLevel(&w[x], &w[y])
		if got := w[x].fuzzy(&w[y], lv, &nameBits) + fee; got > bits && lv != LevelDifferent {
			field, level, bits = f, lv, got
		}
	}
	try(a.used, b.used, FieldUsedName, other)
	// The two crosswise pairs are tried in an order that does not depend on which record is a.
	x1, y1, x2, y2 := a.birth, b.used, a.used, b.birth
	try(x1, y1, FieldCrossName, crossNameBits)
	try(x2, y2, FieldCrossName, crossNameBits)
	c.set(field, level, bits)
}

// compareFirsts compares first names as sets, the first of each list before the others.
func (l *lexicon) compareFirsts(a, b *row, c *score) {
	if a.first[0] == 0 || b.first[0] == 0 {
		return
	}
	w := l.firsts.words
	x, y := &w[a.first[0]], &w[b.first[0]]
	if a.firstAll == b.firstAll || a.first[0] == b.first[0] {
		c.set(FieldFirstNames, LevelExact, math.Min(x.bits, y.bits)+furtherFirsts(a, b))
		return
	}
	level := firstLevel(x, y)
	bits := x.fuzzy(y, level, &firstBits)
	// A first name of one is a later first name of the other. Two later ones in common say little:
	// they are handed down in families.
	xInB, yInA := slices.Contains(b.first[1:], a.first[0]), slices.Contains(a.first[1:], b.first[0])
	part := math.Inf(-1)
	switch {
	case xInB && yInA:
		part = math.Min(x.bits, y.bits)
	case xInB:
		part = math.Min(firstBits[LevelPart], x.bits-1)
	case yInA:
		part = math.Min(firstBits[LevelPart], y.bits-1)
	}
	if part > bits {
		level, bits = LevelPart, part
	}
	c.set(FieldFirstNames, level, bits)
}

// furtherFirsts weighs the first names after a first one that agrees.
func furtherFirsts(a, b *row) float64 {
	switch {
	case a.first[1] == 0 || b.first[1] == 0:
		return 0
	case a.first == b.first:
		return moreFirstsBits
	case !slices.Contains(a.first[1:], b.first[1]) && !slices.Contains(b.first[1:], a.first[1]):
		return lessFirstsBits
	}
	return 0
}

func firstLevel(x, y *word) Level {
	switch {
	case x.hash == y.hash && x.text == y.text:
		return LevelExact
	case x.kind == y.kind && x.class == y.class:
		return LevelVariant
	case len(x.text) == 1 || len(y.text) == 1:
		if x.text[0] == y.text[0] {
			return LevelInitial
		}
		return LevelDifferent
	}
	jw := similarity(x.text, y.text)
	switch {
	case jw >= 0.95:
		return LevelClose
	case x.heard == y.heard && x.heard != 0:
		return LevelSound
	case jw >= 0.88:
		return LevelNear
	}
	return LevelDifferent
}

// compareSwapped mends a record whose name and first name were typed in each other's place.
func (l *lexicon) compareSwapped(a, b *row, c *score) {
	if a.birth == 0 || b.birth == 0 || a.first[0] == 0 || b.first[0] == 0 || c.cells[FieldFirstNames].level == LevelExact {
		return
	}
	n, f := l.names.words, l.firsts.words
	p, q := nameLevel(&n[a.birth], &f[b.first[0]]), nameLevel(&n[b.birth], &f[a.first[0]])
	if p == LevelDifferent || q == LevelDifferent || p != LevelExact && q != LevelExact {
		return
	}
	slips := 0.0
	if p != LevelExact || q != LevelExact {
		slips = 2
	}
	bits := math.Min(n[a.birth].bits, n[b.birth].bits) - 3 - slips
	if found := c.cells[FieldBirthName].bits + c.cells[FieldUsedName].bits + c.cells[FieldCrossName].bits; found > bits {
		return
	}
	c.cells[FieldUsedName], c.cells[FieldCrossName] = cell{}, cell{}
	c.set(FieldBirthName, LevelSwapped, bits)
	c.set(FieldFirstNames, LevelSwapped, math.Min(f[a.first[0]].bits, f[b.first[0]].bits)-1)
}

// value is what a record shows for a field in the account of a pair.
func (l *lexicon) value(r *row, f Field) string {
	switch f {
	case FieldCrossName:
		return strings.TrimSuffix(l.value(r, FieldBirthName)+" / "+l.value(r, FieldUsedName), " / ")
	case FieldFirstNames:
		var b []string
		for _, id := range r.first {
			if id != 0 {
				b = append(b, l.firsts.words[id].text)
			}
		}
		return strings.Join(b, " ")
	case FieldBirthDate:
		return r.date.String()
	case FieldSex:
		return string(rune(r.sex))
	case FieldPhone:
		return "0" + strconv.FormatUint(1e9+r.phone, 10)[1:]
	case FieldEmail:
		return l.texts.words[r.local].text + "@" + l.texts.words[r.domain].text
	}
	t, id := l.column(r, f)
	return t.words[id].text
}

// column is where the text of a field stands.
func (l *lexicon) column(r *row, f Field) (*table, uint32) {
	switch f {
	case FieldBirthName:
		return &l.names, r.birth
	case FieldUsedName:
		return &l.names, r.used
	case FieldBirthPlace:
		return &l.places, r.place
	case FieldAddress:
		return &l.streets, r.street
	case FieldNumber:
		return &l.texts, r.uniqNumber
	case FieldIdentifier:
		return &l.texts, r.identifier
	case FieldBirthCountry:
		return &l.texts, r.country
	case FieldPostalCode:
		if r.postal == 0 {
			return &l.texts, r.city
		}
		return &l.texts, r.postal
	}
	return &l.texts, 0
}
