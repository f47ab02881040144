package acceptance_test

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/charter/exchange"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/national/evening"
	"github.com/fichier-unique/rules/examples/internal/national/simulator"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/registry/registrytest"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// town is a file under a charter, on a day that moves.
type town = registrytest.File

var (
	agent     = registrytest.Agent
	household = registrytest.Household
	applicant = registrytest.Applicant()
	seen      = registrytest.Seen()
	manager   = agent("gestionnaire", "")
)

// under opens a file under a shipped charter.
func under(t *testing.T, name, day, origin string) *town {
	t.Helper()
	return registrytest.Open(t, day, registrytest.Settings{Charter: name, Origin: origin})
}

// ruled opens a file under a charter that is not shipped.
func ruled(t *testing.T, text []byte, day, origin string) *town {
	t.Helper()
	c, faults := charter.Load(text)
	if faults.Blocking() {
		t.Fatal(faults)
	}
	return registrytest.Open(t, day, registrytest.Settings{Under: c, Origin: origin})
}

// amended is the text of a shipped charter with other values: what a manager
// changes in the file, and no line of code.
func amended(t *testing.T, name, amendments string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../../charter/data", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return patched(t, text, amendments)
}

// patched gives other values to a charter; a list named "parties+" is added to
// that of the parties.
func patched(t *testing.T, text []byte, amendments string) []byte {
	t.Helper()
	var whole, patch map[string]any
	for data, to := range map[string]*map[string]any{string(text): &whole, amendments: &patch} {
		if err := json.Unmarshal([]byte(data), to); err != nil {
			t.Fatal(err)
		}
	}
	for key, value := range patch {
		if name, added := strings.CutSuffix(key, "+"); added {
			list, _ := whole[name].([]any)
			more, _ := value.([]any)
			whole[name] = append(list, more...)
			continue
		}
		whole[key] = value
	}
	out, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// asJSON is a value as it is sent.
func asJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// eventsOf is all that a file holds.
func eventsOf(t *testing.T, w *town) []journal.Event {
	t.Helper()
	events, _, err := w.Lacking(t.Context(), exchange.Known{}, 0, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// send gives another file what it lacks.
func send(t *testing.T, from, to *town) {
	t.Helper()
	if _, err := to.Receive(t.Context(), manager, eventsOf(t, from)); err != nil {
		t.Fatal(err)
	}
}

// journalOf is the whole journal of a file.
func journalOf(t *testing.T, w *town) journal.Journal {
	t.Helper()
	j, faults := journal.New(eventsOf(t, w)...)
	if faults.Blocking() {
		t.Fatal(faults)
	}
	return j
}

// counts are the stocks of the observatory on the day of the file, by measure and
// by territory; that of "" is the total.
func counts(t *testing.T, w *town) map[string]map[string]int {
	t.Helper()
	levels := []observatory.Level{observatory.Commune, observatory.EPCI}
	plan, err := observatory.NewPlan(levels)
	if err != nil {
		t.Fatal(err)
	}
	day := w.Today()
	acc := plan.Accumulator(territory.Today(), day, day)
	for key, history := range w.Journals(t.Context(), store.Query{}) {
		if history.Err() != nil {
			t.Fatal(history.Err())
		}
		acc.AddJournal(history.Journal, key, observatory.Setting{From: day, AsOf: day})
	}
	out := map[string]map[string]int{}
	for _, table := range acc.Tables(levels...) {
		measure := out[table.Measure.Code]
		if measure == nil {
			measure = map[string]int{}
			out[table.Measure.Code] = measure
		}
		for _, row := range table.Rows {
			measure[row.Code] = row.Cells[len(row.Cells)-1].Value
		}
		measure[""] = table.Total.Cells[len(table.Total.Cells)-1].Value
	}
	return out
}

// entriesOf reads a file of a partner, whatever its kind.
func entriesOf(t *testing.T, path string) (out []app.Entry) {
	t.Helper()
	in, err := app.OpenInput(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	for entry, err := range in.Entries() {
		if err != nil {
			t.Fatal(err)
		}
		if !entry.Blank {
			out = append(out, entry)
		}
	}
	return out
}

// nationOf is the link of a file with a simulated national system.
func nationOf(t *testing.T, w *town, territory string) (*evening.Evening, *simulator.Simulator) {
	t.Helper()
	sim, err := simulator.New(simulator.Settings{Seed: 3, Territory: territory, Now: w.Now})
	if err != nil {
		t.Fatal(err)
	}
	there := httptest.NewServer(sim.Handler())
	t.Cleanup(there.Close)
	return &evening.Evening{Link: &national.Link{Store: w.Store(), Folder: t.TempDir(), Settings: national.Settings{Desk: "G0000"}, Now: w.Now}, Registry: w.Registry,
		Agent: registry.Agent{Code: "sne", Program: true, Actor: charter.Actor{Party: "gestionnaire"}, Purpose: access.Administering}, Transport: national.HTTP{Base: there.URL, Client: there.Client()},
		Random: registrytest.Chance("sne"), Folder: t.TempDir()}, sim
}

// reconcile compares a file with an extract of the simulated system.
func reconcile(t *testing.T, e *evening.Evening, sim *simulator.Simulator) ([]national.Difference, national.Balance) {
	t.Helper()
	var extract strings.Builder
	if err := sim.Extract(&extract); err != nil {
		t.Fatal(err)
	}
	differences, balance, err := e.Reconcile(t.Context(), strings.NewReader(extract.String()))
	if err != nil {
		t.Fatal(err)
	}
	return differences, balance
}
