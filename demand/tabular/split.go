package tabular

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
)

// liner gives the lines of a text, without their end; a line longer than most
// is read to its end and not kept.
type liner struct {
	r     *bufio.Reader
	end   byte
	most  int
	queue []physical // lines read ahead for a quotation that was never closed
}

type physical struct {
	text    []byte
	tooLong bool
}

func (l *liner) next() (physical, error) {
	if len(l.queue) > 0 {
		line := l.queue[0]
		l.queue = l.queue[1:]
		return line, nil
	}
	var line physical
	for {
		part, err := l.r.ReadSlice(l.end)
		if len(line.text)+len(part) > l.most {
			line.tooLong, line.text = true, nil
		}
		if !line.tooLong {
			line.text = append(line.text, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && len(part) == 0 && len(line.text) == 0 && !line.tooLong:
			return line, err
		case err != nil && !errors.Is(err, io.EOF):
			return line, err
		}
		line.text = bytes.TrimSuffix(line.text, []byte{l.end})
		line.text = bytes.TrimRight(line.text, "\r")
		return line, nil
	}
}

// Most lines and bytes that one quoted cell may span before the quotation is
// taken as never closed.
const (
	maxQuotedLines = 100
	maxQuotedBytes = 64 << 10
)

// next gives the next record: a line, or several when a quoted cell spans them.
func (r *Reader) next() (Row, error) {
	line, err := r.lines.next()
	if err != nil {
		return Row{}, err
	}
	r.number++
	row := Row{Number: r.number}
	if line.tooLong {
		row.Findings = append(row.Findings, finding("TAB-CSV-06", row.Number, "", "", itoa(r.lim.MaxRowBytes)))
		return row, nil
	}
	text := r.separate(line.text, &row)
	if bytes.IndexByte(text, '"') >= 0 && open(text, r.detected.Separator) {
		whole, closed := r.unfold(text)
		if !closed {
			row.Findings = append(row.Findings, finding("TAB-CSV-03", row.Number, "", ""))
			r.cells(&row, text, false)
			return row, nil
		}
		text = whole
	}
	r.cells(&row, text, true)
	return row, nil
}

// separate cuts a line that other line ends than the file's join to the
// following ones, and keeps these for later. A sign that could as well be inside
// a cell cuts nothing: each part must have as many cells as the headers, or as
// the other parts before the headers are known.
func (r *Reader) separate(text []byte, row *Row) []byte {
	other := byte('\r')
	if r.lines.end == '\r' {
		other = '\n'
	}
	if bytes.IndexByte(text, other) < 0 {
		return text
	}
	parts := bytes.Split(text, []byte{other})
	parts = slices.DeleteFunc(parts, func(p []byte) bool { return len(bytes.TrimSpace(p)) == 0 })
	cells := len(r.detected.Header)
	for _, p := range parts {
		n := 1
		for _, rest, more := cut(string(p), r.detected.Separator, true); more; n++ {
			_, rest, more = cut(rest, r.detected.Separator, true)
		}
		if cells == 0 {
			cells = n
		}
		if n != cells || n < 2 || open(p, r.detected.Separator) {
			return text
		}
	}
	if len(parts) < 2 {
		return text
	}
	var later []physical
	for _, p := range parts[1:] {
		later = append(later, physical{text: bytes.Clone(p)})
	}
	r.lines.queue = append(later, r.lines.queue...)
	if !r.mixed {
		r.mixed = true
		row.Findings = append(row.Findings, finding("TAB-CSV-07", row.Number, "", ""))
	}
	return parts[0]
}

// open reports whether a quoted cell of the text is not closed.
func open(text []byte, sep byte) bool {
	quoted, start := false, true
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '"' && i+1 < len(text) && text[i+1] == '"':
			i++
		case quoted && c == '"':
			quoted, start = false, false
		case quoted:
		case c == '"' && start:
			quoted = true
		default:
			start = c == sep
		}
	}
	return quoted
}

// unfold joins the following lines until the quotation closes. When it never
// does, the lines are given back to be read as rows of their own.
func (r *Reader) unfold(text []byte) ([]byte, bool) {
	whole := bytes.Clone(text)
	var ahead []physical
	for range maxQuotedLines {
		line, err := r.lines.next()
		if err != nil {
			break
		}
		ahead = append(ahead, line)
		if line.tooLong || len(whole)+len(line.text) > maxQuotedBytes {
			break
		}
		whole = append(append(whole, '\n'), line.text...)
		if !open(whole, r.detected.Separator) {
			return whole, true
		}
	}
	r.lines.queue = append(ahead, r.lines.queue...)
	return nil, false
}

// cells decodes and splits a record.
func (r *Reader) cells(row *Row, text []byte, quotes bool) {
	decoded, other := decode(text, r.detected.Encoding)
	row.Cells = make([]string, 0, max(len(r.detected.Header), 8))
	for rest, more := decoded, true; more; {
		var cell string
		cell, rest, more = cut(rest, r.detected.Separator, quotes)
		if len(row.Cells) == r.lim.MaxColumns {
			row.Cells[r.lim.MaxColumns-1] += string(r.detected.Separator) + cell // kept, in the last cell
			if len(row.Findings) == 0 || row.Findings[len(row.Findings)-1].Code != "TAB-CSV-02" {
				row.Findings = append(row.Findings, finding("TAB-CSV-02", row.Number, CellName(r.lim.MaxColumns, row.Number), "",
					"plus de "+itoa(r.lim.MaxColumns), itoa(max(len(r.detected.Header), 1))))
			}
			row.Cells[r.lim.MaxColumns-1] += string(r.detected.Separator) + rest
			break
		}
		column := len(row.Cells)
		if strings.IndexByte(cell, 0) >= 0 {
			row.Findings = append(row.Findings, finding("TAB-CSV-04", row.Number, CellName(column, row.Number), ""))
		}
		if other != "" && !asciiString(cell) {
			row.Findings = append(row.Findings, finding("TAB-ENC-02", row.Number, CellName(column, row.Number), "", string(other)))
		}
		row.Cells = append(row.Cells, cell)
	}
	row.Blank = blankCells(row.Cells)
}

func asciiString(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// cut takes the first cell off a record.
func cut(s string, sep byte, quotes bool) (cell, rest string, more bool) {
	if !quotes || s == "" || s[0] != '"' {
		i := strings.IndexByte(s, sep)
		if i < 0 {
			return s, "", false
		}
		return s[:i], s[i+1:], true
	}
	for i := 1; i < len(s); i++ {
		if s[i] != '"' {
			continue
		}
		if i+1 < len(s) && s[i+1] == '"' {
			i++
			continue
		}
		// Text after the closing mark belongs to the cell, as spreadsheets read it.
		tail, rest, more := cut(s[i+1:], sep, false)
		return strings.ReplaceAll(s[1:i], `""`, `"`) + tail, rest, more
	}
	i := strings.IndexByte(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}
