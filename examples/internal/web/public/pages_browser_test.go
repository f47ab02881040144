package public_test

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/browser"
	"github.com/fichier-unique/rules/examples/internal/web/public"
)

// Maps, series and comparisons in a real browser, on a telephone and at a desk: what
// is drawn without a script is there, of its size, and reached by the keyboard.
func TestPicturesInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a real browser takes a minute or more")
	}
	o := twoYears(t)
	server := httptest.NewServer(o.rt)
	t.Cleanup(server.Close)
	v := browser.Start(t, server.URL)
	v.Go("/observatoire")
	v.Look("public-7-series")
	if got := v.Read(`String([...document.querySelectorAll("svg.courbes .point")].every(p => p.getBoundingClientRect().width > 7) && document.querySelectorAll("svg.courbes .point").length > 3)`); got != "true" {
		t.Error("the points of the lines are not whole")
	}
	v.Go("/observatoire/2019-03/mesures/stock_first/commune")
	v.Await("canvas")
	v.Look("public-8-cases")
	if got := v.Read(`(() => { const a = document.querySelector(".tuiles a[href$='/21231']"); a.focus(); return document.activeElement === a ? a.textContent : "" })()`); got != "Dijon" {
		t.Errorf("the keyboard reaches %q", got)
	}
	v.Enter("\r")
	v.Await("canvas")
	if got := v.Where(); !strings.HasSuffix(got, "/observatoire/2019-03/territoires/commune/21231") {
		t.Error(got)
	}
	v.Look("public-9-comparaisons")

	file := filepath.Join(t.TempDir(), "communes.geojson")
	if err := os.WriteFile(file, []byte(outlinesOf("21231", "21166", "21515", "21452", "21355", "21003")), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := o.mount(public.Config{Outlines: public.Outlines{File: file, Code: "insee", Credit: "carrés d’essai"}}); err != nil {
		t.Fatal(err)
	}
	outlined := httptest.NewServer(o.rt)
	t.Cleanup(outlined.Close)
	v = browser.Start(t, outlined.URL)
	v.Go("/observatoire/2018-03/mesures/stock_first/commune")
	v.Look("public-10-carte")
	fill := `getComputedStyle(document.querySelector("svg.carte path.%s")).fill`
	for shade, want := range map[string]string{"cache": `url("#hachures-stock-first-carte-commune")`, "t0": "rgb(255, 255, 255)", "t5": "rgb(18, 63, 112)"} {
		if got := v.Read(strings.Replace(fill, "%s", shade, 1)); got != want {
			t.Errorf("%s is filled with %s, want %s", shade, got, want)
		}
	}
}
