package territories_test

import (
	"testing"

	"github.com/fichier-unique/rules/internal/refdata/territories"
)

func TestCommunes(t *testing.T) {
	n, last := 0, ""
	for c := range territories.Communes() {
		n++
		if c.Code <= last {
			t.Fatalf("%s comes after %s: the table must be sorted", c.Code, last)
		}
		last = c.Code
		if c.Name == "" {
			t.Errorf("%s has no name", c.Code)
		}
		if _, ok := territories.EPCI(c.EPCI); c.EPCI != "" && !ok {
			t.Errorf("%s: unknown EPCI %s", c.Code, c.EPCI)
		}
		if _, ok := territories.Departement(c.Departement); !ok {
			t.Errorf("%s: unknown département %s", c.Code, c.Departement)
		}
		if got, ok := territories.Current(c.Code); !ok || got != c.Code {
			t.Errorf("Current(%s) = %s", c.Code, got)
		}
	}
	if n != 34969 {
		t.Errorf("%d communes, want 34,969", n)
	}
}

func TestKnownPlaces(t *testing.T) {
	dijon, ok := territories.Commune("21231")
	if !ok || dijon.Name != "Dijon" || dijon.EPCI != "242100410" || dijon.Departement != "21" {
		t.Errorf("Dijon: %+v", dijon)
	}
	if a, _ := territories.EPCI("242100410"); a.Name != "Dijon Métropole" {
		t.Errorf("EPCI: %+v", a)
	}
	for code, name := range map[string]string{"2A004": "Ajaccio", "97411": "Saint-Denis", "75056": "Paris"} {
		if c, _ := territories.Commune(code); c.Name != name {
			t.Errorf("%s is %q, want %q", code, c.Name, name)
		}
	}
	if !territories.HasPostalCode("21231", "21000") || territories.HasPostalCode("21231", "75001") || territories.HasPostalCode("21231", "") {
		t.Error("postal codes of Dijon")
	}
}

func TestCurrent(t *testing.T) {
	for code, want := range map[string]string{"75113": "75056", "69381": "69123", "13216": "13055", "01033": "01033", "01015": "01015", "01039": "01138"} {
		if got, ok := territories.Current(code); !ok || got != want {
			t.Errorf("Current(%s) = %q, %v; want %s", code, got, ok, want)
		}
	}
	for _, code := range []string{"", "00000", "75121", "7510", "75056 ", "21999"} {
		if got, ok := territories.Current(code); ok {
			t.Errorf("Current(%q) = %q, want none", code, got)
		}
	}
}

func TestGrandDijon(t *testing.T) {
	for day, want := range map[string]int{"1990-01-01": 0, "2010-06-01": 22, "2014-01-01": 24, "2020-01-01": 23} {
		if got := territories.GrandDijon(day); len(got) != want {
			t.Errorf("%s: %d communes, want %d", day, len(got), want)
		}
	}
	if got := territories.CommunesOf("242100410"); len(got) != 23 {
		t.Errorf("%d communes today, want 23", len(got))
	}
	if got := territories.CommunesOf(""); got != nil {
		t.Errorf("no EPCI gives %d communes", len(got))
	}
}

func BenchmarkCommune(b *testing.B) {
	territories.Commune("21231")
	b.ReportAllocs()
	for b.Loop() {
		territories.Commune("21231")
	}
}
