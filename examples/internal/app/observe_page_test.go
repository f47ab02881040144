package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/examples/internal/browser"
	"github.com/fichier-unique/rules/observatory"
)

// observed counts a small file of demands, with outlines that are squares.
func observed(t *testing.T, outlines string) (page string, err error) {
	t.Helper()
	dir := t.TempDir()
	var lines strings.Builder
	for i, commune := range []string{"21231", "21166", "21515", "21355", "21540"} {
		for range 40 - 9*i {
			fmt.Fprintf(&lines, `{"desk":"21001","deposited_on":"2010-10-15","wanted":{"places":[{"commune":%q}],"types":["T%d"]}}`+"\n", commune, 1+i%3)
		}
	}
	for name, text := range map[string]string{"d.jsonl": lines.String(), "c.geojson": outlines} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o := app.Observation{Files: []string{filepath.Join(dir, "d.jsonl")}, AsOf: demand.MustDate("2011-06-30"), Threshold: 5,
		Levels: []observatory.Level{"commune", "departement"}, Out: filepath.Join(dir, "o"),
		Outlines: filepath.Join(dir, "c.geojson"), OutlinesCode: "insee", OutlinesCredit: "carrés d'essai"}
	if _, err := app.Observe(o, nil); err != nil {
		return "", err
	}
	data, err := os.ReadFile(filepath.Join(o.Out, app.PageName))
	if err != nil {
		t.Fatal(err)
	}
	return string(data), nil
}

func squaresOf(codes ...string) string {
	var features []string
	for i, code := range codes {
		features = append(features, fmt.Sprintf(`{"type":"Feature","properties":{"insee":%q},"geometry":{"type":"Polygon","coordinates":[[[%d,0],[%d,0],[%d,1],[%d,1],[%d,0]]]}}`, code, i, i+1, i+1, i, i))
	}
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

// The page of a count shows each measure with its definition, its geography and a
// map of the territories whose outlines are given.
func TestObservatoryPage(t *testing.T) {
	html, err := observed(t, squaresOf("21231", "21166", "21515", "21355", "21540"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`id="figure-stock-first-commune"`, `id="figure-stock-first-carte-commune"`, `id="figure-by-type-ensemble"`,
		"Géographie 2026", "Contours\u00a0: carrés", "CCH R.441-2-6", "Un compte de moins de 5", ">secret<",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	if troubles := browser.Open(t, html, "observatory"); len(troubles) > 0 {
		t.Errorf("the browser complains: %q", troubles)
	}
}

func TestObservatoryPageNeedsGoodOutlines(t *testing.T) {
	if _, err := observed(t, `{"type":"Point"}`); err == nil || !strings.Contains(err.Error(), "FeatureCollection") {
		t.Error(err)
	}
}

// A folder used again keeps nothing of the earlier count; a file given twice is
// refused; of too few demands nothing is published, not even their number.
func TestObserveLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	file := func(name string, n int) string {
		var lines strings.Builder
		for range n {
			lines.WriteString(`{"desk":"21001","deposited_on":"2010-10-15","wanted":{"places":[{"commune":"21231"}]}}` + "\n")
		}
		at := filepath.Join(dir, name)
		if err := os.WriteFile(at, []byte(lines.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		return at
	}
	many, few := file("many.jsonl", 30), file("few.jsonl", 4)
	o := app.Observation{Files: []string{many}, AsOf: demand.MustDate("2011-06-30"), Threshold: 5, Raw: true,
		Levels: []observatory.Level{"commune", "departement"}, Out: filepath.Join(dir, "o")}
	if _, err := app.Observe(o, nil); err != nil {
		t.Fatal(err)
	}
	raw := filepath.Join(o.Out, "stock_first_departement.csv")
	if _, err := os.Stat(raw); err != nil {
		t.Fatal(err)
	}
	o.Raw, o.Levels = false, o.Levels[:1]
	if _, err := app.Observe(o, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(raw); err == nil {
		t.Error("a raw table stays beside protected ones")
	}
	o.Files = []string{many, filepath.Join(dir, ".", "many.jsonl")}
	if _, err := app.Observe(o, nil); err == nil || !strings.Contains(err.Error(), "donné deux fois") {
		t.Error(err)
	}
	o.Files = []string{few}
	if _, err := app.Observe(o, nil); err != nil {
		t.Fatal(err)
	}
	manifest, err := os.ReadFile(filepath.Join(o.Out, "manifest.json"))
	if err != nil || strings.Contains(string(manifest), `"demands"`) || strings.Contains(string(manifest), `"files"`) {
		t.Errorf("%v: the manifest tells how many: %.600s", err, manifest)
	}
}
