package desk

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/commission"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/web/form"
)

// said is a fact that only somebody who was there can say, as a field of a page.
type said struct {
	kind string // answer, date, count, party, text, choice
	hint string
	// set takes what was typed; it reports false when that cannot be read.
	set     func(f *charter.Facts, typed string) bool
	choices []form.Choice
}

func answerTo(at func(*charter.Facts) *demand.Answer) said {
	return said{kind: "answer", set: func(f *charter.Facts, typed string) bool {
		switch typed {
		case "oui":
			*at(f) = demand.Yes
		case "non":
			*at(f) = demand.No
		}
		return true
	}}
}

func hinted(hint string, s said) said {
	s.hint = hint
	return s
}

func dateOf(at func(*charter.Facts) *demand.Date) said {
	return said{kind: "date", set: func(f *charter.Facts, typed string) (ok bool) {
		*at(f), ok = day(typed)
		return ok
	}}
}

func textOf(kind, hint string, at func(*charter.Facts) *string) said {
	return said{kind: kind, hint: hint, set: func(f *charter.Facts, typed string) bool {
		*at(f) = typed
		return true
	}}
}

// sayable are the facts that a page may ask for, by their names. The others are
// known from the journal: they are written there by an act of their own.
var sayable = map[string]said{
	"own_public": answerTo(func(f *charter.Facts) *demand.Answer { return &f.OwnPublic }),
	"identity":   answerTo(func(f *charter.Facts) *demand.Answer { return &f.Identity }),
	"received":   answerTo(func(f *charter.Facts) *demand.Answer { return &f.Received }),
	"validated":  hinted("Pour une information venue d’un tiers.", answerTo(func(f *charter.Facts) *demand.Answer { return &f.Validated })),
	"origin": {kind: "choice", hint: "Elle est gardée avec chaque information changée.", choices: originChoices(), set: func(f *charter.Facts, typed string) bool {
		f.Origin = demand.OriginKind(typed)
		return typed == "" || f.Origin.Known()
	}},
	"lease_on":      dateOf(func(f *charter.Facts) *demand.Date { return &f.LeaseOn }),
	"lease_data":    answerTo(func(f *charter.Facts) *demand.Answer { return &f.LeaseData }),
	"allocated_by":  textOf("party", "", func(f *charter.Facts) *string { return &f.AllocatedBy }),
	"ruled_by":      textOf("party", "", func(f *charter.Facts) *string { return &f.RuledBy }),
	"delivered":     answerTo(func(f *charter.Facts) *demand.Answer { return &f.Delivered }),
	"commission_on": dateOf(func(f *charter.Facts) *demand.Date { return &f.CommissionOn }),
	"urgent":        answerTo(func(f *charter.Facts) *demand.Answer { return &f.Urgent }),
	"reason":        textOf("text", inFewWords, func(f *charter.Facts) *string { return &f.Reason }),
	"candidates": {kind: "count", set: func(f *charter.Facts, typed string) bool {
		n, err := strconv.Atoi(typed)
		f.Candidates = n
		return typed == "" || err == nil && n >= 0 && n < 1000
	}},
	"exception": {kind: "choice", choices: []form.Choice{
		{Value: string(commission.FewCandidates), Label: "Candidats trop peu nombreux"},
		{Value: string(commission.DALODesignated), Label: "Personne désignée au titre du DALO"},
		{Value: string(commission.AdaptedPLAI), Label: "PLAI adapté"}},
		set: func(f *charter.Facts, typed string) bool { f.Exception = typed; return true }},
	"under_ceiling": answerTo(func(f *charter.Facts) *demand.Answer { return &f.UnderCeiling }),
	"answer_by":     dateOf(func(f *charter.Facts) *demand.Date { return &f.AnswerBy }),
	"proof":         answerTo(func(f *charter.Facts) *demand.Answer { return &f.Proof }),
}

func originChoices() []form.Choice {
	var out []form.Choice
	for _, k := range []demand.OriginKind{demand.FromApplicant, demand.FromPaper, demand.FromThirdParty} {
		out = append(out, form.Choice{Value: string(k), Label: capital(originName(k))})
	}
	return out
}

// factPrefix begins the name of the field of a fact.
const factPrefix = "fait."

// factFields makes the fields of facts, with what was typed before.
func (v *visit) factFields(names []string, typed url.Values) []form.Field {
	var out []form.Field
	for _, name := range names {
		s, ok := sayable[name]
		if !ok {
			continue
		}
		value := typed.Get(factPrefix + name)
		f := form.Field{Name: factPrefix + name, ID: form.ID(factPrefix + name), Label: factName(name), Hint: s.hint, Value: value, Kind: "text", Type: "text"}
		switch s.kind {
		case "answer":
			f.Kind, f.Choices = "choices", []form.Choice{{Value: "oui", Label: "Oui"}, {Value: "non", Label: "Non"}}
		case "choice":
			f.Kind, f.Choices = "select", append([]form.Choice(nil), s.choices...)
			if value == "" && name == "origin" {
				value = string(demand.FromApplicant)
			}
		case "party":
			f.Kind, f.Choices = "select", v.parties()
			if value == "" {
				value = v.myParty()
			}
		case "date":
			f.Type, f.Short = "date", true
		case "count":
			f.Mode, f.Short = "numeric", true
		}
		for i := range f.Choices {
			f.Choices[i].Chosen = f.Choices[i].Value == value
		}
		if !s.set(&charter.Facts{}, typed.Get(factPrefix+name)) {
			f.Faults = append(f.Faults, form.Said{Text: "Cette valeur n’a pas pu être lue.", ID: f.ID, Label: f.Label})
		}
		out = append(out, f)
	}
	return out
}

// factsIn reads the facts that were said; false when one cannot be read.
func factsIn(typed url.Values) (f charter.Facts, ok bool) {
	ok = true
	for name, s := range sayable {
		if text := strings.TrimSpace(typed.Get(factPrefix + name)); text != "" {
			ok = s.set(&f, text) && ok
		}
	}
	return f, ok
}

// asked lists the facts a page asked for, so that it asks for them again.
func asked(typed url.Values) []string {
	var out []string
	for _, name := range factOrder {
		if typed.Has(factPrefix + name) {
			out = append(out, name)
		}
	}
	return out
}

// factOrder is the order of the fields of facts.
var factOrder = []string{"own_public", "identity", "received", "origin", "validated", "lease_on", "lease_data", "allocated_by", "ruled_by", "delivered",
	"commission_on", "urgent", "reason", "candidates", "exception", "under_ceiling", "answer_by", "proof"}

// parties are the partners of the charter, as choices.
func (v *visit) parties() []form.Choice {
	var out []form.Choice
	for i := range v.charter.Parties {
		p := &v.charter.Parties[i]
		out = append(out, form.Choice{Value: p.ID, Label: p.Name})
	}
	return out
}

// day reads a day that may be left out.
func day(typed string) (demand.Date, bool) {
	if typed = strings.TrimSpace(typed); typed == "" {
		return demand.Date{}, true
	}
	return form.Day(typed)
}
