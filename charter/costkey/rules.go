package costkey

import (
	"sync"

	"github.com/fichier-unique/rules/demand"
)

// Rules describes every code of this package. The examples of the codes CLE-LEC
// and CLE-CLE are keys; those of the others are a key, the amounts, the measures
// and the day of the reckoning.
func Rules() []demand.Rule { return append([]demand.Rule(nil), rules...) }

var severities = sync.OnceValue(func() map[string]demand.Severity {
	out := map[string]demand.Severity{}
	for _, r := range rules {
		out[r.Code] = r.Severity
	}
	return out
})

var (
	ourKey   = demand.Source{Article: "règle du fichier", Text: "la clé est l'accord des partenaires, lu sans rien perdre", Confidence: demand.Inference}
	ourShare = demand.Source{Article: "règle du fichier", Text: "rien n'est réparti sans mesure ni facturé sans partenaire", Confidence: demand.Inference}
)

// The parts of the examples.
const (
	exampleGroups = `"groups": [{"id": "bailleurs"}, {"id": "collectivites"}], `
	examplePeople = `"partners": [{"id": "b1", "group": "bailleurs", "desks": ["21001"]}, {"id": "c1", "group": "collectivites"}], `
	exampleSplits = `"expenses": [{"code": "running", "splits": [{"group": "bailleurs", "percent": "70", "by": "stock"}, {"group": "collectivites", "percent": "30", "by": "use"}]}]}`
	exampleHead   = `{"name": "essai", "version": "1", "valid_from": "2010-04-01", `
	exampleKey    = exampleHead + exampleGroups + examplePeople + exampleSplits
	exampleUse    = `, "acts": [{"partner": "c1", "act": "registration", "on": "2011-03-01", "count": 12}]`
	exampleStock  = `, "stock": {"b1": 4200}`
	exampleMoney  = `, "amounts": [{"expense": "running", "euros": "40000"}]`
	exampleDay    = `, "day": "2011-06-30"}`
	exampleCase   = `{"key": ` + exampleKey + exampleMoney + exampleStock + exampleUse + exampleDay
)

var rules = []demand.Rule{
	{
		Code: "CLE-LEC-01", Chapter: "lecture de la clé", Severity: demand.Blocking, Source: ourKey,
		French:  "Ce n'est pas un seul objet JSON en UTF-8, ou il dépasse un mébioctet.",
		English: "This is not one JSON object in UTF-8, or it is over one mebibyte.",
		Accepts: exampleKey, Refuses: exampleHead,
	},
	{
		Code: "CLE-LEC-02", Chapter: "lecture de la clé", Severity: demand.Blocking, Source: ourKey,
		French:  "Ce champ n'existe pas : vérifier son orthographe.",
		English: "This field does not exist: check its spelling.",
		Accepts: exampleKey, Refuses: exampleHead + `"vat": "20", ` + exampleGroups + examplePeople + exampleSplits,
	},
	{
		Code: "CLE-LEC-03", Chapter: "lecture de la clé", Severity: demand.Blocking, Source: ourKey,
		French:  "Ce champ est donné deux fois.",
		English: "This field is given twice.",
		Accepts: exampleKey, Refuses: exampleHead + `"version": "2", ` + exampleGroups + examplePeople + exampleSplits,
	},
	{
		Code: "CLE-LEC-04", Chapter: "lecture de la clé", Severity: demand.Blocking, Source: ourKey,
		French:  "La valeur n'a pas la forme attendue ; un champ sans valeur s'omet.",
		English: "The value is not of the expected form; a field without value is left out.",
		Accepts: exampleKey, Refuses: exampleHead + `"valid_to": "fin 2012", ` + exampleGroups + examplePeople + exampleSplits,
	},
	{
		Code: "CLE-CLE-01", Chapter: "clé de répartition", Severity: demand.Blocking, Source: ourKey,
		French:  "La clé doit porter un nom, une version et une date d'entrée en vigueur.",
		English: "The key must bear a name, a version and a date of entry into force.",
		Accepts: exampleKey, Refuses: `{"name": "essai", "version": "1", ` + exampleGroups + examplePeople + exampleSplits,
	},
	{
		Code: "CLE-CLE-02", Chapter: "clé de répartition", Severity: demand.Blocking, Source: ourKey,
		French:  "La clé finit avant de commencer.",
		English: "The key ends before it begins.",
		Accepts: exampleKey, Refuses: exampleHead + `"valid_to": "2010-03-31", ` + exampleGroups + examplePeople + exampleSplits,
	},
	{
		Code: "CLE-CLE-03", Chapter: "clé de répartition", Severity: demand.Blocking, Source: ourKey,
		French:  "L'exercice commence un mois de 1 à 12.",
		English: "The accounting year begins in a month from 1 to 12.",
		Accepts: exampleHead + `"year_starts": 4, ` + exampleGroups + examplePeople + exampleSplits,
		Refuses: exampleHead + `"year_starts": 13, ` + exampleGroups + examplePeople + exampleSplits,
	},
	{
		Code: "CLE-CLE-04", Chapter: "clé de répartition", Severity: demand.Blocking, Source: ourKey,
		French:  "L'identifiant du groupe manque ou sert deux fois.",
		English: "The identifier of the group is missing or used twice.",
		Accepts: exampleKey, Refuses: exampleHead + `"groups": [{"id": "bailleurs"}, {"id": "collectivites"}, {"id": "bailleurs"}], ` + examplePeople + exampleSplits,
	},
	{
		Code: "CLE-CLE-05", Chapter: "clé de répartition", Severity: demand.Blocking, Source: ourKey,
		French:  "L'identifiant du partenaire manque ou sert deux fois.",
		English: "The identifier of the partner is missing or used twice.",
		Accepts: exampleKey, Refuses: exampleHead + exampleGroups + `"partners": [{"id": "b1", "group": "bailleurs"}, {"id": "b1", "group": "collectivites"}], ` + exampleSplits,
	},
	{
		Code: "CLE-CLE-06", Chapter: "clé de répartition", Severity: demand.Blocking, Source: ourKey,
		French:  "Le partenaire appartient à un groupe de la clé, ou bien en est exempté : l'un ou l'autre.",
		English: "The partner belongs to a group of the key, or else is exempt: one or the other.",
		Accepts: exampleHead + exampleGroups + `"partners": [{"id": "b1", "group": "bailleurs"}, {"id": "etat", "exempt": true}], ` + exampleSplits,
		Refuses: exampleHead + exampleGroups + `"partners": [{"id": "b1", "group": "bailleurs"}, {"id": "etat"}], ` + exampleSplits,
	},
	{
		Code: "CLE-CLE-07", Chapter: "clé de répartition", Severity: demand.Blocking, Source: ourKey,
		French:  "Le partenaire part avant d'arriver.",
		English: "The partner leaves before it joins.",
		Accepts: exampleKey, Refuses: exampleHead + exampleGroups + `"partners": [{"id": "b1", "group": "bailleurs", "from": "2011-01-01", "to": "2010-12-31"}], ` + exampleSplits,
	},
	{
		Code: "CLE-CLE-08", Chapter: "clé de répartition", Severity: demand.Blocking, Source: ourKey,
		French:  "La clé ne répartit aucune dépense, ou le code d'une dépense manque ou sert deux fois.",
		English: "The key shares no expense, or the code of an expense is missing or used twice.",
		Accepts: exampleKey, Refuses: exampleHead + exampleGroups + examplePeople + `"expenses": []}`,
	},
	{
		Code: "CLE-CLE-09", Chapter: "clé de répartition", Severity: demand.Blocking, Source: ourKey,
		French:  "Le groupe n'est pas de la clé, ou la dépense le charge deux fois.",
		English: "The group is not in the key, or the expense charges it twice.",
		Accepts: exampleKey, Refuses: exampleHead + exampleGroups + examplePeople + `"expenses": [{"code": "running", "splits": [{"group": "associations", "percent": "100", "by": "stock"}]}]}`,
	},
	{
		Code: "CLE-CLE-10", Chapter: "clé de répartition", Severity: demand.Blocking, Source: ourKey,
		French:  "Les parts des groupes dans une dépense font 100 % ensemble, sans part négative.",
		English: "The shares of the groups in an expense make 100% together, none of them negative.",
		Accepts: exampleKey, Refuses: exampleHead + exampleGroups + examplePeople + `"expenses": [{"code": "running", "splits": [{"group": "bailleurs", "percent": "70", "by": "stock"}]}]}`,
	},
	{
		Code: "CLE-CLE-11", Chapter: "clé de répartition", Severity: demand.Blocking, Source: ourKey,
		French:  "La base est stock, use ou fixed ; « acts » ne va qu'avec use, « weights » va avec fixed et avec elle seule.",
		English: "The base is stock, use or fixed; “acts” only goes with use, “weights” goes with fixed and with it alone.",
		Accepts: exampleKey, Refuses: exampleHead + exampleGroups + examplePeople + `"expenses": [{"code": "running", "splits": [{"group": "bailleurs", "percent": "100", "by": "fixed"}]}]}`,
	},
	{
		Code: "CLE-CLE-12", Chapter: "clé de répartition", Severity: demand.Blocking, Source: ourKey,
		French:  "L'acte n'est pas connu, sert deux fois, ou son poids est négatif : registration, renewal, modification, consultation, export.",
		English: "The act is not known, is used twice, or its weight is negative: registration, renewal, modification, consultation, export.",
		Accepts: exampleHead + exampleGroups + examplePeople + `"expenses": [{"code": "running", "splits": [{"group": "bailleurs", "percent": "100", "by": "use", "acts": [{"of": "renewal", "weight": "0.5"}]}]}]}`,
		Refuses: exampleHead + exampleGroups + examplePeople + `"expenses": [{"code": "running", "splits": [{"group": "bailleurs", "percent": "100", "by": "use", "acts": [{"of": "coffee", "weight": "0.5"}]}]}]}`,
	},
	{
		Code: "CLE-CLE-13", Chapter: "clé de répartition", Severity: demand.Blocking, Source: ourKey,
		French:  "Chaque partenaire du groupe a un poids fixe et un seul, au besoin 0 ; aucun autre n'en a.",
		English: "Each partner of the group has one fixed weight, 0 if need be; nobody else has one.",
		Accepts: exampleHead + exampleGroups + examplePeople + `"expenses": [{"code": "running", "splits": [{"group": "bailleurs", "percent": "100", "by": "fixed", "weights": [{"of": "b1", "weight": 1}]}]}]}`,
		Refuses: exampleHead + exampleGroups + examplePeople + `"expenses": [{"code": "running", "splits": [{"group": "bailleurs", "percent": "100", "by": "fixed", "weights": [{"of": "c1", "weight": 1}]}]}]}`,
	},
	{
		Code: "CLE-CLE-14", Chapter: "clé de répartition", Severity: demand.Blocking, Source: ourKey,
		French:  "La succession ne tient pas : le partenaire disparu part la veille, une seule fois ; ceux qui lui succèdent sont là ce jour, aucun n'est exempté, et leurs parts font 100 %.",
		English: "The succession does not hold: the partner that goes leaves the day before, once; those that take over are there that day, none is exempt, and their shares make 100%.",
		Accepts: exampleHead + exampleGroups + `"partners": [{"id": "b1", "group": "bailleurs", "to": "2011-06-30"}, {"id": "b2", "group": "bailleurs", "from": "2011-07-01"}], "successions": [{"on": "2011-07-01", "gone": ["b1"], "by": [{"partner": "b2", "percent": 100}]}], ` + exampleSplits,
		Refuses: exampleHead + exampleGroups + `"partners": [{"id": "b1", "group": "bailleurs", "to": "2011-06-30"}, {"id": "b2", "group": "bailleurs", "from": "2011-07-01"}], "successions": [{"on": "2011-07-01", "gone": ["b1"], "by": [{"partner": "b2", "percent": 60}]}], ` + exampleSplits,
	},
	{
		Code: "CLE-CLE-15", Chapter: "clé de répartition", Severity: demand.Blocking, Source: ourKey,
		French:  "Deux partenaires tiennent ce guichet le même jour : ses actes ne peuvent être à l'un et à l'autre.",
		English: "Two partners hold this desk on the same day: its acts cannot belong to both.",
		Accepts: exampleKey, Refuses: exampleHead + exampleGroups + `"partners": [{"id": "b1", "group": "bailleurs", "desks": ["21001"]}, {"id": "b2", "group": "bailleurs", "desks": ["21001"]}], ` + exampleSplits,
	},
	{
		Code: "CLE-DAT-01", Chapter: "répartition", Severity: demand.Blocking, Source: ourKey,
		French:  "La clé n'est pas en vigueur ce jour-là : donner celle qui l'est ; une clé échue ne sert pas à sa place.",
		English: "The key is not in force that day: give the one that is; a key that has ended does not do in its place.",
		Accepts: exampleCase, Refuses: `{"key": ` + exampleKey + exampleMoney + exampleStock + exampleUse + `, "day": "2010-03-31"}`,
	},
	{
		Code: "CLE-MON-01", Chapter: "répartition", Severity: demand.Blocking, Source: ourShare,
		French:  "Le montant est négatif, ou ne s'arrête pas au centime.",
		English: "The amount is negative, or does not stop at the cent.",
		Accepts: exampleCase, Refuses: `{"key": ` + exampleKey + `, "amounts": [{"expense": "running", "euros": "-0.01"}]` + exampleStock + exampleUse + exampleDay,
	},
	{
		Code: "CLE-MON-02", Chapter: "répartition", Severity: demand.Blocking, Source: ourShare,
		French:  "La clé ne dit pas comment se répartit cette dépense.",
		English: "The key does not say how this expense is shared.",
		Accepts: exampleCase, Refuses: `{"key": ` + exampleKey + `, "amounts": [{"expense": "training", "euros": "100"}]` + exampleStock + exampleUse + exampleDay,
	},
	{
		Code: "CLE-MON-03", Chapter: "répartition", Severity: demand.Blocking, Source: ourShare,
		French:  "La dépense est donnée deux fois : en faire la somme.",
		English: "The expense is given twice: add them up.",
		Accepts: exampleCase, Refuses: `{"key": ` + exampleKey + `, "amounts": [{"expense": "running", "euros": "1"}, {"expense": "running", "euros": "2"}]` + exampleStock + exampleUse + exampleDay,
	},
	{
		Code: "CLE-MES-01", Chapter: "répartition", Severity: demand.Blocking, Source: ourShare, Params: []string{"expense", "group", "base"},
		French:  "Dépense {expense} : le groupe {group} n'a rien sur quoi la répartir ({base}) cet exercice. Donner les mesures, ou convenir d'une autre base.",
		English: "Expense {expense}: the group {group} has nothing to share it on ({base}) this year. Give the measures, or agree on another base.",
		Accepts: exampleCase, Refuses: `{"key": ` + exampleKey + exampleMoney + exampleStock + exampleDay,
	},
	{
		Code: "CLE-MES-02", Chapter: "répartition", Severity: demand.Blocking, Source: ourShare, Params: []string{"partner"},
		French:  "Le nombre de logements du partenaire {partner} n'est pas possible.",
		English: "The number of dwellings of the partner {partner} is not possible.",
		Accepts: exampleCase, Refuses: `{"key": ` + exampleKey + exampleMoney + `, "stock": {"b1": -1}` + exampleUse + exampleDay,
	},
	{
		Code: "CLE-MES-03", Chapter: "répartition", Severity: demand.Blocking, Source: ourShare, Params: []string{"partner"},
		French:  "Des mesures sont données pour {partner}, qui n'est pas partenaire cet exercice : les autres paieraient pour lui.",
		English: "Measures are given for {partner}, which is no partner this year: the others would pay for it.",
		Accepts: exampleCase, Refuses: `{"key": ` + exampleKey + exampleMoney + `, "stock": {"b1": 4200, "b9": 100}` + exampleUse + exampleDay,
	},
	{
		Code: "CLE-MES-04", Chapter: "répartition", Severity: demand.Blocking, Source: ourShare, Params: []string{"from", "to"},
		French:  "L'usage n'est pas compté sur l'exercice, du {from} au {to}.",
		English: "The use is not counted over the accounting year, from {from} to {to}.",
		Accepts: exampleCase, Refuses: `{"key": ` + exampleKey + exampleMoney + exampleStock + exampleUse + `, "counted": "2012-01-01", "day": "2011-06-30"}`,
	},
	{
		Code: "CLE-MES-05", Chapter: "répartition", Severity: demand.ToConfirm, Source: ourShare, Params: []string{"count"},
		French:  "{count} acte(s) viennent de guichets qu'aucun partenaire ne tient : ils ne pèsent sur personne.",
		English: "{count} act(s) come from desks that no partner holds: they weigh on nobody.",
		Accepts: exampleCase, Refuses: `{"key": ` + exampleKey + exampleMoney + exampleStock + `, "acts": [{"partner": "c1", "act": "renewal", "on": "2011-03-01", "count": 1}, {"partner": "", "act": "renewal", "on": "2011-03-01", "count": 3}]` + exampleDay,
	},
	{
		Code: "CLE-MES-06", Chapter: "répartition", Severity: demand.Blocking, Source: ourShare, Params: []string{"partner", "group"},
		French:  "Le nombre de logements du partenaire {partner} (groupe {group}) manque : écrire 0 s'il n'en a pas.",
		English: "The number of dwellings of the partner {partner} (group {group}) is missing: write 0 if it has none.",
		Accepts: exampleCase, Refuses: `{"key": ` + exampleKey + exampleMoney + exampleUse + exampleDay,
	},
	{
		Code: "CLE-MES-07", Chapter: "répartition", Severity: demand.Blocking, Source: ourShare, Params: []string{"partner"},
		French:  "Le nombre d'actes du partenaire {partner} n'est pas possible.",
		English: "The number of acts of the partner {partner} is not possible.",
		Accepts: exampleCase, Refuses: `{"key": ` + exampleKey + exampleMoney + exampleStock + `, "acts": [{"partner": "c1", "act": "renewal", "on": "2011-03-01", "count": 1000000000001}]` + exampleDay,
	},
	{
		Code: "CLE-ARR-01", Chapter: "répartition", Severity: demand.Information,
		Source:  demand.Source{Article: "règle du fichier", Text: "méthode des plus forts restes ; aucun texte ne dit comment arrondir", Confidence: demand.Inference},
		French:  "Chaque part est coupée au centime ; les centimes restants vont un à un aux plus forts restes et, à égalité, au plus petit identifiant.",
		English: "Each part is cut to the cent; the cents left go one by one to the largest remainders and, on a tie, to the smallest identifier.",
	},
	{
		Code: "CLE-PRO-01", Chapter: "répartition", Severity: demand.Information,
		Source:  demand.Source{Article: "règle du fichier", Text: "prorata des jours de présence dans l'exercice", Confidence: demand.Inference},
		French:  "Le partenaire arrivé ou parti dans l'exercice pèse au prorata de ses jours de présence.",
		English: "A partner that joined or left in the year weighs in proportion to its days of presence.",
	},
	{
		Code: "CLE-SUC-01", Chapter: "répartition", Severity: demand.Information,
		Source:  demand.Source{Article: "règle du fichier", Text: "fusion ou scission de partenaires : la part est due par ceux qui succèdent", Confidence: demand.Inference},
		French:  "Le partenaire a fusionné ou s'est scindé : sa part est due par ceux qui lui succèdent.",
		English: "The partner has merged or split: its part is owed by those that took over.",
	},
	{
		Code: "CLE-EXO-01", Chapter: "répartition", Severity: demand.Information,
		Source:  demand.Source{Article: "CCH R.441-2-6", Text: "accès de droit aux demandes ; qu'il ne soit pas facturé est un choix de la clé", Confidence: demand.Inference},
		French:  "Le partenaire est exempté par la clé : ses actes sont comptés, il ne paie rien.",
		English: "The partner is exempt by the key: its acts are counted, it pays nothing.",
	},
}
