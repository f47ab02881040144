package numbering

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxAlias is the length of the longest old number kept, in characters.
const MaxAlias = 64

// Aliases holds the old numbers of a file and the number each leads to: a local
// number given before the common form, the number of another system, a number
// given twice by mistake. The zero value is empty and ready. A plain copy shares
// the links of the original: a.Merge(Aliases{}) makes one that stands alone. It is
// not safe for concurrent use.
//
// Two files merge by union, so two answers may meet for one old number. Both are
// kept, [Aliases.Resolve] refuses to choose, and [Aliases.Conflicts] lists it
// for a person.
type Aliases struct {
	links map[string][]Number // by key; the numbers sorted, never empty
}

// AliasError says why an old number leads nowhere. It never shows a number.
type AliasError struct {
	Code    string // NUM-ALI-…
	Numbers int    // how many numbers are at stake
}

// Error names the code and what to do.
func (e *AliasError) Error() string {
	return fmt.Sprintf("numbering: resolve old number: %s (%s)", map[string]string{
		"NUM-ALI-01": "it leads back to itself: correct one link of the loop",
		"NUM-ALI-02": "it leads to several numbers: a person must choose",
		"NUM-ALI-03": "it is neither a unique number nor a recorded one: check it, or record it",
		"NUM-ALI-04": "it is empty, too long or unreadable: type it again",
		"NUM-ALI-05": "the current number is missing: give it",
	}[e.Code], e.Code)
}

// Params returns the values of the sentence of the code, by name.
func (e *AliasError) Params() map[string]string {
	return map[string]string{"numbers": fmt.Sprint(e.Numbers)}
}

// AliasConflict is an old number that leads to no single number.
type AliasConflict struct {
	Code    string   `json:"code"` // NUM-ALI-01 (loop) or NUM-ALI-02
	Alias   string   `json:"alias"`
	Numbers []Number `json:"numbers,omitempty"` // where it leads, at the end of the chains; none for a loop
}

// AliasKey gives the form under which an old number is kept. A text that
// [Parse] reads is kept in normal form. Any other is kept with its punctuation,
// in capitals, with single blanks: in a format nobody knows, "1-23" and "12-3"
// may be two households. Old local numbers of two services may be the same text:
// put the code of the service in front. It reports false for an empty text, for
// one longer than [MaxAlias] and for one with unreadable characters.
func AliasKey(s string) (string, bool) {
	if n, err := Parse(s); err == nil {
		return n.String(), true
	}
	if len(s) > MaxAlias*2*utf8.UTFMax || !utf8.ValidString(s) {
		return "", false
	}
	for range 4 { // capitals and composition settle at once for all but odd letters
		next := norm.NFC.String(strings.ToUpper(s))
		if next == s {
			break
		}
		s = next
	}
	s = strings.Map(func(r rune) rune {
		if r != ' ' && isSeparator(r) && unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if s == "" || utf8.RuneCountInString(s) > MaxAlias || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return "", false
	}
	if n, err := Parse(s); err == nil {
		return n.String(), true
	}
	return s, true
}

// Add records that an old number leads to a current one. A current number that
// is itself old is followed to the end of its chain. The error is an
// *[AliasError]: a loop, a second answer for the same old number, an unusable
// text, no current number. Adding the same link again changes nothing.
func (a *Aliases) Add(old string, current Number) error {
	key, ok := AliasKey(old)
	if !ok {
		return &AliasError{Code: "NUM-ALI-04"}
	}
	if current.IsZero() {
		return &AliasError{Code: "NUM-ALI-05"}
	}
	if slices.Contains(a.links[key], current) {
		return nil
	}
	trial := Aliases{links: a.near(key, current.String())}
	trial.link(key, current)
	switch ends, loop := trial.ends(key); {
	case loop:
		return &AliasError{Code: "NUM-ALI-01", Numbers: len(trial.links)}
	case len(ends) > 1:
		return &AliasError{Code: "NUM-ALI-02", Numbers: len(ends)}
	}
	a.link(key, current)
	return nil
}

// near returns the links that can be followed from some keys.
func (a *Aliases) near(keys ...string) map[string][]Number {
	out := map[string][]Number{}
	for len(keys) > 0 {
		k := keys[len(keys)-1]
		keys = keys[:len(keys)-1]
		if _, seen := out[k]; seen || len(a.links[k]) == 0 {
			continue
		}
		out[k] = a.links[k]
		for _, n := range a.links[k] {
			keys = append(keys, n.String())
		}
	}
	return out
}

// link adds a link without a look. The old list is left alone: values of
// Aliases may share it.
func (a *Aliases) link(key string, n Number) {
	if a.links == nil {
		a.links = map[string][]Number{}
	}
	at, found := slices.BinarySearchFunc(a.links[key], n, Number.Compare)
	if !found {
		a.links[key] = slices.Insert(slices.Clone(a.links[key]), at, n)
	}
}

// Remove forgets one link: the decision of a person on a conflict, or the repair
// of a mistake. Merging with a file that still holds it brings it back.
func (a *Aliases) Remove(old string, current Number) {
	key, _ := AliasKey(old)
	rest := slices.DeleteFunc(slices.Clone(a.links[key]), func(n Number) bool { return n == current })
	if len(rest) == 0 {
		delete(a.links, key)
		return
	}
	a.links[key] = rest
}

// Resolve returns the current number of an old one, following chains to their
// end. A unique number that is no alias is its own answer. The error is an
// *[AliasError].
func (a Aliases) Resolve(old string) (Number, error) {
	key, ok := AliasKey(old)
	if !ok {
		return Number{}, &AliasError{Code: "NUM-ALI-04"}
	}
	if len(a.links[key]) == 0 {
		n, err := ParseStrict(key)
		if err != nil {
			return Number{}, &AliasError{Code: "NUM-ALI-03"}
		}
		return n, nil
	}
	ends, loop := a.ends(key)
	switch {
	case loop:
		return Number{}, &AliasError{Code: "NUM-ALI-01", Numbers: len(a.near(key))}
	case len(ends) != 1:
		return Number{}, &AliasError{Code: "NUM-ALI-02", Numbers: len(ends)}
	}
	return ends[0], nil
}

// ends follows every link from a key and returns the numbers that lead no
// further, sorted, and whether a loop was met. It removes keys that nothing
// points to, one after the other: what cannot be removed is a loop.
func (a Aliases) ends(key string) (ends []Number, loop bool) {
	near := a.near(key)
	pointed := make(map[string]int, len(near))
	for _, numbers := range near {
		for _, n := range numbers {
			k := n.String()
			if pointed[k]++; pointed[k] == 1 && len(near[k]) == 0 {
				ends = append(ends, n)
			}
		}
	}
	slices.SortFunc(ends, Number.Compare)
	if pointed[key] > 0 {
		return ends, true
	}
	removed := 0
	for queue := []string{key}; len(queue) > 0; {
		k := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if len(near[k]) == 0 {
			continue
		}
		removed++
		for _, n := range near[k] {
			to := n.String()
			if pointed[to]--; pointed[to] == 0 {
				queue = append(queue, to)
			}
		}
	}
	return ends, removed < len(near)
}

// Merge returns the union of two sets of old numbers, and changes neither. The
// order of merging, and how often, makes no difference.
func (a Aliases) Merge(b Aliases) Aliases {
	out := Aliases{links: maps.Clone(a.links)}
	for key, numbers := range b.links {
		for _, n := range numbers {
			out.link(key, n)
		}
	}
	return out
}

// Conflicts lists the old numbers that lead to no single number, sorted.
func (a Aliases) Conflicts() []AliasConflict {
	settled := a.settle()
	var out []AliasConflict
	for _, key := range slices.Sorted(maps.Keys(a.links)) {
		switch ends, ok := settled[key]; {
		case !ok:
			out = append(out, AliasConflict{Code: "NUM-ALI-01", Alias: key})
		case len(ends) > 1:
			out = append(out, AliasConflict{Code: "NUM-ALI-02", Alias: key, Numbers: ends})
		}
	}
	return out
}

// settle finds where every old number leads, from the ends of the chains back, so
// that each link is followed once. What leads into a loop is not in the answer.
func (a Aliases) settle() map[string][]Number {
	open := make(map[string]int, len(a.links)) // links not yet followed
	backward := map[string][]string{}
	settled := map[string][]Number{}
	var queue []string
	for key, numbers := range a.links {
		open[key] = len(numbers)
		for _, n := range numbers {
			to := n.String()
			backward[to] = append(backward[to], key)
			if _, seen := settled[to]; !seen && len(a.links[to]) == 0 {
				settled[to] = []Number{n}
				queue = append(queue, to)
			}
		}
	}
	for len(queue) > 0 {
		to := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, key := range backward[to] {
			if open[key]--; open[key] > 0 {
				continue
			}
			var ends []Number
			for _, n := range a.links[key] {
				ends = append(ends, settled[n.String()]...)
			}
			slices.SortFunc(ends, Number.Compare)
			settled[key] = slices.Compact(ends)
			queue = append(queue, key)
		}
	}
	return settled
}

// All yields every link, old number in its kept form and the number it was
// recorded with, sorted.
func (a Aliases) All() iter.Seq2[string, Number] {
	return func(yield func(string, Number) bool) {
		for _, key := range slices.Sorted(maps.Keys(a.links)) {
			for _, n := range a.links[key] {
				if !yield(key, n) {
					return
				}
			}
		}
	}
}

// Len counts the old numbers.
func (a Aliases) Len() int { return len(a.links) }

// IsZero reports whether there is none.
func (a Aliases) IsZero() bool { return len(a.links) == 0 }

type aliasJSON struct {
	Alias  string `json:"alias"`
	Number Number `json:"number"`
}

// MarshalJSON writes the links as a sorted list, the same bytes for the same
// links.
func (a Aliases) MarshalJSON() ([]byte, error) {
	out := make([]aliasJSON, 0, len(a.links))
	for key, n := range a.All() {
		out = append(out, aliasJSON{key, n})
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads the list back. Loops and second answers are kept, as in
// [Aliases.Merge]; an unusable row or an unknown field refuses the whole.
func (a *Aliases) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	var rows []aliasJSON
	if err := d.Decode(&rows); err != nil {
		return fmt.Errorf("numbering: decode aliases: %w", err)
	}
	var got Aliases
	for i, r := range rows {
		key, ok := AliasKey(r.Alias)
		if !ok || r.Number.IsZero() {
			return fmt.Errorf("numbering: decode aliases: row %d: an old number and a unique number are needed: complete the row", i+1)
		}
		got.link(key, r.Number)
	}
	*a = got
	return nil
}
