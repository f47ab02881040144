package manager

import (
	"errors"
	"net/http"
	"slices"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/accounts"
)

type tokenView struct {
	accounts.Token
	PartyName string
	Used      string
	Stands    bool
}

// tokenForm is a token as it is asked for.
type tokenForm struct {
	Label, Party, Account, Until string
	Scopes                       []string
}

// Opens tells a scope that is ticked.
func (f tokenForm) Opens(scope string) bool { return slices.Contains(f.Scopes, scope) }

// issueToken makes the key of a program of a partner, shown once. The account that
// it bears gives the party and the rights.
func (v *visit) issueToken() error {
	if err := v.r.ParseForm(); err != nil {
		return err
	}
	post := v.r.PostFormValue
	typed := tokenForm{Label: post("systeme"), Party: post("partenaire"), Account: post("compte"), Until: post("jusque")}
	for _, scope := range []string{"demands", "journal"} {
		if slices.Contains(v.r.PostForm["portee"], scope) {
			typed.Scopes = append(typed.Scopes, scope)
		}
	}
	wrong := func(fault string) error {
		return v.again(http.StatusUnprocessableEntity, func(p *accountsPage) { p.Fault, p.NewToken, p.OpenToken = fault, typed, true })
	}
	until, err := demand.ParseDate(typed.Until)
	if err != nil {
		return wrong("Le dernier jour du jeton n’est pas une date : la choisir dans le calendrier.")
	}
	t := accounts.Token{Label: typed.Label, Party: typed.Party, Agent: typed.Account, Until: until, Scopes: typed.Scopes}
	if t.Agent != "" {
		a, err := v.Accounts.Account(v.r.Context(), t.Agent)
		if err != nil {
			return notThere(err)
		}
		t.Party = a.Party
	}
	if _, ok := v.charter.Party(t.Party); !ok {
		return wrong("Ce partenaire n’est pas dans la charte : en choisir un de la liste.")
	}
	if err := v.Registry.Log(v.r.Context(), v.agent, access.Manage, "", 0); err != nil {
		return err
	}
	text, _, err := v.Accounts.Issue(v.r.Context(), t)
	if err != nil && !errors.Is(err, accounts.ErrToken) {
		return err
	}
	if err != nil {
		return wrong("Le jeton n’a pas été fait : choisir au moins une portée, et un dernier jour qui vienne dans un an au plus.")
	}
	return v.again(http.StatusOK, func(p *accountsPage) { p.Token = text })
}

func (v *visit) revokeToken() error {
	if err := v.Registry.Log(v.r.Context(), v.agent, access.Manage, "", 0); err != nil {
		return err
	}
	if err := v.Accounts.Revoke(v.r.Context(), v.r.PathValue("token")); err != nil {
		return notThere(err)
	}
	return v.done(home+"/comptes", "success", "Le jeton est révoqué.")
}
