package demand

// Code lists: housing and reasons.
// Law: code lists of the national interface 02.00 and 02.01 (SNE-CODES), quotas
// also in arrêté of 17 Sep 2012. Confidence: V2.

// HousingKind is a code of the list "housing_kind": mode de logement actuel (modeleLogement).
type HousingKind string

// The codes of HousingKind.
const (
	HousingKindHLM    HousingKind = "HLM"    // social tenant
	HousingKindLP     HousingKind = "LP"     // private tenant
	HousingKindRS     HousingKind = "RS"     // social residence, hostel or boarding house
	HousingKindRHVS   HousingKind = "RHVS"   // social hotel residence
	HousingKindRE     HousingKind = "RE"     // student residence
	HousingKindSLHT   HousingKind = "SLHT"   // sub-tenant or temporarily housed
	HousingKindSH     HousingKind = "SH"     // shelter
	HousingKindCDEFCM HousingKind = "CDEFCM" // children's or mothers' centre
	HousingKindCPE    HousingKind = "CPE"    // with parents or children
	HousingKindCP     HousingKind = "CP"     // with a private person
	HousingKindLTG    HousingKind = "LTG"    // free of charge
	HousingKindFONC   HousingKind = "FONC"   // job-tied dwelling
	HousingKindPOCC   HousingKind = "POCC"   // owner-occupier
	HousingKindCAMCAR HousingKind = "CAMCAR" // camping or caravan
	HousingKindHOT    HousingKind = "HOT"    // hotel
	HousingKindSD     HousingKind = "SD"     // homeless or makeshift shelter
	HousingKindSQUAT  HousingKind = "SQUAT"  // squat
)

// DwellingCategory is a code of the list "dwelling_category": catégorie de logement.
type DwellingCategory string

// The codes of DwellingCategory.
const (
	DwellingCategoryA DwellingCategory = "A" // flat
	DwellingCategoryM DwellingCategory = "M" // house
)

// WantedCategory is a code of the list "wanted_category": catégorie de logement souhaitée.
type WantedCategory string

// The codes of WantedCategory.
const (
	WantedCategoryA WantedCategory = "A" // flat
	WantedCategoryM WantedCategory = "M" // house
	WantedCategoryI WantedCategory = "I" // either
)

// DwellingType is a code of the list "dwelling_type": type de logement.
type DwellingType string

// The codes of DwellingType.
const (
	DwellingTypeC   DwellingType = "C"   // room
	DwellingTypeT1  DwellingType = "T1"  // one room (T1)
	DwellingTypeT2  DwellingType = "T2"  // two rooms (T2)
	DwellingTypeT3  DwellingType = "T3"  // three rooms (T3)
	DwellingTypeT4  DwellingType = "T4"  // four rooms (T4)
	DwellingTypeT5  DwellingType = "T5"  // five rooms (T5)
	DwellingTypeT6P DwellingType = "T6P" // six rooms and more (T6P)
)

// ReasonCode is a code of the list "reason": motif de la demande (motifDemande).
type ReasonCode string

// The codes of ReasonCode.
const (
	ReasonCode01 ReasonCode = "01" // no housing, hosted or temporary
	ReasonCode02 ReasonCode = "02" // demolition
	ReasonCode03 ReasonCode = "03" // not decent, insalubrious, dangerous or unfit premises
	ReasonCode04 ReasonCode = "04" // taken back or sold by the owner
	ReasonCode05 ReasonCode = "05" // eviction proceedings
	ReasonCode06 ReasonCode = "06" // domestic violence
	ReasonCode07 ReasonCode = "07" // disability
	ReasonCode08 ReasonCode = "08" // health
	ReasonCode09 ReasonCode = "09" // too expensive
	ReasonCode10 ReasonCode = "10" // too large
	ReasonCode11 ReasonCode = "11" // divorce or separation
	ReasonCode12 ReasonCode = "12" // leaving the family home
	ReasonCode13 ReasonCode = "13" // too small
	ReasonCode14 ReasonCode = "14" // coming marriage, union or PACS
	ReasonCode15 ReasonCode = "15" // family reunification
	ReasonCode16 ReasonCode = "16" // child-minder or foster carer
	ReasonCode17 ReasonCode = "17" // environment or neighbourhood trouble
	ReasonCode18 ReasonCode = "18" // job transfer
	ReasonCode19 ReasonCode = "19" // nearer to work
	ReasonCode20 ReasonCode = "20" // nearer to services
	ReasonCode21 ReasonCode = "21" // nearer to family
	ReasonCode22 ReasonCode = "22" // home buyer in difficulty
	ReasonCode23 ReasonCode = "23" // other, to specify
)

var listsHousing = []CodeList{
	{Name: "housing_kind", French: "mode de logement actuel (modeleLogement)", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "HLM", French: "locataire HLM", English: "social tenant"},
		{Code: "LP", French: "locataire du parc privé", English: "private tenant"},
		{Code: "RS", French: "résidence sociale, foyer ou pension de famille", English: "social residence, hostel or boarding house"},
		{Code: "RHVS", French: "résidence hôtelière à vocation sociale", English: "social hotel residence"},
		{Code: "RE", French: "résidence étudiante", English: "student residence"},
		{Code: "SLHT", French: "sous-locataire ou hébergé temporairement", English: "sub-tenant or temporarily housed"},
		{Code: "SH", French: "structure d'hébergement", English: "shelter"},
		{Code: "CDEFCM", French: "centre départemental de l'enfance et de la famille ou centre maternel", English: "children's or mothers' centre"},
		{Code: "CPE", French: "chez les parents ou les enfants", English: "with parents or children"},
		{Code: "CP", French: "chez un particulier", English: "with a private person"},
		{Code: "LTG", French: "logé à titre gratuit", English: "free of charge"},
		{Code: "FONC", French: "logement de fonction", English: "job-tied dwelling"},
		{Code: "POCC", French: "propriétaire occupant", English: "owner-occupier"},
		{Code: "CAMCAR", French: "camping ou caravaning", English: "camping or caravan"},
		{Code: "HOT", French: "hôtel", English: "hotel"},
		{Code: "SD", French: "sans abri ou abri de fortune", English: "homeless or makeshift shelter"},
		{Code: "SQUAT", French: "squat", English: "squat"},
	}},
	{Name: "dwelling_category", French: "catégorie de logement", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "A", French: "appartement", English: "flat"},
		{Code: "M", French: "maison", English: "house"},
	}},
	{Name: "wanted_category", French: "catégorie de logement souhaitée", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "A", French: "appartement", English: "flat"},
		{Code: "M", French: "maison", English: "house"},
		{Code: "I", French: "indifférent", English: "either"},
	}},
	{Name: "dwelling_type", French: "type de logement", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "C", French: "chambre", English: "room"},
		{Code: "T1", French: "une pièce", English: "one room (T1)"},
		{Code: "T2", French: "deux pièces", English: "two rooms (T2)"},
		{Code: "T3", French: "trois pièces", English: "three rooms (T3)"},
		{Code: "T4", French: "quatre pièces", English: "four rooms (T4)"},
		{Code: "T5", French: "cinq pièces", English: "five rooms (T5)"},
		{Code: "T6P", French: "six pièces et plus", English: "six rooms and more (T6P)"},
	}},
	{Name: "reason", French: "motif de la demande (motifDemande)", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "01", French: "sans logement, hébergé ou en logement temporaire", English: "no housing, hosted or temporary"},
		{Code: "02", French: "démolition", English: "demolition"},
		{Code: "03", French: "logement non décent, insalubre, dangereux ou local impropre à l'habitation", English: "not decent, insalubrious, dangerous or unfit premises"},
		{Code: "04", French: "logement repris ou mis en vente par son propriétaire", English: "taken back or sold by the owner"},
		{Code: "05", French: "procédure d'expulsion", English: "eviction proceedings"},
		{Code: "06", French: "violences familiales", English: "domestic violence"},
		{Code: "07", French: "handicap", English: "disability"},
		{Code: "08", French: "raisons de santé", English: "health"},
		{Code: "09", French: "logement trop cher", English: "too expensive"},
		{Code: "10", French: "logement trop grand", English: "too large"},
		{Code: "11", French: "divorce, séparation", English: "divorce or separation"},
		{Code: "12", French: "décohabitation", English: "leaving the family home"},
		{Code: "13", French: "logement trop petit", English: "too small"},
		{Code: "14", French: "futur mariage, concubinage ou PACS", English: "coming marriage, union or PACS"},
		{Code: "15", French: "regroupement familial", English: "family reunification"},
		{Code: "16", French: "assistant maternel ou familial", English: "child-minder or foster carer"},
		{Code: "17", French: "problèmes d'environnement ou de voisinage", English: "environment or neighbourhood trouble"},
		{Code: "18", French: "mutation professionnelle", English: "job transfer"},
		{Code: "19", French: "rapprochement du lieu de travail", English: "nearer to work"},
		{Code: "20", French: "rapprochement des équipements et services", English: "nearer to services"},
		{Code: "21", French: "rapprochement de la famille", English: "nearer to family"},
		{Code: "22", French: "accédant à la propriété en difficulté", English: "home buyer in difficulty"},
		{Code: "23", French: "autre motif, à préciser", English: "other, to specify"},
	}},
}

// Known reports whether the code is in the list.
func (c HousingKind) Known() bool {
	switch c {
	case HousingKindHLM, HousingKindLP, HousingKindRS, HousingKindRHVS, HousingKindRE, HousingKindSLHT, HousingKindSH, HousingKindCDEFCM, HousingKindCPE, HousingKindCP, HousingKindLTG, HousingKindFONC, HousingKindPOCC, HousingKindCAMCAR, HousingKindHOT, HousingKindSD, HousingKindSQUAT:
		return true
	}
	return false
}

// ListName is "housing_kind", the name of the code list.
func (c HousingKind) ListName() string { return "housing_kind" }

// Known reports whether the code is in the list.
func (c DwellingCategory) Known() bool {
	switch c {
	case DwellingCategoryA, DwellingCategoryM:
		return true
	}
	return false
}

// ListName is "dwelling_category", the name of the code list.
func (c DwellingCategory) ListName() string { return "dwelling_category" }

// Known reports whether the code is in the list.
func (c WantedCategory) Known() bool {
	switch c {
	case WantedCategoryA, WantedCategoryM, WantedCategoryI:
		return true
	}
	return false
}

// ListName is "wanted_category", the name of the code list.
func (c WantedCategory) ListName() string { return "wanted_category" }

// Known reports whether the code is in the list.
func (c DwellingType) Known() bool {
	switch c {
	case DwellingTypeC, DwellingTypeT1, DwellingTypeT2, DwellingTypeT3, DwellingTypeT4, DwellingTypeT5, DwellingTypeT6P:
		return true
	}
	return false
}

// ListName is "dwelling_type", the name of the code list.
func (c DwellingType) ListName() string { return "dwelling_type" }

// Known reports whether the code is in the list.
func (c ReasonCode) Known() bool {
	switch c {
	case ReasonCode01, ReasonCode02, ReasonCode03, ReasonCode04, ReasonCode05, ReasonCode06, ReasonCode07, ReasonCode08, ReasonCode09, ReasonCode10, ReasonCode11, ReasonCode12, ReasonCode13, ReasonCode14, ReasonCode15, ReasonCode16, ReasonCode17, ReasonCode18, ReasonCode19, ReasonCode20, ReasonCode21, ReasonCode22, ReasonCode23:
		return true
	}
	return false
}

// ListName is "reason", the name of the code list.
func (c ReasonCode) ListName() string { return "reason" }
