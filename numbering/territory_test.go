package numbering_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/numbering"
)

func TestTerritoryOf(t *testing.T) {
	tests := []struct{ departement, code, confidence string }{
		{"21", "021", "V2"}, {"01", "001", "V2"}, {"95", "111", "V2"}, {"75", "111", "V2"}, {"2A", "02A", "U"}, {"2b", "02B", "U"}, {"971", "971", "U"}, {"976", "976", "U"},
	}
	for _, tt := range tests {
		got, ok := numbering.TerritoryOf(tt.departement)
		if !ok || got.Code != tt.code || got.Confidence != tt.confidence {
			t.Errorf("TerritoryOf(%q) = %+v, %v", tt.departement, got, ok)
		}
		if !slices.ContainsFunc(got.Departements(), func(d numbering.Departement) bool { return d.Code == strings.ToUpper(tt.departement) && d.Name != "" }) {
			t.Errorf("%s does not hold %s: %v", got.Code, tt.departement, got.Departements())
		}
	}
	for _, d := range []string{"", "20", "1", "021", "111", "975", "96"} {
		if got, ok := numbering.TerritoryOf(d); ok {
			t.Errorf("TerritoryOf(%q) = %+v", d, got)
		}
	}
}

func TestTerritoryOn(t *testing.T) {
	for month, want := range map[numbering.Month]string{{Year: 2010, Month: 10}: "092", {Year: 2011, Month: 2}: "092", {Year: 2011, Month: 3}: "111", {Year: 2011, Month: 4}: "111"} {
		if got, ok := numbering.TerritoryOn("92", month); !ok || got.Code != want {
			t.Errorf("%s: %+v, %v", month, got, ok)
		}
	}
}

func TestTerritories(t *testing.T) {
	var codes []string
	for x := range numbering.Territories() {
		codes = append(codes, x.Code)
		if got, ok := numbering.LookupTerritory(x.Code); !ok || got != x || len(x.Departements()) == 0 {
			t.Errorf("%s: %+v, %v", x.Code, got, ok)
		}
	}
	if len(codes) != 102 || !slices.IsSorted(codes) {
		t.Errorf("%d codes: %v", len(codes), codes)
	}
	for range numbering.Territories() {
		break
	}
	if got := (numbering.Territory{Code: "020"}).Departements(); got != nil {
		t.Errorf("020 holds %v", got)
	}
	if numbering.DataVersion == "" {
		t.Error("no DataVersion")
	}
}

func ExampleTerritory_Departements() {
	idf, _ := numbering.LookupTerritory("111")
	for _, d := range idf.Departements() {
		fmt.Print(d.Code, " ")
	}
	fmt.Println(idf.Name, "since", idf.Since)
	// Output: 75 77 78 91 92 93 94 95 Île-de-France since 2011-03
}

func TestMonthText(t *testing.T) {
	for _, s := range []string{"", "2010-10", "2000-01", "0999-12"} {
		var m numbering.Month
		if err := m.UnmarshalText([]byte(s)); err != nil {
			t.Errorf("%q: %v", s, err)
		}
		if got, _ := m.MarshalText(); string(got) != s {
			t.Errorf("%q written back as %q", s, got)
		}
	}
	for _, s := range []string{"2010", "2010-13", "2010-00", "2010/10", "10-2010", "2010-1x", "+010-10", "2010-10-01"} {
		m := numbering.Month{Year: 1, Month: 1}
		if err := m.UnmarshalText([]byte(s)); err == nil {
			t.Errorf("%q: read as %v", s, m)
		}
	}
	if diff := cmp.Diff("2010-01", numbering.Month{Year: 2010, Month: 1}.String()); diff != "" {
		t.Error(diff)
	}
}
