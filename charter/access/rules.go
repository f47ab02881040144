package access

import (
	"sync"

	"github.com/fichier-unique/rules/demand"
)

// Rules describes every code of this package. The examples of the codes ACC-LIG
// are a line of the journal, those of ACC-LIS a list of accounts; the others are
// shown by the tests of the review.
func Rules() []demand.Rule { return append([]demand.Rule(nil), rules...) }

var severities = sync.OnceValue(func() map[string]demand.Severity {
	out := map[string]demand.Severity{}
	for _, r := range rules {
		out[r.Code] = r.Severity
	}
	return out
})

var (
	ourJournal = demand.Source{Article: "règle du fichier", Text: "chaque consultation, téléchargement ou export laisse une ligne, lue sans rien perdre", Confidence: demand.Inference}
	codes      = demand.Source{Article: "CCH R.441-2-5 II (2010) ; arrêté du 25 novembre 2010, cahier des charges §9", Text: "les codes d'accès sont attribués et tenus par le gestionnaire", Confidence: demand.Verified}
	named      = demand.Source{Article: "décret 2017-917 du 9 mai 2017", Text: "lu par commentaire : agents individuellement désignés et habilités", Confidence: demand.Secondary}
	onlyFor    = demand.Source{Article: "CCH R.441-2-6", Text: "accès aux données nominatives aux seules fins d'attribution, et dans le territoire de chacun", Confidence: demand.Verified}
	unusual    = demand.Source{Article: "règle du fichier", Text: "médiane et écart médian ; seuils choisis par les partenaires, aucun texte", Confidence: demand.Inference}
	unused     = demand.Source{Article: "règle du fichier", Text: "revue des accès : un accès qui ne sert pas se ferme ; délai choisi par les partenaires", Confidence: demand.Inference}
)

const (
	exampleHead = `{"v": 1, "origin": "srv", "counter": 1, "at": "2024-03-05T09:30:00Z", "agent": "a-17", "party": "bailleur-1"`
	exampleLine = exampleHead + `, "act": "consult", "demand": "d1", "commune": "21231", "purpose": "allocating"}`
	exampleList = `{"accounts": [{"agent": "a-17", "party": "bailleur-1", "named": true, "rights": ["consult"], "opened_on": "2020-01-01", "closed_on": "2024-12-31"}], "territories": [{"party": "bailleur-1", "everywhere": true}]}`
)

var rules = []demand.Rule{
	{
		Code: "ACC-LIG-01", Chapter: "lecture", Severity: demand.Blocking, Source: ourJournal,
		French:  "Ce n'est pas un seul objet JSON en UTF-8, ou il est trop long.",
		English: "This is not one JSON object in UTF-8, or it is too long.",
		Accepts: exampleLine, Refuses: exampleHead,
	},
	{
		Code: "ACC-LIG-02", Chapter: "lecture", Severity: demand.Blocking, Source: ourJournal,
		French:  "Ce champ n'existe pas : vérifier son orthographe.",
		English: "This field does not exist: check its spelling.",
		Accepts: exampleLine, Refuses: exampleHead + `, "act": "consult", "demand": "d1", "purpose": "allocating", "name": "x"}`,
	},
	{
		Code: "ACC-LIG-03", Chapter: "lecture", Severity: demand.Blocking, Source: ourJournal,
		French:  "Ce champ est donné deux fois.",
		English: "This field is given twice.",
		Accepts: exampleLine, Refuses: exampleHead + `, "act": "consult", "demand": "d1", "demand": "d2", "purpose": "allocating"}`,
	},
	{
		Code: "ACC-LIG-04", Chapter: "lecture", Severity: demand.Blocking, Source: ourJournal,
		French:  "La valeur n'a pas la forme attendue ; un champ sans valeur s'omet.",
		English: "The value is not of the expected form; a field without value is left out.",
		Accepts: exampleLine, Refuses: exampleHead + `, "act": "consult", "demand": 12, "purpose": "allocating"}`,
	},
	{
		Code: "ACC-LIG-05", Chapter: "journal des accès", Severity: demand.Blocking, Source: ourJournal,
		French:  "La version (1), le rang de la ligne ou le moment (RFC 3339) manque.",
		English: "The version (1), the rank of the line or the moment (RFC 3339) is missing.",
		Accepts: exampleLine, Refuses: `{"v": 1, "origin": "srv", "counter": 1, "at": "5 mars", "agent": "a-17", "party": "bailleur-1", "act": "consult", "demand": "d1", "purpose": "allocating"}`,
	},
	{
		Code: "ACC-LIG-06", Chapter: "journal des accès", Severity: demand.Blocking, Source: onlyFor,
		French:  "L'acte ou la finalité n'est pas un code connu.",
		English: "The act or the purpose is not a known code.",
		Accepts: exampleLine, Refuses: exampleHead + `, "act": "consult", "demand": "d1", "purpose": "curiosity"}`,
	},
	{
		Code: "ACC-LIG-07", Chapter: "journal des accès", Severity: demand.Blocking, Source: ourJournal,
		French:  "L'acte porte sur une demande, et la nomme, ou sur plusieurs, et les compte : l'un ou l'autre.",
		English: "The act is about one demand, and names it, or about several, and counts them: one or the other.",
		Accepts: exampleHead + `, "act": "export", "count": 120, "purpose": "allocating"}`,
		Refuses: exampleHead + `, "act": "consult", "purpose": "allocating"}`,
	},
	{
		Code: "ACC-LIG-08", Chapter: "journal des accès", Severity: demand.Blocking, Source: ourJournal,
		French:  "Un code est attendu : lettres, chiffres et - _ . : / ; ni nom, ni adresse électronique, ni numéro unique.",
		English: "A code is expected: letters, digits and - _ . : / ; neither a name, nor an e-mail address, nor a unique number.",
		Accepts: exampleLine, Refuses: `{"v": 1, "origin": "srv", "counter": 1, "at": "2024-03-05T09:30:00Z", "agent": "a@example.org", "party": "bailleur-1", "act": "consult", "demand": "d1", "purpose": "allocating"}`,
	},
	{
		Code: "ACC-LIS-01", Chapter: "liste des comptes", Severity: demand.Blocking, Source: codes,
		French:  "Le code du compte ou du partenaire manque, n'est pas un code, ou le compte est listé deux fois.",
		English: "The code of the account or of the party is missing, is no code, or the account is listed twice.",
		Accepts: exampleList, Refuses: `{"accounts": [{"agent": "a-17", "party": "b"}, {"agent": "a-17", "party": "b"}]}`,
	},
	{
		Code: "ACC-LIS-02", Chapter: "liste des comptes", Severity: demand.Blocking, Source: codes,
		French:  "Le droit n'est pas connu, ou est donné deux fois.",
		English: "The right is not known, or is given twice.",
		Accepts: exampleList, Refuses: `{"accounts": [{"agent": "a-17", "party": "b", "rights": ["consult", "consult"]}]}`,
	},
	{
		Code: "ACC-LIS-03", Chapter: "liste des comptes", Severity: demand.Blocking, Source: codes,
		French:  "Le compte est fermé avant d'être ouvert.",
		English: "The account is closed before it is opened.",
		Accepts: exampleList, Refuses: `{"accounts": [{"agent": "a-17", "party": "b", "opened_on": "2024-01-02", "closed_on": "2024-01-01"}]}`,
	},
	{
		Code: "ACC-LIS-04", Chapter: "liste des comptes", Severity: demand.Blocking, Source: onlyFor,
		French:  "Le territoire d'un partenaire est donné une fois : tout le fichier, ou des communes.",
		English: "The territory of a party is given once: the whole file, or communes.",
		Accepts: exampleList, Refuses: `{"accounts": [], "territories": [{"party": "b"}]}`,
	},
	{
		Code: "ACC-REG-01", Chapter: "réglages", Severity: demand.Blocking, Source: unusual, Params: []string{"max"},
		French:  "Le réglage est un nombre de 0 à {max}.",
		English: "The setting is a number from 0 to {max}.",
	},
	{
		Code: "ACC-REG-02", Chapter: "réglages", Severity: demand.Blocking, Source: ourJournal, Params: []string{"from", "to"},
		French:  "La période n'est pas dans les jours comptés, du {from} au {to}.",
		English: "The period is not within the days counted, from {from} to {to}.",
	},
	{
		Code: "ACC-COM-01", Chapter: "revue des comptes", Severity: demand.ToConfirm, Source: unused, Params: []string{"agent", "party", "day"},
		French:  "Le compte {agent} ({party}) ne sert plus (dernier acte : {day}) : le fermer, ou dire pourquoi il reste.",
		English: "The account {agent} ({party}) is not used any more (last act: {day}): close it, or say why it stays.",
	},
	{
		Code: "ACC-COM-02", Chapter: "revue des comptes", Severity: demand.ToConfirm, Source: named, Params: []string{"agent", "party"},
		French:  "Le compte {agent} ({party}) n'est pas celui d'un agent désigné : le rattacher à une personne, ou le fermer.",
		English: "The account {agent} ({party}) is not that of a named agent: attach it to one person, or close it.",
	},
	{
		Code: "ACC-COM-03", Chapter: "revue des comptes", Severity: demand.ToConfirm, Source: codes, Params: []string{"agent", "party", "day"},
		French:  "Le compte {agent} ({party}) a servi, le {day} en dernier, et n'est pas dans la liste du gestionnaire.",
		English: "The account {agent} ({party}) was used, last on {day}, and is not in the manager's list.",
	},
	{
		Code: "ACC-COM-04", Chapter: "revue des comptes", Severity: demand.ToConfirm, Source: codes, Params: []string{"agent", "party", "day"},
		French:  "Le compte {agent} ({party}) a servi le {day}, hors de ses jours d'ouverture.",
		English: "The account {agent} ({party}) was used on {day}, outside the days it was open.",
	},
	{
		Code: "ACC-DRO-01", Chapter: "revue des droits", Severity: demand.ToConfirm, Source: unused, Params: []string{"agent", "party", "act", "day"},
		French:  "Le compte {agent} ({party}) n'a pas usé de son droit {act} depuis le {day} : le lui retirer, ou dire pourquoi il le garde.",
		English: "The account {agent} ({party}) has not used its right {act} since {day}: take it back, or say why it keeps it.",
	},
	{
		Code: "ACC-DRO-02", Chapter: "revue des droits", Severity: demand.ToConfirm, Source: codes, Params: []string{"agent", "party", "act", "count"},
		French:  "Le compte {agent} ({party}) a fait {count} fois l'acte {act} sans en avoir le droit dans la liste.",
		English: "The account {agent} ({party}) did the act {act} {count} time(s) without having the right in the list.",
	},
	{
		Code: "ACC-USA-01", Chapter: "consultation inhabituelle", Severity: demand.ToConfirm, Source: unusual, Params: []string{"agent", "party", "count", "compared", "median", "spread", "threshold"},
		French:  "Le compte {agent} ({party}) a vu {count} demandes ; les {compared} autres agents actifs : médiane {median}, écart {spread}, seuil {threshold}. À comprendre avec l'agent.",
		English: "The account {agent} ({party}) saw {count} demands; the {compared} other active agents: median {median}, spread {spread}, threshold {threshold}. To be understood with the agent.",
	},
	{
		Code: "ACC-USA-02", Chapter: "consultation inhabituelle", Severity: demand.ToConfirm, Source: unusual, Params: []string{"agent", "party", "count", "day", "days", "compared", "median", "spread", "threshold"},
		French:  "Le compte {agent} ({party}) a vu {count} demandes le {day} ({days} jour(s) de ce genre) ; ses {compared} jours passés : médiane {median}, écart {spread}, seuil {threshold}. À comprendre avec l'agent.",
		English: "The account {agent} ({party}) saw {count} demands on {day} ({days} such day(s)); its {compared} past days: median {median}, spread {spread}, threshold {threshold}. To be understood with the agent.",
	},
	{
		Code: "ACC-TER-01", Chapter: "territoire", Severity: demand.ToConfirm, Source: onlyFor, Params: []string{"agent", "party", "count", "demand", "day"},
		French:  "Le compte {agent} ({party}) a consulté {count} fois des demandes hors de son territoire, d'abord la demande {demand} le {day}.",
		English: "The account {agent} ({party}) consulted demands outside its territory {count} time(s), first the demand {demand} on {day}.",
	},
	{
		Code: "ACC-EXP-01", Chapter: "exports", Severity: demand.Information, Source: ourJournal, Params: []string{"agent", "party", "count"},
		French:  "Le compte {agent} ({party}) a exporté {count} demande(s), toutes fois additionnées.",
		English: "The account {agent} ({party}) exported {count} demand(s), all times added up.",
	},
	{
		Code: "ACC-JRN-01", Chapter: "intégrité du journal", Severity: demand.ToConfirm, Source: ourJournal, Params: []string{"origin", "count"},
		French:  "Il manque au moins {count} ligne(s) de l'origine {origin} : les retrouver, une ligne ne s'efface pas seule.",
		English: "At least {count} line(s) of the origin {origin} are missing: find them, a line does not vanish by itself.",
	},
	{
		Code: "ACC-JRN-02", Chapter: "intégrité du journal", Severity: demand.ToConfirm, Source: ourJournal, Params: []string{"origin", "count"},
		French:  "Au moins {count} ligne(s) de l'origine {origin} ont été comptées deux fois : recompter d'une seule copie.",
		English: "At least {count} line(s) of the origin {origin} were counted twice: count again from one copy.",
	},
	{
		Code: "ACC-JRN-03", Chapter: "intégrité du journal", Severity: demand.ToConfirm, Source: ourJournal, Params: []string{"origin", "day", "count"},
		French:  "L'horloge de l'origine {origin} est revenue en arrière : des lignes du {day} ({count} heure(s) touchée(s)) sont écrites après de plus tardives ; leurs moments ne prouvent rien.",
		English: "The clock of the origin {origin} went back: lines of {day} ({count} hour(s) touched) were written after later ones; their moments prove nothing.",
	},
}
