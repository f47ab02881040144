package euro

import (
	"regexp"

	"github.com/shopspring/decimal"
)

// Bounds of a sound amount: under a thousand billion, to the millionth.
const (
	MaxWhole    = 12
	MaxDecimals = 6
)

// Pattern is the text of a sound amount.
const Pattern = `^-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?$`

var shape = regexp.MustCompile(Pattern)

// Parse reads the text of a sound amount: digits, a point, at most six
// decimals; no exponent, no blank.
func Parse(text string) (decimal.Decimal, bool) {
	if len(text) > MaxWhole+MaxDecimals+2 || !shape.MatchString(text) {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(text)
	return d, err == nil
}

// Sound reports an amount that is safe to add and compare.
func Sound(d decimal.Decimal) bool {
	return d.Exponent() >= -40 && d.Exponent() <= MaxWhole && d.NumDigits() <= 40 && wholeDigits(d) <= MaxWhole
}

// Fits reports an amount that the form can hold and write again: sound, at most
// six decimals that count.
func Fits(d decimal.Decimal) bool { return Sound(d) && d.Truncate(MaxDecimals).Equal(d) }

// wholeDigits counts the digits before the decimal point; 0 or less below one.
func wholeDigits(d decimal.Decimal) int { return d.NumDigits() + int(d.Exponent()) }

// Limit is an amount of at least one euro that others are compared with.
type Limit struct {
	amount decimal.Decimal
	whole  int
}

// NewLimit makes a limit of whole euros.
func NewLimit(euros int64) Limit {
	d := decimal.NewFromInt(euros)
	return Limit{d, wholeDigits(d)}
}

// Over reports whether an amount is above the limit. It compares exactly, and by
// the number of digits alone when that is enough.
func (l Limit) Over(d decimal.Decimal) bool {
	if n := wholeDigits(d); n != l.whole {
		return n > l.whole && d.IsPositive()
	}
	return d.GreaterThan(l.amount)
}

// Under reports whether an amount is below the limit.
func (l Limit) Under(d decimal.Decimal) bool {
	if n := wholeDigits(d); n != l.whole {
		return n < l.whole || !d.IsPositive()
	}
	return d.LessThan(l.amount)
}
