package priority

import "github.com/fichier-unique/rules/demand"

// since and until put days on a rule.
func since(r demand.Rule, from string) demand.Rule {
	r.From = demand.MustDate(from)
	return r
}

func between(r demand.Rule, from, to string) demand.Rule {
	r.To = demand.MustDate(to)
	return since(r, from)
}

// public makes the rule of a public.
func public(r demand.Rule) demand.Rule {
	r.Chapter, r.Severity = chapterPublics, demand.Information
	return r
}

var (
	source2010 = source("CCH L.441-1 (2010)", "a) à e) de la liste, lue au 3 mai 2010 et jusqu'au 21 janvier 2017", demand.Verified)
	source2016 = source("CCH L.441-1 (2017)", "f) et g), lus au 21 janvier 2017, absents au 1er janvier 2016", demand.Verified)
	source2017 = source("CCH L.441-1 (loi du 27 janvier 2017)", "ménages DALO d'abord, puis une liste plus longue, lue en partie ; jour de la loi, jour d'entrée en vigueur non lu", demand.Secondary)
	sourceForm = source("notice du formulaire 14069*05 ; CCH L.441-1", "situation que le formulaire de 2023 demande ; jour d'entrée dans la liste non lu", demand.Secondary)
	sourceKept = source("CCH L.441-1 (loi du 27 janvier 2017)", "public de la liste antérieure ; son maintien dans la liste de 2017 n'a pas été lu", demand.Inference)

	card   = Proof{French: "carte mobilité inclusion ou carte d'invalidité", English: "inclusion mobility card or invalidity card", Source: source("arrêté du 14 juin 2010", "liste des pièces non lue : celle du formulaire reconstituée", demand.Inference)}
	homes  = Proof{French: "attestation de la structure ou de la personne qui héberge", English: "statement of the structure or person that hosts", Source: card.Source}
	report = Proof{French: "constat d'un service compétent sur le logement", English: "report of a competent service on the dwelling", Source: card.Source}
	court  = Proof{French: "décision de justice prononçant l'expulsion", English: "court decision of eviction", Source: source("CCH R.441-14-1", "seuil retenu pour le DALO", demand.Inference)}
	order  = Proof{French: "ordonnance de protection", English: "protection order", From: demand.MustDate("2010-10-01"), Source: source("CCH L.441-1", "preuve par ordonnance de protection depuis le 1er octobre 2010", demand.Verified)}
	ruled  = Proof{French: "décision favorable de la commission de médiation", English: "favourable decision of the mediation commission", Source: source("CCH L.441-2-3", "décision de la commission de médiation", demand.Verified)}

	shelters = []demand.HousingKind{demand.HousingKindSH, demand.HousingKindRHVS, demand.HousingKindSLHT, demand.HousingKindRS, demand.HousingKindHOT,
		demand.HousingKindCDEFCM, demand.HousingKindCPE, demand.HousingKindCP}
	makeshift = []demand.HousingKind{demand.HousingKindSD, demand.HousingKindSQUAT, demand.HousingKindCAMCAR}
	unfit     = []demand.ReasonCode{demand.ReasonCode02, demand.ReasonCode03, demand.ReasonCode05, demand.ReasonCode13}
)

const (
	last2010  = "2017-01-26"
	first2017 = "2017-01-27"
)

// publics is in the order of the law: 2010, 2016, 2017.
var publics = []Public{
	{Key: "disability", Letter: "a", Needs: [][]string{{"disability"}}, Proofs: []Proof{card}, HintReasons: []demand.ReasonCode{demand.ReasonCode07},
		Rule: between(public(demand.Rule{Code: "PRI-PUB-01", Source: source2010,
			French:  "Une personne du ménage, ou à sa charge, est en situation de handicap.",
			English: "A person of the household, or in its charge, has a disability.",
			Accepts: `{"day":"2011-03-02","facts":{"disability":false}}`, Refuses: `{"day":"2011-03-02","facts":{"disability":true}}`}), "2010-05-02", last2010)},
	{Key: "badly_housed_disadvantaged", Letter: "b", Needs: [][]string{{"badly_housed"}, {"disadvantaged"}}, Proofs: []Proof{report}, HintReasons: unfit, HintHousing: makeshift,
		Rule: between(public(demand.Rule{Code: "PRI-PUB-02", Source: source2010,
			French:  "Le ménage est mal logé et défavorisé.",
			English: "The household is badly housed and disadvantaged.",
			Accepts: `{"day":"2011-03-02","facts":{"unfit":true,"disadvantaged":false}}`, Refuses: `{"day":"2011-03-02","facts":{"unfit":true,"disadvantaged":true}}`}), "2010-05-02", last2010)},
	{Key: "hosted", Letter: "c", Needs: [][]string{{"hosted", "temporarily_housed"}}, Proofs: []Proof{homes}, HintReasons: []demand.ReasonCode{demand.ReasonCode01}, HintHousing: shelters,
		Rule: between(public(demand.Rule{Code: "PRI-PUB-03", Source: source2010,
			French:  "Le ménage est hébergé, ou logé temporairement.",
			English: "The household is hosted, or in transitional housing.",
			Accepts: `{"day":"2011-03-02","facts":{"hosted":false,"temporarily_housed":false}}`, Refuses: `{"day":"2011-03-02","facts":{"hosted":false,"temporarily_housed":true}}`}), "2010-05-02", last2010)},
	{Key: "back_to_work", Letter: "d", Needs: [][]string{{"badly_housed"}, {"back_to_work"}}, Proofs: []Proof{report},
		Rule: between(public(demand.Rule{Code: "PRI-PUB-04", Source: source2010,
			French:  "La personne est mal logée et reprend une activité après une longue période de chômage.",
			English: "The person is badly housed and back to work after long unemployment.",
			Accepts: `{"day":"2011-03-02","facts":{"badly_housed":true,"back_to_work":false}}`, Refuses: `{"day":"2011-03-02","facts":{"badly_housed":true,"back_to_work":true}}`}), "2010-05-02", last2010)},
	{Key: "violence", Letter: "e", Needs: [][]string{{"violence"}}, Proofs: []Proof{order}, HintReasons: []demand.ReasonCode{demand.ReasonCode06},
		Rule: between(public(demand.Rule{Code: "PRI-PUB-05", Source: source2010,
			French:  "La personne est victime de violences de son conjoint ou partenaire.",
			English: "The person is a victim of violence by the spouse or partner.",
			Accepts: `{"day":"2011-03-02","facts":{"violence":false}}`, Refuses: `{"day":"2011-03-02","facts":{"protection_order":true}}`}), "2010-05-02", last2010)},
	{Key: "leaving_prostitution", Letter: "f", Needs: [][]string{{"leaving_prostitution"}}, Perhaps: demand.MustDate("2016-01-02"),
		Rule: between(public(demand.Rule{Code: "PRI-PUB-06", Source: source2016,
			French:  "La personne est engagée dans un parcours de sortie de la prostitution.",
			English: "The person is on the way out of prostitution.",
			Accepts: `{"day":"2017-01-21","facts":{"leaving_prostitution":false}}`, Refuses: `{"day":"2017-01-21","facts":{"leaving_prostitution":true}}`}), "2017-01-21", last2010)},
	{Key: "trafficking", Letter: "g", Needs: [][]string{{"trafficking"}}, Perhaps: demand.MustDate("2016-01-02"),
		Rule: between(public(demand.Rule{Code: "PRI-PUB-07", Source: source2016,
			French:  "La personne est victime de traite des êtres humains ou de proxénétisme.",
			English: "The person is a victim of human trafficking or procuring.",
			Accepts: `{"day":"2017-01-21","facts":{"trafficking":false}}`, Refuses: `{"day":"2017-01-21","facts":{"trafficking":true}}`}), "2017-01-21", last2010)},
	{Key: "dalo", Needs: [][]string{{"dalo"}}, Proofs: []Proof{ruled},
		Rule: since(public(demand.Rule{Code: "PRI-PUB-08", Source: source2017,
			French:  "Le ménage est reconnu prioritaire au titre du droit au logement opposable (DALO) : il passe avant les autres publics.",
			English: "The household is recognised under the enforceable right to housing (DALO): it comes before the other publics.",
			Accepts: `{"day":"2026-06-30","facts":{"dalo":"NON"}}`, Refuses: `{"day":"2026-06-30","facts":{"dalo":"ACTIF"}}`}), first2017)},
	{Key: "disability", Needs: [][]string{{"disability"}}, Proofs: []Proof{card}, HintReasons: []demand.ReasonCode{demand.ReasonCode07},
		Rule: since(public(demand.Rule{Code: "PRI-PUB-09", Source: sourceKept,
			French:  "Une personne du ménage, ou à sa charge, est en situation de handicap.",
			English: "A person of the household, or in its charge, has a disability.",
			Accepts: `{"day":"2026-06-30","facts":{"disability":false}}`, Refuses: `{"day":"2026-06-30","facts":{"disabled_dependant":true}}`}), first2017)},
	{Key: "badly_housed_disadvantaged", Needs: [][]string{{"badly_housed"}, {"disadvantaged"}}, Proofs: []Proof{report}, HintReasons: unfit, HintHousing: makeshift,
		Rule: since(public(demand.Rule{Code: "PRI-PUB-10", Source: sourceKept,
			French:  "Le ménage est mal logé et défavorisé.",
			English: "The household is badly housed and disadvantaged.",
			Accepts: `{"day":"2026-06-30","facts":{"disadvantaged":false}}`, Refuses: `{"day":"2026-06-30","facts":{"homeless":true,"disadvantaged":true}}`}), first2017)},
	{Key: "hosted", Needs: [][]string{{"hosted", "temporarily_housed"}}, Proofs: []Proof{homes}, HintReasons: []demand.ReasonCode{demand.ReasonCode01}, HintHousing: shelters,
		Rule: since(public(demand.Rule{Code: "PRI-PUB-11", Source: sourceKept,
			French:  "Le ménage est hébergé, ou logé temporairement.",
			English: "The household is hosted, or in transitional housing.",
			Accepts: `{"day":"2026-06-30","facts":{"hosted":false,"temporarily_housed":false}}`, Refuses: `{"day":"2026-06-30","facts":{"hosted":true}}`}), first2017)},
	{Key: "back_to_work", Needs: [][]string{{"badly_housed"}, {"back_to_work"}}, Proofs: []Proof{report},
		Rule: since(public(demand.Rule{Code: "PRI-PUB-12", Source: sourceKept,
			French:  "La personne est mal logée et reprend une activité après une longue période de chômage.",
			English: "The person is badly housed and back to work after long unemployment.",
			Accepts: `{"day":"2026-06-30","facts":{"badly_housed":true,"back_to_work":false}}`, Refuses: `{"day":"2026-06-30","facts":{"non_decent":true,"back_to_work":true}}`}), first2017)},
	{Key: "violence", Needs: [][]string{{"violence"}}, Proofs: []Proof{order}, HintReasons: []demand.ReasonCode{demand.ReasonCode06},
		Rule: since(public(demand.Rule{Code: "PRI-PUB-13", Source: sourceKept,
			French:  "La personne est victime de violences de son conjoint ou partenaire.",
			English: "The person is a victim of violence by the spouse or partner.",
			Accepts: `{"day":"2026-06-30","facts":{"violence":false}}`, Refuses: `{"day":"2026-06-30","facts":{"violence":true}}`}), first2017)},
	{Key: "leaving_prostitution", Needs: [][]string{{"leaving_prostitution"}},
		Rule: since(public(demand.Rule{Code: "PRI-PUB-14", Source: sourceKept,
			French:  "La personne est engagée dans un parcours de sortie de la prostitution.",
			English: "The person is on the way out of prostitution.",
			Accepts: `{"day":"2026-06-30","facts":{"leaving_prostitution":false}}`, Refuses: `{"day":"2026-06-30","facts":{"leaving_prostitution":true}}`}), first2017)},
	{Key: "trafficking", Needs: [][]string{{"trafficking"}},
		Rule: since(public(demand.Rule{Code: "PRI-PUB-15", Source: sourceKept,
			French:  "La personne est victime de traite des êtres humains ou de proxénétisme.",
			English: "The person is a victim of human trafficking or procuring.",
			Accepts: `{"day":"2026-06-30","facts":{"trafficking":false}}`, Refuses: `{"day":"2026-06-30","facts":{"trafficking":true}}`}), first2017)},
	{Key: "eviction_threat", Needs: [][]string{{"eviction_threat"}}, Proofs: []Proof{court}, HintReasons: []demand.ReasonCode{demand.ReasonCode05},
		Rule: since(public(demand.Rule{Code: "PRI-PUB-16", Source: source2017,
			French:  "Le ménage est menacé d'expulsion.",
			English: "The household is threatened with eviction.",
			Accepts: `{"day":"2026-06-30","facts":{"eviction_threat":false}}`, Refuses: `{"day":"2026-06-30","facts":{"eviction_judged":true}}`}), first2017)},
	{Key: "unfit_with_child", Needs: [][]string{{"unfit", "overcrowded"}, {"minor_child"}}, Proofs: []Proof{report}, HintReasons: []demand.ReasonCode{demand.ReasonCode03, demand.ReasonCode13},
		Rule: since(public(demand.Rule{Code: "PRI-PUB-17", Source: source2017,
			French:  "Le ménage vit avec un enfant mineur dans un logement suroccupé ou impropre à l'habitation.",
			English: "The household lives with a minor child in an overcrowded or unfit dwelling.",
			Accepts: `{"day":"2026-06-30","facts":{"overcrowded":true,"minor_child":false}}`, Refuses: `{"day":"2026-06-30","facts":{"overcrowded":true,"minor_child":true}}`}), first2017)},
	{Key: "leaving_child_welfare", Needs: [][]string{{"leaving_child_welfare"}}, Perhaps: demand.MustDate(first2017),
		Rule: since(public(demand.Rule{Code: "PRI-PUB-18", Source: sourceForm,
			French:  "La personne a moins de 21 ans et sort de l'aide sociale à l'enfance.",
			English: "The person is under 21 and leaves child welfare.",
			Accepts: `{"day":"2026-06-30","facts":{"leaving_child_welfare":false}}`, Refuses: `{"day":"2026-06-30","facts":{"leaving_child_welfare":true}}`}), "2023-05-02")},
	{Key: "rape_at_home", Needs: [][]string{{"rape_at_home"}}, Perhaps: demand.MustDate(first2017),
		Rule: since(public(demand.Rule{Code: "PRI-PUB-19", Source: sourceForm,
			French:  "La personne est victime d'un viol commis à son domicile.",
			English: "The person is a victim of a rape committed at home.",
			Accepts: `{"day":"2026-06-30","facts":{"rape_at_home":false}}`, Refuses: `{"day":"2026-06-30","facts":{"rape_at_home":true}}`}), "2023-05-02")},
	{Key: "volunteer_firefighter", Needs: [][]string{{"volunteer_firefighter"}}, Perhaps: demand.MustDate(first2017),
		Rule: since(public(demand.Rule{Code: "PRI-PUB-20", Source: sourceForm,
			French:  "La personne est sapeur-pompier volontaire.",
			English: "The person is a volunteer firefighter.",
			Accepts: `{"day":"2026-06-30","facts":{"volunteer_firefighter":false}}`, Refuses: `{"day":"2026-06-30","facts":{"volunteer_firefighter":true}}`}), "2023-05-02")},
	{Key: "non_decent_or_unworthy", Needs: [][]string{{"non_decent", "unworthy"}}, Proofs: []Proof{report}, HintReasons: []demand.ReasonCode{demand.ReasonCode03}, Perhaps: demand.MustDate(first2017),
		Rule: since(public(demand.Rule{Code: "PRI-PUB-21", Source: sourceForm,
			French:  "Le logement est non décent, ou l'habitat est indigne.",
			English: "The dwelling is not decent, or unworthy.",
			Accepts: `{"day":"2026-06-30","facts":{"non_decent":false,"unworthy":false}}`, Refuses: `{"day":"2026-06-30","facts":{"unworthy":true}}`}), "2023-05-02")},
}
