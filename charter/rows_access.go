package charter

import (
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/internal/refdata/territories"
)

var (
	accessLaw = verified("CCH R.441-2-6", "accès aux données nominatives, exclusivement pour attribuer des logements sociaux")
	figures   = verified("arrêtés du 28 mars 2011 et du 15 novembre 2013, art. 4 II", "statistiques sans la nature du handicap, agrégées de sorte que nul ne soit reconnu")
)

// rowsAccess are the conditions of access to the demands and to their figures.
var rowsAccess = []row{{
	Rule: rule("CHA-ACC-01", "accès", accessLaw,
		"Ce partenaire n'enregistre pas de demandes : il n'a accès qu'aux statistiques, sauf déclaration ou autorisation de la CNIL inscrite à la charte.",
		"This partner registers no demands: it has access to statistics only, unless the charter bears a declaration to or an authorisation of the CNIL."),
	acts: actsOf(See, Export), remedy: "CHA-REM-24", charter: "exemple-cote-d-or", example: `{"actor":{"party":"departement","kind":null}}`,
	check: func(h *hearing) verdict {
		if h.sees() {
			return silent
		}
		return refuses
	},
}, {
	Rule: rule("CHA-ACC-02", "accès", inferred("CCH R.441-2-6, R.441-2-4 b ; arrêtés du 28 mars 2011, art. 5, et du 15 novembre 2013, art. 6", "accès aux demandes de logement sur son territoire : lu ; que le service qui a enregistré la demande la voie aussi est déduit de l'accès et de la rectification du demandeur, qui s'exercent auprès de lui, et de l'attestation qu'il doit"),
		"La demande ne porte sur aucune commune du territoire de ce partenaire, qui ne l'a pas enregistrée : elle ne lui est pas ouverte.",
		"The demand bears on no commune of the territory of this partner, which did not register it: it is not open to it."),
	acts: actsOf(See, Export), facts: factsOf(factCommunes, factRegisteredBy), remedy: "CHA-REM-24", charter: "grand-dijon-2010", example: `{"actor":{"party":"grand-dijon","kind":null},"facts":{"communes":["21054"]}}`,
	check: checkPlace,
}, {
	Rule: rule("CHA-ACC-03", "accès", accessLaw,
		"L'accès aux données nominatives n'a qu'un but, attribuer des logements sociaux : un autre but n'est pas admis.",
		"Access to nominative data has one purpose, to allocate social housing: another purpose is not admitted."),
	acts: actsOf(See, Export), facts: factsOf(factPurpose), remedy: "CHA-REM-25", example: `{"facts":{"purpose":"prospection"}}`,
	check: func(h *hearing) verdict {
		switch {
		case h.kind == Applicant, h.facts.Purpose == "allocation", h.facts.Purpose == "management":
			return silent
		case h.facts.Purpose == "":
			return h.need(factPurpose)
		}
		return refuses
	},
}, {
	Rule: rule("CHA-ACC-04", "accès", inferred("CCH R.441-2-6", "un an après la radiation, les données nominatives sont effacées"),
		"Les données nominatives de cette demande ont été effacées.",
		"The nominative data of this demand have been erased."),
	acts: actsOf(See, Export), facts: factsOf(factStatus), remedy: "CHA-REM-07", local: true, example: `{"facts":{"status":"deleted"}}`,
	check: func(h *hearing) verdict {
		if h.facts.Status == journal.Deleted {
			return refuses
		}
		return silent
	},
}, {
	Rule: rule("CHA-ACC-05", "accès", inferred("arrêté du 28 mars 2011, art. 2 ; CNIL", "la nature d'un handicap ne sert qu'à trouver un logement adapté"),
		"Le complément sur le handicap n'est ouvert qu'à ceux qui instruisent et attribuent : le bailleur, l'État, le service qui a enregistré la demande et le demandeur.",
		"The disability supplement is open only to those who instruct and allocate: the landlord, the State, the service that registered the demand and the applicant."),
	acts: actsOf(See, Export), facts: factsOf(factField, factRegisteredBy), remedy: "CHA-REM-24", charter: "grand-dijon-2010", example: `{"actor":{"party":"grand-dijon","kind":null},"facts":{"field":"disability","registered_by":"etat"}}`,
	check: func(h *hearing) verdict {
		switch {
		case h.facts.Field != string(FieldDisability) || instructs&h.set != 0:
			return silent
		case registers&h.set == 0:
			return refuses
		}
		return h.mine(h.facts.RegisteredBy, factRegisteredBy)
	},
}, {
	Rule: rule("CHA-ACC-06", "accès", verified("arrêté du 28 mars 2011, art. 5 ; CCH R.441-2-17", "le demandeur accède à sa demande, et à elle seule"),
		"Le demandeur consulte sa demande et la rectifie ; il n'exporte pas celles des autres.",
		"The applicant sees and corrects his or her own demand; he or she does not export those of others."),
	acts: actsOf(Export), remedy: "CHA-REM-24", local: true, example: `{"actor":{"kind":"applicant"}}`,
	check: func(h *hearing) verdict {
		if h.kind == Applicant {
			return refuses
		}
		return silent
	},
}, {
	Rule: rule("CHA-ACC-07", "accès", verified("arrêté du 28 mars 2011, art. 5 ; CCH R.441-2-17", "le demandeur accède à sa demande, et à elle seule"),
		"Le demandeur n'agit que sur sa demande : celle-ci est à un autre.",
		"The applicant acts on his or her own demand only: this one is another's."),
	acts: actsOf(See, Modify, Renew, Separate, FilePaper, AnswerOffer), facts: factsOf(factOwn), remedy: "CHA-REM-36", local: true,
	example: `{"actor":{"kind":"applicant"},"facts":{"own":false}}`,
	check: func(h *hearing) verdict {
		if h.kind != Applicant {
			return silent
		}
		return h.wants(h.facts.Own, factOwn)
	},
}, {
	Rule: rule("CHA-STA-01", "statistiques", figures,
		"Les chiffres ne sont pas agrégés : une statistique ne désigne personne.",
		"The figures are not aggregated: a statistic designates nobody."),
	acts: actsOf(SeeStatistics, PublishStatistics), facts: factsOf(factAggregated), remedy: "CHA-REM-26", example: `{"facts":{"aggregated":false}}`,
	check: func(h *hearing) verdict { return h.wants(h.facts.Aggregated, factAggregated) },
}, {
	Rule: rule("CHA-STA-02", "statistiques", figures,
		"La nature du handicap n'entre dans aucune statistique.",
		"The nature of a disability enters no statistics."),
	acts: actsOf(SeeStatistics, PublishStatistics), facts: factsOf(factDisabilityNature), remedy: "CHA-REM-26", example: `{"facts":{"disability_nature":true}}`,
	check: func(h *hearing) verdict {
		switch h.facts.DisabilityNature {
		case demand.No:
			return silent
		case demand.NotSaid:
			return h.need(factDisabilityNature)
		}
		return refuses
	},
}, {
	Rule: rule("CHA-STA-03", "statistiques", inferred("arrêtés du 28 mars 2011 et du 15 novembre 2013, art. 4 II", "aucun seuil n'est dans les textes : celui de l'observatoire est un choix, vérifié par un audit"),
		"Le secret statistique n'a pas été appliqué et vérifié : rien ne se publie sans cela.",
		"Disclosure control has not been applied and audited: nothing is published without it."),
	acts: actsOf(PublishStatistics), facts: factsOf(factProtected), remedy: "CHA-REM-26", local: true, example: `{"facts":{"protected":false}}`,
	check: func(h *hearing) verdict { return h.wants(h.facts.Protected, factProtected) },
}, {
	Rule: rule("CHA-EFF-01", "effacement", law("CAL-EFF-01"),
		"Les données nominatives se gardent un an après la radiation : elles ne s'effacent pas encore.",
		"Nominative data are kept one year after the strike-off: they are not to be erased yet."),
	acts: actsOf(Erase), facts: factsOf(factStruckOffOn), remedy: "CHA-REM-17", example: `{"facts":{"struck_off_on":"2019-06-14"}}`,
	check: func(h *hearing) verdict {
		switch {
		case h.facts.StruckOffOn.IsZero():
			return h.need(factStruckOffOn)
		case !h.on.After(h.facts.StruckOffOn.AddYears(1)):
			return refuses
		}
		return silent
	},
}, {
	Rule: rule("CHA-EFF-02", "effacement", inferred("règle du fichier", "un litige en cours suspend l'effacement"),
		"Une mesure de conservation est en cours : l'effacement attend sa fin.",
		"A legal hold is in force: the erasure waits for its end."),
	acts: actsOf(Erase), facts: factsOf(factHold), remedy: "CHA-REM-07", local: true, example: `{"facts":{"hold":true}}`,
	check: func(h *hearing) verdict {
		switch h.facts.Hold {
		case demand.Yes:
			return refuses
		case demand.NotSaid:
			return h.need(factHold)
		}
		return silent
	},
}}

// instructs are the kinds that instruct a demand and allocate, and the applicant.
var instructs = setOf(Landlord, StateService, Applicant)

// sees reports access to nominative data (law.md's list a to h): landlords, the
// State, the manager, the common agent, the plan's committee; communities and
// reservation holders that register; EPCI with a collective agreement; the SIAO.
func (h *hearing) sees() bool {
	p := h.party
	if h.as != nil {
		p = h.as
	}
	switch h.kind {
	case Landlord, StateService, Manager, Mandatary, PlanCommittee, MediationCommission, Applicant, "":
		return true
	case EPCI:
		if p != nil && p.CollectiveAgreement {
			return true
		}
	}
	return p == nil || p.registers(h.on, h.profile) || h.c.beyond(p, h.act, h.on)
}

// checkPlace keeps a community, an EPCI and a landlord whose stock is known to
// the demands for their places. Without a place there is no demand to see. The
// service that registered a demand for elsewhere sees that one, though it does not
// take it out in a file: it owes its attestation (R.441-2-4 b), and the applicant
// corrects it there. That is a reading: R.441-2-6 has territories alone.
func checkPlace(h *hearing) verdict {
	p := h.party
	if h.as != nil {
		p = h.as
	}
	if p == nil || h.act == See && h.facts.RegisteredBy != "" && h.self(h.facts.RegisteredBy) {
		return silent
	}
	switch p.Kind {
	case Community, EPCI, SIAO:
		if len(p.Territory) == 0 {
			return refuses
		}
	case Landlord, ReservationHolder:
		if len(p.Stock) == 0 { // the charter does not tell
			return silent
		}
	default:
		return silent
	}
	if len(h.facts.Communes) == 0 {
		return h.need(factCommunes)
	}
	for _, code := range h.facts.Communes {
		if p.reaches(h.c, code) {
			return silent
		}
	}
	return refuses
}

// reaches reports a commune among the places of the partner.
func (p *Party) reaches(c *Charter, commune string) bool {
	if p.Kind == Landlord || p.Kind == ReservationHolder {
		return stocked(p, c, commune)
	}
	return covers(p.Territory, commune)
}

// stocked reports that a landlord has dwellings in the département of a commune,
// if the file covers it. Law: R.441-2-6: the whole département in 2010, the
// requests for housing in it since.
func stocked(p *Party, c *Charter, commune string) bool {
	for _, d := range c.Territory.Departements {
		if !within(d, commune) {
			continue
		}
		for i := range p.Stock {
			if p.Stock[i].Place == d || len(p.Stock[i].Place) == 5 && within(d, p.Stock[i].Place) {
				return true
			}
		}
	}
	return false
}

// within reports a commune of a département.
func within(departement, commune string) bool {
	return len(commune) == 5 && strings.HasPrefix(commune, departement) || territories.DepartementOf(commune) == departement
}
