package tabular_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/tabular"
)

// read gives the records of a file and all that was said of it.
func read(t testing.TB, data []byte) ([]tabular.Row, []tabular.Record, []demand.Finding) {
	t.Helper()
	r, err := tabular.Open(bytes.NewReader(data), tabular.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	d := r.Detected()
	p, ok := tabular.Detect(d.Header)
	if !ok {
		t.Fatalf("no profile for %q", d.Header)
	}
	m, found := p.Bind(d.Header)
	found = append(found, d.Findings...)
	var rows []tabular.Row
	var recs []tabular.Record
	for row, err := range r.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		rec := m.Form(row)
		rows, recs = append(rows, row), append(recs, rec)
		found = append(found, rec.Findings...)
	}
	return rows, recs, found
}

func has(found []demand.Finding, code, cell string) bool {
	return slices.ContainsFunc(found, func(f demand.Finding) bool { return f.Code == code && f.Cell == cell })
}

const header = "Nom;Prénoms;Date de naissance;Date de dépôt;Revenu N-2;Types souhaités;Communes souhaitées;Portable;Demande élargie;Enfants à naître;Civilité"

func file(rows ...string) []byte { return []byte(header + "\n" + strings.Join(rows, "\n") + "\n") }

func TestReadsARow(t *testing.T) {
	_, recs, found := read(t, file("Zzyzx;Anatole;02/03/1975;15/10/2010;21000,50;T2/T3;21231,21166;06 39 98 12 34;oui;1;Madame"))
	f := recs[0].Form
	if f.Applicant.UsedName != "Zzyzx" || f.Applicant.BirthDate.String() != "1975-03-02" || f.DepositedOn.String() != "2010-10-15" ||
		f.Applicant.Income.AmountMinus2.Decimal.String() != "21000.5" || len(f.Wanted.Types) != 2 || f.Wanted.Places[1].Commune != "21166" ||
		f.Wanted.Extended != demand.Yes || f.Unborn.Count != 1 || f.Applicant.Civility != demand.Civility2 {
		t.Errorf("%+v", f)
	}
	if len(found) != 1 || found[0].Code != "TAB-ENC-01" {
		t.Errorf("findings: %v", found)
	}
}

// Every French letter survives every encoding.
func TestEncodings(t *testing.T) {
	const letters = "àâäçéèêëîïôöùûüÿœæ ÀÂÇÉÈÊËÎÏÔÙÛŒÆ ’«»–…"
	text := header + "\r\n" + letters + ";Anatole;02/03/1975;15/10/2010;;;;;;;\r\n"
	windows, _ := charmap.Windows1252.NewEncoder().String(text)
	mac, _ := charmap.Macintosh.NewEncoder().String(text)
	little, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	big, _ := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String(text)
	for name, data := range map[tabular.Encoding]string{
		tabular.UTF8: text, tabular.Windows1252: windows, tabular.MacRoman: mac, tabular.UTF16LE: little, tabular.UTF16BE: big,
		"UTF-8 avec marque": "\ufeff" + text,
	} {
		r, err := tabular.Open(strings.NewReader(data), tabular.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Detected().Encoding; got != name && name != "UTF-8 avec marque" {
			t.Errorf("%s read as %s", name, got)
		}
		_, recs, _ := read(t, []byte(data))
		if len(recs) != 1 || recs[0].Form.Applicant.UsedName != letters {
			t.Errorf("%s: %+v", name, recs)
		}
	}
}

func TestTwoEncodingsInOneFile(t *testing.T) {
	windows, _ := charmap.Windows1252.NewEncoder().String("Éloïse;Zoé;02/03/1975;15/10/2010;;;;;;;")
	data := append(file("Frédérique;Amélie;02/03/1975;15/10/2010;;;;;;;", "Hélène;Inès;02/03/1975;15/10/2010;;;;;;;"), windows+"\n"...)
	_, recs, found := read(t, data)
	if recs[0].Form.Applicant.UsedName != "Frédérique" || recs[2].Form.Applicant.UsedName != "Éloïse" {
		t.Errorf("%+v", recs)
	}
	if !has(found, "TAB-ENC-02", "A4") || !has(found, "TAB-ENC-02", "B4") || has(found, "TAB-ENC-02", "A2") {
		t.Errorf("%v", found)
	}
}

func TestWhatIsSaidOfACell(t *testing.T) {
	good := []string{"Zzyzx", "Anatole", "02/03/1975", "15/10/2010", "21000,50", "T2", "21231", "0639981234", "oui", "1", "1"}
	for _, c := range []struct {
		column    int
		text      string
		code      string
		keptAside bool
	}{
		{2, "31/02/1975", "TAB-DAT-01", true},
		{2, "02/13/1975", "TAB-DAT-01", true},
		{2, "hier", "TAB-DAT-01", true},
		{2, "02/03/75", "TAB-DAT-03", false},
		{2, "27455", "TAB-DAT-04", false},
		{4, "1 234,56 €", "TAB-VAL-06", false},
		{4, "1.234,56", "TAB-VAL-06", false},
		{4, "beaucoup", "TAB-VAL-01", true},
		{4, "1,2,3", "TAB-VAL-01", true},
		{5, "T2/T9", "TAB-VAL-04", true},
		{6, "1001", "TAB-VAL-05", false},
		{7, "639981234", "TAB-VAL-05", false},
		{8, "peut-être", "TAB-VAL-03", true},
		{9, "deux", "TAB-VAL-02", true},
		{10, "Docteur", "TAB-VAL-04", true},
		{0, "Zz\x00yzx", "TAB-CSV-04", true},
	} {
		cells := slices.Clone(good)
		cells[c.column] = c.text
		_, recs, found := read(t, file(strings.Join(cells, ";")))
		cell := tabular.CellName(c.column, 2)
		if !has(found, c.code, cell) {
			t.Errorf("%q: %v", c.text, found)
		}
		kept := slices.ContainsFunc(recs[0].Extra, func(e tabular.Extra) bool { return e.Text == c.text && e.Cell == cell })
		if kept != c.keptAside {
			t.Errorf("%q kept aside: %v", c.text, recs[0].Extra)
		}
	}
}

func TestDates(t *testing.T) {
	for text, want := range map[string]string{
		"1975-03-02": "1975-03-02", "02/03/1975": "1975-03-02", "2/3/1975": "1975-03-02", "02-03-1975": "1975-03-02", "02.03.1975": "1975-03-02",
		"19750302": "1975-03-02", "1975-03-02T00:00:00": "1975-03-02", "1975-03-02 00:00:00": "1975-03-02", "02/03/75": "1975-03-02",
		"02/03/05": "2005-03-02", "02/03/11": "1911-03-02", "02/03-1975": "", "2/3": "", "1/2/3/4": "", "99/99/9999": "", "02/03/1675": "",
	} {
		_, recs, _ := read(t, []byte("Date de dépôt;Date de naissance;Nom\n15/10/2010;"+text+";Zzyzx\n"))
		if got := recs[0].Form.Applicant.BirthDate.String(); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestShapeOfRows(t *testing.T) {
	data := file("Zzyzx;Anatole;02/03/1975;15/10/2010", // short
		"Zzyzx;Anatole;02/03/1975;15/10/2010;;;;;;;1;trop;long",
		"", "  ;; ", header,
		`"Zz;yzx";"Ana""tole";02/03/1975;15/10/2010;;;;;;;`,
		"\"Zz\nyzx\";Anatole;02/03/1975;15/10/2010;;;;;;;",
		`"jamais fermé;Anatole;02/03/1975;15/10/2010;;;;;;;`,
		`Dernier;Anatole;02/03/1975;15/10/2010;;;;;;;`)
	rows, recs, found := read(t, data)
	if len(rows) != 9 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, want := range []struct{ code, cell string }{{"TAB-CSV-01", ""}, {"TAB-CSV-02", "L3"}, {"TAB-CSV-05", ""}, {"TAB-CSV-03", ""}} {
		if !has(found, want.code, want.cell) {
			t.Errorf("%s is not said: %v", want.code, found)
		}
	}
	if !rows[2].Blank || !rows[3].Blank || rows[4].Number != 6 {
		t.Errorf("%+v", rows)
	}
	names := []string{recs[5].Form.Applicant.UsedName, recs[5].Form.Applicant.FirstNames, recs[6].Form.Applicant.UsedName, recs[7].Form.Applicant.UsedName, recs[8].Form.Applicant.UsedName}
	if diff := cmp.Diff([]string{"Zz;yzx", `Ana"tole`, "Zz\nyzx", `"jamais fermé`, "Dernier"}, names); diff != "" {
		t.Error(diff)
	}
	if last := recs[1].Extra; len(last) != 2 || last[1].Text != "long" {
		t.Errorf("cells beyond the header are lost: %v", last)
	}
}

func TestSeparatorsAndLineEnds(t *testing.T) {
	for _, sep := range []string{";", ",", "\t", "|"} {
		for _, end := range []string{"\n", "\r\n", "\r"} {
			data := strings.Join([]string{"Nom", "Prénoms", "Date de naissance", "Date de dépôt"}, sep) + end +
				strings.Join([]string{"Zzyzx", "Anatole", "02/03/1975", "15/10/2010"}, sep) + end
			_, recs, _ := read(t, []byte(data))
			if len(recs) != 1 || recs[0].Form.DepositedOn.String() != "2010-10-15" {
				t.Errorf("%q %q: %+v", sep, end, recs)
			}
		}
	}
}

func TestHeaders(t *testing.T) {
	_, recs, found := read(t, []byte("Export du 1er mars\n\nNom;Nom;Prénoms;Date de naissance;Code Ikos\nZzyzx;Autre;Anatole;02/03/1975;42\n"))
	for _, want := range []struct{ code, cell string }{{"TAB-COL-01", "E1"}, {"TAB-COL-02", "B1"}, {"TAB-COL-03", ""}, {"TAB-ENC-03", ""}} {
		if !has(found, want.code, want.cell) {
			t.Errorf("%s is not said: %v", want.code, found)
		}
	}
	if len(recs[0].Extra) != 2 || recs[0].Extra[0].Text != "Autre" || recs[0].Extra[1].Column != "Code Ikos" {
		t.Errorf("%+v", recs[0].Extra)
	}
}

func TestHostileFiles(t *testing.T) {
	for name, data := range map[string]string{"empty": "", "blank": " \n\r\n ", "mark only": "\ufeff"} {
		if _, err := tabular.Open(strings.NewReader(data), tabular.Limits{}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	long := header + "\n" + strings.Repeat("x", 3<<20) + "\nZzyzx;Anatole;02/03/1975;15/10/2010;;;;;;;\n" + strings.Repeat("a;", 5000) + "b\n"
	rows, recs, found := read(t, []byte(long))
	if len(rows) != 3 || !has(found, "TAB-CSV-06", "") || recs[1].Form.Applicant.UsedName != "Zzyzx" || len(rows[2].Cells) != 1024 || !has(found, "TAB-CSV-02", "AMK4") {
		t.Errorf("%d rows, last of %d cells, %v", len(rows), len(rows[2].Cells), len(found))
	}
	if !strings.HasSuffix(rows[2].Cells[1023], "a;b") {
		t.Error("the end of a row too long is lost")
	}
}

// Findings never quote a cell.
func TestFindingsHoldNoPersonalData(t *testing.T) {
	const secret = "SECRETDUPERSONNE"
	row := strings.TrimSuffix(strings.Repeat(secret+";", 11), ";")
	_, _, found := read(t, file(row, row+";"+secret, `"`+secret))
	book, err := demand.NewRulebook(demand.Rules(), tabular.Rules())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		if text := fmt.Sprint(f); strings.Contains(text, secret) {
			t.Errorf("%s quotes the cell", f.Code)
		}
		if _, ok := book.Rule(f.Code); !ok {
			t.Errorf("%s has no rule", f.Code)
		}
	}
	if len(found) < 12 {
		t.Errorf("only %d findings", len(found))
	}
}

// A form written in our columns and read again is the same.
func TestOwnProfileRoundTrip(t *testing.T) {
	form, faults := demand.DecodeForm([]byte(`{"version":"14069*01","number":"021101000012321001","desk":"21001","deposited_on":"2010-10-15","renewed_on":"2011-10-01",
	"applicant":{"civility":"1","used_name":"Zzy;zx","birth_name":"Q\"w","first_names":"Anatole","birth_date":"1975-03-02","birth_place":{"commune":"21231"},
	"sex":"M","nationality":"1","family_situation":"M","mobile_phone":"0639981234","email":"a@example.org","address":{"number":"3","street":"rue","postal_code":"21000","commune":"21231"},
	"work":{"situation":"CDI"},"income":{"year_minus_1":2009,"amount_minus_1":"21000.5"},"received":[{"code":"SAL","monthly":"1500"},{"code":"AF"}],"paid":[{"code":"PAV","monthly":"30"}]},
	"co_holders":[{"link":"M","person":{"used_name":"Zzyzx","birth_date":"1977-07-12"}}],
	"dependants":[{"name":"Zzyzx","first_names":"Colin","birth_date":"2003-05-06","sex":"M","kinship":"E"}],"custody":[{"birth_date":"2001-01-03","arrangement":"D"}],
	"unborn":{"count":1,"expected_on":"2011-02-01"},"persons_to_house":4,"present_housing":{"kinds":["LP","CP"],"monthly_rent":"480.2","occupants":4,"category":"A","type":"T2","surface":"45.5","owner":false},
	"reasons":[{"code":"13"},{"code":"23","detail":"escalier"}],"wanted":{"extended":true,"category":"I","types":["T3","T4"],"places":[{"commune":"21231","quarter":"Centre"},{"commune":"21166"}],"parking":true},
	"remarks":"à bientôt","disabilities":[{"state":"STA"}]}`))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	var b bytes.Buffer
	lost, err := tabular.Write(&b, tabular.Own(), slices.Values([]demand.Form{form}))
	if err != nil || len(lost) != 1 || lost[0].Fault.Code != "TAB-PER-01" || lost[0].Fault.Path != "disabilities[0].state" {
		t.Errorf("lost: %v, %v", lost, err)
	}
	_, recs, found := read(t, b.Bytes())
	if len(found) != 1 {
		t.Errorf("%v", found)
	}
	form.Disabilities = nil
	want, _ := json.MarshalIndent(form, "", " ")
	got, _ := json.MarshalIndent(recs[0].Form, "", " ")
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Error(diff)
	}
}

// Every column of every profile leads somewhere, and no header means two columns.
func TestProfilesAreSound(t *testing.T) {
	for _, p := range tabular.Profiles() {
		var headers []string
		for _, c := range p.Columns {
			headers = append(headers, c.Header)
		}
		if _, found := p.Bind(headers); len(found) > 0 {
			t.Errorf("%s: %v", p.Name, found)
		}
		if got, ok := tabular.Detect(headers); !ok || got.Name != p.Name {
			t.Errorf("%s is taken for %s", p.Name, got.Name)
		}
	}
	if _, ok := tabular.Detect([]string{"a", "b", "Nom"}); ok {
		t.Error("one known column is enough")
	}
	if _, found := (tabular.Profile{Name: "x", Columns: []tabular.Column{{Header: "a", Path: "nowhere.at_all"}}}).Bind([]string{"a"}); len(found) != 1 {
		t.Error("a column that leads nowhere is not said")
	}
}

func TestCellOfAPath(t *testing.T) {
	m, _ := tabular.Own().Bind([]string{"Nom", "Types souhaités", "Communes souhaitées", "Inconnue"})
	for path, want := range map[string]string{"applicant.used_name": "A7", "wanted.types[1]": "B7", "wanted.types": "B7", "wanted.places[0].commune": "C7",
		"wanted.places": "C7", "wanted.places[3]": "C7", "deposited_on": "", "applicant": ""} {
		if got := m.Cell(path, 7); got != want {
			t.Errorf("Cell(%q) = %q, want %q", path, got, want)
		}
	}
}

func FuzzRows(f *testing.F) {
	f.Add([]byte(header + "\nZzyzx;Anatole;02/03/1975;15/10/2010;21000,50;T2;21231;06;oui;1;1\n"))
	f.Add([]byte("Nom,Prénoms,Date de naissance\n\"a\nb\",c,\xe9\n"))
	f.Add([]byte("\xff\xfeN\x00o\x00m\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := tabular.Open(bytes.NewReader(data), tabular.Limits{MaxRowBytes: 1 << 12, Sample: 1 << 10})
		if err != nil {
			return
		}
		m, _ := tabular.Own().Bind(r.Detected().Header)
		rows := 0
		for row, err := range r.Rows() {
			if err != nil {
				return
			}
			rows++
			m.Form(row)
		}
		if rows > len(data) {
			t.Fatalf("%d rows from %d bytes", rows, len(data))
		}
	})
}

func ExampleOpen() {
	data := "Nom;Prénoms;Date de naissance;Date de dépôt\nZzyzx;Anatole;31/02/1975;15/10/2010\n"
	r, err := tabular.Open(strings.NewReader(data), tabular.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	profile, _ := tabular.Detect(r.Detected().Header)
	mapper, _ := profile.Bind(r.Detected().Header)
	for row := range r.Rows() {
		for _, f := range mapper.Form(row).Findings {
			fmt.Println(f.Row, f.Cell, f.Code, f.Path)
		}
	}
	// Output: 2 C2 TAB-DAT-01 applicant.birth_date
}

// wide is a file of 40 columns.
func wide(rows int) []byte {
	header := []string{"Numéro unique", "Guichet", "Date de dépôt", "Civilité", "Nom", "Nom de naissance", "Prénoms", "Date de naissance", "Sexe", "Nationalité",
		"Situation familiale", "Téléphone", "Portable", "Courriel", "Numéro de voie", "Voie", "Code postal", "Code commune", "Ville", "Situation professionnelle",
		"Profession", "Année N-1", "Revenu N-1", "Année N-2", "Revenu N-2", "Ressource 1", "Ressource 1, montant", "Personnes à loger", "Logement actuel", "Loyer mensuel",
		"Occupants", "Surface", "Motif 1", "Motif 2", "Types souhaités", "Catégorie souhaitée", "Commune souhaitée 1", "Commune souhaitée 2", "Demande élargie", "Remarques"}
	row := "021101000012321001;21001;15/10/2010;1;Zzyzx;;Anatole Prosper;02/03/1975;M;1;M;;0639981234;zzyzx@example.org;3;rue des Essais;21000;21231;Dijon;CDI;" +
		"menuisier;2009;21000,50;2008;20000;SAL;1500;4;LP;480,20;4;45,5;13;09;T4;I;21231;21166;oui;\n"
	var b bytes.Buffer
	b.WriteString(strings.Join(header, ";") + "\n")
	for range rows {
		b.WriteString(row)
	}
	return b.Bytes()
}

func BenchmarkRead(b *testing.B) {
	data := wide(1000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		r, err := tabular.Open(bytes.NewReader(data), tabular.Limits{})
		if err != nil {
			b.Fatal(err)
		}
		for range r.Rows() {
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/row")
}

func BenchmarkForm(b *testing.B) {
	r, err := tabular.Open(bytes.NewReader(wide(1)), tabular.Limits{})
	if err != nil {
		b.Fatal(err)
	}
	m, _ := tabular.Own().Bind(r.Detected().Header)
	var row tabular.Row
	for row = range r.Rows() {
	}
	b.ReportAllocs()
	for b.Loop() {
		if rec := m.Form(row); len(rec.Findings) > 0 {
			b.Fatal(rec.Findings)
		}
	}
}

func TestAnotherDateIsKeptAside(t *testing.T) {
	_, recs, found := read(t, []byte("Nom;Date de dépôt;Date de renouvellement\nZzyzx;15/10/2010;31/11/2010\n"))
	if !has(found, "TAB-DAT-02", "C2") || len(recs[0].Extra) != 1 {
		t.Errorf("%v %v", found, recs[0].Extra)
	}
}

// A file typed from the form of 2003 is recognised and read.
func TestForm2003(t *testing.T) {
	_, recs, found := read(t, []byte("N° départemental;Organisme;Déposée le;Civ.;Nom du demandeur;Nom de jeune fille;Prénom du demandeur;Né(e) le;Nombre de personnes à loger;Locataire HLM;Type de logement demandé;Secteur demandé 1, commune;Secteur demandé 1, quartier;Enfant 1, prénom;Enfant 1, né(e) le\n"+
		"021040300012321001;21001;15/04/2003;2;Zzyzx;Qwfpgj;Berthe;12/07/1977;2;non;T3;21231;Montchapet;Colin;06/05/2001\n"))
	f := recs[0].Form
	if f.DepositedOn.String() != "2003-04-15" || f.Applicant.BirthName != "Qwfpgj" || f.PersonsToHouse != 2 || f.Present.SocialTenant != demand.No ||
		len(f.Wanted.Places) != 1 || f.Wanted.Places[0].Quarter != "Montchapet" || f.Dependants[0].BirthDate.String() != "2001-05-06" {
		t.Errorf("%+v", f)
	}
	for _, x := range found {
		if x.Severity != demand.Information {
			t.Error(x)
		}
	}
	in := demand.Setting{AsOf: demand.MustDate("2003-06-01"), Profile: demand.Profile2000}
	if missing := demand.Registrable(&f, in).Codes(); missing != "DEM-MIN-07" { // the address is not in this file
		t.Errorf("missing: %s", missing)
	}
}
