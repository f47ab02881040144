package access

import (
	"slices"

	"github.com/shopspring/decimal"
)

// Figures are those of a comparison: whoever has them can work it out again.
type Figures struct {
	Compared  int             `json:"compared"`  // peers, or days of the past
	Median    decimal.Decimal `json:"median"`    // of what is compared
	Spread    decimal.Decimal `json:"spread"`    // median of the distances to the median, at least a tenth of it and at least 1
	Threshold decimal.Decimal `json:"threshold"` // median + times × spread
}

var (
	half  = decimal.New(5, -1)
	tenth = decimal.New(1, -1)
	one   = decimal.NewFromInt(1)
)

// median gives the middle of values, or the mean of the two middles, exactly. It
// puts the values in order.
func median(values []uint64) decimal.Decimal {
	slices.Sort(values)
	n := len(values)
	if n%2 == 1 {
		return decimal.NewFromUint64(values[n/2])
	}
	return decimal.NewFromUint64(values[n/2-1]).Add(decimal.NewFromUint64(values[n/2])).Mul(half)
}

// figures works out the threshold from the values compared with, at least one. It
// puts them in order.
func figures(values []uint64, times int) Figures {
	f := Figures{Compared: len(values), Median: median(values)}
	// The distances, doubled so that they stay whole: the median may end in .5.
	twice := uint64(f.Median.Mul(decimal.NewFromInt(2)).IntPart())
	distances := make([]uint64, len(values))
	for i, v := range values {
		distances[i] = max(2*v, twice) - min(2*v, twice)
	}
	f.Spread = decimal.Max(median(distances).Mul(half), f.Median.Mul(tenth), one)
	f.Threshold = f.Median.Add(f.Spread.Mul(decimal.NewFromInt(int64(times))))
	return f
}

// over reports a value above the threshold, and not under the least.
func (f *Figures) over(value, least uint64) bool {
	return value >= least && decimal.NewFromUint64(value).GreaterThan(f.Threshold)
}
