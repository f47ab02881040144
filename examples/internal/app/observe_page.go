package app

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/charts"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// PageName is the page of the pictures of a count.
const PageName = "observatory.html"

// mostBars is how many territories a picture of bars shows.
const mostBars = 20

// page writes the pictures of what is published: the whole of each measure, then
// where it is, by territory. Every figure of it is in the tables, hidden or not.
func (o *Observation) page(w io.Writer, p *observatory.Publication, compared []observatory.Comparison, m *ObserveManifest) error {
	atlas, err := o.atlas()
	if err != nil {
		return err
	}
	var all []charts.Picture
	if flow, ok := flowOf(p); ok {
		all = append(all, flow)
	}
	wide := widest(o.Levels)
	if faced, ok := Faced(p, wide, "TOTAL"); ok {
		all = append(all, faced)
	}
	for i := range p.Tables {
		t := &p.Tables[i]
		if t.Level == wide {
			all = append(all, whole(t))
		}
		if len(t.Columns) == 1 && (t.Level != wide || len(t.Rows) > 1) {
			all = append(all, atlas.along(countsOf(t))...)
		}
	}
	for i := range p.Figures {
		if t := &p.Figures[i]; t.Level != wide || len(t.Rows) > 1 {
			all = append(all, atlas.along(figuresOf(t))...)
		}
	}
	elsewhere, earlier := o.comparedPictures(p, compared)
	sections := []charts.Section{{Title: "Situation et mouvements", Pictures: all}, {Title: "Au fil du temps", Pictures: o.seriesPictures(p)},
		{Title: "D'un territoire à l'autre", Pictures: elsewhere}, {Title: "D'un compte à l'autre", Pictures: earlier}}
	for i := range sections {
		sections[i].Pictures = slices.DeleteFunc(sections[i].Pictures, func(p charts.Picture) bool { return len(p.Labels) == 0 && len(p.Links) == 0 })
	}
	return charts.Page(w, "Observatoire de la demande de logement social", o.note(m), sections...)
}

// atlas has the geography of the observation, and draws the maps of its page.
func (o *Observation) atlas() (*Atlas, error) {
	if o.maps != nil {
		return o.maps, nil
	}
	g := territory.Today()
	if !o.Geography.IsZero() {
		var faults demand.Faults
		if g, faults = territory.France().On(o.Geography); faults != nil {
			return nil, fmt.Errorf("géographie du %s : elle n'est connue que de 2010 à 2026", o.Geography)
		}
	}
	a, err := newAtlas(g, o.Outlines, o.OutlinesCode, o.OutlinesCredit)
	o.maps = a
	return a, err
}

// tiled are the measures whose tiles are worth their room on a page that has them
// all: where the demand is, and where it waits most.
var tiled = []string{"stock_first", "pressure"}

// along draws a figure by territory: the largest ones as bars, and a map.
func (a *Atlas) along(s spread) []charts.Picture {
	out := []charts.Picture{largest(s)}
	if a.Outlines == nil && !slices.Contains(tiled, s.measure.Code) {
		return out
	}
	if x, ok := a.draw(s, nil); ok {
		out = append(out, x)
	}
	return out
}

// note is what is said at the top of the page.
func (o *Observation) note(m *ObserveManifest) string {
	note := fmt.Sprintf("Situation au %s, géographie %d.", o.AsOf.French(), m.GeographyYear)
	if !o.From.IsZero() {
		note = fmt.Sprintf("Du %s au %s, géographie %d.", o.From.French(), o.AsOf.French(), m.GeographyYear)
	}
	if o.Raw {
		return note + notAvailable(m) + " Chiffres bruts, sans secret statistique : à ne pas publier."
	}
	return note + notAvailable(m) + fmt.Sprintf(" Un compte de moins de %d n'est pas publié (%d pour les ressources et les motifs), ni ceux qui le feraient retrouver ; un contrôle a essayé de les retrouver, sans succès.", m.Threshold, m.Sensitive)
}

// widest gives the level of the largest territories.
func widest(levels []observatory.Level) observatory.Level {
	order := []observatory.Level{"france", "region", "departement", "arrondissement", "epci", "canton", "commune"}
	for _, l := range order {
		if slices.Contains(levels, l) {
			return l
		}
	}
	return ""
}

// whole draws the last row of a table: what it counts over everything.
func whole(t *observatory.Table) charts.Picture {
	p := picture(t.Measure, "ensemble", "", t.GeographyYear)
	p.Kind, p.LabelTitle = charts.Bars, t.Measure.Title
	for k, c := range t.Columns {
		if k == len(t.Columns)-1 && k > 0 {
			break // the total
		}
		p.Labels = append(p.Labels, c.Title)
		p.Series[0].Values = append(p.Series[0].Values, counted(t.Total.Cells[k]))
	}
	if len(p.Labels) < 2 {
		p.Labels = nil // one bar says nothing
	}
	p.Horizontal = len(p.Labels) > 10
	return p
}

// spread is one figure of each territory of a level.
type spread struct {
	measure observatory.Measure
	level   observatory.Level
	year    int
	codes   []string
	names   []string
	values  []charts.Value
	absent  charts.Value // of a territory without a row
}

func countsOf(t *observatory.Table) spread {
	s := spread{measure: t.Measure, level: t.Level, year: t.GeographyYear}
	for _, r := range t.Rows {
		s.codes, s.names, s.values = append(s.codes, r.Code), append(s.names, r.Name), append(s.values, counted(r.Cells[len(r.Cells)-1]))
	}
	return s
}

func figuresOf(t *observatory.FigureTable) spread {
	s := spread{measure: t.Measure, level: t.Level, year: t.GeographyYear, absent: figured(observatory.Figure{Missing: observatory.NoDemand}, &t.Measure)}
	for _, r := range t.Rows {
		s.codes, s.names = append(s.codes, r.Code), append(s.names, r.Name)
		s.values = append(s.values, figured(r.Figures[len(r.Figures)-1], &t.Measure))
	}
	return s
}

func counted(c observatory.Cell) charts.Value {
	if c.Hidden {
		return charts.Value{Hidden: true}
	}
	return charts.Count(c.Value)
}

func figured(f observatory.Figure, m *observatory.Measure) charts.Value {
	switch v, ok := f.Value(2); {
	case ok:
		return inUnit(charts.Value{N: v.InexactFloat64()}, m)
	case f.Missing == observatory.HiddenFigure:
		return charts.Value{Hidden: true}
	default:
		why, _ := observatory.WhyMissing(f.Missing)
		return charts.Value{Missing: strings.ToLower(strings.TrimSuffix(why, "."))}
	}
}

// largest draws the largest figures of a level as bars.
func largest(s spread) charts.Picture {
	bars := picture(s.measure, string(s.level), "par "+s.level.French(), s.year)
	bars.Kind, bars.Horizontal, bars.LabelTitle = charts.Bars, true, "Territoire"
	order := make([]int, 0, len(s.values))
	for i, v := range s.values {
		if !v.Hidden && v.Missing == "" && v.N != 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case s.values[a].N > s.values[b].N:
			return -1
		case s.values[a].N < s.values[b].N:
			return 1
		}
		return 0
	})
	if len(order) > mostBars {
		bars.Title += fmt.Sprintf(" : les %d premières valeurs", mostBars)
		order = order[:mostBars]
	}
	for _, i := range order {
		bars.Labels = append(bars.Labels, s.names[i])
		bars.Series[0].Values = append(bars.Series[0].Values, s.values[i])
	}
	return bars
}

// share is the unit of the measures that are parts of a whole: pictures write them in
// hundredths.
const share = "part"

func unitOf(m *observatory.Measure) string {
	if m.Unit == share {
		return "%"
	}
	return m.Unit
}

// sourceOf names the source of a measure; how sure it is stands in the dictionary.
func sourceOf(m *observatory.Measure) string {
	if m.Source.Text == "" {
		return m.Source.Article
	}
	return m.Source.Article + " (" + m.Source.Text + ")"
}

func inUnit(v charts.Value, m *observatory.Measure) charts.Value {
	if m.Unit == share {
		v.N = math.Round(v.N * 100) // they are published with two decimals
	}
	return v
}

// picture begins a picture of a measure.
func picture(m observatory.Measure, part, where string, year int) charts.Picture {
	title := m.Title
	if where != "" {
		title += ", " + where
	}
	return charts.Picture{ID: strings.ReplaceAll(m.Code, "_", "-") + "-" + part, Title: title, Definition: m.Definition, Unit: unitOf(&m),
		Source: sourceOf(&m), Geography: year, Series: []charts.Series{{Name: unitOf(&m)}}}
}

// flowOf draws the two sides of the identity of the stock.
func flowOf(p *observatory.Publication) (charts.Picture, bool) {
	var entries, exits *observatory.Table
	for i := range p.Tables {
		switch t := &p.Tables[i]; t.Measure.Code {
		case "entries":
			entries = t
		case "exits":
			exits = t
		}
	}
	if entries == nil || exits == nil || entries.Level != exits.Level {
		return charts.Picture{}, false
	}
	f := charts.Picture{ID: "flux", Kind: charts.Flow, Title: "Les demandes de la période, de leur origine à leur issue", Unit: entries.Measure.Unit,
		Definition: entries.Measure.Definition + " " + exits.Measure.Definition, Source: sourceOf(&entries.Measure), Geography: entries.GeographyYear}
	const active = "Demandes actives"
	for k, c := range entries.Columns[:len(entries.Columns)-1] {
		f.Links = append(f.Links, charts.Link{From: c.Title + " (entrée)", To: active, Value: counted(entries.Total.Cells[k])})
	}
	for k, c := range exits.Columns[:len(exits.Columns)-1] {
		f.Links = append(f.Links, charts.Link{From: active, To: c.Title, Value: counted(exits.Total.Cells[k])})
	}
	return f, true
}
