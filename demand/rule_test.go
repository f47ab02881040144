package demand_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand"
)

// A rule says from when to when it applies without a table of the profiles.
func TestValidity(t *testing.T) {
	for _, c := range []struct {
		name, from, to string
		rule           demand.Rule
	}{
		{"every profile", "2000-11-07", "", demand.Rule{}},
		{"one profile", "2012-01-01", "2015-05-13", demand.Rule{Profiles: []demand.Profile{demand.Profile2012}}},
		{"two, in any order", "2010-05-02", "2015-05-13", demand.Rule{Profiles: []demand.Profile{demand.Profile2012, demand.Profile2010}}},
		{"to the last", "2015-05-14", "", demand.Rule{Profiles: []demand.Profile{demand.Profile2015, demand.Profile2017}}},
		{"its own days", "2013-01-01", "2013-12-31", demand.Rule{Profiles: []demand.Profile{demand.Profile2012}, From: demand.MustDate("2013-01-01"), To: demand.MustDate("2013-12-31")}},
	} {
		from, to := c.rule.Validity()
		if from.String() != c.from || to.String() != c.to {
			t.Errorf("%s: from %q to %q", c.name, from, to)
		}
	}
	data, err := json.Marshal(demand.Rule{Code: "XXX-XXX-01", Profiles: []demand.Profile{demand.Profile2010}})
	if err != nil || !strings.Contains(string(data), `"valid_from":"2010-05-02","valid_to":"2011-12-31"`) {
		t.Errorf("%s %v", data, err)
	}
}

// A household is often of one person: its sentences read well then too.
func TestSentencesOfOne(t *testing.T) {
	one := strings.NewReplacer("{persons}", "1", "{declared}", "1", "{named}", "1", "{occupants}", "1")
	many := regexp.MustCompile(`\b1 (personnes|occupants|persons|sont|are)\b`)
	for _, r := range demand.Rules() {
		if r.Code == "DEM-WAN-07" {
			continue // of three persons or more
		}
		for _, text := range []string{r.French, r.English} {
			if said := one.Replace(text); many.MatchString(said) {
				t.Errorf("%s: %s", r.Code, said)
			}
		}
	}
}

// Other readers than ours must be able to read the rules: no half character.
func TestExamplesAreReadByOthers(t *testing.T) {
	for _, r := range demand.Rules() {
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatalf("%s: %v", r.Code, err)
		}
		for _, half := range []string{`"\ud8`, `"\udc`} {
			if strings.Contains(string(data), half) {
				t.Errorf("%s: %s", r.Code, data)
			}
		}
		var back demand.Rule
		if err := json.Unmarshal(data, &back); err != nil || back.Accepts != r.Accepts && string(r.Accepts) != "" && !json.Valid([]byte(r.Accepts)) {
			t.Errorf("%s: %v", r.Code, err)
		}
	}
	e := demand.Example(`{"remarks":"\ud800"}`)
	data, err := json.Marshal(e)
	var back demand.Example
	if err != nil || json.Unmarshal(data, &back) != nil || back != e {
		t.Errorf("%s comes back %s", e, back)
	}
}
