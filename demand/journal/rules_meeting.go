package journal

import "github.com/fichier-unique/rules/demand"

// rulesMeeting are about what desks that worked apart wrote of the same demand.
var rulesMeeting = []demand.Rule{
	{
		Code: "JOU-EVE-16", Chapter: "journal", Severity: demand.ToConfirm,
		Source:  demand.Source{Article: "CCH R.441-2-15", Text: "date de l'enregistrement de chaque événement", Confidence: demand.Inference},
		French:  "Cet événement, d'un rang antérieur de la même origine, est daté d'après un événement qui le suit : l'horloge de l'origine a reculé, l'ordre de ce jour est à vérifier.",
		English: "This event, of an earlier rank of the same origin, is dated after an event that follows it: the clock of the origin went back, the order of that day is to be checked.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "renew", "on": "2016-05-02", "entered": "2016-05-02T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 3}, "demand": "d1", "kind": "modify", "on": "2016-05-02", "entered": "2016-05-02T10:00:00Z", "author": "a1", "service": "21001"}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "renew", "on": "2016-05-02", "entered": "2016-05-02T11:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 3}, "demand": "d1", "kind": "modify", "on": "2016-05-02", "entered": "2016-05-02T10:00:00Z", "author": "a1", "service": "21001"}`,
	},
	{
		Code: "JOU-EVE-17", Chapter: "journal", Severity: demand.Blocking,
		Source:  demand.Source{Article: "CCH R.441-2-1, L.441-2-1", Text: "une demande réunie à une autre continue sous celle-ci", Confidence: demand.Inference},
		French:  "Des demandes sont absorbées l'une par l'autre, ou par elles-mêmes : aucune ne continue ; une personne dit laquelle est gardée et défait l'autre réunion.",
		English: "Demands absorb each other, or themselves: none goes on; a person says which one is kept and undoes the other merge.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "merge", "on": "2015-07-01", "entered": "2015-07-01T09:00:00Z", "author": "a1", "service": "21001", "other": "d2", "seniority": "2015-06-01"}
{"v": 1, "id": {"origin": "21001", "counter": 4}, "demand": "d2", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 5}, "demand": "d2", "kind": "merge", "on": "2015-07-01", "entered": "2015-07-01T09:00:00Z", "author": "a1", "service": "21001", "other": "d1", "seniority": "2015-06-01", "absorbed": true}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "merge", "on": "2015-07-01", "entered": "2015-07-01T09:00:00Z", "author": "a1", "service": "21001", "other": "d2", "seniority": "2015-06-01", "absorbed": true}
{"v": 1, "id": {"origin": "21001", "counter": 4}, "demand": "d2", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 5}, "demand": "d2", "kind": "merge", "on": "2015-07-01", "entered": "2015-07-01T09:00:00Z", "author": "a1", "service": "21001", "other": "d1", "seniority": "2015-06-01", "absorbed": true}`,
	},
	{
		Code: "JOU-EVE-18", Chapter: "journal", Severity: demand.ToConfirm,
		Source:  demand.Source{Article: "CCH L.441-1, R.441-2-7, R.441-2-8 f) (2017)", Text: "l'ancienneté de la première demande est gardée", Confidence: demand.Verified},
		French:  "La réunion ou la séparation écrit, pour l'autre demande, une ancienneté plus tardive que son premier dépôt : corriger la date, le demandeur perdrait son rang.",
		English: "The merge or the separation writes, for the other demand, a seniority later than its first deposit: correct the date, the applicant would lose rank.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d2", "kind": "create", "on": "2014-06-01", "entered": "2014-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 3}, "demand": "d1", "kind": "merge", "on": "2015-07-01", "entered": "2015-07-01T09:00:00Z", "author": "a1", "service": "21001", "other": "d2", "seniority": "2014-06-01"}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d2", "kind": "create", "on": "2014-06-01", "entered": "2014-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 3}, "demand": "d1", "kind": "merge", "on": "2015-07-01", "entered": "2015-07-01T09:00:00Z", "author": "a1", "service": "21001", "other": "d2", "seniority": "2014-06-02"}`,
	},
	{
		Code: "JOU-TAC-04", Chapter: "suite à donner", Severity: demand.Information,
		Source:  demand.Source{Article: "CCH R.441-2-7, R.441-2-8 e)", Text: "radiée faute de renouvellement alors que la demande valait encore : dépôt ou renouvellement de moins d'un an", Confidence: demand.Verified},
		French:  "La demande a été radiée faute de renouvellement alors que sa validité courait, par exemple parce qu'un renouvellement reçu à temps n'était pas encore connu : annuler la radiation.",
		English: "The demand was struck off for lack of renewal while its validity ran, for instance because a renewal received in time was not known yet: undo the strike-off.",
	},
	{
		Code: "JOU-TAC-05", Chapter: "suite à donner", Severity: demand.Information,
		Source:  demand.Source{Article: "CCH R.441-2-8", Text: "une demande, une radiation, un motif", Confidence: demand.Inference},
		French:  "La demande, déjà radiée, l'a été de nouveau pour un autre motif : dire lequel est le bon, la réactivation en dépend.",
		English: "The demand, struck off already, was struck off again for another motive: say which is right, the reactivation depends on it.",
	},
}
