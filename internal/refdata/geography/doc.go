// Package geography carries the tables that tell the territories of past years:
// the events of communes since 2010, the EPCI and arrondissements of the lists of
// 2019 to 2026, the cantons of 2024, the regions before and after 2016. Start with
// [Events] and [Memberships]. What they mean together is worked out by
// observatory/territory. Lists of EPCI before 2019 and cantons before 2015 were
// not found under a licence that lets them be carried here.
package geography

// DataVersion names the state of the tables.
const DataVersion = "2026"

// FirstYear and LastYear bound the events; FirstList and LastList bound the lists
// of EPCI and of arrondissements; CantonYear is the year of the cantons.
const (
	FirstYear, LastYear = 2010, 2026
	FirstList, LastList = 2019, 2026
	CantonYear          = 2024
)
