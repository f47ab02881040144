package scoring

import (
	"slices"
	"strconv"
	"sync"

	"github.com/fichier-unique/rules/demand"
)

// Rules describes every rule of this package. The examples are a grid, facts, an
// override or a stock as JSON: with the first the rule is silent, with the second
// it speaks.
func Rules() []demand.Rule { return slices.Concat(rulesGrid, rulesWords) }

var ruleIndex = sync.OnceValue(func() map[string]demand.Rule {
	out := map[string]demand.Rule{}
	for _, r := range Rules() {
		out[r.Code] = r
	}
	return out
})

func fault(code, path string, params ...string) demand.Fault {
	rule := ruleIndex()[code]
	out := demand.Fault{Code: code, Path: path, Severity: rule.Severity}
	for i, value := range params {
		if i < len(rule.Params) {
			out.Params = append(out.Params, demand.Param{Name: rule.Params[i], Value: value})
		}
	}
	return out
}

func at(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

func source(article, text string, c demand.Confidence) demand.Source {
	return demand.Source{Article: article, Text: text, Confidence: c}
}

const (
	chapterGrid = "grille de cotation"
	chapterWord = "cotation expliquée"

	head     = `{"grid":{"name":"x","version":"1","valid_from":"2021-09-01","source":"plan, annexe 1","voted_on":"2021-06-30",`
	voted    = `"source":"plan, annexe 1","voted_on":"2021-06-30"}`
	daloLine = `{"code":"DALO","fr":"reconnu DALO","en":"DALO","fact":"dalo","op":"is","answer":true,"points":100,` + voted
	start    = `{"code":"A","fr":"a","en":"a",`
	two      = head + `"lines":[` + daloLine + `,`
	plain    = head + `"lines":[` + daloLine + `]}`
	wait     = start + `"fact":"waiting_months","op":"at_least","min":24,"points":10,` + voted
	waits    = two + wait + `]}`
	good     = demand.Example(waits + `}`)
	refuses  = `"refusal":{"fr":"refus d'un logement adapté","en":"refusal of a suitable dwelling","points":-10,"most":2,` + voted
	reasons  = `"override_reasons":[{"code":"URGENCE","fr":"urgence sociale","en":"social emergency"}]`
	override = plain + `,"facts":{"dalo":true},"override":`
	chosen   = head + reasons + `,"lines":[` + daloLine + `]},"facts":{"dalo":true},"override":`
)

var (
	sourceGrid  = source("décret 2019-1378", "la grille, ses critères et leurs poids sont dans le plan partenarial ; elle s'applique uniformément à toutes les demandes du territoire", demand.Secondary)
	sourceRead  = source("règle du fichier", "lecture stricte d'une grille", demand.Inference)
	sourceVote  = source("décret 2019-1378 ; demande des usagers du fichier", "chaque point a un critère, un poids, une source et un jour de vote", demand.Inference)
	sourceEqual = source("décret 2019-1378", "application uniforme à toutes les demandes : ni le canal ni le service n'y changent rien", demand.Secondary)
	sourceFree  = source("arrêtés du 28 mars 2011 et du 15 novembre 2013 ; règle du fichier", "les textes n'admettent que la catégorie de nationalité, pour enregistrer ; vocabulaire fermé de la grille", demand.Inference)
	sourceHelp  = source("décret 2019-1378", "aide à la décision, pour la désignation et pour l'attribution ; information du demandeur", demand.Secondary)
	sourceKeep  = source("règle du fichier", "une dérogation se motive, se signe et laisse voir le calcul", demand.Inference)
)

var rulesGrid = []demand.Rule{
	{
		Code: "COT-FIC-01", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceRead,
		French:  "Ce n'est pas le document attendu en JSON : un champ n'existe pas, est donné deux fois, ou n'a pas la forme voulue.",
		English: "This is not the expected document in JSON: a field does not exist, is given twice, or is not of the right form.",
		Accepts: plain + `}`, Refuses: head + `"weight":1,"lines":[` + daloLine + `]}}`,
	},
	{
		Code: "COT-FIC-02", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceRead,
		French:  "La grille porte un nom, une version et un premier jour d'application.",
		English: "The grid bears a name, a version and a first day.",
		Accepts: plain + `}`, Refuses: `{"grid":{"name":"x","version":"","valid_from":"2021-09-01","source":"plan","voted_on":"2021-06-30","lines":[` + daloLine + `]}}`,
	},
	{
		Code: "COT-FIC-03", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceVote,
		French:  "La grille dit l'acte dont elle vient et le jour où elle a été votée.",
		English: "The grid says the act it comes from and the day on which it was voted.",
		Accepts: plain + `}`, Refuses: `{"grid":{"name":"x","version":"1","valid_from":"2021-09-01","source":"plan","lines":[` + daloLine + `]}}`,
	},
	{
		Code: "COT-FIC-04", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceRead,
		French:  "La fin de la grille précède son début.",
		English: "The end of the grid comes before its beginning.",
		Accepts: head + `"valid_to":"2021-09-01","lines":[` + daloLine + `]}}`, Refuses: head + `"valid_to":"2021-08-31","lines":[` + daloLine + `]}}`,
	},
	{
		Code: "COT-FIC-05", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceRead,
		French:  "La grille a au moins une ligne, et pas plus de cinq cents.",
		English: "The grid has at least one line, and no more than five hundred.",
		Accepts: plain + `}`, Refuses: head + `"lines":[]}}`,
	},
	{
		Code: "COT-FIC-06", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceRead,
		French:  "Le plafond de points est un nombre positif ; l'absence de plafond s'écrit en omettant le champ.",
		English: "The cap is a positive number; leave the field out for no cap.",
		Accepts: head + `"cap":50,"lines":[` + daloLine + `]}}`, Refuses: head + `"cap":-1,"lines":[` + daloLine + `]}}`,
	},
	{
		Code: "COT-VOT-01", Chapter: chapterGrid, Severity: demand.ToConfirm, Source: sourceVote,
		French:  "La grille s'applique avant le jour de son vote : vérifier les dates.",
		English: "The grid applies before the day of its vote: check the days.",
		Accepts: plain + `}`, Refuses: `{"grid":{"name":"x","version":"1","valid_from":"2021-06-29","source":"plan","voted_on":"2021-06-30","lines":[` + daloLine + `]}}`,
	},
	{
		Code: "COT-VOT-02", Chapter: chapterGrid, Severity: demand.Information, Source: source("décret 2019-1378", "la cotation n'était pas prévue par les textes avant 2019 : choix local", demand.Inference),
		French:  "La grille commence avant 2019 : elle relevait alors du seul choix local.",
		English: "The grid begins before 2019: it was then a local choice alone.",
		Accepts: plain + `}`, Refuses: `{"grid":{"name":"x","version":"1","valid_from":"2012-01-01","source":"charte","voted_on":"2011-06-30","lines":[` + daloLine + `]}}`,
	},
	{
		Code: "COT-GRI-01", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceRead,
		French:  "Le code de la ligne manque, sert deux fois, ou n'est pas fait de capitales et de chiffres.",
		English: "The code of the line is missing, used twice, or not made of capitals and digits.",
		Accepts: good, Refuses: two + daloLine + `]}}`,
	},
	{
		Code: "COT-GRI-02", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceHelp,
		French:  "La ligne se dit au demandeur, en français et en anglais.",
		English: "The line is told to the applicant, in French and English.",
		Accepts: good, Refuses: two + `{"code":"A","fr":"a","en":" ","fact":"persons","op":"at_least","min":1,"points":1,` + voted + `]}}`,
	},
	{
		Code: "COT-GRI-03", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceVote,
		French:  "La ligne dit l'acte dont elle vient et le jour où elle a été votée.",
		English: "The line says the act it comes from and the day on which it was voted.",
		Accepts: good, Refuses: two + start + `"fact":"persons","op":"at_least","min":1,"points":1,"source":"plan"}]}}`,
	},
	{
		Code: "COT-GRI-04", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceRead,
		French:  "Une ligne donne ou retire des points, cent mille au plus.",
		English: "A line gives or takes points, a hundred thousand at most.",
		Accepts: good, Refuses: two + start + `"fact":"persons","op":"at_least","min":1,"points":0,` + voted + `]}}`,
	},
	{
		Code: "COT-GRI-05", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceRead,
		French:  "Ce fait n'est pas dans le vocabulaire de la grille. Les refus ont leur propre réglage.",
		English: "This fact is not in the vocabulary of the grid. Refusals have a setting of their own.",
		Accepts: good, Refuses: two + start + `"fact":"favourite_colour","op":"is","answer":true,"points":1,` + voted + `]}}`,
	},
	{
		Code: "COT-GRI-06", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceRead, Params: []string{"form"},
		French:  "L'opérateur ne va pas avec ce fait ({form}) : « is » pour oui ou non, « at_least » et « between » pour un nombre, « one_of » pour des codes.",
		English: "The operator does not go with this fact ({form}): “is” for yes or no, “at_least” and “between” for a count, “one_of” for codes.",
		Accepts: good, Refuses: two + start + `"fact":"persons","op":"is","answer":true,"points":1,` + voted + `]}}`,
	},
	{
		Code: "COT-GRI-07", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceRead,
		French:  "Les valeurs de l'opérateur manquent, sont de trop, à l'envers, ou hors de la liste : « answer », « min », « min » et « max », ou « codes ».",
		English: "The values of the operator are missing, too many, the wrong way round, or not in the list: “answer”, “min”, “min” and “max”, or “codes”.",
		Accepts: two + start + `"fact":"persons","op":"between","min":2,"max":2,"points":1,` + voted + `]}}`, Refuses: two + start + `"fact":"persons","op":"between","min":3,"max":2,"points":1,` + voted + `]}}`,
	},
	{
		Code: "COT-GRI-08", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceGrid,
		French:  "Un refus retire des points, pour un nombre de refus de 1 à 100.",
		English: "A refusal takes points, for a number of refusals from 1 to 100.",
		Accepts: head + refuses + `,"lines":[` + daloLine + `]}}`, Refuses: head + `"refusal":{"fr":"a","en":"a","points":10,"most":2,` + voted + `,"lines":[` + daloLine + `]}}`,
	},
	{
		Code: "COT-GRI-09", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceKeep,
		French:  "Un motif de dérogation porte un code à lui, en capitales, et des mots en français et en anglais.",
		English: "A reason to override bears a code of its own, in capitals, and words in French and English.",
		Accepts: head + reasons + `,"lines":[` + daloLine + `]}}`, Refuses: head + `"override_reasons":[{"code":"URGENCE","fr":"a","en":""}],"lines":[` + daloLine + `]}}`,
	},
	{
		Code: "COT-LOI-01", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceEqual,
		French:  "Ni le canal, ni le guichet, ni son ancienneté, ni le partenaire ne comptent : la même grille sert toutes les demandes.",
		English: "Neither the channel, nor the desk, nor its seniority, nor the partner counts: the same grid serves every demand.",
		Accepts: good, Refuses: two + start + `"fact":"desk_seniority","op":"at_least","min":1,"points":1,` + voted + `]}}`,
	},
	{
		Code: "COT-LOI-02", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceFree,
		French:  "Ni l'origine, ni la nationalité, ni la religion, ni les opinions, ni la santé ne comptent.",
		English: "Neither origin, nor nationality, nor religion, nor opinions, nor health counts.",
		Accepts: two + start + `"fact":"reasons","op":"one_of","codes":["07"],"points":1,` + voted + `]}}`, Refuses: two + start + `"fact":"reasons","op":"one_of","codes":["07","08"],"points":1,` + voted + `]}}`,
	},
	{
		Code: "COT-LOI-03", Chapter: chapterGrid, Severity: demand.ToConfirm, Source: source("décret 2019-1378", "un ensemble de critères met en œuvre les priorités de L.441-1, dont le DALO", demand.Secondary),
		French:  "Aucune ligne ne donne de points au DALO : la grille met en œuvre les priorités de la loi, dont celle-là.",
		English: "No line gives points to DALO: the grid carries out the priorities of the law, of which this one.",
		Accepts: good, Refuses: head + `"lines":[` + wait + `]}}`,
	},
	{
		Code: "COT-FAI-01", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceRead,
		French:  "Ce fait n'est pas dans le vocabulaire.",
		English: "This fact is not in the vocabulary.",
		Accepts: plain + `,"facts":{"dalo":true}}`, Refuses: plain + `,"facts":{"dallo":true}}`,
	},
	{
		Code: "COT-FAI-02", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceRead, Params: []string{"form"},
		French:  "La valeur n'a pas la forme du fait ({form}) : yes_no, oui ou non ; count, un nombre ; codes, des codes de la liste.",
		English: "The value is not of the form of the fact ({form}): yes_no, yes or no; count, a number; codes, codes of the list.",
		Accepts: plain + `,"facts":{"persons":3,"reasons":["01"],"dalo":null}}`, Refuses: plain + `,"facts":{"persons":-1}}`,
	},
	{
		Code: "COT-DER-01", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceKeep,
		French:  "Le motif de la dérogation n'est pas un de ceux de la grille.",
		English: "The reason to override is not one of the grid.",
		Accepts: chosen + `{"points":120,"reason":"URGENCE","author":"a1","on":"2022-01-10"}}`, Refuses: override + `{"points":120,"reason":"URGENCE","author":"a1","on":"2022-01-10"}}`,
	},
	{
		Code: "COT-DER-02", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceKeep,
		French:  "La dérogation dit son auteur, par un code.",
		English: "The override says its author, by a code.",
		Accepts: chosen + `{"points":120,"reason":"URGENCE","author":"a1","on":"2022-01-10"}}`, Refuses: chosen + `{"points":120,"reason":"URGENCE","author":"","on":"2022-01-10"}}`,
	},
	{
		Code: "COT-DER-03", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceKeep,
		French:  "La dérogation est datée d'un jour où la grille s'applique.",
		English: "The override bears a day on which the grid applies.",
		Accepts: chosen + `{"points":120,"reason":"URGENCE","author":"a1","on":"2021-09-01"}}`, Refuses: chosen + `{"points":120,"reason":"URGENCE","author":"a1","on":"2021-08-31"}}`,
	},
	{
		Code: "COT-DER-04", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceKeep,
		French:  "Le nombre de points retenu est hors de toute grille.",
		English: "The number of points kept is out of any grid.",
		Accepts: chosen + `{"points":120,"reason":"URGENCE","author":"a1","on":"2022-01-10"}}`, Refuses: chosen + `{"points":60000000,"reason":"URGENCE","author":"a1","on":"2022-01-10"}}`,
	},
	{
		Code: "COT-DER-05", Chapter: chapterGrid, Severity: demand.Blocking, Source: sourceKeep,
		French:  "Les points calculés viennent d'une autre grille ou d'une autre version.",
		English: "The points reckoned come from another grid or another version.",
		Accepts: chosen + `{"points":120,"reason":"URGENCE","author":"a1","on":"2022-01-10"}}`,
		Refuses: chosen + `{"points":120,"reason":"URGENCE","author":"a1","on":"2022-01-10"},"other_version":true}`,
	},
}

var rulesWords = []demand.Rule{
	{
		Code: "COT-DER-06", Chapter: chapterWord, Severity: demand.Information, Source: sourceKeep, Params: []string{"kept", "computed", "reason"},
		French:  "Une personne a retenu {kept}, et non le calcul ({computed}), pour ce motif : {reason}.",
		English: "A person kept {kept} rather than what was reckoned ({computed}), for this reason: {reason}.",
		Accepts: chosen + `{"points":120,"reason":"URGENCE","author":"","on":"2022-01-10"}}`, Refuses: chosen + `{"points":120,"reason":"URGENCE","author":"a1","on":"2022-01-10"}}`,
	},
	{
		Code: "COT-LIG-01", Chapter: chapterWord, Severity: demand.Information, Source: sourceHelp, Params: []string{"words", "points"},
		French:  "{words} : {points}.",
		English: "{words}: {points}.",
		Accepts: plain + `,"facts":{"dalo":false}}`, Refuses: plain + `,"facts":{"dalo":true}}`,
	},
	{
		Code: "COT-LIG-02", Chapter: chapterWord, Severity: demand.Information, Source: sourceHelp, Params: []string{"words"},
		French:  "{words} : ce n'est pas votre situation, aucun point.",
		English: "{words}: this is not your situation, no point.",
		Accepts: plain + `,"facts":{"dalo":true}}`, Refuses: plain + `,"facts":{"dalo":false}}`,
	},
	{
		Code: "COT-LIG-03", Chapter: chapterWord, Severity: demand.Information, Source: sourceHelp, Params: []string{"words", "fact", "points"},
		French:  "{words} : non compté, il manque une information ({fact}). Selon la réponse, cela ferait {points}.",
		English: "{words}: not counted, a piece of information is missing ({fact}). Depending on it, this would make {points}.",
		Accepts: plain + `,"facts":{"dalo":true}}`, Refuses: plain + `,"facts":{}}`,
	},
	{
		Code: "COT-LIG-04", Chapter: chapterWord, Severity: demand.Information, Source: sourceGrid, Params: []string{"words", "points", "count"},
		French:  "{words}, {count} : {points}.",
		English: "{words}, {count}: {points}.",
		Accepts: plain + `,"facts":{"refusals":1}}`, Refuses: head + refuses + `,"lines":[` + daloLine + `]},"facts":{"refusals":1}}`,
	},
	{
		Code: "COT-LIG-05", Chapter: chapterWord, Severity: demand.Information, Source: sourceGrid, Params: []string{"cap", "points"},
		French:  "Le total est plafonné à {cap} : {points}.",
		English: "The total is capped at {cap}: {points}.",
		Accepts: head + `"cap":100,"lines":[` + daloLine + `]},"facts":{"dalo":true}}`, Refuses: head + `"cap":99,"lines":[` + daloLine + `]},"facts":{"dalo":true}}`,
	},
	{
		Code: "COT-LIG-06", Chapter: chapterWord, Severity: demand.Information, Source: sourceGrid,
		French:  "Il n'est pas dit si la demande est une mutation, qui a sa propre grille : les points peuvent changer.",
		English: "It is not said whether the demand is a transfer, which has a grid of its own: the points may change.",
		Accepts: head + `"transfers":[` + daloLine + `],"lines":[` + daloLine + `]},"facts":{"dalo":true,"transfer":false}}`, Refuses: head + `"transfers":[` + daloLine + `],"lines":[` + daloLine + `]},"facts":{"dalo":true}}`,
	},
	{
		Code: "COT-LIG-07", Chapter: chapterWord, Severity: demand.Information, Source: sourceGrid, Params: []string{"words", "points"},
		French:  "{words} : le nombre de refus n'est pas connu. Cela ferait {points} au plus.",
		English: "{words}: the number of refusals is not known. This would make {points} at most.",
		Accepts: head + refuses + `,"lines":[` + daloLine + `]},"facts":{"refusals":0}}`, Refuses: head + refuses + `,"lines":[` + daloLine + `]},"facts":{}}`,
	},
	{
		Code: "COT-TOT-01", Chapter: chapterWord, Severity: demand.Information, Source: sourceHelp, Params: []string{"total"},
		French:  "Votre demande a {total}.",
		English: "Your demand has {total}.",
		Accepts: plain + `}`, Refuses: plain + `,"facts":{}}`,
	},
	{
		Code: "COT-TOT-02", Chapter: chapterWord, Severity: demand.Information, Source: sourceHelp, Params: []string{"low", "high"},
		French:  "Ce qui manque peut porter ce total entre {low} et {high}.",
		English: "What is missing may bring this total between {low} and {high}.",
		Accepts: plain + `,"facts":{"dalo":true}}`, Refuses: plain + `,"facts":{}}`,
	},
	{
		Code: "COT-TOT-03", Chapter: chapterWord, Severity: demand.Information, Source: sourceHelp,
		French:  "Ces points aident à décider ; ils ne décident rien : la commission d'attribution examine chaque dossier.",
		English: "These points help to decide; they decide nothing: the allocation commission examines every file.",
		Accepts: plain + `}`, Refuses: plain + `,"facts":{}}`,
	},
	{
		Code: "COT-RAN-01", Chapter: chapterWord, Severity: demand.Information, Source: sourceHelp, Params: []string{"position", "count"},
		French:  "Votre demande est à la place {position} sur {count}, à ce jour et pour l'ensemble des demandes comparées.",
		English: "Your demand stands at place {position} of {count}, on this day and among all the demands compared.",
		Accepts: plain + `}`, Refuses: plain + `,"stock":[{"id":"1"}]}`,
	},
	{
		Code: "COT-RAN-02", Chapter: chapterWord, Severity: demand.Information, Source: sourceHelp, Params: []string{"months"},
		French:  "Vous attendez depuis {months}.",
		English: "You have been waiting for {months}.",
		Accepts: plain + `,"stock":[{"id":"1"}]}`, Refuses: plain + `,"stock":[{"id":"1","deposited_on":"2022-01-01"}]}`,
	},
	{
		Code: "COT-RAN-03", Chapter: chapterWord, Severity: demand.Information, Source: sourceHelp,
		French:  "Le jour du dépôt de votre demande n'est pas connu : votre attente ne peut pas être comptée.",
		English: "The day of deposit of your demand is not known: your wait cannot be counted.",
		Accepts: plain + `,"stock":[{"id":"1","deposited_on":"2022-01-01"}]}`, Refuses: plain + `,"stock":[{"id":"1"}]}`,
	},
	{
		Code: "COT-RAN-04", Chapter: chapterWord, Severity: demand.Information, Source: sourceHelp, Params: []string{"median", "longest", "count"},
		French:  "Parmi ces demandes, la moitié attend depuis {median} ou moins, et la plus ancienne depuis {longest} (sur {count} dont le dépôt est connu).",
		English: "Among these demands, half have been waiting for {median} or less, and the oldest for {longest} (of {count} whose deposit is known).",
		Accepts: plain + `,"stock":[{"id":"1"}]}`, Refuses: plain + `,"stock":[{"id":"1","deposited_on":"2022-01-01"}]}`,
	},
}
