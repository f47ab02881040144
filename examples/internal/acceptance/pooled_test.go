package acceptance_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/exchange"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// A pool: three partners send the same household under different spellings; the
// pool makes one demand of it with three trails and gives it its number; each gets
// back the number and the others' changes.
func TestPool(t *testing.T) {
	partners := []struct {
		by          registry.Agent
		name, first string
		change      func(*demand.Form)
	}{
		{agent("bailleur-a", "74001"), "Dupré-Lafon", "Jean-Pierre", func(f *demand.Form) { f.Applicant.MobilePhone = "0612345678" }},
		{agent("bailleur-b", "74002"), "DUPRE LAFON", "Jean Pierre", func(f *demand.Form) { f.Applicant.Address.Street = "place des Essais" }},
		{agent("bailleur-c", "74003"), "Dupré Lafont", "Jean-Pierre", func(f *demand.Form) { f.PersonsToHouse = 2 }},
	}
	pool := under(t, "mise-en-commun", "2011-03-10", "pool")
	gathered := map[string]journal.Journal{}
	for n, p := range partners {
		own := under(t, "mise-en-commun", fmt.Sprintf("2011-03-%02d", 7+n), "systeme-"+p.by.Actor.Party)
		f := household(1, "74010")
		f.Applicant.UsedName, f.Applicant.FirstNames = p.name, p.first
		if out := own.Act(p.by, registry.Command{Act: charter.Register, Form: f}); !out.Number.IsZero() {
			t.Error("a partner numbers by itself")
		}
		gathered[p.by.Actor.Party] = journalOf(t, own)
	}
	whole, faults := exchange.Gather(gathered)
	if faults.Blocking() {
		t.Fatal(faults)
	}
	receive(t, pool, whole)
	a := partners[0].by
	asked := household(1, "74010")
	asked.Applicant.UsedName, asked.Applicant.FirstNames = partners[1].name, partners[1].first
	found, err := pool.Search(t.Context(), a, asked)
	if err != nil || len(found) != 3 || slices.ContainsFunc(found, func(c registry.Candidate) bool { return !c.Sure }) {
		t.Fatalf("%+v, %v", found, err)
	}
	keys := slices.Collect(whole.Demands())
	for _, key := range keys[1:] {
		pool.Act(a, registry.Command{Act: charter.Merge, Demand: key, Other: keys[0]})
	}
	number := pool.Act(a, registry.Command{Act: charter.IssueNumber, Demand: keys[0], Facts: seen}).Number
	kept := pool.See(a, keys[0])
	if len(kept.State.Merges) != 2 || kept.State.Seniority.String() != "2011-03-07" || number.IsZero() {
		t.Errorf("%+v, %s, number %v", kept.State.Merges, kept.State.Seniority, !number.IsZero())
	}
	trails := map[string]bool{}
	for _, e := range eventsOf(t, pool) {
		if e.Kind == journal.Create {
			trails[e.ID.Origin] = true
		}
	}
	if len(trails) != 3 {
		t.Errorf("trails of %v", trails)
	}

	for n, p := range partners {
		pool.Day(fmt.Sprintf("2011-04-%02d", 1+n))
		pool.Change(p.by, keys[0], p.change)
	}
	for _, p := range partners {
		party := p.by.Actor.Party
		views, _, err := pool.Feed(t.Context(), p.by, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		mine := slices.IndexFunc(views, func(v registry.View) bool { return strings.HasPrefix(v.Demand, party+"/") })
		if mine < 0 {
			t.Fatalf("%s does not find its demand in what comes back", party)
		}
		goesOn := views[mine]
		if goesOn.GoesOn != "" {
			goesOn = views[slices.IndexFunc(views, func(v registry.View) bool { return v.Demand == views[mine].GoesOn })]
		}
		f := goesOn.Form
		if f.Number != number || f.Applicant.MobilePhone != "0612345678" || f.Applicant.Address.Street != "place des Essais" || f.PersonsToHouse != 2 {
			t.Errorf("%s gets back %+v", party, f)
		}
	}
}

// noon is a moment of a day.
func noon(d demand.Date) journal.Moment {
	return journal.MomentOf(time.Date(d.Year(), time.Month(d.Month()), d.Day(), 12, 0, 0, 0, time.UTC))
}

func receive(t *testing.T, w *town, j journal.Journal) registry.Received {
	t.Helper()
	var events []journal.Event
	for _, e := range j.Events() {
		events = append(events, *e)
	}
	got, err := w.Receive(t.Context(), manager, events)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// fromFile makes of a file of a partner the journal that a pool takes: an event a
// row and one a renewal, which are the same when the file comes again.
func fromFile(t *testing.T, party, path string) journal.Journal {
	t.Helper()
	var events []journal.Event
	for _, entry := range entriesOf(t, path) {
		f := entry.Form
		if slices.ContainsFunc(entry.Findings, func(x demand.Finding) bool { return x.Severity == demand.Blocking }) {
			t.Fatalf("%s, row %d: %v", path, entry.Row, entry.Findings)
		}
		e := journal.Event{ID: journal.ID{Origin: party, Counter: uint64(entry.Row)}, Demand: fmt.Sprintf("%s/%d", party, entry.Row), Kind: journal.Create, On: f.DepositedOn,
			Entered: noon(f.DepositedOn), Author: party, Service: f.Desk, Number: f.Number, Origins: []demand.Origin{{Kind: demand.FromApplicant, On: f.DepositedOn, By: f.Desk}}}
		e.Set, e.Values = journal.Given(&f), &f
		events = append(events, e)
		if f.RenewedOn.After(f.DepositedOn) {
			again := journal.Event{ID: journal.ID{Origin: party + "-renouvellement", Counter: uint64(entry.Row)}, Demand: e.Demand, Kind: journal.Renew, On: f.RenewedOn, Entered: noon(f.RenewedOn), Author: party, Service: f.Desk}
			events = append(events, again)
		}
	}
	j, faults := journal.New(events...)
	if faults.Blocking() || j.Len() == 0 {
		t.Fatalf("%s: %d demands, %v", path, j.Len(), faults)
	}
	return j
}

// The same household in the files of three products, of which two are tables and
// one is the national XML. That one partner is two days late and that a file comes
// again changes nothing in the end.
func TestLateAndReplayedFiles(t *testing.T) {
	text := amended(t, "mise-en-commun", `{"territory": {"number": "042", "departements": ["42"]}, "parties": [
		{"id": "bailleur-a", "name": "Bailleur A", "kind": "landlord", "desks": ["42001"]}, {"id": "bailleur-b", "name": "Bailleur B", "kind": "landlord", "desks": ["42002"]},
		{"id": "bailleur-c", "name": "Bailleur C", "kind": "landlord", "desks": ["42003"]}, {"id": "gestionnaire", "name": "Gestionnaire du fichier", "kind": "manager"}]}`)
	files := map[string]string{"bailleur-a": "testdata/bailleur-a.csv", "bailleur-b": "testdata/bailleur-b.csv", "bailleur-c": "testdata/bailleur-c.xml"}
	kinds := map[string]bool{}
	final := func(days map[string][]string) []string {
		pool := ruled(t, text, "2011-03-09", "pool")
		clerk := agent("bailleur-a", "42001")
		for _, day := range []string{"2011-03-10", "2011-03-12"} {
			pool.Day(day)
			for _, party := range days[day] {
				before := len(eventsOf(t, pool))
				got := receive(t, pool, fromFile(t, party, files[party]))
				if got.Known > 0 && len(eventsOf(t, pool)) != before {
					t.Errorf("the file of %s, given again, wrote something: %+v", party, got)
				}
			}
			mergeAll(t, pool, clerk)
		}
		var out []string
		for s, err := range pool.States(t.Context(), store.Query{}) {
			if err != nil {
				t.Fatal(err)
			}
			if s.Status == journal.Merged { // of one that stops, what matters is where it goes on
				out = append(out, s.Demand+" goes on as "+pool.See(clerk, s.Demand).GoesOn)
				continue
			}
			out = append(out, s.Demand+" "+asJSON(same(s)))
		}
		slices.Sort(out)
		return out
	}
	for _, path := range files {
		kinds[path[strings.LastIndexByte(path, '.'):]] = true
	}
	onTime := final(map[string][]string{"2011-03-10": {"bailleur-a", "bailleur-b", "bailleur-c"}})
	late := final(map[string][]string{"2011-03-10": {"bailleur-b", "bailleur-c", "bailleur-b"}, "2011-03-12": {"bailleur-a", "bailleur-c"}})
	if diff := cmp.Diff(onTime, late); diff != "" || len(onTime) != 6 || len(kinds) != 2 {
		t.Errorf("%d demands in files of %v: %s", len(onTime), kinds, diff)
	}
	for _, want := range []string{"bailleur-b/2 goes on as bailleur-a/2", "bailleur-c/1 goes on as bailleur-a/2"} {
		if !slices.Contains(onTime, want) {
			t.Errorf("not %q:\n%s", want, strings.Join(onTime, "\n"))
		}
	}
}

// mergeAll is a clerk who joins the demands that are surely of the same persons,
// into the one deposited first.
func mergeAll(t *testing.T, w *town, clerk registry.Agent) {
	t.Helper()
	for s, err := range w.States(t.Context(), store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		if w.See(clerk, s.Demand).State.Status == journal.Merged {
			continue
		}
		found, err := w.Search(t.Context(), clerk, &s.Form)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range found {
			if c.Sure && c.Demand != s.Demand && c.Deposited.Before(s.Form.DepositedOn) {
				w.Act(clerk, registry.Command{Act: charter.Merge, Demand: s.Demand, Other: c.Demand})
				break
			}
		}
	}
}

// Another law: no rule of metropolitan France and the day of its own meridian; an
// incomplete demand has a receipt with what is missing, and a number once it is
// complete.
func TestAnotherLaw(t *testing.T) {
	w := under(t, "droit-local", "2011-03-10", "local")
	desk := agent("operateur-a", "98801")
	f := household(1, "98818")
	f.Applicant.Nationality, f.Applicant.Civility = "", ""
	out := w.Act(desk, registry.Command{Act: charter.Register, Form: f})
	if !out.Number.IsZero() || out.Receipt == "" || out.Unnumbered == nil {
		t.Fatalf("%+v", out)
	}
	for told, faults := range map[string]demand.Faults{"the receipt": out.Findings, "the demand": w.See(desk, out.Demand).Lacking} {
		if !faults.Has("CHA-MIN-01") || !slices.ContainsFunc(faults, func(f demand.Fault) bool { return f.Path == "applicant.income" }) {
			t.Errorf("%s tells as missing %v", told, faults)
		}
	}
	for _, r := range out.Unnumbered.Spoken {
		if strings.Contains(r.Source.Article, "CCH") {
			t.Errorf("a rule of the CCH spoke: %+v", r)
		}
	}
	w.Refused(desk, registry.Command{Act: charter.IssueNumber, Demand: out.Demand, Facts: seen}, "")
	w.Change(desk, out.Demand, func(f *demand.Form) {
		f.Applicant.Income = demand.Income{YearMinus1: 2010, AmountMinus1: decimal.NewNullDecimal(decimal.NewFromInt(18_000))}
	})
	if n := w.Act(desk, registry.Command{Act: charter.IssueNumber, Demand: out.Demand, Facts: seen}).Number; n.Territory() != "988" {
		t.Errorf("a number of %q", n.Territory())
	}
	w.Pass(5 * time.Hour) // three in the afternoon in Paris, and the next day in Nouméa
	if today := w.Today(); today.String() != "2011-03-11" {
		t.Errorf("the day is %s", today)
	}
}
