package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/fichier-unique/rules/demand"
)

// Limits bound what is read. Zero fields take the defaults.
type Limits struct {
	MaxRowBytes int // one row; 1 MiB by default
	MaxColumns  int // cells of one row; 1024 by default
	Sample      int // bytes looked at to tell the encoding; 256 KiB by default
}

// Detected is what was found out about a file before its rows.
type Detected struct {
	Encoding  Encoding
	Mark      bool // begins with a byte-order mark
	Separator byte
	LineEnd   string // "\n", "\r\n" or "\r"
	Header    []string
	HeaderRow int // number of the row of headers, from 1
	Findings  []demand.Finding
}

// Row is one row of a table. Number counts records from 1, the header included,
// as a spreadsheet does. Cells share one string per row: a row may be kept.
type Row struct {
	Number   int
	Cells    []string
	Blank    bool
	Findings []demand.Finding
}

// FromCells makes a row of cells read elsewhere, from a spreadsheet for example.
func FromCells(number int, cells []string) Row {
	return Row{Number: number, Cells: cells, Blank: blankCells(cells)}
}

// Reader gives the rows of a CSV file.
type Reader struct {
	lines    *liner
	lim      Limits
	detected Detected
	number   int
	mixed    bool // line ends of two sorts were met, and told
	shape    shape
}

// Open tells the encoding, the separator and the header row of a CSV file.
func Open(r io.Reader, lim Limits) (*Reader, error) {
	lim = lim.defaults()
	text, n, err := Sniff(r, lim, "")
	if err != nil {
		return nil, err
	}
	out := &Reader{lim: lim, detected: Detected{Encoding: n.Encoding, Mark: n.Mark, LineEnd: n.LineEnd, Separator: n.Separator}}
	d := &out.detected
	out.lines = &liner{r: text, end: d.LineEnd[len(d.LineEnd)-1], most: lim.MaxRowBytes}
	return out, out.readHeader()
}

func (l Limits) defaults() Limits {
	if l.MaxRowBytes <= 0 {
		l.MaxRowBytes = 1 << 20
	}
	if l.MaxColumns <= 0 {
		l.MaxColumns = 1024
	}
	if l.Sample <= 0 {
		l.Sample = 256 << 10
	}
	return l
}

func sniffLineEnd(sample []byte) string {
	lf := bytes.IndexByte(sample, '\n')
	switch {
	case lf > 0 && sample[lf-1] == '\r':
		return "\r\n"
	case lf < 0 && bytes.IndexByte(sample, '\r') >= 0:
		return "\r"
	}
	return "\n"
}

// sniffSeparator takes the sign most often met outside quotes in the first
// lines, counted on the line that has the most.
func sniffSeparator(sample []byte, end string) byte {
	best, most := byte(';'), 0
	for n, line := range bytes.SplitN(sample, []byte(end[len(end)-1:]), 12) {
		if n == 11 {
			break
		}
		for _, sep := range []byte(";,\t|") {
			count, quoted := 0, false
			for _, c := range line {
				if c == '"' {
					quoted = !quoted
				} else if c == sep && !quoted {
					count++
				}
			}
			if count > most {
				best, most = sep, count
			}
		}
	}
	return best
}

// headerTries is how many rows may come before the headers.
const headerTries = 20

// readHeader takes the first row that a profile recognises, or else the first
// row that is not blank.
func (r *Reader) readHeader() error {
	d := &r.detected
	name := map[byte]string{';': "point-virgule", ',': "virgule", '\t': "tabulation", '|': "barre verticale"}[d.Separator]
	d.Findings = append(d.Findings, finding("TAB-ENC-01", 0, "", "", string(d.Encoding), name))
	var before []Row
	for len(before) < headerTries {
		row, err := r.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("tabular: open: %w", err)
		}
		if _, ok := Detect(row.Cells); ok {
			r.setHeader(row, before)
			return nil
		}
		before = append(before, row)
	}
	for _, row := range before {
		if !row.Blank {
			r.setHeader(row, nil)
			return nil
		}
	}
	return errors.New("tabular: open: the file holds no row of headers; write the names of the columns on the first row")
}

func (r *Reader) setHeader(row Row, before []Row) {
	d := &r.detected
	d.Header, d.HeaderRow = row.Cells, row.Number
	skipped := 0
	for _, b := range before {
		if !b.Blank {
			skipped++
		}
	}
	if skipped > 0 {
		d.Findings = append(d.Findings, finding("TAB-ENC-03", row.Number, "", "", itoa(skipped)))
	}
	d.Findings = append(d.Findings, row.Findings...)
	r.shape = shapeOf(row.Cells)
}

// Detected tells what was found out about the file.
func (r *Reader) Detected() Detected { return r.detected }

// Rows gives every row after the headers, blank ones included. The error says
// that the stream itself failed; it ends the sequence.
func (r *Reader) Rows() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for {
			row, err := r.next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Row{}, err)
				return
			}
			r.shape.judge(&row, true)
			if !yield(row, nil) {
				return
			}
		}
	}
}

func blankCells(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}
