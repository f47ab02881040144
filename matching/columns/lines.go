package columns

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// What bounds the reading of a row.
const (
	maxRow         = 16 << 20 // bytes of a row
	maxQuotedLines = 100      // lines that a quoted cell may span
	maxQuotedBytes = 64 << 10
)

// line is one row of a file as it stands, until the next one is read.
type line struct {
	text     []byte
	quoted   bool // holds quotation marks that count
	unclosed bool
	tooLong  bool
}

// liner gives the rows of a text.
type liner struct {
	r     *bufio.Reader
	end   byte
	sep   byte
	long  []byte // a row longer than the buffer of r
	queue []line // read ahead for a quotation that was never closed
	from  int    // in the queue
}

// physical gives the next line of the text, without its end.
func (l *liner) physical() (line, error) {
	if l.from < len(l.queue) {
		l.from++
		return l.queue[l.from-1], nil
	}
	l.queue, l.from = l.queue[:0], 0
	return l.fresh()
}

// ahead gives a line of the queue, read now if it was not.
func (l *liner) ahead(at int) (line, error) {
	if at < len(l.queue) {
		return l.queue[at], nil
	}
	out, err := l.fresh()
	if err == nil {
		out.text = bytes.Clone(out.text)
		l.queue = append(l.queue, out)
	}
	return out, err
}

// fresh reads a line.
func (l *liner) fresh() (line, error) {
	part, err := l.r.ReadSlice(l.end)
	if err == nil {
		return line{text: trimEnd(part)}, nil
	}
	var out line
	l.long = l.long[:0]
	for {
		if len(l.long)+len(part) > maxRow {
			out.tooLong = true
		} else if !out.tooLong {
			l.long = append(l.long, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			part, err = l.r.ReadSlice(l.end)
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return out, err
		case err != nil && len(l.long) == 0 && !out.tooLong:
			return out, io.EOF
		}
		out.text = trimEnd(l.long)
		if out.tooLong {
			out.text = nil
		}
		return out, nil
	}
}

func trimEnd(b []byte) []byte {
	for len(b) > 0 && (b[len(b)-1] == '\n' || b[len(b)-1] == '\r') {
		b = b[:len(b)-1]
	}
	return b
}

// next gives the next row: a line, or several when a quoted cell spans them.
func (l *liner) next() (line, error) {
	out, err := l.physical()
	if err != nil || out.tooLong || bytes.IndexByte(out.text, '"') < 0 {
		return out, err
	}
	out.quoted = true
	if !openQuote(out.text, l.sep, false) {
		return out, nil
	}
	return l.unfold(out)
}

// unfold joins the following lines until the quotation closes. When it never does,
// they are left in the queue, to be rows of their own.
func (l *liner) unfold(first line) (line, error) {
	if l.from > 0 { // what was taken from the queue is forgotten, the line itself is not
		l.queue = l.queue[:copy(l.queue, l.queue[l.from:])]
		l.from = 0
	}
	text, size, open := bytes.Clone(first.text), len(first.text), true
	for n := range maxQuotedLines {
		more, err := l.ahead(n)
		if err != nil && !errors.Is(err, io.EOF) {
			return first, err
		}
		size += len(more.text)
		if err != nil || more.tooLong || size > maxQuotedBytes {
			break
		}
		if open = openQuote(more.text, l.sep, open); open {
			continue
		}
		for _, part := range l.queue[:n+1] {
			text = append(append(text, '\n'), part.text...)
		}
		l.from = n + 1
		return line{text: text, quoted: true}, nil
	}
	return line{text: text, unclosed: true}, nil
}

// openQuote reports whether a quoted cell is not closed at the end of a line;
// open tells that one was at its beginning.
func openQuote(text []byte, sep byte, open bool) bool {
	start := !open
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case open && c == '"' && i+1 < len(text) && text[i+1] == '"':
			i++
		case open && c == '"':
			open, start = false, false
		case open:
		case c == '"' && start:
			open = true
		case c == sep:
			start = true
		case c != ' ':
			start = false
		}
	}
	return open
}

// survey tells whether a line is ASCII and whether it is free of control
// characters: nearly all are, and need no further care. It looks at eight bytes at
// once.
func survey(b []byte) (ascii, clean bool) {
	const ones = 0x0101010101010101
	var all, low uint64
	for ; len(b) >= 8; b = b[8:] {
		x := binary.LittleEndian.Uint64(b)
		delete := x ^ 0x7f*ones // a zero byte where x has 0x7f
		all |= x
		low |= (x-0x20*ones)&^x | (delete-ones)&^delete
	}
	for _, c := range b {
		all |= uint64(c)
		if c < 0x20 || c == 0x7f {
			low = 0x80
		}
	}
	return all&(0x80*ones) == 0, low&(0x80*ones) == 0
}

// split cuts a line into its cells, the first most of them, and tells how many
// there are.
func (r *Reader) split(l line) int {
	r.cells = r.cells[:0]
	text, sep := l.text, r.lines.sep
	if l.quoted {
		return r.splitQuoted(text)
	}
	for len(r.cells) < r.most {
		i := bytes.IndexByte(text, sep)
		if i < 0 {
			r.cells = append(r.cells, text)
			return len(r.cells)
		}
		r.cells = append(r.cells, text[:i])
		text = text[i+1:]
	}
	return len(r.cells) + 1 + bytes.Count(text, []byte{sep})
}

// splitQuoted cuts a line with quotation marks. Text after the closing mark
// belongs to the cell, as spreadsheets read it.
func (r *Reader) splitQuoted(text []byte) int {
	sep, n := r.lines.sep, 0
	for more := true; more; n++ {
		var cell []byte
		start := text
		for len(start) > 0 && start[0] == ' ' && sep != ' ' {
			start = start[1:]
		}
		if len(start) > 0 && start[0] == '"' {
			cell, text = unquote(start[1:])
			if i := bytes.IndexByte(text, sep); i >= 0 {
				cell, text = append(cell, text[:i]...), text[i+1:]
			} else {
				cell, more = append(cell, text...), false
			}
		} else if i := bytes.IndexByte(text, sep); i >= 0 {
			cell, text = text[:i], text[i+1:]
		} else {
			cell, more = text, false
		}
		if n < r.most {
			r.cells = append(r.cells, cell)
		}
	}
	return n
}

// unquote gives the text up to the closing mark, and what follows it.
func unquote(text []byte) (cell, rest []byte) {
	for i := 0; i < len(text); i++ {
		if text[i] != '"' {
			cell = append(cell, text[i])
			continue
		}
		if i+1 < len(text) && text[i+1] == '"' {
			cell = append(cell, '"')
			i++
			continue
		}
		return cell, text[i+1:]
	}
	return cell, nil
}
