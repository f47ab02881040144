package charter

import (
	"slices"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/charter/commission"
	"github.com/fichier-unique/rules/charter/priority"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

var (
	noNumber    = law("COM-NUM-01")
	threeOf     = law("COM-SES-01")
	onePaper    = verified("CCH L.441-2-1 (loi du 24 mars 2014)", "un seul exemplaire de chaque pièce, partagé")
	tenDays     = law("COM-OFF-01")
	silence     = law("COM-OFF-03")
	labelIssuer = law("PRI-LAB-02")
)

// rowsPapers are the conditions of asking for papers.
var rowsPapers = []row{{
	Rule: profiled(rule("CHA-PIE-01", "pièces", onePaper,
		"Un exemplaire valable de cette pièce est déjà au dossier partagé : elle ne se redemande pas.",
		"A valid copy of this paper is already in the shared file: it is not asked again."), since2015),
	acts: actsOf(RequestPaper), facts: factsOf(factPaper, factHeld), remedy: "CHA-REM-27", example: `{"facts":{"held":true}}`,
	check: func(h *hearing) verdict {
		switch h.facts.Held {
		case demand.Yes:
			return refuses
		case demand.NotSaid:
			return h.need(factHeld)
		}
		return silent
	},
}, {
	Rule: rule("CHA-PIE-02", "pièces", verified("CCH R.441-2-3", "aucune pièce qui ne soit due par ce ménage à cette étape"),
		"Cette pièce n'est pas due par ce ménage à cette étape : elle ne peut pas lui être demandée.",
		"This paper is not due from this household at this step: it cannot be asked."),
	acts: actsOf(RequestPaper), facts: factsOf(factPaper, factDue), remedy: "CHA-REM-08", example: `{"facts":{"due":false}}`,
	check: func(h *hearing) verdict { return h.wants(h.facts.Due, factDue) },
}}

// rowsLabels are the conditions of labels (reconnaissance d'une priorité).
var rowsLabels = []row{{
	Rule: rule("CHA-LAB-01", "priorités", labelIssuer,
		"Cette reconnaissance n'appartient pas à ce partenaire : elle revient à {kinds}.",
		"This recognition does not belong to this partner: it belongs to {kinds}.", "kinds"),
	acts: actsOf(GiveLabel, EndLabel), facts: factsOf(factLabel), remedy: "CHA-REM-28", example: `{"actor":{"kind":"landlord"},"facts":{"label":"DALO"}}`,
	params: func(h *hearing) []string { return []string{strings.Join(h.issuers(), ", ")} },
	check: func(h *hearing) verdict {
		switch kind, known := h.c.Priorities.Kind(h.facts.Label); {
		case h.facts.Label == "":
			return h.need(factLabel)
		case known && !slices.Contains(kind.Issuers, priority.Issuer(h.kind)) && !(h.isDepartement() && slices.Contains(kind.Issuers, priority.Departement)):
			return refuses
		}
		return silent
	},
}, {
	Rule: rule("CHA-LAB-02", "priorités", law("PRI-LAB-07"),
		"La reconnaissance vient après la commission : elle n'est admise que par la voie d'urgence, avec le code d'un motif de la charte.",
		"The recognition comes after the commission: it is admitted by the urgent path only, with the code of a reason of the charter."),
	acts: actsOf(GiveLabel), facts: factsOf(factCommissionOn, factUrgent, factReason), remedy: "CHA-REM-29", local: true, example: `{"facts":{"commission_on":"2019-06-01"}}`,
	check: func(h *hearing) verdict {
		return h.labelled("PRI-LAB-07", "PRI-LAB-08", "PRI-LAB-09", "PRI-LAB-11", "PRI-LAB-16")
	},
}, {
	Rule: rule("CHA-LAB-04", "priorités", law("PRI-LAB-03"),
		"Cette reconnaissance n'existait pas, ou n'existait plus, à cette date.",
		"This recognition did not exist, or no longer existed, on that date."),
	acts: actsOf(GiveLabel), facts: factsOf(factLabel), remedy: "CHA-REM-28", example: `{"facts":{"label":"PDALPD"}}`,
	check: func(h *hearing) verdict { return h.labelled("PRI-LAB-03") },
}, {
	Rule: rule("CHA-LAB-03", "priorités", inferred("règle du fichier", "une priorité locale, telle que la CLPP, n'a de sens que par la charte"),
		"Cette reconnaissance n'est ni dans la loi ni dans la charte : sa valeur n'est pas connue.",
		"This recognition is neither in the law nor in the charter: its value is not known."),
	says: unknown,
	acts: actsOf(GiveLabel), facts: factsOf(factLabel), remedy: "CHA-REM-28", local: true, example: `{"actor":{"kind":"state_service"},"facts":{"label":"AUTRE"}}`,
	check: func(h *hearing) verdict {
		if _, known := h.c.Priorities.Kind(h.facts.Label); h.facts.Label != "" && !known {
			return unknown
		}
		return silent
	},
}}

// labelled asks room priority about the label given that day, and keeps the
// gravest of what these rules of its said.
func (h *hearing) labelled(codes ...string) verdict {
	if h.facts.Label == "" {
		return silent // CHA-LAB-01 asks for it
	}
	label := priority.Label{Code: h.facts.Label, On: h.on}
	if h.facts.Urgent == demand.Yes {
		label.Urgent = h.facts.Reason
	}
	v := silent
	for _, r := range priority.Check(label, priority.Issuer(h.kind), h.facts.CommissionOn, &h.c.Priorities, h.on).Spoken {
		if slices.Contains(codes, r.Code) {
			v = max(v, verdictOf[r.Outcome])
		}
	}
	return v
}

// verdictOf reads the answers of room priority.
var verdictOf = map[priority.Outcome]verdict{priority.Notice: notice, priority.Unknown: unknown, priority.Refused: refuses}

// isDepartement reports a community whose territory is a département: it is party
// to the departmental accord collectif.
func (h *hearing) isDepartement() bool {
	return h.kind == Community && h.party != nil && slices.ContainsFunc(h.party.Territory, func(code string) bool { return len(code) < 4 })
}

// issuers names the kinds of partners that may recognise the priority.
func (h *hearing) issuers() []string {
	kind, _ := h.c.Priorities.Kind(h.facts.Label)
	var out []string
	for _, i := range kind.Issuers {
		switch name, ok := frenchKind[PartyKind(i)]; {
		case ok:
			out = append(out, name)
		case i == priority.Departement:
			out = append(out, "département")
		}
	}
	return out
}

// rowsCommission are the conditions of designation, examination, allocation,
// offer, answer and lease.
var rowsCommission = []row{{
	Rule: rule("CHA-COM-01", "commission", noNumber,
		"La demande n'a pas de numéro unique : ni examen ni attribution.",
		"The demand has no unique number: neither examination nor allocation."),
	acts: actsOf(Designate, Examine, Allocate, Offer, Lease), facts: factsOf(factNumbered), remedy: "CHA-REM-10", path: "number", example: `{"facts":{"numbered":false}}`,
	check: func(h *hearing) verdict { return h.wants(h.facts.Numbered, factNumbered) },
}, {
	Rule: rule("CHA-COM-02", "commission", inferred("CCH R.441-2-7, R.441-2-8", "une demande radiée ou périmée n'est pas attribuée ; la renouveler d'abord"),
		"La demande n'est pas active : la renouveler ou la réactiver d'abord.",
		"The demand is not active: renew or reactivate it first."),
	acts: actsOf(Designate, Examine, Allocate, Offer), facts: factsOf(factStatus), remedy: "CHA-REM-12", local: true, example: `{"facts":{"status":"struck_off"}}`,
	check: func(h *hearing) verdict {
		if h.facts.Status == journal.Expired {
			return notice
		}
		return h.inState(journal.Active)
	},
}, {
	Rule: rule("CHA-COM-03", "commission", threeOf,
		"{count} demande(s) examinée(s) pour ce logement : il en faut trois, sauf exception dite.",
		"{count} demand(s) examined for this dwelling: three are needed, unless an exception is stated.", "count"),
	acts: actsOf(Allocate), facts: factsOf(factCandidates, factException), remedy: "CHA-REM-30", example: `{"facts":{"candidates":2}}`,
	params: func(h *hearing) []string { return []string{strconv.Itoa(h.facts.Candidates)} },
	check: func(h *hearing) verdict {
		if h.facts.Candidates == 0 {
			return h.need(factCandidates)
		}
		switch commission.Enough(h.facts.Candidates, h.on, commission.Exception(h.facts.Exception)) {
		case "":
			return silent
		case "COM-SES-01":
			return refuses
		case "COM-SES-05":
			return unknown
		}
		return notice
	},
}, {
	Rule: rule("CHA-COM-04", "commission", law("COM-ETA-03"),
		"La demande n'a pas été examinée par la commission pour ce logement.",
		"The demand was not examined by the commission for this dwelling."),
	acts: actsOf(Allocate), facts: factsOf(factExamined), remedy: "CHA-REM-31", example: `{"facts":{"examined":false}}`,
	check: func(h *hearing) verdict { return h.wants(h.facts.Examined, factExamined) },
}, {
	Rule: rule("CHA-COM-05", "commission", verified("CCH L.441-1, R.441-1", "ressources au plus égales au plafond du financement"),
		"Les ressources dépassent le plafond du financement de ce logement.",
		"The income is above the ceiling of the financing of this dwelling."),
	acts: actsOf(Allocate, Lease), facts: factsOf(factUnderCeiling), remedy: "CHA-REM-32", example: `{"facts":{"under_ceiling":false}}`,
	check: func(h *hearing) verdict { return h.wants(h.facts.UnderCeiling, factUnderCeiling) },
}, {
	Rule: rule("CHA-COM-06", "commission", verified("CCH L.441-2", "le logement est proposé à qui la commission l'a attribué"),
		"La commission n'a pas attribué ce logement à cette demande.",
		"The commission did not allocate this dwelling to this demand."),
	acts: actsOf(Offer, Lease), facts: factsOf(factAllocated), remedy: "CHA-REM-31", example: `{"facts":{"allocated":false}}`,
	check: func(h *hearing) verdict { return h.wants(h.facts.Allocated, factAllocated) },
}, {
	Rule: rule("CHA-COM-07", "commission", tenDays,
		"Le demandeur doit pouvoir répondre jusqu'au {day} au moins : le délai qui lui est laissé est plus court.",
		"The applicant must be able to answer until {day} at least: the time left is shorter.", "day"),
	acts: actsOf(Offer), facts: factsOf(factAnswerBy), params: func(h *hearing) []string { return []string{h.silentAfter(h.on).String()} }, remedy: "CHA-REM-33", example: `{"facts":{"answer_by":"2019-06-20"}}`,
	check: func(h *hearing) verdict {
		switch {
		case h.facts.AnswerBy.IsZero():
			return h.need(factAnswerBy)
		case h.facts.AnswerBy.Before(h.silentAfter(h.on)):
			return refuses
		}
		return silent
	},
}, {
	Rule: rule("CHA-COM-08", "commission", silence,
		"Le délai de réponse est passé : le silence du demandeur vaut refus ; une réponse tardive est laissée au bailleur.",
		"The time to answer has passed: silence stands for refusal; a late answer is left to the landlord."),
	says: unknown,
	acts: actsOf(AnswerOffer), facts: factsOf(factOfferedOn, factAnswerBy), remedy: "CHA-REM-33", example: `{"facts":{"answer_by":"2019-06-01"}}`,
	check: func(h *hearing) verdict {
		switch {
		case h.facts.OfferedOn.IsZero():
			return h.need(factOfferedOn)
		case h.lastAnswer().Before(h.on):
			return unknown
		}
		return silent
	},
}, {
	Rule: rule("CHA-COM-09", "commission", law("COM-REF-01"),
		"La raison du refus manque : elle est inscrite avec la réponse.",
		"The reason of the refusal is missing: it is recorded with the answer."),
	acts: actsOf(AnswerOffer), facts: factsOf(factAccepted, factReason), remedy: "CHA-REM-23", local: true, example: `{"facts":{"accepted":false}}`,
	check: func(h *hearing) verdict {
		switch {
		case h.facts.Accepted == demand.NotSaid:
			return h.need(factAccepted)
		case h.facts.Accepted == demand.No && h.facts.Reason == "":
			return h.need(factReason)
		}
		return silent
	},
}, {
	Rule: rule("CHA-COM-10", "commission", law("COM-ETA-15"),
		"Le demandeur n'a pas accepté la proposition : pas de bail.",
		"The applicant did not accept the offer: no lease."),
	acts: actsOf(Lease), facts: factsOf(factAccepted), remedy: "CHA-REM-33", example: `{"facts":{"accepted":false}}`,
	check: func(h *hearing) verdict { return h.wants(h.facts.Accepted, factAccepted) },
}}

// rowsPeople keep the merging of persons a person's decision.
var rowsPeople = []row{{
	Rule: rule("CHA-DOU-01", "doublons", inferred("règle du fichier", "réunir des personnes est la décision d'une personne"),
		"Aucun programme ne réunit deux demandes : une personne décide, au vu des raisons.",
		"No program merges two demands: a person decides, seeing the reasons."),
	acts: actsOf(Merge), facts: factsOf(factPerson), remedy: "CHA-REM-34", local: true, example: `{"facts":{"person":false}}`,
	check: func(h *hearing) verdict { return h.wants(h.facts.Person, factPerson) },
}, {
	Rule: rule("CHA-DOU-02", "doublons", inferred("règle du fichier", "deux personnes dont on a la preuve qu'elles sont différentes restent séparées"),
		"Il est établi que les deux demandes sont de personnes différentes : elles restent séparées.",
		"The two demands are proven to be of different persons: they stay apart."),
	acts: actsOf(Merge), facts: factsOf(factDistinct), remedy: "CHA-REM-34", local: true, example: `{"facts":{"distinct":true}}`,
	check: func(h *hearing) verdict {
		switch h.facts.Distinct {
		case demand.Yes:
			return refuses
		case demand.NotSaid:
			return h.need(factDistinct)
		}
		return silent
	},
}}

// rowsActs allow: when no other rule objects, the act may be done.
var rowsActs = []row{{
	Rule: demand.Rule{Code: "CHA-ENR-01", Chapter: "enregistrement", Source: whoMay, French: "Le guichet peut enregistrer la demande.", English: "The desk may register the demand."},
	acts: actsOf(Register), local: true, says: allows, check: allow,
}, {
	Rule: demand.Rule{Code: "CHA-NUM-01", Chapter: "numéro unique", Source: minimum, French: "Le numéro peut être attribué.", English: "The number may be given."},
	acts: actsOf(IssueNumber), local: true, says: allows, check: allow,
}, {
	Rule: demand.Rule{Code: "CHA-OUI-01", Chapter: "actes", Source: ourFile, French: "Aucune règle ne s'y oppose : l'acte peut être fait.", English: "No rule objects: the act may be done."},
	acts: everyAct &^ actsOf(Register, IssueNumber), local: true, says: allows, check: allow,
}, {
	Rule: rule("CHA-ACT-01", "actes", ourFile,
		"Cet acte n'est pas dans la liste de ceux que la charte décide.",
		"This act is not in the list of those the charter decides."),
	says: unknown, remedy: "CHA-REM-06", local: true, example: `{"act":"dance"}`,
	check: func(*hearing) verdict { return unknown },
}}

func allow(*hearing) verdict { return allows }
