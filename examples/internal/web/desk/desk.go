package desk

import (
	"embed"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/attestation"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/form"
)

//go:embed templates/*.html
var templates embed.FS

//go:embed static
var static embed.FS

// Config is what the pages need.
type Config struct {
	Registry *registry.Registry
	Book     *demand.Rulebook
	Who      func(*http.Request) (registry.Agent, bool) // who is signed in
	Random   io.Reader                                  // of the keys of forms: crypto/rand
	// Facts gives what an attestation says and the file does not know; none: what the
	// charter tells, and the attestation lacks the rest.
	Facts func(*registry.View) attestation.Facts
	Leave string     // address to post to so as to sign out
	Menu  []web.Link // after those of the desk
}

// Desk is the pages.
type Desk struct {
	Config
	rt        *web.Router
	pages     *web.Pages
	searching sync.Mutex // the whole file for duplicates
}

// home is where the pages of the desk begin.
const home = "/guichet"

// Routes registers the pages.
func Routes(rt *web.Router, c Config) (*Desk, error) {
	if c.Registry == nil || c.Book == nil || c.Who == nil || c.Random == nil {
		return nil, errors.New("desk: a registry, a rulebook, who is signed in and a source of random bytes are needed")
	}
	d := &Desk{Config: c, rt: rt}
	files, err := fs.Sub(static, "static")
	if err != nil {
		return nil, fmt.Errorf("desk: read static files: %w", err)
	}
	if err := rt.Static(files); err != nil {
		return nil, err
	}
	if d.pages, err = rt.Pages(nil, templates, form.Templates()); err != nil {
		return nil, err
	}
	d.page("GET /guichet", (*visit).home)
	d.page("GET /guichet/listes/{list}", (*visit).list)
	d.page("POST /guichet/numero", (*visit).byNumber)
	d.page("POST /guichet/personne", (*visit).byPerson)
	d.page("GET /guichet/nouvelle", (*visit).newDemand)
	d.page("POST /guichet/nouvelle", (*visit).register, web.Body(formBody))
	d.page("GET /guichet/demandes/{demand}", (*visit).show)
	d.page("GET /guichet/demandes/{demand}/attestation", (*visit).attestation)
	d.page("GET /guichet/demandes/{demand}/attestation.pdf", (*visit).attestationPDF)
	d.page("GET /guichet/demandes/{demand}/pieces/{paper}", (*visit).paper)
	d.page("POST /guichet/demandes/{demand}/pieces/{paper}", (*visit).judge)
	d.page("GET /guichet/demandes/{demand}/{act}", (*visit).ask)
	d.page("POST /guichet/demandes/{demand}/{act}", (*visit).do, web.Body(formBody+registry.MaxPaper))
	d.page("GET /guichet/doublons", (*visit).review)
	d.page("POST /guichet/doublons", (*visit).searchDoubts)
	d.page("GET /guichet/doublons/{a}/{b}", (*visit).pair)
	d.page("POST /guichet/doublons/{a}/{b}", (*visit).decidePair)
	return d, nil
}

// formBody bounds a whole form, in bytes.
const formBody = 2 << 20

// visit is a request of somebody of a desk.
type visit struct {
	*Desk
	w       http.ResponseWriter
	r       *http.Request
	agent   registry.Agent
	today   demand.Date
	charter *charter.Charter
}

// page registers a page of the desk: what the charter refuses is explained, the
// other errors are those of the shell.
func (d *Desk) page(pattern string, show func(*visit) error, options ...web.Option) {
	d.rt.Page(pattern, web.Agent, func(w http.ResponseWriter, r *http.Request) error {
		agent, ok := d.Who(r)
		if !ok {
			return &web.Error{Status: http.StatusUnauthorized}
		}
		if agent.Purpose == "" {
			agent.Purpose = access.Following
		}
		v := &visit{Desk: d, w: w, r: r, agent: agent, today: d.Registry.Today()}
		var err error
		if v.charter, err = d.Registry.CharterOn(v.today); err != nil {
			return err
		}
		return v.answer(show(v))
	}, options...)
}

// answer shows an error that the pages of the desk explain themselves.
func (v *visit) answer(err error) error {
	var refused *registry.RefusedError
	switch {
	case errors.As(err, &refused):
		return v.render("refused.html", http.StatusForbidden, "Ce n’est pas possible", refusedPage{Why: v.why(&refused.Decision)})
	case errors.Is(err, store.ErrNotFound):
		return &web.Error{Status: http.StatusNotFound, Title: "Demande introuvable", Detail: "Aucune demande n’est à cette adresse.",
			Remedy: "Repartez de l’accueil du guichet et cherchez par numéro ou par personne.", Cause: nil}
	}
	return err
}

// refusedPage is what the page of a refusal shows.
type refusedPage struct {
	Why  why
	Back string
}

var menu = []web.Link{{URL: home, Text: "Guichet"}, {URL: home + "/nouvelle", Text: "Nouvelle demande"}, {URL: home + "/doublons", Text: "Doublons"}}

// render shows a page of the desk.
func (v *visit) render(file string, status int, title string, data any) error {
	return v.pages.Render(v.w, v.r, file, web.View{Title: web.Typo(title), Status: status, Wrong: status == http.StatusUnprocessableEntity || status == http.StatusConflict,
		Area: v.area(), Leave: v.Leave, Wide: true, Data: data, Menu: slices.Concat(menu, v.Menu)})
}

// area names the partner in whose name the agent acts.
func (v *visit) area() string {
	if name := v.party(v.myParty()); name != "" {
		return "Guichet – " + name
	}
	return "Espace guichet"
}

// myParty is the partner of the agent.
func (v *visit) myParty() string {
	a := v.agent.Actor
	if a.Party == "" {
		if p, ok := v.charter.PartyOfDesk(a.Desk, v.today); ok {
			return p.ID
		}
	}
	return a.Party
}

// myDesks are the desks of the agent: its own, or those of its partner.
func (v *visit) myDesks() []string {
	if d := v.agent.Actor.Desk; d != "" {
		return []string{d}
	}
	p, _ := v.charter.Party(v.agent.Actor.Party)
	return p.Desks
}

// party gives the name of a partner, or what it is called in the charter.
func (v *visit) party(id string) string {
	if p, ok := v.charter.Party(id); ok {
		return p.Name
	}
	return id
}

// desk names a desk: its partner, and its code.
func (v *visit) desk(code string) string {
	if p, ok := v.charter.PartyOfDesk(code, v.today); ok {
		return p.Name + " (guichet " + code + ")"
	}
	return v.party(code)
}

// ruled is what a rule says.
func (v *visit) ruled(code string, params ...demand.Param) web.Ruling {
	return web.Ruled(v.Book, code, params...)
}

// newKey makes the key of a form: the same form sent twice has one effect.
func (v *visit) newKey() (string, error) {
	var raw [15]byte
	if _, err := io.ReadFull(v.Random, raw[:]); err != nil {
		return "", fmt.Errorf("desk: make the key of a form: %w", err)
	}
	return "f" + strings.ToLower(base32.StdEncoding.EncodeToString(raw[:])), nil
}

// done says a message on the next page, and goes there.
func (v *visit) done(to, text string) error {
	v.rt.Flash(v.w, v.r, "success", web.Typo(text))
	http.Redirect(v.w, v.r, to, http.StatusSeeOther)
	return nil
}

// at is the address of a demand, and of what hangs under it.
func at(key string, more ...string) string {
	return strings.Join(append([]string{home + "/demandes/" + key}, more...), "/")
}
