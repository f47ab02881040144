package public

import (
	"github.com/fichier-unique/rules/examples/internal/charts"
	"github.com/fichier-unique/rules/observatory"
)

// maps draws measures of a release by territory, those that make a map.
func (v *visit) maps(level observatory.Level, measures ...string) (out []charts.Picture) {
	page := func(code string) string { return placeURL(v.Name, level, code) }
	for _, measure := range measures {
		var x charts.Picture
		ok := false
		if t := v.table(measure, level); t != nil {
			x, ok = v.atlas().Counts(t, page)
		} else if t := v.figures(measure, level); t != nil {
			x, ok = v.atlas().Figures(t, page)
		}
		if ok {
			out = append(out, x)
		}
	}
	return out
}
