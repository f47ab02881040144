package app

import (
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/tabular"
)

func (in *Input) openCSV(r io.Reader) error {
	reader, err := tabular.Open(r, tabular.Limits{})
	if err != nil {
		return err
	}
	detected := reader.Detected()
	in.Detected = append(in.Detected, detected.Findings...)
	return in.bind(detected.Header, detected.HeaderRow, reader.Rows())
}

// bind finds the profile of the columns and turns rows into work for any goroutine.
func (in *Input) bind(header []string, headerRow int, rows iter.Seq2[tabular.Row, error]) error {
	profile, ok := tabular.Detect(header)
	if !ok {
		return fmt.Errorf("les en-têtes de la ligne %d ne sont d'aucun profil connu (%s) ; "+
			"comparer avec « go run ./examples/batch profiles »", max(headerRow, 1), profileNames())
	}
	mapper, findings := profile.Bind(header)
	for _, f := range findings {
		f.Row = headerRow
		in.Detected = append(in.Detected, f)
	}
	in.batches = func(yield func(func() []Entry, error) bool) {
		batch := make([]tabular.Row, 0, batchRows)
		flush := func() bool {
			full := batch
			batch = make([]tabular.Row, 0, batchRows)
			return len(full) == 0 || yield(func() []Entry { return tableEntries(mapper, full) }, nil)
		}
		for row, err := range rows {
			if err != nil {
				if flush() {
					yield(nil, fmt.Errorf("lecture interrompue (%w)", err))
				}
				return
			}
			if batch = append(batch, row); len(batch) == batchRows && !flush() {
				return
			}
		}
		flush()
	}
	return nil
}

func profileNames() string {
	names := ""
	for i, p := range tabular.Profiles() {
		if i > 0 {
			names += ", "
		}
		names += p.Name
	}
	return names
}

func tableEntries(mapper *tabular.Mapper, rows []tabular.Row) []Entry {
	entries := make([]Entry, len(rows))
	for i, row := range rows {
		e := &entries[i]
		e.Row, e.Blank, e.cellOf = row.Number, row.Blank, mapper.Cell
		if row.Blank {
			continue
		}
		if notADemand(row) {
			e.Unread, e.Findings = true, row.Findings
			continue
		}
		rec := mapper.Form(row)
		e.Form, e.Findings = rec.Form, rec.Findings
		if gaps := rec.Gaps; gaps != nil {
			e.cellOf = func(path string, row int) string { return mapper.Cell(gaps.Path(path), row) }
		}
		for _, x := range rec.Extra {
			e.Extra = append(e.Extra, Extra{Column: x.Column, Text: x.Text})
		}
	}
	return entries
}

// notADemand reports a row whose cells mean nothing: repeated headers, or a row
// too large to be read.
func notADemand(row tabular.Row) bool {
	return slices.ContainsFunc(row.Findings, func(f demand.Finding) bool { return f.Code == "TAB-CSV-05" || f.Code == "TAB-CSV-06" })
}

// placeless gives the finding of a whole file.
func placeless(code string, severity demand.Severity, params ...demand.Param) demand.Finding {
	return demand.Finding{Fault: demand.Fault{Code: code, Severity: severity, Params: params}}
}
