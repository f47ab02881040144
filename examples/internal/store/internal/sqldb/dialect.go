package sqldb

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"time"
)

// Dialect is what one database does in its own way.
type Dialect struct {
	Name     string
	Numbered bool   // parameters are $1, $2… rather than ?
	Begin    string // begins a transaction that writes
	Lock     string // reads name, last and token of the counters, and keeps others from writing until the end
	Snapshot string // begins a transaction that reads one state of everything

	// Group is the most acts that share a transaction.
	Group int
	// Linger is how long a group waits for as many as half of the one before: those
	// who were answered together come back one after the other, and the first would
	// have the disk to itself.
	Linger time.Duration
	// Patience bounds a transaction; 0: no bound, for a database whose statements
	// cannot be left waiting by a network.
	Patience time.Duration

	// Pipeline runs statements that write in one journey, in order, and says how many
	// rows each changed. nil for a database that is no journey away.
	Pipeline func(ctx context.Context, conn *sql.Conn, batch []Statement) ([]int64, error)

	// Lost tells that a statement failed because its connection had been lost, of
	// which the pool keeps Idle at most: another connection may do.
	Lost func(error) bool
	Idle int

	// Committed tells, on another connection, whether the transaction that Lock gave
	// the token of was committed, when the answer to COMMIT was lost. nil for a
	// database that cannot lose the answer.
	Committed func(ctx context.Context, db *sql.DB, token string) (bool, error)
}

// Statement is a statement with its parameters.
type Statement struct {
	SQL  string
	Args []any
}

// sql writes a statement in the dialect.
func (d *Dialect) sql(query string) string {
	if !d.Numbered {
		return query
	}
	var b strings.Builder
	n := 0
	for _, r := range query {
		if r != '?' {
			b.WriteRune(r)
			continue
		}
		n++
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(n))
	}
	return b.String()
}

// marks writes n parameters for IN.
func marks(n int) string { return "(" + strings.TrimSuffix(strings.Repeat("?, ", n), ", ") + ")" }
