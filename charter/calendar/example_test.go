package calendar_test

import (
	"fmt"
	"maps"

	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

func ExampleOf() {
	c := calendar.Case{Deposited: demand.MustDate("2010-10-15")}
	dates := calendar.Of(c, calendar.Settings{}, demand.Profile2010)
	fmt.Println(dates.ValidUntil.On, dates.ValidUntil.Source().Article)
	fmt.Println(dates.StrikeOff.On, dates.StrikeOff.Source().Confidence)
	fmt.Println(dates.AbnormalDelay.Known(), dates.AbnormalDelay.Unknown)
	// Output:
	// 2011-10-15 CCH R.441-2-7
	// 2011-11-15 U
	// false CAL-ANO-02
}

func ExampleCheck() {
	charter := calendar.Settings{StrikeOffMonths: 12, OfferDays: 8}
	for _, f := range calendar.Check(charter, demand.Profile2015) {
		fmt.Println(f.Code, f.Path, "at least", f.Param("least"))
	}
	// Output:
	// CAL-REG-05 strike_off_months at least 13
	// CAL-REG-09 offer_days at least 10
}

func ExampleBuild() {
	demands := map[string]calendar.Case{
		"d1": {Deposited: demand.MustDate("2015-10-15"), Attested: demand.MustDate("2015-10-20")},
		"d2": {Deposited: demand.MustDate("2015-09-15"), Attested: demand.MustDate("2015-09-15")},
	}
	agenda := calendar.Build(maps.All(demands), calendar.Settings{}, demand.Profile2015)
	for e := range agenda.Between(demand.MustDate("2016-09-12"), demand.MustDate("2016-09-18")) {
		fmt.Println(e.From, e.List, e.Demand, e.Rule)
	}
	// Output:
	// 2016-09-15 notice_to_send d1 CAL-PRE-01
	// 2016-09-16 expired d2 CAL-VAL-01
}

func ExampleZone_Day() {
	m, _ := journal.ParseMoment("2016-01-01T01:30:00Z")
	paris, _ := calendar.ZoneMetropole.Day(m)
	cayenne, _ := calendar.ZoneGuyane.Day(m)
	fmt.Println(paris, cayenne)
	// Output: 2016-01-01 2015-12-31
}
