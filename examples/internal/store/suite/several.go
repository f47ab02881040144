package suite

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// Several writes through several stores of one database at once, as several
// processes do. Of the acts that expect the same, one is written; a reader of
// Since sees every sequence, in order.
func Several(t *testing.T, stores ...store.Store) {
	const rounds = 25
	ctx := context.Background()
	write(t, stores[0], Act(0))
	var wg sync.WaitGroup
	won := make([][]int, len(stores))
	for i, s := range stores {
		wg.Go(func() {
			for round := range rounds {
				act := modify(0, int64(round)+2, uint64(1+i*rounds+round))
				for { // until somebody has written this round
					_, err := s.Write(ctx, act)
					stale := (*store.StaleError)(nil)
					switch {
					case err == nil:
						won[i] = append(won[i], round)
					case !errors.As(err, &stale):
						t.Errorf("round %d: %v", round, err)
						return
					case stale.Current < int64(round)+2:
						continue // it read before the others wrote
					}
					break
				}
			}
		})
	}
	follow(t, stores[0], rounds+2)
	wg.Wait()
	total := 0
	for _, rounds := range won {
		total += len(rounds)
	}
	if last, err := stores[0].Last(ctx); total != rounds || last != rounds+2 || err != nil {
		t.Errorf("%d acts won of %d, last sequence %d (%v)", total, rounds, last, err)
	}
	t.Logf("won by each: %d, %d, %d", len(won[0]), len(won[1]), len(won[len(won)-1]))
}
