package sample

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/demand/tabular"
)

// table gives the cells of entries in the columns of a profile, broken where
// they are to be. The first row is the header.
func table(p tabular.Profile, entries []entry) ([][]string, error) {
	forms := make([]demand.Form, len(entries))
	for i, e := range entries {
		forms[i] = e.form
		spoilForm(&forms[i], e.breakage)
	}
	var b bytes.Buffer
	if _, err := tabular.Write(&b, p, slices.Values(forms)); err != nil {
		return nil, err
	}
	r := csv.NewReader(&b)
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	column := map[string]int{}
	for i, c := range p.Columns {
		column[c.Path] = i
	}
	for i, e := range entries {
		spoilCells(rows[i+1], column, e.breakage)
	}
	return dropEmptyColumns(rows), nil
}

// spoilForm breaks what a form can hold.
func spoilForm(f *demand.Form, breakage string) {
	switch breakage {
	case "no name":
		f.Applicant.UsedName, f.Applicant.BirthName = "", ""
	case "no birth date":
		f.Applicant.BirthDate = demand.Date{}
	case "future birth":
		f.Applicant.BirthDate = f.DepositedOn.AddMonths(4)
	case "elsewhere":
		f.Wanted.Places = []demand.WantedPlace{{Commune: "71270"}, {Commune: "71076"}}
	case "no type":
		f.Wanted.Types = nil
	}
}

// spoilCells breaks what only a text can hold.
func spoilCells(row []string, column map[string]int, breakage string) {
	set := func(path, text string) { row[column[path]] = text }
	switch breakage {
	case "day 31/02":
		set("applicant.birth_date", "31/02/1970")
	case "two-digit year":
		set("applicant.birth_date", "14/07/68")
	case "amount":
		set("applicant.income.amount_minus_2", "1 234,56 €")
	case "code":
		set("applicant.family_situation", "compliquée")
	case "malformed number":
		set("number", "0211311OO012321001")
	}
}

// dropEmptyColumns keeps the columns that hold something.
func dropEmptyColumns(rows [][]string) [][]string {
	for c := len(rows[0]) - 1; c >= 0; c-- {
		if !slices.ContainsFunc(rows[1:], func(r []string) bool { return r[c] != "" }) {
			for i := range rows {
				rows[i] = slices.Delete(rows[i], c, c+1)
			}
		}
	}
	return rows
}

func (s *Sample) remember(file string, row int, e entry) {
	s.Truth = append(s.Truth, Origin{File: file, Row: row, Household: e.household, Trait: e.trait})
}

// writeCSV writes the first landlord's file: Windows-1252, semicolons, decimal
// commas, French dates, its own headers, a code of its own, a header repeated
// and a row cut short.
func writeCSV(s *Sample, entries []entry) error {
	const name = "bailleur-a.csv"
	rows, err := table(tabular.Rental(), entries)
	if err != nil {
		return err
	}
	var b strings.Builder
	line := 0
	write := func(cells []string) {
		for i, c := range cells {
			if i > 0 {
				b.WriteByte(';')
			}
			if strings.ContainsAny(c, ";\"\n") {
				c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
			}
			b.WriteString(c)
		}
		b.WriteString("\r\n")
		line++
	}
	for i, row := range rows {
		if i == 0 {
			write(append(row, "Code_client_ikos"))
			continue
		}
		for k := range row {
			row[k] = frenchCell(row[k])
		}
		if i == 400 {
			write(append(slices.Clone(rows[0]), "Code_client_ikos"))
		}
		s.remember(name, line+1, entries[i-1])
		if i == 250 {
			write(row) // the last cell is missing
			continue
		}
		write(append(row, fmt.Sprintf("IK%05d", i)))
	}
	encoded, err := charmap.Windows1252.NewEncoder().Bytes([]byte(toWindows(b.String())))
	if err != nil {
		return err
	}
	s.Files = append(s.Files, File{Name: name, Bytes: encoded, Rows: line - 1})
	return nil
}

// frenchCell writes ISO dates and decimal points as French desks do.
func frenchCell(c string) string {
	if d, err := demand.ParseDate(c); err == nil {
		return d.French()
	}
	if i := strings.IndexByte(c, '.'); i > 0 && len(c)-i <= 3 && strings.Trim(c, "0123456789.") == "" {
		return strings.Replace(c, ".", ",", 1)
	}
	return c
}

// toWindows replaces the letters that Windows-1252 does not have, as the
// landlord's software did when the name was typed.
func toWindows(s string) string {
	return strings.NewReplacer("Ł", "L", "ł", "l", "ń", "n", "ś", "s", "ę", "e", "ą", "a", "ż", "z", "ź", "z", "ć", "c", "ğ", "g", "ş", "s", "Ş", "S", "ı", "i", "ễ", "e", "ị", "i", "ă", "a").Replace(s)
}

// writeXLSX writes the second landlord's workbook, in our columns.
func writeXLSX(s *Sample, entries []entry) error {
	const name, sheet = "bailleur-b.xlsx", "Demandes"
	rows, err := table(tabular.Own(), entries)
	if err != nil {
		return err
	}
	book := excelize.NewFile()
	defer book.Close()
	if err := book.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	w, err := book.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for k, c := range row {
			cells[k] = c
			if d, err := demand.ParseDate(c); err == nil && i > 0 && k%2 == 0 {
				cells[k] = d.DaysSince(demand.MustDate("1899-12-30")) // a true spreadsheet date
			}
		}
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
			return err
		}
		if i > 0 {
			s.remember(name, i+1, entries[i-1])
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := book.SetDocProps(&excelize.DocProperties{Creator: "Bailleur B", Created: "2011-06-30T08:00:00Z", Modified: "2011-06-30T08:00:00Z"}); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		return err
	}
	s.Files = append(s.Files, File{Name: name, Bytes: b.Bytes(), Rows: len(rows) - 1})
	return nil
}

// writeXML writes the town hall's files of the national interface, in two parts.
func writeXML(s *Sample, entries []entry) error {
	half := len(entries) / 2
	for part, some := range [][]entry{entries[:half], entries[half:]} {
		name := fmt.Sprintf("mairie-%d.xml", part+1)
		header := sne.Header{Version: "02.00", FileType: demand.FileTypeCRE, FileDate: "2011-06-30T08:00:00.0+02:00"}
		records := make([]sne.Record, len(some))
		for i, e := range some {
			form := e.form
			spoilForm(&form, e.breakage)
			records[i] = sne.Record{Index: i + 1, Form: form}
			s.remember(name, i+1, e)
		}
		var b bytes.Buffer
		if err := sne.Write(&b, header, slices.Values(records)); err != nil {
			return err
		}
		s.Files = append(s.Files, File{Name: name, Bytes: b.Bytes(), Rows: len(some)})
	}
	return nil
}
