package sne

import (
	"strconv"

	"github.com/fichier-unique/rules/demand"
)

var source = demand.Source{Article: "interface SNE 02.00/02.01", Text: "éléments relevés sur un fichier publié et dans un client de l'interface", Confidence: demand.Secondary}

var rules = []demand.Rule{{
	Code: "SNE-ELT-01", Chapter: "XML national", Severity: demand.Information, Source: source,
	French:  "Cet élément n'a pas de place dans le formulaire : il est gardé à part et sera réécrit tel quel.",
	English: "This element has no place in the form: it is kept aside and will be written back as it is.",
}, {
	Code: "SNE-ELT-02", Chapter: "XML national", Severity: demand.Blocking, Source: source,
	French:  "Un élément demandeLogement était attendu ici : ce qui s'y trouve n'est pas une demande.",
	English: "An element demandeLogement was expected here: what stands there is not a demand.",
}, {
	Code: "SNE-VAL-01", Chapter: "XML national", Severity: demand.ToConfirm, Source: source,
	French:  "La date ne se lit pas (AAAA-MM-JJ, un jour qui existe) : elle est gardée à part, sans être prise.",
	English: "The date cannot be read (YYYY-MM-DD, a day that exists): it is kept aside and not taken.",
}, {
	Code: "SNE-VAL-02", Chapter: "XML national", Severity: demand.ToConfirm, Source: source,
	French:  "Le montant ne se lit pas (chiffres et un point) : il est gardé à part, sans être pris.",
	English: "The amount cannot be read (digits and a point): it is kept aside and not taken.",
}, {
	Code: "SNE-VAL-03", Chapter: "XML national", Severity: demand.ToConfirm, Source: source,
	French:  "Le nombre entier ne se lit pas : il est gardé à part, sans être pris.",
	English: "The whole number cannot be read: it is kept aside and not taken.",
}, {
	Code: "SNE-VAL-04", Chapter: "XML national", Severity: demand.ToConfirm, Source: source,
	French:  "La réponse doit être true ou false : elle est gardée à part, sans être prise.",
	English: "The answer must be true or false: it is kept aside and not taken.",
}, {
	Code: "SNE-PRO-01", Chapter: "XML national", Severity: demand.ToConfirm, Source: source, Params: []string{"element"},
	French:  "L'élément {element} manque : le système national refuse une création sans lui.",
	English: "Element {element} is missing: the national system refuses a creation without it.",
}, {
	Code: "SNE-VER-01", Chapter: "XML national", Severity: demand.ToConfirm, Source: source,
	French:  "La version de l'interface n'est ni 02.00 ni 02.01 : vérifier que rien n'a changé de sens.",
	English: "The version of the interface is neither 02.00 nor 02.01: check that nothing has changed meaning.",
}, {
	Code: "SNE-PER-01", Chapter: "XML national", Severity: demand.ToConfirm, Source: source,
	French:  "L'interface n'a pas d'élément connu pour cette valeur : elle ne sera pas transmise.",
	English: "The interface has no known element for this value: it will not be passed on.",
}}

// Rules describes what this package can say of a file.
func Rules() []demand.Rule { return append([]demand.Rule(nil), rules...) }

func severity(code string) demand.Severity {
	for i := range rules {
		if rules[i].Code == code {
			return rules[i].Severity
		}
	}
	return demand.Blocking
}

// Lost lists what a form holds and the interface cannot carry, path by path.
func Lost(f *demand.Form) demand.Faults {
	var out demand.Faults
	for _, v := range [...]struct {
		held bool
		path string
	}{
		{f.Version != "", "version"},
		{len(f.FormerNumbers) > 0, "former_numbers"},
		{f.Applicant.BirthPlace.Name != "" || f.Applicant.BirthPlace.Country != "", "applicant.birth_place"},
		{len(f.Disabilities) > 0, "disabilities"},
		{f.Remarks != "", "remarks"},
		{len(f.Origins) > 0, "origins"},
		{f.Wanted.Parking.Known(), "wanted.parking"},
		{f.Wanted.GroundFloor.Known(), "wanted.ground_floor"},
		{f.Wanted.WithoutLift.Known(), "wanted.without_lift"},
		{f.Wanted.Adapted.Known(), "wanted.adapted"},
	} {
		if v.held {
			out = append(out, demand.Fault{Code: "SNE-PER-01", Path: v.path, Severity: demand.ToConfirm})
		}
	}
	for i := range f.CoHolders {
		if p := f.CoHolders[i].Person; p.BirthPlace.Name != "" || p.BirthPlace.Country != "" || p.DependantsReceived != nil || p.DependantsPaid != nil {
			out = append(out, demand.Fault{Code: "SNE-PER-01", Path: "co_holders[" + strconv.Itoa(i) + "]", Severity: demand.ToConfirm})
		}
	}
	return out
}
