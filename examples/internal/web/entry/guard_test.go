package entry_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
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

var codeShape = regexp.MustCompile(`[0-9A-Z]{6}-[0-9A-Z]{6}-[0-9A-Z]{6}`)

func (p *person) code() string {
	p.t.Helper()
	p.get("/demande/enregistre")
	code := codeShape.FindString(p.text())
	if code == "" {
		p.t.Fatalf("no code on %s: %s", p.path, p.text())
	}
	return code
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

// TestDraftKept: what is typed is found again, back and forth, on another device,
// unreadable or not; what does not apply is not deposited.
func TestDraftKept(t *testing.T) {
	h := newHouse(t)
	p := h.person()
	p.post("/demande/commencer", "qui", "foyer")
	p.post("/demande/etape/identite", "action", "next", "applicant.used_name", "Zzyzx", "applicant.first_names", "Berthe", "applicant.birth_date", "31/02/1985")
	p.at("/demande/etape/identite")
	p.says("Cette date n’a pas pu être lue")
	p.silent("Mademoiselle") // the form of 2026 has it no more
	if strings.Count(p.text(), "point à corriger") != 1 {
		t.Errorf("one thing is wrong: %s", p.text())
	}
	p.post("/demande/etape/profession", "action", "back", "applicant.work.situation", "CDD", "applicant.work.until", "01/02/2027")
	p.at("/demande/etape/famille")
	p.post("/demande/etape/profession", "action", "save", "applicant.work.situation", "RET")
	p.at("/demande/enregistre")
	code := p.code()
	p.post("/demande/quitter")
	p.get("/demande/etape/identite")
	p.at("/demande/reprendre")
	p.post("/demande/reprendre", "code", "AAAAAA-AAAAAA-AAAAAA")
	p.says("Aucune demande ne correspond")
	p.post("/demande/reprendre", "code", code)
	p.at("/demande/verifier")
	p.says("points à corriger", "Date de naissance : Cette date n’a pas pu être lue")
	p.get("/demande/etape/identite")
	if !strings.Contains(p.page, `value="31/02/1985"`) || !strings.Contains(p.page, `value="Zzyzx"`) {
		t.Error("what was typed is not shown again")
	}
	p.post("/demande/deposer")
	p.at("/demande/verifier")
	p.says("il reste des points à corriger")
	p.post("/demande/etape/identite", "action", "next", "applicant.birth_date", "03/04/1985")
	p.post("/demande/etape/logement_recherche", "action", "add:wanted.places", "wanted.types.shown", "1", "wanted.types", "T2", "wanted.places.rows", "0")
	p.post("/demande/etape/logement_recherche", "action", "next", "wanted.types.shown", "1", "wanted.types", "T2", "wanted.places.rows", "1", "wanted.places[0].commune.search", "Dijon")
	p.post("/demande/deposer")
	p.at("/suivi/recu")
	for state, err := range h.States(context.Background(), store.Query{}) {
		if err != nil || state.Form.Applicant.Work.Situation != "RET" || !state.Form.Applicant.Work.Until.IsZero() || state.Form.Version == "" {
			t.Errorf("deposited: %+v, %v", state.Form.Applicant.Work, err)
		}
	}
}

// TestDraftOver: past its delay a draft is not found, and is erased with its papers.
func TestDraftOver(t *testing.T) {
	h := newHouse(t)
	p := h.person()
	p.fill()
	if n, err := h.entry.Clean(context.Background()); n != 0 || err != nil {
		t.Errorf("%d drafts erased too early, %v", n, err)
	}
	h.Forward(0, 1, 1)
	p.get("/demande/verifier")
	p.at("/demande/reprendre")
	if n, err := h.entry.Clean(context.Background()); n != 1 || err != nil {
		t.Errorf("%d drafts erased, %v", n, err)
	}
	counts, err := h.Store().Counts(context.Background())
	if err != nil || counts["papers"] != 0 {
		t.Errorf("%v papers are left, %v", counts["papers"], err)
	}
}

func wordDocument(t *testing.T, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		if _, err := z.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPapers(t *testing.T) {
	h := newHouse(t)
	p := h.person()
	p.minimum()
	p.get("/demande/justificatifs")
	big := append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte("x"), 5<<20)...)
	tests := []struct {
		name, code, who string
		body            []byte
		says            string
	}{
		{"a photo", "identity", "applicant", []byte(photoBytes), "bien reçu"},
		{"a PDF", "identity", "applicant", []byte("%PDF-1.4\n…"), "bien reçu"},
		{"a PNG", "identity", "applicant", []byte("\x89PNG\r\n\x1a\n"), "bien reçu"},
		{"a BMP", "identity", "applicant", append([]byte("BM............\x28\x00\x00\x00"), make([]byte, 36)...), "bien reçu"},
		{"a text that begins with BM", "identity", "applicant", []byte("BM<script>alert(1)</script>........"), "n’a pas pu être gardé"},
		{"Word", "identity", "applicant", wordDocument(t, "[Content_Types].xml", "word/document.xml"), "bien reçu"},
		{"Word with macros", "identity", "applicant", wordDocument(t, "[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "n’a pas pu être gardé"},
		{"Word with macros under another name", "identity", "applicant", wordDocument(t, "[Content_Types].xml", "word/document.xml", "word/Media/Image.BIN"), "n’a pas pu être gardé"},
		{"another archive", "identity", "applicant", wordDocument(t, "a.txt"), "n’a pas pu être gardé"},
		{"a program", "identity", "applicant", []byte("MZ\x90\x00"), "n’a pas pu être gardé"},
		{"a page", "identity", "applicant", []byte("<!doctype html><script>1</script>"), "n’a pas pu être gardé"},
		{"nothing", "identity", "applicant", nil, "Choisissez d’abord un document"},
		{"too large", "identity", "applicant", big, "dépasse 5 Mo"},
		{"a paper that is not asked for", "medical_file", "applicant", []byte(photoBytes), "n’est pas demandé"},
		{"of nobody", "identity", "dependants[7]", []byte(photoBytes), "n’est pas demandé"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p.t = t
			p.upload(test.code, test.who, test.body)
			p.says(test.says)
		})
	}
	p.t = t
	stranger := h.person()
	stranger.minimum()
	p.get("/demande/justificatifs")
	id := regexp.MustCompile(`/demande/justificatifs/(p[0-9a-z]+)"`).FindStringSubmatch(p.page)
	if id == nil {
		t.Fatal("no paper to download")
	}
	r, err := p.client.Get(h.server.URL + "/demande/justificatifs/" + id[1])
	if err != nil || r.Header.Get("Content-Type") != "image/jpeg" || !strings.HasPrefix(r.Header.Get("Content-Disposition"), "attachment") || !strings.Contains(r.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("the download: %v, %v", r.Header, err)
	}
	stranger.get("/demande/justificatifs/" + id[1])
	if stranger.status != http.StatusNotFound {
		t.Errorf("somebody else's paper: status %d", stranger.status)
	}
	p.post("/demande/justificatifs/retirer", "id", id[1])
	p.says("Le document est retiré")
	p.post("/demande/deposer")
	held, err := h.Store().Papers(context.Background(), p.demandOf())
	if err != nil || len(held) != 4 {
		t.Errorf("%d papers follow the demand, want 4 (%v)", len(held), err)
	}
}

// TestPapersAfter: a document is sent with the demand once it is deposited; the
// charter and the list of papers decide, and twice is once.
// When documents would fill the disk they are put off, and the demand is not.
func TestNoRoomForPapers(t *testing.T) {
	h := newHouse(t)
	h.entry.Room = func() bool { return false }
	p := h.person()
	p.minimum()
	p.upload("identity", "applicant", []byte(photoBytes))
	if p.status != http.StatusServiceUnavailable {
		t.Errorf("status %d", p.status)
	}
	p.says("ne peut pas recevoir de document", "Déposez votre demande sans lui")
	p.post("/demande/deposer")
	p.says("Pièce d'identité")
	p.uploadTo("/suivi/justificatifs", "identity", "applicant", []byte(photoBytes))
	if p.status != http.StatusServiceUnavailable {
		t.Errorf("status %d", p.status)
	}
	if held, err := h.Store().Papers(t.Context(), p.demandOf()); err != nil || len(held) != 0 {
		t.Errorf("%d papers, %v", len(held), err)
	}
	h.entry.Room = func() bool { return true }
	p.uploadTo("/suivi/justificatifs", "identity", "applicant", []byte(photoBytes))
	p.at("/suivi/justificatifs")
}

func TestPapersAfter(t *testing.T) {
	h := newHouse(t)
	p := h.person()
	p.minimum()
	p.post("/demande/deposer")
	p.says("Pièce d'identité")
	p.get("/suivi/justificatifs")
	p.says("Aucun document pour l’instant", "Pour recevoir votre numéro unique")
	for range 2 {
		p.uploadTo("/suivi/justificatifs", "identity", "applicant", []byte(photoBytes))
		p.at("/suivi/justificatifs")
	}
	p.says("reçu le 26 novembre 2026")
	p.silent("Pour recevoir votre numéro unique")
	held, err := h.Store().Papers(context.Background(), p.demandOf())
	if err != nil || len(held) != 1 {
		t.Fatalf("%d papers, want 1 (%v)", len(held), err)
	}
	p.get("/suivi/justificatifs/" + held[0].ID)
	if p.status != 200 || p.page != photoBytes {
		t.Errorf("the download: status %d", p.status)
	}
	p.uploadTo("/suivi/justificatifs", "medical_file", "applicant", []byte(photoBytes))
	p.says("n’est pas demandé")
	for _, asked := range []int{1, 0} { // before it is sent, and after
		if got := strings.Count(p.page, `name="paper" value="tax_notice"`); got != asked {
			t.Errorf("the tax notice is asked for %d times, want %d", got, asked)
		}
		p.uploadTo("/suivi/justificatifs", "tax_notice", "applicant", []byte(photoBytes))
	}
	p.get("/suivi")
	p.says("Un justificatif que vous avez remis a été enregistré")
	other := h.person()
	other.get("/")
	other.minimum()
	other.post("/demande/deposer")
	other.get("/suivi/justificatifs/" + held[0].ID)
	if other.status != http.StatusNotFound {
		t.Errorf("somebody else's paper: status %d", other.status)
	}
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
