package numbering

import (
	"cmp"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/internal/refdata/departements"
)

// MaxSuggestions bounds what [Suggest] returns. When it returns that many, there
// may be more readings: ask the applicant for the letter rather than guess.
const MaxSuggestions = 16

// Suggestion is a number that may have been meant, and what it would change.
type Suggestion struct {
	Number  Number   `json:"number"`
	Changes []Change `json:"changes"`
}

// Change is one character read otherwise.
type Change struct {
	Position int    `json:"position"` // in the normal form, 1 to 18
	Typed    int    `json:"typed"`    // in what was typed, from 1
	From     string `json:"from"`     // as typed
	To       string `json:"to"`
}

// Suggest proposes the numbers that a text may have meant, by the misreadings
// that scans and hands make (S for 5, O for 0, I or l for 1, B for 8, Z for 2, G
// for 6) and by the keys of a French keyboard typed without capitals (à for 0,
// & for 1). Only what is wrong is changed: a character that no number can hold
// at its place, a month out of 01 to 12, a territory that is not known. Every
// suggestion is a number of a known territory; the fewest changes come first, at
// most [MaxSuggestions] of them. The work is bounded whatever is typed.
//
// It returns nil when nothing needs changing, when a character looks like none
// that could stand there, and when characters are missing or in excess: it
// never adds nor removes one. A suggestion is to be shown to a person, never
// applied silently.
func Suggest(s string) []Suggestion {
	t := split(s, nil)
	if t.count != Size {
		return nil
	}
	acc := []reading{{}}
	for _, part := range [][]reading{
		territoryReadings(t), monthReadings(t), freeReadings(t, endMonth, endYear),
		freeReadings(t, endYear, endSequence), freeReadings(t, endSequence, Size),
	} {
		acc = best(product(acc, part))
	}
	var out []Suggestion
	for _, r := range acc {
		if r.changes == 0 || len(r.chars) != Size {
			continue
		}
		out = append(out, r.suggestion(t))
	}
	return out
}

// reading is one way to read some consecutive characters.
type reading struct {
	chars   string
	changes int
	rank    int // how unlikely its changes are, for those as many
}

func (r reading) suggestion(t *read) Suggestion {
	var s Suggestion
	copy(s.Number.b[:], r.chars)
	for i, c := range t.signs {
		if to := r.chars[i]; c.r > 'z' || capital(byte(c.r)) != to {
			s.Changes = append(s.Changes, Change{Position: i + 1, Typed: c.typed, From: c.shown(), To: string(rune(to))})
		}
	}
	return s
}

// product joins every reading of a with every reading of b.
func product(a, b []reading) []reading {
	out := make([]reading, 0, len(a)*len(b))
	for _, x := range a {
		for _, y := range b {
			out = append(out, reading{x.chars + y.chars, x.changes + y.changes, x.rank + y.rank})
		}
	}
	return out
}

// best keeps the most likely readings. Costs add up from part to part, so the
// best of the whole are among the best of the parts and nothing is lost by
// cutting at each step.
func best(r []reading) []reading {
	slices.SortFunc(r, func(a, b reading) int {
		return cmp.Or(cmp.Compare(a.changes, b.changes), cmp.Compare(a.rank, b.rank), cmp.Compare(a.chars, b.chars))
	})
	r = slices.CompactFunc(r, func(a, b reading) bool { return a.chars == b.chars })
	if len(r) > MaxSuggestions {
		r = r[:MaxSuggestions]
	}
	return r
}

// territoryReadings keeps a known territory as it is, else gives the known ones
// it looks like.
func territoryReadings(t *read) []reading {
	all := []reading{{}}
	for i := range endTerritory {
		all = product(all, options(t.signs[i], true, true))
	}
	return keep(all, func(s string) bool {
		_, ok := departements.LookupTerritory(s)
		return ok
	})
}

// monthReadings does the same for the month.
func monthReadings(t *read) []reading {
	all := product(options(t.signs[endTerritory], false, true), options(t.signs[endTerritory+1], false, true))
	return keep(all, func(s string) bool { return goodMonth(s[0], s[1]) })
}

// keep drops what is not allowed, then all but the fewest changes: none at all
// when the part is good as it is.
func keep(all []reading, allowed func(string) bool) []reading {
	fewest := Size
	for _, r := range all {
		if allowed(r.chars) {
			fewest = min(fewest, r.changes)
		}
	}
	return slices.DeleteFunc(all, func(r reading) bool { return r.changes > fewest || !allowed(r.chars) })
}

// freeReadings gives the readings of a part that only its characters can fault.
func freeReadings(t *read, from, to int) []reading {
	acc := []reading{{}}
	for i := from; i < to; i++ {
		acc = best(product(acc, options(t.signs[i], i >= endSequence, false)))
	}
	return acc
}

// options gives the ways to read one character: itself when it may stand there,
// and what it looks like when it may not, or when the whole part is in doubt.
func options(c sign, letters, doubt bool) []reading {
	var out []reading
	if c.r <= 'z' {
		if b := capital(byte(c.r)); isDigit(b) || letters && isAlnum(b) {
			out = append(out, reading{chars: string(rune(b))})
		}
	}
	if len(out) > 0 && !doubt {
		return out
	}
	for i, to := range []byte(lookalikes(c.r)) {
		if isDigit(to) || letters {
			out = append(out, reading{chars: string(rune(to)), changes: 1, rank: i})
		}
	}
	return out
}

// lookalikes lists what a character may be a misreading of, the likeliest first.
// The pairs S/5, O/0, I/1, B/8 were seen in letters (V2); the others are ours, as
// are the keys of the French keyboard typed without the capital key. The hyphen
// of its 6 key is a separator and cannot be told.
func lookalikes(r rune) string {
	for _, row := range [...]struct{ from, to string }{
		{"OoQDUØø°", "0"}, {"IiLlJj|!][ıł¡", "1"}, {"Zz", "27"}, {"E", "38"}, {"A", "4"}, {"Ss$§", "5"},
		{"G", "69"}, {"b", "68"}, {"TtY", "7"}, {"B", "83"}, {"gq", "9"},
		{"0", "O8"}, {"1", "I7"}, {"2", "Z"}, {"36", "8"}, {"5", "S6"}, {"7", "1"}, {"8", "B3"}, {"9", "4"},
		{"à@", "0"}, {"&", "1"}, {"é~", "2"}, {"\"#", "3"}, {"'’{", "4"}, {"(", "5"}, {"è`", "7"}, {"_\\", "8"}, {"ç^", "9"},
		{"À", "A0"}, {"É", "E2"}, {"È", "E7"}, {"Ç", "C9"},
	} {
		if strings.ContainsRune(row.from, r) {
			return row.to
		}
	}
	return ""
}
