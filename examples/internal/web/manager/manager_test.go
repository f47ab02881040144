package manager_test

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	rules "github.com/fichier-unique/rules"
	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/accounts"
	"github.com/fichier-unique/rules/examples/internal/mail"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/national/evening"
	"github.com/fichier-unique/rules/examples/internal/national/simulator"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/registry/registrytest"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/manager"
)

// office is the pages of a manager over a file on a day that moves.
type office struct {
	*registrytest.File
	t   *testing.T
	rt  *web.Router
	may []access.Act // rights of the account that is signed in; nil: no limit
	acc *accounts.Accounts
	sim *simulator.Simulator // the national system
	sne *evening.Evening
}

func open(t *testing.T, day string) *office { return openUnder(t, day, "grand-dijon-2010") }

func openUnder(t *testing.T, day, charterName string) *office {
	t.Helper()
	o := &office{t: t, File: registrytest.Open(t, day, registrytest.Settings{Charter: charterName})}
	book, err := demand.NewRulebook(rules.All())
	if err != nil {
		t.Fatal(err)
	}
	o.acc, err = accounts.New(accounts.Settings{Store: o.Store(), Now: o.Now, Zone: time.UTC, Key: make([]byte, 32), Origin: "http://127.0.0.1:8080",
		Providers: []accounts.Provider{{Code: "metropole", Label: "la Métropole", Issuer: "https://connexion.example", Client: "fichier", Secret: "secret"}}})
	if err != nil {
		t.Fatal(err)
	}
	o.rt, err = web.New(web.Config{Book: book, Admit: func(*http.Request, web.Audience) web.Verdict { return web.Admitted },
		Log: func(_ context.Context, incident, route string, err error) {
			if incident != "" {
				t.Errorf("incident on %s: %v", route, err)
			}
		}})
	if err != nil {
		t.Fatal(err)
	}
	who := func(*http.Request) (registry.Agent, bool) {
		return registry.Agent{Code: "A-0001", Actor: charter.Actor{Party: "gestionnaire"}, Rights: o.may}, true
	}
	if o.sim, err = simulator.New(simulator.Settings{Seed: 3, Territory: "021", Now: o.Now}); err != nil {
		t.Fatal(err)
	}
	system := httptest.NewServer(o.sim.Handler())
	t.Cleanup(system.Close)
	o.sne = &evening.Evening{Link: &national.Link{Store: o.Store(), Folder: t.TempDir(), Settings: national.Settings{Desk: "G2100"}, Now: o.Now}, Registry: o.Registry,
		Agent:     registry.Agent{Code: "transfert", Actor: charter.Actor{Party: "gestionnaire"}, Program: true, Purpose: access.Administering},
		Transport: national.HTTP{Base: system.URL, Client: system.Client()}, Portal: evening.HTTPPortal{Base: system.URL, Client: system.Client()}, Random: registrytest.Chance("sne"), Folder: t.TempDir()}
	if _, err := manager.Routes(o.rt, manager.Config{National: o.sne, Registry: o.Registry, Accounts: o.acc, Book: book, Who: who, Mail: mail.Message, Site: "http://127.0.0.1:8080/acces", Zone: time.UTC}); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *office) get(path string) string { return o.ask(httptest.NewRequest("GET", path, nil)) }

func (o *office) ask(r *http.Request) string {
	o.t.Helper()
	w := httptest.NewRecorder()
	o.rt.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	if err != nil || w.Code >= 500 {
		o.t.Fatalf("%s %s: %d %v %s", r.Method, r.URL.Path, w.Code, err, body)
	}
	if to := w.Header().Get("Location"); w.Code == http.StatusSeeOther {
		next := httptest.NewRequest("GET", to, nil)
		for _, c := range w.Result().Cookies() {
			next.AddCookie(c)
		}
		return o.ask(next)
	}
	return string(body)
}

func (o *office) post(path string, form url.Values) string {
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return o.ask(r)
}

func (o *office) has(page string, texts ...string) {
	o.t.Helper()
	plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ") // blanks of typography
	for _, text := range texts {
		if !strings.Contains(plain.Replace(page), plain.Replace(text)) {
			o.t.Errorf("no %q in:\n%s", text, page)
		}
	}
}

var landlord = registrytest.Agent("bailleur-a", "21001")

func (o *office) register(name, mail string) registry.Outcome {
	return o.registerBy(landlord, name, mail)
}

func (o *office) registerBy(agent registry.Agent, name, mail string) registry.Outcome {
	o.t.Helper()
	f := registrytest.Household(int(name[0] - 'A'))
	f.Applicant.UsedName, f.Applicant.Email, f.Applicant.MobilePhone = name, mail, ""
	return o.File.Register(agent, f)
}

// From the notice to the strike-off: what the charter refuses stays, with its rule.
func TestNoticesThenStrikeOff(t *testing.T) {
	o := open(t, "2011-03-10")
	one := o.register("Abadie", "abadie@exemple.fr")
	o.Day("2012-02-10")
	o.has(o.get("/gestion"), "Préavis de renouvellement à envoyer")
	o.has(o.get("/gestion/listes/notice_to_send"), one.Number.String(), "Envoyer les préavis")
	o.has(o.get("/gestion/listes/notice_to_send/export.csv"), "Abadie", "rue des Perrières")
	o.has(o.post("/gestion/listes/notice_to_send", nil), "1 préavis à poster")
	o.Day("2012-04-11")
	page := o.post("/gestion/listes/strike_off_due", nil)
	o.has(page, "0 demande radiée", "CHA-RAD-09")
	proof := journal.Dispatch{Subject: journal.RenewalNotice, Ref: "preavis-2012-03-10-registered", Received: demand.MustDate("2012-02-12"), Proof: "AR-1"}
	if _, err := o.Do(t.Context(), registry.Agent{Code: "A-0001", Actor: charter.Actor{Party: "gestionnaire"}}, registry.Command{Act: registry.Letter, Demand: one.Demand, Letter: &proof}); err != nil {
		t.Fatal(err)
	}
	o.has(o.post("/gestion/listes/strike_off_due", nil), "1 demande radiée")
}

// A notice goes by mail to whoever came online, once at least; an address that no
// mail reaches gets a letter, and stops no other notice.
func TestNoticesByMail(t *testing.T) {
	o := openUnder(t, "2016-03-01", "saisie-en-ligne")
	here, applicant := registrytest.Agent("verificateur", "56100"), registrytest.Applicant()
	form := func(name, mail string) *demand.Form {
		return &demand.Form{Applicant: demand.Person{UsedName: name, FirstNames: name[:3] + "ine", BirthDate: demand.MustDate("1980-05-17").AddDays(int(name[0]) * 100), Nationality: demand.Nationality1, Email: mail,
			Address: demand.Address{Number: "1", Street: "rue Noire", PostalCode: "56000", Commune: "56260"}}, PersonsToHouse: 1,
			Wanted:  demand.Wanted{Types: []demand.DwellingType{demand.DwellingTypeT2}, Places: []demand.WantedPlace{{Commune: "56260"}}},
			Reasons: []demand.Reason{{Code: demand.ReasonCode01}}, Present: demand.PresentHousing{Kinds: []demand.HousingKind{demand.HousingKindLP}}}
	}
	for name, mail := range map[string]string{"Abadie": "abadie@exemple.fr", "Bonnard": "bonnard@exemple,fr"} {
		out := o.Act(applicant, registry.Command{Act: charter.Register, Form: form(name, mail), Online: true})
		o.Act(here, registry.Command{Act: charter.Verify, Demand: out.Demand, Facts: registrytest.Seen()})
	}
	// Registered at a desk, then renewed from home.
	out := o.Act(here, registry.Command{Act: charter.Register, Form: form("Carpeaux", "carpeaux@exemple.fr"), Facts: registrytest.Seen()})
	home := applicant
	home.Demand = out.Demand
	f := form("Carpeaux", "carpeaux@exemple.fr")
	f.PersonsToHouse = 2
	o.Act(home, registry.Command{Act: charter.Renew, Demand: out.Demand, Seen: out.Seq, Form: f})
	o.Day("2017-02-01")
	o.has(o.post("/gestion/listes/notice_to_send", nil), "2 préavis envoyés par courriel, 1 préavis à poster")
	// Pressed twice, nothing goes twice; and what is told and printed is the end of validity.
	o.has(o.post("/gestion/listes/notice_to_send", nil), "sont déjà prévenus : rien n’est envoyé une seconde fois")
	o.has(o.get("/gestion/listes/notice_to_send/export.csv"), "2017-03-01")
	mails, err := o.Store().Claim(t.Context(), mail.Topic, o.Now(), time.Minute, 10)
	if err != nil || len(mails) != 2 {
		t.Fatalf("%d mails, %v", len(mails), err)
	}
	for _, m := range mails {
		if !strings.Contains(string(m.Body), "01/03/2017") {
			t.Errorf("the notice says %s", m.Body)
		}
	}
}

// A hold suspends an erasure; lifted, the purge leaves a proof that is checked again.
func TestHoldThenPurge(t *testing.T) {
	o := open(t, "2011-03-10")
	one := o.register("Abadie", "")
	facts := charter.Facts{Received: demand.Yes, WarnedOn: demand.MustDate("2011-02-01")}
	if _, err := o.Do(t.Context(), landlord, registry.Command{Act: charter.StrikeOff, Demand: one.Demand, Motive: demand.StrikeOffMotiveRADABA, Facts: facts}); err != nil {
		t.Fatal(err)
	}
	o.has(o.post("/gestion/gels", url.Values{"numero": {one.Number.String()}, "motif": {"litigation"}}), "Le gel est enregistré")
	o.Day("2012-04-01")
	o.has(o.get("/gestion/effacements"), "suspendu par un gel", "Lever ce gel")
	o.has(o.post("/gestion/effacements", nil), "Rien n’est à effacer")
	page := o.get("/gestion/effacements")
	origin, rank := between(page, `name="origine" value="`), between(page, `name="rang" value="`)
	o.has(o.post("/gestion/gels", url.Values{"origine": {origin}, "rang": {rank}}), "Le gel est levé")
	o.Day("2012-04-02")
	page = o.post("/gestion/effacements", nil)
	o.has(page, "1 demande effacée")
	o.has(o.get("/gestion/effacements/"+between(page, `href="/gestion/effacements/`)), "Vérifiée à l’instant")
	if strings.Contains(page, "Abadie") {
		t.Error("the page names the person")
	}
}

func between(page, start string) string {
	_, rest, _ := strings.Cut(page, start)
	out, _, _ := strings.Cut(rest, `"`)
	return out
}

// The role of manager opens nothing to an account that has not the right to manage.
func TestManageIsARight(t *testing.T) {
	o := open(t, "2011-03-10")
	answers := func(method, path string) int {
		w := httptest.NewRecorder()
		o.rt.ServeHTTP(w, httptest.NewRequest(method, path, nil))
		return w.Code
	}
	o.may = []access.Act{access.Consult, access.Register}
	seen := 0
	for _, route := range o.rt.Routes() {
		if route.Audience != web.Manager {
			continue
		}
		seen++
		method, path, _ := strings.Cut(route.Pattern, " ")
		if got := answers(method, strings.NewReplacer("{", "", "}", "").Replace(path)); got != http.StatusForbidden {
			t.Errorf("%s answers %d without the right", route.Pattern, got)
		}
	}
	if seen < 20 {
		t.Errorf("%d pages of the manager only", seen)
	}
	o.may = append(o.may, access.Manage)
	if got := answers("GET", "/gestion/comptes"); got != http.StatusOK {
		t.Errorf("%d with the right", got)
	}
}

func TestAccountsAndTokens(t *testing.T) {
	o := open(t, "2011-03-10")
	page := o.post("/gestion/comptes", url.Values{"identifiant": {"guichet-7"}, "partenaire": {"bailleur-a"}, "guichet": {"21001"}, "role": {"agent"}, "droit": {"consult", "register"}, "nomme": {"oui"}})
	o.has(page, "guichet-7", "/invitation/", "A-0001")
	o.has(o.post("/gestion/comptes", url.Values{"identifiant": {"guichet-7"}, "partenaire": {"bailleur-a"}, "role": {"agent"}}), "déjà celui d’un autre compte")
	o.has(o.post("/gestion/comptes/A-0001", url.Values{"action": {"fermer"}}), "son propre compte")
	page = o.post("/gestion/jetons", url.Values{"systeme": {"Gestion locative"}, "partenaire": {"bailleur-a"}, "portee": {"demands"}, "jusque": {"2011-12-31"}})
	o.has(page, "fichier_", "Gestion locative", "Révoquer")
	if strings.Contains(o.get("/gestion/comptes"), "fichier_") {
		t.Error("the token is shown again")
	}
	o.has(o.get("/gestion/acces"), "Qui a consulté quoi")
	// An account is asked about when it has leaked: what it read is told, demand by demand.
	seen := o.register("Abadie", "")
	o.See(landlord, seen.Demand)
	o.has(o.get("/gestion/acces"), "Ce qu’un compte a consulté", "<option>"+landlord.Code+"</option>")
	o.has(o.get("/gestion/acces?compte="+landlord.Code), "Consulter", "Enregistrer", `href="/guichet/demandes/`+seen.Demand+`"`)
	o.has(o.get("/gestion/acces?compte=A-9999"), "Ce compte n’a rien consulté dans cette période")
}

// A charter is tried on the demands of the file before it rules; one that goes under
// the law is refused with the place and the article.
func TestCharterIsTriedThenActivated(t *testing.T) {
	o := open(t, "2011-03-10")
	o.register("Abadie", "")
	text := o.get("/gestion/charte/texte.json")
	next := strings.Replace(text, `"valid_from": "2010-05-02"`, `"valid_from": "2011-06-01"`, 1)
	next = strings.Replace(next, `"kind": "landlord"`, `"to": "2011-05-01", "kind": "landlord"`, 1)
	page := o.ask(upload(t, "/gestion/charte/essai", next))
	o.has(page, "Les délais, la conservation et la grille de points n’en font pas partie")
	o.has(page, "Effet de", "Permis aujourd’hui, plus demain", "Appliquer cette charte")
	o.has(o.post("/gestion/charte", url.Values{"texte": {next}}), "s’appliquera à partir du")
	o.has(o.ask(upload(t, "/gestion/charte/essai", strings.Replace(text, `"number": "021"`, `"number": "0"`, 1))), "Ce qui ne va pas dans cette charte", "territory")
	broken := o.ask(upload(t, "/gestion/charte/essai", strings.Replace(text, `"profile"`, `"profil"`, 1)))
	if o.has(broken, "ce champ n"); !strings.Contains(broken, "</code> Ligne") {
		t.Error("the line of a fault is not told once")
	}
	o.has(o.post("/gestion/charte", url.Values{"texte": {text}}), "Le premier jour de cette charte est passé")
}

func upload(t *testing.T, path, text string) *http.Request {
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	f, err := m.CreateFormFile("fichier", "charte.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("POST", path, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return r
}
