package observatory

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory/territory"
)

// Kinds of comparison.
const (
	WithHolder  = "holder"  // a figure of a territory beside that of one that holds it whole
	WithEarlier = "earlier" // a value beside that of an earlier count, in the same geography
)

// Comparison is two published values side by side. It is made of what is published,
// rounded and hidden as it is: it tells nothing more.
type Comparison struct {
	Kind          string
	Measure       *Measure
	Column        Column
	Territory     territory.Unit
	GeographyYear int
	Period        Period
	Value         string // as in the tables: Secret, NotAvailable
	With          territory.Unit
	WithPeriod    Period
	WithValue     string
	MadeOf        string // communes that have become this one since the earlier count
}

// Difference gives the value less the one beside it: Secret when one is hidden,
// NotAvailable when one is not there.
func (c *Comparison) Difference() string {
	value, with, why := c.both()
	if why != "" {
		return why
	}
	return value.Sub(with).StringFixed(max(-value.Exponent(), -with.Exponent(), 0))
}

// Percent gives the difference in hundredths of the value beside, with one decimal.
func (c *Comparison) Percent() string {
	value, with, why := c.both()
	switch {
	case why != "":
		return why
	case with.IsZero():
		return NotAvailable
	}
	return value.Sub(with).Mul(decimal.NewFromInt(100)).DivRound(with, 1).StringFixed(1)
}

func (c *Comparison) both() (value, with decimal.Decimal, why string) {
	if c.Value == Secret || c.WithValue == Secret {
		return value, with, Secret
	}
	value, bad := decimal.NewFromString(c.Value)
	with, worse := decimal.NewFromString(c.WithValue)
	if bad != nil || worse != nil {
		return value, with, NotAvailable
	}
	return value, with, ""
}

// CompareHolders puts each figure of each territory beside those of the territories
// of the other levels that hold it whole: a commune beside its EPCI and its
// département, an EPCI beside its département unless it lies in two. Counts of
// territories of different sizes are not put side by side.
func CompareHolders(g *territory.Geography, figures []FigureTable) []Comparison {
	nests := map[[2]Level][]int32{}
	var out []Comparison
	for i := range figures {
		t := &figures[i]
		for j := range figures {
			o := &figures[j]
			if t.Measure.Code != o.Measure.Code || t.Level == o.Level || t.From != o.From || t.AsOf != o.AsOf || t.GeographyYear != g.Year() || o.GeographyYear != g.Year() {
				continue
			}
			pair := [2]Level{t.Level, o.Level}
			if nests[pair] == nil {
				nests[pair] = wholes(g, t.Level, o.Level)
			}
			out = append(out, t.beside(o, g, nests[pair])...)
		}
	}
	return out
}

// wholes gives, for each territory of a level, the rank of the one of another level
// that holds all of its communes, -1 when there is none.
func wholes(g *territory.Geography, inner, outer Level) []int32 {
	units := make([]int32, len(g.Units(inner)))
	communes := make([]int, len(g.Units(outer)))
	const unseen = -2
	for i := range units {
		units[i] = unseen
	}
	inside := make([]int, len(units))
	for commune := range g.Len() {
		in, _ := g.Of(commune, inner)
		up, _ := g.Of(commune, outer)
		if up >= 0 {
			communes[up]++
		}
		if in < 0 {
			continue
		}
		inside[in]++
		if units[in] == unseen {
			units[in] = int32(up)
		} else if units[in] != int32(up) {
			units[in] = -1
		}
	}
	for i, up := range units {
		// The same communes: the two territories are one, or the second lies in the first.
		if up == unseen || up >= 0 && communes[up] == inside[i] && !territory.Nests(inner, outer) {
			units[i] = -1
		}
	}
	return units
}

// beside puts the rows of a table beside those of another level.
func (t *FigureTable) beside(o *FigureTable, g *territory.Geography, wholes []int32) []Comparison {
	rows := map[string]*FigureRow{}
	for i := range o.Rows {
		rows[o.Rows[i].Code] = &o.Rows[i]
	}
	var out []Comparison
	for i := range t.Rows {
		r := &t.Rows[i]
		rank := g.Rank(t.Level, r.Code)
		if rank < 0 || wholes[rank] < 0 {
			continue
		}
		holder := g.Units(o.Level)[wholes[rank]]
		with, ok := rows[holder.Code]
		for k, c := range t.Columns {
			x := Comparison{Kind: WithHolder, Measure: &t.Measure, Column: c, Territory: territory.Unit{Level: t.Level, Code: r.Code, Name: r.Name},
				GeographyYear: t.GeographyYear, Period: Period{t.From, t.AsOf}, Value: r.Figures[k].Text(), With: holder, WithPeriod: Period{o.From, o.AsOf}, WithValue: NotAvailable}
			if ok && k < len(with.Figures) {
				x.WithValue = with.Figures[k].Text()
			}
			if x.Value != NotAvailable || x.WithValue != NotAvailable {
				out = append(out, x)
			}
		}
	}
	return out
}

// line is a row of counts or of figures, as it is published.
type line struct {
	code, name string
	texts      []string
}

// lines gives the rows of a table, the total last.
func (t *Table) lines() []line {
	var out []line
	for r := range len(t.Rows) + 1 {
		l := line{t.row(r).Code, t.row(r).Name, nil}
		for _, c := range t.row(r).Cells {
			l.texts = append(l.texts, c.text())
		}
		out = append(out, l)
	}
	return out
}

func (t *FigureTable) lines() []line {
	var out []line
	for _, r := range append(slices.Clone(t.Rows), t.Total) {
		l := line{r.Code, r.Name, nil}
		for _, f := range r.Figures {
			l.texts = append(l.texts, f.Text())
		}
		out = append(out, l)
	}
	return out
}

// CompareEarlier puts the values of each territory beside those of an earlier count
// of the same geography: before and after a merger, the communes that have become
// one are counted together on both days, and MadeOf names them. Measures that the
// earlier count has not, or of another version, are left out.
func CompareEarlier(now, before Publication) []Comparison {
	var out []Comparison
	for i := range now.Tables {
		t := &now.Tables[i]
		for j := range before.Tables {
			o := &before.Tables[j]
			if comparable(&t.Measure, &o.Measure, t.Level, o.Level, t.GeographyYear, o.GeographyYear) {
				out = append(out, pairs(Comparison{Measure: &t.Measure, GeographyYear: t.GeographyYear, Period: Period{t.From, t.AsOf}, WithPeriod: Period{o.From, o.AsOf}}, t.Level, t.Columns, t.lines(), o.lines(), "0")...)
			}
		}
	}
	for i := range now.Figures {
		t := &now.Figures[i]
		for j := range before.Figures {
			o := &before.Figures[j]
			if comparable(&t.Measure, &o.Measure, t.Level, o.Level, t.GeographyYear, o.GeographyYear) {
				out = append(out, pairs(Comparison{Measure: &t.Measure, GeographyYear: t.GeographyYear, Period: Period{t.From, t.AsOf}, WithPeriod: Period{o.From, o.AsOf}}, t.Level, t.Columns, t.lines(), o.lines(), NotAvailable)...)
			}
		}
	}
	return out
}

func comparable(a, b *Measure, level, other Level, year, otherYear int) bool {
	return a.Code == b.Code && a.Version == b.Version && level == other && year == otherYear
}

// pairs puts rows side by side, by code; a territory that one count has no row of
// has absent there.
func pairs(like Comparison, level Level, columns []Column, now, before []line, absent string) []Comparison {
	rest := map[string]line{}
	for _, l := range before {
		rest[l.code] = l
	}
	none := make([]string, len(columns))
	for i := range none {
		none[i] = absent
	}
	var all []line
	for _, l := range now {
		if _, ok := rest[l.code]; !ok {
			rest[l.code] = line{l.code, l.name, none}
		}
		all = append(all, l)
	}
	for _, l := range before {
		if !slices.ContainsFunc(now, func(x line) bool { return x.code == l.code }) {
			all = append(all, line{l.code, l.name, none})
		}
	}
	slices.SortStableFunc(all, func(a, b line) int { return strings.Compare(a.code, b.code) })
	var out []Comparison
	for _, l := range all {
		if level == Commune {
			like.MadeOf = madeOf(l.code, like.WithPeriod.AsOf, like.Period.AsOf, like.GeographyYear)
		}
		for k, c := range columns {
			x := like
			x.Kind, x.Column, x.Territory = WithEarlier, c, territory.Unit{Level: level, Code: l.code, Name: l.name}
			x.With, x.Value, x.WithValue = x.Territory, l.texts[k], rest[l.code].texts[k]
			if x.Value != NotAvailable || x.WithValue != NotAvailable {
				out = append(out, x)
			}
		}
	}
	return out
}

// madeOf names the communes of an earlier day that have become one of the geography,
// "" when it is the same.
func madeOf(code string, earlier, day demand.Date, year int) string {
	if d, ok := demand.NewDate(year, 1, 1); ok && d.After(day) {
		day = d
	}
	parts, faults := territory.France().Backward(code, day, earlier)
	if faults != nil || len(parts) < 2 {
		return ""
	}
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = p.Code + " " + p.Name
	}
	return strings.Join(names, " + ")
}

// ComparisonsFile is the name of the file of the comparisons.
const ComparisonsFile = "comparisons.csv"

var comparisonColumns = []Column{{"comparison", "Genre : holder (un territoire qui le contient), earlier (un compte antérieur)"}, {"measure", "Mesure"}, {"version", "Version de la mesure"},
	{"level", "Niveau du territoire"}, {"geography_year", "Année de la géographie, la même des deux côtés"}, {"territory_code", "Code du territoire"}, {"territory_name", "Nom du territoire"},
	{"column", "Colonne de la mesure"}, {"from", "Premier jour"}, {"to", "Dernier jour"}, {"value", "Valeur, « secret » si elle est cachée"},
	{"with_level", "Niveau du territoire comparé"}, {"with_code", "Code du territoire comparé"}, {"with_name", "Nom du territoire comparé"},
	{"with_from", "Premier jour comparé"}, {"with_to", "Dernier jour comparé"}, {"with_value", "Valeur comparée"},
	{"difference", "Valeur moins valeur comparée, telles que publiées"}, {"change_percent", "Différence en pour cent de la valeur comparée"},
	{"made_of", "Communes devenues celle-ci depuis le compte antérieur"}}

// WriteComparisons writes comparisons as CSV.
func WriteComparisons(w io.Writer, all []Comparison) error {
	out := csv.NewWriter(w)
	writeCodes(out, comparisonColumns)
	for i := range all {
		c := &all[i]
		_ = out.Write([]string{c.Kind, c.Measure.Code, strconv.Itoa(c.Measure.Version), string(c.Territory.Level), strconv.Itoa(c.GeographyYear), c.Territory.Code, c.Territory.Name,
			c.Column.Code, dayText(c.Period.From), c.Period.AsOf.String(), c.Value, string(c.With.Level), c.With.Code, c.With.Name,
			dayText(c.WithPeriod.From), c.WithPeriod.AsOf.String(), c.WithValue, c.Difference(), c.Percent(), c.MadeOf})
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("observatory: write comparisons: %w", err)
	}
	return nil
}
