package charter_test

import (
	"strings"
	"testing"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
)

// Under another law the charter says what is wanted, and no article of French law is
// cited; under French law its own list holds.
func TestMinimum(t *testing.T) {
	local, _ := charter.Named("droit-local")
	f := demand.Form{Applicant: demand.Person{UsedName: "X"}, PersonsToHouse: 2}
	got := charter.Minimum(local, &f, demand.Setting{})
	if len(got) != len(local.Required)-2 || !got.Blocking() || got[0].Code != "CHA-MIN-01" || got[0].Path != "applicant.first_names" {
		t.Errorf("%v", got)
	}
	france, _ := charter.Named("national-2017")
	if got := charter.Minimum(france, &f, demand.Setting{AsOf: demand.MustDate("2018-03-01"), Profile: france.Profile}); got.Has("CHA-MIN-01") || len(got) == 0 {
		t.Errorf("%v", got)
	}
	d := charter.Decide(local, charter.Actor{Party: "operateur-a"}, charter.IssueNumber, charter.Facts{Missing: []string{"CHA-MIN-01"}, Numbered: demand.No}, demand.MustDate("2011-03-10"))
	if d.Outcome != charter.Refused || strings.Contains(d.Source().Article, "CCH") {
		t.Errorf("%s %+v", d.Outcome, d.Source())
	}
}
