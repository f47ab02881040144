package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMain lets the test binary stand for the program itself, so that a run
// can be killed.
func TestMain(m *testing.M) {
	if os.Getenv("BATCH_PROGRAM") == "1" {
		main()
		return
	}
	os.Exit(m.Run())
}

func call(args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	code = run(console{strings.NewReader(""), &o, &e}, args)
	return code, o.String(), e.String()
}

func TestArguments(t *testing.T) {
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"help", 0, "Verbes"}, {"check -h", 0, "batch check"}, {"fabriquer", 2, "n'est pas un verbe"},
		{"check", 2, "aucun fichier donné"}, {"check -profile 1999 x.csv", 2, "profil « 1999 » inconnu"},
		{"check -asof 30/06/2011 x.csv", 2, "n'est pas une date"}, {"check -nouveau x.csv", 2, "option inconnue"},
		{"check absent.csv", 2, "n'existe pas"}, {"check .", 2, "c'est un dossier"}, {"run -charter nulle x.csv", 2, "charte « nulle » inconnue"},
		{"run -memory beaucoup", 2, "par exemple 2GB"},
		{"number", 2, "choisir -parse ou -issue"}, {"number -parse", 2, "aucun numéro"}, {"number -issue -territory 021", 2, "demande"},
		{"rules extra", 2, "de trop"}, {"rules -profile 2010", 0, "DEM-MIN-06"}, {"profiles", 0, "logiciel-locatif"},
	} {
		code, out, errs := call(strings.Fields(c.args)...)
		if code != c.code || !strings.Contains(out+errs, c.says) {
			t.Errorf("batch %s: exit %d, %s%s", c.args, code, out[:min(len(out), 200)], errs)
		}
	}
}

// What would not fit is refused before it is read, and nothing is written.
func TestRunKeepsToItsMemory(t *testing.T) {
	folder := t.TempDir()
	if code, _, errs := call("sample", "-demands", "60", "-out", filepath.Join(folder, "in")); code != 0 {
		t.Fatal(errs)
	}
	files, err := filepath.Glob(filepath.Join(folder, "in", "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	out := filepath.Join(folder, "out")
	code, _, errs := call(append([]string{"run", "-memory", "1MB", "-out", out}, files...)...)
	if _, err := os.Stat(out); code != 2 || !strings.Contains(errs, "-memory 1GB") || strings.Contains(errs, "lues") || err == nil {
		t.Errorf("exit %d, %s", code, errs)
	}
	if code, _, errs := call(append([]string{"run", "-memory", "2GB", "-asof", "2026-01-01", "-out", out}, files...)...); code == 2 || !strings.Contains(errs, "Mo de mémoire, 2,0\u00a0Go disponibles") {
		t.Errorf("exit %d, %s", code, errs)
	}
}

// A lawyer checks each rule against its article without reading the program.
func TestRulesAreReadAlone(t *testing.T) {
	_, out, _ := call("rules")
	if strings.Contains(strings.ReplaceAll(out, `\\`, ""), `\u`) {
		t.Error("an escape of a character is left in the rules")
	}
	var all []map[string]any
	if err := json.Unmarshal([]byte(out), &all); err != nil || len(all) < 300 {
		t.Fatalf("%d rules, %v", len(all), err)
	}
	for _, r := range all {
		source, _ := r["source"].(map[string]any)
		for _, field := range []any{r["code"], r["chapter"], r["severity"], r["fr"], r["en"], r["valid_from"], source["article"], source["confidence"]} {
			if text, _ := field.(string); text == "" {
				t.Errorf("%v: a field is missing", r["code"])
			}
		}
		if text, _ := r["fr"].(string); !strings.HasSuffix(text, ".") {
			t.Errorf("%v: %q does not end as a sentence", r["code"], text)
		}
	}
	if _, out, _ := call("rules", "-profile", "2015"); strings.Contains(out, `"PAP-ENR-01"`) || !strings.Contains(out, `"PAP-ENR-02"`) {
		t.Error("the rules of 2015 are not those of 2010")
	}
}

func TestNumberParse(t *testing.T) {
	code, out, _ := call("number", "-parse", "111 0318 016982 g1104", "O21101O000123210O1", "021131000012321001", "O21101000012321001")
	if code != 1 {
		t.Errorf("exit %d", code)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 4 {
		t.Fatal(out)
	}
	var got [4]parsedNumber
	for i, l := range lines {
		if err := json.Unmarshal([]byte(l), &got[i]); err != nil {
			t.Fatal(err)
		}
	}
	if g := got[0]; !g.Valid || g.Territory != "111" || g.Month != "2018-03" || *g.Sequence != 16982 || g.Desk != "G1104" || g.Fault != nil {
		t.Errorf("%s", lines[0])
	}
	if g := got[1]; g.Valid || g.Fault == nil || len(g.Suggestions) == 0 {
		t.Errorf("%s", lines[1])
	}
	if g := got[3]; !g.Valid || len(g.Notes) != 1 || len(g.Suggestions) == 0 || g.Suggestions[0].Number != "021101000012321001" {
		t.Errorf("%s", lines[3])
	}
	if g := got[2]; g.Valid || g.Fault.Code != "NUM-MON-01" || g.Fault.Position != 4 || !strings.Contains(g.Fault.Message, "mois") {
		t.Errorf("%s", lines[2])
	}
}

// A state file survives kills: no number is ever given twice.
func TestNumberIssueSurvivesKills(t *testing.T) {
	state := filepath.Join(t.TempDir(), "etat.json")
	args := []string{"number", "-issue", "-territory", "021", "-desk", "21001", "-deposited", "2010-10-15", "-count", "50", "-state", state}
	seen := map[string]bool{}
	for i := range 20 {
		cmd := exec.Command(os.Args[0], args...)
		cmd.Env = append(os.Environ(), "BATCH_PROGRAM=1")
		var out bytes.Buffer
		cmd.Stdout = &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if i%2 == 1 {
			time.Sleep(time.Duration(i) * time.Millisecond) // the kill falls anywhere in the run
			_ = cmd.Process.Kill()
		}
		_ = cmd.Wait()
		for _, n := range strings.Fields(out.String()) {
			if len(n) == 18 && seen[n] {
				t.Fatalf("a number is given twice")
			}
			seen[n] = true
		}
	}
	if len(seen) < 500 {
		t.Errorf("%d numbers", len(seen))
	}
}

// A killed run leaves no half file: what is there is whole, and the manifest,
// which comes last, names only files that are as it says.
func TestRunKilledLeavesNoHalfFile(t *testing.T) {
	for i := range 6 {
		out := t.TempDir()
		cmd := exec.Command(os.Args[0], "run", "-out", out)
		cmd.Env = append(os.Environ(), "BATCH_PROGRAM=1")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(150+150*i) * time.Millisecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if data, err := os.ReadFile(filepath.Join(out, "report.html")); err == nil && !bytes.HasSuffix(bytes.TrimSpace(data), []byte("</html>")) {
			t.Error("report.html is cut short")
		}
		if data, err := os.ReadFile(filepath.Join(out, "accepted.jsonl")); err == nil && !bytes.HasSuffix(data, []byte("}\n")) {
			t.Error("accepted.jsonl is cut short")
		}
		if data, err := os.ReadFile(filepath.Join(out, "manifest.json")); err == nil && !json.Valid(data) {
			t.Error("manifest.json is cut short")
		}
	}
}

// The main job: figures of the manifest, the report and the screen agree.
func TestMainJob(t *testing.T) {
	out := t.TempDir()
	code, screen, errs := call("run", "-out", out)
	if code != 1 {
		t.Fatalf("exit %d: %s", code, errs)
	}
	data, err := os.ReadFile(filepath.Join(out, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Files  []struct{ Read, Accepted, Refused int }
		Totals struct{ Read, Accepted, Refused, Demands int }
	}
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	read, accepted := 0, 0
	for _, f := range m.Files {
		if f.Read != f.Accepted+f.Refused {
			t.Errorf("%+v", f)
		}
		read, accepted = read+f.Read, accepted+f.Accepted
	}
	if m.Totals.Read != read || m.Totals.Accepted != accepted || m.Totals.Demands == 0 || m.Totals.Demands >= accepted {
		t.Errorf("%+v", m.Totals)
	}
	if !strings.Contains(screen, "report.html") {
		t.Errorf("the screen does not say where to look: %s", screen)
	}
	csv, err := os.ReadFile(filepath.Join(out, "observatory", "stock_first_departement.csv"))
	if err != nil || !strings.Contains(string(csv), "TOTAL,Ensemble,"+itoa(m.Totals.Demands)) {
		t.Errorf("the observatory does not count the demands of the manifest: %s", csv)
	}
	// The accepted file is read again and nothing in it is refused.
	if code, _, errs := call("check", "-asof", "2011-06-30", filepath.Join(out, "accepted.jsonl")); code == 2 || !strings.Contains(errs, "+ 0 refusées") {
		t.Errorf("exit %d: %s", code, errs)
	}
}

func itoa(n int) string { data, _ := json.Marshal(n); return string(data) }
