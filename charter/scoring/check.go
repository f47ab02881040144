package scoring

import (
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
)

// checker gathers what is wrong in a grid, all at once.
type checker struct {
	faults demand.Faults
	seen   map[string]bool
	dalo   bool
}

func (c *checker) refuse(bad bool, code, path string, params ...string) {
	if bad {
		c.faults = append(c.faults, fault(code, path, params...))
	}
}

func (c *checker) whole(d *Definition) {
	c.refuse(blank(d.Name) || blank(d.Version) || d.ValidFrom.IsZero(), "COT-FIC-02", "name")
	c.refuse(blank(d.Source) || d.VotedOn.IsZero(), "COT-FIC-03", "voted_on")
	c.refuse(d.ValidTo.Before(d.ValidFrom), "COT-FIC-04", "valid_to")
	c.refuse(len(d.Lines) == 0 || len(d.Lines)+len(d.Transfers) > MaxLines, "COT-FIC-05", "lines")
	c.refuse(d.Cap < 0 || d.Cap > MaxPoints*MaxLines, "COT-FIC-06", "cap")
	c.refuse(d.VotedOn.After(d.ValidFrom), "COT-VOT-01", "voted_on")
	c.refuse(!d.ValidFrom.IsZero() && d.ValidFrom.Year() < 2019, "COT-VOT-02", "valid_from")
}

func (c *checker) lines(all []Line, list string) []compiled {
	out := make([]compiled, len(all))
	c.dalo, c.seen = false, map[string]bool{}
	for i := range all {
		out[i] = c.line(&all[i], at(list, i))
	}
	c.refuse(len(all) > 0 && !c.dalo, "COT-LOI-03", list)
	return out
}

func (c *checker) line(l *Line, path string) compiled {
	c.refuse(!codeShape(l.Code) || c.seen[l.Code], "COT-GRI-01", path+".code")
	c.seen[l.Code] = true
	c.refuse(blank(l.French) || blank(l.English), "COT-GRI-02", path+".fr")
	c.refuse(blank(l.Source) || l.VotedOn.IsZero(), "COT-GRI-03", path+".voted_on")
	c.refuse(l.Points == 0 || l.Points > MaxPoints || l.Points < -MaxPoints, "COT-GRI-04", path+".points")
	fact, known := FactNamed(l.Fact)
	if !known || fact == Refusals {
		code := "COT-GRI-05"
		if forbidden, why := unlawful(l.Fact); why {
			code = forbidden
		}
		c.refuse(true, code, path+".fact")
		return compiled{}
	}
	out := compiled{fact: fact, points: int32(l.Points)}
	c.dalo = c.dalo || fact == DALO && l.Points > 0
	c.operands(l, &out, path)
	return out
}

// operands compares the operator and its operands with the form of the fact.
func (c *checker) operands(l *Line, out *compiled, path string) {
	form := out.fact.Info().Form
	given := [4]bool{l.Answer.Known(), l.Min != nil, l.Max != nil, len(l.Codes) > 0}
	var want [4]bool
	var of Form
	switch l.Op {
	case Is:
		of, want, out.op = YesNo, [4]bool{true}, opIs
	case AtLeast:
		of, want, out.op = Count, [4]bool{1: true}, opAtLeast
	case Between:
		of, want, out.op = Count, [4]bool{1: true, 2: true}, opBetween
	case OneOf:
		of, want, out.op = Codes, [4]bool{3: true}, opOneOf
	}
	if of != form {
		c.refuse(true, "COT-GRI-06", path+".op", string(form))
		return
	}
	if given != want {
		c.refuse(true, "COT-GRI-07", path)
		return
	}
	ok := true
	switch out.op {
	case opIs:
		out.a = map[demand.Answer]int32{demand.Yes: 1}[l.Answer]
	case opOneOf:
		out.a, ok = mask(out.fact.Info().List, l.Codes)
		c.refuse(out.fact == Reasons && slices.Contains(l.Codes, string(demand.ReasonCode08)), "COT-LOI-02", path+".codes")
	default:
		out.a, out.b, ok = bounds(l)
	}
	c.refuse(!ok, "COT-GRI-07", path)
}

func bounds(l *Line) (a, b int32, ok bool) {
	low, high := *l.Min, MaxCount
	if l.Max != nil {
		high = *l.Max
	}
	if low < 0 || high > MaxCount || low > high {
		return 0, 0, false
	}
	return int32(low), int32(high), true
}

func (c *checker) refusal(r *RefusalEffect) {
	if r == nil {
		return
	}
	c.refuse(blank(r.French) || blank(r.English), "COT-GRI-02", "refusal.fr")
	c.refuse(blank(r.Source) || r.VotedOn.IsZero(), "COT-GRI-03", "refusal.voted_on")
	c.refuse(r.Points >= 0 || r.Points < -MaxPoints || r.Most < 1 || r.Most > 100, "COT-GRI-08", "refusal.points")
}

func (c *checker) reasons(all []OverrideReason) {
	seen := map[string]bool{}
	for i, r := range all {
		c.refuse(!codeShape(r.Code) || seen[r.Code] || blank(r.French) || blank(r.English), "COT-GRI-09", at("override_reasons", i))
		seen[r.Code] = true
	}
}

// roots of the names of what no grid may look at, and the rule that says so.
var roots = []struct{ root, code string }{
	{"channel", "COT-LOI-01"}, {"canal", "COT-LOI-01"}, {"desk", "COT-LOI-01"}, {"guichet", "COT-LOI-01"}, {"counter", "COT-LOI-01"}, {"online", "COT-LOI-01"},
	{"ligne", "COT-LOI-01"}, {"service", "COT-LOI-01"}, {"partner", "COT-LOI-01"}, {"partenaire", "COT-LOI-01"}, {"party", "COT-LOI-01"}, {"landlord", "COT-LOI-01"}, {"bailleur", "COT-LOI-01"},
	{"national", "COT-LOI-02"}, {"origin", "COT-LOI-02"}, {"ethni", "COT-LOI-02"}, {"birth", "COT-LOI-02"}, {"naissance", "COT-LOI-02"}, {"country", "COT-LOI-02"}, {"pays", "COT-LOI-02"},
	{"relig", "COT-LOI-02"}, {"health", "COT-LOI-02"}, {"sante", "COT-LOI-02"}, {"santé", "COT-LOI-02"}, {"medical", "COT-LOI-02"}, {"illness", "COT-LOI-02"}, {"maladie", "COT-LOI-02"}, {"opinion", "COT-LOI-02"},
}

// unlawful gives the rule that a name of a criterion goes against.
func unlawful(name string) (code string, found bool) {
	if _, known := FactNamed(name); known {
		return "", false
	}
	name = strings.ToLower(name)
	for _, r := range roots {
		if strings.Contains(name, r.root) {
			return r.code, true
		}
	}
	return "", false
}

func blank(text string) bool { return strings.TrimSpace(text) == "" }

// codeShape reports whether a text is a code, and so holds no words of anybody.
func codeShape(code string) bool {
	if len(code) == 0 || len(code) > 32 {
		return false
	}
	for _, c := range []byte(code) {
		if c != '-' && c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}
