package suite

import (
	"context"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/internal/fault"
)

// Faults makes each statement of an act fail in turn, in each of the ways given:
// an act told written is whole, an act told refused is not there at all, and the
// next one passes. plan is around the connections that write.
func Faults(t *testing.T, s store.Store, plan *fault.Plan, modes ...fault.Mode) {
	rank := 0
	write(t, s, Act(rank))
	for _, mode := range modes {
		refused := 0
		for n := 1; ; n++ {
			rank++
			plan.Arm(n, mode)
			_, err := s.Write(context.Background(), Act(rank))
			fired := plan.Disarm()
			CheckWhole(t, s, rank, err)
			if !fired && err != nil {
				t.Fatalf("mode %d: without fault: %v", mode, err)
			}
			rank++
			write(t, s, Act(rank))
			CheckWhole(t, s, rank, nil)
			if err != nil {
				refused++
			}
			if !fired {
				t.Logf("mode %d: %d statements, %d acts refused", mode, n-1, refused)
				break
			}
		}
		if refused < 8 {
			t.Errorf("mode %d: %d acts refused: the faults were not where the acts are written", mode, refused)
		}
		rank = faultsInGroups(t, s, plan, mode, rank+1)
	}
	checkConsistent(t, s)
}

// faultsInGroups writes several acts at once while a statement fails.
func faultsInGroups(t *testing.T, s store.Store, plan *fault.Plan, mode fault.Mode, rank int) int {
	const group = 6
	for n := 1; n < 120; n += 7 {
		errs := make([]error, group)
		var wg sync.WaitGroup
		plan.Arm(n, mode)
		for i := range errs {
			wg.Go(func() { _, errs[i] = s.Write(context.Background(), Act(rank+i)) })
		}
		wg.Wait()
		plan.Disarm()
		for i, err := range errs {
			CheckWhole(t, s, rank+i, err)
		}
		rank += group
	}
	return rank
}

// CheckWhole checks that the act of a rank is there whole, or not at all when it
// was told refused.
func CheckWhole(t testing.TB, s store.Store, rank int, told error) {
	t.Helper()
	ctx := context.Background()
	entries, err := s.Of(ctx, Name(rank))
	if err != nil {
		t.Fatal(err)
	}
	row, rowErr := s.Row(ctx, Name(rank))
	bearer, numberErr := s.Bearer(ctx, Number(rank))
	if told != nil {
		if len(entries) != 0 || rowErr == nil || numberErr == nil {
			t.Errorf("act %d was told refused (%v), and left %d events, row: %t, number: %t", rank, told, len(entries), rowErr == nil, numberErr == nil)
		}
		return
	}
	if len(entries) != 2 || rowErr != nil || numberErr != nil {
		t.Fatalf("act %d was told written, and left %d events, row: %v, number: %v", rank, len(entries), rowErr, numberErr)
	}
	if row.Seq != entries[1].Seq || bearer != Name(rank) {
		t.Errorf("act %d: the row is at %d, the events at %d, the number is given to %s", rank, row.Seq, entries[1].Seq, bearer)
	}
	w, err := s.Write(ctx, Act(rank))
	if err != nil || !w.Replay {
		t.Errorf("act %d, sent again: %+v, %v", rank, w, err)
	}
}

// checkConsistent checks that a store that holds nothing but acts of Act holds
// them whole.
func checkConsistent(t testing.TB, s store.Store) {
	t.Helper()
	got := counts(t, s)
	n := got["demands"]
	want := map[string]int64{"events": 2 * n, "demands": n, "numbers": n, "access": n, "answers": n, "papers": 0, "records": 0, "messages": 0}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("acts written by half: %s", diff)
	}
	last, err := s.Last(context.Background())
	if err != nil || last != 2*n {
		t.Errorf("last sequence %d for %d events (%v)", last, 2*n, err)
	}
}
