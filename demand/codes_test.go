package demand_test

import (
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand"
)

// The lists of the law sheet and how many codes each has.
var listSizes = map[string]int{
	"civility": 3, "sex": 2, "nationality": 3, "family_situation": 7, "co_holder_link": 4, "kinship": 3, "co_parenting": 2,
	"work_situation": 8, "resource_received": 14, "resource_paid": 1, "housing_kind": 17, "dwelling_category": 2,
	"wanted_category": 3, "dwelling_type": 7, "reason": 23, "disability_state": 2, "steps_ability": 4, "motor_disability": 2,
	"sensory_disability": 2, "mobility_aid": 7, "adapted_equipment": 6, "file_type": 9, "strike_off_motive": 5,
	"strike_off_sub_motive": 2, "dalo_status": 4, "collective_agreement": 4, "zus_status": 3, "rpls_type": 9, "three_way": 3,
	"quota": 6, "service": 6,
}

func TestCodeListsAreWhole(t *testing.T) {
	lists := demand.CodeLists()
	if len(lists) != len(listSizes) {
		t.Errorf("%d lists, want %d", len(lists), len(listSizes))
	}
	for _, list := range lists {
		if want := listSizes[list.Name]; len(list.Entries) != want {
			t.Errorf("%s: %d codes, want %d", list.Name, len(list.Entries), want)
		}
		if list.French == "" || list.Source.Confidence == "" {
			t.Errorf("%s: title or source is missing", list.Name)
		}
		seen := map[string]bool{}
		for _, e := range list.Entries {
			if seen[e.Code] || e.French == "" || e.English == "" {
				t.Errorf("%s %q: repeated, or without wording", list.Name, e.Code)
			}
			seen[e.Code] = true
		}
		if found, ok := demand.FindCodeList(list.Name); !ok || found.Name != list.Name {
			t.Errorf("FindCodeList(%q) fails", list.Name)
		}
	}
}

// Known and the list must say the same of each code.
func TestKnownAgreesWithTheList(t *testing.T) {
	known := map[string]func(string) bool{
		"civility":          func(s string) bool { return demand.Civility(s).Known() },
		"housing_kind":      func(s string) bool { return demand.HousingKind(s).Known() },
		"reason":            func(s string) bool { return demand.ReasonCode(s).Known() },
		"resource_received": func(s string) bool { return demand.ResourceReceived(s).Known() },
		"dwelling_type":     func(s string) bool { return demand.DwellingType(s).Known() },
		"quota":             func(s string) bool { return demand.Quota(s).Known() },
	}
	for name, is := range known {
		list, _ := demand.FindCodeList(name)
		for _, e := range list.Entries {
			if !is(e.Code) {
				t.Errorf("%s: %q is in the list and not known", name, e.Code)
			}
		}
		if is("") || is("?") {
			t.Errorf("%s: a code that is not in the list is known", name)
		}
	}
	if got := demand.Label(demand.ReasonCode13); got != "logement trop petit" {
		t.Errorf("Label = %q", got)
	}
	if got := demand.Label(demand.ReasonCode("99")); got != "99" {
		t.Errorf("Label = %q", got)
	}
}

// The codes themselves, list by list, in the order of the interface: a code that
// comes, goes or moves is seen here.
func TestCodesOfEachList(t *testing.T) {
	want := map[string]string{
		"civility": "1 2 3", "sex": "M F", "nationality": "1 2 3", "family_situation": "C M D S P U V", "co_holder_link": "M P C L", "kinship": "P E A", "co_parenting": "G D",
		"work_situation":    "CDI CDD ART CHO APP ETU RET AUT",
		"resource_received": "SAL RET CHO PAR PINV AF AAH AEEH AJPP RSA AMV PAJE BE AUT", "resource_paid": "PAV",
		"housing_kind":      "HLM LP RS RHVS RE SLHT SH CDEFCM CPE CP LTG FONC POCC CAMCAR HOT SD SQUAT",
		"dwelling_category": "A M", "wanted_category": "A M I", "dwelling_type": "C T1 T2 T3 T4 T5 T6P",
		"reason":           "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23",
		"disability_state": "STA EVO", "steps_ability": "1 2 3 4", "motor_disability": "MS MI", "sensory_disability": "DA DV", "mobility_aid": "1 2 3 4 5 6 7", "adapted_equipment": "1 2 3 4 5 6",
		"file_type": "CRE CRS MOD RAD REN SUP DIS RET COP", "strike_off_motive": "RADATT RADABA RADCON RADIRR RADREN", "strike_off_sub_motive": "IRRSEJ IRRRES",
		"dalo_status": "NON ACTIF CADUC ACTREL", "collective_agreement": "ACD ACI AUCUN NONDOC", "zus_status": "ZUSOUI ZUSNON ZUSNSP",
		"rpls_type": "T1 T2 T3 T4 T5 T6 T7 T8 T9P", "three_way": "OUI NON NONDOC", "quota": "PPRIOR PFONCT COLTER COLACT AUTRES AUCUN",
		"service": "numUnique demandeLogement doublons demandesRadieesDepuisLe nouveauxDaloDepuisLe declarationNouveauDalo",
	}
	for _, list := range demand.CodeLists() {
		var codes []string
		for _, e := range list.Entries {
			codes = append(codes, e.Code)
		}
		if got := strings.Join(codes, " "); got != want[list.Name] {
			t.Errorf("%s: %s, want %s", list.Name, got, want[list.Name])
		}
	}
}
