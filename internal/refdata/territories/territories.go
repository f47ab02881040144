package territories

import (
	_ "embed"
	"iter"
	"slices"
	"strings"
	"sync"
)

//go:embed communes.csv
var communesCSV string

//go:embed epci.csv
var epciCSV string

//go:embed departements.csv
var departementsCSV string

//go:embed merged.csv
var mergedCSV string

//go:embed grand_dijon.csv
var grandDijonCSV string

// CommuneRow is a commune of 2026. EPCI is empty for the few communes outside any.
type CommuneRow struct {
	Code, Name, EPCI, Departement, Region string
	PostalCodes                           string // blank-separated
}

// Area is an EPCI or a département: its code and its name.
type Area struct{ Code, Name, Kind string }

// lines gives the data lines of a table: neither comments nor the header.
func lines(table string) iter.Seq[string] {
	return func(yield func(string) bool) {
		header := true
		for line := range strings.Lines(table) {
			line = strings.TrimSuffix(line, "\n")
			switch {
			case strings.HasPrefix(line, "#"):
			case header:
				header = false
			case !yield(line):
				return
			}
		}
	}
}

// cut splits a line into n fields that share its bytes.
func cut(line string, fields []string) {
	for i := range fields {
		fields[i], line, _ = strings.Cut(line, ";")
	}
}

var communes = sync.OnceValue(func() []CommuneRow {
	rows := make([]CommuneRow, 0, 35_000)
	var f [6]string
	for line := range lines(communesCSV) {
		cut(line, f[:])
		rows = append(rows, CommuneRow{f[0], f[1], f[2], f[3], f[4], f[5]})
	}
	return rows // the file is sorted by code
})

var merged = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	var f [2]string
	for line := range lines(mergedCSV) {
		cut(line, f[:])
		out[f[0]] = f[1]
	}
	return out
})

func areas(table string) map[string]Area {
	out := map[string]Area{}
	var f [3]string
	for line := range lines(table) {
		cut(line, f[:])
		out[f[0]] = Area{f[0], f[1], f[2]}
	}
	return out
}

var (
	epci         = sync.OnceValue(func() map[string]Area { return areas(epciCSV) })
	departements = sync.OnceValue(func() map[string]Area { return areas(departementsCSV) })
)

// byCode gives each commune at the slot of its code.
var byCode = sync.OnceValue(func() []*CommuneRow {
	out := make([]*CommuneRow, slots)
	rows := communes()
	for i := range rows {
		if at := slot(rows[i].Code); at >= 0 {
			out[at] = &rows[i]
		}
	}
	return out
})

const slots = 100_000

// Slots bounds what Slot gives.
const Slots = slots

// Slot numbers the codes of communes: 21231 is 21231, 2A004 is 20004, 2B033 is
// 99033 (no commune begins with 20 or 99); -1 for what is not a code. Two codes
// may share a slot when one of them is no commune: compare the code found there.
func Slot(code string) int { return slot(code) }

func slot(code string) int {
	if len(code) != 5 {
		return -1
	}
	n := 0
	for i := range len(code) {
		d := int(code[i]) - '0'
		switch {
		case d >= 0 && d <= 9:
		case i == 1 && code[0] == '2' && code[1] == 'A':
			d = 0
		case i == 1 && code[0] == '2' && code[1] == 'B':
			n, d = 9, 9
		default:
			return -1
		}
		n = n*10 + d
	}
	return n
}

// Commune gives a commune of 2026 by its INSEE code.
func Commune(code string) (CommuneRow, bool) {
	if row := find(code); row != nil {
		return *row, true
	}
	return CommuneRow{}, false
}

// Today reports a commune of 2026, or a municipal district of one: a code of which
// nothing has to be said.
func Today(code string) bool {
	if find(code) != nil {
		return true
	}
	_, ok := District(code)
	return ok
}

func find(code string) *CommuneRow {
	at := slot(code)
	if at < 0 {
		return nil
	}
	row := byCode()[at]
	if row == nil || row.Code != code { // a code that shares the slot of a Corsican one
		return nil
	}
	return row
}

// Current gives the commune of 2026 that a code designates today: the code
// itself, the commune into which a commune of 2010 has gone, or the city of a
// municipal district of Paris, Lyon or Marseille.
func Current(code string) (string, bool) {
	if find(code) != nil {
		return code, true
	}
	if city, ok := District(code); ok {
		return city, true
	}
	today, ok := merged()[code]
	return today, ok
}

// District gives the city of a municipal district (arrondissement municipal):
// 75101 to 75120, 69381 to 69389, 13201 to 13216.
func District(code string) (city string, ok bool) {
	for _, d := range [...]struct{ first, last, city string }{
		{"75101", "75120", "75056"}, {"69381", "69389", "69123"}, {"13201", "13216", "13055"},
	} {
		if len(code) == 5 && code >= d.first && code <= d.last {
			return d.city, true
		}
	}
	return "", false
}

// Communes gives every commune of 2026, in order of code.
func Communes() iter.Seq[CommuneRow] { return slices.Values(communes()) }

// CommunesOf lists the communes of an EPCI in 2026, in order of code.
func CommunesOf(siren string) []string {
	var out []string
	for _, c := range communes() {
		if c.EPCI == siren && siren != "" {
			out = append(out, c.Code)
		}
	}
	return out
}

// EPCI gives an EPCI of 2026 by its SIREN.
func EPCI(siren string) (Area, bool) {
	a, ok := epci()[siren]
	return a, ok
}

// Departement gives a département by its code: "21", "2A", "974".
func Departement(code string) (Area, bool) {
	a, ok := departements()[code]
	return a, ok
}

// GrandDijon lists the communes that were members on a day, written
// YYYY-MM-DD, in order of code.
func GrandDijon(day string) []string {
	var out []string
	var f [4]string
	for line := range lines(grandDijonCSV) {
		cut(line, f[:])
		if f[2] <= day && (f[3] == "" || day < f[3]) {
			out = append(out, f[0])
		}
	}
	slices.Sort(out)
	return out
}

// HasPostalCode reports whether a commune of 2026 has a postal code.
func HasPostalCode(code, postal string) bool {
	row := find(code)
	if row == nil || postal == "" {
		return false
	}
	for rest := row.PostalCodes; rest != ""; {
		var one string
		if one, rest, _ = strings.Cut(rest, " "); one == postal {
			return true
		}
	}
	return false
}

// DepartementOf gives the département of a commune, of one that has merged since
// 2010 or of a municipal district; "" for a code that is none.
func DepartementOf(code string) string {
	if row := find(code); row != nil {
		return row.Departement
	}
	current, _ := Current(code)
	if row := find(current); row != nil {
		return row.Departement
	}
	return ""
}

// GrandDijonSIREN is the EPCI whose members are known in time: Grand Dijon, then
// Dijon Métropole.
const GrandDijonSIREN = "242100410"

// GrandDijonDays gives the day each commune became a member and the day it left,
// written YYYY-MM-DD, "" while it is one.
func GrandDijonDays() map[string][2]string {
	out := map[string][2]string{}
	var f [4]string
	for line := range lines(grandDijonCSV) {
		cut(line, f[:])
		out[f[0]] = [2]string{f[2], f[3]}
	}
	return out
}
