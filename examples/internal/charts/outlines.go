package charts

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Outlines are the shapes of territories, by code.
type Outlines struct {
	shapes map[string]shape
	// Credit names whoever the outlines come from; it is written under the map.
	Credit string
}

// shape is the rings of a territory, holes among them: filled by the even-odd rule.
type shape [][]point

type point struct{ x, y float64 } // degrees of longitude and of latitude

// maxOutlines is the size of the largest file of outlines that is read, in bytes.
const maxOutlines = 64 << 20

// ReadOutlines reads a GeoJSON collection whose features carry the code of their
// territory in the property named (or, failing that, in "code" or "insee").
// Coordinates are in degrees.
func ReadOutlines(data []byte, property, credit string) (*Outlines, error) {
	if len(data) > maxOutlines {
		return nil, fmt.Errorf("contours : le fichier dépasse %d Mio : le simplifier", maxOutlines>>20)
	}
	var all struct {
		Type     string `json:"type"`
		Features []struct {
			Properties map[string]any `json:"properties"`
			Geometry   *struct {
				Type        string `json:"type"`
				Coordinates any    `json:"coordinates"`
			} `json:"geometry"`
		} `json:"features"`
	}
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, fmt.Errorf("contours : ce n'est pas du GeoJSON : %w", err)
	}
	if all.Type != "FeatureCollection" {
		return nil, fmt.Errorf("contours : une FeatureCollection est attendue, pas %q", all.Type)
	}
	out := &Outlines{shapes: map[string]shape{}, Credit: credit}
	for i, f := range all.Features {
		code := codeOf(f.Properties, property)
		switch {
		case code == "":
			return nil, fmt.Errorf("contours : l'élément %d n'a pas de code en texte : nommer la propriété qui le porte", i+1)
		case f.Geometry == nil:
			continue
		case f.Geometry.Type != "Polygon" && f.Geometry.Type != "MultiPolygon":
			return nil, fmt.Errorf("contours : l'élément %d est un %s, pas une surface", i+1, f.Geometry.Type)
		case out.Has(code):
			return nil, fmt.Errorf("contours : le code %q est celui de deux éléments, dont le %d : n'en garder qu'un", code, i+1)
		}
		var s shape
		if err := s.read(f.Geometry.Coordinates, f.Geometry.Type == "MultiPolygon"); err != nil {
			return nil, fmt.Errorf("contours : élément %d : %w", i+1, err)
		}
		out.shapes[code] = s
	}
	if len(out.shapes) == 0 {
		return nil, fmt.Errorf("contours : le fichier n'a aucune surface")
	}
	return out, nil
}

func codeOf(properties map[string]any, property string) string {
	for _, name := range []string{property, "code", "insee", "codgeo", "INSEE_COM"} {
		if code, ok := properties[name].(string); ok && name != "" && code != "" {
			return code
		}
	}
	return ""
}

var (
	errNumbers = fmt.Errorf("les coordonnées ne sont pas des nombres emboîtés comme le veut GeoJSON")
	errDegrees = fmt.Errorf("les coordonnées ne sont pas en degrés de longitude et de latitude (WGS 84), comme le veut GeoJSON : convertir le fichier")
	errRing    = fmt.Errorf("un contour a moins de quatre points, ou ne revient pas à son départ")
)

// read adds the rings of a polygon, or of several.
func (s *shape) read(value any, several bool) error {
	list, ok := value.([]any)
	if !ok || len(list) == 0 {
		return errNumbers
	}
	for _, inner := range list {
		if several {
			if err := s.read(inner, false); err != nil {
				return err
			}
			continue
		}
		ring, err := ringOf(inner)
		if err != nil {
			return err
		}
		*s = append(*s, ring)
	}
	return nil
}

func ringOf(value any) ([]point, error) {
	list, ok := value.([]any)
	if !ok {
		return nil, errNumbers
	}
	ring := make([]point, len(list))
	for i, at := range list {
		pair, _ := at.([]any)
		if len(pair) < 2 {
			return nil, errNumbers
		}
		x, isX := pair[0].(float64)
		y, isY := pair[1].(float64)
		if !isX || !isY {
			return nil, errNumbers
		}
		if math.Abs(x) > 180 || math.Abs(y) > 90 {
			return nil, errDegrees
		}
		ring[i] = point{x, y}
	}
	if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
		return nil, errRing
	}
	return ring, nil
}

// Has reports whether the outline of a territory is known.
func (o *Outlines) Has(code string) bool { _, ok := o.shapes[code]; return ok }

// Codes gives how many of some codes have an outline.
func (o *Outlines) Codes(codes []string) (n int) {
	for _, code := range codes {
		if o.Has(code) {
			n++
		}
	}
	return n
}

// Joined adds the outline of each territory of a wider level, made of those of its
// parts, unless it is known or that of a part is not.
func (o *Outlines) Joined(parts map[string][]string) *Outlines {
	out := &Outlines{shapes: map[string]shape{}, Credit: o.Credit}
	for code, s := range o.shapes {
		out.shapes[code] = s
	}
	for code, list := range parts {
		if out.Has(code) || len(list) == 0 || o.Codes(list) < len(list) {
			continue
		}
		var s shape
		for _, part := range list {
			s = append(s, o.shapes[part]...)
		}
		out.shapes[code] = s
	}
	return out
}

// mapWidth is that of a map, in its own units: a département of 150 km is drawn to
// some forty metres.
const mapWidth = 4000

// sheet places degrees on a map: a degree of longitude is as wide as it is in the
// middle of the map, north is up.
type sheet struct {
	left, top, wide, scale float64
	width, height          int
}

// sheetOf fits the territories of some codes; ok is false when none has an outline.
func (o *Outlines) sheetOf(codes []string) (s sheet, ok bool) {
	low, high := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, code := range codes {
		for _, ring := range o.shapes[code] {
			for _, p := range ring {
				low, high = point{min(low.x, p.x), min(low.y, p.y)}, point{max(high.x, p.x), max(high.y, p.y)}
			}
		}
	}
	if high.x <= low.x || high.y <= low.y {
		return s, false
	}
	s.left, s.top, s.wide = low.x, high.y, math.Cos((low.y+high.y)/2*math.Pi/180)
	s.scale = mapWidth / max((high.x-low.x)*s.wide, high.y-low.y)
	s.width, s.height = s.place(point{high.x, low.y})
	return s, true
}

func (s *sheet) place(p point) (x, y int) {
	return int(math.Round((p.x - s.left) * s.wide * s.scale)), int(math.Round((s.top - p.y) * s.scale))
}

// path writes the rings of a territory; points that fall on one another are written
// once.
func (s *sheet) path(of shape) string {
	var b strings.Builder
	for _, ring := range of {
		wasX, wasY := s.place(ring[0])
		b.WriteString("M" + strconv.Itoa(wasX) + " " + strconv.Itoa(wasY) + "l")
		for _, p := range ring[1 : len(ring)-1] {
			x, y := s.place(p)
			if x == wasX && y == wasY {
				continue
			}
			b.WriteString(strconv.Itoa(x-wasX) + " " + strconv.Itoa(y-wasY) + " ")
			wasX, wasY = x, y
		}
		b.WriteString("0 0z")
	}
	return b.String()
}
