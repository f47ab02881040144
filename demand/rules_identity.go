package demand

import (
	"strings"
	"unicode"
)

var rulesIdentity = []rule{{
	Rule: Rule{
		Code: "DEM-IDE-01", Chapter: "identité", Severity: ToConfirm,
		Source:  Source{"CCH R.441-2-2 a)", "un nom ou un prénom s'écrit sans chiffre", Inference},
		French:  "Le nom ou le prénom contient un chiffre ou le signe @ : vérifier que la colonne ou le champ est le bon.",
		English: "The name or first name holds a digit or the sign @: check that the column or field is the right one.",
		Accepts: `{"applicant":{"used_name":"Zzyzx","first_names":"Anne-Lise"}}`,
		Refuses: `{"applicant":{"used_name":"Zzyzx 21000"}}`,
	},
	adult: func(p *Person, c *checkup) {
		for _, n := range [...]struct{ field, text string }{{"used_name", p.UsedName}, {"birth_name", p.BirthName}, {"first_names", p.FirstNames}} {
			if notAName(n.text) {
				c.raiseAdult(n.field)
			}
		}
	},
	form: func(f *Form, c *checkup) {
		for i := range f.Dependants {
			d := &f.Dependants[i]
			if notAName(d.Name) {
				c.raise(c.at("dependants", i, "name"))
			}
			if notAName(d.FirstNames) {
				c.raise(c.at("dependants", i, "first_names"))
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-IDE-02", Chapter: "identité", Severity: ToConfirm,
		Source:  Source{"interface SNE 02.00/02.01", "civilité 1 Monsieur, 2 Madame, 3 Mademoiselle ; sexe M, F", Inference},
		French:  "La civilité et le sexe se contredisent : corriger l'un des deux.",
		English: "The civility and the sex contradict each other: correct one of the two.",
		Accepts: `{"applicant":{"civility":"2","sex":"F"}}`,
		Refuses: `{"applicant":{"civility":"2","sex":"M"}}`,
	},
	adult: func(p *Person, c *checkup) {
		if otherSex(p) {
			c.raiseAdult("sex")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-IDE-03", Chapter: "identité", Severity: ToConfirm,
		Source:  Source{"décret 2017-917 (numéro de sécurité sociale)", "le numéro de sécurité sociale n'est pas gardé dans le fichier local ni sur les copies papier", Secondary},
		French:  "Un texte libre semble contenir un numéro de sécurité sociale : le retirer, le fichier n'a pas à le garder.",
		English: "A free text seems to hold a social security number: remove it, the file is not to keep it.",
		Accepts: `{"remarks":"Joindre le 06 39 98 12 34 après 18 h, dossier 02110100001232100."}`,
		Refuses: `{"remarks":"Mon numéro : 2 85 05 21 999 999 28"}`,
	},
	adult: func(p *Person, c *checkup) {
		for _, t := range [...]struct{ field, text string }{{"work.profession", p.Work.Profession}, {"work.employer", p.Work.Employer}, {"address.complement", p.Address.Complement}} {
			if looksLikeNIR(t.text) {
				c.raiseAdult(t.field)
			}
		}
	},
	form: func(f *Form, c *checkup) {
		if looksLikeNIR(f.Remarks) {
			c.raise("remarks")
		}
		for i := range f.Reasons {
			if looksLikeNIR(f.Reasons[i].Detail) {
				c.raise(c.at("reasons", i, "detail"))
			}
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-IDE-04", Chapter: "association", Severity: ToConfirm,
		Source:  Source{"répertoire SIRENE", "quatorze chiffres, clé de Luhn (La Poste exceptée)", Inference},
		French:  "Le SIRET de l'association n'a pas quatorze chiffres ou sa clé est fausse : le vérifier sur l'avis de situation.",
		English: "The association's SIRET has not fourteen digits or its check digit is wrong: check it on the registration notice.",
		Accepts: `{"association":{"name":"Toit Provisoire","siret":"73282932000074"}}`,
		Refuses: `{"association":{"name":"Toit Provisoire","siret":"73282932000075"}}`,
	},
	form: func(f *Form, c *checkup) {
		if s := f.Association.SIRET; s != "" && !validSIRET(s) {
			c.raise("association.siret")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-IDE-05", Chapter: "guichet", Severity: ToConfirm,
		Source:  Source{"arrêté du 7 novembre 2000", "code du service enregistreur : cinq chiffres ou lettres capitales, relevés sur des numéros publiés", Secondary},
		French:  "Le code du guichet n'a pas cinq chiffres ou lettres capitales : le vérifier auprès du gestionnaire.",
		English: "The code of the desk is not five digits or capital letters: check it with the manager.",
		Accepts: `{"desk":"G1104"}`,
		Refuses: `{"desk":"g110"}`,
	},
	form: func(f *Form, c *checkup) {
		if f.Desk != "" && !deskShape(f.Desk) {
			c.raise("desk")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-IDE-06", Chapter: "identité", Severity: Blocking,
		Source:  Source{"XML 1.0, §2.2 ; Unicode, annexe 9", "l'interface nationale ne transporte pas les signes de commande ; ceux du sens d'écriture retournent ce qui les suit", Inference},
		French:  "Le nom ou le prénom contient un signe qui ne se voit pas (tabulation, fin de ligne, sens d'écriture) : l'effacer et saisir de nouveau.",
		English: "The name or first name holds a sign that is not seen (tab, end of line, direction of writing): erase it and type again.",
		Accepts: `{"applicant":{"used_name":"D’Épinoy L’Œuvre","first_names":"Anaïs Zoé"}}`,
		Refuses: `{"custody":[{"first_names":"Co\tlin"}]}`,
	},
	adult: func(p *Person, c *checkup) {
		for _, n := range [...]struct{ field, text string }{{"used_name", p.UsedName}, {"birth_name", p.BirthName}, {"first_names", p.FirstNames}} {
			if unseen(n.text) {
				c.raiseAdult(n.field)
			}
		}
	},
	form: func(f *Form, c *checkup) {
		if unseen(f.Association.Name) {
			c.raise("association.name")
		}
		for i := range f.Dependants {
			d := &f.Dependants[i]
			if unseen(d.Name) {
				c.raise(c.at("dependants", i, "name"))
			}
			if unseen(d.FirstNames) {
				c.raise(c.at("dependants", i, "first_names"))
			}
		}
		for i := range f.Custody {
			d := &f.Custody[i]
			if unseen(d.Name) {
				c.raise(c.at("custody", i, "name"))
			}
			if unseen(d.FirstNames) {
				c.raise(c.at("custody", i, "first_names"))
			}
		}
	},
}}

// otherSex reports a civility of one sex and the other sex.
func otherSex(p *Person) bool {
	return p.Civility == Civility1 && p.Sex == SexF || (p.Civility == Civility2 || p.Civility == Civility3) && p.Sex == SexM
}

// notAName reports a digit or an @.
func notAName(s string) bool {
	for i := range len(s) {
		if isDigit(s[i]) || s[i] == '@' {
			return true
		}
	}
	return false
}

// unseen reports a control character, or one that changes the direction of what is
// written after it.
func unseen(s string) bool {
	for _, r := range s {
		if r < ' ' || r >= 0x7f && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return true
		}
	}
	return false
}

// looksLikeNIR finds a social security number (NIR) in a text: thirteen signs,
// or fifteen with the key, blanks, dots and hyphens aside, that begin with a
// sex, a year and a month.
func looksLikeNIR(text string) bool {
	if len(text) < 13 {
		return false
	}
	var run [16]byte
	n := 0
	for i := range len(text) + 1 {
		switch {
		case i < len(text) && (isDigit(text[i]) || corsican(run[:min(n, len(run))], text[i])):
			if n < len(run) {
				run[n] = text[i]
			}
			n++
		case i < len(text) && (text[i] == ' ' || text[i] == '.' || text[i] == '-'):
		default:
			if (n == 13 || n == 15) && nirShape(run[:]) {
				return true
			}
			n = 0
		}
	}
	return false
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// corsican accepts the letter of 2A and 2B, at its place only.
func corsican(before []byte, b byte) bool {
	return len(before) == 6 && before[5] == '2' && (b == 'A' || b == 'B')
}

// nirShape checks the sex and the month: 01 to 12, or the conventional 20 to 42
// and 50 and over.
func nirShape(run []byte) bool {
	month := int(run[3]-'0')*10 + int(run[4]-'0')
	return strings.IndexByte("123478", run[0]) >= 0 && (month >= 1 && month <= 12 || month >= 20 && month <= 42 || month >= 50)
}

// validSIRET checks the shape and the Luhn key; the establishments of La Poste
// have a key of their own, the sum of the digits.
func validSIRET(s string) bool {
	if !allDigits(s, 14) {
		return false
	}
	luhn, sum := 0, 0
	for i := range len(s) {
		d := int(s[i] - '0')
		sum += d
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		luhn += d
	}
	return luhn%10 == 0 || strings.HasPrefix(s, "356000000") && sum%5 == 0
}

func deskShape(s string) bool {
	if len(s) != 5 {
		return false
	}
	for i := range len(s) {
		if !isDigit(s[i]) && (s[i] < 'A' || s[i] > 'Z') {
			return false
		}
	}
	return true
}
