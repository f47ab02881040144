package sne_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
)

const head = `<?xml version="1.0"?><n:interfaceNuu versionInterface="02.00" xmlns:n="http://nuu.application.i2/"><n:entete/>`

func one(body string) []byte {
	return []byte(head + `<n:demande><n:demandeLogement>` + body + `</n:demandeLogement></n:demande></n:interfaceNuu>`)
}

func household(body string) string { return `<n:personnePhysique>` + body + `</n:personnePhysique>` }

func TestWhatCannotBeReadIsKeptAndWrittenBack(t *testing.T) {
	const list = "personnePhysique/listePersonneACharge"
	for _, c := range []struct{ body, code, cell, path string }{
		{`<n:nouveau a="1"><n:x>SECRET</n:x></n:nouveau>`, "SNE-ELT-01", "?", ""},
		{`<n:demandeLogement/>`, "SNE-ELT-01", "demandeLogement", ""},
		{`<n:SECRET9/>`, "SNE-ELT-01", "?", ""},
		{`<numGuichet xmlns="http://elsewhere.example/"><b/><c xmlns="">SECRET</c></numGuichet>`, "SNE-ELT-01", "numGuichet", ""},
		{`<n:numGuichet>21001</n:numGuichet><n:numGuichet>SECRET</n:numGuichet>`, "SNE-ELT-03", "numGuichet", "desk"},
		{`<n:numGuichet lang="SECRET">21001</n:numGuichet>`, "SNE-ELT-04", "numGuichet", "desk"},
		{`<n:numGuichet xmlns:y="urn:y" y:a="1" y:b="2" xml:lang="fr" xmlns:z="urn:z" z:a="3">21001</n:numGuichet>`, "SNE-ELT-04", "numGuichet", "desk"},
		{`<n:numGuichet><n:x/>SECRET</n:numGuichet>`, "SNE-ELT-05", "numGuichet", "desk"},
		{household(`<n:demandeur>SECRET<n:nom>X</n:nom></n:demandeur>`), "SNE-ELT-04", "personnePhysique/demandeur", "applicant"},
		{household(`<n:demandeur><n:civilite code="1" libelle="SECRET"/></n:demandeur>`), "SNE-ELT-04", "personnePhysique/demandeur/civilite", "applicant.civility"},
		{household(`<n:demandeur><n:civilite code="2">SECRET</n:civilite></n:demandeur>`), "SNE-ELT-04", "personnePhysique/demandeur/civilite", "applicant.civility"},
		{`<n:dateCreationDemande>31/02/2010</n:dateCreationDemande>`, "SNE-VAL-01", "dateCreationDemande", "deposited_on"},
		{`<n:dateCreationDemande>2010-02-28TSECRET</n:dateCreationDemande>`, "SNE-VAL-01", "dateCreationDemande", "deposited_on"},
		{household(`<n:demandeur><n:revenuFiscal><n:montantMoins1>SECRET</n:montantMoins1></n:revenuFiscal></n:demandeur>`),
			"SNE-VAL-02", "personnePhysique/demandeur/revenuFiscal/montantMoins1", "applicant.income.amount_minus_1"},
		{household(`<n:demandeur><n:revenuFiscal><n:montantMoins1>1e9</n:montantMoins1></n:revenuFiscal></n:demandeur>`),
			"SNE-VAL-02", "personnePhysique/demandeur/revenuFiscal/montantMoins1", "applicant.income.amount_minus_1"},
		{household(`<n:personneANaitre><n:nombre>SECRET</n:nombre></n:personneANaitre>`),
			"SNE-VAL-03", "personnePhysique/personneANaitre/nombre", "unborn.count"},
		{`<n:logementRecherche><n:demandeElargie>peut-être</n:demandeElargie></n:logementRecherche>`,
			"SNE-VAL-04", "logementRecherche/demandeElargie", "wanted.extended"},
		{household(`<n:demandeur><n:civilite code="SECRET"/></n:demandeur>`), "SNE-VAL-05", "personnePhysique/demandeur/civilite", "applicant.civility"},
		{household(`<n:demandeur><n:civilite>SECRET</n:civilite></n:demandeur>`), "SNE-VAL-05", "personnePhysique/demandeur/civilite", "applicant.civility"},
		{household(`<n:listeCotitulaire><n:cotitulaire><n:sexe code="X"/></n:cotitulaire></n:listeCotitulaire>`),
			"SNE-VAL-05", "personnePhysique/listeCotitulaire/cotitulaire[1]/sexe", "co_holders[0].person.sex"},
		{`<n:logementRecherche><n:listeTypeLogement><n:typeLogement code="T2"/><n:typeLogement code="T9"/><n:typeLogement code="T3"/></n:listeTypeLogement></n:logementRecherche>`,
			"SNE-VAL-05", "logementRecherche/listeTypeLogement/typeLogement[2]", "wanted.types"},
		{household(`<n:listeMotifDemande><n:motifDemande>SECRET</n:motifDemande><n:motifDemande code="23" a="b">x<n:y/></n:motifDemande></n:listeMotifDemande>`),
			"SNE-VAL-05", "personnePhysique/listeMotifDemande/motifDemande[1]", "reasons"},
		{household(`<n:demandeur><n:adressePostale><n:commune>SECRET</n:commune></n:adressePostale></n:demandeur>`),
			"SNE-VAL-06", "personnePhysique/demandeur/adressePostale/commune", "applicant.address.commune"},
		{`<n:numUnique>021131000012321001</n:numUnique>`, "NUM-MON-01", "numUnique", "number"},
		{household(`<n:listePersonneACharge><n:personneACharge/><n:personneACharge><n:dateNaissance>SECRET</n:dateNaissance></n:personneACharge></n:listePersonneACharge>`),
			"SNE-VAL-01", list + "/personneACharge[2]/dateNaissance", "dependants[1].birth_date"},
		{household(`<n:listePersonneACharge a="1"><n:autre/><n:personneACharge b="2"><n:z>SECRET</n:z></n:personneACharge></n:listePersonneACharge>`),
			"SNE-ELT-01", list + "/personneACharge[1]/?", "dependants[0]"},
	} {
		h, recs, err := readAll(one(c.body))
		if err != nil || len(recs) != 1 {
			t.Fatalf("%s: %v", c.body, err)
		}
		rec := recs[0]
		if !slices.ContainsFunc(rec.Findings, func(f demand.Finding) bool {
			return f.Code == c.code && f.Cell == c.cell && f.Path == c.path && f.Row == 1
		}) {
			t.Errorf("%s: %+v", c.body, rec.Findings)
		}
		if text := asJSON(t, rec.Findings); strings.Contains(text, "SECRET") {
			t.Errorf("a finding quotes the file: %s", text)
		}
		out := write(t, h, recs)
		before, after := flat(t, one(c.body)), flat(t, out)
		slices.Sort(before)
		slices.Sort(after)
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("%s: %s", c.body, diff)
		}
		sameAgain(t, recs, out)
	}
}

// sameAgain reads what was written and compares everything.
func sameAgain(t *testing.T, recs []sne.Record, out []byte) {
	t.Helper()
	_, again, err := readAll(out)
	if err != nil {
		t.Fatalf("what was written cannot be read: %v\n%s", err, out)
	}
	if diff := cmp.Diff(view(t, recs), view(t, again)); diff != "" {
		t.Errorf("read again: %s\n%s", diff, out)
	}
}

// view shows records without what depends on the place in the file or on the
// order of what was kept.
func view(t *testing.T, recs []sne.Record) []string {
	t.Helper()
	var out []string
	for _, rec := range recs {
		kept := make([]string, 0, len(rec.Extra))
		for _, e := range rec.Extra {
			kept = append(kept, asJSON(t, e))
		}
		codes := make([]string, 0, len(rec.Findings))
		for _, f := range rec.Findings {
			codes = append(codes, f.Code+" "+f.Path)
		}
		slices.Sort(kept)
		slices.Sort(codes)
		out = append(out, asJSON(t, rec.Form)+strings.Join(kept, "\n")+strings.Join(codes, "\n"))
	}
	return out
}

// What says nothing is kept without a word, and comes back.
func TestEmptyAndZeroComeBack(t *testing.T) {
	for _, body := range []string{
		`<n:numGuichet/>`,
		`<n:numGuichet></n:numGuichet>`,
		`<n:numGuichet xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>`,
		household(`<n:demandeur/>`),
		household(`<n:demandeur><n:civilite/><n:adressePostale><n:voie/></n:adressePostale></n:demandeur>`),
		household(`<n:personneANaitre><n:nombre>0</n:nombre></n:personneANaitre>`),
		household(`<n:logementActuel><n:proprietaire>NONDOC</n:proprietaire></n:logementActuel>`),
		household(`<n:listePersonneACharge/><n:listeCotitulaire><n:cotitulaire/></n:listeCotitulaire>`),
	} {
		h, recs, err := readAll(one(body))
		if err != nil || len(recs) != 1 || len(recs[0].Findings) > 0 {
			t.Fatalf("%s: %v %v", body, recs, err)
		}
		out := write(t, h, recs)
		if diff := cmp.Diff(flat(t, one(body)), flat(t, out)); diff != "" {
			t.Errorf("%s: %s", body, diff)
		}
		sameAgain(t, recs, out)
	}
}

// A value typed since takes the place of what could not be read; what was kept
// of an item that is gone goes with it.
func TestTheFormPrevailsOverWhatWasKept(t *testing.T) {
	h, recs, err := readAll(one(`<n:dateCreationDemande>hier</n:dateCreationDemande><n:numGuichet/>` +
		household(`<n:listePersonneACharge><n:personneACharge x="1"><n:inconnu>a</n:inconnu></n:personneACharge></n:listePersonneACharge>`)))
	if err != nil {
		t.Fatal(err)
	}
	recs[0].Form.DepositedOn = demand.MustDate("2010-10-01")
	recs[0].Form.Desk = "21001"
	recs[0].Form.Dependants = recs[0].Form.Dependants[:0]
	recs[0].Extra = append(recs[0].Extra, sne.Element{Path: "nowhere/at/all", Name: "main"})
	want := flat(t, one(`<n:numGuichet>21001</n:numGuichet><n:dateCreationDemande>2010-10-01</n:dateCreationDemande>`+
		household(`<n:listePersonneACharge/>`)+`<n:main/>`))
	if diff := cmp.Diff(want, flat(t, write(t, h, recs))); diff != "" {
		t.Error(diff)
	}
}

// Values are read in the ways they are written here and there.
func TestWaysToWriteAValue(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{`<n:dateCreationDemande>2018-03-15+01:00</n:dateCreationDemande>`, "2018-03-15"},
		{`<n:dateCreationDemande> 2018-03-15Z
		</n:dateCreationDemande>`, "2018-03-15"},
		{`<n:dateCreationDemande>2018-03-15T00:00:00.000+02:00</n:dateCreationDemande>`, "2018-03-15"},
		{household(`<n:logementActuel><n:surface>41,50</n:surface></n:logementActuel>`), "41.50"},
		{household(`<n:logementActuel><n:surface>41.5</n:surface></n:logementActuel>`), "41.5"},
		{household(`<n:logementActuel><n:proprietaire>OUI</n:proprietaire></n:logementActuel>`), "true"},
		{household(`<n:logementActuel><n:proprietaire>Non</n:proprietaire></n:logementActuel>`), "false"},
		{household(`<n:logementActuel><n:proprietaire>1</n:proprietaire></n:logementActuel>`), "true"},
		{`<n:numGuichet><![CDATA[2]]>1<!-- x -->001</n:numGuichet>`, "21001"},
		{`<numGuichet xmlns="">21001</numGuichet>`, "21001"},
	} {
		h, recs, err := readAll(one(c.body))
		if err != nil || len(recs[0].Findings)+len(recs[0].Extra) > 0 {
			t.Errorf("%s: %v %v", c.body, recs, err)
			continue
		}
		if got := flat(t, write(t, h, recs)); !slices.Contains(got, c.want) {
			t.Errorf("%s: %v", c.body, got)
		}
	}
}

// What stands around the demands is kept too.
func TestAroundTheDemands(t *testing.T) {
	data := []byte(`<n:interfaceNuu versionInterface="02.00" autre="1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
		xsi:schemaLocation="a b" xmlns:n="http://nuu.application.i2/">
		<n:entete a="b"><n:typeFichier>MOD</n:typeFichier><n:lot code="3"/><n:typeFichier>CRE</n:typeFichier></n:entete>
		<n:avant/>
		<n:demande rang="1"><n:demandeLogement id="x"/><n:demandeLogement><n:numGuichet>21001</n:numGuichet></n:demandeLogement><n:piece>p</n:piece></n:demande>
		<n:demande vide="1"/>
		<n:demande>reste</n:demande>
		<autre xmlns="urn:x"/>
		<n:demande><n:demandeLogement/></n:demande>
	</n:interfaceNuu>`)
	h, recs, err := readAll(data)
	if err != nil {
		t.Fatal(err)
	}
	if h.FileType != demand.FileTypeMOD || len(h.Extra) != 4 {
		t.Errorf("%+v", h)
	}
	codes := ""
	for _, rec := range recs {
		codes += "|"
		for _, f := range rec.Findings {
			codes += f.Code + " " + f.Cell
		}
	}
	if want := "|SNE-ELT-02 ?|SNE-ELT-04 ||SNE-ELT-02 piece|SNE-ELT-02 demande|SNE-ELT-02 ?|SNE-ELT-02 autre|"; codes != want {
		t.Errorf("want %s\ngot  %s", want, codes)
	}
	out := write(t, h, recs)
	if diff := cmp.Diff(flat(t, data), flat(t, out)); diff != "" {
		t.Errorf("%s\n%s", diff, out)
	}
	h2, _, err := readAll(out)
	if diff := cmp.Diff(h, h2); diff != "" || err != nil {
		t.Error(diff, err)
	}
	sameAgain(t, recs, out)
}

func TestAnotherVersion(t *testing.T) {
	data := bytes.Replace(one(`<n:numGuichet>21001</n:numGuichet>`), []byte("02.00"), []byte("03.00"), 1)
	h, recs, err := readAll(data)
	if err != nil || h.Version != "03.00" || len(recs[0].Findings) != 1 {
		t.Fatalf("%v %v", recs, err)
	}
	if f := recs[0].Findings[0]; f.Code != "SNE-VER-01" || f.Severity != demand.ToConfirm {
		t.Errorf("%+v", f)
	}
}

func TestElementString(t *testing.T) {
	for want, e := range map[string]sne.Element{
		`<ns1:a b="1">x &lt; y</ns1:a>`: {Path: "p", Name: "a", Attrs: []sne.Attr{{Name: "b", Value: "1"}}, Text: "x < y"},
		`b="1"texte`:                    {Attrs: []sne.Attr{{Name: "b", Value: "1"}}, Text: "texte"},
	} {
		if got := e.String(); got != want {
			t.Errorf("want %s, got %s", want, got)
		}
	}
}
