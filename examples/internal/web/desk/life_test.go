package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/attestation"
)

func TestRegister(t *testing.T) {
	o := open(t, "exemple-cote-d-or", "2013-06-10")
	o.as(landlordA)
	o.get("/guichet").want(200, "Chercher par numéro unique", "Aucune demande n’attend")
	p := o.get("/guichet/nouvelle").want(200, "Seules pièces qui peuvent être demandées")

	// What is missing or impossible is said in place, and nothing is lost.
	values := household(p.fields("/guichet/nouvelle"), "Vauban", "Sébastien", "31/02/1980")
	p = o.post("/guichet/nouvelle", values).want(422, "Cette date n’a pas pu être lue")
	if got := p.fields("/guichet/nouvelle").Get("applicant.birth_date"); got != "31/02/1980" {
		t.Errorf("the date typed is %q now", got)
	}
	p = o.post("/guichet/nouvelle", with(p.fields("/guichet/nouvelle"), "applicant.birth_date", "31/12/2030", "action", "next")).want(422, "CCH")
	// Without the identity paper the demand is registered, and has no number yet.
	p = o.follow(o.post("/guichet/nouvelle", with(p.fields("/guichet/nouvelle"), "applicant.birth_date", "15/05/1980", "action", "next")))
	p.want(200, "La demande est enregistrée", "pas encore de numéro unique", "Sébastien Vauban", "Sans numéro unique", "Attribuer le numéro unique", "le demandeur, le 10/06/2013, Bailleur A (guichet 21001), agent agent-bailleur-a")
	address := demandOf(p)
	o.follow(o.act(address+"/numero", "fait.identity", "oui")).want(200, "Imprimer l’attestation", "021 0613")
	o.get(address+"/attestation").want(200, "Attestation d'enregistrement", "021 0613 000001 21001", "À remettre au plus tard le 10 juillet 2013", "Il manque des mentions obligatoires", "ATT-MEN-06")
	// One that is not valid is not printed; the operator knows the rest.
	o.get(address+"/attestation.pdf").want(409, "Il manque des mentions obligatoires")
	o.facts = func(f *attestation.Facts) {
		f.Service.Address, f.Mediation = "1 place des Essais, 21000 Dijon", attestation.Mediation{Cases: []string{"Délai anormalement long."}, From: demand.MustDate("2015-06-10"), Address: "57 rue de Mulhouse"}
	}
	o.get(address+"/attestation").want(200, "Télécharger en PDF").without("Il manque")
	if p := o.get(address + "/attestation.pdf").want(200); !strings.HasPrefix(p.body, "%PDF-") {
		t.Errorf("the attestation is %.20q", p.body)
	}
	p = o.follow(o.act(address+"/attester")).want(200, "Courrier", "attestation")
	p.want(200, "Fin de validité", "10 juin 2014", "CAL-")
}

// demandOf is the address of the demand of a page.
func demandOf(p page) string {
	for _, l := range p.links() {
		if rest, ok := strings.CutPrefix(l, "/guichet/demandes/"); ok {
			key, _, _ := strings.Cut(rest, "/")
			return "/guichet/demandes/" + key
		}
	}
	p.t.Fatal("no demand in the page")
	return ""
}

func TestDuplicates(t *testing.T) {
	o := open(t, "exemple-cote-d-or", "2013-06-10")
	o.as(landlordA)
	known := o.register("Vauban", "Sébastien", "15/05/1980")

	o.as(landlordB)
	values := household(o.get("/guichet/nouvelle").fields("/guichet/nouvelle"), "Vauban", "Sebastien", "15/05/1980")
	p := o.post("/guichet/nouvelle", values).want(409, "1 demande est peut-être celle de la même personne", "Très probablement la même personne", "Ce n’est pas la même personne")
	if !p.linked(known) || !p.linked(known+"/renouveler") {
		t.Errorf("the page does not lead to the demand that is there: %q", p.links())
	}
	// The reasons are the sentences of the library.
	p.want(409, "demandeur et demandeur")
	// What was typed is kept, and the clerk may say that it is somebody else.
	again := p.fields("/guichet/nouvelle")
	if again.Get("applicant.first_names") != "Sebastien" {
		t.Errorf("the first names typed are lost: %q", again)
	}
	with(again, "autre-personne", strings.TrimPrefix(known, "/guichet/demandes/"), "fait.identity", "oui", "action", "next")
	twin := o.post("/guichet/nouvelle", again)
	o.follow(twin).want(200, "Sebastien Vauban")
	if twin.to == known {
		t.Error("no other demand was made")
	}
	// What was said then is not asked again.
	o.follow(o.post("/guichet/doublons", nil)).want(200, "Aucune paire")
}

func TestPressedTwice(t *testing.T) {
	o := open(t, "exemple-cote-d-or", "2013-06-10")
	o.as(landlordA)
	values := household(o.get("/guichet/nouvelle").fields("/guichet/nouvelle"), "Vauban", "Sébastien", "15/05/1980")
	one, two := o.post("/guichet/nouvelle", values), o.post("/guichet/nouvelle", values)
	if one.status != http.StatusSeeOther || two.status != http.StatusSeeOther || one.to != two.to {
		t.Fatalf("two presses lead to %d %s and %d %s", one.status, one.to, two.status, two.to)
	}
	address := one.to
	// A notice first: the law of 2009 wants one, then the strike-off, twice.
	o.follow(o.act(address+"/courrier", "objet", "warning", "avant", "RADABA", "moyen", "registered", "envoye", "2013-06-10", "remis", "2013-06-10"))
	form := with(o.get(address+"/radier?motif=RADABA").want(200).fields(address+"/radier"), "fait.received", "oui", "action", "next")
	one, two = o.post(address+"/radier", form), o.post(address+"/radier", form)
	if one.status != two.status || one.to != two.to {
		t.Fatalf("two presses: %d and %d: %s", one.status, two.status, two.text())
	}
	if n := strings.Count(o.get(address).text(), "Radiation ,"); n > 1 {
		t.Errorf("struck off %d times", n)
	}
}

// TestPressedAtOnce presses a button twice at the same moment: one effect, and both
// lead to it.
func TestPressedAtOnce(t *testing.T) {
	o := open(t, "exemple-cote-d-or", "2013-06-10")
	o.as(landlordA)
	values := household(o.get("/guichet/nouvelle").fields("/guichet/nouvelle"), "Vauban", "Sébastien", "15/05/1980")
	address := both(t, o, "/guichet/nouvelle", values)
	both(t, o, address+"/modifier", with(o.get(address+"/modifier").fields(address+"/modifier"), "applicant.mobile_phone", "07 33 33 33 33", "action", "next"))
	if n := strings.Count(o.get(address).text(), "Modification ,"); n != 1 {
		t.Errorf("modified %d times", n)
	}
}

func both(t *testing.T, o *office, address string, values url.Values) string {
	t.Helper()
	var pages [2]page
	var wait sync.WaitGroup
	for i := range pages {
		wait.Go(func() { pages[i] = o.post(address, values) })
	}
	wait.Wait()
	if pages[0].status != http.StatusSeeOther || pages[1].status != http.StatusSeeOther || pages[0].to != pages[1].to {
		t.Fatalf("two presses at once lead to %d %s and %d %s", pages[0].status, pages[0].to, pages[1].status, pages[1].to)
	}
	return pages[0].to
}

func TestSearch(t *testing.T) {
	o := open(t, "exemple-cote-d-or", "2013-06-10")
	o.as(landlordA)
	address := o.register("Vauban", "Sébastien", "15/05/1980")
	number := strings.TrimSpace(between(o.get(address).body, `<span class="number">`, "</span>"))
	if p := o.post("/guichet/numero", with(map[string][]string{}, "numero", strings.ToLower(number))); p.to != address {
		t.Errorf("the number leads to %q", p.to)
	}
	// A letter typed for a digit: what is wrong, and what was meant.
	typed := strings.Replace(number, "06", "O6", 1)
	p := o.post("/guichet/numero", with(map[string][]string{}, "numero", typed)).want(422, "Vouliez-vous dire", number)
	if got := p.fields("/guichet/numero").Get("numero"); got == "" {
		t.Error("what was typed is lost")
	}
	o.post("/guichet/numero", with(map[string][]string{}, "numero", "021061300000921001")).want(404, "aucune demande de ce fichier ne le porte")
	o.post("/guichet/personne", with(map[string][]string{}, "nom", "Vauban")).want(422, "un nom seul désigne trop de personnes")
	p = o.post("/guichet/personne", with(map[string][]string{}, "nom", "VAUBAN", "naissance", "15/05/1980", "prenoms", "Sebastien")).want(200, "1 demande trouvée", "Sébastien Vauban")
	if !p.linked(address) {
		t.Error("the search does not lead to the demand")
	}
	o.post("/guichet/personne", with(map[string][]string{}, "nom", "Colbert", "naissance", "29/08/1919")).want(200, "0 demande trouvée")
}

func between(text, from, to string) string {
	_, rest, _ := strings.Cut(text, from)
	out, _, _ := strings.Cut(rest, to)
	return out
}
