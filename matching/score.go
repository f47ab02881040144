package matching

import (
	"math"
	"strconv"
	"strings"
)

// Thresholds on [Comparison.Probability]. They are fixed, whatever the file.
const (
	// MergeThreshold is the probability from which a pair without veto is merged.
	MergeThreshold = 0.9
	// ReviewThreshold is the probability from which a person must look at the pair.
	ReviewThreshold = 0.1

	mergeBits  = 3.169925  // log2(0.9/0.1)
	reviewBits = -3.169925 // log2(0.1/0.9)

	undatedBits = 6.629357 // log2(0.99/0.01)
)

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
	// VetoNoDate: no birth date on one side, no common reference, and no first name or less than 0.99 sure of
	// the rest; homonyms of one household (father and son) are hardly told apart. Review at most.
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

// FieldWeight is one line of the account of a pair.
type FieldWeight struct {
	Field Field
	Level Level
	// Bits is the weight: log2 of how much oftener this level is met between records of one person
	// than between records of two strangers. Rarity is the part of it that comes from the value
	// being rarer, or commoner, than usual.
	Bits, Rarity float64
	// A and B are the values as compared, folded. They are personal data: show them to the clerk
	// who holds the two demands, never write them to a log.
	A, B string
}

// Comparison is the account of a pair. Bits is Prior plus the bits of the fields plus Household;
// missing fields are not listed.
type Comparison struct {
	Fields []FieldWeight
	Vetoes []string
	// Prior is the weight before anything is compared. Household, never above 0, takes off what
	// the evidence loses because two relatives of one household would show it too.
	Prior, Household float64
	Bits             float64
	Probability      float64
	Verdict          Verdict
}

// Score compares two records that belong to no set, under the default weights: names count as rare
// as the average name, since nothing tells how frequent they are. Inside a file use [Set.Score].
func Score(a, b Record) Comparison {
	s := &Set{lex: newLexicon(nil)}
	var f folder
	s.rows = []row{s.lex.row(&f, &a), s.lex.row(&f, &b)}
	s.stats = stats{records: aloneFile, copies: 2}
	s.stats.setDefaults()
	s.model = defaultModel(aloneFile)
	s.lex.weigh(&s.stats, s.lex.totals())
	return s.Score(0, 1)
}

// aloneFile is the size of the file that a pair alone is supposed to come from.
const aloneFile = 20_000

// Score compares the records at two positions of the set, with the rarity of their names in it.
func (s *Set) Score(i, j int) Comparison {
	c := comparer{stats: &s.stats}
	var v, w view
	var e evidence
	s.lex.open(&s.rows[i], &v)
	s.lex.open(&s.rows[j], &w)
	c.compare(&v, &w, &e)
	return account(&s.model, &s.stats, &v, &w, &e)
}

// outcome judges a comparison.
func (m *model) outcome(v, w *view, e *evidence) outcome {
	o := outcome{bits: m.judge(e)}
	o.vetoes = m.vetoesOf(v, w, e)
	if o.bits >= undatedBits && e.levels[FieldFirstNames] != LevelMissing {
		o.vetoes &^= vetoNoDate
	}
	o.verdict = o.decide(e)
	return o
}

func (m *model) vetoesOf(v, w *view, e *evidence) (found vetoSet) {
	if m.households {
		found = identityVetoes(&e.levels)
		if found == vetoNoDate && (v.row.association || sameReference(&e.levels)) {
			found = 0
		}
	}
	if v.demand.hash != 0 && v.demand.hash == w.demand.hash {
		found |= vetoSameDemand
	}
	if v.row.association != w.row.association {
		found |= vetoRole
	}
	if e.levels[FieldNumber] == LevelDifferent {
		found |= vetoNumbers
	}
	return found
}

// identityVetoes judges first names and birth dates together.
func identityVetoes(lv *levels) (v vetoSet) {
	otherFirst := lv[FieldFirstNames] == LevelDifferent || lv[FieldFirstNames] == LevelMisplaced
	switch lv[FieldBirthDate] {
	case LevelMissing:
		v = vetoNoDate
	case LevelDifferent, LevelSameYear, LevelTwoSlips:
		if otherFirst {
			v = vetoIdentity
		}
	case LevelGeneration:
		v = vetoGeneration
		if otherFirst {
			v |= vetoIdentity
		}
	default:
		if otherFirst {
			v = vetoTwins
		}
	}
	return v
}

// sameReference says that a number or an identifier names both records.
func sameReference(lv *levels) bool {
	return lv[FieldNumber] == LevelExact || lv[FieldIdentifier] == LevelExact
}

// vetoed says that names and date tell two persons, or leave it open.
func vetoed(lv *levels) bool {
	return identityVetoes(lv)&^vetoNoDate != 0 && !sameReference(lv)
}

func (o *outcome) decide(e *evidence) Verdict {
	switch {
	case o.vetoes&(vetoSameDemand|vetoRole) != 0:
		return VerdictDistinct
	case o.vetoes&vetoesDistinct != 0:
		// One reference held by two persons is an error somebody must see.
		if sameReference(&e.levels) {
			return VerdictReview
		}
		return VerdictDistinct
	case o.bits < reviewBits:
		return VerdictDistinct
	case o.bits < mergeBits || o.vetoes != 0:
		return VerdictReview
	}
	return VerdictMerge
}

func probability(bits float64) float64 { return 1 / (1 + math.Exp2(-bits)) }

// account spells a comparison out. The bits are summed as in the walk, in the same order and
// precision, so that both tell the same.
func account(m *model, s *stats, v, w *view, e *evidence) Comparison {
	o := m.outcome(v, w, e)
	out := Comparison{Prior: float64(m.samePrior), Bits: float64(o.bits), Probability: probability(float64(o.bits)), Verdict: o.verdict}
	sum := out.Prior
	for f := range fieldCount {
		l := e.levels[f]
		if l == LevelMissing {
			continue
		}
		slot := slotOf(f, &e.levels)
		line := FieldWeight{Field: f, Level: l, Bits: float64(m.same[slot][l]) - float64(e.chance[f])}
		line.Rarity = float64(s.chance[slot][l]) - float64(e.chance[f])
		line.A, line.B = v.value(f), w.value(f)
		sum += line.Bits
		out.Fields = append(out.Fields, line)
	}
	out.Household = math.Min(0, out.Bits-sum)
	for i, name := range vetoNames {
		if o.vetoes&(1<<i) != 0 {
			out.Vetoes = append(out.Vetoes, name)
		}
	}
	return out
}

// value is what a record shows for a field in the account of a pair.
func (v *view) value(f Field) string {
	r := v.row
	switch f {
	case FieldBirthName:
		return strings.TrimSuffix(v.birth.text+" / "+v.used.text, " / ")
	case FieldFirstNames:
		var b []string
		for _, w := range v.first {
			if w.text != "" {
				b = append(b, w.text)
			}
		}
		return strings.Join(b, " ")
	case FieldBirthDate:
		return r.date.String()
	case FieldSex:
		return string(rune(r.sex))
	case FieldBirthPlace:
		return v.place.text
	case FieldAddress:
		if r.house == 0 {
			return v.street.key
		}
		return strconv.FormatUint(uint64(r.house-1), 10) + " " + v.street.key
	case FieldPostalCode:
		return strings.TrimSpace(v.postal.text + " " + v.city.text)
	case FieldPhone:
		return "0" + strconv.FormatUint(1e9+uint64(r.phone), 10)[1:]
	case FieldEmail:
		return strings.ToLower(v.local.text + "@" + v.domain.text)
	}
	return map[Field]*plain{FieldNumber: v.number, FieldIdentifier: v.identifier, FieldBirthCountry: v.country}[f].text
}
