package journal

import (
	"slices"
	"sync"

	"github.com/fichier-unique/rules/demand"
)

// Rules describes every code of this package. Their examples are journals, one
// event a line.
func Rules() []demand.Rule { return slices.Concat(rules, rulesLetters, rulesMeeting) }

var severities = sync.OnceValue(func() map[string]demand.Severity {
	out := map[string]demand.Severity{}
	for _, r := range Rules() {
		out[r.Code] = r.Severity
	}
	return out
})

var rules = []demand.Rule{
	{
		Code: "JOU-ORI-01", Chapter: "origine", Severity: demand.Blocking,
		Source:  demand.Source{Article: "arrêté du 23 mars 2015, cahier des charges §4 ; arrêté du 25 novembre 2010 §4", Text: "une information n'est enregistrée que si elle vient du demandeur, d'une pièce, ou d'un tiers qu'il a validé", Confidence: demand.Verified},
		French:  "L'origine de cette valeur n'est pas dite, ou n'est pas admise : elle vient du demandeur, d'une pièce, ou d'un tiers dont il a validé la donnée.",
		English: "The origin of this value is not said, or not admitted: it comes from the applicant, from a paper, or from a third party whose datum the applicant validated.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001", "values": {"remarks": "x"}, "origins": [{"path": "", "kind": "applicant"}]}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001", "values": {"remarks": "x"}}`,
	},
	{
		Code: "JOU-ORI-02", Chapter: "origine", Severity: demand.Blocking,
		Source:  demand.Source{Article: "arrêté du 23 mars 2015, cahier des charges §4 ; arrêté du 25 novembre 2010 §4", Text: "donnée d'un tiers validée par le demandeur", Confidence: demand.Verified},
		French:  "La valeur vient d'un tiers et le demandeur ne l'a pas validée : la lui faire valider avant de l'enregistrer.",
		English: "The value comes from a third party and the applicant has not validated it: have it validated before recording it.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001", "values": {"applicant": {"income": {"year_minus_2": 2013, "amount_minus_2": "12000"}}}, "origins": [{"path": "applicant.income", "kind": "third_party", "validated": true}]}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001", "values": {"applicant": {"income": {"year_minus_2": 2013, "amount_minus_2": "12000"}}}, "origins": [{"path": "applicant.income", "kind": "third_party"}]}`,
	},
	{
		Code: "JOU-EVE-01", Chapter: "journal", Severity: demand.Blocking,
		Source:  demand.Source{Article: "CCH R.441-2-15", Text: "un événement est enregistré une fois par celui qui en est à l'origine", Confidence: demand.Inference},
		French:  "Deux événements différents portent le même identifiant : l'un des deux est à renuméroter par son origine ; le premier dans l'ordre du journal est gardé.",
		English: "Two different events bear the same identifier: one of them is to be renumbered by its origin; the first in the order of the journal is kept.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a2", "service": "21001"}`,
	},
	{
		Code: "JOU-EVE-02", Chapter: "journal", Severity: demand.Blocking,
		Source:  demand.Source{Article: "CCH R.441-2-15", Text: "date de l'enregistrement et identité de l'auteur de chaque événement", Confidence: demand.Verified},
		French:  "L'événement n'a pas d'identifiant, de demande, de date d'effet, de date de saisie ou d'auteur : les cinq sont nécessaires.",
		English: "The event lacks an identifier, a demand, a date of effect, a date of entry or an author: all five are needed.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "author": "a1", "service": "21001"}`,
	},
	{
		Code: "JOU-EVE-03", Chapter: "journal", Severity: demand.ToConfirm,
		Source:  demand.Source{Article: "CCH R.441-2-3", Text: "une demande commence par son dépôt", Confidence: demand.Inference},
		French:  "Le premier événement de la demande n'est pas sa création : des événements antérieurs manquent, les demander à leur origine.",
		English: "The first event of the demand is not its creation: earlier events are missing, ask their origin for them.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "renew", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}`,
	},
	{
		Code: "JOU-EVE-04", Chapter: "journal", Severity: demand.Information,
		Source:  demand.Source{Article: "règle du fichier", Text: "ce qu'une version plus récente écrit est gardé et transmis", Confidence: demand.Inference},
		French:  "Cette version ne connaît pas cette sorte d'événement : il est gardé et transmis, sans effet ici.",
		English: "This version does not know this kind of event: it is kept and handed on, without effect here.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "teleport", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}`,
	},
	{
		Code: "JOU-EVE-05", Chapter: "radiation", Severity: demand.Blocking,
		Source:  demand.Source{Article: "CCH R.441-2-8", Text: "liste limitative des motifs de radiation ; le motif reste enregistré", Confidence: demand.Verified},
		French:  "La radiation n'a pas de motif, ou son motif n'est pas dans la liste : RADATT, RADABA, RADCON, RADIRR, RADREN.",
		English: "The strike-off has no motive, or one that is not in the list: RADATT, RADABA, RADCON, RADIRR, RADREN.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "strike_off", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001", "motive": "RADREN"}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "strike_off", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}`,
	},
	{
		Code: "JOU-EVE-06", Chapter: "radiation", Severity: demand.Blocking,
		Source:  demand.Source{Article: "interface SNE 02.01 (2012)", Text: "sous-motif obligatoire de l'irrecevabilité", Confidence: demand.Secondary},
		French:  "La radiation pour irrecevabilité n'a pas de sous-motif : IRRSEJ (séjour) ou IRRRES (ressources).",
		English: "The strike-off for inadmissibility has no sub-motive: IRRSEJ (stay) or IRRRES (resources).",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "strike_off", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001", "motive": "RADIRR", "sub_motive": "IRRRES"}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "strike_off", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001", "motive": "RADIRR"}`,
	},
	{
		Code: "JOU-EVE-07", Chapter: "traitement", Severity: demand.ToConfirm,
		Source:  demand.Source{Article: "CCH R.441-2-15", Text: "refus du demandeur et son motif : liste lue en partie", Confidence: demand.Inference},
		French:  "Le refus du demandeur n'a pas de motif : le demander.",
		English: "The applicant's refusal has no reason: ask for it.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "treat", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001", "treatment": {"step": "refused", "reason": "loyer"}}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "treat", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001", "treatment": {"step": "refused"}}`,
	},
	{
		Code: "JOU-EVE-08", Chapter: "journal", Severity: demand.ToConfirm,
		Source:  demand.Source{Article: "CCH R.441-2-15", Text: "un événement s'enregistre dès qu'il survient", Confidence: demand.Inference},
		French:  "La date d'effet est postérieure à la saisie : vérifier l'année.",
		English: "The date of effect comes after the entry: check the year.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2016-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}`,
	},
	{
		Code: "JOU-EVE-09", Chapter: "journal", Severity: demand.ToConfirm,
		Source:  demand.Source{Article: "CCH R.441-2-3, R.441-2-7", Text: "une demande, un numéro ; un renouvellement garde l'un et l'autre", Confidence: demand.Verified},
		French:  "La demande est créée une seconde fois : c'est sans doute un renouvellement, à enregistrer comme tel ; la seconde création ne change ni le dépôt, ni l'ancienneté, ni un numéro déjà donné.",
		English: "The demand is created a second time: it is probably a renewal, to be recorded as such; the second creation changes neither the deposit, nor the seniority, nor a number already given.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "create", "on": "2016-05-01", "entered": "2016-05-01T09:00:00Z", "author": "a1", "service": "21001"}`,
	},
	{
		Code: "JOU-EVE-10", Chapter: "journal", Severity: demand.Blocking,
		Source:  demand.Source{Article: "CCH L.441-1", Text: "séparation ou rapprochement : l'autre demande et son ancienneté", Confidence: demand.Verified},
		French:  "L'autre demande, ou la date de son premier dépôt, manque : l'ancienneté en dépend.",
		English: "The other demand, or the date of its first deposit, is missing: the seniority depends on it.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "separate", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001", "other": "d0", "seniority": "2012-01-15", "case": "married"}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "separate", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001", "other": "d0"}`,
	},
	{
		Code: "JOU-EVE-11", Chapter: "traitement", Severity: demand.Blocking,
		Source:  demand.Source{Article: "CCH R.441-2-15", Text: "étapes du traitement", Confidence: demand.Inference},
		French:  "L'étape du traitement n'est pas connue : paper_requested, paper_received, designated, visited, examined, decided, condition_met, condition_not_met, notified, offered, accepted, refused, silent, leased, withdrawn, cancelled, not_served.",
		English: "The step of the treatment is not known: paper_requested, paper_received, designated, visited, examined, decided, condition_met, condition_not_met, notified, offered, accepted, refused, silent, leased, withdrawn, cancelled, not_served.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "treat", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001", "treatment": {"step": "visited"}}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "treat", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001", "treatment": {"step": "guessed"}}`,
	},
	{
		Code: "JOU-EVE-12", Chapter: "traitement", Severity: demand.Blocking,
		Source:  demand.Source{Article: "CCH L.441-2-1", Text: "aucune attribution décidée ni candidature examinée sans numéro unique", Confidence: demand.Verified},
		French:  "La candidature est examinée ou décidée alors que la demande n'a pas de numéro unique.",
		English: "The candidacy is examined or decided while the demand has no unique number.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001", "number": "021061500012321001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "treat", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001", "treatment": {"step": "examined"}}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "treat", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001", "treatment": {"step": "examined"}}`,
	},
	{
		Code: "JOU-TAC-01", Chapter: "suite à donner", Severity: demand.Information,
		Source:  demand.Source{Article: "arrêté du 23 mars 2015, cahier des charges §6", Text: "une demande réactivée est à renouveler", Confidence: demand.Secondary},
		French:  "La demande a été réactivée : elle reste à renouveler.",
		English: "The demand was reactivated: it remains to be renewed.",
	},
	{
		Code: "JOU-TAC-02", Chapter: "suite à donner", Severity: demand.Information,
		Source:  demand.Source{Article: "CCH R.441-2-7", Text: "renouvellement saisi comme une nouvelle demande", Confidence: demand.Inference},
		French:  "Une seconde création a été reçue pour cette demande : vérifier s'il s'agit d'un renouvellement.",
		English: "A second creation was received for this demand: check whether it is a renewal.",
	},
	{
		Code: "JOU-TAC-03", Chapter: "suite à donner", Severity: demand.Information,
		Source:  demand.Source{Article: "arrêté du 23 mars 2015, cahier des charges §6", Text: "renouvellement reçu après la radiation : réactivation jusqu'à dix-huit mois", Confidence: demand.Verified},
		French:  "Un renouvellement a été reçu alors que la demande était radiée : la réactiver si le délai le permet.",
		English: "A renewal was received while the demand was struck off: reactivate it if the time limit allows.",
	},
	{
		Code: "JOU-LIG-01", Chapter: "lecture du journal", Severity: demand.Blocking,
		Source:  demand.Source{Article: "règle du fichier", Text: "une ligne, un objet JSON, au plus un mébioctet", Confidence: demand.Inference},
		French:  "La ligne n'est pas un objet JSON complet, ou dépasse un mébioctet.",
		English: "The line is not a complete JSON object, or is over one mebibyte.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"`,
	},
	{
		Code: "JOU-LIG-02", Chapter: "lecture du journal", Severity: demand.Blocking,
		Source:  demand.Source{Article: "règle du fichier", Text: "chaque ligne porte sa version", Confidence: demand.Inference},
		French:  "La version de la ligne (« v ») manque : écrire 1.",
		English: "The version of the line (“v”) is missing: write 1.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}`,
		Refuses: `{"id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}`,
	},
	{
		Code: "JOU-LIG-03", Chapter: "lecture du journal", Severity: demand.Blocking,
		Source:  demand.Source{Article: "règle du fichier", Text: "un champ n'est donné qu'une fois", Confidence: demand.Inference},
		French:  "Le champ est donné deux fois.",
		English: "The field is given twice.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001","demand":"d2"}`,
	},
	{
		Code: "JOU-LIG-04", Chapter: "lecture du journal", Severity: demand.Blocking,
		Source:  demand.Source{Article: "règle du fichier", Text: "valeurs qu'un événement peut donner ; le numéro et les dates viennent de l'événement", Confidence: demand.Inference},
		French:  "Un événement ne donne pas cette valeur : vérifier son chemin ; une adresse, un revenu et une liste se donnent entiers.",
		English: "An event does not give this value: check its path; an address, an income and a list are given whole.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001", "values": {"remarks": "x"}, "origins": [{"path": "", "kind": "applicant"}]}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001", "values": {"renewed_on": "2016-01-01"}, "origins": [{"path": "", "kind": "applicant"}]}`,
	},
	{
		Code: "JOU-LIG-05", Chapter: "lecture du journal", Severity: demand.Blocking,
		Source:  demand.Source{Article: "règle du fichier", Text: "lecture stricte", Confidence: demand.Inference},
		French:  "La valeur du champ n'a pas la forme attendue.",
		English: "The value of the field is not of the expected form.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "1er juin 2015", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}`,
	},
	{
		Code: "JOU-LIG-06", Chapter: "lecture du journal", Severity: demand.Information,
		Source:  demand.Source{Article: "règle du fichier", Text: "ce qu'une version plus récente écrit est gardé et transmis", Confidence: demand.Inference},
		French:  "Cette version ne connaît pas ce champ : il est gardé et transmis tel quel.",
		English: "This version does not know this field: it is kept and handed on as it is.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001", "mood": "good"}`,
	},
	{
		Code: "JOU-EVE-13", Chapter: "journal", Severity: demand.ToConfirm,
		Source:  demand.Source{Article: "CCH R.441-2-7, R.441-2-3 (2009)", Text: "le numéro reste le même : modification, renouvellement, dépôt dans un autre service", Confidence: demand.Verified},
		French:  "La demande a déjà un numéro et en reçoit un autre : le numéro ne change jamais ; une personne dit lequel est le bon, l'autre devient un ancien numéro.",
		English: "The demand has a number already and receives another one: the number never changes; a person says which is right, the other becomes a former number.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "number", "on": "2015-06-02", "entered": "2015-06-02T09:00:00Z", "author": "a1", "service": "21001", "number": "021061500000121001"}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "number", "on": "2015-06-02", "entered": "2015-06-02T09:00:00Z", "author": "a1", "service": "21001", "number": "021061500000121001"}
{"v": 1, "id": {"origin": "21001", "counter": 3}, "demand": "d1", "kind": "number", "on": "2015-06-03", "entered": "2015-06-03T09:00:00Z", "author": "a1", "service": "21001", "number": "021061500000221001"}`,
	},
	{
		Code: "JOU-EVE-14", Chapter: "radiation", Severity: demand.ToConfirm,
		Source:  demand.Source{Article: "CCH R.441-2-8 d) ; interface SNE 02.01 (2012)", Text: "le sous-motif précise une irrecevabilité", Confidence: demand.Secondary},
		French:  "Le sous-motif (séjour ou ressources) ne précise qu'une irrecevabilité (RADIRR) : corriger le motif, ou retirer le sous-motif.",
		English: "The sub-motive (stay or resources) only goes with inadmissibility (RADIRR): correct the motive, or remove the sub-motive.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "strike_off", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001", "motive": "RADIRR", "sub_motive": "IRRSEJ"}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "strike_off", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001", "motive": "RADREN", "sub_motive": "IRRSEJ"}`,
	},
	{
		Code: "JOU-EVE-15", Chapter: "radiation", Severity: demand.ToConfirm, Profiles: []demand.Profile{demand.Profile2000},
		Source:  demand.Source{Article: "CCH R.441-2-6 (2009)", Text: "quatre motifs jusqu'au décret du 29 avril 2010 : attribution acceptée, renonciation écrite, non-renouvellement, rejet par l'organisme compétent", Confidence: demand.Verified},
		French:  "Avant le 2 mai 2010, l'absence de réponse à un courrier n'était pas un motif de radiation : vérifier le motif ou la date.",
		English: "Before 2 May 2010, no answer to a letter was not a ground for striking off: check the motive or the date.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2008-06-02", "entered": "2008-06-02T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "strike_off", "on": "2010-05-02", "entered": "2010-05-02T09:00:00Z", "author": "a1", "service": "21001", "motive": "RADCON"}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2008-06-02", "entered": "2008-06-02T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "strike_off", "on": "2010-05-01", "entered": "2010-05-01T09:00:00Z", "author": "a1", "service": "21001", "motive": "RADCON"}`,
	},
}
