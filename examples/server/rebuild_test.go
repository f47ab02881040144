package main

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/registry/registrytest"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/sqlite"
)

// The lists of a file that is there are made again from its journal, whatever had
// become of them; a charter that is not there is said.
func TestRebuild(t *testing.T) {
	folder := t.TempDir()
	var want store.Row
	within(t, folder, func(f *registrytest.File) {
		key := f.Register(registrytest.Agent("bailleur-a", "21001"), registrytest.Household(1, "21231")).Demand
		want = row(t, f, key)
		want.Status = "expired" // on the day of the command, years later
		spoilt := store.Act{At: f.Now(), Rows: []store.Row{{Demand: key, Status: "struck_off", Desk: "99999"}}}
		if _, err := f.Store().Write(t.Context(), &spoilt); err != nil {
			t.Fatal(err)
		}
	})
	if err := rebuild(t.Context(), []string{"-data", folder, "-charter", "grand-dijon-2010"}); err != nil {
		t.Error(err)
	}
	within(t, folder, func(f *registrytest.File) {
		if diff := cmp.Diff(want, row(t, f, want.Demand), cmp.Comparer(func(x, y demand.Date) bool { return x == y })); diff != "" {
			t.Error(diff)
		}
	})
	if err := rebuild(t.Context(), []string{"-data", folder, "-charter", "nulle-part"}); err == nil {
		t.Error("made again under a charter that is not there")
	}
}

// within opens the file of a folder of the server, and closes it.
func within(t *testing.T, folder string, do func(*registrytest.File)) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(folder, "fichier.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	do(registrytest.Open(t, "2016-03-01", registrytest.Settings{Store: db}))
}

func row(t *testing.T, f *registrytest.File, key string) store.Row {
	t.Helper()
	out, err := f.Store().Row(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
