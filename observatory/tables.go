package observatory

import (
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/refdata/territories"
)

// Level is a level of territory.
type Level string

// The levels, from the smallest.
const (
	Commune     Level = "commune"
	EPCI        Level = "epci"
	Departement Level = "departement"
)

// Measure is a definition: it travels with its figures.
type Measure struct {
	Code       string        `json:"code"`
	Title      string        `json:"title"`
	English    string        `json:"title_en"`
	Definition string        `json:"definition"`
	Unit       string        `json:"unit"`
	Additive   bool          `json:"additive"` // the columns sum to the row's total
	SumsUp     bool          `json:"sums_up"`  // the rows sum to the total
	Source     demand.Source `json:"source"`
	Version    int           `json:"version"`
}

var sourceStock = demand.Source{Article: "CCH R.441-2-6, dernier alinéa", Text: "données non nominatives, pour statistiques ; premier choix : chaque demande compte une fois", Confidence: demand.Inference}

// Measures lists the definitions of this version.
func Measures() []Measure {
	return []Measure{
		{"stock_first", "Demandes selon la première commune souhaitée", "Demands by first commune wanted",
			"Demandes en cours au jour du compte, chacune comptée une fois dans sa commune de premier choix.", "demande", true, true, sourceStock, 1},
		{"stock_any", "Demandes selon toutes les communes souhaitées", "Demands by any commune wanted",
			"Demandes en cours, chacune comptée une fois dans chaque territoire qu'elle accepte : les lignes ne s'additionnent pas.", "demande", true, false, sourceStock, 1},
		{"by_type", "Demandes selon le type de logement souhaité", "Demands by type wanted",
			"Demandes en cours, par commune de premier choix et type souhaité ; plusieurs types peuvent être cochés : les colonnes ne s'additionnent pas.", "demande", false, true, sourceStock, 1},
		{"by_age", "Demandes selon leur ancienneté", "Demands by age",
			"Demandes en cours, par commune de premier choix et nombre de mois entiers depuis le premier dépôt.", "demande", true, true, sourceStock, 1},
		{"by_size", "Demandes selon le nombre de personnes à loger", "Demands by size of household",
			"Demandes en cours, par commune de premier choix et nombre de personnes à loger.", "demande", true, true, sourceStock, 1},
	}
}

// Column is a column of a table.
type Column struct{ Code, Title string }

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
	AsOf          demand.Date
	Columns       []Column // the last is the total
	Rows          []Row    // in order of code
	Total         Row
}

// FileName names the table's file: "by_type_commune.csv".
func (t *Table) FileName() string { return t.Measure.Code + "_" + string(t.Level) + ".csv" }

var columnTitles = map[string]string{
	"C": "Chambre", "T6P": "T6 et plus", "none": "Sans type", "under_6_months": "Moins de 6 mois", "6_to_11_months": "6 à 11 mois",
	"12_to_23_months": "12 à 23 mois", "24_to_35_months": "24 à 35 mois", "36_months_and_more": "36 mois et plus", "unknown": "Non connu",
	"6_and_more": "6 et plus", "total": "Total",
}

func columns(codes []string) []Column {
	var out []Column
	for _, c := range append(slices.Clone(codes), "total") {
		title := columnTitles[c]
		if title == "" {
			title = c
		}
		out = append(out, Column{c, title})
	}
	return out
}

// Tables gives every measure at every level asked, unprotected.
func (a *Accumulator) Tables(levels ...Level) []Table {
	var out []Table
	for _, m := range Measures() {
		for _, level := range levels {
			out = append(out, a.table(m, level))
		}
	}
	return out
}

func (a *Accumulator) table(m Measure, level Level) Table {
	t := Table{Measure: m, Level: level, GeographyYear: territories.GeographyYear, AsOf: a.asOf}
	pick := func(*counts) []int64 { return nil }
	switch m.Code {
	case "stock_first":
		t.Columns = columns(nil)
	case "stock_any":
		t.Columns = columns(nil)
		a.anyRows(&t)
		return t
	case "by_type":
		t.Columns, pick = columns(typeCodes), func(c *counts) []int64 { return c.types[:] }
	case "by_age":
		t.Columns, pick = columns(ageCodes), func(c *counts) []int64 { return c.ages[:] }
	case "by_size":
		t.Columns, pick = columns(sizeCodes), func(c *counts) []int64 { return c.sizes[:] }
	}
	rows := map[string][]int{}
	total := make([]int, len(t.Columns))
	for code, c := range a.first {
		key := upper(code, level)
		if rows[key] == nil {
			rows[key] = make([]int, len(t.Columns))
		}
		for i, n := range append(slices.Clone(pick(c)), c.all) {
			rows[key][i] += int(n)
			total[i] += int(n)
		}
	}
	for _, code := range slices.Sorted(maps.Keys(rows)) {
		t.Rows = append(t.Rows, row(code, nameOf(code, level), rows[code]))
	}
	t.Total = row("TOTAL", "Ensemble", total)
	return t
}

func (a *Accumulator) anyRows(t *Table) {
	for k, n := range a.any {
		if k.level == t.Level {
			t.Rows = append(t.Rows, row(k.code, nameOf(k.code, t.Level), []int{int(n)}))
		}
	}
	slices.SortFunc(t.Rows, func(x, y Row) int {
		if x.Code < y.Code {
			return -1
		}
		return 1
	})
	t.Total = row("TOTAL", "Ensemble", []int{int(a.total)})
}

func row(code, name string, values []int) Row {
	r := Row{Code: code, Name: name}
	for _, v := range values {
		r.Cells = append(r.Cells, Cell{Value: v})
	}
	return r
}

// upper gives the territory of a level that holds a commune of today.
func upper(commune string, level Level) string {
	c, _ := territories.Commune(commune)
	switch level {
	case EPCI:
		return c.EPCI
	case Departement:
		return c.Departement
	}
	return c.Code
}

func nameOf(code string, level Level) string {
	if code == "" {
		return map[Level]string{Commune: "Commune non connue", EPCI: "Hors EPCI ou non connu", Departement: "Département non connu"}[level]
	}
	switch level {
	case EPCI:
		e, _ := territories.EPCI(code)
		return e.Name
	case Departement:
		d, _ := territories.Departement(code)
		return d.Name
	}
	c, _ := territories.Commune(code)
	return c.Name
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
}}

// Rules describes what a count may have to say of its demands.
func Rules() []demand.Rule { return append([]demand.Rule(nil), rules...) }

// Faults says what the count met: communes that changed, communes unknown,
// demands of the future.
func (a *Accumulator) Faults() demand.Faults {
	unknown := int64(0)
	if c := a.first[""]; c != nil {
		unknown = c.all
	}
	var out demand.Faults
	for i, n := range [...]int64{a.moved, unknown, a.future} {
		if n > 0 {
			out = append(out, demand.Fault{Code: rules[i].Code, Severity: rules[i].Severity,
				Params: []demand.Param{{Name: "count", Value: strconv.FormatInt(n, 10)}}})
		}
	}
	return out
}
