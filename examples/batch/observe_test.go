package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/app"
)

// observed runs the verb and gives its manifest, its messages and its exit code.
func observed(t *testing.T, args ...string) (m app.ObserveManifest, said string, code int) {
	t.Helper()
	var out, err bytes.Buffer
	code = run(console{strings.NewReader(""), &out, &err}, append([]string{"observe"}, args...))
	for i, a := range args {
		if a == "-out" {
			if data, e := os.ReadFile(filepath.Join(args[i+1], app.ManifestName)); e == nil {
				if e := json.Unmarshal(data, &m); e != nil {
					t.Fatal(e)
				}
			}
		}
	}
	return m, out.String() + err.String(), code
}

// eventsOf writes a journal of n demands of Dijon and Chenôve: half of them
// allocated in 2011, one struck off otherwise, one of the future.
func eventsOf(t *testing.T, n int) string {
	t.Helper()
	var b strings.Builder
	counter := 0
	event := func(key, kind, on, rest string) {
		counter++
		b.WriteString(`{"v":1,"id":{"origin":"21001","counter":` + digitsOf(counter) + `},"demand":"` + key + `","kind":"` + kind + `","on":"` + on + `","entered":"` + on + `T09:00:00Z","service":"21001"` + rest + "}\n")
	}
	for i := range n {
		key, commune := "d"+digitsOf(i), []string{"21231", "21166"}[i%2]
		event(key, "create", "2010-03-01", `,"values":{"persons_to_house":2,"wanted":{"types":["T3"],"places":[{"commune":"`+commune+`"}]},"present_housing":{"social_tenant":`+[]string{"true", "false"}[i%2]+`}}`)
		switch {
		case i%4 < 2:
			event(key, "strike_off", "2011-03-01", `,"motive":"RADATT"`)
		case i == 3:
			event(key, "strike_off", "2011-03-01", `,"motive":"RADABA"`)
		}
	}
	event("late", "create", "2012-03-01", `,"values":{"persons_to_house":2}`)
	name := filepath.Join(t.TempDir(), "journal.jsonl")
	if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

func digitsOf(n int) string {
	data, _ := json.Marshal(n)
	return string(data)
}

func TestObserveAJournal(t *testing.T) {
	out := t.TempDir()
	m, said, code := observed(t, "-in", eventsOf(t, 80), "-from", "2011-01-01", "-asof", "2011-12-31", "-by", "commune,epci,departement", "-raw", "-out", out)
	if code != exitDone || m.Demands != 39 {
		t.Fatalf("exit %d, %d demands: %s", code, m.Demands, said)
	}
	for file, want := range map[string]string{
		"exits_commune.csv":          "territory_code,territory_name,allocated,struck_off,merged,deleted,moved_out,stock_end,total\n21166,Chenôve,20,1,0,0,0,19,40\n21231,Dijon,20,0,0,0,0,20,40\nTOTAL,Ensemble,40,1,0,0,0,39,80\n",
		"pressure_epci.csv":          "territory_code,territory_name,total\n242100410,Dijon Métropole,0.98\nTOTAL,Ensemble,0.98\n",
		"delay_mean_commune.csv":     "territory_code,territory_name,C,T1,T2,T3,T4,T5,T6P,none,total\n21166,Chenôve,na,na,na,12.00,na,na,na,na,12.00\n21231,Dijon,na,na,na,12.00,na,na,na,na,12.00\nTOTAL,Ensemble,na,na,na,12.00,na,na,na,na,12.00\n",
		"age_median_departement.csv": "territory_code,territory_name,total\n21,Côte-d'Or,21.00\nTOTAL,Ensemble,21.00\n",
	} {
		data, err := os.ReadFile(filepath.Join(out, file))
		if err != nil || string(data) != want {
			t.Errorf("%s: %v\n%s", file, err, data)
		}
	}
	if m.Told.Codes() != "OBS-DAT-01" || len(m.Hidden) != 0 || !m.Raw {
		t.Errorf("told %s, %d hidden", m.Told.Codes(), len(m.Hidden))
	}
	for _, name := range []string{"dictionary.csv", "tables.json", "sdmx.csv", "commune.geojson", "epci.geojson"} {
		data, err := os.ReadFile(filepath.Join(out, name))
		if err != nil || len(data) == 0 {
			t.Errorf("%s: %v", name, err)
		}
		if strings.HasSuffix(name, "json") && !json.Valid(data) {
			t.Errorf("%s is not JSON", name)
		}
	}
}

// Protected, nothing small is written anywhere, in any of the forms.
func TestObserveProtects(t *testing.T) {
	out := t.TempDir()
	m, said, code := observed(t, "-in", eventsOf(t, 80), "-from", "2011-01-01", "-asof", "2011-12-31", "-out", out)
	if code != exitDone || len(m.Hidden) == 0 || m.Audit == nil || m.Audit.Hidden == 0 {
		t.Fatalf("exit %d, %d hidden: %s", code, len(m.Hidden), said)
	}
	for _, h := range m.Hidden {
		if h.Why != "secret" {
			t.Errorf("%+v says more than it should", h)
		}
	}
	exits, _ := os.ReadFile(filepath.Join(out, "exits_commune.csv"))
	if _, row, _ := strings.Cut(string(exits), "21166,Chenôve,"); strings.Split(row, ",")[1] != "secret" {
		t.Errorf("the only one struck off is shown:\n%s", exits)
	}
	sdmx, _ := os.ReadFile(filepath.Join(out, "sdmx.csv"))
	if strings.Contains(string(sdmx), "exits,1,commune,21166,2026,struck_off,2011-01-01/2011-12-31,1") || !strings.Contains(string(sdmx), "exits,1,commune,21166,2026,struck_off,2011-01-01/2011-12-31,,A,C,demande") {
		t.Error("the only one struck off is not confidential in SDMX")
	}
	geo, _ := os.ReadFile(filepath.Join(out, "commune.geojson"))
	if !strings.Contains(string(geo), `"exits.struck_off":null`) {
		t.Error("the only one struck off is not null in GeoJSON")
	}
	codes := map[string]bool{}
	for _, n := range m.NotAvailable {
		codes[n.Measure+" "+n.Why] = true
	}
	if !codes["pressure_sru missing_years"] || !codes["abnormal_share no_delay"] || !codes["quartile_share no_threshold"] {
		t.Errorf("not available: %v", codes)
	}
}

func TestObserveRefuses(t *testing.T) {
	file, out := eventsOf(t, 4), t.TempDir()
	for _, c := range []struct {
		name, want string
		args       []string
	}{
		{"no file", "aucun fichier donné", []string{"-out", out}},
		{"threshold of 0", "un seuil de 0 ne cache rien", []string{"-in", file, "-out", out, "-threshold", "0"}},
		{"threshold of 1", "un seuil de 1 ne cache rien", []string{"-in", file, "-out", out, "-threshold", "1"}},
		{"level", "n'est pas un niveau", []string{"-in", file, "-out", out, "-by", "galaxie"}},
		{"period", "avant de commencer", []string{"-in", file, "-out", out, "-from", "2012-01-01", "-asof", "2011-01-01"}},
		{"geography", "de 2010 à 2026", []string{"-in", file, "-out", out, "-asof", "2011-01-01", "-geography", "2031-01-01"}},
		{"dimension", "« colour » n'est pas une dimension ; choisir parmi type, target", []string{"-in", file, "-out", out, "-asof", "2011-01-01", "-raw", "-cross", "colour"}},
		{"dimension twice", "deux fois", []string{"-in", file, "-out", out, "-asof", "2011-01-01", "-raw", "-cross", "age,age"}},
		{"to come", "est à venir", []string{"-in", file, "-out", out, "-asof", "2999-01-01"}},
		{"delay of nowhere", "n'est ni un département", []string{"-in", file, "-out", out, "-asof", "2011-01-01", "-abnormal", "099=24"}},
		{"delay of no months", "de 1 à 600", []string{"-in", file, "-out", out, "-asof", "2011-01-01", "-abnormal", "021=0"}},
		{"delay twice", "deux fois", []string{"-in", file, "-out", out, "-asof", "2011-01-01", "-abnormal", "021=24,21=36"}},
		{"delays nowhere", "ne se lit pas", []string{"-in", file, "-out", out, "-asof", "2011-01-01", "-abnormal", "absent.csv"}},
		{"threshold of a département", "par EPCI", []string{"-in", file, "-out", out, "-asof", "2011-01-01", "-quartile", "021=8671"}},
		{"threshold of nothing", "montant en euros", []string{"-in", file, "-out", out, "-asof", "2011-01-01", "-quartile", "242100410=peu"}},
		{"absent", "vérifier le chemin", []string{"-in", file + "x", "-out", out, "-asof", "2011-01-01"}},
	} {
		if _, said, code := observed(t, c.args...); code != exitFailed || !strings.Contains(said, c.want) {
			t.Errorf("%s: exit %d, %s", c.name, code, said)
		}
	}
}

// A crossing is protected with the tables that it sums to.
func TestObserveProtectsACrossing(t *testing.T) {
	out := t.TempDir()
	m, said, code := observed(t, "-in", eventsOf(t, 400), "-asof", "2011-12-31", "-cross", "size,transfer", "-out", out)
	if code != exitDone || len(m.Nothing) > 0 {
		t.Fatalf("exit %d: %s", code, said)
	}
	if _, err := os.Stat(filepath.Join(out, "size_by_transfer_commune.csv")); err != nil {
		t.Error(err)
	}
	if code, told, errs := call("audit", out); code != exitDone {
		t.Errorf("exit %d: %s%s", code, told, errs)
	}
}

// Two communes became one: the count of the one, published after those of the two,
// gives the hidden one away, unless it is protected after them.
func TestObserveAfterAPublication(t *testing.T) {
	root := t.TempDir()
	file := filepath.Join(root, "comptage.csv")
	var data strings.Builder
	data.WriteString("communes;deposited_on;persons\n")
	for commune, n := range map[string]int{"21452": 30, "21213": 3, "21231": 300, "21515": 4, "21617": 21} {
		for i := range n {
			fmt.Fprintf(&data, "%s;2010-01-15;%d\n", commune, 1+i%4)
		}
	}
	if err := os.WriteFile(file, []byte(data.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	both := func(name string, more ...string) string {
		folder := filepath.Join(root, name)
		for _, args := range [][]string{{"-geography", "2018-12-31", "-out", filepath.Join(folder, "2018")}, append(more, "-out", filepath.Join(folder, "2026"))} {
			if _, said, code := observed(t, append([]string{"-in", file, "-asof", "2018-12-31", "-by", "commune,departement"}, args...)...); code != exitDone {
				t.Fatalf("exit %d: %s", code, said)
			}
		}
		return folder
	}
	if code, out, errs := call("audit", both("alone")); code != exitPerson || !strings.Contains(out, "21213,total,3,3,") {
		t.Errorf("what the merger gives is not found: exit %d: %s%s", code, out, errs)
	}
	if code, out, errs := call("audit", both("after", "-previous", filepath.Join(root, "after", "2018"))); code != exitDone {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	m, _, _ := observed(t, "-in", file, "-asof", "2018-12-31", "-by", "commune,departement", "-previous", filepath.Join(root, "after", "2018"), "-out", filepath.Join(root, "after", "2018"))
	if len(m.Tables) == 0 {
		t.Error("the folder that was to be kept is gone")
	}
	if _, said, code := observed(t, "-in", file, "-asof", "2018-12-31", "-previous", filepath.Join(root, "absent"), "-out", filepath.Join(root, "b")); code != exitFailed || !strings.Contains(said, "ce dossier n'existe pas") {
		t.Errorf("exit %d: %s", code, said)
	}
}

// In the geography of 2012, EPCI other than the Grand Dijon are not known: their
// communes are in no row of today's EPCI.
func TestObserveInAnOldGeography(t *testing.T) {
	out := t.TempDir()
	m, said, code := observed(t, "-in", eventsOf(t, 80), "-asof", "2011-12-31", "-geography", "2012-01-01", "-by", "commune,epci,canton", "-raw", "-cross", "type,size", "-out", out)
	if code != exitDone || m.GeographyYear != 2012 {
		t.Fatalf("exit %d: %s", code, said)
	}
	epci, _ := os.ReadFile(filepath.Join(out, "stock_first_epci.csv"))
	if !strings.Contains(string(epci), "242100410,Communauté de l'agglomération dijonnaise (Grand Dijon),39") {
		t.Errorf("EPCI of 2012:\n%s", epci)
	}
	reasons := map[string]string{}
	for _, n := range m.NotAvailable {
		if n.Measure == "*" {
			reasons[string(n.Level)] = n.Why + " " + n.Reason
		}
	}
	if !strings.HasPrefix(reasons["canton"], "no_list Aucune liste de ce temps") || !strings.HasPrefix(reasons["epci"], "part_list De certaines communes") {
		t.Errorf("reasons: %v", reasons)
	}
	if m, _, _ := observed(t, "-in", eventsOf(t, 80), "-asof", "2011-12-31", "-raw", "-by", "commune,epci,canton,arrondissement,departement,region", "-out", t.TempDir()); strings.Count(strings.Join(whys(m), " "), "_list") != 1 || !slices.Contains(whys(m), "canton part_list") {
		t.Errorf("today only the cantons of the newest communes are not known: %v", whys(m))
	}
	if _, err := os.Stat(filepath.Join(out, "stock_first_canton.csv")); err == nil {
		t.Error("cantons of 2012 are not known, and are written")
	}
	cross, _ := os.ReadFile(filepath.Join(out, "type_by_size_commune.csv"))
	if !strings.Contains(string(cross), "T3|2") {
		t.Errorf("crossing:\n%.200s", cross)
	}
}

// A counting file holds no nominative datum; what cannot be counted is told by its row.
func TestObserveACountingFile(t *testing.T) {
	out, name := t.TempDir(), filepath.Join(t.TempDir(), "comptage.csv")
	data := "communes;deposited_on;persons\n" + strings.Repeat("21231 21166;2010-01-15;2\n", 30) + "21231;2010-02-31;2\n;2010-01-15;1\n"
	if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
	m, said, code := observed(t, "-in", name, "-asof", "2011-12-31", "-raw", "-out", out)
	if code != exitPerson || m.Demands != 31 || m.Files[0].Read != 32 || m.Files[0].Accepted != 31 || m.Files[0].Refused != 1 || len(m.Refused) != 1 || m.Refused[0].Row != 32 {
		t.Errorf("exit %d, %+v, %+v: %s", code, m.Files, m.Refused, said)
	}
	anyTable, _ := os.ReadFile(filepath.Join(out, "stock_any_epci.csv"))
	if string(anyTable) != "territory_code,territory_name,total\n242100410,Dijon Métropole,30\nTOTAL,Ensemble,31\n" {
		t.Errorf("%s", anyTable)
	}
}

// The delays and the thresholds given decide; where none is given nothing is counted
// as no.
func TestObserveWithParameters(t *testing.T) {
	file := filepath.Join(t.TempDir(), "delais.csv")
	if err := os.WriteFile(file, []byte("# arrêté d'essai\nterritory;months\n21231;24\n021;12\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, value, want string }{
		{"by the département", "021=24", "21166,Chenôve,0.00\n21231,Dijon,0.00\nTOTAL,Ensemble,0.00\n"},
		{"by the commune first", file, "21166,Chenôve,1.00\n21231,Dijon,0.00\nTOTAL,Ensemble,0.49\n"},
		{"of one commune only", "21166=12", "21166,Chenôve,1.00\n21231,Dijon,na\nTOTAL,Ensemble,1.00\n"},
		{"by the EPCI", "242100410=21", "21166,Chenôve,1.00\n21231,Dijon,1.00\nTOTAL,Ensemble,1.00\n"},
	} {
		out := t.TempDir()
		_, said, code := observed(t, "-in", eventsOf(t, 80), "-asof", "2011-12-31", "-raw", "-abnormal", c.value, "-out", out)
		got, err := os.ReadFile(filepath.Join(out, "abnormal_share_commune.csv"))
		if want := "territory_code,territory_name,total\n" + c.want; code != exitDone || err != nil || string(got) != want {
			t.Errorf("%s: exit %d %v\n%s%s", c.name, code, err, got, said)
		}
	}
	out, counted := t.TempDir(), filepath.Join(t.TempDir(), "c.csv")
	if err := os.WriteFile(counted, []byte("communes,deposited_on,abnormal\n21231,2010-01-15,\n21231,2011-11-15,yes\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	observed(t, "-in", counted, "-asof", "2011-12-31", "-raw", "-abnormal", "021=24", "-out", out)
	if got, _ := os.ReadFile(filepath.Join(out, "by_abnormal_commune.csv")); !strings.Contains(string(got), "21231,Dijon,1,1,0,2\n") {
		t.Errorf("a counting file: what it says stands, the rest is judged:\n%s", got)
	}
}

func TestObserveTheFirstQuartile(t *testing.T) {
	out, name := t.TempDir(), filepath.Join(t.TempDir(), "d.jsonl")
	line := `{"desk":"21001","deposited_on":"2018-01-15","wanted":{"places":[{"commune":"21231"}],"types":["T2"]},"applicant":{"birth_date":"1980-05-01","income":{"year_minus_2":2016,"amount_minus_2":%s}},"persons_to_house":1}` + "\n"
	if err := os.WriteFile(name, []byte(strings.Replace(line, "%s", "6000", 1)+strings.Replace(line, "%s", "20000", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	m, said, code := observed(t, "-in", name, "-asof", "2018-06-30", "-raw", "-quartile", "242100410=8671", "-out", out)
	got, _ := os.ReadFile(filepath.Join(out, "by_quartile_epci.csv"))
	if code != exitDone || !strings.Contains(string(got), "242100410,Dijon Métropole,1,1,0,2\n") {
		t.Errorf("exit %d: %s\n%s%v", code, got, said, m.NotAvailable)
	}
}

// Codes that designate no commune are told one by one to whoever counts; what is
// published does not say how many demands each has.
func TestObserveTellsUnknownCommunes(t *testing.T) {
	name := filepath.Join(t.TempDir(), "comptage.csv")
	rows := "communes,deposited_on\n" + strings.Repeat("21231,2010-01-15\n", 30) + strings.Repeat("21999,2010-01-15\n", 2) + "21000,2010-01-15\n76108,2010-01-15\n,2010-01-15\n"
	if err := os.WriteFile(name, []byte(rows), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, raw := range []bool{true, false} {
		out := t.TempDir()
		args := []string{"-in", name, "-asof", "2014-12-31", "-geography", "2014-12-31", "-by", "departement", "-out", out}
		if raw {
			args = append(args, "-raw")
		}
		m, said, _ := observed(t, args...)
		for _, want := range []string{"commune 21999 : aucune commune n'a porté ce code depuis 2010", "(ce n'est pas le code postal) : 2 demande(s)", "commune 21000 :", "commune absente"} {
			if !strings.Contains(said, want) {
				t.Errorf("raw %t: %q is not said: %s", raw, want, said)
			}
		}
		sum := 0
		for _, u := range m.Unknown {
			sum += u.Demands
		}
		if len(m.Unknown) < 3 || m.Unknown[0].Code != "21999" || m.Unknown[0].Why != "never" || raw != (sum > 0) {
			t.Errorf("raw %t: %+v", raw, m.Unknown)
		}
		manifest, _ := os.ReadFile(filepath.Join(out, app.ManifestName))
		if !raw && strings.Contains(string(manifest), `"value": "4"`) {
			t.Errorf("the manifest counts a hidden row: %s", manifest)
		}
	}
}

func whys(m app.ObserveManifest) (out []string) {
	for _, n := range m.NotAvailable {
		out = append(out, string(n.Level)+" "+n.Why)
	}
	return out
}
