package disclosure_test

import (
	"testing"

	"github.com/fichier-unique/rules/observatory/disclosure"
)

// A reader of rounded figures that add up cannot tell a value from any other within
// the base of it: for each cell and each end, a table is made that has that value,
// adds up, and is within the base of what is published everywhere.
func TestRoundingLeavesEveryValue(t *testing.T) {
	policy := disclosure.DefaultPolicy()
	policy.Minimum = 3
	ends := 0
	for seed := range 400 {
		r := tiny(seeded(seed), seed%4)
		for _, base := range []int64{3, 5} {
			out, faults := disclosure.Round(r, base, policy)
			if faults.Blocking() || len(out.Broken) > 0 {
				continue
			}
			for cell, v := range out.Values {
				if d := v - r.Cells[cell].Value; v%base != 0 || d >= base || -d >= base {
					t.Fatalf("seed %d: %s = %d is rounded to %d", seed, r.Cells[cell].ID, r.Cells[cell].Value, v)
				}
				for _, by := range []int64{base - 1, 1 - base} {
					if v+by < 0 {
						continue
					}
					if !movable(r, out.Values, cell, by, base) {
						t.Errorf("seed %d, base %d: no table has %d for %s, rounded to %d", seed, base, v+by, r.Cells[cell].ID, v)
					}
					ends++
				}
			}
		}
	}
	if ends < 5000 {
		t.Errorf("%d ends: the test no longer tests", ends)
	}
}

// movable reports whether a cell can be that far from its rounded value: some demands
// more, or less, of one of its smallest parts, and in all that holds it.
func movable(r disclosure.Release, values []int64, cell int, by, base int64) bool {
	leaf := cell
	for down := true; down; {
		down = false
		for _, rel := range r.Relations {
			if rel.Total != leaf {
				continue
			}
			for _, p := range rel.Parts {
				if values[p]+by >= 0 {
					leaf, down = p, true
					break
				}
			}
			break
		}
	}
	in := map[int]bool{leaf: true}
	for again := true; again; {
		again = false
		for _, rel := range r.Relations {
			for _, p := range rel.Parts {
				if in[p] && !in[rel.Total] {
					in[rel.Total], again = true, true
				}
			}
		}
	}
	x := make([]int64, len(values))
	for i, v := range values {
		if x[i] = v; in[i] {
			x[i] += by
		}
		if d := x[i] - v; x[i] < 0 || d >= base || -d >= base {
			return false
		}
	}
	for _, rel := range r.Relations {
		sum := int64(0)
		for _, p := range rel.Parts {
			sum += x[p]
		}
		if sum != x[rel.Total] {
			return false
		}
	}
	return in[cell]
}

// Whole numbers may not exist where fractions do: three counts of which each two make
// an odd total.
func TestCompleteRefuses(t *testing.T) {
	s := newSheet().cells("a", 1, "b", 1, "c", 1, "ab", 5, "bc", 4, "ac", 4).sum("ab = a + b").sum("bc = b + c").sum("ac = a + c")
	if _, faults := disclosure.Complete(s.Release, s.hidden("a b c"), disclosure.DefaultPolicy()); faults.Codes() != "SEC-AUD-06" {
		t.Errorf("%s", faults.Codes())
	}
	s = newSheet().cells("a", 3, "b", 40, "t", 43).sum("t = a + b")
	x, faults := disclosure.Complete(s.Release, s.hidden("a b"), disclosure.DefaultPolicy())
	if len(faults) > 0 || x[0]+x[1] != 43 || x[0] < 1 || x[1] < 1 {
		t.Errorf("%v %s", x, faults.Codes())
	}
}
