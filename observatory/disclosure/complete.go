package disclosure

import (
	"slices"

	"github.com/fichier-unique/rules/demand"
)

// Complete gives a table that agrees with a publication: the values of what is
// published, and for what is hidden some that the reader cannot exclude. It is for
// who has to protect a release after another whose counts he no longer has.
func Complete(r Release, hidden []bool, policy Policy) ([]int64, demand.Faults) {
	a, faults := attack(r, hidden, policy)
	if len(faults) > 0 {
		return nil, faults
	}
	if !a.found {
		return nil, demand.Faults{fault("SEC-AUD-06", "")}
	}
	out := make([]int64, len(r.Cells))
	for i := range r.Cells {
		if k := a.of[i]; k != none {
			out[i] = a.x[k]
		}
	}
	return out, nil
}

// attack begins an attack: what is known of each unknown, and a table that agrees.
func attack(r Release, hidden []bool, policy Policy) (*auditor, demand.Faults) {
	cells, faults := asRead(r.Cells, hidden)
	faults = append(policy.Check(), faults...)
	for i := range r.Relations {
		rel := &r.Relations[i]
		faults = append(faults, r.checkRanks(rel.Name, []int{rel.Total}, rel.Parts, rel.Minus)...)
	}
	r.Cells = cells
	faults = append(faults, r.checkGroups()...)
	if faults.Blocking() {
		return nil, faults
	}
	least := int64(1)
	if policy.Zeroes == ZeroesHidden {
		least = 0
	}
	for ; ; least-- { // a publisher may hide a nought among the others
		a := newAuditor(&r, policy, least)
		if bad := a.begin(); len(bad) == 0 || least == 0 {
			return a, bad
		}
	}
}

// asRead gives the cells as a reader has them, out or hidden without their values.
func asRead(from []Cell, hidden []bool) ([]Cell, demand.Faults) {
	var faults demand.Faults
	cells := slices.Clone(from)
	names := map[string]bool{}
	for i := range cells {
		c := &cells[i]
		if names[c.ID] || c.ID == "" {
			faults = append(faults, fault("SEC-CEL-01", c.ID, "cell", c.ID))
		}
		names[c.ID] = true
		switch {
		case c.stands():
			c.Value = 0
		case i < len(hidden) && hidden[i]:
			c.State, c.Value = Withheld, 0
		default:
			c.State = Out
		}
		if c.Value < 0 {
			faults = append(faults, fault("SEC-CEL-02", c.ID, "cell", c.ID))
		}
	}
	return cells, faults
}
