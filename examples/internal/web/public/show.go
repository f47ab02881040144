package public

import (
	"cmp"
	"html/template"
	"path"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/examples/internal/charts"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/observatory"
)

// head says of which days, of which territories and under which threshold a
// release is.
type head struct {
	Name, Title   string
	CountedOn     demand.Date
	GeographyYear int
	Threshold     int
	Sensitive     int
	Why           string
	Hidden        int
	Withheld      bool
	Unlinked      bool // the tables that join the year to the one before are left out
	Nothing       bool // everything is hidden
	Reasons       []string
	Year          bool
	Demands       string
}

func headOf(r *Release) head {
	a := &r.Account
	h := head{Name: r.Name, CountedOn: r.CountedOn, GeographyYear: a.GeographyYear, Threshold: a.Threshold, Sensitive: a.Sensitive,
		Why: a.ThresholdWhy, Hidden: len(a.Hidden), Withheld: r.Reach == Nothing, Unlinked: r.Reach == Unlinked, Nothing: len(a.Nothing) > 0, Year: !a.From.IsZero()}
	for _, reason := range a.Reasons() {
		h.Reasons = append(h.Reasons, charts.Typeset(reason))
	}
	h.Title = "Demandes en cours au " + web.FrenchDay(a.AsOf)
	if h.Year {
		h.Title = "Mouvements du " + web.FrenchDay(a.From) + " au " + web.FrenchDay(a.AsOf)
	}
	if t := r.table("stock_first", observatory.Departement); t != nil {
		h.Demands = charts.Text(app.CellValue(last(t.Total.Cells)))
	}
	return h
}

func last[T any](list []T) T { return list[len(list)-1] }

func (r *Release) table(measure string, level observatory.Level) *observatory.Table {
	for i := range r.Tables {
		if t := &r.Tables[i]; t.Measure.Code == measure && t.Level == level {
			return t
		}
	}
	return nil
}

func (r *Release) figures(measure string, level observatory.Level) *observatory.FigureTable {
	for i := range r.Figures {
		if t := &r.Figures[i]; t.Measure.Code == measure && t.Level == level {
			return t
		}
	}
	return nil
}

func (r *Release) publication() observatory.Publication {
	return observatory.Publication{Tables: r.Tables, Figures: r.Figures, Compared: len(r.Figures) > 0}
}

// link is somewhere to go.
type link struct{ URL, Text string }

func placeURL(count string, level observatory.Level, code string) string {
	return Home + "/" + count + "/territoires/" + string(level) + "/" + code
}

func measureURL(count, measure string, level observatory.Level) string {
	return Home + "/" + count + "/mesures/" + measure + "/" + string(level)
}

// line is a row of a table, and board a table.
type line struct {
	Name, URL string
	Cells     []string
}

type board struct {
	Title, First string
	Columns      []string
	Lines        []line
}

// drawings are the pictures of a page: what is written of each, and their figures.
type drawings struct {
	Blocks []template.HTML
	Data   string // read by draw.js
}

// draw writes the pictures of the parts of a page, less those that have nothing to
// show but noughts. The figures of all of them, and the code that draws, are with the
// first part that needs it.
func draw(parts ...[]charts.Picture) ([]drawings, error) {
	out := make([]drawings, len(parts))
	var scripted []charts.Picture
	first := -1
	for i, pictures := range parts {
		for _, p := range pictures {
			if !worthDrawing(&p) {
				continue
			}
			block, err := charts.Block(p)
			if err != nil {
				return nil, err
			}
			out[i].Blocks = append(out[i].Blocks, block)
			if p.Scripted() {
				scripted = append(scripted, p)
				if first < 0 {
					first = i
				}
			}
		}
	}
	if first < 0 {
		return out, nil
	}
	data, err := charts.Data(scripted)
	out[first].Data = string(data)
	return out, err
}

func worthDrawing(p *charts.Picture) bool {
	return len(p.Links) > 0 || len(p.Labels) > 0 && slices.ContainsFunc(p.Series, func(s charts.Series) bool {
		return slices.ContainsFunc(s.Values, func(v charts.Value) bool { return v.N != 0 || v.Hidden })
	})
}

type wholePage struct {
	Head        head
	Counts      *board
	Figures     *board
	Where       drawings // maps
	Drawings    drawings
	Then        then // a year before
	Measures    []measureLinks
	Departement []link
	EPCI        []link
	Communes    []choice
	Files       []link
}

// choice is an entry of a list.
type choice struct{ Value, Text string }

// meaning is what a measure is.
type meaning struct {
	Title, Definition, Unit, Source string
	Year                            int // of the geography
}

func meaningOf(m *observatory.Measure, year int) meaning {
	return meaning{m.Title, charts.Typeset(m.Definition), app.UnitOf(m), charts.Typeset(app.SourceOf(m)), year}
}

// measureLinks are the pages of a measure, one for each level.
type measureLinks struct {
	meaning
	Pages []link
}

// whole shows the whole of a release, and leads to its measures and territories.
func (p *Public) whole(v *visit) error {
	page := wholePage{Head: headOf(v.Release), Measures: v.measures(), Files: v.files(),
		Departement: v.places(observatory.Departement), EPCI: v.places(observatory.EPCI)}
	for _, commune := range v.places(observatory.Commune) {
		page.Communes = append(page.Communes, choice{string(observatory.Commune) + " " + path.Base(commune.URL), commune.Text})
	}
	var pictures []charts.Picture
	publication := v.publication()
	wide := publication
	wide.Tables = slices.DeleteFunc(slices.Clone(wide.Tables), func(t observatory.Table) bool { return t.Level != observatory.Departement })
	if flow, ok := app.Flow(&wide); ok {
		pictures = append(pictures, flow)
	}
	if faced, ok := app.Faced(&wide, observatory.Departement, whole); ok {
		pictures = append(pictures, faced)
	}
	page.Counts = &board{Title: "Nombres de demandes", First: "Mesure", Columns: []string{"Ensemble"}}
	for i := range wide.Tables {
		t := &wide.Tables[i]
		pictures = append(pictures, app.Whole(t))
		if len(t.Columns) == 1 {
			page.Counts.Lines = append(page.Counts.Lines, line{t.Measure.Title, measureURL(v.Name, t.Measure.Code, t.Level), []string{charts.Text(app.CellValue(t.Total.Cells[0]))}})
		}
	}
	page.Figures = &board{Title: "Délais, pressions et parts", First: "Mesure", Columns: []string{"Ensemble", "Unité"}}
	for i := range v.Figures {
		if t := &v.Figures[i]; t.Level == observatory.Departement {
			page.Figures.Lines = append(page.Figures.Lines, line{t.Measure.Title, measureURL(v.Name, t.Measure.Code, t.Level),
				[]string{charts.Text(app.FigureValue(last(t.Total.Figures), &t.Measure)), app.UnitOf(&t.Measure)}})
		}
	}
	all, err := p.releases(v.r.Context())
	if err != nil {
		return err
	}
	page.Then = v.then(all, observatory.Departement, whole)
	parts, err := draw(v.maps(observatory.Commune, "stock_first", "pressure"), pictures, page.Then.pictures)
	if err != nil {
		return err
	}
	page.Where, page.Drawings, page.Then.Drawings = parts[0], parts[1], parts[2]
	return p.render(v.w, v.r, "whole.html", page.Head.Title, page)
}

// measures lists the measures of a release with their levels.
func (v *visit) measures() []measureLinks {
	var out []measureLinks
	at := map[string]int{}
	add := func(m *observatory.Measure, level observatory.Level) {
		i, ok := at[m.Code]
		if !ok {
			i = len(out)
			at[m.Code] = i
			out = append(out, measureLinks{meaning: meaningOf(m, v.Account.GeographyYear)})
		}
		out[i].Pages = append(out[i].Pages, link{measureURL(v.Name, m.Code, level), level.French()})
	}
	for i := range v.Tables {
		add(&v.Tables[i].Measure, v.Tables[i].Level)
	}
	for i := range v.Figures {
		add(&v.Figures[i].Measure, v.Figures[i].Level)
	}
	return out
}

// places lists the territories of a level that have a demand.
func (v *visit) places(level observatory.Level) []link {
	var out []link
	t := v.table("stock_first", level)
	if !v.Account.From.IsZero() {
		t = v.table("exits", level)
	}
	if t == nil {
		return nil
	}
	for _, r := range t.Rows {
		if r.Code != "" {
			out = append(out, link{placeURL(v.Name, level, r.Code), r.Name})
		}
	}
	slices.SortFunc(out, func(a, b link) int { return cmp.Compare(a.Text, b.Text) })
	return out
}

type measurePage struct {
	Head       head
	Measure    observatory.Measure
	Definition string
	Unit       string
	Source     string
	Level      string
	Levels     []link
	Drawings   drawings
	Board      board
	Hidden     int
	Time       drawings // from count to count
	Series     []link
	Files      []link
}

// measure shows a measure by territory: a picture of the greatest, and everything
// in a table.
func (p *Public) measure(v *visit) error {
	code, level := v.r.PathValue("measure"), observatory.Level(v.r.PathValue("level"))
	page := measurePage{Head: headOf(v.Release), Level: level.French()}
	var picture charts.Picture
	var columns []observatory.Column
	switch counts, figures := v.table(code, level), v.figures(code, level); {
	case counts != nil:
		page.Measure, picture = counts.Measure, app.Places(counts)
		columns = counts.Columns
		page.board(columns, level)
		for _, r := range append(slices.Clone(counts.Rows), counts.Total) {
			addLine(&page, v.Name, level, r.Code, r.Name, r.Cells, app.CellValue)
		}
	case figures != nil:
		page.Measure, picture = figures.Measure, app.FigurePlaces(figures)
		columns = figures.Columns
		page.board(columns, level)
		for _, r := range append(slices.Clone(figures.Rows), figures.Total) {
			addLine(&page, v.Name, level, r.Code, r.Name, r.Figures, func(f observatory.Figure) charts.Value { return app.FigureValue(f, &page.Measure) })
		}
	default:
		return notFound()
	}
	for _, l := range levels {
		if l != level && (v.table(code, l) != nil || v.figures(code, l) != nil) {
			page.Levels = append(page.Levels, link{measureURL(v.Name, code, l), l.French()})
		}
	}
	page.Files = v.tableLinks(code, level)
	page.Definition, page.Unit, page.Source = charts.Typeset(page.Measure.Definition), app.UnitOf(&page.Measure), charts.Typeset(app.SourceOf(&page.Measure))
	picture.Untabled = true // the whole table is under it
	if len(page.Board.Columns) > 1 {
		picture.Title += " : " + strings.ToLower(last(page.Board.Columns))
	}
	pictures := []charts.Picture{picture}
	for _, on := range v.maps(level, code) {
		on.Untabled = true
		pictures = append(pictures, on)
	}
	all, err := p.releases(v.r.Context())
	if err != nil {
		return err
	}
	over := p.measureOverTime(all, &page.Measure, level, columns)
	parts, err := draw(pictures, over)
	if err != nil {
		return err
	}
	page.Drawings, page.Time = parts[0], parts[1]
	if len(over) > 0 {
		page.Series = seriesLinks(level, whole)
	}
	return p.render(v.w, v.r, "measure.html", page.Measure.Title+", par "+page.Level, page)
}

func (page *measurePage) board(columns []observatory.Column, level observatory.Level) {
	page.Board = board{Title: page.Measure.Title + ", par " + level.French(), First: strings.ToUpper(level.French()[:1]) + level.French()[1:]}
	for _, c := range columns {
		page.Board.Columns = append(page.Board.Columns, c.Title)
	}
}

// addLine adds a territory to the table of a measure.
func addLine[T any](page *measurePage, count string, level observatory.Level, code, name string, cells []T, value func(T) charts.Value) {
	one := line{Name: name}
	if code != "" && code != whole {
		one.URL = placeURL(count, level, code)
	}
	for _, c := range cells {
		shown := value(c)
		if shown.Hidden {
			page.Hidden++
		}
		one.Cells = append(one.Cells, charts.Text(shown))
	}
	page.Board.Lines = append(page.Board.Lines, one)
}

// whole is the code of the row of everything.
const whole = "TOTAL"
