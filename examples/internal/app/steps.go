package app

import (
	"github.com/fichier-unique/rules/examples/internal/report"
	"github.com/fichier-unique/rules/matching"
)

// fieldLabels name what is compared, by its stable code.
var fieldLabels = map[string]string{
	"number": "Numéro unique", "identifier": "Identifiant", "birth_name": "Nom de naissance", "used_name": "Nom d'usage", "cross_name": "Noms croisés",
	"first_names": "Prénoms", "birth_date": "Date de naissance", "sex": "Sexe", "birth_place": "Lieu de naissance", "birth_country": "Pays de naissance",
	"address": "Adresse", "postal_code": "Code postal ou commune", "phone": "Téléphone", "email": "Courriel",
}

// levelLabels say what was found, by its stable code.
var levelLabels = map[string]string{
	"exact": "à l'identique", "all": "tous à l'identique", "head": "le premier à l'identique", "variant": "variante d'écriture", "close": "écriture très proche",
	"sound": "même prononciation", "near": "écriture proche", "loose": "écriture un peu proche", "part": "en commun pour partie", "swapped": "interversion",
	"cross": "nom de l'un, nom d'usage de l'autre", "misplaced": "à une autre place", "slip": "à un caractère près", "two_slips": "à deux caractères près",
	"first_january": "même 1er janvier", "year_only": "même année, jour inconnu", "same_year": "même année, autre jour", "initial": "même initiale",
	"area": "même département", "generation": "une génération d'écart", "different": "en désaccord",
}

func labelOf(labels map[string]string, code string) string {
	if text, ok := labels[code]; ok {
		return text
	}
	return code
}

// stepsOf tells how the weights of a pair add up: what stands before any
// comparison, then each field that both state.
func stepsOf(c *matching.Comparison) []report.Step {
	steps := []report.Step{{Label: "Au départ", Finding: "deux demandes au hasard", Bits: c.Prior}}
	for _, f := range c.Fields {
		steps = append(steps, report.Step{Label: labelOf(fieldLabels, f.Field.String()), Finding: labelOf(levelLabels, f.Level.String()), Bits: f.Bits})
	}
	if c.Household != 0 {
		steps = append(steps, report.Step{Label: "Même foyer", Finding: "deux parents le montreraient aussi", Bits: c.Household})
	}
	return steps
}
