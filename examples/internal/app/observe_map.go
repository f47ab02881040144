package app

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/examples/internal/charts"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// Numbers of tiles: beyond the first, the territories where there is nobody are told
// in a sentence; beyond the second, there are no tiles.
const (
	manyTiles = 200
	mostTiles = 900
)

// Atlas draws maps: in the outlines of the territories when they are given, as tiles
// otherwise. Several goroutines may use one.
type Atlas struct {
	Geography *territory.Geography
	Outlines  *charts.Outlines // none: tiles

	mu     sync.Mutex
	joined map[observatory.Level]*charts.Outlines
	held   map[[2]observatory.Level][]int
}

// newAtlas makes an atlas with the outlines of a file, or without for the file "".
func newAtlas(g *territory.Geography, file, code, credit string) (*Atlas, error) {
	a := &Atlas{Geography: g}
	if file == "" {
		return a, nil
	}
	var err error
	a.Outlines, err = ReadOutlines(file, code, credit, g)
	if err != nil {
		return nil, err
	}
	return a, nil
}

// ReadOutlines reads a GeoJSON file of the shapes of territories. It refuses one that
// has the outline of no territory of the geography.
func ReadOutlines(path, property, credit string, g *territory.Geography) (*charts.Outlines, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s : lecture impossible ; vérifier le chemin et les droits", path)
	}
	outlines, err := charts.ReadOutlines(data, property, credit)
	if err != nil {
		return nil, fmt.Errorf("%s : %w", path, err)
	}
	for _, level := range territory.Levels() {
		if outlines.Codes(codesOf(g.Units(level))) > 0 {
			return outlines, nil
		}
	}
	return nil, fmt.Errorf("%s : contours : aucun code n'est celui d'une commune ou d'un autre territoire de %d ; nommer la propriété qui porte le code de l'Insee", path, g.Year())
}

func codesOf(units []territory.Unit) []string {
	out := make([]string, len(units))
	for i, u := range units {
		out[i] = u.Code
	}
	return out
}

// Counts maps the totals of a table, Figures those of a table of figures: no picture
// when there is but one territory, or when the table is of another geography. page
// gives the address of the page of a territory; it may be nil.
func (a *Atlas) Counts(t *observatory.Table, page func(code string) string) (charts.Picture, bool) {
	return a.draw(countsOf(t), page)
}

// Figures maps a table of figures.
func (a *Atlas) Figures(t *observatory.FigureTable, page func(code string) string) (charts.Picture, bool) {
	return a.draw(figuresOf(t), page)
}

// spot is a territory of a map.
type spot struct {
	code, name, group string
	value             charts.Value
	counted           bool // it has a row in the table
}

func (a *Atlas) draw(s spread, page func(code string) string) (charts.Picture, bool) {
	if a == nil || a.Geography == nil || s.year != a.Geography.Year() || !a.Geography.Has(s.level) {
		return charts.Picture{}, false
	}
	if a.Outlines != nil {
		if x, ok := a.shapes(s); ok {
			return x, true
		}
	}
	return a.tiles(s, page)
}

// shapes draws a figure in the outlines of the territories: those that are counted,
// and the others of the same départements, where there is nobody.
func (a *Atlas) shapes(s spread) (charts.Picture, bool) {
	outlines := a.outlines(s.level)
	x := begin(s, charts.Map)
	x.Outlines = outlines
	var without []string
	for _, p := range a.places(s, territory.Departement) {
		switch {
		case outlines.Has(p.code):
			x.Codes, x.Labels = append(x.Codes, p.code), append(x.Labels, p.name)
			x.Series[0].Values = append(x.Series[0].Values, p.value)
		case p.counted:
			without = append(without, p.name)
		}
	}
	if len(without) > 0 {
		x.Note = "Sans contour dans le fichier, et donc absents de la carte : " + listed(without)
	}
	a.unplaced(s, &x)
	return x, len(x.Codes) > 1
}

// outlines gives those of a level, made of those of the communes if need be.
func (a *Atlas) outlines(level observatory.Level) *charts.Outlines {
	if level == observatory.Commune {
		return a.Outlines
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.joined[level] == nil {
		parts := map[string][]string{}
		units, communes := a.Geography.Units(level), a.Geography.Units(observatory.Commune)
		for i := range communes {
			if rank, _ := a.Geography.Of(i, level); rank >= 0 {
				parts[units[rank].Code] = append(parts[units[rank].Code], communes[i].Code)
			}
		}
		if a.joined == nil {
			a.joined = map[observatory.Level]*charts.Outlines{}
		}
		a.joined[level] = a.Outlines.Joined(parts)
	}
	return a.joined[level]
}

// tiles draws a figure as tiles of one size; communes lie by EPCI.
func (a *Atlas) tiles(s spread, page func(code string) string) (charts.Picture, bool) {
	x := begin(s, charts.Tiles)
	all := a.places(s, observatory.EPCI)
	if len(all) > manyTiles {
		before := len(all)
		all = slices.DeleteFunc(all, func(p spot) bool { return !p.counted })
		if n := before - len(all); n > 0 {
			x.Note = fmt.Sprintf("Dans les mêmes EPCI, %d autres communes ne comptent aucune demande et n'ont pas de case", n)
		}
	}
	if len(all) < 2 || len(all) > mostTiles {
		return charts.Picture{}, false
	}
	french := collate.New(language.French)
	slices.SortStableFunc(all, func(a, b spot) int {
		if a.group != b.group {
			if a.group == "" || b.group == "" { // what lies in no EPCI comes last
				return strings.Compare(b.group, a.group)
			}
			return french.CompareString(a.group, b.group)
		}
		return french.CompareString(a.name, b.name)
	})
	for _, p := range all {
		x.Codes, x.Labels = append(x.Codes, p.code), append(x.Labels, p.name)
		x.Series[0].Values = append(x.Series[0].Values, p.value)
		if s.level == observatory.Commune {
			x.Groups = append(x.Groups, p.group)
		}
		if page != nil {
			x.URLs = append(x.URLs, page(p.code))
		}
	}
	a.unplaced(s, &x)
	return x, true
}

// unplaced says which rows of a table are on no map.
func (a *Atlas) unplaced(s spread, x *charts.Picture) {
	var names []string
	for i, code := range s.codes {
		if a.Geography.Rank(s.level, code) < 0 {
			names = append(names, s.names[i])
		}
	}
	if len(names) > 0 {
		x.Note = strings.TrimPrefix(x.Note+". Dans le tableau mais pas sur l'image : "+listed(names), ". ")
	}
}

func begin(s spread, kind charts.Kind) charts.Picture {
	x := picture(s.measure, "carte-"+string(s.level), "par "+s.level.French(), s.year)
	x.Kind, x.LabelTitle = kind, "Territoire"
	return x
}

// places lists the territories that are counted, and those beside them, in the
// territories of a wider level, that are not: there is nobody there.
func (a *Atlas) places(s spread, wider observatory.Level) []spot {
	g := a.Geography
	units := g.Units(s.level)
	row := map[int]int{}
	holders, held := map[int]bool{}, a.holders(s.level, wider)
	for i, code := range s.codes {
		if rank := g.Rank(s.level, code); rank >= 0 {
			row[rank] = i
			holders[held[rank]] = held[rank] >= 0
		}
	}
	groups := held
	if wider != observatory.EPCI {
		groups = a.holders(s.level, observatory.EPCI)
	}
	var out []spot
	for rank := range units {
		i, counted := row[rank]
		if !counted && (!holders[held[rank]] || s.level != observatory.Commune && a.Outlines == nil) {
			continue
		}
		p := spot{code: units[rank].Code, name: units[rank].Name, value: s.absent, counted: counted}
		if counted {
			p.value = s.values[i]
		}
		if at := groups[rank]; at >= 0 {
			p.group = g.Units(observatory.EPCI)[at].Name
		}
		out = append(out, p)
	}
	return out
}

// holders gives the rank of what holds each territory of a level, -1 for none: not to
// be modified.
func (a *Atlas) holders(level, wider observatory.Level) []int {
	a.mu.Lock()
	defer a.mu.Unlock()
	key := [2]observatory.Level{level, wider}
	if a.held[key] == nil {
		if a.held == nil {
			a.held = map[[2]observatory.Level][]int{}
		}
		a.held[key] = holdersIn(a.Geography, level, wider)
	}
	return a.held[key]
}

func holdersIn(g *territory.Geography, level, wider observatory.Level) []int {
	out := make([]int, len(g.Units(level)))
	for i := range out {
		out[i] = -1
	}
	for i := range g.Len() {
		rank, _ := g.Of(i, level)
		if rank < 0 || out[rank] >= 0 {
			continue
		}
		if up, _ := g.Of(i, wider); up >= 0 {
			out[rank] = up
		}
	}
	return out
}

// listed names a few things of a list.
func listed(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + fmt.Sprintf(" et %d autres", len(names)-most)
}
