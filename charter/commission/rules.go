package commission

import (
	"slices"
	"sync"

	"github.com/fichier-unique/rules/demand"
)

// Rules describes every code of this package. Their examples are what Apply,
// Round.Apply, Hold, CheckComposition, Lease.Check and Propose read, as JSON: the
// first keeps the rule silent, the second makes it speak.
func Rules() []demand.Rule {
	return slices.Concat(rulesSteps, rulesLease, rulesSession, rulesSearch, rulesProgress)
}

var byCode = sync.OnceValue(func() map[string]*demand.Rule {
	out := map[string]*demand.Rule{}
	all := Rules()
	for i := range all {
		out[all[i].Code] = &all[i]
	}
	return out
})

// Rule gives the rule of a code of this package: its article, its sentence, its
// severity, for whoever says the same law elsewhere.
func Rule(code string) (demand.Rule, bool) {
	r, ok := byCode()[code]
	if !ok {
		return demand.Rule{}, false
	}
	return *r, true
}

// ruleOf gives the rule of a code of this package.
func ruleOf(code string) *demand.Rule {
	if r, ok := byCode()[code]; ok {
		return r
	}
	return &demand.Rule{}
}

func severityOf(code string) demand.Severity { return ruleOf(code).Severity }

// fault makes the fault of a rule; the values are those of its parameters, in order.
func fault(code, path string, values ...string) demand.Fault {
	r := ruleOf(code)
	f := demand.Fault{Code: code, Path: path, Severity: r.Severity}
	for i, v := range values {
		if i < len(r.Params) {
			f.Params = append(f.Params, demand.Param{Name: r.Params[i], Value: v})
		}
	}
	return f
}
