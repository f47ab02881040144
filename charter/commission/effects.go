package commission

import "github.com/fichier-unique/rules/demand"

// EffectKind is what follows from a step.
type EffectKind string

// The effects.
const (
	StaysActive     EffectKind = "stays_active"     // the demand goes on, with its seniority
	TellInWriting   EffectKind = "tell_in_writing"  // the rejection and its reasons
	Warn            EffectKind = "warn"             // of the strike-off for inadmissibility, with proof of delivery
	StrikeOff       EffectKind = "strike_off"       // On is the first day it is possible
	MustSign        EffectKind = "must_sign"        // the landlord, since the condition is met
	OfferNext       EffectKind = "offer_next"       // to the candidate of Rank
	CountRefusal    EffectKind = "count_refusal"    // of the applicant; no strike-off
	MayLoseBenefit  EffectKind = "may_lose_benefit" // of the DALO decision: the prefect appraises it
	UpdateHousehold EffectKind = "update_household" // the demand takes the household's situation at allocation
	EndOthers       EffectKind = "end_others"       // the other candidacies of the demand
	TellNotServed   EffectKind = "tell_not_served"  // to PassOver: a better ranked candidate signed
)

// Party says who has to act.
type Party string

// The parties of an effect.
const (
	TheLandlord Party = "landlord"            // whose commission ruled
	TheDesk     Party = "registering_service" // service that registered the demand
	ThePrefect  Party = "prefect"             // State service
)

// Effect is one thing that follows from a step, as data.
type Effect struct {
	Kind      EffectKind                `json:"kind"`
	Rule      string                    `json:"rule"` // its sentence says what to do
	Candidacy string                    `json:"candidacy"`
	Demand    string                    `json:"demand"`
	On        demand.Date               `json:"on,omitzero"` // day of the effect, or first day it is possible
	By        Party                     `json:"by,omitempty"`
	Rank      int                       `json:"rank,omitempty"`
	Motive    demand.StrikeOffMotive    `json:"motive,omitempty"`
	SubMotive demand.StrikeOffSubMotive `json:"sub_motive,omitempty"`
	Lease     *Lease                    `json:"lease,omitempty"` // of a strike-off for allocation, checked
}

// leaseSince is the day from which the signature of the lease strikes off, the
// landlord doing it; before, the written acceptance did.
// Law: CCH R.441-2-8 a (2010-05-02), R.441-2-6 (CCH-2009). Confidence: V.
var leaseSince = demand.MustDate("2010-05-02")

// effectsOf lists what follows from a step.
func effectsOf(before, after *Candidacy, m *Move) []Effect {
	e := effects{before: before, after: after, m: m}
	switch m.Step {
	case Meet:
		e.add(MustSign, "COM-EFF-06", TheLandlord, m.On)
	case Reject, Miss:
		e.add(TellInWriting, "COM-EFF-02", TheLandlord, demand.Date{})
		e.stays()
	case RuleOut:
		e.add(Warn, "COM-EFF-03", TheLandlord, demand.Date{})
	case Notify:
		if after.State == Inadmissible {
			e.inadmissible()
		}
	case Accept:
		if m.On.Before(leaseSince) {
			e.add(StrikeOff, "COM-EFF-12", TheDesk, m.On).Motive = demand.StrikeOffMotiveRADATT
		}
	case Refuse, Silence:
		e.refusal()
	case Withdraw:
		e.stays()
		if before.State == Accepted {
			e.next()
		}
	case Cancel:
		e.add(TellInWriting, "COM-EFF-02", TheLandlord, demand.Date{})
		e.stays()
	case PassOver:
		e.stays()
	case Sign:
		e.lease()
	}
	return e.out
}

type effects struct {
	before, after *Candidacy
	m             *Move
	out           []Effect
}

func (e *effects) add(kind EffectKind, rule string, by Party, on demand.Date) *Effect {
	e.out = append(e.out, Effect{Kind: kind, Rule: rule, Candidacy: e.after.ID, Demand: e.after.Demand, On: on, By: by})
	return &e.out[len(e.out)-1]
}

func (e *effects) stays() { e.add(StaysActive, "COM-EFF-01", "", e.m.On) }

func (e *effects) next() {
	if e.after.Rank > 0 {
		e.add(OfferNext, "COM-EFF-07", TheLandlord, e.m.On).Rank = e.after.Rank + 1
	}
}

func (e *effects) refusal() {
	e.add(CountRefusal, "COM-EFF-08", TheLandlord, e.m.On)
	e.stays()
	e.next()
	if e.after.DALO && e.after.Warned {
		e.add(MayLoseBenefit, "COM-EFF-09", ThePrefect, e.m.On)
	}
}

// inadmissible gives the strike-off that follows the warning: one month later.
// Law: CCH R.441-2-8 d. Confidence: V.
func (e *effects) inadmissible() {
	out := e.add(StrikeOff, "COM-EFF-04", TheLandlord, e.m.On.AddMonths(1))
	if e.m.On.Before(leaseSince) {
		out.By = TheDesk
	}
	out.Motive, out.SubMotive = demand.StrikeOffMotiveRADIRR, e.after.SubMotive
}

func (e *effects) lease() {
	if !e.m.On.Before(leaseSince) {
		out := e.add(StrikeOff, "COM-EFF-05", TheLandlord, e.m.On)
		out.Motive, out.Lease = demand.StrikeOffMotiveRADATT, e.m.Lease
		e.add(EndOthers, "COM-EFF-13", TheLandlord, e.m.On)
	}
	if !e.m.On.Before(leaseDataSince) {
		e.add(UpdateHousehold, "COM-EFF-10", TheLandlord, e.m.On)
	}
}
