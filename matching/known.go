package matching

import "slices"

// knownWords finds the words of a set by their text, in sorted lists that take eight bytes a word.
type knownWords struct {
	stats *stats

	names, firsts, streets                          known[word]
	places, cities, postals, domains, locals, texts known[plain]
}

// known is the words of a table.
type known[W interned] struct {
	list  []uint64
	words []W
	key   func(*W) string
}

func newKnown[W interned](t *table[W], key func(*W) string) known[W] {
	list := make([]uint64, 0, len(t.words))
	for i := range t.words {
		if i > 0 {
			list = append(list, hashText(key(&t.words[i]))&^0xffffffff|uint64(i))
		}
	}
	return known[W]{list: radixSort(list, nil), words: t.words, key: key}
}

// find gives a word with its key and its place.
func (k *known[W]) find(text []byte) (*W, string, uint32) {
	if at, ok := k.place(text); ok {
		w := &k.words[at]
		return w, k.key(w), at
	}
	return nil, "", unknown
}

func newKnownWords(l *lexicon, s *stats) *knownWords {
	return &knownWords{
		s,
		newKnown(&l.names, wordKey), newKnown(&l.firsts, wordKey), newKnown(&l.streets, wordKey),
		newKnown(&l.places, plainKey), newKnown(&l.cities, plainKey), newKnown(&l.postals, plainKey),
		newKnown(&l.domains, plainKey), newKnown(&l.locals, plainKey), newKnown(&l.texts, plainKey),
	}
}

// guest is an empty lexicon that takes the words of the set where they are known. The others are as
// rare as a word met once: the rarest of their kind.
func (k *knownWords) guest() lexicon {
	l := newLexicon(nil)
	l.names.known, l.firsts.known, l.streets.known = k.names.find, k.firsts.find, k.streets.find
	l.places.known, l.cities.known, l.postals.known = k.places.find, k.cities.find, k.postals.find
	l.domains.known, l.locals.known, l.texts.known = k.domains.find, k.locals.find, k.texts.find
	word := func(r rarity) func(*word) { return func(w *word) { w.bits, w.count = k.stats.of(1, r), 1 } }
	plain := func(r rarity) func(*plain) { return func(w *plain) { w.bits, w.count = k.stats.of(1, r), 1 } }
	l.names.fresh, l.firsts.fresh, l.streets.fresh = word(nameRarity), word(firstRarity), word(streetRarity)
	l.places.fresh, l.cities.fresh, l.postals.fresh = plain(k.stats.origins()), plain(k.stats.towns()), plain(k.stats.towns())
	l.domains.fresh, l.locals.fresh, l.texts.fresh = plain(domainRarity), plain(uniqueRarity), plain(uniqueRarity)
	return l
}

// reset empties a guest for the next record.
func (l *lexicon) reset() {
	for _, t := range l.wordTables() {
		t.reset()
	}
	for _, t := range l.plainTables() {
		t.reset()
	}
}

func (t *table[W]) reset() {
	clear(t.slots)
	t.words, t.places = t.words[:1], t.places[:0]
}

// placed is a row of a guest with the places of its words in the set.
func (l *lexicon) placed(r row) row {
	r.birth, r.used, r.street = l.names.place(r.birth), l.names.place(r.used), l.streets.place(r.street)
	for i, id := range r.first {
		r.first[i] = l.firsts.place(id)
	}
	r.place, r.city, r.postal = l.places.place(r.place), l.cities.place(r.city), l.postals.place(r.postal)
	r.domain, r.local = l.domains.place(r.domain), l.locals.place(r.local)
	r.country, r.demand = l.texts.place(r.country), l.texts.place(r.demand)
	r.identifier, r.uniqNumber = l.texts.place(r.identifier), l.texts.place(r.uniqNumber)
	return r
}

func (t *table[W]) place(id uint32) uint32 {
	if id == 0 {
		return 0
	}
	return t.places[id-1]
}

// kept is the words alone of a guest, in no more room than they take.
func (l *lexicon) kept() lexicon {
	var out lexicon
	from, plain := l.wordTables(), l.plainTables()
	for i, t := range out.wordTables() {
		t.words = from[i].kept()
	}
	for i, t := range out.plainTables() {
		t.words = plain[i].kept()
	}
	return out
}

func (t *table[W]) kept() []W {
	if len(t.words) == 1 { // the missing word, which does not change
		return t.words[:1:1]
	}
	return slices.Clone(t.words)
}

// mover gives the row of an entry with its words in a lexicon that begins with the words of the set.
func (k *knownWords) mover(l *lexicon) func(*entry) row {
	names, firsts, streets := adopter(&l.names, &k.names), adopter(&l.firsts, &k.firsts), adopter(&l.streets, &k.streets)
	places, cities, postals := adopter(&l.places, &k.places), adopter(&l.cities, &k.cities), adopter(&l.postals, &k.postals)
	domains, locals, texts := adopter(&l.domains, &k.domains), adopter(&l.locals, &k.locals), adopter(&l.texts, &k.texts)
	return func(e *entry) row {
		r, from := e.row, &e.lex
		r.birth, r.used, r.street = names(&from.names, r.birth), names(&from.names, r.used), streets(&from.streets, r.street)
		for i, id := range r.first {
			r.first[i] = firsts(&from.firsts, id)
		}
		r.place, r.city, r.postal = places(&from.places, r.place), cities(&from.cities, r.city), postals(&from.postals, r.postal)
		r.domain, r.local = domains(&from.domains, r.domain), locals(&from.locals, r.local)
		r.country, r.demand = texts(&from.texts, r.country), texts(&from.texts, r.demand)
		r.identifier, r.uniqNumber = texts(&from.texts, r.identifier), texts(&from.texts, r.uniqNumber)
		return r
	}
}

// adopter finds the place of a word of another table, and adds it at the end where it is new.
func adopter[W interned](t *table[W], k *known[W]) func(*table[W], uint32) uint32 {
	added := make(map[string]uint32)
	t.words = t.words[:len(t.words):len(t.words)] // what is added must not be seen by the set
	return func(from *table[W], id uint32) uint32 {
		if id == 0 {
			return 0
		}
		w := from.words[id]
		key := k.key(&w)
		if at, ok := k.place([]byte(key)); ok {
			return at
		}
		at, ok := added[key]
		if !ok {
			at = uint32(len(t.words))
			t.words, added[key] = append(t.words, w), at
		}
		return at
	}
}

// place is where a word of the set stands.
func (k *known[W]) place(text []byte) (uint32, bool) {
	for _, e := range span(k.list, hashText(text), len(k.list)) {
		if k.key(&k.words[uint32(e)]) == string(text) {
			return uint32(e), true
		}
	}
	return 0, false
}
