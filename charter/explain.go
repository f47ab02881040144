package charter

import (
	"encoding/json"
	"math/bits"

	"github.com/fichier-unique/rules/demand"
)

// Ruling is what one rule said.
type Ruling struct {
	Code    string         `json:"code"`
	Outcome Outcome        `json:"outcome"`
	Path    string         `json:"path,omitempty"` // of the form, when one datum is at stake
	Params  []demand.Param `json:"params,omitempty"`
	Source  demand.Source  `json:"source"`
	Remedy  string         `json:"remedy,omitempty"` // code of the rule that says what would change the answer
}

// FactUsed is a fact the decision looked at. Value is empty when it was not said.
type FactUsed struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Duty is something the act obliges to.
type Duty struct {
	Code string      `json:"code"`
	Due  demand.Date `json:"due,omitzero"` // last day; none when there is no term
}

// Explanation is a decision with all its reasons: what is written down, shown,
// and can be replayed.
type Explanation struct {
	Outcome Outcome       `json:"outcome"`
	Rule    string        `json:"rule"` // the one that decides
	Source  demand.Source `json:"source"`
	Spoken  []Ruling      `json:"spoken,omitempty"` // all that spoke, in the order of the rules
	Facts   []FactUsed    `json:"facts"`
	Missing []string      `json:"missing,omitempty"` // facts that would settle an unknown answer
	Remedy  string        `json:"remedy,omitempty"`
	Duties  []Duty        `json:"duties,omitempty"`
	Charter string        `json:"charter"`
	Version string        `json:"version"`
	// Question is what was asked, whole, so that the decision can be taken again.
	Question Question `json:"question"`
}

// Explain gives all the reasons of the decision.
func (d *Decision) Explain() Explanation {
	return Explanation{
		Outcome: d.Outcome, Rule: d.Rule, Source: d.Source(), Spoken: d.Spoken(), Facts: d.Facts(), Missing: d.Missing(), Remedy: d.Remedy(),
		Duties: d.Duties(), Charter: d.Charter.Name, Version: d.Charter.Version, Question: Question{Actor: d.Actor, Act: d.Act, Facts: d.facts, On: d.On},
	}
}

// MarshalJSON writes the explanation.
func (d Decision) MarshalJSON() ([]byte, error) { return json.Marshal(d.Explain()) }

// Source gives the source of the rule that decides.
func (d *Decision) Source() demand.Source {
	if r := rowOf(d.Rule); r != nil {
		return r.Source
	}
	return ourFile
}

// Remedy gives the code of the rule that says what would change the answer.
func (d *Decision) Remedy() string {
	if r := rowOf(d.Rule); r != nil && d.Outcome != Allowed {
		return r.remedy
	}
	return ""
}

// Spoken lists what the rules said, in their order. What allows is left out of
// an answer that does not: it would read as a contradiction.
func (d *Decision) Spoken() []Ruling {
	out := make([]Ruling, 0, 4)
	h := d.reopen()
	defer h.giveBack()
	for _, r := range planOf(d.Charter, d.Act) {
		for v := notice; v <= refuses; v++ {
			if !d.said[v].has(int(r.rank)) || v == allows && d.Outcome != Allowed {
				continue
			}
			ruling := Ruling{Code: r.Code, Outcome: outcomeOf[v], Path: r.path, Source: r.Source, Remedy: r.remedy}
			if r.params != nil {
				for i, value := range r.params(h) {
					ruling.Params = append(ruling.Params, demand.Param{Name: r.Params[i], Value: value})
				}
			}
			out = append(out, ruling)
		}
	}
	return out
}

// Faults gives what the rules said as faults: a refusal blocks, a doubt is to
// confirm, a notice informs.
func (d *Decision) Faults() demand.Faults {
	severity := map[Outcome]demand.Severity{Notice: demand.Information, Unknown: demand.ToConfirm, Refused: demand.Blocking}
	var out demand.Faults
	for _, r := range d.Spoken() {
		if r.Outcome != Allowed {
			out = append(out, demand.Fault{Code: r.Code, Path: r.Path, Severity: severity[r.Outcome], Params: r.Params})
		}
	}
	return out
}

// Facts lists the facts the rules of the act look at, with what was said of them.
func (d *Decision) Facts() []FactUsed {
	var used factSet
	for _, r := range planOf(d.Charter, d.Act) {
		used |= r.facts
	}
	out := make([]FactUsed, 0, bits.OnesCount64(uint64(used)))
	for ; used != 0; used &= used - 1 {
		if f := fact(bits.TrailingZeros64(uint64(used))); f != noFact {
			out = append(out, FactUsed{vocabularyOfFacts[f].name, vocabularyOfFacts[f].show(&d.facts)})
		}
	}
	return out
}

// Missing names the facts that would settle an unknown answer.
func (d *Decision) Missing() []string {
	if d.Outcome != Unknown {
		return nil
	}
	var out []string
	for f := factCommunes; f < factCount; f++ {
		if d.missing&(1<<f) != 0 {
			out = append(out, vocabularyOfFacts[f].name)
		}
	}
	return out
}

// Duties lists what an allowed act obliges to, with the last day of each.
func (d *Decision) Duties() []Duty {
	if d.Outcome != Allowed {
		return nil
	}
	var out []Duty
	h := d.reopen()
	defer h.giveBack()
	for i := range duties {
		if u := &duties[i]; u.applies(d.Charter) && u.acts&d.Act.bit() != 0 && (u.when == nil || u.when(h)) {
			due := demand.Date{}
			if u.due != nil {
				due = u.due(h)
			}
			out = append(out, Duty{u.Code, due})
		}
	}
	return out
}
