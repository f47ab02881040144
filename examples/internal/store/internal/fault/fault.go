package fault

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"sync"
)

// ErrRefused is what a refused statement gives.
var ErrRefused = errors.New("fault: refused")

// Mode is how a statement fails.
type Mode int

// The modes.
const (
	Refuse    Mode = iota // it does not run
	CutBefore             // the connection is lost before it runs
	CutAfter              // it runs, and the connection is lost before the answer comes
)

// Plan says which statement fails. It may be used by several goroutines.
type Plan struct {
	Cut func(driver.Conn) // cuts a connection; needed by the modes that do

	mu    sync.Mutex
	left  int // statements until the one that fails; 0: none does
	mode  Mode
	fired bool
}

// Arm makes the nth statement from now fail, 1 being the next.
func (p *Plan) Arm(n int, mode Mode) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left, p.mode, p.fired = n, mode, false
}

// Disarm lets every statement pass, and reports whether one had failed.
func (p *Plan) Disarm() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left = 0
	return p.fired
}

// next counts a statement and tells whether it is the one.
func (p *Plan) next() (Mode, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.left == 0 {
		return 0, false
	}
	p.left--
	p.fired = p.left == 0
	return p.mode, p.fired
}

// run runs a statement, or makes it fail.
func run[T any](p *Plan, c driver.Conn, statement func() (T, error)) (T, error) {
	var none T
	mode, fails := p.next()
	switch {
	case !fails:
		return statement()
	case mode == Refuse:
		return none, ErrRefused
	case mode == CutBefore:
		p.Cut(c)
		return statement()
	}
	lost, err := statement()
	if err != nil {
		return none, err
	}
	if open, ok := any(lost).(io.Closer); ok {
		_ = open.Close() // nobody else will
	}
	p.Cut(c)
	return none, io.ErrUnexpectedEOF
}

// Batch makes one of n statements that go together fail. run is given the
// connection inside, and the rank of the statement to spoil, -1 for none.
func (p *Plan) Batch(c driver.Conn, n int, run func(inner driver.Conn, spoilt int) error) error {
	inner := c.(*conn).full
	for i := range n {
		switch mode, fails := p.next(); {
		case !fails:
		case mode == Refuse:
			return run(inner, i)
		case mode == CutBefore:
			p.Cut(inner)
			return run(inner, -1)
		default:
			err := run(inner, -1)
			p.Cut(inner)
			return errors.Join(err, io.ErrUnexpectedEOF)
		}
	}
	return run(inner, -1)
}

// Wrap puts the plan around connections.
func (p *Plan) Wrap(c driver.Connector) driver.Connector { return &connector{c, p} }

type connector struct {
	driver.Connector
	plan *Plan
}

// Connect gives a connection under the plan.
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	inner, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &conn{inner.(full), c.plan}, nil
}

// full is what a driver of today can do.
type full interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
}

type conn struct {
	full
	plan *Plan
}

// PrepareContext counts as a statement.
func (c *conn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	s, err := run(c.plan, c.full, func() (driver.Stmt, error) { return c.full.PrepareContext(ctx, query) })
	if err != nil {
		return nil, err
	}
	return &stmt{s.(fullStmt), c}, nil
}

// ExecContext counts as a statement.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	return run(c.plan, c.full, func() (driver.Result, error) { return c.full.ExecContext(ctx, query, args) })
}

// QueryContext counts as a statement.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	return run(c.plan, c.full, func() (driver.Rows, error) { return c.full.QueryContext(ctx, query, args) })
}

// IsValid is asked when a connection goes back to the pool.
func (c *conn) IsValid() bool {
	v, ok := c.full.(driver.Validator)
	return !ok || v.IsValid()
}

// CheckNamedValue lets the driver convert what it alone knows.
func (c *conn) CheckNamedValue(v *driver.NamedValue) error {
	if checker, ok := c.full.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

type fullStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

type stmt struct {
	fullStmt
	conn *conn
}

// ExecContext counts as a statement.
func (s *stmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return run(s.conn.plan, s.conn.full, func() (driver.Result, error) { return s.fullStmt.ExecContext(ctx, args) })
}

// QueryContext counts as a statement.
func (s *stmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return run(s.conn.plan, s.conn.full, func() (driver.Rows, error) { return s.fullStmt.QueryContext(ctx, args) })
}
