package evening_test

import (
	"bytes"
	"context"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/national/evening"
	"github.com/fichier-unique/rules/examples/internal/national/simulator"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/registry/registrytest"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/numbering"
)

var (
	landlord = registrytest.Agent("bailleur-a", "21001")
	manager  = registrytest.Agent("gestionnaire", "")
	program  = registry.Agent{Code: "sne", Program: true, Actor: charter.Actor{Party: "gestionnaire"}, Purpose: access.Registering}
)

// town is a file on a real store, with a national system.
type town struct {
	*evening.Evening
	*registrytest.File
	t   *testing.T
	sim *simulator.Simulator
}

func begin(t *testing.T, faults simulator.Faults) *town {
	w := &town{t: t, File: registrytest.Open(t, "2011-03-10", registrytest.Settings{Hour: 20})}
	var err error
	if w.sim, err = simulator.New(simulator.Settings{Seed: 3, Territory: "021", Now: w.Now, Faults: faults}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(w.sim.Handler())
	t.Cleanup(server.Close)
	w.Evening = &evening.Evening{
		Link:     &national.Link{Store: w.Store(), Folder: filepath.Join(t.TempDir(), "files"), Settings: national.Settings{Desk: "G2100"}, Now: w.Now},
		Registry: w.File.Registry, Agent: program, Folder: filepath.Join(t.TempDir(), "lists"), Random: registrytest.Chance("sne"),
		Transport: national.HTTP{Base: server.URL, Client: server.Client()},
		Portal:    evening.HTTPPortal{Base: server.URL, Client: server.Client()},
	}
	return w
}

func family(n int) *demand.Form {
	f := registrytest.Household(n)
	f.Wanted.Extended = demand.Yes
	return f
}

func (w *town) register(n int) registry.Outcome { return w.Register(landlord, family(n)) }

func (w *town) evening() evening.Report {
	w.t.Helper()
	r, err := w.Evening.Do(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// agree wants the two sides to hold the same.
func (w *town) agree(demands int) {
	w.t.Helper()
	var extract bytes.Buffer
	if err := w.sim.Extract(&extract); err != nil {
		w.t.Fatal(err)
	}
	d, b, err := w.Reconcile(context.Background(), &extract)
	if err != nil {
		w.t.Fatal(err)
	}
	if len(d) > 0 || b.Same != demands {
		w.t.Errorf("%+v %+v", b, d)
	}
}

func (w *town) state(key string) journal.State {
	w.t.Helper()
	return w.See(manager, key).State
}

func acts(r *evening.Report) map[national.Kind]int {
	out := map[national.Kind]int{}
	for _, t := range r.Increments {
		for k, n := range t.Manifest.Acts {
			out[k] += n
		}
	}
	return out
}

// A file and its national system, both ways, to the erasure.
func TestBothWays(t *testing.T) {
	w := begin(t, simulator.Faults{Twice: 1})
	a, b, c := w.register(0), w.register(1), w.register(2)
	r := w.evening()
	if got := acts(&r); got[national.Created] != 3 || r.Late != nil || r.Delivery.Left != 0 {
		t.Fatalf("%+v %+v", got, r)
	}
	w.agree(3)

	w.Day("2011-03-11")
	if err := w.sim.RenewOnline(b.Number, w.Today()); err != nil {
		t.Fatal(err)
	}
	if err := w.sim.RenounceOnline(c.Number, w.Today()); err != nil {
		t.Fatal(err)
	}
	created := *family(3)
	created.Number, _ = numbering.New(numbering.Deposit{Territory: "021", Year: 2011, Month: 3}, 900_000, "GDPUB")
	created.DepositedOn = w.Today()
	if err := w.sim.RegisterOnline(created); err != nil {
		t.Fatal(err)
	}
	r = w.evening()
	if r.Acts != 3 || r.Known != 2 || r.Noted != 1 { // each file comes twice: two acts known, a creation noted
		t.Errorf("%+v", r)
	}
	if s := w.state(b.Demand); s.Form.RenewedOn != w.Today() {
		t.Errorf("renewed on %s", s.Form.RenewedOn)
	}
	if s := w.state(c.Demand); s.Status != journal.StruckOff || s.Motive != demand.StrikeOffMotiveRADABA {
		t.Errorf("%s %s", s.Status, s.Motive)
	}
	key, err := w.ByNumber(context.Background(), created.Number.String())
	if err != nil {
		t.Fatal(err)
	}
	if s := w.state(key); s.Status != journal.Active || s.Form.Applicant.UsedName != family(3).Applicant.UsedName {
		t.Errorf("%s", s.Status)
	}
	w.agree(4)

	w.Day("2011-03-12")
	r = w.evening()
	if got := acts(&r); got[national.StruckOff] > 0 || got[national.Renewed] > 0 || got[national.Created] > 0 {
		t.Errorf("what came from the portal goes back: %v", got)
	}
	w.agree(4)

	w.Day("2012-02-10")
	if r = w.evening(); r.Notices != 1 {
		t.Errorf("%d notices", r.Notices)
	}
	list, err := os.ReadFile(filepath.Join(w.Folder, "PREAVIS-20120210.csv"))
	if err != nil || !strings.Contains(string(list), a.Number.String()) || strings.Contains(string(list), family(0).Applicant.UsedName) {
		t.Errorf("%v %s", err, list)
	}

	w.Day("2012-03-12")
	if _, faults, err := w.Purge(context.Background(), manager); err != nil {
		t.Fatalf("%v %v", err, faults)
	}
	r = w.evening()
	if got := acts(&r); got[national.Removed] != 1 {
		t.Errorf("%v", got)
	}
	w.agree(3)
	for rec, err := range w.Store().Records(context.Background(), "national-sent", "", w.Now()) {
		if err != nil {
			t.Fatal(err)
		}
		if rec.Key == c.Demand {
			t.Error("something of the demand erased is remembered")
		}
	}
}

// failing is a store that stops after a number of writes.
type failing struct {
	store.Store
	left int
}

var errCrash = errors.New("crash")

func (f *failing) Write(ctx context.Context, act *store.Act) (store.Written, error) {
	if f.left--; f.left < 0 {
		return store.Written{}, errCrash
	}
	return f.Store.Write(ctx, act)
}

// Wherever the evening stops, the next one ends with the same state, and nothing
// is written twice.
func TestCrashAnywhere(t *testing.T) {
	for stop := range 18 {
		w := begin(t, simulator.Faults{})
		out := w.register(0)
		w.evening()
		w.Day("2011-03-11")
		w.register(1)
		if err := w.sim.RenewOnline(out.Number, w.Today()); err != nil {
			t.Fatal(err)
		}
		whole := w.Link.Store
		w.Link.Store = &failing{w.Store(), stop}
		_, err := w.Evening.Do(context.Background())
		if err != nil && !errors.Is(err, errCrash) {
			t.Fatal(err)
		}
		w.Link.Store = whole
		for range 2 {
			w.evening()
			w.Pass(24 * time.Hour)
		}
		w.agree(2)
		entries, err := w.Store().Of(context.Background(), out.Demand)
		if err != nil {
			t.Fatal(err)
		}
		renewals := 0
		for _, e := range entries {
			if e.Event.Kind == journal.Renew {
				renewals++
			}
		}
		if renewals != 1 {
			t.Errorf("stopped at write %d: %d renewals", stop, renewals)
		}
		if found, _ := w.Link.Findings(context.Background(), ""); len(found) > 0 {
			t.Errorf("stopped at write %d: %+v", stop, found[0].Noted)
		}
	}
}

// A national system that is down costs nothing but a day.
func TestDown(t *testing.T) {
	w := begin(t, simulator.Faults{Outage: 1})
	w.register(0)
	r := w.evening()
	if r.Late == nil || r.Delivery.Left != 1 {
		t.Errorf("%+v", r)
	}
	if err := w.sim.SetFaults(simulator.Faults{}); err != nil {
		t.Fatal(err)
	}
	w.Day("2011-03-11")
	if r = w.evening(); r.Late != nil || r.Delivery.Answered != 1 {
		t.Errorf("%+v", r)
	}
	w.agree(1)
}
