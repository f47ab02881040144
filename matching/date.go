package matching

import (
	"math/bits"
	"strconv"
	"strings"
)

// birth is a date of birth as far as it is known. Zero parts are unknown.
type birth struct {
	y          int16
	m, d       int8
	impossible bool // the parts are read but no such day exists
	unread     bool // something was written that is not a date
}

// first says that the day is 1 January: the customary stand-in for a date known by its year only,
// above all for persons born abroad.
func (b birth) first() bool { return b.m == 1 && b.d == 1 }

func (b birth) full() bool { return b.y != 0 && b.m != 0 && b.d != 0 }

// number packs the parts, for keys.
func (b birth) number() uint32 { return uint32(b.y)<<16 | uint32(uint8(b.m))<<8 | uint32(uint8(b.d)) }

// parseBirth reads yyyy-mm-dd, yyyymmdd, yyyy-mm, yyyy, with "/" or "." for "-" and an optional
// time of day after "T" or a blank.
func parseBirth(s string) birth {
	s = strings.TrimSpace(s)
	if s == "" {
		return birth{}
	}
	var digits [8]byte
	n := 0
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= '0' && c <= '9' && n < len(digits):
			digits[n] = c - '0'
			n++
		case (c == '-' || c == '/' || c == '.') && (n == 4 || n == 6):
		case (c == 'T' || c == ' ') && n == len(digits):
			return assemble(digits, n)
		default:
			return birth{unread: true}
		}
	}
	return assemble(digits, n)
}

func assemble(digits [8]byte, n int) birth {
	if n != 4 && n != 6 && n != 8 {
		return birth{unread: true}
	}
	b := birth{
		y: int16(digits[0])*1000 + int16(digits[1])*100 + int16(digits[2])*10 + int16(digits[3]),
		m: int8(digits[4]*10 + digits[5]),
		d: int8(digits[6]*10 + digits[7]),
	}
	if b.y == 0 {
		return birth{unread: true}
	}
	if n == 8 && (b.m == 0) != (b.d == 0) || b.m > 12 || b.d > 0 && b.m > 0 && int(b.d) > monthLen(int(b.y), int(b.m)) {
		b.impossible = true
	}
	return b
}

func monthLen(y, m int) int {
	switch m {
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// compareDates is symmetric. The year only counts when a day or a month is unknown, or when one of
// the two dates is 1 January, which often stands for an unknown day.
func compareDates(a, b birth) Level {
	switch {
	case a.y == 0 || b.y == 0:
		return LevelMissing
	case !a.full() || !b.full():
		return comparePartly(a, b)
	case a == b:
		return LevelExact
	case a.y == b.y && a.m == b.d && a.d == b.m:
		return LevelSwapped
	case a.first() && b.first():
		return otherYear(a, b) // both stand for a year, and the years differ
	case a.y/10 != b.y/10 && (a.m != b.m || a.d != b.d):
		return otherYear(a, b) // more than one slip, and not near
	}
	return compareDigits(a, b)
}

// compareDigits compares full dates that differ.
func compareDigits(a, b birth) Level {
	p, q := a.digits(), b.digits()
	slips, sameYear := digitSlips(p, q), a.y == b.y
	switch {
	case slips == 1:
		return LevelSlip
	case sameYear && (a.first() || b.first()):
		return LevelYearOnly
	case slips == 2 && (sameYear || a.m == b.m && a.d == b.d || a.y/10 == b.y/10):
		return LevelTwoSlips
	case sameYear:
		return LevelSameYear
	}
	return otherYear(a, b)
}

func otherYear(a, b birth) Level {
	if a.y-b.y >= generation || b.y-a.y >= generation {
		return LevelGeneration
	}
	return LevelDifferent
}

// generation is the least number of years between a parent and a child.
const generation = 15

// comparePartly compares dates of which one at least lacks a day or a month.
func comparePartly(a, b birth) Level {
	switch {
	case a.y != b.y:
		return otherYear(a, b)
	case a.m != 0 && b.m != 0 && a.m != b.m:
		return LevelDifferent
	}
	return LevelYearOnly
}

// digitSlips counts the digits that differ, of eight held in four bits each; neighbours that changed
// places count as one. It stops at three.
func digitSlips(p, q uint32) int {
	n := 0
	for other := p ^ q; other != 0 && n < 3; n++ {
		at := (31 - bits.LeadingZeros32(other)) &^ 3 // of the first digit that differs
		other &= 1<<at - 1
		if at > 0 && p>>at&15 == q>>(at-4)&15 && p>>(at-4)&15 == q>>at&15 {
			other &= 1<<(at-4) - 1
		}
	}
	return n
}

// digits holds each digit of a date in four bits.
func (b birth) digits() uint32 {
	two := func(n uint32) uint32 { return n/10<<4 | n%10 }
	y := uint32(uint16(b.y))
	return two(y/100)<<24 | two(y%100)<<16 | two(uint32(uint8(b.m)))<<8 | two(uint32(uint8(b.d)))
}

// oneSlip says that, of two texts of one length, one byte differs, or two neighbours changed places.
func oneSlip[T string | []byte](a, b T) bool {
	if len(a) != len(b) {
		return false
	}
	first, diff := -1, 0
	for i := range len(a) {
		if a[i] == b[i] {
			continue
		}
		if diff == 0 {
			first = i
		}
		diff++
		if diff > 2 || diff == 2 && (i != first+1 || a[i] != b[first] || a[first] != b[i]) {
			return false
		}
	}
	return diff > 0
}

func (b birth) String() string {
	if b.y == 0 {
		return ""
	}
	if b.m == 0 && b.d == 0 {
		return strconv.Itoa(int(b.y))
	}
	two := func(n int8) string { return string([]byte{'-', byte('0' + n/10), byte('0' + n%10)}) }
	s := strconv.Itoa(10000 + int(b.y))[1:] + two(b.m)
	if b.d != 0 || b.impossible {
		s += two(b.d)
	}
	return s
}
