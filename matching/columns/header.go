package columns

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/tabular"
	"github.com/fichier-unique/rules/internal/fold"
)

// headerTries is how many rows may come before the headers.
const headerTries = 20

// Open tells encoding and delimiter of a file, finds its headers and binds the map to
// them. Faults say what is wrong with the map or the headers, and error that the
// file cannot be read.
func Open(from io.Reader, m Map) (*Reader, demand.Faults, error) {
	if faults := m.check(); len(faults) > 0 {
		return nil, faults, nil
	}
	text, nature, err := tabular.Sniff(from, tabular.Limits{}, encodings[strings.ToLower(m.Encoding)])
	if err != nil {
		return nil, nil, err
	}
	r := &Reader{encoding: nature.Encoding, notes: map[string]*Note{}}
	r.order, _ = orderOf(m.DateFormat)
	sep, _ := delimiterOf(m.Delimiter)
	if sep == 0 {
		sep = nature.Separator
	}
	r.account.Encoding, r.account.Delimiter = string(nature.Encoding), string(rune(sep))
	r.lines = &liner{r: text, end: nature.LineEnd[len(nature.LineEnd)-1], sep: sep}
	faults, err := r.findHeader(&m)
	if err != nil || len(faults) > 0 {
		return nil, faults, err
	}
	return r, nil, nil
}

// findHeader takes the first row that holds at least half of the mapped columns.
func (r *Reader) findHeader(m *Map) (demand.Faults, error) {
	wanted := 0
	for _, names := range m.Columns.list() {
		wanted += len(names)
	}
	need := (wanted + 1) / 2
	if m.optional {
		need = 1
	}
	filled := 0
	for tries := 0; tries < headerTries; tries++ {
		header, err := r.headerRow()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		found, unknown := r.bind(m, header)
		switch {
		case found >= need:
			if filled > 0 {
				r.note(fault("COL-ENT-05", "", strconv.Itoa(filled)), r.row)
			}
			r.judgeHeader(header)
			return unknown, nil
		case found > 0:
			return unknown, nil // some columns are there: the others are misspelt
		}
		if slices.ContainsFunc(header, func(c string) bool { return c != "" }) {
			filled++
		}
	}
	return demand.Faults{fault("COL-ENT-02", "columns", strconv.Itoa(min(headerTries, max(r.row, 1))))}, nil
}

// headerRow reads a row as headers.
func (r *Reader) headerRow() ([]string, error) {
	l, err := r.lines.next()
	if err != nil {
		return nil, err
	}
	r.row++
	r.most = 1 << 16
	r.split(l)
	header := make([]string, len(r.cells))
	for i, c := range r.cells {
		text, _ := r.encoding.Text(c)
		header[i] = strings.TrimSpace(text)
	}
	return header, nil
}

// bind finds the columns of each field: by their very name, or else by their
// name folded. It tells how many were found and which were not.
func (r *Reader) bind(m *Map, header []string) (found int, unknown demand.Faults) {
	folded := make([]string, len(header))
	for i, h := range header {
		folded[i] = fold.Identifier(h)
	}
	r.width, r.header, r.most = len(header), header, 0
	usable := false
	for field, names := range m.Columns.list() {
		r.columns[field] = nil
		for k, name := range names {
			name = strings.TrimSpace(name)
			at := slices.Index(header, name)
			if at < 0 {
				at = slices.Index(folded, fold.Identifier(name))
			}
			if at < 0 {
				path := "columns." + fieldNames[field]
				if len(names) > 1 {
					path += "[" + strconv.Itoa(k) + "]"
				}
				unknown = append(unknown, fault("COL-ENT-01", path, name, strconv.Itoa(r.row)))
				continue
			}
			found++
			usable = usable || compared(field)
			r.columns[field] = append(r.columns[field], at)
			r.most = max(r.most, at+1)
		}
	}
	if m.optional {
		unknown = nil
		if !usable { // identifiers alone compare nothing
			found = 0
		}
	}
	return found, unknown
}

// judgeHeader says what is odd about the columns that are read.
func (r *Reader) judgeHeader(header []string) {
	for field, columns := range r.columns {
		for _, at := range columns {
			if slices.Contains(header[at+1:], header[at]) {
				r.note(fault("COL-ENT-03", "columns."+fieldNames[field], header[at]), r.row)
			}
		}
	}
	if len(r.columns[fieldRegion]) > 0 {
		r.note(fault("COL-ENT-04", "columns.region"), r.row)
	}
}
