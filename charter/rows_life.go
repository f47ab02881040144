package charter

import (
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

var (
	minimum   = verified("CCH L.441-2-1, R.441-2-3", "pas de numéro sans le formulaire complet ; rien d'autre ne peut être exigé")
	kept      = verified("CCH R.441-2-3, R.441-2-7", "le numéro et la date initiale sont conservés")
	attestLaw = verified("CCH R.441-2-4", "l'attestation porte le numéro ; elle suit l'enregistrement et le renouvellement")
	sourceOf  = verified("arrêtés du 25 novembre 2010 et du 23 mars 2015, cahier des charges §4", "une donnée vient du demandeur, d'une pièce, ou d'un tiers avec son accord")
	validity  = verified("CCH R.441-2-7", "un an à compter de la présentation ou du dernier renouvellement")
)

// rowsRegistration are the conditions of registration, number and attestation.
var rowsRegistration = []row{{
	Rule: rule("CHA-ENR-02", "enregistrement", inferred("CCH R.441-2-7", "une seconde création est le plus souvent un renouvellement saisi comme une demande nouvelle"),
		"Si la demande porte déjà un numéro du territoire, la renouveler ou la modifier, plutôt qu'en créer une autre.",
		"If the demand already bears a number of the territory, renew or modify it rather than create another."),
	acts: actsOf(Register), facts: factsOf(factNumbered, factStatus), remedy: "CHA-REM-05", example: `{"facts":{"numbered":true,"status":"active"}}`,
	check: func(h *hearing) verdict {
		switch h.facts.Numbered {
		case demand.No:
			return silent
		case demand.NotSaid: // nothing in the law makes it a condition of registration
			return notice
		}
		switch h.facts.Status {
		case journal.Active, journal.Expired, journal.StruckOff:
			return refuses
		}
		return notice
	},
}, {
	Rule: rule("CHA-ENR-03", "enregistrement", inferred("règle du fichier", "demande saisie en ligne : vérifiée par un service désigné avant de compter"),
		"La vérification des demandes saisies en ligne revient à {parties}.",
		"The verification of demands entered online belongs to {parties}.", "parties"),
	wants: hasVerifiers,
	acts:  actsOf(Verify), remedy: "CHA-REM-01", local: true, charter: "saisie-en-ligne", example: `{"actor":{"party":"bailleur-a","kind":null}}`,
	params: func(h *hearing) []string { return []string{strings.Join(h.c.Online.Verifies, ", ")} },
	check: func(h *hearing) verdict {
		if v := h.c.Online.Verifies; len(v) > 0 && (h.party == nil || !slices.Contains(v, h.party.ID)) {
			return refuses
		}
		return silent
	},
}, {
	Rule: rule("CHA-ENR-04", "enregistrement", inferred("règle du fichier", "seule une demande saisie en ligne est à vérifier"),
		"La demande n'attend pas de vérification.",
		"The demand is not waiting for verification."),
	acts: actsOf(Verify), facts: factsOf(factStatus), remedy: "CHA-REM-07", local: true, example: `{"facts":{"status":"active"}}`,
	check: func(h *hearing) verdict { return h.inState(journal.ToVerify) },
}, {
	Rule: rule("CHA-ENR-05", "enregistrement", inferred("règle du fichier", "la charte dit depuis quand le demandeur saisit lui-même sa demande"),
		"La saisie en ligne par le demandeur n'est pas ouverte à cette date.",
		"Entry online by the applicant is not open on that date."),
	wants: hasEntry,
	acts:  actsOf(Register), remedy: "CHA-REM-01", local: true, charter: "saisie-en-ligne", example: `{"actor":{"kind":"applicant","party":null},"date":"2015-06-01"}`,
	check: func(h *hearing) verdict {
		if from := h.c.Online.From; h.kind == Applicant && !from.IsZero() && h.on.Before(from) {
			return refuses
		}
		return silent
	},
}, {
	Rule: rule("CHA-NUM-02", "numéro unique", minimum,
		"Pas de numéro : il manque le minimum légal ({codes}).",
		"No number: the legal minimum is missing ({codes}).", "codes"),
	acts: actsOf(IssueNumber), facts: factsOf(factMinimum, factMissing), remedy: "CHA-REM-04", local: true, example: `{"facts":{"minimum":false,"missing":["DEM-MIN-03"]}}`,
	params: func(h *hearing) []string { return []string{strings.Join(h.facts.Missing, ", ")} },
	check: func(h *hearing) verdict {
		if len(h.facts.Missing) > 0 {
			return refuses
		}
		return h.wants(h.facts.Minimum, factMinimum)
	},
}, {
	Rule: rule("CHA-NUM-03", "numéro unique", kept,
		"La demande a déjà un numéro : il est conservé, aucun autre n'est attribué.",
		"The demand already has a number: it is kept, no other is given."),
	acts: actsOf(IssueNumber), facts: factsOf(factNumbered), remedy: "CHA-REM-05", path: "number", local: true, example: `{"facts":{"numbered":true}}`,
	check: func(h *hearing) verdict {
		switch h.facts.Numbered {
		case demand.Yes:
			return refuses
		case demand.NotSaid:
			return h.need(factNumbered)
		}
		return silent
	},
}, {
	Rule: rule("CHA-NUM-04", "numéro unique", verified("CCH R.441-2-3", "copie d'une pièce d'identité et, s'il y a lieu, d'un titre de séjour ; aucune autre pièce"),
		"La pièce d'identité ou de séjour n'a pas été vue : elle seule peut être demandée avant le numéro.",
		"The identity or stay document was not seen: it alone may be asked before the number."),
	acts: actsOf(IssueNumber), facts: factsOf(factIdentity), remedy: "CHA-REM-08", example: `{"facts":{"identity":false}}`,
	check: func(h *hearing) verdict {
		if h.profile < demand.Profile2010 {
			return silent
		}
		return h.wants(h.facts.Identity, factIdentity)
	},
}, {
	Rule: rule("CHA-NUM-05", "numéro unique", inferred("règle du fichier", "une demande saisie en ligne ne compte qu'une fois vérifiée ; son ancienneté court du jour de la saisie"),
		"La demande saisie en ligne n'est pas encore vérifiée : la vérifier avant de la numéroter, son ancienneté court déjà.",
		"The demand entered online is not verified yet: verify it before giving a number; its seniority already runs."),
	wants: hasVerifiers,
	acts:  actsOf(IssueNumber, Attest), facts: factsOf(factStatus), remedy: "CHA-REM-09", local: true, charter: "saisie-en-ligne", example: `{"actor":{"party":"bailleur-a","kind":null},"facts":{"status":"to_verify"}}`,
	check: func(h *hearing) verdict {
		switch {
		case len(h.c.Online.Verifies) == 0:
			return silent
		case h.facts.Status == journal.ToVerify:
			return refuses
		case h.facts.Status == journal.Absent:
			return h.need(factStatus)
		}
		return silent
	},
}, {
	Rule: rule("CHA-ATT-01", "attestation", attestLaw,
		"Pas d'attestation sans numéro : elle le porte.",
		"No attestation without a number: it bears it."),
	acts: actsOf(Attest), facts: factsOf(factNumbered), remedy: "CHA-REM-10", path: "number", local: true, example: `{"facts":{"numbered":false}}`,
	check: func(h *hearing) verdict { return h.wants(h.facts.Numbered, factNumbered) },
}, {
	Rule: profiled(rule("CHA-ATT-02", "attestation", verified("arrêté du 23 mars 2015, cahier des charges §4 ; CCH R.441-2-4", "pas d'attestation pour une simple modification"),
		"Une simple modification ne donne pas lieu à attestation.",
		"A mere modification gives no attestation."), since2010),
	acts: actsOf(Attest), facts: factsOf(factPresented), remedy: "CHA-REM-07", example: `{"facts":{"presented":"modification"}}`,
	check: func(h *hearing) verdict {
		switch h.facts.Presented {
		case "registration", "renewal":
			return silent
		case "":
			return h.need(factPresented)
		}
		return refuses
	},
}, {
	Rule: rule("CHA-ATT-03", "attestation", verified("CCH L.441-2-1", "attestation dans le mois du dépôt ; passé ce délai, le demandeur peut saisir le préfet"),
		"Le délai d'un mois est dépassé : délivrer l'attestation sans attendre, le demandeur peut saisir le préfet.",
		"The time limit of one month has passed: deliver the attestation at once, the applicant may turn to the prefect."),
	says: notice,
	acts: actsOf(Attest), facts: factsOf(factDeposited), example: `{"facts":{"deposited":"2019-01-15"}}`,
	check: func(h *hearing) verdict {
		if last := later(h.facts.Deposited, h.facts.Renewed); !last.IsZero() && h.on.After(last.AddMonths(1)) {
			return notice
		}
		return silent
	},
}, {
	Rule: rule("CHA-ATT-04", "attestation", inferred("CCH R.441-2-4, R.441-2-8", "l'attestation dit jusqu'à quand la demande est valable : une demande radiée ne l'est plus"),
		"La demande est radiée ou n'est plus suivie : aucune attestation ne dit qu'elle est valable.",
		"The demand is struck off or no longer followed: no attestation says that it is valid."),
	acts: actsOf(Attest), facts: factsOf(factStatus), remedy: "CHA-REM-12", local: true, example: `{"facts":{"status":"struck_off"}}`,
	check: func(h *hearing) verdict {
		switch h.facts.Status {
		case journal.StruckOff, journal.Merged, journal.Deleted:
			return refuses
		}
		return silent
	},
}}

// inState wants a demand in one of some states.
func (h *hearing) inState(states ...journal.Status) verdict {
	switch s := h.facts.Status; {
	case s == journal.Absent:
		return h.need(factStatus)
	case slices.Contains(states, s):
		return silent
	}
	return refuses
}

func later(a, b demand.Date) demand.Date {
	if b.After(a) {
		return b
	}
	return a
}

func profiled(r demand.Rule, profiles []demand.Profile) demand.Rule {
	r.Profiles = profiles
	return r
}

// rowsLife are the conditions of modification, renewal and separation.
var rowsLife = []row{{
	Rule: rule("CHA-MOD-01", "modification", sourceOf,
		"L'origine de la modification doit être le demandeur, une pièce, ou un tiers avec l'accord du demandeur.",
		"The origin of the change must be the applicant, a paper, or a third party with the applicant's consent."),
	acts: actsOf(Modify, Correct), facts: factsOf(factOrigin, factValidated), remedy: "CHA-REM-11", local: true, example: `{"facts":{"origin":"third_party","validated":false}}`,
	check: func(h *hearing) verdict {
		switch h.facts.Origin {
		case demand.FromApplicant, demand.FromPaper:
			return silent
		case demand.FromThirdParty:
			return h.wants(h.facts.Validated, factValidated)
		case "":
			return h.need(factOrigin)
		}
		return refuses
	},
}, {
	Rule: rule("CHA-MOD-02", "modification", inferred("CCH R.441-2-8", "une demande radiée, réunie à une autre ou effacée ne se modifie plus"),
		"La demande n'est pas active : elle ne se modifie pas en l'état.",
		"The demand is not active: it cannot be changed as it stands."),
	acts: actsOf(Modify, Correct, Separate, FilePaper, RequestPaper), facts: factsOf(factStatus), remedy: "CHA-REM-12", local: true, example: `{"facts":{"status":"struck_off"}}`,
	check: func(h *hearing) verdict { return h.inState(journal.Active, journal.Expired, journal.ToVerify) },
}, {
	Rule: rule("CHA-REN-01", "renouvellement", validity,
		"La demande est radiée ou n'est plus suivie : la réactiver si le délai le permet, sinon en déposer une nouvelle.",
		"The demand is struck off or no longer followed: reactivate it if there is still time, otherwise file a new one."),
	acts: actsOf(Renew), facts: factsOf(factStatus), remedy: "CHA-REM-12", local: true, example: `{"facts":{"status":"struck_off"}}`,
	check: func(h *hearing) verdict { return h.inState(journal.Active, journal.Expired, journal.ToVerify) },
}, {
	Rule: rule("CHA-REN-02", "renouvellement", validity,
		"La demande a passé sa date de fin de validité : le renouvellement est reçu, l'ancienneté et le numéro sont gardés.",
		"The demand is past its end of validity: the renewal is received, seniority and number are kept."),
	says: notice,
	acts: actsOf(Renew), facts: factsOf(factStatus), local: true, example: `{"facts":{"status":"expired"}}`,
	check: func(h *hearing) verdict {
		if h.facts.Status == journal.Expired {
			return notice
		}
		return silent
	},
}, {
	Rule: profiled(rule("CHA-SEP-01", "séparation", verified("CCH L.441-1 (loi du 24 mars 2014)", "le membre du couple qui reprend la demande ou en dépose une garde l'ancienneté de la première"),
		"La preuve de la séparation n'a pas été vue : elle diffère selon que le couple est marié, pacsé, en concubinage ou en cas de violences.",
		"The proof of the separation was not seen: it differs for married, civil-partnership and cohabiting couples and in case of violence."), since2015),
	acts: actsOf(Separate), facts: factsOf(factProof), remedy: "CHA-REM-08", example: `{"facts":{"proof":false}}`,
	check: func(h *hearing) verdict { return h.wants(h.facts.Proof, factProof) },
}, {
	Rule: profiled(rule("CHA-SEP-02", "séparation", inferred("CCH L.441-1", "l'ancienneté partagée n'est écrite dans la loi que depuis 2014"),
		"Avant la loi du 24 mars 2014, aucun texte ne donne l'ancienneté de la première demande à celui qui part : la charte ou une personne en décide.",
		"Before the law of 24 March 2014 no text gives the seniority of the first demand to the one who leaves: the charter or a person decides."),
		[]demand.Profile{demand.Profile2000, demand.Profile2010, demand.Profile2012}),
	says: unknown,
	acts: actsOf(Separate), remedy: "CHA-REM-06", charter: "exemple-cote-d-or", example: `{"actor":{"party":"bailleur-b"}}`,
	check: func(h *hearing) verdict {
		if h.party != nil && h.c.beyond(h.party, Separate, h.on) {
			return silent
		}
		return unknown
	},
}}
