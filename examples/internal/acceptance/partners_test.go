package acceptance_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/charter/priority"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/numbering"
)

// A file of before 2010, whose dates of notice are empty: each demand is kept with
// its number; one whose renewal nobody asked for is not active, and is on the lists
// of the manager; once it has a number under the charter, both find it.
func TestOldNumbers(t *testing.T) {
	w := under(t, "grand-dijon-2010", "2011-03-10", "reprise")
	desk := agent("bailleur-a", "21001")
	for _, entry := range entriesOf(t, "testdata/ancien-2003.csv") {
		for _, extra := range entry.Extra {
			if extra.Column == "Préavis envoyé le" && extra.Text != "" {
				t.Error("the file has a date of notice: the test no longer tests")
			}
		}
	}
	old := fromFile(t, "ancien", "testdata/ancien-2003.csv")
	if got := receive(t, w, old); got.Demands != 2 || got.Events != 3 {
		t.Fatalf("%+v", got)
	}
	lapsed, running := "ancien/2", "ancien/3"
	for key, want := range map[string]journal.Status{lapsed: journal.Expired, running: journal.Active} {
		v := w.See(desk, key)
		if v.State.Status != want || v.Form.Number.IsZero() {
			t.Errorf("%s is %s, with its number %v", key, v.State.Status, !v.Form.Number.IsZero())
		}
		if found, err := w.ByNumber(t.Context(), v.Form.Number.Grouped()); err != nil || found != key {
			t.Errorf("the old number of %s finds %q: %v", key, found, err)
		}
	}
	agenda, today, err := w.Agenda(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	lists := map[string][]calendar.List{}
	for _, e := range agenda {
		lists[e.Demand] = append(lists[e.Demand], e.List)
	}
	if !slices.Contains(lists[lapsed], calendar.StrikeOffDue) || slices.Contains(lists[running], calendar.StrikeOffDue) {
		t.Errorf("on the lists: %v", lists)
	}
	w.Refused(manager, registry.Command{Act: charter.StrikeOff, Demand: lapsed, Motive: demand.StrikeOffMotiveRADREN}, "CHA-RAD-09") // no notice was sent

	former := w.See(desk, lapsed).Form.Number
	number, err := numbering.New(numbering.Deposit{Territory: "021", Year: 2003, Month: 4}, 900, "21001")
	if err != nil {
		t.Fatal(err)
	}
	given := journal.Event{ID: journal.ID{Origin: "reprise-numeros", Counter: 1}, Demand: lapsed, Kind: journal.Number, On: today, Entered: noon(today), Author: "reprise", Service: "21001", Number: number}
	j, faults := journal.New(given)
	if faults.Blocking() {
		t.Fatal(faults)
	}
	receive(t, w, j)
	v := w.See(desk, lapsed)
	if v.Form.Number != number || !slices.Contains(v.Form.FormerNumbers, former.String()) {
		t.Errorf("%v, formerly %v", v.Form.Number == number, v.Form.FormerNumbers)
	}
	for _, n := range []numbering.Number{former, number} {
		if found, err := w.ByNumber(t.Context(), n.String()); err != nil || found != lapsed {
			t.Errorf("one of the two numbers finds %q: %v", found, err)
		}
	}
}

// A label is given by its issuers alone, with who and until when, and is read by
// those whom the charter lets; after the commission it is refused, unless it goes by
// the urgent path with a reason.
func TestLabels(t *testing.T) {
	w := ruled(t, amended(t, "grand-dijon-2010", `{"version": "2",
		"parties+": [{"id": "voisine", "name": "Commune voisine", "kind": "community", "desks": ["21105"], "title": {"kind": "deliberation", "signed_on": "2010-05-02"}, "territory": ["21105"]}],
		"priorities": {
		"labels": [{"code": "ACD", "issuers": ["state_service"], "urgent": true, "act": "charte d'essai, article 9"}],
		"urgent_reasons": [{"code": "PERIL", "fr": "arrêté de péril", "en": "order of danger"}]}}`), "2011-03-10", "labels")
	a, state := agent("bailleur-a", "21001"), agent("etat", "21600")
	out := w.Register(a, household(1, "21231"))
	give := registry.Command{Act: charter.GiveLabel, Demand: out.Demand, Mark: journal.Mark{Code: "ACD", Until: demand.MustDate("2011-09-10")}}
	w.Refused(a, give, "CHA-LAB-01")
	w.Act(state, give)
	v := w.See(a, out.Demand)
	if len(v.State.Labels) != 1 || v.State.Labels[0].Issuer != "etat" || v.State.Labels[0].Since.String() != "2011-03-10" || v.State.Labels[0].Until.String() != "2011-09-10" {
		t.Errorf("%+v", v.State.Labels)
	}
	for who, x := range map[string]struct {
		agent registry.Agent
		open  bool
	}{"the landlord": {a, true}, "the State": {state, true}, "a commune it does not ask for": {agent("voisine", "21105"), false}, "somebody else": {applicant, false}} {
		seen, err := w.Show(t.Context(), x.agent, out.Demand)
		if open := err == nil && len(seen.State.Labels) == 1; open != x.open {
			t.Errorf("%s reads the label: %v, want %v (%v)", who, open, x.open, err)
		}
	}
	w.Day("2011-09-11")
	if v := w.See(a, out.Demand); len(v.State.Labels) != 0 {
		t.Errorf("past its last day: %+v", v.State.Labels)
	}

	late := w.Register(a, household(2, "21231"))
	give.Demand, give.Facts = late.Demand, charter.Facts{CommissionOn: demand.MustDate("2011-09-01")}
	give.Mark.Until = demand.Date{}
	w.Refused(state, give, "CHA-LAB-02")
	give.Facts.Urgent, give.Facts.Reason = demand.Yes, "INCONNU"
	w.Refused(state, give, "CHA-LAB-02")
	give.Facts.Reason = "PERIL"
	w.Act(state, give)
	if v := w.See(a, late.Demand); len(v.State.Labels) != 1 {
		t.Errorf("by the urgent path: %+v", v.State.Labels)
	}
}

// The holder of reservations registers employees of the firms that contribute;
// another person is sent to another desk, with the article. An allocation on its
// quota is counted once, when the lease is signed.
func TestOwnPublic(t *testing.T) {
	w := ruled(t, amended(t, "grand-dijon-2010", `{"version": "2", "reservations": [
		{"holder": "logilia", "landlord": "bailleur-a", "departement": "21", "quota": "COLACT", "mode": "flow", "percent": 50}]}`), "2011-03-10", "logilia")
	logilia, landlord := agent("logilia", "21700"), agent("bailleur-a", "21001")
	cmd := registry.Command{Act: charter.Register, Form: household(1, "21231"), Facts: charter.Facts{Identity: demand.Yes, OwnPublic: demand.Yes}}
	own := w.Act(logilia, cmd)
	cmd.Form, cmd.Facts.OwnPublic = household(2, "21231"), demand.No
	d := w.Refused(logilia, cmd, "CHA-PAR-06")
	if d.Source().Article == "" || d.Remedy() == "" {
		t.Errorf("%+v", d.Explain())
	}
	other := w.Register(landlord, household(2, "21231"))

	nation, _ := nationOf(t, w, "021")
	quota := map[string]demand.Quota{own.Demand: demand.QuotaCOLACT, other.Demand: demand.QuotaAUCUN}
	reservation, account := w.Charters()[0].Reservations[0], priority.Account{}
	for n, key := range []string{own.Demand, other.Demand} {
		allocate(t, w, landlord, key)
		told := sne.StrikeOff{Landlord: "123456782", LeaseOn: w.Today(), AlreadyTenant: demand.No, RPLS: "2100000001", Type: demand.RPLSTypeT2, ZUS: demand.ZUSStatusZUSNON,
			Agreement: demand.CollectiveAgreementAUCUN, Quota: quota[key]}
		if _, err := nation.Link.SetAllocation(t.Context(), key, told); err != nil {
			t.Fatal(err)
		}
		report, err := nation.Do(t.Context())
		if err != nil || report.Late != nil {
			t.Fatalf("%+v, %v", report, err)
		}
		charge(t, &account, report.Increments, &reservation)
		balance := account.BalanceOf(reservation, w.Today().Year(), demand.MustDate("2026-11-23"))
		if balance.Consumed != 1 || balance.Base.All != n+1 {
			t.Errorf("after %d leases: %+v", n+1, balance)
		}
		w.Pass(24 * time.Hour)
	}
}

// allocate brings a demand from its designation to the strike-off at the lease.
func allocate(t *testing.T, w *town, a registry.Agent, key string) {
	t.Helper()
	for _, x := range []struct {
		act   charter.Act
		step  journal.Treatment
		facts charter.Facts
	}{
		{charter.Designate, journal.Treatment{Step: journal.Designated}, charter.Facts{}},
		{charter.Examine, journal.Treatment{Step: journal.Examined}, charter.Facts{}},
		{charter.Allocate, journal.Treatment{Step: journal.Decided, Outcome: "allocated"}, charter.Facts{Candidates: 3, UnderCeiling: demand.Yes}},
		{charter.Offer, journal.Treatment{Step: journal.Offered, Until: w.Today().AddDays(20)}, charter.Facts{}},
		{charter.AnswerOffer, journal.Treatment{Step: journal.Accepted}, charter.Facts{}},
		{charter.Lease, journal.Treatment{Step: journal.Leased}, charter.Facts{UnderCeiling: demand.Yes}},
	} {
		x.step.Candidacy, x.step.Dwelling = "c-"+key, "logement-1"
		w.Act(a, registry.Command{Act: x.act, Demand: key, Treatment: x.step, Facts: x.facts})
	}
	w.Act(a, registry.Command{Act: charter.StrikeOff, Demand: key, Motive: demand.StrikeOffMotiveRADATT})
}

// charge counts the allocations that the files of an evening tell the national
// system.
func charge(t *testing.T, account *priority.Account, increments []*national.Transfer, r *priority.Reservation) {
	t.Helper()
	for _, increment := range increments {
		for _, file := range increment.Files {
			in, err := sne.Read(bytes.NewReader(file.Bytes), sne.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			for rec, err := range in.Records() {
				if err != nil {
					t.Fatal(err)
				}
				s, _, there := rec.StrikeOff()
				if !there || s.Motive != demand.StrikeOffMotiveRADATT {
					continue
				}
				a := priority.Allocation{ID: rec.Form.Number.String(), Landlord: r.Landlord, Quota: s.Quota, Dwelling: s.RPLS, LeasedOn: s.LeaseOn, Transfer: s.AlreadyTenant}
				if s.Quota == r.Quota {
					a.Holder = r.Holder
				}
				if faults := account.Add(a); faults.Blocking() {
					t.Fatal(faults)
				}
			}
		}
	}
}
