package sample_test

import (
	"bytes"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/sample"
)

func population(t *testing.T, p sample.Population) []byte {
	t.Helper()
	var b bytes.Buffer
	n, err := p.WriteCSV(&b)
	if err != nil || n != p.Records {
		t.Fatalf("%d records of %d, %v", n, p.Records, err)
	}
	return b.Bytes()
}

func TestAPopulationIsItsSeed(t *testing.T) {
	p := sample.Population{Records: 3000, Profile: sample.ProfileRealistic, Seed: 3}
	a := population(t, p)
	if !bytes.Equal(a, population(t, p)) {
		t.Error("the same seed gave other bytes")
	}
	p.Seed = 4
	if bytes.Equal(a, population(t, p)) {
		t.Error("another seed gave the same bytes")
	}
}

// What stands in the file is a table of sound cells whose truth has the shape of
// a real stock: a filing in seven is of somebody filed before.
func TestAPopulationIsATable(t *testing.T) {
	const n = 30_000
	data := population(t, sample.Population{Records: n, Profile: sample.ProfileRealistic, Seed: 11})
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Join(rows[0], ",") != strings.Join(sample.PopulationHeader[:], ",") || len(rows) != n+1 {
		t.Fatalf("%d rows under %v", len(rows), rows[0])
	}
	filed, records, before := map[string]int{}, map[string]bool{}, ""
	for _, r := range rows[1:] {
		filed[r[sample.ColumnEntity]]++
		records[r[sample.ColumnRecord]] = true
		if r[sample.ColumnRegistered] < before {
			t.Fatal("not in order of registration")
		}
		before = r[sample.ColumnRegistered]
		for _, c := range r {
			if strings.ToValidUTF8(c, "") != c || strings.ContainsAny(c, "\x00\t\n") {
				t.Fatalf("cell %q", c)
			}
		}
		if m := r[sample.ColumnEmail]; m != "" && !strings.Contains(m, "@") {
			t.Errorf("mail %q", m)
		}
	}
	if len(records) != n {
		t.Errorf("%d different records", len(records))
	}
	if again := float64(n-len(filed)) / n; again < 0.13 || again > 0.17 {
		t.Errorf("%.3f of the filings are of somebody filed before", again)
	}
	most := 0
	for _, k := range filed {
		most = max(most, k)
	}
	if most < 3 || most > 12 {
		t.Errorf("somebody is filed %d times", most)
	}
}

// Names are as common and as rare as in a country: the first surname is borne by
// one French-born person in some hundreds, and thousands of names by a few.
func TestNamesHaveFrequencies(t *testing.T) {
	filings, err := sample.Population{Records: 40_000, Profile: sample.ProfileEasy, Seed: 2}.Filings()
	if err != nil {
		t.Fatal(err)
	}
	names, kin, french := map[string]int{}, map[sample.Kin]int{}, 0
	for f := range filings {
		kin[f.Kin]++
		if f.Text(sample.ColumnBirthCountry) == "FR" && f.Kin == sample.KinFirst {
			french++
			names[strings.ToUpper(f.Text(sample.ColumnBirthName))]++
		}
	}
	most := 0
	for _, k := range names {
		most = max(most, k)
	}
	if share := float64(most) / float64(french); share < 0.001 || share > 0.006 {
		t.Errorf("the commonest surname is of %.4f", share)
	}
	if len(names) < french/4 {
		t.Errorf("%d surnames for %d persons", len(names), french)
	}
	for _, want := range []sample.Kin{sample.KinSpouse, sample.KinChild, sample.KinJunior, sample.KinSibling, sample.KinTwin, sample.KinNamesake} {
		if kin[want] < 40 {
			t.Errorf("%s: %d filings", want, kin[want])
		}
	}
}

// The three profiles differ in how much is mistyped, and in nothing else that counts.
func TestProfiles(t *testing.T) {
	changed := map[sample.Profile]float64{}
	for _, profile := range []sample.Profile{sample.ProfileEasy, sample.ProfileRealistic, sample.ProfileHard} {
		filings, err := sample.Population{Records: 20_000, Profile: profile, Seed: 5}.Filings()
		if err != nil {
			t.Fatal(err)
		}
		first, pairs, differ := map[string]string{}, 0, 0
		for f := range filings {
			key := strings.ToUpper(f.Text(sample.ColumnBirthName)) + f.Text(sample.ColumnBirthDate)
			if was, ok := first[f.Text(sample.ColumnEntity)]; ok {
				pairs++
				if was != key {
					differ++
				}
			} else {
				first[f.Text(sample.ColumnEntity)] = key
			}
		}
		changed[profile] = float64(differ) / float64(pairs)
	}
	if e, r, h := changed[sample.ProfileEasy], changed[sample.ProfileRealistic], changed[sample.ProfileHard]; e > 0.8*r || r > 0.8*h || e < 0.02 || h > 0.95 {
		t.Errorf("names or dates differ in %.2f, %.2f, %.2f of the filings made again", e, r, h)
	}
	if _, err := (sample.Population{Profile: "rude"}).Filings(); err == nil || !strings.Contains(err.Error(), "choisir easy") {
		t.Error(err)
	}
}

func TestNamesFromAFolderThatIsNotThere(t *testing.T) {
	if _, err := sample.NamesFrom(t.TempDir()); err == nil || !strings.Contains(err.Error(), "surnames.csv") {
		t.Error(err)
	}
}

// Lists of names with their counts may stand for ours.
func TestNamesFrom(t *testing.T) {
	folder := t.TempDir()
	surnames, firsts := filepath.Join(folder, "surnames.csv"), filepath.Join(folder, "first_names.csv")
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(surnames, "# source\nsurname,births\nZELLERIN,900\nLE VASSELIN,100\n")
	write(firsts, "first_name,sex,births,b1,b2,b3,b4\nJEAN-ÉLIE,M,10,5,5,5,5\nZOÉ,F,10,5,5,5,5\n")
	names, err := sample.NamesFrom(folder)
	if err != nil {
		t.Fatal(err)
	}
	filings, err := sample.Population{Records: 2000, Profile: sample.ProfileEasy, Seed: 1, Names: names}.Filings()
	if err != nil {
		t.Fatal(err)
	}
	met := map[string]int{}
	for f := range filings {
		met[f.Text(sample.ColumnBirthName)]++
		met[f.Text(sample.ColumnFirstNames)]++
	}
	if met["Zellerin"] < 3*met["Le Vasselin"] || met["Le Vasselin"] == 0 || met["Jean-Élie"] == 0 || met["Zoé"] == 0 {
		t.Errorf("%d Zellerin, %d Le Vasselin, %d Jean-Élie, %d Zoé", met["Zellerin"], met["Le Vasselin"], met["Jean-Élie"], met["Zoé"])
	}
	for text, says := range map[string]string{"surname,births\n": "est vide", "surname\nZELLERIN\n": "moins de 2 colonnes", "surname,births\nZELLERIN,x\n": "nombre de naissances"} {
		write(surnames, text)
		if _, err := sample.NamesFrom(folder); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func BenchmarkPopulation(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := (sample.Population{Records: 100_000, Profile: sample.ProfileRealistic, Seed: 1}).WriteCSV(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

// Most filings make a form that a desk registers: those that do not lack a name or a
// birth date, as a desk may write them.
func TestFilingsMakeForms(t *testing.T) {
	filings, err := sample.Population{Records: 400, Profile: "realistic", Seed: 3}.Filings()
	if err != nil {
		t.Fatal(err)
	}
	day := demand.MustDate("2026-07-01")
	whole, all := 0, 0
	for f := range filings {
		all++
		form := f.Form(2024)
		form.Desk, form.DepositedOn = "21001", day
		faults := demand.Registrable(form, demand.Setting{AsOf: day, Profile: "2017", Territory: "021"})
		lacks := form.Applicant.UsedName == "" || form.Applicant.FirstNames == "" || form.Applicant.BirthDate.IsZero()
		switch {
		case !faults.Blocking():
			whole++
		case !lacks:
			t.Errorf("a form that names somebody cannot be registered: %v", faults.Codes())
		}
	}
	if whole < all*8/10 {
		t.Errorf("%d of %d filings make a form", whole, all)
	}
}
