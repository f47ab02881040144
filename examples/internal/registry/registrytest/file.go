package registrytest

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/sqlite"
)

// Settings are what a file is opened with.
type Settings struct {
	Charter string           // name of one that is shipped; none: grand-dijon-2010
	Under   *charter.Charter // in its place
	Origin  string           // of its events; none: "fichier"
	Hour    int              // of each day, in winter time in Paris; none: 10
	Store   store.Store      // none: one in memory, closed with the test

	// Numbered is that of the registry.
	Numbered func(*demand.Form, time.Time) ([]store.Message, error)
}

// File is a shared file under test.
type File struct {
	*registry.Registry
	*Clock
	t testing.TB
}

// Open opens a file on a day.
func Open(t testing.TB, day string, s Settings) *File {
	t.Helper()
	if s.Charter == "" {
		s.Charter = "grand-dijon-2010"
	}
	if s.Under == nil {
		c, ok := charter.Named(s.Charter)
		if !ok {
			t.Fatalf("the charter %s is not shipped", s.Charter)
		}
		s.Under = c
	}
	if s.Origin == "" {
		s.Origin = "fichier"
	}
	if s.Hour == 0 {
		s.Hour = 10
	}
	if s.Store == nil {
		memory, err := sqlite.Open(t.Context(), sqlite.Memory)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = memory.Close() })
		s.Store = memory
	}
	f := &File{t: t, Clock: &Clock{t: t, hour: time.Duration(s.Hour) * time.Hour, zone: time.FixedZone("", 3600)}}
	f.Day(day)
	var err error
	f.Registry, err = registry.Open(t.Context(), registry.Settings{Store: s.Store, Charter: s.Under, Now: f.Now, Random: Chance(s.Origin), Origin: s.Origin, Numbered: s.Numbered})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// chance is a source of bytes.
type chance struct {
	seed string
	mu   sync.Mutex
	n    uint64
}

// Chance is a source of bytes that is the same at each run, and another one for
// each seed.
func Chance(seed string) io.Reader { return &chance{seed: seed} }

func (c *chance) Read(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := 0; i < len(p); {
		c.n++
		sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(c.seed), c.n))
		i += copy(p[i:], sum[:])
	}
	return len(p), nil
}

// Agent is somebody of a partner, at one of its desks.
func Agent(party, desk string) registry.Agent {
	return registry.Agent{Code: "agent-" + party, Actor: charter.Actor{Party: party, Desk: desk}, Purpose: access.Registering}
}

// Applicant is somebody who acts for itself.
func Applicant() registry.Agent {
	return registry.Agent{Code: registry.Applicant, Actor: charter.Actor{Kind: charter.Applicant}}
}

// Seen are the facts of an agent who saw the identity paper.
func Seen() charter.Facts { return charter.Facts{Identity: demand.Yes} }

// Act does an act, and fails the test with the reasons when it is not done.
func (f *File) Act(a registry.Agent, cmd registry.Command) registry.Outcome {
	f.t.Helper()
	out, err := f.Do(f.t.Context(), a, cmd)
	if err != nil {
		f.t.Fatalf("%s: %v%s", cmd.Act, err, Why(err))
	}
	return out
}

// Register files a household at a desk that saw its identity paper.
func (f *File) Register(a registry.Agent, form *demand.Form) registry.Outcome {
	f.t.Helper()
	return f.Act(a, registry.Command{Act: charter.Register, Form: form, Facts: Seen()})
}

// Change gives a demand other values, as its applicant says at a desk.
func (f *File) Change(a registry.Agent, key string, edit func(*demand.Form)) registry.Outcome {
	f.t.Helper()
	v := f.See(a, key)
	form := v.Form
	edit(&form)
	return f.Act(a, registry.Command{Act: charter.Modify, Demand: key, Seen: v.Seq, Form: &form})
}

// Refused wants an act to be refused, under a rule when one is given.
func (f *File) Refused(a registry.Agent, cmd registry.Command, rule string) *charter.Decision {
	f.t.Helper()
	_, err := f.Do(f.t.Context(), a, cmd)
	var refused *registry.RefusedError
	if !errors.As(err, &refused) {
		f.t.Fatalf("%s: %v, want a refusal by %s", cmd.Act, err, rule)
	}
	if rule != "" && refused.Decision.Rule != rule {
		f.t.Fatalf("%s: refused by %s, want %s", cmd.Act, refused.Decision.Rule, rule)
	}
	return &refused.Decision
}

// See gives a demand as an agent sees it.
func (f *File) See(a registry.Agent, key string) registry.View {
	f.t.Helper()
	v, err := f.Show(f.t.Context(), a, key)
	if err != nil {
		f.t.Fatalf("show: %v%s", err, Why(err))
	}
	return v
}

// Why says what an error of the registry holds: the households of a test are
// nobody's.
func Why(err error) string {
	var refused *registry.RefusedError
	var invalid *registry.InvalidError
	var twins *registry.DuplicatesError
	switch {
	case errors.As(err, &refused):
		return fmt.Sprintf(": missing %v, spoken %v", refused.Decision.Missing(), refused.Decision.Spoken())
	case errors.As(err, &invalid):
		return fmt.Sprintf(": %v", invalid.Faults)
	case errors.As(err, &twins):
		return fmt.Sprintf(": %+v", twins.Candidates)
	}
	return ""
}
