package app_test

import (
	"strings"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/examples/internal/charts"
	"github.com/fichier-unique/rules/observatory"
)

// What is asked for faces what suits the household; a hidden count is hidden on its
// side, and is nowhere in the picture.
func TestFaced(t *testing.T) {
	columns := []observatory.Column{{Code: "T1", Title: "T1"}, {Code: "T2", Title: "T2"}, {Code: "T3", Title: "T3"}, {Code: "total", Title: "Total"}}
	table := func(measure string, cells ...observatory.Cell) observatory.Table {
		row := observatory.Row{Code: "21231", Name: "Dijon", Cells: cells}
		return observatory.Table{Measure: observatory.Measure{Code: measure, Definition: measure + ".", Unit: "demande"}, Level: observatory.Commune, GeographyYear: 2026, Columns: columns,
			Rows: []observatory.Row{row}, Total: observatory.Row{Code: "TOTAL", Cells: cells}}
	}
	p := observatory.Publication{Tables: []observatory.Table{
		table("by_type", observatory.Cell{Value: 31}, observatory.Cell{Value: 777, Hidden: true}, observatory.Cell{}, observatory.Cell{Value: 40}),
		table("by_target", observatory.Cell{Value: 12}, observatory.Cell{Value: 28}, observatory.Cell{}, observatory.Cell{Value: 40}),
	}}
	for _, code := range []string{"21231", "TOTAL"} {
		x, ok := app.Faced(&p, observatory.Commune, code)
		if !ok || x.Check() != nil || len(x.Labels) != 2 || x.Series[0].Values[0] != charts.Count(31) || !x.Series[0].Values[1].Hidden || x.Series[1].Values[1] != charts.Count(28) {
			t.Fatalf("%s: %v %v %+v", code, ok, x.Check(), x)
		}
		block, err := charts.Block(x)
		data, worse := charts.Data([]charts.Picture{x})
		if err != nil || worse != nil || strings.Contains(string(block)+string(data), "777") || !strings.Contains(string(block), ">secret<") {
			t.Errorf("%s: %v %v: %s %s", code, err, worse, block, data)
		}
	}
	if _, ok := app.Faced(&p, observatory.Commune, "21166"); ok {
		t.Error("a territory where there is nobody is drawn")
	}
	if _, ok := app.Faced(&p, observatory.EPCI, "TOTAL"); ok {
		t.Error("a level without tables is drawn")
	}
	p.Tables[1].Columns = columns[:3]
	if _, ok := app.Faced(&p, observatory.Commune, "TOTAL"); ok {
		t.Error("columns that are not the same face each other")
	}
}
