package desk_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/fichier-unique/rules/examples/internal/browser"
)

// save is the button of an act: the one that is seen.
const save = `.actions button[value="next"]`

// clerk is somebody at a desk, with a browser.
type clerk struct {
	*browser.Visit
	t *testing.T
	o *office
}

// TestInBrowser is a day at the desks in a real browser, with every page of it
// looked at.
func TestInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a real browser takes a minute or more")
	}
	o := open(t, "exemple-cote-d-or", "2013-06-10")
	o.as(landlordA)
	server := httptest.NewServer(o.web)
	t.Cleanup(server.Close)
	c := clerk{browser.Start(t, server.URL), t, o}
	address := c.registers()
	c.refusesTwin(address)
	c.searches()
	c.renews(address)
	c.treats(address)
	c.strikesOff(address)
	c.reviews(address)
}

func (c clerk) household(first string) {
	c.t.Helper()
	c.Go("/guichet/nouvelle")
	c.Fill("applicant-used_name", "Vauban")
	c.Fill("applicant-first_names", first)
	c.Fill("applicant-birth_date", "15/05/1980")
	c.Tick("applicant.nationality", "1")
	c.Fill("applicant-mobile_phone", "06 12 34 56 78")
	c.Fill("applicant-address-number", "3")
	c.Fill("applicant-address-street", "rue Musette")
	c.Fill("applicant-address-postal_code", "21000")
	c.Fill("applicant-address-commune", "dijon")
	c.Fill("persons_to_house", "1")
	c.Tick("present_housing.kinds", "LP")
	c.Tick("wanted.types", "T2")
	c.Press(`button[value="add:reasons"]`)
	c.Choose("reasons-0-code", "01")
	c.Press(`button[value="add:wanted.places"]`)
	c.Fill("wanted-places-0-commune", "dijon")
}

// withoutScrolling wants the lists to be read on a telephone as they come.
func (c clerk) withoutScrolling() {
	c.t.Helper()
	if wide := c.Read(`[...document.querySelectorAll("main .scroll")].filter(e => e.scrollWidth > e.clientWidth).map(e => e.getAttribute("aria-label")).join(", ")`); wide != "" {
		c.t.Errorf("on a telephone, a list scrolls sideways: %s", wide)
	}
}

// registers takes a demand in, with a fault on the way, and prints its attestation.
func (c clerk) registers() string {
	c.t.Helper()
	c.Go("/guichet")
	c.Look("desk-01-accueil")
	c.withoutScrolling()
	c.Go("/guichet/nouvelle")
	c.Fill("applicant-birth_date", "31/02/1980")
	c.Press(save)
	c.Look("desk-02-nouvelle-fautes")
	if got := c.Read(`document.activeElement.id`); got != "fautes" {
		c.t.Errorf("the focus is on %q, not on what is wrong", got)
	}
	c.household("Sébastien")
	c.Tick("fait.identity", "oui")
	c.Look("desk-03-nouvelle-remplie")
	c.Press(save)
	c.Says("La demande est enregistrée. Son numéro unique est attribué.", "Sébastien Vauban", "021 0613")
	c.Look("desk-04-demande")
	address := c.Where()
	c.Press(`a[href$="/attestation"]`)
	c.Says("Attestation d'enregistrement")
	c.Look("desk-05-attestation")
	c.Press(`a[href$="/attester"]`)
	c.Look("desk-06-attester")
	c.Press(save)
	return address
}

// refusesTwin is the desk of another landlord, which is told that the demand is
// there.
func (c clerk) refusesTwin(address string) {
	c.t.Helper()
	c.o.as(landlordB)
	c.household("Sebastien")
	c.Press(save)
	c.Says("1 demande est peut-être celle de la même personne", "Très probablement la même personne", "Renouveler celle-là")
	c.Look("desk-07-doublon")
	if got := c.Read(`document.getElementById("applicant-first_names").value`); got != "Sebastien" {
		c.t.Errorf("the first names typed are %q now", got)
	}
	c.Press(`a[href="` + address + `"]`)
	c.Says("Sébastien Vauban")
	// A refusal has its reason, and no button.
	c.Go(address + "/radier")
	c.Look("desk-08-motifs")
	c.Go(address + "/radier?motif=RADREN")
	c.Says("La charte ne le permet pas", "CHA-RAD-12", "Ce qui changerait la réponse")
	c.Look("desk-09-refus")
	c.o.as(townHall)
	c.Go(address)
	c.Says("CHA-ACC-02", "CCH R.441-2-6")
	c.Look("desk-10-pas-ouvert")
	c.o.as(landlordA)
}

func (c clerk) searches() {
	c.t.Helper()
	c.Go("/guichet")
	c.Fill("numero", "021 O613 000001 21001")
	c.Enter(kb.Enter) // without a mouse
	c.Says("Vouliez-vous dire", "021 0613 000001 21001")
	c.Look("desk-11-numero")
	c.Fill("nom", "vauban")
	c.Fill("naissance", "15/05/1980")
	c.Press(`form[action="/guichet/personne"] button`)
	c.Says("1 demande trouvée")
	c.Look("desk-12-personne")
}

func (c clerk) renews(address string) {
	c.t.Helper()
	c.o.Day("2014-06-20")
	c.Go("/guichet")
	c.Says("À renouveler : validité passée (1)")
	c.Look("desk-13-listes")
	c.withoutScrolling()
	c.Go(address + "/renouveler")
	c.Says("À revoir avec le demandeur")
	c.Look("desk-14-renouveler")
	// A colleague changes the demand meanwhile.
	c.o.as(landlordB)
	c.o.follow(c.o.act(address+"/modifier", "applicant.email", "vauban@exemple.fr"))
	c.o.as(landlordA)
	c.Fill("applicant-mobile_phone", "07 22 22 22 22")
	c.Press(save)
	c.Says("Un collègue a changé cette demande", "Bailleur B")
	c.Look("desk-15-collegue")
	c.Press(save)
	c.Says("renouvelée le 20 juin 2014", "07 22 22 22 22", "vauban@exemple.fr")
}

func (c clerk) treats(address string) {
	c.t.Helper()
	c.Go(address + "/designer")
	c.Fill("logement", "LOG-12")
	c.Press(save)
	c.Says("Logement LOG-12")
	c.Press(`a[href*="/examiner?"]`)
	c.Press(save)
	c.Press(`a[href*="/attribuer?"]`)
	c.Press(save)
	c.Says("Choisissez ce que la commission a décidé")
	c.Tick("decision", "allocated")
	c.Press(save)
	c.Says("La charte a besoin de cette information")
	c.Look("desk-16-decision")
	c.Fill("fait-candidates", "3")
	c.Tick("fait.under_ceiling", "oui")
	c.Press(save)
	c.Says("logement attribué")
	c.Go(address + "/courrier")
	c.Look("desk-17-courrier")
	c.Go(address + "/verser-piece")
	c.Look("desk-18-piece")
	c.Go(address + "/priorite")
	c.Look("desk-19-priorite")
}

func (c clerk) strikesOff(address string) {
	c.t.Helper()
	c.o.as(manager)
	c.o.Day("2015-05-20")
	c.o.follow(c.o.act(address+"/courrier", "objet", "notice", "moyen", "registered", "envoye", "2015-05-20", "remis", "2015-05-20", "preuve", "AR-1"))
	c.o.Day("2015-07-21")
	c.Go(address + "/radier?motif=RADREN")
	c.Look("desk-20-radier")
	c.Press(save)
	c.Says("radiée")
	c.o.as(landlordA)
	c.o.Day("2015-08-10")
	c.Go(address + "/reactiver")
	c.Tick("fait.received", "oui")
	c.Look("desk-21-reactiver")
	c.Press(save)
	c.Says("à renouveler", "JOU-TAC-01")
	c.Look("desk-22-demande-suivie")
}

func (c clerk) reviews(address string) {
	c.t.Helper()
	key := strings.TrimPrefix(address, "/guichet/demandes/")
	c.o.twin(address)
	c.Go("/guichet/doublons")
	c.Press(`form[action="/guichet/doublons"] button`)
	c.Look("desk-23-doublons")
	c.Press(`main h2 a`)
	c.Look("desk-24-paire")
	c.Tick("garder", key)
	c.Press(`button[value="reunir"]`)
	c.Says("Les deux demandes sont réunies")
}

// TestVerifyInBrowser is the verification of a demand entered online.
func TestVerifyInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a real browser takes a minute or more")
	}
	o := open(t, "saisie-en-ligne", "2016-03-01")
	key := o.online("Carnot", "Lazare")
	o.online("Carnot", "Lazarre")
	server := httptest.NewServer(o.web)
	t.Cleanup(server.Close)
	o.as(agent("56100", "verificateur"))
	c := clerk{browser.Start(t, server.URL), t, o}
	c.Go("/guichet")
	c.Says("À vérifier : demandes saisies en ligne (2)")
	c.Press(`a[href="/guichet/demandes/` + key + `"]`)
	c.Says("Avant de vérifier : peut-être la même personne")
	c.Look("desk-30-a-verifier")
	c.Press(`a[href$="/verifier"]`)
	c.Tick("fait.identity", "oui")
	c.Look("desk-31-verifier")
	c.Press(save)
	c.Says("Numéro unique attribué", "056 0316")
}
