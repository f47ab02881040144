package public

import (
	"slices"

	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/examples/internal/charts"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

type placePage struct {
	Head        head
	Name        string
	Level       string
	Holders     []link
	Others      []head // of the same territory, in other counts
	None        bool   // no demand there
	Counts      board
	Figures     board
	Drawings    drawings
	Definitions []meaning
	Then        then     // a year before
	Beside      drawings // beside what holds it
	Time        drawings // from count to count
	Series      []link
}

// place shows a territory, beside those that hold it.
func (p *Public) place(v *visit) error {
	level, code := observatory.Level(v.r.PathValue("level")), v.r.PathValue("code")
	g := territory.Today()
	rank := -1
	if slices.Contains(levels, level) {
		rank = g.Rank(level, code)
	}
	if rank < 0 {
		return notFound()
	}
	page := placePage{Head: headOf(v.Release), Name: g.Units(level)[rank].Name, Level: level.French(), None: true}
	var holders []asked
	for _, wider := range levels {
		if code, name, ok := holder(g, level, rank, wider); ok {
			holders = append(holders, asked{level: wider, code: code, name: name})
			page.Holders = append(page.Holders, link{placeURL(v.Name, wider, code), name})
		}
	}
	pictures := v.placeCounts(&page, level, code)
	v.placeFigures(&page, level, code, holders)
	all, err := p.releases(v.r.Context())
	if err != nil {
		return err
	}
	for _, other := range all {
		if other.Name != v.Name && other.Reach != Nothing {
			page.Others = append(page.Others, head{Name: placeURL(other.Name, level, code), Title: headOf(other).Title})
		}
	}
	page.Others = page.Others[:min(len(page.Others), 12)]
	page.Definitions = v.meanings(level)
	page.Then = v.then(all, level, code)
	over := p.placeOverTime(all, level, code, page.Name, holders)
	parts, err := draw(pictures, v.beside(level, code, page.Name, holders), page.Then.pictures, over)
	if err != nil {
		return err
	}
	page.Drawings, page.Beside, page.Then.Drawings, page.Time = parts[0], parts[1], parts[2], parts[3]
	if len(over) > 0 {
		page.Series = seriesLinks(level, code)
	}
	return p.render(v.w, v.r, "place.html", page.Name, page)
}

// meanings says what each measure of a level is.
func (v *visit) meanings(level observatory.Level) (out []meaning) {
	for i := range v.Tables {
		if t := &v.Tables[i]; t.Level == level {
			out = append(out, meaningOf(&t.Measure, t.GeographyYear))
		}
	}
	for i := range v.Figures {
		if t := &v.Figures[i]; t.Level == level {
			out = append(out, meaningOf(&t.Measure, t.GeographyYear))
		}
	}
	return out
}

// placeCounts gives the counts of a territory, and a picture of each division.
func (v *visit) placeCounts(page *placePage, level observatory.Level, code string) (pictures []charts.Picture) {
	publication := v.publication()
	if faced, ok := app.Faced(&publication, level, code); ok {
		pictures = append(pictures, faced)
	}
	page.Counts = board{Title: "Nombres de demandes", First: "Mesure", Columns: []string{"Demandes"}}
	for i := range v.Tables {
		t := v.Tables[i]
		if t.Level != level {
			continue
		}
		t.Total = observatory.Row{Code: code, Cells: make([]observatory.Cell, len(t.Columns))} // no row: nobody
		for _, r := range t.Rows {
			if r.Code == code {
				t.Total, page.None = r, false
			}
		}
		t.Rows = nil
		if len(t.Columns) == 1 {
			page.Counts.Lines = append(page.Counts.Lines, line{t.Measure.Title, measureURL(v.Name, t.Measure.Code, level), []string{charts.Text(app.CellValue(t.Total.Cells[0]))}})
			continue
		}
		x := app.Whole(&t)
		x.Title = t.Measure.Title
		pictures = append(pictures, x)
	}
	return pictures
}

// placeFigures puts the figures of a territory beside those of what holds it.
func (v *visit) placeFigures(page *placePage, level observatory.Level, code string, holders []asked) {
	page.Figures = board{Title: "Délais, pressions et parts", First: "Mesure", Columns: []string{"Ici"}}
	for _, h := range holders {
		page.Figures.Columns = append(page.Figures.Columns, map[observatory.Level]string{observatory.EPCI: "Son EPCI", observatory.Departement: "Son département"}[h.level])
	}
	page.Figures.Columns = append(page.Figures.Columns, "Unité")
	for i := range v.Figures {
		t := &v.Figures[i]
		if t.Level != level || !slices.ContainsFunc(t.Rows, func(r observatory.FigureRow) bool { return r.Code == code }) {
			continue
		}
		one := line{t.Measure.Title, measureURL(v.Name, t.Measure.Code, level), []string{figureText(t, code)}}
		for _, h := range holders {
			one.Cells = append(one.Cells, figureText(v.figures(t.Measure.Code, h.level), h.code))
		}
		one.Cells = append(one.Cells, app.UnitOf(&t.Measure))
		page.Figures.Lines = append(page.Figures.Lines, one)
	}
}

// figureText writes the last figure of a territory.
func figureText(t *observatory.FigureTable, code string) string {
	if t != nil {
		for i := range t.Rows {
			if t.Rows[i].Code == code {
				return charts.Text(app.FigureValue(last(t.Rows[i].Figures), &t.Measure))
			}
		}
	}
	return "n.\u00a0d."
}

// holder gives the territory of a wider level that holds another whole.
func holder(g *territory.Geography, level observatory.Level, rank int, wider observatory.Level) (code, name string, ok bool) {
	if slices.Index(levels, wider) <= slices.Index(levels, level) {
		return "", "", false
	}
	found := -1
	for commune := range g.Len() {
		in := commune
		if level != observatory.Commune {
			in, _ = g.Of(commune, level)
		}
		if in != rank {
			continue
		}
		up, known := g.Of(commune, wider)
		if !known || up < 0 || found >= 0 && found != up {
			return "", "", false
		}
		found = up
	}
	if found < 0 {
		return "", "", false
	}
	u := g.Units(wider)[found]
	return u.Code, u.Name, true
}
