package geography_test

import (
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/refdata/geography"
	"github.com/fichier-unique/rules/internal/refdata/territories"
)

func TestEvents(t *testing.T) {
	n, last, seen := 0, "", map[geography.Event]bool{}
	for e := range geography.Events() {
		n++
		if _, err := demand.ParseDate(e.Day); err != nil || e.Day < last {
			t.Errorf("%+v: day", e)
		}
		last = e.Day
		if territories.Slot(e.OldCode) < 0 || territories.Slot(e.NewCode) < 0 || e.OldName == "" || e.NewName == "" {
			t.Errorf("%+v: codes", e)
		}
		switch e.Kind {
		case "10", "20", "21", "30", "31", "32", "33", "34", "41", "50":
		default:
			t.Errorf("%+v: kind", e)
		}
		if seen[e] {
			t.Errorf("%+v: twice", e)
		}
		seen[e] = true
	}
	if n < 2700 || !seen[geography.Event{Day: "2019-02-28", OldCode: "21213", OldName: "Crimolois", NewCode: "21452", NewName: "Neuilly-Crimolois", Kind: "32"}] {
		t.Errorf("%d events, or Crimolois is missing", n)
	}
}

func TestLists(t *testing.T) {
	names := map[string]bool{}
	for h := range geography.Holders() {
		if h.First < geography.FirstList || h.Last > geography.LastList || h.First > h.Last || h.Name == "" {
			t.Errorf("%+v", h)
		}
		names[h.Level+h.Code] = true
	}
	n := 0
	for m := range geography.Memberships() {
		n++
		if m.First < geography.FirstList || m.Last > geography.LastList || m.First > m.Last || m.Holder != "-" && !names[m.Level+m.Holder] {
			t.Errorf("%+v", m)
		}
	}
	if n < 1500 {
		t.Errorf("%d memberships", n)
	}
	for s := range geography.Communes() {
		if c, ok := territories.Commune(s.Commune); !ok || s.Arrondissement != "" && !names["arrondissement"+s.Arrondissement] || len(s.Canton) > 0 && c.Departement == "" {
			t.Errorf("%+v", s)
		}
		n++
	}
	regions := map[string]geography.Region{}
	for r := range geography.Regions() {
		if _, ok := territories.Departement(r.Departement); !ok || r.NameBefore == "" || r.NameSince == "" {
			t.Errorf("%+v", r)
		}
		regions[r.Departement] = r
	}
	if len(regions) != 101 || regions["21"] != (geography.Region{Departement: "21", Before: "26", NameBefore: "Bourgogne", Since: "27", NameSince: "Bourgogne-Franche-Comté"}) {
		t.Errorf("%d départements, 21: %+v", len(regions), regions["21"])
	}
}
