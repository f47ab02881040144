package charts

import "fmt"

// onMap is a territory of a map, as the page writes it.
type onMap struct {
	Name, URL, Shade, Text string
	Path                   string // of a map with outlines
}

// group is the tiles of what holds some territories.
type group struct {
	Name   string
	Places []onMap
}

// mapped is a map as the page writes it.
type mapped struct {
	Classes        []class
	Width, Height  int
	Places         []onMap
	Groups         []group
	Secret, Absent int
	Wide           bool // tiles whose names are long
}

// longName is what a tile of the usual width does not hold, in letters.
const longName = 30

// Mapped readies a map, or tiles: the classes, then each territory with its shade.
func (p *Picture) Mapped() mapped {
	m := mapped{Classes: classesOf(p.Series[0].Values), Secret: p.Hidden(), Absent: p.Missing()}
	for i, v := range p.Series[0].Values {
		one := onMap{Name: p.Labels[i], Shade: shade(m.Classes, v), Text: Text(v)}
		if one.Shade == "absent" {
			one.Text = "n.\u00a0d."
		}
		if i < len(p.URLs) {
			one.URL = p.URLs[i]
		}
		m.Places = append(m.Places, one)
		m.Wide = m.Wide || len([]rune(one.Name)) > longName
	}
	if p.Kind == Map {
		m.outline(p)
	} else {
		m.gather(p.Groups)
	}
	return m
}

// outline draws the territories.
func (m *mapped) outline(p *Picture) {
	paper, _ := p.Outlines.sheetOf(p.Codes)
	m.Width, m.Height = paper.width, paper.height
	for i := range m.Places {
		m.Places[i].Path = paper.path(p.Outlines.shapes[p.Codes[i]])
	}
}

// gather puts the tiles of a group together.
func (m *mapped) gather(groups []string) {
	at := map[string]int{}
	for i := range m.Places {
		name := ""
		if i < len(groups) {
			name = groups[i]
		}
		k, known := at[name]
		if !known {
			k = len(m.Groups)
			at[name] = k
			m.Groups = append(m.Groups, group{Name: name})
		}
		m.Groups[k].Places = append(m.Groups[k].Places, m.Places[i])
	}
}

// Spoken says a map, or lines, in a sentence.
func (p *Picture) Spoken() string {
	low, high, shown := Value{}, Value{}, 0
	for _, s := range p.Series {
		for _, v := range s.Values {
			if !v.shown() {
				continue
			}
			if shown == 0 || v.N < low.N {
				low = v
			}
			if shown == 0 || v.N > high.N {
				high = v
			}
			shown++
		}
	}
	text := "Aucune valeur montrée"
	switch {
	case shown == 1:
		text = "Une valeur montrée : " + Text(low)
	case shown > 1:
		text = fmt.Sprintf("%d valeurs montrées, de ", shown) + Text(low) + " à " + Text(high)
	}
	text += some(p.Hidden(), "secrète", "secrètes") + some(p.Missing(), "non disponible", "non disponibles")
	return Typeset(text + ". Le tableau les donne une à une.")
}

// some writes how many figures are what two words say, of one and of several.
func some(n int, one, several string) string {
	switch n {
	case 0:
		return ""
	case 1:
		return " ; une " + one
	}
	return fmt.Sprintf(" ; %d %s", n, several)
}

// checkMap refuses a map that cannot be drawn.
func (p *Picture) checkMap(bad func(string, ...any)) {
	if len(p.Series) != 1 || len(p.Codes) != len(p.Labels) {
		bad("une carte a une série, et un code par territoire")
		return
	}
	if p.Kind == Tiles {
		if len(p.Groups) != 0 && len(p.Groups) != len(p.Labels) {
			bad("%d groupes pour %d territoires", len(p.Groups), len(p.Labels))
		}
		return
	}
	if p.Outlines == nil {
		bad("une carte demande les contours des territoires")
		return
	}
	for i, code := range p.Codes {
		if !p.Outlines.Has(code) {
			bad("le territoire %q n'a pas de contour", p.Labels[i])
		}
	}
	if _, ok := p.Outlines.sheetOf(p.Codes); !ok {
		bad("les contours n'ont pas d'étendue")
	}
}
