package charter

import (
	"strconv"

	"github.com/fichier-unique/rules/demand"
)

func at(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

var (
	whoMay   = demand.Source{Article: "CCH R.441-2-1", Text: "liste des services enregistreurs ; redirection par ceux qui n'enregistrent pas", Confidence: demand.Verified}
	minimum  = demand.Source{Article: "CCH L.441-2-1, R.441-2-3", Text: "pas de numéro sans le formulaire ; rien d'autre ne peut être exigé", Confidence: demand.Verified}
	scope    = demand.Source{Article: "arrêté du 25 novembre 2010, cahier des charges §1", Text: "le fichier couvre le département", Confidence: demand.Verified}
	ourFile  = demand.Source{Article: "règle du fichier", Text: "lecture stricte de la charte", Confidence: demand.Inference}
	everyOne = demand.Source{Article: "CCH R.441-2-1 ; cahier des charges §1", Text: "tout bailleur enregistre toute demande qui lui est présentée", Confidence: demand.Verified}
)

func rule(code, chapter string, s demand.Severity, source demand.Source, fr, en string, params ...string) demand.Rule {
	return demand.Rule{Code: code, Chapter: chapter, Severity: s, Source: source, Params: params, French: fr, English: en}
}

var rules = []demand.Rule{
	rule("CHA-ENR-01", "enregistrement", demand.Information, whoMay, "Le guichet peut enregistrer la demande.", "The desk may register the demand."),
	rule("CHA-PAR-01", "partenaires", demand.Blocking, whoMay, "Le guichet n'est pas celui d'un service enregistreur de la charte à cette date.", "The desk is not one of a registering service of the charter on that date."),
	rule("CHA-PAR-02", "partenaires", demand.ToConfirm, whoMay, "La charte ne nomme aucun partenaire : le droit du guichet à enregistrer n'est pas vérifié.", "The charter names no partner: the right of the desk to register is not checked."),
	rule("CHA-PAR-03", "partenaires", demand.Blocking, whoMay, "Le guichet appartient à un autre partenaire que celui qui agit.", "The desk belongs to another partner than the one that acts."),
	rule("CHA-PAR-04", "partenaires", demand.Blocking, whoMay, "Ce partenaire n'enregistre qu'avec un titre ({title}) en vigueur, qui manque à cette date.", "This partner registers only under a title ({title}) in force, which is missing on that date.", "title"),
	rule("CHA-PAR-05", "partenaires", demand.Blocking, whoMay, "Un SIAO n'enregistre que depuis le profil 2015.", "A SIAO registers only since profile 2015."),
	rule("CHA-PAR-06", "partenaires", demand.Blocking, scope, "Ce réservataire n'enregistre que son propre public.", "This reservation holder registers its own public only."),
	rule("CHA-PAR-07", "partenaires", demand.Information, scope, "Ce réservataire n'enregistre que son propre public : il n'est pas dit si le demandeur en est.", "This reservation holder registers its own public only: it is not said whether the applicant belongs to it."),
	rule("CHA-TER-01", "territoire", demand.Blocking, scope, "Aucune commune souhaitée n'est dans le territoire du fichier : la demande se dépose dans le département {departement}.", "No wanted commune is in the territory of the file: the demand is to be filed in département {departement}.", "departement"),
	rule("CHA-TER-02", "territoire", demand.Information, scope, "{count} commune(s) souhaitée(s) sont hors du territoire du fichier : une demande est à déposer aussi dans leur département.", "{count} wanted commune(s) are outside the territory of the file: a demand must also be filed in their département.", "count"),
	rule("CHA-NUM-01", "numéro unique", demand.Information, minimum, "Le numéro peut être attribué.", "The number may be given."),
	rule("CHA-NUM-02", "numéro unique", demand.Blocking, minimum, "Pas de numéro : il manque le minimum légal ({codes}).", "No number: the legal minimum is missing ({codes}).", "codes"),
	rule("CHA-NUM-03", "numéro unique", demand.Blocking, demand.Source{Article: "CCH R.441-2-3, R.441-2-7", Text: "le numéro est conservé", Confidence: demand.Verified}, "La demande a déjà un numéro : il est conservé, aucun autre n'est attribué.", "The demand already has a number: it is kept, no other is given."),
	rule("CHA-DAT-01", "charte", demand.ToConfirm, ourFile, "La charte n'est pas en vigueur à cette date.", "The charter is not in force on that date."),
	rule("CHA-ACT-01", "charte", demand.ToConfirm, ourFile, "Cet acte n'est pas encore décidé par la charte.", "This act is not decided by the charter yet."),
	rule("CHA-REM-01", "remèdes", demand.Information, whoMay, "Orienter le demandeur vers un service enregistreur de la charte.", "Direct the applicant to a registering service of the charter."),
	rule("CHA-REM-02", "remèdes", demand.Information, whoMay, "Signer la délibération, la convention ou le mandat, puis l'inscrire à la charte.", "Sign the deliberation, agreement or mandate, then enter it in the charter."),
	rule("CHA-REM-03", "remèdes", demand.Information, scope, "Déposer la demande dans le fichier du département voulu, ou ajouter une commune de ce territoire.", "File the demand in the wanted département, or add a commune of this territory."),
	rule("CHA-REM-04", "remèdes", demand.Information, minimum, "Compléter les rubriques manquantes du formulaire.", "Complete the missing sections of the form."),
	rule("CHA-REM-05", "remèdes", demand.Information, minimum, "Modifier ou renouveler la demande existante sous son numéro.", "Modify or renew the existing demand under its number."),
	rule("CHA-REM-06", "remèdes", demand.Information, ourFile, "Donner la version de la charte en vigueur à cette date, ou faire décider une personne.", "Give the version of the charter in force on that date, or have a person decide."),
	rule("CHA-DEV-01", "devoirs", demand.Information, demand.Source{Article: "CCH L.441-2-1, R.441-2-4", Text: "attestation au plus tard un mois après le dépôt", Confidence: demand.Verified}, "Délivrer l'attestation d'enregistrement dans le mois du dépôt.", "Deliver the attestation of registration within one month of deposit."),
	rule("CHA-DEV-02", "devoirs", demand.Information, demand.Source{Article: "arrêté du 25 novembre 2010, cahier des charges §3", Text: "transfert quotidien au système national", Confidence: demand.Verified}, "Transmettre la demande au système national le jour même.", "Pass the demand on to the national system the same day."),
	rule("CHA-DEV-03", "devoirs", demand.Information, demand.Source{Article: "CCH R.441-2-15", Text: "chaque événement est inscrit avec son auteur et sa date (2015 et après)", Confidence: demand.Verified}, "Inscrire l'acte, son auteur et sa date.", "Record the act, its author and its date."),
	rule("CHA-FIC-01", "fichier de charte", demand.Blocking, ourFile, "Ce n'est pas une charte en JSON, ou un champ n'existe pas.", "This is not a charter in JSON, or a field does not exist."),
	rule("CHA-FIC-02", "fichier de charte", demand.Blocking, ourFile, "La charte doit porter un nom, une version et une date d'entrée en vigueur.", "The charter must bear a name, a version and a date of entry into force."),
	rule("CHA-FIC-03", "fichier de charte", demand.Blocking, ourFile, "L'état du droit n'est pas connu : 2000, 2010, 2012, 2015 ou 2017.", "The state of the law is not known: 2000, 2010, 2012, 2015 or 2017."),
	rule("CHA-FIC-04", "fichier de charte", demand.Blocking, ourFile, "La fin précède le début.", "The end comes before the beginning."),
	rule("CHA-FIC-05", "fichier de charte", demand.Blocking, ourFile, "Le territoire de numérotation n'est pas connu.", "The numbering territory is not known."),
	rule("CHA-FIC-06", "fichier de charte", demand.Blocking, scope, "Le département manque ou n'existe pas : le fichier couvre au moins un département.", "The département is missing or does not exist: the file covers at least one département."),
	rule("CHA-FIC-07", "fichier de charte", demand.Blocking, ourFile, "La nature du partenaire n'est pas connue.", "The kind of partner is not known."),
	rule("CHA-FIC-08", "fichier de charte", demand.Blocking, ourFile, "L'identifiant du partenaire manque ou sert deux fois.", "The identifier of the partner is missing or used twice."),
	rule("CHA-FIC-09", "fichier de charte", demand.Blocking, ourFile, "Le code de guichet n'a pas cinq caractères ou sert deux fois.", "The code of the desk is not five characters or is used twice."),
	rule("CHA-LOI-01", "fichier de charte", demand.Blocking, everyOne, "Un bailleur enregistre toute demande qui lui est présentée : la charte ne peut ni l'en priver ni le limiter à son public.", "A landlord registers every demand presented: the charter can neither deprive it of this nor limit it to its own public."),
}

// Rules describes every rule of the charter, its remedies and its duties.
func Rules() []demand.Rule { return append([]demand.Rule(nil), rules...) }

func ruleOf(code string) demand.Rule {
	for i := range rules {
		if rules[i].Code == code {
			return rules[i]
		}
	}
	return demand.Rule{}
}

func fault(code, path string) demand.Fault {
	return demand.Fault{Code: code, Path: path, Severity: ruleOf(code).Severity}
}
