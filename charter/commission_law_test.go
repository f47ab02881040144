package charter_test

import (
	"testing"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/demand"
)

func answered(d charter.Decision) string { return string(d.Outcome) + " " + d.Rule }

// The exceptions to the rule of three hold from the days that room commission
// gives them; where a day was not read, the answer is unknown.
func TestRuleOfThreeHasDates(t *testing.T) {
	for _, row := range []struct{ charter, day, exception, want string }{
		{"national-2000", "2009-06-01", "dalo_designated", "refused CHA-COM-03"},
		{"national-2010", "2010-06-01", "dalo_designated", "unknown CHA-COM-03"},
		{"national-2010", "2011-06-01", "dalo_designated", "allowed CHA-OUI-01"},
		{"national-2010", "2010-12-31", "adapted_plai", "refused CHA-COM-03"},
		{"national-2012", "2014-05-01", "adapted_plai", "unknown CHA-COM-03"},
		{"national-2015", "2017-03-01", "adapted_plai", "allowed CHA-OUI-01"},
		{"national-2000", "2009-06-01", "few_candidates", "allowed CHA-OUI-01"},
		{"national-2017", "2019-06-01", "friends", "refused CHA-COM-03"},
	} {
		facts := charter.Facts{Numbered: demand.Yes, Status: "active", Candidates: 2, Exception: row.exception, Examined: demand.Yes, UnderCeiling: demand.Yes}
		d := charter.Decide(named(t, row.charter), charter.Actor{Kind: charter.Landlord}, charter.Allocate, facts, demand.MustDate(row.day))
		if got := answered(d); got != row.want {
			t.Errorf("%s, %s: %s", row.day, row.exception, got)
		}
	}
}

// A charter that gives fifteen days to answer is held to them, and silence is
// counted from the same day.
func TestOfferRunsAsTheCharterSays(t *testing.T) {
	c, on := *named(t, "national-2017"), demand.MustDate("2019-06-15")
	c.Calendar = calendar.Settings{OfferDays: 15}
	offer := charter.Facts{Numbered: demand.Yes, Status: "active", Allocated: demand.Yes, DALO: demand.No}
	for days, want := range map[int]string{10: "refused CHA-COM-07", 14: "refused CHA-COM-07", 15: "allowed CHA-OUI-01"} {
		offer.AnswerBy = on.AddDays(days)
		if got := answered(charter.Decide(&c, charter.Actor{Kind: charter.Landlord}, charter.Offer, offer, on)); got != want {
			t.Errorf("%d days: %s", days, got)
		}
	}
	answer := charter.Facts{OfferedOn: on, Accepted: demand.Yes, Own: demand.Yes}
	for days, want := range map[int]string{0: "allowed CHA-OUI-01", 15: "allowed CHA-OUI-01", 16: "unknown CHA-COM-08", 40: "unknown CHA-COM-08"} {
		if got := answered(charter.Decide(&c, charter.Actor{Kind: charter.Applicant}, charter.AnswerOffer, answer, on.AddDays(days))); got != want {
			t.Errorf("answered after %d days: %s", days, got)
		}
	}
}

// A renewal notice that left late does not keep the demand for ever: a month runs
// from it, and the strike-off says so.
func TestLateNotice(t *testing.T) {
	c := named(t, "national-2015")
	facts := charter.Facts{Status: "active", Motive: demand.StrikeOffMotiveRADREN, Deposited: demand.MustDate("2015-06-10"),
		NoticeOn: demand.MustDate("2016-07-05"), Delivered: demand.Yes, DALO: demand.No}
	for day, want := range map[string]string{"2016-07-20": "refused CHA-RAD-13", "2016-08-04": "refused CHA-RAD-13", "2016-08-05": "allowed CHA-OUI-01"} {
		d := charter.Decide(c, charter.Actor{Kind: charter.Manager}, charter.StrikeOff, facts, demand.MustDate(day))
		if got := answered(d); got != want {
			t.Errorf("%s: %s %v", day, got, d.Faults().Codes())
		}
	}
}

// A recognition is given only while it exists.
func TestLabelOfAnotherTime(t *testing.T) {
	for day, want := range map[string]string{"2011-03-02": "allowed CHA-OUI-01", "2019-06-15": "refused CHA-LAB-04"} {
		c := named(t, "national-2010")
		if day == "2019-06-15" {
			c = named(t, "national-2017")
		}
		d := charter.Decide(c, charter.Actor{Kind: charter.StateService}, charter.GiveLabel, charter.Facts{Label: "PDALPD"}, demand.MustDate(day))
		if got := answered(d); got != want {
			t.Errorf("%s: %s, %v", day, got, d.Faults().Codes())
		}
	}
}
