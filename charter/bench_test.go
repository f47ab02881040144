package charter_test

import (
	"testing"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
)

func BenchmarkDecideAllowed(b *testing.B) {
	c := named(b, "grand-dijon-2010")
	actor, facts := charter.Actor{Desk: "21001"}, charter.Facts{Communes: []string{"21231", "21166"}, Numbered: demand.No, Deposited: day}
	b.ReportAllocs()
	for b.Loop() {
		if d := charter.Decide(c, actor, charter.Register, facts, day); d.Outcome != charter.Allowed {
			b.Fatal(d.Rule)
		}
	}
}

func BenchmarkDecideStrikeOff(b *testing.B) {
	c := named(b, "national-2017")
	actor := charter.Actor{Kind: charter.Landlord}
	facts := charter.Facts{Status: "active", Motive: demand.StrikeOffMotiveRADATT, AllocatedBy: "landlord", LeaseOn: day, LeaseData: demand.Yes}
	b.ReportAllocs()
	for b.Loop() {
		if d := charter.Decide(c, actor, charter.StrikeOff, facts, demand.MustDate("2019-06-15")); d.Outcome != charter.Allowed {
			b.Fatal(d.Rule)
		}
	}
}

func BenchmarkDecideRefusedWithReasons(b *testing.B) {
	c := named(b, "grand-dijon-2010")
	actor, facts := charter.Actor{Desk: "21700"}, charter.Facts{Communes: []string{"71270"}, Numbered: demand.No, OwnPublic: demand.No}
	b.ReportAllocs()
	for b.Loop() {
		d := charter.Decide(c, actor, charter.Register, facts, day)
		if e := d.Explain(); len(e.Spoken) != 2 {
			b.Fatal(len(e.Spoken))
		}
	}
}
