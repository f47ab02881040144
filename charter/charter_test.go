package charter_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/priority"
	"github.com/fichier-unique/rules/demand"
)

var day = demand.MustDate("2011-03-02")

func named(t testing.TB, name string) *charter.Charter {
	t.Helper()
	c, ok := charter.Named(name)
	if !ok {
		t.Fatalf("charter %s cannot be read", name)
	}
	return c
}

func dijon() charter.Facts {
	return charter.Facts{Communes: []string{"21231", "21166"}, Numbered: demand.No}
}

func TestRegister(t *testing.T) {
	for _, c := range []struct {
		name, charter, desk string
		act                 charter.Act
		facts               charter.Facts
		on                  string
		want                charter.Outcome
		rule, remedy        string
	}{
		{"a landlord", "exemple-cote-d-or", "21001", charter.Register, dijon(), "2011-03-02", charter.Allowed, "CHA-ENR-01", ""},
		{"a commune", "exemple-cote-d-or", "21166", charter.Register, dijon(), "2011-03-02", charter.Allowed, "CHA-ENR-01", ""},
		{"an association", "exemple-cote-d-or", "21001", charter.Register, charter.Facts{Communes: []string{"21231"}, Numbered: demand.No, Association: true}, "2011-03-02", charter.Allowed, "CHA-ENR-01", ""},
		{"nobody", "exemple-cote-d-or", "99999", charter.Register, dijon(), "2011-03-02", charter.Refused, "CHA-PAR-01", "CHA-REM-01"},
		{"no desk", "exemple-cote-d-or", "", charter.Register, dijon(), "2011-03-02", charter.Refused, "CHA-PAR-01", "CHA-REM-01"},
		{"no partner named", "national-2010", "99999", charter.Register, dijon(), "2011-03-02", charter.Unknown, "CHA-PAR-02", "CHA-REM-01"},
		{"before the deliberation", "exemple-cote-d-or", "21166", charter.Register, dijon(), "2000-11-20", charter.Refused, "CHA-PAR-04", "CHA-REM-02"},
		{"whether it is numbered not said", "exemple-cote-d-or", "21001", charter.Register, charter.Facts{Communes: []string{"21231"}}, "2011-03-02", charter.Allowed, "CHA-ENR-01", ""},
		{"own public not said", "grand-dijon-2010", "21700", charter.Register, dijon(), "2011-03-02", charter.Unknown, "CHA-PAR-06", "CHA-REM-01"},
		{"not its public", "grand-dijon-2010", "21700", charter.Register, charter.Facts{Communes: []string{"21231"}, Numbered: demand.No, OwnPublic: demand.No}, "2011-03-02", charter.Refused, "CHA-PAR-06", "CHA-REM-01"},
		{"elsewhere", "exemple-cote-d-or", "21001", charter.Register, charter.Facts{Communes: []string{"71270", "71076"}, Numbered: demand.No}, "2011-03-02", charter.Refused, "CHA-TER-01", "CHA-REM-03"},
		{"partly elsewhere", "exemple-cote-d-or", "21001", charter.Register, charter.Facts{Communes: []string{"71270", "21231"}, Numbered: demand.No}, "2011-03-02", charter.Allowed, "CHA-ENR-01", ""},
		{"before the charter", "grand-dijon-2010", "21001", charter.Register, dijon(), "2009-01-01", charter.Unknown, "CHA-DAT-01", "CHA-REM-06"},
		{"a number", "exemple-cote-d-or", "21001", charter.IssueNumber, charter.Facts{Minimum: demand.Yes, Numbered: demand.No, Identity: demand.Yes}, "2011-03-02", charter.Allowed, "CHA-NUM-01", ""},
		{"number not said", "exemple-cote-d-or", "21001", charter.IssueNumber, charter.Facts{Minimum: demand.Yes, Identity: demand.Yes}, "2011-03-02", charter.Unknown, "CHA-NUM-03", "CHA-REM-05"},
		{"identity not said", "exemple-cote-d-or", "21001", charter.IssueNumber, charter.Facts{Minimum: demand.Yes, Numbered: demand.No}, "2011-03-02", charter.Unknown, "CHA-NUM-04", "CHA-REM-08"},
		{"no minimum", "exemple-cote-d-or", "21001", charter.IssueNumber, charter.Facts{Missing: []string{"DEM-MIN-03"}}, "2011-03-02", charter.Refused, "CHA-NUM-02", "CHA-REM-04"},
		{"numbered", "exemple-cote-d-or", "21001", charter.IssueNumber, charter.Facts{Numbered: demand.Yes}, "2011-03-02", charter.Refused, "CHA-NUM-03", "CHA-REM-05"},
		{"minimum not said", "exemple-cote-d-or", "21001", charter.IssueNumber, dijon(), "2011-03-02", charter.Unknown, "CHA-NUM-02", "CHA-REM-04"},
		{"another act", "exemple-cote-d-or", "21001", "dance", dijon(), "2011-03-02", charter.Unknown, "CHA-ACT-01", "CHA-REM-06"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := charter.Decide(named(t, c.charter), charter.Actor{Desk: c.desk}, c.act, c.facts, demand.MustDate(c.on))
			if d.Outcome != c.want || d.Rule != c.rule || d.Remedy() != c.remedy {
				t.Errorf("%s by %s, remedy %q", d.Outcome, d.Rule, d.Remedy())
			}
			if d.Source().Article == "" || d.Charter.Name != c.charter || len(d.Facts()) == 0 && c.act != "dance" {
				t.Errorf("the decision does not tell its source, charter or facts: %+v", d)
			}
			if (d.Outcome == charter.Refused) != d.Faults().Blocking() {
				t.Errorf("faults: %v", d.Faults())
			}
		})
	}
}

func TestWhoElse(t *testing.T) {
	c := *named(t, "exemple-cote-d-or")
	c.Parties = append(slices.Clone(c.Parties), charter.Party{ID: "siao", Kind: charter.SIAO, Desks: []string{"21800"}})
	if d := charter.Decide(&c, charter.Actor{Desk: "21800"}, charter.Register, dijon(), day); d.Rule != "CHA-DRO-01" {
		t.Errorf("SIAO in 2011: %s", d.Rule)
	}
	if d := charter.Decide(&c, charter.Actor{Party: "mairie", Desk: "21001"}, charter.Register, dijon(), day); d.Rule != "CHA-PAR-03" {
		t.Errorf("another's desk: %s", d.Rule)
	}
	d := charter.Decide(named(t, "grand-dijon-2010"), charter.Actor{Desk: "21700"}, charter.Register, charter.Facts{Communes: []string{"71270", "21231"}, Numbered: demand.No}, day)
	if got := d.Faults().Codes(); got != "CHA-PAR-06 CHA-TER-02" {
		t.Errorf("all rules must speak: %s", got)
	}
}

func TestDuties(t *testing.T) {
	d := charter.Decide(named(t, "exemple-cote-d-or"), charter.Actor{Desk: "21001"}, charter.Register, dijon(), demand.MustDate("2011-01-31"))
	want := []charter.Duty{{"CHA-DEV-01", demand.MustDate("2011-02-28")}, {"CHA-DEV-02", demand.MustDate("2011-02-01")}, {"CHA-DEV-03", demand.MustDate("2011-01-31")}, {"CHA-DEV-15", demand.MustDate("2011-01-31")}}
	if diff := cmp.Diff(want, d.Duties(), cmp.Comparer(func(a, b demand.Date) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
}

func TestOrderOfPartiesNeverMatters(t *testing.T) {
	c := *named(t, "grand-dijon-2010")
	reversed := c
	reversed.Parties = slices.Clone(c.Parties)
	slices.Reverse(reversed.Parties)
	for _, desk := range []string{"21001", "21400", "21700", "00000", ""} {
		for _, act := range []charter.Act{charter.Register, charter.IssueNumber} {
			a := charter.Decide(&c, charter.Actor{Desk: desk}, act, dijon(), day)
			b := charter.Decide(&reversed, charter.Actor{Desk: desk}, act, dijon(), day)
			if diff := cmp.Diff(a.Explain(), b.Explain(), cmp.Comparer(func(a, b demand.Date) bool { return a == b })); diff != "" {
				t.Errorf("%s: %s", desk, diff)
			}
		}
	}
}

// A partner merged into another leaves it its desk: a desk is of one partner on
// any day, not for ever.
func TestDeskPassesToThePartnerThatTakesOver(t *testing.T) {
	const head = `{"name":"x","title":"x","version":"1","valid_from":"2010-05-02","profile":"2010","territory":{"number":"021","departements":["21"]},"parties":[`
	for _, c := range []struct {
		first, second string
		refused       bool
	}{
		{`"to":"2011-03-31"`, `"from":"2011-04-01"`, false},
		{`"to":"2011-03-31"`, `"from":"2011-03-31"`, true},
		{`"from":"2011-04-01"`, `"to":"2011-03-31"`, false},
		{`"to":"2011-03-31"`, `"stock":[]`, true},
	} {
		text := head + `{"id":"a","name":"a","kind":"landlord","desks":["21001"],` + c.first + `},{"id":"b","name":"b","kind":"landlord","desks":["21002","21001"],` + c.second + `}]}`
		ch, faults := charter.Load([]byte(text))
		if faults.Has("CHA-FIC-09") != c.refused || len(faults) > 0 != c.refused {
			t.Errorf("%s then %s: %v", c.first, c.second, faults)
		}
		if !c.refused && strings.HasPrefix(c.first, `"to"`) {
			a, _ := ch.PartyOfDesk("21001", demand.MustDate("2011-03-31"))
			if gone, ok := ch.Party("a"); !ok || gone.Name != "a" {
				t.Errorf("the partner that is gone: %v, %v", gone, ok)
			}
			if b, _ := ch.PartyOfDesk("21001", demand.MustDate("2011-04-01")); a.ID != "a" || b.ID != "b" {
				t.Errorf("%s then %s", a.ID, b.ID)
			}
		}
	}
}

// The file passes from one manager to another: each manages on its days, and
// nobody before the first.
func TestManager(t *testing.T) {
	ch := &charter.Charter{Parties: []charter.Party{
		{ID: "landlord", Kind: charter.Landlord},
		{ID: "first", Kind: charter.Manager, From: demand.MustDate("2010-05-02"), To: demand.MustDate("2012-12-31")},
		{ID: "second", Kind: charter.Manager, From: demand.MustDate("2013-01-01")},
	}}
	for day, want := range map[string]string{"2010-05-01": "", "2010-05-02": "first", "2012-12-31": "first", "2013-01-01": "second", "2026-07-01": "second"} {
		if got, ok := ch.Manager(demand.MustDate(day)); got.ID != want || ok != (want != "") {
			t.Errorf("%s: %q, %v, want %q", day, got.ID, ok, want)
		}
	}
	if _, ok := ch.Party("nobody"); ok {
		t.Error("a partner that the charter does not name")
	}
}

func TestRulesAreWhole(t *testing.T) {
	if _, err := demand.NewRulebook(demand.Rules(), charter.Rules()); err != nil {
		t.Error(err)
	}
	if len(charter.Names()) != 14 {
		t.Errorf("charters shipped: %v", charter.Names())
	}
	for _, n := range charter.Names() {
		named(t, n)
	}
}

func TestFactsOf(t *testing.T) {
	form := demand.Form{Wanted: demand.Wanted{Places: []demand.WantedPlace{{Commune: "21231"}}}}
	got := charter.FactsOf(&form, demand.Registrable(&form, demand.Setting{Profile: demand.Profile2010}))
	if len(got.Communes) != 1 || got.Numbered != demand.No || len(got.Missing) != 5 {
		t.Errorf("%+v", got)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(`{"name":"x","version":"1","valid_from":"2010-05-02","profile":"2010","territory":{"number":"021","departements":["21"]},"parties":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, faults := charter.Load(data); len(faults) == 0 {
			charter.Decide(c, charter.Actor{Desk: "21001"}, charter.Register, dijon(), day)
		}
	})
}

func ExampleDecide() {
	c, _ := charter.Named("exemple-cote-d-or")
	facts := charter.Facts{Communes: []string{"71270"}, Numbered: demand.No}
	d := charter.Decide(c, charter.Actor{Desk: "21001"}, charter.Register, facts, demand.MustDate("2011-03-02"))
	fmt.Println(d.Outcome, d.Rule, d.Remedy())
	// Output: refused CHA-TER-01 CHA-REM-03
}

// An offer to a household recognised under the DALO warns of what refusing means.
func TestOfferWarnsOfTheDALO(t *testing.T) {
	on := demand.MustDate("2019-06-15")
	facts := charter.Facts{Numbered: demand.Yes, Status: "active", Allocated: demand.Yes, AnswerBy: on.AddDays(10)}
	for dalo, want := range map[demand.Answer]bool{demand.Yes: true, demand.No: false, demand.NotSaid: true} {
		facts.DALO = dalo
		d := charter.Decide(named(t, "national-2017"), charter.Actor{Kind: charter.Landlord}, charter.Offer, facts, on)
		got := slices.Contains(d.Duties(), charter.Duty{Code: "CHA-DEV-10", Due: on})
		if got != want || d.Outcome != charter.Allowed {
			t.Errorf("DALO %v: %v", dalo, d.Duties())
		}
	}
}

// A local priority has the meaning, the issuers and the urgent path the charter
// gives it; the law's have their own.
func TestLabels(t *testing.T) {
	c := *named(t, "grand-dijon-2010")
	c.Priorities.Labels = append(c.Priorities.Labels, priority.LabelKind{Code: "CLPP", French: "commission locale", English: "local commission",
		Issuers: []priority.Issuer{priority.EPCI}, From: day, Urgent: true, Act: "délibération"})
	for _, row := range []struct {
		party, label string
		facts        charter.Facts
		want         string
	}{
		{"grand-dijon", "CLPP", charter.Facts{}, "allowed CHA-OUI-01"},
		{"bailleur-a", "CLPP", charter.Facts{}, "refused CHA-LAB-01"},
		{"grand-dijon", "CLPP", charter.Facts{CommissionOn: day.AddDays(-1)}, "refused CHA-LAB-02"},
		{"grand-dijon", "CLPP", charter.Facts{CommissionOn: day.AddDays(-1), Urgent: demand.Yes}, "refused CHA-LAB-02"},
		{"grand-dijon", "CLPP", charter.Facts{CommissionOn: day.AddDays(-1), Urgent: demand.Yes, Reason: "VIOLENCES"}, "allowed CHA-OUI-01"},
		{"grand-dijon", "CLPP", charter.Facts{CommissionOn: day}, "allowed CHA-OUI-01"},
		{"etat", "DALO", charter.Facts{}, "allowed CHA-OUI-01"},
		{"grand-dijon", "DALO", charter.Facts{}, "refused CHA-LAB-01"},
		{"etat", "DALO", charter.Facts{CommissionOn: day.AddDays(-1), Urgent: demand.Yes, Reason: "x"}, "refused CHA-LAB-02"},
		{"conseil-general", "ACD", charter.Facts{}, "allowed CHA-OUI-01"},
		{"grand-dijon", "ACD", charter.Facts{}, "refused CHA-LAB-01"},
		{"etat", "AUTRE", charter.Facts{}, "unknown CHA-LAB-03"},
		{"etat", "", charter.Facts{}, "unknown CHA-LAB-01"},
	} {
		row.facts.Label = row.label
		d := charter.Decide(&c, charter.Actor{Party: row.party}, charter.GiveLabel, row.facts, day)
		if got := string(d.Outcome) + " " + d.Rule; got != row.want {
			t.Errorf("%s gives %s, %+v: %s", row.party, row.label, row.facts, got)
		}
	}
}

// R.441-2-4 e): the landlords of the wanted communes, whether their stock is told by
// commune, by EPCI or by département; the others are not named.
func TestLandlordsIn(t *testing.T) {
	c := charter.Charter{Parties: []charter.Party{
		{Name: "Dijon", Kind: charter.Landlord, Stock: []charter.Stock{{Place: "21231", Dwellings: 10}}},
		{Name: "Métropole", Kind: charter.Landlord, Stock: []charter.Stock{{Place: "242100410", Dwellings: 10}}},
		{Name: "Côte-d'Or", Kind: charter.Landlord, Stock: []charter.Stock{{Place: "21", Dwellings: 10}}},
		{Name: "Beaune", Kind: charter.Landlord, Stock: []charter.Stock{{Place: "21054", Dwellings: 10}, {Place: "21231", Dwellings: 1}}},
		{Name: "Réservataire", Kind: charter.ReservationHolder, Stock: []charter.Stock{{Place: "21231", Dwellings: 10}}},
		{Name: "Non dit", Kind: charter.Landlord},
	}}
	for _, row := range []struct {
		communes []string
		want     string
	}{
		{[]string{"21231"}, "Dijon, Métropole, Côte-d'Or, Beaune"}, {[]string{"21166"}, "Métropole, Côte-d'Or"},
		{[]string{"21054"}, "Côte-d'Or, Beaune"}, {[]string{"21054", "21231"}, "Dijon, Métropole, Côte-d'Or, Beaune"}, {[]string{"71270"}, ""}, {nil, ""},
	} {
		if got := strings.Join(c.LandlordsIn(row.communes...), ", "); got != row.want {
			t.Errorf("%v: %s, want %s", row.communes, got, row.want)
		}
	}
}
