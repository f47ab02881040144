package observatory_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// By any choice the quartiers sum to more than the demands, by first choice to
// exactly as many; a demand that wants a quartier twice counts once in it.
func TestZoneCounts(t *testing.T) {
	zones, faults := territory.NewZones([]territory.Zone{
		{Kind: territory.Quartier, Code: "C", Name: "Centre", Commune: "21231"}, {Kind: territory.Quartier, Code: "G", Name: "Grésilles", Commune: "21231"},
		{Kind: territory.Quartier, Code: "V", Name: "Vieux", Commune: "21231", Until: asOf}, {Kind: territory.QPV, Code: "G", Name: "QPV", Commune: "21231"},
	})
	if faults != nil {
		t.Fatal(faults)
	}
	c, d := observatory.NewZoneCounts(zones, territory.Quartier, asOf), observatory.NewZoneCounts(zones, territory.Quartier, asOf)
	c.Add([]demand.WantedPlace{{Commune: "21231", Quarter: "C"}, {Commune: "21231", Quarter: "G"}, {Commune: "21231", Quarter: "C"}})
	c.Add([]demand.WantedPlace{{Commune: "21231", Quarter: "G"}, {Commune: "21231", Quarter: "C"}})
	d.Add([]demand.WantedPlace{{Commune: "21231"}, {Commune: "21231", Quarter: "C"}})
	d.Add([]demand.WantedPlace{{Commune: "21166", Quarter: "C"}}) // no quartier C there
	d.Add([]demand.WantedPlace{{Commune: "21231", Quarter: "V"}}) // ended
	d.Add(nil)
	data, _ := d.MarshalBinary()
	shipped := observatory.NewZoneCounts(zones, territory.Quartier, asOf)
	if err := shipped.UnmarshalBinary(data); err != nil {
		t.Fatal(err)
	}
	for n := range data {
		if observatory.NewZoneCounts(zones, territory.Quartier, asOf).UnmarshalBinary(data[:n]) == nil {
			t.Fatalf("%d bytes are read", n)
		}
	}
	if err := shipped.Merge(c); err != nil {
		t.Fatal(err)
	}
	if err := c.Merge(d); err != nil {
		t.Fatal(err)
	}
	one, _ := c.MarshalBinary()
	if other, _ := shipped.MarshalBinary(); !bytes.Equal(one, other) {
		t.Error("the order of the merge changes the bytes")
	}
	got := ""
	for _, x := range c.Tables() {
		sum := 0
		for _, r := range x.Rows {
			got += fmt.Sprint(r.Code, " ", r.Cells[0].Value, "; ")
			sum += r.Cells[0].Value
		}
		if x.Measure.SumsUp && sum != x.Total.Cells[0].Value {
			t.Errorf("%s: %d, total %d", x.FileName(), sum, x.Total.Cells[0].Value)
		}
	}
	if want := "C 1; G 1; NONE 2; UNKNOWN 2; C 3; G 2; "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for name, o := range map[string]*observatory.ZoneCounts{"kind": observatory.NewZoneCounts(zones, territory.QPV, asOf), "day": observatory.NewZoneCounts(zones, territory.Quartier, asOf.AddDays(1))} {
		if c.Merge(o) == nil || o.UnmarshalBinary(data) == nil {
			t.Errorf("another %s merges", name)
		}
	}
}
