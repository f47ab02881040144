package entry

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/charter/scoring"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/mail"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/numbering"
)

// deadline is a date of the demand, as the applicant reads it.
type deadline struct {
	Label   string
	Day     demand.Date
	Past    bool
	Why     string // the rule, or why there is no day
	Article string
}

// followedView is what the page of a demand shows.
type followedView struct {
	Number    string
	Status    string
	Explained string
	Kind      string // of the message: info, success, warning
	Deposited demand.Date
	Renewed   demand.Date
	Seniority demand.Date
	Deadlines []deadline
	Unknown   []deadline
	First     []dueItem // without which there is no number
	Missing   []dueItem
	Lacking   []string
	History   []happened
	Sections  []section
	Renew     may
	Modify    may
	Renounce  may
	Joined    bool   // to another demand, which goes on
	GoesOn    string // its number; "" when it has none yet
	Stale     int
	Before    demand.Date // to be renewed by then, once the time of the notice has come
	Urgent    bool        // to be renewed now
	Waiting   int         // months since the seniority; -1: unknown
	Offers    []offered
	Standings []standing // candidacies to dwellings
	Notes     []string   // of all of them
	Points    []string   // how they are counted, where the partners voted a grid
}

// may says whether the applicant may do an act now, or why not.
type may struct {
	Yes     bool
	Why     string
	Article string
}

// statusWords says where a demand stands.
var statusWords = map[journal.Status]struct{ name, explained, kind string }{
	journal.ToVerify:  {"Déposée, en attente de vérification", "Un service va vérifier votre demande et vous donner un numéro unique. Votre ancienneté compte déjà depuis le jour du dépôt.", "info"},
	journal.Active:    {"Active", "Votre demande est enregistrée et valable. Les services qui attribuent des logements la voient.", "success"},
	journal.Expired:   {"À renouveler d’urgence", "Votre demande n’est plus valable depuis la date indiquée ci-dessous. Renouvelez-la sans attendre : elle garde son numéro et son ancienneté tant qu’elle n’est pas radiée.", "warning"},
	journal.StruckOff: {"Radiée", "Votre demande a été retirée du fichier. Aucun logement ne peut plus vous être proposé à ce titre. Si c’est une erreur, adressez-vous vite à un guichet d’enregistrement : une radiation faite à tort s’annule, et votre demande garde son numéro et son ancienneté.", "warning"},
	journal.Merged:    {"Réunie avec une autre demande", "Un service a constaté que vous aviez deux demandes : une seule continue, avec l’ancienneté la plus favorable.", "info"},
	journal.Deleted:   {"Effacée", "Les données de cette demande ont été effacées.", "warning"},
}

func (e *Entry) follow(w http.ResponseWriter, r *http.Request, agent registry.Agent) error {
	v, err := e.Registry.Show(r.Context(), agent, agent.Demand)
	if err != nil {
		return e.refusal(w, r, err)
	}
	out, err := e.followed(&v, agent)
	if err != nil {
		return err
	}
	if out.Joined {
		if out.GoesOn, err = e.numberOf(r.Context(), v.GoesOn); err != nil {
			return err
		}
	}
	return e.pages.Render(w, r, "follow.html", e.followView("Votre demande", "/suivi", out))
}

// numberOf gives the number of a demand, and nothing else of it; "" when it has none.
func (e *Entry) numberOf(ctx context.Context, key string) (string, error) {
	row, err := e.Registry.Store().Row(ctx, key)
	if err != nil || row.Number == "" {
		return "", err
	}
	n, err := numbering.Parse(row.Number)
	return n.Grouped(), err
}

func (e *Entry) followed(v *registry.View, agent registry.Agent) (followedView, error) {
	out := e.standing(v)
	e.running(v, &out)
	if notice := v.Dates.Notice; v.State.Status == journal.Active && v.Dated && notice.Known() && !e.Registry.Today().Before(notice.On) {
		out.Before = v.Dates.ValidUntil.On
	}
	out.Urgent = v.State.Status == journal.Expired || len(v.Stale) > 0 || !out.Before.IsZero()
	out.Deadlines, out.Unknown = e.deadlines(v)
	out.Renew = e.may(v, agent, charter.Renew, charter.Facts{Received: demand.Yes, Origin: demand.FromApplicant})
	out.Modify = e.may(v, agent, charter.Modify, charter.Facts{Received: demand.Yes, Origin: demand.FromApplicant})
	out.Renounce = e.mayRenounce(v)
	d := draft{Form: v.Form, Was: &v.Form, Association: v.Form.IsAssociation()}
	o, err := e.options(&d)
	if err != nil {
		return out, err
	}
	t := changeTrail
	for _, s := range e.sections(&d, &t, o) {
		s.URL = "" // nothing is changed from here: a change begins with its button
		out.Sections = append(out.Sections, s)
	}
	return out, nil
}

// standing says where the demand stands, in words.
func (e *Entry) standing(v *registry.View) followedView {
	s := &v.State
	words := statusWords[s.Status]
	out := followedView{Status: words.name, Explained: web.Typo(words.explained), Kind: words.kind, Deposited: v.Form.DepositedOn, Renewed: v.Form.RenewedOn,
		Joined: v.GoesOn != "", Stale: len(v.Stale), History: e.history(v)}
	if s.Seniority != v.Form.DepositedOn {
		out.Seniority = s.Seniority
	}
	if !v.Form.Number.IsZero() {
		out.Number = v.Form.Number.Grouped()
	} else if s.Status == journal.Active {
		out.Status, out.Explained, out.Kind = "Déposée, sans numéro pour l’instant", "Votre demande est déposée et votre ancienneté compte depuis ce jour. Un numéro unique vous sera donné dès que votre pièce d’identité aura été vue.", "info"
	}
	if s.Status == journal.StruckOff {
		out.Explained = strings.TrimSpace(e.whyStruckOff(v) + " " + out.Explained)
	}
	return out
}

// whyStruckOff tells the strike-off that stands.
func (e *Entry) whyStruckOff(v *registry.View) string {
	for _, event := range slices.Backward(v.History()) {
		if event.Kind == journal.StrikeOff && event.Motive == v.State.Motive {
			return e.tell(event).More
		}
	}
	return ""
}

// running tells what concerns a demand that runs: what it waits for, since when,
// and what is still to be given.
func (e *Entry) running(v *registry.View, out *followedView) {
	out.Waiting = -1
	switch v.State.Status {
	case journal.Active, journal.Expired, journal.ToVerify:
	default:
		return // nothing is examined any more
	}
	out.Points, out.Offers = e.points(v), e.offersOf(v)
	now, later := e.owed(v)
	out.First, out.Missing = notGiven(now), notGiven(later)
	progress := e.progressOf(v)
	out.Standings, out.Notes = e.standings(progress), e.sayNotes(progress.Notes)
	if !v.State.Seniority.IsZero() {
		out.Waiting = e.Registry.Today().MonthsSince(v.State.Seniority)
	}
	for _, f := range v.Lacking {
		out.Lacking = append(out.Lacking, e.say(f))
	}
}

// points says how the points of a demand are counted, line by line, where a grid is
// in force: what is unknown is said, and that points decide nothing.
func (e *Entry) points(v *registry.View) []string {
	if v.Charter.Scoring == nil {
		return nil
	}
	grid, faults := scoring.New(*v.Charter.Scoring)
	today := e.Registry.Today()
	if faults.Blocking() || !grid.InForce(today) {
		return nil
	}
	facts := scoring.FactsIn(&v.State, today)
	for _, label := range v.State.Labels {
		if label.Code == "DALO" {
			facts.SetYes(scoring.DALO, demand.Yes)
		}
	}
	result := scoring.Score(grid, &facts)
	out := scoring.Words(language.French, scoring.Explain(language.French, grid, &result))
	for i := range out {
		out[i] = web.Typo(out[i])
	}
	return out
}

// may asks the charter, as the registry will when the act is done.
func (e *Entry) may(v *registry.View, agent registry.Agent, act charter.Act, said charter.Facts) may {
	d := e.Registry.May(v, agent, act, said)
	if d.Outcome != charter.Refused {
		return may{Yes: true}
	}
	return e.why(&d)
}

func (e *Entry) why(d *charter.Decision) may {
	out := may{Article: d.Source().Article, Why: e.say(demand.Fault{Code: d.Rule})}
	for _, f := range d.Faults() {
		if f.Code == d.Rule {
			out.Why = e.say(f)
		}
	}
	return out
}

func (e *Entry) mayRenounce(v *registry.View) may {
	switch v.State.Status {
	case journal.ToVerify, journal.Active, journal.Expired:
		return may{Yes: true}
	}
	return may{Why: "Votre demande n’est plus en cours : il n’y a rien à abandonner."}
}

// calendarWords name the dates that concern an applicant.
var calendarWords = map[string]string{
	"attestation_due":      "Votre attestation vous est remise au plus tard le",
	"notice_due":           "Vous êtes prévenu du renouvellement au plus tard le",
	"valid_until":          "Votre demande est valable jusqu’au",
	"strike_off":           "Sans renouvellement, votre demande est radiée le",
	"reactivable_until":    "Votre demande radiée peut être reprise jusqu’au",
	"erasure_after":        "Vos données sont effacées après le",
	"abnormal_delay":       "Le délai anormalement long est atteint le",
	"offer_until":          "Vous pouvez répondre à la proposition jusqu’au",
	"paper_due":            "Le document que vous avez remis est enregistré au plus tard le",
	"reception_due":        "Vous pouvez être reçu par un service au plus tard le",
	"no_answer_strike_off": "Sans réponse de votre part à l’avertissement, votre demande peut être radiée à partir du",
}

// deadlines sorts the dates of a demand: those that are known, and those that are
// not with the reason. A date that does not concern the state of the demand is
// left out.
func (e *Entry) deadlines(v *registry.View) (known, unknown []deadline) {
	if !v.Dated {
		return nil, nil
	}
	today := e.Registry.Today()
	struck := v.State.Status == journal.StruckOff
	for name, due := range v.Dates.All() {
		label, ok := calendarWords[name]
		if !ok || !e.concerns(name, struck, due, v) {
			continue
		}
		one := deadline{Label: label, Day: due.On, Past: due.Known() && due.On.Before(today), Article: due.Source().Article}
		if due.Known() {
			one.Why = e.sayRule(due.Rule)
			known = append(known, one)
			continue
		}
		one.Why = e.sayRule(due.Unknown)
		unknown = append(unknown, one)
	}
	return known, unknown
}

func (e *Entry) concerns(name string, struck bool, due calendar.Due, v *registry.View) bool {
	switch name {
	case "reactivable_until", "erasure_after":
		return struck
	case "offer_until":
		return len(e.offersOf(v)) > 0
	case "paper_due", "no_answer_strike_off":
		return due.Known() && !struck // without a paper or a warning there is nothing to say
	case "attestation_due":
		_, sent := v.State.LastLetter(journal.AttestationSent, "")
		return !struck && !sent && v.Form.RenewedOn.IsZero()
	}
	return !struck
}

// receiptView is what the page of the receipt shows.
type receiptView struct {
	Receipt    string
	Day        demand.Date
	Number     string
	Email      bool
	Online     bool
	Until      demand.Date // the attestation is due
	Article    string
	Missing    []dueItem
	Unnumbered bool
	Code       string // with which the demand is seen again until it bears a number; "" once this is no longer known
}

// receipt shows the proof of the deposit.
func (e *Entry) receipt(w http.ResponseWriter, r *http.Request, agent registry.Agent) error {
	v, err := e.Registry.Show(r.Context(), agent, agent.Demand)
	if err != nil {
		return e.refusal(w, r, err)
	}
	out := receiptView{Day: v.Form.DepositedOn, Email: mail.AddressOf(&v.Form) != "" && e.Mail != nil, Online: v.State.Status == journal.ToVerify, Unnumbered: v.Form.Number.IsZero()}
	for _, event := range v.History() {
		if event.Receipt != "" && out.Receipt == "" {
			out.Receipt = event.Receipt
		}
	}
	if !v.Form.Number.IsZero() {
		out.Number = v.Form.Number.Grouped()
	}
	if v.Dated && v.Dates.Attestation.Known() {
		out.Until, out.Article = v.Dates.Attestation.On, v.Dates.Attestation.Source().Article
	}
	now, _ := e.owed(&v)
	out.Missing = notGiven(now)
	if d, err := e.named(r, receiptCookie); err == nil && out.Unnumbered && d.Deposited == agent.Demand {
		out.Code = shownCode(d.code)
	}
	return e.pages.Render(w, r, "receipt.html", e.followView("Votre demande est déposée", "", out))
}

// renounceView is what the page of the renunciation shows.
type renounceView struct {
	Number string
	Wrong  bool
	May    may
}

func (e *Entry) renounceForm(w http.ResponseWriter, r *http.Request, agent registry.Agent) error {
	return e.showRenounce(w, r, agent, false)
}

func (e *Entry) showRenounce(w http.ResponseWriter, r *http.Request, agent registry.Agent, wrong bool) error {
	v, err := e.Registry.Show(r.Context(), agent, agent.Demand)
	if err != nil {
		return e.refusal(w, r, err)
	}
	out := renounceView{Wrong: wrong, May: e.mayRenounce(&v)}
	if !v.Form.Number.IsZero() {
		out.Number = v.Form.Number.Grouped()
	}
	page := e.followView("Renoncer à votre demande", "", out)
	if wrong {
		page.Status = http.StatusUnprocessableEntity
	}
	return e.pages.Render(w, r, "renounce.html", page)
}

// renounce strikes the demand off, as its applicant asks. The law has the service
// that receives the written renunciation strike off (R.441-2-8 b): this site
// receives it for the service of the demand, in whose name the act is done, by the
// hand of the applicant.
func (e *Entry) renounce(w http.ResponseWriter, r *http.Request, agent registry.Agent) error {
	if r.PostFormValue("sur") != "oui" {
		return e.showRenounce(w, r, agent, true)
	}
	v, err := e.Registry.Show(r.Context(), agent, agent.Demand)
	if err != nil {
		return e.refusal(w, r, err)
	}
	if m := e.mayRenounce(&v); !m.Yes {
		return see(w, r, "/suivi/renoncer")
	}
	service := agent
	service.Actor = charter.Actor{Desk: v.State.Desk}
	_, err = e.Registry.Do(r.Context(), service, registry.Command{Act: charter.StrikeOff, Demand: agent.Demand, Seen: v.Seq,
		Key: fmt.Sprintf("renoncer %s %d", agent.Demand, v.Seq), Motive: demand.StrikeOffMotiveRADABA, Facts: charter.Facts{Received: demand.Yes}})
	if err != nil {
		return e.refusal(w, r, err)
	}
	e.Router.Flash(w, r, "success", "Votre renonciation est enregistrée : votre demande est radiée.")
	return see(w, r, "/suivi")
}
