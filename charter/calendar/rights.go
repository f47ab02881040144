package calendar

import "github.com/fichier-unique/rules/demand"

// offer gives the last day to answer an offer: silence is then a refusal.
// Law: CCH R.441-10, not less than ten days, every version. Confidence: V.
func offer(o Offer, s *Settings) Due {
	if o.Made.IsZero() {
		return none("CAL-OFF-02")
	}
	days, own := chosen(s.OfferDays, offerDays, offerDays)
	rule := "CAL-OFF-01"
	if own {
		rule = "CAL-REG-01"
	}
	if o.Days > days {
		days, rule = o.Days, "CAL-OFF-03"
	}
	return on(o.Made.AddDays(days), rule)
}

// paper gives the last day to file a paper handed to a desk; after it the
// applicant may turn to the prefect.
// Law: CCH R.441-2-4-1 (2017-01-21), fifteen days. Confidence: V.
func paper(got Paper, p demand.Profile) Due {
	switch {
	case p < demand.Profile2015:
		return none("CAL-PIE-03")
	case got.Received.IsZero():
		return none("CAL-PIE-02")
	}
	return on(got.Received.AddDays(paperDays), "CAL-PIE-01")
}

// reception gives the last day to receive the applicant.
// Law: CCH L.441-2-8 (2017-01-21), one month after registration, two in urban
// areas of over 50,000, where a plan covers the territory. Confidence: V.
func reception(c *Case, s *Settings, p demand.Profile) Due {
	from := c.Deposited
	if c.Registered.After(from) {
		from = c.Registered
	}
	switch {
	case p < demand.Profile2015:
		return none("CAL-REC-05")
	case s.Reception == NoReception:
		return none("CAL-REC-04")
	case s.Reception != WithinMonth && s.Reception != WithinMonths:
		return none("CAL-REC-03")
	case from.IsZero():
		return none("CAL-INC-01")
	case s.Reception == WithinMonths:
		return on(from.AddMonths(2), "CAL-REC-02")
	}
	return on(from.AddMonths(1), "CAL-REC-01")
}

var largeUntil = demand.MustDate("2014-01-01")

// mediation gives the last day for the commission to decide, and the first on
// which the court may be seized if nothing is offered.
// Law: CCH R.441-15, -16-1, -18 (2010-2011), three or six months, six weeks for a
// shelter. Confidence: V; INF for the profiles of 2015 and after.
func mediation(m Mediation, s *Settings, p demand.Profile) (decided, action Due) {
	switch {
	case p == demand.Profile2000:
		return none("CAL-MED-11"), none("CAL-MED-11")
	case m.Seized.IsZero():
		decided = none("CAL-MED-08")
	case m.Shelter:
		decided = on(m.Seized.AddDays(mediationShelter), later(p, "CAL-MED-04"))
	case s.Mediation == MediationOverseas:
		decided = on(m.Seized.AddMonths(mediationLonger), later(p, "CAL-MED-02"))
	case s.Mediation == MediationLarge && m.Seized.Before(largeUntil):
		decided = on(m.Seized.AddMonths(mediationLonger), later(p, "CAL-MED-03"))
	default:
		decided = on(m.Seized.AddMonths(mediationMonths), later(p, "CAL-MED-01"))
	}
	switch {
	case m.Decided.IsZero():
		action = none("CAL-MED-09")
	case m.Shelter:
		action = none("CAL-MED-10")
	case s.Mediation == MediationOverseas || s.Mediation == MediationLarge && m.Decided.Before(largeUntil):
		action = on(m.Decided.AddMonths(mediationLonger), later(p, "CAL-MED-06"))
	default:
		action = on(m.Decided.AddMonths(mediationMonths), later(p, "CAL-MED-05"))
	}
	return decided, action
}

// later replaces the rule by that of a text not read again since 2012.
func later(p demand.Profile, rule string) string {
	if p >= demand.Profile2015 {
		return "CAL-MED-07"
	}
	return rule
}

// PublishedAbnormalDelay gives the abnormal delay of a territory (its number,
// "021"), in months, when a public source was read; false otherwise: the prefect
// fixes it, and a charter should carry it. The rule is CAL-ANO-04.
func PublishedAbnormalDelay(territory string) (months int, ok bool) {
	if territory == "021" {
		return 24, true
	}
	return 0, false
}
