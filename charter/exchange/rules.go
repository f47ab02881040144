package exchange

import "github.com/fichier-unique/rules/demand"

var ours = demand.Source{Article: "règle du fichier", Text: "deux systèmes qui écrivent la même donnée le même jour : rien n'est perdu, la charte dit qui fait foi", Confidence: demand.Inference}

var nothingLost = demand.Source{Article: "CCH L.441-2-1, R.441-2-3, R.441-2-7", Text: "le numéro et la date du premier dépôt sont conservés ; rien n'est présent d'un seul côté", Confidence: demand.Inference}

// Rules describes what is said when systems meet.
func Rules() []demand.Rule {
	return []demand.Rule{
		{Code: "ECH-CON-01", Chapter: "échanges", Severity: demand.Information, Source: ours,
			French:  "Deux services ont donné cette valeur pour le même jour : celle du partenaire qui en est propriétaire fait foi, il est prévenu de l'autre.",
			English: "Two services gave this value for the same day: that of the partner who owns it prevails, and it is told of the other."},
		{Code: "ECH-CON-02", Chapter: "échanges", Severity: demand.ToConfirm, Source: ours,
			French:  "Deux services ont donné cette valeur pour le même jour et rien ne dit qui fait foi, la charte ou le propriétaire : la dernière est gardée, le propriétaire, sinon le gestionnaire, tranche.",
			English: "Two services gave this value for the same day and nothing says who prevails, neither the charter nor the owner: the last is kept, the owner, failing which the manager, settles."},
		{Code: "ECH-MIG-01", Chapter: "échanges", Severity: demand.ToConfirm, Params: []string{"desk"}, Source: ours,
			French:  "Le guichet {desk}, qui a enregistré des demandes, n'est pas dans la nouvelle charte : l'y inscrire ou nommer son successeur.",
			English: "Desk {desk}, which registered demands, is not in the new charter: write it there or name its successor."},
		{Code: "ECH-MIG-02", Chapter: "échanges", Severity: demand.ToConfirm, Source: ours,
			French:  "Deux valeurs se contredisent et la nouvelle charte ne dit pas qui fait foi : trancher avant de passer de l'une à l'autre.",
			English: "Two values contradict each other and the new charter does not say who prevails: settle before moving from one to the other."},
		{Code: "ECH-MIG-03", Chapter: "échanges", Severity: demand.Blocking, Source: nothingLost,
			French:  "La demande est absente du système d'arrivée : la reprendre de sa source avant d'ouvrir.",
			English: "The demand is absent from the new system: take it again from its source before opening."},
		{Code: "ECH-MIG-04", Chapter: "échanges", Severity: demand.ToConfirm, Source: nothingLost,
			French:  "La demande n'est dans aucune source : dire d'où elle vient, ou la retirer.",
			English: "The demand is in no source: say where it comes from, or remove it."},
		{Code: "ECH-MIG-05", Chapter: "échanges", Severity: demand.Blocking, Source: nothingLost,
			French:  "Le numéro unique que la demande portait n'y est plus, ni comme numéro, ni comme ancien numéro.",
			English: "The unique number the demand bore is no longer there, neither as its number nor as a former one."},
		{Code: "ECH-MIG-06", Chapter: "échanges", Severity: demand.Blocking, Source: nothingLost,
			French:  "L'ancienneté est plus tardive qu'à la source, pour la demande ou pour celle qui l'a absorbée : corriger la date écrite par la réunion.",
			English: "The seniority is later than at the source, for the demand or for the one that absorbed it: correct the date that the merge wrote."},
		{Code: "ECH-MIG-07", Chapter: "échanges", Severity: demand.Blocking, Params: []string{"count"}, Source: nothingLost,
			French:  "{count} événement(s) de la source manquent ou ont changé : les reprendre avec leur identifiant.",
			English: "{count} event(s) of the source are missing or have changed: take them again under their identifiers."},
		{Code: "ECH-MIG-08", Chapter: "échanges", Severity: demand.Blocking, Source: nothingLost,
			French:  "La demande est absorbée par une autre qui ne continue pas : dire laquelle est gardée.",
			English: "The demand is absorbed by another one that does not go on: say which is kept."},
		{Code: "ECH-MIG-09", Chapter: "échanges", Severity: demand.ToConfirm, Source: nothingLost,
			French:  "Deux demandes en cours portent le même numéro : une personne dit si elles sont à réunir.",
			English: "Two current demands bear the same number: a person says whether they are to be merged."},
		{Code: "ECH-MIG-10", Chapter: "échanges", Severity: demand.ToConfirm, Source: nothingLost,
			French:  "L'état de la demande n'est celui d'aucune source : deux systèmes l'ont fait vivre différemment, une personne dit lequel a raison.",
			English: "The status of the demand is that of no source: two systems made it live differently, a person says which is right."},
	}
}
