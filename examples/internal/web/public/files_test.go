package public_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The page of a table leads to its files: each holds the values that the page shows,
// those of no other table, and "secret" where the page says so.
func TestFilesOfATable(t *testing.T) {
	o := peopled(t)
	const table = "/observatoire/2011-03/mesures/by_type/commune"
	page := o.get(table)
	body := func(name string) string { return o.get(table + "/fichiers/" + name) }
	for _, name := range []string{"by_type_commune.csv", "dictionary.csv", "tables.json", "sdmx.csv", "commune.geojson"} {
		o.has(page, `<a href="`+table+"/fichiers/"+name+`"`)
	}
	if whole := o.get("/observatoire/2011-03/fichiers/by_type_commune.csv"); body("by_type_commune.csv") != whole {
		t.Error("the table is not that of the whole count")
	}
	rows, err := csv.NewReader(strings.NewReader(body("by_type_commune.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	_, shown, _ := strings.Cut(page, "<caption>Demandes selon le type de logement souhaité, par commune</caption>")
	shown, _, _ = strings.Cut(shown, "</table>")
	var cells, secret []string
	for _, m := range regexp.MustCompile(`<td class="n">([^<]*)</td>`).FindAllStringSubmatch(shown, -1) {
		cells = append(cells, m[1])
	}
	for _, row := range rows[1:] {
		for _, cell := range row[2:] {
			if len(cells) == 0 || cells[0] != cell {
				t.Fatalf("the page shows %q where the file has %q of %v", cells[:min(1, len(cells))], cell, row)
			}
			if cells = cells[1:]; cell == "secret" {
				secret = append(secret, cell)
			}
		}
	}
	if len(cells) > 0 || len(secret) < 5 {
		t.Errorf("%d cells of the page are not in the file, %d are secret", len(cells), len(secret))
	}
	var all struct {
		Tables []struct {
			Rows []struct {
				Code    string
				Values  []*int
				Missing map[string]string
			}
		}
	}
	if err := json.Unmarshal([]byte(body("tables.json")), &all); err != nil || len(all.Tables) != 1 {
		t.Fatalf("%v: %d tables", err, len(all.Tables))
	}
	for i, r := range all.Tables[0].Rows {
		for k, v := range r.Values {
			if want := rows[i+1][k+2]; r.Code != rows[i+1][0] || v == nil && (want != "secret" || r.Missing[rows[0][k+2]] != "hidden") || v != nil && strconv.Itoa(*v) != want {
				t.Errorf("tables.json, %s: the CSV has %q", r.Code, want)
			}
		}
	}
	observations, err := csv.NewReader(strings.NewReader(body("sdmx.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	confidential := 0
	for _, x := range observations[1:] {
		if x[1] != "by_type" || x[3] != "commune" || x[8] != "" && x[8] > "0" && x[8] < "5" && len(x[8]) == 1 {
			t.Errorf("sdmx.csv: %v", x)
		}
		if x[8] == "" {
			confidential++
		}
	}
	if confidential != len(secret) || len(observations) < len(secret) {
		t.Errorf("sdmx.csv: %d values are not told, %d are secret", confidential, len(secret))
	}
	var places struct {
		Features []struct{ Properties map[string]any }
	}
	if err := json.Unmarshal([]byte(body("commune.geojson")), &places); err != nil || len(places.Features) != 4 {
		t.Fatalf("%v: %d places", err, len(places.Features))
	}
	for _, f := range places.Features {
		for name, v := range f.Properties {
			if n, ok := v.(float64); ok && strings.HasPrefix(name, "by_type") && n > 0 && n < 5 {
				t.Errorf("%s is %v", name, n)
			}
			if strings.HasPrefix(name, "stock_") {
				t.Errorf("another measure: %s", name)
			}
		}
	}
	o.has(body("dictionary.csv"), "by_type_commune.csv", "CCH R.441-2-6")
	for _, path := range []string{table + "/fichiers/stock_first_commune.csv", "/observatoire/2011-03/mesures/rien/commune/fichiers/tables.json"} {
		if got := o.answer(path).StatusCode; got != http.StatusNotFound {
			t.Errorf("%s answers %d", path, got)
		}
	}
}

// Each measure of the page of a territory is explained there, with its unit, its
// source and the year of its geography.
func TestDefinitions(t *testing.T) {
	o := peopled(t)
	page := o.get("/observatoire/2011-03/territoires/commune/21515")
	_, page, _ = strings.Cut(page, "Ce que dit chaque mesure")
	page, _, _ = strings.Cut(page, "</details>")
	terms, said := strings.Count(page, "<dt>"), strings.Count(page, "Géographie 2026. Source :")
	if terms < 10 || said != terms || strings.Count(page, "Unité :") != terms {
		t.Errorf("%d measures, %d explained", terms, said)
	}
	o.has(page, "chacune comptée une fois dans sa commune de premier choix", "CCH R.441-2-6")
}
