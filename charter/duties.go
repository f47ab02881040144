package charter

import (
	"slices"

	"github.com/fichier-unique/rules/demand"
)

// duty is something an allowed act obliges to, with its last day.
type duty struct {
	demand.Rule
	acts  actSet
	local bool // holds under another law too
	when  func(h *hearing) bool
	due   func(h *hearing) demand.Date
}

func (u *duty) applies(c *Charter) bool {
	return (u.local || c.Law == France) && (len(u.Profiles) == 0 || slices.Contains(u.Profiles, c.Profile))
}

func owed(code string, source demand.Source, fr, en string) demand.Rule {
	return demand.Rule{Code: code, Chapter: "devoirs", Severity: demand.Information, Source: source, French: fr, English: en}
}

func today(h *hearing) demand.Date    { return h.on }
func inAMonth(h *hearing) demand.Date { return h.on.AddMonths(1) }

var recorded = actsOf(acts[:]...) &^ actsOf(SeeStatistics)

// duties lists what acts oblige to.
var duties = []duty{{
	Rule: owed("CHA-DEV-01", law("CAL-ATT-01"),
		"Délivrer l'attestation d'enregistrement dans le mois du dépôt.", "Deliver the attestation of registration within one month of deposit."),
	acts: actsOf(Register), due: func(h *hearing) demand.Date {
		if h.facts.Deposited.IsZero() {
			return h.on.AddMonths(1)
		}
		return h.facts.Deposited.AddMonths(1)
	},
}, {
	Rule: profiled(owed("CHA-DEV-02", verified("arrêté du 25 novembre 2010, cahier des charges §3", "transfert quotidien au système national"),
		"Transmettre au système national dans la journée qui suit.", "Pass it on to the national system within the following day."), since2010),
	acts: actsOf(Register, Modify, Correct, Renew, StrikeOff, Restore, Reactivate, Separate), due: func(h *hearing) demand.Date { return h.on.AddDays(1) },
}, {
	Rule: owed("CHA-DEV-03", verified("CCH R.441-2-15", "chaque événement est inscrit avec son auteur et sa date (2015 et après)"),
		"Inscrire l'acte, son auteur et sa date.", "Record the act, its author and its date."),
	acts: recorded, local: true, due: today,
}, {
	Rule: owed("CHA-DEV-04", verified("CCH R.441-2-7", "une attestation est délivrée à chaque renouvellement"),
		"Délivrer l'attestation de renouvellement, avec la date initiale et celle du renouvellement.", "Deliver the attestation of renewal, with the first date and that of the renewal."),
	acts: actsOf(Renew), due: inAMonth,
}, {
	Rule: owed("CHA-DEV-05", verified("CCH R.441-2-8", "le motif et la date de la radiation restent inscrits"),
		"Garder le motif et la date de la radiation.", "Keep the motive and the date of the strike-off."),
	acts: actsOf(StrikeOff), local: true, due: today,
}, {
	Rule: owed("CHA-DEV-06", law("CAL-EFF-01"),
		"Effacer les données nominatives un an après la radiation.", "Erase the nominative data one year after the strike-off."),
	acts: actsOf(StrikeOff), due: func(h *hearing) demand.Date { return h.on.AddYears(1).AddDays(1) },
}, {
	Rule: owed("CHA-DEV-07", verified("CCH R.441-2-8 a)", "radiation à la signature du bail"),
		"Radier la demande pour attribution, dès la signature du bail.", "Strike the demand off for allocation as soon as the lease is signed."),
	acts: actsOf(Lease), due: today,
}, {
	Rule: owed("CHA-DEV-08", law("COM-REJ-01"),
		"Notifier par écrit, avec leurs motifs, les décisions qui n'attribuent pas.", "Notify in writing, with reasons, the decisions that do not allocate."),
	acts: actsOf(Examine, Allocate), due: nil,
}, {
	Rule: owed("CHA-DEV-09", tenDays,
		"Dire dans la proposition le délai pour répondre, d'au moins dix jours, et que le silence vaut refus.", "Say in the offer the time to answer, at least ten days, and that silence stands for refusal."),
	acts: actsOf(Offer), due: today,
}, {
	Rule: owed("CHA-DEV-10", law("COM-OFF-05"),
		"Avertir le demandeur, s'il est reconnu prioritaire (DALO), que refuser une offre adaptée peut lui faire perdre le bénéfice de la décision.", "Warn the applicant, if recognised as priority (DALO), that refusing an adapted offer may lose the benefit of the decision."),
	acts: actsOf(Offer), when: func(h *hearing) bool { return h.facts.DALO != demand.No }, due: today,
}, {
	Rule: profiled(owed("CHA-DEV-11", law("CAL-PIE-01"),
		"Verser la pièce au dossier partagé dans les quinze jours de sa réception.", "File the paper in the shared file within fifteen days of its receipt."), since2015),
	acts: actsOf(RequestPaper, FilePaper), due: func(h *hearing) demand.Date { return h.on.AddDays(15) },
}, {
	Rule: owed("CHA-DEV-12", inferred("arrêté du 23 mars 2015, cahier des charges §6", "une demande réactivée sans être renouvelée expire de nouveau"),
		"Renouveler la demande réactivée.", "Renew the reactivated demand."),
	acts: actsOf(Reactivate), due: nil,
}, {
	Rule: owed("CHA-DEV-13", inferred("règle du fichier", "toute consultation, tout export est inscrit"),
		"Inscrire la consultation ou l'export au journal des accès, avec son but.", "Record the consultation or the export in the access journal, with its purpose."),
	acts: actsOf(See, Export), local: true, due: today,
}, {
	Rule: owed("CHA-DEV-14", inferred("règle du fichier", "une réunion de demandes se défait"),
		"Garder les raisons du rapprochement et de quoi défaire la réunion.", "Keep the reasons of the match and what is needed to undo the merge."),
	acts: actsOf(Merge), local: true, due: today,
}, {
	Rule: owed("CHA-DEV-15", inferred("règle du fichier", "un reçu prouve le dépôt ; le même reçu renvoyé n'a pas de second effet"),
		"Remettre au demandeur un reçu qui dit la date de dépôt.", "Give the applicant a receipt that tells the date of deposit."),
	acts: actsOf(Register, Renew), due: today,
}}
