package app

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/examples/internal/charts"
	"github.com/fichier-unique/rules/observatory"
)

// Numbers of what a picture of other days shows at most.
const (
	mostLines = 6
	mostPairs = 8
)

// seriesPictures draws the stock and the flows over time, of the whole then of the
// largest territories of each level.
func (o *Observation) seriesPictures(p *observatory.Publication) []charts.Picture {
	exits, entries := periodsOf(p.Series, "exits"), periodsOf(p.Series, "entries")
	wide := widest(slices.Collect(maps.Keys(exits)))
	if len(exits[wide]) < 2 {
		return nil
	}
	tables := exits[wide]
	stock := overTime(tables, "serie-stock-ensemble", "Demandes en cours à la fin de chaque période, ensemble")
	stock.Series = []charts.Series{{Name: "demandes", Values: along(tables, "TOTAL", "stock_end")}}
	flows := overTime(tables, "serie-mouvements-ensemble", "Demandes nouvelles, satisfaites et radiées dans chaque période, ensemble")
	flows.Series = []charts.Series{{Name: "Nouvelles", Values: along(entries[wide], "TOTAL", "new")},
		{Name: "Satisfaites", Values: along(tables, "TOTAL", "allocated")}, {Name: "Radiées pour un autre motif", Values: along(tables, "TOTAL", "struck_off")}}
	out := []charts.Picture{stock, flows}
	for _, level := range o.Levels {
		out = append(out, largestOverTime(exits[level], level)...)
	}
	return out
}

// largestOverTime draws the stock and the allocations of the largest territories of
// a level, when there are several.
func largestOverTime(tables []*observatory.Table, level observatory.Level) (out []charts.Picture) {
	if len(tables) == 0 {
		return nil
	}
	largest := largestOf(tables[len(tables)-1])
	if len(largest) < 2 {
		return nil
	}
	for _, s := range []struct{ id, title, column string }{
		{"stock", "Demandes en cours à la fin de chaque période", "stock_end"}, {"satisfaites", "Demandes satisfaites dans chaque période", "allocated"},
	} {
		x := overTime(tables, "serie-"+s.id+"-"+string(level), s.title+", par "+level.French())
		if len(largest) == mostLines {
			x.Title += fmt.Sprintf(" : les %d plus grands", mostLines)
		}
		for _, r := range largest {
			x.Series = append(x.Series, charts.Series{Name: r.Name, Values: along(tables, r.Code, s.column)})
		}
		out = append(out, x)
	}
	return out
}

// periodsOf gives the tables of a measure by level, in order of period.
func periodsOf(tables []observatory.Table, measure string) map[observatory.Level][]*observatory.Table {
	out := map[observatory.Level][]*observatory.Table{}
	for i := range tables {
		if t := &tables[i]; t.Measure.Code == measure {
			out[t.Level] = append(out[t.Level], t)
		}
	}
	return out
}

// overTime begins a picture of lines, a label for each period.
func overTime(tables []*observatory.Table, id, title string) charts.Picture {
	t := tables[0]
	x := charts.Picture{ID: id, Kind: charts.Lines, Title: title, Definition: t.Measure.Definition, Unit: t.Measure.Unit, Source: sourceOf(&t.Measure),
		Geography: t.GeographyYear, LabelTitle: "Période"}
	for _, t := range tables {
		x.Labels = append(x.Labels, labelOfPeriod(observatory.Period{From: t.From, AsOf: t.AsOf}))
	}
	return x
}

// labelOfPeriod says a period, in French when it is not one of the calendar.
func labelOfPeriod(p observatory.Period) string {
	if p.From.IsZero() {
		return "au " + p.AsOf.French()
	}
	if label := p.Label(); !strings.Contains(label, "/") {
		return label
	}
	return "du " + p.From.French() + " au " + p.AsOf.French()
}

// along reads a cell in each period; a territory without a row counts nothing.
func along(tables []*observatory.Table, code, column string) []charts.Value {
	var out []charts.Value
	for _, t := range tables {
		k := slices.IndexFunc(t.Columns, func(c observatory.Column) bool { return c.Code == column })
		v := charts.Count(0)
		for _, r := range append(slices.Clone(t.Rows), t.Total) {
			if r.Code == code && k >= 0 {
				v = counted(r.Cells[k])
			}
		}
		out = append(out, v)
	}
	return out
}

// largestOf gives the territories that count most, of those that are published.
func largestOf(t *observatory.Table) []observatory.Row {
	k := slices.IndexFunc(t.Columns, func(c observatory.Column) bool { return c.Code == "stock_end" })
	rows := slices.DeleteFunc(slices.Clone(t.Rows), func(r observatory.Row) bool { return r.Code == "" || r.Cells[k].Hidden || r.Cells[k].Value == 0 })
	slices.SortStableFunc(rows, func(a, b observatory.Row) int { return cmp.Compare(b.Cells[k].Value, a.Cells[k].Value) })
	return rows[:min(len(rows), mostLines)]
}

// comparedPictures draws territories beside those that hold them, then beside
// themselves in the earlier count.
func (o *Observation) comparedPictures(p *observatory.Publication, all []observatory.Comparison) (elsewhere, earlier []charts.Picture) {
	rank := map[string]int{}
	for i := range p.Tables {
		if t := &p.Tables[i]; t.Measure.Code == "stock_first" {
			for _, r := range t.Rows {
				rank[string(t.Level)+r.Code] = r.Cells[0].Value
			}
		}
	}
	for i := range p.Figures {
		if t := &p.Figures[i]; len(t.Columns) == 1 {
			if x, ok := besideHolders(all, t, rank); ok {
				elsewhere = append(elsewhere, x)
			}
		}
	}
	if then := earlierOf(all); then != nil {
		earlier = wholeThen(all, then)
		for _, level := range o.Levels {
			for _, measure := range []string{"stock_first", "pressure"} {
				if x, ok := placesThen(all, then, measure, level, rank); ok {
					earlier = append(earlier, x)
				}
			}
		}
		if x, ok := mergersThen(all, then); ok {
			earlier = append(earlier, x)
		}
	}
	return elsewhere, earlier
}

// valueOf reads a published value for a picture.
func valueOf(text string, m *observatory.Measure) charts.Value {
	switch text {
	case observatory.Secret:
		return charts.Value{Hidden: true}
	case observatory.NotAvailable:
		return charts.Value{Missing: "pas de valeur"}
	}
	n, _ := strconv.ParseFloat(text, 64)
	return inUnit(charts.Value{N: n}, m)
}

// besideHolders draws the largest territories of a level beside what holds them.
func besideHolders(all []observatory.Comparison, t *observatory.FigureTable, rank map[string]int) (charts.Picture, bool) {
	x := picture(t.Measure, string(t.Level), "", t.GeographyYear)
	x.ID, x.Kind, x.Horizontal, x.LabelTitle, x.Series = "ailleurs-"+x.ID, charts.Bars, true, "Territoire", nil
	type row struct {
		name, here string
		with       map[observatory.Level]string
	}
	rows := map[string]*row{}
	var codes []string
	var levels []observatory.Level
	for i := range all {
		c := &all[i]
		if c.Kind != observatory.WithHolder || c.Measure.Code != t.Measure.Code || c.Territory.Level != t.Level || c.Value == observatory.NotAvailable || c.Value == observatory.Secret {
			continue
		}
		r := rows[c.Territory.Code]
		if r == nil {
			r = &row{c.Territory.Name, c.Value, map[observatory.Level]string{}}
			rows[c.Territory.Code] = r
			codes = append(codes, c.Territory.Code)
		}
		r.with[c.With.Level] = c.WithValue
		if !slices.Contains(levels, c.With.Level) {
			levels = append(levels, c.With.Level)
		}
	}
	slices.SortStableFunc(codes, func(a, b string) int { return cmp.Compare(rank[string(t.Level)+b], rank[string(t.Level)+a]) })
	codes = codes[:min(len(codes), mostPairs)]
	own := t.Level.French()
	x.Title += " : chaque " + own
	x.Series = append(x.Series, charts.Series{Name: strings.ToUpper(own[:1]) + own[1:]})
	for i, l := range levels {
		join := ", "
		if i == len(levels)-1 {
			join = " et "
		}
		x.Title += join + holderNames[l]
		x.Series = append(x.Series, charts.Series{Name: strings.ToUpper(holderNames[l][:1]) + holderNames[l][1:]})
	}
	for _, code := range codes {
		r := rows[code]
		x.Labels = append(x.Labels, r.name)
		x.Series[0].Values = append(x.Series[0].Values, valueOf(r.here, &t.Measure))
		for k, l := range levels {
			x.Series[k+1].Values = append(x.Series[k+1].Values, valueOf(cmp.Or(r.with[l], observatory.NotAvailable), &t.Measure))
		}
	}
	return x, len(codes) > 0 && somethingIn(&x)
}

var holderNames = map[observatory.Level]string{"epci": "son EPCI", "canton": "son canton", "arrondissement": "son arrondissement", "departement": "son département", "region": "sa région", "france": "la France"}

// earlierOf gives the first comparison with an earlier count, nil when there is none.
func earlierOf(all []observatory.Comparison) *observatory.Comparison {
	i := slices.IndexFunc(all, func(c observatory.Comparison) bool { return c.Kind == observatory.WithEarlier })
	if i < 0 {
		return nil
	}
	return &all[i]
}

// twoDays begins a picture of two counts.
func twoDays(id, title string, m observatory.Measure, then *observatory.Comparison) charts.Picture {
	x := picture(m, "x", "", then.GeographyYear)
	x.ID, x.Title, x.Kind, x.Horizontal = id, title, charts.Bars, true
	x.Series = []charts.Series{{Name: labelOfPeriod(then.WithPeriod)}, {Name: labelOfPeriod(then.Period)}}
	return x
}

// changeOf writes how much a value has changed: in hundredths, in points for a share;
// "" when it is not known.
func changeOf(c *observatory.Comparison) string {
	change, unit := c.Percent(), "\u00a0%"
	if c.Measure.Unit == share {
		change, unit = c.Difference(), "\u00a0point"
		if n, err := strconv.ParseFloat(change, 64); err == nil {
			if change = strconv.Itoa(int(math.Round(100 * n))); change != "0" && change != "1" && change != "-1" {
				unit += "s"
			}
		}
	}
	if !isNumber(change) {
		return ""
	}
	if change[0] != '-' {
		change = "+" + change
	}
	return strings.Replace(strings.Replace(change, "-", "−", 1), ".", ",", 1) + unit
}

// addPair adds a line to a picture of two counts, with the change in its label.
func addPair(x *charts.Picture, label string, c *observatory.Comparison) {
	if change := changeOf(c); change != "" {
		label += "\n(" + change + ")" // on a line of its own in the picture
	}
	x.Labels = append(x.Labels, label)
	x.Series[0].Values = append(x.Series[0].Values, valueOf(c.WithValue, c.Measure))
	x.Series[1].Values = append(x.Series[1].Values, valueOf(c.Value, c.Measure))
}

// unitTitles name the figures of each unit.
var unitTitles = map[string]string{"mois": "Anciennetés et délais d'attribution, ensemble", "demandes par attribution": "Pressions, ensemble", share: "Parts, ensemble",
	"refus par attribution": "Refus par attribution, ensemble"}

// wholeThen draws the whole: what became of the demands, then the figures of each unit.
func wholeThen(all []observatory.Comparison, then *observatory.Comparison) []charts.Picture {
	pictures := map[string]*charts.Picture{}
	var order []string
	level := map[string]observatory.Level{} // the whole is the same at each: the first serves
	for i := range all {
		c := &all[i]
		key := wholeKey(c)
		if key == "" || level[key] != "" && level[key] != c.Territory.Level {
			continue
		}
		x := pictures[key]
		if x == nil {
			made := twoDays("avant-ensemble-"+strconv.Itoa(len(order)), cmp.Or(unitTitles[key], "Ensemble : "+key), *c.Measure, then)
			made.LabelTitle = "Mesure"
			if key == c.Measure.Code {
				made.Title = "Ce que deviennent les demandes, ensemble"
			} else {
				made.Definition, made.Source = "Chaque mesure est définie dans dictionary.csv", ""
			}
			x = &made
			pictures[key], level[key] = x, c.Territory.Level
			order = append(order, key)
		}
		label := c.Measure.Title
		if key == c.Measure.Code {
			label = c.Column.Title
		}
		addPair(x, label, c)
	}
	var out []charts.Picture
	for _, key := range order {
		if somethingIn(pictures[key]) {
			out = append(out, *pictures[key])
		}
	}
	return out
}

// wholeKey tells in which picture of the whole a comparison is: that of what becomes
// of the demands, or that of the figures of its unit; "" for none.
func wholeKey(c *observatory.Comparison) string {
	switch {
	case c.Kind != observatory.WithEarlier || c.Territory.Code != "TOTAL":
		return ""
	case c.Measure.Code == "exits" && c.Column.Code != "total":
		return c.Measure.Code
	case c.Measure.Figure && c.Column.Code == "total":
		return c.Measure.Unit
	}
	return ""
}

// somethingIn reports whether a picture shows anything but noughts.
func somethingIn(x *charts.Picture) bool {
	return slices.ContainsFunc(x.Series, func(s charts.Series) bool {
		return slices.ContainsFunc(s.Values, func(v charts.Value) bool { return v.N != 0 })
	})
}

// placesThen draws the largest territories of a level on both days.
func placesThen(all []observatory.Comparison, then *observatory.Comparison, measure string, level observatory.Level, rank map[string]int) (charts.Picture, bool) {
	var rows []*observatory.Comparison
	for i := range all {
		c := &all[i]
		if c.Kind == observatory.WithEarlier && c.Measure.Code == measure && c.Territory.Level == level && c.Column.Code == "total" && c.Territory.Code != "TOTAL" && c.Territory.Code != "" {
			rows = append(rows, c)
		}
	}
	if len(rows) < 2 { // one territory is the whole
		return charts.Picture{}, false
	}
	slices.SortStableFunc(rows, func(a, b *observatory.Comparison) int {
		return cmp.Compare(rank[string(level)+b.Territory.Code], rank[string(level)+a.Territory.Code])
	})
	m := *rows[0].Measure
	x := twoDays("avant-"+strings.ReplaceAll(measure, "_", "-")+"-"+string(level), m.Title+", par "+level.French()+", d'un compte à l'autre", m, then)
	x.LabelTitle = "Territoire"
	for _, c := range rows[:min(len(rows), mostPairs)] {
		addPair(&x, c.Territory.Name, c)
	}
	return x, true
}

// mergersThen draws the communes that have merged since the earlier count, as if
// they had been one on both days.
func mergersThen(all []observatory.Comparison, then *observatory.Comparison) (charts.Picture, bool) {
	var x charts.Picture
	for i := range all {
		c := &all[i]
		if c.MadeOf == "" || c.Measure.Code != "stock_first" {
			continue
		}
		if x.ID == "" {
			x = twoDays("avant-fusions-commune", "Communes réunies depuis le compte antérieur, à géographie constante", *c.Measure, then)
			x.Definition = "Les communes réunies sont comptées ensemble aux deux dates. " + x.Definition
			x.LabelTitle = "Commune d'aujourd'hui, et celles dont elle est faite"
		}
		if len(x.Labels) < mostBars {
			addPair(&x, c.Territory.Name+" : "+c.MadeOf, c)
		}
	}
	return x, x.ID != ""
}
