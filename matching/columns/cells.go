package columns

import (
	"strconv"
	"unicode/utf8"
)

// appendField writes the cells of a field, joined by a blank, at the end of the batch;
// it reports that control characters were taken out.
func (r *Reader) appendField(field int, clean bool) (dirty bool) {
	from := len(r.chunk)
	for _, c := range r.columns[field] {
		if c >= len(r.cells) {
			continue
		}
		at := len(r.chunk)
		if at > from {
			r.chunk = append(r.chunk, ' ')
		}
		begin := len(r.chunk)
		cell := trim(r.cells[c])
		if len(cell) > maxCell {
			r.note(fault("COL-LIG-08", "", strconv.Itoa(maxCell)), r.row)
			cell = cut(cell)
		}
		if clean {
			r.chunk = append(r.chunk, cell...)
		} else if r.appendClean(cell) {
			dirty = true
		}
		if len(r.chunk) == begin {
			r.chunk = r.chunk[:at]
		}
	}
	switch field {
	case fieldBirthDate:
		r.date(from)
	case fieldSex:
		r.chunk = append(r.chunk[:from], sexOf(r.chunk[from:])...)
	}
	return dirty
}

func trim(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\t') {
		b = b[1:]
	}
	for len(b) > 0 && (b[len(b)-1] == ' ' || b[len(b)-1] == '\t') {
		b = b[:len(b)-1]
	}
	return b
}

// cut keeps whole characters of the beginning of a cell.
func cut(b []byte) []byte {
	n := maxCell
	for n > maxCell-utf8.UTFMax && !utf8.RuneStart(b[n]) {
		n--
	}
	return b[:n]
}

// appendClean writes a cell without its control characters: those that stand for
// a blank become one. It tells whether others were there.
func (r *Reader) appendClean(cell []byte) (dirty bool) {
	for _, c := range cell {
		switch {
		case c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f':
			r.chunk = append(r.chunk, ' ')
		case c < 0x20 || c == 0x7f:
			dirty = true
		default:
			r.chunk = append(r.chunk, c)
		}
	}
	return dirty
}

// date rewrites the date at the end of the batch.
func (r *Reader) date(from int) {
	cell := r.chunk[from:]
	if len(cell) == 0 || !r.order.given && iso(cell) {
		return
	}
	var room [16]byte
	out, ok := r.order.appendDate(room[:0], cell)
	if !ok {
		r.note(fault("COL-DAT-01", ""), r.row)
		out = nil
	}
	r.chunk = append(r.chunk[:from], out...)
}

// iso reports yyyy-mm-dd.
func iso(b []byte) bool {
	if len(b) != 10 || b[4] != '-' || b[7] != '-' {
		return false
	}
	for i, c := range b {
		if c-'0' > 9 && i != 4 && i != 7 {
			return false
		}
	}
	return true
}

// sexOf reads the ways in which French files write the sex; what it does not know
// is left as it is.
func sexOf(cell []byte) []byte {
	if len(cell) == 0 || len(cell) > 12 {
		return cell
	}
	var upper [12]byte
	for i, c := range cell {
		if c-'a' < 26 {
			c -= 'a' - 'A'
		}
		upper[i] = c
	}
	switch string(upper[:len(cell)]) {
	case "M", "1", "H", "HOMME", "MASCULIN", "MALE", "MR", "M.", "MONSIEUR":
		return []byte("M")
	case "F", "2", "FEMME", "FEMININ", "FEMALE", "MME", "MLLE", "MME.", "MADAME", "W":
		return []byte("F")
	}
	return cell
}

// taken enters an identifier, and reports that a former row has it.
func (r *Reader) taken(id []byte) bool { return r.seen.add(hash(id)) }

// named makes an identifier of the row, beside that of the file, that no former row has.
func (r *Reader) named(id string) string {
	for {
		id += "#" + strconv.Itoa(r.row)
		if !r.taken([]byte(id)) {
			return id
		}
	}
}

// hash is FNV-1a of 64 bits, mixed once more.
func hash(b []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	h ^= h >> 32
	return h * 0x9e3779b97f4a7c15
}
