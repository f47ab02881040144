package sqldb

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// Migrate brings the tables to the latest schema, from any that was released,
// and gives its version. A schema of a later program is refused. Two processes
// that start together wait for each other in PostgreSQL; an embedded database has
// to be locked by its caller.
func Migrate(ctx context.Context, dialect goose.Dialect, db *sql.DB, migrations fs.FS) (int64, error) {
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if dialect == goose.DialectPostgres {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return 0, fmt.Errorf("store: migrate: %w", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(dialect, db, migrations, options...)
	if err != nil {
		return 0, fmt.Errorf("store: migrate: %w", err)
	}
	current, latest, err := p.GetVersions(ctx)
	if err != nil {
		return 0, fmt.Errorf("store: migrate: %w", err)
	}
	if current > latest {
		return 0, fmt.Errorf("store: the schema is at version %d, made by a later program: this one knows up to %d; run that program, or restore a dump made by this one", current, latest)
	}
	if _, err := p.Up(ctx); err != nil {
		return 0, fmt.Errorf("store: migrate: %w", err)
	}
	return latest, nil
}
