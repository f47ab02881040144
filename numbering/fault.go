package numbering

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxFaults bounds the faults that one [ParseError] lists, so that a whole file
// given for a number costs no more than a long number does.
const MaxFaults = 64

// Fault is one thing that keeps a text from being a number. Expected and Found
// are written without words ("0-9", "O"), so that any language can show them.
type Fault struct {
	// Code is stable; [LookupCode] gives its sentence and source.
	Code string `json:"code"`
	// Position is the place in the normal form, 1 to 18; one past the last
	// character when some are missing; 0 when no place applies.
	Position int `json:"position,omitempty"`
	// Typed is the place in what was typed, in characters from 1, blanks counted.
	Typed int `json:"typed,omitempty"`
	// Expected is what the place may hold.
	Expected string `json:"expected,omitempty"`
	// Found is the one character found, the two digits of a month, or a count of
	// characters; never the number. A character that cannot be shown is named by
	// its code.
	Found string `json:"found,omitempty"`
}

// Params returns the values of the sentence of the code, by name.
func (f Fault) Params() map[string]string {
	return map[string]string{
		"position": strconv.Itoa(f.Position),
		"typed":    strconv.Itoa(f.Typed),
		"expected": f.Expected,
		"found":    f.Found,
	}
}

// ParseError says why a text is not a number: all the faults, in the order of
// the text, a wrong length first.
type ParseError struct {
	Faults []Fault
	// More counts the faults found beyond [MaxFaults].
	More int
}

// Error names the first fault and counts the others. It shows one character at
// most (two digits for a month), so that a log never holds a number, nor a name
// typed in its place.
func (e *ParseError) Error() string {
	if len(e.Faults) == 0 {
		return "numbering: check number: no fault given"
	}
	f := e.Faults[0]
	var b strings.Builder
	b.WriteString("numbering: check number: ")
	if f.Position > 0 {
		fmt.Fprintf(&b, "position %d: ", f.Position)
	}
	fmt.Fprintf(&b, "expected %s, found %s (%s)", f.Expected, quoted(f.Found), f.Code)
	if rest := len(e.Faults) - 1 + e.More; rest > 0 {
		fmt.Fprintf(&b, " and %d more", rest)
	}
	return b.String()
}

func quoted(found string) string {
	if found == "" {
		return "nothing"
	}
	return strconv.Quote(found)
}

func (e *ParseError) add(f Fault) {
	if len(e.Faults) == MaxFaults {
		e.More++
		return
	}
	e.Faults = append(e.Faults, f)
}

const (
	anyDigit = "0-9"
	anyAlnum = "0-9 A-Z"
	anyMonth = "01-12"
)

// sign is one character of a typed text that is not a separator.
type sign struct {
	r     rune
	raw   string // its bytes in the text
	typed int    // place in the text, from 1
}

// shown writes the character for a fault, or its code when it has no picture.
// It makes a new string, so that a fault does not hold the whole text in memory.
func (c sign) shown() string {
	switch {
	case c.r == utf8.RuneError && len(c.raw) == 1:
		return fmt.Sprintf("0x%02X", c.raw[0])
	case unicode.IsPrint(c.r):
		return string(c.r)
	}
	return fmt.Sprintf("U+%04X", c.r)
}

// read is what a typed text holds: its first signs and how many there are.
type read struct {
	signs  [Size]sign
	count  int
	length int // characters typed, separators counted
	excess int // place of the first sign too many
}

// split takes a text apart. Beyond the signs of a number it only counts; each
// sign is also given to visit, when there is one.
func split(s string, visit func(c sign, separator bool)) *read {
	var t read
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		t.length++
		c := sign{r: r, raw: s[i : i+size], typed: t.length}
		if separator := isSeparator(r); visit != nil && separator {
			visit(c, true)
		} else if !separator {
			t.count++
			if visit != nil {
				visit(c, false)
			}
			switch {
			case t.count <= Size:
				t.signs[t.count-1] = c
			case t.count == Size+1:
				t.excess = c.typed
			}
		}
		i += size
	}
	return &t
}

// explain lists all the faults of a text that is not a number.
func explain(s string, strict bool) *ParseError {
	e := &ParseError{}
	var visit func(sign, bool)
	if strict {
		visit = e.strict
	}
	t := split(s, visit)
	switch {
	case t.count == 0:
		e.Faults, e.More = []Fault{{Code: "NUM-LEN-02", Position: 1, Typed: t.length + 1, Expected: strconv.Itoa(Size)}}, 0
	case t.count != Size:
		e.length(s, t)
	default:
		e.parts(t)
	}
	return e
}

// strict faults what only people type.
func (e *ParseError) strict(c sign, separator bool) {
	if separator {
		e.add(Fault{Code: "NUM-FRM-01", Typed: c.typed, Expected: anyAlnum, Found: c.shown()})
	} else if c.r < utf8.RuneSelf && capital(byte(c.r)) != byte(c.r) {
		e.add(Fault{Code: "NUM-FRM-02", Typed: c.typed, Expected: "A-Z", Found: c.shown()})
	}
}

// length faults the count, then the characters that fit no part: which part the
// others belong to cannot be told.
func (e *ParseError) length(s string, t *read) {
	before := e.Faults
	e.Faults = nil
	f := Fault{Code: "NUM-LEN-01", Position: t.count + 1, Typed: t.length + 1,
		Expected: strconv.Itoa(Size), Found: strconv.Itoa(t.count)}
	if t.count > Size {
		f.Position, f.Typed = Size+1, t.excess
	}
	e.Faults = append(e.Faults, f)
	for _, f := range before {
		e.add(f)
	}
	position := 0
	split(s, func(c sign, separator bool) {
		if separator {
			return
		}
		position++
		if !alnumRune(c.r) {
			e.add(Fault{Code: "NUM-CHR-05", Position: position, Typed: c.typed, Expected: anyAlnum, Found: c.shown()})
		}
	})
}

// parts faults each character by the part it stands in.
func (e *ParseError) parts(t *read) {
	for i, c := range t.signs {
		code, expected := partOf(i)
		ok := c.r < utf8.RuneSelf && isDigit(byte(c.r))
		if expected == anyAlnum {
			ok = alnumRune(c.r)
		}
		if !ok {
			e.add(Fault{Code: code, Position: i + 1, Typed: c.typed, Expected: expected, Found: c.shown()})
		}
		if i == endTerritory+1 {
			e.month(t)
		}
	}
}

func (e *ParseError) month(t *read) {
	a, b := t.signs[endTerritory], t.signs[endTerritory+1]
	if a.r > '9' || b.r > '9' || !isDigit(byte(a.r)) || !isDigit(byte(b.r)) || goodMonth(byte(a.r), byte(b.r)) {
		return
	}
	e.add(Fault{Code: "NUM-MON-01", Position: endTerritory + 1, Typed: a.typed, Expected: anyMonth, Found: a.shown() + b.shown()})
}

// partOf gives the code of a wrong character at an index, and what it may hold.
func partOf(i int) (code, expected string) {
	switch {
	case i < endTerritory:
		return "NUM-CHR-01", anyAlnum
	case i < endYear:
		return "NUM-CHR-02", anyDigit
	case i < endSequence:
		return "NUM-CHR-03", anyDigit
	}
	return "NUM-CHR-04", anyAlnum
}

func alnumRune(r rune) bool { return r < utf8.RuneSelf && isAlnum(capital(byte(r))) }

// faultsOfParts checks what New is given.
func faultsOfParts(d Deposit, sequence int, desk string) []Fault {
	var e ParseError
	e.part("NUM-PRT-01", d.Territory, 0, endTerritory)
	if d.Month < 1 || d.Month > 12 {
		e.add(Fault{Code: "NUM-MON-01", Position: endTerritory + 1, Expected: anyMonth, Found: strconv.Itoa(d.Month)})
	}
	if d.Year < FirstYear || d.Year > LastYear {
		e.add(Fault{Code: "NUM-PRT-03", Position: endMonth + 1, Expected: "2000-2099", Found: strconv.Itoa(d.Year)})
	}
	if sequence < 0 || sequence >= SequenceLimit {
		found := ">999999"
		if sequence < 0 {
			found = "<0"
		}
		e.add(Fault{Code: "NUM-PRT-04", Position: endYear + 1, Expected: "0-999999", Found: found})
	}
	e.part("NUM-PRT-02", desk, endSequence, deskSize)
	return e.Faults
}

// part checks the length and the capitals of a territory or desk given alone.
func (e *ParseError) part(code, s string, offset, size int) {
	if n := utf8.RuneCountInString(s); n != size {
		e.add(Fault{Code: code, Position: offset + 1, Expected: strconv.Itoa(size), Found: strconv.Itoa(n)})
		return
	}
	i := 0
	for at, r := range s {
		if r >= utf8.RuneSelf || !isAlnum(byte(r)) {
			chr, expected := partOf(offset)
			_, w := utf8.DecodeRuneInString(s[at:])
			c := sign{r: r, raw: s[at : at+w]}
			e.add(Fault{Code: chr, Position: offset + i + 1, Typed: i + 1, Expected: expected, Found: c.shown()})
		}
		i++
	}
}
