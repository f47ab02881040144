package registry

import (
	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/numbering"
)

// Applicant is the code of applicants in the journal: what they enter from home
// bears no code of theirs.
const Applicant = "demandeur"

// Agent is who acts: a person or a program, for a partner or for itself.
type Agent struct {
	Code    string        // of the account, for the journal; never a name
	Actor   charter.Actor // the partner or the desk it acts for; the applicant has the kind Applicant
	Program bool          // an interface, not a person
	Demand  string        // of an applicant: the only demand that is its own
	Purpose access.Purpose
	// Rights are those of the account of the agent; nil for whoever has no account:
	// an applicant, a program, a job of the server.
	Rights []access.Act
}

// isApplicant reports an applicant who acts for itself.
func (a *Agent) isApplicant() bool { return a.Actor.Kind == charter.Applicant }

// Command is an act somebody wants done.
type Command struct {
	Act    charter.Act
	Demand string // key of the demand; none to Register
	// Seen is the sequence at which the demand was read: View.Seq. It is compulsory
	// for an act that gives a form, so that nobody overwrites what they did not see.
	Seen int64
	// Key makes the act happen once: the same command under the same key has no second
	// effect and gets the same answer.
	Key string
	On  demand.Date // day of effect, not after today; none: today

	// Form is the whole form after the act: Register, Separate, Modify, Correct, Renew.
	// What differs from the demand as it stands is what the act changes.
	Form    *demand.Form
	Origins []demand.Origin // where the new values come from; none: the applicant
	Online  bool            // Register: entered by the applicant
	Receipt string          // Register, Renew; none: one is made

	// Facts are those that only somebody who was there can say: the identity paper was
	// seen, the letter was received. What the journal knows is not asked.
	Facts charter.Facts

	Motive    demand.StrikeOffMotive    // StrikeOff
	SubMotive demand.StrikeOffSubMotive // StrikeOff
	Other     string                    // Separate: the first demand; Merge, Unmerge: the one that goes on
	Case      string                    // Separate: married, pacs, cohabiting, violence
	Mark      journal.Mark              // GiveLabel, EndLabel
	Treatment journal.Treatment         // acts of the treatment
	Letter    *journal.Dispatch         // a letter sent, or what is learnt of one: the act is Letter

	// Distinct lists the demands that the agent looked at, and found to be of other
	// persons: the search for duplicates does not object to them again.
	Distinct []string

	Papers   []string // Register: documents uploaded before, by their identifiers, that follow the demand
	Draft    string   // Register: key of the draft, removed with the act
	Messages []store.Message

	upload *Upload // FilePaper
}

// Letter is the act of writing down a letter to the applicant. It is not an act
// of the charter: whoever may see the contact of the demand may write.
const Letter charter.Act = "letter"

// Outcome is an act done.
type Outcome struct {
	Demand   string           `json:"demand"`
	Seq      int64            `json:"seq"`
	Number   numbering.Number `json:"number,omitzero"`
	Receipt  string           `json:"receipt,omitempty"`
	Events   []journal.ID     `json:"events"`
	Duties   []charter.Duty   `json:"duties,omitempty"`
	Findings demand.Faults    `json:"findings,omitempty"` // to confirm, or worth knowing: nothing was refused
	// Unnumbered says why a demand that was registered has no number yet.
	Unnumbered *charter.Explanation `json:"unnumbered,omitempty"`
	// Likely are demands that may be of the same persons, left to a clerk: set for an
	// act of an applicant or a program, who cannot look at them.
	Likely int `json:"likely,omitempty"`

	Replayed bool `json:"-"` // the command had been done before under this key
}

// Candidate is a demand that may be of the same persons.
type Candidate struct {
	Demand      string          `json:"demand"`
	Seq         int64           `json:"seq"`
	Status      journal.Status  `json:"status"`
	Number      string          `json:"number,omitempty"`
	Deposited   demand.Date     `json:"deposited,omitzero"`
	Desk        string          `json:"desk,omitempty"`
	Probability float64         `json:"probability"`
	Sure        bool            `json:"sure"` // sure enough to be acted on: renew it rather than file another
	Persons     []CandidatePair `json:"persons,omitempty"`
}

// CandidatePair is why two demands are thought to be of the same persons.
type CandidatePair struct {
	Role        string  `json:"role"` // of the person in the form looked for: applicant, co_holder/1…
	Their       string  `json:"their"`
	Probability float64 `json:"probability"`
	Verdict     string  `json:"verdict"`
	French      string  `json:"fr"`
	English     string  `json:"en"`
}
