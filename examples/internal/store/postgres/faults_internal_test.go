package postgres

import (
	"context"
	"database/sql/driver"
	"testing"

	"github.com/jackc/pgx/v5/stdlib"

	"github.com/fichier-unique/rules/examples/internal/pgtest"
	"github.com/fichier-unique/rules/examples/internal/store/internal/fault"
	"github.com/fichier-unique/rules/examples/internal/store/suite"
)

func TestFaults(t *testing.T) {
	plan := &fault.Plan{Cut: func(c driver.Conn) {
		_ = c.(*stdlib.Conn).Conn().PgConn().Conn().Close() // as the network would
	}}
	db, err := open(context.Background(), pgtest.Start(t).Database(t), settings{migrations: migrations, wrap: plan.Wrap})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	suite.Faults(t, db, plan, fault.Refuse, fault.CutBefore, fault.CutAfter)
}
