package attestation

import (
	"slices"

	"github.com/fichier-unique/rules/demand"
)

// row is a compulsory mention, with what fills it.
type row struct {
	demand.Rule
	letter, title, path string
	lines               func(in *filling) []string
}

func (r *row) appliesTo(k Kind, p demand.Profile) bool {
	if k == Modification && r.Code > "ATT-MEN-04" {
		return false
	}
	return len(r.Profiles) == 0 || p == "" || slices.Contains(r.Profiles, p)
}

// Rules describes the compulsory mentions. A fault of one of these codes says
// that the mention is missing. The examples are a form, or the facts of the
// caller, each with what fills the mention and without.
func Rules() []demand.Rule {
	out := make([]demand.Rule, len(table))
	for i := range table {
		out[i] = table[i].Rule
	}
	return out
}

var table = []row{
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-01", Chapter: "attestation", Severity: demand.Blocking,
			Source:  demand.Source{Article: "CCH R.441-2-4 a)", Text: "noms et adresse du demandeur", Confidence: demand.Verified},
			French:  "Le nom ou l'adresse du demandeur manque à l'attestation : compléter la demande.",
			English: "The applicant's name or address is missing from the attestation: complete the demand.",
			Accepts: `{"applicant":{"used_name":"Zzyzx","address":{"street":"rue des Essais","city":"Dijon"}}}`,
			Refuses: `{"applicant":{"used_name":"Zzyzx"}}`,
		},
		letter: "a", title: "Demandeur", path: "applicant", lines: who,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-02", Chapter: "attestation", Severity: demand.Blocking,
			Source:  demand.Source{Article: "CCH R.441-2-4 b)", Text: "nom et adresse du service enregistreur", Confidence: demand.Verified},
			French:  "Le nom ou l'adresse du service enregistreur manque à l'attestation : donner les deux.",
			English: "The name or address of the registering service is missing from the attestation: give both.",
			Accepts: `{"service":{"name":"Guichet des Essais","address":"1 place du Test"}}`,
			Refuses: `{"service":{"name":"Guichet des Essais"}}`,
		},
		letter: "b", title: "Service qui a enregistré la demande", path: "facts.service", lines: service,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-03", Chapter: "attestation", Severity: demand.Blocking,
			Source:  demand.Source{Article: "CCH R.441-2-4 c)", Text: "numéro unique d'enregistrement", Confidence: demand.Verified},
			French:  "Le numéro unique manque à l'attestation : l'attribuer d'abord.",
			English: "The unique number is missing from the attestation: issue it first.",
			Accepts: `{"number":"021101000012321001"}`,
			Refuses: `{"deposited_on":"2010-10-15"}`,
		},
		letter: "c", title: "Votre numéro unique", path: "number", lines: number,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-04", Chapter: "attestation", Severity: demand.Blocking,
			Source:  demand.Source{Article: "CCH R.441-2-4 d)", Text: "date de réception de la demande et, le cas échéant, de son dernier renouvellement", Confidence: demand.Verified},
			French:  "La date de réception, ou celle du renouvellement attesté, manque à l'attestation : l'indiquer.",
			English: "The date of receipt, or that of the renewal attested, is missing from the attestation: give it.",
			Accepts: `{"deposited_on":"2010-10-15"}`,
			Refuses: `{"number":"021101000012321001"}`,
		},
		letter: "d", title: "Dates", path: "deposited_on", lines: dates,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-05", Chapter: "attestation", Severity: demand.Blocking, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-4 e)", Text: "bailleurs disposant d'un patrimoine dans les communes souhaitées", Confidence: demand.Verified},
			French:  "La liste des bailleurs des communes souhaitées manque à l'attestation : la demander au gestionnaire du fichier.",
			English: "The list of landlords of the wanted communes is missing from the attestation: ask the manager of the file.",
			Accepts: `{"landlords":["Bailleur des Essais"]}`,
			Refuses: `{"landlords":[""]}`,
		},
		letter: "e", title: "Bailleurs qui ont des logements sociaux dans les communes que vous souhaitez", path: "facts.landlords", lines: landlords,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-06", Chapter: "attestation", Severity: demand.Blocking, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-4 f)", Text: "cas dans lesquels la commission de médiation peut être saisie", Confidence: demand.Verified},
			French:  "Les cas dans lesquels la commission de médiation peut être saisie manquent à l'attestation : les indiquer.",
			English: "The cases in which the mediation commission can be seized are missing from the attestation: give them.",
			Accepts: `{"mediation":{"cases":["absence de logement"]}}`,
			Refuses: `{"mediation":{"cases":[]}}`,
		},
		letter: "f", title: "Quand la commission de médiation peut être saisie", path: "facts.mediation.cases", lines: cases,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-07", Chapter: "attestation", Severity: demand.Blocking, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-4 g)", Text: "date à partir de laquelle elle peut être saisie, et son adresse", Confidence: demand.Verified},
			French:  "La date à partir de laquelle la commission de médiation peut être saisie, ou son adresse, manque à l'attestation : donner les deux ; le délai est celui du préfet du département.",
			English: "The date from which the mediation commission can be seized, or its address, is missing from the attestation: give both; the delay is that of the prefect of the département.",
			Accepts: `{"mediation":{"from":"2012-10-15","address":"53 rue du Test"}}`,
			Refuses: `{"mediation":{"from":"2012-10-15"}}`,
		},
		letter: "g", title: "À partir de quelle date, et à quelle adresse", path: "facts.mediation.from", lines: mediation,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-08", Chapter: "attestation", Severity: demand.Blocking, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-4 h)", Text: "durée de validité, modalités de renouvellement, conditions de radiation ; version actuelle : et de mise à jour", Confidence: demand.Verified},
			French:  "La durée de validité ne peut pas être indiquée : donner la date de dépôt de la demande.",
			English: "The validity cannot be given: give the date of deposit of the demand.",
			Accepts: `{"deposited_on":"2010-10-15"}`,
			Refuses: `{"number":"021101000012321001"}`,
		},
		letter: "h", title: "Jusqu'à quand votre demande est valable", path: "deposited_on", lines: validity,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-09", Chapter: "attestation", Severity: demand.Blocking, Profiles: []demand.Profile{demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-4 i) (2015)", Text: "modalités pour obtenir des informations sur l'avancement", Confidence: demand.Verified},
			French:  "La manière de suivre la demande manque à l'attestation : dire où s'adresser.",
			English: "How to follow the demand is missing from the attestation: say where to ask.",
			Accepts: `{"progress":"Auprès du guichet."}`,
			Refuses: `{"progress":""}`,
		},
		letter: "i", title: "Comment suivre votre demande", path: "facts.progress", lines: progress,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-10", Chapter: "attestation", Severity: demand.Blocking, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-4", Text: "annexe : pièces justificatives à produire lors de l'instruction", Confidence: demand.Verified},
			French:  "La liste des pièces à produire à l'instruction manque en annexe : la joindre.",
			English: "The list of papers to be produced at instruction is missing from the annex: join it.",
			Accepts: `{"papers_due":["avis d'imposition"]}`,
			Refuses: `{"papers_due":[]}`,
		},
		letter: "annexe", title: "Pièces à fournir quand votre demande sera examinée", path: "facts.papers_due", lines: papers,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-11", Chapter: "attestation", Severity: demand.Blocking, Profiles: []demand.Profile{demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-4 (version actuelle)", Text: "récapitulatif de la demande en annexe ; non revu à la seconde lecture", Confidence: demand.Secondary},
			French:  "Le récapitulatif ne peut pas être joint : indiquer d'abord les communes et les types de logement demandés.",
			English: "The summary cannot be joined: give first the communes and types of dwelling asked for.",
			Accepts: `{"wanted":{"types":["T3"],"places":[{"commune":"21231"}]}}`,
			Refuses: `{"wanted":{"types":["T3"]}}`,
		},
		letter: "annexe", title: "Ce que vous demandez", path: "wanted.places", lines: summary,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-12", Chapter: "attestation", Severity: demand.Blocking, Profiles: []demand.Profile{demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-4 (version actuelle)", Text: "étapes de la procédure en annexe ; non revu à la seconde lecture", Confidence: demand.Secondary},
			French:  "Les prochaines étapes de la procédure manquent en annexe : les joindre.",
			English: "The next steps of the procedure are missing from the annex: join them.",
			Accepts: `{"next_steps":["examen par une commission"]}`,
			Refuses: `{"next_steps":[]}`,
		},
		letter: "annexe", title: "Les prochaines étapes", path: "facts.next_steps", lines: nextSteps,
	},
}
