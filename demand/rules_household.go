package demand

var rulesHousehold = []rule{{
	Rule: Rule{
		Code: "DEM-HOU-01", Chapter: "foyer", Severity: ToConfirm,
		Source:  Source{"interface SNE 02.00/02.01", "lien de parenté E : enfant", Inference},
		French:  "La personne à charge déclarée enfant est née avant le demandeur ou moins de douze ans après : confirmer les dates ou le lien.",
		English: "The dependant declared as a child was born before the applicant or less than twelve years later: confirm the dates or the link.",
		Accepts: `{"applicant":{"birth_date":"1980-03-01"},"dependants":[{"birth_date":"1992-03-01","kinship":"E"}]}`,
		Refuses: `{"applicant":{"birth_date":"1980-03-01"},"dependants":[{"birth_date":"1992-02-29","kinship":"E"}]}`,
	},
	form: func(f *Form, c *checkup) {
		parent := f.Applicant.BirthDate.AddYears(12)
		for i := range f.Dependants {
			d := &f.Dependants[i]
			if d.Kinship == KinshipE && d.BirthDate.Before(parent) && !olderCoHolder(f, d.BirthDate) {
				c.raise(c.at("dependants", i, "birth_date"))
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-HOU-02", Chapter: "foyer", Severity: Information,
		Source:  Source{"CCH R.441-2-2 c)", "situation familiale et conjoint", Inference},
		French:  "Le demandeur se dit marié ou pacsé et aucun conjoint n'est nommé : le conjoint fait partie du foyer, sauf séparation.",
		English: "The applicant is said to be married or in a civil partnership and no partner is named: the partner belongs to the household, unless separated.",
		Accepts: `{"applicant":{"family_situation":"M"},"co_holders":[{"link":"M"}]}`,
		Refuses: `{"applicant":{"family_situation":"P"}}`,
	},
	form: func(f *Form, c *checkup) {
		s := f.Applicant.FamilySituation
		if (s == FamilySituationM || s == FamilySituationP) && len(f.CoHolders) == 0 {
			c.raise("applicant.family_situation")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-HOU-03", Chapter: "foyer", Severity: ToConfirm,
		Source:  Source{"CCH R.441-2-2 a)", "nombre de personnes à loger et personnes nommées", Inference},
		Params:  []string{"declared", "named"},
		French:  "Le nombre de personnes à loger déclaré ({declared}) est inférieur au nombre de personnes nommées hors droit de visite ({named}) : corriger le nombre, ou la liste des personnes.",
		English: "The declared number of persons to house ({declared}) is lower than the number of persons named, visiting rights aside ({named}): correct the number, or the list of persons.",
		Accepts: `{"persons_to_house":2,"dependants":[{"kinship":"E"}]}`,
		Refuses: `{"persons_to_house":1,"dependants":[{"kinship":"E"}]}`,
	},
	form: func(f *Form, c *checkup) {
		if c.association || f.PersonsToHouse == 0 {
			return
		}
		if named := f.named(); f.PersonsToHouse < named {
			c.raise("persons_to_house", typed(f.PersonsToHouse), count(named))
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-HOU-04", Chapter: "foyer", Severity: Blocking,
		Source:  Source{"interface SNE 02.00/02.01", "un nombre de personnes est positif", Inference},
		French:  "Un nombre de personnes est négatif ou dépasse cinquante : le corriger.",
		English: "A number of persons is negative or over fifty: correct it.",
		Accepts: `{"persons_to_house":50}`,
		Refuses: `{"present_housing":{"occupants":51}}`,
	},
	form: func(f *Form, c *checkup) {
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
	Rule: Rule{
		Code: "DEM-HOU-05", Chapter: "foyer", Severity: ToConfirm,
		Source:  Source{"CCH R.441-2-2 a)", "une même personne n'est comptée qu'une fois", Inference},
		French:  "La même personne est inscrite deux fois dans le foyer (mêmes prénoms, même date de naissance) : supprimer l'inscription en trop, ou confirmer que ce sont deux personnes.",
		English: "The same person is listed twice in the household (same first names, same date of birth): remove one of the two, or confirm that they are two persons.",
		Accepts: `{"dependants":[{"first_names":"Colin","birth_date":"2003-05-06"},{"first_names":"Doris","birth_date":"2003-05-06"}]}`,
		Refuses: `{"dependants":[{"first_names":"Colin","birth_date":"2003-05-06"}],"custody":[{"first_names":"Colin","birth_date":"2003-05-06"}]}`,
	},
	form: checkTwiceNamed,
}, {
	Rule: Rule{
		Code: "DEM-HOU-06", Chapter: "association", Severity: Blocking,
		Source:  Source{"CCH R.441-2-2", "une personne morale ne remplit que les rubriques a, b et h", Verified},
		French:  "La demande porte à la fois une association et une personne physique : une personne morale n'a ni cotitulaire ni personne à charge.",
		English: "The demand bears both an association and a natural person: a legal person has neither co-holder nor dependant.",
		Accepts: `{"association":{"name":"Toit Provisoire"}}`,
		Refuses: `{"association":{"name":"Toit Provisoire"},"applicant":{"used_name":"Zzyzx"}}`,
	},
	form: func(f *Form, c *checkup) {
		if c.association && (f.Applicant.HasName() || len(f.CoHolders)+len(f.Dependants) > 0) {
			c.raise("association")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-HOU-07", Chapter: "foyer", Severity: ToConfirm,
		Source:  Source{"interface SNE 02.00/02.01", "lien de parenté P : parent", Inference},
		French:  "La personne à charge déclarée parent n'a pas au moins douze ans de plus que le demandeur : confirmer les dates ou le lien.",
		English: "The dependant declared as a parent is not at least twelve years older than the applicant: confirm the dates or the link.",
		Accepts: `{"applicant":{"birth_date":"1980-03-01"},"dependants":[{"birth_date":"1950-01-01","kinship":"P"}]}`,
		Refuses: `{"applicant":{"birth_date":"1980-03-01"},"dependants":[{"birth_date":"1985-01-01","kinship":"P"}]}`,
	},
	form: checkAscendants,
}, {
	Rule: Rule{
		Code: "DEM-HOU-08", Chapter: "foyer", Severity: ToConfirm,
		Source:  Source{"interface SNE 02.00/02.01", "lien M conjoint, P pacsé, C concubin ; situation familiale M, P, U", Inference},
		French:  "Le lien du cotitulaire ne s'accorde pas avec la situation familiale du demandeur (marié et conjoint, pacsé et partenaire) : corriger l'un des deux.",
		English: "The link of the co-holder does not agree with the applicant's family situation (married and spouse, civil partnership and partner): correct one of the two.",
		Accepts: `{"applicant":{"family_situation":"P"},"co_holders":[{"link":"P"},{"link":"L"}]}`,
		Refuses: `{"applicant":{"family_situation":"C"},"co_holders":[{"link":"M"}]}`,
	},
	form: func(f *Form, c *checkup) {
		s := f.Applicant.FamilySituation
		for i := range f.CoHolders {
			if l := f.CoHolders[i].Link; s != "" && (l == CoHolderLinkM && s != FamilySituationM || l == CoHolderLinkP && s != FamilySituationP) {
				c.raise(c.at("co_holders", i, "link"))
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-HOU-09", Chapter: "foyer", Severity: ToConfirm,
		Source:  Source{"CCH R.441-2-2 c)", "un seul conjoint, partenaire ou concubin", Inference},
		French:  "Deux cotitulaires sont dits conjoint, partenaire ou concubin du demandeur : un seul peut l'être, les autres sont colocataires.",
		English: "Two co-holders are said to be the applicant's spouse or partner: only one can be, the others are co-tenants.",
		Accepts: `{"co_holders":[{"link":"M"},{"link":"L"}]}`,
		Refuses: `{"co_holders":[{"link":"M"},{"link":"C"}]}`,
	},
	form: func(f *Form, c *checkup) {
		partners := 0
		for i := range f.CoHolders {
			if l := f.CoHolders[i].Link; l == CoHolderLinkM || l == CoHolderLinkP || l == CoHolderLinkC {
				if partners++; partners == 2 {
					c.raise(c.at("co_holders", i, "link"))
				}
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-HOU-10", Chapter: "foyer", Severity: Information,
		Source:  Source{"CCH R.441-2-2 a)", "identité du demandeur et des autres personnes à loger", Inference},
		Params:  []string{"declared", "named"},
		French:  "Personnes à loger : {declared} ; nommées ou attendues : {named}. Nommer les autres avant l'instruction.",
		English: "Persons to house: {declared}; named or expected: {named}. Name the others before the instruction.",
		Accepts: `{"persons_to_house":3,"applicant":{"used_name":"Zzyzx"},"dependants":[{"kinship":"E"}],"unborn":{"count":1}}`,
		Refuses: `{"persons_to_house":3,"applicant":{"used_name":"Zzyzx"},"dependants":[{"kinship":"E"}]}`,
	},
	form: func(f *Form, c *checkup) {
		if n := f.persons(); !c.association && f.Applicant.HasName() && f.PersonsToHouse > n {
			c.raise("persons_to_house", typed(f.PersonsToHouse), count(n))
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-HOU-11", Chapter: "foyer", Severity: ToConfirm,
		Source:  Source{"interface SNE 02.00/02.01", "personnes à naître : un nombre et une date prévue", Inference},
		French:  "Une naissance est attendue à une date, mais le nombre d'enfants à naître manque : l'indiquer, ou retirer la date.",
		English: "A birth is expected on a date, but the number of children to be born is missing: give it, or remove the date.",
		Accepts: `{"unborn":{"count":1,"expected_on":"2026-09-01"}}`,
		Refuses: `{"unborn":{"expected_on":"2026-09-01"}}`,
	},
	form: func(f *Form, c *checkup) {
		if !f.Unborn.ExpectedOn.IsZero() && f.Unborn.Count == 0 {
			c.raise("unborn.count")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-HOU-12", Chapter: "foyer", Severity: ToConfirm,
		Source:  Source{"CCH L.442-12 ; CGI art. 196 et 196 B", "personne réputée à charge ; la limite de 25 ans pour un étudiant et l'exception de l'infirmité sont citées de mémoire", Unverified},
		Params:  []string{"age"},
		French:  "L'enfant à charge a {age} ans : au-delà de 25 ans, il n'est à charge que s'il est infirme, au sens du code des impôts ; sinon l'inscrire comme cotitulaire.",
		English: "The dependent child is {age} years old: beyond 25 a child is a dependant only if disabled, in the sense of the tax code; otherwise enter him or her as a co-holder.",
		Accepts: `{"deposited_on":"2026-03-01","dependants":[{"birth_date":"2000-03-02","kinship":"E"}]}`,
		Refuses: `{"deposited_on":"2026-03-01","dependants":[{"birth_date":"2000-03-01","kinship":"E"}]}`,
	},
	form: func(f *Form, c *checkup) {
		day := f.lastPresented()
		limit := day.AddYears(-26)
		for i := range f.Dependants {
			if d := &f.Dependants[i]; d.Kinship == KinshipE && !d.BirthDate.IsZero() && d.BirthDate.Compare(limit) <= 0 {
				c.raise(c.at("dependants", i, "birth_date"), count(d.BirthDate.AgeOn(day)))
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-HOU-13", Chapter: "foyer", Severity: ToConfirm,
		Source:  Source{"CCH R.441-2-2 a)", "le cotitulaire est une autre personne que le demandeur", Inference},
		French:  "Le cotitulaire a le nom, les prénoms et la date de naissance du demandeur : c'est la même personne inscrite deux fois ; retirer le cotitulaire.",
		English: "The co-holder has the applicant's name, first names and date of birth: the same person is entered twice; remove the co-holder.",
		Accepts: `{"applicant":{"used_name":"Zzyzx","first_names":"Anatole","birth_date":"1980-03-01"},"co_holders":[{"person":{"used_name":"Zzyzx","first_names":"Anita","birth_date":"1980-03-01"}}]}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx","first_names":"Anatole","birth_date":"1980-03-01"},"co_holders":[{"person":{"used_name":"Zzyzx","first_names":"Anatole","birth_date":"1980-03-01"}}]}`,
	},
	form: func(f *Form, c *checkup) {
		a := &f.Applicant
		for i := range f.CoHolders {
			p := &f.CoHolders[i].Person
			if !a.BirthDate.IsZero() && p.BirthDate == a.BirthDate && p.FirstNames == a.FirstNames && p.UsedName == a.UsedName {
				c.raise(c.at("co_holders", i, "person"))
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-HOU-14", Chapter: "association", Severity: ToConfirm, Profiles: since2010,
		Source:  Source{"CCH R.441-2-2 ; notice 51423#01", "une personne morale ne remplit que les rubriques a, b et h : lu dans le texte de 2015, dans la notice pour 2010", Secondary},
		French:  "Une association ne remplit que les rubriques a, b et h (identité, coordonnées, logement recherché) : vider celle-ci, qui ne lui est pas demandée.",
		English: "An association fills in sections a, b and h only (identity, contact, dwelling wanted): empty this one, which is not asked of it.",
		Accepts: `{"association":{"name":"Toit Provisoire","phone":"01 99 00 12 34"},"wanted":{"types":["T2"],"places":[{"commune":"21231"}]}}`,
		Refuses: `{"association":{"name":"Toit Provisoire"},"reasons":[{"code":"13"}]}`,
	},
	form: checkSections,
}, {
	Rule: Rule{
		Code: "DEM-HOU-15", Chapter: "foyer", Severity: Information,
		Source:  Source{"notice 51423#05", "au formulaire *05, chaque colocataire dépose sa propre demande ; un ascendant, un descendant, un frère ou une sœur peut être codemandeur", Secondary},
		French:  "Le cotitulaire est dit colocataire : au formulaire *05, chaque colocataire dépose aussi sa propre demande, sauf un ascendant, un descendant, un frère ou une sœur.",
		English: "The co-holder is said to be a co-tenant: with form *05 each co-tenant also files a demand, unless a parent, a child, a brother or a sister.",
		Accepts: `{"version":"14069*04","co_holders":[{"link":"L"}]}`,
		Refuses: `{"version":"14069*05","co_holders":[{"link":"M"},{"link":"L"}]}`,
	},
	form: func(f *Form, c *checkup) {
		if f.Version != Form05 {
			return
		}
		for i := range f.CoHolders {
			if f.CoHolders[i].Link == CoHolderLinkL {
				c.raise(c.at("co_holders", i, "link"))
			}
		}
	},
}}

func out(n int) bool { return n < 0 || n > 50 }

// named counts the persons to house who are named, children with visiting right
// or in shared custody and unborn children aside.
func (f *Form) named() int { return 1 + len(f.CoHolders) + len(f.Dependants) }

// olderCoHolder reports whether a co-holder may be the parent of somebody born that day.
func olderCoHolder(f *Form, birth Date) bool {
	for i := range f.CoHolders {
		if b := f.CoHolders[i].Person.BirthDate; !b.IsZero() && !birth.Before(b.AddYears(12)) {
			return true
		}
	}
	return false
}

// checkTwiceNamed compares the dependants with one another, and the children in
// shared custody with both.
func checkTwiceNamed(f *Form, c *checkup) {
	for i := 1; i < len(f.Dependants)+len(f.Custody); i++ {
		born, names := f.minor(i)
		if born.IsZero() || names == "" {
			continue
		}
		for k := range i {
			if b, n := f.minor(k); b == born && n == names {
				if i < len(f.Dependants) {
					c.raise(c.at("dependants", i, ""))
				} else {
					c.raise(c.at("custody", i-len(f.Dependants), ""))
				}
				break
			}
		}
	}
}

// minor gives the dependants, then the children of custody, by rank.
func (f *Form) minor(i int) (Date, string) {
	if i < len(f.Dependants) {
		return f.Dependants[i].BirthDate, f.Dependants[i].FirstNames
	}
	d := &f.Custody[i-len(f.Dependants)]
	return d.BirthDate, d.FirstNames
}

// checkAscendants wants a parent in charge to be older than the applicant, or
// than a co-holder, whose parent it may be.
func checkAscendants(f *Form, c *checkup) {
	for i := range f.Dependants {
		d := &f.Dependants[i]
		if d.Kinship != KinshipP || d.BirthDate.IsZero() || f.Applicant.BirthDate.IsZero() || !f.Applicant.BirthDate.Before(d.BirthDate.AddYears(12)) {
			continue
		}
		older := false
		for k := range f.CoHolders {
			b := f.CoHolders[k].Person.BirthDate
			older = older || !b.IsZero() && !b.Before(d.BirthDate.AddYears(12))
		}
		if !older {
			c.raise(c.at("dependants", i, "birth_date"))
		}
	}
}

// checkSections wants an association to leave out the sections that only a
// household fills in. Persons are told by DEM-HOU-06.
func checkSections(f *Form, c *checkup) {
	if !c.association || f.Applicant.HasName() {
		return
	}
	if len(f.Custody) > 0 {
		c.raise("custody")
	}
	if f.Unborn != (Unborn{}) {
		c.raise("unborn")
	}
	if p := &f.Present; len(p.Kinds) > 0 || p.Occupants != 0 || p.MonthlyRent.Valid || p.Owner.Known() || p.SocialTenant.Known() {
		c.raise("present_housing")
	}
	if len(f.Reasons) > 0 {
		c.raise("reasons")
	}
	if len(f.Disabilities) > 0 {
		c.raise("disabilities")
	}
}
