package closeness

import "math/bits"

// MaxWinkler is the length up to which texts are compared; longer ones are
// compared on their beginning. No name comes near it.
const MaxWinkler = 256

// Winkler gives the Jaro–Winkler similarity of two texts, with the boost over 0.7 and a
// prefix of 4: the values are those of smetrics.JaroWinkler(a, b, 0.7, 4) to the last
// bit. Like it, it is not symmetric in rare cases.
func Winkler(a, b string) float64 {
	a, b = a[:min(len(a), MaxWinkler)], b[:min(len(b), MaxWinkler)]
	j := jaro(a, b)
	if j <= 0.7 {
		return j
	}
	prefix := 0
	for prefix < min(4, len(a), len(b)) && a[prefix] == b[prefix] {
		prefix++
	}
	// The conversions keep the compiler from fusing the operations, which would change the last bit.
	return j + float64(float64(0.1*float64(prefix))*(1.0-j))
}

func jaro(a, b string) float64 {
	if len(a) == 0 && len(b) == 0 {
		return 1
	}
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	matches, unaligned, ok := 0, 0, false
	if len(a) <= 64 && len(b) <= 64 {
		matches, unaligned, ok = shortMatches(a, b)
	}
	if !ok {
		matches, unaligned = longMatches(a, b)
	}
	if matches == 0 {
		return 0
	}
	m, t := float64(matches), float64(unaligned/2)
	return ((m / float64(len(a))) + (m / float64(len(b))) + ((m - t) / m)) / 3.0
}

// places holds, for each capital, digit and sign, the places where it stands in a text.
type places [64]uint64

// placed says that a byte has places: all of ASCII but small letters and controls do.
func placed(c byte) bool { return c-' ' < 64 }

// fill enters a text of at most 64 bytes; false when it holds another sign.
func (p *places) fill(text string) bool {
	for i := 0; i < len(text); i++ {
		c := text[i]
		if !placed(c) {
			return false
		}
		p[c&63] |= 1 << i
	}
	return true
}

// shortMatches counts what two texts share within reach, and what of it is in another
// order; false when a text holds small letters, or what is no ASCII.
func shortMatches(a, b string) (matches, unaligned int, ok bool) {
	var in places
	if !in.fill(b) {
		return 0, 0, false
	}
	reach := max(0, max(len(a), len(b))/2-1)
	// The window of places of b within reach of the place of a, moved along.
	window := uint64(1)<<min(reach+1, len(b)) - 1
	if min(reach+1, len(b)) == 64 {
		window = ^uint64(0)
	}
	last := uint64(1)<<(len(b)-1)<<1 - 1
	var inA, inB uint64
	for i := 0; i < len(a); i++ {
		c := a[i]
		if !placed(c) {
			return 0, 0, false
		}
		free := in[c&63] & window &^ inB
		inB |= free & -free
		inA |= uint64(bit(free)) << i
		grow := window << 1
		if i < reach {
			grow |= 1
		}
		window = grow & last
	}
	matches = bits.OnesCount64(inA)
	for inA != 0 {
		if a[bits.TrailingZeros64(inA)] != b[bits.TrailingZeros64(inB)] {
			unaligned++
		}
		inA &= inA - 1
		inB &= inB - 1
	}
	return matches, unaligned, true
}

// bit is 1 unless x is 0.
func bit(x uint64) uint64 { return (x | -x) >> 63 }

// longMatches is shortMatches for any text.
func longMatches(a, b string) (matches, unaligned int) {
	var inA, inB [MaxWinkler / 64]uint64
	reach := max(0, max(len(a), len(b))/2-1)
	for i := 0; i < len(a); i++ {
		c := a[i]
		for j, end := max(0, i-reach), min(len(b)-1, i+reach); j <= end; j++ {
			if b[j] == c && inB[j>>6]&(1<<(j&63)) == 0 {
				inA[i>>6] |= 1 << (i & 63)
				inB[j>>6] |= 1 << (j & 63)
				matches++
				break
			}
		}
	}
	j := 0
	for i := 0; i < len(a); i++ {
		if inA[i>>6]&(1<<(i&63)) == 0 {
			continue
		}
		for inB[j>>6]&(1<<(j&63)) == 0 {
			j++
		}
		if a[i] != b[j] {
			unaligned++
		}
		j++
	}
	return matches, unaligned
}
