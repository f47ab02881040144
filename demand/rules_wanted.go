package demand

import "github.com/fichier-unique/rules/internal/refdata/territories"

var rulesWanted = []rule{{
	Rule: Rule{
		Code: "DEM-WAN-01", Chapter: "logement souhaité", Severity: ToConfirm,
		Source:  Source{"note USH de novembre 2012", "au plus dix communes depuis l'interface V2 de 2012, cinq auparavant", Secondary},
		Params:  []string{"count", "limit"},
		French:  "{count} communes sont demandées et le système national n'en garde que {limit} : les suivantes ne seront pas transmises.",
		English: "{count} communes are asked for and the national system keeps {limit}: the others will not be passed on.",
		Accepts: `{"wanted":{"places":[{"commune":"21231"},{"commune":"21003"},{"commune":"21105"},{"commune":"21106"},{"commune":"21171"},{"commune":"21223"},{"commune":"21263"},{"commune":"21270"},{"commune":"21278"},{"commune":"21315"}]}}`,
		Refuses: `{"wanted":{"places":[{"commune":"21231"},{"commune":"21003"},{"commune":"21105"},{"commune":"21106"},{"commune":"21171"},{"commune":"21223"},{"commune":"21263"},{"commune":"21270"},{"commune":"21278"},{"commune":"21315"},{"commune":"21166"}]}}`,
	},
	form: func(f *Form, c *checkup) {
		limit := 10
		if c.in.Profile == Profile2010 {
			limit = 5
		}
		if n := len(f.Wanted.Places); n > limit {
			c.raise("wanted.places", count(n), count(limit))
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-WAN-02", Chapter: "logement souhaité", Severity: ToConfirm,
		Source:  Source{"notice 51423", "les communes sont classées par ordre de préférence", Secondary},
		French:  "La même commune (ou le même quartier) est demandée deux fois : n'en garder qu'une mention.",
		English: "The same commune (or quarter) is asked for twice: keep one mention.",
		Accepts: `{"wanted":{"places":[{"commune":"21231"},{"commune":"21231","quarter":"Toison d'Or"}]}}`,
		Refuses: `{"wanted":{"places":[{"commune":"21231"},{"commune":"21231"}]}}`,
	},
	form: func(f *Form, c *checkup) {
		if i := repeated(f.Wanted.Places); i > 0 {
			c.raise(c.at("wanted.places", i, ""))
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-WAN-03", Chapter: "motifs", Severity: ToConfirm,
		Source:  Source{"Cerfa 14069", "« trois motifs au plus » : de mémoire", Unverified},
		Params:  []string{"count"},
		French:  "{count} motifs sont donnés : le formulaire en retient trois au plus, le principal d'abord.",
		English: "{count} reasons are given: the form keeps three at most, the main one first.",
		Accepts: `{"reasons":[{"code":"13"},{"code":"09"},{"code":"19"}]}`,
		Refuses: `{"reasons":[{"code":"13"},{"code":"09"},{"code":"19"},{"code":"20"}]}`,
	},
	form: func(f *Form, c *checkup) {
		if n := len(f.Reasons); n > 3 {
			c.raise("reasons", count(n))
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-WAN-04", Chapter: "motifs", Severity: ToConfirm,
		Source:  Source{"Cerfa 14069", "motif 23 : autre, à préciser", Secondary},
		French:  "Le motif 23 (autre) doit être précisé : le dire en quelques mots.",
		English: "Reason 23 (other) must be specified: say it in a few words.",
		Accepts: `{"reasons":[{"code":"23","detail":"rapprochement d'un établissement scolaire adapté"}]}`,
		Refuses: `{"reasons":[{"code":"23"}]}`,
	},
	form: func(f *Form, c *checkup) {
		for i := range f.Reasons {
			if f.Reasons[i].Code == ReasonCode23 && f.Reasons[i].Detail == "" {
				c.raise(c.at("reasons", i, "detail"))
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-WAN-05", Chapter: "motifs", Severity: ToConfirm,
		Source:  Source{"Cerfa 14069", "un motif n'est donné qu'une fois", Inference},
		French:  "Le même motif est donné deux fois : n'en garder qu'un.",
		English: "The same reason is given twice: keep one.",
		Accepts: `{"reasons":[{"code":"13"},{"code":"09"}]}`,
		Refuses: `{"reasons":[{"code":"13"},{"code":"13"}]}`,
	},
	form: func(f *Form, c *checkup) {
		for i := 1; i < len(f.Reasons); i++ {
			for k := range i {
				if f.Reasons[k].Code == f.Reasons[i].Code {
					c.raise(c.at("reasons", i, "code"))
					break
				}
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-WAN-06", Chapter: "logement souhaité", Severity: ToConfirm,
		Source:  Source{"CCH L.621-2", "logement insuffisamment occupé : plus de pièces que le nombre d'occupants plus une ; de mémoire", Unverified},
		Params:  []string{"persons"},
		French:  "Tous les types demandés ont plus de pièces que le foyer n'en occupe (personnes à loger : {persons}, plus une pièce) : une commission les proposera rarement ; confirmer, ou cocher aussi un type plus petit.",
		English: "All the types asked for have more rooms than the household fills (persons to house: {persons}, plus one room): a commission will seldom offer them; confirm, or also tick a smaller type.",
		Accepts: `{"applicant":{"used_name":"Zzyzx"},"wanted":{"types":["T2","T4"]}}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx"},"wanted":{"types":["T3","T4"]}}`,
	},
	form: func(f *Form, c *checkup) {
		if tooLarge(f, c) {
			c.raise("wanted.types", typed(c.toHouse()))
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-WAN-07", Chapter: "logement souhaité", Severity: ToConfirm,
		Source:  Source{"règle de vraisemblance", "une chambre ou un T1 pour trois personnes et plus, un T2 pour six et plus : souvent une case mal cochée", Inference},
		Params:  []string{"persons"},
		French:  "Tous les types demandés sont très petits pour {persons} personnes : confirmer, ou cocher aussi un type plus grand.",
		English: "All the types asked for are very small for {persons} persons: confirm, or also tick a larger type.",
		Accepts: `{"applicant":{"used_name":"Zzyzx"},"dependants":[{"kinship":"E"},{"kinship":"E"}],"wanted":{"types":["T1","T2"]}}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx"},"dependants":[{"kinship":"E"},{"kinship":"E"}],"wanted":{"types":["T1"]}}`,
	},
	form: func(f *Form, c *checkup) {
		if tooSmall(f, c) {
			c.raise("wanted.types", typed(c.toHouse()))
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-WAN-08", Chapter: "logement souhaité", Severity: ToConfirm,
		Source:  Source{"CCH R.441-2-3 ; notice 51423", "une demande porte sur un département, ou sur l'Île-de-France entière : une demande par territoire", Secondary},
		Params:  []string{"territory"},
		French:  "La commune souhaitée n'est pas dans le territoire {territory} du fichier : une autre demande est à déposer pour cet autre territoire.",
		English: "The wanted commune is not in the territory {territory} of the file: another demand must be filed for that other territory.",
		Accepts: `{"number":"111032601698200001","deposited_on":"2026-03-01","wanted":{"places":[{"commune":"92012"},{"commune":"75113"}]}}`,
		Refuses: `{"number":"021032601698221001","deposited_on":"2026-03-01","wanted":{"places":[{"commune":"71076"}]}}`,
	},
	form: checkTerritory,
}, {
	Rule: Rule{
		Code: "DEM-WAN-09", Chapter: "motifs", Severity: ToConfirm,
		Source:  Source{"Cerfa 14069", "motif 01 : sans logement, hébergé ou logé temporairement", Inference},
		French:  "Le motif 01 (sans logement, hébergé) ne s'accorde pas avec un logement actuel de locataire ou de propriétaire : corriger l'un des deux.",
		English: "Reason 01 (no housing, hosted) does not agree with a present dwelling of tenant or owner: correct one of the two.",
		Accepts: `{"reasons":[{"code":"01"}],"present_housing":{"kinds":["CP"]}}`,
		Refuses: `{"reasons":[{"code":"01"}],"present_housing":{"kinds":["HLM"]}}`,
	},
	form: func(f *Form, c *checkup) {
		if len(f.Present.Kinds) == 0 || !f.settled() {
			return
		}
		if i := f.reason(ReasonCode01); i >= 0 {
			c.raise(c.at("reasons", i, "code"))
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-WAN-10", Chapter: "motifs", Severity: ToConfirm,
		Source:  Source{"Cerfa 14069", "motif 22 : accédant à la propriété en difficulté", Inference},
		French:  "Le motif 22 (accédant en difficulté) suppose d'être propriétaire occupant : corriger le motif ou le logement actuel.",
		English: "Reason 22 (home buyer in difficulty) supposes an owner-occupier: correct the reason or the present dwelling.",
		Accepts: `{"reasons":[{"code":"22"}],"present_housing":{"kinds":["POCC"]}}`,
		Refuses: `{"reasons":[{"code":"22"}],"present_housing":{"kinds":["LP"]}}`,
	},
	form: func(f *Form, c *checkup) {
		if len(f.Present.Kinds) == 0 || f.lives(HousingKindPOCC) || f.Present.Owner == Yes {
			return
		}
		if i := f.reason(ReasonCode22); i >= 0 {
			c.raise(c.at("reasons", i, "code"))
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-WAN-11", Chapter: "logement souhaité", Severity: ToConfirm,
		Source:  Source{"notice 51423#05", "Paris, Lyon et Marseille se demandent par arrondissement ou en entier", Secondary},
		French:  "La ville entière (Paris, Lyon ou Marseille) et un de ses arrondissements sont demandés : garder l'un ou l'autre.",
		English: "The whole city (Paris, Lyon or Marseille) and one of its districts are asked for: keep one or the other.",
		Accepts: `{"wanted":{"places":[{"commune":"75113"},{"commune":"75114"},{"commune":"69123"}]}}`,
		Refuses: `{"wanted":{"places":[{"commune":"75113"},{"commune":"75056"}]}}`,
	},
	form: func(f *Form, c *checkup) {
		for i := range f.Wanted.Places {
			if whole := f.Wanted.Places[i].Commune; wholeCity(whole) {
				checkDistricts(f, c, whole)
			}
		}
	},
}}

// rooms counts the main rooms of a wanted type; T6P stands for six.
func rooms(t DwellingType) int {
	switch t {
	case DwellingTypeC, DwellingTypeT1:
		return 1
	case DwellingTypeT2:
		return 2
	case DwellingTypeT3:
		return 3
	case DwellingTypeT4:
		return 4
	case DwellingTypeT5:
		return 5
	}
	return 6
}

// tooLarge reports that every type has more rooms than the persons, plus one.
func tooLarge(f *Form, c *checkup) bool {
	n := c.toHouse()
	for _, t := range f.Wanted.Types {
		if rooms(t) <= n+1 {
			return false
		}
	}
	return n > 0 && len(f.Wanted.Types) > 0
}

// tooSmall reports a room for three persons and more, two for six and more.
func tooSmall(f *Form, c *checkup) bool {
	n := c.toHouse()
	for _, t := range f.Wanted.Types {
		if r := rooms(t); r > 2 || r == 2 && n < 6 {
			return false
		}
	}
	return n >= 3 && len(f.Wanted.Types) > 0
}

// toHouse is the larger of the persons declared and the persons named; 0 when
// the form names nobody, or for an association.
func (c *checkup) toHouse() int {
	switch {
	case c.association:
		return 0
	case !c.form.Applicant.HasName():
		return c.form.PersonsToHouse
	}
	return max(c.form.PersonsToHouse, c.form.persons())
}

// reason gives the rank of a reason, or -1.
func (f *Form) reason(code ReasonCode) int {
	for i := range f.Reasons {
		if f.Reasons[i].Code == code {
			return i
		}
	}
	return -1
}

// lives reports whether a kind is among those of the present housing.
func (f *Form) lives(kind HousingKind) bool {
	for _, k := range f.Present.Kinds {
		if k == kind {
			return true
		}
	}
	return false
}

// settled reports a present housing made only of a tenant's or owner's dwelling.
func (f *Form) settled() bool {
	for _, k := range f.Present.Kinds {
		if k != HousingKindHLM && k != HousingKindLP && k != HousingKindPOCC {
			return false
		}
	}
	return true
}

func checkTerritory(f *Form, c *checkup) {
	for i := range f.Wanted.Places {
		if code := f.Wanted.Places[i].Commune; communeShape(code) && !c.home.has(code) {
			c.raise(c.at("wanted.places", i, "commune"), string(c.home[:]))
		}
	}
}

// home is the territory of the file as its numbers write it, failing which that
// of the form's own number; zero when neither is known.
type home [3]byte

func homeOf(f *Form, in Setting) (h home) {
	switch {
	case len(in.Territory) == len(h):
		copy(h[:], in.Territory)
	case in.Territory == "":
		copy(h[:], f.Number.Territory())
	}
	return h
}

// has reports whether a commune belongs to the territory: "021" is the
// département 21, "111" Île-de-France, "971" Guadeloupe. Every commune does when
// the territory is not known.
func (h home) has(commune string) bool {
	switch {
	case h == home{}:
		return true
	case h == home{'1', '1', '1'}:
		switch commune[:2] {
		case "75", "77", "78", "91", "92", "93", "94", "95":
			return true
		}
		return false
	case h[0] == '0':
		return h[1] == commune[0] && h[2] == commune[1]
	}
	return h == home{commune[0], commune[1], commune[2]}
}

// wholeCity reports Paris, Lyon or Marseille.
func wholeCity(code string) bool { return code == "75056" || code == "69123" || code == "13055" }

// checkDistricts raises the districts of a city that is wanted whole.
func checkDistricts(f *Form, c *checkup, whole string) {
	for i := range f.Wanted.Places {
		if city, ok := territories.District(f.Wanted.Places[i].Commune); ok && city == whole {
			c.raise(c.at("wanted.places", i, "commune"))
		}
	}
}

// repeated gives the rank of the first element equal to an earlier one, or -1.
func repeated[T comparable](all []T) int {
	for i := 1; i < len(all); i++ {
		for k := range i {
			if all[k] == all[i] {
				return i
			}
		}
	}
	return -1
}
