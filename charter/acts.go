package charter

import "slices"

// Act is something somebody wants to do in the shared file.
type Act string

// The acts of the life of a demand, and of the file.
const (
	Register          Act = "register"           // enregistrer une demande
	Verify            Act = "verify"             // vérifier une demande saisie en ligne
	IssueNumber       Act = "issue_number"       // attribuer le numéro unique
	Attest            Act = "attest"             // délivrer l'attestation
	Modify            Act = "modify"             // modifier, le demandeur le demande
	Correct           Act = "correct"            // corriger d'après une pièce
	Renew             Act = "renew"              // renouveler
	StrikeOff         Act = "strike_off"         // radier, le motif est un fait
	Restore           Act = "restore"            // annuler une radiation qui n'aurait pas dû être
	Reactivate        Act = "reactivate"         // réactiver après une réponse ou un renouvellement tardifs
	Separate          Act = "separate"           // un membre du couple dépose sa propre demande
	Merge             Act = "merge"              // réunir deux demandes de la même personne
	Unmerge           Act = "unmerge"            // défaire la réunion
	See               Act = "see"                // consulter la demande, ou un de ses champs
	Export            Act = "export"             // exporter des demandes nominatives
	SeeStatistics     Act = "see_statistics"     // consulter des statistiques
	PublishStatistics Act = "publish_statistics" // publier des statistiques
	RequestPaper      Act = "request_paper"      // demander une pièce justificative
	FilePaper         Act = "file_paper"         // verser une pièce au dossier
	GiveLabel         Act = "label"              // reconnaître une priorité
	EndLabel          Act = "unlabel"            // y mettre fin
	Designate         Act = "designate"          // désigner pour un logement
	Examine           Act = "examine"            // examiner en commission
	Allocate          Act = "allocate"           // attribuer
	Offer             Act = "offer"              // proposer au demandeur
	AnswerOffer       Act = "answer"             // répondre à la proposition
	Lease             Act = "lease"              // signer le bail
	ManageAccess      Act = "manage_access"      // attribuer et retirer les codes d'accès
	Erase             Act = "erase"              // effacer les données nominatives
)

var acts = [...]Act{
	Register, Verify, IssueNumber, Attest, Modify, Correct, Renew, StrikeOff, Restore, Reactivate, Separate, Merge, Unmerge, See, Export,
	SeeStatistics, PublishStatistics, RequestPaper, FilePaper, GiveLabel, EndLabel, Designate, Examine, Allocate, Offer, AnswerOffer, Lease,
	ManageAccess, Erase,
}

// Acts lists every act the charter decides.
func Acts() []Act { return slices.Clone(acts[:]) }

// registering are the acts of a registering service (service enregistreur): a
// partner that is not a landlord does them under its title.
var registering = []Act{Register, Verify, IssueNumber, Attest, Modify, Correct, Renew, Reactivate, Separate, Merge, Unmerge, FilePaper}

// PartyKind says what a partner is.
type PartyKind string

// The kinds of partners.
const (
	Landlord          PartyKind = "landlord"           // bailleur social: must register (R.441-2-1 a to c)
	Community         PartyKind = "community"          // commune or département, by deliberation
	EPCI              PartyKind = "epci"               // by deliberation
	StateService      PartyKind = "state_service"      // designated by the prefect
	ReservationHolder PartyKind = "reservation_holder" // réservataire, by agreement with the prefect
	Manager           PartyKind = "manager"            // gestionnaire: registers by mandate only
	Mandatary         PartyKind = "mandatary"          // mandataire commun
	SIAO              PartyKind = "siao"               // since 2015
	PlanCommittee     PartyKind = "plan_committee"     // comité du plan départemental pour les personnes défavorisées
	Applicant         PartyKind = "applicant"          // le demandeur lui-même; never a partner of the charter

	MediationCommission    PartyKind = "mediation_commission"    // its secretariat: commission de médiation (DALO)
	CoordinationCommission PartyKind = "coordination_commission" // of an intercommunal accord collectif
)

var kinds = [...]PartyKind{Landlord, Community, EPCI, StateService, ReservationHolder, Manager, Mandatary, SIAO, PlanCommittee, Applicant, MediationCommission, CoordinationCommission}

// Known reports whether the kind is one of the list.
func (k PartyKind) Known() bool { return slices.Contains(kinds[:], k) }

// kindSet is a set of kinds.
type kindSet uint16

func setOf(list ...PartyKind) kindSet {
	var s kindSet
	for _, k := range list {
		s |= k.bit()
	}
	return s
}

func (s kindSet) names() []string {
	var out []string
	for i, k := range kinds {
		if s&(1<<i) != 0 {
			out = append(out, frenchKind[k])
		}
	}
	return out
}

// frenchKind names the kinds in the sentences.
var frenchKind = map[PartyKind]string{
	Landlord: "bailleur", Community: "commune ou département", EPCI: "EPCI", StateService: "service de l'État", ReservationHolder: "réservataire",
	Manager: "gestionnaire", Mandatary: "mandataire commun", SIAO: "SIAO", PlanCommittee: "comité du plan départemental", Applicant: "demandeur",
	MediationCommission: "commission de médiation", CoordinationCommission: "commission de coordination",
}

// title tells by what act a kind of partner becomes a registering service; "" for
// those that are by themselves, and for those that never are.
// Law: CCH R.441-2-1 (2010-05-03). Confidence: V.
func (k PartyKind) title() string {
	switch k {
	case Mandatary, Manager:
		return "mandate"
	case Community, EPCI:
		return "deliberation"
	case StateService:
		return "designation"
	case ReservationHolder:
		return "convention"
	}
	return ""
}

// frenchTitle names a title in the sentences.
var frenchTitle = map[string]string{"mandate": "mandat", "deliberation": "délibération", "designation": "désignation par le préfet", "convention": "convention avec le préfet"}
