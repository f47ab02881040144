package demand

import "github.com/shopspring/decimal"

// PresentHousing is how the household lives now.
type PresentHousing struct {
	Kinds        []HousingKind       `json:"kinds,omitzero"` // several since interface V2 (2012)
	MonthlyRent  decimal.NullDecimal `json:"monthly_rent,omitzero"`
	Occupants    int                 `json:"occupants,omitzero"`
	Category     DwellingCategory    `json:"category,omitzero"`
	Type         DwellingType        `json:"type,omitzero"`
	Surface      decimal.NullDecimal `json:"surface,omitzero"` // square metres
	Owner        Answer              `json:"owner,omitzero"`   // owns a dwelling elsewhere
	Landlord     string              `json:"landlord,omitzero"`
	SocialTenant Answer              `json:"social_tenant,omitzero"` // already in social housing: the demand is a transfer (mutation)
}

// Reason is why the household asks; its rank is its place in the list.
type Reason struct {
	Code   ReasonCode `json:"code"`
	Detail string     `json:"detail,omitzero"` // compulsory with code 23
}

// Wanted is the dwelling asked for.
type Wanted struct {
	Extended    Answer              `json:"extended,omitzero"` // demande élargie: other communes are accepted
	Category    WantedCategory      `json:"category,omitzero"`
	Types       []DwellingType      `json:"types,omitzero"`  // several may be ticked
	Places      []WantedPlace       `json:"places,omitzero"` // in order of preference
	MaxRent     decimal.NullDecimal `json:"max_rent,omitzero"`
	Parking     Answer              `json:"parking,omitzero"`
	GroundFloor Answer              `json:"ground_floor,omitzero"`
	WithoutLift Answer              `json:"without_lift,omitzero"`
	Adapted     Answer              `json:"adapted,omitzero"` // adapted to a disability
}

// WantedPlace is a commune, and a quarter of it where the form has quarters.
type WantedPlace struct {
	Commune string `json:"commune"` // INSEE code
	Quarter string `json:"quarter,omitzero"`
}

// Disability is the supplement of one person (complément handicap). Its nature
// is never used in statistics (arrêté of 28 Mar 2011, art. 4 II).
type Disability struct {
	Person    string              `json:"person,omitzero"` // JSON path of the person: "applicant", "dependants[0]"
	State     DisabilityState     `json:"state,omitzero"`
	Steps     StepsAbility        `json:"steps,omitzero"`
	Motor     []MotorDisability   `json:"motor,omitzero"`
	Sensory   []SensoryDisability `json:"sensory,omitzero"`
	Aids      []MobilityAid       `json:"aids,omitzero"`
	Equipment []AdaptedEquipment  `json:"equipment,omitzero"`
}

// OriginKind says where a value comes from. Only these three are admitted.
// Law: cahier des charges, arrêtés of 25 Nov 2010 and 23 Mar 2015, §4. Confidence: V.
type OriginKind string

// The admitted origins of a value.
const (
	FromApplicant  OriginKind = "applicant"   // said or written by the applicant
	FromPaper      OriginKind = "paper"       // drawn from a supporting document by the instructor
	FromThirdParty OriginKind = "third_party" // third party's datum, validated by the applicant
)

// Known reports whether the kind is one of the three.
func (k OriginKind) Known() bool {
	return k == FromApplicant || k == FromPaper || k == FromThirdParty
}

// Origin gives the origin and the date of one value of the form, or of all
// those under a path. Path "" speaks for the whole form; the longest path wins.
type Origin struct {
	Path      string     `json:"path"`
	Kind      OriginKind `json:"kind"`
	On        Date       `json:"on,omitzero"`
	By        string     `json:"by,omitzero"` // desk or service that wrote it down
	Validated Answer     `json:"validated,omitzero"`
}

// OriginOf gives the origin recorded for a path, or the one of the nearest
// parent, or false when nothing was recorded.
func (f *Form) OriginOf(path string) (Origin, bool) {
	best, found := Origin{}, false
	for _, o := range f.Origins {
		if covers(o.Path, path) && (!found || len(o.Path) >= len(best.Path)) {
			best, found = o, true
		}
	}
	return best, found
}

func covers(parent, path string) bool {
	if parent == "" || parent == path {
		return true
	}
	return len(path) > len(parent) && path[:len(parent)] == parent && (path[len(parent)] == '.' || path[len(parent)] == '[')
}

// IsAssociation reports whether the applicant is a legal person.
func (f *Form) IsAssociation() bool { return !f.Association.IsZero() }

// Persons counts the persons the form names or announces: applicant,
// co-holders, dependants, children in shared custody or with visiting right,
// and unborn children.
func (f *Form) Persons() int {
	if f.IsAssociation() {
		return f.PersonsToHouse
	}
	return f.persons()
}

func (f *Form) persons() int {
	return 1 + len(f.CoHolders) + len(f.Dependants) + len(f.Custody) + f.Unborn.Count
}
