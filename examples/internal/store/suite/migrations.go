package suite

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// Files are the migrations a program knows, in the folder migrations.
type Files = fs.FS

// Migrator opens a database with the migrations given.
type Migrator struct {
	Fresh func(t *testing.T) // makes a new database, that the others open
	Open  func(Files) (store.Store, error)
	Exec  func(statement string) error // runs a statement as it is
	Blob  func([]byte) string          // writes bytes in a statement
}

// asOf writes the act of rank 1 as the program of each schema did: today's writes
// in today's tables only. Who adds a migration adds the statements of the one
// before it, if they differ.
var asOf = map[int]func(m Migrator) []string{1: asOf1}

func asOf1(m Migrator) []string {
	act := Act(1)
	answer, _ := act.Answer(store.Written{Seqs: []int64{1, 2}}) // it only writes
	event := func(seq int, e *journal.Event) string {
		return fmt.Sprintf("INSERT INTO events (seq, origin, counter, demand, kind, entered, line) VALUES (%d, '%s', %d, '%s', '%s', %d, %s)",
			seq, e.ID.Origin, e.ID.Counter, e.Demand, e.Kind, e.Entered, m.Blob(e.Line()))
	}
	r, at := act.Rows[0], act.At.UnixMicro()
	return []string{
		event(1, &act.Events[0]),
		event(2, &act.Events[1]),
		fmt.Sprintf("INSERT INTO numbers (number, demand) VALUES ('%s', '%s')", r.Number, r.Demand),
		fmt.Sprintf("INSERT INTO demands (demand, seq, number, status, desk, deposited, renewed, struck_off, communes, online) VALUES ('%s', 2, '%s', '%s', '%s', '%s', '', '', '%s', 0)",
			r.Demand, r.Number, r.Status, r.Desk, r.Deposited, strings.Join(r.Communes, " ")),
		fmt.Sprintf("INSERT INTO wanted (commune, demand) VALUES ('%s', '%s'), ('%s', '%s')", r.Communes[0], r.Demand, r.Communes[1], r.Demand),
		fmt.Sprintf("INSERT INTO access (rank, at, line) VALUES (1, %d, %s)", at, m.Blob(act.Access[0].Line)),
		fmt.Sprintf("INSERT INTO answers (key, digest, answer, at) VALUES ('%s', '%s', %s, %d)", act.Key, act.Digest, m.Blob(answer), at),
		"UPDATE counters SET last = 2 WHERE name = 'event'",
		"UPDATE counters SET last = 1 WHERE name = 'access'",
	}
}

// Migrations opens with all the migrations a database made with the first ones
// only, for each number of them, and with one to come: what was written before is
// there after. A database of a later program is refused.
func Migrations(t *testing.T, known Files, m Migrator) {
	names, err := fs.Glob(known, "migrations/*.sql")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d migrations (%v)", len(names), err)
	}
	slices.Sort(names)
	if !strings.HasPrefix(names[0], "migrations/00001_") {
		t.Errorf("the first schema that was released is %s, and should be 00001", names[0])
	}
	for n := range names {
		t.Run("from "+strings.TrimPrefix(names[n], "migrations/"), func(t *testing.T) {
			m.Fresh(t)
			migrated(t, m, some(t, known, names[:n+1]), known, n+1)
		})
	}
	t.Run("to one to come", func(t *testing.T) {
		m.Fresh(t)
		later := some(t, known, names)
		later["migrations/99999_later.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nALTER TABLE demands ADD COLUMN later TEXT NOT NULL DEFAULT '';\n")}
		migrated(t, m, some(t, known, names[:1]), later, 1)
		_, err := m.Open(known)
		if err == nil || !strings.Contains(err.Error(), "later program") {
			t.Errorf("a database of a later program: %v", err)
		}
	})
	t.Run("a migration that fails", func(t *testing.T) {
		m.Fresh(t)
		broken := some(t, known, names)
		broken["migrations/99999_broken.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nALTER TABLE demands ADD COLUMN later TEXT;\nALTER TABLE nowhere ADD COLUMN later TEXT;\n")}
		if _, err := m.Open(broken); err == nil {
			t.Fatal("it passed")
		}
		migrated(t, m, known, known, len(names))
	})
}

// some keeps some of the migrations.
func some(t *testing.T, known Files, names []string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range names {
		text, err := fs.ReadFile(known, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	return files
}

// migrated fills a database of a schema, and goes on with a later one.
func migrated(t *testing.T, m Migrator, before, after Files, version int) {
	t.Helper()
	s, err := m.Open(before)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	statements := asOf[version]
	for ; statements == nil; statements = asOf[version] {
		version-- // the tables it writes did not change
	}
	for _, statement := range statements(m) {
		if err := m.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if s, err = m.Open(after); err != nil {
		t.Fatal(err)
	}
	write(t, s, Act(2))
	CheckWhole(t, s, 1, nil)
	CheckWhole(t, s, 2, nil)
	checkConsistent(t, s)
	if rows := all(t, s.Rows(context.Background(), store.Query{Commune: []string{"21054"}})); len(rows) != 2 {
		t.Errorf("%d rows found by commune", len(rows))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
