package public

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"

	"github.com/fichier-unique/rules/examples/internal/charts"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// placeOverTime draws what a territory was from count to count: its stock, its
// movements, then its waits and its pressure beside those of what holds it.
func (p *Public) placeOverTime(all []*Release, level observatory.Level, code, name string, holders []asked) (out []charts.Picture) {
	add := func(x charts.Picture, ok bool) {
		if ok {
			out = append(out, x)
		}
	}
	add(p.along(all, "stock", "Demandes en cours à la fin de chaque mois", observatory.EveryMonth, asked{level, code, name, "stock_first", ""}))
	add(p.along(all, "mouvements", "Demandes nouvelles, satisfaites et radiées, chaque année", observatory.EveryYear,
		asked{level, code, "Nouvelles", "entries", "new"}, asked{level, code, "Satisfaites", "exits", "allocated"}, asked{level, code, "Radiées pour un autre motif", "exits", "struck_off"}))
	for _, m := range []struct{ measure, title string }{{"age_median", "Ancienneté médiane"}, {"pressure", "Pression"}} {
		every := rhythm(all, m.measure)
		lines := []asked{{level, code, name, m.measure, ""}}
		for _, h := range holders {
			h.measure = m.measure
			lines = append(lines, h)
		}
		when := ", à la fin de chaque mois"
		if every == observatory.EveryYear {
			when = ", chaque année"
		}
		add(p.along(all, idOf(m.measure), m.title+when, every, lines...))
	}
	return out
}

func idOf(measure string) string {
	out := []byte(measure)
	for i, c := range out {
		if c == '_' {
			out[i] = '-'
		}
	}
	return string(out)
}

// measureOverTime draws the whole of a measure: its total, or its columns, those that
// count most in the last count.
func (p *Public) measureOverTime(all []*Release, m *observatory.Measure, level observatory.Level, columns []observatory.Column) []charts.Picture {
	every := rhythm(all, m.Code)
	lines := []asked{{level, whole, "", m.Code, ""}}
	if len(columns) > 1 {
		lines = nil
		for _, c := range largestColumns(p, all, every, level, m.Code, columns) {
			lines = append(lines, asked{level, whole, c.Title, m.Code, c.Code})
		}
	}
	title := m.Title + ", ensemble, à la fin de chaque mois"
	if every == observatory.EveryYear {
		title = m.Title + ", ensemble, chaque année"
	}
	x, ok := p.along(all, idOf(m.Code), title, every, lines...)
	if !ok {
		return nil
	}
	switch {
	case len(lines) == mostLanes:
		x.Note = "Les " + strconv.Itoa(len(lines)) + " colonnes les plus grandes au dernier compte"
	case len(lines) < len(columns)-1:
		x.Note = "Les colonnes nulles, ou entièrement secrètes, ne sont pas tracées"
	}
	return []charts.Picture{x}
}

// largestColumns are the columns that count most in the last count, in the order of
// the table: as many as lines can be told apart.
func largestColumns(p *Public, all []*Release, every observatory.Every, level observatory.Level, measure string, columns []observatory.Column) []observatory.Column {
	latest := map[string]float64{}
	for _, c := range columns[:len(columns)-1] {
		if l, ok := p.lane(all, every, level, whole, measure, c.Code, mostOf(every)); ok {
			for _, m := range l.Points {
				if !m.Value.Hidden && m.Value.Missing == "" {
					latest[c.Code] = m.Value.N
				}
			}
		}
	}
	out := slices.DeleteFunc(slices.Clone(columns[:len(columns)-1]), func(c observatory.Column) bool { return latest[c.Code] <= 0 })
	if len(out) > mostLanes {
		slices.SortStableFunc(out, func(a, b observatory.Column) int { return cmp.Compare(latest[b.Code], latest[a.Code]) })
		out = out[:mostLanes]
		slices.SortStableFunc(out, func(a, b observatory.Column) int { return cmp.Compare(rankOf(columns, a), rankOf(columns, b)) })
	}
	return out
}

func rankOf(columns []observatory.Column, c observatory.Column) int {
	return slices.IndexFunc(columns, func(x observatory.Column) bool { return x.Code == c.Code })
}

// Files of the series of a territory.
const (
	seriesCSV        = "series.csv"
	seriesJSON       = "series.json"
	seriesDictionary = "dictionnaire.csv"
)

func seriesURL(level observatory.Level, code, file string) string {
	return Home + "/territoires/" + string(level) + "/" + code + "/series/" + file
}

// seriesLinks lead to the files of the series of a territory.
func seriesLinks(level observatory.Level, code string) []link {
	return []link{{seriesURL(level, code, seriesCSV), "CSV"}, {seriesURL(level, code, seriesDictionary), "dictionnaire de ce CSV"}, {seriesURL(level, code, seriesJSON), "JSON"}}
}

// lanes are all the series of a territory: each column of each measure that a count
// has, by month or by year.
func (p *Public) lanes(all []*Release, level observatory.Level, code string) (out []lane) {
	seen := map[string]bool{}
	add := func(every observatory.Every, m *observatory.Measure, columns []observatory.Column) {
		for _, c := range columns {
			key := m.Code + " " + c.Code
			if seen[key] {
				continue
			}
			seen[key] = true
			if l, ok := p.lane(all, every, level, code, m.Code, c.Code, 0); ok {
				out = append(out, l)
			}
		}
	}
	for _, r := range all {
		for i := range r.Tables {
			if t := &r.Tables[i]; t.Level == level {
				add(rhythm(all, t.Measure.Code), &t.Measure, t.Columns)
			}
		}
		for i := range r.Figures {
			if t := &r.Figures[i]; t.Level == level {
				add(rhythm(all, t.Measure.Code), &t.Measure, t.Columns)
			}
		}
	}
	return out
}

var seriesColumns = [][2]string{{"measure", "Mesure"}, {"version", "Version de sa définition"}, {"column", "Colonne de la mesure"}, {"unit", "Unité"}, {"level", "Niveau du territoire"},
	{"territory_code", "Code du territoire ; TOTAL : tout ce qui est compté"}, {"territory_name", "Nom du territoire"}, {"geography_year", "Année de la géographie"},
	{"every", "month : à la fin de chaque mois ; year : sur chaque année civile"}, {"from", "Premier jour, s’il s’agit d’une année"}, {"to", "Dernier jour"}, {"count", "Compte publié d’où vient la valeur ; vide : il n’y en a pas"},
	{"value", "Valeur, telle que ce compte la publie ; « secret » : cachée par le secret statistique ; vide : il n’y en a pas"}, {"reason", "Pourquoi il n’y a pas de valeur"}}

// writeSeries writes lanes as CSV, a line for each moment, gaps among them.
func writeSeries(w io.Writer, lanes []lane) error {
	out := csv.NewWriter(w)
	var names []string
	for _, c := range seriesColumns {
		names = append(names, c[0])
	}
	_ = out.Write(names)
	for i := range lanes {
		l := &lanes[i]
		for _, m := range l.Points {
			from := ""
			if !m.Period.From.IsZero() {
				from = m.Period.From.String()
			}
			_ = out.Write([]string{l.Measure.Code, strconv.Itoa(l.Measure.Version), l.Column.Code, l.Measure.Unit, string(l.Level), l.Code, l.Name, strconv.Itoa(l.Year),
				string(l.Every), from, m.Period.AsOf.String(), m.Count, m.Text, m.Value.Missing})
		}
	}
	out.Flush()
	return out.Error()
}

// writeSeriesDictionary describes the columns of the file, then the measures in it.
func writeSeriesDictionary(w io.Writer, lanes []lane) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"kind", "code", "title", "definition", "formula", "unit", "source", "version"})
	for _, c := range seriesColumns {
		_ = out.Write([]string{"column", c[0], c[1], "", "", "", "", ""})
	}
	told := map[string]bool{}
	for i := range lanes {
		m, c := lanes[i].Measure, lanes[i].Column
		if !told[m.Code] {
			told[m.Code] = true
			_ = out.Write([]string{"measure", m.Code, m.Title, m.Definition, m.Formula, m.Unit, m.Source.String(), strconv.Itoa(m.Version)})
		}
		_ = out.Write([]string{"measure_column", m.Code + "." + c.Code, c.Title, "", "", "", "", ""})
	}
	out.Flush()
	return out.Error()
}

// seriesPoint is a moment of a lane in the JSON file.
type seriesPoint struct {
	observatory.Period
	Count  string `json:"count,omitempty"`
	Value  string `json:"value,omitempty"`
	Reason string `json:"reason,omitempty"`
}

type seriesLane struct {
	Measure   *observatory.Measure `json:"measure"`
	Column    observatory.Column   `json:"column"`
	Every     observatory.Every    `json:"every"`
	Level     observatory.Level    `json:"level"`
	Code      string               `json:"territory_code"`
	Name      string               `json:"territory_name"`
	Geography int                  `json:"geography_year"`
	Points    []seriesPoint        `json:"points"`
}

func writeSeriesJSON(w io.Writer, lanes []lane) error {
	all := []seriesLane{}
	for i := range lanes {
		l := &lanes[i]
		one := seriesLane{l.Measure, l.Column, l.Every, l.Level, l.Code, l.Name, l.Year, nil}
		for _, m := range l.Points {
			one.Points = append(one.Points, seriesPoint{m.Period, m.Count, m.Text, m.Value.Missing})
		}
		all = append(all, one)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	return enc.Encode(all)
}

// series gives a file of the series of a territory.
func (p *Public) series(w http.ResponseWriter, r *http.Request) error {
	level, code, name := observatory.Level(r.PathValue("level")), r.PathValue("code"), r.PathValue("file")
	write, known := map[string]func(io.Writer, []lane) error{seriesCSV: writeSeries, seriesJSON: writeSeriesJSON, seriesDictionary: writeSeriesDictionary}[name]
	if !known || !slices.Contains(levels, level) || code != whole && territory.Today().Rank(level, code) < 0 {
		return notFound()
	}
	all, err := p.releases(r.Context())
	if err != nil {
		return err
	}
	lanes := p.lanes(all, level, code)
	if len(lanes) == 0 {
		return notFound()
	}
	attach(w, string(level)+"-"+code+"-"+name)
	_ = write(w, lanes) // the reader went away: nothing to mend
	return nil
}
