package national

import (
	"slices"

	"github.com/fichier-unique/rules/demand"
)

const chapter = "liaison nationale"

var (
	sourceDaily  = demand.Source{Article: "arrêtés du 25 novembre 2010 et du 23 mars 2015, §3 à §6", Text: "transfert quotidien au système national", Confidence: demand.Verified}
	sourceAnswer = demand.Source{Article: "interface SNE 02.00/02.01", Text: "listeAnomalie et listeDoublons dans la réponse", Confidence: demand.Secondary}
	sourceHouse  = demand.Source{Article: "règle du fichier", Text: "rien n'est écarté sans être dit", Confidence: demand.Inference}
)

// Codes of what the link says. Codes of the national system are kept as they come.
const (
	codeToVerify    = "NAT-ATT-01"
	codeNoNumber    = "NAT-ATT-02"
	codeNoMotive    = "NAT-ATT-03"
	codeStruckOff   = "NAT-ATT-04"
	codeExtended    = "NAT-ATT-05"
	codeDuplicate   = "NAT-REP-01"
	codeOtherDemand = "NAT-REP-02"
	codeUnread      = "NAT-REP-03"
	codeOtherAnswer = "NAT-REP-04"
	codeUnasked     = "NAT-REP-05"
	codeSilent      = "NAT-REP-06"
	codeUnknown     = "NAT-ACT-01"
	codeNoDate      = "NAT-ACT-02"
	codeNotAnAct    = "NAT-ACT-03"
	codeKnown       = "NAT-ACT-04"
)

var rules = []demand.Rule{{
	Code: codeToVerify, Chapter: chapter, Severity: demand.Information, Source: sourceDaily,
	French:  "La demande saisie en ligne n'est pas encore vérifiée par un guichet : elle sera transmise une fois vérifiée.",
	English: "The demand entered online is not verified by a desk yet: it will be passed on once verified.",
}, {
	Code: codeNoNumber, Chapter: chapter, Severity: demand.Information, Source: sourceDaily,
	French:  "La demande n'a pas encore de numéro unique : elle sera transmise une fois numérotée.",
	English: "The demand has no unique number yet: it will be passed on once numbered.",
}, {
	Code: codeNoMotive, Chapter: chapter, Severity: demand.ToConfirm, Source: sourceDaily,
	French:  "La demande est radiée sans motif : un fichier sans motif annulerait la radiation. Donner le motif.",
	English: "The demand is struck off without motive: a file without motive would undo the strike-off. Give the motive.",
}, {
	Code: codeStruckOff, Chapter: chapter, Severity: demand.Information, Source: sourceDaily,
	French:  "La demande radiée a changé depuis : le changement sera transmis si elle est rétablie.",
	English: "The demand struck off has changed since: the change will be passed on if it is restored.",
}, {
	Code: codeExtended, Chapter: chapter, Severity: demand.Information, Source: sourceDaily,
	French:  "La demande ne dit pas si d'autres communes sont acceptées, et l'interface l'exige : elle est transmise comme non élargie.",
	English: "The demand does not say whether other communes are accepted, and the interface asks for it: it is passed on as not extended.",
}, {
	Code: codeDuplicate, Chapter: chapter, Severity: demand.ToConfirm, Source: sourceAnswer,
	French:  "Le système national connaît une autre demande qui semble la même : rapprocher les deux et décider.",
	English: "The national system knows another demand that seems the same: compare the two and decide.",
}, {
	Code: codeOtherDemand, Chapter: chapter, Severity: demand.ToConfirm, Source: sourceAnswer,
	French:  "La réponse porte sur une autre demande que celle qui a été envoyée à ce rang : vérifier le fichier reçu.",
	English: "The answer is about another demand than the one sent at this rank: check the file received.",
}, {
	Code: codeUnread, Chapter: chapter, Severity: demand.ToConfirm, Source: sourceHouse,
	French:  "Le fichier reçu du système national ne se lit pas : il est gardé tel quel. Le demander de nouveau.",
	English: "The file received from the national system cannot be read: it is kept as it is. Ask for it again.",
}, {
	Code: codeOtherAnswer, Chapter: chapter, Severity: demand.ToConfirm, Source: sourceHouse,
	French:  "Le fichier a déjà reçu une réponse, et celle-ci est différente : la première est gardée. Dire laquelle est la bonne.",
	English: "The file was answered already, and this answer differs: the first one stands. Say which one is right.",
}, {
	Code: codeUnasked, Chapter: chapter, Severity: demand.ToConfirm, Source: sourceHouse,
	French:  "La réponse porte sur un fichier qui n'a pas été envoyé d'ici : vérifier le destinataire.",
	English: "The answer is about a file that was not sent from here: check the addressee.",
}, {
	Code: codeSilent, Chapter: chapter, Severity: demand.ToConfirm, Source: sourceAnswer,
	French:  "La réponse ne dit rien de cette demande : elle est tenue pour refusée. Interroger le système national, ou la renvoyer.",
	English: "The answer says nothing of this demand: it is held to be refused. Ask the national system, or send it again.",
}, {
	Code: codeUnknown, Chapter: chapter, Severity: demand.ToConfirm, Source: sourceDaily,
	French:  "L'acte fait sur le portail national porte sur un numéro inconnu ici : rechercher la demande, ou l'enregistrer.",
	English: "The act made on the national portal is about a number unknown here: look for the demand, or register it.",
}, {
	Code: codeNoDate, Chapter: chapter, Severity: demand.ToConfirm, Source: sourceDaily, Params: []string{"element"},
	French:  "L'acte fait sur le portail national ne dit pas sa date ({element}) : la demander avant de l'enregistrer.",
	English: "The act made on the national portal does not say its day ({element}): ask for it before recording.",
}, {
	Code: codeNotAnAct, Chapter: chapter, Severity: demand.ToConfirm, Source: sourceDaily, Params: []string{"type"},
	French:  "Le type de fichier « {type} » n'est pas un acte que ce fichier enregistre : le traiter à la main.",
	English: "The type of file “{type}” is no act that this file records: treat it by hand.",
}, {
	Code: codeKnown, Chapter: chapter, Severity: demand.Information, Source: sourceHouse,
	French:  "La demande créée sur le portail national est déjà enregistrée ici.",
	English: "The demand created on the national portal is registered here already.",
}}

// Rules describes what the link can say of a demand or of a file.
func Rules() []demand.Rule { return slices.Clone(rules) }

func fault(code string, params ...demand.Param) demand.Fault {
	f := demand.Fault{Code: code, Severity: demand.Blocking, Params: params}
	for i := range rules {
		if rules[i].Code == code {
			f.Severity = rules[i].Severity
		}
	}
	return f
}
