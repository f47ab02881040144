package numbering

import (
	"bytes"
	"strconv"
)

// The composition of a number. The four parts and their order come from the
// arrêté du 7 novembre 2000, art. 1 (confidence V); their lengths are read on
// published numbers (V2), the text gives none.
const (
	Size          = 18      // characters of a number
	SequenceLimit = 1000000 // sequences run from 0 to SequenceLimit-1, then roll over
	FirstYear     = 2000    // year that the digits 00 stand for
	LastYear      = 2099    // year that the digits 99 stand for

	endTerritory = 3
	endMonth     = 5
	endYear      = 7
	endSequence  = 13
	deskSize     = Size - endSequence
)

// Number is a unique number (numéro unique, NUR): territory, month and year of
// first deposit, sequence, desk (guichet enregistreur). It is a value: compare
// it with ==, use it as a map key, copy it freely. The zero Number means "no
// number"; every other Number is well formed, since only [Parse], [New] and the
// decoders make one.
//
// Its parts are hints. The date that gives seniority is in the record, and the
// number never changes when a demand is modified, renewed or filed elsewhere in
// the territory (CCH R.441-2-7).
type Number struct {
	b [Size]byte
}

// Month is a month of a year, such as October 2010. The zero Month is "not given".
type Month struct {
	Year, Month int
}

// Deposit says where and when a demand was first deposited: the part of a number
// that the caller knows before it is issued.
type Deposit struct {
	Territory string // three characters, "021"
	Year      int    // 2000 to 2099
	Month     int    // 1 to 12
}

// Root is a number without its desk: territory, month and year, sequence. It is
// what must be unique in a file, since the sequence runs per territory and not
// per desk (inferred, INF). It is comparable and made to be the key of a store.
type Root struct {
	b [endSequence]byte
}

// New builds a number from its parts. It checks their form only: whether the
// territory exists is told by [Number.Notes]. The error is a *[ParseError] that
// holds every fault.
func New(d Deposit, sequence int, desk string) (Number, error) {
	if faults := faultsOfParts(d, sequence, desk); len(faults) > 0 {
		return Number{}, &ParseError{Faults: faults}
	}
	var n Number
	copy(n.b[:endTerritory], d.Territory)
	putDigits(n.b[endTerritory:endMonth], d.Month)
	putDigits(n.b[endMonth:endYear], d.Year%100)
	putDigits(n.b[endYear:endSequence], sequence)
	copy(n.b[endSequence:], desk)
	return n, nil
}

func putDigits(dst []byte, v int) {
	for i := len(dst) - 1; i >= 0; i-- {
		dst[i] = byte('0' + v%10)
		v /= 10
	}
}

func digits(b []byte) int {
	v := 0
	for _, c := range b {
		v = v*10 + int(c-'0')
	}
	return v
}

// IsZero reports whether n is "no number". It lets `omitzero` leave the field
// out of JSON.
func (n Number) IsZero() bool { return n == Number{} }

// Territory returns the first three characters, "021" or "111"; empty for no
// number. [LookupTerritory] tells what they name.
func (n Number) Territory() string {
	if n.IsZero() {
		return ""
	}
	return string(n.b[:endTerritory])
}

// Deposit returns the year and month of first deposit as the number states
// them, the digits 00 to 99 standing for 2000 to 2099 (inferred, INF: no number
// is older than the first trials of 1999); zeros for no number.
func (n Number) Deposit() (year, month int) {
	if n.IsZero() {
		return 0, 0
	}
	return FirstYear + digits(n.b[endMonth:endYear]), digits(n.b[endTerritory:endMonth])
}

// Month returns the same as [Number.Deposit], as one value.
func (n Number) Month() Month {
	y, m := n.Deposit()
	return Month{Year: y, Month: m}
}

// Sequence returns the six digits attached to the applicant. They run on from
// month to month and roll over at [SequenceLimit] (inferred, INF), so a sequence
// alone names nobody; 0 for no number.
func (n Number) Sequence() int {
	if n.IsZero() {
		return 0
	}
	return digits(n.b[endYear:endSequence])
}

// Desk returns the code of the desk (guichet enregistreur) that created the
// record, five digits or capital letters; not the desk that follows it today.
// Empty for no number.
func (n Number) Desk() string {
	if n.IsZero() {
		return ""
	}
	return string(n.b[endSequence:])
}

// Root returns the number without its desk.
func (n Number) Root() Root { return Root{b: [endSequence]byte(n.b[:endSequence])} }

// String returns the thirteen characters; empty for the root of no number.
func (r Root) String() string {
	if r == (Root{}) {
		return ""
	}
	return string(r.b[:])
}

// String returns the normal form, 18 characters without blanks; empty for no
// number.
func (n Number) String() string {
	if n.IsZero() {
		return ""
	}
	return string(n.b[:])
}

// Grouped returns the number as letters print it: "021 1010 000123 21001". The
// blanks are plain spaces; a page that must not break the line replaces them.
func (n Number) Grouped() string {
	if n.IsZero() {
		return ""
	}
	var b [Size + 3]byte
	return string(n.AppendGrouped(b[:0]))
}

// Append appends the normal form to dst, and nothing for no number.
func (n Number) Append(dst []byte) []byte {
	if n.IsZero() {
		return dst
	}
	return append(dst, n.b[:]...)
}

// AppendGrouped appends the printed form of [Number.Grouped] to dst.
func (n Number) AppendGrouped(dst []byte) []byte {
	if n.IsZero() {
		return dst
	}
	dst = append(dst, n.b[:endTerritory]...)
	dst = append(dst, ' ')
	dst = append(dst, n.b[endTerritory:endYear]...)
	dst = append(dst, ' ')
	dst = append(dst, n.b[endYear:endSequence]...)
	dst = append(dst, ' ')
	return append(dst, n.b[endSequence:]...)
}

// Compare orders numbers by their characters, no number first. The order is
// technical, good for sorting output and searching: it is not seniority, since
// the month comes before the year, the sequence rolls over, and a late entry
// bears an old month. Take seniority from the date in the record.
func (n Number) Compare(o Number) int { return bytes.Compare(n.b[:], o.b[:]) }

// String returns "2010-10"; empty for the zero Month.
func (m Month) String() string {
	if m == (Month{}) {
		return ""
	}
	return string(m.append(nil))
}

func (m Month) append(dst []byte) []byte {
	if m.Year >= 0 && m.Year < 1000 {
		dst = append(dst, "000"[:4-len(strconv.Itoa(m.Year))]...)
	}
	dst = strconv.AppendInt(dst, int64(m.Year), 10)
	dst = append(dst, '-')
	if m.Month >= 0 && m.Month < 10 {
		dst = append(dst, '0')
	}
	return strconv.AppendInt(dst, int64(m.Month), 10)
}

// Compare orders months by time.
func (m Month) Compare(o Month) int {
	switch a, b := m.index(), o.index(); {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// index counts months, so that bounds and spans are plain subtraction.
func (m Month) index() int { return m.Year*12 + m.Month - 1 }

// valid reports whether a number can bear the month.
func (m Month) valid() bool {
	return m.Year >= FirstYear && m.Year <= LastYear && m.Month >= 1 && m.Month <= 12
}
