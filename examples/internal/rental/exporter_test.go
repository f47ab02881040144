package rental_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/registry/registrytest"
	"github.com/fichier-unique/rules/examples/internal/rental"
)

var agent = registrytest.Agent

// town is a file with its clock.
type town struct{ *registrytest.File }

func begin(t *testing.T) *town {
	return &town{registrytest.Open(t, "2011-03-10", registrytest.Settings{})}
}

func (w *town) register(n int, commune string) registry.Outcome {
	return w.Register(agent("bailleur-a", "21001"), registrytest.Household(n, commune))
}

// run makes an increment and gives the state of each demand in it.
func run(t *testing.T, e *rental.Exporter, number int) map[string]journal.Status {
	t.Helper()
	m, err := e.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if m == nil {
		return nil
	}
	if m.Increment != number || m.Full != (number == 1) {
		t.Errorf("increment %d, full %v, want %d", m.Increment, m.Full, number)
	}
	body, err := os.ReadFile(filepath.Join(e.Folder, m.Files[0].Name))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]journal.Status{}
	for _, row := range table(t, body) {
		out[row["ID_demande"]] = journal.Status(row["Code_etat_demande"])
	}
	return out
}

// An intercommunal body is given the demands of its communes, then what changed,
// then the end of those it may see no more; and never a word of the others.
func TestExporter(t *testing.T) {
	w := begin(t)
	epci := &rental.Exporter{Registry: w.Registry, Agent: agent("grand-dijon", "21400"), Landlord: "grand-dijon", Folder: filepath.Join(t.TempDir(), "new")}
	lord := &rental.Exporter{Registry: w.Registry, Agent: agent("bailleur-b", "21002"), Landlord: "bailleur-b", Folder: t.TempDir()}
	a, b, far := w.register(0, "21231"), w.register(1, "21166"), w.register(2, "21054")
	same := func(what string, got, want map[string]journal.Status) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", what, diff)
		}
	}
	type states = map[string]journal.Status
	same("the first", run(t, epci, 1), states{a.Demand: journal.Active, b.Demand: journal.Active})
	same("the landlord's", run(t, lord, 1), states{a.Demand: journal.Active, b.Demand: journal.Active, far.Demand: journal.Active})
	same("nothing new", run(t, epci, 2), nil)

	v, err := w.Show(context.Background(), agent("bailleur-a", "21001"), a.Demand)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := v.Form
	elsewhere.Wanted.Places = []demand.WantedPlace{{Commune: "21054"}}
	w.Act(agent("bailleur-a", "21001"), registry.Command{Act: charter.Modify, Demand: a.Demand, Seen: v.Seq, Form: &elsewhere})
	v, err = w.Show(context.Background(), agent("bailleur-a", "21001"), far.Demand)
	if err != nil {
		t.Fatal(err)
	}
	other := v.Form
	other.PersonsToHouse = 4
	w.Act(agent("bailleur-a", "21001"), registry.Command{Act: charter.Modify, Demand: far.Demand, Seen: v.Seq, Form: &other})
	same("one is closed", run(t, epci, 2), states{a.Demand: rental.Closed})
	same("both changed", run(t, lord, 2), states{a.Demand: journal.Active, far.Demand: journal.Active})
}

// An increment whose manifest is there stands, though the cursor did not move.
func TestExporterCrash(t *testing.T) {
	w := begin(t)
	one := &rental.Exporter{Registry: w.Registry, Agent: agent("bailleur-b", "21002"), Landlord: "bailleur-b", Folder: t.TempDir()}
	a := w.register(0, "21231")
	run(t, one, 1)
	files, err := os.ReadDir(one.Folder)
	if err != nil {
		t.Fatal(err)
	}
	// The same folder after a crash just before the cursor: a new store has no cursor.
	other := begin(t)
	two := &rental.Exporter{Registry: other.Registry, Agent: one.Agent, Landlord: one.Landlord, Folder: one.Folder}
	other.register(1, "21231")
	if got := run(t, two, 1); len(got) != 1 || got[a.Demand] != journal.Active {
		t.Errorf("the increment that was there is made again: %v", got)
	}
	after, err := os.ReadDir(one.Folder)
	if err != nil || len(after) != len(files) {
		t.Errorf("%v, %d files, were %d", err, len(after), len(files))
	}
	wrong := &rental.Exporter{Registry: other.Registry, Agent: one.Agent, Landlord: "bailleur-a", Folder: one.Folder}
	if _, err := wrong.Run(context.Background()); err == nil {
		t.Error("two landlords share a folder")
	}
}
