package access

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"

	"github.com/fichier-unique/rules/demand"
)

// intern keeps one copy of the codes that come again and again, up to a bound.
type intern struct{ codes map[string]string }

const internLimit = 1 << 16

func (in *intern) text(b []byte) string {
	if in == nil {
		return string(b)
	}
	if s, ok := in.codes[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(in.codes) < internLimit {
		in.codes[s] = s
	}
	return s
}

// scan reads a line written the usual way: known fields, each once, texts without
// escapes, whole numbers. False only says that the slow way must look.
func scan(data []byte, in *intern) (line, bool) {
	s := scanner{data: data}
	var l line
	if !s.take('{') {
		return l, false
	}
	seen := uint32(0)
	for {
		name, ok := s.text()
		if !ok || !s.take(':') {
			return l, false
		}
		bit := s.field(&l, name, in)
		if bit == 0 || seen&bit != 0 {
			return l, false
		}
		seen |= bit
		if s.take('}') {
			return l, s.skip() == len(s.data)
		}
		if !s.take(',') {
			return l, false
		}
	}
}

type scanner struct {
	data []byte
	at   int
}

// skip goes past blanks and gives the place reached.
func (s *scanner) skip() int {
	for s.at < len(s.data) && (s.data[s.at] == ' ' || s.data[s.at] == '\t' || s.data[s.at] == '\n' || s.data[s.at] == '\r') {
		s.at++
	}
	return s.at
}

func (s *scanner) take(c byte) bool {
	if s.skip() < len(s.data) && s.data[s.at] == c {
		s.at++
		return true
	}
	return false
}

// text reads a text of plain ASCII.
func (s *scanner) text() ([]byte, bool) {
	if !s.take('"') {
		return nil, false
	}
	from := s.at
	for ; s.at < len(s.data); s.at++ {
		switch c := s.data[s.at]; {
		case c == '"':
			s.at++
			return s.data[from : s.at-1], true
		case c == '\\' || c < ' ' || c > '~':
			return nil, false
		}
	}
	return nil, false
}

// number reads a whole number of at most eighteen digits.
func (s *scanner) number() (uint64, bool) {
	from, n := s.skip(), uint64(0)
	for ; s.at < len(s.data) && s.data[s.at] >= '0' && s.data[s.at] <= '9'; s.at++ {
		n = n*10 + uint64(s.data[s.at]-'0')
	}
	digits := s.at - from
	return n, digits > 0 && digits <= 18 && (digits == 1 || s.data[from] != '0')
}

// field reads the value of a field into the line, and gives its bit; 0 when it is
// not a usual field with a usual value.
func (s *scanner) field(l *line, name []byte, in *intern) uint32 {
	switch string(name) {
	case "v", "counter", "count":
		n, ok := s.number()
		switch {
		case !ok:
			return 0
		case len(name) == 1:
			l.V = int(n)
			return 1
		case len(name) == 7:
			l.Counter = n
			return 2
		}
		l.Count = n
		return 4
	}
	value, ok := s.text()
	if !ok {
		return 0
	}
	switch string(name) {
	case "origin":
		l.Origin = in.text(value)
		return 8
	case "at":
		l.At = string(value)
		return 16
	case "agent":
		l.Agent = in.text(value)
		return 32
	case "party":
		l.Party = in.text(value)
		return 64
	case "act":
		l.Act = Act(in.text(value))
		return 128
	case "demand":
		l.Demand = string(value)
		return 256
	case "commune":
		l.Commune = in.text(value)
		return 512
	case "purpose":
		l.Purpose = Purpose(in.text(value))
		return 1024
	}
	return 0
}

// Line is one line that was read: an event, or the faults that refuse it.
type Line struct {
	Row    int // from 1
	Event  Event
	Faults demand.Faults
}

// Lines reads a journal line by line, in bounded memory; blank lines are skipped.
// A line with faults has no event. The error is that of the reader, and ends the
// sequence.
func Lines(r io.Reader) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		in := &intern{map[string]string{}}
		buffered := bufio.NewReaderSize(r, MaxLineBytes+2)
		for row := 1; ; row++ {
			text, long, err := next(buffered)
			text = bytes.TrimSpace(text)
			one := Line{Row: row}
			switch {
			case long:
				one.Faults = demand.Faults{fault("ACC-LIG-01", "")}
			case len(text) > 0:
				one.Event, one.Faults = decode(text, in)
			}
			if (long || len(text) > 0) && !yield(one, nil) || errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Line{Row: row}, err)
				return
			}
		}
	}
}

// next reads one line, and passes over one that is too long.
func next(r *bufio.Reader) (text []byte, long bool, err error) {
	for {
		text, err = r.ReadSlice('\n')
		if !errors.Is(err, bufio.ErrBufferFull) {
			return text, long, err
		}
		long = true
	}
}
