package matching

import "math/bits"

// maxEdits is the length up to which slips are counted.
const maxEdits = 32

// slips counts the letters added, dropped, changed, or swapped with a neighbour, that make one text
// of the other (optimal string alignment), up to a limit: more than the limit is limit+1.
func slips(a, b string, limit int) int {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b) > maxEdits || len(b)-len(a) > limit {
		return limit + 1
	}
	var rows [3][maxEdits + 1]uint8
	before, last, now := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = uint8(j)
	}
	for i := 1; i <= len(a); i++ {
		now[0] = uint8(i)
		least := now[0]
		for j := 1; j <= len(b); j++ {
			d := last[j-1]
			if a[i-1] != b[j-1] {
				d = min(d, last[j], now[j-1]) + 1
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					d = min(d, before[j-2]+1)
				}
			}
			now[j] = d
			least = min(least, d)
		}
		if int(least) > limit {
			return limit + 1
		}
		before, last, now = last, now, before
	}
	return min(int(last[len(b)]), limit+1)
}

// fewSlips says that two words of some length are two slips apart at most, three for long ones.
func fewSlips(x, y *word) bool {
	n := min(len(x.text), len(y.text))
	if n < 4 || bits.OnesCount64(x.letters^y.letters) > 6 {
		return false
	}
	limit := 2
	switch {
	case n == 4:
		limit = 1
	case n >= 7:
		limit = 3
	}
	return slips(x.text, y.text, limit) <= limit
}
