package matching

import "math"

// model is the weights of a file. A pair belongs to one of four classes: one person, two persons
// of one household (kin), two namesakes, two strangers. Namesakes share name and first name oftener
// than the frequencies of both would have it, and nothing else but by chance. The kin class is what keeps apart relatives, who share all
// but first name and birth date: in a file without households it is learned to be empty, and a
// shared address is then as good as any other evidence.
type model struct {
	same, kin [slotCount][levelCount]float32 // log2 of the share of a level in a class
	// samePrior, kinPrior and namesakePrior are log2 of the odds of the class against strangers, for
	// two records drawn from the file.
	samePrior, kinPrior, namesakePrior float32
	// namesakeDate is the shares of the levels of birth dates between namesakes, who are of one age
	// oftener than strangers.
	namesakeDate [levelCount]float32
	households   bool // the file shows relatives: the vetoes of households apply
	learned      float64
	off          ideas
}

// ideas are parts of the model that a test leaves out, to show what each is for.
type ideas uint8

const (
	ideaRelatives ideas = 1 << iota
	ideaNamesakes
	ideaJointRarity
)

// outcome is a pair judged.
type outcome struct {
	bits    float32 // log2 of the odds that the records are one person
	vetoes  vetoSet
	verdict Verdict
}

// sums adds the weights of a comparison up for each class.
func (m *model) sums(e *evidence) (same, kin, other float32) {
	for f := range fieldCount {
		l := e.levels[f]
		if l == LevelMissing {
			continue
		}
		s := slotOf(f, &e.levels)
		same += m.same[s][l]
		kin += m.kin[s][l]
		other += e.chance[f]
	}
	if !m.related(&e.levels) {
		kin = never
	}
	return same, kin, other
}

// never is the weight of what cannot be.
const never = -1000

// related says that two records may be of relatives.
func (m *model) related(lv *levels) bool { return m.off&ideaRelatives == 0 && lv.housed() }

// housed says that two records share what a household shares; without it they are no kin to speak of.
func (lv *levels) housed() bool {
	a := lv[FieldAddress]
	return a != LevelMissing && a <= LevelClose || lv[FieldPhone] == LevelExact || lv[FieldEmail] == LevelExact
}

// judge gives the odds of one person against two: 2^bits.
func (m *model) judge(e *evidence) float32 {
	same, kin, other := m.sums(e)
	bits := m.samePrior + same - other
	if bits < hopeless {
		return bits
	}
	excess := m.kinPrior + kin - other
	if m.namesakes(&e.levels) {
		known := e.chance[FieldBirthName] + e.chance[FieldFirstNames] + e.chance[FieldBirthDate]
		excess = max(excess, m.namesakePrior+m.namesakeDate[e.levels[FieldBirthDate]]-known)
	}
	return bits - household(excess)
}

// namesakes says that name and first name are the same.
func (m *model) namesakes(lv *levels) bool {
	if m.off&ideaNamesakes != 0 {
		return false
	}
	name, first := lv[FieldBirthName], lv[FieldFirstNames]
	return (name == LevelExact || name == LevelVariant || name == LevelCross) && first >= LevelAll && first <= LevelVariant
}

// hopeless is where the household need not be weighed: the pair is far below review.
const hopeless = -12

// household is what the evidence loses because relatives would show it too: log2(1 + 2^excess).
func household(excess float32) float32 {
	switch {
	case excess < -12:
		return 0
	case excess > 24:
		return excess
	}
	return float32(math.Log2(1 + math.Exp2(float64(excess))))
}

// defaultModel holds for a file of which nothing is known.
func defaultModel(records int) model {
	var m model
	for s := range defaults {
		for _, d := range defaults[s] {
			m.same[s][d.level] = float32(math.Log2(d.same))
			m.kin[s][d.level] = float32(math.Log2(d.kin))
		}
	}
	for _, d := range namesakeDates {
		m.namesakeDate[d.level] = float32(math.Log2(d.same))
	}
	m.setPriors(priorSame, priorKin, priorNamesake, records)
	m.households = true
	return m
}

// Before anything is learned: a record has priorSame others of its person, priorKin relatives and
// priorNamesake namesakes beyond what chance brings.
const (
	priorSame = 0.15
	priorKin  = 0.1

	priorNamesake = 0.01
	smallFile     = 20_000 // a handful of records are judged as if drawn from a file of this size
	fewOnes       = 50     // and this many are a handful
)

// drawnFrom is the size of the file that records are held to be drawn from: their own file, but for a
// handful, which teaches nothing.
func drawnFrom(records int) float64 {
	return math.Max(float64(records), smallFile*fewOnes/float64(fewOnes+records))
}

func (m *model) setPriors(same, kin, namesake float64, records int) {
	n := drawnFrom(records)
	m.samePrior = float32(math.Log2(2 * same / n))
	m.kinPrior = float32(math.Log2(2 * kin / n))
	m.namesakePrior = float32(math.Log2(2 * namesake / n))
}

func (s *stats) setDefaults() {
	for i := range defaults {
		for _, d := range defaults[i] {
			s.chance[i][d.level] = float32(math.Log2(d.other))
		}
	}
}
