package demand

// Code lists: identity and household.
// Law: code lists of the national interface 02.00 and 02.01 (SNE-CODES), quotas
// also in arrêté of 17 Sep 2012. Confidence: V2.

// Civility is a code of the list "civility": civilité.
type Civility string

// The codes of Civility.
const (
	Civility1 Civility = "1" // Mr
	Civility2 Civility = "2" // Mrs
	Civility3 Civility = "3" // Miss
)

// Sex is a code of the list "sex": sexe.
type Sex string

// The codes of Sex.
const (
	SexM Sex = "M" // male
	SexF Sex = "F" // female
)

// Nationality is a code of the list "nationality": nationalité (catégorie seulement).
type Nationality string

// The codes of Nationality.
const (
	Nationality1 Nationality = "1" // French
	Nationality2 Nationality = "2" // European Union
	Nationality3 Nationality = "3" // outside the European Union
)

// FamilySituation is a code of the list "family_situation": situation familiale.
type FamilySituation string

// The codes of FamilySituation.
const (
	FamilySituationC FamilySituation = "C" // single
	FamilySituationM FamilySituation = "M" // married
	FamilySituationD FamilySituation = "D" // divorced
	FamilySituationS FamilySituation = "S" // separated
	FamilySituationP FamilySituation = "P" // civil partnership (PACS)
	FamilySituationU FamilySituation = "U" // living as a couple
	FamilySituationV FamilySituation = "V" // widowed
)

// CoHolderLink is a code of the list "co_holder_link": lien du cotitulaire avec le demandeur.
type CoHolderLink string

// The codes of CoHolderLink.
const (
	CoHolderLinkM CoHolderLink = "M" // spouse
	CoHolderLinkP CoHolderLink = "P" // civil partner (PACS)
	CoHolderLinkC CoHolderLink = "C" // partner
	CoHolderLinkL CoHolderLink = "L" // co-tenant
)

// Kinship is a code of the list "kinship": lien de parenté de la personne à charge.
type Kinship string

// The codes of Kinship.
const (
	KinshipP Kinship = "P" // parent
	KinshipE Kinship = "E" // child
	KinshipA Kinship = "A" // other
)

// CoParenting is a code of the list "co_parenting": enfant non entièrement à charge.
type CoParenting string

// The codes of CoParenting.
const (
	CoParentingG CoParenting = "G" // alternating custody
	CoParentingD CoParenting = "D" // visiting right
)

var listsPeople = []CodeList{
	{Name: "civility", French: "civilité", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "1", French: "Monsieur", English: "Mr"},
		{Code: "2", French: "Madame", English: "Mrs"},
		{Code: "3", French: "Mademoiselle", English: "Miss"},
	}},
	{Name: "sex", French: "sexe", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "M", French: "masculin", English: "male"},
		{Code: "F", French: "féminin", English: "female"},
	}},
	{Name: "nationality", French: "nationalité (catégorie seulement)", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "1", French: "française", English: "French"},
		{Code: "2", French: "Union européenne", English: "European Union"},
		{Code: "3", French: "hors Union européenne", English: "outside the European Union"},
	}},
	{Name: "family_situation", French: "situation familiale", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "C", French: "célibataire", English: "single"},
		{Code: "M", French: "marié", English: "married"},
		{Code: "D", French: "divorcé", English: "divorced"},
		{Code: "S", French: "séparé", English: "separated"},
		{Code: "P", French: "pacsé", English: "civil partnership (PACS)"},
		{Code: "U", French: "concubin", English: "living as a couple"},
		{Code: "V", French: "veuf", English: "widowed"},
	}},
	{Name: "co_holder_link", French: "lien du cotitulaire avec le demandeur", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "M", French: "conjoint", English: "spouse"},
		{Code: "P", French: "pacsé", English: "civil partner (PACS)"},
		{Code: "C", French: "concubin", English: "partner"},
		{Code: "L", French: "colocataire", English: "co-tenant"},
	}},
	{Name: "kinship", French: "lien de parenté de la personne à charge", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "P", French: "ascendant", English: "parent"},
		{Code: "E", French: "enfant", English: "child"},
		{Code: "A", French: "autre", English: "other"},
	}},
	{Name: "co_parenting", French: "enfant non entièrement à charge", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "G", French: "garde alternée", English: "alternating custody"},
		{Code: "D", French: "droit de visite et d'hébergement", English: "visiting right"},
	}},
}

// Known reports whether the code is in the list.
func (c Civility) Known() bool {
	switch c {
	case Civility1, Civility2, Civility3:
		return true
	}
	return false
}

// ListName is "civility", the name of the code list.
func (c Civility) ListName() string { return "civility" }

// Known reports whether the code is in the list.
func (c Sex) Known() bool {
	switch c {
	case SexM, SexF:
		return true
	}
	return false
}

// ListName is "sex", the name of the code list.
func (c Sex) ListName() string { return "sex" }

// Known reports whether the code is in the list.
func (c Nationality) Known() bool {
	switch c {
	case Nationality1, Nationality2, Nationality3:
		return true
	}
	return false
}

// ListName is "nationality", the name of the code list.
func (c Nationality) ListName() string { return "nationality" }

// Known reports whether the code is in the list.
func (c FamilySituation) Known() bool {
	switch c {
	case FamilySituationC, FamilySituationM, FamilySituationD, FamilySituationS, FamilySituationP, FamilySituationU, FamilySituationV:
		return true
	}
	return false
}

// ListName is "family_situation", the name of the code list.
func (c FamilySituation) ListName() string { return "family_situation" }

// Known reports whether the code is in the list.
func (c CoHolderLink) Known() bool {
	switch c {
	case CoHolderLinkM, CoHolderLinkP, CoHolderLinkC, CoHolderLinkL:
		return true
	}
	return false
}

// ListName is "co_holder_link", the name of the code list.
func (c CoHolderLink) ListName() string { return "co_holder_link" }

// Known reports whether the code is in the list.
func (c Kinship) Known() bool {
	switch c {
	case KinshipP, KinshipE, KinshipA:
		return true
	}
	return false
}

// ListName is "kinship", the name of the code list.
func (c Kinship) ListName() string { return "kinship" }

// Known reports whether the code is in the list.
func (c CoParenting) Known() bool {
	switch c {
	case CoParentingG, CoParentingD:
		return true
	}
	return false
}

// ListName is "co_parenting", the name of the code list.
func (c CoParenting) ListName() string { return "co_parenting" }
