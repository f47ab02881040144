package rules

import (
	"slices"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/charter/commission"
	"github.com/fichier-unique/rules/charter/costkey"
	"github.com/fichier-unique/rules/charter/exchange"
	"github.com/fichier-unique/rules/charter/priority"
	"github.com/fichier-unique/rules/charter/retention"
	"github.com/fichier-unique/rules/charter/scoring"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/attestation"
	"github.com/fichier-unique/rules/demand/household"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/papers"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/demand/tabular"
	"github.com/fichier-unique/rules/matching/columns"
	"github.com/fichier-unique/rules/matching/review"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/disclosure"
	"github.com/fichier-unique/rules/observatory/territory"
)

// All lists the rules of every room, each code once: what a rulebook, a lawyer
// or the file rules.json needs.
func All() []demand.Rule {
	return slices.Concat(
		demand.Rules(),
		household.Rules(),
		journal.Rules(),
		papers.Rules(),
		attestation.Rules(),
		tabular.Rules(),
		sne.Rules(),
		calendar.Rules(),
		commission.Rules(),
		priority.Rules(),
		scoring.Rules(),
		costkey.Rules(),
		retention.Rules(),
		access.Rules(),
		charter.Rules(),
		exchange.Rules(),
		columns.Rules(),
		review.Rules(),
		territory.Rules(),
		observatory.Rules(), disclosure.Rules(),
	)
}
