package acceptance_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/scoring"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/registry"
)

// Two systems side by side and a grid of points: each changes the household the
// same day; the owner of a field prevails, the conflict is listed, both sides come
// to the same state, and to the same points, explained line by line.
func TestTwins(t *testing.T) {
	text := amended(t, "double-systeme", `{"version": "2", "valid_from": "2021-01-01", "profile": "2017",
		"scoring": {"name": "essai", "version": "1", "valid_from": "2021-01-01", "source": "plan d'essai", "voted_on": "2020-12-01", "lines": [
			{"code": "PERS", "fr": "Foyer de trois personnes ou plus", "en": "Household of three or more", "fact": "persons", "op": "at_least", "min": 3, "points": 20, "source": "plan d'essai", "voted_on": "2020-12-01"},
			{"code": "LOGE", "fr": "Logé chez un particulier", "en": "Lodged with somebody", "fact": "housing", "op": "one_of", "codes": ["CP"], "points": 15, "source": "plan d'essai", "voted_on": "2020-12-01"},
			{"code": "DALO", "fr": "Ménage reconnu DALO", "en": "Household recognised DALO", "fact": "dalo", "op": "is", "answer": true, "points": 100, "source": "plan d'essai", "voted_on": "2020-12-01"}]}}`)
	common, own := ruled(t, text, "2021-03-10", "commun"), ruled(t, text, "2021-03-10", "bailleur")
	metropole, landlord := agent("metropole", "35400"), agent("bailleur-a", "35001")
	out := common.Register(metropole, household(1, "35238"))
	send(t, common, own)
	if before, _ := points(t, common, metropole, out.Demand); before != 0 {
		t.Fatalf("%d points to begin with", before)
	}
	common.Day("2021-04-02")
	own.Day("2021-04-02")
	common.Change(metropole, out.Demand, func(f *demand.Form) { f.PersonsToHouse = 3; f.Applicant.MobilePhone = "0611111111" })
	own.Change(landlord, out.Demand, func(f *demand.Form) {
		f.PersonsToHouse = 2
		f.Present.Kinds = []demand.HousingKind{demand.HousingKindCP}
	})
	send(t, common, own)
	send(t, own, common)
	for side, w := range map[string]*town{"common": common, "landlord": own} {
		v := w.See(landlord, out.Demand)
		if v.Form.PersonsToHouse != 3 || v.Form.Applicant.MobilePhone != "0611111111" || !slices.Equal(v.Form.Present.Kinds, []demand.HousingKind{demand.HousingKindCP}) {
			t.Errorf("%s: %d persons, %q, %v", side, v.Form.PersonsToHouse, v.Form.Applicant.MobilePhone, v.Form.Present.Kinds)
		}
		if len(v.State.Conflicts) != 1 || v.State.Conflicts[0].Path != "persons_to_house" {
			t.Errorf("%s: conflicts %+v", side, v.State.Conflicts)
		}
		total, words := points(t, w, landlord, out.Demand)
		if total != 35 {
			t.Errorf("%s: %d points", side, total)
		}
		for _, line := range []string{"Foyer de trois personnes ou plus", "Logé chez un particulier", "Ménage reconnu DALO", "35 points"} {
			if !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(w, line) }) {
				t.Errorf("%s: nothing of %q in %q", side, line, words)
			}
		}
	}
}

// points are those of a demand as its journal stands, and why.
func points(t *testing.T, w *town, a registry.Agent, key string) (int, []string) {
	t.Helper()
	v := w.See(a, key)
	grid, faults := scoring.New(*v.Charter.Scoring)
	if faults.Blocking() {
		t.Fatal(faults)
	}
	facts := scoring.FactsIn(&v.State, w.Today())
	result := scoring.Score(grid, &facts)
	return result.Total, scoring.Words(language.French, scoring.Explain(language.French, grid, &result))
}

// A change entered once reaches the other side, whichever it was entered on; from
// the day of the mandate the association registers in the name of the commune,
// before it the commune does in its own.
func TestMandate(t *testing.T) {
	w, other := under(t, "mandataire", "2016-10-31", "reunion"), under(t, "mandataire", "2016-10-31", "bailleur")
	commune, association, landlord := agent("commune", "97411"), agent("association", "97450"), agent("bailleur-a", "97401")
	w.Refused(association, registry.Command{Act: charter.Register, Form: household(1, "97410"), Facts: seen}, "")
	first := w.Register(commune, household(1, "97410"))
	w.Day("2016-11-01")
	second := w.Register(association, household(2, "97410"))
	for _, x := range []struct {
		out      registry.Outcome
		desk     string
		mandated bool
	}{{first, "97411", false}, {second, "97450", true}} {
		if s := w.See(commune, x.out.Demand).State; s.Desk != x.desk {
			t.Errorf("registered at %s, want %s", s.Desk, x.desk)
		}
		told := slices.ContainsFunc(x.out.Findings, func(f demand.Fault) bool {
			return f.Code == "CHA-MAN-01" && slices.Contains(f.Params, demand.Param{Name: "party", Value: "commune"})
		})
		if told != x.mandated {
			t.Errorf("at %s: told to be in the name of the commune %v, want %v: %v", x.desk, told, x.mandated, x.out.Findings)
		}
	}
	send(t, w, other)
	w.Day("2016-11-03")
	other.Day("2016-11-03")
	w.Change(association, second.Demand, func(f *demand.Form) { f.Applicant.MobilePhone = "0612345678" })
	other.Change(landlord, first.Demand, func(f *demand.Form) { f.PersonsToHouse = 4 })
	send(t, w, other)
	send(t, other, w)
	for side, x := range map[string]*town{"the common file": w, "the landlord": other} {
		a, b := x.See(landlord, first.Demand).Form.PersonsToHouse, x.See(landlord, second.Demand).Form.Applicant.MobilePhone
		if a != 4 || b != "0612345678" {
			t.Errorf("%s: %d persons, %q", side, a, b)
		}
	}
}
