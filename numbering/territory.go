package numbering

import (
	"iter"
	"strings"

	"github.com/fichier-unique/rules/internal/refdata/departements"
)

// Territory is what the first three characters of a number name: a département,
// or Île-de-France as a whole.
type Territory struct {
	Code string // "021", "111"
	Name string // "Côte-d'Or"
	// Since and Until bound the months of first deposit, both included; the zero
	// Month leaves the side open. Only Île-de-France has bounds: one code per
	// département until March 2011, 111 since.
	Since, Until Month
	// Confidence is V2 when the form of the code was read on numbers, INF when it is
	// inferred, U when it is unverified (Corsica, overseas): a code to accept
	// and to show with care, not one to build a refusal on.
	Confidence string
	Text       string // where the code is known from
}

// Departement is a département as the code officiel géographique writes it.
type Departement struct {
	Code string // "21", "2A", "971"
	Name string
}

// DataVersion is the day on which the table of territories was last read from
// its sources.
const DataVersion = departements.DataVersion

// Territories yields every known territory in the order of the codes, the former
// ones of Île-de-France included.
func Territories() iter.Seq[Territory] {
	return func(yield func(Territory) bool) {
		for t := range departements.Territories() {
			if !yield(territory(t)) {
				return
			}
		}
	}
}

// LookupTerritory finds a territory by its code as the number writes it, in
// capitals.
func LookupTerritory(code string) (Territory, bool) {
	t, ok := departements.LookupTerritory(code)
	if !ok {
		return Territory{}, false
	}
	return territory(t), true
}

// TerritoryOf gives the territory which numbers the demands of a département
// since March 2011: "21" gives 021, "75" gives 111, "2A" gives 02A. The code is
// that of the département where housing is wanted, not where the applicant
// lives (arrêté du 7 novembre 2000, art. 1).
func TerritoryOf(departement string) (Territory, bool) {
	return TerritoryOn(departement, Month{Year: LastYear, Month: 12})
}

// TerritoryOn gives the territory which numbered the demands of a département
// first deposited in a month. In March 2011, when Île-de-France changed on the
// 28th, it answers 111.
func TerritoryOn(departement string, m Month) (Territory, bool) {
	var found Territory
	ok := false
	for t := range departements.TerritoriesOf(strings.ToUpper(departement)) {
		if t.Holds(departements.Month(m)) {
			found, ok = territory(t), true
		}
	}
	return found, ok
}

// Departements lists the départements of the territory: eight for 111, one
// elsewhere, none for a territory that is not in the table.
func (t Territory) Departements() []Departement {
	row, ok := departements.LookupTerritory(t.Code)
	if !ok {
		return nil
	}
	out := make([]Departement, 0, len(row.Departements))
	for _, code := range row.Departements {
		d, _ := departements.Lookup(code)
		out = append(out, Departement{Code: d.Code, Name: d.Name})
	}
	return out
}

func territory(t departements.Territory) Territory {
	return Territory{
		Code: t.Code, Name: t.Name, Since: Month(t.Since), Until: Month(t.Until),
		Confidence: t.Confidence, Text: t.Text,
	}
}
