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
	h := d.reopen()
	defer h.giveBack()
	return Explanation{
		Outcome: d.Outcome, Rule: d.Rule, Source: d.Source(), Spoken: d.spoken(h), Facts: d.used(h), Missing: d.Missing(), Remedy: d.Remedy(),
		Duties: d.duties(h), Charter: d.Charter.Name, Version: d.Charter.Version, Question: Question{Actor: d.Actor, Act: d.Act, Facts: d.facts, On: d.On},
	}
}

// MarshalJSON writes the explanation.
func (d Decision) MarshalJSON() ([]byte, error) { return json.Marshal(d.Explain()) }

// Source gives the source of the rule that decides.
func (d *Decision) Source() demand.Source {
	return rows[d.rank].sourceUnder(d.Charter)
}

// Remedy gives the code of the rule that says what would change the answer.
func (d *Decision) Remedy() string {
	if d.Outcome == Allowed {
		return ""
	}
	return rows[d.rank].remedy
}

// Spoken lists what the rules said, in their order. What allows is left out of
// an answer that does not: it would read as a contradiction.
func (d *Decision) Spoken() []Ruling {
	h := d.reopen()
	defer h.giveBack()
	return d.spoken(h)
}

func (d *Decision) spoken(h *hearing) []Ruling {
	said := d.said
	if d.Outcome != Allowed {
		said[allows] = ruleSet{}
	}
	var all ruleSet
	for v := notice; v <= refuses; v++ {
		all.join(&said[v])
	}
	out := make([]Ruling, 0, all.len())
	for rank := all.first(); rank >= 0; rank = all.first() {
		all.remove(rank)
		r, v := &rows[rank], notice
		for !said[v].has(rank) {
			v++
		}
		ruling := Ruling{Code: r.Code, Outcome: outcomeOf[v], Path: r.path, Source: r.sourceUnder(d.Charter), Remedy: r.remedy}
		if r.params != nil {
			values := r.params(h)
			ruling.Params = make([]demand.Param, len(values))
			for i, value := range values {
				ruling.Params[i] = demand.Param{Name: r.Params[i], Value: value}
			}
		}
		out = append(out, ruling)
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
	h := d.reopen()
	defer h.giveBack()
	return d.used(h)
}

// used shows the facts of the hearing: those of d would move it to the heap.
func (d *Decision) used(h *hearing) []FactUsed {
	used := agendaOf(d.Charter, d.Act).facts
	out := make([]FactUsed, 0, bits.OnesCount64(uint64(used)))
	for ; used != 0; used &= used - 1 {
		if f := fact(bits.TrailingZeros64(uint64(used))); f != noFact {
			out = append(out, FactUsed{vocabularyOfFacts[f].name, vocabularyOfFacts[f].show(h.facts)})
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
	h := d.reopen()
	defer h.giveBack()
	return d.duties(h)
}

func (d *Decision) duties(h *hearing) []Duty {
	if d.Outcome != Allowed {
		return nil
	}
	var out []Duty
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
