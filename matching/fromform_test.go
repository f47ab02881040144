package matching_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/matching"
)

func TestFromForm(t *testing.T) {
	f := demand.Form{
		Applicant: demand.Person{
			Civility: demand.Civility2, UsedName: "Montclar", BirthName: "Vasselin", FirstNames: "Claire Élodie",
			BirthDate: demand.MustDate("1984-03-09"), BirthPlace: demand.Place{Commune: "21231", Country: "FR"},
			HomePhone: "0199000001", WorkPhone: "0199000009", Email: "claire@example.org",
			Address: demand.Address{Number: "12", Street: "rue des Godrans", Complement: "bât. C", PostalCode: "21000", City: "Dijon"},
		},
		CoHolders: []demand.CoHolder{
			{}, // an empty row of the form
			{Person: demand.Person{UsedName: "Montclar", FirstNames: "Hector", Sex: demand.SexM, MobilePhone: "0639980002", HomePhone: "0199000001"}},
		},
		Dependants: []demand.Dependant{{Name: "Montclar", FirstNames: "Zoé", BirthDate: demand.MustDate("2012-05-17")}},
		Custody:    []demand.CustodyChild{{Name: "Montclar", FirstNames: "Paul"}},
	}
	want := []matching.Record{
		{
			ID: "D1/applicant", Demand: "D1", Role: matching.RoleApplicant, BirthName: "Vasselin", UsedName: "Montclar", FirstNames: "Claire Élodie",
			BirthDate: "1984-03-09", Sex: "F", BirthPlace: "21231", BirthCountry: "FR", Address: "12 rue des Godrans", PostalCode: "21000",
			Commune: "Dijon", Phone: "0199000001", Email: "claire@example.org",
		},
		{ID: "D1/co_holder/2", Demand: "D1", Role: matching.RoleCoHolder, UsedName: "Montclar", FirstNames: "Hector", Sex: "M", Phone: "0639980002"},
		{ID: "D1/dependant/1", Demand: "D1", Role: matching.RoleDependant, BirthName: "Montclar", FirstNames: "Zoé", BirthDate: "2012-05-17"},
	}
	if d := cmp.Diff(want, matching.FromForm("D1", f)); d != "" {
		t.Errorf("records (-want +got):\n%s", d)
	}
	association := demand.Form{Association: demand.Association{Name: "Un toit pour la Côte", SIRET: "12345678900011", Phone: "0199000001"}}
	want = []matching.Record{{
		ID: "D2/association", Demand: "D2", Role: matching.RoleAssociation, BirthName: "Un toit pour la Côte", Identifier: "12345678900011", Phone: "0199000001",
	}}
	if d := cmp.Diff(want, matching.FromForm("D2", association)); d != "" {
		t.Errorf("association (-want +got):\n%s", d)
	}
	if got := matching.FromForm("D3", demand.Form{}); len(got) != 0 {
		t.Errorf("an empty form made %d records", len(got))
	}
}
