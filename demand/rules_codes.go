package demand

import (
	"strings"
	"sync"
)

var rulesCodes = []rule{{
	Rule: Rule{
		Code: "DEM-COD-01", Chapter: "codes", Severity: Blocking,
		Source:  Source{"arrêté du 25 novembre 2010, cahier des charges §3", "mêmes contrôles de validité que le système national ; listes de codes de l'interface 02.00/02.01", Secondary},
		Params:  []string{"list", "codes"},
		French:  "Le code donné n'est pas dans la liste « {list} ». Codes admis : {codes}.",
		English: "The code given is not in the list “{list}”. Admitted codes: {codes}.",
		Accepts: `{"applicant":{"civility":"2"},"wanted":{"types":["T6P"]}}`,
		Refuses: `{"wanted":{"types":["T6"]}}`,
	},
	adult: checkPersonCodes,
	form:  checkCodes,
}, {
	Rule: Rule{
		Code: "DEM-COD-02", Chapter: "codes", Severity: Blocking,
		Source:  Source{"CCH R.441-2-2", "versions connues du formulaire Cerfa 14069", Secondary},
		French:  "La version du formulaire n'est pas connue : écrire 14069*01 à 14069*05.",
		English: "The version of the form is not known: write 14069*01 to 14069*05.",
		Accepts: `{"version":"14069*05"}`,
		Refuses: `{"version":"14069*06"}`,
	},
	form: func(f *Form, c *checkup) {
		if f.Version != "" && !f.Version.Known() {
			c.raise("version")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-COD-03", Chapter: "codes", Severity: Blocking,
		Source:  Source{"arrêté du 23 mars 2015, cahier des charges §4", "origine admise d'une information : le demandeur, une pièce, un tiers validé par le demandeur", Verified},
		French:  "L'origine d'une valeur doit être « applicant » (le demandeur), « paper » (une pièce) ou « third_party » (un tiers, validé par le demandeur).",
		English: "The origin of a value must be “applicant”, “paper” or “third_party” (validated by the applicant).",
		Accepts: `{"origins":[{"path":"","kind":"paper"}]}`,
		Refuses: `{"origins":[{"path":"","kind":"neighbour"}]}`,
	},
	form: func(f *Form, c *checkup) {
		for i := range f.Origins {
			if !f.Origins[i].Kind.Known() {
				c.raise(c.at("origins", i, "kind"))
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-COD-04", Chapter: "codes", Severity: Blocking,
		Source:  Source{"arrêté du 23 mars 2015, cahier des charges §4", "une donnée d'un tiers n'est enregistrée que si le demandeur l'a validée", Verified},
		French:  "Une valeur reçue d'un tiers n'est enregistrée que si le demandeur l'a validée.",
		English: "A value received from a third party is recorded only if the applicant validated it.",
		Accepts: `{"origins":[{"path":"applicant.income","kind":"third_party","validated":true}]}`,
		Refuses: `{"origins":[{"path":"applicant.income","kind":"third_party"}]}`,
	},
	form: func(f *Form, c *checkup) {
		for i := range f.Origins {
			if f.Origins[i].Kind == FromThirdParty && f.Origins[i].Validated != Yes {
				c.raise(c.at("origins", i, "validated"))
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-COD-05", Chapter: "codes", Severity: ToConfirm,
		Source:  Source{"arrêtés des 14 juin 2010, 24 juillet 2013, 6 août 2018 ; Cerfa 14069", "jours d'usage de chaque version du formulaire ; l'ancien formulaire est écarté au 10 septembre 2019", Secondary},
		French:  "Cette version du formulaire n'était pas en usage le jour du dépôt ou du renouvellement : vérifier la version ou la date.",
		English: "This version of the form was not in use on the day of deposit or renewal: check the version or the date.",
		Accepts: `{"version":"14069*02","deposited_on":"2018-10-01"}`,
		Refuses: `{"version":"14069*02","deposited_on":"2019-09-10"}`,
	},
	form: func(f *Form, c *checkup) {
		if f.Version.Known() && !f.DepositedOn.IsZero() && !f.Version.usedOn(f.DepositedOn) && !f.Version.usedOn(f.RenewedOn) {
			c.raise("version")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-COD-06", Chapter: "codes", Severity: ToConfirm,
		Source:  Source{"notice 51423#05", "« Mademoiselle » a disparu du formulaire *05", Secondary},
		French:  "Le formulaire *05 n'a plus la civilité « Mademoiselle » : écrire « Madame » (2), ou vérifier la version.",
		English: "Form *05 no longer has the civility “Mademoiselle”: write “Madame” (2), or check the version.",
		Accepts: `{"version":"14069*04","applicant":{"civility":"3"}}`,
		Refuses: `{"version":"14069*05","applicant":{"civility":"3"}}`,
	},
	adult: func(p *Person, c *checkup) {
		if p.Civility == Civility3 && c.form.Version == Form05 {
			c.raiseAdult("civility")
		}
	},
}}

// bad reports whether a code is present and not in its list.
func bad[C Code](c C) bool { return c != "" && !c.Known() }

// admitted gives the codes of each list, written once for all faults.
var admitted = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, list := range CodeLists() {
		codes := make([]string, len(list.Entries))
		for i, e := range list.Entries {
			codes[i] = e.Code
		}
		out[list.Name] = strings.Join(codes, ", ")
	}
	return out
})

func raiseCode[C Code](c *checkup, code C, path string) {
	name := code.ListName()
	c.raise(path, name, admitted()[name])
}

func checkCodes(f *Form, c *checkup) {
	for i := range f.CoHolders {
		if l := f.CoHolders[i].Link; bad(l) {
			raiseCode(c, l, c.at("co_holders", i, "link"))
		}
	}
	for i := range f.Dependants {
		d := &f.Dependants[i]
		if bad(d.Sex) {
			raiseCode(c, d.Sex, c.at("dependants", i, "sex"))
		}
		if bad(d.Kinship) {
			raiseCode(c, d.Kinship, c.at("dependants", i, "kinship"))
		}
	}
	for i := range f.Custody {
		d := &f.Custody[i]
		if bad(d.Sex) {
			raiseCode(c, d.Sex, c.at("custody", i, "sex"))
		}
		if bad(d.Arrangement) {
			raiseCode(c, d.Arrangement, c.at("custody", i, "arrangement"))
		}
	}
	checkHousingCodes(f, c)
	checkDisabilityCodes(f, c)
}

func checkPersonCodes(p *Person, c *checkup) {
	if bad(p.Civility) {
		raiseCode(c, p.Civility, c.adultPath("civility"))
	}
	if bad(p.Sex) {
		raiseCode(c, p.Sex, c.adultPath("sex"))
	}
	if bad(p.Nationality) {
		raiseCode(c, p.Nationality, c.adultPath("nationality"))
	}
	if bad(p.FamilySituation) {
		raiseCode(c, p.FamilySituation, c.adultPath("family_situation"))
	}
	if bad(p.Work.Situation) {
		raiseCode(c, p.Work.Situation, c.adultPath("work.situation"))
	}
	badResources(p.Received, "received", c)
	badResources(p.DependantsReceived, "dependants_received", c)
	badPayments(p.Paid, "paid", c)
	badPayments(p.DependantsPaid, "dependants_paid", c)
}

func badResources(all []Resource, list string, c *checkup) {
	for k := range all {
		if !all[k].Code.Known() {
			raiseCode(c, all[k].Code, c.adultPath(c.at(list, k, "code")))
		}
	}
}

func badPayments(all []Payment, list string, c *checkup) {
	for k := range all {
		if !all[k].Code.Known() {
			raiseCode(c, all[k].Code, c.adultPath(c.at(list, k, "code")))
		}
	}
}

// badIn raises the unknown codes of a list of codes. The list stands in an
// element of another one when rank is not negative: at("disabilities", 0, "aids").
func badIn[C Code](c *checkup, codes []C, outer string, rank int, list string) {
	for i, code := range codes {
		if code.Known() {
			continue
		}
		path := list
		if rank >= 0 {
			path = c.at(outer, rank, list)
		}
		raiseCode(c, code, c.at(path, i, ""))
	}
}

func checkHousingCodes(f *Form, c *checkup) {
	badIn(c, f.Present.Kinds, "", -1, "present_housing.kinds")
	if bad(f.Present.Category) {
		raiseCode(c, f.Present.Category, "present_housing.category")
	}
	if bad(f.Present.Type) {
		raiseCode(c, f.Present.Type, "present_housing.type")
	}
	if bad(f.Wanted.Category) {
		raiseCode(c, f.Wanted.Category, "wanted.category")
	}
	badIn(c, f.Wanted.Types, "", -1, "wanted.types")
	for i := range f.Reasons {
		if code := f.Reasons[i].Code; !code.Known() {
			raiseCode(c, code, c.at("reasons", i, "code"))
		}
	}
}

func checkDisabilityCodes(f *Form, c *checkup) {
	for i := range f.Disabilities {
		d := &f.Disabilities[i]
		if bad(d.State) {
			raiseCode(c, d.State, c.at("disabilities", i, "state"))
		}
		if bad(d.Steps) {
			raiseCode(c, d.Steps, c.at("disabilities", i, "steps"))
		}
		badIn(c, d.Motor, "disabilities", i, "motor")
		badIn(c, d.Sensory, "disabilities", i, "sensory")
		badIn(c, d.Aids, "disabilities", i, "aids")
		badIn(c, d.Equipment, "disabilities", i, "equipment")
	}
}

// usedOn reports whether one of the layouts of the version was in use that day.
func (v FormVersion) usedOn(day Date) bool {
	for i := range layouts {
		if l := &layouts[i]; l.Version == v && !day.IsZero() && !day.Before(l.From) && !day.After(l.To) {
			return true
		}
	}
	return false
}
