package observatory

import "github.com/fichier-unique/rules/observatory/territory"

// Beside is a figure of a territory beside those of the territories that hold it,
// and beside itself at another date.
type Beside struct {
	Measure   Measure        `json:"measure"`
	Column    Column         `json:"column"`
	Territory territory.Unit `json:"territory"`
	Here      Figure         `json:"here"`
	Holders   []Held         `json:"holders"`
	Before    *Figure        `json:"before,omitempty"` // the same territory in the counts before, at the same geography
}

// Held is the figure of a territory that holds another.
type Held struct {
	Territory territory.Unit `json:"territory"`
	Figure    Figure         `json:"figure"`
}

// NotComparable is why a figure has none beside it: the counts before are in
// another geography, or of another version of the measure.
const NotComparable = "not_comparable"

// Compare puts the figures of a territory beside those of the territories of other
// levels that hold it, and beside those of an earlier count, which must be in the
// same geography: before and after a merger, count both in the later one. A figure
// hidden or missing stays so. Shares and pressures compare; counts of territories of
// different sizes do not, and are not here.
func Compare(g *territory.Geography, level Level, code string, now, before []FigureTable) []Beside {
	rank := g.Rank(level, code)
	if rank < 0 {
		return nil
	}
	var out []Beside
	for i := range now {
		t := &now[i]
		if t.Level != level {
			continue
		}
		for k, c := range t.Columns {
			b := Beside{Measure: t.Measure, Column: c, Territory: g.Units(level)[rank], Here: t.figure(code, k)}
			for j := range now {
				o := &now[j]
				if o.Measure.Code != t.Measure.Code || o.Level == level || !territory.Nests(level, o.Level) {
					continue
				}
				if u, ok := holderOf(g, level, rank, o.Level); ok {
					b.Holders = append(b.Holders, Held{u, o.figure(u.Code, k)})
				}
			}
			b.Before = earlier(t, before, code, k)
			out = append(out, b)
		}
	}
	return out
}

// earlier gives the same figure in the counts before, nil when there are none.
func earlier(t *FigureTable, before []FigureTable, code string, column int) *Figure {
	for j := range before {
		o := &before[j]
		if o.Measure.Code != t.Measure.Code || o.Level != t.Level {
			continue
		}
		f := o.figure(code, column)
		if o.GeographyYear != t.GeographyYear || o.Measure.Version != t.Measure.Version {
			f = Figure{Missing: NotComparable}
		}
		return &f
	}
	return nil
}

// holderOf gives the territory of a level that holds one of another.
func holderOf(g *territory.Geography, level Level, rank int, outer Level) (territory.Unit, bool) {
	for commune := range g.Len() {
		if at, _ := g.Of(commune, level); at != rank {
			continue
		}
		if up, _ := g.Of(commune, outer); up >= 0 {
			return g.Units(outer)[up], true
		}
		return territory.Unit{}, false
	}
	return territory.Unit{}, false
}

// figure reads a cell; a territory without a row has no demand.
func (t *FigureTable) figure(code string, column int) Figure {
	for _, r := range t.Rows {
		if r.Code == code && column < len(r.Figures) {
			return r.Figures[column]
		}
	}
	return Figure{Missing: NoDemand}
}

// Change gives the difference of two figures, now less before, as an exact
// fraction; it is not available when one of them is not.
func Change(now, before Figure) Figure {
	switch {
	case !now.Available():
		return Figure{Missing: now.Missing}
	case !before.Available():
		return Figure{Missing: before.Missing}
	}
	return Figure{Num: now.Num*before.Den - before.Num*now.Den, Den: now.Den * before.Den, Count: min(now.Count, before.Count)}
}
