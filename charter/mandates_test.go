package charter_test

import (
	"slices"
	"testing"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
)

// A partner that holds several mandates acts in the name of the one it says, else
// of the one whose territory the demand bears on.
func TestSeveralMandates(t *testing.T) {
	c := *named(t, "mandataire")
	title := charter.Title{Kind: "deliberation", SignedOn: demand.MustDate("2015-05-14")}
	c.Parties = append(slices.Clone(c.Parties),
		charter.Party{ID: "autre-commune", Kind: charter.Community, Territory: []string{"97411"}, Title: title},
		charter.Party{ID: "sans-titre", Kind: charter.Community, Territory: []string{"97412"}})
	from := demand.MustDate("2016-11-01")
	acts := []charter.Act{charter.Register}
	c.Mandates = append(slices.Clone(c.Mandates),
		charter.Mandate{By: "autre-commune", To: "association", Acts: acts, From: from},
		charter.Mandate{By: "sans-titre", To: "association", Acts: acts, From: from, End: demand.MustDate("2018-12-31")})
	for _, row := range []struct{ name, commune, named, day, want, by string }{
		{"the first covers", "97410", "", "2017-06-01", "allowed CHA-ENR-01", "commune"},
		{"the second covers", "97411", "", "2017-06-01", "allowed CHA-ENR-01", "autre-commune"},
		{"the third covers and has no title", "97412", "", "2017-06-01", "refused CHA-PAR-04", "sans-titre"},
		{"none covers", "97418", "", "2017-06-01", "allowed CHA-ENR-01", "commune"},
		{"the one it says", "97410", "autre-commune", "2017-06-01", "allowed CHA-ENR-01", "autre-commune"},
		{"a mandate that has ended", "97412", "sans-titre", "2019-06-01", "refused CHA-MAN-02", ""},
		{"nobody's mandate", "97410", "bailleur-a", "2017-06-01", "refused CHA-MAN-02", ""},
		{"itself", "97410", "association", "2017-06-01", "allowed CHA-ENR-01", ""},
	} {
		d := charter.Decide(&c, charter.Actor{Party: "association", For: row.named}, charter.Register, charter.Facts{Communes: []string{row.commune}, Numbered: demand.No}, demand.MustDate(row.day))
		by := ""
		for _, r := range d.Spoken() {
			if r.Code == "CHA-MAN-01" {
				by = r.Params[0].Value
			}
		}
		if got := string(d.Outcome) + " " + d.Rule; got != row.want || by != row.by {
			t.Errorf("%s: %s in the name of %q", row.name, got, by)
		}
	}
}
