package geography

import (
	_ "embed"
	"iter"
	"strconv"
	"strings"
)

//go:embed communes.csv
var communesCSV string

//go:embed events.csv
var eventsCSV string

//go:embed memberships.csv
var membershipsCSV string

//go:embed holders.csv
var holdersCSV string

//go:embed regions.csv
var regionsCSV string

// Event is a change of the code or the name of a commune: one old commune, one
// new one. A merger has one line for each commune that goes into it.
type Event struct {
	Day              string // YYYY-MM-DD
	OldCode, OldName string
	NewCode, NewName string
	Kind             string // 10 rename, 21 re-establishment, 31 to 34 merger, 41 change of département, 50 change of code
}

// Holder is a commune's arrondissement and canton today, or the name of an EPCI or
// arrondissement over some years.
type Holder struct {
	Level, Code, Name, Kind string
	First, Last             int
}

// Membership says in which EPCI or arrondissement a commune was, by the lists of
// the years First to Last.
type Membership struct {
	Level, Commune, Holder string // Holder is "-" when the commune was in none
	First, Last            int
}

// Supra is the arrondissement of 2026 and the canton of 2024 of a commune.
type Supra struct{ Commune, Arrondissement, Canton string }

// Region is the region of a département before and since 1 January 2016.
type Region struct{ Departement, Before, NameBefore, Since, NameSince string }

// rows gives the fields of each data line. The slice is used again for the next.
func rows(table string, n int) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		fields := make([]string, n)
		header := true
		for line := range strings.Lines(table) {
			line = strings.TrimSuffix(line, "\n")
			if strings.HasPrefix(line, "#") {
				continue
			}
			if header {
				header = false
				continue
			}
			for i := range fields {
				fields[i], line, _ = strings.Cut(line, ";")
			}
			if !yield(fields) {
				return
			}
		}
	}
}

func year(s string) int {
	n, _ := strconv.Atoi(s) // the tests read every row
	return n
}

// Events gives the events from 2 January 2010, the oldest first.
func Events() iter.Seq[Event] {
	return func(yield func(Event) bool) {
		for f := range rows(eventsCSV, 6) {
			if !yield(Event{f[0], f[1], f[2], f[3], f[4], f[5]}) {
				return
			}
		}
	}
}

// Memberships gives the memberships that differ from those of 2026.
func Memberships() iter.Seq[Membership] {
	return func(yield func(Membership) bool) {
		for f := range rows(membershipsCSV, 5) {
			if !yield(Membership{f[0], f[1], f[2], year(f[3]), year(f[4])}) {
				return
			}
		}
	}
}

// Holders gives the names of EPCI and arrondissements, as each list wrote them.
func Holders() iter.Seq[Holder] {
	return func(yield func(Holder) bool) {
		for f := range rows(holdersCSV, 6) {
			if !yield(Holder{f[0], f[1], f[2], f[3], year(f[4]), year(f[5])}) {
				return
			}
		}
	}
}

// Communes gives the arrondissement and the canton of each commune of 2026.
func Communes() iter.Seq[Supra] {
	return func(yield func(Supra) bool) {
		for f := range rows(communesCSV, 3) {
			if !yield(Supra{f[0], f[1], f[2]}) {
				return
			}
		}
	}
}

// Regions gives the two regions of each département.
func Regions() iter.Seq[Region] {
	return func(yield func(Region) bool) {
		for f := range rows(regionsCSV, 5) {
			if !yield(Region{f[0], f[1], f[2], f[3], f[4]}) {
				return
			}
		}
	}
}
