package observatory

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory/territory"
)

// Level is a level of territory.
type Level = territory.Level

// The levels most asked for, from the smallest; territory.Levels has them all.
const (
	Commune     = territory.Commune
	EPCI        = territory.EPCI
	Departement = territory.Departement
)

// Column is a column of a table.
type Column struct {
	Code  string `json:"code"`
	Title string `json:"title"`
}

// Cell is a count, or a hidden one.
type Cell struct {
	Value  int
	Hidden bool
}

// Row is a territory with its cells; the last cell is its total.
type Row struct {
	Code, Name string
	Cells      []Cell
}

// Table is a measure at a level.
type Table struct {
	Measure       Measure
	Level         Level
	GeographyYear int
	From          demand.Date // first day of the period; zero for the stock alone
	AsOf          demand.Date
	Columns       []Column // the last is the total
	Rows          []Row    // in order of code
	Total         Row
}

// FileName names the table's file: "by_type_commune.csv".
func (t *Table) FileName() string { return t.Measure.Code + "_" + string(t.Level) + ".csv" }

// Tables gives every measure of counts of the plan at every level asked,
// unprotected. A level that the geography has not, or that is not known that day,
// gives no table: Missing says so.
func (a *Accumulator) Tables(levels ...Level) []Table {
	var out []Table
	for i := range counted {
		m := &counted[i]
		c := a.plan.find(m.kind, m.any, m.dims...)
		if c == nil || m.kind != Stock && a.from.IsZero() {
			continue
		}
		for _, level := range levels {
			if a.known(level) {
				out = append(out, a.table(withTotal(m.Measure, m.spec), c, level))
			}
		}
	}
	if a.from.IsZero() {
		return out
	}
	for i := range movements {
		for _, level := range levels {
			if t := a.flowTable(&movements[i], level); a.known(level) && t.Total.Cells != nil {
				out = append(out, t)
			}
		}
	}
	return out
}

func (a *Accumulator) known(level Level) bool {
	return level == Commune || a.geography.Certainty(level) != territory.Unknown
}

// CrossTable gives the counts of a crossing of the plan at a level: one column for
// each pair of codes, joined by a bar. false when the plan has no such crossing.
func (a *Accumulator) CrossTable(x Cross, level Level) (Table, bool) {
	var ds []dim
	additive := true
	m := Measure{Code: strings.Join(x.Dimensions, "_by_"), Unit: "demande", SumsUp: !x.Any, Formula: "count", Total: totals[x.Kind], Source: sourceStock, Version: 1}
	for _, code := range x.Dimensions {
		d, ok := dimOf(code)
		if !ok {
			return Table{}, false
		}
		ds = append(ds, d)
		additive = additive && !dimensionTable[d].several
		m.Title += " × " + dimensionTable[d].title
		m.English += " × " + dimensionTable[d].english
		m.Sensitive = m.Sensitive || d == byReason || d == byCeiling || d == byQuartile
	}
	m.Title, m.English = strings.TrimPrefix(m.Title, " × "), strings.TrimPrefix(m.English, " × ")
	m.Definition, m.DefinitionEnglish, m.Additive = "Demandes croisées : "+m.Title+".", "Demands crossed: "+m.English+".", additive
	c := a.plan.find(x.Kind, x.Any, ds...)
	if c == nil || !a.known(level) {
		return Table{}, false
	}
	return a.table(m, c, level), true
}

// headings gives the columns of a cube, the last dimension the fastest.
func (c *cube) headings() []Column {
	if len(c.dims) == 0 {
		return columns(nil)
	}
	codes := []string{""}
	for _, d := range c.dims {
		var next []string
		for _, before := range codes {
			for _, code := range d.codesOf() {
				next = append(next, strings.TrimPrefix(before+"|"+code, "|"))
			}
		}
		codes = next
	}
	out := columns(codes)
	if len(c.dims) == 1 && c.dims[0] == byReason {
		for i := range out[:len(out)-2] {
			out[i].Title = demand.Label(demand.ReasonCode(out[i].Code))
		}
	}
	return out
}

// table rolls a cube up to a level.
func (a *Accumulator) table(m Measure, c *cube, level Level) Table {
	t := Table{Measure: m, Level: level, GeographyYear: a.geography.Year(), From: a.from, AsOf: a.asOf, Columns: c.headings()}
	a.Settle()
	all := a.plan.find(c.kind, c.any)
	if c.any {
		a.anyRows(&t, c, all)
		return t
	}
	t.fill(a.geography, a.sums(c, all, level))
	return t
}

// sums adds the cells of a cube by territory of a level, then the total; the last
// row is of what is in no territory, or not known.
func (a *Accumulator) sums(c, all *cube, level Level) [][]int {
	cells := 1
	if len(c.dims) > 0 {
		cells = c.size + 1
	}
	out := a.rollUp(level, cells, func(row []uint32, into []int) {
		if len(c.dims) > 0 && c.at >= 0 {
			for i, n := range row[c.at : c.at+c.size] {
				into[i] += int(n)
			}
		}
		into[cells-1] += int(row[all.at])
	})
	if c.at < 0 {
		of := a.geography.Holders(level)
		a.cells[c.tally].each(func(k uint64, n uint32) {
			at := a.unitOf(of, int(k/uint64(c.size)), len(out)-1)
			out[at][k%uint64(c.size)] += int(n)
		})
	}
	return out
}

// unitOf gives the row of a commune among those of a level.
func (a *Accumulator) unitOf(of []int32, commune, unknown int) int {
	switch {
	case commune >= a.geography.Len():
		return unknown
	case of == nil:
		return commune
	case of[commune] < 0:
		return unknown
	}
	return int(of[commune])
}

// rollUp adds the rows of first choices by territory of a level; the last sum is
// of what is in no territory, or not known.
func (a *Accumulator) rollUp(level Level, cells int, add func(row []uint32, into []int)) [][]int {
	sums := make([][]int, len(a.geography.Units(level))+1)
	of := a.geography.Holders(level)
	width := a.plan.rows[0]
	for commune := range a.geography.Len() + 1 {
		row := a.first[commune*width : (commune+1)*width]
		if !slices.ContainsFunc(row, func(n uint32) bool { return n != 0 }) {
			continue
		}
		at := a.unitOf(of, commune, len(sums)-1)
		if sums[at] == nil {
			sums[at] = make([]int, cells)
		}
		add(row, sums[at])
	}
	return sums
}

// fill makes the rows of the sums whose total is not zero, and the total row.
func (t *Table) fill(g *territory.Geography, sums [][]int) {
	units := g.Units(t.Level)
	total := make([]int, len(t.Columns))
	if last := sums[len(units)]; last != nil && last[len(last)-1] > 0 {
		t.Rows = append(t.Rows, rowOf("", nameOf("", t.Level), last))
	}
	for k, values := range sums {
		if values == nil {
			continue
		}
		for i, v := range values {
			total[i] += v
		}
		if k < len(units) && values[len(values)-1] > 0 {
			t.Rows = append(t.Rows, rowOf(units[k].Code, units[k].Name, values))
		}
	}
	t.Total = rowOf("TOTAL", "Ensemble", total)
}

// anyRows fills a table of counts by any choice. The total row counts each demand
// once.
func (a *Accumulator) anyRows(t *Table, c, all *cube) {
	width := len(t.Columns)
	total := make([]int, width)
	for _, values := range a.sums(a.plan.find(c.kind, false, c.dims...), a.plan.find(c.kind, false), t.Level) {
		for i, v := range values {
			total[i] += v
		}
	}
	t.Total = rowOf("TOTAL", "Ensemble", total)
	k := slices.Index(a.plan.levels, t.Level)
	if k < 0 {
		return
	}
	rows := map[uint64][]int{}
	for at, u := range a.geography.Units(t.Level) {
		row := a.any[k].rows[at*a.plan.rows[1] : (at+1)*a.plan.rows[1]]
		if row[all.at] == 0 {
			continue
		}
		values := make([]int, width)
		for i := range width - 1 {
			if c.at >= 0 {
				values[i] = int(row[c.at+i])
			}
		}
		values[width-1] = int(row[all.at])
		rows[uint64(at)] = values
		t.Rows = append(t.Rows, rowOf(u.Code, u.Name, values))
	}
	if c.at >= 0 {
		return
	}
	a.any[k].cells[c.tally].each(func(key uint64, n uint32) { rows[key/uint64(c.size)][key%uint64(c.size)] += int(n) })
	t.Rows = t.Rows[:0]
	for at, u := range a.geography.Units(t.Level) {
		if values := rows[uint64(at)]; values != nil {
			t.Rows = append(t.Rows, rowOf(u.Code, u.Name, values))
		}
	}
}

func rowOf(code, name string, values []int) Row {
	r := Row{Code: code, Name: name}
	for _, v := range values {
		r.Cells = append(r.Cells, Cell{Value: v})
	}
	return r
}

// upper gives the territory of a level that holds a commune of the latest geography.
func upper(commune string, level Level) string {
	g := territory.Today()
	rank, _ := g.Locate(commune)
	if rank < 0 {
		return ""
	}
	if of, _ := g.Of(rank, level); of >= 0 {
		return g.Units(level)[of].Code
	}
	return ""
}

// communeOf, epciOf and departementOf say where a commune of any year is today.
func communeOf(commune string) string     { return upper(commune, Commune) }
func epciOf(commune string) string        { return upper(commune, EPCI) }
func departementOf(commune string) string { return upper(commune, Departement) }

func nameOf(code string, level Level) string {
	if code != "" {
		if g := territory.Today(); g.Rank(level, code) >= 0 {
			return g.Units(level)[g.Rank(level, code)].Name
		}
		return code
	}
	switch level {
	case Commune:
		return "Commune non connue"
	case EPCI:
		return "Hors EPCI ou non connu"
	case Departement:
		return "Département non connu"
	}
	return "Non connu"
}

// Secret is what is written in the place of a hidden count.
const Secret = "secret"

// WriteCSV writes a table; hidden counts are written "secret", never 0.
func WriteCSV(w io.Writer, t Table) error {
	out := csv.NewWriter(w)
	header := []string{"territory_code", "territory_name"}
	for _, c := range t.Columns {
		header = append(header, c.Code)
	}
	_ = out.Write(header) // a failure is kept by the writer and told by Error
	for _, r := range append(slices.Clone(t.Rows), t.Total) {
		line := []string{r.Code, r.Name}
		for _, c := range r.Cells {
			if c.Hidden {
				line = append(line, Secret)
			} else {
				line = append(line, strconv.Itoa(c.Value))
			}
		}
		_ = out.Write(line)
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("observatory: write table %s: %w", t.FileName(), err)
	}
	return nil
}

var rules = []demand.Rule{{
	Code: "OBS-TER-01", Chapter: "territoires", Severity: demand.Information, Params: []string{"count"},
	Source:  demand.Source{Article: "code officiel géographique 2010-2026", Text: "communes fusionnées", Confidence: demand.Verified},
	French:  "{count} demande(s) visent d'abord une commune qui a changé de code : elles sont comptées dans la commune d'aujourd'hui.",
	English: "{count} demand(s) want first a commune that has changed code: they are counted in today's commune.",
}, {
	Code: "OBS-TER-02", Chapter: "territoires", Severity: demand.ToConfirm, Params: []string{"count"},
	Source:  demand.Source{Article: "règle de l'observatoire", Text: "rien n'est écarté en silence", Confidence: demand.Inference},
	French:  "{count} demande(s) n'ont pas de commune connue : elles forment une ligne à part.",
	English: "{count} demand(s) have no known commune: they form a row of their own.",
}, {
	Code: "OBS-DAT-01", Chapter: "dates", Severity: demand.ToConfirm, Params: []string{"count"},
	Source:  demand.Source{Article: "règle de l'observatoire", Text: "une demande déposée après le jour du compte n'est pas en cours ce jour-là", Confidence: demand.Inference},
	French:  "{count} demande(s) sont datées d'après le jour du compte : elles ne figurent dans aucun tableau.",
	English: "{count} demand(s) are dated after the day of the count: they are in no table.",
}, {
	Code: "OBS-FIC-01", Chapter: "fichiers", Severity: demand.Blocking, Params: []string{"column"},
	Source:  demand.Source{Article: "règle de l'observatoire", Text: "fichier de comptage : dates AAAA-MM-JJ, codes, nombres, sans donnée nominative", Confidence: demand.Inference},
	French:  "La ligne ne peut pas être comptée : « {column} » n'est pas lisible (« row » : le nombre de cases). Écrire une date AAAA-MM-JJ, des codes séparés par un blanc, un nombre, ou rien.",
	English: "The row cannot be counted: “{column}” cannot be read (“row”: the number of cells). Write a date YYYY-MM-DD, codes separated by a blank, a number, or nothing.",
}}

// Rules describes what a count may have to say of its demands.
func Rules() []demand.Rule { return append([]demand.Rule(nil), rules...) }

// Faults says what the count met: communes that changed, communes unknown,
// demands of the future.
func (a *Accumulator) Faults() demand.Faults {
	var out demand.Faults
	for i, n := range a.told {
		if n > 0 {
			out = append(out, demand.Fault{Code: rules[i].Code, Severity: rules[i].Severity,
				Params: []demand.Param{{Name: "count", Value: strconv.FormatInt(n, 10)}}})
		}
	}
	return out
}
