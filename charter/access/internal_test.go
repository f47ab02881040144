package access

import (
	"math/rand"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
)

// The fast reading of a line gives what the strict one gives, or nothing.
func FuzzScan(f *testing.F) {
	for _, r := range rules {
		f.Add([]byte(r.Accepts))
		f.Add([]byte(r.Refuses))
	}
	f.Add([]byte(` { "v" : 1 , "origin" : "o" } `))
	f.Add([]byte(`{"v":01}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		fast, ok := scan(data, nil)
		if !ok {
			return
		}
		var slow line
		if faults := read(data, &slow, len(data)); len(faults) > 0 || fast != slow {
			t.Fatalf("%s: %+v, %+v %v", data, fast, slow, faults)
		}
	})
}

func TestFiguresByHand(t *testing.T) {
	for _, c := range []struct {
		values                    []uint64
		median, spread, threshold string
	}{
		{[]uint64{7}, "7", "1", "13"},
		{[]uint64{10, 20}, "15", "5", "45"},
		{[]uint64{3, 1, 2}, "2", "1", "8"},
		{[]uint64{1, 2, 3, 4, 1_000_000}, "3", "1", "9"},
		{[]uint64{100, 100, 100, 100}, "100", "10", "160"}, // a tenth of the median
		{[]uint64{10, 11, 20, 31}, "15.5", "5", "45.5"},    // distances 5.5, 4.5, 4.5, 15.5
		{[]uint64{0, 0, 0}, "0", "1", "6"},
	} {
		f := figures(slices.Clone(c.values), 6)
		if f.Median.String() != c.median || f.Spread.String() != c.spread || f.Threshold.String() != c.threshold || f.Compared != len(c.values) {
			t.Errorf("%v: %s %s %s", c.values, f.Median, f.Spread, f.Threshold)
		}
		limit := uint64(f.Threshold.IntPart())
		if f.over(limit, 0) || !f.over(limit+1, 0) || f.over(limit+1, limit+2) {
			t.Errorf("%v: the threshold is not where it is said", c.values)
		}
	}
}

// What spares the comparison never hides one that would alert.
func TestFloorIsUnderEveryThreshold(t *testing.T) {
	for seed := range int64(500) {
		r := rand.New(rand.NewSource(seed))
		values := make([]uint64, 2+r.Intn(12))
		for i := range values {
			values[i] = uint64(r.Intn(1 + r.Intn(1000)))
		}
		v := reviewer{Report: Report{Settings: Settings{Times: 1 + r.Intn(8)}}}
		floor := v.floor(values)
		for i := range values {
			f := figures(slices.Concat(values[:i], values[i+1:]), v.Settings.Times)
			if decimal.NewFromUint64(floor).GreaterThan(f.Threshold) {
				t.Fatalf("%v without %d: threshold %s under %d", values, values[i], f.Threshold, floor)
			}
		}
	}
}

func TestExpectedSums(t *testing.T) {
	for _, c := range [][2]uint64{{1, 1}, {1, 2}, {5, 9}, {4, 9}, {1<<63 - 1, 1<<63 + 2}} {
		s := span{least: c[0], most: c[1]}
		count, sum := s.expected()
		n, total := uint64(0), uint64(0)
		for k := c[0]; k <= c[1]; k++ {
			n, total = n+1, total+k
		}
		if n != count || total != sum {
			t.Errorf("%v: %d %d, want %d %d", c, count, sum, n, total)
		}
	}
}
