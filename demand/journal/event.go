package journal

import (
	"time"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/numbering"
)

// ID names an event for ever: who wrote it down, and the rank the writer gave
// it. Two desks cut off from each other never make the same ID.
type ID struct {
	Origin  string `json:"origin"`  // the desk or the program that recorded it
	Counter uint64 `json:"counter"` // never given twice by the same origin
}

// Moment is an instant in milliseconds since 1970 in universal time: desks of
// every time zone compare it. It is written as RFC 3339. The zero Moment is
// "not given".
type Moment int64

// MomentOf takes the instant of a time of the caller's clock.
func MomentOf(t time.Time) Moment { return Moment(t.UnixMilli()) }

// Kind is what happened.
type Kind string

// The kinds of events. Law: CCH R.441-2-15 (2015), whose list was read in part;
// the events of the treatment are completed from memory.
const (
	Create     Kind = "create"     // the demand is deposited; On is the day of deposit
	Separate   Kind = "separate"   // a member of the couple files apart: creation that keeps a seniority (L.441-1)
	Verify     Kind = "verify"     // a desk verified a demand entered online
	Number     Kind = "number"     // the unique number is given
	Modify     Kind = "modify"     // the applicant changes the demand
	Correct    Kind = "correct"    // an instructor corrects it from a paper
	Renew      Kind = "renew"      // the demand is renewed
	StrikeOff  Kind = "strike_off" // radiation, R.441-2-8
	Restore    Kind = "restore"    // undo of a strike-off (déradiation): it should not have been
	Reactivate Kind = "reactivate" // late renewal or answer: the demand lives again, and must be renewed
	Label      Kind = "label"      // a priority is recognised (DALO, accord collectif, opinion of a commission)
	Unlabel    Kind = "unlabel"    // the label ends
	Quota      Kind = "quota"      // a quota (contingent) the household is eligible for
	Treat      Kind = "treat"      // a step of the treatment: Step says which
	Letter     Kind = "letter"     // a letter went to the applicant, or more is known of it: Dispatch says which
	Merge      Kind = "merge"      // a clerk finds that Other is the same demand
	Unmerge    Kind = "unmerge"    // the finding is undone
	Delete     Kind = "delete"     // erased one year after strike-off, or filed by mistake
)

// Known reports whether this version of the library gives the kind an effect.
// An event of another kind is kept, handed on, and reported.
func (k Kind) Known() bool {
	switch k {
	case Create, Separate, Verify, Number, Modify, Correct, Renew, StrikeOff, Restore, Reactivate, Label, Unlabel, Quota, Treat, Letter, Merge, Unmerge, Delete:
		return true
	}
	return false
}

// Step is a step of the treatment of a demand.
type Step string

// The steps.
const (
	PaperRequested Step = "paper_requested"
	PaperReceived  Step = "paper_received"
	Designated     Step = "designated" // for a commission
	Visited        Step = "visited"
	Examined       Step = "examined"
	Decided        Step = "decided"       // Outcome and Rank say how
	ConditionMet   Step = "condition_met" // of a decision under suspensive condition
	ConditionUnmet Step = "condition_not_met"
	Notified       Step = "notified" // a rejection reached the applicant in writing
	Offered        Step = "offered"  // Until is the last day to answer
	Accepted       Step = "accepted"
	Refused        Step = "refused" // by the applicant; Reason is compulsory
	Silent         Step = "silent"  // the time to answer has passed
	Leased         Step = "leased"
	Withdrawn      Step = "withdrawn"  // by the applicant, before or after the offer
	Cancelled      Step = "cancelled"  // by the landlord: the dwelling is no longer to let
	NotServed      Step = "not_served" // ranked, and a better ranked candidate signed
)

// Event is one thing that happened to one demand. It never changes once
// written: a mistake is mended by another event.
type Event struct {
	ID      ID
	Demand  string // key of the demand in the file, never reused; not the number, which comes later
	Kind    Kind
	On      demand.Date // day of effect
	Entered Moment      // when it was written down
	Author  string      // code of the agent or of the program; never a name
	Service string      // desk or service at the origin of the event
	Receipt string      // of a deposit or renewal: the same receipt sent again has no second effect

	Number numbering.Number // Create, Separate, Number

	// Set lists the values the event gives, and Values holds them: a value in Set
	// and empty in Values was cleared. Origins says where they come from; the
	// longest path wins, "" speaks for all.
	Set     Paths
	Values  *demand.Form
	Origins []demand.Origin

	Motive    demand.StrikeOffMotive    // StrikeOff
	SubMotive demand.StrikeOffSubMotive // StrikeOff for inadmissibility
	Reason    string                    // Restore, Reactivate, Unmerge: why, in a few words or by a code of the service, never a name
	Other     string                    // Separate: the first demand; Merge, Unmerge: the other one
	Seniority demand.Date               // Separate, Merge: first deposit of the other demand
	Absorbed  bool                      // Merge: this demand stops and Other goes on
	Case      string                    // Separate: married, pacs, cohabiting, violence
	Online    bool                      // Create: entered by the applicant, to be verified by a desk
	Mark      Mark                      // Label, Unlabel, Quota
	Treatment Treatment                 // Treat
	Dispatch  Dispatch                  // Letter

	// Unknown holds the fields a later version wrote, as they were, and its
	// version under "v".
	Unknown map[string]string
}

// Mark is a label or a quota, with who gave it and until when.
type Mark struct {
	Code   string      `json:"code"`             // "DALO", "ACD", "PDALHPD", a code of the list quota
	Issuer string      `json:"issuer,omitempty"` // code of the party
	Until  demand.Date `json:"until,omitzero"`
}

// Treatment is a step of a candidacy.
type Treatment struct {
	Step      Step        `json:"step"`
	Candidacy string      `json:"candidacy,omitempty"` // groups the steps about one dwelling
	Dwelling  string      `json:"dwelling,omitempty"`  // key of the dwelling in the landlord's stock
	Outcome   string      `json:"outcome,omitempty"`   // of Decided: allocated, ranked, conditional, not_allocated, inadmissible
	Rank      int         `json:"rank,omitempty"`
	Until     demand.Date `json:"until,omitzero"`   // last day to answer an offer, or to meet a condition
	Warned    bool        `json:"warned,omitempty"` // Offered: told that refusing may lose the benefit of a DALO decision
	Reason    string      `json:"reason,omitempty"` // code of the reason
}

// before is the total order of the events of one demand: day of effect, then
// moment of entry, then origin and counter, which are never the same twice.
func (e *Event) before(o *Event) int {
	switch {
	case e.On != o.On:
		return e.On.Compare(o.On)
	case e.Entered != o.Entered:
		return sign(e.Entered < o.Entered)
	case e.ID.Origin != o.ID.Origin:
		return sign(e.ID.Origin < o.ID.Origin)
	case e.ID.Counter != o.ID.Counter:
		return sign(e.ID.Counter < o.ID.Counter)
	}
	return 0
}

func sign(less bool) int {
	if less {
		return -1
	}
	return 1
}
