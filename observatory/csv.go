package observatory

import (
	"bytes"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
)

// Columns of a counting file: what a partner sends to be counted, without any
// nominative datum. Lists are separated by a blank; an empty cell is not known.
var countingColumns = []string{"deposited_on", "communes", "types", "persons", "target", "transfer", "reason", "ceiling", "quartile", "abnormal", "quotas", "nature"}

// Ranks of the columns.
const (
	deposited = iota
	wishes
	kindsAsked
	personsToHouse
	targetType
	transfer
	mainReason
	ceiling
	quartile
	abnormal
	quotas
	nature
)

// CountingColumns lists the columns of a counting file. Only communes is compulsory;
// the order is free.
func CountingColumns() []string { return slices.Clone(countingColumns) }

// CountingFile reads a counting file (CSV, comma or semicolon, UTF-8, header row):
// one demand a row. Its cells are dates YYYY-MM-DD, INSEE codes, codes of the columns
// of Dimensions, numbers; none of them needs quotes.
type CountingFile struct {
	separator byte
	columns   []int // of each cell, its rank in countingColumns
	body      []byte
	first     int // rows before the body, the header among them
}

// OpenCountingFile reads the header; false when the bytes are not a counting file.
func OpenCountingFile(data []byte) (*CountingFile, bool) {
	header, body, _ := bytes.Cut(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), []byte("\n"))
	f := &CountingFile{separator: ',', body: body, first: 1}
	if bytes.IndexByte(header, ';') >= 0 {
		f.separator = ';'
	}
	for name := range strings.SplitSeq(strings.TrimRight(string(header), "\r"), string(rune(f.separator))) {
		at := slices.Index(countingColumns, name)
		if at < 0 || slices.Contains(f.columns, at) {
			return nil, false
		}
		f.columns = append(f.columns, at)
	}
	return f, slices.Contains(f.columns, wishes)
}

// Split cuts the rows in parts of about the same size, to be read each on its own
// goroutine.
func (f *CountingFile) Split(parts int) []*CountingFile {
	var out []*CountingFile
	rest, before := f.body, f.first
	for k := max(1, parts); k > 0; k-- {
		end := len(rest)
		if k > 1 {
			end = len(rest) / k
			if next := bytes.IndexByte(rest[end:], '\n'); next >= 0 {
				end += next + 1
			} else {
				end = len(rest)
			}
		}
		out = append(out, &CountingFile{f.separator, f.columns, rest[:end], before})
		before += bytes.Count(rest[:end], []byte("\n"))
		rest = rest[end:]
	}
	return out
}

// Demands gives the rows one after the other, with the fault of those that cannot
// be counted: the demand is then nil. The demand given is used again for the next row.
func (f *CountingFile) Demands() iter.Seq2[*Demand, *demand.Finding] {
	return func(yield func(*Demand, *demand.Finding) bool) {
		var d Demand
		row := f.first
		for rest := f.body; len(rest) > 0; {
			var line []byte
			line, rest, _ = bytes.Cut(rest, []byte("\n"))
			row++
			if line = bytes.TrimSuffix(line, []byte("\r")); len(line) == 0 {
				continue
			}
			if column := f.read(line, &d); column != "" {
				fault := demand.Finding{Row: row, Fault: demand.Fault{Code: "OBS-FIC-01", Path: column, Severity: demand.Blocking, Params: []demand.Param{{Name: "column", Value: column}}}}
				if !yield(nil, &fault) {
					return
				}
				continue
			}
			if !yield(&d, nil) {
				return
			}
		}
	}
}

// read fills a demand from a row; it gives the column that cannot be read, "row" when
// the number of cells is wrong.
func (f *CountingFile) read(line []byte, d *Demand) string {
	*d = Demand{Places: d.Places[:0], Types: d.Types[:0], Quotas: d.Quotas[:0]}
	for i, column := range f.columns {
		cell := line
		if at := bytes.IndexByte(line, f.separator); at >= 0 {
			cell, line = line[:at], line[at+1:]
			if i == len(f.columns)-1 {
				return "row"
			}
		} else if i < len(f.columns)-1 {
			return "row"
		}
		if len(cell) > 0 && !d.cell(column, cell) {
			return countingColumns[column]
		}
	}
	return ""
}

// cell reads a cell that is not empty.
func (d *Demand) cell(column int, cell []byte) bool {
	switch column {
	case deposited:
		date, ok := dateOf(cell)
		d.DepositedOn = date
		return ok
	case wishes:
		return eachWord(cell, func(w []byte) bool {
			d.Places = append(d.Places, string(w))
			return len(w) == 5
		})
	case kindsAsked:
		return eachWord(cell, func(w []byte) bool {
			t := typeText(w)
			d.Types = append(d.Types, t)
			return t != ""
		})
	case personsToHouse:
		n, err := strconv.Atoi(string(cell))
		d.Household = n
		return err == nil && n > 0 && n < 100
	case targetType:
		d.Target = typeText(cell)
		return d.Target != ""
	case transfer, quartile, abnormal:
		return d.answer(column, cell)
	case nature:
		d.Association = string(cell) == natureCodes[1]
		return d.Association || string(cell) == natureCodes[0]
	}
	return d.code(column, cell)
}

// code reads a cell that holds a code.
func (d *Demand) code(column int, cell []byte) bool {
	switch column {
	case mainReason:
		d.Reason = demand.ReasonCode(cell)
		return d.Reason.Known()
	case ceiling:
		d.Ceiling = Ceiling(cell)
		return slices.Contains(ceilingCodes[:len(ceilingCodes)-1], string(cell))
	}
	return eachWord(cell, func(w []byte) bool { // quotas
		q := demand.Quota(w)
		d.Quotas = append(d.Quotas, q)
		return q.Known()
	})
}

func (d *Demand) answer(column int, cell []byte) bool {
	into := &d.Abnormal
	switch column {
	case transfer:
		into = &d.Transfer
	case quartile:
		into = &d.Quartile
	}
	switch string(cell) {
	case "yes":
		*into = demand.Yes
	case "no":
		*into = demand.No
	default:
		return false
	}
	return true
}

// eachWord cuts a cell at blanks.
func eachWord(cell []byte, take func(w []byte) bool) bool {
	for len(cell) > 0 {
		var w []byte
		w, cell, _ = bytes.Cut(cell, []byte(" "))
		if len(w) > 0 && !take(w) {
			return false
		}
	}
	return true
}

// dateOf reads YYYY-MM-DD.
func dateOf(cell []byte) (demand.Date, bool) {
	if len(cell) != 10 || cell[4] != '-' || cell[7] != '-' {
		return demand.Date{}, false
	}
	var n [3]int
	for i, part := range [...][]byte{cell[:4], cell[5:7], cell[8:]} {
		for _, c := range part {
			if c < '0' || c > '9' {
				return demand.Date{}, false
			}
			n[i] = n[i]*10 + int(c-'0')
		}
	}
	return demand.NewDate(n[0], n[1], n[2])
}

func typeText(w []byte) demand.DwellingType {
	for _, t := range typeCodes[:noType] {
		if string(w) == t {
			return demand.DwellingType(t)
		}
	}
	return ""
}
