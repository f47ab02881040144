package demand

import (
	"slices"
	"strings"
)

var rulesDisability = []rule{{
	Rule: Rule{
		Code: "DEM-HAN-01", Chapter: "handicap", Severity: ToConfirm,
		Source:  Source{"complément handicap du Cerfa 14069", "le complément désigne une personne du foyer", Inference},
		French:  "Le complément handicap ne désigne aucune personne de la demande : dire qui il concerne.",
		English: "The disability supplement designates no person of the demand: say whom it is about.",
		Accepts: `{"dependants":[{"kinship":"E"}],"disabilities":[{"person":"dependants[0]","state":"STA"}]}`,
		Refuses: `{"dependants":[{"kinship":"E"}],"disabilities":[{"person":"dependants[1]","state":"STA"}]}`,
	},
	form: func(f *Form, c *checkup) {
		for i := range f.Disabilities {
			if p := f.Disabilities[i].Person; p != "" && !f.namesPerson(p) {
				c.raise(c.at("disabilities", i, "person"))
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-HAN-02", Chapter: "handicap", Severity: ToConfirm,
		Source:  Source{"complément handicap du Cerfa 14069", "un complément par personne concernée", Inference},
		French:  "Deux compléments handicap désignent la même personne : n'en garder qu'un.",
		English: "Two disability supplements designate the same person: keep one only.",
		Accepts: `{"dependants":[{"kinship":"E"}],"disabilities":[{"person":"applicant"},{"person":"dependants[0]"}]}`,
		Refuses: `{"disabilities":[{"person":"applicant"},{"person":"applicant"}]}`,
	},
	form: func(f *Form, c *checkup) {
		for i := 1; i < len(f.Disabilities); i++ {
			for k := range i {
				if p := f.Disabilities[i].Person; p != "" && p == f.Disabilities[k].Person {
					c.raise(c.at("disabilities", i, "person"))
					break
				}
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-HAN-03", Chapter: "handicap", Severity: ToConfirm,
		Source:  Source{"complément handicap du Cerfa 14069", "aide 1 : aucune", Inference},
		French:  "« Aucune aide » est coché avec une aide à la marche ou un appareil : corriger les aides.",
		English: "“No aid” is ticked together with a walking aid or a device: correct the aids.",
		Accepts: `{"disabilities":[{"aids":["2","7"]}]}`,
		Refuses: `{"disabilities":[{"aids":["1","4"]}]}`,
	},
	form: func(f *Form, c *checkup) {
		for i := range f.Disabilities {
			if aids := f.Disabilities[i].Aids; len(aids) > 1 && slices.Contains(aids, MobilityAid1) {
				c.raise(c.at("disabilities", i, "aids"))
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-HAN-04", Chapter: "handicap", Severity: ToConfirm,
		Source:  Source{"complément handicap du Cerfa 14069", "marches : 1 impossible ; fauteuil roulant : aides 4 et 5", Inference},
		French:  "Une personne en fauteuil roulant est dite capable de monter un étage : corriger les aides ou les marches.",
		English: "A person in a wheelchair is said to be able to climb a floor: correct the aids or the steps.",
		Accepts: `{"disabilities":[{"aids":["4"],"steps":"1"}]}`,
		Refuses: `{"disabilities":[{"aids":["4"],"steps":"4"}]}`,
	},
	form: func(f *Form, c *checkup) {
		for i := range f.Disabilities {
			d := &f.Disabilities[i]
			if (d.Steps == StepsAbility3 || d.Steps == StepsAbility4) && (slices.Contains(d.Aids, MobilityAid4) || slices.Contains(d.Aids, MobilityAid5)) {
				c.raise(c.at("disabilities", i, "steps"))
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-HAN-05", Chapter: "handicap", Severity: ToConfirm,
		Source:  Source{"complément handicap du Cerfa 14069", "marches impossibles, rez-de-chaussée ou ascenseur", Inference},
		French:  "Une personne du foyer ne peut monter aucune marche et un logement en étage sans ascenseur est accepté : confirmer.",
		English: "A person of the household cannot climb any step and an upper floor without lift is accepted: confirm.",
		Accepts: `{"disabilities":[{"steps":"1"}],"wanted":{"ground_floor":true,"without_lift":true}}`,
		Refuses: `{"disabilities":[{"steps":"1"}],"wanted":{"without_lift":true}}`,
	},
	form: func(f *Form, c *checkup) {
		if f.Wanted.WithoutLift != Yes || f.Wanted.GroundFloor == Yes {
			return
		}
		for i := range f.Disabilities {
			if d := &f.Disabilities[i]; d.Steps == StepsAbility1 || slices.Contains(d.Equipment, AdaptedEquipment4) {
				c.raise("wanted.without_lift")
				return
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-HAN-06", Chapter: "handicap", Severity: ToConfirm,
		Source:  Source{"CCH R.441-2-2 i)", "handicap nécessitant un logement adapté", Inference},
		French:  "Un complément handicap demande un équipement et le logement adapté est refusé : corriger l'un des deux.",
		English: "A disability supplement asks for equipment and an adapted dwelling is declined: correct one of the two.",
		Accepts: `{"disabilities":[{"equipment":["3"]}],"wanted":{"adapted":true}}`,
		Refuses: `{"disabilities":[{"equipment":["3"]}],"wanted":{"adapted":false}}`,
	},
	form: func(f *Form, c *checkup) {
		if f.Wanted.Adapted != No {
			return
		}
		for i := range f.Disabilities {
			if len(f.Disabilities[i].Equipment) > 0 {
				c.raise("wanted.adapted")
				return
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
