package matching

// maxWinkler is the length up to which the comparison keeps its marks on the stack. Longer texts are
// compared on their beginning; no name comes near it.
const maxWinkler = 256

// winkler gives the Jaro–Winkler similarity of two texts compared byte by byte, with the boost over
// 0.7 and a prefix of 4: the values are those of smetrics.JaroWinkler(a, b, 0.7, 4) to the last bit.
// Like it, it is not symmetric in rare cases; see [similarity].
func winkler(a, b string) float64 {
	a, b = a[:min(len(a), maxWinkler)], b[:min(len(b), maxWinkler)]
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
	var inA, inB [maxWinkler / 64]uint64
	reach := max(0, max(len(a), len(b))/2-1)
	matches := 0
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
	if matches == 0 {
		return 0
	}
	unaligned, j := 0, 0
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
	m, t := float64(matches), float64(unaligned/2)
	return ((m / float64(len(a))) + (m / float64(len(b))) + ((m - t) / m)) / 3.0
}

// similarity is [winkler] made symmetric: the smaller text, by length then by content, goes first.
func similarity(a, b string) float64 {
	if len(a) > len(b) || len(a) == len(b) && a > b {
		a, b = b, a
	}
	return winkler(a, b)
}
