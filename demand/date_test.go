package demand_test

import (
	"math/rand"
	"testing"
	"time"

	"github.com/fichier-unique/rules/demand"
)

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2010-10-15", 1, "2010-11-15"},
		{"2011-01-31", 1, "2011-02-28"},
		{"2012-01-31", 1, "2012-02-29"},
		{"2012-02-29", 12, "2013-02-28"},
		{"2012-02-29", 48, "2016-02-29"},
		{"2010-10-31", 13, "2011-11-30"},
		{"2010-10-15", 18, "2012-04-15"},
		{"2010-03-31", -1, "2010-02-28"},
		{"2010-01-15", -1, "2009-12-15"},
		{"2010-12-31", 2, "2011-02-28"},
		{"9999-12-01", 1, ""},
		{"0001-01-01", -1, ""},
	} {
		if got := demand.MustDate(c.from).AddMonths(c.months).String(); got != c.want {
			t.Errorf("%s + %d months = %q, want %q", c.from, c.months, got, c.want)
		}
	}
}

// The reference is the standard library's calendar, in UTC.
func TestDaysAgreeWithTheStandardLibrary(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	origin := demand.MustDate("2000-01-01")
	for range 50_000 {
		n := rng.Intn(2_000_000) - 700_000
		want := time.Date(2000, 1, 1+n, 0, 0, 0, 0, time.UTC)
		if want.Year() < 1 || want.Year() > 9999 {
			continue
		}
		got := origin.AddDays(n)
		if got.String() != want.Format("2006-01-02") {
			t.Fatalf("2000-01-01 + %d days = %s, want %s", n, got, want.Format("2006-01-02"))
		}
		if back := got.DaysSince(origin); back != n {
			t.Fatalf("%s is %d days after, want %d", got, back, n)
		}
	}
}

func TestParseDate(t *testing.T) {
	for _, good := range []string{"2010-10-15", "2012-02-29", "0001-01-01", "9999-12-31", "2000-02-29"} {
		d, err := demand.ParseDate(good)
		if err != nil || d.String() != good {
			t.Errorf("ParseDate(%q) = %v, %v", good, d, err)
		}
	}
	for _, bad := range []string{"", "2010-2-3", "2010-02-31", "1900-02-29", "0000-01-01", "2010-13-01", "2010-00-10", "15/10/2010", "2010-10-15 ", "２010-10-1"} {
		if d, err := demand.ParseDate(bad); err == nil || !d.IsZero() {
			t.Errorf("ParseDate(%q) = %v, %v; want an error", bad, d, err)
		}
	}
}

func TestAgeOn(t *testing.T) {
	for _, c := range []struct {
		birth, on string
		want      int
	}{
		{"1990-06-15", "2010-06-14", 19},
		{"1990-06-15", "2010-06-15", 20},
		{"1992-02-29", "2010-02-28", 18},
		{"1992-02-29", "2010-02-27", 17},
		{"2015-01-01", "2010-01-01", 0},
	} {
		if got := demand.MustDate(c.birth).AgeOn(demand.MustDate(c.on)); got != c.want {
			t.Errorf("born %s, on %s: %d years, want %d", c.birth, c.on, got, c.want)
		}
	}
}

func TestMonthsSinceUndoesAddMonths(t *testing.T) {
	rng := rand.New(rand.NewSource(2))
	for range 50_000 {
		d := demand.MustDate("1990-01-01").AddDays(rng.Intn(15_000))
		n := rng.Intn(400)
		later := d.AddMonths(n)
		if got := later.MonthsSince(d); got != n {
			t.Fatalf("from %s to %s: %d months, want %d", d, later, got, n)
		}
		if got := later.AddDays(-1).MonthsSince(d); n > 0 && got != n-1 {
			t.Fatalf("from %s to the day before %s: %d months, want %d", d, later, got, n-1)
		}
	}
}

func TestZeroDate(t *testing.T) {
	var none demand.Date
	day := demand.MustDate("2010-10-15")
	if !none.IsZero() || none.String() != "" || none.French() != "" || none.Before(day) || none.After(day) || !none.AddMonths(3).IsZero() || !none.AddDays(3).IsZero() {
		t.Error("the zero date must stay no date")
	}
	if day.French() != "15/10/2010" {
		t.Errorf("French() = %q", day.French())
	}
}

func TestProfileAt(t *testing.T) {
	for day, want := range map[string]demand.Profile{
		"2000-11-06": "", "2000-11-07": demand.Profile2000, "2010-05-01": demand.Profile2000, "2010-05-02": demand.Profile2010,
		"2012-01-01": demand.Profile2012, "2015-05-13": demand.Profile2012, "2015-05-14": demand.Profile2015,
		"2017-05-08": demand.Profile2017, "2030-01-01": demand.Profile2017, "": "",
	} {
		if got, ok := demand.ProfileAt(demand.MustDate(day)); got != want || ok != (want != "") {
			t.Errorf("ProfileAt(%q) = %q, %v; want %q", day, got, ok, want)
		}
	}
}
