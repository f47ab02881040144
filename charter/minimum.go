package charter

import (
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// minimumRules say what another law wants before a number.
var minimumRules = []demand.Rule{{
	Code: "CHA-MIN-01", Chapter: "numéro unique", Severity: demand.Blocking, Source: ourFile, Params: []string{"path"},
	French:  "Sous un autre droit, la charte demande cette information avant le numéro : {path}.",
	English: "Under another law, the charter wants this before the number: {path}.",
}}

// Minimum lists what is wanted before a number may be given and the form does not
// say: the law's own list (demand.Registrable), or under another law that of the
// charter.
func Minimum(c *Charter, f *demand.Form, in demand.Setting) demand.Faults {
	if c.Law == France {
		return demand.Registrable(f, in)
	}
	given := journal.Given(f)
	var out demand.Faults
	for _, path := range c.Required {
		if !given.Has(path) {
			out = append(out, demand.Fault{Code: "CHA-MIN-01", Path: path, Severity: demand.Blocking, Params: []demand.Param{{Name: "path", Value: path}}})
		}
	}
	return out
}

// sourceUnder is the source of a rule under a charter: under another law, the
// partners' charter itself, for no article of French law applies.
func (r *row) sourceUnder(c *Charter) demand.Source {
	if c.Law != France {
		return ourFile
	}
	return r.Source
}
