package calendar

import (
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/internal/refdata/territories"
)

// Zone is the legal time of a territory. The empty Zone is metropolitan France.
type Zone string

// The zones.
const (
	ZoneMetropole Zone = "metropole"          // with summer time
	ZoneAntilles  Zone = "antilles"           // Guadeloupe, Martinique
	ZoneGuyane    Zone = "guyane"             // Guyane
	ZoneReunion   Zone = "reunion"            // La Réunion
	ZoneMayotte   Zone = "mayotte"            // Mayotte
	ZoneCaledonie Zone = "nouvelle_caledonie" // Nouvelle-Calédonie
)

// hours gives the difference with universal time, summer time apart.
// Law: legal time of each territory, as in the IANA database, which the tests
// compare. Confidence: V2.
func (z Zone) hours() (hours int, summer, known bool) {
	switch z {
	case "", ZoneMetropole:
		return 1, true, true
	case ZoneAntilles:
		return -4, false, true
	case ZoneGuyane:
		return -3, false, true
	case ZoneReunion:
		return 4, false, true
	case ZoneMayotte:
		return 3, false, true
	case ZoneCaledonie:
		return 11, false, true
	}
	return 0, false, false
}

// Known reports whether z is one of the zones; the empty one is.
func (z Zone) Known() bool {
	_, _, known := z.hours()
	return known
}

// IANA names the zone in the IANA database, for who shows hours; "" for an unknown
// one. The Antilles are named after Martinique, whose hours are those of Guadeloupe.
func (z Zone) IANA() string {
	switch z {
	case "", ZoneMetropole:
		return "Europe/Paris"
	case ZoneAntilles:
		return "America/Martinique"
	case ZoneGuyane:
		return "America/Cayenne"
	case ZoneReunion:
		return "Indian/Reunion"
	case ZoneMayotte:
		return "Indian/Mayotte"
	case ZoneCaledonie:
		return "Pacific/Noumea"
	}
	return ""
}

// overseas gives the zones of the overseas territories that have one here.
var overseas = map[string]Zone{
	"971": ZoneAntilles, "972": ZoneAntilles, "973": ZoneGuyane, "974": ZoneReunion, "976": ZoneMayotte, "988": ZoneCaledonie,
}

// ZoneOf gives the zone of the territory of a number or of a département by its
// code: "021", "21", "111", "974"; false for an unknown code, or an overseas one
// whose legal time is not held here.
func ZoneOf(code string) (Zone, bool) {
	if zone, ok := overseas[code]; ok {
		return zone, true
	}
	if code == "111" { // Île-de-France
		return ZoneMetropole, true
	}
	if len(code) == 3 { // as in a number: a zero, then the département
		code = strings.TrimPrefix(code, "0")
	}
	if _, ok := territories.Departement(code); !ok || len(code) != 2 {
		return "", false
	}
	return ZoneMetropole, true
}

const (
	millisHour = 3_600_000
	millisDay  = 24 * millisHour
	// firstMoment is 1 January 1998, in universal time: summer time has been of
	// one form since 1996, and Nouvelle-Calédonie gave it up in 1997.
	firstMoment = 883_612_800_000
)

var epoch = demand.MustDate("1970-01-01")

// Day gives the civil day of an instant in the zone: 23:30 on 31 December in
// universal time is the new year in Paris and the old one in Cayenne. It is
// false for no instant, for an unknown zone, and before 1998.
func (z Zone) Day(m journal.Moment) (demand.Date, bool) {
	hours, summer, known := z.hours()
	if !known || m < firstMoment {
		return demand.Date{}, false
	}
	local := int64(m) + int64(hours)*millisHour
	if summer && inSummer(int64(m)) {
		local += millisHour
	}
	day := epoch.AddDays(int(local / millisDay))
	return day, !day.IsZero()
}

// inSummer applies the European rule: from the last Sunday of March to the last
// Sunday of October, at one o'clock in universal time.
// Law: directive 2000/84/CE and the directives before it, since 1996. Confidence: V2.
func inSummer(millis int64) bool {
	year := epoch.AddDays(int(millis / millisDay)).Year()
	return millis >= lastSunday(year, 3) && millis < lastSunday(year, 10)
}

// lastSunday gives one o'clock, universal time, on the last Sunday of a month of
// 31 days.
func lastSunday(year, month int) int64 {
	last, _ := demand.NewDate(year, month, 31)
	days := last.DaysSince(epoch)
	weekday := (days + 4) % 7 // 1 January 1970 was a Thursday; Sunday is 0
	return int64(days-weekday)*millisDay + millisHour
}
