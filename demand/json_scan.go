package demand

import (
	"bytes"

	"github.com/fichier-unique/rules/internal/euro"
)

// plain reports a text in which the standard library can be trusted with the
// rest: every field known and given once, every object, list and amount where
// it is expected, no escape that could hide a character. False only says that
// the slow way must look, and say what is wrong if anything is.
func plain(data []byte) bool {
	s := scanner{data: data}
	return s.value(formShape()) && s.next() == 0 && s.at == len(data)
}

type scanner struct {
	data []byte
	at   int
}

// next skips blanks and gives the byte that follows; 0 at the end.
func (s *scanner) next() byte {
	for s.at < len(s.data) {
		switch b := s.data[s.at]; b {
		case ' ', '\t', '\n', '\r':
			s.at++
		default:
			return b
		}
	}
	return 0
}

func (s *scanner) value(sh *shape) bool {
	first := s.next()
	switch {
	case first == 'n':
		return s.word("null")
	case sh.kind == kindObject:
		return first == '{' && s.object(sh)
	case sh.kind == kindList:
		return first == '[' && s.list(sh)
	case first == '"':
		text, ok := s.text()
		return ok && quoted(sh.kind, text)
	}
	switch sh.kind {
	case kindAnswer:
		return s.word("true") || s.word("false")
	case kindInt:
		n := len(s.digits(false))
		return n > 0 && n < 10
	case kindAmount:
		return amountShape(s.digits(true))
	}
	return false
}

// quoted reports whether a text between quotes may be a value of that kind.
func quoted(k kind, text []byte) bool {
	switch k {
	case kindAmount:
		return amountShape(text)
	case kindInt, kindAnswer:
		return false
	}
	return true
}

func (s *scanner) word(w string) bool {
	if !bytes.HasPrefix(s.data[s.at:], []byte(w)) {
		return false
	}
	s.at += len(w)
	return true
}

// text reads a string without escapes of characters.
func (s *scanner) text() ([]byte, bool) {
	from := s.at + 1
	for i := from; i < len(s.data); i++ {
		switch s.data[i] {
		case '"':
			s.at = i + 1
			return s.data[from:i], true
		case '\\':
			i++
			if i < len(s.data) && s.data[i] == 'u' {
				return nil, false
			}
		}
	}
	return nil, false
}

func (s *scanner) digits(point bool) []byte {
	from := s.at
	for s.at < len(s.data) && (isDigit(s.data[s.at]) || s.data[s.at] == '-' || point && s.data[s.at] == '.') {
		s.at++
	}
	return s.data[from:s.at]
}

// amountShape is the shape of euro.Pattern, read without a regular expression.
func amountShape(b []byte) bool {
	if len(b) > 0 && b[0] == '-' {
		b = b[1:]
	}
	whole, decimals, point := bytes.Cut(b, []byte{'.'})
	if len(whole) == 0 || len(whole) > euro.MaxWhole || whole[0] == '0' && len(whole) > 1 || point && (len(decimals) == 0 || len(decimals) > euro.MaxDecimals) {
		return false
	}
	for _, part := range [...][]byte{whole, decimals} {
		for _, c := range part {
			if !isDigit(c) {
				return false
			}
		}
	}
	return true
}

func (s *scanner) object(sh *shape) bool {
	s.at++
	if s.next() == '}' {
		s.at++
		return true
	}
	var seen uint64 // no object of the form has more than 64 fields: a test counts
	expected := 0
	for {
		rank := s.field(sh, expected)
		if rank < 0 || seen&(1<<rank) != 0 || !s.value(sh.fields[rank].shape) {
			return false
		}
		seen |= 1 << rank
		expected = rank + 1
		if more, ok := s.more('}'); !more {
			return ok
		}
	}
}

// field reads the name of a field and its colon, and gives its rank; -1 when
// the object has no such field. Fields mostly come in their order.
func (s *scanner) field(sh *shape, expected int) int {
	if s.next() != '"' {
		return -1
	}
	name, ok := s.text()
	if !ok || s.next() != ':' {
		return -1
	}
	s.at++
	for rank := expected; rank < min(len(sh.fields), expected+4); rank++ {
		if sh.fields[rank].name == string(name) {
			return rank
		}
	}
	if rank, ok := sh.rank[string(name)]; ok {
		return rank
	}
	return -1
}

// more reads what follows an element: a comma, or the end.
func (s *scanner) more(end byte) (more, ok bool) {
	switch b := s.next(); b {
	case ',', end:
		s.at++
		return b == ',', true
	}
	return false, false
}

func (s *scanner) list(sh *shape) bool {
	s.at++
	if s.next() == ']' {
		s.at++
		return true
	}
	for s.value(sh.elem) {
		if more, ok := s.more(']'); !more {
			return ok
		}
	}
	return false
}
