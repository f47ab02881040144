package national_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/national/simulator"
	"github.com/fichier-unique/rules/numbering"
)

// direct hands files to a simulator without a network.
type direct struct{ sim *simulator.Simulator }

func (d direct) Send(_ context.Context, name string, body []byte) ([]byte, error) {
	answer, _, err := d.sim.Take(name, body)
	return answer, err
}

// A pool emptied into the national system: every number and every day of deposit
// kept, and a balance sheet of what was taken, refused, held and known twice.
func TestMigration(t *testing.T) {
	const demands, lacking, strange, twins = 300, 10, 8, 6
	s := begin(t, "2015-06-01 20:00")
	s.link.Settings.MaxDemands, s.link.Settings.MaxEvents = 40, 90
	want := map[numbering.Number]demand.Date{}
	for i := range demands {
		on := day("2014-06-10").AddDays(i)
		f := form(i)
		create := s.event(fmt.Sprintf("p%04d", i), journal.Create, on)
		create.Number = number(t, on, i)
		switch {
		case i < lacking:
			f.Wanted.Types = nil // the interface asks for them, the pool did not
		case i < lacking+strange:
			create.Number = number(t, day("2013-01-01"), i) // the month is not that of the deposit
		case i >= demands-twins:
			f.Applicant = form(100 + i - (demands - twins)).Applicant // filed with two partners
			want[create.Number] = on
		default:
			want[create.Number] = on
		}
		create.Values, create.Set = &f, journal.Given(&f)
		create.Origins = []demand.Origin{{Kind: demand.FromApplicant}}
		s.write(create)
	}
	sim, err := simulator.New(simulator.Settings{Territory: "021", Now: s.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	s.run()
	if _, err := s.link.Deliver(context.Background(), direct{sim}); err != nil {
		t.Fatal(err)
	}
	sheet, err := s.link.Sheet(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	expected := national.Sheet{Taken: demands - lacking - strange, Refused: strange, Duplicates: twins, Held: lacking}
	if diff := cmp.Diff(expected, sheet); diff != "" {
		t.Error(diff)
	}
	var extract bytes.Buffer
	if err := sim.Extract(&extract); err != nil {
		t.Fatal(err)
	}
	got := map[numbering.Number]demand.Date{}
	for side, err := range national.ReadExtract(&extract) {
		if err != nil {
			t.Fatal(err)
		}
		got[side.Number] = side.Deposited
	}
	if len(got) != len(want) {
		t.Errorf("%d demands there, want %d", len(got), len(want))
	}
	for n, on := range want {
		if got[n] != on {
			t.Errorf("a demand deposited on %s is there on %s", on, got[n])
		}
	}
}
