package disclosure

import (
	"slices"

	"github.com/fichier-unique/rules/demand"
)

var (
	sourceSecret = demand.Source{Article: "arrêté du 28 mars 2011, art. 4 II", Text: "publication de données assez agrégées pour empêcher l'identification", Confidence: demand.Secondary}
	sourceSound  = demand.Source{Article: "règle de l'observatoire", Text: "ce qui n'est pas cohérent ne peut pas être protégé", Confidence: demand.Inference}
)

func rule(code, chapter string, severity demand.Severity, source demand.Source, french, english string, params ...string) demand.Rule {
	return demand.Rule{Code: code, Chapter: chapter, Severity: severity, Source: source, Params: params, French: french, English: english}
}

var rules = []demand.Rule{
	rule("SEC-SEU-01", "seuil", demand.Blocking, sourceSecret,
		"Un seuil de {minimum} ne protège personne ou cache tout : donner le plus petit effectif publié, de 2 à 1000 (5 est d'usage, 11 pour les revenus).",
		"A threshold of {minimum} protects nobody or hides everything: give the least count published, from 2 to 1000 (5 is usual, 11 for incomes).", "minimum"),
	rule("SEC-SEU-02", "seuil", demand.Blocking, sourceSecret,
		"Le réglage {name} vaut {value} : donner de 0 (valeur par défaut) à {most}.",
		"The setting {name} is {value}: give 0 (the default) to {most}.", "name", "value", "most"),
	rule("SEC-SEU-03", "seuil", demand.Blocking, sourceSecret,
		"On ne sait pas si les zéros sont publiés : donner « » (publiés) ou « hidden » (cachés).",
		"Whether zeroes are published is not known: give \"\" (published) or \"hidden\"."),
	rule("SEC-CEL-01", "cellules", demand.Blocking, sourceSound,
		"La cellule « {cell} » est donnée deux fois, ou sans nom : donner un nom à chacune, et une seule fois chaque cellule.",
		"Cell \"{cell}\" is given twice, or without a name: name each cell, and give each one once.", "cell"),
	rule("SEC-CEL-02", "cellules", demand.Blocking, sourceSound,
		"La cellule « {cell} » est négative : un effectif et un montant valent 0 ou plus ; recompter.",
		"Cell \"{cell}\" is negative: a count and an amount are 0 or more; count again.", "cell"),
	rule("SEC-CEL-03", "cellules", demand.Blocking, sourceSound,
		"La cellule « {cell} » ou son poids dépasse ce qui peut être protégé ({most}) : donner une unité plus grande.",
		"Cell \"{cell}\" or its weight is above what can be protected ({most}): give a larger unit.", "cell", "most"),
	rule("SEC-REL-01", "additions", demand.Blocking, sourceSound,
		"« {relation} » nomme la cellule de rang {cell}, qui n'existe pas : donner toutes les cellules de l'addition.",
		"\"{relation}\" names the cell of rank {cell}, which does not exist: give every cell of the addition.", "relation", "cell"),
	rule("SEC-REL-02", "additions", demand.Blocking, sourceSound,
		"« {relation} » compte deux fois la cellule « {cell} » : la donner une fois.",
		"\"{relation}\" counts cell \"{cell}\" twice: give it once.", "relation", "cell"),
	rule("SEC-REL-03", "additions", demand.Blocking, sourceSound,
		"« {relation} » ne tombe pas juste : le total est {total}, la somme {sum} ; corriger les comptes avant de protéger.",
		"\"{relation}\" does not add up: the total is {total}, the sum {sum}; mend the counts before protecting them.", "relation", "total", "sum"),
	rule("SEC-REL-04", "additions", demand.Blocking, sourceSound,
		"« {relation} » dépasse sa limite : {sum} pour au plus {total} ; corriger les comptes avant de protéger.",
		"\"{relation}\" is above its limit: {sum} for at most {total}; mend the counts before protecting them.", "relation", "total", "sum"),
	rule("SEC-GRO-01", "additions", demand.Blocking, sourceSound,
		"« {cell} » ne tient pas dans son groupe : en donner tous les effectifs, cachés, zéros compris (Nought), dans aucune addition, chacun de zéro au total de sa ligne et de sa colonne.",
		"\"{cell}\" does not fit in its group: give every count of it, hidden, noughts among them (Nought), in no addition, each from nought to the total of its row and of its column.", "cell"),
	rule("SEC-HIE-01", "territoires", demand.Blocking, sourceSound,
		"« {code} » se contient lui-même dans l'axe « {axis} » : corriger l'échelon au-dessus.",
		"\"{code}\" contains itself in axis \"{axis}\": mend the level above.", "axis", "code"),
	rule("SEC-HIE-02", "territoires", demand.Blocking, sourceSound,
		"« {code} » dépend de « {parent} », absent de l'axe « {axis} » : ajouter l'échelon qui manque.",
		"\"{code}\" belongs to \"{parent}\", which axis \"{axis}\" lacks: add the missing level.", "axis", "code", "parent"),
	rule("SEC-HIE-03", "territoires", demand.Blocking, sourceSound,
		"« {code} » figure deux fois dans l'axe « {axis} », ou sans code : le donner une fois.",
		"\"{code}\" is twice in axis \"{axis}\", or has no code: give it once.", "axis", "code"),
	rule("SEC-TAB-01", "publication", demand.Blocking, sourceSecret,
		"Rien n'est publiable : toutes les cellules doivent être cachées ; regrouper des territoires ou des colonnes.",
		"Nothing can be published: every cell must be hidden; group territories or columns."),
	rule("SEC-AUD-01", "audit", demand.Blocking, sourceSecret,
		"La cellule « {cell} » ne peut pas être protégée : ce qui est déjà publié la donne à trop peu près ; retirer une publication, ou ne pas publier ces tableaux.",
		"Cell \"{cell}\" cannot be protected: what is already published gives it too closely; withdraw a publication, or do not publish these tables.", "cell"),
	rule("SEC-AUD-02", "audit", demand.Blocking, sourceSecret,
		"La cellule cachée « {cell} » se retrouve : un lecteur sait qu'elle vaut de {low} à {high} ; cacher une autre cellule des mêmes additions.",
		"Hidden cell \"{cell}\" can be recovered: a reader knows that it is from {low} to {high}; hide another cell of the same additions.", "cell", "low", "high"),
	rule("SEC-AUD-03", "audit", demand.ToConfirm, sourceSecret,
		"La cellule cachée « {cell} » n'a été ni retrouvée ni prouvée à l'abri : la regarder avant de publier.",
		"Hidden cell \"{cell}\" was neither recovered nor proved safe: look at it before publishing.", "cell"),
	rule("SEC-AUD-04", "audit", demand.Blocking, sourceSound,
		"Les chiffres publiés se contredisent autour de « {relation} » : aucun tableau ne les donne ; les recompter.",
		"The published figures contradict each other around \"{relation}\": no table gives them; count them again.", "relation"),
	rule("SEC-AUD-05", "audit", demand.Blocking, sourceSecret,
		"La cellule « {cell} » est publiée alors que son effectif est sous le seuil : la cacher, puis protéger de nouveau.",
		"Cell \"{cell}\" is published although its count is under the threshold: hide it, then protect again.", "cell"),
	rule("SEC-AUD-06", "audit", demand.Blocking, sourceSecret,
		"Ce qui a été publié auparavant n'a pas pu être remis en ordre : aucun tableau complet n'a été trouvé qui le donne ; le publier de nouveau depuis ses comptes, avec les tableaux d'aujourd'hui.",
		"What was published before could not be put in order: no whole table was found that gives it; publish it again from its counts, with today's tables."),
	rule("SEC-DIF-01", "perimetres", demand.Blocking, sourceSecret,
		"« {first} » moins « {second} » isole {parts} territoire(s) dont l'effectif est sous le seuil : ne publier qu'un des deux périmètres.",
		"\"{first}\" less \"{second}\" isolates {parts} territories whose count is under the threshold: publish one of the two perimeters only.", "first", "second", "parts"),
	rule("SEC-ARR-01", "arrondi", demand.Blocking, sourceSecret,
		"Une base d'arrondi de {base} ne protège pas ou efface tout : donner de 3 à 1000, au moins le seuil {minimum}.",
		"A rounding base of {base} does not protect or wipes everything out: give 3 to 1000, the threshold {minimum} at least.", "base", "minimum"),
	rule("SEC-ARR-02", "arrondi", demand.Information, sourceSecret,
		"L'addition « {relation} » ne tombe plus juste une fois arrondie : le dire sous le tableau.",
		"The addition \"{relation}\" is no longer exact once rounded: say so under the table.", "relation"),
}

// Rules describes everything the protection may have to say.
func Rules() []demand.Rule { return append([]demand.Rule(nil), rules...) }

// fault makes a fault with its parameters, given name then value.
func fault(code, path string, params ...string) demand.Fault {
	i := slices.IndexFunc(rules, func(r demand.Rule) bool { return r.Code == code })
	f := demand.Fault{Code: code, Path: path, Severity: rules[i].Severity}
	for k := 0; k+1 < len(params); k += 2 {
		f.Params = append(f.Params, demand.Param{Name: params[k], Value: params[k+1]})
	}
	return f
}
