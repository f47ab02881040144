package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// ErrClosed answers what comes after Close.
var ErrClosed = errors.New("store: the store is closed")

// writer is the goroutine through which everything is written.
type writer struct {
	d     Dialect
	db    *sql.DB
	queue chan *job
	ended chan struct{}

	mu     sync.RWMutex
	closed bool

	session *session // connection in use; only the goroutine touches it
	former  int      // acts of the group before
}

// job is one thing to write.
type job struct {
	run   func(*tx) error
	alone bool // not bounded in time, and in a transaction of its own
	state atomic.Int32
	done  chan error
}

const (
	waiting int32 = iota
	taken
	given // up, by who waited
)

func startWriter(d Dialect, db *sql.DB) *writer {
	w := &writer{d: d, db: db, queue: make(chan *job, 4*d.Group), ended: make(chan struct{})}
	go w.loop()
	return w
}

// do runs a job and waits until it is committed. A context that ends takes the
// job out of the queue; once taken, the job goes to its end, and its outcome is
// told.
func (w *writer) do(ctx context.Context, run func(*tx) error) error {
	return w.submit(ctx, &job{run: run, done: make(chan error, 1)})
}

func (w *writer) submit(ctx context.Context, j *job) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("store: write: %w", err)
	}
	if err := w.put(ctx, j); err != nil {
		return err
	}
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
		if j.state.CompareAndSwap(waiting, given) {
			return fmt.Errorf("store: write: %w", ctx.Err())
		}
		return <-j.done
	}
}

func (w *writer) put(ctx context.Context, j *job) error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return ErrClosed
	}
	select {
	case w.queue <- j:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("store: write: %w", ctx.Err())
	}
}

// close refuses what comes, waits for what is in the queue, and reports whether
// it was the first to close.
func (w *writer) close() bool {
	w.mu.Lock()
	first := !w.closed
	if first {
		w.closed = true
		close(w.queue)
	}
	w.mu.Unlock()
	<-w.ended
	return first
}

func (w *writer) loop() {
	defer close(w.ended)
	var left *job
	for {
		group, next := w.gather(left)
		left = next
		if len(group) == 0 {
			break
		}
		w.write(group)
		w.former = len(group)
	}
	w.session.drop()
}

// gather takes what waits, at least one job unless the queue is closed and empty.
// A job that wants to be alone ends the group before it.
func (w *writer) gather(left *job) (group []*job, next *job) {
	first := w.first(left)
	if first == nil {
		return nil, nil
	}
	group = append(group, first)
	if first.alone {
		return group, nil
	}
	var late <-chan time.Time
	for len(group) < w.d.Group {
		var j *job
		open := true
		select {
		case j, open = <-w.queue:
		default:
			if w.d.Linger == 0 || 2*len(group) >= w.former {
				return group, nil
			}
			if late == nil {
				late = time.After(w.d.Linger)
			}
			select {
			case j, open = <-w.queue:
			case <-late:
				return group, nil
			}
		}
		switch {
		case !open:
			return group, nil
		case j.alone:
			return group, j
		case j.take():
			group = append(group, j)
		}
	}
	return group, nil
}

// first waits for a job that was not given up, beginning with one that was left;
// nil when the queue is closed and empty.
func (w *writer) first(left *job) *job {
	if left != nil && left.take() {
		return left
	}
	for j := range w.queue {
		if j.take() {
			return j
		}
	}
	return nil
}

// take reports whether the job still waits, and keeps who waits for it from giving
// it up.
func (j *job) take() bool { return j.state.CompareAndSwap(waiting, taken) }

// write commits a group and answers it. First without savepoints, which cost as
// much as a write; when a job fails after it wrote, with one for each; when the
// transaction itself breaks, each job in a transaction of its own. Not when it
// may have been committed.
func (w *writer) write(group []*job) {
	outcomes, err := w.attempt(group, false)
	if err != nil && len(group) > 1 && !errors.Is(err, store.ErrUnknown) {
		outcomes, err = w.attempt(group, true)
	}
	for i, j := range group {
		switch {
		case err == nil:
			j.done <- outcomes[i]
		case len(group) == 1, errors.Is(err, store.ErrUnknown):
			j.done <- err
		default:
			outcome, err := w.attempt([]*job{j}, false)
			if err == nil {
				err = outcome[0]
			}
			j.done <- err
		}
	}
}

// attempt runs the jobs in one transaction, under a savepoint each or none. The
// error is that of the transaction: nothing was written. The outcomes are those of
// each job.
func (w *writer) attempt(group []*job, savepoints bool) (outcomes []error, err error) {
	ctx, cancel := context.Background(), context.CancelFunc(func() {})
	if w.d.Patience > 0 && !group[0].alone {
		ctx, cancel = context.WithTimeout(ctx, w.d.Patience)
	}
	defer cancel()
	t, err := w.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			w.rollback(t)
		}
	}()
	t.savepoints = savepoints
	outcomes = make([]error, len(group))
	for i, j := range group {
		if outcomes[i], err = t.job(j.run); err != nil {
			return nil, err
		}
	}
	if err := t.saveCounters(); err != nil {
		return nil, err
	}
	return outcomes, w.commit(t)
}

// begin opens a transaction on the connection in use. One that broke since, as
// when the database was started again, is replaced once.
func (w *writer) begin(ctx context.Context) (*tx, error) {
	for again := false; ; again = true {
		fresh := w.session == nil
		t, err := w.beginOnce(ctx)
		if err == nil {
			return t, nil
		}
		w.session.drop()
		w.session = nil
		if fresh || again {
			return nil, err
		}
	}
}

func (w *writer) beginOnce(ctx context.Context) (*tx, error) {
	if w.session == nil {
		conn, err := w.db.Conn(ctx)
		if err != nil {
			return nil, fmt.Errorf("store: connect: %w", err)
		}
		w.session = &session{d: &w.d, conn: conn, statements: map[string]*sql.Stmt{}, written: map[string]string{}}
	}
	t := &tx{ctx: ctx, session: w.session}
	if _, err := t.raw(w.d.Begin); err != nil {
		return nil, fmt.Errorf("store: begin: %w", err)
	}
	if err := t.loadCounters(); err != nil {
		return nil, err
	}
	return t, nil
}

// rollback leaves the transaction. A connection that cannot is dropped, and the
// transaction with it.
func (w *writer) rollback(t *tx) {
	if w.session == nil {
		return
	}
	if _, err := t.raw("ROLLBACK"); err != nil {
		w.session.drop()
		w.session = nil
	}
}

// commit commits. When the answer is lost with the connection, the database is
// asked on another one what became of the transaction.
func (w *writer) commit(t *tx) error {
	_, err := t.raw("COMMIT")
	if err == nil {
		return nil
	}
	err = fmt.Errorf("store: commit: %w", err)
	if w.d.Committed == nil {
		return err
	}
	w.session.drop()
	w.session = nil
	committed, unknown := w.d.Committed(context.Background(), w.db, t.token)
	switch {
	case unknown != nil:
		return fmt.Errorf("%w: %w: %w", store.ErrUnknown, err, unknown)
	case committed:
		return nil
	}
	return err
}
