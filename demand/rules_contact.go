package demand

import (
	"strings"

	"github.com/fichier-unique/rules/internal/refdata/territories"
)

var rulesContact = []rule{{
	Rule: Rule{
		Code: "DEM-CON-01", Chapter: "coordonnées", Severity: ToConfirm,
		Source:  Source{"CCH R.441-2-2 b)", "forme usuelle d'une adresse de courriel", Inference},
		French:  "L'adresse de courriel n'a pas la forme nom@domaine.fr (point et non virgule, pas de blanc) : la vérifier.",
		English: "The e-mail address is not of the form name@domain.fr (full stop rather than comma, no blank): check it.",
		Accepts: `{"applicant":{"email":"zzyzx@example.org"}}`,
		Refuses: `{"applicant":{"email":"zzyzx@example,org"}}`,
	},
	adult: func(p *Person, c *checkup) {
		if p.Email != "" && !plausibleEmail(p.Email) {
			c.raiseAdult("email")
		}
	},
	form: func(f *Form, c *checkup) {
		if e := f.Association.Email; e != "" && !plausibleEmail(e) {
			c.raise("association.email")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-CON-02", Chapter: "coordonnées", Severity: ToConfirm,
		Source:  Source{"CCH R.441-2-2 b)", "plan de numérotation français : dix chiffres, ou + et indicatif du pays", Inference},
		French:  "Le numéro de téléphone n'a ni dix chiffres ni la forme internationale +33… : le vérifier.",
		English: "The telephone number has neither ten digits nor the international form +33…: check it.",
		Accepts: `{"applicant":{"mobile_phone":"06 39 98 12 34","home_phone":"+33 1 99 00 12 34"}}`,
		Refuses: `{"applicant":{"mobile_phone":"639981234"}}`,
	},
	adult: func(p *Person, c *checkup) {
		for _, phone := range [...]struct{ field, number string }{
			{"home_phone", p.HomePhone}, {"mobile_phone", p.MobilePhone}, {"work_phone", p.WorkPhone},
		} {
			if phone.number != "" && !plausiblePhone(phone.number) {
				c.raiseAdult(phone.field)
			}
		}
	},
	form: func(f *Form, c *checkup) {
		if n := f.Association.Phone; n != "" && !plausiblePhone(n) {
			c.raise("association.phone")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-CON-03", Chapter: "coordonnées", Severity: ToConfirm,
		Source:  Source{"code officiel géographique", "cinq chiffres ; Corse 2A et 2B ; outre-mer 97", Inference},
		French:  "Le code postal ou le code commune de l'adresse n'a pas cinq caractères valables : le vérifier.",
		English: "The postal code or commune code of the address is not five valid characters: check it.",
		Accepts: `{"applicant":{"address":{"postal_code":"20000","commune":"2A004"}}}`,
		Refuses: `{"applicant":{"address":{"postal_code":"2100","commune":"21231"}}}`,
	},
	adult: func(p *Person, c *checkup) {
		if field := wrongAddress(&p.Address); field != "" {
			c.raiseAdult("address." + field)
		}
	},
	form: func(f *Form, c *checkup) {
		if field := wrongAddress(&f.Association.Address); field != "" {
			c.raise("association.address." + field)
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-CON-04", Chapter: "logement souhaité", Severity: Blocking,
		Source:  Source{"interface SNE 02.00/02.01", "commune souhaitée : code INSEE du code officiel géographique", Secondary},
		French:  "La commune souhaitée n'existe pas dans le code officiel géographique : donner son code INSEE (cinq caractères).",
		English: "The wanted commune is not in the official geographic code: give its INSEE code (five characters).",
		Accepts: `{"wanted":{"places":[{"commune":"2B033"},{"commune":"75113"}]}}`,
		Refuses: `{"wanted":{"places":[{"commune":"21999"}]}}`,
	},
	form: func(f *Form, c *checkup) {
		for i := range f.Wanted.Places {
			if _, ok := territories.Current(f.Wanted.Places[i].Commune); !ok {
				c.raise(c.at("wanted.places", i, "commune"))
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-CON-05", Chapter: "logement souhaité", Severity: Information,
		Source:  Source{"code officiel géographique 2010-2026", "communes fusionnées ou dont le code a changé", Verified},
		Params:  []string{"current"},
		French:  "La commune souhaitée a changé de code depuis : elle est aujourd'hui dans la commune {current}.",
		English: "The wanted commune has changed code since: it is today in commune {current}.",
		Accepts: `{"wanted":{"places":[{"commune":"01138"}]}}`,
		Refuses: `{"wanted":{"places":[{"commune":"01039"}]}}`,
	},
	form: func(f *Form, c *checkup) {
		for i := range f.Wanted.Places {
			if current, gone := goneInto(f.Wanted.Places[i].Commune); gone {
				c.raise(c.at("wanted.places", i, "commune"), current)
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-CON-06", Chapter: "coordonnées", Severity: ToConfirm,
		Source:  Source{"code officiel géographique ; codes postaux de La Poste", "une commune a un ou plusieurs codes postaux ; Paris, Lyon et Marseille par arrondissement", Inference},
		French:  "Le code postal n'est pas un de ceux de la commune : corriger l'un des deux (un code CEDEX n'est pas celui d'une commune).",
		English: "The postal code is not one of the commune's: correct one of the two (a CEDEX code is not that of a commune).",
		Accepts: `{"applicant":{"address":{"postal_code":"75116","commune":"75116"}}}`,
		Refuses: `{"applicant":{"address":{"postal_code":"21200","commune":"21231"}}}`,
	},
	adult: func(p *Person, c *checkup) {
		if postalMismatch(&p.Address) {
			c.raiseAdult("address.postal_code")
		}
	},
	form: func(f *Form, c *checkup) {
		if postalMismatch(&f.Association.Address) {
			c.raise("association.address.postal_code")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-CON-07", Chapter: "coordonnées", Severity: ToConfirm,
		Source:  Source{"code officiel géographique", "le code commune d'une adresse française existe, ou a existé depuis 2010", Inference},
		French:  "La commune de l'adresse n'existe pas dans le code officiel géographique : vérifier son code INSEE.",
		English: "The commune of the address is not in the official geographic code: check its INSEE code.",
		Accepts: `{"applicant":{"address":{"commune":"01039"}}}`,
		Refuses: `{"applicant":{"address":{"commune":"21999"}}}`,
	},
	adult: func(p *Person, c *checkup) {
		if unknownCommune(&p.Address) {
			c.raiseAdult("address.commune")
		}
	},
	form: func(f *Form, c *checkup) {
		if unknownCommune(&f.Association.Address) {
			c.raise("association.address.commune")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-CON-08", Chapter: "coordonnées", Severity: ToConfirm,
		Source:  Source{"Cerfa 14069", "adresse à l'étranger : le pays est nécessaire pour écrire au demandeur", Inference},
		French:  "L'adresse est à l'étranger et le pays manque : le donner, faute de quoi aucun courrier n'arrive.",
		English: "The address is abroad and the country is missing: give it, or no letter will arrive.",
		Accepts: `{"applicant":{"address":{"foreign":true,"city":"Liège","country":"Belgique"}}}`,
		Refuses: `{"applicant":{"address":{"foreign":true,"city":"Liège"}}}`,
	},
	adult: func(p *Person, c *checkup) {
		if p.Address.Foreign == Yes && p.Address.Country == "" {
			c.raiseAdult("address.country")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-CON-09", Chapter: "coordonnées", Severity: Information,
		Source:  Source{"plan de numérotation français", "un numéro mobile commence par 06 ou 07 (ou +33 6, +33 7)", Inference},
		French:  "Le numéro donné comme mobile est celui d'un poste fixe : aucun message écrit n'y arrivera.",
		English: "The number given as mobile is that of a landline: no text message will reach it.",
		Accepts: `{"applicant":{"mobile_phone":"+33 7 39 98 12 34"}}`,
		Refuses: `{"applicant":{"mobile_phone":"01 99 00 12 34"}}`,
	},
	adult: func(p *Person, c *checkup) {
		if landline(p.MobilePhone) {
			c.raiseAdult("mobile_phone")
		}
	},
}}

// plausibleEmail wants something, one @, something, a full stop, something, and
// none of the signs typed by mistake.
func plausibleEmail(s string) bool {
	at, dot := -1, -1
	for i := range len(s) {
		switch s[i] {
		case '@':
			if at >= 0 {
				return false
			}
			at = i
		case '.':
			dot = i
		case ' ', ',', ';', '\t':
			return false
		}
	}
	return at > 0 && dot > at+1 && dot < len(s)-1
}

func plausiblePhone(s string) bool {
	n, plus := 0, strings.HasPrefix(s, "+")
	for _, r := range strings.TrimPrefix(s, "+") {
		switch r {
		case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
			n++
		case ' ', '.', '-', '/', '(', ')', '\u00a0', '\u202f':
		default:
			return false
		}
	}
	if plus || strings.HasPrefix(s, "00") {
		return n >= 8 && n <= 17
	}
	return n == 10
}

// landline reports a French number of a fixed line: 01 to 05, or 09.
func landline(s string) bool {
	if len(s) > 3 && strings.HasPrefix(s, "+33") {
		s = strings.TrimLeft(s[3:], " .-(0)")
	} else if len(s) > 2 && s[0] == '0' && s[1] != '0' {
		s = s[1:]
	} else {
		return false
	}
	return s != "" && (s[0] >= '1' && s[0] <= '5' || s[0] == '9')
}

func allDigits(s string, n int) bool {
	_, ok := digits(s)
	return ok && len(s) == n
}

// communeShape reports the shape of an INSEE code: five digits, or 2A or 2B and three digits.
func communeShape(s string) bool {
	if len(s) != 5 {
		return false
	}
	if s[0] == '2' && (s[1] == 'A' || s[1] == 'B') {
		return allDigits(s[2:], 3)
	}
	return allDigits(s, 5)
}

// wrongAddress names the field of a French address whose shape is wrong, or "".
func wrongAddress(a *Address) string {
	switch {
	case a.Foreign == Yes:
	case a.PostalCode != "" && !allDigits(a.PostalCode, 5):
		return "postal_code"
	case a.Commune != "" && !communeShape(a.Commune):
		return "commune"
	}
	return ""
}

func unknownCommune(a *Address) bool {
	if a.Commune == "" || a.Foreign == Yes || !communeShape(a.Commune) {
		return false
	}
	_, ok := territories.Current(a.Commune)
	return !ok
}

// goneInto gives the commune into which a commune has gone since 2010; false
// for a commune of today, a district, and a code that is none.
func goneInto(code string) (string, bool) {
	current, ok := territories.Current(code)
	if !ok || current == code {
		return "", false
	}
	if _, district := territories.District(code); district {
		return "", false
	}
	return current, true
}

// postalMismatch reports a French address whose postal code is not one of its
// commune's. It says nothing of an unknown commune nor of a code of wrong shape.
func postalMismatch(a *Address) bool {
	if a.Foreign == Yes || a.Commune == "" || !allDigits(a.PostalCode, 5) {
		return false
	}
	if city, district := territories.District(a.Commune); district {
		return !districtHas(city, a.Commune, a.PostalCode)
	}
	current, ok := territories.Current(a.Commune)
	return ok && !territories.HasPostalCode(current, a.PostalCode)
}

// districtHas reports the postal code of a district of Paris, Lyon or Marseille:
// 75113 is 75013 (75116 also has its own), 69385 is 69005, 13208 is 13008.
func districtHas(city, code, postal string) bool {
	switch city {
	case "69123":
		return postal[:4] == "6900" && postal[4] == code[4]
	case "13055":
		return postal[:3] == "130" && postal[3:] == code[3:]
	}
	return postal[:3] == "750" && postal[3:] == code[3:] || code == "75116" && postal == "75116"
}
