package sne_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand/sne"
)

// Whatever is read is written and read back the same; no text makes it panic.
func FuzzRead(f *testing.F) {
	// The seeds are short: long ones, such as the fixtures, take all the time of a
	// short run to be made smaller.
	for _, body := range []string{
		`<n:nouveau a="1"><n:x>y</n:x> z <!-- c --></n:nouveau>`,
		`<n:numGuichet xml:lang="fr">1</n:numGuichet><n:numGuichet/><x xmlns="u"><y xmlns=""/></x>`,
		`<n:dateCreationDemande>2010-02-31</n:dateCreationDemande><n:numUnique>x</n:numUnique>`,
		household(`<n:listeMotifDemande a="b"><n:motifDemande code="23">a<n:b/>c</n:motifDemande><n:motifDemande/>t</n:listeMotifDemande>`),
		household(`<n:listeCotitulaire><n:cotitulaire a="1"><n:civilite/><n:civilite code="9">m</n:civilite></n:cotitulaire></n:listeCotitulaire>`),
		household(`<n:demandeur><n:civilite code="1"/><n:nom>X</n:nom><n:revenuFiscal><n:montantMoins1>1,50</n:montantMoins1></n:revenuFiscal></n:demandeur>`),
		`<n:logementRecherche><n:demandeElargie>OUI</n:demandeElargie><n:listeTypeLogement><n:typeLogement code="T2"/></n:listeTypeLogement></n:logementRecherche>`,
		`</n:demandeLogement><n:piece/>t<n:demandeLogement>`,
	} {
		f.Add(one(body))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		h, recs, err := readAll(data)
		if err != nil {
			return
		}
		out := write(t, h, recs)
		h2, again, err := readAll(out)
		if err != nil {
			t.Fatalf("what was read cannot be read again: %v\n%s", err, out)
		}
		if diff := cmp.Diff(asJSON(t, h), asJSON(t, h2)); diff != "" {
			t.Fatal(diff)
		}
		for _, rec := range recs {
			for _, finding := range rec.Findings {
				if finding.Code == "SNE-LIM-01" {
					return // not read, and so not written back
				}
			}
		}
		if diff := cmp.Diff(view(t, recs), view(t, again)); diff != "" {
			t.Fatalf("%s\n%s", diff, out)
		}
		if third := write(t, h2, again); !bytes.Equal(out, third) {
			t.Fatal(cmp.Diff(string(out), string(third)))
		}
	})
}

// The head of any file is safe to look at.
func FuzzSniff(f *testing.F) {
	f.Add([]byte("\xff\xfe<"))
	f.Add([]byte("<interfaceNuu"))
	f.Fuzz(func(_ *testing.T, data []byte) { sne.Sniff(data) })
}
