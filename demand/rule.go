package demand

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/internal/sentence"
)

// Rule is one rule as data: what a lawyer, a diff or a report reads. Every room
// of the house describes its rules with this type.
type Rule struct {
	Code     string    `json:"code"`
	Chapter  string    `json:"chapter"`             // "identité", "dates", "logement souhaité"…
	Severity Severity  `json:"severity"`            // of the faults it raises
	Profiles []Profile `json:"profiles,omitempty"`  // empty: every profile
	From     Date      `json:"valid_from,omitzero"` // first day it applies; none: from the first profile
	To       Date      `json:"valid_to,omitzero"`   // last day it applies; none: still in force
	Source   Source    `json:"source"`
	Params   []string  `json:"params,omitempty"` // names of the parameters of the sentence
	French   string    `json:"fr"`               // sentence, {name} marks a parameter
	English  string    `json:"en"`
	Accepts  Example   `json:"accepts,omitempty"` // what the rule lets pass
	Refuses  Example   `json:"refuses,omitempty"` // what raises its fault
}

// Validity gives the first and the last day the rule applies: its own days, or
// else those of its profiles. A zero last day means that it is still in force.
func (r *Rule) Validity() (from, to Date) {
	from, to = r.From, r.To
	all := Profiles()
	first, last := 0, len(all)-1
	if len(r.Profiles) > 0 {
		of := func(p Profile) int { return slices.IndexFunc(all, func(i ProfileInfo) bool { return i.Profile == p }) }
		first, last = max(0, of(slices.Min(r.Profiles))), max(0, of(slices.Max(r.Profiles)))
	}
	if from.IsZero() {
		from = all[first].ValidFrom
	}
	if to.IsZero() && last < len(all)-1 {
		to = all[last+1].ValidFrom.AddDays(-1)
	}
	return from, to
}

// MarshalJSON writes the rule with the days it applies, so that a reader needs
// no table of the profiles.
func (r Rule) MarshalJSON() ([]byte, error) {
	type plain Rule
	out := plain(r)
	out.From, out.To = r.Validity()
	return asWritten(out)
}

// asWritten leaves "<" and "&" to the caller's encoder, which escapes them or not.
func asWritten(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}

// Example shows a rule at work: the JSON of a partial form or of what the room
// reads, or a plain text such as a line of a file. Unless its rule says
// otherwise it is judged on ExampleDay, under the last profile of the rule.
type Example string

// ExampleDay is the day the examples of the rules are judged on.
var ExampleDay = MustDate("2026-06-30")

// MarshalJSON writes an object or a list as it is, anything else as a text: so
// too a JSON with escapes of characters, which other readers may refuse.
func (e Example) MarshalJSON() ([]byte, error) {
	if len(e) > 0 && (e[0] == '{' || e[0] == '[') && json.Valid([]byte(e)) && !strings.Contains(string(e), `\u`) {
		return []byte(e), nil
	}
	return asWritten(string(e))
}

// UnmarshalJSON reads what MarshalJSON writes.
func (e *Example) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) == nil {
		*e = Example(text)
		return nil
	}
	*e = Example(data)
	return nil
}

// Rulebook finds the rule of a fault and writes its sentence. A program builds
// one at its edge, from the rules of all the rooms it uses.
type Rulebook struct {
	rules map[string]Rule
	codes []string
	text  *sentence.Book
}

// NewRulebook gathers rules; it refuses a code given twice, a rule without
// source and a sentence whose parameters are not declared.
func NewRulebook(sets ...[]Rule) (*Rulebook, error) {
	book := &Rulebook{rules: map[string]Rule{}}
	var rows []sentence.Row
	for _, set := range sets {
		for _, r := range set {
			if _, twice := book.rules[r.Code]; twice {
				return nil, fmt.Errorf("demand: new rulebook: code %s is given twice; a code belongs to one rule for ever", r.Code)
			}
			if r.Source.Article == "" && r.Source.Text == "" || r.Source.Confidence == "" {
				return nil, fmt.Errorf("demand: new rulebook: rule %s has no source; give article, text and confidence", r.Code)
			}
			book.rules[r.Code] = r
			book.codes = append(book.codes, r.Code)
			rows = append(rows, sentence.Row{Code: r.Code, French: r.French, English: r.English, Params: r.Params})
		}
	}
	text, err := sentence.New(rows...)
	if err != nil {
		return nil, fmt.Errorf("demand: new rulebook: %w", err)
	}
	book.text = text
	return book, nil
}

// Rule gives the rule of a code.
func (b *Rulebook) Rule(code string) (Rule, bool) {
	r, ok := b.rules[code]
	return r, ok
}

// Rules lists the rules in the order they were given.
func (b *Rulebook) Rules() []Rule {
	out := make([]Rule, len(b.codes))
	for i, code := range b.codes {
		out[i] = b.rules[code]
	}
	return out
}

// Sentence writes what a fault means, in French or English.
func (b *Rulebook) Sentence(tag language.Tag, f Fault) string {
	return b.text.Render(tag, f.Code, f.Param)
}
