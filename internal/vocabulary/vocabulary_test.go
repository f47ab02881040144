package vocabulary_test

import (
	"testing"

	"github.com/fichier-unique/rules/internal/vocabulary"
)

func TestShown(t *testing.T) {
	v := vocabulary.Of("birth_date", "used_name", "applicant", "dependants", "year_minus_1", "listePersonneACharge", "nom", "")
	for name, want := range map[string]string{
		"birth_date": "birth_date", "birth_name": "birth_name", "birthdate": "birthdate", "dependents": "dependents", "applicant.used_date": "applicant.used_date",
		"listeNom": "listeNom", "personneListe": "personneListe", "year_minus_1": "year_minus_1", "applicant.zzyzx": "applicant.?",
		"zzyzx": "?", "Zzyzx": "?", "noms": "?", "nonn": "?", "": "?", "year_minus_2": "?", "nom_zzyzx": "?", "a b": "?", "é": "?", "_": "_",
		"applicants_and_more_than_sixty_letters_in_a_row_which_is_no_name_at_all": "?",
	} {
		if got := v.Shown(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// One letter added, taken out or changed anywhere in a long name is shown; two are not.
func TestMisspelt(t *testing.T) {
	v := vocabulary.Of("dependants")
	for i := range len("dependants") {
		for _, name := range []string{"dependants"[:i] + "dependants"[i+1:], "dependants"[:i] + "z" + "dependants"[i:], "dependants"[:i] + "z" + "dependants"[i+1:]} {
			if v.Shown(name) != name {
				t.Errorf("%q is not shown", name)
			}
		}
		if name := "dependants"[:i] + "zz" + "dependants"[i:]; v.Shown(name) != vocabulary.Hidden {
			t.Errorf("%q is shown", name)
		}
	}
}
