package disclosure

import "math"

// sweeps bounds the search of a table that nearly agrees with the publication.
const sweeps = 400

// spread looks for a table that nearly agrees with what is published: each equation
// in turn is made good by all that it leaves free, each in proportion to its room,
// until little is wrong. What is hidden ends far from its ends, where there is room
// for whole numbers and for the witnesses.
func (a *auditor) spread() {
	y := make([]float64, len(a.classes))
	for i := range a.classes {
		k := &a.classes[i]
		y[i] = float64(min(k.low+1, k.high))
	}
	for range sweeps {
		worst := 0.0
		for r := range a.rels {
			worst = max(worst, a.level(a.rels[r].terms, y))
		}
		if worst < 0.1 {
			break
		}
	}
	for i := range a.classes {
		k := &a.classes[i]
		a.x[i] = max(k.low, min(k.high, int64(math.Round(y[i]))))
	}
}

// level makes an equation good, and gives how wrong it was.
func (a *auditor) level(terms []term, y []float64) float64 {
	rest := 0.0
	for _, t := range terms {
		rest += float64(float64(t.coef) * y[t.at])
	}
	if math.Abs(rest) < 0.01 {
		return 0
	}
	weight := func(t term) float64 {
		k := &a.classes[t.at]
		room := y[t.at] - float64(k.low)
		switch {
		case k.low == k.high:
			return 0
		case (rest > 0) == (t.coef > 0): // it goes down
			return room
		case y[t.at] >= float64(k.high):
			return 0
		}
		return room + 1
	}
	whole := 0.0
	for _, t := range terms {
		whole += float64(math.Abs(float64(t.coef)) * weight(t))
	}
	if whole > 0 {
		for _, t := range terms {
			k := &a.classes[t.at]
			y[t.at] = max(float64(k.low), min(float64(k.high), y[t.at]-rest*math.Copysign(weight(t), float64(t.coef))/whole))
		}
	}
	return math.Abs(rest)
}
