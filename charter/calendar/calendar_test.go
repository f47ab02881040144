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

// ---- Properties ----

func anyDay(r *rand.Rand) demand.Date { return date("2000-11-07").AddDays(r.IntN(9000)) }

func after(r *rand.Rand, day demand.Date, days int) demand.Date { return day.AddDays(r.IntN(days)) }

// anyCase makes a case whose events follow one another.
func anyCase(r *rand.Rand) calendar.Case {
	c := calendar.Case{Deposited: anyDay(r)}
	maybe := func(n int) bool { return r.IntN(n) == 0 }
	if maybe(3) {
		c.Registered = after(r, c.Deposited, 30)
	}
	if maybe(10) {
		c.Seniority = c.Deposited.AddDays(-r.IntN(2000))
	}
	if !maybe(4) {
		c.Attested = after(r, c.Deposited, 50)
	}
	last := c.Deposited
	for range r.IntN(4) {
		last = last.AddDays(200 + r.IntN(250))
		c.Renewals = append(c.Renewals, last)
	}
	r.Shuffle(len(c.Renewals), func(i, j int) { c.Renewals[i], c.Renewals[j] = c.Renewals[j], c.Renewals[i] })
	if maybe(2) {
		c.Noticed = last.AddDays(r.IntN(450) - 30)
	}
	warning := func() calendar.Warning {
		w := calendar.Warning{Sent: after(r, last, 300)}
		if maybe(2) {
			w.Delivered = after(r, w.Sent, 45)
		}
		if maybe(4) {
			w.Answered = after(r, w.Sent, 40)
		}
		if maybe(4) && !w.Delivered.IsZero() {
			w.Sent = demand.Date{}
		}
		return w
	}
	if maybe(5) {
		c.NoAnswer = warning()
	}
	if maybe(5) {
		c.Inadmissible = warning()
	}
	if maybe(4) {
		c.Offer = calendar.Offer{Made: after(r, last, 300), Days: r.IntN(30)}
		if maybe(2) {
			c.Offer.Answered = after(r, c.Offer.Made, 30)
		}
	}
	if maybe(4) {
		c.Paper.Received = after(r, last, 300)
		if maybe(2) {
			c.Paper.Filed = after(r, c.Paper.Received, 30)
		}
	}
	if maybe(8) {
		c.Mediation = calendar.Mediation{Seized: after(r, last, 300), Shelter: maybe(3)}
		c.Mediation.Decided = after(r, c.Mediation.Seized, 100)
	}
	if maybe(4) {
		c.StruckOff = after(r, last, 500)
		c.Motive = []demand.StrikeOffMotive{"RADATT", "RADABA", "RADCON", "RADIRR", "RADREN"}[r.IntN(5)]
	}
	return c
}

func anySettings(r *rand.Rand) calendar.Settings {
	s := calendar.Settings{AbnormalDelayMonths: r.IntN(60), Mediation: []calendar.MediationPlace{"", calendar.MediationOverseas, calendar.MediationLarge}[r.IntN(3)],
		Reception: []calendar.Reception{"", calendar.NoReception, calendar.WithinMonth, calendar.WithinMonths}[r.IntN(4)]}
	if r.IntN(2) == 0 {
		s.Reading = calendar.Anniversary
	}
	if r.IntN(3) == 0 {
		s.StrikeOffMonths, s.ReactivationMonths, s.NoAnswerMonths, s.LateAnswerMonths, s.OfferDays = 10+r.IntN(8), 10+r.IntN(16), r.IntN(4), r.IntN(8), r.IntN(20)
	}
	return s
}

func TestEveryDateHasADayOrAReason(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	known := map[string]bool{}
	for _, rule := range calendar.Rules() {
		known[rule.Code] = true
	}
	for range 20_000 {
		c, s, p := anyCase(r), anySettings(r), append(profiles, "")[r.IntN(6)]
		if r.IntN(20) == 0 {
			c.Deposited = demand.Date{}
		}
		dates := calendar.Of(c, s, p)
		for name, d := range dates.All() {
			switch {
			case d.On.IsZero() == (d.Unknown == "") || d.On.IsZero() == (d.Rule != "") || d.Known() == d.On.IsZero():
				t.Fatalf("%s %s: %+v, of %+v", p, name, d, c)
			case !known[d.Rule+d.Unknown]:
				t.Fatalf("%s: no rule %s", name, d.Rule+d.Unknown)
			case d.Source().Article == "":
				t.Fatalf("%s: %s has no article", name, d.Rule+d.Unknown)
			}
			rule := d.Rule + d.Unknown
			if p != "" && !appliesTo(rule, p) {
				t.Fatalf("%s: %s does not apply to profile %s", name, rule, p)
			}
		}
	}
}

var rulesByCode = func() map[string]demand.Rule {
	out := map[string]demand.Rule{}
	for _, r := range calendar.Rules() {
		out[r.Code] = r
	}
	return out
}()

func appliesTo(code string, p demand.Profile) bool {
	r := rulesByCode[code]
	return len(r.Profiles) == 0 || slices.Contains(r.Profiles, p)
}

func TestNoDateBeforeItsCause(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 20_000 {
		c, s, p := anyCase(r), anySettings(r), profiles[r.IntN(5)]
		d := calendar.Of(c, s, p)
		last := c.Deposited
		for _, renewed := range c.Renewals {
			if renewed.After(last) && !renewed.After(c.StruckOff) {
				last = renewed
			}
		}
		sent, delivered := c.NoAnswer.Sent, c.NoAnswer.Delivered
		strikeOff := d.StrikeOff.On
		if !c.StruckOff.IsZero() {
			strikeOff = c.StruckOff
		}
		for _, pair := range []struct {
			name          string
			cause, effect demand.Date
		}{
			{"deposit, attestation", c.Deposited, d.Attestation.On}, {"last renewal, notice", last, d.Notice.On}, {"notice, end", d.Notice.On, d.ValidUntil.On},
			{"last renewal, end", last.AddMonths(12).AddDays(-1), d.ValidUntil.On}, {"end, earliest strike-off", d.ValidUntil.On, d.EarliestStrikeOff.On},
			{"earliest strike-off, strike-off", d.EarliestStrikeOff.On.AddDays(-1), d.StrikeOff.On}, {"notice sent, strike-off", lastNotice(&c, last), d.StrikeOff.On},
			{"strike-off, erasure", strikeOff.AddMonths(12).AddDays(-1), d.Erasure.On}, {"deposit, abnormal delay", c.Deposited.AddDays(-2001), d.AbnormalDelay.On},
			{"sent, no answer", sent, d.NoAnswer.On}, {"delivered, no answer", delivered.AddMonths(1).AddDays(-1), d.NoAnswer.On}, {"no answer, late answer", d.NoAnswer.On, d.LateAnswer.On},
			{"delivered, inadmissible", c.Inadmissible.Delivered, d.Inadmissible.On}, {"offer, ten days", c.Offer.Made.AddDays(9), d.Offer.On}, {"paper, filed", c.Paper.Received, d.Paper.On},
			{"deposit, reception", c.Deposited, d.Reception.On}, {"seized, decided", c.Mediation.Seized, d.Mediation.On}, {"decided, court", c.Mediation.Decided, d.MediationAction.On},
		} {
			if pair.name == "no answer, late answer" && c.Motive == "RADCON" {
				continue // counted from the real strike-off
			}
			if !pair.cause.IsZero() && !pair.effect.IsZero() && !pair.cause.Before(pair.effect) {
				t.Fatalf("%s under %s: %s is not before %s, in %+v with %+v", pair.name, p, pair.cause, pair.effect, c, s)
			}
		}
		if c.StruckOff.IsZero() && d.ReactivableUntil.Known() && d.ReactivableUntil.On.Before(d.StrikeOff.On) {
			t.Fatalf("reactivation ends %s before the strike-off %s", d.ReactivableUntil.On, d.StrikeOff.On)
		}
	}
}

// lastNotice gives the day before a month after the notice, if it is of the last year.
func lastNotice(c *calendar.Case, last demand.Date) demand.Date {
	if c.Noticed.After(last.AddMonths(13)) {
		return c.Noticed.AddMonths(1).AddDays(-1)
	}
	return demand.Date{}
}

func TestALaterRenewalNeverEndsEarlier(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for range 50_000 {
		c, s, p := anyCase(r), anySettings(r), profiles[r.IntN(5)]
		c.StruckOff = demand.Date{}
		before := calendar.Of(c, s, p)
		last := c.Deposited
		for _, renewed := range c.Renewals {
			if renewed.After(last) {
				last = renewed
			}
		}
		first := after(r, last, 500).AddDays(1)
		second := after(r, first, 500)
		one, two := c, c
		one.Renewals, two.Renewals = append(slices.Clone(c.Renewals), first), append(slices.Clone(c.Renewals), second)
		a, b := calendar.Of(one, s, p), calendar.Of(two, s, p)
		if a.ValidUntil.On.Before(before.ValidUntil.On) || b.ValidUntil.On.Before(a.ValidUntil.On) {
			t.Fatalf("%s: none %s; on %s %s; on %s %s, in %+v", s.Reading, before.ValidUntil.On, first, a.ValidUntil.On, second, b.ValidUntil.On, c)
		}
		literal := calendar.Of(two, calendar.Settings{}, p)
		if b.ValidUntil.On.Before(literal.ValidUntil.On) || b.ValidUntil.On.After(second.AddMonths(24)) {
			t.Fatalf("%s: ends %s, the text says %s", s.Reading, b.ValidUntil.On, literal.ValidUntil.On)
		}
	}
}

func TestOrderOfProfiles(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for range 20_000 {
		c := anyCase(r)
		c.Registered, c.Noticed = demand.Date{}, demand.Date{}
		var all [5]calendar.Dates
		for i, p := range profiles {
			all[i] = calendar.Of(c, calendar.Settings{AbnormalDelayMonths: 24}, p)
		}
		for i := 1; i < 5; i++ {
			a, b := &all[i-1], &all[i]
			for name, pair := range map[string][2]calendar.Due{"strike-off": {a.StrikeOff, b.StrikeOff}, "no answer": {a.NoAnswer, b.NoAnswer}, "erasure": {a.Erasure, b.Erasure}} {
				if pair[0].Known() && (!pair[1].Known() || pair[1].On.Before(pair[0].On)) {
					t.Fatalf("%s: %s under %s, %+v under %s", name, pair[0].On, profiles[i-1], pair[1], profiles[i])
				}
			}
			if a.Attestation != b.Attestation || a.AbnormalDelay != b.AbnormalDelay || a.Notice != b.Notice || a.ValidUntil.On != b.ValidUntil.On {
				t.Fatalf("what no profile changed has changed: %+v, %+v", a, b)
			}
		}
	}
}

func TestOrderOfRenewalsNeverMatters(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 5_000 {
		c, s, p := anyCase(r), anySettings(r), profiles[r.IntN(5)]
		want := calendar.Of(c, s, p)
		shuffled := slices.Clone(c.Renewals)
		shuffled = append(shuffled, shuffled...) // and twice
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		c.Renewals = shuffled
		if got := calendar.Of(c, s, p); got != want {
			t.Fatalf("%+v, then %+v", want, got)
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

func BenchmarkOf(b *testing.B) {
	r := rand.New(rand.NewPCG(6, 6))
	cases := make([]calendar.Case, 1024)
	for i := range cases {
		cases[i] = anyCase(r)
	}
	s := calendar.Settings{AbnormalDelayMonths: 24, Reception: calendar.WithinMonth}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		i++
		if d := calendar.Of(cases[i%1024], s, demand.Profile2015); d.ValidUntil.On.IsZero() {
			b.Fatal("no date")
		}
	}
}

func TestOfAllocatesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	c, s := anyCase(r), anySettings(r)
	if n := testing.AllocsPerRun(100, func() { calendar.Of(c, s, demand.Profile2015) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
