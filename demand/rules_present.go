package demand

import (
	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/internal/euro"
)

var leastSurface, mostSurface = euro.NewLimit(5), euro.NewLimit(1000)

var rulesPresent = []rule{{
	Rule: Rule{
		Code: "DEM-LOG-01", Chapter: "logement actuel", Severity: ToConfirm,
		Source:  Source{"règle de vraisemblance", "surface entre 5 et 1 000 mètres carrés", Inference},
		French:  "La surface du logement actuel n'est pas entre 5 et 1 000 m² : la confirmer.",
		English: "The surface of the present dwelling is not between 5 and 1,000 m²: confirm it.",
		Accepts: `{"present_housing":{"surface":"5"}}`,
		Refuses: `{"present_housing":{"surface":"4.99"}}`,
	},
	form: func(f *Form, c *checkup) {
		if s := f.Present.Surface; s.Valid && oddSurface(s.Decimal) {
			c.raise("present_housing.surface")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-LOG-02", Chapter: "logement actuel", Severity: ToConfirm,
		Source:  Source{"interface SNE 02.00/02.01", "locataire HLM et demande de mutation", Inference},
		French:  "Le logement actuel est un logement HLM mais le demandeur est dit hors du parc social : l'un des deux est à corriger.",
		English: "The present dwelling is social housing but the applicant is said not to be a social tenant: one of the two is to be corrected.",
		Accepts: `{"present_housing":{"kinds":["HLM"],"social_tenant":true}}`,
		Refuses: `{"present_housing":{"kinds":["HLM"],"social_tenant":false}}`,
	},
	form: func(f *Form, c *checkup) {
		if f.Present.SocialTenant == No && f.lives(HousingKindHLM) {
			c.raise("present_housing.kinds")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-LOG-03", Chapter: "logement actuel", Severity: Information,
		Source:  Source{"CCH R.441-2-2 f)", "nombre d'occupants du logement actuel et foyer", Inference},
		Params:  []string{"occupants", "named"},
		French:  "Occupants du logement actuel : {occupants} ; personnes à loger nommées : {named}. Certaines vivent ailleurs, ou le nombre est à corriger.",
		English: "Occupants of the present dwelling: {occupants}; persons to house that are named: {named}. Some live elsewhere, or the number is to be corrected.",
		Accepts: `{"applicant":{"used_name":"Zzyzx"},"dependants":[{"kinship":"E"}],"present_housing":{"occupants":2}}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx"},"dependants":[{"kinship":"E"}],"present_housing":{"occupants":1}}`,
	},
	form: func(f *Form, c *checkup) {
		if n := f.named(); f.Present.Occupants > 0 && f.Present.Occupants < n && !c.association {
			c.raise("present_housing.occupants", typed(f.Present.Occupants), count(n))
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-LOG-04", Chapter: "logement actuel", Severity: ToConfirm,
		Source:  Source{"interface SNE 02.00/02.01", "LTG logé à titre gratuit, SD sans abri, SQUAT : sans loyer", Inference},
		French:  "Un loyer est donné pour une personne logée gratuitement, sans abri ou en squat : corriger la situation ou le loyer.",
		English: "A rent is given for somebody housed free of charge, homeless or squatting: correct the situation or the rent.",
		Accepts: `{"present_housing":{"kinds":["LTG"],"monthly_rent":"0"}}`,
		Refuses: `{"present_housing":{"kinds":["LTG"],"monthly_rent":"350"}}`,
	},
	form: func(f *Form, c *checkup) {
		if !f.Present.MonthlyRent.Valid || !f.Present.MonthlyRent.Decimal.IsPositive() || len(f.Present.Kinds) != 1 {
			return
		}
		switch f.Present.Kinds[0] {
		case HousingKindLTG, HousingKindSD, HousingKindSQUAT:
			c.raise("present_housing.monthly_rent")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-LOG-05", Chapter: "logement actuel", Severity: ToConfirm,
		Source:  Source{"Cerfa 14069", "propriétaire occupant", Inference},
		French:  "Le demandeur est dit propriétaire occupant et sans logement en propriété : corriger l'un des deux.",
		English: "The applicant is said to be an owner-occupier and to own no dwelling: correct one of the two.",
		Accepts: `{"present_housing":{"kinds":["POCC"],"owner":true}}`,
		Refuses: `{"present_housing":{"kinds":["POCC"],"owner":false}}`,
	},
	form: func(f *Form, c *checkup) {
		if f.Present.Owner == No && f.lives(HousingKindPOCC) {
			c.raise("present_housing.owner")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-LOG-06", Chapter: "logement actuel", Severity: ToConfirm,
		Source:  Source{"Cerfa 14069", "demande de mutation : le demandeur est locataire du parc social", Inference},
		French:  "Le demandeur est dit locataire du parc social et aucun logement HLM ni résidence sociale n'est coché : corriger l'un des deux.",
		English: "The applicant is said to be a social tenant and neither social housing nor a social residence is ticked: correct one of the two.",
		Accepts: `{"present_housing":{"kinds":["HLM"],"social_tenant":true}}`,
		Refuses: `{"present_housing":{"kinds":["LP"],"social_tenant":true}}`,
	},
	form: func(f *Form, c *checkup) {
		if f.Present.SocialTenant == Yes && len(f.Present.Kinds) > 0 && !f.lives(HousingKindHLM) && !f.lives(HousingKindRS) {
			c.raise("present_housing.kinds")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-LOG-07", Chapter: "logement actuel", Severity: ToConfirm,
		Source:  Source{"interface SNE 02.00/02.01", "une situation n'est cochée qu'une fois", Secondary},
		French:  "La même situation de logement est cochée deux fois : n'en garder qu'une.",
		English: "The same housing situation is ticked twice: keep one.",
		Accepts: `{"present_housing":{"kinds":["CP","HOT"]}}`,
		Refuses: `{"present_housing":{"kinds":["CP","CP"]}}`,
	},
	form: func(f *Form, c *checkup) {
		if i := repeated(f.Present.Kinds); i > 0 {
			c.raise(c.at("present_housing.kinds", i, ""))
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-LOG-08", Chapter: "logement actuel", Severity: ToConfirm,
		Source:  Source{"interface SNE 02.00/02.01", "SD sans abri exclut locataire et propriétaire occupant", Inference},
		French:  "Le demandeur est dit à la fois sans abri et locataire ou propriétaire de son logement : corriger la situation.",
		English: "The applicant is said to be both homeless and a tenant or owner of the dwelling: correct the situation.",
		Accepts: `{"present_housing":{"kinds":["SD","HOT"]}}`,
		Refuses: `{"present_housing":{"kinds":["SD","LP"]}}`,
	},
	form: func(f *Form, c *checkup) {
		if f.lives(HousingKindSD) && (f.lives(HousingKindHLM) || f.lives(HousingKindLP) || f.lives(HousingKindPOCC)) {
			c.raise("present_housing.kinds")
		}
	},
}}

func oddSurface(d decimal.Decimal) bool { return leastSurface.Under(d) || mostSurface.Over(d) }
