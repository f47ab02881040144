package matching_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/matching"
)

// hector is the fictitious partner of claire.
func hector() matching.Record {
	r := claire()
	r.BirthName, r.UsedName, r.FirstNames, r.BirthDate, r.Sex, r.BirthPlace = "Montclar", "", "Hector Anselme", "1981-10-27", "M", "71076"
	r.Phone, r.Email = "0639980002", "hector@example.org"
	return r
}

func in(r matching.Record, demand string, role matching.Role) matching.Record {
	r.ID, r.Demand, r.Role = demand+"/"+string(role)+r.FirstNames, demand, role
	return r
}

func TestDemands(t *testing.T) {
	const applicant, coHolder, dependant, association = matching.RoleApplicant, matching.RoleCoHolder, matching.RoleDependant, matching.RoleAssociation
	withNumber := func(r matching.Record, n string) matching.Record { r.Number = n; return r }
	tenants := matching.Record{BirthName: "Un toit pour la Côte", Identifier: "12345678900011", Phone: "0199000001", PostalCode: "21000"}
	type review = matching.DemandReview
	tests := []struct {
		name    string
		records []matching.Record
		want    [][]string
		reviews []review // without rows
	}{
		{"same applicant", []matching.Record{in(claire(), "D1", applicant), in(claire(), "D2", applicant), in(hector(), "D3", applicant)},
			[][]string{{"D1", "D2"}, {"D3"}}, nil},
		{"couple with the roles swapped", []matching.Record{
			in(claire(), "D1", applicant), in(hector(), "D1", coHolder), in(hector(), "D2", applicant), in(claire(), "D2", coHolder),
		}, [][]string{{"D1", "D2"}}, nil},
		{"couple that parted", []matching.Record{in(claire(), "D1", applicant), in(hector(), "D1", coHolder), in(hector(), "D2", applicant)},
			[][]string{{"D1"}, {"D2"}}, []review{{A: "D1", B: "D2", Link: matching.LinkCrossRole, Reason: matching.LinkCrossRole}}},
		{"child of two demands", []matching.Record{
			in(claire(), "D1", applicant), in(hector(), "D2", applicant),
			in(changed("", func(r *matching.Record) { r.FirstNames, r.BirthDate = "Zoé", "2012-05-17" }), "D1", dependant),
			in(changed("", func(r *matching.Record) { r.FirstNames, r.BirthDate = "Zoé", "2012-05-17" }), "D2", dependant),
		}, [][]string{{"D1"}, {"D2"}}, nil},
		{"two numbers", []matching.Record{in(withNumber(claire(), "021031000000121001"), "D1", applicant), in(withNumber(claire(), "021031000000221001"), "D2", applicant)},
			[][]string{{"D1"}, {"D2"}}, []review{{A: "D1", B: "D2", Link: matching.LinkApplicants, Reason: matching.VetoNumbers}}},
		{"two numbers, roles swapped", []matching.Record{
			in(withNumber(claire(), "021031000000121001"), "D1", applicant), in(hector(), "D1", coHolder),
			in(withNumber(hector(), "021031000000221001"), "D2", applicant), in(claire(), "D2", coHolder),
		}, [][]string{{"D1"}, {"D2"}}, []review{{A: "D1", B: "D2", Link: matching.LinkRolesSwapped, Reason: matching.ReasonClusterNumbers}}},
		{"association", []matching.Record{in(tenants, "D1", association), in(tenants, "D2", association)},
			[][]string{{"D1"}, {"D2"}}, []review{{A: "D1", B: "D2", Link: matching.LinkApplicants, Reason: matching.ReasonAssociation}}},
		{"records without a demand", []matching.Record{changedAlone("X1"), changedAlone("X2"), in(hector(), "X0", applicant)},
			[][]string{{"X0"}, {"X1", "X2"}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSet(t, tt.records)
			got := s.Demands(s.Clusters())
			var clusters [][]string
			for _, c := range got.Clusters {
				if c.ID != c.Demands[0] {
					t.Errorf("cluster %s of %v", c.ID, c.Demands)
				}
				clusters = append(clusters, c.Demands)
			}
			if d := cmp.Diff(tt.want, clusters); d != "" {
				t.Errorf("clusters (-want +got):\n%s", d)
			}
			for i := range got.Reviews {
				got.Reviews[i].I, got.Reviews[i].J = 0, 0
			}
			if d := cmp.Diff(tt.reviews, got.Reviews); d != "" {
				t.Errorf("reviews (-want +got):\n%s", d)
			}
		})
	}
}

func changedAlone(id string) matching.Record {
	r := claire()
	r.ID, r.Demand = id, ""
	return r
}

// TestManyDemandsOfOnePerson keeps the work on demands linear.
func TestManyDemandsOfOnePerson(t *testing.T) {
	const n = 20_000
	var records []matching.Record
	for i := range n {
		demand := fmt.Sprintf("D%05d", i)
		records = append(records, in(claire(), demand, matching.RoleApplicant), in(hector(), demand, matching.RoleCoHolder))
	}
	s := newSet(t, records)
	got := s.Demands(s.Clusters())
	if len(got.Clusters) != 1 || len(got.Reviews) != 0 {
		t.Errorf("%d clusters, %d reviews", len(got.Clusters), len(got.Reviews))
	}
}
