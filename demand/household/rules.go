package household

import (
	"slices"

	"github.com/fichier-unique/rules/demand"
)

// Rules describes every rule of this package: how the category and the income
// are fixed, why a ceiling is unknown, what decides, what is wrong in a case.
// Their examples are cases as Decode reads them, forms for what FromForm says, a
// financing, zone, category, extra persons and day for what a ceiling says, a
// threshold for the first quartile: the first keeps the rule silent, the second
// makes it speak.
func Rules() []demand.Rule { return slices.Concat(rulesPersons, rulesCeilings) }

var rulesPersons = []demand.Rule{
	{
		Code: "FOY-CAT-01", Chapter: "catégorie", Severity: demand.Information,
		Source:  demand.Source{Article: "arrêté du 29 juillet 1987, art. 2 ; CCH L.442-12", Text: "la catégorie suit le nombre de personnes vivant au foyer", Confidence: demand.Verified},
		French:  "La catégorie est le nombre de personnes vivant au foyer.",
		English: "The category is the number of persons living in the household.",
		Accepts: `{"date":"2026-03-01","zone":"autres_regions","adults":[{"age":40}],"dependants":[{"age":9}]}`,
		Refuses: `{"date":"2026-03-01","zone":"autres_regions","adults":[{"age":40},{"age":41}],"couple":true,"dependants":[{"age":9}]}`,
	},
	{
		Code: "FOY-CAT-02", Chapter: "catégorie", Severity: demand.Information,
		Source:  demand.Source{Article: "arrêté du 29 juillet 1987, art. 2", Text: "une personne seule avec une personne à charge : catégorie 3 ; deux : 4 ; trois : 5 ; quatre : 6", Confidence: demand.Verified},
		French:  "Une personne seule avec des personnes à charge a une catégorie de plus que le nombre de personnes du foyer.",
		English: "A person alone with dependants has one category more than the number of persons.",
		Accepts: `{"date":"2026-03-01","zone":"autres_regions","adults":[{"age":40},{"age":41}],"dependants":[{"age":9}]}`,
		Refuses: `{"date":"2026-03-01","zone":"autres_regions","adults":[{"age":40}],"dependants":[{"age":9}]}`,
	},
	{
		Code: "FOY-CAT-03", Chapter: "catégorie", Severity: demand.Information,
		Source:  demand.Source{Article: "arrêté du 29 juillet 1987, art. 2", Text: "jeune ménage sans personne à charge : la somme des âges révolus est d'au plus cinquante-cinq ans ; étendu du mariage aux pacsés et concubins", Confidence: demand.Secondary},
		French:  "Un jeune couple sans personne à charge, dont la somme des âges est d'au plus 55 ans, est en catégorie 3.",
		English: "A young couple without dependants, whose ages add up to 55 at most, is in category 3.",
		Accepts: `{"date":"2026-03-01","zone":"autres_regions","adults":[{"age":28},{"age":28}],"couple":true}`,
		Refuses: `{"date":"2026-03-01","zone":"autres_regions","adults":[{"age":27},{"age":28}],"couple":true}`,
	},
	{
		Code: "FOY-CAT-04", Chapter: "catégorie", Severity: demand.Information,
		Source:  demand.Source{Article: "arrêté du 29 juillet 1987, art. 2", Text: "au moins une personne titulaire de la carte mobilité inclusion, mention invalidité : une catégorie de plus, jusqu'à la sixième ; lu dans la fiche officielle F869 de 2020, date d'entrée en vigueur non lue", Confidence: demand.Secondary},
		French:  "Une personne du foyer est titulaire de la carte d'invalidité : le foyer a une catégorie de plus, jusqu'à la sixième. Ce rehaussement ne s'ajoute pas à celui d'une personne seule avec personnes à charge.",
		English: "A person of the household holds the invalidity card: one category more, up to the sixth. It does not add to that of a person alone with dependants.",
		Accepts: `{"date":"2026-03-01","zone":"autres_regions","adults":[{"age":40}]}`,
		Refuses: `{"date":"2026-03-01","zone":"autres_regions","adults":[{"age":40,"disabled":true}]}`,
	},
	{
		Code: "FOY-CAT-05", Chapter: "catégorie", Severity: demand.Information,
		Source:  demand.Source{Article: "arrêté du 29 juillet 1987, annexes", Text: "au-delà de six personnes : un montant par personne supplémentaire", Confidence: demand.Verified},
		French:  "Le foyer compte plus de six personnes : chaque personne au-delà de la sixième ajoute un montant fixe au plafond.",
		English: "The household is of more than six persons: each one beyond the sixth adds a fixed amount to the ceiling.",
		Accepts: `{"date":"2026-03-01","zone":"autres_regions","adults":[{"age":40},{"age":41}],"dependants":[{"age":9},{"age":8},{"age":7},{"age":6}]}`,
		Refuses: `{"date":"2026-03-01","zone":"autres_regions","adults":[{"age":40},{"age":41}],"dependants":[{"age":9},{"age":8},{"age":7},{"age":6},{"age":5}]}`,
	},
	{
		Code: "FOY-CAT-06", Chapter: "catégorie", Severity: demand.Information,
		Source:  demand.Source{Article: "arrêté du 29 juillet 1987, art. 2 et annexes", Text: "une personne seule avec quatre personnes à charge est en catégorie 6 : chaque personne à charge au-delà est une personne supplémentaire ; choix fait pour le foyer, le texte permet aussi de ne compter qu'à partir de la septième personne", Confidence: demand.Inference},
		French:  "Une personne seule avec plus de quatre personnes à charge est en catégorie 6 ; chaque personne à charge au-delà de la quatrième ajoute un montant fixe au plafond.",
		English: "A person alone with more than four dependants is in category 6; each dependant beyond the fourth adds a fixed amount to the ceiling.",
		Accepts: `{"date":"2026-03-01","zone":"autres_regions","adults":[{"age":40}],"dependants":[{"age":9},{"age":8},{"age":7},{"age":6}]}`,
		Refuses: `{"date":"2026-03-01","zone":"autres_regions","adults":[{"age":40}],"dependants":[{"age":9},{"age":8},{"age":7},{"age":6},{"age":5}]}`,
	},
	{
		Code: "FOY-REV-01", Chapter: "revenu", Severity: demand.Information,
		Source:  demand.Source{Article: "arrêté du 29 juillet 1987, art. 4", Text: "somme des revenus fiscaux de référence de l'avant-dernière année (N-2), N étant l'année de signature du bail", Confidence: demand.Secondary},
		French:  "Le revenu retenu est le revenu fiscal de référence de l'avant-dernière année (N-2).",
		English: "The income kept is the reference tax income of the second year before (N-2).",
		Accepts: `{"date":"2018-03-01","zone":"autres_regions","adults":[{"age":40}],"incomes":{"2016":20000,"2017":18000}}`,
		Refuses: `{"date":"2018-03-01","zone":"autres_regions","adults":[{"age":40}],"incomes":{"2016":20000,"2017":18000.01}}`,
	},
	{
		Code: "FOY-REV-02", Chapter: "revenu", Severity: demand.Information,
		Source:  demand.Source{Article: "arrêté du 29 juillet 1987, art. 4", Text: "les revenus de l'année précédente ou des douze derniers mois, s'ils sont inférieurs d'au moins 10 %", Confidence: demand.Secondary},
		French:  "Le revenu retenu est celui de l'année précédente ou des douze derniers mois, car il est inférieur d'au moins 10 % à celui de l'avant-dernière année ; il faut en apporter la preuve.",
		English: "The income kept is that of the year before or of the last twelve months, for it is at least 10 % below that of the second year before; proof is needed.",
		Accepts: `{"date":"2018-03-01","zone":"autres_regions","adults":[{"age":40}],"incomes":{"2016":20000,"2017":18000.01}}`,
		Refuses: `{"date":"2018-03-01","zone":"autres_regions","adults":[{"age":40}],"incomes":{"2016":20000,"2017":18000}}`,
	},
	{
		Code: "FOY-REV-03", Chapter: "revenu", Severity: demand.Information,
		Source:  demand.Source{Article: "arrêté du 29 juillet 1987, art. 4", Text: "le revenu de l'avant-dernière année est la référence ; sans lui, rien ne se compare", Confidence: demand.Secondary},
		French:  "Le revenu de l'avant-dernière année (N-2) manque : l'indiquer, d'après l'avis d'imposition de tous les adultes du foyer.",
		English: "The income of the second year before (N-2) is missing: give it, from the tax notices of all the adults of the household.",
		Accepts: `{"date":"2018-03-01","zone":"autres_regions","adults":[{"age":40}],"incomes":{"2016":20000}}`,
		Refuses: `{"date":"2018-03-01","zone":"autres_regions","adults":[{"age":40}],"incomes":{"2017":20000}}`,
	},
	{
		Code: "FOY-REV-04", Chapter: "revenu", Severity: demand.Information,
		Source:  demand.Source{Article: "notice 51423", Text: "revenus N-2 et N-1 de chaque adulte", Confidence: demand.Secondary},
		Params:  []string{"year"},
		French:  "Le revenu fiscal de référence de {year} n'est pas donné pour cet adulte : l'indiquer, sinon la somme du foyer n'est pas connue pour cette année.",
		English: "The reference tax income of {year} is not given for this adult: give it, or the sum of the household is not known for that year.",
		Accepts: `{"applicant":{"income":{"year_minus_1":2025,"amount_minus_1":"12000","year_minus_2":2024,"amount_minus_2":"12500"}}}`,
		Refuses: `{"applicant":{"income":{"year_minus_2":2024,"amount_minus_2":"12500"}}}`,
	},
	{
		Code: "FOY-REV-05", Chapter: "revenu", Severity: demand.Information,
		Source:  demand.Source{Article: "CCH L.441-1", Text: "divorce en cours, rupture de PACS, ordonnance de protection, plainte pour violences : seules les ressources du demandeur comptent", Confidence: demand.Verified},
		French:  "Seul le revenu du demandeur compte, et il n'est pas donné à part : l'indiquer dans own_incomes.",
		English: "Only the applicant's income counts, and it is not given apart: give it in own_incomes.",
		Accepts: `{"date":"2018-03-01","zone":"autres_regions","adults":[{"age":40},{"age":70}],"apart":"divorce","own_incomes":{"2016":9000},"incomes":{"2016":20000}}`,
		Refuses: `{"date":"2018-03-01","zone":"autres_regions","adults":[{"age":40},{"age":70}],"apart":"divorce","incomes":{"2016":20000}}`,
	},
}
