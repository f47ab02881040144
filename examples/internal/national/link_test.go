package national_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// scene is a file with its link.
type scene struct {
	*desk
	link *national.Link
}

func begin(t testing.TB, now string) *scene {
	d := &desk{t: t, store: newMemory(), clock: at(now)}
	return &scene{d, &national.Link{Store: d.store, Folder: t.TempDir(), Settings: national.Settings{Desk: "G2100"}, Now: d.clock.now}}
}

// run makes the day's increments and gives the acts, as KIND:demand.
func (s *scene) run() (acts []string, all []*national.Transfer) {
	s.t.Helper()
	all, err := s.link.Run(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, tr := range all {
		for _, f := range tr.Files {
			for _, l := range f.Lines {
				acts = append(acts, string(l.Kind)+":"+l.Demand)
			}
		}
	}
	return acts, all
}

// tomorrow goes to the next day.
func (s *scene) tomorrow() demand.Date {
	s.clock.at = s.clock.at.AddDate(0, 0, 1)
	return s.clock.today()
}

// accept answers every file of the folder that the link still waits for.
func (s *scene) accept(refuse ...string) {
	s.t.Helper()
	_, err := s.link.Deliver(context.Background(), answering(func(name string, body []byte) ([]byte, error) {
		return echo(s.t, body, refuse...), nil
	}))
	if err != nil {
		s.t.Fatal(err)
	}
}

type answering func(name string, body []byte) ([]byte, error)

func (a answering) Send(_ context.Context, name string, body []byte) ([]byte, error) {
	return a(name, body)
}

// echo accepts what a file holds, but for the numbers to refuse.
func echo(t testing.TB, body []byte, refuse ...string) []byte {
	t.Helper()
	r, err := sne.Read(strings.NewReader(string(body)), sne.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	a := national.Answer{Header: r.Header()}
	for rec, err := range r.Records() {
		if err != nil {
			t.Fatal(err)
		}
		line := national.AnswerLine{Number: rec.Form.Number}
		if slices.Contains(refuse, rec.Form.Number.String()) {
			line.Anomalies = []sne.Anomaly{{Code: "CTRL_DEM_9999", Label: "contrôle inconnu d'ici"}}
		}
		a.Lines = append(a.Lines, line)
	}
	var out strings.Builder
	if err := a.Write(&out); err != nil {
		t.Fatal(err)
	}
	return []byte(out.String())
}

func expect(t testing.TB, what string, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s:\n%s", what, diff)
	}
}

// The life of a demand, act by act.
func TestLifeOfADemand(t *testing.T) {
	s := begin(t, "2015-06-01 20:00")
	today := s.clock.today()
	s.register("d1", 1, today)
	acts, _ := s.run()
	expect(t, "created", acts, "CRE:d1")
	s.accept()

	s.modify("d1", s.tomorrow(), 3)
	acts, _ = s.run()
	expect(t, "modified", acts, "MOD:d1")
	s.accept()

	s.write(s.event("d1", journal.Renew, s.tomorrow()))
	acts, _ = s.run()
	expect(t, "renewed", acts, "REN:d1")
	s.accept()

	today = s.tomorrow()
	s.modify("d1", today, 4)
	s.strikeOff("d1", today, demand.StrikeOffMotiveRADABA)
	acts, _ = s.run()
	expect(t, "modified, then struck off", acts, "MOD:d1", "RAD:d1")
	s.accept()

	today = s.tomorrow()
	s.write(s.event("d1", journal.Reactivate, today), s.event("d1", journal.Renew, today))
	acts, _ = s.run()
	expect(t, "reactivated and renewed", acts, "RAD-:d1", "REN:d1")
	s.accept()

	// Struck off and restored the same day: nothing to say.
	today = s.tomorrow()
	s.strikeOff("d1", today, demand.StrikeOffMotiveRADABA)
	s.write(s.event("d1", journal.Restore, today))
	acts, _ = s.run()
	expect(t, "struck off and restored", acts)

	s.strikeOff("d1", s.tomorrow(), demand.StrikeOffMotiveRADREN)
	s.run()
	s.accept()
	s.tomorrow()
	tomb := s.event("d1", journal.Delete, s.clock.today())
	if _, err := s.store.Write(context.Background(), &store.Act{Erase: []string{"d1"}, Events: []journal.Event{tomb}}); err != nil {
		t.Fatal(err)
	}
	acts, all := s.run()
	expect(t, "erased", acts, "SUP:d1")
	if body := string(all[0].Files[0].Bytes); !strings.Contains(body, "021061500000121001") || strings.Contains(body, "Zzyzx") {
		t.Errorf("a deletion says which demand, and nothing of the person:\n%s", body)
	}
	s.accept()
	for ref, r := range s.store.records {
		if strings.Contains(ref.Key+string(r.Body), "0210615000001") || ref.Kind == "national-sent" {
			t.Errorf("something of the demand is left in a record of kind %s", ref.Kind)
		}
	}
	left, err := filepath.Glob(filepath.Join(s.link.Folder, "*.xml"))
	if err != nil || len(left) > 0 {
		t.Errorf("files left on the disk: %v %v", left, err)
	}
}

// Every day has an increment, numbered without hole, with the counts of what it
// holds; a day done is not done again.
func TestIncrements(t *testing.T) {
	s := begin(t, "2015-06-01 20:00")
	s.link.Settings.MaxDemands, s.link.Settings.MaxEvents = 2, 3
	for i := range 7 {
		s.register("d"+letters(i), i, s.clock.today())
	}
	acts, all := s.run()
	if len(acts) != 7 || len(all) != 3 {
		t.Fatalf("%d acts in %d increments, want 7 in 3", len(acts), len(all))
	}
	again, none := s.run()
	if len(again)+len(none) > 0 {
		t.Errorf("the same day again makes %v", again)
	}
	s.tomorrow()
	if _, all := s.run(); len(all) != 1 || all[0].Manifest.Increment != 4 || len(all[0].Files) != 0 {
		t.Errorf("a day without change has an empty increment: %+v", all)
	}
	rank := 0
	for i, tr := range all {
		m := tr.Manifest
		if m.Increment != i+1 || m.Changed != m.Sent+m.Held+m.Unchanged {
			t.Errorf("manifest %+v", m)
		}
		for _, f := range m.Files {
			rank++
			name, err := sne.ParseFileName(f.Name)
			if err != nil || name.Sequence != rank || f.Demands > 2 {
				t.Errorf("file %s of %d demands: %v, want rank %d", f.Name, f.Demands, err, rank)
			}
		}
	}
}

func TestTooLargeIsCut(t *testing.T) {
	s := begin(t, "2015-06-01 20:00")
	s.link.Settings.MaxBytes = 4000
	for i := range 5 {
		s.register("d"+letters(i), i, s.clock.today())
	}
	_, all := s.run()
	if len(all[0].Files) < 3 {
		t.Errorf("%d files", len(all[0].Files))
	}
	for _, f := range all[0].Files {
		if len(f.Bytes) > 4000 && len(f.Lines) > 1 {
			t.Errorf("%s holds %d bytes", f.Name, len(f.Bytes))
		}
	}
}

// A crash before the increment is closed: what comes out is the same, byte for
// byte, whatever was written meanwhile, and nothing is sent twice.
func TestCrash(t *testing.T) {
	folder := func(s *scene) map[string]string {
		out := map[string]string{}
		entries, err := os.ReadDir(s.link.Folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			body, err := os.ReadFile(filepath.Join(s.link.Folder, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			out[e.Name()] = string(body)
		}
		return out
	}
	whole := begin(t, "2015-06-01 20:00")
	whole.register("d1", 1, whole.clock.today())
	whole.register("d2", 2, whole.clock.today())
	whole.run()
	want := folder(whole)

	s := begin(t, "2015-06-01 20:00")
	s.register("d1", 1, s.clock.today())
	s.register("d2", 2, s.clock.today())
	s.store.fail = func(act *store.Act) error {
		if len(act.Records) > 1 { // the one that closes
			return errCrash
		}
		return nil
	}
	if _, err := s.link.Run(context.Background()); !errors.Is(err, errCrash) {
		t.Fatalf("%v", err)
	}
	s.store.fail = nil
	s.tomorrow()
	s.modify("d1", s.clock.today(), 5)
	acts, all := s.run()
	expect(t, "resumed", acts, "CRE:d1", "CRE:d2", "MOD:d1")
	if all[0].Manifest.Day != day("2015-06-01") || all[1].Manifest.Day != day("2015-06-02") {
		t.Errorf("days %s, %s", all[0].Manifest.Day, all[1].Manifest.Day)
	}
	got := folder(s)
	for name, body := range want {
		if got[name] != body {
			t.Errorf("%s is not what it would have been", name)
		}
	}
}

// What cannot be sent waits, is told every day, and goes as soon as it can.
func TestHeld(t *testing.T) {
	s := begin(t, "2015-06-01 20:00")
	f := form(1)
	create := s.event("online", journal.Create, s.clock.today())
	create.Values, create.Set, create.Online = &f, journal.Given(&f), true
	s.write(create)
	s.register("let", 2, s.clock.today())
	_, all := s.run()
	if h := all[0].Held; len(h) != 1 || h[0].Findings[0].Code != "NAT-ATT-01" {
		t.Errorf("held %+v", h)
	}
	s.accept()
	s.write(s.event("online", journal.Verify, s.tomorrow()))
	s.strikeOff("let", s.clock.today(), demand.StrikeOffMotiveRADATT)
	_, all = s.run()
	var codes []string
	for _, h := range all[0].Held {
		codes = append(codes, h.Demand+" "+h.Findings[0].Code)
	}
	expect(t, "held", codes, "let SNE-RAD-02", "online NAT-ATT-02")
	numbered := s.event("online", journal.Number, s.tomorrow())
	numbered.Number = number(t, day("2015-06-01"), 1)
	s.write(numbered)
	ctx := context.Background()
	cells := func() (out []string) {
		found, err := s.link.Findings(ctx, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			out = append(out, f.Demand+" "+f.Desk+" "+strings.TrimPrefix(f.Cell, "radiation/"))
		}
		return out
	}
	if got := cells(); len(got) != 6 || got[0] != "let 21001 sirenBailleur" {
		t.Errorf("the desk is told %v", got)
	}
	known := sne.StrikeOff{Landlord: "123456782", LeaseOn: day("2015-06-02"), AlreadyTenant: demand.No, Agreement: demand.CollectiveAgreementAUCUN, Quota: demand.QuotaAUCUN}
	if lacking, err := s.link.SetAllocation(ctx, "let", known); err != nil || len(lacking) != 1 || lacking[0].Cell != "radiation/identifiantRPLS" {
		t.Errorf("%+v %v", lacking, err)
	}
	s.tomorrow()
	s.run()
	expect(t, "still lacking", cells(), "let 21001 identifiantRPLS")
	known.RPLS = "2100000001"
	if lacking, err := s.link.SetAllocation(ctx, "let", known); err != nil || len(lacking) > 0 {
		t.Errorf("%+v %v", lacking, err)
	}
	s.tomorrow()
	acts, _ := s.run()
	expect(t, "at last", acts, "RAD:let")
	expect(t, "nothing lacks", cells())
}

// A refusal leaves a finding with the code as it came; sent again, the demand is
// created and not modified.
func TestRefused(t *testing.T) {
	ctx := context.Background()
	s := begin(t, "2015-06-01 20:00")
	n := s.register("d1", 1, s.clock.today())
	s.register("d2", 2, s.clock.today())
	s.run()
	s.accept(n.String())
	found, err := s.link.Findings(ctx, "d1")
	if err != nil || len(found) != 1 || found[0].Code != "CTRL_DEM_9999" || found[0].Label != "contrôle inconnu d'ici" || found[0].Desk != deskCode || found[0].Kind != national.Created {
		t.Fatalf("%+v %v", found, err)
	}
	s.modify("d1", s.tomorrow(), 2)
	s.modify("d2", s.clock.today(), 2)
	acts, _ := s.run()
	expect(t, "after a refusal", acts, "CRE:d1", "MOD:d2")
	s.accept()
	if err := s.link.Settle(ctx, found[0].Key); err != nil {
		t.Fatal(err)
	}
	if left, _ := s.link.Findings(ctx, ""); len(left) != 0 {
		t.Errorf("left %+v", left)
	}
	s.tomorrow()
	if err := s.link.Again(ctx, "d1"); err != nil {
		t.Fatal(err)
	}
	if acts, _ := s.run(); len(acts) != 0 {
		t.Errorf("taken already, and sent again: %v", acts)
	}
}

// A lost answer: the same bytes go again, and no sooner than told.
func TestUnanswered(t *testing.T) {
	ctx := context.Background()
	s := begin(t, "2015-06-01 20:00")
	s.register("d1", 1, s.clock.today())
	s.run()
	var sent [][]byte
	quiet := answering(func(_ string, body []byte) ([]byte, error) { sent = append(sent, body); return nil, nil })
	for range 2 {
		if _, err := s.link.Deliver(ctx, quiet); err != nil {
			t.Fatal(err)
		}
	}
	s.tomorrow()
	s.modify("d1", s.clock.today(), 2)
	s.run()
	down := answering(func(string, []byte) ([]byte, error) { return nil, errCrash })
	if d, err := s.link.Deliver(ctx, down); !errors.Is(err, errCrash) || d.Left != 2 {
		t.Errorf("%+v %v", d, err)
	}
	d, err := s.link.Deliver(ctx, quiet)
	if err != nil || d.Sent != 2 || d.Left != 2 || len(sent) != 3 || string(sent[0]) != string(sent[1]) {
		t.Errorf("%+v %v, %d sent", d, err, len(sent))
	}
}

// A box that nobody ticked is a no, and it is told.
func TestNotSaid(t *testing.T) {
	s := begin(t, "2015-06-01 20:00")
	f := form(1)
	f.Wanted.Extended = demand.NotSaid
	create := s.event("d1", journal.Create, s.clock.today())
	create.Number, create.Values, create.Set = number(t, s.clock.today(), 1), &f, journal.Given(&f)
	s.write(create)
	acts, all := s.run()
	expect(t, "created", acts, "CRE:d1")
	if !strings.Contains(string(all[0].Files[0].Bytes), "<ns1:demandeElargie>false<") || len(all[0].Lost) != 1 || all[0].Lost[0].Findings[0].Code != "NAT-ATT-05" {
		t.Errorf("%+v", all[0].Lost)
	}
}
