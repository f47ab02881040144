package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"

	"github.com/xuri/excelize/v2"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/app"
)

const columns = "Guichet;Nom;Prénoms;Date de naissance;Date de dépôt;Types souhaités;Communes souhaitées;Portable;Voie;Ville;Code postal\n"

// sent writes a file and prepares its run under the charter of the example.
func sent(t testing.TB, name, text string) app.Job {
	t.Helper()
	folder := t.TempDir()
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	c, _ := charter.Named("exemple-cote-d-or")
	return app.Job{Files: []string{path}, Charter: c, Setting: demand.Setting{AsOf: demand.MustDate("2011-06-30"), Profile: demand.Profile2010},
		Threshold: 5, Out: filepath.Join(folder, "out"), Title: "Essai"}
}

// The same household twice in one file is one demand, the second row is told of
// the first; the key is not the name alone: address and telephone count.
func TestRegressionDuplicates(t *testing.T) {
	row := "21001;Zzyzx;Anatole;02/03/1975;15/10/2010;T2;21231;0639981234;3 rue des Essais;Dijon;21000\n"
	homonym := "21001;Zzyzx;Anatole;02/03/1985;16/10/2010;T2;21231;0639980001;8 avenue du Test;Beaune;21200\n"
	r, m := run(t, sent(t, "doubles.csv", columns+row+homonym+row))
	if m.Totals.Read != 3 || m.Totals.Accepted != 3 || m.Totals.Demands != 2 {
		t.Errorf("%+v", m.Totals)
	}
	told := slices.ContainsFunc(r.Findings, func(f app.Located) bool {
		return strings.HasPrefix(f.Code, "APP-DOU") && f.Row == 4 && f.Param("row") == "2"
	})
	if !told {
		t.Errorf("row 4 is not told of row 2: %v", r.Findings)
	}
}

// Rows that are the same are not compared two by two: twice the rows, about
// twice the time.
func TestRegressionManyDuplicates(t *testing.T) {
	row := "21001;Zzyzx;Anatole;02/03/1975;15/10/2010;T2;21231;0639981234;3 rue des Essais;Dijon;21000\n"
	took := func(n int) time.Duration {
		best := time.Hour
		for range 3 {
			j := sent(t, "memes.csv", columns+strings.Repeat(row, n))
			start := time.Now()
			r, err := app.Run(j, nil)
			if err != nil || len(r.Accepted) != n {
				t.Fatal(err, len(r.Accepted))
			}
			best = min(best, time.Since(start))
		}
		return best
	}
	took(500)
	small, large := took(2_000), took(16_000) // fewer rows cost little beside what any run costs, and the ratio tells of nothing
	t.Logf("2 000 rows: %s, 16 000 rows: %s", small, large)
	if large > 30*small { // pairwise would be 64 times
		t.Errorf("eight times the rows take %.0f times as long", float64(large)/float64(small))
	}
}

// A partner that was merged into another: its desk is refused from the day after
// its end and the sender is told, unless the charter gives the desk to the
// partner that takes over.
func TestRegressionMergedOrganisation(t *testing.T) {
	row := "21001;Zzyzx;Anatole;02/03/1975;15/10/2010;T2;21231;;;;\n"
	const head = `{"name":"fusion","title":"Fusion","version":"1","valid_from":"2010-01-01","profile":"2010","territory":{"number":"021","departements":["21"]},"parties":[`
	const merged = `{"id":"a","name":"A","kind":"landlord","desks":["21001"],"to":"2011-03-31"}`
	for name, c := range map[string]struct {
		charter  string
		asOf     string
		accepted int
	}{
		"before":          {head + merged + `]}`, "2011-03-31", 1},
		"after":           {head + merged + `]}`, "2011-04-01", 0},
		"taken over":      {head + merged + `,{"id":"b","name":"B","kind":"landlord","desks":["21002","21001"],"from":"2011-04-01"}]}`, "2011-04-01", 1},
		"still the first": {head + merged + `,{"id":"b","name":"B","kind":"landlord","desks":["21002","21001"],"from":"2011-04-01"}]}`, "2011-03-31", 1},
	} {
		ch, faults := charter.Load([]byte(c.charter))
		if len(faults) > 0 {
			t.Fatalf("%s: %v", name, faults)
		}
		j := sent(t, "fusion.csv", columns+row)
		j.Charter, j.Setting.AsOf = ch, demand.MustDate(c.asOf)
		r, m := run(t, j)
		if m.Totals.Accepted != c.accepted || m.Totals.Read != 1 {
			t.Errorf("%s: %+v", name, m.Totals)
		}
		if told := slices.ContainsFunc(r.Findings, func(f app.Located) bool { return f.Code == "CHA-PAR-01" && f.Row == 2 }); told != (c.accepted == 0) {
			t.Errorf("%s: told %v", name, told)
		}
	}
}

// A value that cannot be read is never made blank in silence: the accepted file
// keeps the text of the cell and a finding names it.
func TestRegressionNothingBlanked(t *testing.T) {
	j := sent(t, "valeurs.csv", "Guichet;Nom;Prénoms;Date de naissance;Date de dépôt;Types souhaités;Communes souhaitées;Civilité;Revenu N-2;Personnes à loger;Demande élargie;Date de renouvellement;Code Ikos\n"+
		"21001;Zzyzx;Anatole;02/03/1975;15/10/2010;T2/T99;21231;Docteur;environ 12000;trois;peut-être;31/02/2011;K42\n")
	r, _ := run(t, j)
	want := map[string]string{"Types souhaités": "T2/T99", "Civilité": "Docteur", "Revenu N-2": "environ 12000", "Personnes à loger": "trois",
		"Demande élargie": "peut-être", "Date de renouvellement": "31/02/2011", "Code Ikos": "K42"}
	var kept struct{ Extra []app.Extra }
	lines(t, filepath.Join(j.Out, "accepted.jsonl"), func(line []byte) {
		if err := json.Unmarshal(line, &kept); err != nil {
			t.Fatal(err)
		}
	})
	for _, x := range kept.Extra {
		if want[x.Column] != x.Text {
			t.Errorf("%+v", x)
		}
		delete(want, x.Column)
	}
	if len(want) > 0 {
		t.Errorf("not kept: %v", want)
	}
	for _, cell := range []string{"F2", "H2", "I2", "J2", "K2", "L2", "M1"} {
		if !slices.ContainsFunc(r.Findings, func(f app.Located) bool { return f.Cell == cell && strings.HasPrefix(f.Code, "TAB-") }) {
			t.Errorf("nothing is said of %s", cell)
		}
	}
}

// A large file is read without being kept: a check of 40 MB holds less
// than 20 more at any time.
func TestRegressionFileSize(t *testing.T) {
	row := "21001;Zzyzx;Anatole;02/03/1975;15/10/2010;T2;21231;0639981234;" + strings.Repeat("rue des Essais ", 60) + ";Dijon;21000\n"
	rows := (40 << 20) / len(row)
	j := sent(t, "grand.csv", columns)
	file, err := os.OpenFile(j.Files[0], os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	for range rows {
		if _, err := file.WriteString(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	book, err := app.Rulebook()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := app.NewFindingsWriter(&out, book, language.French)
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	watch := &memory{}
	o := app.Check(j.Files, j.Setting, w, watch)
	if o.Accounts[0].Accepted != rows || watch.most-int(before.HeapAlloc) > 20<<20 {
		t.Errorf("%+v of %d rows, %d MiB more", o.Accounts[0], rows, (watch.most-int(before.HeapAlloc))>>20)
	}
}

// memory notes the most that the heap holds while a file is read.
type memory struct{ calls, most int }

func (m *memory) Rows(string, int) {
	if m.calls++; m.calls%16 != 0 {
		return
	}
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	m.most = max(m.most, int(stats.HeapAlloc))
}

// Whatever the bytes, each row that is read is accepted or refused, and each
// that is refused is told to the sender by its number.
func TestRegressionRefusedRowsAreTold(t *testing.T) {
	book, err := app.Rulebook()
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewSource(6))
	pieces := []string{";", "\n", "\r", "\r\n", `"`, "\x00", "\xff", "é", " ", "21001;Zzyzx;Anatole;02/03/1975;15/10/2010;T2;21231\n", "Nom", "1e999", strings.TrimSuffix(columns, "\n")}
	for range 200 {
		var b strings.Builder
		b.WriteString(columns)
		for range 60 {
			b.WriteString(pieces[rng.Intn(len(pieces))])
		}
		j := sent(t, "hasard.csv", b.String())
		var out bytes.Buffer
		w := app.NewFindingsWriter(&out, book, language.French)
		a := app.Check(j.Files, j.Setting, w, nil).Accounts[0]
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		told := map[string]bool{}
		for _, f := range parsed(t, out.Bytes()) {
			if row, _ := strconv.Atoi(f["row"]); f["severity"] == "blocking" && row > 0 {
				told[f["row"]] = true
			}
		}
		if a.Read != a.Accepted+a.Refused || len(told) != a.Refused || a.Unreadable != "" {
			t.Fatalf("%+v, %d told\n%q", a, len(told), b.String())
		}
	}
}

// A workbook is read as the CSV of the same rows is: a title before the headers,
// cells beyond them, headers repeated, numbers and days as spreadsheets keep them.
func TestRegressionWorkbook(t *testing.T) {
	book := excelize.NewFile()
	for i, cells := range [][]any{
		{"Export"}, {}, {"Guichet", "Nom", "Prénoms", "Date de naissance", "Date de dépôt", "Types souhaités", "Communes souhaitées", "Revenu N-2"},
		{21001, "Zzyzx", "Anatole", time.Date(1975, 3, 2, 0, 0, 0, 0, time.UTC), time.Date(2010, 10, 15, 0, 0, 0, 0, time.UTC), "T2", 21231, 21000.5},
		{" ", "", " "},
		{"Guichet", "Nom", "Prénoms", "Date de naissance", "Date de dépôt", "Types souhaités", "Communes souhaitées", "Revenu N-2"},
		{21001, "Qwfpgj", "Berthe", "31/02/1977", "16/10/2010", "T3", "21166", "", "en trop"},
	} {
		if err := book.SetSheetRow("Sheet1", fmt.Sprint("A", i+1), &cells); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "classeur.xlsx")
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	want := `read 3, accepted 1, refused 2, blank 1
3        TAB-ENC-03 information
4   D4   TAB-DAT-04 information applicant.birth_date
4   E4   TAB-DAT-04 information deposited_on
6        TAB-CSV-05 blocking
7   I7   TAB-CSV-02 blocking
7   D7   TAB-DAT-01 blocking    applicant.birth_date
7   F7   DEM-WAN-06 to_confirm  wanted.types
`
	if got := said(t, path, demand.Setting{AsOf: demand.MustDate("2011-06-30"), Profile: demand.Profile2010}); got != want {
		t.Errorf("got:\n%s", got)
	}
}
