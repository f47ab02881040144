package sne_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/numbering"
)

// document puts what a demand holds into a whole file.
func document(inside string) string {
	if strings.HasPrefix(inside, "<interfaceNuu") {
		return inside
	}
	return `<interfaceNuu xmlns="http://nuu.application.i2/" versionInterface="02.01"><demande><demandeLogement>` + inside + `</demandeLogement></demande></interfaceNuu>`
}

func TestRulesBehaveAsTheirExamples(t *testing.T) {
	raised := func(e demand.Example) []string {
		h, recs, err := readAll([]byte(document(string(e))))
		if err != nil || len(recs) != 1 {
			t.Fatalf("%s: %v", e, err)
		}
		var codes []string
		profile := sne.Outbound
		if h.FileType != "" {
			profile = sne.Creation
		}
		for _, f := range append(recs[0].Findings, sne.Check(h, &recs[0], profile)...) {
			codes = append(codes, f.Code)
		}
		return codes
	}
	shown := 0
	for _, r := range sne.Rules() {
		if r.Refuses == "" {
			continue
		}
		shown++
		if got := raised(r.Accepts); slices.Contains(got, r.Code) {
			t.Errorf("%s: raised by its accepting example: %v", r.Code, got)
		}
		if got := raised(r.Refuses); !slices.Contains(got, r.Code) {
			t.Errorf("%s: not raised by its refusing example: %v", r.Code, got)
		}
	}
	if shown < 13 {
		t.Errorf("only %d rules have examples", shown)
	}
}

func TestActsAndAnswersComeBack(t *testing.T) {
	number, _ := numbering.Parse("021101000012321001")
	strike := sne.StrikeOff{Motive: demand.StrikeOffMotiveRADATT, On: demand.MustDate("2014-05-01"), Landlord: "123456782", LeaseOn: demand.MustDate("2014-05-01"),
		AlreadyTenant: demand.No, Address: demand.Address{Street: "rue des Essais", Commune: "21231"}, Type: "T3", Surface: decimal.NewNullDecimal(decimal.New(655, -1)),
		ZUS: "ZUSNON", Rent: decimal.NewNullDecimal(decimal.NewFromInt(420)), Agreement: "ACD", DALO: "ACTIF", Quota: "PPRIOR"}
	anomalies := []sne.Anomaly{{Code: "CTRL_DEM_0033", Label: "Contrôle en échec"}}
	duplicates := []sne.Duplicate{{Number: number, Desk: "21002", Since: demand.MustDate("2010-10-15")}, {Desk: "21003"}}
	rec := sne.Record{Index: 1, Form: demand.Form{Number: number, Desk: "21001", DepositedOn: demand.MustDate("2010-10-15")}}
	rec.SetStrikeOff(sne.StrikeOff{Motive: "RADREN"})
	rec.SetStrikeOff(strike) // the last one stands
	rec.SetAnomalies(anomalies)
	rec.SetDuplicates(duplicates)
	h := sne.Header{Version: "02.01", FileType: "RAD", FileDate: "2014-05-02T08:00:00+02:00"}
	for _, date := range []string{"2014-05-01", "2016-05-01"} {
		strike.On = demand.MustDate(date)
		rec.SetStrikeOff(strike)
		h2, back, err := readAll(write(t, h, []sne.Record{rec}))
		if err != nil || len(back) != 1 || len(back[0].Findings) > 0 {
			t.Fatalf("%v %v", err, back)
		}
		got, findings, ok := back[0].StrikeOff()
		if diff := cmp.Diff(strike, got, cmp.Comparer(decimal.Decimal.Equal), cmp.Comparer(func(a, b demand.Date) bool { return a == b })); diff != "" || len(findings) > 0 || !ok {
			t.Error(diff, findings)
		}
		if diff := cmp.Diff(anomalies, back[0].Anomalies()); diff != "" {
			t.Error(diff)
		}
		if dup, findings := back[0].Duplicates(); len(findings) > 0 || fmt.Sprint(dup) != fmt.Sprint(duplicates) {
			t.Error(dup, findings)
		}
		var codes []string
		for _, f := range sne.Check(h2, &back[0], sne.Creation) {
			codes = append(codes, f.Code+" "+f.Cell)
		}
		want := []string(nil) // the address stands for the identifier until the end of 2015
		if date == "2016-05-01" {
			want = []string{"SNE-RAD-02 radiation/identifiantRPLS"}
		}
		if diff := cmp.Diff(want, codes); diff != "" {
			t.Error(date, diff)
		}
	}
}

// An empty motive undoes a strike-off, and comes back as such.
func TestUndoOfAStrikeOff(t *testing.T) {
	rec := sne.Record{Index: 1}
	if _, _, there := rec.StrikeOff(); there {
		t.Error("nothing was struck off")
	}
	rec.SetStrikeOff(sne.StrikeOff{On: demand.MustDate("2014-06-01")})
	data := write(t, sne.Header{Version: "02.01", FileType: "RAD"}, []sne.Record{rec})
	_, back, err := readAll(data)
	if err != nil || !bytes.Contains(data, []byte(`motifRadiation code=""`)) {
		t.Fatalf("%v\n%s", err, data)
	}
	got, findings, there := back[0].StrikeOff()
	if !there || got.Motive != "" || got.On != demand.MustDate("2014-06-01") || len(findings) > 0 {
		t.Errorf("%+v %v", got, findings)
	}
}

func TestUnreadableAct(t *testing.T) {
	_, recs, err := readAll([]byte(document(`<radiation><motifRadiation code="RADXXX"/><dateRadiation>hier</dateRadiation></radiation><listeDoublons><doublon><numUnique>12</numUnique></doublon></listeDoublons>`)))
	if err != nil {
		t.Fatal(err)
	}
	_, findings, _ := recs[0].StrikeOff()
	if len(findings) != 2 || findings[0].Code != "SNE-VAL-05" || findings[1].Path != "strike_off.on" {
		t.Errorf("%v", findings)
	}
	if _, findings := recs[0].Duplicates(); len(findings) == 0 {
		t.Error("a number of two figures is accepted")
	}
}

// Each type of file holds what it is for.
func TestFileTypes(t *testing.T) {
	for typ, want := range map[demand.FileType]string{
		"MOD": "numUnique", "REN": "dateRenouvellement", "SUP": "numUnique", "RAD": "radiation",
	} {
		rec := sne.Record{Index: 1}
		var cells []string
		for _, f := range sne.Check(sne.Header{Version: "02.01", FileType: typ, FileDate: "2014-05-02T08:00:00+02:00"}, &rec, sne.Creation) {
			cells = append(cells, f.Cell)
		}
		if !slices.Contains(cells, want) {
			t.Errorf("%s: %v", typ, cells)
		}
		if whole := slices.Contains(cells, "logementRecherche/listeTypeLogement"); whole != (typ == "MOD" || typ == "REN") {
			t.Errorf("%s: the whole demand is asked for: %v", typ, whole)
		}
	}
}

// A social security number is neither kept, nor written back, nor said.
func TestSocialSecurityNumberIsNotKept(t *testing.T) {
	const nir = "285052199999928"
	for _, name := range []string{"numNir", "nir", "numeroSecuriteSociale", "numSecu"} {
		h, recs, err := readAll([]byte(document(`<personnePhysique><demandeur><nom>Zzyzx</nom><` + name + `>` + nir + `</` + name + `></demandeur></personnePhysique>`)))
		if err != nil || len(recs[0].Findings) != 1 || recs[0].Findings[0].Code != "SNE-NIR-01" {
			t.Fatalf("%s: %v %v", name, err, recs)
		}
		if said := fmt.Sprint(recs[0]); strings.Contains(said, nir) || bytes.Contains(write(t, h, recs), []byte(nir)) {
			t.Errorf("%s: the number is still there", name)
		}
	}
}

func TestFileNames(t *testing.T) {
	at := time.Date(2018, 3, 15, 10, 12, 0, 0, time.UTC)
	for name, want := range map[string]sne.FileName{
		"DEMG1226-201803151012-000000.xml": {Kind: sne.DemandFile, Desk: "G1226", At: at, Extension: "xml"},
		"CERG1226-201803151012.pem":        {Kind: sne.CertificateFile, Desk: "G1226", At: at, Extension: "pem"},
		"ATTGDPUB-201803151012-000123.pdf": {Kind: sne.AttestationFile, Desk: "GDPUB", At: at, Sequence: 123, Extension: "pdf"},
	} {
		got, err := sne.ParseFileName(name)
		if err != nil || got != want || got.String() != name {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
	for _, name := range []string{"", "x.xml", "DEMG1226-201803151012-000000", "XXXG1226-201803151012-000000.xml", "DEMG1226-201813151012-000000.xml", "DEMG1226-201803151012-0.xml",
		"DEMG1226-201803151012.xml", "CERG1226-201803151012-000000.pem", "DEMG12-201803151012-000000.xml", "DEMG1226-20180315101-000000.xml"} {
		if got, err := sne.ParseFileName(name); err == nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func FuzzFileName(f *testing.F) {
	f.Add("DEMG1226-201803151012-000000.xml")
	f.Add("CERG1226-201803151012.pem")
	f.Fuzz(func(t *testing.T, name string) {
		if n, err := sne.ParseFileName(name); err == nil && n.String() != name {
			t.Fatalf("%q comes back as %q", name, n.String())
		}
	})
}

// An allocation strikes off on the day the lease is signed, or later, and the
// dwelling without identifier is told by all of its data.
func TestAllocation(t *testing.T) {
	whole := sne.StrikeOff{Motive: demand.StrikeOffMotiveRADATT, On: demand.MustDate("2014-05-01"), Landlord: "123456782", LeaseOn: demand.MustDate("2014-05-01"),
		AlreadyTenant: demand.No, Address: demand.Address{Street: "rue des Essais", Commune: "21231"}, Type: "T3", Surface: decimal.NewNullDecimal(decimal.New(655, -1)),
		ZUS: "ZUSNSP", Rent: decimal.NewNullDecimal(decimal.NewFromInt(420)), Agreement: "AUCUN", Quota: "AUCUN"}
	number, _ := numbering.Parse("021101000012321001")
	for name, c := range map[string]struct {
		change func(s *sne.StrikeOff)
		want   string
	}{
		"whole":             {func(*sne.StrikeOff) {}, ""},
		"the day before":    {func(s *sne.StrikeOff) { s.LeaseOn = demand.MustDate("2014-05-02") }, "SNE-RAD-03"},
		"a lease long ago":  {func(s *sne.StrikeOff) { s.LeaseOn = demand.MustDate("2014-03-01") }, ""},
		"no day":            {func(s *sne.StrikeOff) { s.On = demand.Date{} }, ""},
		"no zone":           {func(s *sne.StrikeOff) { s.ZUS = "" }, "SNE-RAD-02"},
		"no surface":        {func(s *sne.StrikeOff) { s.Surface = decimal.NullDecimal{} }, "SNE-RAD-02"},
		"no quota":          {func(s *sne.StrikeOff) { s.Quota = "" }, "SNE-RAD-02"},
		"before the decree": {func(s *sne.StrikeOff) { *s = sne.StrikeOff{Motive: s.Motive, On: demand.MustDate("2012-12-31")} }, ""},
	} {
		s := whole
		c.change(&s)
		rec := sne.Record{Index: 1, Form: demand.Form{Number: number, Desk: "21001"}}
		rec.SetStrikeOff(s)
		got := ""
		for _, f := range sne.Check(sne.Header{Version: "02.01", FileType: "RAD", FileDate: "2014-05-02T08:00:00+02:00"}, &rec, sne.Creation) {
			got += f.Code
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
