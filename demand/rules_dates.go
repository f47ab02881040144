package demand

var firstDecree = MustDate("2000-11-07")

var rulesDates = []rule{{
	Rule{
		Code: "DEM-DAT-01", Chapter: "dates", Severity: Blocking,
		Source:  Source{"CCH R.441-2-4 d)", "la date de dépôt est celle de la réception : elle ne peut pas être à venir", Inference},
		French:  "La date de dépôt est dans le futur : vérifier l'année.",
		English: "The date of deposit is in the future: check the year.",
	}, func(f *Form, c *checkup) {
		if f.DepositedOn.After(c.in.AsOf) {
			c.raise("deposited_on")
		}
	},
}, {
	Rule{
		Code: "DEM-DAT-02", Chapter: "dates", Severity: Blocking,
		Source:  Source{"CCH R.441-2-7", "le renouvellement suit la présentation initiale", Inference},
		French:  "La date de renouvellement précède la date de dépôt.",
		English: "The date of renewal comes before the date of deposit.",
	}, func(f *Form, c *checkup) {
		if f.RenewedOn.Before(f.DepositedOn) {
			c.raise("renewed_on")
		}
	},
}, {
	Rule{
		Code: "DEM-DAT-03", Chapter: "dates", Severity: Blocking,
		Source:  Source{"CCH R.441-2-2 a)", "on naît avant de déposer une demande", Inference},
		French:  "La date de naissance est postérieure au dépôt de la demande : l'une des deux dates est fausse.",
		English: "The date of birth comes after the deposit of the demand: one of the two dates is wrong.",
	}, func(f *Form, c *checkup) {
		f.eachAdult(func(p *Person, list string, i int) {
			if !f.DepositedOn.IsZero() && p.BirthDate.After(f.DepositedOn) {
				c.raise(adultPath(list, i, "birth_date"))
			}
		})
	},
}, {
	Rule{
		Code: "DEM-DAT-04", Chapter: "dates", Severity: ToConfirm,
		Source:  Source{"Code civil art. 413-1 et s.", "un mineur ne signe un bail que s'il est émancipé, à partir de 16 ans", Unverified},
		Params:  []string{"age"},
		French:  "L'adulte aurait {age} ans le jour du dépôt : confirmer la date de naissance (un mineur ne demande que s'il est émancipé).",
		English: "The adult would be {age} years old on the day of deposit: confirm the date of birth (a minor applies only if emancipated).",
	}, func(f *Form, c *checkup) {
		f.eachAdult(func(p *Person, list string, i int) {
			if p.BirthDate.IsZero() || f.DepositedOn.IsZero() || p.BirthDate.After(f.DepositedOn) {
				return
			}
			if age := p.BirthDate.AgeOn(f.DepositedOn); age < 18 {
				c.raise(adultPath(list, i, "birth_date"), count(age))
			}
		})
	},
}, {
	Rule{
		Code: "DEM-DAT-05", Chapter: "dates", Severity: ToConfirm,
		Source:  Source{"règle de vraisemblance", "plus de 110 ans : souvent un siècle mal saisi", Inference},
		French:  "La personne aurait plus de 110 ans : confirmer la date de naissance.",
		English: "The person would be over 110 years old: confirm the date of birth.",
	}, func(f *Form, c *checkup) {
		f.eachAdult(func(p *Person, list string, i int) {
			if tooOld(p.BirthDate, f.DepositedOn) {
				c.raise(adultPath(list, i, "birth_date"))
			}
		})
		for i := range f.Dependants {
			if tooOld(f.Dependants[i].BirthDate, f.DepositedOn) {
				c.raise(at("dependants", i, "birth_date"))
			}
		}
	},
}, {
	Rule{
		Code: "DEM-DAT-06", Chapter: "dates", Severity: ToConfirm,
		Source:  Source{"arrêté du 7 novembre 2000", "aucun numéro départemental avant novembre 2000", Inference},
		French:  "La date de dépôt est antérieure à novembre 2000, avant tout numéro départemental : confirmer l'ancienneté.",
		English: "The date of deposit is before November 2000, before any departmental number: confirm the seniority.",
	}, func(f *Form, c *checkup) {
		if f.DepositedOn.Before(firstDecree) {
			c.raise("deposited_on")
		}
	},
}, {
	Rule{
		Code: "DEM-DAT-07", Chapter: "dates", Severity: ToConfirm,
		Source:  Source{"CCH R.441-2-2 a)", "une naissance attendue est postérieure au dépôt, d'au plus dix mois", Inference},
		French:  "La naissance attendue ne se situe pas dans les dix mois qui suivent le dépôt ou le renouvellement : la confirmer.",
		English: "The expected birth is not within ten months after the deposit or renewal: confirm it.",
	}, func(f *Form, c *checkup) {
		last := f.DepositedOn
		if f.RenewedOn.After(last) {
			last = f.RenewedOn
		}
		due := f.Unborn.ExpectedOn
		if due.Before(f.DepositedOn) || !last.IsZero() && due.After(last.AddMonths(10)) {
			c.raise("unborn.expected_on")
		}
	},
}, {
	Rule{
		Code: "DEM-DAT-08", Chapter: "dates", Severity: Blocking,
		Source:  Source{"CCH R.441-2-7", "on ne renouvelle pas dans le futur", Inference},
		French:  "La date de renouvellement est dans le futur : vérifier l'année.",
		English: "The date of renewal is in the future: check the year.",
	}, func(f *Form, c *checkup) {
		if f.RenewedOn.After(c.in.AsOf) {
			c.raise("renewed_on")
		}
	},
}}

func tooOld(birth, deposit Date) bool {
	return !birth.IsZero() && !deposit.IsZero() && !birth.After(deposit) && birth.AgeOn(deposit) > 110
}
