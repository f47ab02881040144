package priority

import "github.com/fichier-unique/rules/demand"

const chapterLabels = "labels"

var (
	sourceEvent   = source("CCH R.441-2-15 (2015)", "chaque événement est inscrit par celui qui en est à l'origine, dès qu'il survient : décision DALO, avis, reconnaissance de priorité", demand.Verified)
	sourceBefore  = source("CCH R.441-2-15 (2015)", "un événement est inscrit dès qu'il survient : un label postérieur à la commission n'a pas pu compter pour elle", demand.Inference)
	sourceIssuer  = source("CCH R.441-2-15 (2015), L.441-2-3", "un label n'est inscrit que par celui qui en est à l'origine ; étendu avant 2015", demand.Inference)
	sourceCharter = source("règle du fichier", "la charte fixe ses labels, leur durée et la voie d'urgence", demand.Inference)
)

const (
	asks     = `{"day":"2011-03-02","commission":"2011-03-10","issuer":"`
	dalo     = asks + `mediation_commission","label":{"code":"DALO","on":"2011-03-01"}}`
	lateDALO = asks + `mediation_commission","label":{"code":"DALO","on":"2011-03-01","urgent":"SINISTRE"}}`
)

var rulesLabels = []demand.Rule{
	{
		Code: "PRI-LAB-01", Chapter: chapterLabels, Severity: demand.Blocking,
		Source:  sourceCharter,
		Params:  []string{"label"},
		French:  "Le label {label} n'est connu ni de la loi ni de la charte.",
		English: "Label {label} is known neither to the law nor to the charter.",
		Accepts: dalo,
		Refuses: asks + `state_service","label":{"code":"CLPP","on":"2011-03-01"}}`,
	},
	{
		Code: "PRI-LAB-02", Chapter: chapterLabels, Severity: demand.Blocking,
		Source:  sourceIssuer,
		Params:  []string{"label"},
		French:  "Ce service ne peut pas donner le label {label} : il n'est pas à l'origine de cette reconnaissance.",
		English: "This service may not give label {label}: it is not at the origin of that recognition.",
		Accepts: dalo,
		Refuses: asks + `landlord","label":{"code":"DALO","on":"2011-03-01"}}`,
	},
	{
		Code: "PRI-LAB-03", Chapter: chapterLabels, Severity: demand.Blocking,
		Source:  sourceEvent,
		Params:  []string{"label"},
		French:  "Le label {label} n'existait pas, ou n'existait plus, le jour où il a été donné.",
		English: "Label {label} did not exist yet, or no more, on the day it was given.",
		Accepts: dalo,
		Refuses: asks + `landlord","label":{"code":"PRIO","on":"2011-03-01"}}`,
	},
	{
		Code: "PRI-LAB-04", Chapter: chapterLabels, Severity: demand.ToConfirm,
		Source:  sourceEvent,
		French:  "Le jour où le label a été donné, ou le jour demandé, n'est pas connu.",
		English: "The day on which the label was given, or the day asked, is not known.",
		Accepts: dalo,
		Refuses: asks + `mediation_commission","label":{"code":"DALO"}}`,
	},
	{
		Code: "PRI-LAB-05", Chapter: chapterLabels, Severity: demand.Blocking,
		Source:  sourceEvent,
		French:  "Le label est daté d'un jour qui n'est pas encore venu.",
		English: "The label bears a day that has not come yet.",
		Accepts: dalo,
		Refuses: asks + `mediation_commission","label":{"code":"DALO","on":"2011-03-03"}}`,
	},
	{
		Code: "PRI-LAB-06", Chapter: chapterLabels, Severity: demand.Information,
		Source:  sourceCharter,
		French:  "Aucune commission n'est donnée : l'ordre entre le label et la commission n'est pas vérifié.",
		English: "No commission is given: the order between the label and the commission is not checked.",
		Accepts: dalo,
		Refuses: `{"day":"2011-03-02","issuer":"mediation_commission","label":{"code":"DALO","on":"2011-03-01"}}`,
	},
	{
		Code: "PRI-LAB-07", Chapter: chapterLabels, Severity: demand.Blocking,
		Source:  sourceBefore,
		French:  "Le label a été donné après la commission : il ne peut pas avoir compté pour elle.",
		English: "The label was given after the commission: it cannot have counted for it.",
		Accepts: dalo,
		Refuses: `{"day":"2011-03-12","commission":"2011-03-10","issuer":"mediation_commission","label":{"code":"DALO","on":"2011-03-11"}}`,
	},
	{
		Code: "PRI-LAB-08", Chapter: chapterLabels, Severity: demand.Blocking,
		Source:  sourceCharter,
		Params:  []string{"label"},
		French:  "La charte n'ouvre pas la voie d'urgence pour le label {label}.",
		English: "The charter does not open the urgent path for label {label}.",
		Accepts: lateDALO,
		Refuses: `{"day":"2011-03-12","commission":"2011-03-10","issuer":"mediation_commission","label":{"code":"DALO","on":"2011-03-11","urgent":"SINISTRE"}}`,
	},
	{
		Code: "PRI-LAB-09", Chapter: chapterLabels, Severity: demand.Information,
		Source:  sourceCharter,
		Params:  []string{"reason"},
		French:  "Le label a été donné après la commission par la voie d'urgence, pour le motif {reason}.",
		English: "The label was given after the commission by the urgent path, for reason {reason}.",
		Accepts: dalo,
		Refuses: `{"day":"2011-03-12","commission":"2011-03-10","issuer":"mediation_commission","label":{"code":"DALO","on":"2011-03-11","urgent":"SINISTRE"},"settings":{"labels":[{"code":"DALO","urgent":true}]}}`,
	},
	{
		Code: "PRI-LAB-10", Chapter: chapterLabels, Severity: demand.ToConfirm,
		Source:  sourceBefore,
		French:  "Le label est daté d'avant la commission mais a été inscrit après : vérifier la décision elle-même.",
		English: "The label is dated before the commission but was written down after: check the decision itself.",
		Accepts: dalo,
		Refuses: `{"day":"2011-03-12","commission":"2011-03-10","issuer":"mediation_commission","label":{"code":"DALO","on":"2011-03-01","entered":"2011-03-11"}}`,
	},
	{
		Code: "PRI-LAB-11", Chapter: chapterLabels, Severity: demand.Blocking,
		Source:  sourceCharter,
		French:  "Le motif d'urgence n'est pas un code de la charte.",
		English: "The reason of urgency is not a code of the charter.",
		Accepts: lateDALO,
		Refuses: asks + `mediation_commission","label":{"code":"DALO","on":"2011-03-01","urgent":"parce que"}}`,
	},
	{
		Code: "PRI-LAB-12", Chapter: chapterLabels, Severity: demand.Blocking,
		Source:  sourceCharter,
		Params:  []string{"end"},
		French:  "Le label a pris fin le {end}, avant le jour où il devait compter.",
		English: "The label ended on {end}, before the day on which it was to count.",
		Accepts: asks + `mediation_commission","label":{"code":"DALO","on":"2011-03-01","until":"2011-03-10"}}`,
		Refuses: asks + `mediation_commission","label":{"code":"DALO","on":"2011-03-01","until":"2011-03-09"}}`,
	},
	{
		Code: "PRI-LAB-13", Chapter: chapterLabels, Severity: demand.Blocking,
		Source:  sourceCharter,
		Params:  []string{"day"},
		French:  "Le label a été retiré le {day}, avant le jour où il devait compter.",
		English: "The label was withdrawn on {day}, before the day on which it was to count.",
		Accepts: asks + `mediation_commission","label":{"code":"DALO","on":"2011-03-01","withdrawn":"2011-03-11"}}`,
		Refuses: asks + `mediation_commission","label":{"code":"DALO","on":"2011-03-01","withdrawn":"2011-03-10"}}`,
	},
	{
		Code: "PRI-LAB-14", Chapter: chapterLabels, Severity: demand.Information,
		Source:  sourceBefore,
		French:  "Le label compte : il vient de qui peut le donner, à temps ou par la voie d'urgence, et il tient ce jour-là.",
		English: "The label counts: it comes from whoever may give it, in time or by the urgent path, and holds that day.",
		Accepts: asks + `landlord","label":{"code":"DALO","on":"2011-03-01"}}`,
		Refuses: dalo,
	},
	{
		Code: "PRI-LAB-15", Chapter: chapterLabels, Severity: demand.Blocking,
		Source:  sourceCharter,
		French:  "La fin du label précède le jour où il a été donné.",
		English: "The end of the label comes before the day on which it was given.",
		Accepts: dalo,
		Refuses: asks + `mediation_commission","label":{"code":"DALO","on":"2011-03-01","until":"2011-02-28"}}`,
	},
	{
		Code: "PRI-RET-01", Chapter: chapterLabels, Severity: demand.Blocking,
		Source:  sourceIssuer,
		Params:  []string{"label"},
		French:  "Ce service ne peut pas retirer le label {label} : seul le peut celui qui peut le donner.",
		English: "This service may not withdraw label {label}: only whoever may give it can.",
		Accepts: `{"withdraw":true,"day":"2011-03-02","issuer":"state_service","label":{"code":"DALO","on":"2011-03-01"}}`,
		Refuses: `{"withdraw":true,"day":"2011-03-02","issuer":"landlord","label":{"code":"DALO","on":"2011-03-01"}}`,
	},
	{
		Code: "PRI-RET-02", Chapter: chapterLabels, Severity: demand.Blocking,
		Source:  sourceCharter,
		French:  "Le retrait n'est pas daté, ou précède le label : un label qui n'aurait pas dû être se corrige dans le journal.",
		English: "The withdrawal has no day, or comes before the label: a label that should not have been is mended in the journal.",
		Accepts: `{"withdraw":true,"day":"2011-03-01","issuer":"state_service","label":{"code":"DALO","on":"2011-03-01"}}`,
		Refuses: `{"withdraw":true,"day":"2011-02-28","issuer":"state_service","label":{"code":"DALO","on":"2011-03-01"}}`,
	},
	{
		Code: "PRI-RET-03", Chapter: chapterLabels, Severity: demand.Information,
		Source:  sourceCharter,
		French:  "Le label était déjà retiré : la première date tient.",
		English: "The label was already withdrawn: the first day stands.",
		Accepts: `{"withdraw":true,"day":"2011-03-02","issuer":"state_service","label":{"code":"DALO","on":"2011-03-01"}}`,
		Refuses: `{"withdraw":true,"day":"2011-03-05","issuer":"state_service","label":{"code":"DALO","on":"2011-03-01","withdrawn":"2011-03-04"}}`,
	},
	{
		Code: "PRI-RET-04", Chapter: chapterLabels, Severity: demand.Information,
		Source:  sourceIssuer,
		French:  "Le label peut être retiré ce jour-là.",
		English: "The label may be withdrawn on that day.",
		Accepts: `{"withdraw":true,"day":"2011-03-02","issuer":"landlord","label":{"code":"DALO","on":"2011-03-01"}}`,
		Refuses: `{"withdraw":true,"day":"2011-03-02","issuer":"state_service","label":{"code":"DALO","on":"2011-03-01"}}`,
	},
	{
		Code: "PRI-FIC-01", Chapter: "réglages", Severity: demand.Blocking,
		Source:  sourceCharter,
		French:  "Ce n'est pas le document attendu en JSON : un champ n'existe pas, est donné deux fois, ou n'a pas la forme voulue.",
		English: "This is not the expected document in JSON: a field does not exist, is given twice, or is not of the right form.",
		Accepts: `{"load":{"labels":[]}}`,
		Refuses: `{"load":{"label":[]}}`,
	},
	{
		Code: "PRI-FIC-02", Chapter: "réglages", Severity: demand.Blocking,
		Source:  sourceCharter,
		French:  "Le code du label manque, sert deux fois, ou n'est pas fait de capitales et de chiffres.",
		English: "The code of the label is missing, used twice, or not made of capitals and digits.",
		Accepts: `{"load":{"labels":[{"code":"DALO"}]}}`,
		Refuses: `{"load":{"labels":[{"code":"DALO"},{"code":"DALO"}]}}`,
	},
	{
		Code: "PRI-FIC-03", Chapter: "réglages", Severity: demand.Blocking,
		Source:  sourceCharter,
		French:  "Un label propre à la charte (tel que CLPP) dit ce qu'il est en français et en anglais, qui le donne, et l'acte qui le crée.",
		English: "A label of the charter's own (such as CLPP) says what it is in French and in English, who gives it, and the act that creates it.",
		Accepts: `{"load":{"labels":[{"code":"CLPP","fr":"a","en":"b","issuers":["state_service"],"act":"charte, art. 4"}]}}`,
		Refuses: `{"load":{"labels":[{"code":"CLPP","fr":"a","en":"b","issuers":["state_service"]}]}}`,
	},
	{
		Code: "PRI-FIC-04", Chapter: "réglages", Severity: demand.Blocking,
		Source:  sourceCharter,
		French:  "La fin du label précède son début, ou sa durée n'est pas un nombre de mois entre 0 et 1200.",
		English: "The end of the label comes before its beginning, or its validity is not a number of months from 0 to 1200.",
		Accepts: `{"load":{"labels":[{"code":"DALO","valid_months":0}]}}`,
		Refuses: `{"load":{"labels":[{"code":"DALO","valid_months":-1}]}}`,
	},
	{
		Code: "PRI-FIC-05", Chapter: "réglages", Severity: demand.Blocking,
		Source:  sourceCharter,
		French:  "Cette sorte d'émetteur n'est pas connue.",
		English: "This kind of issuer is not known.",
		Accepts: `{"load":{"labels":[{"code":"ACI","issuers":["epci"]}]}}`,
		Refuses: `{"load":{"labels":[{"code":"ACI","issuers":["neighbour"]}]}}`,
	},
	{
		Code: "PRI-FIC-06", Chapter: "réglages", Severity: demand.Blocking,
		Source:  sourceCharter,
		French:  "Le motif d'urgence porte un code en capitales et des mots en français et en anglais.",
		English: "The reason of urgency bears a code in capitals and words in French and English.",
		Accepts: `{"load":{"urgent_reasons":[{"code":"SINISTRE","fr":"sinistre","en":"disaster"}]}}`,
		Refuses: `{"load":{"urgent_reasons":[{"code":"sinistre","fr":"sinistre","en":"disaster"}]}}`,
	},
	{
		Code: "PRI-LOI-01", Chapter: "réglages", Severity: demand.Blocking,
		Source:  sourceIssuer,
		French:  "La charte peut restreindre qui donne ce label, non le confier à un autre que ceux de la loi.",
		English: "The charter may narrow who gives this label, not entrust it to others than those of the law.",
		Accepts: `{"load":{"labels":[{"code":"DALO","issuers":["state_service"]}]}}`,
		Refuses: `{"load":{"labels":[{"code":"DALO","issuers":["state_service","landlord"]}]}}`,
	},
	{
		Code: "PRI-LOI-02", Chapter: "réglages", Severity: demand.Blocking,
		Source:  source("CCH R.441-2-15 (2015)", "un bailleur reconnaît une priorité en son nom (PRIO) ; un label n'est pas créé par un bailleur", demand.Inference),
		French:  "Un bailleur ne peut pas donner un label propre à la charte : il reconnaît une priorité en son nom (PRIO).",
		English: "A landlord may not give a label of the charter's own: it recognises a priority in its own name (PRIO).",
		Accepts: `{"load":{"labels":[{"code":"CLPP","fr":"a","en":"b","issuers":["state_service"],"act":"charte, art. 4"}]}}`,
		Refuses: `{"load":{"labels":[{"code":"CLPP","fr":"a","en":"b","issuers":["landlord"],"act":"charte, art. 4"}]}}`,
	},
	{
		Code: "PRI-REM-01", Chapter: "remèdes", Severity: demand.Information,
		Source:  sourceCharter,
		French:  "Inscrire ce label dans la charte, avec ce qu'il est, qui le donne et l'acte qui le crée.",
		English: "Enter this label in the charter, with what it is, who gives it and the act that creates it.",
	},
	{
		Code: "PRI-REM-02", Chapter: "remèdes", Severity: demand.Information,
		Source:  sourceIssuer,
		French:  "Demander la reconnaissance à celui qui peut la donner.",
		English: "Ask for the recognition from whoever may give it.",
	},
	{
		Code: "PRI-REM-03", Chapter: "remèdes", Severity: demand.Information,
		Source:  sourceCharter,
		French:  "Représenter le dossier à une commission suivante, ou prendre la voie d'urgence avec un motif de la charte.",
		English: "Bring the file to a later commission, or take the urgent path with a reason of the charter.",
	},
	{
		Code: "PRI-REM-04", Chapter: "remèdes", Severity: demand.Information,
		Source:  sourceCharter,
		French:  "Faire renouveler le label avant la commission.",
		English: "Have the label renewed before the commission.",
	},
	{
		Code: "PRI-REM-05", Chapter: "remèdes", Severity: demand.Information,
		Source:  sourceEvent,
		French:  "Faire vérifier la décision et ses dates par une personne.",
		English: "Have a person check the decision and its days.",
	},
	{
		Code: "PRI-REM-06", Chapter: "remèdes", Severity: demand.Information,
		Source:  sourceOurs,
		French:  "Demander au ménage ce qui n'est pas dit, puis les pièces qui le prouvent.",
		English: "Ask the household for what is not said, then for the papers that prove it.",
	},
	{
		Code: "PRI-REM-07", Chapter: "remèdes", Severity: demand.Information,
		Source:  sourceOurs,
		French:  "Lire le texte en vigueur ce jour-là.",
		English: "Read the text in force on that day.",
	},
	{
		Code: "PRI-REM-08", Chapter: "remèdes", Severity: demand.Information,
		Source:  source("CCH R.441-5", "convention obligatoire, transmise au préfet", demand.Verified),
		French:  "Corriger la convention de réservation et la transmettre au préfet.",
		English: "Mend the reservation agreement and send it to the prefect.",
	},
	{
		Code: "PRI-REM-09", Chapter: "remèdes", Severity: demand.Information,
		Source:  source("CCH L.441-1-1, L.441-1-2", "nombre annuel par bailleur, trois ans", demand.Verified),
		French:  "Corriger l'accord collectif : trois ans, un nombre annuel pour chaque bailleur.",
		English: "Mend the accord collectif: three years, a yearly number for each landlord.",
	},
}

// remedies gives, for each rule that refuses or leaves unknown, the one that says
// what would change the answer.
var remedies = map[string]string{
	"PRI-LAB-01": "PRI-REM-01", "PRI-LAB-02": "PRI-REM-02", "PRI-LAB-03": "PRI-REM-02", "PRI-LAB-04": "PRI-REM-05", "PRI-LAB-05": "PRI-REM-05",
	"PRI-LAB-07": "PRI-REM-03", "PRI-LAB-08": "PRI-REM-03", "PRI-LAB-10": "PRI-REM-05", "PRI-LAB-11": "PRI-REM-03", "PRI-LAB-12": "PRI-REM-04",
	"PRI-LAB-13": "PRI-REM-02", "PRI-LAB-15": "PRI-REM-05", "PRI-RET-01": "PRI-REM-02", "PRI-RET-02": "PRI-REM-05",
	"PRI-ETA-05": "PRI-REM-06", "PRI-ETA-07": "PRI-REM-07",
	"PRI-DAL-09": "PRI-REM-06", "PRI-DAL-16": "PRI-REM-06", "PRI-DAL-17": "PRI-REM-06",
	"PRI-ACC-01": "PRI-REM-09", "PRI-ACC-02": "PRI-REM-09", "PRI-ACC-03": "PRI-REM-09", "PRI-ACC-07": "PRI-REM-09",
	"PRI-QUO-01": "PRI-REM-08", "PRI-QUO-02": "PRI-REM-08", "PRI-QUO-04": "PRI-REM-08", "PRI-QUO-06": "PRI-REM-08", "PRI-QUO-07": "PRI-REM-07",
	"PRI-QUO-08": "PRI-REM-08", "PRI-QUO-09": "PRI-REM-08", "PRI-QUO-10": "PRI-REM-08", "PRI-QUO-11": "PRI-REM-08",
	"PRI-MES-05": "PRI-REM-06", "PRI-MES-06": "PRI-REM-06",
}
