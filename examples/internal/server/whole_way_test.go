package server_test

import (
	"context"
	"io"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fichier-unique/rules/examples/internal/browser"
	"github.com/fichier-unique/rules/examples/internal/server"
)

// hour is a clock that a test moves on.
type hour struct {
	mu  sync.Mutex
	add time.Duration
}

func (h *hour) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return time.Now().Add(h.add)
}

func (h *hour) later(days int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.add += time.Duration(days) * 24 * time.Hour
}

// running is a server of the demonstration, with its jobs, on a port of this machine.
type running struct {
	origin, data, log string
	clock             hour
}

func run(t testing.TB, args ...string) *running {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := free.Addr().String()
	_ = free.Close()
	r := &running{origin: "http://" + addr}
	c := config(t, append([]string{"-addr", addr, "-origin", r.origin}, args...)...)
	c.Now, r.data = r.clock.now, c.Data
	f := logFile(t)
	r.log = f.Name()
	s, err := server.New(t.Context(), c, f)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- s.Run(ctx, func(net.Addr) { close(ready) }) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	select {
	case <-ready:
	case err := <-ended:
		ended <- nil
		t.Fatal(err)
	}
	return r
}

// mailed waits for a mail whose text matches, and gives what the first group holds.
func (r *running) mailed(t testing.TB, pattern string) string {
	t.Helper()
	wanted := regexp.MustCompile(pattern)
	for range 120 {
		names, err := filepath.Glob(filepath.Join(r.data, "courriers", "*.eml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if found := wanted.FindStringSubmatch(text(t, name)); found != nil {
				return found[1]
			}
		}
		time.Sleep(500 * time.Millisecond)
	}
	t.Fatalf("no mail says %s", pattern)
	return ""
}

// text reads a mail of the folder.
func text(t testing.TB, name string) string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := mail.ReadMessage(f)
	if err != nil {
		t.Fatal(err)
	}
	body := m.Body
	if m.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
		body = quotedprintable.NewReader(body)
	}
	out, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// traveller is somebody with a browser, now an applicant, now an agent.
type traveller struct {
	*browser.Visit
	t *testing.T
	r *running
}

// leftover is what must never be read on a page: a word of the program, or English.
var leftover = regexp.MustCompile(`(?i)<no value>|%!|\b(undefined|null|nil|true|false|error|submit|unknown|strike_off|active_|applicant\.|wanted\.|present_housing)\b|\bZZ`)

// sees looks at a page, and wants the texts on it.
func (v traveller) sees(name string, texts ...string) {
	v.t.Helper()
	v.Look(name)
	if found := leftover.FindString(v.Text()); found != "" {
		v.t.Errorf("%s, %s: the page says %q", name, v.Where(), found)
	}
	v.Says(texts...)
}

// onward is the button that goes on: the one that is seen.
const onward = `.actions button[value="next"]`

// TestWholeWay is the life of a demand in a real browser, on the server as it runs:
// entered online on a telephone, verified at a desk and seen once in the observatory,
// renewed through a link, struck off and reactivated.
func TestWholeWay(t *testing.T) {
	if testing.Short() {
		t.Skip("a real browser takes a minute or more")
	}
	browser.Path(t)
	r := run(t, "-demo")
	v := traveller{browser.Start(t, r.origin), t, r}
	before := v.counted("way-00-observatoire")
	v.enters()
	v.deposits()
	key, number := v.verified()
	if after := v.counted("way-25-observatoire"); after != before+1 {
		t.Errorf("the observatory of the day has %d demands, and had %d before this one", after, before)
	}
	v.published()
	v.renews(number)
	v.struckOff(key)
	log, err := os.ReadFile(r.log)
	if err != nil {
		t.Fatal(err)
	}
	for _, personal := range []string{"Quetsche", "Mirabelle", "mirabelle@", "1985", strings.ReplaceAll(number, " ", "")} {
		if strings.Contains(string(log), personal) {
			t.Errorf("the log holds %q", personal)
		}
	}
	if strings.Contains(string(log), "incident") {
		t.Errorf("an incident: %s", log)
	}
}

// enters fills in the steps, with a fault on the way.
func (v traveller) enters() {
	v.t.Helper()
	v.Go("/demo")
	v.sees("way-00-demo")
	v.Press(`main a[href="/"]`)
	v.sees("way-01-accueil", "Une seule demande suffit")
	v.Press(`button[value="foyer"]`)
	v.At("/demande/etape/identite")
	v.Tick("applicant.civility", "2")
	v.Fill("applicant-used_name", "Quetsche")
	v.Fill("applicant-first_names", "Mirabelle")
	v.Fill("applicant-birth_date", "31/02/1985")
	v.Tick("applicant.nationality", "1")
	v.Press(onward)
	v.sees("way-02-faute", "Cette date n'a pas pu être lue")
	v.Fill("applicant-birth_date", "3/4/1985")
	v.Press(onward)
	v.At("/demande/etape/coordonnees")
	v.Fill("applicant-mobile_phone", "06 39 98 12 34")
	v.Fill("applicant-email", "mirabelle@example.org")
	v.Fill("applicant-address-street", "3 rue des Essais")
	v.Fill("applicant-address-postal_code", "21000")
	v.Fill("applicant-address-city", "Dijon")
	v.Press(onward)
	v.At("/demande/etape/famille")
	v.sees("way-03-famille")
	v.Press(onward)
	v.At("/demande/etape/profession")
	v.sees("way-04-profession")
	v.Choose("applicant-work-situation", "CDI")
	v.Press(onward)
	if v.Where() == "/demande/etape/profession" {
		v.sees("way-05-profession")
		v.Press(onward)
	}
	v.At("/demande/etape/ressources")
	v.Fill("applicant-income-amount_minus_2", "14 250")
	v.sees("way-05-ressources")
	v.Press(onward)
	v.At("/demande/etape/logement_actuel")
	v.Press(`button[value="add:reasons"]`)
	v.Tick("present_housing.kinds", "CPE")
	v.Choose("reasons-0-code", "01")
	v.sees("way-06-logement-actuel")
	v.Press(onward)
	v.At("/demande/etape/logement_recherche")
	v.Tick("wanted.types", "T2")
	v.Press(`button[value="add:wanted.places"]`)
	v.Fill("wanted-places-0-commune", "dijon")
	v.sees("way-07-logement-recherche")
	v.Press(onward)
	if v.Where() == "/demande/etape/logement_recherche" {
		v.sees("way-08-commune")
		v.Press(onward)
	}
	// Nobody is handicapped, as far as the form says: that step is not asked.
}

func (v traveller) deposits() {
	v.t.Helper()
	v.At("/demande/justificatifs")
	paper := filepath.Join(v.t.TempDir(), "identité.pdf")
	if err := os.WriteFile(paper, []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"), 0o600); err != nil {
		v.t.Fatal(err)
	}
	v.Attach(`[id="file-identity-applicant"]`, paper)
	v.Press(`form:has([id="file-identity-applicant"]) button`)
	v.sees("way-09-justificatifs")
	v.Press(`.actions a.button`)
	v.At("/demande/etape/remarques")
	v.sees("way-10-remarques")
	v.Press(onward)
	v.At("/demande/verifier")
	v.sees("way-11-relire", "Quetsche", "Mirabelle", "03/04/1985", "Deux pièces (T2)", "Dijon")
	v.Press(`form[action="/demande/deposer"] button`)
	v.At("/suivi/recu")
	v.sees("way-12-recu")
	v.Press(`.actions a.button`)
	v.At("/suivi")
	v.sees("way-13-suivi")
	v.r.mailed(v.t, `(vérifi)`)
	// Back to the form: the demand is not deposited twice.
	v.Go("/demande/verifier")
	v.At("/suivi")
	v.sees("way-14-apres-depot", "Votre demande est déposée")
	v.Go("/suivi")
	v.Press(`form[action="/deconnexion"] button`)
	v.sees("way-15-au-revoir")
}

// day puts the day of the clock in a field of a date, which is typed otherwise in
// each country.
func (v traveller) day(id string) {
	v.t.Helper()
	v.Read(`document.getElementById("` + id + `").value = "` + v.r.clock.now().Format(time.DateOnly) + `"`)
}

// door enters at a desk of the demonstration.
func (v traveller) door(agent string) {
	v.t.Helper()
	v.Go("/demo")
	v.Press(`form:has(input[value="` + agent + `"]) button`)
}

// verified is the desk, which finds the demand and sees the identity.
func (v traveller) verified() (key, number string) {
	v.t.Helper()
	v.door("D-0001")
	v.At("/guichet")
	v.sees("way-20-guichet", "À vérifier : demandes saisies en ligne (1)")
	v.Press(`main a[href^="/guichet/demandes/"]`)
	v.sees("way-21-a-verifier", "Mirabelle Quetsche")
	key = strings.TrimPrefix(v.Where(), "/guichet/demandes/")
	v.Press(`a[href$="/verifier"]`)
	v.Tick("fait.identity", "oui")
	v.sees("way-22-verifier")
	v.Press(onward)
	v.sees("way-23-verifiee", "La demande est vérifiée. Son numéro unique est attribué.", "Numéro unique attribué")
	number = regexp.MustCompile(`021 \d{4} \d{6} \d{5}`).FindString(v.Text())
	if told := v.r.mailed(v.t, `numéro unique est :\s+(021[0-9\s\x{a0}]+[0-9])`); strings.ReplaceAll(told, "\u00a0", " ") != number {
		v.t.Errorf("the applicant was told the number %q, and bears %q", told, number)
	}
	v.Press(`a[href$="/attestation"]`)
	v.sees("way-24-attestation", "Attestation d'enregistrement", "Mirabelle", number, "Bailleur A", "sans logement", "une commission d'attribution étudie votre dossier")
	if strings.Contains(v.Text(), "pas valable") {
		v.t.Error("an attestation of the demonstration lacks mentions")
	}
	v.Go("/guichet/demandes/" + key)
	v.Press(`form[action="/deconnexion"] button`)
	return key, number
}

// counted is what the observatory of the day says at a desk: how many demands wait
// for a dwelling in Dijon.
func (v traveller) counted(name string) int {
	v.t.Helper()
	v.door("D-0001")
	v.Press(`nav a[href="/observatoire/jour"]`)
	v.At("/observatoire/jour")
	v.sees(name, "Usage interne : ne pas publier", "Dijon")
	n, err := strconv.Atoi(v.Read(`[...document.querySelectorAll("main tr")].find(r => r.cells[0].textContent == "Dijon").cells[1].textContent`))
	if err != nil {
		v.t.Fatal(err)
	}
	v.Press(`form[action="/deconnexion"] button`)
	return n
}

// published is the observatory for everybody: once the month is over it has one count
// more, that of the month in which the demand was deposited.
func (v traveller) published() {
	v.t.Helper()
	past := v.newest("")
	v.r.clock.later(32)
	v.newest(past)
	v.sees("way-26-observatoire", "Demandes en cours au")
	v.Press(`main tbody a`)
	v.sees("way-27-observatoire", "Demandes selon la première commune souhaitée")
}

// newest waits for a newest count other than one, and gives where it is.
func (v traveller) newest(other string) string {
	v.t.Helper()
	for range 120 {
		v.Go("/observatoire")
		if at := v.Read(`document.querySelector("main tbody a")?.getAttribute("href") ?? ""`); at != "" && at != other {
			return at
		}
		time.Sleep(500 * time.Millisecond)
	}
	v.t.Fatalf("no count is published but %q", other)
	return ""
}

// renews is the applicant, who comes back through a link after eleven months.
func (v traveller) renews(number string) {
	v.t.Helper()
	v.r.clock.later(313) // and the month that the observatory took
	v.Go("/acces")
	v.sees("way-30-acces")
	v.Fill("number", number)
	v.Fill("birth", "03/04/1985")
	v.Press(`main form button`)
	v.sees("way-31-lien-envoye")
	link := v.r.mailed(v.t, `(/acces/\S+)`)
	v.Go(link)
	v.sees("way-32-lien")
	v.Press(`main form button`)
	v.At("/suivi")
	v.sees("way-33-suivi", number)
	v.Press(`form[action="/suivi/renouveler"] button`)
	v.sees("way-34-renouveler")
	v.Press(`form[action="/suivi/changement/valider"] button`)
	v.At("/suivi")
	v.sees("way-35-renouvele")
	v.Go(link) // followed again in the mail
	v.At("/suivi")
	v.Press(`form[action="/deconnexion"] button`)
	v.Go(link) // it opens nothing a second time
	v.sees("way-36-lien-use", "Ce lien n'est plus valable")
}

// struckOff is a demand that was not renewed a second time: the manager gives the
// notice, then strikes it off; a desk where the applicant comes reactivates it.
func (v traveller) struckOff(key string) {
	v.t.Helper()
	address := "/guichet/demandes/" + key
	v.door("D-0001")
	v.Go(address)
	v.sees("way-40-renouvelee", "Mirabelle", "le demandeur, le", "en ligne")
	v.Press(`a[href$="/radier"]`)
	v.sees("way-41-motifs", "Renonciation écrite", "Demande non renouvelée : ce n'est pas possible")
	v.r.clock.later(320) // six weeks before the end of validity
	v.door("D-0006")
	v.At("/gestion")
	v.sees("way-42-gestion")
	v.Go(address + "/courrier")
	v.Tick("objet", "notice")
	v.Choose("moyen", "registered")
	v.day("envoye")
	v.day("remis")
	v.Fill("preuve", "AR-1")
	v.sees("way-43-preavis")
	v.Press(onward)
	v.At(address)
	v.r.clock.later(90)
	v.door("D-0006")
	v.sees("way-44-gestion")
	v.Go(address + "/radier?motif=RADREN")
	v.sees("way-45-radier")
	v.Press(onward)
	v.sees("way-46-radiee", "La demande est radiée.", "demande non renouvelée")
	v.door("D-0001")
	v.Go(address + "/reactiver")
	v.Tick("fait.received", "oui")
	v.sees("way-47-reactiver")
	v.Press(onward)
	v.sees("way-48-reactivee", "La demande est réactivée", "elle reste à renouveler")
}
