package acceptance_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/charter/costkey"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/rental"
)

// The twenty-two communes and the partners of Grand Dijon under its charter, to
// which entry online is added. A demand entered online and validated at a desk is
// read in the exports of two landlords, sent to the national system, and counted
// once by the observatory. A second département comes in by its charter alone.
func TestDijonIntegrated(t *testing.T) {
	text := amended(t, "grand-dijon-2010", `{"version": "2", "profile": "2017", "online": {"from": "2017-05-08", "verifies": ["grand-dijon"]}}`)
	w := ruled(t, text, "2018-03-10", "dijon")
	desks := []registry.Agent{agent("bailleur-a", "21001"), agent("bailleur-b", "21002"), agent("etat", "21600"), agent("grand-dijon", "21400"), agent("conseil-general", "21500"), agent("logilia", "21700")}
	communes := w.Charters()[0].Parties[2].Territory
	for n, commune := range communes {
		w.Act(desks[n%len(desks)], registry.Command{Act: charter.Register, Form: household(n+1, commune), Facts: charter.Facts{Identity: demand.Yes, OwnPublic: demand.Yes}})
	}
	before := counts(t, w)
	if n := before["stock_first"][""]; len(communes) != 22 || n != 22 {
		t.Fatalf("%d communes, %d demands counted", len(communes), n)
	}

	online := w.Act(applicant, registry.Command{Act: charter.Register, Form: household(0, "21231", "21166"), Online: true, Key: "draft"})
	if !online.Number.IsZero() {
		t.Error("a number before a desk saw the identity paper")
	}
	if diff := cmp.Diff(before, counts(t, w)); diff != "" {
		t.Errorf("counted before it is verified: %s", diff)
	}
	done := w.Act(desks[3], registry.Command{Act: charter.Verify, Demand: online.Demand, Facts: seen})
	if done.Number.IsZero() {
		t.Fatalf("%+v", done.Unnumbered)
	}
	for _, a := range desks[:2] {
		got := exported(t, w, a, done.Number.String())
		if len(got) != 1 || got[0].Applicant.UsedName != "Abadie" || len(got[0].Wanted.Places) != 2 {
			t.Errorf("%s reads %+v", a.Actor.Party, got)
		}
	}
	nation, sim := nationOf(t, w, "021")
	report, err := nation.Do(t.Context())
	if err != nil || report.Late != nil || report.Delivery.Sent == 0 {
		t.Fatalf("%+v, %v", report, err)
	}
	if differences, balance := reconcile(t, nation, sim); balance.Same != 23 || len(differences) != 0 {
		t.Errorf("%+v %+v", balance, differences)
	}

	after := counts(t, w)
	for _, at := range []struct {
		measure, territory string
		more               int
	}{
		{"stock_first", "", 1}, {"stock_first", "21231", 1}, {"stock_first", "21166", 0}, {"stock_first", "242100410", 1},
		{"stock_any", "21231", 1}, {"stock_any", "21166", 1}, {"stock_any", "242100410", 1},
	} {
		if got := after[at.measure][at.territory] - before[at.measure][at.territory]; got != at.more {
			t.Errorf("%s of %q: %d more, want %d", at.measure, at.territory, got, at.more)
		}
	}

	second := patched(t, text, `{"version": "3", "valid_from": "2018-03-11", "territory": {"number": "021", "departements": ["21", "71"], "others": ["071"]},
		"parties+": [{"id": "grand-chalon", "name": "Le Grand Chalon", "kind": "epci", "desks": ["71400"], "title": {"kind": "deliberation", "signed_on": "2018-03-01"}, "territory": ["71076"]}]}`)
	if _, err := w.Activate(t.Context(), manager, second); err != nil {
		t.Fatal(err)
	}
	w.Day("2018-03-12")
	there, here := w.Register(agent("grand-chalon", "71400"), household(30, "71076")), w.Register(desks[3], household(31, "21231"))
	if there.Number.Territory() != "071" || here.Number.Territory() != "021" {
		t.Errorf("numbers of %s and %s", there.Number.Territory(), here.Number.Territory())
	}
}

// exported gives what a landlord reads of a number, in the file that its rental
// software takes.
func exported(t *testing.T, w *town, a registry.Agent, number string) (out []demand.Form) {
	t.Helper()
	e := rental.Exporter{Registry: w.Registry, Agent: agent(a.Actor.Party, ""), Landlord: a.Actor.Party, Folder: t.TempDir()}
	if m, err := e.Run(t.Context()); err != nil || m == nil {
		t.Fatalf("%+v, %v", m, err)
	}
	for _, entry := range entriesOf(t, filepath.Join(e.Folder, "demandes-000001.csv")) {
		if entry.Form.Number.String() == number {
			out = append(out, entry.Form)
		}
	}
	return out
}

// Five départements in one file: a series of numbers each and no two numbers
// alike, one partner active in three of them, a table of use by partner, a review
// of the accounts.
func TestSeveralDepartements(t *testing.T) {
	w := under(t, "plusieurs-departements", "2016-03-10", "ouest")
	a, b, state := agent("bailleur-a", "44001"), agent("bailleur-b", "72001"), agent("etat", "44600")
	series, bearers := map[string]int{}, map[string]string{}
	for n, x := range []struct {
		by      registry.Agent
		commune string
	}{{a, "44109"}, {a, "49007"}, {a, "85191"}, {a, "44109"}, {a, "49007"}, {b, "72181"}, {state, "53130"}} {
		out := w.Register(x.by, household(n, x.commune))
		series[out.Number.Territory()]++
		bearers[out.Number.String()] = out.Demand
	}
	if diff := cmp.Diff(map[string]int{"044": 2, "049": 2, "053": 1, "072": 1, "085": 1}, series); diff != "" || len(bearers) != 7 {
		t.Errorf("%d numbers: %s", len(bearers), diff)
	}
	for number, key := range bearers {
		if found, err := w.ByNumber(t.Context(), number); err != nil || found != key {
			t.Errorf("a number finds %q: %v", found, err)
		}
	}

	key, faults := costkey.Decode([]byte(`{"name": "essai", "version": "1", "valid_from": "2016-01-01", "groups": [{"id": "tous"}],
		"partners": [{"id": "bailleur-a", "group": "tous", "desks": ["44001"]}, {"id": "bailleur-b", "group": "tous", "desks": ["72001"]}, {"id": "etat", "exempt": true, "desks": ["44600"]}],
		"expenses": [{"code": "running", "splits": [{"group": "tous", "percent": 100, "by": "use"}]}]}`))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	year, _ := key.YearOf(w.Today())
	use := costkey.NewUse(year)
	use.AddJournal(&key, journalOf(t, w))
	for partner, want := range map[string]uint64{"bailleur-a": 5, "bailleur-b": 1, "etat": 1} {
		if got := use.Count(partner, costkey.Registration); got != want {
			t.Errorf("%s: %d registrations in the table of use, want %d", partner, got, want)
		}
	}

	events, _, err := w.Accesses(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	period := access.Window{From: demand.MustDate("2016-03-01"), To: demand.MustDate("2016-03-31")}
	acc, _ := access.NewAccumulator(access.Window{From: demand.MustDate("2015-04-01"), To: period.To})
	for i := range events {
		acc.Add(&events[i])
	}
	list := access.List{Accounts: []access.Account{
		{Agent: "agent-bailleur-a", Party: "bailleur-a", Named: true, Rights: []access.Act{access.Register, access.StrikeOff}, OpenedOn: demand.MustDate("2015-01-01")},
		{Agent: "agent-bailleur-b", Party: "bailleur-b", Named: true, Rights: []access.Act{access.Register}, OpenedOn: demand.MustDate("2015-01-01")},
	}}
	report, faults := access.Review(acc, &list, access.Settings{}, period)
	if faults.Blocking() || report.Listed != 2 || report.Used != 3 {
		t.Errorf("%d accounts listed, %d used: %v", report.Listed, report.Used, faults)
	}
	for agent, act := range map[string]access.Act{"agent-bailleur-a": access.StrikeOff, "agent-etat": ""} { // a right unused, an agent without an account
		if !slices.ContainsFunc(report.Alerts, func(x access.Alert) bool { return x.Agent == agent && (act == "" || x.Act == act) }) {
			t.Errorf("the review says nothing of %s: %+v", agent, report.Alerts)
		}
	}
}

// Online demands verified by a named partner: nothing counts before; verified on
// day twenty, seniority is day zero, and the attestation is within the month.
func TestVerifiedOnDayTwenty(t *testing.T) {
	w := under(t, "saisie-en-ligne", "2016-03-01", "ligne")
	out := w.Act(applicant, registry.Command{Act: charter.Register, Form: household(1, "56260"), Online: true})
	w.Day("2016-03-21")
	verifier := agent("verificateur", "56100")
	if s := w.See(verifier, out.Demand).State; s.Status != journal.ToVerify || s.Seniority.String() != "2016-03-01" || counts(t, w)["stock_first"][""] != 0 {
		t.Errorf("%s since %s, counted %v", s.Status, s.Seniority, counts(t, w)["stock_first"])
	}
	w.Refused(agent("bailleur-a", "56001"), registry.Command{Act: charter.Verify, Demand: out.Demand, Facts: seen}, "CHA-ENR-03")
	w.Act(verifier, registry.Command{Act: charter.Verify, Demand: out.Demand, Facts: seen})
	w.Act(verifier, registry.Command{Act: charter.Attest, Demand: out.Demand})
	v := w.See(verifier, out.Demand)
	letter, sent := v.State.LastLetter(journal.AttestationSent, "")
	if v.State.Status != journal.Active || v.State.Seniority.String() != "2016-03-01" || !sent || letter.Sent.After(v.State.Seniority.AddMonths(1)) {
		t.Errorf("%s since %s, %+v", v.State.Status, v.State.Seniority, letter)
	}
	if n := counts(t, w)["stock_first"][""]; n != 1 {
		t.Errorf("counted %d times", n)
	}
}

// A single desk registers: a landlord is refused with the derogation and the desk,
// and instructs; the same demand gives the same state at two places of the desk.
func TestSingleDesk(t *testing.T) {
	text := amended(t, "guichet-unique", `{"parties": [{"id": "bailleur-a", "name": "Bailleur A", "kind": "landlord", "desks": ["38001"]},
		{"id": "guichet", "name": "Guichet unique", "kind": "epci", "desks": ["38400", "38401"], "territory": ["38"], "title": {"kind": "deliberation", "signed_on": "2015-05-14"}},
		{"id": "gestionnaire", "name": "Gestionnaire du fichier", "kind": "manager"}]}`)
	w, landlord := ruled(t, text, "2016-03-10", "unique"), agent("bailleur-a", "38001")
	d := w.Refused(landlord, registry.Command{Act: charter.Register, Form: household(1, "38185"), Facts: seen}, "")
	if !strings.Contains(d.Source().Article, "cahier des charges") || !mentions(d.Explain(), "guichet") {
		t.Errorf("%+v", d.Explain())
	}
	var states []journal.State
	var keys []string
	for i, desk := range []string{"38400", "38401"} {
		place := ruled(t, text, "2016-03-10", "place-"+desk)
		if i == 0 {
			place = w
		}
		by := agent("guichet", desk)
		out := place.Register(by, household(1, "38185"))
		s := place.See(by, out.Demand).State
		if s.Desk != desk || out.Number.String()[:13] != place.See(by, out.Demand).Form.Number.String()[:13] {
			t.Errorf("registered at %s with another number", s.Desk)
		}
		states, keys = append(states, s), append(keys, out.Demand)
	}
	if diff := cmp.Diff(same(states[0]), same(states[1])); diff != "" {
		t.Error(diff)
	}
	w.Act(landlord, registry.Command{Act: charter.Designate, Demand: keys[0], Treatment: journal.Treatment{Step: journal.Designated, Candidacy: "c1", Dwelling: "logement-1"}})
}

// same is what two systems hold in common of a demand, apart from its key, the
// desk that took it and the rank of its number.
func same(s journal.State) []any {
	number := s.Form.Number.String()
	if len(number) > 7 {
		number = number[:7]
	}
	f := s.Form
	f.Number, f.Desk, f.Origins = demand.Form{}.Number, "", nil
	return []any{s.Status, s.Seniority.String(), number, asJSON(f)}
}

// mentions reports a text named by a ruling.
func mentions(e charter.Explanation, text string) bool {
	return slices.ContainsFunc(e.Spoken, func(r charter.Ruling) bool {
		return slices.ContainsFunc(r.Params, func(p demand.Param) bool { return strings.Contains(p.Value, text) })
	})
}
