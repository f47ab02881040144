package vocabulary

import "strings"

// Vocabulary is a set of names, and of the words they are made of.
type Vocabulary struct{ names, words map[string]bool }

// Hidden stands for a name that is not shown.
const Hidden = "?"

// Of learns names written in camel case or with low lines.
func Of(names ...string) Vocabulary {
	v := Vocabulary{map[string]bool{}, map[string]bool{}}
	for _, n := range names {
		if n == "" {
			continue
		}
		v.names[n] = true
		for w := range words(n) {
			v.words[w] = true
		}
	}
	return v
}

// longEnough is the size from which a name one letter away from a known one is
// taken for it, misspelt; a shorter one could be anybody's.
const longEnough = 8

// longest is the size beyond which a text is no name of a field.
const longest = 60

// Shown gives a name that is known, made of known words, or a long one misspelt
// by one letter; Hidden otherwise. The parts of a path are shown one by one.
func (v Vocabulary) Shown(path string) string {
	if len(path) > longest {
		return Hidden
	}
	parts := strings.Split(path, ".")
	for i, p := range parts {
		if !v.knows(p) {
			parts[i] = Hidden
		}
	}
	return strings.Join(parts, ".")
}

func (v Vocabulary) knows(name string) bool {
	if v.names[name] {
		return true
	}
	for i := range len(name) {
		if c := name[i]; (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '_' {
			return false
		}
	}
	made := name != ""
	for w := range words(name) {
		made = made && v.words[w]
	}
	if made {
		return true
	}
	if len(name) < longEnough {
		return false
	}
	for n := range v.names {
		if near(n, name) {
			return true
		}
	}
	return false
}

// words gives the words of a name in small letters.
func words(name string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		start := 0
		for i := 1; i <= len(name); i++ {
			if i < len(name) && name[i] != '_' && (name[i] < 'A' || name[i] > 'Z') {
				continue
			}
			if word := strings.Trim(strings.ToLower(name[start:i]), "_"); word != "" && !yield(word) {
				return
			}
			start = i
		}
	}
}

// near reports whether one letter added, taken out or changed makes b of a.
func near(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return i == len(a) || a[i+1:] == b[i+1:]
	}
	return a[i:] == b[i+1:]
}
