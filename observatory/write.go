package observatory

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/fichier-unique/rules/demand"
)

// NotAvailable is written in the place of a figure that has no value, never 0.
const NotAvailable = "na"

// decimals of the figures written.
const decimals = 2

// Text writes the value with two decimals, Secret when it is hidden, NotAvailable
// when there is none.
func (f Figure) Text() string {
	v, ok := f.Value(decimals)
	switch {
	case ok:
		return v.StringFixed(decimals)
	case f.Missing == HiddenFigure:
		return Secret
	}
	return NotAvailable
}

func (c Cell) text() string {
	if c.Hidden {
		return Secret
	}
	return strconv.Itoa(c.Value)
}

// WriteFigures writes a table of figures as CSV: hidden ones are written "secret",
// those not available "na".
func WriteFigures(w io.Writer, t FigureTable) error {
	out := csv.NewWriter(w)
	header := []string{"territory_code", "territory_name"}
	for _, c := range t.Columns {
		header = append(header, c.Code)
	}
	_ = out.Write(header) // a failure is kept by the writer and told by Error
	for _, r := range append(slices.Clone(t.Rows), t.Total) {
		line := []string{r.Code, r.Name}
		for _, f := range r.Figures {
			line = append(line, f.Text())
		}
		_ = out.Write(line)
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("observatory: write figures %s: %w", t.FileName(), err)
	}
	return nil
}

// Publication is what is published together: counts and figures, protected.
type Publication struct {
	Tables  []Table
	Figures []FigureTable
	// Of other days, written in one file each: see SeriesFile and ComparisonsFile.
	Series        []Table
	Before        []Table
	BeforeFigures []FigureTable
	Compared      bool // comparisons are written
}

// counts gives every table of counts once: a period of the series may be that of the
// count, or of the earlier one.
func (p *Publication) counts() []*Table {
	type days struct {
		measure string
		level   Level
		Period
	}
	var out []*Table
	seen := map[days]bool{}
	for _, tables := range [...][]Table{p.Tables, p.Series, p.Before} {
		for i := range tables {
			t := &tables[i]
			if k := (days{t.Measure.Code, t.Level, Period{t.From, t.AsOf}}); !seen[k] {
				seen[k] = true
				out = append(out, t)
			}
		}
	}
	return out
}

func period(from, asOf demand.Date) string {
	if from.IsZero() {
		return asOf.String()
	}
	return from.String() + "/" + asOf.String()
}

var dictionaryColumns = []string{"file", "column", "column_title", "measure", "version", "title", "title_en", "definition", "definition_en",
	"formula", "unit", "columns_sum", "rows_sum", "level", "geography_year", "period", "source", "confidence"}

// WriteDictionary writes the dictionary of a publication as CSV: each column of
// each table, with the definition, the formula, the unit, the source and the version of
// its measure.
func WriteDictionary(w io.Writer, p *Publication) error {
	out := csv.NewWriter(w)
	_ = out.Write(dictionaryColumns)
	line := func(file string, m *Measure, level Level, year int, span string, columns []Column) {
		for _, c := range columns {
			if m.Code == "" { // a column that is no measure
				_ = out.Write(append([]string{file, c.Code, c.Title}, make([]string, len(dictionaryColumns)-3)...))
				continue
			}
			_ = out.Write([]string{file, c.Code, c.Title, m.Code, strconv.Itoa(m.Version), m.Title, m.English, m.Definition, m.DefinitionEnglish, m.Formula, m.Unit,
				strconv.FormatBool(m.Additive), strconv.FormatBool(m.SumsUp), string(level), strconv.Itoa(year), span, m.Source.String(), string(m.Source.Confidence)})
		}
	}
	for i := range p.Tables {
		t := &p.Tables[i]
		line(t.FileName(), &t.Measure, t.Level, t.GeographyYear, period(t.From, t.AsOf), t.Columns)
	}
	for i := range p.Figures {
		t := &p.Figures[i]
		line(t.FileName(), &t.Measure, t.Level, t.GeographyYear, period(t.From, t.AsOf), t.Columns)
	}
	p.otherDays(line)
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("observatory: write dictionary: %w", err)
	}
	return nil
}

// otherDays describes the files of the series and of the comparisons: their columns,
// then the measures that they hold.
func (p *Publication) otherDays(line func(file string, m *Measure, level Level, year int, span string, columns []Column)) {
	measures := func(file, span string, columns []Column, tables []Table, figures []FigureTable) {
		if len(tables)+len(figures) == 0 {
			return
		}
		line(file, &Measure{}, "", 0, "", columns)
		told := map[string]bool{}
		tell := func(m *Measure, level Level, year int, columns []Column) {
			if key := m.Code + string(level); !told[key] {
				told[key] = true
				line(file, m, level, year, span, columns)
			}
		}
		for i := range tables {
			tell(&tables[i].Measure, tables[i].Level, tables[i].GeographyYear, tables[i].Columns)
		}
		for i := range figures {
			tell(&figures[i].Measure, figures[i].Level, figures[i].GeographyYear, figures[i].Columns)
		}
	}
	if n := len(p.Series); n > 0 {
		measures(SeriesFile, period(p.Series[0].From, p.Series[n-1].AsOf), seriesColumns, p.Series, nil)
	}
	if p.Compared {
		measures(ComparisonsFile, "", comparisonColumns, p.Before, p.Figures)
	}
}

// jsonTable is a table in JSON: each row maps columns to values; null is hidden or
// not available, and the other member says which and why.
type jsonTable struct {
	Measure       Measure     `json:"measure"`
	Level         Level       `json:"level"`
	GeographyYear int         `json:"geography_year"`
	From          demand.Date `json:"from,omitzero"`
	AsOf          demand.Date `json:"as_of"`
	Columns       []Column    `json:"columns"`
	Rows          []jsonRow   `json:"rows"`
	Total         jsonRow     `json:"total"`
}

type jsonRow struct {
	Code    string            `json:"code"`
	Name    string            `json:"name"`
	Values  []*json.Number    `json:"values"`            // in order of the columns
	Missing map[string]string `json:"missing,omitempty"` // by column: why there is no value
}

func rowJSON(code, name string, columns []Column, n int, value func(i int) (text, missing string)) jsonRow {
	r := jsonRow{Code: code, Name: name, Values: make([]*json.Number, n)}
	for i := range n {
		text, missing := value(i)
		if missing != "" {
			if r.Missing == nil {
				r.Missing = map[string]string{}
			}
			r.Missing[columns[i].Code] = missing
			continue
		}
		number := json.Number(text)
		r.Values[i] = &number
	}
	return r
}

func (t *Table) json() jsonTable {
	row := func(r Row) jsonRow {
		return rowJSON(r.Code, r.Name, t.Columns, len(r.Cells), func(i int) (string, string) {
			if r.Cells[i].Hidden {
				return "", HiddenFigure
			}
			return strconv.Itoa(r.Cells[i].Value), ""
		})
	}
	out := jsonTable{t.Measure, t.Level, t.GeographyYear, t.From, t.AsOf, t.Columns, []jsonRow{}, row(t.Total)}
	for _, r := range t.Rows {
		out.Rows = append(out.Rows, row(r))
	}
	return out
}

func (t *FigureTable) json() jsonTable {
	row := func(r FigureRow) jsonRow {
		return rowJSON(r.Code, r.Name, t.Columns, len(r.Figures), func(i int) (string, string) { return r.Figures[i].Text(), r.Figures[i].Missing })
	}
	out := jsonTable{t.Measure, t.Level, t.GeographyYear, t.From, t.AsOf, t.Columns, []jsonRow{}, row(t.Total)}
	for _, r := range t.Rows {
		out.Rows = append(out.Rows, row(r))
	}
	return out
}

// WriteJSON writes a publication as one JSON document.
func WriteJSON(w io.Writer, p *Publication) error {
	all := []jsonTable{}
	for _, t := range p.counts() {
		all = append(all, t.json())
	}
	for _, figures := range [...][]FigureTable{p.Figures, p.BeforeFigures} {
		for i := range figures {
			all = append(all, figures[i].json())
		}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(map[string]any{"version": 1, "tables": all}); err != nil {
		return fmt.Errorf("observatory: write JSON: %w", err)
	}
	return nil
}
