package sqldb

import (
	"context"
	"errors"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// Dump is not built yet.
func (db *DB) Dump(context.Context, string) (store.Manifest, error) {
	return store.Manifest{}, errors.ErrUnsupported
}

// Load is not built yet.
func (db *DB) Load(context.Context, string) (store.Manifest, error) {
	return store.Manifest{}, errors.ErrUnsupported
}

// Rebuild is not built yet.
func (db *DB) Rebuild(context.Context, func(string, []store.Entry) (store.Row, error)) (int, error) {
	return 0, errors.ErrUnsupported
}
