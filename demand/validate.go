package demand

import (
	"slices"
	"strconv"
	"strings"
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
func Validate(f *Form, in Setting) Faults { return run(f, in, validityPlans) }

// Registrable lists what the law wants before a number may be given and the
// form does not say: the second level. Nothing else may be demanded to refuse
// or delay a registration (R.441-2-3). Identity papers are seen at the desk and
// are not part of the form.
func Registrable(f *Form, in Setting) Faults { return run(f, in, minimumPlans) }

// Complete lists what the instruction of the demand still needs and the form
// does not say: the third level. Each line is an information with its reason;
// none may delay or refuse a registration.
func Complete(f *Form, in Setting) Faults { return run(f, in, instructionPlans) }

// Rules describes every rule this package applies: those of Validate, of
// Registrable, of Complete, of strict decoding and of the unique number. The
// examples of a rule of the form are partial forms.
func Rules() []Rule {
	var out []Rule
	for _, set := range [...][]chapter{validityChapters, minimumChapters, instructionChapters} {
		for _, ch := range set {
			for i := range ch.rules {
				out = append(out, ch.rules[i].Rule)
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

var minimumChapters = []chapter{{rules: rulesMinimum}}

var instructionChapters = []chapter{{rules: rulesInstruction}, {rules: rulesInstructionHousing}}

// A chapter is a table of rules, or what applies those of another room, and
// where it pays a first look at the form: quiet.go says what it is.
type chapter struct {
	rules []rule
	quiet func(f *Form, c *checkup) bool
	other func(f *Form, c *checkup)
}

// plans holds the rules of each profile, in order, so that none is asked
// whether it applies. The last plan is that of every profile together.
type plans [6][]step

// step is a chapter with the rules of one profile.
type step struct {
	rules []*rule
	quiet func(f *Form, c *checkup) bool
	other func(f *Form, c *checkup)
}

var (
	validityPlans    = planned(validityChapters)
	minimumPlans     = planned(minimumChapters)
	instructionPlans = planned(instructionChapters)
)

func planned(chapters []chapter) *plans {
	var out plans
	for p := range out {
		for _, ch := range chapters {
			st := step{quiet: ch.quiet, other: ch.other}
			for i := range ch.rules {
				if r := &ch.rules[i]; p == len(out)-1 || len(r.Profiles) == 0 || slices.Contains(r.Profiles, profiles[p]) {
					r.dated = !r.From.IsZero() || !r.To.IsZero()
					st.rules = append(st.rules, r)
				}
			}
			out[p] = append(out[p], st)
		}
	}
	return &out
}

// of gives the plan of a profile; one that is not known runs every rule.
func (all *plans) of(p Profile) []step {
	for i := range profiles {
		if profiles[i] == p {
			return all[i]
		}
	}
	return all[len(all)-1]
}

// checkup gathers the faults of one run. Paths are written one after the other in
// memory of which the faults then hold the parts; faults and parameters gather
// in memory that serves again, and are copied at the end, each at its size.
type checkup struct {
	in          Setting
	form        *Form
	rule        *Rule
	home        home
	faults      Faults
	params      []Param
	text        strings.Builder
	association bool // the applicant is a legal person
	who         int  // the adult being visited: -1 the applicant, else the rank of the co-holder
}

// checkups are used again and again: a form without fault costs no allocation.
var checkups = sync.Pool{New: func() any { return new(checkup) }}

func run(f *Form, in Setting, all *plans) Faults {
	c := checkups.Get().(*checkup)
	c.in, c.form, c.association, c.home = in, f, f.IsAssociation(), homeOf(f, in)
	plan := all.of(in.Profile)
	for i := range plan {
		if st := &plan[i]; st.quiet == nil || !st.quiet(f, c) {
			c.ask(st)
		}
	}
	faults := c.taken()
	clear(c.faults)
	clear(c.params) // nothing of the form stays behind
	*c = checkup{faults: c.faults[:0], params: c.params[:0]}
	checkups.Put(c)
	return faults
}

// taken copies the faults and their parameters for the caller to keep.
func (c *checkup) taken() Faults {
	if len(c.faults) == 0 {
		return nil
	}
	params := append([]Param(nil), c.params...)
	faults := append(Faults(nil), c.faults...)
	for i := range faults {
		n := len(faults[i].Params)
		faults[i].Params = nil
		if n > 0 {
			faults[i].Params, params = params[:n:n], params[n:]
		}
	}
	return faults
}

// ask asks the rules of a chapter one by one.
func (c *checkup) ask(st *step) {
	if st.other != nil {
		st.other(c.form, c)
	}
	natural := !c.association || c.form.Applicant.HasName()
	for _, r := range st.rules {
		if r.dated && (c.in.AsOf.Before(r.From) || c.in.AsOf.After(r.To)) {
			continue
		}
		c.rule = &r.Rule
		if r.adult != nil {
			c.eachAdult(r.adult, natural)
		}
		if r.form != nil {
			r.form(c.form, c)
		}
	}
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
		fault.Params = c.some(len(values))
		for i, v := range values {
			fault.Params[i] = Param{c.rule.Params[i], v}
		}
	}
	c.add(fault)
}

func (c *checkup) add(fault Fault) {
	c.faults = append(c.faults, fault)
}

// some gives memory for the parameters of the next fault.
func (c *checkup) some(n int) []Param {
	from := len(c.params)
	c.params = slices.Grow(c.params, n)[:from+n]
	return c.params[from:]
}

// raiseAdult records a fault at a field of the adult being visited.
func (c *checkup) raiseAdult(field string, values ...string) { c.raise(c.adultPath(field), values...) }

// adultPath is the path of a field of the adult being visited.
func (c *checkup) adultPath(field string) string {
	if c.who < 0 {
		return c.path("applicant.", field)
	}
	return c.path("co_holders[", count(c.who), "].person.", field)
}

// at writes the path of a field of an element of a list: at("dependants", 1, "sex").
func (c *checkup) at(list string, i int, field string) string {
	if field == "" {
		return c.path(list, "[", count(i), "]")
	}
	return c.path(list, "[", count(i), "].", field)
}

func (c *checkup) path(parts ...string) string {
	if c.text.Cap() == 0 {
		c.text.Grow(256) // some eight paths
	}
	from := c.text.Len()
	for _, p := range parts {
		c.text.WriteString(p)
	}
	return c.text.String()[from:]
}

// at writes a path where there is no checkup.
func at(list string, i int, field string) string {
	if field == "" {
		return list + "[" + strconv.Itoa(i) + "]"
	}
	return list + "[" + strconv.Itoa(i) + "]." + field
}

func count(n int) string { return strconv.Itoa(n) }
