package registry_test

import (
	"bytes"
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/charter/exchange"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/registry/registrytest"
	"github.com/fichier-unique/rules/examples/internal/store"
)

var applicant = registry.Agent{Code: "demandeur", Actor: charter.Actor{Kind: charter.Applicant}}

// A demand entered online waits for its verification; its seniority is the day of
// entry, its attestation is due within a month of it.
func TestOnlineThenVerified(t *testing.T) {
	b := open(t, "saisie-en-ligne", "2016-03-01")
	f := family(1)
	f.Wanted.Places[0].Commune = "56260"
	out := b.Act(applicant, registry.Command{Act: charter.Register, Form: f, Online: true, Key: "draft-1"})
	if !out.Number.IsZero() || out.Unnumbered == nil || out.Receipt == "" {
		t.Fatalf("%+v", out)
	}
	b.Day("2016-03-21")
	landlord, verifier := agent("56001", "bailleur-a"), agent("56100", "verificateur")
	b.Refused(landlord, registry.Command{Act: charter.Verify, Demand: out.Demand, Facts: seen}, "CHA-ENR-03")
	if s := b.See(verifier, out.Demand).State; s.Status != journal.ToVerify {
		t.Error(s.Status)
	}
	done := b.Act(verifier, registry.Command{Act: charter.Verify, Demand: out.Demand, Facts: seen})
	v := b.See(landlord, out.Demand)
	if done.Number.IsZero() || !strings.HasPrefix(done.Number.String(), "0560316") || v.State.Status != journal.Active || v.State.Seniority.String() != "2016-03-01" {
		t.Errorf("%s, %+v", done.Number, v.State)
	}
	if v.Dates.Attestation.On.String() != "2016-04-01" {
		t.Errorf("attestation due %s", v.Dates.Attestation.On)
	}
}

// An applicant acts on its own demand alone.
func TestApplicantsOwn(t *testing.T) {
	b := open(t, "national-2015", "2016-03-01")
	one := b.Act(agentOfKind(charter.Landlord), registry.Command{Act: charter.Register, Form: family(1), Facts: seen})
	me, other := applicant, applicant
	me.Demand, other.Demand = one.Demand, "d-other"
	b.Refused(other, registry.Command{Act: charter.Renew, Demand: one.Demand, Facts: charter.Facts{}}, "CHA-ACC-07")
	if _, err := b.Show(context.Background(), other, one.Demand); err == nil {
		t.Error("another applicant sees the demand")
	}
	v := b.See(me, one.Demand)
	b.Act(me, registry.Command{Act: charter.Renew, Demand: one.Demand, Seen: v.Seq, Form: &v.Form})
	b.Act(me, registry.Command{Act: charter.StrikeOff, Demand: one.Demand, Motive: demand.StrikeOffMotiveRADABA})
}

func agentOfKind(k charter.PartyKind) registry.Agent {
	return registry.Agent{Code: "a-1", Actor: charter.Actor{Kind: k, Desk: "21001"}, Purpose: access.Registering}
}

func TestPapers(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	out := b.Register(landlordA, family(1))
	ctx := context.Background()
	pdf := []byte("%PDF-1.4\n%âãÏÓ\n")
	p, err := b.FilePaper(ctx, landlordA, out.Demand, registry.Upload{Code: "tax_notice", Body: pdf})
	if err != nil {
		t.Fatal(err)
	}
	got, err := b.Paper(ctx, landlordB, out.Demand, p.ID)
	if err != nil || !bytes.Equal(got.Body, pdf) || got.Type != "application/pdf" {
		t.Errorf("%+v, %v", got, err)
	}
	for name, u := range map[string]registry.Upload{
		"type": {Code: "tax_notice", Body: []byte("<html>")}, "size": {Code: "tax_notice", Body: make([]byte, registry.MaxPaper+1)},
		"code": {Code: "selfie", Body: pdf}, "empty": {Code: "tax_notice"}, "a zip that is no document": {Code: "tax_notice", Body: []byte("PK\x03\x04xxxx")},
	} {
		if _, err := b.FilePaper(ctx, landlordA, out.Demand, u); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	if v := b.See(landlordA, out.Demand); len(v.Held) != 1 || len(v.State.Treatments) != 1 {
		t.Errorf("%d papers, %d steps", len(v.Held), len(v.State.Treatments))
	}
	other := b.Register(landlordA, family(2))
	if _, err := b.Paper(ctx, landlordA, other.Demand, p.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the document of another demand: %v", err)
	}
}

// After the purge nothing of the person is left, and the proof says so.
func TestPurge(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	out := b.Register(landlordA, family(1))
	kept := b.Register(landlordA, family(2))
	if _, err := b.FilePaper(context.Background(), landlordA, out.Demand, registry.Upload{Code: "tax_notice", Body: []byte("%PDF-1.4 x")}); err != nil {
		t.Fatal(err)
	}
	b.Act(landlordA, registry.Command{Act: charter.StrikeOff, Demand: out.Demand, Motive: demand.StrikeOffMotiveRADABA, Facts: charter.Facts{Received: demand.Yes, WarnedOn: demand.MustDate("2011-02-01")}})
	b.Day("2012-03-10")
	if _, _, err := b.Purge(context.Background(), manager); !errors.Is(err, registry.ErrNothing) {
		t.Fatalf("before the term: %v", err)
	}
	b.Day("2012-03-11")
	if _, _, err := b.Purge(context.Background(), landlordA); err == nil {
		t.Fatal("a landlord erases")
	}
	proof, faults, err := b.Purge(context.Background(), manager)
	if err != nil || faults.Blocking() || proof.Count != 1 {
		t.Fatalf("%+v, %v, %v", proof, faults, err)
	}
	ctx := context.Background()
	entries, _ := b.Store().Of(ctx, out.Demand)
	if len(entries) != 1 || entries[0].Event.Kind != journal.Delete {
		t.Errorf("%d events left", len(entries))
	}
	if _, err := b.ByNumber(ctx, out.Number.String()); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the number: %v", err)
	}
	if held, _ := b.Store().Papers(ctx, out.Demand); len(held) != 0 {
		t.Error("papers are left")
	}
	if found, err := b.Search(ctx, landlordA, family(1)); err != nil || slices.ContainsFunc(found, func(c registry.Candidate) bool { return c.Demand == out.Demand }) {
		t.Errorf("the index still finds the person: %v, %v", found, err)
	}
	if v := b.See(landlordA, kept.Demand); v.Form.Number != kept.Number {
		t.Error("the other demand changed")
	}
}

// A draft that is over goes with the documents that were sent for it.
func TestPurgeOfDrafts(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	ctx := context.Background()
	draft := store.Record{Kind: registry.DraftKind, Key: "b1", Body: []byte(`{"changed":"2011-03-10"}`)}
	if _, err := b.Store().Write(ctx, &store.Act{Records: []store.Record{draft}, At: b.Now()}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.FileDraftPaper(ctx, "b1", registry.Upload{Code: "identity", Person: "applicant", Body: []byte("%PDF-1.4 x")}); err != nil {
		t.Fatal(err)
	}
	b.Day("2011-04-11")
	if proof, faults, err := b.Purge(ctx, manager); err != nil || faults.Blocking() || len(proof.Lines) != 1 || proof.Lines[0].Count != 1 {
		t.Fatalf("%+v, %v, %v", proof, faults, err)
	}
	if held, err := b.Store().Papers(ctx, "b1"); err != nil || len(held) != 0 {
		t.Errorf("%d documents are left (%v)", len(held), err)
	}
	if _, err := b.Store().Record(ctx, registry.DraftKind, "b1", b.Now()); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the draft: %v", err)
	}
}

func TestFeed(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	one := b.Register(landlordA, family(1))
	f := family(2)
	f.Wanted.Places[0].Commune = "21054" // Beaune: not of the Grand Dijon
	b.Act(landlordA, registry.Command{Act: charter.Register, Form: f, Facts: seen})
	ctx := context.Background()
	all, next, err := b.Feed(ctx, landlordB, 0, 100)
	if err != nil || len(all) != 2 {
		t.Fatalf("%d changes, %v", len(all), err)
	}
	epci, _, err := b.Feed(ctx, agent("21400", "grand-dijon"), 0, 100)
	if err != nil || len(epci) != 1 || epci[0].Demand != one.Demand {
		t.Errorf("the EPCI sees %d changes, %v", len(epci), err)
	}
	v := b.See(landlordA, one.Demand)
	v.Form.Applicant.MobilePhone = "0611111111"
	b.Act(landlordA, registry.Command{Act: charter.Modify, Demand: one.Demand, Seen: v.Seq, Form: &v.Form})
	news, _, err := b.Feed(ctx, landlordB, next, 100)
	if err != nil || len(news) != 1 || news[0].Form.Applicant.MobilePhone != "0611111111" {
		t.Errorf("%+v, %v", news, err)
	}
}

// Two servers that were cut off come to the same state, whichever sends first.
func TestTwoServers(t *testing.T) {
	second := func(origin string) *registrytest.File {
		return openOn(t, nil, "grand-dijon-2010", "2011-03-10", origin)
	}
	a, z := second("cote-a"), second("cote-z")
	one := a.Register(landlordA, family(1))
	send := func(from, to *registrytest.File) registry.Received {
		t.Helper()
		events, _, err := from.Lacking(context.Background(), exchange.Known{}, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		got, err := to.Receive(context.Background(), landlordA, events)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := send(a, z); got.Demands != 1 {
		t.Fatalf("%+v", got)
	}
	va, vz := a.See(landlordA, one.Demand), z.See(landlordB, one.Demand)
	va.Form.Applicant.MobilePhone, vz.Form.Applicant.Email = "0611111111", "autre@exemple.fr"
	a.Act(landlordA, registry.Command{Act: charter.Modify, Demand: one.Demand, Seen: va.Seq, Form: &va.Form})
	z.Act(landlordB, registry.Command{Act: charter.Modify, Demand: one.Demand, Seen: vz.Seq, Form: &vz.Form})
	send(z, a)
	send(a, z)
	if again := send(a, z); again.Events != 0 || again.Known == 0 {
		t.Errorf("sent again: %+v", again)
	}
	va, vz = a.See(landlordA, one.Demand), z.See(landlordA, one.Demand)
	if !reflect.DeepEqual(va.Form, vz.Form) {
		t.Errorf("%+v\n%+v", va.Form, vz.Form)
	}
	if va.Form.Applicant.MobilePhone != "0611111111" || va.Form.Applicant.Email != "autre@exemple.fr" {
		t.Errorf("%+v", va.Form.Applicant)
	}
	if key, err := z.ByNumber(context.Background(), one.Number.String()); err != nil || key != one.Demand {
		t.Errorf("the number on the other side: %q, %v", key, err)
	}
}

// A member of the couple who files apart keeps the seniority of the first demand.
func TestSeparate(t *testing.T) {
	b := open(t, "national-2015", "2016-03-01")
	landlord := agentOfKind(charter.Landlord)
	f := family(1)
	f.CoHolders = []demand.CoHolder{{Person: family(5).Applicant, Link: demand.CoHolderLinkM}}
	f.Applicant.FamilySituation = demand.FamilySituationM
	f.PersonsToHouse = 2
	first := b.Act(landlord, registry.Command{Act: charter.Register, Form: f, Facts: seen})
	b.Day("2016-09-01")
	apart := family(5)
	apart.Applicant.FamilySituation = demand.FamilySituationS
	cmd := registry.Command{Act: charter.Separate, Other: first.Demand, Form: apart, Facts: seen, Case: "married"}
	if _, err := b.Do(context.Background(), landlord, cmd); err == nil {
		t.Fatal("without the proof of the separation")
	}
	cmd.Facts.Proof = demand.Yes
	out := b.Act(landlord, cmd)
	v := b.See(landlord, out.Demand)
	if v.State.Seniority.String() != "2016-03-01" || v.Form.DepositedOn.String() != "2016-09-01" || out.Number == first.Number {
		t.Errorf("%+v", v.State)
	}
}

// Every access is a line, in order and without gap.
func TestAccessJournal(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	out := b.Register(landlordA, family(1))
	b.See(landlordB, out.Demand)
	if _, err := b.Search(context.Background(), landlordB, family(1)); err != nil {
		t.Fatal(err)
	}
	lines, _, err := b.Accesses(context.Background(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var acts []access.Act
	for i, l := range lines {
		if l.ID.Counter != uint64(i+1) {
			t.Errorf("line %d bears %d", i+1, l.ID.Counter)
		}
		acts = append(acts, l.Act)
	}
	if !slices.Equal(acts, []access.Act{access.Register, access.Consult, access.Search}) {
		t.Errorf("%v", acts)
	}
}
