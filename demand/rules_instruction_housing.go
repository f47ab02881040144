package demand

var rulesInstructionHousing = []rule{{
	Rule: Rule{
		Code: "DEM-INS-17", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  rubric("f", Verified),
		French:  "La situation de logement actuelle manque : en cocher au moins une.",
		English: "The present housing situation is missing: tick at least one.",
		Accepts: `{"present_housing":{"kinds":["CP"]}}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx"}}`,
	},
	form: func(f *Form, c *checkup) {
		if !c.association && len(f.Present.Kinds) == 0 {
			c.raise("present_housing.kinds")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-18", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  Source{"Cerfa 14069*05, F23", "nombre de personnes dans le logement actuel", Secondary},
		French:  "Le nombre d'occupants du logement actuel manque : l'indiquer.",
		English: "The number of occupants of the present dwelling is missing: give it.",
		Accepts: `{"present_housing":{"kinds":["CP"],"occupants":4}}`,
		Refuses: `{"present_housing":{"kinds":["CP"]}}`,
	},
	form: func(f *Form, c *checkup) {
		if !c.association && f.Present.Occupants == 0 && !f.lives(HousingKindSD) {
			c.raise("present_housing.occupants")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-19", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  rubric("f", Inference),
		French:  "Le loyer du logement actuel manque : il permet de comparer la charge de logement.",
		English: "The rent of the present dwelling is missing: it allows the cost of housing to be compared.",
		Accepts: `{"present_housing":{"kinds":["LP"],"monthly_rent":"480"}}`,
		Refuses: `{"present_housing":{"kinds":["LP"]}}`,
	},
	form: func(f *Form, c *checkup) {
		if !f.Present.MonthlyRent.Valid && (f.lives(HousingKindLP) || f.lives(HousingKindHLM)) {
			c.raise("present_housing.monthly_rent")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-20", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  rubric("f", Inference),
		French:  "Le demandeur est locataire du parc social et le nom de son bailleur manque : l'indiquer, car ce bailleur est concerné par la mutation.",
		English: "The applicant is a social tenant and the name of the landlord is missing: give it, for a transfer concerns that landlord.",
		Accepts: `{"present_housing":{"kinds":["HLM"],"landlord":"Bailleur des Essais"}}`,
		Refuses: `{"present_housing":{"kinds":["HLM"]}}`,
	},
	form: func(f *Form, c *checkup) {
		if f.Present.Landlord == "" && f.lives(HousingKindHLM) {
			c.raise("present_housing.landlord")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-21", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  Source{"Cerfa 14069*05, F48", "propriété d'un autre logement : un logement adapté aux besoins peut motiver un refus (CCH L.441-2-2)", Secondary},
		French:  "Il n'est pas dit si le foyer est propriétaire d'un logement : répondre oui ou non.",
		English: "It is not said whether the household owns a dwelling: answer yes or no.",
		Accepts: `{"version":"14069*05","present_housing":{"owner":false}}`,
		Refuses: `{"version":"14069*05","present_housing":{"kinds":["LP"]}}`,
	},
	form: func(f *Form, c *checkup) {
		if !c.association && f.Version == Form05 && !f.Present.Owner.Known() {
			c.raise("present_housing.owner")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-22", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  rubric("g", Verified),
		French:  "Aucun motif de la demande n'est donné : les indiquer, le principal d'abord.",
		English: "No reason for the demand is given: give them, the main one first.",
		Accepts: `{"reasons":[{"code":"13"}]}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx"}}`,
	},
	form: func(f *Form, c *checkup) {
		if !c.association && len(f.Reasons) == 0 {
			c.raise("reasons")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-23", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  rubric("h", Verified),
		French:  "La catégorie de logement souhaitée manque (appartement, maison, indifférent).",
		English: "The wanted category of dwelling is missing (flat, house, either).",
		Accepts: `{"wanted":{"category":"I"}}`,
		Refuses: `{"wanted":{"types":["T3"]}}`,
	},
	form: func(f *Form, c *checkup) {
		if f.Wanted.Category == "" {
			c.raise("wanted.category")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-24", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  Source{"interface SNE 02.00/02.01", "demande élargie : oui ou non, obligatoire dans l'interface", Secondary},
		French:  "Il n'est pas dit si d'autres communes seraient acceptées (demande élargie) : le système national attend oui ou non.",
		English: "It is not said whether other communes would be accepted (extended demand): the national system expects yes or no.",
		Accepts: `{"wanted":{"extended":false}}`,
		Refuses: `{"wanted":{"types":["T3"]}}`,
	},
	form: func(f *Form, c *checkup) {
		if !f.Wanted.Extended.Known() {
			c.raise("wanted.extended")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-25", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  Source{"Cerfa 14069*05, G2", "nombre de personnes à loger", Secondary},
		French:  "Le nombre de personnes à loger manque : l'indiquer.",
		English: "The number of persons to house is missing: give it.",
		Accepts: `{"persons_to_house":2}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx"}}`,
	},
	form: func(f *Form, c *checkup) {
		if !c.association && f.PersonsToHouse == 0 {
			c.raise("persons_to_house")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-26", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  rubric("i", Verified),
		French:  "Un logement adapté est demandé, ou le handicap est un motif : le complément handicap de la personne concernée manque ; le joindre.",
		English: "An adapted dwelling is asked for, or disability is a reason: the disability supplement of the person concerned is missing; join it.",
		Accepts: `{"wanted":{"adapted":true},"disabilities":[{"person":"applicant","state":"STA"}]}`,
		Refuses: `{"reasons":[{"code":"07"}]}`,
	},
	form: func(f *Form, c *checkup) {
		if len(f.Disabilities) == 0 && (f.Wanted.Adapted == Yes || f.reason(ReasonCode07) >= 0) {
			c.raise("disabilities")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-27", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  rubric("i", Inference),
		French:  "Le complément handicap ne dit pas quelle personne il concerne : la désigner.",
		English: "The disability supplement does not say which person it is about: name the person.",
		Accepts: `{"disabilities":[{"person":"applicant","state":"STA"}]}`,
		Refuses: `{"disabilities":[{"state":"STA"}]}`,
	},
	form: func(f *Form, c *checkup) {
		for i := range f.Disabilities {
			if f.Disabilities[i].Person == "" {
				c.raise(c.at("disabilities", i, "person"))
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-INS-28", Chapter: "instruction", Severity: Information, Profiles: since2010,
		Source:  Source{"notice 51423#05", "le nom de naissance est un champ marqué d'une étoile du formulaire *05, pour le demandeur et le codemandeur", Secondary},
		French:  "Le formulaire *05 demande le nom de naissance de la personne, même s'il est celui qu'elle porte : il manque.",
		English: "Form *05 asks for the person's birth name, even if it is the name in use: it is missing.",
		Accepts: `{"version":"14069*05","applicant":{"used_name":"Zzyzx","birth_name":"Zzyzx"}}`,
		Refuses: `{"version":"14069*05","applicant":{"used_name":"Zzyzx"}}`,
	},
	adult: func(p *Person, c *checkup) {
		if p.BirthName == "" && c.form.Version == Form05 {
			c.raiseAdult("birth_name")
		}
	},
}}
