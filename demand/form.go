package demand

import (
	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/numbering"
)

// FormVersion names a version of the national form.
type FormVersion string

// The versions of Cerfa 14069.
const (
	Form01 FormVersion = "14069*01" // arrêté of 14 Jun 2010
	Form02 FormVersion = "14069*02" // arrêté of 24 Jul 2013
	Form03 FormVersion = "14069*03" // arrêté of 6 Aug 2018
	Form04 FormVersion = "14069*04" // from 1 Feb 2021
	Form05 FormVersion = "14069*05" // about 2023
)

// Known reports whether the version is one of the form's.
func (v FormVersion) Known() bool {
	switch v {
	case Form01, Form02, Form03, Form04, Form05:
		return true
	}
	return false
}

// Form is the common form (formulaire unique, Cerfa 14069) as typed data: what
// a household or an association asks, with the number and dates of its file.
// Every field may be absent: a partial form is legal, Registrable says what the
// law wants before a number is given. Zero means absent everywhere; an empty,
// non-nil list means "asked, and there is none".
// Law: CCH R.441-2-2 (the ten sections a to i).
type Form struct {
	Version       FormVersion      `json:"version,omitzero"`
	Number        numbering.Number `json:"number,omitzero"`         // numéro unique, once given
	FormerNumbers []string         `json:"former_numbers,omitzero"` // other numbers the demand has borne
	Desk          string           `json:"desk,omitzero"`           // guichet: five characters
	DepositedOn   Date             `json:"deposited_on,omitzero"`   // first deposit: seniority counts from here
	RenewedOn     Date             `json:"renewed_on,omitzero"`     // last renewal

	Applicant      Person         `json:"applicant,omitzero"`   // demandeur; absent for an association
	Association    Association    `json:"association,omitzero"` // legal person that sub-lets
	CoHolders      []CoHolder     `json:"co_holders,omitzero"`  // cotitulaires, conjoint
	Dependants     []Dependant    `json:"dependants,omitzero"`  // personnes à charge
	Custody        []CustodyChild `json:"custody,omitzero"`     // children in shared custody or with visiting right
	Unborn         Unborn         `json:"unborn,omitzero"`
	PersonsToHouse int            `json:"persons_to_house,omitzero"` // personnes à loger, as declared

	Present      PresentHousing `json:"present_housing,omitzero"`
	Reasons      []Reason       `json:"reasons,omitzero"` // the main one first
	Wanted       Wanted         `json:"wanted,omitzero"`
	Disabilities []Disability   `json:"disabilities,omitzero"` // complément handicap, one per person concerned
	Remarks      string         `json:"remarks,omitzero"`
	Origins      []Origin       `json:"origins,omitzero"`
}

// Person is an applicant or a co-holder. UsedName is the name the person goes
// by (nom, nom d'usage); BirthName is given when it differs or is asked apart.
type Person struct {
	Civility        Civility        `json:"civility,omitzero"`
	UsedName        string          `json:"used_name,omitzero"`
	BirthName       string          `json:"birth_name,omitzero"`
	FirstNames      string          `json:"first_names,omitzero"` // as on the identity document, blank-separated
	BirthDate       Date            `json:"birth_date,omitzero"`
	BirthPlace      Place           `json:"birth_place,omitzero"`
	Sex             Sex             `json:"sex,omitzero"`
	Nationality     Nationality     `json:"nationality,omitzero"`
	FamilySituation FamilySituation `json:"family_situation,omitzero"`
	HomePhone       string          `json:"home_phone,omitzero"`
	MobilePhone     string          `json:"mobile_phone,omitzero"`
	WorkPhone       string          `json:"work_phone,omitzero"`
	Email           string          `json:"email,omitzero"`
	Address         Address         `json:"address,omitzero"`
	Work            Work            `json:"work,omitzero"`
	Income          Income          `json:"income,omitzero"`
	Received        []Resource      `json:"received,omitzero"` // monthly resources, excluding APL and AL
	Paid            []Payment       `json:"paid,omitzero"`
	// Resources of the dependants, entered with the applicant.
	DependantsReceived []Resource `json:"dependants_received,omitzero"`
	DependantsPaid     []Payment  `json:"dependants_paid,omitzero"`
}

// HasName reports whether the person has at least one surname.
func (p *Person) HasName() bool { return p.UsedName != "" || p.BirthName != "" }

// Place is where somebody was born: a commune by its code, or a place and a
// country in words.
type Place struct {
	Commune string `json:"commune,omitzero"` // INSEE code; 99xxx abroad
	Name    string `json:"name,omitzero"`
	Country string `json:"country,omitzero"`
}

// Address is a postal address, French or foreign.
type Address struct {
	Foreign    Answer `json:"foreign,omitzero"`
	Number     string `json:"number,omitzero"`
	Street     string `json:"street,omitzero"`
	Complement string `json:"complement,omitzero"`
	PostalCode string `json:"postal_code,omitzero"`
	Commune    string `json:"commune,omitzero"` // INSEE code
	City       string `json:"city,omitzero"`    // name as written
	Country    string `json:"country,omitzero"`
}

// Work is the situation of one person at work.
type Work struct {
	Situation  WorkSituation `json:"situation,omitzero"`
	Profession string        `json:"profession,omitzero"`
	Employer   string        `json:"employer,omitzero"`
	Until      Date          `json:"until,omitzero"` // end of the contract or of unemployment, when it is known
	Foreign    Answer        `json:"foreign,omitzero"`
	PostalCode string        `json:"postal_code,omitzero"`
	Commune    string        `json:"commune,omitzero"` // INSEE code of the place of work
}

// Income is the reference tax income (revenu fiscal de référence) of the two
// years before the demand, in euros. Which year is asked: N-2, with N-1 as the
// fall-back. Source: notice 51423; CCH L.441-1.
type Income struct {
	YearMinus1   int                 `json:"year_minus_1,omitzero"`
	AmountMinus1 decimal.NullDecimal `json:"amount_minus_1,omitzero"`
	YearMinus2   int                 `json:"year_minus_2,omitzero"`
	AmountMinus2 decimal.NullDecimal `json:"amount_minus_2,omitzero"`
}

// Resource is a monthly resource received, in euros.
type Resource struct {
	Code    ResourceReceived    `json:"code"`
	Monthly decimal.NullDecimal `json:"monthly,omitzero"`
}

// Payment is a monthly sum paid, in euros.
type Payment struct {
	Code    ResourcePaid        `json:"code"`
	Monthly decimal.NullDecimal `json:"monthly,omitzero"`
}

// CoHolder is somebody who will sign the lease with the applicant.
type CoHolder struct {
	Link   CoHolderLink `json:"link,omitzero"`
	Person Person       `json:"person,omitzero"`
}

// Dependant is a person in charge of the household (personne à charge).
type Dependant struct {
	Name       string  `json:"name,omitzero"`
	FirstNames string  `json:"first_names,omitzero"`
	BirthDate  Date    `json:"birth_date,omitzero"`
	Sex        Sex     `json:"sex,omitzero"`
	Kinship    Kinship `json:"kinship,omitzero"`
}

// CustodyChild is a child who does not live in the household all the time.
type CustodyChild struct {
	Name        string      `json:"name,omitzero"`
	FirstNames  string      `json:"first_names,omitzero"`
	BirthDate   Date        `json:"birth_date,omitzero"`
	Sex         Sex         `json:"sex,omitzero"`
	Arrangement CoParenting `json:"arrangement,omitzero"`
}

// Unborn tells of children to come (personnes à naître).
type Unborn struct {
	Count      int  `json:"count,omitzero"`
	ExpectedOn Date `json:"expected_on,omitzero"`
}

// Association is a legal person that asks for dwellings to sub-let. Only its
// identity, its contact and the dwelling wanted are asked (R.441-2-2).
type Association struct {
	Name        string  `json:"name,omitzero"`
	CreatedOn   Date    `json:"created_on,omitzero"`
	SIRET       string  `json:"siret,omitzero"`
	Address     Address `json:"address,omitzero"`
	Phone       string  `json:"phone,omitzero"`
	Email       string  `json:"email,omitzero"`
	RequestRank int     `json:"request_rank,omitzero"` // index of this request among the association's (arrêté of 7 Nov 2000)
}

// IsZero reports whether there is no association.
func (a *Association) IsZero() bool {
	return a.Name == "" && a.SIRET == "" && a.Phone == "" && a.Email == "" && a.RequestRank == 0 && a.CreatedOn.IsZero() && a.Address.empty()
}

// empty reports an address of which nothing is said. It only looks at lengths.
func (a *Address) empty() bool {
	return a.Foreign == NotSaid && a.Number == "" && a.Street == "" && a.Complement == "" && a.PostalCode == "" && a.Commune == "" && a.City == "" && a.Country == ""
}
