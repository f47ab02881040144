package app

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"

	"github.com/xuri/excelize/v2"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/tabular"
)

// Limits of a spreadsheet: what it may unzip to, and the part of a sheet that
// is kept in memory (the rest goes through a temporary file).
const (
	unzipLimit    = 512 << 20
	unzipXMLLimit = 16 << 20
)

func (in *Input) openXLSX(r io.Reader) error {
	book, err := excelize.OpenReader(r, excelize.Options{
		UnzipSizeLimit: unzipLimit, UnzipXMLSizeLimit: unzipXMLLimit, RawCellValue: true,
	})
	if err != nil {
		return fmt.Errorf("le classeur ne s'ouvre pas (%w) ; l'enregistrer de nouveau au format .xlsx sans mot de passe, "+
			"de moins de %d Mo une fois décompressé", err, unzipLimit>>20)
	}
	closeFile := in.close
	in.close = func() error { return errors.Join(book.Close(), closeFile()) }
	sheets := book.GetSheetList()
	rows, err := firstRows(book, sheets)
	if err != nil {
		return err
	}
	if len(sheets) > 1 {
		in.Detected = append(in.Detected, placeless("APP-XLS-01", demand.Information,
			demand.Param{Name: "others", Value: strconv.Itoa(len(sheets) - 1)}))
	}
	next, stop := iter.Pull2(rows)
	header, number, skipped := headerOf(next)
	if header == nil {
		stop()
		return errors.New("le classeur ne contient aucune ligne d'en-têtes ; la première feuille doit porter le tableau")
	}
	if skipped > 0 {
		f := placeless("TAB-ENC-03", demand.Information, demand.Param{Name: "count", Value: strconv.Itoa(skipped)})
		f.Row = number
		in.Detected = append(in.Detected, f)
	}
	return in.bind(header, number, sheetRows(next, stop, header, number))
}

// headerTries is how many rows may come before the headers.
const headerTries = 20

// headerOf takes the first row that a profile recognises, or else the first row
// that is not blank; rows read beyond that one are lost, but then no profile
// knows the sheet and it is refused whole.
func headerOf(next func() ([]string, error, bool)) (header []string, number, skipped int) {
	first, at, filled := []string(nil), 1, 0
	for n := 1; n <= headerTries; n++ {
		cells, err, ok := next()
		if !ok || err != nil {
			break
		}
		if _, known := tabular.Detect(cells); known {
			return cells, n, filled
		}
		if tabular.FromCells(n, cells).Blank {
			continue
		}
		if filled++; first == nil {
			first, at = cells, n
		}
	}
	return first, at, 0
}

// firstRows streams the rows of the first sheet.
func firstRows(book *excelize.File, sheets []string) (iter.Seq2[[]string, error], error) {
	if len(sheets) == 0 {
		return nil, errors.New("le classeur n'a aucune feuille")
	}
	rows, err := book.Rows(sheets[0])
	if err != nil {
		return nil, fmt.Errorf("la première feuille ne se lit pas (%w)", err)
	}
	return func(yield func([]string, error) bool) {
		defer rows.Close()
		for rows.Next() {
			cells, err := rows.Columns()
			if !yield(cells, err) || err != nil {
				return
			}
		}
		if err := rows.Error(); err != nil {
			yield(nil, err)
		}
	}, nil
}

func sheetRows(next func() ([]string, error, bool), stop func(), header []string, at int) iter.Seq2[tabular.Row, error] {
	return func(yield func(tabular.Row, error) bool) {
		defer stop()
		judge := tabular.JudgeCells(header)
		for number := at + 1; ; number++ {
			cells, err, ok := next()
			if !ok {
				return
			}
			if err != nil {
				yield(tabular.Row{}, fmt.Errorf("ligne %d : %w", number, err))
				return
			}
			row := tabular.FromCells(number, cells)
			judge(&row)
			if !yield(row, nil) {
				return
			}
		}
	}
}
