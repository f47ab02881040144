package demand

var rulesHousehold = []rule{{
	Rule{
		Code: "DEM-HOU-01", Chapter: "foyer", Severity: ToConfirm,
		Source:  Source{"interface SNE 02.00/02.01", "lien de parenté E : enfant", Inference},
		French:  "La personne à charge déclarée enfant est née avant le demandeur ou moins de douze ans après : confirmer les dates ou le lien.",
		English: "The dependant declared as a child was born before the applicant or less than twelve years later: confirm the dates or the link.",
	}, func(f *Form, c *checkup) {
		parent := f.Applicant.BirthDate
		for i := range f.Dependants {
			d := &f.Dependants[i]
			if d.Kinship == KinshipE && d.BirthDate.Before(parent.AddYears(12)) && !olderCoHolder(f, d.BirthDate) {
				c.raise(at("dependants", i, "birth_date"))
			}
		}
	},
}, {
	Rule{
		Code: "DEM-HOU-02", Chapter: "foyer", Severity: Information,
		Source:  Source{"CCH R.441-2-2 c)", "situation familiale et conjoint", Inference},
		French:  "Le demandeur se dit marié ou pacsé et aucun conjoint n'est nommé : le conjoint fait partie du foyer, sauf séparation.",
		English: "The applicant is said to be married or in a civil partnership and no partner is named: the partner belongs to the household, unless separated.",
	}, func(f *Form, c *checkup) {
		s := f.Applicant.FamilySituation
		if (s == FamilySituationM || s == FamilySituationP) && len(f.CoHolders) == 0 {
			c.raise("applicant.family_situation")
		}
	},
}, {
	Rule{
		Code: "DEM-HOU-03", Chapter: "foyer", Severity: ToConfirm,
		Source:  Source{"CCH R.441-2-2 a)", "nombre de personnes à loger et personnes nommées", Inference},
		Params:  []string{"declared", "named"},
		French:  "Le nombre de personnes à loger déclaré ({declared}) est inférieur au nombre de personnes nommées hors droit de visite ({named}).",
		English: "The declared number of persons to house ({declared}) is lower than the number of persons named, visiting rights aside ({named}).",
	}, func(f *Form, c *checkup) {
		if c.association || f.PersonsToHouse == 0 {
			return
		}
		named := 1 + len(f.CoHolders) + len(f.Dependants)
		if f.PersonsToHouse < named {
			c.raise("persons_to_house", count(f.PersonsToHouse), count(named))
		}
	},
}, {
	Rule{
		Code: "DEM-HOU-04", Chapter: "foyer", Severity: Blocking,
		Source:  Source{"interface SNE 02.00/02.01", "un nombre de personnes est positif", Inference},
		French:  "Un nombre de personnes est négatif ou dépasse cinquante : le corriger.",
		English: "A number of persons is negative or over fifty: correct it.",
	}, func(f *Form, c *checkup) {
		if out(f.PersonsToHouse) && !c.association {
			c.raise("persons_to_house")
		}
		if out(f.Unborn.Count) {
			c.raise("unborn.count")
		}
		if out(f.Present.Occupants) {
			c.raise("present_housing.occupants")
		}
	},
}, {
	Rule{
		Code: "DEM-HOU-05", Chapter: "foyer", Severity: ToConfirm,
		Source:  Source{"CCH R.441-2-2 a)", "une même personne n'est comptée qu'une fois", Inference},
		French:  "La même personne est inscrite deux fois dans le foyer (mêmes prénoms, même date de naissance).",
		English: "The same person is listed twice in the household (same first names, same date of birth).",
	}, func(f *Form, c *checkup) {
		for i := 1; i < len(f.Dependants); i++ {
			d := &f.Dependants[i]
			for k := range i {
				e := &f.Dependants[k]
				if !d.BirthDate.IsZero() && d.BirthDate == e.BirthDate && d.FirstNames != "" && d.FirstNames == e.FirstNames {
					c.raise(at("dependants", i, ""))
					break
				}
			}
		}
	},
}, {
	Rule{
		Code: "DEM-HOU-06", Chapter: "association", Severity: Blocking,
		Source:  Source{"CCH R.441-2-2", "une personne morale ne remplit que les rubriques a, b et h", Verified},
		French:  "La demande porte à la fois une association et une personne physique : une personne morale n'a ni cotitulaire ni personne à charge.",
		English: "The demand bears both an association and a natural person: a legal person has neither co-holder nor dependant.",
	}, func(f *Form, c *checkup) {
		if c.association && (f.Applicant.HasName() || len(f.CoHolders)+len(f.Dependants) > 0) {
			c.raise("association")
		}
	},
}}

func out(n int) bool { return n < 0 || n > 50 }

// olderCoHolder reports whether a co-holder may be the parent of somebody born that day.
func olderCoHolder(f *Form, birth Date) bool {
	for i := range f.CoHolders {
		if b := f.CoHolders[i].Person.BirthDate; !b.IsZero() && !birth.Before(b.AddYears(12)) {
			return true
		}
	}
	return false
}
