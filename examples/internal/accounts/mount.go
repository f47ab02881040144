package accounts

import (
	"net/http"

	"github.com/fichier-unique/rules/examples/internal/web"
)

// Admit says whether who makes a request belongs to an audience, for web.Config. A
// manager is admitted where agents are.
func Admit(r *http.Request, audience web.Audience) web.Verdict {
	kind := From(r.Context()).Kind
	ok := false
	switch audience {
	case web.Public:
		ok = true
	case web.Applicant:
		ok = kind == Applicant
	case web.Agent:
		ok = kind == Agent || kind == Manager
	case web.Manager:
		ok = kind == Manager
	case web.Partner:
		ok = kind == Partner
	}
	switch {
	case ok:
		return web.Admitted
	case kind == Anonymous:
		return web.SignIn
	}
	return web.Forbidden
}

// Door gives the page where somebody signs in for an audience, for web.Config.
func Door(audience web.Audience) string {
	switch audience {
	case web.Applicant:
		return "/acces"
	case web.Agent, web.Manager:
		return "/connexion"
	}
	return "" // a program is told, not sent to a page
}

// shell lays the pages out as every page of the server.
type shell struct{ pages *web.Pages }

// Render shows a page inside the layout.
func (s shell) Render(w http.ResponseWriter, r *http.Request, status int, page string, data any) error {
	v, _ := data.(View)
	out := web.View{Title: v.Title, Wrong: v.Problem != "" || len(v.Faults) > 0, Status: status, Data: v}
	if From(r.Context()).Kind != Anonymous {
		out.Leave = "/deconnexion"
	}
	return s.pages.Render(w, r, page, out)
}

// Mount registers the pages of sign-in with a router. The router goes inside Load:
//
//	http.Handler(a.Load(rt))
func Mount(rt *web.Router, a *Accounts, home func(Kind) string) (*Pages, error) {
	read, err := rt.Pages(nil, Templates())
	if err != nil {
		return nil, err
	}
	p := NewPages(a, shell{read}, home)
	for _, route := range p.Routes() {
		rt.Page(route.Pattern, route.Audience, route.Handler)
	}
	return p, nil
}
