package matching

// ceilings are the most that a field can add to the weight of one person under the weights of a file,
// by what a look at two rows tells. Most pairs that meet are strangers: a pair that cannot reach review
// even if all that is not compared yet were at its best is distinct, and is left there.
type ceilings struct {
	date                              [levelCount]float32
	nameSame, nameOther               float32 // names that may be written the same, and that are not
	nameElse, firstElse               float32 // found beyond birth name and first of the first names
	sexSame, sexOther                 float32
	placeSame, placeOther             float32
	country                           float32
	homeSame, homeOther, homeLess     float32 // number of the house: same, other, missing on a side
	street                            float32 // streets at odds
	postalSame, postalTown, postalFar float32 // postal code: same, other in one town, other
	citySame, cityOther               float32
	phoneSame, phoneOther             float32
	mailSame, mailOther               float32
}

// slack is more than two sums of the same weights differ by for being made in another order.
const slack = 1.0 / 64

func newCeilings(m *model, s *stats) *ceilings {
	// best is the most of some levels of a field, whose values are worth most bits where that is given, and
	// what the table says otherwise.
	best := func(f slot, most float64, levels ...Level) float32 {
		out := float32(never)
		for _, l := range levels {
			gain := float32(most)
			if most == 0 {
				gain = -s.chance[f][l]
			}
			out = max(out, m.same[f][l]+gain)
		}
		return out
	}
	town := func(most float64, levels ...Level) float32 {
		f := slot(FieldPostalCode)
		return max(best(f, most, levels...), best(slotPostalAgreed, most, levels...), best(slotPostalAlone, most, levels...))
	}
	sex := func(l Level) float32 { return max(best(slot(FieldSex), 0, l), best(slotSexAgreed, 0, l)) }
	const name, first, address, mail = slot(FieldBirthName), slot(FieldFirstNames), slot(FieldAddress), slot(FieldEmail)
	loose := best(address, 0, LevelNear, LevelLoose, LevelDifferent)
	half := max(town(0, LevelClose, LevelPart), town(-halfTown, LevelClose, LevelPart))
	c := &ceilings{
		nameElse: best(name, nameRarity.most, LevelCross, LevelSwapped),
		// Found among later names, or in the place of the name.
		firstElse: max(best(first, nameRarity.most, LevelVariant, LevelPart, LevelSwapped, LevelMisplaced), best(first, 0, LevelPart, LevelLoose, LevelDifferent, LevelNear)),
		sexSame:   sex(LevelExact), sexOther: sex(LevelDifferent),
		placeSame: best(slot(FieldBirthPlace), placeRarity.most, LevelExact), placeOther: best(slot(FieldBirthPlace), 0, LevelNear, LevelArea, LevelDifferent),
		country:  best(slot(FieldBirthCountry), 0, LevelExact, LevelDifferent),
		homeSame: max(loose, best(address, mostBits, LevelExact, LevelClose)), homeOther: max(loose, best(address, streetRarity.most, LevelPart)),
		homeLess: max(loose, best(address, streetRarity.most, LevelExact, LevelVariant)), street: best(address, 0, LevelDifferent),
		postalSame: max(half, town(placeRarity.most, LevelExact)), postalTown: half, postalFar: town(0, LevelSlip, LevelArea, LevelDifferent),
		citySame: town(placeRarity.most, LevelExact), cityOther: town(0, LevelNear, LevelDifferent),
		phoneSame: max(0, best(slot(FieldPhone), phoneRarity.most, LevelExact)), phoneOther: best(slot(FieldPhone), 0, LevelSlip, LevelDifferent),
		mailSame: max(0, best(mail, uniqueRarity.most, LevelExact), best(mail, 0, LevelPart)), mailOther: best(mail, 0, LevelClose, LevelNear, LevelDifferent),
	}
	for l := range levelCount {
		c.date[l] = best(slot(FieldBirthDate), 0, l)
	}
	c.nameOther = max(c.nameElse, best(name, 0, LevelVariant, LevelClose, LevelSound, LevelNear, LevelPart, LevelLoose, LevelDifferent))
	c.nameSame = max(c.nameOther, best(name, nameRarity.most, LevelExact))
	c.date[LevelMissing] = 0
	c.date[LevelExact] = best(slot(FieldBirthDate), dateRarity.most, LevelExact)
	c.placeSame, c.postalTown = max(c.placeSame, c.placeOther), max(c.postalTown, c.postalFar)
	c.postalSame, c.citySame = max(c.postalSame, c.postalTown), max(c.citySame, c.cityOther)
	c.phoneSame, c.mailSame = max(c.phoneSame, c.phoneOther), max(c.mailSame, c.mailOther)
	return c
}

// unknown marks the place of a word that a set does not hold. Two of them may be of one word.
const unknown = 1 << 31

// alikeAt says that two places may be of one word, the other places being of different words.
func alikeAt(a, b uint32) bool { return a == b || a&b&unknown != 0 }

// pick chooses by whether two values of a field may be the same; missing values weigh nothing.
func pick(a, b uint32, same, other float32) float32 {
	switch {
	case a == 0 || b == 0:
		return 0
	case alikeAt(a, b):
		return same
	}
	return other
}

// contact bounds what telephone and mail add.
func (k *ceilings) contact(a, b *row) float32 {
	return pick(a.phone, b.phone, k.phoneSame, k.phoneOther) + pick(a.local, b.local, k.mailSame, k.mailOther)
}

// origin bounds what sex, birth place and country add.
func (k *ceilings) origin(a, b *row) float32 {
	sum := pick(uint32(a.sex), uint32(b.sex), k.sexSame, k.sexOther)
	if a.place == 0 || b.place == 0 {
		return sum + pick(a.country, b.country, max(0, k.country), max(0, k.country))
	}
	return sum + pick(a.place, b.place, k.placeSame, k.placeOther)
}

// town bounds what postal code and town add.
func (k *ceilings) town(a, b *row) float32 {
	switch {
	case a.postal == 0 || b.postal == 0:
		return pick(a.city, b.city, k.citySame, k.cityOther)
	case alikeAt(a.postal, b.postal):
		return k.postalSame
	case a.city == 0 || b.city == 0:
		return k.postalFar
	}
	return k.postalTown // towns written in two ways may be near
}

// home bounds what the address adds, the streets not being looked at.
func (k *ceilings) home(a, b *row) float32 {
	switch {
	case a.street == 0 || b.street == 0:
		return 0
	case a.house == 0 || b.house == 0:
		return k.homeLess
	case a.house == b.house:
		return k.homeSame
	}
	return k.homeOther
}

// strangers says that two records are distinct by their birth dates and first names. Otherwise references
// and first names are compared, and the level of the dates is given.
func (c *comparer) strangers(m *model, v, w *view, e *evidence) (date Level, yes bool) {
	a, b := v.ids, w.ids
	*e = evidence{}
	if a.referenced && b.referenced {
		c.compareReferences(v, w, e)
	}
	date = compareDates(a.date, b.date)
	distinct := m.households && !sameReference(&e.levels)
	if distinct && date == LevelGeneration {
		return date, true
	}
	c.compareFirsts(v, w, e)
	if !distinct || !otherDay(date) || e.levels[FieldFirstNames] != LevelDifferent {
		return date, false
	}
	return date, !mayBeSwapped(a, b) || !c.mayExchange(v, w)
}

// hopeful says whether two records can be anything but distinct; if so, references, names, first names
// and dates are compared. It looks at the cheapest first, and never errs on the side of distinct. Of
// the second record only the names and the references need be open.
func (c *comparer) hopeful(m *model, k *ceilings, v, w *view, e *evidence) bool {
	date, strangers := c.strangers(m, v, w, e)
	if strangers {
		return false
	}
	a, b := v.ids, w.ids
	rest := k.contact(a, b) + k.origin(a, b) + k.town(a, b) + k.home(a, b) + slack
	first, swapped := m.known(e, FieldFirstNames, FieldFirstNames), mayBeSwapped(a, b)
	if swapped {
		first = max(first, k.firstElse)
	}
	known := m.samePrior + m.known(e, FieldNumber, FieldIdentifier) + k.date[date] + first
	if known+rest+k.name(m, v, w) < reviewBits {
		return false
	}
	c.compareNames(v, w, e)
	if swapped {
		c.compareSwapped(v, w, e)
	}
	c.dated(v.row.date, date, e)
	c.compareCrowd(v, w, e)
	if m.households && identityVetoes(&e.levels)&vetoesDistinct != 0 && !sameReference(&e.levels) {
		return false
	}
	known = m.samePrior + m.known(e, FieldNumber, FieldBirthDate)
	if known+rest < reviewBits {
		return false
	}
	if c.farStreets(v, w) {
		rest += k.street - k.home(a, b)
	}
	return known+rest >= reviewBits
}

// otherDay says that two birth dates are at odds: with other first names, they are of two persons.
func otherDay(date Level) bool {
	return date == LevelDifferent || date == LevelSameYear || date == LevelTwoSlips
}

// streetSign is what tells most streets apart.
type streetSign struct{ kind, pairs uint64 }

func (c *comparer) streetSign(v *view) streetSign {
	if at := v.ids.street; int(at) < len(c.signs) {
		return c.signs[at]
	}
	return streetSign{v.street.kind, v.street.pairs}
}

// farStreets says that two addresses are in different streets; when in doubt, it does not.
func (c *comparer) farStreets(v, w *view) bool {
	if v.ids.street == 0 || w.ids.street == 0 || v.ids.street == w.ids.street {
		return false
	}
	x, y := c.streetSign(v), c.streetSign(w)
	return x.kind != y.kind && sharedPairs(x.pairs, y.pairs) < 0.5
}

// known sums the weights of fields that are compared.
func (m *model) known(e *evidence, from, to Field) (sum float32) {
	for f := from; f <= to; f++ {
		if l := e.levels[f]; l != LevelMissing {
			sum += m.same[f][l] - e.chance[f]
		}
	}
	return sum
}

// name bounds what the names add by the birth names, without a look at their words.
func (k *ceilings) name(m *model, v, w *view) float32 {
	a, b := v.ids, w.ids
	switch {
	case a.birth == 0 || b.birth == 0:
		return max(0, k.nameElse)
	case a.birth == b.birth:
		return m.same[FieldBirthName][LevelExact] + v.birth.bits
	case a.nameMask == b.nameMask:
		return k.nameSame // of one text but for blanks
	}
	return k.nameOther
}
