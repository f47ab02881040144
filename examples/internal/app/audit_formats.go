package app

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory"
)

// readOther adds the values of a file that repeats the tables; false when it is
// none that can be read.
func (p *Published) readOther(name string, data []byte) bool {
	data = bytes.TrimPrefix(data, byteOrderMark)
	var values []publishedValue
	ok := false
	switch strings.ToLower(path.Ext(name)) {
	case ".json":
		values, ok = valuesOfJSON(data)
	case ".geojson":
		values, ok = valuesOfGeoJSON(data)
	}
	if ok {
		p.addOthers(name, values)
	}
	return ok
}

// manifestOf finds the manifest of the folder of a file.
func (p *Published) manifestOf(name string) *publishedManifest {
	for _, m := range p.manifests {
		if path.Dir(path.Join("/", name))[1:] == m.folder {
			return m
		}
	}
	return nil
}

func (p *Published) addOthers(name string, values []publishedValue) {
	m := p.manifestOf(name)
	for i := range values {
		values[i].file = name
		if m != nil && values[i].to.IsZero() { // the file says no day: it is of the count
			values[i].from, values[i].to = m.From, m.AsOf
			values[i].year = cmp.Or(values[i].year, m.GeographyYear)
		}
	}
	if p.others == nil {
		p.others = map[string][]publishedValue{}
	}
	p.others[name] = values
}

// valuesOfJSON reads what WriteJSON wrote.
func valuesOfJSON(data []byte) (out []publishedValue, ok bool) {
	type row struct {
		Code    string
		Values  []*json.Number
		Missing map[string]string
	}
	var all struct {
		Tables []struct {
			Measure       struct{ Code string }
			Level         string
			GeographyYear int         `json:"geography_year"`
			From          demand.Date `json:"from"`
			AsOf          demand.Date `json:"as_of"`
			Columns       []struct{ Code string }
			Rows          []row
			Total         row
		}
	}
	if json.Unmarshal(data, &all) != nil {
		return nil, false
	}
	for _, t := range all.Tables {
		for _, r := range append(t.Rows, t.Total) {
			for k, number := range r.Values {
				if k >= len(t.Columns) {
					return nil, false
				}
				v := publishedValue{publishedCell: publishedCell{t.Measure.Code, t.Level, r.Code, t.Columns[k].Code}, from: t.From, to: t.AsOf, year: t.GeographyYear}
				switch why := r.Missing[v.column]; {
				case number != nil:
					v.text = number.String()
				case why == observatory.HiddenFigure || why == "":
					v.text = observatory.Secret
				default:
					v.text = observatory.NotAvailable
				}
				out = append(out, v)
			}
		}
	}
	return out, all.Tables != nil
}

// valuesOfGeoJSON reads what WriteGeoJSON wrote: it says no day.
func valuesOfGeoJSON(data []byte) (out []publishedValue, ok bool) {
	var all struct {
		Features []struct{ Properties map[string]any }
	}
	in := json.NewDecoder(bytes.NewReader(data))
	in.UseNumber()
	if in.Decode(&all) != nil {
		return nil, false
	}
	for _, f := range all.Features {
		code, _ := f.Properties["code"].(string)
		level, _ := f.Properties["level"].(string)
		for _, name := range slices.Sorted(maps.Keys(f.Properties)) {
			measure, column, isValue := strings.Cut(name, ".")
			if !isValue {
				continue
			}
			text := observatory.Secret
			if value := f.Properties[name]; value != nil {
				text = fmt.Sprint(value)
			}
			out = append(out, publishedValue{publishedCell: publishedCell{measure, level, code, column}, text: text})
		}
	}
	return out, true
}

// valuesOfSDMX reads what WriteSDMX wrote; false for any other lines.
func valuesOfSDMX(lines [][]string) (out []publishedValue, ok bool) {
	if len(lines) == 0 || !slices.Contains(lines[0], "OBS_VALUE") {
		return nil, false
	}
	at := func(line []string, name string) string {
		if i := slices.Index(lines[0], name); i >= 0 && i < len(line) {
			return strings.TrimSpace(line[i])
		}
		return ""
	}
	for _, line := range lines[1:] {
		v := publishedValue{publishedCell: publishedCell{at(line, "MEASURE"), at(line, "GEO_LEVEL"), at(line, "GEO"), at(line, "BREAKDOWN")}, text: at(line, "OBS_VALUE")}
		v.year, _ = strconv.Atoi(at(line, "GEO_YEAR"))
		from, to, isPeriod := strings.Cut(at(line, "TIME_PERIOD"), "/")
		if !isPeriod {
			from, to = "", from
		}
		v.from, _ = demand.ParseDate(from)
		v.to, _ = demand.ParseDate(to)
		switch v.territory {
		case "_T":
			v.territory = "TOTAL"
		case "_U":
			v.territory = ""
		}
		if v.column == "_T" {
			v.column = "total"
		}
		if v.text == "" {
			v.text = observatory.Secret
			if at(line, "OBS_STATUS") == "M" {
				v.text = observatory.NotAvailable
			}
		}
		out = append(out, v)
	}
	return out, true
}
