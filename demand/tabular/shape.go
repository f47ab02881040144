package tabular

import "github.com/fichier-unique/rules/internal/fold"

// shape is what rows are compared with: the headers of their file.
type shape struct{ header, folded []string }

func shapeOf(header []string) shape {
	s := shape{header, make([]string, len(header))}
	for i, c := range header {
		s.folded[i] = fold.Identifier(c)
	}
	return s
}

// JudgeCells makes a function that says of rows read elsewhere what the reader
// of CSV files says of its own: cells beyond the headers, headers repeated. A
// short row is nothing there: spreadsheets leave out the last cells when they
// are blank.
func JudgeCells(header []string) func(*Row) {
	s := shapeOf(header)
	return func(row *Row) { s.judge(row, false) }
}

// judge compares the shape of a row with the header.
func (s *shape) judge(row *Row, whole bool) {
	if row.Blank || len(row.Findings) > 0 && row.Findings[0].Code == "TAB-CSV-06" {
		return
	}
	want, got := len(s.header), len(row.Cells)
	switch {
	case got < want && whole:
		row.Findings = append(row.Findings, finding("TAB-CSV-01", row.Number, "", "", itoa(got), itoa(want)))
	case got > want && !blankCells(row.Cells[want:]):
		row.Findings = append(row.Findings, finding("TAB-CSV-02", row.Number, CellName(want, row.Number), "", itoa(got), itoa(want)))
	}
	if s.repeated(row) {
		row.Findings = append(row.Findings, finding("TAB-CSV-05", row.Number, "", ""))
	}
}

// repeated reports a row of which most cells are the headers themselves.
func (s *shape) repeated(row *Row) bool {
	same, filled := 0, 0
	for i, c := range row.Cells {
		if c == "" || i >= len(s.folded) {
			continue
		}
		filled++
		if c == s.header[i] || fold.Identifier(c) == s.folded[i] {
			same++
		} else if filled > 3 && same == 0 {
			return false
		}
	}
	return same >= 2 && same*2 > filled
}
