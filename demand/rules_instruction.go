package demand

// rubric is the source of what a section (rubrique) of R.441-2-2 asks for.
func rubric(letter string, how Confidence) Source {
	return Source{"CCH R.441-2-2 " + letter + ")", "rubrique " + letter + " de la demande : nécessaire à l'instruction, jamais à l'enregistrement", how}
}

var rulesInstruction = []rule{{
	Rule: Rule{
		Code: "DEM-INS-01", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  rubric("a", Verified),
		French:  "La civilité de la personne manque : l'indiquer.",
		English: "The person's civility is missing: give it.",
		Accepts: `{"applicant":{"used_name":"Zzyzx","civility":"1"}}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx"}}`,
	},
	adult: func(p *Person, c *checkup) {
		if p.Civility == "" {
			c.raiseAdult("civility")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-02", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  rubric("a", Verified),
		French:  "La nationalité (française, Union européenne, autre) de la personne manque : la régularité du séjour en dépend.",
		English: "The person's nationality (French, European Union, other) is missing: regular stay depends on it.",
		Accepts: `{"applicant":{"used_name":"Zzyzx","nationality":"1"}}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx"}}`,
	},
	adult: func(p *Person, c *checkup) {
		if p.Nationality == "" {
			c.raiseAdult("nationality")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-03", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  rubric("a", Verified),
		French:  "Le nom, les prénoms ou la date de naissance du cotitulaire manque : compléter son identité.",
		English: "The co-holder's name, first names or date of birth is missing: complete the identity.",
		Accepts: `{"co_holders":[{"link":"M","person":{"used_name":"Zzyzx","first_names":"Berthe","birth_date":"1980-03-01"}}]}`,
		Refuses: `{"co_holders":[{"link":"M","person":{"used_name":"Zzyzx","first_names":"Berthe"}}]}`,
	},
	adult: func(p *Person, c *checkup) {
		if c.who < 0 {
			return
		}
		if !p.HasName() {
			c.raiseAdult("used_name")
		}
		if p.FirstNames == "" {
			c.raiseAdult("first_names")
		}
		if p.BirthDate.IsZero() {
			c.raiseAdult("birth_date")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-04", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  rubric("c", Verified),
		French:  "Le lien du cotitulaire avec le demandeur manque (conjoint, pacsé, concubin, colocataire).",
		English: "The co-holder's link with the applicant is missing (spouse, civil partner, partner, co-tenant).",
		Accepts: `{"co_holders":[{"link":"M"}]}`,
		Refuses: `{"co_holders":[{"person":{"used_name":"Zzyzx"}}]}`,
	},
	form: func(f *Form, c *checkup) {
		for i := range f.CoHolders {
			if f.CoHolders[i].Link == "" {
				c.raise(c.at("co_holders", i, "link"))
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-05", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  rubric("a", Verified),
		French:  "La date de naissance d'une personne à charge ou en garde manque : la catégorie du foyer en dépend.",
		English: "The date of birth of a dependant or of a child in custody is missing: the category of the household depends on it.",
		Accepts: `{"dependants":[{"birth_date":"2010-03-01"}]}`,
		Refuses: `{"dependants":[{"kinship":"E"}]}`,
	},
	form: func(f *Form, c *checkup) {
		for i := range f.Dependants {
			if f.Dependants[i].BirthDate.IsZero() {
				c.raise(c.at("dependants", i, "birth_date"))
			}
		}
		for i := range f.Custody {
			if f.Custody[i].BirthDate.IsZero() {
				c.raise(c.at("custody", i, "birth_date"))
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-06", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  rubric("a", Verified),
		French:  "Le lien de parenté d'une personne à charge, ou le mode de garde d'un enfant, manque : l'indiquer.",
		English: "The kinship of a dependant, or the custody arrangement of a child, is missing: give it.",
		Accepts: `{"dependants":[{"kinship":"E"}],"custody":[{"arrangement":"G"}]}`,
		Refuses: `{"custody":[{"birth_date":"2010-03-01"}]}`,
	},
	form: func(f *Form, c *checkup) {
		for i := range f.Dependants {
			if f.Dependants[i].Kinship == "" {
				c.raise(c.at("dependants", i, "kinship"))
			}
		}
		for i := range f.Custody {
			if f.Custody[i].Arrangement == "" {
				c.raise(c.at("custody", i, "arrangement"))
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-07", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  rubric("a", Inference),
		French:  "La date prévue de la naissance attendue manque : l'indiquer, même approchée.",
		English: "The expected date of the birth is missing: give it, even roughly.",
		Accepts: `{"unborn":{"count":1,"expected_on":"2026-09-01"}}`,
		Refuses: `{"unborn":{"count":1}}`,
	},
	form: func(f *Form, c *checkup) {
		if f.Unborn.Count > 0 && f.Unborn.ExpectedOn.IsZero() {
			c.raise("unborn.expected_on")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-08", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  rubric("b", Verified),
		French:  "L'adresse du demandeur manque : aucun courrier, préavis ni avertissement ne peut lui parvenir.",
		English: "The applicant's address is missing: no letter, notice or warning can reach him or her.",
		Accepts: `{"applicant":{"address":{"street":"rue des Essais","postal_code":"21000"}}}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx"}}`,
	},
	form: func(f *Form, c *checkup) {
		if c.association && f.Association.Address.empty() {
			c.raise("association.address")
		}
		if !c.association && f.Applicant.Address.empty() {
			c.raise("applicant.address")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-09", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  rubric("b", Verified),
		French:  "Ni téléphone ni courriel : donner au moins l'un des deux pour être joint.",
		English: "Neither telephone nor e-mail: give at least one of them so as to be reached.",
		Accepts: `{"applicant":{"email":"zzyzx@example.org"}}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx"}}`,
	},
	form: func(f *Form, c *checkup) {
		p, a := &f.Applicant, &f.Association
		if c.association && a.Phone == "" && a.Email == "" {
			c.raise("association.phone")
		}
		if !c.association && p.HomePhone == "" && p.MobilePhone == "" && p.WorkPhone == "" && p.Email == "" {
			c.raise("applicant.mobile_phone")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-10", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  rubric("c", Verified),
		French:  "La situation familiale du demandeur manque : l'indiquer.",
		English: "The applicant's family situation is missing: give it.",
		Accepts: `{"applicant":{"used_name":"Zzyzx","family_situation":"C"}}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx"}}`,
	},
	form: func(f *Form, c *checkup) {
		if !c.association && f.Applicant.FamilySituation == "" {
			c.raise("applicant.family_situation")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-11", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  rubric("d", Verified),
		French:  "La situation professionnelle de la personne manque : l'indiquer.",
		English: "The person's work situation is missing: give it.",
		Accepts: `{"applicant":{"used_name":"Zzyzx","work":{"situation":"CDI"}}}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx"}}`,
	},
	adult: func(p *Person, c *checkup) {
		if p.Work.Situation == "" {
			c.raiseAdult("work.situation")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-12", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  Source{"Cerfa 14069*05, notice", "chômage de plus d'un an : date de fin à indiquer", Secondary},
		French:  "La personne est au chômage : si c'est depuis plus d'un an, indiquer la date de fin d'indemnisation.",
		English: "The person is unemployed: if for more than a year, give the end date of the benefit.",
		Accepts: `{"version":"14069*05","applicant":{"used_name":"Zzyzx","work":{"situation":"CHO","until":"2026-12-31"}}}`,
		Refuses: `{"version":"14069*05","applicant":{"used_name":"Zzyzx","work":{"situation":"CHO"}}}`,
	},
	adult: func(p *Person, c *checkup) {
		if c.form.Version == Form05 && p.Work.Situation == WorkSituationCHO && p.Work.Until.IsZero() {
			c.raiseAdult("work.until")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-13", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  rubric("e", Verified),
		French:  "Le revenu fiscal de référence de l'avant-dernière année (N-2) de la personne manque : sans lui, les plafonds ne se calculent pas.",
		English: "The person's reference tax income of the second year before (N-2) is missing: without it the ceilings cannot be worked out.",
		Accepts: `{"applicant":{"used_name":"Zzyzx","income":{"year_minus_2":2024,"amount_minus_2":"0"}}}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx"}}`,
	},
	adult: func(p *Person, c *checkup) {
		if !p.Income.AmountMinus2.Valid {
			c.raiseAdult("income.amount_minus_2")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-14", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  Source{"notice 51423", "revenus N-2 et N-1 demandés au formulaire", Secondary},
		French:  "Le revenu fiscal de référence de l'année précédente (N-1) de la personne manque : il peut remplacer celui de N-2 s'il a baissé d'au moins 10 %.",
		English: "The person's reference tax income of the year before (N-1) is missing: it may replace that of N-2 if it fell by 10 % at least.",
		Accepts: `{"applicant":{"used_name":"Zzyzx","income":{"year_minus_1":2025,"amount_minus_1":"0"}}}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx"}}`,
	},
	adult: func(p *Person, c *checkup) {
		if !p.Income.AmountMinus1.Valid {
			c.raiseAdult("income.amount_minus_1")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-15", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  rubric("e", Verified),
		French:  "Aucune ressource mensuelle du demandeur n'est indiquée (hors APL et AL) : écrire les montants, ou une liste vide s'il n'en a pas.",
		English: "No monthly resource of the applicant is given (APL and AL aside): write the amounts, or an empty list if there are none.",
		Accepts: `{"applicant":{"used_name":"Zzyzx","received":[]}}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx"}}`,
	},
	form: func(f *Form, c *checkup) {
		if !c.association && f.Applicant.Received == nil {
			c.raise("applicant.received")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-16", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  rubric("e", Inference),
		French:  "Une ressource est cochée et son montant mensuel manque : l'écrire, en euros.",
		English: "A resource is ticked and its monthly amount is missing: write it, in euros.",
		Accepts: `{"applicant":{"used_name":"Zzyzx","received":[{"code":"SAL","monthly":"1500"}]}}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx","received":[{"code":"SAL"}]}}`,
	},
	adult: func(p *Person, c *checkup) {
		for k := range p.Received {
			if !p.Received[k].Monthly.Valid {
				c.raiseAdult(c.at("received", k, "monthly"))
			}
		}
	},
}}
