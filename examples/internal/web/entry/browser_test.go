package entry_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/fichier-unique/rules/examples/internal/browser"
)

// next is the button that goes on: the one that is seen.
const next = `.actions button[value="next"]`

// walk is an applicant with a browser.
type walk struct {
	*browser.Visit
	t *testing.T
}

// TestInBrowser is the way of an applicant in a real browser, with every page of
// it looked at.
func TestInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a real browser takes a minute or more")
	}
	h := newHouse(t)
	w := walk{browser.Start(t, h.server.URL), t}
	for _, page := range []string{"mentions-legales", "donnees-personnelles", "accessibilite", "demande/reprendre", "nulle-part"} {
		w.Go("/" + page)
		w.Look("page-" + filepath.Base(page))
	}
	w.Go("/")
	w.Look("00-accueil")
	w.Press(`button[value="foyer"]`)
	w.person()
	w.home()
	w.deposited(h)
	w.followed(h)
}

// person fills in who asks: identity, contact, family, work, resources.
func (w walk) person() {
	w.t.Helper()
	w.Look("01-identite")
	w.Fill("applicant-birth_date", "31/02/1985")
	w.Press(next)
	w.Look("02-identite-fautes")
	if got := w.Read(`document.activeElement.id`); got != "fautes" {
		w.t.Errorf("the focus is on %q, not on what is wrong", got)
	}
	w.Tick("applicant.civility", "2")
	w.Fill("applicant-used_name", "Zzyzx")
	w.Fill("applicant-first_names", "Berthe Anaïs")
	w.Fill("applicant-birth_date", "3/4/1985")
	w.Tick("applicant.nationality", "1")
	w.Fill("applicant-birth_place-commune", "saint")
	w.Await(`#applicant-birth_place-commune-trouve input[type=radio]`) // suggestions, while typing
	w.Fill("applicant-birth_place-commune", "saint apollinaire")
	w.Await(`#applicant-birth_place-commune-trouve input[value="21540"]`)
	w.Tick("applicant.birth_place.commune", "21540")
	w.Look("03-identite-remplie")
	w.Press(next)
	w.At("/demande/etape/coordonnees")
	w.Look("04-coordonnees")
	w.Fill("applicant-mobile_phone", "06 39 98 12 34")
	w.Fill("applicant-email", "berthe@example.org")
	w.Fill("applicant-address-street", "3 rue des Essais")
	w.Fill("applicant-address-postal_code", "21000")
	w.Fill("applicant-address-city", "Dijon")
	w.Press(next)
	w.At("/demande/etape/famille")
	w.Press(`button[value="add:co_holders"]`)
	w.Press(`button[value="add:dependants"]`)
	w.Look("05-famille")
	w.Press(`button[value="remove:co_holders[0]"]`)
	w.Fill("dependants-0-first_names", "Marius")
	w.Fill("dependants-0-birth_date", "12/05/2016")
	w.Press(next)
	w.At("/demande/etape/profession")
	w.Choose("applicant-work-situation", "CDI")
	w.Press(next)
	w.Look("06-profession")
	w.Press(next)
	w.At("/demande/etape/ressources")
	w.Fill("applicant-income-amount_minus_2", "14 250")
	w.Press(`button[value="add:applicant.received"]`)
	w.Look("07-ressources")
	w.Press(next)
}

// home fills in the home, that of today and the wanted one.
func (w walk) home() {
	w.t.Helper()
	w.At("/demande/etape/logement_actuel")
	w.Press(`button[value="add:reasons"]`)
	w.Tick("present_housing.kinds", "CPE")
	w.Choose("reasons-0-code", "07")
	w.Look("08-logement-actuel")
	w.Press(next)
	w.At("/demande/etape/logement_recherche")
	w.Tick("wanted.types", "T3")
	w.Press(`button[value="add:wanted.places"]`)
	w.Fill("wanted-places-0-commune", "saint")
	w.Press(`button[value="search:wanted.places[0].commune"]`)
	w.Look("09-logement-recherche")
	w.Tick("wanted.places[0].commune", "21540")
	w.Press(next)
	w.At("/demande/etape/handicap")
	w.Press(`button[value="add:disabilities"]`)
	w.Look("10-handicap")
	w.Press(next)
	w.At("/demande/justificatifs")
	photo := filepath.Join(w.t.TempDir(), "photo.exe")
	if err := os.WriteFile(photo, []byte(photoBytes), 0o600); err != nil {
		w.t.Fatal(err)
	}
	w.Attach(`[id="file-identity-applicant"]`, photo)
	w.Press(`form:has([id="file-identity-applicant"]) button`)
	w.Look("11-justificatifs")
	w.Press(`.actions a.button`)
	w.At("/demande/etape/remarques")
	w.Look("12-remarques")
	w.Press(`.actions button[value="save"]`)
	w.At("/demande/enregistre")
	w.Look("13-enregistre")
	w.Press(`.actions a.button`)
}

func (w walk) deposited(h *house) {
	w.t.Helper()
	w.At("/demande/verifier")
	w.Look("14-relire")
	w.Press(`form[action="/demande/deposer"] button`)
	w.At("/suivi/recu")
	w.Look("15-recu")
	w.Press(`.actions a.button`)
	w.At("/suivi")
	w.Look("16-suivi")
	w.Go("/suivi/attestation")
	w.Look("17-attestation-a-venir")
	(&person{house: h}).verified()
	w.Go("/suivi/attestation")
	w.Look("18-attestation")
	w.Go("/suivi/justificatifs")
	w.Look("18-documents")
	(&person{house: h}).offer("c1")
	w.Go("/suivi")
	w.Look("18-propose")
	w.Press(`a[href="/suivi/proposition"]`)
	w.Press(`.actions button`)
	w.Look("18-proposition")
	w.Tick("reponse", "refuser")
	w.Choose("raison", "loyer")
	w.Press(`.actions button`)
	w.At("/suivi")
}

func (w walk) followed(h *house) {
	w.t.Helper()
	h.Forward(1, 0, 2)
	w.Go("/suivi")
	w.Look("19-suivi-expire")
	w.Press(`form[action="/suivi/renouveler"] button`)
	w.Look("20-renouveler")
	w.Go("/suivi/changement/etape/coordonnees")
	w.Look("21-changer")
	w.Fill("applicant-mobile_phone", "06 39 98 56 78")
	w.Press(next)
	w.Go("/suivi/changement/verifier")
	w.Look("22-renouveler-change")
	w.Press(`form[action="/suivi/changement/valider"] button`)
	w.At("/suivi")
	w.Look("23-suivi-renouvele")
	w.Go("/suivi/renoncer")
	w.Press(`button.danger`)
	w.Look("24-renoncer")
	w.Tick("sur", "oui")
	w.Press(`button.danger`)
	w.At("/suivi")
	w.Look("25-suivi-radie")
}

// TestKeyboard begins a demand without a mouse: the first stop is the link that
// skips to the content, each stop is seen, the order is that of the page.
func TestKeyboard(t *testing.T) {
	h := newHouse(t)
	w := walk{browser.Start(t, h.server.URL), t}
	w.Go("/")
	w.Type(kb.Tab)
	if got := w.Read(`document.activeElement.className + " " + (document.activeElement.getBoundingClientRect().left >= 0)`); got != "skip true" {
		t.Errorf("the first stop is %q, want the link to the content, in sight", got)
	}
	w.Type(kb.Enter)
	reach := func(test string) {
		t.Helper()
		for range 60 {
			w.Type(kb.Tab)
			if w.Read(`String(`+test+`)`) == "true" {
				if w.Read(`getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).boxShadow`) == "nonenone" {
					t.Errorf("the stop %s is not seen", test)
				}
				return
			}
		}
		t.Fatalf("no way to %s with the keyboard", test)
	}
	reach(`document.activeElement.value === "foyer"`)
	w.Enter(kb.Enter)
	w.At("/demande/etape/identite")
	reach(`document.activeElement.id === "applicant-used_name"`)
	w.Type("Zzyzx")
	reach(`document.activeElement.id === "applicant-first_names"`)
	w.Type("Berthe")
	reach(`document.activeElement.id === "applicant-birth_date"`)
	w.Type("03/04/1985")
	w.Enter(kb.Enter) // as in any form: Enter goes on
	w.At("/demande/etape/coordonnees")
}
