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

// SignsIn tells an account that somebody signs in to, and not a program.
func (a *accountView) SignsIn() bool { return a.Role != accounts.ProgramRole }

// RoleName is the role in words.
func (a *accountView) RoleName() string { return roleNames[a.Role] }

// accountForm is an account as it is typed.
type accountForm struct {
	accounts.Account
	There bool // the account exists: its login and its provider stay
}

// Holds tells a right that is ticked.
func (f accountForm) Holds(right string) bool { return slices.Contains(f.Rights, access.Act(right)) }

type accountsPage struct {
	Accounts  []accountView
	Tokens    []tokenView
	Parties   []choice
	Rights    []choice
	Roles     []choice
	Providers []accounts.Choice
	Programs  []accountView
	Dormant   int
	Form      accountForm // what was typed, or the account to change
	Open      bool        // its form is shown
	NewToken  tokenForm
	OpenToken bool
	Link      string // of an invitation just made
	Token     string // just made: shown once
	Done      string
	Fault     string
}

// rightNames are the rights, for people.
var rightNames = map[access.Act]string{
	access.Consult: "Consulter", access.Search: "Chercher", access.Download: "Ouvrir les documents", access.Export: "Exporter", access.Register: "Enregistrer",
	access.Modify: "Modifier", access.Renew: "Renouveler", access.StrikeOff: "Radier", access.Manage: "Gérer",
}

// roleNames are the roles, for people.
var roleNames = map[accounts.Role]string{accounts.AgentRole: "Agent d’un guichet", accounts.ManagerRole: "Gestionnaire", accounts.ProgramRole: "Programme"}

// dormantDays is from how many days without use an account sleeps.
const dormantDays = 90

func (v *visit) accountsPage() (accountsPage, error) {
	p := accountsPage{Providers: v.Accounts.Providers(), NewToken: tokenForm{Scopes: []string{"demands"}}}
	all, err := v.Accounts.All(v.r.Context())
	if err != nil {
		return p, err
	}
	for i := range all {
		one := accountView{all[i], v.party(all[i].Party), v.moment(all[i].LastUsed), all[i].Open(v.today)}
		p.Accounts = append(p.Accounts, one)
		if one.Stands && !one.SignsIn() {
			p.Programs = append(p.Programs, one)
		}
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
	for _, r := range []accounts.Role{accounts.AgentRole, accounts.ManagerRole, accounts.ProgramRole} {
		p.Roles = append(p.Roles, choice{string(r), roleNames[r]})
	}
	dormant, err := v.Accounts.Dormant(v.r.Context(), dormantDays)
	p.Dormant = len(dormant)
	return p, err
}

// accounts shows the accounts, with the form of the one to change when there is one.
func (v *visit) accounts() error {
	code := v.r.URL.Query().Get("compte")
	if code == "" {
		return v.again(http.StatusOK, func(*accountsPage) {})
	}
	a, err := v.Accounts.Account(v.r.Context(), code)
	if err != nil {
		return notThere(err)
	}
	return v.again(http.StatusOK, func(p *accountsPage) { p.Form, p.Open = accountForm{a, true}, true })
}

// again shows the page with what was made, or what is wrong and what was typed.
func (v *visit) again(status int, change func(*accountsPage)) error {
	p, err := v.accountsPage()
	if err != nil {
		return err
	}
	change(&p)
	return v.renderAs(status, "accounts.html", "Comptes", p)
}

// wrong shows the page with a fault and, in its form, what was typed.
func (v *visit) wrong(fault string, typed accountForm) error {
	return v.again(http.StatusUnprocessableEntity, func(p *accountsPage) { p.Fault, p.Form, p.Open = fault, typed, true })
}

// typedAccount reads the form of an account over what the account is.
func (v *visit) typedAccount(a accounts.Account) (accounts.Account, error) {
	if err := v.r.ParseForm(); err != nil {
		return a, err
	}
	post := v.r.PostFormValue
	a.Party, a.Desk, a.Role, a.Named, a.Rights = post("partenaire"), post("guichet"), accounts.Role(post("role")), post("nomme") != "", nil
	for _, act := range access.Acts() {
		if slices.Contains(v.r.PostForm["droit"], string(act)) {
			a.Rights = append(a.Rights, act)
		}
	}
	return a, nil
}

// misplaced tells what the charter does not know of an account, or what would make
// it of no use; nothing when all is well.
func (v *visit) misplaced(a *accounts.Account) string {
	if _, ok := v.charter.Party(a.Party); !ok {
		return "Ce partenaire n’est pas dans la charte : en choisir un de la liste."
	}
	if p, ok := v.charter.PartyOfDesk(a.Desk, v.today); a.Desk != "" && (!ok || p.ID != a.Party) {
		return "Ce guichet n’est pas de ce partenaire aujourd’hui : vérifier son numéro dans la charte, ou laisser le champ vide."
	}
	if a.Role == accounts.ManagerRole && !slices.Contains(a.Rights, access.Manage) {
		return "Un gestionnaire sans le droit « Gérer » ne verrait aucune page de la gestion : cocher ce droit, ou choisir un autre rôle."
	}
	return ""
}

// createAccount opens an account and gives the link of its invitation, if it has a
// password to choose.
func (v *visit) createAccount() error {
	code, err := v.nextCode()
	if err != nil {
		return err
	}
	a, err := v.typedAccount(accounts.Account{Agent: code, Login: v.r.PostFormValue("identifiant"), Provider: v.r.PostFormValue("organisme"), OpenedOn: v.today})
	if err != nil {
		return err
	}
	if fault := v.misplaced(&a); fault != "" {
		return v.wrong(fault, accountForm{Account: a})
	}
	if err := v.Registry.Log(v.r.Context(), v.agent, access.Manage, "", 0); err != nil {
		return err
	}
	if err := v.Accounts.Create(v.r.Context(), a); err != nil {
		return v.notKept(err, accountForm{Account: a})
	}
	return v.invite(code, "Le compte est ouvert.")
}

// notKept says why an account cannot be as it was typed. A store that fails is an
// incident, and no fault of what was typed.
func (v *visit) notKept(err error, form accountForm) error {
	switch {
	case errors.Is(err, accounts.ErrTaken):
		return v.wrong("Cet identifiant est déjà celui d’un autre compte : en choisir un autre.", form)
	case errors.Is(err, accounts.ErrAccount):
		return v.wrong("Le compte n’a pas pu être enregistré : l’identifiant a de 2 à 200 caractères, sans blanc ; vérifier aussi le rôle et l’organisme.", form)
	}
	return err
}

// invite shows the link of an invitation or, for an account without password, what
// was done and how its owner comes in.
func (v *visit) invite(agent, done string) error {
	link, err := v.Accounts.Invite(v.r.Context(), agent)
	return v.handOver(agent, done, link, err)
}

func (v *visit) handOver(agent, done, link string, err error) error {
	if err != nil && !errors.Is(err, accounts.ErrNoPassword) {
		return notThere(err)
	}
	a, err := v.Accounts.Account(v.r.Context(), agent)
	if err != nil {
		return notThere(err)
	}
	switch {
	case link != "":
	case !a.Open(v.today):
		return v.wrong("Ce compte est fermé : le rouvrir d’abord.", accountForm{a, true})
	case a.Role == accounts.ProgramRole:
		done += " Un programme n’a pas de mot de passe : lui donner un jeton, plus bas."
	default:
		done += " L’agent se connecte par son organisme, sans mot de passe ici."
	}
	return v.again(http.StatusOK, func(p *accountsPage) { p.Link, p.Done = link, done })
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

// settleAccount changes an account, closes it or opens it again, invites its agent
// again, asks for another second factor, or ends its sessions.
func (v *visit) settleAccount() error {
	ctx, agent, action := v.r.Context(), v.r.PathValue("agent"), v.r.PostFormValue("action")
	a, err := v.Accounts.Account(ctx, agent)
	if err != nil {
		return notThere(err)
	}
	if err := v.Registry.Log(ctx, v.agent, access.Manage, "", 0); err != nil {
		return err
	}
	if agent == v.agent.Code && (action == "fermer" || action == "regler") { // so that a manager is always left
		return v.again(http.StatusUnprocessableEntity, func(p *accountsPage) {
			p.Fault = "On ne ferme ni ne change son propre compte : un autre gestionnaire le fait."
		})
	}
	switch action {
	case "regler":
		return v.changeAccount(a)
	case "fermer":
		return v.settled(v.Accounts.Close(ctx, agent), "Le compte est fermé, ses sessions sont terminées.")
	case "rouvrir":
		if err := v.Accounts.Settle(ctx, agent, func(a *accounts.Account) { a.Closed, a.ClosedOn = false, demand.Date{} }); err != nil {
			return notThere(err)
		}
		return v.invite(agent, "Le compte est rouvert.")
	case "inviter":
		return v.invite(agent, "")
	case "facteur":
		link, err := v.Accounts.ResetFactor(ctx, agent)
		return v.handOver(agent, "Le second facteur est à refaire : il sera demandé à la prochaine connexion.", link, err)
	case "sessions":
		return v.settled(v.Accounts.EndSessions(ctx, agent), "Les sessions du compte sont terminées.")
	}
	return &web.Error{Status: http.StatusBadRequest}
}

// changeAccount settles what was typed of an account that exists.
func (v *visit) changeAccount(a accounts.Account) error {
	typed, err := v.typedAccount(a)
	if err != nil {
		return err
	}
	if fault := v.misplaced(&typed); fault != "" {
		return v.wrong(fault, accountForm{typed, true})
	}
	err = v.Accounts.Settle(v.r.Context(), a.Agent, func(a *accounts.Account) {
		a.Party, a.Desk, a.Role, a.Named, a.Rights = typed.Party, typed.Desk, typed.Role, typed.Named, typed.Rights
	})
	if err != nil && !errors.Is(err, accounts.ErrUnknown) {
		return v.notKept(err, accountForm{typed, true})
	}
	return v.settled(err, "Le compte est changé ; ses droits valent dès maintenant.")
}

// endSessions ends the sessions of everybody, the manager's own too.
func (v *visit) endSessions() error {
	if err := v.Registry.Log(v.r.Context(), v.agent, access.Manage, "", 0); err != nil {
		return err
	}
	return v.settled(v.Accounts.EndEverySession(v.r.Context()), "Toutes les sessions sont terminées.")
}

// settled says what was done, on the page of the accounts.
func (v *visit) settled(err error, text string) error {
	if err != nil {
		return notThere(err)
	}
	return v.done(home+"/comptes", "success", text)
}

func notThere(err error) error {
	if errors.Is(err, accounts.ErrUnknown) {
		return &web.Error{Status: http.StatusNotFound}
	}
	return err
}

type alertView struct {
	Rule         web.Ruling
	Agent, Party string
	Act          string
	Day          demand.Date
	Count        uint64
	Figures      *access.Figures
}

type reviewPage struct {
	From, To demand.Date
	Alerts   []alertView
	Faults   []web.Ruling
	Report   *access.Report
	Agents   []string // accounts that looked at anything in the period
	Agent    string   // the one whose accesses are shown; "" when none is asked for
	Reads    []readView
	Older    int
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
	seen := reads{of: v.r.URL.Query().Get("compte"), since: v.Registry.Clock().AddDate(0, 0, -reviewDays), agents: map[string]bool{}}
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
			seen.add(&events[i])
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
	seen.show(v, &page)
	if page.Agent != "" {
		if err := v.Registry.Log(v.r.Context(), v.agent, access.Manage, "", 0); err != nil {
			return err
		}
	}
	return v.render("review.html", "Qui a consulté quoi", page)
}
