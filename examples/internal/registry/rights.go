package registry

import (
	"slices"

	"github.com/fichier-unique/rules/charter/access"
)

// RightError says that the account of an agent lacks a right. The charter is not
// asked: it speaks of partners, the manager of the file of their agents.
type RightError struct{ Right access.Act }

// Error says the right.
func (e *RightError) Error() string {
	return "registry: the account lacks the right " + string(e.Right)
}

// Holds checks that an agent holds one of the rights; an agent whose rights are nil
// is not limited by an account.
func (a *Agent) Holds(rights ...access.Act) error {
	if a.Rights == nil {
		return nil
	}
	for _, right := range rights {
		if slices.Contains(a.Rights, right) {
			return nil
		}
	}
	return &RightError{rights[0]}
}
