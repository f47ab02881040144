package charter

import (
	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/charter/commission"
	"github.com/fichier-unique/rules/charter/priority"
	"github.com/fichier-unique/rules/demand"
)

// law gives the source of a rule of a room below, so that the same law is cited
// once, whoever says it. A test checks that every code named here is one of theirs.
func law(code string) demand.Source {
	for _, room := range [...]func(string) (demand.Rule, bool){calendar.Rule, commission.Rule, priority.Rule} {
		if r, ok := room(code); ok {
			return r.Source
		}
	}
	return demand.Source{}
}
