package charter

import (
	"slices"

	"github.com/fichier-unique/rules/demand"
)

// row is a rule of the charter: what a lawyer reads, and the check beside it.
type row struct {
	demand.Rule
	acts   actSet
	facts  factSet // what the check looks at
	remedy string  // code of the rule that says what would change the answer
	path   string  // of the form, when one datum is at stake
	local  bool    // holds under another law too
	check  func(h *hearing) verdict
	// A rule of strike-off may speak of some motives only.
	motives uint8
	// A rule that speaks only of what a charter has, or has not, is not heard elsewhere.
	wants, lacks features
	params       func(h *hearing) []string // values of the parameters of the sentence
	rank         uint8                     // place in the table
	// example is a patch on the sample question of the first act: it makes the
	// rule speak; quiet is one that keeps it silent, where the sample would not.
	// charter names the shipped charter it is put to.
	example, quiet, charter string
	says                    verdict // the gravest it may say; refuses when it is not given
}

// actSet is a set of acts.
type actSet uint32

func actsOf(list ...Act) actSet {
	var s actSet
	for _, a := range list {
		s |= a.bit()
	}
	return s
}

func (a Act) bit() actSet {
	if r := a.rank(); r >= 0 {
		return 1 << r
	}
	return 0
}

func (s actSet) has(a Act) bool { return s&a.bit() != 0 }

var everyAct = actsOf(acts[:]...)

// rows is the table of the rules that decide, in the order in which they speak.
var rows = tabled(rowsParties, rowsRights, rowsRegistration, rowsLife, rowsStrikeOff, rowsReactivation, rowsAccess, rowsPapers, rowsLabels, rowsCommission, rowsPeople, rowsActs)

func tabled(tables ...[]row) []row {
	all := slices.Concat(tables...)
	for i := range all {
		r := &all[i]
		r.rank = uint8(i)
		switch r.says {
		case notice, allows:
			r.Severity = demand.Information
		case unknown:
			r.Severity = demand.ToConfirm
		}
	}
	return all
}

// applies reports whether a rule holds under a charter: its profile, and whether
// the charter stands on French law.
func (r *row) applies(c *Charter) bool {
	return (r.local || c.Law == France) && (len(r.Profiles) == 0 || slices.Contains(r.Profiles, c.Profile))
}

var (
	since2010 = []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017}
	since2015 = []demand.Profile{demand.Profile2015, demand.Profile2017}
	only2000  = []demand.Profile{demand.Profile2000}
)

// rule makes the part of a row a lawyer reads.
func rule(code, chapter string, source demand.Source, fr, en string, params ...string) demand.Rule {
	return demand.Rule{Code: code, Chapter: chapter, Severity: demand.Blocking, Source: source, Params: params, French: fr, English: en}
}

func verified(article, text string) demand.Source {
	return demand.Source{Article: article, Text: text, Confidence: demand.Verified}
}

func inferred(article, text string) demand.Source {
	return demand.Source{Article: article, Text: text, Confidence: demand.Inference}
}
