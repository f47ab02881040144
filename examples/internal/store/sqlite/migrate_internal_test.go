package sqlite

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/suite"
)

func TestMigrations(t *testing.T) {
	path := ""
	suite.Migrations(t, migrations, suite.Migrator{
		Fresh: func(t *testing.T) { path = filepath.Join(t.TempDir(), "store.db") },
		Open: func(files suite.Files) (store.Store, error) {
			db, err := open(context.Background(), path, settings{migrations: files})
			if err != nil {
				return nil, err
			}
			return db, nil
		},
		Exec: func(statement string) error {
			db, err := connect(path, nil, nil)
			if err == nil {
				_, err = db.Exec(statement)
				err = errors.Join(err, db.Close())
			}
			return err
		},
		Blob: func(body []byte) string { return fmt.Sprintf("X'%x'", body) },
	})
}
