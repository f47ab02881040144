package columns

import (
	"sync"

	"github.com/fichier-unique/rules/demand"
)

var source = demand.Source{Article: "règle du fichier", Text: "lecture des fichiers à rapprocher : tout est dit, rien n'est perdu", Confidence: demand.Inference}

func rule(code string, s demand.Severity, fr, en string, params ...string) demand.Rule {
	return demand.Rule{Code: code, Chapter: "fichiers à rapprocher", Severity: s, Source: source, Params: params, French: fr, English: en}
}

var rules = []demand.Rule{
	rule("COL-MAP-01", demand.Blocking, "Le plan des colonnes n'est pas un seul objet JSON en UTF-8 (ligne {line}).", "The map of columns is not one JSON object in UTF-8 (line {line}).", "line"),
	rule("COL-MAP-02", demand.Blocking, "Ce champ du plan n'existe pas (ligne {line}) : vérifier son orthographe.", "This field of the map does not exist (line {line}): check its spelling.", "line"),
	rule("COL-MAP-03", demand.Blocking, "Ce champ du plan est donné deux fois (ligne {line}).", "This field of the map is given twice (line {line}).", "line"),
	rule("COL-MAP-04", demand.Blocking, "La valeur n'a pas la forme attendue (ligne {line}) : écrire un texte, ou une liste de textes pour une colonne.", "The value is not of the expected form (line {line}): write a text, or a list of texts for a column.", "line"),
	rule("COL-MAP-05", demand.Blocking, "Le séparateur n'est pas admis : écrire « auto » ou un seul signe, ni lettre, ni chiffre, ni guillemet.", "The delimiter is not admitted: write “auto” or one sign, no letter, digit or quotation mark."),
	rule("COL-MAP-06", demand.Blocking, "L'encodage n'est pas connu : écrire l'un de {codes}.", "The encoding is not known: write one of {codes}.", "codes"),
	rule("COL-MAP-07", demand.Blocking, "Le format de date ne se lit pas : écrire 2006, 01 et 02 une fois chacun, par exemple 02/01/2006.", "The date format cannot be read: write 2006, 01 and 02 once each, for example 02/01/2006."),
	rule("COL-MAP-08", demand.Blocking, "Le plan ne nomme aucune colonne à comparer : donner au moins un nom, un prénom, une date de naissance, un téléphone, un courriel, une adresse ou un identifiant.",
		"The map names no column to compare: give at least a name, a first name, a birth date, a telephone, a mail, an address or an identifier."),
	rule("COL-ENT-01", demand.Blocking, "La colonne « {column} » du plan n'est pas parmi les en-têtes de la ligne {row} : comparer le plan à la première ligne du fichier.",
		"Column “{column}” of the map is not among the headers of row {row}: compare the map with the first row of the file.", "column", "row"),
	rule("COL-ENT-02", demand.Blocking, "Aucune colonne attendue n'est parmi les {rows} premières lignes : le fichier n'a sans doute pas de ligne d'en-têtes, un autre séparateur, ou il faut un plan des colonnes.",
		"No expected column is among the first {rows} rows: the file probably has no row of headers, another delimiter, or needs a map of columns.", "rows"),
	rule("COL-ENT-03", demand.ToConfirm, "La colonne « {column} » est donnée deux fois : seule la première est lue.", "Column “{column}” is given twice: only the first is read.", "column"),
	rule("COL-ENT-04", demand.Information, "La région est lue et n'est pas comparée : le code postal ou la commune en disent plus.", "The region is read and not compared: the postal code or the town say more."),
	rule("COL-ENT-05", demand.Information, "{count} ligne(s) avant les en-têtes ont été laissées de côté.", "{count} row(s) before the headers were left aside.", "count"),
	rule("COL-LIG-01", demand.ToConfirm, "La ligne a moins de cellules que les en-têtes : les dernières sont prises comme vides.", "The row has fewer cells than the headers: the last ones are taken as empty."),
	rule("COL-LIG-02", demand.Blocking, "La ligne a plus de cellules que les en-têtes : un séparateur est sans doute resté dans une cellule, qu'il faut mettre entre guillemets.",
		"The row has more cells than the headers: a delimiter was probably left in a cell, which must be quoted."),
	rule("COL-LIG-03", demand.ToConfirm, "Un guillemet n'est jamais refermé : la ligne a été lue seule, le guillemet gardé.", "A quotation mark is never closed: the line was read alone, the mark kept."),
	rule("COL-LIG-04", demand.ToConfirm, "La ligne contient des caractères de commande, invisibles : ils ont été ôtés.", "The row holds control characters, which are invisible: they were taken out."),
	rule("COL-LIG-05", demand.Blocking, "La ligne répète les en-têtes : ce n'est pas une personne, la supprimer.", "The row repeats the headers: it is not a person, delete it."),
	rule("COL-LIG-06", demand.Blocking, "La ligne dépasse {limit} octets : elle n'a pas été lue ; vérifier les fins de ligne du fichier.", "The row is over {limit} bytes: it was not read; check the line ends of the file.", "limit"),
	rule("COL-LIG-07", demand.Information, "La ligne n'est pas dans l'encodage du fichier : elle a été lue dans un autre.", "The row is not in the encoding of the file: it was read in another one."),
	rule("COL-LIG-08", demand.ToConfirm, "Une cellule dépasse {limit} octets : seul son début est comparé.", "A cell is over {limit} bytes: only its beginning is compared.", "limit"),
	rule("COL-IDE-01", demand.ToConfirm, "L'identifiant est déjà celui d'une ligne précédente : les deux sont gardées, la seconde nommée avec le numéro de sa ligne.",
		"The identifier is that of a former row already: both are kept, the second named with the number of its row."),
	rule("COL-IDE-02", demand.ToConfirm, "L'identifiant manque : la ligne est nommée par son numéro.", "The identifier is missing: the row is named by its number."),
	rule("COL-DAT-01", demand.ToConfirm, "La date de naissance ne se lit pas dans le format attendu : elle compte comme inconnue.", "The birth date cannot be read in the expected format: it counts as unknown."),
}

// Rules describes what this package can say of a map or of a file.
func Rules() []demand.Rule { return append([]demand.Rule(nil), rules...) }

var byCode = sync.OnceValue(func() map[string]*demand.Rule {
	out := map[string]*demand.Rule{}
	for i := range rules {
		out[rules[i].Code] = &rules[i]
	}
	return out
})

// fault makes a fault of one of the rules; values fill its parameters in order.
func fault(code, path string, values ...string) demand.Fault {
	r := byCode()[code]
	f := demand.Fault{Code: code, Path: path, Severity: r.Severity}
	for i, v := range values {
		f.Params = append(f.Params, demand.Param{Name: r.Params[i], Value: v})
	}
	return f
}
