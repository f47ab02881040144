package demand

import (
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/internal/refdata/territories"
)

func count(n int) string { return strconv.Itoa(n) }

var rulesContact = []rule{{
	Rule{
		Code: "DEM-CON-01", Chapter: "coordonnées", Severity: ToConfirm,
		Source:  Source{"CCH R.441-2-2 b)", "forme usuelle d'une adresse de courriel", Inference},
		French:  "L'adresse de courriel n'a pas la forme nom@domaine.fr (point et non virgule, pas de blanc) : la vérifier.",
		English: "The e-mail address is not of the form name@domain.fr (full stop rather than comma, no blank): check it.",
	}, func(f *Form, c *checkup) {
		f.eachAdult(func(p *Person, list string, i int) {
			if p.Email != "" && !plausibleEmail(p.Email) {
				c.raise(adultPath(list, i, "email"))
			}
		})
		if e := f.Association.Email; e != "" && !plausibleEmail(e) {
			c.raise("association.email")
		}
	},
}, {
	Rule{
		Code: "DEM-CON-02", Chapter: "coordonnées", Severity: ToConfirm,
		Source:  Source{"CCH R.441-2-2 b)", "plan de numérotation français : dix chiffres, ou + et indicatif du pays", Inference},
		French:  "Le numéro de téléphone n'a ni dix chiffres ni la forme internationale +33… : le vérifier.",
		English: "The telephone number has neither ten digits nor the international form +33…: check it.",
	}, func(f *Form, c *checkup) {
		f.eachAdult(func(p *Person, list string, i int) {
			for _, phone := range [...]struct{ field, number string }{
				{"home_phone", p.HomePhone}, {"mobile_phone", p.MobilePhone}, {"work_phone", p.WorkPhone},
			} {
				if phone.number != "" && !plausiblePhone(phone.number) {
					c.raise(adultPath(list, i, phone.field))
				}
			}
		})
	},
}, {
	Rule{
		Code: "DEM-CON-03", Chapter: "coordonnées", Severity: ToConfirm,
		Source:  Source{"code officiel géographique", "cinq chiffres ; Corse 2A et 2B ; outre-mer 97", Inference},
		French:  "Le code postal ou le code commune de l'adresse n'a pas cinq caractères valables : le vérifier.",
		English: "The postal code or commune code of the address is not five valid characters: check it.",
	}, func(f *Form, c *checkup) {
		f.eachAdult(func(p *Person, list string, i int) {
			if p.Address.Foreign == Yes {
				return
			}
			if p.Address.PostalCode != "" && !allDigits(p.Address.PostalCode, 5) {
				c.raise(adultPath(list, i, "address.postal_code"))
			}
			if p.Address.Commune != "" && !communeShape(p.Address.Commune) {
				c.raise(adultPath(list, i, "address.commune"))
			}
		})
	},
}, {
	Rule{
		Code: "DEM-CON-04", Chapter: "logement souhaité", Severity: Blocking,
		Source:  Source{"interface SNE 02.00/02.01", "commune souhaitée : code INSEE du code officiel géographique", Secondary},
		French:  "La commune souhaitée n'existe pas dans le code officiel géographique : donner son code INSEE (cinq caractères).",
		English: "The wanted commune is not in the official geographic code: give its INSEE code (five characters).",
	}, func(f *Form, c *checkup) {
		for i := range f.Wanted.Places {
			if _, ok := territories.Current(f.Wanted.Places[i].Commune); !ok {
				c.raise(at("wanted.places", i, "commune"))
			}
		}
	},
}, {
	Rule{
		Code: "DEM-CON-05", Chapter: "logement souhaité", Severity: Information,
		Source:  Source{"code officiel géographique 2010-2026", "communes fusionnées ou dont le code a changé", Verified},
		Params:  []string{"current"},
		French:  "La commune souhaitée a changé de code depuis : elle est aujourd'hui dans la commune {current}.",
		English: "The wanted commune has changed code since: it is today in commune {current}.",
	}, func(f *Form, c *checkup) {
		for i := range f.Wanted.Places {
			code := f.Wanted.Places[i].Commune
			if _, today := territories.Commune(code); today {
				continue
			}
			if _, district := territories.District(code); district {
				continue
			}
			if current, ok := territories.Current(code); ok {
				c.raise(at("wanted.places", i, "commune"), current)
			}
		}
	},
}}

func plausibleEmail(s string) bool {
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || strings.ContainsAny(s, " ,;\t") || strings.Contains(domain, "@") {
		return false
	}
	dot := strings.LastIndexByte(domain, '.')
	return dot > 0 && dot < len(domain)-1
}

func plausiblePhone(s string) bool {
	n, plus := 0, strings.HasPrefix(s, "+")
	for _, r := range strings.TrimPrefix(s, "+") {
		switch {
		case r >= '0' && r <= '9':
			n++
		case !strings.ContainsRune(" .-/()\u00a0\u202f", r):
			return false
		}
	}
	if plus || strings.HasPrefix(s, "00") {
		return n >= 8 && n <= 17
	}
	return n == 10
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
