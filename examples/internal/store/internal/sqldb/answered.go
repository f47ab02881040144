package sqldb

import (
	"context"
	"errors"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// Answered gives what was answered to a key; see store.Store.
func (db *DB) Answered(ctx context.Context, key, digest string) ([]byte, bool, error) {
	type kept struct {
		digest string
		answer []byte
	}
	had, err := one(ctx, db, func(s scanner) (k kept, err error) {
		err = s.Scan(&k.digest, &k.answer)
		return k, err
	}, "SELECT digest, answer FROM answers WHERE key = ?", key)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, false, nil
	case err != nil:
		return nil, false, err
	case had.digest != digest:
		return nil, false, store.ErrKeyReused
	}
	return had.answer, true, nil
}
