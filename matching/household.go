package matching

// Weights of what a whole household shares. Added up in full they would make one person of a
// couple or of brothers, so that only the best counts in full, the next ones at a discount, and the
// sum is capped; against a match they weigh little, since people move and change telephones.
const (
	householdCap   = 10.0
	householdFloor = -3.0
)

var householdDiscount = [...]float64{1, 0.4, 0.2, 0.1}

var householdFields = [...]Field{FieldAddress, FieldPostalCode, FieldPhone, FieldEmail}

func (l *lexicon) compareHousehold(a, b *row, c *score) {
	l.compareAddress(a, b, c)
	if a.postal != 0 && b.postal != 0 && a.postal != b.postal || a.postal == 0 || b.postal == 0 {
		l.comparePlaces(a, b, c)
	} else {
		c.set(FieldPostalCode, LevelExact, 4)
	}
	if a.phone != 0 && b.phone != 0 {
		switch {
		case a.phone == b.phone:
			c.set(FieldPhone, LevelExact, 9)
		case phoneSlip(a.phone, b.phone):
			c.set(FieldPhone, LevelSlip, 5)
		default:
			c.set(FieldPhone, LevelDifferent, -0.8)
		}
	}
	l.compareMail(a, b, c)
	discountHousehold(c)
}

// comparePlaces is asked when the postal codes are missing or differ.
func (l *lexicon) comparePlaces(a, b *row, c *score) {
	w := l.texts.words
	cities := a.city != 0 && b.city != 0
	switch {
	case cities && a.city == b.city:
		c.set(FieldPostalCode, LevelExact, 3)
	case a.postal != 0 && b.postal != 0:
		c.set(FieldPostalCode, postalLevel(w[a.postal].text, w[b.postal].text), 0)
	case cities && nearCities(w[a.city].text, w[b.city].text):
		c.set(FieldPostalCode, LevelNear, 2)
	case cities:
		c.set(FieldPostalCode, LevelDifferent, -1)
	}
	if cell := &c.cells[FieldPostalCode]; cell.bits == 0 {
		cell.bits = postalBits[cell.level]
	}
}

var postalBits = [levelCount]float64{LevelSlip: 1, LevelDifferent: -1.2}

// postalLevel compares two postal codes that differ. The first two digits of a French one are its
// département.
func postalLevel(x, y string) Level {
	switch {
	case len(x) >= 4 && oneSlip(x, y):
		return LevelSlip
	case len(x) == 5 && len(y) == 5 && x[:2] == y[:2]:
		return LevelArea
	}
	return LevelDifferent
}

// nearCities compares names of towns; codes of communes are alike or not.
func nearCities(x, y string) bool {
	return (x[0] < '0' || x[0] > '9') && similarity(x, y) >= 0.88
}

func (l *lexicon) compareAddress(a, b *row, c *score) {
	if a.street == 0 || b.street == 0 {
		return
	}
	x, y := &l.streets.words[a.street], &l.streets.words[b.street]
	sameNumber := x.digit == y.digit
	switch {
	case x.text == y.text || x.core == y.core && sameNumber:
		bits := 7.0
		if x.digit == "" {
			bits = 5 // a street or a place without a number
		}
		c.set(FieldAddress, LevelExact, bits)
	case similarity(x.core, y.core) >= 0.9:
		if sameNumber {
			c.set(FieldAddress, LevelClose, 5.5)
		} else {
			c.set(FieldAddress, LevelPart, 2)
		}
	default:
		c.set(FieldAddress, LevelDifferent, -0.8)
	}
}

func phoneSlip(x, y uint64) bool {
	var p, q [9]byte
	for i := 8; i >= 0; i-- {
		p[i], q[i] = byte(x%10), byte(y%10)
		x, y = x/10, y/10
	}
	return oneSlip(p[:], q[:])
}

func (l *lexicon) compareMail(a, b *row, c *score) {
	if a.local == 0 || b.local == 0 {
		return
	}
	x, y := l.texts.words[a.local].text, l.texts.words[b.local].text
	switch {
	case a.local == b.local && a.domain == b.domain:
		c.set(FieldEmail, LevelExact, 9)
	case a.local == b.local && len(x) >= 5:
		c.set(FieldEmail, LevelPart, 6)
	case len(x) >= 5 && len(y) >= 5 && similarity(x, y) >= 0.95:
		c.set(FieldEmail, LevelClose, 5)
	default:
		c.set(FieldEmail, LevelDifferent, -0.6)
	}
}

// discountHousehold replaces the weights of the group by their discounted, capped shares, so that
// the bits of the fields still add up to the bits of the pair.
func discountHousehold(c *score) {
	order := householdFields
	for i := 1; i < len(order); i++ {
		for j := i; j > 0 && c.cells[order[j]].bits > c.cells[order[j-1]].bits; j-- {
			order[j], order[j-1] = order[j-1], order[j]
		}
	}
	support, against := 0.0, 0.0
	for i, f := range order {
		bits := &c.cells[f].bits
		if *bits > 0 {
			*bits = min(*bits*householdDiscount[i], householdCap-support)
			support += *bits
		} else {
			*bits = max(*bits, householdFloor-against)
			against += *bits
		}
	}
}
