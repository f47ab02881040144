package charter

import (
	"slices"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// Facts is the closed vocabulary of what a decision may look at. What is not
// said is not guessed: a rule that needs it answers unknown and names it. The
// channel of the demand and the address of the applicant are not facts: no rule
// can look at them.
type Facts struct {
	Communes     []string       `json:"communes,omitempty"`    // wanted, by INSEE code
	Missing      []string       `json:"missing,omitempty"`     // codes of the minimum not met
	Minimum      demand.Answer  `json:"minimum,omitzero"`      // the minimum of registration is met
	Association  bool           `json:"association,omitempty"` // the applicant is a legal person
	Numbered     demand.Answer  `json:"numbered,omitzero"`     // bears a number of the territory
	Status       journal.Status `json:"status,omitzero"`
	Deposited    demand.Date    `json:"deposited,omitzero"`
	Renewed      demand.Date    `json:"renewed,omitzero"`
	RegisteredBy string         `json:"registered_by,omitempty"` // party
	OwnPublic    demand.Answer  `json:"own_public,omitzero"`     // the applicant belongs to the party's own public
	Own          demand.Answer  `json:"own,omitzero"`            // the demand is that of the applicant who acts
	Identity     demand.Answer  `json:"identity,omitzero"`       // identity paper (and stay paper where one is due) seen
	Received     demand.Answer  `json:"received,omitzero"`       // the actor received the letter, the late answer or the renewal
	Presented    string         `json:"presented,omitempty"`     // what an attestation follows: registration, renewal, modification

	Origin    demand.OriginKind `json:"origin,omitzero"` // where the new values come from
	Validated demand.Answer     `json:"validated,omitzero"`

	Motive      demand.StrikeOffMotive    `json:"motive,omitzero"`
	SubMotive   demand.StrikeOffSubMotive `json:"sub_motive,omitzero"`
	AllocatedBy string                    `json:"allocated_by,omitempty"` // party that allocated
	RuledBy     string                    `json:"ruled_by,omitempty"`     // party whose commission pronounced the inadmissibility
	SentBy      string                    `json:"sent_by,omitempty"`      // party that sent the letter left without answer
	LeaseOn     demand.Date               `json:"lease_on,omitzero"`
	LeaseData   demand.Answer             `json:"lease_data,omitzero"`   // the data of R.441-2-9 are given
	WarnedOn    demand.Date               `json:"warned_on,omitzero"`    // the warning was sent
	NoticeOn    demand.Date               `json:"notice_on,omitzero"`    // the renewal notice was sent
	DeliveredOn demand.Date               `json:"delivered_on,omitzero"` // the warning was delivered; none: its sending is taken
	Delivered   demand.Answer             `json:"delivered,omitzero"`    // proof of delivery is held
	StruckOffOn demand.Date               `json:"struck_off_on,omitzero"`
	StruckOffBy string                    `json:"struck_off_by,omitempty"`
	DALO        demand.Answer             `json:"dalo,omitzero"` // recognised as priority by the mediation commission

	Field            string        `json:"field,omitempty"`            // class of fields: see View
	Purpose          string        `json:"purpose,omitempty"`          // allocation, statistics, management
	Aggregated       demand.Answer `json:"aggregated,omitzero"`        // counts, nobody named
	Protected        demand.Answer `json:"protected,omitzero"`         // disclosure control and its audit are done
	DisabilityNature demand.Answer `json:"disability_nature,omitzero"` // the figures tell the nature of a disability

	Paper string        `json:"paper,omitempty"` // code of the paper
	Held  demand.Answer `json:"held,omitzero"`   // a valid copy is held already
	Due   demand.Answer `json:"due,omitzero"`    // the paper may be asked of this household

	Label        string        `json:"label,omitempty"`
	CommissionOn demand.Date   `json:"commission_on,omitzero"` // day of the commission
	Urgent       demand.Answer `json:"urgent,omitzero"`        // urgent path
	Reason       string        `json:"reason,omitempty"`       // code of the reason given

	Candidates   int           `json:"candidates,omitzero"` // demands examined for the dwelling
	Exception    string        `json:"exception,omitempty"` // few_candidates, dalo_designated, adapted_plai
	Examined     demand.Answer `json:"examined,omitzero"`
	UnderCeiling demand.Answer `json:"under_ceiling,omitzero"`
	Allocated    demand.Answer `json:"allocated,omitzero"` // the commission allocated the dwelling
	OfferedOn    demand.Date   `json:"offered_on,omitzero"`
	AnswerBy     demand.Date   `json:"answer_by,omitzero"` // last day to answer, as the offer says
	Accepted     demand.Answer `json:"accepted,omitzero"`

	Person   demand.Answer `json:"person,omitzero"`   // a person decides, not a program
	Proof    demand.Answer `json:"proof,omitzero"`    // the proof of the separation is seen
	Distinct demand.Answer `json:"distinct,omitzero"` // the two demands are proven to be of different persons
	Hold     demand.Answer `json:"hold,omitzero"`     // a legal hold keeps the data
}

// FactsOf draws the facts from a form and from what Registrable said of it.
func FactsOf(f *demand.Form, missing demand.Faults) Facts {
	facts := Facts{
		Association: f.IsAssociation(), Numbered: demand.AnswerOf(!f.Number.IsZero()), Minimum: demand.Yes,
		Deposited: f.DepositedOn, Renewed: f.RenewedOn,
	}
	for _, p := range f.Wanted.Places {
		facts.Communes = append(facts.Communes, p.Commune)
	}
	for _, m := range missing {
		if m.Severity == demand.Blocking {
			facts.Minimum = demand.No
			if !slices.Contains(facts.Missing, m.Code) {
				facts.Missing = append(facts.Missing, m.Code)
			}
		}
	}
	return facts
}

// fact is the rank of a fact in the vocabulary.
type fact uint8

// The vocabulary, in the order of Facts.
const (
	noFact fact = iota
	factCommunes
	factMissing
	factMinimum
	factNumbered
	factStatus
	factDeposited
	factRenewed
	factRegisteredBy
	factOwnPublic
	factOwn
	factIdentity
	factReceived
	factPresented
	factOrigin
	factValidated
	factMotive
	factSubMotive
	factAllocatedBy
	factRuledBy
	factSentBy
	factLeaseOn
	factLeaseData
	factWarnedOn
	factNoticeOn
	factDeliveredOn
	factDelivered
	factStruckOffOn
	factStruckOffBy
	factDALO
	factField
	factPurpose
	factAggregated
	factProtected
	factDisabilityNature
	factPaper
	factHeld
	factDue
	factLabel
	factCommissionOn
	factUrgent
	factReason
	factCandidates
	factException
	factExamined
	factUnderCeiling
	factAllocated
	factOfferedOn
	factAnswerBy
	factAccepted
	factPerson
	factProof
	factDistinct
	factHold
	factCount
)

// vocabularyOfFacts names each fact and shows its value; a list is joined, a fact that
// is not said shows nothing.
var vocabularyOfFacts = [factCount]struct {
	name string
	show func(f *Facts) string
}{
	factCommunes:         {"communes", func(f *Facts) string { return strings.Join(f.Communes, " ") }},
	factMissing:          {"missing", func(f *Facts) string { return strings.Join(f.Missing, " ") }},
	factMinimum:          {"minimum", func(f *Facts) string { return said(f.Minimum) }},
	factNumbered:         {"numbered", func(f *Facts) string { return said(f.Numbered) }},
	factStatus:           {"status", func(f *Facts) string { return string(f.Status) }},
	factDeposited:        {"deposited", func(f *Facts) string { return f.Deposited.String() }},
	factRenewed:          {"renewed", func(f *Facts) string { return f.Renewed.String() }},
	factRegisteredBy:     {"registered_by", func(f *Facts) string { return f.RegisteredBy }},
	factOwnPublic:        {"own_public", func(f *Facts) string { return said(f.OwnPublic) }},
	factOwn:              {"own", func(f *Facts) string { return said(f.Own) }},
	factIdentity:         {"identity", func(f *Facts) string { return said(f.Identity) }},
	factReceived:         {"received", func(f *Facts) string { return said(f.Received) }},
	factPresented:        {"presented", func(f *Facts) string { return f.Presented }},
	factOrigin:           {"origin", func(f *Facts) string { return string(f.Origin) }},
	factValidated:        {"validated", func(f *Facts) string { return said(f.Validated) }},
	factMotive:           {"motive", func(f *Facts) string { return string(f.Motive) }},
	factSubMotive:        {"sub_motive", func(f *Facts) string { return string(f.SubMotive) }},
	factAllocatedBy:      {"allocated_by", func(f *Facts) string { return f.AllocatedBy }},
	factRuledBy:          {"ruled_by", func(f *Facts) string { return f.RuledBy }},
	factSentBy:           {"sent_by", func(f *Facts) string { return f.SentBy }},
	factLeaseOn:          {"lease_on", func(f *Facts) string { return f.LeaseOn.String() }},
	factLeaseData:        {"lease_data", func(f *Facts) string { return said(f.LeaseData) }},
	factWarnedOn:         {"warned_on", func(f *Facts) string { return f.WarnedOn.String() }},
	factNoticeOn:         {"notice_on", func(f *Facts) string { return f.NoticeOn.String() }},
	factDeliveredOn:      {"delivered_on", func(f *Facts) string { return f.DeliveredOn.String() }},
	factDelivered:        {"delivered", func(f *Facts) string { return said(f.Delivered) }},
	factStruckOffOn:      {"struck_off_on", func(f *Facts) string { return f.StruckOffOn.String() }},
	factStruckOffBy:      {"struck_off_by", func(f *Facts) string { return f.StruckOffBy }},
	factDALO:             {"dalo", func(f *Facts) string { return said(f.DALO) }},
	factField:            {"field", func(f *Facts) string { return f.Field }},
	factPurpose:          {"purpose", func(f *Facts) string { return f.Purpose }},
	factAggregated:       {"aggregated", func(f *Facts) string { return said(f.Aggregated) }},
	factProtected:        {"protected", func(f *Facts) string { return said(f.Protected) }},
	factDisabilityNature: {"disability_nature", func(f *Facts) string { return said(f.DisabilityNature) }},
	factPaper:            {"paper", func(f *Facts) string { return f.Paper }},
	factHeld:             {"held", func(f *Facts) string { return said(f.Held) }},
	factDue:              {"due", func(f *Facts) string { return said(f.Due) }},
	factLabel:            {"label", func(f *Facts) string { return f.Label }},
	factCommissionOn:     {"commission_on", func(f *Facts) string { return f.CommissionOn.String() }},
	factUrgent:           {"urgent", func(f *Facts) string { return said(f.Urgent) }},
	factReason:           {"reason", func(f *Facts) string { return f.Reason }},
	factCandidates:       {"candidates", func(f *Facts) string { return number(f.Candidates) }},
	factException:        {"exception", func(f *Facts) string { return f.Exception }},
	factExamined:         {"examined", func(f *Facts) string { return said(f.Examined) }},
	factUnderCeiling:     {"under_ceiling", func(f *Facts) string { return said(f.UnderCeiling) }},
	factAllocated:        {"allocated", func(f *Facts) string { return said(f.Allocated) }},
	factOfferedOn:        {"offered_on", func(f *Facts) string { return f.OfferedOn.String() }},
	factAnswerBy:         {"answer_by", func(f *Facts) string { return f.AnswerBy.String() }},
	factAccepted:         {"accepted", func(f *Facts) string { return said(f.Accepted) }},
	factPerson:           {"person", func(f *Facts) string { return said(f.Person) }},
	factProof:            {"proof", func(f *Facts) string { return said(f.Proof) }},
	factDistinct:         {"distinct", func(f *Facts) string { return said(f.Distinct) }},
	factHold:             {"hold", func(f *Facts) string { return said(f.Hold) }},
}

func said(a demand.Answer) string {
	switch a {
	case demand.Yes:
		return "true"
	case demand.No:
		return "false"
	}
	return ""
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// factSet is a set of facts.
type factSet uint64

func factsOf(list ...fact) factSet {
	var s factSet
	for _, f := range list {
		s |= 1 << f
	}
	return s
}
