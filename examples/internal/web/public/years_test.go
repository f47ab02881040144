package public_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/web/public"
	"github.com/fichier-unique/rules/observatory"
)

// What a year hides, the next ones do not tell: where the demands of a year come
// from is left out when it would.
func TestYearsTogether(t *testing.T) {
	o := open(t, "2011-03-10")
	o.register(3, "21166", demand.DwellingTypeT2)
	o.register(10, "21231", demand.DwellingTypeT2)
	o.register(11, "21515", demand.DwellingTypeT2)
	o.Day("2012-01-02")
	o.refresh()
	o.register(50, "21231", demand.DwellingTypeT2)
	o.register(2, "21515", demand.DwellingTypeT2)
	o.register(6, "21617", demand.DwellingTypeT2)
	o.Day("2013-01-02")
	o.refresh()
	o.register(4, "21617", demand.DwellingTypeT2)
	o.Day("2014-01-02")
	o.refresh()
	reach := map[string]public.Reach{}
	var all []observatory.Table
	for rec, err := range o.Store().Records(t.Context(), public.Kind, "", o.Now()) {
		if err != nil {
			t.Fatal(err)
		}
		var r public.Release
		if err := json.Unmarshal(rec.Body, &r); err != nil {
			t.Fatal(err)
		}
		reach[r.Name] = r.Reach
		all = append(all, r.Tables...)
	}
	left := "" // the year that would tell what one before it hides
	for name, r := range reach {
		if r == public.Unlinked {
			left = name
		}
	}
	if reach["2011"] != public.Everything || left == "" || len(reach) != 3 {
		t.Fatalf("%v", reach)
	}
	attack, err := observatory.Audit(all, observatory.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	if at := slices.IndexFunc(attack.Recovered, func(x observatory.Recovery) bool { return x.Low == x.High }); at >= 0 {
		t.Errorf("found again: %+v", attack.Recovered[at])
	}
	o.has(o.get("/observatoire/"+left), "mis à côté de l’année d’avant")
	if got := o.answer("/observatoire/" + left + "/mesures/entries/commune").StatusCode; got != http.StatusNotFound {
		t.Errorf("what is left out answers %d", got)
	}
	if _, err := os.Stat(filepath.Join(o.folder, left, "entries_commune.csv")); !os.IsNotExist(err) {
		t.Errorf("what is left out is in the files: %v", err)
	}
	o.has(o.get("/observatoire/"+left+"/mesures/satisfied_share/commune"), ">secret<")

	// In the series of the years that table is a gap, and says so.
	entered := o.along("departement", "TOTAL", "entries", "new")
	for i, year := range []string{"2011", "2012", "2013"} {
		if gap := strings.HasSuffix(entered[i], " mesure absente du compte"); gap != (year == left) || !strings.HasPrefix(entered[i], year+"-12-31 ") || len(entered) != 3 {
			t.Errorf("what entered each year: %v, and %s is left out", entered, left)
		}
	}
	if ended := o.along("departement", "TOTAL", "exits", "stock_end"); len(ended) != 3 || ended[0] != "2011-12-31 24" {
		t.Errorf("the stock at the end of each year: %v", ended)
	}
	o.has(o.get("/observatoire"), "Demandes nouvelles, satisfaites et radiées, chaque année", "<title>"+left+" : n. d. (mesure absente du compte)</title>")
}
