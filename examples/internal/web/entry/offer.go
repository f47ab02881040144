package entry

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/commission"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
)

// offered is a dwelling that waits for the applicant's answer.
type offered struct {
	Candidacy string
	On, Until demand.Date
	Notes     []string // what answering or refusing leads to
}

// standing is where a candidacy to a dwelling stands, as the library says it to the
// applicant (R.441-2-17).
type standing struct {
	Since  demand.Date
	Now    string
	Reason string // of the decision, or of the answer
	Next   []string
}

// progressOf gives the candidacies of a demand, as far as its journal is open.
func (e *Entry) progressOf(v *registry.View) commission.Progress {
	today := e.Registry.Today()
	var events []journal.Event
	if v.Sight.May(charter.FieldTreatment) {
		for _, event := range v.History() {
			events = append(events, *event)
		}
	}
	j, _ := journal.New(events...) // they come from a journal
	all, _ := commission.FromJournal(j, v.Demand, journal.At{Day: today}, nil)
	return commission.ProgressOf(v.Demand, v.State.Seniority, all, today)
}

func (e *Entry) sayNotes(notes []commission.Note) []string {
	out := make([]string, len(notes))
	for i, n := range notes {
		out[i] = e.say(n.Fault())
	}
	return out
}

// standings says where each candidacy stands, the latest first.
func (e *Entry) standings(p commission.Progress) []standing {
	out := make([]standing, len(p.Standings))
	for i, s := range p.Standings {
		out[i] = standing{s.Since, e.say(s.Now.Fault()), reasonOf(s.Reason), e.sayNotes(s.Next)}
	}
	return out
}

// reasonOf says a reason to the applicant, who may know it at any time
// (R.441-2-17): a sub-motive of the law, an answer of this site, or what the
// landlord wrote.
func reasonOf(code string) string {
	if sub := demand.StrikeOffSubMotive(code); sub.Known() {
		return demand.Label(sub)
	}
	for _, r := range refusals {
		if r.Code == code {
			return r.French
		}
	}
	return code
}

// offersOf lists the offers that wait for an answer, the oldest first.
func (e *Entry) offersOf(v *registry.View) []offered {
	var open []offered
	for _, s := range slices.Backward(e.progressOf(v).Standings) {
		if s.State != commission.Offered {
			continue
		}
		o := offered{Candidacy: s.Candidacy, On: s.Since, Notes: e.sayNotes(append(slices.Clone(s.Next), s.Refusing...))}
		for _, event := range v.State.Treatments {
			if t := &event.Treatment; t.Candidacy == s.Candidacy && t.Step == journal.Offered {
				o.Until = t.Until
			}
		}
		open = append(open, o)
	}
	return open
}

// refusals are the reasons of a refusal, as codes of this site: the law asks for a
// reason and gives no list.
var refusals = []struct{ Code, French string }{
	{"loyer", "Le loyer est trop élevé pour moi"},
	{"quartier", "Le quartier ou l’éloignement ne conviennent pas"},
	{"taille", "Le logement est trop petit ou trop grand"},
	{"acces", "L’étage, l’accès ou l’absence d’ascenseur ne conviennent pas"},
	{"etat", "L’état du logement ne convient pas"},
	{"situation", "Ma situation a changé"},
	{"autre_logement", "J’ai trouvé un autre logement"},
	{"autre", "Une autre raison"},
}

// offerView is what the page of an offer shows.
type offerView struct {
	Offer   offered
	Reasons []struct{ Code, French string }
	Problem string
}

func (e *Entry) offerPage(w http.ResponseWriter, r *http.Request, agent registry.Agent) error {
	return e.showOffer(w, r, agent, "")
}

func (e *Entry) showOffer(w http.ResponseWriter, r *http.Request, agent registry.Agent, problem string) error {
	v, err := e.Registry.Show(r.Context(), agent, agent.Demand)
	if err != nil {
		return e.refusal(w, r, err)
	}
	open := e.offersOf(&v)
	if len(open) == 0 {
		e.Router.Flash(w, r, "info", "Aucune proposition n’attend votre réponse.")
		return see(w, r, "/suivi")
	}
	page := e.followView("Répondre à une proposition de logement", "/suivi", offerView{open[0], refusals, problem})
	if problem != "" {
		page.Status = http.StatusUnprocessableEntity
	}
	return e.pages.Render(w, r, "offer.html", page)
}

// answer writes the applicant's answer to the oldest offer that waits for one: to
// that one alone, whatever came since the page was shown.
func (e *Entry) answer(w http.ResponseWriter, r *http.Request, agent registry.Agent) error {
	v, err := e.Registry.Show(r.Context(), agent, agent.Demand)
	if err != nil {
		return e.refusal(w, r, err)
	}
	open := e.offersOf(&v)
	if len(open) == 0 || open[0].Candidacy != r.PostFormValue("proposition") {
		e.Router.Flash(w, r, "info", "Cette proposition n’attend plus de réponse.")
		return see(w, r, "/suivi")
	}
	t := journal.Treatment{Candidacy: open[0].Candidacy}
	done := "Votre accord est enregistré. Le bailleur va vous contacter pour signer le bail."
	switch r.PostFormValue("reponse") {
	case "accepter":
		t.Step = journal.Accepted
	case "refuser":
		t.Step, done = journal.Refused, "Votre refus est enregistré."
		for _, reason := range refusals {
			if r.PostFormValue("raison") == reason.Code {
				t.Reason = reason.Code
			}
		}
		if t.Reason == "" {
			return e.showOffer(w, r, agent, "Pour refuser, choisissez une raison : elle est inscrite avec votre réponse.")
		}
	default:
		return e.showOffer(w, r, agent, "Choisissez d’accepter ou de refuser.")
	}
	_, err = e.Registry.Do(r.Context(), agent, registry.Command{Act: charter.AnswerOffer, Demand: agent.Demand, Treatment: t,
		Key: fmt.Sprintf("reponse %s %s %s", agent.Demand, t.Candidacy, open[0].On)})
	if err != nil {
		return e.refusal(w, r, err)
	}
	e.Router.Flash(w, r, "success", done)
	return see(w, r, "/suivi")
}
