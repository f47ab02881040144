package demand_test

import (
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand"
)

// A number of persons that no household has is told without being repeated: it
// may be a telephone number put in the wrong place.
func TestNumbersOfNobodyAreNotRepeated(t *testing.T) {
	for _, n := range []int{639980001, -639980001, 100} {
		f := demand.Form{Applicant: demand.Person{UsedName: "Zzyzx"}, PersonsToHouse: n, Present: demand.PresentHousing{Occupants: n},
			Wanted: demand.Wanted{Types: []demand.DwellingType{"C", "T4"}[:1]}}
		spoke := 0
		for _, fault := range append(demand.Validate(&f, setting2011), demand.Complete(&f, setting2011)...) {
			spoke++
			for _, p := range fault.Params {
				if strings.Contains(p.Value, "639980001") || p.Value == "100" {
					t.Errorf("%s repeats %s", fault.Code, p.Value)
				}
			}
		}
		if spoke == 0 {
			t.Errorf("%d: nothing is said", n)
		}
	}
}
