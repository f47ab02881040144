package charts

import (
	"math"
	"slices"
)

// shades is how many shades a map has, besides that of noughts.
const shades = 5

// class is the figures that a map shades alike.
type class struct {
	Rank      int // 0 for noughts, then 1 to shades, the darkest last
	Low, High Value
	Places    int
}

// Text says the figures of the class, those that are met.
func (c class) Text() string {
	if c.Low == c.High {
		return Text(c.Low)
	}
	return Text(c.Low) + " à " + Text(c.High)
}

// classesOf cuts the figures shown into classes of like numbers of territories;
// equal figures are in one class, noughts in one of their own.
func classesOf(values []Value) []class {
	var sorted []float64
	noughts := 0
	for _, v := range values {
		switch {
		case !v.shown():
		case v.N <= 0:
			noughts++
		default:
			sorted = append(sorted, v.N)
		}
	}
	slices.Sort(sorted)
	var cut []class
	for from := 0; from < len(sorted); {
		k := len(cut) + 1 // as many as it takes for the classes so far to hold their share
		to := max(from+1, int(math.Round(float64(k*len(sorted))/shades)))
		for to < len(sorted) && sorted[to] == sorted[to-1] {
			to++
		}
		if k >= shades {
			to = len(sorted)
		}
		cut = append(cut, class{Low: Value{N: sorted[from]}, High: Value{N: sorted[to-1]}, Places: to - from})
		from = to
	}
	for k := range cut {
		cut[k].Rank = (shades + 1) / 2
		if len(cut) > 1 {
			cut[k].Rank = 1 + k*(shades-1)/(len(cut)-1)
		}
	}
	if noughts > 0 {
		cut = slices.Insert(cut, 0, class{Places: noughts})
	}
	return cut
}

// shade is the name of what a figure looks like on a map.
func shade(classes []class, v Value) string {
	switch {
	case v.Hidden:
		return "cache"
	case !v.shown():
		return "absent"
	}
	for _, c := range classes {
		if v.N <= c.High.N {
			return "t" + string(rune('0'+c.Rank))
		}
	}
	return "absent"
}
