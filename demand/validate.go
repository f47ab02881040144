package demand

import (
	"slices"
	"strconv"
)

// Setting is what a rule may know besides the form: the day it is judged on and
// the state of the law. Nothing is ever read from a clock.
type Setting struct {
	AsOf    Date    // day of the judgement; rules that need it stay silent without it
	Profile Profile // state of the law; "" runs the rules of every profile
}

// Validate lists everything impossible or surprising in what the form says.
// What is absent is never a fault here: see Registrable. All faults are
// returned at once, in the order of the rules. The form is never modified.
func Validate(f *Form, in Setting) Faults {
	return run(f, in, checkNumber(f), validityRules[:])
}

// Registrable lists what the law wants before a number may be given and the
// form does not say. Nothing else may be demanded to refuse or delay a
// registration (R.441-2-3). Identity papers are seen at the desk and are not
// part of the form.
func Registrable(f *Form, in Setting) Faults { return run(f, in, nil, minimumRules[:]) }

// Rules describes every rule this package applies: those of Validate, those of
// Registrable, those of strict decoding and those of the unique number.
func Rules() []Rule {
	var out []Rule
	for _, set := range [...][][]rule{validityRules[:], minimumRules[:]} {
		for _, rows := range set {
			for i := range rows {
				out = append(out, rows[i].Rule)
			}
		}
	}
	return slices.Concat(out, decodingRules, numberRules())
}

// rule is a row of the tables: what a lawyer reads, and the check beside it.
type rule struct {
	Rule
	check func(f *Form, c *checkup)
}

var validityRules = [...][]rule{rulesCodes, rulesDates, rulesContact, rulesHousehold, rulesResources, rulesHousing}

var minimumRules = [...][]rule{rulesMinimum}

// checkup gathers the faults of one run.
type checkup struct {
	in          Setting
	rule        *Rule
	faults      Faults
	association bool // the applicant is a legal person
}

func run(f *Form, in Setting, found Faults, tables [][]rule) Faults {
	c := checkup{in: in, faults: found, association: f.IsAssociation()}
	for _, rows := range tables {
		for i := range rows {
			if c.rule = &rows[i].Rule; c.rule.applies(in.Profile) {
				rows[i].check(f, &c)
			}
		}
	}
	return c.faults
}

// raise records a fault of the current rule; values fill the rule's parameters in order.
func (c *checkup) raise(path string, values ...string) {
	fault := Fault{Code: c.rule.Code, Path: path, Severity: c.rule.Severity}
	for i, v := range values {
		fault.Params = append(fault.Params, Param{c.rule.Params[i], v})
	}
	c.faults = append(c.faults, fault)
}

// at writes the path of a field of an element of a list: at("dependants", 1, "sex").
func at(list string, i int, field string) string {
	path := list + "[" + strconv.Itoa(i) + "]"
	if field != "" {
		path += "." + field
	}
	return path
}

// eachAdult visits the applicant and the co-holders with their paths.
func (f *Form) eachAdult(visit func(p *Person, list string, i int)) {
	if f.Applicant.HasName() || !f.IsAssociation() {
		visit(&f.Applicant, "applicant", -1)
	}
	for i := range f.CoHolders {
		visit(&f.CoHolders[i].Person, "co_holders", i)
	}
}

// adultPath is the path of a field of an adult visited by eachAdult.
func adultPath(list string, i int, field string) string {
	if i < 0 {
		return list + "." + field
	}
	return at(list, i, "person."+field)
}
