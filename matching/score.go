package matching

import (
	"math"
	"strconv"
)

// Thresholds on [Comparison.Probability]. They are fixed, whatever the file, so that adding
// unrelated records never changes what is merged by more than the rarity of names.
const (
	// MergeThreshold is the probability from which a pair without veto is merged. It stands for
	// mergeBits, 10 bits.
	MergeThreshold = 1024.0 / 1025
	// ReviewThreshold is the probability from which a person must look at the pair: 0 bits.
	ReviewThreshold = 0.5

	mergeBits  = 10.0
	reviewBits = 0.0
)

// priorBits is the weight of knowing nothing: about one pair in 130,000 is a duplicate in a file of
// 40,000 records of which 15 % are duplicates.
const priorBits = -17.0

// Verdict is what the library proposes for a pair. Only "merge" may be acted on without a person,
// and it can be undone: the library never changes a record.
type Verdict string

// The verdicts, from the surest.
const (
	VerdictMerge    Verdict = "merge"
	VerdictReview   Verdict = "review"
	VerdictDistinct Verdict = "distinct"
)

// Stable codes of vetoes: reasons that forbid a merge whatever the weight.
const (
	// VetoIdentity: first names and birth dates are both at odds. Distinct.
	VetoIdentity = "identity"
	// VetoGeneration: birth dates at odds and fifteen years or more apart, as parent and child of
	// one name. Distinct.
	VetoGeneration = "generation"
	// VetoTwins: same birth date, same name or address, other first name. Review at most.
	VetoTwins = "twins"
	// VetoNumbers: two different unique numbers. Review at most.
	VetoNumbers = "numbers"
	// VetoNoDate: no birth date on one side and no common reference; homonyms of one household
	// (father and son) cannot be told apart. Review at most.
	VetoNoDate = "no_date"
	// VetoRole: a person and an association. Distinct.
	VetoRole = "role"
	// VetoSameDemand: two persons of one demand. Distinct.
	VetoSameDemand = "same_demand"
)

// vetoes in the order in which they are listed.
var vetoNames = [...]string{VetoSameDemand, VetoRole, VetoIdentity, VetoGeneration, VetoNumbers, VetoTwins, VetoNoDate}

type vetoSet uint8

const (
	vetoSameDemand vetoSet = 1 << iota
	vetoRole
	vetoIdentity
	vetoGeneration
	vetoNumbers
	vetoTwins
	vetoNoDate

	vetoesDistinct = vetoSameDemand | vetoRole | vetoIdentity | vetoGeneration
)

// Field names what was compared. The three names are one comparison: only the best of the three
// appears.
type Field uint8

// The fields, in the order in which they are explained.
const (
	FieldNumber Field = iota
	FieldIdentifier
	FieldBirthName
	FieldUsedName
	FieldCrossName // the used name of one is the birth name of the other
	FieldFirstNames
	FieldBirthDate
	FieldSex
	FieldBirthPlace
	FieldBirthCountry
	FieldAddress
	FieldPostalCode
	FieldPhone
	FieldEmail
	fieldCount
)

var fieldNames = [fieldCount]string{
	"number", "identifier", "birth_name", "used_name", "cross_name", "first_names", "birth_date", "sex",
	"birth_place", "birth_country", "address", "postal_code", "phone", "email",
}

// String is the stable code of the field.
func (f Field) String() string {
	if f >= fieldCount {
		return "field " + strconv.Itoa(int(f))
	}
	return fieldNames[f]
}

// Level says how far two values agree. Which levels a field knows depends on the field.
type Level uint8

// The levels.
const (
	LevelMissing      Level = iota // one side is empty: no weight
	LevelExact                     // same after folding
	LevelVariant                   // spelling variant of a first name, name with or without particle
	LevelClose                     // Jaro–Winkler at least 0.95, or nearly the same address or mail
	LevelSound                     // same French phonetic key
	LevelNear                      // Jaro–Winkler at least 0.88
	LevelPart                      // one part of a compound name, one first name of several, same local part of a mail
	LevelSwapped                   // day and month, or name and first name, changed places
	LevelSlip                      // one digit differs, or two neighbours changed places
	LevelFirstJanuary              // same 1 January: known to the year only
	LevelYearOnly                  // same year, the rest unknown on one side
	LevelSameYear                  // same year, other day
	LevelInitial                   // an initial that fits
	LevelArea                      // same département
	LevelDifferent                 // at odds
	levelCount
)

var levelNames = [levelCount]string{
	"missing", "exact", "variant", "close", "sound", "near", "part", "swapped", "slip", "first_january", "year_only",
	"same_year", "initial", "area", "different",
}

// String is the stable code of the level.
func (l Level) String() string {
	if l >= levelCount {
		return "level " + strconv.Itoa(int(l))
	}
	return levelNames[l]
}

// FieldWeight is one line of the account of a pair.
type FieldWeight struct {
	Field Field
	Level Level
	// Bits is the weight: log2 of how much oftener this level is met between records of one person
	// than between records of two. Household evidence is given after its discount.
	Bits float64
	// A and B are the values as compared, folded. They are personal data: show them to the clerk
	// who holds the two demands, never write them to a log.
	A, B string
}

// Comparison is the account of a pair. Bits is [PriorBits] plus the bits of the fields; missing
// fields are not listed.
type Comparison struct {
	Fields      []FieldWeight
	Vetoes      []string
	Bits        float64
	Probability float64
	Verdict     Verdict
}

// PriorBits is the weight of a pair before anything is compared.
func PriorBits() float64 { return priorBits }

// Score compares two records that belong to no set: names count as rare as the average name, since
// nothing tells how frequent they are. Inside a file use [Set.Score].
func Score(a, b Record) Comparison {
	l := newLexicon()
	ra, rb := l.row(&a), l.row(&b)
	for _, t := range []*table{&l.names, &l.firsts, &l.places} {
		for i := range t.words {
			t.words[i].count = 0
		}
	}
	l.weigh(0)
	return l.account(&ra, &rb)
}

// Score compares the records at two positions of the set, with the rarity of their names in it.
func (s *Set) Score(i, j int) Comparison { return s.lex.account(&s.rows[i], &s.rows[j]) }

// cell is a field compared; the texts are indexes that account turns into values.
type cell struct {
	level Level
	bits  float64
}

// score is the account without its texts: it lives on the stack, for the hot loop.
type score struct {
	cells   [fieldCount]cell
	bits    float64
	vetoes  vetoSet
	verdict Verdict
}

func (c *score) set(f Field, level Level, bits float64) { c.cells[f] = cell{level, bits} }

// score fills c, whatever it held.
func (l *lexicon) score(a, b *row, c *score) {
	*c = score{}
	l.compareReferences(a, b, c)
	l.compareNames(a, b, c)
	l.compareFirsts(a, b, c)
	l.compareSwapped(a, b, c)
	level := compareDates(a.date, b.date)
	c.set(FieldBirthDate, level, dateBits[level])
	l.compareOrigin(a, b, c)
	l.compareHousehold(a, b, c)
	c.bits = priorBits
	for i := range c.cells {
		c.bits += c.cells[i].bits
	}
	c.vetoes = vetoesOf(a, b, c)
	c.verdict = verdictOf(c)
}

var dateBits = [levelCount]float64{
	LevelExact: 13.5, LevelFirstJanuary: 5.5, LevelSwapped: 7, LevelSlip: 4.5, LevelYearOnly: 2, LevelSameYear: -2, LevelDifferent: -6.5,
}

// compareReferences weighs the unique number and the free identifier.
func (l *lexicon) compareReferences(a, b *row, c *score) {
	if a.uniqNumber != 0 && b.uniqNumber != 0 {
		if a.uniqNumber == b.uniqNumber {
			c.set(FieldNumber, LevelExact, 14)
		} else {
			c.set(FieldNumber, LevelDifferent, -4)
		}
	}
	if a.identifier == 0 || b.identifier == 0 {
		return
	}
	x, y := l.texts.words[a.identifier].text, l.texts.words[b.identifier].text
	switch {
	case x == y:
		c.set(FieldIdentifier, LevelExact, 14)
	case slipText(x, y):
		c.set(FieldIdentifier, LevelSlip, 6)
	default:
		c.set(FieldIdentifier, LevelDifferent, -6)
	}
}

// slipText is oneSlip on references long enough for it to mean something.
func slipText(x, y string) bool { return len(x) >= 5 && oneSlip(x, y) }

// compareOrigin weighs sex, birth place and, where the place is missing, the country.
func (l *lexicon) compareOrigin(a, b *row, c *score) {
	if a.sex != 0 && b.sex != 0 {
		if a.sex == b.sex {
			c.set(FieldSex, LevelExact, 0.8)
		} else {
			c.set(FieldSex, LevelDifferent, -3.5)
		}
	}
	if a.place != 0 && b.place != 0 {
		x, y := &l.places.words[a.place], &l.places.words[b.place]
		switch {
		case a.place == b.place:
			c.set(FieldBirthPlace, LevelExact, x.bits)
		case len(x.text) >= 2 && len(y.text) >= 2 && x.text[:2] == y.text[:2] && x.text[:2] != "99":
			c.set(FieldBirthPlace, LevelArea, 0.5)
		default:
			c.set(FieldBirthPlace, LevelDifferent, -4)
		}
		return
	}
	if a.country != 0 && b.country != 0 {
		if a.country == b.country {
			c.set(FieldBirthCountry, LevelExact, 0.5)
		} else {
			c.set(FieldBirthCountry, LevelDifferent, -1.5)
		}
	}
}

func vetoesOf(a, b *row, c *score) vetoSet {
	v := identityVetoes(a, b, c)
	if a.demand != 0 && a.demand == b.demand {
		v |= vetoSameDemand
	}
	if a.association != b.association {
		v |= vetoRole
	}
	if c.cells[FieldNumber].level == LevelDifferent {
		v |= vetoNumbers
	}
	return v
}

// identityVetoes judges first names and birth dates together.
func identityVetoes(a, b *row, c *score) (v vetoSet) {
	otherFirst, date := c.cells[FieldFirstNames].level == LevelDifferent, c.cells[FieldBirthDate].level
	switch date {
	case LevelMissing:
		if !c.sameReference() && !a.association {
			v = vetoNoDate
		}
	case LevelDifferent, LevelSameYear:
		if otherFirst {
			v = vetoIdentity
		}
		if gap := int(a.date.y) - int(b.date.y); gap >= generation || gap <= -generation {
			v |= vetoGeneration
		}
	default:
		if otherFirst {
			v = vetoTwins
		}
	}
	return v
}

// generation is the least number of years between a parent and a child.
const generation = 15

// sameReference says that a number or an identifier names both records.
func (c *score) sameReference() bool {
	return c.cells[FieldNumber].level == LevelExact || c.cells[FieldIdentifier].level == LevelExact
}

func verdictOf(c *score) Verdict {
	bits := c.bits
	switch {
	case c.vetoes&(vetoSameDemand|vetoRole) != 0:
		return VerdictDistinct
	case c.vetoes&vetoesDistinct != 0:
		// One reference held by two persons is an error somebody must see.
		if c.sameReference() {
			return VerdictReview
		}
		return VerdictDistinct
	case bits < reviewBits:
		return VerdictDistinct
	case bits < mergeBits || c.vetoes != 0:
		return VerdictReview
	}
	return VerdictMerge
}

func probability(bits float64) float64 { return 1 / (1 + math.Exp2(-bits)) }

// account spells a score out.
func (l *lexicon) account(a, b *row) Comparison {
	var c score
	l.score(a, b, &c)
	out := Comparison{Bits: c.bits, Probability: probability(c.bits), Verdict: c.verdict}
	for f, cell := range c.cells {
		if cell.level == LevelMissing {
			continue
		}
		w := FieldWeight{Field: Field(f), Level: cell.level, Bits: cell.bits}
		w.A, w.B = l.value(a, Field(f)), l.value(b, Field(f))
		out.Fields = append(out.Fields, w)
	}
	for i, name := range vetoNames {
		if c.vetoes&(1<<i) != 0 {
			out.Vetoes = append(out.Vetoes, name)
		}
	}
	return out
}
