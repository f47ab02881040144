package closeness

// maxSlips is the length up to which slips are counted.
const maxSlips = 64

// Slips counts the letters added, dropped, changed, or swapped with a neighbour, that
// make one text of the other (optimal string alignment), up to a limit: more than the
// limit, or a text over 64 bytes, is limit+1.
func Slips(a, b string, limit int) int {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b) > maxSlips || len(b)-len(a) > limit {
		return limit + 1
	}
	if len(a) == 0 {
		return len(b)
	}
	var in places
	if !in.fill(a) {
		return slowSlips(a, b, limit)
	}
	// Hyyrö 2003: a column of the table of distances in three words, one bit a row.
	up, down, diagonal, before := ^uint64(0), uint64(0), uint64(0), uint64(0)
	end := uint64(1) << (len(a) - 1)
	distance := len(a)
	for i := 0; i < len(b); i++ {
		c := b[i]
		if !placed(c) {
			return slowSlips(a, b, limit)
		}
		same := in[c&63]
		swapped := ((^diagonal & same) << 1) & before
		diagonal = (((same & up) + up) ^ up) | same | down | swapped
		right, left := down|^(diagonal|up), diagonal&up
		if right&end != 0 {
			distance++
		}
		if left&end != 0 {
			distance--
		}
		right, left = right<<1|1, left<<1
		up, down = left|^(diagonal|right), right&diagonal
		before = same
	}
	return min(distance, limit+1)
}

// slowSlips is Slips for any signs.
func slowSlips(a, b string, limit int) int {
	var rows [3][maxSlips + 1]uint8
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
