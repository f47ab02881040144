package report

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/fichier-unique/rules/demand"
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
	Hidden         int
	Reviews        []Review // the first ones
	Outputs        []Output
}

//go:embed page.html
var pageHTML string

//go:embed style.css
var styleCSS string

//go:embed draw.js
var drawJS string

//go:embed vendored/echarts.common.min.js
var echartsJS string

// chart is a picture: bars, stacked when there are several series.
type chart struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	Labels     []string `json:"labels"`
	Series     []series `json:"series"`
	Horizontal bool     `json:"horizontal"`
}

type series struct {
	Name   string `json:"name"`
	Values []*int `json:"values"` // nil for a hidden count
}

var printer = message.NewPrinter(language.French)

// number writes a count as French readers do: 3 012.
func number(n int) string { return printer.Sprintf("%d", n) }

// Write writes the page. It fails when the accounts of the data do not hold.
func Write(w io.Writer, d Data) error {
	if err := check(&d); err != nil {
		return err
	}
	charts := d.charts()
	data, err := json.Marshal(charts)
	if err != nil {
		return fmt.Errorf("rapport : %w", err)
	}
	page, err := template.New("page").Funcs(template.FuncMap{
		"n": number, "cell": cell, "top": func(t observatory.Table) []observatory.Row { return biggest(t, 20) },
		"first": func(rs []Reason, severity string) []Reason { return ofSeverity(rs, severity) },
		"table": d.table, "secret": func() string { return observatory.Secret },
	}).Parse(pageHTML)
	if err != nil {
		return fmt.Errorf("rapport : %w", err)
	}
	var b bytes.Buffer
	err = page.Execute(&b, map[string]any{
		"D": d, "Style": template.CSS(styleCSS),
		// "</" inside a script would end it: JSON and JavaScript strings may write it "<\/".
		"Data":   template.JS(strings.ReplaceAll(string(data), "</", `<\/`)),
		"Charts": charts, "ECharts": template.JS(echartsJS), "Draw": template.JS(drawJS),
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

func (d Data) charts() []chart {
	files := chart{ID: "fichiers", Title: "Lignes acceptées et refusées, par fichier", Horizontal: true, Series: []series{{Name: "acceptées"}, {Name: "refusées"}}}
	for _, f := range d.Files {
		files.Labels = append(files.Labels, path.Base(f.Name))
		files.Series[0].Values = append(files.Series[0].Values, &f.Accepted)
		files.Series[1].Values = append(files.Series[1].Values, &f.Refused)
	}
	overlap := chart{ID: "guichets", Title: "Demandes selon le nombre de fichiers où elles figurent", Series: []series{{Name: "demandes"}}}
	for _, o := range d.Overlap {
		overlap.Labels = append(overlap.Labels, fmt.Sprintf("%d fichier(s)", o.Partners))
		overlap.Series[0].Values = append(overlap.Series[0].Values, &o.Demands)
	}
	refused := chart{ID: "refus", Title: "Lignes concernées, par règle", Horizontal: true, Series: []series{{Name: "lignes"}}}
	for _, r := range ofSeverity(d.Reasons, "blocking") {
		refused.Labels = append(refused.Labels, r.Code)
		refused.Series[0].Values = append(refused.Series[0].Values, &r.Rows)
	}
	communes := chart{ID: "communes", Title: "Les vingt communes les plus demandées en premier choix", Horizontal: true, Series: []series{{Name: "demandes"}}}
	for _, r := range biggest(d.table("stock_first", "commune"), 20) {
		communes.Labels = append(communes.Labels, r.Name)
		communes.Series[0].Values = append(communes.Series[0].Values, value(r.Cells[0]))
	}
	return []chart{files, overlap, refused, communes,
		d.totals("types", "Types souhaités (plusieurs réponses possibles)", "by_type"),
		d.totals("anciennete", "Ancienneté des demandes", "by_age")}
}

// totals draws the total row of a measure.
func (d Data) totals(id, title, measure string) chart {
	t := d.table(measure, "departement")
	c := chart{ID: id, Title: title, Series: []series{{Name: "demandes"}}}
	for k := range len(t.Columns) - 1 {
		c.Labels = append(c.Labels, t.Columns[k].Title)
		c.Series[0].Values = append(c.Series[0].Values, value(t.Total.Cells[k]))
	}
	return c
}

func value(c observatory.Cell) *int {
	if c.Hidden {
		return nil
	}
	return &c.Value
}
