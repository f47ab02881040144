package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/matching/quality"
)

// people writes a file of people and gives its name.
func people(t *testing.T, n int) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "gens.csv")
	if code, _, errs := call("sample", "-people", fmt.Sprint(n), "-seed", "12", "-out", name); code != 0 {
		t.Fatal(errs)
	}
	return name
}

func table(t *testing.T, name string) [][]string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestDedupe(t *testing.T) {
	in, folder := people(t, 4000), t.TempDir()
	clusters, pairs, review, measure := filepath.Join(folder, "c.csv"), filepath.Join(folder, "p.csv"), filepath.Join(folder, "r.csv"), filepath.Join(folder, "q.json")
	code, out, errs := call("dedupe", "-in", in, "-out", clusters, "-pairs", pairs, "-review", review, "-truth", "entity_id", "-quality", measure)
	if code != 1 || out != "" || !strings.Contains(errs, "4000 lues = 4000 acceptées + 0 refusées") {
		t.Fatalf("exit %d, %s%s", code, out, errs)
	}
	of := map[string]string{}
	for i, r := range table(t, clusters) {
		if i == 0 && strings.Join(r, ",") != "record_id,cluster_id" {
			t.Fatal(r)
		}
		of[r[0]] = r[1]
	}
	if len(of) != 4001 {
		t.Errorf("%d rows have a cluster", len(of)-1)
	}
	all := table(t, pairs)
	if strings.Join(all[0], ",") != "a,b,probability,verdict,reason" || len(all) < 400 {
		t.Fatal(len(all), all[0])
	}
	for _, p := range all[1:] {
		if same := of[p[0]] == of[p[1]]; p[3] == "merge" && !same || p[3] != "merge" && p[3] != "review" || p[4] == "" || p[0] >= p[1] {
			t.Errorf("%v: in one cluster %v", p, same)
		}
	}
	for _, r := range table(t, review)[1:] {
		if of[r[0]] == of[r[1]] {
			t.Errorf("%v is already settled", r)
		}
	}
	data, err := os.ReadFile(measure)
	if err != nil {
		t.Fatal(err)
	}
	var q quality.Report
	if err := json.Unmarshal(data, &q); err != nil {
		t.Fatal(err)
	}
	if q.Records != 4000 || q.Unknown+q.Missing > 0 || q.Pairs.F1 < 0.9 || q.Pairs.Precision < 0.97 || !strings.Contains(errs, "groupes, par paires") {
		t.Errorf("%+v\n%s", q, errs)
	}
}

// The same file in another order, or packed, gives the same bytes.
func TestDedupeShuffled(t *testing.T) {
	in, folder := people(t, 1500), t.TempDir()
	data, err := os.ReadFile(in)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(strings.TrimSuffix(string(data), "\n"), "\n")
	rest := lines[1:]
	rest[len(rest)-1] += "\n"
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	shuffled := filepath.Join(folder, "melange.csv.gz")
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(strings.Join(lines, "")))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(shuffled, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	var outs [2][3][]byte
	for i, name := range []string{in, shuffled} {
		var files [3]string
		for k := range files {
			files[k] = filepath.Join(folder, fmt.Sprint(i, k))
		}
		if code, _, errs := call("dedupe", "-in", name, "-out", files[0], "-pairs", files[1], "-review", files[2]); code == 2 {
			t.Fatal(errs)
		}
		for k := range files {
			if outs[i][k], err = os.ReadFile(files[k]); err != nil {
				t.Fatal(err)
			}
		}
	}
	for k := range outs[0] {
		if !bytes.Equal(outs[0][k], outs[1][k]) {
			t.Errorf("file %d depends on the order", k)
		}
	}
}

// Every row read is in the clusters, those that could not be compared too, and
// what was odd is said without a word of the row.
func TestDedupeBadRows(t *testing.T) {
	folder := t.TempDir()
	in, out, plan := filepath.Join(folder, "in.csv"), filepath.Join(folder, "out.csv"), filepath.Join(folder, "plan.json")
	text := "id;nom;prenom;ne\na;Zqwxard;Anatole;1987-06-05\na;ZQWXARD;ANATOLE;1987-06-05\nb;Zqwxard;trop;de;cellules\n;Zqw\x00xine;Zoé;1950-01-02\n\nid;nom;prenom;ne\nz;" +
		strings.Repeat("zqwx", 300_000) + ";Zoé;1950-01-02\n"
	if err := os.WriteFile(in, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(plan, []byte(`{"columns": {"record_id": "id", "birth_name": "nom", "first_names": "prenom", "birth_date": "ne"}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	code, _, errs := call("dedupe", "-in", in, "-out", out, "-columns", plan)
	if code != 1 || !strings.Contains(errs, "6 lues = 4 acceptées + 2 refusées") {
		t.Errorf("exit %d: %s", code, errs)
	}
	for _, want := range []string{"COL-LIG-02 (ligne 4)", "COL-LIG-04 (ligne 5)", "COL-LIG-05 (ligne 7)", "COL-LIG-08 (ligne 8)", "COL-IDE-01 (ligne 3)", "COL-IDE-02 (ligne 5)"} {
		if !strings.Contains(errs, want) {
			t.Errorf("%s is not said: %s", want, errs)
		}
	}
	if sign := betrayed(strings.ReplaceAll(errs, in, "")); sign != "" {
		t.Errorf("tells %q: %s", sign, errs)
	}
	ids := map[string]bool{}
	for _, r := range table(t, out)[1:] {
		ids[r[0]] = true
	}
	for _, want := range []string{"a", "a#3", "b", "#5", "id", "z"} {
		if !ids[want] {
			t.Errorf("row %s has no cluster: %v", want, ids)
		}
	}
}

func TestDedupeArguments(t *testing.T) {
	folder := t.TempDir()
	in := filepath.Join(folder, "in.csv")
	bad, sheet, plan := filepath.Join(folder, "bad.csv"), filepath.Join(folder, "a.xlsx"), filepath.Join(folder, "plan.json")
	labels, cut := filepath.Join(folder, "labels.csv"), filepath.Join(folder, "coupe.csv.gz")
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write([]byte(strings.Repeat("record_id,birth_name\nr1,Roux\n", 100)))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(cut, packed.Bytes()[:packed.Len()-20], 0o644); err != nil {
		t.Fatal(err)
	}
	void, mark := filepath.Join(folder, "vide.csv"), filepath.Join(folder, "marque.csv")
	for name, text := range map[string]string{void: " \n", mark: "\xef\xbb\xbf", in: "record_id,birth_name\nr1,Roux\n", bad: "Zqwxard,1987-06-05\n", sheet: "PK\x03\x04", plan: `{"columns": {"birth_name": "zqwx"}, "zqwx": 1}`, labels: "x,y\n"} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out := " -out " + filepath.Join(folder, "c.csv")
	for _, c := range []struct{ args, says string }{
		{"", "-out clusters.csv"}, {out, "aucun fichier donné"}, {"-in absent.csv" + out, "n'existe pas"}, {"-in " + folder + out, "c'est un dossier"},
		{"-in " + cut + out, "demander un nouvel envoi"}, {"-in " + void + out, "le fichier est vide"}, {"-in " + mark + out, "le fichier est vide"}, {"-in " + in + " -out -", "donner un nom de fichier"},
		{"-in " + in + out + " -memory 50MB", "-memory 1GB"}, {"-in " + in + out + " -memory deux", "2GB"}, {"-in " + sheet + out, "n'est pas un CSV"}, {"-in " + bad + out, "COL-ENT-02"}, {"-in " + in + out + " -columns absent.json", "plan des colonnes illisible"},
		{"-in " + in + out + " -columns " + plan, "COL-MAP-02"}, {"-in " + in + " -out " + in, "déjà lu ou écrit"}, {"-in " + in + " -out " + folder + "/nulle/c.csv", "n'existe pas ; le créer"},
		{"-in " + in + out + " -quality " + folder + "/q.json", "-truth COLONNE"}, {"-in " + in + out + " -truth entite", "COL-ENT-01 columns.identifier"},
		{"-in " + in + out + " -truth birth_name -truth-match x", "entourer de parenthèses"}, {"-in " + in + out + " -labels " + labels, "a,b,same"}, {"autre.csv" + out, "de trop"},
		{"-in " + in + " -out " + folder, "c'est un dossier"}, {"-in " + in + out + " -truth-match (a)", "va avec -truth"},
	} {
		code, _, errs := call(append([]string{"dedupe"}, strings.Fields(c.args)...)...)
		if code != 2 || !strings.Contains(errs, c.says) {
			t.Errorf("dedupe %s: exit %d, %s", c.args, code, errs)
		}
		if strings.Contains(errs, "comparaison\n") {
			t.Errorf("dedupe %s is refused after the work: %s", c.args, errs)
		}
		if sign := betrayed(errs); sign != "" {
			t.Errorf("dedupe %s tells %q: %s", c.args, sign, errs)
		}
	}
	if code, _, errs := call("dedupe", "-in", in, "-out", filepath.Join(folder, "c.csv")); code != 0 {
		t.Errorf("one record: exit %d, %s", code, errs)
	}
}

// One command makes the table of the search.
func TestMeasure(t *testing.T) {
	code, out, errs := call("measure", "-shared", t.TempDir(), "-people", "600", "-profile", "easy,hard")
	rows := strings.Split(strings.TrimSpace(out), "\n")
	if code != 0 || len(rows) != 6 || !strings.HasPrefix(rows[4], "| 600 easy | 600 | ") || !strings.HasPrefix(rows[5], "| 600 hard | 600 | ") {
		t.Fatalf("exit %d, %s%s", code, out, errs)
	}
	if !strings.Contains(errs, "ne sont pas là") {
		t.Error(errs)
	}
	for args, says := range map[string]string{"-people x": "n'est pas un nombre", "-people 5 y": "est de trop", "-people 5 -profile rude -shared .": "choisir easy",
		"-people 0": "1 au moins", "-people 5,-3": "1 au moins"} {
		if code, out, errs := call(append([]string{"measure"}, strings.Fields(args)...)...); code != 2 || out != "" || !strings.Contains(errs, says) {
			t.Errorf("%s: exit %d, %s", args, code, errs)
		}
	}
}

func TestIndex(t *testing.T) {
	in := people(t, 3000)
	code, out, errs := call("index", "-in", in, "-bench", "200")
	var got map[string]float64
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != 0 {
		t.Fatalf("exit %d, %v, %s%s", code, err, out, errs)
	}
	if got["records"] != 3000 || got["lookups"] != 200 || got["found"] != 200 || got["build_s"] <= 0 || got["p50_us"] <= 0 || got["p99_us"] < got["p50_us"] ||
		got["bytes_per_record"] < 50 || got["bytes_per_record"] > 20_000 {
		t.Errorf("%s", out)
	}
	for args, says := range map[string]string{"-in " + in: "-bench 10000", "-bench 5": "aucun fichier donné", "-in absent.csv -bench 5": "n'existe pas", "x.csv -bench 5": "est de trop"} {
		if code, _, errs := call(append([]string{"index"}, strings.Fields(args)...)...); code != 2 || !strings.Contains(errs, says) {
			t.Errorf("index %s: exit %d, %s", args, code, errs)
		}
	}
}
