package household

import "github.com/shopspring/decimal"

// Income is the reference income kept for the ceilings, and why.
type Income struct {
	Amount decimal.Decimal // euros; meaningless when Unknown is set
	Year   int
	Rule   string // FOY-REV-01 year N-2, FOY-REV-02 a later year at least 10 % lower
	Apart  bool   // only the applicant's own income was counted
	// Unknown is the code of the rule that makes it unknown, or "".
	Unknown string
}

// Known reports whether there is an income.
func (i Income) Known() bool { return i.Unknown == "" }

// IncomeOf gives the reference income of the case: that of the second year
// before the signature (N-2), unless that of the year before (N-1) or of the
// last twelve months (written as year N) is at least 10 % lower; exactly 10 %
// is enough, and the lowest of the two is kept.
// Law: arrêté of 29 Jul 1987, art. 4; CCH L.441-1 (own income). Confidence: V2.
func IncomeOf(c *Case) Income {
	incomes, out := c.Incomes, Income{}
	if c.Apart != Together {
		out.Apart = true
		switch {
		case len(c.OwnIncomes) > 0:
			incomes = c.OwnIncomes
		case len(c.Adults) > 1: // the sum holds the other's income
			out.Unknown = "FOY-REV-05"
			return out
		}
	}
	year := c.Date.Year()
	reference, ok := incomes[year-2]
	if !ok {
		out.Unknown = "FOY-REV-03"
		return out
	}
	out.Amount, out.Year, out.Rule = reference, year-2, "FOY-REV-01"
	for _, later := range [...]int{year - 1, year} {
		amount, given := incomes[later]
		if given && atLeastTenPercentLower(amount, reference) && amount.LessThan(out.Amount) {
			out.Amount, out.Year, out.Rule = amount, later, "FOY-REV-02"
		}
	}
	return out
}

var nine, ten = decimal.NewFromInt(9), decimal.NewFromInt(10)

func atLeastTenPercentLower(amount, reference decimal.Decimal) bool {
	return amount.Mul(ten).LessThanOrEqual(reference.Mul(nine))
}
