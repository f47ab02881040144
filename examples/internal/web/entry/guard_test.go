package entry_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
)

// minimum fills in what is needed to register, and nothing else.
func (p *person) minimum() {
	p.t.Helper()
	p.post("/demande/commencer", "qui", "foyer")
	p.post("/demande/etape/identite", "action", "next", "applicant.used_name", "Zzyzx", "applicant.first_names", "Berthe", "applicant.birth_date", "03/04/1985")
	p.post("/demande/etape/logement_recherche", "action", "add:wanted.places", "wanted.types.shown", "1", "wanted.types", "T2", "wanted.places.rows", "0")
	p.post("/demande/etape/logement_recherche", "action", "next", "wanted.types.shown", "1", "wanted.types", "T2", "wanted.places.rows", "1", "wanted.places[0].commune.search", "Dijon")
	p.get("/demande/verifier")
}

// demands counts the demands of the file.
func (h *house) demands() int {
	h.t.Helper()
	n := 0
	for _, err := range h.Store().Rows(context.Background(), store.Query{}) {
		if err != nil {
			h.t.Fatal(err)
		}
		n++
	}
	return n
}

// TestNobodyElse: without a session every page of a demand is closed; without a
// draft every page of a draft leads back to where one begins.
func TestNobodyElse(t *testing.T) {
	h := newHouse(t)
	closed, drafts := 0, 0
	for _, route := range h.router.Routes() {
		method, path, _ := strings.Cut(route.Pattern, " ")
		path = strings.NewReplacer("{step}", "identite", "{id}", "p1", "{$}", "").Replace(path)
		w := httptest.NewRecorder()
		h.router.ServeHTTP(w, httptest.NewRequest(method, path, nil))
		switch {
		case route.Audience == web.Applicant:
			closed++
			if w.Code != http.StatusUnauthorized {
				t.Errorf("%s: status %d, want 401", route.Pattern, w.Code)
			}
		case strings.HasPrefix(path, "/demande/") && path != "/demande/commencer" && path != "/demande/reprendre" && path != "/demande/quitter":
			drafts++
			if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/demande/reprendre" {
				t.Errorf("%s: status %d to %q", route.Pattern, w.Code, w.Header().Get("Location"))
			}
		}
	}
	if closed < 10 || drafts < 8 {
		t.Errorf("%d pages of demands and %d of drafts were walked", closed, drafts)
	}
}

// TestDepositOnce: two presses at once, then one more, make one demand.
func TestDepositOnce(t *testing.T) {
	h := newHouse(t)
	p := h.person()
	p.minimum()
	var all sync.WaitGroup
	for range 2 {
		all.Add(1)
		go func() {
			defer all.Done()
			r, err := p.client.PostForm(h.server.URL+"/demande/deposer", nil)
			if err != nil {
				t.Error(err)
				return
			}
			_ = r.Body.Close()
			if r.StatusCode != 200 || r.Request.URL.Path != "/suivi/recu" {
				t.Errorf("status %d at %s", r.StatusCode, r.Request.URL.Path)
			}
		}()
	}
	all.Wait()
	p.post("/demande/deposer")
	p.at("/suivi/recu")
	if n := h.demands(); n != 1 {
		t.Errorf("%d demands, want 1", n)
	}
}

// TestLineCut: the answer to the deposit is lost; the code of the draft leads to
// the receipt, and nothing of the person is left in the draft.
func TestLineCut(t *testing.T) {
	h := newHouse(t)
	p := h.person()
	p.minimum()
	code := p.code()
	p.post("/demande/deposer")
	other := h.person() // without the cookies that were lost
	other.post("/demande/reprendre", "code", strings.ToLower(code))
	other.at("/suivi/recu")
	other.says("Numéro de reçu")
	for record, err := range h.Store().Records(context.Background(), registry.DraftKind, "", h.Now()) {
		if err != nil || bytes.Contains(record.Body, []byte("Zzyzx")) {
			t.Errorf("a draft that was deposited holds %s (%v)", record.Body, err)
		}
	}
	p.verified()
	third := h.person() // once it bears a number, the link by mail is the way
	third.post("/demande/reprendre", "code", code)
	third.at("/acces")
}

// TestAssociation: a legal person is asked for itself alone.
func TestAssociation(t *testing.T) {
	h := newHouse(t)
	p := h.person()
	p.post("/demande/commencer", "qui", "association")
	p.says("Nom de l’association")
	p.silent("Prénoms", "Civilité")
	p.post("/demande/etape/identite", "action", "next", "association.name", "Toit d’essai", "association.created_on", "01/02/1999", "applicant.used_name", "Zzyzx")
	p.at("/demande/etape/coordonnees")
	p.get("/demande/etape/ressources")
	if p.status != http.StatusNotFound {
		t.Errorf("the resources of an association: status %d", p.status)
	}
	p.post("/demande/etape/logement_recherche", "action", "add:wanted.places", "wanted.types.shown", "1", "wanted.types", "T2", "wanted.places.rows", "0")
	p.post("/demande/etape/logement_recherche", "action", "next", "wanted.types.shown", "1", "wanted.types", "T2", "wanted.places.rows", "1", "wanted.places[0].commune.search", "Dijon")
	p.get("/demande/verifier")
	p.says("Toit d’essai")
	p.silent("Plafonds de ressources")
	p.post("/demande/deposer")
	p.at("/suivi/recu")
}

// TestRenewOnce: two presses at once renew once, and both are told so.
func TestRenewOnce(t *testing.T) {
	h := newHouse(t)
	p := h.person()
	p.minimum()
	p.post("/demande/deposer")
	h.Forward(0, 11, 0)
	p.post("/suivi/renouveler")
	var all sync.WaitGroup
	for range 2 {
		all.Add(1)
		go func() {
			defer all.Done()
			r, err := p.client.PostForm(h.server.URL+"/suivi/changement/valider", nil)
			if err != nil {
				t.Error(err)
				return
			}
			body, err := io.ReadAll(r.Body)
			_ = r.Body.Close()
			if err != nil || r.StatusCode != 200 || strings.Contains(string(body), "entre-temps") {
				t.Errorf("status %d, %v", r.StatusCode, err)
			}
		}()
	}
	all.Wait()
	entries, err := h.Store().Of(context.Background(), p.demandOf())
	if err != nil {
		t.Fatal(err)
	}
	renewals := 0
	for _, e := range entries {
		if e.Event.Kind == journal.Renew {
			renewals++
		}
	}
	if renewals != 1 {
		t.Errorf("%d renewals, want 1", renewals)
	}
}

// TestDeskMeanwhile: a change that was prepared over an older state is not written
// over what a desk did.
func TestDeskMeanwhile(t *testing.T) {
	h := newHouse(t)
	p := h.person()
	p.minimum()
	p.post("/demande/deposer")
	p.post("/suivi/modifier")
	p.post("/suivi/changement/etape/coordonnees", "action", "next", "applicant.mobile_phone", "06 39 98 12 34")
	p.verified()
	p.post("/suivi/changement/valider")
	p.at("/suivi")
	p.says("modifiée entre-temps")
	p.silent("06 39 98 12 34")
}

// TestNothingInAddresses: no address that a browser is sent to holds anything of the
// person.
func TestNothingInAddresses(t *testing.T) {
	h := newHouse(t)
	p := h.person()
	var seen []string
	p.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		seen = append(seen, r.URL.String())
		return nil
	}
	p.fill()
	p.post("/demande/deposer")
	p.prepare()
	if len(seen) < 10 {
		t.Fatalf("only %d addresses were seen", len(seen))
	}
	key := p.demandOf()
	for _, address := range seen {
		for _, secret := range []string{"Zzyzx", "Berthe", "Marius", "0639", "06 39", "example", "1985", key} {
			if strings.Contains(address, secret) {
				t.Errorf("%s holds %q", address, secret)
			}
		}
	}
}

// prepare begins a change.
func (p *person) prepare() {
	p.t.Helper()
	p.post("/suivi/modifier")
	p.post("/suivi/changement/etape/coordonnees", "action", "next", "applicant.mobile_phone", "06 39 98 56 78")
}

// TestClosed: where the charter does not open the entry to applicants, the first
// page says so with the article, and nothing begins.
func TestClosed(t *testing.T) {
	h := newHouseUnder(t, strings.NewReplacer(`"2017-05-08"`, `"2010-06-01"`, `"profile": "2017"`, `"profile": "2010"`, `"2017-06-01"`, `"2010-10-01"`).Replace(charterText))
	p := h.person()
	p.get("/")
	p.says("La demande en ligne n’est pas ouverte", "Vous pouvez déposer votre demande à un guichet")
	p.silent("Commencer pour mon foyer")
	p.post("/demande/commencer", "qui", "foyer")
	if p.status != http.StatusForbidden {
		t.Errorf("status %d", p.status)
	}
	p.says("Règle appliquée")
}

// TestTooMany: one address does not begin drafts nor try codes without end.
func TestTooMany(t *testing.T) {
	h := newHouse(t)
	p := h.person()
	for range 60 {
		p.post("/demande/reprendre", "code", "AAAAAA")
	}
	p.says("Aucune demande ne correspond")
	p.post("/demande/reprendre", "code", "AAAAAA")
	if p.status != http.StatusTooManyRequests {
		t.Errorf("status %d", p.status)
	}
	h.Forward(0, 0, 1)
	p.post("/demande/reprendre", "code", "AAAAAA")
	p.says("Aucune demande ne correspond")
}

// TestCookies: what names a draft is not for scripts nor for other sites, and is
// bound to this host and to TLS where there is TLS.
func TestCookies(t *testing.T) {
	h := newHouse(t)
	for address, name := range map[string]string{"http://example.org/demande/commencer": "brouillon", "https://example.org/demande/commencer": "__Host-brouillon"} {
		w := httptest.NewRecorder()
		h.router.ServeHTTP(w, httptest.NewRequest("POST", address, nil))
		cookies := w.Result().Cookies()
		if len(cookies) != 1 {
			t.Fatalf("%s: %d cookies", address, len(cookies))
		}
		c := cookies[0]
		if c.Name != name || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure != strings.HasPrefix(address, "https") || c.Domain != "" || c.Path != "/" {
			t.Errorf("%s: %+v", address, c)
		}
	}
}

// An address that is doubtful may be deposited: the receipt is then shown, and no
// message is written.
func TestDepositWithDoubtfulAddress(t *testing.T) {
	for _, email := range []string{"berthe@example,org", "a..b@example.org", "Berthe <berthe@example.org>", "berthe@example.org\r\nBcc: x@example.org", "a@b@c.org"} {
		h := newHouse(t)
		p := h.person()
		p.fill()
		for range 2 { // the doubt is shown once
			p.post("/demande/etape/coordonnees", "action", "next", "applicant.email", email, "applicant.address.number", "3",
				"applicant.address.street", "rue des Essais", "applicant.address.postal_code", "21000", "applicant.address.city", "Dijon")
		}
		p.post("/demande/deposer")
		p.at("/suivi/recu")
		p.silent("Un message vous est envoyé")
		mails, err := h.Store().Claim(context.Background(), "mail", h.Now(), time.Minute, 10)
		if err != nil || len(mails) != 0 {
			t.Errorf("%q: %d mails, %v", email, len(mails), err)
		}
	}
}

// Whoever files demand after demand with the address of somebody else does not fill
// that person's mailbox; the demands are taken.
func TestReceiptsToOneAddress(t *testing.T) {
	h := newHouse(t)
	for n := range 13 {
		p := h.person()
		p.fill()
		email := "Berthe@example.org"
		if n == 12 {
			email = "anatole@example.org"
		}
		p.post("/demande/etape/coordonnees", "action", "next", "applicant.email", email, "applicant.address.number", "3",
			"applicant.address.street", "rue des Essais", "applicant.address.postal_code", "21000", "applicant.address.city", "Dijon")
		p.post("/demande/deposer")
		p.at("/suivi/recu")
	}
	mails, err := h.Store().Claim(t.Context(), "mail", h.Now(), time.Minute, 100)
	if err != nil || len(mails) != 11 {
		t.Errorf("%d mails, %v", len(mails), err)
	}
}

// Back from the receipt, the pages of the draft lead to the demand: a second one
// would be a duplicate.
func TestBackAfterDeposit(t *testing.T) {
	h := newHouse(t)
	p := h.person()
	p.fill()
	p.post("/demande/deposer")
	for _, path := range []string{"/demande/verifier", "/demande/etape/identite", "/demande/justificatifs", "/demande/enregistre"} {
		p.get(path)
		p.at("/suivi")
		p.says("Votre demande est déposée")
	}
}
