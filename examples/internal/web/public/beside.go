package public

import (
	"math"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/examples/internal/charts"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// yearBefore finds the count of the same day of the year before, nil when there is
// none or nothing of it is published.
func yearBefore(all []*Release, r *Release) *Release {
	day := r.Account.AsOf
	first, _ := demand.NewDate(day.Year()-1, day.Month(), 1)
	end := first.AddMonths(1).AddDays(-1)
	for _, one := range all {
		if one.Account.AsOf == end && one.Reach != Nothing && one.Account.From.IsZero() == r.Account.From.IsZero() {
			return one
		}
	}
	return nil
}

// compared puts each figure of a release beside those of the territories that hold
// its territory, and each value beside that of the year before in the same geography.
func compared(r *Release, all []*Release) []observatory.Comparison {
	out := observatory.CompareHolders(territory.Today(), r.Figures)
	if was := yearBefore(all, r); was != nil {
		out = append(out, observatory.CompareEarlier(r.publication(), was.publication())...)
	}
	return out
}

// then is a territory a year before, beside what it is.
type then struct {
	Count    link // of the year before; none: there is nothing to compare with
	Board    board
	pictures []charts.Picture
	Drawings drawings
	MadeOf   string // communes that have become this one since
	Moved    bool   // the territory had not the same communes
	Missing  bool   // no count of the year before
}

// then compares a territory with what it was a year before.
func (v *visit) then(all []*Release, level observatory.Level, code string) then {
	was := yearBefore(all, v.Release)
	if was == nil || v.Reach == Nothing {
		return then{Missing: true}
	}
	out := then{Count: link{Home + "/" + was.Name, headOf(was).Title}}
	now, before := v.narrow(level, code), was.narrow(level, code)
	if !v.constant(level, code, &now, &before) {
		out.Moved = true
		return out
	}
	out.Board = board{Title: "Un an après", First: "Mesure", Columns: []string{"Le " + web.FrenchDay(was.Account.AsOf), "Le " + web.FrenchDay(v.Account.AsOf), "Unité", "Écart"}}
	if !v.Account.From.IsZero() {
		out.Board.Columns[0], out.Board.Columns[1] = was.Name, v.Name
	}
	for _, c := range observatory.CompareEarlier(now, before) {
		if c.Territory.Code == code {
			out.add(v, was, level, &c)
		}
	}
	return out
}

// add puts a comparison in the table, or in the picture of its measure.
func (t *then) add(v *visit, was *Release, level observatory.Level, c *observatory.Comparison) {
	if c.MadeOf != "" {
		t.MadeOf = namedParts(c.MadeOf)
	}
	one := line{Name: c.Measure.Title, URL: measureURL(v.Name, c.Measure.Code, level)}
	switch {
	case c.Measure.Code == "entries" || c.Measure.Code == "exits":
		if c.Column.Code == "total" {
			return
		}
		one.Name = c.Column.Title
	case v.columns(c.Measure.Code, level) > 1:
		if slices.Contains(parted, c.Measure.Code) && c.Column.Code != "total" {
			t.pair(v, was, c)
		}
		return
	case c.Column.Code != "total":
		return
	}
	one.Cells = []string{charts.Text(app.PublishedValue(c.WithValue, c.Measure)), charts.Text(app.PublishedValue(c.Value, c.Measure)), app.UnitOf(c.Measure), change(c)}
	t.Board.Lines = append(t.Board.Lines, one)
}

// change writes how much a value has changed, or why that is not told: in hundredths,
// or in the unit of the measure from nought, of which there is no hundredth.
func change(c *observatory.Comparison) string {
	if text := app.ChangeOf(c); text != "" {
		return text
	}
	difference := c.Difference()
	text := charts.Text(app.PublishedValue(difference, c.Measure))
	switch {
	case difference == observatory.NotAvailable:
		return "n.\u00a0d."
	case difference == observatory.Secret || text == "0":
		return text
	}
	return "+" + text // the value beside is nought
}

// namedParts reads "21213 Crimolois + 21452 Neuilly-lès-Dijon" aloud.
func namedParts(madeOf string) string {
	parts := strings.Split(madeOf, " + ")
	for i, p := range parts {
		if code, name, ok := strings.Cut(p, " "); ok {
			parts[i] = name + " (" + code + ")"
		}
	}
	if n := len(parts); n > 1 {
		return strings.Join(parts[:n-1], ", ") + " et " + parts[n-1]
	}
	return madeOf
}

// parted are the measures whose columns are compared: what is asked for, and since when.
var parted = []string{"by_type", "by_age"}

// pair adds a column of a measure to its picture of two years.
func (t *then) pair(v *visit, was *Release, c *observatory.Comparison) {
	id := "avant-" + idOf(c.Measure.Code)
	k := slices.IndexFunc(t.pictures, func(x charts.Picture) bool { return x.ID == id })
	if k < 0 {
		k = len(t.pictures)
		t.pictures = append(t.pictures, charts.Picture{ID: id, Kind: charts.Bars, Title: c.Measure.Title + ", d’une année à l’autre", Definition: c.Measure.Definition, Unit: app.UnitOf(c.Measure),
			Source: app.SourceOf(c.Measure), Geography: c.GeographyYear, LabelTitle: "Valeur", Horizontal: true,
			Series: []charts.Series{{Name: web.FrenchDay(was.Account.AsOf)}, {Name: web.FrenchDay(v.Account.AsOf)}}})
	}
	before, now := app.PublishedValue(c.WithValue, c.Measure), app.PublishedValue(c.Value, c.Measure)
	if before == charts.Count(0) && now == before {
		return // nothing, twice
	}
	x := &t.pictures[k]
	x.Labels = append(x.Labels, c.Column.Title)
	x.Series[0].Values, x.Series[1].Values = append(x.Series[0].Values, before), append(x.Series[1].Values, now)
}

// columns counts those of a table of counts.
func (r *Release) columns(measure string, level observatory.Level) int {
	if t := r.table(measure, level); t != nil {
		return len(t.Columns)
	}
	return 0
}

// narrow is what a release publishes of one territory.
func (r *Release) narrow(level observatory.Level, code string) observatory.Publication {
	var out observatory.Publication
	for _, t := range r.Tables {
		if t.Level == level {
			t.Rows = slices.DeleteFunc(slices.Clone(t.Rows), func(r observatory.Row) bool { return r.Code != code })
			out.Tables = append(out.Tables, t)
		}
	}
	for _, t := range r.Figures {
		if t.Level == level {
			t.Rows = slices.DeleteFunc(slices.Clone(t.Rows), func(r observatory.FigureRow) bool { return r.Code != code })
			out.Figures = append(out.Figures, t)
		}
	}
	return out
}

// constant puts the earlier of two publications of a territory into the geography of
// the later, if it has the same communes in both.
func (p *Public) constant(level observatory.Level, code string, now, before *observatory.Publication) bool {
	if len(now.Tables) == 0 || len(before.Tables) == 0 {
		return false
	}
	year := now.Tables[0].GeographyYear
	if was := before.Tables[0].GeographyYear; was != year && code != whole && !p.perimeters.same(level, code, was, year) {
		return false
	}
	for i := range before.Tables {
		before.Tables[i].GeographyYear = year
	}
	for i := range before.Figures {
		before.Figures[i].GeographyYear = year
	}
	return true
}

// beside draws how the demands of a territory divide, in hundredths, beside those of
// what holds it: shares of counts that are published, both of them.
func (v *visit) beside(level observatory.Level, code, name string, holders []asked) (out []charts.Picture) {
	for _, measure := range parted {
		here := v.table(measure, level)
		if here == nil {
			continue
		}
		x := charts.Picture{ID: "ailleurs-" + idOf(measure), Kind: charts.Bars, Title: here.Measure.Title + ", en parts", Definition: here.Measure.Definition + " Part : le compte publié, rapporté au total publié",
			Unit: "%", Source: app.SourceOf(&here.Measure), Geography: here.GeographyYear, LabelTitle: "Valeur", Horizontal: true}
		columns := here.Columns[:len(here.Columns)-1]
		for _, c := range columns {
			x.Labels = append(x.Labels, c.Title)
		}
		for _, a := range append([]asked{{level: level, code: code, name: name}}, holders...) {
			if t := v.table(measure, a.level); t != nil && len(t.Columns) == len(here.Columns) {
				x.Series = append(x.Series, charts.Series{Name: a.name, Values: shares(t, a.code)})
			}
		}
		if len(x.Series) > 1 && something(x.Series[0].Values) {
			out = append(out, dense(x))
		}
	}
	return out
}

// shares divides the counts of a territory by their total; what rests on a hidden
// count is hidden.
func shares(t *observatory.Table, code string) []charts.Value {
	out := make([]charts.Value, len(t.Columns)-1)
	var row *observatory.Row
	for i := range t.Rows {
		if t.Rows[i].Code == code {
			row = &t.Rows[i]
		}
	}
	for k := range out {
		switch {
		case row == nil || !last(row.Cells).Hidden && last(row.Cells).Value == 0:
			out[k].Missing = "aucune demande"
		case row.Cells[k].Hidden || last(row.Cells).Hidden:
			out[k].Hidden = true
		default:
			out[k].N = math.Round(100 * float64(row.Cells[k].Value) / float64(last(row.Cells).Value))
		}
	}
	return out
}

func something(values []charts.Value) bool {
	return slices.ContainsFunc(values, func(v charts.Value) bool { return v.N != 0 })
}

// dense leaves out the labels where every series has nought.
func dense(x charts.Picture) charts.Picture {
	out := x
	out.Labels, out.Series = nil, make([]charts.Series, len(x.Series))
	for i, label := range x.Labels {
		if !slices.ContainsFunc(x.Series, func(s charts.Series) bool { return s.Values[i] != charts.Value{} }) {
			continue
		}
		out.Labels = append(out.Labels, label)
		for k, s := range x.Series {
			out.Series[k].Name, out.Series[k].Values = s.Name, append(out.Series[k].Values, s.Values[i])
		}
	}
	return out
}
