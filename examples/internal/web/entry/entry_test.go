package entry_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fichier-unique/rules"
	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/attestation"
	"github.com/fichier-unique/rules/examples/internal/mail"
	"github.com/fichier-unique/rules/examples/internal/pdf/pdftest"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/registry/registrytest"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/entry"
	"github.com/fichier-unique/rules/examples/internal/web/form"
)

// charterText is a charter under which applicants deposit online.
const charterText = `{"name": "essai", "title": "Charte d'essai", "version": "1", "valid_from": "2017-05-08", "profile": "2017", "scenario": "integrated",
 "territory": {"number": "021", "departements": ["21"]},
 "parties": [{"id": "bailleur-a", "name": "Bailleur A", "kind": "landlord", "desks": ["21001"]},
  {"id": "mairie", "name": "Mairie", "kind": "community", "desks": ["21166"], "territory": ["21"], "title": {"kind": "deliberation", "signed_on": "2017-05-08"}},
  {"id": "gestionnaire", "name": "Gestionnaire", "kind": "manager"}],
 "online": {"from": "2017-06-01", "verifies": ["mairie"]}, "calendar": {"abnormal_delay_months": 24},
 "scoring": {"name": "essai", "version": "1", "valid_from": "2026-01-01", "source": "plan d'essai", "voted_on": "2025-12-01",
  "lines": [{"code": "ENF", "fr": "Enfant mineur", "en": "Minor child", "fact": "minor_child", "op": "is", "answer": true, "points": 10, "source": "plan d'essai", "voted_on": "2025-12-01"},
   {"code": "DAL", "fr": "Ménage reconnu DALO", "en": "DALO", "fact": "dalo", "op": "is", "answer": true, "points": 30, "source": "plan d'essai", "voted_on": "2025-12-01"}]}}`

// house is a server of the applicant's pages alone.
type house struct {
	*registrytest.File
	t        testing.TB
	entry    *entry.Entry
	router   *web.Router
	server   *httptest.Server
	visitor  *visitor
	mu       sync.Mutex
	failures []string
}

// visitor opens one demand to a cookie: sessions are another room's.
type visitor struct {
	mu   sync.Mutex
	open map[string]string // by cookie
}

type writerKey struct{}

func (v *visitor) Demand(r *http.Request) string {
	v.mu.Lock()
	defer v.mu.Unlock()
	if c, err := r.Cookie("visit"); err == nil {
		return v.open[c.Value]
	}
	return ""
}

func (v *visitor) Enter(ctx context.Context, demand string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	key := rand.Text()
	v.open[key] = demand
	http.SetCookie(ctx.Value(writerKey{}).(http.ResponseWriter), &http.Cookie{Name: "visit", Value: key, Path: "/", HttpOnly: true})
	return nil
}

func newHouse(t testing.TB) *house { return newHouseUnder(t, charterText) }

func newHouseUnder(t testing.TB, text string) *house {
	t.Helper()
	c, faults := charter.Load([]byte(text))
	if faults.Blocking() {
		t.Fatal(faults.Codes())
	}
	h := &house{t: t, visitor: &visitor{open: map[string]string{}},
		File: registrytest.Open(t, "2026-11-26", registrytest.Settings{Under: c, Numbered: entry.Numbered(mail.Message, "https://fichier.example.org/acces")})}
	book, err := demand.NewRulebook(rules.All())
	if err != nil {
		t.Fatal(err)
	}
	h.router, err = web.New(web.Config{Book: book, Version: "essai",
		Admit: func(r *http.Request, a web.Audience) web.Verdict {
			if a == web.Applicant && h.visitor.Demand(r) != "" {
				return web.Admitted
			}
			return web.SignIn
		},
		Log: func(_ context.Context, number, route string, err error) {
			h.mu.Lock()
			defer h.mu.Unlock()
			if number != "" {
				h.failures = append(h.failures, route+": "+err.Error())
			}
		}})
	if err != nil {
		t.Fatal(err)
	}
	h.router.Legal()
	if err := form.Routes(h.router, "21"); err != nil {
		t.Fatal(err)
	}
	h.entry, err = entry.New(entry.Config{Router: h.router, Registry: h.Registry, Book: book, Visitor: h.visitor, Now: h.Now, Random: rand.Reader,
		Mail: func(to, template string, data map[string]string, now time.Time) (store.Message, error) {
			body, err := json.Marshal(map[string]any{"to": to, "template": template, "data": data})
			return store.Message{Topic: "mail", Due: now, Body: body}, err
		},
		Facts: func(*registry.View) attestation.Facts {
			return attestation.Facts{Service: attestation.Contact{Name: "Mairie d’essai", Address: "1 place du Test, 21000 Dijon"}, Landlords: []string{"Bailleur A"},
				Mediation: attestation.Mediation{Cases: []string{"Si aucun logement ne vous a été proposé dans le délai."}, From: demand.MustDate("2028-11-26"), Address: "53 rue du Test, 21000 Dijon"},
				Progress:  "Sur ce site, ou à un guichet.", Update: "Sur ce site, ou à un guichet.", NextSteps: []string{"Votre demande est examinée par les bailleurs."}}
		},
		AskLink: "/acces", Leave: "/deconnexion", Staff: "/connexion"})
	if err != nil {
		t.Fatal(err)
	}
	h.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.router.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), writerKey{}, w)))
	}))
	t.Cleanup(h.server.Close)
	t.Cleanup(func() {
		for _, f := range h.failures {
			t.Error("an incident: " + f)
		}
	})
	return h
}

// person is a browser without JavaScript.
type person struct {
	*house
	client *http.Client
	path   string // of the page that is open
	page   string
	status int
}

func (h *house) person() *person {
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return &person{house: h, client: &http.Client{Jar: jar, Timeout: time.Minute}}
}

func (p *person) took(r *http.Response, err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	body, err := io.ReadAll(r.Body)
	_ = r.Body.Close()
	if err != nil {
		p.t.Fatal(err)
	}
	p.page, p.path, p.status = string(body), r.Request.URL.Path, r.StatusCode
}

func (p *person) get(path string) {
	p.t.Helper()
	r, err := p.client.Get(p.server.URL + path)
	p.took(r, err)
}

func (p *person) post(path string, pairs ...string) {
	p.t.Helper()
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	r, err := p.client.PostForm(p.server.URL+path, values)
	p.took(r, err)
}

// upload sends a document.
func (p *person) upload(code, who string, body []byte) {
	p.t.Helper()
	p.uploadTo("/demande/justificatifs", code, who, body)
}

func (p *person) uploadTo(path, code, who string, body []byte) {
	p.t.Helper()
	var b bytes.Buffer
	const edge = "------------------------essai"
	for name, value := range map[string]string{"paper": code, "person": who} {
		b.WriteString("--" + edge + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")
	}
	b.WriteString("--" + edge + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"moi.exe\"\r\nContent-Type: application/octet-stream\r\n\r\n")
	b.Write(body)
	b.WriteString("\r\n--" + edge + "--\r\n")
	r, err := p.client.Post(p.server.URL+path, "multipart/form-data; boundary="+edge, &b)
	p.took(r, err)
}

func (p *person) at(path string) {
	p.t.Helper()
	if p.path != path {
		p.t.Fatalf("the page is %s (status %d), want %s\n%s", p.path, p.status, path, p.text())
	}
}

func (p *person) says(texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		if !strings.Contains(plain(p.text()), plain(text)) {
			p.t.Errorf("the page %s does not say %q:\n%s", p.path, text, p.text())
		}
	}
}

func (p *person) silent(texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		if strings.Contains(plain(p.text()), plain(text)) {
			p.t.Errorf("the page %s says %q", p.path, text)
		}
	}
}

var tags = regexp.MustCompile(`(?s)<[^>]*>`)

// text is what the page says, without its tags.
func (p *person) text() string {
	_, main, _ := strings.Cut(p.page, "<main")
	main, _, _ = strings.Cut(main, "</main>")
	return strings.Join(strings.Fields(tags.ReplaceAllString(main, " ")), " ")
}

// plain makes blanks and quotes of every kind alike.
func plain(s string) string {
	s = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "&#39;", "'", "’", "'", "&#34;", `"`, "&amp;", "&").Replace(s)
	return strings.Join(strings.Fields(s), " ")
}

const photoBytes = "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"

// fill walks through a new demand up to the last page, as a careful person does.
func (p *person) fill() {
	p.t.Helper()
	p.get("/")
	p.says("Commencer une demande")
	p.post("/demande/commencer", "qui", "foyer")
	p.at("/demande/etape/identite")
	p.post("/demande/etape/identite", "action", "next", "applicant.civility", "2", "applicant.used_name", "Zzyzx", "applicant.first_names", "Berthe Anaïs",
		"applicant.birth_date", "3/4/1985", "applicant.sex", "F", "applicant.nationality", "1", "applicant.birth_place.commune.search", "Dijon")
	p.at("/demande/etape/coordonnees")
	p.post("/demande/etape/coordonnees", "action", "next", "applicant.mobile_phone", "06 39 98 12 34", "applicant.email", "berthe@example.org", "applicant.address.number", "3",
		"applicant.address.street", "rue des Essais", "applicant.address.postal_code", "21000", "applicant.address.city", "Dijon")
	p.at("/demande/etape/famille")
	p.post("/demande/etape/famille", "action", "add:dependants", "applicant.family_situation", "C", "co_holders.rows", "0", "co_holders.none", "1", "dependants.rows", "0", "custody.rows", "0")
	p.at("/demande/etape/famille")
	p.post("/demande/etape/famille", "action", "next", "applicant.family_situation", "C", "co_holders.rows", "0", "co_holders.none", "1", "dependants.rows", "1",
		"dependants[0].name", "Zzyzx", "dependants[0].first_names", "Marius", "dependants[0].birth_date", "12/05/2016", "dependants[0].sex", "M", "dependants[0].kinship", "E",
		"custody.rows", "0", "custody.none", "1", "persons_to_house", "2")
	p.at("/demande/etape/profession")
	p.post("/demande/etape/profession", "action", "next", "applicant.work.situation", "CDI")
	p.at("/demande/etape/profession") // one more question: the employer
	p.says("Employeur")
	p.silent("Date de fin")
	p.post("/demande/etape/profession", "action", "next", "applicant.work.situation", "CDI", "applicant.work.employer", "Essais réunis")
	p.at("/demande/etape/ressources")
	p.post("/demande/etape/ressources", "action", "next", "applicant.income.amount_minus_2", "14 250", "applicant.income.amount_minus_1", "15 100,50",
		"applicant.received.rows", "0", "applicant.paid.rows", "0", "applicant.dependants_received.rows", "0", "applicant.dependants_paid.rows", "0")
	p.at("/demande/etape/logement_actuel")
	p.post("/demande/etape/logement_actuel", "action", "add:reasons", "present_housing.kinds.shown", "1", "present_housing.kinds", "CPE", "present_housing.occupants", "5", "reasons.rows", "0")
	p.post("/demande/etape/logement_actuel", "action", "next", "present_housing.kinds.shown", "1", "present_housing.kinds", "CPE", "present_housing.occupants", "5",
		"present_housing.owner", "non", "present_housing.social_tenant", "non", "reasons.rows", "1", "reasons[0].code", "12")
	p.at("/demande/etape/logement_recherche")
	p.post("/demande/etape/logement_recherche", "action", "add:wanted.places", "wanted.types.shown", "1", "wanted.types", "T3", "wanted.places.rows", "0")
	p.post("/demande/etape/logement_recherche", "action", "next", "wanted.types.shown", "1", "wanted.types", "T3", "wanted.category", "I", "wanted.extended", "oui",
		"wanted.places.rows", "1", "wanted.places[0].commune.search", "chenove", "wanted.max_rent", "550")
	p.at("/demande/justificatifs")
	p.says("Pour recevoir votre numéro unique", "pour vous")
	p.upload("identity", "applicant", []byte(photoBytes))
	p.at("/demande/justificatifs")
	p.says("Le document est bien reçu", "Document reçu")
	p.post("/demande/etape/remarques", "action", "next", "remarks", "")
	p.at("/demande/verifier")
}

// TestWholeWay is the way of an applicant without JavaScript: the deposit, the
// receipt, the check by a desk, the attestation, a change, the renewal, the goodbye.
func TestWholeWay(t *testing.T) {
	h := newHouse(t)
	p := h.person()
	p.fill()
	code := strings.ReplaceAll(p.code(), "-", "")
	p.get("/demande/verifier")
	p.says("Zzyzx", "Berthe Anaïs", "03/04/1985", "Chenôve", "Marius", "15 100,50 €", "1 document envoyé", "Vous êtes sous le plafond", "catégorie de ménage")
	p.post("/demande/deposer")
	p.at("/suivi/recu")
	p.says("Votre demande est déposée", "26 novembre 2026", "Numéro de reçu", "au plus tard le 26 décembre 2026")
	p.says(code[:6] + "-" + code[6:12] + "-" + code[12:]) // the only key to the demand until it has a number
	p.get("/suivi/attestation")
	p.says("n’est pas encore disponible")
	p.get("/suivi")
	p.silent("Renouveler ma demande") // it has just been deposited
	p.says("en attente de vérification", "Vous avez déposé votre demande en ligne. Numéro de reçu", "Vos points", "Enfant mineur : 10 points", "la commission d'attribution examine chaque dossier", "Votre demande est valable jusqu’au 26 novembre 2027", "R.441-2-7")
	mails := p.mailed()
	if len(mails) != 1 || !strings.Contains(mails[0], "berthe@example.org") || strings.Contains(mails[0], "Zzyzx") {
		t.Fatalf("mails %v", mails)
	}
	if strings.Contains(strings.ReplaceAll(mails[0], "-", ""), code) {
		t.Error("the store holds the code of a draft, in a message")
	}

	key, desk := p.demandOf(), registrytest.Agent("mairie", "21166")
	p.Act(desk, registry.Command{Act: charter.Verify, Demand: key, Facts: registrytest.Seen()})
	told := p.mailed()
	if n := p.See(desk, key).Form.Number.Grouped(); len(told) != 1 || !strings.Contains(told[0], n) || !strings.Contains(told[0], "/acces") || strings.Contains(told[0], "Zzyzx") {
		t.Errorf("once numbered %s, the applicant was told %q", n, told)
	}
	p.get("/suivi")
	p.says("Active", "Un numéro unique vous a été donné", "Un service a vérifié votre demande")
	p.get("/suivi/attestation")
	p.says("ATTESTATION D'ENREGISTREMENT", "Berthe Anaïs Zzyzx", "Mairie d’essai")
	p.attested()
	p.changed()
	p.renewed()
	p.goodbye()
}

// mailed gives the messages that wait, and takes them.
func (p *person) mailed() []string {
	p.t.Helper()
	waiting, err := p.Store().Claim(context.Background(), mail.Topic, p.Now(), time.Minute, 10)
	if err != nil {
		p.t.Fatal(err)
	}
	var out []string
	for _, m := range waiting {
		out = append(out, string(m.Body))
	}
	return out
}

func (p *person) demandOf() string {
	p.t.Helper()
	for row, err := range p.Store().Rows(context.Background(), store.Query{}) {
		if err != nil {
			p.t.Fatal(err)
		}
		return row.Demand
	}
	p.t.Fatal("no demand")
	return ""
}

var paragraphs = regexp.MustCompile(`<(?:h1|h2|p)>([^<]+)</`)

// attested compares the two forms of the attestation: what the page says, all
// compulsory mentions included, the PDF says.
func (p *person) attested() {
	p.t.Helper()
	said := paragraphs.FindAllStringSubmatch(p.page, -1)
	if len(said) < 20 {
		p.t.Fatalf("the page of the attestation says little: %v", said)
	}
	p.get("/suivi/attestation.pdf")
	text, err := pdftest.Text([]byte(p.page))
	if p.status != 200 || err != nil {
		p.t.Fatalf("the PDF: status %d, %v", p.status, err)
	}
	text = regexp.MustCompile(`Page \d+ `).ReplaceAllString(plain(text), "")
	for _, paragraph := range said {
		if want := plain(paragraph[1]); !strings.Contains(text, want) {
			p.t.Errorf("the PDF does not say %q: %s", want, text)
		}
	}
}

// changed signals a change.
func (p *person) changed() {
	p.t.Helper()
	p.post("/suivi/modifier")
	p.at("/suivi/changement/verifier")
	p.says("Aucun changement pour l’instant")
	p.post("/suivi/changement/etape/coordonnees", "action", "next", "applicant.mobile_phone", "06 39 98 56 78")
	p.get("/suivi/changement/verifier")
	p.says("Téléphone portable", "06 39 98 12 34", "06 39 98 56 78")
	p.post("/suivi/changement/valider")
	p.at("/suivi")
	p.says("Vos changements sont enregistrés", "Votre demande a été modifiée")
}

// renewed renews a year later, with another income.
func (p *person) renewed() {
	p.t.Helper()
	p.silent("n’est valable que jusqu’au")
	p.Forward(0, 11, 5)
	p.get("/suivi")
	p.says("Votre demande n’est valable que jusqu’au 26 novembre 2027 : renouvelez-la d’ici là")
	p.post("/suivi/renouveler")
	p.at("/suivi/changement/verifier")
	p.says("Les plafonds de cette année ne sont pas encore connus de ce site")
	p.silent("ajouter les montants")
	p.post("/suivi/changement/etape/ressources", "action", "next", "applicant.income.amount_minus_1", "16 000")
	p.get("/suivi/changement/verifier")
	p.says("Renouveler ma demande", "16 000 €", "n’est plus demandé")
	p.post("/suivi/changement/valider")
	p.at("/suivi")
	p.says("Votre demande est renouvelée", "Renouvelée le")
	p.Forward(1, 0, 1)
	p.get("/suivi")
	p.says("À renouveler d’urgence", "Vous attendez depuis 23 mois")
	p.post("/suivi/renouveler")
	p.says("À revoir : ces informations ont un an ou plus", "Changer")
	p.post("/suivi/changement/valider")
	p.says("Votre demande est renouvelée")
}

// goodbye gives the demand up.
func (p *person) goodbye() {
	p.t.Helper()
	p.get("/suivi/renoncer")
	p.says("vous perdez son ancienneté")
	p.post("/suivi/renoncer")
	p.says("Rien n’a été fait")
	p.post("/suivi/renoncer", "sur", "oui")
	p.at("/suivi")
	p.says("Radiée", "Vous y avez renoncé", "Vos données sont effacées après le")
	p.get("/suivi/renoncer")
	p.says("n’est plus en cours")
	p.get("/suivi/attestation")
	p.says("aucune attestation ne dit qu’elle est valable", "R.441-2-8")
	p.get("/suivi/attestation.pdf")
	if p.status != http.StatusForbidden {
		p.t.Errorf("a demand that is struck off is attested: status %d", p.status)
	}
}
