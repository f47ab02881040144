package charter

import (
	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/demand"
)

// dated gives every date of the demand, from the facts and the charter's delays.
func (h *hearing) dated() *calendar.Dates {
	if h.hasDates {
		return &h.dates
	}
	f := h.facts
	c := calendar.Case{
		Deposited: f.Deposited, Noticed: f.NoticeOn, StruckOff: f.StruckOffOn, Motive: f.Motive,
	}
	c.NoAnswer = calendar.Warning{Sent: f.WarnedOn, Delivered: f.DeliveredOn}
	if c.Inadmissible = c.NoAnswer; f.DeliveredOn.IsZero() {
		c.Inadmissible.Delivered = f.WarnedOn
	}
	if c.Deposited.IsZero() {
		c.Deposited = f.Renewed
	}
	if !f.Renewed.IsZero() {
		h.renewals[0] = f.Renewed
		c.Renewals = h.renewals[:]
	}
	h.dates, h.hasDates = calendar.Of(c, h.c.Calendar, h.profile), true
	return &h.dates
}

// validUntil is the end of validity of the demand, zero when it is not known.
func (h *hearing) validUntil() demand.Date { return h.dated().ValidUntil.On }

// unrenewed is the first day of a strike-off for lack of renewal.
func (h *hearing) unrenewed() demand.Date { return h.dated().StrikeOff.On }

// warned is the first day of a strike-off after a warning.
func (h *hearing) warned() demand.Date { return h.dated().Warned(h.facts.Motive).On }

// silentAfter is the last day to answer an offer made on a day, where the offer
// does not say it: ten days, or more if the charter says so.
func (h *hearing) silentAfter(made demand.Date) demand.Date {
	c := calendar.Case{Offer: calendar.Offer{Made: made}}
	d := calendar.Of(c, h.c.Calendar, h.profile)
	return d.Offer.On
}

// lastAnswer is the last day to answer the offer of the facts.
func (h *hearing) lastAnswer() demand.Date {
	if !h.facts.AnswerBy.IsZero() {
		return h.facts.AnswerBy
	}
	return h.silentAfter(h.facts.OfferedOn)
}

// reactivable is the last day of a reactivation, or the fact that is missing.
func (h *hearing) reactivable() (demand.Date, fact) {
	switch no := h.facts.Motive == demand.StrikeOffMotiveRADCON; {
	case no && h.facts.StruckOffOn.IsZero():
		return demand.Date{}, factStruckOffOn
	case no:
		return h.dated().LateAnswer.On, noFact
	case h.facts.Deposited.IsZero() && h.facts.Renewed.IsZero():
		return demand.Date{}, factDeposited
	}
	return h.dated().ReactivableUntil.On, noFact
}
