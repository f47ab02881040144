package matching

import "strings"

// view is one record opened for comparison: its words are at hand, wherever they are kept.
type view struct {
	row                                 *row
	ids                                 *row // the same with places of one set, where row has those of a guest
	birth, used, street                 *word
	first                               [maxFirst]*word
	place, city, postal, local, domain  *plain
	number, identifier, country, demand *plain
}

// comparer compares records of a lexicon under a model. It holds scratch memory and serves one
// goroutine.
type comparer struct {
	stats *stats
	signs []streetSign // of the streets of the set

	glueA, glueB []byte
}

func newComparer(s *Set) *comparer {
	return &comparer{stats: &s.stats, signs: s.hashes.streets}
}

// open fills a view of a row of the tables.
func (l *lexicon) open(r *row, v *view) {
	l.openNames(r, v)
	l.openRest(v)
}

// openNames opens the names and the references only.
func (l *lexicon) openNames(r *row, v *view) {
	v.row, v.ids = r, r
	v.birth, v.used = &l.names.words[r.birth], &l.names.words[r.used]
	firsts := l.firsts.words
	for i, id := range r.first {
		v.first[i] = &firsts[id]
	}
	v.number, v.identifier = &l.texts.words[r.uniqNumber], &l.texts.words[r.identifier]
}

// openRest opens what openNames left.
func (l *lexicon) openRest(v *view) {
	r := v.row
	v.street = &l.streets.words[r.street]
	v.place, v.city, v.postal = &l.places.words[r.place], &l.cities.words[r.city], &l.postals.words[r.postal]
	v.local, v.domain = &l.locals.words[r.local], &l.domains.words[r.domain]
	v.demand, v.country = &l.texts.words[r.demand], &l.texts.words[r.country]
}

// evidence is the outcome of a comparison: a level for each field, and for each the logarithm (base
// 2) of how often two records of unrelated persons agree as far as that.
type evidence struct {
	levels levels
	chance [fieldCount]float32
}

// identity compares names, first names and dates.
func (c *comparer) identity(v, w *view, e *evidence) {
	*e = evidence{}
	c.compareReferences(v, w, e)
	c.compareNames(v, w, e)
	c.compareFirsts(v, w, e)
	c.compareSwapped(v, w, e)
	c.dated(v.row.date, compareDates(v.row.date, w.row.date), e)
	c.compareCrowd(v, w, e)
}

// dated sets the level of two birth dates, the first of which is given.
func (c *comparer) dated(date birth, level Level, e *evidence) {
	chance := float32(0)
	if level == LevelExact {
		chance = -c.stats.dateBits(date)
	} else if level != LevelMissing {
		chance = c.stats.chance[FieldBirthDate][level]
	}
	e.set(FieldBirthDate, level, chance)
}

// compareCrowd takes into account how many records have name, first name and birth date together. What
// the three are worth too much is taken from the date, then from the first name, then from the name.
func (c *comparer) compareCrowd(v, w *view, e *evidence) {
	if e.levels[FieldBirthDate] != LevelExact || v.birth.kind != w.birth.kind || v.first[0].hash != w.first[0].hash {
		return
	}
	key := v.trio()
	if key == 0 {
		return
	}
	excess := -c.stats.trioBits(key)
	for _, f := range [...]Field{FieldBirthName, FieldFirstNames, FieldBirthDate} {
		excess -= e.chance[f]
	}
	for _, f := range [...]Field{FieldBirthDate, FieldFirstNames, FieldBirthName} {
		if excess <= 0 {
			return
		}
		off := min(excess, -e.chance[f])
		e.chance[f] += off
		excess -= off
	}
}

// rest compares what remains.
func (c *comparer) rest(v, w *view, e *evidence) {
	c.compareOrigin(v, w, e)
	c.compareAddress(v, w, e)
	c.compareTown(v, w, e)
	c.compareContact(v, w, e)
}

func (c *comparer) compare(v, w *view, e *evidence) {
	c.identity(v, w, e)
	c.rest(v, w, e)
}

func (e *evidence) set(f Field, l Level, chance float32) { e.levels[f], e.chance[f] = l, chance }

// agreed is the chance of a level short of equality: no less than the frequency of the commoner of
// the two values, since the other may be a slip for it.
func (c *comparer) agreed(f Field, l Level, commoner float32) float32 {
	chance := c.stats.chance[f][l]
	if l != LevelDifferent && -commoner > chance {
		return -commoner
	}
	return chance
}

func (c *comparer) compareReferences(v, w *view, e *evidence) {
	if v.number.hash != 0 && w.number.hash != 0 {
		l := LevelDifferent
		if v.number.hash == w.number.hash {
			l = LevelExact
		}
		e.set(FieldNumber, l, c.stats.chance[FieldNumber][l])
	}
	if v.identifier.hash == 0 || w.identifier.hash == 0 {
		return
	}
	x, y := v.identifier, w.identifier
	switch {
	case x.text == y.text:
		e.set(FieldIdentifier, LevelExact, -min(x.bits, y.bits))
	case slipText(x.text, y.text):
		e.set(FieldIdentifier, LevelSlip, c.stats.chance[FieldIdentifier][LevelSlip])
	default:
		e.set(FieldIdentifier, LevelDifferent, c.stats.chance[FieldIdentifier][LevelDifferent])
	}
}

// slipText is oneSlip on references long enough for it to mean something.
func slipText(x, y string) bool { return len(x) >= 5 && oneSlip(x, y) }

// compareOrigin compares sex, birth place and, where the place is missing, the country.
func (c *comparer) compareOrigin(v, w *view, e *evidence) {
	if a, b := v.row.sex, w.row.sex; a != 0 && b != 0 {
		l := LevelDifferent
		if a == b {
			l = LevelExact
		}
		e.set(FieldSex, l, c.stats.chance[slotOf(FieldSex, &e.levels)][l])
	}
	if v.place.hash != 0 && w.place.hash != 0 {
		x, y := v.place, w.place
		if x.hash == y.hash {
			e.set(FieldBirthPlace, LevelExact, -min(x.bits, y.bits))
			c.compareOrigins(v, w, e)
			return
		}
		l := placeLevel(x, y)
		e.set(FieldBirthPlace, l, c.stats.chance[FieldBirthPlace][l])
		return
	}
	if v.country.hash != 0 && w.country.hash != 0 {
		l := LevelDifferent
		if v.country.hash == w.country.hash {
			l = LevelExact
		}
		e.set(FieldBirthCountry, l, c.stats.chance[FieldBirthCountry][l])
	}
}

// compareOrigins takes into account that names go with places: what a name and a birth place are worth
// together is no more than the rarity of those who have both, and the same for first names.
func (c *comparer) compareOrigins(v, w *view, e *evidence) {
	place := e.chance[FieldBirthPlace]
	if e.levels[FieldBirthName] == LevelExact && v.birth.hash != 0 {
		place = max(place, -c.stats.jointBits(v.birth.kind, v.place.hash)-e.chance[FieldBirthName])
	}
	if l := e.levels[FieldFirstNames]; l == LevelExact || l == LevelAll || l == LevelHead {
		place = max(place, -c.stats.jointBits(v.first[0].hash+1, v.place.hash)-e.chance[FieldFirstNames])
		if e.levels[FieldBirthName] == LevelExact {
			both := -c.stats.jointBits(v.birth.kind, v.first[0].hash)
			e.chance[FieldFirstNames] = min(0, max(e.chance[FieldFirstNames], both-e.chance[FieldBirthName]))
		}
	}
	e.chance[FieldBirthPlace] = min(0, place)
}

func placeLevel(p, q *plain) Level {
	x, y := p.text, q.text
	if len(x) >= 2 && len(y) >= 2 && x[:2] == y[:2] && x[:2] != "99" {
		return LevelArea
	}
	if x[0] >= 'A' && y[0] >= 'A' && mayReach(p.letters, q.letters, x, y, 0.88) && similarity(x, y) >= 0.88 {
		return LevelNear
	}
	return LevelDifferent
}

const houseBits = 5 // what the number of a house is worth

func (c *comparer) compareAddress(v, w *view, e *evidence) {
	x, y := v.street, w.street
	if x.hash == 0 || y.hash == 0 {
		return
	}
	a, b := v.row.house, w.row.house
	same, both := a == b, a != 0 && b != 0
	bits := min(x.bits, y.bits)
	switch alike := streetLevel(x, y); alike {
	case LevelDifferent, LevelPart:
		l := LevelDifferent
		if alike == LevelPart {
			l = LevelLoose
			if same && both {
				l = LevelNear
			}
		}
		e.set(FieldAddress, l, c.stats.chance[FieldAddress][l])
	default:
		switch {
		case same && both:
			e.set(FieldAddress, alike, -min(bits+houseBits, mostBits))
		case same && alike == LevelExact:
			e.set(FieldAddress, alike, -bits)
		case !both:
			e.set(FieldAddress, LevelVariant, -bits)
		default:
			e.set(FieldAddress, LevelPart, -bits+1)
		}
	}
}

// streetLevel is exact, close, part (some words in common) or different.
func streetLevel(x, y *word) Level {
	if x.hash == y.hash || x.kind == y.kind {
		return LevelExact
	}
	if sharedPairs(x.pairs, y.pairs) < 0.5 {
		return LevelDifferent
	}
	if mayReach(x.letters, y.letters, x.core, y.core, 0.9) && similarity(x.core, y.core) >= 0.9 || similarity(x.text, y.text) >= 0.92 {
		return LevelClose
	}
	level := wordsLevel(x.parts, y.parts)
	if level == LevelDifferent && within(x.text, y.text) {
		return LevelPart
	}
	return level
}

// within says that one text holds the other.
func within(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) >= 8 && strings.Contains(b, a)
}

// wordsLevel compares streets word by word, in any order: the letters of words found again over the
// letters of all.
func wordsLevel(xs, ys []string) Level {
	p, all := foundIn(xs, ys)
	q, more := foundIn(ys, xs)
	found := p + q
	all += more
	switch {
	case all > 0 && found*10 >= all*8:
		return LevelClose
	case all > 0 && found*10 >= all*4:
		return LevelPart
	}
	return LevelDifferent
}

// foundIn counts the letters of the words met, or nearly, among others, and those of all.
func foundIn(words, others []string) (found, all int) {
	for _, p := range words {
		all += len(p)
		for _, q := range others {
			if p == q || len(p) > 3 && len(q) > 3 && (p[0] == q[0] || p[1] == q[1]) && similarity(p, q) >= 0.9 {
				found += len(p)
				break
			}
		}
	}
	return found, all
}

func (c *comparer) compareTown(v, w *view, e *evidence) {
	l, bits := c.townLevel(v, w)
	if l == LevelMissing {
		return
	}
	slot := slotOf(FieldPostalCode, &e.levels)
	chance := c.stats.chance[slot][l]
	switch {
	case l == LevelExact:
		chance = -bits
		if e.levels[FieldAddress] == LevelExact {
			// Neighbours share address and town: how many records live there tells how little it means.
			home := c.stats.homeBits(v)
			e.chance[FieldAddress] = max(e.chance[FieldAddress], -home)
			chance = -max(0, min(bits, home+e.chance[FieldAddress]))
		}
	case slot == slotPostalAgreed && (l == LevelClose || l == LevelPart):
		chance = halfTown
	}
	e.set(FieldPostalCode, l, chance)
}

// townLevel compares postal codes and towns, and gives the rarity of what is the same.
func (c *comparer) townLevel(v, w *view) (l Level, bits float32) {
	var city Level
	if x, y := v.city, w.city; x.hash != 0 && y.hash != 0 {
		city, bits = cityLevel(x, y), min(x.bits, y.bits)
	}
	x, y := v.postal, w.postal
	switch {
	case x.hash == 0 || y.hash == 0:
		return city, bits
	case x.hash != y.hash:
		return postalLevel(x.text, y.text, city), 0
	case city == LevelDifferent:
		return LevelClose, 0
	}
	return LevelExact, max(bits, min(x.bits, y.bits))
}

// halfTown is how often two strangers at one address in name agree on the postal code or on the town,
// and not on the other: there is a rue Victor-Hugo in most towns.
const halfTown = -6

func cityLevel(x, y *plain) Level {
	switch {
	case x.hash == y.hash:
		return LevelExact
	case x.text[0] >= 'A' && y.text[0] >= 'A' && mayReach(x.letters, y.letters, x.text, y.text, 0.85) && similarity(x.text, y.text) >= 0.85:
		return LevelNear
	}
	return LevelDifferent
}

// postalLevel compares two postal codes that differ, in the light of the towns. The first two digits
// of a French one are its département.
func postalLevel(x, y string, city Level) Level {
	switch {
	case city == LevelExact || city == LevelNear:
		return LevelPart
	case len(x) >= 4 && oneSlip(x, y):
		return LevelSlip
	case len(x) == 5 && len(y) == 5 && x[:2] == y[:2]:
		return LevelArea
	}
	return LevelDifferent
}

func (c *comparer) comparePhone(a, b uint32, e *evidence) {
	switch {
	case a == b && c.stats.crowd[a] > mostSharing: // says nothing
	case a == b:
		e.set(FieldPhone, LevelExact, -c.stats.phoneBits(a))
	case phoneSlip(a, b):
		e.set(FieldPhone, LevelSlip, c.stats.chance[FieldPhone][LevelSlip])
	default:
		e.set(FieldPhone, LevelDifferent, c.stats.chance[FieldPhone][LevelDifferent])
	}
}

func (c *comparer) compareContact(v, w *view, e *evidence) {
	if a, b := v.row.phone, w.row.phone; a != 0 && b != 0 {
		c.comparePhone(a, b, e)
	}
	x, y := v.local, w.local
	if x.hash == 0 || y.hash == 0 {
		return
	}
	sameDomain := v.domain.hash == w.domain.hash
	if sameDomain && x.hash == y.hash && c.stats.joint[v.mail()] > 0 {
		return
	}
	l := mailLevel(x, y, sameDomain)
	chance := c.stats.chance[FieldEmail][l]
	switch l {
	case LevelExact:
		chance = -min(x.bits, y.bits)
	case LevelPart, LevelClose, LevelNear:
		if l == LevelNear && namesAgree(e) || c.namedAlike(v, w, e, x.text, y.text) {
			chance = max(chance, namedMail[l])
		}
	}
	e.set(FieldEmail, l, chance)
}

// namedMail is how often the mails of two strangers agree when both are made of the name, or of the
// first name, that the two have in common.
var namedMail = [levelCount]float32{LevelPart: -6, LevelClose: -3, LevelNear: -2}

func namesAgree(e *evidence) bool {
	name, first := e.levels[FieldBirthName], e.levels[FieldFirstNames]
	return name != LevelMissing && name <= LevelNear || first != LevelMissing && first <= LevelNear
}

// namedAlike says that both mails hold a name or a first name on which the records agree.
func (c *comparer) namedAlike(v, w *view, e *evidence, x, y string) bool {
	held := func(mine, theirs *word) bool {
		return len(mine.text) >= 3 && len(theirs.text) >= 3 && strings.Contains(x, mine.text) && strings.Contains(y, theirs.text)
	}
	if l := e.levels[FieldBirthName]; l != LevelMissing && l <= LevelNear && held(v.birth, w.birth) {
		return true
	}
	l := e.levels[FieldFirstNames]
	return l != LevelMissing && l <= LevelNear && held(v.first[0], w.first[0])
}

func mailLevel(x, y *plain, sameDomain bool) Level {
	switch {
	case x.hash == y.hash && sameDomain:
		return LevelExact
	case x.hash == y.hash && len(x.text) >= 5:
		return LevelPart
	case len(x.text) < 5 || len(y.text) < 5 || !mayReach(x.letters, y.letters, x.text, y.text, 0.8):
		return LevelDifferent
	}
	switch jw := similarity(x.text, y.text); {
	case jw >= 0.92:
		return LevelClose
	case jw >= 0.8:
		return LevelNear
	}
	return LevelDifferent
}

func phoneSlip(x, y uint32) bool {
	if x%1000 != y%1000 && x/1000 != y/1000 && x/10000 != y/10000 {
		return false
	}
	var p, q [9]byte
	for i := 8; i >= 0; i-- {
		p[i], q[i] = byte(x%10), byte(y%10)
		x, y = x/10, y/10
	}
	return oneSlip(p[:], q[:])
}

// upper bounds of the sound of a name are not needed: glued compares two texts without blanks.
func commonPart(x, y *word) bool {
	for _, p := range x.parts {
		if p == y.core || contains(y.parts, p) {
			return true
		}
	}
	if contains(y.parts, x.core) {
		return true
	}
	long, short := x.text, y.core
	if len(long) < len(short) {
		long, short = y.text, x.core
	}
	head, ok := strings.CutSuffix(long, short)
	return ok && len(short) >= 4 && particle(head)
}

func contains(parts []string, s string) bool {
	for _, p := range parts {
		if p == s {
			return true
		}
	}
	return false
}
