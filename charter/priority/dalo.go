package priority

import (
	"strconv"

	"github.com/fichier-unique/rules/demand"
)

// DALO says what a status of the enforceable right to housing entails.
type DALO struct {
	Status  demand.DALOStatus `json:"status"`
	Quotas  []demand.Quota    `json:"quotas,omitempty"` // on which the allocation may be charged
	Effects []Ruling          `json:"effects"`
}

// DALOEffects says what a status entails on a day. Employee says whether the
// applicant is an employee whom Action Logement houses; unsaid, both quotas stay
// possible. A request that is struck off does not free the State by itself.
// Law: CCH L.441-2-3, R.441-3; CE 8 July 2020, no. 420472.
func DALOEffects(status demand.DALOStatus, employee demand.Answer, day demand.Date) DALO {
	h := &hearing{}
	out := DALO{Status: status}
	switch status {
	case demand.DALOStatusACTIF:
		h.say(Notice, "PRI-DAL-01", "")
		out.Quotas = append(out.Quotas, demand.QuotaPPRIOR)
		h.say(Notice, "PRI-DAL-02", "")
		if employee != demand.No {
			out.Quotas = append(out.Quotas, demand.QuotaCOLACT)
			h.say(Notice, "PRI-DAL-03", "")
		}
		h.say(Notice, "PRI-DAL-04", "")
		h.when(!day.Before(aloneSince), Notice, "PRI-DAL-05", "")
		h.when(!day.IsZero() && !day.Before(demand.MustDate(first2017)), Notice, "PRI-DAL-06", "")
		h.say(Notice, "PRI-DAL-07", "")
	case demand.DALOStatusCADUC:
		h.say(Notice, "PRI-DAL-08", "")
	case demand.DALOStatusACTREL:
		h.say(Notice, "PRI-DAL-10", "")
		h.say(Notice, "PRI-DAL-07", "")
	case demand.DALOStatusNON:
	default:
		h.say(Unknown, "PRI-DAL-09", "dalo")
	}
	out.Effects = h.spoken
	return out
}

// aloneSince is the first day on which the exception to the rule of three may be
// in the decree: it was added during 2010. Confidence: INF for that year.
var aloneSince = demand.MustDate("2010-01-01")

// GroundKey names a ground for seizing the mediation commission.
type GroundKey string

// The grounds.
const (
	AbnormalDelay GroundKey = "abnormal_delay"
	NoHome        GroundKey = "homeless"
	Eviction      GroundKey = "eviction"
	Shelter       GroundKey = "shelter"
	Transitional  GroundKey = "transitional"
	UnfitPremises GroundKey = "unfit"
	Overcrowding  GroundKey = "overcrowded_or_non_decent"
)

// Ground is a ground for seizing the mediation commission, as data.
type Ground struct {
	Key    GroundKey     `json:"key"`
	Rule   string        `json:"rule"`
	Needs  [][]string    `json:"needs,omitempty"`  // facts: of each group, at least one
	Months int           `json:"months,omitempty"` // more than so many months, unbroken
	Source demand.Source `json:"source"`
}

// Opened says whether a ground is open to a household.
type Opened struct {
	Ground
	Open    demand.Answer `json:"open"`
	Missing []string      `json:"missing,omitempty"` // facts to be said
	From    demand.Date   `json:"from,omitzero"`     // first day it is open, when a delay makes it
}

// Months a stay must exceed. Law: CCH R.441-14-1 (2010). Confidence: V.
const (
	ShelterMonths      = 6
	TransitionalMonths = 18
)

var grounds = []Ground{
	{Key: AbnormalDelay, Rule: "PRI-DAL-11"},
	{Key: NoHome, Rule: "PRI-DAL-12", Needs: [][]string{{"homeless"}}},
	{Key: Eviction, Rule: "PRI-DAL-13", Needs: [][]string{{"eviction_judged"}}},
	{Key: Shelter, Rule: "PRI-DAL-14", Months: ShelterMonths},
	{Key: Transitional, Rule: "PRI-DAL-15", Months: TransitionalMonths},
	{Key: UnfitPremises, Rule: "PRI-DAL-18", Needs: [][]string{{"unfit"}}},
	{Key: Overcrowding, Rule: "PRI-DAL-19", Needs: [][]string{{"overcrowded", "non_decent"}, {"minor_child", "disability"}}},
}

// GroundsOf lists the grounds, each with its source.
func GroundsOf() []Ground {
	out := make([]Ground, len(grounds))
	for i, g := range grounds {
		out[i] = g
		out[i].Source = ruleOf(g.Rule).Source
	}
	return out
}

// Grounds says which grounds for seizing the mediation commission the facts
// open on a day. AbnormalMonths is the abnormally long delay that the prefect
// fixed for the département (24 in Côte-d'Or, by a page read in 2026); 0: not
// known, and so is that ground. An open ground is not a recognised priority:
// the commission decides. Law: CCH L.441-2-3, R.441-14-1 (2010-2011).
func Grounds(f *Facts, day demand.Date, abnormalMonths int) []Opened {
	out := make([]Opened, len(grounds))
	for i, g := range GroundsOf() {
		o := Opened{Ground: g}
		switch g.Key {
		case AbnormalDelay:
			o.abnormal(f, day, abnormalMonths)
		case Shelter:
			o.stay(f.ShelterSince, "shelter_since", day)
		case Transitional:
			o.stay(f.TransitionalSince, "transitional_since", day)
		default:
			o.Open, o.Missing = f.weigh(g.Needs)
		}
		out[i] = o
	}
	return out
}

// abnormal is open once the delay has passed without an adapted proposal.
func (o *Opened) abnormal(f *Facts, day demand.Date, months int) {
	o.Months = months
	if months <= 0 {
		o.Missing = append(o.Missing, "abnormal_delay")
	}
	if f.DepositedOn.IsZero() {
		o.Missing = append(o.Missing, "deposited_on")
	}
	if f.AdaptedProposal == demand.Yes {
		o.Open, o.Missing = demand.No, nil
		return
	}
	if len(o.Missing) > 0 || day.IsZero() {
		return
	}
	o.From = f.DepositedOn.AddMonths(months)
	switch {
	case day.Before(o.From):
		o.Open = demand.No
	case f.AdaptedProposal == demand.NotSaid:
		o.Missing = []string{"adapted_proposal"}
	default:
		o.Open = demand.Yes
	}
}

// stay is open once an unbroken stay has exceeded its months.
func (o *Opened) stay(first demand.Date, fact string, day demand.Date) {
	if first.IsZero() || day.IsZero() {
		o.Missing = []string{fact}
		return
	}
	o.From = first.AddMonths(o.Months).AddDays(1)
	o.Open = demand.AnswerOf(!day.Before(o.From))
}

// Ruling says in words what a ground is and whether it is open.
func (o *Opened) Ruling() Ruling {
	months := strconv.Itoa(o.Months)
	switch o.Open {
	case demand.Yes:
		return ruling(Notice, o.Rule, "", months)
	case demand.No:
		return ruling(Notice, "PRI-DAL-16", "", months)
	}
	return ruling(Unknown, "PRI-DAL-17", "")
}

// Seizure is what the delay of the mediation commission depends on.
type Seizure struct {
	On                 demand.Date
	ForShelter         bool // the request is for a shelter, not for a dwelling
	Overseas           bool
	LargeAgglomeration bool // the département has an agglomeration of over 300 000 persons
}

// DecideBy gives the last day on which the mediation commission decides: three
// months, six overseas and, until 1 January 2014, in the départements of a large
// agglomeration; six weeks for a shelter.
// Law: CCH R.441-15, R.441-18 (2010-2011). Confidence: V; that the date of the
// seizure tells which delay applies is inferred.
func (s Seizure) DecideBy() demand.Date {
	switch {
	case s.ForShelter:
		return s.On.AddDays(42)
	case s.Overseas, s.LargeAgglomeration && s.On.Before(demand.MustDate("2014-01-01")):
		return s.On.AddMonths(6)
	}
	return s.On.AddMonths(3)
}
