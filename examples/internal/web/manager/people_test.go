package manager_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/examples/internal/accounts"
)

// refused posts a form that is not taken, and gives the page that says so.
func (o *office) refused(path string, form url.Values) string {
	o.t.Helper()
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	o.rt.ServeHTTP(w, r)
	if w.Code != http.StatusUnprocessableEntity {
		o.t.Errorf("%s answers %d", path, w.Code)
	}
	return w.Body.String()
}

// account gives an account as it is kept.
func (o *office) account(code string) accounts.Account {
	o.t.Helper()
	a, err := o.acc.Account(o.t.Context(), code)
	if err != nil {
		o.t.Fatal(err)
	}
	return a
}

func newAccount(login string, more ...string) url.Values {
	form := url.Values{"identifiant": {login}, "partenaire": {"bailleur-b"}, "guichet": {"21002"}, "role": {"agent"}, "droit": {"consult", "renew"}, "nomme": {"oui"}}
	for i := 0; i < len(more); i += 2 {
		form[more[i]] = []string{more[i+1]}
	}
	return form
}

// What was typed is there again, ticks and choices too, when a form is not taken.
func TestWhatWasTypedStays(t *testing.T) {
	o := open(t, "2011-03-10")
	o.post("/gestion/comptes", newAccount("guichet-7"))
	for said, form := range map[string]url.Values{
		"déjà celui d’un autre compte":          newAccount("guichet-7"),
		"n’est pas dans la charte":              newAccount("guichet-8", "partenaire", "nulle-part"),
		"Ce guichet n’est pas de ce partenaire": newAccount("guichet-8", "guichet", "21001"),
		"de 2 à 200 caractères":                 newAccount("guichet 8"),
		"vérifier aussi le rôle et l’organisme": newAccount("guichet-8", "organisme", "inconnu"),
	} {
		page := o.refused("/gestion/comptes", form)
		o.has(page, said, `<title>À revoir`, `<details id="compte" open>`, `name="identifiant" value="`+form.Get("identifiant")+`"`, `name="guichet" value="`+form.Get("guichet")+`"`,
			`value="renew" checked`, `value="oui" checked`, `value="agent" selected`)
		if form.Get("partenaire") == "bailleur-b" {
			o.has(page, `value="bailleur-b" selected`)
		}
		if strings.Contains(page, `value="modify" checked`) {
			t.Error("a right nobody ticked")
		}
	}
	o.has(o.refused("/gestion/comptes", newAccount("guichet-8", "role", "manager")), "sans le droit « Gérer »", `value="manager" selected`)
	if all, err := o.acc.All(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("%d accounts, %v", len(all), err)
	}
	token := url.Values{"systeme": {"Gestion locative"}, "partenaire": {"bailleur-b"}, "portee": {"journal"}, "jusque": {"demain"}}
	for said, until := range map[string]string{"n’est pas une date": "demain", "dans un an au plus": "2014-01-01"} {
		token.Set("jusque", until)
		page := o.refused("/gestion/jetons", token)
		o.has(page, said, `<details open>`, `value="Gestion locative"`, `value="bailleur-b" selected`, `value="journal" checked`, `value="`+until+`"`)
		if strings.Contains(page, `value="demands" checked`) {
			t.Error("a scope nobody ticked")
		}
	}
}

// An account is changed, closed, opened again, by another manager than its own.
func TestAccountIsSettled(t *testing.T) {
	o := open(t, "2011-03-10")
	o.post("/gestion/comptes", newAccount("gestionnaire-1")) // A-0001, who is signed in
	o.post("/gestion/comptes", newAccount("guichet-7"))
	o.has(o.get("/gestion/comptes?compte=A-0002"), "Changer le compte A-0002", `value="consult" checked`, `value="bailleur-b" selected`)
	form := newAccount("", "partenaire", "bailleur-a", "guichet", "21001", "action", "regler")
	form["droit"] = []string{"search"}
	o.has(o.post("/gestion/comptes/A-0002", form), "Le compte est changé")
	got := o.account("A-0002")
	if got.Login != "guichet-7" || got.Party != "bailleur-a" || got.Desk != "21001" || !slices.Equal(got.Rights, []access.Act{access.Search}) {
		t.Errorf("%+v", got)
	}
	form.Set("guichet", "21002")
	o.has(o.refused("/gestion/comptes/A-0002", form), "Ce guichet n’est pas de ce partenaire", "Changer le compte A-0002", `value="search" checked`)
	for _, action := range []string{"regler", "fermer"} {
		o.has(o.refused("/gestion/comptes/A-0001", newAccount("", "action", action)), "son propre compte")
	}
	o.has(o.post("/gestion/comptes/A-0002", url.Values{"action": {"fermer"}}), "Le compte est fermé", "Rouvrir")
	for _, action := range []string{"inviter", "facteur"} {
		o.has(o.refused("/gestion/comptes/A-0002", url.Values{"action": {action}}), "Ce compte est fermé")
	}
	o.has(o.post("/gestion/comptes/A-0002", url.Values{"action": {"rouvrir"}}), "Le compte est rouvert", "/invitation/")
	if today := o.Registry.Today(); !func() bool { a := o.account("A-0002"); return a.Open(today) }() {
		t.Error("not open again")
	}
	o.has(o.post("/gestion/comptes/A-0002", url.Values{"action": {"sessions"}}), "Les sessions du compte sont terminées")
	o.has(o.post("/gestion/sessions", nil), "Toutes les sessions sont terminées")
}

// An account may sign in with the provider of its organisation: it has no password
// to choose, and is invited to nothing.
func TestAccountOfAProvider(t *testing.T) {
	o := open(t, "2011-03-10")
	o.has(o.get("/gestion/comptes"), "Se connecte par", "la Métropole")
	page := o.post("/gestion/comptes", newAccount("prenom.nom", "organisme", "metropole"))
	o.has(page, "se connecte par son organisme")
	if strings.Contains(page, "/invitation/") || strings.Contains(page, `value="inviter"`) {
		t.Error("an invitation goes around the provider")
	}
	if got := o.account("A-0001"); got.Provider != "metropole" || got.Login != "prenom.nom" {
		t.Errorf("%+v", got)
	}
	o.post("/gestion/comptes", newAccount("prenom.autre", "organisme", "metropole"))
	o.has(o.post("/gestion/comptes/A-0002", url.Values{"action": {"facteur"}}), "Le second facteur est à refaire", "par son organisme")
}

// An account of a program has no password either; a token that bears it has its
// party and its code.
func TestAccountOfAProgram(t *testing.T) {
	o := open(t, "2011-03-10")
	page := o.post("/gestion/comptes", newAccount("gestion-locative", "role", "api"))
	o.has(page, "lui donner un jeton")
	if strings.Contains(page, `value="inviter"`) || strings.Contains(page, `value="facteur"`) {
		t.Error("a program is invited to sign in")
	}
	page = o.post("/gestion/jetons", url.Values{"systeme": {"Logiciel"}, "compte": {"A-0001"}, "partenaire": {"bailleur-a"}, "portee": {"demands"}, "jusque": {"2011-12-31"}})
	o.has(page, "fichier_", "Logiciel (A-0001)")
	all, err := o.acc.Tokens(t.Context())
	if err != nil || len(all) != 1 || all[0].Agent != "A-0001" || all[0].Party != "bailleur-b" {
		t.Errorf("%+v, %v", all, err)
	}
}
