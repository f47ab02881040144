package priority

import (
	"slices"
	"strconv"
	"sync"

	"github.com/fichier-unique/rules/demand"
)

// Outcome is an answer, or what one rule says of a question.
type Outcome string

// The outcomes. Notice is what a rule says without deciding.
const (
	Allowed Outcome = "allowed"
	Refused Outcome = "refused"
	Unknown Outcome = "unknown"
	Notice  Outcome = "notice"
)

// Ruling is what one rule said, with its source and what would change it.
type Ruling struct {
	Code    string         `json:"code"`
	Outcome Outcome        `json:"outcome"`
	Path    string         `json:"path,omitempty"`
	Params  []demand.Param `json:"params,omitempty"`
	Source  demand.Source  `json:"source"`
	Remedy  string         `json:"remedy,omitempty"` // code of the rule that says what would change the answer
}

// Verdict is the answer to a question: the gravest of what the rules said, all
// of which spoke.
type Verdict struct {
	Outcome Outcome       `json:"outcome"`
	Rule    string        `json:"rule"`
	Source  demand.Source `json:"source"`
	Remedy  string        `json:"remedy,omitempty"`
	Spoken  []Ruling      `json:"spoken"`
}

// Faults gives what was said as faults, without what allows.
func (v Verdict) Faults() demand.Faults {
	var out demand.Faults
	for _, r := range v.Spoken {
		if r.Outcome != Allowed {
			out = append(out, demand.Fault{Code: r.Code, Path: r.Path, Severity: ruleOf(r.Code).Severity, Params: r.Params})
		}
	}
	return out
}

// hearing gathers what the rules say of one question.
type hearing struct{ spoken []Ruling }

func (h *hearing) say(o Outcome, code, path string, params ...string) {
	h.spoken = append(h.spoken, ruling(o, code, path, params...))
}

func (h *hearing) when(bad bool, o Outcome, code, path string, params ...string) {
	if bad {
		h.say(o, code, path, params...)
	}
}

func ruling(o Outcome, code, path string, params ...string) Ruling {
	rule := ruleOf(code)
	out := Ruling{Code: code, Outcome: o, Path: path, Source: rule.Source}
	if o != Allowed && o != Notice {
		out.Remedy = remedies[code]
	}
	for i, value := range params {
		if i < len(rule.Params) {
			out.Params = append(out.Params, demand.Param{Name: rule.Params[i], Value: value})
		}
	}
	return out
}

// answer takes the gravest of what was said; the rule given allows when nothing
// refuses and nothing is unknown.
func (h *hearing) answer(allows string) Verdict {
	weight := map[Outcome]int{Unknown: 1, Refused: 2}
	worst := -1
	for i, r := range h.spoken {
		if weight[r.Outcome] > 0 && (worst < 0 || weight[r.Outcome] > weight[h.spoken[worst].Outcome]) {
			worst = i
		}
	}
	if worst < 0 {
		h.spoken = append(h.spoken, ruling(Allowed, allows, ""))
		worst = len(h.spoken) - 1
	}
	r := h.spoken[worst]
	return Verdict{Outcome: r.Outcome, Rule: r.Code, Source: r.Source, Remedy: r.Remedy, Spoken: h.spoken}
}

// Rules describes every rule of this package. Their examples are the questions
// of the package as JSON: with the first the rule is silent, with the second it
// speaks.
func Rules() []demand.Rule {
	var out []demand.Rule
	for i := range publics {
		out = append(out, publics[i].Rule)
	}
	return slices.Concat(out, rulesPublics, rulesLabels, rulesDALO, rulesQuotas, rulesMeasures)
}

var ruleIndex = sync.OnceValue(func() map[string]demand.Rule {
	out := map[string]demand.Rule{}
	for _, r := range Rules() {
		out[r.Code] = r
	}
	return out
})

// Rule gives the rule of a code of this package: its article, its sentence, its
// severity, for whoever says the same law elsewhere.
func Rule(code string) (demand.Rule, bool) {
	r, ok := ruleIndex()[code]
	return r, ok
}

func ruleOf(code string) demand.Rule { return ruleIndex()[code] }

func at(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

func fault(code, path string, params ...string) demand.Fault {
	r := ruling(Notice, code, path, params...)
	return demand.Fault{Code: code, Path: path, Severity: ruleOf(code).Severity, Params: r.Params}
}

func source(article, text string, c demand.Confidence) demand.Source {
	return demand.Source{Article: article, Text: text, Confidence: c}
}

// during reports whether a day is known and within both ends, of which either
// may be open.
func during(day, from, to demand.Date) bool {
	return !day.IsZero() && !day.Before(from) && !day.After(to)
}
