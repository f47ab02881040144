package sqldb

import (
	"context"
	"errors"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// Answered gives what was answered to a key; see store.Store.
func (db *DB) Answered(ctx context.Context, key, digest string) ([]byte, bool, error) {
	s, err := db.prepared(ctx, "SELECT digest, answer FROM answers WHERE key = ?")
	if err != nil {
		return nil, false, err
	}
	var had string
	var answer []byte
	_, err = found(0, s.QueryRowContext(ctx, key).Scan(&had, &answer))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, false, nil
	case err != nil:
		return nil, false, err
	case had != digest:
		return nil, false, store.ErrKeyReused
	}
	return answer, true, nil
}
