package matching

// Key names a rule by which records meet. Two records are compared when they share the value of at
// least one key; a missing field never makes a key.
type Key uint8

// The keys, the most telling first: a pair is counted under its first shared key.
const (
	KeyNumber      Key = iota // unique number
	KeyIdentifier             // other identifier
	KeyPhone                  // telephone
	KeyEmail                  // mail without its plus-tag
	KeyNameDate               // birth or used name, birth date
	KeyFirstDate              // one of two first names (variant class), birth date
	KeyNameFirst              // birth or used name, first name (variant class), year of birth
	KeySwapped                // name and first name in any order, birth date
	KeyDayMonth               // phonetic name, year, day and month in any order
	KeyDatePlace              // birth date, birth place
	KeySoundYear              // phonetic birth name, year of birth
	KeySoundNames             // phonetic birth name, phonetic first name
	KeyPostalName             // postal code, birth or used name
	KeyPostalFirst            // postal code, first name (variant class), year of birth
	KeyAddress                // address and postal code
	KeyDatePostal             // birth date, postal code
	KeyLetters                // three letters of the birth name and of the first name, postal code
	keyCount
)

var keyNames = [keyCount]string{
	"number", "identifier", "phone", "email", "name_date", "first_date", "name_first_year", "swapped_names_date", "sound_day_month",
	"date_place", "sound_year", "sound_names", "postal_name", "postal_first_year", "address", "date_postal", "letters_postal",
}

// String is the stable code of the key.
func (k Key) String() string {
	if k >= keyCount {
		return "unknown"
	}
	return keyNames[k]
}

const maxSlots = 2 // values of one key a record may have

// join hashes parts that must all be known; 0 makes no key.
func join(parts ...uint64) uint64 {
	h := uint64(1)
	for _, p := range parts {
		if p == 0 {
			return 0
		}
		h = mix(h, p)
	}
	return h
}

// traits are the parts of keys, taken once from a row.
type traits struct {
	birth, used, birthCore, sound        uint64 // names
	first, second, firstText, firstSound uint64
	date, year, dayMonth                 uint64
	place, local, street, mail, letters  uint64
	number, identifier, phone            uint64
}

func (l *lexicon) traits(r *row) traits {
	n, f := l.names.words, l.firsts.words
	t := traits{
		birth: n[r.birth].kind, used: n[r.used].kind, birthCore: n[r.birth].hash, sound: n[r.birth].heard,
		first: f[r.first[0]].kind, second: f[r.first[1]].kind, firstText: f[r.first[0]].hash, firstSound: f[r.first[0]].heard,
		year: uint64(r.date.y), place: l.places.words[r.place].hash, street: l.streets.words[r.street].kind, phone: r.phone,
		number: l.texts.words[r.uniqNumber].hash, identifier: l.texts.words[r.identifier].hash,
		mail: join(l.texts.words[r.local].hash, l.texts.words[r.domain].hash),
	}
	if x, y := n[r.birth].core, f[r.first[0]].text; len(x) >= 3 && len(y) >= 3 {
		t.letters = join(hashText(x[:3]), hashText(y[:3]))
	}
	t.local = l.texts.words[r.postal].hash
	if t.local == 0 {
		t.local = l.texts.words[r.city].hash
	}
	if r.date.full() {
		t.date = r.date.number()
		t.dayMonth = uint64(r.date.y)<<16 | uint64(min(r.date.m, r.date.d))<<8 | uint64(max(r.date.m, r.date.d))
	}
	return t
}

// values gives the values of a key for a record, and the second key that splits a block too large.
func (t *traits) values(k Key) (keys [maxSlots]uint64, second uint64) {
	if k <= KeyEmail {
		return [maxSlots]uint64{t.reference(k)}, t.first
	}
	if k >= KeyPostalName {
		return t.localValues(k)
	}
	switch k {
	case KeyNameDate:
		keys[0], keys[1], second = join(t.birth, t.date), join(t.used, t.date), t.first
	case KeyFirstDate:
		keys[0], keys[1], second = join(t.first, t.date), join(t.second, t.date), t.sound
	case KeyNameFirst:
		keys[0], keys[1], second = join(t.birth, t.first, t.year), join(t.used, t.first, t.year), t.date
	case KeySwapped:
		keys[0] = join(min(t.birthCore, t.firstText), max(t.birthCore, t.firstText), t.date)
		second = t.local
	case KeyDayMonth:
		keys[0], second = join(t.sound, t.dayMonth), t.first
	case KeyDatePlace:
		keys[0], second = join(t.date, t.place), t.first
	case KeySoundYear:
		keys[0], second = join(t.sound, t.year), t.first
	case KeySoundNames:
		keys[0], second = join(t.sound, t.firstSound), t.year
	}
	return distinct(keys), second
}

// reference gives the keys made of one field.
func (t *traits) reference(k Key) uint64 {
	switch k {
	case KeyNumber:
		return t.number
	case KeyIdentifier:
		return t.identifier
	case KeyPhone:
		return t.phone
	}
	return t.mail
}

// localValues gives the keys that hold the postal code.
func (t *traits) localValues(k Key) (keys [maxSlots]uint64, second uint64) {
	switch k {
	case KeyPostalName:
		keys[0], keys[1], second = join(t.local, t.birth), join(t.local, t.used), t.first
	case KeyPostalFirst:
		keys[0], second = join(t.local, t.first, t.year), t.sound
	case KeyAddress:
		keys[0], second = join(t.local, t.street), t.first
	case KeyDatePostal:
		keys[0], second = join(t.date, t.local), t.first
	case KeyLetters:
		keys[0], second = join(t.letters, t.local), t.year
	}
	return distinct(keys), second
}

func distinct(keys [maxSlots]uint64) [maxSlots]uint64 {
	if keys[1] == keys[0] {
		keys[1] = 0
	}
	return keys
}

// KeyReport tells what one key brings together. Pairs are counted before pairs already met under an
// earlier key are removed.
type KeyReport struct {
	Key     Key
	Records int // records that have the key
	Blocks  int // values held by at least two records
	Largest int // records of the largest block, before any split
	Pairs   int // pairs the key proposes
	Capped  int // blocks too large, split by a second key
	// Windowed counts the parts still too large after the split: records are sorted by name and
	// compared with their neighbours only.
	Windowed int
	// Skipped counts the pairs of capped blocks that this key does not propose. Other keys may.
	Skipped int
}

// Report tells what a set is about to compare. Nothing is left out of a comparison without being
// counted here.
type Report struct {
	Records     int
	DatesUnread int // birth dates that could not be read and count as missing
	// CopiesFolded counts records that repeat another one in every compared field more often than
	// eight times: each is compared with the first of its copies only.
	CopiesFolded int
	Keys         []KeyReport
}
