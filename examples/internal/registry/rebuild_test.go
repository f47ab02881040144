package registry_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/registry/registrytest"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// rowsOf are the rows of all the demands.
func rowsOf(t *testing.T, b *registrytest.File) []store.Row {
	t.Helper()
	var out []store.Row
	for row, err := range b.Store().Rows(t.Context(), store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, row)
	}
	return out
}

// What each act wrote beside the journal is what the journal says: made again from
// it, the rows are the same, whatever had become of them.
func TestRebuild(t *testing.T) {
	b := open(t, "saisie-en-ligne", "2016-03-01")
	verifier := agent("56100", "verificateur")
	online := b.Act(registrytest.Applicant(), registry.Command{Act: charter.Register, Form: registrytest.Household(1, "56260"), Online: true})
	b.Act(registrytest.Applicant(), registry.Command{Act: charter.Register, Form: registrytest.Household(2, "56260", "56121"), Online: true})
	b.Act(verifier, registry.Command{Act: charter.Verify, Demand: online.Demand, Facts: seen})
	one, two := b.Register(verifier, registrytest.Household(3, "56260")), b.Register(verifier, registrytest.Household(4, "56260"))
	b.Act(verifier, registry.Command{Act: charter.Merge, Demand: two.Demand, Other: one.Demand})
	b.Day("2017-02-20")
	v := b.See(verifier, one.Demand)
	b.Act(verifier, registry.Command{Act: charter.Renew, Demand: one.Demand, Seen: v.Seq, Form: &v.Form})
	gone := b.Register(verifier, registrytest.Household(5, "56260"))
	b.Act(verifier, registry.Command{Act: charter.StrikeOff, Demand: gone.Demand, Motive: demand.StrikeOffMotiveRADABA, Facts: charter.Facts{Received: demand.Yes}})
	dates := cmp.Comparer(func(x, y demand.Date) bool { return x == y })
	want := rowsOf(t, b)
	if len(want) != 5 {
		t.Fatalf("%d rows", len(want))
	}
	spoilt := store.Act{At: b.Now()}
	for _, row := range want {
		spoilt.Rows = append(spoilt.Rows, store.Row{Demand: row.Demand, Status: "expired", Desk: "99999", Communes: []string{"21231"}})
	}
	if _, err := b.Store().Write(t.Context(), &spoilt); err != nil {
		t.Fatal(err)
	}
	if cmp.Equal(want, rowsOf(t, b), dates) {
		t.Fatal("the rows were not spoilt")
	}
	n, err := b.Rebuild(t.Context())
	if err != nil || n != len(want) {
		t.Fatalf("%d rows made again, %v", n, err)
	}
	if diff := cmp.Diff(want, rowsOf(t, b), dates); diff != "" {
		t.Error(diff)
	}
}
