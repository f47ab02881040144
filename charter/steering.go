package charter

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"

	"github.com/fichier-unique/rules/demand"
)

//go:embed steering.csv
var steeringCSV string

// Requirement is one requirement of the specification of a shared file (cahier
// des charges), with what answers it here, or why it is the operator's.
type Requirement struct {
	ID         string           `json:"id"` // FP-01 to FP-85
	Source     demand.Source    `json:"source"`
	Profiles   []demand.Profile `json:"profiles"`
	French     string           `json:"fr"`
	English    string           `json:"en"`
	AnsweredBy []string         `json:"answered_by,omitempty"` // codes of rules, names of functions and types
	ShownBy    []string         `json:"shown_by,omitempty"`    // tests
	Remark     string           `json:"remark,omitempty"`      // what is not ours, and why
}

var steering = sync.OnceValue(func() []Requirement {
	in := csv.NewReader(strings.NewReader(steeringCSV))
	in.Comment = '#'
	lines, _ := in.ReadAll() // embedded: a test of the house reads it
	var out []Requirement
	for _, l := range lines[min(1, len(lines)):] {
		r := Requirement{ID: l[0], Source: demand.Source{Article: l[1], Text: "cahier des charges des systèmes particuliers", Confidence: demand.Confidence(l[2])},
			French: l[3], AnsweredBy: strings.Fields(l[4]), ShownBy: strings.Fields(l[5]), Remark: l[6], English: l[8]}
		for _, p := range strings.Fields(l[7]) {
			r.Profiles = append(r.Profiles, demand.Profile(p))
		}
		out = append(out, r)
	}
	return out
})

// Steering lists the requirements of the specification, in order.
func Steering() []Requirement { return append([]Requirement(nil), steering()...) }

// steeringRules writes the requirements as rules, for a lawyer's eye: FP-23 is
// CHA-CDC-23.
func steeringRules() []demand.Rule {
	var out []demand.Rule
	for _, r := range steering() {
		answer := strings.Join(r.AnsweredBy, ", ")
		if answer == "" {
			answer = "l'exploitant"
		}
		text := r.Source
		text.Text = r.ID + " ; répondu par " + answer
		if r.Remark != "" {
			text.Text += " ; " + r.Remark
		}
		out = append(out, demand.Rule{Code: "CHA-CDC-" + strings.TrimPrefix(r.ID, "FP-"), Chapter: "cahier des charges", Profiles: r.Profiles,
			Source: text, French: r.French, English: r.English})
	}
	return out
}
