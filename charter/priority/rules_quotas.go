package priority

import "github.com/fichier-unique/rules/demand"

const (
	chapterQuotas  = "contingents"
	chapterAccords = "accords collectifs"

	state   = `{"day":"2011-03-02","reservations":[{"holder":"etat","landlord":"a","departement":"21","quota":"PPRIOR","mode":"stock","of":100,"signed_on":"2010-06-01","sent_on":"2010-06-10",`
	town    = `{"day":"2011-03-02","reservations":[{"holder":"mairie","landlord":"a","departement":"21","quota":"COLTER","mode":"stock","programme":"p1","of":50,"against":"loan_guarantee","signed_on":"2010-06-01","sent_on":"2010-06-10",`
	today   = `{"day":"2026-11-23","reservations":[{"holder":"mairie","landlord":"a","departement":"21","quota":"COLTER","signed_on":"2024-06-01","sent_on":"2024-06-10",`
	inner   = `"accord":{"kind":"ACD","territory":"21","from":"2011-01-01","to":"2013-12-31","landlords":[{"landlord":"a","yearly":10,"support":["suivi"]`
	accord  = `{` + inner
	endList = `}]}`
)

var (
	source5     = source("CCH R.441-5 (2011)", "préfet : au plus 30 % des logements de chaque bailleur, dont au plus 5 % pour les agents de l'État", demand.Verified)
	source20    = source("CCH R.441-5 (2011)", "collectivités, EPCI et chambres : au plus 20 % de chaque programme contre une garantie d'emprunt ; davantage contre un terrain ou un financement", demand.Verified)
	sourceFlow  = source("CCH R.441-5, R.441-5-2 (lus en novembre 2026)", "réservations en flux seulement, sauf défense et sécurité ; une convention par bailleur, réservataire et département ; mutations et relogements de renouvellement urbain hors de l'assiette", demand.Verified)
	sourceBook  = source("CCH R.441-2-9, R.441-12", "contingent imputé, inscrit à la radiation pour attribution ; état annuel des attributions par réservataire", demand.Verified)
	sourceDept  = source("CCH L.441-1-2 (2011)", "trois ans ; nombre annuel par bailleur et mesures d'accompagnement ; désignation après six mois de refus", demand.Verified)
	sourceInter = source("CCH L.441-1-1 (2011)", "commission de coordination : avis sans se substituer à la commission d'attribution ; approuvé par le préfet, l'accord remplace le départemental", demand.Verified)
)

var rulesQuotas = []demand.Rule{
	{
		Code: "PRI-QUO-01", Chapter: chapterQuotas, Severity: demand.Blocking,
		Source:  source5,
		Params:  []string{"limit"},
		French:  "Le préfet réserve plus de {limit} % des logements de ce bailleur, agents de l'État compris.",
		English: "The prefect reserves more than {limit} % of the dwellings of this landlord, State staff included.",
		Accepts: state + `"dwellings":30` + endList,
		Refuses: state + `"dwellings":31` + endList,
	},
	{
		Code: "PRI-QUO-02", Chapter: chapterQuotas, Severity: demand.Blocking,
		Source:  source5,
		Params:  []string{"limit"},
		French:  "Le préfet réserve plus de {limit} % des logements de ce bailleur pour les agents de l'État.",
		English: "The prefect reserves more than {limit} % of the dwellings of this landlord for State staff.",
		Accepts: `{"day":"2011-03-02","reservations":[{"landlord":"a","quota":"PFONCT","mode":"stock","dwellings":5,"of":100,"signed_on":"2010-06-01","sent_on":"2010-06-10"}]}`,
		Refuses: `{"day":"2011-03-02","reservations":[{"landlord":"a","quota":"PFONCT","mode":"stock","dwellings":6,"of":100,"signed_on":"2010-06-01","sent_on":"2010-06-10"}]}`,
	},
	{
		Code: "PRI-QUO-03", Chapter: chapterQuotas, Severity: demand.Information,
		Source:  source("CCH R.441-5", "dépassement exceptionnel par arrêté du préfet", demand.Verified),
		Params:  []string{"limit"},
		French:  "Le préfet dépasse {limit} % par un arrêté : exceptionnel, à justifier.",
		English: "The prefect exceeds {limit} % by an order: exceptional, to be justified.",
		Accepts: state + `"dwellings":30,"order":"arrêté"` + endList,
		Refuses: state + `"dwellings":31,"order":"arrêté"` + endList,
	},
	{
		Code: "PRI-QUO-04", Chapter: chapterQuotas, Severity: demand.Blocking,
		Source:  source20,
		Params:  []string{"limit"},
		French:  "Les collectivités, EPCI et chambres réservent ensemble plus de {limit} % de ce programme contre leur garantie d'emprunt.",
		English: "Communities, EPCI and chambers together reserve more than {limit} % of this programme against their loan guarantee.",
		Accepts: town + `"dwellings":10` + endList,
		Refuses: town + `"dwellings":11` + endList,
	},
	{
		Code: "PRI-QUO-05", Chapter: chapterQuotas, Severity: demand.Information,
		Source:  source20,
		French:  "Contre un terrain ou un financement, la part peut dépasser 20 % : le plafond n'a pas été lu.",
		English: "Against land or funding, the share may exceed 20 %: its maximum was not read.",
		Accepts: town + `"dwellings":10` + endList,
		Refuses: `{"day":"2011-03-02","reservations":[{"landlord":"a","quota":"COLTER","mode":"stock","dwellings":25,"of":50,"against":"land","signed_on":"2010-06-01","sent_on":"2010-06-10"}]}`,
	},
	{
		Code: "PRI-QUO-06", Chapter: chapterQuotas, Severity: demand.Blocking,
		Source:  sourceFlow,
		French:  "Les réservations se font en flux : seules la défense et la sécurité gardent des logements identifiés.",
		English: "Reservations are by flow: only defence and security keep given dwellings.",
		Accepts: today + `"mode":"stock","defence":true,"dwellings":1,"of":50` + endList,
		Refuses: today + `"mode":"stock","dwellings":1,"of":50` + endList,
	},
	{
		Code: "PRI-QUO-07", Chapter: chapterQuotas, Severity: demand.ToConfirm,
		Source:  source("CCH R.441-5, R.441-5-2", "textes lus au 21 janvier 2017 puis en novembre 2026 ; jour du passage au flux non lu", demand.Inference),
		French:  "Il n'est pas su si une réservation par logement était encore permise ce jour-là : donner le jour du passage au flux.",
		English: "It is not known whether reservation by dwelling was still allowed that day: give the day of the change to flow.",
		Accepts: `{"day":"2017-01-21","reservations":[{"landlord":"a","quota":"COLTER","mode":"stock","dwellings":1,"of":50}]}`,
		Refuses: `{"day":"2017-01-22","reservations":[{"landlord":"a","quota":"COLTER","mode":"stock","dwellings":1,"of":50}]}`,
	},
	{
		Code: "PRI-QUO-08", Chapter: chapterQuotas, Severity: demand.ToConfirm,
		Source:  source("CCH R.441-5 (2011)", "convention obligatoire, transmise au préfet", demand.Verified),
		French:  "La convention n'est pas signée, ou sa transmission au préfet n'est pas dite.",
		English: "The agreement is not signed, or its sending to the prefect is not said.",
		Accepts: state + `"dwellings":1` + endList,
		Refuses: `{"day":"2011-03-02","reservations":[{"landlord":"a","quota":"AUTRES","mode":"stock","dwellings":1,"of":50,"signed_on":"2010-06-01"}]}`,
	},
	{
		Code: "PRI-QUO-09", Chapter: chapterQuotas, Severity: demand.Blocking,
		Source:  sourceFlow,
		French:  "Une seule convention par bailleur, réservataire et département : celle-ci est la seconde.",
		English: "One agreement per landlord, holder and département: this is the second.",
		Accepts: today + `"mode":"flow","percent":10},{"holder":"epci","landlord":"a","departement":"21","quota":"COLTER","mode":"flow","percent":5` + endList,
		Refuses: today + `"mode":"flow","percent":10},{"holder":"mairie","landlord":"a","departement":"21","quota":"COLTER","mode":"flow","percent":5` + endList,
	},
	{
		Code: "PRI-QUO-10", Chapter: chapterQuotas, Severity: demand.ToConfirm,
		Source:  source5,
		French:  "La part réservée ne peut pas être calculée : le nombre de logements ou le pourcentage manque, ou deux conventions ne donnent pas le même.",
		English: "The reserved share cannot be reckoned: the number of dwellings or the percentage is missing, or two agreements do not give the same.",
		Accepts: state + `"dwellings":1` + endList,
		Refuses: `{"day":"2011-03-02","reservations":[{"landlord":"a","quota":"PPRIOR","mode":"stock","dwellings":1}]}`,
	},
	{
		Code: "PRI-QUO-11", Chapter: chapterQuotas, Severity: demand.Blocking,
		Source:  sourceBook,
		French:  "La convention ne se tient pas : contingent ou bailleur absent, nombre hors de l'ensemble, ou mode qui ne va pas avec les chiffres.",
		English: "The agreement does not hold together: quota or landlord missing, number out of the whole, or mode that does not go with the figures.",
		Accepts: state + `"dwellings":30` + endList,
		Refuses: state + `"dwellings":101` + endList,
	},
	{
		Code: "PRI-QUO-12", Chapter: chapterQuotas, Severity: demand.Information,
		Source:  source5,
		French:  "Les conventions respectent les plafonds de la loi.",
		English: "The agreements keep to the maxima of the law.",
		Accepts: state + `"dwellings":31` + endList,
		Refuses: state + `"dwellings":30` + endList,
	},
	{
		Code: "PRI-QUO-14", Chapter: chapterQuotas, Severity: demand.Information,
		Source:  source("CCH R.441-5, R.441-5-2 (lus en novembre 2026)", "part des collectivités en flux : plafond non lu", demand.Inference),
		French:  "Le plafond de la part des collectivités en flux n'a pas été lu : il n'est pas vérifié.",
		English: "The maximum of the communities' share by flow was not read: it is not checked.",
		Accepts: `{"day":"2026-11-23","reservations":[{"landlord":"a","quota":"PPRIOR","mode":"flow","percent":30}]}`,
		Refuses: today + `"mode":"flow","percent":90` + endList,
	},
	{
		Code: "PRI-QUO-15", Chapter: chapterQuotas, Severity: demand.ToConfirm,
		Source:  source("CCH R.441-5", "réservations par logement ou par flux annuel : aucun texte lu ne dit comment les deux s'ajoutent", demand.Inference),
		Params:  []string{"limit"},
		French:  "Réservés pour partie par logement et pour partie par flux, les logements passent ensemble {limit} % : à vérifier avec le préfet.",
		English: "Reserved partly by dwelling and partly by flow, the dwellings together exceed {limit}%: to be checked with the prefect.",
		Accepts: `{"day":"2011-03-02","reservations":[{"landlord":"a","quota":"PPRIOR","mode":"flow","percent":20},{"landlord":"a","quota":"PPRIOR","mode":"stock","dwellings":10,"of":100}]}`,
		Refuses: `{"day":"2011-03-02","reservations":[{"landlord":"a","quota":"PPRIOR","mode":"flow","percent":20},{"landlord":"a","quota":"PPRIOR","mode":"stock","dwellings":11,"of":100}]}`,
	},
	{
		Code: "PRI-QUO-16", Chapter: chapterQuotas, Severity: demand.ToConfirm, Source: sourceOurs,
		French:  "Le jour n'est pas donné : on ne sait quelles conventions sont en vigueur.",
		English: "The day is not given: it is not known which agreements are in force.",
		Accepts: `{"day":"2011-03-02","reservations":[{"landlord":"a","quota":"PPRIOR","mode":"flow","percent":20}]}`,
		Refuses: `{"reservations":[{"landlord":"a","quota":"PPRIOR","mode":"flow","percent":20}]}`,
	},
	{
		Code: "PRI-CPT-01", Chapter: chapterQuotas, Severity: demand.Blocking,
		Source:  sourceBook,
		French:  "L'attribution n'a pas d'identifiant, de bailleur, ou de contingent connu (AUCUN s'il n'y en a pas) : elle ne peut pas être comptée.",
		English: "The allocation has no identifier, no landlord or no known quota (AUCUN if there is none): it cannot be counted.",
		Accepts: `{"allocations":[{"id":"1","landlord":"a","quota":"AUCUN","leased_on":"2024-03-01"}]}`,
		Refuses: `{"allocations":[{"id":"1","landlord":"a","quota":"MAIRIE","leased_on":"2024-03-01"}]}`,
	},
	{
		Code: "PRI-CPT-02", Chapter: chapterQuotas, Severity: demand.Blocking,
		Source:  sourceBook,
		French:  "Le bail n'est pas signé : l'attribution n'est comptée qu'à sa signature.",
		English: "The lease is not signed: the allocation is counted only then.",
		Accepts: `{"allocations":[{"id":"1","landlord":"a","quota":"AUCUN","leased_on":"2024-03-01"}]}`,
		Refuses: `{"allocations":[{"id":"1","landlord":"a","quota":"AUCUN"}]}`,
	},
	{
		Code: "PRI-CPT-03", Chapter: chapterQuotas, Severity: demand.ToConfirm,
		Source:  sourceDALO,
		Params:  []string{"quota"},
		French:  "Un ménage DALO s'impute sur le contingent du préfet, ou sur celui d'Action Logement pour un salarié, non sur {quota} : à vérifier.",
		English: "A DALO household is charged on the prefect's quota, or on Action Logement's for an employee, not on {quota}: to be checked.",
		Accepts: `{"allocations":[{"id":"1","landlord":"a","quota":"COLACT","leased_on":"2024-03-01","dalo":"ACTIF"}]}`,
		Refuses: `{"allocations":[{"id":"1","landlord":"a","quota":"COLTER","leased_on":"2024-03-01","dalo":"ACTIF"}]}`,
	},
	{
		Code: "PRI-CPT-04", Chapter: chapterQuotas, Severity: demand.ToConfirm,
		Source:  sourceBook,
		French:  "La même attribution est inscrite de deux façons : elle est comptée une fois, à corriger par celui qui l'a inscrite.",
		English: "The same allocation is written in two ways: it is counted once, to be mended by whoever wrote it.",
		Accepts: `{"allocations":[{"id":"1","landlord":"a","quota":"AUCUN","leased_on":"2024-03-01"},{"id":"1","landlord":"a","quota":"AUCUN","leased_on":"2024-03-01"}]}`,
		Refuses: `{"allocations":[{"id":"1","landlord":"a","quota":"AUCUN","leased_on":"2024-03-01"},{"id":"1","landlord":"a","quota":"COLTER","leased_on":"2024-03-01"}]}`,
	},
	{
		Code: "PRI-CPT-05", Chapter: chapterQuotas, Severity: demand.Information,
		Source:  sourceFlow,
		Params:  []string{"over", "agreed"},
		French:  "{over} attribution(s) de plus que les {agreed} de la convention.",
		English: "{over} allocation(s) more than the {agreed} of the agreement.",
		Accepts: `{"year":2024,"balance":{"landlord":"a","quota":"COLTER","mode":"flow","percent":100},"allocations":[{"id":"1","landlord":"a","quota":"COLTER","leased_on":"2024-03-01","transfer":false,"renewal":false}]}`,
		Refuses: `{"year":2024,"balance":{"landlord":"a","quota":"COLTER","mode":"flow","percent":99},"allocations":[{"id":"1","landlord":"a","quota":"COLTER","leased_on":"2024-03-01","transfer":false,"renewal":false}]}`,
	},
	{
		Code: "PRI-CPT-06", Chapter: chapterQuotas, Severity: demand.Information,
		Source:  sourceFlow,
		Params:  []string{"consumed", "agreed"},
		French:  "{consumed} attribution(s) sur les {agreed} de la convention.",
		English: "{consumed} allocation(s) of the {agreed} of the agreement.",
		Accepts: `{"year":2024,"balance":{"landlord":"a","quota":"COLTER","mode":"flow"},"allocations":[]}`,
		Refuses: `{"year":2024,"balance":{"landlord":"a","quota":"COLTER","mode":"flow","percent":10},"allocations":[]}`,
	},
	{
		Code: "PRI-ACC-01", Chapter: chapterAccords, Severity: demand.Blocking,
		Source:  sourceDept,
		French:  "Un accord collectif est départemental (ACD) ou intercommunal (ACI).",
		English: "An accord collectif is departmental (ACD) or intercommunal (ACI).",
		Accepts: accord + `}]}}`,
		Refuses: `{"accord":{"kind":"AUCUN","territory":"21","from":"2011-01-01","to":"2013-12-31","landlords":[{"landlord":"a","yearly":10}]}}`,
	},
	{
		Code: "PRI-ACC-02", Chapter: chapterAccords, Severity: demand.Blocking,
		Source:  sourceDept,
		French:  "Un accord collectif dure trois ans.",
		English: "An accord collectif lasts three years.",
		Accepts: accord + `}]}}`,
		Refuses: `{"accord":{"kind":"ACD","territory":"21","from":"2011-01-01","to":"2012-12-31","landlords":[{"landlord":"a","yearly":10}]}}`,
	},
	{
		Code: "PRI-ACC-03", Chapter: chapterAccords, Severity: demand.Blocking,
		Source:  sourceDept,
		French:  "L'accord fixe à chaque bailleur, nommé une fois, un nombre d'attributions par an.",
		English: "The accord sets for each landlord, named once, a number of allocations a year.",
		Accepts: accord + `}]}}`,
		Refuses: accord + `},{"landlord":"b","yearly":0,"support":["suivi"]}]}}`,
	},
	{
		Code: "PRI-ACC-04", Chapter: chapterAccords, Severity: demand.Information,
		Source:  sourceDept,
		French:  "L'accord ne dit pas les mesures d'accompagnement de ce bailleur.",
		English: "The accord does not say the measures of support of this landlord.",
		Accepts: accord + `}]}}`,
		Refuses: `{"accord":{"kind":"ACD","territory":"21","from":"2011-01-01","to":"2013-12-31","landlords":[{"landlord":"a","yearly":10}]}}`,
	},
	{
		Code: "PRI-ACC-05", Chapter: chapterAccords, Severity: demand.Information,
		Source:  sourceDept,
		French:  "Ce bailleur a signé l'accord : aucune désignation d'office.",
		English: "This landlord has signed the accord: no designation of office.",
		Accepts: `{"day":"2011-07-01","designate":"a",` + inner + `,"proposed_on":"2010-12-01"}]}}`,
		Refuses: `{"day":"2011-07-01","designate":"a",` + inner + `,"signed_on":"2011-01-01"}]}}`,
	},
	{
		Code: "PRI-ACC-06", Chapter: chapterAccords, Severity: demand.Information,
		Source:  sourceDept,
		Params:  []string{"day"},
		French:  "Les six mois laissés au bailleur pour signer courent jusqu'au {day} : pas encore de désignation.",
		English: "The six months left to the landlord to sign run until {day}: no designation yet.",
		Accepts: `{"day":"2011-06-01","designate":"a",` + inner + `,"proposed_on":"2010-12-01"}]}}`,
		Refuses: `{"day":"2011-05-31","designate":"a",` + inner + `,"proposed_on":"2010-12-01"}]}}`,
	},
	{
		Code: "PRI-ACC-07", Chapter: chapterAccords, Severity: demand.ToConfirm,
		Source:  sourceDept,
		French:  "Ce bailleur n'est pas dans l'accord, ou le jour où il lui a été proposé n'est pas dit.",
		English: "This landlord is not in the accord, or the day on which it was proposed is not said.",
		Accepts: `{"day":"2011-06-01","designate":"a",` + inner + `,"proposed_on":"2010-12-01"}]}}`,
		Refuses: `{"day":"2011-06-01","designate":"a",` + inner + `}]}}`,
	},
	{
		Code: "PRI-ACC-08", Chapter: chapterAccords, Severity: demand.Information,
		Source:  sourceDept,
		French:  "Le bailleur n'a pas signé en six mois : le président de l'EPCI (accord intercommunal) ou le préfet peut lui désigner des ménages.",
		English: "The landlord did not sign within six months: the president of the EPCI (intercommunal accord) or the prefect may designate households to it.",
		Accepts: `{"day":"2011-05-31","designate":"a",` + inner + `,"proposed_on":"2010-12-01"}]}}`,
		Refuses: `{"day":"2011-06-01","designate":"a",` + inner + `,"proposed_on":"2010-12-01"}]}}`,
	},
	{
		Code: "PRI-ACC-09", Chapter: chapterAccords, Severity: demand.Information,
		Source:  sourceInter,
		French:  "L'avis de la commission de coordination ne remplace pas la décision de la commission d'attribution.",
		English: "The opinion of the coordination commission does not replace the decision of the allocation commission.",
		Accepts: accord + `}]}}`,
		Refuses: `{"accord":{"kind":"ACI","territory":"242100410","from":"2011-01-01","to":"2013-12-31","landlords":[{"landlord":"a","yearly":10}]}}`,
	},
	{
		Code: "PRI-ACC-10", Chapter: chapterAccords, Severity: demand.Information,
		Source:  sourceDept,
		Params:  []string{"remaining", "yearly", "year"},
		French:  "Il reste {remaining} attribution(s) sur les {yearly} de l'année {year}.",
		English: "{remaining} allocation(s) remain of the {yearly} of year {year}.",
		Accepts: `{"day":"2011-06-01",` + inner + `}]}}`,
		Refuses: `{"day":"2011-06-01","year":2011,` + inner + `}]}}`,
	},
	{
		Code: "PRI-ACC-11", Chapter: chapterAccords, Severity: demand.Information,
		Source:  sourceDept,
		Params:  []string{"done", "yearly", "year"},
		French:  "L'engagement est tenu : {done} attribution(s) pour {yearly} en {year}.",
		English: "The undertaking is kept: {done} allocation(s) for {yearly} in {year}.",
		Accepts: `{"year":2011,` + inner + `}]}}`,
		Refuses: `{"year":2011,"accord":{"kind":"ACD","territory":"21","from":"2011-01-01","to":"2013-12-31","landlords":[{"landlord":"a","yearly":1}]},"allocations":[{"id":"1","landlord":"a","quota":"PPRIOR","leased_on":"2011-03-01","accord":"ACD"}]}`,
	},
}
