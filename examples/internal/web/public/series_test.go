package public_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web/public"
	"github.com/fichier-unique/rules/observatory"
)

// months are counts of some months, of which one was not made: Chenôve is under the
// threshold first, then above it.
func months(t *testing.T) *office {
	t.Helper()
	o := open(t, "2011-03-10")
	o.register(12, "21231", demand.DwellingTypeT2)
	o.register(3, "21166", demand.DwellingTypeT3)
	o.register(7, "21515", demand.DwellingTypeT2)
	o.Day("2011-04-01")
	o.refresh()
	o.register(5, "21166", demand.DwellingTypeT3)
	o.register(4, "21617", demand.DwellingTypeT3)
	o.Day("2011-05-02")
	o.refresh()
	o.Day("2011-07-01") // nobody counted May
	o.register(2, "21515", demand.DwellingTypeT2)
	o.Day("2011-08-01")
	o.refresh()
	return o
}

// rows reads a file by the names of its columns.
func (o *office) rows(text string) (out []map[string]string) {
	o.t.Helper()
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		o.t.Fatal(err)
	}
	for _, row := range all[1:] {
		line := map[string]string{}
		for i, name := range all[0] {
			line[name] = row[i]
		}
		out = append(out, line)
	}
	return out
}

// lines reads the CSV of the series of a territory.
func (o *office) lines(level, code string) []map[string]string {
	o.t.Helper()
	return o.rows(o.get("/observatoire/territoires/" + level + "/" + code + "/series/series.csv"))
}

// along gives the values of a column in the series of a territory, or why there is none.
func (o *office) along(level, code, measure, column string) (out []string) {
	o.t.Helper()
	for _, l := range o.lines(level, code) {
		if l["measure"] == measure && l["column"] == column {
			out = append(out, l["to"]+" "+l["value"]+l["reason"])
		}
	}
	return out
}

// A series has what each count published: a hidden value is a gap, and so is a month
// that nobody counted; neither is nought.
func TestSeries(t *testing.T) {
	o := months(t)
	want := []string{"2011-03-31 secret", "2011-04-30 8", "2011-05-31 pas de compte", "2011-06-30 pas de compte", "2011-07-31 8"}
	if diff := cmp.Diff(want, o.along("commune", "21166", "stock_first", "total")); diff != "" {
		t.Error(diff)
	}
	if got := o.along("commune", "21003", "stock_first", "total"); len(got) != 5 || got[0] != "2011-03-31 0" {
		t.Errorf("a commune where there is nobody: %v", got)
	}
	page := o.get("/observatoire/2011-07/territoires/commune/21166")
	o.has(page, "Demandes en cours à la fin de chaque mois", "<title>avr. 2011 : 8</title>", "<title>mars 2011 : secret</title>", "<title>mai 2011 : n. d. (pas de compte)</title>",
		"ce n’est pas zéro", "Une valeur est cachée par le secret statistique", "/observatoire/territoires/commune/21166/series/series.csv")
	_, curve, _ := strings.Cut(page, `<g class="c0">`)
	curve, _, _ = strings.Cut(curve, "</g>")
	if n := strings.Count(curve, "<path"); n != 2 || strings.Contains(curve, "<line") {
		t.Errorf("%d points, joined over a gap: %s", n, curve)
	}
	o.has(o.get("/observatoire"), "Au fil du temps", "<title>juil. 2011 : 33</title>", "/observatoire/territoires/departement/TOTAL/series/series.json")
	o.has(o.get("/observatoire/2011-07/mesures/by_type/epci"), "ensemble, à la fin de chaque mois", "Au fil du temps")
}

// No figure under the threshold is in a series, on a page or in a file; each value is
// the one that its count publishes.
func TestSeriesTellNothingHidden(t *testing.T) {
	o := months(t)
	for _, path := range []string{"", "/2011-07/territoires/commune/21166", "/2011-07/territoires/commune/21617", "/2011-07/territoires/epci/242100410", "/2011-07/mesures/by_type/commune", "/2011-07/mesures/stock_any/commune"} {
		if found, seen := small(o.get("/observatoire" + path)); len(found) > 0 || seen < 3 {
			t.Errorf("%q: %d figures, and %q", path, seen, found)
		}
	}
	published := map[string]string{}
	seen := 0
	for _, place := range [][2]string{{"commune", "21166"}, {"commune", "21617"}, {"commune", "21231"}, {"epci", "242100410"}, {"departement", "TOTAL"}} {
		for _, l := range o.lines(place[0], place[1]) {
			if v := l["value"]; len(v) == 1 && v > "0" && v < "5" && l["unit"] == "demande" {
				t.Errorf("told: %v", l)
			}
			if l["count"] == "" || l["reason"] != "" {
				if l["value"] != "" && l["value"] != observatory.NotAvailable {
					t.Errorf("a gap has a value: %v", l)
				}
				continue
			}
			seen++
			file := "/observatoire/" + l["count"] + "/fichiers/" + l["measure"] + "_" + place[0] + ".csv"
			if published[file] == "" {
				published[file] = o.get(file)
			}
			absent := "0"
			if l["unit"] != "demande" {
				absent = observatory.NotAvailable
			}
			if want := o.cell(published[file], place[1], l["column"], absent); l["value"] != want {
				t.Errorf("%s %s %s of %s is %q, its count says %q", l["measure"], l["column"], place[1], l["count"], l["value"], want)
			}
		}
	}
	if seen < 200 {
		t.Errorf("only %d values were held to their counts", seen)
	}
}

// cell reads a table; absent is what it says of a territory that has no row.
func (o *office) cell(text, code, column, absent string) string {
	o.t.Helper()
	for _, row := range o.rows(text) {
		if row["territory_code"] == code {
			return row[column]
		}
	}
	return absent
}

// The files of the series: a dictionary that names each measure with its source, and
// a JSON that holds the same values.
func TestSeriesFiles(t *testing.T) {
	o := months(t)
	dictionary := o.get("/observatoire/territoires/commune/21166/series/dictionnaire.csv")
	for _, l := range o.lines("commune", "21166") {
		if !strings.Contains(dictionary, "\nmeasure,"+l["measure"]+",") || !strings.Contains(dictionary, "\nmeasure_column,"+l["measure"]+"."+l["column"]+",") {
			t.Fatalf("%s %s is not in the dictionary", l["measure"], l["column"])
		}
		for name := range l {
			if !strings.Contains(dictionary, "\ncolumn,"+name+",") {
				t.Fatalf("the column %s is not in the dictionary", name)
			}
		}
	}
	o.has(dictionary, "CCH R.441-2-6")
	var all []struct {
		Measure struct{ Code, Definition string }
		Column  struct{ Code string }
		Points  []struct{ As_of, Value, Reason string }
	}
	if err := json.Unmarshal([]byte(o.get("/observatoire/territoires/commune/21166/series/series.json")), &all); err != nil {
		t.Fatal(err)
	}
	var text []string
	for _, l := range all {
		for _, p := range l.Points {
			text = append(text, fmt.Sprint(l.Measure.Code, l.Column.Code, p.As_of, p.Value, p.Reason))
		}
	}
	for i, l := range o.lines("commune", "21166") {
		if want := fmt.Sprint(l["measure"], l["column"], l["to"], l["value"], l["reason"]); i >= len(text) || text[i] != want {
			t.Fatalf("line %d: the CSV has %q", i, want)
		}
	}
	for _, path := range []string{"commune/99999/series/series.csv", "commune/21166/series/autre.csv", "region/27/series/series.csv"} {
		if got := o.answer("/observatoire/territoires/" + path).StatusCode; got != http.StatusNotFound {
			t.Errorf("%s answers %d", path, got)
		}
	}
}

// A count of another geography is in the series of a territory that has the same
// communes in both, and is a gap in that of one that has not.
func TestSeriesOverGeographies(t *testing.T) {
	o := open(t, "2018-03-10")
	o.register(12, "21231", demand.DwellingTypeT2)
	o.register(9, "21452", demand.DwellingTypeT2)
	o.Day("2018-04-01")
	o.refresh()
	o.Day("2018-05-02")
	o.refresh()
	o.restate("2018-03", 2018)                                                                                   // as a server of 2018 would have published it
	for code, want := range map[string]string{"21231": "2018-03-31 12", "21452": "2018-03-31 autre périmètre"} { // Neuilly-Crimolois merged in 2019
		if got := o.along("commune", code, "stock_first", "total"); len(got) != 2 || got[0] != want {
			t.Errorf("%s: %v, want %s", code, got, want)
		}
	}
	if got := o.along("departement", "TOTAL", "stock_first", "total"); len(got) != 2 || got[0] != "2018-03-31 21" {
		t.Errorf("everything: %v", got)
	}
}

// A file that is there already has its past months counted, once, when it is asked.
func TestPast(t *testing.T) {
	o := open(t, "2011-11-10")
	o.register(9, "21231", demand.DwellingTypeT2)
	o.Day("2012-01-15")
	o.register(8, "21166", demand.DwellingTypeT2)
	o.Day("2012-03-02")
	o.past(4)
	for range 2 {
		o.refresh()
		want := []string{"2011-11-30 9", "2011-12-31 9", "2012-01-31 17", "2012-02-29 17"} // nobody was there in October
		if diff := cmp.Diff(want, o.along("departement", "TOTAL", "stock_first", "total")); diff != "" {
			t.Error(diff)
		}
	}
	o.Day("2012-05-02")
	o.refresh()
	if got := o.along("departement", "TOTAL", "stock_first", "total"); len(got) != 6 || got[4] != "2012-03-31 pas de compte" {
		t.Errorf("a count that was not made is made later: %v", got)
	}
}

// past opens the pages of the same file again, with months before the last one.
func (o *office) past(months int) {
	o.t.Helper()
	if err := o.mount(public.Config{Folder: o.folder, Past: months}); err != nil {
		o.t.Fatal(err)
	}
}

// restate publishes a count again, as of the geography of another year.
func (o *office) restate(name string, year int) {
	o.t.Helper()
	r, rec := o.release(name)
	for i := range r.Tables {
		r.Tables[i].GeographyYear = year
	}
	for i := range r.Figures {
		r.Figures[i].GeographyYear = year
	}
	text, err := json.Marshal(r)
	if err != nil {
		o.t.Fatal(err)
	}
	rec.Body = text
	if _, err := o.Registry.Store().Write(o.t.Context(), &store.Act{Records: []store.Record{rec}, At: o.Now()}); err != nil {
		o.t.Fatal(err)
	}
	o.Forward(0, 0, 1) // what was read of the store serves for a while
}
