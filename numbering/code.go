package numbering

import (
	"slices"
	"strings"
	"sync"
)

// The three levels of a [Code].
const (
	LevelBlocking    = "blocking"    // the text is not a number, or the act cannot be done
	LevelConfirm     = "confirm"     // a person must look
	LevelInformation = "information" // worth knowing, often explained
)

// Code describes one thing this package can say about a number: its sentences
// in French and English with {named} values, and the text it rests on. Codes are
// never reused.
type Code struct {
	Code       string   `json:"code"`
	Level      string   `json:"level"`
	French     string   `json:"french"`
	English    string   `json:"english"`
	Article    string   `json:"article"`
	Text       string   `json:"text"`
	Confidence string   `json:"confidence"` // V, V2, INF or U
	Params     []string `json:"params,omitempty"`
}

// LookupCode finds the row of a code.
func LookupCode(code string) (Code, bool) {
	c, ok := codesByName()[code]
	return c, ok
}

var codesByName = sync.OnceValue(func() map[string]Code {
	out := map[string]Code{}
	for _, c := range Codes() {
		out[c.Code] = c
	}
	return out
})

// Codes returns every code of this package, in the order of the codes. The
// slice is the caller's.
func Codes() []Code {
	codes := slices.Concat(aliasCodes(), auditCodes(), formCodes(), noteCodes())
	slices.SortFunc(codes, func(a, b Code) int { return strings.Compare(a.Code, b.Code) })
	return codes
}

const (
	textParts  = "arrêté du 7 novembre 2000 (numéro départemental)"
	textSeen   = "arrêté du 7 novembre 2000 (numéro départemental) ; longueurs et caractères relevés sur des numéros publiés"
	textCCH    = "code de la construction et de l'habitation"
	textSystem = "arrêté du 28 mars 2011 (DEVL1108168A)"
)

func aliasCodes() []Code {
	params := []string{"numbers"}
	return []Code{
		{"NUM-ALI-01", LevelBlocking, "L'ancien numéro mène à lui-même : corriger l'une des {numbers} correspondances en boucle.",
			"The old number leads back to itself: correct one of the {numbers} links of the loop.", "R.441-2-7", textCCH, "INF", params},
		{"NUM-ALI-02", LevelConfirm, "L'ancien numéro mène à {numbers} numéros différents : une personne doit choisir le bon.",
			"The old number leads to {numbers} different numbers: a person must choose the right one.", "R.441-2-7", textCCH, "INF", params},
		{"NUM-ALI-03", LevelConfirm, "Ce numéro est inconnu : ce n'est ni un numéro unique, ni un ancien numéro enregistré.",
			"This number is unknown: neither a unique number, nor a recorded old one.", "R.441-2-7", textCCH, "INF", nil},
		{"NUM-ALI-04", LevelBlocking, "L'ancien numéro est vide, trop long ou illisible.",
			"The old number is empty, too long or unreadable.", "R.441-2-7", textCCH, "INF", nil},
		{"NUM-ALI-05", LevelBlocking, "Le numéro actuel manque : un ancien numéro doit mener à un numéro unique.",
			"The current number is missing: an old number must lead to a unique number.", "R.441-2-7", textCCH, "INF", nil},
	}
}

func auditCodes() []Code {
	month := []string{"count", "month"}
	count := []string{"count"}
	return []Code{
		{"NUM-AUD-01", LevelConfirm, "Le même numéro figure {count} fois.",
			"The same number appears {count} times.", "R.441-2-3", textCCH, "V", count},
		{"NUM-AUD-02", LevelConfirm, "{count} numéros ont le même territoire, le même mois et le même ordre, sous des guichets différents.",
			"{count} numbers share territory, month and sequence under different desks.", "art. 1", textSeen, "INF", count},
		{"NUM-AUD-03", LevelConfirm, "Le premier dépôt indiqué ({month}) est postérieur à la date du contrôle : faute de frappe, ou dépôt antérieur à 2000 écrit sur deux chiffres.",
			"The first deposit stated ({month}) is after the date of the audit: a typing error, or a deposit before 2000 written with two digits.", "art. 1", textParts, "INF", month},
		{"NUM-AUD-04", LevelInformation, "Le mois du numéro ({month}) ne suit pas l'ordre de la série : saisie tardive, série d'un guichet hors ligne ou faute de frappe.",
			"The month of the number ({month}) does not follow the run of the sequence: a late entry, the block of an offline desk, or a typing error.", "art. 1", textSeen, "INF", month},
		{"NUM-AUD-05", LevelInformation, "Il manque {count} numéros dans la série, entre {from} et {to} : la liste des trous en donne le détail.",
			"{count} sequences are missing, between {from} and {to}: the list of gaps has them all.", "art. 1", textSeen, "INF", []string{"count", "from", "to"}},
		{"NUM-AUD-06", LevelConfirm, "{count} enregistrements n'ont pas de numéro.",
			"{count} records have no number.", "L.441-2-1", textCCH, "V", count},
	}
}

func formCodes() []Code {
	at := []string{"position", "typed", "expected", "found"}
	given := []string{"expected", "found"}
	return []Code{
		{"NUM-CHR-01", LevelBlocking, "Caractère {position} du numéro : le territoire s'écrit en chiffres et en lettres sans accent, pas « {found} ».",
			"Character {position} of the number: the territory is written with digits and plain letters, not “{found}”.", "art. 1", textSeen, "INF", at},
		{"NUM-CHR-02", LevelBlocking, "Caractère {position} du numéro : le mois et l'année s'écrivent en chiffres, pas « {found} ».",
			"Character {position} of the number: month and year are digits, not “{found}”.", "art. 1", textSeen, "V2", at},
		{"NUM-CHR-03", LevelBlocking, "Caractère {position} du numéro : le numéro d'ordre s'écrit en chiffres, pas « {found} ».",
			"Character {position} of the number: the sequence is digits, not “{found}”.", "art. 1", textSeen, "V2", at},
		{"NUM-CHR-04", LevelBlocking, "Caractère {position} du numéro : le guichet s'écrit en chiffres et en lettres sans accent, pas « {found} ».",
			"Character {position} of the number: the desk is written with digits and plain letters, not “{found}”.", "art. 1", textSeen, "V2", at},
		{"NUM-CHR-05", LevelBlocking, "Caractère {typed} de la saisie : « {found} » ne peut figurer dans aucun numéro.",
			"Character {typed} as typed: “{found}” can be in no number.", "art. 1", textSeen, "INF", at},
		{"NUM-FRM-01", LevelBlocking, "Caractère {typed} de la saisie : le numéro s'échange sans espace, point ni tiret.",
			"Character {typed} as typed: numbers are exchanged without blank, dot or hyphen.", "art. 1", textSeen, "INF", at},
		{"NUM-FRM-02", LevelBlocking, "Caractère {typed} de la saisie : le numéro s'échange en majuscules, pas « {found} ».",
			"Character {typed} as typed: numbers are exchanged in capitals, not “{found}”.", "art. 1", textSeen, "INF", at},
		{"NUM-LEN-01", LevelBlocking, "Le numéro doit compter {expected} caractères ; il y en a {found}.",
			"The number must have {expected} characters; there are {found}.", "art. 1", textSeen, "V2", at},
		{"NUM-LEN-02", LevelBlocking, "Aucun numéro n'est donné : {expected} caractères sont attendus.",
			"No number is given: {expected} characters are expected.", "art. 1", textSeen, "V2", []string{"expected"}},
		{"NUM-MON-01", LevelBlocking, "Le mois du premier dépôt va de 01 à 12 ; il y a « {found} ».",
			"The month of first deposit runs from 01 to 12; there is “{found}”.", "art. 1", textParts, "V", at},
		{"NUM-PRT-01", LevelBlocking, "Le territoire compte {expected} caractères ; il y en a {found}.",
			"The territory has {expected} characters; there are {found}.", "art. 1", textSeen, "V2", given},
		{"NUM-PRT-02", LevelBlocking, "Le code du guichet compte {expected} caractères ; il y en a {found}.",
			"The code of the desk has {expected} characters; there are {found}.", "art. 1", textSeen, "V2", given},
		{"NUM-PRT-03", LevelBlocking, "L'année du premier dépôt va de 2000 à 2099, pas {found}.",
			"The year of first deposit runs from 2000 to 2099, not {found}.", "art. 1", textSeen, "INF", given},
		{"NUM-PRT-04", LevelBlocking, "Le numéro d'ordre va de 0 à 999999.",
			"The sequence runs from 0 to 999999.", "art. 1", textSeen, "V2", given},
	}
}

func noteCodes() []Code {
	return []Code{
		{"NUM-DEP-01", LevelInformation, "Le premier dépôt indiqué ({month}) précède l'obligation du numéro, novembre 2000.",
			"The first deposit stated ({month}) precedes the obligation of a number, November 2000.", "art. 1", textParts, "INF", []string{"month"}},
		{"NUM-REC-01", LevelConfirm, "Le territoire du numéro ({territory}) n'est pas celui de la demande ({expected}).",
			"The territory of the number ({territory}) is not that of the demand ({expected}).", "art. 1", textParts, "V", []string{"territory", "expected"}},
		{"NUM-REC-02", LevelConfirm, "Le mois du numéro ({month}) n'est pas celui du premier dépôt ({expected}).",
			"The month of the number ({month}) is not that of the first deposit ({expected}).", "art. 1", textParts, "V", []string{"month", "expected"}},
		{"NUM-REC-03", LevelConfirm, "Le guichet du numéro ({desk}) n'est pas connu du fichier.",
			"The desk of the number ({desk}) is not known to the file.", "art. 1", textParts, "INF", []string{"desk"}},
		{"NUM-TER-01", LevelConfirm, "Le territoire {territory} n'est pas connu.",
			"The territory {territory} is not known.", "art. 1", textSeen, "V2", []string{"territory"}},
		{"NUM-TER-02", LevelInformation, "Le code {territory} ({name}) est vraisemblable, mais aucun numéro publié ne l'atteste.",
			"The code {territory} ({name}) is likely, but no published number shows it.", "art. 1", textSeen, "U", []string{"territory", "name"}},
		{"NUM-TER-03", LevelInformation, "Le code {territory} ({name}) ne devrait pas porter un premier dépôt de {month} : l'Île-de-France est numérotée 111 depuis mars 2011.",
			"The code {territory} ({name}) should not bear a first deposit of {month}: Île-de-France has been numbered 111 since March 2011.", "art. 1", textSystem, "INF", []string{"territory", "name", "month"}},
	}
}
