package accounts

import (
	"embed"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/fichier-unique/rules/examples/internal/web"
)

// The pages, in French: each shows a view as .Data.
//
//go:embed templates/*.html
var templates embed.FS

// view is what a page shows. Each page uses some of it.
type view struct {
	Title    string
	Problem  string            // what went wrong, at the top of the page
	Faults   map[string]string // what is wrong in each field
	Kind     Kind              // of who reads
	Login    string
	Number   string // of a demand, and
	Birth    string // the date, as they were written
	Back     string // page asked for, to come back to
	Token    string // of a link or an invitation
	Provider string // label of a provider, and
	Onward   string // its address
	Choices  []Choice
	Secret   string // of a second factor, in groups of four
	Picture  string // its QR code
	Codes    []string
	Sessions []seenSession
	Done     string // what has just been done
	Minutes  int
	Replaces bool // a second factor exists already
	Local    bool // the account has a password here
}

// Choice is a provider to sign in with.
type Choice struct{ Code, Label string }

// seenSession is a session as its owner reads it.
type seenSession struct {
	Name, Browser, Began, Seen string
	Current                    bool
}

// Pages are the pages of sign-in.
type Pages struct {
	a     *Accounts
	pages *web.Pages
	home  func(Kind) string
}

// Mount registers the pages of sign-in with a router; home gives where each kind of
// person goes once signed in. The router goes inside Load:
//
//	http.Handler(a.Load(rt))
func Mount(rt *web.Router, a *Accounts, home func(Kind) string) (*Pages, error) {
	read, err := rt.Pages(nil, templates)
	if err != nil {
		return nil, err
	}
	p := &Pages{a, read, home}
	for _, route := range p.routes() {
		rt.Page(route.pattern, route.audience, route.handler)
	}
	return p, nil
}

// route is a page and who it is for. The error of its handler is of the server, not
// of who asks.
type route struct {
	pattern  string
	audience web.Audience
	handler  func(http.ResponseWriter, *http.Request) error
}

func (p *Pages) routes() []route {
	return []route{
		{"GET /connexion", web.Public, p.signInForm},
		{"POST /connexion", web.Public, p.signIn},
		{"GET /connexion/code", web.Public, p.codeForm},
		{"POST /connexion/code", web.Public, p.code},
		{"GET /connexion/second-facteur", web.Public, p.enrolForm},
		{"POST /connexion/second-facteur", web.Public, p.enrol},
		{"GET /connexion/second-facteur/image", web.Public, p.picture},
		{"POST /connexion/organisme/{provider}", web.Public, p.providerStart},
		{"GET /connexion/organisme/{provider}/retour", web.Public, p.providerBack},
		{"POST /deconnexion", web.Public, p.signOut},
		{"GET /invitation/{token}", web.Public, p.invitationForm},
		{"POST /invitation/{token}", web.Public, p.invitation},
		{"GET /acces", web.Public, p.linkForm},
		{"POST /acces", web.Public, p.link},
		{"GET /acces/{token}", web.Public, p.openForm},
		{"POST /acces/{token}", web.Public, p.open},
		{"GET /compte/sessions", web.Agent, p.sessions},
		{"POST /compte/sessions", web.Agent, p.endSessions},
		{"GET /compte/mot-de-passe", web.Agent, p.passwordForm},
		{"POST /compte/mot-de-passe", web.Agent, p.password},
		{"GET /compte/second-facteur", web.Agent, p.enrolForm},
		{"POST /compte/second-facteur", web.Agent, p.enrol},
		{"GET /compte/second-facteur/image", web.Agent, p.picture},
		{"GET /compte/confirmer", web.Agent, p.againForm},
		{"POST /compte/confirmer", web.Agent, p.again},
	}
}

// show lays a page out. Nothing of these pages stays in a cache.
func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, page string, v view) error {
	w.Header().Set("Cache-Control", "no-store")
	v.Kind = From(r.Context()).Kind
	out := web.View{Title: v.Title, Wrong: v.Problem != "" || len(v.Faults) > 0, Status: status, Data: v}
	if v.Kind != Anonymous {
		out.Leave = "/deconnexion"
	}
	return p.pages.Render(w, r, page, out)
}

// see sends the browser to a page after a form.
func see(w http.ResponseWriter, r *http.Request, to string) error {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// maxForm bounds the forms of these pages.
const maxForm = 64 << 10

// field reads a field of a form.
func field(w http.ResponseWriter, r *http.Request, name string) string {
	if r.PostForm == nil {
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		if r.ParseForm() != nil {
			return ""
		}
	}
	return r.PostForm.Get(name)
}

// localPath gives a page of this server to come back to, and nothing of another
// one.
func localPath(text string) string {
	if len(text) > 500 || !strings.HasPrefix(text, "/") || strings.HasPrefix(text, "//") {
		return ""
	}
	if strings.ContainsFunc(text, func(r rune) bool { return r == '\\' || r <= ' ' || r == 0x7f }) {
		return ""
	}
	u, err := url.Parse(text)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil {
		return ""
	}
	return text
}

// arrived gives where somebody goes once signed in.
func (p *Pages) arrived(r *http.Request) string {
	s := p.a.state(r.Context())
	if s == nil {
		return "/"
	}
	if back := s.Back; back != "" {
		s.Back = ""
		p.a.put(r.Context(), s)
		return back
	}
	return p.home(s.Kind)
}

// Fresh lets a request pass when its sender proved who they are not longer ago than
// that, and asks them to prove it again otherwise; they come back to the page they
// asked for, or to the page of the form they sent.
func (p *Pages) Fresh(within time.Duration, next func(http.ResponseWriter, *http.Request) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		if From(r.Context()).FreshAt(p.a.now(), within) {
			return next(w, r)
		}
		return p.askAgain(w, r)
	}
}

func (p *Pages) askAgain(w http.ResponseWriter, r *http.Request) error {
	s := p.a.state(r.Context())
	if s == nil || s.Agent == "" {
		return see(w, r, "/connexion")
	}
	s.Back = localPath(r.URL.RequestURI())
	p.a.put(r.Context(), s)
	return see(w, r, "/compte/confirmer")
}

// Sentences of the pages.
const (
	refusedSign = "Identifiant ou mot de passe incorrect, ou compte fermé. Vérifiez votre saisie\u00a0; si vous avez oublié votre mot de passe, demandez une invitation au gestionnaire du fichier."
	refusedCode = "Ce code n’est pas accepté. Un code ne sert qu’une fois\u00a0: attendez le suivant s’il vient de servir, et vérifiez que l’heure de votre téléphone est exacte."
	lostSign    = "Votre connexion a expiré ou a échoué. Recommencez depuis le début."
	refusedLink = "Ce lien n’est plus valable\u00a0: il a déjà servi, ou son délai est passé. Demandez-en un autre."
	refusedInv  = "Cette invitation n’est plus valable\u00a0: elle a déjà servi, ou son délai est passé. Demandez-en une autre au gestionnaire du fichier."
)

// weaknesses say why a password is refused.
var weaknesses = map[Weakness]string{
	TooShort:  "Ce mot de passe est trop court\u00a0: il faut au moins 12 caractères. Une suite de quatre mots sans rapport convient bien.",
	TooLong:   "Ce mot de passe est trop long\u00a0: 128 caractères au plus.",
	TooCommon: "Ce mot de passe est trop facile à deviner\u00a0: il est fait de mots ou de suites très courants. Choisissez-en un autre.",
	Stolen:    "Ce mot de passe figure dans une liste de mots de passe volés. Choisissez-en un autre.",
	Personal:  "Ce mot de passe contient votre identifiant, le nom de l’organisme ou un mot de ce service. Choisissez-en un autre.",
	Unchanged: "Le nouveau mot de passe est le même que l’actuel. Choisissez-en un autre.",
}

// said gives the status and the sentence of a refusal; false for an error of the
// server.
func said(w http.ResponseWriter, err error, refused string) (int, string, bool) {
	var wait *WaitError
	var weak Weakness
	switch {
	case errors.As(err, &wait):
		w.Header().Set("Retry-After", strconv.Itoa(roundUp(wait.Wait, time.Second)))
		return http.StatusTooManyRequests, "Trop d’essais. Attendez " + frenchWait(wait.Wait) + ", puis recommencez.", true
	case errors.As(err, &weak):
		return http.StatusUnprocessableEntity, weaknesses[weak], true
	case errors.Is(err, ErrRefused):
		return http.StatusUnprocessableEntity, refused, true
	}
	return 0, "", false
}

// roundUp counts the units that a delay takes.
func roundUp(d, unit time.Duration) int { return int((d + unit - 1) / unit) }

// frenchWait says a delay, rounded up.
func frenchWait(d time.Duration) string {
	if seconds := roundUp(d, time.Second); seconds <= 90 {
		return plural(seconds, "seconde")
	}
	if minutes := roundUp(d, time.Minute); minutes <= 90 {
		return plural(minutes, "minute")
	}
	return plural(roundUp(d, time.Hour), "heure")
}

func plural(n int, word string) string {
	if n < 2 {
		return fmt.Sprintf("%d %s", n, word)
	}
	return fmt.Sprintf("%d %ss", n, word)
}

var months = [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}

// moment writes a moment as people read it, in the zone of the file.
func (p *Pages) moment(t time.Time) string {
	t = t.In(p.a.set.Zone)
	day := strconv.Itoa(t.Day())
	if t.Day() == 1 {
		day = "1er"
	}
	return fmt.Sprintf("%s %s %d à %d\u00a0h\u00a0%02d", day, months[t.Month()-1], t.Year(), t.Hour(), t.Minute())
}
