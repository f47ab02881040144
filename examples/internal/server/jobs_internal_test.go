package server

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"
)

// clocked is a server at an hour, under a charter of the demonstration whose calendar
// is that of a zone.
func clocked(t *testing.T, at *atomic.Pointer[time.Time], zone string) *Server {
	t.Helper()
	dir := t.TempDir()
	var charter map[string]any
	if err := json.Unmarshal(demoCharter, &charter); err != nil {
		t.Fatal(err)
	}
	charter["calendar"].(map[string]any)["time_zone"] = zone
	name := filepath.Join(dir, "charter.json")
	if err := os.WriteFile(name, marshal(charter), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Read([]string{"-addr", "127.0.0.1:0", "-data", dir, "-charter", name}, func(string) string { return "" }, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	c.Now = func() time.Time { return *at.Load() }
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(t.Context(), c, log)
	t.Cleanup(func() {
		if err := errors.Join(s.Close(), log.Close()); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func instant(t *testing.T, text string) *time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return &at
}

// The jobs of each day are done at night where the file is, the change of hour not
// withstanding.
func TestNights(t *testing.T) {
	for _, c := range []struct{ zone, now, want string }{
		{"metropole", "2026-01-10T10:00:00Z", "2026-01-11T02:00:00Z"},
		{"metropole", "2026-01-10T01:59:00Z", "2026-01-10T02:00:00Z"},
		{"metropole", "2026-01-10T02:00:00Z", "2026-01-11T02:00:00Z"},
		{"metropole", "2026-03-28T10:00:00Z", "2026-03-29T01:00:00Z"}, // summer time begins
		{"metropole", "2026-10-24T10:00:00Z", "2026-10-25T02:00:00Z"},
		{"reunion", "2026-01-10T10:00:00Z", "2026-01-10T23:00:00Z"},
		{"antilles", "2026-01-10T10:00:00Z", "2026-01-11T07:00:00Z"},
	} {
		var at atomic.Pointer[time.Time]
		at.Store(instant(t, c.now))
		s := clocked(t, &at, c.zone)
		if got := s.firstTime(s.config.Now(), 24*time.Hour).UTC().Format(time.RFC3339); got != c.want {
			t.Errorf("%s, %s: first on %s, want %s", c.zone, c.now, got, c.want)
		}
	}
}

// A job of each day that fails is tried again the same night, and again until it is
// done; then it waits for the night after. One that is cut short is taken up again.
func TestFailedJobIsTriedAgain(t *testing.T) {
	var at atomic.Pointer[time.Time]
	at.Store(instant(t, "2026-01-10T10:00:00Z"))
	s := clocked(t, &at, "metropole")
	runs := 0
	var answer error
	j := job{"trial", 24 * time.Hour, func(context.Context) error { runs++; return answer }, nil}
	for _, step := range []struct {
		now    string
		answer error
		runs   int
		what   string
	}{
		{"2026-01-10T10:00:00Z", nil, 0, "it waits for the night"},
		{"2026-01-11T02:00:00Z", errors.New("out"), 1, "it fails"},
		{"2026-01-11T02:09:00Z", errors.New("out"), 1, "it waits a little"},
		{"2026-01-11T02:10:00Z", errors.New("out"), 2, "it fails again"},
		{"2026-01-11T02:20:00Z", context.Canceled, 3, "the process ends"},
		{"2026-01-11T03:19:00Z", nil, 3, "another may still be at it"},
		{"2026-01-11T03:20:00Z", nil, 4, "it is done"},
		{"2026-01-11T23:59:00Z", nil, 4, "it was done today"},
		{"2026-01-12T02:00:00Z", nil, 5, "the night after, at its hour"},
	} {
		at.Store(instant(t, step.now))
		answer = step.answer
		s.runJob(t.Context(), &j)
		if runs != step.runs {
			t.Fatalf("%s, %s: done %d times, want %d", step.now, step.what, runs, step.runs)
		}
	}
	state, _, err := s.jobState(t.Context(), "trial", j.every)
	if err != nil || state.Fail != "" || !state.Done.Equal(*at.Load()) {
		t.Errorf("%+v %v", state, err)
	}
}

// A job that waits for another machine holds up no other.
func TestJobsHoldUpNoOther(t *testing.T) {
	var at atomic.Pointer[time.Time]
	at.Store(instant(t, "2026-01-10T10:00:00Z"))
	s := clocked(t, &at, "metropole")
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	s.jobs = []job{
		{"slow", time.Second, func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, nil},
		{"quick", time.Second, func(context.Context) error { stop(); return nil }, nil},
	}
	s.runJobs(ctx)
	if !errors.Is(ctx.Err(), context.Canceled) {
		t.Error("the quick job waits for the slow one")
	}
}

// Of two jobs that read the whole file, one waits until the other is done, and no
// longer than the server runs.
func TestJobsTakeTurns(t *testing.T) {
	whole := make(turn, 1)
	inside, leave, done := make(chan struct{}), make(chan struct{}), make(chan error, 2)
	var running, most atomic.Int64
	long := whole.of(func(context.Context) error {
		most.Store(max(most.Load(), running.Add(1)))
		inside <- struct{}{}
		<-leave
		running.Add(-1)
		return nil
	})
	go func() { done <- long(t.Context()) }()
	<-inside
	ended, end := context.WithCancel(t.Context())
	end()
	if err := long(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("%v while another reads and the server stops", err)
	}
	go func() { done <- long(t.Context()) }()
	leave <- struct{}{}
	<-inside
	leave <- struct{}{}
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if most.Load() != 1 {
		t.Errorf("%d at once", most.Load())
	}
}
