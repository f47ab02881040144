package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/examples/internal/charts"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// counted is a table of what some communes count; a count below nought is hidden.
func counted(counts map[string]int) observatory.Table {
	g := territory.Today()
	t := observatory.Table{Measure: observatory.Measures()[0], Level: observatory.Commune, GeographyYear: g.Year(), AsOf: demand.MustDate("2026-10-31"), Columns: []observatory.Column{{Code: "total", Title: "Total"}}}
	for _, u := range g.Units(observatory.Commune) {
		if n, ok := counts[u.Code]; ok {
			t.Rows = append(t.Rows, observatory.Row{Code: u.Code, Name: u.Name, Cells: []observatory.Cell{{Value: max(n, 0), Hidden: n < 0}}})
		}
	}
	if n, ok := counts[""]; ok {
		t.Rows = append(t.Rows, observatory.Row{Name: "Commune inconnue", Cells: []observatory.Cell{{Value: n}}})
	}
	t.Total = observatory.Row{Code: "TOTAL", Name: "Ensemble", Cells: []observatory.Cell{{Hidden: true}}}
	return t
}

func valueOn(p charts.Picture, name string) (charts.Value, bool) {
	for i, label := range p.Labels {
		if label == name {
			return p.Series[0].Values[i], true
		}
	}
	return charts.Value{}, false
}

// Tiles lie by EPCI, in the order of French names; a hidden count is hidden, a
// commune without a row counts nobody, and what lies nowhere is said.
func TestTiles(t *testing.T) {
	atlas := app.Atlas{Geography: territory.Today()}
	table := counted(map[string]int{"21231": 74, "21166": -1, "21054": 9, "": 6})
	x, ok := atlas.Counts(&table, func(code string) string { return "/" + code })
	if !ok || x.Kind != charts.Tiles || x.Check() != nil {
		t.Fatalf("%v %v %v", ok, x.Kind, x.Check())
	}
	for name, want := range map[string]charts.Value{"Dijon": charts.Count(74), "Chenôve": {Hidden: true}, "Ahuy": charts.Count(0), "Beaune": charts.Count(9)} {
		if got, ok := valueOn(x, name); !ok || got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
	if _, ok := valueOn(x, "Semur-en-Auxois"); ok {
		t.Error("an EPCI where there is nobody has tiles")
	}
	if !strings.Contains(x.Note, "pas sur l'image : Commune inconnue") {
		t.Error(x.Note)
	}
	var dijon []string
	for i, group := range x.Groups {
		if group == "Dijon Métropole" {
			dijon = append(dijon, x.Labels[i])
		}
	}
	if len(dijon) != 23 || !cmp.Equal(dijon[:3], []string{"Ahuy", "Bressey-sur-Tille", "Bretenière"}) {
		t.Errorf("%d tiles: %v", len(dijon), dijon)
	}
	block, err := charts.Block(x)
	if err != nil || !strings.Contains(string(block), `<a href="/21231">Dijon</a>`) || !strings.Contains(string(block), `ce n&#39;est pas une carte`) {
		t.Errorf("%v: %s", err, block)
	}
	empty := counted(nil)
	if _, ok := atlas.Counts(&empty, nil); ok {
		t.Error("a table without rows is drawn")
	}
	table.GeographyYear--
	if _, ok := atlas.Counts(&table, nil); ok {
		t.Error("a table of another geography is drawn")
	}
}

// Beyond some hundreds of communes those where there is nobody are told in words.
func TestManyTiles(t *testing.T) {
	atlas, counts := app.Atlas{Geography: territory.Today()}, map[string]int{}
	for i, u := range atlas.Geography.Members(observatory.Departement, "21") {
		if i%5 == 0 {
			counts[u.Code] = i
		}
	}
	table := counted(counts)
	x, ok := atlas.Counts(&table, nil)
	if !ok || len(x.Labels) != len(counts) || !strings.Contains(x.Note, "autres communes ne comptent aucune demande") {
		t.Errorf("%v: %d tiles for %d communes: %q", ok, len(x.Labels), len(counts), x.Note)
	}
}

// With outlines the map is drawn in them; a territory that has none is named, and an
// EPCI is made of the communes that it holds.
func TestOutlinedMap(t *testing.T) {
	g := territory.Today()
	var metropole []string
	for _, u := range g.Members(observatory.EPCI, "242100410") {
		metropole = append(metropole, u.Code)
	}
	read := func(codes ...string) (*charts.Outlines, error) {
		file := filepath.Join(t.TempDir(), "c.geojson")
		if err := os.WriteFile(file, []byte(squaresOf(codes...)), 0o600); err != nil {
			t.Fatal(err)
		}
		return app.ReadOutlines(file, "insee", "", g)
	}
	outlines, err := read(append(metropole, "21425")...)
	if err != nil {
		t.Fatal(err)
	}
	atlas := app.Atlas{Geography: g, Outlines: outlines}
	table := counted(map[string]int{"21231": 74, "21166": -1, "21054": 9})
	x, ok := atlas.Counts(&table, nil)
	if !ok || x.Kind != charts.Map || x.Check() != nil || !strings.Contains(x.Note, "absents de la carte : Beaune") {
		t.Fatalf("%v %v %v %q", ok, x.Kind, x.Check(), x.Note)
	}
	if v, ok := valueOn(x, "Chenôve"); !ok || !v.Hidden {
		t.Errorf("%+v", v)
	}
	if v, ok := valueOn(x, "Ahuy"); !ok || v != charts.Count(0) {
		t.Errorf("%+v", v)
	}
	held := observatory.Table{Measure: table.Measure, Level: observatory.EPCI, GeographyYear: g.Year(), Columns: table.Columns,
		Rows: []observatory.Row{{Code: "242100410", Name: "Dijon Métropole", Cells: []observatory.Cell{{Value: 83}}}}}
	if x, ok := atlas.Counts(&held, nil); ok {
		t.Errorf("one EPCI is a map: %v", x.Labels)
	}
	wider := app.Atlas{Geography: g, Outlines: outlines.Joined(map[string][]string{"200070894": {"21425"}})} // another EPCI of the département
	if x, ok = wider.Counts(&held, nil); !ok || x.Check() != nil || len(x.Codes) != 2 {
		t.Fatalf("%v %v %v", ok, x.Check(), x.Labels)
	}
	if v, ok := valueOn(x, "Dijon Métropole"); !ok || v != charts.Count(83) {
		t.Errorf("%+v", v)
	}
	if _, err := read("A", "B"); err == nil || !strings.Contains(err.Error(), "aucun code n'est celui d'une commune") {
		t.Error(err)
	}
	if _, err := app.ReadOutlines("rien.geojson", "", "", g); err == nil || !strings.Contains(err.Error(), "lecture impossible") {
		t.Error(err)
	}
}
