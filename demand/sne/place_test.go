package sne_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
)

func TestPlace(t *testing.T) {
	for path, want := range map[string]string{
		"desk": "numGuichet", "applicant.birth_date": "personnePhysique/demandeur/dateNaissance", "applicant": "personnePhysique/demandeur",
		"co_holders[0].person.birth_date": "personnePhysique/listeCotitulaire/cotitulaire[1]/dateNaissance",
		"co_holders[1].person":            "personnePhysique/listeCotitulaire/cotitulaire[2]",
		"co_holders[1].link":              "personnePhysique/listeCotitulaire/cotitulaire[2]/lienDemandeur",
		"applicant.received[1].monthly":   "personnePhysique/demandeur/listeRessourceRecue/detailRessource[2]/montant",
		"dependants":                      "personnePhysique/listePersonneACharge", "dependants[3]": "personnePhysique/listePersonneACharge/personneACharge[4]",
		"reasons[0].detail": "personnePhysique/listeMotifDemande/motifDemande[1]", "reasons[0].code": "personnePhysique/listeMotifDemande/motifDemande[1]",
		"wanted.places[1].commune": "logementRecherche/listeLocalisationSouhaite/localisationSouhaite[2]/commune",
		"wanted.types":             "logementRecherche/listeTypeLogement", "wanted.types[2]": "logementRecherche/listeTypeLogement/typeLogement[3]",
		"present_housing.kinds[0]": "personnePhysique/logementActuel/listeModeleLogement/modeleLogement[1]",
		"association.address.city": "personneMorale/adressePostale/ville", "applicant.birth_place.commune": "personnePhysique/demandeur/communeNaissance",
		"": "", "remarks": "", "wanted.parking": "", "dependants[x].name": "", "dependants[1": "", "applicant.zzyzx": "", "desk.x": "", "applicant.received[0]x": "",
	} {
		if got := sne.Place(path); got != want {
			t.Errorf("%q: %q, want %q", path, got, want)
		}
	}
}

// Every value is where Place says: a file in which only this place is spoilt has
// its finding there, or comes back without the value.
func TestEveryPlaceIsTrue(t *testing.T) {
	var form demand.Form
	turn := 0
	fill(t, reflect.ValueOf(&form).Elem(), &turn)
	data := string(write(t, sne.Header{Version: "02.01"}, []sne.Record{{Form: form}}))
	placed := 0
	for path := range leavesOf(t, &form) {
		place := sne.Place(path)
		if place == "" {
			continue
		}
		placed++
		from, to, ok := elementAt(data, place)
		if !ok {
			t.Errorf("%s: the file has no %s", path, place)
			continue
		}
		_, recs, err := readAll([]byte(data[:from] + data[to:]))
		if err != nil {
			t.Fatal(err)
		}
		if back := leavesOf(t, &recs[0].Form); fmt.Sprint(back[path]) == leavesOf(t, &form)[path] && !strings.Contains(place, "[1]") {
			t.Errorf("%s is not at %s: it comes back without it", path, place)
		}
	}
	if placed < 150 {
		t.Errorf("only %d places", placed)
	}
}

// elementAt finds an element by its path, in what Write gives: one tag a line,
// four blanks a level.
func elementAt(data, place string) (from, to int, ok bool) {
	from, to = 0, len(data)
	for level, step := range strings.Split(place, "/") {
		name, rank := step, 1
		if open := strings.IndexByte(step, '['); open >= 0 {
			name = step[:open]
			_, _ = fmt.Sscanf(step[open:], "[%d]", &rank)
		}
		indent := "\n" + strings.Repeat("    ", level+3) + "<ns1:" + name
		at := from
		for range rank {
			for {
				i := strings.Index(data[at:to], indent)
				if i < 0 {
					return 0, 0, false
				}
				at += i + len(indent)
				if c := data[at]; c == '>' || c == ' ' || c == '/' {
					break
				}
			}
		}
		from = at - len(indent)
		line := from + 1 + strings.IndexByte(data[from+1:], '\n')
		to = line
		if text := data[from+1 : line]; !strings.HasSuffix(text, "/>") && !strings.Contains(text, "</") {
			end := "\n" + strings.Repeat("    ", level+3) + "</ns1:" + name + ">"
			to = line + strings.Index(data[line:], end) + len(end)
		}
	}
	return from, to, true
}
