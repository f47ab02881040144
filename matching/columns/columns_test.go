package columns_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/matching"
	"github.com/fichier-unique/rules/matching/columns"
)

func mapOf(t testing.TB, text string) columns.Map {
	t.Helper()
	m, faults := columns.ParseMap([]byte(text))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return m
}

// read reads a whole text.
func read(t testing.TB, text string, m columns.Map) (records []matching.Record, refused []columns.Refusal, a columns.Account) {
	t.Helper()
	r, faults, err := columns.Open(strings.NewReader(text), m)
	if err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	for b, err := range r.Batches() {
		if err != nil {
			t.Fatal(err)
		}
		if len(b.Records) != len(b.Rows) {
			t.Fatal("records without their rows")
		}
		records = append(records, b.Records...)
		refused = append(refused, b.Refused...)
	}
	a = r.Account()
	if a.Read != a.Accepted+a.Refused || a.Accepted != len(records) || a.Refused != len(refused) {
		t.Fatalf("%+v for %d records and %d refused", a, len(records), len(refused))
	}
	return records, refused, a
}

func codes(a columns.Account) string {
	var out []string
	for _, n := range a.Notes {
		out = append(out, fmt.Sprintf("%s×%d", n.Fault.Code, n.Count))
	}
	return strings.Join(out, " ")
}

func Example() {
	m, _ := columns.ParseMap([]byte(`{"date_format": "20060102", "columns": {"record_id": "rec_id", "birth_name": "surname",
		"first_names": "given_name", "birth_date": "date_of_birth", "address": ["street_number", "address_1"]}}`))
	file := "rec_id, given_name, surname, street_number, address_1, date_of_birth\nr-0, ada, lovel, 12, bell close, 19120435\n"
	r, faults, err := columns.Open(strings.NewReader(file), m)
	if err != nil || len(faults) > 0 {
		fmt.Println(faults, err)
		return
	}
	for b := range r.Batches() {
		for _, p := range b.Records {
			fmt.Println(p.ID, p.BirthName, p.FirstNames, p.BirthDate, p.Address)
		}
	}
	// Output: r-0 lovel ada 1912-04-35 12 bell close
}

const full = `{"columns": {"record_id": "id", "birth_name": "nom", "used_name": "usage", "first_names": "prenoms", "birth_date": "ne", "sex": "sexe",
	"birth_place": "lieu", "birth_country": "pays", "address": ["num", "voie"], "postal_code": "cp", "commune": "ville", "region": "region", "phone": "tel", "email": "mail", "identifier": "ss"}}`

func TestEveryFieldGoesToItsPlace(t *testing.T) {
	text := "mail;tel;ss;region;ville;cp;voie;num;pays;lieu;sexe;ne;prenoms;usage;nom;id;reste\n" +
		"a@example.org;0639980001;S1;BFC;21231;21000;rue Haute;3;FR;21054;Mme;09/03/1984;Élodie Marie;Roux;Le Vasselin;r1;x\n"
	got, _, a := read(t, text, mapOf(t, full))
	want := []matching.Record{{ID: "r1", BirthName: "Le Vasselin", UsedName: "Roux", FirstNames: "Élodie Marie", BirthDate: "1984-03-09", Sex: "F", BirthPlace: "21054",
		BirthCountry: "FR", Address: "3 rue Haute", PostalCode: "21000", Commune: "21231", Phone: "0639980001", Email: "a@example.org", Identifier: "S1"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if codes(a) != "COL-ENT-04×1" || a.Delimiter != ";" || a.Encoding != "UTF-8" {
		t.Errorf("%+v", a)
	}
}

// The same file in every encoding and with every delimiter gives the same records.
func TestEncodingsAndDelimiters(t *testing.T) {
	plain := "id;nom;prenoms\nr1;Gérôme;Élodie\nr2;Çelik;Noël\nr3;Œuvrard;Zoé\n"
	m := mapOf(t, `{"columns": {"record_id": "id", "birth_name": "nom", "first_names": "prenoms"}}`)
	want, _, _ := read(t, plain, m)
	if want[2].BirthName != "Œuvrard" {
		t.Fatal(want)
	}
	windows, _ := charmap.Windows1252.NewEncoder().String(plain)
	mac, _ := charmap.Macintosh.NewEncoder().String(plain)
	wide := func(order func(u uint16) []byte) string {
		var b []byte
		for _, u := range utf16.Encode([]rune(plain)) {
			b = append(b, order(u)...)
		}
		return string(b)
	}
	little := wide(func(u uint16) []byte { return []byte{byte(u), byte(u >> 8)} })
	big := wide(func(u uint16) []byte { return []byte{byte(u >> 8), byte(u)} })
	for name, text := range map[string]string{
		"mark": "\xef\xbb\xbf" + plain, "windows": windows, "mac": mac, "little": little, "little with mark": "\xff\xfe" + little, "big": big,
		"comma": strings.ReplaceAll(plain, ";", ","), "comma and blank": strings.ReplaceAll(plain, ";", ", "), "tab": strings.ReplaceAll(plain, ";", "\t"),
		"bar": strings.ReplaceAll(plain, ";", " | "), "crlf": strings.ReplaceAll(plain, "\n", "\r\n"), "cr": strings.ReplaceAll(plain, "\n", "\r"),
		"quoted": quoted(plain), "no last end": strings.TrimSuffix(plain, "\n"),
	} {
		got, _, a := read(t, text, m)
		if diff := cmp.Diff(want, got); diff != "" || len(a.Notes) > 0 {
			t.Errorf("%s: %s %s", name, diff, codes(a))
		}
	}
	m.Encoding = "mac-roman"
	if got, _, _ := read(t, mac, m); got[0].BirthName != "Gérôme" {
		t.Errorf("%+v", got[0])
	}
	m.Encoding, m.Delimiter = "", "*"
	if got, _, a := read(t, strings.ReplaceAll(plain, ";", "*"), m); got[0].BirthName != "Gérôme" || a.Delimiter != "*" {
		t.Errorf("%+v", got[0])
	}
}

func quoted(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		out.WriteString(`"` + strings.Join(strings.Split(strings.TrimSuffix(line, "\n"), ";"), `"; "`) + "\"\n")
	}
	return out.String()
}

// What is wrong with a row is said, and nothing is lost.
func TestBadRows(t *testing.T) {
	m := mapOf(t, `{"columns": {"record_id": "id", "birth_name": "nom", "birth_date": "ne"}}`)
	const head = "id;nom;ne;autre\n"
	for _, c := range []struct {
		name, rows string
		want       string // records and refusals
		codes      string
	}{
		{"sound", "r1;Roux;1984-03-09;x\n", "r1/Roux/1984-03-09", ""},
		{"short", "r1;Roux\n", "r1/Roux/", "COL-LIG-01×1"},
		{"long", "r1;Roux;1984-03-09;x;y\n", "-r1:2", "COL-LIG-02×1"},
		{"long by empty cells", "r1;Roux;1984-03-09;x;;;\n", "r1/Roux/1984-03-09", ""},
		{"blank", "\n;;;\nr1;Roux;;\n  \n", "r1/Roux/", ""},
		{"headers again", head + "r1;Roux;;\n", "-id:2 r1/Roux/", "COL-LIG-05×1"},
		{"no identifier", ";Roux;;\n", "#2/Roux/", "COL-IDE-02×1"},
		{"identifier again", "r1;Roux;;\nr1;Brun;;\nr1;Noir;;\n", "r1/Roux/ r1#3/Brun/ r1#4/Noir/", "COL-IDE-01×2"},
		{"a name like ours", "r1#3;Roux;;\nr1#3;Brun;;\n", "r1#3/Roux/ r1#3#3/Brun/", "COL-IDE-01×1"},
		{"cells on two lines", "r1;\"Roux\nBrun\";;\nr2;Noir;;\n", "r1/Roux Brun/ r2/Noir/", ""},
		{"marks within", "r1;\"Roux \"\"dit\"\" Brun\";;\nr2;No\"ir;;\n", `r1/Roux "dit" Brun/ r2/No"ir/`, ""},
		{"never closed", "r1;\"Roux;;\nr2;Noir;;\n", "r1/\"Roux/ r2/Noir/", "COL-LIG-03×1"},
		{"control characters", "r1;Ro\x00u\x1bx\x7f;;\nr2;No\x01ir;;\n", "r1/Roux/ r2/Noir/", "COL-LIG-04×2"},
		{"another encoding", "r1;Gérôme;;\nr2;Gérôme;;\nr3;G\xe9r\xf4me;;\n", "r1/Gérôme/ r2/Gérôme/ r3/Gérôme/", "COL-LIG-07×1"},
		{"date", "r1;Roux;le 3 mars;\nr2;Roux;1984;\n", "r1/Roux/ r2/Roux/1984", "COL-DAT-01×1"},
	} {
		records, refused, a := read(t, head+c.rows, m)
		var got []string
		for _, r := range refused {
			got = append(got, fmt.Sprintf("-%s:%d", r.ID, r.Row))
		}
		for _, r := range records {
			got = append(got, r.ID+"/"+r.BirthName+"/"+r.BirthDate)
		}
		if strings.Join(got, " ") != c.want || codes(a) != c.codes {
			t.Errorf("%s: %q %q, want %q %q", c.name, strings.Join(got, " "), codes(a), c.want, c.codes)
		}
	}
}

func TestSizesAreBounded(t *testing.T) {
	m := mapOf(t, `{"columns": {"record_id": "id", "birth_name": "nom"}}`)
	records, refused, a := read(t, "id;nom\nr1;"+strings.Repeat("é", 1<<19)+"\nr2;"+strings.Repeat("x", 17<<20)+"\nr3;Roux\n", m)
	if len(records) != 2 || len(records[0].BirthName) > 1000 || records[1].BirthName != "Roux" || len(refused) != 1 || refused[0].ID != "#3" {
		t.Errorf("%d records, %+v", len(records), refused)
	}
	if codes(a) != "COL-LIG-06×1 COL-LIG-08×1" {
		t.Error(codes(a))
	}
	many := "id;nom\n" + strings.Repeat("r1;Roux;x\n", 50)
	if _, _, a := read(t, many, m); a.Notes[0].Count != 50 || len(a.Notes[0].Rows) != 10 || a.Notes[0].Rows[0] != 2 {
		t.Errorf("%+v", a)
	}
}

func TestDates(t *testing.T) {
	for _, c := range []struct{ format, cell, want string }{
		{"", "1984-03-09", "1984-03-09"}, {"", "19840309", "1984-03-09"}, {"", "09/03/1984", "1984-03-09"}, {"", "9.3.1984", "1984-03-09"}, {"", "1984/3/9", "1984-03-09"},
		{"", "1984-02-31", "1984-02-31"}, {"", "1984-03", "1984-03"}, {"", "1984-03-09T00:00:00Z", "1984-03-09"}, {"", "09/03/1984 00:00", "1984-03-09"},
		{"", "09/03/84", ""}, {"", "1984-03-0x", ""}, {"", "--", ""}, {"", "1984-03-09-", ""}, {"", "198403", ""}, {"auto", "19120435", "1912-04-35"},
		{"20060102", "19120435", "1912-04-35"}, {"20060102", "1912", ""}, {"02012006", "09031984", "1984-03-09"}, {"01/02/2006", "03/09/1984", "1984-03-09"},
		{"02/01/2006", "9/3/1984", "1984-03-09"}, {"2/1/2006", "9/3/1984", "1984-03-09"}, {"2/1/2006", "09031984", ""}, {"2006-01-02", "09/03/1984", ""}, {"02/01/2006", "09031984", "1984-03-09"},
	} {
		m := mapOf(t, `{"date_format": "`+c.format+`", "columns": {"birth_name": "nom", "birth_date": "ne"}}`)
		got, _, _ := read(t, "nom;ne\nRoux;"+c.cell+"\n", m)
		if got[0].BirthDate != c.want {
			t.Errorf("%q in %q: %q, want %q", c.cell, c.format, got[0].BirthDate, c.want)
		}
	}
}

func TestSexes(t *testing.T) {
	m := mapOf(t, `{"columns": {"birth_name": "nom", "sex": "sexe"}}`)
	for cell, want := range map[string]string{"1": "M", "2": "F", "h": "M", "Femme": "F", "mlle": "F", "M": "M", "": "", "X": "X", "Monsieur": "M", "indéterminé ou autre": "indéterminé ou autre"} {
		if got, _, _ := read(t, "nom;sexe\nRoux;"+cell+"\n", m); got[0].Sex != want {
			t.Errorf("%q: %q", cell, got[0].Sex)
		}
	}
}

// A map that cannot serve says why and where, in both languages and without
// repeating what was typed.
func TestBadMaps(t *testing.T) {
	book, err := demand.NewRulebook(columns.Rules())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, codes, says string }{
		{`{`, "COL-MAP-01 COL-MAP-08", "n'est pas un seul objet JSON"}, {`{"columns": {"surname": "x", "birth_name": "y"}}`, "COL-MAP-02", "n'existe pas (ligne 1)"},
		{`{"columns": {"birth_name": "x", "birth_name": "y"}}`, "COL-MAP-03", "donné deux fois"}, {`{"columns": {"birth_name": 3}}`, "COL-MAP-04 COL-MAP-08", "liste de textes"},
		{`{"delimiter": "ab", "columns": {"birth_name": "x"}}`, "COL-MAP-05", "un seul signe"}, {`{"delimiter": "é", "columns": {"birth_name": "x"}}`, "COL-MAP-05", "un seul signe"},
		{`{"encoding": "latin", "columns": {"birth_name": "x"}}`, "COL-MAP-06", "windows-1252"}, {`{"date_format": "02/01/06", "columns": {"birth_name": "x"}}`, "COL-MAP-07", "02/01/2006"},
		{`{"date_format": "2006012", "columns": {"birth_name": "x"}}`, "COL-MAP-07", "une fois chacun"}, {`{"date_format": "2006-2006", "columns": {"birth_name": "x"}}`, "COL-MAP-07", "une fois"},
		{`{"columns": {"record_id": "id", "sex": "s", "birth_name": ""}}`, "COL-MAP-08", "aucune colonne à comparer"}, {`{}`, "COL-MAP-08", "aucune colonne"},
	} {
		_, faults := columns.ParseMap([]byte(c.text))
		if faults.Codes() != c.codes || !strings.Contains(book.Sentence(language.French, faults[0]), c.says) {
			t.Errorf("%s: %s %q", c.text, faults.Codes(), book.Sentence(language.French, faults[0]))
		}
		for _, f := range faults {
			if s := book.Sentence(language.English, f); s == "" || strings.ContainsAny(s, "{}") {
				t.Errorf("%s: %q", f.Code, s)
			}
		}
	}
	if _, faults := columns.ParseMap(slices.Repeat([]byte(" "), 2<<20)); faults.Codes() != "COL-MAP-01" {
		t.Error(faults)
	}
}

func TestHeaders(t *testing.T) {
	m := mapOf(t, `{"columns": {"record_id": "id", "birth_name": "Nom de naissance", "address": ["num", "voie"]}}`)
	for _, c := range []struct {
		name, text string
		m          columns.Map
		codes      string
		path       string
	}{
		{"misspelt", "id;nom_de_naissance;num;rue\n", m, "COL-ENT-01", "columns.address[1]"},
		{"no headers", "1;Roux;3;rue Haute\n2;Brun;4;rue Basse\n", m, "COL-ENT-02", "columns"},
		{"another file", "rec_id,surname\n1,Roux\n", columns.Default(), "COL-ENT-02", "columns"},
		{"only identifiers", "record_id,sex\n1,M\n", columns.Default(), "COL-ENT-02", "columns"},
	} {
		_, faults, err := columns.Open(strings.NewReader(c.text), c.m)
		if err != nil || faults.Codes() != c.codes || faults[0].Path != c.path {
			t.Errorf("%s: %v %v", c.name, faults, err)
		}
	}
	if _, _, err := columns.Open(strings.NewReader(" \n"), m); err == nil || !strings.Contains(err.Error(), "empty") {
		t.Error(err)
	}
	records, _, a := read(t, "export du 3 mai;;;\n;;;\nid;nom de naissance;num;voie;num\nr1;Roux;3;rue Haute;9\n", m)
	if len(records) != 1 || records[0].Address != "3 rue Haute" || codes(a) != "COL-ENT-03×1 COL-ENT-05×1" {
		t.Errorf("%+v %s", records, codes(a))
	}
	records, _, _ = read(t, "phone,nothing\n0639980001,x\n", columns.Default())
	if len(records) != 1 || records[0].Phone != "0639980001" || records[0].ID != "#2" {
		t.Errorf("%+v", records)
	}
}

// Rows fall into batches without being moved.
func TestBatches(t *testing.T) {
	var b strings.Builder
	b.WriteString("record_id,birth_name\n")
	const n = 5000
	for i := range n {
		fmt.Fprintf(&b, "r%d,Roux%d\n", i, i)
	}
	records, _, _ := read(t, b.String(), columns.Default())
	for i, r := range records {
		if r.ID != "r"+strconv.Itoa(i) || r.BirthName != "Roux"+strconv.Itoa(i) {
			t.Fatalf("record %d is %+v", i, r)
		}
	}
	if len(records) != n {
		t.Error(len(records))
	}
}

// Files of others, read in place where they are.
func TestSharedFiles(t *testing.T) {
	dir := os.Getenv("FICHIER_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	dir = filepath.Join(dir, "reference", "data", "matching")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("labelled matching data not found: set FICHIER_SHARED to read it; the other tests stand alone")
	}
	febrl := mapOf(t, `{"date_format": "20060102", "columns": {"record_id": "rec_id", "birth_name": "surname", "first_names": "given_name", "birth_date": "date_of_birth",
		"address": ["street_number", "address_1", "address_2"], "postal_code": "postcode", "commune": "suburb", "region": "state", "identifier": "soc_sec_id"}}`)
	fake := mapOf(t, `{"columns": {"record_id": "unique_id", "birth_name": "surname", "first_names": "first_name", "birth_date": "dob", "commune": "city", "email": "email"}}`)
	for name, c := range map[string]struct {
		m    columns.Map
		rows int
	}{"febrl1.csv": {febrl, 1000}, "febrl2.csv": {febrl, 5000}, "febrl4a.csv": {febrl, 5000}, "fake_1000.csv": {fake, 1000}} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		records, refused, a := read(t, string(data), c.m)
		dated := 0
		for _, r := range records {
			if r.BirthDate != "" {
				dated++
			}
		}
		if len(records) != c.rows || len(refused) > 0 || dated < c.rows/2 {
			t.Errorf("%s: %d records, %d dated, %s", name, len(records), dated, codes(a))
		}
	}
}

// Whatever the text, every row is accounted for and every record sound.
func FuzzRead(f *testing.F) {
	f.Add("id;nom;ne\nr1;Roux;1984-03-09\n", "")
	f.Add("id,nom,ne\n\"r1\",\"Ro\nux\",09/03/1984\n\"", "02/01/2006")
	f.Add("id\tnom\r\nr1\tG\xe9r\x00\r\n\r\n\t\t\t\t\r\n", "20060102")
	f.Add("\xff\xfei\x00d\x00;\x00n\x00o\x00m\x00\n\x00", "")
	f.Add("nom\n\"a\"\"b\" c\nnom\n", "")
	f.Fuzz(func(t *testing.T, text, format string) {
		m := columns.Map{DateFormat: format, Columns: columns.Fields{RecordID: columns.Names{"id"}, BirthName: columns.Names{"nom"}, BirthDate: columns.Names{"ne", "id"}}}
		r, faults, err := columns.Open(strings.NewReader(text), m)
		if err != nil || len(faults) > 0 {
			return
		}
		seen, rows, n := map[string]bool{}, map[int]bool{}, 0
		for b, err := range r.Batches() {
			if err != nil {
				t.Fatal(err)
			}
			for i, rec := range b.Records {
				n++
				if rec.ID == "" || seen[rec.ID] || rows[b.Rows[i]] {
					t.Fatalf("record %q of row %d stands twice or has no name", rec.ID, b.Rows[i])
				}
				seen[rec.ID], rows[b.Rows[i]] = true, true
				for _, c := range []byte(rec.BirthName + rec.BirthDate) {
					if c < 0x20 || c == 0x7f {
						t.Fatalf("control character in %q", rec.BirthName)
					}
				}
				if d := rec.BirthDate; d != "" && len(d) != 10 && len(d) != 7 && len(d) != 4 {
					t.Fatalf("date %q", d)
				}
			}
			for _, x := range b.Refused {
				n++
				if x.ID == "" || seen[x.ID] || rows[x.Row] {
					t.Fatalf("refused row %d stands twice or has no name", x.Row)
				}
				seen[x.ID], rows[x.Row] = true, true
			}
		}
		if a := r.Account(); a.Read != n || a.Read != a.Accepted+a.Refused {
			t.Fatalf("%d rows for %+v", n, a)
		}
	})
}

func FuzzParseMap(f *testing.F) {
	f.Add(full)
	f.Add(`{"delimiter": ";", "encoding": "utf-8", "date_format": "2/1/2006", "columns": {"birth_name": ["a", ""]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		m, faults := columns.ParseMap([]byte(text))
		if len(faults) > 0 {
			return
		}
		if _, faults, err := columns.Open(strings.NewReader("a;b\n1;2\n"), m); err == nil && faults.Has("COL-MAP-08") {
			t.Fatal("the map was accepted and is refused")
		}
	})
}

func BenchmarkRead(b *testing.B) {
	var text strings.Builder
	text.WriteString("record_id,entity_id,registered_on,guichet,birth_name,used_name,first_names,birth_date,sex,birth_place_code,birth_country,nationality_group,address,postal_code,commune_code,phone,email\n")
	for i := range 100_000 {
		fmt.Fprintf(&text, "R%09d,E%010d,2015-01-0%d,G%04d,Vasselin%d,,Élodie Marie,198%d-03-09,F,21054,FR,F,%d rue du Château-d'Eau,21000,21231,06 39 98 00 01,vasselin%d@example.org\n",
			i, i*7, i%9+1, i%1000, i%5000, i%10, i%120, i)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		r, _, err := columns.Open(strings.NewReader(text.String()), columns.Default())
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for batch := range r.Batches() {
			n += len(batch.Records)
		}
		if n != 100_000 {
			b.Fatal(n)
		}
	}
}
