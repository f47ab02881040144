package charter

import (
	"slices"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/refdata/territories"
)

// Act is something a partner wants to do.
type Act string

// The acts this version decides.
const (
	Register    Act = "register"     // enregistrer une demande
	IssueNumber Act = "issue_number" // attribuer le numéro unique
)

// Outcome is the answer.
type Outcome string

// The answers. Notice is not an answer: it is what a rule says without deciding.
const (
	Allowed Outcome = "allowed"
	Refused Outcome = "refused"
	Unknown Outcome = "unknown"
	Notice  Outcome = "notice"
)

// Actor is who wants to do it.
type Actor struct {
	Party string `json:"party,omitempty"`
	Desk  string `json:"desk"`
}

// Facts is the closed vocabulary of what a decision may look at.
type Facts struct {
	Communes    []string      `json:"communes"`          // wanted, by INSEE code
	Missing     []string      `json:"missing,omitempty"` // codes of the minimum not met
	Association bool          `json:"association,omitempty"`
	Numbered    bool          `json:"numbered,omitempty"` // bears a number of the territory already
	OwnPublic   demand.Answer `json:"own_public,omitempty"`
}

// FactsOf draws the facts from a form and from what Registrable said of it.
func FactsOf(f *demand.Form, missing demand.Faults) Facts {
	facts := Facts{Association: f.IsAssociation(), Numbered: !f.Number.IsZero()}
	for _, p := range f.Wanted.Places {
		facts.Communes = append(facts.Communes, p.Commune)
	}
	for _, m := range missing {
		if m.Severity == demand.Blocking && !slices.Contains(facts.Missing, m.Code) {
			facts.Missing = append(facts.Missing, m.Code)
		}
	}
	return facts
}

// Ruling is what one rule said.
type Ruling struct {
	Code    string         `json:"code"`
	Outcome Outcome        `json:"outcome"`
	Path    string         `json:"path,omitempty"` // of the form, when one datum is at stake
	Params  []demand.Param `json:"params,omitempty"`
}

// FactUsed is a fact the decision looked at.
type FactUsed struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Duty is something the act obliges to.
type Duty struct {
	Code string      `json:"code"`
	Due  demand.Date `json:"due,omitzero"`
}

// Decision is an answer with its reasons.
type Decision struct {
	Outcome Outcome       `json:"outcome"`
	Rule    string        `json:"rule"` // the one that decides
	Source  demand.Source `json:"source"`
	Spoken  []Ruling      `json:"spoken"` // all that spoke, in the order of the rules
	Facts   []FactUsed    `json:"facts"`
	Remedy  string        `json:"remedy,omitempty"` // code of the rule that says what would change the answer
	Duties  []Duty        `json:"duties,omitempty"`
	Charter string        `json:"charter"`
	Version string        `json:"version"`
	On      demand.Date   `json:"on"`
}

// Faults gives what the rules said as faults: a refusal blocks, a doubt is to
// confirm, a notice informs.
func (d Decision) Faults() demand.Faults {
	var out demand.Faults
	for _, r := range d.Spoken {
		if r.Outcome == Allowed {
			continue
		}
		f := fault(r.Code, r.Path)
		f.Params = r.Params
		out = append(out, f)
	}
	return out
}

// hearing gathers what the rules say of one question.
type hearing struct {
	charter *Charter
	actor   Actor
	facts   Facts
	on      demand.Date
	spoken  []Ruling
}

func (h *hearing) say(o Outcome, code, path string, params ...string) {
	r := Ruling{Code: code, Outcome: o, Path: path}
	names := ruleOf(code).Params
	for i, v := range params {
		r.Params = append(r.Params, demand.Param{Name: names[i], Value: v})
	}
	h.spoken = append(h.spoken, r)
}

// Decide answers whether an actor may do an act on a day. Every rule speaks:
// the first refusal does not silence the others. The outcome is the gravest
// said: refused, then unknown, then allowed.
func Decide(c *Charter, actor Actor, act Act, facts Facts, on demand.Date) Decision {
	h := &hearing{charter: c, actor: actor, facts: facts, on: on}
	h.inForce()
	switch act {
	case Register:
		h.whoRegisters()
		h.where()
		h.say(Allowed, "CHA-ENR-01", "")
	case IssueNumber:
		h.whoRegisters()
		h.number()
		h.say(Allowed, "CHA-NUM-01", "")
	default:
		h.say(Unknown, "CHA-ACT-01", "")
	}
	return h.answer(act)
}

func (h *hearing) inForce() {
	if h.on.Before(h.charter.ValidFrom) || h.on.After(h.charter.ValidTo) {
		h.say(Unknown, "CHA-DAT-01", "")
	}
}

// titleOf tells by what act each kind of partner may register.
// Law: CCH R.441-2-1 (2010-05-03). Confidence: V.
var titleOf = map[PartyKind]string{
	Landlord: "", SIAO: "", Mandatary: "mandate", Manager: "mandate", Community: "deliberation", EPCI: "deliberation",
	StateService: "designation", ReservationHolder: "convention",
}

// frenchTitle names a title in the sentences.
var frenchTitle = map[string]string{"mandate": "mandat", "deliberation": "délibération", "designation": "désignation par le préfet", "convention": "convention avec le préfet"}

func (h *hearing) whoRegisters() {
	party, ok := h.charter.PartyOfDesk(h.actor.Desk, h.on)
	switch {
	case !ok && len(h.charter.Parties) == 0:
		h.say(Unknown, "CHA-PAR-02", "desk")
		return
	case !ok:
		h.say(Refused, "CHA-PAR-01", "desk")
		return
	case h.actor.Party != "" && h.actor.Party != party.ID:
		h.say(Refused, "CHA-PAR-03", "desk")
	}
	h.title(&party)
}

// title says whether the partner has the title its kind needs, and for which public.
func (h *hearing) title(party *Party) {
	need := titleOf[party.Kind]
	inForce := party.Title.Kind == need && !party.Title.SignedOn.IsZero() && !h.on.Before(party.Title.SignedOn)
	if need != "" && !inForce {
		h.say(Refused, "CHA-PAR-04", "desk", frenchTitle[need])
	}
	if party.Kind == SIAO && h.charter.Profile < demand.Profile2015 {
		h.say(Refused, "CHA-PAR-05", "desk")
	}
	if party.OwnPublicOnly {
		switch h.facts.OwnPublic {
		case demand.No:
			h.say(Refused, "CHA-PAR-06", "")
		case demand.NotSaid:
			h.say(Notice, "CHA-PAR-07", "")
		}
	}
}

// where compares the wanted communes with the territory of the file.
func (h *hearing) where() {
	outside, last := 0, ""
	for _, code := range h.facts.Communes {
		current, _ := territories.Current(code)
		commune, ok := territories.Commune(current)
		if ok && !slices.Contains(h.charter.Territory.Departements, commune.Departement) {
			outside++
			last = commune.Departement
		}
	}
	switch {
	case outside == 0:
	case outside == len(h.facts.Communes):
		h.say(Refused, "CHA-TER-01", "wanted.places", last)
	default:
		h.say(Notice, "CHA-TER-02", "wanted.places", strconv.Itoa(outside))
	}
}

func (h *hearing) number() {
	if len(h.facts.Missing) > 0 {
		h.say(Refused, "CHA-NUM-02", "", strings.Join(h.facts.Missing, ", "))
	}
	if h.facts.Numbered {
		h.say(Refused, "CHA-NUM-03", "number")
	}
}

// remedies gives, for each refusing rule, the one that says what would change it.
var remedies = map[string]string{
	"CHA-PAR-01": "CHA-REM-01", "CHA-PAR-02": "CHA-REM-01", "CHA-PAR-03": "CHA-REM-01", "CHA-PAR-04": "CHA-REM-02", "CHA-PAR-05": "CHA-REM-01",
	"CHA-PAR-06": "CHA-REM-01", "CHA-TER-01": "CHA-REM-03", "CHA-NUM-02": "CHA-REM-04", "CHA-NUM-03": "CHA-REM-05", "CHA-DAT-01": "CHA-REM-06", "CHA-ACT-01": "CHA-REM-06",
}

func (h *hearing) answer(act Act) Decision {
	d := Decision{Outcome: Allowed, Spoken: h.spoken, Charter: h.charter.Name, Version: h.charter.Version, On: h.on}
	weight := map[Outcome]int{Notice: 0, Allowed: 1, Unknown: 2, Refused: 3}
	gravest := 0
	for _, r := range h.spoken {
		if weight[r.Outcome] > gravest {
			gravest, d.Outcome, d.Rule = weight[r.Outcome], r.Outcome, r.Code
		}
	}
	if d.Outcome != Allowed { // what would have been allowed is not said
		d.Spoken = slices.DeleteFunc(d.Spoken, func(r Ruling) bool { return r.Outcome == Allowed })
	}
	d.Source, d.Remedy = ruleOf(d.Rule).Source, remedies[d.Rule]
	d.Facts = []FactUsed{
		{"act", string(act)}, {"desk", h.actor.Desk}, {"communes", strings.Join(h.facts.Communes, " ")},
		{"missing", strings.Join(h.facts.Missing, " ")}, {"numbered", strconv.FormatBool(h.facts.Numbered)},
	}
	if d.Outcome == Allowed && act == Register {
		d.Duties = []Duty{{"CHA-DEV-01", h.on.AddMonths(1)}, {"CHA-DEV-02", h.on.AddDays(1)}, {"CHA-DEV-03", h.on}}
	}
	return d
}
