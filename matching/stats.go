package matching

import (
	"math"
	"slices"
)

// stats is what chance alone brings: how rare each value is, and how often two records of unrelated
// persons reach each level.
type stats struct {
	records int
	copies  float64 // records a person has on average, as seen from one of them
	dates   map[uint32]int32
	dayBits []float32        // of a date that so many records hold, where they are few; set by weigh
	crowd   map[uint32]int32 // telephones held by several records
	homes   map[uint64]int32 // addresses held by several records
	joint   map[uint64]int32 // two values that many records have together
	chance  [slotCount][levelCount]float32
	off     ideas
}

// mostBits caps the rarity of an address; names, telephones and mails have caps of their own below.
// Past them, an agreement is explained sooner by a record copied or a telephone lent than by luck.
const mostBits = 18

// smoothing: a file counts as if it stood in one of smoothing records more, where a value has the
// usual frequency of its kind. Small files so lean on it.
const smoothing = 2000

// rarity is the usual, the least and the most number of bits of a kind of values.
type rarity struct{ usual, least, most float64 }

var (
	nameRarity   = rarity{11, 0, 14}
	firstRarity  = rarity{7, 0, 11}
	streetRarity = rarity{12, 0, 14}
	placeRarity  = rarity{9, 0, 11}
	domainRarity = rarity{12, 0, 14}
	uniqueRarity = rarity{17, 0, 16} // mails, identifiers
	dateRarity   = rarity{14, 0, 15.5}
	phoneRarity  = rarity{18, 0, 16}
	homeRarity   = rarity{22, 0, 26}
	jointRarity  = rarity{20, 0, 100}
)

// local is a kind of places as it stands in the file at hand. A handful of records comes from the desks of one
// territory, where half of them live in a few towns and were born in a few others: until the file itself tells, places
// count as common as there, and not as in the whole country. The more records, the less of it; the bits are of our own
// judgement.
func (s *stats) local(r rarity, bits float64) rarity {
	few := max(0, 1-float64(s.records)/localFile)
	r.usual += few * (bits - r.usual)
	return r
}

const (
	localFile  = 500 // records from which a file tells by itself where people live
	townBits   = 5   // of a town of the territory
	originBits = 6   // of a birth place there
)

func (s *stats) towns() rarity   { return s.local(placeRarity, townBits) }
func (s *stats) origins() rarity { return s.local(placeRarity, originBits) }

// of is the rarity of a value that so many records hold.
func (s *stats) of(count int32, r rarity) float32 {
	seen := math.Max(0, float64(count)-s.copies) + smoothing*math.Exp2(-r.usual)
	bits := -math.Log2(seen / float64(s.records+smoothing))
	return float32(math.Round(math.Min(r.most, math.Max(r.least, bits))*64) / 64)
}

func (s *stats) dateBits(b birth) float32 {
	n := s.dates[b.number()]
	if int(n) < len(s.dayBits) {
		return s.dayBits[n]
	}
	return s.of(n, dateRarity)
}

func (s *stats) phoneBits(phone uint32) float32 { return s.of(s.crowd[phone], phoneRarity) }

func (s *stats) homeBits(v *view) float32 { return s.of(s.homes[v.home()], homeRarity) }

// crowded is the number of records from which two values met together are held to go together:
// below, they may well be those of one person.
const crowded = 5

// jointBits is the rarity of two values together, without bound where few have both.
func (s *stats) jointBits(a, b uint64) float32 {
	n := s.joint[mix(a, b)]
	if n < crowded || s.off&ideaJointRarity != 0 {
		return 100
	}
	return s.of(n-crowded+2, jointRarity)
}

// plausible is the number of records one person may well have under one name, first name and birth date.
// More of them tell of a stand-in for the unknown, of a test, of namesakes born on "1 January".
const plausible = 8

// trio hashes name, first name and birth date; 0 when one of them is missing.
func trio(name, first uint64, date birth) uint64 {
	if name == 0 || first == 0 || !date.full() {
		return 0
	}
	return mix(mix(name, first)+2, uint64(date.number()))
}

func (v *view) trio() uint64 { return trio(v.birth.kind, v.first[0].hash, v.row.date) }

// trioBits is the rarity of name, first name and birth date together, without bound where no more
// records have them than one person files.
func (s *stats) trioBits(trio uint64) float32 {
	n := s.joint[trio]
	if n <= plausible || s.off&ideaJointRarity != 0 {
		return 100
	}
	return s.of(n, jointRarity)
}

// share is what a pair counts for in what is learned: a crowd under one name, first name and birth date
// counts as no more than one person files.
func (s *stats) share(v, w *view) float64 {
	key := v.trio()
	if key == 0 || key != w.trio() {
		return 1
	}
	n := float64(s.joint[key])
	if n <= plausible {
		return 1
	}
	return plausible * (plausible - 1) / (n * (n - 1))
}

// tallyJoint counts pairs of values: name and birth place, first name and birth place, name and first
// name.
func (s *stats) tallyJoint(l *lexicon, rows []row, folded func(uint32) bool) (inCrowds, sharedMails int) {
	var all, trios, mails []uint64
	var v view
	for i := range rows {
		r := &rows[i]
		name, first, place := l.names.words[r.birth].kind, l.firsts.words[r.first[0]].hash, l.places.words[r.place].hash
		// Copies count here: identical records without anything else may well be stand-ins.
		if key := trio(name, first, r.date); key != 0 {
			trios = append(trios, key)
		}
		if folded(uint32(i)) {
			continue
		}
		if r.local != 0 {
			l.open(r, &v)
			mails = append(mails, v.mail())
		}
		if name != 0 && place != 0 {
			all = append(all, mix(name, place))
		}
		if first != 0 && place != 0 {
			all = append(all, mix(first+1, place))
		}
		if name != 0 && first != 0 {
			all = append(all, mix(name, first))
		}
	}
	s.joint = make(map[uint64]int32)
	s.keepJoint(all, crowded)
	return s.keepJoint(trios, plausible+1), s.keepJoint(mails, mostSharing+1)
}

// mostSharing is the number of records that may share a telephone or a mail; that of more is the one of a
// desk, an association or nobody, and counts as missing between two of them.
const mostSharing = 50

// mail is the whole address of a mail; 0 when there is none.
func (v *view) mail() uint64 {
	if v.local.hash == 0 {
		return 0
	}
	return mix(v.local.hash+3, v.domain.hash)
}

// keepJoint keeps the values met often enough, and tells how many records hold them.
func (s *stats) keepJoint(all []uint64, least int) (held int) {
	all = radixSort(all, nil)
	for from, upper := 0, 0; from < len(all); {
		if from == upper { // what is equal in the upper half only is put in order too
			for upper++; upper < len(all) && all[upper]>>32 == all[from]>>32; {
				upper++
			}
			slices.Sort(all[from:upper])
		}
		to := from + 1
		for to < len(all) && all[to] == all[from] {
			to++
		}
		if to-from >= least {
			s.joint[all[from]] = int32(to - from)
			held += to - from
		}
		from = to
	}
	return held
}

// home is the address with its town.
func (v *view) home() uint64 {
	town := v.postal.hash
	if town == 0 {
		town = v.city.hash
	}
	return mix(mix(v.street.kind, uint64(v.row.house)), town)
}

// totals is how many records hold the words of one form after all folding, by word: LE GOFF and LEGOFF are
// counted together.
type totals struct{ names, streets []int32 }

func (l *lexicon) totals() totals {
	of := func(t *table[word]) []int32 {
		counts := make(map[uint64]int32, len(t.words))
		for i := range t.words {
			counts[t.words[i].kind] += t.words[i].count
		}
		out := make([]int32, len(t.words))
		for i := range t.words {
			out[i] = counts[t.words[i].kind]
		}
		return out
	}
	return totals{of(&l.names), of(&l.streets)}
}

// weigh sets the rarity of words once all records are in.
func (l *lexicon) weigh(s *stats, totals totals) {
	for i, bits := 0, s.scale(nameRarity); i < len(l.names.words); i++ {
		l.names.words[i].bits = bits(totals.names[i])
	}
	for i, bits := 0, s.scale(streetRarity); i < len(l.streets.words); i++ {
		l.streets.words[i].bits = bits(totals.streets[i])
	}
	for i, bits := 0, s.scale(firstRarity); i < len(l.firsts.words); i++ {
		l.firsts.words[i].bits = bits(l.firsts.words[i].count)
	}
	each := func(t *table[plain], r rarity) {
		for i, bits := 0, s.scale(r); i < len(t.words); i++ {
			t.words[i].bits = bits(t.words[i].count)
		}
	}
	each(&l.places, s.origins())
	each(&l.cities, s.towns())
	each(&l.postals, s.towns())
	each(&l.domains, domainRarity)
	each(&l.locals, uniqueRarity)
	each(&l.texts, uniqueRarity)
	s.dayBits = s.usual(dateRarity)
}

// scale is [stats.of] for a kind of values, which remembers what the usual counts are worth.
func (s *stats) scale(r rarity) func(count int32) float32 {
	usual := s.usual(r)
	return func(count int32) float32 {
		if count >= 0 && int(count) < len(usual) {
			return usual[count]
		}
		return s.of(count, r)
	}
}

// usual is [stats.of] of the smallest counts.
func (s *stats) usual(r rarity) []float32 {
	out := make([]float32, 128)
	for n := range out {
		out[n] = s.of(int32(n), r)
	}
	return out
}

// tally counts dates and telephones.
func (s *stats) tally(l *lexicon, rows []row, folded func(uint32) bool) (sharedPhones int) {
	s.dates, s.crowd = make(map[uint32]int32), make(map[uint32]int32)
	phones := make(map[uint32]int32)
	homes := make(map[uint64]int32)
	var v view
	for i := range rows {
		if folded(uint32(i)) {
			continue
		}
		if rows[i].date.full() {
			s.dates[rows[i].date.number()]++
		}
		if p := rows[i].phone; p != 0 {
			phones[p]++
		}
		if rows[i].street != 0 {
			l.open(&rows[i], &v)
			homes[v.home()]++
		}
	}
	s.homes = make(map[uint64]int32)
	for h, n := range homes {
		if n > 1 {
			s.homes[h] = n
		}
	}
	for p, n := range phones {
		if n > 1 {
			s.crowd[p] = n
		}
		if n > mostSharing {
			sharedPhones += int(n)
		}
	}
	return sharedPhones
}
