package household

import (
	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
)

// ConsumptionUnits gives the units (unités de consommation) of the household:
// 1 for the first adult, 0.5 for each other person of 14 or more, 0.3 for each
// child under 14. A child in shared custody counts whole, as in the category.
// Source: the modified OECD scale used by INSEE. Confidence: V2.
func ConsumptionUnits(c *Case) decimal.Decimal {
	if len(c.Adults) == 0 {
		return decimal.Zero
	}
	tenths := int64(10 + 5*(len(c.Adults)-1))
	for i := range c.Dependants {
		d := &c.Dependants[i]
		switch {
		case d.Custody == Visiting && c.Date.Before(visitingSince):
		case d.Age >= 14:
			tenths += 5
		default:
			tenths += 3
		}
	}
	return decimal.New(tenths, -1)
}

// IncomePerUnit divides the income kept by the consumption units, rounded half
// up to the cent, to be shown; false when the income or the household is not known.
func IncomePerUnit(c *Case) (decimal.Decimal, bool) {
	income, units := IncomeOf(c), ConsumptionUnits(c)
	if !income.Known() || !units.IsPositive() {
		return decimal.Zero, false
	}
	return income.Amount.DivRound(units, 2), true
}

// Threshold is the highest income per unit of the poorest quarter of the
// applicants of a territory, fixed by an arrêté for a year. The library ships
// none: the caller gives the one of its territory.
// Law: CCH L.441-1, 25th paragraph. Confidence: V2.
type Threshold struct {
	Amount decimal.Decimal `json:"amount"` // euros a year per consumption unit
	From   demand.Date     `json:"from"`   // first day it applies
	To     demand.Date     `json:"to"`     // last day
	Act    string          `json:"act"`
}

// FirstQuartile says whether the household belongs to the first quartile of the
// territory on the day of the case: it compares the income with the threshold
// times the units, so that no rounding decides. Outside the days of the threshold, or
// without an income, the answer is unknown; the code says why.
func FirstQuartile(c *Case, limit Threshold) (Verdict, string) {
	income, units := IncomeOf(c), ConsumptionUnits(c)
	switch {
	case c.Date.IsZero() || c.Date.Before(limit.From) || c.Date.After(limit.To) || limit.From.IsZero() || limit.To.IsZero():
		return Unknown, "FOY-QUA-02"
	case len(c.Adults) == 0:
		return Unknown, "FOY-SAI-02"
	case !income.Known():
		return Unknown, income.Unknown
	case income.Amount.LessThanOrEqual(limit.Amount.Mul(units)):
		return Eligible, "FOY-QUA-01"
	}
	return NotEligible, "FOY-QUA-01"
}
