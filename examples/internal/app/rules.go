package app

import (
	"fmt"

	"github.com/fichier-unique/rules"
	"github.com/fichier-unique/rules/demand"
)

var sourceFiles = demand.Source{Article: "règle du fichier", Text: "lecture des fichiers des partenaires : rien n'est perdu, rien n'est tu", Confidence: demand.Inference}

// allRules describes what this package itself can say of a file, beside the rules
// of the library.
func allRules() []demand.Rule {
	return []demand.Rule{{
		Code: "APP-LEC-01", Chapter: "fichiers", Severity: demand.Blocking, Source: sourceFiles, Params: []string{"cause"},
		French:  "La lecture du fichier s'arrête ici : {cause}. Les lignes précédentes ont été traitées ; demander un nouvel envoi du fichier.",
		English: "The reading of the file stops here: {cause}. The rows before were processed; ask for the file again.",
	}, {
		Code: "APP-LEC-02", Chapter: "fichiers", Severity: demand.Blocking, Source: sourceFiles, Params: []string{"cause"},
		French:  "Le fichier n'a pas pu être lu : {cause}.",
		English: "The file could not be read: {cause}.",
	}, {
		Code: "APP-XLS-01", Chapter: "fichiers", Severity: demand.Information, Source: sourceFiles, Params: []string{"others"},
		French:  "Seule la première feuille du classeur est lue ; {others} autre(s) feuille(s) sont laissées de côté.",
		English: "Only the first sheet of the workbook is read; {others} other sheet(s) are left aside.",
	}, {
		Code: "APP-DOU-01", Chapter: "doublons", Severity: demand.Information, Params: []string{"file", "row"},
		Source:  demand.Source{Article: "CCH R.441-2-3, R.441-2-7", Text: "une demande, un numéro : le numéro et l'ancienneté de la première demande sont conservés", Confidence: demand.Verified},
		French:  "La même demande est déjà dans le fichier ({file}, ligne {row}) : les deux n'en font qu'une, à la date la plus ancienne.",
		English: "The same demand is already in the file ({file}, row {row}): the two are one, with the oldest date.",
	}, {
		Code: "APP-DOU-02", Chapter: "doublons", Severity: demand.ToConfirm, Params: []string{"file", "row"},
		Source:  demand.Source{Article: "arrêté du 25 novembre 2010, cahier des charges §9", Text: "recherche des doublons ; au-delà d'un doute, une personne décide", Confidence: demand.Verified},
		French:  "Cette demande ressemble à une autre ({file}, ligne {row}) sans certitude : une personne doit comparer.",
		English: "This demand looks like another ({file}, row {row}) without certainty: a person must compare.",
	}, {
		Code: "APP-DOU-03", Chapter: "doublons", Severity: demand.Information, Params: []string{"file", "row"},
		Source:  demand.Source{Article: "CCH R.441-2-7", Text: "un renouvellement garde le numéro et la date initiale", Confidence: demand.Verified},
		French:  "La même demande figure plus tôt dans le même fichier (ligne {row} de {file}) : c'est un renouvellement saisi comme une nouvelle demande.",
		English: "The same demand appears earlier in the same file (row {row} of {file}): it is a renewal typed as a new demand.",
	}}
}

// Rulebook gathers the rules of the library and of this package.
func Rulebook() (*demand.Rulebook, error) {
	book, err := demand.NewRulebook(rules.All(), allRules())
	if err != nil {
		return nil, fmt.Errorf("règles du programme : %w", err)
	}
	return book, nil
}
