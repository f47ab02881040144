package demand

// Code lists: work and resources.
// Law: code lists of the national interface 02.00 and 02.01 (SNE-CODES), quotas
// also in arrêté of 17 Sep 2012. Confidence: V2.

// WorkSituation is a code of the list "work_situation": situation professionnelle.
type WorkSituation string

// The codes of WorkSituation.
const (
	WorkSituationCDI WorkSituation = "CDI" // permanent contract or civil servant
	WorkSituationCDD WorkSituation = "CDD" // fixed-term, internship or temporary work
	WorkSituationART WorkSituation = "ART" // craft, trade or liberal profession
	WorkSituationCHO WorkSituation = "CHO" // unemployed
	WorkSituationAPP WorkSituation = "APP" // apprentice
	WorkSituationETU WorkSituation = "ETU" // student
	WorkSituationRET WorkSituation = "RET" // retired
	WorkSituationAUT WorkSituation = "AUT" // other
)

// ResourceReceived is a code of the list "resource_received": ressource mensuelle reçue (hors APL et AL).
type ResourceReceived string

// The codes of ResourceReceived.
const (
	ResourceReceivedSAL  ResourceReceived = "SAL"  // wages or income from work
	ResourceReceivedRET  ResourceReceived = "RET"  // pension
	ResourceReceivedCHO  ResourceReceived = "CHO"  // unemployment benefit
	ResourceReceivedPAR  ResourceReceived = "PAR"  // alimony received
	ResourceReceivedPINV ResourceReceived = "PINV" // disability pension
	ResourceReceivedAF   ResourceReceived = "AF"   // family allowances
	ResourceReceivedAAH  ResourceReceived = "AAH"  // disabled adult's allowance (AAH)
	ResourceReceivedAEEH ResourceReceived = "AEEH" // disabled child's allowance (AEEH)
	ResourceReceivedAJPP ResourceReceived = "AJPP" // parental presence allowance (AJPP)
	ResourceReceivedRSA  ResourceReceived = "RSA"  // minimum income (RSA)
	ResourceReceivedAMV  ResourceReceived = "AMV"  // minimum old-age allowance
	ResourceReceivedPAJE ResourceReceived = "PAJE" // early childhood benefit (PAJE)
	ResourceReceivedBE   ResourceReceived = "BE"   // student grant
	ResourceReceivedAUT  ResourceReceived = "AUT"  // other, excluding housing benefit
)

// ResourcePaid is a code of the list "resource_paid": ressource versée.
type ResourcePaid string

// The codes of ResourcePaid.
const (
	ResourcePaidPAV ResourcePaid = "PAV" // alimony paid
)

var listsWork = []CodeList{
	{Name: "work_situation", French: "situation professionnelle", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "CDI", French: "contrat à durée indéterminée ou fonctionnaire", English: "permanent contract or civil servant"},
		{Code: "CDD", French: "contrat à durée déterminée, stage, intérim", English: "fixed-term, internship or temporary work"},
		{Code: "ART", French: "artisan, commerçant, profession libérale", English: "craft, trade or liberal profession"},
		{Code: "CHO", French: "chômage", English: "unemployed"},
		{Code: "APP", French: "apprenti", English: "apprentice"},
		{Code: "ETU", French: "étudiant", English: "student"},
		{Code: "RET", French: "retraité", English: "retired"},
		{Code: "AUT", French: "autre", English: "other"},
	}},
	{Name: "resource_received", French: "ressource mensuelle reçue (hors APL et AL)", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "SAL", French: "salaire ou revenu d'activité", English: "wages or income from work"},
		{Code: "RET", French: "retraite", English: "pension"},
		{Code: "CHO", French: "allocation chômage", English: "unemployment benefit"},
		{Code: "PAR", French: "pension alimentaire reçue", English: "alimony received"},
		{Code: "PINV", French: "pension d'invalidité", English: "disability pension"},
		{Code: "AF", French: "allocations familiales", English: "family allowances"},
		{Code: "AAH", French: "allocation d'adulte handicapé", English: "disabled adult's allowance (AAH)"},
		{Code: "AEEH", French: "allocation d'éducation d'enfant handicapé", English: "disabled child's allowance (AEEH)"},
		{Code: "AJPP", French: "allocation journalière de présence parentale", English: "parental presence allowance (AJPP)"},
		{Code: "RSA", French: "revenu de solidarité active", English: "minimum income (RSA)"},
		{Code: "AMV", French: "allocation de minimum vieillesse", English: "minimum old-age allowance"},
		{Code: "PAJE", French: "prestation d'accueil du jeune enfant", English: "early childhood benefit (PAJE)"},
		{Code: "BE", French: "bourse d'étudiant", English: "student grant"},
		{Code: "AUT", French: "autre, hors APL et AL", English: "other, excluding housing benefit"},
	}},
	{Name: "resource_paid", French: "ressource versée", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "PAV", French: "pension alimentaire versée", English: "alimony paid"},
	}},
}

// Known reports whether the code is in the list.
func (c WorkSituation) Known() bool {
	switch c {
	case WorkSituationCDI, WorkSituationCDD, WorkSituationART, WorkSituationCHO, WorkSituationAPP, WorkSituationETU, WorkSituationRET, WorkSituationAUT:
		return true
	}
	return false
}

// ListName is "work_situation", the name of the code list.
func (c WorkSituation) ListName() string { return "work_situation" }

// Known reports whether the code is in the list.
func (c ResourceReceived) Known() bool {
	switch c {
	case ResourceReceivedSAL, ResourceReceivedRET, ResourceReceivedCHO, ResourceReceivedPAR, ResourceReceivedPINV, ResourceReceivedAF, ResourceReceivedAAH, ResourceReceivedAEEH, ResourceReceivedAJPP, ResourceReceivedRSA, ResourceReceivedAMV, ResourceReceivedPAJE, ResourceReceivedBE, ResourceReceivedAUT:
		return true
	}
	return false
}

// ListName is "resource_received", the name of the code list.
func (c ResourceReceived) ListName() string { return "resource_received" }

// Known reports whether the code is in the list.
func (c ResourcePaid) Known() bool {
	switch c {
	case ResourcePaidPAV:
		return true
	}
	return false
}

// ListName is "resource_paid", the name of the code list.
func (c ResourcePaid) ListName() string { return "resource_paid" }
