package household

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
)

// Verdict says whether the household is under a ceiling.
type Verdict string

// The verdicts. Unknown is never a refusal: something is missing, and the rule says what.
const (
	Eligible    Verdict = "yes"
	NotEligible Verdict = "no"
	Unknown     Verdict = "unknown"
)

// Eligibility is the answer for one financing.
type Eligibility struct {
	Financing Financing
	Ceiling   Ceiling
	Verdict   Verdict
	Rule      string // code of the rule that decided: FOY-ELI-.., FOY-PLF-.. or FOY-REV-..
	// Percent is the income as a percentage of the ceiling, to one hundredth,
	// when both are known and the ceiling is not zero.
	Percent decimal.NullDecimal
}

// Assessment is everything the ceilings say of a case.
type Assessment struct {
	Category   Category
	Zone       Zone // "" when the place is not known
	Income     Income
	Financings []Eligibility // in the order of FinancingsIn
	// WithUnborn is the category the household will have once the children to
	// be born are there; nil when none is expected. They do not count before.
	WithUnborn *Category
	Faults     demand.Faults // what is wrong in the case itself; empty for a sound one
}

// Assess judges a case against a table of ceilings: category, income kept,
// ceiling and verdict of each financing of the zone. What the case does not say
// makes the answer unknown, with the rule that tells what is missing.
func Assess(c *Case, t *Table) Assessment {
	out := Assessment{Faults: Check(c), Zone: c.Zone}
	if out.Faults.Blocking() {
		return out
	}
	if c.Commune != "" {
		out.Zone, _ = ZoneOf(c.Commune)
	}
	out.Category, out.Income = CategoryOf(c), IncomeOf(c)
	if c.Unborn > 0 {
		later := *c
		later.Dependants = append(slices.Clone(c.Dependants), make([]Dependant, c.Unborn)...)
		category := CategoryOf(&later)
		out.WithUnborn = &category
	}
	for _, f := range FinancingsIn(out.Zone) {
		out.Financings = append(out.Financings, out.judge(c, t, f))
	}
	return out
}

func (a *Assessment) judge(c *Case, t *Table, f Financing) Eligibility {
	e := Eligibility{Financing: f, Verdict: Unknown}
	e.Ceiling = t.of(c, f, a.Category, c.Date)
	switch {
	case c.minorsOnly():
		e.Verdict, e.Rule = NotEligible, "FOY-ELI-03"
	case !e.Ceiling.Known():
		e.Rule = e.Ceiling.Unknown
	case !a.Income.Known():
		e.Rule = a.Income.Unknown
	case a.Income.Amount.LessThanOrEqual(e.Ceiling.Amount):
		e.Verdict, e.Rule = Eligible, "FOY-ELI-01"
	default:
		e.Verdict, e.Rule = NotEligible, "FOY-ELI-02"
	}
	if e.Ceiling.Known() && a.Income.Known() {
		e.Percent = decimal.NewNullDecimal(Percent(a.Income.Amount, e.Ceiling.Amount))
	}
	return e
}

// minorsOnly reports whether every adult is said to be a minor, not emancipated.
func (c *Case) minorsOnly() bool {
	return !slices.ContainsFunc(c.Adults, func(a Adult) bool { return a.Age == 0 || a.Age >= 18 || a.Emancipated })
}

// Percent gives an income as a percentage of a ceiling, rounded half up to one
// hundredth: 60 or less, 100 or less, 120 or less are the shares of a PLUS
// programme. It is 0 for a ceiling that is not positive.
func Percent(income, ceiling decimal.Decimal) decimal.Decimal {
	if !ceiling.IsPositive() {
		return decimal.Zero
	}
	return income.Mul(decimal.NewFromInt(100)).DivRound(ceiling, 2)
}

// Band is the share of a PLUS programme a household belongs to.
type Band string

// The bands: in a PLUS programme at least 30 % of the dwellings go to the
// first, at most 10 % to the third. Source: landlords' pages. Confidence: V2.
const (
	UpTo60    Band = "up_to_60"
	UpTo100   Band = "up_to_100"
	UpTo120   Band = "up_to_120"
	Beyond120 Band = "beyond_120"
)

// BandOf places an income against the PLUS ceiling; the limits are included.
// It compares exactly: no rounding decides.
func BandOf(income, plus decimal.Decimal) Band {
	for _, b := range [...]struct {
		percent int64
		band    Band
	}{{60, UpTo60}, {100, UpTo100}, {120, UpTo120}} {
		if income.Mul(decimal.NewFromInt(100)).LessThanOrEqual(plus.Mul(decimal.NewFromInt(b.percent))) {
			return b.band
		}
	}
	return Beyond120
}
