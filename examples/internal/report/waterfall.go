package report

import (
	"fmt"
	"html/template"
	"math"
	"strings"

	"github.com/fichier-unique/rules/examples/internal/charts"
)

// Step is one line of the account of a pair: what was compared, what was found, and
// its weight in bits. One bit more makes "the same person" twice as likely.
type Step struct {
	Label, Finding string
	Bits           float64
}

// Sizes of the picture, in pixels: widths are shares of the page, so that the
// letters keep their size on a telephone.
const (
	stepHeight = 44
	barTop     = 20
	barHeight  = 13
)

// stair is the account of a pair, summed as it goes.
type stair struct {
	Step
	From, To float64
	Total    bool
}

func stairs(steps []Step) []stair {
	var out []stair
	at := 0.0
	for _, s := range steps {
		out = append(out, stair{s, at, at + s.Bits, false})
		at += s.Bits
	}
	return append(out, stair{Step{Label: "Total", Bits: at}, 0, at, true})
}

// scale gives places on the picture, in percents of its width.
type scale struct{ low, high float64 }

func scaleOf(all []stair) scale {
	s := scale{}
	for _, x := range all {
		s.low, s.high = min(s.low, x.To), max(s.high, x.To)
	}
	if s.high-s.low < 1 {
		s.high = s.low + 1
	}
	return s
}

func (s scale) at(bits float64) float64 { return 1 + 98*(bits-s.low)/(s.high-s.low) }

// waterfall draws how the weights of a pair add up. All of it is in the table beneath.
func waterfall(steps []Step) template.HTML {
	all := stairs(steps)
	s := scaleOf(all)
	height := stepHeight*len(all) + 22
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="cascade" width="100%%" height="%d" role="img" aria-label="%s">`, height, template.HTMLEscapeString(charts.Typeset(spoken(all))))
	zero := s.at(0)
	fmt.Fprintf(&b, `<line class="zero" x1="%.2f%%" x2="%.2f%%" y1="0" y2="%d"/>`, zero, zero, height-20)
	anchor, place := "middle", zero
	switch {
	case zero > 75:
		anchor, place = "end", 100
	case zero < 25:
		anchor, place = "start", 0
	}
	fmt.Fprintf(&b, `<text class="pied" x="%.2f%%" y="%d" text-anchor="%s">une chance sur deux</text>`, place, height-6, anchor)
	for i, x := range all[:len(all)-1] { // the links first: words stand above them
		to := s.at(x.To)
		fmt.Fprintf(&b, `<line class="lien" x1="%.2f%%" x2="%.2f%%" y1="%d" y2="%d"/>`, to, to, i*stepHeight+barTop, (i+1)*stepHeight+barTop)
	}
	for i, x := range all {
		y := i * stepHeight
		low, high := s.at(min(x.From, x.To)), s.at(max(x.From, x.To))
		fmt.Fprintf(&b, `<rect class="%s" x="%.2f%%" y="%d" width="%.2f%%" height="%d"/>`, x.class(i), low, y+barTop, max(high-low, 0.4), barHeight)
		fmt.Fprintf(&b, `<text x="0" y="%d">%s</text><text x="100%%" y="%d" text-anchor="end">%s</text>`,
			y+14, template.HTMLEscapeString(charts.Typeset(x.title())), y+14, bits(x.Bits))
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

func (x *stair) title() string {
	if x.Finding == "" {
		return x.Label
	}
	return x.Label + " : " + x.Finding
}

// class is the colour of a step; the first one is neither for nor against.
func (x *stair) class(rank int) string {
	switch {
	case x.Total:
		return "somme"
	case rank == 0:
		return "depart"
	case x.Bits < 0:
		return "contre"
	}
	return "pour"
}

// spoken says the picture in one sentence.
func spoken(all []stair) string {
	total := all[len(all)-1]
	up, down := 0, 0
	for _, x := range all[1 : len(all)-1] {
		if x.Bits < 0 {
			down++
		} else {
			up++
		}
	}
	return fmt.Sprintf("Poids de la comparaison : %d éléments pour, %d contre, total %s bits. Le détail est dans le tableau.", up, down, bits(total.Bits))
}

// bits writes a weight as French readers do, with its sign.
func bits(x float64) string {
	text := strings.Replace(fmt.Sprintf("%.1f", math.Abs(x)), ".", ",", 1)
	switch {
	case text == "0,0":
		return text
	case x < 0:
		return "−" + text
	}
	return "+" + text
}
