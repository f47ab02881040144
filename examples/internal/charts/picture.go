package charts

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Kind is a kind of picture.
type Kind string

// The kinds.
const (
	Bars    Kind = "bars"    // one bar for each label and series
	Lines   Kind = "lines"   // series of time: labels are the dates
	Pyramid Kind = "pyramid" // two series, to the left and to the right
	Flow    Kind = "flow"    // what goes from where to where
	Map     Kind = "map"     // one shade for each territory, in its outline
	Tiles   Kind = "tiles"   // one shade for each territory, in tiles of one size
)

// Value is a figure of a picture. The zero value is a count of zero.
type Value struct {
	N       float64
	Hidden  bool   // by disclosure control
	Missing string // why the figure is not available; "" when it is
}

// Count makes a value of a count.
func Count(n int) Value { return Value{N: float64(n)} }

func (v Value) shown() bool { return !v.Hidden && v.Missing == "" }

// Series is a row of figures, one for each label.
type Series struct {
	Name   string
	Values []Value
}

// Link is what goes from one state to another.
type Link struct {
	From, To string
	Value    Value
}

// Picture is what is drawn, and what a reader needs to understand it.
type Picture struct {
	ID         string // of the element in the page: letters, digits and hyphens
	Kind       Kind
	Title      string
	Definition string // of the measure, in a sentence
	Unit       string
	Source     string
	Geography  int // year of the territories; 0 when none is drawn
	LabelTitle string
	Labels     []string
	Codes      []string // of the territories of a map, one for each label
	Groups     []string // what the territories of tiles lie in, one for each label; none: one group
	URLs       []string // of the pages of the territories of tiles, one for each label
	Note       string   // what else is to be said under it, in sentences
	Series     []Series
	Links      []Link // of a flow
	Outlines   *Outlines
	Horizontal bool
	Stacked    bool
	Untabled   bool // the page tables the figures itself, in more detail
}

var identifier = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// Check reports what keeps a picture from being drawn.
func (p *Picture) Check() error {
	var all []error
	bad := func(format string, args ...any) {
		all = append(all, fmt.Errorf("image %q : "+format, append([]any{p.ID}, args...)...))
	}
	if !identifier.MatchString(p.ID) {
		bad("l'identifiant est fait de minuscules, de chiffres et de traits d'union")
	}
	if p.Title == "" {
		bad("le titre manque")
	}
	for _, s := range p.Series {
		if len(s.Values) != len(p.Labels) {
			bad("la série %q a %d valeurs pour %d libellés", s.Name, len(s.Values), len(p.Labels))
		}
	}
	switch p.Kind {
	case Bars, Lines:
		if len(p.Series) == 0 {
			bad("aucune série")
		}
	case Pyramid:
		if len(p.Series) != 2 {
			bad("une pyramide a deux séries, celle-ci en a %d", len(p.Series))
		}
	case Flow:
		p.checkFlow(bad)
	case Map, Tiles:
		p.checkMap(bad)
	default:
		bad("genre %q inconnu", p.Kind)
	}
	return errors.Join(all...)
}

// checkFlow refuses flows that come back where they left: the picture has no such form.
func (p *Picture) checkFlow(bad func(string, ...any)) {
	if len(p.Links) == 0 {
		bad("aucun flux")
	}
	next := map[string][]string{}
	for _, l := range p.Links {
		next[l.From] = append(next[l.From], l.To)
		if l.Value.N < 0 {
			bad("le flux de %q à %q est négatif", l.From, l.To)
		}
	}
	const entered, left = 1, 2
	state := map[string]int{}
	var loops func(string) bool
	loops = func(name string) bool {
		state[name] = entered
		for _, to := range next[name] {
			if state[to] == entered || state[to] == 0 && loops(to) {
				return true
			}
		}
		state[name] = left
		return false
	}
	for _, l := range p.Links {
		if state[l.From] == 0 && loops(l.From) {
			bad("les flux reviennent à leur départ")
			return
		}
	}
}

// typeset keeps together what French writes with a space that no line ends on.
var typeset = strings.NewReplacer(" :", "\u00a0:", " ;", "\u00a0;", " ?", "\u00a0?", " !", "\u00a0!", " %", "\u00a0%", " »", "\u00a0»", "« ", "«\u00a0")

// Typeset writes a text with the spaces of French typography.
func Typeset(text string) string { return typeset.Replace(text) }

// templated is typeset, but for the actions of templates.
var templated = strings.NewReplacer(" :=", " :=", " :", "\u00a0:", " ;", "\u00a0;", " ?", "\u00a0?", " %", "\u00a0%", " »", "\u00a0»", "« ", "«\u00a0")

// TypesetTemplate does to the words of a template what Typeset does to a text.
func TypesetTemplate(text string) string { return templated.Replace(text) }

// Scripted reports a picture that draw.js draws; the others are in the page.
func (p *Picture) Scripted() bool {
	return p.Kind == Bars || p.Kind == Pyramid || p.Kind == Flow
}

// Hidden counts the figures hidden by disclosure control.
func (p *Picture) Hidden() int {
	return p.count(func(v Value) bool { return v.Hidden })
}

// Missing counts the figures that are not available.
func (p *Picture) Missing() int {
	return p.count(func(v Value) bool { return !v.Hidden && v.Missing != "" })
}

func (p *Picture) count(is func(Value) bool) (n int) {
	for _, s := range p.Series {
		for _, v := range s.Values {
			if is(v) {
				n++
			}
		}
	}
	for _, l := range p.Links {
		if is(l.Value) {
			n++
		}
	}
	return n
}

// Reading is the line under a picture: what is measured, in what, over which
// territories, from what, and what is not shown.
func (p *Picture) Reading() string {
	var parts []string
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	if p.Definition != "" {
		parts = append(parts, strings.TrimSuffix(p.Definition, "."))
	}
	if p.Unit != "" {
		add("Unité : %s", p.Unit)
	}
	if p.Geography != 0 {
		add("Géographie %d", p.Geography)
	}
	if p.Source != "" {
		add("Source : %s", strings.TrimSuffix(p.Source, "."))
	}
	switch n := p.Hidden(); {
	case n == 1:
		add("Une valeur est cachée par le secret statistique")
	case n > 1:
		add("%d valeurs sont cachées par le secret statistique", n)
	}
	switch n := p.Missing(); {
	case n == 1:
		add("Une valeur n'est pas disponible")
	case n > 1:
		add("%d valeurs ne sont pas disponibles", n)
	}
	if p.Kind == Tiles {
		parts = append(parts, "Les cases ont toutes la même taille et suivent l'alphabet : ce n'est pas une carte, leur place ne dit pas où sont les territoires")
	}
	if p.Note != "" {
		parts = append(parts, strings.TrimSuffix(p.Note, "."))
	}
	if len(parts) == 0 {
		return ""
	}
	return Typeset(strings.Join(parts, ". ") + ".")
}
