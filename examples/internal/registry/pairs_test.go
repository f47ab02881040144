package registry_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/papers"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/registry/registrytest"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/matching/review"
)

// twins registers a household twice, the second time in spite of the first.
func twins(t *testing.T, b *registrytest.File, n int) (first, second string) {
	t.Helper()
	first = b.Register(landlordA, family(n)).Demand
	form := family(n)
	form.Applicant.Email, form.Applicant.MobilePhone = "", ""
	second = b.Act(landlordB, registry.Command{Act: charter.Register, Form: form, Facts: seen, Distinct: []string{first}}).Demand
	return first, second
}

func TestDoubts(t *testing.T) {
	ctx := context.Background()
	b := open(t, "exemple-cote-d-or", "2013-06-10")
	for n := 1; n < 20; n++ {
		b.Register(landlordA, family(n))
	}
	first, second := twins(t, b, 30)
	b.Learned() // the two looks below are then with the same weights
	doubts := func() []registry.Doubt {
		t.Helper()
		list, err := b.Doubts(ctx, store.Query{})
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	list := doubts()
	if len(list) != 1 || list[0].A != min(first, second) || list[0].B != max(first, second) || len(list[0].Persons) == 0 || list[0].Persons[0].French == "" {
		t.Fatalf("the doubts are %+v, want one between %s and %s with its reasons", list, first, second)
	}
	one, near, err := b.Compare(ctx, first, second)
	if err != nil || !near || !cmp.Equal(one.Probability, list[0].Probability) {
		t.Errorf("compared: %+v %v %v", one, near, err)
	}
	for _, step := range []struct {
		name, settled string
		left          int
		do            func() error
	}{
		{"put off", "later", 0, func() error { return b.Later(ctx, landlordA, second, first, 30) }},
		{"apart", "distinct", 0, func() error { return b.Apart(ctx, landlordA, first, second) }},
		{"again", "", 1, func() error { return b.Doubtful(ctx, landlordB, first, second) }},
	} {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		settled, err := b.Settled(ctx, second, first)
		if err != nil || settled != step.settled || len(doubts()) != step.left {
			t.Errorf("%s: settled %q, want %q, %d doubts left, want %d (%v)", step.name, settled, step.settled, len(doubts()), step.left, err)
		}
	}
	// What was undone stays written, with who and when.
	entries, err := b.Decisions(ctx, second, first)
	if err != nil || len(entries) != 2 || entries[0].Decision != review.Distinct || entries[0].Who != landlordA.Code || entries[0].At == 0 ||
		entries[1].Decision != review.Undo || entries[1].Who != landlordB.Code || !slices.Equal(entries[1].Replaces, []journal.ID{entries[0].ID}) {
		t.Errorf("the decisions are %+v, %v", entries, err)
	}
	// What is put off comes back.
	if err := b.Later(ctx, landlordA, first, second, 30); err != nil {
		t.Fatal(err)
	}
	b.Day("2013-07-20")
	if len(doubts()) != 1 {
		t.Error("what was put off did not come back")
	}
	// Who may not see a demand says nothing of it.
	var refused *registry.RefusedError
	if err := b.Apart(ctx, agent("21166", "mairie"), first, second); !errors.As(err, &refused) {
		t.Errorf("the town hall is answered %v", err)
	}
	if err := b.Apart(ctx, landlordA, first, first); !errors.Is(err, registry.ErrAct) {
		t.Errorf("a demand apart from itself: %v", err)
	}
	b.Act(landlordA, registry.Command{Act: charter.Merge, Demand: second, Other: first})
	if len(doubts()) != 0 {
		t.Error("what was merged is still in doubt")
	}
}

// Clerks who decide at the same moment are all written, and both demands have their
// line in the access journal.
func TestDecisionsAtOnce(t *testing.T) {
	ctx := t.Context()
	b := open(t, "exemple-cote-d-or", "2013-06-10")
	first, second := twins(t, b, 30)
	const clerks = 6
	var all sync.WaitGroup
	for i := range clerks {
		all.Go(func() {
			a := landlordA
			a.Code = fmt.Sprint("agent-", i)
			if err := b.Apart(ctx, a, first, second); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	entries, err := b.Decisions(ctx, first, second)
	if err != nil || len(entries) != clerks {
		t.Errorf("%d decisions, want %d (%v)", len(entries), clerks, err)
	}
	if settled, err := b.Settled(ctx, first, second); settled != "distinct" || err != nil {
		t.Errorf("settled %q, %v", settled, err)
	}
	lines, err := b.Store().AccessSince(ctx, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{first, second} {
		n := 0
		for _, l := range lines {
			if strings.Contains(string(l.Line), key) && strings.Contains(string(l.Line), "agent-3") {
				n++
			}
		}
		if n == 0 {
			t.Errorf("%s: the access journal does not know of what agent-3 said", key)
		}
	}
	// What cannot be read is told, not taken for nothing.
	if _, err := b.Store().Write(ctx, &store.Act{Records: []store.Record{{Kind: "pair", Key: min(first, second) + "+" + max(first, second), Version: store.AnyVersion, Body: []byte("x\n")}}, At: b.Now()}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Settled(ctx, first, second); err == nil || !strings.Contains(err.Error(), "restore the store") {
		t.Errorf("decisions that cannot be read: %v", err)
	}
}

func TestRebase(t *testing.T) {
	ctx := context.Background()
	b := open(t, "exemple-cote-d-or", "2013-06-10")
	key := b.Register(landlordA, family(1)).Demand
	mine := b.See(landlordA, key)
	typed := mine.Form
	typed.Applicant.Email, typed.Applicant.HomePhone = "autre@exemple.fr", "0380112233"

	theirs := b.See(landlordB, key)
	form := theirs.Form
	form.Applicant.MobilePhone, form.Applicant.Email = "0711111111", "collegue@exemple.fr"
	b.Act(landlordB, registry.Command{Act: charter.Modify, Demand: key, Seen: theirs.Seq, Form: &form})

	got, err := b.Rebase(ctx, landlordA, key, mine.Seq, &typed)
	if err != nil {
		t.Fatal(err)
	}
	want := registry.Rebased{Mine: []string{"applicant.home_phone", "applicant.email"}, Theirs: []string{"applicant.mobile_phone", "applicant.email"}, Both: []string{"applicant.email"}}
	if diff := cmp.Diff(want.Mine, got.Mine) + cmp.Diff(want.Theirs, got.Theirs) + cmp.Diff(want.Both, got.Both); diff != "" {
		t.Error(diff)
	}
	a := &got.Form.Applicant
	if a.HomePhone != "0380112233" || a.MobilePhone != "0711111111" || a.Email != "autre@exemple.fr" {
		t.Errorf("the form is %s, %s, %s: what both typed is not kept", a.HomePhone, a.MobilePhone, a.Email)
	}
	if now := b.See(landlordA, key); now.Form.Applicant.Email != "collegue@exemple.fr" {
		t.Error("something was written")
	}
}

func TestJudge(t *testing.T) {
	ctx := context.Background()
	b := open(t, "exemple-cote-d-or", "2013-06-10")
	key := b.Register(landlordA, family(1)).Demand
	up := registry.Upload{Code: string(papers.Identity), Person: "applicant", Body: []byte("%PDF-1.4\nune carte\n"), Key: "once"}
	p, err := b.FilePaper(ctx, landlordA, key, up)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.FilePaper(ctx, landlordA, key, up); err != nil {
		t.Fatal(err)
	}
	if v := b.See(landlordA, key); len(v.Held) != 1 {
		t.Fatalf("%d documents after the button was pressed twice", len(v.Held))
	}
	if err := b.Judge(ctx, landlordB, key, p.ID, true); err != nil {
		t.Fatal(err)
	}
	if v := b.See(landlordA, key); !v.Held[0].Refused || v.Held[0].Digest != p.Digest {
		t.Errorf("the document is %+v", v.Held[0])
	}
	if got, err := b.Paper(ctx, landlordA, key, p.ID); err != nil || string(got.Body) != string(up.Body) {
		t.Errorf("the body is %q, %v", got.Body, err)
	}
	if err := b.Judge(ctx, landlordA, key, "p0", true); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a document that is not there: %v", err)
	}
	other := b.Register(landlordA, family(2)).Demand
	if err := b.Judge(ctx, landlordA, other, p.ID, true); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the document of another demand: %v", err)
	}
}

// TestPressedTwice is a button pressed twice, the second time after the demand
// moved by the first.
func TestPressedTwice(t *testing.T) {
	b := open(t, "exemple-cote-d-or", "2013-06-10")
	key := b.Register(landlordA, family(1)).Demand
	v := b.See(landlordA, key)
	form := v.Form
	form.Applicant.Email = "nouveau@exemple.fr"
	cmd := registry.Command{Act: charter.Modify, Demand: key, Seen: v.Seq, Form: &form, Key: "k1"}
	first, second := b.Act(landlordA, cmd), b.Act(landlordA, cmd)
	if !second.Replayed || second.Seq != first.Seq {
		t.Errorf("the second press gives %+v, want what the first gave, %+v", second, first)
	}
	again := b.See(landlordA, key)
	d := b.Ask(&again, landlordA, registry.Command{Act: charter.StrikeOff, Motive: demand.StrikeOffMotiveRADATT})
	if d.Outcome != charter.Unknown || len(d.Missing()) == 0 {
		t.Errorf("a strike-off for an allocation is %s, missing %v: want the facts that lack", d.Outcome, d.Missing())
	}
	if n := len(again.History()); n != 3 || again.History()[n-1].Kind != journal.Modify {
		t.Errorf("%d events, want the creation, the number and one modification", n)
	}
}

// TestAgendaFollows compares the agenda that takes in what was written with one
// that reads everything.
func TestAgendaFollows(t *testing.T) {
	ctx := context.Background()
	b := open(t, "exemple-cote-d-or", "2013-06-10")
	var keys []string
	for n := 1; n < 12; n++ {
		keys = append(keys, b.Register(landlordA, family(n)).Demand)
	}
	compare := func(when string) {
		t.Helper()
		fresh := openOn(t, b.Store(), "exemple-cote-d-or", b.Today().String(), "lecteur")
		got, _, err := b.Agenda(ctx)
		if err != nil {
			t.Fatal(err)
		}
		want, _, err := fresh.Agenda(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmp.Comparer(func(x, y demand.Date) bool { return x == y })); diff != "" {
			t.Errorf("%s: %s", when, diff)
		}
		if len(want) == 0 {
			t.Errorf("%s: the agenda is empty", when)
		}
	}
	b.Day("2013-07-12")
	compare("the attestations are late")
	b.Day("2014-05-02")
	compare("the notices are to be sent")
	b.Act(landlordA, registry.Command{Act: charter.Renew, Demand: keys[0], Facts: charter.Facts{Origin: demand.FromApplicant}})
	compare("after a renewal")
	b.Act(landlordA, registry.Command{Act: charter.Merge, Demand: keys[1], Other: keys[2]})
	b.Register(landlordB, family(20))
	compare("after a merge and a registration")
	some, _, err := b.AgendaOf(ctx, slices.Values(keys[3:5]))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range some {
		if !slices.Contains(keys[3:5], e.Demand) {
			t.Errorf("%s is on the lists of others", e.Demand)
		}
	}
	if len(some) == 0 {
		t.Error("the agenda of two demands is empty")
	}
}
