package household

import "github.com/fichier-unique/rules/demand"

// Case is what a ceiling is judged on: who will live in the dwelling, where it
// is, the day the lease is signed (failing which, the day of the judgement) and
// the reference incomes by year. One of Zone and Commune is enough; without
// either, the category is known and the ceilings are not.
type Case struct {
	Date    demand.Date `json:"date"`
	Commune string      `json:"commune,omitempty"` // INSEE code of the dwelling
	Zone    Zone        `json:"zone,omitempty"`

	Adults     []Adult     `json:"adults"`           // lease holders, spouse, partner, other adults who are not dependants
	Couple     bool        `json:"couple,omitempty"` // two of the adults are married, partners of a PACS, or live as a couple
	Dependants []Dependant `json:"dependants,omitempty"`
	Unborn     int         `json:"unborn,omitempty"` // children to be born

	// Incomes are the reference tax incomes (revenu fiscal de référence) of all
	// the persons together, in euros, by year. The year of Date itself stands for
	// the twelve months before the signature.
	Incomes Incomes `json:"incomes,omitempty"`

	// Apart says why the applicant's own income alone counts; OwnIncomes gives it.
	Apart      Apart   `json:"apart,omitempty"`
	OwnIncomes Incomes `json:"own_incomes,omitempty"`
}

// Adult is a person of the household who is not a dependant.
type Adult struct {
	Age         int  `json:"age,omitempty"`         // completed years; 0: not said
	Disabled    bool `json:"disabled,omitempty"`    // holds the carte mobilité inclusion, mention invalidité, or the former invalidity card
	Emancipated bool `json:"emancipated,omitempty"` // a minor who may sign a lease
}

// Dependant is a person in charge: tax code articles 194, 196, 196 A bis and
// 196 B, or a child in shared custody or with visiting right.
type Dependant struct {
	Age      int     `json:"age"` // completed years; 0 in the first year
	Disabled bool    `json:"disabled,omitempty"`
	Custody  Custody `json:"custody,omitempty"`
}

// Custody says how far a child lives in the household.
type Custody string

// The arrangements. The zero value is a dependant in full charge.
const (
	FullCharge Custody = ""
	Full       Custody = "full"
	Shared     Custody = "shared"   // garde alternée: counts in both homes
	Visiting   Custody = "visiting" // droit de visite et d'hébergement
)

// Apart is a situation in which the applicant's own income alone counts.
// Law: CCH L.441-1. Confidence: V for the four cases.
type Apart string

// The situations.
const (
	Together          Apart = ""
	Divorce           Apart = "divorce"            // divorce under way
	PACSBreak         Apart = "pacs_break"         // end of a civil partnership declared
	ProtectionOrder   Apart = "protection_order"   // ordonnance de protection
	ViolenceComplaint Apart = "violence_complaint" // complaint for violence by the partner
)

func (c Custody) known() bool {
	switch c {
	case FullCharge, Full, Shared, Visiting:
		return true
	}
	return false
}

func (a Apart) known() bool {
	switch a {
	case Together, Divorce, PACSBreak, ProtectionOrder, ViolenceComplaint:
		return true
	}
	return false
}
