package sqlite

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/internal/fault"
	"github.com/fichier-unique/rules/examples/internal/store/suite"
)

func opened(t testing.TB, path string, s settings) *DB {
	t.Helper()
	if s.migrations == nil {
		s.migrations = migrations
	}
	db, err := open(context.Background(), path, s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// A connection of SQLite is not lost: the disk and the statements can fail.
func TestFaults(t *testing.T) {
	plan := &fault.Plan{}
	suite.Faults(t, opened(t, filepath.Join(t.TempDir(), "store.db"), settings{wrap: plan.Wrap}), plan, fault.Refuse)
}

func TestDiskFull(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	full := opened(t, path, settings{pragmas: []string{"max_page_count(120)"}})
	ctx := context.Background()
	told := map[int]error{}
	var mu sync.Mutex
	refused := 0
	for round := 0; refused < 20 && round < 100; round++ {
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				rank := round*8 + i
				act := suite.Act(rank)
				if i == 0 { // one far larger than the others: it alone should fail at first
					act.Records = []store.Record{{Kind: "large", Key: fmt.Sprint(rank), Body: make([]byte, 40<<10)}}
				}
				_, err := full.Write(ctx, act)
				mu.Lock()
				defer mu.Unlock()
				told[rank] = err
				if err != nil {
					refused++
				}
			})
		}
		wg.Wait()
	}
	if refused == 0 {
		t.Fatal("the disk was never full")
	}
	t.Logf("%d acts, %d refused", len(told), refused)
	if err := full.Close(); err != nil {
		t.Fatal(err)
	}
	again := opened(t, path, settings{}) // there is room again
	for rank, err := range told {
		suite.CheckWhole(t, again, rank, err)
	}
	if _, err := again.Write(ctx, suite.Act(10_000)); err != nil {
		t.Fatal(err)
	}
}
