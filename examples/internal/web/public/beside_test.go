package public_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand"
)

// twoYears has the counts of two years and of the same month of both: Chenôve is under
// the threshold the first time.
func twoYears(t *testing.T) *office {
	t.Helper()
	o := open(t, "2018-03-10")
	o.register(20, "21231", demand.DwellingTypeT2)
	o.register(3, "21166", demand.DwellingTypeT3)
	o.register(6, "21355", demand.DwellingTypeT3)
	o.register(12, "21452", demand.DwellingTypeT3)
	o.register(9, "21515", demand.DwellingTypeT2)
	o.Day("2018-04-01")
	o.refresh()
	o.Day("2019-01-02")
	o.refresh()
	o.Day("2019-03-10")
	o.register(5, "21231", demand.DwellingTypeT2)
	o.register(6, "21166", demand.DwellingTypeT3)
	o.Day("2019-04-01")
	o.refresh()
	return o
}

// cells reads the row of a table of a page, by the caption of the table and its name.
func cells(page, caption, name string) string {
	_, page, _ = strings.Cut(page, "<caption>"+caption+"</caption>")
	page, _, _ = strings.Cut(page, "</table>")
	_, page, _ = strings.Cut(page, ">"+name+"<")
	page, _, _ = strings.Cut(page, "</tr>")
	var out []string
	for _, m := range regexp.MustCompile(`<td class="n">([^<]*)</td>`).FindAllStringSubmatch(page, -1) {
		out = append(out, strings.ReplaceAll(m[1], "&#43;", "+"))
	}
	return strings.Join(out, "|")
}

// A territory is put beside itself a year before: the change is told when both values
// are published, and only then.
func TestYearBefore(t *testing.T) {
	o := twoYears(t)
	const first = "Demandes selon la première commune souhaitée"
	page := o.get("/observatoire/2019-03/territoires/commune/21231")
	o.has(page, "Par rapport à l’année d’avant", `<a href="/observatoire/2018-03">Demandes en cours au 31 mars 2018</a>`, "Le 31 mars 2018", "Le 31 mars 2019")
	if got := cells(page, "Un an après", first); got != "20|25|demande|+25,0 %" {
		t.Error(got)
	}
	page = o.get("/observatoire/2019-03/territoires/commune/21166")
	if got := cells(page, "Un an après", first); got != "secret|9|demande|secret" {
		t.Error(got)
	}
	// Two communes merged between the two counts: they are one on both days.
	o.has(o.get("/observatoire/2019-03/territoires/commune/21452"), "ces communes n’en font plus qu’une", "Crimolois (21213) et Neuilly-lès-Dijon (21452)")
	o.has(o.get("/observatoire/2019-03"), "À géographie constante")
	o.has(o.get("/observatoire/2018-03/territoires/commune/21231"), "n’existe pas, ou n’est pas publié")
	o.restate("2018-03", 2018) // published in the geography of 2018
	o.has(o.get("/observatoire/2019-03/territoires/commune/21452"), "n’avait pas les mêmes communes")
	if got := cells(o.get("/observatoire/2019-03/territoires/commune/21231"), "Un an après", first); got != "20|25|demande|+25,0 %" {
		t.Error(got)
	}
}

// No page that compares tells a count under the threshold, nor a change that leads to
// one; the file of the comparisons has both kinds, hidden values among them.
func TestComparisonsTellNothingHidden(t *testing.T) {
	o := twoYears(t)
	for _, path := range []string{"", "/territoires/commune/21231", "/territoires/commune/21166", "/territoires/commune/21515", "/territoires/epci/242100410", "/territoires/departement/21"} {
		page := o.get("/observatoire/2019-03" + path)
		if found, seen := small(page); len(found) > 0 || seen < 8 {
			t.Errorf("%q: %d figures, and %q", path, seen, found)
		}
		for _, row := range regexp.MustCompile(`<td class="n">secret</td><td class="n">[^<]*</td><td class="n">demande</td><td class="n">[^s<][^<]*</td>`).FindAllString(page, -1) {
			t.Errorf("%q: a change from what is hidden: %s", path, row)
		}
	}
	kinds, secret := map[string]int{}, 0
	for _, row := range o.rows(o.get("/observatoire/2019-03/fichiers/comparisons.csv")) {
		kinds[row["comparison"]]++
		if row["value"] == "secret" || row["with_value"] == "secret" {
			if secret++; row["difference"] != "secret" || row["change_percent"] != "secret" {
				t.Errorf("a hidden value can be computed: %v", row)
			}
		}
	}
	if kinds["holder"] == 0 || kinds["earlier"] == 0 || secret == 0 {
		t.Errorf("%v, %d of them with a hidden value", kinds, secret)
	}
}

// How demands divide is put beside what holds the territory, in shares of published
// counts; what rests on a hidden count is hidden.
func TestBesideHolders(t *testing.T) {
	const parts = "Demandes selon le type de logement souhaité, en parts (géographie 2026)"
	o := twoYears(t)
	page := o.get("/observatoire/2019-03/territoires/commune/21231")
	o.has(page, "À côté de ce qui le contient", "Demandes selon le type de logement souhaité, en parts")
	if got := cells(page, parts, "T2"); got != "100|56|56" {
		t.Error(got)
	}
	if hidden := o.get("/observatoire/2018-03/territoires/commune/21166"); strings.Contains(hidden, "ailleurs-") {
		t.Error("a territory of which nothing is told is put beside another")
	}
	some := open(t, "2011-03-10")
	for _, commune := range []string{"21231", "21515"} {
		some.register(20, commune, demand.DwellingTypeT2)
		some.register(3, commune, demand.DwellingTypeT3)
		some.register(8, commune, demand.DwellingTypeT4)
	}
	some.Day("2011-04-01")
	some.refresh()
	if got := cells(some.get("/observatoire/2011-03/territoires/commune/21231"), parts, "T3"); !strings.HasPrefix(got, "secret|") {
		t.Errorf("the share of a hidden count is %q", got)
	}
	if n := strings.Count(page, `id="donnees"`); n != 1 {
		t.Errorf("%d lots of figures for one script", n)
	}
}
