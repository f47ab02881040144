package calendar_test

import (
	"encoding/csv"
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/demand"
)

func date(text string) demand.Date { return demand.MustDate(text) }

var profiles = []demand.Profile{demand.Profile2000, demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017}

// example is what the examples of the rules hold.
type example struct {
	Profile  demand.Profile    `json:"profile"`
	Case     calendar.Case     `json:"case"`
	Settings calendar.Settings `json:"settings"`
}

// spoken gathers the codes of every rule that had a say.
func spoken(t *testing.T, text demand.Example) []string {
	t.Helper()
	var e example
	in := json.NewDecoder(strings.NewReader(string(text)))
	in.DisallowUnknownFields()
	if err := in.Decode(&e); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	var codes []string
	for _, f := range calendar.Check(e.Settings, e.Profile) {
		codes = append(codes, f.Code)
	}
	dates := calendar.Of(e.Case, e.Settings, e.Profile)
	for _, d := range dates.All() {
		codes = append(codes, d.Rule, d.Unknown)
	}
	return codes
}

// Rules whose example is not a case are shown by a test of their own.
var shownElsewhere = map[string]string{"CAL-ANO-04": "TestPublishedAbnormalDelay", "CAL-AVE-09": "TestWarned"}

func TestRulesBehaveAsTheirExamples(t *testing.T) {
	for _, r := range calendar.Rules() {
		if r.Accepts == "" || r.Refuses == "" {
			if shownElsewhere[r.Code] == "" {
				t.Errorf("%s: has no example", r.Code)
			}
			continue
		}
		if got := spoken(t, r.Accepts); slices.Contains(got, r.Code) {
			t.Errorf("%s: speaks on its accepting example: %v", r.Code, got)
		}
		if got := spoken(t, r.Refuses); !slices.Contains(got, r.Code) {
			t.Errorf("%s: is silent on its refusing example: %v", r.Code, got)
		}
	}
	if _, err := demand.NewRulebook(calendar.Rules()); err != nil {
		t.Error(err)
	}
}

// TestVectors reads the table of dates worked out by hand.
func TestVectors(t *testing.T) {
	file, err := os.Open("testdata/vectors.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	in := csv.NewReader(file)
	in.Comment = '#'
	rows, err := in.ReadAll()
	if err != nil || len(rows) < 50 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		name, profile := row[0], demand.Profile(row[1])
		months, err := strconv.Atoi(row[3])
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		c := calendar.Case{Deposited: date(row[4]), Registered: date(row[5])}
		for r := range strings.FieldsSeq(row[6]) {
			c.Renewals = append(c.Renewals, date(r))
		}
		for w := range strings.FieldsSeq(row[7]) {
			motive, days, _ := strings.Cut(w, "=")
			sent, delivered, _ := strings.Cut(days, "/")
			warning := calendar.Warning{Sent: date(sent), Delivered: date(delivered)}
			if motive == "RADCON" {
				c.NoAnswer = warning
			} else {
				c.Inadmissible = warning
			}
		}
		dates := calendar.Of(c, calendar.Settings{Reading: calendar.Reading(row[2]), AbnormalDelayMonths: months}, profile)
		found := false
		for date, due := range dates.All() {
			if date != row[8] {
				continue
			}
			found = true
			got := due.Unknown
			if due.Known() {
				got = due.On.String()
			}
			if got != row[9] || due.Rule != row[10] {
				t.Errorf("%s: %s %s, want %s %s", name, got, due.Rule, row[9], row[10])
			}
		}
		if !found {
			t.Errorf("%s: no date is named %s", name, row[8])
		}
	}
}

func TestConfidenceOfTolerances(t *testing.T) {
	for profile, want := range map[demand.Profile]demand.Confidence{
		demand.Profile2010: demand.Unverified, demand.Profile2012: demand.Unverified, demand.Profile2015: demand.Verified, demand.Profile2017: demand.Verified,
	} {
		d := calendar.Of(calendar.Case{Deposited: date("2010-10-15")}, calendar.Settings{}, profile)
		if a, b := d.StrikeOff.Source().Confidence, d.ReactivableUntil.Source().Confidence; a != want || b != want {
			t.Errorf("%s: strike-off %s, reactivation %s, want %s", profile, a, b, want)
		}
		if d.ValidUntil.Source().Confidence != demand.Verified {
			t.Errorf("%s: validity %s", profile, d.ValidUntil.Source())
		}
	}
	var d calendar.Dates
	if s := d.StrikeOff.Source(); s.Article != "" || d.StrikeOff.Known() {
		t.Errorf("an empty date is known: %v", s)
	}
}

func TestRights(t *testing.T) {
	base := calendar.Case{Deposited: date("2016-01-31"), Registered: date("2016-02-03")}
	for _, c := range []struct {
		name     string
		set      func(*calendar.Case)
		settings calendar.Settings
		profile  demand.Profile
		date     string
		want     string
	}{
		{"ten days across the end of February", func(c *calendar.Case) { c.Offer.Made = date("2016-02-20") }, calendar.Settings{}, "2015", "offer_until", "2016-03-01"},
		{"a shorter offer has ten days", func(c *calendar.Case) { c.Offer = calendar.Offer{Made: date("2016-02-20"), Days: 5} }, calendar.Settings{}, "2000", "offer_until", "2016-03-01"},
		{"a longer offer has its own", func(c *calendar.Case) { c.Offer = calendar.Offer{Made: date("2016-02-20"), Days: 11} }, calendar.Settings{}, "2015", "offer_until", "2016-03-02"},
		{"a charter of fifteen days", func(c *calendar.Case) { c.Offer.Made = date("2016-02-20") }, calendar.Settings{OfferDays: 15}, "2015", "offer_until", "2016-03-06"},
		{"a charter of five days", func(c *calendar.Case) { c.Offer.Made = date("2016-02-20") }, calendar.Settings{OfferDays: 5}, "2015", "offer_until", "2016-03-01"},
		{"fifteen days for a paper", func(c *calendar.Case) { c.Paper.Received = date("2016-02-20") }, calendar.Settings{}, "2017", "paper_due", "2016-03-06"},
		{"received from registration", func(*calendar.Case) {}, calendar.Settings{Reception: calendar.WithinMonth}, "2015", "reception_due", "2016-03-03"},
		{"received in a large town", func(*calendar.Case) {}, calendar.Settings{Reception: calendar.WithinMonths}, "2015", "reception_due", "2016-04-03"},
		{"received from deposit", func(c *calendar.Case) { c.Registered = demand.Date{} }, calendar.Settings{Reception: calendar.WithinMonth}, "2015", "reception_due", "2016-02-29"},
		{"received, nothing given", func(c *calendar.Case) { *c = calendar.Case{} }, calendar.Settings{Reception: calendar.WithinMonth}, "2015", "reception_due", "CAL-INC-01"},
		{"shelter", func(c *calendar.Case) { c.Mediation = calendar.Mediation{Seized: date("2012-01-20"), Shelter: true} }, calendar.Settings{}, "2010", "mediation_due", "2012-03-02"},
		{"mediation", func(c *calendar.Case) { c.Mediation.Seized = date("2012-11-30") }, calendar.Settings{}, "2012", "mediation_due", "2013-02-28"},
		{"mediation in a large area", func(c *calendar.Case) { c.Mediation.Seized = date("2013-12-31") }, calendar.Settings{Mediation: calendar.MediationLarge}, "2012", "mediation_due", "2014-06-30"},
		{"the same from 2014", func(c *calendar.Case) { c.Mediation.Seized = date("2014-01-01") }, calendar.Settings{Mediation: calendar.MediationLarge}, "2012", "mediation_due", "2014-04-01"},
		{"court", func(c *calendar.Case) { c.Mediation.Decided = date("2012-11-30") }, calendar.Settings{}, "2012", "mediation_action", "2013-02-28"},
		{"court overseas", func(c *calendar.Case) { c.Mediation.Decided = date("2012-08-31") }, calendar.Settings{Mediation: calendar.MediationOverseas}, "2012", "mediation_action", "2013-02-28"},
		{"seniority of another", func(c *calendar.Case) { c.Seniority = date("2008-02-29") }, calendar.Settings{AbnormalDelayMonths: 24}, "2015", "abnormal_delay", "2010-02-28"},
		{"a late notice", func(c *calendar.Case) { c.Noticed = date("2017-01-31") }, calendar.Settings{}, "2015", "strike_off", "2017-02-28"},
		{"a very late notice", func(c *calendar.Case) { c.Noticed = date("2017-02-10") }, calendar.Settings{}, "2015", "strike_off", "2017-03-10"},
		{"a notice of last year", func(c *calendar.Case) { c.Noticed = date("2016-01-20") }, calendar.Settings{}, "2015", "strike_off", "2017-02-28"},
		{"a charter of fourteen months", func(*calendar.Case) {}, calendar.Settings{StrikeOffMonths: 14}, "2015", "strike_off", "2017-03-31"},
		{"a charter under the law is not followed", func(*calendar.Case) {}, calendar.Settings{StrikeOffMonths: 12}, "2015", "strike_off", "2017-02-28"},
		{"twelve months were not forbidden in 2010", func(*calendar.Case) {}, calendar.Settings{StrikeOffMonths: 12}, "2010", "strike_off", "2017-02-01"},
		{"brought back by a charter in 2000", func(*calendar.Case) {}, calendar.Settings{ReactivationMonths: 18}, "2000", "reactivable_until", "2017-08-03"},
		{"brought back until the strike-off at least", func(*calendar.Case) {}, calendar.Settings{StrikeOffMonths: 20}, "2015", "reactivable_until", "2017-09-30"},
		{"struck off for want of an answer", func(c *calendar.Case) { c.StruckOff, c.Motive = date("2016-09-30"), "RADCON" }, calendar.Settings{}, "2015", "reactivable_until", "2017-02-28"},
		{"renewed after the strike-off", func(c *calendar.Case) {
			c.StruckOff, c.Motive, c.Renewals = date("2017-02-28"), "RADREN", []demand.Date{date("2017-03-15")}
		}, calendar.Settings{}, "2015", "reactivable_until", "2017-07-31"},
		{"late answer of a charter", func(c *calendar.Case) { c.NoAnswer.Sent = date("2016-04-30") }, calendar.Settings{NoAnswerMonths: 3, LateAnswerMonths: 6}, "2015", "late_answer_until", "2017-01-30"},
	} {
		one := base
		c.set(&one)
		dates := calendar.Of(one, c.settings, c.profile)
		for name, due := range dates.All() {
			if got := due.On.String() + due.Unknown; name == c.date && got != c.want {
				t.Errorf("%s: %s %s, want %s", c.name, got, due.Rule, c.want)
			}
		}
	}
}

func TestWarned(t *testing.T) {
	d := calendar.Of(calendar.Case{Deposited: date("2015-06-01"), NoAnswer: calendar.Warning{Sent: date("2015-07-01")}, Inadmissible: calendar.Warning{Delivered: date("2015-07-01")}}, calendar.Settings{}, demand.Profile2015)
	for motive, want := range map[demand.StrikeOffMotive]string{"RADCON": "2015-09-01", "RADIRR": "2015-08-01", "RADREN": "2016-07-01", "RADATT": "CAL-AVE-09", "RADABA": "CAL-AVE-09"} {
		if due := d.Warned(motive); due.On.String()+due.Unknown != want {
			t.Errorf("%s: %+v, want %s", motive, due, want)
		}
	}
}

func TestPublishedAbnormalDelay(t *testing.T) {
	if months, ok := calendar.PublishedAbnormalDelay("021"); !ok || months != 24 {
		t.Errorf("Côte-d'Or: %d, %v; CAL-ANO-04 says 24", months, ok)
	}
	if months, ok := calendar.PublishedAbnormalDelay("111"); ok || months != 0 {
		t.Errorf("Île-de-France: %d, nobody read it", months)
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name     string
		settings calendar.Settings
		profile  demand.Profile
		want     string
	}{
		{"nothing set", calendar.Settings{}, "2015", ""},
		{"the law's own figures", calendar.Settings{StrikeOffMonths: 13, ReactivationMonths: 18, NoAnswerMonths: 2, LateAnswerMonths: 5, OfferDays: 10, Reading: calendar.Literal}, "2017", ""},
		{"kinder", calendar.Settings{StrikeOffMonths: 14, ReactivationMonths: 24, NoAnswerMonths: 3, LateAnswerMonths: 6, OfferDays: 15, Reading: calendar.Anniversary, TimeZone: calendar.ZoneReunion, Reception: calendar.NoReception, Mediation: calendar.MediationOverseas}, "2015", ""},
		{"one under each", calendar.Settings{StrikeOffMonths: 12, ReactivationMonths: 17, NoAnswerMonths: 1, LateAnswerMonths: 4, OfferDays: 9}, "2015", "CAL-REG-05 CAL-REG-05 CAL-REG-08 CAL-REG-08 CAL-REG-09"},
		{"the same in 2010 informs", calendar.Settings{StrikeOffMonths: 12, ReactivationMonths: 17, NoAnswerMonths: 1, LateAnswerMonths: 4}, "2010", "CAL-REG-10 CAL-REG-10 CAL-REG-10"},
		{"less than a year", calendar.Settings{StrikeOffMonths: 11}, "2010", "CAL-REG-04"},
		{"less than a year in 2015", calendar.Settings{StrikeOffMonths: 11}, "2015", "CAL-REG-04"},
		{"negative", calendar.Settings{StrikeOffMonths: -1, ReactivationMonths: -1, NoAnswerMonths: -1, LateAnswerMonths: -1, OfferDays: -1, AbnormalDelayMonths: -1}, "2015", "CAL-REG-04 CAL-REG-05 CAL-REG-07 CAL-REG-08 CAL-REG-09 CAL-REG-02"},
		{"crossed", calendar.Settings{StrikeOffMonths: 19}, "2015", "CAL-REG-06"},
		{"words", calendar.Settings{Reading: "x", Reception: "x", Mediation: "x", TimeZone: "x"}, "2015", "CAL-REG-03 CAL-REG-03 CAL-REG-03 CAL-REG-03"},
		{"no such profile", calendar.Settings{}, "2011", "CAL-INC-02"},
		{"typing errors", calendar.Settings{AbnormalDelayMonths: 2400, OfferDays: 1000}, "2015", "CAL-REG-02 CAL-REG-02"},
	} {
		faults := calendar.Check(c.settings, c.profile)
		if got := faults.Codes(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if c.profile == "2010" && c.want[:len("CAL-REG-1")] == "CAL-REG-1" && faults.Blocking() {
			t.Errorf("%s: what is not verified blocks", c.name)
		}
		for _, f := range faults {
			if f.Path == "" && f.Code != "CAL-INC-02" {
				t.Errorf("%s: %s says no setting", c.name, f.Code)
			}
		}
	}
}

func TestJSON(t *testing.T) {
	c := anyCase(rand.New(rand.NewPCG(9, 9)))
	c.Mediation = calendar.Mediation{Seized: date("2012-01-01"), Shelter: true}
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var back calendar.Case
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c, back, cmp.Comparer(func(a, b demand.Date) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
	dates := calendar.Of(c, calendar.Settings{}, demand.Profile2015)
	text, err = json.Marshal(dates)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]calendar.Due
	if err := json.Unmarshal(text, &fields); err != nil {
		t.Fatal(err)
	}
	n := 0
	for name, due := range dates.All() {
		n++
		if fields[name] != due {
			t.Errorf("%s: %+v, in JSON %+v", name, due, fields[name])
		}
	}
	if n != len(fields) {
		t.Errorf("%d dates, %d in JSON", n, len(fields))
	}
}
