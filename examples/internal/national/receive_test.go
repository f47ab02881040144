package national_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/numbering"
)

var update = flag.Bool("update", false, "write the golden files again")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Error(diff)
	}
}

// sentFile sends d1 and d2 and gives the name of their file.
func sentFile(t testing.TB) (*scene, string, []numbering.Number) {
	s := begin(t, "2015-06-01 20:00")
	numbers := []numbering.Number{s.register("d1", 1, s.clock.today()), s.register("d2", 2, s.clock.today())}
	_, all := s.run()
	return s, all[0].Files[0].Name, numbers
}

func answer(t testing.TB, a national.Answer) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := a.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Whatever comes back, nothing is dropped and nothing is taken for granted.
func TestReceive(t *testing.T) {
	elsewhere := number(t, day("2014-01-01"), 9)
	for _, c := range []struct {
		name    string
		file    string // "": the one sent
		body    func(n []numbering.Number) []byte
		noted   []string // demand, code
		taken   int
		refused int
		again   []string // what is sent the day after, once put back on the list
	}{
		{"all taken", "", func(n []numbering.Number) []byte {
			return answer(t, national.Answer{Lines: []national.AnswerLine{{Number: n[0]}, {Number: n[1]}}})
		}, nil, 2, 0, nil},
		{"in another order", "", func(n []numbering.Number) []byte {
			return answer(t, national.Answer{Lines: []national.AnswerLine{{Number: n[1], Anomalies: []sne.Anomaly{{Code: "X"}}}, {Number: n[0]}}})
		}, []string{"d2 X"}, 1, 1, []string{"CRE:d2"}},
		{"without numbers", "", func([]numbering.Number) []byte {
			return answer(t, national.Answer{Lines: []national.AnswerLine{{}, {Anomalies: []sne.Anomaly{{Code: "X"}, {Code: "Y"}}}}})
		}, []string{"d2 X", "d2 Y"}, 1, 1, []string{"CRE:d2"}},
		{"one is missing", "", func(n []numbering.Number) []byte {
			return answer(t, national.Answer{Lines: []national.AnswerLine{{Number: n[1]}}})
		}, []string{"d1 NAT-REP-06"}, 1, 1, []string{"CRE:d1"}},
		{"another demand", "", func(n []numbering.Number) []byte {
			return answer(t, national.Answer{Lines: []national.AnswerLine{{Number: n[0]}, {Number: elsewhere, Anomalies: []sne.Anomaly{{Code: "X"}}}}})
		}, []string{" NAT-REP-02", " X", "d2 NAT-REP-06"}, 1, 1, []string{"CRE:d2"}},
		{"the whole file", "", func([]numbering.Number) []byte {
			return answer(t, national.Answer{Anomalies: []sne.Anomaly{{Code: "FIC"}}})
		}, []string{"d1 FIC", "d2 FIC"}, 0, 2, []string{"CRE:d1", "CRE:d2"}},
		{"duplicates", "", func(n []numbering.Number) []byte {
			return answer(t, national.Answer{Lines: []national.AnswerLine{{Number: n[0], Duplicates: []sne.Duplicate{{Number: elsewhere}}}, {Number: n[1]}}})
		}, []string{"d1 NAT-REP-01 " + elsewhere.String()}, 2, 0, nil},
		{"not XML", "", func([]numbering.Number) []byte { return []byte("Erreur interne") }, []string{" NAT-REP-03"}, 0, 0, nil},
		{"a file of others", "ACQG9999-201506012000-000001.xml", func(n []numbering.Number) []byte {
			return answer(t, national.Answer{Lines: []national.AnswerLine{{Number: n[0]}}})
		}, []string{" NAT-REP-05"}, 0, 0, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx := context.Background()
			s, file, numbers := sentFile(t)
			name := c.file
			if name == "" {
				name = national.AnswerName(file)
			}
			r, err := s.link.Receive(ctx, name, c.body(numbers))
			if err != nil {
				t.Fatal(err)
			}
			found, err := s.link.Findings(ctx, "")
			if err != nil {
				t.Fatal(err)
			}
			var noted []string
			for _, f := range found {
				noted = append(noted, strings.TrimRight(f.Demand+" "+f.Code+" "+strings.Join(f.Numbers, " "), " "))
			}
			expect(t, "noted", noted, c.noted...)
			if r.Taken != c.taken || r.Refused != c.refused {
				t.Errorf("%d taken, %d refused", r.Taken, r.Refused)
			}
			s.tomorrow()
			if err := s.link.Again(ctx, "d1", "d2"); err != nil {
				t.Fatal(err)
			}
			acts, _ := s.run()
			expect(t, "again", acts, c.again...)
		})
	}
}

// The same answer twice has one effect; another one for the same file is told.
func TestAnsweredTwice(t *testing.T) {
	ctx := context.Background()
	s, file, n := sentFile(t)
	first := answer(t, national.Answer{Lines: []national.AnswerLine{{Number: n[0], Anomalies: []sne.Anomaly{{Code: "X"}}}, {Number: n[1]}}})
	for i := range 3 {
		r, err := s.link.Receive(ctx, national.AnswerName(file), first)
		if err != nil || r.Replay != (i > 0) {
			t.Errorf("%+v %v", r, err)
		}
	}
	if _, err := os.Stat(filepath.Join(s.link.Folder, file)); !os.IsNotExist(err) {
		t.Errorf("a file that was answered stays on the disk: %v", err)
	}
	other := answer(t, national.Answer{Lines: []national.AnswerLine{{Number: n[0]}, {Number: n[1]}}})
	if _, err := s.link.Receive(ctx, national.AnswerName(file), other); err != nil {
		t.Fatal(err)
	}
	found, _ := s.link.Findings(ctx, "")
	var codes []string
	for _, f := range found {
		codes = append(codes, f.Code)
	}
	expect(t, "findings", codes, "NAT-REP-04", "X")
}

func fileOf(t testing.TB, kind demand.FileType, recs ...sne.Record) []byte {
	t.Helper()
	var out bytes.Buffer
	h := sne.Header{Version: "02.01", FileType: kind, FileDate: "2015-06-02T08:00:00.0+02:00"}
	if err := sne.Write(&out, h, slices.Values(recs)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// What was done on the national portal comes as events to judge, or is noted.
func TestProposals(t *testing.T) {
	known, unknown := number(t, day("2015-06-01"), 1), number(t, day("2015-06-01"), 77)
	record := func(n numbering.Number, off *sne.StrikeOff) sne.Record {
		r := sne.Record{Form: demand.Form{Number: n, Desk: "GDPUB", RenewedOn: day("2015-06-02"), PersonsToHouse: 4}}
		if off != nil {
			r.SetStrikeOff(*off)
		}
		return r
	}
	created := sne.Record{Form: form(77)}
	created.Form.Number, created.Form.Desk, created.Form.DepositedOn = unknown, "GDPUB", day("2015-06-02")
	for _, c := range []struct {
		name string
		kind demand.FileType
		rec  sne.Record
		want string // kind, day, demand; or the code noted
	}{
		{"renewal", demand.FileTypeREN, record(known, nil), "renew 2015-06-02 d1 4"},
		{"modification", demand.FileTypeMOD, record(known, nil), "modify 2015-06-02 d1 4"},
		{"strike-off", demand.FileTypeRAD, record(known, &sne.StrikeOff{Motive: demand.StrikeOffMotiveRADABA, On: day("2015-06-02")}), "strike_off 2015-06-02 d1 RADABA"},
		{"undo", demand.FileTypeRAD, record(known, &sne.StrikeOff{On: day("2015-06-02")}), "restore 2015-06-02 d1"},
		{"creation", demand.FileTypeCRE, created, "create 2015-06-02"},
		{"created already", demand.FileTypeCRE, record(known, nil), "NAT-ACT-04"},
		{"unknown", demand.FileTypeREN, record(unknown, nil), "NAT-ACT-01"},
		{"without day", demand.FileTypeRAD, record(known, &sne.StrikeOff{Motive: demand.StrikeOffMotiveRADABA}), "NAT-ACT-02"},
		{"no act", demand.FileTypeSUP, record(known, nil), "NAT-ACT-03"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, _, _ := sentFile(t)
			const name = "DEMGDPUB-201506020800-000001.xml"
			r, err := s.link.Receive(context.Background(), name, fileOf(t, c.kind, c.rec))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range r.Proposals {
				e := p.Event
				parts := []string{string(e.Kind), e.On.String(), e.Demand, string(e.Motive)}
				if e.Set.Has("persons_to_house") {
					parts = append(parts, "4")
				}
				if e.Online {
					parts = append(parts, "online")
				}
				got = append(got, strings.Join(strings.Fields(strings.Join(parts, " ")), " "))
				if e.Receipt != name+"/1" || e.Service != "GDPUB" {
					t.Errorf("receipt %s, service %s", e.Receipt, e.Service)
				}
			}
			for _, n := range r.Noted {
				got = append(got, n.Code)
			}
			expect(t, "comes", got, c.want)
		})
	}
}

// An act of the portal that was taken in does not go back to it.
func TestNoEcho(t *testing.T) {
	ctx := context.Background()
	s, _, _ := sentFile(t)
	s.accept()
	s.tomorrow()
	off := sne.Record{Form: demand.Form{Number: number(t, day("2015-06-01"), 1), Desk: "GDPUB"}}
	off.SetStrikeOff(sne.StrikeOff{Motive: demand.StrikeOffMotiveRADABA, On: s.clock.today()})
	r, err := s.link.Receive(ctx, "DEMGDPUB-201506020800-000001.xml", fileOf(t, demand.FileTypeRAD, off))
	if err != nil || len(r.Proposals) != 1 {
		t.Fatalf("%+v %v", r, err)
	}
	e := s.event("d1", r.Proposals[0].Event.Kind, r.Proposals[0].Event.On)
	e.Motive = r.Proposals[0].Event.Motive
	s.write(e)
	if err := s.link.Took(ctx, "d1", r.Proposals[0]); err != nil {
		t.Fatal(err)
	}
	acts, _ := s.run()
	expect(t, "goes back", acts)
}

// Every code has a sentence in both languages, and none quotes anybody.
func TestRules(t *testing.T) {
	book, err := demand.NewRulebook(national.Rules())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range national.Rules() {
		for _, tag := range []language.Tag{language.French, language.English} {
			if text := book.Sentence(tag, demand.Fault{Code: r.Code}); text == "" || text == r.Code {
				t.Errorf("%s has no sentence in %s", r.Code, tag)
			}
		}
	}
}

func TestNotices(t *testing.T) {
	var all []national.Notice
	for i := range 5 {
		all = append(all, national.Notice{
			Number: number(t, day("2014-06-15"), i), ValidUntil: day("2015-06-15"), StrikeOff: day("2015-07-15"),
			Online: i > 0, Email: i != 2, AsksPost: i == 3,
		})
	}
	all = append(all, all[0])
	slices.Reverse(all)
	for _, p := range []demand.Profile{demand.Profile2012, demand.Profile2015, demand.Profile2017} {
		_, body, manifest := national.NoticesFile(day("2015-05-15"), p, all)
		golden(t, "notices-"+string(p)+".txt", slices.Concat(body, []byte("--\n"), manifest))
	}
}

// The files of a day, as they go.
func TestGoldenFiles(t *testing.T) {
	s := begin(t, "2015-06-01 20:00")
	s.register("d1", 1, s.clock.today())
	_, all := s.run()
	golden(t, "created.xml", all[0].Files[0].Bytes)
	golden(t, "manifest.json", all[0].Manifest.JSON())
	s.accept()
	s.tomorrow()
	s.strikeOff("d1", s.clock.today(), demand.StrikeOffMotiveRADABA)
	_, all = s.run()
	golden(t, "struck-off.xml", all[0].Files[0].Bytes)
	s.accept()
	s.tomorrow()
	s.write(s.event("d1", journal.Restore, s.clock.today()))
	_, all = s.run()
	golden(t, "undone.xml", all[0].Files[0].Bytes)
	golden(t, "refused.xml", answer(t, national.Answer{
		Header: sne.Header{Version: "02.01", FileType: demand.FileTypeCRE, FileDate: "2015-06-01T20:00:00.0+01:00"},
		Lines: []national.AnswerLine{{
			Number: number(t, day("2015-06-01"), 1), Anomalies: []sne.Anomaly{{Code: "CTRL_DEM_0033", Label: "Libellé tel que reçu"}},
			Duplicates: []sne.Duplicate{{Number: number(t, day("2014-02-01"), 3), Desk: "21002", Since: day("2014-02-01")}},
		}, {Number: number(t, day("2015-06-01"), 2)}},
	}))
}

func TestReconcile(t *testing.T) {
	side := func(rank int, renewed string) national.Side {
		return national.Side{Number: number(t, day("2014-06-01"), rank), Deposited: day("2014-06-01"), Renewed: day(renewed)}
	}
	sides := func(all ...national.Side) func(func(national.Side, error) bool) {
		return func(yield func(national.Side, error) bool) {
			for _, s := range all {
				if !yield(s, nil) {
					return
				}
			}
		}
	}
	here := sides(side(1, "2015-05-01"), side(2, "2015-05-01"), side(3, "2015-05-01"))
	there := sides(side(4, "2015-05-01"), side(3, "2015-05-02"), side(1, "2015-05-01"))
	d, b, err := national.Compare(here, there, func(n numbering.Number) ([]national.Reason, error) {
		if n.Sequence() == 2 {
			return []national.Reason{national.ReasonUnanswered}, nil
		}
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := national.Balance{Here: 3, There: 3, Same: 1, OnlyHere: 1, OnlyThere: 1, Different: 1, Unexplained: 2}
	if diff := cmp.Diff(want, b); diff != "" {
		t.Error(diff)
	}
	var out bytes.Buffer
	if err := national.Report(&out, d, b); err != nil {
		t.Fatal(err)
	}
	golden(t, "reconciliation.txt", out.Bytes())
	if _, _, err := national.Compare(sides(side(1, "2015-05-01"), side(1, "2015-05-01")), there, nil); err == nil {
		t.Error("a number twice on one side passes")
	}
}

// No answer crashes the link, and what is read is written and read alike.
func FuzzReadAnswer(f *testing.F) {
	for _, name := range []string{"refused.xml", "created.xml"} {
		body, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	f.Add([]byte(`<interfaceNuu xmlns="http://nuu.application.i2/"><entete><listeAnomalie><anomalie code="X">é</anomalie></listeAnomalie></entete></interfaceNuu>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		a, err := national.ReadAnswer(body)
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := a.Write(&out); err != nil {
			return // an element kept aside has a name XML does not admit
		}
		b, err := national.ReadAnswer(out.Bytes())
		if err != nil {
			t.Fatalf("what was written is not read: %v", err)
		}
		if len(b.Lines) != len(a.Lines) {
			t.Fatalf("%d lines became %d", len(a.Lines), len(b.Lines))
		}
		for i := range a.Lines {
			if a.Lines[i].Number != b.Lines[i].Number || len(a.Lines[i].Anomalies) != len(b.Lines[i].Anomalies) {
				t.Fatalf("line %d reads otherwise", i+1)
			}
		}
	})
}

// No file of the portal crashes the link.
func FuzzReceive(f *testing.F) {
	f.Add("DEMGDPUB-201506020800-000001.xml", []byte(`<interfaceNuu xmlns="http://nuu.application.i2/"><entete><typeFichier>REN</typeFichier></entete><demande><demandeLogement><numUnique>021061500000121001</numUnique><dateRenouvellement>2015-06-02</dateRenouvellement></demandeLogement></demande></interfaceNuu>`))
	f.Add("ACQG2100-201506012000-000001.xml", []byte(`<interfaceNuu xmlns="http://nuu.application.i2/"><entete/><demande><demandeLogement><listeAnomalie/></demandeLogement></demande></interfaceNuu>`))
	f.Fuzz(func(t *testing.T, name string, body []byte) {
		s, _, _ := sentFile(t)
		r, err := s.link.Receive(context.Background(), name, body)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range r.Proposals {
			if p.Event.On.IsZero() || p.Event.Receipt == "" {
				t.Fatalf("a proposal without day or receipt: %+v", p.Event.Kind)
			}
		}
	})
}
