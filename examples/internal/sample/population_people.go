package sample

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// applicant is a person as the truth knows them; a move or a new telephone
// changes the person from one filing to the next.
type applicant struct {
	rank, home       int
	kin              Kin
	woman            bool
	origin           int
	birth, used      string
	firsts           [3]string
	year, month, day int
	place, country   string
	group            string
	number           int
	building         byte
	street           string
	town             int
	phone            uint32 // nine digits; 0 for none
	mail             string
	size, income     int
}

// townsfolk draws households.
type townsfolk struct {
	rng    *rand.Rand
	names  *Names
	towns  drawer
	where  drawer // départements of birth
	people int
	recent []*applicant
	mails  []byte
}

func newTown(rng *rand.Rand, names *Names) *townsfolk {
	t := &townsfolk{rng: rng, names: names}
	var weights []float64
	for _, p := range places {
		weights = append(weights, float64(p.weight))
	}
	t.towns = newDrawer(weights)
	weights = nil
	for range birthDepartements {
		weights = append(weights, 3+20/float64(len(weights)+1))
	}
	t.where = newDrawer(weights)
	return t
}

func (t *townsfolk) chance(p float64) bool { return t.rng.Float64() < p }

// household draws those of a household who ask for a dwelling of their own name.
func (t *townsfolk) household(home int) []*applicant {
	first := t.draw(home)
	out := []*applicant{first}
	if t.chance(0.20) {
		out = append(out, t.spouse(first))
	}
	if age := firstYear - first.year; age > 40 && t.chance(0.14) {
		out = append(out, t.child(first))
	}
	if t.chance(0.06) {
		out = append(out, t.sibling(first))
	}
	if t.chance(0.006) {
		out = append(out, t.twin(first))
	}
	if len(t.recent) == recentKept && t.chance(0.008) {
		out = append(out, t.namesake(home))
	}
	if len(t.recent) < recentKept {
		t.recent = append(t.recent, first)
	} else {
		t.recent[home%recentKept] = first
	}
	return out
}

// originShares are the shares of origins of names among applicants, and the
// chance that such a person was born abroad.
var originShares = [origins]struct{ share, abroad float64 }{
	fromFrance: {0.66, 0}, fromMaghreb: {0.15, 0.6}, fromAfrica: {0.075, 0.7}, fromTurkey: {0.02, 0.55},
	fromPortugal: {0.035, 0.55}, fromAsia: {0.02, 0.75}, fromEast: {0.025, 0.85}, fromComoros: {0.015, 0.75},
}

func (t *townsfolk) draw(home int) *applicant {
	rng := t.rng
	a := &applicant{home: home, kin: KinFirst, woman: rng.IntN(100) < 55}
	for u := rng.Float64(); a.origin < origins-1; a.origin++ {
		if u -= originShares[a.origin].share; u < 0 {
			break
		}
	}
	age := 18 + int(rng.ExpFloat64()*9+rng.Float64()*20)
	a.year = firstYear + rng.IntN(years) - min(age, 88)
	t.birthday(a)
	a.birth = t.surname(a.origin)
	t.firstNames(a)
	t.birthPlace(a)
	t.home(a)
	t.reach(a)
	a.size, a.income = 1+min(rng.IntN(4), rng.IntN(6)), 10*rng.IntN(3400)
	if rng.IntN(9) == 0 {
		a.income = 0
	}
	if a.woman && t.chance(0.42) { // married once, whether or not the husband asks too
		a.used = t.names.book.surnames[a.origin].name(rng)
	} else if t.chance(0.15) {
		a.used = a.birth
	}
	return t.enter(a)
}

func (t *townsfolk) enter(a *applicant) *applicant {
	a.rank = t.people
	t.people++
	return a
}

func (t *townsfolk) birthday(a *applicant) {
	a.month, a.day = 1+t.rng.IntN(12), 1+t.rng.IntN(28)
	if a.month != 2 && t.chance(0.08) {
		a.day = 29 + t.rng.IntN(2)
	}
}

// surname draws a name; one in eighty is of both parents.
func (t *townsfolk) surname(origin int) string {
	name := t.names.book.surnames[origin].name(t.rng)
	if t.chance(0.0125) {
		return name + "-" + t.names.book.surnames[origin].name(t.rng)
	}
	return name
}

func (t *townsfolk) firstNames(a *applicant) {
	generation := 0
	switch {
	case a.year >= 1985:
		generation = 2
	case a.year >= 1960:
		generation = 1
	}
	origin := a.origin
	if origin != fromFrance && a.year > 1975 && t.chance(0.12) {
		origin = fromFrance
	}
	a.firsts = [3]string{t.names.book.first(origin, generation, a.woman, t.rng)}
	if origin == fromFrance {
		for i := 1; i < 3 && t.chance(0.55); i++ {
			a.firsts[i] = t.names.book.first(origin, max(generation-1, 0), a.woman, t.rng)
		}
	} else if t.chance(0.18) {
		a.firsts[1] = t.names.book.first(origin, generation, a.woman, t.rng)
	}
}

var birthDepartements = strings.Fields("59 75 13 69 93 62 33 31 44 92 94 76 78 77 67 91 38 34 95 06 57 83 42 35 68 29 30 60 54 63 56 49 974 971 972 72 45 51 37 14 21 80 25 17 86 87 02 " +
	"71 73 74 26 84 66 64 81 82 24 47 40 22 50 61 27 28 18 36 41 58 89 10 08 55 88 70 90 39 01 03 43 15 48 07 04 05 09 11 12 46 16 19 23 53 79 85 65 2A 2B 32 52")

// countries of birth by origin: code of the place, code of the country, nationality group.
var countries = [origins][][3]string{
	fromFrance:   {{"99139", "PT", "UE"}},
	fromMaghreb:  {{"99352", "DZ", "HUE"}, {"99350", "MA", "HUE"}, {"99352", "DZ", "HUE"}, {"99351", "TN", "HUE"}},
	fromAfrica:   {{"99335", "ML", "HUE"}, {"99341", "SN", "HUE"}, {"99326", "CI", "HUE"}, {"99322", "CM", "HUE"}, {"99312", "CD", "HUE"}, {"99330", "GN", "HUE"}},
	fromTurkey:   {{"99208", "TR", "HUE"}},
	fromPortugal: {{"99139", "PT", "UE"}, {"99139", "PT", "UE"}, {"99396", "CV", "HUE"}},
	fromAsia:     {{"99243", "VN", "HUE"}, {"99216", "CN", "HUE"}, {"99246", "BD", "HUE"}, {"99235", "LK", "HUE"}, {"99223", "IN", "HUE"}},
	fromEast:     {{"99114", "RO", "UE"}, {"99122", "PL", "UE"}, {"99125", "AL", "HUE"}, {"99123", "RU", "HUE"}, {"99155", "UA", "HUE"}, {"99252", "AM", "HUE"}},
	fromComoros:  {{"99397", "KM", "HUE"}},
}

// birthPlace draws where the person was born; abroad, the day is often unknown
// and then written as the first of January.
func (t *townsfolk) birthPlace(a *applicant) {
	rng := t.rng
	a.country, a.group = "FR", "F"
	if t.chance(originShares[a.origin].abroad) {
		c := countries[a.origin][rng.IntN(len(countries[a.origin]))]
		a.place, a.country = c[0], c[1]
		if t.chance(0.55) {
			a.group = c[2]
		}
		if a.origin != fromPortugal && t.chance(0.09+0.002*float64(max(0, 1985-a.year))) {
			a.month, a.day = 1, 1
		}
		return
	}
	dep := birthDepartements[t.where.draw(rng)]
	commune := 1 + rng.IntN(300)
	switch {
	case dep == "75":
		commune = 101 + rng.IntN(20)
	case rng.IntN(10) < 6: // most are born where the maternity ward is
		commune = 20 * (1 + min(rng.IntN(12), rng.IntN(12)))
	}
	digits := strconv.Itoa(commune)
	a.place = dep + "000"[:max(0, 5-len(dep)-len(digits))] + digits
	a.place = a.place[:5]
}

func (t *townsfolk) home(a *applicant) {
	a.number, a.town = 1+min(t.rng.IntN(120), t.rng.IntN(120)), t.towns.draw(t.rng)
	a.street = t.names.streets[t.rng.IntN(len(t.names.streets))]
	a.building = 0
	if t.chance(0.12) {
		a.building = 'A' + byte(t.rng.IntN(8))
	}
}

// reach draws a telephone and a mail. Numbers begin with 070 to 072, which the
// French plan has not given to anybody; mails are of domains kept for examples.
func (t *townsfolk) reach(a *applicant) {
	a.phone, a.mail = 0, ""
	if !t.chance(0.07) {
		a.phone = t.newPhone()
	}
	if t.chance(0.62) {
		a.mail = t.newMail(a)
	}
}

func (t *townsfolk) newPhone() uint32 { return 700_000_000 + t.rng.Uint32N(30_000_000) }

var mailDomains = [...]string{"example.org", "example.com", "example.net", "courriel.example", "poste.example"}

func (t *townsfolk) newMail(a *applicant) string {
	b := t.mails[:0]
	n := t.rng.IntN(4)
	b = appendMail(b, a.firsts[0])
	if n > 0 {
		if n == 1 {
			b = append(b, '.')
		}
		b = appendMail(b, a.birth)
	}
	if t.rng.IntN(10) < 7 {
		b = strconv.AppendInt(b, int64(t.rng.IntN(1000)), 10)
	} else {
		b = strconv.AppendInt(b, int64(a.year), 10)
	}
	b = append(append(b, '@'), mailDomains[t.rng.IntN(len(mailDomains))]...)
	t.mails = b
	return string(b)
}

// appendMail writes a name as mail programs do.
func appendMail(b []byte, name string) []byte {
	from := len(b)
	b = appendPlain(b, name)
	to := from
	for _, c := range b[from:] {
		if c|0x20 >= 'a' && c|0x20 <= 'z' {
			b[to] = c | 0x20
			to++
		}
	}
	return b[:to]
}
