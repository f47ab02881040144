package form

import (
	"slices"
	"strings"
	"sync"

	"github.com/fichier-unique/rules/internal/fold"
	"github.com/fichier-unique/rules/internal/refdata/territories"
)

// Commune is a commune somebody may choose.
type Commune struct {
	Code  string // INSEE
	Label string // "Dijon (21000)"
}

// foldedCommune is a commune as it is looked for.
type foldedCommune struct{ folded, code string }

var foldedCommunes = sync.OnceValue(func() []foldedCommune {
	var out []foldedCommune
	for row := range territories.Communes() {
		out = append(out, foldedCommune{townName(row.Name), row.Code})
	}
	return out
})

// townName folds the name of a commune: "St" is "Saint", and an article is not
// a reason not to find it.
func townName(name string) string {
	tokens := strings.Fields(fold.String(name))
	for i, t := range tokens {
		switch t {
		case "ST":
			tokens[i] = "SAINT"
		case "STE":
			tokens[i] = "SAINTE"
		}
	}
	if len(tokens) > 1 && slices.Contains([]string{"LE", "LA", "LES", "L"}, tokens[0]) {
		tokens = tokens[1:]
	}
	return strings.Join(tokens, " ")
}

// MaxMatches bounds how many communes a search gives.
const MaxMatches = 12

// Search finds communes by the beginning of their name, a word of it, or their
// postal code, those of a département first. A whole name comes before the others.
func Search(text, departement string) []Commune {
	if len(text) > 100 {
		return nil
	}
	if postal := strings.ReplaceAll(text, " ", ""); len(postal) == 5 && strings.Trim(postal, "0123456789") == "" {
		return byPostal(postal)
	}
	wanted := townName(text)
	if len(wanted) < 2 {
		return nil
	}
	type match struct {
		rank int
		code string
	}
	var found []match
	for _, c := range foldedCommunes() {
		rank := 0
		switch {
		case c.folded == wanted:
			rank = 1
		case strings.HasPrefix(c.folded, wanted):
			rank = 3
		case strings.Contains(c.folded, " "+wanted):
			rank = 5
		default:
			continue
		}
		if departement != "" && !strings.HasPrefix(c.code, departement) {
			rank++
		}
		found = append(found, match{rank, c.code})
	}
	slices.SortStableFunc(found, func(a, b match) int { return a.rank - b.rank })
	out := make([]Commune, 0, MaxMatches)
	for _, m := range found[:min(len(found), MaxMatches)] {
		out = append(out, CommuneOf(m.code))
	}
	return out
}

func byPostal(postal string) []Commune {
	var out []Commune
	for row := range territories.Communes() {
		if len(out) < MaxMatches && territories.HasPostalCode(row.Code, postal) {
			out = append(out, CommuneOf(row.Code))
		}
	}
	return out
}

// CommuneOf names a commune by its code; one that is not in the tables is named
// by its code alone.
func CommuneOf(code string) Commune {
	row, ok := territories.Commune(code)
	if !ok {
		if now, merged := territories.Current(code); merged && now != code {
			return Commune{code, CommuneOf(now).Label + " – code " + code}
		}
		return Commune{code, "code " + code}
	}
	postal, more, _ := strings.Cut(row.PostalCodes, " ")
	switch {
	case postal == "":
		postal = row.Departement
	case more != "":
		postal += "…"
	}
	return Commune{code, row.Name + " (" + postal + ")"}
}

// sole gives the commune that a text names without doubt: the only match, or the
// only one of that very name and, where it is given, département.
func sole(text, departement string) (string, bool) {
	matches := Search(text, departement)
	if len(matches) == 1 {
		return matches[0].Code, true
	}
	wanted, named := townName(text), ""
	for _, m := range matches {
		if row, ok := territories.Commune(m.Code); ok && townName(row.Name) == wanted && strings.HasPrefix(m.Code, departement) {
			if named != "" {
				return "", false
			}
			named = m.Code
		}
	}
	return named, named != "" && departement != ""
}

// Town gives the commune of an address from its postal code and its city, when
// they leave no doubt.
func Town(postal, city string) (string, bool) {
	wanted, found := townName(city), ""
	postal = strings.ReplaceAll(postal, " ", "")
	if wanted == "" || postal == "" {
		return "", false
	}
	for _, c := range foldedCommunes() {
		if c.folded == wanted && territories.HasPostalCode(c.code, postal) {
			if found != "" {
				return "", false
			}
			found = c.code
		}
	}
	return found, found != ""
}

// Serves reports whether a postal code is one of a commune.
func Serves(code, postal string) bool {
	return code != "" && territories.HasPostalCode(code, strings.ReplaceAll(postal, " ", ""))
}
