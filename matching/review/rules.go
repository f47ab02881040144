package review

import (
	"sync"

	"github.com/fichier-unique/rules/demand"
)

var source = demand.Source{Article: "arrêté du 25 novembre 2010, cahier des charges §9", Text: "recherche des doublons ; au-delà d'un doute, une personne décide ; la forme du registre est une règle du fichier", Confidence: demand.Inference}

func rule(code string, s demand.Severity, fr, en string, params ...string) demand.Rule {
	return demand.Rule{Code: code, Chapter: "décisions sur les doublons", Severity: s, Source: source, Params: params, French: fr, English: en}
}

var rules = []demand.Rule{
	rule("REV-LIG-01", demand.Blocking, "La ligne n'est pas un seul objet JSON en UTF-8, ou elle est trop longue.", "The line is not one JSON object in UTF-8, or it is too long."),
	rule("REV-LIG-02", demand.Blocking, "Ce champ n'existe pas : vérifier son orthographe.", "This field does not exist: check its spelling."),
	rule("REV-LIG-03", demand.Blocking, "Ce champ est donné deux fois.", "This field is given twice."),
	rule("REV-LIG-04", demand.Blocking, "La valeur n'a pas la forme attendue ; un champ sans valeur s'omet.", "The value is not of the expected form; a field without value is left out."),
	rule("REV-LIG-05", demand.Blocking, "La version de la ligne n'est pas connue : elle vient d'un programme plus récent, à mettre à jour ici.", "The version of the line is not known: it comes from a later program, to be updated here."),
	rule("REV-DEC-01", demand.Blocking, "L'identifiant de la décision manque : donner l'origine et un compteur à partir de 1.", "The identifier of the decision is missing: give the origin and a counter from 1."),
	rule("REV-DEC-02", demand.Blocking, "L'instant manque ou n'est pas écrit comme 2024-03-05T09:30:00Z.", "The instant is missing or is not written as 2024-03-05T09:30:00Z."),
	rule("REV-DEC-03", demand.Blocking, "L'agent qui décide manque.", "The clerk who decides is missing."),
	rule("REV-DEC-04", demand.Blocking, "La décision n'est pas connue : same, distinct ou undo.", "The decision is not known: same, distinct or undo."),
	rule("REV-DEC-05", demand.Blocking, "Une décision porte sur deux enregistrements différents : donner a et b, dans l'ordre.", "A decision is on two different records: give a and b, in order."),
	rule("REV-DEC-06", demand.Blocking, "Rien n'est annulé : nommer dans replaces les décisions dont il s'agit.", "Nothing is undone: name in replaces the decisions that are meant."),
	rule("REV-DEC-07", demand.Blocking, "Un identifiant dépasse {limit} octets ou contient un caractère de commande.", "An identifier is over {limit} bytes or holds a control character.", "limit"),
	rule("REV-CON-01", demand.ToConfirm, "Deux décisions prises l'une sans l'autre se contredisent : les enregistrements restent séparés tant que personne ne décide à nouveau.",
		"Two decisions made one without the other contradict each other: the records stay apart until somebody decides again."),
	rule("REV-CON-02", demand.ToConfirm, "Des décisions réunissent de proche en proche deux enregistrements dits distincts : revoir l'une d'elles.",
		"Decisions bring together step by step two records said to be distinct: look at one of them again."),
	rule("REV-CON-03", demand.ToConfirm, "Deux entrées différentes portent un même identifiant : un compteur a été donné deux fois, les deux entrées sont gardées.",
		"Two different entries bear one identifier: a counter was given twice, both entries are kept."),
}

// Rules describes what this package can say of a log.
func Rules() []demand.Rule { return append([]demand.Rule(nil), rules...) }

var severities = sync.OnceValue(func() map[string]demand.Severity {
	out := map[string]demand.Severity{}
	for _, r := range rules {
		out[r.Code] = r.Severity
	}
	return out
})

func fault(code, path string, params ...demand.Param) demand.Fault {
	return demand.Fault{Code: code, Path: path, Severity: severities()[code], Params: params}
}
