package app

import (
	"slices"

	"github.com/fichier-unique/rules/examples/internal/charts"
	"github.com/fichier-unique/rules/observatory"
)

// Faced draws the types of dwelling that demands ask for, and those that suit their
// households, face to face: in a territory, or over everything for the code TOTAL.
// There is no picture when a publication has not both, or when nobody is there.
func Faced(p *observatory.Publication, level observatory.Level, code string) (charts.Picture, bool) {
	asked, target := tableOf(p, "by_type", level), tableOf(p, "by_target", level)
	if asked == nil || target == nil || !slices.Equal(asked.Columns, target.Columns) || asked.GeographyYear != target.GeographyYear {
		return charts.Picture{}, false
	}
	left, right := rowOf(asked, code), rowOf(target, code)
	if left == nil || right == nil {
		return charts.Picture{}, false
	}
	x := charts.Picture{ID: "types-face-a-face", Kind: charts.Pyramid, Title: "Logements demandés et logements adaptés à la taille du ménage",
		Definition: asked.Measure.Definition + " " + target.Measure.Definition, Unit: unitOf(&asked.Measure), Source: sourceOf(&target.Measure), Geography: asked.GeographyYear,
		LabelTitle: "Type de logement", Series: []charts.Series{{Name: "Demandés"}, {Name: "Adaptés"}}}
	for k, c := range asked.Columns[:len(asked.Columns)-1] {
		a, b := counted(left.Cells[k]), counted(right.Cells[k])
		if a == charts.Count(0) && a == b {
			continue
		}
		x.Labels = append(x.Labels, c.Title)
		x.Series[0].Values, x.Series[1].Values = append(x.Series[0].Values, a), append(x.Series[1].Values, b)
	}
	return x, len(x.Labels) > 0
}

func tableOf(p *observatory.Publication, measure string, level observatory.Level) *observatory.Table {
	for i := range p.Tables {
		if t := &p.Tables[i]; t.Measure.Code == measure && t.Level == level {
			return t
		}
	}
	return nil
}

func rowOf(t *observatory.Table, code string) *observatory.Row {
	if code == t.Total.Code {
		return &t.Total
	}
	for i := range t.Rows {
		if t.Rows[i].Code == code {
			return &t.Rows[i]
		}
	}
	return nil
}
