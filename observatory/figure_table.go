package observatory

import "github.com/fichier-unique/rules/demand"

func figure(code, title, english, definition, definitionEnglish, formula, unit string, source demand.Source) Measure {
	return Measure{Code: code, Title: title, English: english, Definition: definition, DefinitionEnglish: definitionEnglish, Formula: formula,
		Unit: unit, Figure: true, Source: source, Version: 1}
}

// second marks the second version of a measure: a denominator that changed.
func second(m Measure) Measure {
	m.Version = 2
	return m
}

// figures are the measures that rest on counts. Each pressure says its variant.
var figures = []figureSpec{
	{Measure: figure("age_mean", "Ancienneté moyenne", "Mean age",
		"Moyenne des mois entiers entre le premier dépôt et le jour du compte, sur les demandes en cours. Le stock est biaisé vers les longues attentes : ce n'est pas un délai.",
		"Mean of the whole months from first deposit to the day of the count, over the stock. A stock leans to long waits: it is not a delay.", "sum(months) / count", "mois", sourceStock), waits: Stock, how: isMean},
	{Measure: figure("age_median", "Ancienneté médiane", "Median age",
		"Médiane des mois entiers entre le premier dépôt et le jour du compte, sur les demandes en cours ; moyenne des deux du milieu si leur nombre est pair.",
		"Median of the whole months from first deposit to the day of the count, over the stock; mean of the two middle ones when even.", "median(months)", "mois", sourceStock), waits: Stock, how: isMedian},
	{Measure: figure("age_p90", "Neuvième décile de l'ancienneté", "Ninth decile of the age",
		"Plus petite ancienneté que neuf demandes en cours sur dix ne dépassent pas.", "Smallest age that nine demands of the stock out of ten do not exceed.", "nearest rank 9/10 (months)", "mois", sourceStock), waits: Stock, how: isNinth},
	{Measure: figure("delay_mean", "Délai moyen d'attribution", "Mean delay of allocation",
		"Moyenne des mois entiers entre le premier dépôt et l'attribution, sur les demandes satisfaites de la période, par typologie cible. Ne se compare pas à une médiane.",
		"Mean of the whole months from first deposit to allocation, over the demands satisfied in the period, by target type. Not comparable with a median.", "sum(months) / count", "mois", sourcePlan), waits: Allocated, how: isMean, per: true},
	{Measure: figure("delay_median", "Délai médian d'attribution", "Median delay of allocation",
		"Médiane des mois entiers entre le premier dépôt et l'attribution, sur les demandes satisfaites de la période, par typologie cible. Ne se compare pas à une moyenne.",
		"Median of the whole months from first deposit to allocation, over the demands satisfied in the period, by target type. Not comparable with a mean.", "median(months)", "mois", sourceOPML), waits: Allocated, how: isMedian, per: true},
	{Measure: figure("pressure", "Pression, mutations comprises", "Pressure, transfers included",
		"Demandes en cours à la fin de la période divisées par les attributions de la période, mutations comprises des deux côtés.",
		"Demands in the stock at the end of the period divided by the allocations of the period, transfers on both sides.", "stock_end / allocated", "demandes par attribution", sourceOPML), num: whole(Stock), den: whole(Allocated)},
	{Measure: figure("pressure_without_transfers", "Pression hors mutations", "Pressure without transfers",
		"Demandes en cours hors mutations divisées par les attributions hors mutations.",
		"Demands without transfers divided by allocations without transfers.", "by_transfer.no / allocated_by_transfer.no", "demandes par attribution", sourceOPML),
		num: part(Stock, byTransfer, "no"), den: part(Allocated, byTransfer, "no")},
	{Measure: figure("pressure_transfers", "Pression des mutations", "Pressure of transfers",
		"Demandes de mutation en cours divisées par les attributions à des locataires du parc social.",
		"Transfer demands divided by allocations to social tenants.", "by_transfer.yes / allocated_by_transfer.yes", "demandes par attribution", sourceOPML),
		num: part(Stock, byTransfer, "yes"), den: part(Allocated, byTransfer, "yes")},
	{Measure: figure("pressure_by_target", "Pression par typologie cible", "Pressure by target type",
		"Pression, mutations comprises, des demandes de chaque typologie cible.", "Pressure, transfers included, of the demands of each target type.", "by_target / allocated_by_target", "demandes par attribution", sourceDRIHL),
		num: whole(Stock), den: whole(Allocated), per: true},
	{Measure: figure("pressure_sru", "Ratio de tension de la loi SRU", "Tension ratio of the SRU act",
		"Demandes en cours hors mutations internes, divisées par la moyenne des emménagements annuels hors mutations internes sur trois années glissantes. Se calcule sur trois comptes, non sur un seul.",
		"Demands without internal transfers, divided by the mean of yearly move-ins without internal transfers over three sliding years. Computed from three counts, not from one.",
		"3 × (stock_end − transfers) / sum over 3 years (allocated − internal)", "demandes par emménagement", sourceSRU), how: isYears},
	{Measure: figure("transfer_share", "Part des mutations", "Share of transfers",
		"Demandes en cours de ménages déjà locataires du parc social, sur toutes.", "Demands of the stock of social tenants, over all.", "by_transfer.yes / stock_end", "part", sourceOPML),
		num: part(Stock, byTransfer, "yes"), den: whole(Stock)},
	{Measure: figure("allocated_transfer_share", "Part des mutations dans les attributions", "Share of transfers in allocations",
		"Attributions à des ménages déjà locataires du parc social, sur toutes.", "Allocations to social tenants, over all.", "allocated_by_transfer.yes / allocated", "part", sourceOPML),
		num: part(Allocated, byTransfer, "yes"), den: whole(Allocated)},
	{Measure: second(figure("abnormal_share", "Part au-delà du délai anormalement long", "Share beyond the abnormal delay",
		"Demandes en cours dont l'attente atteint le délai anormalement long de leur territoire, sur celles dont ce délai est donné.",
		"Demands of the stock beyond the abnormal delay of their territory, over those whose delay is given.", "by_abnormal.yes / (by_abnormal.yes + by_abnormal.no)", "part", sourceDelay)),
		num: part(Stock, byAbnormal, "yes"), den: part(Stock, byAbnormal, answered)},
	{Measure: second(sensitive(figure("quartile_share", "Part des attributions au premier quartile", "Share of allocations to the first quartile",
		"Attributions à des demandeurs du premier quartile, sur celles dont on sait s'ils en sont, QPV compris. L'objectif d'un quart porte sur les attributions hors QPV.",
		"Allocations to applicants of the first quartile, over those of whom it is known, QPV included. The target of a quarter is for allocations outside QPV.",
		"allocated_by_quartile.yes / (allocated_by_quartile.yes + allocated_by_quartile.no)", "part", sourceLaw441))),
		num: part(Allocated, byQuartile, "yes"), den: part(Allocated, byQuartile, answered)},
	{Measure: figure("refusals_per_allocation", "Refus par attribution", "Refusals per allocation",
		"Offres refusées par les demandeurs dans la période, divisées par les attributions.", "Offers refused by applicants in the period, divided by allocations.", "refused / allocated", "refus par attribution", sourceStock),
		num: whole(Refused), den: whole(Allocated)},
	{Measure: figure("satisfied_share", "Part satisfaite des demandes actives", "Share satisfied",
		"Demandes satisfaites dans la période, sur les demandes actives de la période : en cours la veille et nouvelles.",
		"Demands satisfied in the period, over those active in it: in the stock on the eve, and new.", "allocated / (stock_start + new)", "part", sourceFlows),
		num: whole(Allocated), den: whole(StockStart), how: isRatio},
}
