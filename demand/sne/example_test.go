package sne_test

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
)

const small = `<?xml version="1.0" encoding="UTF-8"?>
<ns1:interfaceNuu versionInterface="02.00" xmlns:ns1="http://nuu.application.i2/">
  <ns1:entete><ns1:dateFichier>2016-05-09T07:30:00.120+02:00</ns1:dateFichier></ns1:entete>
  <ns1:demande><ns1:demandeLogement>
    <ns1:numUnique>0210516000123G2101</ns1:numUnique>
    <ns1:dateCreationDemande>31/05/2016</ns1:dateCreationDemande>
  </ns1:demandeLogement></ns1:demande>
</ns1:interfaceNuu>`

func ExampleRead() {
	r, err := sne.Read(strings.NewReader(small), sne.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("interface", r.Header().Version)
	for rec, err := range r.Records() {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("demand", rec.Index, "line", rec.Line, rec.Form.Number.Grouped())
		for _, f := range rec.Findings {
			fmt.Println(f.Code, f.Cell, f.Severity)
		}
		for _, kept := range rec.Extra {
			fmt.Println(kept.Why, kept)
		}
	}
	// Output:
	// interface 02.00
	// demand 1 line 4 021 0516 000123 G2101
	// SNE-VAL-01 dateCreationDemande to_confirm
	// unreadable <ns1:dateCreationDemande>31/05/2016</ns1:dateCreationDemande>
}

func ExampleSniff() {
	fmt.Println(sne.Sniff([]byte(small)[:100]), sne.Sniff([]byte("nom;prénom\n")))
	// Output: true false
}

func ExampleWrite() {
	form := demand.Form{Desk: "21001", DepositedOn: demand.MustDate("2010-10-04")}
	form.Wanted.Types = []demand.DwellingType{demand.DwellingTypeT2}
	form.Dependants = []demand.Dependant{} // asked, and there is none
	h := sne.Header{Version: "02.01", FileType: demand.FileTypeCRE}
	if err := sne.Write(os.Stdout, h, slices.Values([]sne.Record{{Form: form}})); err != nil {
		fmt.Println(err)
	}
	// Output:
	// <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
	// <ns1:interfaceNuu versionInterface="02.01" xmlns:ns1="http://nuu.application.i2/">
	//     <ns1:entete>
	//         <ns1:typeFichier>CRE</ns1:typeFichier>
	//     </ns1:entete>
	//     <ns1:demande>
	//         <ns1:demandeLogement>
	//             <ns1:numGuichet>21001</ns1:numGuichet>
	//             <ns1:dateCreationDemande>2010-10-04</ns1:dateCreationDemande>
	//             <ns1:personnePhysique>
	//                 <ns1:listePersonneACharge/>
	//             </ns1:personnePhysique>
	//             <ns1:logementRecherche>
	//                 <ns1:listeTypeLogement>
	//                     <ns1:typeLogement code="T2"/>
	//                 </ns1:listeTypeLogement>
	//             </ns1:logementRecherche>
	//         </ns1:demandeLogement>
	//     </ns1:demande>
	// </ns1:interfaceNuu>
}

func ExampleCheck() {
	h := sne.Header{Version: "02.01", FileType: demand.FileTypeCRE}
	rec := sne.Record{Index: 1, Form: demand.Form{Desk: "21001"}}
	for _, f := range sne.Check(h, &rec, sne.Creation) {
		fmt.Println(f.Code, f.Cell)
	}
	// Output:
	// SNE-PRO-01 entete/dateFichier
	// SNE-PRO-01 dateCreationDemande
	// SNE-PRO-01 logementRecherche/demandeElargie
	// SNE-PRO-01 logementRecherche/listeTypeLogement
	// SNE-PRO-01 logementRecherche/listeLocalisationSouhaite
}

func ExampleLost() {
	form := demand.Form{Remarks: "accès de plain-pied souhaité", PersonsToHouse: 3}
	for _, f := range sne.Lost(&form) {
		fmt.Println(f.Code, f.Path, f.Severity)
	}
	// Output:
	// SNE-PER-01 remarks to_confirm
	// SNE-PER-02 persons_to_house information
}
