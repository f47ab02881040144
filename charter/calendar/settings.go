package calendar

import (
	"strconv"

	"github.com/fichier-unique/rules/demand"
)

// Reading is how the year of validity is counted after a renewal.
type Reading string

// The readings.
const (
	Literal     Reading = "literal"     // one year from the last renewal (R.441-2-7): the default
	Anniversary Reading = "anniversary" // the anniversary of the deposit, as most desks do
)

// Reception says whether the applicant has a right to be received, L.441-2-8.
type Reception string

// The receptions. The empty one means that nobody said.
const (
	NoReception  Reception = "none"       // no plan covers the territory
	WithinMonth  Reception = "one_month"  // the plan covers it
	WithinMonths Reception = "two_months" // the same, in an urban area of over 50,000
)

// MediationPlace says how long the mediation commission has.
type MediationPlace string

// The places. The empty one is everywhere else: three months.
const (
	MediationOverseas MediationPlace = "overseas"            // six months
	MediationLarge    MediationPlace = "large_agglomeration" // over 300,000: six months until 1 January 2014
)

// Settings are what a charter may fix. The zero Settings are the law's defaults,
// with an abnormal delay nobody gave.
type Settings struct {
	// AbnormalDelayMonths is the prefect's figure (délai anormalement long, L.441-1-4).
	AbnormalDelayMonths int     `json:"abnormal_delay_months,omitzero"`
	Reading             Reading `json:"reading,omitzero"`
	// StrikeOffMonths and ReactivationMonths count from deposit or last renewal; 0: 13 and 18.
	StrikeOffMonths    int `json:"strike_off_months,omitzero"`
	ReactivationMonths int `json:"reactivation_months,omitzero"`
	// NoAnswerMonths counts from a warning that gets no answer, LateAnswerMonths
	// from the strike-off that follows; 0: one or two, as the profile says, and 5.
	NoAnswerMonths   int            `json:"no_answer_months,omitzero"`
	LateAnswerMonths int            `json:"late_answer_months,omitzero"`
	OfferDays        int            `json:"offer_days,omitzero"` // to answer an offer; 0: 10
	Reception        Reception      `json:"reception,omitzero"`
	Mediation        MediationPlace `json:"mediation,omitzero"`
	TimeZone         Zone           `json:"time_zone,omitzero"` // of the territory; none: metropolitan France
}

// The law's figures, in months but for the offer.
const (
	validMonths       = 12 // R.441-2-7
	strikeOffMonths   = 13 // CdC15 §6.1
	reactivateMonths  = 18 // CdC15 §6.1
	lateAnswerMonths  = 5  // CdC15 §6.5
	offerDays         = 10 // R.441-10
	paperDays         = 15 // R.441-2-4-1
	retentionMonths   = 12 // NU11 art. 3
	mediationMonths   = 3  // R.441-15
	mediationLonger   = 6
	mediationShelter  = 42  // days: six weeks
	longestReasonable = 240 // months or days: ours, a bound against typing errors
)

// noAnswerMonths: the decree says one month, the specification of 2015 two.
func noAnswerMonths(p demand.Profile) int {
	if p >= demand.Profile2015 {
		return 2
	}
	return 1
}

// strikeOffFloor gives the least months a charter may ask for. Before
// 2015 the tolerance was not read, so only the decree bounds it.
func strikeOffFloor(p demand.Profile) int {
	if p >= demand.Profile2015 {
		return strikeOffMonths
	}
	return validMonths
}

// chosen gives the charter's figure when it is not under the floor, else the
// law's; own tells that they differ.
func chosen(setting, legal, floor int) (figure int, own bool) {
	if setting == 0 || setting < floor {
		return legal, false
	}
	return setting, setting != legal
}

// Check lists what, in the settings, goes under the law of a profile or is not
// understood. The path of each fault is the JSON name of the setting.
func Check(s Settings, p demand.Profile) demand.Faults {
	k := settingsCheck{}
	k.refuse(!p.Known(), "CAL-INC-02", "", 0)
	k.notRenewed(&s, p)
	k.answers(&s, p)
	k.refuse(s.AbnormalDelayMonths < 0, "CAL-REG-02", "abnormal_delay_months", 1)
	for _, n := range [...]struct {
		figure int
		path   string
	}{
		{s.AbnormalDelayMonths, "abnormal_delay_months"}, {s.StrikeOffMonths, "strike_off_months"}, {s.ReactivationMonths, "reactivation_months"},
		{s.NoAnswerMonths, "no_answer_months"}, {s.LateAnswerMonths, "late_answer_months"}, {s.OfferDays, "offer_days"},
	} {
		k.refuse(n.figure > longestReasonable, "CAL-REG-02", n.path, 1)
	}
	k.refuse(s.Reading != "" && s.Reading != Literal && s.Reading != Anniversary, "CAL-REG-03", "reading", 0)
	switch s.Reception {
	case "", NoReception, WithinMonth, WithinMonths:
	default:
		k.refuse(true, "CAL-REG-03", "reception", 0)
	}
	switch s.Mediation {
	case "", MediationOverseas, MediationLarge:
	default:
		k.refuse(true, "CAL-REG-03", "mediation", 0)
	}
	k.refuse(!s.TimeZone.Known(), "CAL-REG-03", "time_zone", 0)
	return k.faults
}

type settingsCheck struct{ faults demand.Faults }

// refuse adds a fault; least, unless 0, is the parameter of its sentence.
func (k *settingsCheck) refuse(bad bool, code, path string, least int) {
	if !bad {
		return
	}
	f := demand.Fault{Code: code, Path: path, Severity: ruleOf(code).Severity}
	if least != 0 {
		f.Params = []demand.Param{{Name: "least", Value: strconv.Itoa(least)}}
	}
	k.faults = append(k.faults, f)
}

func under(setting, least int) bool { return setting != 0 && setting < least }

// notRenewed compares the strike-off for want of renewal, and the reactivation
// that may follow, with the law. What was read for 2015 only binds from 2015, and
// informs before.
func (k *settingsCheck) notRenewed(s *Settings, p demand.Profile) {
	late, early := p >= demand.Profile2015, p == demand.Profile2010 || p == demand.Profile2012
	strikeOff, reactivate := s.StrikeOffMonths, s.ReactivationMonths
	k.refuse(under(strikeOff, validMonths), "CAL-REG-04", "strike_off_months", validMonths)
	short := strikeOff >= validMonths && strikeOff < strikeOffMonths
	k.refuse(late && short, "CAL-REG-05", "strike_off_months", strikeOffMonths)
	k.refuse(early && short, "CAL-REG-10", "strike_off_months", strikeOffMonths)

	figure, _ := chosen(strikeOff, strikeOffMonths, strikeOffFloor(p))
	reach, _ := chosen(reactivate, reactivateMonths, 1)
	crossed := reach < figure || reactivate < 0
	short = under(reactivate, reactivateMonths)
	k.refuse(late && short, "CAL-REG-05", "reactivation_months", reactivateMonths)
	k.refuse(early && short && !crossed, "CAL-REG-10", "reactivation_months", reactivateMonths)
	k.refuse(crossed && !(late && short), "CAL-REG-06", "reactivation_months", figure)
}

// answers compares with the law what follows a warning and an offer.
func (k *settingsCheck) answers(s *Settings, p demand.Profile) {
	late := p >= demand.Profile2015
	k.refuse(under(s.NoAnswerMonths, 1), "CAL-REG-07", "no_answer_months", 1)
	k.refuse(late && s.NoAnswerMonths == 1, "CAL-REG-08", "no_answer_months", noAnswerMonths(p))
	short := under(s.LateAnswerMonths, lateAnswerMonths)
	k.refuse(late && short, "CAL-REG-08", "late_answer_months", lateAnswerMonths)
	k.refuse(!late && short, "CAL-REG-10", "late_answer_months", lateAnswerMonths)
	k.refuse(under(s.OfferDays, offerDays), "CAL-REG-09", "offer_days", offerDays)
}
