package public

import (
	"cmp"
	"slices"
	"strconv"
	"sync"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/examples/internal/charts"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// Why a series has no value at a moment.
const (
	notCounted  = "pas de compte"
	notOut      = "compte non publié"
	notMeasured = "mesure absente du compte"
	redefined   = "autre définition de la mesure"
	moved       = "autre périmètre"
)

// lane is what a column of a measure has been in a territory, from one count that was
// published to the next. It is made of what is published and of nothing else.
type lane struct {
	Measure *observatory.Measure
	Column  observatory.Column
	Every   observatory.Every
	Level   observatory.Level
	Code    string // TOTAL: everything
	Name    string
	Year    int // of the geography
	Points  []moment
}

// moment is a lane at the end of a month, or over a year.
type moment struct {
	Label  string
	Count  string // name of the release; "" when there is none
	Period observatory.Period
	Value  charts.Value
	Text   string // as in the tables of the count; "" when there is none
}

// shown counts the moments that have a value.
func (l *lane) shown() (n int) {
	for _, m := range l.Points {
		if !m.Value.Hidden && m.Value.Missing == "" {
			n++
		}
	}
	return n
}

func (l *lane) values() []charts.Value {
	out := make([]charts.Value, len(l.Points))
	for i, m := range l.Points {
		out[i] = m.Value
	}
	return out
}

// slot is a month or a year, with the release that counts it, if there is one.
type slot struct {
	label  string
	period observatory.Period
	of     *Release
}

// slots are the months, or the years, from the first count to the last one, without a
// hole: the latest most of them.
func slots(all []*Release, every observatory.Every, most int) []slot {
	at := map[demand.Date]*Release{}
	var first, end demand.Date
	for _, r := range all {
		if every == observatory.EveryYear && r.Account.From.IsZero() {
			continue
		}
		day := r.Account.AsOf
		at[day] = r
		if first.IsZero() || day.Before(first) {
			first = day
		}
		if end.IsZero() || day.After(end) {
			end = day
		}
	}
	if first.IsZero() {
		return nil
	}
	var out []slot
	for day := end; !day.Before(first) && (most == 0 || len(out) < most); {
		s := slot{of: at[day], period: observatory.Period{AsOf: day}}
		year, month := day.Year(), day.Month()
		before := day.AddDays(-day.Day()) // the last day of the month before
		s.label = shortMonths[month-1] + "\u00a0" + strconv.Itoa(year)
		if every == observatory.EveryYear {
			s.label = strconv.Itoa(year)
			s.period.From, _ = demand.NewDate(year, 1, 1)
			before = s.period.From.AddDays(-1)
		}
		out = append(out, s)
		day = before
	}
	slices.Reverse(out)
	return out
}

var shortMonths = [...]string{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."}

// rhythm is how often a measure is counted: each month when the counts of a month
// have it, else each year.
func rhythm(all []*Release, measure string) observatory.Every {
	for _, r := range all {
		if r.Account.From.IsZero() && (r.has(measure)) {
			return observatory.EveryMonth
		}
	}
	return observatory.EveryYear
}

func (r *Release) has(measure string) bool {
	return slices.ContainsFunc(levels, func(l observatory.Level) bool { return r.table(measure, l) != nil || r.figures(measure, l) != nil })
}

// lane reads a column of a measure in a territory along the counts; code is TOTAL for
// everything, column "" for the last. There is none when no count has the measure.
func (p *Public) lane(all []*Release, every observatory.Every, level observatory.Level, code, measure, column string, most int) (lane, bool) {
	out := lane{Every: every, Level: level, Code: code}
	for _, s := range slots(all, every, most) {
		m := moment{Label: s.label, Period: s.period}
		if s.of == nil {
			m.Value.Missing = notCounted
		} else {
			m.Count = s.of.Name
		}
		out.Points = append(out.Points, m)
	}
	byName := map[string]*Release{}
	newest := (*Release)(nil)
	for _, r := range all { // the latest first
		byName[r.Name] = r
		if newest == nil && (every == observatory.EveryMonth || !r.Account.From.IsZero()) && (r.table(measure, level) != nil || r.figures(measure, level) != nil) {
			newest = r
		}
	}
	if newest == nil {
		return out, false
	}
	out.define(newest, measure, column)
	for i := range out.Points {
		if m := &out.Points[i]; m.Count != "" {
			m.Value, m.Text = p.valueIn(byName[m.Count], &out)
		}
	}
	return out, out.Column.Code != ""
}

// define gives a lane the measure, the column and the geography of a release.
func (l *lane) define(r *Release, measure, column string) {
	var columns []observatory.Column
	if t := r.table(measure, l.Level); t != nil {
		l.Measure, l.Year, columns = &t.Measure, t.GeographyYear, t.Columns
	} else {
		t := r.figures(measure, l.Level)
		l.Measure, l.Year, columns = &t.Measure, t.GeographyYear, t.Columns
	}
	if column == "" {
		column = last(columns).Code
	}
	if k := slices.IndexFunc(columns, func(c observatory.Column) bool { return c.Code == column }); k >= 0 {
		l.Column = columns[k]
	}
	l.Name = "Ensemble"
	if g := territory.Today(); l.Code != whole {
		if rank := g.Rank(l.Level, l.Code); rank >= 0 {
			l.Name = g.Units(l.Level)[rank].Name
		}
	}
}

// valueIn gives the value of a lane in a release, and how the release writes it.
func (p *Public) valueIn(r *Release, l *lane) (charts.Value, string) {
	none := func(why string) (charts.Value, string) { return charts.Value{Missing: why}, "" }
	if r.Reach == Nothing {
		return none(notOut)
	}
	counts, figures := r.table(l.Measure.Code, l.Level), r.figures(l.Measure.Code, l.Level)
	var m *observatory.Measure
	var year int
	var columns []observatory.Column
	switch {
	case counts != nil:
		m, year, columns = &counts.Measure, counts.GeographyYear, counts.Columns
	case figures != nil:
		m, year, columns = &figures.Measure, figures.GeographyYear, figures.Columns
	default:
		return none(notMeasured)
	}
	k := slices.IndexFunc(columns, func(c observatory.Column) bool { return c.Code == l.Column.Code })
	switch {
	case m.Version != l.Measure.Version:
		return none(redefined)
	case k < 0:
		return none(notMeasured)
	case year != l.Year && l.Code != whole && !p.perimeters.same(l.Level, l.Code, year, l.Year):
		return none(moved)
	}
	if counts != nil {
		cell := observatory.Cell{} // no row: nobody
		if l.Code == whole {
			cell = counts.Total.Cells[k]
		} else if i := slices.IndexFunc(counts.Rows, func(r observatory.Row) bool { return r.Code == l.Code }); i >= 0 {
			cell = counts.Rows[i].Cells[k]
		}
		return app.CellValue(cell), cellText(cell)
	}
	figure := observatory.Figure{Missing: observatory.NoDemand}
	if l.Code == whole {
		figure = figures.Total.Figures[k]
	} else if i := slices.IndexFunc(figures.Rows, func(r observatory.FigureRow) bool { return r.Code == l.Code }); i >= 0 {
		figure = figures.Rows[i].Figures[k]
	}
	return app.FigureValue(figure, m), figure.Text()
}

func cellText(c observatory.Cell) string {
	if c.Hidden {
		return observatory.Secret
	}
	return strconv.Itoa(c.Value)
}

// perimeters tells whether a territory has the same communes in two geographies.
type perimeters struct {
	mu    sync.Mutex
	known map[string]bool
	years map[int]*territory.Geography
}

// geography is that of a year, nil for one that is not known.
func (p *perimeters) geography(year int) *territory.Geography {
	if today := territory.Today(); today.Year() == year {
		return today
	}
	if g, ok := p.years[year]; ok {
		return g
	}
	day, _ := demand.NewDate(year, 1, 1)
	g, faults := territory.France().On(day)
	if faults != nil {
		g = nil
	}
	p.years[year] = g
	return g
}

// same reports whether the communes of a territory in the later of two geographies
// are made of those, all of those and only those, that it had in the other.
func (p *perimeters) same(level observatory.Level, code string, one, other int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	earlier, later := min(one, other), max(one, other)
	key := string(level) + " " + code + " " + strconv.Itoa(earlier) + " " + strconv.Itoa(later)
	if p.known == nil {
		p.known, p.years = map[string]bool{}, map[int]*territory.Geography{}
	}
	if is, ok := p.known[key]; ok {
		return is
	}
	is := sameCommunes(p.geography(earlier), p.geography(later), level, code)
	p.known[key] = is
	return is
}

func sameCommunes(before, after *territory.Geography, level observatory.Level, code string) bool {
	if before == nil || after == nil {
		return false
	}
	then := map[string]bool{}
	for _, u := range before.Members(level, code) {
		then[u.Code] = true
	}
	found := 0
	for _, u := range after.Members(level, code) {
		parts, faults := territory.France().Backward(u.Code, after.Day(), before.Day())
		if faults != nil {
			return false
		}
		for _, part := range parts {
			if !part.Whole || !then[part.Code] {
				return false
			}
			found++
		}
	}
	return found > 0 && found == len(then)
}

// lengths of the series that are drawn; the files have them whole.
const (
	mostMonths = 25
	mostYears  = 12
	mostLanes  = 6
)

func mostOf(every observatory.Every) int {
	if every == observatory.EveryYear {
		return mostYears
	}
	return mostMonths
}

// asked is a line of a picture of time.
type asked struct {
	level        observatory.Level
	code, name   string
	measure, col string
}

// along draws lanes of one rhythm; false when fewer than two moments of one have a
// value.
func (p *Public) along(all []*Release, id, title string, every observatory.Every, lines ...asked) (charts.Picture, bool) {
	x := charts.Picture{ID: "serie-" + id, Kind: charts.Lines, Title: title, LabelTitle: "Fin du mois"}
	if every == observatory.EveryYear {
		x.LabelTitle = "Année"
	}
	worth := false
	var last *observatory.Measure
	for _, a := range lines {
		l, ok := p.lane(all, every, a.level, a.code, a.measure, a.col, mostOf(every))
		if !ok {
			continue
		}
		if len(x.Series) == 0 {
			for _, m := range l.Points {
				x.Labels = append(x.Labels, m.Label)
			}
			x.Unit, x.Source, x.Geography = app.UnitOf(l.Measure), app.SourceOf(l.Measure), l.Year
		}
		if last == nil || last.Code != l.Measure.Code {
			if last != nil {
				x.Definition += " "
			}
			x.Definition, last = x.Definition+l.Measure.Definition, l.Measure
		}
		worth = worth || l.shown() > 1
		x.Series = append(x.Series, charts.Series{Name: cmp.Or(a.name, l.Column.Title), Values: l.values()})
	}
	return x, worth
}
