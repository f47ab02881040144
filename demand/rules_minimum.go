package demand

var (
	until2010 = []Profile{Profile2000}
	since2010 = []Profile{Profile2010, Profile2012, Profile2015, Profile2017}
)

var sourceMinimum = Source{"CCH R.441-2-2, R.441-2-3", "rubriques du formulaire unique ; rien d'autre ne peut être exigé", Verified}

// Minimum of registration. 2000 to 2010: R.441-2-1 as of 2009-12-29. From 2010:
// R.441-2-2 and -2-3; wanted type and commune are compulsory in the interface.

var rulesMinimum = []rule{{
	Rule: Rule{
		Code: "DEM-MIN-01", Chapter: "enregistrement", Severity: Blocking,
		Source:  sourceMinimum,
		French:  "Le nom du demandeur manque : il est nécessaire pour enregistrer la demande.",
		English: "The applicant's surname is missing: it is needed to register the demand.",
		Accepts: `{"applicant":{"birth_name":"Zzyzx"}}`,
		Refuses: `{"applicant":{"first_names":"Anatole"}}`,
	},
	form: func(f *Form, c *checkup) {
		if !c.association && !f.Applicant.HasName() {
			c.raise("applicant.used_name")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-MIN-02", Chapter: "enregistrement", Severity: Blocking,
		Source:  sourceMinimum,
		French:  "Le prénom du demandeur manque : il est nécessaire pour enregistrer la demande.",
		English: "The applicant's first name is missing: it is needed to register the demand.",
		Accepts: `{"applicant":{"first_names":"Anatole"}}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx"}}`,
	},
	form: func(f *Form, c *checkup) {
		if !c.association && f.Applicant.FirstNames == "" {
			c.raise("applicant.first_names")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-MIN-03", Chapter: "enregistrement", Severity: Blocking,
		Source:  sourceMinimum,
		French:  "La date de naissance du demandeur manque ou n'a pas pu être lue : elle est nécessaire pour enregistrer la demande.",
		English: "The applicant's date of birth is missing or could not be read: it is needed to register the demand.",
		Accepts: `{"applicant":{"birth_date":"1980-03-01"}}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx"}}`,
	},
	form: func(f *Form, c *checkup) {
		if !c.association && f.Applicant.BirthDate.IsZero() {
			c.raise("applicant.birth_date")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-MIN-04", Chapter: "enregistrement", Severity: Blocking,
		Source:  Source{"CCH R.441-2-4 d), R.441-2-3", "date de réception de la demande : elle fait courir les délais", Verified},
		French:  "La date de dépôt manque ou n'a pas pu être lue : l'ancienneté de la demande en dépend.",
		English: "The date of deposit is missing or could not be read: the seniority of the demand depends on it.",
		Accepts: `{"deposited_on":"2026-03-01"}`,
		Refuses: `{"renewed_on":"2026-03-01"}`,
	},
	form: func(f *Form, c *checkup) {
		if f.DepositedOn.IsZero() {
			c.raise("deposited_on")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-MIN-05", Chapter: "enregistrement", Severity: Blocking,
		Source:  Source{"CCH R.441-2-2 h) ; interface SNE 02.00/02.01", "au moins une localisation souhaitée avec son code commune", Secondary},
		French:  "Aucune commune souhaitée n'est indiquée : il en faut au moins une.",
		English: "No wanted commune is given: at least one is needed.",
		Accepts: `{"wanted":{"places":[{"commune":"21231"}]}}`,
		Refuses: `{"wanted":{"places":[]}}`,
	},
	form: func(f *Form, c *checkup) {
		if len(f.Wanted.Places) == 0 {
			c.raise("wanted.places")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-MIN-06", Chapter: "enregistrement", Severity: Blocking, Profiles: since2010,
		Source:  Source{"CCH R.441-2-2 h) ; interface SNE 02.00/02.01", "au moins un type de logement souhaité", Secondary},
		French:  "Aucun type de logement souhaité n'est indiqué (C, T1 à T5, T6P) : il en faut au moins un.",
		English: "No wanted type of dwelling is given (C, T1 to T5, T6P): at least one is needed.",
		Accepts: `{"wanted":{"types":["T3"]}}`,
		Refuses: `{"wanted":{"category":"A"}}`,
	},
	form: func(f *Form, c *checkup) {
		if len(f.Wanted.Types) == 0 {
			c.raise("wanted.types")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-MIN-07", Chapter: "enregistrement", Severity: Blocking, Profiles: until2010,
		Source:  Source{"CCH R.441-2-1 (2009)", "minimum de 2000 à 2010 : adresse du demandeur ou de l'association", Verified},
		French:  "L'adresse du demandeur manque : elle est nécessaire pour enregistrer la demande.",
		English: "The applicant's address is missing: it is needed to register the demand.",
		Accepts: `{"applicant":{"used_name":"Zzyzx","address":{"city":"Dijon"}}}`,
		Refuses: `{"association":{"name":"Toit Provisoire"}}`,
	},
	form: func(f *Form, c *checkup) {
		if !c.association && f.Applicant.Address.empty() {
			c.raise("applicant.address")
		}
		if c.association && f.Association.Address.empty() {
			c.raise("association.address")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-MIN-08", Chapter: "enregistrement", Severity: Blocking, Profiles: until2010,
		Source:  Source{"CCH R.441-2-1 (2009)", "minimum de 2000 à 2010 : nombre de personnes à loger", Verified},
		French:  "Le nombre de personnes à loger manque : il est nécessaire pour enregistrer la demande.",
		English: "The number of persons to house is missing: it is needed to register the demand.",
		Accepts: `{"persons_to_house":2}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx"}}`,
	},
	form: func(f *Form, c *checkup) {
		if f.PersonsToHouse == 0 {
			c.raise("persons_to_house")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-MIN-09", Chapter: "enregistrement", Severity: Blocking,
		Source:  Source{"CCH R.441-2-1 (2009), R.441-2-2 (2015)", "personne morale : identité, coordonnées et logement souhaité", Verified},
		French:  "Le nom de l'association manque : il est nécessaire pour enregistrer sa demande.",
		English: "The association's name is missing: it is needed to register its demand.",
		Accepts: `{"association":{"name":"Toit Provisoire"}}`,
		Refuses: `{"association":{"created_on":"1999-01-01"}}`,
	},
	form: func(f *Form, c *checkup) {
		if c.association && f.Association.Name == "" {
			c.raise("association.name")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-MIN-10", Chapter: "enregistrement", Severity: Blocking, Profiles: until2010,
		Source:  Source{"CCH R.441-2-1 (2009)", "minimum de 2000 à 2010 : déjà logé dans le parc social, ou non", Verified},
		French:  "Il n'est pas dit si le demandeur est déjà locataire d'un logement social : la réponse est nécessaire pour enregistrer la demande.",
		English: "It is not said whether the applicant is already a social tenant: the answer is needed to register the demand.",
		Accepts: `{"present_housing":{"social_tenant":false}}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx"}}`,
	},
	form: func(f *Form, c *checkup) {
		if !c.association && !f.Present.SocialTenant.Known() {
			c.raise("present_housing.social_tenant")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-MIN-11", Chapter: "enregistrement", Severity: Blocking, Profiles: until2010,
		Source:  Source{"CCH R.441-2-1 (2009)", "minimum de 2000 à 2010 : date de création de l'association", Verified},
		French:  "La date de création de l'association manque : elle est nécessaire pour enregistrer sa demande.",
		English: "The date of creation of the association is missing: it is needed to register its demand.",
		Accepts: `{"association":{"name":"Toit Provisoire","created_on":"1999-01-01"}}`,
		Refuses: `{"association":{"name":"Toit Provisoire"}}`,
	},
	form: func(f *Form, c *checkup) {
		if c.association && f.Association.CreatedOn.IsZero() {
			c.raise("association.created_on")
		}
	},
}}
