package tabular

import "github.com/fichier-unique/rules/demand"

var source = demand.Source{Article: "règle du fichier", Text: "lecture des fichiers des partenaires : tout est dit, rien n'est perdu", Confidence: demand.Inference}

func rule(code string, s demand.Severity, fr, en string, params ...string) demand.Rule {
	return demand.Rule{Code: code, Chapter: "fichiers en colonnes", Severity: s, Source: source, Params: params, French: fr, English: en}
}

var rules = []demand.Rule{
	rule("TAB-ENC-01", demand.Information, "Fichier lu en {encoding}, séparateur {separator}.", "File read as {encoding}, separator {separator}.", "encoding", "separator"),
	rule("TAB-ENC-02", demand.Information, "Cette cellule n'est pas dans l'encodage du fichier : elle a été lue en {encoding}.", "This cell is not in the encoding of the file: it was read as {encoding}.", "encoding"),
	rule("TAB-ENC-03", demand.Information, "{count} ligne(s) avant les en-têtes ont été laissées de côté.", "{count} line(s) before the headers were left aside.", "count"),
	rule("TAB-CSV-01", demand.ToConfirm, "La ligne est trop courte : {found} cellules au lieu de {expected} ; les dernières sont prises comme vides.", "The row is too short: {found} cells instead of {expected}; the last ones are taken as empty.", "found", "expected"),
	rule("TAB-CSV-02", demand.Blocking, "La ligne est trop longue : {found} cellules au lieu de {expected} ; un séparateur est sans doute resté dans une cellule, qu'il faut mettre entre guillemets.", "The row is too long: {found} cells instead of {expected}; a separator was probably left in a cell, which must be quoted.", "found", "expected"),
	rule("TAB-CSV-03", demand.ToConfirm, "Un guillemet n'est jamais refermé : la ligne a été lue seule, le guillemet gardé.", "A quotation mark is never closed: the line was read alone, the mark kept."),
	rule("TAB-CSV-04", demand.ToConfirm, "La cellule contient un caractère nul, invisible : il a été ôté de la valeur, et la cellule gardée à part.", "The cell holds an invisible null character: it was taken out of the value, and the cell kept aside."),
	rule("TAB-CSV-05", demand.Blocking, "La ligne répète les en-têtes : ce n'est pas une demande, la supprimer.", "The row repeats the headers: it is not a demand, delete it."),
	rule("TAB-CSV-06", demand.Blocking, "La ligne dépasse {limit} octets : elle n'a pas été lue ; vérifier les fins de ligne du fichier.", "The row is over {limit} bytes: it was not read; check the line ends of the file.", "limit"),
	rule("TAB-CSV-07", demand.Information, "Les fins de ligne du fichier sont mêlées : des lignes ont été séparées à partir d'ici.", "The line ends of the file are mixed: lines were separated from here on."),
	rule("TAB-COL-01", demand.Information, "Cette colonne n'est pas du profil {profile} : ses valeurs sont gardées à part.", "This column is not of profile {profile}: its values are kept aside.", "profile"),
	rule("TAB-COL-02", demand.ToConfirm, "Cette colonne est donnée deux fois : seule la première est prise, l'autre est gardée à part.", "This column is given twice: only the first is taken, the other is kept aside."),
	rule("TAB-COL-03", demand.ToConfirm, "La colonne « {column} » manque : toutes les lignes en seront privées.", "Column “{column}” is missing: every row will lack it.", "column"),
	rule("TAB-DAT-01", demand.Blocking, "La date ne se lit pas ou n'existe pas au calendrier : écrire JJ/MM/AAAA ou AAAA-MM-JJ.", "The date cannot be read or is not in the calendar: write DD/MM/YYYY or YYYY-MM-DD."),
	rule("TAB-DAT-02", demand.ToConfirm, "La date ne se lit pas ou n'existe pas au calendrier : elle est gardée à part.", "The date cannot be read or is not in the calendar: it is kept aside."),
	rule("TAB-DAT-03", demand.ToConfirm, "L'année est sur deux chiffres : elle a été lue {year}, le siècle est à confirmer.", "The year has two digits: it was read as {year}, the century is to be confirmed.", "year"),
	rule("TAB-DAT-04", demand.Information, "La date était un numéro de jour de tableur : elle a été convertie.", "The date was a spreadsheet day number: it was converted."),
	rule("TAB-VAL-01", demand.ToConfirm, "Le montant ne se lit pas : il est gardé à part ; écrire 1234,56.", "The amount cannot be read: it is kept aside; write 1234.56."),
	rule("TAB-VAL-02", demand.ToConfirm, "Le nombre entier ne se lit pas : il est gardé à part.", "The whole number cannot be read: it is kept aside."),
	rule("TAB-VAL-03", demand.ToConfirm, "La réponse ne se lit pas : écrire oui ou non ; elle est gardée à part.", "The answer cannot be read: write oui or non; it is kept aside."),
	rule("TAB-VAL-04", demand.ToConfirm, "Ni code ni libellé admis : la valeur est gardée à part. Codes admis : {codes}.", "Neither a code nor a wording that is admitted: the value is kept aside. Admitted codes: {codes}.", "list", "codes"),
	rule("TAB-VAL-05", demand.Information, "Le zéro initial manquait : il a été rétabli.", "The leading zero was missing: it was put back."),
	rule("TAB-VAL-06", demand.Information, "Le montant portait des blancs ou le signe de l'euro : ils ont été ôtés.", "The amount bore blanks or the euro sign: they were taken out."),
	rule("TAB-PER-01", demand.ToConfirm, "Le profil de colonnes n'a pas de place pour cette valeur : elle n'est pas écrite.", "The column profile has no place for this value: it is not written."),
}

// Rules describes what this package can say of a file.
func Rules() []demand.Rule { return append([]demand.Rule(nil), rules...) }

// finding makes a finding of one of the rules; values fill its parameters in order.
func finding(code string, row int, cell, path string, values ...string) demand.Finding {
	for i := range rules {
		if rules[i].Code != code {
			continue
		}
		f := demand.Finding{Row: row, Cell: cell, Fault: demand.Fault{Code: code, Path: path, Severity: rules[i].Severity}}
		for k, v := range values {
			f.Params = append(f.Params, demand.Param{Name: rules[i].Params[k], Value: v})
		}
		return f
	}
	return demand.Finding{Row: row, Cell: cell, Fault: demand.Fault{Code: code, Path: path}}
}

// CellName names a cell as a spreadsheet does: column 0 of row 12 is "A12".
func CellName(column, row int) string {
	var name []byte
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = append([]byte{byte('A' + (n-1)%26)}, name...)
	}
	return string(name) + itoa(row)
}
