package matching

import "errors"

// Role says what a person, or an association, is to the demand that names it.
type Role string

// The roles of the common form.
const (
	RoleApplicant   Role = "applicant"   // demandeur
	RoleCoHolder    Role = "co_holder"   // conjoint ou cotitulaire
	RoleDependant   Role = "dependant"   // personne à charge
	RoleAssociation Role = "association" // association demandant un logement
)

// Record is one person (or association) as one demand states it. A field that is not known is left
// empty: an empty field weighs nothing, neither for nor against. Values may be written in any case,
// with or without accents; they are folded.
type Record struct {
	// ID names the record. It must be unique in a [Set] and should not be personal data, since
	// clusters and pairs are named by it.
	ID string
	// Demand is the demand the record belongs to. Two records of one demand are two persons by
	// declaration and are never compared. Empty means that the record stands alone.
	Demand string
	// Role is the place of the person in the demand. Associations are compared with associations
	// only; the other roles are compared with one another.
	Role Role

	BirthName  string // nom de naissance; for an association its name (raison sociale)
	UsedName   string // nom d'usage
	FirstNames string // all first names, separated by blanks, in their order
	// BirthDate is yyyy-mm-dd or yyyymmdd; yyyy-mm and yyyy alone are read as partly known. A date
	// that does not exist in the calendar is kept and compared digit by digit. What cannot be read
	// counts as missing and is counted in [Report].
	BirthDate string
	// Sex is compared on its first letter, folded.
	Sex string
	// BirthPlace is the Insee code of the commune, or 99xxx for a country abroad.
	BirthPlace   string
	BirthCountry string

	Address    string // number and street, without the commune
	PostalCode string
	Commune    string // Insee code or name, used where the postal code is missing
	Phone      string
	Email      string

	// Identifier is any other near-unique reference of the person (for an association its Siret).
	Identifier string
	// Number is the unique number (numéro unique) proven for the demand, in any grouping.
	Number string
}

// ErrRecordID is wrapped by the error of [New] when a record has no ID or the ID of another record.
var ErrRecordID = errors.New("record ID is empty or repeated")
