package open

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/postgres"
	"github.com/fichier-unique/rules/examples/internal/store/sqlite"
)

// fileName is the SQLite file in the folder of a server.
const fileName = "fichier.db"

// Store opens the PostgreSQL store of an address, failing which the SQLite file
// of a folder, which it makes at need.
func Store(ctx context.Context, data, address string) (store.Store, error) {
	if address != "" {
		db, err := postgres.Open(ctx, address)
		if err != nil {
			return nil, fmt.Errorf("la base PostgreSQL ne s'ouvre pas : %w", err)
		}
		return db, nil
	}
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, fmt.Errorf("le dossier %s ne peut pas être fait : %w", data, err)
	}
	name := filepath.Join(data, fileName)
	db, err := sqlite.Open(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("la base %s ne s'ouvre pas : %w", name, err)
	}
	return db, nil
}
