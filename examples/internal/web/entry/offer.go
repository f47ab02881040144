package entry

import (
	"fmt"
	"net/http"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
)

// offered is a dwelling that waits for the applicant's answer.
type offered struct {
	Candidacy string
	On, Until demand.Date
	Warned    bool // refusing may lose the benefit of a DALO decision
	Late      bool
}

// offersOf lists the offers without an answer, the oldest first.
func (e *Entry) offersOf(v *registry.View) []offered {
	var open []offered
	for _, event := range v.State.Treatments {
		t := &event.Treatment
		switch t.Step {
		case journal.Offered:
			open = append(without(open, t.Candidacy), offered{t.Candidacy, event.On, t.Until, t.Warned, t.Until.Before(e.Registry.Today())})
		case journal.Accepted, journal.Refused, journal.Silent, journal.Leased, journal.Withdrawn, journal.Cancelled:
			open = without(open, t.Candidacy)
		}
	}
	return open
}

func without(open []offered, candidacy string) []offered {
	var out []offered
	for _, o := range open {
		if o.Candidacy != candidacy {
			out = append(out, o)
		}
	}
	return out
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
