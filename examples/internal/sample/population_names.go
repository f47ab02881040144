package sample

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// drawer draws ranks with given weights in constant time (alias method).
type drawer struct {
	keep  []uint32 // below it the rank is kept
	other []uint32
}

func newDrawer(weights []float64) drawer {
	n := len(weights)
	d := drawer{make([]uint32, n), make([]uint32, n)}
	total := 0.0
	for _, w := range weights {
		total += w
	}
	share := make([]float64, n)
	var small, large []int
	for i, w := range weights {
		share[i] = w * float64(n) / total
		if share[i] < 1 {
			small = append(small, i)
		} else {
			large = append(large, i)
		}
	}
	for len(small) > 0 && len(large) > 0 {
		s, l := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		d.keep[s], d.other[s] = uint32(share[s]*(1<<32-1)), uint32(l)
		if share[l] -= 1 - share[s]; share[l] < 1 {
			large = large[:len(large)-1]
			small = append(small, l)
		}
	}
	for _, i := range append(small, large...) {
		d.keep[i], d.other[i] = 1<<32-1, uint32(i)
	}
	return d
}

func (d *drawer) draw(rng *rand.Rand) int {
	x := rng.Uint64()
	i := (x >> 32) * uint64(len(d.keep)) >> 32
	if uint32(x) <= d.keep[i] {
		return int(i)
	}
	return int(d.other[i])
}

// nameList is names with their frequencies.
type nameList struct {
	names []string
	drawer
}

func (l *nameList) name(rng *rand.Rand) string { return l.names[l.draw(rng)] }

// zipf gives names in order of rank the frequencies of a Zipf–Mandelbrot law:
// with flat 50, the first of 25,000 names is borne by one person in 310, as the
// first surname of France is.
func zipf(names []string, flat float64) nameList {
	weights := make([]float64, len(names))
	for i := range weights {
		weights[i] = 1 / (float64(i) + flat)
	}
	return nameList{names, newDrawer(weights)}
}

// words reads a list of names; a blank within a name is written "_".
func words(text string) []string {
	all := strings.Fields(text)
	for i, w := range all {
		all[i] = strings.ReplaceAll(w, "_", " ")
	}
	return all
}

// composed gives most names more, made of three parts, all different and not in
// the list. The order is that of a chance of its own: the names of the sample do
// not depend on its seed.
func composed(known []string, most int, seed uint64, parts ...[]string) []string {
	rng := rand.New(rand.NewPCG(seed, 5))
	seen := make(map[string]bool, len(known)+most)
	for _, k := range known {
		seen[k] = true
	}
	out := slices.Clone(known)
	for tries := 0; len(out) < len(known)+most && tries < 20*most; tries++ {
		var b strings.Builder
		for _, p := range parts {
			b.WriteString(p[rng.IntN(len(p))])
		}
		if name := b.String(); !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	return out
}

// Origins of names.
const (
	fromFrance = iota
	fromMaghreb
	fromAfrica
	fromTurkey
	fromPortugal
	fromAsia
	fromEast
	fromComoros
	origins
)

// Generations of first names: born before 1960, before 1985, later.
const generations = 3

// book is all the names the generator draws from.
type book struct {
	surnames [origins]nameList
	men      [origins][generations]nameList
	women    [origins][generations]nameList
	spelling map[string][]string // other spellings of a first name, from one alphabet to another
}

func (b *book) first(origin, generation int, woman bool, rng *rand.Rand) string {
	if woman {
		return b.women[origin][generation].name(rng)
	}
	return b.men[origin][generation].name(rng)
}

// composedBook is the book made of the lists of this package.
func composedBook() *book {
	b := &book{spelling: map[string][]string{}}
	b.surnames[fromFrance] = zipf(composed(words(surnamesFrance), 25_000, 1,
		words(surnameHeads), append(words(surnameMiddles), "", "", "", ""), words(surnameTails)), 50)
	prefixed := func(text string, most int, seed uint64, before, after string) nameList {
		known := words(text)
		return zipf(composed(known, most, seed, append(words(before), "", "", ""), known, append(words(after), "", "")), 20)
	}
	b.surnames[fromMaghreb] = prefixed(surnamesMaghreb, 3000, 2, "Ben_ El_ Ait_ Bou Ould_ Bel", "i aoui ane ouni a at")
	b.surnames[fromAfrica] = prefixed(surnamesAfrica, 900, 3, "N'", "ba ra é")
	b.surnames[fromTurkey] = prefixed(surnamesTurkey, 900, 4, "Kara Ak Öz", "oğlu lar er kan soy")
	b.surnames[fromPortugal] = prefixed(surnamesPortugal, 900, 5, "Da_ Dos_ De_", "_Pereira _Silva _Santos _Gomes inho")
	b.surnames[fromAsia] = zipf(words(surnamesAsia), 3)
	b.surnames[fromEast] = prefixed(surnamesEast, 900, 6, "", "ski escu ov ić enko")
	b.surnames[fromComoros] = prefixed(surnamesComoros, 400, 7, "", "_Ali _Ahamada _Saïd")
	for g := range generations {
		men := composed(words(menFrance[g]), 12, uint64(10+g), words("Jean- Pierre- Marc-"), words("Paul Louis Luc Yves Noël Philippe François Michel Marc Antoine"))
		b.men[fromFrance][g] = zipf(composed(men, 200, uint64(20+g), words(menHeads), words(menTails)), 8)
		women := composed(words(womenFrance[g]), 12, uint64(30+g), words("Marie- Anne- Rose-"), words("Laure Claire Sophie Hélène Line Ange Lise Anne Noëlle Françoise"))
		b.women[fromFrance][g] = zipf(composed(women, 200, uint64(40+g), words(womenHeads), words(womenTails)), 8)
	}
	for origin, lists := range firstNamesAbroad {
		if lists[0] == "" {
			continue
		}
		for g := range generations {
			b.men[origin][g] = zipf(words(lists[0]), 6)
			b.women[origin][g] = zipf(words(lists[1]), 6)
		}
	}
	for _, line := range strings.Split(strings.TrimSpace(spellings), "\n") {
		group := strings.Split(line, "|")
		for _, name := range group {
			b.spelling[name] = group
		}
	}
	return b
}
