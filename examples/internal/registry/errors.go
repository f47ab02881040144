package registry

import (
	"errors"
	"fmt"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// Errors a caller may branch on, with store.ErrNotFound and store.ErrKeyReused.
var (
	// ErrUnseen says that a form was given without the sequence it was read at.
	ErrUnseen = errors.New("registry: say at which sequence the demand was read")
	// ErrFuture says that the day of effect is after today.
	ErrFuture = errors.New("registry: the day of effect is after today")
	// ErrPast says that the first day of a charter has passed: what was decided is not
	// decided again under other rules.
	ErrPast = errors.New("registry: the first day of the charter has passed")
	// ErrNoForm says that the act needs a form.
	ErrNoForm = errors.New("registry: the act needs a form")
	// ErrNothing says that the form given changes nothing.
	ErrNothing = errors.New("registry: the form changes nothing")
	// ErrAct says that the act is not one that Do does, or that what comes with it
	// does not go with the act.
	ErrAct = errors.New("registry: the act is not known, or what comes with it does not go with it")
	// ErrDay says that no charter is in force on a day.
	ErrDay = errors.New("registry: no charter is in force that day")
)

// InvalidError says that a form cannot be taken as it is: every fault of it.
type InvalidError struct{ Faults demand.Faults }

// Error lists the codes of the faults.
func (e *InvalidError) Error() string {
	return fmt.Sprintf("registry: the form has faults: %s", e.Faults.Codes())
}

// RefusedError says that the charter does not allow the act, or that facts lack.
type RefusedError struct{ Decision charter.Decision }

// Error says the act, the answer and the rule that decides.
func (e *RefusedError) Error() string {
	return fmt.Sprintf("registry: %s %s by %s", e.Decision.Act, e.Decision.Outcome, e.Decision.Rule)
}

// DuplicatesError says that the persons may be in the file already: look at the
// candidates, then renew one of them or say that they are others.
type DuplicatesError struct{ Candidates []Candidate }

// Error counts the candidates.
func (e *DuplicatesError) Error() string {
	return fmt.Sprintf("registry: %d demand(s) may be of the same persons", len(e.Candidates))
}

// StaleError says that the demand moved since it was read.
type StaleError struct {
	Demand  string
	Current int64
	Events  []*journal.Event // written since, in order
}

// Error says where the demand is now.
func (e *StaleError) Error() string {
	return fmt.Sprintf("registry: the demand changed since it was read: it is at %d", e.Current)
}
