package charter

import "github.com/fichier-unique/rules/demand"

// validUntil is the end of validity of the demand, zero when it is not known.
func (h *hearing) validUntil() demand.Date {
	return later(h.facts.Deposited, h.facts.Renewed).AddMonths(12)
}

// unrenewed is the first day of a strike-off for lack of renewal.
func (h *hearing) unrenewed() demand.Date { return h.validUntil().AddMonths(1) }

// warned is the first day of a strike-off after a warning.
func (h *hearing) warned() demand.Date {
	if h.facts.Motive == demand.StrikeOffMotiveRADCON && h.profile >= demand.Profile2015 {
		return h.facts.WarnedOn.AddMonths(2)
	}
	return h.facts.WarnedOn.AddMonths(1)
}

// reactivable is the last day of a reactivation, or the fact that is missing.
func (h *hearing) reactivable() (demand.Date, fact) {
	if h.facts.Motive == demand.StrikeOffMotiveRADCON {
		if h.facts.StruckOffOn.IsZero() {
			return demand.Date{}, factStruckOffOn
		}
		return h.facts.StruckOffOn.AddMonths(5), noFact
	}
	end := h.validUntil()
	if end.IsZero() {
		return end, factDeposited
	}
	return end.AddMonths(6), noFact
}
