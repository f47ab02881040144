package calendar_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // the zones of the comparison, whatever the machine

	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/demand/journal"
)

func TestCivilDay(t *testing.T) {
	for _, c := range []struct {
		zone    calendar.Zone
		instant string
		want    string // "": no answer
	}{
		{"", "2015-12-31T22:59:59Z", "2015-12-31"}, {"", "2015-12-31T23:00:00Z", "2016-01-01"},
		{calendar.ZoneMetropole, "2015-06-30T21:59:59Z", "2015-06-30"}, {calendar.ZoneMetropole, "2015-06-30T22:00:00Z", "2015-07-01"},
		// Summer time begins on 29 March 2015 and ends on 25 October 2015, at 01:00 in universal time.
		{"", "2015-03-28T22:59:59Z", "2015-03-28"}, {"", "2015-03-28T23:00:00Z", "2015-03-29"}, {"", "2015-03-29T21:59:59Z", "2015-03-29"}, {"", "2015-03-29T22:00:00Z", "2015-03-30"},
		{"", "2015-10-24T22:00:00Z", "2015-10-25"}, {"", "2015-10-25T22:59:59Z", "2015-10-25"}, {"", "2015-10-25T23:00:00Z", "2015-10-26"},
		{calendar.ZoneReunion, "2016-02-28T19:59:59Z", "2016-02-28"}, {calendar.ZoneReunion, "2016-02-28T20:00:00Z", "2016-02-29"},
		{calendar.ZoneMayotte, "2016-02-28T20:59:59Z", "2016-02-28"}, {calendar.ZoneMayotte, "2016-02-28T21:00:00Z", "2016-02-29"},
		{calendar.ZoneAntilles, "2016-01-01T03:59:59Z", "2015-12-31"}, {calendar.ZoneAntilles, "2016-01-01T04:00:00Z", "2016-01-01"},
		{calendar.ZoneGuyane, "2016-01-01T02:59:59Z", "2015-12-31"}, {calendar.ZoneGuyane, "2016-01-01T03:00:00Z", "2016-01-01"},
		{calendar.ZoneCaledonie, "2015-12-31T12:59:59Z", "2015-12-31"}, {calendar.ZoneCaledonie, "2015-12-31T13:00:00Z", "2016-01-01"},
		{"", "1998-01-01T00:00:00Z", "1998-01-01"}, {"", "1997-12-31T23:59:59Z", ""}, {"", "", ""}, {"mars", "2015-12-31T12:59:59Z", ""},
		{"", "9999-12-31T23:30:00Z", ""},
	} {
		m, ok := journal.ParseMoment(c.instant)
		if !ok {
			t.Fatalf("%s is no instant", c.instant)
		}
		day, ok := c.zone.Day(m)
		if day.String() != c.want || ok != (c.want != "") {
			t.Errorf("%q %s: %s, %v, want %s", c.zone, c.instant, day, ok, c.want)
		}
	}
}

// TestCivilDayIsThatOfTheZones compares with the IANA database, hour by hour
// around the changes and at random.
func TestCivilDayIsThatOfTheZones(t *testing.T) {
	if name := calendar.Zone("mars").IANA(); name != "" {
		t.Errorf("a zone nobody knows is named %q", name)
	}
	for zone, names := range map[calendar.Zone][]string{
		"": {"Europe/Paris"}, calendar.ZoneMetropole: {"Europe/Paris"}, calendar.ZoneAntilles: {"America/Guadeloupe", "America/Martinique"}, calendar.ZoneGuyane: {"America/Cayenne"},
		calendar.ZoneReunion: {"Indian/Reunion"}, calendar.ZoneMayotte: {"Indian/Mayotte"}, calendar.ZoneCaledonie: {"Pacific/Noumea"},
	} {
		if !slices.Contains(names, zone.IANA()) {
			t.Errorf("%q is named %q", zone, zone.IANA())
		}
		for _, name := range names {
			where, err := time.LoadLocation(name)
			if err != nil {
				t.Fatal(err)
			}
			same := func(instant time.Time) {
				day, ok := zone.Day(journal.MomentOf(instant))
				if want := instant.In(where).Format(time.DateOnly); !ok || day.String() != want {
					t.Fatalf("%s %s: %s, want %s", name, instant.UTC(), day, want)
				}
			}
			r := rand.New(rand.NewPCG(8, 8))
			first, last := time.Date(1998, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2037, 12, 31, 0, 0, 0, 0, time.UTC)
			for range 50_000 {
				same(first.Add(time.Duration(r.Int64N(int64(last.Sub(first))))))
			}
			for year := 1998; year <= 2037; year++ {
				for _, month := range []time.Month{3, 10} {
					for hour := range 24 * 9 { // the last days of March and October
						same(time.Date(year, month, 24, hour, 0, 0, 0, time.UTC))
						same(time.Date(year, month, 24, hour, 59, 59, 999e6, time.UTC))
					}
				}
			}
		}
	}
}

func TestZoneOf(t *testing.T) {
	for code, want := range map[string]calendar.Zone{
		"021": calendar.ZoneMetropole, "21": calendar.ZoneMetropole, "01": calendar.ZoneMetropole, "001": calendar.ZoneMetropole, "095": calendar.ZoneMetropole, "111": calendar.ZoneMetropole,
		"02A": calendar.ZoneMetropole, "2B": calendar.ZoneMetropole, "971": calendar.ZoneAntilles, "972": calendar.ZoneAntilles, "973": calendar.ZoneGuyane,
		"974": calendar.ZoneReunion, "976": calendar.ZoneMayotte, "988": calendar.ZoneCaledonie,
	} {
		if zone, ok := calendar.ZoneOf(code); !ok || zone != want || !zone.Known() {
			t.Errorf("%s: %s, %v", code, zone, ok)
		}
	}
	for _, code := range []string{"", "0", "00", "000", "96", "099", "975", "987", "2C", "2a", "paris", "1234"} {
		if zone, ok := calendar.ZoneOf(code); ok {
			t.Errorf("%s: %s", code, zone)
		}
	}
}

// TestOverseasMidnight: a renewal sent in the evening of the last day is of that
// day where the applicant lives, and the file's day would be another.
func TestOverseasMidnight(t *testing.T) {
	m, _ := journal.ParseMoment("2016-10-16T01:30:00Z") // 21:30 on the 15th in Martinique, 03:30 on the 16th in Paris
	c := calendar.Case{Deposited: date("2015-10-15")}
	end := calendar.Of(c, calendar.Settings{}, "2015").ValidUntil.On
	there, _ := calendar.ZoneAntilles.Day(m)
	here, _ := calendar.ZoneMetropole.Day(m)
	if there.After(end) || !here.After(end) {
		t.Errorf("ends %s; sent on %s in Martinique, %s in Paris", end, there, here)
	}
}
