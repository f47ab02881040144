package desk

import (
	"slices"
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/form"
)

// why is an answer of the charter, for people: what was said, by which rules, from
// which facts, and what would change it.
type why struct {
	Refused bool // else it is that facts lack
	Act     string
	Rulings []ruling
	Facts   []pairOf
	Missing []string
	Charter string
	On      demand.Date
}

// ruling is what a rule said.
type ruling struct {
	web.Ruling
	Source, Remedy string
	Outcome        charter.Outcome
}

// pairOf is a name with its value.
type pairOf struct{ Name, Value string }

// why explains a decision.
func (v *visit) why(d *charter.Decision) why {
	ex := d.Explain()
	out := why{Refused: d.Outcome == charter.Refused, Act: actName(d.Act), Charter: v.charter.Title + ", version " + ex.Version, On: d.On}
	for _, r := range ex.Spoken {
		one := ruling{Ruling: v.ruled(r.Code, r.Params...), Source: r.Source.Text, Outcome: r.Outcome}
		if r.Remedy != "" && r.Outcome != charter.Notice {
			one.Remedy = v.ruled(r.Remedy).Text
		}
		out.Rulings = append(out.Rulings, one)
	}
	for _, f := range ex.Facts {
		out.Facts = append(out.Facts, pairOf{factName(f.Name), v.factValue(f.Name, f.Value)})
	}
	for _, name := range ex.Missing {
		out.Missing = append(out.Missing, factName(name))
	}
	return out
}

// Asking are the rules that could not answer.
func (w why) Asking() []ruling {
	return slices.DeleteFunc(slices.Clone(w.Rulings), func(r ruling) bool { return r.Outcome != charter.Unknown })
}

// notices are what the charter says of an act without refusing it.
func (v *visit) notices(d *charter.Decision) []ruling {
	var out []ruling
	for _, r := range v.why(d).Rulings {
		if r.Outcome == charter.Notice {
			out = append(out, r)
		}
	}
	return out
}

// served are the duties that the file does by itself: nobody is asked to do them.
var served = []string{"CHA-DEV-02", "CHA-DEV-03", "CHA-DEV-05", "CHA-DEV-06", "CHA-DEV-11", "CHA-DEV-13", "CHA-DEV-14"}

// duties writes what an act obliges somebody to.
func (v *visit) duties(list []charter.Duty) []string {
	var out []string
	for _, d := range list {
		if slices.Contains(served, d.Code) {
			continue
		}
		text := v.ruled(d.Code).Text
		if !d.Due.IsZero() {
			text += " Au plus tard le " + web.FrenchDay(d.Due) + "."
		}
		out = append(out, text)
	}
	return out
}

// factValue writes the value of a fact for people.
func (v *visit) factValue(name, value string) string {
	switch value {
	case "":
		return "non dit"
	case "true":
		return "oui"
	case "false":
		return "non"
	}
	if day, err := demand.ParseDate(value); err == nil {
		return web.FrenchDay(day)
	}
	switch name {
	case "status":
		return statusName(journal.Status(value))
	case "registered_by", "allocated_by", "ruled_by", "sent_by", "struck_off_by":
		return v.party(value)
	case "communes":
		var names []string
		for code := range strings.FieldsSeq(value) {
			names = append(names, form.CommuneOf(code).Label)
		}
		return strings.Join(names, ", ")
	case "motive":
		return demand.Label(demand.StrikeOffMotive(value))
	case "sub_motive":
		return demand.Label(demand.StrikeOffSubMotive(value))
	case "origin":
		return originName(demand.OriginKind(value))
	}
	return value
}
