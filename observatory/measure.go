package observatory

import "github.com/fichier-unique/rules/demand"

// Measure is a definition: it travels with its figures. A change of definition is
// a new version.
type Measure struct {
	Code              string `json:"code"`
	Title             string `json:"title"`
	English           string `json:"title_en"`
	Definition        string `json:"definition"`
	DefinitionEnglish string `json:"definition_en"`
	Formula           string `json:"formula"` // in the codes of other measures, or of columns
	Unit              string `json:"unit"`
	Additive          bool   `json:"additive"` // the columns sum to the row's total
	SumsUp            bool   `json:"sums_up"`  // the rows sum to the total
	// Total names what the total column counts: a column of that code, and the total
	// of another measure with the same name, hold the same counts.
	Total     string        `json:"total"`
	Sensitive bool          `json:"sensitive"` // income, health, violence: a higher threshold is advised
	Figure    bool          `json:"figure"`    // a ratio, a mean, a median: rests on counts, never sums
	Source    demand.Source `json:"source"`
	Version   int           `json:"version"`
}

var (
	sourceStock  = demand.Source{Article: "CCH R.441-2-6, dernier alinéa", Text: "données non nominatives, pour statistiques ; premier choix : chaque demande compte une fois", Confidence: demand.Inference}
	sourceFlows  = demand.Source{Article: "Insee Analyses Bourgogne-Franche-Comté n° 116", Text: "stock au 31 décembre = stock au 1er janvier + nouvelles − satisfaites − radiées ; vérifié sur les chiffres publiés", Confidence: demand.Secondary}
	sourceDRIHL  = demand.Source{Article: "DRIHL, demandes et attributions par typologie", Text: "typologie cible ; attribution suivie d'un bail signé", Confidence: demand.Secondary}
	sourceOPML   = demand.Source{Article: "OPML 92, demande et attributions 2022", Text: "116 228 demandes pour 11 357 attributions : 10,2", Confidence: demand.Secondary}
	sourceSRU    = demand.Source{Article: "CCH R.302-14, IV, 2°", Text: "ratio de tension : demandes sur emménagements annuels, mutations internes exclues, moyenne de trois ans ; numérateur avec ou sans mutations : texte non lu", Confidence: demand.Secondary}
	sourceLaw441 = demand.Source{Article: "CCH L.441-1", Text: "un quart des attributions hors QPV au premier quartile des demandeurs", Confidence: demand.Secondary}
	sourcePlan   = demand.Source{Article: "CCH R.441-2-10", Text: "délai d'attente moyen par type de logement et par secteur", Confidence: demand.Verified}
	sourceDelay  = demand.Source{Article: "CCH L.441-1-4", Text: "délai anormalement long, fixé par le préfet", Confidence: demand.Verified}
)

// spec is how a measure is counted: in which population, by which dimensions, by
// first choice or by any.
type spec struct {
	kind Kind
	any  bool
	dims []dim
}

// count describes a measure of counts.
func count(code, title, english, definition, definitionEnglish string, additive, sumsUp bool, source demand.Source) Measure {
	return Measure{Code: code, Title: title, English: english, Definition: definition, DefinitionEnglish: definitionEnglish, Formula: "count",
		Unit: "demande", Additive: additive, SumsUp: sumsUp, Source: source, Version: 1}
}

// totals names what the total of a population counts.
var totals = map[Kind]string{Stock: "stock_end", Allocated: "allocated", StruckOff: "struck_off", Refused: "refused", Renewed: "renewed"}

// withTotal names the total of a measure.
func withTotal(m Measure, s spec) Measure {
	m.Total = totals[s.kind]
	if s.any {
		m.Total = m.Code
	}
	return m
}

// counted are the measures of counts, each with the way it is counted.
var counted = []struct {
	Measure
	spec
}{
	{count("stock_first", "Demandes selon la première commune souhaitée", "Demands by first commune wanted",
		"Demandes en cours au jour du compte, chacune comptée une fois dans sa commune de premier choix.",
		"Demands in the stock on the day, each counted once in its first commune.", true, true, sourceStock), spec{kind: Stock}},
	{count("stock_any", "Demandes selon toutes les communes souhaitées", "Demands by any commune wanted",
		"Demandes en cours, chacune comptée une fois dans chaque territoire qu'elle accepte : les lignes ne s'additionnent pas.",
		"Demands in the stock, each counted once in each territory it accepts: rows do not add up.", true, false, sourceStock), spec{kind: Stock, any: true}},
	{count("by_type", "Demandes selon le type de logement souhaité", "Demands by type wanted",
		"Demandes en cours, par commune de premier choix et type souhaité ; plusieurs types peuvent être cochés : les colonnes ne s'additionnent pas.",
		"Demands in the stock, by first commune and type wanted; several may be ticked: columns do not add up.", false, true, sourceStock), spec{Stock, false, []dim{byType}}},
	{count("by_age", "Demandes selon leur ancienneté", "Demands by age",
		"Demandes en cours, par commune de premier choix et nombre de mois entiers depuis le premier dépôt. Ce n'est pas un délai d'attribution.",
		"Demands in the stock, by first commune and whole months since the first deposit. Not a delay of allocation.", true, true, sourceStock), spec{Stock, false, []dim{byAge}}},
	{count("by_size", "Demandes selon le nombre de personnes à loger", "Demands by size of household",
		"Demandes en cours, par commune de premier choix et nombre de personnes à loger.",
		"Demands in the stock, by first commune and persons to house.", true, true, sourceStock), spec{Stock, false, []dim{bySize}}},
	{count("by_target", "Demandes selon la typologie cible", "Demands by target type",
		"Demandes en cours, par commune de premier choix et type adapté à la taille du ménage : une personne T1, un adulte et un enfant T3, sinon autant de pièces que de personnes.",
		"Demands in the stock, by first commune and type that suits the household: one person T1, one adult and one child T3, otherwise as many rooms as persons.", true, true, sourceDRIHL), spec{Stock, false, []dim{byTarget}}},
	{count("by_transfer", "Demandes de mutation", "Transfers",
		"Demandes en cours de ménages déjà locataires du parc social (mutation), ou non.",
		"Demands in the stock of households already social tenants, or not.", true, true, sourceOPML), spec{Stock, false, []dim{byTransfer}}},
	{sensitive(count("by_reason", "Demandes selon le motif principal", "Demands by main reason",
		"Demandes en cours, par commune de premier choix et premier motif coché.",
		"Demands in the stock, by first commune and first reason ticked.", true, true, sourceStock)), spec{Stock, false, []dim{byReason}}},
	{sensitive(count("by_ceiling", "Demandes selon les plafonds de ressources", "Demands by income ceiling",
		"Demandes en cours, par commune de premier choix et plus bas plafond au-dessous duquel se trouvent les ressources du ménage.",
		"Demands in the stock, by first commune and lowest ceiling above the income.", true, true, sourceLaw441)), spec{Stock, false, []dim{byCeiling}}},
	{sensitive(count("by_quartile", "Demandes du premier quartile", "Demands of the first quartile",
		"Demandes en cours dont les ressources par unité de consommation sont sous le seuil du premier quartile de l'EPCI de premier choix.",
		"Demands in the stock whose income per consumption unit is under the first-quartile threshold of the EPCI of first choice.", true, true, sourceLaw441)), spec{Stock, false, []dim{byQuartile}}},
	{count("by_abnormal", "Demandes au-delà du délai anormalement long", "Demands beyond the abnormal delay",
		"Demandes en cours dont l'attente atteint le délai anormalement long du territoire de premier choix.",
		"Demands in the stock whose wait has reached the abnormal delay of the territory of first choice.", true, true, sourceDelay), spec{Stock, false, []dim{byAbnormal}}},
	{count("by_quota", "Demandes selon le contingent", "Demands by quota",
		"Demandes en cours, par commune de premier choix et contingent de réservation dont le ménage relève ; il peut relever de plusieurs : les colonnes ne s'additionnent pas.",
		"Demands in the stock, by first commune and reservation quota; there may be several: columns do not add up.", false, true, sourceStock), spec{Stock, false, []dim{byQuota}}},
	{count("by_nature", "Demandes de ménages et d'associations", "Households and associations",
		"Demandes en cours, d'un ménage ou d'une association.", "Demands in the stock, of a household or of an association.", true, true, sourceStock), spec{Stock, false, []dim{byNature}}},
	{count("struck_off", "Radiations hors attribution", "Strike-offs without allocation",
		"Demandes radiées dans la période pour un autre motif que l'attribution, par motif.",
		"Demands struck off in the period for another ground than allocation, by ground.", true, true, sourceFlows), spec{StruckOff, false, []dim{byMotive}}},
	{count("allocated_by_target", "Attributions selon la typologie cible", "Allocations by target type",
		"Demandes satisfaites dans la période (bail signé), par type adapté au ménage.",
		"Demands satisfied in the period (lease signed), by target type.", true, true, sourceDRIHL), spec{Allocated, false, []dim{byTarget}}},
	{count("allocated_by_transfer", "Attributions et mutations", "Allocations and transfers",
		"Demandes satisfaites dans la période, de ménages déjà locataires du parc social ou non.",
		"Demands satisfied in the period, of households already social tenants or not.", true, true, sourceOPML), spec{Allocated, false, []dim{byTransfer}}},
	{sensitive(count("allocated_by_quartile", "Attributions au premier quartile", "Allocations to the first quartile",
		"Demandes satisfaites dans la période, du premier quartile ou non.",
		"Demands satisfied in the period, of the first quartile or not.", true, true, sourceLaw441)), spec{Allocated, false, []dim{byQuartile}}},
	{count("allocated_by_quota", "Attributions selon le contingent", "Allocations by quota",
		"Demandes satisfaites dans la période, par contingent dont le ménage relève : les colonnes ne s'additionnent pas.",
		"Demands satisfied in the period, by quota of the household: columns do not add up.", false, true, sourceStock), spec{Allocated, false, []dim{byQuota}}},
	{count("refused", "Refus d'offres par les demandeurs", "Offers refused by applicants",
		"Offres refusées par le demandeur dans la période : une demande compte autant de fois qu'elle a refusé.",
		"Offers refused by the applicant in the period: a demand counts as often as it refused.", true, true, sourceStock), spec{kind: Refused}},
	{count("renewed", "Renouvellements", "Renewals",
		"Renouvellements de la période, par commune de premier choix : une demande compte autant de fois qu'elle a été renouvelée.",
		"Renewals of the period, by first commune: a demand counts as often as it was renewed.", true, true, sourceFlows), spec{kind: Renewed}},
}

func sensitive(m Measure) Measure {
	m.Sensitive = true
	return m
}

// basic is how many of the measures NewAccumulator counts: those of a file of forms.
const basic = 5

// Measures lists the definitions of this version: counts, flows, then figures.
func Measures() []Measure {
	out := make([]Measure, 0, len(counted)+len(movements)+3+len(figures))
	for i := range counted {
		out = append(out, withTotal(counted[i].Measure, counted[i].spec))
	}
	for i := range movements {
		out = append(out, movements[i].Measure)
	}
	out = append(out, personsMeasure, zoneFirst, zoneAny)
	for i := range figures {
		out = append(out, figures[i].Measure)
	}
	return out
}
