package retention

import (
	"sync"

	"github.com/fichier-unique/rules/demand"
)

// Rules describes every code of this package. The examples of the durations and
// of the notices are a file, events and the rest, with the day asked; those of
// the codes CON-GEL and CON-LEC are a line of holds.
func Rules() []demand.Rule { return append([]demand.Rule(nil), rules...) }

var rulesByCode = sync.OnceValue(func() map[string]*demand.Rule {
	out := map[string]*demand.Rule{}
	for i := range rules {
		out[rules[i].Code] = &rules[i]
	}
	return out
})

var (
	oneYear = demand.Source{Article: "arrêté du 25 novembre 2010, cahier des charges §8 ; arrêtés du 28 mars 2011 et du 15 novembre 2013, art. 3", Text: "données nominatives gardées un an après la radiation, puis effacées", Confidence: demand.Verified}
	ourFile = demand.Source{Article: "règle du fichier", Text: "rien ne s'efface sans date ni sans motif, et tout effacement se prouve", Confidence: demand.Inference}
	ourHold = demand.Source{Article: "règle du fichier", Text: "un gel a un motif, un auteur et une durée", Confidence: demand.Inference}
)

// The parts of the examples.
const (
	exampleOn      = `", "entered": "2010-10-15T09:00:00Z", "author": "a1", "service": "21001"`
	exampleCreate  = `{"events": [{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2010-10-15` + exampleOn + `}`
	exampleStrike  = `, {"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "strike_off", "motive": "RADREN", "on": "2011-11-15` + exampleOn + `}`
	exampleMerge   = exampleCreate + exampleStrike + `, {"v": 1, "id": {"origin": "21001", "counter": 3}, "demand": "d0", "kind": "create", "on": "2010-10-15` + exampleOn + `}, {"v": 1, "id": {"origin": "21001", "counter": 4}, "demand": "d0", "kind": "merge", "other": "d1", "seniority": "2010-10-15", "absorbed": true, "on": "2010-10-20` + exampleOn + `}]`
	exampleBuried  = `{"events": [{"v": 1, "id": {"origin": "21001", "counter": 9}, "demand": "d1", "kind": "delete", "case": "erasure", "on": "2012-11-16` + exampleOn + `}`
	exampleUpload  = `], "holdings": [{"class": "upload", "demand": "d1", "service": "21001", "ref": "f1", "on": "2010-10-15"}]`
	exampleOwnCopy = `], "holdings": [{"class": "landlord_copy", "demand": "d1", "service": "bailleur-1"`
	exampleHold    = `{"id": {"origin": "gest", "counter": 1}, "demand": "d1", "reason": "litigation", "author": "a1", "from": "2012-01-01", "until": "2013-01-01"}`
)

var rules = []demand.Rule{
	{
		Code: "CON-DUR-01", Chapter: "durée de conservation", Severity: demand.Information, From: demand.MustDate("2010-11-25"), Source: oneYear,
		French:  "La demande est radiée depuis plus d'un an : ses données nominatives sont à effacer.",
		English: "The demand was struck off more than a year ago: its nominative data are to be erased.",
		Accepts: exampleCreate + exampleStrike + `], "day": "2012-11-15"}`,
		Refuses: exampleCreate + exampleStrike + `], "day": "2012-11-16"}`,
	},
	{
		Code: "CON-DUR-02", Chapter: "durée de conservation", Severity: demand.Information,
		Source:  demand.Source{Article: "règle du fichier", Text: "une demande supprimée parce qu'elle a été saisie par erreur n'a pas de raison d'être gardée", Confidence: demand.Inference},
		French:  "La demande a été supprimée : ses données sont à effacer.",
		English: "The demand was deleted: its data are to be erased.",
		Accepts: exampleCreate + `], "day": "2010-10-16"}`,
		Refuses: exampleCreate + `, {"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "delete", "on": "2010-10-16` + exampleOn + `}], "day": "2010-11-25"}`,
	},
	{
		Code: "CON-DUR-03", Chapter: "durée de conservation", Severity: demand.Information,
		Source:  demand.Source{Article: "arrêté du 25 novembre 2010, cahier des charges §8", Text: "une demande réunie à une autre suit le sort de celle-ci", Confidence: demand.Inference},
		French:  "La demande a été réunie à une autre, dont les données sont à effacer : les siennes le sont aussi.",
		English: "The demand was joined to another one whose data are to be erased: so are its own.",
		Accepts: exampleMerge + `, "day": "2012-11-15"}`,
		Refuses: exampleMerge + `, "day": "2012-11-16"}`,
	},
	{
		Code: "CON-DUR-04", Chapter: "durée de conservation", Severity: demand.Information,
		Source:  demand.Source{Article: "règle du fichier", Text: "saisie inachevée : délai convenu entre partenaires, un mois à défaut (pratique relevée, aucun texte)", Confidence: demand.Inference},
		French:  "La saisie est restée inachevée au-delà du délai : elle est à effacer.",
		English: "The entry stayed unfinished past its delay: it is to be erased.",
		Accepts: `{"events": [], "holdings": [{"class": "draft", "demand": "e1", "service": "21001", "on": "2011-01-31"}], "day": "2011-02-28"}`,
		Refuses: `{"events": [], "holdings": [{"class": "draft", "demand": "e1", "service": "21001", "on": "2011-01-31"}], "day": "2011-03-01"}`,
	},
	{
		Code: "CON-DUR-05", Chapter: "durée de conservation", Severity: demand.Information,
		Source:  demand.Source{Article: "arrêtés du 28 mars 2011 et du 15 novembre 2013, art. 3", Text: "les pièces déposées sont des données nominatives de la demande", Confidence: demand.Inference},
		French:  "La pièce est à effacer avec la demande pour laquelle elle a été déposée.",
		English: "The paper is to be erased with the demand it was handed in for.",
		Accepts: exampleCreate + exampleStrike + exampleUpload + `, "day": "2012-11-15"}`,
		Refuses: exampleCreate + exampleStrike + exampleUpload + `, "day": "2012-11-16"}`,
	},
	{
		Code: "CON-DUR-06", Chapter: "durée de conservation", Severity: demand.Information, From: demand.MustDate("2014-01-01"),
		Source:  demand.Source{Article: "CNIL, délibération 2014-122 (NS-020), art. 5", Text: "lue en partie : dans le système du bailleur, les données de la demande sont supprimées à la radiation ou à l'attribution, sauf nécessité pour le bail ; appliquée depuis le début de 2014, faute du jour", Confidence: demand.Verified},
		French:  "La demande est radiée ou le logement attribué : le bailleur efface sa copie, sauf si le bail en a besoin.",
		English: "The demand is struck off or the dwelling allocated: the landlord erases its copy, unless the lease needs it.",
		Accepts: exampleCreate + exampleStrike + exampleOwnCopy + `, "tenancy": true}], "day": "2014-01-01"}`,
		Refuses: exampleCreate + exampleStrike + exampleOwnCopy + `}], "day": "2014-01-01"}`,
	},
	{
		Code: "CON-DUR-07", Chapter: "durée de conservation", Severity: demand.Information, From: demand.MustDate("2017-05-09"),
		Source:  demand.Source{Article: "décret 2017-917 du 9 mai 2017", Text: "lu par commentaire : le NIR ne se garde pas sur les copies de papier", Confidence: demand.Secondary},
		French:  "La copie montre le numéro de sécurité sociale (NIR) : l'y effacer, ou détruire la copie.",
		English: "The copy shows the social-security number (NIR): remove it from the copy, or destroy the copy.",
		Accepts: `{"events": [], "holdings": [{"class": "nir_paper", "demand": "d1", "service": "21001", "ref": "f1", "on": "2016-02-01"}], "day": "2017-05-08"}`,
		Refuses: `{"events": [], "holdings": [{"class": "nir_paper", "demand": "d1", "service": "21001", "ref": "f1", "on": "2016-02-01"}], "day": "2017-05-09"}`,
	},
	{
		Code: "CON-DUR-08", Chapter: "durée de conservation", Severity: demand.Information,
		Source:  demand.Source{Article: "règle du fichier", Text: "durée du journal des accès : aucun chiffre dans les textes lus, fixée par les partenaires", Confidence: demand.Unverified},
		French:  "Ces lignes du journal des accès ont passé la durée fixée par les partenaires : elles sont à effacer.",
		English: "These lines of the access journal are past the time fixed by the partners: they are to be erased.",
		Accepts: `{"events": [], "holdings": [{"class": "access_log", "ref": "2011-01", "on": "2011-01-31"}], "settings": {"access_months": 12}, "day": "2012-01-31"}`,
		Refuses: `{"events": [], "holdings": [{"class": "access_log", "ref": "2011-01", "on": "2011-01-31"}], "settings": {"access_months": 12}, "day": "2012-02-01"}`,
	},
	{
		Code: "CON-REG-01", Chapter: "réglages", Severity: demand.Blocking, Source: ourFile,
		French:  "La durée est un nombre de mois de 0 à 1200.",
		English: "The delay is a number of months from 0 to 1200.",
		Accepts: `{"events": [], "settings": {"draft_months": 2}, "day": "2012-01-31"}`,
		Refuses: `{"events": [], "settings": {"draft_months": -1}, "day": "2012-01-31"}`,
	},
	{
		Code: "CON-REG-02", Chapter: "réglages", Severity: demand.ToConfirm, Source: ourFile,
		French:  "La durée du journal des accès n'est pas fixée : les partenaires la décident, aucun texte lu ne la donne.",
		English: "The retention of the access journal is not fixed: the partners decide it, no text read gives it.",
		Accepts: `{"events": [], "holdings": [{"class": "access_log", "ref": "2011-01", "on": "2011-01-31"}], "settings": {"access_months": 12}, "day": "2011-02-01"}`,
		Refuses: `{"events": [], "holdings": [{"class": "access_log", "ref": "2011-01", "on": "2011-01-31"}], "day": "2011-02-01"}`,
	},
	{
		Code: "CON-SIG-01", Chapter: "à régler avant d'effacer", Severity: demand.ToConfirm, Source: ourFile,
		French:  "La demande n'a pas de date de dépôt ou de radiation : elle ne serait jamais effacée ; retrouver la date.",
		English: "The demand has no date of deposit or of strike-off: it would never be erased; find the date.",
		Accepts: exampleCreate + `], "day": "2011-01-01"}`,
		Refuses: `{"events": [{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "` + exampleOn + `}], "day": "2011-01-01"}`,
	},
	{
		Code: "CON-SIG-02", Chapter: "à régler avant d'effacer", Severity: demand.ToConfirm,
		Source:  demand.Source{Article: "arrêté du 23 mars 2015, cahier des charges §6.1", Text: "non renouvelée : radiée par le gestionnaire à treize mois", Confidence: demand.Verified},
		French:  "La demande n'est plus valide depuis plus d'un mois et n'est pas radiée : rien ne l'effacera tant qu'elle ne l'est pas.",
		English: "The demand has not been valid for over a month and is not struck off: nothing will erase it until it is.",
		Accepts: exampleCreate + `], "day": "2011-11-15"}`,
		Refuses: exampleCreate + `], "day": "2011-11-16"}`,
	},
	{
		Code: "CON-SIG-03", Chapter: "à régler avant d'effacer", Severity: demand.ToConfirm, Source: ourFile,
		French:  "Des événements d'une demande effacée sont revenus d'une ancienne copie : nettoyer le journal après chaque réunion.",
		English: "Events of an erased demand came back from an old copy: sweep the journal after each union.",
		Accepts: exampleBuried + `], "day": "2013-01-01"}`,
		Refuses: exampleBuried + exampleStrike + `], "day": "2013-01-01"}`,
	},
	{
		Code: "CON-SIG-04", Chapter: "à régler avant d'effacer", Severity: demand.ToConfirm, Source: oneYear,
		French:  "Aucune règle lue ne dit combien de temps garder une demande à cette date : rien n'est dû.",
		English: "No rule that was read says how long to keep a demand on that date: nothing is due.",
		Accepts: exampleCreate + `], "day": "2010-11-25"}`,
		Refuses: exampleCreate + `], "day": "2010-11-24"}`,
	},
	{
		Code: "CON-SIG-05", Chapter: "à régler avant d'effacer", Severity: demand.ToConfirm, Source: ourFile,
		French:  "La demande dont cela dépend n'est pas au journal : la retrouver, ou décider à la main.",
		English: "The demand this hangs on is not in the journal: find it, or decide by hand.",
		Accepts: exampleCreate + exampleUpload + `, "day": "2011-01-01"}`,
		Refuses: `{"events": [` + exampleUpload + `, "day": "2011-01-01"}`,
	},
	{
		Code: "CON-SIG-06", Chapter: "à régler avant d'effacer", Severity: demand.ToConfirm, Source: ourFile,
		French:  "La classe de données n'est pas connue, ou la date qui fait courir le délai manque ou n'est pas possible.",
		English: "The class of data is not known, or the date the delay runs from is missing or not possible.",
		Accepts: `{"events": [], "holdings": [{"class": "draft", "demand": "e1", "on": "2011-01-31"}], "day": "2011-02-01"}`,
		Refuses: `{"events": [], "holdings": [{"class": "draft", "demand": "e1"}], "day": "2011-02-01"}`,
	},
	{
		Code: "CON-SIG-07", Chapter: "à régler avant d'effacer", Severity: demand.ToConfirm, Source: ourFile,
		French:  "Deux éléments gardés portent les mêmes classe, demande, service et référence : les distinguer.",
		English: "Two things kept bear the same class, demand, service and reference: tell them apart.",
		Accepts: `{"events": [], "holdings": [{"class": "draft", "demand": "e1", "on": "2011-01-31"}, {"class": "draft", "demand": "e2", "on": "2011-01-31"}], "day": "2011-02-01"}`,
		Refuses: `{"events": [], "holdings": [{"class": "draft", "demand": "e1", "on": "2011-01-31"}, {"class": "draft", "demand": "e1", "on": "2011-01-30"}], "day": "2011-02-01"}`,
	},
	{
		Code: "CON-SIG-08", Chapter: "à régler avant d'effacer", Severity: demand.ToConfirm, Source: ourFile,
		French:  "La demande est radiée avant d'avoir été déposée : une de ces dates est fausse, et rien ne s'efface sur une date fausse.",
		English: "The demand is struck off before it was deposited: one of these dates is wrong, and nothing is erased on a wrong date.",
		Accepts: exampleCreate + exampleStrike + `], "day": "2012-11-16"}`,
		Refuses: exampleCreate + `, {"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "strike_off", "motive": "RADREN", "on": "2001-11-15` + exampleOn + `}], "day": "2012-11-16"}`,
	},
	{
		Code: "CON-SIG-09", Chapter: "à régler avant d'effacer", Severity: demand.ToConfirm, Source: ourFile, Params: []string{"count"},
		French:  "{count} demande(s) ont pour clé un numéro unique : il resterait après l'effacement ; donner des clés qui ne disent rien.",
		English: "{count} demand(s) have a unique number as their key: it would stay after the erasure; give keys that mean nothing.",
		Accepts: exampleCreate + `], "day": "2011-01-01"}`,
		Refuses: `{"events": [{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "021101000012321001", "kind": "create", "on": "2010-10-15` + exampleOn + `}], "day": "2011-01-01"}`,
	},
	{
		Code: "CON-SIG-10", Chapter: "à régler avant d'effacer", Severity: demand.ToConfirm,
		Source:  demand.Source{Article: "arrêté du 23 mars 2015, cahier des charges §6.1", Text: "réactivable jusqu'à dix-huit mois avec son ancienneté", Confidence: demand.Inference},
		French:  "Un renouvellement reçu après la radiation n'a pas eu de suite : le régler, l'ancienneté du demandeur en dépend et l'effacement en ôtera la trace.",
		English: "A renewal received after the strike-off was not followed up: settle it, the applicant's seniority hangs on it and the erasure will remove its trace.",
		Accepts: exampleCreate + exampleStrike + `], "day": "2012-11-16"}`,
		Refuses: exampleCreate + exampleStrike + `, {"v": 1, "id": {"origin": "21001", "counter": 3}, "demand": "d1", "kind": "renew", "on": "2012-02-01` + exampleOn + `}], "day": "2012-11-16"}`,
	},
	{
		Code: "CON-GEL-01", Chapter: "gel", Severity: demand.Blocking, Source: ourHold,
		French:  "Le gel n'a pas d'identifiant, d'auteur ou de date de début.",
		English: "The hold has no identifier, author or first day.",
		Accepts: exampleHold, Refuses: `{"id": {"origin": "gest", "counter": 1}, "demand": "d1", "reason": "litigation", "author": "", "from": "2012-01-01", "until": "2013-01-01"}`,
	},
	{
		Code: "CON-GEL-02", Chapter: "gel", Severity: demand.Blocking, Source: ourHold,
		French:  "Le gel nomme une demande (ou le seul journal des accès), des classes connues et un motif (litigation, inspection, complaint, person_request) ; une levée ne nomme que le gel qu'elle finit.",
		English: "A hold names a demand (or the access journal alone), known classes and a reason (litigation, inspection, complaint, person_request); a record that lifts one only names the hold it ends.",
		Accepts: `{"id": {"origin": "gest", "counter": 2}, "lifts": {"origin": "gest", "counter": 1}, "author": "a1", "from": "2012-06-01"}`,
		Refuses: `{"id": {"origin": "gest", "counter": 1}, "demand": "d1", "reason": "curiosity", "author": "a1", "from": "2012-01-01", "until": "2013-01-01"}`,
	},
	{
		Code: "CON-GEL-03", Chapter: "gel", Severity: demand.Blocking, Source: ourHold,
		French:  "Le gel finit avant de commencer.",
		English: "The hold ends before it begins.",
		Accepts: exampleHold, Refuses: `{"id": {"origin": "gest", "counter": 1}, "demand": "d1", "reason": "litigation", "author": "a1", "from": "2012-01-01", "until": "2011-12-31"}`,
	},
	{
		Code: "CON-GEL-04", Chapter: "gel", Severity: demand.ToConfirm, Source: ourHold,
		French:  "Le gel n'a pas de fin : les données seraient gardées sans limite ; fixer une date, quitte à la prolonger.",
		English: "The hold has no end: the data would be kept without limit; set a date, and extend it if need be.",
		Accepts: exampleHold, Refuses: `{"id": {"origin": "gest", "counter": 1}, "demand": "d1", "reason": "litigation", "author": "a1", "from": "2012-01-01"}`,
	},
	{
		Code: "CON-GEL-05", Chapter: "gel", Severity: demand.ToConfirm, Source: ourHold,
		French:  "Deux gels différents portent le même identifiant : les deux suspendent ; en renuméroter un.",
		English: "Two different holds bear the same identifier: both suspend; renumber one of them.",
		Accepts: exampleHold + "\n" + exampleHold,
		Refuses: exampleHold + "\n" + `{"id": {"origin": "gest", "counter": 1}, "demand": "d2", "reason": "litigation", "author": "a1", "from": "2012-01-01", "until": "2013-01-01"}`,
	},
	{
		Code: "CON-GEL-06", Chapter: "gel", Severity: demand.ToConfirm, Source: ourHold,
		French:  "La levée nomme un gel que personne n'a : elle ne finit rien ; vérifier l'identifiant.",
		English: "The record lifts a hold that nobody has: it ends nothing; check the identifier.",
	},
	{
		Code: "CON-LEC-01", Chapter: "lecture", Severity: demand.Blocking, Source: ourFile,
		French:  "Ce n'est pas un seul objet JSON en UTF-8, ou il est trop long.",
		English: "This is not one JSON object in UTF-8, or it is too long.",
		Accepts: exampleHold, Refuses: `{"id": `,
	},
	{
		Code: "CON-LEC-02", Chapter: "lecture", Severity: demand.Blocking, Source: ourFile,
		French:  "Ce champ n'existe pas : vérifier son orthographe.",
		English: "This field does not exist: check its spelling.",
		Accepts: exampleHold, Refuses: `{"id": {"origin": "gest", "counter": 1}, "demand": "d1", "reason": "litigation", "author": "a1", "from": "2012-01-01", "to": "2013-01-01"}`,
	},
	{
		Code: "CON-LEC-03", Chapter: "lecture", Severity: demand.Blocking, Source: ourFile,
		French:  "Ce champ est donné deux fois.",
		English: "This field is given twice.",
		Accepts: exampleHold, Refuses: `{"id": {"origin": "gest", "counter": 1}, "demand": "d1", "demand": "d2", "reason": "litigation", "author": "a1", "from": "2012-01-01", "until": "2013-01-01"}`,
	},
	{
		Code: "CON-LEC-04", Chapter: "lecture", Severity: demand.Blocking, Source: ourFile,
		French:  "La valeur n'a pas la forme attendue ; un champ sans valeur s'omet.",
		English: "The value is not of the expected form; a field without value is left out.",
		Accepts: exampleHold, Refuses: `{"id": {"origin": "gest", "counter": 1}, "demand": "d1", "reason": "litigation", "author": "a1", "from": "janvier", "until": null}`,
	},
	{
		Code: "CON-PUR-01", Chapter: "effacement", Severity: demand.Blocking, Source: ourFile,
		French:  "L'acte d'effacement n'a pas de jour, de date de saisie ou d'identifiant, ou l'auteur, le service ou l'origine n'est pas un code : rien n'a été effacé.",
		English: "The act of erasing has no day, moment of entry or identifier, or the author, the service or the origin is not a code: nothing was erased.",
	},
	{
		Code: "CON-PUR-02", Chapter: "effacement", Severity: demand.Blocking, Source: ourFile, Params: []string{"class"},
		French:  "Ces données ({class}) ne sont pas à effacer ce jour-là : elles restent.",
		English: "These data ({class}) are not to be erased that day: they stay.",
	},
	{
		Code: "CON-PUR-03", Chapter: "effacement", Severity: demand.Blocking, Source: ourHold, Params: []string{"class"},
		French:  "Un gel suspend l'effacement de ces données ({class}) : elles restent.",
		English: "A hold suspends the erasure of these data ({class}): they stay.",
	},
	{
		Code: "CON-PUR-04", Chapter: "effacement", Severity: demand.Blocking, Source: ourFile,
		French:  "Le journal a déjà des événements de ces identifiants : en donner d'autres ; rien n'a été effacé.",
		English: "The journal already has events of these identifiers: give other ones; nothing was erased.",
	},
	{
		Code: "CON-PUR-05", Chapter: "effacement", Severity: demand.Blocking, Source: ourFile, Params: []string{"class"},
		French:  "La clé de cette demande est un numéro unique, que la preuve garderait ({class}) : lui donner d'abord une autre clé.",
		English: "The key of this demand is a unique number, which the proof would keep ({class}): give it another key first.",
	},
	{
		Code: "CON-PRE-01", Chapter: "preuve d'effacement", Severity: demand.Blocking, Source: ourFile,
		French:  "Ce n'est pas une preuve d'effacement de cette version, ou le jour, l'auteur ou l'empreinte manque.",
		English: "This is not a proof of erasure of this version, or the day, the author or the digest is missing.",
	},
	{
		Code: "CON-PRE-02", Chapter: "preuve d'effacement", Severity: demand.Blocking, Source: ourFile,
		French:  "L'empreinte n'est pas celle de la liste : la preuve ou la liste a changé.",
		English: "The digest is not that of the list: the proof or the list has changed.",
	},
	{
		Code: "CON-PRE-03", Chapter: "preuve d'effacement", Severity: demand.Blocking, Source: ourFile,
		French:  "Les nombres de la preuve ne sont pas ceux de la liste.",
		English: "The counts of the proof are not those of the list.",
	},
	{
		Code: "CON-PRE-04", Chapter: "preuve d'effacement", Severity: demand.Blocking, Source: ourFile,
		French:  "Le journal ne montre pas l'effacement de cette demande, ou il en a encore des événements.",
		English: "The journal does not show that this demand was erased, or still has events of it.",
	},
	{
		Code: "CON-PRE-05", Chapter: "preuve d'effacement", Severity: demand.Information, Source: ourFile, Params: []string{"author", "service", "day", "count"},
		French:  "Le {day}, l'agent {author} ({service}) a effacé {count} élément(s).",
		English: "On {day}, the agent {author} ({service}) erased {count} item(s).",
	},
	{
		Code: "CON-PRE-06", Chapter: "preuve d'effacement", Severity: demand.Information, Source: ourFile, Params: []string{"class", "count", "rule", "article"},
		French:  "Classe {class} : {count}, règle {rule} ({article}).",
		English: "Class {class}: {count}, rule {rule} ({article}).",
	},
	{
		Code: "CON-PRE-07", Chapter: "preuve d'effacement", Severity: demand.Information, Source: ourFile, Params: []string{"digest"},
		French:  "Empreinte (SHA-256) de la liste de ce qui a été effacé, sans aucune donnée de personne : {digest}.",
		English: "Digest (SHA-256) of the list of what was erased, without any datum of a person: {digest}.",
	},
}
