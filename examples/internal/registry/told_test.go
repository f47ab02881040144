package registry_test

import (
	"errors"
	"testing"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/registry"
)

// Whoever comes too late is told what changed as far as the charter opens it, and
// nothing of a demand that is not open: an old sequence is no way around the charter.
func TestStaleTellsWhatIsOpen(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	out := b.Register(landlordA, family(1))
	epci := agent("21400", "grand-dijon")
	before := b.See(epci, out.Demand)
	v := b.See(landlordA, out.Demand)
	v.Form.Wanted.Adapted = demand.Yes
	v.Form.Disabilities = []demand.Disability{{Person: "applicant"}}
	v.Form.Applicant.MobilePhone = "0633333333"
	b.Act(landlordA, registry.Command{Act: charter.Modify, Demand: out.Demand, Seen: v.Seq, Form: &v.Form})
	_, err := b.Do(t.Context(), epci, registry.Command{Act: charter.Modify, Demand: out.Demand, Seen: before.Seq, Form: &before.Form})
	var stale *registry.StaleError
	if !errors.As(err, &stale) || len(stale.Events) != 1 || !stale.Events[0].Set.Has("applicant.mobile_phone") {
		t.Fatalf("%v", err)
	}
	for path := range stale.Events[0].Set.All() {
		if charter.FieldOf(path) == charter.FieldDisability {
			t.Errorf("the EPCI is told that %s changed", path)
		}
	}
	if len(stale.Events[0].Values.Disabilities) != 0 {
		t.Error("the EPCI is given the supplement")
	}
	stranger := applicant
	stranger.Demand = b.Register(landlordA, family(40)).Demand
	_, err = b.Do(t.Context(), stranger, registry.Command{Act: charter.Modify, Demand: out.Demand, Seen: before.Seq, Form: &before.Form})
	var refused *registry.RefusedError
	if !errors.As(err, &refused) {
		t.Errorf("the applicant of another demand is told: %v", err)
	}
}

// Who files a demand and is shown those of the same persons has searched: the journal
// of accesses has it.
func TestTwinsAreWritten(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	b.Register(landlordA, family(1))
	before, _, err := b.Accesses(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.Do(t.Context(), landlordB, registry.Command{Act: charter.Register, Form: family(1), Facts: seen})
	var twins *registry.DuplicatesError
	if !errors.As(err, &twins) || len(twins.Candidates) != 1 {
		t.Fatal(err)
	}
	after, _, err := b.Accesses(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if len(after) != len(before)+1 {
		t.Fatalf("%d lines were written", len(after)-len(before))
	}
	if e := after[len(before)]; e.Act != access.Search || e.Agent != landlordB.Code || e.Count != 1 {
		t.Errorf("%s", e.Append(nil))
	}
}

// The charter is asked about the origins that are written, not about another one that
// is said beside; and a service writes nothing in the name of another.
func TestOriginsAreThoseDecided(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	out := b.Register(landlordA, family(1))
	v := b.See(landlordA, out.Demand)
	v.Form.Applicant.MobilePhone = "0655555555"
	with := func(o demand.Origin) registry.Command {
		return registry.Command{Act: charter.Modify, Demand: out.Demand, Seen: v.Seq, Form: &v.Form, Facts: charter.Facts{Origin: demand.FromApplicant},
			Origins: []demand.Origin{{Kind: demand.FromApplicant, On: demand.MustDate("2011-03-10")}, o}}
	}
	b.Refused(landlordA, with(demand.Origin{Path: "applicant.mobile_phone", Kind: demand.FromThirdParty, Validated: demand.No}), "CHA-MOD-01")
	b.Act(landlordA, with(demand.Origin{Path: "applicant.mobile_phone", Kind: demand.FromPaper, By: "21400"}))
	after := b.See(landlordA, out.Demand)
	o, known := after.State.OriginOf("applicant.mobile_phone")
	if !known || o.Kind != demand.FromPaper || o.By != "21001" {
		t.Errorf("%+v, %t", o, known)
	}
}
