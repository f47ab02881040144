package departements

import (
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// DataVersion is the day on which the two tables were last read from their sources.
const DataVersion = "2026-11-23"

// The two values of Departement.Zone.
const (
	ZoneMetropole = "metropole"
	ZoneOutremer  = "outremer"
)

//go:embed departements.csv
var departementsCSV string

//go:embed territories.csv
var territoriesCSV string

// Departement is one row of the code officiel géographique.
type Departement struct {
	Code string // "21", "2A", "971"
	Name string
	Zone string // ZoneMetropole or ZoneOutremer
}

// Month is a month of a year; its zero value leaves a bound open.
type Month struct {
	Year, Month int
}

// Before reports whether m comes before o, both being set.
func (m Month) Before(o Month) bool {
	return m.Year < o.Year || m.Year == o.Year && m.Month < o.Month
}

// Territory is one code that numbers begin with. Departements is shared by all
// callers and must not be written to.
type Territory struct {
	Code         string // three characters: "021", "111"
	Name         string
	Departements []string // codes of the départements whose demands bear it
	Since, Until Month    // months of first deposit, both included; zero when open
	Confidence   string   // "V2", "INF" or "U"
	Text         string   // where the code is known from
}

// Holds reports whether a first deposit of that month may bear the territory.
func (t Territory) Holds(m Month) bool {
	if t.Since != (Month{}) && m.Before(t.Since) {
		return false
	}
	return t.Until == (Month{}) || !t.Until.Before(m)
}

type table struct {
	departements []Departement
	byCode       map[string]int
	territories  []Territory
	byTerritory  map[string]int
	ofDept       map[string][]int
}

// load reads the embedded tables once. A row that could not be read is left
// out; a test holds the tables to zero such rows.
var load = sync.OnceValue(func() table {
	t, _ := parse(departementsCSV, territoriesCSV)
	return t
})

// All yields the départements in the order of their codes.
func All() iter.Seq[Departement] { return slices.Values(load().departements) }

// Lookup finds a département by its code, written as the code officiel
// géographique writes it ("01", "2A", "971").
func Lookup(code string) (Departement, bool) {
	t := load()
	i, ok := t.byCode[code]
	if !ok {
		return Departement{}, false
	}
	return t.departements[i], true
}

// Territories yields the territories in the order of their codes.
func Territories() iter.Seq[Territory] { return slices.Values(load().territories) }

// LookupTerritory finds a territory by the three characters of its code.
func LookupTerritory(code string) (Territory, bool) {
	t := load()
	i, ok := t.byTerritory[code]
	if !ok {
		return Territory{}, false
	}
	return t.territories[i], true
}

// settled marks the codes of three digits that nothing has to be said of.
var settled = sync.OnceValue(func() *[1000]bool {
	var out [1000]bool
	for _, t := range load().territories {
		n, err := strconv.Atoi(t.Code)
		out[max(n, 0)] = err == nil && t.Confidence != "U" && t.Until == (Month{})
	}
	return &out
})

// Settled reports a territory of three digits that is known for sure and still
// gives numbers: no remark is to be made of it. It is a quick way, false says
// nothing.
func Settled(a, b, c byte) bool {
	x, y, z := a-'0', b-'0', c-'0'
	return x < 10 && y < 10 && z < 10 && settled()[int(x)*100+int(y)*10+int(z)]
}

// TerritoriesOf yields the territories which have numbered the demands of a
// département, the earliest first: two for those of Île-de-France, one elsewhere.
func TerritoriesOf(departement string) iter.Seq[Territory] {
	return func(yield func(Territory) bool) {
		t := load()
		for _, i := range t.ofDept[departement] {
			if !yield(t.territories[i]) {
				return
			}
		}
	}
}

// parse builds the table from the two files, going on after a bad row so that
// one error names all of them.
func parse(departements, territories string) (table, error) {
	t := table{byCode: map[string]int{}, byTerritory: map[string]int{}, ofDept: map[string][]int{}}
	rows, err := read(departements, 3)
	errs := []error{err}
	for _, r := range rows {
		if _, twice := t.byCode[r[0]]; twice {
			errs = append(errs, fmt.Errorf("departements: read table: code %q twice: keep one row", r[0]))
			continue
		}
		t.byCode[r[0]] = len(t.departements)
		t.departements = append(t.departements, Departement{Code: r[0], Name: r[1], Zone: r[2]})
	}
	rows, err = read(territories, 7)
	errs = append(errs, err)
	for _, r := range rows {
		errs = append(errs, t.addTerritory(r))
	}
	for _, of := range t.ofDept {
		slices.SortFunc(of, func(a, b int) int {
			x, y := t.territories[a].Since, t.territories[b].Since
			return (x.Year*12 + x.Month) - (y.Year*12 + y.Month)
		})
	}
	return t, errors.Join(errs...)
}

func (t *table) addTerritory(r []string) error {
	since, err := month(r[3])
	if err != nil {
		return err
	}
	until, err := month(r[4])
	if err != nil {
		return err
	}
	if _, twice := t.byTerritory[r[0]]; twice || len(r[0]) != 3 {
		return fmt.Errorf("departements: read table: territory %q twice or not of three characters: correct the row", r[0])
	}
	codes := strings.Fields(r[2])
	for _, d := range codes {
		if _, ok := t.byCode[d]; !ok {
			return fmt.Errorf("departements: read table: territory %q: unknown département %q: add it to departements.csv", r[0], d)
		}
	}
	i := len(t.territories)
	t.byTerritory[r[0]] = i
	t.territories = append(t.territories, Territory{
		Code: r[0], Name: r[1], Departements: codes, Since: since, Until: until, Confidence: r[5], Text: r[6],
	})
	for _, d := range codes {
		t.ofDept[d] = append(t.ofDept[d], i)
	}
	return nil
}

// read returns the rows after the header.
func read(text string, columns int) ([][]string, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comment = '#'
	r.FieldsPerRecord = columns
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("departements: read table: %w", err)
	}
	if len(rows) == 0 {
		return nil, errors.New("departements: read table: no header row: restore the file")
	}
	return rows[1:], nil
}

// month reads "2011-03"; an empty text is the open bound.
func month(s string) (Month, error) {
	if s == "" {
		return Month{}, nil
	}
	y, m, ok := strings.Cut(s, "-")
	year, err1 := strconv.Atoi(y)
	mon, err2 := strconv.Atoi(m)
	if !ok || err1 != nil || err2 != nil || mon < 1 || mon > 12 {
		return Month{}, fmt.Errorf("departements: read table: month %q: write it as 2011-03", s)
	}
	return Month{Year: year, Month: mon}, nil
}
