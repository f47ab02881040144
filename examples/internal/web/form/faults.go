package form

import (
	"fmt"
	"unicode/utf8"

	"github.com/fichier-unique/rules/demand"
)

// place puts each fault beside the field it speaks of, the nearest one that is
// shown.
func (b *builder) place(fields []Field) {
	for _, fault := range b.o.Faults {
		if b.hides(fault.Path) {
			continue
		}
		said := Said{Doubt: fault.Severity != demand.Blocking, Text: fault.Code}
		if b.o.Say != nil {
			said.Text = b.o.Say(fault)
		}
		put(fields, &fault, said)
	}
}

// hides reports a path whose field is not shown: nothing can be mended there.
func (b *builder) hides(path string) bool {
	return b.o.Hide != nil && b.o.Hide(demand.Unranked(path))
}

// put looks for the field of a path, the deepest first.
func put(fields []Field, fault *demand.Fault, said Said) bool {
	path := fault.Path
	for i := range fields {
		f := &fields[i]
		if !under(path, f.Name) {
			continue
		}
		if put(f.Fields, fault, said) {
			return true
		}
		for k := range f.Rows {
			row := &f.Rows[k]
			if !under(path, row.Path) {
				continue
			}
			if !put(row.Fields, fault, said) {
				said.ID, said.Label = row.ID, row.Title
				row.Faults = append(row.Faults, said)
			}
			return true
		}
		if said.ID, said.Label = f.ID, f.Label; fault.Code == notInList && f.Value == "" {
			said.Text = "Choisissez une réponse dans la liste."
		}
		f.Faults = append(f.Faults, said)
		return true
	}
	return false
}

// notInList is the rule of the lists of codes. Of a list where nothing is chosen it
// would tell codes that no page shows.
const notInList = "DEM-COD-01"

// Summary lists everything that is wrong in fields, in their order: the links at
// the top of a page.
func Summary(fields []Field) []Said {
	var out []Said
	for i := range fields {
		out = append(out, fields[i].Faults...)
		out = append(out, Summary(fields[i].Fields)...)
		for k := range fields[i].Rows {
			out = append(out, fields[i].Rows[k].Faults...)
			out = append(out, Summary(fields[i].Rows[k].Fields)...)
		}
	}
	return out
}

// Of keeps the faults that a step can mend.
func Of(step demand.EntryStep, faults demand.Faults) demand.Faults {
	var out demand.Faults
	for _, f := range faults {
		for _, path := range step.Fields {
			if under(f.Path, path) {
				out = append(out, f)
				break
			}
		}
	}
	return out
}

// unreadable says why a value was not taken, and how to write it.
func unreadable(k kind, long bool, typed string) string {
	most := maxTyped
	if long {
		most = maxLines
	}
	if n := utf8.RuneCountInString(typed); n > most {
		return fmt.Sprintf("Ce texte est trop long : %d caractères, %d au plus. Raccourcissez-le.", n, most)
	}
	switch k {
	case kindDate:
		return "Cette date n’a pas pu être lue. Écrivez le jour, le mois et l’année en quatre chiffres, par exemple 31/12/1980."
	case kindAmount:
		return "Ce montant n’a pas pu être lu. Écrivez-le en chiffres, par exemple 1250 ou 1250,50."
	case kindCount:
		return "Ce nombre n’a pas pu être lu. Écrivez-le en chiffres, par exemple 3."
	case kindNumber:
		return "Ce numéro unique n’a pas pu être lu : il compte 18 caractères."
	}
	return "Cette valeur n’a pas pu être lue."
}
