package simulator_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/national/envelope"
	"github.com/fichier-unique/rules/examples/internal/national/simulator"
	"github.com/fichier-unique/rules/numbering"
)

var paris = time.FixedZone("", 3600)

func day(text string) demand.Date { return demand.MustDate(text) }

type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func begin(t testing.TB, f simulator.Faults) (*simulator.Simulator, *clock) {
	t.Helper()
	c := &clock{time.Date(2016, 12, 31, 20, 0, 0, 0, paris)}
	s, err := simulator.New(simulator.Settings{Seed: 1, Territory: "021", Now: c.now, Faults: f})
	if err != nil {
		t.Fatal(err)
	}
	return s, c
}

func number(t testing.TB, on string, rank int) numbering.Number {
	t.Helper()
	n, err := numbering.New(numbering.Deposit{Territory: "021", Year: day(on).Year(), Month: day(on).Month()}, rank, "21001")
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// form is a demand that nothing refuses, deposited on 1 June 2015.
func form(t testing.TB, rank int) demand.Form {
	f := demand.Form{Number: number(t, "2015-06-01", rank), Desk: "21001", DepositedOn: day("2015-06-01")}
	f.Applicant = demand.Person{
		Civility: demand.Civility1, UsedName: "Zzyzx", FirstNames: "Anatole", BirthDate: day("1980-01-01").AddDays(rank), Nationality: demand.Nationality1,
	}
	f.Wanted = demand.Wanted{Extended: demand.No, Types: []demand.DwellingType{demand.DwellingTypeT2}, Places: []demand.WantedPlace{{Commune: "21231"}}}
	return f
}

func file(t testing.TB, kind demand.FileType, on string, recs ...sne.Record) []byte {
	t.Helper()
	var out bytes.Buffer
	h := sne.Header{Version: "02.01", FileType: kind, FileDate: on + "T20:00:00.0+01:00"}
	if err := sne.Write(&out, h, slices.Values(recs)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// sender gives each file a new name.
type sender struct {
	t    testing.TB
	sim  *simulator.Simulator
	sent int
}

func (s *sender) name() string {
	s.sent++
	return sne.FileName{Kind: sne.DemandFile, Desk: "G2100", At: time.Date(2015, 6, 1, 20, 0, 0, 0, time.UTC), Sequence: s.sent, Extension: "xml"}.String()
}

// codes sends a file of one demand and gives the codes of its answer.
func (s *sender) codes(kind demand.FileType, on string, f demand.Form, off *sne.StrikeOff) []string {
	s.t.Helper()
	rec := sne.Record{Form: f}
	if off != nil {
		rec.SetStrikeOff(*off)
	}
	body, _, err := s.sim.Take(s.name(), file(s.t, kind, on, rec))
	if err != nil {
		s.t.Fatal(err)
	}
	return codesOf(s.t, body)
}

func codesOf(t testing.TB, body []byte) []string {
	t.Helper()
	a, err := national.ReadAnswer(body)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, x := range a.Anomalies {
		out = append(out, x.Code)
	}
	for _, l := range a.Lines {
		for _, x := range l.Anomalies {
			out = append(out, x.Code)
			if x.Label == "" {
				t.Errorf("%s has no sentence", x.Code)
			}
		}
	}
	return out
}

// What is checked, one wrong thing at a time, and what is right beside it.
func TestChecks(t *testing.T) {
	renewed := func(on string) func(*demand.Form) { return func(f *demand.Form) { f.RenewedOn = day(on) } }
	off := func(motive demand.StrikeOffMotive, on string) *sne.StrikeOff {
		return &sne.StrikeOff{Motive: motive, On: day(on)}
	}
	const renunciation, notRenewed, noAnswer = demand.StrikeOffMotiveRADABA, demand.StrikeOffMotiveRADREN, demand.StrikeOffMotiveRADCON
	type step struct {
		kind demand.FileType
		on   string
		edit func(*demand.Form)
		off  *sne.StrikeOff
		want string // codes, blank-separated
	}
	created := step{demand.FileTypeCRE, "2015-06-01", nil, nil, ""}
	for _, c := range []struct {
		name  string
		steps []step
	}{
		{"created twice", []step{created, {demand.FileTypeCRE, "2015-06-02", nil, nil, "SIM_DEM_EXISTE"}}},
		{"no number", []step{{demand.FileTypeCRE, "2015-06-01", func(f *demand.Form) { f.Number = numbering.Number{} }, nil, "SIM_NUM_ABSENT"}}},
		{"another territory", []step{{demand.FileTypeCRE, "2015-06-01", func(f *demand.Form) { f.Number, _ = numbering.Parse("059061500000121001") }, nil, "SIM_NUM_TERRITOIRE"}}},
		{"another desk", []step{{demand.FileTypeCRE, "2015-06-01", func(f *demand.Form) { f.Desk = "21002" }, nil, "SIM_NUM_GUICHET"}}},
		{"another month", []step{{demand.FileTypeCRE, "2015-06-01", func(f *demand.Form) { f.DepositedOn = day("2015-05-31") }, nil, "SIM_NUM_MOIS"}}},
		{"another month after a separation", []step{{demand.FileTypeCRS, "2015-06-01", func(f *demand.Form) { f.DepositedOn = day("2014-05-31") }, nil, ""}}},
		{"deposited after the file", []step{{demand.FileTypeCRE, "2015-05-31", nil, nil, "DEM-DAT-01 SIM_DAT_DEPOT"}}},
		{"not registrable", []step{{demand.FileTypeCRE, "2015-06-01", func(f *demand.Form) { f.Applicant.FirstNames = "" }, nil, "DEM-MIN-02"}}},
		{"not complete for the interface", []step{{demand.FileTypeCRE, "2015-06-01", func(f *demand.Form) { f.Wanted.Extended = demand.NotSaid }, nil, "SNE-PRO-01"}}},
		{"unknown", []step{{demand.FileTypeMOD, "2015-06-01", nil, nil, "SIM_DEM_INCONNUE"}}},
		{"modified", []step{created, {demand.FileTypeMOD, "2015-07-01", nil, nil, ""}}},
		{"renewed", []step{created, {demand.FileTypeREN, "2016-05-10", renewed("2016-05-10"), nil, ""}, {demand.FileTypeREN, "2016-05-11", renewed("2016-05-09"), nil, "SIM_DAT_RENOUVELLEMENT"}}},
		{"renewed to come", []step{created, {demand.FileTypeREN, "2016-05-10", renewed("2016-05-11"), nil, "DEM-DAT-08 SIM_DAT_RENOUVELLEMENT"}}},
		{"struck off too early", []step{created, {demand.FileTypeRAD, "2016-06-30", nil, off(notRenewed, "2016-06-30"), "SIM_RAD_AVANT_TERME"}}},
		{"struck off in time, restored in time", []step{created, {demand.FileTypeRAD, "2016-07-01", nil, off(notRenewed, "2016-07-01"), ""}, {demand.FileTypeRAD, "2016-12-01", nil, off("", "2016-12-01"), ""}}},
		{"restored too late", []step{created, {demand.FileTypeRAD, "2016-07-01", nil, off(notRenewed, "2016-07-01"), ""}, {demand.FileTypeRAD, "2016-12-02", nil, off("", "2016-12-02"), "SIM_RAD_APRES_TERME"}}},
		{"late answer too late", []step{created, {demand.FileTypeRAD, "2016-01-01", nil, off(noAnswer, "2016-01-01"), ""}, {demand.FileTypeRAD, "2016-06-02", nil, off("", "2016-06-02"), "SIM_RAD_APRES_TERME"}}},
		{"struck off before the deposit", []step{created, {demand.FileTypeRAD, "2015-07-01", nil, off(renunciation, "2015-05-01"), "SIM_DAT_RADIATION"}}},
		{"modified while struck off", []step{created, {demand.FileTypeRAD, "2015-07-01", nil, off(renunciation, "2015-07-01"), ""}, {demand.FileTypeMOD, "2015-07-02", nil, nil, "SIM_DEM_RADIEE"}, {demand.FileTypeRAD, "2015-07-02", nil, off(renunciation, "2015-07-02"), "SIM_DEM_RADIEE"}}},
		{"nothing to undo", []step{created, {demand.FileTypeRAD, "2015-07-01", nil, off("", "2015-07-01"), "SIM_DEM_NON_RADIEE"}}},
		{"inadmissible without saying why", []step{created, {demand.FileTypeRAD, "2015-07-01", nil, off(demand.StrikeOffMotiveRADIRR, "2015-07-01"), "SNE-RAD-01"}}},
		{"deleted, then unknown", []step{created, {demand.FileTypeSUP, "2015-07-01", nil, nil, ""}, {demand.FileTypeSUP, "2015-07-02", nil, nil, "SIM_DEM_INCONNUE"}}},
		{"type of a file that does not come in", []step{{demand.FileTypeDIS, "2015-06-01", nil, nil, "SIM_FIC_TYPE"}}},
		{"file to come", []step{{demand.FileTypeCRE, "2017-02-01", nil, nil, "SIM_FIC_DATE"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			sim, _ := begin(t, simulator.Faults{})
			s := &sender{t: t, sim: sim}
			for i, st := range c.steps {
				f := form(t, 1)
				if st.edit != nil {
					st.edit(&f)
				}
				if got := strings.Join(s.codes(st.kind, st.on, f, st.off), " "); got != st.want {
					t.Errorf("step %d: %q, want %q", i+1, got, st.want)
				}
			}
		})
	}
}

func TestFileRefused(t *testing.T) {
	sim, _ := begin(t, simulator.Faults{})
	s := &sender{t: t, sim: sim}
	good := file(t, demand.FileTypeCRE, "2015-06-01", sne.Record{Form: form(t, 1)})
	for _, c := range []struct {
		name, file string
		body       []byte
		want       string
	}{
		{"its name", "demandes.xml", good, "SIM_FIC_NOM"},
		{"not XML", s.name(), []byte("bonjour"), "SIM_FIC_LECTURE"},
		{"cut", s.name(), good[:len(good)/2], "SIM_FIC_LECTURE"},
	} {
		t.Run(c.name, func(t *testing.T) {
			body, _, err := sim.Take(c.file, c.body)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(codesOf(t, body), " "); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
	if n := sim.Len(); n != 0 {
		t.Errorf("%d demands are held", n)
	}
}

// The same file has one effect and one answer; its name cannot serve twice.
func TestSameFile(t *testing.T) {
	sim, _ := begin(t, simulator.Faults{})
	s := &sender{t: t, sim: sim}
	name, body := s.name(), file(t, demand.FileTypeCRE, "2015-06-01", sne.Record{Form: form(t, 1)})
	first, _, err := sim.Take(name, body)
	if err != nil {
		t.Fatal(err)
	}
	again, _, err := sim.Take(name, body)
	if err != nil || !bytes.Equal(first, again) || sim.Len() != 1 {
		t.Errorf("%v, %d held:\n%s", err, sim.Len(), cmp.Diff(string(first), string(again)))
	}
	other, _, _ := sim.Take(name, file(t, demand.FileTypeCRE, "2015-06-01", sne.Record{Form: form(t, 2)}))
	if got := codesOf(t, other); len(got) != 1 || got[0] != "SIM_FIC_DEJA_RECU" || sim.Len() != 1 {
		t.Errorf("%v, %d held", got, sim.Len())
	}
}

func TestDuplicates(t *testing.T) {
	sim, _ := begin(t, simulator.Faults{})
	s := &sender{t: t, sim: sim}
	a, b := form(t, 1), form(t, 2)
	b.Applicant = a.Applicant
	b.Applicant.UsedName = "zzyzx "
	s.codes(demand.FileTypeCRE, "2015-06-01", a, nil)
	body, _, err := sim.Take(s.name(), file(t, demand.FileTypeCRE, "2015-06-01", sne.Record{Form: b}))
	if err != nil {
		t.Fatal(err)
	}
	got, err := national.ReadAnswer(body)
	if err != nil {
		t.Fatal(err)
	}
	want := []sne.Duplicate{{Number: a.Number, Desk: "21001", Since: day("2015-06-01")}}
	if diff := cmp.Diff(want, got.Lines[0].Duplicates, cmp.Comparer(func(a, b numbering.Number) bool { return a == b }), cmp.Comparer(func(a, b demand.Date) bool { return a == b })); diff != "" || len(got.Lines[0].Anomalies) > 0 {
		t.Error(diff)
	}
}

// The same seed gives the same bad days, whatever the order of the calls.
func TestFaultsAreDrawn(t *testing.T) {
	faults := simulator.Faults{Anomalies: 0.3, Lost: 0.2}
	play := func(order []int) map[int]string {
		sim, _ := begin(t, faults)
		out := map[int]string{}
		for _, rank := range order {
			name := sne.FileName{Kind: sne.DemandFile, Desk: "G2100", At: time.Date(2015, 6, 1, 20, 0, 0, 0, time.UTC), Sequence: rank, Extension: "xml"}.String()
			body, _, err := sim.Take(name, file(t, demand.FileTypeCRE, "2015-06-01", sne.Record{Form: form(t, rank)}))
			if errors.Is(err, simulator.ErrLost) {
				out[rank] = "lost"
				continue
			}
			out[rank] = strings.Join(codesOf(t, body), " ")
		}
		return out
	}
	var order []int
	for i := range 200 {
		order = append(order, i+1)
	}
	one := play(order)
	slices.Reverse(order)
	if diff := cmp.Diff(one, play(order)); diff != "" {
		t.Error(diff)
	}
	count := map[string]int{}
	for _, outcome := range one {
		count[outcome]++
	}
	if lost, refused := count["lost"], count["SIM_SANS_RAISON"]; lost < 20 || lost > 60 || refused < 25 || refused > 75 {
		t.Errorf("of 200: %d lost, %d refused", lost, refused)
	}
	if _, err := simulator.New(simulator.Settings{Now: time.Now, Faults: simulator.Faults{Lost: 1.5}}); err == nil {
		t.Error("a share of one and a half passes")
	}
}

func TestHTTP(t *testing.T) {
	sim, c := begin(t, simulator.Faults{})
	server := httptest.NewServer(sim.Handler())
	defer server.Close()
	ctx := context.Background()
	s := &sender{t: t, sim: sim}
	by := national.HTTP{Base: server.URL, Client: server.Client()}
	body := func(rank int) []byte {
		return file(t, demand.FileTypeCRE, "2015-06-01", sne.Record{Form: form(t, rank)})
	}
	got, err := by.Send(ctx, s.name(), body(1))
	if err != nil || len(codesOf(t, got)) > 0 {
		t.Fatalf("%v %s", err, got)
	}
	if err := sim.SetFaults(simulator.Faults{Outages: []simulator.Window{{From: c.at, To: c.at.Add(time.Hour)}}}); err != nil {
		t.Fatal(err)
	}
	name := s.name()
	if _, err := by.Send(ctx, name, body(2)); err == nil || !strings.Contains(err.Error(), "503") {
		t.Errorf("in an outage: %v", err)
	}
	c.at = c.at.Add(time.Hour)
	if err := put(server, `{"slow":1,"slow_by":7200000000000}`); err != nil {
		t.Fatal(err)
	}
	if got, err := by.Send(ctx, name, body(2)); err != nil || got != nil {
		t.Errorf("on a slow day: %v %s", err, got)
	}
	if got, err := by.Fetch(ctx, national.AnswerName(name)); err != nil || got != nil {
		t.Errorf("too soon: %v %s", err, got)
	}
	c.at = c.at.Add(2 * time.Hour)
	if got, err := by.Fetch(ctx, national.AnswerName(name)); err != nil || got == nil {
		t.Errorf("in time: %v", err)
	}
	if err := put(server, `{"lost":1}`); err != nil {
		t.Fatal(err)
	}
	name = s.name()
	if _, err := by.Send(ctx, name, body(3)); err == nil {
		t.Error("the answer is not lost")
	}
	if got, err := by.Send(ctx, name, body(3)); err != nil || len(codesOf(t, got)) > 0 || sim.Len() != 3 {
		t.Errorf("sent again: %v", err)
	}
	if err := put(server, `{"lost":2}`); err == nil {
		t.Error("a share of two passes")
	}
}

func put(server *httptest.Server, faults string) error {
	req, err := http.NewRequest(http.MethodPut, server.URL+"/pannes", strings.NewReader(faults))
	if err != nil {
		return err
	}
	resp, err := server.Client().Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusNoContent {
		return errors.New(resp.Status)
	}
	return nil
}

func TestSOAP(t *testing.T) {
	sim, c := begin(t, simulator.Faults{})
	server := httptest.NewServer(sim.Handler())
	defer server.Close()
	ctx := context.Background()
	s := &sender{t: t, sim: sim}
	by := national.SOAP{URL: server.URL + "/services", Client: server.Client(), Certificate: envelope.Attachment{Name: "CERG2100-201506012000.pem", Body: []byte("fictif")}}
	got, err := by.Send(ctx, s.name(), file(t, demand.FileTypeCRE, "2015-06-01", sne.Record{Form: form(t, 1)}))
	if err != nil || len(codesOf(t, got)) > 0 {
		t.Errorf("%v %s", err, got)
	}
	if err := sim.SetFaults(simulator.Faults{Outages: []simulator.Window{{From: c.at, To: c.at.Add(time.Hour)}}}); err != nil {
		t.Fatal(err)
	}
	_, err = by.Send(ctx, s.name(), nil)
	var fault *envelope.Fault
	if !errors.As(err, &fault) || !fault.Receiver || fault.Code != "SIM_SER_PANNE" {
		t.Errorf("in an outage: %v", err)
	}
	resp, err := server.Client().Post(by.URL, "text/plain", strings.NewReader("bonjour"))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	m, err := envelope.Decode(resp.Header.Get("Content-Type"), resp.Body)
	if err != nil || m.Fault == nil || m.Fault.Receiver {
		t.Errorf("no envelope: %+v %v", m, err)
	}
}

// Files dropped in a folder, through a restart.
func TestFolder(t *testing.T) {
	sim, c := begin(t, simulator.Faults{Slow: 1, SlowBy: time.Hour})
	dir := t.TempDir()
	f := &simulator.Folder{Simulator: sim, Dir: dir}
	if err := f.Open(); err != nil {
		t.Fatal(err)
	}
	s := &sender{t: t, sim: sim}
	name := s.name()
	drop := func(name string, body []byte) {
		if err := os.WriteFile(filepath.Join(dir, "in", name), body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	drop(name, file(t, demand.FileTypeCRE, "2015-06-01", sne.Record{Form: form(t, 1)}))
	drop(".en-cours", []byte("<"))
	pass := func(want ...string) {
		t.Helper()
		if err := f.Pass(); err != nil {
			t.Fatal(err)
		}
		entries, err := os.ReadDir(filepath.Join(dir, "out"))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range entries {
			got = append(got, e.Name())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	pass()
	c.at = c.at.Add(time.Hour)
	pass(national.AnswerName(name))
	if err := sim.RenewOnline(form(t, 1).Number, day("2016-05-20")); err != nil {
		t.Fatal(err)
	}
	pass(national.AnswerName(name), "DEMGDPUB-201612312100-000001.xml")

	second, _ := begin(t, simulator.Faults{})
	f = &simulator.Folder{Simulator: second, Dir: dir}
	if err := f.Open(); err != nil || second.Len() != 1 {
		t.Errorf("%v, %d held after a restart", err, second.Len())
	}
}

// The command serves and ends when it is told to.
func TestRun(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	var out, messages strings.Builder
	said := writing(func(p []byte) (int, error) {
		out.Write(p)
		if strings.Contains(string(p), "http://") {
			stop()
		}
		return len(p), nil
	})
	if code := simulator.Run(ctx, []string{"-addr", "127.0.0.1:0", "-dossier", t.TempDir(), "-cadence", "10ms"}, said, &messages, time.Now); code != 0 {
		t.Errorf("%d: %s", code, messages.String())
	}
	for _, args := range [][]string{{"-addr", ""}, {"-pannes", "3"}, {"-inconnu"}, {"-addr", "nulle part"}} {
		if code := simulator.Run(context.Background(), args, &out, &messages, time.Now); code != 2 {
			t.Errorf("%v: %d", args, code)
		}
	}
}

type writing func([]byte) (int, error)

func (w writing) Write(p []byte) (int, error) { return w(p) }

// No file crashes the simulator, and every answer is read.
func FuzzTake(f *testing.F) {
	const name = "DEMG2100-201506012000-000001.xml"
	f.Add(name, []byte(`<interfaceNuu xmlns="http://nuu.application.i2/" versionInterface="02.01"><entete><typeFichier>RAD</typeFichier><dateFichier>2015-06-01T20:00:00.0+01:00</dateFichier></entete><demande><demandeLogement><numUnique>021061500000121001</numUnique><radiation><motifRadiation code=""/></radiation></demandeLogement></demande></interfaceNuu>`))
	f.Fuzz(func(t *testing.T, name string, body []byte) {
		sim, _ := begin(t, simulator.Faults{})
		if _, _, err := sim.Take("DEMG2100-201506012000-000009.xml", file(t, demand.FileTypeCRE, "2015-06-01", sne.Record{Form: form(t, 1)})); err != nil {
			t.Fatal(err)
		}
		answer, _, err := sim.Take(name, body)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := national.ReadAnswer(answer); err != nil {
			t.Fatalf("%v:\n%s", err, answer)
		}
	})
}
