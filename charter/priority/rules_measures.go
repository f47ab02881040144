package priority

import "github.com/fichier-unique/rules/demand"

const (
	chapterMeasures = "mesures de la loi"

	outside = `{"measure":"outside_qpv_first_quartile","granted":[{"leased_on":"2024-03-01","outside_qpv":true,"first_quartile":"`
)

var (
	sourceQuarter  = source("loi du 27 janvier 2017", "au moins 25 % des attributions hors QPV au quart le plus pauvre des demandeurs ; part adaptable localement", demand.Secondary)
	sourceBill     = source("loi du 27 janvier 2017, d'après un commentaire du projet (2016)", "maires et Action Logement : au moins 25 % de leurs attributions aux ménages prioritaires", demand.Secondary)
	sourceRecalled = source("loi du 27 janvier 2017", "même part pour les logements non réservés des bailleurs : de mémoire, non lue", demand.Unverified)
	sourceExact    = source("règle du fichier", "numérateur et dénominateur gardés ; ce qui n'est pas su n'est pas supposé", demand.Inference)
)

var rulesMeasures = []demand.Rule{
	{
		Code: "PRI-MES-01", Chapter: chapterMeasures, Severity: demand.Information,
		Source:  sourceQuarter,
		French:  "Au moins un quart des attributions hors quartiers prioritaires va aux ménages du premier quartile de ressources.",
		English: "At least a quarter of the allocations outside priority districts go to households of the first quartile.",
		Accepts: `{"measure":"communities_priority","granted":[]}`,
		Refuses: `{"measure":"outside_qpv_first_quartile","granted":[]}`,
	},
	{
		Code: "PRI-MES-02", Chapter: chapterMeasures, Severity: demand.Information,
		Source:  sourceBill,
		French:  "Au moins un quart des attributions des collectivités va aux ménages prioritaires.",
		English: "At least a quarter of the allocations of communities go to priority households.",
		Accepts: `{"measure":"outside_qpv_first_quartile","granted":[]}`,
		Refuses: `{"measure":"communities_priority","granted":[]}`,
	},
	{
		Code: "PRI-MES-03", Chapter: chapterMeasures, Severity: demand.Information,
		Source:  sourceBill,
		French:  "Au moins un quart des attributions d'Action Logement va aux ménages prioritaires.",
		English: "At least a quarter of the allocations of Action Logement go to priority households.",
		Accepts: `{"measure":"outside_qpv_first_quartile","granted":[]}`,
		Refuses: `{"measure":"action_logement_priority","granted":[]}`,
	},
	{
		Code: "PRI-MES-04", Chapter: chapterMeasures, Severity: demand.Information,
		Source:  sourceRecalled,
		French:  "Au moins un quart des attributions non réservées des bailleurs irait aux ménages prioritaires : règle non vérifiée.",
		English: "At least a quarter of the unreserved allocations of landlords would go to priority households: rule not verified.",
		Accepts: `{"measure":"outside_qpv_first_quartile","granted":[]}`,
		Refuses: `{"measure":"unreserved_priority","granted":[]}`,
	},
	{
		Code: "PRI-MES-05", Chapter: chapterMeasures, Severity: demand.Information,
		Source:  sourceExact,
		Params:  []string{"numerator", "denominator", "unsure"},
		French:  "Part inconnue : {numerator} sur {denominator} sont sûrs, et {unsure} attribution(s) dont il manque une donnée peuvent tout changer.",
		English: "Share unknown: {numerator} of {denominator} are sure, and {unsure} allocation(s) that lack a datum may change everything.",
		Accepts: outside + `yes"}]}`,
		Refuses: outside + `unknown"}]}`,
	},
	{
		Code: "PRI-MES-06", Chapter: chapterMeasures, Severity: demand.Information,
		Source:  sourceExact,
		French:  "Aucune attribution à mesurer : la part est inconnue.",
		English: "No allocation to measure: the share is unknown.",
		Accepts: outside + `yes"}]}`,
		Refuses: `{"measure":"outside_qpv_first_quartile","granted":[{"leased_on":"2024-03-01","outside_qpv":false}]}`,
	},
	{
		Code: "PRI-MES-07", Chapter: chapterMeasures, Severity: demand.Information,
		Source:  sourceExact,
		Params:  []string{"numerator", "denominator", "percent"},
		French:  "Part atteinte : {numerator} sur {denominator}, pour au moins {percent} %.",
		English: "Share reached: {numerator} of {denominator}, for at least {percent} %.",
		Accepts: outside + `no"}]}`,
		Refuses: outside + `yes"}]}`,
	},
	{
		Code: "PRI-MES-08", Chapter: chapterMeasures, Severity: demand.Information,
		Source:  sourceExact,
		Params:  []string{"numerator", "denominator", "percent"},
		French:  "Part non atteinte : {numerator} sur {denominator}, pour au moins {percent} %.",
		English: "Share not reached: {numerator} of {denominator}, for at least {percent} %.",
		Accepts: outside + `yes"}]}`,
		Refuses: outside + `no"}]}`,
	},
}
