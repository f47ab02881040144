package calendar

import (
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// Case is what the dates of a demand depend on. Only Deposited is needed; what
// is not given makes the dates that need it unknown.
type Case struct {
	Deposited  demand.Date   `json:"deposited,omitzero"`  // day of receipt
	Registered demand.Date   `json:"registered,omitzero"` // none: the day of deposit
	Seniority  demand.Date   `json:"seniority,omitzero"`  // first deposit of a demand it descends from
	Renewals   []demand.Date `json:"renewals,omitempty"`  // in any order
	Attested   demand.Date   `json:"attested,omitzero"`   // attestation handed over
	Noticed    demand.Date   `json:"noticed,omitzero"`    // renewal notice (préavis) sent

	StruckOff demand.Date            `json:"struck_off,omitzero"` // the strike-off (radiation) that stands
	Motive    demand.StrikeOffMotive `json:"motive,omitempty"`

	NoAnswer     Warning `json:"no_answer,omitzero"`    // before a strike-off RADCON
	Inadmissible Warning `json:"inadmissible,omitzero"` // before a strike-off RADIRR

	Offer     Offer     `json:"offer,omitzero"`
	Paper     Paper     `json:"paper,omitzero"`
	Mediation Mediation `json:"mediation,omitzero"`
}

// Warning is a warning (avertissement). Its sending and its delivery are two
// days: the decree counts from one, the specification of 2015 from the other.
type Warning struct {
	Sent      demand.Date `json:"sent,omitzero"`
	Delivered demand.Date `json:"delivered,omitzero"`
	Answered  demand.Date `json:"answered,omitzero"` // the applicant answered in time: nothing follows
}

func (w Warning) given() bool { return !w.Sent.IsZero() || !w.Delivered.IsZero() }

// Offer is a dwelling offered after the decision of the commission.
type Offer struct {
	Made     demand.Date `json:"made,omitzero"`
	Days     int         `json:"days,omitzero"` // days to answer written in the offer; 0: the law's ten
	Answered demand.Date `json:"answered,omitzero"`
}

// Paper is a supporting paper handed to a desk.
type Paper struct {
	Received demand.Date `json:"received,omitzero"`
	Filed    demand.Date `json:"filed,omitzero"`
}

// Mediation is an appeal to the mediation commission (commission de médiation).
type Mediation struct {
	Seized  demand.Date `json:"seized,omitzero"`
	Shelter bool        `json:"shelter,omitzero"` // for a place in a shelter, not a dwelling
	Decided demand.Date `json:"decided,omitzero"` // day of a favourable decision
}

// CaseOf draws the case of a demand from its state; false when no calendar runs:
// not deposited, the same as another demand that goes on, or deleted. A state
// keeps the last renewal only: under the anniversary reading, use CaseIn.
//
// Letters of the journal give the attestation, the notice and the warnings.
//
// The zone is that of the territory: it gives the day when a paper was filed,
// from the instant when its receipt was entered.
func CaseOf(s *journal.State, z Zone) (Case, bool) {
	switch s.Status {
	case journal.Absent, journal.Merged, journal.Deleted:
		return Case{}, false
	}
	c := Case{Deposited: s.Form.DepositedOn, StruckOff: s.StruckOffOn, Motive: s.Motive}
	if s.Seniority.Before(c.Deposited) {
		c.Seniority = s.Seniority
	}
	if !s.Form.RenewedOn.IsZero() {
		c.Renewals = []demand.Date{s.Form.RenewedOn}
	}
	c.letters(s)
	candidacy := ""
	for _, e := range s.Treatments {
		switch t := e.Treatment; t.Step {
		case journal.PaperReceived:
			c.Paper.Received = e.On
			c.Paper.Filed, _ = z.Day(e.Entered)
		case journal.Offered:
			c.Offer, candidacy = Offer{Made: e.On}, t.Candidacy
			if t.Until.After(e.On) {
				c.Offer.Days = t.Until.DaysSince(e.On)
			}
		case journal.Refused, journal.Accepted, journal.Silent, journal.Leased, journal.Withdrawn:
			if t.Candidacy == candidacy && !c.Offer.Made.IsZero() && c.Offer.Answered.IsZero() {
				c.Offer.Answered = e.On
			}
		case journal.Cancelled: // the dwelling is no longer to let: there is nothing to answer
			if t.Candidacy == candidacy {
				c.Offer = Offer{}
			}
		}
	}
	return c, true
}

// letters draws the notice and the warnings that stand. The last one sent counts:
// where a registered letter follows a simple one, or a warning is sent again, the
// applicant has the later delay. The attestation is the first one sent after the
// deposit; those of renewals come after.
func (c *Case) letters(s *journal.State) {
	for i := range s.Letters {
		if l := &s.Letters[i]; l.Subject == journal.AttestationSent && !l.Sent.Before(c.Deposited) && (c.Attested.IsZero() || l.Sent.Before(c.Attested)) {
			c.Attested = l.Sent
		}
	}
	if l, ok := s.LastLetter(journal.RenewalNotice, ""); ok {
		c.Noticed = l.Sent
	}
	c.NoAnswer, c.Inadmissible = warned(s, demand.StrikeOffMotiveRADCON), warned(s, demand.StrikeOffMotiveRADIRR)
}

func warned(s *journal.State, motive demand.StrikeOffMotive) Warning {
	l, _ := s.LastLetter(journal.Warning, motive)
	return Warning{Sent: l.Sent, Delivered: l.Received, Answered: l.Answered}
}

// CaseIn draws the case from a journal, with every renewal.
func CaseIn(j journal.Journal, key string, at journal.At, z Zone) (Case, bool) {
	s := j.Fold(key, at)
	c, ok := CaseOf(&s, z)
	if !ok || len(c.Renewals) == 0 {
		return c, ok
	}
	c.Renewals = c.Renewals[:0]
	for _, e := range j.Of(key).Events() {
		known := at.KnownBy == 0 || e.Entered <= at.KnownBy
		if e.Kind == journal.Renew && known && !e.On.After(at.Day) && !slices.Contains(s.Repeated, e.ID) {
			c.Renewals = append(c.Renewals, e.On)
		}
	}
	return c, ok
}
