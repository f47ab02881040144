package departements_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/fichier-unique/rules/internal/refdata/departements"
)

func TestLookup(t *testing.T) {
	tests := []struct{ code, name, zone string }{
		{"21", "Côte-d'Or", departements.ZoneMetropole},
		{"2A", "Corse-du-Sud", departements.ZoneMetropole},
		{"974", "La Réunion", departements.ZoneOutremer},
	}
	for _, tt := range tests {
		d, ok := departements.Lookup(tt.code)
		if !ok || d.Name != tt.name || d.Zone != tt.zone {
			t.Errorf("Lookup(%q) = %+v, %v", tt.code, d, ok)
		}
	}
	for _, code := range []string{"", "20", "1", "021", "975", "96"} {
		if d, ok := departements.Lookup(code); ok {
			t.Errorf("Lookup(%q) = %+v, want none", code, d)
		}
	}
	if got := len(slices.Collect(departements.All())); got != 101 {
		t.Errorf("All: %d rows", got)
	}
}

func TestTerritory(t *testing.T) {
	paris, ok := departements.LookupTerritory("075")
	if !ok {
		t.Fatal("no 075")
	}
	idf, ok := departements.LookupTerritory("111")
	if !ok || len(idf.Departements) != 8 {
		t.Fatalf("111 = %+v", idf)
	}
	march := departements.Month{Year: 2011, Month: 3}
	april := departements.Month{Year: 2011, Month: 4}
	february := departements.Month{Year: 2011, Month: 2}
	if !paris.Holds(march) || paris.Holds(april) || !idf.Holds(march) || idf.Holds(february) || !idf.Holds(april) {
		t.Error("March 2011 belongs to both, April to 111 alone, February to 075 alone")
	}
	if x, ok := departements.LookupTerritory("021"); !ok || !x.Holds(february) || !x.Holds(april) {
		t.Error("021 holds for every month")
	}
	if _, ok := departements.LookupTerritory("020"); ok {
		t.Error("020 is no territory")
	}
	if got := len(slices.Collect(departements.Territories())); got != 102 {
		t.Errorf("Territories: %d rows", got)
	}
	for range departements.TerritoriesOf("75") {
		break
	}
}

func ExampleTerritoriesOf() {
	for t := range departements.TerritoriesOf("92") {
		fmt.Println(t.Code, t.Name, t.Confidence)
	}
	// Output:
	// 092 Hauts-de-Seine INF
	// 111 Île-de-France V2
}

func ExampleLookup() {
	d, _ := departements.Lookup("21")
	fmt.Println(d.Name)
	// Output: Côte-d'Or
}

func ExampleLookupTerritory() {
	t, ok := departements.LookupTerritory("02A")
	fmt.Println(t.Name, t.Confidence, ok)
	// Output: Corse-du-Sud U true
}
