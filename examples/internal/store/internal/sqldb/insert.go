package sqldb

import "strings"

// bulk is the most rows of one INSERT.
const bulk = 50

// inserter inserts rows several at a time: a statement costs more than a row.
type inserter struct {
	t        *tx
	into     string // INSERT INTO table (columns) VALUES
	values   string // the marks of a row
	conflict string
	taken    error
	rows     int
	args     []any
}

// insert begins to insert rows. Those that conflict with a row that is there on
// the columns of unique, if it is given, are left out; taken, if it is given, is
// then the error.
func (t *tx) insert(table, columns, unique string, taken error) *inserter {
	in := &inserter{t: t, taken: taken, into: "INSERT INTO " + table + " (" + columns + ") VALUES ", values: marks(1 + strings.Count(columns, ","))}
	if unique != "" {
		in.conflict = " ON CONFLICT " + unique + " DO NOTHING"
	}
	return in
}

func (in *inserter) add(row ...any) error {
	in.args = append(in.args, row...)
	in.rows++
	if in.rows < bulk {
		return nil
	}
	return in.flush()
}

// flush writes what is left.
func (in *inserter) flush() error {
	if in.rows == 0 {
		return nil
	}
	query := in.into + in.values + strings.Repeat(", "+in.values, in.rows-1) + in.conflict
	want, args := int64(in.rows), in.args
	in.args, in.rows = nil, 0
	return in.t.later(query, args, func(n int64) error {
		if n != want {
			return in.taken
		}
		return nil
	})
}
