package acceptance_test

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"crypto/rand"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/charter/exchange"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/national/evening"
	"github.com/fichier-unique/rules/examples/internal/national/simulator"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/rental"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// Dijon: one shared base. Entered online, validated at a desk, read in the exports
// of two landlords, sent to the national system, counted once.
func TestDijonIntegrated(t *testing.T) {
	w := demonstration(t, "2018-03-10", "dijon")
	online := w.do(applicant, registry.Command{Act: charter.Register, Form: household(1, "21231", "21166"), Online: true, Key: "draft"})
	if !online.Number.IsZero() {
		t.Error("a number before a desk saw the identity paper")
	}
	done := w.do(agent("metropole", "21400"), registry.Command{Act: charter.Verify, Demand: online.Demand, Facts: seen})
	if done.Number.IsZero() {
		t.Fatalf("%+v", done.Unnumbered)
	}
	for _, id := range []string{"bailleur-a", "bailleur-b"} {
		e := rental.Exporter{Registry: w.Registry, Agent: agent(id, ""), Landlord: id, Folder: t.TempDir()}
		m, err := e.Run(t.Context())
		if err != nil || m == nil || m.Demands != 1 {
			t.Fatalf("%s: %+v, %v", id, m, err)
		}
		rows, err := os.ReadFile(filepath.Join(e.Folder, "demandes-000001.csv"))
		if err != nil || !strings.Contains(string(rows), done.Number.String()) {
			t.Errorf("%s does not read the demand: %v", id, err)
		}
	}
	nation, sim := nationOf(t, w, "021")
	report, err := nation.Do(t.Context())
	if err != nil || report.Late != nil || report.Delivery.Sent == 0 {
		t.Fatalf("%+v, %v", report, err)
	}
	differences, balance, err := reconcile(t, nation, sim)
	if err != nil || balance.Same != 1 || len(differences) != 0 {
		t.Errorf("%+v %+v %v", balance, differences, err)
	}
	counted := 0
	for s, err := range w.States(t.Context(), store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		if s.Status == journal.Active {
			counted++
		}
	}
	if counted != 1 {
		t.Errorf("counted %d times", counted)
	}
}

// nationOf is the link of a file with a simulated national system.
func nationOf(t *testing.T, w *town, territory string) (*evening.Evening, *simulator.Simulator) {
	t.Helper()
	now := func() time.Time { return w.at }
	sim, err := simulator.New(simulator.Settings{Seed: 3, Territory: territory, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	there := httptest.NewServer(sim.Handler())
	t.Cleanup(there.Close)
	return &evening.Evening{Link: &national.Link{Store: w.Store(), Folder: t.TempDir(), Settings: national.Settings{Desk: "G0000"}, Now: now}, Registry: w.Registry,
		Agent: registry.Agent{Code: "sne", Program: true, Actor: charter.Actor{Party: "gestionnaire"}, Purpose: access.Administering}, Transport: national.HTTP{Base: there.URL, Client: there.Client()},
		Random: rand.Reader, Folder: t.TempDir()}, sim
}

// Several départements in one store: a series of numbers each, one partner active
// in three of them, a table of use by partner, a review of the accesses.
func TestSeveralDepartements(t *testing.T) {
	w := under(t, "plusieurs-departements", "2016-03-10", "ouest")
	a, b := agent("bailleur-a", "44001"), agent("bailleur-b", "72001")
	numbers, series := map[string]bool{}, map[string]int{}
	for n, commune := range []string{"44109", "49007", "85191", "44109", "49007"} {
		out := w.register(a, household(n, commune))
		numbers[out.Number.String()] = true
		series[out.Number.Territory()]++
	}
	out := w.register(b, household(7, "72181"))
	numbers[out.Number.String()] = true
	series[out.Number.Territory()]++
	if len(numbers) != 6 || series["044"] != 2 || series["049"] != 2 || series["085"] != 1 || series["072"] != 1 {
		t.Errorf("%v", series)
	}
	events, _, err := w.Accesses(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	period := access.Window{From: demand.MustDate("2016-03-01"), To: demand.MustDate("2016-03-31")}
	acc, _ := access.NewAccumulator(period)
	use := map[string]int{}
	for i := range events {
		acc.Add(&events[i])
		use[events[i].Party]++
	}
	if use["bailleur-a"] != 5 || use["bailleur-b"] != 1 {
		t.Errorf("use by partner: %v", use)
	}
	list := access.List{Accounts: []access.Account{{Agent: "agent-bailleur-a", Party: "bailleur-a", Named: true, Rights: []access.Act{access.Register, access.StrikeOff}, OpenedOn: period.From}}}
	report, _ := access.Review(acc, &list, access.Settings{}, period)
	if len(report.Alerts) == 0 {
		t.Error("the review points at nothing: a right unused, an agent without an account")
	}
}

// Online demands verified by a named partner: verified on day twenty, seniority is
// day zero, and the attestation is within the month.
func TestVerifiedOnDayTwenty(t *testing.T) {
	w := under(t, "saisie-en-ligne", "2016-03-01", "ligne")
	out := w.do(applicant, registry.Command{Act: charter.Register, Form: household(1, "56260"), Online: true})
	w.day("2016-03-21")
	verifier := agent("verificateur", "56100")
	if s := w.show(verifier, out.Demand).State; s.Status != journal.ToVerify {
		t.Error(s.Status)
	}
	w.refused(agent("bailleur-a", "56001"), registry.Command{Act: charter.Verify, Demand: out.Demand, Facts: seen}, "CHA-ENR-03")
	w.do(verifier, registry.Command{Act: charter.Verify, Demand: out.Demand, Facts: seen})
	w.do(verifier, registry.Command{Act: charter.Attest, Demand: out.Demand})
	v := w.show(verifier, out.Demand)
	letter, sent := v.State.LastLetter(journal.AttestationSent, "")
	if v.State.Seniority.String() != "2016-03-01" || !sent || letter.Sent.After(v.State.Seniority.AddMonths(1)) {
		t.Errorf("%s, %+v", v.State.Seniority, letter)
	}
}

// A single desk registers: another partner is refused with the derogation and the
// desk; the same demand gives the same state whoever of the desk takes it.
func TestSingleDesk(t *testing.T) {
	w := under(t, "guichet-unique", "2016-03-10", "unique")
	d := w.refused(agent("bailleur-a", "38001"), registry.Command{Act: charter.Register, Form: household(1, "38185"), Facts: seen}, "")
	said := d.Explain()
	if !strings.Contains(d.Source().Article, "cahier des charges") || !mentions(said, "guichet") {
		t.Errorf("%+v", said.Spoken)
	}
	desk := agent("guichet", "38400")
	other := under(t, "guichet-unique", "2016-03-10", "unique-bis")
	a, b := w.show(desk, w.register(desk, household(1, "38185")).Demand), other.show(desk, other.register(desk, household(1, "38185")).Demand)
	if a.State.Status != b.State.Status || a.State.Seniority != b.State.Seniority || a.Form.Number.String()[:7] != b.Form.Number.String()[:7] {
		t.Errorf("%+v\n%+v", a.State, b.State)
	}
}

// mentions reports a partner named by a ruling.
func mentions(e charter.Explanation, id string) bool {
	return slices.ContainsFunc(e.Spoken, func(r charter.Ruling) bool {
		return slices.ContainsFunc(r.Params, func(p demand.Param) bool { return strings.Contains(strings.ToLower(p.Value), strings.ToLower(id)) })
	})
}

// A pool: three partners send the same household under different spellings; the
// pool makes one demand of it with three trails, and each gets back the others'
// changes.
func TestPool(t *testing.T) {
	spellings := []struct{ party, desk, name, first string }{{"bailleur-a", "74001", "Dupré-Lafon", "Jean-Pierre"}, {"bailleur-b", "74002", "DUPRE LAFON", "Jean Pierre"}, {"bailleur-c", "74003", "Dupré Lafont", "Jean-Pierre"}}
	pool := under(t, "mise-en-commun", "2011-03-10", "pool")
	gathered := map[string]journal.Journal{}
	for n, s := range spellings {
		own := under(t, "mise-en-commun", "2011-03-0"+string(rune('7'+n)), "systeme-"+s.party)
		f := household(1, "74010")
		f.Applicant.UsedName, f.Applicant.FirstNames = s.name, s.first
		own.register(agent(s.party, s.desk), f)
		gathered[s.party] = own.journalOf()
	}
	whole, faults := exchange.Gather(gathered)
	if faults.Blocking() {
		t.Fatal(faults)
	}
	var events []journal.Event
	for _, e := range whole.Events() {
		events = append(events, *e)
	}
	manager := agent("gestionnaire", "")
	if _, err := pool.Receive(t.Context(), manager, events); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for key := range whole.Demands() {
		keys = append(keys, key)
	}
	a := agent("bailleur-a", "74001")
	found, err := pool.Search(t.Context(), a, household2(spellings[0].name, spellings[0].first))
	if err != nil || len(found) != 3 {
		t.Fatalf("%d demands found, %v", len(found), err)
	}
	for _, key := range keys[1:] {
		pool.do(a, registry.Command{Act: charter.Merge, Demand: key, Other: keys[0]})
	}
	kept := pool.show(a, keys[0])
	if len(kept.State.Merges) != 2 || kept.State.Seniority.String() != "2011-03-07" {
		t.Errorf("%+v, %s", kept.State.Merges, kept.State.Seniority)
	}
	pool.day("2011-04-01")
	pool.change(agent("bailleur-b", "74002"), keys[0], func(f *demand.Form) { f.Applicant.MobilePhone = "0612345678" })
	views, _, err := pool.Feed(t.Context(), agent("bailleur-c", "74003"), 0, 1000)
	if err != nil || !slices.ContainsFunc(views, func(v registry.View) bool {
		return v.Demand == keys[0] && v.Form.Applicant.MobilePhone == "0612345678" && !v.Form.Number.IsZero()
	}) {
		t.Errorf("the third partner does not get the change: %v", err)
	}
}

// household2 is what a clerk types to find the household of the pool.
func household2(name, first string) *demand.Form {
	f := household(1, "74010")
	f.Applicant.UsedName, f.Applicant.FirstNames = name, first
	return f
}

// Files that come late and twice: the pool comes to the same state.
func TestLateAndReplayedFiles(t *testing.T) {
	one, two := under(t, "mise-en-commun", "2011-03-07", "s1"), under(t, "mise-en-commun", "2011-03-08", "s2")
	one.register(agent("bailleur-a", "74001"), household(1, "74010"))
	two.register(agent("bailleur-b", "74002"), household(2, "74010"))
	state := func(order ...*town) string {
		pool := under(t, "mise-en-commun", "2011-03-10", "pool")
		for _, w := range order {
			w.send(pool)
		}
		text := ""
		for s, err := range pool.States(t.Context(), store.Query{}) {
			if err != nil {
				t.Fatal(err)
			}
			line, err := json.Marshal(struct {
				Demand string
				Status journal.Status
				Form   demand.Form
			}{s.Demand, s.Status, s.Form})
			if err != nil {
				t.Fatal(err)
			}
			text += string(line) + "\n"
		}
		return text
	}
	if a, b := state(one, two, one), state(two, two, one, two); a != b || a == "" {
		t.Errorf("%s\n%s", a, b)
	}
}

// Another law: no rule of metropolitan France; an incomplete demand has a receipt
// with what is missing, and no number.
func TestAnotherLaw(t *testing.T) {
	w := under(t, "droit-local", "2011-03-10", "local")
	f := household(1, "98818")
	f.Applicant.Nationality, f.Applicant.Civility = "", ""
	out := w.do(agent("operateur-a", "98801"), registry.Command{Act: charter.Register, Form: f})
	if !out.Number.IsZero() || out.Receipt == "" || out.Unnumbered == nil {
		t.Fatalf("%+v", out)
	}
	for _, r := range out.Unnumbered.Spoken {
		if strings.Contains(r.Source.Article, "CCH") {
			t.Errorf("a rule of the CCH spoke: %+v", r)
		}
	}
}

// Two systems side by side: each changes the household the same day; the owner of
// a field prevails, the conflict is listed, both sides come to the same state.
func TestTwins(t *testing.T) {
	town1, town2 := under(t, "double-systeme", "2013-03-10", "commun"), under(t, "double-systeme", "2013-03-10", "bailleur")
	metropole, landlord := agent("metropole", "35400"), agent("bailleur-a", "35001")
	out := town1.register(metropole, household(1, "35238"))
	town1.send(town2)
	town1.day("2013-04-02")
	town2.day("2013-04-02")
	town1.change(metropole, out.Demand, func(f *demand.Form) { f.PersonsToHouse = 3; f.Applicant.MobilePhone = "0611111111" })
	town2.change(landlord, out.Demand, func(f *demand.Form) { f.PersonsToHouse = 2 })
	town1.send(town2)
	town2.send(town1)
	a, b := town1.show(metropole, out.Demand), town2.show(landlord, out.Demand)
	if a.Form.PersonsToHouse != 3 || b.Form.PersonsToHouse != 3 || b.Form.Applicant.MobilePhone != "0611111111" {
		t.Errorf("%d and %d persons, %q", a.Form.PersonsToHouse, b.Form.PersonsToHouse, b.Form.Applicant.MobilePhone)
	}
	if len(a.State.Conflicts) != 1 || a.State.Conflicts[0].Path != "persons_to_house" {
		t.Errorf("%+v", a.State.Conflicts)
	}
}

// A change entered once reaches the other side; from the day of the mandate, the
// mandatary registers in the name of the commune, before it does not.
func TestMandate(t *testing.T) {
	w := under(t, "mandataire", "2016-10-31", "reunion")
	association := agent("association", "97450")
	w.refused(association, registry.Command{Act: charter.Register, Form: household(1, "97410"), Facts: seen}, "")
	w.register(agent("commune", "97411"), household(1, "97410"))
	w.day("2016-11-01")
	out := w.register(association, household(2, "97410"))
	other := under(t, "mandataire", "2016-11-02", "bailleur")
	w.send(other)
	w.day("2016-11-03")
	other.day("2016-11-03")
	w.change(association, out.Demand, func(f *demand.Form) { f.Applicant.MobilePhone = "0612345678" })
	w.send(other)
	if v := other.show(agent("bailleur-a", "97401"), out.Demand); v.Form.Applicant.MobilePhone != "0612345678" {
		t.Errorf("%q on the other side", v.Form.Applicant.MobilePhone)
	}
}

// Old files: a demand that brings its number keeps it, and both the old and the
// new number find it; one whose notice was never dated is not counted as active.
func TestOldNumbers(t *testing.T) {
	w := under(t, "grand-dijon-2010", "2011-03-10", "reprise")
	a := agent("bailleur-a", "21001")
	old := under(t, "grand-dijon-2010", "2010-06-01", "ancien")
	first := old.register(a, household(1, "21231"))
	old.send(w)
	v := w.show(a, first.Demand)
	if v.Form.Number != first.Number {
		t.Errorf("%s, want %s", v.Form.Number, first.Number)
	}
	key, err := w.ByNumber(t.Context(), first.Number.Grouped())
	if err != nil || key != first.Demand {
		t.Errorf("%q %v", key, err)
	}
	w.day("2011-08-01")
	if s := w.show(a, first.Demand).State; s.Status == journal.Active {
		t.Error("a demand never renewed and never noticed counts as active")
	}
}

// A label is given by its issuers alone; after the commission it goes by the urgent
// path or is refused.
func TestLabels(t *testing.T) {
	w := under(t, "grand-dijon-2010", "2011-03-10", "labels")
	a := agent("bailleur-a", "21001")
	out := w.register(a, household(1, "21231"))
	w.refused(a, registry.Command{Act: charter.GiveLabel, Demand: out.Demand, Mark: journal.Mark{Code: "ACD"}}, "CHA-LAB-01")
	state := agent("etat", "21600")
	w.do(state, registry.Command{Act: charter.GiveLabel, Demand: out.Demand, Mark: journal.Mark{Code: "ACD"}})
	if v := w.show(a, out.Demand); len(v.State.Labels) != 1 || v.State.Labels[0].Issuer != "etat" {
		t.Errorf("%+v", v.State.Labels)
	}
	late := w.register(a, household(2, "21231"))
	w.refused(state, registry.Command{Act: charter.GiveLabel, Demand: late.Demand, Mark: journal.Mark{Code: "ACD"}, Facts: charter.Facts{CommissionOn: demand.MustDate("2011-03-01")}}, "CHA-LAB-02")
}

// The holder of reservations registers its own public; another person is sent to
// another desk, with the article.
func TestOwnPublic(t *testing.T) {
	w := under(t, "grand-dijon-2010", "2011-03-10", "logilia")
	logilia := agent("logilia", "21700")
	cmd := registry.Command{Act: charter.Register, Form: household(1, "21231"), Facts: charter.Facts{Identity: demand.Yes, OwnPublic: demand.Yes}}
	w.do(logilia, cmd)
	cmd.Form, cmd.Facts.OwnPublic = household(2, "21231"), demand.No
	d := w.refused(logilia, cmd, "")
	if d.Source().Article == "" || d.Remedy() == "" {
		t.Errorf("%+v", d.Explain())
	}
}

// reconcile compares a file with an extract of the simulated system.
func reconcile(t *testing.T, e *evening.Evening, sim *simulator.Simulator) ([]national.Difference, national.Balance, error) {
	t.Helper()
	var extract strings.Builder
	if err := sim.Extract(&extract); err != nil {
		return nil, national.Balance{}, err
	}
	return e.Reconcile(t.Context(), strings.NewReader(extract.String()))
}
