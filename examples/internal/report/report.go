package report

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/charts"
	"github.com/fichier-unique/rules/observatory"
)

// File is the account of one file.
type File struct {
	Name, Kind                     string
	Read, Accepted, Refused, Blank int
	Unreadable                     string
}

// Totals sums a run up.
type Totals struct {
	Read, Accepted, Refused, Blank, Demands, Merged, ToReview    int
	NumbersKept, NumbersIssued, NumbersReplaced, NumbersWithheld int
}

// Reason is a rule that spoke, with the rows it concerns.
type Reason struct {
	Code, Severity, Sentence, Source string
	Rows                             int
}

// Overlap counts the demands filed with a number of partners.
type Overlap struct{ Partners, Demands int }

// Review is a pair a person must compare.
type Review struct {
	A, B, Probability, Reason string
	Steps                     []Step // how its weights add up
}

// Output is a file written beside the report.
type Output struct{ Name, About string }

// Data is everything the page shows.
type Data struct {
	Title, Charter string
	AsOf           demand.Date
	Threshold      int
	ThresholdWhy   string
	Files          []File
	Totals         Totals
	Reasons        []Reason
	Overlap        []Overlap
	Tables         []observatory.Table // protected
	Maps           []charts.Picture    // of the tables
	Hidden         int
	Reviews        []Review // the first ones
	Outputs        []Output
}

//go:embed page.html
var pageHTML string

var printer = message.NewPrinter(language.French)

// number writes a count as French readers do: 3 012.
func number(n int) string { return printer.Sprintf("%d", n) }

// Write writes the page. It fails when the accounts of the data do not hold.
func Write(w io.Writer, d Data) error {
	if err := check(&d); err != nil {
		return err
	}
	drawn := d.pictures()
	pictures, err := charts.Data(drawn)
	if err != nil {
		return fmt.Errorf("rapport : %w", err)
	}
	page, err := template.New("page").Funcs(template.FuncMap{
		"n": number, "cell": cell, "top": func(t observatory.Table) []observatory.Row { return biggest(t, 20) },
		"first":   func(rs []Reason, severity string) []Reason { return ofSeverity(rs, severity) },
		"picture": func(id string) (template.HTML, error) { return block(drawn, id) }, "map": charts.Block, "typeset": charts.Typeset,
		"waterfall": waterfall, "stairs": stairs, "bits": bits,
		"table": d.table, "secret": func() string { return observatory.Secret },
	}).Parse(charts.TypesetTemplate(pageHTML))
	if err != nil {
		return fmt.Errorf("rapport : %w", err)
	}
	var b bytes.Buffer
	err = page.Execute(&b, map[string]any{
		"D": d, "Style": charts.Style(), "Data": pictures, "ECharts": charts.Library(), "Draw": charts.Draw(),
	})
	if err != nil {
		return fmt.Errorf("rapport : %w", err)
	}
	_, err = b.WriteTo(w)
	return err
}

// check verifies that the figures agree with each other.
func check(d *Data) error {
	var sum Totals
	for _, f := range d.Files {
		if f.Read != f.Accepted+f.Refused {
			return fmt.Errorf("rapport : %s : %d lues, %d acceptées, %d refusées : les comptes ne tombent pas juste", f.Name, f.Read, f.Accepted, f.Refused)
		}
		sum.Read += f.Read
		sum.Accepted += f.Accepted
	}
	t := d.Totals
	if t.Read != sum.Read || t.Accepted != sum.Accepted || t.Read != t.Accepted+t.Refused || t.Accepted != t.Demands+t.Merged {
		return fmt.Errorf("rapport : les totaux ne sont pas la somme des fichiers")
	}
	overlap := 0
	for _, o := range d.Overlap {
		overlap += o.Demands
	}
	if overlap != t.Demands {
		return fmt.Errorf("rapport : %d demandes par partenaires, %d en tout", overlap, t.Demands)
	}
	return nil
}

// cell writes a count, or that it is secret.
func cell(c observatory.Cell) string {
	if c.Hidden {
		return observatory.Secret
	}
	return number(c.Value)
}

// table finds a table by its measure and level.
func (d Data) table(code string, level string) observatory.Table {
	for _, t := range d.Tables {
		if t.Measure.Code == code && string(t.Level) == level {
			return t
		}
	}
	return observatory.Table{}
}

// biggest gives the rows of the largest totals.
func biggest(t observatory.Table, most int) []observatory.Row {
	rows := slices.Clone(t.Rows)
	slices.SortStableFunc(rows, func(a, b observatory.Row) int {
		return b.Cells[len(b.Cells)-1].Value - a.Cells[len(a.Cells)-1].Value
	})
	return rows[:min(len(rows), most)]
}

func ofSeverity(rs []Reason, severity string) []Reason {
	var out []Reason
	for _, r := range rs {
		if r.Severity == severity {
			out = append(out, r)
		}
	}
	return out
}
