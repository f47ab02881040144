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
	for number := 1; ; number++ {
		header, err, ok := next()
		if !ok || err != nil {
			stop()
			return fmt.Errorf("le classeur ne contient aucune ligne d'en-têtes ; la première feuille doit porter le tableau")
		}
		if !blank(header) {
			return in.bind(header, number, sheetRows(next, stop, number))
		}
	}
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

func sheetRows(next func() ([]string, error, bool), stop func(), header int) iter.Seq2[tabular.Row, error] {
	return func(yield func(tabular.Row, error) bool) {
		defer stop()
		for number := header + 1; ; number++ {
			cells, err, ok := next()
			if !ok {
				return
			}
			if err != nil {
				yield(tabular.Row{}, fmt.Errorf("ligne %d : %w", number, err))
				return
			}
			if !yield(tabular.FromCells(number, cells), nil) {
				return
			}
		}
	}
}

func blank(cells []string) bool {
	for _, c := range cells {
		if c != "" {
			return false
		}
	}
	return true
}
