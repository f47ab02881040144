package charts

import (
	"fmt"
	"math"
	"slices"
)

// Sizes of lines, in pixels: places across are shares of the width, so that letters
// keep their size on a telephone.
const (
	linesTop    = 26
	linesHigh   = 210
	linesBottom = 30
	mostTicks   = 4
	fewPoints   = 7  // beyond, only some figures are written by the points
	longLabel   = 14 // beyond, the first and the last alone are written
)

// mark is a text of lines, or a point.
type mark struct {
	X      string // in hundredths of the width
	Y      int
	Text   string
	Anchor string
	Wide   string // of a gap
	Hidden bool   // a gap of disclosure control
}

// stroke joins two points that follow each other.
type stroke struct {
	X1, X2 string
	Y1, Y2 int
}

// curve is a series as the page writes it.
type curve struct {
	Name    string
	Rank    int
	Points  []mark
	Strokes []stroke
}

// lined is lines as the page writes them.
type lined struct {
	Height, Floor  int
	Grid, Ticks    []mark
	Gaps           []mark
	Secret, Absent bool // some gap is hidden, some is not available
	Curves         []curve
	Figures        []mark // written by the points
}

// Lined readies lines for the page. Points join when nothing is hidden or missing
// between them.
func (p *Picture) Lined() lined {
	top := p.ceiling()
	out := lined{Height: linesTop + linesHigh + linesBottom, Floor: linesTop + linesHigh}
	height := func(n float64) int { return out.Floor - int(math.Round(n/top*linesHigh)) }
	for _, share := range []float64{0, 0.5, 1} {
		out.Grid = append(out.Grid, mark{Y: height(share * top), Text: Text(Value{N: share * top})})
	}
	out.Ticks = p.ticks()
	for i := range p.Labels {
		if gap := p.gapAt(i); !gap.shown() {
			half := min(3, 47/float64(max(1, len(p.Labels)-1)))
			out.Secret, out.Absent = out.Secret || gap.Hidden, out.Absent || !gap.Hidden
			out.Gaps = append(out.Gaps, mark{X: percent(p.across(i) - half), Wide: percent(2 * half), Text: p.Labels[i] + "\u00a0: " + Text(gap), Hidden: gap.Hidden})
		}
	}
	for k, s := range p.Series {
		c := curve{Name: s.Name, Rank: k % 6}
		for i, v := range s.Values {
			if !v.shown() {
				continue
			}
			c.Points = append(c.Points, mark{X: percent(p.across(i)), Y: height(v.N), Text: p.Labels[i] + "\u00a0: " + Text(v)})
			if i > 0 && s.Values[i-1].shown() {
				c.Strokes = append(c.Strokes, stroke{percent(p.across(i - 1)), percent(p.across(i)), height(s.Values[i-1].N), height(v.N)})
			}
		}
		out.Curves = append(out.Curves, c)
	}
	if len(p.Series) == 1 {
		for _, i := range written(p.Series[0].Values) {
			v := p.Series[0].Values[i]
			out.Figures = append(out.Figures, mark{X: percent(p.across(i)), Y: height(v.N) - 9, Text: Text(v), Anchor: anchor(p.across(i))})
		}
	}
	return out
}

// across gives the place of a label, in hundredths of the width.
func (p *Picture) across(i int) float64 {
	if len(p.Labels) < 2 {
		return 50
	}
	return 3 + 94*float64(i)/float64(len(p.Labels)-1)
}

func percent(x float64) string { return fmt.Sprintf("%.2f%%", x) }

func anchor(x float64) string {
	switch {
	case x < 10:
		return "start"
	case x > 90:
		return "end"
	}
	return "middle"
}

// ceiling is the height of lines: a round figure above all of them.
func (p *Picture) ceiling() float64 {
	most, whole := 0.0, true
	for _, s := range p.Series {
		for _, v := range s.Values {
			if v.shown() {
				most, whole = max(most, v.N), whole && v.N == math.Trunc(v.N)
			}
		}
	}
	if most <= 0 {
		return 2
	}
	unit := math.Pow(10, math.Floor(math.Log10(most)))
	for _, k := range []float64{1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10} {
		if top := k * unit; top >= most && (!whole || math.Mod(top, 2) == 0) {
			return top
		}
	}
	return 10 * unit
}

// ticks are the labels that have room, the last among them.
func (p *Picture) ticks() (out []mark) {
	n, longest := len(p.Labels), 0
	for _, label := range p.Labels {
		longest = max(longest, len([]rune(label)))
	}
	step := (n + mostTicks - 1) / mostTicks
	if longest > longLabel {
		step = max(1, n-1)
	}
	for i := n - 1; i >= 0; i -= step {
		out = append(out, mark{X: percent(p.across(i)), Y: linesTop + linesHigh + 20, Text: p.Labels[i], Anchor: anchor(p.across(i))})
	}
	slices.Reverse(out)
	return out
}

// gapAt gives what is not drawn at a label, what is hidden first; the zero value when
// everything is.
func (p *Picture) gapAt(i int) (gap Value) {
	for _, s := range p.Series {
		if v := s.Values[i]; !v.shown() && !gap.Hidden {
			gap = v
		}
	}
	return gap
}

// written are the points whose figure is written: all of a few, else the first, the
// last, the lowest and the highest.
func written(values []Value) []int {
	var shown []int
	for i, v := range values {
		if v.shown() {
			shown = append(shown, i)
		}
	}
	if len(shown) <= fewPoints {
		return shown
	}
	low, high := shown[0], shown[0]
	for _, i := range shown {
		if values[i].N < values[low].N {
			low = i
		}
		if values[i].N > values[high].N {
			high = i
		}
	}
	first, last := shown[0], shown[len(shown)-1]
	near := len(values) / fewPoints // of an end: the two figures would meet
	out := []int{first, last}
	for _, i := range []int{low, high} {
		if i-first > near && last-i > near && !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out
}
