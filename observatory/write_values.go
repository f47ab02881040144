package observatory

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
)

// sheet is a table of counts or of figures, as it is published: millions of values
// are read through it without a copy.
type sheet struct {
	measure    *Measure
	level      Level
	year       int
	from, asOf demand.Date
	columns    []Column
	rows       int // the total not among them
	row        func(r int) (code, name string)
	value      func(b []byte, r, k int) (text []byte, hidden, available bool) // the text is appended
}

func (t *Table) sheet() sheet {
	return sheet{&t.Measure, t.Level, t.GeographyYear, t.From, t.AsOf, t.Columns, len(t.Rows),
		func(r int) (string, string) { return t.row(r).Code, t.row(r).Name },
		func(b []byte, r, k int) ([]byte, bool, bool) {
			c := t.row(r).Cells[k]
			if c.Hidden {
				return b, true, true
			}
			return strconv.AppendInt(b, int64(c.Value), 10), false, true
		}}
}

func (t *FigureTable) sheet() sheet {
	row := func(r int) *FigureRow {
		if r == len(t.Rows) {
			return &t.Total
		}
		return &t.Rows[r]
	}
	return sheet{&t.Measure, t.Level, t.GeographyYear, t.From, t.AsOf, t.Columns, len(t.Rows),
		func(r int) (string, string) { return row(r).Code, row(r).Name },
		func(b []byte, r, k int) ([]byte, bool, bool) {
			f := &row(r).Figures[k]
			if !f.Available() {
				return b, f.Missing == HiddenFigure, false
			}
			return append(b, f.Text()...), false, true
		}}
}

// sheets gives every table once, those of counts before those of figures.
func (p *Publication) sheets() []sheet {
	var out []sheet
	for _, t := range p.counts() {
		out = append(out, t.sheet())
	}
	for _, figures := range [...][]FigureTable{p.Figures, p.BeforeFigures} {
		for i := range figures {
			out = append(out, figures[i].sheet())
		}
	}
	return out
}

// sdmxHeader is the header of SDMX-CSV 1.0.
const sdmxHeader = "DATAFLOW,MEASURE,MEASURE_VERSION,GEO_LEVEL,GEO,GEO_YEAR,BREAKDOWN,TIME_PERIOD,OBS_VALUE,OBS_STATUS,CONF_STATUS,UNIT_MEASURE\n"

// WriteSDMX writes the values in SDMX-CSV 1.0: one observation a line, with its
// status (A normal, M missing) and its confidentiality (F free, C confidential). A
// hidden or missing value leaves OBS_VALUE empty.
func WriteSDMX(w io.Writer, p *Publication) error {
	out := bufio.NewWriterSize(w, 1<<16)
	_, _ = out.WriteString(sdmxHeader) // a failure is kept by the writer and told by Flush
	var line []byte
	for _, s := range p.sheets() {
		head := "FICHIER-UNIQUE:OBSERVATORY(1.0)," + quoted(s.measure.Code) + "," + strconv.Itoa(s.measure.Version) + "," + quoted(string(s.level)) + ","
		var middle []string // between the territory and the value, by column
		for _, c := range s.columns {
			breakdown := c.Code
			if breakdown == "total" {
				breakdown = "_T"
			}
			middle = append(middle, ","+strconv.Itoa(s.year)+","+quoted(breakdown)+","+period(s.from, s.asOf)+",")
		}
		tail := quoted(s.measure.Unit) + "\n"
		for r := range s.rows + 1 {
			geo, _ := s.row(r)
			switch geo {
			case "":
				geo = "_U" // SDMX: unknown
			case "TOTAL":
				geo = "_T"
			}
			for k := range s.columns {
				line = append(append(append(line[:0], head...), quoted(geo)...), middle[k]...)
				var hidden, available bool
				line, hidden, available = s.value(line, r, k)
				switch {
				case hidden:
					line = append(line, ",A,C,"...)
				case !available:
					line = append(line, ",M,F,"...)
				default:
					line = append(line, ",A,F,"...)
				}
				_, _ = out.Write(append(line, tail...))
			}
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("observatory: write SDMX-CSV: %w", err)
	}
	return nil
}

// quoted writes a cell of CSV.
func quoted(cell string) string {
	if !strings.ContainsAny(cell, "\",\r\n") {
		return cell
	}
	return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
}

// property is a member of the properties of a territory: a column of a table.
type property struct {
	name   string // in JSON, with what goes before and after it
	sheet  int
	column int
}

// WriteGeoJSON writes the values of a level as the properties of its territories,
// named measure.column; null is hidden or not available. The geometries are null: the
// caller joins the outlines by the code (RFC 7946, unlocated feature).
func WriteGeoJSON(w io.Writer, p *Publication, level Level) error {
	today := Publication{Tables: p.Tables, Figures: p.Figures}
	sheets := slices.DeleteFunc(today.sheets(), func(s sheet) bool { return s.level != level })
	var properties []property
	rows := map[string][]int32{} // of each territory, its row in each sheet, -1 for none
	for i, s := range sheets {
		for k, c := range s.columns {
			properties = append(properties, property{s.measure.Code + "." + c.Code, i, k})
		}
		for r := range s.rows {
			code, _ := s.row(r)
			if code == "" || code == "TOTAL" {
				continue
			}
			at := rows[code]
			if at == nil {
				at = slices.Repeat([]int32{-1}, len(sheets))
				rows[code] = at
			}
			at[i] = int32(r)
		}
	}
	for i, name := range [...]string{"code", "geography_year", "level", "name"} {
		properties = append(properties, property{name, -1, i})
	}
	slices.SortFunc(properties, func(a, b property) int { return strings.Compare(a.name, b.name) })
	for i := range properties {
		properties[i].name = string(inJSON(properties[i].name)) + ":"
	}
	codes := make([]string, 0, len(rows))
	for code := range rows {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	out := bufio.NewWriterSize(w, 1<<16)
	_, _ = out.WriteString(`{"features":[`)
	var line []byte
	for i, code := range codes {
		if line = line[:0]; i > 0 {
			line = append(line, ',')
		}
		_, _ = out.Write(appendFeature(line, code, sheets, properties, rows[code]))
	}
	_, _ = out.WriteString("],\"type\":\"FeatureCollection\"}\n")
	if err := out.Flush(); err != nil {
		return fmt.Errorf("observatory: write GeoJSON: %w", err)
	}
	return nil
}

// appendFeature writes a territory.
func appendFeature(b []byte, code string, sheets []sheet, properties []property, rows []int32) []byte {
	first := slices.IndexFunc(rows, func(r int32) bool { return r >= 0 })
	_, name := sheets[first].row(int(rows[first]))
	own := [...][]byte{inJSON(code), strconv.AppendInt(nil, int64(sheets[first].year), 10), inJSON(string(sheets[first].level)), inJSON(name)}
	b = append(append(append(b, `{"type":"Feature","id":`...), own[0]...), `,"geometry":null,"properties":{`...)
	for i, p := range properties {
		if p.sheet >= 0 && rows[p.sheet] < 0 {
			continue
		}
		if i > 0 && b[len(b)-1] != '{' {
			b = append(b, ',')
		}
		if b = append(b, p.name...); p.sheet < 0 {
			b = append(b, own[p.column]...)
			continue
		}
		at := len(b)
		var hidden, available bool
		if b, hidden, available = sheets[p.sheet].value(b, int(rows[p.sheet]), p.column); hidden || !available {
			b = append(b[:at], "null"...)
		}
	}
	return append(b, "}}"...)
}

// inJSON writes a text in JSON, as it is read: without escapes for HTML.
func inJSON(text string) []byte {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(text) // a string is always written
	return []byte(strings.TrimSuffix(b.String(), "\n"))
}
