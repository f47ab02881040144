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
	rows     int
	written  int
	args     []any
}

// insert begins to insert rows. Those that conflict with a row that is there on
// the columns of unique, if it is given, are left out and not counted.
func (t *tx) insert(table, columns, unique string) *inserter {
	in := &inserter{t: t, into: "INSERT INTO " + table + " (" + columns + ") VALUES ", values: marks(1 + strings.Count(columns, ","))}
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

// end writes what is left, and says how many rows were written in all.
func (in *inserter) end() (int, error) {
	if err := in.flush(); err != nil {
		return 0, err
	}
	return in.written, nil
}

func (in *inserter) flush() error {
	if in.rows == 0 {
		return nil
	}
	query := in.into + in.values + strings.Repeat(", "+in.values, in.rows-1) + in.conflict
	n, err := in.t.exec(query, in.args...)
	in.written += int(n)
	in.args, in.rows = in.args[:0], 0
	return err
}
