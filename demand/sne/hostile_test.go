package sne_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
)

var located = regexp.MustCompile(`^sne: read [a-z0-9 ]+: line [0-9]+: .+[;,] .+$`)

func TestHostileFiles(t *testing.T) {
	laughs := `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>`
	whole := string(one(`<n:numGuichet>21001</n:numGuichet>`))
	for name, c := range map[string]struct {
		data, says string
	}{
		"empty":          {"", "the file is empty"},
		"only a mark":    {"\ufeff", "the file is empty"},
		"blank":          {"  \n ", "the text is not XML"},
		"not XML":        {"nom;prenom\nZzyzx;Anatole\n", "the text is not XML"},
		"JSON":           {`{"a": 1}`, "the text is not XML"},
		"a ZIP":          {"PK\x03\x04\x00\x00", "a character that XML forbids"},
		"other root":     {`<html/>`, "the root element is not interfaceNuu"},
		"other space":    {`<interfaceNuu xmlns="http://elsewhere.example/"/>`, "the root element is not interfaceNuu"},
		"no declaration": {`<ns1:interfaceNuu versionInterface="02.00"/>`, "the root element is not interfaceNuu"},
		"doctype":        {laughs + whole, "a document type"},
		"late doctype":   {head + laughs + `</n:interfaceNuu>`, "a document type"},
		"entity":         {string(one(`<n:numGuichet>&a;</n:numGuichet>`)), "a document type"},
		"deep":           {string(one(strings.Repeat("<n:a>", 10_000) + strings.Repeat("</n:a>", 10_000))), "nested without end"},
		"huge text":      {string(one(`<n:numGuichet>` + strings.Repeat("x", 5<<20) + `</n:numGuichet>`)), "larger than Limits.MaxElementBytes"},
		"huge tag":       {head + `<` + strings.Repeat("x", 5<<20), "larger than Limits.MaxElementBytes"},
		"huge comment":   {head + `<!--` + strings.Repeat("x", 5<<20) + `--></n:interfaceNuu>`, "larger than Limits.MaxElementBytes"},
		"attributes":     {string(one(`<n:a ` + strings.Repeat(`a="1" `, 1<<20) + `/>`)), "larger than Limits.MaxElementBytes"},
		"100 attributes": {string(one(`<n:a ` + strings.Repeat(`a="1" `, 100) + `/>`)), "more attributes"},
		"twice":          {string(one(`<n:a a="1" a="2"/>`)), "malformed"},
		"colons":         {string(one(`<n:a/><:b/>`)), "malformed"},
		"crossed":        {string(one(`<n:a><n:b></n:a></n:b>`)), "malformed"},
		"cut":            {whole[:len(head)+60], "stops before its end"},
		"cut in a tag":   {whole[:len(whole)-5], "stops before its end"},
		"cut in header":  {head[:len(head)-3], "stops before its end"},
		"NUL":            {string(one("<n:numGuichet>21\x0001</n:numGuichet>")), "a character that XML forbids"},
		"NUL reference":  {string(one("<n:numGuichet>21&#0;01</n:numGuichet>")), "XML forbids"},
		"bad UTF-8":      {string(one("<n:numGuichet>21\xff01</n:numGuichet>")), "not in the encoding"},
		"encoding":       {`<?xml version="1.0" encoding="EBCDIC"?><interfaceNuu/>`, "the encoding the file declares"},
		"XML 1.1":        {`<?xml version="1.1"?><interfaceNuu/>`, "malformed"},
		"two roots":      {whole + whole[strings.Index(whole, "<n:"):], "something follows the end"},
		"text after":     {whole + "fin", "something follows the end"},
	} {
		_, _, err := readAll([]byte(c.data))
		if err == nil {
			t.Errorf("%s: accepted", name)
			continue
		}
		if !located.MatchString(err.Error()) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The demands before the cut are given, then the error with its line, once.
func TestTruncatedFileGivesWhatCameBefore(t *testing.T) {
	data := fixture(t, "creation.xml")
	r, err := sne.Read(bytes.NewReader(data[:len(data)-200]), sne.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		n := 0
		for rec, got := range r.Records() {
			if err = got; err == nil {
				n++
			} else if rec.Index != 0 {
				t.Errorf("an error with a record: %v", rec)
			}
		}
		if err == nil || !strings.Contains(err.Error(), "read demand 2: line ") {
			t.Errorf("%d demands, %v", n, err)
		}
	}
}

// A demand over a limit is said and skipped; the others are read.
func TestLimitsSkipOneDemand(t *testing.T) {
	small := `<n:demande><n:demandeLogement><n:numGuichet>21001</n:numGuichet></n:demandeLogement></n:demande>`
	for name, c := range map[string]struct {
		body string
		lim  sne.Limits
	}{
		"MaxDepth":       {strings.Repeat("<n:a>", 40) + strings.Repeat("</n:a>", 40), sne.Limits{}},
		"MaxElements":    {strings.Repeat("<n:a/>", 30_000), sne.Limits{}},
		"MaxDemandBytes": {strings.Repeat("<n:a>"+strings.Repeat("x", 1000)+"</n:a>", 6_000), sne.Limits{}},
	} {
		data := head + small + `<n:demande><n:demandeLogement>` + c.body + `</n:demandeLogement></n:demande>` + small + `</n:interfaceNuu>`
		_, recs, err := readFrom(strings.NewReader(data), c.lim)
		if err != nil || len(recs) != 3 || recs[2].Form.Desk != "21001" || len(recs[0].Findings)+len(recs[2].Findings) > 0 {
			t.Fatalf("%s: %d demands, %v", name, len(recs), err)
		}
		if f := recs[1].Findings; len(f) != 1 || f[0].Code != "SNE-LIM-01" || f[0].Severity != demand.Blocking || f[0].Param("limit") != name {
			t.Errorf("%s: %v", name, f)
		}
	}
	// Texts cut by comments count as elements do.
	_, recs, err := readAll(one(`<n:numGuichet>` + strings.Repeat("x<!---->", 30_000) + `</n:numGuichet>`))
	if err != nil || recs[0].Findings[0].Code != "SNE-LIM-01" {
		t.Errorf("%v %v", recs, err)
	}
	_, recs, err = readFrom(bytes.NewReader(fixture(t, "creation.xml")), sne.Limits{MaxDemands: 1})
	if err == nil || len(recs) != 1 || !strings.Contains(err.Error(), "Limits.MaxDemands") {
		t.Errorf("%d demands, %v", len(recs), err)
	}
}

// repeated gives a long file without ever holding it.
type repeated struct {
	head, body, tail string
	n                int
	left             string
}

func (r *repeated) Read(p []byte) (int, error) {
	for r.left == "" {
		switch {
		case r.head != "":
			r.left, r.head = r.head, ""
		case r.n > 0:
			r.n, r.left = r.n-1, r.body
		case r.tail != "":
			r.left, r.tail = r.tail, ""
		default:
			return 0, io.EOF
		}
	}
	n := copy(p, r.left)
	r.left = r.left[n:]
	return n, nil
}

// Memory is bounded by a demand, not by the file: 40 MB of demands, then one
// demand of 40 MB.
func TestMemoryIsBounded(t *testing.T) {
	demande := `<n:demande><n:demandeLogement><n:x>` + strings.Repeat("y", 4000) + `</n:x></n:demandeLogement></n:demande>`
	for name, c := range map[string]struct {
		source *repeated
		want   int
	}{
		"many demands": {&repeated{head: head, body: demande, n: 10_000, tail: `</n:interfaceNuu>`}, 10_000},
		"one demand": {&repeated{head: head + `<n:demande><n:demandeLogement>`, body: `<n:x>` + strings.Repeat("y", 4000) + `</n:x>`, n: 10_000,
			tail: `</n:demandeLogement></n:demande></n:interfaceNuu>`}, 1},
	} {
		r, err := sne.Read(c.source, sne.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		n, most := 0, uint64(0)
		var m runtime.MemStats
		for _, err := range r.Records() {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n%2000 == 1 {
				runtime.GC()
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
			}
		}
		if n != c.want || most > 32<<20 {
			t.Errorf("%s: %d demands, %d MB held", name, n, most>>20)
		}
	}
}

type failing struct{ io.Reader }

func (f failing) Read(p []byte) (int, error) {
	if n, err := f.Reader.Read(p); err == nil {
		return n, nil
	}
	return 0, errDisk
}

var errDisk = errors.New("the disk is gone")

func TestSourceAndDestinationThatFail(t *testing.T) {
	data := fixture(t, "creation.xml")
	_, _, err := readFrom(failing{bytes.NewReader(data[:5000])}, sne.Limits{})
	if !errors.Is(err, errDisk) {
		t.Errorf("%v", err)
	}
	h, recs, err := readAll(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, records := range [][]sne.Record{recs, slices.Repeat(recs, 10)} {
		if err := sne.Write(full{}, h, slices.Values(records)); !errors.Is(err, errDisk) || !strings.HasPrefix(err.Error(), "sne: write ") {
			t.Errorf("%v", err)
		}
	}
	recs[0].Extra = []sne.Element{{Name: "a b"}}
	if err := sne.Write(io.Discard, h, slices.Values(recs)); err == nil || !strings.Contains(err.Error(), "Record.Extra") {
		t.Errorf("%v", err)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errDisk }

// The sequence can be left and taken up again.
func TestRecordsCanBeLeft(t *testing.T) {
	r, err := sne.Read(bytes.NewReader(fixture(t, "creation.xml")), sne.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var seen []int
	for range 3 {
		for rec, err := range r.Records() {
			if err != nil {
				t.Fatal(err)
			}
			seen = append(seen, rec.Index)
			break
		}
	}
	if !slices.Equal(seen, []int{1, 2}) {
		t.Errorf("%v", seen)
	}
}

func TestEncodings(t *testing.T) {
	const name = "Éçœ àùïÿ’€"
	plain := string(one(household(`<n:demandeur><n:nom>` + name + `</n:nom></n:demandeur>`)))
	declared := func(label string) string {
		return strings.Replace(plain, `"1.0"?`, `"1.0" encoding="`+label+`"?`, 1)
	}
	as := func(e encoding.Encoding, text string) string {
		out, err := e.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	little := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	for what, c := range map[string]struct{ data, want string }{
		"UTF-8":                     {plain, name},
		"UTF-8 with its mark":       {"\ufeff" + plain, name},
		"mark against declaration":  {"\ufeff" + declared("iso-8859-1"), name},
		"us-ascii that is UTF-8":    {declared("us-ascii"), name},
		"UTF-8 that says UTF-16":    {declared("utf-16"), name},
		"Windows-1252":              {as(charmap.Windows1252, declared("windows-1252")), name},
		"1252 that says ISO-8859-1": {as(charmap.Windows1252, declared("ISO-8859-1")), name},
		"ISO-8859-15":               {as(charmap.ISO8859_15, strings.Replace(declared("ISO-8859-15"), "’", "", 1)), "Éçœ àùïÿ€"},
		"UTF-16":                    {as(little, declared("UTF-16")), name},
		"UTF-16 big":                {as(unicode.UTF16(unicode.BigEndian, unicode.UseBOM), plain), name},
		"UTF-16 without mark":       {as(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), plain), name},
		"UTF-16 big without mark":   {as(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), declared("UTF-16")), name},
	} {
		_, recs, err := readAll([]byte(c.data))
		if err != nil || len(recs) != 1 || recs[0].Form.Applicant.UsedName != c.want {
			t.Errorf("%s: %v %v", what, recs, err)
		}
		if !sne.Sniff([]byte(c.data)[:200]) {
			t.Errorf("%s: not recognized", what)
		}
	}
}

// Whatever is wrong, nothing said of a file holds what the file says of people.
func TestNoPersonalDataInWhatIsSaid(t *testing.T) {
	const secret = "Zzsecretzz"
	value := regexp.MustCompile(`>[^<>]+</|code="[^"]*"`)
	attribute := regexp.MustCompile(`code="`)
	plain := fixture(t, "creation.xml")
	body := func(change func([]byte) []byte) []byte {
		at := bytes.Index(plain, []byte("<ns1:demande>"))
		return append(slices.Clone(plain[:at]), change(slices.Clone(plain[at:]))...)
	}
	broken := body(func(b []byte) []byte {
		return value.ReplaceAllFunc(b, func(m []byte) []byte {
			if m[0] == '>' {
				return []byte(">" + secret + "</")
			}
			return []byte(`code="` + secret + `"`)
		})
	})
	files := [][]byte{
		broken,
		body(func(b []byte) []byte { return attribute.ReplaceAll(b, []byte(`autre="`+secret+`" code="`)) }),
		bytes.ReplaceAll(plain, []byte("personneACharge>"), []byte(secret+">")),
		bytes.ReplaceAll(plain, []byte("<ns1:nom>"), []byte("<ns1:"+secret+"><ns1:nom>")),
		bytes.ReplaceAll(plain, []byte("<ns1:nom>"), []byte("<ns1:nom>&"+secret+";")),
		bytes.ReplaceAll(plain, []byte("<ns1:nom>"), []byte("<ns1:nom "+secret+">")),
		bytes.Replace(plain, []byte("UTF-8"), []byte(secret), 1),
		bytes.Replace(plain, []byte("1.0"), []byte(secret), 1),
	}
	for cut := 600; cut < len(broken); cut += 97 {
		files = append(files, broken[:cut])
	}
	for i, data := range files {
		h, recs, err := readAll(data)
		said := fmt.Sprint(err)
		for _, rec := range recs {
			said += asJSON(t, rec.Findings) + asJSON(t, sne.Check(h, &rec, sne.Creation)) + asJSON(t, sne.Lost(&rec.Form))
		}
		if strings.Contains(said, secret) {
			at := strings.Index(said, secret)
			t.Errorf("file %d: %s", i, said[max(0, at-200):at+20])
		}
	}
}
