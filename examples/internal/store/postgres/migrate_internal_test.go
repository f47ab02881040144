package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/pgtest"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/suite"
)

func TestMigrations(t *testing.T) {
	server, address := pgtest.Start(t), ""
	suite.Migrations(t, migrations, suite.Migrator{
		Fresh: func(t *testing.T) { address = server.Database(t) },
		Open: func(files suite.Files) (store.Store, error) {
			db, err := open(context.Background(), address, settings{migrations: files})
			if err != nil {
				return nil, err
			}
			return db, nil
		},
		Exec: func(statement string) error {
			db, err := sql.Open("pgx", address)
			if err == nil {
				_, err = db.Exec(statement)
				err = errors.Join(err, db.Close())
			}
			return err
		},
		Blob: func(body []byte) string { return fmt.Sprintf(`'\x%x'`, body) },
	})
}
