package charter

import (
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

var (
	closedList = verified("CCH R.441-2-8", "liste limitative des motifs de radiation, et qui radie pour chacun")
	spec2015   = verified("arrêté du 23 mars 2015, cahier des charges §6", "tolérances du fichier partagé : treize et dix-huit mois, deux et cinq mois")
	until2014  = []demand.Profile{demand.Profile2010, demand.Profile2012}
)

// motivesOf is the set of the motives a rule of strike-off speaks of.
func motivesOf(list ...demand.StrikeOffMotive) uint8 {
	var set uint8
	for _, m := range list {
		set |= motiveBit(m)
	}
	return set
}

// mine wants a fact to name the party that acts.
func (h *hearing) mine(id string, f fact) verdict {
	switch {
	case id == "":
		return h.need(f)
	case h.self(id):
		return silent
	}
	return refuses
}

// self reports whether an identifier is that of the party that acts, or of the
// one in whose name it acts. Without a party, the actor's word is taken.
func (h *hearing) self(id string) bool {
	switch {
	case h.as != nil:
		return id == h.as.ID
	case h.party != nil:
		return id == h.party.ID
	}
	return id == h.actor.Party || h.actor.Party == "" && id == string(h.kind)
}

// interface2013 is the day the data of the allocation and the sub-motives come into use.
var interface2013 = demand.MustDate("2013-01-01")

// rowsStrikeOff are the conditions of a strike-off (radiation), motive by motive.
var rowsStrikeOff = []row{{
	Rule: rule("CHA-RAD-01", "radiation", closedList,
		"Le motif n'est pas dans la liste limitative de la loi : {motives}.",
		"The motive is not in the closed list of the law: {motives}.", "motives"),
	acts: actsOf(StrikeOff), facts: factsOf(factMotive), remedy: "CHA-REM-13", example: `{"facts":{"motive":"RADXXX"}}`,
	params: func(h *hearing) []string { return []string{h.c.motives()} },
	check: func(h *hearing) verdict {
		switch {
		case h.facts.Motive == "":
			return h.need(factMotive)
		case !h.facts.Motive.Known() || len(h.c.Motives) > 0 && !slices.Contains(h.c.Motives, h.facts.Motive):
			return refuses
		}
		return silent
	},
}, {
	Rule: rule("CHA-RAD-02", "radiation", closedList,
		"La demande n'est pas en cours : elle ne se radie pas.",
		"The demand is not current: it cannot be struck off."),
	acts: actsOf(StrikeOff), facts: factsOf(factStatus), remedy: "CHA-REM-07", local: true, example: `{"facts":{"status":"struck_off"}}`,
	check: func(h *hearing) verdict { return h.inState(journal.Active, journal.Expired, journal.ToVerify) },
}, {
	Rule: profiled(rule("CHA-RAD-03", "radiation", verified("CCH R.441-2-8 a)", "le bailleur qui a attribué le logement"),
		"Pour attribution, seul radie le bailleur qui a attribué le logement.",
		"For an allocation, only the landlord that allocated the dwelling strikes off."), since2010),
	acts: actsOf(StrikeOff), facts: factsOf(factAllocatedBy), remedy: "CHA-REM-14", example: `{"actor":{"kind":"community"}}`,
	motives: motivesOf(demand.StrikeOffMotiveRADATT),
	check: func(h *hearing) verdict {
		if h.kind != Landlord {
			return refuses
		}
		return h.mine(h.facts.AllocatedBy, factAllocatedBy)
	},
}, {
	Rule: profiled(rule("CHA-RAD-04", "radiation", verified("CCH R.441-2-8 a) ; arrêté du 17 septembre 2012", "à la signature du bail"),
		"Pour attribution, la radiation se fait à la signature du bail : il n'est pas encore signé.",
		"For an allocation, the strike-off is done when the lease is signed: it is not signed yet."), since2010),
	acts: actsOf(StrikeOff), facts: factsOf(factLeaseOn), remedy: "CHA-REM-15", example: `{"facts":{"lease_on":"2030-01-01"}}`,
	motives: motivesOf(demand.StrikeOffMotiveRADATT),
	check: func(h *hearing) verdict {
		switch {
		case h.facts.LeaseOn.IsZero():
			return h.need(factLeaseOn)
		case h.facts.LeaseOn.After(h.on):
			return refuses
		}
		return silent
	},
}, {
	Rule: from(rule("CHA-RAD-05", "radiation", law("COM-BAI-01"),
		"Les données de l'attribution (bailleur, bail, logement, contingent) ne sont pas données : elles sont enregistrées avec la radiation.",
		"The data of the allocation (landlord, lease, dwelling, quota) are not given: they are recorded with the strike-off."), interface2013),
	acts: actsOf(StrikeOff), facts: factsOf(factLeaseData), remedy: "CHA-REM-16", example: `{"facts":{"lease_data":false}}`,
	motives: motivesOf(demand.StrikeOffMotiveRADATT),
	check: func(h *hearing) verdict {
		if h.on.Before(interface2013) {
			return silent
		}
		return h.wants(h.facts.LeaseData, factLeaseData)
	},
}, {
	Rule: rule("CHA-RAD-06", "radiation", verified("CCH R.441-2-8 b)", "le service enregistreur qui reçoit la renonciation écrite, s'il a accès aux données du demandeur"),
		"Pour renonciation, radie le service enregistreur qui a reçu la lettre du demandeur.",
		"For a renunciation, the registering service that received the applicant's letter strikes off."),
	acts: actsOf(StrikeOff), facts: factsOf(factReceived), remedy: "CHA-REM-14", example: `{"facts":{"motive":"RADABA","received":false}}`,
	motives: motivesOf(demand.StrikeOffMotiveRADABA),
	check: func(h *hearing) verdict {
		if registers&h.set == 0 {
			return refuses
		}
		return h.wants(h.facts.Received, factReceived)
	},
}, {
	Rule: profiled(rule("CHA-RAD-07", "radiation", verified("CCH R.441-2-8 c)", "l'expéditeur du courrier resté sans réponse"),
		"Pour absence de réponse, radie celui qui a envoyé le courrier.",
		"For no answer, the sender of the letter strikes off."), since2010),
	acts: actsOf(StrikeOff), facts: factsOf(factSentBy), remedy: "CHA-REM-14", example: `{"facts":{"motive":"RADCON","sent_by":"autre"}}`,
	motives: motivesOf(demand.StrikeOffMotiveRADCON),
	check: func(h *hearing) verdict {
		if (registers|Manager.bit())&h.set == 0 {
			return refuses
		}
		return h.mine(h.facts.SentBy, factSentBy)
	},
}, {
	Rule: profiled(rule("CHA-RAD-08", "radiation", verified("CCH R.441-2-8 c), d)", "un mois après un avertissement"),
		"La radiation n'est possible qu'à partir du {day} : un délai suit l'avertissement.",
		"The strike-off is possible from {day} only: a delay follows the warning.", "day"), since2010),
	acts: actsOf(StrikeOff), facts: factsOf(factWarnedOn, factDeliveredOn), remedy: "CHA-REM-17", example: `{"facts":{"motive":"RADIRR","warned_on":"2019-06-14"}}`,
	params:  func(h *hearing) []string { return []string{h.warned().String()} },
	motives: motivesOf(demand.StrikeOffMotiveRADCON, demand.StrikeOffMotiveRADIRR),
	check: func(h *hearing) verdict {
		switch {
		case h.facts.WarnedOn.IsZero():
			return h.need(factWarnedOn)
		case h.on.Before(h.warned()):
			return refuses
		}
		return silent
	},
}, {
	Rule: profiled(rule("CHA-RAD-09", "radiation", verified("CCH R.441-2-8 ; arrêté du 25 novembre 2010, cahier des charges §7", "lettre recommandée ou tout moyen prouvant la remise ; sans preuve, la radiation ne peut être établie"),
		"La preuve de la remise manque : sans elle, la validité de la radiation ne peut pas être établie.",
		"The proof of delivery is missing: without it the strike-off cannot be shown to be valid."), since2010),
	acts: actsOf(StrikeOff), facts: factsOf(factDelivered, factDeliveredOn), remedy: "CHA-REM-18", example: `{"facts":{"motive":"RADCON","delivered":false}}`,
	motives: motivesOf(demand.StrikeOffMotiveRADCON, demand.StrikeOffMotiveRADIRR, demand.StrikeOffMotiveRADREN),
	check: func(h *hearing) verdict {
		if !h.facts.DeliveredOn.IsZero() {
			return silent
		}
		return h.wants(h.facts.Delivered, factDelivered)
	},
}, {
	Rule: profiled(rule("CHA-RAD-10", "radiation", verified("CCH R.441-2-8 d) ; arrêté du 23 mars 2015, cahier des charges §6.4", "irrecevabilité prononcée par la commission d'attribution du bailleur"),
		"Pour irrecevabilité, seul radie le bailleur dont la commission l'a prononcée.",
		"For inadmissibility, only the landlord whose commission pronounced it strikes off."), since2010),
	acts: actsOf(StrikeOff), facts: factsOf(factRuledBy), remedy: "CHA-REM-14", example: `{"facts":{"motive":"RADIRR","ruled_by":"autre"}}`,
	motives: motivesOf(demand.StrikeOffMotiveRADIRR),
	check: func(h *hearing) verdict {
		if h.kind != Landlord {
			return refuses
		}
		return h.mine(h.facts.RuledBy, factRuledBy)
	},
}, {
	Rule: from(rule("CHA-RAD-11", "radiation", demand.Source{Article: "arrêté du 23 mars 2015, cahier des charges §6.4 ; interface V2.1 (2012)", Text: "deux causes seulement : ressources au-dessus du plafond, séjour irrégulier ; sous-motif obligatoire", Confidence: demand.Secondary},
		"L'irrecevabilité n'a que deux causes, ressources ou séjour : donner le sous-motif.",
		"Inadmissibility has two causes only, resources or stay: give the sub-motive."), interface2013),
	acts: actsOf(StrikeOff), facts: factsOf(factSubMotive), remedy: "CHA-REM-13", example: `{"facts":{"motive":"RADIRR","sub_motive":"IRRXXX"}}`,
	motives: motivesOf(demand.StrikeOffMotiveRADIRR),
	check: func(h *hearing) verdict {
		switch s := h.facts.SubMotive; {
		case s == "" && h.on.Before(interface2013):
			return silent
		case s == "":
			return h.need(factSubMotive)
		case !s.Known():
			return refuses
		}
		return silent
	},
}, {
	Rule: profiled(rule("CHA-RAD-12", "radiation", verified("CCH R.441-2-8 e) ; arrêté du 25 novembre 2010, cahier des charges §9", "le gestionnaire du système"),
		"Pour défaut de renouvellement, seul radie le gestionnaire du fichier.",
		"For lack of renewal, only the manager of the file strikes off."), since2010),
	acts: actsOf(StrikeOff), remedy: "CHA-REM-14", example: `{"actor":{"kind":"landlord"},"facts":{"motive":"RADREN"}}`,
	motives: motivesOf(demand.StrikeOffMotiveRADREN),
	check: func(h *hearing) verdict {
		if h.kind != Manager {
			return refuses
		}
		return silent
	},
}, {
	Rule: rule("CHA-RAD-13", "radiation", law("CAL-RAD-05"),
		"Aucun préavis de renouvellement connu n'est parti au moins un mois avant la fin de validité : le demandeur a un mois depuis son envoi, jusqu'au {day} au plus tôt.",
		"No renewal notice known left at least one month before the end of validity: the applicant has one month from its sending, until {day} at the earliest.", "day"),
	params: func(h *hearing) []string {
		sent := h.facts.NoticeOn
		if sent.IsZero() { // it may leave today
			sent = h.on
		}
		return []string{sent.AddMonths(1).String()}
	},
	acts: actsOf(StrikeOff), facts: factsOf(factNoticeOn, factDeposited, factRenewed), remedy: "CHA-REM-19", example: `{"actor":{"kind":"manager"},"facts":{"motive":"RADREN","notice_on":"2019-06-01"}}`,
	motives: motivesOf(demand.StrikeOffMotiveRADREN),
	check: func(h *hearing) verdict {
		end := h.validUntil()
		switch {
		case end.IsZero():
			return h.need(factDeposited)
		case h.facts.NoticeOn.IsZero():
			return h.need(factNoticeOn)
		case !h.facts.NoticeOn.After(end.AddMonths(-1)):
			return silent
		case h.on.Before(h.facts.NoticeOn.AddMonths(1)):
			return refuses
		}
		return notice
	},
}, {
	Rule: rule("CHA-RAD-14", "radiation", inferred("CCH R.441-2-8 e ; arrêté du 23 mars 2015, cahier des charges §6.1", "treize mois, lus pour 2015 ; la tolérance des années d'avant n'a pas été lue : celle-ci est gardée, qui favorise le demandeur"),
		"La demande ne peut être radiée faute de renouvellement qu'à partir du {day}.",
		"The demand can be struck off for lack of renewal from {day} only.", "day"),
	acts: actsOf(StrikeOff), facts: factsOf(factDeposited, factRenewed), remedy: "CHA-REM-17", example: `{"actor":{"kind":"manager"},"facts":{"motive":"RADREN","renewed":"2018-12-01","notice_on":"2018-10-01"}}`,
	params:  func(h *hearing) []string { return []string{h.unrenewed().String()} },
	motives: motivesOf(demand.StrikeOffMotiveRADREN),
	check: func(h *hearing) verdict {
		switch first := h.unrenewed(); {
		case first.IsZero():
			return h.need(factDeposited)
		case h.on.Before(first):
			return refuses
		}
		return silent
	},
}, {
	Rule: profiled(rule("CHA-RAD-15", "radiation", verified("CCH L.441-2-1 (loi du 25 mars 2009, jusqu'à la loi du 24 mars 2014)", "sauf attribution, pas de radiation sans avis préalable au demandeur"),
		"Le demandeur n'a pas été avisé : hors attribution, aucune radiation ne se fait sans avis préalable.",
		"The applicant was not told: allocation apart, no strike-off is done without prior notice."), until2014),
	acts: actsOf(StrikeOff), facts: factsOf(factWarnedOn, factNoticeOn), remedy: "CHA-REM-20", example: `{"facts":{"motive":"RADABA","warned_on":null,"notice_on":null}}`,
	motives: motivesOf(demand.StrikeOffMotiveRADABA, demand.StrikeOffMotiveRADCON, demand.StrikeOffMotiveRADIRR, demand.StrikeOffMotiveRADREN),
	check: func(h *hearing) verdict {
		if h.facts.WarnedOn.IsZero() && h.facts.NoticeOn.IsZero() {
			return h.need(factWarnedOn)
		}
		return silent
	},
}, {
	Rule: profiled(rule("CHA-RAD-16", "radiation", verified("CCH R.441-2-6 (2009)", "de 2000 à 2010, seul radie le service qui a enregistré la demande"),
		"Avant 2010, seul radie le service qui a enregistré la demande.",
		"Before 2010, only the service that registered the demand strikes it off."), only2000),
	acts: actsOf(StrikeOff), facts: factsOf(factRegisteredBy), remedy: "CHA-REM-14", example: `{"facts":{"registered_by":"autre"}}`,
	check: func(h *hearing) verdict { return h.mine(h.facts.RegisteredBy, factRegisteredBy) },
}, {
	Rule: profiled(rule("CHA-RAD-17", "radiation", verified("CCH R.441-2-6 (2009)", "quatre motifs de 2000 à 2010 : attribution acceptée, renonciation, non-renouvellement, rejet par l'organe compétent"),
		"De 2000 à 2010, l'absence de réponse à un courrier n'est pas un motif de radiation.",
		"From 2000 to 2010, no answer to a letter is not a motive of strike-off."), only2000),
	acts: actsOf(StrikeOff), facts: factsOf(factMotive), remedy: "CHA-REM-13", example: `{"facts":{"motive":"RADCON"}}`,
	motives: motivesOf(demand.StrikeOffMotiveRADCON),
	check:   func(*hearing) verdict { return refuses },
}, {
	Rule: rule("CHA-RAD-18", "radiation", demand.Source{Article: "CCH L.441-2-3", Text: "Conseil d'État, 8 juillet 2020, n° 420472 : la radiation ne libère pas à elle seule l'État de la décision DALO", Confidence: demand.Secondary},
		"Le ménage est reconnu prioritaire (DALO) : la radiation ne libère pas à elle seule l'État de son obligation.",
		"The household is recognised as priority (DALO): the strike-off alone does not free the State of its duty."),
	says: notice,
	acts: actsOf(StrikeOff), facts: factsOf(factDALO), example: `{"facts":{"dalo":true}}`,
	check: func(h *hearing) verdict {
		if h.facts.DALO == demand.Yes {
			return notice
		}
		return silent
	},
}, {
	Rule: rule("CHA-RAD-19", "radiation", inferred("CCH R.441-2-8", "sous un autre droit, la charte tient la liste des motifs"),
		"Sous un autre droit, la charte dit qui radie et pour quel motif : elle ne le dit pas.",
		"Under another law, the charter says who strikes off and why: it does not."),
	says: unknown,
	acts: actsOf(StrikeOff), remedy: "CHA-REM-06", local: true, charter: "droit-local", example: `{"actor":{"party":"operateur-b"}}`,
	check: func(h *hearing) verdict {
		if h.c.Law == Local && (h.party == nil || !h.c.beyond(h.party, StrikeOff, h.on)) {
			return unknown
		}
		return silent
	},
}}

// from gives a rule the day it begins.
func from(r demand.Rule, day demand.Date) demand.Rule {
	r.From = day
	return r
}

// motives writes the motives in use.
func (c *Charter) motives() string {
	list := c.Motives
	if len(list) == 0 {
		list = []demand.StrikeOffMotive{demand.StrikeOffMotiveRADATT, demand.StrikeOffMotiveRADABA, demand.StrikeOffMotiveRADCON, demand.StrikeOffMotiveRADIRR, demand.StrikeOffMotiveRADREN}
	}
	out := make([]string, len(list))
	for i, m := range list {
		out[i] = string(m)
	}
	return strings.Join(out, ", ")
}

// rowsReactivation are the conditions of a reactivation, and of the undoing of a strike-off.
var rowsReactivation = []row{{
	Rule: rule("CHA-REA-01", "réactivation", spec2015,
		"La demande n'est pas radiée : il n'y a rien à réactiver.",
		"The demand is not struck off: there is nothing to reactivate."),
	acts: actsOf(Reactivate, Restore), facts: factsOf(factStatus), remedy: "CHA-REM-07", local: true, example: `{"facts":{"status":"active"}}`,
	check: func(h *hearing) verdict { return h.inState(journal.StruckOff) },
}, {
	Rule: rule("CHA-REA-02", "réactivation", spec2015,
		"Seules se réactivent les demandes radiées faute de renouvellement ou de réponse ; pour les autres, déposer une nouvelle demande ou annuler la radiation si elle était une erreur.",
		"Only demands struck off for lack of renewal or of answer can be reactivated; for the others, file a new demand, or undo the strike-off if it was a mistake."),
	acts: actsOf(Reactivate), facts: factsOf(factMotive), remedy: "CHA-REM-21", example: `{"facts":{"motive":"RADATT"}}`,
	check: func(h *hearing) verdict {
		switch h.facts.Motive {
		case demand.StrikeOffMotiveRADREN, demand.StrikeOffMotiveRADCON:
			return silent
		case "":
			return h.need(factMotive)
		}
		return refuses
	},
}, {
	Rule: rule("CHA-REA-03", "réactivation", spec2015,
		"Le délai de réactivation est passé depuis le {day} : déposer une nouvelle demande.",
		"The time for reactivation ended on {day}: file a new demand.", "day"),
	acts: actsOf(Reactivate), facts: factsOf(factDeposited, factRenewed, factStruckOffOn), remedy: "CHA-REM-21", example: `{"facts":{"deposited":"2015-01-10","renewed":null}}`,
	params: func(h *hearing) []string { last, _ := h.reactivable(); return []string{last.String()} },
	check: func(h *hearing) verdict {
		last, need := h.reactivable()
		switch {
		case need != noFact:
			return h.need(need)
		case last.IsZero(): // this state of the law says nothing of it
			return unknown
		case h.on.After(last):
			return refuses
		}
		return silent
	},
}, {
	Rule: rule("CHA-REA-04", "réactivation", verified("arrêté du 23 mars 2015, cahier des charges §6.1, §6.5", "à la demande du service qui a reçu le renouvellement ou la réponse"),
		"La réactivation suit la réception d'un renouvellement ou d'une réponse par le service qui la demande.",
		"A reactivation follows a renewal or an answer received by the service that asks for it."),
	acts: actsOf(Reactivate), facts: factsOf(factReceived), remedy: "CHA-REM-22", example: `{"facts":{"received":false}}`,
	check: func(h *hearing) verdict { return h.wants(h.facts.Received, factReceived) },
}, {
	Rule: rule("CHA-ANN-01", "annulation", inferred("CCH R.441-2-8", "une radiation faite par erreur est annulée par celui qui l'a faite, ou par le gestionnaire"),
		"Une radiation n'est annulée que par celui qui l'a faite ou par le gestionnaire.",
		"A strike-off is undone only by the one who did it or by the manager."),
	acts: actsOf(Restore), facts: factsOf(factStruckOffBy), remedy: "CHA-REM-14", local: true, example: `{"facts":{"struck_off_by":"autre"}}`,
	check: func(h *hearing) verdict {
		if h.kind == Manager {
			return silent
		}
		return h.mine(h.facts.StruckOffBy, factStruckOffBy)
	},
}, {
	Rule: rule("CHA-ANN-02", "annulation", inferred("CCH R.441-2-15", "l'annulation est un événement : son motif est inscrit"),
		"Le motif de l'annulation manque : il est inscrit avec son auteur.",
		"The reason of the undoing is missing: it is recorded with its author."),
	acts: actsOf(Restore, Unmerge), facts: factsOf(factReason), remedy: "CHA-REM-23", local: true, example: `{"facts":{"reason":null}}`,
	check: func(h *hearing) verdict {
		if h.facts.Reason == "" {
			return h.need(factReason)
		}
		return silent
	},
}}
