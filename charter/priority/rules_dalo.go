package priority

import "github.com/fichier-unique/rules/demand"

const chapterDALO = "DALO"

var (
	sourceDALO   = source("CCH L.441-2-3 (2010-2011)", "désignation par le préfet ; imputation sur son contingent, ou celui d'Action Logement pour un salarié ; avertissement dans l'offre", demand.Verified)
	sourceSeize  = source("CCH L.441-2-3 (2010-2011)", "cas de saisine de la commission de médiation", demand.Verified)
	sourceStays  = source("CCH R.441-14-1 (2010-2011)", "seuils : décision d'expulsion, hébergement depuis plus de six mois, logement de transition depuis plus de dix-huit mois", demand.Verified)
	sourceStatus = source("liste « dalo_status » de l'interface nationale", "CADUC et ACTREL n'ont d'existence que dans cette liste", demand.Inference)
	active       = demand.Example(`{"day":"2026-06-30","status":"ACTIF"}`)
	lapsed       = demand.Example(`{"day":"2026-06-30","status":"CADUC"}`)
)

var rulesDALO = []demand.Rule{
	{
		Code: "PRI-DAL-01", Chapter: chapterDALO, Severity: demand.Information,
		Source:  sourceDALO,
		French:  "Le préfet désigne le ménage à un bailleur, qui le loge.",
		English: "The prefect designates the household to a landlord, which houses it.",
		Accepts: lapsed,
		Refuses: active,
	},
	{
		Code: "PRI-DAL-02", Chapter: chapterDALO, Severity: demand.Information,
		Source:  sourceDALO,
		French:  "L'attribution s'impute sur le contingent du préfet (PPRIOR).",
		English: "The allocation is charged on the prefect's quota (PPRIOR).",
		Accepts: lapsed,
		Refuses: active,
	},
	{
		Code: "PRI-DAL-03", Chapter: chapterDALO, Severity: demand.Information,
		Source:  sourceDALO,
		French:  "Pour un salarié, l'attribution peut s'imputer sur le contingent d'Action Logement (COLACT).",
		English: "For an employee, the allocation may be charged on Action Logement's quota (COLACT).",
		Accepts: `{"day":"2026-06-30","status":"ACTIF","employee":false}`,
		Refuses: `{"day":"2026-06-30","status":"ACTIF","employee":true}`,
	},
	{
		Code: "PRI-DAL-04", Chapter: chapterDALO, Severity: demand.Information,
		Source:  sourceDALO,
		French:  "L'offre avertit le ménage que refuser une offre adaptée peut lui faire perdre le bénéfice de la décision.",
		English: "The offer warns the household that refusing an adapted offer may lose the benefit of the decision.",
		Accepts: lapsed,
		Refuses: active,
	},
	{
		Code: "PRI-DAL-05", Chapter: chapterDALO, Severity: demand.Information, From: demand.MustDate("2010-01-01"),
		Source:  source("CCH R.441-3", "au moins trois demandes par logement, sauf pour une personne désignée par le préfet au titre du DALO (exception ajoutée en 2010)", demand.Verified),
		French:  "La commission peut examiner ce ménage seul : la règle des trois demandes par logement ne s'applique pas à une désignation DALO.",
		English: "The commission may examine this household alone: the rule of three requests per dwelling does not apply to a DALO designation.",
		Accepts: lapsed,
		Refuses: active,
	},
	{
		Code: "PRI-DAL-06", Chapter: chapterDALO, Severity: demand.Information,
		Source:  source2017,
		French:  "Le ménage passe avant les autres publics prioritaires.",
		English: "The household comes before the other priority publics.",
		Accepts: `{"day":"2017-01-26","status":"ACTIF"}`,
		Refuses: `{"day":"2017-01-27","status":"ACTIF"}`,
	},
	{
		Code: "PRI-DAL-07", Chapter: chapterDALO, Severity: demand.Information,
		Source:  source("Conseil d'État, 8 juillet 2020, no 420472", "la radiation ne libère pas l'État, sauf si elle exécute la décision ou si les faits montrent renonciation ou entrave", demand.Secondary),
		French:  "Une radiation de la demande ne libère pas à elle seule l'État de la décision.",
		English: "A strike-off of the demand does not by itself free the State of the decision.",
		Accepts: lapsed,
		Refuses: active,
	},
	{
		Code: "PRI-DAL-08", Chapter: chapterDALO, Severity: demand.Information,
		Source:  sourceStatus,
		French:  "La décision DALO est caduque : elle ne donne plus de priorité. La demande elle-même reste valable.",
		English: "The DALO decision has lapsed: it gives no priority any more. The demand itself stays valid.",
		Accepts: active,
		Refuses: lapsed,
	},
	{
		Code: "PRI-DAL-09", Chapter: chapterDALO, Severity: demand.Information,
		Source:  sourceStatus,
		French:  "Le statut DALO n'est pas dit.",
		English: "The DALO status is not said.",
		Accepts: active,
		Refuses: `{"day":"2026-06-30","status":"?"}`,
	},
	{
		Code: "PRI-DAL-10", Chapter: chapterDALO, Severity: demand.Information,
		Source:  sourceStatus,
		French:  "Le ménage DALO est relogé : aucune autre désignation n'est due pour cette décision.",
		English: "The DALO household is rehoused: no other designation is due for this decision.",
		Accepts: active,
		Refuses: `{"day":"2026-06-30","status":"ACTREL"}`,
	},
	{
		Code: "PRI-DAL-11", Chapter: chapterDALO, Severity: demand.Information,
		Source:  source("CCH L.441-2-3, L.441-1-4", "aucune proposition adaptée dans le délai anormalement long fixé par le préfet", demand.Verified),
		Params:  []string{"months"},
		French:  "Saisine possible : aucune proposition adaptée en {months} mois, délai anormalement long du département.",
		English: "Seizure possible: no adapted proposal in {months} months, the abnormally long delay of the département.",
		Accepts: `{"day":"2012-10-14","abnormal":24,"facts":{"deposited_on":"2010-10-15","adapted_proposal":false}}`,
		Refuses: `{"day":"2012-10-15","abnormal":24,"facts":{"deposited_on":"2010-10-15","adapted_proposal":false}}`,
	},
	{
		Code: "PRI-DAL-12", Chapter: chapterDALO, Severity: demand.Information,
		Source:  sourceSeize,
		French:  "Saisine possible sans délai : le ménage est dépourvu de logement.",
		English: "Seizure possible without delay: the household has no dwelling.",
		Accepts: `{"day":"2011-03-02","facts":{"homeless":false}}`,
		Refuses: `{"day":"2011-03-02","facts":{"homeless":true}}`,
	},
	{
		Code: "PRI-DAL-13", Chapter: chapterDALO, Severity: demand.Information,
		Source:  sourceStays,
		French:  "Saisine possible sans délai : une décision de justice prononce l'expulsion.",
		English: "Seizure possible without delay: a court decision orders the eviction.",
		Accepts: `{"day":"2011-03-02","facts":{"eviction_threat":true}}`,
		Refuses: `{"day":"2011-03-02","facts":{"eviction_judged":true}}`,
	},
	{
		Code: "PRI-DAL-14", Chapter: chapterDALO, Severity: demand.Information,
		Source:  sourceStays,
		Params:  []string{"months"},
		French:  "Saisine possible sans délai : le ménage est hébergé sans interruption depuis plus de {months} mois.",
		English: "Seizure possible without delay: the household has been in a shelter without a break for more than {months} months.",
		Accepts: `{"day":"2011-07-15","facts":{"shelter_since":"2011-01-15"}}`,
		Refuses: `{"day":"2011-07-16","facts":{"shelter_since":"2011-01-15"}}`,
	},
	{
		Code: "PRI-DAL-15", Chapter: chapterDALO, Severity: demand.Information,
		Source:  sourceStays,
		Params:  []string{"months"},
		French:  "Saisine possible sans délai : le ménage est en logement de transition ou en foyer depuis plus de {months} mois.",
		English: "Seizure possible without delay: the household has been in transitional housing or a hostel for more than {months} months.",
		Accepts: `{"day":"2012-07-15","facts":{"transitional_since":"2011-01-15"}}`,
		Refuses: `{"day":"2012-07-16","facts":{"transitional_since":"2011-01-15"}}`,
	},
	{
		Code: "PRI-DAL-16", Chapter: chapterDALO, Severity: demand.Information,
		Source:  sourceSeize,
		French:  "Ce cas de saisine n'est pas ouvert d'après ce qui est dit.",
		English: "This ground is not open from what is said.",
		Accepts: `{"day":"2011-03-02","facts":{}}`,
		Refuses: `{"day":"2011-03-02","facts":{"homeless":false}}`,
	},
	{
		Code: "PRI-DAL-17", Chapter: chapterDALO, Severity: demand.Information,
		Source:  sourceSeize,
		French:  "Il n'est pas dit si ce cas de saisine est ouvert.",
		English: "It is not said whether this ground is open.",
		Accepts: `{"day":"2011-03-02","abnormal":24,"facts":{"adapted_proposal":true,"homeless":false,"eviction_judged":false,"shelter_since":"2011-01-01","transitional_since":"2011-01-01","unfit":false,"overcrowded":false,"non_decent":false}}`,
		Refuses: `{"day":"2011-03-02","facts":{}}`,
	},
	{
		Code: "PRI-DAL-18", Chapter: chapterDALO, Severity: demand.Information,
		Source:  sourceSeize,
		French:  "Saisine possible sans délai : les locaux sont impropres à l'habitation, insalubres ou dangereux.",
		English: "Seizure possible without delay: the premises are unfit for housing, insalubrious or dangerous.",
		Accepts: `{"day":"2011-03-02","facts":{"unfit":false}}`,
		Refuses: `{"day":"2011-03-02","facts":{"unfit":true}}`,
	},
	{
		Code: "PRI-DAL-19", Chapter: chapterDALO, Severity: demand.Information,
		Source:  sourceSeize,
		French:  "Saisine possible sans délai : le logement est suroccupé ou non décent, avec un enfant mineur, un handicap ou une personne handicapée à charge.",
		English: "Seizure possible without delay: the dwelling is overcrowded or not decent, with a minor child, a disability or a disabled dependant.",
		Accepts: `{"day":"2011-03-02","facts":{"overcrowded":true,"minor_child":false,"disability":false,"disabled_dependant":false}}`,
		Refuses: `{"day":"2011-03-02","facts":{"overcrowded":true,"disabled_dependant":true}}`,
	},
}
