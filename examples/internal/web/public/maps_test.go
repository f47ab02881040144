package public_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/web/public"
)

// told are the figures of pages: in tables, on tiles, by points, in what is under the
// pointer, in legends.
var told = regexp.MustCompile(`<td class="n">([0-9 ]+)</td>|class="valeur">([0-9 ]+)</span>|: ([0-9 ]+)</title>|text-anchor="[a-z]+">([0-9 ]+)</text>|<span class="t\d"></span>([0-9 ]+)(?: à ([0-9 ]+))? ?<small>`)

// What a page tells that is no count of demands: months, shares.
var (
	drawn   = regexp.MustCompile(`(?s)<figure.*?</figure>`)
	figures = regexp.MustCompile(`(?s:<caption>Délais, pressions et parts.*?</table>)|<tr>.*<td class="n">(?:mois|%|[a-z]+ par attribution)</td>.*</tr>`)
)

// small gives the counts of demands of a page that the threshold forbids, and how many
// were looked at.
func small(page string) (found []string, seen int) {
	page = drawn.ReplaceAllStringFunc(figures.ReplaceAllString(page, ""), func(figure string) string {
		if strings.Contains(figure, "Unité : demande.") {
			return figure
		}
		return ""
	})
	for _, m := range told.FindAllStringSubmatch(page, -1) {
		for _, n := range m[1:] {
			if n == "" {
				continue
			}
			if seen++; len(n) == 1 && n > "0" && n < "5" {
				found = append(found, m[0])
			}
		}
	}
	return found, seen
}

// peopled has communes above and under the threshold.
func peopled(t *testing.T) *office {
	t.Helper()
	o := open(t, "2011-03-10")
	o.register(9, "21231", demand.DwellingTypeT2)
	o.register(3, "21231", demand.DwellingTypeT3)
	o.register(2, "21166", demand.DwellingTypeT4)
	o.register(6, "21515", demand.DwellingTypeT2)
	o.register(4, "21617", demand.DwellingTypeT2)
	o.Day("2011-04-01")
	o.refresh()
	return o
}

// A measure is mapped by commune: tiles without outlines, that lead to each commune,
// say that they are no geography, and tell no small count.
func TestTilesTellNothingHidden(t *testing.T) {
	o := peopled(t)
	for _, path := range []string{"", "/mesures/stock_first/commune", "/mesures/by_type/commune", "/mesures/age_mean/commune"} {
		page := o.get("/observatoire/2011-03" + path)
		found, seen := small(page)
		if len(found) > 0 || seen < 2 {
			t.Errorf("%s: %d figures, and %q", path, seen, found)
		}
		if path == "/mesures/age_mean/commune" {
			continue
		}
		o.has(page, `<li class="cache"><span class="lieu"><a href="/observatoire/2011-03/territoires/commune/21166">Chenôve</a></span> <span class="valeur">secret</span></li>`,
			`<li class="t0"><span class="lieu"><a href="/observatoire/2011-03/territoires/commune/21003">Ahuy</a></span> <span class="valeur">0</span></li>`,
			`ce n&#39;est pas une carte`, `<span class="cache"></span>secret`, "<h4>Dijon Métropole</h4>", "pictures.css")
	}
}

// outlinesOf are squares beside each other.
func outlinesOf(codes ...string) string {
	var features []string
	for i, code := range codes {
		features = append(features, fmt.Sprintf(`{"type":"Feature","properties":{"insee":%q},"geometry":{"type":"Polygon","coordinates":[[[%d,47],[%d,47],[%d,48],[%d,48],[%d,47]]]}}`, code, i, i+1, i+1, i, i))
	}
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

// With the outlines of the organisation the map is drawn in them, without a script,
// hidden counts hatched; a file that cannot serve is refused with a sentence.
func TestMapWithOutlines(t *testing.T) {
	o := peopled(t)
	file := filepath.Join(t.TempDir(), "communes.geojson")
	mount := func(text string) error {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return o.mount(public.Config{Outlines: public.Outlines{File: file, Code: "insee", Credit: "carrés d’essai"}})
	}
	if err := mount(outlinesOf("21231", "21166", "21515", "21003")); err != nil {
		t.Fatal(err)
	}
	page := o.get("/observatoire/2011-03/mesures/stock_first/commune")
	o.has(page, `role="img" aria-labelledby="titre-stock-first-carte-commune resume-stock-first-carte-commune"`, `<path class="cache" fill="url(#hachures-stock-first-carte-commune)"`,
		"<title>Chenôve : secret</title>", "<title>Quetigny : 6</title>", "<title>Ahuy : 0</title>", "Contours : carrés d’essai.", "absents de la carte : Talant")
	if found, seen := small(page); len(found) > 0 || seen < 5 {
		t.Errorf("%d figures, and %q", seen, found)
	}
	if strings.Contains(page, ` style="`) {
		t.Error("the page has styles that the policy of content stops")
	}
	for text, want := range map[string]string{"{}": "FeatureCollection", outlinesOf("A", "B"): "aucun code n'est celui d'une commune"} {
		if err := mount(text); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "-outlines") {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
