package charts_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

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
		carte,
	}
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
		"Unité\u00a0: demandes pour une attribution", "Contours : quadrillage", "<noscript>",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	if n := strings.Count(html, "<table>"); n != 5 {
		t.Errorf("%d tables for five pictures", n)
	}
}

// What is hidden or not available is drawn as a gap, never as zero.
func TestWhatIsNotShownIsNotDrawn(t *testing.T) {
	text, err := charts.Data(pictures(t))
	if err != nil {
		t.Fatal(err)
	}
	var all []struct {
		ID     string `json:"id"`
		Series []struct {
			Values []*float64 `json:"values"`
		} `json:"series"`
	}
	if err := json.Unmarshal([]byte(strings.ReplaceAll(string(text), `<\/`, "</")), &all); err != nil {
		t.Fatal(err)
	}
	gaps := map[string]int{}
	for _, p := range all {
		for _, s := range p.Series {
			for _, v := range s.Values {
				if v == nil {
					gaps[p.ID]++
				}
			}
		}
	}
	if gaps["carte"] != 3 || gaps["barres"] != 1 || gaps["serie"] != 1 || gaps["pyramide"] != 0 {
		t.Errorf("gaps: %v", gaps)
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
	for text, want := range map[string]string{
		`nothing`:            "n'est pas du GeoJSON",
		`{"type":"Feature"}`: "FeatureCollection est attendue",
		`{"type":"FeatureCollection","features":[]}`:                                                                                           "aucune surface",
		`{"type":"FeatureCollection","features":[{"properties":{},"geometry":null}]}`:                                                          "l'élément 1 n'a pas de code",
		`{"type":"FeatureCollection","features":[{"properties":{"code":"a"},"geometry":{"type":"Point","coordinates":[1,2]}}]}`:                "est un Point",
		`{"type":"FeatureCollection","features":[{"properties":{"code":"a"},"geometry":{"type":"Polygon","coordinates":[[["a",2]]]}}]}`:        "ne sont pas des nombres",
		`{"type":"FeatureCollection","features":[{"properties":{"code":"a"},"geometry":{"type":"Polygon","coordinates":[[1,2]]}}]}`:            "ne sont pas des nombres",
		`{"type":"FeatureCollection","features":[{"properties":{"code":"a"},"geometry":{"type":"MultiPolygon","coordinates":[[[[1]]]]}}]}`:     "ne sont pas des nombres",
		`{"type":"FeatureCollection","features":[{"properties":{"code":"a"},"geometry":{"type":"MultiPolygon","coordinates":[[[[1e9,0]]]]}}]}`: "ne sont pas des nombres",
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
