package columns

import (
	"bytes"
	"slices"
	"strings"
)

// dateOrder says how the dates of a file are written.
type dateOrder struct {
	given  bool
	parts  [3]byte // 'Y', 'M', 'D' in their order
	widths [3]int  // of digits, where nothing stands between them; 0 elsewhere
}

// orderOf reads a date format of the Go language. Years of two digits are not
// admitted: no century can be told.
func orderOf(format string) (dateOrder, bool) {
	var o dateOrder
	if format == "" || format == "auto" {
		return o, true
	}
	o.given = true
	n, between := 0, true
	for rest := format; rest != ""; {
		if strings.IndexByte(" /-.", rest[0]) >= 0 {
			between, rest = true, rest[1:]
			continue
		}
		t := slices.IndexFunc(dateTokens, func(t dateToken) bool { return strings.HasPrefix(rest, t.text) })
		if t < 0 || n == 3 || strings.IndexByte(string(o.parts[:n]), dateTokens[t].part) >= 0 {
			return o, false
		}
		token := dateTokens[t]
		if !between && (token.width == 0 || o.widths[n-1] == 0) {
			return o, false // where no sign stands between two, both have their width
		}
		o.parts[n], o.widths[n] = token.part, token.width
		n, between, rest = n+1, false, rest[len(token.text):]
	}
	return o, n == 3
}

type dateToken struct {
	text  string
	part  byte
	width int
}

var dateTokens = []dateToken{{"2006", 'Y', 4}, {"01", 'M', 2}, {"02", 'D', 2}, {"1", 'M', 0}, {"2", 'D', 0}}

// appendDate writes a date as yyyy-mm-dd, or as the part of it that is known when
// no format is given; false when it cannot be read. Nothing is asked of the
// calendar: a day that does not exist is compared digit by digit.
func (o *dateOrder) appendDate(dst, cell []byte) ([]byte, bool) {
	for i, c := range cell { // an hour may follow
		if i >= 8 && (c == 'T' || c == ' ') && len(cell) > i+1 && cell[i+1]-'0' < 10 {
			cell = cell[:i]
			break
		}
	}
	groups, n := digitGroups(cell)
	switch {
	case n == 0:
		return dst, false
	case o.given:
		return o.inOrder(dst, groups, n)
	}
	return usual(dst, groups, n, cell)
}

// digitGroups cuts a date into its digits; none when something else stands there.
func digitGroups(cell []byte) (groups [3][]byte, n int) {
	for i := 0; i < len(cell); i++ {
		from := i
		for i < len(cell) && cell[i]-'0' < 10 {
			i++
		}
		if i == from || n == 3 {
			return groups, 0
		}
		groups[n] = cell[from:i]
		n++
		if i < len(cell) && bytes.IndexByte([]byte("/-. "), cell[i]) < 0 || i == len(cell)-1 {
			return groups, 0
		}
	}
	return groups, n
}

// inOrder reads groups of digits in the order of the format.
func (o *dateOrder) inOrder(dst []byte, groups [3][]byte, n int) ([]byte, bool) {
	if n == 1 {
		all := groups[0]
		if len(all) != o.widths[0]+o.widths[1]+o.widths[2] {
			return dst, false
		}
		for i, w := range o.widths {
			if w == 0 {
				return dst, false
			}
			groups[i], all = all[:w], all[w:]
		}
	} else if n != 3 {
		return dst, false
	}
	var year, month, day []byte
	for i, p := range o.parts {
		switch p {
		case 'Y':
			year = groups[i]
		case 'M':
			month = groups[i]
		default:
			day = groups[i]
		}
	}
	return join(dst, year, month, day)
}

// usual reads yyyy-mm-dd, yyyymmdd, dd/mm/yyyy, and what is left of a date.
func usual(dst []byte, groups [3][]byte, n int, cell []byte) ([]byte, bool) {
	switch {
	case n == 3 && len(groups[0]) == 4:
		return join(dst, groups[0], groups[1], groups[2])
	case n == 3:
		return join(dst, groups[2], groups[1], groups[0])
	case n == 1 && len(groups[0]) == 8:
		return join(dst, cell[:4], cell[4:6], cell[6:])
	case n == 1 && len(groups[0]) == 4, n == 2 && len(groups[0]) == 4 && len(groups[1]) == 2 && cell[4] == '-':
		return append(dst, cell...), true
	}
	return dst, false
}

func join(dst, year, month, day []byte) ([]byte, bool) {
	if len(year) != 4 || len(month) > 2 || len(day) > 2 {
		return dst, false
	}
	dst = append(dst, year...)
	for _, part := range [2][]byte{month, day} {
		dst = append(dst, '-')
		if len(part) == 1 {
			dst = append(dst, '0')
		}
		dst = append(dst, part...)
	}
	return dst, true
}
