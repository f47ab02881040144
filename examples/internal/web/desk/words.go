package desk

import (
	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/commission"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// or gives the word of a code, or the code itself.
func or[K ~string](words map[K]string, code K) string {
	if w, ok := words[code]; ok {
		return w
	}
	return string(code)
}

var statuses = map[journal.Status]string{
	journal.Absent: "pas déposée", journal.ToVerify: "à vérifier", journal.Active: "active", journal.Expired: "expirée, à renouveler",
	journal.StruckOff: "radiée", journal.Merged: "réunie à une autre demande", journal.Deleted: "effacée",
}

func statusName(s journal.Status) string { return or(statuses, s) }

var actNames = map[charter.Act]string{
	charter.Register: "enregistrer une demande", charter.Verify: "vérifier la demande saisie en ligne", charter.IssueNumber: "attribuer le numéro unique",
	charter.Attest: "délivrer l’attestation", charter.Modify: "modifier la demande", charter.Correct: "corriger d’après une pièce", charter.Renew: "renouveler la demande",
	charter.StrikeOff: "radier la demande", charter.Restore: "annuler la radiation", charter.Reactivate: "réactiver la demande",
	charter.Separate: "séparer un couple", charter.Merge: "réunir deux demandes", charter.Unmerge: "défaire la réunion", charter.See: "consulter",
	charter.RequestPaper: "demander une pièce", charter.FilePaper: "verser une pièce", charter.GiveLabel: "reconnaître une priorité", charter.EndLabel: "mettre fin à une priorité",
	charter.Designate: "désigner pour un logement", charter.Examine: "examiner en commission", charter.Allocate: "attribuer", charter.Offer: "proposer le logement",
	charter.AnswerOffer: "inscrire la réponse du demandeur", charter.Lease: "inscrire la signature du bail", "letter": "inscrire un courrier",
}

func actName(a charter.Act) string { return or(actNames, a) }

var fieldNames = map[charter.Field]string{
	charter.FieldNumber: "Numéro", charter.FieldDates: "Dates", charter.FieldIdentity: "Identité", charter.FieldContact: "Coordonnées",
	charter.FieldFamily: "Famille", charter.FieldWork: "Situation professionnelle", charter.FieldResources: "Ressources", charter.FieldHousing: "Logement actuel",
	charter.FieldReasons: "Motifs de la demande", charter.FieldWanted: "Logement recherché", charter.FieldDisability: "Complément handicap",
	charter.FieldRemarks: "Remarques", charter.FieldOrigins: "Origine des informations et historique", charter.FieldLabels: "Priorités reconnues",
	charter.FieldTreatment: "Candidatures, décisions et courriers", charter.FieldPapers: "Pièces",
}

// fieldOrder is that in which the classes of data are shown.
var fieldOrder = []charter.Field{charter.FieldIdentity, charter.FieldContact, charter.FieldFamily, charter.FieldWork, charter.FieldResources,
	charter.FieldHousing, charter.FieldReasons, charter.FieldWanted, charter.FieldDisability, charter.FieldRemarks}

// dueNames are the dates of a demand, by the names of the calendar.
var dueNames = map[string]string{
	"attestation_due": "Attestation à remettre au plus tard", "notice_due": "Préavis de renouvellement à donner au plus tard", "valid_until": "Fin de validité",
	"earliest_strike_off": "Radiation possible, selon le seul décret", "strike_off": "Radiation si la demande n’est pas renouvelée",
	"reactivable_until": "Réactivation possible jusqu’au", "erasure_after": "Effacement après le", "abnormal_delay": "Délai anormalement long atteint",
	"no_answer_strike_off": "Radiation possible faute de réponse", "inadmissible_strike_off": "Radiation possible pour irrecevabilité",
	"late_answer_until": "Réponse tardive admise jusqu’au", "offer_until": "Réponse à la proposition au plus tard", "paper_due": "Pièce à verser au plus tard",
	"reception_due": "Réception du demandeur au plus tard", "mediation_due": "Décision de la commission de médiation au plus tard", "mediation_action": "Recours possible devant le tribunal",
}

// listNames are the lists of the day, by the names of the calendar.
var listNames = map[string]string{
	unnumbered:        "Sans numéro unique, à attribuer",
	"attestation_due": "Attestation à remettre aujourd’hui au plus tard", "attestation_late": "Attestation en retard", "notice_to_send": "À renouveler : préavis à donner",
	"expired": "À renouveler : validité passée", "strike_off_due": "Non renouvelées, à radier", "no_answer_due": "Sans réponse à un courrier",
	"inadmissible_due": "Irrecevables, averties", "reactivation_ends": "Dernier jour pour réactiver", "erasure_due": "À effacer",
	"delay_reached": "Délai anormalement long atteint", "offer_ends": "Dernier jour pour répondre à la proposition", "offer_silent": "Proposition restée sans réponse",
	"paper_late": "Pièces à verser en retard",
}

// listOrder is that in which the lists are shown; those of the manager are not.
var listOrder = []string{unnumbered, "expired", "notice_to_send", "attestation_late", "attestation_due", "paper_late", "offer_ends", "offer_silent", "no_answer_due",
	"inadmissible_due", "strike_off_due", "reactivation_ends", "delay_reached"}

var kindNames = map[journal.Kind]string{
	journal.Create: "Dépôt", journal.Separate: "Dépôt après séparation", journal.Verify: "Vérification", journal.Number: "Numéro unique attribué",
	journal.Modify: "Modification", journal.Correct: "Correction d’après une pièce", journal.Renew: "Renouvellement", journal.StrikeOff: "Radiation",
	journal.Restore: "Radiation annulée", journal.Reactivate: "Réactivation", journal.Label: "Priorité reconnue", journal.Unlabel: "Fin d’une priorité",
	journal.Quota: "Contingent", journal.Treat: "Étape du traitement", journal.Letter: "Courrier", journal.Merge: "Réunion avec une autre demande",
	journal.Unmerge: "Réunion défaite", journal.Delete: "Effacement",
}

var stepNames = map[journal.Step]string{
	journal.PaperRequested: "pièce demandée", journal.PaperReceived: "pièce reçue", journal.Designated: "désignée pour la commission", journal.Visited: "visite du logement",
	journal.Examined: "examinée", journal.Decided: "décision de la commission", journal.ConditionMet: "condition remplie", journal.ConditionUnmet: "condition non remplie",
	journal.Notified: "rejet notifié par écrit", journal.Offered: "logement proposé", journal.Accepted: "proposition acceptée", journal.Refused: "proposition refusée",
	journal.Silent: "proposition restée sans réponse", journal.Leased: "bail signé", journal.Withdrawn: "désistement", journal.Cancelled: "annulée par le bailleur",
	journal.NotServed: "logement pris par un candidat mieux classé",
}

var states = map[commission.State]string{
	commission.Designated: "désignée pour la commission", commission.Examined: "examinée, pas encore décidée", commission.Allocated: "logement attribué",
	commission.Ranked: "attribuée en rang", commission.Conditional: "attribuée sous condition", commission.NotAllocated: "non attribuée", commission.Inadmissible: "irrecevable",
	commission.Offered: "proposition en cours", commission.Accepted: "acceptée", commission.Refused: "refusée par le demandeur", commission.Silent: "sans réponse, vaut refus",
	commission.Leased: "bail signé", commission.Withdrawn: "désistement", commission.Cancelled: "annulée par le bailleur", commission.NotServed: "pris par un candidat mieux classé",
}

var channels = map[journal.Channel]string{
	journal.Registered: "lettre recommandée avec accusé de réception", journal.Tracked: "lettre suivie", journal.Post: "courrier simple",
	journal.Email: "courriel", journal.Handed: "remis en main propre", journal.Portal: "espace du demandeur",
}

var subjects = map[journal.Subject]string{
	journal.RenewalNotice: "préavis de renouvellement", journal.Warning: "avertissement avant radiation", journal.AttestationSent: "attestation",
	journal.DecisionNotified: "décision notifiée",
}

var origins = map[demand.OriginKind]string{
	demand.FromApplicant: "le demandeur", demand.FromPaper: "une pièce", demand.FromThirdParty: "un tiers, avec l’accord du demandeur",
}

func originName(k demand.OriginKind) string { return or(origins, k) }

// roles are the persons of a demand in the sentences about likely duplicates.
var roles = map[string]string{"applicant": "demandeur", "association": "association", "co_holder": "cotitulaire", "dependant": "personne à charge"}

// factNames are the facts of a decision.
var factNames = map[string]string{
	"communes": "Communes souhaitées", "missing": "Rubriques du minimum qui manquent", "minimum": "Minimum légal rempli", "numbered": "A un numéro unique",
	"status": "État de la demande", "deposited": "Date de dépôt", "renewed": "Dernier renouvellement", "registered_by": "Enregistrée par",
	"own_public": "Le demandeur relève du public propre du service", "own": "Demande de celui qui agit", "identity": "Pièce d’identité, ou de séjour, vue",
	"received": "Écrit du demandeur reçu", "presented": "Ce qui est présenté", "origin": "Origine des nouvelles informations", "validated": "Accord du demandeur",
	"motive": "Motif de radiation", "sub_motive": "Sous-motif", "allocated_by": "Bailleur qui a attribué", "ruled_by": "Commission qui a prononcé l’irrecevabilité",
	"sent_by": "Expéditeur du courrier resté sans réponse", "lease_on": "Date de signature du bail", "lease_data": "Données de l’attribution données",
	"warned_on": "Avertissement envoyé le", "notice_on": "Préavis de renouvellement envoyé le", "delivered_on": "Courrier remis le", "delivered": "Preuve de la remise tenue",
	"struck_off_on": "Radiée le", "struck_off_by": "Radiée par", "dalo": "Reconnue DALO", "field": "Donnée demandée", "purpose": "But de la consultation",
	"aggregated": "Chiffres agrégés", "protected": "Secret statistique appliqué", "disability_nature": "Nature du handicap", "paper": "Pièce",
	"held": "Un exemplaire valable est au dossier partagé", "due": "Pièce due par ce ménage", "label": "Priorité", "commission_on": "Date de la commission",
	"urgent": "Voie d’urgence", "reason": "Raison", "candidates": "Demandes examinées pour ce logement", "exception": "Exception aux trois candidats",
	"examined": "Examinée par la commission", "under_ceiling": "Ressources au plus égales au plafond", "allocated": "Logement attribué par la commission",
	"offered_on": "Proposé le", "answer_by": "Dernier jour pour répondre", "accepted": "Proposition acceptée", "person": "Décidé par une personne",
	"proof": "Preuve de la séparation vue", "distinct": "Personnes reconnues différentes", "hold": "Mesure de conservation en cours",
}

func factName(name string) string { return or(factNames, name) }
