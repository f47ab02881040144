package sample_test

import (
	"testing"

	"github.com/fichier-unique/rules/examples/internal/sample"
	"github.com/fichier-unique/rules/matching"
	"github.com/fichier-unique/rules/matching/linkage"
)

// Precision and recall of the reconciliation of demands with the tenants of a
// landlord, on people with their truth: what a person filed again holds stands for
// the landlord's file, with the slips of its own desk.
func TestReconciliationOnASyntheticSet(t *testing.T) {
	filings, err := sample.Population{Records: 20_000, Profile: sample.ProfileRealistic, Seed: 11}.Filings()
	if err != nil {
		t.Fatal(err)
	}
	var demands, tenants []matching.Record
	entity, filed, rents := map[string]string{}, map[string]bool{}, map[string]bool{}
	for f := range filings {
		r := matching.Record{
			ID: f.Text(sample.ColumnRecord), Role: matching.RoleApplicant, BirthName: f.Text(sample.ColumnBirthName), UsedName: f.Text(sample.ColumnUsedName),
			FirstNames: f.Text(sample.ColumnFirstNames), BirthDate: f.Text(sample.ColumnBirthDate), Sex: f.Text(sample.ColumnSex),
			BirthPlace: f.Text(sample.ColumnBirthPlace), BirthCountry: f.Text(sample.ColumnBirthCountry), Address: f.Text(sample.ColumnAddress),
			PostalCode: f.Text(sample.ColumnPostalCode), Commune: f.Text(sample.ColumnCommune), Phone: f.Text(sample.ColumnPhone), Email: f.Text(sample.ColumnEmail),
		}
		who := f.Text(sample.ColumnEntity)
		entity[r.ID] = who
		switch {
		case !filed[who]:
			filed[who] = true
			demands = append(demands, r)
		default:
			rents[who] = true
			tenants = append(tenants, r)
		}
	}
	got, err := linkage.Reconcile(demands, tenants, func(string) bool { return false })
	if err != nil {
		t.Fatal(err)
	}
	right, found, toReview := 0, 0, got.Indicator.UndeclaredDoubtful
	for _, s := range got.Standings {
		if s.Status != linkage.Tenant {
			continue
		}
		found++
		good := true
		for _, lease := range s.Tenancies {
			good = good && entity[lease] == entity[s.Demand]
		}
		if good {
			right++
		}
	}
	precision, recall := float64(right)/float64(found), float64(right)/float64(len(rents))
	t.Logf("%d demands, %d of tenants: precision %.4f, recall %.4f, %d to review", len(demands), len(rents), precision, recall, toReview)
	if precision < 0.998 || recall < 0.95 || toReview > len(demands)/50 {
		t.Errorf("precision %.4f, recall %.4f, %d to review", precision, recall, toReview)
	}
}
