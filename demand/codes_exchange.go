package demand

// Code lists: events, strike-off, quotas and services of the interface.
// Law: code lists of the national interface 02.00 and 02.01 (SNE-CODES), quotas
// also in arrêté of 17 Sep 2012. Confidence: V2.

// FileType is a code of the list "file_type": événement transmis (typeFichier).
type FileType string

// The codes of FileType.
const (
	FileTypeCRE FileType = "CRE" // creation
	FileTypeCRS FileType = "CRS" // creation after separation
	FileTypeMOD FileType = "MOD" // modification
	FileTypeRAD FileType = "RAD" // strike-off
	FileTypeREN FileType = "REN" // renewal
	FileTypeSUP FileType = "SUP" // deletion
	FileTypeDIS FileType = "DIS" // dispatching
	FileTypeRET FileType = "RET" // return
	FileTypeCOP FileType = "COP" // digital copy
)

// StrikeOffMotive is a code of the list "strike_off_motive": motif de radiation.
type StrikeOffMotive string

// The codes of StrikeOffMotive.
const (
	StrikeOffMotiveRADATT StrikeOffMotive = "RADATT" // social dwelling allocated
	StrikeOffMotiveRADABA StrikeOffMotive = "RADABA" // written renunciation
	StrikeOffMotiveRADCON StrikeOffMotive = "RADCON" // no answer to a letter
	StrikeOffMotiveRADIRR StrikeOffMotive = "RADIRR" // inadmissible
	StrikeOffMotiveRADREN StrikeOffMotive = "RADREN" // not renewed
)

// StrikeOffSubMotive is a code of the list "strike_off_sub_motive": sous-motif d'irrecevabilité.
type StrikeOffSubMotive string

// The codes of StrikeOffSubMotive.
const (
	StrikeOffSubMotiveIRRSEJ StrikeOffSubMotive = "IRRSEJ" // irregular stay
	StrikeOffSubMotiveIRRRES StrikeOffSubMotive = "IRRRES" // income above the ceiling
)

// DALOStatus is a code of the list "dalo_status": statut DALO.
type DALOStatus string

// The codes of DALOStatus.
const (
	DALOStatusNON    DALOStatus = "NON"    // no
	DALOStatusACTIF  DALOStatus = "ACTIF"  // active
	DALOStatusCADUC  DALOStatus = "CADUC"  // lapsed
	DALOStatusACTREL DALOStatus = "ACTREL" // active, rehoused
)

// CollectiveAgreement is a code of the list "collective_agreement": accord collectif.
type CollectiveAgreement string

// The codes of CollectiveAgreement.
const (
	CollectiveAgreementACD    CollectiveAgreement = "ACD"    // departmental agreement
	CollectiveAgreementACI    CollectiveAgreement = "ACI"    // intercommunal agreement
	CollectiveAgreementAUCUN  CollectiveAgreement = "AUCUN"  // none
	CollectiveAgreementNONDOC CollectiveAgreement = "NONDOC" // not documented
)

// ZUSStatus is a code of the list "zus_status": logement en zone urbaine sensible.
type ZUSStatus string

// The codes of ZUSStatus.
const (
	ZUSStatusZUSOUI ZUSStatus = "ZUSOUI" // inside
	ZUSStatusZUSNON ZUSStatus = "ZUSNON" // outside
	ZUSStatusZUSNSP ZUSStatus = "ZUSNSP" // not known
)

// RPLSType is a code of the list "rpls_type": type de logement au répertoire RPLS.
type RPLSType string

// The codes of RPLSType.
const (
	RPLSTypeT1  RPLSType = "T1"  // one room
	RPLSTypeT2  RPLSType = "T2"  // two rooms
	RPLSTypeT3  RPLSType = "T3"  // three rooms
	RPLSTypeT4  RPLSType = "T4"  // four rooms
	RPLSTypeT5  RPLSType = "T5"  // five rooms
	RPLSTypeT6  RPLSType = "T6"  // six rooms
	RPLSTypeT7  RPLSType = "T7"  // seven rooms
	RPLSTypeT8  RPLSType = "T8"  // eight rooms
	RPLSTypeT9P RPLSType = "T9P" // nine rooms and more
)

// ThreeWay is a code of the list "three_way": oui, non ou non documenté.
type ThreeWay string

// The codes of ThreeWay.
const (
	ThreeWayOUI    ThreeWay = "OUI"    // yes
	ThreeWayNON    ThreeWay = "NON"    // no
	ThreeWayNONDOC ThreeWay = "NONDOC" // not documented
)

// Quota is a code of the list "quota": contingent de réservation (typeReservataire).
type Quota string

// The codes of Quota.
const (
	QuotaPPRIOR Quota = "PPRIOR" // prefect, priority public excluding State staff
	QuotaPFONCT Quota = "PFONCT" // prefect, State civil and military staff
	QuotaCOLTER Quota = "COLTER" // communities, their establishments and EPCI
	QuotaCOLACT Quota = "COLACT" // employers and Action Logement collectors
	QuotaAUTRES Quota = "AUTRES" // other holders
	QuotaAUCUN  Quota = "AUCUN"  // none
)

// Service is a code of the list "service": service de l'interface nationale.
type Service string

// The codes of Service.
const (
	ServiceNumUnique               Service = "numUnique"               // unique number
	ServiceDemandeLogement         Service = "demandeLogement"         // housing demand
	ServiceDoublons                Service = "doublons"                // search for duplicates
	ServiceDemandesRadieesDepuisLe Service = "demandesRadieesDepuisLe" // demands struck off since a date
	ServiceNouveauxDaloDepuisLe    Service = "nouveauxDaloDepuisLe"    // new DALO households since a date
	ServiceDeclarationNouveauDalo  Service = "declarationNouveauDalo"  // declaration of a new DALO household
)

var listsExchange = []CodeList{
	{Name: "file_type", French: "événement transmis (typeFichier)", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "CRE", French: "création", English: "creation"},
		{Code: "CRS", French: "création après séparation", English: "creation after separation"},
		{Code: "MOD", French: "modification", English: "modification"},
		{Code: "RAD", French: "radiation", English: "strike-off"},
		{Code: "REN", French: "renouvellement", English: "renewal"},
		{Code: "SUP", French: "suppression", English: "deletion"},
		{Code: "DIS", French: "diffusion", English: "dispatching"},
		{Code: "RET", French: "retour", English: "return"},
		{Code: "COP", French: "copie numérique", English: "digital copy"},
	}},
	{Name: "strike_off_motive", French: "motif de radiation", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "RADATT", French: "logement social attribué", English: "social dwelling allocated"},
		{Code: "RADABA", French: "renonciation écrite", English: "written renunciation"},
		{Code: "RADCON", French: "absence de réponse à un courrier", English: "no answer to a letter"},
		{Code: "RADIRR", French: "irrecevabilité", English: "inadmissible"},
		{Code: "RADREN", French: "demande non renouvelée", English: "not renewed"},
	}},
	{Name: "strike_off_sub_motive", French: "sous-motif d'irrecevabilité", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "IRRSEJ", French: "séjour irrégulier", English: "irregular stay"},
		{Code: "IRRRES", French: "ressources supérieures au plafond", English: "income above the ceiling"},
	}},
	{Name: "dalo_status", French: "statut DALO", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "NON", French: "non", English: "no"},
		{Code: "ACTIF", French: "actif", English: "active"},
		{Code: "CADUC", French: "caduc", English: "lapsed"},
		{Code: "ACTREL", French: "actif, relogé", English: "active, rehoused"},
	}},
	{Name: "collective_agreement", French: "accord collectif", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "ACD", French: "accord collectif départemental", English: "departmental agreement"},
		{Code: "ACI", French: "accord collectif intercommunal", English: "intercommunal agreement"},
		{Code: "AUCUN", French: "aucun", English: "none"},
		{Code: "NONDOC", French: "non documenté", English: "not documented"},
	}},
	{Name: "zus_status", French: "logement en zone urbaine sensible", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "ZUSOUI", French: "en ZUS", English: "inside"},
		{Code: "ZUSNON", French: "hors ZUS", English: "outside"},
		{Code: "ZUSNSP", French: "ne sait pas", English: "not known"},
	}},
	{Name: "rpls_type", French: "type de logement au répertoire RPLS", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "T1", French: "une pièce", English: "one room"},
		{Code: "T2", French: "deux pièces", English: "two rooms"},
		{Code: "T3", French: "trois pièces", English: "three rooms"},
		{Code: "T4", French: "quatre pièces", English: "four rooms"},
		{Code: "T5", French: "cinq pièces", English: "five rooms"},
		{Code: "T6", French: "six pièces", English: "six rooms"},
		{Code: "T7", French: "sept pièces", English: "seven rooms"},
		{Code: "T8", French: "huit pièces", English: "eight rooms"},
		{Code: "T9P", French: "neuf pièces et plus", English: "nine rooms and more"},
	}},
	{Name: "three_way", French: "oui, non ou non documenté", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "OUI", French: "oui", English: "yes"},
		{Code: "NON", French: "non", English: "no"},
		{Code: "NONDOC", French: "non documenté", English: "not documented"},
	}},
	{Name: "quota", French: "contingent de réservation (typeReservataire)", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "PPRIOR", French: "préfet, public prioritaire hors agents de l'État", English: "prefect, priority public excluding State staff"},
		{Code: "PFONCT", French: "préfet, agents civils et militaires de l'État", English: "prefect, State civil and military staff"},
		{Code: "COLTER", French: "collectivités territoriales, leurs établissements et EPCI", English: "communities, their establishments and EPCI"},
		{Code: "COLACT", French: "employeurs et collecteurs d'Action Logement", English: "employers and Action Logement collectors"},
		{Code: "AUTRES", French: "autres réservataires", English: "other holders"},
		{Code: "AUCUN", French: "aucun", English: "none"},
	}},
	{Name: "service", French: "service de l'interface nationale", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "numUnique", French: "attribution du numéro unique", English: "unique number"},
		{Code: "demandeLogement", French: "demande de logement", English: "housing demand"},
		{Code: "doublons", French: "recherche de doublons", English: "search for duplicates"},
		{Code: "demandesRadieesDepuisLe", French: "demandes radiées depuis une date", English: "demands struck off since a date"},
		{Code: "nouveauxDaloDepuisLe", French: "nouveaux DALO depuis une date", English: "new DALO households since a date"},
		{Code: "declarationNouveauDalo", French: "déclaration d'un nouveau DALO", English: "declaration of a new DALO household"},
	}},
}

// Known reports whether the code is in the list.
func (c FileType) Known() bool {
	switch c {
	case FileTypeCRE, FileTypeCRS, FileTypeMOD, FileTypeRAD, FileTypeREN, FileTypeSUP, FileTypeDIS, FileTypeRET, FileTypeCOP:
		return true
	}
	return false
}

// ListName is "file_type", the name of the code list.
func (c FileType) ListName() string { return "file_type" }

// Known reports whether the code is in the list.
func (c StrikeOffMotive) Known() bool {
	switch c {
	case StrikeOffMotiveRADATT, StrikeOffMotiveRADABA, StrikeOffMotiveRADCON, StrikeOffMotiveRADIRR, StrikeOffMotiveRADREN:
		return true
	}
	return false
}

// ListName is "strike_off_motive", the name of the code list.
func (c StrikeOffMotive) ListName() string { return "strike_off_motive" }

// Known reports whether the code is in the list.
func (c StrikeOffSubMotive) Known() bool {
	switch c {
	case StrikeOffSubMotiveIRRSEJ, StrikeOffSubMotiveIRRRES:
		return true
	}
	return false
}

// ListName is "strike_off_sub_motive", the name of the code list.
func (c StrikeOffSubMotive) ListName() string { return "strike_off_sub_motive" }

// Known reports whether the code is in the list.
func (c DALOStatus) Known() bool {
	switch c {
	case DALOStatusNON, DALOStatusACTIF, DALOStatusCADUC, DALOStatusACTREL:
		return true
	}
	return false
}

// ListName is "dalo_status", the name of the code list.
func (c DALOStatus) ListName() string { return "dalo_status" }

// Known reports whether the code is in the list.
func (c CollectiveAgreement) Known() bool {
	switch c {
	case CollectiveAgreementACD, CollectiveAgreementACI, CollectiveAgreementAUCUN, CollectiveAgreementNONDOC:
		return true
	}
	return false
}

// ListName is "collective_agreement", the name of the code list.
func (c CollectiveAgreement) ListName() string { return "collective_agreement" }

// Known reports whether the code is in the list.
func (c ZUSStatus) Known() bool {
	switch c {
	case ZUSStatusZUSOUI, ZUSStatusZUSNON, ZUSStatusZUSNSP:
		return true
	}
	return false
}

// ListName is "zus_status", the name of the code list.
func (c ZUSStatus) ListName() string { return "zus_status" }

// Known reports whether the code is in the list.
func (c RPLSType) Known() bool {
	switch c {
	case RPLSTypeT1, RPLSTypeT2, RPLSTypeT3, RPLSTypeT4, RPLSTypeT5, RPLSTypeT6, RPLSTypeT7, RPLSTypeT8, RPLSTypeT9P:
		return true
	}
	return false
}

// ListName is "rpls_type", the name of the code list.
func (c RPLSType) ListName() string { return "rpls_type" }

// Known reports whether the code is in the list.
func (c ThreeWay) Known() bool {
	switch c {
	case ThreeWayOUI, ThreeWayNON, ThreeWayNONDOC:
		return true
	}
	return false
}

// ListName is "three_way", the name of the code list.
func (c ThreeWay) ListName() string { return "three_way" }

// Known reports whether the code is in the list.
func (c Quota) Known() bool {
	switch c {
	case QuotaPPRIOR, QuotaPFONCT, QuotaCOLTER, QuotaCOLACT, QuotaAUTRES, QuotaAUCUN:
		return true
	}
	return false
}

// ListName is "quota", the name of the code list.
func (c Quota) ListName() string { return "quota" }

// Known reports whether the code is in the list.
func (c Service) Known() bool {
	switch c {
	case ServiceNumUnique, ServiceDemandeLogement, ServiceDoublons, ServiceDemandesRadieesDepuisLe, ServiceNouveauxDaloDepuisLe, ServiceDeclarationNouveauDalo:
		return true
	}
	return false
}

// ListName is "service", the name of the code list.
func (c Service) ListName() string { return "service" }
