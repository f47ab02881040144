package charts_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/examples/internal/browser"
	"github.com/fichier-unique/rules/examples/internal/charts"
)

// squares are outlines of made-up territories: a grid of squares.
func squares(n int) []byte {
	var features []string
	for i := range n * n {
		x, y := float64(i%n), float64(i/n)
		features = append(features, fmt.Sprintf(`{"type":"Feature","properties":{"code":"T%02d"},"geometry":{"type":"Polygon","coordinates":[[[%g,%g],[%g,%g],[%g,%g],[%g,%g],[%g,%g]]]}}`,
			i, x, y, x+0.95, y, x+0.95, y+0.95, x, y+0.95, x, y))
	}
	return []byte(`{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`)
}

func values(list ...float64) []charts.Value {
	out := make([]charts.Value, len(list))
	for i, n := range list {
		out[i] = charts.Value{N: n}
	}
	return out
}

func pictures(t testing.TB) []charts.Picture {
	t.Helper()
	outlines, err := charts.ReadOutlines(squares(5), "", "quadrillage d'essai")
	if err != nil {
		t.Fatal(err)
	}
	carte := charts.Picture{ID: "carte", Kind: charts.Map, Title: "Pression par commune", Definition: "Demandes en cours au 31 décembre rapportées aux attributions de l'année, mutations comprises",
		Unit: "demandes pour une attribution", Source: "fichier partagé", Geography: 2026, LabelTitle: "Commune", Outlines: outlines, Series: []charts.Series{{Name: "pression"}}}
	for i := range 25 {
		carte.Codes = append(carte.Codes, fmt.Sprintf("T%02d", i))
		carte.Labels = append(carte.Labels, fmt.Sprintf("Territoire %d", i))
		v := charts.Value{N: float64(i*i%17) + 0.5}
		switch i {
		case 7, 12:
			v = charts.Value{Hidden: true}
		case 20:
			v = charts.Value{Missing: "aucune attribution"}
		}
		carte.Series[0].Values = append(carte.Series[0].Values, v)
	}
	stock := charts.Picture{ID: "serie", Kind: charts.Lines, Title: "Demandes en cours", Unit: "demandes", LabelTitle: "Au 31 décembre", Geography: 2026,
		Labels: []string{"2019", "2020", "2021", "2022", "2023"}, Series: []charts.Series{{Name: "Ensemble", Values: values(9000, 9423, 9800, 10578, 11876)}, {Name: "Mutations", Values: values(2800, 2900, 3012, 0, 3600)}}}
	stock.Series[1].Values[3] = charts.Value{Missing: "fichier en panne"}
	return []charts.Picture{
		{ID: "barres", Kind: charts.Bars, Title: "Types </script><b>souhaités</b>", Unit: "demandes", LabelTitle: "Type", Labels: []string{"T1", "T2", "T3", "T4", "T5 et plus"},
			Series: []charts.Series{{Name: "demandes", Values: append(values(120, 340, 280, 90), charts.Value{Hidden: true})}}},
		stock,
		{ID: "pyramide", Kind: charts.Pyramid, Title: "Âge des demandeurs", Unit: "personnes", LabelTitle: "Âge", Labels: []string{"18-24", "25-34", "35-49", "50-64", "65 et plus"},
			Series: []charts.Series{{Name: "Femmes", Values: values(310, 720, 900, 480, 260)}, {Name: "Hommes", Values: values(280, 640, 820, 510, 0)}}},
		{ID: "flux", Kind: charts.Flow, Title: "Ce que deviennent les demandes de l'année", Unit: "demandes",
			Links: []charts.Link{{"En cours au 1er janvier", "Demandes actives", charts.Count(46600)}, {"Nouvelles", "Demandes actives", charts.Count(51700)},
				{"Demandes actives", "Attribuées", charts.Count(21300)}, {"Demandes actives", "Radiées autrement", charts.Count(26600)}, {"Demandes actives", "En cours au 31 décembre", charts.Count(50400)}}},
		carte, tiles(carte),
	}
}

// tiles are the figures of a map without its outlines.
func tiles(p charts.Picture) charts.Picture {
	p.ID, p.Kind, p.Outlines, p.Series = "tuiles", charts.Tiles, nil, slices.Clone(p.Series)
	for i := range p.Labels {
		p.Groups = append(p.Groups, []string{"Métropole", "Plaine", "Coteaux"}[min(i/10, 2)])
		p.URLs = append(p.URLs, "/lieux/"+p.Codes[i])
	}
	return p
}

func TestPage(t *testing.T) {
	var b strings.Builder
	if err := charts.Page(&b, "Essai", "Données inventées", charts.Section{Pictures: pictures(t)}); err != nil {
		t.Fatal(err)
	}
	html, _, _ := strings.Cut(b.String(), `<script type="application/json"`)
	if strings.Contains(html, "</script>") || strings.Contains(html, "<b>souhaités") {
		t.Error("a title becomes code")
	}
	for _, want := range []string{
		">secret<", "n. d. (aucune attribution)", "Géographie 2026", "2 valeurs sont cachées par le secret statistique. Une valeur n&#39;est pas disponible.",
		"Unité\u00a0: demandes pour une attribution", "Contours\u00a0: quadrillage", "<noscript>",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	if n := strings.Count(html, "<table>"); n != 6 {
		t.Errorf("%d tables for six pictures", n)
	}
}

// What is hidden or not available is drawn as a gap, never as zero, and its figure,
// if the caller left one there, is nowhere in the page.
func TestWhatIsNotShownIsNotDrawn(t *testing.T) {
	all := pictures(t)
	const leak = 987654321
	for i := range all {
		for _, s := range all[i].Series {
			for k := range s.Values {
				if s.Values[k].Hidden || s.Values[k].Missing != "" {
					s.Values[k].N = leak
				}
			}
		}
	}
	text, err := charts.Data(all)
	if err != nil {
		t.Fatal(err)
	}
	var drawn []struct {
		ID     string `json:"id"`
		Series []struct {
			Values []*float64 `json:"values"`
		} `json:"series"`
	}
	if err := json.Unmarshal([]byte(strings.ReplaceAll(string(text), `<\/`, "</")), &drawn); err != nil {
		t.Fatal(err)
	}
	gaps := map[string]int{}
	for _, p := range drawn {
		for _, s := range p.Series {
			for _, v := range s.Values {
				if v == nil {
					gaps[p.ID]++
				}
			}
		}
	}
	if want := map[string]int{"barres": 1}; len(drawn) != 3 || !maps.Equal(gaps, want) {
		t.Errorf("%d drawn by a script, gaps: %v", len(drawn), gaps)
	}
	var page strings.Builder
	if err := charts.Page(&page, "Essai", "", charts.Section{Pictures: all}); err != nil {
		t.Fatal(err)
	}
	html := strings.NewReplacer("\u00a0", "", "\u202f", "", " ", "").Replace(page.String())
	for _, text := range []string{"987654321", "9.87654321e+08", "9,9e8"} {
		if strings.Contains(html, text) {
			t.Errorf("a hidden figure is in the page as %q", text)
		}
	}
	for _, p := range all {
		block, err := charts.Block(p)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string][2]int{"carte": {2, 1}, "tuiles": {2, 1}}[p.ID]
		hatched, absent := strings.Count(string(block), `<path class="cache"`)+strings.Count(string(block), `<li class="cache"`), strings.Count(string(block), `<path class="absent"`)+strings.Count(string(block), `<li class="absent"`)
		if hatched != want[0] || absent != want[1] {
			t.Errorf("%s: %d hatched, %d absent, want %v", p.ID, hatched, absent, want)
		}
	}
}

// Lines stop at a figure that is not shown, and what is not drawn has no height.
func TestLines(t *testing.T) {
	all := pictures(t)
	block, err := charts.Block(all[1])
	if err != nil {
		t.Fatal(err)
	}
	html := string(block)
	_, curve, _ := strings.Cut(html, `<g class="c1">`)
	curve, _, _ = strings.Cut(curve, "</g>")
	if lines, points := strings.Count(curve, "<line"), strings.Count(curve, "<path"); lines != 2 || points != 4 {
		t.Errorf("%d strokes, %d points for four figures of which three follow each other: %s", lines, points, curve)
	}
	if n := strings.Count(html, `class="trou"`); n != 1 || !strings.Contains(html, "2022\u00a0: n. d. (fichier en panne)") {
		t.Errorf("%d gaps are shown: %s", n, html)
	}
	if strings.Contains(html, "une valeur au moins est secrète") || strings.Contains(html, `class="trou" x="71.00%" width="6.00%" y="26" height="210" fill="url(`) || !strings.Contains(html, "une valeur au moins n’est pas disponible") {
		t.Errorf("what is not available is shown as secret: %s", html)
	}
	all[1].Series[1].Values[2] = charts.Value{Hidden: true}
	if block, err = charts.Block(all[1]); err != nil || strings.Count(string(block), `fill="url(#hachures-serie)"`) != 1 || !strings.Contains(string(block), "une valeur au moins est secrète") {
		t.Errorf("%v: what is secret is not hatched: %s", err, block)
	}
	for _, name := range []string{"un", "zéro"} {
		p := charts.Picture{ID: "x", Kind: charts.Lines, Title: name, Labels: []string{"2020"}, Series: []charts.Series{{Name: "a", Values: values(0)}}}
		if _, err := charts.Block(p); err != nil {
			t.Error(err)
		}
	}
}

// Classes hold like numbers of territories, equal figures are together, noughts apart.
func TestClasses(t *testing.T) {
	for name, c := range map[string]struct {
		values []charts.Value
		want   []string
	}{
		"none":    {[]charts.Value{{Hidden: true}}, nil},
		"one":     {values(7), []string{"t3 7 1"}},
		"equal":   {values(7, 7, 7), []string{"t3 7 3"}},
		"noughts": {values(0, 0, 5, 9), []string{"t0 0 2", "t1 5 1", "t5 9 1"}},
		"ties":    {values(1, 1, 1, 1, 1, 1, 2, 3), []string{"t1 1 6", "t3 2 1", "t5 3 1"}},
		"many":    {values(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), []string{"t1 1 à 2 2", "t2 3 à 4 2", "t3 5 à 6 2", "t4 7 à 8 2", "t5 9 à 10 2"}},
	} {
		p := charts.Picture{ID: "x", Kind: charts.Tiles, Title: name, Series: []charts.Series{{Values: c.values}}}
		for i := range c.values {
			p.Labels, p.Codes = append(p.Labels, fmt.Sprint("L", i)), append(p.Codes, fmt.Sprint(i))
		}
		block, err := charts.Block(p)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range regexp.MustCompile(`<li><span class="(t\d)"></span>([^<]*?) ?<small>\((\d+) territoires?\)`).FindAllStringSubmatch(string(block), -1) {
			got = append(got, m[1]+" "+m[2]+" "+m[3])
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// An outline is placed as on a map: north up, a degree of longitude narrower than one
// of latitude; a territory of a wider level is made of the outlines of its parts.
func TestOutlinesOnPaper(t *testing.T) {
	text := `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"a"},"geometry":{"type":"Polygon","coordinates":[[[4,47],[5,47],[5,48],[4,48],[4,47]]]}},
{"type":"Feature","properties":{"code":"b"},"geometry":{"type":"Polygon","coordinates":[[[4,46],[5,46],[5,47],[4,47],[4,46]]]}}]}`
	o, err := charts.ReadOutlines([]byte(text), "", "")
	if err != nil {
		t.Fatal(err)
	}
	o = o.Joined(map[string][]string{"ab": {"a", "b"}, "ac": {"a", "c"}, "a": {"b"}})
	if !o.Has("ab") || o.Has("ac") {
		t.Error("a territory is made of what is not all there, or is not made")
	}
	p := charts.Picture{ID: "x", Kind: charts.Map, Title: "x", Outlines: o, Codes: []string{"a", "b", "ab"}, Labels: []string{"A", "B", "AB"}, Series: []charts.Series{{Values: values(1, 2, 3)}}}
	block, err := charts.Block(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`viewBox="-20 -20 1404 4040"`, // 1° of longitude at 47° N is cos 47° of one of latitude
		`<path class="t1" d="M0 2000l1364 0 0 -2000 -1364 0 0 0z"><title>A`, `<path class="t3" d="M0 4000l`, `<path class="t5" d="M0 2000l1364 0 0 -2000 -1364 0 0 0zM0 4000l`} {
		if !strings.Contains(string(block), want) {
			t.Errorf("no %s in %s", want, block)
		}
	}
}

// A flow of which a part is hidden says so: the sum of what is drawn is not the total.
func TestAFlowHiddenInPart(t *testing.T) {
	all := pictures(t)
	whole, err := charts.Data(all)
	if err != nil || strings.Contains(string(whole), `"partial"`) {
		t.Fatalf("%v: nothing is hidden", err)
	}
	all[3].Links[2].Value = charts.Value{Hidden: true}
	if part, err := charts.Data(all); err != nil || strings.Count(string(part), `"partial":true`) != 1 {
		t.Errorf("%v: a hidden link is not told", err)
	}
}

func TestCheck(t *testing.T) {
	for name, spoil := range map[string]func([]charts.Picture){
		"identifiant":                func(p []charts.Picture) { p[0].ID = "A b" },
		"4 valeurs pour 5 libellés":  func(p []charts.Picture) { p[0].Series[0].Values = p[0].Series[0].Values[:4] },
		"deux séries, celle-ci en a": func(p []charts.Picture) { p[2].Series = p[2].Series[:1] },
		"reviennent à leur départ": func(p []charts.Picture) {
			p[3].Links = append(p[3].Links, charts.Link{From: "Attribuées", To: "Nouvelles"})
		},
		"demande les contours":        func(p []charts.Picture) { p[4].Outlines = nil },
		"un code par territoire":      func(p []charts.Picture) { p[4].Codes = nil },
		"n'a pas de contour":          func(p []charts.Picture) { p[4].Codes[3] = "ailleurs" },
		"1 groupes pour 25":           func(p []charts.Picture) { p[5].Groups = p[5].Groups[:1] },
		"genre \"camembert\" inconnu": func(p []charts.Picture) { p[0].Kind = "camembert" },
		"le titre manque":             func(p []charts.Picture) { p[1].Title = "" },
		"est négatif":                 func(p []charts.Picture) { p[3].Links[0].Value.N = -1 },
	} {
		all := pictures(t)
		spoil(all)
		if err := charts.Page(&strings.Builder{}, "", "", charts.Section{Pictures: all}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestReadOutlines(t *testing.T) {
	one := `{"properties":{"code":"a"},"geometry":{"type":"Polygon","coordinates":[[[4,47],[5,47],[5,48],[4,47]]]}}`
	twice := `{"type":"FeatureCollection","features":[` + one + "," + one + `]}`
	for text, want := range map[string]string{
		`nothing`:            "n'est pas du GeoJSON",
		`{"type":"Feature"}`: "FeatureCollection est attendue",
		`{"type":"FeatureCollection","features":[]}`:                                                                                                        "aucune surface",
		`{"type":"FeatureCollection","features":[{"properties":{},"geometry":null}]}`:                                                                       "l'élément 1 n'a pas de code",
		`{"type":"FeatureCollection","features":[{"properties":{"code":"a"},"geometry":{"type":"Point","coordinates":[1,2]}}]}`:                             "est un Point",
		`{"type":"FeatureCollection","features":[{"properties":{"code":"a"},"geometry":{"type":"Polygon","coordinates":[[["a",2]]]}}]}`:                     "ne sont pas des nombres",
		`{"type":"FeatureCollection","features":[{"properties":{"code":"a"},"geometry":{"type":"Polygon","coordinates":[[1,2]]}}]}`:                         "ne sont pas des nombres",
		`{"type":"FeatureCollection","features":[{"properties":{"code":"a"},"geometry":{"type":"MultiPolygon","coordinates":[[[[1]]]]}}]}`:                  "ne sont pas des nombres",
		`{"type":"FeatureCollection","features":[{"properties":{"code":"a"},"geometry":{"type":"MultiPolygon","coordinates":[[[[855000,6690000]]]]}}]}`:     "ne sont pas en degrés",
		`{"type":"FeatureCollection","features":[{"properties":{"code":"a"},"geometry":{"type":"Polygon","coordinates":[[[4,47],[5,47],[5,48],[4,48]]]}}]}`: "ne revient pas à son départ",
		`{"type":"FeatureCollection","features":[{"properties":{"code":"a"},"geometry":{"type":"Polygon","coordinates":[[[4,47],[5,47],[4,47]]]}}]}`:        "moins de quatre points",
		twice: `le code "a" est celui de deux éléments`,
		`{"type":"FeatureCollection","features":[{"properties":{"code":21231},"geometry":null}]}`: "pas de code en texte",
	} {
		if _, err := charts.ReadOutlines([]byte(text), "", ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	o, err := charts.ReadOutlines([]byte(`{"type":"FeatureCollection","features":[{"properties":{"nom":"x","com":"21231"},"geometry":{"type":"MultiPolygon","coordinates":[[[[5.000049,47.3],[5.1,47.3],[5.1,47.4],[5.000049,47.3]]]]}}]}`), "com", "")
	if err != nil || !o.Has("21231") || o.Has("x") {
		t.Fatal(err, o)
	}
}

func FuzzReadOutlines(f *testing.F) {
	f.Add(squares(2))
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"properties":{"code":"a"},"geometry":{"type":"Polygon","coordinates":[[1,2]]}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if o, err := charts.ReadOutlines(data, "code", ""); (o == nil) == (err == nil) {
			t.Error("neither outlines nor a reason, or both")
		}
	})
}

func TestInABrowser(t *testing.T) {
	var b strings.Builder
	if err := charts.Page(&b, "Observatoire", "Données inventées", charts.Section{Pictures: pictures(t)}); err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("FICHIER_SCREENSHOTS"); dir != "" {
		t.Log("screenshots in", dir)
	}
	if troubles := browser.Open(t, b.String(), "charts"); len(troubles) > 0 {
		t.Errorf("the browser complains: %q", troubles)
	}
}

// No name nor figure is cut in a tile, however long the names are.
func TestTilesHoldTheirNames(t *testing.T) {
	var all []charts.Picture
	for k, names := range [][]string{{"Chevigny-Saint-Sauveur", "Sainte-Marie-sur-Ouche-la-Gran", "Neuilly-lès-Dijon"}, {"CC de Gevrey-Chambertin et de Nuits-Saint-Georges", "CA Beaune, Côte et Sud - Communauté Beaune-Chagny-Nolay"}} {
		p := charts.Picture{ID: fmt.Sprint("t", k), Kind: charts.Tiles, Title: "Cases", Series: []charts.Series{{Name: "n"}}}
		for i, name := range names {
			p.Labels, p.Codes = append(p.Labels, name), append(p.Codes, fmt.Sprint(i))
			p.Series[0].Values = append(p.Series[0].Values, charts.Value{N: 12345, Hidden: i == 0})
		}
		all = append(all, p)
	}
	var b strings.Builder
	if err := charts.Page(&b, "Cases", "", charts.Section{Pictures: all}); err != nil {
		t.Fatal(err)
	}
	const cut = `<script>for (const li of document.querySelectorAll(".tuiles li")) { if (li.scrollHeight > li.clientHeight || li.scrollWidth > li.clientWidth) { console.error(li.textContent + " is cut"); throw new Error(li.textContent + " is cut"); } }</script></body>`
	html := b.String()
	end := strings.LastIndex(html, "</body>")
	if troubles := browser.Open(t, html[:end]+cut+html[end+len("</body>"):], "tiles"); len(troubles) > 0 {
		t.Errorf("%q", troubles)
	}
}
