package costkey

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"
)

var (
	cent    = decimal.New(1, -2)
	hundred = decimal.NewFromInt(100)
)

// claim is what somebody weighs in a division, and the part that comes of it.
type claim struct {
	id     string
	weight decimal.Decimal

	amount decimal.Decimal
	cents  int // 1 when a cent left over by the cut went here
	rest   decimal.Decimal
}

// divide shares an amount of whole cents among claims of weights that are not
// negative: each part is cut to the cent, and the cents that are left go one by
// one to the largest remainders; on a tie, to the smallest identifier. The claims
// come back in the order of their identifiers, and their parts sum to the amount.
// It gives a total of zero, and no part, when nobody weighs anything.
//
// A claim that weighs nothing never receives a cent: the remainders, each below
// one cent, sum to the number of cents left, so that more claims have one than
// there are cents.
//
// Law: none; method of the largest remainder, rule CLE-ARR-01. Confidence: INF.
func divide(amount decimal.Decimal, claims []claim) ([]claim, decimal.Decimal) {
	out := slices.Clone(claims)
	slices.SortFunc(out, func(a, b claim) int { return cmp.Compare(a.id, b.id) })
	total := decimal.Zero
	for i := range out {
		total = total.Add(out[i].weight)
	}
	if !total.IsPositive() {
		return nil, decimal.Zero
	}
	left := amount
	for i := range out {
		out[i].amount, out[i].rest = amount.Mul(out[i].weight).QuoRem(total, 2)
		left = left.Sub(out[i].amount)
	}
	byRest := make([]int, len(out))
	for i := range byRest {
		byRest[i] = i
	}
	slices.SortStableFunc(byRest, func(a, b int) int { return out[b].rest.Cmp(out[a].rest) })
	for _, i := range byRest {
		if !left.IsPositive() {
			break
		}
		out[i].amount, out[i].cents = out[i].amount.Add(cent), 1
		left = left.Sub(cent)
	}
	return out, total
}
