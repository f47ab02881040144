package report_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/browser"
	"github.com/fichier-unique/rules/examples/internal/charts"
	"github.com/fichier-unique/rules/examples/internal/report"
	"github.com/fichier-unique/rules/observatory"
)

func data(t testing.TB) report.Data {
	t.Helper()
	acc := observatory.NewAccumulator(demand.MustDate("2011-06-30"))
	for i := range 40 {
		d := observatory.Demand{Places: []string{"21231"}, Types: []demand.DwellingType{"T2"}, DepositedOn: demand.MustDate("2010-01-01"), Household: 2}
		if i%4 == 0 {
			d.Places = []string{"21166"}
		}
		acc.Add(d)
	}
	tables, hidden, err := observatory.Protect(acc.Tables(observatory.Commune, observatory.EPCI, observatory.Departement), observatory.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	return report.Data{
		Title: "Essai </script><script>alert(1)</script>", Charter: "Charte", AsOf: demand.MustDate("2011-06-30"), Threshold: 5,
		Files:   []report.File{{Name: "</script><img src=x onerror=alert(1)>.csv", Kind: "csv", Read: 45, Accepted: 42, Refused: 3}},
		Totals:  report.Totals{Read: 45, Accepted: 42, Refused: 3, Demands: 40, Merged: 2, ToReview: 1, NumbersIssued: 40},
		Reasons: []report.Reason{{Code: "DEM-MIN-03", Severity: "blocking", Sentence: "La date manque.", Source: "CCH R.441-2-2", Rows: 3}},
		Overlap: []report.Overlap{{Partners: 1, Demands: 40}}, Tables: tables, Hidden: len(hidden),
		Reviews: []report.Review{{A: "a, ligne 2", B: "b, ligne 3", Probability: "60 %", Reason: "prénoms proches",
			Steps: []report.Step{{Label: "Au départ", Bits: -17}, {Label: "Prénoms", Finding: "<b>proche", Bits: 20.04}, {Label: "Téléphone", Finding: "en désaccord", Bits: -1.04}}}},
		Outputs: []report.Output{{Name: "accepted.jsonl", About: "les lignes acceptées"}},
	}
}

func page(t testing.TB, d report.Data) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPage(t *testing.T) {
	html := page(t, data(t))
	if strings.Contains(html, "<img src=x") || strings.Contains(html, "<script>alert(1)") {
		t.Error("a file's name becomes code")
	}
	for _, want := range []string{"45 lignes lues = 42 acceptées + 3 refusées", "40 demandes distinctes", "<noscript>", `lang="fr"`} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	before, _, _ := strings.Cut(html, `<script type="application/json"`)
	for _, bad := range []string{`src="http`, `href="http`, "url(", "@import"} {
		if strings.Contains(before, bad) {
			t.Errorf("the page asks the network: %s", bad)
		}
	}
	if figures, tables := strings.Count(before, `<figure class="chiffre"`), strings.Count(before, "<table>"); figures != 6 || tables < figures {
		t.Errorf("%d pictures, %d tables", figures, tables)
	}
}

// The words of the page have the spaces of French typography; its styles, its scripts
// and its data are not touched.
func TestTypeset(t *testing.T) {
	html := page(t, data(t))
	words, _, _ := strings.Cut(html, `<script type="application/json"`)
	_, words, _ = strings.Cut(words, "</style>")
	if found := regexp.MustCompile(`.{0,30}[\p{L}»)] [:;?!»].{0,10}`).FindString(words); found != "" {
		t.Errorf("a plain space: %q", found)
	}
	if !strings.Contains(words, "JavaScript\u00a0; toutes") {
		t.Error("the words of the page are not typeset")
	}
}

// A map is drawn where the demand is, what it hides hatched.
func TestMap(t *testing.T) {
	d := data(t)
	d.Maps = []charts.Picture{{ID: "carte", Kind: charts.Tiles, Title: "Où", Labels: []string{"Ici", "Là"}, Codes: []string{"a", "b"}, Series: []charts.Series{{Values: []charts.Value{{N: 7}, {N: 3, Hidden: true}}}}}}
	html := page(t, d)
	_, html, _ = strings.Cut(html, "Où est la demande</h2>")
	html, _, _ = strings.Cut(html, "<h2>")
	for _, want := range []string{`<li class="cache"><span class="lieu">Là</span> <span class="valeur">secret</span>`, `<li class="t3"><span class="lieu">Ici</span> <span class="valeur">7</span>`} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in %s", want, html)
		}
	}
}

func TestAccountsMustHold(t *testing.T) {
	for name, spoil := range map[string]func(*report.Data){
		"file":    func(d *report.Data) { d.Files[0].Refused++ },
		"totals":  func(d *report.Data) { d.Totals.Read++ },
		"merged":  func(d *report.Data) { d.Totals.Merged++ },
		"overlap": func(d *report.Data) { d.Overlap[0].Demands++ },
	} {
		d := data(t)
		spoil(&d)
		if err := report.Write(&bytes.Buffer{}, d); err == nil {
			t.Errorf("%s: accounts that do not hold are written", name)
		}
	}
}

// The page opens in a real browser, without the network, on a desk and on a
// telephone: no error, pictures painted, no sideways scroll.
func TestInABrowser(t *testing.T) {
	if troubles := browser.Open(t, page(t, data(t)), "report"); len(troubles) > 0 {
		t.Errorf("the browser complains: %q", troubles)
	}
}

// The picture of a pair is made of its table: what is drawn adds up, and nothing
// of a finding becomes code.
func TestWaterfall(t *testing.T) {
	html := page(t, data(t))
	_, html, _ = strings.Cut(html, `<svg class="cascade"`)
	drawing, rest, ok := strings.Cut(html, "</svg>")
	if !ok {
		t.Fatal("no picture")
	}
	if n := strings.Count(drawing, "<rect"); n != 4 || strings.Count(drawing, `class="contre"`) != 1 || strings.Count(drawing, `class="pour"`) != 1 || strings.Count(drawing, `class="somme"`) != 1 {
		t.Errorf("%d bars: %s", n, drawing)
	}
	for _, want := range []string{"−17,0", "+20,0", "−1,0", "+2,0", "1 éléments pour, 1 contre, total +2,0 bits", "&lt;b&gt;proche", "une chance sur deux"} {
		if !strings.Contains(drawing, want) {
			t.Errorf("%q is not drawn", want)
		}
	}
	table, _, _ := strings.Cut(rest, "</table>")
	for _, want := range []string{"<td class=\"n\">−17,0</td>", "<td class=\"n\">&#43;3,0</td>", "<td class=\"n\">&#43;2,0</td>"} {
		if !strings.Contains(table, want) {
			t.Errorf("%q is not in the table: %s", want, table)
		}
	}
	for i := range 3 { // nothing, or one line, is drawn too
		d := data(t)
		d.Reviews[0].Steps = d.Reviews[0].Steps[:i]
		if got := strings.Contains(page(t, d), `<svg class="cascade"`); got != (i > 0) {
			t.Errorf("%d steps: drawn %v", i, got)
		}
	}
}
