package journal

import "github.com/fichier-unique/rules/demand"

// rulesLetters are about the letters sent to the applicant.
var rulesLetters = []demand.Rule{
	{
		Code: "JOU-LET-01", Chapter: "courriers", Severity: demand.Blocking,
		Source:  demand.Source{Article: "arrêté du 25 novembre 2010, cahier des charges §7 ; CCH R.441-2-4, R.441-2-7, R.441-2-8", Text: "préavis, avertissement, attestation, décision notifiée ; par un moyen que l'on nomme", Confidence: demand.Verified},
		French:  "L'objet du courrier (notice, warning, attestation, decision) ou son moyen (registered, tracked, post, email, handed, portal) manque ou n'est pas connu.",
		English: "The subject of the letter (notice, warning, attestation, decision) or its channel (registered, tracked, post, email, handed, portal) is missing or not known.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "letter", "on": "2015-06-10", "entered": "2015-06-10T09:00:00Z", "author": "a1", "service": "21001", "dispatch": {"subject": "warning", "motive": "RADCON", "channel": "registered", "sent": "2015-06-10"}}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "letter", "on": "2015-06-10", "entered": "2015-06-10T09:00:00Z", "author": "a1", "service": "21001", "dispatch": {"subject": "warning", "motive": "RADCON", "channel": "pigeon", "sent": "2015-06-10"}}`,
	},
	{
		Code: "JOU-LET-02", Chapter: "courriers", Severity: demand.Blocking,
		Source:  demand.Source{Article: "CCH R.441-2-8 c), d) ; arrêté du 23 mars 2015, cahier des charges §6.5", Text: "les délais courent de l'envoi ou de la remise", Confidence: demand.Verified},
		French:  "Le courrier n'a pas de date d'envoi, ni sous sa référence dans un événement antérieur : les délais qui le suivent ne se calculent pas.",
		English: "The letter has no date of sending, nor has an earlier event under its reference: the delays that follow cannot be computed.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "letter", "on": "2015-06-10", "entered": "2015-06-10T09:00:00Z", "author": "a1", "service": "21001", "dispatch": {"subject": "warning", "motive": "RADCON", "channel": "registered", "ref": "c1", "sent": "2015-06-10"}}
{"v": 1, "id": {"origin": "21001", "counter": 3}, "demand": "d1", "kind": "letter", "on": "2015-06-14", "entered": "2015-06-14T09:00:00Z", "author": "a1", "service": "21001", "dispatch": {"subject": "warning", "ref": "c1", "proof": "AR1", "received": "2015-06-14"}}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "letter", "on": "2015-06-14", "entered": "2015-06-14T09:00:00Z", "author": "a1", "service": "21001", "dispatch": {"subject": "warning", "ref": "c1", "proof": "AR1", "received": "2015-06-14"}}`,
	},
	{
		Code: "JOU-LET-03", Chapter: "courriers", Severity: demand.ToConfirm,
		Source:  demand.Source{Article: "arrêté du 25 novembre 2010, cahier des charges §7", Text: "un courrier part, arrive, puis reçoit une réponse", Confidence: demand.Inference},
		French:  "Les dates du courrier se contredisent, ou l'une d'elles est postérieure à l'événement qui la dit : envoi, remise, réponse, dans cet ordre.",
		English: "The dates of the letter contradict each other, or one comes after the event that tells it: sending, delivery, answer, in that order.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "letter", "on": "2015-06-14", "entered": "2015-06-14T09:00:00Z", "author": "a1", "service": "21001", "dispatch": {"subject": "warning", "motive": "RADCON", "channel": "registered", "proof": "AR1", "sent": "2015-06-10", "received": "2015-06-14"}}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "letter", "on": "2015-06-14", "entered": "2015-06-14T09:00:00Z", "author": "a1", "service": "21001", "dispatch": {"subject": "warning", "motive": "RADCON", "channel": "registered", "proof": "AR1", "sent": "2015-06-14", "received": "2015-06-10"}}`,
	},
	{
		Code: "JOU-LET-04", Chapter: "courriers", Severity: demand.Blocking,
		Source:  demand.Source{Article: "CCH R.441-2-8 c), d) ; L.441-2-1 (2009)", Text: "un avertissement précède la radiation d'un motif", Confidence: demand.Verified},
		French:  "L'avertissement ne dit pas le motif de la radiation qu'il précède : RADCON (sans réponse), RADIRR (irrecevabilité), ou un autre de la liste.",
		English: "The warning does not say the motive of the strike-off it precedes: RADCON (no answer), RADIRR (inadmissibility), or another of the list.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "letter", "on": "2015-06-10", "entered": "2015-06-10T09:00:00Z", "author": "a1", "service": "21001", "dispatch": {"subject": "warning", "motive": "RADCON", "channel": "registered", "sent": "2015-06-10"}}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "letter", "on": "2015-06-10", "entered": "2015-06-10T09:00:00Z", "author": "a1", "service": "21001", "dispatch": {"subject": "warning", "channel": "registered", "sent": "2015-06-10"}}`,
	},
	{
		Code: "JOU-LET-05", Chapter: "courriers", Severity: demand.ToConfirm,
		Source:  demand.Source{Article: "arrêté du 25 novembre 2010, cahier des charges §7", Text: "sans preuve de la remise, la validité de la radiation ne peut être établie", Confidence: demand.Verified},
		French:  "La remise est datée sans référence de sa preuve : la conserver et l'écrire, ou la radiation qui suit ne pourra pas être établie.",
		English: "The delivery is dated without a reference of its proof: keep it and write it, or the strike-off that follows cannot be shown to be valid.",
		Accepts: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "letter", "on": "2015-06-14", "entered": "2015-06-14T09:00:00Z", "author": "a1", "service": "21001", "dispatch": {"subject": "warning", "motive": "RADCON", "channel": "registered", "proof": "AR1", "sent": "2015-06-10", "received": "2015-06-14"}}`,
		Refuses: `{"v": 1, "id": {"origin": "21001", "counter": 1}, "demand": "d1", "kind": "create", "on": "2015-06-01", "entered": "2015-06-01T09:00:00Z", "author": "a1", "service": "21001"}
{"v": 1, "id": {"origin": "21001", "counter": 2}, "demand": "d1", "kind": "letter", "on": "2015-06-14", "entered": "2015-06-14T09:00:00Z", "author": "a1", "service": "21001", "dispatch": {"subject": "warning", "motive": "RADCON", "channel": "registered", "sent": "2015-06-10", "received": "2015-06-14"}}`,
	},
}
