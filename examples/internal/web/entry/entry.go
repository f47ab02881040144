package entry

import (
	"context"
	"embed"
	"errors"
	"html/template"
	"io"
	"net/http"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/attestation"
	"github.com/fichier-unique/rules/demand/household"
	"github.com/fichier-unique/rules/examples/internal/mail"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/form"
)

//go:embed templates/*.html
var templates embed.FS

// MailTemplates holds the texts of the mails that this package has sent, for the
// room that sends mails: templates/recu.txt, templates/numero.txt.
//
//go:embed templates/recu.txt templates/numero.txt
var MailTemplates embed.FS

// MakeMail makes a message for one address: a template, and what it says.
type MakeMail func(to, template string, data map[string]string, now time.Time) (store.Message, error)

// Numbered makes the message that tells an applicant its number, and the page where
// it follows its demand: what [registry.Settings] wants.
func Numbered(makes MakeMail, page string) func(f *demand.Form, at time.Time) ([]store.Message, error) {
	return func(f *demand.Form, at time.Time) ([]store.Message, error) {
		to := mail.AddressOf(f)
		if to == "" {
			return nil, nil
		}
		m, err := makes(to, "numero", map[string]string{"Number": f.Number.Grouped(), "Link": page}, at)
		return []store.Message{m}, err
	}
}

// Visitor knows which applicant sends a request, and lets one in.
type Visitor interface {
	// Demand gives the demand that the sender of a request may see; "" when none.
	Demand(r *http.Request) string
	// Enter opens the demand to the session of a request.
	Enter(ctx context.Context, demand string) error
}

// Config is what the pages are made with.
type Config struct {
	Router   *web.Router
	Registry *registry.Registry
	Book     *demand.Rulebook
	Visitor  Visitor
	Now      func() time.Time
	Random   io.Reader        // of the codes of drafts: crypto/rand
	Ceilings *household.Table // none: the published ones

	// Address gives where a request comes from, behind a proxy too; none: the other end
	// of the connection.
	Address func(*http.Request) string

	// Room reports whether there is room for documents; none: always.
	Room func() bool

	// Mail makes the message of a receipt; none: nothing is sent.
	Mail MakeMail
	// Facts gives what an attestation says and the file does not know.
	Facts func(v *registry.View) attestation.Facts
	// AskLink is the page where an applicant asks for a link; "" when there is none.
	AskLink string
	// Leave is the address to post to so as to sign out.
	Leave string
	// Staff is the page where agents sign in; "" when there is none.
	Staff string
	// Observatory is the page of the figures of the file; "" when there is none.
	Observatory string
}

// Entry is the room of the applicant.
type Entry struct {
	Config
	pages *web.Pages
	// How often one address may begin a draft, try a code, send a document.
	begins, codes, uploads *web.Pace
	// How often one person gets a receipt: the address is what somebody typed.
	receipts *web.Pace
}

// What one address may do in an hour: many people may share it.
const (
	beginsAnHour  = 60
	codesAnHour   = 60
	uploadsAnHour = 400
)

// receiptsAnHour is how many receipts go to one address of mail: that of a social
// worker may stand for many people, that of a stranger may be typed to plague him.
const receiptsAnHour = 10

// New registers the routes of the applicant.
func New(c Config) (*Entry, error) {
	if c.Router == nil || c.Registry == nil || c.Book == nil || c.Visitor == nil || c.Now == nil || c.Random == nil {
		return nil, errors.New("entry: new: a router, a registry, a rulebook, a visitor, a clock and a source of random bytes are needed")
	}
	if c.Ceilings == nil {
		c.Ceilings = household.Published()
	}
	e := &Entry{Config: c, begins: web.NewPace(beginsAnHour, c.Now, c.Address), codes: web.NewPace(codesAnHour, c.Now, c.Address),
		uploads: web.NewPace(uploadsAnHour, c.Now, c.Address), receipts: web.NewPace(receiptsAnHour, c.Now, nil)}
	var err error
	e.pages, err = c.Router.Pages(template.FuncMap{"article": e.article}, form.Templates(), templates)
	if err != nil {
		return nil, err
	}
	e.routes()
	return e, nil
}

func (e *Entry) routes() {
	rt := e.Router
	public := func(pattern string, page func(http.ResponseWriter, *http.Request) error, options ...web.Option) {
		rt.Page(pattern, web.Public, page, options...)
	}
	own := func(pattern string, page func(http.ResponseWriter, *http.Request, registry.Agent) error, options ...web.Option) {
		rt.Page(pattern, web.Applicant, func(w http.ResponseWriter, r *http.Request) error {
			key := e.Visitor.Demand(r)
			if key == "" {
				return &web.Error{Status: http.StatusUnauthorized}
			}
			return page(w, r, applicant(key))
		}, options...)
	}
	public("GET /{$}", e.start)
	public("POST /demande/commencer", e.begin)
	public("GET /demande/reprendre", e.resumeForm)
	public("POST /demande/reprendre", e.resume)
	public("GET /demande/enregistre", e.saved)
	public("POST /demande/quitter", e.quit)
	public("POST /demande/effacer", e.forget)
	public("GET /demande/justificatifs", e.papersPage)
	public("POST /demande/justificatifs", e.upload, web.Body(registry.MaxPaper+maxAround))
	public("POST /demande/justificatifs/retirer", e.removePaper)
	public("GET /demande/justificatifs/{id}", e.download)
	public("GET /demande/verifier", e.review)
	public("POST /demande/deposer", e.deposit)
	public("GET /demande/etape/{step}", e.stepPage)
	public("POST /demande/etape/{step}", e.stepPost)
	own("GET /suivi", e.follow)
	own("GET /suivi/recu", e.receipt)
	own("GET /suivi/attestation", e.attestationPage)
	own("GET /suivi/attestation.pdf", e.attestationPDF)
	own("POST /suivi/modifier", e.change("modifier"))
	own("POST /suivi/renouveler", e.change("renouveler"))
	own("GET /suivi/changement/etape/{step}", e.changeStep)
	own("POST /suivi/changement/etape/{step}", e.changePost)
	own("GET /suivi/changement/verifier", e.changeReview)
	own("POST /suivi/changement/valider", e.changeCommit)
	own("POST /suivi/changement/abandonner", e.changeDrop)
	own("GET /suivi/justificatifs", e.ownPapers)
	own("POST /suivi/justificatifs", e.ownUpload, web.Body(registry.MaxPaper+maxAround))
	own("GET /suivi/justificatifs/{id}", e.ownDownload)
	own("GET /suivi/proposition", e.offerPage)
	own("POST /suivi/proposition", e.answer)
	own("GET /suivi/renoncer", e.renounceForm)
	own("POST /suivi/renoncer", e.renounce)
}

// applicant is the applicant of a demand, who acts for itself.
func applicant(key string) registry.Agent {
	return registry.Agent{Code: registry.Applicant, Actor: charter.Actor{Kind: charter.Applicant}, Demand: key}
}

// say writes the sentence of a fault.
func (e *Entry) say(f demand.Fault) string { return web.Ruled(e.Book, f.Code, f.Params...).Text }

// article gives the article behind a code.
func (e *Entry) article(code string) string { return web.Ruled(e.Book, code).Article }

// setting is what the rules of the form are asked with today.
func (e *Entry) setting() (demand.Setting, *charter.Charter, error) {
	today := e.Registry.Today()
	c, err := e.Registry.CharterOn(today)
	if err != nil {
		return demand.Setting{}, nil, &web.Error{Status: http.StatusServiceUnavailable, Cause: err}
	}
	return demand.Setting{AsOf: today, Profile: c.Profile, Territory: c.Territory.Number}, c, nil
}

// departement is that of the charter, whose communes come first in a search.
func departement(c *charter.Charter) string {
	if len(c.Territory.Departements) == 0 {
		return ""
	}
	return c.Territory.Departements[0]
}

// view is a page of somebody who fills in a demand.
func (e *Entry) view(title string, data any) web.View {
	return web.View{Title: title, Data: data}
}

// followView is a page of an applicant who follows a demand.
func (e *Entry) followView(title, current string, data any) web.View {
	v := web.View{Title: title, Area: "Votre demande", Leave: e.Leave, Data: data}
	for _, l := range []web.Link{{URL: "/suivi", Text: "Suivi"}, {URL: "/suivi/justificatifs", Text: "Documents"}, {URL: "/suivi/attestation", Text: "Attestation"}} {
		l.Current = l.URL == current
		v.Menu = append(v.Menu, l)
	}
	return v
}

// see sends to another page after something was done.
func see(w http.ResponseWriter, r *http.Request, address string) error {
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}
