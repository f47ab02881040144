package app

import (
	"slices"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory"
)

// readDays reads the values of the file of the series, or of that of the
// comparisons; false for any other lines.
func (p *Published) readDays(name string, lines [][]string) bool {
	if len(lines) == 0 || !slices.Contains(lines[0], "measure") || !slices.Contains(lines[0], "value") {
		return false
	}
	at := func(line []string, column string) string {
		if i := slices.Index(lines[0], column); i >= 0 && i < len(line) {
			return strings.TrimSpace(line[i])
		}
		return ""
	}
	value := func(line []string, level, code, from, to, text string) publishedValue {
		v := publishedValue{publishedCell: publishedCell{at(line, "measure"), at(line, level), at(line, code), at(line, "column")}, text: at(line, text)}
		v.text = strings.Replace(v.text, ",", ".", 1)
		v.year, _ = strconv.Atoi(at(line, "geography_year"))
		v.from, _ = demand.ParseDate(at(line, from))
		v.to, _ = demand.ParseDate(at(line, to))
		return v
	}
	var values []publishedValue
	seen := map[publishedValue]bool{}
	put := func(v publishedValue) {
		if !seen[v] { // a holder stands beside each of those that it holds
			seen[v] = true
			values = append(values, v)
		}
	}
	for _, line := range lines[1:] {
		here := value(line, "level", "territory_code", "from", "to", "value")
		put(here)
		if !slices.Contains(lines[0], "with_value") {
			continue
		}
		with := value(line, "with_level", "with_code", "with_from", "with_to", "with_value")
		put(with)
		if difference := at(line, "difference"); (here.hidden() || with.hidden()) && isNumber(difference) {
			p.Leaks = append(p.Leaks, Leak{name, here.territory, here.column, difference, difference, "différence publiée avec une valeur cachée : elle la redonne"})
		}
	}
	p.addOthers(name, values)
	return true
}

// supported reports whether every count that figures rest on is published too, so
// that they can be held to it: those of an earlier day have no table of their own.
func supported(values []publishedValue, index map[publishedCell][]publishedValue) bool {
	for i := range values {
		v := &values[i]
		if v.hidden() || v.text == observatory.NotAvailable {
			continue
		}
		rests := observatory.RestsOn(v.measure, v.column)
		if len(rests) == 0 {
			return false
		}
		for _, rest := range rests {
			// A territory that a table leaves out counts nothing: its total tells that it is there.
			if !slices.ContainsFunc(index[publishedCell{rest.Measure, v.level, "TOTAL", rest.Column}], func(o publishedValue) bool { return v.near(&o) }) {
				return false
			}
		}
	}
	return true
}
