package app_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/examples/internal/sample"
)

// job writes the sample in a folder and prepares its run.
func job(t testing.TB, folder string) (app.Job, sample.Sample) {
	t.Helper()
	s, err := sample.Generate(sample.DefaultSeed, sample.DefaultDemands)
	if err != nil {
		t.Fatal(err)
	}
	if err := sample.WriteTo(folder, s); err != nil {
		t.Fatal(err)
	}
	c, ok := charter.Named("exemple-cote-d-or")
	if !ok {
		t.Fatal("the charter of the sample is missing")
	}
	j := app.Job{Charter: c, Setting: demand.Setting{AsOf: s.AsOf, Profile: demand.Profile2010}, Threshold: 5, Out: filepath.Join(folder, "out"), Title: "Essai"}
	for _, f := range s.Files {
		j.Files = append(j.Files, filepath.Join(folder, f.Name))
	}
	return j, s
}

func run(t testing.TB, j app.Job) (*app.Result, app.Manifest) {
	t.Helper()
	book, err := app.Rulebook()
	if err != nil {
		t.Fatal(err)
	}
	r, err := app.Run(j, nil)
	if err != nil {
		t.Fatal(err)
	}
	m, err := r.Write(book, language.French)
	if err != nil {
		t.Fatal(err)
	}
	return r, m
}

type place struct {
	file string
	row  int
}

// Every row of the three partners is found again: accepted, or refused with a
// blocking finding, never both, never neither.
func TestNoRowIsLost(t *testing.T) {
	folder := t.TempDir()
	j, s := job(t, folder)
	_, m := run(t, j)
	accepted, refused := map[place]bool{}, map[place]bool{}
	lines(t, filepath.Join(j.Out, "accepted.jsonl"), func(line []byte) {
		var a struct {
			File   string
			Row    int
			Demand string
			Form   json.RawMessage
		}
		if err := json.Unmarshal(line, &a); err != nil {
			t.Fatal(err)
		}
		if _, faults := demand.DecodeForm(a.Form); len(faults) > 0 {
			t.Errorf("%s %d: the accepted form is not read again: %v", a.File, a.Row, faults)
		}
		if accepted[place{a.File, a.Row}] {
			t.Errorf("%s %d is accepted twice", a.File, a.Row)
		}
		accepted[place{a.File, a.Row}] = true
	})
	for _, r := range table(t, filepath.Join(j.Out, "findings.csv")) {
		if row, _ := strconv.Atoi(r["row"]); r["severity"] == "blocking" && row > 0 {
			refused[place{r["file"], row}] = true
		}
		if r["message"] == r["code"] || r["source"] == "" {
			t.Errorf("%s has no sentence or no source", r["code"])
		}
	}
	for _, o := range s.Truth {
		at := place{filepath.Join(folder, o.File), o.Row}
		if accepted[at] == refused[at] {
			t.Errorf("%v (%s): accepted %v, refused %v", at, o.Trait, accepted[at], refused[at])
		}
	}
	total := m.Totals
	if total.Read != total.Accepted+total.Refused || total.Accepted != len(accepted) || total.Read != len(s.Truth)+1 { // one repeated header
		t.Errorf("%+v, %d accepted, %d in the sample", total, len(accepted), len(s.Truth))
	}
	numbers := map[string]bool{}
	for _, r := range table(t, filepath.Join(j.Out, "numbers.csv")) {
		if numbers[r["number"]] || len(r["number"]) != 18 {
			t.Errorf("number of %s: repeated or malformed", r["demand"])
		}
		numbers[r["number"]] = true
	}
	if len(numbers) != total.Demands {
		t.Errorf("%d numbers for %d demands", len(numbers), total.Demands)
	}
}

// What is joined is one household, and almost all households are joined.
func TestDuplicatesOfTheSample(t *testing.T) {
	folder := t.TempDir()
	j, s := job(t, folder)
	r, _ := run(t, j)
	household := map[place]int{}
	trait := map[int]string{}
	for _, o := range s.Truth {
		household[place{filepath.Join(folder, o.File), o.Row}] = o.Household
		trait[o.Household] = o.Trait
	}
	wrong, pairs, found := 0, 0, 0
	demandsOf := map[int]map[int]int{}
	for i := range r.Accepted {
		a := &r.Accepted[i]
		h := household[place{a.File, a.Row}]
		if demandsOf[h] == nil {
			demandsOf[h] = map[int]int{}
		}
		demandsOf[h][a.Demand]++
	}
	for _, d := range r.Demands {
		for _, row := range d.Rows[1:] {
			a, b := &r.Accepted[d.Rows[0]], &r.Accepted[row]
			if household[place{a.File, a.Row}] != household[place{b.File, b.Row}] {
				wrong++
			}
		}
	}
	for h, demands := range demandsOf {
		if trait[h] == "association" {
			continue // an association may ask for several dwellings: a person decides
		}
		rows := 0
		for _, n := range demands {
			rows += n
			found += n * (n - 1) / 2
		}
		pairs += rows * (rows - 1) / 2
	}
	if wrong > 0 {
		t.Errorf("%d rows are joined to another household", wrong)
	}
	if recall := float64(found) / float64(pairs); recall < 0.9 {
		t.Errorf("%d of %d pairs are joined", found, pairs)
	}
}

func TestSameInputSameBytes(t *testing.T) {
	folder := t.TempDir()
	j, _ := job(t, folder)
	_, first := run(t, j)
	j.Out = filepath.Join(folder, "again")
	_, second := run(t, j)
	for i := range first.Outputs {
		if first.Outputs[i] != second.Outputs[i] {
			t.Errorf("%s differs", first.Outputs[i].Name)
		}
	}
}

// Files nobody should send: each is told, and the others are still processed.
func TestBadFiles(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := write("bon.csv", "Guichet;Nom;Prénoms;Date de naissance;Date de dépôt;Types souhaités;Communes souhaitées\n21001;Zzyzx;Anatole;02/03/1975;15/10/2010;T2;21231\n")
	files := []string{
		filepath.Join(folder, "absent.csv"), folder, write("vide.csv", ""), write("inconnu.csv", "a;b\n1;2\n"),
		write("faux.xlsx", "PK\x03\x04rien"), write("coupe.xml", `<interfaceNuu versionInterface="02.00"><demande><demandeLogement><numGuichet>21`),
		write("entites.xml", `<!DOCTYPE a [<!ENTITY b "c">]><interfaceNuu/>`), write("faux.jsonl", "{\"desk\":\n"), good,
	}
	book, err := app.Rulebook()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	findings := app.NewFindingsWriter(&out, book, language.French)
	o := app.Check(files, demand.Setting{AsOf: demand.MustDate("2011-06-30"), Profile: demand.Profile2010}, findings, nil)
	if err := findings.Flush(); err != nil {
		t.Fatal(err)
	}
	for i, a := range o.Accounts[:len(files)-1] {
		if a.Unreadable == "" && a.Refused == 0 {
			t.Errorf("%s: nothing is said", files[i])
		}
		if a.Read != a.Accepted+a.Refused {
			t.Errorf("%s: %+v", files[i], a)
		}
	}
	if last := o.Accounts[len(files)-1]; last.Accepted != 1 {
		t.Errorf("the good file after the bad ones: %+v\n%s", last, out.String())
	}
}

// A workbook that announces gigabytes is refused before anything is unzipped.
func TestSpreadsheetBomb(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if _, err := z.CreateRaw(&zip.FileHeader{Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate, UncompressedSize64: 4 << 30}); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "bombe.xlsx")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := app.OpenInput(path); err == nil || !strings.Contains(err.Error(), "décompressé") {
		t.Errorf("%v", err)
	}
}

// The counter never gives a position twice, whoever asks and whatever happens
// between two askings.
func TestFileCounter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "etat.json")
	var mu sync.Mutex
	var wg sync.WaitGroup
	seen := map[int64]bool{}
	for range 8 {
		wg.Go(func() {
			for range 25 {
				c := app.FileCounter{Path: path}
				first, err := c.Reserve(context.Background(), "021", 3)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				for k := range int64(3) {
					if seen[first+k] {
						t.Errorf("position %d is given twice", first+k)
					}
					seen[first+k] = true
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(seen) != 600 {
		t.Errorf("%d positions", len(seen))
	}
	if err := os.WriteFile(path, []byte(`{"version":1,"nex`), 0o644); err != nil {
		t.Fatal(err)
	}
	c := app.FileCounter{Path: path}
	if _, err := c.Reserve(context.Background(), "021", 1); err == nil {
		t.Error("a damaged state file is taken for a new one")
	}
}

func lines(t *testing.T, path string, visit func([]byte)) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	scan := bufio.NewScanner(file)
	scan.Buffer(nil, 1<<20)
	for scan.Scan() {
		visit(scan.Bytes())
	}
	if err := errors.Join(scan.Err()); err != nil {
		t.Fatal(err)
	}
}

func table(t *testing.T, path string) []map[string]string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return parsed(t, data)
}

// parsed gives the rows of a CSV file by their headers.
func parsed(t *testing.T, data []byte) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range rows[1:] {
		m := map[string]string{}
		for i, h := range rows[0] {
			m[h] = r[i]
		}
		out = append(out, m)
	}
	return out
}

func BenchmarkCheck(b *testing.B) {
	header := "Numéro unique;Guichet;Date de dépôt;Civilité;Nom;Nom de naissance;Prénoms;Date de naissance;Sexe;Nationalité;Situation familiale;Téléphone;Portable;Courriel;Numéro de voie;Voie;Code postal;Code commune;Ville;Situation professionnelle;Profession;Année N-1;Revenu N-1;Année N-2;Revenu N-2;Ressource 1;Ressource 1, montant;Personnes à loger;Logement actuel;Loyer mensuel;Occupants;Surface;Motif 1;Motif 2;Types souhaités;Catégorie souhaitée;Commune souhaitée 1;Commune souhaitée 2;Demande élargie;Remarques\n"
	row := "021101000012321001;21001;15/10/2010;1;Zzyzx;;Anatole Prosper;02/03/1975;M;1;C;;0639981234;zzyzx@example.org;3;rue des Essais;21000;21231;Dijon;CDI;menuisier;2009;21000,50;2008;20000;SAL;1500;4;LP;480,20;4;45,5;13;09;T4;I;21231;21166;oui;\n"
	const rows = 20_000
	path := filepath.Join(b.TempDir(), "large.csv")
	if err := os.WriteFile(path, []byte(header+strings.Repeat(row, rows)), 0o644); err != nil {
		b.Fatal(err)
	}
	book, err := app.Rulebook()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		var out bytes.Buffer
		w := app.NewFindingsWriter(&out, book, language.French)
		o := app.Check([]string{path}, demand.Setting{AsOf: demand.MustDate("2011-06-30"), Profile: demand.Profile2010}, w, nil)
		if o.Accounts[0].Accepted != rows {
			b.Fatal(fmt.Sprint(o.Accounts[0]), out.String())
		}
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
