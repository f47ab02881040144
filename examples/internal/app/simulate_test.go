package app_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/app"
)

func stock(n int) []app.Stocked {
	communes := []string{"21231", "21166", "21054", "71270"}
	out := make([]app.Stocked, n)
	for i := range out {
		out[i] = app.Stocked{Desk: []string{"21001", "21002", "21166"}[i%3], Facts: charter.Facts{Communes: communes[i%4 : i%4+1], Minimum: demand.Yes,
			Status: "active", Purpose: "allocation", Field: "identity", Deposited: demand.MustDate("2010-10-15")}}
	}
	return out
}

// Shared among processors or not, the counts are the same.
func TestSimulateStock(t *testing.T) {
	before, _ := charter.Named("exemple-cote-d-or")
	after, _ := charter.Named("grand-dijon-2010")
	day := demand.MustDate("2011-06-30")
	whole := app.SimulateStock(before, after, stock(5000), day)
	parts := &charter.Simulation{}
	for i := range 50 {
		parts.Merge(app.SimulateStock(before, after, stock(5000)[i*100:i*100+100], day))
	}
	a, _ := whole.MarshalBinary()
	b, _ := parts.MarshalBinary()
	if diff := cmp.Diff(a, b); diff != "" || whole.Totals()[charter.Leaving] == 0 {
		t.Error(diff, whole.Totals())
	}
}

// A file of one demand, shorter than what is looked at to tell its kind, is read.
func TestShortFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "une.jsonl")
	if err := os.WriteFile(name, []byte(`{"desk":"21001","deposited_on":"2010-10-15"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := app.OpenInput(name)
	if err != nil || in.Kind != app.KindJSONL {
		t.Fatal(err)
	}
	defer in.Close()
	n := 0
	for e, err := range in.Entries() {
		n++
		if err != nil || e.Form.Desk != "21001" {
			t.Errorf("%+v, %v", e, err)
		}
	}
	if n != 1 {
		t.Errorf("%d demands", n)
	}
}

// BenchmarkSimulateMillion tries a charter on a stock of 1,000,000 demands.
func BenchmarkSimulateMillion(b *testing.B) {
	before, _ := charter.Named("exemple-cote-d-or")
	after, _ := charter.Named("grand-dijon-2010")
	all := stock(1_000_000)
	for b.Loop() {
		app.SimulateStock(before, after, all, demand.MustDate("2011-06-30"))
	}
}
