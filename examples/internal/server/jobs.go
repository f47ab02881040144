package server

import (
	"context"
	"encoding/json"
	"errors"
	"runtime/debug"
	"sync"
	"time"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// job is something the server does by itself, every so often. Of several processes
// on one store, one does it each time, unless each has its own to do.
type job struct {
	name  string
	every time.Duration
	run   func(ctx context.Context) error
	own   *time.Time // of a job of each process: when it is next due here
}

// jobKind is the kind of the records that hold when each job was last done.
const jobKind = "job"

// jobState is what is known of a job.
type jobState struct {
	Next time.Time `json:"next"`           // not before
	Done time.Time `json:"done,omitzero"`  // last success
	Fail string    `json:"fail,omitempty"` // sort of the last failure
}

// tick is how often the jobs are looked at.
const tick = 2 * time.Second

// A job that failed is tried again after again, and one that was cut short, with
// its process, after running: an outage does not cost a day.
const (
	again   = 10 * time.Minute
	running = time.Hour
)

// long is longer than a job takes that does not read the whole file.
const long = time.Second

// turn lets one at a time of the jobs that read the whole file go on: the other
// processors are for those who wait for an answer.
type turn chan struct{}

func (t turn) of(run func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		select {
		case t <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
		defer func() { <-t }()
		return run(ctx)
	}
}

// runJobs does the jobs until the context ends. Each has its own pace: one that waits
// for another machine holds up no other.
func (s *Server) runJobs(ctx context.Context) {
	var all sync.WaitGroup
	all.Go(func() { every(ctx, tick, s.catchUp) })
	for i := range s.jobs {
		all.Go(func() { every(ctx, tick, func(ctx context.Context) { s.runJob(ctx, &s.jobs[i]) }) })
	}
	all.Wait()
}

// every calls do at once and then at each tick, until the context ends.
func every(ctx context.Context, tick time.Duration, do func(context.Context)) {
	t := time.NewTicker(tick)
	defer t.Stop()
	for ctx.Err() == nil {
		do(ctx)
		select {
		case <-ctx.Done():
		case <-t.C:
		}
	}
}

// catchUp learns what other processes wrote in the store.
func (s *Server) catchUp(ctx context.Context) {
	if err := s.registry.CatchUp(ctx); err != nil && ctx.Err() == nil {
		s.log.ErrorContext(ctx, "catch up", "error_kind", kindOf(err))
	}
}

// runJob does a job if it is due and nobody else took it.
func (s *Server) runJob(ctx context.Context, j *job) {
	now := s.config.Now()
	state, rec, err := s.jobState(ctx, j.name, j.every)
	if err != nil {
		return
	}
	if j.own != nil {
		if j.own.IsZero() {
			*j.own = s.firstTime(now, j.every)
		}
		state.Next = *j.own
		rec.Version = store.AnyVersion
	}
	if now.Before(state.Next) {
		if rec.Body == nil { // never seen: it is written down, so that a restart does not put it off
			rec.Body = marshal(state)
			_, _ = s.store.Write(ctx, &store.Act{Records: []store.Record{rec}, At: now}) // tried again at the next tick
		}
		return
	}
	state.Next = now.Add(min(j.every, running)) // nobody else takes it meanwhile
	if j.own != nil {
		*j.own = state.Next
	}
	rec.Body = marshal(state)
	if _, err := s.store.Write(ctx, &store.Act{Records: []store.Record{rec}, At: now}); err != nil {
		return // another process took it, or the store does not answer: the health page says so
	}
	err = j.run(ctx)
	if s.config.Now().Sub(now) > long {
		debug.FreeOSMemory() // what read the whole file used more than what is kept
	}
	if errors.Is(err, context.Canceled) {
		return
	}
	outcome, now := "done", s.config.Now()
	if err != nil {
		outcome, state.Fail, state.Next = "failed", kindOf(err), now.Add(min(j.every, again))
		s.log.ErrorContext(ctx, "job", "job", j.name, "error_kind", state.Fail)
	} else {
		state.Done, state.Fail, state.Next = now, "", s.following(now, j.every)
		s.metrics.lastJob.WithLabelValues(j.name).Set(float64(now.Unix()))
	}
	if j.own != nil {
		*j.own = state.Next
	}
	s.metrics.jobs.WithLabelValues(j.name, outcome).Inc()
	rec.Version, rec.Body = store.AnyVersion, marshal(state)
	if _, err := s.store.Write(ctx, &store.Act{Records: []store.Record{rec}, At: now}); err != nil {
		s.log.ErrorContext(ctx, "job", "job", j.name, "error_kind", kindOf(err))
	}
}

func (s *Server) jobState(ctx context.Context, name string, every time.Duration) (jobState, store.Record, error) {
	var state jobState
	rec, err := s.store.Record(ctx, jobKind, name, s.config.Now())
	if errors.Is(err, store.ErrNotFound) {
		return jobState{Next: s.firstTime(s.config.Now(), every)}, store.Record{Kind: jobKind, Key: name}, nil
	}
	if err != nil {
		return state, rec, err
	}
	return state, rec, json.Unmarshal(rec.Body, &state)
}

// nightHour is when the jobs of each day are done, in the time of the territory.
const nightHour = 3

// firstTime is when a job is first done: at once, or the night after for the jobs
// of each day.
func (s *Server) firstTime(now time.Time, every time.Duration) time.Time {
	if every < 24*time.Hour {
		return now
	}
	return s.following(now, every)
}

// following is when a job that was done is done again: after its time, or the night
// after for the jobs of each day, however long they took or were late.
func (s *Server) following(now time.Time, every time.Duration) time.Time {
	if every < 24*time.Hour {
		return now.Add(every)
	}
	local := now.In(s.zone)
	night := time.Date(local.Year(), local.Month(), local.Day(), nightHour, 0, 0, 0, s.zone)
	if !night.After(now) {
		night = time.Date(local.Year(), local.Month(), local.Day()+1, nightHour, 0, 0, 0, s.zone)
	}
	return night
}

func marshal(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // our own types are written without error
	}
	return text
}

// plan lists the jobs.
func (s *Server) plan() []job {
	all := []job{
		{"mail", 5 * time.Second, func(ctx context.Context) error { return drain(ctx, s.mail.Send) }, nil},
		{"links", 2 * time.Second, func(ctx context.Context) error { return drain(ctx, s.accounts.SendLinks) }, nil},
		{"expire", time.Hour, s.expire, nil},
		{"files", 24 * time.Hour, s.clearFiles, new(time.Time)}, // each process has its folder
		{"persons", 24 * time.Hour, s.whole.of(s.registry.Reindex), new(time.Time)},
		{"agenda", time.Hour, s.whole.of(s.readLists), new(time.Time)},
		{"changes", 2 * time.Second, s.announce, nil},
		{"webhooks", 5 * time.Second, s.callPartners, nil},
	}
	if s.config.NationalURL != "" {
		all = append(all, job{"national", 24 * time.Hour, s.transfer, nil})
	}
	return all
}

// readLists reads the lists of the day, so that no desk waits for them: the first time
// of a day, and after a start, the whole file is read.
func (s *Server) readLists(ctx context.Context) error {
	_, _, err := s.registry.Agenda(ctx)
	return err
}

// drain does a job in small parts until nothing is left.
func drain(ctx context.Context, part func(context.Context) (int, error)) error {
	for ctx.Err() == nil {
		if n, err := part(ctx); err != nil || n == 0 {
			return err
		}
	}
	return ctx.Err()
}

// answersKept is how long the answer to a request that bears a key is kept.
const answersKept = 30 * 24 * time.Hour

func (s *Server) expire(ctx context.Context) error {
	now := s.config.Now()
	if _, err := s.store.Expire(ctx, now, now.Add(-answersKept)); err != nil {
		return err
	}
	// What was erased since the last time leaves the disk; a reader puts it off.
	if err := s.store.Scrub(ctx); !errors.Is(err, store.ErrBusy) {
		return err
	}
	return nil
}
