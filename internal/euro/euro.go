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

// Over reports whether an amount is above a limit of at least one euro. It
// compares exactly, and by the number of digits alone when that is enough.
func Over(d, limit decimal.Decimal) bool {
	if d.Sign() <= 0 {
		return false
	}
	if n, most := wholeDigits(d), wholeDigits(limit); n != most {
		return n > most
	}
	return d.GreaterThan(limit)
}

// Under reports whether an amount is below a limit of at least one euro.
func Under(d, limit decimal.Decimal) bool {
	if d.Sign() <= 0 {
		return true
	}
	if n, least := wholeDigits(d), wholeDigits(limit); n != least {
		return n < least
	}
	return d.LessThan(limit)
}
