package demand

import (
	"strings"

	"github.com/shopspring/decimal"
)

// Most communes a demand may ask, by interface version.
const maxPlaces = 10

var rulesHousing = []rule{{
	Rule{
		Code: "DEM-WAN-01", Chapter: "logement souhaité", Severity: ToConfirm,
		Source:  Source{"note USH de novembre 2012", "au plus dix communes depuis l'interface V2 (cinq auparavant)", Secondary},
		Params:  []string{"count", "limit"},
		French:  "{count} communes sont demandées et le système national n'en garde que {limit} : les suivantes ne seront pas transmises.",
		English: "{count} communes are asked for and the national system keeps {limit}: the others will not be passed on.",
	}, func(f *Form, c *checkup) {
		if n := len(f.Wanted.Places); n > maxPlaces {
			c.raise("wanted.places", count(n), count(maxPlaces))
		}
	},
}, {
	Rule{
		Code: "DEM-WAN-02", Chapter: "logement souhaité", Severity: ToConfirm,
		Source:  Source{"notice 51423", "les communes sont classées par ordre de préférence", Secondary},
		French:  "La même commune (ou le même quartier) est demandée deux fois.",
		English: "The same commune (or quarter) is asked for twice.",
	}, func(f *Form, c *checkup) {
		if i := repeated(f.Wanted.Places); i > 0 {
			c.raise(at("wanted.places", i, ""))
		}
	},
}, {
	Rule{
		Code: "DEM-WAN-03", Chapter: "motifs", Severity: ToConfirm,
		Source:  Source{"Cerfa 14069", "« trois motifs au plus » : de mémoire", Unverified},
		Params:  []string{"count"},
		French:  "{count} motifs sont donnés : le formulaire en retient trois au plus, le principal d'abord.",
		English: "{count} reasons are given: the form keeps three at most, the main one first.",
	}, func(f *Form, c *checkup) {
		if n := len(f.Reasons); n > 3 {
			c.raise("reasons", count(n))
		}
	},
}, {
	Rule{
		Code: "DEM-WAN-04", Chapter: "motifs", Severity: ToConfirm,
		Source:  Source{"Cerfa 14069", "motif 23 : autre, à préciser", Secondary},
		French:  "Le motif 23 (autre) doit être précisé.",
		English: "Reason 23 (other) must be specified.",
	}, func(f *Form, c *checkup) {
		for i := range f.Reasons {
			if f.Reasons[i].Code == ReasonCode23 && f.Reasons[i].Detail == "" {
				c.raise(at("reasons", i, "detail"))
			}
		}
	},
}, {
	Rule{
		Code: "DEM-WAN-05", Chapter: "motifs", Severity: ToConfirm,
		Source:  Source{"Cerfa 14069", "un motif n'est donné qu'une fois", Inference},
		French:  "Le même motif est donné deux fois.",
		English: "The same reason is given twice.",
	}, func(f *Form, c *checkup) {
		for i := 1; i < len(f.Reasons); i++ {
			for k := range i {
				if f.Reasons[k].Code == f.Reasons[i].Code {
					c.raise(at("reasons", i, "code"))
					break
				}
			}
		}
	},
}, {
	Rule{
		Code: "DEM-LOG-01", Chapter: "logement actuel", Severity: ToConfirm,
		Source:  Source{"règle de vraisemblance", "surface entre 5 et 1 000 mètres carrés", Inference},
		French:  "La surface du logement actuel n'est pas entre 5 et 1 000 m² : la confirmer.",
		English: "The surface of the present dwelling is not between 5 and 1,000 m²: confirm it.",
	}, func(f *Form, c *checkup) {
		s := f.Present.Surface
		if s.Valid && !within(s.Decimal, 2, 3) && (s.Decimal.LessThan(decimal.NewFromInt(5)) || s.Decimal.GreaterThan(decimal.NewFromInt(1000))) {
			c.raise("present_housing.surface")
		}
	},
}, {
	Rule{
		Code: "DEM-LOG-02", Chapter: "logement actuel", Severity: ToConfirm,
		Source:  Source{"interface SNE 02.00/02.01", "locataire HLM et demande de mutation", Inference},
		French:  "Le logement actuel est un logement HLM mais le demandeur est dit hors du parc social : l'un des deux est à corriger.",
		English: "The present dwelling is social housing but the applicant is said not to be a social tenant: one of the two is to be corrected.",
	}, func(f *Form, c *checkup) {
		if f.Present.SocialTenant != No {
			return
		}
		for i, k := range f.Present.Kinds {
			if k == HousingKindHLM {
				c.raise(at("present_housing.kinds", i, ""))
			}
		}
	},
}, {
	Rule{
		Code: "DEM-HAN-01", Chapter: "handicap", Severity: ToConfirm,
		Source:  Source{"complément handicap du Cerfa 14069", "le complément désigne une personne du foyer", Inference},
		French:  "Le complément handicap ne désigne aucune personne de la demande.",
		English: "The disability supplement designates no person of the demand.",
	}, func(f *Form, c *checkup) {
		for i := range f.Disabilities {
			if p := f.Disabilities[i].Person; p != "" && !f.namesPerson(p) {
				c.raise(at("disabilities", i, "person"))
			}
		}
	},
}}

// namesPerson reports whether a path designates somebody of the household.
func (f *Form) namesPerson(path string) bool {
	if path == "applicant" {
		return !f.IsAssociation()
	}
	list, rest, ok := strings.Cut(path, "[")
	rank, closed := strings.CutSuffix(rest, "]")
	i, isNumber := digits(rank)
	if !ok || !closed || !isNumber || rank == "" {
		return false
	}
	switch list {
	case "co_holders":
		return i < len(f.CoHolders)
	case "dependants":
		return i < len(f.Dependants)
	case "custody":
		return i < len(f.Custody)
	}
	return false
}
