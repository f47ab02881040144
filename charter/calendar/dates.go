package calendar

import (
	"iter"

	"github.com/fichier-unique/rules/demand"
)

// Due is one date of the calendar: a day and the rule that gives it, or the
// reason why there is no day. Exactly one of On and Unknown is set.
type Due struct {
	On      demand.Date `json:"on,omitzero"`
	Rule    string      `json:"rule,omitempty"`    // code of the rule that gives the day
	Unknown string      `json:"unknown,omitempty"` // code of the reason
}

// Known reports whether there is a day.
func (d Due) Known() bool { return d.Unknown == "" && !d.On.IsZero() }

// Source gives the article behind the day, or behind its absence, and how sure
// it is.
func (d Due) Source() demand.Source {
	if d.Known() {
		return ruleOf(d.Rule).Source
	}
	return ruleOf(d.Unknown).Source
}

// Dates are all the dates of a demand. Where a delay leaves somebody time to
// act, the date is the last day; where an act becomes possible, the first.
type Dates struct {
	Attestation       Due `json:"attestation_due"`      // last day to hand over the attestation
	Notice            Due `json:"notice_due"`           // last day to give the renewal notice
	ValidUntil        Due `json:"valid_until"`          // last day of validity
	EarliestStrikeOff Due `json:"earliest_strike_off"`  // not renewed: first day by the decree alone
	StrikeOff         Due `json:"strike_off"`           // not renewed: day of strike-off
	ReactivableUntil  Due `json:"reactivable_until"`    // last day to bring it back
	Erasure           Due `json:"erasure_after"`        // erased after this day
	AbnormalDelay     Due `json:"abnormal_delay"`       // the delay is reached
	NoAnswer          Due `json:"no_answer_strike_off"` // first day to strike off, RADCON
	Inadmissible      Due `json:"inadmissible_strike_off"`
	LateAnswer        Due `json:"late_answer_until"` // last day to bring it back after RADCON
	Offer             Due `json:"offer_until"`       // last day to answer: silence is a refusal
	Paper             Due `json:"paper_due"`         // last day to file the paper
	Reception         Due `json:"reception_due"`     // last day to receive the applicant
	Mediation         Due `json:"mediation_due"`     // last day for the commission to decide
	MediationAction   Due `json:"mediation_action"`  // the court may be seized
}

// datesCount is how many dates there are.
const datesCount = 16

// fields lists the dates in order; names are their JSON names.
func (d *Dates) fields() [datesCount]*Due {
	return [...]*Due{&d.Attestation, &d.Notice, &d.ValidUntil, &d.EarliestStrikeOff, &d.StrikeOff, &d.ReactivableUntil, &d.Erasure, &d.AbnormalDelay,
		&d.NoAnswer, &d.Inadmissible, &d.LateAnswer, &d.Offer, &d.Paper, &d.Reception, &d.Mediation, &d.MediationAction}
}

var names = [datesCount]string{"attestation_due", "notice_due", "valid_until", "earliest_strike_off", "strike_off", "reactivable_until", "erasure_after",
	"abnormal_delay", "no_answer_strike_off", "inadmissible_strike_off", "late_answer_until", "offer_until", "paper_due", "reception_due", "mediation_due", "mediation_action"}

// All gives each date with its JSON name, in a fixed order.
func (d *Dates) All() iter.Seq2[string, Due] {
	return func(yield func(string, Due) bool) {
		for i, due := range d.fields() {
			if !yield(names[i], *due) {
				return
			}
		}
	}
}

// Warned gives the first day to strike off for a motive that a warning or a
// notice precedes. The other motives have none: RADATT falls at the signature of
// the lease, RADABA when the renunciation is received.
func (d *Dates) Warned(motive demand.StrikeOffMotive) Due {
	switch motive {
	case demand.StrikeOffMotiveRADCON:
		return d.NoAnswer
	case demand.StrikeOffMotiveRADIRR:
		return d.Inadmissible
	case demand.StrikeOffMotiveRADREN:
		return d.StrikeOff
	}
	return none("CAL-AVE-09")
}

func on(day demand.Date, rule string) Due {
	if day.IsZero() {
		return none("CAL-INC-03")
	}
	return Due{On: day, Rule: rule}
}

func none(reason string) Due { return Due{Unknown: reason} }

// latest keeps the later of two days, and its rule.
func latest(a, b Due) Due {
	if b.On.After(a.On) {
		return b
	}
	return a
}

// Of gives every date of a demand under a profile. It allocates nothing.
func Of(c Case, s Settings, p demand.Profile) Dates {
	var d Dates
	if !p.Known() {
		for _, due := range d.fields() {
			*due = none("CAL-INC-02")
		}
		return d
	}
	deposit(&c, &s, &d)
	t := validity(&c, &s, p)
	d.ValidUntil = on(t.end(), t.rule)
	if c.Deposited.IsZero() {
		d.ValidUntil = none("CAL-INC-01")
	}
	notice(&d)
	notRenewed(&c, &s, p, t, &d)
	d.NoAnswer = noAnswer(c.NoAnswer, &s, p)
	d.Inadmissible = inadmissible(c.Inadmissible, p)
	d.LateAnswer = lateAnswer(&c, &s, p, d.NoAnswer)
	d.ReactivableUntil = reactivable(&c, &s, p, t, &d)
	d.Erasure = erasure(&c, p, d.StrikeOff)
	d.Offer = offer(c.Offer, &s)
	d.Paper = paper(c.Paper, p)
	d.Reception = reception(&c, &s, p)
	d.Mediation, d.MediationAction = mediation(c.Mediation, &s, p)
	return d
}

// deposit gives the attestation and the abnormal delay.
// Law: CCH L.441-2-1, one month, every version; L.441-1-4, the delay runs from
// the day of receipt. Confidence: V.
func deposit(c *Case, s *Settings, d *Dates) {
	if c.Deposited.IsZero() {
		d.Attestation, d.AbnormalDelay = none("CAL-INC-01"), none("CAL-INC-01")
		return
	}
	d.Attestation = on(c.Deposited.AddMonths(1), "CAL-ATT-01")
	switch {
	case s.AbnormalDelayMonths <= 0 || s.AbnormalDelayMonths > longestReasonable:
		d.AbnormalDelay = none("CAL-ANO-02")
	case c.Seniority.Before(c.Deposited):
		d.AbnormalDelay = on(c.Seniority.AddMonths(s.AbnormalDelayMonths), "CAL-ANO-03")
	default:
		d.AbnormalDelay = on(c.Deposited.AddMonths(s.AbnormalDelayMonths), "CAL-ANO-01")
	}
}

// term is the validity under way: so many months from a day. Later delays count
// from the same day, so that a short month is met once only.
type term struct {
	from   demand.Date
	months int
	rule   string
}

func (t term) end() demand.Date { return t.from.AddMonths(t.months) }

// plus gives the day so many months after the beginning of the last year of
// validity: T + 13, T + 18.
func (t term) plus(months int) demand.Date { return t.from.AddMonths(t.months - validMonths + months) }

// validity gives the year under way.
// Law: CCH R.441-2-7, one year from the deposit or the last renewal; profile
// 2000: R.441-2-5 (2009-12-29), one year from registration. Confidence: V.
func validity(c *Case, s *Settings, p demand.Profile) term {
	start, rule, renewed := c.Deposited, "CAL-VAL-01", "CAL-VAL-01"
	if p == demand.Profile2000 {
		rule, renewed = "CAL-VAL-03", "CAL-VAL-05"
		if c.Registered.After(start) || c.Registered == start {
			start, rule = c.Registered, "CAL-VAL-02"
		}
	}
	t := term{start, validMonths, rule}
	if start.IsZero() {
		return t
	}
	for r := nextRenewal(c, start); !r.IsZero(); r = nextRenewal(c, r) {
		if s.Reading == Anniversary {
			t = onAnniversary(t, start, term{r, validMonths, renewed})
		} else {
			t = term{r, validMonths, renewed}
		}
	}
	return t
}

// nextRenewal gives the first renewal after a day; those received after the
// strike-off that stands change nothing until the demand is reactivated.
func nextRenewal(c *Case, day demand.Date) demand.Date {
	var next demand.Date
	for _, r := range c.Renewals {
		if r.After(day) && !r.After(c.StruckOff) && (next.IsZero() || r.Before(next)) {
			next = r
		}
	}
	return next
}

// onAnniversary carries the validity to the first anniversary of the start after
// its end, never before the literal date, and never twice for the same year.
// Law: practice of the desks (law only has the literal reading). Confidence: V2.
func onAnniversary(t term, start demand.Date, literal term) term {
	end := t.end()
	if literal.end().Compare(end) <= 0 {
		return t
	}
	years := end.MonthsSince(start)/validMonths + 1
	if next := (term{start, years * validMonths, "CAL-VAL-04"}); next.end().Compare(literal.end()) >= 0 {
		return next
	}
	return literal
}

// notice is given at the latest one month before the end.
// Law: CCH R.441-2-7. Confidence: V.
func notice(d *Dates) {
	d.Notice = d.ValidUntil
	if d.ValidUntil.Known() {
		d.Notice = on(d.ValidUntil.On.AddMonths(-1), "CAL-PRE-01")
	}
}
