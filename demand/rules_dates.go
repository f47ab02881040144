package demand

var (
	firstDecree = MustDate("2000-11-07")
	since2015   = []Profile{Profile2015, Profile2017}
)

var rulesDates = []rule{{
	Rule: Rule{
		Code: "DEM-DAT-01", Chapter: "dates", Severity: Blocking,
		Source:  Source{"CCH R.441-2-4 d)", "la date de dépôt est celle de la réception : elle ne peut pas être à venir", Inference},
		French:  "La date de dépôt est dans le futur : vérifier l'année.",
		English: "The date of deposit is in the future: check the year.",
		Accepts: `{"deposited_on":"2026-06-30"}`,
		Refuses: `{"deposited_on":"2026-07-01"}`,
	},
	form: func(f *Form, c *checkup) {
		if f.DepositedOn.After(c.in.AsOf) {
			c.raise("deposited_on")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-DAT-02", Chapter: "dates", Severity: Blocking,
		Source:  Source{"CCH R.441-2-7", "le renouvellement suit la présentation initiale", Inference},
		French:  "La date de renouvellement précède la date de dépôt : corriger l'une des deux.",
		English: "The date of renewal comes before the date of deposit: correct one of the two.",
		Accepts: `{"deposited_on":"2025-03-01","renewed_on":"2026-02-20"}`,
		Refuses: `{"deposited_on":"2025-03-01","renewed_on":"2025-02-28"}`,
	},
	form: func(f *Form, c *checkup) {
		if f.RenewedOn.Before(f.DepositedOn) {
			c.raise("renewed_on")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-DAT-03", Chapter: "dates", Severity: Blocking,
		Source:  Source{"CCH R.441-2-2 a)", "on naît avant de déposer une demande", Inference},
		French:  "La date de naissance est postérieure au dépôt de la demande : l'une des deux dates est fausse.",
		English: "The date of birth comes after the deposit of the demand: one of the two dates is wrong.",
		Accepts: `{"deposited_on":"2025-03-01","applicant":{"birth_date":"1980-03-01"}}`,
		Refuses: `{"deposited_on":"2025-03-01","applicant":{"birth_date":"2025-03-02"}}`,
	},
	adult: func(p *Person, c *checkup) {
		if p.BirthDate.After(c.form.DepositedOn) {
			c.raiseAdult("birth_date")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-DAT-04", Chapter: "dates", Severity: ToConfirm,
		Source:  Source{"Code civil art. 413-1 et s.", "un mineur ne signe un bail que s'il est émancipé, à partir de 16 ans", Unverified},
		Params:  []string{"age"},
		French:  "L'adulte aurait {age} ans le jour du dépôt : confirmer la date de naissance (un mineur ne demande que s'il est émancipé).",
		English: "The adult would be {age} years old on the day of deposit: confirm the date of birth (a minor applies only if emancipated).",
		Accepts: `{"deposited_on":"2025-03-01","applicant":{"birth_date":"2007-03-01"}}`,
		Refuses: `{"deposited_on":"2025-03-01","applicant":{"birth_date":"2007-03-02"}}`,
	},
	adult: func(p *Person, c *checkup) {
		deposit := c.form.DepositedOn
		if !p.BirthDate.Before(deposit) || p.BirthDate.AddYears(18).Compare(deposit) <= 0 {
			return
		}
		c.raiseAdult("birth_date", count(p.BirthDate.AgeOn(deposit)))
	},
}, {
	Rule: Rule{
		Code: "DEM-DAT-05", Chapter: "dates", Severity: ToConfirm,
		Source:  Source{"règle de vraisemblance", "plus de 110 ans : souvent un siècle mal saisi", Inference},
		French:  "La personne aurait plus de 110 ans : confirmer la date de naissance.",
		English: "The person would be over 110 years old: confirm the date of birth.",
		Accepts: `{"deposited_on":"2025-03-01","applicant":{"birth_date":"1914-03-02"}}`,
		Refuses: `{"deposited_on":"2025-03-01","dependants":[{"birth_date":"1914-03-01"}]}`,
	},
	adult: func(p *Person, c *checkup) {
		if tooOld(p.BirthDate, c.form.DepositedOn) {
			c.raiseAdult("birth_date")
		}
	},
	form: func(f *Form, c *checkup) {
		for i := range f.Dependants {
			if tooOld(f.Dependants[i].BirthDate, f.DepositedOn) {
				c.raise(c.at("dependants", i, "birth_date"))
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-DAT-06", Chapter: "dates", Severity: ToConfirm,
		Source:  Source{"arrêté du 7 novembre 2000", "aucun numéro départemental avant novembre 2000", Inference},
		French:  "La date de dépôt est antérieure à novembre 2000, avant tout numéro départemental : confirmer l'ancienneté.",
		English: "The date of deposit is before November 2000, before any departmental number: confirm the seniority.",
		Accepts: `{"deposited_on":"2000-11-07"}`,
		Refuses: `{"deposited_on":"2000-11-06"}`,
	},
	form: func(f *Form, c *checkup) {
		if f.DepositedOn.Before(firstDecree) {
			c.raise("deposited_on")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-DAT-07", Chapter: "dates", Severity: ToConfirm,
		Source:  Source{"CCH R.441-2-2 a)", "une naissance attendue est postérieure au dépôt, d'au plus dix mois après la dernière présentation", Inference},
		French:  "La naissance attendue ne se situe pas dans les dix mois qui suivent le dépôt ou le renouvellement : la confirmer.",
		English: "The expected birth is not within ten months after the deposit or renewal: confirm it.",
		Accepts: `{"deposited_on":"2026-03-01","unborn":{"count":1,"expected_on":"2027-01-01"}}`,
		Refuses: `{"deposited_on":"2026-03-01","unborn":{"count":1,"expected_on":"2027-01-02"}}`,
	},
	form: func(f *Form, c *checkup) {
		due, last := f.Unborn.ExpectedOn, f.lastPresented()
		if due.Before(f.DepositedOn) || due.After(last) && due.After(last.AddMonths(10)) {
			c.raise("unborn.expected_on")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-DAT-08", Chapter: "dates", Severity: Blocking,
		Source:  Source{"CCH R.441-2-7", "on ne renouvelle pas dans le futur", Inference},
		French:  "La date de renouvellement est dans le futur : vérifier l'année.",
		English: "The date of renewal is in the future: check the year.",
		Accepts: `{"deposited_on":"2025-03-01","renewed_on":"2026-06-30"}`,
		Refuses: `{"deposited_on":"2025-03-01","renewed_on":"2026-07-01"}`,
	},
	form: func(f *Form, c *checkup) {
		if f.RenewedOn.After(c.in.AsOf) {
			c.raise("renewed_on")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-DAT-09", Chapter: "dates", Severity: Blocking,
		Source:  Source{"CCH R.441-2-2 a)", "une personne à charge est née ; l'enfant à naître s'inscrit à part", Inference},
		French:  "La date de naissance est dans le futur : un enfant à naître s'inscrit dans « personnes à naître ».",
		English: "The date of birth is in the future: a child to be born is entered under “unborn”.",
		Accepts: `{"dependants":[{"birth_date":"2026-06-30"}]}`,
		Refuses: `{"custody":[{"birth_date":"2026-07-01"}]}`,
	},
	form: func(f *Form, c *checkup) {
		for i := range f.Dependants {
			if f.Dependants[i].BirthDate.After(c.in.AsOf) {
				c.raise(c.at("dependants", i, "birth_date"))
			}
		}
		for i := range f.Custody {
			if f.Custody[i].BirthDate.After(c.in.AsOf) {
				c.raise(c.at("custody", i, "birth_date"))
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-DAT-10", Chapter: "dates", Severity: ToConfirm,
		Source:  Source{"CCH R.441-2-2", "une personne morale existe avant de demander", Inference},
		French:  "L'association a été créée après le dépôt de sa demande : l'une des deux dates est fausse.",
		English: "The association was created after the deposit of its demand: one of the two dates is wrong.",
		Accepts: `{"deposited_on":"2025-03-01","association":{"name":"Toit Provisoire","created_on":"2025-03-01"}}`,
		Refuses: `{"deposited_on":"2025-03-01","association":{"name":"Toit Provisoire","created_on":"2025-03-02"}}`,
	},
	form: func(f *Form, c *checkup) {
		if f.Association.CreatedOn.After(f.DepositedOn) {
			c.raise("association.created_on")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-DAT-11", Chapter: "dates", Severity: ToConfirm, Profiles: since2015,
		Source:  Source{"CCH R.441-2-7 ; arrêté du 23 mars 2015, cahier des charges §6", "valable un an à compter du dépôt ou du dernier renouvellement ; radiée à treize mois, réactivable jusqu'à dix-huit", Verified},
		French:  "La dernière présentation remonte à plus de dix-huit mois : sans renouvellement, la demande aurait été radiée et ne peut plus être réactivée ; vérifier les dates.",
		English: "The last presentation is more than eighteen months old: without renewal the demand would have been struck off and can no longer be reactivated; check the dates.",
		Accepts: `{"deposited_on":"2024-12-30"}`,
		Refuses: `{"deposited_on":"2024-12-29"}`,
	},
	form: func(f *Form, c *checkup) {
		if last := f.lastPresented(); !last.IsZero() && c.in.AsOf.After(last.AddMonths(18)) {
			c.raise("renewed_on")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-DAT-12", Chapter: "dates", Severity: Blocking,
		Source:  Source{"règle de vraisemblance", "plus de 150 ans : personne n'a vécu si longtemps, la date est fausse", Inference},
		French:  "La personne aurait plus de 150 ans : la date de naissance est fausse, corriger l'année.",
		English: "The person would be over 150 years old: the date of birth is wrong, correct the year.",
		Accepts: `{"deposited_on":"2025-03-01","applicant":{"birth_date":"1874-03-02"}}`,
		Refuses: `{"deposited_on":"2025-03-01","custody":[{"birth_date":"0001-01-01"}]}`,
	},
	adult: func(p *Person, c *checkup) {
		if older(p.BirthDate, c.form.DepositedOn, longestLife) {
			c.raiseAdult("birth_date")
		}
	},
	form: func(f *Form, c *checkup) {
		for i := range f.Dependants {
			if older(f.Dependants[i].BirthDate, f.DepositedOn, longestLife) {
				c.raise(c.at("dependants", i, "birth_date"))
			}
		}
		for i := range f.Custody {
			if older(f.Custody[i].BirthDate, f.DepositedOn, longestLife) {
				c.raise(c.at("custody", i, "birth_date"))
			}
		}
	},
}}

// lastPresented is the last day the demand was deposited or renewed.
func (f *Form) lastPresented() Date {
	if f.RenewedOn.After(f.DepositedOn) {
		return f.RenewedOn
	}
	return f.DepositedOn
}

// longestLife is an age that nobody has reached, with a wide margin.
const longestLife = 150

// tooOld reports an age of 111 or more on the day of deposit, which somebody may
// have.
func tooOld(birth, deposit Date) bool {
	return older(birth, deposit, 110) && !older(birth, deposit, longestLife)
}

// older reports more than so many years on the day of deposit.
func older(birth, deposit Date, age int) bool {
	return deposit.Year()-birth.Year() > age && birth.Before(deposit) && birth.AgeOn(deposit) > age
}
