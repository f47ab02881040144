package columns

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"iter"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/tabular"
	"github.com/fichier-unique/rules/matching"
)

// Reader gives the records of a file.
type Reader struct {
	lines    *liner
	encoding tabular.Encoding
	order    dateOrder
	header   []string
	columns  [fieldCount][]int // of each field
	width    int               // cells of the header
	most     int               // cells that are looked at
	row      int               // the last one read, as a spreadsheet numbers it

	cells   [][]byte
	chunk   []byte // text of the batch under way
	ends    [][fieldCount]uint32
	rows    []int
	refused []Refusal
	seen    hashSet // of identifiers
	account Account
	notes   map[string]*Note
}

// Batch is some records in the order of the file, with the row of each, and the rows
// refused among them.
type Batch struct {
	Records []matching.Record
	Rows    []int
	Refused []Refusal
}

// Refusal is a row that is no record. ID is as the file has it, or made of the row.
type Refusal struct {
	ID   string
	Row  int
	Code string
}

// Note is something to know of a file: how often, and where first.
type Note struct {
	Fault demand.Fault
	Count int
	Rows  []int // the first ones, as a spreadsheet numbers them
}

// Account sums up what was read.
type Account struct {
	Encoding  string
	Delimiter string
	Read      int // rows that are not blank, after the headers
	Accepted  int
	Refused   int
	Blank     int
	Notes     []Note // in order of their codes
}

// Account tells what was read so far.
func (r *Reader) Account() Account {
	a := r.account
	for _, n := range r.notes {
		a.Notes = append(a.Notes, Note{n.Fault, n.Count, slices.Clone(n.Rows)})
	}
	slices.SortFunc(a.Notes, func(x, y Note) int {
		return cmp.Or(cmp.Compare(x.Fault.Code, y.Fault.Code), cmp.Compare(x.Fault.Path, y.Fault.Path))
	})
	return a
}

// placesKept is how many places of a note are kept.
const placesKept = 10

func (r *Reader) note(f demand.Fault, row int) {
	key := f.Code + f.Path
	n := r.notes[key]
	if n == nil {
		n = &Note{Fault: f}
		r.notes[key] = n
	}
	n.Count++
	if len(n.Rows) < placesKept {
		n.Rows = append(n.Rows, row)
	}
}

// Sizes of a batch, and of what is compared of a cell.
const (
	batchRows  = 1024
	batchBytes = 1 << 20
	maxCell    = 1000
)

// Batches gives the records of the whole file, a batch at a time: it may be used
// once. The error says that the stream itself failed; it ends the sequence.
func (r *Reader) Batches() iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		for {
			l, err := r.lines.next()
			if err != nil {
				b := r.flush()
				if len(b.Rows)+len(b.Refused) > 0 && !yield(b, nil) || errors.Is(err, io.EOF) {
					return
				}
				yield(Batch{}, err)
				return
			}
			r.row++
			r.read(l)
			if len(r.rows)+len(r.refused) >= batchRows || len(r.chunk) >= batchBytes {
				if !yield(r.flush(), nil) {
					return
				}
			}
		}
	}
}

// read turns a row into a record of the batch under way.
func (r *Reader) read(l line) {
	if l.tooLong {
		r.account.Read++
		r.refuse("COL-LIG-06", strconv.Itoa(maxRow))
		return
	}
	if len(bytes.TrimSpace(l.text)) == 0 {
		r.account.Blank++
		return
	}
	ascii, clean := survey(l.text)
	if !ascii && (r.encoding != tabular.UTF8 || !utf8.Valid(l.text)) {
		text, other := r.encoding.Text(l.text)
		l.text = []byte(text)
		if other != "" {
			r.note(fault("COL-LIG-07", ""), r.row)
		}
	}
	n := r.split(l)
	if blank(r.cells) && len(bytes.Trim(l.text, " \t\""+string(rune(r.lines.sep)))) == 0 {
		r.account.Blank++
		return
	}
	r.account.Read++
	if l.unclosed {
		r.note(fault("COL-LIG-03", ""), r.row)
	}
	switch {
	case n > r.width && r.overflows(l):
		r.refuse("COL-LIG-02")
		return
	case n < r.width:
		r.note(fault("COL-LIG-01", ""), r.row)
	}
	if r.repeatsHeader() {
		r.refuse("COL-LIG-05")
		return
	}
	r.accept(clean)
}

func blank(cells [][]byte) bool {
	for _, c := range cells {
		if len(bytes.TrimSpace(c)) > 0 {
			return false
		}
	}
	return true
}

// overflows reports cells beyond the headers that hold something.
func (r *Reader) overflows(l line) bool {
	most := r.most
	r.most = 1 << 16
	r.split(l)
	over := len(r.cells) == r.most || !blank(r.cells[min(r.width, len(r.cells)):])
	r.most = most
	r.cells = r.cells[:min(most, len(r.cells))]
	return over
}

func (r *Reader) repeatsHeader() bool {
	same := 0
	for _, columns := range r.columns {
		for _, c := range columns {
			if c >= len(r.cells) || string(bytes.TrimSpace(r.cells[c])) != r.header[c] {
				return false
			}
			same++
		}
	}
	return same > 1
}

func (r *Reader) refuse(code string, values ...string) {
	r.account.Refused++
	r.note(fault(code, "", values...), r.row)
	id := ""
	if code != "COL-LIG-06" {
		if columns := r.columns[fieldID]; len(columns) > 0 && columns[0] < len(r.cells) {
			from := len(r.chunk)
			r.appendField(fieldID, false)
			id = string(r.chunk[from:])
			r.chunk = r.chunk[:from]
		}
	}
	if id == "" || r.taken([]byte(id)) {
		id = r.named(id)
	}
	r.refused = append(r.refused, Refusal{id, r.row, code})
}

// accept writes the fields of a record at the end of the batch under way.
func (r *Reader) accept(clean bool) {
	r.account.Accepted++
	var ends [fieldCount]uint32
	from := len(r.chunk)
	r.appendField(fieldID, clean)
	if id := r.chunk[from:]; len(id) == 0 || r.taken(id) {
		if len(id) > 0 {
			r.note(fault("COL-IDE-01", ""), r.row)
		} else if len(r.columns[fieldID]) > 0 {
			r.note(fault("COL-IDE-02", ""), r.row)
		}
		r.chunk = append(r.chunk[:from], r.named(string(id))...)
	}
	ends[fieldID] = uint32(len(r.chunk))
	dirty := false
	for field := fieldID + 1; field < fieldCount; field++ {
		if len(r.columns[field]) > 0 && field != fieldRegion {
			dirty = r.appendField(field, clean) || dirty
		}
		ends[field] = uint32(len(r.chunk))
	}
	if dirty {
		r.note(fault("COL-LIG-04", ""), r.row)
	}
	r.ends = append(r.ends, ends)
	r.rows = append(r.rows, r.row)
}

// flush makes the records of the batch under way: their texts share one string.
func (r *Reader) flush() Batch {
	text := string(r.chunk) // one string for all: records are made of parts of it
	records := make([]matching.Record, len(r.ends))
	from := uint32(0)
	for i := range r.ends {
		e := &r.ends[i]
		records[i] = matching.Record{
			ID: text[from:e[fieldID]], BirthName: text[e[fieldID]:e[fieldBirthName]], UsedName: text[e[fieldBirthName]:e[fieldUsedName]],
			FirstNames: text[e[fieldUsedName]:e[fieldFirstNames]], BirthDate: text[e[fieldFirstNames]:e[fieldBirthDate]],
			Sex: text[e[fieldBirthDate]:e[fieldSex]], BirthPlace: text[e[fieldSex]:e[fieldBirthPlace]],
			BirthCountry: text[e[fieldBirthPlace]:e[fieldBirthCountry]], Address: text[e[fieldBirthCountry]:e[fieldAddress]],
			PostalCode: text[e[fieldAddress]:e[fieldPostalCode]], Commune: text[e[fieldPostalCode]:e[fieldCommune]],
			Phone: text[e[fieldRegion]:e[fieldPhone]], Email: text[e[fieldPhone]:e[fieldEmail]], Identifier: text[e[fieldEmail]:e[fieldIdentifier]],
		}
		from = e[fieldIdentifier]
	}
	b := Batch{records, r.rows, r.refused}
	r.chunk, r.ends = r.chunk[:0], r.ends[:0]
	r.rows, r.refused = make([]int, 0, batchRows), nil
	return b
}
