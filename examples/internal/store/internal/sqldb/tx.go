package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
)

// session is a connection kept for the writer, with its statements.
type session struct {
	d          *Dialect
	conn       *sql.Conn
	statements map[string]*sql.Stmt
	written    map[string]string // in the dialect
}

// drop closes the connection for good rather than give it back.
func (s *session) drop() {
	if s == nil {
		return
	}
	for _, stmt := range s.statements {
		_ = stmt.Close() // the connection goes away
	}
	_ = s.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = s.conn.Close() // closed by Raw
}

// The counters.
const (
	eventCounter = iota
	accessCounter
	messageCounter
	recordCounter // versions of records
	counterCount
)

var counterNames = [counterCount]string{"event", "access", "message", "record"}

type counters [counterCount]int64

// tx is the transaction of a group. A tx is used by the writer alone.
type tx struct {
	ctx     context.Context
	session *session
	token   string
	read    counters // as they were read
	now     counters

	savepoints bool // each job that writes has one
	wrote      bool // the job under way wrote, under its savepoint if it has one
	queue      []Statement
	checks     []func(int64) error // of what each statement of the queue changed
}

// job runs one job. The first error is that of the job, which wrote nothing; the
// second that of the transaction, which is lost: a job that fails after it wrote
// takes the others with it when it has no savepoint.
func (t *tx) job(run func(*tx) error) (outcome, lost error) {
	before := t.now
	t.wrote = false
	outcome = safely(t, run)
	if outcome == nil {
		outcome = t.flush()
	}
	t.queue, t.checks = t.queue[:0], t.checks[:0] // of a job that failed
	switch {
	case !t.wrote:
		t.now = before
		return outcome, t.alive(outcome)
	case outcome == nil && !t.savepoints:
		return nil, nil
	case outcome == nil:
		if _, err := t.raw("RELEASE SAVEPOINT act"); err != nil {
			return nil, fmt.Errorf("store: write: %w", err)
		}
		return nil, nil
	case !t.savepoints:
		return nil, outcome
	}
	t.now = before
	if _, err := t.raw("ROLLBACK TO SAVEPOINT act"); err != nil {
		return nil, outcome
	}
	if _, err := t.raw("RELEASE SAVEPOINT act"); err != nil {
		return nil, outcome
	}
	return outcome, nil
}

// failure is an error of the database, and not a refusal of ours.
type failure struct{ err error }

func (f *failure) Error() string { return "store: " + f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// alive gives the outcome of a job that read and wrote nothing: a failed read may
// have ended the transaction, and no savepoint tells.
func (t *tx) alive(outcome error) error {
	if f := (*failure)(nil); errors.As(outcome, &f) {
		return outcome
	}
	return nil
}

// safely turns a panic of a caller's function into an error: it would otherwise
// end the program, far from who called. What was thrown may hold somebody's data,
// and is told only when it comes from Go itself.
func safely(t *tx, run func(*tx) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			told := fmt.Sprintf("%T", p)
			if of, ok := p.(runtime.Error); ok {
				told = of.Error()
			}
			err = fmt.Errorf("store: write: panic in a function of the act: %s\n%s", told, debug.Stack())
		}
	}()
	return run(t)
}

// next draws a number.
func (t *tx) next(counter int) int64 {
	t.now[counter]++
	return t.now[counter]
}

func (t *tx) loadCounters() error {
	rows, err := t.session.query(t.ctx, t.session.d.Lock)
	if err != nil {
		return fmt.Errorf("store: lock: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		var last int64
		if err := rows.Scan(&name, &last, &t.token); err != nil {
			return fmt.Errorf("store: lock: %w", err)
		}
		for i, known := range counterNames {
			if name == known {
				t.read[i] = last
			}
		}
	}
	t.now = t.read
	if err := rows.Err(); err != nil {
		return fmt.Errorf("store: lock: %w", err)
	}
	return nil
}

func (t *tx) saveCounters() error {
	for i, name := range counterNames {
		if t.now[i] == t.read[i] {
			continue
		}
		if _, err := t.raw(t.session.sql("UPDATE counters SET last = ? WHERE name = ?"), t.now[i], name); err != nil {
			return fmt.Errorf("store: count: %w", err)
		}
	}
	return nil
}

// exec writes, under the savepoint of the job if it has one, and says how many
// rows changed.
func (t *tx) exec(query string, args ...any) (int64, error) {
	var changed int64
	err := t.later(query, args, func(n int64) error {
		changed = n
		return nil
	})
	if err == nil {
		err = t.flush()
	}
	return changed, err
}

// later writes at the latest when the job ends, before anything is read: with a
// pipeline, what a job writes takes one journey. check, if given, is told how many
// rows changed.
func (t *tx) later(query string, args []any, check func(int64) error) error {
	t.queue, t.checks = append(t.queue, Statement{t.session.sql(query), args}), append(t.checks, check)
	if t.session.d.Pipeline != nil {
		return nil
	}
	return t.flush()
}

// flush runs what is in the queue.
func (t *tx) flush() error {
	if len(t.queue) == 0 {
		return nil
	}
	queue, checks := t.queue, t.checks
	t.queue, t.checks = t.queue[:0], t.checks[:0]
	if t.savepoints && !t.wrote {
		queue, checks = slices.Insert(queue, 0, Statement{SQL: "SAVEPOINT act"}), slices.Insert(checks, 0, nil)
	}
	t.wrote = true
	changed, err := t.run(queue)
	if err != nil {
		return &failure{err}
	}
	for i, check := range checks {
		if check == nil {
			continue
		}
		if err := check(changed[i]); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) run(queue []Statement) ([]int64, error) {
	if t.session.d.Pipeline != nil && len(queue) > 1 {
		return t.session.d.Pipeline(t.ctx, t.session.conn, queue)
	}
	changed := make([]int64, len(queue))
	for i, statement := range queue {
		var err error
		if changed[i], err = t.raw(statement.SQL, statement.Args...); err != nil {
			return nil, err
		}
	}
	return changed, nil
}

func (t *tx) raw(query string, args ...any) (int64, error) {
	s, err := t.session.prepared(t.ctx, query)
	if err != nil {
		return 0, err
	}
	r, err := s.ExecContext(t.ctx, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// row reads one row; sql.ErrNoRows when there is none.
func (t *tx) row(query string, args []any, dest ...any) error {
	if err := t.flush(); err != nil {
		return err
	}
	s, err := t.session.prepared(t.ctx, t.session.sql(query))
	if err != nil {
		return &failure{err}
	}
	err = s.QueryRowContext(t.ctx, args...).Scan(dest...)
	if err == nil || errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return &failure{err}
}

// rows reads rows.
func (t *tx) rows(query string, args ...any) (*sql.Rows, error) {
	if err := t.flush(); err != nil {
		return nil, err
	}
	rows, err := t.session.query(t.ctx, t.session.sql(query), args...)
	if err != nil {
		return nil, &failure{err}
	}
	return rows, nil
}

// sql writes a statement in the dialect, once.
func (s *session) sql(query string) string {
	if !s.d.Numbered {
		return query
	}
	written, known := s.written[query]
	if !known {
		written = s.d.sql(query)
		s.written[query] = written
	}
	return written
}

func (s *session) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := s.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

func (s *session) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt := s.statements[query]; stmt != nil {
		return stmt, nil
	}
	stmt, err := s.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s.statements[query] = stmt
	return stmt, nil
}
