package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"path/filepath"
	"sync"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/internal/fault"
	"github.com/fichier-unique/rules/examples/internal/store/internal/sqldb"
	"github.com/fichier-unique/rules/examples/internal/store/suite"
)

// TestOutcomeUnknown loses the answer to COMMIT, as a network does, and asks what
// became of the transaction. SQLite never loses it: it stands here for a database
// whose every answer can be chosen.
func TestOutcomeUnknown(t *testing.T) {
	ctx := context.Background()
	plan := &fault.Plan{Cut: func(driver.Conn) {}}
	var committed bool
	var unknown error
	asked := 0
	lossy := dialect
	lossy.Committed = func(context.Context, *sql.DB, string) (bool, error) {
		asked++
		return committed, unknown
	}
	path := filepath.Join(t.TempDir(), "store.db")
	writes, err := connect(path, []string{"busy_timeout(10000)", "journal_mode(WAL)"}, plan.Wrap)
	if err != nil {
		t.Fatal(err)
	}
	reads, err := connect(path, []string{"busy_timeout(10000)"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := migrate(ctx, path, writes, migrations); err != nil {
		t.Fatal(err)
	}
	db := &DB{sqldb.Open(lossy, writes, reads, nil), path}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	rank := 0
	// lost writes an act whose COMMIT fails: the first statement after which the
	// database is asked.
	lost := func(mode fault.Mode) error {
		t.Helper()
		for n := 1; n < 40; n++ {
			rank++
			if _, err := db.Write(ctx, suite.Act(rank)); err != nil { // every statement is prepared
				t.Fatal(err)
			}
			rank++
			before := asked
			plan.Arm(n, mode)
			_, err := db.Write(ctx, suite.Act(rank))
			plan.Disarm()
			if asked > before {
				return err
			}
		}
		t.Fatal("the database was never asked")
		return nil
	}
	committed = true
	if err := lost(fault.CutAfter); err != nil {
		t.Errorf("committed, and told refused: %v", err)
	}
	suite.CheckWhole(t, db, rank, nil)
	committed = false
	err = lost(fault.Refuse)
	if err == nil || errors.Is(err, store.ErrUnknown) {
		t.Errorf("undone, and told %v", err)
	}
	suite.CheckWhole(t, db, rank, err)
	unknown = errors.New("no database")
	if err := lost(fault.CutAfter); !errors.Is(err, store.ErrUnknown) || !errors.Is(err, unknown) {
		t.Errorf("unknown, and told %v", err)
	}
	suite.CheckWhole(t, db, rank, nil) // sent again, it is not done again

	// Of a group whose outcome is unknown, no act is tried again: those told refused
	// are not there, and those told unknown may be.
	for n := 1; n < 60; n += 3 {
		told := make([]error, 8)
		var wg sync.WaitGroup
		plan.Arm(n, fault.CutAfter)
		for i := range told {
			wg.Go(func() { _, told[i] = db.Write(ctx, suite.Act(rank+1+i)) })
		}
		wg.Wait()
		plan.Disarm()
		for i, err := range told {
			if !errors.Is(err, store.ErrUnknown) {
				suite.CheckWhole(t, db, rank+1+i, err)
			}
		}
		rank += len(told)
	}
}
