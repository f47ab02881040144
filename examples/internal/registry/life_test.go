package registry_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/papers"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/registry/registrytest"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/numbering"
)

func TestRegisterGivesNumber(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	out := b.Register(landlordA, family(1))
	if !strings.HasPrefix(out.Number.String(), "0210311") || !strings.HasSuffix(out.Number.String(), "21001") || out.Receipt == "" || out.Unnumbered != nil {
		t.Fatalf("%+v", out)
	}
	v := b.See(landlordB, out.Demand)
	if v.State.Status != journal.Active || v.Form.Number != out.Number || v.Seq != out.Seq || v.Dates.ValidUntil.On.String() != "2012-03-10" {
		t.Errorf("%+v", v.State)
	}
	if key, err := b.ByNumber(context.Background(), out.Number.String()); err != nil || key != out.Demand {
		t.Errorf("by number: %q, %v", key, err)
	}
}

// Without the identity paper the demand is registered, and waits for its number:
// nothing may delay the registration.
func TestRegisterWithoutIdentity(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	out := b.Act(landlordA, registry.Command{Act: charter.Register, Form: family(1)})
	if !out.Number.IsZero() || out.Unnumbered == nil || out.Unnumbered.Rule != "CHA-NUM-04" {
		t.Fatalf("%+v", out)
	}
	again := b.Act(landlordA, registry.Command{Act: charter.IssueNumber, Demand: out.Demand, Facts: seen})
	if again.Number.IsZero() {
		t.Error("no number once the paper was seen")
	}
	b.Refused(landlordA, registry.Command{Act: charter.IssueNumber, Demand: out.Demand, Facts: seen}, "CHA-NUM-03")
}

// What an applicant sends of an identity paper is a file that nobody has looked at:
// whether it came with the draft or afterwards, no number is given on it until a
// person says that the paper was seen, or a desk took it in.
func TestIdentitySentIsNotIdentitySeen(t *testing.T) {
	ctx := context.Background()
	b, desk := open(t, "national-2015", "2016-03-01"), agentOfKind(charter.Landlord)
	key := b.Act(desk, registry.Command{Act: charter.Register, Form: family(1)}).Demand
	up := registry.Upload{Code: string(papers.Identity), Person: "applicant", Body: []byte("%PDF-1.4\nune carte\n"), Key: "sent"}
	self := applicant
	self.Demand = key
	if p, err := b.FilePaper(ctx, self, key, up); err != nil || p.Service != "" {
		t.Fatalf("the paper is said to be seen by %q, %v", p.Service, err)
	}
	b.Refused(desk, registry.Command{Act: charter.IssueNumber, Demand: key}, "CHA-NUM-04")
	up.Key = "taken"
	if p, err := b.FilePaper(ctx, desk, key, up); err != nil || p.Service != "21001" {
		t.Fatalf("the paper is said to be seen by %q, %v", p.Service, err)
	}
	if out := b.Act(desk, registry.Command{Act: charter.IssueNumber, Demand: key}); out.Number.IsZero() {
		t.Error("no number once a desk took the paper in")
	}
}

// A demand is somebody's: without a name none is taken in, and all that lacks is told.
func TestNobodysDemand(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	f := registrytest.Household(1)
	f.Applicant.UsedName, f.Applicant.BirthName, f.Applicant.FirstNames = "", "", ""
	_, err := b.Do(context.Background(), landlordA, registry.Command{Act: charter.Register, Form: f})
	var invalid *registry.InvalidError
	if !errors.As(err, &invalid) || !strings.Contains(invalid.Faults.Codes(), "DEM-MIN-01") || !strings.Contains(invalid.Faults.Codes(), "DEM-MIN-02") {
		t.Errorf("%v", err)
	}
	f = registrytest.Household(2)
	f.Applicant.FirstNames = "" // somebody's, and not whole: it waits for its number
	if out := b.Act(landlordA, registry.Command{Act: charter.Register, Form: f, Facts: registrytest.Seen()}); !out.Number.IsZero() || out.Unnumbered == nil {
		t.Errorf("%+v", out)
	}
}

func TestFaultsBlock(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	f := family(1)
	f.Applicant.BirthDate = demand.MustDate("2090-01-01")
	_, err := b.Do(context.Background(), landlordA, registry.Command{Act: charter.Register, Form: f, Facts: seen})
	var invalid *registry.InvalidError
	if !errors.As(err, &invalid) || !invalid.Faults.Blocking() {
		t.Fatal(err)
	}
	if n, _ := b.Store().Counts(context.Background()); n["events"] != 0 {
		t.Errorf("a refused form was written: %v", n)
	}
}

func TestDuplicateIsOffered(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	for n := range 11 {
		b.Register(landlordA, family(100+n))
	}
	first := b.Register(landlordA, family(1))
	again := family(1)
	again.Applicant.UsedName = strings.ToUpper(again.Applicant.UsedName)
	cmd := registry.Command{Act: charter.Register, Form: again, Facts: seen}
	_, err := b.Do(context.Background(), landlordB, cmd)
	var twins *registry.DuplicatesError
	if !errors.As(err, &twins) {
		t.Fatalf("%v", err)
	}
	c := twins.Candidates[0]
	if c.Demand != first.Demand || !c.Sure || c.Status != journal.Active || len(c.Persons) == 0 || c.Persons[0].French == "" {
		t.Errorf("%+v", c)
	}
	cmd.Distinct = []string{first.Demand}
	if out := b.Act(landlordB, cmd); out.Number == first.Number || out.Number.IsZero() {
		t.Errorf("%+v", out)
	}
}

// Of two desks that file one household at the same moment, one is told of the
// other.
func TestTwoDesksFileOneHousehold(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	for n := range 8 {
		b.Register(landlordA, family(200+n))
	}
	var wait sync.WaitGroup
	var mu sync.Mutex
	var done, told int
	for i := range 8 {
		wait.Go(func() {
			who := []registry.Agent{landlordA, landlordB}[i%2]
			_, err := b.Do(context.Background(), who, registry.Command{Act: charter.Register, Form: family(3), Facts: seen})
			var twins *registry.DuplicatesError
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				done++
			case errors.As(err, &twins):
				told++
			default:
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if done != 1 || told != 7 {
		t.Errorf("%d registered, %d told", done, told)
	}
}

func TestSameKeyOnce(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	cmd := registry.Command{Act: charter.Register, Form: family(1), Facts: seen, Key: "k1"}
	first := b.Act(landlordA, cmd)
	for range 2 {
		again := b.Act(landlordA, cmd)
		if !again.Replayed {
			t.Fatal("done again")
		}
		again.Replayed = false
		if diff := cmp.Diff(first, again, cmpopts.EquateComparable(numbering.Number{}, demand.Date{})); diff != "" {
			t.Error(diff)
		}
	}
	cmd.Form = family(2)
	if _, err := b.Do(context.Background(), landlordA, cmd); !errors.Is(err, store.ErrKeyReused) {
		t.Errorf("the key of another request: %v", err)
	}
}

// The same renewal sent three times has one effect and three identical receipts.
func TestRenewalThreeTimes(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	out := b.Register(landlordA, family(1))
	b.Day("2012-02-20")
	v := b.See(landlordB, out.Demand)
	form := v.Form
	form.Applicant.MobilePhone = "0612345678"
	cmd := registry.Command{Act: charter.Renew, Demand: out.Demand, Seen: v.Seq, Form: &form, Key: "renewal"}
	var receipts []string
	for range 3 {
		receipts = append(receipts, b.Act(landlordB, cmd).Receipt)
	}
	if receipts[0] == "" || receipts[0] != receipts[1] || receipts[1] != receipts[2] {
		t.Errorf("%v", receipts)
	}
	v = b.See(landlordB, out.Demand)
	if v.Form.RenewedOn.String() != "2012-02-20" || v.Form.Number != out.Number || v.Dates.ValidUntil.On.String() != "2013-02-20" {
		t.Errorf("%+v", v.Form)
	}
	renewals := 0
	for _, e := range v.History() {
		if e.Kind == journal.Renew {
			renewals++
		}
	}
	if renewals != 1 {
		t.Errorf("%d renewals", renewals)
	}
}

// The second of two desks sees what the first changed, and overwrites nothing.
func TestTwoDesksOnOneDemand(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	out := b.Register(landlordA, family(1))
	a, z := b.See(landlordA, out.Demand), b.See(landlordB, out.Demand)
	a.Form.Applicant.MobilePhone, z.Form.Applicant.Email = "0611111111", "autre@exemple.fr"
	b.Act(landlordA, registry.Command{Act: charter.Modify, Demand: out.Demand, Seen: a.Seq, Form: &a.Form})
	_, err := b.Do(context.Background(), landlordB, registry.Command{Act: charter.Modify, Demand: out.Demand, Seen: z.Seq, Form: &z.Form})
	var stale *registry.StaleError
	if !errors.As(err, &stale) || len(stale.Events) != 1 || !stale.Events[0].Set.Has("applicant.mobile_phone") {
		t.Fatalf("%v", err)
	}
	again := b.See(landlordB, out.Demand)
	again.Form.Applicant.Email = "autre@exemple.fr"
	b.Act(landlordB, registry.Command{Act: charter.Modify, Demand: out.Demand, Seen: again.Seq, Form: &again.Form})
	if v := b.See(landlordA, out.Demand); v.Form.Applicant.MobilePhone != "0611111111" || v.Form.Applicant.Email != "autre@exemple.fr" {
		t.Errorf("%+v", v.Form.Applicant)
	}
	if _, err := b.Do(context.Background(), landlordB, registry.Command{Act: charter.Modify, Demand: out.Demand, Form: &again.Form}); !errors.Is(err, registry.ErrUnseen) {
		t.Errorf("a form without what it saw: %v", err)
	}
}

// What is hidden from who writes stays as it is.
func TestHiddenValuesStay(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	f := family(1)
	f.Wanted.Adapted = demand.Yes
	f.Disabilities = []demand.Disability{{Person: "applicant"}}
	out := b.Act(landlordA, registry.Command{Act: charter.Register, Form: f, Facts: seen})
	epci := agent("21400", "grand-dijon")
	v := b.See(epci, out.Demand)
	if v.Sight.May(charter.FieldDisability) || len(v.Form.Disabilities) != 0 {
		t.Fatal("the supplement is open to the EPCI")
	}
	v.Form.Applicant.MobilePhone = "0622222222"
	b.Act(epci, registry.Command{Act: charter.Modify, Demand: out.Demand, Seen: v.Seq, Form: &v.Form})
	after := b.See(landlordA, out.Demand)
	if len(after.Form.Disabilities) != 1 || after.Form.Applicant.MobilePhone != "0622222222" {
		t.Errorf("%+v", after.Form)
	}
}

func TestStrikeOffAndReactivate(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	out := b.Register(landlordA, family(1))
	b.Refused(landlordB, registry.Command{Act: charter.StrikeOff, Demand: out.Demand, Motive: demand.StrikeOffMotiveRADREN}, "CHA-RAD-12")
	b.Day("2012-02-05")
	notice := journal.Dispatch{Subject: journal.RenewalNotice, Channel: journal.Registered, Ref: "p1", Sent: demand.MustDate("2012-02-05")}
	b.Act(manager, registry.Command{Act: registry.Letter, Demand: out.Demand, Letter: &notice})
	b.Day("2012-02-09")
	b.Act(manager, registry.Command{Act: registry.Letter, Demand: out.Demand, Letter: &journal.Dispatch{Subject: journal.RenewalNotice, Ref: "p1", Received: demand.MustDate("2012-02-08"), Proof: "AR-1"}})
	b.Day("2012-04-11")
	agenda, _, err := b.Agenda(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var lists []string
	for _, e := range agenda {
		lists = append(lists, e.List.String())
	}
	if !slices.Contains(lists, "strike_off_due") {
		t.Errorf("lists of the day: %v", lists)
	}
	b.Act(manager, registry.Command{Act: charter.StrikeOff, Demand: out.Demand, Motive: demand.StrikeOffMotiveRADREN})
	if s := b.See(landlordA, out.Demand).State; s.Status != journal.StruckOff || s.Motive != demand.StrikeOffMotiveRADREN {
		t.Errorf("%+v", s)
	}
	b.Day("2012-05-02")
	b.Act(landlordA, registry.Command{Act: charter.Reactivate, Demand: out.Demand, Facts: charter.Facts{Received: demand.Yes, Reason: "late-answer"}})
	if got := lastOf(t, b, out.Demand, journal.Reactivate).Reason; got != "late-answer" {
		t.Errorf("reactivated for %q", got)
	}
	v := b.See(landlordA, out.Demand)
	if v.Form.Number != out.Number || v.State.Seniority.String() != "2011-03-10" || v.State.Status == journal.StruckOff {
		t.Errorf("%+v", v.State)
	}
}

// Nobody stops a demand that is hidden from them by joining it to one of their own,
// nor the other way round.
func TestMergeWantsBothInSight(t *testing.T) {
	b := open(t, "exemple-cote-d-or", "2013-06-10")
	mairie := agent("21166", "mairie")
	hidden, own := family(1), family(40)
	hidden.Wanted.Places = []demand.WantedPlace{{Commune: "21231"}}
	own.Wanted.Places = []demand.WantedPlace{{Commune: "21166"}}
	far := b.Act(landlordA, registry.Command{Act: charter.Register, Form: hidden, Facts: seen}).Demand
	near := b.Act(landlordA, registry.Command{Act: charter.Register, Form: own, Facts: seen}).Demand
	b.See(mairie, near)
	b.Refused(mairie, registry.Command{Act: charter.Merge, Demand: far, Other: near}, "CHA-ACC-02")
	b.Refused(mairie, registry.Command{Act: charter.Merge, Demand: near, Other: far}, "CHA-ACC-02")
	for _, key := range []string{far, near} {
		if s := b.See(landlordA, key).State.Status; s != journal.Active {
			t.Errorf("%s", s)
		}
	}
	b.Act(landlordA, registry.Command{Act: charter.Merge, Demand: far, Other: near}) // who sees both may
}

// lastOf is the last event of a kind of a demand.
func lastOf(t *testing.T, b *registrytest.File, key string, kind journal.Kind) journal.Event {
	t.Helper()
	entries, err := b.Store().Of(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range slices.Backward(entries) {
		if e.Event.Kind == kind {
			return e.Event
		}
	}
	t.Fatalf("%s has no event %s", key, kind)
	return journal.Event{}
}

// A strike-off made by mistake is undone by whoever made it, and the journal keeps
// why.
func TestRestore(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	out := b.Register(landlordA, family(1))
	b.Act(landlordA, registry.Command{Act: charter.StrikeOff, Demand: out.Demand, Motive: demand.StrikeOffMotiveRADABA, Facts: charter.Facts{Received: demand.Yes, WarnedOn: demand.MustDate("2011-02-01")}})
	undo := registry.Command{Act: charter.Restore, Demand: out.Demand}
	b.Refused(landlordA, undo, "CHA-ANN-02")
	undo.Facts.Reason = "wrong-demand"
	b.Act(landlordA, undo)
	if got := lastOf(t, b, out.Demand, journal.Restore).Reason; got != "wrong-demand" {
		t.Errorf("restored for %q", got)
	}
	if v := b.See(landlordA, out.Demand); v.State.Status != journal.Active {
		t.Error(v.State.Status)
	}
}

func TestMergeAndUnmerge(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	first := b.Register(landlordA, family(1))
	b.Day("2011-06-10")
	second := b.Register(landlordB, family(2))
	program := landlordA
	program.Program = true
	b.Refused(program, registry.Command{Act: charter.Merge, Demand: second.Demand, Other: first.Demand}, "CHA-DOU-01")
	b.Act(landlordA, registry.Command{Act: charter.Merge, Demand: second.Demand, Other: first.Demand})
	if v := b.See(landlordA, second.Demand); v.State.Status != journal.Merged || v.GoesOn != first.Demand {
		t.Errorf("%s goes on as %s", v.State.Status, v.GoesOn)
	}
	b.Act(landlordA, registry.Command{Act: charter.Unmerge, Demand: second.Demand, Other: first.Demand, Facts: charter.Facts{Reason: "error"}})
	for _, key := range []string{first.Demand, second.Demand} {
		if got := lastOf(t, b, key, journal.Unmerge).Reason; got != "error" {
			t.Errorf("%s: the merge undone for %q", key, got)
		}
	}
	if v := b.See(landlordA, second.Demand); v.State.Status != journal.Active {
		t.Error(v.State.Status)
	}
	if err := b.Apart(context.Background(), landlordA, first.Demand, second.Demand); err != nil {
		t.Fatal(err)
	}
	b.Refused(landlordA, registry.Command{Act: charter.Merge, Demand: second.Demand, Other: first.Demand}, "CHA-DOU-02")
}

func TestLabelIsTheStates(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	out := b.Register(landlordA, family(1))
	label := registry.Command{Act: charter.GiveLabel, Demand: out.Demand, Mark: journal.Mark{Code: "DALO"}}
	b.Refused(landlordA, label, "CHA-LAB-01")
	commission := agent("21600", "etat")
	if _, err := b.Do(context.Background(), commission, label); err != nil {
		var refused *registry.RefusedError
		if !errors.As(err, &refused) || refused.Decision.Rule != "CHA-LAB-01" {
			t.Errorf("%v", err)
		}
	}
}

// The journal refuses what is wrong in an event, whatever the origin of the file is
// called: a fault does not name it whole.
func TestJournalIsChecked(t *testing.T) {
	for _, origin := range []string{"", "21001", "fichier partagé"} {
		b := registrytest.Open(t, "2013-06-10", registrytest.Settings{Charter: "exemple-cote-d-or", Origin: origin})
		key := b.Register(landlordA, registrytest.Household(1)).Demand
		for name, c := range map[string]struct {
			letter journal.Dispatch
			code   string
		}{
			"nothing said": {journal.Dispatch{Ref: "l1"}, "JOU-LET-01"},
			"never sent":   {journal.Dispatch{Ref: "l2", Subject: journal.RenewalNotice, Channel: journal.Registered}, "JOU-LET-02"},
			"of no motive": {journal.Dispatch{Ref: "l3", Subject: journal.Warning, Channel: journal.Registered, Sent: demand.MustDate("2013-06-10")}, "JOU-LET-04"},
		} {
			_, err := b.Do(context.Background(), landlordA, registry.Command{Act: registry.Letter, Demand: key, Letter: &c.letter})
			var invalid *registry.InvalidError
			if !errors.As(err, &invalid) || !strings.Contains(invalid.Faults.Codes(), c.code) {
				t.Errorf("%s, origin %q: %v, want %s", name, origin, err, c.code)
			}
		}
		if _, err := b.Do(context.Background(), landlordA, registry.Command{Act: registry.Letter, Demand: key, Letter: &journal.Dispatch{Ref: "l4", Subject: journal.RenewalNotice, Channel: journal.Post, Sent: demand.MustDate("2013-06-10")}}); err != nil {
			t.Errorf("origin %q: a letter as it should be: %v", origin, err)
		}
	}
}

// The whole way of an allocation, to the strike-off at the lease.
func TestAllocation(t *testing.T) {
	b := open(t, "grand-dijon-2010", "2011-03-10")
	out := b.Register(landlordA, family(1))
	step := func(day string, act charter.Act, tr journal.Treatment, facts charter.Facts) {
		t.Helper()
		b.Day(day)
		tr.Candidacy, tr.Dwelling = "c1", "logement-12"
		b.Act(landlordB, registry.Command{Act: act, Demand: out.Demand, Treatment: tr, Facts: facts})
	}
	step("2011-04-01", charter.Designate, journal.Treatment{Step: journal.Designated}, charter.Facts{})
	step("2011-04-10", charter.Examine, journal.Treatment{Step: journal.Examined}, charter.Facts{})
	b.Refused(landlordB, registry.Command{Act: charter.Offer, Demand: out.Demand, Treatment: journal.Treatment{Step: journal.Offered, Candidacy: "c1", Until: demand.MustDate("2011-04-30")}}, "CHA-COM-06")
	for _, outcome := range []string{"", "peut-être"} {
		cmd := registry.Command{Act: charter.Allocate, Demand: out.Demand, Treatment: journal.Treatment{Step: journal.Decided, Candidacy: "c1", Outcome: outcome}, Facts: charter.Facts{Candidates: 3, UnderCeiling: demand.Yes}}
		if _, err := b.Do(context.Background(), landlordB, cmd); !errors.Is(err, registry.ErrAct) {
			t.Errorf("a decision %q: %v", outcome, err)
		}
	}
	step("2011-04-10", charter.Allocate, journal.Treatment{Step: journal.Decided, Outcome: "allocated"}, charter.Facts{Candidates: 3, UnderCeiling: demand.Yes})
	step("2011-04-11", charter.Offer, journal.Treatment{Step: journal.Offered, Until: demand.MustDate("2011-04-30")}, charter.Facts{})
	step("2011-04-20", charter.AnswerOffer, journal.Treatment{Step: journal.Accepted}, charter.Facts{})
	step("2011-05-02", charter.Lease, journal.Treatment{Step: journal.Leased}, charter.Facts{UnderCeiling: demand.Yes})
	b.Refused(landlordA, registry.Command{Act: charter.StrikeOff, Demand: out.Demand, Motive: demand.StrikeOffMotiveRADATT}, "CHA-RAD-03")
	b.Act(landlordB, registry.Command{Act: charter.StrikeOff, Demand: out.Demand, Motive: demand.StrikeOffMotiveRADATT})
	if s := b.See(landlordB, out.Demand).State; s.Status != journal.StruckOff || len(s.Treatments) != 6 {
		t.Errorf("%s, %d steps", s.Status, len(s.Treatments))
	}
}
