package registry_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/charter/exchange"
	"github.com/fichier-unique/rules/charter/retention"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/registry/registrytest"
	"github.com/fichier-unique/rules/numbering"
)

// Two processes share one store: what one writes, the other finds, and offers
// rather than file a second time.
func TestTwoProcesses(t *testing.T) {
	a := open(t, "grand-dijon-2010", "2011-03-10")
	z := openOn(t, a.Store(), "grand-dijon-2010", "2011-03-10", "second")
	for n := range 11 {
		a.Register(landlordA, family(100+n))
	}
	first := a.Register(landlordA, family(1))
	if err := z.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err := z.Do(t.Context(), landlordB, registry.Command{Act: charter.Register, Form: family(1), Facts: seen})
	var twins *registry.DuplicatesError
	if !errors.As(err, &twins) || twins.Candidates[0].Demand != first.Demand {
		t.Fatalf("the second process does not find what the first registered: %v", err)
	}
	a.Act(landlordA, registry.Command{Act: charter.StrikeOff, Demand: first.Demand, Motive: demand.StrikeOffMotiveRADABA, Facts: charter.Facts{Received: demand.Yes, WarnedOn: demand.MustDate("2011-02-01")}})
	a.Day("2012-03-11")
	if _, _, err := a.Purge(t.Context(), manager); err != nil {
		t.Fatal(err)
	}
	if err := z.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	z.Day("2012-03-11")
	if out := z.Register(landlordB, family(1)); out.Demand == first.Demand {
		t.Errorf("%+v", out)
	}
}

// A charter that one process activates rules in the other too.
func TestCharterOfAnotherProcess(t *testing.T) {
	a := open(t, "grand-dijon-2010", "2011-03-10")
	z := openOn(t, a.Store(), "grand-dijon-2010", "2011-03-10", "second")
	c, err := a.CharterOn(demand.MustDate("2011-03-10"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	next := bytes.Replace(text, []byte(`"2010-05-02"`), []byte(`"2011-06-01"`), 1)
	if _, err := a.Activate(t.Context(), manager, next); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Activate(t.Context(), manager, text); !errors.Is(err, registry.ErrPast) {
		t.Errorf("a charter of the past: %v", err)
	}
	if err := z.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c, err := z.CharterOn(demand.MustDate("2011-06-02")); err != nil || c.ValidFrom.String() != "2011-06-01" {
		t.Errorf("%v, %v", c, err)
	}
}

// The index is made again while others register: nobody is lost from it, and an act
// that was done is never told as failed.
func TestReindexBesideActs(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	done := make(chan error)
	go func() {
		defer close(done)
		for range 12 {
			if err := b.Reindex(context.Background()); err != nil {
				done <- err
				return
			}
		}
	}()
	const n = 60
	for i := range n {
		b.Act(landlordA, registry.Command{Act: charter.Register, Form: family(i), Facts: seen, Distinct: nil})
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if found, err := b.Search(t.Context(), landlordA, family(i)); err != nil || len(found) == 0 {
			t.Errorf("household %d is lost from the index (%v)", i, err)
		}
	}
}

// twoFiles are two servers that hold one demand, struck off and erased by the first.
func twoFiles(t *testing.T) (a, z *registrytest.File, key string, before []journal.Event) {
	second := func(origin string) *registrytest.File {
		return openOn(t, nil, "grand-dijon-2010", "2011-03-10", origin)
	}
	a, z = second("cote-a"), second("cote-z")
	out := a.Register(landlordA, family(1))
	a.Act(landlordA, registry.Command{Act: charter.StrikeOff, Demand: out.Demand, Motive: demand.StrikeOffMotiveRADABA, Facts: charter.Facts{Received: demand.Yes, WarnedOn: demand.MustDate("2011-02-01")}})
	before, _, err := a.Lacking(t.Context(), exchange.Known{}, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Receive(t.Context(), landlordA, before); err != nil {
		t.Fatal(err)
	}
	a.Day("2012-03-11")
	z.Day("2012-03-11")
	if _, _, err := a.Purge(t.Context(), manager); err != nil {
		t.Fatal(err)
	}
	return a, z, out.Demand, before
}

// Old events of a demand that was erased write nothing, and say that it was erased.
func TestErasedStaysErased(t *testing.T) {
	a, _, key, before := twoFiles(t)
	entries, err := a.Store().Of(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	got, err := a.Receive(t.Context(), landlordA, before)
	if err != nil || got.Erased != 1 || got.Demands != 0 || got.Events != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	again, err := a.Store().Of(t.Context(), key)
	if err != nil || len(again) != 1 || again[0].Seq != entries[0].Seq {
		t.Errorf("%d events, the last at %d (was %d): %v", len(again), again[len(again)-1].Seq, entries[0].Seq, err)
	}
}

// The erasure of another system waits for the end of a hold of this one.
func TestHoldAgainstAnotherSystem(t *testing.T) {
	a, z, key, _ := twoFiles(t)
	if err := z.Hold(t.Context(), manager, key, retention.Litigation, demand.Date{}); err != nil {
		t.Fatal(err)
	}
	tombs, _, err := a.Lacking(t.Context(), exchange.Known{}, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := z.Receive(t.Context(), landlordA, tombs); err != nil || got.Erased != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	if entries, _ := z.Store().Of(t.Context(), key); len(entries) < 3 {
		t.Errorf("%d events are left in spite of the hold", len(entries))
	}
}

// Who gives figures does not read demands, whatever the partner may: the purpose of
// the account is what the charter is asked about.
func TestPurposeIsThatOfTheAgent(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	out := b.Register(landlordA, family(1))
	figures := landlordA
	figures.Purpose = access.Statistics
	_, err := b.Show(t.Context(), figures, out.Demand)
	var refused *registry.RefusedError
	if !errors.As(err, &refused) || refused.Decision.Rule != "CHA-ACC-03" {
		t.Errorf("%v", err)
	}
}

// What is held and what is due the file knows: an agent that says otherwise is not
// believed.
func TestPaperHeldIsNotAskedAgain(t *testing.T) {
	b := open(t, "national-2015", "2016-03-01")
	landlord := agentOfKind(charter.Landlord)
	out := b.Act(landlord, registry.Command{Act: charter.Register, Form: family(1), Facts: seen})
	ask := registry.Command{Act: charter.RequestPaper, Demand: out.Demand, Treatment: journal.Treatment{Step: journal.PaperRequested, Reason: "tax_notice"},
		Facts: charter.Facts{Paper: "tax_notice", Held: demand.No, Due: demand.Yes}}
	v := b.See(landlord, out.Demand)
	for _, item := range v.Due.Ask {
		if item.Paper != "tax_notice" {
			continue
		}
		if _, err := b.FilePaper(t.Context(), landlord, out.Demand, registry.Upload{Code: "tax_notice", Person: item.Person, Year: item.Year, Body: []byte("%PDF-1.4 x")}); err != nil {
			t.Fatal(err)
		}
	}
	b.Refused(landlord, ask, "CHA-PIE-01")
	ask.Treatment.Reason, ask.Facts.Paper = "divorce", "divorce"
	if _, err := b.Do(t.Context(), landlord, ask); err == nil {
		t.Error("a paper that is not due was asked for")
	}
}

// An applicant who types a number does not take it: the file gives numbers.
func TestApplicantGivesNoNumber(t *testing.T) {
	b := open(t, "national-2015", "2016-03-01")
	given := b.Act(agentOfKind(charter.Landlord), registry.Command{Act: charter.Register, Form: family(1), Facts: seen})
	f := family(2)
	f.Number = given.Number
	out := b.Act(applicant, registry.Command{Act: charter.Register, Form: f, Online: true})
	if out.Number == given.Number {
		t.Error("the applicant took the number of another")
	}
	f = family(3)
	f.Number = numbering.Number{}
	if key, err := b.ByNumber(t.Context(), given.Number.String()); err != nil || key != given.Demand {
		t.Errorf("%q, %v", key, err)
	}
}

// A partner is told that a demand of the same persons is there, not what its file
// says, when the demand is outside of its territory.
func TestCandidatesAreShownAsTheCharterOpensThem(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	for n := range 11 {
		b.Register(landlordA, family(100+n))
	}
	f := family(1)
	f.Wanted.Places[0].Commune = "21054" // Beaune: not of the Grand Dijon
	first := b.Act(landlordA, registry.Command{Act: charter.Register, Form: f, Facts: seen})
	_, err := b.Do(t.Context(), agent("21400", "grand-dijon"), registry.Command{Act: charter.Register, Form: family(1), Facts: seen})
	var twins *registry.DuplicatesError
	if !errors.As(err, &twins) {
		t.Fatal(err)
	}
	c := twins.Candidates[0]
	if c.Demand != first.Demand || !c.Sure || c.Number != "" || c.Persons[0].French != "" {
		t.Errorf("%+v", c)
	}
}
