package priority_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter/priority"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/strict"
)

func day(text string) demand.Date { return demand.MustDate(text) }

// question is what the examples of the rules hold: a question to the package.
type question struct {
	Day          demand.Date            `json:"day"`
	Facts        *priority.Facts        `json:"facts"`
	Abnormal     int                    `json:"abnormal"`
	Status       demand.DALOStatus      `json:"status"`
	Employee     demand.Answer          `json:"employee"`
	Label        *priority.Label        `json:"label"`
	Issuer       priority.Issuer        `json:"issuer"`
	Commission   demand.Date            `json:"commission"`
	Settings     *priority.Settings     `json:"settings"`
	Withdraw     bool                   `json:"withdraw"`
	Load         json.RawMessage        `json:"load"`
	Accord       *priority.Accord       `json:"accord"`
	Designate    string                 `json:"designate"`
	Year         int                    `json:"year"`
	Reservations []priority.Reservation `json:"reservations"`
	Balance      *priority.Reservation  `json:"balance"`
	Allocations  []priority.Allocation  `json:"allocations"`
	Measure      string                 `json:"measure"`
	Granted      []priority.Granted     `json:"granted"`
}

func codes(rulings []priority.Ruling) []string {
	var out []string
	for _, r := range rulings {
		out = append(out, r.Code)
	}
	return out
}

func faultCodes(faults demand.Faults) []string { return strings.Fields(faults.Codes()) }

// spoken gives the codes of every rule that had a say in the answers.
func spoken(t *testing.T, e demand.Example) []string {
	t.Helper()
	var q question
	if where, ok := strict.First([]byte(e), 10000, &q); !ok {
		t.Fatalf("%s: cannot be read at %q", e, where)
	}
	var out []string
	if q.Facts != nil {
		out = append(out, aboutFacts(&q)...)
	}
	if q.Status != "" {
		out = append(out, codes(priority.DALOEffects(q.Status, q.Employee, q.Day).Effects)...)
	}
	switch {
	case q.Label != nil && q.Withdraw:
		out = append(out, codes(priority.CheckWithdrawal(*q.Label, q.Issuer, q.Settings, q.Day).Spoken)...)
	case q.Label != nil:
		out = append(out, codes(priority.Check(*q.Label, q.Issuer, q.Commission, q.Settings, q.Day).Spoken)...)
	}
	if q.Load != nil {
		_, faults := priority.LoadSettings(q.Load)
		out = append(out, faultCodes(faults)...)
	}
	account := &priority.Account{}
	for _, a := range q.Allocations {
		out = append(out, faultCodes(account.Add(a))...)
	}
	if q.Accord != nil {
		out = append(out, aboutAccord(&q, account)...)
	}
	if q.Reservations != nil {
		out = append(out, codes(priority.CheckReservations(q.Reservations, demand.Date{}, q.Day).Spoken)...)
	}
	if q.Balance != nil {
		out = append(out, account.BalanceOf(*q.Balance, q.Year, demand.Date{}).Ruling().Code)
	}
	if m, ok := priority.FindMeasure(q.Measure); ok {
		tally := priority.NewTally(m)
		for _, g := range q.Granted {
			if err := tally.Add(m, g); err != nil {
				t.Fatal(err)
			}
		}
		out = append(out, m.Rule, m.Of(tally).Ruling.Code)
	}
	return out
}

func aboutFacts(q *question) []string {
	var out []string
	all, faults := priority.Priorities(q.Facts, q.Day)
	for _, p := range all {
		if p.Standing == priority.Claimed || p.Standing == priority.Recognised {
			out = append(out, p.Code)
		}
		out = append(out, codes(p.Reasons)...)
	}
	for _, g := range priority.Grounds(q.Facts, q.Day, q.Abnormal) {
		out = append(out, g.Ruling().Code)
	}
	return append(out, faultCodes(faults)...)
}

func aboutAccord(q *question, account *priority.Account) []string {
	out := faultCodes(q.Accord.Check())
	if r, ok := q.Accord.Opinion(); ok {
		out = append(out, r.Code)
	}
	if q.Designate != "" {
		_, v := q.Accord.Designation(q.Designate, q.Day)
		out = append(out, codes(v.Spoken)...)
	}
	if q.Year != 0 {
		for _, p := range q.Accord.Progress(account, q.Year) {
			out = append(out, p.Ruling().Code)
		}
	}
	return out
}

func TestRulesBehaveAsTheirExamples(t *testing.T) {
	for _, r := range priority.Rules() {
		if strings.HasPrefix(r.Code, "PRI-REM") {
			continue
		}
		if r.Accepts == "" || r.Refuses == "" {
			t.Errorf("%s: has no example", r.Code)
			continue
		}
		if got := spoken(t, r.Accepts); slices.Contains(got, r.Code) {
			t.Errorf("%s: speaks on its accepting example: %v", r.Code, got)
		}
		if got := spoken(t, r.Refuses); !slices.Contains(got, r.Code) {
			t.Errorf("%s: is silent on its refusing example: %v", r.Code, got)
		}
		if r.Severity == demand.Blocking && r.Source.Confidence == demand.Unverified {
			t.Errorf("%s: blocks on what nobody verified", r.Code)
		}
	}
	if _, err := demand.NewRulebook(priority.Rules()); err != nil {
		t.Error(err)
	}
}

// Every refusal and every unknown answer names what would change it.
func TestEveryRefusalHasARemedy(t *testing.T) {
	book, err := demand.NewRulebook(priority.Rules())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, r := range priority.Rules() {
		if r.Refuses == "" {
			continue
		}
		var q question
		strict.First([]byte(r.Refuses), 10000, &q)
		var rulings []priority.Ruling
		switch {
		case q.Label != nil && q.Withdraw:
			rulings = priority.CheckWithdrawal(*q.Label, q.Issuer, q.Settings, q.Day).Spoken
		case q.Label != nil:
			rulings = priority.Check(*q.Label, q.Issuer, q.Commission, q.Settings, q.Day).Spoken
		case q.Reservations != nil:
			rulings = priority.CheckReservations(q.Reservations, demand.Date{}, q.Day).Spoken
		case q.Accord != nil && q.Designate != "":
			_, v := q.Accord.Designation(q.Designate, q.Day)
			rulings = v.Spoken
		case q.Facts != nil:
			all, _ := priority.Priorities(q.Facts, q.Day)
			for _, p := range all {
				rulings = append(rulings, p.Reasons...)
			}
		}
		for _, s := range rulings {
			decides := s.Outcome == priority.Refused || s.Outcome == priority.Unknown
			informs := s.Code == "PRI-ACC-05" || s.Code == "PRI-ACC-06" // nothing is to be changed
			if _, known := book.Rule(s.Remedy); decides && !informs && !known || s.Source.Article == "" {
				t.Errorf("%s %s: remedy %q, source %v", s.Code, s.Outcome, s.Remedy, s.Source)
			}
			if s.Outcome == priority.Unknown {
				seen["unknown"] = true
			}
			seen[string(s.Outcome)] = true
			for _, tag := range []language.Tag{language.French, language.English} {
				if text := book.Sentence(tag, demand.Fault{Code: s.Code, Params: s.Params}); strings.Contains(text, "…") {
					t.Errorf("%s: a parameter is missing: %s", s.Code, text)
				}
			}
		}
	}
	if len(seen) != 4 {
		t.Errorf("outcomes seen: %v", seen)
	}
}

// These remedies are named by no example's own rule.
func TestRemedies(t *testing.T) {
	var got []string
	for _, r := range priority.Rules() {
		if strings.HasPrefix(r.Code, "PRI-REM") {
			got = append(got, r.Code)
		}
	}
	want := "PRI-REM-01 PRI-REM-02 PRI-REM-03 PRI-REM-04 PRI-REM-05 PRI-REM-06 PRI-REM-07 PRI-REM-08 PRI-REM-09"
	if strings.Join(got, " ") != want {
		t.Errorf("%v", got)
	}
}

func ExampleCheck() {
	label := priority.Label{Code: "DALO", On: day("2011-03-11")}
	v := priority.Check(label, priority.MediationCommission, day("2011-03-10"), nil, day("2011-03-12"))
	fmt.Println(v.Outcome, v.Rule, v.Remedy)
	s, _ := priority.LoadSettings([]byte(`{"labels":[{"code":"DALO","urgent":true}],
		"urgent_reasons":[{"code":"SINISTRE","fr":"sinistre","en":"disaster"}]}`))
	label.Urgent = "SINISTRE"
	v = priority.Check(label, priority.MediationCommission, day("2011-03-10"), &s, day("2011-03-12"))
	fmt.Println(v.Outcome, v.Rule)
	// Output:
	// refused PRI-LAB-07 PRI-REM-03
	// allowed PRI-LAB-14
}

func ExamplePriorities() {
	f, _ := demand.DecodeForm([]byte(`{"present_housing":{"kinds":["SH"]},"reasons":[{"code":"06"}]}`))
	facts := priority.FactsOf(&f, day("2011-03-02"))
	all, _ := priority.Priorities(&facts, day("2011-03-02"))
	for _, p := range all {
		fmt.Println(p.Letter, p.Key, p.Standing, p.Missing)
	}
	// Output:
	// a disability unknown [disability]
	// b badly_housed_disadvantaged unknown [badly_housed disadvantaged]
	// c hosted hinted [hosted temporarily_housed]
	// d back_to_work unknown [badly_housed back_to_work]
	// e violence hinted [violence]
}

func ExampleGrounds() {
	facts := priority.Facts{ShelterSince: day("2010-10-15"), DepositedOn: day("2010-10-15"), Homeless: demand.No}
	for _, g := range priority.Grounds(&facts, day("2011-04-16"), 24) {
		if g.Open != demand.NotSaid {
			fmt.Printf("%s %v, from %q\n", g.Key, g.Open == demand.Yes, g.From)
		}
	}
	// Output:
	// abnormal_delay false, from "2012-10-15"
	// homeless false, from ""
	// shelter true, from "2011-04-16"
}

func ExampleAccount() {
	account := &priority.Account{}
	for i, quota := range []demand.Quota{"COLTER", "COLTER", "PPRIOR", "AUCUN"} {
		account.Add(priority.Allocation{ID: fmt.Sprint(i), Landlord: "a", Quota: quota, LeasedOn: day("2027-03-01"), Transfer: demand.No, Renewal: demand.No})
	}
	agreements, _ := priority.LoadReservations([]byte(`{"reservations":[{"holder":"mairie","landlord":"a","departement":"21","quota":"COLTER","mode":"flow","percent":25}]}`))
	b := account.BalanceOf(agreements[0], 2027, demand.Date{})
	fmt.Println(b.Agreed, b.Consumed, b.Remaining, b.Over)
	// Output: 1 2 0 1
}

func ExampleCheckReservations() {
	agreements, _ := priority.LoadReservations([]byte(`{"reservations":[
		{"holder":"etat","landlord":"a","departement":"21","quota":"PPRIOR","mode":"stock","dwellings":28,"of":100,"signed_on":"2010-06-01","sent_on":"2010-06-10"},
		{"holder":"etat","landlord":"a","departement":"21","quota":"PFONCT","mode":"stock","dwellings":5,"of":100,"signed_on":"2010-06-01","sent_on":"2010-06-10"}]}`))
	v := priority.CheckReservations(agreements, demand.Date{}, day("2011-03-02"))
	fmt.Println(v.Outcome, v.Rule, v.Source.Article)
	// Output: refused PRI-QUO-01 CCH R.441-5 (2011)
}

func ExampleMeasure_Of() {
	m, _ := priority.FindMeasure("outside_qpv_first_quartile")
	tally := priority.NewTally(m)
	for _, v := range []string{"yes", "no", "no", "no", "unknown"} {
		var g priority.Granted
		_ = json.Unmarshal([]byte(`{"leased_on":"2024-03-01","outside_qpv":true,"first_quartile":"`+v+`"}`), &g)
		_ = tally.Add(m, g)
	}
	share := m.Of(tally)
	fmt.Println(share.Numerator, share.Denominator, share.Unsure, share.Reached.Known(), share.Ruling.Code)
	// Output: 1 5 1 false PRI-MES-05
}

func ExampleDALOEffects() {
	d := priority.DALOEffects(demand.DALOStatusACTIF, demand.Yes, day("2026-06-30"))
	fmt.Println(d.Quotas)
	// Output: [PPRIOR COLACT]
}

func ExampleAccord_Progress() {
	a, _ := priority.LoadAccord([]byte(`{"kind":"ACD","territory":"21","from":"2011-01-01","to":"2013-12-31","landlords":[{"landlord":"a","yearly":2,"support":["suivi"]}]}`))
	account := &priority.Account{}
	account.Add(priority.Allocation{ID: "1", Landlord: "a", Quota: "PPRIOR", LeasedOn: day("2011-05-02"), Accord: "ACD"})
	fmt.Printf("%+v\n", a.Progress(account, 2011)[0])
	// Output: {Landlord:a Year:2011 Yearly:2 Done:1 Remaining:1 Beyond:0}
}
