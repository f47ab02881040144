package household

import "github.com/shopspring/decimal"

// Ratio sets the income of a year beside the ceiling of the same year.
type Ratio struct {
	Year    int
	Income  decimal.NullDecimal // what the case gives for that year
	Ceiling Ceiling             // of that year, with its first day and its arrêté, or the reason why it is unknown
	Percent decimal.NullDecimal // income as a percentage of the ceiling, as Percent rounds it
}

// Ratios sets side by side the years N-2, N-1, N and N+1, N being the year of
// the case: what landlords keep of an instruction. It decides nothing: see
// Assess. The household is that of the case in each of the four years.
func Ratios(c *Case, t *Table, f Financing) [4]Ratio {
	var out [4]Ratio
	category := CategoryOf(c)
	for i := range out {
		r, back := &out[i], i-2
		r.Year = c.Date.Year() + back
		r.Ceiling = t.of(c, f, category, c.Date.AddYears(back))
		amount, given := c.Incomes[r.Year]
		if given {
			r.Income = decimal.NewNullDecimal(amount)
		}
		if given && r.Ceiling.Known() {
			r.Percent = decimal.NewNullDecimal(Percent(amount, r.Ceiling.Amount))
		}
	}
	return out
}
