package server

import (
	"context"
	"encoding/json"
	"errors"
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

func (s *Server) runJobs(ctx context.Context) {
	t := time.NewTicker(tick)
	defer t.Stop()
	for {
		if err := s.registry.CatchUp(ctx); err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "catch up", "error_kind", kindOf(err))
		}
		for i := range s.jobs {
			if ctx.Err() != nil {
				return
			}
			s.runJob(ctx, &s.jobs[i])
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
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
			*j.own = s.firstTime(j.every)
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
	state.Next = now.Add(j.every)
	if j.own != nil {
		*j.own = state.Next
	}
	rec.Body = marshal(state)
	if _, err := s.store.Write(ctx, &store.Act{Records: []store.Record{rec}, At: now}); err != nil {
		return // another process took it, or the store does not answer: the health page says so
	}
	err = j.run(ctx)
	outcome := "done"
	if state.Done, state.Fail = s.config.Now(), ""; err != nil {
		if errors.Is(err, context.Canceled) {
			return
		}
		outcome, state.Fail = "failed", kindOf(err)
		s.log.ErrorContext(ctx, "job", "job", j.name, "error_kind", state.Fail)
	} else {
		s.metrics.lastJob.WithLabelValues(j.name).Set(float64(state.Done.Unix()))
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
		return jobState{Next: s.firstTime(every)}, store.Record{Kind: jobKind, Key: name}, nil
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
func (s *Server) firstTime(every time.Duration) time.Time {
	now := s.config.Now()
	if every < 24*time.Hour {
		return now
	}
	local := now.In(s.zone)
	night := time.Date(local.Year(), local.Month(), local.Day(), nightHour, 0, 0, 0, s.zone)
	if !night.After(now) {
		night = night.AddDate(0, 0, 1)
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
		{"persons", 24 * time.Hour, s.registry.Reindex, new(time.Time)},
		{"agenda", time.Hour, func(ctx context.Context) error { _, _, err := s.registry.Agenda(ctx); return err }, nil}, // so that no desk waits for it
		{"changes", 2 * time.Second, s.announce, nil},
		{"webhooks", 5 * time.Second, s.callPartners, nil},
	}
	if s.config.NationalURL != "" {
		all = append(all, job{"national", 24 * time.Hour, s.transfer, nil})
	}
	return all
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
