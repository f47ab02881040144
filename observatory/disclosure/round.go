package disclosure

import "github.com/fichier-unique/rules/demand"

// Rounded is a release rounded to a base: nothing is hidden, and no figure is
// exact unless it was a multiple already.
type Rounded struct {
	Values []int64
	Broken []int // relations that no longer add up
	Moved  int   // cells rounded to the farther multiple, so that others add up
}

// Round rounds every cell to a multiple of the base just above or just under
// it, so that the relations still add up (controlled rounding). Multiples of the
// base, nought among them, stay. Where no such rounding was found, the relation
// is named in a fault that does not block.
//
// A reader of rounded figures that add up is left with every value less than a base
// away from each of them, and no additions narrow it: as many demands more of one of
// the smallest cells, and in all that holds it, make another table that rounds to the
// same. He does know of a figure rounded to nought that it is under the base, and of
// a broken relation what its sum says. The base must be the minimum at least.
func Round(r Release, base int64, policy Policy) (*Rounded, demand.Faults) {
	faults := append(policy.Check(), r.Check()...)
	if base < 3 || base > 1000 || base < policy.Minimum {
		faults = append(faults, fault("SEC-ARR-01", "base", "base", number(base), "minimum", number(policy.Minimum)))
	}
	if faults.Blocking() {
		return nil, faults
	}
	p := compile(&r, func(c *Cell) bool { return c.Value == 0 })
	a := &auditor{guard: &guard{release: &r, policy: policy}, known: make([]bool, len(p.classes))}
	nearest := make([]int64, len(p.classes))
	for i := range p.classes {
		k := &p.classes[i]
		k.out = true
		p.hide(int32(i))
		if k.slack {
			nearest[i] = k.value / base
			k.low, k.high = 0, k.value/base+1+int64(len(p.rels[k.links[0].at].terms))
			continue
		}
		k.low, k.high = k.value/base, (k.value+base-1)/base
		if nearest[i] = k.low; 2*(k.value-k.low*base) >= base {
			nearest[i] = k.high
		}
	}
	a.prover = newProver(p)
	copy(a.x, nearest)
	a.gaps() // what stays open is found again, and named, in the values
	return a.rounded(base, nearest)
}

// rounded gives the values, and names what does not add up.
func (a *auditor) rounded(base int64, nearest []int64) (*Rounded, demand.Faults) {
	out := &Rounded{Values: make([]int64, len(a.release.Cells))}
	var faults demand.Faults
	for i := range a.release.Cells {
		if k := a.of[i]; k != none {
			out.Values[i] = a.x[k] * base
			if a.x[k] != nearest[k] {
				out.Moved++
			}
		}
	}
	for i := range a.release.Relations {
		rel := &a.release.Relations[i]
		sum := int64(0)
		for _, c := range rel.Parts {
			sum += out.Values[c]
		}
		for _, c := range rel.Minus {
			sum -= out.Values[c]
		}
		if total := out.Values[rel.Total]; sum > total || sum < total && !rel.AtMost {
			out.Broken = append(out.Broken, i)
			faults = append(faults, fault("SEC-ARR-02", rel.Name, "relation", rel.Name))
		}
	}
	return out, faults
}
