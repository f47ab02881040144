package manager

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/accounts"
	"github.com/fichier-unique/rules/examples/internal/web"
)

type accountView struct {
	accounts.Account
	PartyName string
	Used      string
	Stands    bool // open today
}

type tokenView struct {
	accounts.Token
	PartyName string
	Used      string
	Stands    bool
}

type accountsPage struct {
	Accounts []accountView
	Tokens   []tokenView
	Parties  []choice
	Rights   []choice
	Dormant  int
	Link     string // of an invitation just made
	Token    string // just made: shown once
	Fault    string
}

// rightNames are the rights, for people.
var rightNames = map[access.Act]string{
	access.Consult: "Consulter", access.Search: "Chercher", access.Download: "Ouvrir les documents", access.Export: "Exporter", access.Register: "Enregistrer",
	access.Modify: "Modifier", access.Renew: "Renouveler", access.StrikeOff: "Radier", access.Manage: "Gérer",
}

// dormantDays is from how many days without use an account sleeps.
const dormantDays = 90

func (v *visit) accountsPage() (accountsPage, error) {
	var p accountsPage
	all, err := v.Accounts.All(v.r.Context())
	if err != nil {
		return p, err
	}
	for i := range all {
		p.Accounts = append(p.Accounts, accountView{all[i], v.party(all[i].Party), v.moment(all[i].LastUsed), all[i].Open(v.today)})
	}
	tokens, err := v.Accounts.Tokens(v.r.Context())
	if err != nil {
		return p, err
	}
	for _, t := range tokens {
		p.Tokens = append(p.Tokens, tokenView{t, v.party(t.Party), v.moment(t.LastUsed), t.Revoked.IsZero() && !t.Until.Before(v.today)})
	}
	for i := range v.charter.Parties {
		party := &v.charter.Parties[i]
		p.Parties = append(p.Parties, choice{party.ID, party.Name})
	}
	for _, a := range access.Acts() {
		p.Rights = append(p.Rights, choice{string(a), rightNames[a]})
	}
	dormant, err := v.Accounts.Dormant(v.r.Context(), dormantDays)
	p.Dormant = len(dormant)
	return p, err
}

// roleNames are the roles, as the page that gives them says.
var roleNames = map[accounts.Role]string{accounts.AgentRole: "Agent d’un guichet", accounts.ManagerRole: "Gestionnaire", accounts.ProgramRole: "Programme"}

// RoleName is the role in words.
func (a *accountView) RoleName() string { return roleNames[a.Role] }

func (v *visit) accounts() error {
	p, err := v.accountsPage()
	if err != nil {
		return err
	}
	return v.render("accounts.html", "Comptes", p)
}

// again shows the page with what was made, or what is wrong.
func (v *visit) again(change func(*accountsPage)) error {
	p, err := v.accountsPage()
	if err != nil {
		return err
	}
	change(&p)
	return v.render("accounts.html", "Comptes", p)
}

// createAccount opens an account and gives the link of its invitation.
func (v *visit) createAccount() error {
	code, err := v.nextCode()
	if err != nil {
		return err
	}
	post := v.r.PostFormValue
	a := accounts.Account{Agent: code, Login: post("identifiant"), Party: post("partenaire"), Desk: post("guichet"), Role: accounts.Role(post("role")), Named: post("nomme") != "", OpenedOn: v.today}
	if err := v.r.ParseForm(); err != nil {
		return err
	}
	for _, act := range access.Acts() {
		if slices.Contains(v.r.PostForm["droit"], string(act)) {
			a.Rights = append(a.Rights, act)
		}
	}
	if err := v.Accounts.Create(v.r.Context(), a); err != nil {
		return v.again(func(p *accountsPage) { p.Fault = accountFault(err) })
	}
	if err := v.Registry.Log(v.r.Context(), v.agent, access.Manage, "", 0); err != nil {
		return err
	}
	link, err := v.Accounts.Invite(v.r.Context(), code)
	if err != nil {
		return err
	}
	return v.again(func(p *accountsPage) { p.Link = link })
}

func accountFault(err error) string {
	if errors.Is(err, accounts.ErrTaken) {
		return "Cet identifiant est déjà celui d’un autre compte : en choisir un autre."
	}
	return "Le compte n’a pas pu être ouvert : vérifier l’identifiant, le partenaire, le guichet et les droits."
}

// nextCode is the code of a new account: one more than the greatest.
func (v *visit) nextCode() (string, error) {
	all, err := v.Accounts.All(v.r.Context())
	if err != nil {
		return "", err
	}
	most := 0
	for i := range all {
		var n int
		if _, err := fmt.Sscanf(all[i].Agent, "A-%d", &n); err == nil {
			most = max(most, n)
		}
	}
	return fmt.Sprintf("A-%04d", most+1), nil
}

// settleAccount closes an account, invites its agent again, or asks for another
// second factor.
func (v *visit) settleAccount() error {
	ctx, agent := v.r.Context(), v.r.PathValue("agent")
	if err := v.Registry.Log(ctx, v.agent, access.Manage, "", 0); err != nil {
		return err
	}
	switch v.r.PostFormValue("action") {
	case "fermer":
		if agent == v.agent.Code {
			return v.again(func(p *accountsPage) {
				p.Fault = "On ne ferme pas son propre compte : un autre gestionnaire le fait."
			})
		}
		if err := v.Accounts.Close(ctx, agent); err != nil {
			return notThere(err)
		}
		return v.done(home+"/comptes", "success", "Le compte est fermé, ses sessions sont terminées.")
	case "inviter":
		link, err := v.Accounts.Invite(ctx, agent)
		if err != nil {
			return notThere(err)
		}
		return v.again(func(p *accountsPage) { p.Link = link })
	case "facteur":
		link, err := v.Accounts.ResetFactor(ctx, agent)
		if err != nil {
			return notThere(err)
		}
		return v.again(func(p *accountsPage) { p.Link = link })
	}
	return &web.Error{Status: http.StatusBadRequest}
}

func notThere(err error) error {
	if errors.Is(err, accounts.ErrUnknown) {
		return &web.Error{Status: http.StatusNotFound}
	}
	return err
}

// issueToken makes the key of a program of a partner, shown once.
func (v *visit) issueToken() error {
	until, err := demand.ParseDate(v.r.PostFormValue("jusque"))
	if err != nil {
		return v.again(func(p *accountsPage) {
			p.Fault = "Le dernier jour du jeton n’est pas une date : la choisir dans le calendrier."
		})
	}
	t := accounts.Token{Label: v.r.PostFormValue("systeme"), Party: v.r.PostFormValue("partenaire"), Until: until}
	for _, scope := range []string{"demands", "journal"} {
		if slices.Contains(v.r.PostForm["portee"], scope) {
			t.Scopes = append(t.Scopes, scope)
		}
	}
	text, _, err := v.Accounts.Issue(v.r.Context(), t)
	if err != nil {
		return v.again(func(p *accountsPage) {
			p.Fault = "Le jeton n’a pas été fait : choisir un partenaire, au moins une portée, et un dernier jour qui vienne dans un an au plus."
		})
	}
	if err := v.Registry.Log(v.r.Context(), v.agent, access.Manage, "", 0); err != nil {
		return err
	}
	return v.again(func(p *accountsPage) { p.Token = text })
}

func (v *visit) revokeToken() error {
	if err := v.Accounts.Revoke(v.r.Context(), v.r.PathValue("token")); err != nil {
		return notThere(err)
	}
	if err := v.Registry.Log(v.r.Context(), v.agent, access.Manage, "", 0); err != nil {
		return err
	}
	return v.done(home+"/comptes", "success", "Le jeton est révoqué.")
}

type alertView struct {
	Rule         said
	Agent, Party string
	Act          string
	Day          demand.Date
	Count        uint64
	Figures      *access.Figures
}

type reviewPage struct {
	From, To demand.Date
	Alerts   []alertView
	Faults   []said
	Report   *access.Report
}

// reviewDays is the period of a review of accesses.
const reviewDays = 90

// review draws the review of the accesses from the journal and the accounts.
func (v *visit) review() error {
	period := access.Window{From: v.today.AddDays(1 - reviewDays), To: v.today}
	window := access.Window{From: period.From.AddDays(-reviewDays), To: v.today}
	acc, ok := access.NewAccumulator(window)
	if !ok {
		return &web.Error{Status: http.StatusInternalServerError}
	}
	for after := int64(0); ; {
		events, next, err := v.Registry.Accesses(v.r.Context(), after, 5000)
		if err != nil {
			return err
		}
		if next == after {
			break
		}
		for i := range events {
			acc.Add(&events[i])
		}
		after = next
	}
	var where []access.Territory
	for i := range v.charter.Parties {
		where = append(where, access.Territory{Party: v.charter.Parties[i].ID, Everywhere: true})
	}
	list, err := v.Accounts.List(v.r.Context(), where)
	if err != nil {
		return err
	}
	report, faults := access.Review(acc, &list, v.charter.Access, period)
	page := reviewPage{From: period.From, To: period.To, Faults: v.sentences(faults), Report: &report}
	for _, a := range report.Alerts {
		page.Alerts = append(page.Alerts, alertView{Rule: v.law(a.Code), Agent: a.Agent, Party: v.party(a.Party), Act: rightNames[a.Act], Day: a.Day, Count: a.Count, Figures: a.Figures})
	}
	return v.render("review.html", "Qui a consulté quoi", page)
}
