package matching

// Key names a rule by which records meet. Two records are compared when they share the value of at
// least one key; a missing field never makes a key.
type Key uint8

// The keys, the most telling first: a pair is counted under its first shared key. The keys from
// [KeyDate] on are broad: only their rarest values are used, as many as the budget allows, so that a
// small file is compared by any field alone and a large one is not flooded.
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
	KeyNameDay                // birth name, first name (variant class), day and month of birth
	KeyPostalName             // postal code, birth or used name
	KeyPostalFirst            // postal code, first name (variant class), year of birth
	KeyAddress                // address and postal code
	KeyDatePostal             // birth date, postal code
	KeyLetters                // three letters of the birth name and of the first name, postal code
	KeyFirstPlace             // first name (variant class), birth place, year of birth
	KeyLocal                  // local part of the mail
	KeyDate                   // birth date
	KeyName                   // birth or used name
	KeySound                  // phonetic birth name
	KeyFirst                  // first name
	KeyStreet                 // number and street
	KeyHousePostal            // number of the house and postal code
	KeyStreetName             // street
	KeyFirstTown              // first name and town
	KeyNameTown               // phonetic name and town
	KeyMailStart              // four letters of the mail and its end
	KeyTown                   // postal code or town
	KeyAll                    // no key: in a small file every record is compared with every other
	keyCount

	keyBroad = KeyDate
)

var keyNames = [keyCount]string{
	"number", "identifier", "phone", "email", "name_date", "first_date", "name_first_year", "swapped_names_date", "sound_day_month",
	"date_place", "sound_year", "sound_names", "name_first_day", "postal_name", "postal_first_year", "address", "date_postal",
	"letters_postal", "first_place_year", "mail_local", "date", "name", "sound", "first", "street", "house_postal", "street_name",
	"first_town", "name_town", "mail_start", "town", "all",
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

// hashes are the parts of keys that come from words, in columns of their own: keys are made of few
// words of many records.
type hashes struct {
	nameKind, nameHeard, firstKind, firstHeard, firstText []uint64

	streets []streetSign
}

func newHashes(l *lexicon) *hashes {
	column := func(words []word, of func(*word) uint64) []uint64 {
		out := make([]uint64, len(words))
		for i := range words {
			out[i] = of(&words[i])
		}
		return out
	}
	kind, heard := func(w *word) uint64 { return w.kind }, func(w *word) uint64 { return w.heard }
	streets := make([]streetSign, len(l.streets.words))
	for i := range streets {
		w := &l.streets.words[i]
		streets[i] = streetSign{w.kind, w.pairs}
	}
	return &hashes{
		column(l.names.words, kind), column(l.names.words, heard), column(l.firsts.words, kind), column(l.firsts.words, heard),
		column(l.firsts.words, func(w *word) uint64 { return w.hash }), streets,
	}
}

// traits are the parts of keys of one row.
type traits struct {
	lex  *lexicon
	h    *hashes
	r    *row
	keys [maxSlots]uint64
}

func (t *traits) birth() uint64 { return t.name(t.r.birth) }
func (t *traits) used() uint64  { return t.name(t.r.used) }

func (t *traits) name(id uint32) uint64 {
	if t.h == nil {
		return t.lex.names.words[id].kind
	}
	return t.h.nameKind[id]
}

func (t *traits) heard() uint64 {
	if t.h == nil {
		return t.lex.names.words[t.r.birth].heard
	}
	return t.h.nameHeard[t.r.birth]
}

func (t *traits) first(i int) uint64 {
	if t.h == nil {
		return t.lex.firsts.words[t.r.first[i]].kind
	}
	return t.h.firstKind[t.r.first[i]]
}

func (t *traits) firstHeard() uint64 {
	if t.h == nil {
		return t.lex.firsts.words[t.r.first[0]].heard
	}
	return t.h.firstHeard[t.r.first[0]]
}

func (t *traits) firstText() uint64 {
	if t.h == nil {
		return t.lex.firsts.words[t.r.first[0]].hash
	}
	return t.h.firstText[t.r.first[0]]
}

func (t *traits) street() uint64 {
	if t.h == nil {
		return t.lex.streets.words[t.r.street].kind
	}
	return t.h.streets[t.r.street].kind
}

func (t *traits) place() uint64      { return t.lex.places.words[t.r.place].hash }
func (t *traits) city() uint64       { return t.lex.cities.words[t.r.city].hash }
func (t *traits) postal() uint64     { return t.lex.postals.words[t.r.postal].hash }
func (t *traits) localHash() uint64  { return t.lex.locals.words[t.r.local].hash }
func (t *traits) domainHash() uint64 { return t.lex.domains.words[t.r.domain].hash }

func (t *traits) date() uint64 {
	if !t.r.date.full() {
		return 0
	}
	return uint64(t.r.date.number())
}

func (t *traits) dayMonth() uint64 {
	d := t.r.date
	if !d.full() {
		return 0
	}
	return uint64(d.y)<<16 | uint64(min(d.m, d.d))<<8 | uint64(max(d.m, d.d))
}

// day leaves 1 January out: it stands for any day.
func (t *traits) day() uint64 {
	d := t.r.date
	if !d.full() || d.first() {
		return 0
	}
	return uint64(d.m)<<8 | uint64(d.d)
}

func (t *traits) local() uint64 {
	if h := t.postal(); h != 0 {
		return h
	}
	return t.city()
}

// letters are the first three of name and first name.
func (t *traits) letters() uint64 {
	x, y := t.lex.names.words[t.r.birth].core, t.lex.firsts.words[t.r.first[0]].text
	if len(x) < 3 || len(y) < 3 {
		return 0
	}
	return join(hashText(x[:3]), hashText(y[:3]))
}

func (t *traits) mailStart() uint64 {
	local, domain := t.lex.locals.words[t.r.local].text, t.lex.domains.words[t.r.domain].text
	if len(local) < 4 || len(domain) < 4 {
		return 0
	}
	return mix(hashText(local[:4]), hashText(domain[max(0, len(domain)-6):]))
}

// values gives the values of a key for a record.
func (t *traits) values(k Key) [maxSlots]uint64 {
	t.keys = [maxSlots]uint64{}
	switch {
	case k <= KeyEmail:
		t.reference(k)
	case k >= keyBroad:
		t.broad(k)
	case k >= KeyPostalName:
		t.localValues(k)
	default:
		t.personal(k)
	}
	if t.keys[1] == t.keys[0] {
		t.keys[1] = 0
	}
	return t.keys
}

// reference gives the keys made of one field.
func (t *traits) reference(k Key) {
	switch k {
	case KeyNumber:
		t.keys[0] = t.lex.texts.words[t.r.uniqNumber].hash
	case KeyIdentifier:
		t.keys[0] = t.lex.texts.words[t.r.identifier].hash
	case KeyPhone:
		t.keys[0] = uint64(t.r.phone)
	case KeyEmail:
		t.keys[0] = join(t.localHash(), t.domainHash())
	}
}

func (t *traits) personal(k Key) {
	year := uint64(t.r.date.y)
	switch k {
	case KeyNameDate:
		t.keys[0], t.keys[1] = join(t.birth(), t.date()), join(t.used(), t.date())
	case KeyFirstDate:
		t.keys[0], t.keys[1] = join(t.first(0), t.date()), join(t.first(1), t.date())
	case KeyNameFirst:
		t.keys[0], t.keys[1] = join(t.birth(), t.first(0), year), join(t.used(), t.first(0), year)
	case KeySwapped:
		x, y := t.birth(), t.firstText()
		t.keys[0] = join(min(x, y), max(x, y), t.date())
	case KeyDayMonth:
		t.keys[0] = join(t.heard(), t.dayMonth())
	case KeyDatePlace:
		t.keys[0] = join(t.date(), t.place())
	case KeySoundYear:
		t.keys[0] = join(t.heard(), year)
	case KeySoundNames:
		t.keys[0] = join(t.heard(), t.firstHeard())
	case KeyNameDay:
		t.keys[0], t.keys[1] = join(t.birth(), t.first(0), t.day()), join(t.used(), t.first(0), t.day())
	}
}

// localValues gives the keys that hold a place, and the local part of the mail.
func (t *traits) localValues(k Key) {
	year := uint64(t.r.date.y)
	switch k {
	case KeyPostalName:
		t.keys[0], t.keys[1] = join(t.local(), t.birth()), join(t.local(), t.used())
	case KeyPostalFirst:
		t.keys[0] = join(t.local(), t.first(0), year)
	case KeyAddress:
		t.keys[0] = join(t.local(), t.street(), uint64(t.r.house)+1)
	case KeyDatePostal:
		t.keys[0] = join(t.date(), t.local())
	case KeyLetters:
		t.keys[0] = join(t.letters(), t.local())
	case KeyFirstPlace:
		t.keys[0] = join(t.first(0), t.place(), year)
	case KeyLocal:
		if len(t.lex.locals.words[t.r.local].text) >= 6 {
			t.keys[0] = t.localHash()
		}
	}
}

func (t *traits) broad(k Key) {
	switch k {
	case KeyDate:
		t.keys[0] = join(t.date())
	case KeyName:
		t.keys[0], t.keys[1] = t.birth(), t.used()
	case KeySound:
		t.keys[0] = t.heard()
	case KeyFirst:
		t.keys[0] = t.first(0)
	case KeyStreet:
		t.keys[0] = join(uint64(t.r.house), t.street())
	case KeyHousePostal:
		t.keys[0] = join(uint64(t.r.house), t.local())
	case KeyStreetName:
		t.keys[0] = t.street()
	case KeyFirstTown:
		t.keys[0], t.keys[1] = join(t.first(0), t.city()), join(t.first(0), t.postal())
	case KeyNameTown:
		t.keys[0], t.keys[1] = join(t.heard(), t.city()), join(t.heard(), t.postal())
	case KeyMailStart:
		t.keys[0] = t.mailStart()
	case KeyTown:
		t.keys[0], t.keys[1] = t.postal(), t.city()
	}
}

// second splits a block of the key that is too large.
func (t *traits) second(k Key) uint64 {
	switch k {
	case KeyFirstDate, KeyPostalFirst, KeyFirstPlace:
		return t.heard()
	case KeyNameFirst, KeyNameDay:
		return t.date()
	case KeySwapped:
		return t.local()
	case KeySoundNames, KeyLetters:
		return uint64(t.r.date.y)
	}
	return t.first(0)
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
	// Purged counts the blocks of a broad key left out because their value is too common.
	Purged int
	// Skipped counts the pairs of capped and purged blocks that this key does not propose. Other
	// keys may.
	Skipped int
}

// Report tells what a set is about to compare. Nothing is left out of a comparison without being
// counted here.
type Report struct {
	Records     int
	DatesUnread int // birth dates that could not be read and count as missing
	Shortened   int // values of more than 512 bytes, read up to there
	// Placeholders counts the values that stand for nothing known and count as missing.
	Placeholders Placeholders
	// Crowded counts the records whose name, first name and birth date more than eight records have
	// together: they are worth no more to each of them than the three together are rare.
	Crowded int
	// SharedPhones and SharedMails count the records that hold a telephone, or a mail, that more than fifty
	// records share: it is nobody's, and counts as missing between them.
	SharedPhones, SharedMails int
	// CopiesFolded counts records that repeat another one in every compared field more often than
	// eight times: each is compared with the first of its copies only.
	CopiesFolded int
	// Whole says that the file is small enough for every record to be compared with every other.
	Whole bool
	Keys  []KeyReport
}
