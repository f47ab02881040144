package attestation

import "github.com/fichier-unique/rules/demand"

// Usual is a sentence that the law gives an attestation whoever delivers it.
type Usual struct {
	Mention string        `json:"mention"` // code of its rule
	Source  demand.Source `json:"source"`
	French  string        `json:"french"`
}

var (
	dalo       = demand.Source{Article: "CCH L.441-2-3", Text: "la commission de médiation peut être saisie sans condition de délai dans ces cas, et après le délai anormalement long dans les autres", Confidence: demand.Verified}
	thresholds = demand.Source{Article: "CCH L.441-2-3, R.441-14-1", Text: "décision de justice prononçant l'expulsion ; plus de six mois en hébergement, plus de dix-huit en logement de transition ou foyer", Confidence: demand.Verified}
	commission = demand.Source{Article: "CCH R.441-2-4 (version actuelle), L.441-2-2", Text: "étapes de la procédure en annexe ; non revu à la seconde lecture", Confidence: demand.Secondary}
	renewal    = demand.Source{Article: "CCH R.441-2-7", Text: "un an, renouvelable ; le préavis est envoyé un mois au moins avant la fin", Confidence: demand.Verified}
)

var usual = []Usual{
	{"ATT-MEN-06", dalo, "Si aucun logement adapté à votre demande ne vous a été proposé à la fin du délai fixé par le préfet."},
	{"ATT-MEN-06", dalo, "Sans attendre ce délai, si vous êtes sans logement ou logé dans des locaux impropres à l'habitation, insalubres ou dangereux."},
	{"ATT-MEN-06", thresholds, "Sans attendre ce délai, si une décision de justice vous oblige à quitter votre logement."},
	{"ATT-MEN-06", thresholds, "Sans attendre ce délai, si vous êtes hébergé dans une structure depuis plus de six mois, ou dans un logement de transition ou un foyer depuis plus de dix-huit mois."},
	{"ATT-MEN-06", dalo, "Sans attendre ce délai, si votre logement est trop petit ou n'est pas décent et que vous vivez avec un enfant mineur ou une personne handicapée, ou êtes handicapé vous-même."},
	{"ATT-MEN-12", commission, "Les bailleurs et les réservataires qui ont des logements dans les communes que vous souhaitez examinent votre demande ; ils peuvent vous demander des pièces."},
	{"ATT-MEN-12", commission, "Quand un logement peut vous convenir, une commission d'attribution étudie votre dossier. Sa décision vous est écrite."},
	{"ATT-MEN-12", renewal, "Chaque année, un message ou une lettre vous invite à renouveler votre demande."},
}

// Usuals lists the sentences that WithUsual gives, each with its article.
func Usuals() []Usual { return append([]Usual(nil), usual...) }

// WithUsual completes the facts of a caller with the sentences of the law, where it
// has none of its own: the cases in which the mediation commission can be seized,
// and the next steps. Build never adds them by itself: what the caller leaves out
// is missing.
func WithUsual(f Facts) Facts {
	cases, steps := len(f.Mediation.Cases) == 0, len(f.NextSteps) == 0
	for _, u := range usual {
		switch {
		case cases && u.Mention == "ATT-MEN-06":
			f.Mediation.Cases = append(f.Mediation.Cases, u.French)
		case steps && u.Mention == "ATT-MEN-12":
			f.NextSteps = append(f.NextSteps, u.French)
		}
	}
	return f
}
