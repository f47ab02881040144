package matching

import (
	"math/bits"

	"github.com/fichier-unique/rules/internal/closeness"
)

// maxEdits is the length up to which slips are counted.
const maxEdits = 32

// slips counts the letters added, dropped, changed, or swapped with a neighbour, that make one text
// of the other (optimal string alignment), up to a limit: more than the limit is limit+1.
func slips(a, b string, limit int) int {
	if max(len(a), len(b)) > maxEdits {
		return limit + 1
	}
	return closeness.Slips(a, b, limit)
}

// fewSlips says that two words of some length are two slips apart at most, three for long ones. A slip that
// adds or drops a letter changes one bit of the letters at most, any other two.
func fewSlips(x, y *word) bool {
	n, longer := len(x.text), len(y.text)
	if n > longer {
		n, longer = longer, n
	}
	if n < 4 {
		return false
	}
	limit := 2
	switch {
	case n == 4:
		limit = 1
	case n >= 7:
		limit = 3
	}
	if bits.OnesCount64(x.letters^y.letters) > 2*limit-(longer-n) {
		return false
	}
	return slips(x.text, y.text, limit) <= limit
}
