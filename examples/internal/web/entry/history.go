package entry

import (
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/web"
)

// happened is an event, as the applicant reads it.
type happened struct {
	Day  demand.Date
	Text string
	More string
}

// history tells the events of a demand in plain French, the latest first. It
// names no agent, and no other demand.
func (e *Entry) history(v *registry.View) []happened {
	var out []happened
	for _, event := range v.History() {
		if h := e.tell(event); h.Text != "" {
			h.Text, h.More = web.Typo(h.Text), web.Typo(h.More)
			out = append([]happened{h}, out...)
		}
	}
	return out
}

var kindWords = map[journal.Kind]string{
	journal.Create:     "Vous avez déposé votre demande.",
	journal.Separate:   "Une demande à votre nom a été ouverte après une séparation. Elle garde l’ancienneté de la première.",
	journal.Verify:     "Un service a vérifié votre demande.",
	journal.Number:     "Un numéro unique vous a été donné.",
	journal.Modify:     "Votre demande a été modifiée.",
	journal.Correct:    "Un service a corrigé votre demande d’après un justificatif.",
	journal.Renew:      "Votre demande a été renouvelée.",
	journal.Restore:    "La radiation de votre demande a été annulée.",
	journal.Reactivate: "Votre demande radiée a été reprise. Elle doit être renouvelée.",
	journal.Label:      "Une priorité vous a été reconnue.",
	journal.Unlabel:    "Une priorité a pris fin.",
	journal.Merge:      "Deux demandes à votre nom ont été réunies.",
	journal.Unmerge:    "La réunion de deux demandes a été annulée.",
	journal.Delete:     "Les données de votre demande ont été effacées.",
}

var letterWords = map[journal.Subject]string{
	journal.RenewalNotice:    "Un courrier vous a prévenu que votre demande est à renouveler.",
	journal.Warning:          "Un avertissement vous a été envoyé. Répondez-y pour que votre demande ne soit pas radiée.",
	journal.AttestationSent:  "Votre attestation vous a été remise.",
	journal.DecisionNotified: "Une décision vous a été notifiée.",
}

var stepWords = map[journal.Step]string{
	journal.PaperRequested: "Un justificatif vous a été demandé.",
	journal.PaperReceived:  "Un justificatif que vous avez remis a été enregistré.",
	journal.Designated:     "Votre demande a été retenue pour être examinée par une commission d’attribution.",
	journal.Visited:        "Vous avez visité un logement.",
	journal.Examined:       "Une commission d’attribution a examiné votre demande.",
	journal.Decided:        "La commission d’attribution a pris une décision.",
	journal.ConditionMet:   "La condition mise à l’attribution est remplie.",
	journal.ConditionUnmet: "La condition mise à l’attribution n’est pas remplie.",
	journal.Notified:       "La décision vous a été notifiée par écrit.",
	journal.Offered:        "Un logement vous a été proposé.",
	journal.Accepted:       "Vous avez accepté le logement proposé.",
	journal.Refused:        "Vous avez refusé le logement proposé.",
	journal.Silent:         "Le délai pour répondre à la proposition est passé : votre silence vaut refus.",
	journal.Leased:         "Vous avez signé le bail.",
	journal.Withdrawn:      "Vous avez retiré votre candidature à un logement.",
	journal.Cancelled:      "Le bailleur a retiré le logement de l’attribution.",
	journal.NotServed:      "Le logement a été attribué à un candidat mieux classé.",
}

var outcomeWords = map[string]string{
	"allocated": "Le logement vous est attribué.", "ranked": "Votre candidature est classée : le logement vous sera proposé si les candidats mieux classés le refusent.",
	"conditional": "Le logement vous est attribué sous une condition.", "not_allocated": "Le logement ne vous est pas attribué.",
	"inadmissible": "Votre demande est jugée irrecevable au regard des conditions d’accès au logement social.",
}

// tell says an event; "" when it says nothing to the applicant.
func (e *Entry) tell(event *journal.Event) happened {
	out := happened{Day: event.On, Text: kindWords[event.Kind]}
	switch event.Kind {
	case journal.Create:
		if event.Online {
			out.Text = "Vous avez déposé votre demande en ligne."
		}
	case journal.StrikeOff:
		out.Text, out.More = "Votre demande a été radiée.", motiveWords[event.Motive]
		if event.Motive == demand.StrikeOffMotiveRADABA && event.Author != registry.Applicant {
			out.More = renouncedInWriting
		}
	case journal.Treat:
		out.Text, out.More = stepWords[event.Treatment.Step], outcomeWords[event.Treatment.Outcome]
	case journal.Letter:
		out.Text = letterWords[event.Dispatch.Subject]
	case journal.Label:
		if !event.Mark.Until.IsZero() {
			out.More = "Elle vaut jusqu’au " + event.Mark.Until.French() + "."
		}
	}
	if event.Receipt != "" {
		out.More = "Numéro de reçu : " + event.Receipt + "."
	}
	return out
}

// renouncedInWriting is what a service says that struck off for a renunciation: the
// applicant may not know of it.
const renouncedInWriting = "Un service dit avoir reçu votre renonciation écrite."

var motiveWords = map[demand.StrikeOffMotive]string{
	demand.StrikeOffMotiveRADATT: "Un logement social vous a été attribué.",
	demand.StrikeOffMotiveRADABA: "Vous y avez renoncé.",
	demand.StrikeOffMotiveRADCON: "Un courrier est resté sans réponse.",
	demand.StrikeOffMotiveRADIRR: "Une commission a constaté que les conditions d’accès au logement social n’étaient pas remplies.",
	demand.StrikeOffMotiveRADREN: "Elle n’a pas été renouvelée à temps.",
}
