package accounts_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/fichier-unique/rules/examples/internal/accounts"
	"github.com/fichier-unique/rules/examples/internal/browser"
)

// The pages in a real browser, under the policy of content of the server.
func TestInABrowser(t *testing.T) {
	browser.Path(t)
	i := newIssuer(t)
	w := i.with(nil)
	ctx := context.Background()
	if err := w.a.Create(ctx, agent("A-0020", "c.dupont")); err != nil {
		t.Fatal(err)
	}
	link, err := w.a.Invite(ctx, "A-0020")
	if err != nil {
		t.Fatal(err)
	}
	p := w.person()
	v := browser.Start(t, w.server.URL)
	v.Go("/connexion")
	v.Look("accounts-signin")
	v.Go(strings.TrimPrefix(link, w.server.URL))
	v.Fill("password", "motdepasse1234")
	v.Press(`main button`)
	v.Look("accounts-invitation-refused")
	v.Fill("password", password)
	v.Press(`main button`)
	v.At("/connexion/second-facteur")
	v.Look("accounts-enrol")
	if v.Read(`String(document.querySelector("main img").naturalWidth)`) != "240" {
		t.Error("the picture does not show")
	}
	p.secret = strings.ReplaceAll(v.Read(`document.querySelector("main .number").textContent`), " ", "")
	v.Fill("code", p.code())
	v.Press(`main button`)
	v.Look("accounts-recovery")
	v.Press(`main a.button`)
	v.At("/qui")
	for _, page := range []string{"/compte/sessions", "/compte/mot-de-passe", "/compte/second-facteur", "/compte/confirmer"} {
		v.Go(page)
		v.At(page)
		v.Look("accounts" + strings.ReplaceAll(page, "/", "-"))
	}
	v.Go("/compte/sessions")
	v.Press(`header form button`) // sign out
	v.Go("/compte/sessions")
	v.At("/connexion")
	w.pass(time.Minute)
	v.Fill("login", "c.dupont")
	v.Fill("password", password)
	v.Press(`main form[action="/connexion"] button`)
	v.At("/connexion/code")
	v.Look("accounts-code")
	v.Fill("code", p.code())
	v.Press(`main form[action="/connexion/code"] button`)
	if w.seen.Load().Kind != accounts.Agent {
		t.Error("not signed in")
	}
	v.Go("/acces")
	v.Look("accounts-link")
	v.Fill("number", number)
	v.Fill("birth", "31/02/1987")
	v.Press(`main button`)
	v.Look("accounts-link-refused")
	v.Fill("number", number)
	v.Fill("birth", "12/05/1987")
	v.Press(`main button`)
	v.Look("accounts-sent")
	v.Go("/acces/rien")
	v.Look("accounts-over")
}
