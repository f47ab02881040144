package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The report of the sample has its map in the outlines that are given, or as tiles; a file that
// cannot serve is refused before anything is written.
func TestRunOutlines(t *testing.T) {
	folder := t.TempDir()
	file := func(name, text string) string {
		at := filepath.Join(folder, name)
		if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return at
	}
	var features []string
	for i, commune := range []string{"21231", "21166", "21515"} {
		features = append(features, fmt.Sprintf(`{"type":"Feature","properties":{"insee":%q},"geometry":{"type":"Polygon","coordinates":[[[%d,47],[%d,47],[%d,48],[%d,48],[%d,47]]]}}`, commune, i, i+1, i+1, i, i))
	}
	good, bad := file("c.geojson", `{"type":"FeatureCollection","features":[`+strings.Join(features, ",")+`]}`), file("mauvais.geojson", `{"type":"Feature"}`)

	out := filepath.Join(folder, "refuse")
	if code, _, errs := call("run", "-out", out, "-outlines", bad); code != 2 || !strings.Contains(errs, "FeatureCollection est attendue") {
		t.Errorf("exit %d, %s", code, errs)
	}
	if _, err := os.Stat(filepath.Join(out, "manifest.json")); err == nil {
		t.Error("something is written in spite of bad outlines")
	}
	for want, args := range map[string][]string{`<svg class="carte"`: {"-outlines", good, "-outlines-code", "insee", "-outlines-credit", "carrés"}, `<ul class="tuiles">`: nil} {
		out := filepath.Join(folder, fmt.Sprint("o", len(args)))
		code, _, errs := call(append([]string{"run", "-out", out}, args...)...)
		report, err := os.ReadFile(filepath.Join(out, "report.html"))
		if code == 2 || err != nil || !strings.Contains(string(report), want) {
			t.Errorf("exit %d, %v: no %s in the report: %s", code, err, want, errs)
		}
		if strings.Contains(string(report), "Contours\u00a0: carrés.") != (args != nil) {
			t.Error("whose the outlines are is not told, or is without them")
		}
	}
}
