package matching

import (
	"cmp"
	"math"
	"slices"
)

const (
	drawnPairs  = 80_000  // random pairs drawn to see what strangers share
	sampleGoal  = 150_000 // candidate pairs on which the weights are learned
	ownWeight   = 50      // pairs for which the defaults stand, in the class of one person
	kinWeight   = 100     // the same in the class of relatives
	chancePairs = 20_000  // the same for strangers
	emRounds    = 25
)

// observe counts how far strangers agree, from random pairs. Pairs of one person among them are
// taken out by their expected number.
func (s *Set) observe(seen *seen) {
	n := s.stats.records
	s.stats.setDefaults()
	if n < 2 {
		return
	}
	together := 2 * s.model.learned / float64(n) // share of pairs of one person
	for i := range seen {
		total := 0.0
		for _, k := range seen[i][1:] {
			total += k
		}
		if slot(i) == slotPostalAgreed || slot(i) == slotSexAgreed {
			continue // too few strangers are seen there
		}
		for _, d := range defaults[i] {
			mine := total * together * math.Exp2(float64(s.model.same[i][d.level]))
			u := (math.Max(0, seen[i][d.level]-mine) + chancePairs*d.other) / (total*(1-together) + chancePairs)
			s.stats.chance[i][d.level] = float32(math.Log2(u))
		}
	}
}

// seen counts levels.
type seen [slotCount][levelCount]float64

// drawn counts the levels of random pairs, on which weights have no bearing.
func (s *Set) drawn(run Runner) (all seen) {
	single := s.singles()
	parts := make([]seen, sampleParts)
	if len(single) <= wholeFile {
		parts = parts[:1]
	}
	run(len(parts), func(part int) { parts[part] = s.draw(single, part, len(parts)) })
	for i := range all {
		for l := range all[i] {
			for part := range parts {
				all[i][l] += parts[part][i][l]
			}
		}
	}
	return all
}

// draw counts a part of the random pairs: of few records, all pairs.
func (s *Set) draw(single []uint32, part, of int) (seen seen) {
	c := newComparer(s)
	var v, w view
	var e evidence
	count := func(i, j int) {
		s.lex.open(&s.rows[single[i]], &v)
		s.lex.open(&s.rows[single[j]], &w)
		c.compare(&v, &w, &e)
		for f := range fieldCount {
			seen[slotOf(f, &e.levels)][e.levels[f]]++
		}
	}
	n := len(single)
	if n*(n-1)/2 <= drawnPairs {
		for i := part; i < n; i += of {
			for j := range i {
				count(i, j)
			}
		}
		return seen
	}
	for k := uint64(part); k < drawnPairs; k += uint64(of) {
		if i, j := int(mix(k, 1)%uint64(n)), int(mix(k, 2)%uint64(n)); i != j {
			count(i, j)
		}
	}
	return seen
}

// singles are the rows but for folded copies, which teach nothing that the first of them does not.
func (s *Set) singles() []uint32 {
	out := make([]uint32, 0, s.stats.records)
	for i := range s.rows {
		if !s.folded(uint32(i)) {
			out = append(out, uint32(i))
		}
	}
	return out
}

// pattern is a combination of levels with the chance of it, in whole bits.
type pattern struct {
	levels levels
	chance int8
	names  int8 // the part of it that comes from name, first name and date
}

// patterns counts the candidate pairs by pattern.
type patterns map[pattern]float64

// add counts a pair for its share.
func (p patterns) add(e *evidence, share float64) {
	other := float32(0)
	for f := range fieldCount {
		other += e.chance[f]
	}
	names := e.chance[FieldBirthName] + e.chance[FieldFirstNames] + e.chance[FieldBirthDate]
	p[pattern{e.levels, whole(other), whole(names)}] += share
}

func whole(bits float32) int8 { return int8(max(-120, math.Round(float64(bits)))) }

// cell is a pattern ready for the rounds.
type trainCell struct {
	pattern
	slots   [fieldCount]slot
	n       float64
	decided decision

	own, kin, namesake float64 // pairs of it that are of one person, of relatives, of namesakes
}

// decision is what a person decided of the pairs of a pattern.
type decision uint8

const (
	decidedSame decision = iota + 1
	decidedDistinct
)

// learn runs EM over the patterns. scale is the share of candidate pairs that were counted, as one
// over it.
func (s *Set) learn(run Runner, p patterns, scale float64) {
	cells := p.cells(scale, 0)
	// Whether the file shows households is learned first, without the vetoes. If it does, relatives
	// that a veto keeps apart must not teach what records of one person look like.
	s.model.households = false
	s.rounds(run, cells)
	s.model.households = s.residence() && s.model.kinPrior > s.model.samePrior+leastKin
	if s.model.households {
		s.rounds(run, cells)
	}
}

// cells lists the patterns in a fixed order.
func (p patterns) cells(scale float64, d decision) []trainCell {
	cells := make([]trainCell, 0, len(p))
	for key, n := range p {
		c := trainCell{pattern: key, n: n * scale, decided: d}
		for f := range fieldCount {
			c.slots[f] = slotOf(f, &c.levels)
		}
		cells = append(cells, c)
	}
	slices.SortFunc(cells, func(a, b trainCell) int {
		return cmp.Or(slices.Compare(a.levels[:], b.levels[:]), cmp.Compare(a.chance, b.chance), cmp.Compare(a.names, b.names))
	})
	return cells
}

// leastKin is log2 of the least number of pairs of relatives, for one pair of one person, in a file
// that shows households.
const leastKin = -5

// residence says that the file tells where people live or how to call them. A file that does not
// cannot show who lives together.
func (s *Set) residence() bool {
	n := 0
	for i := range s.rows {
		if s.rows[i].street != 0 || s.rows[i].phone != 0 {
			n++
		}
	}
	return 5*n >= len(s.rows)
}

func (s *Set) rounds(run Runner, cells []trainCell) {
	t := newTraining(float64(s.stats.records))
	for range emRounds {
		t.clear()
		run(sampleParts, func(part int) {
			s.model.expect(cells[part*len(cells)/sampleParts : (part+1)*len(cells)/sampleParts])
		})
		for i := range cells { // in this order: a sum of another order ends otherwise
			t.count(&cells[i])
		}
		t.maximise(&s.model, s.stats.records)
	}
}

// training holds the expected counts of a round.
type training struct {
	records                float64
	own, kin               [slotCount][levelCount]float64
	sames, kins, namesakes float64
	dates                  [levelCount]float64 // of namesakes
}

func newTraining(records float64) *training { return &training{records: records} }

func (t *training) clear() { *t = training{records: t.records} }

// expect shares the pairs of patterns among the classes.
func (m *model) expect(cells []trainCell) {
	var same, kin, namesake power
	for i := range cells {
		c := &cells[i]
		if c.decided == decidedSame {
			c.own, c.kin, c.namesake = c.n, 0, 0
			continue
		}
		if i == 0 || c.levels != cells[i-1].levels || c.decided != cells[i-1].decided {
			same, kin, namesake = m.classes(c)
		}
		a, b := same.less(c.chance), kin.less(c.chance)
		all, other := 1+a+b, namesake.less(c.names)
		all += other
		c.own, c.kin, c.namesake = a/all*c.n, b/all*c.n, other/all*c.n
	}
}

// classes gives how often each class shows the levels of a pattern, before chance is taken off.
func (m *model) classes(c *trainCell) (own, relatives, namesake power) {
	same, kin := m.samePrior, m.kinPrior
	for f, l := range c.levels {
		if l != LevelMissing {
			same += m.same[c.slots[f]][l]
			kin += m.kin[c.slots[f]][l]
		}
	}
	if m.related(&c.levels) {
		relatives = newPower(kin)
	}
	if !(m.households && vetoed(&c.levels)) && c.decided != decidedDistinct {
		own = newPower(same)
	}
	if m.namesakes(&c.levels) {
		namesake = newPower(m.namesakePrior + m.namesakeDate[c.levels[FieldBirthDate]])
	}
	return own, relatives, namesake
}

// power is 2^x, from which 2^(x-n) is found without another exponential. The zero power is 0.
type power struct {
	x, value float64
	halfway  bool // between two whole numbers, where rounding goes by the sign
}

func newPower(bits float32) power {
	x := float64(bits)
	return power{x, math.Exp2(x), math.Abs(x-math.Trunc(x)) == 0.5}
}

// less is math.Exp2(x-n), to the last bit.
func (p power) less(n int8) float64 {
	if p.halfway {
		return math.Exp2(p.x - float64(n))
	}
	return p.value * math.Float64frombits(uint64(1023-int(n))<<52)
}

// count takes the shares of a pattern.
func (t *training) count(c *trainCell) {
	t.sames += c.own
	t.kins += c.kin
	t.namesakes += c.namesake
	t.dates[c.levels[FieldBirthDate]] += c.namesake
	for f, l := range c.levels {
		t.own[c.slots[f]][l] += c.own
		t.kin[c.slots[f]][l] += c.kin
	}
}

// maximise turns counts into shares, the defaults standing for some pairs already seen.
func (t *training) maximise(m *model, records int) {
	for i := range defaults {
		own, kin := 0.0, 0.0
		for _, d := range defaults[i] {
			own += t.own[i][d.level]
			kin += t.kin[i][d.level]
		}
		firm := kinWeight + kin // relatives never drift far from what they are by default
		for _, d := range defaults[i] {
			m.same[i][d.level] = logShare(min((t.own[i][d.level]+ownWeight*d.same)/(own+ownWeight), mostOf(slot(i), d)))
			m.kin[i][d.level] = logShare((t.kin[i][d.level] + firm*d.kin) / (kin + firm))
		}
	}
	dated := t.namesakes - t.dates[LevelMissing]
	for _, d := range namesakeDates {
		m.namesakeDate[d.level] = logShare((t.dates[d.level] + kinWeight*d.same) / (dated + kinWeight))
	}
	per := func(found, prior float64) float64 { return (found + 20*prior) / (t.records + 20) }
	same := min(per(t.sames, priorSame), mostSame)
	m.setPriors(same, per(t.kins, priorKin), per(t.namesakes, priorNamesake), records)
	m.learned = same
}

const (
	// mostSame is the most records of one person that a record is held to have on average: a file where
	// everybody shares a telephone and few names must not teach that all are one.
	mostSame = 3
	// mostAtOdds is how many times oftener than by default records of one person may differ in what tells
	// who somebody is.
	mostAtOdds = 12
)

// mostOf bounds what may be learned of one person: one whose dates or names are mostly at odds is none.
func mostOf(s slot, d share) float64 {
	switch Field(s) {
	case FieldBirthName, FieldFirstNames:
		if d.level == LevelDifferent {
			return mostAtOdds * d.same
		}
	case FieldBirthDate:
		if d.level == LevelDifferent || d.level == LevelGeneration || d.level == LevelSameYear {
			return mostAtOdds * d.same
		}
	}
	return 1
}

func logShare(p float64) float32 { return float32(math.Log2(math.Max(p, 1e-4))) }
