package demand

import (
	"slices"
	"strings"
)

// EntryStep is a named step of the entry of a form: which fields it asks for,
// and which sections of R.441-2-2 they belong to. Pages and wizards are made from
// it; every field of the form belongs to one step. The step of the papers has no
// field.
type EntryStep struct {
	Name       string     `json:"name"`
	French     string     `json:"fr"`
	Rubrics    string     `json:"rubrics"` // letters of R.441-2-2: "ac"
	Fields     []string   `json:"fields"`  // JSON paths; a path speaks for all those under it
	Conditions []Question `json:"conditions,omitempty"`
}

// Question says when a field is asked for: when one of the values stands at the
// path On. A field without a question is always asked for.
type Question struct {
	Field  string   `json:"field"`
	On     string   `json:"on"`
	Values []string `json:"values"`
}

var entrySteps = []EntryStep{
	{Name: "demande", French: "Demande", Fields: []string{"version", "number", "former_numbers", "desk", "deposited_on", "renewed_on", "origins"}},
	{Name: "identite", French: "Identité", Rubrics: "a", Fields: []string{"applicant.civility", "applicant.used_name", "applicant.birth_name", "applicant.first_names",
		"applicant.birth_date", "applicant.birth_place", "applicant.sex", "applicant.nationality", "association.name", "association.created_on", "association.siret", "association.request_rank"}},
	{Name: "coordonnees", French: "Coordonnées", Rubrics: "b", Fields: []string{"applicant.home_phone", "applicant.mobile_phone", "applicant.work_phone", "applicant.email", "applicant.address",
		"association.address", "association.phone", "association.email"}},
	{Name: "famille", French: "Famille", Rubrics: "ac", Fields: []string{"applicant.family_situation", "co_holders", "dependants", "custody", "unborn", "persons_to_house"},
		Conditions: []Question{{"unborn.expected_on", "unborn.count", []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}}}},
	{Name: "profession", French: "Situation professionnelle", Rubrics: "d", Fields: []string{"applicant.work"}, Conditions: []Question{
		{"applicant.work.until", "applicant.work.situation", []string{"CDD", "CHO", "APP", "ETU", "AUT"}},
		{"applicant.work.employer", "applicant.work.situation", []string{"CDI", "CDD", "APP"}}}},
	{Name: "ressources", French: "Ressources", Rubrics: "e", Fields: []string{"applicant.income", "applicant.received", "applicant.paid", "applicant.dependants_received", "applicant.dependants_paid"}},
	{Name: "logement_actuel", French: "Logement actuel et motifs", Rubrics: "fg", Fields: []string{"present_housing", "reasons"}, Conditions: []Question{
		{"present_housing.landlord", "present_housing.kinds", []string{"HLM", "RS"}},
		{"present_housing.monthly_rent", "present_housing.kinds", []string{"HLM", "LP", "RS", "RHVS", "RE", "SLHT", "FONC", "HOT", "CAMCAR"}},
		{"reasons[].detail", "reasons[].code", []string{"23"}}}},
	{Name: "logement_recherche", French: "Logement recherché", Rubrics: "h", Fields: []string{"wanted"}},
	{Name: "handicap", French: "Complément handicap", Rubrics: "i", Fields: []string{"disabilities"}, Conditions: []Question{
		{"disabilities", "wanted.adapted", []string{"true"}}, {"disabilities", "reasons[].code", []string{"07"}}}},
	{Name: "justificatifs", French: "Justificatifs", Fields: []string{}}, // no field of the form: see demand/papers
	{Name: "remarques", French: "Remarques et validation", Fields: []string{"remarks"}},
}

// EntrySteps lists the steps in order.
func EntrySteps() []EntryStep { return slices.Clone(entrySteps) }

// StepOf gives the step a field is asked for in.
func StepOf(path string) (EntryStep, bool) {
	for _, s := range entrySteps {
		for _, field := range s.Fields {
			if covers(field, path) {
				return s, true
			}
		}
	}
	return EntryStep{}, false
}

// Asked reports whether a field is to be asked for, given the values already
// said: said gives the values that stand at a path, "[]" standing for every
// element of a list. A field no question speaks of is always asked for.
func Asked(field string, said func(path string) []string) bool {
	conditional := false
	for _, s := range entrySteps {
		for _, q := range s.Conditions {
			if !covers(q.Field, Unranked(field)) {
				continue
			}
			conditional = true
			if slices.ContainsFunc(said(q.On), func(v string) bool { return slices.Contains(q.Values, v) }) {
				return true
			}
		}
	}
	return !conditional
}

// Unranked writes a path whatever the line of a list it is in: "reasons[2].detail"
// as "reasons[].detail".
func Unranked(path string) string {
	var b strings.Builder
	inside := false
	for i := range len(path) {
		switch c := path[i]; {
		case c == '[':
			inside = true
			b.WriteString("[]")
		case c == ']':
			inside = false
		case !inside:
			b.WriteByte(c)
		}
	}
	return b.String()
}
