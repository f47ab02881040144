package simulator_test

import (
	"bytes"
	"net/http/httptest"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/national/envelope"
	"github.com/fichier-unique/rules/examples/internal/national/simulator"
)

// call asks a service for the answer to a file.
func call(t *testing.T, server *httptest.Server, service envelope.Service, body []byte) *envelope.Message {
	t.Helper()
	m := envelope.Message{Service: service, File: envelope.Attachment{Name: "DEMG2100-201506012000-000900.xml", Body: body}}
	kind, message, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	resp, err := server.Client().Post(server.URL+"/services", kind, bytes.NewReader(message))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	out, err := envelope.Decode(resp.Header.Get("Content-Type"), resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A search takes nothing, and an association is searched as a household is.
func TestSearch(t *testing.T) {
	sim, _ := begin(t, simulator.Faults{})
	server := httptest.NewServer(sim.Handler())
	defer server.Close()
	s := &sender{t: t, sim: sim}
	household, body := form(t, 1), form(t, 2)
	body.Applicant, body.Association = demand.Person{}, demand.Association{Name: "Toit Provisoire", SIRET: "12345678200002"}
	for _, f := range []demand.Form{household, body} {
		if got := s.codes(demand.FileTypeCRE, "2015-06-01", f, nil); len(got) > 0 {
			t.Fatal(got)
		}
	}
	unknown := form(t, 3)
	m := call(t, server, envelope.Duplicates, file(t, demand.FileTypeCRE, "2015-06-02",
		sne.Record{Form: demand.Form{Applicant: household.Applicant}}, sne.Record{Form: demand.Form{Association: demand.Association{Name: "TOIT PROVISOIRE"}}}, sne.Record{Form: unknown}))
	if m.Fault != nil {
		t.Fatal(m.Fault)
	}
	a, err := national.ReadAnswer(m.File.Body)
	if err != nil || len(a.Lines) != 3 {
		t.Fatalf("%v %+v", err, a)
	}
	for i, want := range []string{household.Number.String(), body.Number.String(), ""} {
		got := ""
		if d := a.Lines[i].Duplicates; len(d) > 0 {
			got = d[0].Number.String()
		}
		if got != want {
			t.Errorf("line %d: %q, want %q", i+1, got, want)
		}
	}
	if sim.Len() != 2 {
		t.Errorf("a search is taken: %d held", sim.Len())
	}
}

func TestStruckSince(t *testing.T) {
	sim, _ := begin(t, simulator.Faults{})
	server := httptest.NewServer(sim.Handler())
	defer server.Close()
	s := &sender{t: t, sim: sim}
	for rank, on := range map[int]string{1: "2015-07-01", 2: "2015-07-02", 3: "2015-07-03"} {
		s.codes(demand.FileTypeCRE, "2015-06-01", form(t, rank), nil)
		s.codes(demand.FileTypeRAD, on, form(t, rank), &sne.StrikeOff{Motive: demand.StrikeOffMotiveRADABA, On: day(on)})
	}
	s.codes(demand.FileTypeCRE, "2015-06-01", form(t, 4), nil)
	m := call(t, server, envelope.StruckOff, file(t, demand.FileTypeRAD, "2015-07-02"))
	if m.Fault != nil {
		t.Fatal(m.Fault)
	}
	var got []string
	for side, err := range national.ReadExtract(bytes.NewReader(m.File.Body)) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, side.StruckOff.String())
	}
	if len(got) != 2 || got[0] != "2015-07-02" || got[1] != "2015-07-03" {
		t.Errorf("%v", got)
	}
	for service, body := range map[envelope.Service][]byte{envelope.StruckOff: []byte("bonjour"), envelope.Duplicates: []byte("bonjour"), envelope.NewDALO: file(t, demand.FileTypeRAD, "2015-07-02")} {
		if m := call(t, server, service, body); m.Fault == nil || m.Fault.Receiver {
			t.Errorf("%s: %+v", service, m.Fault)
		}
	}
}
