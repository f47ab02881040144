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
