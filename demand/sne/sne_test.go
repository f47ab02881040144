package sne_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
)

func readAll(t testing.TB, data []byte) (sne.Header, []sne.Record, error) {
	t.Helper()
	r, err := sne.Read(bytes.NewReader(data), sne.Limits{})
	if err != nil {
		return sne.Header{}, nil, err
	}
	var out []sne.Record
	for rec, err := range r.Records() {
		if err != nil {
			return r.Header(), out, err
		}
		out = append(out, rec)
	}
	return r.Header(), out, nil
}

func write(t testing.TB, h sne.Header, recs []sne.Record) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := sne.Write(&b, h, slices.Values(recs)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// flat gives every element, attribute and text of a document in order, without
// white space nor prefix: two documents with the same list hold the same.
func flat(t testing.TB, data []byte) []string {
	t.Helper()
	dec := xml.NewDecoder(bytes.NewReader(data))
	var out []string
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			line := "<" + e.Name.Local
			for _, a := range e.Attr {
				if a.Name.Space != "xmlns" {
					line += " " + a.Name.Local + "=" + a.Value
				}
			}
			out = append(out, line)
		case xml.EndElement:
			out = append(out, ">")
		case xml.CharData:
			if s := strings.TrimSpace(string(e)); s != "" {
				out = append(out, s)
			}
		}
	}
}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// What is read is written back with every element, in its order, and through
// the form: nothing of these fixtures is unknown.
func TestFixturesRoundTrip(t *testing.T) {
	for _, name := range []string{"outbound.xml", "creation.xml"} {
		data := fixture(t, name)
		h, recs, err := readAll(t, data)
		if err != nil {
			t.Fatal(err)
		}
		for _, rec := range recs {
			if len(rec.Extra) > 0 || len(rec.Findings) > 0 {
				t.Errorf("%s, demand %d: %v %v", name, rec.Index, rec.Findings, rec.Extra)
			}
		}
		if diff := cmp.Diff(flat(t, data), flat(t, write(t, h, recs))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestCreationIsUnderstood(t *testing.T) {
	h, recs, err := readAll(t, fixture(t, "creation.xml"))
	if err != nil || len(recs) != 2 {
		t.Fatalf("%d demands, %v", len(recs), err)
	}
	if h.FileType != demand.FileTypeCRE || h.Version != "02.01" || h.FileDate == "" {
		t.Errorf("header: %+v", h)
	}
	f := recs[0].Form
	if f.Desk != "21166" || f.DepositedOn.String() != "2011-03-02" || f.Wanted.Extended != demand.Yes || len(f.Wanted.Types) != 2 ||
		f.Wanted.Places[1].Commune != "21166" || f.CoHolders[0].Link != demand.CoHolderLinkC || f.Reasons[1].Detail == "" ||
		f.Custody[0].Arrangement != demand.CoParentingD || f.Unborn.Count != 1 || f.Applicant.Received[1].Monthly.Decimal.String() != "127.05" {
		t.Errorf("form: %+v", f)
	}
	if a := recs[1].Form.Association; a.Name == "" || a.CreatedOn.IsZero() {
		t.Errorf("association: %+v", a)
	}
	if got := sne.Check(h, &recs[0], sne.Creation); len(got) > 0 {
		t.Errorf("nothing is missing, and got %v", got)
	}
	if got := sne.Check(sne.Header{}, &sne.Record{}, sne.Creation); len(got) != 7 || got[0].Code != "SNE-PRO-01" {
		t.Errorf("an empty record lacks %v", got)
	}
	if got := sne.Check(sne.Header{}, &sne.Record{}, sne.Outbound); len(got) != 0 {
		t.Errorf("an extract requires nothing, and got %v", got)
	}
}

// The published sample of the interface is read in place when it is there.
func TestPublishedSample(t *testing.T) {
	folder := os.Getenv("FICHIER_SHARED")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared")
	}
	data, err := os.ReadFile(filepath.Join(folder, "reference", "sne", "sample-v0200.xml"))
	if err != nil {
		t.Skip("the published sample is not beside the repository; set FICHIER_SHARED to its folder to run this test")
	}
	h, recs, err := readAll(t, data)
	if err != nil || len(recs) != 1 {
		t.Fatalf("%d demands, %v", len(recs), err)
	}
	if len(recs[0].Extra) > 0 || len(recs[0].Findings) > 0 {
		t.Errorf("not all is understood: %v %v", recs[0].Findings, recs[0].Extra)
	}
	if diff := cmp.Diff(flat(t, data), flat(t, write(t, h, recs))); diff != "" {
		t.Error(diff)
	}
}

const head = `<?xml version="1.0"?><n:interfaceNuu versionInterface="02.00" xmlns:n="http://nuu.application.i2/"><n:entete/>`

func one(body string) []byte {
	return []byte(head + `<n:demande><n:demandeLogement>` + body + `</n:demandeLogement></n:demande></n:interfaceNuu>`)
}

func TestWhatCannotBeReadIsKeptAndWrittenBack(t *testing.T) {
	for _, c := range []struct{ body, code, cell, path string }{
		{`<n:nouveau a="1"><n:x>SECRET</n:x></n:nouveau>`, "SNE-ELT-01", "nouveau", ""},
		{`<n:dateCreationDemande>31/02/2010</n:dateCreationDemande>`, "SNE-VAL-01", "dateCreationDemande", "deposited_on"},
		{`<n:personnePhysique><n:demandeur><n:revenuFiscal><n:montantMoins1>SECRET</n:montantMoins1></n:revenuFiscal></n:demandeur></n:personnePhysique>`,
			"SNE-VAL-02", "personnePhysique/demandeur/revenuFiscal/montantMoins1", "applicant.income.amount_minus_1"},
		{`<n:personnePhysique><n:personneANaitre><n:nombre>deux</n:nombre></n:personneANaitre></n:personnePhysique>`,
			"SNE-VAL-03", "personnePhysique/personneANaitre/nombre", "unborn.count"},
		{`<n:logementRecherche><n:demandeElargie>peut-être</n:demandeElargie></n:logementRecherche>`,
			"SNE-VAL-04", "logementRecherche/demandeElargie", "wanted.extended"},
		{`<n:numUnique>021131000012321001</n:numUnique>`, "NUM-MON-01", "numUnique", "number"},
		{`<n:numGuichet>21001</n:numGuichet><n:numGuichet>21002</n:numGuichet>`, "SNE-ELT-01", "numGuichet", ""},
		{`<n:personnePhysique><n:listePersonneACharge><n:personneACharge/><n:personneACharge><n:dateNaissance>SECRET</n:dateNaissance></n:personneACharge></n:listePersonneACharge></n:personnePhysique>`,
			"SNE-VAL-01", "personnePhysique/listePersonneACharge/personneACharge[2]/dateNaissance", "dependants[1].birth_date"},
	} {
		h, recs, err := readAll(t, one(c.body))
		if err != nil || len(recs) != 1 {
			t.Fatalf("%s: %v", c.body, err)
		}
		rec := recs[0]
		if !slices.ContainsFunc(rec.Findings, func(f demand.Finding) bool {
			return f.Code == c.code && f.Cell == c.cell && f.Path == c.path && f.Row == 1
		}) {
			t.Errorf("%s: %+v", c.body, rec.Findings)
		}
		if text := fmt.Sprint(rec.Findings); strings.Contains(text, "SECRET") {
			t.Errorf("a finding quotes the file: %s", text)
		}
		before, after := flat(t, one(c.body)), flat(t, write(t, h, recs))
		slices.Sort(before)
		slices.Sort(after)
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("%s: %s", c.body, diff)
		}
	}
}

func TestAnotherVersionAndAnotherElement(t *testing.T) {
	data := bytes.Replace(one(`<n:numGuichet>21001</n:numGuichet>`), []byte("02.00"), []byte("09.00"), 1)
	_, recs, err := readAll(t, data)
	if err != nil || recs[0].Findings[0].Code != "SNE-VER-01" {
		t.Errorf("%v %v", recs, err)
	}
	_, recs, err = readAll(t, []byte(head+`<n:demande><n:autre/></n:demande></n:interfaceNuu>`))
	if err != nil || recs[0].Findings[0].Code != "SNE-ELT-02" || recs[0].Findings[0].Severity != demand.Blocking {
		t.Errorf("%v %v", recs, err)
	}
}

func TestHostileFiles(t *testing.T) {
	deep := strings.Repeat("<n:a>", 10_000) + strings.Repeat("</n:a>", 10_000)
	for name, data := range map[string][]byte{
		"empty":       nil,
		"not XML":     []byte("nom;prenom\nZzyzx;Anatole\n"),
		"other root":  []byte(`<html/>`),
		"other space": []byte(`<interfaceNuu xmlns="http://elsewhere.example/"/>`),
		"doctype":     []byte(`<!DOCTYPE x [<!ENTITY a "aaaa">]>` + string(one(`<n:numGuichet>&a;</n:numGuichet>`))),
		"entity":      one(`<n:numGuichet>&a;</n:numGuichet>`),
		"deep":        one(deep),
		"huge text":   one(`<n:numGuichet>` + strings.Repeat("x", 5<<20) + `</n:numGuichet>`),
		"attributes":  one(`<n:numGuichet ` + strings.Repeat(`a="1" `, 1<<20) + `/>`),
		"truncated":   one(`<n:numGuichet>21001</n:numGuichet>`)[:len(head)+60],
		"NUL":         one("<n:numGuichet>21\x0001</n:numGuichet>"),
		"bad UTF-8":   one("<n:numGuichet>21\xff01</n:numGuichet>"),
		"encoding":    []byte(`<?xml version="1.0" encoding="EBCDIC"?><interfaceNuu/>`),
	} {
		_, _, err := readAll(t, data)
		if err == nil {
			t.Errorf("%s: accepted", name)
			continue
		}
		if !strings.HasPrefix(err.Error(), "sne: read: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The demands before the cut are given, then the error.
func TestTruncatedFileGivesWhatCameBefore(t *testing.T) {
	data := fixture(t, "creation.xml")
	_, recs, err := readAll(t, data[:len(data)-200])
	if err == nil || len(recs) != 1 {
		t.Errorf("%d demands, %v", len(recs), err)
	}
}

func TestEncodings(t *testing.T) {
	text := `<n:personnePhysique><n:demandeur><n:nom>Éçœ àùïÿ</n:nom></n:demandeur></n:personnePhysique>`
	plain := string(one(text))
	encoded := func(label string, data []byte) []byte {
		return data
	}
	win, _ := charmap.Windows1252.NewEncoder().String(strings.Replace(plain, `"1.0"?`, `"1.0" encoding="windows-1252"?`, 1))
	wide, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(plain)
	for name, data := range map[string][]byte{
		"UTF-8":        []byte(plain),
		"mark":         []byte("\ufeff" + plain),
		"us-ascii":     []byte(strings.Replace(plain, `"1.0"?`, `"1.0" encoding="us-ascii"?`, 1)),
		"Windows-1252": encoded("windows-1252", []byte(win)),
		"UTF-16":       []byte(wide),
	} {
		_, recs, err := readAll(t, data)
		if err != nil || recs[0].Form.Applicant.UsedName != "Éçœ àùïÿ" {
			t.Errorf("%s: %v %v", name, recs, err)
		}
	}
}

// Every code of every list the interface carries comes back.
func TestCodesRoundTrip(t *testing.T) {
	form := demand.Form{}
	for _, c := range listOf("housing_kind") {
		form.Present.Kinds = append(form.Present.Kinds, demand.HousingKind(c))
	}
	for _, c := range listOf("dwelling_type") {
		form.Wanted.Types = append(form.Wanted.Types, demand.DwellingType(c))
	}
	for _, c := range listOf("reason") {
		form.Reasons = append(form.Reasons, demand.Reason{Code: demand.ReasonCode(c)})
	}
	for _, c := range listOf("resource_received") {
		form.Applicant.Received = append(form.Applicant.Received, demand.Resource{Code: demand.ResourceReceived(c)})
	}
	for _, c := range listOf("work_situation") {
		form.CoHolders = append(form.CoHolders, demand.CoHolder{Person: demand.Person{Work: demand.Work{Situation: demand.WorkSituation(c)}}})
	}
	for i, c := range listOf("family_situation") {
		form.CoHolders[i].Person.FamilySituation = demand.FamilySituation(c)
	}
	for i, c := range listOf("co_holder_link") {
		form.CoHolders[i].Link = demand.CoHolderLink(c)
	}
	for _, c := range listOf("kinship") {
		form.Dependants = append(form.Dependants, demand.Dependant{Kinship: demand.Kinship(c)})
	}
	_, recs, err := readAll(t, write(t, sne.Header{Version: "02.01"}, []sne.Record{{Index: 1, Form: form}}))
	if err != nil || len(recs) != 1 || len(recs[0].Findings) > 0 {
		t.Fatalf("%v %v", recs, err)
	}
	if diff := cmp.Diff(asJSON(t, form), asJSON(t, recs[0].Form)); diff != "" {
		t.Error(diff)
	}
}

func listOf(name string) []string {
	l, _ := demand.FindCodeList(name)
	var out []string
	for _, e := range l.Entries {
		out = append(out, e.Code)
	}
	return out
}

func asJSON(t testing.TB, f demand.Form) string {
	t.Helper()
	data, err := json.MarshalIndent(f, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestLost(t *testing.T) {
	form := demand.Form{Remarks: "x", Disabilities: []demand.Disability{{}}, CoHolders: []demand.CoHolder{{Person: demand.Person{BirthPlace: demand.Place{Country: "x"}}}}}
	var paths []string
	for _, f := range sne.Lost(&form) {
		if f.Code != "SNE-PER-01" {
			t.Errorf("code %s", f.Code)
		}
		paths = append(paths, f.Path)
	}
	if diff := cmp.Diff([]string{"disabilities", "remarks", "co_holders[0]"}, paths); diff != "" {
		t.Error(diff)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(fixture(f, "outbound.xml"))
	f.Add(fixture(f, "creation.xml"))
	f.Add(one(`<n:nouveau a="1"><n:x>y</n:x></n:nouveau>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		h, recs, err := readAll(t, data)
		if err != nil {
			return
		}
		h2, again, err := readAll(t, write(t, h, recs))
		if err != nil {
			t.Fatalf("what was read cannot be read again: %v", err)
		}
		if h2 != h || len(again) != len(recs) {
			t.Fatalf("%+v, %d demands; then %+v, %d", h, len(recs), h2, len(again))
		}
		for i := range recs {
			if diff := cmp.Diff(asJSON(t, recs[i].Form), asJSON(t, again[i].Form)); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

func ExampleRead() {
	file := strings.NewReader(`<interfaceNuu versionInterface="02.00" xmlns="http://nuu.application.i2/">
		<demande><demandeLogement><numUnique>1110318016982G1104</numUnique></demandeLogement></demande></interfaceNuu>`)
	r, err := sne.Read(file, sne.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for rec, err := range r.Records() {
		fmt.Println(rec.Index, rec.Form.Number.Grouped(), err)
	}
	// Output: 1 111 0318 016982 G1104 <nil>
}

func BenchmarkRead(b *testing.B) {
	data := fixture(b, "creation.xml")
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := readAll(b, data); err != nil {
			b.Fatal(err)
		}
	}
}
