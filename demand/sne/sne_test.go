package sne_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
)

func readAll(data []byte) (sne.Header, []sne.Record, error) {
	return readFrom(bytes.NewReader(data), sne.Limits{})
}

func readFrom(source io.Reader, lim sne.Limits) (sne.Header, []sne.Record, error) {
	r, err := sne.Read(source, lim)
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
// layout nor prefix: two documents with the same list hold the same.
func flat(t testing.TB, data []byte) []string {
	t.Helper()
	dec := xml.NewDecoder(bytes.NewReader(data))
	var out []string
	text := ""
	flush := func() {
		if s := strings.Trim(text, " \t\r\n"); s != "" {
			out = append(out, s)
		}
		text = ""
	}
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
			flush()
			line := "<" + strings.TrimPrefix(e.Name.Space, sne.Namespace) + " " + e.Name.Local
			for _, a := range e.Attr {
				if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
					line += " " + a.Name.Space + " " + a.Name.Local + "=" + a.Value
				}
			}
			out = append(out, line)
		case xml.EndElement:
			flush()
			out = append(out, ">")
		case xml.CharData:
			text += string(e)
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

// bare keeps the forms alone: what comes back then went through them, and not
// through what was kept aside.
func bare(t testing.TB, recs []sne.Record) []sne.Record {
	t.Helper()
	var out []sne.Record
	for _, rec := range recs {
		if len(rec.Extra) > 0 || len(rec.Findings) > 0 {
			t.Errorf("demand %d is not wholly understood: %v %v", rec.Index, rec.Findings, rec.Extra)
		}
		out = append(out, sne.Record{Index: rec.Index, Form: rec.Form})
	}
	return out
}

// The fixtures come back to the byte, through the forms alone.
func TestFixturesRoundTrip(t *testing.T) {
	for _, name := range []string{"outbound.xml", "creation.xml"} {
		data := fixture(t, name)
		h, recs, err := readAll(data)
		if err != nil || len(recs) != 2 {
			t.Fatalf("%s: %d demands, %v", name, len(recs), err)
		}
		if diff := cmp.Diff(string(data), string(write(t, h, bare(t, recs)))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
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
	h, recs, err := readAll(data)
	if err != nil || len(recs) != 1 {
		t.Fatalf("%d demands, %v", len(recs), err)
	}
	got := write(t, h, bare(t, recs))
	if diff := cmp.Diff(flat(t, data), flat(t, got)); diff != "" {
		t.Error(diff)
	}
	if !bytes.Equal(bytes.TrimSpace(data), bytes.TrimSpace(got)) {
		t.Error("the elements are the same, the layout is not that of the national system")
	}
}

func TestCreationIsUnderstood(t *testing.T) {
	h, recs, err := readAll(fixture(t, "creation.xml"))
	if err != nil {
		t.Fatal(err)
	}
	if h.FileType != demand.FileTypeCRE || h.Version != "02.01" || h.FileDate == "" || h.Extra != nil {
		t.Errorf("header: %+v", h)
	}
	f := recs[0].Form
	p := f.Applicant
	for _, c := range []struct{ what, want, got string }{
		{"desk", "21166", f.Desk},
		{"deposit", "2011-03-02", f.DepositedOn.String()},
		{"used name", "Zzyzx", p.UsedName},
		{"birth name", "Qwfpgj", p.BirthName},
		{"birth place", "2A004", p.BirthPlace.Commune},
		{"mobile", "0639981234", p.MobilePhone},
		{"mail", "zzyzx@example.org", p.Email},
		{"work", "CDD", string(p.Work.Situation)},
		{"resource", "127.05", p.Received[1].Monthly.Decimal.String()},
		{"link", "C", string(f.CoHolders[0].Link)},
		{"custody", "D", string(f.Custody[0].Arrangement)},
		{"housing", "SLHT", string(f.Present.Kinds[1])},
		{"reason", "escalier trop raide", f.Reasons[1].Detail},
		{"disability", "MI", string(f.Disabilities[0].Motor[0])},
		{"quarter", "Grésilles", f.Wanted.Places[0].Quarter},
		{"second place", "21166", f.Wanted.Places[1].Commune},
		{"types", "T3T4", string(f.Wanted.Types[0] + f.Wanted.Types[1])},
		{"association", "1998-05-12", recs[1].Form.Association.CreatedOn.String()},
	} {
		if c.got != c.want {
			t.Errorf("%s: want %q, got %q", c.what, c.want, c.got)
		}
	}
	if f.Wanted.Extended != demand.Yes || f.Unborn.Count != 1 || f.PersonsToHouse != 5 {
		t.Errorf("form: %+v", f)
	}
	if p.Paid == nil || len(p.Paid) != 0 || p.DependantsReceived != nil {
		t.Error("an empty list and an absent one are not the same")
	}
	if recs[0].Line != 8 || recs[0].Index != 1 || recs[1].Index != 2 || recs[1].Line <= recs[0].Line {
		t.Errorf("lines %d and %d", recs[0].Line, recs[1].Line)
	}
}

func TestCheck(t *testing.T) {
	h, recs, err := readAll(fixture(t, "creation.xml"))
	if err != nil {
		t.Fatal(err)
	}
	full := recs[0]
	crowded := full
	crowded.Form.Wanted.Places = append(slices.Repeat([]demand.WantedPlace{{Commune: "2B033"}}, 10), demand.WantedPlace{})
	for _, c := range []struct {
		name    string
		header  sne.Header
		rec     sne.Record
		profile sne.Profile
		want    []string
	}{
		{"whole creation", h, full, sne.Creation, nil},
		{"empty creation", sne.Header{}, sne.Record{}, sne.Creation, []string{
			"SNE-PRO-01 interfaceNuu/@versionInterface ", "SNE-PRO-01 entete/typeFichier ", "SNE-PRO-01 entete/dateFichier ",
			"SNE-PRO-01 numGuichet desk", "SNE-PRO-01 dateCreationDemande deposited_on",
			"SNE-PRO-01 logementRecherche/demandeElargie wanted.extended", "SNE-PRO-01 logementRecherche/listeTypeLogement wanted.types",
			"SNE-PRO-01 logementRecherche/listeLocalisationSouhaite wanted.places"}},
		{"wrong header", sne.Header{Version: "02.00", FileType: "XXX", FileDate: "hier"}, full, sne.Creation, []string{
			"SNE-PRO-02 entete/typeFichier ", "SNE-PRO-02 entete/dateFichier "}},
		{"too many places", h, crowded, sne.Creation, []string{
			"SNE-PRO-01 logementRecherche/listeLocalisationSouhaite/localisationSouhaite[11]/commune wanted.places[10].commune",
			"SNE-PRO-03 logementRecherche/listeLocalisationSouhaite wanted.places"}},
		{"extract", sne.Header{}, sne.Record{}, sne.Outbound, []string{
			"SNE-PRO-04 numUnique number", "SNE-PRO-04 dateCreationDemande deposited_on"}},
		{"other profile", sne.Header{}, sne.Record{}, "", nil},
	} {
		var got []string
		for _, f := range sne.Check(c.header, &c.rec, c.profile) {
			got = append(got, f.Code+" "+f.Cell+" "+f.Path)
			if f.Row != c.rec.Index {
				t.Errorf("%s: row %d", c.name, f.Row)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestSniff(t *testing.T) {
	for text, want := range map[string]bool{
		`<?xml version="1.0"?><ns1:interfaceNuu versionInterface="02.00"`:   true,
		"\ufeff \n<interfaceNuu/>":                                          true,
		"<\x00i\x00n\x00t\x00e\x00r\x00f\x00a\x00c\x00e\x00N\x00u\x00u\x00": true,
		"": false, "<": false, "<html>interfaceNuu</html>": false,
		"nom;interfaceNuu\n": false,
	} {
		if got := sne.Sniff([]byte(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// Every rule has its two sentences, with the parameters declared.
func TestRules(t *testing.T) {
	book, err := demand.NewRulebook(sne.Rules())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range book.Rules() {
		if !strings.HasPrefix(r.Code, "SNE-") || r.French == "" || r.English == "" {
			t.Errorf("%+v", r)
		}
	}
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	data, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
