package envelope_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/examples/internal/national/envelope"
)

var update = flag.Bool("update", false, "write the golden files again")

const file = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<ns1:interfaceNuu versionInterface="02.01" xmlns:ns1="http://nuu.application.i2/"><ns1:entete/><!-- été --></ns1:interfaceNuu>
`

func messages() map[string]*envelope.Message {
	call := &envelope.Message{
		Service: envelope.Demand, File: envelope.Attachment{Name: "DEMG2100-201506012000-000001.xml", Body: []byte(file)},
		Certificate: envelope.Attachment{Name: "CERG2100-201506012000.pem", Body: []byte("-----BEGIN CERTIFICATE-----\nfictif\n-----END CERTIFICATE-----\n")},
	}
	return map[string]*envelope.Message{
		"call":   call,
		"answer": {Service: envelope.Demand, Answer: true, File: envelope.Attachment{Name: "ACQG2100-201506012000-000001.xml", Body: []byte(file)}},
		"fault":  {Service: envelope.Demand, Answer: true, Fault: &envelope.Fault{Receiver: true, Code: "SIM_SER_PANNE", Text: "Le service est arrêté : réessayer <plus tard>."}},
	}
}

func TestGolden(t *testing.T) {
	for name, m := range messages() {
		t.Run(name, func(t *testing.T) {
			kind, body, err := m.Encode()
			if err != nil {
				t.Fatal(err)
			}
			got := []byte("Content-Type: " + kind + "\r\n\r\n" + string(body))
			path := filepath.Join("testdata", name+".mime")
			if *update {
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(want, got) {
				t.Error(cmp.Diff(string(want), string(got)))
			}
			read, err := envelope.Decode(kind, bytes.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(m, read); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Written by others: a header, other prefixes, the attachment first, other
// identifiers, a part nobody named, bare line feeds in the SOAP part.
func TestOthersWrite(t *testing.T) {
	body := strings.ReplaceAll(`--x
Content-Type: text/xml
Content-ID: <1>
Content-Disposition: attachment; filename="C:\tmp\DEMG1226-201803151012-000000.xml"

<a/>
--x
Content-ID: <other>

nothing
--x
Content-Type: application/xop+xml
Content-ID: <0>

<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope">
 <e:Header><demandeLogement xmlns="http://ws.metier.nuu.application.i2/"><fichier/></demandeLogement></e:Header>
 <e:Body><n:numUnique xmlns:n="http://ws.metier.nuu.application.i2/"><fichier><i:Include xmlns:i="http://www.w3.org/2004/08/xop/include" href="cid:1"/></fichier></n:numUnique></e:Body>
</e:Envelope>
--x--
`, "\n", "\r\n")
	m, err := envelope.Decode(`multipart/related; start="<0>"; boundary=x`, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	want := &envelope.Message{Service: envelope.UniqueNumber, File: envelope.Attachment{Name: "DEMG1226-201803151012-000000.xml", Body: []byte("<a/>")}}
	if diff := cmp.Diff(want, m); diff != "" {
		t.Error(diff)
	}
}

func TestRefused(t *testing.T) {
	const kind = `multipart/related; boundary=x`
	part := func(soap string) string { return "--x\r\nContent-ID: <0>\r\n\r\n" + soap + "\r\n--x--\r\n" }
	const open = `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body>`
	const shut = `</e:Body></e:Envelope>`
	for _, c := range []struct{ name, kind, body, says string }{
		{"no multipart", "text/xml", "", "not multipart/related"},
		{"no boundary", "multipart/related", "", "boundary"},
		{"cut", kind, "--x\r\nContent-ID: <0>\r\n\r\n<e", "ends before"},
		{"start elsewhere", kind + `; start="<9>"`, part(open + shut), "named by start"},
		{"no call", kind, part(open + shut), "no SOAP 1.2 body"},
		{"SOAP 1.1", kind, part(`<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><n:doublons xmlns:n="http://ws.metier.nuu.application.i2/"/></e:Body></e:Envelope>`), "no SOAP 1.2 body"},
		{"unknown service", kind, part(open + `<n:autre xmlns:n="http://ws.metier.nuu.application.i2/"/>` + shut), "no service"},
		{"another namespace", kind, part(open + `<n:doublons xmlns:n="urn:x"/>` + shut), "no SOAP 1.2 body"},
		{"no file", kind, part(open + `<n:doublons xmlns:n="http://ws.metier.nuu.application.i2/"/>` + shut), "names no file"},
		{"attachment missing", kind, part(open + `<n:doublons xmlns:n="http://ws.metier.nuu.application.i2/"><fichier><i:Include xmlns:i="http://www.w3.org/2004/08/xop/include" href="cid:1"/></fichier></n:doublons>` + shut), "not there"},
		{"document type", kind, part(`<!DOCTYPE a [<!ENTITY b "c">]>` + open + shut), "document type"},
		{"not well-formed", kind, part(open + `<a></b>` + shut), "well-formed"},
		{"too deep", kind, part(open + strings.Repeat("<a>", 20) + strings.Repeat("</a>", 20) + shut), "too deep"},
		{"twice", kind, "--x\r\nContent-ID: <0>\r\n\r\na\r\n--x\r\nContent-ID: <0>\r\n\r\nb\r\n--x--\r\n", "same Content-ID"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := envelope.Decode(c.kind, strings.NewReader(c.body))
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want %q", err, c.says)
			}
		})
	}
	bad := &envelope.Message{Service: envelope.Demand, File: envelope.Attachment{Name: "a\"\r\nX: y"}}
	if _, _, err := bad.Encode(); err == nil {
		t.Error("a name with a line feed is written in a header")
	}
	if _, _, err := (&envelope.Message{Service: "autre"}).Encode(); err == nil {
		t.Error("an unknown service is written")
	}
}

// No message crashes, and what is read is written and read again alike.
func FuzzDecode(f *testing.F) {
	for _, m := range messages() {
		kind, body, err := m.Encode()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(kind, body)
	}
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		m, err := envelope.Decode(kind, bytes.NewReader(body))
		if err != nil {
			return
		}
		kind, again, err := m.Encode()
		if err != nil {
			return // a name that our headers do not admit
		}
		read, err := envelope.Decode(kind, bytes.NewReader(again))
		if err != nil {
			t.Fatalf("what was written is not read: %v", err)
		}
		if m.Fault == nil && (read.Service != m.Service || !bytes.Equal(read.File.Body, m.File.Body)) {
			t.Fatal("what was written reads otherwise")
		}
	})
}
