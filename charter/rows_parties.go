package charter

import (
	"slices"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/refdata/territories"
)

var (
	whoMay   = verified("CCH R.441-2-1", "liste des services enregistreurs ; redirection par ceux qui n'enregistrent pas")
	scope    = verified("arrêté du 25 novembre 2010, cahier des charges §1", "le fichier couvre le département ; tous les services enregistreurs en sont")
	ourFile  = inferred("règle du fichier", "la charte des partenaires, prise comme donnée")
	derogate = verified("arrêtés du 25 novembre 2010 et du 23 mars 2015, cahier des charges §1 et §4", "dérogation convenue entre les partenaires si l'accès reste assuré et le public informé")
)

// rowsParties say who acts, under which title, and for which territory.
var rowsParties = []row{{
	Rule: rule("CHA-DAT-01", "charte", ourFile,
		"La charte n'est pas en vigueur à cette date : donner la version qui l'est.",
		"The charter is not in force on that date: give the version that is."),
	says: unknown,
	acts: everyAct, remedy: "CHA-REM-06", local: true, charter: "grand-dijon-2010", example: `{"actor":{"desk":"21001","kind":null},"date":"2009-01-01"}`,
	check: func(h *hearing) verdict {
		if h.on.IsZero() || h.on.Before(h.c.ValidFrom) || h.on.After(h.c.ValidTo) {
			return unknown
		}
		return silent
	},
}, {
	Rule: rule("CHA-PAR-01", "partenaires", whoMay,
		"Celui qui agit n'est pas un partenaire de la charte à cette date : ni son identifiant ni son guichet n'y figurent.",
		"The one who acts is not a partner of the charter on that date: neither its identifier nor its desk is in it."),
	wants: hasParties,
	acts:  everyAct, remedy: "CHA-REM-01", local: true, charter: "grand-dijon-2010", example: `{"actor":{"desk":"99999","kind":null}}`,
	check: func(h *hearing) verdict {
		if h.party == nil && h.kind != Applicant && len(h.c.Parties) > 0 {
			return refuses
		}
		return silent
	},
}, {
	Rule: rule("CHA-PAR-02", "partenaires", whoMay,
		"La charte ne nomme aucun partenaire et celui qui agit ne dit pas ce qu'il est : son droit n'est pas vérifié.",
		"The charter names no partner and the one who acts does not say what it is: its right is not checked."),
	says:  unknown,
	lacks: hasParties,
	acts:  everyAct, remedy: "CHA-REM-01", local: true, example: `{"actor":{"kind":null,"desk":"21001"}}`,
	check: func(h *hearing) verdict {
		if h.party == nil && len(h.c.Parties) == 0 && !h.kind.Known() {
			return unknown
		}
		return silent
	},
}, {
	Rule: rule("CHA-PAR-08", "partenaires", whoMay,
		"La charte ne nomme aucun partenaire : le droit est jugé sur la nature déclarée, son titre n'est pas vérifié.",
		"The charter names no partner: the right is judged on the declared kind, its title is not checked."),
	says:  notice,
	lacks: hasParties,
	acts:  everyAct, local: true, example: `{"charter":"national-2017","actor":{"kind":"landlord","party":null}}`,
	quiet: `{"charter":"grand-dijon-2010","actor":{"kind":null,"party":"bailleur-a"}}`,
	check: func(h *hearing) verdict {
		if h.party == nil && len(h.c.Parties) == 0 && h.kind.Known() && h.kind != Applicant {
			return notice
		}
		return silent
	},
}, {
	Rule: rule("CHA-PAR-03", "partenaires", whoMay,
		"Le guichet appartient à un autre partenaire que celui qui agit.",
		"The desk belongs to another partner than the one that acts."),
	wants: hasParties,
	acts:  everyAct, remedy: "CHA-REM-01", local: true, charter: "grand-dijon-2010", example: `{"actor":{"party":"etat","desk":"21001","kind":null}}`,
	check: func(h *hearing) verdict {
		if h.party != nil && h.actor.Desk != "" && h.actor.Party != "" && h.actor.Party != h.party.ID || h.party != nil && h.actor.Kind != "" && h.actor.Kind != h.party.Kind {
			return refuses
		}
		return silent
	},
}, {
	Rule: rule("CHA-MAN-01", "mandats", whoMay,
		"L'acte est fait au nom de {party}, par mandat.",
		"The act is done in the name of {party}, under a mandate.", "party"),
	says:  notice,
	wants: hasMandates,
	acts:  everyAct, local: true, charter: "mandataire", example: `{"actor":{"party":"association","kind":null},"date":"2017-06-01"}`,
	params: func(h *hearing) []string { return []string{h.as.ID} },
	check: func(h *hearing) verdict {
		if h.as != nil {
			return notice
		}
		return silent
	},
}, {
	Rule: rule("CHA-MAN-02", "mandats", whoMay,
		"Aucun mandat de {party} en vigueur ce jour-là ne permet de faire cet acte en son nom.",
		"No mandate of {party} in force that day lets this act be done in its name.", "party"),
	acts: everyAct, remedy: "CHA-REM-02", local: true, charter: "mandataire", example: `{"actor":{"party":"association","kind":null,"for":"bailleur-b"},"date":"2017-06-01"}`,
	params: func(h *hearing) []string { return []string{h.actor.For} },
	check: func(h *hearing) verdict {
		if h.actor.For == "" || h.as != nil || h.party != nil && h.party.ID == h.actor.For {
			return silent
		}
		return refuses
	},
}, {
	Rule: rule("CHA-PAR-04", "partenaires", whoMay,
		"Ce partenaire n'enregistre qu'avec un titre ({title}) en vigueur, qui manque à cette date.",
		"This partner registers only under a title ({title}) in force, which is missing on that date.", "title"),
	wants: hasParties,
	acts:  actsOf(registering...), remedy: "CHA-REM-02", charter: "grand-dijon-2010", example: `{"actor":{"party":"gestionnaire","kind":null}}`,
	params: func(h *hearing) []string { return []string{frenchTitle[h.kind.title()]} },
	check: func(h *hearing) verdict {
		p := h.party
		if h.as != nil {
			p = h.as
		}
		if p != nil && p.Kind.title() != "" && !p.registers(h.on, h.profile) && !h.c.beyond(p, h.act, h.on) && !(p.Kind == Manager && h.act != Register) {
			return refuses
		}
		return silent
	},
}, {
	Rule: rule("CHA-DER-01", "dérogations", derogate,
		"Par dérogation convenue entre les partenaires, cet acte est réservé au guichet unique ({desk}) : y orienter le demandeur.",
		"By a derogation agreed between the partners, this act is reserved to the single desk ({desk}): direct the applicant there.", "desk"),
	wants: hasDerogations,
	acts:  everyAct, remedy: "CHA-REM-01", charter: "guichet-unique", example: `{"actor":{"party":"bailleur-a","kind":null}}`,
	params: func(h *hearing) []string { return []string{h.c.singleDesk(h.act, h.on)} },
	check: func(h *hearing) verdict {
		if desk := h.c.singleDesk(h.act, h.on); desk != "" && h.party != nil && h.party.ID != desk {
			return refuses
		}
		return silent
	},
}, {
	Rule: rule("CHA-PAR-06", "partenaires", scope,
		"Ce partenaire n'enregistre que son propre public, et le demandeur n'en est pas.",
		"This partner registers its own public only, and the applicant does not belong to it."),
	wants: hasParties,
	acts:  actsOf(Register, IssueNumber), facts: factsOf(factOwnPublic), remedy: "CHA-REM-01", charter: "grand-dijon-2010",
	example: `{"actor":{"party":"logilia","kind":null},"facts":{"own_public":false}}`,
	check: func(h *hearing) verdict {
		if h.party == nil || !h.party.OwnPublicOnly {
			return silent
		}
		return h.wants(h.facts.OwnPublic, factOwnPublic)
	},
}, {
	Rule: rule("CHA-TER-01", "territoire", scope,
		"Aucune commune souhaitée n'est dans le territoire du fichier : la demande se dépose dans le département {departement}.",
		"No wanted commune is in the territory of the file: the demand is to be filed in département {departement}.", "departement"),
	acts: actsOf(Register), facts: factsOf(factCommunes), remedy: "CHA-REM-03", path: "wanted.places", local: true, example: `{"facts":{"communes":["71270"]}}`,
	params: func(h *hearing) []string { _, last := h.outside(); return []string{last} },
	check: func(h *hearing) verdict {
		n := len(h.facts.Communes)
		if n == 0 {
			return h.need(factCommunes)
		}
		if out, _ := h.outside(); out == n {
			return refuses
		}
		return silent
	},
}, {
	Rule: rule("CHA-TER-02", "territoire", scope,
		"{count} commune(s) souhaitée(s) sont hors du territoire du fichier : une demande est à déposer aussi dans leur département.",
		"{count} wanted commune(s) are outside the territory of the file: a demand must also be filed in their département.", "count"),
	says: notice,
	acts: actsOf(Register), facts: factsOf(factCommunes), path: "wanted.places", local: true, example: `{"facts":{"communes":["71270","21231"]}}`,
	params: func(h *hearing) []string { out, _ := h.outside(); return []string{strconv.Itoa(out)} },
	check: func(h *hearing) verdict {
		if out, _ := h.outside(); out > 0 && out < len(h.facts.Communes) {
			return notice
		}
		return silent
	},
}}

// outside counts the wanted communes that the file does not cover.
func (h *hearing) outside() (n int, last string) {
	if h.placed {
		return h.far, h.last
	}
	for _, code := range h.facts.Communes {
		if coded(h.c.Territory.Departements, code) {
			continue
		}
		if d := territories.DepartementOf(code); d != "" && !slices.Contains(h.c.Territory.Departements, d) {
			n, last = n+1, d
		}
	}
	h.placed, h.far, h.last = true, n, last
	return n, last
}

// coded reports whether the code of a commune is one of these départements': it
// was theirs on some day, even where it has since merged into a neighbour's.
func coded(departements []string, commune string) bool {
	for _, d := range departements {
		if len(commune) == 5 && strings.HasPrefix(commune, d) {
			return true
		}
	}
	return false
}

// rowsRights are the rights matrix: what kind of partner may do which act.
// "beyond" is a right the charter adds to the floor.
var rowsRights = rightRows()

// grant gives acts to kinds of partners, under some profiles.
type grant struct {
	code     string
	chapter  string
	source   demand.Source
	profiles []demand.Profile
	acts     []Act
	kinds    kindSet
	example  PartyKind // a kind that may not
}

// registers are the kinds that register, under a title or not.
var registers = setOf(Landlord, Community, EPCI, StateService, ReservationHolder, Mandatary, SIAO)

var matrix = []grant{
	{"CHA-DRO-01", "droits", whoMay, []demand.Profile{demand.Profile2000, demand.Profile2010, demand.Profile2012}, []Act{Register}, registers&^SIAO.bit() | Manager.bit(), Applicant},
	{"CHA-DRO-02", "droits", verified("CCH R.441-2-1 ; arrêté du 23 mars 2015, cahier des charges §3", "services enregistreurs, gestionnaire mandaté, SIAO ; le demandeur en ligne"), since2015, []Act{Register}, registers | Manager.bit() | Applicant.bit(), PlanCommittee},
	{"CHA-DRO-03", "droits", verified("arrêté du 25 novembre 2010, cahier des charges §3", "le service qui enregistre attribue le numéro et délivre l'attestation ; le gestionnaire répond du fonctionnement"), nil, []Act{IssueNumber, Attest, Verify}, registers | Manager.bit(), Applicant},
	{"CHA-DRO-04", "droits", verified("arrêté du 25 novembre 2010, cahier des charges §4 ; CCH R.441-2-7", "tout service enregistreur qui a accès au fichier modifie et renouvelle ; le gestionnaire : déduit"), []demand.Profile{demand.Profile2000, demand.Profile2010, demand.Profile2012}, []Act{Modify, Renew, Separate}, registers | Manager.bit(), Applicant},
	{"CHA-DRO-05", "droits", verified("arrêté du 23 mars 2015, cahier des charges §3 à §5", "comme avant, et le demandeur en ligne"), since2015, []Act{Modify, Renew, Separate, FilePaper}, registers | Manager.bit() | Applicant.bit(), PlanCommittee},
	{"CHA-DRO-06", "droits", verified("arrêtés du 25 novembre 2010 et du 23 mars 2015, cahier des charges §4", "correction d'après une pièce par l'instructeur"), nil, []Act{Correct, RequestPaper}, registers | Manager.bit(), Applicant},
	{"CHA-DRO-07", "droits", verified("arrêté du 25 novembre 2010, cahier des charges §4", "les pièces sont versées par un service enregistreur"), []demand.Profile{demand.Profile2000, demand.Profile2010, demand.Profile2012}, []Act{FilePaper}, registers | Manager.bit(), Applicant},
	{"CHA-DRO-08", "droits", verified("arrêté du 23 mars 2015, cahier des charges §6", "réactivation à l'initiative du service qui a reçu la réponse ou le renouvellement ; le gestionnaire : déduit"), nil, []Act{Reactivate, Restore}, registers | Manager.bit(), Applicant},
	{"CHA-DRO-09", "droits", verified("arrêté du 25 novembre 2010, cahier des charges §9", "le gestionnaire veille à la fiabilité et cherche les doublons"), nil, []Act{Merge, Unmerge}, registers | Manager.bit(), Applicant},
	{"CHA-DRO-10", "droits", verified("arrêté du 25 novembre 2010, cahier des charges §9 ; CCH R.441-2-5", "le gestionnaire attribue et gère les codes d'accès, produit les statistiques, efface"), nil, []Act{ManageAccess, Erase}, setOf(Manager), Landlord},
	{"CHA-DRO-11", "droits", verified("arrêté du 25 novembre 2010, cahier des charges §9", "le gestionnaire produit les statistiques ; l'État publie les siennes"), nil, []Act{PublishStatistics}, setOf(Manager, StateService), Landlord},
	{"CHA-DRO-12", "droits", verified("CCH L.441-2, R.441-9", "la commission d'attribution est celle du bailleur, qui propose et loue"), nil, []Act{Examine, Allocate, Offer, Lease}, setOf(Landlord), Community},
	{"CHA-DRO-13", "droits", verified("CCH R.441-5, L.441-2-3", "le bailleur, les réservataires, les collectivités et le préfet désignent des candidats"), nil, []Act{Designate}, setOf(Landlord, StateService, Community, EPCI, ReservationHolder), SIAO},
	{"CHA-DRO-14", "droits", verified("CCH R.441-10", "le demandeur répond ; le bailleur écrit sa réponse"), nil, []Act{AnswerOffer}, setOf(Applicant, Landlord), Community},
}

func rightRows() []row {
	var out []row
	for _, g := range matrix {
		r := rule(g.code, g.chapter, g.source,
			"Cet acte n'est pas ouvert à ce partenaire : il appartient à {kinds}.",
			"This act is not open to this partner: it belongs to {kinds}.", "kinds")
		r.Profiles = g.profiles
		out = append(out, row{
			Rule: r, acts: actsOf(g.acts...), remedy: "CHA-REM-01", example: `{"actor":{"kind":"` + string(g.example) + `"}}`,
			params: func(*hearing) []string { return []string{strings.Join(g.kinds.names(), ", ")} },
			check: func(h *hearing) verdict {
				if h.kind == "" || g.kinds&h.set != 0 || h.party != nil && h.c.beyond(h.party, h.act, h.on) {
					return silent
				}
				return refuses
			},
		})
	}
	return append(out, row{
		Rule: rule("CHA-DRO-20", "droits", ourFile,
			"Ce droit est donné par la charte, au-delà du minimum de la loi.",
			"This right is given by the charter, beyond the legal floor."),
		says:  notice,
		wants: hasRights,
		acts:  everyAct, local: true, charter: "exemple-cote-d-or", example: `{"actor":{"party":"mairie","kind":null},"act":"publish_statistics"}`,
		check: func(h *hearing) verdict {
			if h.party != nil && h.c.beyond(h.party, h.act, h.on) {
				return notice
			}
			return silent
		},
	})
}
