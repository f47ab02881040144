package matching

import (
	"bytes"
	"math/bits"
)

// nameLevel compares two surnames. It is symmetric.
func nameLevel(x, y *word) Level {
	switch {
	case x.hash == y.hash:
		return LevelExact
	case x.kind == y.kind:
		return LevelVariant
	}
	level := alike(x, y)
	if level > LevelNear && mayShare(x, y) && commonPart(x, y) {
		return LevelPart
	}
	return level
}

// alike compares two words by their letters and their sound.
func alike(x, y *word) Level {
	jw := 0.0
	if mayReach(x.letters, y.letters, x.text, y.text, 0.88) {
		jw = similarity(x.text, y.text)
	}
	switch {
	case jw >= 0.95:
		return LevelClose
	case x.heard == y.heard && x.heard != 0:
		return LevelSound
	case jw >= 0.88:
		return LevelNear
	case fewSlips(x, y):
		return LevelLoose
	}
	return LevelDifferent
}

// closeLevel is nameLevel as far as [LevelClose]; names less alike are different.
func closeLevel(x, y *word) Level {
	switch {
	case x.hash == y.hash:
		return LevelExact
	case x.kind == y.kind:
		return LevelVariant
	case mayReach(x.letters, y.letters, x.text, y.text, 0.95) && similarity(x.text, y.text) >= 0.95:
		return LevelClose
	}
	return LevelDifferent
}

// mayShare says that one of two names may be a part of the other: one has parts, or a particle, or all letters
// of the other.
func mayShare(x, y *word) bool {
	if x.compound || y.compound {
		return true
	}
	if len(x.text) < len(y.text) {
		x, y = y, x
	}
	return len(x.text) != len(y.text) && y.letters&^x.letters == 0
}

// compareNames compares birth and used names crosswise: a married woman is known by either name.
// When the birth names do not agree well, a used name that does is the evidence.
func (c *comparer) compareNames(v, w *view, e *evidence) {
	x, y := v.birth, w.birth
	if x.hash == 0 || y.hash == 0 {
		return
	}
	level := nameLevel(x, y)
	commoner := min(x.bits, y.bits)
	if level > LevelClose && (v.used.hash != 0 || w.used.hash != 0) {
		best, bits := LevelDifferent, float32(0)
		try := func(x, y *word) {
			if x.hash == 0 || y.hash == 0 {
				return
			}
			if l := closeLevel(x, y); l < best || l == best && min(x.bits, y.bits) > bits {
				best, bits = l, min(x.bits, y.bits)
			}
		}
		try(v.used, w.used)
		try(v.birth, w.used)
		try(v.used, y)
		if best <= LevelClose {
			e.set(FieldBirthName, LevelCross, 1.5-bits)
			return
		}
	}
	chance := -commoner
	if level != LevelExact {
		chance = c.agreed(FieldBirthName, level, commoner)
	}
	e.set(FieldBirthName, level, chance)
}

// compareFirsts compares first names as sets, the first of each list before the others.
func (c *comparer) compareFirsts(v, w *view, e *evidence) {
	x, y := v.first[0], w.first[0]
	if x.hash == 0 || y.hash == 0 {
		return
	}
	commoner := min(x.bits, y.bits)
	if v.row.firstAll == w.row.firstAll || x.hash == y.hash {
		c.agreeFirst(v, w, commoner, e)
		return
	}
	level := firstLevel(x, y)
	if level > LevelSound {
		if v.first[1].hash != 0 || w.first[1].hash != 0 {
			if l, bits := exchanged(v, w, x, y); l != LevelMissing {
				e.set(FieldFirstNames, l, -bits)
				return
			}
		}
		level = c.doubtful(level, v, w, x, y)
	}
	e.set(FieldFirstNames, level, c.agreed(FieldFirstNames, level, commoner))
}

// agreeFirst looks at the later names once the first are the same.
func (c *comparer) agreeFirst(v, w *view, bits float32, e *evidence) {
	switch {
	case v.first[1].hash == 0 || w.first[1].hash == 0:
		e.set(FieldFirstNames, LevelExact, -bits)
	case v.row.firstAll == w.row.firstAll:
		e.set(FieldFirstNames, LevelAll, -bits-secondBits)
	case laterAgree(v, w):
		e.set(FieldFirstNames, LevelExact, -bits)
	default:
		e.set(FieldFirstNames, LevelHead, -bits)
	}
}

// exchanged finds the first name of a side among the later ones of the other.
func exchanged(v, w *view, x, y *word) (Level, float32) {
	xInB, yInA := among(x, w.first[1:]), among(y, v.first[1:])
	switch {
	case xInB && yInA:
		return LevelVariant, min(x.bits, y.bits)
	case xInB:
		return LevelPart, x.bits - 1
	case yInA:
		return LevelPart, y.bits - 1
	}
	return LevelMissing, 0
}

// ordinary is the number of records from which a spelling is a name of its own and not a slip.
const ordinary = 4

// doubtful looks again at first names that differ by more than a letter or two.
func (c *comparer) doubtful(level Level, v, w *view, x, y *word) Level {
	both := v.first[1].hash != 0 && w.first[1].hash != 0
	if x.count >= ordinary && y.count >= ordinary {
		// Two names that others bear too are two names, such as those of twins.
		switch level {
		case LevelNear:
			level = LevelLoose
		case LevelLoose:
			level = LevelDifferent
		}
	} else if level == LevelDifferent && both && bits.OnesCount64(x.letters^y.letters) <= 4 && among(v.first[1], w.first[1:]) {
		level = LevelLoose // the second names are the same, and the first are of the same letters
	}
	if v.first[1].hash == 0 && w.first[1].hash == 0 {
		return level
	}
	if level > LevelNear {
		level = min(level, c.gluedLevel(v, w))
	}
	if level == LevelDifferent {
		level = laterNear(v, w, x, y)
	}
	return level
}

// laterNear finds the first name of one side, misspelt, among the later ones of the other.
func laterNear(v, w *view, x, y *word) Level {
	for i := 1; i < maxFirst; i++ {
		if w.first[i].hash != 0 && nearFirst(x, w.first[i]) || v.first[i].hash != 0 && nearFirst(v.first[i], y) {
			return LevelPart
		}
	}
	return LevelDifferent
}

// gluedLevel compares all first names run together: JEAN XAVIER is part of JEROME JEANXAVIER.
func (c *comparer) gluedLevel(v, w *view) Level {
	var mine, theirs uint64
	for i := range maxFirst {
		mine |= v.first[i].letters
		theirs |= w.first[i].letters
	}
	const once = 0x5555555555555555
	if v.first[0].letters&once&^theirs != 0 && w.first[0].letters&once&^mine != 0 {
		return LevelDifferent
	}
	x, y := c.glueA[:0], c.glueB[:0]
	for i := range maxFirst {
		x, y = append(x, v.first[i].text...), append(y, w.first[i].text...)
	}
	c.glueA, c.glueB = x, y
	if len(x) > len(y) || len(x) == len(y) && string(x) > string(y) {
		x, y = y, x
	}
	if len(x) >= 4 && bytes.Contains(y, x) {
		return LevelPart
	}
	return LevelDifferent
}

// secondBits is what further first names are worth when all agree.
const secondBits = 3

func among(x *word, words []*word) bool {
	for _, y := range words {
		if y.hash != 0 && y.hash == x.hash {
			return true
		}
	}
	return false
}

// laterAgree says that the second name of one side is somewhere among the later ones of the other.
func laterAgree(v, w *view) bool {
	if among(v.first[1], w.first[1:]) {
		return true
	}
	y := w.first[1]
	for _, later := range v.first[1:] {
		if later.hash != 0 && nearFirst(later, y) {
			return true
		}
	}
	return firstLevel(v.first[1], y) == LevelInitial
}

// firstLevel compares two first names. It is symmetric.
func firstLevel(x, y *word) Level {
	switch {
	case x.hash == y.hash:
		return LevelExact
	case x.kind == y.kind:
		return LevelVariant
	case len(x.text) == 1 || len(y.text) == 1:
		if x.text[0] == y.text[0] {
			return LevelInitial
		}
		return LevelDifferent
	}
	return alike(x, y)
}

// nearFirst says that two first names are [LevelNear] or better.
func nearFirst(x, y *word) bool {
	switch {
	case x.hash == y.hash || x.kind == y.kind:
		return true
	case len(x.text) == 1 || len(y.text) == 1:
		return false
	}
	return x.heard == y.heard && x.heard != 0 || mayReach(x.letters, y.letters, x.text, y.text, 0.88) && similarity(x.text, y.text) >= 0.88
}

// compareSwapped mends a record whose name and first name were typed in each other's place. Where
// one name is missing, the other may still be found in the wrong place.
func (c *comparer) compareSwapped(v, w *view, e *evidence) {
	if near(e.levels[FieldFirstNames]) || near(e.levels[FieldBirthName]) {
		return
	}
	if !mayBeSwapped(v.row, w.row) {
		return
	}
	x, y, f, g := v.birth, w.birth, v.first[0], w.first[0]
	p, q := c.crosswise(v, w, x, y, f, g)
	switch {
	case q == LevelExact && p == LevelDifferent:
		e.set(FieldFirstNames, LevelMisplaced, 1-max(y.bits, f.bits))
	case p == LevelExact && q == LevelDifferent:
		e.set(FieldFirstNames, LevelMisplaced, 1-max(x.bits, g.bits))
	case p == LevelDifferent || q == LevelDifferent || p == q && p == LevelMissing:
	case p == LevelMissing:
		e.swapped(1 - max(f.bits, y.bits))
	case q == LevelMissing:
		e.swapped(1 - max(g.bits, x.bits))
	default:
		e.swapped(1 - min(f.bits, g.bits))
		e.set(FieldBirthName, LevelSwapped, 1-min(x.bits, y.bits))
	}
}

// mayBeSwapped says, from letters alone, that a name of one side may be a first name of the other.
func mayBeSwapped(a, b *row) bool {
	return likeMasks(a.nameMask, b.firstMask, b.first[1]) || likeMasks(b.nameMask, a.firstMask, a.first[1])
}

// likeMasks: the first of several first names may be a part of the name only.
func likeMasks(name, first, second uint32) bool {
	if second != 0 {
		return first&^name == 0 || bits.OnesCount32(name^first) <= 6
	}
	return bits.OnesCount32(name^first) <= 6
}

// near says that names agree in some way.
func near(l Level) bool { return l != LevelMissing && l < LevelLoose }

// swapped sets the first names; where one name is missing, the other weighs nothing.
func (e *evidence) swapped(first float32) {
	e.set(FieldFirstNames, LevelSwapped, first)
	e.set(FieldBirthName, LevelMissing, 0)
}

// mayExchange says that names and first names may have been typed in each other's place on both sides.
func (c *comparer) mayExchange(v, w *view) bool {
	p := misplaced(v.birth, w.first[0])
	if p == LevelDifferent && w.first[1].hash == 0 {
		return false
	}
	p, q := c.crosswise(v, w, v.birth, w.birth, v.first[0], w.first[0])
	return p != LevelDifferent && q != LevelDifferent
}

// crosswise compares the name of each side with the first names of the other.
func (c *comparer) crosswise(v, w *view, x, y, f, g *word) (p, q Level) {
	p, q = misplaced(x, g), misplaced(y, f)
	if p == LevelDifferent && w.first[1].hash != 0 {
		p = c.misplacedIn(x, &w.first)
	}
	if q == LevelDifferent && v.first[1].hash != 0 {
		q = c.misplacedIn(y, &v.first)
	}
	return p, q
}

// misplaced compares a name with a first name.
func misplaced(x, y *word) Level {
	switch {
	case x.hash == 0 || y.hash == 0:
		return LevelMissing
	case x.hash == y.hash:
		return LevelExact
	case x.heard == y.heard || fewSlips(x, y):
		return LevelNear
	}
	return LevelDifferent
}

// misplacedIn compares a name with first names run together.
func (c *comparer) misplacedIn(x *word, firsts *[maxFirst]*word) Level {
	if x.letters&firsts[0].letters == 0 {
		return LevelDifferent
	}
	n := 0
	for _, w := range firsts {
		n += len(w.text)
	}
	if n != len(x.text) {
		return LevelDifferent
	}
	glue := c.glueA[:0]
	for _, w := range firsts {
		glue = append(glue, w.text...)
	}
	c.glueA = glue
	if string(glue) == x.text {
		return LevelExact
	}
	return LevelDifferent
}
