package demand

import (
	"slices"
	"strconv"
	"sync"
)

// Setting is what a rule may know besides the form: the day it is judged on,
// the state of the law, and the territory of the file. Nothing is ever read
// from a clock.
type Setting struct {
	AsOf      Date    // day of the judgement; rules that need it stay silent without it
	Profile   Profile // state of the law; "" runs the rules of every profile
	Territory string  // territory of the file as its numbers write it ("021"); "": that of the form's own number
}

// Validate lists everything impossible or surprising in what the form says:
// the first level. What is absent is never a fault here, a partial form is
// legal. All faults are returned at once, in the order of the rules. The form
// is never modified. A form without fault costs no allocation.
func Validate(f *Form, in Setting) Faults { return run(f, in, checkNumber(f, in), validityPlans) }

// Registrable lists what the law wants before a number may be given and the
// form does not say: the second level. Nothing else may be demanded to refuse
// or delay a registration (R.441-2-3). Identity papers are seen at the desk and
// are not part of the form.
func Registrable(f *Form, in Setting) Faults { return run(f, in, nil, minimumPlans) }

// Complete lists what the instruction of the demand still needs and the form
// does not say: the third level. Each line is an information with its reason;
// none may delay or refuse a registration.
func Complete(f *Form, in Setting) Faults { return run(f, in, nil, instructionPlans) }

// Rules describes every rule this package applies: those of Validate, of
// Registrable, of Complete, of strict decoding and of the unique number. The
// examples of a rule of the form are partial forms.
func Rules() []Rule {
	var out []Rule
	for _, set := range [...][][]rule{validityRules[:], minimumRules[:], instructionRules[:]} {
		for _, rows := range set {
			for i := range rows {
				out = append(out, rows[i].Rule)
			}
		}
	}
	return slices.Concat(out, versionRules, decodingRules, numberRules())
}

// rule is a row of the tables: what a lawyer reads, and the check beside it,
// of the whole form, of each adult, or of both.
type rule struct {
	Rule
	form  func(f *Form, c *checkup)
	adult func(p *Person, c *checkup)
	dated bool // it has a first or a last day
}

var validityRules = [...][]rule{rulesCodes, rulesIdentity, rulesDates, rulesContact, rulesHousehold, rulesWork, rulesResources, rulesWanted, rulesPresent, rulesDisability}

var minimumRules = [...][]rule{rulesMinimum}

var instructionRules = [...][]rule{rulesInstruction, rulesInstructionHousing}

// plans holds the rules of each profile, in order, so that none is asked
// whether it applies. The last plan is that of every profile together.
type plans [6][]*rule

var (
	validityPlans    = planned(validityRules[:])
	minimumPlans     = planned(minimumRules[:])
	instructionPlans = planned(instructionRules[:])
)

func planned(tables [][]rule) *plans {
	var out plans
	for p := range out {
		for _, rows := range tables {
			for i := range rows {
				if r := &rows[i]; p == len(out)-1 || len(r.Profiles) == 0 || slices.Contains(r.Profiles, profiles[p]) {
					r.dated = !r.From.IsZero() || !r.To.IsZero()
					out[p] = append(out[p], r)
				}
			}
		}
	}
	return &out
}

// of gives the plan of a profile; one that is not known runs every rule.
func (all *plans) of(p Profile) []*rule {
	for i := range profiles {
		if profiles[i] == p {
			return all[i]
		}
	}
	return all[len(all)-1]
}

// checkup gathers the faults of one run.
type checkup struct {
	in          Setting
	form        *Form
	rule        *Rule
	faults      Faults
	association bool // the applicant is a legal person
	who         int  // the adult being visited: -1 the applicant, else the rank of the co-holder
}

// checkups are used again and again: a form without fault costs no allocation.
var checkups = sync.Pool{New: func() any { return new(checkup) }}

func run(f *Form, in Setting, found Faults, all *plans) Faults {
	c := checkups.Get().(*checkup)
	*c = checkup{in: in, form: f, faults: found, association: f.IsAssociation()}
	natural := !c.association || f.Applicant.HasName()
	for _, r := range all.of(in.Profile) {
		if r.dated && (in.AsOf.Before(r.From) || in.AsOf.After(r.To)) {
			continue
		}
		c.rule = &r.Rule
		if r.adult != nil {
			c.eachAdult(r.adult, natural)
		}
		if r.form != nil {
			r.form(f, c)
		}
	}
	faults := c.faults
	*c = checkup{} // nothing of the form stays behind
	checkups.Put(c)
	return faults
}

func (c *checkup) eachAdult(check func(p *Person, c *checkup), applicant bool) {
	if applicant {
		c.who = -1
		check(&c.form.Applicant, c)
	}
	for i := range c.form.CoHolders {
		c.who = i
		check(&c.form.CoHolders[i].Person, c)
	}
}

// raise records a fault of the current rule; values fill the rule's parameters in order.
func (c *checkup) raise(path string, values ...string) {
	fault := Fault{Code: c.rule.Code, Path: path, Severity: c.rule.Severity}
	if len(values) > 0 {
		fault.Params = make([]Param, len(values))
		for i, v := range values {
			fault.Params[i] = Param{c.rule.Params[i], v}
		}
	}
	if c.faults == nil {
		c.faults = make(Faults, 0, 8)
	}
	c.faults = append(c.faults, fault)
}

// raiseAdult records a fault at a field of the adult being visited.
func (c *checkup) raiseAdult(field string, values ...string) { c.raise(c.adultPath(field), values...) }

// adultPath is the path of a field of the adult being visited.
func (c *checkup) adultPath(field string) string {
	if c.who < 0 {
		return "applicant." + field
	}
	return "co_holders[" + strconv.Itoa(c.who) + "].person." + field
}

// at writes the path of a field of an element of a list: at("dependants", 1, "sex").
func at(list string, i int, field string) string {
	if field == "" {
		return list + "[" + strconv.Itoa(i) + "]"
	}
	return list + "[" + strconv.Itoa(i) + "]." + field
}

func count(n int) string { return strconv.Itoa(n) }
