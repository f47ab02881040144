package manager

import (
	"embed"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/charter/costkey"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/accounts"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/national/evening"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/refusal"
)

//go:embed templates/*.html
var templates embed.FS

// MailTemplates holds the text of the mails of this package: the renewal notice.
//
//go:embed templates/preavis.txt
var MailTemplates embed.FS

// Config is what the pages need.
type Config struct {
	Registry *registry.Registry
	Accounts *accounts.Accounts
	Book     *demand.Rulebook
	Who      func(*http.Request) (registry.Agent, bool) // who is signed in
	// Fresh asks for a password again before an act that cannot be undone.
	Fresh func(within time.Duration, next func(http.ResponseWriter, *http.Request) error) func(http.ResponseWriter, *http.Request) error
	// Mail makes the message of a renewal notice; none: every notice goes by post.
	Mail  func(to, template string, data map[string]string, now time.Time) (store.Message, error)
	Site  string // address of the pages of the applicants, in the notices
	Zone  *time.Location
	Leave string
	Menu  []web.Link
	// National is the work with the national system; none: there is no link.
	National *evening.Evening
}

// Manager is the pages.
type Manager struct {
	Config
	rt           *web.Router
	pages        *web.Pages
	nationalBook *demand.Rulebook
}

const home = "/gestion"

// sensitive is how long ago the password was given, at most, to erase or to open an
// account.
const sensitive = 15 * time.Minute

// Routes registers the pages.
func Routes(rt *web.Router, c Config) (*Manager, error) {
	if c.Registry == nil || c.Accounts == nil || c.Book == nil || c.Who == nil || c.Zone == nil {
		return nil, errors.New("manager: a registry, accounts, a rulebook, who is signed in and a zone are needed")
	}
	if c.Fresh == nil {
		c.Fresh = func(_ time.Duration, next func(http.ResponseWriter, *http.Request) error) func(http.ResponseWriter, *http.Request) error {
			return next
		}
	}
	m := &Manager{Config: c, rt: rt}
	var err error
	if m.pages, err = rt.Pages(nil, templates); err != nil {
		return nil, err
	}
	if m.nationalBook, err = demand.NewRulebook(national.Rules()); err != nil {
		return nil, err
	}
	m.register()
	return m, nil
}

// register registers the pages.
func (m *Manager) register() {
	m.page("GET /gestion", (*visit).home)
	m.page("GET /gestion/listes/{list}", (*visit).list)
	m.page("GET /gestion/listes/{list}/export.csv", (*visit).exportList)
	m.page("POST /gestion/listes/notice_to_send", (*visit).sendNotices)
	m.page("POST /gestion/listes/strike_off_due", (*visit).strikeOff)
	m.page("GET /gestion/effacements", (*visit).erasures)
	m.sure("POST /gestion/effacements", (*visit).purge)
	m.page("GET /gestion/effacements/{proof}", (*visit).proof)
	m.sure("POST /gestion/gels", (*visit).hold)
	m.page("GET /gestion/comptes", (*visit).accounts)
	m.sure("POST /gestion/comptes", (*visit).createAccount)
	m.sure("POST /gestion/comptes/{agent}", (*visit).settleAccount)
	m.sure("POST /gestion/sessions", (*visit).endSessions)
	m.sure("POST /gestion/jetons", (*visit).issueToken)
	m.sure("POST /gestion/jetons/{token}", (*visit).revokeToken)
	m.page("GET /gestion/acces", (*visit).review)
	m.page("GET /gestion/charte", (*visit).charters)
	m.page("GET /gestion/charte/texte.json", (*visit).charterText)
	m.page("POST /gestion/charte/essai", (*visit).tryCharter, web.Body(charterBody))
	m.sure("POST /gestion/charte", (*visit).activate, web.Body(charterBody))
	m.page("GET /gestion/national", (*visit).national)
	m.page("POST /gestion/national/regler", (*visit).settle)
	m.page("GET /gestion/national/attribution/{demand}", (*visit).allocation)
	m.page("POST /gestion/national/attribution/{demand}", (*visit).setAllocation)
	m.page("POST /gestion/national/rapprochement", (*visit).reconcile, web.Body(extractBody), web.Streamed())
	m.page("GET /gestion/violations", (*visit).breaches)
	m.page("POST /gestion/violations", (*visit).writeBreach)
	m.page("GET /gestion/violations/export.json", (*visit).exportBreaches)
	m.page("GET /gestion/couts", (*visit).costs)
	m.page("GET /gestion/couts/cle.json", (*visit).costKeyText)
	m.page("POST /gestion/couts", (*visit).shareCosts)
	m.sure("POST /gestion/couts/cle", (*visit).setCostKey, web.Body(costkey.MaxKeyBytes+64<<10))
	m.page("GET /gestion/qualite", (*visit).quality)
}

// charterBody bounds the upload of a charter.
const charterBody = charter.MaxFile + 64<<10

// visit is a request of the manager.
type visit struct {
	*Manager
	w       http.ResponseWriter
	r       *http.Request
	agent   registry.Agent
	today   demand.Date
	charter *charter.Charter
}

func (m *Manager) handler(show func(*visit) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		agent, ok := m.Who(r)
		if !ok {
			return &web.Error{Status: http.StatusUnauthorized}
		}
		if err := agent.Holds(access.Manage); err != nil {
			return err // the role opens the door, the right the pages behind it
		}
		agent.Purpose = access.Administering
		v := &visit{Manager: m, w: w, r: r, agent: agent, today: m.Registry.Today()}
		var err error
		if v.charter, err = m.Registry.CharterOn(v.today); err != nil {
			return err
		}
		return refusal.Of(show(v))
	}
}

func (m *Manager) page(pattern string, show func(*visit) error, options ...web.Option) {
	m.rt.Page(pattern, web.Manager, m.handler(show), options...)
}

// sure registers an act that wants a password given lately.
func (m *Manager) sure(pattern string, show func(*visit) error, options ...web.Option) {
	m.rt.Page(pattern, web.Manager, m.Fresh(sensitive, m.handler(show)), options...)
}

var menu = []web.Link{
	{URL: home, Text: "Aujourd’hui"}, {URL: home + "/effacements", Text: "Effacements"}, {URL: home + "/comptes", Text: "Comptes"},
	{URL: home + "/acces", Text: "Accès"}, {URL: home + "/charte", Text: "Charte"},
	{URL: nationalHome, Text: "Système national"}, {URL: home + "/qualite", Text: "Qualité"}, {URL: costsHome, Text: "Coûts"}, {URL: breachHome, Text: "Violations"},
}

func (v *visit) render(file string, title string, data any) error {
	return v.renderAs(http.StatusOK, file, title, data)
}

// renderAs shows a page with its status: a form that is to be filled in again has
// one of its own.
func (v *visit) renderAs(status int, file, title string, data any) error {
	return v.pages.Render(v.w, v.r, file, web.View{Title: web.Typo(title), Status: status, Wrong: status == http.StatusUnprocessableEntity,
		Area: "Gestion du fichier", Leave: v.Leave, Wide: true, Data: data, Menu: slices.Concat(menu, v.Menu)})
}

// done says what was done, and goes back to a page.
func (v *visit) done(to, kind, text string) error {
	v.rt.Flash(v.w, v.r, kind, text)
	http.Redirect(v.w, v.r, to, http.StatusSeeOther)
	return nil
}

// law is what a rule says.
func (m *Manager) law(code string) web.Ruling { return web.Ruled(m.Book, code) }

// sentences are what faults say.
func (m *Manager) sentences(faults demand.Faults) []web.Ruling { return web.RuledAll(m.Book, faults) }

// party gives the name of a partner.
func (v *visit) party(id string) string {
	if p, ok := v.charter.Party(id); ok {
		return p.Name
	}
	return id
}
