package charts

import (
	"encoding/json"
	"fmt"
	"math"
)

// Outlines are the shapes of territories, by code.
type Outlines struct {
	shapes map[string]shape
	// Credit names whoever the outlines come from; it is written under the map.
	Credit string
}

type shape struct {
	Type        string          `json:"type"`
	Coordinates json.RawMessage `json:"coordinates"`
}

// MaxOutlines is the size of the largest file of outlines that is read, in bytes.
const MaxOutlines = 64 << 20

// ReadOutlines reads a GeoJSON collection whose features carry the code of their
// territory in the property named (or, failing that, in "code" or "insee").
// Coordinates are in degrees; they are kept to four decimals, some ten metres.
func ReadOutlines(data []byte, property, credit string) (*Outlines, error) {
	if len(data) > MaxOutlines {
		return nil, fmt.Errorf("contours : le fichier dépasse %d Mio : le simplifier", MaxOutlines>>20)
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
			return nil, fmt.Errorf("contours : l'élément %d n'a pas de code : nommer la propriété qui le porte", i+1)
		case f.Geometry == nil:
			continue
		case f.Geometry.Type != "Polygon" && f.Geometry.Type != "MultiPolygon":
			return nil, fmt.Errorf("contours : l'élément %d est un %s, pas une surface", i+1, f.Geometry.Type)
		}
		depth := 2
		if f.Geometry.Type == "MultiPolygon" {
			depth = 3
		}
		if err := rounded(f.Geometry.Coordinates, depth); err != nil {
			return nil, fmt.Errorf("contours : élément %d : %w", i+1, err)
		}
		text, err := json.Marshal(f.Geometry.Coordinates)
		if err != nil {
			return nil, fmt.Errorf("contours : élément %d : %w", i+1, err)
		}
		out.shapes[code] = shape{f.Geometry.Type, text}
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

var errNumbers = fmt.Errorf("les coordonnées ne sont pas des nombres emboîtés comme le veut GeoJSON")

// rounded rounds the coordinates in place; depth is how many lists lie around that of a point.
func rounded(value any, depth int) error {
	list, ok := value.([]any)
	if !ok || len(list) == 0 {
		return errNumbers
	}
	if depth > 0 {
		for _, inner := range list {
			if err := rounded(inner, depth-1); err != nil {
				return err
			}
		}
		return nil
	}
	if len(list) < 2 {
		return errNumbers
	}
	for i := range list {
		n, ok := list[i].(float64)
		if !ok || math.Abs(n) > 1e6 {
			return errNumbers
		}
		list[i] = math.Round(n*1e4) / 1e4
	}
	return nil
}

// Has reports whether the outline of a territory is known.
func (o *Outlines) Has(code string) bool { _, ok := o.shapes[code]; return ok }

// feature is a territory as ECharts takes it.
type feature struct {
	Type       string            `json:"type"`
	Properties map[string]string `json:"properties"`
	Geometry   shape             `json:"geometry"`
}

// of gives the collection of the territories of a picture.
func (o *Outlines) of(codes, labels []string) map[string]any {
	features := []feature{}
	for i, code := range codes {
		if s, ok := o.shapes[code]; ok {
			features = append(features, feature{"Feature", map[string]string{"name": code, "label": labels[i]}, s})
		}
	}
	return map[string]any{"type": "FeatureCollection", "features": features}
}
