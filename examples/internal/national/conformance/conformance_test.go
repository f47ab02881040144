package conformance_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"flag"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/national/conformance"
	"github.com/fichier-unique/rules/examples/internal/national/simulator"
)

var update = flag.Bool("update", false, "write the golden files again")

func exchanges(t testing.TB) []conformance.Exchange {
	t.Helper()
	all, err := conformance.Exchanges("021", "21231")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func start(t testing.TB) *simulator.Simulator {
	t.Helper()
	sim, err := simulator.New(simulator.Settings{Territory: "021", Now: func() time.Time { return time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	return sim
}

// failures names what does not pass.
func failures(r *conformance.Report) []string {
	var out []string
	for _, one := range r.Results {
		if one.Failure != "" {
			out = append(out, one.Exchange.Name+": "+one.Failure)
		}
	}
	return out
}

// The simulator passes, twice on the same server: the suite may be run again.
func TestHTTP(t *testing.T) {
	server := httptest.NewServer(start(t).Handler())
	defer server.Close()
	to := conformance.HTTP{By: national.HTTP{Base: server.URL, Client: server.Client()}, Wait: time.Minute}
	for range 2 {
		r := conformance.Run(context.Background(), "simulateur", "2026-01-05", to, exchanges(t))
		if got := failures(r); len(got) > 0 {
			t.Errorf("%s", strings.Join(got, "\n"))
		}
		for _, one := range r.Results {
			for _, note := range one.Notes {
				t.Errorf("%s: %s", one.Exchange.Name, note)
			}
		}
	}
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	f := &simulator.Folder{Simulator: start(t), Dir: dir}
	if err := f.Open(); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- f.Watch(ctx, 5*time.Millisecond) }()
	to := conformance.Folder{In: filepath.Join(dir, "in"), Out: filepath.Join(dir, "out"), Wait: time.Minute}
	r := conformance.Run(ctx, "simulateur", "2026-01-05", to, exchanges(t)[:6])
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if got := failures(r); len(got) > 0 {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
}

// careless is a program that does something wrong.
type careless func(name string, body, right []byte) []byte

type wrapped struct {
	sim  *simulator.Simulator
	does careless
}

func (w wrapped) Exchange(_ context.Context, name string, body []byte) ([]byte, error) {
	right, _, err := w.sim.Take(name, body)
	if err != nil {
		return nil, err
	}
	return w.does(name, body, right), nil
}

// A program that is careless in one way fails where it should.
func TestCareless(t *testing.T) {
	edit := func(right []byte, change func(*national.Answer)) []byte {
		a, err := national.ReadAnswer(right)
		if err != nil {
			t.Fatal(err)
		}
		change(a)
		var out bytes.Buffer
		if err := a.Write(&out); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	for _, c := range []struct {
		name  string
		does  careless
		fails []string // among others
		count int      // at least
	}{
		{"takes everything", func(_ string, _, right []byte) []byte {
			return edit(right, func(a *national.Answer) {
				for i := range a.Lines {
					a.Lines[i].Anomalies = nil
				}
			})
		}, []string{"sans-prenom", "radiation-treize-mois", "creation-deux-fois", "une-sur-trois"}, 20},
		{"refuses everything", func(_ string, _, right []byte) []byte {
			return edit(right, func(a *national.Answer) {
				for i := range a.Lines {
					a.Lines[i].Anomalies = []sne.Anomaly{{Code: "NON"}}
				}
			})
		}, []string{"creation", "renouvellement", "attribution"}, 15},
		{"answers for one demand only", func(_ string, _, right []byte) []byte {
			return edit(right, func(a *national.Answer) { a.Lines = a.Lines[:min(1, len(a.Lines))] })
		}, []string{"plusieurs-demandes", "une-sur-trois"}, 2},
		{"answers nonsense", func(string, []byte, []byte) []byte { return []byte("OK") }, []string{"creation", "fichier-illisible"}, 30},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := conformance.Run(context.Background(), c.name, "2026-01-05", wrapped{start(t), c.does}, exchanges(t))
			got := strings.Join(failures(r), "\n")
			for _, name := range c.fails {
				if !strings.Contains("\n"+got, "\n"+name+":") {
					t.Errorf("%s passes:\n%s", name, got)
				}
			}
			if r.Failed() < c.count {
				t.Errorf("%d fail, at least %d should:\n%s", r.Failed(), c.count, got)
			}
		})
	}
}

// The suite itself does not move: the files that vendors run, and the report.
func TestGolden(t *testing.T) {
	all := exchanges(t)
	var files strings.Builder
	names := map[string]bool{}
	for _, e := range all {
		if names[e.Name] || e.French == "" || e.Source.Article == "" {
			t.Errorf("%s is named twice, or does not say what it asks", e.Name)
		}
		names[e.Name] = true
		for _, s := range e.Steps {
			files.WriteString("== " + e.Name + " " + s.Name + "\n" + string(s.Body) + "\n")
		}
	}
	deaf := wrapped{start(t), func(name string, _, right []byte) []byte {
		if strings.HasSuffix(name, "-000002.xml") {
			return []byte("OK")
		}
		return right
	}}
	r := conformance.Run(context.Background(), "programme d'essai", "2026-01-05", deaf, all)
	var junit, prose bytes.Buffer
	if err := r.JUnit(&junit); err != nil {
		t.Fatal(err)
	}
	if err := r.French(&prose); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(prose.String(), r.Digest()) {
		t.Error("the prose does not bear its fingerprint")
	}
	if err := xml.Unmarshal(junit.Bytes(), new(struct{})); err != nil {
		t.Error(err)
	}
	for name, got := range map[string]string{"files.txt": files.String(), "junit.xml": junit.String(), "report.txt": prose.String()} {
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestCommand(t *testing.T) {
	server := httptest.NewServer(start(t).Handler())
	defer server.Close()
	now := func() time.Time { return time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC) }
	report := filepath.Join(t.TempDir(), "junit.xml")
	var out, messages strings.Builder
	if code := conformance.Main([]string{"-url", server.URL, "-programme", "simulateur", "-junit", report}, &out, &messages, now); code != 0 {
		t.Errorf("%d: %s%s", code, out.String(), messages.String())
	}
	if _, err := os.Stat(report); err != nil {
		t.Error(err)
	}
	// Numbers of another territory: what was to be taken is refused.
	if code := conformance.Main([]string{"-url", server.URL, "-territoire", "059", "-commune", "59350"}, &out, &messages, now); code != 1 {
		t.Errorf("%d", code)
	}
	for _, args := range [][]string{nil, {"-url", server.URL, "-entree", "x"}, {"-inconnu"}} {
		if code := conformance.Main(args, &out, &messages, now); code != 2 {
			t.Errorf("%v: %d", args, code)
		}
	}
}
