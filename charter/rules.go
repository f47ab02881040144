package charter

import (
	"slices"
	"strconv"

	"github.com/fichier-unique/rules/demand"
)

func at(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

// Rules describes every rule of the charter: those that decide, their remedies,
// the duties, what is wrong in a charter or a question, and the requirements of
// the specification with what answers them. The examples of a rule
// that decides are questions as DecodeQuestion reads them: the first keeps it
// silent, the second makes it speak.
func Rules() []demand.Rule {
	var out []demand.Rule
	for i := range rows {
		r := rows[i].Rule
		r.Accepts, r.Refuses = rows[i].examples()
		out = append(out, r)
	}
	for i := range duties {
		out = append(out, duties[i].Rule)
	}
	return slices.Concat(out, minimumRules, remedies, fileRules, questionRules, steeringRules())
}

// RuleOf finds a rule by its code.
func RuleOf(code string) (demand.Rule, bool) {
	all := Rules()
	if i := slices.IndexFunc(all, func(r demand.Rule) bool { return r.Code == code }); i >= 0 {
		return all[i], true
	}
	return demand.Rule{}, false
}
