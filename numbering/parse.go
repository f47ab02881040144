package numbering

import (
	"unicode"
	"unicode/utf8"
)

// Parse reads a number as people type and print it, and gives its normal form.
// Blanks of every kind (no-break and narrow no-break spaces, line ends,
// invisible marks that copying brings along), dots, hyphens and dashes are
// skipped wherever they stand, and the letters a to z are read as capitals.
// Nothing else is changed: an O typed for a 0 is a fault, and [Suggest] proposes
// what may have been meant.
//
// The error is a *[ParseError] that holds every fault. Nothing is allocated when
// the number is good.
func Parse(s string) (Number, error) {
	if wellFormed(s) {
		var n Number
		copy(n.b[:], s)
		return n, nil
	}
	return parse(s)
}

// ParseBytes is [Parse] on bytes, which it neither keeps nor changes.
func ParseBytes(b []byte) (Number, error) {
	if len(b) == Size && wellFormed(string(b)) {
		var n Number
		copy(n.b[:], b)
		return n, nil
	}
	return parse(b)
}

// ParseStrict accepts the normal form only, 18 characters without blanks, in
// capitals: for interfaces between programs, where a blank is a defect to repair
// at its source. The error is a *[ParseError].
func ParseStrict(s string) (Number, error) {
	if wellFormed(s) {
		var n Number
		copy(n.b[:], s)
		return n, nil
	}
	return Number{}, explain(s, true)
}

// parse is the way in of what people type.
func parse[T string | []byte](s T) (Number, error) {
	if n, ok := normal(s); ok {
		return n, nil
	}
	return Number{}, explain(string(s), false)
}

// normal strips what people type around the characters.
func normal[T string | []byte](s T) (Number, bool) {
	var n Number
	k := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			if isSeparator(rune(c)) {
				continue
			}
			if k == Size {
				return Number{}, false
			}
			n.b[k] = capital(c)
			k++
			continue
		}
		var buf [utf8.UTFMax]byte
		m := 0
		for m < len(buf) && i+m < len(s) {
			buf[m] = s[i+m]
			m++
		}
		r, size := utf8.DecodeRune(buf[:m])
		if !isSeparator(r) {
			return Number{}, false
		}
		i += size
	}
	if k != Size || !wellFormed(string(n.b[:])) {
		return Number{}, false
	}
	return n, true
}

// wellFormed holds the lexical rule of a number.
// Law: arrêté du 7 novembre 2000, art. 1, for the parts; the characters of each
// are inferred from published numbers. Confidence: INF.
func wellFormed(b string) bool {
	if len(b) != Size {
		return false
	}
	// Year and sequence are eight digits side by side, looked at in one go: a digit
	// has 3 as its high half, and still has it once 6 is added.
	x := uint64(b[5]) | uint64(b[6])<<8 | uint64(b[7])<<16 | uint64(b[8])<<24 |
		uint64(b[9])<<32 | uint64(b[10])<<40 | uint64(b[11])<<48 | uint64(b[12])<<56
	if x&0xF0F0F0F0F0F0F0F0 != 0x3030303030303030 || (x+0x0606060606060606)&0xF0F0F0F0F0F0F0F0 != 0x3030303030303030 {
		return false
	}
	return goodMonth(b[3], b[4]) && isAlnum(b[0]) && isAlnum(b[1]) && isAlnum(b[2]) &&
		isAlnum(b[13]) && isAlnum(b[14]) && isAlnum(b[15]) && isAlnum(b[16]) && isAlnum(b[17])
}

// goodMonth reports whether two characters are 01 to 12.
func goodMonth(tens, units byte) bool {
	return tens == '0' && units-'1' < 9 || tens == '1' && units-'0' <= 2
}

func isDigit(c byte) bool { return c-'0' <= 9 }

func isAlnum(c byte) bool { return c-'0' <= 9 || c-'A' < 26 }

// capital raises a to z alone: the rules of other letters would turn some of
// them (ı, ſ) into letters of a number, which is a correction.
func capital(c byte) byte {
	if c-'a' < 26 {
		return c - 'a' + 'A'
	}
	return c
}

// isSeparator reports whether r is skipped between the characters of a number.
func isSeparator(r rune) bool {
	switch {
	case r == ' ', r == '.', r == '-':
		return true
	case r < utf8.RuneSelf:
		return r >= '\t' && r <= '\r'
	case r >= 0x2010 && r <= 0x2015: // hyphens and dashes
		return true
	}
	switch r {
	case 0x00AD, 0x2212, 0xFE63, 0xFF0D: // soft hyphen, minus, small and wide hyphens
		return true
	case 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF: // invisible marks
		return true
	}
	return unicode.IsSpace(r)
}
