package commission

import "github.com/fichier-unique/rules/demand"

// State is where the candidacy of a demand for one dwelling stands.
type State string

// The states of a candidacy. Withdrawn, Cancelled and NotServed are not named by
// the decree: practice, and what R.441-2-15 wants to be able to follow. Confidence: INF.
const (
	None         State = ""              // not designated
	Designated   State = "designated"    // put forward for the commission
	Examined     State = "examined"      // seen by the commission, not decided
	Allocated    State = "allocated"     // attribution, R.441-3 a
	Ranked       State = "ranked"        // attribution en rang, R.441-3 b
	Conditional  State = "conditional"   // attribution sous condition suspensive, R.441-3 c
	NotAllocated State = "not_allocated" // non-attribution, R.441-3 d
	Inadmissible State = "inadmissible"  // irrecevabilité, R.441-3 e
	Offered      State = "offered"       // offer made, the time to answer runs
	Accepted     State = "accepted"
	Refused      State = "refused" // by the applicant
	Silent       State = "silent"  // no answer in time: a refusal
	Leased       State = "leased"
	Withdrawn    State = "withdrawn"  // by the applicant, outside an offer
	Cancelled    State = "cancelled"  // by the landlord: the dwelling is no longer to let
	NotServed    State = "not_served" // ranked, and a better ranked candidate signed
)

var states = [...]State{None, Designated, Examined, Allocated, Ranked, Conditional, NotAllocated, Inadmissible, Offered, Accepted, Refused, Silent, Leased, Withdrawn, Cancelled, NotServed}

// States lists every state, in the order of a candidacy.
func States() []State { return append([]State(nil), states[:]...) }

// Finished reports a state that a candidacy never leaves.
func (s State) Finished() bool {
	switch s {
	case NotAllocated, Inadmissible, Refused, Silent, Leased, Withdrawn, Cancelled, NotServed:
		return true
	}
	return false
}

// committed reports that the dwelling is offered, accepted or let to the candidate.
func (s State) committed() bool { return s == Offered || s == Accepted || s == Leased }

// Step is what may happen to a candidacy.
type Step string

// The steps. The commission decides by Allocate, Rank, Condition, Reject and
// RuleOut; the five exist since décret 2015-523.
const (
	Designate Step = "designate"
	Examine   Step = "examine"
	Allocate  Step = "allocate"
	Rank      Step = "rank"           // Move.Rank says which
	Condition Step = "condition"      // Move.Reason, to be met by Move.Until
	Reject    Step = "reject"         // for Move.Reason
	RuleOut   Step = "rule_out"       // pronounce inadmissible, for Move.SubMotive
	Meet      Step = "meet_condition" // the condition is met
	Miss      Step = "miss_condition" // it is not
	Offer     Step = "offer"          // to be answered by Move.Until
	Accept    Step = "accept"
	Refuse    Step = "refuse" // for Move.Reason
	Silence   Step = "silence"
	Sign      Step = "sign" // the lease
	Withdraw  Step = "withdraw"
	Cancel    Step = "cancel"    // for Move.Reason
	PassOver  Step = "pass_over" // a better ranked candidate signed
	Notify    Step = "notify"    // a rejection has reached the applicant in writing, with proof
)

var steps = [...]Step{Designate, Examine, Allocate, Rank, Condition, Reject, RuleOut, Meet, Miss, Offer, Accept, Refuse, Silence, Sign, Withdraw, Cancel, PassOver, Notify}

// Steps lists every step.
func Steps() []Step { return append([]Step(nil), steps[:]...) }

// Known reports whether s is one of the steps.
func (s Step) Known() bool {
	for _, k := range steps {
		if k == s {
			return true
		}
	}
	return false
}

// Decides reports one of the decisions of the commission.
func (s Step) Decides() bool {
	switch s {
	case Allocate, Rank, Condition, Reject, RuleOut:
		return true
	}
	return false
}

// Candidacy is one demand before the commission for one dwelling. The zero
// Candidacy is ready for Designate. Two candidacies are compared with ==.
type Candidacy struct {
	ID         string                    `json:"id"`                 // given by the caller, never reused
	Demand     string                    `json:"demand"`             // key of the demand in the file
	Dwelling   string                    `json:"dwelling,omitempty"` // key of the dwelling in the landlord's stock
	Landlord   string                    `json:"landlord,omitempty"` // whose commission examined it
	State      State                     `json:"state"`
	Since      demand.Date               `json:"since,omitzero"` // day of the last step
	DecidedOn  demand.Date               `json:"decided_on,omitzero"`
	Rank       int                       `json:"rank,omitempty"`  // of an allocation by rank
	Until      demand.Date               `json:"until,omitzero"`  // last day to answer the offer, or to meet the condition
	Bound      bool                      `json:"bound,omitempty"` // the condition was met: the landlord must sign
	DALO       bool                      `json:"dalo,omitempty"`  // the offer executes a DALO decision
	Warned     bool                      `json:"warned,omitempty"`
	Reason     string                    `json:"reason,omitempty"` // of a rejection, a refusal, a cancellation, or the condition: a code of the caller
	SubMotive  demand.StrikeOffSubMotive `json:"sub_motive,omitempty"`
	NotifiedOn demand.Date               `json:"notified_on,omitzero"` // day the rejection reached the applicant
}

// Move is one step of a candidacy, with the facts of that day. What a step does
// not need is ignored.
type Move struct {
	Step      Step                      `json:"step"`
	On        demand.Date               `json:"on"`                 // for an offer or a notification: the day it reached the applicant
	Candidacy string                    `json:"candidacy,omitzero"` // Designate
	Demand    string                    `json:"demand,omitzero"`    // Designate
	Dwelling  string                    `json:"dwelling,omitzero"`  // Designate
	By        string                    `json:"by,omitzero"`        // landlord that makes the step: Examine, RuleOut, Sign
	Numbered  bool                      `json:"numbered,omitzero"`  // the demand bears its unique number that day
	Rank      int                       `json:"rank,omitzero"`
	Ahead     int                       `json:"ahead,omitzero"` // better ranked candidacies of the dwelling still open: Round.Apply counts them
	Until     demand.Date               `json:"until,omitzero"`
	DALO      bool                      `json:"dalo,omitzero"`   // Offer: to a person the prefect designated under the DALO
	Warned    bool                      `json:"warned,omitzero"` // Offer: it says that refusing may lose the benefit of the decision
	Reason    string                    `json:"reason,omitzero"`
	SubMotive demand.StrikeOffSubMotive `json:"sub_motive,omitzero"` // RuleOut
	Lease     *Lease                    `json:"lease,omitzero"`      // Sign
}

// At gives the candidacy as it stands on a day: an offer past its last day is
// refused by silence, though nobody wrote it down.
// Law: CCH R.441-10, all versions. Confidence: V.
func (c Candidacy) At(day demand.Date) Candidacy {
	if c.State == Offered && day.After(c.Until) {
		c.State, c.Since, c.Until = Silent, c.Until.AddDays(1), demand.Date{}
	}
	return c
}
