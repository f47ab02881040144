package calendar

import "github.com/fichier-unique/rules/demand"

// notRenewed gives the strike-off of a demand that is not renewed.
// Law: CCH R.441-2-8 e); CdC15 §6.1, thirteen months. Confidence: V for 2015,
// U for 2010 and 2012, where the specification of the time was not read.
func notRenewed(c *Case, s *Settings, p demand.Profile, t term, d *Dates) {
	if !d.ValidUntil.Known() {
		d.EarliestStrikeOff, d.StrikeOff = d.ValidUntil, d.ValidUntil
		return
	}
	after := d.ValidUntil.On.AddDays(1)
	d.EarliestStrikeOff = on(after, "CAL-RAD-04")
	rule, legal := "CAL-RAD-01", strikeOffMonths
	switch {
	case p == demand.Profile2000:
		rule, legal = "CAL-RAD-03", validMonths
		d.EarliestStrikeOff = on(after, rule)
	case p < demand.Profile2015:
		rule = "CAL-RAD-02"
	}
	months, own := chosen(s.StrikeOffMonths, legal, strikeOffFloor(p))
	if own {
		rule = "CAL-REG-01"
	}
	d.StrikeOff = on(t.plus(months), rule)
	if !d.StrikeOff.Known() || !d.EarliestStrikeOff.Known() {
		return
	}
	if d.StrikeOff.On.Before(after) { // never on a day of validity
		d.StrikeOff.On = after
	}
	if noticeOfTerm(c, d) {
		d.StrikeOff = latest(d.StrikeOff, on(c.Noticed.AddMonths(1), "CAL-RAD-05"))
	}
}

// noticeOfTerm reports whether the notice is that of the year under way.
func noticeOfTerm(c *Case, d *Dates) bool {
	return c.Noticed.After(d.ValidUntil.On.AddMonths(-validMonths))
}

// reactivable gives the last day to bring a demand back with its number and its
// seniority, at the request of a service that received the renewal.
// Law: CdC15 §6.1, eighteen months. Confidence: V for 2015, U for 2010 and 2012.
func reactivable(c *Case, s *Settings, p demand.Profile, t term, d *Dates) Due {
	if !c.StruckOff.IsZero() {
		switch c.Motive {
		case "", demand.StrikeOffMotiveRADREN:
		case demand.StrikeOffMotiveRADCON:
			return d.LateAnswer
		default:
			return none("CAL-REA-06")
		}
	}
	if !d.StrikeOff.Known() {
		return none(d.StrikeOff.Unknown)
	}
	rule, floor := "CAL-REA-01", reactivateMonths
	if p < demand.Profile2015 {
		rule, floor = "CAL-REA-02", strikeOffMonths
	}
	months, own := chosen(s.ReactivationMonths, reactivateMonths, floor)
	switch {
	case own:
		rule = "CAL-REG-01"
	case p == demand.Profile2000 && s.ReactivationMonths != months:
		return none("CAL-REA-05")
	case p == demand.Profile2000:
		rule = "CAL-REG-01"
	}
	until := on(t.plus(months), rule)
	if until.Known() && until.On.Before(d.StrikeOff.On) {
		until.On = d.StrikeOff.On
	}
	return until
}

// erasure is one year after the strike-off, the real one or else the one that
// comes if nothing is renewed.
// Law: NU11 art. 3, NU13 art. 3, CdC10 §8, CdC15 §7. Confidence: V.
func erasure(c *Case, p demand.Profile, strikeOff Due) Due {
	switch {
	case p == demand.Profile2000:
		return none("CAL-EFF-03")
	case !c.StruckOff.IsZero():
		return on(c.StruckOff.AddMonths(retentionMonths), "CAL-EFF-01")
	case !strikeOff.Known():
		return none(strikeOff.Unknown)
	}
	return on(strikeOff.On.AddMonths(retentionMonths), "CAL-EFF-02")
}

// noAnswer gives the first day to strike off a demand whose applicant does not
// answer a letter.
// Law: CCH R.441-2-8 c), one month after a warning; CdC15 §6.5, two months after
// its transmission. Confidence: V.
func noAnswer(w Warning, s *Settings, p demand.Profile) Due {
	switch {
	case p == demand.Profile2000:
		return none("CAL-AVE-07")
	case !w.given():
		return none("CAL-AVE-05")
	case !w.Answered.IsZero():
		return none("CAL-AVE-08")
	}
	months, own := chosen(s.NoAnswerMonths, noAnswerMonths(p), noAnswerMonths(p))
	rule, decree := "CAL-AVE-02", on(w.Delivered.AddMonths(1), "CAL-AVE-01")
	from := w.Sent
	switch {
	case p < demand.Profile2015 && w.Delivered.IsZero():
		return none("CAL-AVE-06")
	case p < demand.Profile2015:
		from, rule = w.Delivered, "CAL-AVE-01"
	case from.IsZero():
		from, rule = w.Delivered, "CAL-AVE-03"
	}
	if own {
		rule = "CAL-REG-01"
	}
	first := on(from.AddMonths(months), rule)
	if first.Known() && !w.Delivered.IsZero() {
		first = latest(first, decree)
	}
	return first
}

// inadmissible gives the first day to strike off a demand that a commission
// found inadmissible (irrecevable).
// Law: CCH R.441-2-8 d), one month after a warning; CdC15 §6.4. Confidence: V.
func inadmissible(w Warning, p demand.Profile) Due {
	switch {
	case p == demand.Profile2000:
		return none("CAL-AVE-07")
	case !w.given():
		return none("CAL-AVE-05")
	case !w.Answered.IsZero():
		return none("CAL-AVE-08")
	case w.Delivered.IsZero():
		return none("CAL-AVE-06")
	}
	return on(w.Delivered.AddMonths(1), "CAL-AVE-04")
}

// lateAnswer gives the last day to bring back a demand struck off for want of an
// answer.
// Law: CdC15 §6.5, five months; that they start at the strike-off is ours.
// Confidence: INF for 2015, U before.
func lateAnswer(c *Case, s *Settings, p demand.Profile, first Due) Due {
	from := first.On
	if !c.StruckOff.IsZero() && c.Motive == demand.StrikeOffMotiveRADCON {
		from = c.StruckOff
	}
	switch {
	case p == demand.Profile2000:
		return none("CAL-AVE-07")
	case from.IsZero():
		return none(first.Unknown)
	}
	rule := "CAL-REA-03"
	if p < demand.Profile2015 {
		rule = "CAL-REA-04"
	}
	floor := 1
	if p >= demand.Profile2015 {
		floor = lateAnswerMonths
	}
	months, own := chosen(s.LateAnswerMonths, lateAnswerMonths, floor)
	if own {
		rule = "CAL-REG-01"
	}
	return on(from.AddMonths(months), rule)
}
