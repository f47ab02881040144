package sqldb

import (
	"context"
	"fmt"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// rebuilt is how many demands are projected in a transaction: others write
// between two.
const rebuilt = 500

// Rebuild makes the rows again; see store.Store.
func (db *DB) Rebuild(ctx context.Context, project func(demand string, events []store.Entry) (store.Row, error)) (int, error) {
	total, after := 0, ""
	for {
		var keys []string
		err := db.writer.do(ctx, func(t *tx) error {
			var err error
			if keys, err = t.demandsAfter(after); err != nil {
				return err
			}
			// Rows between two demands that have events are of demands that have none.
			if err := t.removeOrphans(after, keys); err != nil {
				return err
			}
			for _, key := range keys {
				if err := t.rebuild(key, project); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return total, fmt.Errorf("store: rebuild: %w", err)
		}
		total += len(keys)
		if len(keys) < rebuilt {
			return total, nil
		}
		after = keys[len(keys)-1]
	}
}

func (t *tx) demandsAfter(after string) ([]string, error) {
	return list(t, "SELECT DISTINCT demand FROM events WHERE demand > ? ORDER BY demand LIMIT ?", []any{after, rebuilt}, scanned[string])
}

// removeOrphans removes the rows after a key, up to the last of a full page of
// keys, whose demand has no event.
func (t *tx) removeOrphans(after string, keys []string) error {
	query, args := "SELECT demand FROM demands WHERE demand > ? AND NOT EXISTS (SELECT 1 FROM events WHERE events.demand = demands.demand)", []any{after}
	if len(keys) == rebuilt {
		query, args = query+" AND demand <= ?", append(args, keys[len(keys)-1])
	}
	orphans, err := list(t, query, args, scanned[string])
	if err != nil {
		return err
	}
	for _, key := range orphans {
		if err := t.removeRow(key); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) rebuild(key string, project func(string, []store.Entry) (store.Row, error)) error {
	entries, err := list(t, "SELECT seq, line FROM events WHERE demand = ? ORDER BY seq", []any{key}, scanEntry)
	if err != nil {
		return err
	}
	row, err := project(key, entries)
	if err != nil {
		return err
	}
	row.Demand, row.Seq = key, entries[len(entries)-1].Seq
	if err := checkRow(&row); err != nil {
		return err
	}
	was, err := t.wanted(key)
	if err != nil {
		return err
	}
	return t.putRow(&row, was)
}

// list reads every row of a query of the transaction.
func list[T any](t *tx, query string, args []any, scan func(scanner) (T, error)) ([]T, error) {
	rows, err := t.rows(query, args...)
	if err != nil {
		return nil, err
	}
	out, err := collect(rows, nil, scan)
	if err != nil {
		return nil, &failure{err}
	}
	return out, nil
}
