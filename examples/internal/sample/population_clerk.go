package sample

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// clerk types filings, each in the manner of a desk and with its mistakes.
type clerk struct {
	rng   *rand.Rand
	names *Names
	noise float64
	town  *townsfolk
	plain map[rune]string // letters without marks
}

func newClerk(rng *rand.Rand, names *Names, noise float64) *clerk {
	return &clerk{rng: rng, names: names, noise: noise, town: newTown(rng, names), plain: map[rune]string{}}
}

// slip tells whether something that happens to a share of filings happens now.
func (c *clerk) slip(p float64) bool { return c.rng.Float64() < min(p*c.noise, 0.9) }

// manner is how a desk types names.
type manner uint8

const (
	asWritten manner = iota
	withoutMarks
	capitals
	plainCapitals
)

// mannerOf is the same for all filings of a desk.
func mannerOf(desk int) manner {
	switch n := desk * 7919 % 100; {
	case n < 34:
		return plainCapitals
	case n < 43:
		return capitals
	case n < 54:
		return withoutMarks
	}
	return asWritten
}

// file types one filing. Somebody filed again has moved or changed telephone
// at times, and stays so.
func (c *clerk) file(out *Filing, p plan, record int) {
	a := p.who
	if p.again {
		c.change(a)
	}
	for i := range out.Cells {
		out.Cells[i] = out.Cells[i][:0]
	}
	desk := c.rng.IntN(10_000)
	cell := &out.Cells
	cell[ColumnRecord] = padded(append(cell[ColumnRecord], 'R'), uint64(record), 9)
	cell[ColumnEntity] = padded(append(cell[ColumnEntity], 'E'), uint64(uint32(a.rank+1)*2654435761), 10) // one to one, and says nothing of the rank
	cell[ColumnRegistered] = appendDay(cell[ColumnRegistered], p.at)
	cell[ColumnDesk] = padded(append(cell[ColumnDesk], 'G'), uint64(desk), 4)
	c.typeNames(out, a, mannerOf(desk))
	c.typeBirth(out, a)
	c.typeAddress(out, a, mannerOf(desk))
	c.typeReach(out, a)
	cell[ColumnSize] = strconv.AppendInt(cell[ColumnSize], int64(a.size), 10)
	if c.rng.IntN(12) > 0 {
		cell[ColumnIncome] = strconv.AppendInt(cell[ColumnIncome], int64(a.income), 10)
	}
}

// change is what life does between two filings.
func (c *clerk) change(a *applicant) {
	if c.slip(0.45) {
		c.town.home(a)
	}
	if c.slip(0.3) {
		a.phone = c.town.newPhone()
	}
	if c.slip(0.25) {
		a.mail = c.town.newMail(a)
	}
	if c.slip(0.2) {
		a.size, a.income = 1+c.rng.IntN(6), 10*c.rng.IntN(3400)
	}
}

func padded(b []byte, n uint64, width int) []byte {
	var digits [20]byte
	text := strconv.AppendUint(digits[:0], n, 10)
	for range width - len(text) {
		b = append(b, '0')
	}
	return append(b, text...)
}

// appendDay writes a day of the years covered.
func appendDay(b []byte, at float64) []byte {
	day := int(at * years * 365)
	year, rest := firstYear+day/365, day%365
	month := 0
	for _, n := range [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30} {
		if rest < n {
			break
		}
		rest -= n
		month++
	}
	return appendDate(b, year, month+1, rest+1)
}

func appendDate(b []byte, year, month, day int) []byte {
	b = append(padded(b, uint64(year), 4), '-')
	b = append(padded(b, uint64(month), 2), '-')
	return padded(b, uint64(day), 2)
}

// surnamesGiven are the birth and used names as they are told to the desk.
func (c *clerk) surnamesGiven(a *applicant) (birth, used string) {
	birth, used = a.birth, a.used
	if used == "" {
		return birth, ""
	}
	if used != birth {
		switch {
		case c.slip(0.06):
			return used, birth
		case c.slip(0.08): // known by the married name alone
			return used, ""
		case c.slip(0.04):
			return birth, birth + "-" + used
		}
	}
	if c.slip(0.22) {
		used = ""
	}
	return birth, used
}

// firstNamesGiven are the first names as they are told to the desk.
func (c *clerk) firstNamesGiven(a *applicant) [3]string {
	firsts := a.firsts
	if firsts[1] != "" {
		switch {
		case c.slip(0.35):
			firsts[1], firsts[2] = "", ""
		case c.slip(0.04):
			firsts[0], firsts[1] = firsts[1], firsts[0]
		case c.slip(0.03):
			firsts = [3]string{firsts[1]}
		}
	}
	if a.origin != fromFrance && c.slip(0.2) {
		if group := c.names.book.spelling[firsts[0]]; len(group) > 0 {
			firsts[0] = group[c.rng.IntN(len(group))]
		}
	}
	return firsts
}

// typeNames types the three names, at times in each other's place.
func (c *clerk) typeNames(out *Filing, a *applicant, m manner) {
	birth, used := c.surnamesGiven(a)
	firsts := c.firstNamesGiven(a)
	between := byte(' ')
	if firsts[1] != "" && c.slip(0.04) {
		between = ','
	}
	cell := &out.Cells
	cell[ColumnBirthName] = c.typeName(cell[ColumnBirthName], birth, m, a.origin != fromFrance)
	if used != "" {
		cell[ColumnUsedName] = c.typeName(cell[ColumnUsedName], used, m, a.origin != fromFrance)
	}
	for i, f := range firsts {
		if f == "" {
			continue
		}
		if i > 0 {
			cell[ColumnFirstNames] = append(cell[ColumnFirstNames], between)
		}
		cell[ColumnFirstNames] = c.typeName(cell[ColumnFirstNames], f, m, false)
	}
	if c.slip(0.015) {
		cell[ColumnBirthName], cell[ColumnFirstNames] = cell[ColumnFirstNames], cell[ColumnBirthName]
	}
}

// typeName types one name: its particles and hyphens, its letters, its slips.
func (c *clerk) typeName(b []byte, name string, m manner, foreign bool) []byte {
	if jointed(name) && c.slip(0.2) {
		name = c.joints(name)
	}
	if foreign && c.slip(0.07) {
		name = transliterated.Replace(name)
	}
	from := len(b)
	if c.slip(0.1) && m == asWritten {
		m = withoutMarks
	}
	b = c.letters(b, name, m)
	if c.slip(0.055) {
		b = c.typo(b, from)
	}
	return b
}

var transliterated = strings.NewReplacer("ou", "u", "Ou", "U", "dj", "j", "Dj", "J", "kh", "k", "Kh", "K", "ch", "sh", "Ch", "Sh", "aï", "ai", "ss", "s", "ş", "s", "ğ", "g", "ć", "c")

func jointed(name string) bool {
	for i := range len(name) {
		if c := name[i]; c == ' ' || c == '-' || c == '\'' {
			return true
		}
	}
	return false
}

// joints writes the parts of a name otherwise: hyphen, blank, in one word, or
// without its particle.
func (c *clerk) joints(name string) string {
	switch i := strings.IndexAny(name, " -'"); c.rng.IntN(5) {
	case 0:
		return strings.NewReplacer("-", " ", "'", " ").Replace(name)
	case 1:
		return strings.ReplaceAll(name, " ", "-")
	case 2:
		return strings.NewReplacer("-", "", "'", "", " ", "").Replace(name)
	case 3:
		if i <= 5 && len(name)-i > 4 { // a particle, or the first of a double name
			return name[i+1:]
		}
		return name[:i]
	default:
		return name[:i] + name[i+1:]
	}
}

// letters types the letters of a name in the manner of the desk.
func (c *clerk) letters(b []byte, name string, m manner) []byte {
	if m == asWritten {
		return append(b, name...)
	}
	from := len(b)
	if m == capitals {
		for _, r := range name {
			b = utf8.AppendRune(b, unicode.ToUpper(r))
		}
		return b
	}
	b = c.withoutMarks(b, name)
	if m == plainCapitals {
		for i := from; i < len(b); i++ {
			if b[i]-'a' < 26 {
				b[i] -= 'a' - 'A'
			}
		}
	}
	return b
}

func (c *clerk) withoutMarks(b []byte, name string) []byte {
	for i := 0; i < len(name); {
		if name[i] < utf8.RuneSelf {
			b = append(b, name[i])
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(name[i:])
		text, ok := c.plain[r]
		if !ok {
			text = string(appendPlain(nil, string(r)))
			c.plain[r] = text
		}
		b = append(b, text...)
		i += size
	}
	return b
}

// appendPlain writes a name in plain letters, without its marks.
func appendPlain(b []byte, name string) []byte {
	for i := range len(name) {
		if name[i] >= utf8.RuneSelf {
			return appendDecomposed(b, name)
		}
	}
	return append(b, name...)
}

func appendDecomposed(b []byte, name string) []byte {
	for _, r := range norm.NFD.String(name) {
		switch {
		case r < utf8.RuneSelf:
			b = append(b, byte(r))
		case r == 'ı':
			b = append(b, 'i')
		case r == 'ł':
			b = append(b, 'l')
		case r == 'Ł':
			b = append(b, 'L')
		case r == 'œ':
			b = append(b, "oe"...)
		}
	}
	return b
}
