package demand_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
)

// An association leaves out what only a household says; each section filled in
// is told, once.
func TestAssociationSections(t *testing.T) {
	for path, fill := range map[string]func(f *demand.Form){
		"custody":         func(f *demand.Form) { f.Custody = []demand.CustodyChild{{Arrangement: demand.CoParentingG}} },
		"unborn":          func(f *demand.Form) { f.Unborn.Count = 1 },
		"present_housing": func(f *demand.Form) { f.Present.Owner = demand.No },
		"reasons":         func(f *demand.Form) { f.Reasons = []demand.Reason{{Code: demand.ReasonCode13}} },
		"disabilities":    func(f *demand.Form) { f.Disabilities = []demand.Disability{{State: demand.DisabilityStateSTA}} },
	} {
		form := association()
		fill(&form)
		var paths []string
		for _, f := range demand.Validate(&form, setting2011) {
			if f.Code == "DEM-HOU-14" {
				paths = append(paths, f.Path)
			}
		}
		if len(paths) != 1 || paths[0] != path {
			t.Errorf("%s: told at %v", path, paths)
		}
		before := demand.Setting{AsOf: demand.MustDate("2009-06-01"), Profile: demand.Profile2000}
		if demand.Validate(&form, before).Has("DEM-HOU-14") {
			t.Errorf("%s: the sections of the form are of 2010", path)
		}
	}
}

// A city and the districts of another one are two wishes; so are two districts.
func TestCityAndItsDistricts(t *testing.T) {
	for _, c := range []struct {
		communes []string
		want     string
	}{
		{[]string{"75056", "69381"}, ""},
		{[]string{"13201", "13202"}, ""},
		{[]string{"21231", "75056", "75101", "75120"}, "wanted.places[2] wanted.places[3]"},
		{[]string{"69389", "69123"}, "wanted.places[0]"},
		{[]string{"13055", "13216"}, "wanted.places[1]"},
	} {
		var form demand.Form
		for _, code := range c.communes {
			form.Wanted.Places = append(form.Wanted.Places, demand.WantedPlace{Commune: code})
		}
		got := ""
		for _, f := range demand.Validate(&form, setting2011) {
			if f.Code == "DEM-WAN-11" {
				if got != "" {
					got += " "
				}
				got += f.Path[:len(f.Path)-len(".commune")]
			}
		}
		if got != c.want {
			t.Errorf("%v: told at %q, want %q", c.communes, got, c.want)
		}
	}
}

// What form *05 changed is asked of that version only, and of every adult.
func TestForm05(t *testing.T) {
	for _, v := range []demand.FormVersion{"", demand.Form01, demand.Form04, demand.Form05} {
		form := goodForm()
		form.Version = v
		form.CoHolders[0].Person.Civility = demand.Civility3
		form.CoHolders = append(form.CoHolders, demand.CoHolder{Link: demand.CoHolderLinkL})
		told := 0
		for _, f := range append(demand.Validate(&form, setting2011), demand.Complete(&form, setting2011)...) {
			switch f.Code + " " + f.Path {
			case "DEM-COD-06 co_holders[0].person.civility", "DEM-INS-28 applicant.birth_name", "DEM-HOU-15 co_holders[1].link":
				told++
			}
		}
		if want := map[bool]int{true: 3}[v == demand.Form05]; told != want {
			t.Errorf("version %q: %d faults, want %d", v, told, want)
		}
	}
}

// From 2000 to 2010 an association gave its name, its creation and its address,
// with the number of persons and the communes.
func TestAssociationMinimumOf2000(t *testing.T) {
	before := demand.Setting{AsOf: demand.MustDate("2009-06-01"), Profile: demand.Profile2000}
	form := demand.Form{DepositedOn: demand.MustDate("2009-05-04"), Association: demand.Association{RequestRank: 2}}
	paths := map[string]string{}
	for _, f := range demand.Registrable(&form, before) {
		paths[f.Code] = f.Path
	}
	want := map[string]string{"DEM-MIN-05": "wanted.places", "DEM-MIN-07": "association.address", "DEM-MIN-08": "persons_to_house",
		"DEM-MIN-09": "association.name", "DEM-MIN-11": "association.created_on"}
	if diff := cmp.Diff(want, paths); diff != "" {
		t.Error(diff)
	}
}
