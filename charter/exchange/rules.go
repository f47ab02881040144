package exchange

import "github.com/fichier-unique/rules/demand"

var ours = demand.Source{Article: "règle du fichier", Text: "deux systèmes qui écrivent la même donnée le même jour : rien n'est perdu, la charte dit qui fait foi", Confidence: demand.Inference}

// Rules describes what is said when systems meet.
func Rules() []demand.Rule {
	return []demand.Rule{
		{Code: "ECH-CON-01", Chapter: "échanges", Severity: demand.Information, Source: ours,
			French:  "Deux services ont donné cette valeur pour le même jour : celle du partenaire qui en est propriétaire fait foi, il est prévenu de l'autre.",
			English: "Two services gave this value for the same day: that of the partner who owns it prevails, and it is told of the other."},
		{Code: "ECH-CON-02", Chapter: "échanges", Severity: demand.ToConfirm, Source: ours,
			French:  "Deux services ont donné cette valeur pour le même jour et la charte ne dit pas qui fait foi : la dernière est gardée, le gestionnaire tranche.",
			English: "Two services gave this value for the same day and the charter does not say who prevails: the last is kept, the manager settles."},
		{Code: "ECH-MIG-01", Chapter: "échanges", Severity: demand.ToConfirm, Params: []string{"desk"}, Source: ours,
			French:  "Le guichet {desk}, qui a enregistré des demandes, n'est pas dans la nouvelle charte : l'y inscrire ou nommer son successeur.",
			English: "Desk {desk}, which registered demands, is not in the new charter: write it there or name its successor."},
		{Code: "ECH-MIG-02", Chapter: "échanges", Severity: demand.ToConfirm, Source: ours,
			French:  "Deux valeurs se contredisent et la nouvelle charte ne dit pas qui fait foi : trancher avant de passer de l'une à l'autre.",
			English: "Two values contradict each other and the new charter does not say who prevails: settle before moving from one to the other."},
	}
}
