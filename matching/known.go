package matching

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

func (k *known[W]) find(text []byte) (*W, string) {
	for _, e := range span(k.list, hashText(text)) {
		w := &k.words[uint32(e)]
		if key := k.key(w); key == string(text) {
			return w, key
		}
	}
	return nil, ""
}

func newKnownWords(l *lexicon, s *stats) *knownWords {
	wordKey, plainKey := func(w *word) string { return w.key }, func(w *plain) string { return w.text }
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
	l := newLexicon()
	l.names.known, l.firsts.known, l.streets.known = k.names.find, k.firsts.find, k.streets.find
	l.places.known, l.cities.known, l.postals.known = k.places.find, k.cities.find, k.postals.find
	l.domains.known, l.locals.known, l.texts.known = k.domains.find, k.locals.find, k.texts.find
	word := func(r rarity) func(*word) { return func(w *word) { w.bits, w.count = k.stats.of(1, r), 1 } }
	plain := func(r rarity) func(*plain) { return func(w *plain) { w.bits, w.count = k.stats.of(1, r), 1 } }
	l.names.fresh, l.firsts.fresh, l.streets.fresh = word(nameRarity), word(firstRarity), word(streetRarity)
	l.places.fresh, l.cities.fresh, l.postals.fresh = plain(placeRarity), plain(placeRarity), plain(placeRarity)
	l.domains.fresh, l.locals.fresh, l.texts.fresh = plain(domainRarity), plain(uniqueRarity), plain(uniqueRarity)
	return l
}

// reset empties a guest for the next record.
func (l *lexicon) reset() {
	for _, t := range l.wordTables() {
		clear(t.ids)
		t.words = t.words[:1]
	}
	for _, t := range l.plainTables() {
		clear(t.ids)
		t.words = t.words[:1]
	}
}

// forget lets go of what only building needs.
func (l *lexicon) forget() {
	for _, t := range l.wordTables() {
		t.ids, t.known, t.fresh = nil, nil, nil
	}
	for _, t := range l.plainTables() {
		t.ids, t.known, t.fresh = nil, nil, nil
	}
}
