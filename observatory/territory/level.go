package territory

import "github.com/fichier-unique/rules/demand"

// Level is a level of territory.
type Level string

// The levels that the tables of the library know.
const (
	Commune        Level = "commune"
	EPCI           Level = "epci"
	Canton         Level = "canton"
	Arrondissement Level = "arrondissement"
	Departement    Level = "departement"
	Region         Level = "region"
	Country        Level = "france" // the whole: one territory
)

// The levels that a caller's tables hold.
const (
	Quartier  Level = "quartier" // a quarter that the form offers
	QPV       Level = "qpv"      // quartier prioritaire de la politique de la ville
	Perimeter Level = "perimeter"
)

var levels = [...]Level{Commune, EPCI, Canton, Arrondissement, Departement, Region, Country}

// Levels lists the levels of the tables of the library, from the smallest.
func Levels() []Level { return append([]Level(nil), levels[:]...) }

// Known reports whether the level is one of the tables of the library.
func (l Level) Known() bool { return l.rank() >= 0 }

func (l Level) rank() int {
	for i, k := range levels {
		if k == l {
			return i
		}
	}
	return -1
}

// French gives the name of the level in French.
func (l Level) French() string {
	switch l {
	case EPCI:
		return "EPCI"
	case Departement:
		return "département"
	case Region:
		return "région"
	case Country:
		return "France"
	case QPV:
		return "QPV"
	case Perimeter:
		return "périmètre"
	}
	return string(l)
}

// Nests reports whether every territory of the inner level lies whole in one of
// the outer level. Communes do not nest in cantons (Dijon is split over six), nor
// EPCI in départements, nor QPV in communes or quartiers.
func Nests(inner, outer Level) bool {
	switch inner {
	case outer:
		return true
	case Quartier:
		return outer == Commune || Nests(Commune, outer)
	case Commune:
		return outer == EPCI || outer == Arrondissement || outer == Departement || outer == Region || outer == Country
	case Canton, Arrondissement:
		return outer == Departement || outer == Region || outer == Country
	case Departement:
		return outer == Region || outer == Country
	}
	return outer == Country
}

// Unit is a territory as it was over some days.
type Unit struct {
	Level Level  `json:"level"`
	Code  string `json:"code"`
	Name  string `json:"name"`
	// From is the first day with this code, name and extent, zero when it was
	// already so on 1 January 2010 or when the day is not known; Until is the day
	// it ended, zero when it still stands.
	From  demand.Date `json:"from,omitzero"`
	Until demand.Date `json:"until,omitzero"`
}

// Certainty says how well a membership is known.
type Certainty uint8

// The certainties.
const (
	Unknown  Certainty = iota // no list of that time was found: nothing is answered
	Inferred                  // the lists before and after agree
	Known                     // a list of that time says so
)

// String gives unknown, inferred or known.
func (c Certainty) String() string { return [...]string{"unknown", "inferred", "known"}[min(c, Known)] }
